package render

import (
	"bytes"
	"html/template"
	"sync/atomic"
)

// The partials that templates call as functions. What they make of a value that
// the pages of a plan share is kept with it, so that they run once for each: the
// number of these is that of the links, dates and references of a dossier, not
// that of the places where they stand.
const (
	linkPartial = iota
	chipPartial
	datePartial
	referencePartial
	menuPartial
	citesPartial
	signPartial
	cardPartial
	partialCount
)

var partialNames = [partialCount]string{
	"partials/link.html", "partials/chip.html", "partials/date.html", "partials/reference.html",
	"partials/menu.html", "partials/cites.html", "partials/sign.html",
	"partials/card.html",
}

// made is what partials made of a value that pages share. Of a value that is made
// for one page alone nothing is kept.
type made struct{ own, chip atomic.Pointer[madeBy] }

type madeBy struct {
	templates *Templates
	html      template.HTML
}

func (m *made) slot(which int) *atomic.Pointer[madeBy] {
	if which == chipPartial {
		return &m.chip // the other partial of links
	}
	return &m.own
}

// get gives what a partial of a set made of the value. It may be called for nil,
// for which there is nothing.
func (m *made) get(which int, t *Templates) (template.HTML, bool) {
	if m == nil {
		return "", false
	}
	if by := m.slot(which).Load(); by != nil && by.templates == t {
		return by.html, true
	}
	return "", false
}

// keep keeps what a partial of a set made of the value. Two processors may both
// make it the first time; they make the same.
func (m *made) keep(which int, t *Templates, html template.HTML) {
	m.slot(which).Store(&madeBy{t, html})
}

// A shareable is a value that partials are run on. A nil pointer shares nothing.
type shareable interface {
	share(*made)
	shared() *made
}

func (m *Menu) share(with *made)      { m.made = with }
func (l *Link) share(with *made)      { l.made = with }
func (d *Date) share(with *made)      { d.made = with }
func (r *Reference) share(with *made) { r.made = with }
func (c *Cites) share(with *made)     { c.made = with }
func (c *Hovercard) share(with *made) { c.made = with }

func (m *Menu) shared() *made {
	if m == nil {
		return nil
	}
	return m.made
}

func (l *Link) shared() *made {
	if l == nil {
		return nil
	}
	return l.made
}

func (d *Date) shared() *made {
	if d == nil {
		return nil
	}
	return d.made
}

func (r *Reference) shared() *made {
	if r == nil {
		return nil
	}
	return r.made
}

func (c *Cites) shared() *made {
	if c == nil {
		return nil
	}
	return c.made
}

func (c *Hovercard) shared() *made {
	if c == nil {
		return nil
	}
	return c.made
}

// partial gives what a partial makes of a value. It is for templates that no
// program is made of.
func (t *Templates) partial(which int, made *made, value any) (template.HTML, error) {
	if html, ok := made.get(which, t); ok {
		return html, nil
	}
	var buf bytes.Buffer
	if err := t.execute(&buf, partialNames[which], value); err != nil {
		return "", err
	}
	html := template.HTML(bytes.TrimSpace(buf.Bytes()))
	if made != nil {
		made.keep(which, t, html)
	}
	return html, nil
}

func (t *Templates) sign(name string) (template.HTML, error) {
	if html, ok := t.signs.Load(name); ok {
		return html.(template.HTML), nil
	}
	html, err := t.partial(signPartial, nil, name)
	if err == nil {
		t.signs.Store(name, html)
	}
	return html, err
}
