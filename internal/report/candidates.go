package report

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dossier/internal/dossier"
	"dossier/internal/match"
)

// findCandidates finds names in the sources that have no page: runs of capitalised
// words that are no mention and no title or alias of any page.
//
// A capital says nothing at the beginning of a sentence, after a colon or an opening
// quotation mark, and in a headline: there words count only if they stand with a
// capital elsewhere too, or if they are several that stand nowhere without one. A
// word that the sources have without a capital as often is none. Words right before a
// mention are a title of whom it names, and are not counted, nor are days, months,
// and forms of the names of places ("Israeli"). A name that begins with further
// words, and the last word of a name by itself, count with the name. In languages
// that write nouns with a capital only runs of two words and more are counted; in
// scripts without capitals nothing can be found. Both is noted.
func findCandidates(s *search) {
	c := &candidates{search: s, byKey: map[string]*candidate{}, derived: map[string]string{}}
	if !c.scan() {
		return
	}
	c.sure()
	c.gather()
	c.leaveOutForms()
	c.merge()
	c.tell()
}

type candidates struct {
	*search
	runs      [][]run // by index into seeds
	words     map[string]int
	languages []language
	caseless  map[string][]string // by script: the files
	nouns     []string            // files in which single words do not count

	certain map[string]int // by key: how often it stands where its capital says something
	byKey   map[string]*candidate
	derived map[string]string // words that are forms of the names of places → these
}

// candidate is a name with all its places.
type candidate struct {
	key    string
	places []occurrence // by source and place
	forms  map[string]int
	gone   bool // counted with another
	last   string
}

type occurrence struct{ source, start, end int }

// scan finds the runs of all texts.
func (c *candidates) scan() bool {
	n := len(c.seeds)
	c.runs, c.languages = make([][]run, n), make([]language, n)
	scripts := make([]string, n)
	words := make([]map[string]int, c.workers(n))
	known := make([]map[string]language, len(words))
	for w := range words {
		words[w], known[w] = map[string]int{}, map[string]language{}
	}
	if !c.parallel(n, func(w, i int) {
		source := c.seeds[i]
		if scripts[i] = caselessScript(source.Seed.Text); scripts[i] != "" {
			return
		}
		l, ok := known[w][source.Language]
		if !ok {
			l = languageOf(source.Language)
			known[w][source.Language] = l
		}
		c.languages[i] = l
		c.runs[i] = runsOf(source.Seed.Text, source.Seed.Paragraphs, source.Mentions, l, words[w])
	}) {
		return false
	}
	c.words = map[string]int{}
	for _, of := range words {
		for word, n := range of {
			c.words[word] += n
		}
	}
	c.caseless = map[string][]string{}
	for i, script := range scripts {
		file := c.seeds[i].Seed.File
		if script != "" {
			c.caseless[script] = append(c.caseless[script], file)
		} else if c.languages[i].nouns {
			c.nouns = append(c.nouns, file)
		}
	}
	for i := range c.runs {
		c.runs[i] = slices.DeleteFunc(c.runs[i], c.ruledOut(c.seeds[i]))
	}
	return true
}

// ruledOut tells which runs of a source need no page: those that are left out of the
// reading view, or within words whose meaning the source's own `names` give.
func (c *candidates) ruledOut(source *dossier.Source) func(run) bool {
	none := map[string]bool{}
	if e := c.entries[source.File]; e != nil && e.Source != nil {
		for _, rule := range e.Source.Names {
			none[match.Fold(rule.Words.Value)] = true
		}
	}
	return func(r run) bool {
		span := dossier.Span{Start: r.start, End: r.end}
		return slices.ContainsFunc(source.Hidden, span.Overlaps) ||
			slices.ContainsFunc(source.Acts, func(m dossier.Mention) bool { return m.Span.Contains(span) }) ||
			len(none) > 0 && none[match.Fold(source.Seed.Text[r.start:r.end])]
	}
}

// caselessScripts are scripts without capitals, or that do not use them as others do.
var caselessScripts = []struct {
	name  string
	table *unicode.RangeTable
}{
	{"Arabic", unicode.Arabic},
	{"Han", unicode.Han},
	{"Hebrew", unicode.Hebrew},
	{"Hangul", unicode.Hangul},
	{"kana", unicode.Hiragana},
	{"kana", unicode.Katakana},
	{"Thai", unicode.Thai},
	{"Devanagari", unicode.Devanagari},
	{"Bengali", unicode.Bengali},
	{"Georgian", unicode.Georgian},
	{"Ethiopic", unicode.Ethiopic},
}

