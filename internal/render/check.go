package render

import (
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"text/template/parse"
	"unicode/utf8"

	"dossier/internal/diag"
)

// views is what each template is given.
var views = map[string]reflect.Type{
	"home.html":               reflect.TypeFor[*HomeView](),
	"source.html":             reflect.TypeFor[*SourceView](),
	"entity.html":             reflect.TypeFor[*EntityView](),
	"event.html":              reflect.TypeFor[*EventView](),
	"claim.html":              reflect.TypeFor[*ClaimView](),
	"page.html":               reflect.TypeFor[*PageView](),
	"index.html":              reflect.TypeFor[*IndexView](),
	"timeline.html":           reflect.TypeFor[*TimelineView](),
	"network.html":            reflect.TypeFor[*NetworkView](),
	"paths.html":              reflect.TypeFor[*PathsView](),
	"names.html":              reflect.TypeFor[*NamesView](),
	"bibliography.html":       reflect.TypeFor[*BibliographyView](),
	"search.html":             reflect.TypeFor[*SearchView](),
	"about.html":              reflect.TypeFor[*AboutView](),
	"changes.html":            reflect.TypeFor[*ChangesView](),
	"404.html":                reflect.TypeFor[*NotFoundView](),
	"partials/link.html":      reflect.TypeFor[*Link](),
	"partials/chip.html":      reflect.TypeFor[*Link](),
	"partials/date.html":      reflect.TypeFor[*Date](),
	"partials/reference.html": reflect.TypeFor[*Reference](),
	"partials/menu.html":      reflect.TypeFor[*Menu](),
	"partials/cites.html":     reflect.TypeFor[*Cites](),
	"partials/sign.html":      reflect.TypeFor[string](),
	"partials/card.html":      reflect.TypeFor[*Hovercard](),
}

// check finds fields, functions and templates that are not there, in branches
// that no page of this dossier takes too. What it cannot know the type of, it
// leaves to the run.
func (t *Templates) check(list *diag.List) {
	c := &checker{Templates: t, functions: t.types(), list: list, done: map[visit]bool{}}
	for _, name := range slices.Sorted(maps.Keys(views)) {
		if t.set.Lookup(name) == nil {
			list.Errorf(diag.Pos{File: templateFile(name)}, "template-missing", "there is no template %q", name)
			continue
		}
		c.template(name, views[name])
	}
	c.endless()
}

// types gives the functions that templates can call.
func (t *Templates) types() map[string]reflect.Type {
	types := map[string]reflect.Type{}
	for name, f := range t.functions() {
		types[name] = reflect.TypeOf(f)
	}
	return types
}

type checker struct {
	*Templates
	functions map[string]reflect.Type
	list      *diag.List
	done      map[visit]bool
	calls     []templateCall

	tree *parse.Tree // of the template at hand
	dot  reflect.Type
	vars []variable
}

// templateCall is a place where a template runs another one.
type templateCall struct {
	tree *parse.Tree // of the template that it stands in
	node parse.Node
	to   string
	// function is the name of the function that runs the other one; empty for {{template}}.
	function string
}

// partialsOf is the partials that functions run.
var partialsOf = map[string][]int{
	"link":      {linkPartial},
	"links":     {linkPartial},
	"linkrow":   {linkPartial},
	"chip":      {chipPartial},
	"date":      {datePartial},
	"reference": {referencePartial},
	"menu":      {menuPartial},
	"cites":     {citesPartial},
	"sign":      {signPartial},
	"prose":     {linkPartial, citesPartial},
	"cards":     {cardPartial},
}

