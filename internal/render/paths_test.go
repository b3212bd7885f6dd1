package render

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dossier/internal/dossier"
)

// The files of the ways have what joins two, and what it rests on: the words that
// may be shown, rather those that do not dispute it, and of all others nothing.
func TestPathsFiles(t *testing.T) {
	m := newMaker("Ways")
	s := m.source("s", "S & T", "Alpha beta gamma. Delta epsilon.")
	s.Publisher, s.Published, s.Language, s.Direction = "The Press", date("2024-04"), "ar", "rtl"
	secret := m.source("x", "X", "Zeta eta.")
	secret.Publish = dossier.PublishReference
	a, b := m.entity("people", "ann", "Ann"), m.entity("people", "ben & co", "Ben {part}")
	c, alone := m.entity("organizations", "c", "ann"), m.entity("places", "alone", "Alone")
	evidence := func(from *dossier.Source, words string, stance dossier.Stance) *dossier.EvidenceItem {
		by := &a.Item
		if from == secret { // what pages cite may be shown
			by = nil
		}
		return &dossier.EvidenceItem{Source: from, Stance: stance, Quotation: m.quotation(from, words, by)}
	}
	whole := &dossier.EvidenceItem{Source: secret}
	a.Relations = []dossier.EntityRelation{{Other: b, Type: "knows", From: date("2019"), Until: date("2020"), Evidence: []*dossier.EvidenceItem{evidence(secret, "Zeta", dossier.NoStance)}}}
	b.Relations = []dossier.EntityRelation{{Other: a, Type: "knows", Reverse: true}}
	b.PartOf = c
	c.Parts = []*dossier.Entity{b}
	a.Roles = []dossier.EntityRole{{Title: "head", Organization: c, Evidence: []*dossier.EvidenceItem{whole}}}
	ev := m.event("ev", "Feast", "2021-05-03")
	ev.Participants = []dossier.EventParticipant{{Entity: c}, {Entity: a}, {Entity: a}}
	ev.Evidence = []*dossier.EvidenceItem{whole, evidence(secret, "eta", dossier.NoStance), evidence(s, "beta", dossier.NoStance)}
	a.Events, c.Events = []*dossier.Event{ev}, []*dossier.Event{ev}
	cl := m.claim("cl", "They met")
	cl.About = []*dossier.Item{&a.Item, &ev.Item, &c.Item}
	cl.Evidence = []*dossier.EvidenceItem{evidence(s, "Alpha", dossier.Disputes), evidence(s, "gamma", dossier.Supports)}
	a.Claims, c.Claims = []*dossier.Claim{cl}, []*dossier.Claim{cl}
	files := site(t, m.finish())

	const press = `["p",{"class":"from"},["cite",{"dir":"rtl","lang":"ar"},["a",{"href":"sources/s.html"},"S & T"]]," · ",["bdi",{},"The Press"]," · April 2024"]`
	const x = `["p",{"class":"from"},["cite",{},["a",{"href":"sources/x.html"},"X"]]]`
	for name, want := range map[string]string{
		"paths/index.js": `dossierPaths("index",{"names":["1\tAnn\tpeople/ann","1\tBen {part}\tpeople/ben%20%26%20co","2\tann (organizations/c)\torganizations/c","3\tAlone\tplaces/alone"],"ties":[[0,1],[0,2],[1,2],[0,2],[0,2]]})`,
		"paths/ties-0.js": `dossierPaths("ties-0",[` + strings.Join([]string{
			`[[["a",{"href":"people/ann.html"},"Ann"],": knows"," (2019 – 2020)"],[["p",{"class":"withheld"},["withheld"]],` + x + `]]`,
			`[[["a",{"href":"people/ann.html"},"Ann"],": head"],[` + x + `]]`,
			`[[["a",{"href":"people/ben%20&%20co.html"},"Ben {part}"],": ",["part"]]]`,
			`[[["a",{"href":"events/ev.html"},"Feast"]," (3 May 2021)"],[["blockquote",{"dir":"rtl","lang":"ar"},["p",{},["a",{"href":"sources/s.html#char=6,10"},"beta"]]],` + press + `]]`,
			`[[["a",{"href":"claims/cl.html"},"They met"]],[["blockquote",{"dir":"rtl","lang":"ar"},["p",{},["a",{"href":"sources/s.html#char=11,16"},"gamma"]]],` + press + `]]`,
		}, ",") + `])`,
	} {
		if diff := cmp.Diff(want+"\n", string(files[name])); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
	for name, data := range files {
		if strings.Contains(string(data), "Zeta") {
			t.Errorf("%s has words that may not be shown", name)
		}
	}
	for _, tt := range []struct {
		e    *dossier.Entity
		link string
	}{{a, `href="../paths.html#from=people/ann"`}, {b, `href="../paths.html#from=people/ben%20%26%20co"`}, {alone, ""}} {
		page := string(files[tt.e.URL])
		if has := strings.Contains(page, "paths.html#from"); has != (tt.link != "") || !strings.Contains(page, tt.link) {
			t.Errorf("the page of %s leads to the ways: %t, want %s", tt.e.Title, has, tt.link)
		}
	}
	// The network leads to the ways, and the menu stays there.
	for _, tt := range []struct{ page, has string }{
		{"network.html", `<p class="more"><a href="paths.html">`},
		{"network.html", `<a href="network.html" aria-current="page">`},
		{"paths.html", `<a href="network.html" aria-current="true">`},
	} {
		if !strings.Contains(string(files[tt.page]), tt.has) {
			t.Errorf("%s has no %s", tt.page, tt.has)
		}
	}
}

// What is edited at one tie changes the file that has it, and no other one.
func TestPathsFilesOfAnEdit(t *testing.T) {
	p := NewPlanner(large(10, 40, 100))
	ties := p.connections()
	if len(ties) <= 2*tiesPerFile {
		t.Fatalf("only %d ties", len(ties))
	}
	last := ties[len(ties)-1].Item().URL
	for _, tt := range []struct {
		reason string
		paths  map[string]bool
		lists  bool
		want   []string
	}{
		{"no tie", map[string]bool{"sources/s-1.html": true}, true, nil},
		{"the last tie", map[string]bool{last: true}, false, []string{pathsFile(tiesFile(len(ties) - 1))}},
	} {
		var got []string
		for _, j := range p.JobsAbout(tt.paths, tt.lists) {
			if strings.HasPrefix(j.Path, "paths/") {
				got = append(got, j.Path)
			}
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.reason, got, tt.want)
		}
	}
}

