package render

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dossier/internal/dossier"
	"dossier/internal/weigh"
)

// A claim's page tells what its evidence comes to, by which rule, which sources
// count as one, and how that came to be; the list of claims tells it by day.
func TestStanding(t *testing.T) {
	for _, tt := range []struct {
		reason   string
		evidence string // "+a" supports, "-a" disputes, ".a" mentions
		status   string
		words    string // of the page
		groups   string // by column
		circular bool
		steps    string // days counted from 1 April 2024
		history  int
	}{
		{"no evidence at all", "", "unsupported", "at most, sources mention", "|", false, "", 0},
		{"mentioned", ".a", "unsupported", "at most, sources mention", "||", false, "0:unsupported", 0},
		{"of one source", "+a", "single-origin", "supported by 1 source, 1 independent origin", "|", false, "0:single-origin", 0},
		{"of one agency, twice", "+b +c", "single-origin", "supported by 2 sources, 1 independent origin", "B C (AFP)|", true, "1:single-origin", 2},
		{"of two", "+a +b", "corroborated", "supported by 2 sources, 2 independent origins", "|", false, "0:single-origin 1:corroborated", 2},
		{"disputed by a copy of a source of the dossier", "+a -d -e .f", "disputed", "disputed by 2 sources, 1 independent origin", "|D E (D)|", false, "0:single-origin 3:disputed", 3},
		{"disputed alone", "-e -x", "refuted", "disputed by 2 sources, 1 independent origin", "|E X (X)", false, "4:refuted", 0},
		{"of an entity, and of a source without a date", "+g +h", "single-origin", "supported by 2 sources, 1 independent origin", "G H (Ministry)|", true, "", 0},
	} {
		m := newMaker("Claims")
		ministry := m.entity("organizations", "ministry", "Ministry")
		by := map[string]*dossier.Source{}
		for i, id := range []string{"a", "b", "c", "d", "e", "f", "g", "h", "x"} {
			s := m.source(id, strings.ToUpper(id), "Words.")
			if i < 6 {
				s.Published = date(fmt.Sprintf("2024-04-%02d", i+1))
			}
			by[id] = s
		}
		by["b"].Origins, by["c"].Origins = []dossier.Origin{{Words: "AFP"}}, []dossier.Origin{{Words: "afp"}}
		by["e"].Origins = []dossier.Origin{{Source: by["d"], Words: "d"}}
		if strings.Contains(tt.evidence, "-x") {
			by["e"].Origins = []dossier.Origin{{Source: by["x"], Words: "x"}}
		}
		by["g"].Origins, by["h"].Origins = []dossier.Origin{{Entity: ministry, Words: "m"}}, []dossier.Origin{{Entity: ministry, Words: "the ministry"}}
		cl := m.claim("cl", "Claim")
		for word := range strings.FieldsSeq(tt.evidence) {
			stance := map[byte]dossier.Stance{'+': dossier.Supports, '-': dossier.Disputes, '.': dossier.Mentions}[word[0]]
			cl.Evidence = append(cl.Evidence, &dossier.EvidenceItem{Source: by[word[1:]], Stance: stance})
		}
		cl.Corroboration = weigh.Corroborate(cl.Evidence)
		d := m.finish()
		v := viewOf[*ClaimView](t, d, "claims/cl.html")
		var columns []string
		for _, col := range v.Columns {
			column := ""
			for _, g := range col.Groups {
				for _, s := range g.Sources {
					column += s.Label + " "
				}
				for _, o := range g.Shared {
					if o.Link != nil {
						column += "(" + o.Link.Label + ")"
					} else {
						column += "(" + o.Words + ")"
					}
				}
			}
			columns = append(columns, column)
		}
		if v.Standing.Status != tt.status || v.Standing.Circular != tt.circular || strings.Join(columns, "|") != tt.groups || len(v.History) != tt.history {
			t.Errorf("%s: %s, circular %t, groups %q, %d steps", tt.reason, v.Standing.Status, v.Standing.Circular, strings.Join(columns, "|"), len(v.History))
		}
		files := site(t, d)
		page, index := string(files["claims/cl.html"]), string(files["claims/index.html"])
		if !strings.Contains(page, tt.words) || strings.Contains(page, "Circular reporting") != tt.circular {
			t.Errorf("%s: the page has no %q, or is wrong about a circle", tt.reason, tt.words)
		}
		var want []string
		for step := range strings.FieldsSeq(tt.steps) {
			after, status, _ := strings.Cut(step, ":")
			first, _ := date("2024-04-01").FirstDay()
			want = append(want, fmt.Sprintf("%d:%s", first+int(after[0]-'0'), status))
		}
		if steps := ` data-steps="` + strings.Join(want, " ") + `"`; strings.Contains(index, "data-steps=") != (want != nil) || want != nil && !strings.Contains(index, steps) {
			t.Errorf("%s: the list of claims has no%s, or others", tt.reason, steps)
		}
		if !regexp.MustCompile(`<option value="`+tt.status+`">[^<]* \(1\)</option>`).MatchString(index) || strings.Count(index, "(0)</option>") != 4 {
			t.Errorf("%s: the list counts the statuses wrongly", tt.reason)
		}
	}
}

