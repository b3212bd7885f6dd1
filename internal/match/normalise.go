package match

import (
	"sort"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Text is a text in the form in which quotations are compared, with the way
// back to the offsets of the text as it was given.
//
// The normalised form is NFC; in it any run of white space (line breaks and
// no-break spaces too) is one space; double quotation marks (" “ ” „ ‟) are one
// character, as are single ones and apostrophes (' ‘ ’ ‚ ‛), while guillemets
// stay; hyphens and dashes (- ‐ ‑ ‒ – — ― −) are one; an ellipsis is three full
// stops; and soft hyphens, zero-width characters, joiners and marks of direction
// are nothing. Bytes that are not UTF-8 are U+FFFD.
//
// A Text is not changed after NewText, so goroutines may share it. The text is
// shorter than 4 GiB.
type Text struct {
	raw  string
	norm string
	runs []run
}

// run says that from the normalised offset norm on, up to the next run, a
// normalised offset grows as the raw one does. A text without changes of length
// has none, English prose has one for each curly quotation mark or blank line.
type run struct{ norm, raw uint32 }

// NewText normalises s. If nothing changes, no memory but the Text is taken.
func NewText(s string) *Text {
	n := normaliser{raw: s}
	n.run()
	return &Text{raw: s, norm: n.result(), runs: n.runs}
}

// Normalised returns the normalised form.
func (t *Text) Normalised() string { return t.norm }

// rawOffset returns the offset in the raw text of what stands at the normalised
// offset n.
func (t *Text) rawOffset(n int) int {
	if n == len(t.norm) {
		return len(t.raw)
	}
	i := sort.Search(len(t.runs), func(i int) bool { return int(t.runs[i].norm) > n })
	if i == 0 {
		return n
	}
	r := t.runs[i-1]
	return int(r.raw) + n - int(r.norm)
}

// span returns the raw span of the normalised range [start, end), without the
// white space and nothings at its edges.
func (t *Text) span(start, end int) Span {
	s := Span{t.rawOffset(start), t.rawOffset(end)}
	for s.Start < s.End {
		r, size := utf8.DecodeRuneInString(t.raw[s.Start:])
		if !isNothing(r) && !unicode.IsSpace(r) {
			break
		}
		s.Start += size
	}
	for s.End > s.Start {
		r, size := utf8.DecodeLastRuneInString(t.raw[:s.End])
		if !isNothing(r) && !unicode.IsSpace(r) {
			break
		}
		s.End -= size
	}
	return s
}

// isBoundary reports whether a passage may begin or end at the normalised offset
// n: not within a combining sequence, nor within a character of the raw text
// that became several.
func (t *Text) isBoundary(n int) bool {
	if n == 0 || n == len(t.norm) {
		return true
	}
	c := t.norm[n]
	if c < utf8.RuneSelf {
		return c != '.' || t.norm[n-1] != '.' || isRuneBoundary(t.raw, t.rawOffset(n))
	}
	if !utf8.RuneStart(c) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(t.norm[n:])
	return r < 0x300 || !continues(r, t.norm[n:])
}

func isRuneBoundary(s string, i int) bool {
	if i == len(s) || utf8.RuneStart(s[i]) {
		return true
	}
	for j := i - 1; j >= 0 && j > i-utf8.UTFMax; j-- {
		if utf8.RuneStart(s[j]) {
			_, size := utf8.DecodeRuneInString(s[j:])
			return j+size <= i
		}
	}
	return true
}

// continues reports whether r, the first character of s, belongs to the
// character before it.
func continues(r rune, s string) bool {
	return unicode.Is(unicode.M, r) || !norm.NFC.PropertiesString(s).BoundaryBefore()
}

func isDoubleQuote(r rune) bool {
	return r == '"' || r >= 0x201C && r <= 0x201F
}

// What a byte means to the normaliser.
const (
	plain   = iota // stands for itself
	blank          // a space, which stands for itself if no white space precedes it
	special        // white space of another kind, or not ASCII
)

var byteKind = func() (kind [256]uint8) {
	for c := range kind {
		switch {
		case c == ' ':
			kind[c] = blank
		case c >= utf8.RuneSelf, c == '\t', c == '\n', c == '\v', c == '\f', c == '\r':
			kind[c] = special
		}
	}
	return kind
}()

type normaliser struct {
	raw  string
	out  []byte // what differs from raw: nil so long as nothing does
	from int    // raw[from:at] is still to be appended as it stands
	at   int
	runs []run
}

// run copies the stretches that stand for themselves and treats the rest one
// character at a time.
func (n *normaliser) run() {
	s := n.raw
	i := 0
	for i < len(s) {
		for i < len(s) && byteKind[s[i]] == plain {
			i++
		}
		if i == len(s) {
			break
		}
		if s[i] == ' ' {
			if i+1 < len(s) && byteKind[s[i+1]] == plain && i > n.from {
				i += 2
				continue
			}
			if i > n.from || !n.endsInSpace(i) {
				i++
				if i == len(s) || s[i] != ' ' {
					continue
				}
			}
			n.at = i
			i = n.whiteSpace()
			continue
		}
		n.at = i
		i = n.special()
	}
	n.at = len(s)
}

func (n *normaliser) result() string {
	if n.out == nil && n.from == 0 {
		return n.raw
	}
	n.flush()
	return string(n.out)
}

// flush appends what stands for itself up to n.at.
func (n *normaliser) flush() {
	if n.out == nil {
		n.out = make([]byte, 0, len(n.raw)+16)
	}
	n.out = append(n.out, n.raw[n.from:n.at]...)
	n.from = n.at
}

// replace puts to in place of raw[n.at:end].
func (n *normaliser) replace(end int, to string) int {
	n.flush()
	n.out = append(n.out, to...)
	n.resume(end)
	return end
}

// resume makes the raw offset end stand for the present end of the output.
func (n *normaliser) resume(end int) {
	n.from, n.at = end, end
	shift := 0
	if k := len(n.runs); k > 0 {
		shift = int(n.runs[k-1].raw) - int(n.runs[k-1].norm)
	}
	if end-len(n.out) == shift {
		return
	}
	if k := len(n.runs); k > 0 && int(n.runs[k-1].norm) == len(n.out) {
		n.runs[k-1].raw = uint32(end)
		return
	}
	n.runs = append(n.runs, run{uint32(len(n.out)), uint32(end)})
}

// endsInSpace reports whether the output up to the raw offset i ends in a space.
func (n *normaliser) endsInSpace(i int) bool {
	if i > n.from {
		return n.raw[i-1] == ' '
	}
	return len(n.out) > 0 && n.out[len(n.out)-1] == ' '
}

// whiteSpace treats the white space at n.at and returns its end.
func (n *normaliser) whiteSpace() int {
	end := n.at
	for end < len(n.raw) {
		c := n.raw[end]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(n.raw[end:])
			if !unicode.IsSpace(r) {
				break
			}
			end += size
			continue
		}
		if c != ' ' && byteKind[c] != special {
			break
		}
		end++
	}
	if n.endsInSpace(n.at) {
		return n.replace(end, "")
	}
	return n.replace(end, " ")
}

