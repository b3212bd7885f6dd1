package render

import (
	"fmt"
	"html/template"
	"net/url"
	"reflect"
	"strings"

	"dossier/internal/weigh"
)

// function gives the value of a call. As html/template does it finds all values
// before it calls, save for and and or.
func (s *scope) function(name string, args []*expr) *expr {
	if escape := escapers[name]; escape != nil {
		if len(args) != 1 {
			leave(name + " of several values")
		}
		return escape(args[0])
	}
	if f := s.calls[name]; f != nil {
		return call(name, f, args)
	}
	switch {
	case len(args) == 0:
	case name == "and" || name == "or":
		return junction(args, name == "or")
	case name == "not" && len(args) == 1:
		truth := args[0].truth
		return boolean(func(r *run, dot reflect.Value) bool { return !truth(r, dot) })
	case name == "eq" && len(args) > 1:
		return equal(args)
	case orders[name] != nil && len(args) == 2:
		return ordered(args[0], args[1], orders[name])
	case name == "len" && len(args) == 1:
		return length(args[0])
	case name == "index":
		return indexed(args[0], args[1:])
	case name == "slice" && len(args) <= 3:
		return sliced(args[0], args[1:])
	case name == "print":
		return formatted(args, fmt.Sprint)
	case name == "println":
		return formatted(args, fmt.Sprintln)
	case name == "printf":
		return printf(args)
	}
	leave("a call of " + name)
	panic("not reached")
}

// call calls one of the functions of templates. Those of a form that is not
// listed are html/template's to call.
func call(name string, f any, args []*expr) *expr {
	switch f := f.(type) {
	case func(string) string:
		return call1(args, func(_ *run, s string) string { return f(s) })
	case func(string) (string, error):
		return call1(args, func(_ *run, s string) string { return must(f(s)) })
	case func([]string) string:
		return call1(args, func(_ *run, list []string) string { return f(list) })
	case func(int) string:
		return call1(args, func(_ *run, n int) string { return f(n) })
	case func(int) int:
		n := parameter[int](args, 0, 1)
		return numbered(func(r *run, dot reflect.Value) int { return f(n(r, dot)) })
	case func(int, string) (string, error):
		return call2(args, func(n int, s string) string { return must(f(n, s)) })
	case func([]string, string) string:
		return call2(args, f)
	case func(*Amount) (string, error):
		return call1(args, func(_ *run, a *Amount) string { return must(f(a)) })
	case func(*weigh.Lag) (string, error):
		return call1(args, func(_ *run, l *weigh.Lag) string { return must(f(l)) })
	case func([]Count) (string, error):
		return call1(args, func(_ *run, list []Count) string { return must(f(list)) })
	}
	switch name {
	case "link":
		return partialCall[*Link](linkPartial, args)
	case "chip":
		return partialCall[*Link](chipPartial, args)
	case "date":
		return partialCall[*Date](datePartial, args)
	case "reference":
		return partialCall[*Reference](referencePartial, args)
	case "menu":
		return partialCall[*Menu](menuPartial, args)
	case "cites":
		return partialCall[*Cites](citesPartial, args)
	case "sign":
		return written(args, (*run).sign)
	case "links":
		return written(args, (*run).links)
	case "linkrow":
		return written(args, (*run).linkrow)
	case "prose":
		return written(args, (*run).prose)
	case "cards":
		return written(args, (*run).cards)
	}
	leave("a call of " + name)
	panic("not reached")
}

func must(s string, err error) string {
	if err != nil {
		panic(givenUp{})
	}
	return s
}

// parameter gives the way to the argument at i of a function of n parameters.
func parameter[A any](args []*expr, i, n int) func(*run, reflect.Value) A {
	if len(args) != n || args[i].typ != reflect.TypeFor[A]() {
		leave("a call with arguments of other types")
	}
	e := args[i]
	if f, ok := any(e.text).(func(*run, reflect.Value) A); ok {
		return f
	}
	if f, ok := any(e.number).(func(*run, reflect.Value) A); ok {
		return f
	}
	return func(r *run, dot reflect.Value) A {
		a, ok := reflect.TypeAssert[A](e.value(r, dot))
		if !ok {
			panic(givenUp{})
		}
		return a
	}
}

func call1[A any, R ~string](args []*expr, f func(*run, A) R) *expr {
	a := parameter[A](args, 0, 1)
	return worded(reflect.TypeFor[R](), func(r *run, dot reflect.Value) string { return string(f(r, a(r, dot))) })
}

func call2[A, B any](args []*expr, f func(A, B) string) *expr {
	a, b := parameter[A](args, 0, 2), parameter[B](args, 1, 2)
	return worded(reflect.TypeFor[string](), func(r *run, dot reflect.Value) string {
		first := a(r, dot)
		return f(first, b(r, dot))
	})
}

