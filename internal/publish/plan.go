package publish

import (
	"cmp"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
)

// plan is a checked set of wanted files, sorted by path.
type plan struct {
	files  []wanted
	byPath map[string]int
	byFold map[string]int // by fold of the path
}

type wanted struct {
	Path  string
	given bool // its bytes are known: by their sum and size, and staged where they are not in place
	size  int64
	sum   digest
}

// newPlan checks and sorts paths. order gives the index into files of each.
func newPlan(paths []string) (p *plan, order []int, err error) {
	p = &plan{
		files:  make([]wanted, len(paths)),
		byPath: make(map[string]int, len(paths)),
		byFold: make(map[string]int, len(paths)),
	}
	sorted := make([]int, len(paths))
	for i := range sorted {
		sorted[i] = i
	}
	slices.SortStableFunc(sorted, func(a, b int) int { return cmp.Compare(paths[a], paths[b]) })
	order = make([]int, len(paths))
	for i, was := range sorted {
		p.files[i].Path, order[was] = paths[was], i
	}

	var bad []Conflict
	for i, f := range p.files {
		if reason := pathFlaw(f.Path); reason != "" {
			bad = append(bad, Conflict{f.Path, reason})
			continue
		}
		if _, twice := p.byPath[f.Path]; twice {
			bad = append(bad, Conflict{f.Path, "is wanted twice"})
			continue
		}
		p.byPath[f.Path] = i
		key := fold(f.Path)
		if j, twice := p.byFold[key]; twice {
			bad = append(bad, Conflict{f.Path, "differs from " + p.files[j].Path + " in case only, which is one file on Windows and macOS"})
			continue
		}
		p.byFold[key] = i
	}
	checked := map[string]bool{}
	for _, f := range p.files {
		for d := path.Dir(f.Path); d != "." && d != "/" && !checked[d]; d = path.Dir(d) {
			checked[d] = true
			if j, ok := p.byFold[fold(d)]; ok {
				bad = append(bad, Conflict{p.files[j].Path, "is wanted as a file, and as the folder of " + f.Path})
			}
		}
	}
	if bad != nil {
		slices.SortStableFunc(bad, func(a, b Conflict) int { return cmp.Compare(a.Path, b.Path) })
		return nil, nil, &PlanError{Conflicts: bad}
	}
	return p, order, nil
}

// reserved begins the names in the root of the folder that belong to this package.
const reserved = ".dossier-"

// pathFlaw tells why p cannot be the path of a wanted file, or is empty.
func pathFlaw(p string) string {
	switch {
	case p == "":
		return "is empty"
	case strings.ContainsRune(p, '\\'):
		return "holds a backslash"
	case strings.ContainsFunc(p, unicode.IsControl):
		return "holds a control character"
	case strings.HasPrefix(p, "/"):
		return "is absolute"
	case p == "." || !fs.ValidPath(p):
		return `is not a clean relative path in UTF-8 (no "." or "..", no empty part)`
	case !filepath.IsLocal(filepath.FromSlash(p)):
		return "is a name that this system reserves"
	case strings.HasPrefix(fold(p), fold(reserved)):
		return "begins with " + reserved + ", which dossier keeps for itself"
	}
	return ""
}

// fold gives equal strings for paths that differ in case only, by Unicode's simple case folding. File systems that
// ignore case differ among themselves in rare letters; none is known to take two ASCII letters for one that this does not.
func fold(p string) string {
	return strings.Map(func(r rune) rune {
		least := r
		for next := unicode.SimpleFold(r); next != r; next = unicode.SimpleFold(next) {
			least = min(least, next)
		}
		return least
	}, p)
}
