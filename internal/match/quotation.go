package match

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Selector is W3C's TextQuoteSelector: the exact words and, to tell them from the
// same words elsewhere, the words right before and right after them. White space
// between Prefix, Exact and Suffix does not matter.
type Selector struct{ Prefix, Exact, Suffix string }

// ParseSelector reads `prefix-|exact words|-suffix`, where the prefix with its
// mark, the suffix with its mark, or both may be missing. An error says which
// part is empty or which mark stands twice.
func ParseSelector(s string) (Selector, error) {
	sel := Selector{Exact: s}
	prefix, rest, hasPrefix := strings.Cut(s, "-|")
	if hasPrefix {
		sel.Prefix, sel.Exact = prefix, rest
	}
	exact, suffix, hasSuffix := strings.Cut(sel.Exact, "|-")
	if hasSuffix {
		sel.Exact, sel.Suffix = exact, suffix
	}
	switch {
	case hasPrefix && strings.TrimSpace(sel.Prefix) == "":
		return Selector{}, errors.New(`no words before "-|"`)
	case hasSuffix && strings.TrimSpace(sel.Suffix) == "":
		return Selector{}, errors.New(`no words after "|-"`)
	case (hasPrefix || hasSuffix) && strings.TrimSpace(sel.Exact) == "":
		return Selector{}, errors.New(`no words between the marks "-|" and "|-"`)
	}
	for _, part := range []string{sel.Prefix, sel.Exact, sel.Suffix} {
		for _, mark := range []string{"-|", "|-"} {
			if strings.Contains(part, mark) {
				return Selector{}, fmt.Errorf("%q is out of place in %q", mark, s)
			}
		}
	}
	return sel, nil
}

// String returns s in the form that ParseSelector reads.
func (s Selector) String() string {
	out := s.Exact
	if s.Prefix != "" {
		out = s.Prefix + "-|" + out
	}
	if s.Suffix != "" {
		out += "|-" + s.Suffix
	}
	return out
}

// Match is one place where a quotation stands: one span of the raw text, or
// where words were left out of the quotation, one for each piece, in order.
type Match struct{ Spans []Span }

// Span returns the range from the beginning of m to its end, with what the
// quotation left out.
func (m Match) Span() Span {
	return Span{m.Spans[0].Start, m.Spans[len(m.Spans)-1].End}
}

// Find returns the places in t where the quotation sel stands, in the order of
// the text. Both are compared in normalised form (see Text); white space at the
// ends of the quotation does not count.
//
// Every occurrence is a match, overlapping ones too ("aa" stands twice in "aaa").
// A match begins and ends between characters as readers see them: "e" is not
// found in an "é" that is written with a combining accent. It may begin and end
// within a word, since many scripts do not mark words and a quotation without
// omissions is told well enough by its letters.
//
// An omission mark (…, ... or [...]) is first taken as it stands. Only if that
// finds nothing it stands for any words left out, or none: the pieces must follow
// each other in order, in whole words, and a match is a shortest span: one that
// holds no other. Omission marks at the ends of the quotation are then ignored.
//
// A quotation of white space and omission marks alone has no matches, unless
// the marks stand in the text.
func (t *Text) Find(sel Selector) []Match {
	places := t.find(normaliseQuote(sel))
	if len(places) == 0 {
		return nil
	}
	matches := make([]Match, len(places))
	for i, p := range places {
		spans := make([]Span, len(p))
		for k, piece := range p {
			spans[k] = t.span(piece.start, piece.end)
		}
		matches[i].Spans = spans
	}
	return matches
}

// place is where a quotation stands in the normalised text, piece by piece.
type place []piece

// piece is a half-open range of the normalised text.
type piece struct{ start, end int }

// find returns the places of the normalised quotation q.
func (t *Text) find(q Selector) []place {
	if q.Exact == "" {
		return nil
	}
	if found := t.findPieces([]string{q.Exact}, q); len(found) > 0 {
		return found
	}
	pieces := omissionPieces(q.Exact)
	if len(pieces) == 0 || len(pieces) == 1 && pieces[0] == q.Exact {
		return nil
	}
	return t.findPieces(pieces, q)
}

