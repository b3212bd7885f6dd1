package minify

import (
	"bytes"
	"strings"
	"testing"
)

func TestCSS(t *testing.T) {
	for _, row := range []struct{ reason, src, want string }{
		{"a rule", "a {\n  color : red ;\n}\n", "a{color :red}"},
		{"a comment", "/* a { } */ a{}/* b */", "a{}"},
		{"a licence", "a{}\n/*! mine */\nb{}", "a{}/*! mine */ b{}"},
		{"a comment that parts two words", "a/**/b{margin:1px/**/2px}", "a/**/b{margin:1px/**/2px}"},
		{"a comment beside white space", "margin: 1px /* one */ 2px", "margin:1px 2px"},
		{"strings", `a::after { content: "a  { b; /* c */ \" }" ', ' ; }`, `a::after{content:"a  { b; /* c */ \" }" ', '}`},
		{"a URL with what looks like a comment", "a { b: url( a/*b.png ) , url('x  y') }", "a{b:url( a/*b.png ),url('x  y')}"},
		{"a URL with an escaped parenthesis", `a{b:url(a\)  b)  c}`, `a{b:url(a\)  b) c}`},
		{"sums need their spaces", "a { width: calc( 1px + 2px - ( 3px * 2 ) ) }", "a{width:calc(1px + 2px - (3px * 2))}"},
		{"a colon after white space is a descendant's", "a :hover , b > c{}", "a :hover,b>c{}"},
		{"a parenthesis after white space is a condition's", "@media screen and (min-width: 60rem) { a{} }", "@media screen and (min-width:60rem){a{}}"},
		{"values beside one another", "a{b:var( --c ) var(--d) ! important}", "a{b:var(--c) var(--d)! important}"},
		{"an attribute's name", `a [ href ^= "x" ]{}`, `a [href ^= "x"]{}`},
		{"an empty custom property", "a{--x: ;--y: }", "a{--x: ;--y: }"},
		{"a custom property that a script may read", "a{--x: 1 ,  2 > 3;c: d , e}", "a{--x:1 , 2 > 3;c:d,e}"},
		{"an escape of digits ends with its space", "a.\\31  b{} .\\{ c {}", "a.\\31  b{}.\\{ c{}"},
		{"an escape at the end", "a\\", "a\\"},
		{"rules within rules", "a { &:hover { b: c; } + d { e: f } }", "a{&:hover{b:c}+ d{e:f}}"},
		{"a string without an end", "a { b: \"c\n }", "a { b: \"c\n }"},
		{"a comment without an end", "a { } /* b", "a { } /* b"},
		{"a URL without an end", "a { b: url( c", "a { b: url( c"},
		{"nothing", "", ""},
	} {
		if got := string(CSS([]byte(row.src))); got != row.want {
			t.Errorf("%s: %q gives %q, want %q", row.reason, row.src, got, row.want)
		}
	}
}