// endless finds functions that run a partial which leads back to where they are
// called. html/template ends a {{template}} within itself at some depth, but
// does not see that a function runs one.
func (c *checker) endless() {
	next := map[string][]string{}
	for _, call := range c.calls {
		next[call.tree.Name] = append(next[call.tree.Name], call.to)
	}
	told := map[parse.Node]bool{}
	for _, call := range c.calls {
		if call.function == "" || told[call.node] {
			continue
		}
		way := []string{call.to} // all that it leads to
		for i := 0; i < len(way); i++ {
			for _, to := range next[way[i]] {
				if !slices.Contains(way, to) {
					way = append(way, to)
				}
			}
		}
		if !slices.Contains(way, call.tree.Name) {
			continue
		}
		told[call.node] = true
		c.tree = call.tree
		if call.to == call.tree.Name {
			c.errorf(call.node, "template-endless", "%s runs %q, which this is: there would be no end", call.function, call.to)
		} else {
			c.errorf(call.node, "template-endless", "%s runs %q, which leads back to %q: there would be no end", call.function, call.to, call.tree.Name)
		}
		(*c.list)[len(*c.list)-1].Hintf("write what is to stand there instead of calling %s", call.function)
	}
}

type visit struct {
	name string
	dot  reflect.Type
}

type variable struct {
	name string
	typ  reflect.Type
}

// template checks one template for one type of its argument; nil is a type that
// is not known.
func (c *checker) template(name string, dot reflect.Type) {
	v := visit{name, dot}
	if c.done[v] {
		return
	}
	c.done[v] = true
	tmpl := c.set.Lookup(name)
	if tmpl.Tree == nil {
		return
	}
	outer := *c
	c.tree, c.dot, c.vars = tmpl.Tree, dot, []variable{{"$", dot}}
	c.nodes(tmpl.Tree.Root)
	c.tree, c.dot, c.vars = outer.tree, outer.dot, outer.vars
}

func (c *checker) nodes(l *parse.ListNode) {
	if l == nil {
		return
	}
	for _, n := range l.Nodes {
		switch n := n.(type) {
		case *parse.ActionNode:
			c.pipe(n.Pipe)
		case *parse.IfNode:
			c.branch(&n.BranchNode, func(reflect.Type) {})
		case *parse.WithNode:
			c.branch(&n.BranchNode, func(t reflect.Type) { c.dot = t })
		case *parse.RangeNode:
			c.branch(&n.BranchNode, func(t reflect.Type) { c.ranged(n, t) })
		case *parse.TemplateNode:
			c.call(n)
		}
	}
}

func (c *checker) branch(n *parse.BranchNode, enter func(reflect.Type)) {
	dot, vars := c.dot, len(c.vars)
	t := c.pipe(n.Pipe)
	inner := len(c.vars)
	enter(t)
	c.nodes(n.List)
	c.dot, c.vars = dot, c.vars[:inner]
	c.nodes(n.ElseList)
	c.vars = c.vars[:vars]
}

// ranged sets dot and the variables of a range to what it goes through.
func (c *checker) ranged(n *parse.RangeNode, t reflect.Type) {
	var key, elem reflect.Type
	if u := indirect(t); u != nil {
		switch u.Kind() {
		case reflect.Slice, reflect.Array:
			key, elem = reflect.TypeFor[int](), u.Elem()
		case reflect.Map:
			key, elem = u.Key(), u.Elem()
		case reflect.Int:
			elem = u
		case reflect.Interface, reflect.Chan, reflect.Func:
		default:
			c.errorf(n.Pipe, "template-type", "cannot range over %s, which is %s", n.Pipe, kindWords(u))
		}
	}
	c.dot = elem
	switch d := n.Pipe.Decl; len(d) {
	case 1:
		c.vars[len(c.vars)-1].typ = elem
	case 2:
		c.vars[len(c.vars)-2].typ, c.vars[len(c.vars)-1].typ = key, elem
	}
}

func (c *checker) call(n *parse.TemplateNode) {
	var dot reflect.Type
	if n.Pipe != nil {
		dot = c.pipe(n.Pipe)
	}
	if c.set.Lookup(n.Name) == nil {
		var names []string
		for _, t := range c.set.Templates() {
			names = append(names, t.Name())
		}
		slices.Sort(names)
		c.errorf(n, "template-missing", "there is no template %q", n.Name)
		c.hint(n.Name, names, "did you mean %q?")
		return
	}
	c.calls = append(c.calls, templateCall{c.tree, n, n.Name, ""})
	c.template(n.Name, dot)
}

