package weigh

import (
	"fmt"
	"strings"
	"testing"

	"dossier/internal/dossier"
	"dossier/internal/edtf"
	"dossier/internal/quantity"
)

// value reads "date 2024-04-17", "number >=46707 people", "text Doha"; then, in any
// order, "of toll" and "at 2025-01" behind a slash.
func value(t testing.TB, s string) dossier.Value {
	t.Helper()
	parts := strings.Split(s, " / ")
	kind, rest, _ := strings.Cut(parts[0], " ")
	var v dossier.Value
	switch kind {
	case "date":
		v.Type, v.Date = dossier.DateValue, date(t, rest)
	case "number":
		n, unit, _ := strings.Cut(rest, " ")
		q, err := quantity.Parse(n)
		if err != nil {
			t.Fatal(err)
		}
		v.Type, v.Number, v.Unit = dossier.NumberValue, q, unit
	case "text":
		v.Type, v.Words = dossier.WordsValue, rest
	default:
		t.Fatalf("%q is no value", s)
	}
	for _, more := range parts[1:] {
		switch key, rest, _ := strings.Cut(more, " "); key {
		case "of":
			v.Of = rest
		case "at":
			v.At = date(t, rest)
		default:
			t.Fatalf("%q is no value", s)
		}
	}
	return v
}

