package render

import (
	"strings"

	"dossier/internal/dossier"
)

// Words of a source leave this package through this file alone: what lies
// outside of Source.Shown is given to no page.

// shownWithin gives the parts of a span of the source's text that may be
// published, ordered and disjoint.
func shownWithin(s *dossier.Source, span dossier.Span) []dossier.Span {
	var out []dossier.Span
	for _, shown := range s.Shown {
		if part := (dossier.Span{Start: max(shown.Start, span.Start), End: min(shown.End, span.End)}); part.Start < part.End {
			out = append(out, part)
		}
	}
	return out
}

// mayShow tells whether all of a span may be published, white space always.
func mayShow(s *dossier.Source, span dossier.Span) bool {
	if s.Seed == nil {
		return false
	}
	at := span.Start
	for _, shown := range shownWithin(s, span) {
		if !blank(s.Seed.Text[at:shown.Start]) {
			return false
		}
		at = shown.End
	}
	return blank(s.Seed.Text[at:span.End])
}

func blank(s string) bool { return strings.TrimSpace(s) == "" }

// withheld tells whether words between two places are kept back. What the
// editor left out of the reading view is not: it is no part of the article.
func withheld(s *dossier.Source, from, to int) bool {
	text := s.Seed.Text
	for _, part := range gaps(from, to, shownWithin(s, dossier.Span{Start: from, End: to})) {
		for _, rest := range gaps(part.Start, part.End, s.Hidden) {
			if !blank(text[rest.Start:rest.End]) {
				return true
			}
		}
	}
	return false
}

// gaps gives what ordered spans leave of a stretch.
func gaps(from, to int, spans []dossier.Span) []dossier.Span {
	var out []dossier.Span
	for _, s := range spans {
		if s.Start > from && from < to {
			out = append(out, dossier.Span{Start: from, End: min(s.Start, to)})
		}
		from = max(from, s.End)
	}
	if from < to {
		out = append(out, dossier.Span{Start: from, End: to})
	}
	return out
}

// inReadingView is shownWithin less what the editor left out of the reading view.
func inReadingView(s *dossier.Source, span dossier.Span) []dossier.Span {
	parts := shownWithin(s, span)
	for _, h := range s.Hidden {
		var rest []dossier.Span
		for _, p := range parts {
			if !p.Overlaps(h) {
				rest = append(rest, p)
				continue
			}
			if p.Start < h.Start {
				rest = append(rest, dossier.Span{Start: p.Start, End: h.Start})
			}
			if h.End < p.End {
				rest = append(rest, dossier.Span{Start: h.End, End: p.End})
			}
		}
		parts = rest
	}
	return parts
}

// hidden tells whether any of a span is left out of the reading view.
func hidden(s *dossier.Source, span dossier.Span) bool {
	for _, h := range s.Hidden {
		if h.Overlaps(span) {
			return true
		}
	}
	return false
}

// passageText gives the words of a passage as the source has them, with an
// omission mark between its spans. It is false where they may not be published.
func passageText(p *dossier.Passage) (string, bool) {
	for _, span := range p.Spans {
		if !mayShow(p.Source, span) {
			return "", false
		}
	}
	if len(p.Spans) == 1 {
		return oneLine(p.Source.Seed.Text[p.Spans[0].Start:p.Spans[0].End]), true
	}
	var b strings.Builder
	for i, span := range p.Spans {
		if i > 0 {
			b.WriteString(" " + omission + " ")
		}
		b.WriteString(oneLine(p.Source.Seed.Text[span.Start:span.End]))
	}
	return b.String(), true
}

// omission stands where words of a source are not shown.
const omission = "[…]"

// oneLine makes every run of white space one space.
func oneLine(s string) string {
	if !strings.ContainsAny(s, "\n\t\r") && !strings.Contains(s, "  ") {
		return strings.TrimSpace(s)
	}
	return strings.Join(strings.Fields(s), " ")
}

// brief cuts a text to about n characters, at a word's end, from its beginning.
func brief(s string, n int) string {
	if len(s) <= n {
		return s
	}
	count, cut := 0, 0
	for i, r := range s {
		if r == ' ' {
			cut = i
		}
		if count++; count > n {
			if cut == 0 {
				cut = i
			}
			return strings.TrimRight(s[:cut], " ,;:–—-") + " …"
		}
	}
	return s
}
