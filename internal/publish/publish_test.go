package publish

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// tree maps slash-separated paths to contents; a folder without anything in it ends in a slash, a link's content is
// its target after "-> ".
type tree map[string]string

func readTree(t testing.TB, dir string) tree {
	t.Helper()
	got := tree{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || name == dir {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		switch {
		case d.IsDir():
			inner, err := os.ReadDir(name)
			if len(inner) == 0 {
				got[rel+"/"] = ""
			}
			return err
		case d.Type()&fs.ModeSymlink != 0:
			target, err := os.Readlink(name)
			got[rel] = "-> " + target
			return err
		}
		data, err := os.ReadFile(name)
		got[rel] = string(data)
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return got
}

// without gives the tree without the manifest.
func (tr tree) without(paths ...string) tree {
	tr = maps.Clone(tr)
	for _, p := range paths {
		delete(tr, p)
	}
	return tr
}

func writeTree(t testing.TB, dir string, files tree) {
	t.Helper()
	for _, p := range slices.Sorted(maps.Keys(files)) {
		name := filepath.Join(dir, filepath.FromSlash(p))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		var err error
		if target, ok := strings.CutPrefix(files[p], "-> "); ok {
			err = os.Symlink(target, name)
		} else if strings.HasSuffix(p, "/") {
			err = os.MkdirAll(name, 0o755)
		} else {
			err = os.WriteFile(name, []byte(files[p]), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func (tr tree) files() []File {
	var files []File
	for p, data := range tr { // In the map's order: Sync must not depend on it.
		files = append(files, File{Path: p, Data: []byte(data)})
	}
	return files
}

func mustSync(t testing.TB, dir string, want tree) Report {
	t.Helper()
	rep, err := Sync(context.Background(), dir, want.files())
	if err != nil {
		t.Fatal(err)
	}
	return rep
}

func TestSync(t *testing.T) {
	const edited = "edited by hand"
	tests := []struct {
		reason  string
		was     tree // what a first Sync writes
		foreign tree // what others do then; a nil tree is nothing
		want    tree
		after   tree // besides the manifest
		report  Report
	}{
		{
			reason: "a first build writes everything, nested folders too",
			want:   tree{"index.html": "i", "people/a.html": "aa", "data/x/y/z.json": "{}", ".nojekyll": ""},
			after:  tree{"index.html": "i", "people/a.html": "aa", "data/x/y/z.json": "{}", ".nojekyll": ""},
			report: Report{Written: 4, Bytes: 5},
		},
		{
			reason: "only the files whose bytes differ are written, equal sizes or not",
			was:    tree{"a": "1", "b": "22", "c": "3", "d/e": "5"},
			want:   tree{"a": "1", "b": "33", "c": "longer", "d/e": "5"},
			after:  tree{"a": "1", "b": "33", "c": "longer", "d/e": "5"},
			report: Report{Written: 2, Unchanged: 2, Bytes: 8},
		},
		{
			reason: "stale files go, and the folders that they leave empty",
			was:    tree{"a": "1", "d/e/f": "2", "d/g": "3"},
			want:   tree{"a": "1"},
			after:  tree{"a": "1"},
			report: Report{Unchanged: 1, Removed: 2},
		},
		{
			reason:  "a folder that holds another's file stays, and so does one that only others created",
			was:     tree{"a": "1", "d/e": "2"},
			foreign: tree{"d/mine.txt": "m", "theirs/": ""},
			want:    tree{"a": "1"},
			after:   tree{"a": "1", "d/mine.txt": "m", "theirs/": ""},
			report:  Report{Unchanged: 1, Removed: 1},
		},
		{
			reason:  "a stale file that somebody edited is kept and reported",
			was:     tree{"a": "1", "d/e": "2"},
			foreign: tree{"d/e": edited},
			want:    tree{"a": "1"},
			after:   tree{"a": "1", "d/e": edited},
			report:  Report{Unchanged: 1, Foreign: []string{"d/e"}},
		},
		{
			reason:  "a wanted file that somebody edited is replaced and reported",
			was:     tree{"a": "1", "b": "2"},
			foreign: tree{"a": edited},
			want:    tree{"a": "1", "b": "2"},
			after:   tree{"a": "1", "b": "2"},
			report:  Report{Written: 1, Unchanged: 1, Bytes: 1, Edited: []string{"a"}},
		},
		{
			reason:  "another's file with the wanted bytes becomes ours",
			foreign: tree{"a": "1"},
			want:    tree{"a": "1"},
			after:   tree{"a": "1"},
			report:  Report{Unchanged: 1},
		},
		{
			reason: "a file of ours becomes a folder",
			was:    tree{"a": "1"},
			want:   tree{"a/b/c": "1", "a/d": "2"},
			after:  tree{"a/b/c": "1", "a/d": "2"},
			report: Report{Written: 2, Bytes: 2, Removed: 1},
		},
		{
			reason: "a folder of nothing but our stale files becomes a file",
			was:    tree{"a/b/c": "1", "a/d": "2", "a-b": "3"},
			want:   tree{"a": "1", "a-b": "3"},
			after:  tree{"a": "1", "a-b": "3"},
			report: Report{Written: 1, Bytes: 1, Unchanged: 1, Removed: 2},
		},
		{
			reason: "nothing wanted leaves nothing of ours, not even the manifest",
			was:    tree{"a/b": "1"},
			want:   tree{},
			after:  tree{},
			report: Report{Removed: 1},
		},
		{
			reason:  "links of others are left alone where nothing is wanted",
			was:     tree{"a": "1", "d/e": "2"},
			foreign: tree{"link": "-> /nowhere", "d/l": "-> ../a"},
			want:    tree{"a": "2"},
			after:   tree{"a": "2", "link": "-> /nowhere", "d/l": "-> ../a"},
			report:  Report{Written: 1, Bytes: 1, Removed: 1},
		},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "site", "public")
			if tt.was != nil {
				mustSync(t, dir, tt.was)
			}
			writeTree(t, dir, tt.foreign)
			rep := mustSync(t, dir, tt.want)
			if diff := cmp.Diff(tt.report, rep); diff != "" {
				t.Errorf("report (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.after, readTree(t, dir).without(manifestName)); diff != "" {
				t.Errorf("folder (-want +got):\n%s", diff)
			}
			again, err := syncWatched(t, dir, tt.want)
			if err != nil {
				t.Fatal(err)
			}
			if want := (Report{Unchanged: len(tt.want)}); !cmp.Equal(want, again) {
				t.Errorf("second run: %+v, want %+v", again, want)
			}
		})
	}
}

// syncWatched is Sync on a file system on which every change is an error.
func syncWatched(t testing.TB, dir string, want tree) (Report, error) {
	t.Helper()
	return syncOn(context.Background(), &faultyFiles{fault: func(s step) error {
		if s.changes() {
			return fmt.Errorf("a second run does %s %s", s.op, s.name)
		}
		return nil
	}}, dir, want.files())
}

func TestSyncConflicts(t *testing.T) {
	tests := []struct {
		reason       string
		was, foreign tree
		want         tree
		conflicts    []string
	}{
		{
			reason:    "files of others with other bytes, all of them at once",
			foreign:   tree{"b": "mine", "d/e": "mine", "same": "x"},
			want:      tree{"a": "1", "b": "2", "d/e": "3", "same": "x"},
			conflicts: []string{"b", "d/e"},
		},
		{
			reason: "an empty file of somebody else", foreign: tree{"a": ""}, want: tree{"a": "1"}, conflicts: []string{"a"},
		},
		{
			reason: "a folder where a file is wanted", foreign: tree{"a/mine": "m"}, want: tree{"a": "1"}, conflicts: []string{"a"},
		},
		{
			reason: "an empty folder of somebody else where a file is wanted", foreign: tree{"a/": ""}, want: tree{"a": "1"}, conflicts: []string{"a"},
		},
		{
			reason: "a folder of ours with one file of another's in it", was: tree{"a/b/c": "1", "a/d": "2"},
			foreign: tree{"a/b/mine": "m"}, want: tree{"a": "1"}, conflicts: []string{"a"},
		},
		{
			reason: "a folder of ours with an edited file in it", was: tree{"a/b": "1"},
			foreign: tree{"a/b": "edited"}, want: tree{"a": "1"}, conflicts: []string{"a"},
		},
		{
			reason: "a file where a folder is wanted, named once", foreign: tree{"a": "mine"}, want: tree{"a/b/c": "1", "a/d": "2"}, conflicts: []string{"a"},
		},
		{
			reason: "an edited file of ours where a folder is wanted", was: tree{"a": "1"},
			foreign: tree{"a": "edited"}, want: tree{"a/b": "1"}, conflicts: []string{"a"},
		},
		{
			reason: "a link that leads out, as a folder", foreign: tree{"a": "-> ../outside"}, want: tree{"a/x": "1", "b": "2"}, conflicts: []string{"a"},
		},
		{
			reason:  "a link that leads out, as a file, even if what it leads to is equal",
			foreign: tree{"a": "-> ../outside/x"}, want: tree{"a": "outside"}, conflicts: []string{"a"},
		},
		{
			reason: "a link inside the folder is not followed either", foreign: tree{"real/": "", "a": "-> real"}, want: tree{"a/b/x": "1"}, conflicts: []string{"a"},
		},
		{
			reason: "the staging folder's name taken by a file", foreign: tree{".dossier-tmp": "mine"}, want: tree{"a": "1"}, conflicts: []string{".dossier-tmp"},
		},
		{
			reason: "the staging folder's name taken by a link", foreign: tree{".dossier-tmp": "-> ../outside"}, want: tree{"a": "1"}, conflicts: []string{".dossier-tmp"},
		},
		{
			reason: "the manifest's name taken by a link", foreign: tree{".dossier-manifest": "-> ../outside/x"}, want: tree{"a": "1"}, conflicts: []string{".dossier-manifest"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			base := t.TempDir()
			writeTree(t, base, tree{"outside/x": "outside", "public/": ""})
			dir := filepath.Join(base, "public")
			if tt.was != nil {
				mustSync(t, dir, tt.was)
			}
			writeTree(t, dir, tt.foreign)
			before := readTree(t, base)
			_, err := Sync(context.Background(), dir, tt.want.files())
			conflict, ok := errors.AsType[*ConflictError](err)
			if !ok {
				t.Fatalf("error %v, want a conflict", err)
			}
			var got []string
			for _, c := range conflict.Conflicts {
				got = append(got, c.Path)
			}
			if diff := cmp.Diff(tt.conflicts, got); diff != "" {
				t.Errorf("conflicts (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(before, readTree(t, base)); diff != "" {
				t.Errorf("the conflict changed something (-before +after):\n%s", diff)
			}
			for _, part := range append(tt.conflicts, "move these away") {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("message lacks %q:\n%v", part, err)
				}
			}
		})
	}
}

// A stale path behind a link is not ours, whatever the manifest says and wherever the link leads.
func TestSyncStaleBehindLink(t *testing.T) {
	base := t.TempDir()
	dir := filepath.Join(base, "public")
	mustSync(t, dir, tree{"a": "1", "d/x": "same bytes"})
	if err := os.RemoveAll(filepath.Join(dir, "d")); err != nil {
		t.Fatal(err)
	}
	writeTree(t, base, tree{"outside/x": "same bytes", "public/d": "-> ../outside"})
	mustSync(t, dir, tree{"a": "1"})
	want := tree{"public/a": "1", "public/d": "-> ../outside", "outside/x": "same bytes"}
	if diff := cmp.Diff(want, readTree(t, base).without("public/"+manifestName)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestSyncBadPlans(t *testing.T) {
	tests := []struct {
		reason string
		paths  []string
		bad    []string
	}{
		{
			"every flaw is listed",
			[]string{"", "/etc/x", "a/../b", "../x", "a//b", "a/", ".", "a\\b", "a\x00b", "a\nb", "\xff", "ok"},
			[]string{"", ".", "../x", "/etc/x", "a\x00b", "a\nb", "a/", "a/../b", "a//b", "a\\b", "\xff"},
		},
		{
			"names that Sync needs for itself",
			[]string{".dossier-manifest", ".dossier-tmp/x", ".Dossier-x", "sub/.dossier-x"},
			[]string{".Dossier-x", ".dossier-manifest", ".dossier-tmp/x"},
		},
		{"duplicates", []string{"a", "b", "a"}, []string{"a"}},
		{"case only", []string{"people/a.html", "people/A.html", "k", "\u212a"}, []string{"people/a.html", "\u212a"}},
		{"a file that is also a folder", []string{"a", "a-b", "a/b"}, []string{"a"}},
		{"a file that is also a folder where case is ignored", []string{"A", "a/b"}, []string{"A"}},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "public")
			var files []File
			for _, p := range tt.paths {
				files = append(files, File{Path: p, Data: []byte("x")})
			}
			_, err := Sync(context.Background(), dir, files)
			plan, ok := errors.AsType[*PlanError](err)
			if !ok {
				t.Fatalf("error %v, want a plan error", err)
			}
			var got []string
			for _, c := range plan.Conflicts {
				got = append(got, c.Path)
				if !strings.Contains(err.Error(), fmt.Sprintf("%q", c.Path)) {
					t.Errorf("message lacks %q:\n%v", c.Path, err)
				}
			}
			if diff := cmp.Diff(tt.bad, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if _, err := os.Lstat(dir); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("the folder was created: %v", err)
			}
		})
	}
}

// Hard links stand in for a file system that ignores case: both names are one file, and the new name must survive
// the removal of the old.
func TestSyncRenameInCaseOnly(t *testing.T) {
	dir := t.TempDir()
	mustSync(t, dir, tree{"Foo.html": "1", "index.html": "i"})
	if err := os.Link(filepath.Join(dir, "Foo.html"), filepath.Join(dir, "foo.html")); errors.Is(err, fs.ErrExist) {
		t.Log("this file system ignores case; the link is not needed")
	} else if err != nil {
		t.Fatal(err)
	}
	rep := mustSync(t, dir, tree{"foo.html": "22", "index.html": "i"})
	if want := (Report{Written: 1, Unchanged: 1, Removed: 1, Bytes: 2}); !cmp.Equal(want, rep) {
		t.Errorf("report %+v, want %+v", rep, want)
	}
	if diff := cmp.Diff(tree{"foo.html": "22", "index.html": "i"}, readTree(t, dir).without(manifestName)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestSyncSameBytes(t *testing.T) {
	want := tree{"index.html": "i", "people/a.html": "a", "people/b.html": "b", "a/b/c": "", "é.html": "é"}
	one, other := t.TempDir(), filepath.Join(t.TempDir(), "x", "y")
	mustSync(t, one, want)
	mustSync(t, other, tree{"index.html": "old", "gone/x": "x", "people/c.html": "c"})
	mustSync(t, other, want)
	if diff := cmp.Diff(readTree(t, one), readTree(t, other)); diff != "" {
		t.Errorf("two folders of the same files differ:\n%s", diff)
	}
	sum := func(s string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(s))) }
	body := "dossier-manifest 1\n" +
		"-  a/\n" + "-  a/b/\n" + sum("") + "  a/b/c\n" + sum("i") + "  index.html\n" +
		"-  people/\n" + sum("a") + "  people/a.html\n" + sum("b") + "  people/b.html\n" + sum("é") + "  é.html\n"
	if diff := cmp.Diff(body+"end "+sum(body)+"\n", readTree(t, one)[manifestName]); diff != "" {
		t.Errorf("manifest (-want +got):\n%s", diff)
	}
}

func TestSyncModes(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	mustSync(t, dir, tree{"a/b": "1"})
	for p, want := range map[string]fs.FileMode{"a/b": 0o644, "a": 0o755, "": 0o755, manifestName: 0o644} {
		info, err := os.Stat(filepath.Join(dir, p))
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got&^want != 0 || got&0o600 != 0o600 {
			t.Errorf("mode of %q is %o, want %o less the umask", p, got, want)
		}
	}
}

func TestSyncOutIsAFile(t *testing.T) {
	base := t.TempDir()
	writeTree(t, base, tree{"public": "a file", "dead": "-> nowhere"})
	for _, name := range []string{"public", "dead"} {
		if _, err := Sync(context.Background(), filepath.Join(base, name), tree{"a": "1"}.files()); err == nil {
			t.Errorf("%s was taken for a folder", name)
		}
	}
	if diff := cmp.Diff(tree{"public": "a file", "dead": "-> nowhere"}, readTree(t, base)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestSyncThroughALinkToTheFolder(t *testing.T) {
	base := t.TempDir()
	writeTree(t, base, tree{"real/": "", "public": "-> real"})
	mustSync(t, filepath.Join(base, "public"), tree{"a": "1"})
	if got := readTree(t, base)["real/a"]; got != "1" {
		t.Errorf("real/a holds %q", got)
	}
}
