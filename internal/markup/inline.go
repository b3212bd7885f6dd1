package markup

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"dossier/internal/diag"
	"dossier/internal/dossier"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// reference is the node of a link or of a citation.
type reference struct {
	ast.BaseInline
	ref int // index into state.refs; −1 for one that is malformed and shows nothing
}

var kindReference = ast.NewNodeKind("Reference")

func (r *reference) Kind() ast.NodeKind            { return kindReference }
func (r *reference) Dump(source []byte, level int) { ast.DumpHelper(r, source, level, nil, nil) }

// state is what one parsing carries along.
type state struct {
	m     *manuscript
	diags diag.List
	refs  []dossier.Ref
	media []dossier.Text
	lost  ast.Node // the last block in which something was never closed
	told  map[flaw]int

	html page         // of one body after the other
	text bytes.Buffer // of one block after the other
}

// flaw is a kind of mistake in one line.
type flaw struct {
	line int
	code string
}

// maxTold is how often a mistake is reported in one line.
const maxTold = 10

// errorf reports a mistake in the body unless the line is full of the same.
func (s *state) errorf(at int, code, hint, format string, args ...any) {
	if s.tell(at, code) {
		s.diags.Errorf(s.m.pos(at), code, format, args...).Hintf("%s", hint)
	}
}

// tell counts the mistakes of a line and tells whether one more is to be reported.
func (s *state) tell(at int, code string) bool {
	if s.told == nil {
		s.told = map[flaw]int{}
	}
	f := flaw{s.m.line(at), code}
	s.told[f]++
	return s.told[f] <= maxTold
}

var stateKey = parser.NewContextKey()

// cursor reads the bytes of a block's lines one after the other.
type cursor struct {
	src   []byte
	lines *text.Segments
	row   int
	at    int // offset in src
}

func (c *cursor) done() bool { return c.row >= c.lines.Len() }

func (c *cursor) rest() []byte {
	if c.done() {
		return nil
	}
	return c.src[c.at:c.lines.At(c.row).Stop]
}

// peek gives the next byte, 0 at the block's end.
func (c *cursor) peek() byte {
	if c.done() {
		return 0
	}
	return c.src[c.at]
}

func (c *cursor) skip(n int) {
	c.at += n
	for !c.done() && c.at >= c.lines.At(c.row).Stop {
		c.row++
		if !c.done() {
			c.at = c.lines.At(c.row).Start
		}
	}
}

func (c *cursor) skipSpace() {
	for !c.done() && isSpace(c.peek()) {
		c.skip(1)
	}
}

// take copies the next character into b; a line break with the white
// space behind it becomes one space.
func (c *cursor) take(b *strings.Builder) {
	if c.peek() == '\n' {
		b.WriteByte(' ')
		c.skipSpace()
		return
	}
	_, n := utf8.DecodeRune(c.rest())
	b.Write(c.rest()[:n])
	c.skip(n)
}

// start sets a cursor at the reader's place in a block.
func start(parent ast.Node, block text.Reader) cursor {
	row, seg := block.Position()
	c := cursor{src: block.Source(), lines: parent.Lines(), row: row, at: seg.Start}
	return c
}

// finish moves the reader to where the cursor got.
func finish(block text.Reader, c cursor) {
	row, _ := block.Position()
	for ; row < c.row; row++ {
		block.AdvanceLine()
	}
	if c.done() {
		return
	}
	_, seg := block.Position()
	block.Advance(c.at - seg.Start)
}

// reject reports what is wrong and takes what was read so far out of the text.
func (s *state) reject(at int, code, says, hint string, block text.Reader, c cursor) ast.Node {
	s.errorf(at, code, hint, "%s", says)
	finish(block, c)
	return &reference{ref: -1}
}

func (s *state) add(r dossier.Ref) ast.Node {
	s.refs = append(s.refs, r)
	return &reference{ref: len(s.refs) - 1}
}

// linkParser reads [[target]] and [[target|label]].
type linkParser struct{}

func (linkParser) Trigger() []byte { return []byte{'[', '!'} }

