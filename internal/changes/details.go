package changes

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"dossier/internal/dossier"
	"dossier/internal/edtf"
	"dossier/internal/match"
)

// details gives what of an entry is not the same; the two are alike.
func (c *comparison) details(was, is subject) []Detail {
	var l []Detail
	a, b := was.item, is.item
	if a.Kind.Folder != b.Kind.Folder {
		l = appendDetail(l, single(Kind, words(a.Kind.One), words(b.Kind.One)))
	}
	l = appendDetail(l, single(Title, words(a.Title), words(b.Title)))
	if was.source != nil {
		l = appendDetail(l, single(TitleSupplied, yes(was.source.TitleSupplied), yes(is.source.TitleSupplied)))
	}
	switch {
	case was.event != nil:
		l = appendDetail(l, single(Date, date(was.event.Date), date(is.event.Date)))
	case was.claim != nil:
		l = appendDetail(l, single(Date, date(was.claim.Date), date(is.claim.Date)))
	}
	l = appendDetail(l, single(Summary, words(a.Summary), words(b.Summary)))
	l = appendDetail(l, wordList(Aliases, a.Aliases, b.Aliases))
	l = appendDetail(l, wordList(Tags, a.Tags, b.Tags))
	l = appendDetail(l, wordList(SameAs, a.SameAs, b.SameAs))
	l = appendDetail(l, single(Image, words(a.Image), words(b.Image)))
	l = appendDetail(l, c.prose(Text, a.Body, b.Body))
	l = appendDetail(l, c.corrections(a.Corrections, b.Corrections))
	switch {
	case was.source != nil:
		return c.source(l, was.source, is.source)
	case was.entity != nil:
		return c.entity(l, was.entity, is.entity)
	case was.event != nil:
		a, b := was.event, is.event
		l = appendDetail(l, single(Place, c.entityTerm(a.Place), c.entityTerm(b.Place)))
		l = appendDetail(l, list(Participants, a.Participants, b.Participants, func(p dossier.EventParticipant) (string, Term) {
			t := c.entityTerm(p.Entity)
			return c.id(t.Item), t
		}, func(a, b dossier.EventParticipant) []Detail {
			return appendDetail(nil, single(Role, words(a.Role), words(b.Role)))
		}))
		return appendDetail(l, c.evidence(a.Evidence, b.Evidence))
	case was.claim != nil:
		a, b := was.claim, is.claim
		l = appendDetail(l, list(About, a.About, b.About, func(it *dossier.Item) (string, Term) { return c.id(it), c.term(it) }, nil))
		return appendDetail(l, c.evidence(a.Evidence, b.Evidence))
	}
	return l
}

func (c *comparison) source(l []Detail, a, b *dossier.Source) []Detail {
	same := a.Seed == b.Seed || a.Seed != nil && b.Seed != nil && a.Seed.Text == b.Seed.Text
	if !same {
		l = appendDetail(l, paragraphs(Seed, heldText(a), heldText(b)))
	}
	l = appendDetail(l, single(Publisher, words(a.Publisher), words(b.Publisher)))
	l = appendDetail(l, single(Authors, words(strings.Join(a.Authors, "; ")), words(strings.Join(b.Authors, "; "))))
	l = appendDetail(l, single(Published, date(a.Published), date(b.Published)))
	l = appendDetail(l, single(Accessed, date(a.Accessed), date(b.Accessed)))
	l = appendDetail(l, single(Address, words(a.Address), words(b.Address)))
	l = appendDetail(l, single(Archived, words(a.Archived), words(b.Archived)))
	l = appendDetail(l, single(Language, words(a.Language), words(b.Language)))
	l = appendDetail(l, c.origins(a.Origins, b.Origins))
	l = appendDetail(l, single(Reliability, words(a.Reliability), words(b.Reliability)))
	l = appendDetail(l, single(Rights, words(a.Rights), words(b.Rights)))
	l = appendDetail(l, single(Publish, words(a.Publish.String()), words(b.Publish.String())))
	if !same || !slices.Equal(a.Hidden, b.Hidden) {
		l = appendDetail(l, paragraphs(LeftOut, leftOut(a), leftOut(b)))
	}
	l = appendDetail(l, c.notes(a, b))
	return appendDetail(l, c.prose(Footnotes, a.Footnotes, b.Footnotes))
}

