package render

import (
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html/atom"

	"dossier/internal/dossier"
)

func TestPercent(t *testing.T) {
	for in, want := range map[int]string{0: "0%", 5: "0.05%", 50: "0.5%", 4680: "46.8%", 4682: "46.82%", 4600: "46%", 10000: "100%"} {
		if got := string(percent(nil, in)); got != want {
			t.Errorf("%d is %s, want %s", in, got, want)
		}
	}
}

func TestRanges(t *testing.T) {
	for _, tt := range []struct {
		in   []int
		want string
	}{
		{nil, ""},
		{[]int{7}, "7"},
		{[]int{0, 1, 2, 5}, "0-2 5"},
		{[]int{1, 3, 4}, "1 3-4"},
	} {
		if got := ranges(tt.in); got != tt.want {
			t.Errorf("%v is %q, want %q", tt.in, got, tt.want)
		}
	}
}

var figure = regexp.MustCompile(`(?s)<figure class="chart.*?</figure>`)

// wellFormed reads a drawing as XML, which allows less than HTML.
func wellFormed(t *testing.T, drawing string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(drawing))
	for {
		token, err := d.Token()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatalf("%v in %.300s", err, drawing)
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		for _, a := range e.Attr {
			switch a.Name.Local {
			case "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "width", "height":
				n, err := strconv.ParseFloat(strings.TrimSuffix(a.Value, "%"), 64)
				if err != nil || n < 0 || strings.HasSuffix(a.Value, "%") && n > 100 {
					t.Errorf("<%s %s=%q>", e.Name.Local, a.Name.Local, a.Value)
				}
			}
		}
	}
}

// The drawing of a large dossier has few bytes, however long its titles are.
func TestDrawingIsBounded(t *testing.T) {
	m := newMaker("Large")
	e := m.entity("people", "e", "E")
	for i := range 2000 {
		when := fmt.Sprintf("%d-%02d-%02d", 1995+i%30, 1+i%12, 1+i%28)
		if i%7 == 0 {
			when = when[:7] + "?"
		}
		ev := m.event(fmt.Sprintf("an-event-with-a-long-id-of-words-%d", i), strings.Repeat("A title with many words ", 8)+strconv.Itoa(i), when)
		ev.Participants = []dossier.EventParticipant{{Entity: e}}
	}
	for i := range 3000 {
		s := m.source(fmt.Sprintf("s-%d", i), strings.Repeat("A title with many words ", 8)+strconv.Itoa(i), "E was there.")
		s.Published = date(fmt.Sprintf("%d-%02d-%02d", 1995+i%30, 1+i%12, 1+i%28))
	}
	m.mention(e, "E")
	files := site(t, m.finish())
	for at, most := range map[string]int{"timeline.html": 60 << 10, e.URL: 20 << 10} {
		drawing := figure.FindString(string(files[at]))
		if drawing == "" || len(drawing) > most {
			t.Errorf("%s: the drawing has %d bytes, want at most %d", at, len(drawing), most)
		}
		wellFormed(t, drawing)
		if !strings.Contains(drawing, `class="many"`) {
			t.Errorf("%s: nothing is counted", at)
		}
	}
	// Counts lead to the year, and name all that they count.
	p := parsed(t, "timeline.html", files["timeline.html"])
	counted := [2]int{}
	for lane, class := range []string{"above", "below"} {
		for _, g := range p.all(0, class) {
			for a := range g.ChildNodes() {
				if n := attr(a, "data-items"); n != "" {
					if to := attr(a, "href"); !strings.HasPrefix(to, "#year-") {
						t.Errorf("a count leads to %s", to)
					}
					for part := range strings.FieldsSeq(n) {
						from, until, _ := strings.Cut(part, "-")
						first, _ := strconv.Atoi(from)
						last, err := strconv.Atoi(until)
						if err != nil {
							last = first
						}
						counted[lane] += last - first + 1
					}
				} else if a.DataAtom == atom.A {
					counted[lane]++
				}
			}
		}
	}
	if counted != [2]int{2000, 3000} {
		t.Errorf("the marks stand for %d entries, want 2,000 and 3,000", counted)
	}
}

func TestDrawingTellsDoubts(t *testing.T) {
	m := newMaker("Doubts")
	for _, when := range []string{"2024-04-20", "2024-05-02?", "2024-06~", "2024-07%", "2024-08/..", "../2024-03", "{2024-01-01,2024-02-01}", "-0043-03-15"} {
		m.event("e-"+strings.NewReplacer("?", "u", "~", "a", "%", "b", "/", "-", ".", "", "{", "", "}", "", ",", "-").Replace(when), `"A" & <b> `+when, when)
	}
	files := site(t, m.finish())
	drawing := figure.FindString(string(files["timeline.html"]))
	wellFormed(t, drawing)
	for _, want := range []string{
		`class="doubt"><title>&#34;A&#34; &amp; &lt;b&gt; 2024-05-02?, 2 May 2024 (uncertain)</title><circle`,
		`class="about"><title>`, `class="doubt about"><title>`, `x="100%"`, `x="0" y=`, "44 BC", "about that time", "not certain", "no end is known",
	} {
		if !strings.Contains(drawing, want) {
			t.Errorf("the drawing has not %s:\n%s", want, drawing)
		}
	}
	if strings.Contains(drawing, "several at once") {
		t.Error("the legend explains what is not drawn")
	}
}

