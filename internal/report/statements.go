package report

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dossier/internal/diag"
	"dossier/internal/dossier"
)

// findStatements finds the parts of the texts of entities, events and claims that
// state something and cite nothing.
//
// A paragraph, a list item and a row of a table are one part each. Headings,
// captions of columns and footnotes are none; a footnote that cites does so for the
// part that calls it. A part that only points to other pages ("See [[x]].") states
// nothing, nor does one of a word or two without a full stop. A paragraph that ends
// in a colon and what it leads to cite for each other.
func findStatements(s *search) {
	for _, i := range s.items {
		switch i.Kind.Class {
		case dossier.ClassEntity, dossier.ClassEvent, dossier.ClassClaim:
			s.statements(i, s.entries[i.File].Body)
		}
	}
}

// statement is a part of a text that can cite.
type statement struct {
	pos        diag.Pos
	kind       dossier.BlockKind
	text       strings.Builder // with the labels of links
	free       strings.Builder // without
	links      int
	cites      bool
	introduces bool
}

func (s *search) statements(i *dossier.Item, b dossier.Body) {
	parts := statementsOf(b, i.Body)
	for k := range parts {
		p := &parts[k]
		if p.cites || !p.states() {
			continue
		}
		if p.introduces && slices.ContainsFunc(ledTo(parts[k+1:]), func(q statement) bool { return q.cites }) {
			continue
		}
		if p.kind != dossier.Paragraph && introducedWithCitation(parts[:k]) {
			continue
		}
		what := map[dossier.BlockKind]string{dossier.Paragraph: "paragraph", dossier.ListItem: "list item", dossier.TableCell: "table row"}[p.kind]
		s.found(Finding{Pos: p.pos, Subject: i.Title, Message: fmt.Sprintf("a %s that cites nothing: %s", what, quoted(brief(p.text.String())))})
	}
}

// statementsOf cuts a text into its parts.
func statementsOf(b dossier.Body, resolved dossier.Prose) []statement {
	cites := func(block dossier.Block) bool {
		return slices.ContainsFunc(block.Pieces, func(p dossier.Piece) bool { return p.Ref >= 0 && b.Refs[p.Ref].Cite != nil })
	}
	noted := map[int]bool{} // the numbers of footnotes that cite
	for _, block := range b.Blocks {
		noted[block.Note] = noted[block.Note] || block.Note > 0 && cites(block)
	}
	var parts []statement
	for _, block := range b.Blocks {
		if block.Note > 0 || block.Kind == dossier.TableHead {
			continue
		}
		last := len(parts) - 1
		if block.Kind != dossier.TableCell || last < 0 || parts[last].kind != dossier.TableCell || parts[last].pos.Line != block.Pos.Line {
			parts = append(parts, statement{pos: block.Pos, kind: block.Kind})
			last++
		}
		p := &parts[last]
		p.cites = p.cites || cites(block) || slices.ContainsFunc(block.Notes, func(n int) bool { return noted[n] })
		for _, piece := range block.Pieces {
			p.text.WriteString(piece.Text)
			p.free.WriteString(piece.Text)
			if piece.Ref >= 0 && b.Refs[piece.Ref].Link != nil {
				p.links++
				if piece.Ref < len(resolved.Refs) {
					p.text.WriteString(resolved.Refs[piece.Ref].Label)
				}
			}
		}
		p.text.WriteByte(' ')
		p.free.WriteByte(' ')
		p.introduces = block.Kind == dossier.Paragraph && endsIn(p.text.String(), ":：")
	}
	return parts
}

// Fewest words that state something: beside links, and in a part that has none and
// does not end as a sentence does.
const (
	wordsBesideLinks = 3
	wordsOfLabel     = 4
)

// states tells whether a part states something.
func (p *statement) states() bool {
	words := countWords(p.free.String())
	switch {
	case p.kind == dossier.Heading:
		return false
	case p.links > 0:
		return words >= wordsBesideLinks
	case words == 0:
		return false
	}
	return words >= wordsOfLabel || endsIn(p.text.String(), ".!?…。！？؟۔")
}

