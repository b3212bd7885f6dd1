package cli

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"dossier/internal/diag"
)

// screen is where messages go, and what it can show.
type screen struct {
	io.Writer
	terminal bool
	colour   bool
}

// newScreen looks whether a writer is a terminal. NO_COLOR (no-color.org), when
// it is not empty, and TERM=dumb ask for plain text.
func newScreen(w io.Writer, env []string) *screen {
	s := &screen{Writer: w}
	if f, ok := w.(*os.File); ok {
		info, err := f.Stat()
		s.terminal = err == nil && info.Mode()&os.ModeCharDevice != 0 && lookUp(env, "TERM") != "dumb"
	}
	s.colour = s.terminal && lookUp(env, "NO_COLOR") == ""
	return s
}

// diagnostics prints a list, each followed by an empty line.
func (s *screen) diagnostics(l diag.List) {
	for _, d := range l {
		text := d.Text()
		if s.colour {
			word := d.Severity.String()
			colour := "31" // red
			if d.Severity == diag.Warning {
				colour = "33" // yellow
			}
			text = strings.Replace(text, ": "+word+": ", ": \x1b[1;"+colour+"m"+word+"\x1b[0m: ", 1)
		}
		fmt.Fprintln(s, text)
	}
}

// progressAfter is how long work has to last before a bar is shown.
const progressAfter = 500 * time.Millisecond

// progress gives a function that is told how much of some work is done, in
// steps, and what is done next; done equal to of ends the work. Work that lasts
// has a bar on a terminal, and nothing elsewhere: there the function is nil.
func (s *screen) progress() func(done, of int, what string) {
	if !s.terminal {
		return nil
	}
	b := &bar{out: s}
	return b.step
}

// bar is drawn when work has lasted progressAfter, also if it is at one step
// for all that time.
type bar struct {
	out io.Writer

	mu    sync.Mutex
	timer *time.Timer // nil while no work is done
	text  string
	drawn bool
}

func (b *bar) step(done, of int, what string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if done == of {
		if b.timer != nil {
			b.timer.Stop()
		}
		if b.drawn {
			fmt.Fprint(b.out, "\r\x1b[K")
		}
		b.timer, b.drawn = nil, false
		return
	}
	const width = 24
	full := width * done / of
	b.text = fmt.Sprintf("\r\x1b[K[%s%s] %s", strings.Repeat("=", full), strings.Repeat(" ", width-full), what)
	switch {
	case b.drawn:
		fmt.Fprint(b.out, b.text)
	case b.timer == nil:
		var timer *time.Timer
		timer = time.AfterFunc(progressAfter, func() {
			b.mu.Lock()
			defer b.mu.Unlock()
			if b.timer == timer { // not that of work which has ended meanwhile
				fmt.Fprint(b.out, b.text)
				b.drawn = true
			}
		})
		b.timer = timer
	}
}
