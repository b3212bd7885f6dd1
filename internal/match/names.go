package match

import (
	"cmp"
	"math"
	"slices"
	"unicode"
	"unicode/utf8"
)

// Name is a name and the number of whom it names; several may share either.
type Name struct {
	Text string
	ID   int
}

// Names finds many names at once. It is not changed after NewNames, so
// goroutines may share it.
//
// A name matches whole words: runs of letters, marks and digits. An apostrophe
// ends a word, so possessives and Turkish case endings ("Erdoğan'ın") do not
// hinder, and do not belong to the match. Letters of scripts that are written
// without spaces (Han, kana, Thai, Lao, Khmer, Myanmar) are words by themselves.
// Words are compared as Fold gives them. Between two words any white space and a
// single hyphen are alike, also at the end of a line ("al-Hayya", "al Hayya"),
// but a paragraph break (two line breaks with nothing but white space between
// them, or U+2029) ends a name. An em dash or a dash between spaces is
// punctuation, which has to agree, as all punctuation of a name, also before its
// first and after its last word ("U.S.", "Oct. 7", ".NET"). A name without
// letters and digits is never found.
//
// Case counts in two ways. An acronym, a name with upper-case letters, no
// lower-case ones and at most six letters in all, is found only in capitals:
// "US" not in "us". In any other name the first capitalised word of over three
// letters (or, if there is none, the first capitalised word) has to begin with a
// capital in the text, or in a script without case: "Hope" is not found in
// "hope" nor "White House" in "white house", but "The Hague" is in "the Hague",
// "Al-Hayya" in "al-Hayya" and "Political Bureau" in "Political bureau". Capitals
// throughout ("ERDOĞAN") will do. A name without capitalised words is found in
// any case.
type Names struct {
	nodes  []node
	edges  []edge // open addressing by hash; child 0 is a free place
	labels []byte

	// First words, by hash: those of all names, and of the names that may begin
	// with a lower-case letter.
	first, firstLower filter
	// start tells the bytes that a match can begin with, and pairs, of those in
	// ASCII, which can follow them.
	start [256]bool
	pairs [utf8.RuneSelf * 256 / 64]uint64
	dense bool // many lower-case letters are in start
	// separators is the length of the longest separator between two words.
	separators int
}

// node is a sequence of words that some name begins with.
type node struct {
	rules    []rule
	children bool
}

// edge leads from the node parent to the node child by a label: the canonical
// separator and the folded word after it.
type edge struct {
	hash          uint32
	parent, child uint32
	label, length uint32 // in Names.labels
}

// rule is a name that ends at a node: on what conditions, and whose it is.
type rule struct {
	leading, trailing string // punctuation, in canonical form
	capital           int    // the word that has to begin with a capital, or -1
	acronym           bool
	ids               []int // ascending
}

// filter is a set of hashes that may hold more than it was given.
type filter struct {
	bits  []uint64
	shift uint
}

func newFilter(n int) filter {
	f := filter{shift: 64 - 10}
	for 1<<(64-f.shift) < 24*n {
		f.shift--
	}
	f.bits = make([]uint64, 1<<(64-f.shift)/64)
	return f
}

func (f filter) index(h uint64) uint64 { return h * 0x9E3779B97F4A7C15 >> f.shift }

func (f filter) add(h uint64) { i := f.index(h); f.bits[i/64] |= 1 << (i % 64) }

func (f filter) has(h uint64) bool { i := f.index(h); return f.bits[i/64]>>(i%64)&1 != 0 }

// nodeSeed begins the hash of an edge's label.
func nodeSeed(parent uint32) uint64 {
	return hashSeed ^ uint64(parent)*0x9E3779B97F4A7C15
}

// denseLetters is how many lower-case letters may begin a match before the search
// goes from word to word.
const denseLetters = 3

// NewNames prepares the search for names. The order of names does not matter.
func NewNames(names []Name) *Names {
	n := &Names{nodes: make([]node, 1, 2*len(names)+1), first: newFilter(len(names)), firstLower: newFilter(len(names))}
	for c := 0xC2; c < 0xF5; c++ {
		n.start[c] = true // any letter beyond ASCII may fold to what is sought
	}
	n.edges = make([]edge, 16)
	for _, name := range names {
		n.add(name)
	}
	lower := 0
	for c := 'a'; c <= 'z'; c++ {
		if n.start[c] {
			lower++
		}
	}
	n.dense = lower > denseLetters
	for i := range n.nodes {
		n.nodes[i].rules = slices.Clip(n.nodes[i].rules)
	}
	n.labels = slices.Clip(n.labels)
	return n
}

