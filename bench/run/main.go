// Command run measures dossier, and Hugo on a site of the same pages, on
// generated dossiers, and writes what it found to a Markdown file. It builds
// both programs from the modules beside it, runs them in turn, and leaves
// nothing behind but that file.
//
//	go run ./run -sizes "1000 10000"
//
// It must be started in its module's folder. Exit codes: 0 measured, 1 something
// failed, 2 wrong usage.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// options are what the flags say.
type options struct {
	sizes  []int
	runs   int
	edits  int
	large  bool
	out    string
	disk   string
	memory string
}

// largeSize is measured on request only: it takes half an hour and 20 GB. Hugo is
// left out where the machine has less than hugoLarge bytes of memory, for it needs
// ten times what it needs at 10,000 sources, and its site lies in memory too.
const (
	largeSize = 100_000
	hugoLarge = 40 << 30
)

func parse(args []string, stderr io.Writer) (options, error) {
	var o options
	flags := flag.NewFlagSet("run", flag.ContinueOnError)
	flags.SetOutput(stderr)
	sizes := flags.String("sizes", "1000", "the `numbers` of sources, with spaces between")
	flags.IntVar(&o.runs, "runs", 5, "how often each build is measured, after one that is not")
	flags.IntVar(&o.edits, "edits", 50, "how many edits of content are measured")
	flags.BoolVar(&o.large, "large", false, "measure one build of 100,000 sources too")
	flags.StringVar(&o.out, "out", "RESULTS.md", "the `file` to write")
	flags.StringVar(&o.disk, "disk", os.TempDir(), "a `folder` on the disk to measure")
	flags.StringVar(&o.memory, "tmpfs", "/dev/shm", "a `folder` in memory; left out where it is none")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	for word := range strings.FieldsSeq(*sizes) {
		n, err := strconv.Atoi(word)
		if err != nil || n < 20 {
			return o, fmt.Errorf("%q is no number of sources, of 20 at least", word)
		}
		o.sizes = append(o.sizes, n)
	}
	if len(o.sizes) == 0 || o.runs < 1 || o.edits < 4 || flags.NArg() > 0 {
		return o, errors.New("there must be a size, a run, four edits and no other argument")
	}
	return o, nil
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	o, err := parse(args, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return 2
	}
	if err != nil {
		fmt.Fprintln(stderr, "run:", err)
		return 2
	}
	text, err := measure(ctx, o, stdout)
	if err == nil {
		err = os.WriteFile(o.out, []byte(text), 0o644)
	}
	if err != nil {
		if ctx.Err() != nil {
			err = context.Cause(ctx) // what came of it is of no interest
		}
		fmt.Fprintln(stderr, "run:", err)
		return 1
	}
	fmt.Fprintln(stdout, "wrote", o.out)
	return 0
}

func measure(ctx context.Context, o options, log io.Writer) (text string, err error) {
	places, remove, err := makePlaces(o)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, remove()) }()
	dir := places[0].dir
	fmt.Fprintln(log, "building dossier, Hugo and the generator")
	p, err := buildPrograms(ctx, ".", dir)
	if err != nil {
		return "", err
	}
	r := results{machine: describeMachine(), hugo: p.hugoVersion, runs: o.runs}
	began := time.Now()
	allBefore, ownBefore := busy()
	if r.startup, err = startup(ctx, p); err != nil {
		return "", err
	}
	if r.binary, err = sizeOf(p.dossier); err != nil {
		return "", err
	}
	for _, n := range o.sizes {
		s, err := measureSize(ctx, p, places, n, o.runs, true, true, log)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(log, "%d sources: %d edits\n", n, o.edits)
		if s.edits, err = measureEdits(ctx, p, s.inputs.dossier, o.edits, designEdits, betweenSaves); err != nil {
			return "", fmt.Errorf("editing a dossier of %d sources: %w", n, err)
		}
		if err := s.inputs.remove(); err != nil {
			return "", err
		}
		r.sizes = append(r.sizes, s)
	}
	if o.large {
		s, err := measureSize(ctx, p, places[len(places)-1:], largeSize, 1, false, r.machine.memory >= hugoLarge, log)
		if err != nil {
			return "", err
		}
		r.sizes = append(r.sizes, s)
	}
	allAfter, ownAfter := busy()
	others := (allAfter - allBefore) - (ownAfter - ownBefore)
	r.others = max(0, float64(others)/float64(time.Since(began))/float64(r.machine.cores))
	return r.markdown(), nil
}

// inTmpfs is the name of a place in memory.
const inTmpfs = "tmpfs"

// place is a folder to build into.
type place struct {
	name string // "disk" or inTmpfs
	dir  string
}

// makePlaces makes a folder on disk and, where there is a tmpfs, one in it, and
// gives a function that removes both. If the disk is a tmpfs itself, it is
// called so.
func makePlaces(o options) (list []place, remove func() error, err error) {
	remove = func() error {
		var all error
		for _, p := range list {
			all = errors.Join(all, os.RemoveAll(p.dir))
		}
		return all
	}
	for _, at := range []string{o.disk, o.memory} {
		name := "disk"
		if inMemory(at) {
			name = inTmpfs
		}
		if len(list) > 0 && (name == "disk" || list[0].name == inTmpfs) {
			break
		}
		dir, err := os.MkdirTemp(at, "dossier-bench-")
		if err != nil {
			return nil, nil, errors.Join(fmt.Errorf("making a folder: %w", err), remove())
		}
		if dir, err = filepath.Abs(dir); err != nil {
			return nil, nil, errors.Join(fmt.Errorf("making a folder: %w", err), remove())
		}
		list = append(list, place{name, dir})
	}
	return list, remove, nil
}
