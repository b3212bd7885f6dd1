package edtf

import (
	"strconv"
	"strings"
)

// Words returns d in English. See WordsIn.
func (d Date) Words() string { return d.WordsIn(English) }

// WordsIn returns d in the words of the lexicon, for the middle of a sentence.
//
// All that String tells is told, but for two things: a qualifier of a component
// that is unspecified (2004-?XX), and the spelling of an equal year (Y17E7 or
// Y170000000). Years before 1 are given as BC, so −0043 is 44 BC.
func (d Date) WordsIn(lex *Lexicon) string {
	if d.d == nil {
		return lex.Undated
	}
	w := wording{lex}
	it := &d.d.items[0]
	switch d.d.kind {
	case single:
		return w.date(&it.from.part)
	case interval:
		return w.interval(it)
	}
	return w.set(d.d)
}

type wording struct{ *Lexicon }

// fill replaces the places of a lexicon's text: names and values alternate.
func fill(text string, pairs ...string) string {
	var b strings.Builder
	for {
		open := strings.IndexByte(text, '{')
		if open < 0 {
			break
		}
		length := strings.IndexByte(text[open:], '}')
		if length < 0 {
			break
		}
		b.WriteString(text[:open])
		name := text[open+1 : open+length]
		for i := 0; i+1 < len(pairs); i += 2 {
			if pairs[i] == name {
				b.WriteString(pairs[i+1])
			}
		}
		text = text[open+length+1:]
	}
	b.WriteString(text)
	return b.String()
}

func (w wording) date(p *part) string {
	flags := p.flags
	whole := flags[0]
	for i := 1; i < int(p.n); i++ {
		if flags[i] != whole {
			whole = 0
		}
	}
	if whole != 0 {
		flags = [3]Qualifier{}
	}
	text := w.components(p, &flags)
	if p.clock.set {
		text = fill(w.DateTime, "date", text, "time", w.time(&p.clock))
	}
	return choose(whole, text, "date", w.Uncertain, w.Approximate, w.UncertainApproximate)
}

// choose fills one of three texts by the qualifier, or returns the value as it is.
func choose(q Qualifier, value, name, uncertain, approximate, both string) string {
	switch q {
	case Uncertain:
		return fill(uncertain, name, value)
	case Approximate:
		return fill(approximate, name, value)
	case Uncertain | Approximate:
		return fill(both, name, value)
	}
	return value
}

func (w wording) component(q Qualifier, text string) string {
	return choose(q, text, "part", w.PartUncertain, w.PartApproximate, w.PartUncertainApproximate)
}

func (w wording) components(p *part, flags *[3]Qualifier) string {
	year := w.year(p)
	year = choose(flags[0], year, "year", w.YearUncertain, w.YearApproximate, w.YearUncertainApproximate)
	if p.n == 1 {
		return year
	}
	if p.season != 0 {
		return w.season(p, year, flags[1])
	}
	month := w.month(p, flags[1])
	day := ""
	if p.n == 3 {
		day = w.day(p, flags[2])
	}
	span := p.digits.unspecified()
	var text string
	switch {
	case month == "" && day == "":
		text = year
	case month == "":
		text = fill(w.DayOfUnknownMonth, "day", day, "year", year)
	case day == "" && span:
		text = fill(w.MonthInYears, "month", month, "years", year)
	case day == "":
		text = fill(w.MonthYear, "month", month, "year", year)
	case span:
		text = fill(w.DayMonthInYears, "day", day, "month", month, "years", year)
	default:
		text = fill(w.DayMonthYear, "day", day, "month", month, "year", year)
	}
	return w.unspecified(p, text, month == "", day == "")
}

// unspecified adds what is known, or not, of a month or day that text leaves out.
func (w wording) unspecified(p *part, text string, noMonth, noDay bool) string {
	noDay = noDay && p.n == 3
	if noMonth && noDay && p.month.blank() && p.day.blank() {
		return fill(w.MonthDayUnknown, "date", text)
	}
	if noMonth && p.month.blank() && (p.n == 2 || noDay) {
		text = fill(w.MonthUnknown, "date", text)
	} else if noMonth && !p.month.blank() {
		text = fill(w.MonthWithin, "date", text, "from", w.Months[p.month.first(12)-1], "to", w.Months[p.month.last(12)-1])
	}
	if noDay && p.day.blank() {
		text = fill(w.DayUnknown, "date", text)
	} else if noDay {
		most := p.mostDays()
		text = fill(w.DayWithin, "date", text,
			"from", strconv.Itoa(p.day.first(most)), "to", strconv.Itoa(p.day.last(most)))
	}
	return text
}

// fewest is how many possible months or days are listed one by one; more are
// given as a span.
const fewest = 4

