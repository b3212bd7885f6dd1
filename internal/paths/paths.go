package paths

import (
	"slices"

	"dossier/internal/dossier"
)

// Many is as far as ways are counted.
const Many = 1_000_000_000

// Graph is the entities of a dossier and what joins them. A tie stands once
// however many it joins, so that an event of two hundred participants costs two
// hundred entries and not the square of it.
type Graph struct {
	entities []*dossier.Entity
	ties     []Tie
	rank     map[*dossier.Item]int32
	members  lists // the entities of each tie, by rank
	of       lists // the ties of each entity
}

// lists are many lists of numbers, each sorted.
type lists struct {
	starts []int32 // of each list in all, and the end of the last one
	all    []int32
}

func (l *lists) at(i int32) []int32 { return l.all[l.starts[i]:l.starts[i+1]] }

// New makes the graph of a dossier, which must not change while it is used.
func New(d *dossier.Dossier) *Graph {
	g := &Graph{entities: d.Entities, ties: Ties(d), rank: make(map[*dossier.Item]int32, len(d.Entities))}
	for i, e := range d.Entities {
		g.rank[&e.Item] = int32(i)
	}
	g.members.starts = make([]int32, 1, len(g.ties)+1)
	g.members.all = make([]int32, 0, 3*len(g.ties))
	g.of.starts = make([]int32, len(d.Entities)+2)
	for i := range g.ties {
		from := len(g.members.all)
		g.ties[i].members(func(it *dossier.Item) {
			if n, ok := g.rank[it]; ok {
				g.members.all = append(g.members.all, n)
			}
		})
		own := g.members.all[from:]
		slices.Sort(own)
		own = slices.Compact(own)
		g.members.all = g.members.all[:from+len(own)]
		g.members.starts = append(g.members.starts, int32(len(g.members.all)))
		for _, n := range own {
			g.of.starts[n+2]++
		}
	}
	for n := range len(d.Entities) {
		g.of.starts[n+2] += g.of.starts[n+1]
	}
	g.of.all = make([]int32, len(g.members.all))
	for t := range g.ties {
		for _, n := range g.members.at(int32(t)) {
			g.of.all[g.of.starts[n+1]] = int32(t)
			g.of.starts[n+1]++ // it ends where the next one began
		}
	}
	return g
}

// Ties lists what joins the entities, in the order of the function Ties.
func (g *Graph) Ties() []Tie { return g.ties }

// Members gives the entities that a tie joins, as places in the dossier's list,
// sorted.
func (g *Graph) Members(tie int) []int32 { return g.members.at(int32(tie)) }

// Ways are the shortest ways between two entities.
type Ways struct {
	// Steps is how many steps each of the ways has: 0 where the two are one, and
	// below 0 where there is no way.
	Steps int
	// All is how many ways there are, and Many where there are that many or more.
	All int
	// List has the first of them: ordered by their entities, as the dossier lists
	// those, from the beginning of the way to its end.
	List []Way
}

// Way is a way from one entity to another.
type Way []Step

// Step is a part of a way between two entities that something joins.
type Step struct {
	From, To *dossier.Entity
	Ties     []*Tie // all of them, in the order of Ties
}

// Between finds the shortest ways between two entities of the dossier, and lists
// at most so many of them. Two ways differ where they lead over other entities:
// how many ties two entities have makes no other way.
func (g *Graph) Between(a, b *dossier.Entity, most int) Ways {
	from, known := g.rank[&a.Item]
	to, alsoKnown := g.rank[&b.Item]
	if !known || !alsoKnown {
		return Ways{Steps: -1}
	}
	s := g.search(from, to)
	w := Ways{Steps: int(s.distance[from])}
	if w.Steps < 0 {
		return w
	}
	w.All = s.count(from, w.Steps)
	way := make([]int32, 1, w.Steps+1)
	way[0] = from
	s.list(way, most, func(way []int32) {
		steps := make(Way, w.Steps)
		for i := range steps {
			steps[i] = g.step(way[i], way[i+1])
		}
		w.List = append(w.List, steps)
	})
	return w
}

func (g *Graph) step(from, to int32) Step {
	s := Step{From: g.entities[from], To: g.entities[to]}
	others := g.of.at(to)
	for _, t := range g.of.at(from) {
		if _, both := slices.BinarySearch(others, t); both {
			s.Ties = append(s.Ties, &g.ties[t])
		}
	}
	return s
}

// search is what is known of the way to one entity.
type search struct {
	*Graph
	distance []int32 // of each entity; -1 where that is not known
	nearest  []int32 // of each tie, the least distance of its entities; -1 where that is not known
	seen     []int32 // of each entity, the number of the last call of nearer that met it
	calls    int32
}

// search goes from one entity through ties to entities, each once, until it has
// all that are nearer to it than another one.
func (g *Graph) search(until, from int32) *search {
	s := &search{Graph: g, distance: unknown(len(g.entities)), nearest: unknown(len(g.ties)), seen: make([]int32, len(g.entities))}
	s.distance[from] = 0
	layer := []int32{from}
	for d := int32(0); len(layer) > 0 && s.distance[until] < 0; d++ {
		var next []int32
		for _, e := range layer {
			for _, t := range g.of.at(e) {
				if s.nearest[t] >= 0 {
					continue
				}
				s.nearest[t] = d
				for _, m := range g.members.at(t) {
					if s.distance[m] < 0 {
						s.distance[m] = d + 1
						next = append(next, m)
					}
				}
			}
		}
		layer = next
	}
	return s
}

func unknown(n int) []int32 {
	list := make([]int32, n)
	for i := range list {
		list[i] = -1
	}
	return list
}

// nearer calls f for each entity that is joined with one and a step nearer, once.
func (s *search) nearer(e int32, f func(int32)) {
	d := s.distance[e] - 1
	if d < 0 {
		return
	}
	s.calls++
	for _, t := range s.of.at(e) {
		if s.nearest[t] != d {
			continue
		}
		for _, m := range s.members.at(t) {
			if s.distance[m] == d && s.seen[m] != s.calls {
				s.seen[m] = s.calls
				f(m)
			}
		}
	}
}

// count counts the ways from an entity: it is that many by which each layer of
// entities is reached, on the way to the one at the distance 0.
func (s *search) count(from int32, steps int) int {
	ways := make([]int, len(s.entities))
	ways[from] = 1
	layer := []int32{from}
	for range steps {
		var next []int32
		for _, e := range layer {
			s.nearer(e, func(m int32) {
				if ways[m] == 0 {
					next = append(next, m)
				}
				ways[m] = min(ways[m]+ways[e], Many)
			})
		}
		layer = next
	}
	return ways[layer[0]]
}

// list calls f for the first ways that go on from one, at most so many, and tells
// how many are left to be called for.
func (s *search) list(way []int32, most int, f func([]int32)) (left int) {
	e := way[len(way)-1]
	if most <= 0 {
		return 0
	}
	if s.distance[e] == 0 {
		f(way)
		return most - 1
	}
	var next []int32
	s.nearer(e, func(m int32) { next = append(next, m) })
	slices.Sort(next)
	for _, m := range next {
		if most == 0 {
			break
		}
		most = s.list(append(way, m), most, f)
	}
	return most
}
