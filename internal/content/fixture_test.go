package content

import (
	"context"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"dossier/internal/diag"
	"dossier/internal/dossier"
	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the wanted sections of the fixtures anew")

var sections = []string{"want/config", "want/entries", "want/seeds", "want/diagnostics"}

func TestFixtures(t *testing.T) {
	files, err := os.ReadDir("testdata")
	if err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile("testdata/README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range sections {
		if !strings.Contains(string(readme), "`"+s+"`") {
			t.Errorf("testdata/README.md does not name the section %q", s)
		}
	}
	seen := 0
	for _, f := range files {
		if f.Name() == "README.md" || f.Name() == "fuzz" {
			continue
		}
		name, ok := strings.CutSuffix(f.Name(), ".txtar")
		if !ok {
			t.Errorf("testdata/%s is no fixture of any test", f.Name())
			continue
		}
		seen++
		t.Run(name, func(t *testing.T) { fixture(t, filepath.Join("testdata", f.Name())) })
	}
	if seen == 0 {
		t.Error("there are no fixtures")
	}
}

// section is a file of a txtar archive.
type section struct{ name, data string }

func readArchive(t *testing.T, file string) (comment string, list []section) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for l := range strings.Lines(string(b)) {
		name, ok := strings.CutPrefix(strings.TrimRight(l, "\n"), "-- ")
		if name, end := strings.CutSuffix(name, " --"); ok && end {
			list = append(list, section{name: name})
		} else if n := len(list); n == 0 {
			comment += l
		} else {
			list[n-1].data += l
		}
	}
	return comment, list
}

func fixture(t *testing.T, file string) {
	comment, list := readArchive(t, file)
	if strings.TrimSpace(comment) == "" {
		t.Error("the fixture does not say why it is there")
	}
	fsys := fstest.MapFS{}
	var inputs, wants []section
	for _, s := range list {
		if strings.HasPrefix(s.name, "want/") {
			wants = append(wants, s)
			continue
		}
		inputs = append(inputs, s)
		fsys[s.name] = &fstest.MapFile{Data: []byte(s.data)}
	}
	l := NewLoader()
	p, stats, diags, err := l.Load(context.Background(), fsys, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if stats.FilesRead != stats.Parsed {
		t.Errorf("a new loader read %d files and parsed %d", stats.FilesRead, stats.Parsed)
	}
	diags.Locate(l.Read)
	var found strings.Builder
	for _, d := range diags {
		found.WriteString(d.Text())
	}
	got := map[string]string{"want/diagnostics": found.String()}
	if p != nil {
		got["want/config"], got["want/entries"], got["want/seeds"] = showConfig(p.Config), showEntries(p), showSeeds(p)
	}
	if *update {
		var out strings.Builder
		out.WriteString(comment)
		for _, s := range sections {
			if got[s] != "" {
				inputs = append(inputs, section{s, got[s]})
			}
		}
		for _, s := range inputs {
			out.WriteString("-- " + s.name + " --\n" + s.data)
		}
		if err := os.WriteFile(file, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	for _, w := range wants {
		if !slices.Contains(sections, w.name) {
			t.Errorf("the section %q is unknown", w.name)
			continue
		}
		if diff := cmp.Diff(w.data, got[w.name]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", w.name, diff)
		}
		delete(got, w.name)
	}
	for name, text := range got {
		if text != "" {
			t.Errorf("%s is not wanted:\n%s", name, text)
		}
	}
}

func showConfig(c dossier.Config) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%q %q %q %q %s", c.Title.Value, c.Description.Value, c.Language.Value, c.BaseURL.Value, c.Publish)
	for _, a := range c.Authors {
		fmt.Fprintf(&b, " by %q", a.Value)
	}
	b.WriteByte('\n')
	for _, k := range c.Kinds[len(dossier.BuiltIn):] {
		fmt.Fprintf(&b, "%s: %s, %s\n", k.Folder, k.One, k.Many)
	}
	return b.String()
}

func showEntries(p *dossier.Project) string {
	var b strings.Builder
	for _, e := range p.Entries {
		showEntry(&b, e, "")
	}
	for _, e := range p.Drafts {
		showEntry(&b, e, " (draft)")
	}
	for _, m := range p.Media {
		fmt.Fprintf(&b, "%s\n", m)
	}
	return b.String()
}

func showEntry(b *strings.Builder, e *dossier.Entry, note string) {
	fmt.Fprintf(b, "%s %q%s\n", e.File, e.ID, note)
	v := reflect.ValueOf(*e)
	for i := range v.NumField() {
		switch name := v.Type().Field(i).Name; name {
		case "File", "Folder", "Class", "ID", "Draft", "Body", "Footnotes":
		default:
			showField(b, "  "+name, v.Field(i))
		}
	}
	if n := len(e.Body.HTML); n > 0 {
		fmt.Fprintf(b, "  Body of %d pieces\n", n)
	}
}

// showField prints what is set in a field, whatever its type.
func showField(b *strings.Builder, name string, v reflect.Value) {
	switch x := v.Interface().(type) {
	case dossier.Text:
		if x.Set() {
			fmt.Fprintf(b, "%s %d:%d %q\n", name, x.Pos.Line, x.Pos.Col, x.Value)
		}
		return
	case diag.Pos:
		fmt.Fprintf(b, "%s %d:%d\n", name, x.Line, x.Col)
		return
	case dossier.Body:
		if len(x.HTML) > 0 {
			fmt.Fprintf(b, "%s %s\n", name, strings.TrimSpace(x.HTML[0].Text))
		}
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			showField(b, name, v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			showField(b, name+"."+v.Type().Field(i).Name, v.Field(i))
		}
	case reflect.Slice:
		for i := range v.Len() {
			showField(b, fmt.Sprintf("%s[%d]", name, i), v.Index(i))
		}
	default:
		if !v.IsZero() {
			fmt.Fprintf(b, "%s %v\n", name, v.Interface())
		}
	}
}

func showSeeds(p *dossier.Project) string {
	var b strings.Builder
	for _, file := range slices.Sorted(maps.Keys(p.Seeds)) {
		s := p.Seeds[file]
		fmt.Fprintf(&b, "%s %s, %d bytes, %s\n", file, s.Encoding, s.Bytes, s.SHA256[:12])
		for _, span := range s.Paragraphs {
			fmt.Fprintf(&b, "  %q\n", s.Text[span.Start:span.End])
		}
	}
	return b.String()
}
