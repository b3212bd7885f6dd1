package render

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html/atom"

	"dossier/internal/dossier"
)

// joins makes entities take part in an event, as a resolution does.
func (m *maker) joins(id, when string, participants ...*dossier.Entity) *dossier.Event {
	ev := m.event(id, "Event "+id, when)
	for _, e := range participants {
		ev.Participants = append(ev.Participants, dossier.EventParticipant{Entity: e})
		if !slices.Contains(e.Events, ev) {
			e.Events = append(e.Events, ev)
		}
	}
	return ev
}

// relates makes a relation, on both sides.
func relates(a *dossier.Entity, kind string, b *dossier.Entity) {
	a.Relations = append(a.Relations, dossier.EntityRelation{Other: b, Type: kind})
	b.Relations = append(b.Relations, dossier.EntityRelation{Other: a, Type: kind, Reverse: true})
}

// small is a network in which all that joins is there once.
func small() (m *maker, all map[string]*dossier.Entity) {
	m = newMaker("Small")
	all = map[string]*dossier.Entity{}
	for _, it := range [][3]string{
		{"people", "ada", "Ada Long"},
		{"people", "ben", "Ben"},
		{"people", "cy", "Cy"},
		{"people", "dot", "Dot"},
		{"organizations", "board", "Board of the Harbour & Docks"},
		{"organizations", "office", "Office"},
		{"places", "lisse", "Lisse"},
		{"places", "quay", "Quay"},
		{"vessels", "aurelia", "Aurelia"},
	} {
		all[it[1]] = m.entity(it[0], it[1], it[2])
	}
	s := m.source("s", "S", "They met twice. Cy was not there.")
	first := m.joins("1", "2024-01-01", all["ada"], all["ben"], all["ada"])
	first.Evidence = []*dossier.EvidenceItem{m.evidence(s, "They met twice", &first.Item)}
	m.joins("2", "2024-02", all["ada"], all["ben"], all["aurelia"])
	at := m.joins("3", "2024-03", all["cy"])
	at.Place = all["lisse"]
	all["lisse"].Events = append(all["lisse"].Events, at)
	relates(all["ada"], "sister of", all["cy"])
	all["ben"].Roles = []dossier.EntityRole{{Title: "Clerk", Organization: all["board"]}}
	all["office"].PartOf, all["board"].Parts = all["board"], []*dossier.Entity{all["office"]}
	all["quay"].PartOf, all["lisse"].Parts = all["lisse"], []*dossier.Entity{all["quay"]}
	m.finish()
	return m, all
}

func TestWhatJoins(t *testing.T) {
	m, all := small()
	p := NewPlanner(m.d)
	for _, test := range []struct {
		reason, a, b string
		events       int32 // −1 where nothing joins them
		stated       bool
	}{
		{"taking part in the same events, once each", "ada", "ben", 2, false},
		{"things take part too", "ada", "aurelia", 1, false},
		{"a relation", "ada", "cy", 0, true},
		{"an office", "ben", "board", 0, true},
		{"a part of an organization", "office", "board", 0, true},
		{"a place in a place is geography", "quay", "lisse", -1, false},
		{"where an event took place", "cy", "lisse", -1, false},
		{"a friend's friend", "ben", "cy", -1, false},
		{"oneself", "ada", "ada", -1, false},
	} {
		for _, pair := range [][2]string{{test.a, test.b}, {test.b, test.a}} {
			tie := tieTo(p.tiesOf(all[pair[0]]), p.bonds().rank[all[pair[1]]])
			switch {
			case tie == nil && test.events < 0:
			case tie == nil || test.events < 0:
				t.Errorf("%s: %s and %s: %v", test.reason, pair[0], pair[1], tie)
			case tie.events != test.events || tie.stated != test.stated:
				t.Errorf("%s: %s and %s: %d events, stated: %t", test.reason, pair[0], pair[1], tie.events, tie.stated)
			}
		}
	}
	if ties := p.tiesOf(all["dot"]); len(ties) > 0 {
		t.Errorf("who does nothing with anybody has the ties %v", ties)
	}
}