// caselessScript gives the name of the script of a text that has no capitals, or
// nothing where most letters are of a script that has.
func caselessScript(text string) string {
	cased, others := 0, 0
	counts := make([]int, len(caselessScripts))
	for _, r := range text {
		switch {
		case r < utf8.RuneSelf:
			if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
				cased++
			}
		case !unicode.IsLetter(r):
		case (unicode.IsUpper(r) || unicode.IsLower(r)) && !unicode.Is(unicode.Georgian, r):
			cased++
		default:
			others++
			for i, script := range caselessScripts {
				if unicode.Is(script.table, r) {
					counts[i]++
					break
				}
			}
		}
	}
	if others <= cased {
		return ""
	}
	most := 0
	for i, n := range counts {
		if n > counts[most] {
			most = i
		}
	}
	if counts[most] == 0 {
		return "another"
	}
	return caselessScripts[most].name
}

// key is what names are compared by.
func (c *candidates) key(source, start, end int) string {
	return match.Fold(c.seeds[source].Seed.Text[start:end])
}

// sure counts what stands where capitals say something.
func (c *candidates) sure() {
	c.certain = map[string]int{}
	for i, runs := range c.runs {
		for _, r := range runs {
			if !r.firstUnsure && !r.allUnsure {
				c.certain[c.key(i, r.start, r.end)]++
			}
		}
	}
}

// gather collects the runs by name, without first words that have their capital from
// the place where they stand.
func (c *candidates) gather() {
	names := c.knownNames()
	for i, runs := range c.runs {
		text := c.seeds[i].Seed.Text
		for _, r := range runs {
			start := r.start
			key := c.key(i, r.start, r.end)
			if r.allUnsure || r.firstUnsure {
				switch {
				case c.certain[key] > 0:
				case r.words == 1:
					continue
				case r.allUnsure:
					if c.common(text[r.start:r.end], c.languages[i]) {
						continue
					}
				default:
					end := r.start
					for end < r.rest && !unicode.IsSpace(rune(text[end])) {
						end++
					}
					rest := c.key(i, r.rest, r.end)
					if c.certain[rest] > 0 || names[rest] || c.words[c.languages[i].lower(text[r.start:end])] > 0 {
						start, key = r.rest, rest
					}
				}
			}
			if names[key] || key == "" {
				continue
			}
			if start > r.start && r.words == 2 { // one word is left
				if c.languages[i].nouns || utf8.RuneCountInString(key) < 2 {
					continue
				}
			}
			found := c.byKey[key]
			if found == nil {
				found = &candidate{key: key, forms: map[string]int{}}
				c.byKey[key] = found
			}
			found.places = append(found.places, occurrence{i, start, r.end})
			found.forms[folded(text[start:r.end])]++
		}
	}
	// A single word that is as common without a capital is no name.
	for key, found := range c.byKey {
		if strings.Contains(key, " ") {
			continue
		}
		if lower := c.words[strings.ToLower(found.form())]; lower >= len(found.places) && !isAcronym(found.form()) {
			found.gone = true
		}
	}
}

// common tells whether the sources have one of the words of a name without a capital.
func (c *candidates) common(name string, l language) bool {
	return slices.ContainsFunc(strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) }), func(word string) bool {
		r, _ := utf8.DecodeRuneInString(word)
		return unicode.IsUpper(r) && c.words[l.lower(word)] > 0
	})
}

func isAcronym(s string) bool { return s == strings.ToUpper(s) }

// form is the spelling that a name has most often, of equals the first in order.
func (f *candidate) form() string {
	best := ""
	for _, form := range slices.Sorted(maps.Keys(f.forms)) {
		if best == "" || f.forms[form] > f.forms[best] {
			best = form
		}
	}
	return best
}

// How alike a word and the name of a place have to be for the one to be a form of
// the other: so many letters have to be equal at the beginning, of the name all but
// so many, and the word may go on for so many.
const (
	formPrefix = 4
	formLost   = 2
	formAdded  = 4
)

// leaveOutForms takes out words like "Israeli" where Israel has a page.
func (c *candidates) leaveOutForms() {
	byPrefix := map[string][]string{} // by the first letters: names of one word
	for _, e := range c.d.Entities {
		if e.Kind.Sign != "place" {
			continue
		}
		for _, name := range append([]string{e.Title}, e.Aliases...) {
			fold := []rune(match.Fold(name))
			if len(fold) >= formPrefix && !slices.Contains(fold, ' ') {
				prefix := string(fold[:formPrefix])
				byPrefix[prefix] = append(byPrefix[prefix], name)
			}
		}
	}
	for key, found := range c.byKey {
		word := []rune(key)
		if found.gone || len(word) < formPrefix || slices.Contains(word, ' ') || isAcronym(found.form()) {
			continue
		}
		for _, name := range byPrefix[string(word[:formPrefix])] {
			of := []rune(match.Fold(name))
			same := 0
			for same < min(len(word), len(of)) && word[same] == of[same] {
				same++
			}
			if same >= len(of)-formLost && len(word) <= len(of)+formAdded {
				found.gone = true
				if len(found.places) >= c.min {
					c.derived[key] = fmt.Sprintf("%s (%s)", found.form(), name)
				}
				break
			}
		}
	}
}