// heldText gives the paragraphs of a source's text.
func heldText(s *dossier.Source) []string {
	if s.Seed == nil {
		return nil
	}
	return pieces(s, s.Seed.Paragraphs)
}

// leftOut gives what of a source's text the reading view leaves out.
func leftOut(s *dossier.Source) []string {
	if s.Seed == nil {
		return nil
	}
	return pieces(s, s.Hidden)
}

func pieces(s *dossier.Source, spans []dossier.Span) []string {
	list := make([]string, len(spans))
	for i, span := range spans {
		list[i] = folded(s.Seed.Text[span.Start:span.End])
	}
	return list
}

func (c *comparison) origins(was, is []dossier.Origin) *Detail {
	return list(Origin, was, is, func(o dossier.Origin) (string, Term) {
		switch {
		case o.Source != nil:
			return c.id(&o.Source.Item), c.term(&o.Source.Item)
		case o.Entity != nil:
			return c.id(&o.Entity.Item), c.term(&o.Entity.Item)
		}
		return "\x00" + match.Fold(o.Words), words(o.Words)
	}, nil)
}

func (c *comparison) notes(a, b *dossier.Source) *Detail {
	return list(Notes, a.Annotations, b.Annotations, func(n *dossier.Note) (string, Term) {
		key, t := c.quotation(nil, n.Quotation)
		return key, Term{Quote: t.Quote}
	}, func(was, is *dossier.Note) []Detail {
		l := appendDetail(nil, elsewhere(was.Quotation, is.Quotation))
		l = appendDetail(l, c.prose(Text, was.Text, is.Text))
		l = c.utterance(l, &was.Utterance, &is.Utterance)
		return appendDetail(l, wordList(Tags, was.Tags, is.Tags))
	})
}

func (c *comparison) entity(l []Detail, a, b *dossier.Entity) []Detail {
	l = appendDetail(l, list(Roles, a.Roles, b.Roles, func(r dossier.EntityRole) (string, Term) {
		t := words(r.Title)
		if r.Organization != nil {
			of := c.term(&r.Organization.Item)
			t.Item, t.Gone = of.Item, of.Gone
		}
		return folded(r.Title) + "\x00" + c.id(t.Item), t
	}, func(a, b dossier.EntityRole) []Detail {
		l := appendDetail(nil, single(From, date(a.From), date(b.From)))
		l = appendDetail(l, single(Until, date(a.Until), date(b.Until)))
		return appendDetail(l, c.evidence(a.Evidence, b.Evidence))
	}))
	l = appendDetail(l, list(Relations, own(a.Relations), own(b.Relations), func(r dossier.EntityRelation) (string, Term) {
		t := c.entityTerm(r.Other)
		t.Words = r.Type
		return folded(r.Type) + "\x00" + c.id(t.Item), t
	}, func(a, b dossier.EntityRelation) []Detail {
		l := appendDetail(nil, single(From, date(a.From), date(b.From)))
		l = appendDetail(l, single(Until, date(a.Until), date(b.Until)))
		return appendDetail(l, c.evidence(a.Evidence, b.Evidence))
	}))
	l = appendDetail(l, single(PartOf, c.entityTerm(a.PartOf), c.entityTerm(b.PartOf)))
	l = appendDetail(l, single(Born, date(a.Born), date(b.Born)))
	l = appendDetail(l, single(Died, date(a.Died), date(b.Died)))
	l = appendDetail(l, single(Founded, date(a.Founded), date(b.Founded)))
	l = appendDetail(l, single(Dissolved, date(a.Dissolved), date(b.Dissolved)))
	return appendDetail(l, single(Coordinates, coordinates(a.Coordinates), coordinates(b.Coordinates)))
}

