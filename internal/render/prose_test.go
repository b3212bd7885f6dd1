package render

import (
	"fmt"
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
	m.d.ImageSizes = map[string]dossier.Size{"media/a.png": {Width: 40, Height: 30}}
	files := site(t, m.finish())
	files["media/a.png"] = nil
	crawl(t, files)
	for _, at := range []string{"index.html", "people/p.html", "sources/s.html"} {
		p := parsed(t, at, files[at])
		images, links := 0, 0
		for _, n := range p.all(atom.Img, "") {
			if path.Join(path.Dir(at), attr(n, "src")) == "media/a.png" {
				images++
				if attr(n, "width") != "40" || attr(n, "height") != "30" {
					t.Errorf("%s: a browser does not know the size of the image", at)
				}
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
					want := tt.want
					if tt.locator == "" {
						want += " The whole text."
					}
					if got, _, _ := strings.Cut(text(n, "actions"), "\n"); got != want {
						t.Errorf("citation: %q, want %q", got, want)
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

// An event's evidence shows the stance that the editor gave it, whichever that
// is, and no other; a claim's stands in the column of its stance.
func TestStanceOfEvidence(t *testing.T) {
	m := newMaker("Stances")
	s, other := m.source("s", "S", "Some words here. More words there."), m.source("other", "Other", "Words.")
	ev, c := m.event("ev", "Ev", ""), m.claim("c", "C")
	for _, stance := range []dossier.Stance{dossier.NoStance, dossier.Supports, dossier.Mentions} {
		ev.Evidence = append(ev.Evidence, &dossier.EvidenceItem{Source: s, Stance: stance})
	}
	for _, words := range []string{"Some words", "More words", "Some words"} {
		item := m.evidence(s, words, &c.Item)
		item.Stance = dossier.Supports
		c.Evidence = append(c.Evidence, item)
	}
	c.Evidence = append(c.Evidence, &dossier.EvidenceItem{Source: s, Stance: dossier.Mentions},
		&dossier.EvidenceItem{Source: s}, m.evidence(other, "Words", &c.Item))
	ev.Claims = []*dossier.Claim{c}
	files := site(t, m.finish())

	page := parsed(t, ev.URL, files[ev.URL])
	var got []string
	for _, n := range page.all(atom.P, "label") {
		got = append(got, text(n, ""))
	}
	if want := "Supports|Mentions without a stance"; strings.Join(got, "|") != want {
		t.Errorf("an event's evidence is called %q, want %s", got, want)
	}
	if n := page.all(atom.Section, "claims"); len(n) != 1 || !strings.Contains(text(n[0], ""), "supported by 2 passages from 1 source") {
		t.Error("the event has not the claim about it")
	}

	page = parsed(t, c.URL, files[c.URL])
	for class, want := range map[string]string{
		"supports": "2 passages from 1 source", "disputes": "", "mentions": "1 passage · 1 whole text from 2 sources",
	} {
		section := page.all(atom.Section, class)
		if len(section) != 1 {
			t.Errorf("%d columns of %s", len(section), class)
			continue
		}
		got := ""
		for n := range section[0].Descendants() {
			if attr(n, "class") == "tally" {
				got += text(n, "")
			}
		}
		if got != want {
			t.Errorf("%s: %q, want %q", class, got, want)
		}
	}
	if index := string(files["claims/index.html"]); !strings.Contains(index, "supported by 2 passages from 1 source · mentioned by 1 passage · 1 whole text from 2 sources") {
		t.Error("the index counts otherwise")
	}
}

// A locator leads to its paragraph where the page shows that paragraph, else to
// the page.
func TestParagraphs(t *testing.T) {
	const article = "First words.\n\nSecond words.\n\nThird words."
	tests := []struct {
		reason    string
		publish   dossier.Publish
		cited     string // on another page, so that an excerpt shows it
		hide      string
		paragraph int
		want      string
	}{
		{reason: "shown", paragraph: 3, want: "../sources/s.html#para-3"},
		{reason: "beyond the last one", paragraph: 4, want: "../sources/s.html"},
		{reason: "a locator that names none", want: "../sources/s.html"},
		{reason: "left out of the reading view", hide: "Second words.", paragraph: 2, want: "../sources/s.html"},
		{reason: "not excerpted", publish: dossier.PublishExcerpts, cited: "Third", paragraph: 2, want: "../sources/s.html"},
		{reason: "excerpted", publish: dossier.PublishExcerpts, cited: "Third", paragraph: 3, want: "../sources/s.html#para-3"},
		{reason: "no text is shown", publish: dossier.PublishReference, cited: "Third", paragraph: 3, want: "../sources/s.html"},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			m := newMaker("Paragraphs")
			s := m.source("s", "S", article)
			s.Publish = tt.publish
			e, by := m.entity("people", "e", "E"), m.entity("people", "by", "By")
			if tt.cited != "" {
				by.Body = prose("<p>By", m.cite(s, tt.cited, &by.Item), "</p>")
			}
			if tt.hide != "" {
				at := strings.Index(article, tt.hide)
				s.Hidden = []dossier.Span{span(at, at+len(tt.hide))}
			}
			e.Body = prose("<p>E", dossier.Citation{Source: s, Locator: "para. 9", Paragraph: tt.paragraph}, "</p>")
			files := site(t, m.finish())
			crawl(t, files)
			var got []string
			for n := range parsed(t, e.URL, files[e.URL]).byID("cite-1").Descendants() {
				if n.Parent.DataAtom == atom.Span && attr(n.Parent, "class") == "actions" && n.DataAtom == atom.A && attr(n, "class") == "" {
					got = append(got, attr(n, "href"))
				}
			}
			if strings.Join(got, " ") != tt.want {
				t.Errorf("got %q, want %s", got, tt.want)
			}
		})
	}
}

func TestFootnotesAreLettered(t *testing.T) {
	m := newMaker("Footnotes")
	e := m.entity("people", "e", "E")
	call := func(n int) string {
		return fmt.Sprintf(`<p>Words<sup id="fnref:%d"><a href="#fn:%[1]d" class="footnote-ref" role="doc-noteref">%[1]d</a></sup>`, n)
	}
	e.Body = prose(call(1), m.cite(m.source("s", "S", "Some words."), "words", &e.Item), "</p>", call(27)+"</p>\n"+
		"<div class=\"footnotes\" role=\"doc-endnotes\">\n<hr>\n<ol>\n<li id=\"fn:1\"><p>One.</p></li><li id=\"fn:27\"><p>Two.</p></li></ol></div>")
	page := string(site(t, m.finish())[e.URL])
	for _, want := range []string{`href="#fn:1" class="footnote-ref" role="doc-noteref">a</a>`, `role="doc-noteref">aa</a>`, `<ol type="a">`, `role="doc-noteref">1</a></sup>`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page has no %s", want)
		}
	}
}

// Words that hold double quotation marks stand apart, without another pair.
func TestMarksAroundQuotations(t *testing.T) {
	tests := []struct {
		reason, words string
		own           bool
	}{
		{"none", "She was overloaded, he said", false},
		{"single ones", "the 'impasse' isn't new", false},
		{"at both ends", `"She was overloaded."`, true},
		{"at the beginning", `"She was overloaded," said the mate`, true},
		{"curly ones, within", "the mate said “no” twice", true},
		{"angled ones", "«No», said the mate", true},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			m := newMaker("Marks")
			s := m.source("s", "S", "Then: "+tt.words+" … and so on.")
			e := m.entity("people", "e", "E")
			e.Body = prose("<p>Words", dossier.Citation{Source: s, Quotation: &dossier.Quotation{Passage: m.passage(s, []dossier.Span{span(6, 6+len(tt.words))})}}, "</p>")
			files := site(t, m.finish())
			for _, at := range []string{e.URL, s.URL} {
				class := map[bool]string{true: "quoted own", false: "quoted"}[tt.own]
				quotes := append(parsed(t, at, files[at]).all(atom.Q, ""), parsed(t, at, files[at]).all(atom.Q, class)...)
				if len(quotes) == 0 {
					t.Errorf("%s: no quotation", at)
				}
				for _, q := range quotes {
					if attr(q, "class") == "of" { // the page's title, where it says how to cite it
						continue
					}
					if text(q, "") != tt.words {
						t.Errorf("%s: %q, want the words of the source", at, text(q, ""))
					}
				}
				if got := strings.Contains(string(files[at]), "own\""); got != tt.own {
					t.Errorf("%s: stands apart is %t, want %t", at, got, tt.own)
				}
			}
		})
	}
}

