package content

import (
	"cmp"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"dossier/internal/diag"
)

// tree is what the folders of a project hold, as it was seen. A folder is
// listed when it is first asked for, and again only after refresh was told of
// it; nothing else looks at the disk. Symbolic links to files are followed,
// those to folders are not: a watcher would not see what changes behind them.
type tree struct {
	dirs  map[string]*listing
	links map[string]bool // the symbolic links among the items, by path
	tick  uint64          // of the last change of any listing
}

func newTree() tree { return tree{dirs: map[string]*listing{}, links: map[string]bool{}} }

// listing is what one folder holds.
type listing struct {
	there   bool
	flaw    *diag.Diagnostic // why it could not be listed
	items   []item           // by name, without those that are ignored
	version uint64           // grows with every change of items, over all folders
}

// item is a file or folder within a folder. With a flaw it is not to be used.
type item struct {
	name string
	dir  bool
	flaw *diag.Diagnostic
}

func (a item) equal(b item) bool {
	return a.name == b.name && a.dir == b.dir && (a.flaw == nil) == (b.flaw == nil) && (a.flaw == nil || *a.flaw == *b.flaw)
}

// find gives the index of an item, or where it would have to stand.
func (l *listing) find(name string) (int, bool) {
	return slices.BinarySearchFunc(l.items, name, func(it item, name string) int { return cmp.Compare(it.name, name) })
}

// ignored tells whether a file is an editor's or a system's own.
func ignored(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasSuffix(name, "~") || strings.HasPrefix(name, "~$") ||
		strings.HasPrefix(name, "#") && strings.HasSuffix(name, "#") ||
		slices.Contains([]string{".swp", ".swo", ".tmp", ".bak"}, strings.ToLower(path.Ext(name))) ||
		name == "Thumbs.db" || name == "desktop.ini"
}

// list gives what a folder holds.
func (t *tree) list(fsys fs.FS, dir string) *listing {
	if l := t.dirs[dir]; l != nil {
		return l
	}
	t.tick++
	l := &listing{version: t.tick}
	t.dirs[dir] = l
	entries, err := readDir(fsys, dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return l
	case err != nil:
		l.there = true
		if info, serr := fs.Stat(fsys, dir); serr == nil && !info.IsDir() {
			l.flaw = flaw(dir, "misplaced-file", "%q is a file, but a folder is wanted", "give the file another name")
		} else {
			l.flaw = unreadableFlaw(dir, err)
		}
		return l
	}
	l.there = true
	for _, e := range entries {
		if !ignored(e.Name()) {
			l.items = append(l.items, t.look(fsys, dir, e.Name(), e.Type()))
		}
	}
	return l
}

func flaw(name, code, format, hint string, args ...any) *diag.Diagnostic {
	var l diag.List
	d := l.Errorf(diag.Pos{File: name}, code, format, append([]any{name}, args...)...)
	d.Hint = hint
	return d
}

// unreadableFlaw says that the system does not give a file or folder out.
func unreadableFlaw(name string, err error) *diag.Diagnostic {
	if of, ok := errors.AsType[*fs.PathError](err); ok {
		err = of.Err // the path is told already, and the system's call tells nothing
	}
	return flaw(name, "unreadable", "%q cannot be read: %v", "check who may read it, and whether the disk is sound", err)
}

func linkFlaw(name string, err error) *diag.Diagnostic {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return flaw(name, "symbolic-link", "the symbolic link %q leads nowhere", "delete it, or put the file itself there")
	case errors.Is(err, fs.ErrPermission):
		return unreadableFlaw(name, err)
	}
	return flaw(name, "path-out", "the symbolic link %q leads out of the project", "put the file itself there")
}

// look judges one item of a folder by its type.
func (t *tree) look(fsys fs.FS, dir, name string, mode fs.FileMode) item {
	it := item{name: name, dir: mode.IsDir()}
	full := path.Join(dir, name)
	delete(t.links, full)
	if mode&fs.ModeSymlink != 0 {
		t.links[full] = true
		info, err := fs.Stat(fsys, full)
		switch {
		case err != nil:
			it.flaw = linkFlaw(full, err)
			return it
		case info.IsDir():
			it.flaw = flaw(full, "symbolic-link", "%q is a symbolic link to a folder, which is not followed", "put the files themselves there")
			return it
		}
		mode = info.Mode()
	}
	if !it.dir && !mode.IsRegular() {
		it.flaw = flaw(full, "not-read", "%q is no regular file", "delete it, or put it elsewhere")
	}
	return it
}

// refresh looks again at what is at a path, and forgets what is below it. Of
// the folders above, it looks at those that are new or, where there is nothing
// at the path any more, may have gone with it. It gives the folders that it forgot.
func (t *tree) refresh(fsys fs.FS, name string) (forgotten []string) {
	part := ""
	for end := 0; end < len(name); {
		if i := strings.IndexByte(name[end+1:], '/'); i >= 0 {
			end += 1 + i
		} else {
			end = len(name)
		}
		part = name[:end]
		above := t.dirs[path.Dir(part)]
		if above == nil {
			break
		}
		if i, ok := above.find(path.Base(part)); ok && part != name && above.items[i].dir {
			continue
		}
		forgotten = append(forgotten, t.forget(part)...)
		if !t.patch(fsys, above, part) {
			break
		}
		if part == name {
			return forgotten
		}
	}
	for up := path.Dir(part); up != "."; up = path.Dir(up) {
		above := t.dirs[path.Dir(up)]
		if above == nil || t.patch(fsys, above, up) {
			break
		}
		forgotten = append(forgotten, t.forget(up)...)
	}
	return forgotten
}

// patch brings one item of a listed folder up to date and tells whether it is there.
func (t *tree) patch(fsys fs.FS, l *listing, name string) bool {
	base := path.Base(name)
	if ignored(base) || !l.there || l.flaw != nil {
		return false
	}
	i, had := l.find(base)
	info, err := fs.Lstat(fsys, name)
	var it item
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if had {
			l.items = slices.Delete(l.items, i, i+1)
			t.tick++
			l.version = t.tick
		}
		return false
	case err != nil:
		it = item{name: base, flaw: unreadableFlaw(name, err)}
	default:
		it = t.look(fsys, path.Dir(name), base, info.Mode().Type())
	}
	switch {
	case had && l.items[i].equal(it):
		return true
	case had:
		l.items[i] = it
	default:
		l.items = slices.Insert(l.items, i, it)
	}
	t.tick++
	l.version = t.tick
	return true
}

// forget drops the listings of a folder and of all below it.
func (t *tree) forget(dir string) (forgotten []string) {
	if t.dirs[dir] == nil {
		return nil
	}
	for d := range t.dirs {
		if d == dir || strings.HasPrefix(d, dir+"/") {
			delete(t.dirs, d)
		}
	}
	return []string{dir}
}

// newest gives the version of what was last changed of a folder and the
// folders below it. A folder that goes changes the one that it was in, so that
// it tells whether the whole is still the same.
func (t *tree) newest(fsys fs.FS, dir string) uint64 {
	l := t.list(fsys, dir)
	v := l.version
	for _, it := range l.items {
		if it.dir {
			v = max(v, t.newest(fsys, path.Join(dir, it.name)))
		}
	}
	return v
}
