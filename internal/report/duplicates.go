package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"dossier/internal/dossier"
	"dossier/internal/match"
)

// name is a title or an alias of an entity.
type name struct {
	of    int // index into Dossier.Entities
	text  string
	fold  string
	title bool
}

// findDuplicates finds pairs of entities that may be the same: that have the same
// address elsewhere (`same_as`) or the same title; and of one kind, that have a title
// or a name of several words in common, of which one's title is part of the other's
// (but not of places, whose names nest: Gaza City), or that have names that are
// alike. Of pairs that the editor has told apart, since the text or the facts of one
// lead to the other, only the first two reasons are given. That names are alike is
// said of pairs for which there is no other reason.
func findDuplicates(s *search) {
	d := &duplicates{search: s, reasons: map[[2]int][]string{}}
	var all []name
	byFold := map[string][]name{}
	var folds []string
	for i, e := range s.d.Entities {
		own := map[string]bool{}
		for k, text := range append([]string{e.Title}, e.Aliases...) {
			fold := match.Fold(text)
			if fold == "" || own[fold] {
				continue
			}
			own[fold] = true
			if byFold[fold] == nil {
				folds = append(folds, fold)
			}
			n := name{i, text, fold, k == 0}
			all = append(all, n)
			byFold[fold] = append(byFold[fold], n)
		}
	}
	d.sameAddress()
	for _, fold := range folds {
		d.equal(byFold[fold])
	}
	for i, e := range s.d.Entities {
		if e.Kind.Sign != "place" {
			d.within(i, match.Fold(e.Title), byFold)
		}
	}
	d.alike(all)

	pairs := make([][2]int, 0, len(d.reasons))
	for pair := range d.reasons {
		pairs = append(pairs, pair)
	}
	slices.SortFunc(pairs, func(a, b [2]int) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	for _, pair := range pairs {
		a, b := s.d.Entities[pair[0]], s.d.Entities[pair[1]]
		if b.File < a.File {
			a, b = b, a
		}
		s.found(Finding{
			Pos: s.title(&a.Item), Subject: a.Title,
			Message: fmt.Sprintf("%q and %q (%s) may be the same: %s", a.Title, b.Title, b.File, strings.Join(d.reasons[pair], "; ")),
			Places:  []Place{{s.title(&b.Item), b.Title}},
		})
	}
}

type duplicates struct {
	*search
	reasons map[[2]int][]string // by indexes of entities, the lower first
	ties    map[[2]int]bool     // pairs of which one leads to the other, made when first needed
}

func (d *duplicates) add(a, b int, reason string) {
	pair := [2]int{min(a, b), max(a, b)}
	if a != b && !slices.Contains(d.reasons[pair], reason) {
		d.reasons[pair] = append(d.reasons[pair], reason)
	}
}

func (d *duplicates) sameAddress() {
	first := map[string]int{}
	for i, e := range d.d.Entities {
		for _, address := range e.SameAs {
			if j, known := first[address]; known {
				d.add(i, j, "both are the same as "+address)
			} else {
				first[address] = i
			}
		}
	}
}

// equal compares all names with the same folded form.
func (d *duplicates) equal(list []name) {
	for i, a := range list {
		for _, b := range list[:i] {
			switch {
			case a.title && b.title:
				d.add(a.of, b.of, "the titles are equal, case and accents aside")
			case !d.sameKind(a, b) || d.toldApart(a, b):
			case a.title || b.title:
				d.add(a.of, b.of, fmt.Sprintf("the title of one, %q, is an alias of the other", cmp.Or(titleOf(a, b), a.text)))
			case strings.Contains(a.fold, " "):
				d.add(a.of, b.of, fmt.Sprintf("both have the alias %q", b.text))
			}
		}
	}
}

func titleOf(a, b name) string {
	if a.title {
		return a.text
	}
	return b.text
}

// within looks for titles of the same kind that are part of the title of an entity,
// in whole words.
func (d *duplicates) within(i int, fold string, byFold map[string][]name) {
	words := strings.Fields(fold)
	for from := range words {
		for to := from + 1; to <= len(words); to++ {
			if to-from == len(words) {
				continue
			}
			whole := name{of: i}
			for _, part := range byFold[strings.Join(words[from:to], " ")] {
				if part.title && part.of != i && d.sameKind(whole, part) && !d.toldApart(whole, part) {
					d.add(i, part.of, fmt.Sprintf("%q is part of %q", part.text, d.d.Entities[i].Title))
				}
			}
		}
	}
}

// alike compares the titles, and the aliases of several words: an alias of one word is
// mostly a surname or an abbreviation, and those of two families or bodies are often
// alike. Only names that share a blocking key are compared.
func (d *duplicates) alike(names []name) {
	var forms []*form
	var entries []blockEntry
	kinds := map[string]uint64{}
	for _, n := range names {
		if !n.title && !strings.Contains(n.fold, " ") {
			continue
		}
		kind := d.d.Entities[n.of].Kind
		if kinds[kind.Folder] == 0 {
			kinds[kind.Folder] = hashOf(0, kind.Folder)
		}
		f := newForm(n, kind.Sign)
		entries = f.appendKeys(entries, kinds[kind.Folder], len(forms))
		forms = append(forms, f)
	}
	for _, pair := range sharedKeys(entries) {
		a, b := forms[pair[0]], forms[pair[1]]
		of := [2]int{a.of, b.of} // names come in the order of their entities
		if a.of == b.of || d.reasons[of] != nil {
			continue
		}
		if reason, ok := compareForms(a, b); ok && !d.toldApart(a.name, b.name) {
			d.add(a.of, b.of, reason)
		}
	}
}

func (d *duplicates) sameKind(a, b name) bool {
	return d.d.Entities[a.of].Kind.Folder == d.d.Entities[b.of].Kind.Folder
}

// toldApart tells whether the text or the facts of one entity lead to the other.
func (d *duplicates) toldApart(a, b name) bool {
	if d.ties == nil {
		d.ties = map[[2]int]bool{}
		place := make(map[*dossier.Item]int, len(d.d.Entities))
		for i, e := range d.d.Entities {
			place[&e.Item] = i
		}
		for i, e := range d.d.Entities {
			tie := func(other *dossier.Entity) {
				if other != nil {
					j := place[&other.Item]
					d.ties[[2]int{min(i, j), max(i, j)}] = true
				}
			}
			tie(e.PartOf)
			for _, r := range e.Roles {
				tie(r.Organization)
			}
			for _, r := range e.Relations {
				tie(r.Other)
			}
			for _, ref := range e.Body.Refs {
				if ref.Link == nil {
					continue
				}
				if j, isEntity := place[ref.Link]; isEntity {
					tie(d.d.Entities[j])
				}
			}
		}
	}
	return d.ties[[2]int{min(a.of, b.of), max(a.of, b.of)}]
}
