package cli

import (
	"fmt"
	"io"
	"os"
	"strings"
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

// progress shows a bar on a terminal, and nothing elsewhere. The function it
// gives takes how much of the work is done, in steps, and what is being done;
// done equal to of takes the bar away.
func (s *screen) progress(now func() time.Time) func(done, of int, what string) {
	if !s.terminal {
		return nil
	}
	began, shown := now(), false
	return func(done, of int, what string) {
		switch {
		case done == of && shown:
			fmt.Fprint(s, "\r\x1b[K")
			shown = false
		case done < of && now().Sub(began) >= progressAfter:
			const width = 24
			full := width * done / of
			fmt.Fprintf(s, "\r\x1b[K[%s%s] %s", strings.Repeat("=", full), strings.Repeat(" ", width-full), what)
			shown = true
		}
	}
}
