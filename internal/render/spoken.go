package render

import (
	"slices"
	"strconv"

	"dossier/internal/dossier"
	"dossier/internal/edtf"
	"dossier/internal/match"
)

// Spoken is one utterance of an entity, in all the renderings of it that sources
// have.
type Spoken struct {
	Said       *Date // nil where that is not known
	Renderings []*Rendering
	Several    bool // there are two or more
}

// Rendering is the words that one passage puts into somebody's mouth.
type Rendering struct {
	URL   string        // of the passage
	Parts []QuotedWords // of the passage; none where it may not be shown
	Ref   *Reference
	On    []*Link // notes and pages that bring it

	passage *dossier.Passage
	text    string // of the Parts
}

// QuotedWords is a stretch of a quotation.
type QuotedWords struct {
	Text string
	Same bool // another rendering in the same language has it too, or there is none
}

// SaidOf is a sentence that names the entity and is spoken by somebody else.
type SaidOf struct {
	Speaker *Link
	Text    string
	URL     string // of the name in it
	Ref     *Reference
}

// utterance is what is gathered of a Spoken.
type utterance struct {
	said     edtf.Date
	passages []*dossier.Passage
	on       [][]*Link // of passages
}

// spoken gathers the words of an entity, each utterance once, by the day on which
// it was spoken, or else the day on which its source was published; what has
// neither comes last.
func (sh *sheet) spoken(e *dossier.Entity) []*Spoken {
	if len(e.Spoke)+len(e.SpokeIn) == 0 {
		return nil
	}
	all := utterances{of: map[*dossier.Passage]*utterance{}}
	for _, n := range e.Spoke {
		s, number := n.Quotation.Passage.Source, strconv.Itoa(n.Number)
		all.add(&n.Utterance, n.Quotation, sh.links.one(Link{
			URL: sh.text.join(sh.reference(s).Link.URL, "#note-", number), Label: number, Sign: "note", Kind: s.Kind.One,
		}))
	}
	for _, ev := range e.SpokeIn {
		if ev.Evidence.Quotation != nil {
			all.add(&ev.Evidence.Utterance, ev.Evidence.Quotation, sh.carded(ev.On))
		}
	}
	all.nest(func(p *dossier.Passage) bool { _, ok := sh.passageText(p); return ok })
	slices.SortStableFunc(all.list, func(a, b *utterance) int { return edtf.Compare(a.when(), b.when()) })
	out := make([]*Spoken, 0, len(all.list))
	for _, u := range all.list {
		if len(u.passages) == 0 {
			continue // it was joined with another one
		}
		v := sh.spokens.one(Spoken{Said: sh.p.date(u.said), Several: len(u.passages) > 1})
		for i, passage := range u.passages {
			ref := sh.reference(passage.Source)
			r := &Rendering{URL: sh.text.join(ref.Link.URL, "#", passage.Fragment), Ref: ref, On: u.on[i], passage: passage}
			if text, ok := sh.passageText(passage); ok {
				r.text, r.Parts = text, []QuotedWords{{Text: text, Same: true}}
			}
			v.Renderings = append(v.Renderings, r)
		}
		if v.Several {
			slices.SortStableFunc(v.Renderings, func(a, b *Rendering) int {
				return edtf.Compare(a.passage.Source.Published, b.passage.Source.Published)
			})
			compare(v.Renderings)
		}
		out = append(out, v)
	}
	return out
}

// compare marks in what the renderings of each language differ: the first from the
// second, all others from the first. Words of two languages are not held against
// each other, for all of them would differ.
func compare(list []*Rendering) {
	var first []*Rendering // of each language
	var alone []bool       // those that were compared with none yet
	for _, r := range list {
		if r.Parts == nil {
			continue
		}
		i := slices.IndexFunc(first, func(f *Rendering) bool { return f.Ref.Lang == r.Ref.Lang })
		if i < 0 {
			first, alone = append(first, r), append(alone, true)
			continue
		}
		was, now := match.Compare(first[i].text, r.text)
		if alone[i] {
			first[i].Parts, alone[i] = quoted(was), false
		}
		r.Parts = quoted(now)
	}
}

