// Package resolve turns the entries of a project into a Dossier: every link,
// date, quotation and mention gets its target, or a diagnostic that says why it
// has none. It is pure: it reads no file and knows no page. A quotation is
// accepted when it stands exactly once in its source's text; likeness serves
// only for the suggestions of a diagnostic.
package resolve

import (
	"context"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"dossier/internal/diag"
	"dossier/internal/dossier"
)

// Resolver makes dossiers of one project, again and again. What it keeps from
// one time to the next depends on the bytes of single files and on what is
// looked for in them, so that its dossier is the one that a new Resolver makes.
type Resolver struct {
	once    bool // nothing need be kept for another time
	memo    memo
	project *dossier.Project // of the last dossier; nil where that is not whole
	d       *dossier.Dossier
	index   *index
	nodes   []*node // in the order of Project.Entries
	rank    map[*dossier.Item]int
	shared  diag.List       // names that two entities claim
	cycles  diag.List       // entities that are part of themselves, sources that are their own origin
	alike   diag.List       // origins that may be meant for one
	like    likeness        // of all words for origins
	sought  map[string]bool // folded words by which anything was asked for, made when first needed
}

// NewResolver gives a Resolver that has resolved nothing yet.
func NewResolver() *Resolver { return &Resolver{memo: newMemo()} }

// Once resolves a project a single time, and so needs less memory than a
// Resolver. The error is the context's.
func Once(ctx context.Context, p *dossier.Project) (*Resolution, error) {
	r := NewResolver()
	r.once = true
	return r.Resolve(ctx, p)
}

// Resolution is what became of a project.
type Resolution struct {
	// Dossier is the same in all resolutions of a Resolver as long as only parts
	// of it change: it is good until the next one begins. With errors among Diags
	// it has gaps (nil targets) and is not fit to be rendered.
	Dossier *dossier.Dossier
	Diags   diag.List // sorted

	// All tells that any page may show something else than after the resolution
	// before. Where it does not, Changed has the URLs of the items whose own pages
	// may, sorted, and Lists tells whether the pages about many items may: those
	// show an item's facts, and how many others there are to it.
	All     bool
	Changed []string
	Lists   bool
	// Entries counts those that were resolved anew.
	Entries int
}

// Resolve makes the dossier of a project. The error is the context's; what was
// changed until then is found again by the next call.
func (r *Resolver) Resolve(ctx context.Context, p *dossier.Project) (*Resolution, error) {
	was := r.project
	r.project = nil
	var edited []*node
	if was != nil {
		var ok bool
		if edited, ok = r.edits(was, p); !ok {
			was = nil
		}
	}
	if was == nil {
		return r.resolveAll(ctx, p)
	}
	return r.resolveEdited(ctx, p, edited)
}

// resolveAll makes everything anew, but for what is kept of texts.
func (r *Resolver) resolveAll(ctx context.Context, p *dossier.Project) (*Resolution, error) {
	r.d = &dossier.Dossier{
		Title:       p.Config.Title.Value,
		Description: p.Config.Description.Value,
		Language:    p.Config.Language.Value,
		Direction:   r.memo.direction(p.Config.Language.Value),
		BaseURL:     p.Config.BaseURL.Value,
		Authors:     values(p.Config.Authors),
		Kinds:       p.Config.Kinds,
	}
	r.sought = nil
	r.makeNodes(p)
	r.index = newIndex(r.nodes, r.memo.fold)
	if err := parallel(ctx, len(r.nodes), func(i int) { r.ask(p, r.nodes[i]) }); err != nil {
		return nil, err
	}
	if r.once {
		r.index = nil
	}
	for _, n := range r.nodes {
		for _, to := range n.targets {
			to.askers = append(to.askers, n)
		}
	}
	r.findCycles()
	r.findLikeOrigins()
	r.order()
	var sources []*node
	for _, n := range r.nodes {
		if n.source != nil {
			sources = append(sources, n)
		}
	}
	if err := parallel(ctx, len(sources), func(i int) { r.quote(p, sources[i]) }); err != nil {
		return nil, err
	}
	r.nameEntities()
	byID := r.entitiesByID()
	if err := parallel(ctx, len(sources), func(i int) { r.mention(sources[i], byID) }); err != nil {
		return nil, err
	}
	slices.SortFunc(sources, r.byRank)
	for _, n := range sources {
		for _, m := range n.mentioned {
			m.entity.MentionedIn = append(m.entity.MentionedIn, m.SourceMentions)
		}
	}
	if err := parallel(ctx, len(r.nodes), func(i int) { r.gather(r.nodes[i]) }); err != nil {
		return nil, err
	}
	res := r.finish(p)
	res.All, res.Entries = true, len(r.nodes)
	return res, nil
}

// finish gives the resolution, after all nodes are what they should be.
func (r *Resolver) finish(p *dossier.Project) *Resolution {
	d := r.d
	d.Media, d.ImageSizes = p.Media, p.ImageSizes
	d.Counts = dossier.Counts{}
	diags := slices.Concat(r.shared, r.cycles, r.alike)
	for _, n := range r.nodes {
		d.Counts.Links += n.links
		if n.source != nil {
			d.Counts.Quotations += n.found
			d.Counts.Mentions += len(n.source.Mentions)
		}
		for _, list := range [...]diag.List{n.diags, n.quoting, n.mentioning, n.neglected} {
			diags = append(diags, list...)
		}
	}
	diags.Sort()
	r.project = p
	return &Resolution{Dossier: d, Diags: diags}
}

// Prepare looks through the texts, so that later resolutions need not where a
// name is new. It may be ended at any time; the error is the context's.
func (r *Resolver) Prepare(ctx context.Context) error {
	return parallel(ctx, len(r.nodes), func(i int) {
		if n := r.nodes[i]; n.text != nil {
			n.text.wordSet()
		}
	})
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
