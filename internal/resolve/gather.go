package resolve

import (
	"cmp"
	"slices"

	"dossier/internal/dossier"
)

// gather tells every entity where it is mentioned, what it took part in and
// what was said of it.
func (r *resolver) gather() {
	for _, s := range r.d.Sources {
		of := map[*dossier.Entity][]int{}
		var order []*dossier.Entity
		for i, m := range s.Mentions {
			if of[m.Entity] == nil {
				order = append(order, m.Entity)
			}
			of[m.Entity] = append(of[m.Entity], i)
		}
		for _, x := range order {
			x.MentionedIn = append(x.MentionedIn, dossier.SourceMentions{Source: s, Mentions: of[x], Names: spellings(s, of[x])})
		}
	}
	for _, e := range r.d.Events {
		if e.Place != nil {
			e.Place.Events = append(e.Place.Events, e)
		}
		for _, p := range e.Participants {
			if !slices.Contains(p.Entity.Events, e) {
				p.Entity.Events = append(p.Entity.Events, e)
			}
		}
	}
	about := map[*dossier.Item]*[]*dossier.Claim{}
	for _, x := range r.d.Entities {
		about[&x.Item] = &x.Claims
	}
	for _, e := range r.d.Events {
		about[&e.Item] = &e.Claims
	}
	for _, c := range r.d.Claims {
		for _, item := range c.About {
			if list := about[item]; list != nil && !slices.Contains(*list, c) {
				*list = append(*list, c)
			}
		}
	}
	for _, s := range r.d.Sources {
		for _, note := range s.Annotations {
			if note.Speaker != nil {
				note.Speaker.Spoke = append(note.Speaker.Spoke, note)
			}
		}
	}
}

// spellings counts how a source writes an entity's name, the most frequent first.
func spellings(s *dossier.Source, mentions []int) []dossier.NameCount {
	var list []dossier.NameCount
	for _, i := range mentions {
		name := s.Mentions[i].Name
		if k := slices.IndexFunc(list, func(c dossier.NameCount) bool { return c.Name == name }); k >= 0 {
			list[k].Count++
		} else {
			list = append(list, dossier.NameCount{Name: name, Count: 1})
		}
	}
	slices.SortFunc(list, func(a, b dossier.NameCount) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Name, b.Name))
	})
	return list
}

// arrange puts the lists that were gathered in the order in which pages show
// them.
func (r *resolver) arrange() {
	byRank := func(a, b *dossier.Item) int { return cmp.Compare(r.rank[a], r.rank[b]) }
	for _, n := range r.nodes {
		slices.SortStableFunc(n.item.Backlinks, func(a, b dossier.Backlink) int { return byRank(a.From, b.From) })
		switch {
		case n.entity != nil:
			x := n.entity
			slices.SortStableFunc(x.Events, func(a, b *dossier.Event) int { return byRank(&a.Item, &b.Item) })
			slices.SortStableFunc(x.Parts, func(a, b *dossier.Entity) int { return byRank(&a.Item, &b.Item) })
		case n.source != nil:
			for _, p := range n.source.Passages {
				slices.SortFunc(p.CitedBy, byRank)
			}
		}
	}
}

// number puts the notes of each source in the order of their passages.
func (r *resolver) number() {
	for _, s := range r.d.Sources {
		place := map[*dossier.Passage]int{}
		for i, p := range s.Passages {
			place[p] = i
		}
		slices.SortStableFunc(s.Annotations, func(a, b *dossier.Note) int {
			return cmp.Compare(place[a.Quotation.Passage], place[b.Quotation.Passage])
		})
		for i, note := range s.Annotations {
			note.Number = i + 1
		}
	}
}
