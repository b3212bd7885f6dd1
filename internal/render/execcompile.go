package render

import (
	"reflect"
	"slices"
	"text/template/parse"
)

// compile makes programs of the templates that views name. A template that has
// a construct which no program is made of stays with html/template, alone where
// it can be: those that call it are programs still.
func (t *Templates) compile() {
	t.programs = map[visit]*program{}
	c := &compiler{t, t.functions()}
	for name, view := range views {
		c.program(name, view)
	}
}

type compiler struct {
	*Templates
	calls map[string]any // functions by name
}

// A scope is what a template knows at one place of it.
type scope struct {
	*compiler
	program *program
	dot     reflect.Type // nil where none is given
	vars    []local
}

// A local is a variable of a template.
type local struct {
	name string
	typ  reflect.Type // nil where it is not known
	slot int
}

// uncovered is the panic at a construct that no program is made of.
type uncovered struct{ why string }

func leave(why string) { panic(uncovered{why}) }

// program gives the program of a template for one type of its argument.
func (c *compiler) program(name string, dot reflect.Type) (p *program) {
	key := visit{name, dot}
	if p := c.programs[key]; p != nil {
		return p // it may be under way: a template can call itself
	}
	p = &program{name: name, slots: 1}
	c.programs[key] = p
	tmpl := c.set.Lookup(name)
	defer func() {
		switch r := recover().(type) {
		case nil:
		case uncovered:
			p.body, p.why = nil, r.why
		default:
			panic(r)
		}
	}()
	if tmpl.Tree == nil || tmpl.Tree.Root == nil {
		leave("it is empty")
	}
	s := &scope{compiler: c, program: p, dot: dot, vars: []local{{"$", dot, 0}}}
	p.body = s.list(tmpl.Tree.Root)
	return p
}

// declare adds a variable.
func (s *scope) declare(name string, typ reflect.Type) local {
	v := local{name, typ, s.program.slots}
	s.program.slots++
	s.vars = append(s.vars, v)
	return v
}

func (s *scope) variable(name string) local {
	for _, v := range slices.Backward(s.vars) {
		if v.name == name && v.typ != nil {
			return v
		}
		if v.name == name {
			break
		}
	}
	leave("the type of " + name + " is not known")
	panic("not reached")
}

func nothing(*run, reflect.Value) control { return onward }

func (s *scope) list(l *parse.ListNode) step {
	if l == nil {
		return nothing
	}
	var steps []step
	for _, n := range l.Nodes {
		if next := s.node(n); next != nil {
			steps = append(steps, next)
		}
	}
	switch len(steps) {
	case 0:
		return nothing
	case 1:
		return steps[0]
	}
	return func(r *run, dot reflect.Value) control {
		for _, next := range steps {
			if c := next(r, dot); c != onward {
				return c
			}
		}
		return onward
	}
}

// node gives the step of a node; nil where it has none.
func (s *scope) node(n parse.Node) step {
	switch n := n.(type) {
	case *parse.TextNode:
		text := string(n.Text)
		return func(r *run, _ reflect.Value) control {
			r.out = append(r.out, text...)
			return onward
		}
	case *parse.CommentNode:
		return nil
	case *parse.ActionNode:
		return s.action(n)
	case *parse.IfNode:
		return s.conditional(n)
	case *parse.WithNode:
		return s.with(n)
	case *parse.RangeNode:
		return s.loop(n)
	case *parse.TemplateNode:
		return s.template(n)
	case *parse.BreakNode:
		return func(*run, reflect.Value) control { return breaking }
	case *parse.ContinueNode:
		return func(*run, reflect.Value) control { return continuing }
	}
	leave("an unknown node")
	panic("not reached")
}

func (s *scope) action(n *parse.ActionNode) step {
	e := s.pipe(n.Pipe)
	if len(n.Pipe.Decl) > 0 {
		value := e.needed()
		return func(r *run, dot reflect.Value) control {
			value(r, dot)
			return onward
		}
	}
	write := e.writer()
	return func(r *run, dot reflect.Value) control {
		write(r, dot)
		return onward
	}
}

// pipe gives the value of a pipeline. Where it declares or sets a variable, to
// find the value does so.
func (s *scope) pipe(p *parse.PipeNode) *expr {
	e := s.commands(p)
	if len(p.Decl) == 0 {
		return e
	}
	value := e.needed()
	var v local
	if name := p.Decl[0].Ident[0]; p.IsAssign {
		if v = s.variable(name); v.typ != e.typ {
			leave("a variable becomes of another type")
		}
	} else {
		v = s.declare(name, e.typ)
	}
	return valued(e.typ, func(r *run, dot reflect.Value) reflect.Value {
		found := value(r, dot)
		r.vars[r.base+v.slot] = found
		return found
	})
}

// commands gives the value of a pipeline before variables are set.
func (s *scope) commands(p *parse.PipeNode) *expr {
	var e *expr
	for _, cmd := range p.Cmds {
		e = s.command(cmd, e)
	}
	return e
}

