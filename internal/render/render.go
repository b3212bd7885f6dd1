// Package render makes the pages of a resolved dossier: Plan gives each page a
// view, a struct of plain data made for it alone, and Templates turns views into
// bytes. It reads no content, writes no file, and knows neither what changed
// since the last build nor where the site will stand.
package render

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"html/template"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"dossier/internal/diag"
)

// File is a file of the site.
type File struct {
	Path string // slash-separated, relative to the site's root
	Data []byte
}

// Templates is a parsed template set with the interface words and the assets.
type Templates struct {
	set    *template.Template
	texts  map[string]string // of the templates, by name
	words  *words
	assets []File

	programs map[visit]*program
	runs     sync.Pool // of *run

	signs sync.Map // what the partial of signs made of each name
}

// Render gives the files of pages, in their order. A template that fails is a
// diagnostic, and its page is left out; the error is the context's.
func (t *Templates) Render(ctx context.Context, pages []Page) ([]File, diag.List, error) {
	files := make([]File, len(pages))
	flaws := make([]diag.List, len(pages))
	var buffers sync.Pool
	err := inParallel(len(pages), func(i int) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		page := pages[i]
		files[i] = File{page.Path, page.Bytes}
		if page.Template == "" && page.View == nil {
			return nil
		}
		buf, ok := buffers.Get().(*bytes.Buffer)
		if !ok {
			buf = new(bytes.Buffer)
		}
		defer buffers.Put(buf)
		buf.Reset()
		if flaws[i] = t.AppendPage(buf, page); flaws[i] == nil {
			files[i].Data = bytes.Clone(buf.Bytes())
		}
		return nil
	})
	if err != nil {
		return nil, nil, fmt.Errorf("rendering pages: %w", err)
	}
	var list diag.List
	out := files[:0]
	for i, f := range files {
		if flaws[i] == nil {
			out = append(out, f)
			continue
		}
		list = append(list, flaws[i]...)
	}
	list.Sort()
	return out, list, nil
}

// AppendPage appends the bytes of a page to buf. A template that fails is a
// diagnostic, and buf stays as it was. Several pages may be appended at the same
// time, each to a buffer of its own.
func (t *Templates) AppendPage(buf *bytes.Buffer, page Page) diag.List {
	if feed, ok := page.View.(*feedView); ok {
		if err := feed.appendTo(buf, t.words); err != nil {
			return diag.List{t.diagnose(wordsFile, err)}
		}
		return nil
	}
	if page.Template == "" {
		buf.Write(page.Bytes)
		return nil
	}
	before := buf.Len()
	if err := t.execute(buf, page.Template, page.View); err != nil {
		buf.Truncate(before)
		return diag.List{t.diagnose(page.Template, err)}
	}
	return nil
}

// Assets gives the files that are copied to the site: the stylesheet and the
// scripts without comments and needless white space, all others as they are.
func (t *Templates) Assets() []File { return t.assets }

func (t *Templates) execute(buf *bytes.Buffer, name string, view any) error {
	if p := t.programs[visit{name, reflect.TypeOf(view)}]; p != nil && p.body != nil && t.attempt(buf, p, view) {
		return nil
	}
	tmpl := t.set.Lookup(name)
	if tmpl == nil {
		return fmt.Errorf("there is no template %q", name)
	}
	return tmpl.Execute(buf, view)
}

// functions are what templates can call besides those of html/template.
func (t *Templates) functions() template.FuncMap {
	return template.FuncMap{
		"t":         t.words.text,
		"n":         t.words.number,
		"num":       t.words.grouped,
		"counts":    t.words.counts,
		"kind":      t.words.kind,
		"commas":    t.words.join,
		"amount":    t.words.amount,
		"lag":       t.words.lag,
		"join":      strings.Join,
		"stop":      fullStop,
		"inc":       func(i int) int { return i + 1 },
		"link":      func(l *Link) (template.HTML, error) { return t.partial(linkPartial, l.shared(), l) },
		"chip":      func(l *Link) (template.HTML, error) { return t.partial(chipPartial, l.shared(), l) },
		"links":     t.links,
		"linkrow":   t.linkrow,
		"date":      func(d *Date) (template.HTML, error) { return t.partial(datePartial, d.shared(), d) },
		"reference": func(r *Reference) (template.HTML, error) { return t.partial(referencePartial, r.shared(), r) },
		"menu":      func(m *Menu) (template.HTML, error) { return t.partial(menuPartial, m.shared(), m) },
		"cites":     func(c *Cites) (template.HTML, error) { return t.partial(citesPartial, c.shared(), c) },
		"sign":      t.sign,
		"prose":     t.prose,
		"cards":     t.cards,
	}
}

