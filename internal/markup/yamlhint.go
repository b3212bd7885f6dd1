package markup

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

// pairLine is a line with a key and a value that begins on it.
var pairLine = regexp.MustCompile(`^(\s*(?:- +)*)([\pL\pM\pN_][\pL\pM\pN_ -]*):\s+(\S.*?)\s*$`)

// yamlHint says what to do about a syntax error. YAML's own words tell what the
// grammar wanted, not which text should have stood in quotes: for that the line
// is looked at. line and col, from 1, the latter in characters, are where the
// reading stopped.
func yamlHint(says string, rows []string, line, col int) string {
	row, above := "", ""
	if line >= 1 && line <= len(rows) {
		row = rows[line-1]
	}
	if line >= 2 && line <= len(rows)+1 {
		above = strings.TrimSpace(rows[line-2])
	}
	has := func(s string) bool { return strings.Contains(says, s) }
	first := utf8.RuneCountInString(row) - utf8.RuneCountInString(strings.TrimLeft(row, " \t")) + 1 // column of the first character
	var key, value string
	within := false // whether the reading stopped in the value
	if m := pairLine.FindStringSubmatch(row); m != nil {
		key, value = m[2], m[3]
		within = col > utf8.RuneCountInString(m[1]+m[2])+1
	}
	switch {
	case strings.Contains(row[:len(row)-len(strings.TrimLeft(row, " \t"))], "\t"):
		return "indent with spaces, not with tabs"
	case has("unknown escape"):
		return `in double quotes a backslash is written \\; single quotes take it as it is`
	case has("flow mapping") && flowCulprit(rows, line, col) != "":
		return "a text in it that holds a comma, a colon or a bracket must stand in quotes: " + flowCulprit(rows, line, col)
	case has("flow sequence"):
		return "close the list with ]; a text in it that holds a comma, a colon or a bracket must stand in quotes"
	case has("flow mapping"):
		return "close the mapping with }; a text in it that holds a comma, a colon or a bracket must stand in quotes"
	case has("quoted scalar"):
		return "close the quotation mark"
	case has("multiple"):
		return "take out the line --- or ... that ends the document"
	case has("could not find expected ':'"):
		return "write a key, a colon and a space before it, or indent it if it goes on with the value above"
	case has("mapping values") && within:
		return fmt.Sprintf("a text that holds a colon followed by a space must stand in quotes: %s: %s", key, inQuotes(value))
	case has("cannot start any token") && flowStart(row, col) != "":
		return flowStart(row, col)
	case has("cannot start any token") && strings.ContainsRune("[{", rune((value + " ")[0])):
		return "a text that begins with @, % or ` must stand in quotes"
	case within && (value[0] == '"' || value[0] == '\''):
		return fmt.Sprintf("quotes that begin a value must enclose all of it: %s: %s", key, inQuotes(value))
	case within && !plainStart(value):
		return fmt.Sprintf("a text that begins with %s must stand in quotes: %s: %s", value[:1], key, inQuotes(value))
	case has("mapping values") && above != "" && !strings.Contains(above+" ", ": ") && !strings.HasPrefix(above, "#") && above != "---":
		return "behind the key in the line above, a colon and a space are missing"
	case has("mapping values") && above != "" && above != "---":
		return "begin the line in the same column as the key above; if it goes on with the value above, put the whole value in quotes"
	case has("cannot start any token"), has("scanning a directive"), has("anchor"), has("alias"):
		return "a text that begins with @, %, `, & or * must stand in quotes"
	case has("expected key") && strings.HasPrefix(strings.TrimSpace(row), "- "):
		return "begin all items of a list in the same column, below their key"
	case col <= first && (has("expected key") || has("expected '-'")):
		return "begin the line in the same column as the other lines of its list or mapping"
	}
	return "put a text in quotes that begins with or holds one of : # [ ] { } , & * ! | > ' \" % @ `"
}

// lastKey is a key that a value follows.
var lastKey = regexp.MustCompile(`[{,]\s*([\pL_][\pL\pN_]*):\s+$`)

// flowStart says how to write the value of a mapping in braces at which the reading
// stopped because of the sign that it begins with; nothing where there is none.
func flowStart(row string, col int) string {
	runes := []rune(row)
	if col < 1 || col > len(runes) {
		return ""
	}
	key := lastKey.FindStringSubmatch(string(runes[:col-1]))
	value := string(runes[col-1:])
	if end := strings.IndexAny(value, ",}]"); end >= 0 {
		value = value[:end]
	}
	value = strings.TrimSpace(value)
	if key == nil || value == "" || plainStart(value) {
		return ""
	}
	return fmt.Sprintf("a text that begins with %s must stand in quotes: %s: %s", value[:1], key[1], inQuotes(value))
}

// flowKey is a key of a mapping in braces.
var flowKey = regexp.MustCompile(`[{,]\s*([\pL_][\pL\pN_]*):\s+`)

// flowCulprit gives the first key and text of the mapping in braces that begins
// at a place, of those that are not in quotes and should be, as it should be
// written; nothing where there is none.
func flowCulprit(rows []string, line, col int) string {
	if line < 1 || line > len(rows) || col < 1 || col > utf8.RuneCountInString(rows[line-1]) {
		return ""
	}
	text := string([]rune(rows[line-1])[col-1:])
	for next := line; next < len(rows) && next < line+10 && !strings.Contains(text, "}"); next++ {
		text += " " + strings.TrimSpace(rows[next])
	}
	end := strings.LastIndexByte(text, '}')
	if end < 0 || text[0] != '{' {
		return ""
	}
	text = text[:end]
	keys := flowKey.FindAllStringSubmatchIndex(text, -1)
	for i, k := range keys {
		to := len(text)
		if i+1 < len(keys) {
			to = keys[i+1][0]
		}
		value := strings.TrimRight(strings.TrimSpace(text[k[1]:to]), ",")
		if value == "" || strings.ContainsRune(`"'[{`, rune(value[0])) {
			continue
		}
		if strings.ContainsAny(value, "[]{},") || strings.Contains(value+" ", ": ") {
			return text[k[2]:k[3]] + ": " + inQuotes(value)
		}
	}
	return ""
}

// openBracket finds, from a line upwards, a value that begins with a bracket
// which its line does not close. The line and the column, in characters, are from 1.
func openBracket(rows []string, line int) (row, col int, ok bool) {
	for i := min(line, len(rows)) - 1; i >= 0; i-- {
		m := pairLine.FindStringSubmatchIndex(rows[i])
		if m == nil {
			continue
		}
		value := rows[i][m[6]:m[7]]
		for _, pair := range []string{"[]", "{}"} {
			if value[0] == pair[0] && strings.Count(value, pair[:1]) > strings.Count(value, pair[1:]) {
				return i + 1, utf8.RuneCountInString(rows[i][:m[6]]) + 1, true
			}
		}
	}
	return 0, 0, false
}

// plainStart tells whether a value may begin like this without quotes and go on
// with any words.
func plainStart(value string) bool {
	return !strings.ContainsRune("[]{},\"'&*!|>%@`?-#", rune(value[0]))
}

// inQuotes writes a text as a YAML scalar in the quotes that change it least.
func inQuotes(s string) string {
	if strings.ContainsAny(s, `"\`) {
		return "'" + strings.ReplaceAll(s, "'", "''") + "'"
	}
	return `"` + s + `"`
}
