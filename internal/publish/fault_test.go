package publish

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

type step struct{ op, name string }

func (s step) changes() bool {
	return slices.Contains([]string{"mkdir", "create", "rename", "remove"}, s.op)
}

// faultyFiles asks fault before each step. If it gives an error the step is not done, but that a file to be created
// is left there with half its bytes.
type faultyFiles struct {
	osFiles
	mu    sync.Mutex
	fault func(step) error
	// journaled is set once a manifest has been put in place: from then on a run may not be undone.
	journaled bool
}

func (f *faultyFiles) ask(op, name string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.fault(step{op, name})
}

func (f *faultyFiles) Lstat(name string) (fs.FileInfo, error) {
	if err := f.ask("lstat", name); err != nil {
		return nil, err
	}
	return f.osFiles.Lstat(name)
}

func (f *faultyFiles) ReadFile(name string) ([]byte, error) {
	if err := f.ask("read", name); err != nil {
		return nil, err
	}
	return f.osFiles.ReadFile(name)
}

func (f *faultyFiles) ReadDir(name string) ([]fs.DirEntry, error) {
	if err := f.ask("readdir", name); err != nil {
		return nil, err
	}
	return f.osFiles.ReadDir(name)
}

func (f *faultyFiles) Equal(name string, want []byte) (bool, error) {
	if err := f.ask("equal", name); err != nil {
		return false, err
	}
	return f.osFiles.Equal(name, want)
}

func (f *faultyFiles) Sum(name string) (digest, bool, error) {
	if err := f.ask("sum", name); err != nil {
		return digest{}, false, err
	}
	return f.osFiles.Sum(name)
}

func (f *faultyFiles) Mkdir(name string) error {
	if err := f.ask("mkdir", name); err != nil {
		return err
	}
	return f.osFiles.Mkdir(name)
}

func (f *faultyFiles) Create(name string, data []byte, sync bool) error {
	if err := f.ask("create", name); err != nil {
		_ = f.osFiles.Create(name, data[:len(data)/2], false)
		return err
	}
	return f.osFiles.Create(name, data, sync)
}

func (f *faultyFiles) Rename(from, to string) error {
	if err := f.ask("rename", to); err != nil {
		return err
	}
	err := f.osFiles.Rename(from, to)
	if err == nil && filepath.Base(to) == manifestName {
		f.journaled = true
	}
	return err
}

func (f *faultyFiles) Remove(name string) error {
	if err := f.ask("remove", name); err != nil {
		return err
	}
	err := f.osFiles.Remove(name)
	if err == nil && !strings.Contains(name, stagingName) {
		f.journaled = true // A run that only removes needs no journal.
	}
	return err
}

var errFault = errors.New("fault")

// The ways in which a step can go wrong.
const (
	failOnce = iota // the step fails, and all that follow succeed: a full disk, a permission
	crash           // the step and all that follow fail, so that nothing can be undone: the process was killed
	cancel          // ctx ends as the step is done
)

// syncWithFault runs Sync so that its n-th step (from 1) goes wrong. steps is how many steps there were.
func syncWithFault(dir string, want tree, mode, n int) (steps int, disk *faultyFiles, err error) {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	disk = &faultyFiles{fault: func(step) error {
		steps++
		switch {
		case mode == cancel && steps == n:
			stop()
		case mode == failOnce && steps == n, mode == crash && steps >= n:
			return errFault
		}
		return nil
	}}
	_, err = syncOn(ctx, disk, dir, want.files())
	return steps, disk, err
}

