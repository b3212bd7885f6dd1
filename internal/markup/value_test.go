package markup

import (
	"strings"
	"testing"
)

func TestParseYAML(t *testing.T) {
	for _, tt := range []struct{ reason, in, want string }{
		{"nothing is nothing", "", ""},
		{"remarks are nothing", "# a\n---\n# b\n", ""},
		{"texts keep their spelling", "a: 010\nb: 1e3\nc: yes\nd: 2024-02-30\n", `a 1:4 "010"|b 2:4 "1e3"|c 3:4 "yes"|d 4:4 "2024-02-30"`},
		{"columns are characters", "ü: {é: ß, x: y}\n", `ü.é 1:8 "ß"|ü.x 1:14 "y"`},
		{"an opening line does not shift lines", "---\na: b\n", `a 2:4 "b"`},
		{"a byte order mark and CRLF shift nothing", "\ufeffa: ü\r\nb: [x,\r\n  y]\r\n", `a 1:4 "ü"|b[0] 2:5 "x"|b[1] 3:3 "y"`},
		{"a lone CR ends a line", "a: b\rc: d\r", `a 1:4 "b"|c 2:4 "d"`},
		{"null in quotes is a text", "a: 'null'\nb: \"\"\nc: ~\n", `a 1:4 "null"|b 2:4 ""|c 3:4 nothing`},
		{"folded texts", "a: >\n  b\n  c\n", `a 1:4 "b c\n"`},
	} {
		v, diags := ParseYAML("f.yaml", []byte(tt.in))
		if len(diags) > 0 {
			t.Errorf("%s: %v", tt.reason, diags)
		}
		if got := strings.ReplaceAll(strings.TrimSpace(showValue(v)), "\n", "|"); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.reason, got, tt.want)
		}
	}
}

