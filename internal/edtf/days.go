package edtf

// DayNumber counts the days of the proleptic Gregorian calendar from 1 March of
// the astronomical year 0, which is 0. The year lies within 10^15 of that. Years
// are counted from March, so that the day which leap years have more is the last one.
func DayNumber(year int64, month, day int) int64 {
	if month < 3 {
		year, month = year-1, month+12
	}
	era := year / 400
	if year%400 < 0 {
		era--
	}
	of := year - era*400
	return era*146_097 + of*365 + of/4 - of/100 + int64((153*(month-3)+2)/5+day-1)
}

// farthestYear is the last year, before and after Christ, between which Days counts.
const farthestYear = 1_000_000

// Days counts by how many calendar days b comes after a, at least and at most: the
// numbers are below zero where it comes before. From 2024-04-17 to 2024-04 they
// are -16 and 13. It is false where one of the two is zero, or has an open or
// unknown end, or lies more than a million years away.
func Days(a, b Date) (least, most int, ok bool) {
	var n [4]int64
	for i, at := range [...]Instant{a.Lower(), a.Upper(), b.Lower(), b.Upper()} {
		if !at.countable() {
			return 0, 0, false
		}
		n[i] = at.dayNumber()
	}
	return int(n[2] - n[1]), int(n[3] - n[0]), true
}

// FirstDay gives the earliest day that d can mean as DayNumber counts; false where
// its beginning is open or not known, or more than a million years away.
func (d Date) FirstDay() (n int, ok bool) {
	at := d.Lower()
	if !at.countable() {
		return 0, false
	}
	return int(at.dayNumber()), true
}

// DaysAtLeast is the first number of Days. It is also true where the second cannot
// be told: from 2024-04-17 to [2024-04-20..] it is 3.
func DaysAtLeast(a, b Date) (least int, ok bool) {
	from, to := a.Upper(), b.Lower()
	for _, at := range [...]Instant{from, to} {
		if !at.countable() {
			return 0, false
		}
	}
	return int(to.dayNumber() - from.dayNumber()), true
}

// countable tells whether days are counted to and from it.
func (at Instant) countable() bool {
	return !at.Unbounded && !at.Unknown && at.Year >= -farthestYear && at.Year <= farthestYear
}

func (at Instant) dayNumber() int64 { return DayNumber(at.Year, at.Month, at.Day) }
