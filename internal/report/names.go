package report

import (
	"fmt"
	"slices"

	"dossier/internal/dossier"
	"dossier/internal/match"
)

// findAliases finds the aliases of entities that stand in no source. An alias that
// stands only within longer names, or that is left without a link because several
// entities have it, does stand there.
func findAliases(s *search) {
	type alias struct {
		of   *dossier.Entity
		text dossier.Text
	}
	var open []alias
	for _, e := range s.d.Entities {
		named := map[string]bool{}
		for _, in := range e.MentionedIn {
			for _, n := range in.Names {
				named[match.Fold(n.Name)] = true
			}
		}
		if entry := s.entries[e.File]; entry != nil {
			for _, a := range entry.Aliases {
				if !named[match.Fold(a.Value)] {
					open = append(open, alias{e, a})
				}
			}
		}
	}
	// A search gives the longest name at each place, so it is repeated without the
	// names that it found, until it finds none.
	for len(open) > 0 {
		var list []match.Name
		for i, a := range open {
			list = append(list, match.Name{Text: a.text.Value, ID: i})
		}
		names := match.NewNames(list)
		found := make([][]bool, s.workers(len(s.seeds)))
		for w := range found {
			found[w] = make([]bool, len(open))
		}
		if !s.parallel(len(s.seeds), func(w, i int) {
			for _, hit := range names.Find(s.seeds[i].Seed.Text) {
				for _, id := range hit.IDs {
					found[w][id] = true
				}
			}
		}) {
			return
		}
		var rest []alias
		for i, a := range open {
			if !slices.ContainsFunc(found, func(of []bool) bool { return of[i] }) {
				rest = append(rest, a)
			}
		}
		if len(rest) == len(open) {
			break
		}
		open = rest
	}
	for _, a := range open {
		s.found(Finding{Pos: a.text.Pos, Subject: a.text.Value, Message: fmt.Sprintf("the alias %q of %q stands in no source", a.text.Value, a.of.Title)})
	}
}

// knownNames gives the folded titles and aliases of all pages.
func (s *search) knownNames() map[string]bool {
	if s.titles == nil {
		s.titles = map[string]bool{}
		for _, i := range s.items {
			for _, text := range append([]string{i.Title}, i.Aliases...) {
				s.titles[match.Fold(text)] = true
			}
		}
	}
	return s.titles
}
