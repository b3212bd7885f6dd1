package render

import (
	"bytes"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/text/feature/plural"

	"dossier/internal/content"
	"dossier/internal/resolve"
	"dossier/templates"
)

// bothWays gives a template set and the same one as html/template runs it.
func bothWays(tb testing.TB, user fs.FS) (fast, plain *Templates) {
	tb.Helper()
	fast, flaws := Load(user, templates.FS, "en")
	plain, list := load(user, templates.FS, "en")
	if flaws = append(flaws, list...); len(flaws) > 0 {
		tb.Fatal(flaws)
	}
	return fast, plain
}

// same compares what two sets make of pages, byte for byte.
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
	if len(out[0]) != len(pages) {
		tb.Fatalf("%d files of %d pages", len(out[0]), len(pages))
	}
	for i, f := range out[0] {
		if !bytes.Equal(f.Data, out[1][i].Data) {
			tb.Errorf("%s differs:\n%s\n%s", f.Path, f.Data, out[1][i].Data)
		}
	}
}

// whole fails where a program of the set leaves anything to html/template.
func whole(tb testing.TB, set *Templates, pages []Page) {
	tb.Helper()
	for at, p := range set.programs {
		if p.body == nil {
			tb.Errorf("%s for %v is no program: %s", at.name, at.dot, p.why)
		}
	}
	for _, page := range pages {
		if page.Template == "" {
			continue
		}
		if p := set.programs[visit{page.Template, reflect.TypeOf(page.View)}]; p == nil || !set.attempt(new(bytes.Buffer), p, page.View) {
			tb.Errorf("%s is left to html/template", page.Path)
		}
	}
}

func TestProgramsWriteWhatTemplatesWrite(t *testing.T) {
	fast, plain := bothWays(t, nil)
	shipped := os.DirFS("../..")
	project, _, list, err := content.NewLoader().Load(t.Context(), shipped, content.Options{})
	if err != nil || list.HasErrors() {
		t.Fatal(list, err)
	}
	resolved, err := resolve.NewResolver().Resolve(t.Context(), project)
	if err != nil || resolved.Diags.HasErrors() {
		t.Fatal(resolved, err)
	}
	d := resolved.Dossier
	for _, tt := range []struct {
		name  string
		pages []Page
	}{
		{"all constructs", Plan(rich())},
		{"nothing", Plan(newMaker("Empty").finish())},
		{"many pages", Plan(large(20, 20, 10))},
		{"the shipped dossier", Plan(d)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			same(t, fast, plain, tt.pages)
			whole(t, fast, tt.pages)
		})
	}
}

// What a user's template does that no program is made of runs as html/template
// runs it, and no other template with it.
func TestStrangeTemplatesOfUsers(t *testing.T) {
	tests := []struct {
		reason string
		file   string
		text   string
		left   []string // to html/template
	}{
		{"a value of several types", "page.html", `<p>{{and .Title .Citations}}</p>`, []string{"page.html"}},
		{"a struct that is printed", "page.html", `<p>{{.Facts}}</p>`, []string{"page.html"}},
		{"a script", "page.html", `<script>var x = {{.Title}}</script>`, []string{"page.html"}},
		{"a comment of HTML", "page.html", `<p><!-- {{.Title}} -->{{.Title}}`, []string{"page.html"}},
		{"an attribute without quotes", "page.html", `<p title={{.Title}}>`, []string{"page.html"}},
		{"a name of an attribute", "page.html", `<p {{.Title}}="x">`, []string{"page.html"}},
		{"markup in an attribute", "page.html", `<p title="{{prose .Body}}">`, []string{"page.html"}},
		{"a partial in a title", "page.html", `<title>{{template "own.html" .Title}}</title>`, []string{"page.html"}},
		{"a partial that is none of ours, alone", "partials/foot.html", `{{.}}`, []string{"partials/foot.html"}},
		{"a partial that runs once for each value", "partials/link.html", `<a onclick="{{.Label}}" href="{{.URL}}">`, []string{"partials/link.html"}},
		{"a partial for values of several types", "page.html", `{{template "own.html" .Title}}{{template "own.html" .Frame.Style}}{{template "own.html" len .Title}}`, nil},
		{"a partial without a value", "page.html", `{{template "none.html"}}`, nil},
		{"a partial without a value that asks for it", "page.html", `{{template "own.html"}}`, []string{"own.html"}},
		{"pipelines", "page.html", `{{printf "%s<" .Title}}{{.Title | printf "%q"}}{{len .Title}}{{or .Title .Summary}}{{$x := .Title}}{{$x}}<a href="{{.Title}}">{{.Title}}</a><textarea>{{.Title}}</textarea>`, nil},
		{"lists", "page.html", `{{range $i, $t := .Facts.Tags}}{{if eq $i 3}}{{break}}{{end}}{{if $i}}{{continue}}{{end}}{{$t}}{{end}}{{index .Facts.Tags 0}}{{slice .Facts.Tags 0 1 | len}}`, nil},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			fast, plain := bothWays(t, fstest.MapFS{
				"own.html":  {Data: []byte(`<i>{{.}}</i>`)},
				"none.html": {Data: []byte(`<i>none</i>`)},
				tt.file:     {Data: []byte(tt.text)},
			})
			m := newMaker("Own")
			m.d.Authors = []string{"A <b>"}
			page := m.item("pages", "p", "a+b<c>&\x00'\"")
			page.Tags = []string{"<t>", "u"}
			m.d.Pages = append(m.d.Pages, &page)
			m.entity("people", "p", "P")
			same(t, fast, plain, Plan(m.finish()))
			var left []string
			for at, p := range fast.programs {
				if p.body == nil {
					left = append(left, at.name)
				}
			}
			if strings.Join(left, " ") != strings.Join(tt.left, " ") {
				t.Errorf("left to html/template: %q, want %q", left, tt.left)
			}
		})
	}
}

