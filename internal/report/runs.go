package report

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dossier/internal/dossier"
	"dossier/internal/edtf"
	"dossier/internal/match"
)

// run is a stretch of a text that may be a name: capitalised words, with what may
// stand between and around them.
type run struct {
	start, end int // bytes of the text
	rest       int // where its second word starts; end where it has one word
	words      int // capitalised words and mentions, without particles
	// firstUnsure tells that the first word would have its capital anyway, allUnsure
	// that all would, as in a headline.
	firstUnsure, allUnsure bool
}

// item is a word or a mention, on the way to a run.
type item struct {
	start, end int
	kind       itemKind
	unsure     bool
}

type itemKind uint8

const (
	capital itemKind = iota
	acronym
	mention
	particle
)

// language is what of a language decides about runs.
type language struct {
	base   string
	breaks map[string]bool // capitalised words that are part of no name, in lower case: days and months
	nouns  bool            // all nouns have a capital
	lower  func(string) string
}

// Words between the words of a name. A second one only follows a first one ("of
// the", "van der").
var (
	firstParticles = wordSet(`of de del della delle dei degli di da do dos das du des van von vom zu zum zur den ter
		bin bint ibn ben al el af av &`)
	secondParticles = wordSet("the la las los le les der den dem het l d lo")
	// articles stand before a name and are part of it, with a hyphen or an apostrophe.
	articles = wordSet("al el ul as ash ad adh ar at ath an az us ur")
	// otherWords are first particles that are common words of a language.
	otherWords = map[string]map[string]bool{
		"en": wordSet("do ter das den"), "de": wordSet("bin das da des du den dei zum zur"), "tr": wordSet("da de des"), "az": wordSet("da de"),
		"fr": wordSet("des du al"), "sv": wordSet("de den da do del"), "da": wordSet("de den da do del"), "nb": wordSet("de den da do del"),
		"no": wordSet("de den da do del"), "it": wordSet("al"), "es": wordSet("al"), "pt": wordSet("al"), "nl": wordSet("bin das do of"),
	}
	nounLanguages = wordSet("de lb gsw nds")
	days          = map[string][]string{
		"en": {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"},
		"tr": {"pazartesi", "salı", "çarşamba", "perşembe", "cuma", "cumartesi", "pazar"},
		"de": {"montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonnabend", "sonntag"},
	}
	shortMonths = wordSet("jan feb mar apr jun jul aug sep sept oct nov dec")
	// titles go before a name and are no part of it.
	titles = wordSet("mr mrs ms mx dr prof sen rep gov gen lt col sgt maj capt rev hon herr frau bay bayan mme mlle")
)

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}

func languageOf(tag string) language {
	base, _, _ := strings.Cut(strings.ToLower(tag), "-")
	l := language{base: base, breaks: map[string]bool{}, nouns: nounLanguages[base], lower: strings.ToLower}
	if base == "tr" || base == "az" {
		l.lower = func(s string) string { return strings.ToLowerSpecial(unicode.TurkishCase, s) }
	}
	for _, d := range days[base] {
		l.breaks[d] = true
	}
	lex := edtf.LexiconFor(base)
	if lex != edtf.English || base == "en" {
		for _, m := range lex.Months {
			l.breaks[l.lower(m)] = true
		}
	}
	if base == "en" {
		for m := range shortMonths {
			l.breaks[m] = true
		}
	}
	return l
}

// scanner finds the runs of one text.
type scanner struct {
	language
	text     string
	mentions []dossier.Mention // the rest of them
	words    map[string]int    // counts the words without a capital
	runs     []run
	items    []item // of the run that is read
}

// runsOf finds the runs of a text in its paragraphs, and counts the words without a
// capital. Runs are ordered and disjoint.
func runsOf(text string, paragraphs []dossier.Span, mentions []dossier.Mention, l language, words map[string]int) []run {
	s := &scanner{language: l, text: text, mentions: mentions, words: words}
	for _, p := range paragraphs {
		s.paragraph(p)
	}
	return s.runs
}