// The days to look back to are those of publications, in order, each once.
func TestAsOf(t *testing.T) {
	m := newMaker("Days")
	for i, published := range []string{"2024-05", "2024-04-20", "", "2024-05-01", "../2024-01-01", "2024-04-17", "2024-04-20", "2023"} {
		s := m.source(fmt.Sprint("s", i), fmt.Sprint("S", i), "Words.")
		if published != "" {
			s.Published = date(published)
		} else {
			s.Accessed = date("2024-06-01")
		}
	}
	var got []string
	last := ""
	for _, day := range viewOf[*TimelineView](t, m.finish(), "timeline.html").AsOf {
		if day.Day <= last {
			t.Errorf("%s comes after %s", day.Day, last)
		}
		last = day.Day
		got = append(got, day.Date.Words)
	}
	if diff := cmp.Diff([]string{"2023", "17 April 2024", "20 April 2024", "May 2024"}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// An event is known from the day of the first source that tells of it.
func TestKnown(t *testing.T) {
	first, _ := date("2024-04-01").FirstDay()
	for _, tt := range []struct {
		reason                 string
		evidence, named, cited string // days of sources; "-" for one without
		want                   int    // days after 1 April; -1 for none
		reports                string
	}{
		{"by nobody", "", "", "", -1, ""},
		{"by evidence", "5 3", "", "", 2, "3 5"},
		{"by a source that names it", "5", "3", "", 2, "3 5"},
		{"by one that both names it and is its evidence", "5", "5", "", 4, "5"},
		{"what its text cites counts where there is nothing else", "", "", "4 2", 1, "2 4"},
		{"and only there", "5", "", "2", 4, "5"},
		{"a source without a date comes last", "- 5", "", "", 4, "5 -"},
		{"and gives no day", "-", "", "", -1, "-"},
	} {
		m := newMaker("Known")
		ev := m.event("ev", "Event", "2024-04-01")
		sources := map[string]*dossier.Source{}
		source := func(day string) *dossier.Source {
			s := sources[day]
			if s == nil {
				s = m.source(fmt.Sprint("s", len(sources)), day, "Words.")
				sources[day] = s
				if day != "-" {
					s.Published = date("2024-04-0" + day)
				}
			}
			return s
		}
		for day := range strings.FieldsSeq(tt.evidence) {
			ev.Evidence = append(ev.Evidence, &dossier.EvidenceItem{Source: source(day)})
		}
		for day := range strings.FieldsSeq(tt.named) {
			s := source(day)
			s.Acts = append(s.Acts, dossier.Mention{Span: span(0, 5), Name: "Words", Event: ev, Sentence: span(0, 6), Fragment: "char=0,5"})
			ev.NamedIn = append(ev.NamedIn, dossier.SourceMentions{Source: s, Mentions: []int{0}, Names: []dossier.NameCount{{Name: "Words", Count: 1}}})
		}
		for day := range strings.FieldsSeq(tt.cited) {
			ev.Body = prose("<p>It was.", append(cites(ev.Body), m.cite(source(day), "", &ev.Item)), "</p>")
		}
		d := m.finish()
		want := ""
		if tt.want >= 0 {
			want = fmt.Sprint(first + tt.want)
		}
		for _, y := range viewOf[*TimelineView](t, d, "timeline.html").Years {
			for _, month := range y.Months {
				for _, o := range month.Occurrences {
					if !o.Publication && o.Known != want {
						t.Errorf("%s: known from %q, want %q", tt.reason, o.Known, want)
					}
				}
			}
		}
		var reports []string
		for _, r := range viewOf[*EventView](t, d, "events/ev.html").Reports {
			reports = append(reports, r.Ref.Link.Label)
			if day := r.Ref.Link.Label; day != "-" && (r.Lag == nil || fmt.Sprint(r.Lag.Least+1) != day || r.Lag.Most != r.Lag.Least) || day == "-" && r.Lag != nil {
				t.Errorf("%s: the source of %s April came %+v", tt.reason, day, r.Lag)
			}
		}
		if got := strings.Join(reports, " "); got != tt.reports {
			t.Errorf("%s: reports of %s, want %s", tt.reason, got, tt.reports)
		}
	}
}

// cites gives the citations of a text.
func cites(p dossier.Prose) (list []dossier.Citation) {
	for _, ref := range p.Refs {
		list = append(list, ref.Cites...)
	}
	return list
}

func TestLagWords(t *testing.T) {
	w := defaults(t).words
	for _, tt := range []struct {
		least, most int
		want        string
	}{
		{0, 0, "on the date itself"},
		{1, 1, "1 day after the date"},
		{3, 3, "3 days after the date"},
		{12000, 12000, "12,000 days after the date"},
		{-1, -1, "1 day before the date"},
		{-3, -3, "3 days before the date"},
		{1, 30, "1 to 30 days after the date"},
		{-30, -1, "1 to 30 days before the date"},
		{-2, 3, "from 2 days before the date to 3 days after the date"},
		{0, 3, "0 to 3 days after the date"},
		{-3, 0, "0 to 3 days before the date"},
	} {
		l := weigh.Lag{Least: tt.least, Most: tt.most, Known: true}
		for _, more := range []struct {
			open, begun bool
			words       string
		}{
			{false, false, ""},
			{true, false, " or later"},
			{false, true, ", counted from its beginning"},
			{true, true, " or later, counted from its beginning"},
		} {
			l.Open, l.Begun = more.open, more.begun
			if got, err := w.lag(&l); err != nil || got != tt.want+more.words {
				t.Errorf("%+v: %q (%v), want %q", l, got, err, tt.want+more.words)
			}
		}
	}
}

func TestAmountWords(t *testing.T) {
	w := defaults(t).words
	for number, want := range map[string]string{
		"46707": "46,707", ">=46707": "at least 46,707", ">14000": "more than 14,000", "~1200": "about 1200",
		"1000..12000": "1000 to 12,000", "<3": "less than 3", "<=3.25": "at most 3.25", "-12500.5": "−12,500.5",
	} {
		if got, err := w.amount(amountOf(number)); err != nil || got != want {
			t.Errorf("%s: %q (%v), want %q", number, got, err, want)
		}
	}
}

func amountOf(s string) *Amount { return amount(number(s)) }

// An event whose date sources dispute is marked wherever its date stands: on its
// page, in lists, and in drawings, with words too.
func TestDisputedDates(t *testing.T) {
	for _, tt := range []struct {
		reason, first, second string
		disputed              bool
	}{
		{"two days", "2024-04-17", "2024-04-19", true},
		{"a month and a day of it", "2024-04", "2024-04-19", false},
	} {
		m := newMaker("Dates")
		e := m.entity("people", "e", "E")
		ev := m.event("ev", "Meeting", "2024-04-17")
		for i, day := range []string{tt.first, tt.second} {
			s := m.source(fmt.Sprint("s", i), fmt.Sprint("S", i), "Words.")
			s.Published = date("2024-04-20")
			ev.Evidence = append(ev.Evidence, &dossier.EvidenceItem{Source: s, Values: []dossier.Value{{Type: dossier.DateValue, Date: date(day)}}})
		}
		events := []*dossier.Event{ev}
		for i := range fewestDated {
			events = append(events, m.event(fmt.Sprint("ev", i), "Other", fmt.Sprint(2020+i)))
		}
		for _, of := range events {
			of.Participants = []dossier.EventParticipant{{Entity: e}}
		}
		e.Events = events
		files := site(t, m.finish())
		const words = "different dates are given"
		known, _ := date("2024-04-20").FirstDay()
		for page, has := range map[string][]string{
			"events/ev.html":    {`<a class="differs" href="#values">` + words, "≠"},
			"people/e.html":     {`<span class="differs">` + words, "Meeting, 17 April 2024, " + words + "</title>"},
			"timeline.html":     {fmt.Sprintf(`<span class="differs" data-known="%d">`, known) + words, "Meeting, 17 April 2024, " + words + "</title>"},
			"events/index.html": nil,
		} {
			for _, part := range has {
				if strings.Contains(string(files[page]), part) != tt.disputed {
					t.Errorf("%s: %s has %s: %t", tt.reason, page, part, !tt.disputed)
				}
			}
		}
	}
}

// Evidence and notes tell who spoke, when, where else the words are rendered, and
// evidence of what origin it is.
func TestAttribution(t *testing.T) {
	m := newMaker("Words")
	s, other := m.source("s", "S", "One word. Another word."), m.source("o", "O", "Ein Wort.")
	other.Language = "de"
	e := m.entity("people", "e", "E")
	cl := m.claim("cl", "Claim")
	same := []*dossier.Quotation{m.quotation(other, "Ein Wort", nil)}
	cl.Evidence = []*dossier.EvidenceItem{{
		Source: s, Quotation: m.quotation(s, "One word", &cl.Item), Utterance: dossier.Utterance{Speaker: e, Said: date("2024-04-17"), SameAs: same},
		Origins: []dossier.Origin{{Words: "an <envoy>"}, {Entity: e, Words: "e"}},
	}}
	n := m.note(s, "Another word", e, "<p>Note.</p>")
	n.Said, n.SameAs = date("2024-04-18"), same
	files := site(t, m.finish())
	const elsewhere = `<span class="label">Rendered elsewhere:</span> <a href="../sources/o.html#char=0,8" lang="de">O</a>`
	for page, has := range map[string][]string{
		"claims/cl.html": {
			`Said by <a class="to is-person" href="../people/e.html">E</a>, <time datetime="2024-04-17">17 April 2024</time>`, elsewhere,
			`<span class="label">Origin of the reporting:</span> <bdi>an &lt;envoy&gt;</bdi>, <a class="to is-person" href="../people/e.html">E</a>`,
		},
		"sources/s.html": {`>E</a>, <time datetime="2024-04-18">18 April 2024</time></p>`, elsewhere},
	} {
		for _, part := range has {
			if !strings.Contains(string(files[page]), part) {
				t.Errorf("%s has no %s", page, part)
			}
		}
	}
}

// Corrections stand on every kind of page.
func TestCorrections(t *testing.T) {
	m := newMaker("Corrections")
	s, e, ev, cl := m.source("s", "S", "Words."), m.entity("people", "e", "E"), m.event("ev", "Event", "2024"), m.claim("cl", "Claim")
	page := m.item("pages", "p", "Page")
	home := dossier.Item{URL: "index.html", File: "content/index.md", Title: "Corrections"}
	m.d.Pages, m.d.Home = []*dossier.Item{&page}, &home
	for _, it := range []*dossier.Item{&s.Item, &e.Item, &ev.Item, &cl.Item, &page, &home} {
		correction := dossier.Correction{Date: date("2024-05-02"), Note: "Wrong & right: " + it.URL}
		it.Corrections = []dossier.Correction{correction, correction}
	}
	files := site(t, m.finish())
	for _, at := range []string{s.URL, e.URL, ev.URL, cl.URL, page.URL, home.URL} {
		if has := `<time datetime="2024-05-02">2 May 2024</time>; <span dir="auto">Wrong &amp; right: ` + at + `</span>`; !strings.Contains(string(files[at]), has) {
			t.Errorf("%s has no %s", at, has)
		}
		if n := strings.Count(string(files["feed.xml"]), "Wrong &amp; right: "+at+"<"); n != 1 {
			t.Errorf("the feed tells %d times what was put right on %s", n, at)
		}
	}
}
