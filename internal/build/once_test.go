package build_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"dossier/internal/build"
	"dossier/internal/render"
	"dossier/internal/sample"
	"dossier/templates"
)

// kept is a Sink that keeps the site.
type kept struct {
	t     *testing.T
	mu    sync.Mutex
	files []render.File
	fail  error
}

func (k *kept) open(_ *build.Result, paths []string) (build.Sink, error) {
	for _, p := range paths {
		k.files = append(k.files, render.File{Path: p})
	}
	return k, nil
}

func (k *kept) Put(i int, data []byte) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.files[i].Data != nil {
		k.t.Errorf("%s is put twice", k.files[i].Path)
	}
	k.files[i].Data = append([]byte{}, data...)
	return k.fail
}

func once(files fs.FS) build.Options {
	return build.Options{Project: files, Defaults: templates.FS, Now: time.Now}
}

// What is built once and kept nowhere has the bytes that a session gives, and the
// same is told of it.
func TestOnceEqualsSession(t *testing.T) {
	warned := sample.Generate(5)
	warned["seeds/unused.txt"] = &fstest.MapFile{Data: []byte("A text.\n")}
	moved := sample.Generate(5)
	moved["dossier.yaml"] = &fstest.MapFile{Data: append(moved["dossier.yaml"].Data, "\nbase_url: https://example.org/\n"...)}
	for name, files := range map[string]fs.FS{"own": project(t), "generated": sample.Generate(40), "with a warning": warned, "with an address": moved} {
		want := run(t, files)
		k := &kept{t: t}
		got, err := build.Once(context.Background(), once(files), k.open)
		if err != nil {
			t.Fatal(err)
		}
		slices.SortFunc(k.files, func(a, b render.File) int { return strings.Compare(a.Path, b.Path) })
		same(t, name, want.Files, k.files)
		if a, b := text(want.Diags), text(got.Diags); a != b {
			t.Errorf("%s: a session tells\n%s\nand once tells\n%s", name, a, b)
		}
		a, b := want.Stats, got.Stats
		if a.FilesRead != b.FilesRead || a.Parsed != b.Parsed || a.Quotations != b.Quotations || a.Mentions != b.Mentions || a.Pages != b.Pages {
			t.Errorf("%s: a session counts %+v, once %+v", name, a, b)
		}
		if got.Files != nil {
			t.Errorf("%s: the files are kept", name)
		}
	}
}

// With errors that are known before the first page no sink is asked for; with
// those of templates as they run all are found, as a session finds them.
func TestOnceWithErrors(t *testing.T) {
	for _, flaw := range []struct {
		reason, file, text string
		opened             bool
	}{
		{"nothing to build", "", "", false},
		{"a key of the front matter", "content/people/a.md", "---\ntitle: A\nnonsense: 1\n---\n", false},
		{"a link", "content/people/a.md", "---\ntitle: A\n---\n[[nobody]]\n", false},
		{"a template that does not parse", "templates/event.html", "{{if}}", false},
		{"a template that fails while it runs", "templates/event.html", "\n" + `{{template "partials/head.html" .Frame}}{{slice .Title 9999}}`, true},
	} {
		files := sample.Generate(5)
		if flaw.file == "" {
			clear(files)
		}
		files[flaw.file] = &fstest.MapFile{Data: []byte(flaw.text)}
		opened := false
		res, err := build.Once(context.Background(), once(files), func(*build.Result, []string) (build.Sink, error) {
			opened = true
			return nil, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if opened != flaw.opened || !res.Diags.HasErrors() {
			t.Errorf("%s: opened %t, and the diagnostics\n%s", flaw.reason, opened, text(res.Diags))
		}
		if a, b := text(run(t, files).Diags), text(res.Diags); a != b {
			t.Errorf("%s: a session tells\n%s\nand once tells\n%s", flaw.reason, a, b)
		}
	}
}

// A sink that fails, one that cannot be opened, and the end of the context end
// the build.
func TestOnceFails(t *testing.T) {
	fault := errors.New("fault")
	k := &kept{t: t, fail: fault}
	if _, err := build.Once(context.Background(), once(sample.Generate(5)), k.open); !errors.Is(err, fault) {
		t.Errorf("a sink that fails gives %v", err)
	}
	_, err := build.Once(context.Background(), once(sample.Generate(5)), func(*build.Result, []string) (build.Sink, error) { return nil, fault })
	if !errors.Is(err, fault) {
		t.Errorf("a sink that cannot be opened gives %v", err)
	}
	ctx, stop := context.WithCancel(context.Background())
	_, err = build.Once(ctx, once(sample.Generate(5)), func(*build.Result, []string) (build.Sink, error) { stop(); return nil, nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("a context that has ended gives %v", err)
	}
}

// Media are put as they are.
func TestOnceMedia(t *testing.T) {
	files := sample.Generate(5)
	picture := []byte("\x89PNG\r\n\x1a\n picture")
	files["content/media/pier.png"] = &fstest.MapFile{Data: picture}
	files["content/people/a.md"] = &fstest.MapFile{Data: []byte("---\ntitle: A\n---\n![The pier](media/pier.png)\n")}
	k := &kept{t: t}
	res, err := build.Once(context.Background(), once(files), k.open)
	if err != nil || res.Diags.HasErrors() {
		t.Fatal(err, text(res.Diags))
	}
	i := slices.IndexFunc(k.files, func(f render.File) bool { return strings.HasSuffix(f.Path, "pier.png") })
	if i < 0 || !bytes.Equal(k.files[i].Data, picture) {
		t.Errorf("the picture is file %d, or has other bytes", i)
	}
}

// What a site was made from is told with the sums of its bytes: pages, texts, the
// configuration, the project's templates and the media that are shown.
func TestOnceRead(t *testing.T) {
	files := sample.Generate(5)
	files["content/media/pier.png"] = &fstest.MapFile{Data: []byte("a picture")}
	files["content/media/unused.png"] = &fstest.MapFile{Data: []byte("another")}
	files["content/people/a.md"] = &fstest.MapFile{Data: []byte("---\ntitle: A\n---\n![The pier](media/pier.png)\n")}
	files["templates/assets/dossier.css"] = &fstest.MapFile{Data: []byte("main { color: red }\n")}
	res, err := build.Once(context.Background(), once(files), func(*build.Result, []string) (build.Sink, error) { return nil, nil })
	if err != nil || res.Diags.HasErrors() {
		t.Fatal(err, text(res.Diags))
	}
	want := map[string][sha256.Size]byte{}
	for file, f := range files {
		if file != "content/media/unused.png" {
			want[file] = sha256.Sum256(f.Data)
		}
	}
	if diff := cmp.Diff(want, res.Read); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
