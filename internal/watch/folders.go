package watch

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"

	"github.com/fsnotify/fsnotify"
)

// A notifier is the system's way to tell of changes in single folders.
type notifier struct {
	events      chan fsnotify.Event
	errors      chan error
	add, remove func(path string) error
	close       func() error
}

var errEnded = errors.New("the system has stopped telling of changes")

func notifierOf(w *fsnotify.Watcher, err error) (*notifier, error) {
	if err != nil {
		return nil, err
	}
	return &notifier{events: w.Events, errors: w.Errors, add: w.Add, remove: w.Remove, close: w.Close}, nil
}

// A folder is one that is watched. The system knows folders by identity and
// fsnotify knows them by the path they had when they were added. So before a
// folder that moved is added by its new path, it has to be removed by the old one, or its
// events would go on to carry that.
type folder struct {
	rel    string
	id     fileID
	parent *folder // nil for the root
	below  map[string]*folder
}

// startEvents asks the system to tell of changes, or polls if it does not.
func (w *watcher) startEvents(ctx context.Context, open func() (*notifier, error)) {
	n, err := open()
	if err == nil {
		w.notify = n
		err = w.followAll()
	}
	if err != nil {
		w.closeNotifier()
		w.startPolling(ctx, fallbackPoll)
		w.notices = append(w.notices, noticeOf(err))
	}
}

func (w *watcher) closeNotifier() {
	if w.notify == nil {
		return
	}
	// An error in closing leaves nothing to do: no more is read from it.
	_ = w.notify.close()
	w.notify = nil
	clear(w.folders)
	clear(w.ids)
}

// giveUp changes from being told to looking.
func (w *watcher) giveUp(ctx context.Context, err error) {
	w.closeNotifier()
	w.startPolling(ctx, fallbackPoll)
	w.notices = append(w.notices, noticeOf(err))
	w.rescan = false
	w.markAll() // changes may have been made where nothing was watched
}

func noticeOf(err error) Notice {
	every := fmt.Sprintf("files are looked through every %v instead", fallbackPoll)
	raise := func(key string, value int) string {
		return fmt.Sprintf("raise the limit with `sudo sysctl %s=%d`, and for good with the line %s=%d in a file of /etc/sysctl.d/", key, value, key, value)
	}
	linux := runtime.GOOS == "linux"
	switch {
	case linux && errors.Is(err, syscall.ENOSPC):
		return Notice{
			"the system watches no more folders for this user (fs.inotify.max_user_watches); " + every,
			raise("fs.inotify.max_user_watches", 524288),
		}
	case linux && errors.Is(err, syscall.EMFILE):
		return Notice{
			"the system watches for no more programs of this user (fs.inotify.max_user_instances); " + every,
			raise("fs.inotify.max_user_instances", 512),
		}
	case errors.Is(err, syscall.EMFILE), errors.Is(err, syscall.ENFILE):
		return Notice{"the limit of open files is reached; " + every, "raise it with `ulimit -n 10240`"}
	}
	return Notice{fmt.Sprintf("the system does not tell of changes (%v); %s", err, every), ""}
}

// findRoot finds the folder that is at the root now, its path without symbolic
// links, and its identity.
func (w *watcher) findRoot() (string, os.FileInfo, error) {
	resolved, err := filepath.EvalSymlinks(w.root)
	if err != nil {
		return "", nil, err
	}
	info, err := os.Stat(resolved)
	if err != nil {
		return "", nil, err
	}
	if !info.IsDir() {
		return "", nil, &fs.PathError{Op: "watch", Path: w.root, Err: syscall.ENOTDIR}
	}
	return resolved, info, nil
}

// check finds out whether the root is still the folder that is watched, and if
// not watches the one that is there.
func (w *watcher) check() error {
	resolved, info, err := w.findRoot()
	if err == nil && !w.lost && w.folders["."] != nil && resolved == w.real && os.SameFile(info, w.info) {
		return nil
	}
	w.forget(w.folders["."])
	was := w.lost
	w.lost = err != nil
	if !w.lost {
		w.real, w.info = resolved, info
		if err := w.followAll(); err != nil {
			return err
		}
	}
	if !was || !w.lost {
		w.markAll()
	}
	return nil
}

// followAll watches all there is to follow, and forgets what is gone. Watches
// that stand are left as they are.
func (w *watcher) followAll() error {
	known := maps.Clone(w.folders)
	seen := make(map[*folder]bool, len(known))
	if err := w.follow(".", seen); err != nil {
		return err
	}
	for rel, f := range known {
		if !seen[f] && w.folders[rel] == f {
			w.forget(f)
		}
	}
	w.lost = w.folders["."] == nil
	return nil
}

