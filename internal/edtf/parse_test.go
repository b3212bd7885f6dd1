package edtf

import (
	"errors"
	"fmt"
	"testing"
)

var malformed = []struct {
	edtf    string
	offset  int
	message string
	hint    string
	reason  string
}{
	{"", 0, "the date is empty", "", "nothing there"},
	{" 2024", 0, "there is white space before the date", "2024", "leading space"},
	{"2024\u00a0\n", 4, "there is white space after the date", "2024", "trailing spaces, one not ASCII"},
	{"20 April 2024, a Saturday, which the second of the two reports calls the day of the meeting", 0, "a date begins with a year of four digits, not with 20", "", "a sentence is no attempt at a date"},
	{"hello", 0, "a date begins with a year of four digits, not with 'h'", "", "no date at all"},
	{"été", 0, "a date begins with a year of four digits, not with 'é'", "", "a letter of two bytes is named whole"},
	{"\xff", 0, "a date begins with a year of four digits, not with '\ufffd'", "", "not UTF-8"},
	{"20２4", 0, "a date begins with a year of four digits, not with 20", "", "a full-width digit"},

	{"20 April 2024", 0, "a date begins with a year of four digits, not with 20", "2024-04-20", "written out"},
	{"April 20, 2024", 0, "a date begins with a year of four digits, not with 'A'", "2024-04-20", "written out, month first"},
	{"20th of April 2024", 0, "a date begins with a year of four digits, not with 20", "2024-04-20", "ordinal"},
	{"20 Apr 2024", 0, "a date begins with a year of four digits, not with 20", "2024-04-20", "abbreviated"},
	{"April 2024", 0, "a date begins with a year of four digits, not with 'A'", "2024-04", "month and year"},
	{"Sept 2001", 0, "a date begins with a year of four digits, not with 'S'", "2001-09", "four-letter abbreviation"},
	{"spring 2001", 0, "a date begins with a year of four digits, not with 's'", "2001-21", "season"},
	{"autumn 2020?", 0, "a date begins with a year of four digits, not with 'a'", "2020-23?", "season in doubt"},
	{"2024/04/20", 7, "an interval has one solidus (/), not more", "2024-04-20", "solidus between numbers"},
	{"20.04.2024", 0, "a date begins with a year of four digits, not with 20", "2024-04-20", "day first with dots"},
	{"4.5.2024", 0, "a date begins with a year of four digits, not with 4", "2024-05-04", "dots mean day first"},
	{"20/04/2024", 5, "an interval has one solidus (/), not more", "2024-04-20", "day first: there is no month 20"},
	{"04/20/2024", 5, "an interval has one solidus (/), not more", "2024-04-20", "month first: there is no month 20"},
	{"04/05/2024", 5, "an interval has one solidus (/), not more", "", "could be two days, so no guess"},
	{"2024-4-20", 5, "the month 4 is not written with two digits", "2024-04-20", "one digit"},
	{"2024-04-2", 8, "the day 2 is not written with two digits", "2024-04-02", "one digit"},
	{"20240420", 4, "hyphens stand between year, month and day", "2024-04-20", "basic format"},
	{"2024‑04‑20", 4, "'‑' after the year", "2024-04-20", "non-breaking hyphens"},
	{"2024--04", 5, "a month of two digits is missing before '-'", "2024-04", "two hyphens"},
	{"2024-04-", 8, "a day of two digits is missing before the end", "2024-04", "hyphen at the end"},
	{"2004-06-11-05", 10, "'-' after the day", "", "four components"},
	{"2001-06-1a", 8, "the day 1 is not written with two digits", "", "letter in a day"},
	{"44 BC", 0, "a date begins with a year of four digits, not with 44", "-0043", "astronomical years are one off"},
	{"1 BCE", 0, "a date begins with a year of four digits, not with 1", "0000", "1 BC is year 0"},
	{"AD 98", 0, "a date begins with a year of four digits, not with 'A'", "0098", "era before a year"},
	{"1560s", 4, "'s' after the year", "156X", "decade"},
	{"1900s", 4, "'s' after the year", "", "decade or century"},
	{"the 1560s", 0, "a date begins with a year of four digits, not with 't'", "156X", "decade with article"},
	{"16th century", 0, "a date begins with a year of four digits, not with 16", "15XX", "century"},

	{"c. 2011", 0, "a date begins with a year of four digits, not with 'c'", "2011~", "circa"},
	{"ca 2011", 0, "a date begins with a year of four digits, not with 'c'", "2011~", "circa without dot"},
	{"circa April 2024", 0, "a date begins with a year of four digits, not with 'c'", "2024-04~", "circa before words"},
	{"about 2011", 0, "a date begins with a year of four digits, not with 'a'", "2011~", "about"},
	{"probably 2011", 0, "a date begins with a year of four digits, not with 'p'", "2011?", "doubt in words"},
	{"2011 (?)", 4, "white space after the year", "2011?", "doubt in brackets"},
	{"1984?~", 5, "one qualifier is enough: ? uncertain, ~ approximate, % both", "1984%", "the draft of 2012"},
	{"~~2004", 1, "one qualifier is enough: ? uncertain, ~ approximate, % both", "2004~", "qualifier twice"},

	{"2024-02-30", 8, "February 2024 has 29 days", "", "leap year"},
	{"2023-02-29", 8, "February 2023 has 28 days", "", "common year"},
	{"1900-02-29", 8, "February 1900 has 28 days", "", "no leap year by the rule of centuries"},
	{"-0001-02-29", 9, "February -0001 has 28 days", "", "negative year"},
	{"2024-04-31", 8, "April 2024 has 30 days", "", "short month"},
	{"2024?-04~-31", 10, "April 2024 has 30 days", "", "offset behind qualifiers"},
	{"2024-13", 5, "month 13 is out of range 01–12 (seasons are 21–41)", "", "month too great"},
	{"2024-00-10", 5, "month 00 is out of range 01–12 (seasons are 21–41)", "", "month zero"},
	{"2001-42-01", 5, "month 42 is out of range 01–12 (seasons are 21–41)", "", "beyond the seasons"},
	{"2024-04-00", 8, "day 00 is out of range 01–31", "", "day zero"},
	{"2024-04-32", 8, "day 32 is out of range 01–31", "", "day too great"},
	{"2001-21-05", 7, "a season or other group of months has no day", "", "day of a season"},
	{"2024-2X", 5, "no month fits 2X", "", "seasons have no unspecified digit"},
	{"2024-04-4X", 8, "no day fits 4X", "", "no such days"},
	{"2024-02-3X", 8, "no day of February fits 3X", "", "no such days in the month"},
	{"2023-0X-32", 8, "day 32 is out of range 01–31", "", "no such day in any month"},
	{"2024-X4-31", 5, "no month that fits X4 has a day that fits 31", "", "only April fits X4"},
	{"2024-~~04", 6, "one qualifier is enough: ? uncertain, ~ approximate, % both", "", "two qualifiers left of a month"},
	{"XXXX-0X-32", 8, "day 32 is out of range 01–31", "", "no such day in any month"},
	{"19X1-02-29", 8, "no year that fits 19X1 has a 29 February", "", "odd years are not leap years"},
	{"-19X1-02-29", 9, "no year that fits -19X1 has a 29 February", "", "nor are negative ones"},
	{"199u", 3, "an unspecified digit is written with a capital X", "199X", "the draft of 2012"},
	{"2024-xx", 5, "an unspecified digit is written with a capital X", "2024-XX", "lower case"},

	{"240", 0, "the year 240 has 3 digits in place of four", "", "short year"},
	{"20240", 0, "the year 20240 has more than four digits and needs the prefix Y", "Y20240", "long year"},
	{"20XXX", 0, "the year 20XXX has 5 digits in place of four", "", "long year with unspecified digits"},
	{"Y2006", 1, "the prefix Y is for years of more than four digits", "2006", "prefix not needed"},
	{"y170000002", 0, "a date begins with a year of four digits, not with 'y'", "Y170000002", "the draft of 2012"},
	{"Y017000", 1, "a year with the prefix Y does not begin with a zero", "", "leading zero"},
	{"Y", 1, "the digits of the year are missing after Y", "", "nothing after Y"},
	{"YX", 1, "a year with the prefix Y has no unspecified digits (X); significant digits (S) can say the same", "", "X for Y"},
	{"Y1234567890123456789", 1, "a year has at most 18 digits", "", "beyond what is kept"},
	{"Y1E18", 3, "a year has at most 18 digits", "", "by its exponent"},
	{"Y17E0", 4, "after E stands a whole number from 1 on", "", "exponent zero"},
	{"17E7", 0, "a date begins with a year of four digits, not with 17", "Y17E7", "exponent without prefix"},
	{"1700E7", 4, "a year with an exponent needs the prefix Y", "Y1700E7", "exponent of a four-digit year"},
	{"Y170000002-12", 10, "a year with the prefix Y or with significant digits stands alone, without a month", "", "month of a long year"},
	{"1950S0", 5, "after S stands the number of significant digits, from 1 on", "", "no digits significant"},
	{"1950S5", 5, "the year 1950 has 4 digits, so it cannot have 5 significant ones", "", "more than there are"},
	{"195XS2", 4, "a year has either unspecified digits (X) or significant digits (S)", "", "both at once"},
	{"1950S2-03", 6, "a year with the prefix Y or with significant digits stands alone, without a month", "", "month of an estimated year"},
	{"-0000", 0, "there is no year -0000; the year 0 is 0000 (1 BC)", "0000", "negative zero"},
	{"+2006", 0, "a year has no plus sign", "2006", "plus sign"},

	{"2024-04-20T25:00", 11, "hour 25 is out of range 00–23", "", "no such hour"},
	{"2024-04-20T24:00:00", 11, "hour 24 is out of range 00–23", "", "midnight is 00:00 of the next day"},
	{"2024-04-20T15:60", 14, "minute 60 is out of range 00–59", "", "no such minute"},
	{"2024-04-20T15:00:60", 17, "second 60 is out of range 00–59", "", "no leap second here"},
	{"2024-04-20T15", 13, "a colon and the minutes are missing after the hour", "2024-04-20T15:00", "hour alone"},
	{"2024-04-20T1:10:10", 11, "the hour 1 is not written with two digits", "2024-04-20T01:10:10", "one digit"},
	{"2024-04-20T", 11, "the hour is missing before the end", "", "no time after T"},
	{"2024-04-20T15:00:00.5Z", 19, "a time has no fractions of a second", "2024-04-20T15:00:00Z", "fraction"},
	{"2024-04-20 15:00", 10, "white space after the day", "2024-04-20T15:00", "space for T"},
	{"2024-04-20t15:00", 10, "the letter before a time is a capital T", "2024-04-20T15:00", "lower case"},
	{"1985-04-12T23:20:30z", 19, "'z' after the time of day", "1985-04-12T23:20:30Z", "lower case"},
	{"2024-04-20T15:00-00:00", 16, "an offset of zero is written Z or +00:00", "2024-04-20T15:00Z", "negative zero"},
	{"2024-04-20T15:00+24", 17, "hour of the offset from UTC 24 is out of range 00–23", "", "offset of a day"},
	{"2024-04-20T15:00+04:60", 20, "minute of the offset from UTC 60 is out of range 00–59", "", "no such minute of an offset"},
	{"2024-04x", 7, "an unspecified digit is written with a capital X", "", "x after a whole month"},
	{"2024-04a", 7, "'a' after the month", "", "letter after a month"},
	{"2024-04/05/06", 10, "an interval has one solidus (/), not more", "", "mixed separators"},
	{"2024-04-20T15:00Z12:00", 17, "'1' after the time of day", "", "two zones"},
	{"2024-04T15:00", 7, "a time of day needs a date with month and day before it", "2024-04", "time of a month"},
	{"2024-04-XXT15:00", 10, "a time of day needs a date without unspecified digits (X)", "2024-04-XX", "time of an unknown day"},
	{"2024-04-20T15:00?", 16, "a date with a time of day cannot be qualified", "2024-04-20?", "the specification qualifies dates only"},
	{"2024-04-20?T15:00", 11, "a date with a time of day cannot be qualified", "2024-04-20?", "the same, before the time"},

	{"2024/2023", 5, "the interval ends (2023) before it begins (2024)", "2023/2024", "years turned round"},
	{"2012-24/2012-21", 8, "the interval ends (2012-21) before it begins (2012-24)", "2012-21/2012-24", "winter begins in December"},
	{"-1000/-2000", 6, "the interval ends (-2000) before it begins (-1000)", "-2000/-1000", "negative years turned round"},
	{"../..", 0, "an interval needs a date at one end at least", "", "open at both ends"},
	{"/", 0, "an interval needs a date at one end at least", "", "unknown at both ends"},
	{"..", 0, "an open end (..) needs a date beside it, as in 2011/..", "", "no interval"},
	{"2012/2013/1234", 9, "an interval has one solidus (/), not more", "", "three ends"},
	{"2011-2013", 5, "the month 2013 is not written with two digits", "2011/2013", "hyphen for solidus"},
	{"2011–2013", 4, "'–' after the year", "2011/2013", "dash for solidus"},
	{"2011-13", 5, "month 13 is out of range 01–12 (seasons are 21–41)", "2011/2013", "abbreviated year"},
	{"2024-04-20/21", 11, "the year 21 has 2 digits in place of four", "2024-04-20/2024-04-21", "abbreviated day"},
	{"2011 to 2013", 4, "white space after the year", "2011/2013", "in words"},
	{"from April 2011 to c. 2012", 0, "a date begins with a year of four digits, not with 'f'", "2011-04/2012~", "in words, both ends"},
	{"since 2011", 0, "a date begins with a year of four digits, not with 's'", "2011/..", "open end in words"},
	{"before May 2011", 0, "a date begins with a year of four digits, not with 'b'", "../2011-05", "open start in words"},
	{"2011/present", 5, "a date begins with a year of four digits, not with 'p'", "2011/..", "until now"},
	{"2011/open", 5, "a date begins with a year of four digits, not with 'o'", "2011/..", "the draft of 2012"},
	{"unknown/2011", 0, "a date begins with a year of four digits, not with 'u'", "/2011", "the draft of 2012"},
	{"2024-04-20T15:00/2024-04-21T16:00", 10, "a time of day cannot stand in an interval", "2024-04-20/2024-04-21", "times of day"},

	{"[1667, 1668]", 6, "a set is written without white space", "[1667,1668]", "space in a set"},
	{"[1667,1668", 10, "the set that begins with [ is not closed with ]", "[1667,1668]", "not closed"},
	{"{1667]", 6, "the set that begins with { is not closed with }", "", "closed by the other"},
	{"[1667,1668]?", 11, "nothing may follow the ] that closes a set", "", "qualified set"},
	{"[]", 1, "the set is empty", "", "no members"},
	{"[1667,,1668]", 6, "a member of the set is missing", "", "two commas"},
	{"[1667/1668]", 5, "a range in a set is written with two dots (..), not with a solidus (/)", "[1667..1668]", "interval in a set"},
	{"[1666,1668..1667]", 12, "the range ends (1667) before it begins (1668)", "", "range turned round"},
	{"[..]", 1, "an open end (..) needs a date beside it", "", "open at both ends"},
	{"[1667,..1660]", 6, "only the first member of a set can begin with two dots (..)", "", "open start within"},
	{"[1667..,1668]", 5, "only the last member of a set can end with two dots (..)", "", "open end within"},
	{"[1667....]", 7, "two dots (..) stand between the ends of a range, not more", "", "four dots"},
	{"[2024-13..]", 6, "month 13 is out of range 01–12 (seasons are 21–41)", "", "bad start of a range"},
	{"[1984..2024-13]", 12, "month 13 is out of range 01–12 (seasons are 21–41)", "", "bad end of a range"},
	{"[....]", 3, "two dots (..) stand between the ends of a range, not more", "", "four dots alone"},
	{"[2024-04-20T15:00,2025]", 11, "a time of day cannot stand in a set", "[2024-04-20,2025]", "times of day"},
	{"{2023-02-29}", 9, "February 2023 has 28 days", "", "offset within a set"},
}