// month returns the month's name, or the names of the few that fit, or "".
func (w wording) month(p *part, q Qualifier) string {
	if v, ok := p.month.value(); ok {
		return w.component(q, w.Months[v-1])
	}
	var names []string
	for v := 1; v <= 12; v++ {
		if p.month.fits(v) && (p.n < 3 || p.extremeInMonth(2024, v, 1) != 0) {
			names = append(names, w.Months[v-1])
		}
	}
	if len(names) > fewest {
		return ""
	}
	return w.component(q, w.list(names, w.OrPair, w.OrLast))
}

// day returns the day's number, or the numbers of the few that fit, or "".
func (w wording) day(p *part, q Qualifier) string {
	if v, ok := p.day.value(); ok {
		return w.component(q, w.dayNumber(v))
	}
	var numbers []string
	for v := 1; v <= p.mostDays(); v++ {
		if p.day.fits(v) {
			numbers = append(numbers, w.dayNumber(v))
		}
	}
	if len(numbers) > fewest {
		return ""
	}
	return w.component(q, w.list(numbers, w.OrPair, w.OrLast))
}

func (w wording) dayNumber(day int) string {
	return fill(w.DayNumber, "day", strconv.Itoa(day))
}

// mostDays is the length of the month, as far as it is known.
func (p *part) mostDays() int {
	month, ok := p.month.value()
	if !ok {
		return 31
	}
	year := p.year
	if p.digits.unspecified() {
		year = 2024
	}
	return daysIn(year, month)
}

func (w wording) season(p *part, year string, q Qualifier) string {
	code := int(p.season)
	switch {
	case code >= 40:
		return fill(w.Semester, "ordinal", w.component(q, w.Ordinals[code-40]), "year", year)
	case code >= 37:
		return fill(w.Quadrimester, "ordinal", w.component(q, w.Ordinals[code-37]), "year", year)
	case code >= 33:
		return fill(w.Quarter, "ordinal", w.component(q, w.Ordinals[code-33]), "year", year)
	}
	season := w.component(q, w.Seasons[(code-firstSeason)%4])
	text := fill(w.SeasonYear, "season", season, "year", year)
	if p.digits.unspecified() {
		text = fill(w.SeasonInYears, "season", season, "years", year)
	}
	switch {
	case code >= 29:
		return fill(w.Southern, "date", text)
	case code >= 25:
		return fill(w.Northern, "date", text)
	}
	return text
}

func (w wording) year(p *part) string {
	if p.sig != 0 {
		return w.significant(p)
	}
	m := p.digits
	if !m.unspecified() {
		return w.yearNumber(p.year)
	}
	lo, hi := p.years()
	from, to := w.yearNumber(lo), w.yearNumber(hi)
	decade, century := m.unspecifiedFrom(3), m.unspecifiedFrom(2)
	switch {
	case m.unspecifiedFrom(0) && !p.negative:
		return w.UnknownYear
	case decade && lo%100 == 0 && lo > 0:
		return fill(w.FirstDecade, "from", from, "to", to)
	case decade && lo >= 100:
		return fill(w.Decade, "year", strconv.FormatInt(lo, 10))
	case century && lo >= 100:
		return fill(w.Century, "year", strconv.FormatInt(lo, 10))
	case decade || century || m.unspecifiedFrom(1) || m.unspecifiedFrom(0):
		return fill(w.Years, "from", from, "to", to)
	}
	return fill(w.YearPattern, "year", p.digitsWithSign())
}

func (w wording) significant(p *part) string {
	lo, hi := p.years()
	text := w.Significant
	switch {
	case lo == hi && p.sig == 1:
		text = w.Exact1
	case lo == hi:
		text = w.Exact
	case p.sig == 1:
		text = w.Significant1
	}
	return fill(text, "year", w.yearNumber(p.year), "digits", strconv.Itoa(int(p.sig)),
		"from", w.yearNumber(lo), "to", w.yearNumber(hi))
}

// Year words a year that stands where nothing but years does, such as in a
// heading. Years are counted astronomically: 0 is 1 BC.
func (lex *Lexicon) Year(y int64) string {
	if y < 1 {
		return wording{lex}.yearNumber(y)
	}
	return strconv.FormatInt(y, 10)
}

func (w wording) yearNumber(y int64) string {
	switch {
	case y <= 0:
		return fill(w.BC, "year", w.grouped(1-y))
	case y < 1000:
		return fill(w.AD, "year", strconv.FormatInt(y, 10))
	}
	return w.grouped(y)
}

