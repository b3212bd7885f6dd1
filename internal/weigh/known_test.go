package weigh

import (
	"fmt"
	"strings"
	"testing"

	"dossier/internal/dossier"
)

func TestReports(t *testing.T) {
	for _, row := range []struct{ reason, date, sources, list, want string }{
		{"none", "2024-04-17", "", "", ""},
		{"in the order of publication", "2024-04-17", "a/2024-04-20 b/2024-04-18", "a b", "b+1 a+3"},
		{"of one day in that of the list", "2024-04-17", "a/2024-04-18 b/2024-04-18", "b a", "b+1 a+1"},
		{"each once", "2024-04-17", "a/2024-04-18", "a a", "a+1"},
		{"the same day", "2024-04-17", "a/2024-04-17", "a", "a+0"},
		{"before it happened", "2024-04-17", "a/2024-04-16", "a", "a-1"},
		{"without a date last, and without a lag", "2024-04-17", "a b/2024-04-18", "a b", "b+1 a"},
		{"a month has a least and a most", "2024-04-17", "a/2024-04", "a", "a-16..+13"},
		{"so has an event of a month", "2024-04", "a/2024-05-01", "a", "a+1..+30"},
		{"a month stands before its days", "2024-04-17", "a/2024-04-01 b/2024-04", "a b", "b-16..+13 a-16"},
		{"no date of the event", "", "a/2024-04-18 b/2024-04-17", "a b", "b a"},
		{"an end that is not known has a least", "2024-04-17", "a/2024-04-18_..", "a", "a+1.."},
		{"of a set too", "2024-04-17", "a/[2024-04-20..]", "a", "a+3.."},
		{"a beginning that is not known has no lag", "2024-04-17", "a/[..2024-04-20]", "a", "a"},
		{"what went on counts from its start", "2024-04-10_2024-05-10", "a/2024-04-17", "a", "a+7 begun"},
		{"what goes on too", "2024-04-10_..", "a/2024-04-17", "a", "a+7 begun"},
		{"of what began at a time that is not known there is no lag", ".._2024-05-10", "a/2024-04-17", "a", "a"},
		{"sources that were not found are left out", "2024-04-17", "a/2024-04-18", "? a", "a+1"},
	} {
		c := newCast(t, row.sources)
		var list []*dossier.Source
		for id := range strings.FieldsSeq(row.list) {
			if id == "?" {
				list = append(list, nil)
			} else {
				list = append(list, c.source(id))
			}
		}
		var got []string
		for _, r := range Reports(day(t, row.date), list) {
			one := r.Source.ID
			if r.Known {
				one += fmt.Sprintf("%+d", r.Least)
			}
			switch {
			case r.Open:
				one += ".."
			case r.Most != r.Least:
				one += fmt.Sprintf("..%+d", r.Most)
			}
			if r.Begun && r.Known {
				one += " begun"
			}
			got = append(got, one)
		}
		if got := strings.Join(got, " "); got != row.want {
			t.Errorf("%s: %s, want %s", row.reason, got, row.want)
		}
	}
}

func TestHistory(t *testing.T) {
	for _, row := range []struct{ reason, sources, evidence, want string }{
		{"nothing", "", "", ""},
		{"one source", "a/2024-04-17", "+a", "2024-04-17 single-origin; 1 for: a"},
		{
			"step by step", "a/2024-04-17 b/2024-04-18 c/2024-04-20", "-c +a +b",
			"2024-04-17 single-origin; 1 for: a\n2024-04-18 corroborated; 2 for: a | b\n2024-04-20 disputed; 2 for: a | b; 1 against: c",
		},
		{"all of one day are one step", "a/2024-04-17 b/2024-04-17", "+a -b", "2024-04-17 disputed; 1 for: a; 1 against: b"},
		{
			"a day that adds nothing to the count is no step", "a/2024-04-17 b/2024-04-18", "+a .b +a",
			"2024-04-17 single-origin; 1 for: a",
		},
		{
			"a copy is one: the number of sources changes", "a/2024-04-17 b/2024-04-18<@a", "+a +b",
			"2024-04-17 single-origin; 1 for: a\n2024-04-18 single-origin; 2 for: a b (@a); circular",
		},
		{"mentioned before it is supported", "a/2024-04-17 b/2024-04-18", ".a +b", "2024-04-18 single-origin; 1 for: b"},
		{"only mentioned", "a/2024-04-17 b/2024-04-18", ".a .b", "2024-04-17 unsupported"},
		{"without a date it is in no step", "a b/2024-04-18", "+a +b", "2024-04-18 single-origin; 1 for: b"},
		{"without any date there is no step", "a b", "+a +b", ""},
		{"a beginning that is not known", "a/_2024-04-17 b/.._2024", "+a +b", ""},
		{
			"a month counts from its first day, and the step has the more precise date",
			"a/2024-04-01 b/2024-04 c/2024-05", "+a +b +c",
			"2024-04-01 corroborated; 2 for: b | a\n2024-05 corroborated; 3 for: b | a | c",
		},
		{"a source that was not found", "a/2024-04-17", "+ +a", "2024-04-17 single-origin; 1 for: a"},
		{
			"first disputed, then supported", "a/2024-04-17 b/2024-04-18", "+b -a",
			"2024-04-17 refuted; 1 against: a\n2024-04-18 disputed; 1 for: b; 1 against: a",
		},
	} {
		c := newCast(t, row.sources)
		list := c.evidence(row.evidence)
		before := len(list)
		var got []string
		for _, s := range History(list) {
			if n, ok := s.From.FirstDay(); !ok || n != s.Day {
				t.Errorf("%s: the step of %s is on day %d, want %d", row.reason, s.From, s.Day, n)
			}
			got = append(got, s.From.String()+" "+show(s.Corroboration))
		}
		if got := strings.Join(got, "\n"); got != row.want {
			t.Errorf("%s:\n%s\nwant\n%s", row.reason, got, row.want)
		}
		if len(list) != before {
			t.Errorf("%s: the evidence was changed", row.reason)
		}
	}
}

func BenchmarkHistory(b *testing.B) {
	for _, n := range []int{4, 100} {
		var sources, evidence []string
		for i := range n {
			sources = append(sources, fmt.Sprintf("s%d/2024-%02d-%02d<o%d", i, 1+i/28%12, 1+i%28, i%7))
			evidence = append(evidence, fmt.Sprintf("+s%d", i))
		}
		c := newCast(b, strings.Join(sources, " "))
		list := c.evidence(strings.Join(evidence, " "))
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				History(list)
			}
		})
	}
}