func TestBacklinks(t *testing.T) {
	m := newMaker("Backlinks")
	e, cell, both := m.entity("people", "e", "E"), m.event("cell", "A table", ""), m.event("both", "A text and a table", "")
	cited := m.event("cited", "A proof", "")
	short, long := dossier.Snippet{Before: "the ", Hit: "ship"}, dossier.Snippet{Before: "We saw ", Hit: "the ship", After: "."}
	e.Backlinks = []dossier.Backlink{
		{From: &cell.Item, Sentence: short},
		{From: &cell.Item, Sentence: dossier.Snippet{Hit: "10"}},
		{From: &both.Item, Sentence: short},
		{From: &both.Item, Sentence: long},
		{From: &cited.Item, Sentence: dossier.Snippet{Before: "A citation has no words of its own."}},
	}
	var got []string
	for _, section := range parsed(t, e.URL, site(t, m.finish())[e.URL]).all(atom.Section, "backlinks") {
		for n := range section.Descendants() {
			if n.DataAtom == atom.Li {
				got = append(got, text(n, ""))
			}
		}
	}
	if want := "A table|A text and a tableWe saw the ship.|A proofA citation has no words of its own."; strings.Join(got, "|") != want {
		t.Errorf("got %q, want %s", got, want)
	}
}

