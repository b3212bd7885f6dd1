package content

import (
	"strings"
	"unicode/utf8"

	"dossier/internal/match"
)

// nearest gives the candidate that was most likely meant. Of a word of one or
// two characters nothing but the case may be wrong: any other would do as well.
func nearest(word string, candidates []string) (string, bool) {
	if near, ok := match.Nearest(word, candidates); ok && (utf8.RuneCountInString(word) > 2 || strings.EqualFold(near, word)) {
		return near, true
	}
	return "", false
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
