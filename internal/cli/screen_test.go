package cli

import (
	"bytes"
	"sync"
	"testing"
	"testing/synctest"
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

// sharedBuffer is written to by a timer's goroutine too.
type sharedBuffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *sharedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

// take gives what was written since it was last called.
func (b *sharedBuffer) take() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	defer b.text.Reset()
	return b.text.String()
}

func TestProgress(t *testing.T) {
	const bar, end = "\r\x1b[K[============            ] rendering", "\r\x1b[K"
	type step struct {
		after      time.Duration // the step before
		done       int           // of 4
		what, want string        // printed up to then, since the step before
	}
	for _, test := range []struct {
		reason string
		steps  []step
	}{
		{"short work has no bar", []step{{0, 0, "reading", ""}, {400 * time.Millisecond, 4, "", ""}, {time.Second, 4, "", ""}}},
		{"one long step has one, though nothing is told meanwhile", []step{
			{0, 0, "reading", ""}, {0, 2, "rendering", ""}, {time.Second, 4, "", bar + end}, {0, 4, "", ""},
		}},
		{"a bar that stands is drawn anew with each step", []step{
			{0, 0, "reading", ""}, {time.Second, 2, "rendering", "\r\x1b[K[                        ] reading" + bar}, {0, 4, "", end},
		}},
		{"each work has its own time", []step{
			{0, 2, "rendering", ""}, {time.Second, 4, "", bar + end}, {time.Hour, 2, "rendering", ""}, {400 * time.Millisecond, 4, "", ""}, {time.Second, 4, "", ""},
		}},
	} {
		synctest.Test(t, func(t *testing.T) {
			var b sharedBuffer
			s := newScreen(&b, nil)
			if s.progress() != nil {
				t.Error("there is a bar where there is no terminal")
			}
			s.terminal = true
			tell := s.progress()
			for i, step := range test.steps {
				time.Sleep(step.after)
				synctest.Wait()
				tell(step.done, 4, step.what)
				if got := b.take(); got != step.want {
					t.Errorf("%s: with step %d there is %q, want %q", test.reason, i, got, step.want)
				}
			}
		})
	}
}
