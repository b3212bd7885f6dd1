package render

import (
	"slices"
	"strconv"
	"strings"

	"dossier/internal/dossier"
)

// Words of a source leave this package through this file alone: what lies
// outside of Source.Shown is given to no page.

// overlapping gives those of ordered, disjoint spans that have a byte in common
// with a stretch.
func overlapping(spans []dossier.Span, stretch dossier.Span) []dossier.Span {
	from, _ := slices.BinarySearchFunc(spans, stretch.Start, func(s dossier.Span, at int) int {
		if s.End <= at {
			return -1
		}
		return 1
	})
	to := from
	for to < len(spans) && spans[to].Start < stretch.End {
		to++
	}
	return spans[from:to]
}

// shownWithin adds to a list the parts of a span of the source's text that may
// be published, ordered and disjoint.
func shownWithin(list []dossier.Span, s *dossier.Source, span dossier.Span) []dossier.Span {
	for _, part := range overlapping(s.Shown, span) {
		if part = (dossier.Span{Start: max(part.Start, span.Start), End: min(part.End, span.End)}); part.Start < part.End {
			list = append(list, part)
		}
	}
	return list
}

// mayShow tells whether all of a span may be published, white space always.
func mayShow(s *dossier.Source, span dossier.Span) bool {
	if s.Seed == nil {
		return false
	}
	at := span.Start
	for _, shown := range overlapping(s.Shown, span) {
		if start := max(shown.Start, span.Start); !blank(s.Seed.Text[at:start]) {
			return false
		}
		at = min(shown.End, span.End)
	}
	return blank(s.Seed.Text[at:span.End])
}

func blank(s string) bool { return strings.TrimSpace(s) == "" }

// withheld tells whether words between two places are kept back. What the
// editor left out of the reading view is not: it is no part of the article.
func withheld(s *dossier.Source, from, to int) bool {
	stretch := dossier.Span{Start: from, End: to}
	for _, part := range gaps(stretch, overlapping(s.Shown, stretch)) {
		for _, rest := range gaps(part, overlapping(s.Hidden, part)) {
			if !blank(s.Seed.Text[rest.Start:rest.End]) {
				return true
			}
		}
	}
	return false
}

// gaps gives what ordered spans leave of a stretch.
func gaps(stretch dossier.Span, spans []dossier.Span) []dossier.Span {
	var out []dossier.Span
	from, to := stretch.Start, stretch.End
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
func inReadingView(list []dossier.Span, s *dossier.Source, span dossier.Span) []dossier.Span {
	if !hidden(s, span) {
		return shownWithin(list, s, span)
	}
	for _, part := range shownWithin(nil, s, span) {
		list = append(list, gaps(part, overlapping(s.Hidden, part))...)
	}
	return list
}

// hidden tells whether any of a span is left out of the reading view.
func hidden(s *dossier.Source, span dossier.Span) bool {
	return len(overlapping(s.Hidden, span)) > 0
}

// readable tells whether the reading view has all of a span.
func readable(s *dossier.Source, span dossier.Span) bool {
	return mayShow(s, span) && !hidden(s, span)
}

// passageText gives the words of a passage as the source has them, with an
// omission mark between its spans. It is false where they may not be published.
func (sh *sheet) passageText(p *dossier.Passage) (string, bool) {
	for _, span := range p.Spans {
		if !mayShow(p.Source, span) {
			return "", false
		}
	}
	if len(p.Spans) == 1 {
		return sh.oneLine(p.Source.Seed.Text[p.Spans[0].Start:p.Spans[0].End]), true
	}
	var b strings.Builder
	for i, span := range p.Spans {
		if i > 0 {
			b.WriteString(" " + omission + " ")
		}
		b.WriteString(sh.oneLine(p.Source.Seed.Text[span.Start:span.End]))
	}
	return b.String(), true
}

// paragraphShown tells whether the reading view of a source has any of a
// paragraph, counted from 1.
func paragraphShown(s *dossier.Source, n int) bool {
	return s.Seed != nil && s.Publish != dossier.PublishReference && 1 <= n && n <= len(s.Seed.Paragraphs) &&
		len(inReadingView(nil, s, s.Seed.Paragraphs[n-1])) > 0
}

// paragraphID is the id of a paragraph in the reading view, counted from 1.
func paragraphID(n int) string { return "para-" + strconv.Itoa(n) }

// ownMarks tells whether words hold double quotation marks of any shape.
func ownMarks(words string) bool {
	for _, r := range words {
		switch r {
		case '"', '“', '”', '„', '‟', '«', '»', '＂':
			return true
		}
	}
	return false
}

// omission stands where words of a source are not shown.
const omission = "[…]"

// oneLine makes every run of white space one space.
func (sh *sheet) oneLine(s string) string {
	if strings.IndexByte(s, '\n') < 0 && strings.IndexByte(s, '\t') < 0 && strings.IndexByte(s, '\r') < 0 && !strings.Contains(s, "  ") {
		return strings.TrimSpace(s)
	}
	b := sh.line[:0]
	for word := range strings.FieldsSeq(s) {
		if len(b) > 0 {
			b = append(b, ' ')
		}
		b = append(b, word...)
	}
	sh.line = b
	return sh.text.keep(b)
}

// brief cuts a text to about n characters, at a word's end, from its beginning.
func (a *arena) brief(s string, n int) string {
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
			return a.join(strings.TrimRight(s[:cut], " ,;:–—-"), " …")
		}
	}
	return s
}