func TestJS(t *testing.T) {
	for _, row := range []struct{ reason, src, want string }{
		{"a function", "function f (a, b) {\n  // add\n  return a + b;\n}\n", "function f(a,b){return a+b;}"},
		{"a statement without a semicolon", "a = 1\nb = 2\n\n  c()", "a=1\nb=2\nc()"},
		{"a line that a bracket begins", "a = b\n(c)", "a=b\n(c)"},
		{"a chain", "a\n  .b()\n  .c()", "a.b().c()"},
		{"a number with a method", "1 .toFixed()\n2\n.toFixed()", "1 .toFixed()\n2 .toFixed()"},
		{"signs that would join", "a + +b - -c + ++d", "a+ +b- -c+ ++d"},
		{"a sign at a line's end", "a++\nb", "a++\nb"},
		{"a comment that ends a line", "a /* x\n */ b", "a\nb"},
		{"a comment within a line", "a = /* x */ b", "a=b"},
		{"a comment that parts two words", "return/**/a", "return a"},
		{"a licence", "/*! mine */\na", "/*! mine */\na"},
		{"strings", `a = "//  b" + '/*  \' */'`, `a="//  b"+'/*  \' */'`},
		{"a string over two lines", "a = 'b\\\n  c'", "a='b\\\n  c'"},
		{"a template", "a = ` b // ${ c + `}  ${ d }` + \"}\" }  \n  e`  + f", "a=` b // ${ c + `}  ${ d }` + \"}\" }  \n  e`+f"},
		{"a regular expression", `a = b . replace ( / "  [/] \/ /g , "" ) ;`, `a=b.replace(/ "  [/] \/ /g,"");`},
		{"a division", "a = b / c / d  / 'e'", "a=b/ c/ d/'e'"},
		{"a division by an expression in parentheses", "a = (b) / c  / 'd'", "a=(b)/ c/'d'"},
		{"a regular expression after a condition", "if (a) / '  /.test(b)", "if(a)/ '  /.test(b)"},
		{"a regular expression after a word", "return / '  /.test(b)", "return/ '  /.test(b)"},
		{"a regular expression after a block", "{ a }\n/ '  /.test(b)", "{a}\n/ '  /.test(b)"},
		{"a property that is called like a word", "a.return / b  / 'c'", "a.return/ b/'c'"},
		{"a method that is called like a word", "a.if(b) / c  / 'd'", "a.if(b)/ c/'d'"},
		{"a regular expression and a word", "/a/ in b", "/a/ in b"},
		{"a division and a regular expression", "a / /b/", "a/ /b/"},
		{"what comments of HTML would be", "a < !b ; a-- > b", "a< !b;a-- >b"},
		{"a comment of HTML", "a  <!-- b,\nc", "a  <!-- b,\nc"},
		{"a number with an exponent", "a = 1e-3 + 0xe + 1 - .5", "a=1e-3+0xe+1-.5"},
		{"a class", "class A {\n  #b = 1\n  static c = 2;\n  get d () { return this.#b }\n}", "class A{#b=1\nstatic c=2;get d(){return this.#b}}"},
		{"an arrow with a body", "a(() => {\n  b\n})\nc", "a(()=>{b})\nc"},
		{"letters of other scripts", "é = 'ü'  ;\nlet ö  = é", "é='ü';let ö=é"},
		{"a string without an end", "a = 'b\n  c", "a = 'b\n  c"},
		{"a template without an end", "a = `b ${ c", "a = `b ${ c"},
		{"a comment without an end", "a  /* b", "a  /* b"},
		{"a parenthesis without an end", "a  ( b", "a  ( b"},
		{"a parenthesis without a beginning", "a  ) b", "a  ) b"},
		{"a regular expression without an end", "a  = / b", "a  = / b"},
		{"nothing", "", ""},
	} {
		if got := string(JS([]byte(row.src))); got != row.want {
			t.Errorf("%s: %q gives %q, want %q", row.reason, row.src, got, row.want)
		}
	}
}

// What is left is not longer, holds the same bytes but white space and comments,
// and has nothing more to be taken away.
func FuzzMinify(f *testing.F) {
	for _, s := range []string{"a{b:c /* d */ e}", "--x: ;", "if (a) /b/.c() // d", "`${`}`}`", "a\n++\nb", "1 .e", "url(", "\\31  a"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		for name, minify := range map[string]func([]byte) []byte{"CSS": CSS, "JS": JS} {
			once := minify(src)
			if len(once) > len(src) {
				t.Errorf("%s makes %q longer: %q", name, src, once)
			}
			if twice := minify(once); !bytes.Equal(once, twice) {
				t.Errorf("%s gives %q, then %q", name, once, twice)
			}
			if !bytes.Contains(src, []byte("/")) && name == "JS" && solid(once) != solid(src) {
				t.Errorf("%s of %q loses more than white space: %q", name, src, once)
			}
		}
	})
}

func solid(b []byte) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t\r\n\v\f\u00a0\ufeff", r) {
			return -1
		}
		return r
	}, string(b))
}
