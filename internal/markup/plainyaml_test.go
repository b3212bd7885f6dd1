package markup

import (
	"bytes"
	"strings"
	"testing"

	"dossier/internal/diag"
	"github.com/google/go-cmp/cmp"
)

// plainTexts are YAML in the ways that dossiers are written in.
var plainTexts = []struct {
	reason, in string
	plain      bool // whether the full parser is not needed
}{
	{"keys and texts", "title: A b\nseed: x.txt\nurl: https://x.example/a#b\n", true},
	{"the front matter's first line", "---\ntitle: \"A\"\n", true},
	{"no line end", "a: b", true},
	{"quotes", "a: \"b \\\"c\\\" \\\\ d\"\nb: 'it''s'\nc: ''\nd: \"\"\n'e': f\n\"g h\": i\n", true},
	{"lists", "a:\n  - b\n  - \"c\"\nb:\n- c\n-   d\n", true},
	{"a list of mappings", "roles:\n  - title: A\n    from: \"2005\"\n    evidence:\n      - cite: s\n        quote: \"w\"\n    until: 2006\n  - title: B\nborn: 1985~\n", true},
	{"a list as deep as its key within a list", "a:\n  - b:\n    - c\n    - d: e\n      f: g\n", true},
	{"brackets", "a: [b, \"c\", 'd', [e], {f: g}, []]\nb: {c: d, \"e\": [f], g: {}}\n", true},
	{"a mapping in brackets alone", "{speaker: a-b, tags: [c, d e]}", true},
	{"a list alone", "- a: b\n  c: d\n- e\n- [f]\n", true},
	{"accents before a value", "ğ: [ü, é]\nş: {ı: ö}\n", true},
	{"spaces where they mean nothing", "a:   b   \nc :  \"d\"  \ne: [ f , g ]  \n", true},
	{"empty lines", "a: b\n\n\nc:\n\n  d: e\n\n", true},
	{"marks within a text", "a: b-c, d? [e] {f} &g *h !i |j >k 'l' \"m\" %n @o\nb: x:y\nc: a#b\n", true},
	{"an indented mapping", "  a: b\n  c: d\n", true},
	{"a remark", "a: b # c\n", false},
	{"a remark's line", "# c\na: b\n", false},
	{"a text over two lines", "a: b\n  c\n", false},
	{"a folded text", "a: >\n  b\n", false},
	{"a list over two lines", "a: [b,\n  c]\n", false},
	{"no value", "a:\nb: c\n", false},
	{"no value in a list", "a:\n-\n- b\n", false},
	{"null", "a: null\nb: [~, Null]\n", false},
	{"a tab", "a:\tb\n", false},
	{"an anchor and an alias", "a: &b c\nd: *b\n", false},
	{"a tag", "a: !!str b\n", false},
	{"a key twice", "a: b\na: c\n", false},
	{"a merge", "<<: b\n", false},
	{"a colon in a text", "a: b: c\n", false},
	{"a colon at the end", "a: b:\n", false},
	{"an escape", "a: \"\\u00e9\"\n", false},
	{"a comma at the end", "a: [b, ]\n", false},
	{"a pair in a list", "a: [b: c]\n", false},
	{"another line end", "a: b\u2028c: d\n", false},
	{"two documents", "a: b\n---\nc: d\n", false},
	{"the document's end", "a: b\n...\n", false},
	{"too deep", strings.Repeat("[", 30) + strings.Repeat("]", 30), false},
	{"a list in a list", "- - a\n", false},
	{"an item less deep", "a:\n  - b\n - c\n", false},
	{"a key less deep", "a:\n    b: c\n  d: e\n", false},
	{"words behind quotes", "a: \"b\" c\n", false},
}

func TestReadPlain(t *testing.T) {
	for _, tt := range plainTexts {
		if _, ok := readPlain(yamlPart{file: "f"}, []byte(tt.in)); ok != tt.plain {
			t.Errorf("%s: read without the full parser is %t, want %t", tt.reason, ok, tt.plain)
		}
		asLoaded(t, []byte(tt.in))
	}
}

// FuzzReadPlain: what is read without the full parser has no flaws, and equals
// what that one reads in every text, shape and place.
func FuzzReadPlain(f *testing.F) {
	for _, in := range seedCorpus(f) {
		if _, rest, ok := strings.Cut(in, "---\n"); ok {
			front, _, _ := strings.Cut(rest, "\n---")
			f.Add([]byte(front + "\n"))
		}
	}
	for _, tt := range plainTexts {
		f.Add([]byte(tt.in))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		if src, _ = Clean("f", src); src != nil {
			asLoaded(t, src)
			asLoaded(t, append([]byte("---\n"), src...))
			asLoaded(t, []byte("{"+string(bytes.TrimSpace(src))+"}"))
		}
	})
}

func asLoaded(t *testing.T, src []byte) {
	t.Helper()
	part := yamlPart{file: "f", lines: 3, cols: 2}
	got, ok := readPlain(part, src)
	if !ok {
		return
	}
	var diags diag.List
	want := part.load(src, &diags)
	if len(diags) > 0 {
		t.Errorf("%q: is read, but has the flaws %v", src, diags)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%q (-loaded +read):\n%s", src, diff)
	}
}

func BenchmarkFrontMatter(b *testing.B) {
	src := []byte("---\ntitle: \"Grain storage: what is known\"\ntitle_supplied: true\nseed: report-000000.txt\npublisher: \"Northern Wire Service\"\n" +
		"authors: [\"Ayşe Writer\"]\npublished: \"2012-01-02\"\nurl: https://news.example/2012/report-000000\nlanguage: en\ntags: [invented]\n")
	for _, bm := range []struct {
		name string
		read func(*diag.List) *Value
	}{
		{"plain", func(d *diag.List) *Value { return decode(yamlPart{file: "f"}, src, d) }},
		{"full", func(d *diag.List) *Value { return yamlPart{file: "f"}.load(src, d) }},
	} {
		b.Run(bm.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				var diags diag.List
				if bm.read(&diags) == nil || len(diags) > 0 {
					b.Fatal(diags)
				}
			}
		})
	}
}
