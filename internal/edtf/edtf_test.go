package edtf

import (
	"fmt"
	"strings"
	"testing"
)

func TestComponents(t *testing.T) {
	none := "-"
	for _, row := range []struct{ edtf, year, month, day, reason string }{
		{"2024-04-20", "2024", "4", "20", "all given"},
		{"2024-04-20T15:00", "2024", "4", "20", "a time does not matter"},
		{"2024-04", "2024", "4", none, "month precision"},
		{"2024", "2024", none, none, "year precision"},
		{"2024-21", "2024", none, none, "a season is not a month"},
		{"2024-XX-20", "2024", none, "20", "a day of an unknown month"},
		{"2024-04-XX", "2024", "4", none, "unknown day"},
		{"2024-1X", "2024", none, none, "one of three months"},
		{"156X-12", none, "12", none, "December of an unknown year"},
		{"1950S2", none, none, none, "an estimate"},
		{"Y-17E7", "-170000000", none, none, "exponential"},
		{"2011-05/..", "2011", "5", none, "the start of an interval"},
		{"2011-05/2012", "2011", "5", none, "the start, though the end is coarser"},
		{"../2011", none, none, none, "open start"},
		{"/2011", none, none, none, "unknown start"},
		{"[1670,1667-03]", "1667", "3", none, "the earliest member"},
		{"[..1667]", none, none, none, "open set"},
		{"{1670..1672}", "1670", none, none, "the start of a range"},
	} {
		d := mustParse(t, row.edtf)
		year, month, day := none, none, none
		if v, ok := d.Year(); ok {
			year = fmt.Sprint(v)
		}
		if v, ok := d.Month(); ok {
			month = fmt.Sprint(v)
		}
		if v, ok := d.Day(); ok {
			day = fmt.Sprint(v)
		}
		if year != row.year || month != row.month || day != row.day {
			t.Errorf("%s (%s): %s %s %s, want %s %s %s", d, row.reason, year, month, day, row.year, row.month, row.day)
		}
	}
}

func TestQualification(t *testing.T) {
	const both = Uncertain | Approximate
	for _, row := range []struct {
		edtf             string
		year, month, day Qualifier
		reason           string
	}{
		{"2024-04-20", 0, 0, 0, "plain"},
		{"2024-04-20?", Uncertain, Uncertain, Uncertain, "the whole"},
		{"2024%", both, 0, 0, "only what is given"},
		{"2004-06~-11", Approximate, Approximate, 0, "right of a component: it and what is before it"},
		{"?2004-06-~11", Uncertain, 0, Approximate, "left of a component: it alone"},
		{"2001-?09~-09", Approximate, both, 0, "from both sides"},
		{"?2001-33", Uncertain, 0, 0, "year of a quarter"},
		{"2001-~33", 0, Approximate, 0, "a season counts as the month"},
		{"1984?/2004-06~", both, Approximate, 0, "both ends together"},
		{"[1667?,1668-~02]", Uncertain, Approximate, 0, "all members together"},
		{"2011~/..", Approximate, 0, 0, "one end"},
	} {
		d := mustParse(t, row.edtf)
		for c, want := range []Qualifier{row.year, row.month, row.day} {
			if got := d.Qualification(Component(c)); got != want {
				t.Errorf("%s (%s): component %d has %d, want %d", d, row.reason, c, got, want)
			}
		}
		all := row.year | row.month | row.day
		if d.Uncertain() != (all&Uncertain != 0) || d.Approximate() != (all&Approximate != 0) {
			t.Errorf("%s (%s): uncertain %v, approximate %v", d, row.reason, d.Uncertain(), d.Approximate())
		}
	}
}