func TestSyntaxErrors(t *testing.T) {
	for _, row := range malformed {
		d, err := Parse(row.edtf)
		var syntax *SyntaxError
		if !errors.As(err, &syntax) {
			t.Errorf("%q (%s): parsed as %v, error %v", row.edtf, row.reason, d, err)
			continue
		}
		if !d.IsZero() {
			t.Errorf("%q (%s): a date beside an error", row.edtf, row.reason)
		}
		if syntax.Message != row.message || syntax.Offset != row.offset {
			t.Errorf("%q (%s): %d: %s\nwant %d: %s", row.edtf, row.reason, syntax.Offset, syntax.Message, row.offset, row.message)
		}
		if syntax.Hint != row.hint {
			t.Errorf("%q (%s): hint %q, want %q", row.edtf, row.reason, syntax.Hint, row.hint)
		}
	}
}

func TestErrorText(t *testing.T) {
	for _, row := range []struct{ edtf, want, reason string }{
		{"2024-02-30", `"2024-02-30" is not a date: February 2024 has 29 days`, "no hint"},
		{"c. 2011", `"c. 2011" is not a date: a date begins with a year of four digits, not with 'c' (did you mean 2011~?)`, "hint"},
	} {
		if _, err := Parse(row.edtf); fmt.Sprint(err) != row.want {
			t.Errorf("%s: %v, want %s", row.reason, err, row.want)
		}
	}
}