// pipe gives the type of a pipeline's value, nil where it is not known.
func (c *checker) pipe(p *parse.PipeNode) reflect.Type {
	var t reflect.Type
	for i, cmd := range p.Cmds {
		t = c.command(cmd, t, i > 0)
	}
	for _, v := range p.Decl {
		if p.IsAssign {
			continue
		}
		c.vars = append(c.vars, variable{v.Ident[0], t})
	}
	return t
}

func (c *checker) command(cmd *parse.CommandNode, piped reflect.Type, isPiped bool) reflect.Type {
	first := cmd.Args[0]
	if id, ok := first.(*parse.IdentifierNode); ok {
		args := make([]reflect.Type, 0, len(cmd.Args))
		for _, a := range cmd.Args[1:] {
			args = append(args, c.value(a))
		}
		if isPiped {
			args = append(args, piped)
		}
		return c.function(id, args)
	}
	for _, a := range cmd.Args[1:] {
		c.value(a)
	}
	return c.value(first)
}

func (c *checker) value(n parse.Node) reflect.Type {
	switch n := n.(type) {
	case *parse.DotNode:
		return c.dot
	case *parse.FieldNode:
		return c.fields(n, c.dot, n.Ident)
	case *parse.VariableNode:
		for _, v := range slices.Backward(c.vars) {
			if v.name == n.Ident[0] {
				return c.fields(n, v.typ, n.Ident[1:])
			}
		}
	case *parse.ChainNode:
		return c.fields(n, c.value(n.Node), n.Field)
	case *parse.PipeNode:
		return c.pipe(n)
	case *parse.IdentifierNode:
		return c.function(n, nil)
	case *parse.StringNode:
		return reflect.TypeFor[string]()
	case *parse.BoolNode:
		return reflect.TypeFor[bool]()
	case *parse.NumberNode:
		if n.IsInt {
			return reflect.TypeFor[int]()
		}
	}
	return nil
}

// fields follows a chain of fields and methods.
func (c *checker) fields(n parse.Node, t reflect.Type, chain []string) reflect.Type {
	for _, name := range chain {
		if t == nil || t.Kind() == reflect.Interface {
			return nil
		}
		if m, ok := t.MethodByName(name); ok {
			t = m.Type.Out(0)
			continue
		}
		u := indirect(t)
		switch u.Kind() {
		case reflect.Struct:
			f, ok := u.FieldByName(name)
			if !ok || !f.IsExported() {
				c.errorf(n, "template-field", "%s has no field %q", u.Name(), name)
				c.hint(name, fieldNames(u), "the nearest field is %q")
				if last := &(*c.list)[len(*c.list)-1]; last.Hint == "" {
					last.Hintf("it has %s", strings.Join(fieldNames(u), ", "))
				}
				return nil
			}
			t = f.Type
		case reflect.Map:
			t = u.Elem()
		default:
			c.errorf(n, "template-field", "%s has no field %q", kindWords(u), name)
			return nil
		}
	}
	return t
}

// function gives what a function returns, and checks what it is called with.
func (c *checker) function(n *parse.IdentifierNode, args []reflect.Type) reflect.Type {
	f := c.functions[n.Ident]
	if f == nil {
		return builtin(n.Ident, args)
	}
	for _, which := range partialsOf[n.Ident] {
		c.calls = append(c.calls, templateCall{c.tree, n, partialNames[which], n.Ident})
	}
	if len(args) != f.NumIn() {
		c.errorf(n, "template-type", "%s wants %d values and is given %d", n.Ident, f.NumIn(), len(args))
		return f.Out(0)
	}
	for i, a := range args {
		if want := f.In(i); a != nil && a.Kind() != reflect.Interface && !a.AssignableTo(want) && indirect(a) != want && a.Kind() != reflect.Pointer {
			c.errorf(n, "template-type", "%s wants %s and is given %s", n.Ident, typeWords(want), typeWords(a))
		} else if a != nil && a.Kind() == reflect.Pointer && !a.AssignableTo(want) && a.Elem() != want {
			c.errorf(n, "template-type", "%s wants %s and is given %s", n.Ident, typeWords(want), typeWords(a))
		}
	}
	return f.Out(0)
}