func (linkParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	row, seg := block.PeekLine()
	if bytes.HasPrefix(row, []byte("![[")) {
		block.Advance(1)
		return ast.NewTextSegment(text.NewSegment(seg.Start, seg.Start+1))
	}
	if !bytes.HasPrefix(row, []byte("[[")) {
		return nil
	}
	s := pc.Get(stateKey).(*state)
	if s.lost == parent {
		return nil
	}
	c := start(parent, block)
	open := c.at
	if n := runLength(c.rest(), '['); n > 2 {
		c.skip(n)
		return s.reject(open, "malformed-link", "a link opens with two brackets, here are more",
			`write [[id]]; a bracket that is to be shown is written \[`, block, c)
	}
	c.skip(2)
	var target, label strings.Builder
	part := &target
	first, labelled := -1, false
	for {
		rest := c.rest()
		switch {
		case c.done() || bytes.HasPrefix(rest, []byte("[[")):
			if c.done() {
				s.lost = parent
			}
			hint := `close it with ]]; write \[[ for two brackets that are to be shown`
			if parent.Kind().String() == "TableCell" {
				hint = `inside a table the bar is written \|: [[id\|label]]`
			}
			return s.reject(open, "malformed-link", "the link that begins here is not closed", hint, block, c)
		case bytes.HasPrefix(rest, []byte("]]")):
			c.skip(2)
			l := dossier.Link{Target: dossier.Text{Value: strings.TrimSpace(unescape(target.String()))}}
			l.Label = showTypographic(strings.TrimSpace(unescape(label.String())))
			if l.Target.Value == "" {
				return s.reject(open, "malformed-link", "the link names no target", "write the id or the title of an entry: [[id]]", block, c)
			}
			if labelled && l.Label == "" {
				return s.reject(open, "malformed-link", "the link's label is empty", "take the bar out, or write the words to be shown behind it", block, c)
			}
			if leaks([]byte(label.String())) >= 0 {
				return s.reject(open, "unclosed-comment", "a private comment in this label would be published", "take the comment out of the label", block, c)
			}
			l.Target.Pos = s.m.pos(first)
			finish(block, c)
			return s.add(dossier.Ref{Link: &l})
		case !labelled && (rest[0] == '|' || bytes.HasPrefix(rest, []byte(`\|`))):
			c.skip(1 + runLength(rest[:1], '\\'))
			part, labelled = &label, true
			continue
		case rest[0] == '\\' && len(rest) > 1 && isPunct(rest[1]):
			part.WriteByte('\\')
			c.skip(1)
		}
		if first < 0 && !isSpace(c.peek()) {
			first = c.at
		}
		c.take(part)
	}
}

// showTypographic sets the straight quotes, dashes and dots of a label as
// goldmark's typographer sets those of the text around it.
func showTypographic(s string) string {
	if !strings.ContainsAny(s, `'"-.`) {
		return s
	}
	s = strings.NewReplacer("---", "—", "--", "–", "...", "…").Replace(s)
	var b strings.Builder
	before := ' '
	for _, r := range s {
		opens := unicode.IsSpace(before) || strings.ContainsRune("([{—–“‘", before)
		switch {
		case r == '\'' && opens:
			r = '‘'
		case r == '\'':
			r = '’'
		case r == '"' && opens:
			r = '“'
		case r == '"':
			r = '”'
		}
		b.WriteRune(r)
		before = r
	}
	return b.String()
}

// citeParser reads [@source], [@source "words", para. 4] and several of them
// parted by semicolons.
type citeParser struct{}

func (citeParser) Trigger() []byte { return []byte{'['} }

const citeForm = `the form is [@source-id "exact words", para. 4]; the quotation and the place may be missing, several are parted by ;`

func (citeParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	if row, _ := block.PeekLine(); !bytes.HasPrefix(row, []byte("[@")) {
		return nil
	}
	s := pc.Get(stateKey).(*state)
	if s.lost == parent {
		return nil
	}
	c := start(parent, block)
	open := c.at
	cite := &dossier.Cite{Pos: s.m.pos(open)}
	wrong := func(at int, says, hint string) ast.Node {
		if c.done() {
			s.lost = parent
		}
		return s.reject(at, "malformed-citation", says, hint, block, c)
	}
	malformed := func(at int, says string) ast.Node { return wrong(at, says, citeForm) }
	c.skip(1)
	for {
		c.skipSpace()
		if c.peek() != '@' {
			return malformed(c.at, "each source of a citation begins with @")
		}
		c.skip(1)
		var item dossier.CiteItem
		item.Source.Pos = s.m.pos(c.at)
		var id strings.Builder
		for !c.done() && !isSpace(c.peek()) && !strings.ContainsRune(`",;[]@`, rune(c.peek())) && !bytes.HasPrefix(c.rest(), []byte("“")) {
			c.take(&id)
		}
		item.Source.Value = id.String()
		if id.Len() == 0 {
			return malformed(c.at, "the citation names no source behind @")
		}
		c.skipSpace()
		if c.peek() == '"' || bytes.HasPrefix(c.rest(), []byte("“")) {
			at := c.at
			words, ok := c.quoted()
			if !ok {
				return wrong(at, "the quotation that begins here is not closed",
					`close it with the mark that belongs to the one it begins with, "…" or “…”, and the citation with ]`)
			}
			item.Quote = dossier.Text{Value: strings.TrimSpace(words), Pos: s.m.pos(at)}
			if item.Quote.Value == "" {
				return malformed(at, "the quotation is empty")
			}
			c.skipSpace()
		} else if r, _ := utf8.DecodeRune(c.rest()); strings.ContainsRune(otherMarks, r) && !c.done() {
			return wrong(c.at, "the words of a quotation stand between double quotation marks, not behind "+string(r),
				`write [@`+item.Source.Value+` "exact words"], or with “…”`)
		}
		if c.peek() == ',' {
			at := c.at
			c.skip(1)
			locator, quoted := c.locator()
			if quoted >= 0 {
				if c.peek() == ']' {
					c.skip(1)
				}
				return wrong(quoted, "a quotation behind the comma would be shown without having been looked up in the source",
					`the quotation stands before the comma: [@`+item.Source.Value+` "words", para. 4]`)
			}
			item.Locator = showTypographic(locator)
			if item.Locator == "" {
				return malformed(at, "no place in the source is named behind the comma")
			}
		}
		if leaks([]byte(item.Quote.Value)) >= 0 || leaks([]byte(item.Locator)) >= 0 {
			return malformed(open, "a private comment in this citation would be published")
		}
		cite.Items = append(cite.Items, item)
		switch at := c.at; {
		case c.done():
			return malformed(open, "the citation that begins here is not closed")
		case c.peek() == ']':
			c.skip(1)
			finish(block, c)
			return s.add(dossier.Ref{Cite: cite})
		case c.peek() == ';':
			c.skip(1)
		default:
			switch behind := c; behind.seek(`"”[]`) {
			case '[', 0:
				c = behind
				return wrong(open, "the citation that begins here is not closed", "close it with ] right behind the quotation or the place")
			case ']':
				return malformed(at, "a citation does not go on like this")
			default:
				return wrong(at, "the quotation ended before this, at a quotation mark within it",
					`write quotation marks within a quotation as “ ” or \"`)
			}
		}
	}
}

