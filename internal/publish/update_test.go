package publish

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// An Update whose files come in any order, several at a time, gives what Sync gives.
func TestUpdateInAnyOrder(t *testing.T) {
	was := tree{"index.html": "old", "people/a.html": "a", "gone/x": "x"}
	want := tree{"index.html": "new", "people/a.html": "a", "places/deep/b.html": "b", "people/c.html": "c"}
	base := t.TempDir()
	dir, other := filepath.Join(base, "updated"), filepath.Join(base, "synced")
	mustSync(t, dir, was)
	mustSync(t, other, was)
	wanted := mustSync(t, other, want)

	paths := []string{"places/deep/b.html", "index.html", "people/c.html", "people/a.html"}
	u, err := Begin(context.Background(), dir, paths)
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for i, p := range slices.Backward(paths) {
		wg.Go(func() {
			data := []byte(want[p])
			if err := u.Put(i, data); err != nil {
				t.Error(err)
			}
			clear(data) // No reference is kept.
		})
	}
	wg.Wait()
	if got := readTree(t, dir)["index.html"]; got != "old" {
		t.Errorf("before Commit the front page holds %q", got)
	}
	rep, err := u.Commit(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(wanted, rep); diff != "" {
		t.Errorf("reports (-Sync +Update):\n%s", diff)
	}
	if diff := cmp.Diff(readTree(t, other), readTree(t, dir)); diff != "" {
		t.Errorf("folders (-Sync +Update):\n%s", diff)
	}
}

// An Update that is given up, or ended without all bytes, leaves the folder as it was and unlocked.
func TestUpdateGivenUp(t *testing.T) {
	was := tree{"index.html": "old", "people/a.html": "a"}
	paths := []string{"index.html", "people/b.html", "places/c.html", "people/a.html"}
	for _, first := range []bool{true, false} {
		for _, given := range []int{0, 1, 3} {
			for _, end := range []string{"abort", "commit"} {
				base := t.TempDir()
				dir := filepath.Join(base, "out", "public")
				if !first {
					mustSync(t, dir, was)
				}
				before := readTree(t, base)
				u, err := Begin(context.Background(), dir, paths)
				if err != nil {
					t.Fatal(err)
				}
				for i := range given {
					if err := u.Put(i, []byte("new")); err != nil {
						t.Fatal(err)
					}
				}
				if end == "abort" {
					err = u.Abort()
				} else if _, missing := u.Commit(context.Background()); missing == nil || !strings.Contains(missing.Error(), "not given") {
					t.Errorf("first=%t, %d of %d given: Commit gives %v", first, given, len(paths), missing)
				}
				if err != nil {
					t.Errorf("first=%t, %d given: %v", first, given, err)
				}
				if diff := cmp.Diff(before, readTree(t, base)); diff != "" {
					t.Errorf("first=%t, %d given, %s (-before +after):\n%s", first, given, end, diff)
				}
				mustSync(t, dir, was)
			}
		}
	}
}

// Nothing is staged of what is in place already.
func TestUpdateStagesDifferencesOnly(t *testing.T) {
	was := tree{"a": "1", "b/c": "2", "d": "3"}
	dir := t.TempDir()
	mustSync(t, dir, was)
	disk := &faultyFiles{fault: func(s step) error {
		if s.op == "create" && !strings.Contains(filepath.Base(s.name), "manifest") && !strings.HasPrefix(filepath.Base(s.name), "file-1-") {
			return errors.New("staged: " + s.name)
		}
		return nil
	}}
	next := tree{"a": "1", "b/c": "changed", "d": "3"}
	if _, err := syncOn(context.Background(), disk, dir, next.files()); err != nil {
		t.Error(err)
	}
}