func TestSyncFaults(t *testing.T) {
	old := tree{
		"index.html": "old front page", "about.html": "the same", "people/a.html": "old a", "people/b.html": "b",
		"gone/x.html": "x", "gone/deep/y.html": "y", "mixed/z.html": "z", "notes": "a file that becomes a folder",
		"faq/one.html": "a folder that becomes a file", "faq/more/two.html": "two",
	}
	foreign := tree{".gitignore": "*\n", "people/mine.txt": "mine", "mixed/kept.txt": "kept", "theirs/x": "y"}
	next := tree{
		"index.html": "new front page", "about.html": "the same", "people/a.html": "new a", "people/b.html": "b",
		"people/c.html": "new c", "places/p.html": "p", "places/deep/q.html": "q", "notes/n.html": "n", "faq": "faq",
	}
	for _, first := range []bool{true, false} {
		for mode, name := range []string{"fail", "crash", "cancel"} {
			t.Run(fmt.Sprintf("first=%t/%s", first, name), func(t *testing.T) {
				faults := 0
				for n := 1; ; n++ {
					base := t.TempDir()
					dir := filepath.Join(base, "out", "public")
					was, others := old, foreign
					if first {
						was, others = tree{}, tree{}
					} else {
						mustSync(t, dir, old)
						writeTree(t, dir, foreign)
					}
					before := readTree(t, base)
					steps, disk, err := syncWithFault(dir, next, mode, n)
					if steps < n {
						if err != nil {
							t.Fatalf("no fault, yet %v", err)
						}
						break
					}
					after := readTree(t, base)
					where := fmt.Sprintf("step %d (error %v)", n, err)
					if mode == failOnce && err != nil && !errors.Is(err, errFault) || mode == cancel && err != nil && !errors.Is(err, context.Canceled) {
						t.Errorf("%s: unexpected error", where)
					}
					if mode == crash && err == nil {
						t.Errorf("%s: a crash went unseen", where)
					}
					if err != nil {
						faults++
						checkWhole(t, where, readTree(t, dir), was, next, others)
						if !disk.journaled && mode != crash {
							for p := range after {
								// Where removing the staging folder is what failed, it stays for the next run.
								if mode == failOnce && strings.Contains(p, stagingName) {
									delete(after, p)
								}
							}
							if diff := cmp.Diff(before, after); diff != "" && !first {
								t.Errorf("%s: not undone (-before +after):\n%s", where, diff)
							}
						}
						if !disk.journaled && mode == crash && !first {
							maps.DeleteFunc(after, func(p, _ string) bool { return strings.Contains(p, stagingName) })
							if diff := cmp.Diff(before, after); diff != "" {
								t.Errorf("%s: the old site is not whole (-before +after):\n%s", where, diff)
							}
						}
					}
					mustSync(t, dir, next)
					want := maps.Clone(next)
					maps.Copy(want, others)
					got := readTree(t, dir)
					if diff := cmp.Diff(want, got.without(manifestName)); diff != "" {
						t.Errorf("%s: the next run does not mend it (-want +got):\n%s", where, diff)
					}
					if l := parseManifest([]byte(got[manifestName])); l.damaged || len(l.files) != len(next) {
						t.Errorf("%s: manifest after the next run:\n%s", where, got[manifestName])
					}
					if t.Failed() {
						return
					}
				}
				if faults < 10 {
					t.Errorf("only %d faults were tried", faults)
				}
			})
		}
	}
}

// checkWhole checks that others' files are as they were, and that each other file is whole: the old bytes or the new.
func checkWhole(t *testing.T, where string, got, was, next, others tree) {
	t.Helper()
	for p, data := range others {
		if got[p] != data {
			t.Errorf("%s: %s of somebody else's holds %q", where, p, got[p])
		}
	}
	for p, data := range got {
		if _, ok := others[p]; ok || strings.HasPrefix(p, ".dossier-") || strings.HasSuffix(p, "/") {
			continue
		}
		a, isOld := was[p]
		b, isNew := next[p]
		if !(isOld && data == a || isNew && data == b) {
			t.Errorf("%s: %s holds %q, which is neither the old nor the new file", where, p, data)
		}
	}
}

// The front page is the last to change, and every other page is in place by then.
func TestSyncFrontPageLast(t *testing.T) {
	dir := t.TempDir()
	mustSync(t, dir, tree{"index.html": "1", "z.html": "1"})
	next := tree{"index.html": "2", "z.html": "2", "new.html": "n", "people/a.html": "a"}
	var placed []string
	disk := &faultyFiles{fault: func(s step) error {
		if s.op == "rename" && filepath.Base(s.name) != manifestName {
			placed = append(placed, filepath.Base(s.name))
		}
		return nil
	}}
	if _, err := syncOn(context.Background(), disk, dir, next.files()); err != nil {
		t.Fatal(err)
	}
	if want := []string{"people", "new.html", "z.html", "index.html"}; !slices.Equal(want, placed) {
		t.Errorf("order %q, want %q", placed, want)
	}
}

// After a crash in the middle of a burst, a path that was planned but not written may be taken by somebody else: the
// journal names it, and yet the file is not ours. What a power failure leaves of a planned file, zeros, is ours.
func TestSyncAfterCrash(t *testing.T) {
	tests := []struct {
		reason, data string
		conflict     bool
	}{
		{"another's file at a planned path", "mine", true},
		{"half of our file's bytes cannot be told from another's file", "ne", true},
		{"a file that a power failure left empty", "", false},
		{"a file that a power failure left as zeros", "\x00\x00\x00", false},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			dir := t.TempDir()
			mustSync(t, dir, tree{"index.html": "1"})
			next := tree{"index.html": "2", "new.html": "new"}
			crashed := false
			disk := &faultyFiles{fault: func(s step) error {
				crashed = crashed || s.op == "rename" && filepath.Base(s.name) == "new.html"
				if crashed {
					return errFault
				}
				return nil
			}}
			if _, err := syncOn(context.Background(), disk, dir, next.files()); !errors.Is(err, errFault) || !disk.journaled {
				t.Fatalf("error %v, journaled %t", err, disk.journaled)
			}
			writeTree(t, dir, tree{"new.html": tt.data})
			_, err := Sync(context.Background(), dir, next.files())
			_, conflict := errors.AsType[*ConflictError](err)
			if conflict != tt.conflict || err != nil && !conflict {
				t.Fatalf("error %v, want a conflict: %t", err, tt.conflict)
			}
			want := "new"
			if tt.conflict {
				want = tt.data
			}
			if got := readTree(t, dir)["new.html"]; got != want {
				t.Errorf("new.html holds %q, want %q", got, want)
			}
		})
	}
}

