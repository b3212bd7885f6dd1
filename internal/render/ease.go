package render

import (
	"html/template"
	"reflect"
	"strings"
	"text/template/parse"

	"dossier/internal/diag"
)

// htmlEscaper is the function that html/template puts at the end of an action
// that stands in the text of an element. It takes and gives anything, which
// makes it slow to call: more than half of the time of a page went there.
const htmlEscaper = "_html_template_htmlescaper"

// plainEscaper does for a string what htmlEscaper does.
const plainEscaper = "_dossier_text"

// plainText has the replacements of html/template, so that both write the same.
var plainText = strings.NewReplacer("\x00", "\uFFFD", `"`, "&#34;", "&", "&amp;", "'", "&#39;", "+", "&#43;", "<", "&lt;", ">", "&gt;")

// ease makes escaped templates faster without changing what they write. Where
// the type of a value is known and is template.HTML or a number, htmlEscaper
// would give it back as it is and is taken out; where it is a string, a function
// for strings takes its place. All else stays as html/template left it.
func (t *Templates) ease() {
	types := map[*parse.ActionNode]reflect.Type{}
	c := &checker{Templates: t, functions: t.types(), list: new(diag.List), done: map[visit]bool{}}
	c.action = func(n *parse.ActionNode) {
		before, ok := escaped(n)
		if !ok {
			return
		}
		typ := c.pipe(before)
		if known, again := types[n]; again && known != typ {
			typ = nil // a template that is used for values of several types
		}
		types[n] = typ
	}
	for name, view := range views {
		c.template(name, view)
	}
	for n, typ := range types {
		last := len(n.Pipe.Cmds) - 1
		switch {
		case typ == nil:
		case typ == reflect.TypeFor[template.HTML](), typ == reflect.TypeFor[int]():
			n.Pipe.Cmds = n.Pipe.Cmds[:last]
		case typ == reflect.TypeFor[string]():
			name := parse.NewIdentifier(plainEscaper).SetPos(n.Pos)
			n.Pipe.Cmds[last].Args[0] = name
		}
	}
}

// escaped gives the pipeline of an action without htmlEscaper at its end.
func escaped(n *parse.ActionNode) (*parse.PipeNode, bool) {
	last := len(n.Pipe.Cmds) - 1
	if last < 1 || len(n.Pipe.Decl) > 0 || len(n.Pipe.Cmds[last].Args) != 1 {
		return nil, false
	}
	if f, ok := n.Pipe.Cmds[last].Args[0].(*parse.IdentifierNode); !ok || f.Ident != htmlEscaper {
		return nil, false
	}
	before := *n.Pipe
	before.Cmds = before.Cmds[:last]
	return &before, true
}