// A page without facts has no box for them, and few facts stand above the text.
func TestBoxOfFacts(t *testing.T) {
	tests := []struct {
		reason  string
		aliases []string
		image   string
		roles   int
		want    string
	}{
		{reason: "none", want: ""},
		{reason: "one", aliases: []string{"A"}, want: "row"},
		{reason: "a picture", image: "media/a.png", want: "side"},
		{reason: "many", aliases: []string{"A"}, roles: 3, want: "side"},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			m := newMaker("Facts")
			e := m.entity("places", "e", "E")
			e.Aliases, e.Image, e.Roles = tt.aliases, tt.image, make([]dossier.EntityRole, tt.roles)
			files := site(t, m.finish())
			p := parsed(t, e.URL, files[e.URL])
			got := ""
			switch {
			case len(p.all(atom.Aside, "side")) == 1 && len(p.all(atom.Div, "beside")) == 1:
				got = "side"
			case len(p.all(atom.Dl, "row")) == 1:
				got = "row"
			case strings.Contains(string(files[e.URL]), "<aside"), strings.Contains(string(files[e.URL]), "<dl"):
				got = "a box"
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// What is known by its month or year alone stands before the days that it may
// mean, as the page says.
func TestOrderOfTheTimeline(t *testing.T) {
	m := newMaker("Time")
	for _, when := range []string{"2024-04-02", "2024-04", "2024", "2023-12-31", "2024-04-01", "2024-03-31"} {
		m.event("on-"+when, when, when)
	}
	page := parsed(t, "timeline.html", site(t, m.finish())["timeline.html"])
	var got []string
	for _, n := range page.all(atom.P, "title") {
		got = append(got, text(n, ""))
	}
	if want := "2023-12-31 2024 2024-03-31 2024-04 2024-04-01 2024-04-02"; strings.Join(got, " ") != want {
		t.Errorf("got %q, want %s", got, want)
	}
}
