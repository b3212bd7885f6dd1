package cli

import (
	"bytes"
	"testing"
	"time"

	"dossier/internal/diag"
)

func TestScreen(t *testing.T) {
	var l diag.List
	l.Errorf(diag.Pos{File: "a"}, "x", "m: error: n")
	l.Warnf(diag.Pos{File: "b"}, "y", "m")
	for _, test := range []struct {
		reason string
		colour bool
		want   string
	}{
		{"plain where colours are not wanted", false, "a: error: m: error: n [x]\n\nb: warning: m [y]\n\n"},
		{"the severity alone has a colour", true, "a: \x1b[1;31merror\x1b[0m: m: error: n [x]\n\nb: \x1b[1;33mwarning\x1b[0m: m [y]\n\n"},
	} {
		var b bytes.Buffer
		s := newScreen(&b, nil)
		s.colour = test.colour
		s.diagnostics(l)
		if b.String() != test.want {
			t.Errorf("%s: got %q, want %q", test.reason, b.String(), test.want)
		}
	}
}

func TestProgress(t *testing.T) {
	var b bytes.Buffer
	s := newScreen(&b, nil)
	if s.progress(time.Now) != nil {
		t.Error("there is a bar where there is no terminal")
	}
	s.terminal = true
	now := time.Unix(0, 0)
	bar := s.progress(func() time.Time { return now })
	bar(0, 4, "reading")
	if b.Len() > 0 {
		t.Errorf("the bar is there at once: %q", b.String())
	}
	now = now.Add(time.Second)
	bar(2, 4, "rendering")
	bar(4, 4, "")
	bar(4, 4, "")
	if want := "\r\x1b[K[============            ] rendering\r\x1b[K"; b.String() != want {
		t.Errorf("the bar is %q, want %q", b.String(), want)
	}
}
