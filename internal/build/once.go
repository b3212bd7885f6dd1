package build

import (
	"bytes"
	"context"
	"crypto/sha256"
	"maps"
	"runtime"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"dossier/internal/diag"
	"dossier/internal/render"
)

// A Sink takes the files of a site while they are made.
type Sink interface {
	// Put takes the bytes of the i-th file, and keeps no reference to them. It is
	// called by several goroutines at once, in no order, and once at most for a file.
	Put(i int, data []byte) error
}

// Once builds a project a single time. It makes one file after another and keeps
// none of them, so that it needs little more memory than the dossier itself.
//
// When the dossier is known and free of errors, open is called with the Result so
// far and with the paths of all files of the site, and gives the Sink that takes
// them. Without a Sink the files are made all the same, for what their templates
// have to say. A template that fails is an error among the diagnostics, and then
// the Sink has not got all files. The Result has no Files. The error is a failure
// of the program, open's, the Sink's, or the context's.
func Once(ctx context.Context, o Options, open func(res *Result, paths []string) (Sink, error)) (*Result, error) {
	s := NewSession(o)
	s.resolver = nil
	res := &Result{}
	clock := stopwatch{now: o.Now, steps: onceSteps, progress: o.Progress}
	defer clock.finish()
	_, templates, err := s.prepare(ctx, res, &clock, nil)
	if err != nil {
		return nil, err
	}
	res.Diags.Sort()
	res.Diags.Locate(s.read)
	if templates == nil || res.Diags.HasErrors() {
		clock.stop()
		res.Stats.Stages = clock.stages
		return res, nil
	}

	clock.start("pages")
	s.due.all = true
	var reading sync.Mutex
	res.Read = s.loader.Sums()
	maps.Copy(res.Read, s.templates.files)
	s.saw = func(file string, data []byte) {
		sum := sha256.Sum256(data)
		reading.Lock()
		defer reading.Unlock()
		res.Read[file] = sum
	}
	search := render.NewPlanner(res.Dossier).Search(false, nil)
	jobs, terms := searchMakers(search, nil)
	jobs = append(jobs, s.makers(res, templates, s.planner(res.Dossier))...)
	s.loader = nil // only the dossier is needed from here on
	paths := make([]string, 0, len(jobs)+len(terms))
	for _, j := range slices.Concat(jobs, terms) {
		paths = append(paths, j.path)
	}
	sink, err := open(res, paths)
	if err != nil {
		return nil, err
	}
	flaws, err := makeAll(ctx, jobs, sink)
	if err != nil {
		return nil, err
	}
	clock.start("search")
	if err := searchOnce(ctx, search, terms, sink, len(jobs)); err != nil {
		return nil, err
	}
	flaws.Locate(s.readTemplate)
	res.Diags = append(res.Diags, flaws...)
	res.Diags.Sort()
	clock.stop()
	res.Stats.Stages = clock.stages
	return res, nil
}

// maker makes one file of the site, in or out of the buffer that it is given.
type maker struct {
	path string
	make func(*bytes.Buffer) ([]byte, diag.List, error)
}

// makers lists the files of the site that are due; the longest come last.
func (s *Session) makers(res *Result, templates *render.Templates, planner *render.Planner) []maker {
	var list []maker
	var jobs []render.Job
	if s.due.all {
		list, jobs = s.assets(res, templates), planner.Jobs()
	} else {
		jobs = planner.JobsAbout(s.due.paths, s.due.lists)
	}
	res.Stats.Pages = len(jobs)
	return append(list, pageMakers(templates, jobs)...)
}

// first lists those of makers that some pages need, which are open somewhere.
func (s *Session) first(res *Result, open []string, templates *render.Templates, planner *render.Planner) []maker {
	var list []maker
	if s.due.all {
		list = s.assets(res, templates)
	}
	want := func(path string) bool { return s.due.all || s.due.paths[path] }
	return append(list, pageMakers(templates, planner.JobsFirst(open, want, s.due.lists))...)
}

// assets lists the files that no page is: those of the templates, and the media.
func (s *Session) assets(res *Result, templates *render.Templates) []maker {
	var list []maker
	for _, f := range templates.Assets() {
		list = append(list, maker{f.Path, func(*bytes.Buffer) ([]byte, diag.List, error) { return f.Data, nil, nil }})
	}
	for _, path := range res.Dossier.Media {
		file := s.loader.MediaFile(path)
		list = append(list, maker{path, func(*bytes.Buffer) ([]byte, diag.List, error) {
			data, err := s.medium(path, file)
			if s.saw != nil && err == nil {
				s.saw(file, data)
			}
			return data, nil, err
		}})
	}
	return list
}

func pageMakers(templates *render.Templates, jobs []render.Job) []maker {
	list := make([]maker, 0, len(jobs))
	for _, j := range jobs {
		list = append(list, maker{j.Path, func(buf *bytes.Buffer) ([]byte, diag.List, error) {
			flaws := templates.AppendPage(buf, j.Page())
			return buf.Bytes(), flaws, nil
		}})
	}
	return list
}

// waiting is how many more files than there are processors are made at once, so
// that none of these idles while a file is written.
const waiting = 2

// keptBuffer is the size in bytes beyond which a buffer is not used again: a few
// pages of a large dossier are a thousand times longer than the others.
const keptBuffer = 1 << 20

// makeAll makes all files, and gives the flaws of templates. Half of the
// processors begin with the last files, which are by far the longest, so that none
// is left alone with them at the end, nor memory needed for all of them at once.
func makeAll(ctx context.Context, files []maker, sink Sink) (diag.List, error) {
	var (
		mu    sync.Mutex
		rest  = [2]int{0, len(files)} // the files that nobody has taken, half-open
		flaws diag.List
	)
	take := func(longest bool) (i int, ok bool) {
		mu.Lock()
		defer mu.Unlock()
		switch {
		case rest[0] == rest[1]:
			return 0, false
		case longest:
			rest[1]--
			return rest[1], true
		default:
			rest[0]++
			return rest[0] - 1, true
		}
	}
	g, ctx := errgroup.WithContext(ctx)
	processors := runtime.GOMAXPROCS(0)
	for n := range processors + waiting {
		g.Go(func() error {
			buf := new(bytes.Buffer)
			for {
				i, ok := take(n < (processors+1)/2)
				if !ok {
					return nil
				}
				if err := ctx.Err(); err != nil {
					return err
				}
				if buf.Cap() > keptBuffer {
					buf = new(bytes.Buffer)
				}
				buf.Reset()
				data, found, err := files[i].make(buf)
				if err != nil {
					return err
				}
				if found != nil {
					mu.Lock()
					flaws = append(flaws, found...)
					mu.Unlock()
					continue
				}
				if sink == nil {
					continue
				}
				if err := sink.Put(i, data); err != nil {
					return err
				}
			}
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	return flaws, nil
}
