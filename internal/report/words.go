package report

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"dossier/internal/diag"
	"dossier/internal/dossier"
)

// count gives a number with its noun, whose plural ends in s.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// countWords counts the words of a text by the word boundaries of UAX #29: what
// stands between two of them counts where it has a letter or a digit. Apostrophes,
// full stops and colons between letters, and commas between digits, part nothing;
// hyphens do. In scripts without spaces each letter is a word, but runs of katakana.
func countWords(text string) int {
	const (
		none = iota
		letter
		digit
		katakana
		ideograph
	)
	n, last := 0, none
	pending := rune(0) // a mark that parts nothing if a letter or digit follows
	for _, r := range text {
		if unicode.Is(unicode.M, r) || unicode.Is(unicode.Cf, r) {
			continue // belongs to what is before it
		}
		kind := none
		switch {
		case unicode.Is(unicode.Katakana, r) || r == 'ー':
			kind = katakana
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) && !unicode.Is(unicode.Nd, r):
			kind = ideograph
		case unicode.IsLetter(r):
			kind = letter
		case unicode.Is(unicode.Nd, r):
			kind = digit
		case r == '_' && last != ideograph:
			kind = last
		}
		if kind == none {
			if pending == 0 && (last == letter && strings.ContainsRune("'’‘.:·․﹒＇．", r) || last == digit && strings.ContainsRune("'’‘.,;٬،．", r)) {
				pending = r
				continue
			}
			pending, last = 0, none
			continue
		}
		joined := last != none && kind != ideograph && last != ideograph && (kind == katakana) == (last == katakana)
		if pending != 0 && (kind != last || kind == katakana) {
			joined = false
		}
		if !joined && kind != none {
			n++
		}
		pending, last = 0, kind
	}
	return n
}

// folded gives a text with every run of white space as one space.
func folded(s string) string { return strings.Join(strings.Fields(s), " ") }

// briefLength is how many characters of a text a message shows.
const briefLength = 72

// brief gives the beginning of a text, cut between words.
func brief(s string) string {
	if len(s) > 8*briefLength { // what is cut off need not be looked at
		s = strings.ToValidUTF8(s[:8*briefLength], "")
	}
	s = folded(s)
	if utf8.RuneCountInString(s) <= briefLength {
		return s
	}
	cut := string([]rune(s)[:briefLength])
	if i := strings.LastIndexByte(cut, ' '); i > len(cut)/2 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,;:–—-") + " …"
}

// quoted puts the dossier's words between quotation marks.
func quoted(s string) string { return strconv.Quote(s) }

// at gives the place of a byte of a source's text.
func at(seed *dossier.Seed, offset int) diag.Pos {
	before := seed.Text[:offset]
	line := strings.LastIndexByte(before, '\n') + 1
	return diag.Pos{File: seed.File, Line: strings.Count(before, "\n") + 1, Col: utf8.RuneCountInString(before[line:]) + 1}
}

// listed joins words, at most limit of them, and says how many more there are.
func listed(list []string, limit int) string {
	if len(list) <= limit {
		return strings.Join(list, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(list[:limit], ", "), len(list)-limit)
}