// A staging folder with something of somebody else's in it is used, and what is theirs is left.
func TestSyncSweepLeavesWhatIsNotOurs(t *testing.T) {
	dir := t.TempDir()
	writeTree(t, dir, tree{".dossier-tmp/notes.txt": "mine", ".dossier-tmp/file-3-0123456789abcdef": "half a pa"})
	mustSync(t, dir, tree{"a": "1", "b/c": "2"})
	want := tree{".dossier-tmp/notes.txt": "mine", "a": "1", "b/c": "2"}
	if diff := cmp.Diff(want, readTree(t, dir).without(manifestName)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestSyncCancelledAtOnce(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, err := Sync(ctx, dir, tree{"a": "1"}.files()); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want cancelled", err)
	}
	if _, err := os.Lstat(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the folder was created: %v", err)
	}
}

// TestSyncRandom holds Sync to its law over random sequences of wanted sets, others' files and crashes: others' files
// never change, and after a run that succeeds the folder holds the wanted files and theirs, nothing else.
func TestSyncRandom(t *testing.T) {
	paths := []string{"index.html", "a", "a/b", "a/c", "a/d/e", "a/d/f", "b", "c/x", "c/y", "c/x/z", "d.html", "e/f/g/h"}
	conflicts, crashes, adopted := 0, 0, 0
	for seed := range uint64(60) {
		rng := rand.New(rand.NewPCG(seed, 1))
		dir := t.TempDir()
		others := tree{"mine/x": "theirs", "mine/y": "theirs too"}
		writeTree(t, dir, others)
		for round := range 12 {
			where := fmt.Sprintf("seed %d, round %d", seed, round)
			want := tree{}
			for _, p := range paths {
				if rng.IntN(3) > 0 && !clashes(want, p) {
					want[p] = strings.Repeat("v", 1+rng.IntN(3))
				}
			}
			if p := paths[rng.IntN(len(paths))]; rng.IntN(3) == 0 { // Somebody puts a file where there is none.
				name := filepath.Join(dir, filepath.FromSlash(p))
				_, err := os.Lstat(name)
				parent, perr := os.Lstat(filepath.Dir(name))
				if errors.Is(err, fs.ErrNotExist) && perr == nil && parent.IsDir() {
					others[p] = []string{"theirs", "v"}[rng.IntN(2)]
					writeTree(t, dir, tree{p: others[p]})
				}
			}
			expectConflict := false
			for p := range want {
				data, same := others[p]
				if same && data == want[p] {
					continue
				}
				expectConflict = expectConflict || same || clashes(others, p)
			}
			if rng.IntN(2) == 0 {
				mode := rng.IntN(3)
				if _, _, err := syncWithFault(dir, want, mode, 1+rng.IntN(80)); err != nil {
					crashes++
				}
			} else {
				before := readTree(t, dir)
				_, err := Sync(context.Background(), dir, want.files())
				_, conflict := errors.AsType[*ConflictError](err)
				if conflict != expectConflict || err != nil && !conflict {
					t.Fatalf("%s: error %v, want a conflict: %t", where, err, expectConflict)
				}
				if conflict {
					conflicts++
					maps.DeleteFunc(before, func(p, _ string) bool { return strings.HasPrefix(p, stagingName) })
					if diff := cmp.Diff(before, readTree(t, dir)); diff != "" {
						t.Fatalf("%s: the conflict changed something:\n%s", where, diff)
					}
				} else {
					all := maps.Clone(want)
					maps.Copy(all, others)
					if diff := cmp.Diff(all, readTree(t, dir).without(manifestName)); diff != "" {
						t.Fatalf("%s (-want +got):\n%s", where, diff)
					}
				}
			}
			got := readTree(t, dir)
			ledger := parseManifest([]byte(got[manifestName]))
			for p, data := range others {
				if got[p] != data {
					t.Fatalf("%s: %s of somebody else's holds %q, not %q", where, p, got[p], data)
				}
				if _, ours := ledger.files[p]; ours && want[p] == data {
					adopted++
					delete(others, p)
				}
			}
		}
	}
	if conflicts < 20 || crashes < 50 || adopted < 5 {
		t.Errorf("%d conflicts, %d crashes, %d adopted: the sequences do not try enough", conflicts, crashes, adopted)
	}
}

// clashes reports whether p is a folder of a path in files, or lies below one.
func clashes(files tree, p string) bool {
	for q := range files {
		if strings.HasPrefix(q, p+"/") || strings.HasPrefix(p, q+"/") {
			return true
		}
	}
	return false
}
