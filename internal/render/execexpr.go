package render

import (
	"cmp"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"text/template/parse"
)

// An expr is a value of a template. Of the ways to find it, value is there
// wherever the type is known, text for kinds of string, number for int, truth
// always. What panics on the way makes the program give up: a nil pointer, an
// index out of range.
type expr struct {
	typ    reflect.Type // nil where nothing but the truth is known
	value  func(*run, reflect.Value) reflect.Value
	text   func(*run, reflect.Value) string
	number func(*run, reflect.Value) int
	truth  func(*run, reflect.Value) bool
	write  func(*run, reflect.Value) // where there is a shorter way to write text as it is

	constant string // the text that it always is
}

// known gives back a type that programs know the values of.
func known(t reflect.Type) reflect.Type {
	switch t.Kind() {
	case reflect.Interface, reflect.Func, reflect.Chan, reflect.UnsafePointer:
		leave("a value of type " + t.String())
	}
	return t
}

// valued is an expr for values of a type.
func valued(t reflect.Type, value func(*run, reflect.Value) reflect.Value) *expr {
	e := &expr{typ: known(t), value: value}
	switch t.Kind() {
	case reflect.String:
		e.text = func(r *run, dot reflect.Value) string { return value(r, dot).String() }
	case reflect.Int:
		e.number = func(r *run, dot reflect.Value) int { return int(value(r, dot).Int()) }
	}
	e.truth = func(r *run, dot reflect.Value) bool { return isTrue(value(r, dot)) }
	return e
}

// worded is an expr for a kind of string that is made anew.
func worded(t reflect.Type, text func(*run, reflect.Value) string) *expr {
	e := &expr{typ: t, text: text}
	e.value = func(r *run, dot reflect.Value) reflect.Value {
		v := reflect.ValueOf(text(r, dot))
		if v.Type() != t {
			v = v.Convert(t)
		}
		return v
	}
	e.truth = func(r *run, dot reflect.Value) bool { return text(r, dot) != "" }
	return e
}

func numbered(number func(*run, reflect.Value) int) *expr {
	return &expr{
		typ: reflect.TypeFor[int](), number: number,
		value: func(r *run, dot reflect.Value) reflect.Value { return reflect.ValueOf(number(r, dot)) },
		truth: func(r *run, dot reflect.Value) bool { return number(r, dot) != 0 },
	}
}

func boolean(truth func(*run, reflect.Value) bool) *expr {
	return &expr{
		typ: reflect.TypeFor[bool](), truth: truth,
		value: func(r *run, dot reflect.Value) reflect.Value { return reflect.ValueOf(truth(r, dot)) },
	}
}

// needed gives the way to the value where more than its truth is asked for.
func (e *expr) needed() func(*run, reflect.Value) reflect.Value {
	if e.value == nil {
		leave("a value of several types")
	}
	return e.value
}

// isTrue is the truth of a value as templates define it.
func isTrue(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Bool:
		return v.Bool()
	case reflect.String, reflect.Slice, reflect.Map, reflect.Array:
		return v.Len() > 0
	case reflect.Pointer:
		return !v.IsNil()
	case reflect.Struct:
		return true
	}
	switch {
	case v.CanFloat():
		return v.Float() != 0 // of the two zeros too
	case v.CanComplex():
		return v.Complex() != 0
	}
	return !v.IsZero()
}

func (s *scope) command(cmd *parse.CommandNode, piped *expr) *expr {
	if f, ok := cmd.Args[0].(*parse.IdentifierNode); ok {
		var args []*expr
		for _, a := range cmd.Args[1:] {
			args = append(args, s.operand(a))
		}
		if piped != nil {
			args = append(args, piped)
		}
		return s.function(f.Ident, args)
	}
	if len(cmd.Args) > 1 || piped != nil {
		leave("what is no function is given arguments")
	}
	return s.operand(cmd.Args[0])
}

func (s *scope) operand(n parse.Node) *expr {
	switch n := n.(type) {
	case *parse.DotNode:
		return s.dotted()
	case *parse.FieldNode:
		return s.fields(s.dotted(), n.Ident)
	case *parse.VariableNode:
		v := s.variable(n.Ident[0])
		return s.fields(valued(v.typ, func(r *run, _ reflect.Value) reflect.Value { return r.vars[r.base+v.slot] }), n.Ident[1:])
	case *parse.ChainNode:
		if _, ok := n.Node.(*parse.PipeNode); ok {
			return s.fields(s.operand(n.Node), n.Field)
		}
	case *parse.PipeNode:
		if len(n.Decl) == 0 {
			return s.commands(n)
		}
	case *parse.IdentifierNode:
		return s.function(n.Ident, nil)
	case *parse.StringNode:
		return constant(n.Text)
	case *parse.BoolNode:
		return boolean(func(*run, reflect.Value) bool { return n.True })
	case *parse.NumberNode:
		if i, err := strconv.Atoi(n.Text); err == nil && i >= 0 && (i == 0) == (n.Text[0] == '0') && n.IsInt {
			return numbered(func(*run, reflect.Value) int { return i })
		}
	}
	leave("a value of another form: " + n.String())
	panic("not reached")
}

