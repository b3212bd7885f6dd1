package report

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"dossier/internal/match"
)

// form is a name as it is compared with others.
type form struct {
	name
	person  bool
	words   []word   // that count, at least one
	written int      // how many words there are in all
	left    []string // the words that do not count, as they are written
	numbers []string // in order; names with different ones are never alike
	letters string   // of all words, without spaces
}

type word struct {
	text    string // as it is written
	letters []rune // folded
	skeleton
}

func (w word) initial() bool { return len(w.letters) == 1 && unicode.IsLower(w.letters[0]) }

// Words that a name may be written with or without. Articles of Arabic are one word
// where they do count.
var (
	nameParticles = wordSet(`the of for and & de del della delle dei degli di da do dos das du des van von vom zu zum zur
		ter den dem der die la las los le les und et bin bint ibn ben af av`)
	nameArticles  = wordSet("al el ul ash adh ad ar az")
	honorifics    = wordSet("mr mrs ms dr prof professor sheikh sheik shaykh sir")
	companyForms  = wordSet("ag gmbh kg se inc incorporated ltd limited llc plc corp corporation co company sa spa srl nv bv ab oy")
	stateForms    = wordSet("republic kingdom state strip peninsula")
	generations   = wordSet("jr sr junior senior ii iii iv vi vii viii ix")
	abdSpellings  = []string{"abdul", "abdel", "abdal", "abdol", "abd"}
	compoundWords = wordSet("abdul abdel abdal abdol abd")
)

// newForm splits a name into words and sets aside those that do not count: particles
// and articles, and the honorifics of a person, the legal form of an organization,
// the form of a state. A person keeps two words, as Al Gore does.
func newForm(n name, sign string) *form {
	f := &form{name: n, person: sign == "person"}
	optional, keep := companyForms, 1
	switch sign {
	case "person":
		optional, keep = honorifics, 2
	case "place":
		optional = stateForms
	}
	all := splitWords(n.text, f.person)
	f.written = len(all)
	var letters strings.Builder
	for _, w := range all {
		letters.WriteString(string(w.letters))
	}
	f.letters = letters.String()
	var numbers []string
	counted := 0
	isOptional := func(w word) bool {
		s := string(w.letters)
		return nameParticles[s] || nameArticles[s] || optional[s]
	}
	for _, w := range all {
		if s := string(w.letters); strings.ContainsFunc(s, unicode.IsDigit) || generations[s] {
			numbers = append(numbers, s)
		}
		if !isOptional(w) {
			counted++
		}
	}
	slices.Sort(numbers)
	f.numbers = numbers
	for i := 0; i < len(all); i++ {
		w := all[i]
		switch s := string(w.letters); {
		case compoundWords[s] && i+1 < len(all):
			next := i + 1
			if next+1 < len(all) && nameArticles[string(all[next].letters)] {
				next++
			}
			if rest := all[next]; len(rest.letters) > 1 {
				for _, part := range all[i+1 : next+1] {
					w.text += " " + part.text
				}
				w.letters = slices.Concat([]rune("abd"), rest.letters)
				i = next
			}
		case isOptional(w) && counted >= keep:
			f.left = append(f.left, w.text)
			continue
		case nameArticles[s]:
			w.letters = []rune("al")
		default:
			for _, prefix := range abdSpellings {
				if rest, ok := strings.CutPrefix(s, prefix); ok && len(rest) > 1 {
					w.letters = []rune("abd" + rest)
					break
				}
			}
		}
		w.skeleton = skeletonOf(w.letters)
		f.words = append(f.words, w)
	}
	if len(f.words) == 0 { // a name of punctuation, or of particles alone
		f.words = []word{{text: n.text, letters: []rune(n.fold), skeleton: skeletonOf([]rune(n.fold))}}
	}
	return f
}

// splitWords splits a name at all but letters, digits and apostrophes, which are left
// out. A full stop between letters parts the initials of a person, and no others: U.S.
func splitWords(text string, person bool) []word {
	var words []word
	text = strings.ReplaceAll(text, "&", " & ")
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool {
		switch {
		case r == '.':
			return person
		case strings.ContainsRune("'’‘ʼ`&", r):
			return false
		}
		return !unicode.In(r, unicode.L, unicode.N, unicode.M, unicode.Cf)
	}) {
		var letters []rune
		for _, r := range match.Fold(part) {
			if r == '&' || unicode.In(r, unicode.L, unicode.N, unicode.M) && !unicode.Is(unicode.Lm, r) {
				letters = append(letters, r)
			}
		}
		if len(letters) > 0 {
			words = append(words, word{text: strings.Trim(part, "'’‘ʼ`."), letters: letters})
		}
	}
	return words
}

