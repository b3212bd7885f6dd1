package resolve

import (
	"cmp"
	"slices"
	"strings"

	"dossier/internal/dossier"
	"dossier/internal/edtf"
)

// order sorts everything as pages list it, and ties events to their neighbours.
func (r *Resolver) order() {
	byTitle := r.collation()
	dated := func(a, b edtf.Date) int {
		switch {
		case a.IsZero() && b.IsZero():
			return 0
		case a.IsZero():
			return 1
		case b.IsZero():
			return -1
		}
		return edtf.Compare(a, b)
	}
	slices.SortStableFunc(r.d.Sources, func(a, b *dossier.Source) int {
		return cmp.Or(dated(a.Published, b.Published), cmp.Compare(a.ID, b.ID))
	})
	slices.SortStableFunc(r.d.Events, func(a, b *dossier.Event) int {
		return cmp.Or(dated(a.Date, b.Date), cmp.Compare(a.ID, b.ID))
	})
	slices.SortStableFunc(r.d.Entities, func(a, b *dossier.Entity) int { return byTitle(&a.Item, &b.Item) })
	slices.SortStableFunc(r.d.Claims, func(a, b *dossier.Claim) int { return byTitle(&a.Item, &b.Item) })
	slices.SortStableFunc(r.d.Pages, byTitle)
	for i, e := range r.d.Events {
		if e.Date.IsZero() {
			break
		}
		if i > 0 {
			e.Previous, r.d.Events[i-1].Next = r.d.Events[i-1], e
		}
	}
	r.rankItems()
}

// collation orders items by kind, then by title as the site's language sorts,
// then by id.
func (r *Resolver) collation() func(a, b *dossier.Item) int {
	kind := map[string]int{}
	for i, k := range r.d.Kinds {
		kind[k.Folder] = i
	}
	key := r.memo.collationKeys(r.d.Language)
	keys := map[*dossier.Item]string{}
	for _, n := range r.nodes {
		if n.source == nil && n.event == nil { // those are sorted by date
			keys[n.item] = key(n.item.Title)
		}
	}
	return func(a, b *dossier.Item) int {
		return cmp.Or(cmp.Compare(kind[a.Kind.Folder], kind[b.Kind.Folder]), strings.Compare(keys[a], keys[b]), cmp.Compare(a.ID, b.ID))
	}
}

// rankItems remembers the order of all items, for the lists of items of
// several kinds.
func (r *Resolver) rankItems() {
	r.rank = make(map[*dossier.Item]int, len(r.nodes))
	for n, i := range r.d.Items() {
		r.rank[i] = n
	}
}
