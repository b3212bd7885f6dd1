package render

import (
	"fmt"
	"html/template"
	"strconv"
	"strings"
	"text/template/parse"

	"go.yaml.in/yaml/v4"

	"dossier/internal/diag"
)

// wordsFile holds every interface word of the site.
const wordsFile = "i18n/en.yaml"

// words are the interface words by key. A word of a countable thing has two
// forms, in which # stands for the number.
type words map[string]word

type word struct {
	One, Other string // equal where the file has one form
}

// read adds the words of a file; what it does not name stays as it is.
func (w words) read(file string, data []byte, list *diag.List) {
	var nodes map[string]yaml.Node
	if err := yaml.Unmarshal(data, &nodes); err != nil {
		list.Errorf(diag.Pos{File: file}, "words", "cannot read the interface words: %v", err)
		return
	}
	for key, node := range nodes {
		var forms struct {
			One   string `yaml:"one"`
			Other string `yaml:"other"`
		}
		switch node.Kind {
		case yaml.ScalarNode:
			forms.One, forms.Other = node.Value, node.Value
		default:
			if err := node.Decode(&forms); err != nil {
				list.Errorf(diag.Pos{File: file, Line: node.Line, Col: node.Column}, "words", "%q is neither a text nor a pair of one and other", key)
				continue
			}
		}
		w[key] = word(forms)
	}
}

func (w words) text(key string) (string, error) {
	if s, ok := w[key]; ok {
		return s.Other, nil
	}
	return "", fmt.Errorf("there are no interface words %q in %s", key, wordsFile)
}

// number prints a count with its noun: 1 source, 3 sources.
func (w words) number(n int, key string) (string, error) {
	s, ok := w[key]
	if !ok {
		return w.text(key)
	}
	form := s.Other
	if n == 1 {
		form = s.One
	}
	return strings.ReplaceAll(form, "#", grouped(n)), nil
}

// counts prints several counts in a row.
func (w words) counts(list []Count) (string, error) {
	parts := make([]string, len(list))
	for i, c := range list {
		var err error
		if parts[i], err = w.number(c.N, c.Key); err != nil {
			return "", err
		}
	}
	return strings.Join(parts, " · "), nil
}

// grouped parts thousands by a narrow no-break space, as ISO 80000-1 does.
func grouped(n int) string {
	s := strconv.Itoa(n)
	if n < 10000 {
		return s
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "\u202f" + s[i:]
	}
	return s
}

// fold puts the words in the place of each action {{t "key"}}, so that they cost
// nothing when a page is made, and reports keys that have none.
func (t *Templates) fold(tmpl *template.Template, list *diag.List) {
	if tmpl.Tree == nil || tmpl.Tree.Root == nil {
		return
	}
	t.foldList(tmpl.Tree, tmpl.Tree.Root, list)
}

func (t *Templates) foldList(tree *parse.Tree, l *parse.ListNode, list *diag.List) {
	if l == nil {
		return
	}
	for i, n := range l.Nodes {
		switch n := n.(type) {
		case *parse.ActionNode:
			key, ok := constantKey(n.Pipe)
			if !ok {
				continue
			}
			s, err := t.words.text(key)
			if err != nil {
				list.Errorf(t.nodePos(tree, n.Pipe.Cmds[0].Args[1]), "template-words", "%v", err)
				continue
			}
			l.Nodes[i] = &parse.TextNode{NodeType: parse.NodeText, Pos: n.Pos, Text: []byte(template.HTMLEscapeString(s))}
		case *parse.IfNode:
			t.foldList(tree, n.List, list)
			t.foldList(tree, n.ElseList, list)
		case *parse.RangeNode:
			t.foldList(tree, n.List, list)
			t.foldList(tree, n.ElseList, list)
		case *parse.WithNode:
			t.foldList(tree, n.List, list)
			t.foldList(tree, n.ElseList, list)
		}
	}
}

// constantKey recognises t with one string and nothing else.
func constantKey(p *parse.PipeNode) (string, bool) {
	if len(p.Cmds) != 1 || len(p.Decl) != 0 || len(p.Cmds[0].Args) != 2 {
		return "", false
	}
	f, ok := p.Cmds[0].Args[0].(*parse.IdentifierNode)
	s, isString := p.Cmds[0].Args[1].(*parse.StringNode)
	if !ok || !isString || f.Ident != "t" {
		return "", false
	}
	return s.Text, true
}