// add enters name in the trie.
func (n *Names) add(name Name) {
	s := name.Text
	var buf [64]byte
	sep := appendSeparator(nil, s, 0, math.MaxInt)
	r := rule{leading: trimLeadingSpace(sep.canon), capital: -1}
	var shape nameShape
	at := uint32(0)
	canon := buf[:0]
	for word := 0; sep.word; word++ {
		if word > 0 {
			n.separators = max(n.separators, len(canon))
		}
		end, hash := scanWord(s, sep.next, hashBytes(nodeSeed(at), canon))
		shape.read(word, s[sep.next:end])
		canon = appendFolded(canon, s[sep.next:end])
		if at == 0 {
			n.first.add(hash)
		}
		at = n.descend(at, uint32(hash>>32), canon)
		if sep = appendSeparator(buf[:0], s, end, math.MaxInt); sep.word {
			canon = sep.canon
		} else {
			r.trailing = trimTrailingSpace(sep.canon)
		}
	}
	if at == 0 {
		return
	}
	r.acronym, r.capital = shape.caseRule()
	n.allowStart(s, r)
	rules := n.nodes[at].rules
	i := slices.IndexFunc(rules, func(other rule) bool {
		return r.leading == other.leading && r.trailing == other.trailing && r.capital == other.capital && r.acronym == other.acronym
	})
	if i < 0 {
		r.ids = []int{name.ID}
		n.nodes[at].rules = append(rules, r)
		return
	}
	if at, found := slices.BinarySearch(rules[i].ids, name.ID); !found {
		rules[i].ids = slices.Insert(rules[i].ids, at, name.ID)
	}
}

func trimLeadingSpace(s []byte) string {
	for len(s) > 0 && s[0] == ' ' {
		s = s[1:]
	}
	return string(s)
}

func trimTrailingSpace(s []byte) string {
	for len(s) > 0 && s[len(s)-1] == ' ' {
		s = s[:len(s)-1]
	}
	return string(s)
}

// nameShape gathers what decides how the case of a name counts.
type nameShape struct {
	letters, lower, upper int
	capitals              []int // the capitalised words
	long                  []int // those of over three letters
}

const (
	acronymLetters  = 6
	particleLetters = 3
)

func (n *nameShape) read(word int, s string) {
	letters, capital := 0, false
	for _, r := range s {
		if !unicode.IsLetter(r) {
			continue
		}
		letters++
		switch {
		case unicode.IsUpper(r) || unicode.IsTitle(r):
			n.upper++
			capital = capital || letters == 1
		case unicode.IsLower(r):
			n.lower++
		}
	}
	n.letters += letters
	if capital {
		n.capitals = append(n.capitals, word)
		if letters > particleLetters {
			n.long = append(n.long, word)
		}
	}
}

func (n *nameShape) caseRule() (acronym bool, capital int) {
	switch {
	case n.upper > 0 && n.lower == 0 && n.letters <= acronymLetters:
		return true, -1
	case len(n.long) > 0:
		return false, n.long[0]
	case len(n.capitals) > 0:
		return false, n.capitals[0]
	}
	return false, -1
}

// allowStart notes with which bytes, and in which case, a match of s begins.
func (n *Names) allowStart(s string, r rule) {
	i := appendSeparator(nil, s, 0, math.MaxInt).next
	end, hash := scanWord(s, i, nodeSeed(0))
	folded := appendFolded(nil, s[i:end])
	c := folded[0]
	lower := !r.acronym && r.capital != 0
	if lower {
		n.firstLower.add(hash)
	}
	if c >= utf8.RuneSelf {
		return
	}
	isLetter := c >= 'a' && c <= 'z'
	if isLetter {
		n.allowPairs(c-'a'+'A', folded[1:])
	}
	if lower || !isLetter {
		n.allowPairs(c, folded[1:])
	}
}

// allowPairs notes that a match may begin with the byte c and the folded rest of
// a word.
func (n *Names) allowPairs(c byte, rest []byte) {
	if len(rest) > 0 && rest[0] < utf8.RuneSelf && n.pairs[pairIndex(c, rest[0])/64]>>(rest[0]%64)&1 != 0 {
		return // noted before, with all that goes with it
	}
	n.start[c] = true
	for d := range 256 {
		if d >= utf8.RuneSelf || len(rest) == 0 && asciiWord[d] == 0 || len(rest) > 0 && asciiWord[d] == rest[0] {
			n.pairs[pairIndex(c, byte(d))/64] |= 1 << (d % 64)
		}
	}
}