// event takes in what the system tells, and gives the error that makes it
// useless to listen on.
func (w *watcher) event(ev fsnotify.Event) error {
	rel, ok := w.relative(ev.Name)
	if !ok {
		return nil
	}
	if rel == "." {
		if ev.Op == fsnotify.Write {
			return nil // some systems tell of a folder that its entries changed, and of these too
		}
		if ev.Has(fsnotify.Remove | fsnotify.Rename) {
			w.forget(w.folders["."])
			return w.check()
		}
		w.rescan = true // what could not be read may be readable now
		w.markAll()
		return nil
	}
	inside := w.inside(rel)
	if !w.has(rel) && len(inside) == 0 {
		return nil
	}
	known := w.folders[rel]
	if ev.Op == fsnotify.Write && known != nil {
		return nil
	}
	if known != nil && ev.Has(fsnotify.Remove|fsnotify.Rename) {
		w.forget(known)
	}
	var err error
	if known != nil || ev.Has(fsnotify.Create|fsnotify.Chmod) {
		// The folder has to be watched before the receiver looks into it. After
		// a removal too: something else may be there by now.
		err = w.follow(rel, nil)
	}
	if w.has(rel) {
		w.mark(rel)
	}
	for _, p := range inside {
		w.mark(p)
	}
	return err
}

func (w *watcher) relative(name string) (string, bool) {
	name = filepath.Clean(name)
	if name == w.real {
		return ".", true
	}
	rel, ok := strings.CutPrefix(name, w.real)
	if !ok || rel == "" {
		return "", false
	}
	if rel[0] != filepath.Separator { // the root is that of the disk, and ends in a separator
		if w.real[len(w.real)-1] != filepath.Separator {
			return "", false
		}
		return filepath.ToSlash(rel), true
	}
	return filepath.ToSlash(rel[1:]), true
}

// follow watches a folder and all below it, if it is one and of interest. It
// is watched before it is read, so that an entry is either found or told of.
// The error is the one of a limit; a folder that vanished or may not be read
// is none, since what happens to it next is told by the one above.
func (w *watcher) follow(rel string, seen map[*folder]bool) error {
	if !w.has(rel) && len(w.inside(rel)) == 0 {
		return nil
	}
	full := filepath.Join(w.real, filepath.FromSlash(rel))
	info, err := os.Lstat(full)
	if err != nil || !info.IsDir() {
		if f := w.folders[rel]; f != nil {
			w.forget(f)
		}
		return nil
	}
	f, err := w.watch(rel, full, info)
	if f == nil || err != nil {
		return err
	}
	if seen != nil {
		seen[f] = true
	}
	entries, err := os.ReadDir(full)
	if err != nil && !errors.Is(err, fs.ErrPermission) {
		w.forget(f)
		return nil
	}
	for _, e := range entries {
		if e.IsDir() {
			if err := w.follow(path.Join(rel, e.Name()), seen); err != nil {
				return err
			}
		}
	}
	return nil
}

// watch watches one folder; it gives nil if that is not possible now.
func (w *watcher) watch(rel, full string, info os.FileInfo) (*folder, error) {
	id, identified := idOf(info)
	f := w.folders[rel]
	if f != nil && (!identified || f.id != id) {
		w.forget(f)
		f = nil
	}
	if other := w.ids[id]; identified && other != nil && other != f {
		w.forget(other)
	}
	// Also if it is known: it may have been removed and made again under the
	// same identity, and to add what is watched changes nothing.
	if err := w.notify.add(full); err != nil {
		if f != nil {
			w.forget(f)
		}
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.ENOTDIR) {
			return nil, nil
		}
		return nil, err
	}
	if f != nil {
		return f, nil
	}
	f = &folder{rel: rel, id: id, below: map[string]*folder{}}
	if rel != "." {
		f.parent = w.folders[path.Dir(rel)]
	}
	if f.parent != nil {
		f.parent.below[rel] = f
	}
	w.folders[rel] = f
	if identified {
		w.ids[id] = f
	}
	return f, nil
}

// forget stops watching a folder and all below it. Its work is that of the
// folders it forgets, so that to remove many one by one stays cheap.
func (w *watcher) forget(f *folder) {
	if f == nil {
		return
	}
	for _, b := range f.below {
		b.parent = nil
		w.forget(b)
	}
	// It is no error if the system has forgotten it already.
	_ = w.notify.remove(filepath.Join(w.real, filepath.FromSlash(f.rel)))
	if f.parent != nil {
		delete(f.parent.below, f.rel)
	}
	if w.folders[f.rel] == f {
		delete(w.folders, f.rel)
	}
	if w.ids[f.id] == f {
		delete(w.ids, f.id)
	}
}
