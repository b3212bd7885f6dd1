package content

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"dossier/internal/diag"
	"dossier/internal/dossier"
)

func project(files ...string) fstest.MapFS {
	fsys := fstest.MapFS{"dossier.yaml": &fstest.MapFile{Data: []byte("title: T\n")}}
	for i := 0; i < len(files); i += 2 {
		fsys[files[i]] = &fstest.MapFile{Data: []byte(files[i+1])}
	}
	return fsys
}

func load(t *testing.T, l *Loader, fsys fs.FS, o Options) (*dossier.Project, Stats, diag.List) {
	t.Helper()
	p, stats, diags, err := l.Load(t.Context(), fsys, o)
	if err != nil {
		t.Fatal(err)
	}
	return p, stats, diags
}

// What did not change is not parsed again, and only that.
func TestLoadAgain(t *testing.T) {
	fsys := project(
		"content/sources/a.md", "---\ntitle: A\nseed: a.txt\n---\n",
		"content/people/b.md", "---\ntitle: B\n---\nText [[a]].",
		"content/pages/c.md", "---\ntitle: C\nkey: x\n---\n",
		"seeds/a.txt", "T\xfcrkiye\n",
	)
	l := NewLoader()
	first, stats, diags := load(t, l, fsys, Options{})
	if want := (Stats{FilesRead: 5, Parsed: 5}); stats != want {
		t.Errorf("first: %+v, want %+v", stats, want)
	}
	again, stats, diagsAgain := load(t, l, fsys, Options{})
	if want := (Stats{FilesRead: 5}); stats != want {
		t.Errorf("again: %+v, want %+v", stats, want)
	}
	if !reflect.DeepEqual(first, again) || !reflect.DeepEqual(diags, diagsAgain) {
		t.Error("the second load gives something else")
	}
	if again.Entries[0] != first.Entries[0] {
		t.Error("an unchanged entry was made anew")
	}
	for _, tt := range []struct {
		reason string
		change func()
		parsed int
	}{
		{"one entry changes", func() { fsys["content/people/b.md"] = &fstest.MapFile{Data: []byte("---\ntitle: BB\n---\n")} }, 1},
		{"a modification time is no change", func() {
			f := *fsys["content/people/b.md"]
			f.ModTime = f.ModTime.AddDate(1, 0, 0)
			fsys["content/people/b.md"] = &f
		}, 0},
		{"a source's encoding changes: the source and its seed", func() {
			fsys["content/sources/a.md"] = &fstest.MapFile{Data: []byte("---\ntitle: A\nseed: a.txt\nencoding: windows-1254\n---\n")}
		}, 2},
		{"an entry is renamed", func() {
			fsys["content/pages/d.md"] = fsys["content/pages/c.md"]
			delete(fsys, "content/pages/c.md")
		}, 1},
		{"the configuration changes", func() { fsys["dossier.yaml"] = &fstest.MapFile{Data: []byte("title: U\nkinds: {x: }\n")} }, 1},
	} {
		tt.change()
		got, stats, diags := load(t, l, fsys, Options{})
		if stats.Parsed != tt.parsed || stats.FilesRead != 5 {
			t.Errorf("%s: %+v, want %d parsed", tt.reason, stats, tt.parsed)
		}
		fresh, _, freshDiags := load(t, NewLoader(), fsys, Options{})
		if !reflect.DeepEqual(got, fresh) || !reflect.DeepEqual(diags, freshDiags) {
			t.Errorf("%s: the loader gives something else than a new one", tt.reason)
		}
	}
}

