package edtf

import (
	"testing"
	"time"
)

func parsed(t *testing.T, s string) Date {
	t.Helper()
	d, err := Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDays(t *testing.T) {
	for _, row := range []struct {
		reason, a, b string
		least, most  int
		ok           bool
	}{
		{"two days", "2024-04-17", "2024-04-20", 3, 3, true},
		{"backwards", "2024-04-20", "2024-04-17", -3, -3, true},
		{"over the day that leap years have more", "2024-02-28", "2024-03-01", 2, 2, true},
		{"times of day count for nothing", "2024-04-17T23:59", "2024-04-18T00:01", 1, 1, true},
		{"a month", "2024-04-17", "2024-04", -16, 13, true},
		{"doubt does not widen", "2024-04-17?", "2024-05?", 14, 44, true},
		{"one of two days", "[2024-04-17,2024-04-19]", "2024-04-20", 1, 3, true},
		{"an open end", "2024-04-17", "2024-04-17/..", 0, 0, false},
		{"an unknown end", "2024-04-17/", "2024-04-20", 0, 0, false},
		{"before Christ", "-0001-12-31", "0000-01-01", 1, 1, true},
		{"over a leap day before Christ", "-0004-02-28", "-0004-03-01", 2, 2, true},
		{"too far away", "Y-17E7", "2024", 0, 0, false},
	} {
		a, b := parsed(t, row.a), parsed(t, row.b)
		if least, most, ok := Days(a, b); least != row.least || most != row.most || ok != row.ok {
			t.Errorf("%s: from %s to %s: %d, %d, %v, want %d, %d, %v", row.reason, row.a, row.b, least, most, ok, row.least, row.most, row.ok)
		}
		if least, ok := DaysAtLeast(a, b); row.ok && (least != row.least || !ok) {
			t.Errorf("%s: from %s to %s at least %d, %v, want %d", row.reason, row.a, row.b, least, ok, row.least)
		}
	}
	if _, _, ok := Days(Date{}, Date{}); ok {
		t.Error("there are days between dates that are not known")
	}
}

func TestDaysAtLeast(t *testing.T) {
	for _, row := range []struct {
		reason, a, b string
		least        int
		ok           bool
	}{
		{"an open end", "2024-04-17", "[2024-04-20..]", 3, true},
		{"an unknown end", "2024-04-17", "2024-04-20/", 3, true},
		{"a beginning that is not known", "/2024-04-17", "2024-04-20", 3, true},
		{"an end of the first that is not known", "2024-04-17/", "2024-04-20", 0, false},
		{"a beginning of the second that is open", "2024-04-17", "[..2024-04-20]", 0, false},
		{"too far away", "2024", "Y17E7", 0, false},
	} {
		a, b := parsed(t, row.a), parsed(t, row.b)
		if least, ok := DaysAtLeast(a, b); least != row.least || ok != row.ok {
			t.Errorf("%s: from %s to %s at least %d, %v, want %d, %v", row.reason, row.a, row.b, least, ok, row.least, row.ok)
		}
	}
}

func TestFirstDay(t *testing.T) {
	for _, row := range []struct {
		reason, date string
		want         time.Time
		ok           bool
	}{
		{"a day", "2024-04-17", time.Date(2024, 4, 17, 0, 0, 0, 0, time.UTC), true},
		{"a month", "2024-04", time.Date(2024, 4, 1, 0, 0, 0, 0, time.UTC), true},
		{"not before a day", "[2025-01-22?..]", time.Date(2025, 1, 22, 0, 0, 0, 0, time.UTC), true},
		{"no beginning", "../2024", time.Time{}, false},
		{"a beginning that is not known", "/2024", time.Time{}, false},
		{"the earliest of a set", "[2024-04-17,2024-04-20]", time.Date(2024, 4, 17, 0, 0, 0, 0, time.UTC), true},
		{"too long ago", "Y-1000001", time.Time{}, false},
	} {
		d, err := Parse(row.date)
		if err != nil {
			t.Fatal(err)
		}
		n, ok := d.FirstDay()
		epoch := int(DayNumber(1970, 1, 1))
		if ok != row.ok || ok && n-epoch != int(row.want.Unix()/86400) {
			t.Errorf("%s: %s: %d, %v, want %v, %v", row.reason, row.date, n-epoch, ok, row.want.Unix()/86400, row.ok)
		}
	}
}
