package watch

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fsnotify/fsnotify"
)

// In these tests the clock is synctest's, so that waiting takes no time and
// is exact, and a fake stands where the system tells of changes; files are real.

const ms = time.Millisecond

// A fake tells what a test lets it tell.
type fake struct {
	*notifier
	added  []string
	addErr func(path string) error
	mended atomic.Bool // addErr is no longer asked
	closed int
}

func (f *fake) mend() { f.mended.Store(true) }

// open makes the channels, since they have to be made under synctest's clock.
func (f *fake) open() (*notifier, error) {
	f.notifier = &notifier{
		events: make(chan fsnotify.Event),
		errors: make(chan error),
		add: func(p string) error {
			if f.addErr != nil && !f.mended.Load() {
				if err := f.addErr(p); err != nil {
					return err
				}
			}
			f.added = append(f.added, p)
			return nil
		},
		remove: func(string) error { return nil },
		close:  func() error { f.closed++; return nil },
	}
	return f.notifier, nil
}

// faked runs a test on a project that is watched by a fake, with a settle time
// of 10 ms and a delay of at most 100 ms.
func faked(t *testing.T, f *fake, test func(t *testing.T, root string, batches <-chan Batch)) {
	fakedWith(t, f, Options{Paths: project, Settle: 10 * ms, MaxDelay: 100 * ms}, test)
}

func fakedWith(t *testing.T, f *fake, o Options, test func(t *testing.T, root string, batches <-chan Batch)) {
	root, err := filepath.EvalSymlinks(newProject(t))
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		batches, err := start(ctx, root, o, f.open)
		if err != nil {
			t.Fatal(err)
		}
		test(t, root, batches)
		cancel()
		for range batches {
		}
	})
}

func wrote(root, rel string) fsnotify.Event {
	return fsnotify.Event{Name: filepath.Join(root, rel), Op: fsnotify.Write}
}

func TestSettling(t *testing.T) {
	const index, empty, gone = "content/index.md", "content/empty.md", "content/gone.md"
	at := func(times ...time.Duration) []time.Duration { return times }
	tests := []struct {
		file   string
		events []time.Duration // when something happens
		want   []time.Duration // when a batch comes
		reason string
	}{
		{index, at(0), at(10 * ms), "a single event waits no longer than to settle"},
		{index, at(0, 1*ms), at(11 * ms), "truncated, then written"},
		{index, at(0, 9*ms, 18*ms), at(28 * ms), "each event puts it off"},
		{index, at(0, 15*ms), at(10*ms, 25*ms), "two saves"},
		{index, every(8*ms, 30), at(100*ms, 204*ms, 242*ms), "but not for longer than the delay, which begins anew with the next event"},
		{empty, at(0), at(30 * ms), "a file that is cut to nothing is about to be written"},
		{empty, at(0, 12*ms), at(42 * ms), "until it is written, and then it has to be quiet"},
		{gone, at(0), at(30 * ms), "one that was moved out of the way is about to come back"},
		{gone, at(0, 20*ms, 40*ms, 60*ms, 80*ms), at(100 * ms), "but for no longer than the delay"},
		{index, every(1*ms, 16), at(25 * ms), "as many events as a save in steps may have"},
		{index, every(1*ms, 17), at(66*ms + 17*pausePerEvent), "one more, and it is a burst"},
		{index, append(every(1*ms, 17), 60*ms), at(100 * ms), "a pause within a burst does not end it"},
		{index, append(every(1*ms, 17), 80*ms, 81*ms), at(66*ms+17*pausePerEvent, 131*ms+19*pausePerEvent), "what comes soon after a burst is part of it"},
		{index, append(every(1*ms, 17), 280*ms), at(66*ms+17*pausePerEvent, 290*ms), "later everything is as before"},
	}
	for _, test := range tests {
		f := &fake{}
		faked(t, f, func(t *testing.T, root string, batches <-chan Batch) {
			write(t, filepath.Join(root, empty), "")
			began := time.Now()
			go func() {
				for _, at := range test.events {
					time.Sleep(time.Until(began.Add(at)))
					f.events <- wrote(root, test.file)
				}
			}()
			var got []time.Duration
			for range test.want {
				b := next(t, batches)
				got = append(got, time.Since(began))
				if !reflect.DeepEqual(b, Batch{Paths: []string{test.file}}) {
					t.Errorf("got %+v: %s", b, test.reason)
				}
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("batches after %v, want %v: %s", got, test.want, test.reason)
			}
			quietFor(t, batches, time.Minute)
		})
	}
}

// A burst is never waited with for less than a single event.
func TestSettlingLong(t *testing.T) {
	f := &fake{}
	fakedWith(t, f, Options{Paths: project, Settle: 300 * ms, MaxDelay: time.Minute}, func(t *testing.T, root string, batches <-chan Batch) {
		began := time.Now()
		go func() {
			for range burst + 1 {
				f.events <- wrote(root, "content/index.md")
			}
		}()
		next(t, batches)
		if after := time.Since(began); after != 300*ms {
			t.Errorf("a batch comes after %v, want 300 ms", after)
		}
	})
}