// A page that fails has the diagnostics that html/template gives it, wherever
// the program gave up.
func TestProgramsLeaveFlawsToTemplates(t *testing.T) {
	tests := []struct{ reason, file, text string }{
		{"a slice that is too long", "page.html", `<p>{{slice .Title 0 900}}`},
		{"an index out of range, in a partial", "partials/head.html", "\n{{index .Authors 900}}"},
		{"a nil pointer", "page.html", `<p>{{.Body.Parts}}`},
		{"words that are not there", "page.html", `<p>{{t .Title}}`},
		{"a partial that runs once for each value", "partials/menu.html", `<p>{{slice .Site 900}}`},
		{"a partial within markup of another", "partials/foot.html", `<script>{{slice .Site 900}}</script>`},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			fast, plain := bothWays(t, fstest.MapFS{tt.file: {Data: []byte(tt.text)}})
			m := newMaker("Flaws")
			page := m.item("pages", "p", "P")
			m.d.Pages = append(m.d.Pages, &page)
			pages := Plan(m.finish())
			files, list, err := fast.Render(t.Context(), pages)
			files2, want, err2 := plain.Render(t.Context(), pages)
			if err != nil || err2 != nil || len(files) != len(files2) {
				t.Fatalf("%v %v, %d and %d files", err, err2, len(files), len(files2))
			}
			if len(list) == 0 || !reflect.DeepEqual(list, want) {
				t.Errorf("got  %v\nwant %v", list, want)
			}
		})
	}
}

// thing has values of all kinds, and fewer and fewer of them the deeper it lies.
type thing struct {
	S, T   string
	N, O   int
	B      bool
	F      float64
	Small  int8
	Named  kind
	H      template.HTML
	U      template.URL
	C      template.CSS
	Attr   template.HTMLAttr
	L      []string
	Things []*thing
	Plain  []inner
	Array  [2]int
	P      *thing
	PP     **thing
	List   *[]string
	M      map[string]int
	IM     map[int]string
	FM     map[float64]string
	I      any
	Inner  inner
	Spoken spoken
	inner
	hidden string
}

type (
	kind   string
	inner  struct{ Deep, Wide string }
	spoken int
)

func (spoken) String() string                  { return "<spoken>" }
func (t *thing) Method() string                { return "<" + t.S + t.hidden + ">" }
func (t *thing) With(s string) (string, error) { return t.S + s, nil }
func (inner) Own() template.HTML               { return "<own>" }