// within makes the steps of a list whose variables end with it.
func (s *scope) within(l *parse.ListNode, dot reflect.Type) step {
	outer, vars := s.dot, len(s.vars)
	s.dot = dot
	body := s.list(l)
	s.dot, s.vars = outer, s.vars[:vars]
	return body
}

func (s *scope) conditional(n *parse.IfNode) step {
	vars := len(s.vars)
	truth := s.pipe(n.Pipe).truth
	body, otherwise := s.within(n.List, s.dot), s.within(n.ElseList, s.dot)
	s.vars = s.vars[:vars]
	return func(r *run, dot reflect.Value) control {
		if truth(r, dot) {
			return body(r, dot)
		}
		return otherwise(r, dot)
	}
}

func (s *scope) with(n *parse.WithNode) step {
	vars := len(s.vars)
	e := s.pipe(n.Pipe)
	value := e.needed()
	body, otherwise := s.within(n.List, e.typ), s.within(n.ElseList, s.dot)
	s.vars = s.vars[:vars]
	return func(r *run, dot reflect.Value) control {
		if v := value(r, dot); isTrue(v) {
			return body(r, v)
		}
		return otherwise(r, dot)
	}
}

// loop makes the steps of a range. Its variables hold the whole list where the
// list is empty; a template that looks at them there is not covered.
func (s *scope) loop(n *parse.RangeNode) step {
	if n.Pipe.IsAssign {
		leave("a range that sets variables")
	}
	e := s.commands(n.Pipe)
	value, typ := e.needed(), e.typ
	pointers := 0
	for typ.Kind() == reflect.Pointer {
		typ = typ.Elem()
		pointers++
	}
	key, elem := ranged(typ)
	if key == nil && len(n.Pipe.Decl) > 1 {
		leave("a range over a number with two variables")
	}

	vars := len(s.vars)
	keySlot, elemSlot := -1, -1
	switch d := n.Pipe.Decl; len(d) {
	case 1:
		elemSlot = s.declare(d[0].Ident[0], elem).slot
	case 2:
		keySlot, elemSlot = s.declare(d[0].Ident[0], key).slot, s.declare(d[1].Ident[0], elem).slot
	}
	body := s.within(n.List, elem)
	for i := range s.vars[vars:] {
		s.vars[vars+i].typ = nil
	}
	otherwise := s.within(n.ElseList, s.dot)
	s.vars = s.vars[:vars]

	once := func(r *run, key, elem reflect.Value) control {
		if keySlot >= 0 {
			r.vars[r.base+keySlot] = key
		}
		if elemSlot >= 0 {
			r.vars[r.base+elemSlot] = elem
		}
		return body(r, elem)
	}
	var each func(*run, reflect.Value) bool // false where there is none
	switch typ.Kind() {
	case reflect.Int:
		each = func(r *run, v reflect.Value) bool {
			n := v.Int()
			for i := range n {
				if once(r, reflect.Value{}, reflect.ValueOf(int(i))) == breaking {
					break
				}
			}
			return n > 0
		}
	case reflect.Map:
		each = func(r *run, v reflect.Value) bool {
			keys := v.MapKeys()
			slices.SortFunc(keys, compareKeys)
			for _, k := range keys {
				if once(r, k, v.MapIndex(k)) == breaking {
					break
				}
			}
			return len(keys) > 0
		}
	default:
		each = func(r *run, v reflect.Value) bool {
			n := v.Len()
			for i := range n {
				var key reflect.Value
				if keySlot >= 0 {
					key = reflect.ValueOf(i)
				}
				if once(r, key, v.Index(i)) == breaking {
					break
				}
			}
			return n > 0
		}
	}
	return func(r *run, dot reflect.Value) control {
		v := value(r, dot)
		for range pointers {
			v = v.Elem()
		}
		if each(r, v) {
			return onward
		}
		return otherwise(r, dot)
	}
}

// ranged gives the types of what a range goes through.
func ranged(t reflect.Type) (key, elem reflect.Type) {
	switch t.Kind() {
	case reflect.Slice, reflect.Array:
		return reflect.TypeFor[int](), known(t.Elem())
	case reflect.Map:
		if k := t.Key().Kind(); k == reflect.String || k == reflect.Int {
			return t.Key(), known(t.Elem())
		}
	case reflect.Int:
		if t == reflect.TypeFor[int]() {
			return nil, t
		}
	}
	leave("a range over " + t.String())
	panic("not reached")
}

func (s *scope) template(n *parse.TemplateNode) step {
	var typ reflect.Type
	dotFor := func(*run, reflect.Value) reflect.Value { return reflect.Value{} }
	if n.Pipe != nil {
		e := s.pipe(n.Pipe)
		typ, dotFor = e.typ, e.needed()
	}
	if s.set.Lookup(n.Name) == nil {
		leave("a template in another context than text") // its tree is html/template's own
	}
	p := s.compiler.program(n.Name, typ)
	if typ != nil && typ.Kind() != reflect.Pointer && reflect.PointerTo(typ).NumMethod() > 0 {
		leave("a value that has methods is given to a template") // html/template might find them by its address
	}
	return func(r *run, dot reflect.Value) control {
		r.call(p, dotFor(r, dot))
		return onward
	}
}
