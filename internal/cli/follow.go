package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"dossier/internal/build"
	"dossier/internal/diag"
	"dossier/internal/watch"
)

// followed are the parts of a project that a change can be in.
var followed = []string{"content", "seeds", "templates", "dossier.yaml"}

// A viewer is where the results of following a project go.
type viewer struct {
	// open gives the pages that are looked at and so are to be made before all
	// others; nil where there are none.
	open func() []string
	show func(*build.Result) error
	// ending is what the line on a build ends with; nil where nothing is added.
	ending func(diag.List) string
}

// follow builds, and builds again after every change, until the context ends. A
// change that comes while it builds is waited with until the pages that are
// looked at are shown; the rest of that build is then given up for the next.
func (a *app) follow(session *build.Session, poll time.Duration, v viewer) error {
	if err := checkPoll(poll); err != nil {
		return err
	}
	// Watching begins first, so that no change falls between the two.
	ctx, stop := context.WithCancel(a.ctx)
	defer stop()
	batches, err := a.watch(ctx, a.folder.dir, watch.Options{Paths: followed, Poll: poll})
	if err != nil {
		return failed(err)
	}
	pending := watch.Batch{All: true}
	for {
		r := a.start(ctx, session, pending, v)
		var batch watch.Batch
		more := true
		select {
		case <-r.ended:
		case batch, more = <-batches:
			if more {
				select {
				case <-r.shown:
				case <-r.ended:
				}
			}
			r.cancel()
			if !more && v.open != nil {
				return nil // nothing is being written that would have to be finished
			}
			<-r.ended
		}
		if r.res != nil {
			a.report(pending, r, v)
			pending = watch.Batch{}
		}
		for {
			a.merge(&pending, batch)
			if !more {
				return nil
			}
			if pending.All || len(pending.Paths) > 0 {
				break
			}
			batch, more = <-batches
		}
	}
}

func checkPoll(every time.Duration) error {
	if every < 0 {
		return &failure{code: exitUsage, err: fmt.Errorf("the interval of --poll is less than zero: %v", every)}
	}
	return nil
}

// merge adds what a batch asks for to what is still to be done.
func (a *app) merge(pending *watch.Batch, batch watch.Batch) {
	for _, notice := range batch.Notices {
		fmt.Fprintf(a.err, "dossier: %s\n", notice.Text)
		if notice.Hint != "" {
			fmt.Fprintf(a.err, "  → %s\n", notice.Hint)
		}
	}
	pending.All = pending.All || batch.All
	pending.Paths = append(pending.Paths, batch.Paths...)
	slices.Sort(pending.Paths)
	pending.Paths = slices.Compact(pending.Paths)
}

// running is a build that is under way.
type running struct {
	cancel context.CancelFunc
	shown  chan struct{} // closed when the pages that are looked at were shown
	ended  chan struct{} // closed at the end; only then may the rest be read
	res    *build.Result // nil where the build was given up
	took   time.Duration
	err    error // of showing
}

func (a *app) start(ctx context.Context, session *build.Session, pending watch.Batch, v viewer) *running {
	r := &running{shown: make(chan struct{}), ended: make(chan struct{})}
	ctx, r.cancel = context.WithCancel(ctx)
	go func() {
		defer r.cancel()
		defer close(r.ended)
		began := a.now()
		var req build.Request
		other, err := a.folder.renew()
		if err != nil {
			r.res = &build.Result{Diags: diag.List{noProject(err)}}
			r.err = v.show(r.res)
			r.took = a.now().Sub(began)
			return
		}
		if !pending.All && !other {
			req.Changed = pending.Paths
		}
		if v.open != nil {
			req.First = v.open()
			req.Show = func(res *build.Result) {
				r.err = v.show(res)
				close(r.shown)
				if res.More && !pending.All {
					waited := a.now()
					sleep(ctx, min(time.Duration(len(res.Files))*restForEach, mostRest))
					began = began.Add(a.now().Sub(waited))
				}
			}
		}
		res, err := session.Build(ctx, req)
		switch {
		case errors.Is(err, context.Canceled):
			return
		case err != nil:
			// It may have been a file that vanished while it was read: the next
			// change is waited for.
			res = &build.Result{Diags: diag.List{a.failureOf(err)}}
		}
		r.res = res
		r.err = errors.Join(r.err, v.show(res))
		r.took = a.now().Sub(began)
		if v.open != nil {
			session.Prepare(ctx)
		}
	}()
	return r
}

