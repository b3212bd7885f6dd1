package chart

import (
	"cmp"
	"slices"

	"dossier/internal/edtf"
)

// A step is the distance of the labels next to the axis. Days are those of the
// month that are named; where there are none, months are counted, from January.
type step struct {
	days   []int
	months int64
	length int64 // half days, about
	room   int   // pixels that a label needs
}

var steps = []step{
	{everyDay(), 0, 2, 22},
	{[]int{1, 8, 15, 22}, 0, 14, 28},
	{[]int{1, 15}, 0, 28, 44},
	{nil, 1, 61, monthRoom},
	{nil, 3, 183, monthRoom},
	{nil, 6, 365, monthRoom},
}

// Pixels that the names of months and the digits of years need.
const (
	monthRoom = 38
	digitRoom = 7
	eraRoom   = 22 // for "BC"
)

func everyDay() []int {
	days := make([]int, 31)
	for i := range days {
		days[i] = i + 1
	}
	return days
}

// halfDaysOfYear is about a year.
const halfDaysOfYear = 730

// ticks labels the axis: days below months, months below years, or years alone.
func (s *scale) ticks() []Tick {
	fits := func(length int64, room int) bool { return length*int64(s.inner) >= int64(room)*s.kept }
	i := slices.IndexFunc(steps, func(st step) bool { return fits(st.length, st.room) })
	var list, above []Tick
	if i >= 0 {
		for _, p := range s.parts() {
			list, above = s.fine(list, above, steps[i], p)
		}
	} else {
		first, _, _ := civil(floorDiv(s.from, 2))
		last, _, _ := civil(floorDiv(s.to, 2))
		room := max(yearRoom(first), yearRoom(last)) + 8
		years := int64(1)
		for k := 0; !fits(years*halfDaysOfYear, room); k++ {
			years = years / [...]int64{1, 2, 5}[k%3] * [...]int64{2, 5, 10}[k%3]
		}
		for _, p := range s.parts() {
			list = s.years(list, years, p)
		}
	}
	// What begins on the axis has precedence over what began before it.
	kept := s.apart(nil, list, true)
	kept = s.apart(kept, above, true)
	kept = s.apart(kept, above, false)
	kept = s.apart(kept, list, false)
	kept = s.again(s.named(kept, above))
	slices.SortStableFunc(kept, func(a, b Tick) int { return cmp.Or(cmp.Compare(a.Row, b.Row), cmp.Compare(a.X, b.X)) })
	return kept
}

// named sees to it that no day and no month stands without what it is of: a label
// for which there was no room beside another one comes a row further down. On an
// axis without breaks the labels beside it tell what it would.
func (s *scale) named(kept, above []Tick) []Tick {
	if len(s.cuts) == 0 {
		return kept
	}
	for _, t := range above {
		same := func(k Tick) bool {
			return k.Unit == t.Unit && k.Year == t.Year && (t.Unit == Year || k.Month == t.Month)
		}
		of := func(k Tick) bool { return k.Row == 0 && k.Year == t.Year && (t.Unit == Year || k.Month == t.Month) }
		for slices.ContainsFunc(kept, of) && !slices.ContainsFunc(kept, same) {
			t.Row++
			kept = s.apart(kept, []Tick{t}, t.Line)
		}
	}
	return kept
}

// How far, in pixels, a label of a year is from the one before it, when it is
// repeated, and from the next. The part of a wide drawing that a telephone shows has
// a year, wherever it begins.
const (
	againAfter  = 190
	againBefore = 90
)

// again repeats a year, or a month with its year, where the last label is far away.
func (s *scale) again(kept []Tick) []Tick {
	var low, high []Tick
	for _, t := range kept {
		if t.Row > 0 {
			high = append(high, t)
		} else if t.Unit == Day || t.Unit == Month {
			low = append(low, t)
		}
	}
	slices.SortStableFunc(low, func(a, b Tick) int { return cmp.Compare(a.X, b.X) })
	for _, t := range low {
		t.Row, t.Line = 1, false
		if t.Unit == Day {
			t.Unit = MonthOfYear
		} else {
			t.Unit = Year
		}
		near := func(h Tick) bool { return h.X > t.X-s.units(10*againAfter) && h.X < t.X+s.units(10*againBefore) }
		if half := 5 * t.room(); slices.ContainsFunc(high, near) || s.units(half) > t.X || t.X > s.units(10*s.Width-half) {
			continue
		}
		if n := len(kept); len(s.apart(kept, []Tick{t}, false)) > n {
			kept, high = append(kept, t), append(high, t)
		}
	}
	return kept
}

