package resolve

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"dossier/internal/dossier"
	"dossier/internal/match"
)

// prose resolves the references of the body and, of a source, of the notes on
// its quotations.
func (a *asker) prose() {
	n := a.n
	n.item.Body = a.body(n.entry.Body)
	if n.source == nil {
		return
	}
	n.source.Footnotes = a.body(n.entry.Footnotes)
	for _, written := range n.entry.Annotations {
		q := a.want(&wanted{in: n, words: written.Quote, by: n, note: true})
		a.notes = append(a.notes, &dossier.Note{
			Quotation: q,
			Tags:      values(written.Tags),
			Text:      a.body(written.Note),
			Utterance: a.utterance(written.Speaker, written.Said, q, written.SameAs),
		})
	}
}

func (a *asker) body(b dossier.Body) dossier.Prose {
	p := dossier.Prose{HTML: b.HTML, Refs: make([]dossier.Target, len(b.Refs))}
	for i, ref := range b.Refs {
		switch {
		case ref.Link != nil:
			a.links++
			if to := a.find(ref.Link.Target, anything); to != nil {
				p.Refs[i] = dossier.Target{Link: to.item, Label: cmp.Or(ref.Link.Label, a.label(to, ref.Link.Target.Value))}
			}
		case ref.Cite != nil:
			for _, item := range ref.Cite.Items {
				if source := a.find(item.Source, aSource); source != nil {
					p.Refs[i].Cites = append(p.Refs[i].Cites, dossier.Citation{
						Source: source.source, Quotation: a.cite(source, item.Quote),
						Locator: item.Locator, Paragraph: a.paragraph(source, item),
					})
				}
			}
		}
	}
	return p
}

var paragraphLocator = regexp.MustCompile(`^paras?\.? *(\d{1,6})(?: *[-–] *(\d{1,6}))?$`)

// paragraph gives the paragraph that a locator names, and reports one that the
// source does not have.
func (a *asker) paragraph(source *node, item dossier.CiteItem) int {
	m := paragraphLocator.FindStringSubmatch(item.Locator)
	seed := a.project.Seeds[seedFile(source.entry)]
	if m == nil || seed == nil {
		return 0
	}
	first, _ := strconv.Atoi(m[1]) // at most six digits
	last, _ := strconv.Atoi(cmp.Or(m[2], m[1]))
	if n := len(seed.Paragraphs); first < 1 || last > n || last < first {
		a.diags.Errorf(item.Source.Pos, "no-such-paragraph", "%q is not in %q, which has %d paragraphs", item.Locator, source.item.ID, n).
			Hintf("paragraphs are counted as the source's page shows them, from 1")
		return 0
	}
	return first
}

// label is what a link without words of its own shows: the title where the
// writer gave an id, else the name as the writer spelled it.
func (a *asker) label(to *node, target string) string {
	if target == to.entry.ID || a.index.byPath[target] == to {
		return to.item.Title
	}
	return target
}

// backlinks keeps what the texts link to, with the sentences.
func (a *asker) backlinks() {
	n := a.n
	a.link(0, n.entry.Body, n.item.Body)
	if n.source == nil {
		return
	}
	a.link(1, n.entry.Footnotes, n.source.Footnotes)
	for i, written := range n.entry.Annotations {
		a.link(2+i, written.Note, a.notes[i].Text)
	}
}

func (a *asker) link(text int, b dossier.Body, p dossier.Prose) {
	for _, s := range a.sentences(text, b, p) {
		t := p.Refs[s.ref]
		if t.Link != nil {
			a.refs = append(a.refs, reference{t.Link, s.snippet})
		}
		for _, c := range t.Cites {
			if c.Quotation == nil && c.Source != nil {
				a.refs = append(a.refs, reference{&c.Source.Item, s.snippet})
			}
		}
	}
}

// linking is the sentence around a reference of a text.
type linking struct {
	ref     int
	snippet dossier.Snippet
}

// linkings cuts the sentences around the references of a text; a group of
// citations that all quote has none.
func linkings(b dossier.Body, p dossier.Prose) []linking {
	var out []linking
	for _, block := range b.Blocks {
		text := ""
		first := len(out)
		var at []match.Span
		for _, piece := range block.Pieces {
			text += piece.Text
			if piece.Ref < 0 {
				continue
			}
			t := p.Refs[piece.Ref]
			if t.Link == nil {
				text = strings.TrimRight(text, " ") // "words [@a]." is read as "words."
			}
			start := len(text)
			text += t.Label
			if t.Link != nil || slices.ContainsFunc(t.Cites, func(c dossier.Citation) bool { return c.Quotation == nil }) {
				out, at = append(out, linking{ref: piece.Ref}), append(at, match.Span{Start: start, End: len(text)})
			}
		}
		for i := range at {
			out[first+i].snippet = snippet(text, at[i])
		}
	}
	return out
}

// snippet gives the sentence around a reference of a text.
func snippet(text string, at match.Span) dossier.Snippet {
	if at.Start < at.End {
		around := match.SentenceAround(text, at)
		return dossier.Snippet{
			Before: strings.TrimLeft(folded(text[around.Start:at.Start]), " "),
			Hit:    text[at.Start:at.End],
			After:  strings.TrimRight(folded(text[at.End:around.End]), " "),
		}
	}
	// A citation has no words of its own and may stand after the full stop: it
	// belongs to the sentence that ends before it.
	before := strings.TrimRight(text[:at.Start], " \n")
	if before == "" {
		return dossier.Snippet{}
	}
	_, size := utf8.DecodeLastRuneInString(before)
	around := match.SentenceAround(text, match.Span{Start: len(before) - size, End: len(before)})
	return dossier.Snippet{Before: strings.TrimSpace(folded(text[around.Start:around.End]))}
}
