package content

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"dossier/internal/sample"
)

var (
	hintedNames = []string{
		"dossier.yaml", "content/index.md", "content/people/a.md", "content/people/A.md", "content/people/b.txt", "content/sources/s.md",
		"content/sources/u.md", "content/x/a.md", "content/x", "content/media/p.png", "content/media/deep/er/q.png", "content/.hidden",
		"seeds/s.txt", "seeds/u.txt", "seeds/2024/s.txt", "seeds", "people/a.md", "templates/page.html",
	}
	hintedTexts = []string{
		"title: T\n", "title: T\nkinds: {x: {one: X, many: Xs}}\n", "---\ntitle: A\nseed: s.txt\n---\n> q\n\nn\n",
		"---\ntitle: A\nseed: u.txt\nencoding: windows-1254\n---\n", "---\ntitle: A\nseed: 2024/s.txt\n---\n![q](media/deep/er/q.png)",
		"---\ntitle: A\ndraft: true\nseed: u.txt\n---\n![x](media/p.png)", "Erdo\xf0an", "Text\n\n%% open", "", "---\nimage: media/p.png\n---\n",
	}
)

// equalsFresh fails where a loader gives something else than a new one.
func equalsFresh(t *testing.T, l *Loader, fsys fs.FS, o Options, what string) {
	t.Helper()
	p, _, diags := load(t, l, fsys, o)
	fresh := NewLoader()
	want, _, wantDiags := load(t, fresh, fsys, Options{Drafts: o.Drafts})
	if !reflect.DeepEqual(p, want) || !reflect.DeepEqual(diags, wantDiags) {
		t.Fatalf("%s: the loader gives something else than a new one\ngot  %v\nwant %v", what, diags, wantDiags)
	}
	read := func(l *Loader) map[string]string {
		all := map[string]string{}
		for _, file := range slices.Concat(slices.Collect(maps.Keys(l.entries.kept)), slices.Collect(maps.Keys(l.seeds.kept)), []string{configFile}) {
			all[file] = string(l.Read(file))
		}
		return all
	}
	if got, want := read(l), read(fresh); !reflect.DeepEqual(got, want) {
		t.Fatalf("%s: it knows other texts: got %q, want %q", what, got, want)
	}
	if p != nil {
		for _, m := range p.Media {
			if l.MediaFile(m) != fresh.MediaFile(m) {
				t.Fatalf("%s: %s is %s", what, m, l.MediaFile(m))
			}
		}
	}
}

// With the changed files named, one by one or by a folder above them, a Load
// gives what a new loader gives, whatever the changes were.
func TestHintedLoadEqualsFresh(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	fsys := fstest.MapFS{}
	l := NewLoader()
	for i := range 600 {
		var changed []string
		for range 1 + r.IntN(3) {
			name := hintedNames[r.IntN(len(hintedNames))]
			if strings.HasSuffix(name, "/x") || name == "seeds" { // a file where a folder was
				for other := range fsys {
					if strings.HasPrefix(other, name+"/") {
						delete(fsys, other)
						changed = append(changed, other)
					}
				}
			} else if up := path.Dir(name); fsys[up] != nil {
				delete(fsys, up)
				changed = append(changed, up)
			}
			if r.IntN(3) == 0 {
				delete(fsys, name)
			} else {
				fsys[name] = &fstest.MapFile{Data: []byte(hintedTexts[r.IntN(len(hintedTexts))])}
			}
			if up := path.Dir(name); up != "." && r.IntN(4) == 0 {
				name = up
			}
			changed = append(changed, name)
		}
		if r.IntN(5) == 0 { // a Load that is cancelled forgets nothing that it was told
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			if _, _, _, err := l.Load(ctx, fsys, Options{Changed: changed}); err == nil {
				t.Fatal("a cancelled Load gives no error")
			}
			changed = []string{"content/index.md"}
		}
		equalsFresh(t, l, fsys, Options{Drafts: r.IntN(2) == 0, Changed: changed}, fmt.Sprintf("after change %d, of %s", i, changed))
	}
}

