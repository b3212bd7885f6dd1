package edtf

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// SyntaxError tells why a string is not an EDTF date.
type SyntaxError struct {
	Input   string
	Offset  int    // in bytes of Input, from 0; len(Input) if something is missing at the end
	Message string // plain words, without the input as a whole and without a full stop
	Hint    string // the EDTF that was probably meant, always valid; "" if there is no telling
}

func (e *SyntaxError) Error() string {
	text := fmt.Sprintf("%q is not a date: %s", e.Input, e.Message)
	if e.Hint != "" {
		text += fmt.Sprintf(" (did you mean %s?)", e.Hint)
	}
	return text
}

// Parse reads EDTF of levels 0, 1 and 2. An error is always a *SyntaxError.
//
// Beyond the form of the text it asks that a date can exist: some day must fit
// it, an interval or range must not end before it begins, and an interval must
// name at least one date. Times may leave out the seconds; they stand neither
// in intervals nor in sets and are not qualified. Years have at most 18 digits.
func Parse(s string) (Date, error) {
	d, err := parse(s)
	if err != nil {
		err.Input = s
		err.Hint = hint(s)
		return Date{}, err
	}
	return Date{d: d}, nil
}

func failure(offset int, format string, args ...any) *SyntaxError {
	return &SyntaxError{Offset: offset, Message: fmt.Sprintf(format, args...)}
}

func parse(s string) (*date, *SyntaxError) {
	if s == "" {
		return nil, failure(0, "the date is empty")
	}
	if r, _ := utf8.DecodeRuneInString(s); unicode.IsSpace(r) {
		return nil, failure(0, "there is white space before the date")
	}
	if r, _ := utf8.DecodeLastRuneInString(s); unicode.IsSpace(r) {
		return nil, failure(len(strings.TrimRightFunc(s, unicode.IsSpace)), "there is white space after the date")
	}
	d := &date{}
	var err *SyntaxError
	if s[0] == '[' || s[0] == '{' {
		err = d.parseSet(s)
	} else if slash := strings.IndexByte(s, '/'); slash >= 0 {
		err = d.parseInterval(s, slash)
	} else {
		if s == ".." {
			return nil, failure(0, "an open end (..) needs a date beside it, as in 2011/..")
		}
		d.items = d.one[:]
		d.one[0].from.kind = endDate
		err = d.one[0].from.part.parse(s, 0)
	}
	if err != nil {
		return nil, err
	}
	d.finish(s)
	return d, nil
}

func (d *date) parseInterval(s string, slash int) *SyntaxError {
	d.kind = interval
	d.items = d.one[:]
	it := &d.one[0]
	it.ranged = true
	from, to := s[:slash], s[slash+1:]
	if i := strings.IndexByte(to, '/'); i >= 0 {
		return failure(slash+1+i, "an interval has one solidus (/), not more")
	}
	if err := it.from.parse(from, 0, "an interval"); err != nil {
		return err
	}
	if err := it.to.parse(to, slash+1, "an interval"); err != nil {
		return err
	}
	if it.from.kind != endDate && it.to.kind != endDate {
		return failure(0, "an interval needs a date at one end at least")
	}
	return it.checkOrder("the interval", from, to, slash+1)
}

// parse reads one end of an interval or range.
func (e *end) parse(s string, at int, of string) *SyntaxError {
	switch s {
	case "":
		e.kind = endUnknown
		return nil
	case "..":
		e.kind = endOpen
		return nil
	}
	e.kind = endDate
	if err := e.part.parse(s, at); err != nil {
		return err
	}
	if e.part.clock.set {
		return failure(at+strings.IndexByte(s, 'T'), "a time of day cannot stand in %s", of)
	}
	return nil
}

func (it *item) checkOrder(what, from, to string, at int) *SyntaxError {
	if it.from.kind != endDate || it.to.kind != endDate {
		return nil
	}
	lower, _, _ := it.from.part.bounds()
	_, upper, _ := it.to.part.bounds()
	if compareStamps(upper, lower) < 0 {
		return failure(at, "%s ends (%s) before it begins (%s)", what, to, from)
	}
	return nil
}

