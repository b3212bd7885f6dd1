package render

import (
	"bytes"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"text/template/parse"

	"dossier/templates"
)

// eased gives a template set and the same one as html/template left it.
func eased(tb testing.TB, user fs.FS) (fast, plain *Templates) {
	tb.Helper()
	fast, flaws := Load(user, templates.FS)
	plain, list := load(user, templates.FS)
	if flaws = append(flaws, list...); len(flaws) > 0 {
		tb.Fatal(flaws)
	}
	return fast, plain
}

func same(tb testing.TB, fast, plain *Templates, pages []Page) {
	tb.Helper()
	var out [2][]File
	for i, set := range []*Templates{fast, plain} {
		files, list, err := set.Render(tb.Context(), pages)
		if err != nil || len(list) > 0 {
			tb.Fatal(list, err)
		}
		out[i] = files
	}
	for i, f := range out[0] {
		if !bytes.Equal(f.Data, out[1][i].Data) {
			tb.Errorf("%s differs:\n%s\n%s", f.Path, f.Data, out[1][i].Data)
		}
	}
}

// A template set writes the same bytes, escaped as html/template escapes, as
// without the shorter ways of ease.
func TestEaseWritesTheSame(t *testing.T) {
	fast, plain := eased(t, nil)
	same(t, fast, plain, Plan(rich()))
	left := 0
	for _, tmpl := range fast.set.Templates() {
		if tmpl.Tree != nil {
			left += strings.Count(tmpl.Tree.Root.String(), htmlEscaper)
		}
	}
	if left > 0 {
		t.Errorf("%d values of the default templates are escaped the long way", left)
	}

	// One template for values of two types, values of no known type, numbers, pipelines.
	own := fstest.MapFS{
		"own.html":  {Data: []byte(`<i>{{.}}</i>`)},
		"page.html": {Data: []byte(`<p title="{{.Title}}">{{template "own.html" .Title}}{{template "own.html" .Frame.Style}}{{template "own.html" len .Title}}{{printf "%s<" .Title}}{{.Title | printf "%q"}}{{len .Title}}{{index .Facts.Tags 0}}{{or .Title .Summary}}{{.Facts}}{{$x := .Title}}{{$x}}{{and .Title .Citations}}<script>var x = {{.Title}}</script><a href="{{.Title}}">{{.Title}}</a><textarea>{{.Title}}</textarea></p>`)},
	}
	m := newMaker("Own")
	page := m.item("pages", "p", "a+b<c>&\x00'\"")
	page.Tags = []string{"<t>"}
	m.d.Pages = append(m.d.Pages, &page)
	fast, plain = eased(t, own)
	same(t, fast, plain, Plan(m.finish()))
}

func FuzzPlainText(f *testing.F) {
	f.Add("a+b<c>&\x00'\"\ufdd0\xff ")
	fast, plain := eased(f, fstest.MapFS{"404.html": {Data: []byte("{{.Frame.Title}}<b>{{.Frame.Title}}</b>")}})
	f.Fuzz(func(t *testing.T, title string) {
		same(t, fast, plain, []Page{{Path: "404.html", Template: "404.html", View: &NotFoundView{Frame: &Frame{Title: title}}}})
	})
}

// An action of a template that is not escaped at all must not be eased either.
func TestEaseKnowsWhatIsEscaped(t *testing.T) {
	tree, err := parse.Parse("x", "{{.A | html}}{{$x := .A}}{{.A}}", "", "", map[string]any{"html": 0})
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range tree["x"].Root.Nodes {
		if a, ok := n.(*parse.ActionNode); ok {
			if _, ok := escaped(a); ok {
				t.Errorf("%s is taken for escaped", a)
			}
		}
	}
}
