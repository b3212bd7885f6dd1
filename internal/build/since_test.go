package build_test

import (
	"bytes"
	"context"
	"maps"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"dossier/internal/build"
	"dossier/internal/render"
	"dossier/internal/sample"
	"dossier/templates"
)

// A session that tells the changes since an earlier state gives, after any edit,
// what a fresh one gives: the page and the feed too, which any edit may concern.
func TestUsedSessionTellsChanges(t *testing.T) {
	files := fstest.MapFS(sample.GenerateWithClaims(12, 5))
	options := build.Options{Project: current{&files}, Defaults: templates.FS, Now: time.Now}
	_, was, diags, err := build.Resolve(t.Context(), build.Options{Project: maps.Clone(files), Now: time.Now})
	if err != nil || diags.HasErrors() {
		t.Fatal(err, diags)
	}
	options.Since = &build.Since{Dossier: was, Unsure: func(string) bool { return false }, Name: "the first edition"}
	r := rand.New(rand.NewPCG(3, 5))
	used := build.NewSession(options)
	pages, partly := map[string]bool{}, 0
	for range 40 {
		before := maps.Clone(files)
		done := sample.EditEvidence(r, files)
		got, err := used.Build(context.Background(), build.Request{Changed: changed(before, files)})
		if err != nil {
			t.Fatal(err)
		}
		want, err := build.NewSession(options).Build(context.Background(), build.Request{})
		if err != nil {
			t.Fatal(err)
		}
		same(t, "after "+done, want.Files, got.Files)
		if t.Failed() {
			return
		}
		if got.Files == nil { // an edit that is an error
			files = before
			continue
		}
		if got.Stats.Pages < want.Stats.Pages {
			partly++
		}
		pages[string(file(got.Files, "changes.html"))] = true
		if !bytes.Contains(file(got.Files, "index.html"), []byte(`href="changes.html"`)) || len(file(got.Files, "changes.xml")) == 0 {
			t.Fatal("the front page does not lead to the changes, or they have no feed")
		}
	}
	if len(pages) < 20 || partly < 10 {
		t.Errorf("%d pages of changes, %d builds of some pages: too few to show anything", len(pages), partly)
	}
}

// What is written while it is made is the same as what a session keeps.
func TestOnceTellsChanges(t *testing.T) {
	files := fstest.MapFS(sample.GenerateWithClaims(12, 5))
	_, was, _, err := build.Resolve(t.Context(), build.Options{Project: maps.Clone(files), Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	sample.EditEvidence(rand.New(rand.NewPCG(1, 1)), files)
	options := build.Options{
		Project: files, Defaults: templates.FS, Now: time.Now,
		Since: &build.Since{Dossier: was, Unsure: func(string) bool { return false }},
	}
	var paths []string
	if _, err := build.Once(t.Context(), options, func(_ *build.Result, all []string) (build.Sink, error) {
		paths = all
		return nil, nil
	}); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(strings.Join(paths, "\n"), "changes."); n != 2 {
		t.Errorf("%d files of changes, want a page and a feed", n)
	}
}

func file(files []render.File, path string) []byte {
	for _, f := range files {
		if f.Path == path {
			return f.Data
		}
	}
	return nil
}
