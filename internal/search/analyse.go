package search

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"dossier/internal/match"
)

// Fold gives a word as it is compared: as match.Fold does, and without the points
// of Hebrew and Arabic, Arabic tatweel and variation selectors; Arabic alef has
// one form, teh marbuta is heh, alef maksura and Persian yeh are yeh, Persian kaf
// is kaf; Arabic and Persian digits are those of ASCII.
func Fold(word string) string {
	s := match.Fold(word)
	for i := range len(s) {
		if s[i] >= 0xD6 { // the first byte of U+0580
			return strings.Map(foldFurther, s)
		}
	}
	return s
}

func foldFurther(r rune) rune {
	switch {
	case r < 0x591:
		return r
	case r <= 0x5C7, r >= 0x610 && r <= 0x61A, r == 0x640, r >= 0x64B && r <= 0x65F, r == 0x670,
		r >= 0x6D6 && r <= 0x6ED, r >= 0xFE00 && r <= 0xFE0F:
		return -1
	case r == 0x671:
		return 0x627
	case r == 0x629, r == 0x6C1:
		return 0x647
	case r == 0x649, r == 0x6CC:
		return 0x64A
	case r == 0x6A9:
		return 0x643
	case r >= 0x660 && r <= 0x669:
		return '0' + r - 0x660
	case r >= 0x6F0 && r <= 0x6F9:
		return '0' + r - 0x6F0
	}
	return r
}

// What a character is to words.
const (
	apart   = iota // stands between words
	nothing        // has no width: words are compared without it
	letter
	solo // a letter of a script that is written without spaces
)

// classEnd is the first character whose class is not looked up.
const classEnd = 0x3100

var classes = sync.OnceValue(func() *[classEnd]uint8 {
	var table [classEnd]uint8
	for r := range rune(classEnd) {
		table[r] = classify(r)
	}
	return &table
})

// hasNoWidth tells soft hyphens, zero-width characters and directional marks.
func hasNoWidth(r rune) bool {
	return r == 0xAD || r == 0x61C || r == 0xFEFF || r >= 0x200B && r <= 0x200F || r >= 0x202A && r <= 0x202E ||
		r >= 0x2060 && r <= 0x2064 || r >= 0x2066 && r <= 0x2069
}

func classify(r rune) uint8 {
	switch {
	case hasNoWidth(r):
		return nothing
	case !unicode.IsLetter(r) && !unicode.In(r, unicode.M, unicode.Nd, unicode.Nl):
		return apart
	case spaceless(r):
		return solo
	}
	return letter
}

func spaceless(r rune) bool {
	return r >= 0xE00 && (r >= 0x3041 && r <= 0x30FF || r >= 0xFF66 && r <= 0xFF9F ||
		unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar))
}

// ascii tells letters and digits (1) and bytes of other characters (2) from the rest.
var ascii = func() (table [256]uint8) {
	for c := range table {
		switch {
		case c >= utf8.RuneSelf:
			table[c] = 2
		case '0' <= c && c <= '9', 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z':
			table[c] = 1
		}
	}
	return table
}()

// A table numbers words. Spellings are kept beside the words that they are
// folded to, so that nearly no word of a text has to be folded.
type table struct {
	id     int // among all tables
	class  *[classEnd]uint8
	slots  []spelling // by hash; a power of two of them
	rest   []string   // the spellings longer than eight bytes, by slot
	filled int        // slots
	terms  []string   // by number
	byTerm map[string]uint32

	// Of the document at hand.
	stamp   uint32
	seen    []stamped // by number of the term
	found   []uint32  // terms
	weights []uint16
	length  int
	named   []uint32 // terms of a name
}

// A spelling is small, and a short one stands nowhere else, so that looking for
// one among very many waits for the memory once.
type spelling struct {
	head uint64 // the first eight bytes; 0 in a slot that is free
	mark uint32 // of the hash and of the length
	term uint32
}

// stamped is where a term stands among those of the document of that stamp.
type stamped struct{ stamp, at uint32 }

// longest is the length in bytes, folded, of the longest word that is one.
const longest = 120

// noTerm is the number of what is folded to nothing; several that of a spelling
// of more than one term.
const (
	noTerm  = 1<<32 - 1
	several = 1<<32 - 2
)

func newTable(id int) *table {
	return &table{id: id, class: classes(), slots: make([]spelling, 1024), rest: make([]string, 1024), byTerm: map[string]uint32{}}
}

// analyse learns the words of a document.
func (t *table) analyse(d *Document) analysis {
	t.stamp++
	t.found, t.weights, t.length = t.found[:0], t.weights[:0], 0
	for i := range d.Units {
		t.words(d.Units[i].Text, func(term uint32) {
			t.length++
			if at := t.at(term); t.weights[at] < 0xFF00 {
				t.weights[at] += 0x100
			}
		})
	}
	for _, name := range d.Names {
		t.named = t.named[:0]
		t.words(name, func(term uint32) { t.named = append(t.named, term) })
		level := uint16(51000 / (260 + 45*len(t.named))) // 255 / (1 + 1.2 × (0.25 + 0.75 × words / 4))
		for _, term := range t.named {
			at := t.at(term)
			t.weights[at] = t.weights[at]&0xFF00 | max(t.weights[at]&0xFF, level)
		}
	}
	return analysis{table: t, length: t.length, terms: append([]uint32(nil), t.found...), weights: append([]uint16(nil), t.weights...)}
}

