// Package changes tells what became of a dossier between two states of it, by
// meaning: which entries came, went or are called otherwise, and what of the
// others is not the same. How a file is written counts for nothing, nor do its
// place and the order of lists in which none is meant. It knows neither where the
// earlier state comes from nor how changes are shown.
package changes

import (
	"cmp"
	"slices"
	"strings"

	"dossier/internal/dossier"
	"dossier/internal/edtf"
)

// Report is all that is to be told of two states of a dossier.
type Report struct {
	Changes []Change // by kind, as the new dossier has them, then by address
	// Skipped are entries that were not compared, since the earlier state of them
	// is not known: of the new dossier where they are in it.
	Skipped []*dossier.Item
}

// Change is what became of one entry.
type Change struct {
	What What
	Old  *dossier.Item // nil where it was added
	New  *dossier.Item // nil where it was withdrawn
	// Details are what is not the same, of entries that are there before and after;
	// of what was added they are its corrections. In a fixed order of aspects.
	Details []Detail
	// Standing is what the evidence of a claim came and comes to; nil where that is
	// the same, and for all but claims that are there before and after.
	Standing *Standing
}

// Item is the entry as it is, or as it was last.
func (c *Change) Item() *dossier.Item { return cmp.Or(c.New, c.Old) }

// Detail gives what is told of an aspect; nil where nothing is.
func (c *Change) Detail(of Aspect) *Detail {
	if i := slices.IndexFunc(c.Details, func(d Detail) bool { return d.Aspect == of }); i >= 0 {
		return &c.Details[i]
	}
	return nil
}

// What became of an entry.
type What uint8

const (
	Added What = iota
	Withdrawn
	// Renamed entries have another address, and nothing else about them is new.
	Renamed
	Changed
)

// Names are the words for a What in data and among the interface words, by value.
var Names = []string{"added", "withdrawn", "renamed", "changed"}

func (w What) String() string { return Names[w] }

// Standing is what the evidence of a claim came to, and what it comes to.
type Standing struct{ Old, New dossier.Corroboration }

// Moved tells whether the claim has another status.
func (s *Standing) Moved() bool { return s.Old.Status != s.New.Status }

// Detail is one aspect of an entry, of an item of evidence, of a note or the like
// that is not the same.
type Detail struct {
	Aspect Aspect
	// Of an aspect with one value: what it was and is; zero for nothing.
	Old, New Term
	// Of a list: what of it came, went, and is there with other details.
	Added, Withdrawn []Term
	Altered          []Altered
	// Of a text: how many paragraphs came and went. Both are 0 where the same ones
	// stand in another order.
	Text          bool
	Come, Removed int
}

// Altered is a member of a list that was there and is there, and what of it is
// not the same.
type Altered struct {
	Term    Term
	Details []Detail
}

// Term is a value, or what stands for a member of a list.
type Term struct {
	Words string        // as the dossier has it; of a date in EDTF, of an item its title
	Date  edtf.Date     // zero for what is no date
	Item  *dossier.Item // that is meant; of the new dossier where it is there
	Gone  bool          // the item is in the earlier state alone
	// Quote is words of the source that Item is. The source may forbid to publish them.
	Quote string
}

// IsZero tells whether the term stands for nothing.
func (t Term) IsZero() bool {
	return t.Words == "" && t.Item == nil && t.Quote == "" && t.Date.IsZero()
}

