// Package publish makes a folder equal to a set of files. It takes the paths that are wanted and then the bytes of each,
// writes only the files whose bytes differ, puts each of them in place whole, and removes only what it wrote itself.
// What it wrote is known from a manifest in the folder, never from names or times.
// It does not know what the files mean, nor where they come from.
package publish

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
)

// File is one file that is wanted in the folder.
type File struct {
	// Path is relative to the folder, parted by slashes, and clean: no "." or "..", no backslash, no control
	// character, valid UTF-8. The names in the folder's root that begin with ".dossier-" are taken.
	Path string
	// Data is the whole content. No reference to it is kept.
	Data []byte
}

// Report counts what one Update did. The paths in it are slash-separated, relative to the folder, and sorted.
type Report struct {
	Written   int   // files created or replaced
	Unchanged int   // wanted files that already had the wanted bytes
	Removed   int   // files of an earlier Update that are no longer wanted
	Bytes     int64 // sum of the sizes of the files written

	// Foreign are the files of an earlier Update that are no longer wanted, but whose bytes somebody else has
	// changed since. They are kept, and from now on belong to whoever changed them.
	Foreign []string
	// Edited are the wanted files of an earlier Update whose bytes somebody else had changed, and which were replaced.
	Edited []string
	// DamagedManifest tells that the manifest was not as an Update left it. A file that it names was then taken for
	// an Update's own only if its bytes were still those named.
	DamagedManifest bool
}

// Sync makes the folder dir hold every file of files, and none that an earlier Sync wrote and files lacks: it is an
// Update that is given all bytes at once. The Report is meaningful after an error too.
func Sync(ctx context.Context, dir string, files []File) (Report, error) {
	return syncOn(ctx, osFiles{}, dir, files)
}

func syncOn(ctx context.Context, disk fileSystem, dir string, files []File) (Report, error) {
	paths := make([]string, len(files))
	for i, f := range files {
		paths[i] = f.Path
	}
	u, rep, err := beginOn(ctx, disk, dir, paths)
	if err != nil {
		return rep, err
	}
	if err := parallel(ctx, len(files), func(i int) error { return u.Put(i, files[i].Data) }); err != nil {
		return u.run.report, errors.Join(err, u.Abort())
	}
	return u.Commit(ctx)
}

// ErrBusy is returned, wrapped with the folder's name, while another Update of the same folder is under way.
var ErrBusy = errors.New("another dossier is writing to it")

// Update makes a folder hold a set of files whose bytes come one after another, none of which it keeps in memory, and
// no file that an earlier Update wrote and that is not in the set. It creates the folder if need be. Files that no
// Update wrote are neither changed nor removed: if one stands where a file is wanted and has other bytes, Commit returns
// a *ConflictError before it changes anything; if it has the wanted bytes, it is counted as the Update's own from then
// on. Symbolic links inside the folder are never followed.
//
// An Update works in steps, so that one which fails, is given up or is killed leaves a whole site:
//
//  1. Begin looks at the folders, and at every path of the manifest that is not wanted.
//  2. Put compares a file with what stands at its path, by bytes and not by time. What differs is staged: written below
//     .dossier-tmp in the folder. A folder that does not exist yet is staged as a whole, so that a first build renames
//     a dozen folders, not thousands of files. If nothing differs, nothing is written. Abort, or an error up to the
//     next step, undoes the stage, and the folder is as it was.
//  3. Journal: Commit replaces the manifest by one that names the old and the new bytes of every file, so that the next
//     Update knows all of them, wherever this one ends.
//  4. Burst: the staged files are renamed into place, new ones first, then replaced ones, index.html last.
//     ctx is no longer heeded.
//  5. The files no longer wanted, and the folders of ours that they leave empty, are removed; the manifest becomes
//     that of the wanted files.
//
// If step 4 or 5 fails, each file is whole, old or new, and the next Update completes the work. Files are not synced to
// the disk one by one: 14,000 times that would cost minutes on a disk, and the next Update compares bytes, so that it
// repairs whatever a power failure cut off. Only the manifest, by which it knows what it may repair, is synced.
//
// From Begin to the end of Commit or Abort, of which one must be called, the folder is locked where the system can do
// so without leaving a file behind (Linux, macOS, BSD); a second Begin on the same folder returns ErrBusy. On other
// systems there is no lock.
type Update struct {
	run     *run
	order   []int // index into run.want.files of each path
	created []string
	unlock  func()
}