func fill(s string, n, depth int) *thing {
	x := &thing{
		S: s, T: "it's <b> & \"q\" +1", N: n, O: 7, B: n%2 == 0, F: float64(n) / 2, Small: int8(n), Named: kind(s + "<"),
		H: "<i>&amp;</i>", U: template.URL("javascript:x(" + s + ")"), C: "color: red", Attr: ` dir="ltr"`,
		L: strings.Split(s, " "), Plain: []inner{{"a<", s}, {"", ""}}, Array: [2]int{n, 1},
		M: map[string]int{"b": 2, "a": n, s: 3}, IM: map[int]string{3: s, -1: "<"}, FM: map[float64]string{1: s},
		I: s, Inner: inner{s, "w"}, inner: inner{"e" + s, ""},
	}
	if depth > 0 {
		p := fill("<"+s, n+1, depth-1)
		x.P, x.PP, x.List = p, &p, &p.L
		x.Things = []*thing{p, fill("", 0, depth-1), p}
		x.I = p
	}
	return x
}

// compiled gives a template as html/template runs it and as a program; nil
// where html/template does not know what to make of it.
func compiled(text string) (*Templates, *program) {
	t := &Templates{words: newWords("en")}
	t.words.byKey["known"] = word{plural.One: "One <", plural.Other: "Many <"}
	t.set = template.New("").Funcs(t.functions())
	if _, err := t.set.New("x").Parse(text); err != nil {
		return t, nil
	}
	for _, name := range partialNames {
		if t.set.Lookup(name) == nil {
			if _, err := t.set.New(name).Parse("<i>{{.}}</i>"); err != nil {
				return t, nil
			}
		}
	}
	_ = t.set.Lookup("x").Execute(io.Discard, nil)
	if t.set.Lookup("x").Tree == nil {
		return t, nil // it cannot be escaped
	}
	t.programs = map[visit]*program{}
	return t, (&compiler{t, t.functions()}).program("x", reflect.TypeFor[*thing]())
}

// agree runs a template both ways. The program may give up where html/template
// finds a flaw, and must not else.
func agree(t *testing.T, set *Templates, p *program, x *thing) {
	t.Helper()
	var want, got bytes.Buffer
	err := set.set.Lookup("x").Execute(&want, x)
	if p.body == nil {
		return
	}
	switch ok := set.attempt(&got, p, x); {
	case ok && err != nil:
		t.Errorf("the program writes %q, the template fails: %v", &got, err)
	case !ok && err == nil:
		t.Errorf("the program gives up, the template writes %q", &want)
	case ok && got.String() != want.String():
		t.Errorf("the program writes\n%s\nthe template\n%s", &got, &want)
	}
}