func quoted(parts []match.Part) []QuotedWords {
	list := make([]QuotedWords, len(parts))
	for i, p := range parts {
		list[i] = QuotedWords(p)
	}
	return list
}

// utterances are parted by the renderings that quotations name.
type utterances struct {
	list []*utterance
	of   map[*dossier.Passage]*utterance
}

// add adds a quotation that a note or a page brings.
func (l *utterances) add(u *dossier.Utterance, q *dossier.Quotation, on *Link) {
	into := l.at(q.Passage)
	if into.said.IsZero() {
		into.said = u.Said
	}
	i := slices.Index(into.passages, q.Passage)
	if !slices.ContainsFunc(into.on[i], func(l *Link) bool { return l.URL == on.URL }) {
		into.on[i] = append(into.on[i], on)
	}
	for _, other := range u.SameAs {
		if other.Passage != nil {
			l.join(into, l.at(other.Passage))
		}
	}
}

func (l *utterances) at(p *dossier.Passage) *utterance {
	u := l.of[p]
	if u == nil {
		u = &utterance{passages: []*dossier.Passage{p}, on: make([][]*Link, 1)}
		l.of[p] = u
		l.list = append(l.list, u)
	}
	return u
}

// join makes two utterances one, in the place of the first; the second is left
// without passages.
func (l *utterances) join(a, b *utterance) {
	if a == b {
		return
	}
	if a.said.IsZero() {
		a.said = b.said
	}
	for i, p := range b.passages {
		a.passages, a.on = append(a.passages, p), append(a.on, b.on[i])
		l.of[p] = a
	}
	b.passages = nil
}

// nest gives what brings a part of a longer quotation to that one, so that a
// sentence is told once, unless the two were said on different days, or only the
// part may be shown.
func (l *utterances) nest(shown func(*dossier.Passage) bool) {
	for _, u := range l.list {
		if len(u.passages) != 1 {
			continue // renderings are told side by side, as they were quoted
		}
		p := u.passages[0]
		for _, whole := range l.list {
			i := slices.IndexFunc(whole.passages, func(q *dossier.Passage) bool { return q != p && p.Within(q) && shown(q) })
			if whole == u || i < 0 || !whole.said.IsZero() && !u.said.IsZero() && !whole.said.Equal(u.said) {
				continue
			}
			if whole.said.IsZero() {
				whole.said = u.said
			}
			for _, on := range u.on[0] {
				if !slices.ContainsFunc(whole.on[i], func(l *Link) bool { return l.URL == on.URL }) {
					whole.on[i] = append(whole.on[i], on)
				}
			}
			u.passages = nil
			break
		}
	}
}

// when is the day that an utterance is listed by.
func (u *utterance) when() edtf.Date {
	if !u.said.IsZero() {
		return u.said
	}
	var first edtf.Date // one without a date comes last
	for _, p := range u.passages {
		if edtf.Compare(p.Source.Published, first) < 0 {
			first = p.Source.Published
		}
	}
	return first
}

// saidOf gives the sentences that name an entity and, as notes and evidence say,
// are spoken by others, in the order in which their sources were published.
func (sh *sheet) saidOf(e *dossier.Entity) []SaidOf {
	var list []SaidOf
	for _, in := range e.MentionedIn {
		s := in.Source
		var last dossier.Span
		for _, i := range in.Mentions {
			m := &s.Mentions[i]
			if m.Speaker == nil || m.Speaker == e || m.Sentence == last || !readable(s, m.Sentence) {
				continue
			}
			last = m.Sentence
			ref := sh.reference(s)
			list = append(list, SaidOf{
				Speaker: sh.cardedEntity(m.Speaker), Text: sh.oneLine(s.Seed.Text[m.Sentence.Start:m.Sentence.End]),
				URL: sh.text.join(ref.Link.URL, "#", m.Fragment), Ref: ref,
			})
		}
	}
	return list
}