func partialCall[A shareable](which int, args []*expr) *expr {
	return written(args, func(r *run, a A) { r.partial(which, a.shared(), a) })
}

// written is a call of what writes to the page.
func written[A any](args []*expr, f func(*run, A)) *expr {
	a := parameter[A](args, 0, 1)
	e := worded(reflect.TypeFor[template.HTML](), func(r *run, dot reflect.Value) string {
		value, start := a(r, dot), len(r.out)
		f(r, value)
		s := string(r.out[start:])
		r.out = r.out[:start]
		return s
	})
	e.write = func(r *run, dot reflect.Value) { f(r, a(r, dot)) }
	return e
}

// junction is or, which gives the first value that is true, or and, which gives
// the first that is not; the last one otherwise.
func junction(args []*expr, or bool) *expr {
	last := len(args) - 1
	truth := func(r *run, dot reflect.Value) bool {
		for _, a := range args {
			if a.truth(r, dot) == or {
				return or
			}
		}
		return !or
	}
	t := sameType(args)
	if t == nil {
		return &expr{truth: truth}
	}
	e := valued(t, func(r *run, dot reflect.Value) reflect.Value {
		for _, a := range args[:last] {
			if v := a.value(r, dot); isTrue(v) == or {
				return v
			}
		}
		return args[last].value(r, dot)
	})
	e.truth = truth
	return e
}

// equal tells whether the first value is any of the others.
func equal(args []*expr) *expr {
	switch {
	case all(args, func(e *expr) bool { return e.text != nil }):
		return boolean(func(r *run, dot reflect.Value) bool {
			first, found := args[0].text(r, dot), false
			for _, a := range args[1:] {
				if a.text(r, dot) == first {
					found = true
				}
			}
			return found
		})
	case all(args, func(e *expr) bool { return e.number != nil }):
		return boolean(func(r *run, dot reflect.Value) bool {
			first, found := args[0].number(r, dot), false
			for _, a := range args[1:] {
				if a.number(r, dot) == first {
					found = true
				}
			}
			return found
		})
	case all(args, func(e *expr) bool { return e.typ != nil && e.typ.Kind() == reflect.Bool }):
		return boolean(func(r *run, dot reflect.Value) bool {
			first, found := args[0].truth(r, dot), false
			for _, a := range args[1:] {
				if a.truth(r, dot) == first {
					found = true
				}
			}
			return found
		})
	}
	leave("a comparison of other types")
	panic("not reached")
}

func all(list []*expr, f func(*expr) bool) bool {
	for _, e := range list {
		if !f(e) {
			return false
		}
	}
	return true
}

// orders tell what a comparison says of what strings.Compare and its like give.
var orders = map[string]func(int) bool{
	"ne": func(c int) bool { return c != 0 },
	"lt": func(c int) bool { return c < 0 },
	"le": func(c int) bool { return c <= 0 },
	"gt": func(c int) bool { return c > 0 },
	"ge": func(c int) bool { return c >= 0 },
}

func ordered(a, b *expr, holds func(int) bool) *expr {
	switch {
	case a.number != nil && b.number != nil:
		return boolean(func(r *run, dot reflect.Value) bool {
			first := a.number(r, dot)
			second := b.number(r, dot)
			switch {
			case first < second:
				return holds(-1)
			case first > second:
				return holds(1)
			}
			return holds(0)
		})
	case a.text != nil && b.text != nil:
		return boolean(func(r *run, dot reflect.Value) bool {
			first := a.text(r, dot)
			return holds(strings.Compare(first, b.text(r, dot)))
		})
	}
	leave("a comparison of other types")
	panic("not reached")
}

func length(e *expr) *expr {
	value := e.needed()
	switch e.typ.Kind() {
	case reflect.String:
		return numbered(func(r *run, dot reflect.Value) int { return len(e.text(r, dot)) })
	case reflect.Slice, reflect.Array, reflect.Map:
		return numbered(func(r *run, dot reflect.Value) int { return value(r, dot).Len() })
	}
	leave("the length of " + e.typ.String())
	panic("not reached")
}

// indexed goes into lists and maps. An index out of range panics.
func indexed(e *expr, indexes []*expr) *expr {
	for _, i := range indexes {
		value := e.needed()
		switch e.typ.Kind() {
		case reflect.Slice, reflect.Array:
			if i.number == nil {
				leave("an index of another type")
			}
			e = valued(e.typ.Elem(), func(r *run, dot reflect.Value) reflect.Value {
				list := value(r, dot)
				return list.Index(i.number(r, dot))
			})
		case reflect.Map:
			if i.typ != e.typ.Key() {
				leave("an index of another type")
			}
			zero := reflect.Zero(e.typ.Elem())
			e = valued(e.typ.Elem(), func(r *run, dot reflect.Value) reflect.Value {
				m := value(r, dot)
				if v := m.MapIndex(i.value(r, dot)); v.IsValid() {
					return v
				}
				return zero
			})
		default:
			leave("an index of " + e.typ.String())
		}
	}
	e.needed()
	return e
}

