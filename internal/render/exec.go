package render

import (
	"bytes"
	"html/template"
	"reflect"
)

// A program is a template that html/template has escaped, made ready to run on
// values of one type without looking anything up by name. It writes what
// html/template would write or gives up; it never reports a flaw of its own.
type program struct {
	name  string
	slots int  // variables, the first of which is $
	body  step // nil where html/template runs the template itself
	why   string
}

// A step writes a part of a template.
type step func(r *run, dot reflect.Value) control

// control tells what follows a step.
type control int

const (
	onward control = iota
	breaking
	continuing
)

// run is the state of one page under way.
type run struct {
	*Templates
	out   []byte
	vars  []reflect.Value // of the templates under way, one after the other
	base  int             // where those of the innermost begin
	depth int
}

// deepest is how many templates may be under way within each other before
// html/template, which has a limit of its own, is asked instead.
const deepest = 400

// givenUp is the panic of a program that meets what it was not made for.
// Whatever else panics on the way is treated alike: html/template then says
// what is wrong, if anything is.
type givenUp struct{}

// attempt runs a program and appends what it writes to buf. It is false, and
// nothing is appended, where the program gave up.
func (t *Templates) attempt(buf *bytes.Buffer, p *program, view any) (ok bool) {
	r, _ := t.runs.Get().(*run)
	if r == nil {
		r = &run{Templates: t}
	}
	defer func() {
		ok = recover() == nil
		clear(r.vars[:cap(r.vars)]) // it shall keep no view
		r.out, r.vars, r.base, r.depth = nil, r.vars[:0], 0, 0
		t.runs.Put(r)
	}()
	r.out = buf.AvailableBuffer()
	r.call(p, reflect.ValueOf(view))
	buf.Write(r.out)
	return true
}

// call runs a template within the one under way.
func (r *run) call(p *program, dot reflect.Value) {
	if p.body == nil {
		r.foreign(p, dot)
		return
	}
	if r.depth++; r.depth > deepest {
		panic(givenUp{})
	}
	base := r.base
	r.base = len(r.vars)
	r.vars = append(r.vars, dot)
	for range p.slots - 1 {
		r.vars = append(r.vars, reflect.Value{})
	}
	p.body(r, dot)
	r.vars = r.vars[:r.base]
	r.base = base
	r.depth--
}

// foreign lets html/template run a template.
func (r *run) foreign(p *program, dot reflect.Value) {
	var view any
	if dot.IsValid() {
		view = dot.Interface()
	}
	if r.set.Lookup(p.name).Execute(r, view) != nil {
		panic(givenUp{})
	}
}

// Write appends what html/template writes.
func (r *run) Write(p []byte) (int, error) {
	r.out = append(r.out, p...)
	return len(p), nil
}

// partial writes what a partial makes of a value.
func (r *run) partial(which int, made *made, value any) {
	if html, ok := made.get(which, r.Templates); ok {
		r.out = append(r.out, html...)
		return
	}
	p, start := r.programs[visit{partialNames[which], reflect.TypeOf(value)}], len(r.out)
	r.call(p, reflect.ValueOf(value))
	r.out = append(r.out[:start], bytes.TrimSpace(r.out[start:])...)
	if made != nil {
		made.keep(which, r.Templates, template.HTML(r.out[start:]))
	}
}

func (r *run) sign(name string) {
	if html, ok := r.signs.Load(name); ok {
		r.out = append(r.out, html.(template.HTML)...)
		return
	}
	start := len(r.out)
	r.partial(signPartial, nil, name)
	r.signs.Store(name, template.HTML(r.out[start:]))
}

func (r *run) links(list []*Link) {
	for _, l := range list {
		r.out = append(r.out, "<li>"...)
		r.partial(linkPartial, l.shared(), l)
		r.out = append(r.out, "</li>"...)
	}
}

func (r *run) linkrow(list []*Link) {
	for i, l := range list {
		if i > 0 {
			r.out = append(r.out, r.words.comma...)
		}
		r.partial(linkPartial, l.shared(), l)
	}
}

func (r *run) cards(list []*Hovercard) {
	for _, c := range list {
		r.partial(cardPartial, c.shared(), c)
	}
}

func (r *run) prose(p *Prose) {
	if p == nil {
		return
	}
	for i := range p.Parts {
		part := &p.Parts[i]
		r.out = append(r.out, part.HTML...)
		switch {
		case part.Link != nil:
			r.partial(linkPartial, part.Link.shared(), part.Link)
		case part.Cites != nil:
			r.partial(citesPartial, part.Cites.shared(), part.Cites)
		}
	}
}
