package render

import (
	"bytes"
	"strings"
	"testing"
)

func TestSlim(t *testing.T) {
	for _, row := range []struct{ reason, name, src, want string }{
		{"comments and white space", "a.css", "/* x */\na {\n  b : c ;\n}\n", "a{b:c}"},
		{"a licence", "a.css", "/*! mine */\na { b: c }", "/*!mine*/a{b:c}"},
		{"sums need their spaces", "a.css", "a { width: calc( 1px + 2px ) }", "a{width:calc( 1px + 2px )}"},
		{"a choice of colours", "a.css", "a { color: light-dark(#111 , #eee) }", "a{color:light-dark(#111,#eee)}"},
		{"rules within rules", "a.css", "a { & b { c: d } &:hover { e: f } }", "a{& b{c:d}&:hover{e:f}}"},
		{"a custom property may be empty", "a.css", ":root { --x: ; --y: 1rem }", ":root{--x: ;--y:1rem}"},
		{"a string", "a.css", `a::after { content: "a  { /* b */" }`, `a::after{content:"a  { /* b */"}`},
		{"local names, not global ones", "a.js", "function outer(first, second) { // sum\n  return first + second;\n}", "function outer(e,t){return e+t}"},
		{"properties keep their names", "a.js", "window.dossier = { search: (query) => query.words };", "window.dossier={search:e=>e.words}"},
		{"a licence", "a.js", "/*! mine */\na()", "/*! mine */a()"},
		{"a regular expression and a template", "a.js", "a(/[/ ]  x/u, `b  ${ c }`)", "a(/[/ ]  x/u,`b  ${c}`)"},
		{"a script with an error", "a.js", "function (  {", "function (  {"},
		{"another file", "a.svg", "<svg>  </svg>", "<svg>  </svg>"},
		{"nothing", "a.js", "", ""},
	} {
		if got := string(slim(row.name, []byte(row.src))); got != row.want {
			t.Errorf("%s: %s: %q gives %q, want %q", row.name, row.reason, row.src, got, row.want)
		}
	}
}

// Whatever users bring, it becomes no longer, and the same each time.
func FuzzSlim(f *testing.F) {
	for _, s := range []string{"a{b:c /* d */ e}", "--x: ;", "if (a) /b/.c() // d", "`${`}`}`", "a\n++\nb", "1 .e", "url(", "\\31  a"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		for _, name := range []string{"a.css", "a.js"} {
			before := strings.Clone(string(src))
			once := slim(name, src)
			if again := slim(name, src); !bytes.Equal(once, again) {
				t.Errorf("%s: %q gives %q, then %q", name, src, once, again)
			}
			if string(src) != before {
				t.Errorf("%s: %q became %q", name, before, src)
			}
		}
	})
}
