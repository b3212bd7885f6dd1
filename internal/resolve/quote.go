package resolve

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"dossier/internal/diag"
	"dossier/internal/dossier"
	"dossier/internal/match"
)

// wanted is a quotation that has to be found.
type wanted struct {
	in    *node // the source
	words dossier.Text
	by    *node // whose page quotes
	note  bool  // the quotation of an annotation
	q     *dossier.Quotation
}

// cite asks for a quotation to be found in a source, and gives the value that
// will hold it. No words are a citation of the whole source: nil.
func (a *asker) cite(in *node, words dossier.Text) *dossier.Quotation {
	a.cited = append(a.cited, in)
	if !words.Set() {
		return nil
	}
	return a.want(&wanted{in: in, words: words, by: a.n})
}

func (a *asker) want(w *wanted) *dossier.Quotation {
	w.q = &dossier.Quotation{Words: w.words.Value, By: w.by.item, Pos: w.words.Pos}
	a.wanted = append(a.wanted, w)
	a.targets = append(a.targets, w.in)
	return w.q
}

// quote finds every quotation that was asked for in a source, makes the source's
// passages, and says what of its text may be shown.
func (r *Resolver) quote(p *dossier.Project, n *node) {
	q := &quoting{Resolver: r, project: p, n: n}
	for _, by := range n.askers {
		for _, w := range by.wanted {
			if w.in == n {
				q.wanted = append(q.wanted, w)
			}
		}
	}
	s := n.source
	s.Passages, s.Hidden, s.Shown = nil, nil, nil
	q.run()
	if r.once && n.text != nil {
		n.text.text = nil // it is larger than the text, and nothing else needs it
	}
	n.quoting, n.found = q.diags, q.count
	for _, p := range s.Passages {
		slices.SortFunc(p.CitedBy, func(a, b *dossier.Item) int { return cmp.Compare(r.rank[a], r.rank[b]) })
	}
	n.number()
}

// number puts the notes of a source in the order of their passages.
func (n *node) number() {
	s := n.source
	place := make(map[*dossier.Passage]int, len(s.Passages))
	for i, p := range s.Passages {
		place[p] = i
	}
	s.Annotations = slices.Clone(n.notes)
	slices.SortStableFunc(s.Annotations, func(a, b *dossier.Note) int {
		return cmp.Compare(place[a.Quotation.Passage], place[b.Quotation.Passage])
	})
	for i, note := range s.Annotations {
		note.Number = i + 1
	}
}

// quoting is the work on one source.
type quoting struct {
	*Resolver
	project  *dossier.Project
	n        *node
	wanted   []*wanted
	passages map[dossier.Span][]*dossier.Passage // by extent
	diags    diag.List
	count    int
}

func (q *quoting) run() {
	if q.n.text == nil {
		q.withoutText()
		return
	}
	key := q.key()
	if q.n.text.quoted.key == key {
		q.recall()
		return
	}
	q.passages = map[dossier.Span][]*dossier.Passage{}
	q.leaveOut()
	for _, w := range q.wanted {
		q.find(w)
	}
	q.finish()
	if len(q.diags) == 0 && !q.once {
		q.remember(key)
	}
}

// withoutText reports the quotations of a source that has no text. A text that
// is named and could not be read has been reported.
func (q *quoting) withoutText() {
	if q.n.entry.Source.Seed.Set() {
		return
	}
	for _, w := range q.wanted {
		q.diags.Errorf(w.words.Pos, "no-seed", "%q is quoted from %q, which has no text to find it in", w.words.Value, q.n.item.ID).
			Hintf("name its text in %s: seed: file.txt", q.n.item.File)
	}
}