func (d *date) parseSet(s string) *SyntaxError {
	d.kind = oneOf
	closing := byte(']')
	if s[0] == '{' {
		d.kind, closing = allOf, '}'
	}
	if end := strings.IndexByte(s, closing); end < 0 {
		return failure(len(s), "the set that begins with %c is not closed with %c", s[0], closing)
	} else if end != len(s)-1 {
		return failure(end+1, "nothing may follow the %c that closes a set", closing)
	}
	if len(s) == 2 {
		return failure(1, "the set is empty")
	}
	members := s[1 : len(s)-1]
	d.items = make([]item, 0, 1+strings.Count(members, ","))
	for at := 1; ; {
		member, rest, more := strings.Cut(members, ",")
		d.items = append(d.items, item{})
		if err := d.items[len(d.items)-1].parseMember(member, at, at == 1, !more); err != nil {
			return err
		}
		if !more {
			return nil
		}
		members = rest
		at += len(member) + 1
	}
}

func (it *item) parseMember(s string, at int, first, last bool) *SyntaxError {
	if s == "" {
		return failure(at, "a member of the set is missing")
	}
	if i := strings.IndexFunc(s, unicode.IsSpace); i >= 0 {
		return failure(at+i, "a set is written without white space")
	}
	if i := strings.IndexByte(s, '/'); i >= 0 {
		return failure(at+i, "a range in a set is written with two dots (..), not with a solidus (/)")
	}
	from, to, ranged := strings.Cut(s, "..")
	if !ranged {
		return it.from.parse(s, at, "a set")
	}
	it.ranged = true
	if from == "" && to == "" {
		return failure(at, "an open end (..) needs a date beside it")
	}
	toAt := at + len(from) + len("..")
	if to == ".." {
		return failure(toAt, "two dots (..) stand between the ends of a range, not more")
	}
	if from == "" {
		if !first {
			return failure(at, "only the first member of a set can begin with two dots (..)")
		}
		it.from.kind = endOpen
		return it.to.parse(to, toAt, "a set")
	}
	if err := it.from.parse(from, at, "a set"); err != nil {
		return err
	}
	if to == "" {
		if !last {
			return failure(toAt-2, "only the last member of a set can end with two dots (..)")
		}
		it.to.kind = endOpen
		return nil
	}
	if err := it.to.parse(to, toAt, "a set"); err != nil {
		return err
	}
	return it.checkOrder("the range", from, to, toAt)
}

// scanner walks over one calendar expression; at is where it begins in the input.
type scanner struct {
	s  string
	i  int
	at int
}

func (c *scanner) peek() byte {
	if c.i < len(c.s) {
		return c.s[c.i]
	}
	return 0
}

func (c *scanner) fail(format string, args ...any) *SyntaxError {
	return failure(c.at+c.i, format, args...)
}