// How long, in letters, words have to be to be compared by their letters.
const (
	shortWord  = 3  // below, words have to be equal; from here on they may differ in a silent letter
	middleWord = 5  // one letter more, or two that changed places
	commonWord = 6  // one letter, in any way
	longWord   = 12 // two letters, one of them more: two that are replaced are another name

	// Names of one word have nothing else to tell them apart.
	singleWord     = 9 // letters of those that differ in one letter
	soundingWord   = 7 // letters of those that have the same consonants
	soundingSounds = 4 // and how many these are
	joinedLength   = 6 // letters of names that differ in spaces alone
)

// likeness is how alike two words are.
type likeness uint8

const (
	unlike  likeness = iota
	near             // a small edit distance
	abbrev           // one is the initial of the other
	sounds           // the same skeleton
	theSame          // the same letters
)

// compareWords compares two words of names.
func compareWords(x, y word, person, given bool) likeness {
	switch {
	case slices.Equal(x.letters, y.letters):
		return theSame
	case person && x.initial() != y.initial() && x.letters[0] == y.letters[0]:
		return abbrev
	case person && otherGender(string(x.letters), string(y.letters), given):
		return unlike
	case x.fits(y.skeleton):
		return sounds
	case nearlySpelled(x.letters, y.letters):
		return near
	}
	return unlike
}

// otherGender tells whether an ending sets a woman's name apart from a man's: Paul and
// Paula, Mario and Maria, Ivanov and Ivanova; Simone and Simon, but not Browne and
// Brown, which are no given names.
func otherGender(x, y string, given bool) bool {
	if strings.HasSuffix(y, "a") && !strings.HasSuffix(x, "a") {
		x, y = y, x
	}
	if stem, ok := strings.CutSuffix(x, "a"); ok && !strings.HasSuffix(y, "a") {
		return stem == y || !strings.HasSuffix(y, "e") && !strings.HasSuffix(y, "h")
	}
	return given && (x == y+"e" || y == x+"e")
}

// nearlySpelled tells whether a slip may have made one word the other: by their
// Damerau-Levenshtein distance, of which the more is allowed the longer they are. In
// short words most letters tell another name (Jan, Jon, Jean), except a silent h and
// doubled letters. Digits are no slips.
func nearlySpelled(x, y []rune) bool {
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(x) < shortWord || len(y)-len(x) > 2 || slices.ContainsFunc(x, unicode.IsDigit) || slices.ContainsFunc(y, unicode.IsDigit) {
		return false
	}
	switch distance := match.EditDistance(x, y); {
	case distance > 1:
		return distance == 2 && len(x) >= longWord && len(x) < len(y)
	case len(x) >= commonWord:
		return true
	case len(x) >= middleWord:
		return len(x) < len(y) || replaced(x, y) == 2
	}
	i := 0
	for i < len(x) && x[i] == y[i] {
		i++
	}
	return len(x) < len(y) && (y[i] == 'h' || i > 0 && y[i] == y[i-1])
}

// replaced counts the places at which words of one length differ.
func replaced(x, y []rune) int {
	n := 0
	for i := range x {
		if x[i] != y[i] {
			n++
		}
	}
	return n
}

// pairing is which words of two names belong together.
type pairing struct {
	of   []int // for each word of one name, the index of the other's, or -1
	like []likeness
}

// compareForms tells whether two names may be names of one thing, and why. Each word
// of the one has to be alike to one of the other's, at most one of them by its edit
// distance, and at least one of more than a letter has to be equal or to have the
// same skeleton. Persons may lack names between the first and the last.
func compareForms(a, b *form) (reason string, ok bool) {
	if !slices.Equal(a.numbers, b.numbers) {
		return "", false
	}
	if a.letters == b.letters && len(a.letters) >= joinedLength && a.written != b.written {
		return fmt.Sprintf("%q and %q differ in spaces alone", a.text, b.text), true
	}
	short, long := a, b
	if len(short.words) > len(long.words) {
		short, long = long, short
	}
	var p pairing
	switch {
	case len(long.words) == 1:
		p, ok = pairSingle(short, long)
	case len(short.words) == 1:
		return "", false
	case short.person:
		if p, ok = pairPersons(short, long); !ok && len(short.words) == len(long.words) {
			p, ok = pairAnyOrder(short, long)
		}
	case len(short.words) == len(long.words):
		p, ok = pairAnyOrder(short, long)
	}
	if !ok || !p.convinces(short, long) {
		return "", false
	}
	return p.reason(short, long), true
}

func pairSingle(a, b *form) (pairing, bool) {
	x, y := a.words[0], b.words[0]
	like := compareWords(x, y, a.person, false)
	n := min(len(x.letters), len(y.letters))
	switch like {
	case sounds:
		if n < soundingWord || len(x.consonants) < soundingSounds {
			return pairing{}, false
		}
	case near:
		if n < singleWord || match.EditDistance(x.letters, y.letters) > 1 {
			return pairing{}, false
		}
	case unlike, abbrev:
		return pairing{}, false
	}
	return pairing{[]int{0}, []likeness{like}}, true
}

