package resolve

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"dossier/internal/diag"
	"dossier/internal/dossier"
	"dossier/internal/match"
)

// sentences finds the sentences of a seed's text. No sentence reaches over the
// bounds of a paragraph, however the text marks those. Each paragraph is cut
// once, when it is first asked for.
type sentences struct {
	seed *dossier.Seed
	cut  map[int][]dossier.Span
}

// around gives the sentences that a span begins and ends in, with all between
// them; at least the span itself.
func (x *sentences) around(span dossier.Span) dossier.Span {
	first := x.at(span.Start)
	last := x.at(max(span.Start, span.End-1))
	return dossier.Span{Start: min(first.Start, span.Start), End: max(last.End, span.End)}
}

// at gives the sentence that holds a byte of the text, or, in white space
// between two, the empty span there.
func (x *sentences) at(offset int) dossier.Span {
	p := paragraphAt(x.seed, offset)
	if p < 0 {
		return dossier.Span{Start: offset, End: offset}
	}
	list, ok := x.cut[p]
	if !ok {
		para := x.seed.Paragraphs[p]
		for _, s := range match.Sentences(x.seed.Text[para.Start:para.End]) {
			list = append(list, dossier.Span{Start: para.Start + s.Start, End: para.Start + s.End})
		}
		if x.cut == nil {
			x.cut = map[int][]dossier.Span{}
		}
		x.cut[p] = list
	}
	i, _ := slices.BinarySearchFunc(list, offset+1, func(s dossier.Span, end int) int { return cmp.Compare(s.End, end) })
	if i == len(list) || list[i].Start > offset {
		return dossier.Span{Start: offset, End: offset}
	}
	return list[i]
}

// paragraphAt gives the number of the paragraph that holds a byte of the text,
// or of the next one; the last where none follows, and −1 where there are none.
func paragraphAt(seed *dossier.Seed, offset int) int {
	i, _ := slices.BinarySearchFunc(seed.Paragraphs, offset+1, func(p dossier.Span, end int) int { return cmp.Compare(p.End, end) })
	return min(i, len(seed.Paragraphs)-1)
}

// at gives the place in a seed of a byte of its text.
func at(seed *dossier.Seed, offset int) diag.Pos {
	before := seed.Text[:offset]
	line := strings.LastIndexByte(before, '\n') + 1
	return diag.Pos{File: seed.File, Line: strings.Count(before, "\n") + 1, Col: utf8.RuneCountInString(before[line:]) + 1}
}

// fragment writes a range of characters as RFC 5147 does.
func fragment(chars dossier.Span) string { return string(appendFragment(nil, chars)) }

func appendFragment(to []byte, chars dossier.Span) []byte {
	to = strconv.AppendInt(append(to, "char="...), int64(chars.Start), 10)
	return strconv.AppendInt(append(to, ','), int64(chars.End), 10)
}

// folded makes any run of white space, a line break too, one space.
func folded(s string) string {
	if isFolded(s) {
		return s
	}
	out := strings.Join(strings.Fields(s), " ")
	if s != "" && out != "" {
		if first, _ := utf8.DecodeRuneInString(s); unicode.IsSpace(first) {
			out = " " + out
		}
		if last, _ := utf8.DecodeLastRuneInString(s); unicode.IsSpace(last) {
			out += " "
		}
	}
	return out
}

// isFolded tells whether all white space of a text is single spaces; it may miss
// that of texts beyond ASCII.
func isFolded(s string) bool {
	if s == " " {
		return false
	}
	for i := range len(s) {
		switch c := s[i]; {
		case c == ' ':
			if i > 0 && s[i-1] == ' ' {
				return false
			}
		case c < ' ' || c == 0x85 || c == 0xA0 || c == 0xC2 || c >= 0xE1 && c <= 0xE3: // what begins or is white space
			return false
		}
	}
	return true
}

func spans(list []match.Span) []dossier.Span {
	out := make([]dossier.Span, len(list))
	for i, s := range list {
		out[i] = dossier.Span(s)
	}
	return out
}

func compareSpans(a, b dossier.Span) int {
	return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
}

// union gives the same bytes as ordered, disjoint spans.
func union(list []dossier.Span) []dossier.Span {
	list = slices.Clone(list)
	slices.SortFunc(list, compareSpans)
	var out []dossier.Span
	for _, s := range list {
		if n := len(out); n > 0 && s.Start <= out[n-1].End {
			out[n-1].End = max(out[n-1].End, s.End)
		} else {
			out = append(out, s)
		}
	}
	return out
}

// subtract takes the spans of b out of those of a; both are ordered and disjoint.
func subtract(a, b []dossier.Span) []dossier.Span {
	var out []dossier.Span
	for _, s := range a {
		for _, hole := range b {
			if !hole.Overlaps(s) {
				continue
			}
			if hole.Start > s.Start {
				out = append(out, dossier.Span{Start: s.Start, End: hole.Start})
			}
			s.Start = hole.End
		}
		if s.Start < s.End {
			out = append(out, s)
		}
	}
	return out
}