func pairIndex(c, d byte) int { return int(c)<<8 | int(d) }

// mayStart reports whether a match may begin with the ASCII character text[i].
func (n *Names) mayStart(text string, i int) bool {
	next := byte(0)
	if i+1 < len(text) {
		next = text[i+1]
	}
	return n.pairs[pairIndex(text[i]&0x7F, next)/64]>>(next%64)&1 != 0
}

// descend returns the child of parent by label, which it adds if need be.
func (n *Names) descend(parent, hash uint32, label []byte) uint32 {
	if child := n.child(parent, hash, label); child != 0 {
		return child
	}
	if 2*len(n.nodes) > len(n.edges) {
		old := n.edges
		n.edges = make([]edge, 2*len(old))
		for _, e := range old {
			if e.child != 0 {
				n.edges[n.free(e.hash)] = e
			}
		}
	}
	e := edge{hash, parent, uint32(len(n.nodes)), uint32(len(n.labels)), uint32(len(label))}
	n.labels = append(n.labels, label...)
	n.nodes = append(n.nodes, node{})
	n.nodes[parent].children = true
	n.edges[n.free(hash)] = e
	return e.child
}

// free returns the free place for an edge with the given hash.
func (n *Names) free(hash uint32) int {
	i := int(hash) & (len(n.edges) - 1)
	for n.edges[i].child != 0 {
		i = (i + 1) & (len(n.edges) - 1)
	}
	return i
}

// child returns the child of parent by label, or 0.
func (n *Names) child(parent, hash uint32, label []byte) uint32 {
	for i := int(hash) & (len(n.edges) - 1); n.edges[i].child != 0; i = (i + 1) & (len(n.edges) - 1) {
		e := &n.edges[i]
		if e.hash == hash && e.parent == parent && string(n.labels[e.label:e.label+e.length]) == string(label) {
			return e.child
		}
	}
	return 0
}

// Hit is a place where a name stands.
type Hit struct {
	Span Span
	// IDs are the numbers of all that have the name, ascending. The slice is
	// shared: it must not be changed.
	IDs []int
}

// Find returns the names in text, from left to right: at each place the longest,
// and none within another.
func (n *Names) Find(text string) []Hit { return n.Append(nil, text) }

// Append is Find with the hits appended to dst.
func (n *Names) Append(dst []Hit, text string) []Hit {
	from := 0 // the end of the last hit
	for i := 0; ; {
		if i = n.skip(text, i); i == len(text) {
			return dst
		}
		b := text[i]
		capital := b < 'a'
		if b < utf8.RuneSelf {
			if i > 0 && (text[i-1] < utf8.RuneSelf && asciiWord[text[i-1]] != 0 || !startsWord(text, i, letter)) || !n.mayStart(text, i) {
				i = skipASCIIWord(text, i)
				continue
			}
		} else {
			if b == 0xE2 && i+2 < len(text) && text[i+1] == 0x80 { // U+2000 to U+203F: punctuation
				i += 3
				continue
			}
			r, size := utf8.DecodeRuneInString(text[i:])
			c := classOf(r)
			if c != letter && c != solo || !startsWord(text, i, c) {
				i += size
				continue
			}
			capital = !unicode.IsLower(r)
		}
		end, hash := scanWord(text, i, nodeSeed(0))
		if capital && n.first.has(hash) || !capital && n.firstLower.has(hash) {
			if hit, ok := n.longest(text, i, end, hash, from); ok {
				dst = append(dst, hit)
				i, from = hit.Span.End, hit.Span.End
				continue
			}
		}
		i = end
	}
}

// skip returns the offset of the first byte from i on that a match may begin
// with, or the length of text. Where most letters may begin one, it goes from
// word to word, which is then faster than to look at each letter.
func (n *Names) skip(text string, i int) int {
	if !n.dense {
		for i < len(text) && !n.start[text[i]] {
			i++
		}
		return i
	}
	for i < len(text) {
		switch c := text[i]; {
		case c >= utf8.RuneSelf:
			return i
		case asciiWord[c] == 0:
			i++
		case n.mayStart(text, i):
			return i
		default:
			i = skipASCIIWord(text, i)
		}
	}
	return i
}