func TestEnds(t *testing.T) {
	for _, row := range []struct {
		edtf, start, end string
		open, unknown    bool
		reason           string
	}{
		{"2011", "", "", false, false, "no interval"},
		{"2011~/2013-04", "2011~", "2013-04", false, false, "two dates"},
		{"2011/..", "2011", "", true, false, "open end"},
		{"../2011", "", "2011", true, false, "open start"},
		{"2011/", "2011", "", false, true, "unknown end"},
		{"/2011", "", "2011", false, true, "unknown start"},
		{"[1667..]", "", "", true, false, "an open set has no ends to ask for"},
		{"[1667,1670..1672]", "", "", false, false, "bounded set"},
	} {
		d := mustParse(t, row.edtf)
		start, okStart := d.Start()
		end, okEnd := d.End()
		if start.String() != row.start || okStart != (row.start != "") || end.String() != row.end || okEnd != (row.end != "") {
			t.Errorf("%s (%s): start %q %v, end %q %v", d, row.reason, start, okStart, end, okEnd)
		}
		if d.Open() != row.open || (d.Lower().Unbounded || d.Upper().Unbounded) != row.open {
			t.Errorf("%s (%s): open is %v", d, row.reason, d.Open())
		}
		if (d.Lower().Unknown || d.Upper().Unknown) != row.unknown {
			t.Errorf("%s (%s): unknown is not %v", d, row.reason, row.unknown)
		}
		if okStart && !start.Equal(mustParse(t, row.start)) {
			t.Errorf("%s: start is not as parsed alone", d)
		}
	}
}

func TestInstant(t *testing.T) {
	d := mustParse(t, "2024-04-20T15:00-03:30")
	want := Instant{
		Year: 2024, Month: 4, Day: 20,
		HasTime: true, Hour: 15, Minute: 0, Second: 59, Zoned: true, Offset: -210,
	}
	if d.Upper() != want {
		t.Errorf("upper bound %+v, want %+v", d.Upper(), want)
	}
	if got := d.Upper().String(); got != "2024-04-20T15:00:59-03:30" {
		t.Error(got)
	}
}

func TestZero(t *testing.T) {
	var d Date
	if !d.IsZero() || d.String() != "" || d.Words() != "undated" || d.ISO() != "" || d.Precision() != NoPrecision ||
		d.Open() || d.Uncertain() || d.Approximate() || !d.Lower().Unbounded || !d.Upper().Unbounded {
		t.Error("the zero Date is not empty in all respects")
	}
	_, year := d.Year()
	_, month := d.Month()
	_, day := d.Day()
	_, start := d.Start()
	_, end := d.End()
	if year || month || day || start || end {
		t.Error("the zero Date has components")
	}
	if mustParse(t, "2024").IsZero() {
		t.Error("2024 is zero")
	}
}

// TestBoundsByExhaustion compares the bounds of dates with unspecified digits
// with those found by trying every day of the years −9999 to 9999.
func TestBoundsByExhaustion(t *testing.T) {
	masks := []string{
		"XXXX-02-29", "XXX1-XX-XX", "1XX0-02-29", "190X-02-29", "-19X0-02-29", "19X4-X2-2X", "-000X-02-29", "00X0-0X-3X",
		"20X3-XX-31", "X9X9-1X-X0", "199X-X1-0X", "-1X32-X1-X2", "2XX0-02-X9", "-XX0X-XX-29", "1984-02-XX", "X000-06-30",
	}
	fits := func(mask string, y int64, m, d int) bool {
		negative := strings.HasPrefix(mask, "-")
		if negative != (y < 0) {
			return false
		}
		if negative {
			mask, y = mask[1:], -y
		}
		v := y*10000 + int64(m)*100 + int64(d)
		for i := len(mask) - 1; i >= 0; i-- {
			if mask[i] == '-' {
				continue
			}
			if mask[i] != 'X' && int64(mask[i]-'0') != v%10 {
				return false
			}
			v /= 10
		}
		return true
	}
	for _, mask := range masks {
		var lower, upper Instant
		for y := int64(-9999); y <= 9999; y++ {
			for m := 1; m <= 12; m++ {
				for d := 1; d <= daysIn(y, m); d++ {
					if !fits(mask, y, m, d) {
						continue
					}
					upper = Instant{Year: y, Month: m, Day: d}
					if lower == (Instant{}) {
						lower = upper
					}
				}
			}
		}
		date := mustParse(t, mask)
		if date.Lower() != lower || date.Upper() != upper {
			t.Errorf("%s: %s to %s, want %s to %s", mask, date.Lower(), date.Upper(), lower, upper)
		}
	}
}
