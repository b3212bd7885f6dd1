package publish

import (
	"context"
	"crypto/sha256"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// Seal gives, after Commit, a sum of the paths and bytes of all files that the Update left in the folder: the SHA-256
// of the manifest.
func (u *Update) Seal() [sha256.Size]byte { return sha256.Sum256(u.run.manifest) }

// errAltered stops looking at a folder.
var errAltered = errors.New("not as it was left")

// Sealed reports whether the folder dir has the manifest of the Update whose Seal is given. Where it has not, the
// folder is not Intact; where it has, its files may still be others.
func Sealed(dir string, seal [sha256.Size]byte) bool {
	data, err := os.ReadFile(filepath.Join(dir, manifestName))
	return err == nil && sha256.Sum256(data) == seal
}

// Intact reports whether the folder dir is as the Update left it whose Seal is given, so that another Update to the
// same files would write and remove nothing. All files of the manifest are read for that, and how many these are is
// told. What others put into the folder beside them does not count. A folder that cannot be read, or that an Update
// works on, is not intact.
func Intact(ctx context.Context, dir string, seal [sha256.Size]byte) (files int, ok bool) {
	dir = filepath.Clean(dir)
	unlock, err := lockFolder(dir)
	if err != nil {
		return 0, false
	}
	defer unlock()
	r := &run{disk: osFiles{}, dir: dir, want: &plan{}}
	if _, err := r.disk.Lstat(r.at(stagingName)); !errors.Is(err, fs.ErrNotExist) {
		return 0, false
	}
	if err := r.readManifest(); err != nil || r.manifest == nil || r.had.damaged || sha256.Sum256(r.manifest) != seal {
		return 0, false
	}
	if r.lookAtFolders(ctx) != nil {
		return 0, false
	}
	for d := range r.had.folders {
		if r.folders[d].kind != folder {
			return 0, false
		}
	}
	paths := slices.Collect(maps.Keys(r.had.files))
	err = parallel(ctx, len(paths), func(i int) error {
		known := r.had.files[paths[i]]
		s, err := r.look(paths[i], nil, nil)
		if err == nil && (s.kind != file || known.settled == nil || known.planned != nil || s.sum != *known.settled) {
			err = errAltered
		}
		return err
	})
	return len(paths), err == nil
}
