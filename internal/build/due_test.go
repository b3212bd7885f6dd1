package build_test

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"maps"
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

// An edit makes the pages anew that may show it, and no others.
func TestEditMakesFewPages(t *testing.T) {
	files := sample.Generate(100)
	s := build.NewSession(build.Options{Project: files, Defaults: templates.FS, Now: time.Now})
	run := func(changed ...string) *build.Result {
		t.Helper()
		res, err := s.Build(context.Background(), build.Request{Changed: changed})
		if err != nil || res.Diags.HasErrors() {
			t.Fatal(err, text(res.Diags))
		}
		return res
	}
	last := run()
	const source = "content/sources/report-000007.md"
	person := slices.MinFunc(slices.Collect(maps.Keys(files)), func(a, b string) int { // the first of content/people
		of := func(name string) bool { return !strings.HasPrefix(name, "content/people/") }
		return cmp.Or(strings.Compare(fmt.Sprint(of(a)), fmt.Sprint(of(b))), strings.Compare(a, b))
	})
	page := strings.TrimSuffix(strings.TrimPrefix(person, "content/"), ".md") + ".html"
	for _, test := range []struct {
		file, old, new string
		shown          []string // pages that show something else then
		most           int      // pages that are made
		reason         string
	}{
		{source, "Note 1: ", "Note one: ", []string{"sources/report-000007.html"}, 6, "a note stands on its source's page, and where it links to if its sentence is quoted there"},
		{person, "is named at the head of", "stands at the head of", []string{page}, 8, "a text stands on its own page"},
		{person, "somebody else", "another", []string{page}, 8, "and in the backlinks of what it links to"},
	} {
		data := files[test.file].Data
		files[test.file] = &fstest.MapFile{Data: bytes.Replace(data, []byte(test.old), []byte(test.new), 1)}
		if bytes.Equal(data, files[test.file].Data) {
			t.Fatalf("%s has no %q", test.file, test.old)
		}
		res := run(test.file)
		var other []string
		for i, f := range res.Files {
			if !bytes.Equal(f.Data, last.Files[i].Data) && !strings.HasPrefix(f.Path, "search/") {
				other = append(other, f.Path)
			}
		}
		for _, page := range test.shown {
			if !slices.Contains(other, page) {
				t.Errorf("%s does not change: %s", page, test.reason)
			}
		}
		if res.Stats.Changed != len(other) {
			t.Errorf("%s: %d files are said to change, %d did: %q", test.reason, res.Stats.Changed, len(other), other)
		}
		if made := res.Stats.Pages; made > test.most || made < len(other) {
			t.Errorf("%s: %d pages were made, %d at most should be", test.reason, made, test.most)
		}
		if res.Stats.Resolved > test.most {
			t.Errorf("%s: %d entries were resolved", test.reason, res.Stats.Resolved)
		}
		t.Logf("%s: %d pages made, changed %q", test.file, res.Stats.Pages, other)
		last = res
	}
	if !slices.IsSortedFunc(last.Files, func(a, b render.File) int { return strings.Compare(a.Path, b.Path) }) {
		t.Error("the files are not in order")
	}
}
