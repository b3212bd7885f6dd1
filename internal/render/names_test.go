package render

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"dossier/internal/dossier"
)

// act makes words of all sources mean an event, as the names of a source do.
func (m *maker) act(e *dossier.Event, words ...string) {
	for _, s := range m.d.Sources {
		in := dossier.SourceMentions{Source: s}
		for _, w := range words {
			for at := 0; ; {
				i := strings.Index(s.Seed.Text[at:], w)
				if i < 0 {
					break
				}
				span := span(at+i, at+i+len(w))
				at = span.End
				c := chars(s, span)
				in.Mentions = append(in.Mentions, len(s.Acts))
				s.Acts = append(s.Acts, dossier.Mention{
					Span: span, Name: w, Event: e, Sentence: sentence(s, span), Fragment: fmt.Sprintf("char=%d,%d", c.Start, c.End),
				})
				if k := slices.IndexFunc(in.Names, func(n dossier.NameCount) bool { return n.Name == w }); k >= 0 {
					in.Names[k].Count++
				} else {
					in.Names = append(in.Names, dossier.NameCount{Name: w, Count: 1})
				}
			}
		}
		if len(in.Mentions) > 0 {
			e.NamedIn = append(e.NamedIn, in)
		}
	}
}

// say gives all mentions within some words a speaker, as a note on the words does.
func say(s *dossier.Source, words string, speaker *dossier.Entity) {
	at := strings.Index(s.Seed.Text, words)
	within := span(at, at+len(words))
	for _, list := range [][]dossier.Mention{s.Mentions, s.Acts} {
		for i := range list {
			if within.Contains(list[i].Span) {
				list[i].Speaker = speaker
			}
		}
	}
}

// rows prints tables of names: words, times, and for each source its title,
// times and address.
func namesIn(p *page) []string {
	var out []string
	for _, table := range p.all(atom.Table, "naming") {
		out = append(out, attr(table, "aria-label")+":")
		for tr := range table.Descendants() {
			if tr.DataAtom != atom.Tr || tr.Parent.DataAtom != atom.Tbody {
				continue
			}
			line := ""
			for n := range tr.Descendants() {
				switch n.DataAtom {
				case atom.Th:
					line = text(n, "")
				case atom.Td:
					if attr(n, "class") == "num" {
						line += " " + text(n, "")
					}
				case atom.Li:
					line += " | " + text(n, "")
				case atom.A:
					if n.Parent.DataAtom == atom.Li {
						line += " → " + attr(n, "href")
					}
				}
			}
			out = append(out, line)
		}
	}
	return out
}

// A capital at the beginning of a sentence is no spelling, if the words stand
// elsewhere without it; within a sentence it is one.
func TestNamesAtTheBeginningOfASentence(t *testing.T) {
	for _, tt := range []struct {
		first, second string
		names         []string
		want          []string
		listed        bool
		reason        string
	}{
		{
			"The council met. It was the council that left.", "“The council” closed.",
			[]string{"The council", "the council"},
			[]string{"the council 3"},
			false, "the capitals are those of sentences",
		},
		{
			"The council met.", "The council left.",
			[]string{"The council"},
			[]string{"The council 2"},
			false, "words that begin sentences only are left as they are",
		},
		{
			"The council met. Then the council left.", "So The council closed. On 3 The council sat.",
			[]string{"The council", "the council"},
			[]string{"The council 2", "the council 2"},
			true, "a capital within a sentence is meant",
		},
		{
			"THE council met. The council left.", "So the council closed.",
			[]string{"THE council", "The council", "the council"},
			[]string{"the council 2", "THE council 1"},
			true, "capitals of another kind are meant",
		},
		{
			"İşgal began. So işgal went on.", "Élan. An élan.",
			[]string{"İşgal", "işgal", "Élan", "élan"},
			[]string{"işgal 2", "élan 2"},
			true, "letters of other languages",
		},
	} {
		for _, publish := range []dossier.Publish{dossier.PublishFull, dossier.PublishExcerpts} {
			m := newMaker("Names")
			e := m.entity("organizations", "council", "Town Council")
			for _, s := range []*dossier.Source{m.source("first", "First", tt.first), m.source("second", "Second", tt.second)} {
				s.Publish = publish
				e.Body = prose("<p>E", m.cite(s, s.Seed.Text, &e.Item), "</p>")
			}
			m.mention(e, tt.names...)
			files := site(t, m.finish())
			got := namesIn(parsed(t, "names.html", files["names.html"]))
			if len(got) > 0 != tt.listed {
				t.Errorf("%s (%s): the page on names has %q", tt.reason, publish, got)
			}
			own := namesIn(parsed(t, "organizations/council.html", files["organizations/council.html"]))
			for _, rows := range [][]string{got, own} {
				if len(rows) == 0 {
					continue
				}
				for i, row := range rows[1:] {
					rows[i+1], _, _ = strings.Cut(row, " |")
				}
				if !slices.Equal(rows[1:], tt.want) {
					t.Errorf("%s (%s): the names are %q, want %q", tt.reason, publish, rows[1:], tt.want)
				}
			}
			if tt.listed && len(own) == 0 {
				t.Errorf("%s (%s): the entry's own page has no names", tt.reason, publish)
			}
		}
	}
}

