//go:build !linux

package content

import "io/fs"

// folder is an open folder, which needs what only some systems have.
type folder struct{}

func openFolder(fs.FS, string) *folder { return nil }

func (*folder) close() {}

func (*folder) read(string, []byte) (int, bool) { return 0, false }

func (*folder) list() ([]fs.DirEntry, bool) { return nil, false }
