package publish

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
)

// staleFile is a file that the manifest names and that is not wanted.
type staleFile struct {
	path string
	sight
}

// sight is what was seen at a path.
type sight struct {
	kind  kind
	equal bool   // a file with exactly the wanted bytes
	sum   digest // of a file that the manifest names, or that is equal
	blank bool   // a file of nothing but zero bytes, or none: what a power failure leaves of a new file
}

type kind uint8

const (
	absent kind = iota
	file
	folder
	link
	special // a device, socket or pipe
)

func kindOf(info fs.FileInfo) kind {
	switch mode := info.Mode(); {
	case mode.IsRegular():
		return file
	case mode.IsDir():
		return folder
	case mode&fs.ModeSymlink != 0:
		return link
	}
	return special
}

// folderState is what stands where a folder is needed.
type folderState struct {
	kind kind
	// at is the path of the outermost part that is not a folder: absent, or a file or link in the way.
	at string
}

// lookAtStale looks at every path that the manifest names and that is not wanted, in parallel. It changes nothing.
func (r *run) lookAtStale(ctx context.Context) error {
	for _, p := range slices.Sorted(maps.Keys(r.had.files)) {
		if _, ok := r.want.byPath[p]; !ok {
			r.stale = append(r.stale, staleFile{path: p})
		}
	}
	return parallel(ctx, len(r.stale), func(i int) (err error) {
		stale := &r.stale[i]
		stale.sight, err = r.look(stale.path, nil, nil)
		return err
	})
}

// lookAtFolders fills r.folders with the parents of all wanted and all known paths, and with the known folders.
func (r *run) lookAtFolders(ctx context.Context) error {
	r.folders, r.wantFolders = map[string]folderState{}, map[string]bool{}
	needed := map[string]bool{}
	add := func(set map[string]bool, d string) {
		for ; d != "." && !set[d]; d = path.Dir(d) {
			set[d] = true
		}
	}
	for _, f := range r.want.files {
		add(r.wantFolders, path.Dir(f.Path))
	}
	for p := range r.had.files {
		add(needed, path.Dir(p))
	}
	for p := range r.had.folders {
		add(needed, p)
	}
	maps.Copy(needed, r.wantFolders)

	r.folders["."] = folderState{kind: folder}
	for _, d := range slices.Sorted(maps.Keys(needed)) { // A parent sorts before what is in it.
		if err := ctx.Err(); err != nil {
			return err
		}
		if above := r.folders[path.Dir(d)]; above.kind != folder {
			r.folders[d] = above
			continue
		}
		info, err := r.disk.Lstat(r.at(d))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			r.folders[d] = folderState{absent, d}
		case err != nil:
			return fmt.Errorf("reading %s: %w", r.at(d), cause(err))
		default:
			r.folders[d] = folderState{kindOf(info), d}
		}
	}
	for _, d := range slices.Sorted(maps.Keys(r.wantFolders)) {
		if state := r.folders[d]; state.kind != folder && state.at == d {
			r.trees = append(r.trees, d)
		}
	}
	return nil
}

// look sees what stands at p; want is nil for a stale file, and data are the wanted bytes. Sizes are compared before
// bytes, and sums are made only of files that the manifest may name.
func (r *run) look(p string, want *wanted, data []byte) (s sight, err error) {
	if r.folders[path.Dir(p)].kind != folder {
		return sight{}, nil
	}
	name := r.at(p)
	defer func() {
		if err != nil {
			err = fmt.Errorf("reading %s: %w", name, cause(err))
		}
	}()
	info, err := r.disk.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return sight{}, nil
	}
	if err != nil {
		return s, err
	}
	if s.kind = kindOf(info); s.kind != file {
		return s, nil
	}
	if want != nil && info.Size() == want.size {
		if s.equal, err = r.disk.Equal(name, data); err != nil || s.equal {
			s.sum = want.sum
			return s, err
		}
	}
	if _, known := r.had.files[p]; known {
		s.sum, s.blank, err = r.disk.Sum(name)
	}
	return s, err
}
