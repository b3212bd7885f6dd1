package match

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Sentences returns the sentences of text in order, without the white space
// around them. What is not white space is in exactly one of them.
//
// A sentence ends after . ! ? … or their likes in other scripts, with the
// quotation marks and brackets that close there, where white space and then
// something that can begin a sentence follow: an upper-case letter, a letter
// without case, a digit, an opening quotation mark or bracket. The full stops of
// 。！？ need no white space. A full stop does not end a sentence after a title,
// a month or another common abbreviation, an initial, or the number that begins
// a list item, and a spaced ellipsis (". . .") never does. After abbreviations
// that may stand last ("U.S.", "Inc.", "p.m.") it does if a word follows that
// often begins an English sentence. A paragraph break (two line breaks with
// nothing but white space between them, or U+2029) always ends one; a single line
// break does not.
func Sentences(text string) []Span {
	var out []Span
	for i := 0; ; {
		start, _ := skipSpace(text, i)
		if start == len(text) {
			return out
		}
		end := sentenceEnd(text, start)
		out = append(out, Span{start, end})
		i = end
	}
}

// SentenceAround returns the sentence of text that holds s, or if s runs over
// several, the range from the beginning of the first to the end of the last. The
// bounds are those of Sentences. If s is empty and no sentence holds it, the
// result is s. The time it takes grows with the length of the paragraph.
func SentenceAround(text string, s Span) Span {
	from := paragraphStart(text, s.Start)
	found := false
	around := s
	for i := from; ; {
		start, _ := skipSpace(text, i)
		if start == len(text) || start >= s.End && (found || s.End > s.Start || start > s.Start) {
			return around
		}
		end := sentenceEnd(text, start)
		if end > s.Start {
			if !found {
				around = Span{min(start, s.Start), max(end, s.End)}
				found = true
			}
			around.End = max(around.End, end)
		}
		i = end
	}
}

// paragraphStart returns the end of the last paragraph break before i, or 0.
func paragraphStart(text string, i int) int {
	for i > 0 {
		k := strings.LastIndexAny(text[:i], "\n\r\u0085\u2028\u2029")
		if k < 0 {
			return 0
		}
		from := k
		for from > 0 {
			r, size := utf8.DecodeLastRuneInString(text[:from])
			if c := classOf(r); c != space && c != nothing {
				break
			}
			from -= size
		}
		if end, breaks := skipSpace(text, from); breaks > 1 || end == len(text) {
			if end <= i {
				return end
			}
			i = from
			continue
		}
		i = from
	}
	return 0
}

