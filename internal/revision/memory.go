package revision

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// memory is a file system of files that are held in memory. As on a disk, a
// symbolic link is followed unless it leads out.
type memory struct {
	nodes map[string]*node // by path
}

// node is a file, a folder or a symbolic link; its own fs.FileInfo and fs.DirEntry.
type node struct {
	name string
	mode fs.FileMode
	data []byte
	link string  // where a symbolic link leads
	in   []*node // what a folder holds, by name once all is added
}

func newMemory() *memory {
	return &memory{nodes: map[string]*node{".": {name: ".", mode: fs.ModeDir | 0o555}}}
}

func (m *memory) add(name string, n *node) {
	if had := m.nodes[name]; had != nil {
		return
	}
	m.nodes[name] = n
	dir := path.Dir(name)
	above := m.nodes[dir]
	if above == nil {
		above = &node{name: path.Base(dir), mode: fs.ModeDir | 0o555}
		m.add(dir, above)
	}
	above.in = append(above.in, n)
}

// done sorts what the folders hold.
func (m *memory) done() {
	for _, n := range m.nodes {
		slices.SortFunc(n.in, func(a, b *node) int { return cmp.Compare(a.name, b.name) })
	}
}

// errOut is that a symbolic link leads out of the project; errRound that it leads
// to itself.
var (
	errOut   = errors.New("it leads out of the project")
	errRound = errors.New("too many symbolic links")
)

// mostLinks is how many symbolic links are followed on the way to a file.
const mostLinks = 40

// follow gives the path of what a path leads to, past all symbolic links.
func (m *memory) follow(name string) (string, error) {
	rest, at := strings.Split(name, "/"), "."
	for links := 0; len(rest) > 0; {
		part := rest[0]
		rest = rest[1:]
		if part == ".." {
			if at == "." {
				return "", errOut
			}
			at = path.Dir(at)
			continue
		}
		next := path.Join(at, part)
		n := m.nodes[next]
		switch {
		case n == nil:
			return "", fs.ErrNotExist
		case n.mode&fs.ModeSymlink == 0:
			at = next
			continue
		case links == mostLinks:
			return "", errRound
		case path.IsAbs(n.link):
			return "", errOut
		}
		links++
		rest = append(strings.Split(n.link, "/"), rest...)
	}
	return at, nil
}

// find gives what is at a path; last tells whether a symbolic link there is
// followed as well.
func (m *memory) find(op, name string, last bool) (*node, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	at, err := name, error(nil)
	if last {
		at, err = m.follow(name)
	} else if dir, base := path.Split(name); dir != "" {
		if at, err = m.follow(path.Clean(dir)); err == nil {
			at = path.Join(at, base)
		}
	}
	if err == nil && m.nodes[at] == nil {
		err = fs.ErrNotExist
	}
	if err != nil {
		return nil, &fs.PathError{Op: op, Path: name, Err: err}
	}
	return m.nodes[at], nil
}

func (m *memory) Open(name string) (fs.File, error) {
	n, err := m.find("open", name, true)
	if err != nil {
		return nil, err
	}
	return &opened{Reader: *bytes.NewReader(n.data), node: n, path: name}, nil
}

func (m *memory) ReadFile(name string) ([]byte, error) {
	n, err := m.find("read", name, true)
	if err == nil && n.mode.IsDir() {
		err = &fs.PathError{Op: "read", Path: name, Err: fs.ErrInvalid}
	}
	if err != nil {
		return nil, err
	}
	return bytes.Clone(n.data), nil
}

func (m *memory) ReadDir(name string) ([]fs.DirEntry, error) {
	n, err := m.find("readdir", name, true)
	if err == nil && !n.mode.IsDir() {
		err = &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrInvalid}
	}
	if err != nil {
		return nil, err
	}
	return n.entries(), nil
}

func (m *memory) Stat(name string) (fs.FileInfo, error)  { return m.info(name, true) }
func (m *memory) Lstat(name string) (fs.FileInfo, error) { return m.info(name, false) }

func (m *memory) info(name string, last bool) (fs.FileInfo, error) {
	n, err := m.find("stat", name, last)
	if err != nil {
		return nil, err // not as n, which would be no nil interface
	}
	return n, nil
}

func (m *memory) ReadLink(name string) (string, error) {
	n, err := m.find("readlink", name, false)
	if err == nil && n.mode&fs.ModeSymlink == 0 {
		err = &fs.PathError{Op: "readlink", Path: name, Err: fs.ErrInvalid}
	}
	if err != nil {
		return "", err
	}
	return n.link, nil
}

func (n *node) entries() []fs.DirEntry {
	list := make([]fs.DirEntry, len(n.in))
	for i, e := range n.in {
		list[i] = e
	}
	return list
}

func (n *node) Name() string               { return n.name }
func (n *node) IsDir() bool                { return n.mode.IsDir() }
func (n *node) Type() fs.FileMode          { return n.mode.Type() }
func (n *node) Mode() fs.FileMode          { return n.mode }
func (n *node) Info() (fs.FileInfo, error) { return n, nil }
func (n *node) ModTime() time.Time         { return time.Time{} }
func (n *node) Sys() any                   { return nil }
func (n *node) Size() int64                { return int64(len(n.data)) }

// opened is an open file or folder.
type opened struct {
	bytes.Reader
	*node
	path string
	next int // entry of the folder that ReadDir gives next
}

func (o *opened) Stat() (fs.FileInfo, error) { return o.node, nil }
func (o *opened) Size() int64                { return o.node.Size() }
func (o *opened) Close() error               { return nil }

func (o *opened) Read(b []byte) (int, error) {
	if o.IsDir() {
		return 0, &fs.PathError{Op: "read", Path: o.path, Err: fs.ErrInvalid}
	}
	return o.Reader.Read(b)
}

func (o *opened) ReadDir(n int) ([]fs.DirEntry, error) {
	if !o.IsDir() {
		return nil, &fs.PathError{Op: "readdir", Path: o.path, Err: fs.ErrInvalid}
	}
	list := o.entries()[o.next:]
	if n > 0 {
		if len(list) == 0 {
			return nil, io.EOF
		}
		list = list[:min(n, len(list))]
	}
	o.next += len(list)
	return list, nil
}
