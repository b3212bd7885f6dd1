package content

import (
	"strings"
	"unicode"
)

// nearest gives the candidate that is fewest insertions, deletions,
// replacements and swaps of neighbours away from word, in lower case; none
// where that is more than a third of the word. Of equals the first one wins.
func nearest(word string, candidates []string) (string, bool) {
	best, found := len([]rune(word))/3+1, ""
	for _, c := range candidates {
		if d := distance(word, c, best); d < best {
			best, found = d, c
		}
	}
	return found, found != ""
}

// nearestPath compares paths by what follows the folder that all begin with.
func nearestPath(folder, file string, candidates []string) (string, bool) {
	names := make([]string, len(candidates))
	for i, c := range candidates {
		names[i] = strings.TrimPrefix(c, folder)
	}
	near, ok := nearest(strings.TrimPrefix(file, folder), names)
	return folder + near, ok
}

// distance is the optimal string alignment distance; it gives limit where it is no less.
func distance(s, t string, limit int) int {
	a, b := lower(s), lower(t)
	if len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range a {
		row[0] = i + 1
		for j := range b {
			d := last[j]
			if a[i] != b[j] {
				d++
			}
			d = min(d, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				d = min(d, before[j-1]+1)
			}
			row[j+1] = d
		}
		before, last, row = last, row, before
	}
	return min(last[len(b)], limit)
}

func lower(s string) []rune {
	r := []rune(s)
	for i := range r {
		r[i] = unicode.ToLower(r[i])
	}
	return r
}
