package build_test

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"dossier/internal/build"
	"dossier/internal/render"
	"dossier/internal/sample"
	"dossier/templates"
)

// A search index whose making was ended is made by the next build, and pages
// that were made before are not made again; that a page was renamed is told then.
func TestInterruptedSearch(t *testing.T) {
	files := sample.Generate(30)
	var interrupt context.CancelFunc
	s := build.NewSession(build.Options{Project: files, Defaults: templates.FS, Now: time.Now, Progress: func(_, _ int, what string) {
		if what == "indexing" && interrupt != nil {
			interrupt()
		}
	}})
	if _, err := s.Build(context.Background(), build.Request{}); err != nil {
		t.Fatal(err)
	}
	const before, after = "content/claims/renamed-before.md", "content/claims/renamed-after.md"
	for _, change := range []func() []string{
		func() []string {
			const file = "content/sources/report-000003.md"
			files[file] = &fstest.MapFile{Data: append(bytes.Clone(files[file].Data), "\nQuixotically said.\n"...)}
			return []string{file}
		},
		func() []string {
			files[before] = &fstest.MapFile{Data: []byte("---\ntitle: Renamed\n---\nIt moves.\n")}
			return []string{before}
		},
		func() []string {
			files[after] = files[before]
			delete(files, before)
			return []string{before, after}
		},
	} {
		changed := change()
		var ctx context.Context
		ctx, interrupt = context.WithCancel(context.Background())
		if _, err := s.Build(ctx, build.Request{Changed: changed}); !errors.Is(err, context.Canceled) {
			t.Fatalf("the build that is ended gives %v", err)
		}
		interrupt = nil
		res, err := s.Build(context.Background(), build.Request{Changed: changed})
		if err != nil || res.Diags.HasErrors() {
			t.Fatal(err, text(res.Diags))
		}
		if res.Stats.Pages != 0 {
			t.Errorf("%d pages are made again", res.Stats.Pages)
		}
		if moved := res.Renamed["claims/renamed-before.html"]; (len(changed) == 2) != (moved == "claims/renamed-after.html") {
			t.Errorf("after %v the page is said to have moved to %q", changed, moved)
		}
		same(t, strings.Join(changed, ", "), run(t, files).Files, res.Files)
	}
}

// An edit makes the files of its words and of its text anew, and no others.
func TestEditChangesFewSearchFiles(t *testing.T) {
	files := sample.Generate(400)
	s := build.NewSession(build.Options{Project: files, Defaults: templates.FS, Now: time.Now})
	search := func(changed ...string) []render.File {
		t.Helper()
		res, err := s.Build(context.Background(), build.Request{Changed: changed})
		if err != nil || res.Diags.HasErrors() {
			t.Fatal(err, text(res.Diags))
		}
		return slices.DeleteFunc(slices.Clone(res.Files), func(f render.File) bool { return !strings.HasPrefix(f.Path, "search/") })
	}
	last := search()
	const file = "content/sources/report-000007.md"
	files[file] = &fstest.MapFile{Data: append(bytes.Clone(files[file].Data), "\nQuixotically.\n"...)}
	now := search(file)
	var other []string
	for i, f := range now {
		if f.Path != last[i].Path {
			t.Fatalf("%s takes the place of %s", f.Path, last[i].Path)
		}
		if !bytes.Equal(f.Data, last[i].Data) {
			other = append(other, f.Path)
		}
	}
	if len(now) < 100 || len(other) < 2 || len(other) > 8 {
		t.Errorf("%d of %d search files change: %q", len(other), len(now), other)
	}
}
