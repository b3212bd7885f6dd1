package report

import (
	"cmp"
	"fmt"
	"slices"
	"unicode"
	"unicode/utf8"

	"dossier/internal/dossier"
)

// findUncited finds the sources that no other page cites.
func findUncited(s *search) {
	cited := map[*dossier.Source]bool{}
	s.citations(func(i *dossier.Item, c dossier.Citation) {
		if c.Source != nil && i != &c.Source.Item {
			cited[c.Source] = true
		}
	})
	for _, source := range s.d.Sources {
		if !cited[source] {
			message := "no page cites the source"
			if n := len(source.Annotations); n > 0 {
				message += fmt.Sprintf("; it has %s", count(n, "annotation"))
			}
			s.found(Finding{Pos: s.title(&source.Item), Subject: source.Title, Message: quoted(source.Title) + ": " + message, Numbers: map[string]int{"annotations": len(source.Annotations)}})
		}
	}
}

// findCoverage tells of each source that is not cited from end to end how much of
// its text is, and which paragraphs are not at all. What is left out of the
// reading view does not count, nor does white space. A passage is cited where a page
// other than its source's own quotes it; a citation that names a paragraph cites all of it.
func findCoverage(s *search) {
	named := map[*dossier.Source][]int{} // the paragraphs that citations name, from 1
	s.citations(func(i *dossier.Item, c dossier.Citation) {
		if c.Paragraph > 0 && c.Source != nil && i != &c.Source.Item {
			named[c.Source] = append(named[c.Source], c.Paragraph)
		}
	})
	for _, source := range s.d.Sources {
		if source.Seed != nil {
			s.coverage(source, named[source])
		}
	}
}

func (s *search) coverage(source *dossier.Source, named []int) {
	seed := source.Seed
	var cited, noted []dossier.Span
	for _, p := range source.Passages {
		if len(p.CitedBy) > 0 {
			cited = append(cited, p.Spans...)
		} else if p.Annotated {
			noted = append(noted, p.Spans...)
		}
	}
	for _, n := range named {
		if n <= len(seed.Paragraphs) {
			cited = append(cited, seed.Paragraphs[n-1])
		}
	}
	cited = union(cited)
	f := Finding{Subject: source.Title}
	paragraphs, all, covered := 0, 0, 0
	for _, p := range seed.Paragraphs {
		chars := visible(seed.Text, p, source.Hidden)
		if chars == 0 {
			continue
		}
		paragraphs++
		all += chars
		from := len(cited)
		if k, _ := slices.BinarySearchFunc(cited, p.Start+1, func(c dossier.Span, start int) int { return cmp.Compare(c.End, start) }); k < len(cited) {
			from = k
		}
		before := covered
		for _, c := range cited[from:] {
			if c.Start >= p.End {
				break
			}
			covered += visible(seed.Text, dossier.Span{Start: max(c.Start, p.Start), End: min(c.End, p.End)}, source.Hidden)
		}
		if covered > before {
			continue
		}
		text := quoted(brief(seed.Text[p.Start:p.End]))
		if slices.ContainsFunc(noted, p.Overlaps) {
			text += " (annotated)"
		}
		f.Places = append(f.Places, Place{at(seed, p.Start), text})
	}
	if covered == all {
		return
	}
	f.Numbers = map[string]int{"characters": all, "cited_characters": covered, "paragraphs": paragraphs, "uncited_paragraphs": len(f.Places)}
	switch {
	case len(f.Places) == 0:
		f.Pos = s.title(&source.Item)
		f.Message = fmt.Sprintf("%s: %s of the text is cited, of every paragraph a part", quoted(source.Title), percent(covered, all))
	case covered == 0:
		f.Pos = f.Places[0].Pos
		f.Message = fmt.Sprintf("%s: no page cites any of its %s", quoted(source.Title), count(paragraphs, "paragraph"))
		f.Places = nil
	default:
		f.Pos = f.Places[0].Pos
		f.Message = fmt.Sprintf("%s: %s of the text is cited; no page cites %d of its %s", quoted(source.Title), percent(covered, all), len(f.Places), count(paragraphs, "paragraph"))
	}
	s.found(f)
}

// visible counts the characters of a stretch of text that are neither white space
// nor left out.
func visible(text string, span dossier.Span, hidden []dossier.Span) int {
	n := 0
	for i := span.Start; i < span.End; {
		r, size := utf8.DecodeRuneInString(text[i:])
		if len(hidden) > 0 {
			if k := slices.IndexFunc(hidden, func(h dossier.Span) bool { return h.Start <= i && i < h.End }); k >= 0 {
				i = hidden[k].End
				continue
			}
		}
		if !unicode.IsSpace(r) {
			n++
		}
		i += size
	}
	return n
}

// percent gives a share in whole percent; what is little is not none, and what is
// nearly all not all.
func percent(part, all int) string {
	switch p := (100*part + all/2) / all; {
	case p == 0 && part > 0:
		return "less than 1 %"
	case p == 100 && part < all:
		return "99 %"
	default:
		return fmt.Sprintf("%d %%", p)
	}
}

// union sorts spans and joins those that touch.
func union(spans []dossier.Span) []dossier.Span {
	slices.SortFunc(spans, func(a, b dossier.Span) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End)) })
	var out []dossier.Span
	for _, s := range spans {
		if last := len(out) - 1; last >= 0 && s.Start <= out[last].End {
			out[last].End = max(out[last].End, s.End)
		} else {
			out = append(out, s)
		}
	}
	return out
}
