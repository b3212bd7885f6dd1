package watch

import (
	"context"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// A stamp changes when a file does. Two states of equal size within one tick
// of the disk's clock have equal stamps; see poller.again.
type stamp struct {
	id    fileID
	size  int64 // bytes; 0 for folders, whose entries are compared instead
	mtime int64 // nanoseconds since 1970; 0 for folders
	mode  os.FileMode
}

func stampOf(info os.FileInfo) stamp {
	id, _ := idOf(info)
	s := stamp{id: id, mode: info.Mode()}
	if !info.IsDir() {
		s.size, s.mtime = info.Size(), info.ModTime().UnixNano()
	}
	return s
}

// A named is an entry of a folder.
type named struct {
	name string
	stamp
}

// A snapshot is the state of all that is followed: the entries of each folder
// by name, and each followed path as an entry of the folder "".
type snapshot map[string][]named

// coarse is the tick of the coarsest clock by which disks stamp their files,
// that of FAT; whole seconds are common on network disks.
const coarse = 2 * time.Second

// restPerEntry is the least pause after a look at one file or folder, ten times
// what looking at it takes.
const restPerEntry = 40 * time.Microsecond

// A poller finds changes by looking at all files again and again.
type poller struct {
	root  string
	scope scope
	pause time.Duration
	last  snapshot

	// again holds, by the looks left until then, the files to tell once more:
	// those that changed and have a time in whole seconds. If such a file
	// changes again in the same tick, its stamp does not show it.
	again map[string]int
}

// startPolling takes the state from which changes are found, and goes on to
// look for them.
func (w *watcher) startPolling(ctx context.Context, pause time.Duration) {
	p := &poller{root: w.root, scope: w.scope, pause: pause, again: map[string]int{}}
	p.last, _ = p.look(ctx)
	polled := make(chan []string)
	w.polled = polled
	w.polling.Go(func() { p.run(ctx, polled) })
}

func (p *poller) run(ctx context.Context, polled chan<- []string) {
	timer := time.NewTimer(p.pause)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
		}
		now, ok := p.look(ctx)
		if !ok {
			return
		}
		changed := p.changes(now)
		p.last = now
		if len(changed) > 0 {
			select {
			case <-ctx.Done():
				return
			case polled <- changed:
			}
		}
		timer.Reset(now.pause(p.pause))
	}
}

// pause gives how long to wait after a look that gave this: the pause wanted,
// or more, so that looking at many files keeps no processor busy.
func (s snapshot) pause(wanted time.Duration) time.Duration {
	entries := 0
	for _, list := range s {
		entries += len(list)
	}
	return max(wanted, time.Duration(entries)*restPerEntry)
}

// look takes a snapshot; ok is false if it was cut short by the end of ctx.
// What cannot be read counts as empty.
func (p *poller) look(ctx context.Context) (now snapshot, ok bool) {
	now = make(snapshot, len(p.last)+1)
	roots := slices.Clone(p.scope.paths)
	slices.Sort(roots)
	for _, rel := range slices.Compact(roots) {
		info, err := os.Lstat(filepath.Join(p.root, filepath.FromSlash(rel)))
		if rel == "." {
			info, err = os.Stat(p.root) // the root itself may be a symbolic link
		}
		if err != nil || p.throughLink(rel) {
			continue
		}
		now[""] = append(now[""], named{rel, stampOf(info)})
		if info.IsDir() {
			p.lookInto(ctx, rel, now)
		}
	}
	return now, ctx.Err() == nil
}

// throughLink tells whether a folder on the way to a path is a symbolic link.
func (p *poller) throughLink(rel string) bool {
	for dir := path.Dir(rel); dir != "."; dir = path.Dir(dir) {
		if info, err := os.Lstat(filepath.Join(p.root, filepath.FromSlash(dir))); err != nil || !info.IsDir() {
			return true
		}
	}
	return false
}

func (p *poller) lookInto(ctx context.Context, rel string, now snapshot) {
	if ctx.Err() != nil {
		return
	}
	if _, twice := now[rel]; twice { // one of the paths is below another one
		return
	}
	dir := filepath.Join(p.root, filepath.FromSlash(rel))
	entries, _ := os.ReadDir(dir)
	list := make([]named, 0, len(entries))
	for _, e := range entries {
		if p.scope.ignore(e.Name()) {
			continue
		}
		info, err := e.Info()
		if err != nil {
			continue // gone in between
		}
		list = append(list, named{e.Name(), stampOf(info)})
	}
	now[rel] = list
	for _, e := range list {
		if e.mode.IsDir() {
			p.lookInto(ctx, path.Join(rel, e.name), now)
		}
	}
}

// changes gives the paths that are in only one of the last snapshot and this
// one, or differ.
func (p *poller) changes(now snapshot) []string {
	changed := map[string]bool{}
	differs := func(dir string, e named) {
		rel := path.Join(dir, e.name)
		changed[rel] = true
		if e.mode.IsRegular() && e.mtime%int64(time.Second) == 0 {
			p.again[rel] = int(coarse/p.pause) + 1
		}
	}
	for dir, was := range p.last {
		is := now[dir]
		for len(was) > 0 || len(is) > 0 {
			switch c := order(was, is); {
			case c < 0:
				differs(dir, was[0])
				was = was[1:]
			case c > 0:
				differs(dir, is[0])
				is = is[1:]
			default:
				if was[0] != is[0] {
					differs(dir, is[0])
				}
				was, is = was[1:], is[1:]
			}
		}
	}
	for dir, is := range now {
		if _, old := p.last[dir]; !old {
			for _, e := range is {
				differs(dir, e)
			}
		}
	}
	for rel, left := range p.again {
		switch {
		case changed[rel]:
		case left > 1:
			p.again[rel] = left - 1
		default:
			changed[rel] = true
			delete(p.again, rel)
		}
	}
	return slices.Collect(maps.Keys(changed))
}

// order tells which of two sorted lists has the next name, as strings.Compare
// does; the end of a list comes after all names.
func order(a, b []named) int {
	switch {
	case len(a) == 0:
		return 1
	case len(b) == 0:
		return -1
	}
	return strings.Compare(a[0].name, b[0].name)
}
