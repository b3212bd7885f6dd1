package markup

import (
	"bytes"

	"dossier/internal/diag"
)

// cutComments takes %% private remarks %% out of a body. A remark may hold
// anything, blank lines too; one that fills whole lines takes its lines with
// it. Code spans and fenced code are left alone. In indented code, which cannot
// be told from a list's text without parsing, a remark is a remark: the doubt
// is decided for privacy. Parse checks afterwards that goldmark took as code
// what was taken as code here.
func (m *manuscript) cutComments(diags *diag.List) {
	if !bytes.Contains(m.data, []byte("%%")) {
		return
	}
	var edits []edit
	var code codeBlock
	data := m.data
	for at := 0; at < len(data); {
		// A line begins.
		end := at + line(data[at:])
		if code.takes(data[at:end]) {
			at = end
			continue
		}
		row := at
		unclosed := map[int]int{} // length of a run of backticks → up to where none of it is found
	chars:
		for at < end {
			switch {
			case data[at] == '\\' && at+1 < end && data[at+1] != '\n':
				at += 2
			case data[at] == '`':
				n := backticks(data[at:])
				if unclosed[n] > at {
					at += n
					continue
				}
				stop, limit := closeSpan(data, at+n, n)
				if stop < 0 {
					unclosed[n] = limit
					at += n
					continue
				}
				at = stop
				if stop > end { // the span ends on a later line
					row = bytes.LastIndexByte(data[:stop], '\n') + 1
					end = row + line(data[row:])
				}
			case data[at] == '%' && at+1 < len(data) && data[at+1] == '%':
				i := bytes.Index(data[at+2:], []byte("%%"))
				if i < 0 {
					diags.Errorf(m.pos(at), "unclosed-comment", "the private comment that begins here is not closed").
						Hintf("close it with %%%%; write \\%%%% for two percent signs that are to be shown")
					edits = append(edits, edit{from: at, to: len(data)})
					m.apply(edits)
					return
				}
				e := edit{from: at, to: at + 2 + i + 2}
				rest := e.to + line(data[e.to:])
				switch {
				case len(bytes.Trim(data[row:at], " \t>")) == 0 && blank(data[e.to:rest]) && wholeSince(edits, row):
					e.from, e.to = row, rest
				case (at == 0 || isSpace(data[at-1])) && e.to < len(data) && (data[e.to] == ' ' || data[e.to] == '\t'):
					for e.to < len(data) && (data[e.to] == ' ' || data[e.to] == '\t') {
						e.to++
					}
				}
				edits = append(edits, e)
				at = e.to
				if at >= end {
					if e.from == row && at == rest {
						break chars // the next line begins
					}
					row = bytes.LastIndexByte(data[:at], '\n') + 1
					end = row + line(data[row:])
				}
			default:
				at++
			}
		}
	}
	m.apply(edits)
}

// wholeSince tells whether nothing was cut out of the line that begins at row.
func wholeSince(edits []edit, row int) bool {
	return len(edits) == 0 || edits[len(edits)-1].to <= row
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' }

func backticks(s []byte) int {
	n := 0
	for n < len(s) && s[n] == '`' {
		n++
	}
	return n
}

// closeSpan gives the offset behind the run of exactly n backticks that closes
// a code span, or −1 and the offset up to which there is none: the end of the
// paragraph.
func closeSpan(data []byte, at, n int) (stop, limit int) {
	for at < len(data) {
		switch data[at] {
		case '`':
			k := backticks(data[at:])
			at += k
			if k == n {
				return at, at
			}
		case '\n':
			at++
			next := data[at : at+line(data[at:])]
			var opens codeBlock
			if len(bytes.Trim(next, " \t>\n")) == 0 || opens.takes(next) {
				return -1, at
			}
		default:
			at++
		}
	}
	return -1, at
}

// codeBlock follows fenced code line by line, in lists and quotes too.
type codeBlock struct {
	mark   byte // ` or ~; 0 outside of code
	length int
	quotes int // how many > stand before it
	indent int // column at which the list item's text begins, in bytes
}

// takes tells whether a line belongs to fenced code, its fences included.
func (c *codeBlock) takes(l []byte) bool {
	if c.mark != 0 {
		quotes, rest := quoteMarks(l, c.quotes)
		text := bytes.TrimLeft(rest, " \t")
		if quotes < c.quotes || c.quotes == 0 && !blank(text) && len(rest)-len(text) < c.indent {
			c.mark = 0 // the quote or list item ended, and its code with it
			return c.takes(l)
		}
		if n := runLength(text, c.mark); n >= c.length && blank(text[n:]) {
			c.mark = 0
		}
		return true
	}
	quotes, rest := quoteMarks(l, 1<<30)
	text := bytes.TrimLeft(rest, " ")
	indent := 0
	for {
		n := listMark(text)
		if n == 0 {
			break
		}
		after := bytes.TrimLeft(text[n:], " ")
		indent = len(rest) - len(after)
		text = after
	}
	if len(text) == 0 || text[0] != '`' && text[0] != '~' {
		return false
	}
	n := runLength(text, text[0])
	if n < 3 || text[0] == '`' && bytes.IndexByte(text[n:], '`') >= 0 {
		return false
	}
	*c = codeBlock{mark: text[0], length: n, quotes: quotes, indent: indent}
	return true
}

// quoteMarks counts and strips up to most leading > signs.
func quoteMarks(l []byte, most int) (n int, rest []byte) {
	rest = l
	for n < most {
		t := bytes.TrimLeft(rest, " ")
		if len(t) == 0 || t[0] != '>' {
			break
		}
		rest = bytes.TrimPrefix(t[1:], []byte(" "))
		n++
	}
	return n, rest
}

// listMark gives the length of a list item's mark with the space behind it.
func listMark(s []byte) int {
	i := 0
	for i < len(s) && i < 9 && s[i] >= '0' && s[i] <= '9' {
		i++
	}
	switch {
	case i == 0 && len(s) > 1 && (s[0] == '-' || s[0] == '*' || s[0] == '+') && s[1] == ' ':
		return 2
	case i > 0 && len(s) > i+1 && (s[i] == '.' || s[i] == ')') && s[i+1] == ' ':
		return i + 2
	}
	return 0
}

func runLength(s []byte, c byte) int {
	n := 0
	for n < len(s) && s[n] == c {
		n++
	}
	return n
}

// leaks tells whether text that is to be published holds a mark of a comment
// that was not cut out, and at which byte.
func leaks(text []byte) int {
	for i := 0; i+1 < len(text); i++ {
		switch {
		case text[i] == '\\':
			i++
		case text[i] == '%' && text[i+1] == '%':
			return i
		}
	}
	return -1
}