// own gives the relations that an entity declares itself.
func own(list []dossier.EntityRelation) []dossier.EntityRelation {
	return slices.DeleteFunc(slices.Clone(list), func(r dossier.EntityRelation) bool { return r.Reverse })
}

func coordinates(c *dossier.Coordinates) Term {
	if c == nil {
		return Term{}
	}
	degrees := func(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
	return words(degrees(c.Lat) + ", " + degrees(c.Lon))
}

// evidence compares what is brought for something. Items are the same where they
// bring the same words of the same source.
func (c *comparison) evidence(was, is []*dossier.EvidenceItem) *Detail {
	return list(Evidence, was, is, func(e *dossier.EvidenceItem) (string, Term) {
		return c.quotation(e.Source, e.Quotation)
	}, func(a, b *dossier.EvidenceItem) []Detail {
		l := appendDetail(nil, elsewhere(a.Quotation, b.Quotation))
		l = appendDetail(l, single(Stance, words(dossier.StanceNames[a.Stance]), words(dossier.StanceNames[b.Stance])))
		l = c.utterance(l, &a.Utterance, &b.Utterance)
		l = appendDetail(l, c.origins(a.Origins, b.Origins))
		l = appendDetail(l, single(Credibility, number(a.Credibility), number(b.Credibility)))
		l = appendDetail(l, wordList(Values, values(a.Values), values(b.Values)))
		return appendDetail(l, single(Note, words(a.Note), words(b.Note)))
	})
}

func (c *comparison) utterance(l []Detail, a, b *dossier.Utterance) []Detail {
	l = appendDetail(l, single(Speaker, c.entityTerm(a.Speaker), c.entityTerm(b.Speaker)))
	l = appendDetail(l, single(Said, date(a.Said), date(b.Said)))
	return appendDetail(l, list(Renderings, a.SameAs, b.SameAs, func(q *dossier.Quotation) (string, Term) { return c.quotation(nil, q) }, nil))
}

// quotation gives what makes words of a source the same as others, and the term
// for them. The source may be left to the quotation, where it has been found.
func (c *comparison) quotation(s *dossier.Source, q *dossier.Quotation) (string, Term) {
	if s == nil && q != nil && q.Passage != nil {
		s = q.Passage.Source
	}
	var t Term
	if s != nil {
		t = c.term(&s.Item)
	}
	if q != nil {
		t.Quote = folded(q.Words)
	}
	return c.id(t.Item) + "\x00" + inSource(q), t
}

// inSource gives the words of a quotation as the source has them.
func inSource(q *dossier.Quotation) string {
	if q == nil {
		return ""
	}
	if p := q.Passage; p != nil && p.Source != nil && p.Source.Seed != nil {
		return strings.Join(pieces(p.Source, p.Spans), " … ")
	}
	return folded(q.Words)
}

// elsewhere tells of a quotation whose words are the same and stand in another
// place of the same text.
func elsewhere(a, b *dossier.Quotation) *Detail {
	if a == nil || b == nil || a.Passage == nil || b.Passage == nil || a.Passage.Source.Seed == nil || b.Passage.Source.Seed == nil ||
		a.Passage.Source.Seed.Text != b.Passage.Source.Seed.Text {
		return nil
	}
	return single(Passage, words(a.Passage.Fragment), words(b.Passage.Fragment))
}

// values writes values out.
func values(list []dossier.Value) []string {
	var all []string
	for _, v := range list {
		text := v.Words
		switch v.Type {
		case dossier.DateValue:
			text = v.Date.String()
		case dossier.NumberValue:
			text = v.Number.String()
			if v.Unit != "" {
				text += " " + v.Unit
			}
		}
		if v.Of != "" {
			text = v.Of + ": " + text
		}
		if !v.At.IsZero() {
			text += " (" + v.At.String() + ")"
		}
		all = append(all, text)
	}
	return all
}

func (c *comparison) corrections(was, is []dossier.Correction) *Detail {
	return list(Corrections, was, is, func(x dossier.Correction) (string, Term) {
		return x.Date.String() + "\x00" + folded(x.Note), Term{Words: x.Note, Date: x.Date}
	}, nil)
}

// id tells items apart: those of both states that are the same have the same.
func (c *comparison) id(it *dossier.Item) string {
	if it == nil {
		return ""
	}
	if is := c.to[it]; is != nil {
		it = is
	}
	return it.URL
}

// term stands for an item.
func (c *comparison) term(it *dossier.Item) Term {
	if is := c.to[it]; is != nil {
		it = is
	}
	return Term{Words: it.Title, Item: it, Gone: !c.now[it]}
}

func (c *comparison) entityTerm(e *dossier.Entity) Term {
	if e == nil {
		return Term{}
	}
	return c.term(&e.Item)
}

func words(s string) Term { return Term{Words: folded(s)} }

func number(n int) Term {
	if n == 0 {
		return Term{}
	}
	return Term{Words: strconv.Itoa(n)}
}

func yes(b bool) Term {
	if b {
		return Term{Words: "true"}
	}
	return Term{}
}

func date(d edtf.Date) Term {
	if d.IsZero() {
		return Term{}
	}
	return Term{Words: d.String(), Date: d}
}

// folded makes every run of white space one space.
func folded(s string) string {
	after := true // white space, or the beginning
	for i := range len(s) {
		switch b := s[i]; {
		case b == ' ' && !after:
			after = true
		case b > ' ' && b < utf8.RuneSelf:
			after = false
		case b >= utf8.RuneSelf && b != 0xC2 && b != 0xE1 && b != 0xE3 && (b != 0xE2 || !spaceAt(s[i:])): // those begin other white space
			after = false
		default:
			return strings.Join(strings.Fields(s), " ")
		}
	}
	if after {
		return strings.Join(strings.Fields(s), " ")
	}
	return s
}

func spaceAt(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsSpace(r)
}

// single compares an aspect with one value; it is nil where that is the same.
func single(of Aspect, was, is Term) *Detail {
	if was.Words == is.Words && was.Item == is.Item {
		return nil
	}
	return &Detail{Aspect: of, Old: was, New: is}
}

// wordList compares lists of words whose order means nothing.
func wordList(of Aspect, was, is []string) *Detail {
	return list(of, was, is, func(s string) (string, Term) { return folded(s), words(s) }, nil)
}

// list compares lists whose order means nothing. Members are the same where their
// keys are; of several with one key the first is compared with the first. within
// compares such members; it may be nil.
func list[T any](of Aspect, was, is []T, key func(T) (string, Term), within func(a, b T) []Detail) *Detail {
	d := Detail{Aspect: of}
	at := make(map[string][]int, len(was))
	for i, x := range was {
		k, _ := key(x)
		at[k] = append(at[k], i)
	}
	kept := make([]bool, len(was))
	for _, x := range is {
		k, t := key(x)
		same := at[k]
		if len(same) == 0 {
			d.Added = append(d.Added, t)
			continue
		}
		at[k], kept[same[0]] = same[1:], true
		if within == nil {
			continue
		}
		if inner := within(was[same[0]], x); len(inner) > 0 {
			d.Altered = append(d.Altered, Altered{t, inner})
		}
	}
	for i, x := range was {
		if !kept[i] {
			_, t := key(x)
			d.Withdrawn = append(d.Withdrawn, t)
		}
	}
	byWords := func(a, b Term) int {
		return cmp.Or(strings.Compare(a.Words, b.Words), strings.Compare(a.Quote, b.Quote))
	}
	slices.SortStableFunc(d.Added, byWords)
	slices.SortStableFunc(d.Withdrawn, byWords)
	slices.SortStableFunc(d.Altered, func(a, b Altered) int { return byWords(a.Term, b.Term) })
	if len(d.Added)+len(d.Withdrawn)+len(d.Altered) == 0 {
		return nil
	}
	return &d
}

func appendDetail(l []Detail, d *Detail) []Detail {
	if d == nil {
		return l
	}
	return append(l, *d)
}