func TestFewDatesAreNotDrawn(t *testing.T) {
	m := newMaker("Few")
	one, two := m.entity("people", "one", "One"), m.entity("people", "two", "Two")
	for i, who := range [][]*dossier.Entity{{one, two}, {two}} {
		ev := m.event(fmt.Sprint("ev-", i), fmt.Sprint("Event ", i), fmt.Sprintf("2024-04-%02d", 10+i))
		for _, e := range who {
			ev.Participants = append(ev.Participants, dossier.EventParticipant{Entity: e})
			e.Events = append(e.Events, ev)
		}
	}
	m.source("s", "S", "One was there.") // without a date there is nothing to draw
	m.mention(one, "One")
	files := site(t, m.finish())
	for url, want := range map[string]bool{one.URL: false, two.URL: true, "timeline.html": true} {
		if got := figure.Match(files[url]); got != want {
			t.Errorf("%s: drawn is %t, want %t", url, got, want)
		}
	}
}

// In a page that reads from the right time runs from the right.
func TestTimeRunsAsThePageReads(t *testing.T) {
	place := regexp.MustCompile(`<circle cx="([0-9.]+)%`)
	places := map[string][]float64{}
	for _, dir := range []string{"ltr", "rtl"} {
		m := newMaker("Directions")
		m.d.Direction = dir
		m.event("a", "A", "2024-04-01")
		m.event("b", "B", "2024-04-30")
		for _, found := range place.FindAllStringSubmatch(string(site(t, m.finish())["timeline.html"]), -1) {
			x, err := strconv.ParseFloat(found[1], 64)
			if err != nil {
				t.Fatal(err)
			}
			places[dir] = append(places[dir], x)
		}
	}
	ltr, rtl := places["ltr"], places["rtl"]
	if len(ltr) != 2 || len(rtl) != 2 || ltr[0] > 10 || ltr[1] < 90 || math.Abs(ltr[0]+rtl[0]-100) > .01 || math.Abs(ltr[1]+rtl[1]-100) > .01 {
		t.Errorf("places are %v from the left, and %v from the right", ltr, rtl)
	}
}

// Filters leave entries out of a drawing. Its legend counts none, so that it stays
// true; the page says beside the filters how many there are.
func TestLegendCountsNothing(t *testing.T) {
	m := newMaker("Legend")
	m.event("a", "A", "2024-04-20")
	m.event("b", "B", "2024-05-20")
	m.source("s", "S", "Words.").Published = date("2024-06-01")
	drawing := figure.FindString(string(site(t, m.finish())["timeline.html"]))
	_, legend, found := strings.Cut(drawing, "<figcaption>")
	legend = regexp.MustCompile("<[^>]*>").ReplaceAllString(legend, " ")
	if !found || !strings.Contains(legend, "Above the axis: Events") || !strings.Contains(legend, "Below it: Publications") || strings.ContainsAny(legend, "0123456789") {
		t.Errorf("the legend is %q", legend)
	}
}

// The entries of the timeline name whom they have to do with: participants, the
// place with all that it lies in, whoever a source mentions.
func TestTimelineFilters(t *testing.T) {
	m := newMaker("Filters")
	ann, bob := m.entity("people", "ann", "Ann"), m.entity("people", "bob", "Bob")
	m.entity("people", "cut", "Nobody") // has nothing to do with anything
	land, town := m.entity("places", "land", "Land"), m.entity("places", "town", "Town")
	ship := m.entity("vessels", "ship", "Ship")
	town.PartOf, land.PartOf = land, town // a circle is another's to report
	ev := m.event("ev", "Event", "2024")
	ev.Place, ev.Participants = town, []dossier.EventParticipant{{Entity: ann}, {Entity: ship}, {Entity: ann, Role: "twice"}}
	s := m.source("s", "S", "Bob spoke of Ann.")
	s.Published = date("2024-04-01")
	m.mention(ann, "Ann")
	m.mention(bob, "Bob")
	v := NewPlanner(m.finish())
	sh := v.sheet("timeline.html")
	view := v.timeline(sh).(*TimelineView)
	names, got := map[string]string{}, map[string]string{}
	for _, f := range view.Filters {
		for _, o := range f.Options {
			names[o.Number] = f.Name + "=" + o.ID
			got[f.Name+"="+o.ID] = strconv.Itoa(o.N)
		}
	}
	for _, o := range view.Years[0].Months[0].Occurrences {
		for n := range strings.FieldsSeq(o.Of) {
			got[o.Link.Label] += " " + names[n]
		}
	}
	for _, o := range view.Years[0].Months[1].Occurrences {
		for n := range strings.FieldsSeq(o.Of) {
			got[o.Link.Label] += " " + names[n]
		}
	}
	want := map[string]string{
		"who=ann": "2", "who=bob": "1", "where=land": "1", "where=town": "1", "vessels=ship": "1",
		"Event": " who=ann where=land where=town vessels=ship", "S": " who=ann who=bob",
	}
	for key, value := range want {
		if got[key] != value {
			t.Errorf("%s: got %q, want %q", key, got[key], value)
		}
	}
	if len(got) != len(want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// Every year has an address that stays, whatever is added before it.
func TestYearsHaveAddresses(t *testing.T) {
	m := newMaker("Years")
	for i, when := range []string{"2024-04-01", "/2024-05", "2024-06-01", "-0043", "195X", "2024-06"} {
		m.event(fmt.Sprint("e", i), when, when)
	}
	var got []string
	for _, n := range parsed(t, "timeline.html", site(t, m.finish())["timeline.html"]).all(atom.H2, "") {
		if id := attr(n, "id"); id != "" {
			got = append(got, id)
		}
	}
	if want := []string{"year-bc-44", "time-2", "year-2024"}; len(got) < 3 || !slices.Equal(got[:3], want) {
		t.Errorf("got %q, want %q first", got, want)
	}
}
