package publish

import (
	"context"
	"crypto/sha256"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// A folder is intact if another Sync would do nothing, and then only.
func TestIntact(t *testing.T) {
	was := tree{"index.html": "i", "people/a.html": "aa", "places/deep/b.html": "b", ".nojekyll": ""}
	remove := func(p string) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			if err := os.RemoveAll(filepath.Join(dir, p)); err != nil {
				t.Fatal(err)
			}
		}
	}
	link := func(p, target string) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			name := filepath.Join(dir, p)
			if err := os.Rename(name, filepath.Join(dir, "..", target)); err != nil {
				t.Fatal(err)
			}
			if err := os.Symlink(filepath.Join(dir, "..", target), name); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, tt := range []struct {
		reason string
		then   func(t *testing.T, dir string)
		intact bool
	}{
		{"nothing happened", func(*testing.T, string) {}, true},
		{"somebody added a file", func(t *testing.T, dir string) { writeTree(t, dir, tree{"people/mine": "m", "theirs/x": "x"}) }, true},
		{"a file has another byte and the same size", func(t *testing.T, dir string) { writeTree(t, dir, tree{"people/a.html": "ab"}) }, false},
		{"a file is longer", func(t *testing.T, dir string) { writeTree(t, dir, tree{".nojekyll": "x"}) }, false},
		{"a file has gone", remove("places/deep/b.html"), false},
		{"a folder has gone", remove("places"), false},
		{"the manifest has gone", remove(manifestName), false},
		{"the whole folder has gone", remove("."), false},
		{"a file has become a link to its bytes", link("index.html", "elsewhere"), false},
		{"a folder has become a link to its files", link("people", "elsewhere"), false},
		{"a run did not finish", func(t *testing.T, dir string) { writeTree(t, dir, tree{stagingName + "/manifest": ""}) }, false},
		{"another site was written", func(t *testing.T, dir string) { mustSync(t, dir, tree{"index.html": "j"}) }, false},
		{"the manifest has another byte", func(t *testing.T, dir string) {
			name := filepath.Join(dir, manifestName)
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			data[len(data)/2] ^= 1
			if err := os.WriteFile(name, data, 0o644); err != nil {
				t.Fatal(err)
			}
		}, false},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "public")
			seal := mustSeal(t, dir, was)
			tt.then(t, dir)
			n, ok := Intact(context.Background(), dir, seal)
			if ok != tt.intact || ok && n != len(was) {
				t.Errorf("intact %t with %d files, want %t with %d", ok, n, tt.intact, len(was))
			}
			if ok {
				if _, err := syncWatched(t, dir, was); err != nil {
					t.Errorf("it is intact, and yet %v", err)
				}
			}
		})
	}
}

// mustSeal is mustSync, and gives the seal.
func mustSeal(t *testing.T, dir string, want tree) digest {
	t.Helper()
	files := want.files()
	paths := make([]string, len(files))
	for i, f := range files {
		paths[i] = f.Path
	}
	u, err := Begin(context.Background(), dir, paths)
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range files {
		if err := u.Put(i, f.Data); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := u.Commit(context.Background()); err != nil {
		t.Fatal(err)
	}
	return u.Seal()
}

// The same files have the same seal, whether they were written or there already.
func TestSeal(t *testing.T) {
	dir, want := t.TempDir(), tree{"index.html": "i", "people/a.html": "a"}
	first := mustSeal(t, dir, want)
	if again := mustSeal(t, dir, want); again != first {
		t.Errorf("the seals are %x and %x", first, again)
	}
	if other := mustSeal(t, dir, tree{"index.html": "i", "people/a.html": "b"}); other == first {
		t.Error("other bytes have the same seal")
	}
}

// The manifest of a run that did not finish is no seal of a whole site.
func TestIntactAfterCrash(t *testing.T) {
	dir := t.TempDir()
	mustSync(t, dir, tree{"index.html": "1", "a": "1"})
	crashed := false
	disk := &faultyFiles{fault: func(s step) error {
		crashed = crashed || s.op == "rename" && filepath.Base(s.name) == "index.html"
		if crashed {
			return errFault
		}
		return nil
	}}
	if _, err := syncOn(context.Background(), disk, dir, tree{"index.html": "2", "a": "2"}.files()); !errors.Is(err, errFault) {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(dir, stagingName)); err != nil {
		t.Fatal(err)
	}
	journal, err := os.ReadFile(filepath.Join(dir, manifestName))
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := Intact(context.Background(), dir, sha256.Sum256(journal)); ok {
		t.Error("half of a burst is taken for a whole site")
	}
}