// After any sequence of changes a loader gives what a new one gives.
func TestLoadEqualsFresh(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	names := []string{"dossier.yaml", "content/index.md", "content/people/a.md", "content/people/A.md", "content/sources/s.md", "content/sources/u.md", "content/x/a.md", "content/media/p.png", "seeds/s.txt", "seeds/u.txt"}
	texts := []string{
		"title: T\n", "title: T\nkinds: {x: {one: X, many: Xs}}\n", "---\ntitle: A\nseed: s.txt\n---\n> q\n\nn\n", "---\ntitle: A\nseed: u.txt\nencoding: windows-1254\n---\n",
		"---\ntitle: A\ndraft: true\nseed: u.txt\n---\n![x](media/p.png)", "Erdo\xf0an", "Text\n\n%% open", "", "---\nimage: media/p.png\n---\n",
	}
	fsys := fstest.MapFS{}
	l := NewLoader()
	for i := range 300 {
		name := names[r.IntN(len(names))]
		if r.IntN(4) == 0 {
			delete(fsys, name)
		} else {
			fsys[name] = &fstest.MapFile{Data: []byte(texts[r.IntN(len(texts))])}
		}
		o := Options{Drafts: r.IntN(2) == 0}
		p, _, diags := load(t, l, fsys, o)
		fresh, _, freshDiags := load(t, NewLoader(), fsys, o)
		if !reflect.DeepEqual(p, fresh) || !reflect.DeepEqual(diags, freshDiags) {
			t.Fatalf("after change %d, of %s, the loader gives something else than a new one", i, name)
		}
	}
}

func TestDrafts(t *testing.T) {
	fsys := project(
		"content/pages/a.md", "---\ntitle: A\n---\n",
		"content/sources/d.md", "---\ntitle: D\nseed: d.txt\ndraft: true\nwrong: x\n---\n![x](media/none.png)",
		"seeds/d.txt", "not yet",
	)
	l := NewLoader()
	p, _, diags := load(t, l, fsys, Options{})
	if len(p.Entries) != 1 || len(p.Drafts) != 1 || p.Drafts[0].ID != "d" || len(p.Seeds) != 0 || len(diags) != 0 {
		t.Errorf("without drafts: %d entries, %d drafts, %d seeds, %v", len(p.Entries), len(p.Drafts), len(p.Seeds), diags)
	}
	p, _, diags = load(t, l, fsys, Options{Drafts: true})
	if len(p.Entries) != 2 || len(p.Drafts) != 0 || len(p.Seeds) != 1 || len(diags) != 2 {
		t.Errorf("with drafts: %d entries, %d drafts, %d seeds, %v", len(p.Entries), len(p.Drafts), len(p.Seeds), diags)
	}
}

func TestRead(t *testing.T) {
	fsys := project("content/sources/a.md", "\ufeff---\r\ntitle: A\r\nseed: a.txt\r\n---\r\n", "seeds/a.txt", "T\xfcrkiye\r\nx")
	l := NewLoader()
	load(t, l, fsys, Options{})
	for _, tt := range []struct{ reason, file, want string }{
		{"an entry without byte order mark and CR", "content/sources/a.md", "---\ntitle: A\nseed: a.txt\n---\n"},
		{"a seed as it was decoded", "seeds/a.txt", "Türkiye\nx"},
		{"the configuration", "dossier.yaml", "title: T\n"},
	} {
		if got := string(l.Read(tt.file)); got != tt.want {
			t.Errorf("%s: got %q", tt.reason, got)
		}
	}
	if l.Read("seeds/b.txt") != nil {
		t.Error("a file that was not read has a text")
	}
}