// sentenceEnd returns the end of the sentence that begins at start.
func sentenceEnd(text string, start int) int {
	for i := start; i < len(text); {
		c := text[i]
		switch sentenceByte[c] {
		case 0:
			i++
			continue
		case breaks:
			if c == ' ' && i+1 < len(text) && sentenceByte[text[i+1]] == 0 {
				i += 2
				continue
			}
			end, n := skipSpace(text, i)
			if n > 1 || end == len(text) {
				return trimNothing(text, start, i)
			}
			i = max(end, i+1)
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		if !isTerminator(r) {
			if classOf(r) == space {
				end, n := skipSpace(text, i)
				if n > 1 || end == len(text) {
					return trimNothing(text, start, i)
				}
				i = end
				continue
			}
			i += size
			continue
		}
		at := i
		wide := false
		for i < len(text) {
			r, size = utf8.DecodeRuneInString(text[i:])
			if !isTerminator(r) && !isCloser(r) && classOf(r) != nothing {
				break
			}
			wide = wide || isWideTerminator(r)
			i += size
		}
		i = closeGuillemet(text, start, i)
		if endsSentence(text, start, at, i, wide) {
			return trimNothing(text, start, i)
		}
	}
	return trimNothing(text, start, len(text))
}

// closeGuillemet returns the offset after a guillemet that is set off by a space,
// as in French, if it closes one that the sentence opened; otherwise i.
func closeGuillemet(text string, start, i int) int {
	end, breaks := skipSpace(text, i)
	if breaks > 0 || !strings.HasPrefix(text[end:], "»") || strings.Count(text[start:i], "«") <= strings.Count(text[start:i], "»") {
		return i
	}
	return end + len("»")
}

const (
	breaks = iota + 1 // white space
	maybe             // a terminator, or not ASCII
)

var sentenceByte = func() (kind [256]uint8) {
	for c := 0x80; c < 0x100; c++ {
		kind[c] = maybe
	}
	for _, c := range []byte(".!?") {
		kind[c] = maybe
	}
	for _, c := range []byte("\n\r\t\v\f ") {
		kind[c] = breaks
	}
	return kind
}()

// trimNothing returns end without the white space and nothings before it.
func trimNothing(text string, start, end int) int {
	for end > start {
		r, size := utf8.DecodeLastRuneInString(text[:end])
		if c := classOf(r); c != space && c != nothing {
			break
		}
		end -= size
	}
	return end
}

func isTerminator(r rune) bool {
	switch r {
	case '.', '!', '?', '…', '‼', '⁇', '⁈', '⁉', '؟', '۔', '։', '።', '፧', '।', '॥', '။':
		return true
	}
	return isWideTerminator(r)
}

func isWideTerminator(r rune) bool {
	switch r {
	case '。', '！', '？', '｡', '．':
		return true
	}
	return false
}

func isCloser(r rune) bool {
	switch r {
	case '"', '\'', '’', '”', '‘', '“', '»', '«', '›', '‹', ')', ']', '}', '」', '』', '）', '】', '》', '〉':
		return true
	}
	return false
}

func isOpener(r rune) bool {
	switch r {
	case '"', '\'', '‘', '“', '„', '‚', '«', '»', '‹', '›', '(', '[', '{', '「', '『', '（', '【', '《', '〈', '¿', '¡':
		return true
	}
	return false
}

// endsSentence reports whether the terminators at text[at:end], with what closes
// after them, end the sentence that begins at start.
func endsSentence(text string, start, at, end int, wide bool) bool {
	if wide || end == len(text) {
		return true
	}
	next, breaks := skipSpace(text, end)
	if next == len(text) || breaks > 1 {
		return true
	}
	if next == end {
		return false
	}
	rest := text[next:]
	r, size := utf8.DecodeRuneInString(rest)
	for isOpener(r) || classOf(r) == hyphen || r == '—' || r == '―' || size > 0 && classOf(r) == space {
		rest = rest[size:]
		r, size = utf8.DecodeRuneInString(rest)
	}
	if unicode.IsLower(r) || !unicode.IsLetter(r) && !unicode.IsDigit(r) {
		// What follows is neither letter nor digit: not a full stop, certainly,
		// if it is another one.
		return false
	}
	if text[at] != '.' || strings.HasPrefix(text[at:], "..") {
		return true
	}
	if before := strings.TrimRightFunc(text[start:at], unicode.IsSpace); len(before) < at-start && strings.HasSuffix(before, ".") {
		return false // a spaced ellipsis
	}
	if end > at+1 && !strings.ContainsAny(text[at:end], "!?") && hasQuote(text[at:end]) {
		return true // nobody closes a quotation after an abbreviation but at its end
	}
	return !isAbbreviation(text, start, at, rest)
}

func hasQuote(s string) bool { return strings.ContainsAny(s, "\"”’»") }

// isAbbreviation reports whether the full stop at text[at] belongs to the word
// before it, given what follows.
func isAbbreviation(text string, start, at int, rest string) bool {
	from := at
	for from > start {
		r, size := utf8.DecodeLastRuneInString(text[start:from])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '.' && classOf(r) != mark {
			break
		}
		from -= size
	}
	word := text[from:at]
	if word == "" {
		return false
	}
	following := nextWord(rest)
	number := following != "" && following[0] >= '0' && following[0] <= '9'
	first, size := utf8.DecodeRuneInString(word)
	switch {
	case isNumber(word):
		return from == start // the number of a list item
	case size == len(word) && unicode.IsLetter(first):
		switch {
		case from == start, unicode.IsUpper(first) && word != "I":
			return true
		case word == "I":
			return len(following) == 1 && unicode.IsUpper(rune(following[0])) && following != "A" && following != "I"
		}
		return abbreviations[word] == beforeNumber && (number || isRoman(following))
	case strings.Contains(word, "."):
		if abbreviations[word] == never {
			return true
		}
		return dotted(word) && !sentenceStarts[following]
	}
	switch abbreviations[word] {
	case never:
		return true
	case beforeName:
		return !sentenceStarts[following]
	case beforeNumber:
		answer := following == "I" && (word == "No" || word == "no")
		return number || isRoman(following) && !answer
	}
	return false
}

func nextWord(s string) string {
	end := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if end < 0 {
		return s
	}
	return s[:end]
}

func isNumber(s string) bool {
	return strings.Trim(s, "0123456789") == ""
}

func isRoman(s string) bool {
	return s != "" && strings.Trim(s, "IVXLCM") == ""
}

// dotted reports whether s is an abbreviation like "U.S" or "p.m", without its
// last full stop: parts of at most three letters.
func dotted(s string) bool {
	for part := range strings.SplitSeq(s, ".") {
		if n := utf8.RuneCountInString(part); n == 0 || n > 3 || strings.IndexFunc(part, unicode.IsDigit) >= 0 {
			return false
		}
	}
	return true
}

// When the full stop after an abbreviation does not end a sentence.
const (
	never        = iota + 1 // whatever follows
	beforeName              // unless a word follows that begins sentences
	beforeNumber            // if a number follows
)

var abbreviations = func() map[string]int {
	m := map[string]int{}
	for when, words := range map[int]string{
		never: "Mr Mrs Ms Mx Dr Prof Gen Lt Col Sgt Maj Capt Cmdr Adm Gov Sen Rep Rev Hon Pres Amb Messrs Mme Mlle Hr Fr Sra Srta Dra " +
			"vs cf viz e.g i.e ca approx z.B d.h u.a",
		beforeName: "St Ste Mt Ft Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun " +
			"Inc Ltd Co Corp Bros Jr Sr etc al dept Dept Univ univ Assn assn est Est Ave Blvd Bldg Ph.D bzw Str Cad Sok",
		beforeNumber: "No no Nos nos Nr nr Vol vol Vols vols p pp Fig fig Figs figs Ch ch Sec sec Art art Para para paras Paras " +
			"Ed ed Eds eds Ser ser Bd Abs Rn n nn",
	} {
		for _, w := range strings.Fields(words) {
			m[w] = when
		}
	}
	return m
}()

// sentenceStarts are words that stand with a capital at the beginning of English
// sentences and hardly elsewhere.
var sentenceStarts = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(`The A An This That These Those It He She They We You I His Her Its Their Our My
		In On At By For From With Without Of To As If When While After Before Since Until During Despite Although Though
		But And Or Yet So However Then There Here Now Not No Some Many Most Both All Each Another Other Such
		What Who Why Where How Which Also Still Even Only Just Once Last According Asked Speaking Earlier Later Meanwhile`) {
		m[w] = true
	}
	return m
}()
