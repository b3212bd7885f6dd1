package edtf

import (
	"cmp"
	"strings"
)

// Compare orders dates for a timeline: by lower bound; of those that begin
// together the one whose beginning is known less precisely first, so that a year
// comes before its months and a month before its days; then a date before an
// interval that it begins, so that what happened comes before what lasted from
// then on; then the longer first; then the coarser precision; then by String. It
// is 0 only for equal dates. An open start is earliest; the zero Date is last.
//
// Times of one calendar day, as written, are compared as instants, a time
// without offset being taken as UTC. Times of two calendar days are ordered by
// the days, even where their offsets would turn them round: a timeline groups
// by the day that its readers see.
func Compare(a, b Date) int {
	if a.d == b.d {
		return 0
	}
	if a.d == nil {
		return 1
	}
	if b.d == nil {
		return -1
	}
	if c := compareStamps(a.d.lower, b.d.lower); c != 0 {
		return c
	}
	if c := compareStamps(b.d.begun(), a.d.begun()); c != 0 {
		return c
	}
	if a.d.kind != b.d.kind && (a.d.kind == interval || b.d.kind == interval) {
		if a.d.kind == interval {
			return 1
		}
		return -1
	}
	if c := compareStamps(b.d.upper, a.d.upper); c != 0 {
		return c
	}
	if c := cmp.Compare(a.d.precision, b.d.precision); c != 0 {
		return c
	}
	return strings.Compare(a.d.text, b.d.text)
}

// begun is the latest day on which d can have begun.
func (d *date) begun() stamp {
	if it := &d.items[0]; d.kind == interval && it.from.kind == endDate {
		_, upper, _ := it.from.part.bounds()
		return upper
	}
	return d.upper
}

// Equal reports whether a and b have the same canonical form.
func (d Date) Equal(other Date) bool { return d.String() == other.String() }

// Overlaps reports whether some day, or time of day, lies within the bounds of
// both. An open end reaches without limit; an unknown end reaches no farther
// than the date at the other end (see Instant.Unknown), for nothing is known
// beyond it. A set counts as the whole span from its earliest to its latest
// member. The zero Date overlaps nothing.
func Overlaps(a, b Date) bool {
	return a.d != nil && b.d != nil &&
		compareStamps(a.d.lower, b.d.upper) <= 0 && compareStamps(b.d.lower, a.d.upper) <= 0
}

func compareStamps(a, b stamp) int {
	if a.year != b.year {
		return cmp.Compare(a.year, b.year)
	}
	if a.month != b.month {
		return cmp.Compare(a.month, b.month)
	}
	if a.day != b.day {
		return cmp.Compare(a.day, b.day)
	}
	return cmp.Compare(a.order, b.order)
}
