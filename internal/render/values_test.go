package render

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dossier/internal/dossier"
)

// tabled writes tables of values in lines.
func tabled(list []Measure) string {
	var b strings.Builder
	for _, m := range list {
		fmt.Fprintf(&b, "%s (%s)", m.Of, m.Unit)
		for _, flag := range []struct {
			is   bool
			name string
		}{{m.Date, " date"}, {m.Differs, " differs"}, {m.Several, " several"}, {m.Times, " times"}, {m.Series != nil, " drawn"}} {
			if flag.is {
				b.WriteString(flag.name)
			}
		}
		b.WriteByte('\n')
		for _, g := range m.Given {
			b.WriteString("  ")
			if g.Against {
				b.WriteString("≠ ")
			}
			if g.Date != nil {
				b.WriteString(g.Date.Words)
			}
			if g.Amount != nil {
				b.WriteString(strings.TrimSpace(g.Amount.Key + " " + g.Amount.First + " " + g.Amount.Second))
			}
			b.WriteString(g.Words)
			if g.At != nil {
				b.WriteString(" at " + g.At.Words)
			}
			b.WriteString(":")
			for _, e := range g.Evidence {
				b.WriteString(" " + e.Ref.Link.Label)
				if e.Withheld {
					b.WriteString("(withheld)")
				}
			}
			b.WriteByte('\n')
		}
	}
	return b.String()
}

func TestMeasures(t *testing.T) {
	count := func(n, at string) dossier.Value {
		v := dossier.Value{Of: "toll", Type: dossier.NumberValue, Number: number(n), Unit: "dead"}
		if at != "" {
			v.At = date(at)
		}
		return v
	}
	day := func(d string) dossier.Value { return dossier.Value{Type: dossier.DateValue, Date: date(d)} }
	words := func(s string) dossier.Value { return dossier.Value{Of: "place", Type: dossier.WordsValue, Words: s} }
	for _, tt := range []struct {
		reason string
		values [][]dossier.Value // of the evidence of a, b and c; that of c is withheld
		want   string
	}{
		{"none", [][]dossier.Value{{}, {}, {}}, ""},
		{"one date or one word is no table", [][]dossier.Value{{day("2024-04-17"), words("Doha")}, {}, {}}, ""},
		{"one number is", [][]dossier.Value{{count("7", "")}, {}, {}}, "toll (dead)\n  7: A\n"},
		{"two that give the same", [][]dossier.Value{{day("2024-04-17")}, {day("2024-04-17")}, {}}, " () date several\n  17 April 2024: A B\n"},
		{"dates that can both be right", [][]dossier.Value{{day("2024-04")}, {day("2024-04-17")}, {}}, " () date several\n  April 2024: A\n  17 April 2024: B\n"},
		{"dates that cannot, of which a third is neither", [][]dossier.Value{{day("2024-04-17")}, {day("2024-04-19")}, {day("2024-04")}}, " () date differs several\n  April 2024: C(withheld)\n  ≠ 17 April 2024: A\n  ≠ 19 April 2024: B\n"},
		{"words", [][]dossier.Value{{words("Doha")}, {words("Ankara")}, {}}, "place () differs several\n  ≠ Doha: A\n  ≠ Ankara: B\n"},
		{"numbers of one time are not drawn", [][]dossier.Value{{count("7", "2024")}, {count(">9", "2024")}, {}}, "toll (dead) differs several times\n  ≠ 7 at 2024: A\n  ≠ number-more 9 at 2024: B\n"},
		{
			"of two times are, and all ways of giving one are told",
			[][]dossier.Value{{count("7..9", "2024"), count("<=5", "")}, {count("~9", "2025"), count(">=8", "2024")}, {count("<12.5", "2025")}},
			"toll (dead) differs several times drawn\n  ≠ number-at-least 8 at 2024: B\n  ≠ number-between 7 9 at 2024: A\n  ≠ number-about 9 at 2025: B\n  number-less 12.5 at 2025: C(withheld)\n  ≠ number-at-most 5: A\n",
		},
	} {
		m := newMaker("Values")
		cl := m.claim("cl", "Claim")
		for i, id := range []string{"a", "b", "c"} {
			s := m.source(id, strings.ToUpper(id), "Words of "+id+".")
			by := &cl.Item
			if id == "c" {
				s.Publish, by = dossier.PublishReference, nil
			}
			cl.Evidence = append(cl.Evidence, &dossier.EvidenceItem{Source: s, Quotation: m.quotation(s, "Words of "+id, by), Values: tt.values[i]})
		}
		d := m.finish()
		if diff := cmp.Diff(tt.want, tabled(viewOf[*ClaimView](t, d, "claims/cl.html").Measures)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", tt.reason, diff)
		}
		for name, data := range site(t, d) {
			if strings.Contains(string(data), "Words of c") {
				t.Errorf("%s: %s has words that may not be shown", tt.reason, name)
			}
		}
	}
}