func (s *scanner) paragraph(p dossier.Span) {
	first := len(s.runs)
	var sentences []match.Span
	if p.End > p.Start {
		sentences = match.Sentences(s.text[p.Start:p.End])
	}
	begins := true // the next word begins a sentence
	several := len(sentences) > 1
	upper, lower, short, full := 0, 0, 0, 0
	last := p.Start // the end of the last word
	for i := p.Start; i < p.End; {
		for len(sentences) > 0 && p.Start+sentences[0].Start <= i {
			begins, sentences = true, sentences[1:]
		}
		for len(s.mentions) > 0 && s.mentions[0].Span.Start < i {
			s.mentions = s.mentions[1:]
		}
		if len(s.mentions) > 0 && s.mentions[0].Span.Start == i && s.mentions[0].Span.End <= p.End {
			m := s.mentions[0].Span
			s.join(last, item{start: m.Start, end: m.End, kind: mention})
			last, i, begins = m.End, m.End, false
			continue
		}
		end := s.word(i, p.End)
		if end == i {
			r, size := utf8.DecodeRuneInString(s.text[i:])
			if strings.ContainsRune("\"“„«‹‟([{:•*—–―¿¡.!?…", r) {
				begins = true
			}
			i += size
			continue
		}
		word := s.text[i:end]
		it, letters := s.classify(word)
		if letters > 1 {
			switch {
			case it.kind == acronym:
				full++
			case it.kind == capital:
				upper++
			case letters > 3:
				lower++
			default:
				short++
			}
		}
		it.start, it.end, it.unsure = i, end, begins
		s.take(last, it, word)
		last, i, begins = end, end, false
	}
	s.flush()
	switch {
	case lower+short+upper == 0 && full > 2: // capitals throughout
		s.unsure(first)
	case !several && upper > lower && upper > 1 && !endsIn(s.text[p.Start:p.End], ".!?…。") && beginsWithCapital(s.text[p.Start:p.End]):
		s.unsure(first)
	}
}

func beginsWithCapital(text string) bool {
	i := strings.IndexFunc(text, unicode.IsLetter)
	if i < 0 {
		return false
	}
	r, _ := utf8.DecodeRuneInString(text[i:])
	return unicode.IsUpper(r)
}

func (s *scanner) unsure(from int) {
	for i := range s.runs[from:] {
		s.runs[from+i].allUnsure = true
	}
}

// none is the kind of a word that belongs to no run.
const none itemKind = 255

// word gives the end of the word at i: letters, marks and digits, apostrophes before
// a capital (O'Brien), and after a capital a hyphen with a number (F-16).
func (s *scanner) word(i, limit int) int {
	start := i
	for i < limit {
		r, size := utf8.DecodeRuneInString(s.text[i:limit])
		switch {
		case unicode.IsLetter(r) || unicode.Is(unicode.Nd, r) || i > start && (unicode.Is(unicode.M, r) || r == 0xAD):
			i += size
			continue
		case i > start && (r == '\'' || r == '’'):
			next, _ := utf8.DecodeRuneInString(s.text[i+size : limit])
			if unicode.IsUpper(next) && s.base != "tr" && s.base != "az" {
				if first, _ := utf8.DecodeRuneInString(s.text[start:]); unicode.IsUpper(first) {
					i += size
					continue
				}
			}
		case i > start && r == '-':
			next, _ := utf8.DecodeRuneInString(s.text[i+size : limit])
			first, _ := utf8.DecodeRuneInString(s.text[start:])
			if unicode.Is(unicode.Nd, next) && unicode.IsUpper(first) {
				i += size
				continue
			}
		}
		return i
	}
	return i
}

// classify tells what a word by itself may be in a run, and how many letters it has.
func (s *scanner) classify(word string) (it item, letters int) {
	upper, first := 0, true
	it.kind = none
	for _, r := range word {
		if unicode.IsLetter(r) {
			letters++
			if unicode.IsUpper(r) || unicode.IsTitle(r) {
				upper++
				if first {
					it.kind = capital
				}
			}
		}
		first = false
	}
	if it.kind == capital && upper == letters && letters > 1 {
		it.kind = acronym
	}
	return it, letters
}

// take adds a word to the run that is read, or ends that.
func (s *scanner) take(last int, it item, word string) {
	if it.kind == none {
		lower := s.lower(word)
		if r, _ := utf8.DecodeRuneInString(word); unicode.IsLower(r) {
			s.words[lower]++
		}
		if s.isParticle(lower, it) {
			it.kind = particle
			s.join(last, it)
			return
		}
		s.flush()
		return
	}
	if it.kind == capital && s.breaks[s.lower(word)] {
		s.flush()
		return
	}
	if utf8.RuneCountInString(word) == 1 && len(s.items) == 0 && !strings.HasPrefix(s.text[it.end:], ".") && !strings.HasPrefix(s.text[it.end:], "-") {
		return // a letter, or the pronoun I
	}
	s.join(last, it)
}

// longestJoint is how many letters a word between two hyphens has at most that joins
// the parts of a name.
const longestJoint = 4

