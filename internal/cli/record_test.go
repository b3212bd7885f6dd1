package cli

import (
	"context"
	"crypto/sha256"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dossier/internal/build"
	"dossier/internal/publish"
)

// A build is found unchanged if it is recorded, and nothing but what it read was
// there before, while and after it ran.
func TestRecord(t *testing.T) {
	put := func(t *testing.T, dir, name, data string) {
		t.Helper()
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	remove := func(t *testing.T, dir, name string) {
		t.Helper()
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	type world struct {
		dir, out string
		read     map[string][sha256.Size]byte
	}
	nothing := func(*testing.T, *world) {}
	writing := func(name, data string) func(*testing.T, *world) {
		return func(t *testing.T, w *world) { put(t, w.dir, name, data) }
	}
	for _, tt := range []struct {
		reason       string
		while, after func(*testing.T, *world)
		kept         bool
		unchanged    bool
	}{
		{"nothing happens", nothing, nothing, true, true},
		{"a page changes after it was read: its record has the bytes that were read", writing("content/people/a.md", "changed"), nothing, true, false},
		{
			"a page changes after it was read and gets its old bytes again",
			writing("content/people/a.md", "changed"),
			writing("content/people/a.md", "a"), true, true,
		},
		{"a page comes meanwhile", writing("content/people/b.md", "b"), nothing, false, false},
		{
			"a page goes meanwhile",
			func(t *testing.T, w *world) { remove(t, w.dir, "content/people/a.md") }, nothing, false, false,
		},
		{
			"a page was away for a moment, so that it was not read",
			func(_ *testing.T, w *world) { delete(w.read, "content/people/a.md") }, nothing, false, false,
		},
		{
			"a page was there for a moment, and was read",
			func(_ *testing.T, w *world) { w.read["content/people/b.md"] = sha256.Sum256([]byte("b")) }, nothing, false, false,
		},
		{
			"a template was away for a moment",
			func(_ *testing.T, w *world) { delete(w.read, "templates/home.html") }, nothing, false, false,
		},
		{"a folder comes meanwhile", writing("content/places/.keep", ""), nothing, false, false},
		{"a page changes later", nothing, writing("content/people/a.md", "b"), true, false},
		{
			"two files change their bytes with one another",
			nothing, func(t *testing.T, w *world) {
				put(t, w.dir, "content/people/a.md", "title: Test")
				put(t, w.dir, "dossier.yaml", "a")
			}, true, false,
		},
		{"a picture that no page shows changes: its bytes were not read, and are compared all the same", nothing, writing("content/media/m.png", "n"), true, false},
		{
			"an empty folder comes later",
			nothing, func(t *testing.T, w *world) {
				if err := os.Mkdir(filepath.Join(w.dir, "content/events"), 0o755); err != nil {
					t.Fatal(err)
				}
			}, true, false,
		},
		{"a folder beside content comes later: it may be a misspelt one", nothing, writing("Seed/x.txt", "x"), true, false},
		{
			"a hidden file beside content comes later, and a file in the site that is somebody else's",
			nothing, func(t *testing.T, w *world) {
				put(t, w.dir, ".notes", "x")
				put(t, w.out, "mine.txt", "x")
			}, true, true,
		},
		{
			"a file of the site changes later",
			nothing, func(t *testing.T, w *world) { put(t, w.out, "index.html", "x") }, true, false,
		},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			dir := t.TempDir()
			w := &world{dir: dir, out: filepath.Join(dir, "public"), read: map[string][sha256.Size]byte{}}
			for name, data := range map[string]string{"dossier.yaml": "title: Test", "content/people/a.md": "a", "templates/home.html": "h"} {
				put(t, dir, name, data)
				w.read[name] = sha256.Sum256([]byte(data))
			}
			put(t, dir, "content/media/m.png", "m")

			a := &app{cache: t.TempDir()}
			r := a.newRecord(dir, w.out, build.Options{}, false)
			if _, _, _, ok := r.unchanged(context.Background()); ok {
				t.Error("it is unchanged before it was ever built")
			}
			r.begin()
			u, err := publish.Begin(context.Background(), w.out, []string{"index.html"})
			if err != nil {
				t.Fatal(err)
			}
			if err := u.Put(0, []byte("index")); err != nil {
				t.Fatal(err)
			}
			if _, err := u.Commit(context.Background()); err != nil {
				t.Fatal(err)
			}
			tt.while(t, w)
			r.keep(context.Background(), &build.Result{Read: w.read, Stats: build.Stats{Quotations: 7}}, u.Seal())
			if _, err := os.Stat(r.file); (err == nil) != tt.kept {
				t.Errorf("recorded: %t, want %t", err == nil, tt.kept)
			}
			tt.after(t, w)
			was, read, files, ok := r.unchanged(context.Background())
			if ok != tt.unchanged {
				t.Errorf("unchanged: %t, want %t", ok, tt.unchanged)
			}
			if ok && (was.quotations != 7 || read != 4 || files != 1) {
				t.Errorf("%d quotations, %d files read, %d in the site", was.quotations, read, files)
			}
			for _, other := range []*record{
				a.newRecord(dir, w.out, build.Options{Drafts: true}, false),
				a.newRecord(dir, w.out, build.Options{BaseURL: "https://example.org/"}, false),
				a.newRecord(dir, w.out, build.Options{}, true),
				a.newRecord(dir, w.out+"2", build.Options{}, false),
				a.newRecord(filepath.Join(dir, "content"), w.out, build.Options{}, false),
			} {
				if _, _, _, ok := other.unchanged(context.Background()); ok {
					t.Errorf("a build of %s to %s with %s is taken for it", other.project, other.out, other.how)
				}
			}
			r.how = strings.Replace(r.how, r.how[:1], "x", 1)
			if _, _, _, ok := r.unchanged(context.Background()); ok {
				t.Error("a build by another program is taken for it")
			}
		})
	}
}

// Only what encode wrote is read, however little of it is other.
func TestOutcome(t *testing.T) {
	o := outcome{inputs: sha256.Sum256([]byte("a")), seal: sha256.Sum256([]byte("b")), quotations: 31800}
	data := o.encode()
	if got, ok := parseOutcome(data); !ok || got != o {
		t.Errorf("%q is read as %+v, %t", data, got, ok)
	}
	for i := range data {
		for _, other := range [][]byte{data[:i], slices.Delete(slices.Clone(data), i, i+1), append(slices.Clone(data[:i]), append([]byte{'0', data[i]}, data[i+1:]...)...)} {
			if _, ok := parseOutcome(other); ok {
				t.Fatalf("%q is taken for a record", other)
			}
		}
		flipped := slices.Clone(data)
		flipped[i] ^= 1
		if _, ok := parseOutcome(flipped); ok {
			t.Fatalf("%q is taken for a record", flipped)
		}
	}
}

// The cache folder is that of the platform, and none if the environment names no
// absolute path.
func TestCacheFolder(t *testing.T) {
	for _, tt := range []struct {
		reason string
		env    []string
	}{
		{"an empty environment", nil},
		{"relative paths", []string{"XDG_CACHE_HOME=cache", "HOME=home", "LocalAppData=data"}},
	} {
		if got := cacheFolder(tt.env); got != "" {
			t.Errorf("%s: %q", tt.reason, got)
		}
	}
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("XDG_CACHE_HOME", "")
	t.Setenv("LocalAppData", filepath.Join(home, "AppData"))
	want, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	if got := cacheFolder(os.Environ()); got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if a := (&app{}); a.newRecord("/a", "/b", build.Options{}, false) != nil {
		t.Error("there is a record without a cache folder")
	}
}