// Links out of the project are reported and not followed; those within are.
func TestSymbolicLinks(t *testing.T) {
	base := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		p := filepath.Join(base, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	link := func(to, name string) {
		t.Helper()
		p := filepath.Join(base, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(filepath.FromSlash(to), p); err != nil {
			t.Fatal(err)
		}
	}
	write("secret.txt", "the vault code")
	write("outside/x.md", "---\ntitle: the vault code\n---\n")
	write("p/dossier.yaml", "title: T\n")
	for _, id := range []string{"a", "b", "c"} {
		write("p/content/sources/"+id+".md", "---\ntitle: "+id+"\nseed: "+id+".txt\n---\n")
	}
	write("p/texts/c.txt", "Within the project.")
	link("../../secret.txt", "p/seeds/a.txt")
	link("nowhere.txt", "p/seeds/b.txt")
	link("../texts/c.txt", "p/seeds/c.txt")
	link("../../outside", "p/content/people")
	link("../../../outside/x.md", "p/content/places/x.md")
	link("..", "p/content/media/loop")
	link("../texts", "p/content/events")
	link(base+"/secret.txt", "p/content/media/abs.png")

	root, err := os.OpenRoot(filepath.Join(base, "p"))
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	l := NewLoader()
	p, _, diags := load(t, l, root.FS(), Options{})
	if len(p.Seeds) != 1 || p.Seeds["seeds/c.txt"] == nil || p.Seeds["seeds/c.txt"].Text != "Within the project." {
		t.Errorf("seeds: %v", p.Seeds)
	}
	if len(p.Media) != 0 || len(p.Entries) != 3 {
		t.Errorf("media %q, %d entries", p.Media, len(p.Entries))
	}
	got := map[string]string{}
	for _, d := range diags {
		got[d.Pos.File] += d.Code
		if strings.Contains(d.Text(), "vault") {
			t.Errorf("a diagnostic tells what is outside: %s", d.Text())
		}
	}
	want := map[string]string{
		"seeds/a.txt": "path-out", "seeds/b.txt": "symbolic-link", "content/people": "path-out", "content/events": "symbolic-link", "content/places/x.md": "path-out",
		"content/media/loop": "symbolic-link", "content/media/abs.png": "path-out",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// broken is a file system with one file that cannot be read.
type broken struct {
	fstest.MapFS
	file string
}

func (b broken) ReadFile(name string) ([]byte, error) {
	if name == b.file {
		return nil, errors.New("the disk is on fire")
	}
	return b.MapFS.ReadFile(name)
}

func (b broken) ReadDir(name string) ([]fs.DirEntry, error) {
	if name == b.file {
		return nil, errors.New("the disk is on fire")
	}
	return b.MapFS.ReadDir(name)
}

// A file or folder that cannot be read is a flaw of the dossier: a preview goes on.
func TestUnreadableFiles(t *testing.T) {
	fsys := project("content/sources/a.md", "---\ntitle: A\nseed: a.txt\n---\n", "content/index.md", "x", "seeds/a.txt", "x")
	for _, file := range []string{"dossier.yaml", "content/sources/a.md", "seeds/a.txt", "content", "content/sources", "seeds"} {
		l := NewLoader()
		_, _, diags := load(t, l, broken{fsys, file}, Options{})
		if len(diags) == 0 || !slices.ContainsFunc(diags, func(d diag.Diagnostic) bool {
			return d.Code == "unreadable" && d.Pos.File == file && strings.Contains(d.Message, "on fire")
		}) {
			t.Errorf("%s: %v", file, diags)
		}
		if _, _, diags := load(t, l, fsys, Options{Changed: []string{file}}); len(diags) > 0 {
			t.Errorf("%s can be read again: %v", file, diags)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, _, err := NewLoader().Load(ctx, fsys, Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// vanishing is a file system with one file that is listed and not there any more.
type vanishing struct {
	fstest.MapFS
	file string
}

func (v vanishing) ReadFile(name string) ([]byte, error) {
	if name == v.file {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return v.MapFS.ReadFile(name)
}

func TestVanishedFiles(t *testing.T) {
	fsys := project("content/sources/a.md", "---\ntitle: A\nseed: a.txt\n---\n", "content/index.md", "x", "seeds/a.txt", "x")
	for _, tt := range []struct{ file, code string }{
		{"dossier.yaml", "no-config"}, {"content/sources/a.md", "unused-seed"}, {"content/index.md", ""}, {"seeds/a.txt", "seed-missing"},
	} {
		_, _, diags := load(t, NewLoader(), vanishing{fsys, tt.file}, Options{})
		code := ""
		for _, d := range diags {
			code += d.Code
		}
		if code != tt.code {
			t.Errorf("%s: got %v, want %q", tt.file, diags, tt.code)
		}
	}
}

// What the disk itself refuses or holds by mistake is told too.
func TestUnreadableOnDisk(t *testing.T) {
	if os.Getuid() == 0 {
		t.Log("the superuser may read everything; only the binary file is looked at")
	}
	dir := t.TempDir()
	for name, text := range map[string]string{
		"dossier.yaml": "title: T\n", "content/index.md": "x", "content/people/a.md": "---\ntitle: A\n---\n",
		"content/people/b.md": "\x00\xff\xfe\x80", "content/places/c.md": "---\ntitle: C\n---\n", "seeds/s.txt": "s",
	} {
		p := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	shut := map[string]string{"content/people/a.md": "unreadable", "content/places": "unreadable", "seeds": "unreadable"}
	for name := range shut {
		p := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.Chmod(p, 0); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = os.Chmod(p, 0o755) }) // else the folder could not be removed
	}
	_, _, diags := load(t, NewLoader(), os.DirFS(dir), Options{})
	got := map[string]string{}
	for _, d := range diags {
		got[d.Pos.File] += d.Code
	}
	want := map[string]string{"content/people/b.md": "not-utf8"}
	if os.Getuid() == 0 {
		want["seeds/s.txt"] = "unused-seed"
	} else {
		maps.Copy(want, shut)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// The kinds of one project do not become those of another.
func TestConfigIsNotShared(t *testing.T) {
	l := NewLoader()
	fsys := project("content/index.md", "x")
	first, _, _ := load(t, l, fsys, Options{})
	first.Config.Kinds[0].Folder = "changed"
	first.Config.BaseURL.Value = "changed"
	second, _, _ := load(t, l, fsys, Options{})
	if second.Config.Kinds[0].Folder != "sources" || second.Config.BaseURL.Value != "" || dossier.BuiltIn[0].Folder != "sources" {
		t.Error("a change in one project's configuration shows in the next")
	}
}

// A disk may decompose the accents that an editor composes, and the other way round.
func TestSpellingOfFileNames(t *testing.T) {
	const nfc, nfd = "\u00e9", "e\u0301"
	for _, tt := range []struct{ reason, disk, named string }{
		{"composed in the text", nfd, nfc},
		{"composed on disk", nfc, nfd},
		{"decomposed in both", nfd, nfd},
	} {
		fsys := project(
			"content/sources/a.md", "---\ntitle: A\nseed: "+tt.named+".txt\nimage: media/"+tt.named+".png\n---\n![x](media/"+tt.named+".png)",
			"content/media/"+tt.disk+".png", "x",
			"seeds/"+tt.disk+".txt", "Words.",
		)
		l := NewLoader()
		p, _, diags := load(t, l, fsys, Options{})
		if len(diags) > 0 {
			t.Errorf("%s: %v", tt.reason, diags)
		}
		if seed := p.Seeds["seeds/"+p.Entries[0].Source.Seed.Value]; seed == nil || seed.File != "seeds/"+tt.disk+".txt" || string(l.Read(seed.File)) != "Words." {
			t.Errorf("%s: the seed is %+v", tt.reason, seed)
		}
		if want := []string{"media/" + nfc + ".png"}; !slices.Equal(p.Media, want) || p.Entries[0].Image.Value != want[0] {
			t.Errorf("%s: the media are %+q, the image is %+q", tt.reason, p.Media, p.Entries[0].Image.Value)
		} else if got := l.MediaFile(p.Media[0]); got != "content/media/"+tt.disk+".png" {
			t.Errorf("%s: the file on disk is %+q", tt.reason, got)
		}
	}
	fsys := project("content/index.md", "x", "content/media/"+nfc+".png", "x", "content/media/"+nfd+".png", "y")
	if _, _, diags := load(t, NewLoader(), fsys, Options{}); len(diags) != 1 || diags[0].Code != "duplicate-file" {
		t.Errorf("two files of one name: %v", diags)
	}
}

// Two sources with one text must publish the same of it, or one gives away
// what the other withholds.
func TestSharedSeedIsPublishedAlike(t *testing.T) {
	for _, tt := range []struct {
		reason, standard, a, b string
		wrong                  bool
	}{
		{"different", "", "publish: full\n", "publish: reference\n", true},
		{"the other way round", "", "publish: excerpts\n", "publish: full\n", true},
		{"the same", "", "publish: excerpts\n", "publish: excerpts\n", false},
		{"neither says anything", "publish: excerpts\n", "", "", false},
		{"the one says what is full by default", "", "publish: full\n", "", false},
		{"the one says something else than the default", "", "", "publish: excerpts\n", true},
		{"the one says what the dossier's default is", "publish: reference\n", "publish: reference\n", "", false},
		{"the one says something else than the dossier's default", "publish: excerpts\n", "publish: full\n", "", true},
	} {
		fsys := project(
			"dossier.yaml", "title: T\n"+tt.standard,
			"content/sources/a.md", "---\ntitle: A\nseed: s.txt\n"+tt.a+"---\n",
			"content/sources/b.md", "---\ntitle: B\nseed: s.txt\n"+tt.b+"---\n",
			"seeds/s.txt", "Words.",
		)
		_, _, diags := load(t, NewLoader(), fsys, Options{})
		if diags.HasErrors() != tt.wrong || diags[0].Code != "shared-seed" || diags[0].Pos.String() != "content/sources/b.md:3:7" {
			t.Errorf("%s: %v", tt.reason, diags)
		}
	}
}

// A kind's folder never has the name of a file of the site, nor an entry that of a list.
func TestReservedNames(t *testing.T) {
	for _, tt := range []struct{ reason, file, text, code string }{
		{"a page", "dossier.yaml", "title: T\nkinds: {about.html: }\n", "kind-name"},
		{"the feed", "dossier.yaml", "title: T\nkinds: {feed.xml: {one: Feed}}\n", "kind-name"},
		{"for robots", "dossier.yaml", "title: T\nkinds: {robots.txt: }\n", "kind-name"},
		{"the front page", "dossier.yaml", "title: T\nkinds: {index.html: }\n", "kind-name"},
		{"hidden", "dossier.yaml", "title: T\nkinds: {.nojekyll: }\n", "kind-name"},
		{"a hyphen first", "dossier.yaml", "title: T\nkinds: {-x: }\n", "kind-name"},
		{"two words are fine", "dossier.yaml", "title: T\nkinds: {cargo-ships: }\n", ""},
		{"the list in other case", "content/people/Index.md", "---\ntitle: X\n---\n", "reserved-id"},
		{"the list shouted", "content/pages/INDEX.md", "---\ntitle: X\n---\n", "reserved-id"},
		{"the front page in other case", "content/Index.md", "x", "misplaced-file"},
		{"an id that only begins so is fine", "content/people/indexer.md", "---\ntitle: X\n---\n", ""},
	} {
		_, _, diags := load(t, NewLoader(), project("content/pages/a.md", "---\ntitle: A\n---\n", tt.file, tt.text), Options{})
		code := ""
		for _, d := range diags {
			code += d.Code
			if d.Hint == "" {
				t.Errorf("%s: %q has no hint", tt.reason, d.Message)
			}
		}
		if code != tt.code {
			t.Errorf("%s: got %v, want %q", tt.reason, diags, tt.code)
		}
	}
}

func TestBaseURL(t *testing.T) {
	for _, tt := range []struct{ reason, in, want string }{
		{"a folder", "https://x.org/a/", "https://x.org/a/"},
		{"the slash is added", "https://x.org/a", "https://x.org/a/"},
		{"a query", "https://x.org/a?q=x", ""},
		{"a query that ends with a slash", "https://x.org/a/?q=/", ""},
		{"a fragment that ends with a slash", "https://x.org/a/#/", ""},
	} {
		c, diags := parseConfig("dossier.yaml", []byte("title: T\nbase_url: "+tt.in+"\n"))
		if c.BaseURL.Value != tt.want || diags.HasErrors() != (tt.want == "") {
			t.Errorf("%s: got %q, %v", tt.reason, c.BaseURL.Value, diags)
		}
	}
}

// Newcomers' mistakes: each is told once, with what to do about it.
func TestHints(t *testing.T) {
	const page = "---\ntitle: A\n---\n"
	source := func(keys string) []string {
		return []string{"content/sources/s.md", "---\ntitle: A\nseed: gazette.txt\n" + keys + "---\n", "seeds/gazette.txt", "Words."}
	}
	for _, tt := range []struct {
		reason      string
		files       []string
		where, code string
		hint        string
	}{
		{"a set of dates", []string{"content/events/a.md", "---\ntitle: A\ndate: [2023,2024]\n---\n"}, "content/events/a.md:3:7", "wrong-type", `write date: "[2023,2024]"`},
		{"a set that is all of them", []string{"content/claims/a.md", "---\ntitle: A\ndate: {2019, 2020}\n---\n"}, "content/claims/a.md:3:7", "wrong-type", `write date: "{2019,2020}"`},
		{"a range in a set", source("published: {2019..2021}\n"), "content/sources/s.md:4:12", "wrong-type", `write published: "{2019..2021}"`},
		{"a list of dates is none", []string{"content/events/a.md", "---\ntitle: A\ndate:\n  - 2023\n---\n"}, "content/events/a.md:4:3", "wrong-type", "write one text"},
		{"a date of a role", []string{"content/people/a.md", "---\ntitle: A\nroles: {title: X, from: [2023,2024]}\n---\n"}, "content/people/a.md:3:25", "wrong-type", `write from: "[2023,2024]"`},
		{"a comma in braces", []string{"content/claims/a.md", "---\ntitle: A\nevidence: {cite: s, quote: The cargo was, within limits, safe}\n---\n"}, "content/claims/a.md:3:43", "unknown-key", `quote: "The cargo was, within limits, safe"`},
		{"persons are people", []string{"content/persons/a.md", page}, "content/persons", "unknown-kind", "did you mean people? rename it to content/people\nif it is a kind of its own, declare it in dossier.yaml: kinds: {persons: "},
		{"organisations in British spelling", []string{"content/Organisations/a.md", page}, "content/Organisations", "unknown-kind", "did you mean organizations?"},
		{"a kind beside content", []string{"people/a.md", page}, "people", "misplaced-folder", "move it to content/people"},
		{"a text's name without its end", append(source(""), "content/sources/s.md", "---\ntitle: A\nseed: Gazette\n---\n"), "content/sources/s.md:3:7", "seed-missing", `write "gazette.txt"`},
		{"a person is not founded", []string{"content/people/a.md", "---\ntitle: A\nfounded: 1990\n---\n"}, "content/people/a.md:3:1", "unknown-key", `"founded" belongs to an organization or a place`},
		{"a person is not on the map", []string{"content/people/a.md", "---\ntitle: A\ncoordinates: 1, 2\n---\n"}, "content/people/a.md:3:1", "unknown-key", `belongs to a place`},
		{"nor is an organization", []string{"content/organizations/a.md", "---\ntitle: A\ncoordinates: 1, 2\n---\n"}, "content/organizations/a.md:3:1", "unknown-key", `belongs to a place`},
		{"a place is not born", []string{"content/places/a.md", "---\ntitle: A\nborn: 1990\n---\n"}, "content/places/a.md:3:1", "unknown-key", `"born" belongs to a person`},
		{"an event has no roles", []string{"content/events/a.md", "---\ntitle: A\nroles: x\n---\n"}, "content/events/a.md:3:1", "unknown-key", `a person, an organization or a place`},
		{"the first line is missing", []string{"content/people/a.md", "title: A\n---\n"}, "content/people/a.md:1:1", "front-matter-start", "above the first key"},
	} {
		fsys := project(append([]string{"content/index.md", "x"}, tt.files...)...)
		_, _, diags := load(t, NewLoader(), fsys, Options{})
		i := slices.IndexFunc(diags, func(d diag.Diagnostic) bool { return d.Pos.String() == tt.where && d.Code == tt.code })
		if i < 0 || !strings.Contains(diags[i].Hint, tt.hint) {
			t.Errorf("%s: got %v, want %s %s and a hint with %q", tt.reason, diags, tt.where, tt.code, tt.hint)
		}
	}
	fsys := project("dossier.yaml", "title: T\nkinds: {ships: }\n", "content/ships/a.md", "---\ntitle: A\nborn: 1990\nfounded: 1990\ncoordinates: 1, 2\n---\n",
		"content/organizations/b.md", "---\ntitle: B\nfounded: 1990\n---\n", "content/places/c.md", "---\ntitle: C\nfounded: 1990\ncoordinates: 1, 2\n---\n",
		"sources/scan.pdf", "%PDF")
	if _, _, diags := load(t, NewLoader(), fsys, Options{}); len(diags) > 0 {
		t.Errorf("keys where they belong: %v", diags)
	}
}

func TestSlug(t *testing.T) {
	for _, tt := range []struct{ reason, in, want string }{
		{"spaces and case", "Hakan Fidan", "hakan-fidan"},
		{"letters without a decomposition", "Işık Straße Łódź", "isik-strasse-lodz"},
		{"marks", "Erdoğan İsmail Çelik", "erdogan-ismail-celik"},
		{"other scripts stay", "Эрдоган حماس", "эрдоган-حماس"},
		{"nothing left", "???", "entry"},
		{"dots", "..a..b", "a-b"},
	} {
		if got := slug(tt.in); got != tt.want || !isSlug(got) {
			t.Errorf("%s: got %q, want %q", tt.reason, got, tt.want)
		}
	}
	for _, bad := range []string{"", ".x", "x.", "-x", "a b", "a/b", "a#b", "a%b", "a?b", "a:b", "a\u200bb"} {
		if isSlug(bad) {
			t.Errorf("%q is taken for a slug", bad)
		}
	}
}

func TestNearest(t *testing.T) {
	list := []string{"title", "aliases", "tags", "seed", "same_as", "A", "B"}
	for _, tt := range []struct{ reason, in, want string }{
		{"a letter left out", "titl", "title"},
		{"two swapped", "tilte", "title"},
		{"case", "Tags", "tags"},
		{"case of a single letter", "b", "B"},
		{"too far", "xyz", ""},
		{"a short word may differ by one letter", "sed", "seed"},
		{"and not by two", "sd", ""},
		{"accents", "tìtlé", "title"},
		{"a hyphen for an underscore", "same-as", "same_as"},
		{"one letter is as far from any other", "x", ""},
	} {
		if got, _ := nearest(tt.in, list); got != tt.want {
			t.Errorf("%s: %q gives %q, want %q", tt.reason, tt.in, got, tt.want)
		}
	}
}

// The dossier of this repository is read whole.
func TestThisDossier(t *testing.T) {
	root, err := os.OpenRoot(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	l := NewLoader()
	p, stats, diags := load(t, l, root.FS(), Options{})
	diags.Locate(l.Read)
	for _, d := range diags {
		t.Error(d.Text())
	}
	if p == nil || len(p.Seeds) != 5 || stats.FilesRead != len(p.Entries)+len(p.Drafts)+len(p.Seeds)+1 {
		t.Fatalf("%+v", stats)
	}
	if !slices.IsSortedFunc(p.Entries, func(a, b *dossier.Entry) int { return strings.Compare(a.File, b.File) }) {
		t.Error("the entries are not in the order of their files")
	}
}

func generated(entries int) fstest.MapFS {
	fsys := project()
	for i := range entries {
		id := fmt.Sprintf("e%04d", i)
		fsys["content/people/"+id+".md"] = &fstest.MapFile{Data: fmt.Appendf(nil,
			"---\ntitle: Person %d\naliases: [P%d, \"Mr P %d\"]\nroles:\n  - title: Minister\n    evidence: {cite: s, quote: \"the exact words\"}\n---\n\n%s", i, i, i,
			strings.Repeat("A sentence about [[e0001]] with its source [@s \"the exact words\"].\n\n", 10))}
	}
	return fsys
}

func BenchmarkLoad(b *testing.B) {
	fsys := generated(1000)
	for _, bm := range []struct {
		name string
		warm bool
	}{{"fresh", false}, {"again", true}} {
		b.Run(bm.name, func(b *testing.B) {
			l := NewLoader()
			if _, _, _, err := l.Load(b.Context(), fsys, Options{}); err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				if !bm.warm {
					l = NewLoader()
				}
				p, _, diags, err := l.Load(b.Context(), fsys, Options{})
				if err != nil || len(diags) > 0 || len(p.Entries) != 1000 {
					b.Fatal(err, diags)
				}
			}
		})
	}
}

func BenchmarkParagraphs(b *testing.B) {
	text := strings.Repeat(wrapped(longA, 72, "    ", "")+wrapped(longB, 72, "    ", ""), 50)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		Paragraphs(text)
	}
}
