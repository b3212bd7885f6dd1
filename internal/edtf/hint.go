package edtf

import (
	"strconv"
	"strings"
	"unicode"
)

// longestHinted bounds the work spent on text that is no attempt at a date.
const longestHinted = 80

// hint guesses what was meant by s, which did not parse. Each guess rewrites
// one habit of writing dates; the first whose result parses is the answer.
// What could mean two days (04/05/2024) is not guessed.
func hint(s string) string {
	if len(s) > longestHinted {
		return ""
	}
	return hintTo(s, 3)
}

// hintTo may apply several guesses on top of each other, as for "c. April
// 2024" or "1956–c. 1960", to the given depth.
func hintTo(s string, depth int) string {
	trimmed := strings.TrimSpace(s)
	if g := canonical(trimmed); g != "" {
		return g
	}
	if depth == 0 || trimmed == "" {
		return ""
	}
	for _, guess := range [...]func(s string, depth int) string{
		guessSpelling,
		guessNumbers,
		guessNames,
		guessLongYear,
		guessSpan,
		guessQualifier,
		guessEra,
		guessInterval,
		guessTime,
	} {
		if g := canonical(guess(trimmed, depth-1)); g != "" {
			return g
		}
	}
	return ""
}

// canonical returns the canonical form of s, or "" if s does not parse.
func canonical(s string) string {
	d, err := parse(s)
	if err != nil {
		return ""
	}
	return d.text
}

func parses(s string) bool { return canonical(s) != "" }

// guessSpelling mends single characters: those of the draft of 2012, dashes,
// white space within sets, and lower case.
func guessSpelling(s string, _ int) string {
	s = unifyDashes(s)
	s = strings.NewReplacer("?~", "%", "~?", "%", "unknown/", "/", "/unknown", "/", "open/", "../", "/open", "/..").Replace(s)
	if s[0] == '[' || s[0] == '{' {
		s = strings.Join(strings.Fields(s), "")
		s = strings.ReplaceAll(s, "/", "..")
		if s[0] == '[' && !strings.Contains(s, "]") {
			s += "]"
		} else if s[0] == '{' && !strings.Contains(s, "}") {
			s += "}"
		}
	}
	s = strings.TrimPrefix(s, "+")
	b := []byte(s)
	for i, c := range b {
		switch {
		case i > 0 && (c == 'x' || c == 'u') && strings.IndexByte("0123456789-xuX", b[i-1]) >= 0:
			b[i] = 'X'
		case c == 'y' && (i == 0 || b[i-1] == '/'):
			b[i] = 'Y'
		case c == 't' && i == len("2006-01-02"):
			b[i] = 'T'
		case c == 'z' && i > len("2006-01-02T"):
			b[i] = 'Z'
		case c == 'e' && b[0] == 'Y':
			b[i] = 'E'
		}
	}
	s = string(b)
	if s == "-0000" {
		return "0000"
	}
	if strings.HasSuffix(s, "-00:00") || strings.HasSuffix(s, "-00") {
		if i := strings.IndexByte(s, 'T'); i > 0 {
			return s[:strings.LastIndexByte(s, '-')] + "Z"
		}
	}
	return s
}

func unifyDashes(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '−' || unicode.Is(unicode.Pd, r):
			return '-'
		}
		return r
	}, s)
}

// guessNumbers reads year, month and day as numbers in the order that their
// lengths and sizes leave open to no doubt.
func guessNumbers(s string, _ int) string {
	s = unifyDashes(s)
	if len(s) == 8 && allDigits(s) {
		return s[:4] + "-" + s[4:6] + "-" + s[6:]
	}
	fields := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("./- ", r) })
	for _, f := range fields {
		if !allDigits(f) || len(f) > 4 || len(f) == 3 {
			return ""
		}
	}
	switch len(fields) {
	case 2:
		if len(fields[0]) == 4 && len(fields[1]) <= 2 {
			if month := twoDigits(fields[1]); number(month) <= 12 {
				return fields[0] + "-" + month
			}
			if number(fields[1]) > number(fields[0][2:]) { // 2011-13
				return fields[0] + "/" + fields[0][:2] + fields[1]
			}
		}
		if len(fields[1]) == 4 && len(fields[0]) <= 2 {
			return fields[1] + "-" + twoDigits(fields[0])
		}
	case 3:
		if strings.Count(s, ".")*strings.Count(s, "/")+strings.Count(s, "-")*strings.Count(s, "/") > 0 {
			return "" // 2024-04/05 is rather an interval
		}
		a, b, c := twoDigits(fields[0]), twoDigits(fields[1]), twoDigits(fields[2])
		switch {
		case len(a) == 4:
			return a + "-" + b + "-" + c
		case len(c) != 4:
			return ""
		case strings.Contains(s, ".") || number(a) > 12 || a == b:
			return c + "-" + b + "-" + a
		case number(b) > 12:
			return c + "-" + a + "-" + b
		}
	}
	return ""
}

func allDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

func twoDigits(s string) string {
	if len(s) == 1 {
		return "0" + s
	}
	return s
}

func number(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

// guessNames reads English names of months and seasons with a year and,
// perhaps, a day, in any order.
func guessNames(s string, _ int) string {
	var year, month, day string
	for _, f := range strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return strings.ContainsRune(" ,.-/\u00a0", r) }) {
		bare := f
		for _, suffix := range []string{"st", "nd", "rd", "th"} {
			if n := strings.TrimSuffix(f, suffix); allDigits(n) {
				bare = n
			}
		}
		name := monthNamed(f)
		switch {
		case name != "" && month == "":
			month = name
		case len(bare) == 4 && allDigits(bare) && year == "":
			year = bare
		case len(bare) <= 2 && allDigits(bare) && day == "":
			day = twoDigits(bare)
		case f != "of" && f != "the":
			return ""
		}
	}
	if year == "" || month == "" {
		return ""
	}
	if day != "" {
		return year + "-" + month + "-" + day
	}
	return year + "-" + month
}

// monthNamed returns the two digits of a month or season, or "".
func monthNamed(name string) string {
	for i, m := range English.Months {
		if m = strings.ToLower(m); name == m || name == m[:3] || name == "sept" && i == 8 {
			return twoDigits(strconv.Itoa(i + 1))
		}
	}
	for i, season := range English.Seasons {
		if name == season || name == "fall" && i == 2 {
			return strconv.Itoa(firstSeason + i)
		}
	}
	return ""
}

// guessLongYear sets or drops the prefix Y.
func guessLongYear(s string, _ int) string {
	if rest, ok := strings.CutPrefix(s, "Y"); ok {
		return rest
	}
	return "Y" + strings.ReplaceAll(s, ",", "")
}

// guessSpan reads decades and centuries: 1560s, 16th century.
func guessSpan(s string, _ int) string {
	s = strings.TrimPrefix(strings.ToLower(s), "the ")
	if years, ok := strings.CutSuffix(strings.ReplaceAll(s, "'", ""), "s"); ok && len(years) == 4 && allDigits(years) {
		if years[2:] == "00" {
			return "" // 1900s: the decade or the century
		}
		return years[:3] + "X"
	}
	if ordinal, ok := strings.CutSuffix(s, " century"); ok {
		n := number(strings.TrimRight(ordinal, "stndrh"))
		if n > 10 && n <= 99 {
			return strconv.Itoa(n-1) + "XX"
		}
	}
	return ""
}

// guessQualifier reads words of doubt before or after a date.
func guessQualifier(s string, depth int) string {
	lower := strings.ToLower(s)
	if len(lower) != len(s) {
		return ""
	}
	for _, q := range []struct{ word, char string }{
		{"circa", "~"},
		{"ca.", "~"},
		{"ca", "~"},
		{"c.", "~"},
		{"c", "~"},
		{"approximately", "~"},
		{"approx.", "~"},
		{"about", "~"},
		{"around", "~"},
		{"~", "~"},
		{"probably", "?"},
		{"possibly", "?"},
		{"perhaps", "?"},
		{"maybe", "?"},
		{"(?)", "?"},
		{"?", "?"},
	} {
		rest, ok := strings.CutPrefix(lower, q.word)
		if ok && rest != "" && !unicode.IsLetter(rune(rest[0])) {
			if g := hintTo(s[len(q.word):], depth); g != "" {
				return strings.TrimSuffix(g, q.char) + q.char
			}
		}
		if rest, ok = strings.CutSuffix(lower, q.word); ok && !unicode.IsLetter(rune(q.word[0])) {
			if g := hintTo(s[:len(rest)], depth); g != "" {
				return strings.TrimSuffix(g, q.char) + q.char
			}
		}
	}
	return ""
}