// builtin gives what a function of text/template returns.
func builtin(name string, args []reflect.Type) reflect.Type {
	switch name {
	case "not", "eq", "ne", "lt", "le", "gt", "ge":
		return reflect.TypeFor[bool]()
	case "len":
		return reflect.TypeFor[int]()
	case "print", "printf", "println", "html", "js", "urlquery":
		return reflect.TypeFor[string]()
	case "and", "or":
		for _, a := range args {
			if a != args[0] {
				return nil
			}
		}
		return args[0]
	case "index":
		t := args[0]
		for range args[1:] {
			u := indirect(t)
			if u == nil {
				return nil
			}
			switch u.Kind() {
			case reflect.Slice, reflect.Array, reflect.Map:
				t = u.Elem()
			default:
				return nil
			}
		}
		return t
	case "slice":
		return args[0]
	}
	return nil
}

func (c *checker) errorf(n parse.Node, code, format string, args ...any) {
	c.list.Errorf(c.nodePos(c.tree, n), code, format, args...)
}

// hint is about the flaw that was reported last.
func (c *checker) hint(word string, among []string, format string) {
	if near := nearest(word, among); near != "" {
		(*c.list)[len(*c.list)-1].Hintf(format, near)
	}
}

// nodePos is where a node stands.
func (t *Templates) nodePos(tree *parse.Tree, n parse.Node) diag.Pos {
	location, _ := tree.ErrorContext(n)
	rest, col, _ := cutLast(location)
	name, line, _ := cutLast(rest)
	l, _ := strconv.Atoi(line)
	c, _ := strconv.Atoi(col)
	return t.pos(name, l, c)
}

func cutLast(s string) (before, after string, ok bool) {
	if i := strings.LastIndexByte(s, ':'); i >= 0 {
		return s[:i], s[i+1:], true
	}
	return s, "", false
}

func indirect(t reflect.Type) reflect.Type {
	for t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t
}

func fieldNames(t reflect.Type) []string {
	var names []string
	for _, f := range reflect.VisibleFields(t) {
		if f.IsExported() {
			names = append(names, f.Name)
		}
	}
	return names
}

// typeWords names a type as the documentation of the views does.
func typeWords(t reflect.Type) string {
	if u := indirect(t); u.Name() != "" {
		return u.Name()
	}
	return kindWords(t)
}

func kindWords(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Slice, reflect.Array:
		return "a list of " + typeWords(t.Elem())
	case reflect.String:
		return "a text"
	case reflect.Bool:
		return "true or false"
	case reflect.Int, reflect.Int64:
		return "a number"
	case reflect.Struct:
		return t.Name()
	}
	return t.String()
}

// nearest gives the word that takes the fewest changes of single letters to
// become the given one; none where half of it would have to change.
func nearest(word string, among []string) string {
	best, least := "", max(2, utf8.RuneCountInString(word)/2)+1
	for _, w := range among {
		if d := letterChanges(strings.ToLower(word), strings.ToLower(w)); d < least {
			best, least = w, d
		}
	}
	return best
}

// letterChanges is the Levenshtein distance.
func letterChanges(a, b string) int {
	s, t := []rune(a), []rune(b)
	row := make([]int, len(t)+1)
	for j := range row {
		row[j] = j
	}
	for i := range s {
		diagonal := row[0]
		row[0] = i + 1
		for j := range t {
			cost := diagonal
			if s[i] != t[j] {
				cost = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], cost
		}
	}
	return row[len(t)]
}
