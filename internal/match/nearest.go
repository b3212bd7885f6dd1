package match

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Nearest returns the candidate that word was most likely meant to be: the one
// at the least Damerau-Levenshtein distance between the folded forms (insertions,
// deletions, replacements and swaps of neighbours count one; no part is edited
// twice), if that is at most a third of the characters of word, and at least 1.
// If there is none, it returns the shortest candidate that holds every word of
// word ("fidan" finds "hakan-fidan"). Of equals it is the one first in byte
// order, whatever the order of candidates.
func Nearest(word string, candidates []string) (string, bool) {
	sought := []rune(Fold(word))
	if len(sought) == 0 {
		return "", false
	}
	limit := max(1, len(sought)/3)
	best, bestDistance, found := "", limit+1, false
	var rows [3][]int
	for _, candidate := range candidates {
		folded := []rune(Fold(candidate))
		if d := len(folded) - len(sought); max(d, -d) > min(bestDistance, limit) {
			continue
		}
		d := editDistance(sought, folded, &rows)
		if d < bestDistance || found && d == bestDistance && candidate < best {
			best, bestDistance, found = candidate, d, true
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

// Distance is the Damerau-Levenshtein distance of the folded forms of two words,
// counted as for Nearest.
func Distance(a, b string) int {
	var rows [3][]int
	return editDistance([]rune(Fold(a)), []rune(Fold(b)), &rows)
}

// editDistance is the optimal string alignment distance of a and b.
func editDistance(a, b []rune, rows *[3][]int) int {
	for i := range rows {
		rows[i] = slices.Grow(rows[i][:0], len(b)+1)[:len(b)+1]
	}
	before, above, row := rows[0], rows[1], rows[2]
	for j := range above {
		above[j] = j
	}
	for i, x := range a {
		row[0] = i + 1
		for j, y := range b {
			replace := above[j]
			if x != y {
				replace++
			}
			row[j+1] = min(replace, above[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && x == b[j-1] && a[i-1] == y {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, above, row = above, row, before
	}
	return above[len(b)]
}