func TestNames(t *testing.T) {
	m := newMaker("Names")
	first := m.source("first", "The first report", "Ada Krantz closed the pier. Krantz said: the outrage of Krantz and the Board. Then the closure began, and the closure went on.")
	m.source("second", "The second report, with a title that is too long for a cell of a table", "Krantz is Krantz. The Board met.")
	ada, board := m.entity("people", "ada", "Ada Krantz"), m.entity("organizations", "board", "Board")
	m.mention(ada, "Ada Krantz", "Krantz")
	m.mention(board, "Board")
	closure := m.event("closure", "Closing of the pier", "2021")
	m.act(closure, "the outrage of Krantz", "the closure")
	say(first, "the outrage of Krantz and", board)
	m.event("unnamed", "Unnamed", "2022")
	d := m.finish()
	for i := range first.Mentions {
		if m := &first.Mentions[i]; m.Entity == board {
			m.Speaker = board // in its own words
		}
	}
	files := site(t, d)
	crawl(t, files)
	const cell = "The second report, with a title that is …"
	tests := []struct {
		reason, at string
		want       []string
	}{
		{
			"several passages open those lines of the source that have the words, one opens itself; who goes by one name and is quoted by nobody else is left out",
			"names.html",
			[]string{
				"Ada Krantz:",
				"Krantz 4 | The first report 2× (1× in words attributed to Board) → people/ada.html#from-first/Krantz | " + cell + " 2× → people/ada.html#from-second",
				"Ada Krantz 1 | The first report 1× → sources/first.html#char=0,10",
				"Closing of the pier:",
				"the closure 2 | The first report 2× → events/closure.html#from-first/the_closure",
				"the outrage of Krantz 1 | The first report 1× (in words attributed to Board) → sources/first.html#char=41,62",
			},
		},
		{
			"a page of an entity has its own",
			ada.URL,
			[]string{
				"Ada Krantz:",
				"Krantz 4 | The first report 2× (1× in words attributed to Board) → #from-first/Krantz | " + cell + " 2× → #from-second",
				"Ada Krantz 1 | The first report 1× → ../sources/first.html#char=0,10",
			},
		},
		{
			"a page of an event too",
			closure.URL,
			[]string{
				"Closing of the pier:",
				"the closure 2 | The first report 2× → #from-first/the_closure",
				"the outrage of Krantz 1 | The first report 1× (in words attributed to Board) → ../sources/first.html#char=41,62",
			},
		},
		{"one name in no voice of others is no table", board.URL, nil},
		{"nothing is made up for an event that no source names", "events/unnamed.html", nil},
	}
	for _, tt := range tests {
		if got := namesIn(parsed(t, tt.at, files[tt.at])); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %s:\n got %s\nwant %s", tt.at, tt.reason, strings.Join(got, "\n     "), strings.Join(tt.want, "\n     "))
		}
	}
	// Of the lines that a count opens, those words are lit, and no others.
	for id, want := range map[string][]string{"from-first/Krantz": {"Krantz", "Krantz"}, "from-first/Ada_Krantz": {"Ada Krantz"}, "from-second": {"Krantz", "Krantz"}} {
		var lit []string
		for _, section := range parsed(t, ada.URL, files[ada.URL]).all(atom.Section, "source-lines") {
			if !slices.Contains(section.Attr, html.Attribute{Key: "id", Val: id}) {
				continue
			}
			for n := range section.Descendants() {
				if n.DataAtom == atom.A && slices.Contains(n.Attr, html.Attribute{Key: "class", Val: "hit"}) {
					lit = append(lit, text(n, ""))
				}
			}
		}
		if !slices.Equal(lit, want) {
			t.Errorf("the lines %s light %q, want %q", id, lit, want)
		}
	}
	for what, want := range map[string]string{
		"words for an event lead to it":             `<a id="char=83,94" class="name" href="../events/closure.html">the closure</a>`,
		"a name within them stays the link it was":  `<span id="char=41,62" class="name">the outrage of <a id="char=56,62" class="name" href="../people/ada.html">Krantz</a></span>`,
		"the lines of the event have its own words": `<a class="hit" href="../sources/first.html#char=41,62">the outrage of Krantz</a>`,
	} {
		if !strings.Contains(string(files[first.URL])+string(files[closure.URL]), want) {
			t.Errorf("%s: there is no %s", what, want)
		}
	}
}