func every(d time.Duration, n int) []time.Duration {
	var all []time.Duration
	for i := range n {
		all = append(all, time.Duration(i)*d)
	}
	return all
}

func next(t *testing.T, batches <-chan Batch) Batch {
	t.Helper()
	select {
	case b := <-batches:
		return b
	case <-time.After(time.Minute):
		t.Error("no batch came")
		return Batch{}
	}
}

func quietFor(t *testing.T, batches <-chan Batch, d time.Duration) {
	t.Helper()
	select {
	case b := <-batches:
		t.Errorf("unexpected batch %+v", b)
	case <-time.After(d):
	}
}

func TestBatchesMergeWhileTheReceiverIsSlow(t *testing.T) {
	f := &fake{}
	faked(t, f, func(t *testing.T, root string, batches <-chan Batch) {
		for _, rel := range []string{"seeds/b.txt", "content/index.md", "seeds/a.txt", "content/index.md"} {
			f.events <- wrote(root, rel)
			time.Sleep(time.Second)
		}
		got := next(t, batches)
		if want := (Batch{Paths: []string{"content/index.md", "seeds/a.txt", "seeds/b.txt"}}); !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v, want %+v", got, want)
		}
		quietFor(t, batches, time.Minute)

		// What grows again while it waits has to become quiet again, even if it
		// is asked for at that moment.
		write(t, filepath.Join(root, "seeds/a.txt"), "new")
		f.events <- wrote(root, "seeds/a.txt")
		time.Sleep(time.Second)
		write(t, filepath.Join(root, "seeds/c.txt"), "new")
		f.events <- wrote(root, "seeds/c.txt")
		began := time.Now()
		got = next(t, batches)
		if want := (Batch{Paths: []string{"seeds/a.txt", "seeds/c.txt"}}); !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v, want %+v", got, want)
		}
		if took := time.Since(began); took != 10*ms {
			t.Errorf("it came after %v, want 10 ms", took)
		}
	})
}

func TestTooManyPathsAreAll(t *testing.T) {
	f := &fake{}
	faked(t, f, func(t *testing.T, root string, batches <-chan Batch) {
		for i := range maxPaths + 1 {
			f.events <- wrote(root, fmt.Sprintf("content/%d.md", i))
		}
		f.events <- wrote(root, "content/index.md")
		if got, want := next(t, batches), (Batch{All: true}); !reflect.DeepEqual(got, want) {
			t.Errorf("got %d paths, all: %v", len(got.Paths), got.All)
		}
		f.events <- wrote(root, "content/index.md")
		if got, want := next(t, batches), (Batch{Paths: []string{"content/index.md"}}); !reflect.DeepEqual(got, want) {
			t.Errorf("after that got %+v, want %+v", got, want)
		}
	})
}

func TestOverflow(t *testing.T) {
	f := &fake{}
	faked(t, f, func(t *testing.T, root string, batches <-chan Batch) {
		f.events <- wrote(root, "content/index.md")
		mkdir(t, filepath.Join(root, "content/untold/below"))
		f.errors <- fsnotify.ErrEventOverflow
		if got, want := next(t, batches), (Batch{All: true}); !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v, want %+v", got, want)
		}
		for _, rel := range []string{"content/untold", "content/untold/below"} {
			if !slices.Contains(f.added, filepath.Join(root, rel)) {
				t.Errorf("the new folder %s is not watched", rel)
			}
		}
		quietFor(t, batches, time.Minute)
	})
}

// A flood of errors must not keep the program busy for ever.
func TestASystemThatOnlyFails(t *testing.T) {
	f := &fake{}
	faked(t, f, func(t *testing.T, root string, batches <-chan Batch) {
		for range maxErrors {
			f.errors <- syscall.EIO
		}
		f.events <- wrote(root, "content/index.md") // one event shows that it works
		for range maxErrors + 1 {
			f.errors <- syscall.EIO
		}
		got := next(t, batches)
		if !got.All || len(got.Notices) != 1 || !strings.Contains(got.Notices[0].Text, "input/output error") {
			t.Errorf("got %+v, want a notice of the error", got)
		}
		if f.closed != 1 {
			t.Errorf("closed %d times", f.closed)
		}
		seesByPolling(t, root, batches)
	})
}

