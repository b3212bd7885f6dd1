package edtf

import "testing"

// form is a valid date and all that is read from it.
type form struct {
	edtf, canonical string
	lower, upper    string // by Instant.String
	precision       string
	iso             string
	words           string
	reason          string
}

// specification holds the examples of the Library of Congress specification of
// 4 February 2019, in its order, with the seasons and groupings 21–41 in full
// and the combinations of qualified ends that level 1 allows.
var specification = []form{
	{"1985-04-12", "1985-04-12", "1985-04-12", "1985-04-12", "day", "1985-04-12", "12 April 1985", "complete date"},
	{"1985-04", "1985-04", "1985-04-01", "1985-04-30", "month", "1985-04", "April 1985", "year and month"},
	{"1985", "1985", "1985-01-01", "1985-12-31", "year", "1985", "1985", "year"},
	{"1985-04-12T23:20:30", "1985-04-12T23:20:30", "1985-04-12T23:20:30", "1985-04-12T23:20:30", "second", "1985-04-12T23:20:30", "12 April 1985, 23:20:30", "time of day without a zone"},
	{"1985-04-12T23:20:30Z", "1985-04-12T23:20:30Z", "1985-04-12T23:20:30Z", "1985-04-12T23:20:30Z", "second", "1985-04-12T23:20:30Z", "12 April 1985, 23:20:30 UTC", "time of day in UTC"},
	{"1985-04-12T23:20:30-04", "1985-04-12T23:20:30-04:00", "1985-04-12T23:20:30-04:00", "1985-04-12T23:20:30-04:00", "second", "1985-04-12T23:20:30-04:00", "12 April 1985, 23:20:30 (UTC-04:00)", "offset in hours; the canonical form adds the minutes"},
	{"1985-04-12T23:20:30+04:30", "1985-04-12T23:20:30+04:30", "1985-04-12T23:20:30+04:30", "1985-04-12T23:20:30+04:30", "second", "1985-04-12T23:20:30+04:30", "12 April 1985, 23:20:30 (UTC+04:30)", "offset in hours and minutes"},
	{"1964/2008", "1964/2008", "1964-01-01", "2008-12-31", "interval", "", "1964 to 2008", "interval of years"},
	{"2004-06/2006-08", "2004-06/2006-08", "2004-06-01", "2006-08-31", "interval", "", "June 2004 to August 2006", "interval of months"},
	{"2004-02-01/2005-02-08", "2004-02-01/2005-02-08", "2004-02-01", "2005-02-08", "interval", "", "1 February 2004 to 8 February 2005", "interval of days"},
	{"2004-02-01/2005-02", "2004-02-01/2005-02", "2004-02-01", "2005-02-28", "interval", "", "1 February 2004 to February 2005", "ends of different precision, day and month"},
	{"2004-02-01/2005", "2004-02-01/2005", "2004-02-01", "2005-12-31", "interval", "", "1 February 2004 to 2005", "ends of different precision, day and year"},
	{"2005/2006-02", "2005/2006-02", "2005-01-01", "2006-02-28", "interval", "", "2005 to February 2006", "ends of different precision, year and month"},
	{"Y170000002", "Y170000002", "Y170000002-01-01", "Y170000002-12-31", "year", "", "170,000,002", "year of more than four digits"},
	{"Y-170000002", "Y-170000002", "Y-170000002-01-01", "Y-170000002-12-31", "year", "", "170,000,003 BC", "the same, negative: year 0 is 1 BC, so the number grows by one"},
	{"2001-21", "2001-21", "2001-03-01", "2001-05-31", "season", "", "spring 2001", "spring"},
	{"2001-22", "2001-22", "2001-06-01", "2001-08-31", "season", "", "summer 2001", "summer"},
	{"2001-23", "2001-23", "2001-09-01", "2001-11-30", "season", "", "autumn 2001", "autumn"},
	{"2001-24", "2001-24", "2001-12-01", "2002-02-28", "season", "", "winter 2001", "winter runs into the next year"},
	{"1984?", "1984?", "1984-01-01", "1984-12-31", "year", "1984", "1984 (uncertain)", "uncertain year"},
	{"2004-06~", "2004-06~", "2004-06-01", "2004-06-30", "month", "2004-06", "about June 2004", "approximate month; bounds are not widened"},
	{"2004-06-11%", "2004-06-11%", "2004-06-11", "2004-06-11", "day", "2004-06-11", "about 11 June 2004 (uncertain)", "uncertain and approximate day"},
	{"201X", "201X", "2010-01-01", "2019-12-31", "decade", "", "the 2010s", "last digit of the year unspecified"},
	{"20XX", "20XX", "2000-01-01", "2099-12-31", "century", "", "the 2000s", "last two digits of the year unspecified"},
	{"2004-XX", "2004-XX", "2004-01-01", "2004-12-31", "month", "2004", "2004 (month unknown)", "month unspecified"},
	{"1985-04-XX", "1985-04-XX", "1985-04-01", "1985-04-30", "day", "1985-04", "April 1985 (day unknown)", "day unspecified"},
	{"1985-XX-XX", "1985-XX-XX", "1985-01-01", "1985-12-31", "day", "1985", "1985 (month and day unknown)", "month and day unspecified"},
	{"1985-04-12/..", "1985-04-12/..", "1985-04-12", "..", "interval", "", "from 12 April 1985 on", "open end, day"},
	{"1985-04/..", "1985-04/..", "1985-04-01", "..", "interval", "", "from April 1985 on", "open end, month"},
	{"1985/..", "1985/..", "1985-01-01", "..", "interval", "", "from 1985 on", "open end, year"},
	{"../1985-04-12", "../1985-04-12", "..", "1985-04-12", "interval", "", "until 12 April 1985", "open start, day"},
	{"../1985-04", "../1985-04", "..", "1985-04-30", "interval", "", "until April 1985", "open start, month"},
	{"../1985", "../1985", "..", "1985-12-31", "interval", "", "until 1985", "open start, year"},
	{"1985-04-12/", "1985-04-12/", "1985-04-12", "1985-04-12", "interval", "", "from 12 April 1985, end unknown", "unknown end, day"},
	{"1985-04/", "1985-04/", "1985-04-01", "1985-04-30", "interval", "", "from April 1985, end unknown", "unknown end, month"},
	{"1985/", "1985/", "1985-01-01", "1985-12-31", "interval", "", "from 1985, end unknown", "unknown end, year"},
	{"/1985-04-12", "/1985-04-12", "1985-04-12", "1985-04-12", "interval", "", "until 12 April 1985, start unknown", "unknown start, day"},
	{"/1985-04", "/1985-04", "1985-04-01", "1985-04-30", "interval", "", "until April 1985, start unknown", "unknown start, month"},
	{"/1985", "/1985", "1985-01-01", "1985-12-31", "interval", "", "until 1985, start unknown", "unknown start, year"},
	{"1984~/2004-06", "1984~/2004-06", "1984-01-01", "2004-06-30", "interval", "", "about 1984 to June 2004", "qualified start"},
	{"1984/2004-06~", "1984/2004-06~", "1984-01-01", "2004-06-30", "interval", "", "1984 to about June 2004", "qualified end"},
	{"1984~/2004~", "1984~/2004~", "1984-01-01", "2004-12-31", "interval", "", "about 1984 to about 2004", "both ends approximate"},
	{"1984?/2004%", "1984?/2004%", "1984-01-01", "2004-12-31", "interval", "", "1984 (uncertain) to about 2004 (uncertain)", "both ends qualified, differently"},
	{"1984-06?/2004-08?", "1984-06?/2004-08?", "1984-06-01", "2004-08-31", "interval", "", "June 1984 to August 2004 (both uncertain)", "both months uncertain"},
	{"1984-06-02?/2004-08-08~", "1984-06-02?/2004-08-08~", "1984-06-02", "2004-08-08", "interval", "", "2 June 1984 (uncertain) to about 8 August 2004", "both days qualified"},
	{"1984-06-02?/", "1984-06-02?/", "1984-06-02", "1984-06-02", "interval", "", "from 2 June 1984 (uncertain), end unknown", "qualified start, unknown end"},
	{"-1985", "-1985", "-1985-01-01", "-1985-12-31", "year", "", "1986 BC", "negative year"},
	{"Y-17E7", "Y-17E7", "Y-170000000-01-01", "Y-170000000-12-31", "year", "", "170,000,001 BC", "exponential year"},
	{"1950S2", "1950S2", "1900-01-01", "1999-12-31", "century", "", "1950, to 2 significant digits (1900 to 1999)", "two significant digits: the century"},
	{"Y171010000S3", "Y171010000S3", "Y171000000-01-01", "Y171999999-12-31", "years", "", "171,010,000, to 3 significant digits (171,000,000 to 171,999,999)", "significant digits of a long year"},
	{"Y3388E2S3", "Y3388E2S3", "Y338000-01-01", "Y338999-12-31", "years", "", "338,800, to 3 significant digits (338,000 to 338,999)", "significant digits of an exponential year"},
	{"2001-34", "2001-34", "2001-04-01", "2001-06-30", "season", "", "second quarter of 2001", "second quarter"},
	{"2001-25", "2001-25", "2001-03-01", "2001-05-31", "season", "", "spring 2001 (Northern Hemisphere)", "spring of the north"},
	{"2001-26", "2001-26", "2001-06-01", "2001-08-31", "season", "", "summer 2001 (Northern Hemisphere)", "summer of the north"},
	{"2001-27", "2001-27", "2001-09-01", "2001-11-30", "season", "", "autumn 2001 (Northern Hemisphere)", "autumn of the north"},
	{"2001-28", "2001-28", "2001-12-01", "2002-02-28", "season", "", "winter 2001 (Northern Hemisphere)", "winter of the north"},
	{"2001-29", "2001-29", "2001-09-01", "2001-11-30", "season", "", "spring 2001 (Southern Hemisphere)", "spring of the south"},
	{"2001-30", "2001-30", "2001-12-01", "2002-02-28", "season", "", "summer 2001 (Southern Hemisphere)", "summer of the south runs into the next year"},
	{"2001-31", "2001-31", "2001-03-01", "2001-05-31", "season", "", "autumn 2001 (Southern Hemisphere)", "autumn of the south"},
	{"2001-32", "2001-32", "2001-06-01", "2001-08-31", "season", "", "winter 2001 (Southern Hemisphere)", "winter of the south"},
	{"2001-33", "2001-33", "2001-01-01", "2001-03-31", "season", "", "first quarter of 2001", "first quarter"},
	{"2001-35", "2001-35", "2001-07-01", "2001-09-30", "season", "", "third quarter of 2001", "third quarter"},
	{"2001-36", "2001-36", "2001-10-01", "2001-12-31", "season", "", "fourth quarter of 2001", "fourth quarter"},
	{"2001-37", "2001-37", "2001-01-01", "2001-04-30", "season", "", "first four-month period of 2001", "first quadrimester"},
	{"2001-38", "2001-38", "2001-05-01", "2001-08-31", "season", "", "second four-month period of 2001", "second quadrimester"},
	{"2001-39", "2001-39", "2001-09-01", "2001-12-31", "season", "", "third four-month period of 2001", "third quadrimester"},
	{"2001-40", "2001-40", "2001-01-01", "2001-06-30", "season", "", "first half of 2001", "first semestral"},
	{"2001-41", "2001-41", "2001-07-01", "2001-12-31", "season", "", "second half of 2001", "second semestral"},
	{"[1667,1668,1670..1672]", "[1667,1668,1670..1672]", "1667-01-01", "1672-12-31", "set", "", "one of 1667, 1668, or 1670 to 1672", "one of some years and a range"},
	{"[..1760-12-03]", "[..1760-12-03]", "..", "1760-12-03", "set", "", "3 December 1760 or earlier", "one day, or any before it"},
	{"[1760-12..]", "[1760-12..]", "1760-12-01", "..", "set", "", "December 1760 or later", "one month, or any after it"},
	{"[1760-01,1760-02,1760-12..]", "[1760-01,1760-02,1760-12..]", "1760-01-01", "..", "set", "", "one of January 1760, February 1760, or December 1760 or later", "months, the last with all later ones"},
	{"[1667,1760-12]", "[1667,1760-12]", "1667-01-01", "1760-12-31", "set", "", "one of 1667 or December 1760", "members of different precision"},
	{"[..1984]", "[..1984]", "..", "1984-12-31", "set", "", "1984 or earlier", "one year, or any before it"},
	{"{1667,1668,1670..1672}", "{1667,1668,1670..1672}", "1667-01-01", "1672-12-31", "set", "", "all of 1667, 1668, and 1670 to 1672", "all of some years and a range"},
	{"{1960,1961-12}", "{1960,1961-12}", "1960-01-01", "1961-12-31", "set", "", "all of 1960 and December 1961", "all, of different precision"},
	{"{..1984}", "{..1984}", "..", "1984-12-31", "set", "", "all of 1984 and earlier", "a year and all before it"},
	{"2004-06~-11", "2004-06~-11", "2004-06-11", "2004-06-11", "day", "2004-06-11", "11 June (approximate) 2004 (year approximate)", "qualifier right of the month covers the year too"},
	{"2004?-06-11", "2004?-06-11", "2004-06-11", "2004-06-11", "day", "2004-06-11", "11 June 2004 (year uncertain)", "qualifier right of the year covers the year"},
	{"?2004-06-~11", "2004?-06-~11", "2004-06-11", "2004-06-11", "day", "2004-06-11", "11 (approximate) June 2004 (year uncertain)", "qualifiers on the left cover one component each"},
	{"2004-%06-11", "2004-%06-11", "2004-06-11", "2004-06-11", "day", "2004-06-11", "11 June (uncertain and approximate) 2004", "both qualifiers on the month alone"},
	{"156X-12-25", "156X-12-25", "1560-12-25", "1569-12-25", "day", "", "25 December in the 1560s", "a known day in an unspecified year of a decade"},
	{"15XX-12-25", "15XX-12-25", "1500-12-25", "1599-12-25", "day", "", "25 December in the 1500s", "a known day in an unspecified year of a century"},
	{"XXXX-12-XX", "XXXX-12-XX", "0000-12-01", "9999-12-31", "day", "", "December in an unknown year (day unknown)", "only the month is known"},
	{"1XXX-XX", "1XXX-XX", "1000-01-01", "1999-12-31", "month", "", "the years 1000 to 1999 (month unknown)", "some month in a thousand years"},
	{"1XXX-12", "1XXX-12", "1000-12-01", "1999-12-31", "month", "", "December in the years 1000 to 1999", "a known month in a thousand years"},
	{"1984-1X", "1984-1X", "1984-10-01", "1984-12-31", "month", "", "October, November, or December 1984", "the last quarter, month by month"},
	{"2004-06-~01/2004-06-~20", "2004-06-~01/2004-06-~20", "2004-06-01", "2004-06-20", "interval", "", "1 (approximate) to 20 (approximate) June 2004", "components qualified within an interval"},
	{"2004-06-XX/2004-07-03", "2004-06-XX/2004-07-03", "2004-06-01", "2004-07-03", "interval", "", "June 2004 (day unknown) to 3 July 2004", "unspecified day within an interval"},
}