// otherMarks are quotation marks that do not delimit a citation's quotation.
const otherMarks = "'‘‚‛‹›„‟«»＂`"

// seek moves on to the first of some characters, and gives it, or 0 at the block's end.
func (c *cursor) seek(chars string) rune {
	for !c.done() {
		r, n := utf8.DecodeRune(c.rest())
		if strings.ContainsRune(chars, r) {
			return r
		}
		c.skip(n)
	}
	return 0
}

// locator reads the place in a source up to ; or ]. A place holds no words of
// the source: quoted is the offset of the first quotation mark in it, or −1. With
// one, all up to ] is read, for a semicolon may be one of the words.
func (c *cursor) locator() (place string, quoted int) {
	var b strings.Builder
	quoted = -1
	word := false // whether the character before belongs to a word
	for !c.done() && c.peek() != ']' && (c.peek() != ';' || quoted >= 0) {
		if c.peek() == '\\' && len(c.rest()) > 1 && isPunct(c.rest()[1]) {
			c.skip(1)
		}
		r, _ := utf8.DecodeRune(c.rest())
		if quoted < 0 && (strings.ContainsRune(`"“”„‟«»＂`, r) || !word && strings.ContainsRune(`'‘‚‛‹`, r)) {
			quoted = c.at
		}
		word = unicode.In(r, unicode.L, unicode.M, unicode.N)
		c.take(&b)
	}
	return strings.TrimSpace(b.String()), quoted
}

// quoted reads a quotation between straight or curly marks. Straight ones end
// at the next straight one; curly ones may hold pairs of their own kind.
func (c *cursor) quoted() (string, bool) {
	var b strings.Builder
	curly := c.peek() != '"'
	if curly {
		c.skip(len("“"))
	} else {
		c.skip(1)
	}
	depth := 1
	for !c.done() {
		rest := c.rest()
		switch {
		case rest[0] == '\\' && len(rest) > 1 && isPunct(rest[1]):
			c.skip(1)
		case !curly && rest[0] == '"':
			c.skip(1)
			return b.String(), true
		case curly && bytes.HasPrefix(rest, []byte("“")):
			depth++
		case curly && bytes.HasPrefix(rest, []byte("”")):
			if depth--; depth == 0 {
				c.skip(len("”"))
				return b.String(), true
			}
		}
		c.take(&b)
	}
	return b.String(), false
}

// lostNote reports a call of a footnote that is not there. It runs where
// goldmark's own parser for footnotes found none.
type lostNote struct{}

func (lostNote) Trigger() []byte { return []byte{'['} }

func (lostNote) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	row, seg := block.PeekLine()
	if !bytes.HasPrefix(row, []byte("[^")) {
		return nil
	}
	if i := bytes.IndexAny(row[:min(len(row), 100)], " ]\n"); i > 2 && row[i] == ']' {
		s := pc.Get(stateKey).(*state)
		s.errorf(seg.Start, "unknown-footnote", fmt.Sprintf("write its text on a line of its own: [^%s]: The text", row[2:i]),
			"there is no footnote %q", row[2:i])
	}
	return nil
}

// htmlComment reports what an author means to be hidden and what would be shown.
type htmlComment struct{}

func (htmlComment) Trigger() []byte { return []byte{'<'} }

func (htmlComment) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	if row, seg := block.PeekLine(); bytes.HasPrefix(row, []byte("<!--")) {
		s := pc.Get(stateKey).(*state)
		s.errorf(seg.Start, "html-comment", `write a private comment as %% … %%; write \<!-- to show it`,
			"an HTML comment would be shown to every reader, as all HTML is")
	}
	return nil
}