func TestLimitOfWatches(t *testing.T) {
	noSpace := func(part string) func(string) error {
		return func(p string) error {
			if strings.Contains(p, part) {
				return os.NewSyscallError("inotify_add_watch", syscall.ENOSPC)
			}
			return nil
		}
	}
	t.Run("at the start", func(t *testing.T) {
		f := &fake{}
		f.addErr = noSpace("people")
		faked(t, f, func(t *testing.T, root string, batches <-chan Batch) {
			got := next(t, batches)
			if got.All || len(got.Paths) > 0 {
				t.Errorf("got %+v, want a notice alone, since nothing happened yet", got)
			}
			limitNamed(t, got, "fs.inotify.max_user_watches")
			seesByPolling(t, root, batches)
		})
	})
	t.Run("later", func(t *testing.T) {
		f := &fake{}
		f.addErr = noSpace("one-too-many")
		faked(t, f, func(t *testing.T, root string, batches <-chan Batch) {
			f.events <- wrote(root, "content/index.md")
			mkdir(t, filepath.Join(root, "content/one-too-many"))
			f.events <- fsnotify.Event{Name: filepath.Join(root, "content/one-too-many"), Op: fsnotify.Create}
			got := next(t, batches)
			if !got.All {
				t.Error("it is not said that changes may have gone untold")
			}
			limitNamed(t, got, "fs.inotify.max_user_watches")
			seesByPolling(t, root, batches)
		})
	})
	t.Run("found after an overflow", func(t *testing.T) {
		f := &fake{}
		f.addErr = noSpace("one-too-many")
		faked(t, f, func(t *testing.T, root string, batches <-chan Batch) {
			mkdir(t, filepath.Join(root, "content/one-too-many"))
			f.errors <- fsnotify.ErrEventOverflow
			got := next(t, batches)
			if !got.All {
				t.Error("it is not said that changes may have gone untold")
			}
			limitNamed(t, got, "fs.inotify.max_user_watches")
			seesByPolling(t, root, batches)
		})
	})
	t.Run("of instances", func(t *testing.T) {
		root := newProject(t)
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			batches, err := start(ctx, root, Options{Paths: project}, func() (*notifier, error) {
				return nil, fmt.Errorf("couldn't initialize inotify: %w", syscall.EMFILE)
			})
			if err != nil {
				t.Fatal(err)
			}
			limitNamed(t, next(t, batches), "fs.inotify.max_user_instances")
			seesByPolling(t, root, batches)
			cancel()
			for range batches {
			}
		})
	})
}

func limitNamed(t *testing.T, b Batch, sysctl string) {
	t.Helper()
	if len(b.Notices) != 1 || !strings.Contains(b.Notices[0].Text, sysctl) || !strings.Contains(b.Notices[0].Hint, "sudo sysctl "+sysctl+"=") {
		t.Errorf("notices %+v, want one that names %s and how to raise it", b.Notices, sysctl)
	}
}

// seesByPolling checks that changes are seen without the system telling, and
// nothing else is told.
func seesByPolling(t *testing.T, root string, batches <-chan Batch) {
	t.Helper()
	quietFor(t, batches, time.Minute+ms) // not at the moment of a look, which could see a file half written
	write(t, filepath.Join(root, "content/people/ada.md"), "edited without an event")
	began := time.Now()
	if got, want := next(t, batches), (Batch{Paths: []string{"content/people/ada.md"}}); !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if took := time.Since(began); took > fallbackPoll+10*ms {
		t.Errorf("it took %v", took)
	}
	quietFor(t, batches, time.Minute)
}

// What may not be read is no reason to give up, and is watched when it may be.
func TestFolderThatMayNotBeRead(t *testing.T) {
	f := &fake{}
	f.addErr = func(p string) error {
		if filepath.Base(p) == "people" {
			return syscall.EACCES
		}
		return nil
	}
	faked(t, f, func(t *testing.T, root string, batches <-chan Batch) {
		quietFor(t, batches, time.Minute)
		f.mend()
		f.events <- fsnotify.Event{Name: filepath.Join(root, "content/people"), Op: fsnotify.Chmod}
		if got, want := next(t, batches), (Batch{Paths: []string{"content/people"}}); !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v, want %+v", got, want)
		}
		if !slices.Contains(f.added, filepath.Join(root, "content/people")) {
			t.Error("the folder is not watched")
		}
	})
}

func TestRootThatMayNotBeRead(t *testing.T) {
	f := &fake{}
	f.addErr = func(string) error { return syscall.EACCES }
	faked(t, f, func(t *testing.T, root string, batches <-chan Batch) {
		quietFor(t, batches, time.Minute)
		f.mend()
		if got, want := next(t, batches), (Batch{All: true}); !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v, want %+v", got, want)
		}
		quietFor(t, batches, time.Minute)
	})
}

// Some systems tell of a folder when what is in it changes, beside telling of that.
func TestWritesOfFoldersSayNothing(t *testing.T) {
	f := &fake{}
	faked(t, f, func(t *testing.T, root string, batches <-chan Batch) {
		f.events <- wrote(root, "content/people")
		f.events <- wrote(root, ".")
		f.events <- wrote(root, "public/index.html")
		f.events <- fsnotify.Event{Name: filepath.Dir(root), Op: fsnotify.Write}
		f.events <- fsnotify.Event{Name: root + "-other/content/x.md", Op: fsnotify.Write}
		quietFor(t, batches, time.Minute)
	})
}
