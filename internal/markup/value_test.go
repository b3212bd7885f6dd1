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