// key writes down all that the passages and what is shown of them depend on,
// beside the text.
func (q *quoting) key() string {
	var b strings.Builder
	b.WriteString(q.n.source.Publish.String())
	for _, words := range q.n.entry.Source.LeaveOut {
		b.WriteByte(0)
		b.WriteString(words.Value)
	}
	for _, w := range q.wanted {
		b.WriteByte(1)
		if q.cites(w) {
			b.WriteByte(2)
		}
		b.WriteString(w.words.Value)
	}
	return b.String()
}

// cites tells whether a quotation is one of another page.
func (q *quoting) cites(w *wanted) bool { return !w.note && w.by != q.n }

func (q *quoting) remember(key string) {
	s := q.n.source
	out := quoted{key: key, hidden: s.Hidden, shown: s.Shown, words: make([]string, len(q.wanted)), passage: make([]int, len(q.wanted))}
	at := make(map[*dossier.Passage]int, len(s.Passages))
	for i, p := range s.Passages {
		at[p] = i
		plain := *p
		plain.Source, plain.CitedBy, plain.Annotated = nil, nil, false
		out.passages = append(out.passages, plain)
	}
	for i, w := range q.wanted {
		out.words[i], out.passage[i] = w.q.Words, at[w.q.Passage]
	}
	q.n.text.quoted = out
}

func (q *quoting) recall() {
	s, from := q.n.source, &q.n.text.quoted
	s.Hidden, s.Shown = from.hidden, from.shown
	passages := slices.Clone(from.passages)
	s.Passages = make([]*dossier.Passage, len(passages))
	for i := range passages {
		passages[i].Source = s
		s.Passages[i] = &passages[i]
	}
	for i, w := range q.wanted {
		q.found(w, from.words[i], s.Passages[from.passage[i]])
	}
}

func (q *quoting) found(w *wanted, words string, p *dossier.Passage) {
	q.count++
	w.q.Words, w.q.Passage = words, p
	p.Annotated = p.Annotated || w.note
	if q.cites(w) && !slices.Contains(p.CitedBy, w.by.item) {
		p.CitedBy = append(p.CitedBy, w.by.item)
	}
}

// leaveOut finds the site remnants that the reading view does not show.
func (q *quoting) leaveOut() {
	s := q.n.source
	for _, words := range q.n.entry.Source.LeaveOut {
		if m, _, ok := q.one(words); ok {
			s.Hidden = append(s.Hidden, spans(m.Spans)...)
		}
	}
	s.Hidden = union(s.Hidden)
}

func (q *quoting) find(w *wanted) {
	s := q.n.source
	m, sel, ok := q.one(w.words)
	if !ok {
		return
	}
	at := spans(m.Spans)
	for _, h := range s.Hidden {
		if slices.ContainsFunc(at, h.Overlaps) {
			q.diags.Errorf(w.words.Pos, "quotation-left-out", "%q lies in a part of %q that `leave_out` hides", w.words.Value, s.ID).
				Hintf("take it out of `leave_out` in %s, or do not quote it", s.File)
			return
		}
	}
	extent := dossier.Span{Start: at[0].Start, End: at[len(at)-1].End}
	same := q.passages[extent]
	i := slices.IndexFunc(same, func(p *dossier.Passage) bool { return slices.Equal(p.Spans, at) })
	if i < 0 {
		p := &dossier.Passage{Source: s, Spans: at}
		i, same = len(same), append(same, p)
		q.passages[extent] = same
		s.Passages = append(s.Passages, p)
	}
	q.found(w, sel.Exact, same[i])
}

// one finds the words exactly once in the source's text, or reports why not.
func (q *quoting) one(words dossier.Text) (match.Match, match.Selector, bool) {
	sel, err := match.ParseSelector(words.Value)
	if err != nil {
		q.diags.Errorf(words.Pos, "bad-selector", "%q: %v", words.Value, err).
			Hintf("the form is \"words before-|exact words|-words after\", either end may be missing")
		return match.Match{}, sel, false
	}
	if strings.TrimSpace(sel.Exact) == "" {
		q.diags.Errorf(words.Pos, "empty-quotation", "the quotation has no words")
		return match.Match{}, sel, false
	}
	found := q.n.text.normalised().Find(sel)
	switch len(found) {
	case 1:
		return found[0], sel, true
	case 0:
		q.notFound(words, sel)
	default:
		q.several(words, sel, found)
	}
	return match.Match{}, sel, false
}