func date(t testing.TB, s string) edtf.Date {
	t.Helper()
	if s == "" {
		return edtf.Date{}
	}
	d, err := edtf.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestContradict(t *testing.T) {
	for _, row := range []struct {
		reason, a, b string
		want         bool
	}{
		{"the same day", "date 2024-04-17", "date 2024-04-17", false},
		{"another day", "date 2024-04-17", "date 2024-04-18", true},
		{"a month and a day of it", "date 2024-04", "date 2024-04-17", false},
		{"a month and a day of another", "date 2024-04", "date 2024-05-01", true},
		{"a month and its year", "date 2024-04", "date 2024", false},
		{"a set that has the day", "date [2024-04-16,2024-04-17]", "date 2024-04-17", false},
		{"a set counts by its ends", "date [2024-04-16,2024-04-18]", "date 2024-04-17", false},
		{"a set that ends before", "date [2024-04-15,2024-04-16]", "date 2024-04-17", true},
		{"not after", "date [..2024-04-16]", "date 2024-04-17", true},
		{"since", "date 2024-04-16/..", "date 2030", false},
		{"an interval that touches another", "date 2024-04-01/2024-04-17", "date 2024-04-17/2024-05", false},
		{"doubt gives no wider bounds", "date 2024-04-17?", "date 2024-04-18", true},
		{"nor does about", "date 1940~", "date 1941", true},
		{"a season and a month of it", "date 2024-21", "date 2024-04", false},
		{"a decade", "date 202X", "date 2024-04", false},

		{"the same number", "number 1200 people", "number 1200.0 people", false},
		{"another number", "number 1200 people", "number 1201 people", true},
		{"about, and what rounds to it", "number ~1200 people", "number 1180 people", false},
		{"about, and what does not", "number ~1200 people", "number 1300 people", true},
		{"at least, and more", "number >=46707 people", "number 48000 people", false},
		{"at least, and less", "number >=46707 people", "number 46706 people", true},
		{"more than its own number", "number >14000 people", "number 14000 people", true},
		{"two that are open one way", "number >14000 people", "number >=46707 people", false},
		{"a range and a number of it", "number 1000..1200 people", "number 1100 people", false},
		{"two ranges that touch", "number 1000..1200 people", "number 1200..1400 people", false},
		{"two ranges that do not", "number 1000..1199 people", "number 1200..1400 people", true},

		{"the same words", "text Doha", "text Doha", false},
		{"case, accents and space", "text İstanbul  Türkiye", "text istanbul turkiye", false},
		{"other words", "text Doha", "text Istanbul", true},

		{"other times", "number 1200 people / at 2024-01", "number 1300 people / at 2024-02", false},
		{"times that have a day in common", "number 1200 people / at 2024-01", "number 1300 people / at 2024-01-31", true},
		{"a time and none", "number 1200 people / at 2024-01", "number 1300 people", true},
		{"other times of text", "text minister / at 2023", "text adviser / at 2024", false},
	} {
		a, b := value(t, row.a), value(t, row.b)
		if x, y := Contradict(&a, &b), Contradict(&b, &a); x != row.want || y != row.want {
			t.Errorf("%s: %s and %s: %v, turned round %v, want %v", row.reason, row.a, row.b, x, y, row.want)
		}
	}
}

// items makes evidence of values; several of one piece are parted by semicolons.
func items(t testing.TB, list []string) []*dossier.EvidenceItem {
	var evidence []*dossier.EvidenceItem
	for i, words := range list {
		e := &dossier.EvidenceItem{Note: string(rune('a' + i))}
		for one := range strings.SplitSeq(words, "; ") {
			if one != "" {
				e.Values = append(e.Values, value(t, one))
			}
		}
		evidence = append(evidence, e)
	}
	return evidence
}

func TestDateDisputedFrom(t *testing.T) {
	for _, row := range []struct {
		reason    string
		published []string // of each piece, empty for none; none at all for no source
		values    []string
		want      string
	}{
		{"from when the second of two was published", []string{"2024-05-01", "2024-04-18"}, []string{"date 2024-04-17", "date 2024-04-16"}, "2024-05-01"},
		{"from the first day of a month", []string{"2024-04-18", "2024-05"}, []string{"date 2024-04-17", "date 2024-04-16"}, "2024-05-01"},
		{"the third alone contradicts", []string{"2024-04-18", "2024-04-19", "2024-06-01"}, []string{"date 2024-04-17", "date 2024-04", "date 2024-05"}, "2024-06-01"},
		{"the other is not dated", []string{"2024-04-18", ""}, []string{"date 2024-04-17", "date 2024-04-16"}, ""},
		{"they agree", []string{"2024-04-18", "2024-05-01"}, []string{"date 2024-04-17", "date 2024-04"}, ""},
		{"one source says both", []string{"2024-04-18"}, []string{"date 2024-04-17; date 2024-04-16"}, "2024-04-18"},
	} {
		list := items(t, row.values)
		for i := range list {
			list[i].Source = &dossier.Source{Published: date(t, row.published[i])}
		}
		got, ok := DateDisputedFrom(append(list, &dossier.EvidenceItem{}))
		want, known := date(t, row.want).FirstDay()
		if got != want || ok != known {
			t.Errorf("%s: %d, %v; want %d, %v", row.reason, got, ok, want, known)
		}
	}
}

// measured writes "toll (people): 1200 ab! 1300 c!", an exclamation mark where the
// value is against another.
func measured(list []Measure) string {
	var out []string
	for _, m := range list {
		var b strings.Builder
		b.WriteString(m.Of)
		if m.Unit != "" {
			b.WriteString(" (" + m.Unit + ")")
		}
		b.WriteString(":")
		for _, g := range m.Given {
			fmt.Fprintf(&b, " %s%s%s", g.Value.Date, g.Value.Number, g.Value.Words)
			if !g.Value.At.IsZero() {
				fmt.Fprintf(&b, "@%s", g.Value.At)
			}
			b.WriteString(" ")
			for _, e := range g.Evidence {
				b.WriteString(e.Note)
			}
			if g.Against {
				b.WriteString("!")
			}
		}
		if m.Differs {
			b.WriteString(" differs")
		}
		out = append(out, strings.TrimSpace(b.String()))
	}
	return strings.Join(out, "\n")
}

func TestMeasures(t *testing.T) {
	for _, row := range []struct {
		reason   string
		evidence []string
		want     string
	}{
		{"no values", []string{"", ""}, ""},
		{"one value", []string{"date 2024-04-17"}, ": 2024-04-17 a"},
		{"the same from two", []string{"date 2024-04-17", "date 2024-04-17"}, ": 2024-04-17 ab"},
		{"twice in one piece counts once", []string{"text x; text X"}, ": x a"},
		{
			"days that differ, in their order",
			[]string{"date 2024-04-18", "date 2024-04-17", "date 2024-04"},
			": 2024-04 c 2024-04-17 b! 2024-04-18 a! differs",
		},
		{
			"each name is a measure of its own, in the order in which it comes",
			[]string{"number 3 people / of wounded", "number 1 people / of killed", "number 4 people / of Wounded"},
			"wounded (people): 3 a! 4 c! differs\nkilled (people): 1 b",
		},
		{
			"units are words",
			[]string{"number 3 km", "number 3000 m", "number 3 KM"},
			"(km): 3 ac\n(m): 3000 b",
		},
		{
			"a date and words of one name are two measures",
			[]string{"date 2024 / of arrival", "text spring / of arrival"},
			"arrival: 2024 a\narrival: spring b",
		},
		{
			"a toll over time, by its times and then those without one",
			[]string{"number 300 people / at 2024-03", "number 100 people / at 2024-01", "number 50 people", "number 200 people / at 2024-02"},
			"(people): 100@2024-01 b! 200@2024-02 d! 300@2024-03 a! 50 c! differs",
		},
		{
			"a toll over time contradicts nothing",
			[]string{"number 300 people / at 2024-03", "number 100 people / at 2024-01"},
			"(people): 100@2024-01 b 300@2024-03 a",
		},
		{
			"the same number for other times is two values",
			[]string{"number 100 people / at 2024-02", "number 100 people / at 2024-01", "number 100 people"},
			"(people): 100@2024-01 b 100@2024-02 a 100 c",
		},
		{
			"about and exact are two values that agree",
			[]string{"number ~1200 people", "number 1180 people", "number 1200 people"},
			"(people): 1180 b! 1200 c! ~1200 a differs",
		},
		{"a date that could not be read is left out", []string{"date "}, ""},
		{"words as the evidence has them first", []string{"text Doha", "text doha", "text Istanbul"}, ": Doha ab! Istanbul c! differs"},
	} {
		if got := measured(Measures(items(t, row.evidence))); got != row.want {
			t.Errorf("%s:\n%s\nwant\n%s", row.reason, got, row.want)
		}
	}
}

func TestDateDisputed(t *testing.T) {
	for _, row := range []struct {
		reason   string
		evidence []string
		want     bool
	}{
		{"no dates", []string{"", "number 1 x"}, false},
		{"one date", []string{"date 2024-04-17"}, false},
		{"a month and a day of it", []string{"date 2024-04", "date 2024-04-17"}, false},
		{"two days", []string{"date 2024-04-20", "", "date 2024-04-17"}, true},
		{"two days of a month that a third names", []string{"date 2024-04", "date 2024-04-17", "date 2024-04-20"}, true},
		{"two days of one piece", []string{"date 2024-04-17; date 2024-04-20"}, true},
		{"a date of something else", []string{"date 2024-04-17", "date 2024-04-20 / of arrival"}, false},
		{"a date that could not be read", []string{"date ", "date 2024-04-20"}, false},
		{"words that differ", []string{"text a", "text b"}, false},
	} {
		list := items(t, row.evidence)
		if got := DateDisputed(list); got != row.want {
			t.Errorf("%s: %v, want %v", row.reason, got, row.want)
		}
		differs := false
		for _, m := range Measures(list) {
			differs = differs || m.Of == "" && m.Type == dossier.DateValue && m.Differs
		}
		if differs != row.want {
			t.Errorf("%s: the measures say %v, want %v", row.reason, differs, row.want)
		}
	}
}
