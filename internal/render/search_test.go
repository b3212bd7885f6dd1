package render

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dossier/internal/dossier"
	"dossier/internal/edtf"
)

// documented gives what can be found of an item, a line for each unit: its
// anchor, its text with passages in brackets.
func documented(m *maker, subject any) string {
	p := NewPlanner(m.finish())
	sh := p.sheet("search.html")
	d := sh.document(subject)
	lines := []string{d.URL, strings.Join(d.Names, "|"), d.About}
	for _, u := range d.Units {
		text, at := "", 0
		for _, passage := range u.Passages {
			text += u.Text[at:passage.Start] + "[" + passage.Anchor + ":" + u.Text[passage.Start:passage.End] + "]"
			at = passage.End
		}
		lines = append(lines, "#"+u.Anchor+" "+text+u.Text[at:])
	}
	return strings.Join(lines, "\n")
}

// Of a source what its page shows can be found, where it stands there, and no
// more than that.
func TestSearchOfASource(t *testing.T) {
	for _, tt := range []struct {
		publish dossier.Publish
		want    string
	}{
		{dossier.PublishFull, "#para-1 Alpha [char=6,10:beta] gamma.\n#para-2 Delta [char=25,42:epsilon zeta.\nEta] theta. Iota."},
		{dossier.PublishExcerpts, "#para-1 Alpha [char=6,10:beta] gamma.\n#para-2 Delta [char=25,42:epsilon zeta. Eta] theta."},
		{dossier.PublishReference, "#char=6,10 beta"},
	} {
		t.Run(tt.publish.String(), func(t *testing.T) {
			m := newMaker("Search")
			s := m.source("s", "S", "Alpha beta gamma.\n\nDelta epsilon zeta.\nEta theta. Iota.")
			s.Publish, s.Published, s.Publisher, s.Summary, s.Tags = tt.publish, date("2024-04"), "The Press", "In brief.", []string{"one", "two"}
			e := m.entity("people", "e", "E")
			e.Body = prose("<p>E", m.cite(s, "beta", &e.Item), "</p>")
			m.note(s, "epsilon zeta.\nEta", e, "<p>A <em>note</em>.</p>")
			want := "sources/s.html\nS\nThe Press · April 2024\n# In brief.\n# one, two\n# The Press\n" + tt.want + "\n#note-1 A note."
			got := strings.ReplaceAll(documented(m, s), "\nEta", " Eta")
			if diff := cmp.Diff(strings.ReplaceAll(want, "\nEta", " Eta"), got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// The paragraphs of a text stand under their headings, without numbers of
// citations and footnotes, and with the words of links.
func TestSearchOfProse(t *testing.T) {
	m := newMaker("Search")
	s := m.source("s", "S", "Alpha beta.")
	e := m.entity("people", "e", "E")
	e.Aliases = []string{"Ee"}
	e.Roles = []dossier.EntityRole{{Title: "Minister"}}
	other := m.entity("people", "o", "O & P")
	e.Body = prose("<p>One &amp; two ", m.cite(s, "Alpha", &e.Item), ", of ", &other.Item,
		`.<sup id="fnref:1"><a href="#fn:1" class="footnote-ref" role="doc-noteref">1</a></sup></p><h2 id="h-more">More</h2><ul><li>three</li><li><strong>fo</strong>ur</li></ul>`,
		`<div class="footnotes" role="doc-endnotes"><hr><ol><li id="fn:1"><p>five <a href="#fnref:1" class="footnote-backref" role="doc-backlink">&#x21a9;&#xfe0e;</a></p></li></ol></div>`)
	want := "people/e.html\nE|Ee\nMinister\n# One & two, of O & P.\n#h-more More\n#h-more three\n#h-more four\n#h-more five\n# Minister"
	if diff := cmp.Diff(want, documented(m, e)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// The text of the front page can be found, as a free page, under the title of
// the dossier, even if there is no other free page.
func TestSearchOfTheFrontPage(t *testing.T) {
	m := newMaker("Harbour")
	m.entity("people", "e", "E")
	m.d.Description, m.d.Authors = "What was said.", []string{"A. Author", "B. Author"}
	m.d.Home = &dossier.Item{Title: "Not shown", Summary: "Nor this.", URL: "index.html", Body: prose("<p>Begin.</p>")}
	want := "index.html\nHarbour\n\n# What was said.\n# A. Author, B. Author\n# Begin."
	if diff := cmp.Diff(want, documented(m, m.d.Home)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for _, others := range []int{0, 1} {
		if others > 0 {
			other := m.item("pages", "other", "Another")
			m.d.Pages = append(m.d.Pages, &other)
		}
		files := site(t, m.finish())
		if want := fmt.Sprintf(`"kinds":[["people",[[0,1]]],["pages",[[0,%d]]]]`, 1+others); !strings.Contains(string(files["search/index.js"]), want) {
			t.Errorf("with %d other pages: got %s, want %s", others, files["search/index.js"], want)
		}
		if got := string(files["search.html"]); !strings.Contains(got, `<option value="pages" data-single="Page">Pages</option>`) {
			t.Errorf("with %d other pages the search cannot be limited to pages", others)
		}
	}
}

func TestYearOfSearch(t *testing.T) {
	for _, tt := range []struct {
		date string
		want int
	}{
		{"2024-04-20?", 2024}, {"2023~", 2023}, {"2011/..", 2011}, {"2023-12/2024-01", 2023}, {"../2024", 0}, {"-0043", 0}, {"Y17E7", 0}, {"20XX", 0},
	} {
		if got := year(date(tt.date)); got != tt.want {
			t.Errorf("%s is of the year %d, want %d", tt.date, got, tt.want)
		}
	}
	if got := year(edtf.Date{}); got != 0 {
		t.Errorf("no date is of the year %d", got)
	}
}

// What a dossier without anything gives can be loaded, and says that there is nothing.
func TestSearchOfNothing(t *testing.T) {
	files := site(t, newMaker("Empty").finish())
	if got, want := string(files["search/index.js"]), `dossierSearch("index",{"n":0,"kinds":[],"texts":"","terms":""})`+"\n"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got, want := string(files["search/terms-0.js"]), `dossierSearch("terms-0","")`+"\n"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
