package paths_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"dossier/internal/dossier"
	"dossier/internal/paths"
)

// made is a dossier of entities called by single letters.
type made struct {
	d  dossier.Dossier
	by map[string]*dossier.Entity
}

func kindOf(folder string) dossier.Kind {
	for _, k := range dossier.BuiltIn {
		if k.Folder == folder {
			return k
		}
	}
	panic(folder)
}

func newMade(people string) *made {
	m := &made{by: map[string]*dossier.Entity{}}
	for name := range strings.FieldsSeq(people) {
		m.entity("people", name)
	}
	return m
}

func (m *made) entity(folder, name string) *dossier.Entity {
	e := &dossier.Entity{Item: dossier.Item{Kind: kindOf(folder), ID: name, Title: name}}
	m.d.Entities, m.by[name] = append(m.d.Entities, e), e
	return e
}

func (m *made) relation(from, words, to string) {
	a, b := m.by[from], m.by[to]
	a.Relations = append(a.Relations, dossier.EntityRelation{Other: b, Type: words})
	if a != b {
		b.Relations = append(b.Relations, dossier.EntityRelation{Other: a, Type: words, Reverse: true})
	}
}

func (m *made) event(title, who string) *dossier.Event {
	e := &dossier.Event{Item: dossier.Item{Kind: kindOf("events"), ID: title, Title: title}}
	for name := range strings.FieldsSeq(who) {
		e.Participants = append(e.Participants, dossier.EventParticipant{Entity: m.by[name], Role: "as " + name})
	}
	m.d.Events = append(m.d.Events, e)
	return e
}

func (m *made) claim(title, about string) *dossier.Claim {
	c := &dossier.Claim{Item: dossier.Item{Kind: kindOf("claims"), ID: title, Title: title}}
	for name := range strings.FieldsSeq(about) {
		c.About = append(c.About, &m.by[name].Item)
	}
	m.d.Claims = append(m.d.Claims, c)
	return c
}

// told writes ways as "a -x,y- b -z- c; …", and before them steps and how many there are.
func told(w paths.Ways) string {
	var ways []string
	for _, way := range w.List {
		text := ""
		for i, s := range way {
			if i == 0 {
				text = s.From.Title
			}
			var words []string
			for _, t := range s.Ties {
				words = append(words, strings.TrimSpace(t.Kind.String()+" "+t.Words()))
			}
			text += " -" + strings.Join(words, ",") + "- " + s.To.Title
		}
		ways = append(ways, text)
	}
	return fmt.Sprintf("%d %d: %s", w.Steps, w.All, strings.Join(ways, "; "))
}

func TestNobodyIsTiedToHimself(t *testing.T) {
	m := newMade("a b")
	m.relation("a", "knows", "a")
	m.by["a"].Roles = []dossier.EntityRole{{Title: "head", Organization: m.by["a"]}}
	m.by["a"].PartOf = m.by["a"]
	m.event("one", "a a")
	m.claim("first", "b b")
	if ties := paths.Ties(&m.d); len(ties) > 0 {
		t.Errorf("%d ties, want none: %v", len(ties), ties)
	}
}