// The same on a disk, with symbolic links, of which nothing is told when the file
// that they lead to changes, and folders that are moved.
func TestHintedLoadOnDisk(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	dir := t.TempDir()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	l := NewLoader()
	for i := range 300 {
		name := hintedNames[r.IntN(len(hintedNames))]
		changed := []string{name}
		// What is not possible, as where a file is in the way, changes nothing.
		switch r.IntN(6) {
		case 0:
			_ = root.RemoveAll(name)
		case 1:
			up := path.Dir(name)
			if up == "." {
				continue
			}
			other := "content/" + []string{"x", "people", "places"}[r.IntN(3)]
			_ = root.Rename(up, other)
			changed = []string{up, other}
		case 2:
			_ = root.RemoveAll(name)
			_ = root.Symlink([]string{"index.md", "../index.md", "..", "nowhere", "/etc/passwd"}[r.IntN(5)], name)
		default:
			if info, err := root.Lstat(name); err == nil && info.Mode()&fs.ModeSymlink != 0 {
				_ = root.Remove(name) // or it would be written where the link leads
			}
			_ = root.MkdirAll(path.Dir(name), 0o755)
			_ = root.WriteFile(name, []byte(hintedTexts[r.IntN(len(hintedTexts))]), 0o644)
		}
		equalsFresh(t, l, root.FS(), Options{Changed: changed}, fmt.Sprintf("after change %d, of %s", i, changed))
	}
}

