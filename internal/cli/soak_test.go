package cli_test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// held is what a running program holds.
type held struct {
	heap       uint64 // bytes in use
	goroutines int
	watches    int // folders that the system tells of; 0 where it does not show them
	files      int // that are open; likewise
}

func holds(t testing.TB) held {
	t.Helper()
	var h held
	infos, _ := filepath.Glob("/proc/self/fdinfo/*")
	for _, info := range infos {
		text, err := os.ReadFile(info)
		if err != nil {
			continue // closed meanwhile
		}
		h.files++
		h.watches += strings.Count(string(text), "inotify wd:")
	}
	var m runtime.MemStats
	for range 2 { // what is freed by finalizers is free after the second
		runtime.GC()
	}
	runtime.ReadMemStats(&m)
	h.heap, h.goroutines = m.HeapAlloc, runtime.NumGoroutine()
	return h
}

// Two thousand edits of all kinds, with pages that are opened and closed, leave
// what the program holds as it was.
func TestSoak(t *testing.T) {
	const rounds, edits = 250, 8
	p := serving(t)
	person := func(n int) string { return fmt.Sprintf("---\ntitle: Bo Lind\n---\n\nHe is new, %d.\n", n) }
	seed := p.read("seeds/harbour.txt")
	round := func(n int) {
		steps := []struct {
			do   func()
			tell string // on the next line of the terminal
		}{
			{func() { write(t, p.at(adaFile), adaWith(fmt.Sprintf("She counts to %d.", n))) }, `ada-krantz`},
			{func() { write(t, p.at("content/people/bo-lind.md"), person(n)) }, `bo-lind`},
			{func() { must(t, os.Rename(p.at("content/people/bo-lind.md"), p.at("content/people/bo.md"))) }, `bo\.md`},
			{func() { write(t, p.at("seeds/harbour.txt"), seed+fmt.Sprintf("\nA line more, the %dth.\n", n)) }, `seeds/harbour`},
			{func() { write(t, p.at("templates/event.html"), "{{.Nonsense}}") }, `templates.*; 1 error`},
			{func() { must(t, os.RemoveAll(p.at("templates"))) }, `templates.*; 0 errors`},
			{func() { write(t, p.at(adaFile), adaWith("[[nobody]]")) }, `; [1-9] errors?`},
			{func() {
				write(t, p.at(adaFile), adaWith(fmt.Sprintf("She is done with %d.", n)))
				must(t, os.Remove(p.at("content/people/bo.md")))
			}, `; 0 errors`},
		}
		if len(steps) != edits {
			t.Fatalf("%d edits, want %d", len(steps), edits)
		}
		stream, closeStream := p.streamUntil(adaPage)
		for _, step := range steps {
			before := p.out.len()
			step.do()
			p.out.await(t, before, `(?m)^.*`+step.tell, fmt.Sprintf("round %d", n))
		}
		closeStream()
		for range stream { // until its end
		}
	}
	// What is made once and kept is made in the first rounds.
	const warm = 25
	for n := range warm {
		round(n)
	}
	p.out.forget()
	p.err.forget()
	before := holds(t)
	began := time.Now()
	for n := range rounds {
		round(warm + n)
		p.out.forget()
		p.err.forget()
	}
	var after held
	// The last connections are closed a moment after their streams.
	eventually(t, "all is as it was", func() error {
		after = holds(t)
		if after.goroutines > before.goroutines || after.watches != before.watches || after.files > before.files || after.heap > before.heap+before.heap/4+1<<20 {
			return fmt.Errorf("held before: %+v, after %d edits: %+v", before, rounds*edits, after)
		}
		return nil
	})
	t.Logf("%d edits in %v; held before: %+v, after: %+v", rounds*edits, time.Since(began), before, after)
}