func TestWays(t *testing.T) {
	tests := []struct {
		reason string
		make   func(*made)
		from   string
		to     string
		most   int
		want   string
	}{
		{"nothing joins them", func(*made) {}, "a", "b", 10, "-1 0: "},
		{"somebody and himself", func(m *made) { m.relation("a", "knows", "a") }, "a", "a", 10, "0 1: "},
		{"a relation leads from the one that declares it", func(m *made) { m.relation("a", "knows", "b") }, "a", "b", 10, "1 1: a -relation knows- b"},
		{"and back, and is one tie", func(m *made) { m.relation("a", "knows", "b") }, "b", "a", 10, "1 1: b -relation knows- a"},
		{"all that joins two stands at one step", func(m *made) {
			m.relation("b", "hates", "a")
			m.relation("a", "knows", "b")
			m.event("feast", "c b a")
			m.claim("they met", "a b")
			m.by["a"].Roles = []dossier.EntityRole{{Title: "head", Organization: m.by["b"]}}
			m.by["b"].PartOf = m.by["a"]
		}, "a", "b", 10, "1 1: a -relation knows,role head,relation hates,part_of,event feast,claim they met- b"},
		{"a shorter way leaves no longer one", func(m *made) {
			m.relation("a", "x", "b")
			m.relation("b", "y", "c")
			m.relation("a", "z", "c")
		}, "a", "c", 10, "1 1: a -relation z- c"},
		{"several equal ways, in the order of the dossier's list", func(m *made) {
			m.event("late", "a d f")
			m.event("early", "a c f b")
			m.relation("d", "x", "e")
			m.relation("c", "y", "e")
			m.relation("b", "z", "e")
		}, "a", "e", 10, "2 3: a -event early- b -relation z- e; a -event early- c -relation y- e; a -event late- d -relation x- e"},
		{"no more than asked for, and all are counted", func(m *made) {
			m.event("all", "a b c d")
			m.event("others", "b c d e")
		}, "a", "e", 2, "2 3: a -event all- b -event others- e; a -event all- c -event others- e"},
		{"two events with the same people are one way", func(m *made) {
			m.event("one", "a b")
			m.event("two", "b a")
		}, "a", "b", 10, "1 1: a -event one,event two- b"},
		{"through claims", func(m *made) {
			m.claim("first", "a b")
			m.claim("second", "b c")
		}, "a", "c", 10, "2 1: a -claim first- b -claim second- c"},
		{"a claim about an event joins nobody with it", func(m *made) {
			e := m.event("feast", "b c")
			c := m.claim("first", "a")
			c.About = append(c.About, &e.Item)
		}, "a", "b", 10, "-1 0: "},
		{"who is named twice in an event takes part once", func(m *made) { m.event("one", "a a b b") }, "a", "b", 10, "1 1: a -event one- b"},
		{"an event of one joins nobody", func(m *made) { m.event("one", "a a") }, "a", "b", 10, "-1 0: "},
		{"where an event took place joins nobody", func(m *made) { m.event("one", "a").Place = m.by["b"] }, "a", "b", 10, "-1 0: "},
		{"a place in a place is geography", func(m *made) { m.entity("places", "p").PartOf = m.entity("places", "q") }, "p", "q", 10, "-1 0: "},
		{"an organization in a place is not", func(m *made) { m.entity("organizations", "o").PartOf = m.entity("places", "q") }, "o", "q", 10, "1 1: o -part_of- q"},
		{"who is no entity of the dossier has no way", func(m *made) {
			m.relation("a", "x", "b")
			m.d.Entities = m.d.Entities[:1]
		}, "a", "b", 10, "-1 0: "},
		{"none is listed where none is asked for", func(m *made) { m.relation("a", "x", "b") }, "a", "b", 0, "1 1: "},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			m := newMade("a b c d e f")
			tt.make(m)
			if got := told(paths.New(&m.d).Between(m.by[tt.from], m.by[tt.to], tt.most)); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestRoleInAnEvent(t *testing.T) {
	m := newMade("a b c")
	m.event("feast", "a b")
	m.relation("a", "knows", "b")
	ties := paths.Ties(&m.d)
	for _, tt := range []struct {
		reason string
		tie    *paths.Tie
		who    string
		want   string
	}{
		{"one who took part", &ties[1], "b", "as b"},
		{"one who did not", &ties[1], "c", ""},
		{"no event", &ties[0], "a", ""},
	} {
		if got := tt.tie.RoleOf(m.by[tt.who]); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.reason, got, tt.want)
		}
	}
}

// Each step doubles the ways, far beyond what is counted.
func TestManyWays(t *testing.T) {
	m := newMade("a")
	last := "a"
	for i := range 40 {
		l, r, next := fmt.Sprint("l", i), fmt.Sprint("r", i), fmt.Sprint("n", i)
		for _, name := range []string{l, r, next} {
			m.entity("people", name)
		}
		for _, name := range []string{l, r} {
			m.relation(last, "x", name)
			m.relation(name, "x", next)
		}
		last = next
	}
	w := paths.New(&m.d).Between(m.by["a"], m.by[last], 3)
	if w.Steps != 80 || w.All != paths.Many || len(w.List) != 3 {
		t.Errorf("%d steps, %d ways, %d listed", w.Steps, w.All, len(w.List))
	}
}

// random makes up a dossier in which anything joins anybody.
func random(r *rand.Rand) *made {
	m := newMade("")
	n := 1 + r.IntN(9)
	var names []string
	for i := range n {
		names = append(names, fmt.Sprint(i))
		m.entity([]string{"people", "organizations", "places"}[r.IntN(3)], names[i])
	}
	one := func() string { return names[r.IntN(n)] }
	several := func() string {
		var list []string
		for range r.IntN(4) {
			list = append(list, one())
		}
		return strings.Join(list, " ")
	}
	for range r.IntN(n + 1) {
		m.relation(one(), "x", one())
	}
	for range r.IntN(3) {
		e := m.by[one()]
		e.Roles = append(e.Roles, dossier.EntityRole{Title: "x", Organization: m.by[one()]})
	}
	for range r.IntN(3) {
		m.by[one()].PartOf = m.by[one()]
	}
	for i := range r.IntN(4) {
		m.event(fmt.Sprint("event ", i), several()).Place = m.by[one()]
	}
	for i := range r.IntN(4) {
		m.claim(fmt.Sprint("claim ", i), several())
	}
	return m
}

