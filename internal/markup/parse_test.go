package markup

import (
	"strings"
	"testing"
	"time"

	"dossier/internal/dossier"
)

// Lines and columns do not depend on how a file's lines end, nor on a byte order mark.
func TestLineEnds(t *testing.T) {
	const src = "---\ntitle: Ü\nb: [c]\n---\nText [[a]]\n%% x\ny %% [@b \"c\nd\"].\n\n> quoted\n{tags: [é, f]}\nNote [[g]].\n"
	show := func(in string) string {
		doc, diags := Parse("f.md", []byte(in), Annotated)
		if len(diags) > 0 {
			t.Errorf("%q: %v", in, diags)
		}
		return showValue(doc.Front) + showHTML(doc.Body) + showRefs(doc.Body) + showBlocks(doc.Body) + showNotes(doc)
	}
	want := show(src)
	for _, tt := range []struct{ reason, in string }{
		{"a byte order mark", "\ufeff" + src},
		{"CRLF", strings.ReplaceAll(src, "\n", "\r\n")},
		{"CR", strings.ReplaceAll(src, "\n", "\r")},
	} {
		if got := show(tt.in); got != want {
			t.Errorf("%s: got\n%swant\n%s", tt.reason, got, want)
		}
	}
}

func TestNotText(t *testing.T) {
	for _, tt := range []struct{ reason, in, pos, code string }{
		{"Latin-1", "---\ntitle: Fidan\n---\nT\xfcrkiye\n", "f.md:4:2", "not-utf8"},
		{"a NUL in the text", "Text\nü\x00 x\n", "f.md:2:2", "not-text"},
		{"nested too deep", "a\n" + strings.Repeat("> ", 200) + "x\n", "f.md:2:1", "nesting"},
	} {
		_, diags := Parse("f.md", []byte(tt.in), Page)
		if len(diags) != 1 || diags[0].Pos.String() != tt.pos || diags[0].Code != tt.code {
			t.Errorf("%s: got %v, want %s %s", tt.reason, diags, tt.pos, tt.code)
		}
	}
}

// Half a megabyte of openings that nothing closes takes as long as one of
// text: were it searched to its end for each, this would take minutes.
func TestOpeningsWithoutEnd(t *testing.T) {
	for _, unit := range []string{"[[", "[[a|", "[[a ", "[@", "[@a \"", "[@a “", "[@a, ", "[@a;", "`%%` ", "``%", "%% ", "[@a \"x\n", "[[a\n", "> ", "- "} {
		for _, form := range []Form{Page, Annotated} {
			began := time.Now()
			_, diags := Parse("f.md", []byte(strings.Repeat(unit, 1<<19/len(unit))), form)
			if took := time.Since(began); took > 20*time.Second {
				t.Errorf("%q took %v", unit, took)
			}
			if !strings.Contains(unit, "%") && len(diags) == 0 {
				t.Errorf("%q: nothing is reported", unit)
			}
		}
	}
}

// What is no text of the page can hold a comment too. Where a comment was not
// cut out because it seemed to be code, nothing of the body is given.
func TestHiddenComments(t *testing.T) {
	for _, tt := range []struct{ reason, in string }{
		{"a link's title", "[x](https://example.org \"a `%% secret %%` b\")"},
		{"a link's address", "[x](<https://example.org/`%%secret%%`>)"},
		{"an image's title", "![x](media/a.png \"`%% secret %%`\")"},
		{"the address of a definition", "[x]\n\n[x]: https://example.org 'a `%% secret %%`'"},
		{"the language of code", "```%%secret%%\nx\n```"},
		{"a link's label", "[[a|`%% secret %%`]]"},
		{"a citation", "[@a \"`%% secret %%`\"]"},
		{"a citation's place", "[@a, `%% secret %%`]"},
		{"backticks that a heading keeps apart", "# a `\n%% secret %%`"},
	} {
		doc, diags := Parse("f.md", []byte(tt.in), Page)
		shown := showHTML(doc.Body) + showRefs(doc.Body) + showBlocks(doc.Body)
		if strings.Contains(shown, "secret") || !diags.HasErrors() {
			t.Errorf("%s: got %q, %v", tt.reason, shown, diags)
		}
	}
}

