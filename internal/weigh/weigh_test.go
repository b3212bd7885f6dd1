package weigh

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"dossier/internal/dossier"
	"dossier/internal/edtf"
)

// cast reads sources: "a", "b<AFP" (with an origin), "c<@b,#x" (a source, an
// entity), "d=AFP" (with a publisher), "e/2024-04-17" (published). A low line
// stands for a space.
type cast struct {
	t        testing.TB
	sources  map[string]*dossier.Source
	entities map[string]*dossier.Entity
}

func newCast(t testing.TB, list string) *cast {
	t.Helper()
	c := &cast{t, map[string]*dossier.Source{}, map[string]*dossier.Entity{}}
	for word := range strings.FieldsSeq(list) {
		head, origins, _ := strings.Cut(word, "<")
		head, published, _ := strings.Cut(head, "/")
		id, publisher, _ := strings.Cut(head, "=")
		s := c.source(id)
		s.Publisher = strings.ReplaceAll(publisher, "_", " ")
		s.Origins = c.origins(origins)
		if published != "" {
			s.Published = day(t, published)
		}
	}
	return c
}

func day(t testing.TB, s string) edtf.Date {
	t.Helper()
	if s == "" {
		return edtf.Date{}
	}
	d, err := edtf.Parse(strings.ReplaceAll(s, "_", "/"))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func (c *cast) source(id string) *dossier.Source {
	if c.sources[id] == nil {
		c.sources[id] = &dossier.Source{Item: dossier.Item{ID: id}}
	}
	return c.sources[id]
}

func (c *cast) origins(list string) []dossier.Origin {
	var out []dossier.Origin
	for name := range strings.SplitSeq(list, ",") {
		switch {
		case name == "":
		case name[0] == '@':
			out = append(out, dossier.Origin{Words: name[1:], Source: c.source(name[1:])})
		case name[0] == '#':
			if c.entities[name] == nil {
				c.entities[name] = &dossier.Entity{Item: dossier.Item{ID: name[1:], Title: name[1:] + " Agency", Aliases: []string{name[1:]}}}
			}
			out = append(out, dossier.Origin{Words: name[1:], Entity: c.entities[name]})
		default:
			out = append(out, dossier.Origin{Words: strings.ReplaceAll(name, "_", " ")})
		}
	}
	return out
}

// evidence reads "+a" (supports), "-a" (disputes), ".a" (mentions), "?a" (no stance),
// "+a<AFP" (with an origin of its own), "+" (a source that was not found).
func (c *cast) evidence(list string) []*dossier.EvidenceItem {
	stances := map[byte]dossier.Stance{'+': dossier.Supports, '-': dossier.Disputes, '.': dossier.Mentions, '?': dossier.NoStance}
	var out []*dossier.EvidenceItem
	for word := range strings.FieldsSeq(list) {
		stance, ok := stances[word[0]]
		if !ok {
			c.t.Fatalf("%q has no stance", word)
		}
		id, origins, _ := strings.Cut(word[1:], "<")
		e := &dossier.EvidenceItem{Stance: stance, Origins: c.origins(origins)}
		if id != "" {
			e.Source = c.source(id)
		}
		out = append(out, e)
	}
	return out
}

// show writes "corroborated, 3 for: a b (AFP) | c; 1 against: d".
func show(c dossier.Corroboration) string {
	var b strings.Builder
	b.WriteString(c.Status.String())
	side := func(name string, k dossier.Backing) {
		for i, g := range k.Groups {
			if i == 0 {
				fmt.Fprintf(&b, "; %d %s:", k.Sources, name)
			} else {
				b.WriteString(" |")
			}
			for _, s := range g.Sources {
				b.WriteString(" " + s.ID)
			}
			var shared []string
			for _, o := range g.Shared {
				shared = append(shared, o.Words)
				if o.Source != nil {
					shared[len(shared)-1] = "@" + o.Source.ID
				}
			}
			if len(shared) > 0 {
				b.WriteString(" (" + strings.Join(shared, ", ") + ")")
			}
		}
	}
	side("for", c.Supporting)
	side("against", c.Disputing)
	if c.Circular {
		b.WriteString("; circular")
	}
	return b.String()
}

var corroborations = []struct{ reason, sources, evidence, want string }{
	{"there is nothing", "", "", "unsupported"},
	{"mentions neither support nor dispute", "a b", ".a .b", "unsupported"},
	{"evidence without a stance counts as a mention", "a b", "?a ?b", "unsupported"},
	{"a source that was not found is none", "a", "+ -", "unsupported"},
	{"one source", "a", "+a", "single-origin; 1 for: a"},
	{"one source is not circular, however often it is quoted", "a", "+a +a +a", "single-origin; 1 for: a"},
	{"two sources of which nothing is entered are independent", "a b", "+a +b", "corroborated; 2 for: a | b"},
	{"mentions add nothing to a side", "a b", "+a .b", "single-origin; 1 for: a"},
	{"one disputes", "a b", "+a -b", "disputed; 1 for: a; 1 against: b"},
	{"one against many is enough", "a b c d", "+a +b +c -d", "disputed; 3 for: a | b | c; 1 against: d"},
	{"a source that says both disputes itself", "a", "+a -a", "disputed; 1 for: a; 1 against: a"},
	{"a dispute by the origin of the support is one", "a<AFP b<AFP", "+a -b", "disputed; 1 for: a; 1 against: b"},
	{"disputed only", "a b", "-a .b", "refuted; 1 against: a"},
	{"those against are grouped too", "a<AFP b<AFP c", "-a -b -c", "refuted; 3 against: a b (AFP) | c"},
	{"circular is said of what supports", "a<AFP b<AFP", "-a -b", "refuted; 2 against: a b (AFP)"},

	{"one agency", "a<AFP b<AFP", "+a +b", "single-origin; 2 for: a b (AFP); circular"},
	{"two agencies", "a<AFP b<Reuters", "+a +b", "corroborated; 2 for: a | b"},
	{"words that differ in case, accents and space are one", "a<Agence_France-Presse b<AGENCE_france‐presse c<Ägence__France-Presse", "+a +b +c", "single-origin; 3 for: a b c (Agence France-Presse); circular"},
	{"words are compared, not understood", "a<a_diplomat b<an_envoy", "+a +b", "corroborated; 2 for: a | b"},
	{"an entity is one origin by whatever name", "a<#AFP b<#AFP", "+a +b", "single-origin; 2 for: a b (AFP); circular"},
	{"two entities", "a<#AFP b<#Reuters", "+a +b", "corroborated; 2 for: a | b"},
	{"a source that names none, beside one with an agency", "a<AFP b", "+a +b", "corroborated; 2 for: a | b"},

	{"the origin is a source that supports too", "a b<@a", "+a +b", "single-origin; 2 for: a b (@a); circular"},
	{"the copy may stand first", "a b<@a", "+b +a", "single-origin; 2 for: b a (@a); circular"},
	{"the origin is a source that is no evidence", "a b<@a c<@a", "+b +c", "single-origin; 2 for: b c (@a); circular"},
	{"over three sources", "a b<@a c<@b d<@c", "+a +d", "single-origin; 2 for: a d (@a); circular"},
	{"over sources to an agency", "a<AFP b<@a c<@b d<AFP", "+c +d", "single-origin; 2 for: c d (AFP); circular"},
	{"a source on the way with an origin of its own is none itself", "a<AFP b<@a c<Reuters", "+b +c", "corroborated; 2 for: b | c"},
	{"two ways to one origin", "a b<@a c<@a d<@b,@c", "+a +d", "single-origin; 2 for: a d (@a); circular"},

	{"a source with two origins counts once", "a<AFP,Reuters", "+a", "single-origin; 1 for: a"},
	{"one of two origins is shared", "a<AFP,Reuters b<Reuters", "+a +b", "single-origin; 2 for: a b (Reuters); circular"},
	{"who has both agencies does not tie these together", "a<AFP b<AFP,Reuters c<Reuters", "+a +b +c", "corroborated; 3 for: a b (AFP) | c"},
	{"the same in another order", "b<AFP,Reuters a<AFP c<Reuters", "+b +c +a", "corroborated; 3 for: b c (Reuters) | a"},
	{"each shares one with each, and none is everybody's", "a<X,Y b<Y,Z c<Z,X", "+a +b +c", "single-origin; 3 for: a b c (X, Y, Z)"},
	{"two origins that all share", "a<X,Y b<Y,X", "+a +b", "single-origin; 2 for: a b (X, Y); circular"},
	{"pairs of pairs", "a<X b<X c<Y d<Y", "+a +c +b +d", "corroborated; 4 for: a b (X) | c d (Y)"},

	{"the origin of a passage goes before the source's", "a<AFP b<AFP", "+a<Reuters +b", "corroborated; 2 for: a | b"},
	{"two passages of one source count once", "a b", "+a<X +a<Y", "single-origin; 1 for: a"},
	{"and share the origins of both", "a b<Y c<X", "+a<X +a<Y +b", "single-origin; 2 for: a b (Y); circular"},
	{"passages with and without", "a<AFP b<AFP", "+a<X +a +b", "single-origin; 2 for: a b (AFP); circular"},
	{"a passage of the source's own reporting", "a<AFP b<AFP", "+a<@a +b", "corroborated; 2 for: a | b"},
	{"who copies a source has the origin that its passage names", "a b<@a c<X", "+a<X +b +c", "single-origin; 3 for: a b c (X); circular"},
	{"of the other side, origins are not asked", "a b<@a", "-a<X +b", "disputed; 1 for: b; 1 against: a"},

	{"a publisher's article and who reprints it", "a=AFP b<AFP", "+a +b", "single-origin; 2 for: a b (AFP); circular"},
	{"with the agency's page", "a=afp_agency b<#AFP", "+a +b", "single-origin; 2 for: a b (AFP); circular"},
	{"by another of its names", "a=AFP b<#AFP", "+a +b", "single-origin; 2 for: a b (AFP); circular"},
	{"two articles of one publisher are two", "a=AFP b=AFP", "+a +b", "corroborated; 2 for: a | b"},
	{"a third that names it is of both", "a=AFP b=AFP c<AFP", "+c +a +b", "corroborated; 3 for: c a (AFP) | b"},
	{"a publisher's article that has its reporting elsewhere", "a=AFP<Reuters b<AFP", "+a +b", "corroborated; 2 for: a | b"},
	{"an entity's name goes before the same words", "a=AFP b<AFP c<#AFP", "+a +b +c", "corroborated; 3 for: a c (AFP) | b"},
	{"who names the agency and copies its article names it", "a<AFP,@b b=AFP", "+a +b", "single-origin; 2 for: a b (AFP, @b); circular"},
	{"articles and copies, told apart in whatever order", "a=AFP b=AFP c<@b e<@a d<AFP", "+c +a +e +d", "corroborated; 4 for: c d (AFP) | a e (@a)"},
	{
		"of a group in which nobody names the publisher, it is no origin", "f<X d<@a,@b e<AFP,X a=AFP b=AFP p<@a,Y q<@b,Z y<Y z<Z",
		"+f +d +e +p +q +y +z", "corroborated; 7 for: f e (X) | d p q (@a, @b) | y | z",
	},
	{"a copy of a publisher's article", "a=AFP b<@a c<AFP", "+b +c", "single-origin; 2 for: b c (AFP); circular"},

	{"who copies each other is one, though the dossier is wrong", "a<@b b<@a", "+a +b", "single-origin; 2 for: a b (@a, @b); circular"},
	{"three in a circle, of which two support", "a<@b b<@c c<@a d", "+a +c +d", "corroborated; 3 for: a c (@a, @b, @c) | d"},
	{"a circle with a way out", "a<@b b<@a,AFP c<AFP", "+a +b +c", "single-origin; 3 for: a b c (AFP); circular"},
	{"a source that is its own origin", "a<@a b", "+a +b", "corroborated; 2 for: a | b"},
}

func TestCorroborate(t *testing.T) {
	for _, row := range corroborations {
		c := newCast(t, row.sources)
		if got := show(Corroborate(c.evidence(row.evidence))); got != row.want {
			t.Errorf("%s: %s with %s:\n  %s, want\n  %s", row.reason, row.evidence, row.sources, got, row.want)
		}
	}
}

// What Corroborate promises, held against the plainest reading of its rules.
func TestCorroborateLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 1))
	for range 2000 {
		c := newCast(t, "")
		names := "abcdefgh"
		for i := range names {
			s := c.source(names[i : i+1])
			for range r.IntN(3) {
				switch k := r.IntN(6); {
				case k < 3 && i > 0: // to an earlier one, so that there are no circles
					s.Origins = append(s.Origins, c.origins("@"+string(names[r.IntN(i)]))...)
				default:
					s.Origins = append(s.Origins, c.origins(string("XYZ"[k%3]))...)
				}
			}
		}
		var list []*dossier.EvidenceItem
		for range 1 + r.IntN(7) {
			list = append(list, c.evidence("+"+string(names[r.IntN(len(names))]))...)
		}
		got := Corroborate(list)
		sources := map[*dossier.Source]bool{}
		for _, e := range list {
			sources[e.Source] = true
		}
		pair, common := false, len(sources) > 1
		for a := range sources {
			for b := range sources {
				pair = pair || a != b && len(both(ends(a), ends(b))) == 0
			}
		}
		for o := range ends(list[0].Source) {
			all := true
			for s := range sources {
				all = all && ends(s)[o]
			}
			if all {
				goto found
			}
		}
		common = false
	found:
		if want := pair; (got.Status == dossier.Corroborated) != want {
			t.Fatalf("%s, and a pair that shares nothing is there: %v", show(got), want)
		}
		if got.Circular != common {
			t.Fatalf("%s, and an origin of all is there: %v", show(got), common)
		}
		seen := map[*dossier.Source]bool{}
		var first []*dossier.Source
		for _, g := range got.Supporting.Groups {
			for _, s := range g.Sources {
				if seen[s] {
					t.Fatalf("%s: %s stands twice", show(got), s.ID)
				}
				seen[s] = true
			}
			if len(g.Sources) > 1 && len(g.Shared) == 0 {
				t.Fatalf("%s: a group shares nothing", show(got))
			}
			first = append(first, g.Sources[0])
		}
		if len(seen) != len(sources) || got.Supporting.Sources != len(sources) {
			t.Fatalf("%s counts %d of %d sources", show(got), len(seen), len(sources))
		}
		if n := independent(slices.Collect(func(yield func(*dossier.Source) bool) {
			for s := range sources {
				if !yield(s) {
					return
				}
			}
		})); len(first) > n {
			t.Fatalf("%s, but no more than %d share nothing", show(got), n)
		}
		more := Corroborate(append(slices.Clone(list), c.evidence("+"+string(names[r.IntN(len(names))]))...))
		if got.Status == dossier.Corroborated && more.Status != dossier.Corroborated {
			t.Fatalf("with more evidence, %s becomes %s", show(got), show(more))
		}
	}
}

