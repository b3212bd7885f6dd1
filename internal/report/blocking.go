package report

import (
	"cmp"
	"slices"
)

// blockEntry says that a form of a name has a blocking key. Forms that share no key
// are not compared, so that the comparison does not grow with the square of their
// number.
type blockEntry struct {
	key   uint64
	form  int32
	where blockSide
}

// blockSide tells apart the keys of initials: many names have a first letter and a
// surname in common, and only those with an initial are compared with them.
type blockSide uint8

const (
	both    blockSide = iota // is compared with all that have the key
	offered                  // is compared with those that seek
	seeking                  // is compared with all that have the key
)

// The keys of different comparisons are never equal, as far as a hash goes.
const (
	byLetters uint64 = iota + 1
	byWords
	byEnds
	byRest
	byInitial
)

// appendKeys appends the blocking keys of a form: its letters without spaces; its
// words by their consonants, in any order; and these with one of the words by its
// spellings, with letters left out (the symmetric deletions that words at a small
// edit distance share). Of a person the last is done with the first and the last
// name alone, since others may be missing; initials are sought by letter and surname.
func (f *form) appendKeys(dst []blockEntry, kind uint64, id int) []blockEntry {
	add := func(key uint64, where blockSide) { dst = append(dst, blockEntry{key, int32(id), where}) }
	if len(f.letters) >= joinedLength {
		add(hashOf(kind+byLetters, f.letters), both)
	}
	var sum uint64
	hashes := make([]uint64, len(f.words))
	for i, w := range f.words {
		hashes[i] = hashOf(kind+byWords, w.consonants)
		sum += hashes[i]
	}
	add(scramble(sum), both)
	last := len(f.words) - 1
	switch {
	case last == 0:
		f.words[0].deletions(func(h uint64) { add(scramble(kind+byRest+h), both) })
	case f.person:
		first, surname := hashes[0]*3, hashes[last]*5
		add(scramble(first+surname+byEnds), both)
		f.words[0].deletions(func(h uint64) { add(scramble(surname+byEnds+h), both) })
		f.words[last].deletions(func(h uint64) { add(scramble(first+byEnds+h), both) })
		initial := func(of word, anchor uint64, where blockSide) {
			add(scramble(hashOf(anchor+byInitial, string(of.letters[:1]))), where)
		}
		for _, pair := range [2][2]int{{0, last}, {last, 0}} {
			where := offered
			if f.words[pair[0]].initial() {
				where = seeking
			}
			initial(f.words[pair[0]], hashes[pair[1]], where)
		}
	default:
		for i, w := range f.words {
			w.deletions(func(h uint64) { add(scramble(sum-hashes[i]+byRest+h), both) })
		}
	}
	return dst
}

// deletions gives the hashes of the spellings of a word with as many letters left out
// as another may differ in, and fewer.
func (w word) deletions(yield func(uint64)) {
	n := len(w.letters)
	if n < shortWord {
		return
	}
	hash := func(i, j int) uint64 {
		h := uint64(fnvOffset)
		for k, r := range w.letters {
			if k != i && k != j {
				h = (h ^ uint64(r)) * fnvPrime
			}
		}
		return scramble(h)
	}
	yield(hash(-1, -1))
	for i := range n {
		if i > 0 && w.letters[i] == w.letters[i-1] {
			continue // leaves the same as the letter before
		}
		yield(hash(i, -1))
		for j := i + 1; j < n && n >= longWord; j++ {
			yield(hash(i, j))
		}
	}
}

// sharedKeys gives the pairs of forms that share a key, each once, the lower first,
// in order.
func sharedKeys(entries []blockEntry) [][2]int {
	slices.SortFunc(entries, func(a, b blockEntry) int {
		return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(b.where, a.where), cmp.Compare(a.form, b.form))
	})
	var pairs [][2]int
	for len(entries) > 0 {
		n := 1
		for n < len(entries) && entries[n].key == entries[0].key {
			n++
		}
		for i, a := range entries[:n] {
			if a.where == offered {
				break // those that seek come first
			}
			for _, b := range entries[i+1 : n] {
				if a.form != b.form {
					pairs = append(pairs, [2]int{int(min(a.form, b.form)), int(max(a.form, b.form))})
				}
			}
		}
		entries = entries[n:]
	}
	slices.SortFunc(pairs, func(a, b [2]int) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	return slices.Compact(pairs)
}

// FNV-1a of 64 bits.
const (
	fnvOffset = 14695981039346656037
	fnvPrime  = 1099511628211
)

func hashOf(seed uint64, s string) uint64 {
	h := scramble(seed) ^ fnvOffset
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * fnvPrime
	}
	return scramble(h)
}

// scramble spreads the bits of a sum of hashes (the finalizer of SplitMix64).
func scramble(h uint64) uint64 {
	h = (h ^ h>>30) * 0xBF58476D1CE4E5B9
	h = (h ^ h>>27) * 0x94D049BB133111EB
	return h ^ h>>31
}