// The names of the index differ in more than case, for ends are asked for by name.
func TestPathsNamesDiffer(t *testing.T) {
	m := newMaker("Names")
	m.entity("people", "a", "ann")
	m.entity("people", "b", "ANN")
	m.entity("people", "c", " Ann\n Lee")
	got := string(site(t, m.finish())["paths/index.js"])
	if want := `["0\tann\tpeople/a","0\tANN (people/b)\tpeople/b","0\tAnn Lee\tpeople/c"]`; !strings.Contains(got, want) {
		t.Errorf("got %s, want names %s", got, want)
	}
}

func TestPathsOfNothing(t *testing.T) {
	if got, want := string(site(t, newMaker("Empty").finish())["paths/index.js"]), `dossierPaths("index",{"names":[],"ties":[]})`+"\n"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestJobsFirst(t *testing.T) {
	d := large(10, 40, 100)
	p := NewPlanner(d)
	ties := p.connections()
	last := ties[len(ties)-1].Item().URL
	tiesOfLast := pathsFile(tiesFile(len(ties) - 1))
	source := d.Sources[0].URL
	for _, tt := range []struct {
		reason string
		first  []string
		due    []string // empty for everything
		lists  bool
		want   []string
	}{
		{"a page that is due, once", []string{source, source}, []string{source, last}, false, []string{source}},
		{"one that is not", []string{source}, []string{last}, true, nil},
		{"one about many, with lists", []string{"timeline.html", "people/index.html"}, []string{last}, true, []string{"timeline.html", "people/index.html"}},
		{"one about many, without lists", []string{"timeline.html", "people/index.html"}, []string{last}, false, nil},
		{"what there is not", []string{"people/nobody.html", "nowhere/index.html", "changes.html"}, nil, true, nil},
		{"the ways load the ties that are due", []string{"paths.html"}, []string{last}, false, []string{tiesOfLast}},
		{"and their index with everything", []string{"paths.html"}, nil, true, append(append([]string{"paths.html"}, tieFiles(len(ties))...), "paths/index.js")},
	} {
		var got []string
		want := func(path string) bool { return len(tt.due) == 0 || slices.Contains(tt.due, path) }
		for _, j := range p.JobsFirst(tt.first, want, tt.lists) {
			got = append(got, j.Path)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.reason, got, tt.want)
		}
	}
}

func tieFiles(ties int) []string {
	var list []string
	for from := 0; from < ties; from += tiesPerFile {
		list = append(list, pathsFile(tiesFile(from)))
	}
	return list
}
