package render

import (
	"path"
	"strings"
	"testing"

	"golang.org/x/net/html/atom"

	"dossier/internal/dossier"
)

// A body names files of the site from its root; a page puts its own way there.
func TestFilesInBodies(t *testing.T) {
	m := newMaker("Files")
	body := dossier.Prose{HTML: []dossier.Piece{
		{Text: `<p><img src="`, Ref: dossier.RootRef},
		{Text: `media/a.png" alt="x"> <a href="`, Ref: dossier.RootRef},
		{Text: `timeline.html">when</a></p>`, Ref: dossier.NoRef},
	}}
	e := m.entity("people", "p", "P")
	s := m.source("s", "S", "Some words.")
	e.Body, s.Body = body, body
	m.note(s, "words", nil).Text = body
	m.d.Home = &dossier.Item{URL: "index.html", Body: body}
	files := site(t, m.finish())
	files["media/a.png"] = nil
	crawl(t, files)
	for _, at := range []string{"index.html", "people/p.html", "sources/s.html"} {
		p := parsed(t, at, files[at])
		images, links := 0, 0
		for _, n := range p.all(atom.Img, "") {
			if path.Join(path.Dir(at), attr(n, "src")) == "media/a.png" {
				images++
			}
		}
		for _, n := range p.all(atom.A, "") {
			if text(n, "") == "when" && path.Join(path.Dir(at), attr(n, "href")) == "timeline.html" {
				links++
			}
		}
		want := 1
		if at == s.URL {
			want = 2 // the head note and a note
		}
		if images != want || links != want {
			t.Errorf("%s: %d images, %d links, want %d", at, images, links, want)
		}
	}
}

func TestNeighbouringCitationsAreOneGroup(t *testing.T) {
	tests := []struct {
		reason  string
		between string
		want    []string // the text of each group
	}{
		{"nothing between", "", []string{"1, 2"}},
		{"a space", " ", []string{"1, 2"}},
		{"a line break", "\n", []string{"1, 2"}},
		{"words", " and ", []string{"1", "2"}},
		{"a mark", ".", []string{"1", "2"}},
		{"an element", "</p><p>", []string{"1", "2"}},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			m := newMaker("Groups")
			s := m.source("s", "S", "One word. Another word.")
			e := m.entity("people", "e", "E")
			e.Body = prose("<p>Words", m.cite(s, "One", &e.Item), tt.between, m.cite(s, "Another", &e.Item), ".</p>")
			p := parsed(t, e.URL, site(t, m.finish())[e.URL])
			var got []string
			for _, n := range p.all(atom.Sup, "cites") {
				got = append(got, text(n, ""))
			}
			if strings.Join(got, "|") != strings.Join(tt.want, "|") {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if len(p.all(atom.A, "back")) != 2 {
				t.Error("not one way back from each citation")
			}
		})
	}
}

// A reference ends in one full stop, wherever it stands and whatever it ends in.
func TestFullStops(t *testing.T) {
	tests := []struct {
		reason              string
		title, author, from string
		when, locator       string
		supplied            bool
		want                string
	}{
		{reason: "a title alone", title: "Src a", want: "Src a."},
		{reason: "a question", title: "Who won?", want: "Who won?"},
		{reason: "a question and more", title: "Who won?", from: "The Day", want: "Who won? The Day."},
		{reason: "a quotation that ends in a stop", title: "“We lost.”", want: "“We lost.”"},
		{reason: "an abbreviated publisher", title: "Src a", from: "Day Inc.", want: "Src a. Day Inc."},
		{reason: "an abbreviated author", title: "Src a", author: "A. Reader Jr.", want: "A. Reader Jr. Src a."},
		{reason: "an author", title: "Src a", author: "A. Reader", want: "A. Reader. Src a."},
		{reason: "a date", title: "Src a", when: "2024", want: "Src a. 2024."},
		{reason: "a supplied title", title: "Who won?", supplied: true, want: "[Who won?]."},
		{reason: "a locator", title: "Src a", locator: "para. 4", want: "Src a, para. 4."},
		{reason: "a locator that ends in a stop", title: "Src a", locator: "4 f.", want: "Src a, 4 f."},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			m := newMaker("Stops")
			s := m.source("s", tt.title, "Some words.")
			s.Publisher, s.TitleSupplied = tt.from, tt.supplied
			if tt.author != "" {
				s.Authors = []string{tt.author}
			}
			if tt.when != "" {
				s.Published = date(tt.when)
			}
			ev := m.event("ev", "Ev", "")
			ev.Evidence = []*dossier.EvidenceItem{{Source: s}}
			speaker := m.entity("people", "e", "E")
			speaker.Spoke = []*dossier.Note{m.note(s, "words", nil, "<p>Note.</p>")}
			ev.Body = prose("<p>Words", dossier.Citation{Source: s, Locator: tt.locator}, "</p>")
			files := site(t, m.finish())

			for _, n := range parsed(t, ev.URL, files[ev.URL]).all(atom.Li, "") {
				if attr(n, "id") == "cite-1" {
					if got, _, _ := strings.Cut(text(n, "actions"), "\n"); got != tt.want {
						t.Errorf("citation: %q, want %q", got, tt.want)
					}
				}
			}
			if tt.locator != "" {
				return
			}
			for at, class := range map[string]string{ev.URL: "from", speaker.URL: "from"} {
				n := parsed(t, at, files[at]).all(atom.P, class)
				if len(n) != 1 || strings.TrimSpace(text(n[0], "")) != tt.want+map[bool]string{true: " Brought in Note 1"}[at == speaker.URL] {
					t.Errorf("%s: %d, %q, want %q", at, len(n), text(n[0], ""), tt.want)
				}
			}
			entry := parsed(t, "bibliography.html", files["bibliography.html"]).byID("ref-s")
			if got, _, _ := strings.Cut(text(entry, ""), "\n"); strings.TrimSpace(got) != tt.want {
				t.Errorf("bibliography: %q, want %q", got, tt.want)
			}
		})
	}
}

func TestStanceOfEvidence(t *testing.T) {
	m := newMaker("Stances")
	s := m.source("s", "S", "Some words here.")
	ev, c := m.event("ev", "Ev", ""), m.claim("c", "C")
	for _, stance := range []dossier.Stance{dossier.NoStance, dossier.Supports} {
		item := &dossier.EvidenceItem{Source: s, Stance: stance}
		ev.Evidence, c.Evidence = append(ev.Evidence, item), append(c.Evidence, item)
	}
	c.Evidence = append(c.Evidence, &dossier.EvidenceItem{Source: s, Stance: dossier.Mentions})
	files := site(t, m.finish())
	onEvent := string(files[ev.URL])
	if strings.Count(onEvent, `<div class="evidence">`) != 1 || strings.Count(onEvent, `<p class="label">`) != 1 {
		t.Error("an event's evidence shows a stance that nobody gave")
	}
	p := parsed(t, c.URL, files[c.URL])
	for class, want := range map[string]string{"supports": "1", "disputes": "0", "mentions": "2"} {
		section := p.all(atom.Section, class)
		if len(section) != 1 {
			t.Errorf("%d columns of %s", len(section), class)
			continue
		}
		for n := range section[0].Descendants() {
			if attr(n, "class") == "count" && text(n, "") != want {
				t.Errorf("%s: %s, want %s", class, text(n, ""), want)
			}
		}
	}
	if index := string(files["claims/index.html"]); !strings.Contains(index, "1 supports · 2 mentions") {
		t.Error("the index counts otherwise")
	}
}
