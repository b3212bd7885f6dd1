package build

import (
	"dossier/internal/changes"
	"dossier/internal/dossier"
	"dossier/internal/render"
)

// Since is an earlier state of a dossier, which its site is to tell the changes since.
type Since struct {
	Dossier *dossier.Dossier
	// Unsure tells of a file whether it had errors then: of its entry nothing is told.
	Unsure func(file string) bool
	Name   string // what readers are told of that state; may be empty
}

// planner plans the site.
func (s *Session) planner(d *dossier.Dossier) *render.Planner {
	p := render.NewPlanner(d)
	if since := s.options.Since; since != nil {
		p.Since(changes.Between(since.Dossier, d, since.Unsure), since.Name)
	}
	return p
}