// One line tells of a mistake a few times only, other lines are not forgotten.
func TestRepeatedMistakes(t *testing.T) {
	_, diags := Parse("f.md", []byte(strings.Repeat("[@] ", 500)+"\n\n[@]\n"), Page)
	if len(diags) != maxTold+1 || diags[maxTold].Pos.Line != 3 {
		t.Errorf("got %d diagnostics, want %d", len(diags), maxTold+1)
	}
}

// Pieces end in one that no reference follows, and Refs are each used.
func TestPieces(t *testing.T) {
	doc, _ := Parse("f.md", []byte("[[a]] ![x](media/y.png) [[b]]"), Page)
	pieces := doc.Body.HTML
	if n := len(pieces); n == 0 || pieces[n-1].Ref != dossier.NoRef {
		t.Errorf("the last piece is %+v", pieces)
	}
	for i, p := range pieces[:len(pieces)-1] {
		if p.Ref == dossier.NoRef {
			t.Errorf("piece %d has no reference: %+v", i, p)
		}
	}
}

// One file has one address, however its name's accents are spelt.
func TestMediaInNFC(t *testing.T) {
	const nfc, nfd = "media/caf\u00e9.png", "media/cafe\u0301.png"
	for _, tt := range []struct{ reason, in string }{
		{"composed", "![x](" + nfc + ") [y](" + nfc + ")"},
		{"decomposed", "![x](" + nfd + ") [y](" + nfd + ")"},
		{"escaped", "![x](media/cafe%CC%81.png) [y](media/caf%C3%A9.png)"},
	} {
		doc, diags := Parse("f.md", []byte(tt.in), Page)
		if len(diags) > 0 || len(doc.Media) != 2 || doc.Media[0].Value != nfc || doc.Media[1].Value != nfc {
			t.Errorf("%s: got %+q, %v", tt.reason, doc.Media, diags)
		}
		if got := showHTML(doc.Body); strings.Count(got, "{root}media/caf%C3%A9.png") != 2 {
			t.Errorf("%s: got %q", tt.reason, got)
		}
	}
}

func TestLabelTypography(t *testing.T) {
	for _, tt := range []struct{ reason, in, want string }{
		{"an apostrophe", "the minister's", "the minister’s"},
		{"double quotes", `"The" man ("x")`, `“The” man (“x”)`},
		{"dashes and dots", "a -- b --- c...", "a – b — c…"},
		{"nothing to do", "Erdoğan", "Erdoğan"},
	} {
		if got := showTypographic(tt.in); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.reason, got, tt.want)
		}
	}
}

func TestSchemeOf(t *testing.T) {
	for _, tt := range []struct{ reason, in, want string }{
		{"plain", "https://x", "https"},
		{"case", "JavaScript:x", "javascript"},
		{"a line break within", "java\nscript:x", "javascript"},
		{"control characters before", "\x01\x02 javascript:x", "javascript"},
		{"a soft hyphen within", "java\u00adscript:x", "javascript"},
		{"none", "media/a:b", ""},
		{"a query is no scheme", "?a:b", ""},
		{"protocol-relative", "//x:80", ""},
	} {
		if got := schemeOf(tt.in); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.reason, got, tt.want)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	// A source's file of about 600 words with eight annotations.
	var src strings.Builder
	src.WriteString("---\ntitle: An article\nseed: a.txt\npublished: 2024-04-20?\ntags: [a, b]\n---\n\nThe text has no headline [@a \"the words\"].\n\n")
	for range 8 {
		src.WriteString("> the exact words of the source, a sentence long\n{speaker: hakan-fidan, tags: [attribution]}\n\n")
		src.WriteString(strings.Repeat("The statement is attributed to [[hakan-fidan|the minister]], who said it elsewhere [@b \"in other words\"]. ", 4))
		src.WriteString("%% to be checked %%\n\n")
	}
	in := []byte(src.String())
	b.SetBytes(int64(len(in)))
	b.ReportAllocs()
	for b.Loop() {
		if _, diags := Parse("f.md", in, Annotated); len(diags) > 0 {
			b.Fatal(diags)
		}
	}
}