// Between compares an earlier state of a dossier with a later one. Neither has to
// be free of errors. unsure tells of a file whether its earlier state had errors,
// so that what was resolved of it has gaps: nothing is told of such an entry, but
// that it was skipped, and nothing of the standing of claims that rest on it.
func Between(old, new *dossier.Dossier, unsure func(file string) bool) Report {
	c := &comparison{to: map[*dossier.Item]*dossier.Item{}, unsure: unsure, now: map[*dossier.Item]bool{}}
	was, is := subjects(old), subjects(new)
	for _, s := range is {
		c.now[s.item] = true
	}
	pairs, gone, come := c.pair(was, is)
	var r Report
	for _, p := range pairs {
		if c.isUnsure(p.was) || c.isUnsure(p.is) {
			r.Skipped = append(r.Skipped, p.is.item)
			continue
		}
		change := Change{What: Changed, Old: p.was.item, New: p.is.item, Details: c.details(p.was, p.is), Standing: c.standing(p.was, p.is)}
		switch {
		case len(change.Details) > 0 || change.Standing != nil:
		case p.was.item.URL != p.is.item.URL:
			change.What = Renamed
		default:
			continue
		}
		r.Changes = append(r.Changes, change)
	}
	for _, s := range gone {
		if c.isUnsure(s) {
			r.Skipped = append(r.Skipped, s.item)
			continue
		}
		r.Changes = append(r.Changes, Change{What: Withdrawn, Old: s.item})
	}
	for _, s := range come {
		if c.isUnsure(s) {
			r.Skipped = append(r.Skipped, s.item)
			continue
		}
		change := Change{What: Added, New: s.item}
		change.Details = appendDetail(nil, c.corrections(nil, s.item.Corrections))
		r.Changes = append(r.Changes, change)
	}
	rank := map[string]int{}
	for _, k := range slices.Concat(new.Kinds, old.Kinds) {
		if _, known := rank[k.Folder]; !known {
			rank[k.Folder] = len(rank) + 1 // the front page, which is of no kind's folder, comes first
		}
	}
	order := func(a, b *dossier.Item) int {
		return cmp.Or(cmp.Compare(rank[folder(a)], rank[folder(b)]), strings.Compare(a.URL, b.URL))
	}
	slices.SortFunc(r.Changes, func(a, b Change) int {
		return cmp.Or(order(a.Item(), b.Item()), cmp.Compare(a.What, b.What))
	})
	slices.SortFunc(r.Skipped, order)
	return r
}

// folder is that of an item's file; empty for the front page.
func folder(it *dossier.Item) string {
	if !strings.Contains(it.URL, "/") {
		return ""
	}
	return it.Kind.Folder
}

// Corrections lists the corrections that came, the latest first, each with its
// entry; those of one day are in the order of the changes.
func (r *Report) Corrections() []Correction {
	var list []Correction
	for i := range r.Changes {
		c := &r.Changes[i]
		d := c.Detail(Corrections)
		if d == nil || c.New == nil {
			continue
		}
		for _, t := range d.Added {
			list = append(list, Correction{c.New, dossier.Correction{Date: t.Date, Note: t.Words}})
		}
	}
	slices.SortStableFunc(list, func(a, b Correction) int { return edtf.Compare(b.Date, a.Date) })
	return list
}

// Correction is one of an entry's.
type Correction struct {
	Item *dossier.Item
	dossier.Correction
}

// subject is an entry of any kind: its item, and one of the others; none for a page.
type subject struct {
	item   *dossier.Item
	source *dossier.Source
	entity *dossier.Entity
	event  *dossier.Event
	claim  *dossier.Claim
}

func subjects(d *dossier.Dossier) []subject {
	var all []subject
	if d.Home != nil {
		all = append(all, subject{item: d.Home})
	}
	for _, s := range d.Sources {
		all = append(all, subject{item: &s.Item, source: s})
	}
	for _, e := range d.Entities {
		all = append(all, subject{item: &e.Item, entity: e})
	}
	for _, e := range d.Events {
		all = append(all, subject{item: &e.Item, event: e})
	}
	for _, c := range d.Claims {
		all = append(all, subject{item: &c.Item, claim: c})
	}
	for _, p := range d.Pages {
		all = append(all, subject{item: p})
	}
	return all
}

// comparison is of two states of a dossier.
type comparison struct {
	to     map[*dossier.Item]*dossier.Item // earlier items → what they are now
	now    map[*dossier.Item]bool          // the items of the later state
	unsure func(file string) bool
}

// isUnsure tells whether the earlier state of an entry is not known as a whole.
func (c *comparison) isUnsure(s subject) bool {
	return c.unsure(s.item.File) || s.source != nil && s.source.Seed != nil && c.unsure(s.source.Seed.File)
}

// pair is an entry as it was and is.
type pair struct{ was, is subject }