// ledTo gives the list items or table rows that a text goes on with.
func ledTo(parts []statement) []statement {
	n := slices.IndexFunc(parts, func(p statement) bool { return p.kind != dossier.ListItem && p.kind != dossier.TableCell })
	if n < 0 {
		n = len(parts)
	}
	return parts[:n]
}

// introducedWithCitation tells whether the list or table at the end of some parts
// comes after a paragraph that cites and leads to it.
func introducedWithCitation(parts []statement) bool {
	for _, p := range slices.Backward(parts) {
		if p.kind == dossier.Paragraph || p.kind == dossier.Heading {
			return p.introduces && p.cites
		}
	}
	return false
}

// endsIn tells whether the last character of a text, closing quotation marks and
// brackets aside, is one of those in marks.
func endsIn(text, marks string) bool {
	text = strings.TrimRightFunc(text, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(`"'”’»)]`, r) })
	r, size := utf8.DecodeLastRuneInString(text)
	return size > 0 && strings.ContainsRune(marks, r)
}

// maxQuotation is how many words a quotation may have before it is reported.
const maxQuotation = 60

// findQuotations finds long quotations in the texts, the evidence and the
// annotations of all pages.
func findQuotations(s *search) {
	s.quotations(func(i *dossier.Item, q *dossier.Quotation) {
		if n := countWords(q.Words); n > maxQuotation {
			s.found(Finding{Pos: q.Pos, Subject: i.Title, Message: fmt.Sprintf("a quotation of %d words: %s", n, quoted(brief(q.Words))), Numbers: map[string]int{"words": n}})
		}
	})
}

// quotations calls f for the quotations of all pages.
func (s *search) quotations(f func(*dossier.Item, *dossier.Quotation)) {
	s.citations(func(i *dossier.Item, c dossier.Citation) {
		if c.Quotation != nil {
			f(i, c.Quotation)
		}
	})
	for _, source := range s.d.Sources {
		for _, note := range source.Annotations {
			if note.Quotation != nil {
				f(&source.Item, note.Quotation)
			}
		}
	}
}

// citations calls f for the citations of all pages: in texts, in evidence, and as
// renderings of an utterance. The quotations that annotations are about are none.
func (s *search) citations(f func(*dossier.Item, dossier.Citation)) {
	prose := func(i *dossier.Item, p dossier.Prose) {
		for _, ref := range p.Refs {
			for _, c := range ref.Cites {
				f(i, c)
			}
		}
	}
	renderings := func(i *dossier.Item, list []*dossier.Quotation) {
		for _, q := range list {
			if q != nil {
				var in *dossier.Source
				if q.Passage != nil {
					in = q.Passage.Source
				}
				f(i, dossier.Citation{Source: in, Quotation: q})
			}
		}
	}
	evidence := func(i *dossier.Item, list []*dossier.EvidenceItem) {
		for _, e := range list {
			f(i, dossier.Citation{Source: e.Source, Quotation: e.Quotation})
			renderings(i, e.SameAs)
		}
	}
	for _, i := range s.items {
		prose(i, i.Body)
	}
	for _, source := range s.d.Sources {
		prose(&source.Item, source.Footnotes)
		for _, note := range source.Annotations {
			prose(&source.Item, note.Text)
			renderings(&source.Item, note.SameAs)
		}
	}
	for _, e := range s.d.Entities {
		for _, role := range e.Roles {
			evidence(&e.Item, role.Evidence)
		}
		for _, relation := range e.Relations {
			if !relation.Reverse {
				evidence(&e.Item, relation.Evidence)
			}
		}
	}
	for _, e := range s.d.Events {
		evidence(&e.Item, e.Evidence)
	}
	for _, c := range s.d.Claims {
		evidence(&c.Item, c.Evidence)
	}
}
