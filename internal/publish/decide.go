package publish

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
)

// todo is all that has to be done to the folder, decided before anything is.
type todo struct {
	clear  []string // paths that must go before anything can be put in place, files before the folders that hold them
	trees  []string // folders that do not exist, outermost only, staged and put in place as a whole
	fresh  []int    // indices of wanted files that are new in folders which exist
	within []int    // indices of wanted files in trees
	over   []int    // indices of wanted files that replace ours
	remove []string // stale files of ours
	prune  []string // folders of ours that nothing wanted lies in, innermost first

	unchanged     int
	foreign       []string
	journal, done []byte // the manifests of the burst and of the end; nil for none
	before        []byte // the manifest as found
}

// nothing tells that the folder, its manifest included, is as wanted.
func (t *todo) nothing() bool {
	return len(t.clear)+len(t.trees)+len(t.fresh)+len(t.over)+len(t.remove)+len(t.prune) == 0 && bytes.Equal(t.done, t.before)
}

// decide turns what was seen into what is to be done, or into all conflicts at once.
func (r *run) decide() (*todo, error) {
	t := &todo{before: r.manifest, trees: r.trees}
	conflicts := map[string]string{}
	ours, aliases := r.sortStale(t), r.aliases

	journal := ledger{files: make(map[string]entry, len(r.want.files)), folders: map[string]bool{}}
	done := ledger{files: make(map[string]entry, len(r.want.files)), folders: map[string]bool{}}
	for i := range r.want.files {
		f, s := &r.want.files[i], r.seen[i]
		done.files[f.Path] = entry{settled: &f.sum}
		journal.files[f.Path] = entry{planned: &f.sum}

		above := r.folders[path.Dir(f.Path)]
		switch {
		case above.kind == absent:
			t.within = append(t.within, i)
			continue
		case above.kind == file && ours[above.at]:
			t.clear = append(t.clear, above.at)
			t.within = append(t.within, i)
			continue
		case above.kind != folder:
			conflicts[above.at] = above.kind.String() + " where the site needs a folder"
			continue
		}
		known := r.had.files[f.Path]
		for _, q := range aliases[i] { // One file: whatever is known of any of its names is known of it.
			also := r.had.files[q]
			s = r.staleSight(q)
			if known.settled == nil || also.names(s.sum) {
				known = also
			}
		}
		t.clear = append(t.clear, aliases[i]...)
		switch {
		case s.kind == absent:
			t.fresh = append(t.fresh, i)
		case s.kind == folder:
			if all, err := r.onlyOurs(f.Path, ours); err != nil {
				return nil, err
			} else if all != nil {
				t.clear = append(t.clear, all...)
				t.fresh = append(t.fresh, i)
			} else {
				conflicts[f.Path] = "is a folder where the site needs a file"
			}
		case s.kind != file:
			conflicts[f.Path] = s.kind.String() + " where the site needs a file of its own"
		case s.equal && aliases[i] == nil:
			t.unchanged++
			journal.files[f.Path] = done.files[f.Path]
		case known.names(s.sum):
			t.over = append(t.over, i)
			journal.files[f.Path] = entry{settled: &s.sum, planned: &f.sum}
		case known.settled != nil && !r.had.damaged:
			t.over = append(t.over, i)
			journal.files[f.Path] = entry{settled: known.settled, planned: &f.sum}
			r.report.Edited = append(r.report.Edited, f.Path)
		case known.planned != nil && !r.had.damaged && s.blank:
			t.over = append(t.over, i)
		default:
			conflicts[f.Path] = "is another's file with other bytes than the site's"
		}
	}
	if len(conflicts) > 0 {
		e := &ConflictError{Dir: r.dir, DamagedManifest: r.had.damaged}
		for _, p := range slices.Sorted(maps.Keys(conflicts)) {
			e.Conflicts = append(e.Conflicts, Conflict{p, conflicts[p]})
		}
		return nil, e
	}

	slices.Sort(t.clear)
	t.clear = slices.Compact(t.clear)
	slices.Reverse(t.clear) // What a folder holds sorts after it, so it now goes first.
	for _, s := range r.stale {
		if ours[s.path] {
			journal.files[s.path] = entry{settled: &s.sum}
			if _, cleared := slices.BinarySearchFunc(t.clear, s.path, func(a, b string) int { return strings.Compare(b, a) }); !cleared {
				t.remove = append(t.remove, s.path)
			}
		}
	}
	if err := r.decideFolders(t, ours, journal, done); err != nil {
		return nil, err
	}
	t.done = done.encode()
	if len(done.files)+len(done.folders) == 0 {
		t.done = nil
	}
	t.journal = journal.encode()
	return t, nil
}

