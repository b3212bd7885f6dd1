package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"dossier/internal/build"
	"dossier/internal/diag"
	"dossier/internal/watch"
)

// followed are the parts of a project that a change can be in.
var followed = []string{"content", "seeds", "templates", "dossier.yaml"}

// follow builds, and builds again after every change, until the context ends.
// Each result is handed to show. A failure of the program is reported and the
// next change awaited: it may have been a file that vanished while it was read.
func (a *app) follow(session *build.Session, poll time.Duration, show func(*build.Result) error) error {
	// Watching begins first, so that no change falls between the two.
	ctx, stop := context.WithCancel(a.ctx)
	defer stop()
	batches, err := watch.Start(ctx, a.dir, watch.Options{Paths: followed, Poll: poll})
	if err != nil {
		return failed(err)
	}
	a.rebuild(session, watch.Batch{All: true}, show)
	for batch := range batches {
		for _, notice := range batch.Notices {
			fmt.Fprintf(a.err, "dossier: %s\n  → %s\n", notice.Text, notice.Hint)
		}
		if batch.All || len(batch.Paths) > 0 {
			a.rebuild(session, batch, show)
		}
	}
	return nil
}

// rebuild builds once and prints a line on it, and the diagnostics where they
// are not those of the build before.
func (a *app) rebuild(session *build.Session, batch watch.Batch, show func(*build.Result) error) {
	began := a.now()
	res, err := session.Build(a.ctx)
	if errors.Is(err, context.Canceled) {
		return
	}
	if err != nil {
		res = &build.Result{Diags: diag.List{{Code: "failure", Message: err.Error()}}}
	}
	same := sameDiagnostics(a.shown, res.Diags)
	if err := show(res); err != nil {
		if errors.Is(err, context.Canceled) {
			return
		}
		fmt.Fprintf(a.err, "dossier: %v\n", err)
	}
	if a.built && same && res.Files != nil && res.Stats.Changed == 0 {
		return // the same bytes were written again
	}
	if !same {
		a.printDiagnostics(a.err, res.Diags)
	}
	a.shown, a.built = res.Diags, true
	fmt.Fprintf(a.out, "%s: parsed %d, resolved %d, rendered %d; %d ms; %s\n",
		what(batch), res.Stats.Parsed, res.Stats.Quotations, res.Stats.Changed, a.now().Sub(began).Milliseconds(), tally(res.Diags))
}

// what names the files that changed, in few words.
func what(batch watch.Batch) string {
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

func sameDiagnostics(a, b diag.List) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
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
