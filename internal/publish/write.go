package publish

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// stagingName is the folder in which new bytes wait until all of them are on the disk. It is inside the output folder,
// so that a rename out of it never crosses a file system. Whatever has one of our names in it is ours.
const stagingName = ".dossier-tmp"

var stagedName = regexp.MustCompile(`^(file|tree)-[0-9]+-[0-9a-f]{16}$|^manifest$`)

// staged gives the operating system's name of a path inside the staging folder.
func (r *run) staged(p string) string { return r.at(stagingName + "/" + p) }

// stagedFile and stagedTree name things by number and by what they hold, so that no name is somebody else's by chance.
func (r *run) stagedFile(i int) string {
	f := &r.want.files[i]
	return "file-" + strconv.Itoa(i) + "-" + hex.EncodeToString(f.sum[:8])
}

func stagedTree(i int, tree string) string {
	sum := sha256.Sum256([]byte(tree))
	return "tree-" + strconv.Itoa(i) + "-" + hex.EncodeToString(sum[:8])
}

// under gives the staged path of a folder in a tree.
func (r *run) under(d string) string {
	top := r.folders[d].at
	i, _ := slices.BinarySearch(r.trees, top)
	return stagedTree(i, top) + strings.TrimPrefix(d, top)
}

// layOut creates the staging folder and, below it, all folders of the trees.
func (r *run) layOut() error {
	if err := r.mkdir(r.at(stagingName)); err != nil {
		return err
	}
	for _, d := range slices.Sorted(maps.Keys(r.wantFolders)) {
		if r.folders[d].kind == folder {
			continue
		}
		if err := r.mkdir(r.staged(r.under(d))); err != nil {
			return err
		}
	}
	return nil
}

// stage writes the bytes of a wanted file into the staging folder.
func (r *run) stage(i int, data []byte) error {
	r.laidOut.Do(func() { r.layOutErr = r.layOut() })
	if r.layOutErr != nil {
		return r.layOutErr
	}
	p := r.want.files[i].Path
	to := r.stagedFile(i)
	if dir := path.Dir(p); r.folders[dir].kind != folder {
		to = r.under(dir) + "/" + path.Base(p)
	}
	if err := r.disk.Create(r.staged(to), data, false); err != nil {
		return fmt.Errorf("writing %s: %w", r.at(p), cause(err))
	}
	return nil
}

func (r *run) mkdir(name string) error {
	err := r.disk.Mkdir(name)
	if errors.Is(err, fs.ErrExist) && name == r.at(stagingName) {
		return nil // Sweep left it, since it holds something of somebody else's.
	}
	if err != nil {
		return fmt.Errorf("creating %s: %w", name, cause(err))
	}
	return nil
}

// apply writes the journal, puts everything staged in place, removes what is stale, and writes the manifest.
func (r *run) apply(t *todo) error {
	if len(t.clear)+len(t.trees)+len(t.fresh)+len(t.over) > 0 { // To remove only, the manifest as it is serves as the journal.
		if err := r.writeManifest(t.journal); err != nil {
			return err
		}
	}
	for _, p := range t.clear {
		if err := r.disk.Remove(r.at(p)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("removing %s: %w", r.at(p), cause(err))
		}
		if _, wasFile := r.had.files[p]; wasFile {
			r.report.Removed++
		}
	}
	if err := r.burst(t); err != nil {
		return err
	}
	for _, p := range t.remove {
		if err := r.disk.Remove(r.at(p)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("removing %s: %w", r.at(p), cause(err))
		}
		r.report.Removed++
	}
	for _, d := range t.prune {
		if err := r.prune(d); err != nil {
			return err
		}
	}
	return r.writeManifest(t.done)
}

// burst renames what is staged into place: whole folders and new files first, since replaced files may link to them,
// and the front page last.
func (r *run) burst(t *todo) error {
	inTree := map[string][]int{}
	for _, i := range t.within {
		top := r.folders[path.Dir(r.want.files[i].Path)].at
		inTree[top] = append(inTree[top], i)
	}
	for n, tree := range t.trees {
		// A rename replaces no folder that holds anything, nor a file.
		if err := r.disk.Rename(r.staged(stagedTree(n, tree)), r.at(tree)); err != nil {
			return fmt.Errorf("writing %s: %w", r.at(tree), cause(err))
		}
		for _, i := range inTree[tree] {
			r.countWritten(i)
		}
	}
	front, frontFresh := -1, false
	for n, i := range slices.Concat(t.fresh, t.over) {
		if r.want.files[i].Path == "index.html" {
			front, frontFresh = i, n < len(t.fresh)
			continue
		}
		if err := r.place(i, n < len(t.fresh)); err != nil {
			return err
		}
	}
	if front >= 0 {
		return r.place(front, frontFresh)
	}
	return nil
}

// place renames one staged file. A rename replaces whatever is there, so that a new file's place is looked at once
// more: somebody may have put a file there since.
func (r *run) place(i int, fresh bool) error {
	p := r.want.files[i].Path
	if fresh {
		if _, err := r.disk.Lstat(r.at(p)); err == nil {
			return &ConflictError{Dir: r.dir, Conflicts: []Conflict{{p, "has come to be there while the site was written"}}}
		} else if !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("writing %s: %w", r.at(p), cause(err))
		}
	}
	if err := r.disk.Rename(r.staged(r.stagedFile(i)), r.at(p)); err != nil {
		return fmt.Errorf("writing %s: %w", r.at(p), cause(err))
	}
	r.countWritten(i)
	return nil
}

func (r *run) countWritten(i int) {
	r.report.Written++
	r.report.Bytes += r.want.files[i].size
}

// prune removes a folder of ours if it is empty.
func (r *run) prune(d string) error {
	entries, err := r.disk.ReadDir(r.at(d))
	if err == nil && len(entries) == 0 {
		err = r.disk.Remove(r.at(d))
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("removing %s: %w", r.at(d), cause(err))
	}
	return nil
}

// sweep removes the staging folder with all that a run left in it. What does not have one of our names stays.
func (r *run) sweep() error {
	name := r.at(stagingName)
	info, err := r.disk.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil && !info.IsDir() {
		return &ConflictError{Dir: r.dir, Conflicts: []Conflict{{stagingName, "is not a folder; dossier needs this name for itself"}}}
	}
	if err == nil {
		err = r.sweepFolder(name, func(n string) bool { return stagedName.MatchString(n) })
	}
	if err != nil {
		return fmt.Errorf("removing %s: %w", name, cause(err))
	}
	return nil
}

func (r *run) sweepFolder(name string, ours func(string) bool) error {
	entries, err := r.disk.ReadDir(name)
	if err != nil {
		return err
	}
	kept := false
	for _, e := range entries {
		switch inner := name + string(os.PathSeparator) + e.Name(); {
		case !ours(e.Name()):
			kept = true
		case e.IsDir():
			err = r.sweepFolder(inner, func(string) bool { return true })
		default:
			err = r.disk.Remove(inner)
		}
		if err != nil {
			return err
		}
	}
	if kept {
		return nil
	}
	return r.disk.Remove(name)
}