// beyond holds forms that follow from the specification's rules.
var beyond = []form{
	{"2024-04-20T15:00", "2024-04-20T15:00", "2024-04-20T15:00:00", "2024-04-20T15:00:59", "minute", "2024-04-20T15:00", "20 April 2024, 15:00", "minutes without seconds"},
	{"2024-01-01T01:00+00:00", "2024-01-01T01:00Z", "2024-01-01T01:00:00Z", "2024-01-01T01:00:59Z", "minute", "2024-01-01T01:00Z", "1 January 2024, 01:00 UTC", "an offset of zero is UTC"},
	{"1999-12-31T23:59:60Z", "1999-12-31T23:59:60Z", "1999-12-31T23:59:60Z", "1999-12-31T23:59:60Z", "second", "", "31 December 1999, 23:59:60 UTC", "leap second"},
	{"2004-02-01/2004-02-08", "2004-02-01/2004-02-08", "2004-02-01", "2004-02-08", "interval", "", "1 to 8 February 2004", "days of one month share its name"},
	{"2024-04/2024-06", "2024-04/2024-06", "2024-04-01", "2024-06-30", "interval", "", "April to June 2024", "months of one year share the year"},
	{"2024-04-01/2024-06-03", "2024-04-01/2024-06-03", "2024-04-01", "2024-06-03", "interval", "", "1 April to 3 June 2024", "days of two months share the year"},
	{"2024-04-01?/2024-04-03", "2024-04-01?/2024-04-03", "2024-04-01", "2024-04-03", "interval", "", "1 April 2024 (uncertain) to 3 April 2024", "a qualified year is not shared"},
	{"2024-04~/2024-06", "2024-04~/2024-06", "2024-04-01", "2024-06-30", "interval", "", "about April 2024 to June 2024", "nor is that of an approximate month"},
	{"2024-04-?01/2024-04-03", "2024-04-?01/2024-04-03", "2024-04-01", "2024-04-03", "interval", "", "1 (uncertain) to 3 April 2024", "a qualified day is said in the short form"},
	{"2024-~04-01/2024-~04-03", "2024-~04-01/2024-~04-03", "2024-04-01", "2024-04-03", "interval", "", "1 April (approximate) to 3 April (approximate) 2024", "a qualified month is said at both ends"},
	{"2001-21/2001-22", "2001-21/2001-22", "2001-03-01", "2001-08-31", "interval", "", "spring 2001 to summer 2001", "seasons are not shortened"},
	{"1985/1985", "1985/1985", "1985-01-01", "1985-12-31", "interval", "", "1985 to 1985", "an interval within one year is still an interval"},
	{"190X", "190X", "1900-01-01", "1909-12-31", "decade", "", "the decade 1900 to 1909", "a decade that begins a century must not read as the century"},
	{"-156X", "-156X", "-1569-01-01", "-1560-12-31", "decade", "", "the years 1570 BC to 1561 BC", "a negative decade counts away from zero"},
	{"-20XX", "-20XX", "-2099-01-01", "-2000-12-31", "century", "", "the years 2100 BC to 2001 BC", "a negative century"},
	{"000X", "000X", "0000-01-01", "0009-12-31", "decade", "", "the years 1 BC to AD 9", "a decade on both sides of 1 BC"},
	{"00XX", "00XX", "0000-01-01", "0099-12-31", "century", "", "the years 1 BC to AD 99", "a century on both sides of 1 BC"},
	{"-000X", "-000X", "-0009-01-01", "-0001-12-31", "decade", "", "the years 10 BC to 2 BC", "there is no year -0000"},
	{"-XXXX", "-XXXX", "-9999-01-01", "-0001-12-31", "years", "", "the years 10,000 BC to 2 BC", "any negative year"},
	{"XXXX", "XXXX", "0000-01-01", "9999-12-31", "years", "", "an unknown year", "any year"},
	{"X9X9", "X9X9", "0909-01-01", "9999-12-31", "years", "", "a year of the pattern X9X9", "unspecified digits apart"},
	{"1X99", "1X99", "1099-01-01", "1999-12-31", "years", "", "a year of the pattern 1X99", "unspecified digit within"},
	{"098X", "098X", "0980-01-01", "0989-12-31", "decade", "", "the 980s", "a decade before 1000"},
	{"-0043", "-0043", "-0043-01-01", "-0043-12-31", "year", "", "44 BC", "astronomical −43 is 44 BC"},
	{"0000", "0000", "0000-01-01", "0000-12-31", "year", "", "1 BC", "year zero is 1 BC"},
	{"0044", "0044", "0044-01-01", "0044-12-31", "year", "0044", "AD 44", "a small year needs its era"},
	{"-0043-03-15", "-0043-03-15", "-0043-03-15", "-0043-03-15", "day", "", "15 March 44 BC", "a day BC"},
	{"0000-02-29", "0000-02-29", "0000-02-29", "0000-02-29", "day", "", "29 February 1 BC", "year 0 is a leap year"},
	{"-0004-02-29", "-0004-02-29", "-0004-02-29", "-0004-02-29", "day", "", "29 February 5 BC", "and so is −4"},
	{"2023-X2-30", "2023-X2-30", "2023-12-30", "2023-12-30", "day", "", "30 December 2023", "only December has a day 30 among those that fit"},
	{"2023-X2-31", "2023-X2-31", "2023-12-31", "2023-12-31", "day", "", "31 December 2023", "and a day 31"},
	{"2023-0X-3X", "2023-0X-3X", "2023-01-30", "2023-09-30", "day", "", "day 30 or 31 of an unknown month in 2023 (a month from January to September)", "days of a month that is not known"},
	{"2024-X2-29", "2024-X2-29", "2024-02-29", "2024-12-29", "day", "", "29 February or December 2024", "February has a 29th in a leap year"},
	{"2004-06-1X", "2004-06-1X", "2004-06-10", "2004-06-19", "day", "", "June 2004 (a day from 10 to 19)", "a day of ten"},
	{"2004-06-X5", "2004-06-X5", "2004-06-05", "2004-06-25", "day", "", "5, 15, or 25 June 2004", "three days in question"},
	{"2023-02-2X", "2023-02-2X", "2023-02-20", "2023-02-28", "day", "", "February 2023 (a day from 20 to 28)", "the end of a short month"},
	{"2024-02-2X", "2024-02-2X", "2024-02-20", "2024-02-29", "day", "", "February 2024 (a day from 20 to 29)", "the end of February in a leap year"},
	{"1985-XX-25", "1985-XX-25", "1985-01-25", "1985-12-25", "day", "", "day 25 of an unknown month in 1985", "a day of a month that is not known"},
	{"1985-0X", "1985-0X", "1985-01-01", "1985-09-30", "month", "", "1985 (a month from January to September)", "nine months in question"},
	{"1985-0X-25", "1985-0X-25", "1985-01-25", "1985-09-25", "day", "", "day 25 of an unknown month in 1985 (a month from January to September)", "a day of nine months in question"},
	{"1985-0X-1X", "1985-0X-1X", "1985-01-10", "1985-09-19", "day", "", "1985 (a month from January to September) (a day from 10 to 19)", "both partly known"},
	{"1985-1X-XX", "1985-1X-XX", "1985-10-01", "1985-12-31", "day", "", "October, November, or December 1985 (day unknown)", "a month of three, and no day"},
	{"1985-XX-1X", "1985-XX-1X", "1985-01-10", "1985-12-19", "day", "", "1985 (month unknown) (a day from 10 to 19)", "no month, and a day of ten"},
	{"XXXX-02-29", "XXXX-02-29", "0000-02-29", "9996-02-29", "day", "", "29 February in an unknown year", "leap years only"},
	{"XXX1-XX-XX", "XXX1-XX-XX", "0001-01-01", "9991-12-31", "day", "", "a year of the pattern XXX1 (month and day unknown)", "no leap year fits"},
	{"-XXXX-02-29", "-XXXX-02-29", "-9996-02-29", "-0004-02-29", "day", "", "29 February in the years 10,000 BC to 2 BC", "negative leap years only"},
	{"190X-02-29", "190X-02-29", "1904-02-29", "1908-02-29", "day", "", "29 February in the decade 1900 to 1909", "1900 is no leap year"},
	{"200X-02-29", "200X-02-29", "2000-02-29", "2008-02-29", "day", "", "29 February in the decade 2000 to 2009", "2000 is"},
	{"156X-21", "156X-21", "1560-03-01", "1569-05-31", "season", "", "spring in the 1560s", "a season of a decade"},
	{"156X-34", "156X-34", "1560-04-01", "1569-06-30", "season", "", "second quarter of the 1560s", "a quarter of a decade"},
	{"2001-~21", "2001-~21", "2001-03-01", "2001-05-31", "season", "", "spring (approximate) 2001", "an approximate season"},
	{"?2001-33~", "2001%-~33", "2001-01-01", "2001-03-31", "season", "", "first (approximate) quarter of 2001 (year uncertain and approximate)", "the right-hand qualifier joins the left-hand one"},
	{"-1859S2", "-1859S2", "-1899-01-01", "-1800-12-31", "century", "", "1860 BC, to 2 significant digits (1900 BC to 1801 BC)", "significant digits of a negative year"},
	{"1950S4", "1950S4", "1950-01-01", "1950-12-31", "year", "", "1950, to 4 significant digits", "all digits significant"},
	{"1950S1", "1950S1", "1000-01-01", "1999-12-31", "years", "", "1950, to 1 significant digit (1000 to 1999)", "one significant digit"},
	{"0050S1", "0050S1", "0050-01-01", "0059-12-31", "decade", "", "AD 50, to 1 significant digit (AD 50 to AD 59)", "leading zeros do not count"},
	{"0000S1", "0000S1", "0000-01-01", "0000-12-31", "year", "", "1 BC, to 1 significant digit", "zero has one digit"},
	{"1000S1", "1000S1", "1000-01-01", "1999-12-31", "years", "", "1000, to 1 significant digit (1000 to 1999)", "the last digit counted is not zero"},
	{"5000S1?", "5000S1?", "5000-01-01", "5999-12-31", "years", "", "5000, to 1 significant digit (5000 to 5999) (uncertain)", "significant digits, uncertain"},
	{"Y10000S5", "Y10000S5", "Y10000-01-01", "Y10000-12-31", "year", "", "10,000, to 5 significant digits", "all digits of a long year"},
	{"Y17E2", "Y17E2", "1700-01-01", "1700-12-31", "year", "1700", "1700", "an exponent may give a year of four digits"},
	{"Y999999999999999999", "Y999999999999999999", "Y999999999999999999-01-01", "Y999999999999999999-12-31", "year", "", "999,999,999,999,999,999", "the greatest year"},
	{"Y-999999999999999999", "Y-999999999999999999", "Y-999999999999999999-01-01", "Y-999999999999999999-12-31", "year", "", "1,000,000,000,000,000,000 BC", "the least year"},
	{"Y-999999999999999999S1", "Y-999999999999999999S1", "Y-999999999999999999-01-01", "Y-900000000000000000-12-31", "years", "", "1,000,000,000,000,000,000 BC, to 1 significant digit (1,000,000,000,000,000,000 BC to 900,000,000,000,000,001 BC)", "its widest bounds"},
	{"{1984}", "{1984}", "1984-01-01", "1984-12-31", "set", "", "1984", "a set of one, all"},
	{"[1984]", "[1984]", "1984-01-01", "1984-12-31", "set", "", "1984", "a set of one"},
	{"[1670..1672]", "[1670..1672]", "1670-01-01", "1672-12-31", "set", "", "between 1670 and 1672", "one year of a range"},
	{"{1670..1672}", "{1670..1672}", "1670-01-01", "1672-12-31", "set", "", "all of 1670 to 1672", "all years of a range"},
	{"[1668,1667]", "[1668,1667]", "1667-01-01", "1668-12-31", "set", "", "one of 1668 or 1667", "members need no order"},
	{"{1667,1670..}", "{1667,1670..}", "1667-01-01", "..", "set", "", "all of 1667, and 1670 and later", "all later ones too"},
	{"[..1667,1670?]", "[..1667,1670?]", "..", "1670-12-31", "set", "", "one of 1667 or earlier, or 1670 (uncertain)", "an earlier one or an uncertain year"},
	{"[2024-04-20..2024-04-22]", "[2024-04-20..2024-04-22]", "2024-04-20", "2024-04-22", "set", "", "between 20 and 22 April 2024", "a range is shortened like an interval"},
	{"2001-?09~-09", "2001~-%09-09", "2001-09-09", "2001-09-09", "day", "2001-09-09", "9 September (uncertain and approximate) 2001 (year approximate)", "qualifiers from both sides on one component"},
	{"?2004-?06-?11", "2004-06-11?", "2004-06-11", "2004-06-11", "day", "2004-06-11", "11 June 2004 (uncertain)", "all components alike is the whole"},
	{"?2004-06", "2004?-06", "2004-06-01", "2004-06-30", "month", "2004-06", "June 2004 (year uncertain)", "year alone"},
	{"156X~", "156X~", "1560-01-01", "1569-12-31", "decade", "", "about the 1560s", "an approximate decade"},
	{"156X~-12-25", "156X~-12-25", "1560-12-25", "1569-12-25", "day", "", "25 December in the 1560s (year approximate)", "approximate decade of a known day"},
	{"2004-06-?XX", "2004-06-?XX", "2004-06-01", "2004-06-30", "day", "2004-06", "June 2004 (day unknown)", "a qualifier of what is unspecified"},
	{"2004-XX-~11", "2004-XX-~11", "2004-01-11", "2004-12-11", "day", "", "day 11 (approximate) of an unknown month in 2004", "an approximate day of an unknown month"},
}

func forms() []form {
	return append(append([]form{}, specification...), beyond...)
}

func TestForms(t *testing.T) {
	for _, row := range forms() {
		d, err := Parse(row.edtf)
		if err != nil {
			t.Errorf("%s (%s): %v", row.edtf, row.reason, err)
			continue
		}
		for _, c := range []struct{ what, got, want string }{
			{"canonical form", d.String(), row.canonical},
			{"lower bound", d.Lower().String(), row.lower},
			{"upper bound", d.Upper().String(), row.upper},
			{"precision", d.Precision().String(), row.precision},
			{"ISO 8601", d.ISO(), row.iso},
			{"words", d.Words(), row.words},
		} {
			if c.got != c.want {
				t.Errorf("%s (%s): %s is %q, want %q", row.edtf, row.reason, c.what, c.got, c.want)
			}
		}
	}
}