// grouped writes numbers of five digits and more in groups of three.
func (w wording) grouped(v int64) string {
	s := strconv.FormatInt(v, 10)
	if len(s) < 5 {
		return s
	}
	var b strings.Builder
	for i := range len(s) {
		if i > 0 && (len(s)-i)%3 == 0 {
			b.WriteString(w.Thousands)
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

func (w wording) time(c *clock) string {
	var buf [16]byte
	text := string(c.appendTime(buf[:0]))
	switch {
	case !c.zoned:
		return text
	case c.offset == 0:
		return fill(w.UTC, "time", text)
	}
	return fill(w.Offset, "time", text, "offset", string(c.appendOffset(buf[:0])))
}

func (w wording) interval(it *item) string {
	switch {
	case it.to.kind == endOpen:
		return fill(w.FromOn, "from", w.date(&it.from.part))
	case it.from.kind == endOpen:
		return fill(w.Until, "to", w.date(&it.to.part))
	case it.to.kind == endUnknown:
		return fill(w.EndUnknown, "from", w.date(&it.from.part))
	case it.from.kind == endUnknown:
		return fill(w.StartUnknown, "to", w.date(&it.to.part))
	}
	return w.ends(it, w.FromTo, w.BothUncertain)
}

// ends words the two dates of an interval or a range. Where doubt is all there
// is to say of both, it is said once.
func (w wording) ends(it *item, template, doubt string) string {
	if !it.from.part.onlyUncertain() || !it.to.part.onlyUncertain() {
		return fill(template, "from", w.beginning(it), "to", w.date(&it.to.part))
	}
	sure := *it
	sure.from.part.flags, sure.to.part.flags = [3]Qualifier{}, [3]Qualifier{}
	return fill(doubt, "date", fill(template, "from", w.beginning(&sure), "to", w.date(&sure.to.part)))
}

// onlyUncertain tells whether all components that the date has are uncertain,
// and none is approximate.
func (p *part) onlyUncertain() bool {
	for _, q := range p.flags[:max(1, p.n)] {
		if q != Uncertain {
			return false
		}
	}
	return true
}

// beginning returns the first date of an interval without the year, or month
// and year, that it shares with the second, provided that these are plain.
func (w wording) beginning(it *item) string {
	a, b := &it.from.part, &it.to.part
	plain := a.n > 1 && a.n == b.n && a.season == 0 && b.season == 0 && a.year == b.year &&
		!a.digits.unspecified() && !b.digits.unspecified() && a.flags[0] == 0 && b.flags[0] == 0
	if !plain || a.month.unspecified() || b.month.unspecified() {
		return w.date(a)
	}
	month := w.month(a, a.flags[1])
	if a.n == 2 {
		return month
	}
	day := w.day(a, a.flags[2])
	switch {
	case day == "" || w.day(b, b.flags[2]) == "":
		return w.date(a)
	case a.month == b.month && a.flags[1] == 0 && b.flags[1] == 0:
		return fill(w.DayAlone, "day", day)
	}
	return fill(w.DayMonth, "day", day, "month", month)
}

func (w wording) set(d *date) string {
	earlier, later, pair, last := w.OrEarlier, w.OrLater, w.OrPair, w.OrLast
	if d.kind == allOf {
		earlier, later, pair, last = w.AndEarlier, w.AndLater, w.AndPair, w.AndLast
	}
	if d.lower.kind == stampOpen || d.upper.kind == stampOpen {
		pair = last // the comma parts "1667" from "1670 and later"
	}
	if it := &d.items[0]; d.kind == oneOf && len(d.items) == 1 && it.ranged && it.from.kind == endDate && it.to.kind == endDate {
		return w.ends(it, w.Between, w.Uncertain)
	}
	members := make([]string, len(d.items))
	for i := range d.items {
		it := &d.items[i]
		switch {
		case !it.ranged:
			members[i] = w.date(&it.from.part)
		case it.from.kind == endOpen:
			members[i] = fill(earlier, "date", w.date(&it.to.part))
		case it.to.kind == endOpen:
			members[i] = fill(later, "date", w.date(&it.from.part))
		default:
			members[i] = w.ends(it, w.FromTo, w.BothUncertain)
		}
	}
	list := w.list(members, pair, last)
	switch {
	case d.kind == allOf && (len(d.items) > 1 || d.items[0].ranged):
		return fill(w.AllOf, "list", list)
	case d.kind == oneOf && len(d.items) > 1:
		return fill(w.OneOf, "list", list)
	}
	return list
}

func (w wording) list(members []string, pair, last string) string {
	switch n := len(members); n {
	case 1:
		return members[0]
	case 2:
		return fill(pair, "a", members[0], "b", members[1])
	default:
		return fill(last, "a", strings.Join(members[:n-1], w.ListSeparator), "b", members[n-1])
	}
}