// Each point of a drawing leads to its quotation, or to the source where the words
// may not be shown, and tells what it is; a time of more than a day is a bar. A
// right-to-left page has the drawing mirrored.
func TestSeries(t *testing.T) {
	drawn := func(direction string) (*Series, string) {
		m := newMaker("Values")
		m.d.Direction = direction
		ev := m.event("ev", "Event", "2024")
		for i, v := range []dossier.Value{
			{Type: dossier.NumberValue, Number: number(">=1000"), At: date("2024-01-01")},
			{Type: dossier.NumberValue, Number: number("<3000"), At: date("2024-07-01")},
			{Type: dossier.NumberValue, Number: number("2000..4000"), At: date("2024-03")},
			{Type: dossier.NumberValue, Number: number("2500"), At: date("2024-05-01")},
			{Type: dossier.NumberValue, Number: number("9000")}, // of no time: it is not drawn
		} {
			s := m.source(fmt.Sprint("s", i), fmt.Sprint("S", i), "So many.")
			by := &ev.Item
			if i == 3 {
				s.Publish, by = dossier.PublishReference, nil
			}
			v.Of, v.Unit = "people & all", "<dead>"
			ev.Evidence = append(ev.Evidence, &dossier.EvidenceItem{Source: s, Quotation: m.quotation(s, "So many", by), Values: []dossier.Value{v}})
		}
		d := m.finish()
		page := string(site(t, d)["events/ev.html"])
		measures := viewOf[*EventView](t, d, "events/ev.html").Measures
		if len(measures) != 1 || measures[0].Series == nil {
			t.Fatalf("nothing is drawn of %s", tabled(measures))
		}
		return measures[0].Series, page
	}
	s, page := drawn("ltr")
	var got []string
	for _, dot := range s.Dots {
		shape := regexp.MustCompile(`^<(\w+)`).FindStringSubmatch(string(dot.Shape))[1]
		got = append(got, fmt.Sprintf("%s %s %s %s %s", dot.URL, dot.Amount.First, dot.At.Words, dot.Source, shape))
	}
	want := []string{
		"../sources/s0.html#char=0,7 1000 1 January 2024 S0 circle",
		"../sources/s2.html#char=0,7 2000 March 2024 S2 rect",
		"../sources/s3.html 2500 1 May 2024 S3 circle",
		"../sources/s1.html#char=0,7 3000 1 July 2024 S1 circle",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for i, want := range []string{"M0-5v-12", "", "", "M0 5v12"} {
		if shape := string(s.Dots[i].Shape); strings.Contains(shape, "<path") != (want != "") || !strings.Contains(shape, want) {
			t.Errorf("number %d is drawn as %s, want an arrow where it is open and none elsewhere", i, shape)
		}
	}
	levels := func(s *Series) (list []string) {
		for _, l := range s.Levels {
			list = append(list, l.X+" "+l.Amount.First)
		}
		return list
	}
	if diff := cmp.Diff([]string{" 0", " 1000", " 2000", " 3000"}, levels(s)); diff != "" {
		t.Errorf("levels (-want +got)\n%s", diff)
	}
	for _, has := range []string{`aria-label="The numbers over time, people &amp; all"`, `>3000 &lt;dead&gt;</text>`, `>2000</text>`, `<title>2000 to 4000, March 2024, S2</title>`} {
		if !strings.Contains(page, has) {
			t.Errorf("the page has no %s", has)
		}
	}
	rtl, _ := drawn("rtl")
	if levels(rtl)[1] != "100% 1000" {
		t.Errorf("from the right the levels are %q", levels(rtl))
	}
	x := func(s *Series, i int) string {
		return regexp.MustCompile(`c?x="[^"]*"`).FindString(string(s.Dots[i].Shape))
	}
	if x(s, 0) == x(rtl, 0) {
		t.Errorf("the first point is at %s from both sides", x(s, 0))
	}
}

func TestPlainNumbers(t *testing.T) {
	for _, tt := range []struct {
		number       float64
		want, reason string
	}{
		{0, "0", "nothing"},
		{0.1 + 0.2, "0.3", "what a sum adds beyond is dropped"},
		{1500000, "1500000", "no exponents"},
		{-2.5, "-2.5", "below zero"},
		{1e15 + 1, "1000000000000000", "of more than twelve digits the rest is"},
	} {
		if got := plain(tt.number); got != tt.want {
			t.Errorf("%g is %s, want %s: %s", tt.number, got, tt.want, tt.reason)
		}
	}
}
