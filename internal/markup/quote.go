package markup

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"dossier/internal/diag"
	"dossier/internal/dossier"
)

// quoteBlock is a blockquote of a source file, lifted out of the text before
// it is parsed: its words are the source's, no Markdown.
type quoteBlock struct {
	at    int // in the manuscript's data, of the empty blockquote left in its place
	words dossier.Text
	data  *Value
}

// liftQuotes takes the quotations and their data lines out of a source file's
// body and leaves an empty blockquote for each. A quotation goes as far as its
// lines begin with >: what stands directly below is not part of it, although
// CommonMark has it so.
func (m *manuscript) liftQuotes(diags *diag.List) []quoteBlock {
	var edits []edit
	var blocks []quoteBlock
	var code codeBlock
	src := m.data
	shift := 0 // by how much later text moves
	for at := 0; at < len(src); {
		end := at + line(src[at:])
		if code.mark != 0 && code.takes(src[at:end]) {
			at = end
			continue
		}
		if !isQuoteLine(src[at:end]) {
			code.takes(src[at:end])
			at = end
			continue
		}
		indent := bytes.IndexByte(src[at:end], '>')
		b := quoteBlock{at: at + shift + indent}
		b.words, end = m.quotation(at)
		if b.words.Value == "" {
			diags.Errorf(m.pos(at), "empty-quotation", "the quotation is empty").
				Hintf("copy the words that the note is about from the source's text")
		}
		if i := dataEnd.FindStringIndex(b.words.Value); i != nil && i[0] > 0 {
			diags.Errorf(b.words.Pos, "misplaced-data", "the quotation ends with data, which is none of the source's words").
				Hintf("put %s on a line of its own below the quotation, without a >", strings.TrimSpace(b.words.Value[i[0]:]))
		}
		b.data, end = m.dataLine(end, diags)
		blocks = append(blocks, b)
		// The indentation stays: by it the quotation may belong to a list, which is an error.
		left := string(src[at:at+indent]) + ">\n\n"
		edits = append(edits, edit{from: at, to: end, with: left})
		shift += len(left) - (end - at)
		at = end
	}
	m.apply(edits)
	return blocks
}

func isQuoteLine(l []byte) bool {
	t := bytes.TrimLeft(l, " ")
	return len(l)-len(t) <= 3 && len(t) > 0 && t[0] == '>'
}

// quotation joins the lines of a blockquote with single spaces. Nothing but
// backslashes before punctuation is resolved.
func (m *manuscript) quotation(at int) (words dossier.Text, end int) {
	var parts []string
	words.Pos = m.pos(at)
	for at < len(m.data) {
		l := m.data[at : at+line(m.data[at:])]
		if !isQuoteLine(l) {
			break
		}
		start := bytes.IndexByte(l, '>') + 1
		text := bytes.Trim(l[start:], " \t\n")
		text = bytes.TrimSuffix(text, []byte(" \\"))
		if len(text) > 0 {
			if len(parts) == 0 {
				words.Pos = m.pos(at + start + bytes.Index(l[start:], text))
			}
			parts = append(parts, unescape(string(text)))
		}
		at += len(l)
	}
	words.Value = strings.Join(parts, " ")
	return words, at
}

// dataLine reads the line in braces that may follow a quotation.
func (m *manuscript) dataLine(end int, diags *diag.List) (*Value, int) {
	at := end
	for at < len(m.data) && blank(m.data[at:at+line(m.data[at:])]) {
		at += line(m.data[at:])
	}
	l := m.data[at : at+line(m.data[at:])]
	text := bytes.TrimLeft(l, " ")
	if len(text) == 0 || text[0] != '{' || len(l)-len(text) > 3 {
		return nil, end
	}
	start := at + len(l) - len(text)
	text = bytes.TrimRight(text, " \t\n")
	pos := m.pos(start)
	if text[len(text)-1] != '}' {
		diags.Errorf(pos, "quotation-data", "the data of a quotation must be a line of its own, from { to }").
			Hintf("put the note on the next line; write \\{ where the note itself begins with a brace")
		return nil, at + len(l)
	}
	v := decode(yamlPart{file: m.file, lines: pos.Line - 1, cols: pos.Col - 1}, text, diags)
	if v != nil && v.Shape != Mapping {
		v = nil
	}
	return v, at + len(l)
}

// unescape resolves a backslash before ASCII punctuation, as CommonMark does.
func unescape(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) && isPunct(s[i+1]) {
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

func isPunct(c byte) bool {
	return c < utf8.RuneSelf && c > ' ' && !('0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z') && c != 0x7f
}