func (q *quoting) notFound(words dossier.Text, sel match.Selector) {
	seed := q.n.source.Seed
	report := q.diags.Errorf(words.Pos, "quotation-not-found", "%q is not in %s", sel.Exact, seed.File)
	if sel.Prefix != "" || sel.Suffix != "" {
		if n := len(q.n.text.normalised().Find(match.Selector{Exact: sel.Exact})); n > 0 {
			report.Message = fmt.Sprintf("%q is in %s, but not with these words before or after it", sel.Exact, seed.File)
			return
		}
	}
	if inner, ok := unquoted(sel.Exact); ok && len(q.n.text.normalised().Find(match.Selector{Exact: inner})) > 0 {
		report.Hintf("without the quotation marks around them the words are there; in YAML only straight ones delimit a text: quote: %q", inner)
		return
	}
	var hints []string
	lost := sel.Exact
	if pieces := match.Pieces(sel.Exact); len(pieces) > 1 {
		missing := slices.IndexFunc(pieces, func(piece string) bool { return len(q.n.text.normalised().Find(match.Selector{Exact: piece})) == 0 })
		if missing < 0 {
			report.Hintf("its parts are all there, but not as whole words in this order")
			return
		}
		lost = pieces[missing]
		hints = append(hints, fmt.Sprintf("of its parts, %q is not there", lost))
	}
	if s, ok := q.n.text.normalised().Similar(lost, -1); ok {
		similar := seed.Text[s.Span.Start:s.Span.End]
		hints = append(hints, fmt.Sprintf("the most similar passage is at %s:\n%q", at(seed, s.Span.Start), folded(similar)))
		if differs := difference(s.Diff); differs != "" {
			hints = append(hints, "it differs: "+differs)
		}
	}
	if other := q.elsewhere(sel); other != nil {
		hints = append(hints, fmt.Sprintf("these words are in another source: %s", other.item.ID))
	}
	report.Hint = strings.Join(hints, "\n")
}

// unquoted takes off curly quotation marks around words.
func unquoted(words string) (string, bool) {
	inner, opens := strings.CutPrefix(words, "“")
	inner, closes := strings.CutSuffix(inner, "”")
	return inner, opens && closes
}

