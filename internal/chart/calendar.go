package chart

import "dossier/internal/edtf"

// farthest is the year, before and after Christ, at which bounds are cut: what
// lies beyond is drawn there.
const farthest = 100_000_000_000

// civil is the inverse of edtf.DayNumber.
func civil(n int64) (year int64, month, day int) {
	era := floorDiv(n, 146_097)
	of := n - era*146_097
	y := (of - of/1_460 + of/36_524 - of/146_096) / 365
	rest := int(of - (365*y + y/4 - y/100))
	m := (5*rest + 2) / 153
	year, month, day = era*400+y, m+3, rest-(153*m+2)/5+1
	if month > 12 {
		year, month = year+1, month-12
	}
	return year, month, day
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// A stretch is what a date covers, in half days from the beginning of the day 0.
// The middle of a day is so a whole number.
type stretch struct {
	item       int
	from, to   int64 // half-open; without meaning where open
	open, ends bool  // no beginning, no end
	shape      Shape
	uncertain  bool
	about      bool
}

// stretches leaves out what has no date.
func stretches(items []Item) []stretch {
	list := make([]stretch, 0, len(items))
	for i, it := range items {
		if !it.Date.IsZero() {
			list = append(list, newStretch(i, it.Date))
		}
	}
	return list
}

func newStretch(i int, d edtf.Date) stretch {
	lower, upper := d.Lower(), d.Upper()
	s := stretch{
		item: i, open: lower.Unbounded, ends: upper.Unbounded, shape: Within,
		uncertain: d.Uncertain() || lower.Unknown || upper.Unknown, about: d.Approximate(),
	}
	if !s.open {
		s.from = 2 * number(lower)
	}
	if !s.ends {
		s.to = 2 * (number(upper) + 1)
	}
	switch {
	case !s.open && !s.ends && s.to-s.from == 2:
		s.shape = Point
	case d.Precision() == edtf.Interval:
		s.shape = Lasting
	}
	return s
}

func number(i edtf.Instant) int64 {
	return edtf.DayNumber(min(max(i.Year, -farthest), farthest), i.Month, i.Day)
}
