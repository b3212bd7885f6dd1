// Package edtf reads dates in the Extended Date/Time Format, levels 0, 1 and 2,
// as the Library of Congress specified it on 4 February 2019 (a profile of
// ISO 8601-2:2019). A string becomes an immutable Date, which tells its bounds,
// its place in a total order and its wording. The package knows no clock, no
// time zone names and no calendar but the proleptic Gregorian.
package edtf

// A Date is any EDTF expression: a date, a date with a time of day, an interval
// or a set. It is immutable. Two Dates are compared with Equal or Compare; ==
// does not compile. The zero Date stands for "no date".
type Date struct {
	_ [0]func()
	d *date
}

type kind uint8

const (
	single kind = iota
	interval
	oneOf
	allOf
)

// date is what a Date points at. It is complete when finish returns and is not
// written to afterwards.
type date struct {
	text         string
	kind         kind
	precision    Precision
	lower, upper stamp
	items        []item // exactly one, but in sets
	one          [1]item
}

// item is a date (from alone), an interval, or one member of a set.
type item struct {
	from, to end
	ranged   bool
}

type endKind uint8

const (
	endNone endKind = iota
	endDate
	endOpen    // ".."
	endUnknown // nothing before or after the solidus
)

type end struct {
	kind endKind
	part part
}

// part is one calendar expression. Components are counted in n: 1 for a year,
// 2 with a month or season, 3 with a day.
type part struct {
	year     int64 // when no digit of it is unspecified
	mantissa int64 // of an exponential year, which is mantissa × 10^exponent
	exponent uint8 // 0: not exponential
	sig      uint8 // significant digits; 0: not said
	long     bool  // written with the prefix Y
	negative bool
	hasX     bool // some digit of some component is unspecified
	n        uint8
	season   uint8 // 21–41 in place of a month; else 0
	digits   mask4
	month    mask2
	day      mask2
	flags    [3]Qualifier
	clock    clock
}

type clock struct {
	set, seconds         bool // a time of day is given; its seconds are given
	zoned                bool
	hour, minute, second int8
	offset               int16 // minutes east of UTC
}

// Precision says how finely a date is expressed. The constants run from coarse
// to fine. A digit that is unspecified in a month or day does not change the
// precision: 2004-XX is some month, so its precision is Month.
type Precision uint8

// The precisions. Years is a span of years that is neither a decade nor a
// century (1XXX, 1X99, Y171010000S3); Season is any grouping of months, 21–41.
const (
	NoPrecision Precision = iota
	Set
	Interval
	Years
	Century
	Decade
	Year
	Season
	Month
	Day
	Minute
	Second
)

func (p Precision) String() string {
	return [...]string{
		"none", "set", "interval", "years", "century", "decade", "year",
		"season", "month", "day", "minute", "second",
	}[p]
}

// A Component of a date, for Qualification.
type Component uint8

// The components that can be qualified on their own. A season counts as the month.
const (
	YearComponent Component = iota
	MonthComponent
	DayComponent
)

// Qualifier is what the characters ?, ~ and % say of a date or a component.
type Qualifier uint8

// The qualifiers; % is both of them together.
const (
	Uncertain   Qualifier = 1 << iota // ?
	Approximate                       // ~
)

// IsZero reports whether d is the zero Date.
func (d Date) IsZero() bool { return d.d == nil }

// String returns the canonical EDTF of d: ?2004-06 is written 2004?-06, an
// offset of -04 is written -04:00, +00:00 is written Z. Parsing it gives an
// equal Date. The zero Date is "".
func (d Date) String() string {
	if d.d == nil {
		return ""
	}
	return d.d.text
}

// Precision returns Interval for every interval and Set for every set.
func (d Date) Precision() Precision {
	if d.d == nil {
		return NoPrecision
	}
	return d.d.precision
}

// Qualification returns the qualifiers of one component; of intervals and sets,
// those of all their dates together (see Start and End for one of them).
func (d Date) Qualification(c Component) Qualifier {
	var q Qualifier
	d.eachPart(func(p *part) { q |= p.flags[c] })
	return q
}

// Uncertain reports whether any part of d carries ? or %.
func (d Date) Uncertain() bool { return d.qualification()&Uncertain != 0 }

// Approximate reports whether any part of d carries ~ or %.
func (d Date) Approximate() bool { return d.qualification()&Approximate != 0 }

func (d Date) qualification() Qualifier {
	return d.Qualification(YearComponent) | d.Qualification(MonthComponent) | d.Qualification(DayComponent)
}

// Open reports whether d is an interval or a set with an open end (..). An
// unknown end (2011/) is not open.
func (d Date) Open() bool {
	return d.d != nil && (d.d.lower.kind == stampOpen || d.d.upper.kind == stampOpen)
}

