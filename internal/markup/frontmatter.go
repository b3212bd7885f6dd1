package markup

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"dossier/internal/diag"
	meta "github.com/yuin/goldmark-meta"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// frontMatter finds the block between two lines --- at the start of a file. It
// lets goldmark-meta open and close the block and takes from it what it would
// do otherwise: close at an indented --- or at ----, and decode YAML 1.1.
type frontMatter struct{ parser.BlockParser }

var frontMatterKey = parser.NewContextKey()

// fence is where the block's closing line begins and where the text goes on;
// both are −1 as long as it is open.
type fence struct{ yamlEnd, bodyStart int }

func (f frontMatter) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	if line, _ := reader.PeekLine(); !isDelimiter(line) {
		return nil, parser.NoChildren
	}
	node, state := f.BlockParser.Open(parent, reader, pc)
	if node != nil {
		pc.Set(frontMatterKey, &fence{-1, -1})
	}
	return node, state
}

func (f frontMatter) Continue(node ast.Node, reader text.Reader, pc parser.Context) parser.State {
	line, segment := reader.PeekLine()
	if !isDelimiter(line) {
		return parser.Continue | parser.NoChildren
	}
	at := pc.Get(frontMatterKey).(*fence)
	at.yamlEnd, at.bodyStart = segment.Start, segment.Stop
	return f.BlockParser.Continue(node, reader, pc)
}

func (f frontMatter) Close(node ast.Node, _ text.Reader, _ parser.Context) {
	node.Parent().RemoveChild(node.Parent(), node)
}

func isDelimiter(line []byte) bool { return string(bytes.TrimRight(line, " \t\n")) == "---" }

// The parser knows no other block, so that it stops where the front matter does.
var frontMatterParser = parser.NewParser(parser.WithBlockParsers(util.Prioritized(frontMatter{meta.NewParser()}, 0)))

// splitFrontMatter decodes the front matter and gives the offset at which the
// body begins.
func splitFrontMatter(file string, src []byte, diags *diag.List) (*Value, int) {
	pc := parser.NewContext()
	frontMatterParser.Parse(text.NewReader(src), parser.WithContext(pc))
	at, ok := pc.Get(frontMatterKey).(*fence)
	if !ok {
		return nil, missedStart(file, src, diags)
	}
	if at.bodyStart < 0 {
		d := diags.Errorf(diag.Pos{File: file, Line: 1, Col: 1}, "unclosed-front-matter", "the front matter is not closed")
		d.Hintf("write a line --- below its last key, without spaces before it")
		rows := bytes.Split(src, []byte("\n"))
		for i, l := range rows[1:] {
			if dashes(l) {
				d.Hintf("line %d must be three hyphens, --- and nothing else, but is %q", i+2, bytes.TrimRight(l, " \t"))
				break
			}
		}
		return nil, len(src)
	}
	v := decode(yamlPart{file: file}, src[:at.yamlEnd], diags)
	if v != nil && v.Shape != Mapping {
		diags.Errorf(v.Pos, "front-matter-shape", "the front matter is %s, but keys with values are wanted", v.Shape).
			Hintf("write one key a line: title: The title")
		v = nil
	}
	if v == nil {
		v = &Value{Shape: Mapping, Pos: diag.Pos{File: file, Line: 1, Col: 1}}
	}
	v.checkComments(diags)
	return v, at.bodyStart
}

// dashes tells whether a line is one that was meant as a delimiter: hyphens,
// or what word processors make of them.
func dashes(l []byte) bool {
	t := bytes.TrimSpace(l)
	rest := bytes.TrimLeft(t, "-–—−‒―‐‑")
	return len(rest) == 0 && len(t) >= 2
}

// keyLine is a line of a front matter.
var keyLine = regexp.MustCompile(`^[a-z_]+:(\s|$)`)

// missedStart reports a front matter whose first line is wrong or not there, and
// gives the offset at which the body begins.
func missedStart(file string, src []byte, diags *diag.List) int {
	rows := bytes.SplitAfter(src, []byte("\n"))
	first := 0
	for first < len(rows) && blank(rows[first]) {
		first++
	}
	if first == len(rows) {
		return 0
	}
	says, hint := "the first line must be ---", ""
	keys := first
	switch {
	case dashes(rows[first]):
		for keys++; keys < len(rows) && blank(rows[keys]); keys++ {
		}
		hint = "delete what stands before ---"
		if got := string(bytes.TrimRight(rows[first], " \t\n")); got != "---" {
			says += fmt.Sprintf(", but it is %q", got)
			hint = "write three hyphens and nothing else"
		}
	default:
		hint = "write a line --- above the first key, and another one below the last"
	}
	if keys == len(rows) || !keyLine.Match(rows[keys]) {
		return 0
	}
	body, closed := 0, false
	for i, r := range rows {
		body += len(r)
		if i > keys && dashes(r) {
			closed = true
			break
		}
	}
	if !closed {
		if keys == first && !bytes.HasPrefix(rows[keys], []byte("title:")) {
			return 0 // a text that happens to begin with a word and a colon
		}
		body = len(src)
	}
	diags.Errorf(diag.Pos{File: file, Line: 1, Col: 1}, "front-matter-start", "%s", says).Hintf("%s", hint)
	return body
}

// checkComments keeps a private remark from being published because it was
// marked as one is marked in the text.
func (v *Value) checkComments(diags *diag.List) {
	if strings.Count(v.Text, "%%") >= 2 {
		diags.Errorf(v.Pos, "comment-in-front-matter", "%q marks no comment in the front matter, it would be published", "%%").
			Hintf("write the remark behind a # on a line of its own")
	}
	for _, c := range v.Items {
		c.checkComments(diags)
	}
	for _, p := range v.Pairs {
		p.Value.checkComments(diags)
	}
}