// isParticle tells whether a word without a capital may go on with the run, or begin
// one, as an Arabic article does.
func (s *scanner) isParticle(lower string, it item) bool {
	next, size := utf8.DecodeRuneInString(s.text[it.end:])
	if size > 0 && strings.ContainsRune("-‐‑'’", next) {
		r, _ := utf8.DecodeRuneInString(s.text[it.end+size:])
		if !unicode.IsUpper(r) {
			return false
		}
		if len(s.items) > 0 && s.items[len(s.items)-1].end == it.start-1 && utf8.RuneCountInString(lower) <= longestJoint && strings.ContainsRune("-‐‑", next) && strings.HasSuffix(s.text[:it.start], "-") {
			return true // Aix-en-Provence
		}
		return articles[lower] || len(s.items) > 0 && (lower == "d" || lower == "l" || firstParticles[lower])
	}
	if len(s.items) == 0 {
		return false
	}
	if s.items[len(s.items)-1].kind == particle {
		return secondParticles[lower]
	}
	return firstParticles[lower] && !otherWords[s.base][lower]
}

// join adds an item to the run that is read if what stands between the two allows
// that, else it begins another one.
func (s *scanner) join(last int, it item) {
	if n := len(s.items); n > 0 && !joins(s.text[last:it.start], s.text[s.items[n-1].start:last], s.items[n-1].kind, it.kind) {
		s.flush()
		if it.kind == particle && !articles[s.lower(s.text[it.start:it.end])] {
			return
		}
	}
	s.items = append(s.items, it)
}

// joins tells whether what stands between two items leaves them in one name: white
// space, a hyphen between words, the full stop of an initial.
func joins(between, before string, left, right itemKind) bool {
	switch between {
	case " ":
		return true
	case "-", "‐", "‑":
		return left != mention && right != mention
	case "'", "’":
		return left == particle
	case " & ":
		return true
	}
	if rest, ok := strings.CutPrefix(between, "."); ok {
		return (utf8.RuneCountInString(before) == 1 || titles[strings.ToLower(before)] || before == "St") && strings.Trim(rest, " \u00a0") == "" && len(rest) <= 2
	}
	return between != "" && strings.TrimFunc(between, unicode.IsSpace) == "" && strings.Count(between, "\n") <= 1
}

// isTitle tells whether the first word of a run is a title of address. "Sen" by
// itself may be a name, where no full stop follows.
func (s *scanner) isTitle(it item, more bool) bool {
	if it.kind != capital {
		return false
	}
	word := s.lower(s.text[it.start:it.end])
	stop := strings.HasPrefix(s.text[it.end:], ".")
	return titles[word] && (more || stop) || word == "m" && stop && s.base == "fr"
}

// flush ends the run that is read, and keeps it if it may be a name.
func (s *scanner) flush() {
	items := s.items
	s.items = s.items[:0]
	for len(items) > 0 && items[len(items)-1].kind == particle {
		items = items[:len(items)-1]
	}
	for len(items) > 0 && s.isTitle(items[0], len(items) > 1) {
		if items = items[1:]; len(items) > 0 {
			items[0].unsure = false
		}
	}
	for len(items) > 0 && items[0].kind == particle && !articles[s.lower(s.text[items[0].start:items[0].end])] {
		items = items[1:]
	}
	if len(items) == 0 {
		return
	}
	// What goes before a mention is a title or an apposition ("Foreign Minister X"),
	// but not where a particle leads to it ("University of X").
	if n := len(items); items[n-1].kind == mention && (n == 1 || items[n-2].kind != particle) {
		return
	}
	if !slices.ContainsFunc(items, func(it item) bool { return it.kind == capital || it.kind == acronym }) {
		return
	}
	if last := &items[len(items)-1]; strings.HasSuffix(s.text[:last.start], ".") && last.end == last.start+1 && strings.HasPrefix(s.text[last.end:], ".") {
		last.end++ // U.S.
	}
	r := run{start: items[0].start, end: items[len(items)-1].end, firstUnsure: items[0].unsure && items[0].kind == capital}
	r.rest = r.end
	for i, it := range items {
		if it.kind == particle {
			continue
		}
		r.words++
		if i > 0 && r.rest == r.end {
			r.rest = it.start
		}
	}
	if r.words == 1 && (utf8.RuneCountInString(s.text[r.start:r.end]) < 2 || strings.Trim(s.text[r.start:r.end], "IVX") == "") {
		return
	}
	if r.words == 1 && s.nouns && items[len(items)-1].kind == capital {
		return
	}
	s.runs = append(s.runs, r)
}