// ends gives what a source goes back to.
func ends(s *dossier.Source) map[string]bool {
	out := map[string]bool{}
	for _, o := range s.Origins {
		if o.Source == nil {
			out[o.Words] = true
			continue
		}
		for e := range ends(o.Source) {
			out[e] = true
		}
	}
	if len(s.Origins) == 0 {
		out["@"+s.ID] = true
	}
	return out
}

func both(a, b map[string]bool) (list []string) {
	for x := range a {
		if b[x] {
			list = append(list, x)
		}
	}
	return list
}

// independent is the greatest number of sources no two of which share an origin.
func independent(list []*dossier.Source) int {
	best := 0
	for set := range 1 << len(list) {
		n, ok := 0, true
		for i := range list {
			for j := range i {
				if set>>i&1 == 1 && set>>j&1 == 1 && len(both(ends(list[i]), ends(list[j]))) > 0 {
					ok = false
				}
			}
			n += set >> i & 1
		}
		if ok {
			best = max(best, n)
		}
	}
	return best
}

func TestBackAsksForWhatIsWanted(t *testing.T) {
	c := newCast(t, "a<AFP b c<AFP")
	list := c.evidence(".a +b .c")
	b := Back(list, func(e *dossier.EvidenceItem) bool { return e.Stance == dossier.Mentions })
	if b.Sources != 2 || len(b.Groups) != 1 {
		t.Errorf("two sources of one agency mention it: %+v", b)
	}
}

