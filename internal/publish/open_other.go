//go:build !unix

package publish

import (
	"io"
	"io/fs"
	"os"
)

func openFile(name string, flag int, perm fs.FileMode) (io.ReadWriteCloser, error) {
	return os.OpenFile(name, flag, perm)
}
