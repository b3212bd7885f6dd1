package content

import (
	"io/fs"
	"os"
	"syscall"
)

// folder is an open folder of the project.
type folder struct{ file *os.File }

// openFolder opens a folder of a file system on disk.
func openFolder(fsys fs.FS, dir string) *folder {
	f, err := fsys.Open(dir)
	if err != nil {
		return nil
	}
	if file, ok := f.(*os.File); ok {
		return &folder{file}
	}
	_ = f.Close() // it was opened to be looked at only
	return nil
}

func (f *folder) close() { _ = f.file.Close() } // nothing was written

// read puts a file's bytes into buf. It gives false for one that is longer than
// that, and for a symbolic link or where anything else is the matter.
func (f *folder) read(name string, buf []byte) (n int, ok bool) {
	fd, err := syscall.Openat(int(f.file.Fd()), name, syscall.O_RDONLY|syscall.O_NOFOLLOW|syscall.O_CLOEXEC, 0)
	if err != nil {
		return 0, false
	}
	defer func() { _ = syscall.Close(fd) }() // nothing was written
	for n < len(buf) {
		got, err := syscall.Read(fd, buf[n:])
		if err != nil {
			return 0, false
		}
		if n += got; got == 0 {
			return n, true
		}
	}
	return 0, false
}

// list gives what the folder holds, in no order. It gives false where anything is
// the matter.
func (f *folder) list() ([]fs.DirEntry, bool) {
	fd, err := syscall.Openat(int(f.file.Fd()), ".", syscall.O_RDONLY|syscall.O_DIRECTORY|syscall.O_CLOEXEC, 0)
	if err != nil {
		return nil, false
	}
	again := os.NewFile(uintptr(fd), f.file.Name())
	defer func() { _ = again.Close() }() // nothing was written
	entries, err := again.ReadDir(-1)
	return entries, err == nil
}