// A symbolic link is looked at whatever a Load is told of: it changes with the
// file that it leads to.
func TestLinkedFilesFollow(t *testing.T) {
	dir := t.TempDir()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	write := func(name, text string) {
		t.Helper()
		if err := errors.Join(root.MkdirAll(path.Dir(name), 0o755), root.WriteFile(name, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	const source = "---\ntitle: S\nseed: t.txt\n---\n"
	write("dossier.yaml", "title: T\n")
	write("content/sources/s.md", source)
	write("seeds/u.txt", "One.")
	for to, link := range map[string]string{"u.txt": "seeds/t.txt", "../sources/s.md": "content/pages/p.md", "../people/q.md": "content/places/q.md"} {
		if err := errors.Join(root.MkdirAll(path.Dir(link), 0o755), root.Symlink(to, link)); err != nil {
			t.Fatal(err)
		}
	}
	l := NewLoader()
	equalsFresh(t, l, root.FS(), Options{}, "at first")
	for _, step := range []struct{ name, text, reason string }{
		{"seeds/u.txt", "Two.", "a text"},
		{"content/sources/s.md", source + "More.\n", "an entry"},
		{"content/people/q.md", "---\ntitle: Q\n---\n", "the link led nowhere"},
	} {
		write(step.name, step.text)
		equalsFresh(t, l, root.FS(), Options{Changed: []string{step.name}}, step.reason)
	}
	if err := root.Remove("content/people/q.md"); err != nil {
		t.Fatal(err)
	}
	equalsFresh(t, l, root.FS(), Options{Changed: []string{"content/people/q.md"}}, "the link leads nowhere again")
}

// watched is a file system that tells what was looked at.
type watched struct {
	fstest.MapFS
	looks *[]string
}

func (w watched) note(name string)                   { *w.looks = append(*w.looks, name) }
func (w watched) Open(n string) (fs.File, error)     { w.note(n); return w.MapFS.Open(n) }
func (w watched) ReadFile(n string) ([]byte, error)  { w.note(n); return w.MapFS.ReadFile(n) }
func (w watched) Stat(n string) (fs.FileInfo, error) { w.note(n); return w.MapFS.Stat(n) }
func (w watched) Lstat(n string) (fs.FileInfo, error) {
	w.note(n)
	return w.MapFS.Lstat(n)
}

func (w watched) ReadDir(n string) ([]fs.DirEntry, error) {
	w.note(n + "/")
	return w.MapFS.ReadDir(n)
}

// Nothing is looked at but what was named.
func TestHintedLoadLooksAtNothingElse(t *testing.T) {
	var looks []string
	fsys := watched{project(
		"content/index.md", "x", "content/people/a.md", "---\ntitle: A\n---\n", "content/people/b.md", "---\ntitle: B\n---\n",
		"content/sources/s.md", "---\ntitle: S\nseed: s.txt\n---\n", "seeds/s.txt", "Words.", "content/media/p.png", "p",
	), &looks}
	l := NewLoader()
	load(t, l, fsys, Options{})
	for _, tt := range []struct {
		reason  string
		changed []string
		want    []string
		parsed  int
	}{
		{"an entry", []string{"content/people/a.md"}, []string{"content/people/a.md"}, 0},
		{"a text", []string{"seeds/s.txt"}, []string{"seeds/s.txt"}, 0},
		{"an image is not read", []string{"content/media/p.png"}, []string{"content/media/p.png"}, 0},
		{"a folder", []string{"content/people"}, []string{"content/people", "content/people/", "content/people/a.md", "content/people/b.md"}, 0},
		{"no file of the dossier", []string{"templates/base.html", "public/index.html"}, []string{"public", "templates"}, 0},
		{"a file that an editor keeps", []string{"content/people/.a.md.swp"}, []string{"content/people"}, 0},
		{"the configuration", []string{"dossier.yaml"}, []string{"dossier.yaml"}, 0},
	} {
		looks = nil
		_, stats, _ := load(t, l, fsys, Options{Changed: tt.changed})
		slices.Sort(looks)
		if got := slices.Compact(looks); !slices.Equal(got, tt.want) || stats.Parsed != tt.parsed {
			t.Errorf("%s: looked at %q, want %q; %+v", tt.reason, got, tt.want, stats)
		}
	}
	for _, outside := range []string{".", "..", "/content", "../x"} {
		if _, stats, _ := load(t, l, fsys, Options{Changed: []string{outside}}); stats.FilesRead != 6 {
			t.Errorf("%q: %d files were read, want all", outside, stats.FilesRead)
		}
	}
}

// BenchmarkHintedLoad reads one changed entry of a dossier of 10,000 sources.
func BenchmarkHintedLoad(b *testing.B) {
	files := sample.Generate(10_000)
	dir := b.TempDir()
	if err := sample.Write(dir, sample.Files(10_000)); err != nil {
		b.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		b.Fatal(err)
	}
	defer root.Close()
	const entry, added = "content/sources/report-005000.md", "content/people/added.md"
	text := files[entry].Data
	person := []byte("---\ntitle: Somebody Added\n---\n")
	for _, bm := range []struct {
		name   string
		fsys   fs.FS
		write  func(name string, data []byte) error
		remove func(name string) error
	}{
		{"memory", files, func(name string, data []byte) error {
			files[name] = &fstest.MapFile{Data: data}
			return nil
		}, func(name string) error { delete(files, name); return nil }},
		{"disk", root.FS(), func(name string, data []byte) error {
			return os.WriteFile(filepath.Join(dir, name), data, 0o644)
		}, func(name string) error { return os.Remove(filepath.Join(dir, name)) }},
	} {
		l := NewLoader()
		if _, _, _, err := l.Load(b.Context(), bm.fsys, Options{}); err != nil {
			b.Fatal(err)
		}
		load := func(b *testing.B, parsed int, changed ...string) {
			_, stats, diags, err := l.Load(b.Context(), bm.fsys, Options{Changed: changed})
			if err != nil || diags.HasErrors() || stats.Parsed != parsed {
				b.Fatal(err, diags, stats)
			}
		}
		b.Run(bm.name+"/edit", func(b *testing.B) {
			b.ReportAllocs()
			n := 0
			for b.Loop() {
				n++
				if err := bm.write(entry, fmt.Appendf(slices.Clone(text), "\nEdit %d.\n", n)); err != nil {
					b.Fatal(err)
				}
				load(b, 1, entry)
			}
		})
		b.Run(bm.name+"/add and remove", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := bm.write(added, person); err != nil {
					b.Fatal(err)
				}
				load(b, 1, added)
				if err := bm.remove(added); err != nil {
					b.Fatal(err)
				}
				load(b, 0, added)
			}
		})
		b.Run(bm.name+"/everything", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				load(b, 0)
			}
		})
	}
}