// special treats the character at n.at, which is not plain, and returns where to
// go on.
func (n *normaliser) special() int {
	s := n.raw[n.at:]
	r, size := utf8.DecodeRuneInString(s)
	end := n.at + size
	if isStable(r) {
		return end
	}
	switch {
	case unicode.IsSpace(r):
		return n.whiteSpace()
	case r == utf8.RuneError && size == 1:
		return n.replace(end, "\uFFFD")
	case isNothing(r):
		return n.replace(end, "")
	case r < 0x300:
		return end
	case r >= 0x2010 && r <= 0x2015, r == 0x2212:
		return n.replace(end, "-")
	case r >= 0x2018 && r <= 0x201B:
		return n.replace(end, "'")
	case isDoubleQuote(r):
		return n.replace(end, "\"")
	case r == 0x2026:
		return n.replace(end, "...")
	}
	starts := norm.NFC.PropertiesString(s).BoundaryBefore()
	if starts && norm.NFC.QuickSpanString(s[:size]) == size {
		return end
	}
	return n.compose(starts)
}

// isStable reports, for the commonest letters, that NFC keeps r and that r does
// not join what precedes it.
func isStable(r rune) bool {
	switch {
	case r >= 0x0388 && r <= 0x0482, r >= 0x048A && r <= 0x052F, // Greek, Cyrillic
		r >= 0x05D0 && r <= 0x05EA, r >= 0x0620 && r <= 0x064A, // Hebrew, Arabic
		r >= 0x3041 && r <= 0x3096, r >= 0x30A1 && r <= 0x30FA, // kana
		r >= 0x4E00 && r <= 0x9FFF, r >= 0xAC00 && r <= 0xD7A3: // Han, Hangul
		return true
	}
	return false
}

// compose treats a combining sequence: what is at n.at, with the character
// before it unless the sequence starts here, and all that joins it.
func (n *normaliser) compose(starts bool) int {
	n.flush()
	base := len(n.out)
	if !starts && base > 0 {
		_, size := utf8.DecodeLastRune(n.out)
		base -= size
	}
	sequence := append([]byte(nil), n.out[base:]...)
	end := n.at
	for end < len(n.raw) {
		r, size := utf8.DecodeRuneInString(n.raw[end:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		if !isNothing(r) {
			if end > n.at && (r < 0x300 || norm.NFC.PropertiesString(n.raw[end:]).BoundaryBefore()) {
				break
			}
			sequence = append(sequence, n.raw[end:end+size]...)
		}
		end += size
	}
	for len(n.runs) > 0 && int(n.runs[len(n.runs)-1].norm) > base {
		n.runs = n.runs[:len(n.runs)-1]
	}
	n.out = norm.NFC.Append(n.out[:base], sequence...)
	n.resume(end)
	return end
}