func constant(s string) *expr {
	v := reflect.ValueOf(s)
	e := worded(reflect.TypeFor[string](), func(*run, reflect.Value) string { return s })
	e.value = func(*run, reflect.Value) reflect.Value { return v }
	e.constant = s
	return e
}

func (s *scope) dotted() *expr {
	if s.dot == nil {
		leave("no argument is given")
	}
	e := valued(s.dot, func(_ *run, dot reflect.Value) reflect.Value { return dot })
	if e.text != nil {
		e.text = func(_ *run, dot reflect.Value) string { return dot.String() }
	}
	return e
}

// fields follows a chain of fields.
func (s *scope) fields(e *expr, chain []string) *expr {
	for _, name := range chain {
		e = field(e, name)
	}
	return e
}

func field(e *expr, name string) *expr {
	value := e.needed()
	t, pointers := e.typ, 0
	for ; t.Kind() == reflect.Pointer; pointers++ {
		t = t.Elem()
	}
	if _, ok := reflect.PointerTo(t).MethodByName(name); ok {
		leave("a method: " + name)
	}
	switch t.Kind() {
	case reflect.Map:
		if pointers > 0 || t.Key() != reflect.TypeFor[string]() {
			break
		}
		key := reflect.ValueOf(name)
		return valued(t.Elem(), func(r *run, dot reflect.Value) reflect.Value {
			v := value(r, dot).MapIndex(key)
			if !v.IsValid() {
				panic(givenUp{})
			}
			return v
		})
	case reflect.Struct:
		f, ok := t.FieldByName(name)
		if !ok || !f.IsExported() {
			break
		}
		i := f.Index[0]
		switch {
		case len(f.Index) > 1 || pointers > 1:
			return valued(f.Type, func(r *run, dot reflect.Value) reflect.Value {
				v := value(r, dot)
				for range pointers {
					v = v.Elem()
				}
				return v.FieldByIndex(f.Index)
			})
		case pointers == 0:
			return valued(f.Type, func(r *run, dot reflect.Value) reflect.Value { return value(r, dot).Field(i) })
		default:
			return valued(f.Type, func(r *run, dot reflect.Value) reflect.Value { return value(r, dot).Elem().Field(i) })
		}
	}
	leave("the field " + name + " of " + e.typ.String())
	panic("not reached")
}

// compareKeys orders the keys of a map as a range does.
func compareKeys(a, b reflect.Value) int {
	if a.Kind() == reflect.String {
		return strings.Compare(a.String(), b.String())
	}
	return cmp.Compare(a.Int(), b.Int())
}

// printed gives the words of a value.
func (e *expr) printed() func(*run, reflect.Value) string {
	if e.typ == nil || e.typ.NumMethod() > 0 {
		leave("a value to write that has methods, or several types")
	}
	switch e.typ.Kind() {
	case reflect.String:
		return e.text
	case reflect.Int:
		number := e.number
		return func(r *run, dot reflect.Value) string { return strconv.Itoa(number(r, dot)) }
	case reflect.Bool:
		truth := e.truth
		return func(r *run, dot reflect.Value) string { return strconv.FormatBool(truth(r, dot)) }
	}
	leave("a value to write of type " + e.typ.String())
	panic("not reached")
}

// writer writes a value as it is.
func (e *expr) writer() func(*run, reflect.Value) {
	if e.write != nil {
		return e.write
	}
	if e.number != nil && e.typ.NumMethod() == 0 {
		number := e.number
		return func(r *run, dot reflect.Value) { r.out = strconv.AppendInt(r.out, int64(number(r, dot)), 10) }
	}
	text := e.printed()
	return func(r *run, dot reflect.Value) { r.out = append(r.out, text(r, dot)...) }
}

// sameType gives the type of all of several values; nil where they differ.
func sameType(list []*expr) reflect.Type {
	if slices.ContainsFunc(list, func(e *expr) bool { return e.typ != list[0].typ }) {
		return nil
	}
	return list[0].typ
}
