package diag_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"dossier/internal/diag"
)

func TestText(t *testing.T) {
	tests := []struct {
		reason string
		d      diag.Diagnostic
		want   string
	}{
		{
			"place, sentence, line with caret, hint",
			diag.Diagnostic{
				Code: "unknown-target", Pos: diag.Pos{File: "content/people/a.md", Line: 7, Col: 5},
				Message: `there is none called "fidann"`, Hint: "the nearest is\n\"fidan\"", Source: "The [[fidann]].",
			},
			"content/people/a.md:7:5: error: there is none called \"fidann\" [unknown-target]\n" +
				"    The [[fidann]].\n" +
				"        ^\n" +
				"  → the nearest is\n" +
				"    \"fidan\"\n",
		},
		{
			"the file itself has no line",
			diag.Diagnostic{Severity: diag.Warning, Code: "unused-seed", Pos: diag.Pos{File: "seeds/a.txt"}, Message: "no source names this seed"},
			"seeds/a.txt: warning: no source names this seed [unused-seed]\n",
		},
		{
			"columns count characters, and a tab before the caret stays a tab",
			diag.Diagnostic{Code: "x", Pos: diag.Pos{File: "a", Line: 1, Col: 4}, Message: "m", Source: "\tğşb"},
			"a:1:4: error: m [x]\n    \tğşb\n    \t  ^\n",
		},
		{
			"an escape sequence of a broken file does not reach the terminal",
			diag.Diagnostic{Code: "x", Pos: diag.Pos{File: "a", Line: 1, Col: 1}, Message: "m", Source: "\x1b[31mred"},
			"a:1:1: error: m [x]\n    \ufffd[31mred\n    ^\n",
		},
		{
			"nor does one in a file's name, or a line end",
			diag.Diagnostic{Code: "x", Pos: diag.Pos{File: "a\x1b[31m\nb"}, Message: "m", Hint: "h\x07"},
			"a\ufffd[31m\ufffdb: error: m [x]\n  → h\ufffd\n",
		},
		{
			"a column behind the line's end points behind its end",
			diag.Diagnostic{Code: "x", Pos: diag.Pos{File: "a", Line: 1, Col: 99}, Message: "m", Source: "ab"},
			"a:1:99: error: m [x]\n    ab\n      ^\n",
		},
	}
	for _, test := range tests {
		if diff := cmp.Diff(test.want, test.d.Text()); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", test.reason, diff)
		}
	}
}

func TestExcerptOfALongLine(t *testing.T) {
	line := strings.Repeat("a", 500) + "ğ" + strings.Repeat("b", 500)
	d := diag.Diagnostic{Pos: diag.Pos{File: "a", Line: 1, Col: 501}, Source: line}
	shown, caret, _ := strings.Cut(d.Excerpt(), "\n")
	if n := utf8.RuneCountInString(shown); n > 102 {
		t.Errorf("the excerpt has %d characters", n)
	}
	at := []rune(shown)[utf8.RuneCountInString(caret)-1]
	if at != 'ğ' {
		t.Errorf("the caret is under %q, not under %q", at, 'ğ')
	}
}

func TestSort(t *testing.T) {
	var l diag.List
	l.Warnf(diag.Pos{File: "b", Line: 1}, "w", "second file")
	l.Warnf(diag.Pos{File: "a", Line: 10}, "w", "later line")
	l.Warnf(diag.Pos{File: "a", Line: 9, Col: 2}, "w", "a warning")
	l.Errorf(diag.Pos{File: "a", Line: 9, Col: 2}, "e", "an error at the same place").Hintf("do %s", "it")
	l.Errorf(diag.Pos{File: "a", Line: 9, Col: 2}, "e", "an error at the same place").Hintf("do %s", "it")
	l.Sort()
	var got []string
	for _, d := range l {
		got = append(got, d.Message)
	}
	want := []string{"an error at the same place", "a warning", "later line", "second file"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if e, w := l.Count(); e != 1 || w != 3 {
		t.Errorf("Count is %d errors, %d warnings; want 1 and 3", e, w)
	}
	if !l.HasErrors() || l[1:].HasErrors() {
		t.Error("HasErrors is wrong")
	}
}

func TestLocate(t *testing.T) {
	l := diag.List{
		{Pos: diag.Pos{File: "crlf", Line: 2, Col: 1}},
		{Pos: diag.Pos{File: "crlf", Line: 9}},
		{Pos: diag.Pos{File: "gone", Line: 1}},
		{Pos: diag.Pos{File: "crlf"}},
	}
	l.Locate(func(file string) []byte {
		if file == "crlf" {
			return []byte("\ufeffone\r\ntwo\r\n")
		}
		return nil
	})
	for i, want := range []string{"two", "", "", ""} {
		if l[i].Source != want {
			t.Errorf("line of %v is %q, want %q", l[i].Pos, l[i].Source, want)
		}
	}
}
