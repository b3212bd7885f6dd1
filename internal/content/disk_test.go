package content

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"
)

// A file is read alike with its folder open and without, a folder is listed as by
// package fs, and nothing out of the project is read with either.
func TestDisk(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, size int) {
		t.Helper()
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o777), os.WriteFile(file, bytes.Repeat([]byte("ab"), size/2), 0o666)); err != nil {
			t.Fatal(err)
		}
	}
	link := func(to, name string) {
		t.Helper()
		if err := os.Symlink(filepath.FromSlash(to), filepath.Join(dir, filepath.FromSlash(name))); err != nil {
			if runtime.GOOS == "windows" {
				t.Log(err) // needs a right that not everybody has; then there is no such file
				return
			}
			t.Fatal(err)
		}
	}
	for name, size := range map[string]int{
		"p/a/empty": 0, "p/a/small": 10, "p/a/full": 1 << 16, "p/a/long": 1<<16 + 2, "p/a/b/deep": 4, "p/b/other": 6, "p/top": 8, "out": 12,
	} {
		write(name, size)
	}
	link("../b/other", "p/a/in")
	link("../../out", "p/a/out")
	link("nowhere", "p/a/broken")
	link("a", "p/c")
	root, err := os.OpenRoot(filepath.Join(dir, "p"))
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	for _, fsys := range []fs.FS{root.FS(), fstest.MapFS{"a/small": {Data: []byte("x")}, "b/other": {Data: []byte("y")}}} {
		many := disk{fsys: fsys, many: true}
		defer many.close()
		for _, tt := range []struct{ reason, file string }{
			{"a file", "a/small"},
			{"another one in the same folder", "a/empty"},
			{"as long as may be", "a/full"},
			{"longer", "a/long"},
			{"after a longer one", "a/small"},
			{"not there", "a/missing"},
			{"a link to another folder of the project", "a/in"},
			{"a link out of it", "a/out"},
			{"a link to nothing", "a/broken"},
			{"a folder", "a/b"},
			{"a folder below", "a/b/deep"},
			{"back", "b/other"},
			{"no folder", "b/none/x"},
			{"of the project's folder", "top"},
			{"below a link to a folder", "c/small"},
		} {
			one := disk{fsys: fsys}
			want, wantErr := one.read(tt.file)
			got, err := many.read(tt.file)
			if !bytes.Equal(got, want) || fmt.Sprint(err) != fmt.Sprint(wantErr) {
				t.Errorf("%s: got %d bytes, %v; want %d bytes, %v", tt.reason, len(got), err, len(want), wantErr)
			}
		}
		for _, tt := range []struct{ reason, dir string }{
			{"the project's folder", "."},
			{"a folder", "a"},
			{"a link to a folder", "c"},
			{"not there", "d"},
			{"a file", "a/small"},
			{"a link out of the project", "a/out"},
			{"the folder above", ".."},
		} {
			want, wantErr := fs.ReadDir(fsys, tt.dir)
			got, err := readDir(fsys, tt.dir)
			if show(got) != show(want) || fmt.Sprint(err) != fmt.Sprint(wantErr) {
				t.Errorf("%s: got %s, %v; want %s, %v", tt.reason, show(got), err, show(want), wantErr)
			}
		}
		if b, err := many.read("a/out"); err == nil {
			t.Errorf("a file out of the project was read: %q", b)
		}
	}
}

func show(entries []fs.DirEntry) string {
	var b strings.Builder
	for _, e := range entries {
		fmt.Fprintf(&b, "%s %s\n", e.Type(), e.Name())
	}
	return b.String()
}
