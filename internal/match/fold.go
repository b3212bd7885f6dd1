package match

import (
	"math"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold returns s as names are compared: without accents (the marks U+0300 to
// U+036F of the canonical decomposition) and without case, every run of white
// space one space and none at the ends, a hyphen between two words a space,
// curly quotes straight, and soft hyphens and zero-width characters gone.
// Letters that do not decompose are written as their usual transcription: ı i,
// ß ss, ø o, ł l, đ d, æ ae, œ oe, þ th, ð d, ħ h, ŧ t. The marks of other
// scripts (Arabic and Hebrew vowels) stay.
func Fold(s string) string {
	dst := make([]byte, 0, len(s)+8)
	for i := 0; i < len(s); {
		start := len(dst)
		sep := appendSeparator(dst, s, i, math.MaxInt)
		dst, i = sep.canon, sep.next
		if start == 0 {
			for len(dst) > 0 && dst[0] == ' ' {
				dst = dst[1:]
			}
		}
		if sep.word {
			end, _ := scanWord(s, i, 0)
			dst = appendFolded(dst, s[i:end])
			i = end
		}
	}
	for len(dst) > 0 && dst[len(dst)-1] == ' ' {
		dst = dst[:len(dst)-1]
	}
	return string(dst)
}

// class is what a character is to the search for names.
type class uint8

const (
	other      class = iota // punctuation, symbols, controls
	space                   // Unicode's White_Space
	nothing                 // soft hyphens, zero-width characters, directional marks
	hyphen                  // hyphens and the dashes that are used as such
	apostrophe              // single quotation marks
	mark                    // Unicode's M, part of the word that it stands in
	letter                  // letters and decimal digits
	solo                    // letters of scripts that are written without spaces
)

// folding is a character's class and the letters it is compared by, which are
// three Hangul letters or other characters of three bytes at most.
type folding struct {
	class class
	n     uint8
	bytes [9]byte
}

// foldTableEnd is the first character that is not looked up in foldTable, which
// covers Latin, Greek, Cyrillic, Armenian, Hebrew and Arabic.
const foldTableEnd = 0x700

var foldTable = func() (table [foldTableEnd]folding) {
	for r := range rune(foldTableEnd) {
		table[r] = foldingOf(r)
	}
	return table
}()

// asciiWord holds the folded form of ASCII letters and digits, and 0 for the rest.
var asciiWord = func() (table [utf8.RuneSelf]byte) {
	for r := range rune(utf8.RuneSelf) {
		if foldTable[r].class == letter {
			table[r] = foldTable[r].bytes[0]
		}
	}
	return table
}()

func lookUp(r rune) folding {
	if r < foldTableEnd {
		return foldTable[r]
	}
	return foldingOf(r)
}

func foldingOf(r rune) (f folding) {
	f.class = classify(r)
	switch f.class {
	case letter, solo, mark:
		var buf [24]byte
		n := copy(f.bytes[:], appendFoldedRune(buf[:0], r))
		f.n = uint8(n)
	}
	return f
}

func classOf(r rune) class {
	if r < foldTableEnd {
		return foldTable[r].class
	}
	return classify(r)
}

func classify(r rune) class {
	switch {
	case r >= 0x4E00 && r <= 0x9FFF:
		return solo
	case r >= 0xAC00 && r <= 0xD7A3:
		return letter
	case isNothing(r):
		return nothing
	}
	switch r {
	case '-', 0x2010, 0x2011, 0x2012, 0x2013, 0x05BE:
		return hyphen
	case '\'', 0x2018, 0x2019, 0x201A, 0x201B, 0x02BB, 0x02BC:
		return apostrophe
	}
	switch {
	case unicode.IsSpace(r):
		return space
	case unicode.Is(unicode.M, r):
		return mark
	case unicode.IsLetter(r) || unicode.Is(unicode.Nd, r) || unicode.Is(unicode.Nl, r):
		if isSpaceless(r) {
			return solo
		}
		return letter
	}
	return other
}

// isNothing reports whether r is dropped before anything is compared: it has no
// width and no meaning of its own.
func isNothing(r rune) bool {
	switch {
	case r < 0xAD:
		return false
	case r == 0xAD, r == 0x061C, r == 0xFEFF,
		r >= 0x200B && r <= 0x200F, r >= 0x202A && r <= 0x202E, r >= 0x2060 && r <= 0x2064, r >= 0x2066 && r <= 0x2069:
		return true
	}
	return false
}

func isSpaceless(r rune) bool {
	switch {
	case r < 0x0E00:
		return false
	case r >= 0x3041 && r <= 0x30FF, r >= 0xFF66 && r <= 0xFF9F:
		return true
	}
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// isAccent reports whether r is a mark that folding strips. Marks beyond this
// block are vowels and the like: to strip them would change the word.
func isAccent(r rune) bool { return r >= 0x0300 && r <= 0x036F }

func appendFoldedRune(dst []byte, r rune) []byte {
	if r < utf8.RuneSelf {
		return appendLower(dst, r)
	}
	var in [utf8.UTFMax]byte
	var out [32]byte
	n := utf8.EncodeRune(in[:], r)
	return appendFoldedDecomposed(dst, norm.NFD.Append(out[:0], in[:n]...))
}

// appendFoldedDecomposed appends the folded form of s, which is in NFD.
func appendFoldedDecomposed(dst, s []byte) []byte {
	for len(s) > 0 {
		r, size := utf8.DecodeRune(s)
		s = s[size:]
		if !isAccent(r) && !isNothing(r) {
			dst = appendLower(dst, r)
		}
	}
	return dst
}

func appendLower(dst []byte, r rune) []byte {
	switch r {
	case 'ı':
		return append(dst, 'i')
	case 'ß', 'ẞ':
		return append(dst, "ss"...)
	case 'ø', 'Ø':
		return append(dst, 'o')
	case 'ł', 'Ł':
		return append(dst, 'l')
	case 'đ', 'Đ', 'ð', 'Ð':
		return append(dst, 'd')
	case 'æ', 'Æ':
		return append(dst, "ae"...)
	case 'œ', 'Œ':
		return append(dst, "oe"...)
	case 'þ', 'Þ':
		return append(dst, "th"...)
	case 'ħ', 'Ħ':
		return append(dst, 'h')
	case 'ŧ', 'Ŧ':
		return append(dst, 't')
	case 'ſ':
		return append(dst, 's')
	case 'ς':
		return append(dst, "σ"...)
	case 'µ':
		return append(dst, "μ"...)
	}
	return utf8.AppendRune(dst, unicode.ToLower(r))
}

// appendFolded appends the folded form of one word, which may hold characters
// that are nothing.
func appendFolded(dst []byte, word string) []byte {
	start := len(dst)
	for i := 0; i < len(word); {
		if c := word[i]; c < utf8.RuneSelf {
			dst = append(dst, asciiWord[c])
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(word[i:])
		f := lookUp(r)
		if f.class == mark && f.n > 0 {
			return appendFoldedWhole(dst[:start], word)
		}
		dst = append(dst, f.bytes[:f.n]...)
		i += size
	}
	return dst
}

// appendFoldedWhole does the work of appendFolded for a word with marks that
// stay: these have a canonical order, which single characters do not show.
func appendFoldedWhole(dst []byte, word string) []byte {
	var visible, decomposed [96]byte
	in := visible[:0]
	for i := 0; i < len(word); {
		r, size := utf8.DecodeRuneInString(word[i:])
		if !isNothing(r) {
			in = append(in, word[i:i+size]...)
		}
		i += size
	}
	return appendFoldedDecomposed(dst, norm.NFD.Append(decomposed[:0], in...))
}

const (
	hashSeed  = 0xcbf29ce484222325
	hashPrime = 0x100000001b3
)

// hashBytes continues the FNV-1a hash h with s.
func hashBytes(h uint64, s []byte) uint64 {
	for _, c := range s {
		h = (h ^ uint64(c)) * hashPrime
	}
	return h
}

// scanWord reads the word whose first letter is at i and returns its end,
// without trailing characters that are nothing, and the hash h continued with
// the bytes that appendFolded gives for it. A word is a run of letters, marks
// and digits; a letter of a script without spaces is a word by itself.
func scanWord(s string, i int, h uint64) (end int, hash uint64) {
	first, alone, ordered := h, false, false
	end = i
scan:
	for j := i; j < len(s); {
		if c := s[j]; c < utf8.RuneSelf {
			f := asciiWord[c]
			if f == 0 || alone {
				break
			}
			h = (h ^ uint64(f)) * hashPrime
			j++
			end = j
			continue
		}
		r, size := utf8.DecodeRuneInString(s[j:])
		f := lookUp(r)
		switch {
		case f.class == nothing:
			j += size
			continue
		case f.class == mark:
			ordered = ordered || f.n > 0
		case f.class == solo && j == i:
			alone = true
		case f.class != letter || alone:
			break scan
		}
		h = hashBytes(h, f.bytes[:f.n])
		j += size
		end = j
	}
	if ordered {
		var buf [96]byte
		h = hashBytes(first, appendFoldedWhole(buf[:0], s[i:end]))
	}
	return end, h
}

// startsWord reports whether a letter of class c at i is the first of a word.
func startsWord(s string, i int, c class) bool {
	if c == solo {
		return true
	}
	for i > 0 {
		if b := s[i-1]; b < utf8.RuneSelf {
			return asciiWord[b] == 0
		}
		r, size := utf8.DecodeLastRuneInString(s[:i])
		switch classOf(r) {
		case nothing, mark:
			i -= size
		case letter:
			return false
		default:
			return true
		}
	}
	return true
}

// splitsWord reports whether the offset i of s lies within a word.
func splitsWord(s string, i int) bool {
	if i <= 0 || i >= len(s) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(s[i:])
	switch c := classOf(r); c {
	case letter:
		return !startsWord(s, i, c)
	case mark:
		return true
	}
	return false
}

// separator is what stands between two words.
type separator struct {
	canon     []byte // as it is compared
	next      int    // the offset after it
	word      bool   // a word follows
	paragraph bool   // it holds a paragraph break
}

// appendSeparator reads from i on to the next word, the end of s, or till over
// limit bytes were appended, and appends what it read in canonical form to dst.
// What precedes i, if anything does, is a word.
// A single hyphen between two words is a space, at the end of a line too; white
// space is one space; quotation marks are straight.
func appendSeparator(dst []byte, s string, i, limit int) separator {
	start, from := len(dst), i
	if i+1 < len(s) && s[i] == ' ' && s[i+1] < utf8.RuneSelf && asciiWord[s[i+1]] != 0 {
		return separator{canon: append(dst, ' '), next: i + 1, word: true}
	}
	sep := separator{}
	for i < len(s) && len(dst)-start <= limit {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch classOf(r) {
		case letter, solo:
			sep.canon, sep.next, sep.word = dst, i, true
			return sep
		case nothing, mark: // a mark without a letter
			i += size
		case space:
			end, breaks := skipGap(s, i)
			sep.paragraph = sep.paragraph || breaks > 1
			if n := len(dst); n == start || dst[n-1] != ' ' {
				dst = append(dst, ' ')
			}
			i = end
		case hyphen:
			i += size
			if len(dst) == start && from > 0 {
				end, breaks := skipGap(s, i)
				if breaks <= 1 && (breaks == 1 || !holdsSpace(s[i:end])) && wordAt(s, end) {
					dst = append(dst, ' ')
					i = end
					continue
				}
			}
			dst = append(dst, '-')
		default:
			dst = utf8.AppendRune(dst, canonicalPunctuation(r))
			i += size
		}
	}
	sep.canon, sep.next = dst, i
	return sep
}

func canonicalPunctuation(r rune) rune {
	switch classOf(r) {
	case hyphen:
		return '-'
	case apostrophe:
		return '\''
	case space:
		return ' '
	}
	if isDoubleQuote(r) {
		return '"'
	}
	if r >= utf8.RuneSelf {
		var in [utf8.UTFMax]byte
		n := utf8.EncodeRune(in[:], r)
		if d := norm.NFD.Properties(in[:n]).Decomposition(); len(d) > 0 {
			r, _ = utf8.DecodeRune(d)
		}
	}
	return r
}

// skipSpace returns the end of the white space (and nothings) that starts at i,
// and its line breaks; a paragraph separator (U+2029) counts as two.
func skipSpace(s string, i int) (end, breaks int) { return skipBlank(s, i, nothing) }

// skipGap is skipSpace that skips marks without a letter too.
func skipGap(s string, i int) (end, breaks int) { return skipBlank(s, i, mark) }

func skipBlank(s string, i int, also class) (end, breaks int) {
	for i < len(s) {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch c := classOf(r); {
		case c == nothing || c == also:
		case c != space:
			return i, breaks
		case r == '\n' || r == 0x85 || r == 0x2028:
			breaks++
		case r == '\r' && (i+1 == len(s) || s[i+1] != '\n'):
			breaks++
		case r == 0x2029:
			breaks += 2
		}
		i += size
	}
	return i, breaks
}

func holdsSpace(s string) bool {
	for _, r := range s {
		if classOf(r) == space {
			return true
		}
	}
	return false
}

func wordAt(s string, i int) bool {
	r, _ := utf8.DecodeRuneInString(s[i:])
	c := classOf(r)
	return i < len(s) && (c == letter || c == solo)
}
