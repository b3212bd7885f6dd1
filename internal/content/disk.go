package content

import (
	"cmp"
	"io/fs"
	"path"
	"slices"
)

// disk reads files one after the other, by one goroutine. Where they are many it
// keeps the folder of the last one open, since to open a path from the project's
// folder costs more than to read a small file.
type disk struct {
	fsys   fs.FS
	many   bool
	dir    string
	folder *folder // nil where the system cannot open files by their folder
	buf    []byte
}

// read gives a file's bytes, which the next call overwrites. As by fs.ReadFile,
// symbolic links are followed within the project.
func (d *disk) read(file string) ([]byte, error) {
	dir, name := path.Split(file)
	if d.many && dir != d.dir {
		d.close()
		d.dir, d.folder = dir, openFolder(d.fsys, path.Clean(dir))
	}
	if d.folder != nil {
		if d.buf == nil {
			d.buf = make([]byte, 1<<16)
		}
		if n, ok := d.folder.read(name, d.buf); ok {
			return d.buf[:n], nil
		}
	}
	return fs.ReadFile(d.fsys, file)
}

func (d *disk) close() {
	if d.folder != nil {
		d.folder.close()
		d.folder = nil
	}
}

// readDir gives what a folder holds, by name, as fs.ReadDir does. A folder of an
// os.Root costs a system call for each file there, but not the types alone.
func readDir(fsys fs.FS, dir string) ([]fs.DirEntry, error) {
	if f := openFolder(fsys, dir); f != nil {
		defer f.close()
		if entries, ok := f.list(); ok {
			slices.SortFunc(entries, func(a, b fs.DirEntry) int { return cmp.Compare(a.Name(), b.Name()) })
			return entries, nil
		}
	}
	return fs.ReadDir(fsys, dir)
}