// found names what stands at the scanner, for a message.
func (c *scanner) found() string {
	if c.i >= len(c.s) {
		return "the end"
	}
	r, _ := utf8.DecodeRuneInString(c.s[c.i:])
	if unicode.IsSpace(r) {
		return "white space"
	}
	return fmt.Sprintf("%q", r)
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

func (p *part) parse(s string, at int) *SyntaxError {
	c := scanner{s: s, at: at}
	q, err := c.qualifier()
	if err != nil {
		return err
	}
	p.n = 1
	p.flags[0] = q
	if c.peek() == 'Y' {
		err = p.parseLongYear(&c)
	} else {
		err = p.parseYear(&c)
	}
	if err == nil && c.peek() == 'S' {
		err = p.parseSignificant(&c)
	}
	if err == nil {
		err = p.qualifyRight(&c)
	}
	if err != nil {
		return err
	}
	if c.peek() == '-' && (p.long || p.sig != 0) {
		return c.fail("a year with the prefix Y or with significant digits stands alone, without a month")
	}
	monthAt, dayAt := 0, 0
	for p.n < 3 && c.peek() == '-' {
		if p.season != 0 {
			return c.fail("a season or other group of months has no day")
		}
		c.i++
		p.n++
		if p.flags[p.n-1], err = c.qualifier(); err != nil {
			return err
		}
		if p.n == 2 {
			monthAt = c.i
			err = p.parseMonth(&c)
		} else {
			dayAt = c.i
			err = p.parseDay(&c)
		}
		if err == nil {
			err = p.qualifyRight(&c)
		}
		if err != nil {
			return err
		}
	}
	if c.peek() == 'T' {
		if err := p.parseTime(&c); err != nil {
			return err
		}
	}
	if c.i < len(c.s) {
		return c.unexpected(p)
	}
	p.hasX = p.digits.unspecified() || p.n > 1 && p.season == 0 && p.month.unspecified() || p.n > 2 && p.day.unspecified()
	return p.checkExists(&c, monthAt, dayAt)
}

func (c *scanner) unexpected(p *part) *SyntaxError {
	switch {
	case c.peek() == 't' && p.n == 3:
		return c.fail("the letter before a time is a capital T")
	case p.clock.set && (c.peek() == '.' || c.peek() == ','):
		return c.fail("a time has no fractions of a second")
	case p.clock.set:
		return c.fail("%s after the time of day", c.found())
	case p.n == 3:
		return c.fail("%s after the day", c.found())
	case p.n == 2:
		return c.fail("%s after the month", c.found())
	}
	return c.fail("%s after the year", c.found())
}

func (c *scanner) qualifier() (Qualifier, *SyntaxError) {
	q := qualifierOf(c.peek())
	if q == 0 {
		return 0, nil
	}
	c.i++
	if qualifierOf(c.peek()) != 0 {
		return 0, c.fail("one qualifier is enough: ? uncertain, ~ approximate, %% both")
	}
	return q, nil
}

func qualifierOf(b byte) Qualifier {
	switch b {
	case '?':
		return Uncertain
	case '~':
		return Approximate
	case '%':
		return Uncertain | Approximate
	}
	return 0
}

// qualifyRight reads a qualifier to the right of a component: it covers that
// component and all before it.
func (p *part) qualifyRight(c *scanner) *SyntaxError {
	q, err := c.qualifier()
	for i := range p.n {
		p.flags[i] |= q
	}
	return err
}

func (p *part) parseYear(c *scanner) *SyntaxError {
	if c.peek() == '-' {
		p.negative = true
		c.i++
	} else if c.peek() == '+' {
		return c.fail("a year has no plus sign")
	}
	start := c.i
	hasX := false
	for isDigit(c.peek()) || c.peek() == 'X' {
		hasX = hasX || c.peek() == 'X'
		c.i++
	}
	digits := c.s[start:c.i]
	switch {
	case c.peek() == 'x' || c.peek() == 'u' && digits != "":
		return c.fail("an unspecified digit is written with a capital X")
	case digits == "":
		return c.fail("a date begins with a year of four digits, not with %s", c.found())
	case len(digits) == 4:
	case len(digits) == 8 && c.i == len(c.s) && !p.negative:
		c.i = start + 4
		return c.fail("hyphens stand between year, month and day")
	default:
		c.i = start
		if len(digits) > 4 && !hasX {
			return c.fail("the year %s has more than four digits and needs the prefix Y", digits)
		}
		if len(digits) < 3 && c.i+len(digits) < len(c.s) {
			return c.fail("a date begins with a year of four digits, not with %s", digits)
		}
		return c.fail("the year %s has %d digits in place of four", digits, len(digits))
	}
	copy(p.digits[:], digits)
	if p.negative && digits == "0000" {
		c.i = start - 1
		return c.fail("there is no year -0000; the year 0 is 0000 (1 BC)")
	}
	if c.peek() == 'E' {
		return c.fail("a year with an exponent needs the prefix Y")
	}
	p.year = p.digits.fill('0')
	if p.negative {
		p.year = -p.year
	}
	return nil
}

// maxDigits keeps every year, and every bound by significant digits, in an int64.
const maxDigits = 18

func (p *part) parseLongYear(c *scanner) *SyntaxError {
	p.long = true
	c.i++
	if c.peek() == '-' {
		p.negative = true
		c.i++
	}
	start := c.i
	size, n := c.number()
	switch {
	case n == 0 && c.peek() == 'X':
		return c.fail("a year with the prefix Y has no unspecified digits (X); significant digits (S) can say the same")
	case n == 0:
		return c.fail("the digits of the year are missing after Y")
	case c.s[start] == '0':
		c.i = start
		return c.fail("a year with the prefix Y does not begin with a zero")
	case n > maxDigits:
		c.i = start
		return c.fail("a year has at most %d digits", maxDigits)
	case c.peek() == 'X':
		return c.fail("a year with the prefix Y has no unspecified digits (X); significant digits (S) can say the same")
	}
	mantissa := size
	if c.peek() == 'E' {
		c.i++
		at := c.i
		exponent, en := c.number()
		if en == 0 || exponent == 0 || c.s[at] == '0' {
			c.i = at
			return c.fail("after E stands a whole number from 1 on")
		}
		if en > 2 || n+int(exponent) > maxDigits {
			c.i = at
			return c.fail("a year has at most %d digits", maxDigits)
		}
		p.exponent = uint8(exponent)
		size *= pow10(int(exponent))
	} else if n <= 4 {
		c.i = start
		return c.fail("the prefix Y is for years of more than four digits")
	}
	p.mantissa, p.year = mantissa, size
	if p.negative {
		p.mantissa, p.year = -mantissa, -size
	}
	return nil
}

// number reads digits; n counts them. Of more than maxDigits the value is void.
func (c *scanner) number() (v int64, n int) {
	for ; isDigit(c.peek()); c.i++ {
		if n < maxDigits {
			v = v*10 + int64(c.peek()-'0')
		}
		n++
	}
	return v, n
}

func (p *part) parseSignificant(c *scanner) *SyntaxError {
	if p.digits.unspecified() {
		return c.fail("a year has either unspecified digits (X) or significant digits (S)")
	}
	c.i++
	start := c.i
	sig, n := c.number()
	size := p.year
	if size < 0 {
		size = -size
	}
	have := countDigits(size)
	switch {
	case n == 0 || sig == 0 || c.s[start] == '0':
		c.i = start
		return c.fail("after S stands the number of significant digits, from 1 on")
	case n > 2 || int(sig) > have:
		c.i = start
		return c.fail("the year %d has %d digits, so it cannot have %s significant ones", p.year, have, c.s[start:start+n])
	}
	p.sig = uint8(sig)
	return nil
}

// pair reads the two digits of a month or day.
func (c *scanner) pair(what string, m *mask2) *SyntaxError {
	start := c.i
	for isDigit(c.peek()) || c.peek() == 'X' {
		c.i++
	}
	if c.peek() == 'x' || c.peek() == 'u' {
		return c.fail("an unspecified digit is written with a capital X")
	}
	digits := c.s[start:c.i]
	if len(digits) != 2 {
		if digits == "" {
			return c.fail("a %s of two digits is missing before %s", what, c.found())
		}
		c.i = start
		return c.fail("the %s %s is not written with two digits", what, digits)
	}
	copy(m[:], digits)
	return nil
}

func (p *part) parseMonth(c *scanner) *SyntaxError {
	start := c.i
	if err := c.pair("month", &p.month); err != nil {
		return err
	}
	v, ok := p.month.value()
	switch {
	case ok && firstSeason <= v && v <= lastSeason:
		p.season = uint8(v)
	case ok && (v < 1 || v > 12):
		c.i = start
		return c.fail("month %s is out of range 01–12 (seasons are 21–41)", p.month[:])
	case !ok && p.month.first(12) == 0:
		c.i = start
		return c.fail("no month fits %s", p.month[:])
	}
	return nil
}

func (p *part) parseDay(c *scanner) *SyntaxError {
	start := c.i
	if err := c.pair("day", &p.day); err != nil {
		return err
	}
	if p.day.first(31) == 0 {
		c.i = start
		if p.day.unspecified() {
			return c.fail("no day fits %s", p.day[:])
		}
		return c.fail("day %s is out of range 01–31", p.day[:])
	}
	return nil
}

// checkExists asks whether some day fits the whole date.
func (p *part) checkExists(c *scanner, monthAt, dayAt int) *SyntaxError {
	if p.n < 3 {
		return nil
	}
	c.i = dayAt
	month, monthKnown := p.month.value()
	if !p.hasX {
		day, _ := p.day.value()
		if have := daysIn(p.year, month); day > have {
			return c.fail("%s %s has %d days", English.Months[month-1], p.digitsWithSign(), have)
		}
		return nil
	}
	if _, _, ok := p.bounds(); ok {
		return nil
	}
	switch {
	case !monthKnown:
		c.i = monthAt
		return c.fail("no month that fits %s has a day that fits %s", p.month[:], p.day[:])
	case month == 2 && p.digits.unspecified() && p.extremeInYear(2024, 1) != 0:
		return c.fail("no year that fits %s has a 29 February", p.digitsWithSign())
	}
	return c.fail("no day of %s fits %s", English.Months[month-1], p.day[:])
}

func (p *part) digitsWithSign() string {
	if p.negative {
		return "-" + string(p.digits[:])
	}
	return string(p.digits[:])
}

func (p *part) parseTime(c *scanner) *SyntaxError {
	if p.n < 3 {
		return c.fail("a time of day needs a date with month and day before it")
	}
	if p.digits.unspecified() || p.month.unspecified() || p.day.unspecified() {
		return c.fail("a time of day needs a date without unspecified digits (X)")
	}
	if p.flags != [3]Qualifier{} {
		return c.fail("a date with a time of day cannot be qualified")
	}
	c.i++
	t := &p.clock
	t.set = true
	var err *SyntaxError
	if t.hour, err = c.clockField("hour", 23); err != nil {
		return err
	}
	if c.peek() != ':' {
		return c.fail("a colon and the minutes are missing after the hour")
	}
	c.i++
	if t.minute, err = c.clockField("minute", 59); err != nil {
		return err
	}
	if c.peek() == ':' {
		c.i++
		t.seconds = true
		most := int8(59)
		if t.minute%30 == 29 {
			most = 60 // a leap second, at 23:59 UTC: minute 29 where the offset has a half-hour
		}
		if t.second, err = c.clockField("second", most); err != nil {
			return err
		}
	}
	if q := qualifierOf(c.peek()); q != 0 {
		return c.fail("a date with a time of day cannot be qualified")
	}
	return t.parseZone(c)
}

func (t *clock) parseZone(c *scanner) *SyntaxError {
	switch c.peek() {
	case 'Z':
		c.i++
		t.zoned = true
		return nil
	case '+', '-':
	default:
		return nil
	}
	start := c.i
	negative := c.peek() == '-'
	c.i++
	t.zoned = true
	hours, err := c.clockField("hour of the offset from UTC", 23)
	if err != nil {
		return err
	}
	var minutes int8
	if c.peek() == ':' {
		c.i++
		if minutes, err = c.clockField("minute of the offset from UTC", 59); err != nil {
			return err
		}
	}
	t.offset = int16(hours)*60 + int16(minutes)
	if negative {
		if t.offset == 0 {
			c.i = start
			return c.fail("an offset of zero is written Z or +00:00")
		}
		t.offset = -t.offset
	}
	return nil
}

func (c *scanner) clockField(what string, most int8) (int8, *SyntaxError) {
	start := c.i
	v, n := c.number()
	if n == 0 {
		return 0, c.fail("the %s is missing before %s", what, c.found())
	}
	c.i = start
	if n != 2 {
		return 0, c.fail("the %s %s is not written with two digits", what, c.s[start:start+n])
	}
	if v > int64(most) {
		return 0, c.fail("%s %s is out of range 00–%d", what, c.s[start:start+n], most)
	}
	c.i = start + n
	return int8(v), nil
}