var constructs = []struct {
	reason string
	text   string
	left   bool // to html/template
}{
	{"texts in text", `{{.S}}{{.T}}{{.P.S}}{{.Named}}`, false},
	{"numbers", `{{.N}} {{.O}}{{.B}} {{len .S}}<a title="{{.N}}">{{if .F}}f{{end}}{{if .Small}}s{{end}}`, false},
	{"a fraction that is printed", `{{.F}}`, true},
	{"markup", `{{.H}}<p>{{.C}}{{.U}}{{.Attr}}`, false},
	{"attributes", `<p title="{{.S}}" alt='{{.T}}' lang="a{{.S}}b" class="{{.U}} {{.C}}">`, false},
	{"addresses", `<a href="{{.S}}"><a href="/{{.T}}?{{.S}}#{{.T}}"><a href="#{{.S}}"><a href="{{.U}}"><a href="x?{{.U}}"><img src="{{.P.S}}/{{.N}}">`, false},
	{"an address with a scheme", `<a href="{{print "javascript:" .S}}"><a href="{{print "MailTo:" .S}}"><a href="{{print "x/:" .S}}">`, false},
	{"addresses with percent signs", `<a href="{{print "%41%4" .S "%zz%"}}"><a href="?{{print "%41%4" .S}}">`, false},
	{"an element of raw text", `<title>{{.S}}</title><textarea>{{.T}}{{.N}}</textarea>`, false},
	{"a style", `<style>{{.C}}</style><p style="{{.C}}">`, false},
	{"a style that is not vouched for", `<style>{{.S}}</style>`, true},
	{"the escapers of templates", `{{.S | html}}{{.T | js}}<a href="?{{.S | urlquery}}">{{html .T}}{{js .T | html}}{{.H | html}}{{.N | html}}`, false},
	{"an escaper of several values", `{{html .S .T}}`, true},
	{"conditions", `{{if .S}}a{{else if .N}}b{{else}}c{{end}}{{if .P}}p{{end}}{{if .Things}}t{{end}}{{if .M}}m{{end}}{{if .Inner}}i{{end}}{{if .Array}}y{{end}}{{if not .B}}n{{end}}{{if "x"}}x{{end}}{{if 0}}z{{end}}{{if true}}t{{end}}`, false},
	{"and and or", `{{and .S .T}}{{or .S .T "x"}}{{if and .P .N .S}}a{{end}}{{if or .P .B (not .S)}}o{{end}}{{.S | or .T}}{{if .P | and .N}}p{{end}}`, false},
	{"and stops at what is false", `{{if and .P .P.P .P.P.P}}deep{{end}}{{or .S .P.P.P.P.S}}`, false},
	{"comparisons", `{{eq .S "a"}}{{eq .N 1 2 7}}{{ne .S .T}}{{lt .N .O}}{{le .N 7}}{{gt .S .T}}{{ge .N .O}}{{eq .B true}}{{eq .Named .S}}`, false},
	{"comparisons of other kinds", `{{eq .F 1.5}}{{eq .N .Small}}`, true},
	{"all values of a comparison are found", `{{eq .S .S .P.P.P.P.S}}`, false},
	{"with", `{{with .S}}{{.}}{{else}}{{.N}}{{end}}{{with .P}}{{.S}}{{with $.T}}{{.}}{{end}}{{else with .T}}t{{.}}{{end}}{{with $x := .N}}{{$x}}{{.}}{{end}}{{with .Inner}}{{.Deep}}{{end}}`, false},
	{"ranges", `{{range .L}}{{.}},{{else}}none{{end}}{{range $x := .Things}}{{$x.S}}{{.N}}{{end}}{{range $i, $x := .Things}}{{$i}}{{$x.T}}{{end}}{{range .Plain}}{{.Deep}}{{end}}{{range .Array}}{{.}}{{end}}{{range .List}}{{.}}{{end}}`, false},
	{"ranges over maps", `{{range $k, $v := .M}}{{$k}}={{$v}};{{end}}{{range .IM}}{{.}}{{else}}none{{end}}{{range $k, $v := .IM}}{{$k}}{{end}}`, false},
	{"a range over a map with other keys", `{{range .FM}}{{.}}{{end}}`, true},
	{"ranges over numbers", `{{range 3}}{{.}}{{end}}{{range $i := .N}}{{$i}}{{else}}none{{end}}`, false},
	{"a range that sets variables", `{{$x := ""}}{{range $x = .L}}{{end}}{{$x}}`, true},
	{"a variable of a range where the list is empty", `{{range $x := .Things}}{{else}}{{len $x}}{{end}}`, true},
	{"break and continue", `{{range $i, $x := .L}}{{if eq $i 1}}{{continue}}{{end}}{{if gt $i 2}}{{break}}{{end}}{{range $.Things}}{{with .S}}{{break}}{{end}}{{continue}}{{end}}{{.}}{{end}}`, false},
	{"variables", `{{$a := .S}}{{if .B}}{{$a = .T}}{{$b := $a}}{{$b}}{{end}}{{$a}}{{range $i, $x := .L}}{{$a = $x}}{{$a := $i}}{{$a}}{{end}}{{$a}}{{$.S}}{{$.P.T}}`, false},
	{"a variable that becomes of another type", `{{$a := .S}}{{$a = .N}}{{$a}}`, true},
	{"a variable within parentheses", `{{if ($x := .S)}}{{$x}}{{end}}`, true},
	{"templates", `{{define "y"}}{{.}}{{$}}{{$x := "y"}}{{$x}}{{end}}{{$x := .S}}{{template "y" .S}}{{template "y" .N}}{{range .L}}{{template "y" .}}{{end}}{{$x}}{{block "z" .P}}{{with .}}{{.S}}{{end}}{{end}}`, false},
	{"a template that calls itself", `{{define "y"}}{{.S}}{{with .P}}{{template "y" .}}{{end}}{{end}}{{template "y" .}}`, false},
	{"a template in two contexts", `{{define "y"}}{{.}}{{end}}<title>{{template "y" .S}}</title>{{template "y" .S}}`, true},
	{"a template that is left to html/template is left alone", `{{define "y"}}<b onclick="f({{.S}})">{{end}}{{template "y" .}}{{with .P}}{{template "y" .}}{{end}}`, false},
	{"break does not leave a template", `{{define "y"}}{{range .}}{{break}}{{end}}y{{end}}{{range .L}}{{template "y" $.L}}{{end}}`, false},
	{"index and slice", `{{index .L 0}}{{index .M "a"}}{{index .M "none"}}{{index .IM 3}}{{(index .Things 0).S}}{{slice .S 1}}{{slice .S 0 1}}{{slice .L 1 | len}}{{index .Array 1}}`, false},
	{"an index out of range", `{{index .L 99}}`, false},
	{"a slice of a slice beyond its length", `{{len (slice .L 0 4)}}{{slice .S 2 1}}`, false},
	{"a letter of a text", `{{index .S 0}}`, true},
	{"printing", `{{print .S .N .B}}{{println .S .T}}{{printf "%s-%d" .S .N}}{{printf "key-%s" .S}}{{printf .S .N}}{{printf "%[1]*d" .N}}{{printf "%%%s" .S}}{{print .L}}{{print .Inner}}{{print .N .N}}{{print .H .F}}`, false},
	{"functions", `{{t "known"}}{{n .N "known"}}{{inc .N}}{{join .L ", "}}{{stop .S}}{{sign .S}}{{.S | sign}}{{t (printf "kn%s" "own")}}{{links nil}}`, true},
	{"functions of the set", `{{n .N "known"}}{{inc .N}}{{join .L ", "}}{{stop .S}}{{sign .S}}{{.S | sign}}{{t (printf "kn%s" "own")}}`, false},
	{"words that are not there", `{{t .S}}`, false},
	{"fields", `{{.Inner.Deep}}{{.Deep}}{{.PP.S}}{{(.P).S}}{{$.Inner.Wide}}{{.M.a}}`, false},
	{"a field of nothing", `{{.P.P.P.P.S}}`, false},
	{"a field that is unexported", `{{.hidden}}`, true},
	{"a key that is not there", `{{if .P}}{{.S}}{{else}}{{.M.a}}{{end}}`, false},
	{"methods", `{{.Method}}`, true},
	{"a method with a value", `{{.With .S}}`, true},
	{"a value that prints itself", `{{.Spoken}}`, true},
	{"values that may be anything", `{{.I}}`, true},
	{"numbers of other forms", `{{eq .N 0x1F}}{{inc 'a'}}{{print 1e3}}{{print -4}}{{print 010}}`, true},
	{"nil", `{{eq .P nil}}`, true},
	{"a call", `{{call .S}}`, true},
	{"comments and trimmed space", "a {{- /* x */ -}} b {{- .S -}} \n c", false},
	{"nothing", ``, false},
	{"a script", `<script>{{.S}}</script>`, true},
	{"a set of images", `<img srcset="{{.S}}">`, true},
}

