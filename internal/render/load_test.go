package render

import (
	"html/template"
	"io/fs"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/jba/templatecheck"

	"dossier/internal/diag"
	"dossier/templates"
)

// A second opinion on the default templates: all of them against their views.
func TestTemplatesFitTheirViews(t *testing.T) {
	set := template.New("").Funcs((&Templates{words: newWords("en")}).functions())
	names, err := fs.Glob(templates.FS, "*.html")
	if err != nil {
		t.Fatal(err)
	}
	partials, err := fs.Glob(templates.FS, "partials/*.html")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range append(names, partials...) {
		data, err := fs.ReadFile(templates.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		template.Must(set.New(name).Parse(string(data)))
	}
	for _, name := range names {
		if views[name] == nil {
			t.Errorf("%s has no view", name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(views)) {
		view := reflect.New(views[name]).Elem()
		if view.Kind() == reflect.Pointer {
			view.Set(reflect.New(view.Type().Elem()))
		}
		if err := templatecheck.CheckHTML(set.Lookup(name), view.Interface()); err != nil {
			t.Error(err)
		}
	}
}

// Every interface word is used, and none that is used is missing (Load tells).
func TestWordsAreUsed(t *testing.T) {
	all := ""
	err := fs.WalkDir(templates.FS, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(name, ".html") {
			data, err := fs.ReadFile(templates.FS, name)
			all += string(data)
			return err
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	elsewhere := map[string]bool{ // keys that views name
		"sources": true, "quotations-verified": true, "mentions": true, "entities": true, "events": true, "claims": true,
		"links": true, "notes": true, "citing-pages": true, "items": true, "participants": true, "evidence": true,
		"passages-n": true, "whole-texts": true, "born": true, "died": true, "founded": true, "dissolved": true,
		"timeline": true, "bibliography": true, "about": true, "not-found": true, "thousands": true, "decimal": true, "north": true, "south": true, "east": true, "west": true,
	}
	for key := range defaults(t).words.byKey {
		computed := slices.ContainsFunc([]string{"month-", "cover-", "credibility-", "reliability-", "stance-", "by-", "publish-", "kind-", "status-", "rule-", "number-", "lag-", "change-"}, func(p string) bool { return strings.HasPrefix(key, p) })
		if !elsewhere[key] && !computed && !strings.Contains(all, `"`+key+`"`) {
			t.Errorf("%q is not used", key)
		}
	}
}

func TestUserTemplates(t *testing.T) {
	user := fstest.MapFS{
		"page.html":          {Data: []byte("<main id=\"main\"><h1>{{.Title}}</h1>{{template \"own/line.html\" .Facts}}</main>")},
		"own/line.html":      {Data: []byte("<p>{{join .Tags \"/\"}}</p>")},
		"partials/link.html": {Data: []byte("<a href=\"{{.URL}}\">« {{.Label}} »</a>")},
		"assets/own.css":     {Data: []byte("p{top:0}")},
		"assets/sign.svg":    {Data: []byte("<svg/>")},
		"templates.go":       {Data: []byte("package templates")},
		"page.html~":         {Data: []byte("{{")},
		".#page.html":        {Data: []byte("{{")},
		"#page.html#":        {Data: []byte("{{")},
		".old/page.html":     {Data: []byte("{{")},
		"old~/page.html":     {Data: []byte("{{")},
		"assets/own.css~":    {Data: []byte("old")},
		"assets/#own.css#":   {Data: []byte("old")},
		"assets/.own.css":    {Data: []byte("old")},
		"assets/.git/config": {Data: []byte("old")},
		"assets/.own.swp":    {Data: []byte("old")},
		"assets/own.css.swp": {Data: []byte("old")},
		"assets/own.css.bak": {Data: []byte("old")},
		"i18n/en.yaml~":      {Data: []byte("timeline: Old")},
		"i18n/en.yaml":       {Data: []byte("timeline: Chronicle\nsources: {one: '# text', other: '# texts'}\n")},
	}
	set, list := Load(user, templates.FS, "en")
	if len(list) > 0 {
		t.Fatal(list)
	}
	files, list, err := set.Render(t.Context(), Plan(rich()))
	if err != nil || len(list) > 0 {
		t.Fatal(list, err)
	}
	got := map[string]string{}
	for _, f := range append(files, set.Assets()...) {
		got[f.Path] = string(f.Data)
	}
	for path, want := range map[string]string{
		"pages/method.html":     "<h1>How this was done</h1><p></p>",
		"claims/two-ships.html": `« Ileana Varga »`,
		"timeline.html":         "<h1>Chronicle</h1>",
		"index.html":            "<li>5 texts</li>",
		"assets/own.css":        "p{top:0}",
		"assets/sign.svg":       "<svg/>",
	} {
		if !strings.Contains(got[path], want) {
			t.Errorf("%s has no %s", path, want)
		}
	}
	var assets []string
	for _, f := range set.Assets() {
		assets = append(assets, f.Path)
	}
	if want := []string{"assets/claims.js", "assets/dossier.css", "assets/dossier.js", "assets/filters.js", "assets/network.js", "assets/own.css", "assets/paths.js", "assets/search.js", "assets/sign.svg", "assets/timeline.js"}; !slices.Equal(assets, want) {
		t.Errorf("assets %q, want %q", assets, want)
	}
	if got["templates.go"] != "" {
		t.Error("templates.go was copied")
	}
}

func TestFlawsOfTemplates(t *testing.T) {
	tests := []struct {
		reason string
		file   string
		text   string
		want   string // place, code and message
		hint   string
	}{
		{"a branch without an end", "page.html", "\n{{if .Title}}", `templates/page.html:2:1 template unexpected EOF`, ""},
		{"an unknown function", "page.html", "{{lnk .Title}}", `templates/page.html:1:3 template function "lnk" not defined`, `did you mean "link"?`},
		{"a function after a name like it, behind letters of two bytes", "page.html", "lnk é {{lnk .Title}}", `templates/page.html:1:9 template function "lnk" not defined`, `did you mean "link"?`},
		{"an action that is not closed", "page.html", "<p>\n  \tx {{.Title}", `templates/page.html:2:14 template bad character U+007D '}'`, ""},
		{"a variable that is not there", "page.html", "<p>{{$who}}", `templates/page.html:1:6 template undefined variable "$who"`, ""},
		{"an end without a beginning", "page.html", "<p>\n  é{{end}}", `templates/page.html:2:3 template unexpected {{end}}`, ""},
		{"columns are characters", "page.html", "é€𝄞 {{.Titel}}", `templates/page.html:1:7 template-field`, `the nearest field is "Title"`},
		{"columns are characters for words too", "page.html", `é {{t "nowhere"}}`, `templates/page.html:1:7 template-words`, ""},
		{"columns are characters for the escaper too", "page.html", "é<a href={{if .Title}}\"{{end}}x>", `templates/page.html:1:15 template-escape`, ""},
		{"an unknown field", "page.html", "<p>\n  {{.Titel}}", `templates/page.html:2:5 template-field PageView has no field "Titel"`, `the nearest field is "Title"`},
		{"an unknown field in a branch that may never run", "event.html", "{{with .Previous}}{{if .Place}}{{.Lnk}}{{end}}{{end}}", `templates/event.html:1:34 template-field Occurrence has no field "Lnk"`, `the nearest field is "Link"`},
		{"an unknown field within a range", "entity.html", "{{range $i, $r := .Roles}}{{$r.Titles}}{{end}}", `templates/entity.html:1:31 template-field RoleView has no field "Titles"`, `the nearest field is "Title"`},
		{"an unknown field of a partial", "partials/note.html", "{{.Quote}}", `templates/partials/note.html:1:3 template-field NoteView has no field "Quote"`, `it has Number, Passage, ID, BackURL, Lead, Lang, Dir, Paragraph, Speaker, Said, SameAs, Tags, Text, Long`},
		{"an unknown template", "page.html", `{{template "partials/heads.html" .}}`, `templates/page.html:1:12 template-missing there is no template "partials/heads.html"`, `did you mean "partials/head.html"?`},
		{"a value of another type", "page.html", "{{date .Title}}", `templates/page.html:1:3 template-type date wants Date and is given string`, ""},
		{"too few values", "page.html", "{{n 3}}", `templates/page.html:1:3 template-type n wants 2 values and is given 1`, ""},
		{"a range over a text", "page.html", "{{range .Title}}{{end}}", `templates/page.html:1:9 template-type cannot range over .Title, which is a text`, ""},
		{"interface words that are not there", "page.html", `{{t "nowhere"}}`, `templates/page.html:1:5 template-words there are no interface words "nowhere" in i18n/en.yaml`, ""},
		{"a value where html/template cannot escape it", "page.html", "<a href={{if .Title}}\"{{end}}x>", `templates/page.html:1:14 template-escape {{if}} branches end in different contexts`, ""},
		{"a partial that a function within it runs", "partials/link.html", "<b>{{link .}}</b>", `templates/partials/link.html:1:6 template-endless link runs "partials/link.html", which this is: there would be no end`, "write what is to stand there instead of calling link"},
		{"a partial that a function within it runs in a branch", "partials/sign.html", "é{{if eq . \"person\"}}\n{{sign \"place\"}}{{end}}", `templates/partials/sign.html:2:3 template-endless sign runs "partials/sign.html", which this is`, "write what is to stand there instead of calling sign"},
		{"a template between the partial and the function", "partials/link.html", `{{template "own" .}}{{define "own"}}<p>{{. | link}}{{end}}`, `templates/partials/link.html:1:46 template-endless link runs "partials/link.html", which leads back to "own"`, "write what is to stand there instead of calling link"},
		{"two functions that run each other's partials", "partials/link.html", `{{define "partials/chip.html"}}{{link .}}{{end}}{{chip .}}`, `templates/partials/link.html:1:34 template-endless link runs "partials/link.html", which leads back to "partials/chip.html"`, "write what is to stand there instead of calling link"},
		{"a script that is not closed, with a < in it", "page.html", "<p>a</p>\n é<script>if (a<b) x()", `templates/page.html:2:3 template-escape what begins here is not closed where the page ends`, ""},
		{"a comment that is not closed, after a partial", "page.html", "{{template \"partials/head.html\" .Frame}}\n<p>{{.Title}}</p>\n<!-- x", `templates/page.html:3:1 template-escape what begins here is not closed`, ""},
		{"an attribute that is not closed in both branches", "page.html", "<p>{{if .Title}}\n<b title=\"{{.Title}}{{else}}<b title=\"x{{end}}", `templates/page.html:2:1 template-escape what begins here is not closed`, ""},
		{"a tag that is not closed in a partial", "partials/foot.html", "</main>\n\n<footer class=\"{{.Title}}\"", `templates/partials/foot.html:3:1 template-escape what begins here is not closed where the page ends`, ""},
		{"a tag that cannot be read", "page.html", "<p>\n <a href=x\"y>", "templates/page.html:2:2 template-escape \"\\\"\" in unquoted attr", ""},
		{"interface words that are no YAML", "i18n/en.yaml", "a: [", `templates/i18n/en.yaml:1:1 words cannot read the interface words: did not find expected node content`, ""},
		{"interface words in quotes that are not closed", "i18n/en.yaml", "a: b\nc: \"x\n\nd: y\n", `templates/i18n/en.yaml:2:4 words cannot read the interface words: found unexpected end of stream`, ""},
		{"interface words with a key twice", "i18n/en.yaml", "a: b\nc: d\na: e\n", `templates/i18n/en.yaml:3:1 words cannot read the interface words: mapping key "a" already defined at line 1`, ""},
		{"interface words that are a list", "i18n/en.yaml", "\n- a\n- b\n", `templates/i18n/en.yaml:2:1 words cannot read the interface words: words behind their keys are wanted`, ""},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			_, list := Load(fstest.MapFS{tt.file: {Data: []byte(tt.text)}}, templates.FS, "en")
			if len(list) == 0 {
				t.Fatal("no diagnostic")
			}
			d := list[0]
			if slices.Contains(list[1:], d) {
				t.Errorf("it is told more than once: %v", list)
			}
			if got := d.Pos.String() + " " + d.Code + " " + d.Message; !strings.HasPrefix(got, tt.want) {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
			if tt.hint != d.Hint {
				t.Errorf("hint %q, want %q", d.Hint, tt.hint)
			}
		})
	}
}

// Every function that gives HTML is known to run the partials that it runs.
func TestFunctionsRunPartials(t *testing.T) {
	for name, f := range (&Templates{words: newWords("en")}).functions() {
		if html := reflect.TypeOf(f).Out(0) == reflect.TypeFor[template.HTML](); html != (partialsOf[name] != nil) {
			t.Errorf("%s gives HTML: %t, and runs the partials %v", name, html, partialsOf[name])
		}
	}
}

func TestFlawsOfARun(t *testing.T) {
	set, list := Load(fstest.MapFS{"partials/link.html": {Data: []byte("\né<b>{{slice .Label 0 900}}</b>")}}, templates.FS, "en")
	if len(list) > 0 {
		t.Fatal(list)
	}
	files, list, err := set.Render(t.Context(), Plan(rich()))
	if err != nil {
		t.Fatal(err)
	}
	if len(list) == 0 || len(files) == 0 {
		t.Fatalf("%d diagnostics, %d files", len(list), len(files))
	}
	want := diag.Pos{File: "templates/partials/link.html", Line: 2, Col: 7}
	if list[0].Pos != want || list[0].Severity != diag.Error || len(list) > 20 {
		t.Errorf("%d diagnostics, the first at %s: %s", len(list), list[0].Pos, list[0].Message)
	}
}
