package match

import "strings"

// commonness ranks bytes by how often they stand in prose: the rarer a byte,
// the farther a search for it leaps. Bytes that are not listed are rarest; of
// those above 0x7F the lead bytes of the Latin letters, Cyrillic and Arabic, and
// all continuation bytes, rank as common in their scripts.
var commonness = func() (rank [256]uint8) {
	const order = " etaoinsrhldcumfpgwybv,.k-'\"TSAIMCHBPRxWEDFLNGjOqzJUK10259VY8463:7"
	for i := range order {
		rank[order[i]] = uint8(200 - 2*i)
	}
	for c := 0x80; c < 0x100; c++ {
		rank[c] = 150
		if c >= 0xC0 {
			rank[c] = 190
		}
	}
	return rank
}()

// rarest returns the offset in s, which is not empty, of the byte that is
// likely to be rarest.
func rarest(s string) int {
	best := 0
	for i := range len(s) {
		if commonness[s[i]] < commonness[s[best]] {
			best = i
		}
	}
	return best
}

// indexBy is strings.Index by way of the byte at offset rare of s. Where that
// byte proves to be common in text it falls back to strings.Index.
func indexBy(text, s string, rare int) int {
	misses := 0
	for at := rare; ; at++ {
		last := len(text) - len(s) + rare
		if at > last {
			return -1
		}
		i := strings.IndexByte(text[at:last+1], s[rare])
		if i < 0 {
			return -1
		}
		at += i
		if text[at-rare:at-rare+len(s)] == s {
			return at - rare
		}
		if misses++; misses > 32+(at>>5) {
			from := at - rare + 1
			i := strings.Index(text[from:], s)
			if i < 0 {
				return -1
			}
			return from + i
		}
	}
}
