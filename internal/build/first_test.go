package build_test

import (
	"bytes"
	"context"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"dossier/internal/build"
	"dossier/internal/render"
	"dossier/internal/sample"
	"dossier/templates"
)

// The pages that are looked at come before all others, with their stylesheet,
// and what is shown of them is what the whole build then gives.
func TestFirst(t *testing.T) {
	files := sample.Generate(20)
	s := build.NewSession(build.Options{Project: files, Defaults: templates.FS, Now: time.Now})
	var shown []*build.Result
	run := func(first ...string) *build.Result {
		t.Helper()
		shown = nil
		res, err := s.Build(context.Background(), build.Request{First: first, Show: func(r *build.Result) { shown = append(shown, r) }})
		if err != nil {
			t.Fatal(err)
		}
		return res
	}
	before := run("timeline.html")
	if len(shown) != 0 {
		t.Error("something is shown before there is a good build")
	}

	files["dossier.yaml"] = &fstest.MapFile{Data: bytes.Replace(files["dossier.yaml"].Data, []byte("title: "), []byte("title: New "), 1)}
	files["templates/assets/dossier.css"] = &fstest.MapFile{Data: []byte("main { color: red }\n")}
	after := run("timeline.html", "gone.html")
	if len(shown) != 1 {
		t.Fatalf("%d results are shown", len(shown))
	}
	data := func(r *build.Result, path string) []byte {
		i := slices.IndexFunc(r.Files, func(f render.File) bool { return f.Path == path })
		if i < 0 {
			t.Fatalf("there is no %s", path)
		}
		return r.Files[i].Data
	}
	for path, first := range map[string]bool{"timeline.html": true, "assets/dossier.css": true, "about.html": false} {
		if bytes.Equal(data(before, path), data(after, path)) {
			t.Errorf("%s does not change", path)
		}
		if bytes.Equal(data(shown[0], path), data(after, path)) != first {
			t.Errorf("%s is shown anew: %t, want %t", path, !first, first)
		}
	}

	files["content/people/broken.md"] = &fstest.MapFile{Data: []byte("[[nobody]]")}
	if run("timeline.html"); len(shown) != 0 {
		t.Error("something is shown of a dossier with errors")
	}
}
