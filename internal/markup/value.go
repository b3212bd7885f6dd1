package markup

import (
	"errors"
	"strings"

	"dossier/internal/diag"
	"go.yaml.in/yaml/v4"
)

// Shape is what a Value is.
type Shape uint8

const (
	Scalar Shape = iota
	Sequence
	Mapping
)

func (s Shape) String() string {
	return [...]string{"a single text", "a list", "a mapping"}[s]
}

// Value is a node of a YAML document with its place. Scalars keep the text
// that stands in the file: 2024-04-20 is no time, NO is no truth value.
type Value struct {
	Shape Shape
	Pos   diag.Pos
	Text  string // of a scalar; quotes and escapes are resolved
	Null  bool   // a scalar that says nothing: empty, ~ or null without quotes
	Flow  bool   // a list or mapping written in brackets, as [a, b] or {a: b}
	Items []*Value
	Pairs []Pair // in the order of the file, no key twice
}

// Pair is a key of a mapping and its value.
type Pair struct {
	Key    string
	KeyPos diag.Pos
	Value  *Value
}

// Get gives the value of a key of a mapping, or nil.
func (v *Value) Get(key string) *Value {
	if v != nil {
		for _, p := range v.Pairs {
			if p.Key == key {
				return p.Value
			}
		}
	}
	return nil
}

// ParseYAML reads one YAML document, which src holds from the file's first
// byte on. An empty document gives nil. A syntax error ends the reading and is
// the only one of its kind; keys that stand twice, aliases and tags are
// reported all together.
func ParseYAML(file string, src []byte) (*Value, diag.List) {
	src, diags := Clean(file, src)
	if src == nil {
		return nil, diags
	}
	v := decode(yamlPart{file: file}, src, &diags)
	return v, diags
}

// yamlPart is where in a file a YAML text stands: after lines whole lines, and
// on its own first line after cols characters.
type yamlPart struct {
	file        string
	lines, cols int
}

func (p yamlPart) pos(line, col int) diag.Pos {
	if line <= 0 {
		return diag.Pos{File: p.file, Line: p.lines + 1, Col: p.cols + 1}
	}
	if line == 1 {
		col += p.cols
	}
	return diag.Pos{File: p.file, Line: p.lines + line, Col: col}
}

func decode(part yamlPart, src []byte, diags *diag.List) *Value {
	if v, ok := readPlain(part, src); ok {
		return v
	}
	return part.load(src, diags)
}

// load reads what may be any YAML.
func (p yamlPart) load(src []byte, diags *diag.List) *Value {
	if nothingButComments(src) {
		return nil
	}
	var doc yaml.Node
	if err := yaml.Load(src, &doc); err != nil {
		p.report(err, src, diags)
		return nil
	}
	if doc.Kind != yaml.DocumentNode || len(doc.Content) == 0 {
		return nil
	}
	return p.value(doc.Content[0], diags)
}

func nothingButComments(src []byte) bool {
	for l := range strings.Lines(string(src)) {
		l = strings.TrimSpace(l)
		if l != "" && l != "---" && !strings.HasPrefix(l, "#") {
			return false
		}
	}
	return true
}

func (p yamlPart) report(err error, src []byte, diags *diag.List) {
	var one *yaml.LoadError
	if !errors.As(err, &one) {
		diags.Errorf(p.pos(0, 0), "yaml-syntax", "this is no valid YAML: %v", err)
		return
	}
	mark, says := one.Mark, one.Message
	if one.ContextMsg != "" {
		says += " " + one.ContextMsg
	}
	// What was never closed is best shown where it began.
	if one.ContextMark.Line > 0 && (strings.Contains(says, "flow") || strings.Contains(says, "quoted scalar") && strings.Contains(says, "end of") ||
		strings.Contains(says, "could not find expected ':'")) {
		mark = one.ContextMark
	}
	rows := strings.Split(string(src), "\n")
	if mark.Line > len(rows) {
		mark.Line, mark.Column = len(rows), 1
	}
	// An open list that ends with a comma is noticed where its next item should be.
	if strings.Contains(says, "flow node") {
		if line, col, ok := openBracket(rows, mark.Line); ok {
			mark.Line, mark.Column = line, col
			says = strings.Replace(says, "flow node", map[byte]string{'[': "flow sequence", '{': "flow mapping"}[strings.TrimSpace(string([]rune(rows[line-1])[col-1:]))[0]], 1)
		}
	}
	diags.Errorf(p.pos(mark.Line, mark.Column), "yaml-syntax", "this is no valid YAML: %s", strings.TrimPrefix(says, "yaml: ")).
		Hintf("%s", yamlHint(says, rows, mark.Line, mark.Column))
}

func (p yamlPart) value(n *yaml.Node, diags *diag.List) *Value {
	v := &Value{Pos: p.pos(n.Line, n.Column)}
	if n.Anchor != "" {
		diags.Errorf(v.Pos, "yaml-alias", "anchors such as %q cannot be used here", "&"+n.Anchor).
			Hintf("put a text that begins with & in quotes; write a value that is needed twice twice")
	}
	if n.Style&yaml.TaggedStyle != 0 {
		diags.Errorf(v.Pos, "yaml-tag", "tags such as %q cannot be used here", n.Tag).
			Hintf("take the tag out; a text that begins with ! must stand in quotes")
	}
	switch n.Kind {
	case yaml.AliasNode:
		diags.Errorf(v.Pos, "yaml-alias", "aliases such as %q cannot be used here", "*"+n.Value).
			Hintf("put a text that begins with * in quotes; write a value that is needed twice twice")
		v.Null = true
	case yaml.SequenceNode:
		v.Shape, v.Flow = Sequence, n.Style&yaml.FlowStyle != 0
		for _, c := range n.Content {
			v.Items = append(v.Items, p.value(c, diags))
		}
	case yaml.MappingNode:
		v.Shape, v.Flow = Mapping, n.Style&yaml.FlowStyle != 0
		first := map[string]diag.Pos{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := p.value(n.Content[i], diags)
			val := p.value(n.Content[i+1], diags)
			if key.Shape != Scalar {
				diags.Errorf(key.Pos, "yaml-key", "a key is %s, but a single word is wanted", key.Shape)
				continue
			}
			if at, ok := first[key.Text]; ok {
				diags.Errorf(key.Pos, "duplicate-key", "the key %q stands twice", key.Text).
					Hintf("it stands in line %d already; keep one of the two", at.Line)
				continue
			}
			first[key.Text] = key.Pos
			v.Pairs = append(v.Pairs, Pair{Key: key.Text, KeyPos: key.Pos, Value: val})
		}
	default:
		v.Text = n.Value
		v.Null = n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) == 0 &&
			n.ShortTag() == "!!null"
	}
	return v
}
