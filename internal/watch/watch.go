// Package watch tells that something under some folders changed, in settled
// batches. It takes a folder and the names in it to follow, and gives batches
// of paths at which to look again. It only wakes: what changed, and whether
// anything did, is for the receiver to find out, and what the files are for
// this package does not know.
//
// Three laws hold for what is received. After the last batch no change is left
// untold: each file or folder whose state differs from that at the start is
// named, or a folder above it is, or All is set. A change is told after it was
// made, so whoever looks when told sees it, or will be told again. A batch is
// never dropped: what the receiver is too slow to take grows.
package watch

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"
)

// Defaults of Options, and how often a folder is looked through by itself
// where the system cannot tell of changes.
const (
	defaultSettle   = 5 * time.Millisecond
	defaultMaxDelay = time.Second
	fallbackPoll    = 500 * time.Millisecond
)

// Options say what to follow and how long to wait.
type Options struct {
	// Paths are the files and folders to follow, relative to the root and with
	// slashes, such as "content" or "dossier.yaml"; a folder is followed with
	// all below it. None has to exist, and each may go and come back. Symbolic
	// links to folders are not followed.
	Paths []string

	// Settle is how long it must be quiet before a batch is given, so that a
	// save in several steps is told once. Zero means 5 ms. It is three times as
	// long where one of few files is empty or not there, as many editors leave
	// it for a moment while they save. In a burst of events it is five times as
	// long, and longer the larger that is, but then no more than 100 ms, or Settle.
	Settle time.Duration

	// MaxDelay is how long changes may keep a batch waiting when it does not
	// get quiet. Zero means 1 s; it is never shorter than Settle.
	MaxDelay time.Duration

	// Poll, if it is more than zero, is the pause between two looks at all the
	// files: then the system is not asked to tell of changes, which network
	// disks do not do. The pause is at least
	// 40 ms for 1,000 files, so that looking does not keep a processor busy.
	Poll time.Duration

	// Open makes what the system tells of changes by. Nil means fsnotify.NewWatcher.
	Open func() (*fsnotify.Watcher, error)

	// Ignore tells whether a file or folder is never of interest, by the last
	// element of its path. It is not asked for Paths themselves. Nil means Ignored.
	Ignore func(name string) bool
}

// A Batch is where to look again. One that has nothing but notices asks for
// nothing.
type Batch struct {
	// Paths are relative to the root and have slashes; sorted, each once, each
	// one of Options.Paths or below. A folder stands for all that is below it. It may
	// be that nothing changed there, or that nothing is there any more.
	Paths []string

	// All asks to look at everything, since changes may have gone untold.
	All bool

	// Notices are for the person who runs the program.
	Notices []Notice
}

// A Notice says that watching works in a lesser way than it should.
type Notice struct {
	Text string // what happened, without a full stop
	Hint string // what can be done about it; may be empty
}

// Start watches until ctx ends, and then closes the channel, after it has
// given all it held back to the system. Each change made after Start has
// returned is told. An error says that root is no folder, or that options make
// no sense; the limits of the system are no error but a notice.
func Start(ctx context.Context, root string, opts Options) (<-chan Batch, error) {
	open := fsnotify.NewWatcher
	if opts.Open != nil {
		open = opts.Open
	}
	return start(ctx, root, opts, func() (*notifier, error) { return notifierOf(open()) })
}

func start(ctx context.Context, root string, opts Options, open func() (*notifier, error)) (<-chan Batch, error) {
	w, err := newWatcher(root, opts)
	if err != nil {
		return nil, fmt.Errorf("watching %s: %w", root, err)
	}
	if opts.Poll > 0 {
		w.startPolling(ctx, opts.Poll)
	} else {
		w.startEvents(ctx, open)
	}
	go w.run(ctx)
	return w.out, nil
}

func newWatcher(root string, opts Options) (*watcher, error) {
	if len(opts.Paths) == 0 {
		return nil, errors.New("no path is to be followed")
	}
	for _, p := range opts.Paths {
		if !fs.ValidPath(p) {
			return nil, fmt.Errorf("the path %q is not relative to the folder", p)
		}
	}
	if opts.Settle < 0 || opts.MaxDelay < 0 || opts.Poll < 0 {
		return nil, errors.New("a time to wait is less than zero")
	}
	if opts.Settle == 0 {
		opts.Settle = defaultSettle
	}
	if opts.MaxDelay == 0 {
		opts.MaxDelay = defaultMaxDelay
	}
	opts.MaxDelay = max(opts.MaxDelay, opts.Settle)
	if opts.Ignore == nil {
		opts.Ignore = Ignored
	}
	// Absolute, so that a later change of the working directory means nothing.
	abs, err := filepath.Abs(root)
	if err != nil {
		return nil, err
	}
	w := &watcher{
		root:    abs,
		scope:   scope{paths: slices.Clone(opts.Paths), ignore: opts.Ignore},
		settle:  opts.Settle,
		delay:   opts.MaxDelay,
		out:     make(chan Batch),
		folders: map[string]*folder{},
		ids:     map[fileID]*folder{},
	}
	w.real, w.info, err = w.findRoot()
	return w, err
}

// A scope is the part of a folder that is followed.
type scope struct {
	paths  []string
	ignore func(string) bool
}

// has tells whether a path is one of those to follow, or below one.
func (s scope) has(rel string) bool {
	for _, p := range s.paths {
		if rel == p {
			return true
		}
		if below, ok := under(rel, p); ok && !s.ignores(below) {
			return true
		}
	}
	return false
}

func (s scope) ignores(below string) bool {
	for name := range strings.SplitSeq(below, "/") {
		if s.ignore(name) {
			return true
		}
	}
	return false
}

// inside gives the paths to follow that are below a path. Their ways lead
// through it, so it has to be watched, though it is itself of no interest.
func (s scope) inside(rel string) []string {
	var all []string
	for _, p := range s.paths {
		if _, ok := under(p, rel); ok {
			all = append(all, p)
		}
	}
	return all
}

// under gives what of a path stands below a folder.
func under(rel, dir string) (string, bool) {
	if dir == "." {
		return rel, rel != "."
	}
	below, ok := strings.CutPrefix(rel, dir)
	if !ok || !strings.HasPrefix(below, "/") {
		return "", false
	}
	return below[1:], true
}

var ownNames = []string{
	".git", ".hg", ".svn", ".jj", // version control
	".DS_Store", "Thumbs.db", "desktop.ini", // file managers
	"4913", // vim asks with it whether it may write into the folder
}

// Ignored tells whether a file's or folder's name says that an editor, a file
// manager or version control keeps it for itself.
func Ignored(name string) bool {
	if slices.Contains(ownNames, name) {
		return true
	}
	switch {
	case strings.HasSuffix(name, "~"), // backups
		strings.HasPrefix(name, ".#"),                                     // Emacs locks
		strings.HasPrefix(name, "#") && strings.HasSuffix(name, "#"),      // Emacs saves by itself
		strings.HasPrefix(name, "~$"), strings.HasPrefix(name, ".~lock."), // office programs
		strings.HasPrefix(name, ".goutputstream-"),                                       // GLib
		strings.HasSuffix(name, "___jb_tmp___"), strings.HasSuffix(name, "___jb_old___"): // JetBrains
		return true
	case !strings.HasPrefix(name, "."):
		return false
	}
	ext := filepath.Ext(name)
	return ext == ".kate-swp" || len(ext) == 4 && strings.HasPrefix(ext, ".sw") && 'a' <= ext[3] && ext[3] <= 'z' // vim: .swp, .swo … .swa, and .swx
}