// sortStale parts the stale files that still have our bytes, and so may be removed, from those that somebody changed
// since. What is the file of a wanted path is neither.
func (r *run) sortStale(t *todo) (ours map[string]bool) {
	ours = map[string]bool{}
	aliased := map[string]bool{}
	for _, names := range r.aliases {
		for _, p := range names {
			aliased[p] = true
		}
	}
	for _, s := range r.stale {
		switch {
		case aliased[s.path]:
		case s.kind == file && r.had.files[s.path].names(s.sum):
			ours[s.path] = true
		case s.kind != absent:
			t.foreign = append(t.foreign, s.path)
		}
	}
	return ours
}

func (r *run) staleSight(p string) sight {
	i, _ := slices.BinarySearchFunc(r.stale, p, func(s staleFile, p string) int { return strings.Compare(s.path, p) })
	return r.stale[i].sight
}

// findAliases finds the wanted files that are, on a file system which ignores case, one with a stale file of ours: its
// name has changed in case only. The stale name is removed just before the wanted one is put in place; removed later,
// it would take the new file with it. r.aliases gives the stale paths by the index of the wanted file.
func (r *run) findAliases() error {
	r.aliases = map[int][]string{}
	for _, s := range r.stale {
		i, ok := r.want.byFold[fold(s.path)]
		if !ok || s.kind != file || r.folders[path.Dir(r.want.files[i].Path)].kind != folder {
			continue
		}
		is, err := r.disk.Lstat(r.at(r.want.files[i].Path))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return fmt.Errorf("reading %s: %w", r.at(r.want.files[i].Path), cause(err))
		}
		was, err := r.disk.Lstat(r.at(s.path))
		if err != nil {
			return fmt.Errorf("reading %s: %w", r.at(s.path), cause(err))
		}
		if os.SameFile(was, is) {
			r.aliases[i] = append(r.aliases[i], s.path)
		}
	}
	return nil
}

// onlyOurs lists everything in the folder at p and p itself, if that is nothing but stale files of ours and folders
// that we created or that hold such files; otherwise it gives nil.
func (r *run) onlyOurs(p string, ours map[string]bool) ([]string, error) {
	entries, err := r.disk.ReadDir(r.at(p))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", r.at(p), cause(err))
	}
	if _, created := r.had.folders[p]; len(entries) == 0 && (!created || r.had.damaged) {
		return nil, nil
	}
	all := []string{p}
	for _, e := range entries {
		inner := p + "/" + e.Name()
		switch {
		case e.IsDir():
			more, err := r.onlyOurs(inner, ours)
			if err != nil || more == nil {
				return nil, err
			}
			all = append(all, more...)
		case ours[inner]:
			all = append(all, inner)
		default:
			return nil, nil
		}
	}
	return all, nil
}

// decideFolders says which folders are created as a whole, which are ours, and which of ours are no longer needed.
func (r *run) decideFolders(t *todo, ours map[string]bool, journal, done ledger) error {
	cleared := map[string]bool{}
	for _, p := range t.clear {
		cleared[p] = true
	}
	for _, d := range slices.Sorted(maps.Keys(r.wantFolders)) {
		state := r.folders[d]
		_, known := r.had.folders[d]
		switch {
		case state.kind != folder: // Not there, or a file of ours that is cleared away.
			journal.folders[d], done.folders[d] = true, false
		case known && !r.had.damaged:
			journal.folders[d], done.folders[d] = false, false
		}
	}
	if r.had.damaged {
		return nil
	}
	for _, d := range slices.Sorted(maps.Keys(r.had.folders)) {
		if r.folders[d].kind != folder || r.wantFolders[d] {
			continue
		}
		journal.folders[d] = false
		if cleared[d] {
			continue
		}
		all, err := r.onlyOurs(d, ours)
		if err != nil {
			return err
		}
		if all != nil {
			t.prune = append(t.prune, d)
		} else {
			done.folders[d] = false // It goes when what others put there has gone.
		}
	}
	slices.Reverse(t.prune)
	return nil
}

func (k kind) String() string {
	switch k {
	case absent:
		return "is absent"
	case file:
		return "is a file"
	case folder:
		return "is a folder"
	case link:
		return "is a symbolic link"
	}
	return "is a device, socket or pipe"
}
