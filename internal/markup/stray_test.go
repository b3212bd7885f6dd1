package markup

import (
	"strings"
	"testing"

	"dossier/internal/diag"
)

// Each text is reported once, and what the hint says is not.
func TestMeantOtherwise(t *testing.T) {
	const data = "{speaker: x, tags: [a, b]}"
	for _, tt := range []struct {
		reason string
		form   Form
		in     string
		want   string // line:col severity code; empty for nothing
		hint   string
	}{
		{"a blockquote without a source", Page, "Text\n\n> words of somebody\n", "3:1 warning unverified-blockquote", `[@source "exact words"]`},
		{"a citation without words checks nothing", Page, "> words [@s]\n", "1:1 warning unverified-blockquote", "citation"},
		{"a citation below is another block", Page, "> words\n\n[@s \"words\"]\n", "1:1 warning unverified-blockquote", "citation"},
		{"only code in it", Page, ">     words\n", "1:1 warning unverified-blockquote", "citation"},
		{"within a list", Page, "- > words\n", "1:3 warning unverified-blockquote", "citation"},
		{"one within another is reported once", Page, "> > words\n", "1:1 warning unverified-blockquote", "citation"},
		{"a citation with the words", Page, "> words [@s \"words\"]\n", "", ""},
		{"in its last paragraph", Page, "> words\n>\n> — [@s \"words\", para. 2]\n", "", ""},
		{"in the line that goes on with it", Page, "> words\n[@s \"words\"]\n", "", ""},
		{"one of several sources", Page, "> words [@a; @s “words”]\n", "", ""},
		{"nothing is quoted", Page, ">\n", "", ""},
		{"a source's quotation is checked", Annotated, "> words\n\nNote\n", "", ""},

		{"data behind the note", Annotated, "> words\n\nNote\n\n" + data + "\n", "5:1 error misplaced-data", "directly below"},
		{"data in the note's last line", Annotated, "> words\n\nNote\n" + data + "\n", "4:1 error misplaced-data", "directly below"},
		{"a second line of data", Annotated, "> words\n{speaker: x}\n{tags: [a]}\n", "3:1 error misplaced-data", "directly below"},
		{"data that is not closed", Annotated, "> words\n\nNote\n\n{speaker: x\n", "5:1 error misplaced-data", "directly below"},
		{"data in a list", Annotated, "> words\n\n- {Speaker: x}\n", "3:3 error misplaced-data", "directly below"},
		{"data before any quotation", Annotated, data + "\n\n> words\n", "1:1 error misplaced-data", "directly below"},
		{"data within the quotation", Annotated, "> words {speaker: x}\n", "1:3 error misplaced-data", "{speaker: x} on a line of its own"},
		{"data in its place", Annotated, "> words\n" + data + "\nNote\n", "", ""},
		{"other braces", Annotated, "> words\n\nNote\n\n{a: speaker}\n", "", ""},
		{"code shows the markup", Annotated, "> words\n\nNote\n\n    " + data + "\n", "", ""},
		{"data in a page", Page, "Text\n" + data + "\n", "2:1 error misplaced-data", "delete"},
		{"something else in a page", Page, "{speaker: x} says so\n\n{speaker: x, a: b}\n", "", ""},

		{"a bracket is missing", Page, "In [varnport]], they say\n", "1:4 warning malformed-link", "[[varnport]]"},
		{"with a label", Page, "# In [varnport|the port]]\n", "1:6 warning malformed-link", "[[varnport|the port]]"},
		{"after a comment was cut out", Page, "In %% x %% [a]]\n", "1:12 warning malformed-link", "[[a]]"},
		{"a bracket within brackets", Page, "[as [they] say [sic]]\n", "", ""},
		{"an escaped bracket", Page, "\\[[no]] and `[x]]`\n", "", ""},
		{"a link's text", Page, "[x]]\n\n[x]: https://example.org\n", "", ""},
		{"an image's file with a space", Page, "A ![ship](media/my ship.png)\n", "1:3 warning link-target", "![ship](<media/my ship.png>)"},
		{"a link to an address with a space", Page, "[x](https://example.org/a b)\n", "1:1 warning link-target", "[x](<https://example.org/a b>)"},
		{"a remark in parentheses", Page, "[sic](as the text has it)\n", "", ""},
		{"the address between brackets", Page, "![ship](<media/my ship.png>)\n", "", ""},
	} {
		_, diags := Parse("f.md", []byte(tt.in), tt.form)
		checkOne(t, tt.reason, diags, tt.want, tt.hint)
	}
}