// at gives the place of a term among those of the document.
func (t *table) at(term uint32) uint32 {
	s := &t.seen[term]
	if s.stamp != t.stamp {
		*s = stamped{t.stamp, uint32(len(t.found))}
		t.found = append(t.found, term)
		t.weights = append(t.weights, 0)
	}
	return s.at
}

// words calls add for every term of a text.
func (t *table) words(text string, add func(term uint32)) {
	for i := 0; i < len(text); {
		switch ascii[text[i]] {
		case 0:
			i++
			continue
		case 2:
			if r, size := utf8.DecodeRuneInString(text[i:]); t.classOf(r) < letter {
				i += size
				continue
			}
		}
		start := i
		for i < len(text) && ascii[text[i]] == 1 {
			i++
		}
		if i < len(text) && ascii[text[i]] == 2 {
			i = t.wordEnd(text, i)
		}
		term := uint32(several)
		if i-start <= longest {
			term = t.term(text, start, i)
		}
		if term < several {
			add(term)
		} else if term == several {
			eachTerm(text[start:i], func(word string) { add(t.number(word)) })
		}
	}
}

// wordEnd gives the end of the word that i is in.
func (t *table) wordEnd(text string, i int) int {
	for i < len(text) {
		if c := text[i]; c < utf8.RuneSelf {
			if ascii[c] == 0 {
				return i
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		if t.classOf(r) == apart {
			return i
		}
		i += size
	}
	return i
}

func (t *table) classOf(r rune) uint8 {
	if r < classEnd {
		return t.class[r]
	}
	return classify(r)
}

// term gives the number of the term that a word of a text, from start to end, is
// folded to.
func (t *table) term(text string, start, end int) uint32 {
	var head uint64
	n := end - start
	if rest := text[start:]; len(rest) >= 8 {
		head = eight(rest)
		if n < 8 {
			head &= 1<<(8*n) - 1
		}
	} else {
		for i := n - 1; i >= 0; i-- {
			head = head<<8 | uint64(text[start+i])
		}
	}
	const mix = 0x9E3779B97F4A7C15
	h := (head ^ uint64(n)) * mix
	for i := start + 8; i < end; i += 8 {
		at := min(i, end-8)
		h = (h>>29 ^ h ^ eight(text[at:])) * mix
	}
	mark := uint32(h>>32)&^0xFF | uint32(n) // n is at most longest
	last := len(t.slots) - 1
	i := slotOf(mark) & last
	for ; t.slots[i].head != 0; i = (i + 1) & last {
		if s := &t.slots[i]; s.mark == mark && s.head == head && (n <= 8 || t.rest[i] == text[start:end]) {
			return s.term
		}
	}
	term := t.fold(text[start:end])
	t.slots[i] = spelling{head, mark, term}
	if n > 8 {
		t.rest[i] = strings.Clone(text[start:end])
	}
	if t.filled++; 2*t.filled > len(t.slots) {
		t.grow()
	}
	return term
}

func slotOf(mark uint32) int { return int(mark >> 8) }

func eight(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

func (t *table) grow() {
	slots, rest := make([]spelling, 4*len(t.slots)), make([]string, 4*len(t.slots))
	last := len(slots) - 1
	for n := range t.slots {
		if t.slots[n].head == 0 {
			continue
		}
		i := slotOf(t.slots[n].mark) & last
		for slots[i].head != 0 {
			i = (i + 1) & last
		}
		slots[i], rest[i] = t.slots[n], t.rest[n]
	}
	t.slots, t.rest = slots, rest
}

// fold gives the number of the one term of a spelling.
func (t *table) fold(word string) uint32 {
	count, term := 0, ""
	eachTerm(word, func(w string) { count, term = count+1, w })
	switch count {
	case 0:
		return noTerm
	case 1:
		return t.number(term)
	}
	return several
}

// number gives the number of a term.
func (t *table) number(term string) uint32 {
	n, ok := t.byTerm[term]
	if !ok {
		n = uint32(len(t.terms))
		term = strings.Clone(term)
		t.byTerm[term] = n
		t.terms = append(t.terms, term)
		t.seen = append(t.seen, stamped{})
	}
	return n
}

// eachTerm calls add for the terms of one word: the word itself, and of each run
// of characters of a script without spaces every two neighbours and the last one.
func eachTerm(word string, add func(term string)) {
	s := Fold(word)
	plain := 0 // where the characters that are not such a run begin
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if r < utf8.RuneSelf || !spaceless(r) {
			i += size
			continue
		}
		if plain < i && i-plain <= longest {
			add(s[plain:i])
		}
		before := i
		for i < len(s) {
			if r, _ := utf8.DecodeRuneInString(s[i:]); !spaceless(r) {
				break
			}
			end := unitEnd(s, i)
			if before < i {
				add(s[before:end])
			}
			before, i = i, end
		}
		add(s[before:i])
		plain = i
	}
	if plain < len(s) && len(s)-plain <= longest {
		add(s[plain:])
	}
}

// unitEnd gives the end of the character at i, with the marks on it.
func unitEnd(s string, i int) int {
	_, size := utf8.DecodeRuneInString(s[i:])
	for i += size; i < len(s); i += size {
		var r rune
		if r, size = utf8.DecodeRuneInString(s[i:]); !unicode.Is(unicode.M, r) {
			break
		}
	}
	return i
}
