package markup

import (
	"bytes"

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
		return nil, 0
	}
	if at.bodyStart < 0 {
		diags.Errorf(diag.Pos{File: file, Line: 1, Col: 1}, "unclosed-front-matter", "the front matter is not closed").
			Hintf("write a line --- below its last key, without spaces before it")
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

// checkComments keeps a private remark from being published because it was
// marked as one is marked in the text.
func (v *Value) checkComments(diags *diag.List) {
	if bytes.Count([]byte(v.Text), []byte("%%")) >= 2 {
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