// Pieces returns the parts of a quotation between its omission marks, normalised;
// a quotation without omission marks is one piece.
func Pieces(quote string) []string {
	return omissionPieces(normaliseQuote(Selector{Exact: quote}).Exact)
}

func normaliseQuote(sel Selector) Selector {
	trim := func(s string) string { return strings.Trim(NewText(s).norm, " ") }
	return Selector{trim(sel.Prefix), trim(sel.Exact), trim(sel.Suffix)}
}

// omissionPieces splits a normalised quotation at "..." and "[...]". Of four or
// more full stops the last three are the omission, the others end a sentence.
func omissionPieces(q string) []string {
	var pieces []string
	for q != "" {
		i := strings.Index(q, "...")
		if i < 0 {
			i = len(q)
		}
		end := i + 3
		for end < len(q) && q[end] == '.' {
			i++
			end++
		}
		if i > 0 && q[i-1] == '[' && end < len(q) && q[end] == ']' {
			i--
			end++
		}
		if piece := strings.Trim(q[:i], " "); piece != "" {
			pieces = append(pieces, piece)
		}
		q = q[min(end, len(q)):]
	}
	return pieces
}

// findPieces finds the shortest spans that hold the normalised pieces in order,
// with the prefix and suffix of q around them.
func (t *Text) findPieces(pieces []string, q Selector) []place {
	occurrences := make([][]piece, len(pieces))
	for k, words := range pieces {
		found := t.occurrences(words)
		kept := found[:0]
		for _, p := range found {
			switch {
			case len(pieces) > 1 && (splitsWord(t.norm, p.start) || splitsWord(t.norm, p.end)),
				k == 0 && !t.follows(q.Prefix, p.start),
				k == len(pieces)-1 && !t.precedes(q.Suffix, p.end):
				continue
			}
			kept = append(kept, p)
		}
		if len(kept) == 0 {
			return nil
		}
		occurrences[k] = kept
	}
	var places []place
	next := make([]int, len(pieces)) // in each list of occurrences
	for i, first := range occurrences[0] {
		if len(pieces) == 1 {
			places = append(places, occurrences[0][i:i+1:i+1])
			continue
		}
		p := place{first}
		for k := 1; k < len(pieces); k++ {
			for next[k] < len(occurrences[k]) && occurrences[k][next[k]].start < p[k-1].end {
				next[k]++
			}
			if next[k] == len(occurrences[k]) {
				return places
			}
			p = append(p, occurrences[k][next[k]])
		}
		if n := len(places); n > 0 && places[n-1].end() == p.end() { // it holds this one
			places = places[:n-1]
		}
		places = append(places, p)
	}
	return places
}

func (p place) start() int { return p[0].start }

func (p place) end() int { return p[len(p)-1].end }

// occurrences returns the places of words in t, overlapping ones too.
func (t *Text) occurrences(words string) []piece {
	var found []piece
	rare := rarest(words)
	for at := 0; ; at++ {
		i := indexBy(t.norm[at:], words, rare)
		if i < 0 {
			return found
		}
		at += i
		if t.isBoundary(at) && t.isBoundary(at+len(words)) {
			found = append(found, piece{at, at + len(words)})
		}
	}
}

// follows reports whether prefix stands right before the normalised offset n.
func (t *Text) follows(prefix string, n int) bool {
	if prefix == "" {
		return true
	}
	before := strings.TrimRight(t.norm[:n], " ")
	return strings.HasSuffix(before, prefix) && t.isBoundary(len(before)-len(prefix))
}

// precedes reports whether suffix stands right after the normalised offset n.
func (t *Text) precedes(suffix string, n int) bool {
	if suffix == "" {
		return true
	}
	after := strings.TrimLeft(t.norm[n:], " ")
	return strings.HasPrefix(after, suffix) && t.isBoundary(len(t.norm)-len(after)+len(suffix))
}

