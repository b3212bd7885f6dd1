package render

import (
	"errors"
	"html/template"
	"io"
	"maps"
	"slices"
	"strings"
	"text/template/parse"

	"dossier/internal/diag"
)

// unclosed finds where the markup begins that a page does not close, or that
// cannot be read: html/template tells neither the line of it nor the partial. It
// is where the longest beginning of the page ends that is whole by itself.
func (t *Templates) unclosed(page string) (diag.Pos, bool) {
	set := template.New("").Funcs(t.functions())
	for _, name := range slices.Sorted(maps.Keys(t.texts)) {
		if _, err := set.New(name).Parse(t.texts[name]); err != nil {
			return diag.Pos{}, false
		}
	}
	u := unclosed{set: set}
	tmpl := set.Lookup(page)
	if tmpl == nil || tmpl.Tree == nil {
		return diag.Pos{}, false
	}
	tree, node, at := u.in(tmpl.Tree, tmpl.Tree.Root)
	if node == nil {
		return diag.Pos{}, false
	}
	text := t.texts[tree.ParseName]
	offset := int(node.Position()) + at
	if offset > len(text) {
		return diag.Pos{}, false
	}
	before := text[:offset]
	return t.pos(tree.ParseName, strings.Count(before, "\n")+1, len(before)-strings.LastIndexByte(before, '\n')-1), true
}

type unclosed struct {
	set  *template.Template // never executed
	path []string           // of the templates looked into
}

// in gives the node of a list, or of one within it, at which the unclosed markup
// begins, the tree that it belongs to, and for a text how many bytes after its
// beginning. The list is one that begins between elements.
func (u *unclosed) in(tree *parse.Tree, list *parse.ListNode) (*parse.Tree, parse.Node, int) {
	if list == nil {
		return tree, nil, 0
	}
	for i := len(list.Nodes) - 1; i >= 0; i-- {
		if !u.whole(list.Nodes[:i]) {
			continue
		}
		if u.whole(list.Nodes[:i+1]) {
			return tree, nil, 0
		}
		switch n := list.Nodes[i].(type) {
		case *parse.TextNode:
			return tree, n, u.inText(n)
		case *parse.TemplateNode:
			called := u.set.Lookup(n.Name)
			if called == nil || called.Tree == nil || slices.Contains(u.path, n.Name) {
				return tree, n, 0
			}
			u.path = append(u.path, n.Name)
			if tree, inner, at := u.in(called.Tree, called.Tree.Root); inner != nil {
				return tree, inner, at
			}
			return tree, n, 0
		case *parse.IfNode:
			return u.branch(tree, n, n.List, n.ElseList)
		case *parse.WithNode:
			return u.branch(tree, n, n.List, n.ElseList)
		default: // not what is in a range: html/template cannot read a {{break}} by itself
			return tree, n, 0
		}
	}
	return tree, nil, 0
}

func (u *unclosed) branch(tree *parse.Tree, n parse.Node, lists ...*parse.ListNode) (*parse.Tree, parse.Node, int) {
	for _, list := range lists {
		if _, inner, at := u.in(tree, list); inner != nil {
			return tree, inner, at
		}
	}
	return tree, n, 0
}

// inText gives the last < before which all is whole.
func (u *unclosed) inText(n *parse.TextNode) int {
	for to := len(n.Text); ; {
		at := strings.LastIndexByte(string(n.Text[:to]), '<')
		if at <= 0 {
			return 0
		}
		begins := n.Copy().(*parse.TextNode)
		begins.Text = begins.Text[:at]
		if u.whole([]parse.Node{begins}) {
			return at
		}
		to = at
	}
}

// whole tells whether html/template can read some nodes as the whole of a page.
func (u *unclosed) whole(nodes []parse.Node) bool {
	set, err := u.set.Clone()
	if err != nil {
		return false
	}
	list := &parse.ListNode{NodeType: parse.NodeList}
	for _, n := range nodes {
		list.Nodes = append(list.Nodes, n.Copy())
	}
	const name = "the beginning of a page"
	begins, err := set.AddParseTree(name, &parse.Tree{Name: name, ParseName: name, Root: list})
	if err != nil {
		return false
	}
	var flaw *template.Error
	return !errors.As(begins.Execute(io.Discard, nil), &flaw)
}
