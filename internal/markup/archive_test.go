package markup

import (
	"os"
	"strings"
	"testing"
)

// archive is a txtar file: a comment and named sections in their order.
type archive struct {
	comment  string
	sections []section
}

type section struct{ name, data string }

func readArchive(t *testing.T, file string) *archive {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	a := &archive{}
	for l := range strings.Lines(string(b)) {
		name, ok := strings.CutPrefix(strings.TrimRight(l, "\n"), "-- ")
		if name, end := strings.CutSuffix(name, " --"); ok && end {
			a.sections = append(a.sections, section{name: name})
		} else if n := len(a.sections); n == 0 {
			a.comment += l
		} else {
			a.sections[n-1].data += l
		}
	}
	return a
}

func (a *archive) write(t *testing.T, file string) {
	t.Helper()
	var b strings.Builder
	b.WriteString(a.comment)
	for _, s := range a.sections {
		b.WriteString("-- " + s.name + " --\n" + s.data)
		if s.data != "" && !strings.HasSuffix(s.data, "\n") {
			b.WriteByte('\n')
		}
	}
	if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}