func TestParseYAMLFlaws(t *testing.T) {
	for _, tt := range []struct{ reason, in, pos, code, hint string }{
		{"a colon in a text", "a: b\ntitle: Ü: x\n", "f.yaml:2:9", "yaml-syntax", "quotes"},
		{"an open list is shown where it opens", "a: b\nc: [x,\nd: e\n", "f.yaml:2:4", "yaml-syntax", "]"},
		{"an open mapping", "c: {x: y\n", "f.yaml:1:4", "yaml-syntax", "}"},
		{"an open quotation mark", "a: \"x\nb: c\n", "f.yaml:1:4", "yaml-syntax", "close"},
		{"a tab", "a:\n\tb: c\n", "f.yaml:2:1", "yaml-syntax", "spaces"},
		{"a text that begins with @", "a: @b\n", "f.yaml:1:4", "yaml-syntax", "quotes"},
		{"an alias of nothing", "a: *b\n", "f.yaml:1:4", "yaml-syntax", "quotes"},
		{"an escape of nothing", "a: \"x\\qy\"\n", "f.yaml:1:6", "yaml-syntax", `\\`},
		{"a tab that goes on with a text", "a: x\n\tb: c\n", "f.yaml:2:1", "yaml-syntax", "not with tabs"},
		{"a tab in a folded text", "a: |\n\tx\n", "f.yaml:2:1", "yaml-syntax", "not with tabs"},
		{"the line as it should be", "title: A: B\n", "f.yaml:1:9", "yaml-syntax", `title: "A: B"`},
		{"with quotation marks in it", "- to: \"A\": it's B\n", "f.yaml:1:10", "yaml-syntax", `to: '"A": it''s B'`},
		{"a colon at the end", "title: A:\n", "f.yaml:1:9", "yaml-syntax", `title: "A:"`},
		{"a link and words", "title: [[x]] said\n", "f.yaml:1:14", "yaml-syntax", `begins with [ must stand in quotes: title: "[[x]] said"`},
		{"a citation mark", "title: @x\n", "f.yaml:1:8", "yaml-syntax", `title: "@x"`},
		{"a per cent sign", "title: %x\n", "f.yaml:1:8", "yaml-syntax", `title: "%x"`},
		{"emphasis", "title: *x* y\n", "f.yaml:1:8", "yaml-syntax", `title: "*x* y"`},
		{"a lone ampersand", "title: & Co.\n", "f.yaml:1:9", "yaml-syntax", `title: "& Co."`},
		{"an ampersand", "title: &Co\n", "f.yaml:1:8", "yaml-alias", "in quotes"},
		{"an exclamation mark", "title: !x\n", "f.yaml:1:8", "yaml-tag", "in quotes"},
		{"words in quotes and others", "title: \"A\" rest\n", "f.yaml:1:12", "yaml-syntax", `enclose all of it: title: '"A" rest'`},
		{"a quotation mark sign", "title: > x\n", "f.yaml:1:10", "yaml-syntax", `title: "> x"`},
		{"a dash", "title: - x\n", "f.yaml:1:8", "yaml-syntax", `title: "- x"`},
		{"a bracket that closes nothing", "title: ]x\n", "f.yaml:1:8", "yaml-syntax", `title: "]x"`},
		{"a wrong beginning within a list", "tags: [a, @b]\n", "f.yaml:1:11", "yaml-syntax", "begins with @"},
		{"a comparison within a mapping", "a:\n  - {cite: g, value: {number: >=46707, unit: people}}\n", "f.yaml:2:31", "yaml-syntax", `begins with > must stand in quotes: number: ">=46707"`},
		{"a comparison at the end of a mapping", "a: {number: >5}\n", "f.yaml:1:13", "yaml-syntax", `number: ">5"`},
		{"no space behind the colon above", "title:A\nb: c\n", "f.yaml:2:2", "yaml-syntax", "line above"},
		{"a key that is indented", "a: b\n c: d\n", "f.yaml:2:3", "yaml-syntax", "same column"},
		{"an item that is not", "a:\n - b\n- c\n", "f.yaml:3:1", "yaml-syntax", "items"},
		{"a key within a list", "a:\n  - b\n c: d\n", "f.yaml:3:2", "yaml-syntax", "same column"},
		{"a line without a colon", "a: b\nno colon\n", "f.yaml:2:1", "yaml-syntax", "a colon and a space"},
		{"a colon within a mapping", "a: {b: c: d}\n", "f.yaml:1:4", "yaml-syntax", "a colon or a bracket must stand in quotes"},
		{"a colon in a text within a mapping", "a:\n  - {cite: g, quote: The cargo: was, within limits}\n", "f.yaml:2:5", "yaml-syntax", `must stand in quotes: quote: "The cargo: was, within limits"`},
		{"over two lines", "a:\n  - {cite: g,\n    quote: The cargo: was}\n", "f.yaml:2:5", "yaml-syntax", `quotes: quote: "The cargo: was"`},
		{"a bracket within a mapping", "a: {cite: g, quote: The [sic] cargo, note: x}\n", "f.yaml:1:4", "yaml-syntax", `quotes: quote: "The [sic] cargo"`},
		{"a list that ends with a comma", "title: X\naliases: [Reyl, \n", "f.yaml:2:10", "yaml-syntax", "close the list with ]"},
		{"a list that ends with a comma, and keys", "aliases: [Reyl,\nseed: x\nfoo: y\n", "f.yaml:1:10", "yaml-syntax", "close the list with ]"},
		{"a key in quotes and words", "\"a\" b: c\n", "f.yaml:1:5", "yaml-syntax", "in quotes"},
		{"two documents", "a: b\n---\nc: d\n", "f.yaml:1:1", "yaml-syntax", "---"},
		{"a key that stands twice in a list's item", "- {a: b, a: c}\n", "f.yaml:1:10", "duplicate-key", "line 1"},
		{"a merge is an alias", "a: &x {b: c}\nd: {<<: *x}\n", "f.yaml:1:4", "yaml-alias", "twice"},
		{"no UTF-8", "a: b\nü\xffx: c\n", "f.yaml:2:2", "not-utf8", "UTF-8"},
		{"a NUL", "a: b\nx: \x00\n", "f.yaml:2:4", "not-text", "delete"},
	} {
		_, diags := ParseYAML("f.yaml", []byte(tt.in))
		if len(diags) == 0 {
			t.Errorf("%s: no diagnostic", tt.reason)
			continue
		}
		d := diags[0]
		if d.Pos.String() != tt.pos || d.Code != tt.code || !strings.Contains(d.Hint, tt.hint) {
			t.Errorf("%s: got %swant %s, %s and a hint with %q", tt.reason, d.Text(), tt.pos, tt.code, tt.hint)
		}
	}
}

// A value is read as it is meant when the hint is followed.
func TestYAMLHintsAreYAML(t *testing.T) {
	for _, value := range []string{"A: B", "@x", "%x", "*x* y", "[[x]] said", `"A" rest`, "'A' rest", `'it's'`, `a "b": c\d`, "`x`", "> x", "| x", "- x", "? x", "]x", "}x", ",x", "& x", "{x} y", "A:"} {
		_, diags := ParseYAML("f.yaml", []byte("title: "+value+"\n"))
		if len(diags) != 1 {
			t.Errorf("%s: got %v", value, diags)
			continue
		}
		_, line, ok := strings.Cut(diags[0].Hint, ": title: ")
		v, again := ParseYAML("f.yaml", []byte("title: "+line+"\n"))
		if !ok || len(again) > 0 || v.Get("title").Text != value {
			t.Errorf("%s: the hint %q gives %v", value, diags[0].Hint, again)
		}
	}
}

func TestAliasesDoNotMultiply(t *testing.T) {
	var b strings.Builder
	b.WriteString("a0: &a0 [x, x, x, x, x, x, x, x, x]\n")
	for _, l := range "123456789" {
		p := string(l - 1)
		b.WriteString("a" + string(l) + ": &a" + string(l) + " [*a" + p + strings.Repeat(", *a"+p, 8) + "]\n")
	}
	v, diags := ParseYAML("f.yaml", []byte(b.String()))
	if !diags.HasErrors() {
		t.Error("nested aliases are not refused")
	}
	if n := len(showValue(v)); n > 10_000 {
		t.Errorf("nine levels of nine aliases became %d bytes", n)
	}
}
