package match

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Nearest returns the candidate that word was most likely meant to be: the one
// at the least EditDistance between the folded forms, if that is at most a third
// of the characters of word, and at least 1. If there is none, it returns the
// shortest candidate that holds every word of word ("fidan" finds "hakan-fidan").
// Of equals it is, whatever the order of candidates, the one that begins with the
// most characters of word ("dat" finds "date", not "at"), and of those the one first
// in byte order.
func Nearest(word string, candidates []string) (string, bool) {
	sought := []rune(Fold(word))
	if len(sought) == 0 {
		return "", false
	}
	limit := max(1, len(sought)/3)
	best, bestDistance, bestPrefix, found := "", limit+1, 0, false
	for _, candidate := range candidates {
		folded := []rune(Fold(candidate))
		if d := len(folded) - len(sought); max(d, -d) > min(bestDistance, limit) {
			continue
		}
		d := EditDistance(sought, folded)
		if d > bestDistance || d == bestDistance && !found {
			continue
		}
		prefix := sharedPrefix(sought, folded)
		if d < bestDistance || prefix > bestPrefix || prefix == bestPrefix && candidate < best {
			best, bestDistance, bestPrefix, found = candidate, d, prefix, true
		}
	}
	if found {
		return best, true
	}
	words := strings.Fields(string(sought))
	for _, candidate := range candidates {
		held := strings.Fields(Fold(candidate))
		if slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(held, w) }) {
			continue
		}
		length, bestLength := utf8.RuneCountInString(candidate), utf8.RuneCountInString(best)
		if !found || length < bestLength || length == bestLength && candidate < best {
			best, found = candidate, true
		}
	}
	return best, found
}

// sharedPrefix counts the characters that a and b begin with alike.
func sharedPrefix(a, b []rune) int {
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return n
}

// EditDistance is the optimal string alignment distance of two words: insertions,
// deletions, replacements and swaps of neighbours count one, and no part is edited
// twice. It compares them as they are, letter by letter.
func EditDistance(a, b []rune) int {
	var buf [3][64]int
	before, above, row := buf[0][:], buf[1][:], buf[2][:]
	if len(b) >= len(row) {
		before, above, row = make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	}
	for j := range len(b) + 1 {
		above[j] = j
	}
	for i, x := range a {
		row[0] = i + 1
		for j, y := range b {
			d := above[j]
			if x != y {
				d++
			}
			d = min(d, above[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && x == b[j-1] && a[i-1] == y {
				d = min(d, before[j-1]+1)
			}
			row[j+1] = d
		}
		before, above, row = above, row, before
	}
	return above[len(b)]
}
