package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

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

// name is a title or an alias of an entity.
type name struct {
	of    int // index into Dossier.Entities
	text  string
	fold  string
	title bool
}

// Of names that differ in one letter, only those of more letters are likely to be
// misspelled.
const shortName = 8

// findDuplicates finds pairs of entities that may be the same: that have the same
// address elsewhere (`same_as`) or the same title; and of one kind, that have a title
// or a name of several words in common, of which one's title is part of the other's,
// or that have titles or names of several words, and of more than 8 letters, that
// differ in one letter. Of pairs that the editor has told apart, since the text or
// the facts of one lead to the other, only the first two reasons are given.
func findDuplicates(s *search) {
	d := &duplicates{search: s, reasons: map[[2]int][]string{}}
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
			byFold[fold] = append(byFold[fold], name{i, text, fold, k == 0})
		}
	}
	d.sameAddress()
	for _, fold := range folds {
		d.equal(byFold[fold])
	}
	for i, e := range s.d.Entities {
		d.within(i, match.Fold(e.Title), byFold)
	}
	d.nearlyEqual(folds, byFold)

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

// nearlyEqual compares long names of the same kind by leaving one letter out of
// each: names that differ in one letter have a form in common.
func (d *duplicates) nearlyEqual(folds []string, byFold map[string][]name) {
	sharing := map[string][]string{}
	for _, fold := range folds {
		if letters(fold) <= shortName {
			continue
		}
		forms := map[string]bool{fold: true}
		for i, r := range fold {
			forms[fold[:i]+fold[i+utf8.RuneLen(r):]] = true
		}
		for form := range forms {
			sharing[form] = append(sharing[form], fold)
		}
	}
	var near [][2]name
	for _, list := range sharing {
		for i, x := range list {
			for _, y := range list[:i] {
				if !oneLetterApart(x, y) {
					continue
				}
				for _, a := range byFold[x] {
					for _, b := range byFold[y] {
						if a.whole() && b.whole() && d.sameKind(a, b) && !d.toldApart(a, b) {
							near = append(near, [2]name{a, b})
						}
					}
				}
			}
		}
	}
	for i, pair := range near {
		if pair[0].of > pair[1].of {
			near[i] = [2]name{pair[1], pair[0]}
		}
	}
	slices.SortFunc(near, func(x, y [2]name) int { // a map gave them
		return cmp.Or(strings.Compare(x[0].fold, y[0].fold), strings.Compare(x[1].fold, y[1].fold), cmp.Compare(x[0].of, y[0].of))
	})
	for _, pair := range near {
		d.add(pair[0].of, pair[1].of, fmt.Sprintf("%q and %q differ in one letter", pair[0].text, pair[1].text))
	}
}

// whole tells that a name is not the surname alone of somebody: the names of two
// families are often alike.
func (n name) whole() bool { return n.title || strings.Contains(n.fold, " ") }

func letters(s string) int {
	n := 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}

// oneLetterApart tells whether one letter has to be inserted, deleted or replaced to
// make one text the other. Digits count: resolutions 242 and 243 are two.
func oneLetterApart(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if a == b || len(y)-len(x) > 1 {
		return false
	}
	i := 0
	for i < len(x) && x[i] == y[i] {
		i++
	}
	replaced := 0
	if len(x) == len(y) {
		replaced = 1
		if unicode.IsDigit(x[i]) {
			return false
		}
	}
	return !unicode.IsDigit(y[i]) && y[i] != ' ' && slices.Equal(x[i+replaced:], y[i+1:])
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