// Begin begins an Update of the folder dir to the files of the given paths, each as that of a File. Errors: *PlanError
// if the paths cannot be those of one folder (before anything is looked at), ctx.Err(), and those of the file system.
func Begin(ctx context.Context, dir string, paths []string) (*Update, error) {
	u, _, err := beginOn(ctx, osFiles{}, dir, paths)
	return u, err
}

func beginOn(ctx context.Context, disk fileSystem, dir string, paths []string) (u *Update, rep Report, err error) {
	if err := ctx.Err(); err != nil {
		return nil, rep, err
	}
	want, order, err := newPlan(paths)
	if err != nil {
		return nil, rep, err
	}
	dir = filepath.Clean(dir)
	u = &Update{order: order, run: &run{disk: disk, dir: dir, want: want}, unlock: func() {}}
	defer func() {
		if err != nil {
			u.end(true)
			u = nil
		}
	}()
	if u.created, err = makeFolder(disk, dir); err != nil {
		return u, rep, err
	}
	unlock, err := lockFolder(dir)
	if err != nil {
		return u, rep, fmt.Errorf("locking %s: %w", dir, cause(err))
	}
	u.unlock = unlock
	rep, err = u.run.lookAround(ctx)
	return u, rep, err
}

// Put gives the bytes of the file of the i-th path; it keeps no reference to them. Each file is given once, by any
// goroutine, several at a time. After an error there is nothing left but Abort.
func (u *Update) Put(i int, data []byte) error {
	r, i := u.run, u.order[i]
	f := &r.want.files[i]
	f.sum, f.size = sha256.Sum256(data), int64(len(data))
	var err error
	if r.seen[i], err = r.look(f.Path, f, data); err != nil {
		return err
	}
	if !r.seen[i].equal || r.aliases[i] != nil {
		if err := r.stage(i, data); err != nil {
			return err
		}
	}
	f.given = true
	return nil
}

// Commit puts everything in place, and ends the Update. Each file must have been given. The Report is meaningful after
// an error too: it counts what was put in place.
func (u *Update) Commit(ctx context.Context) (rep Report, err error) {
	defer func() { u.end(err != nil) }()
	r := u.run
	for _, f := range r.want.files {
		if !f.given {
			return r.report, errors.Join(fmt.Errorf("writing %s: its bytes were not given", r.at(f.Path)), r.sweep())
		}
	}
	todo, err := r.decide()
	if err == nil {
		err = ctx.Err() // The last chance to stop.
	}
	if err != nil {
		return r.report, errors.Join(err, r.sweep())
	}
	r.report.Foreign = todo.foreign
	r.report.Unchanged = todo.unchanged
	if todo.nothing() {
		return r.report, nil
	}
	if err := r.mkdir(r.at(stagingName)); err != nil { // for the manifest, where no file is staged
		return r.report, errors.Join(err, r.sweep())
	}
	err = errors.Join(r.apply(todo), r.sweep())
	return r.report, err
}

// Abort gives the Update up, and leaves the folder as it was.
func (u *Update) Abort() error {
	err := u.run.sweep()
	u.end(true)
	return err
}

// end unlocks the folder. One that was made for nothing goes again, if it is empty.
func (u *Update) end(vain bool) {
	for i := len(u.created) - 1; i >= 0 && (vain || len(u.order) == 0); i-- {
		if u.run.disk.Remove(u.created[i]) != nil {
			break
		}
	}
	u.unlock()
}

// run is the state of an Update: what is wanted, what the manifest says, and what was seen in the folder.
type run struct {
	disk   fileSystem
	dir    string
	want   *plan
	report Report

	had         ledger
	manifest    []byte // the manifest's bytes as found, nil if there is none
	stale       []staleFile
	aliases     map[int][]string
	seen        []sight // of want.files, in their order
	folders     map[string]folderState
	wantFolders map[string]bool // the parents, near and far, of the wanted files
	trees       []string        // the outermost ones of these that are no folders yet, sorted

	laidOut   sync.Once
	layOutErr error
}

// lookAround sees all that can be seen before the bytes of the wanted files are known.
func (r *run) lookAround(ctx context.Context) (Report, error) {
	if err := r.sweep(); err != nil {
		return r.report, err
	}
	if err := r.readManifest(); err != nil {
		return r.report, err
	}
	r.report.DamagedManifest = r.had.damaged
	r.seen = make([]sight, len(r.want.files))
	if err := r.lookAtFolders(ctx); err != nil {
		return r.report, err
	}
	if err := r.lookAtStale(ctx); err != nil {
		return r.report, err
	}
	return r.report, r.findAliases()
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
