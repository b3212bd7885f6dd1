package edtf

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func mustParse(t testing.TB, s string) Date {
	t.Helper()
	d, err := Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// timeline is in order; each reason says why its date stands after the one before.
var timeline = []struct{ edtf, reason string }{
	{"../2011", "an open start is earliest, and of those the latest end comes first"},
	{"[..1984]", "ends earlier"},
	{"Y-17E7", "bounded"},
	{"-0043", "later year"},
	{"-0043-03-15", "a day after its year"},
	{"XXXX", "begins with year 0"},
	{"0000", "ends earlier"},
	{"15XX", "a century before its decades and years"},
	{"1560", "later start"},
	{"1950S2", "1900 to 1999"},
	{"190X", "a decade within it"},
	{"2011", "later start"},
	{"2011?", "equal bounds, so by text"},
	{"2011~", "equal bounds, so by text"},
	{"2011-XX", "some month: equal bounds, finer precision"},
	{"2011/..", "what lasts from that year on comes after what happened in it"},
	{"2011/2013", "ends earlier"},
	{"2011/", "reaches as far as 2011 itself"},
	{"2011-33", "first quarter"},
	{"2011-01", "a month before its days"},
	{"2011-01-XX", "some day: equal bounds, finer precision"},
	{"2011-01-01", "day"},
	{"2011-21", "March to May"},
	{"2011-03", "March"},
	{"2011-12-30", "later start"},
	{"2011-12-30/2012-01-02", "what lasts from that day on comes after what happened on it"},
	{"2011-12-31", "later start"},
	{"2024-04-20", "a day before its times"},
	{"2024-04-20T00:30+05:00", "19:30 UTC of the day before, yet within the day as written"},
	{"2024-04-20T00:00", "no offset counts as UTC"},
	{"2024-04-20T15:00", "the minute before its seconds"},
	{"2024-04-20T15:00:00", "second"},
	{"2024-04-20T20:00+03:00", "17:00 UTC"},
	{"2024-04-20T18:00Z", "18:00 UTC"},
	{"2024-04-20T23:00-05:00", "04:00 UTC of the next day"},
	{"2024-04-21T01:00Z", "the next day as written"},
	{"", "no date is last"},
}

func TestCompareTimeline(t *testing.T) {
	var dates []Date
	for _, row := range timeline {
		if row.edtf == "" {
			dates = append(dates, Date{})
			continue
		}
		dates = append(dates, mustParse(t, row.edtf))
	}
	for i, a := range dates {
		for j, b := range dates {
			want := 0
			if i < j {
				want = -1
			} else if i > j {
				want = 1
			}
			if got := Compare(a, b); got != want {
				t.Errorf("Compare(%s, %s) = %d, want %d (%s; %s)", a, b, got, want, timeline[i].reason, timeline[j].reason)
			}
		}
	}
	shuffled := slices.Clone(dates)
	random := rand.New(rand.NewPCG(1, 2))
	random.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	slices.SortFunc(shuffled, Compare)
	if !slices.EqualFunc(shuffled, dates, Date.Equal) {
		t.Errorf("sorted: %v", shuffled)
	}
}

func corpus(t testing.TB) []Date {
	t.Helper()
	dates := []Date{{}}
	for _, row := range forms() {
		dates = append(dates, mustParse(t, row.edtf))
	}
	for _, row := range timeline {
		if row.edtf != "" {
			dates = append(dates, mustParse(t, row.edtf))
		}
	}
	return dates
}

func TestCompareIsATotalOrder(t *testing.T) {
	dates := corpus(t)
	n := len(dates)
	order := make([][]int, n)
	for i, a := range dates {
		order[i] = make([]int, n)
		for j, b := range dates {
			order[i][j] = Compare(a, b)
			if (order[i][j] == 0) != a.Equal(b) {
				t.Errorf("Compare(%s, %s) = %d, but Equal is %v", a, b, order[i][j], a.Equal(b))
			}
		}
	}
	for i := range n {
		for j := range n {
			if order[i][j] != -order[j][i] {
				t.Errorf("Compare of %s and %s is not antisymmetric", dates[i], dates[j])
			}
			for k := range n {
				if order[i][j] <= 0 && order[j][k] <= 0 && order[i][k] > 0 {
					t.Fatalf("%s ≤ %s ≤ %s, but not transitively", dates[i], dates[j], dates[k])
				}
			}
		}
	}
}

func TestOverlaps(t *testing.T) {
	for _, row := range []struct {
		a, b   string
		want   bool
		reason string
	}{
		{"2024", "2024-04-20", true, "a day within a year"},
		{"2024-04", "2024-05", false, "months that touch"},
		{"2024-04/2024-05", "2024-05-31", true, "the last day"},
		{"2024-04/2024-05", "2024-06-01", false, "the day after the last"},
		{"2011/..", "Y170000002", true, "an open end has no limit"},
		{"../2011", "Y-17E7", true, "nor has an open start"},
		{"2011/", "2012", false, "an unknown end is not guessed"},
		{"2011/", "2011-05", true, "but the year of its start is within"},
		{"/2011", "2010", false, "nor is an unknown start"},
		{"156X-12-25", "1565-06", true, "between the bounds, though not on a day that fits"},
		{"[1667,1670]", "1668", true, "between the members of a set"},
		{"2011~", "2012", false, "about does not widen"},
		{"2024-04-20", "2024-04-20T23:00-05:00", true, "a time within its day as written"},
		{"2024-04-20T15:00", "2024-04-20T15:00:59Z", true, "a second within its minute"},
		{"2024-04-20T15:00+01:00", "2024-04-20T14:00Z", true, "one instant"},
		{"2024-04-20T15:00+01:00", "2024-04-20T15:00Z", false, "an hour apart"},
		{"2001-24", "2002-02", true, "winter ends in the next year"},
	} {
		a, b := mustParse(t, row.a), mustParse(t, row.b)
		if Overlaps(a, b) != row.want || Overlaps(b, a) != row.want {
			t.Errorf("Overlaps(%s, %s) is not %v: %s", a, b, row.want, row.reason)
		}
		if Overlaps(a, Date{}) || Overlaps(Date{}, a) {
			t.Errorf("no date overlaps %s", a)
		}
	}
}