func TestConstructs(t *testing.T) {
	for _, tt := range constructs {
		t.Run(tt.reason, func(t *testing.T) {
			set, p := compiled(tt.text)
			if p == nil {
				t.Fatal("html/template cannot read it")
			}
			if left := p.body == nil; left != tt.left {
				t.Errorf("left to html/template: %v (%s)", left, p.why)
			}
			for _, s := range []string{"", "a b c d", "<&\x00\"'+> \xff\ufdd0", "http://é.example/%41?q=ü&x=[1]", "%d known"} {
				for depth := range 4 {
					agree(t, set, p, fill(s, len(s), depth))
				}
			}
		})
	}
}

// The rows of TestConstructs differ where they should: values that are there
// and values that are not.
func TestProgramsGiveUpAtNothing(t *testing.T) {
	set, p := compiled(`{{.P.S}}`)
	if set.attempt(new(bytes.Buffer), p, fill("s", 1, 0)) || !set.attempt(new(bytes.Buffer), p, fill("s", 1, 1)) {
		t.Error("a program gives up at a value, or writes one that is not there")
	}
	buf := bytes.NewBufferString("before")
	if set, p = compiled(`written {{.P.S}}`); set.attempt(buf, p, fill("s", 1, 0)) || buf.String() != "before" {
		t.Errorf("left behind: %q", buf)
	}
	set, p = compiled(`{{define "y"}}{{template "y" .}}{{end}}{{template "y" .}}`)
	if set.attempt(new(bytes.Buffer), p, fill("s", 1, 0)) {
		t.Error("a template ends that never ends")
	}
}

