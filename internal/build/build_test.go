package build_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"dossier/internal/build"
	"dossier/internal/diag"
	"dossier/internal/render"
	"dossier/internal/sample"
	"dossier/templates"
)

// project is this repository's own dossier.
func project(t testing.TB) fs.FS {
	t.Helper()
	root, err := os.OpenRoot("../..")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	return root.FS()
}

func run(t testing.TB, files fs.FS) *build.Result {
	t.Helper()
	s := build.NewSession(build.Options{Project: files, Defaults: templates.FS, Now: time.Now})
	res, err := s.Build(context.Background(), build.Request{})
	if err != nil {
		t.Fatal(err)
	}
	return res
}

func site(t testing.TB, files fs.FS) []render.File {
	t.Helper()
	res := run(t, files)
	if res.Files == nil {
		t.Fatalf("the dossier has errors:\n%s", text(res.Diags))
	}
	return res.Files
}

func text(l diag.List) string {
	var b strings.Builder
	for _, d := range l {
		b.WriteString(d.Text())
	}
	return b.String()
}

// The dossier of this repository has neither errors nor warnings.
func TestOwnDossier(t *testing.T) {
	res := run(t, project(t))
	if len(res.Diags) > 0 {
		t.Errorf("its flaws are:\n%s", text(res.Diags))
	}
	d := res.Dossier
	people, organizations, places := 0, 0, 0
	for _, x := range d.Entities {
		switch x.Kind.Folder {
		case "people":
			people++
		case "organizations":
			organizations++
		case "places":
			places++
		}
	}
	for _, least := range []struct {
		what      string
		got, want int
	}{
		{"sources", len(d.Sources), 5},
		{"people", people, 21},
		{"organizations", organizations, 16},
		{"places", places, 9},
		{"events", len(d.Events), 16},
		{"claims", len(d.Claims), 6},
	} {
		if least.got < least.want {
			t.Errorf("it has %d %s, and should have at least %d", least.got, least.what, least.want)
		}
	}
	for _, s := range d.Sources {
		if len(s.Annotations) < 4 {
			t.Errorf("%s has %d annotations, and should have at least 4", s.ID, len(s.Annotations))
		}
	}
}

// The collected articles are kept byte for byte.
func TestSeedsAreUntouched(t *testing.T) {
	want := map[string]string{
		"000_bef96de51b46dc62.txt": "aeeacb58a8d66087eeb46519e4cb6643c95519d6a15419cf393808334807d6c4",
		"001_8c6cbf24b2c1ee34.txt": "f9a03ec08702fba7b1b098fe502fc084a9aa33cd11471b73c1a8af216f7cab58",
		"002_226591e5bd4c9bd0.txt": "01adfadff3024b3801a1b481194b884310649797ebe3c00b74b336f78576eaa5",
		"003_5c3666a02aaa6232.txt": "2cdf0a519c087289af6a848f4ba67e807f05e333f4172e993c6c1a6e98e5a0b2",
		"004_ed66f7278437555c.txt": "bbae61f90523bf45562558c360e87fbc4bcf990d10f0c6e1a5c4dab56fa3a64a",
	}
	got := map[string]string{}
	entries, err := os.ReadDir("../../seeds")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		b, err := os.ReadFile("../../seeds/" + e.Name())
		if err != nil {
			t.Fatal(err)
		}
		got[e.Name()] = fmt.Sprintf("%x", sha256.Sum256(b))
	}
	if !maps.Equal(want, got) {
		t.Errorf("the check sums are\n%v, want\n%v", got, want)
	}
}

// The same input gives the same bytes, from a fresh session, from a used one,
// and whatever the clock says.
func TestSameBytes(t *testing.T) {
	for name, files := range map[string]fs.FS{"own": project(t), "generated": sample.Generate(40)} {
		first := site(t, files)
		late := build.NewSession(build.Options{Project: files, Defaults: templates.FS, Now: func() time.Time { return time.Unix(1<<33, 0) }})
		for range 2 {
			again, err := late.Build(context.Background(), build.Request{})
			if err != nil {
				t.Fatal(err)
			}
			same(t, name, first, again.Files)
		}
	}
}

func same(t *testing.T, name string, a, b []render.File) {
	t.Helper()
	if len(a) != len(b) {
		t.Fatalf("%s: one build has %d files, another %d", name, len(a), len(b))
	}
	for i := range a {
		if a[i].Path != b[i].Path || !bytes.Equal(a[i].Data, b[i].Data) {
			t.Errorf("%s: %s and %s differ between two builds", name, a[i].Path, b[i].Path)
		}
	}
}