// skipASCIIWord returns the end of the run of ASCII letters and digits at i,
// which has one at least.
func skipASCIIWord(text string, i int) int {
	for i++; i < len(text) && text[i] < utf8.RuneSelf && asciiWord[text[i]] != 0; i++ {
	}
	return i
}

// longest returns the longest name whose first word is text[start:end], with
// that word's hash, and which does not reach before from.
func (n *Names) longest(text string, start, end int, hash uint64, from int) (hit Hit, ok bool) {
	var labelBuf, sepBuf [64]byte
	label := appendFolded(labelBuf[:0], text[start:end])
	begin := start // of the present word
	var capitals wordSet
	at := uint32(0)
	for word := 0; ; word++ {
		if at = n.child(at, uint32(hash>>32), label); at == 0 {
			return hit, ok
		}
		r, _ := utf8.DecodeRuneInString(text[begin:])
		capitals.set(word, !unicode.IsLower(r))
		for i := range n.nodes[at].rules {
			rule := &n.nodes[at].rules[i]
			span, matched := rule.match(text, start, end, capitals, from)
			switch {
			case !matched || ok && (span.End < hit.Span.End || span.End == hit.Span.End && span.Start > hit.Span.Start):
			case ok && span == hit.Span:
				hit.IDs = union(hit.IDs, rule.ids)
			default:
				hit, ok = Hit{span, rule.ids}, true
			}
		}
		if !n.nodes[at].children {
			return hit, ok
		}
		sep := appendSeparator(sepBuf[:0], text, end, n.separators)
		if !sep.word || sep.paragraph {
			return hit, ok
		}
		begin = sep.next
		end, hash = scanWord(text, begin, hashBytes(nodeSeed(at), sep.canon))
		label = appendFolded(append(labelBuf[:0], sep.canon...), text[begin:end])
	}
}

// match reports whether the rule's conditions hold for the words text[start:end],
// and the span with the punctuation that belongs to the name.
func (r *rule) match(text string, start, end int, capitals wordSet, from int) (Span, bool) {
	if r.capital >= 0 && !capitals.has(r.capital) {
		return Span{}, false
	}
	if r.acronym {
		for _, c := range text[start:end] {
			if unicode.IsLower(c) {
				return Span{}, false
			}
		}
	}
	if r.leading != "" {
		if start = beforePunctuation(text, start, r.leading); start < from {
			return Span{}, false
		}
	}
	if r.trailing != "" {
		if end = afterPunctuation(text, end, r.trailing); end < 0 {
			return Span{}, false
		}
	}
	return Span{start, end}, true
}

// afterPunctuation returns the end of the canonical punctuation want, which
// begins at i in text, or -1.
func afterPunctuation(text string, i int, want string) int {
	end := i
	for want != "" {
		r, size := utf8.DecodeRuneInString(text[i:])
		if i == len(text) {
			return -1
		}
		i += size
		if c := classOf(r); c == nothing || c == mark {
			continue
		}
		c, n := utf8.DecodeRuneInString(want)
		if canonicalPunctuation(r) != c {
			return -1
		}
		if c == ' ' {
			next, breaks := skipGap(text, i-size)
			if breaks > 1 {
				return -1
			}
			i = next
		}
		want = want[n:]
		end = i
	}
	return end
}

// beforePunctuation returns the start of the canonical punctuation want, which
// ends at i in text, or -1.
func beforePunctuation(text string, i int, want string) int {
	start := i
	for want != "" {
		r, size := utf8.DecodeLastRuneInString(text[:i])
		if i == 0 {
			return -1
		}
		i -= size
		if c := classOf(r); c == nothing || c == mark {
			continue
		}
		c, n := utf8.DecodeLastRuneInString(want)
		if canonicalPunctuation(r) != c {
			return -1
		}
		for c == ' ' && i > 0 {
			r, size := utf8.DecodeLastRuneInString(text[:i])
			if k := classOf(r); k != space && k != nothing && k != mark {
				break
			}
			i -= size
		}
		want = want[:len(want)-n]
		start = i
	}
	return start
}

// wordSet is a set of the first words of a match; from the 64th on, words count
// as if they were in it.
type wordSet uint64

func (s *wordSet) set(word int, in bool) {
	if in && word < 64 {
		*s |= 1 << word
	}
}

func (s wordSet) has(word int) bool { return word >= 64 || s>>word&1 != 0 }

func union(a, b []int) []int {
	all := slices.Concat(a, b)
	slices.SortFunc(all, cmp.Compare[int])
	return slices.Compact(all)
}