// Programs write what html/template writes, of any template, and fail where it fails.
func FuzzTemplates(f *testing.F) {
	for _, tt := range constructs {
		f.Add(tt.text, "a <b", 3, 2)
	}
	// Loops and numbers that are long, and texts that become longer with each turn.
	long := regexp.MustCompile(`[0-9]{3}|x[0-9a-f]{3}|[eEpP][0-9]|template|block|(?s:range.*range.*range.*range|range.*[^:]=.*print|range.*[^:]=.*\|)`)
	f.Fuzz(func(t *testing.T, text, s string, n, depth int) {
		if long.MatchString(strings.ReplaceAll(text, "_", "")) {
			return
		}
		if set, p := compiled(text); p != nil {
			agree(t, set, p, fill(s, n%50, (depth%4+4)%4))
		}
	})
}

// Programs escape every string as html/template does, in each context that they know.
func FuzzEscapers(f *testing.F) {
	f.Add("a+b<c>&\x00'\"\ufdd0\xff `=")
	f.Add("javascript:alert(1)//%41%4%zz")
	f.Add("HTTPS://é.example/a b?c=[d]&e=(f)#'g'")
	set, p := compiled(`{{.S}}<p title="{{.S}}" alt='{{.S}}'><a href="{{.S}}"><a href='/{{.S}}'><a href="?{{.S}}"><a href="#{{.S}}"><title>{{.S}}</title>{{.S | html}}{{.S | js}}<a href="?{{.S | urlquery}}">`)
	if p == nil || p.body == nil {
		f.Fatal("the contexts are left to html/template")
	}
	f.Fuzz(func(t *testing.T, s string) { agree(t, set, p, &thing{S: s}) })
}

// writer makes templates that html/template can read, of values of known types.
type writer struct {
	*rand.Rand
	strings.Builder
	vars []string // of type string
	loop bool
}

func (w *writer) pick(list ...string) string { return list[w.IntN(len(list))] }

// str gives an expression for a string where dot is a thing; num for a number, cond for anything that has a truth.
func (w *writer) str(depth int) string {
	if depth == 0 {
		return w.pick(".S", ".T", ".P.S", ".H", ".U", ".C", ".Named", `"a<b"`, ".Inner.Deep", ".Deep", "$.T", "(index .Things 0).S", "(index .Plain 0).Wide", ".Things", w.pick(append(w.vars, "$.S")...))
	}
	a, b, n := w.str(depth-1), w.str(depth-1), w.num(depth-1)
	return w.pick("(print "+a+" "+b+")", "(printf `%s-%v` "+a+" "+n+")", "(printf `k-%s` "+a+")", "(or "+a+" "+b+")", "(and "+a+" "+b+")", "(join .L "+a+")", "(slice "+a+" 1)", "(index .L "+n+")", "(index .IM "+n+")", "("+a+" | html)", "(stop "+a+")", a+" | sign", "(println "+n+" "+a+")")
}

func (w *writer) num(depth int) string {
	if depth == 0 {
		return w.pick(".N", ".O", "0", "1", "12", "$.N", ".P.N", ".M.a", "(index .Array 1)")
	}
	return w.pick("(len "+w.str(depth-1)+")", "(inc "+w.num(depth-1)+")", "(len .L)", "(len .Things)", "(index .M "+w.str(depth-1)+")")
}

func (w *writer) cond(depth int) string {
	if depth == 0 {
		return w.pick(w.str(0), w.num(0), ".B", ".P", ".L", ".Things", ".M", ".F", ".Inner", "true", ".PP", ".List")
	}
	op := w.pick("eq", "ne", "lt", "le", "gt", "ge")
	return w.pick("(not "+w.cond(depth-1)+")", "(and "+w.cond(depth-1)+" "+w.cond(depth-1)+")", "(or "+w.cond(depth-1)+" "+w.cond(depth-1)+")",
		"("+op+" "+w.num(depth-1)+" "+w.num(depth-1)+")", "("+op+" "+w.str(depth-1)+" "+w.str(depth-1)+")", "(eq "+w.str(0)+" "+w.str(0)+" "+w.str(0)+")")
}

