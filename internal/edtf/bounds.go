package edtf

import (
	"math"
	"strconv"
)

// An Instant is a bound of a Date: a calendar day in the proleptic Gregorian
// calendar, with the time of day, as written, where the date gives one.
type Instant struct {
	Year       int64 // astronomical: 0 is 1 BC
	Month, Day int   // 1–12, 1–31

	HasTime              bool // the three below are given
	Hour, Minute, Second int  // 0–23, 0–59, 0–60
	Zoned                bool // Offset is given
	Offset               int  // minutes east of UTC

	// Unbounded marks an open end (..). All else is zero.
	Unbounded bool
	// Unknown marks the unknown end of an interval (1985/, /1985). The day is
	// then how far the other end alone reaches: for 1985/, 31 December 1985.
	Unknown bool
}

// String returns the instant as ISO 8601 writes it, ".." if it is unbounded.
// Years outside 0–9999 carry the prefix Y. It does not tell Unknown.
func (i Instant) String() string {
	if i.Unbounded {
		return ".."
	}
	var b []byte
	if i.Year < -9999 || i.Year > 9999 {
		b = strconv.AppendInt(append(b, 'Y'), i.Year, 10)
	} else {
		year := i.Year
		if year < 0 {
			b, year = append(b, '-'), -year
		}
		digits := digitsOf(year)
		b = append(b, digits[:]...)
	}
	b = appendTwo(append(b, '-'), i.Month)
	b = appendTwo(append(b, '-'), i.Day)
	if i.HasTime {
		c := clock{
			seconds: true, zoned: i.Zoned, offset: int16(i.Offset),
			hour: int8(i.Hour), minute: int8(i.Minute), second: int8(i.Second),
		}
		b = c.append(append(b, 'T'))
	}
	return string(b)
}

// Lower returns the earliest day that d can mean, Upper the latest. Both are
// inclusive.
//
// Qualifiers do not widen them: 2011~ is 1 January to 31 December 2011, for how
// far "about" reaches is not ours to guess. Unspecified and significant digits
// do: 156X begins on 1 January 1560. An interval runs from the lower bound of
// its start to the upper bound of its end; a set from its earliest to its
// latest member. Seasons are meteorological and, where the hemisphere is not
// said (21–24), those of the north: spring is March to May, and winter runs
// from December of the year named to February of the next. For the zero Date
// both are unbounded.
func (d Date) Lower() Instant {
	if d.d == nil {
		return Instant{Unbounded: true}
	}
	return d.d.lower.instant()
}

// Upper returns the latest day that d can mean; see Lower.
func (d Date) Upper() Instant {
	if d.d == nil {
		return Instant{Unbounded: true}
	}
	return d.d.upper.instant()
}

type stampKind uint8

const (
	stampKnown stampKind = iota
	stampOpen
	stampUnknown
)

// stamp is an Instant made to be compared: by year, month, day, then order.
type stamp struct {
	year       int64 // the extremes of int64 for open ends
	order      int32 // seconds from 00:00 UTC of the day as written
	kind       stampKind
	month, day int8
	clock      clock
}

// A day without a time of day begins before and ends after every time of that
// day, whatever the offset of that time from UTC (less than a day either way).
const (
	dayBegins = -86_400
	dayEnds   = 2 * 86_400
)

var (
	openLower = stamp{year: math.MinInt64, kind: stampOpen}
	openUpper = stamp{year: math.MaxInt64, kind: stampOpen}
)

func (s *stamp) instant() Instant {
	if s.kind == stampOpen {
		return Instant{Unbounded: true}
	}
	return Instant{
		Year: s.year, Month: int(s.month), Day: int(s.day),
		HasTime: s.clock.set, Hour: int(s.clock.hour), Minute: int(s.clock.minute), Second: int(s.clock.second),
		Zoned: s.clock.zoned, Offset: int(s.clock.offset),
		Unknown: s.kind == stampUnknown,
	}
}

func (d *date) setBounds() {
	for i := range d.items {
		lower, upper := d.items[i].bounds()
		if i == 0 || compareStamps(lower, d.lower) < 0 {
			d.lower = lower
		}
		if i == 0 || compareStamps(upper, d.upper) > 0 {
			d.upper = upper
		}
	}
}

func (it *item) bounds() (lower, upper stamp) {
	lower, upper = openLower, openUpper
	if it.from.kind == endDate {
		lower, upper, _ = it.from.part.bounds()
		if it.to.kind == endOpen {
			upper = openUpper
		}
	}
	if it.to.kind == endDate {
		var toLower stamp
		toLower, upper, _ = it.to.part.bounds()
		if it.from.kind == endUnknown {
			lower = toLower
		}
	}
	if it.from.kind == endUnknown {
		lower.kind = stampUnknown
	}
	if it.to.kind == endUnknown {
		upper.kind = stampUnknown
	}
	return lower, upper
}