// merge counts a name that begins with further words with the shorter one, and the
// last word of a name that stands alone with the only name that ends in it.
func (c *candidates) merge() {
	keys := slices.Sorted(maps.Keys(c.byKey))
	slices.SortStableFunc(keys, func(a, b string) int { return cmp.Compare(strings.Count(b, " "), strings.Count(a, " ")) })
	for _, key := range keys {
		long := c.byKey[key]
		words := strings.Fields(key)
		for from := 1; from < len(words)-1 && !long.gone; from++ {
			if short := c.byKey[strings.Join(words[from:], " ")]; short != nil && !short.gone {
				short.absorb(long)
			}
		}
	}
	endingIn := map[string][]*candidate{}
	for _, key := range keys {
		if long := c.byKey[key]; !long.gone {
			if words := strings.Fields(key); len(words) > 1 && !firstParticles[words[len(words)-2]] && !secondParticles[words[len(words)-2]] {
				last := words[len(words)-1]
				endingIn[last] = append(endingIn[last], long)
			}
		}
	}
	for last, long := range endingIn {
		short := c.byKey[last]
		if len(long) == 1 && short != nil && !short.gone && c.words[last] == 0 && !isAcronym(short.form()) {
			long[0].last = short.form()
			long[0].absorb(short)
		}
	}
}

// absorb counts the places of another name with this one's.
func (f *candidate) absorb(other *candidate) {
	f.places = append(f.places, other.places...)
	other.gone = true
}

// shownPlaces is how many places of a candidate are given.
const shownPlaces = 3

func (c *candidates) tell() {
	for _, f := range c.byKey {
		if f.gone || len(f.places) < c.min {
			continue
		}
		slices.SortFunc(f.places, func(a, b occurrence) int {
			return cmp.Or(cmp.Compare(a.source, b.source), cmp.Compare(a.start, b.start))
		})
		sources := 0
		for i, p := range f.places {
			if i == 0 || f.places[i-1].source != p.source {
				sources++
			}
		}
		finding := Finding{
			Subject: f.form(),
			Message: fmt.Sprintf("%q is named %s in %s and has no page", f.form(), times(len(f.places)), count(sources, "source")),
			Numbers: map[string]int{"occurrences": len(f.places), "sources": sources},
		}
		if f.last != "" {
			finding.Message += fmt.Sprintf(" (also as %q)", f.last)
		}
		for _, p := range f.places[:min(shownPlaces, len(f.places))] {
			seed := c.seeds[p.source].Seed
			around := match.SentenceAround(seed.Text, match.Span{Start: p.start, End: p.end})
			finding.Places = append(finding.Places, Place{at(seed, p.start), quoted(excerpt(seed.Text, around, p.start, p.end))})
		}
		finding.Pos = finding.Places[0].Pos
		c.found(finding)
	}
	for _, script := range slices.Sorted(maps.Keys(c.caseless)) {
		files := c.caseless[script]
		c.note(fmt.Sprintf("%s in %s script: it has no capitals, so that no candidates can be found there: %s", count(len(files), "source"), script, listed(files, 3)))
	}
	if len(c.nouns) > 0 {
		c.note(fmt.Sprintf("%s in a language that writes all nouns with a capital: single words were not counted there: %s", count(len(c.nouns), "source"), listed(c.nouns, 3)))
	}
	if len(c.derived) > 0 {
		var forms []string
		for _, key := range slices.Sorted(maps.Keys(c.derived)) {
			forms = append(forms, c.derived[key])
		}
		c.note("not counted, being forms of the names of places: " + listed(forms, 12))
	}
}

func times(n int) string {
	switch n {
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return fmt.Sprintf("%d times", n)
}

// excerptAround is how many characters before and after a name an excerpt has at most.
const excerptAround = 30

// excerpt gives a name with some words around it, of its own sentence.
func excerpt(text string, sentence match.Span, start, end int) string {
	from, to := start, end
	for n := 0; from > sentence.Start && n < excerptAround; n++ {
		_, size := utf8.DecodeLastRuneInString(text[:from])
		from -= size
	}
	for n := 0; to < sentence.End && n < excerptAround; n++ {
		_, size := utf8.DecodeRuneInString(text[to:])
		to += size
	}
	before, after := text[from:start], text[end:to]
	if from > sentence.Start {
		if i := strings.IndexFunc(before, unicode.IsSpace); i >= 0 {
			before = before[i:]
		}
		before = "… " + strings.TrimLeftFunc(before, unicode.IsSpace)
	}
	if to < sentence.End {
		if i := strings.LastIndexFunc(after, unicode.IsSpace); i >= 0 {
			after = after[:i]
		}
		after = strings.TrimRightFunc(after, unicode.IsSpace) + " …"
	}
	return folded(before + text[start:end] + after)
}