// After the pages that are looked at are shown, a build waits for another change
// before it makes the others, the longer the more files the site has: who types
// has the processors for the next of these.
const (
	restForEach = 20 * time.Microsecond
	mostRest    = 250 * time.Millisecond
)

// sleep waits, but not beyond the end of the context.
func sleep(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}

// noProject makes a diagnostic of a project's folder that is not there.
func noProject(err error) diag.Diagnostic {
	return diag.Diagnostic{
		Code: "no-project", Message: err.Error(), Pos: diag.Pos{File: "."},
		Hint: "put the folder back; it is followed again as soon as it is there",
	}
}

// failureOf makes a diagnostic of a failure, at the file that it is about.
func (a *app) failureOf(err error) diag.Diagnostic {
	d := diag.Diagnostic{Code: "failure", Message: err.Error(), Pos: diag.Pos{File: "."}}
	if at := (*fs.PathError)(nil); errors.As(err, &at) {
		file := strings.TrimPrefix(filepath.Clean(at.Path), a.folder.dir+string(filepath.Separator))
		d.Pos.File = filepath.ToSlash(file)
	}
	return d
}

// report prints a line on a build, and its diagnostics where the list is not
// that of the build before. Nothing is said where nothing changed, nor where the
// program is ended before the result is shown.
func (a *app) report(what watch.Batch, r *running, v viewer) {
	if errors.Is(r.err, context.Canceled) {
		return
	}
	if r.err != nil {
		fmt.Fprintf(a.err, "dossier: %v\n", r.err)
	}
	s := r.res.Stats
	same := slices.Equal(a.shown, r.res.Diags)
	if !same {
		a.err.diagnostics(news(a.shown, r.res.Diags))
	}
	if !same || r.res.Files != nil && s.Changed+s.Removed > 0 || s.Parsed > 0 {
		removed, ending := "", ""
		if s.Removed > 0 {
			removed = fmt.Sprintf(", removed %d", s.Removed)
		}
		if v.ending != nil {
			ending = v.ending(r.res.Diags)
		}
		fmt.Fprintf(a.out, "%s: parsed %d, resolved %d, rendered %d%s; %d ms; %s%s\n",
			changed(what), s.Parsed, s.Resolved, s.Changed, removed, r.took.Milliseconds(), tally(r.res.Diags), ending)
	}
	a.shown = r.res.Diags
}

// news gives what is to be told of a list of diagnostics after another one: all
// errors, since they keep the site from being made, and the warnings that are new.
func news(before, now diag.List) diag.List {
	known := make(map[diag.Diagnostic]bool, len(before))
	for _, d := range before {
		known[d] = true
	}
	var tell diag.List
	for _, d := range now {
		if d.Severity == diag.Error || !known[d] {
			tell = append(tell, d)
		}
	}
	return tell
}

// changed names the files of a batch in few words.
func changed(batch watch.Batch) string {
	const most = 3
	switch n := len(batch.Paths); {
	case batch.All || n == 0:
		return "everything"
	case n > most:
		return fmt.Sprintf("%s and %d more", strings.Join(batch.Paths[:most], ", "), n-most)
	default:
		return strings.Join(batch.Paths, ", ")
	}
}

// absolute makes a path given on the command line absolute; a relative one is
// relative to the project's folder.
func (a *app) absolute(path string) (string, error) {
	if filepath.IsAbs(path) {
		return path, nil
	}
	project, err := a.project()
	if err != nil {
		return "", err
	}
	return filepath.Join(project, path), nil
}