// bounds is false if no day fits, which parsing excludes. A day that has no
// unspecified digits is taken as it stands: parsing has compared it with the
// length of its month.
func (p *part) bounds() (lower, upper stamp, ok bool) {
	lo, hi := p.years()
	lower = stamp{year: lo, month: 1, day: 1, order: dayBegins}
	upper = stamp{year: hi, month: 12, day: 31, order: dayEnds}
	switch {
	case p.season != 0:
		months := seasonMonths[p.season-firstSeason]
		lower.month = int8(months.first)
		last := months.first + months.count - 1
		if last > 12 {
			last -= 12
			upper.year++
		}
		upper.month, upper.day = int8(last), int8(daysIn(upper.year, last))
	case p.n == 2:
		first, last := p.month.first(12), p.month.last(12)
		if first == 0 {
			return lower, upper, false
		}
		lower.month, upper.month = int8(first), int8(last)
		upper.day = int8(daysIn(hi, last))
	case p.n == 3 && !p.hasX:
		month, _ := p.month.value()
		day, _ := p.day.value()
		lower.month, lower.day = int8(month), int8(day)
		upper.month, upper.day = lower.month, lower.day
		p.boundTime(&lower, &upper)
	case p.n == 3:
		lower.year, lower.month, lower.day, ok = p.extremeDay(lo, hi, 1)
		if !ok {
			return lower, upper, false
		}
		upper.year, upper.month, upper.day, _ = p.extremeDay(hi, lo, -1)
	}
	return lower, upper, true
}

func (p *part) boundTime(lower, upper *stamp) {
	if !p.clock.set {
		return
	}
	lower.clock, upper.clock = p.clock, p.clock
	if !p.clock.seconds {
		upper.clock.second = 59
	}
	lower.order, upper.order = lower.clock.order(), upper.clock.order()
}

func (c *clock) order() int32 {
	return int32(c.hour)*3600 + int32(c.minute)*60 + int32(c.second) - int32(c.offset)*60
}

// extremeDay looks for the first day that fits p, going from year a to year b
// by step. A day that fits may exist in leap years only (XXXX-02-29), so the
// search is over years, but ends with the first where the other digits do not
// name such a day.
func (p *part) extremeDay(a, b, step int64) (year int64, month, day int8, ok bool) {
	common := p.extremeInYear(2023, step)
	leap := p.extremeInYear(2024, step)
	if leap == 0 {
		return 0, 0, 0, false
	}
	for y := a; (y-b)*step <= 0; y += step {
		found := common
		if isLeap(y) {
			found = leap
		}
		if found != 0 && p.fitsYear(y) {
			return y, int8(found / 100), int8(found % 100), true
		}
	}
	return 0, 0, 0, false
}

// extremeInYear returns the first or last day of the year that fits, as
// month × 100 + day, or 0.
func (p *part) extremeInYear(year, step int64) int {
	if m, ok := p.month.value(); ok {
		return p.extremeInMonth(year, m, step)
	}
	for i := 1; i <= 12; i++ {
		m := i
		if step < 0 {
			m = 13 - i
		}
		if p.month.fits(m) {
			if found := p.extremeInMonth(year, m, step); found != 0 {
				return found
			}
		}
	}
	return 0
}

func (p *part) extremeInMonth(year int64, m int, step int64) int {
	day := 0
	if v, ok := p.day.value(); ok {
		if v <= daysIn(year, m) {
			day = v
		}
	} else if step > 0 {
		day = p.day.first(daysIn(year, m))
	} else {
		day = p.day.last(daysIn(year, m))
	}
	if day == 0 {
		return 0
	}
	return m*100 + day
}

func (p *part) fitsYear(y int64) bool {
	if p.negative {
		y = -y
	}
	return p.digits.fits(y)
}

// years returns the first and last year that p can mean.
func (p *part) years() (lo, hi int64) {
	switch {
	case p.sig != 0:
		size := p.year
		if size < 0 {
			size = -size
		}
		width := pow10(countDigits(size) - int(p.sig))
		lo = size - size%width
		hi = lo + width - 1
	case p.digits.unspecified():
		lo, hi = p.digits.fill('0'), p.digits.fill('9')
		if p.negative && lo == 0 {
			// −0000 is not a year, so the year nearest to zero is the least
			// nonzero number that fits.
			for lo = 1; !p.digits.fits(lo); lo++ {
			}
		}
	default:
		return p.year, p.year
	}
	if p.negative {
		return -hi, -lo
	}
	return lo, hi
}

func countDigits(v int64) int {
	n := 1
	for ; v >= 10; v /= 10 {
		n++
	}
	return n
}

func pow10(n int) int64 {
	v := int64(1)
	for ; n > 0; n-- {
		v *= 10
	}
	return v
}

func isLeap(y int64) bool { return y%4 == 0 && (y%100 != 0 || y%400 == 0) }

func daysIn(year int64, month int) int {
	switch month {
	case 2:
		if isLeap(year) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

const firstSeason, lastSeason = 21, 41

// seasonMonths gives the months of the codes 21–41; those over 12 lie in the
// next year.
var seasonMonths = [lastSeason - firstSeason + 1]struct{ first, count int }{
	{3, 3}, {6, 3}, {9, 3}, {12, 3}, // 21–24 seasons, hemisphere not said
	{3, 3}, {6, 3}, {9, 3}, {12, 3}, // 25–28 of the north
	{9, 3}, {12, 3}, {3, 3}, {6, 3}, // 29–32 of the south
	{1, 3}, {4, 3}, {7, 3}, {10, 3}, // 33–36 quarters
	{1, 4}, {5, 4}, {9, 4}, // 37–39 quadrimesters
	{1, 6}, {7, 6}, // 40–41 semestrals
}
