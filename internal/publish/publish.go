// Package publish makes a folder equal to a set of files. It takes the paths and bytes that are wanted, writes only
// the files whose bytes differ, puts each of them in place whole, and removes only what it wrote itself.
// What it wrote is known from a manifest in the folder, never from names or times.
// It does not know what the files mean, nor where they come from.
package publish

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// File is one file that is wanted in the folder.
type File struct {
	// Path is relative to the folder, parted by slashes, and clean: no "." or "..", no backslash, no control
	// character, valid UTF-8. The names in the folder's root that begin with ".dossier-" are taken.
	Path string
	// Data is the whole content. Sync reads it and keeps no reference.
	Data []byte
}

// Report counts what one Sync did. The paths in it are slash-separated, relative to the folder, and sorted.
type Report struct {
	Written   int   // files created or replaced
	Unchanged int   // wanted files that already had the wanted bytes
	Removed   int   // files of an earlier Sync that are no longer wanted
	Bytes     int64 // sum of the sizes of the files written

	// Foreign are the files of an earlier Sync that are no longer wanted, but whose bytes somebody else has
	// changed since. They are kept, and from now on belong to whoever changed them.
	Foreign []string
	// Edited are the wanted files of an earlier Sync whose bytes somebody else had changed, and which were replaced.
	Edited []string
	// DamagedManifest tells that the manifest was not as Sync left it. A file that it names was then taken for
	// Sync's own only if its bytes were still those named.
	DamagedManifest bool
}

// Sync makes the folder dir hold every file of files, and none that an earlier Sync wrote and files lacks. It creates
// dir if need be. Files that no Sync wrote are neither changed nor removed: if one stands where a file is wanted and
// has other bytes, Sync returns a *ConflictError before it changes anything; if it has the wanted bytes, it is
// counted as Sync's own from then on. Symbolic links inside dir are never followed.
//
// Sync works in steps, so that a run which fails or is killed leaves a whole site:
//
//  1. Compare: every wanted path and every path of the manifest is looked at, by bytes and not by time. If nothing
//     differs, nothing is written.
//  2. Stage: the new bytes are written below .dossier-tmp in dir. A folder that does not exist yet is staged as a
//     whole, so that a first build renames a dozen folders, not thousands of files. An error or a cancelled ctx up to
//     here undoes the stage, and the folder is as it was.
//  3. Journal: the manifest is replaced by one that names the old and the new bytes of every file, so that the next
//     run knows all of them, wherever this one ends.
//  4. Burst: the staged files are renamed into place, new ones first, then replaced ones, index.html last.
//     ctx is no longer heeded.
//  5. The files no longer wanted, and the folders of ours that they leave empty, are removed; the manifest becomes
//     that of the wanted files.
//
// If step 4 or 5 fails, each file is whole, old or new, and the next Sync completes the work. Files are not synced to
// the disk one by one: 14,000 times that would cost minutes on a disk, and the next Sync compares bytes, so that it
// repairs whatever a power failure cut off. Only the manifest, by which it knows what it may repair, is synced.
//
// While Sync runs, the folder is locked where the system can do so without leaving a file behind (Linux, macOS, BSD);
// a second Sync of the same folder returns ErrBusy. On other systems there is no lock.
//
// Other errors: *PlanError if files cannot be the files of one folder (before anything is looked at), ctx.Err(), and
// those of the file system. The Report is meaningful after an error too: it counts what was put in place.
func Sync(ctx context.Context, dir string, files []File) (Report, error) {
	return syncOn(ctx, osFiles{}, dir, files)
}

// ErrBusy is returned, wrapped with the folder's name, while another Sync writes to the same folder.
var ErrBusy = errors.New("another dossier is writing to it")

func syncOn(ctx context.Context, disk fileSystem, dir string, files []File) (rep Report, err error) {
	if err := ctx.Err(); err != nil {
		return rep, err
	}
	want, err := newPlan(files)
	if err != nil {
		return rep, err
	}
	dir = filepath.Clean(dir)
	created, err := makeFolder(disk, dir)
	if err != nil {
		return rep, err
	}
	defer func() {
		if err != nil || len(files) == 0 { // A folder that was made for nothing goes again, if it is empty.
			for i := len(created) - 1; i >= 0; i-- {
				if disk.Remove(created[i]) != nil {
					break
				}
			}
		}
	}()
	unlock, err := lockFolder(dir)
	if err != nil {
		return rep, fmt.Errorf("locking %s: %w", dir, cause(err))
	}
	defer unlock()

	r := &run{disk: disk, dir: dir, want: want, report: &rep}
	if err := r.sweep(); err != nil {
		return rep, err
	}
	if err := r.readManifest(); err != nil {
		return rep, err
	}
	rep.DamagedManifest = r.had.damaged
	if err := r.compare(ctx); err != nil {
		return rep, err
	}
	todo, err := r.decide()
	if err != nil {
		return rep, err
	}
	rep.Foreign = todo.foreign
	rep.Unchanged = todo.unchanged
	if todo.nothing() {
		return rep, nil
	}
	if err := r.stage(ctx, todo); err != nil {
		return rep, errors.Join(err, r.sweep())
	}
	if err := r.apply(todo); err != nil {
		return rep, errors.Join(err, r.sweep())
	}
	return rep, r.sweep()
}

// run is the state of one Sync: what is wanted, what the manifest says, and what was seen in the folder.
type run struct {
	disk   fileSystem
	dir    string
	want   *plan
	report *Report

	had         ledger
	manifest    []byte // the manifest's bytes as found, nil if there is none
	stale       []staleFile
	seen        []sight // of want.files, in their order
	folders     map[string]folderState
	wantFolders map[string]bool // the parents, near and far, of the wanted files
}

// at gives the operating system's name of a path inside the folder.
func (r *run) at(p string) string {
	return r.dir + string(filepath.Separator) + filepath.FromSlash(p)
}

// makeFolder creates dir and the parents it lacks, and gives the names of those created, outermost first.
func makeFolder(disk fileSystem, dir string) ([]string, error) {
	info, err := os.Stat(dir) // Follows links: the folder as a whole may be a link, only nothing inside it.
	switch {
	case err == nil && !info.IsDir():
		return nil, &ConflictError{Dir: dir, Conflicts: []Conflict{{Path: ".", Reason: "is a file where the site needs a folder"}}}
	case err == nil:
		return nil, nil
	case !errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("reading %s: %w", dir, cause(err))
	}
	var missing []string
	for d := dir; ; d = filepath.Dir(d) {
		if _, err := os.Lstat(d); !errors.Is(err, fs.ErrNotExist) || d == filepath.Dir(d) {
			break
		}
		missing = append(missing, d)
	}
	var created []string
	for i := len(missing) - 1; i >= 0; i-- {
		err := disk.Mkdir(missing[i])
		if err != nil && !errors.Is(err, fs.ErrExist) {
			return created, fmt.Errorf("creating %s: %w", missing[i], cause(err))
		}
		if err == nil {
			created = append(created, missing[i])
		}
	}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return created, fmt.Errorf("creating %s: it is a symbolic link that leads nowhere; remove it or make its target", dir)
	}
	return created, nil
}

// cause strips from a file system's error the operation and the name, which the wrapping sentence gives in the user's terms.
func cause(err error) error {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return p.Err
	}
	if l, ok := errors.AsType[*os.LinkError](err); ok {
		return l.Err
	}
	return err
}
