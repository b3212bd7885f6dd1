package watch

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"
)

// patience is how long a test waits for what has to come. Nothing waits that
// long if it does come.
const patience = 20 * time.Second

var project = []string{"content", "seeds", "templates", "dossier.yaml"}

// A tree is a watched folder, and what it was told so far.
type tree struct {
	testing.TB
	root    string
	batches <-chan Batch
	stop    context.CancelFunc

	told    map[string]bool
	all     bool
	count   int
	notices []Notice
	marker  int
}

func write(t testing.TB, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func mkdir(t testing.TB, name string) {
	t.Helper()
	if err := os.MkdirAll(name, 0o755); err != nil {
		t.Fatal(err)
	}
}

func rename(t testing.TB, from, to string) {
	t.Helper()
	if err := os.Rename(from, to); err != nil {
		t.Fatal(err)
	}
}

func remove(t testing.TB, name string) {
	t.Helper()
	if err := os.RemoveAll(name); err != nil {
		t.Fatal(err)
	}
}

// newProject makes a small project in a folder of its own, with room beside it.
func newProject(t testing.TB) string {
	root := filepath.Join(t.TempDir(), "project")
	for _, dir := range []string{"content/people", "content/sources", "seeds", "templates", "public"} {
		mkdir(t, filepath.Join(root, dir))
	}
	for _, file := range []string{"dossier.yaml", "content/index.md", "content/people/ada.md", "content/sources/one.md", "seeds/one.txt", "templates/page.html"} {
		write(t, filepath.Join(root, file), "first\n")
	}
	return root
}

func openNotifier() (*notifier, error) { return notifierOf(fsnotify.NewWatcher()) }

func watchTree(t testing.TB, root string, opts Options, open func() (*notifier, error)) *tree {
	t.Helper()
	if opts.Paths == nil {
		opts.Paths = project
	}
	if opts.Settle == 0 {
		opts.Settle = 5 * time.Millisecond
	}
	if opts.MaxDelay == 0 {
		opts.MaxDelay = 100 * time.Millisecond
	}
	ctx, cancel := context.WithCancel(context.Background())
	batches, err := start(ctx, root, opts, open)
	if err != nil {
		t.Fatal(err)
	}
	w := &tree{TB: t, root: root, batches: batches, stop: cancel}
	w.forget()
	t.Cleanup(w.end)
	return w
}

// end stops watching, and waits until that is done.
func (w *tree) end() {
	w.stop()
	deadline := time.After(patience)
	for {
		select {
		case _, ok := <-w.batches:
			if !ok {
				return
			}
		case <-deadline:
			w.Error("watching did not end")
			return
		}
	}
}

func (w *tree) at(rel string) string { return filepath.Join(w.root, filepath.FromSlash(rel)) }

// forget begins to gather anew what is told.
func (w *tree) forget() { w.told, w.all, w.count = map[string]bool{}, false, 0 }

// take gathers one batch.
func (w *tree) take() Batch {
	w.Helper()
	select {
	case b, ok := <-w.batches:
		if !ok {
			w.Fatal("watching has ended")
		}
		if !slices.IsSorted(b.Paths) || len(slices.Compact(slices.Clone(b.Paths))) != len(b.Paths) {
			w.Errorf("%q is not sorted, or has a path twice", b.Paths)
		}
		if len(b.Paths) == 0 && !b.All && len(b.Notices) == 0 {
			w.Error("an empty batch")
		}
		for _, p := range b.Paths {
			w.told[p] = true
		}
		w.all = w.all || b.All
		w.notices = append(w.notices, b.Notices...)
		w.count++
		return b
	case <-time.After(patience):
		w.Fatalf("no batch came; told so far: %v", w.told)
		panic("unreachable")
	}
}

// covers tells whether somebody who looks where told looks at a path.
func (w *tree) covers(rel string) bool {
	for p := rel; ; p = path.Dir(p) {
		if w.told[p] {
			return true
		}
		if p == "." {
			return w.all
		}
	}
}

// await gathers until a path is covered.
func (w *tree) await(rel string) {
	w.Helper()
	for !w.covers(rel) {
		w.take()
	}
}

// settle gathers until all that happened before the call has been told. Events
// come in the order in which things happened, so it makes something happen and
// waits for that. It does so twice, since a look at all files may pass one place
// before a change and another after it.
func (w *tree) settle() {
	w.Helper()
	for range 2 {
		w.mark()
		for !w.told["dossier.yaml"] {
			if w.take().All {
				w.mark() // a batch of all names no path; the mark may have been in it
			}
		}
	}
	delete(w.told, "dossier.yaml")
}

func (w *tree) mark() {
	w.marker++
	delete(w.told, "dossier.yaml")
	// By a rename, which is one change: a file cut and written can be told
	// twice, and the second time would be taken for the next mark.
	write(w, w.at("marker"), fmt.Sprintf("marker %d\n", w.marker))
	rename(w, w.at("marker"), w.at("dossier.yaml"))
}

func TestStartRefuses(t *testing.T) {
	root := newProject(t)
	tests := []struct {
		root   string
		opts   Options
		want   string
		reason string
	}{
		{filepath.Join(root, "nowhere"), Options{Paths: project}, "no such file", "there has to be a folder to begin with"},
		{filepath.Join(root, "dossier.yaml"), Options{Paths: project}, "not a directory", "a file has nothing in it to follow"},
		{root, Options{}, "no path", "nothing would ever be told"},
		{root, Options{Paths: []string{"../other"}}, "not relative", "what is not in the root is not watched"},
		{root, Options{Paths: []string{"/etc"}}, "not relative", "nor is any place of the disk"},
		{root, Options{Paths: project, Settle: -1}, "less than zero", "there is no time like that"},
	}
	for _, test := range tests {
		_, err := Start(t.Context(), test.root, test.opts)
		if err == nil || !strings.Contains(err.Error(), test.want) || !strings.HasPrefix(err.Error(), "watching "+test.root+": ") {
			t.Errorf("error %v, want %q: %s", err, test.want, test.reason)
		}
	}
	if _, err := Start(t.Context(), filepath.Join(root, "nowhere"), Options{Paths: project}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the error %v does not say of itself that the folder is not there", err)
	}
}

func TestScope(t *testing.T) {
	s := scope{paths: []string{"content", "a/b/c.txt", ".hidden~"}, ignore: Ignored}
	tests := []struct {
		rel    string
		has    bool
		inside []string
		reason string
	}{
		{"content", true, nil, "a path itself"},
		{"content/people/x.md", true, nil, "a file below"},
		{"contents/x.md", false, nil, "a name that begins alike is another"},
		{"content/.git/config", false, nil, "an ignored folder hides what is in it"},
		{"content/people/x.md~", false, nil, "an ignored file"},
		{".hidden~", true, nil, "who names a path wants it"},
		{"public/index.html", false, nil, "what is not named is not followed"},
		{"a", false, []string{"a/b/c.txt"}, "the way to a path"},
		{"a/b", false, []string{"a/b/c.txt"}, "the way to a path"},
		{"a/b/d.txt", false, nil, "beside a single file"},
		{".", false, s.paths, "the root leads to all"},
	}
	for _, test := range tests {
		if got := s.has(test.rel); got != test.has {
			t.Errorf("has(%q) = %v: %s", test.rel, got, test.reason)
		}
		if got := s.inside(test.rel); !slices.Equal(got, test.inside) {
			t.Errorf("inside(%q) = %q, want %q: %s", test.rel, got, test.inside, test.reason)
		}
	}
	everything := scope{paths: []string{"."}, ignore: Ignored}
	if !everything.has("a/b") || !everything.has(".") || everything.has("a/.git/b") {
		t.Error("the path . does not stand for all but the ignored")
	}
}

func TestIgnoredNames(t *testing.T) {
	for _, name := range []string{".x.md.swp", ".x.md.swo", ".x.md.swx", "x.md~", "#x.md#", ".#x.md", "4913", ".DS_Store", ".git", "x.md___jb_tmp___", "x.md___jb_old___", ".goutputstream-A1B2C3", "~$x.docx", ".~lock.x.odt#", ".x.md.kate-swp", "Thumbs.db"} {
		if !Ignored(name) {
			t.Errorf("%q is not ignored", name)
		}
	}
	for _, name := range []string{"x.md", "4913.md", "#1.md", "x.swp", ".gitignore", ".nojekyll", "sedan", "x.tmp", "jb_tmp.md", ".sw", ".x.swift", "~x"} {
		if Ignored(name) {
			t.Errorf("%q is ignored", name)
		}
	}
}

func TestIgnoredFilesGiveNoBatch(t *testing.T) {
	for _, mode := range modes {
		t.Run(mode.name, func(t *testing.T) {
			w := watchTree(t, newProject(t), Options{Poll: mode.poll}, openNotifier)
			write(t, w.at("content/people/.ada.md.swp"), "x")
			write(t, w.at("content/people/4913"), "x")
			remove(t, w.at("content/people/4913"))
			mkdir(t, w.at("content/.git/objects"))
			write(t, w.at("content/.git/objects/x"), "x")
			write(t, w.at("public/index.html"), "x")
			write(t, w.at("README.md"), "x")
			mkdir(t, w.at("other/content"))
			w.settle()
			if len(w.told) > 0 || w.all {
				t.Errorf("told of %v, all: %v", w.told, w.all)
			}
		})
	}
}

var modes = []struct {
	name string
	poll time.Duration
}{{"events", 0}, {"polling", 2 * time.Millisecond}}

func TestNewFoldersAreWatchedWithWhatIsInThem(t *testing.T) {
	for _, mode := range modes {
		t.Run(mode.name, func(t *testing.T) {
			w := watchTree(t, newProject(t), Options{Poll: mode.poll}, openNotifier)
			mkdir(t, w.at("content/vessels/tankers/old"))
			write(t, w.at("content/vessels/tankers/old/a.md"), "a")
			w.await("content/vessels/tankers/old/a.md")
			w.settle()
			w.forget()
			write(t, w.at("content/vessels/tankers/old/a.md"), "aa")
			w.await("content/vessels/tankers/old/a.md")
			if w.told["content/vessels"] || w.told["content/vessels/tankers"] {
				t.Errorf("an edit of a file was told as %v", w.told)
			}
		})
	}
}

func TestFoldersThatMove(t *testing.T) {
	for _, mode := range modes {
		t.Run(mode.name, func(t *testing.T) {
			w := watchTree(t, newProject(t), Options{Poll: mode.poll}, openNotifier)
			beside := filepath.Join(filepath.Dir(w.root), "beside")
			mkdir(t, filepath.Join(beside, "deep"))
			write(t, filepath.Join(beside, "deep", "x.md"), "x")

			rename(t, beside, w.at("content/moved"))
			w.await("content/moved/deep/x.md")
			w.settle()
			w.forget()
			write(t, w.at("content/moved/deep/x.md"), "y")
			w.await("content/moved/deep/x.md")

			w.settle()
			w.forget()
			rename(t, w.at("content/moved"), w.at("seeds/again"))
			w.await("content/moved/deep/x.md")
			w.await("seeds/again/deep/x.md")
			w.settle()
			w.forget()
			write(t, w.at("seeds/again/deep/x.md"), "zz")
			w.settle()
			if !w.told["seeds/again/deep/x.md"] || len(w.told) != 1 {
				t.Errorf("an edit in a folder that moved within was told as %v", w.told)
			}

			w.forget()
			rename(t, w.at("seeds/again"), beside)
			w.await("seeds/again/deep/x.md")
			w.settle()
			w.forget()
			write(t, filepath.Join(beside, "deep", "x.md"), "out of sight")
			w.settle()
			if len(w.told) > 0 || w.all {
				t.Errorf("told of %v, all: %v, though the folder had moved away", w.told, w.all)
			}
		})
	}
}

func TestContentRemovedAndRestored(t *testing.T) {
	for _, mode := range modes {
		t.Run(mode.name, func(t *testing.T) {
			w := watchTree(t, newProject(t), Options{Poll: mode.poll}, openNotifier)
			for round := range 3 {
				w.forget()
				remove(t, w.at("content"))
				w.await("content/people/ada.md")
				w.settle()
				w.forget()
				mkdir(t, w.at("content/people"))
				write(t, w.at("content/people/ada.md"), fmt.Sprint("back ", round))
				w.await("content/people/ada.md")
				w.settle()
				w.forget()
				write(t, w.at("content/people/ada.md"), fmt.Sprint("edited ", round))
				w.await("content/people/ada.md")

				w.settle()
				w.forget()
				rename(t, w.at("content"), w.at("put-away"))
				w.await("content/people/ada.md")
				w.settle()
				w.forget()
				rename(t, w.at("put-away"), w.at("content"))
				w.await("content/people/ada.md")
				w.settle()
				w.forget()
				write(t, w.at("content/people/ada.md"), fmt.Sprint("restored ", round))
				w.await("content/people/ada.md")
			}
		})
	}
}

func TestPathsThatDoNotExistYet(t *testing.T) {
	for _, mode := range modes {
		t.Run(mode.name, func(t *testing.T) {
			root := t.TempDir()
			w := watchTree(t, root, Options{Poll: mode.poll, Paths: []string{"a/b/c", "a/one.txt", "dossier.yaml"}}, openNotifier)
			write(t, w.at("dossier.yaml"), "x")
			w.await("dossier.yaml")
			mkdir(t, w.at("a/b/c/d"))
			w.await("a/b/c/d")
			w.settle()
			w.forget()
			write(t, w.at("a/b/c/d/x.md"), "x")
			w.await("a/b/c/d/x.md")
			write(t, w.at("a/one.txt"), "x")
			w.await("a/one.txt")
			w.settle()
			w.forget()
			write(t, w.at("a/two.txt"), "not followed")
			write(t, w.at("a/b/two.txt"), "not followed")
			w.settle()
			if len(w.told) > 0 {
				t.Errorf("told of %v", w.told)
			}
			rename(t, w.at("a"), w.at("z"))
			w.await("a/b/c")
			w.await("a/one.txt")
		})
	}
}

func TestRootThatGoesAndComesBack(t *testing.T) {
	root := newProject(t)
	w := watchTree(t, root, Options{}, openNotifier)
	rename(t, root, root+"-away")
	for !w.all {
		w.take()
	}
	w.forget()
	rename(t, root+"-away", root)
	for !w.all {
		w.take()
	}
	w.settle()
	w.forget()
	write(t, w.at("content/people/ada.md"), "second")
	w.await("content/people/ada.md")

	remove(t, root)
	for !w.all {
		w.take()
	}
	w.forget()
	mkdir(t, w.at("content/people"))
	for !w.all {
		w.take()
	}
	w.settle()
	w.forget()
	write(t, w.at("content/people/ada.md"), "third")
	w.await("content/people/ada.md")
}

// Nothing tells that a folder above the root was renamed.
func TestRootThatMovesWithTheFolderAboveIt(t *testing.T) {
	root := newProject(t)
	w := watchTree(t, root, Options{}, openNotifier)
	above := filepath.Dir(root)
	rename(t, above, above+"-away")
	t.Cleanup(func() { remove(t, above+"-away") })
	for !w.all {
		w.take()
	}
	w.forget()
	mkdir(t, root)
	for !w.all {
		w.take()
	}
	w.settle()
}

func TestRootThatIsASymbolicLink(t *testing.T) {
	for _, mode := range modes {
		t.Run(mode.name, func(t *testing.T) {
			one, two := newProject(t), newProject(t)
			link := filepath.Join(t.TempDir(), "current")
			if err := os.Symlink(one, link); err != nil {
				t.Fatal(err)
			}
			w := watchTree(t, link, Options{Poll: mode.poll}, openNotifier)
			write(t, filepath.Join(one, "content/people/ada.md"), "second")
			w.await("content/people/ada.md")
			w.settle()
			w.forget()
			if err := os.Symlink(two, link+"-new"); err != nil {
				t.Fatal(err)
			}
			rename(t, link+"-new", link)
			w.await("content/people/ada.md")
			w.settle()
			w.forget()
			write(t, filepath.Join(two, "content/people/ada.md"), "third")
			w.await("content/people/ada.md")
		})
	}
}

func TestLinkedFoldersAreNotFollowed(t *testing.T) {
	for _, mode := range modes {
		t.Run(mode.name, func(t *testing.T) {
			w := watchTree(t, newProject(t), Options{Poll: mode.poll}, openNotifier)
			beside := t.TempDir()
			if err := os.Symlink(beside, w.at("content/linked")); err != nil {
				t.Fatal(err)
			}
			if err := os.Symlink("..", w.at("content/people/loop")); err != nil {
				t.Fatal(err)
			}
			w.await("content/linked")
			w.await("content/people/loop")
			w.settle()
			w.forget()
			write(t, filepath.Join(beside, "x.md"), "x")
			w.settle()
			if len(w.told) > 0 {
				t.Errorf("told of %v", w.told)
			}
		})
	}
}

// A file that may not be read gives a diagnostic, which has to go away when
// only the permission was mended.
func TestPermissionsAreTold(t *testing.T) {
	for _, mode := range modes {
		t.Run(mode.name, func(t *testing.T) {
			w := watchTree(t, newProject(t), Options{Poll: mode.poll}, openNotifier)
			for _, name := range []string{"content/people/ada.md", "content/people", "content", "dossier.yaml"} {
				for _, bits := range []fs.FileMode{0o000, 0o755} {
					w.forget()
					if err := os.Chmod(w.at(name), bits); err != nil {
						t.Fatal(err)
					}
					w.await(name)
				}
			}
			w.settle()
			w.forget()
			write(t, w.at("content/people/ada.md"), "second")
			w.await("content/people/ada.md")
		})
	}
}

func TestBurst(t *testing.T) {
	const files = 5000
	for _, mode := range modes {
		t.Run(mode.name, func(t *testing.T) {
			// Some milliseconds without an event are possible in a burst on a
			// busy machine; each would give a batch of its own.
			w := watchTree(t, newProject(t), Options{Poll: mode.poll, Settle: 40 * time.Millisecond, MaxDelay: time.Second}, openNotifier)
			name := func(i int) string { return fmt.Sprintf("content/kind-%d/folder-%d/%d.md", i%7, i%50, i) }
			began := time.Now()
			for i := range files {
				mkdir(t, filepath.Dir(w.at(name(i))))
				write(t, w.at(name(i)), "x")
			}
			took := time.Since(began)
			w.settle()
			for i := range files {
				if !w.covers(name(i)) {
					t.Fatalf("%s was not told", name(i))
				}
			}
			most := 6 + int(took/(40*time.Millisecond))
			t.Logf("%d files in %v, told of after %v in %d batches", files, took, time.Since(began), w.count)
			if w.count > most {
				t.Errorf("%d batches, want at most %d", w.count, most)
			}
			w.forget()
			remove(t, w.at("content"))
			w.settle()
			for i := range files {
				if !w.covers(name(i)) {
					t.Fatalf("the removal of %s was not told", name(i))
				}
			}
		})
	}
}

func openFiles(t *testing.T) int {
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return 0 // only Linux shows them there
	}
	return len(entries)
}

