package cli

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync/atomic"
)

// folder is the project's folder as a file system that no symbolic link leads
// out of. An opened folder stays the one that it was when another takes its
// place, as an editor, a move or a version control may do; renew changes over
// to what the path names now.
type folder struct {
	dir    string // absolute, since the working directory moves along with its folder
	opened atomic.Pointer[openFolder]
	gone   bool // the last renew found none
}

type openFolder struct {
	root  *os.Root
	files fs.FS
	info  os.FileInfo
}

// openProject opens the folder at dir.
func openProject(dir string) (*folder, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("finding the project's folder: %w", err)
	}
	f := &folder{dir: abs}
	o, err := openAt(abs)
	if err != nil {
		return nil, fmt.Errorf("opening the project: %w", err)
	}
	f.opened.Store(o)
	return f, nil
}

func openAt(dir string) (*openFolder, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	info, err := root.Stat(".")
	if err != nil {
		root.Close()
		return nil, err
	}
	return &openFolder{root, root.FS(), info}, nil
}

// renew opens the folder that is there now, if it is not the one that is open.
// It tells whether anything may be other than what was read so far, and fails
// while there is no folder. It is not to be called while files are read.
func (f *folder) renew() (other bool, err error) {
	info, err := os.Stat(f.dir)
	was := f.opened.Load()
	if err == nil && os.SameFile(info, was.info) {
		other, f.gone = f.gone, false
		return other, nil
	}
	var now *openFolder
	if err == nil {
		now, err = openAt(f.dir)
	}
	if f.gone = err != nil; f.gone {
		return true, fmt.Errorf("opening the project: %w", err)
	}
	f.opened.Store(now)
	_ = was.root.Close() // it was only read
	return true, nil
}

func (f *folder) Close() error { return f.opened.Load().root.Close() }

func (f *folder) Open(name string) (fs.File, error) { return f.opened.Load().files.Open(name) }

func (f *folder) ReadFile(name string) ([]byte, error) {
	return fs.ReadFile(f.opened.Load().files, name)
}

func (f *folder) ReadDir(name string) ([]fs.DirEntry, error) {
	return fs.ReadDir(f.opened.Load().files, name)
}

func (f *folder) Stat(name string) (fs.FileInfo, error) {
	return fs.Stat(f.opened.Load().files, name)
}

func (f *folder) Lstat(name string) (fs.FileInfo, error) {
	return fs.Lstat(f.opened.Load().files, name)
}

func (f *folder) ReadLink(name string) (string, error) {
	return fs.ReadLink(f.opened.Load().files, name)
}
