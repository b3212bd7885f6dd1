// Package resolve turns the entries of a project into a Dossier: every link,
// date, quotation and mention gets its target, or a diagnostic that says why it
// has none. It is pure: it reads no file and knows no page. A quotation is
// accepted when it stands exactly once in its source's text; likeness serves
// only for the suggestions of a diagnostic.
package resolve

import (
	"context"
	"runtime"

	"golang.org/x/sync/errgroup"

	"dossier/internal/diag"
	"dossier/internal/dossier"
)

// Resolve makes the dossier of a project. With errors among the diagnostics the
// dossier has gaps (nil targets) and is not fit to be rendered. The error is
// the context's.
func Resolve(ctx context.Context, p *dossier.Project, memo *Memo) (*dossier.Dossier, diag.List, error) {
	r := &resolver{project: p, memo: memo, d: &dossier.Dossier{
		Title:       p.Config.Title.Value,
		Description: p.Config.Description.Value,
		Language:    p.Config.Language.Value,
		Direction:   memo.direction(p.Config.Language.Value),
		BaseURL:     p.Config.BaseURL.Value,
		Authors:     values(p.Config.Authors),
		Kinds:       p.Config.Kinds,
		Media:       p.Media,
	}}
	r.makeNodes()
	r.index = newIndex(r.nodes, memo.fold)
	for _, n := range r.nodes {
		r.fields(n)
		r.prose(n)
	}
	r.partOfCycles()
	r.order()
	if err := r.quotations(ctx); err != nil {
		return nil, nil, err
	}
	if err := r.mentions(ctx); err != nil {
		return nil, nil, err
	}
	for _, n := range r.nodes {
		r.backlinks(n)
	}
	memo.forget(r.nodes)
	r.number()
	r.gather()
	r.arrange()
	r.neglected()
	r.diags.Sort()
	return r.d, r.diags, nil
}

type resolver struct {
	project *dossier.Project
	memo    *Memo
	d       *dossier.Dossier
	index   *index
	nodes   []*node // in the order of Project.Entries
	rank    map[*dossier.Item]int
	wanted  []*wanted
	diags   diag.List
}

// node ties an entry to what it becomes. Of the four pointers at most one is set.
type node struct {
	entry  *dossier.Entry
	item   *dossier.Item
	source *dossier.Source
	entity *dossier.Entity
	event  *dossier.Event
	claim  *dossier.Claim
	// cited tells whether another page cites the source, whether or not what it
	// quotes is found.
	cited bool
}

func (r *resolver) makeNodes() {
	kinds := map[string]dossier.Kind{}
	for _, k := range r.project.Config.Kinds {
		kinds[k.Folder] = k
	}
	for _, e := range r.project.Entries {
		n := &node{entry: e}
		switch e.Class {
		case dossier.ClassSource:
			n.source = &dossier.Source{}
			n.item = &n.source.Item
			r.d.Sources = append(r.d.Sources, n.source)
		case dossier.ClassEntity:
			n.entity = &dossier.Entity{}
			n.item = &n.entity.Item
			r.d.Entities = append(r.d.Entities, n.entity)
		case dossier.ClassEvent:
			n.event = &dossier.Event{}
			n.item = &n.event.Item
			r.d.Events = append(r.d.Events, n.event)
		case dossier.ClassClaim:
			n.claim = &dossier.Claim{}
			n.item = &n.claim.Item
			r.d.Claims = append(r.d.Claims, n.claim)
		case dossier.ClassPage:
			n.item = &dossier.Item{}
			if e.Folder == "" {
				r.d.Home = n.item
			} else {
				r.d.Pages = append(r.d.Pages, n.item)
			}
		}
		*n.item = dossier.Item{
			Kind:    kinds[e.Folder],
			ID:      e.ID,
			URL:     e.Folder + "/" + e.ID + ".html",
			File:    e.File,
			Title:   e.Title.Value,
			Aliases: values(e.Aliases),
			Summary: e.Summary.Value,
			Tags:    values(e.Tags),
			SameAs:  sameAs(e.SameAs),
			Image:   e.Image.Value,
		}
		if e.Folder == "" {
			n.item.URL = "index.html"
			if n.item.Title == "" {
				n.item.Title = r.d.Title
			}
		}
		r.nodes = append(r.nodes, n)
	}
}

// parallel calls f for every index below n, on all processors.
func parallel(ctx context.Context, n int, f func(i int)) error {
	g, ctx := errgroup.WithContext(ctx)
	workers := min(runtime.GOMAXPROCS(0), n)
	for w := range workers {
		g.Go(func() error {
			for i := w; i < n; i += workers {
				if err := ctx.Err(); err != nil {
					return err
				}
				f(i)
			}
			return nil
		})
	}
	return g.Wait()
}

func values(texts []dossier.Text) []string {
	var list []string
	for _, t := range texts {
		list = append(list, t.Value)
	}
	return list
}

// neglected warns of what was collected or written and is used nowhere.
func (r *resolver) neglected() {
	for _, n := range r.nodes {
		switch {
		case n.source != nil:
			if !n.cited {
				r.diags.Warnf(n.entry.Title.Pos, "source-not-cited", "no page cites the source %q", n.item.ID).
					Hintf("cite it where it matters: [@%s \"its words\"]", n.item.ID)
			}
		case n.entity != nil:
			if len(n.entity.MentionedIn) == 0 {
				r.diags.Warnf(n.entry.Title.Pos, "entity-not-mentioned", "no source mentions %q", n.item.Title).
					Hintf("add the spellings of the sources as aliases")
			}
		}
	}
}
