//go:build unix

package watch

import (
	"os"
	"syscall"
)

// A fileID is what stays the same when a file is renamed.
type fileID struct{ device, inode uint64 }

func idOf(info os.FileInfo) (fileID, bool) {
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return fileID{}, false
	}
	return fileID{uint64(st.Dev), uint64(st.Ino)}, true
}