// What a small network looks like, on its own page and around one entity.
func TestNetworkGolden(t *testing.T) {
	m, _ := small()
	files := site(t, m.d)
	main := func(at string) []byte {
		_, section, _ := bytes.Cut(files[at], []byte(`<section class="network"`))
		section, _, _ = bytes.Cut(section, []byte("</section>"))
		return append([]byte(`<section class="network"`), section...)
	}
	var got []byte
	for _, at := range []string{"network.html", "people/ada.html"} {
		got = append(append(append(got, "-- "+at+" --\n"...), main(at)...), '\n')
	}
	const file = "testdata/network.txtar"
	if *update {
		if err := os.WriteFile(file, got, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if strings.Contains(string(files["people/dot.html"]), "<svg role") {
		t.Error("a drawing of nobody")
	}
}

// web is a dossier of n people, each tied to the three that follow, and a hub.
func web(n int) (*maker, *dossier.Entity) {
	m := newMaker("Web")
	hub := m.entity("people", "hub", "Hub")
	all := []*dossier.Entity{}
	for i := range n {
		all = append(all, m.entity("people", fmt.Sprintf("p-%03d", i), fmt.Sprintf("Person Number %d of Many", i)))
	}
	for i, e := range all {
		for k := 1; k <= 3; k++ {
			relates(e, "knows", all[(i+k)%n])
		}
		m.joins(strconv.Itoa(i), "2024", e, hub)
		if i < 40 { // these most of all
			m.joins(strconv.Itoa(i)+"-again", "2024", e, hub)
		}
	}
	m.finish()
	return m, hub
}

func TestNoMoreIsDrawnThanCanBeRead(t *testing.T) {
	m, hub := web(200)
	files := site(t, m.d)
	for at, want := range map[string]struct {
		nodes, edges, bytes int
		words               string
	}{
		"network.html": {networkNodes, networkEdges, 1 << 20, "The 60 best-connected"},
		hub.URL:        {neighbourhoodNodes, neighbourhoodEdges, 16 << 10, "200 are joined with it"},
	} {
		_, section, ok := strings.Cut(string(files[at]), `<section class="network"`)
		section, _, _ = strings.Cut(section, "</section>")
		if nodes := strings.Count(section, `class="node`); !ok || nodes != want.nodes {
			t.Errorf("%s: %d nodes, want %d", at, nodes, want.nodes)
		}
		if edges := strings.Count(section, "data-e="); edges > want.edges || edges < want.nodes-1 {
			t.Errorf("%s: %d edges, want up to %d", at, edges, want.edges)
		}
		if len(section) > want.bytes {
			t.Errorf("%s: the drawing has %d bytes", at, len(section))
		}
		if !strings.Contains(string(files[at]), want.words) {
			t.Errorf("%s does not say %q", at, want.words)
		}
	}
	v := NewPlanner(m.d)
	sh := v.sheet(hub.URL)
	near := sh.neighbourhood(hub)
	for _, n := range near.Ties {
		for _, l := range n.Links {
			if i, err := strconv.Atoi(strings.Fields(l.Label)[2]); err != nil || i >= 40 {
				t.Errorf("%s is drawn before others who have more in common with the hub", l.Label)
			}
		}
	}
	ego := 0
	for _, e := range near.Graph.Edges {
		ego += btoi(e.A == 0)
	}
	if ego != neighbourhoodNodes-1 || near.Graph.Left == 0 && len(near.Graph.Edges) == neighbourhoodEdges {
		t.Errorf("%d of %d edges lead to the hub, %d are left out", ego, len(near.Graph.Edges), near.Graph.Left)
	}
}

// Every edge that is a link leads to the row that tells of it, and has the
// names of its two ends.
func TestEdgesLeadToTheirRow(t *testing.T) {
	m, _ := small()
	for name, data := range site(t, m.d) {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		p := parsed(t, name, data)
		nodes := strings.Count(string(data), `class="node`)
		for _, a := range p.all(atom.A, "") {
			ends := attr(a, "data-e")
			if ends == "" {
				continue
			}
			var i, j int
			if _, err := fmt.Sscan(ends, &i, &j); err != nil || i < 0 || i >= j || j >= nodes {
				t.Errorf("%s: an edge between %q of %d nodes", name, ends, nodes)
			}
			row := strings.TrimPrefix(attr(a, "href"), "#")
			if p.ids[row] != 1 {
				t.Errorf("%s: an edge leads to %q, which is there %d times", name, row, p.ids[row])
			}
		}
	}
}

func TestNamesAreBroken(t *testing.T) {
	for _, test := range []struct {
		reason, name string
		want         []string
		whole        bool
	}{
		{"short", "Hamas", []string{"Hamas"}, true},
		{"two words that fit", "Ismail Haniyeh", []string{"Ismail Haniyeh"}, true},
		{"at spaces", "Justice and Development Party", []string{"Justice and", "Development", "Party"}, true},
		{"too long for three lines", "Foundation for the Defense of Democracies and of their Friends", []string{"Foundation for", "the Defense of", "Democracies and…"}, false},
		{"a single long word stays whole", "Rechtsschutzversicherung", []string{"Rechtsschutzversicherung"}, true},
		{"without spaces, between any two characters", "中华人民共和国外交部发言人办公室", []string{"中华人民共和国外", "交部发言人办公室"}, true},
		{"no name", "", []string{""}, true},
	} {
		lines, wide, whole := nameLines(test.name)
		var got []string
		for _, l := range lines {
			got = append(got, l.Text)
			if textWidth(l.Text) > wide {
				t.Errorf("%s: %q is wider than %d pixels", test.reason, l.Text, wide)
			}
		}
		if !slices.Equal(got, test.want) || whole != test.whole {
			t.Errorf("%s: %q, whole: %t; want %q", test.reason, got, whole, test.want)
		}
	}
}

// The page of one entity costs what its own ties and those of its neighbours do.
func BenchmarkNeighbourhoods(b *testing.B) {
	d := large(100, 400, 2000)
	b.ReportAllocs()
	for b.Loop() {
		p := NewPlanner(d)
		for _, e := range d.Entities {
			sh := p.sheet(e.URL)
			sh.neighbourhood(e)
			p.done(sh)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*len(d.Entities)), "µs/entity")
}