// guessEra reads BC and AD beside a year.
func guessEra(s string, _ int) string {
	fields := strings.Fields(strings.ToUpper(strings.ReplaceAll(s, ".", "")))
	if len(fields) != 2 {
		return ""
	}
	year, era := fields[0], fields[1]
	if allDigits(era) {
		year, era = era, year
	}
	n := number(year)
	if !allDigits(year) || n < 1 || n > 9999 {
		return ""
	}
	padded := func(n int) string {
		digits := digitsOf(int64(n))
		return string(digits[:])
	}
	switch {
	case (era == "BC" || era == "BCE") && n == 1:
		return "0000"
	case era == "BC" || era == "BCE":
		return "-" + padded(n-1)
	case era == "AD" || era == "CE":
		return padded(n)
	}
	return ""
}

// guessInterval reads intervals written with words, dashes or "present", and
// turns round those that end before they begin.
func guessInterval(s string, depth int) string {
	lower := strings.ToLower(s)
	if len(lower) != len(s) {
		return ""
	}
	for _, open := range []struct{ word, before, after string }{
		{"since ", "", "/.."}, {"after ", "", "/.."}, {"until ", "../", ""}, {"before ", "../", ""},
	} {
		if rest, ok := strings.CutPrefix(lower, open.word); ok {
			if g := hintTo(s[len(s)-len(rest):], depth); g != "" {
				return open.before + g + open.after
			}
		}
	}
	begin := strings.TrimPrefix(lower, "from ")
	s = s[len(s)-len(begin):]
	lower = begin
	for _, between := range []string{"/", " to ", " until ", " - ", " – ", " — ", "–", "—", "-"} {
		i := strings.Index(lower, between)
		if i < 0 {
			continue
		}
		from, to := strings.TrimSpace(s[:i]), strings.TrimSpace(s[i+len(between):])
		if between == "/" && parses(from) && parses(to) && parses(to+"/"+from) {
			return to + "/" + from
		}
		if between == "/" && len(to) < len(from) && allDigits(to) { // 2024-04-20/21
			if short := from[:len(from)-len(to)] + to; parses(from + "/" + short) {
				return from + "/" + short
			}
		}
		from = hintTo(from, depth)
		switch strings.ToLower(to) {
		case "present", "now", "today", "":
			to = ".."
		default:
			to = hintTo(to, depth)
		}
		if from != "" && to != "" && parses(from+"/"+to) {
			return from + "/" + to
		}
	}
	return ""
}

// guessTime mends a date with a time of day, or gives up the time where none
// can stand.
func guessTime(s string, depth int) string {
	const day = len("2006-01-02")
	if len(s) <= day || s[day] != 'T' && s[day] != ' ' {
		// Times within intervals and sets, and times of qualified dates.
		if i := strings.IndexByte(s, 'T'); i > 0 && depth > 0 {
			end := i + 1
			for end < len(s) && strings.IndexByte("0123456789:.+-Z", s[end]) >= 0 && !strings.HasPrefix(s[end:], "..") {
				end++
			}
			return hintTo(s[:i]+s[end:], depth)
		}
		return ""
	}
	date, time := s[:day], strings.TrimSpace(s[day+1:])
	if i := strings.IndexAny(time, ".,"); i >= 0 {
		end := i + 1
		for end < len(time) && isDigit(time[end]) {
			end++
		}
		time = time[:i] + time[end:]
	}
	time = strings.ReplaceAll(time, " ", "")
	switch {
	case len(time) == 1 || len(time) == 2 && allDigits(time):
		time = twoDigits(time) + ":00"
	case len(time) > 1 && time[1] == ':':
		time = "0" + time
	}
	if g := date + "T" + time; parses(g) {
		return g
	}
	if strings.Contains(date, "X") {
		return date
	}
	if end := strings.IndexAny(s, "?~%"); end > 0 {
		return date + s[end:end+1]
	}
	if i := strings.IndexByte(s, '/'); i > 0 && depth > 0 {
		from, _, _ := strings.Cut(s[:i], "T")
		to, _, _ := strings.Cut(s[i+1:], "T")
		return from + "/" + to
	}
	return ""
}