// disambiguatingWords is how many words on one side are tried before words are
// taken from both.
const disambiguatingWords = 24

// Disambiguate returns for each match of sel, in the order of t.Find(sel), a
// selector that finds this match alone: sel.Exact with the fewest whole words
// right before it or right after it, whichever are shorter, or with words on both
// sides where one side does not tell the matches apart. A prefix and suffix that
// sel has already are replaced. The words are those of the raw text with white
// space folded. Where no words tell a match from the others, its selector is the
// zero Selector.
func (t *Text) Disambiguate(sel Selector) []Selector {
	places := t.find(normaliseQuote(sel))
	all := places
	if sel.Prefix+sel.Suffix != "" {
		all = t.find(normaliseQuote(Selector{Exact: sel.Exact}))
	}
	out := make([]Selector, len(places))
	for i, p := range places {
		out[i] = t.disambiguate(sel.Exact, all, p)
	}
	return out
}

// disambiguate returns the selector of one of all the places of exact.
func (t *Text) disambiguate(exact string, all []place, one place) Selector {
	start, end := one.start(), one.end()
	for k := 1; start > 0 || end < len(t.norm); k++ {
		start, end = wordBefore(t.norm, start), wordAfter(t.norm, end)
		before := Selector{Prefix: t.words(start, one.start()), Exact: exact}
		after := Selector{Exact: exact, Suffix: t.words(one.end(), end)}
		try := []Selector{before, after}
		if before.Prefix == "" || after.Suffix != "" && len(after.Suffix) < len(before.Prefix) {
			try[0], try[1] = after, before
		}
		if k > disambiguatingWords || start == 0 && end == len(t.norm) {
			try = append(try, Selector{before.Prefix, exact, after.Suffix})
		}
		for _, s := range try {
			if s.Prefix+s.Suffix != "" && t.selectsOnly(s, all, one) {
				return s
			}
		}
	}
	return Selector{}
}

// selectsOnly reports whether s finds one and nothing else of all the places of
// its exact words.
func (t *Text) selectsOnly(s Selector, all []place, one place) bool {
	q := normaliseQuote(s)
	for _, p := range all {
		selected := t.follows(q.Prefix, p.start()) && t.precedes(q.Suffix, p.end())
		if selected != (p.start() == one.start() && p.end() == one.end()) {
			return false
		}
	}
	if len(one) == 1 {
		return true
	}
	// With fewer beginnings and ends to choose from, other spans can be shortest.
	found := t.find(q)
	return len(found) == 1 && slices.Equal(found[0], one)
}

// words returns the words of the normalised range as they stand in the raw text,
// with white space folded.
func (t *Text) words(start, end int) string {
	return strings.Join(strings.Fields(t.span(start, end).Of(t.raw)), " ")
}

// wordBefore returns the offset of the word (what is between white space) that
// ends before i; a letter of a script without spaces is a word.
func wordBefore(s string, i int) int {
	i = len(strings.TrimRight(s[:i], " "))
	for first := true; i > 0 && s[i-1] != ' '; first = false {
		r, size := utf8.DecodeLastRuneInString(s[:i])
		c := classOf(r)
		if c == solo && !first {
			break
		}
		i -= size
		if c == solo {
			break
		}
	}
	return i
}

// wordAfter returns the end of the word that begins after i.
func wordAfter(s string, i int) int {
	i = len(s) - len(strings.TrimLeft(s[i:], " "))
	for first := true; i < len(s) && s[i] != ' '; first = false {
		r, size := utf8.DecodeRuneInString(s[i:])
		c := classOf(r)
		if c == solo && !first {
			break
		}
		i += size
		if c == solo {
			for i < len(s) {
				r, size := utf8.DecodeRuneInString(s[i:])
				if classOf(r) != mark {
					break
				}
				i += size
			}
			break
		}
	}
	return i
}