func (w *writer) nodes(depth int) {
	vars, loop := len(w.vars), w.loop
	for range 1 + w.IntN(3) {
		e := w.str(w.IntN(3))
		switch k := w.IntN(13); {
		case k < 2 || depth == 0:
			w.WriteString(w.pick("{{"+e+"}}", "{{"+w.num(w.IntN(2))+"}}", "text & more ", "{{"+w.cond(1)+"}}"))
		case k == 2:
			w.WriteString(w.pick(`<p title="{{`+e+`}}">`, `<a href="{{`+e+`}}">`, `<a href="/x?q={{`+e+`}}&amp;{{`+e+`}}">`, `<a href="#{{`+e+`}}">`, `<textarea>{{`+e+`}}</textarea>`, `<p class='a {{`+e+`}}'>`, `<style>{{.C}}</style>`))
		case k == 3:
			name := fmt.Sprintf("$v%d", len(w.vars))
			w.WriteString("{{" + name + " := print " + e + "}}")
			w.vars = append(w.vars, name)
		case k == 4 && len(w.vars) > 0:
			w.WriteString("{{" + w.pick(w.vars...) + " = " + w.pick(".S", "print .T .N", "$.T", ".N") + "}}")
		case k == 5 && w.loop:
			w.WriteString("{{if " + w.cond(1) + "}}{{" + w.pick("break", "continue") + "}}{{end}}")
		case k < 8:
			w.WriteString("{{if " + w.cond(w.IntN(3)) + "}}")
			w.nodes(depth - 1)
			w.WriteString(w.pick("", "{{else}}-", "{{else if "+w.cond(1)+"}}+{{else}}="))
			w.WriteString("{{end}}")
		case k == 8:
			w.WriteString(w.pick("{{with .P}}", "{{with $.P}}", "{{with or .P $}}", "{{with index .Things 0}}"))
			w.nodes(depth - 1)
			w.WriteString("{{end}}")
		case k == 9:
			w.WriteString("{{with " + e + "}}{{.}}{{else}}none{{end}}")
		case k == 10:
			w.WriteString(w.pick("{{range .Things}}", "{{range $i, $x := .Things}}{{$i}}{{$x.S}}", "{{range $k, $x := .Things}}{{if eq $k 1}}{{continue}}{{end}}"))
			w.loop = true
			w.nodes(depth - 1)
			w.loop = loop
			w.WriteString(w.pick("{{else}}none{{end}}", "{{end}}"))
		case k == 11:
			w.WriteString(w.pick("{{range $k, $n := .M}}{{$k}}{{$n}}{{end}}", "{{range .L}}<i>{{.}}</i>{{else}}-{{end}}", "{{range 2}}{{.}}{{end}}", "{{range .Plain}}{{.Deep}}{{end}}"))
		default:
			w.WriteString(`{{template "y" .}}`)
		}
	}
	w.vars, w.loop = w.vars[:vars], loop
}

func FuzzWrittenTemplates(f *testing.F) {
	for seed := range uint64(400) {
		f.Add(seed, "a b <c>", 2, 2)
	}
	f.Add(uint64(5), "", 0, 0)
	f.Fuzz(func(t *testing.T, seed uint64, s string, n, depth int) {
		w := &writer{Rand: rand.New(rand.NewPCG(seed, 1))}
		w.nodes(3)
		text := `{{define "y"}}<b>{{.S}}{{with .P}}{{.T}}{{end}}</b>{{end}}` + w.String()
		if set, p := compiled(text); p != nil {
			agree(t, set, p, fill(s, n%50, (depth%4+4)%4))
		}
		if t.Failed() {
			t.Log(text)
		}
	})
}

// Most templates that are written for the fuzz tests are programs, and most of
// these come to their end; otherwise the tests would tell little.
func TestWrittenTemplatesAreMostlyPrograms(t *testing.T) {
	read, programs, written := 0, 0, 0
	for seed := range uint64(500) {
		w := &writer{Rand: rand.New(rand.NewPCG(seed, 1))}
		w.nodes(3)
		set, p := compiled(`{{define "y"}}{{end}}` + w.String())
		if p == nil {
			continue
		}
		read++
		if p.body == nil {
			continue
		}
		programs++
		if set.attempt(new(bytes.Buffer), p, fill("a b <c>", 2, 3)) {
			written++
		}
	}
	t.Logf("of 500 templates %d can be read, %d are programs, %d are written", read, programs, written)
	if read < 250 || programs < 100 || written < 50 {
		t.Error("too few")
	}
}

func BenchmarkRender(b *testing.B) {
	fast, plain := bothWays(b, nil)
	pages := Plan(rich())
	for _, bb := range []struct {
		name string
		set  *Templates
	}{{"program", fast}, {"template", plain}} {
		b.Run(bb.name, func(b *testing.B) {
			b.ReportAllocs()
			var buf bytes.Buffer
			for b.Loop() {
				for _, p := range pages {
					buf.Reset()
					if list := bb.set.AppendPage(&buf, p); list != nil {
						b.Fatal(list)
					}
				}
			}
		})
	}
}