func TestSameOrigin(t *testing.T) {
	c := newCast(t, "")
	one := func(s string) dossier.Origin { return c.origins(s)[0] }
	for _, row := range []struct {
		reason, a, b string
		want         bool
	}{
		{"the same source", "@a", "@a", true},
		{"another source", "@a", "@b", false},
		{"the same entity", "#x", "#x", true},
		{"a source and an entity of the same id", "@x", "#x", false},
		{"words that an entity is called by are found before", "#x", "x", false},
		{"case and accents", "Élysée_Palace", "elysee_palace", true},
		{"other words", "AFP", "AP", false},
	} {
		if got := SameOrigin(one(row.a), one(row.b)); got != row.want {
			t.Errorf("%s: %s and %s: %v, want %v", row.reason, row.a, row.b, got, row.want)
		}
	}
}

func BenchmarkCorroborate(b *testing.B) {
	many := func(n int, origin func(i int) string) ([]*dossier.EvidenceItem, dossier.Corroboration) {
		var sources, evidence []string
		for i := range n {
			sources = append(sources, fmt.Sprintf("s%d%s", i, origin(i)))
			evidence = append(evidence, fmt.Sprintf("+s%d", i))
		}
		c := newCast(b, strings.Join(sources, " "))
		list := c.evidence(strings.Join(evidence, " "))
		return list, Corroborate(list)
	}
	for _, bench := range []struct {
		name   string
		n      int
		groups int
		origin func(i int) string
	}{
		{"typical", 4, 3, func(i int) string { return []string{"<AFP", "<AFP", "", "<Reuters"}[i] }},
		{"500 of their own", 500, 500, func(int) string { return "" }},
		{"500 of one origin", 500, 1, func(int) string { return "<AFP" }},
		{"500 of fifty origins, three each", 500, 0, func(i int) string { return fmt.Sprintf("<o%d,o%d,o%d", i%50, i*7%50, i*i%50) }},
		{"500 in a chain", 500, 1, func(i int) string {
			if i == 0 {
				return "<AFP"
			}
			return fmt.Sprintf("<@s%d", i-1)
		}},
	} {
		list, got := many(bench.n, bench.origin)
		if bench.groups > 0 && len(got.Supporting.Groups) != bench.groups {
			b.Fatalf("%s: %d groups, want %d", bench.name, len(got.Supporting.Groups), bench.groups)
		}
		b.Run(bench.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Corroborate(list)
			}
		})
	}
}