// A second build of the same session parses nothing again.
func TestNothingIsParsedTwice(t *testing.T) {
	s := build.NewSession(build.Options{Project: sample.Generate(40), Defaults: templates.FS, Now: time.Now})
	for i, want := range []func(parsed int) bool{
		func(parsed int) bool { return parsed > 40 },
		func(parsed int) bool { return parsed == 0 },
	} {
		res, err := s.Build(context.Background(), build.Request{})
		if err != nil {
			t.Fatal(err)
		}
		if !want(res.Stats.Parsed) {
			t.Errorf("build %d parsed %d files", i+1, res.Stats.Parsed)
		}
	}
}

// What must not be published is in no byte of the site: neither a text that may
// only be excerpted or referred to, nor a draft, nor a comment.
func TestNothingPrivateIsPublished(t *testing.T) {
	files := fstest.MapFS{
		"dossier.yaml":   {Data: []byte("title: Test\n# CANARY-yaml\n")},
		"seeds/full.txt": {Data: []byte("Ada Krantz spoke openly. CANARYHIDDEN subscribe now.\n")},
		"seeds/excerpts.txt": {Data: []byte("Ada Krantz met CANARYEXCERPT. The pier was closed at noon by Krantz.\n\n" +
			"CANARYEXCERPT Krantz left. Nobody saw it; Ada Krantz CANARYEXCERPT denied it.\n")},
		"seeds/reference.txt": {Data: []byte("CANARYREFERENCE the board met Krantz, and it closed the gates CANARYREFERENCE for Ada Krantz.\n\n" +
			"An annotated CANARYREFERENCE passage.\n")},
		"content/sources/full.md":     {Data: []byte("---\ntitle: Full\nseed: full.txt\nleave_out: CANARYHIDDEN subscribe now.\n---\nNote.\n")},
		"content/sources/excerpts.md": {Data: []byte("---\ntitle: Excerpts\nseed: excerpts.txt\npublish: excerpts\n---\n\n> The pier was closed\n\nA note. %% CANARYCOMMENT %%\n")},
		"content/sources/reference.md": {Data: []byte("---\ntitle: Reference\nseed: reference.txt\npublish: reference\n---\n\n" +
			"> An annotated CANARYREFERENCE passage\n\nA note.\n")},
		"content/people/krantz.md": {Data: []byte("---\ntitle: Ada Krantz\naliases: [Krantz]\n# CANARYCOMMENT\n---\n" +
			"She closed it. [@excerpts \"closed at noon\"] So did the board. [@reference \"it closed the gates\"] [@full]\n\n%%\nCANARYCOMMENT\n\nover paragraphs\n%%\n")},
		"content/people/hidden.md":   {Data: []byte("---\ntitle: CANARYDRAFT\naliases: [Ada CANARYDRAFT]\ndraft: true\n---\nCANARYDRAFT\n")},
		"content/media/CANARY.png":   {Data: []byte("CANARYMEDIA")},
		"content/people/.hidden.swp": {Data: []byte("CANARYSWAP")},
	}
	found := false
	for _, f := range site(t, files) {
		if i := bytes.Index(f.Data, []byte("CANARY")); i >= 0 {
			t.Errorf("%s has what must not be published: …%s…", f.Path, f.Data[max(0, i-80):min(len(f.Data), i+40)])
		}
		if strings.Contains(f.Path, "CANARY") {
			t.Errorf("%s is published", f.Path)
		}
		found = found || bytes.Contains(f.Data, []byte("it closed the gates"))
	}
	if !found {
		t.Error("the quotation of the text that may be referred to is on no page")
	}
}

// A dossier with errors has no files, whatever stage finds them.
func TestErrorsGiveNoFiles(t *testing.T) {
	for _, flaw := range []struct {
		reason, file, text string
	}{
		{"a key of the front matter", "content/people/a.md", "---\ntitle: A\nnonsense: 1\n---\n"},
		{"a link", "content/people/a.md", "---\ntitle: A\n---\n[[nobody]]\n"},
		{"a template that does not parse", "templates/event.html", "{{if}}"},
		{"a template that fails while it runs", "templates/event.html", `{{template "partials/head.html" .Frame}}{{slice .Title 9999}}`},
	} {
		files := sample.Generate(5)
		files[flaw.file] = &fstest.MapFile{Data: []byte(flaw.text)}
		res := run(t, files)
		if res.Files != nil || !res.Diags.HasErrors() {
			t.Errorf("%s: %d files, and the diagnostics\n%s", flaw.reason, len(res.Files), text(res.Diags))
		}
	}
}

func BenchmarkBuild(b *testing.B) {
	files := sample.Generate(1000)
	b.ReportAllocs()
	for b.Loop() {
		site(b, files)
	}
}
