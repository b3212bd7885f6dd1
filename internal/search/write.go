package search

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// writer writes files that call a function.
type writer struct{ *bytes.Buffer }

// begin opens the call; its second argument and a parenthesis are to follow.
func (w writer) begin(name string) { w.WriteString(`dossierSearch("` + name + `",`) }

// number writes a number from 0 on. Its last digit, of base 57, is a character
// from # to [, those before it, of base 34, are from ] to ~; so none of them has
// to be escaped, and most numbers are one character.
func (w writer) number(n int) {
	if n < 57 {
		w.WriteByte(byte('#' + n))
		return
	}
	var digits [16]byte
	at := len(digits) - 1
	digits[at] = byte('#' + n%57)
	for n /= 57; n > 0; n /= 34 {
		at--
		digits[at] = byte(']' + n%34)
	}
	w.Write(digits[at:])
}

// document writes a document within a string: its address, title, language, line
// about it and aliases on a line each, then a line for each unit: its anchor, its
// text, and its passages, parted by tabs. A passage is its first character, the one
// after its last, in UTF-16 code units, and its anchor, parted by colons, before
// a semicolon.
func (w writer) document(d *Document) {
	w.line(d.URL)
	w.WriteString(`\n`)
	if len(d.Names) > 0 {
		w.line(d.Names[0])
	}
	w.WriteString(`\n`)
	w.line(d.Lang)
	w.WriteString(`\n`)
	w.line(d.About)
	w.WriteString(`\n`)
	w.line(strings.Join(d.Names[min(1, len(d.Names)):], " · "))
	for i := range d.Units {
		w.unit(&d.Units[i])
	}
}

func (w writer) unit(u *Unit) {
	w.WriteString(`\n`)
	w.line(u.Anchor)
	w.WriteString(`\t`)
	if len(u.Passages) == 0 {
		w.line(u.Text)
		return
	}
	// The text is written in parts that begin and end where passages do, so that
	// their places are known as it is written.
	cuts := make([]int, 0, 2*len(u.Passages)+1) // offsets in Text
	for _, p := range u.Passages {
		cuts = append(cuts, p.Start, p.End)
	}
	cuts = append(cuts, len(u.Text))
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	starts, ends := make([]int, len(cuts)), make([]int, len(cuts)) // of what begins and ends there, as written
	t := text{writer: w, begin: w.Len()}
	from, units := 0, 0
	for i, to := range cuts {
		before := w.Len()
		t.part(u.Text[from:to])
		units += utf16Length(w.Bytes()[before:])
		starts[i], ends[i] = units, units
		if t.space && units > 0 {
			starts[i]++
		}
		from = to
	}
	w.WriteString(`\t`)
	for _, p := range u.Passages {
		start, _ := slices.BinarySearch(cuts, p.Start)
		end, _ := slices.BinarySearch(cuts, p.End)
		w.WriteString(strconv.Itoa(starts[start]) + ":" + strconv.Itoa(ends[end]) + ":")
		w.line(p.Anchor)
		w.WriteByte(';')
	}
}

// utf16Length counts the UTF-16 code units of what is written in a string.
func utf16Length(b []byte) (n int) {
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case c == '\\':
			i++
			n++
		case c >= 0xF0:
			n += 2
		case c < 0x80 || c >= 0xC0:
			n++
		}
	}
	return n
}

// line writes words within a string: white space is one space, none at the ends,
// and characters without width are left out.
func (w writer) line(s string) {
	t := text{writer: w, begin: w.Len()}
	t.part(s)
}

// text is words that are written in parts.
type text struct {
	writer
	begin int  // length of the buffer before them
	space bool // is to be written before what comes
}

// special are the bytes that are not simply copied.
var special = func() (table [256]bool) {
	for c := range 0x20 {
		table[c] = true
	}
	for _, c := range []byte{' ', '"', '\\', 0x7F, 0xC2, 0xD8, 0xE1, 0xE2, 0xE3, 0xEF} {
		table[c] = true // the last ones begin white space and what has no width
	}
	return table
}()

func (t *text) part(s string) {
	from := 0
	put := func(to int) {
		if from == to {
			return
		}
		if t.space {
			if t.Len() > t.begin {
				t.WriteByte(' ')
			}
			t.space = false
		}
		t.WriteString(s[from:to])
	}
	for i := 0; i < len(s); {
		c := s[i]
		if !special[c] {
			i++
			continue
		}
		if c == ' ' && !t.space && i+1 < len(s) && s[i+1] > ' ' && !special[s[i+1]] && i > from {
			i += 2 // a single space between words
			continue
		}
		size := 1
		blank, gone := c == ' ' || '\t' <= c && c <= '\r', c < ' ' || c == 0x7F
		if c >= utf8.RuneSelf {
			var r rune
			r, size = utf8.DecodeRuneInString(s[i:])
			blank, gone = unicode.IsSpace(r), hasNoWidth(r)
		}
		switch {
		case blank:
			put(i)
			t.space = true
			from = i + size
		case gone:
			put(i)
			from = i + size
		case c == '"' || c == '\\':
			put(i)
			from = i
			if t.space && t.Len() > t.begin {
				t.WriteByte(' ')
			}
			t.space = false
			t.WriteByte('\\')
		}
		i += size
	}
	put(len(s))
}