// force finds all ways of the least length by trying all of them, over the ties
// as they are told: in words, each pair of a dossier by itself.
func force(m *made, a, b *dossier.Entity) []string {
	joined := map[[2]*dossier.Entity][]string{}
	add := func(x, y *dossier.Entity, words string) {
		if x == y {
			return
		}
		for _, pair := range [][2]*dossier.Entity{{x, y}, {y, x}} {
			if !slices.Contains(joined[pair], words) || strings.HasPrefix(words, "relation") || strings.HasPrefix(words, "role") {
				joined[pair] = append(joined[pair], words)
			}
		}
	}
	for _, e := range m.d.Entities {
		for _, r := range e.Relations {
			if !r.Reverse {
				add(e, r.Other, "relation "+r.Type)
			}
		}
		for _, r := range e.Roles {
			add(e, r.Organization, "role "+r.Title)
		}
		if e.PartOf != nil && (e.Kind.Folder != "places" || e.PartOf.Kind.Folder != "places") {
			joined[[2]*dossier.Entity{e, e.PartOf}] = append(joined[[2]*dossier.Entity{e, e.PartOf}], "part_of")
			joined[[2]*dossier.Entity{e.PartOf, e}] = append(joined[[2]*dossier.Entity{e.PartOf, e}], "part_of")
		}
	}
	for _, ev := range m.d.Events {
		for _, p := range ev.Participants {
			for _, q := range ev.Participants {
				add(p.Entity, q.Entity, "event "+ev.Title)
			}
		}
	}
	for _, c := range m.d.Claims {
		for _, p := range c.About {
			for _, q := range c.About {
				add(m.by[p.Title], m.by[q.Title], "claim "+c.Title)
			}
		}
	}
	var best []string
	least := len(m.d.Entities)
	var walk func(e *dossier.Entity, before []*dossier.Entity, text string)
	walk = func(e *dossier.Entity, before []*dossier.Entity, text string) {
		if len(before) > least {
			return
		}
		if e == b {
			if len(before) < least {
				least, best = len(before), nil
			}
			best = append(best, text)
			return
		}
		for _, next := range m.d.Entities {
			if ties := joined[[2]*dossier.Entity{e, next}]; len(ties) > 0 && next != e && !slices.Contains(before, next) {
				walk(next, append(slices.Clone(before), e), text+" -"+strings.Join(ties, ",")+"- "+next.Title)
			}
		}
	}
	walk(a, nil, a.Title)
	return best
}

// The ways are those that trying all of them finds, in the same order.
func TestWaysEqualThoseOfBruteForce(t *testing.T) {
	for seed := range uint64(3000) {
		r := rand.New(rand.NewPCG(seed, 1))
		m := random(r)
		a, b := m.d.Entities[r.IntN(len(m.d.Entities))], m.d.Entities[r.IntN(len(m.d.Entities))]
		most := 1 + r.IntN(4)
		want := force(m, a, b)
		w := paths.New(&m.d).Between(a, b, most)
		_, list, _ := strings.Cut(told(w), ": ")
		if a == b {
			if w.Steps != 0 || w.All != 1 || len(w.List) != 1 {
				t.Fatalf("seed %d: somebody and himself: %s", seed, told(w))
			}
			continue
		}
		if got := strings.Join(want[:min(most, len(want))], "; "); w.All != len(want) || got != list {
			t.Fatalf("seed %d: from %s to %s\ngot  %d: %s\nwant %d: %s", seed, a.Title, b.Title, w.All, list, len(want), got)
		}
	}
}

// crowd is many entities, most of them joined by small events, and some by
// events of two hundred.
func crowd(n int) *made {
	r := rand.New(rand.NewPCG(1, 2))
	m := newMade("")
	for i := range n {
		m.entity("people", fmt.Sprint(i))
	}
	some := func(k int) string {
		var list []string
		for range k {
			list = append(list, fmt.Sprint(r.IntN(n)))
		}
		return strings.Join(list, " ")
	}
	for i := range n {
		m.event(fmt.Sprint(i), some(3))
		m.claim(fmt.Sprint(i), some(2))
		if i%2 == 0 {
			m.relation(fmt.Sprint(i), "x", fmt.Sprint(r.IntN(n)))
		}
	}
	for range n / 100 {
		m.event("hub", some(200))
	}
	return m
}

func BenchmarkGraph(b *testing.B) {
	m := crowd(5000)
	b.ReportAllocs()
	for b.Loop() {
		paths.New(&m.d)
	}
}

func BenchmarkBetween(b *testing.B) {
	m := crowd(5000)
	g := paths.New(&m.d)
	for _, far := range []struct{ name, from, to string }{{"hubs", "7", "4321"}} {
		b.Run(far.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				g.Between(m.by[far.from], m.by[far.to], 10)
			}
		})
	}
	b.Run("any", func(b *testing.B) {
		b.ReportAllocs()
		i := 0
		for b.Loop() {
			g.Between(m.d.Entities[i%5000], m.d.Entities[(i*7+11)%5000], 10)
			i++
		}
	})
	b.Run("none", func(b *testing.B) {
		alone := m.entity("people", "alone")
		g := paths.New(&m.d)
		b.ReportAllocs()
		for b.Loop() {
			g.Between(m.by["7"], alone, 10)
			g.Between(alone, m.by["7"], 10)
		}
	})
}