// fine adds the ticks of a part of the axis whose labels are no years.
func (s *scale) fine(list, above []Tick, st step, p part) (low, high []Tick) {
	unit, over := Month, Year
	if st.days != nil {
		unit, over = Day, MonthOfYear
	}
	year, month, _ := civil(floorDiv(p.from, 2))
	for first := true; ; first = false {
		begin := 2 * edtf.DayNumber(year, month, 1)
		if begin >= p.to {
			break
		}
		if over == MonthOfYear || month == 1 || first {
			above = s.tick(above, Tick{Unit: over, Year: year, Month: month, Row: 1}, p, begin)
		}
		if st.days == nil && int64(month-1)%st.months == 0 {
			list = s.tick(list, Tick{Unit: unit, Year: year, Month: month}, p, begin)
		}
		for _, day := range st.days {
			at := edtf.DayNumber(year, month, day)
			if _, m, _ := civil(at); m == month && p.from <= 2*at && 2*at < p.to {
				list = s.tick(list, Tick{Unit: unit, Year: year, Month: month, Day: day}, p, 2*at)
			}
		}
		if month++; month > 12 {
			year, month = year+1, 1
		}
	}
	return list, above
}

// years adds the ticks of a part of the axis that is too long for months.
func (s *scale) years(list []Tick, n int64, p part) []Tick {
	first, _, _ := civil(floorDiv(p.from, 2))
	list = s.tick(list, Tick{Unit: Year, Year: first}, p, p.from-1)
	for y := floorDiv(first, n) * n; ; y += n {
		year := y
		if n > 1 && y <= 0 {
			year++ // so that the years named are round: 100 BC is the year −99
		}
		begin := 2 * edtf.DayNumber(year, 1, 1)
		if begin >= p.to {
			return list
		}
		if n == 1 || y != 0 {
			list = s.tick(list, Tick{Unit: Year, Year: year}, p, begin)
		}
	}
}

// tick adds a tick. Where its time lies before the part of the axis, the label
// stands at the beginning of the part, and marks no time.
func (s *scale) tick(list []Tick, t Tick, p part, at int64) []Tick {
	if at < p.from {
		if t.Row == 0 && t.Unit != Year {
			return list
		}
		// In a part that is shorter than the label it stands in the middle.
		t.X = s.tenths(p.from) + min(5*t.room(), (s.tenths(p.to)-s.tenths(p.from))/2)
	} else {
		t.At, t.X, t.Line = s.x(at), s.tenths(at), true
	}
	// A label at the edge of the drawing is moved until all of it can be read.
	t.X = s.units(min(max(t.X, 5*t.room()), 10*s.Width-5*t.room()))
	return append(list, t)
}

// room is how many pixels a label needs.
func (t Tick) room() int {
	switch t.Unit {
	case Day:
		return 2*digitRoom + 4
	case Month:
		return monthRoom
	case MonthOfYear:
		return monthRoom + 6 + yearRoom(t.Year)
	}
	return yearRoom(t.Year) + 6
}

func yearRoom(year int64) int {
	room, left := 0, year
	if year < 1 {
		room, left = eraRoom, 1-year
	}
	for ; left > 0; left /= 10 {
		room += digitRoom
	}
	return room
}

// apart adds those of more, with or without a line, that stand within the
// drawing and do not touch a label that is there.
func (s *scale) apart(kept, more []Tick, line bool) []Tick {
	edges := func(t Tick) (from, to int) { // tenths of a pixel
		middle := t.X * s.Width / (Full / 10)
		return middle - 5*t.room(), middle + 5*t.room()
	}
	for _, t := range more {
		from, to := edges(t)
		if t.Line == line && !slices.ContainsFunc(kept, func(k Tick) bool {
			a, b := edges(k)
			return k.Row == t.Row && a < to && from < b
		}) {
			kept = append(kept, t)
		}
	}
	return kept
}