func TestNothingIsLeftBehind(t *testing.T) {
	root := newProject(t)
	goroutines, files := runtime.NumGoroutine(), openFiles(t)
	for round := range 20 {
		for _, mode := range modes {
			w := watchTree(t, root, Options{Poll: mode.poll}, openNotifier)
			write(t, w.at("content/people/ada.md"), fmt.Sprint(round, mode.name))
			if round%2 == 0 {
				w.await("content/people/ada.md")
			}
			began := time.Now()
			w.end()
			if took := time.Since(began); took > 2*time.Second {
				t.Errorf("%s: the end took %v", mode.name, took)
			}
		}
	}
	// The last statement of a goroutine is the closing of the channel; its end
	// comes a moment later.
	for deadline := time.Now().Add(patience); runtime.NumGoroutine() > goroutines && time.Now().Before(deadline); {
		runtime.Gosched()
	}
	if n := runtime.NumGoroutine(); n > goroutines {
		t.Errorf("%d goroutines, %d before", n, goroutines)
	}
	if n := openFiles(t); n > files {
		t.Errorf("%d open files, %d before", n, files)
	}
}

func TestStartedWithAContextThatHasEnded(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, mode := range modes {
		batches, err := Start(ctx, newProject(t), Options{Paths: project, Poll: mode.poll})
		if err != nil {
			t.Fatal(err)
		}
		if b, ok := <-batches; ok {
			t.Errorf("%s: got %+v, want the end", mode.name, b)
		}
	}
}