// Names in words that may not be published are counted apart, and are in no
// table; a source of which no text is shown has no passage to open.
func TestNamesObeyPublish(t *testing.T) {
	tests := []struct {
		publish dossier.Publish
		cited   string
		want    []string
		rest    string
	}{
		{dossier.PublishExcerpts, "sailed at dawn", []string{"E:", "Aurelia 1 | S 1× → sources/s.html#char=4,11", "the Ship 1 | S 1× → sources/s.html#char=16,24"}, "and 2 more times in words that are not reproduced"},
		{dossier.PublishReference, "Aurelia and the Ship", []string{"E:", "Aurelia 1 | S 1× → vessels/e.html#from-s", "the Ship 1 | S 1× → vessels/e.html#from-s"}, "and 2 more times in words that are not reproduced"},
		{dossier.PublishReference, "", nil, ""},
	}
	for _, tt := range tests {
		t.Run(tt.publish.String()+" "+tt.cited, func(t *testing.T) {
			m := newMaker("Ships")
			s := m.source("s", "S", "The Aurelia and the Ship sailed at dawn. Smuggler Aurelia came back. The Rustbucket sank.")
			s.Publish = tt.publish
			e, other := m.entity("vessels", "e", "E"), m.entity("vessels", "other", "Other")
			m.mention(e, "Smuggler Aurelia", "Aurelia", "the Ship", "Rustbucket")
			if tt.cited != "" {
				other.Body = prose("<p>Words", m.cite(s, tt.cited, &other.Item), "</p>")
			}
			files := site(t, m.finish())
			crawl(t, files)
			p := parsed(t, "names.html", files["names.html"])
			if got := namesIn(p); !slices.Equal(got, tt.want) {
				t.Errorf("got %q\nwant %q", got, tt.want)
			}
			rest := ""
			for _, n := range p.all(atom.P, "none") {
				if tt.want != nil {
					rest += strings.TrimSpace(text(n, ""))
				}
			}
			if rest != tt.rest {
				t.Errorf("%q, want %q", rest, tt.rest)
			}
			for name, data := range files {
				for _, secret := range []string{"Smuggler", "Rustbucket"} {
					if strings.Contains(string(data), secret) {
						t.Errorf("%s has %q", name, secret)
					}
				}
			}
		})
	}
}

// However large the dossier, the page has the entries of each kind that go by
// the most names, a few names of each and a few sources of each name, and says so.
func TestNamesAreBounded(t *testing.T) {
	const entities, names, sources = namesMost + 20, namesRows + 6, namesSources + 3
	m := newMaker("Many")
	for s := range sources {
		var b strings.Builder
		for e := range entities {
			for n := range names - e%3 {
				fmt.Fprintf(&b, "It was Name%dx%dz. ", e, n)
			}
		}
		m.source(fmt.Sprint("s", s), fmt.Sprint("Source ", s), b.String())
	}
	for e := range entities {
		x := m.entity("people", fmt.Sprint("e", e), fmt.Sprintf("Person %03d", e))
		for n := range names - e%3 {
			m.mention(x, fmt.Sprintf("Name%dx%dz", e, n))
		}
	}
	d := m.finish()
	v := NewPlanner(d).whole()
	at := slices.IndexFunc(v[:], func(j Job) bool { return j.Path == "names.html" })
	view := v[at].Page().View.(*NamesView)
	if !view.Cut || view.All != entities || len(view.Groups) != 1 || len(view.Groups[0].Entries) != namesMost {
		t.Fatalf("%d groups, cut %t, %d entries in all", len(view.Groups), view.Cut, view.All)
	}
	before := ""
	for _, e := range view.Groups[0].Entries {
		if e.Naming.Title < before {
			t.Errorf("%s stands behind %s", e.Naming.Title, before)
		}
		before = e.Naming.Title
		if len(e.Naming.Rows) != namesRows || e.Naming.Others+namesRows < names-1 {
			t.Errorf("%s has %d rows and %d others: those with the most names are wanted", e.Naming.Title, len(e.Naming.Rows), e.Naming.Others)
		}
		for _, row := range e.Naming.Rows {
			if len(row.In) != namesSources || row.More != sources-namesSources || row.Times != sources {
				t.Errorf("%s: %q %d times in %d sources and %d more", e.Naming.Title, row.Words, row.Times, len(row.In), row.More)
			}
		}
	}
	files := site(t, d)
	for _, want := range []string{"The 30 entries of each kind that go by the most names are listed", "#named-as\">6 more names</a>", "#in-sources\">and 3 more sources</a>"} {
		if !strings.Contains(string(files["names.html"]), want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}

// The page on all names takes time in proportion to what is mentioned: for each
// entity one look at its sources, and no more for those that are not listed.
func BenchmarkNames(b *testing.B) {
	m := newMaker("Many")
	for s := range 200 {
		var t strings.Builder
		for e := range 50 {
			fmt.Fprintf(&t, "It was Name%dx%dz and Name%dxz. ", e, (s+e)%3, e)
		}
		m.source(fmt.Sprint("s", s), fmt.Sprint("Source ", s), t.String())
	}
	for e := range 50 {
		x := m.entity("people", fmt.Sprint("e", e), fmt.Sprint("Person ", e))
		for n := range 3 {
			m.mention(x, fmt.Sprintf("Name%dx%dz", e, n))
		}
		m.mention(x, fmt.Sprintf("Name%dxz", e))
	}
	p := NewPlanner(m.finish())
	b.ReportAllocs()
	for b.Loop() {
		p.names(p.sheet("names.html"))
	}
}
