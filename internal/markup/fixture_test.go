package markup

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dossier/internal/dossier"
	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the wanted sections of the fixtures anew")

var sections = []string{"front", "html", "refs", "blocks", "notes", "footnotes", "media", "diagnostics"}

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

func fixture(t *testing.T, file string) {
	ar := readArchive(t, file)
	if strings.TrimSpace(ar.comment) == "" {
		t.Error("the fixture does not say why it is there")
	}
	if len(ar.sections) == 0 || ar.sections[0].name != "page.md" && ar.sections[0].name != "source.md" {
		t.Fatal("the first section must be page.md or source.md")
	}
	form := Page
	if ar.sections[0].name == "source.md" {
		form = Annotated
	}
	src := []byte(ar.sections[0].data)
	doc, diags := Parse(ar.sections[0].name, src, form)
	diags.Locate(func(string) []byte { return src })
	var found strings.Builder
	for _, d := range diags {
		found.WriteString(d.Text())
	}
	got := map[string]string{
		"front": showValue(doc.Front), "html": showHTML(doc.Body), "refs": showRefs(doc.Body), "blocks": showBlocks(doc.Body),
		"notes": showNotes(doc), "footnotes": showHTML(doc.Footnotes), "media": showTexts(doc.Media), "diagnostics": found.String(),
	}
	if *update {
		ar.sections = ar.sections[:1]
		for _, s := range sections {
			if got[s] != "" {
				ar.sections = append(ar.sections, section{s, got[s]})
			}
		}
		ar.write(t, file)
		return
	}
	for _, f := range ar.sections[1:] {
		if !slices.Contains(sections, f.name) {
			t.Errorf("the section %q is unknown", f.name)
			continue
		}
		if diff := cmp.Diff(f.data, got[f.name]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", f.name, diff)
		}
		delete(got, f.name)
	}
	for name, text := range got {
		if text != "" {
			t.Errorf("%s is not wanted:\n%s", name, text)
		}
	}
}

func showValue(v *Value) string {
	var b strings.Builder
	var show func(path string, v *Value)
	show = func(path string, v *Value) {
		switch v.Shape {
		case Sequence:
			for i, c := range v.Items {
				show(fmt.Sprintf("%s[%d]", path, i), c)
			}
		case Mapping:
			for _, p := range v.Pairs {
				show(strings.TrimPrefix(path+"."+p.Key, "."), p.Value)
			}
		default:
			text := fmt.Sprintf("%q", v.Text)
			if v.Null {
				text = "nothing"
			}
			fmt.Fprintf(&b, "%s %d:%d %s\n", path, v.Pos.Line, v.Pos.Col, text)
		}
	}
	if v != nil {
		show("", v)
	}
	return b.String()
}

func showPieces(pieces []dossier.Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(p.Text)
		switch p.Ref {
		case dossier.NoRef:
		case dossier.RootRef:
			b.WriteString("{root}")
		default:
			fmt.Fprintf(&b, "{%d}", p.Ref)
		}
	}
	return b.String()
}

func showHTML(b dossier.Body) string {
	s := showPieces(b.HTML)
	if s != "" && !strings.HasSuffix(s, "\n") {
		s += "\n"
	}
	return s
}

func showRefs(b dossier.Body) string {
	var out strings.Builder
	for i, r := range b.Refs {
		if l := r.Link; l != nil {
			fmt.Fprintf(&out, "%d link %d:%d %q %q\n", i, l.Target.Pos.Line, l.Target.Pos.Col, l.Target.Value, l.Label)
			continue
		}
		fmt.Fprintf(&out, "%d cite %d:%d\n", i, r.Cite.Pos.Line, r.Cite.Pos.Col)
		for _, c := range r.Cite.Items {
			fmt.Fprintf(&out, "  %d:%d %q", c.Source.Pos.Line, c.Source.Pos.Col, c.Source.Value)
			if c.Quote.Set() {
				fmt.Fprintf(&out, " quote %d:%d %q", c.Quote.Pos.Line, c.Quote.Pos.Col, c.Quote.Value)
			}
			if c.Locator != "" {
				fmt.Fprintf(&out, " place %q", c.Locator)
			}
			out.WriteByte('\n')
		}
	}
	return out.String()
}

func showBlocks(b dossier.Body) string {
	var out strings.Builder
	for _, k := range b.Blocks {
		fmt.Fprintf(&out, "%d:%d %s\n", k.Pos.Line, k.Pos.Col, showPieces(k.Pieces))
	}
	return out.String()
}

func showNotes(d *Doc) string {
	var out strings.Builder
	for _, a := range d.Annotations {
		fmt.Fprintf(&out, "> %d:%d %s\n", a.Quote.Pos.Line, a.Quote.Pos.Col, a.Quote.Value)
		for l := range strings.Lines(showValue(a.Data) + showHTML(a.Note) + showRefs(a.Note)) {
			out.WriteString("  " + l)
		}
	}
	return out.String()
}

func showTexts(list []dossier.Text) string {
	var out strings.Builder
	for _, t := range list {
		fmt.Fprintf(&out, "%d:%d %s\n", t.Pos.Line, t.Pos.Col, t.Value)
	}
	return out.String()
}