func checkOne(t *testing.T, reason string, diags diag.List, want, hint string) {
	t.Helper()
	var got []string
	hinted := true
	for _, d := range diags {
		got = append(got, strings.TrimPrefix(d.Pos.String(), "f.md:")+" "+d.Severity.String()+" "+d.Code)
		hinted = strings.Contains(d.Hint, hint)
	}
	if strings.Join(got, ", ") != want || !hinted {
		t.Errorf("%s: got %v, want %q and a hint with %q", reason, diags, want, hint)
	}
}

func TestCitationSyntax(t *testing.T) {
	for _, tt := range []struct{ reason, in, want, says, hint string }{
		{"single quotes", "[@g 'x']", "1:5", "double quotation marks", `[@g "exact words"]`},
		{"German quotes", "[@g „x“]", "1:5", "double quotation marks", `[@g "exact words"]`},
		{"angle quotes", "[@g «x»]", "1:5", "double quotation marks", `“…”`},
		{"quotes within quotes", `[@g "a "b" c"]`, "1:9", "ended before", `as “ ” or \"`},
		{"no bracket at the end", `[@g "x" and more`, "1:1", "not closed", "close it with ]"},
		{"the next one begins", `[@g "x" and more [@h "y"]`, "1:1", "not closed", "close it with ]"},
		{"words behind the quotation", `[@g "x" and more]`, "1:9", "does not go on like this", "the form is"},
		{"no quotation mark at the end", `[@g "x and more]`, "1:5", "not closed", `"…" or “…”`},
	} {
		_, diags := Parse("f.md", []byte(tt.in), Page)
		checkOne(t, tt.reason, diags, tt.want+" error malformed-citation", tt.hint)
		if len(diags) == 1 && !strings.Contains(diags[0].Message, tt.says) {
			t.Errorf("%s: got %q", tt.reason, diags[0].Message)
		}
	}
}

func TestFirstLine(t *testing.T) {
	for _, tt := range []struct{ reason, in, want, hint string }{
		{"no opening line", "title: A\n---\nText\n", "1:1 error front-matter-start", "above the first key"},
		{"no line at all", "title: A\n\nText\n", "1:1 error front-matter-start", "above the first key"},
		{"a blank line first", "\n---\ntitle: A\n---\nText\n", "1:1 error front-matter-start", "delete what stands before"},
		{"dashes of a word processor", "–––\ntitle: A\n–––\nText\n", "1:1 error front-matter-start", "three hyphens"},
		{"one dash of a word processor", "—\ntitle: A\n—\nText\n", "1:1 error front-matter-start", "three hyphens"},
		{"four hyphens", "----\ntitle: A\n---\nText\n", "1:1 error front-matter-start", "three hyphens"},
		{"indented", " ---\ntitle: A\n---\nText\n", "1:1 error front-matter-start", "three hyphens"},
		{"closed by dashes of a word processor", "---\ntitle: A\n–––\nText\n", "1:1 error unclosed-front-matter", "line 3"},
		{"a text", "Text: a\n---\n", "", ""},
		{"a text that begins with a line", "----\n\nText\n", "", ""},
		{"a text that begins with a word and a colon", "note: this is one\n", "", ""},
	} {
		doc, diags := Parse("f.md", []byte(tt.in), Page)
		checkOne(t, tt.reason, diags, tt.want, tt.hint)
		if strings.Contains(showHTML(doc.Body), "title:") {
			t.Errorf("%s: the keys are shown: %q", tt.reason, showHTML(doc.Body))
		}
	}
}