// pairPersons pairs the first names and the last names, and those between in their
// order.
func pairPersons(short, long *form) (pairing, bool) {
	n, m := len(short.words), len(long.words)
	p := pairing{make([]int, n), make([]likeness, n)}
	j := 0
	for i, x := range short.words {
		if i == n-1 {
			j = m - 1
		}
		for ; ; j++ {
			if j == m || i > 0 && i < n-1 && j == m-1 {
				return pairing{}, false
			}
			if like := compareWords(x, long.words[j], true, i == 0); like != unlike {
				p.of[i], p.like[i] = j, like
				j++
				break
			}
			if i == 0 || i == n-1 {
				return pairing{}, false
			}
		}
	}
	return p, true
}

// pairAnyOrder pairs all words, the most alike first.
func pairAnyOrder(a, b *form) (pairing, bool) {
	p := pairing{make([]int, len(a.words)), make([]likeness, len(a.words))}
	taken := make([]bool, len(b.words))
	for i := range p.of {
		p.of[i] = -1
	}
	for _, like := range []likeness{theSame, sounds, abbrev, near} {
		for i, x := range a.words {
			if p.of[i] >= 0 {
				continue
			}
			for j, y := range b.words {
				if !taken[j] && compareWords(x, y, a.person, true) == like {
					p.of[i], p.like[i], taken[j] = j, like, true
					break
				}
			}
		}
	}
	return p, !slices.Contains(p.of, -1)
}

// convinces tells whether words that belong together make the names alike. A surname
// is more than an initial ("Maria S." is any). A person whose names stand in another
// order has the same ones, or an initial and a surname.
func (p pairing) convinces(short, long *form) bool {
	nears, initials, anchors := 0, 0, 0
	for i, like := range p.like {
		switch like {
		case near:
			nears++
		case abbrev:
			initials++
			if i == len(short.words)-1 && p.of[i] == len(long.words)-1 {
				return false
			}
		case sounds, theSame:
			if len(short.words[i].letters) > 1 {
				anchors++
			}
		}
	}
	if len(p.like) == 1 {
		return true
	}
	if short.person && !slices.IsSorted(p.of) && (nears > 0 || initials > 0 && len(p.of) > 2) {
		return false
	}
	return nears <= 1 && anchors > 0
}

// difference says how alike words differ: in one letter, where that is all, whatever
// else they have in common.
func difference(x, y word, like likeness) string {
	how := "differ in one letter"
	switch distance := match.EditDistance(x.letters, y.letters); {
	case distance == 1 && len(x.letters) == len(y.letters) && replaced(x.letters, y.letters) == 2:
		how = "differ in the order of two letters"
	case distance > 1 && like == sounds:
		how = "have the same consonants and like vowels"
	case distance > 1:
		how = "differ in two letters"
	}
	return fmt.Sprintf("%q and %q %s", x.text, y.text, how)
}

// reason says why two names are alike, the one that comes first in the dossier first.
func (p pairing) reason(short, long *form) string {
	var why, missing []string
	for i, x := range short.words {
		y := long.words[p.of[i]]
		switch p.like[i] {
		case abbrev:
			if y.initial() {
				x, y = y, x
			}
			why = append(why, fmt.Sprintf("%q may stand for %q", x.text, y.text))
		case sounds, near:
			why = append(why, difference(x, y, p.like[i]))
		}
	}
	for j, y := range long.words {
		if !slices.Contains(p.of, j) {
			missing = append(missing, fmt.Sprintf("%q", y.text))
		}
	}
	if len(missing) > 0 {
		why = append(why, strings.Join(missing, ", ")+" may have been left out")
	}
	same := "have the same words"
	if !slices.IsSorted(p.of) {
		same += " in another order"
	}
	var aside []string
	for _, f := range [][2]*form{{short, long}, {long, short}} {
		for _, w := range f[0].left {
			if !slices.ContainsFunc(f[1].left, func(o string) bool { return match.Fold(o) == match.Fold(w) }) {
				aside = append(aside, fmt.Sprintf("%q", w))
			}
		}
	}
	first, second := short.text, long.text
	if long.of < short.of {
		first, second = second, first
	}
	switch {
	case len(why) == 0 && len(aside) > 0:
		return fmt.Sprintf("%q and %q %s, %s aside", first, second, same, strings.Join(aside, ", "))
	case len(why) == 0:
		return fmt.Sprintf("%q and %q %s", first, second, same)
	}
	return fmt.Sprintf("%q and %q are alike: %s", first, second, strings.Join(why, ", "))
}
