// Package diag holds a flaw of the dossier as a value: how grave it is, where
// it stands, what is wrong and what to do about it. Stages collect such values
// and go on, so that an editor sees all flaws of a dossier at once. It does not
// know how flaws are found or where they are printed.
package diag

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Severity says whether a flaw stops the dossier from being published.
type Severity uint8

const (
	// Error keeps the site from being written.
	Error Severity = iota
	// Warning is shown and does not stop a build, unless the editor asked for that.
	Warning
)

func (s Severity) String() string {
	if s == Warning {
		return "warning"
	}
	return "error"
}

// Pos is a place in a file of the project.
type Pos struct {
	File string // slash-separated, relative to the project's folder
	Line int    // from 1; 0 where the flaw is the file itself
	Col  int    // in Unicode characters, from 1; 0 where the flaw is the whole line
}

// String gives file:line:col, and leaves out what is not known.
func (p Pos) String() string {
	switch {
	case p.Line == 0:
		return p.File
	case p.Col == 0:
		return fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col)
}

// Compare orders places by file, line and column.
func (p Pos) Compare(q Pos) int {
	return cmp.Or(cmp.Compare(p.File, q.File), cmp.Compare(p.Line, q.Line), cmp.Compare(p.Col, q.Col))
}

// Diagnostic is one flaw.
type Diagnostic struct {
	Severity Severity
	Code     string // stable, lower case with hyphens: "quotation-not-found"
	Pos      Pos
	Message  string // one sentence without a full stop, the user's words in %q
	Hint     string // what to do, an action; may be empty, may have several lines
	Source   string // the line of the file at Pos, filled in by List.Locate
}

// List is the flaws that one or several stages found.
type List []Diagnostic

// Errorf adds an error.
func (l *List) Errorf(pos Pos, code, format string, args ...any) *Diagnostic {
	return l.add(Error, pos, code, fmt.Sprintf(format, args...))
}

// Warnf adds a warning.
func (l *List) Warnf(pos Pos, code, format string, args ...any) *Diagnostic {
	return l.add(Warning, pos, code, fmt.Sprintf(format, args...))
}

func (l *List) add(s Severity, pos Pos, code, message string) *Diagnostic {
	*l = append(*l, Diagnostic{Severity: s, Code: code, Pos: pos, Message: message})
	return &(*l)[len(*l)-1]
}

// Hintf says what to do about a flaw just added. The diagnostic must be used
// before the next one is added to its list.
func (d *Diagnostic) Hintf(format string, args ...any) {
	d.Hint = fmt.Sprintf(format, args...)
}

// Sort orders the list by place, then errors before warnings, then by code and
// message, and takes out exact repetitions.
func (l *List) Sort() {
	slices.SortStableFunc(*l, func(a, b Diagnostic) int {
		return cmp.Or(a.Pos.Compare(b.Pos), cmp.Compare(a.Severity, b.Severity),
			cmp.Compare(a.Code, b.Code), cmp.Compare(a.Message, b.Message))
	})
	*l = slices.CompactFunc(*l, func(a, b Diagnostic) bool {
		return a.Pos == b.Pos && a.Severity == b.Severity && a.Code == b.Code && a.Message == b.Message
	})
}

// Count gives how many errors and warnings the list holds.
func (l List) Count() (errors, warnings int) {
	for _, d := range l {
		if d.Severity == Error {
			errors++
		} else {
			warnings++
		}
	}
	return errors, warnings
}

// HasErrors tells whether the list keeps the site from being written.
func (l List) HasErrors() bool {
	return slices.ContainsFunc(l, func(d Diagnostic) bool { return d.Severity == Error })
}

// Locate fills in the source line of every diagnostic that has a line number.
// The function gives a file's bytes, or nil where there is no such file.
func (l List) Locate(read func(file string) []byte) {
	lines := map[string][]string{}
	for i := range l {
		d := &l[i]
		if d.Pos.Line == 0 || d.Source != "" {
			continue
		}
		of, ok := lines[d.Pos.File]
		if !ok {
			text := strings.TrimPrefix(string(read(d.Pos.File)), "\ufeff")
			of = strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
			lines[d.Pos.File] = of
		}
		if d.Pos.Line <= len(of) {
			d.Source = of[d.Pos.Line-1]
		}
	}
}

// maxLine is how many characters of a source line are shown.
const maxLine = 100

// Excerpt gives the source line, cut to at most maxLine characters around the
// column, and below it a caret under the column. It is empty without a line.
func (d Diagnostic) Excerpt() string {
	if d.Source == "" || !utf8.ValidString(d.Source) {
		return ""
	}
	line := []rune(d.Source)
	col := min(max(d.Pos.Col-1, 0), len(line))
	from := 0
	if col > maxLine*3/4 {
		from = col - maxLine/2
	}
	to := min(from+maxLine, len(line))
	var b strings.Builder
	if from > 0 {
		b.WriteString("…")
	}
	for _, r := range line[from:to] {
		b.WriteRune(printable(r))
	}
	if to < len(line) {
		b.WriteString("…")
	}
	if d.Pos.Col == 0 {
		return b.String()
	}
	b.WriteByte('\n')
	if from > 0 {
		b.WriteByte(' ')
	}
	for _, r := range line[from:col] {
		if r == '\t' {
			b.WriteByte('\t')
		} else {
			b.WriteByte(' ')
		}
	}
	b.WriteByte('^')
	return b.String()
}

// printable keeps control characters of a broken file, or of a file's name, from
// reaching a terminal.
func printable(r rune) rune {
	if r != '\t' && (r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0) {
		return utf8.RuneError
	}
	return r
}

// Text prints the diagnostic as a compiler does: place, severity and sentence,
// then the source line with a caret, then the hint on lines of its own.
func (d Diagnostic) Text() string {
	var b strings.Builder
	b.WriteString(strings.Map(printable, fmt.Sprintf("%s: %s: %s [%s]", d.Pos, d.Severity, d.Message, d.Code)) + "\n")
	for line := range strings.Lines(d.Excerpt()) {
		b.WriteString("    " + strings.TrimSuffix(line, "\n") + "\n")
	}
	if d.Hint != "" {
		for i, line := range strings.Split(d.Hint, "\n") {
			line = strings.Map(printable, line)
			if i == 0 {
				b.WriteString("  → " + line + "\n")
			} else {
				b.WriteString("    " + line + "\n")
			}
		}
	}
	return b.String()
}
