package cli

import (
	"bytes"
	"testing"

	"dossier/internal/diag"
	"dossier/internal/report"
)

func TestReportOnScreen(t *testing.T) {
	checks := report.Checks()[:2]
	r := report.Report{
		Findings: []report.Finding{{
			Check: checks[0].Name, Pos: diag.Pos{File: "content/claims/a.md", Line: 2, Col: 8}, Message: "a\x1b[2Jb",
			Places: []report.Place{{Pos: diag.Pos{File: "seeds/a.txt"}, Text: "c\r\nd"}},
		}},
		Notes: []report.Note{{Check: checks[1].Name, Message: "e\x07f"}},
	}
	for _, test := range []struct {
		colour bool
		want   string
		reason string
	}{
		{
			false, "single-origin: " + checks[0].About + "\n\ncontent/claims/a.md:2:8: a\uFFFD[2Jb\n    seeds/a.txt: c\uFFFD\uFFFDd\n\nsingle-origin: 1 finding\n\n" +
				"circular: " + checks[1].About + "\n\n  note: e\uFFFDf\n\ncircular: 0 findings\n\n1 finding: single-origin 1; none: circular\n",
			"control characters of a text reach no terminal; a check with a note alone has its section",
		},
		{
			true, "\x1b[1msingle-origin\x1b[0m: " + checks[0].About + "\n\ncontent/claims/a.md:2:8: a\uFFFD[2Jb\n    seeds/a.txt: c\uFFFD\uFFFDd\n\nsingle-origin: 1 finding\n\n" +
				"\x1b[1mcircular\x1b[0m: " + checks[1].About + "\n\n  note: e\uFFFDf\n\ncircular: 0 findings\n\n1 finding: single-origin 1; none: circular\n",
			"the names of checks stand out where colours may be shown",
		},
	} {
		var b bytes.Buffer
		if err := (&screen{Writer: &b, colour: test.colour}).report(checks, r); err != nil {
			t.Fatal(err)
		}
		if b.String() != test.want {
			t.Errorf("%q, want %q: %s", b.String(), test.want, test.reason)
		}
	}
}