// difference writes a diff in one line: [-what only the quotation has-],
// {+what only the passage has+}, and around them a few words that both have.
func difference(edits []match.Edit) string {
	var b strings.Builder
	for i, e := range edits {
		switch e.Op {
		case match.Delete:
			b.WriteString("[-" + e.Text + "-]")
		case match.Insert:
			b.WriteString("{+" + e.Text + "+}")
		case match.Equal:
			words := strings.Fields(e.Text)
			const shown = 3
			switch {
			case i == 0 && len(words) > shown:
				b.WriteString("… " + strings.Join(words[len(words)-shown:], " ") + " ")
			case i == len(edits)-1 && len(words) > shown:
				b.WriteString(" " + strings.Join(words[:shown], " ") + " …")
			case len(words) > 2*shown:
				b.WriteString(" " + strings.Join(words[:shown], " ") + " … " + strings.Join(words[len(words)-shown:], " ") + " ")
			default:
				b.WriteString(e.Text)
			}
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// elsewhereBytes bounds how much text is searched for a quotation that its own
// source does not have: it only serves a suggestion.
const elsewhereBytes = 4 << 20

// elsewhere gives the first other source that has the words.
func (q *quoting) elsewhere(sel match.Selector) *node {
	searched := 0
	for _, n := range q.nodes {
		if n.source == nil || n == q.n || n.source.Seed == nil {
			continue
		}
		if searched += len(n.source.Seed.Text); searched > elsewhereBytes {
			return nil
		}
		if len(match.NewText(n.source.Seed.Text).Find(sel)) > 0 {
			return n
		}
	}
	return nil
}

func (q *quoting) several(words dossier.Text, sel match.Selector, found []match.Match) {
	seed := q.n.source.Seed
	report := q.diags.Errorf(words.Pos, "quotation-ambiguous", "%q stands %d times in %s", words.Value, len(found), seed.File)
	hints := []string{"quote more words, or say which one is meant:"}
	for i, one := range q.n.text.normalised().Disambiguate(sel) {
		place := at(seed, found[i].Spans[0].Start).String()
		if one != (match.Selector{}) {
			place += fmt.Sprintf(": %q", one.String())
		}
		hints = append(hints, place)
	}
	report.Hint = strings.Join(hints, "\n")
}

// finish orders the passages, counts their characters and decides what may be
// shown.
func (q *quoting) finish() {
	s := q.n.source
	slices.SortFunc(s.Passages, func(a, b *dossier.Passage) int {
		x, y := a.Extent(), b.Extent()
		return cmp.Or(cmp.Compare(x.Start, y.Start), cmp.Compare(y.End, x.End), slices.CompareFunc(a.Spans, b.Spans, compareSpans))
	})
	text, fragments := s.Seed.Text, map[string]bool{}
	counter := counter{text: text}
	for _, p := range s.Passages {
		x := p.Extent()
		start := counter.at(x.Start)
		p.Chars = dossier.Span{Start: start, End: start + utf8.RuneCountInString(text[x.Start:x.End])}
		p.Fragment = fragment(p.Chars)
		// Two quotations that leave out different words can reach over the same
		// characters. RFC 5147 cannot tell them apart, so the later one is counted on.
		for n := 2; fragments[p.Fragment]; n++ {
			p.Fragment = fmt.Sprintf("%s;%d", fragment(p.Chars), n)
		}
		fragments[p.Fragment] = true
		p.Paragraph = paragraphAt(s.Seed, x.Start)
	}
	s.Shown = shown(s, &q.n.text.sentences)
	for _, p := range s.Passages {
		p.Sentence = sentence(s, p, q.n.text.sentences.around(p.Extent()))
	}
}

// shown gives what of a source's text may be published.
func shown(s *dossier.Source, sentences *sentences) []dossier.Span {
	text := s.Seed.Text
	var allowed []dossier.Span
	switch s.Publish {
	case dossier.PublishFull:
		allowed = []dossier.Span{{Start: 0, End: len(text)}}
	case dossier.PublishExcerpts:
		for _, p := range s.Passages {
			for _, span := range p.Spans {
				allowed = append(allowed, sentences.around(span))
			}
		}
	case dossier.PublishReference:
		for _, p := range s.Passages {
			if len(p.CitedBy) > 0 {
				allowed = append(allowed, p.Spans...)
			}
		}
	}
	return subtract(union(allowed), s.Hidden)
}

// sentence gives the passage in its sentence, without what may not be shown.
func sentence(s *dossier.Source, p *dossier.Passage, around dossier.Span) dossier.Snippet {
	text, x := s.Seed.Text, p.Extent()
	if !s.Visible(dossier.Span{Start: around.Start, End: x.Start}) && around.Start < x.Start {
		around.Start = x.Start
	}
	if !s.Visible(dossier.Span{Start: x.End, End: around.End}) && around.End > x.End {
		around.End = x.End
	}
	var hit []string
	for _, span := range p.Spans {
		hit = append(hit, folded(text[span.Start:span.End]))
	}
	return dossier.Snippet{
		Before: folded(text[around.Start:x.Start]),
		Hit:    strings.Join(hit, " […] "),
		After:  folded(text[x.End:around.End]),
	}
}
