package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"dossier/bench/hugosite"
)

// sizeResults is everything measured of a dossier of one size.
type sizeResults struct {
	sources      int
	inputs       inputs
	places       []placeResults
	dossier      output
	hugo         output
	edits        editResults // empty where none were measured
	warmed       bool        // whether a run that does not count went before
	verification string      // what dossier says of its build
}

// placeResults are the builds into one place, in the order of the runs.
type placeResults struct {
	name    string
	dossier []cost
	again   []cost // dossier with nothing changed
	rewrote int    // files that a build with nothing changed wrote, over all runs
	hugo    []cost
}

// output is what a program wrote.
type output struct {
	files, pages, links int
	bytes               int64
}

// measureSize generates the dossier and builds it in turn with both programs,
// dossier a second time over what it has just written. Where warm is set, a
// first round does not count.
func measureSize(ctx context.Context, p programs, places []place, n, runs int, warm, rival bool, log io.Writer) (sizeResults, error) {
	s := sizeResults{sources: n, warmed: warm}
	fmt.Fprintf(log, "%d sources: generating\n", n)
	var err error
	if s.inputs, err = p.generate(ctx, places[0].dir, n); err != nil {
		return s, err
	}
	for _, at := range places {
		r := placeResults{name: at.name}
		first := 0
		if warm {
			first = -1
		}
		for i := first; i < runs; i++ {
			fmt.Fprintf(log, "%d sources: %s, run %d of %d\n", n, at.name, i+1, runs)
			// Each site has a folder of its own, and on disk all stay to the end: a file
			// system is slow to write where it has just removed as much. makePlaces removes them.
			out, hugoOut := filepath.Join(at.dir, fmt.Sprintf("dossier-%d-%d", n, i+1)), filepath.Join(at.dir, fmt.Sprintf("hugo-%d-%d", n, i+1))
			build := []string{"build", "-C", s.inputs.dossier, "--base-url", hugosite.BaseURL, "--out", out}
			full, err := p.timed(ctx, p.dossier, build...)
			if err != nil {
				return s, err
			}
			again, err := p.timed(ctx, p.dossier, build...)
			if err != nil {
				return s, err
			}
			if s.dossier, err = s.dossier.or(out); err != nil {
				return s, err
			}
			if at.name == inTmpfs {
				if err := os.RemoveAll(out); err != nil {
					return s, fmt.Errorf("removing a site: %w", err)
				}
			}
			var hugo []cost
			if rival {
				one, err := p.timed(ctx, p.hugo, "--source", s.inputs.hugo, "--destination", hugoOut, "--noBuildLock", "--quiet")
				if err != nil {
					return s, err
				}
				hugo = append(hugo, one)
				if s.hugo, err = s.hugo.or(hugoOut); err != nil {
					return s, err
				}
				if at.name == inTmpfs {
					if err := os.RemoveAll(hugoOut); err != nil {
						return s, fmt.Errorf("removing a site: %w", err)
					}
				}
			}
			if i < 0 {
				continue
			}
			wrote, err := written(again.stdout)
			if err != nil {
				return s, err
			}
			r.dossier, r.again, r.hugo = append(r.dossier, full), append(r.again, again), append(r.hugo, hugo...)
			r.rewrote += wrote
			s.verification, _, _ = strings.Cut(full.stdout, ";")
		}
		s.places = append(s.places, r)
	}
	return s, nil
}

func (p programs) timed(ctx context.Context, name string, args ...string) (cost, error) {
	settle()
	return p.run(ctx, name, args...)
}

var writtenFiles = regexp.MustCompile(`(\d+) written`)

// written reads how many files a build says that it wrote.
func written(stdout string) (int, error) {
	m := writtenFiles.FindStringSubmatch(stdout)
	if m == nil {
		return 0, fmt.Errorf("dossier does not say how many files it wrote: %q", stdout)
	}
	return strconv.Atoi(m[1])
}

// or counts what stands in a folder, unless that was done before: the programs
// write the same each time.
func (o output) or(dir string) (output, error) {
	if o.files > 0 {
		return o, nil
	}
	err := filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		o.files++
		o.bytes += info.Size()
		if filepath.Ext(name) != ".html" {
			return nil
		}
		o.pages++
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		links, err := count(f, "<a ")
		o.links += links
		return err
	})
	if err != nil {
		return o, fmt.Errorf("counting what was written: %w", err)
	}
	return o, nil
}

// count tells how often a word stands in a text, without holding the text: the
// memory of this process would count as that of those it starts.
func count(r io.Reader, word string) (n int, err error) {
	buffer := make([]byte, 1<<16)
	kept := 0
	for {
		got, err := r.Read(buffer[kept:])
		text := buffer[:kept+got]
		n += bytes.Count(text, []byte(word))
		kept = min(len(word)-1, len(text))
		copy(buffer, text[len(text)-kept:])
		if err == io.EOF {
			return n, nil
		}
		if err != nil {
			return n, err
		}
	}
}
