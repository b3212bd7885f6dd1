package edtf

// A Lexicon holds every word that WordsIn writes in one language. Its fields
// are texts with the places to be filled named in braces; a field may leave
// one out, and put them in any order. All fields must be filled.
type Lexicon struct {
	Months   [12]string
	Seasons  [4]string // spring, summer, autumn, winter
	Ordinals [4]string // first to fourth

	// Years. {year} of the first three is a number.
	AD           string // years 1–999, which a bare number would not show to be years
	BC           string // year 0 is 1 BC
	Thousands    string // separator, from five digits on
	Decade       string // {year}: its first
	FirstDecade  string // {from} {to}: the first decade of a century, which Decade would confuse with it
	Century      string // {year}: its first
	Years        string // {from} {to}: any other span of years
	YearPattern  string // {year}: digits with X between them
	UnknownYear  string
	Significant  string // {year} {digits} {from} {to}
	Significant1 string // the same, for one digit
	Exact        string // {year} {digits}: all digits are significant
	Exact1       string // the same, for one digit

	// Dates. {years} is a span of years, {year} one year.
	MonthYear         string // {month} {year}
	MonthInYears      string // {month} {years}
	DayNumber         string // {day}: a day wherever a month or year follows it
	DayMonthYear      string // {day} {month} {year}
	DayMonthInYears   string // {day} {month} {years}
	DayMonth          string // {day} {month}: the beginning of an interval within one year
	DayAlone          string // {day}: the beginning of an interval within one month
	DayOfUnknownMonth string // {day} {year}
	SeasonYear        string // {season} {year}
	SeasonInYears     string // {season} {years}
	Northern          string // {date}
	Southern          string // {date}
	Quarter           string // {ordinal} {year}
	Quadrimester      string // {ordinal} {year}
	Semester          string // {ordinal} {year}
	MonthUnknown      string // {date}
	DayUnknown        string // {date}
	MonthDayUnknown   string // {date}
	MonthWithin       string // {date} {from} {to}
	DayWithin         string // {date} {from} {to}

	// Times of day.
	DateTime string // {date} {time}
	UTC      string // {time}
	Offset   string // {time} {offset}

	// Qualifiers of a whole date.
	Uncertain            string // {date}
	Approximate          string // {date}
	UncertainApproximate string // {date}
	// Qualifiers of a component.
	PartUncertain            string // {part}
	PartApproximate          string // {part}
	PartUncertainApproximate string // {part}
	YearUncertain            string // {year}
	YearApproximate          string // {year}
	YearUncertainApproximate string // {year}

	// Intervals, and ranges in sets.
	FromTo        string // {from} {to}
	BothUncertain string // {date}: a FromTo with two uncertain ends
	FromOn        string // {from}: open end
	Until         string // {to}: open start
	EndUnknown    string // {from}
	StartUnknown  string // {to}

	// Sets.
	Between       string // {from} {to}: one date of a range
	OneOf         string // {list}
	AllOf         string // {list}
	ListSeparator string
	OrPair        string // {a} {b}: a list of two
	OrLast        string // {a} {b}: the last of a longer list
	AndPair       string
	AndLast       string
	OrEarlier     string // {date}
	OrLater       string // {date}
	AndEarlier    string // {date}
	AndLater      string // {date}

	Undated string // the zero Date
}

// English is British English: day before month.
var English = &Lexicon{
	Months: [12]string{
		"January", "February", "March", "April", "May", "June",
		"July", "August", "September", "October", "November", "December",
	},
	Seasons:  [4]string{"spring", "summer", "autumn", "winter"},
	Ordinals: [4]string{"first", "second", "third", "fourth"},

	AD:           "AD {year}",
	BC:           "{year} BC",
	Thousands:    ",",
	Decade:       "the {year}s",
	FirstDecade:  "the decade {from} to {to}",
	Century:      "the {year}s",
	Years:        "the years {from} to {to}",
	YearPattern:  "a year of the pattern {year}",
	UnknownYear:  "an unknown year",
	Significant:  "{year}, to {digits} significant digits ({from} to {to})",
	Significant1: "{year}, to {digits} significant digit ({from} to {to})",
	Exact:        "{year}, to {digits} significant digits",
	Exact1:       "{year}, to {digits} significant digit",

	MonthYear:         "{month} {year}",
	MonthInYears:      "{month} in {years}",
	DayNumber:         "{day}",
	DayMonthYear:      "{day} {month} {year}",
	DayMonthInYears:   "{day} {month} in {years}",
	DayMonth:          "{day} {month}",
	DayAlone:          "{day}",
	DayOfUnknownMonth: "day {day} of an unknown month in {year}",
	SeasonYear:        "{season} {year}",
	SeasonInYears:     "{season} in {years}",
	Northern:          "{date} (Northern Hemisphere)",
	Southern:          "{date} (Southern Hemisphere)",
	Quarter:           "{ordinal} quarter of {year}",
	Quadrimester:      "{ordinal} four-month period of {year}",
	Semester:          "{ordinal} half of {year}",
	MonthUnknown:      "{date} (month unknown)",
	DayUnknown:        "{date} (day unknown)",
	MonthDayUnknown:   "{date} (month and day unknown)",
	MonthWithin:       "{date} (a month from {from} to {to})",
	DayWithin:         "{date} (a day from {from} to {to})",

	DateTime: "{date}, {time}",
	UTC:      "{time} UTC",
	Offset:   "{time} (UTC{offset})",

	Uncertain:                "{date} (uncertain)",
	Approximate:              "about {date}",
	UncertainApproximate:     "about {date} (uncertain)",
	PartUncertain:            "{part} (uncertain)",
	PartApproximate:          "{part} (approximate)",
	PartUncertainApproximate: "{part} (uncertain and approximate)",
	YearUncertain:            "{year} (year uncertain)",
	YearApproximate:          "{year} (year approximate)",
	YearUncertainApproximate: "{year} (year uncertain and approximate)",

	FromTo:        "{from} to {to}",
	BothUncertain: "{date} (both uncertain)",
	FromOn:        "from {from} on",
	Until:         "until {to}",
	EndUnknown:    "from {from}, end unknown",
	StartUnknown:  "until {to}, start unknown",

	Between:       "between {from} and {to}",
	OneOf:         "one of {list}",
	AllOf:         "all of {list}",
	ListSeparator: ", ",
	OrPair:        "{a} or {b}",
	OrLast:        "{a}, or {b}",
	AndPair:       "{a} and {b}",
	AndLast:       "{a}, and {b}",
	OrEarlier:     "{date} or earlier",
	OrLater:       "{date} or later",
	AndEarlier:    "{date} and earlier",
	AndLater:      "{date} and later",

	Undated: "undated",
}