// links prints a list of links as list items, without running template code for each.
func (t *Templates) links(list []*Link) (template.HTML, error) {
	var b strings.Builder
	for _, l := range list {
		html, err := t.partial(linkPartial, l.shared(), l)
		if err != nil {
			return "", err
		}
		b.WriteString("<li>" + string(html) + "</li>")
	}
	return template.HTML(b.String()), nil
}

// linkrow prints a list of links with commas.
func (t *Templates) linkrow(list []*Link) (template.HTML, error) {
	var b strings.Builder
	for i, l := range list {
		html, err := t.partial(linkPartial, l.shared(), l)
		if err != nil {
			return "", err
		}
		if i > 0 {
			b.WriteString(t.words.comma)
		}
		b.WriteString(string(html))
	}
	return template.HTML(b.String()), nil
}

// cards prints hovercards one after the other.
func (t *Templates) cards(list []*Hovercard) (template.HTML, error) {
	var b strings.Builder
	for _, c := range list {
		html, err := t.partial(cardPartial, c.shared(), c)
		if err != nil {
			return "", err
		}
		b.WriteString(string(html))
	}
	return template.HTML(b.String()), nil
}

// prose prints a text with its links and citations.
func (t *Templates) prose(p *Prose) (template.HTML, error) {
	if p == nil {
		return "", nil
	}
	var b strings.Builder
	for _, part := range p.Parts {
		b.WriteString(string(part.HTML))
		var html template.HTML
		var err error
		switch {
		case part.Link != nil:
			html, err = t.partial(linkPartial, part.Link.shared(), part.Link)
		case part.Cites != nil:
			html, err = t.partial(citesPartial, part.Cites.shared(), part.Cites)
		}
		if err != nil {
			return "", err
		}
		b.WriteString(string(html))
	}
	return template.HTML(b.String()), nil
}

// place finds the file, line and column in the text of a template's error.
var place = regexp.MustCompile(`template: ?([^:\s]+):(\d+)(?::(\d+))?: (.*)`)

// diagnose makes an error of a template a diagnostic. The innermost place counts:
// a partial that fails is called from a page that does not.
func (t *Templates) diagnose(name string, err error) diag.Diagnostic {
	d := diag.Diagnostic{Code: "template", Pos: diag.Pos{File: templateFile(name)}, Message: err.Error()}
	text := err.Error()
	for {
		m := place.FindStringSubmatch(text)
		if m == nil {
			break
		}
		name = m[1]
		line, _ := strconv.Atoi(m[2])
		d.Message, text = m[4], m[4]
		if col, err := strconv.Atoi(cmp.Or(m[3], "none")); err == nil {
			d.Pos = t.pos(name, line, col)
		} else {
			d.Pos = t.pos(name, line, t.likely(name, line, d.Message))
		}
	}
	var escape *template.Error
	if errors.As(err, &escape) {
		d.Code = "template-escape"
		d.Message, _, _ = strings.Cut(escape.Description, ": {") // states of the escaper
		if escape.Line > 0 && escape.Line != d.Pos.Line {
			d.Pos = t.pos(name, escape.Line, t.likely(name, escape.Line, ""))
		}
		if d.Pos.Line == 0 {
			if at, ok := t.unclosed(name); ok {
				d.Pos = at
			}
			if escape.ErrorCode == template.ErrEndContext {
				d.Message = "what begins here is not closed where the page ends"
			}
		}
	}
	return d
}

// pos is a place in a template of which text/template gave the column in bytes
// from 0, counted as diagnostics count. A column beyond the line is none.
func (t *Templates) pos(name string, line, col int) diag.Pos {
	pos := diag.Pos{File: templateFile(name), Line: line}
	if text := t.line(name, line); 0 <= col && col <= len(text) && text != "" {
		pos.Col = utf8.RuneCountInString(text[:col]) + 1
	}
	return pos
}

// line gives a line of a template; it is empty where there is none.
func (t *Templates) line(name string, line int) string {
	for text := range strings.Lines(t.texts[name]) {
		if line--; line == 0 {
			return strings.TrimRight(text, "\r\n")
		}
	}
	return ""
}

// quotedWord is what a message of the parser repeats of a template.
var quotedWord = regexp.MustCompile("\"([^\"]+)\"|<([^<>]+)>|'(.)'")

// likely gives the column, in bytes from 0, where a line has the words that a
// message repeats; the parser itself tells the line alone. Without such words it
// is the line's first character that is not blank.
func (t *Templates) likely(name string, line int, message string) int {
	text := t.line(name, line)
	actions := max(strings.Index(text, "{{"), 0)
	for _, m := range quotedWord.FindAllStringSubmatch(message, -1) {
		if i := strings.Index(text[actions:], cmp.Or(m[1], m[2], m[3])); i >= 0 {
			return actions + i
		}
	}
	return len(text) - len(strings.TrimLeft(text, " \t"))
}

func templateFile(name string) string { return "templates/" + name }
