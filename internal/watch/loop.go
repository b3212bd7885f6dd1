package watch

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/fsnotify/fsnotify"
)

// Over so many paths a batch says All: by then looking at everything costs no
// more, and a receiver that never takes costs a bounded amount of memory.
const maxPaths = 50_000

// How often the root is looked for: nothing tells that a folder above it was
// renamed, that its disk was unmounted, or that it came back.
const (
	checkRoot = time.Second
	awaitRoot = 200 * time.Millisecond
)

// How much longer than usual it has to be quiet, and when.
const (
	burst         = 16 // events without quiet: more than a save makes, unless in many pieces
	burstSettles  = 5
	pausePerEvent = 50 * time.Microsecond  // by each event of a burst a pause in it may be longer
	burstGap      = 200 * time.Millisecond // between two parts of one burst, while the receiver takes the processors
	halfSettles   = 3
	halfMost      = 16 // paths that are looked at for that
)

// Errors of the system in a row after which it is no longer believed in.
const maxErrors = 16

// A watcher is one run of Start. All its fields belong to the goroutine of
// run, but what polling gets handed at its start.
type watcher struct {
	root string // absolute, as it was given
	real string // root without symbolic links
	info os.FileInfo
	lost bool // nothing is at root, or nothing that can be watched
	scope

	notify  *notifier          // nil while polling
	folders map[string]*folder // the watched ones, by relative path
	ids     map[fileID]*folder // the same, by identity
	errors  int                // in a row, without an event in between
	rescan  bool               // watches may be missing, or be of folders that moved

	polled  <-chan []string // nil if the system tells of changes
	polling sync.WaitGroup

	settle, delay time.Duration
	quiet, limit  *time.Timer
	calm          *time.Timer // runs as long as what comes is part of a burst
	moving        bool        // the timers run: something happened, and it is not yet quiet
	events        int         // since it was quiet
	size          int         // the same since the burst began, which may have gone on after it was quiet
	burst         bool        // these are too many for a save, or soon after such
	waited        bool        // for the rest of a save, after the last event

	paths   map[string]struct{} // of the batch that grows, as are the next two
	all     bool
	notices []Notice
	ready   bool // next is what grew, and may be taken
	next    Batch
	out     chan Batch
}

// run turns what happens into batches.
//
// A batch is put together when it has become quiet, and stays the next one
// until it is taken or until something more happens; then it grows and has to
// become quiet once more, as the receiver is busy anyway.
func (w *watcher) run(ctx context.Context) {
	defer close(w.out)
	defer w.polling.Wait()
	defer w.closeNotifier()
	w.quiet, w.limit, w.calm = time.NewTimer(w.settle), time.NewTimer(w.delay), time.NewTimer(burstGap)
	defer w.quiet.Stop()
	defer w.limit.Stop()
	defer w.calm.Stop()
	w.stopTimers()
	check := time.NewTimer(checkRoot)
	defer check.Stop()
	if len(w.notices) > 0 {
		w.offer()
	}
	for {
		var events chan fsnotify.Event
		var errs chan error
		if w.notify != nil {
			events, errs = w.notify.events, w.notify.errors
		}
		var out chan Batch
		if w.ready {
			out = w.out
		}
		select {
		case <-ctx.Done():
			return
		case out <- w.next:
			w.taken()
		case ev, ok := <-events:
			if !ok {
				w.giveUp(ctx, errEnded)
				break
			}
			w.errors = 0
			if err := w.event(ev); err != nil {
				w.giveUp(ctx, err)
			}
		case err, ok := <-errs:
			if !ok {
				err = errEnded
			}
			if w.errors++; !ok || w.errors > maxErrors {
				w.giveUp(ctx, err)
				break
			}
			// Too many events, or one that could not be understood: what it
			// would have told is found by looking, when it is quiet.
			w.rescan = true
			w.markAll()
		case paths := <-w.polled:
			for _, p := range paths {
				w.mark(p)
			}
		case <-check.C:
			if w.notify != nil {
				if err := w.check(); err != nil {
					w.giveUp(ctx, err)
				}
			}
			if w.lost {
				check.Reset(awaitRoot)
			} else {
				check.Reset(checkRoot)
			}
		case <-w.quiet.C:
			if !w.waited && !w.burst && w.halfSaved() {
				w.waited = true
				w.quiet.Reset((halfSettles - 1) * w.settle)
				break
			}
			w.settled(ctx)
		case <-w.limit.C:
			w.settled(ctx)
		case <-w.calm.C:
			w.burst = false
		}
	}
}

// mark adds a path to the batch that grows.
func (w *watcher) mark(rel string) {
	if !w.all {
		if w.paths == nil {
			w.paths = map[string]struct{}{}
		}
		w.paths[rel] = struct{}{}
		if len(w.paths) > maxPaths {
			w.all, w.paths = true, nil
		}
	}
	w.happened()
}

func (w *watcher) markAll() {
	w.all, w.paths = true, nil
	w.happened()
}

// happened puts the batch off until it has become quiet.
func (w *watcher) happened() {
	w.ready = false
	first := !w.moving
	w.moving = true
	if first {
		w.limit.Reset(w.delay)
	}
	w.waited = false
	if first {
		w.burst = w.burst && w.events > burst
		if w.events = 0; !w.burst {
			w.size = 0
		}
	}
	w.events++
	w.size++
	w.burst = w.burst || w.events > burst
	if w.burst {
		// The larger it is, the longer a pause in it may be.
		w.quiet.Reset(max(w.settle, min(burstSettles*w.settle+time.Duration(w.size)*pausePerEvent, burstGap/2)))
		w.calm.Reset(burstGap)
	} else {
		w.quiet.Reset(w.settle)
	}
}

// halfSaved tells whether one of the paths is as an editor leaves it between
// two steps of a save: cut to nothing, or moved out of the way.
func (w *watcher) halfSaved() bool {
	if w.all || len(w.paths) > halfMost {
		return false
	}
	for rel := range w.paths {
		info, err := os.Lstat(filepath.Join(w.real, filepath.FromSlash(rel)))
		if err != nil || info.Mode().IsRegular() && info.Size() == 0 {
			return true
		}
	}
	return false
}

func (w *watcher) stopTimers() {
	w.moving, w.waited = false, false
	w.quiet.Stop()
	w.limit.Stop()
}

// settled makes what grew the next batch.
func (w *watcher) settled(ctx context.Context) {
	w.stopTimers()
	if w.rescan && w.notify != nil {
		w.rescan = false
		if err := w.followAll(); err != nil {
			w.giveUp(ctx, err)
			w.stopTimers()
		}
	}
	w.offer()
}

func (w *watcher) offer() {
	w.next = Batch{Paths: slices.Sorted(maps.Keys(w.paths)), All: w.all, Notices: w.notices}
	w.ready = true
	// A receiver that waits gets it now: in a flood the next event would
	// put it off again.
	select {
	case w.out <- w.next:
		w.taken()
	default:
	}
}

func (w *watcher) taken() {
	w.ready = false
	w.paths, w.all, w.notices, w.next = nil, false, nil, Batch{}
}