// Start returns the date an interval begins with. It is false for what is not
// an interval, and where the start is open or unknown.
func (d Date) Start() (Date, bool) {
	if d.d == nil || d.d.kind != interval {
		return Date{}, false
	}
	return d.d.items[0].from.date()
}

// End returns the date an interval ends with. It is false for what is not an
// interval, and where the end is open or unknown.
func (d Date) End() (Date, bool) {
	if d.d == nil || d.d.kind != interval {
		return Date{}, false
	}
	return d.d.items[0].to.date()
}

// Year returns the astronomical year (0 is 1 BC) in which d begins. It is false
// where the year is not known to the year: 156X, 1950S2, ../2011, /2011. A set
// answers for its earliest member.
func (d Date) Year() (int64, bool) {
	p := d.first()
	if p == nil || p.sig != 0 || p.digits.unspecified() {
		return 0, false
	}
	return p.year, true
}

// Month returns the month, 1–12, in which d begins, under the conditions of
// Year. It is false for seasons and where a digit of the month is unspecified.
func (d Date) Month() (int, bool) {
	p := d.first()
	if p == nil || p.n < 2 || p.season != 0 {
		return 0, false
	}
	return p.month.value()
}

// Day returns the day of the month, 1–31, on which d begins, under the
// conditions of Month.
func (d Date) Day() (int, bool) {
	p := d.first()
	if p == nil || p.n < 3 {
		return 0, false
	}
	return p.day.value()
}

// ISO returns d as the datetime attribute of an HTML time element takes it:
// YYYY, YYYY-MM, YYYY-MM-DD, with the time of day where given. Qualifiers are
// left out, and so are a month and day that are wholly unspecified. It is ""
// where HTML has no form: years before 1 or after 9999, other unspecified
// digits, significant digits, seasons, leap seconds, intervals, sets.
func (d Date) ISO() string {
	if d.d == nil || d.d.kind != single {
		return ""
	}
	p := d.d.items[0].from.part
	if p.n == 3 && p.day.blank() {
		p.n = 2
	}
	if p.n == 2 && p.season == 0 && p.month.blank() {
		p.n = 1
	}
	if p.digits.unspecified() || p.sig != 0 || p.season != 0 || p.year < 1 || p.year > 9999 || p.clock.second > 59 {
		return ""
	}
	if p.n > 1 && p.month.unspecified() || p.n > 2 && p.day.unspecified() {
		return ""
	}
	if p.exponent != 0 { // an exponent may still give a year of four digits
		p.long, p.exponent, p.digits = false, 0, digitsOf(p.year)
	}
	p.flags = [3]Qualifier{}
	return string(p.append(nil))
}

func (d Date) eachPart(f func(*part)) {
	if d.d == nil {
		return
	}
	for i := range d.d.items {
		it := &d.d.items[i]
		if it.from.kind == endDate {
			f(&it.from.part)
		}
		if it.to.kind == endDate {
			f(&it.to.part)
		}
	}
}

// first returns the part that gives the lower bound, or nil where an open or
// unknown start leaves none.
func (d Date) first() *part {
	if d.d == nil || d.d.lower.kind != stampKnown {
		return nil
	}
	var first *part
	var lowest stamp
	for i := range d.d.items {
		p := &d.d.items[i].from.part
		if lower, _, _ := p.bounds(); first == nil || compareStamps(lower, lowest) < 0 {
			first, lowest = p, lower
		}
	}
	return first
}

func (e *end) date() (Date, bool) {
	if e.kind != endDate {
		return Date{}, false
	}
	d := &date{kind: single}
	d.one[0] = item{from: *e}
	d.items = d.one[:]
	d.finish("")
	return Date{d: d}, true
}

// finish fills in what follows from kind and items. The given source is kept
// as the text when it is canonical already, which saves an allocation.
func (d *date) finish(source string) {
	d.setBounds()
	d.precision = d.findPrecision()
	var buf [80]byte
	if b := d.append(buf[:0]); string(b) == source {
		d.text = source
	} else {
		d.text = string(b)
	}
}

func (d *date) findPrecision() Precision {
	switch d.kind {
	case interval:
		return Interval
	case oneOf, allOf:
		return Set
	}
	p := &d.items[0].from.part
	switch {
	case p.clock.seconds:
		return Second
	case p.clock.set:
		return Minute
	case p.n == 3:
		return Day
	case p.season != 0:
		return Season
	case p.n == 2:
		return Month
	}
	lo, hi := p.years()
	switch {
	case lo == hi:
		return Year
	case hi-lo < 10 && (p.sig != 0 || p.digits.unspecifiedFrom(3)):
		return Decade
	case hi-lo < 100 && (p.sig != 0 || p.digits.unspecifiedFrom(2)):
		return Century
	}
	return Years
}