// pair finds for each earlier entry what it is now: what has its address; an
// entity that has its id, in the folder of another kind; what has its title and
// differs from it in nothing but the id.
func (c *comparison) pair(was, is []subject) (pairs []pair, gone, come []subject) {
	take := func(p pair) {
		pairs, c.to[p.was.item] = append(pairs, p), p.is.item
	}
	gone, come = c.match(was, is, func(s subject) string { return s.item.URL }, take)
	gone, come = c.match(gone, come, func(s subject) string {
		if s.entity == nil {
			return ""
		}
		return s.item.ID
	}, take)

	var maybe []pair
	_, _ = c.match(gone, come, func(s subject) string { return s.item.Kind.Folder + "/" + s.item.Title }, func(p pair) {
		maybe, c.to[p.was.item] = append(maybe, p), p.is.item
	})
	for again := true; again; { // they may name one another
		again = false
		maybe = slices.DeleteFunc(maybe, func(p pair) bool {
			if !c.isUnsure(p.was) && len(c.details(p.was, p.is)) == 0 {
				return false
			}
			delete(c.to, p.was.item)
			again = true
			return true
		})
	}
	for _, p := range maybe {
		gone = slices.DeleteFunc(gone, func(s subject) bool { return s.item == p.was.item })
		come = slices.DeleteFunc(come, func(s subject) bool { return s.item == p.is.item })
		take(p)
	}
	return pairs, gone, come
}

// match takes the pairs whose key, if they have one, is the same and is nobody
// else's, and gives the rest.
func (c *comparison) match(was, is []subject, key func(subject) string, take func(pair)) (gone, come []subject) {
	at, twice := make(map[string]int, len(is)), map[string]bool{}
	for i, s := range is {
		k := key(s)
		if _, taken := at[k]; taken {
			twice[k] = true
		}
		at[k] = i
	}
	seen := make(map[string]bool, len(was))
	for _, s := range was {
		k := key(s)
		twice[k] = twice[k] || seen[k]
		seen[k] = true
	}
	taken := make([]bool, len(is))
	for _, s := range was {
		k := key(s)
		i, ok := at[k]
		if k == "" || !ok || twice[k] || !alike(s, is[i]) {
			gone = append(gone, s)
			continue
		}
		taken[i] = true
		take(pair{s, is[i]})
	}
	for i, s := range is {
		if !taken[i] {
			come = append(come, s)
		}
	}
	return gone, come
}

// alike tells whether two subjects have the same fields: a folder may be that of
// another class of kind now.
func alike(a, b subject) bool {
	return (a.source == nil) == (b.source == nil) && (a.entity == nil) == (b.entity == nil) &&
		(a.event == nil) == (b.event == nil) && (a.claim == nil) == (b.claim == nil)
}

// standing compares what the evidence of a claim comes to.
func (c *comparison) standing(was, is subject) *Standing {
	if was.claim == nil || is.claim == nil {
		return nil
	}
	known := map[*dossier.Source]bool{}
	for _, e := range was.claim.Evidence {
		if e.Source == nil || !c.sure(e.Source, known) || !c.sureOf(e.Origins, known) {
			return nil
		}
	}
	s := &Standing{was.claim.Corroboration, is.claim.Corroboration}
	if s.Old.Status == s.New.Status && s.Old.Circular == s.New.Circular &&
		sameBacking(&s.Old.Supporting, &s.New.Supporting) && sameBacking(&s.Old.Disputing, &s.New.Disputing) {
		return nil
	}
	return s
}

// sure tells whether all is known that a source went back to; known are those that
// were asked for already.
func (c *comparison) sure(s *dossier.Source, known map[*dossier.Source]bool) bool {
	if known[s] {
		return true
	}
	known[s] = true
	return !c.unsure(s.File) && c.sureOf(s.Origins, known)
}

func (c *comparison) sureOf(origins []dossier.Origin, known map[*dossier.Source]bool) bool {
	return !slices.ContainsFunc(origins, func(o dossier.Origin) bool { return o.Source != nil && !c.sure(o.Source, known) })
}

func sameBacking(a, b *dossier.Backing) bool {
	return a.Sources == b.Sources && len(a.Groups) == len(b.Groups)
}
