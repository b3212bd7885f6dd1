package watch

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/fsnotify/fsnotify"
)

// A gate keeps what the system tells until it is opened, as if the watcher
// were behind; what it is told to lose is never told, but that something is.
type gate struct {
	open chan struct{}
	lose chan int // how many events
}

// notifier is the real one behind the gate.
func (g *gate) notifier() (*notifier, error) {
	n, err := openNotifier()
	if err != nil {
		return nil, err
	}
	in, out, errs, done := n.events, make(chan fsnotify.Event), make(chan error), make(chan struct{})
	n.events, n.errors = out, errs
	go func() {
		select {
		case <-g.open:
		case lost := <-g.lose:
			for range lost {
				<-in
			}
			select {
			case errs <- fsnotify.ErrEventOverflow:
			case <-done:
			}
		case <-done:
		}
		for ev := range in {
			select {
			case out <- ev:
			case <-done:
			}
		}
	}()
	closeReal := n.close
	n.close = func() error { close(done); return closeReal() }
	return n, nil
}

// The system tells by the old path of a folder that was found under its new one
// before its move was told.
func TestFolderFoundBeforeItsMoveIsTold(t *testing.T) {
	g := &gate{open: make(chan struct{}), lose: make(chan int)}
	root := newProject(t)
	mkdir(t, filepath.Join(root, "content/people/deep")) // which is not told that it moved: only the one above is
	w := watchTree(t, root, Options{}, g.notifier)
	mkdir(t, w.at("content/new"))
	rename(t, w.at("content/people"), w.at("content/new/people"))
	close(g.open)
	w.await("content/people")
	w.settle()
	for round := range 3 {
		w.forget()
		for _, name := range []string{"content/new/people/ada.md", "content/new/people/deep/x.md"} {
			write(t, w.at(name), fmt.Sprint(round))
		}
		w.settle()
		if !w.told["content/new/people/ada.md"] || !w.told["content/new/people/deep/x.md"] || len(w.told) != 2 {
			t.Errorf("edits in the folder that moved were told as %v", w.told)
		}
	}
}

func TestFolderThatMovedAwayUntold(t *testing.T) {
	g := &gate{open: make(chan struct{}), lose: make(chan int)}
	root := newProject(t)
	mkdir(t, filepath.Join(root, "content/people/deep"))
	w := watchTree(t, root, Options{}, g.notifier)
	away := filepath.Join(filepath.Dir(w.root), "away")
	rename(t, w.at("content/people"), away)
	mkdir(t, w.at("content/people"))
	g.lose <- 2
	for !w.all {
		w.take()
	}
	w.settle()
	w.forget()
	write(t, filepath.Join(away, "deep", "x.md"), "out of sight")
	w.settle()
	if len(w.told) > 0 || w.all {
		t.Errorf("told of %v, all: %v, though the folder had moved away", w.told, w.all)
	}
	write(t, w.at("content/people/bob.md"), "new")
	w.settle()
	if !w.told["content/people/bob.md"] {
		t.Errorf("the folder in its place is not watched: told of %v", w.told)
	}
}