// sliced cuts a text or a list. A place out of range panics.
func sliced(e *expr, at []*expr) *expr {
	value := e.needed()
	if k := e.typ.Kind(); k != reflect.String && k != reflect.Slice {
		leave("a slice of " + e.typ.String())
	}
	if !all(at, func(e *expr) bool { return e.number != nil }) {
		leave("an index of another type")
	}
	return valued(e.typ, func(r *run, dot reflect.Value) reflect.Value {
		v := value(r, dot)
		from, to := 0, v.Len()
		if len(at) > 0 {
			from = at[0].number(r, dot)
		}
		if len(at) > 1 {
			to = at[1].number(r, dot)
		}
		return v.Slice(from, to)
	})
}

func formatted(args []*expr, format func(...any) string) *expr {
	for _, a := range args {
		a.needed()
	}
	return worded(reflect.TypeFor[string](), func(r *run, dot reflect.Value) string {
		values := make([]any, len(args))
		for i, a := range args {
			values[i] = a.value(r, dot).Interface()
		}
		return format(values...)
	})
}

// printf formats values. A format that is a constant with one %s, which is how
// keys of the interface words are made, joins texts.
func printf(args []*expr) *expr {
	if args[0].typ != reflect.TypeFor[string]() {
		leave("a format that is no string")
	}
	format := args[0].text
	if constant := args[0].constant; len(args) == 2 && args[1].typ == reflect.TypeFor[string]() && strings.Count(constant, "%") == 1 {
		if before, after, ok := strings.Cut(constant, "%s"); ok {
			text := args[1].text
			return worded(reflect.TypeFor[string](), func(r *run, dot reflect.Value) string { return before + text(r, dot) + after })
		}
	}
	rest := args[1:]
	for _, a := range rest {
		a.needed()
	}
	return worded(reflect.TypeFor[string](), func(r *run, dot reflect.Value) string {
		f := format(r, dot)
		values := make([]any, len(rest))
		for i, a := range rest {
			values[i] = a.value(r, dot).Interface()
		}
		return fmt.Sprintf(f, values...)
	})
}

// escapers are the functions that html/template puts at the end of actions, as
// far as programs know them, and the functions for escaping of text/template.
// What they give is a plain string.
var escapers = map[string]func(*expr) *expr{
	"_html_template_htmlescaper": func(e *expr) *expr {
		if e.typ == reflect.TypeFor[template.HTML]() {
			vouched := worded(reflect.TypeFor[string](), e.text)
			vouched.write = e.write
			return vouched
		}
		return escapedText(e)
	},
	"_html_template_attrescaper":   escapedText,
	"_html_template_rcdataescaper": escapedText,
	"_html_template_urlfilter": func(e *expr) *expr {
		if e.typ == reflect.TypeFor[template.URL]() {
			return worded(reflect.TypeFor[string](), e.text)
		}
		return converted(e, filterURL)
	},
	"_html_template_urlnormalizer": func(e *expr) *expr { return converted(e, normalizeURL) },
	"_html_template_urlescaper": func(e *expr) *expr {
		if e.typ == reflect.TypeFor[template.URL]() {
			return converted(e, normalizeURL)
		}
		return converted(e, escapeURL)
	},
	"_html_template_cssvaluefilter": func(e *expr) *expr {
		if e.typ != reflect.TypeFor[template.CSS]() {
			leave("a value of a style")
		}
		return worded(reflect.TypeFor[string](), e.text)
	},
	"_eval_args_": func(e *expr) *expr { return worded(reflect.TypeFor[string](), e.printed()) },

	"html":     func(e *expr) *expr { return converted(e, template.HTMLEscapeString) },
	"js":       func(e *expr) *expr { return converted(e, template.JSEscapeString) },
	"urlquery": func(e *expr) *expr { return converted(e, url.QueryEscape) },
}

func converted(e *expr, f func(string) string) *expr {
	text := e.printed()
	return worded(reflect.TypeFor[string](), func(r *run, dot reflect.Value) string { return f(text(r, dot)) })
}

// escapedText escapes for the text of an element and for quoted attributes.
func escapedText(e *expr) *expr {
	if e.typ == reflect.TypeFor[template.HTML]() {
		leave("markup where there can be none") // html/template takes its tags away
	}
	text := e.printed()
	if e.typ.Kind() != reflect.String {
		plain := worded(reflect.TypeFor[string](), text)
		plain.write = e.writer() // numbers, true and false have nothing to escape
		return plain
	}
	escaped := worded(reflect.TypeFor[string](), func(r *run, dot reflect.Value) string { return string(appendEscaped(nil, text(r, dot))) })
	escaped.write = func(r *run, dot reflect.Value) { r.out = appendEscaped(r.out, text(r, dot)) }
	return escaped
}
