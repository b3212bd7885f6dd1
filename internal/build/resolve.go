package build

import (
	"context"

	"dossier/internal/content"
	"dossier/internal/diag"
	"dossier/internal/dossier"
	"dossier/internal/resolve"
)

// Resolve reads and resolves a project and makes nothing of it. Project and
// Dossier are nil where the project could not be read; with errors among the
// diagnostics, which are sorted and have their source lines, the Dossier has gaps.
// The error is a failure of the program, or the context's.
func Resolve(ctx context.Context, o Options) (*dossier.Project, *dossier.Dossier, diag.List, error) {
	clock := stopwatch{now: o.Now, steps: preparing[:2], progress: o.Progress}
	defer clock.finish()
	clock.start("read")
	s := &Session{options: o, loader: content.NewLoader()}
	project, _, diags, err := s.loader.Load(ctx, o.Project, content.Options{Drafts: o.Drafts})
	if err != nil {
		return nil, nil, nil, err
	}
	var d *dossier.Dossier
	if project != nil {
		clock.start("resolve")
		resolved, err := resolve.Once(ctx, project)
		if err != nil {
			return nil, nil, nil, err
		}
		d = resolved.Dossier
		diags = append(diags, resolved.Diags...)
	}
	clock.stop()
	diags.Sort()
	diags.Locate(s.read)
	return project, d, diags, nil
}
