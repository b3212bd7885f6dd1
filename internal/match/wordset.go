package match

import "slices"

// WordSet is the set of the folded words of a text, four bytes for each. It
// tells quickly that a name cannot stand in the text.
type WordSet struct{ hashes []uint32 } // ascending

// NewWordSet gives the words of text.
func NewWordSet(text string) WordSet {
	var all []uint32
	eachWord(text, func(hash uint32) bool {
		all = append(all, hash)
		return true
	})
	slices.Sort(all)
	return WordSet{slices.Clone(slices.Compact(all))}
}

// MayHold tells whether all words of name are in the set. Where it is false,
// Names does not find the name in the text; where it is true, it may.
func (s WordSet) MayHold(name string) bool {
	return eachWord(name, func(hash uint32) bool {
		_, found := slices.BinarySearch(s.hashes, hash)
		return found
	})
}

// eachWord calls f with a hash of each folded word until it gives false, and
// tells whether it never did.
func eachWord(text string, f func(hash uint32) bool) bool {
	var buf [64]byte // of the characters between two words, which do not matter
	for i := 0; ; {
		sep := appendSeparator(buf[:0], text, i, 0)
		if !sep.word {
			if sep.next >= len(text) {
				return true
			}
			i = sep.next
			continue
		}
		end, hash := scanWord(text, sep.next, hashSeed)
		if !f(uint32(hash >> 32)) {
			return false
		}
		i = end
	}
}
