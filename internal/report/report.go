// Package report looks through a resolved dossier for what its editor may want
// to see to: claims that rest on one origin, statements that cite nothing,
// passages that nobody cites, names without a page, pages that may be the same.
// A finding is no flaw. The package takes a dossier and gives findings with
// their places; it changes nothing, and does not know how they are shown.
package report

import (
	"cmp"
	"context"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"dossier/internal/diag"
	"dossier/internal/dossier"
)

// Finding is one thing that an editor may want to see to.
type Finding struct {
	Check   string // the name of the check that found it
	Pos     diag.Pos
	Subject string // the title of the page, the name or the alias that it is about
	Message string // one sentence without a full stop
	Places  []Place
	// Numbers are what the message counts, by names that are stable.
	Numbers map[string]int
}

// Place is a further place that a finding is about.
type Place struct {
	Pos  diag.Pos
	Text string // what stands there; may be empty
}

// Note says what a check left out or could not look at.
type Note struct{ Check, Message string }

// Report is what the checks found.
type Report struct {
	Findings []Finding // by check, in the order of Checks, then by place
	Notes    []Note    // by check
}

// Check is one question that is put to a dossier.
type Check struct {
	Name  string // stable, lower case with hyphens
	About string // what it finds
	find  func(*search)
}

// Checks lists all checks in their order.
func Checks() []Check {
	return []Check{
		{"single-origin", "claims that sources of one origin support, and none disputes", findClaims(dossier.SingleOrigin)},
		{"circular", "claims that several sources support and that go back to one origin", findCircular},
		{"disputed", "claims that evidence supports and disputes", findClaims(dossier.Disputed)},
		{"refuted", "claims that evidence disputes and none supports", findClaims(dossier.Refuted)},
		{"unsupported", "claims without evidence for or against them", findClaims(dossier.Unsupported)},
		{"no-evidence", "events without evidence", findEvents},
		{"uncited-statements", "paragraphs, list items and table rows of entities, events and claims that cite nothing", findStatements},
		{"long-quotations", "quotations of more than 60 words", findQuotations},
		{"uncited-sources", "sources that no page cites", findUncited},
		{"uncited-passages", "how much of each source is cited, and the paragraphs that no page cites", findCoverage},
		{"candidates", "names in the sources that have no page", findCandidates},
		{"unmatched-aliases", "aliases that stand in no source", findAliases},
		{"duplicates", "entities that may be the same", findDuplicates},
	}
}

// Options say what is looked for.
type Options struct {
	Only []string // names of checks; all where there is none
	Min  int      // how often a candidate is to be named at least; below 1 means DefaultMin
}

// DefaultMin is how often a name that has no page is to stand in the sources
// before it is a candidate for one.
const DefaultMin = 2

// Make puts the checks to a dossier and the project that it was resolved from. A
// dossier with gaps will do: what could not be resolved is passed over. The error
// is the context's.
func Make(ctx context.Context, p *dossier.Project, d *dossier.Dossier, o Options) (Report, error) {
	s := &search{ctx: ctx, p: p, d: d, min: o.Min, entries: make(map[string]*dossier.Entry, len(p.Entries))}
	if s.min < 1 {
		s.min = DefaultMin
	}
	for _, e := range p.Entries {
		s.entries[e.File] = e
	}
	s.listItems()
	var r Report
	for _, c := range Checks() {
		if len(o.Only) > 0 && !slices.Contains(o.Only, c.Name) {
			continue
		}
		if err := ctx.Err(); err != nil {
			return Report{}, err
		}
		s.check, s.findings, s.notes = c.Name, nil, nil
		c.find(s)
		if s.err != nil {
			return Report{}, s.err
		}
		slices.SortStableFunc(s.findings, func(a, b Finding) int {
			return cmp.Or(a.Pos.Compare(b.Pos), strings.Compare(a.Message, b.Message))
		})
		r.Findings = append(r.Findings, s.findings...)
		r.Notes = append(r.Notes, s.notes...)
	}
	return r, nil
}

// search is the work on one dossier.
type search struct {
	ctx     context.Context
	p       *dossier.Project
	d       *dossier.Dossier
	min     int
	entries map[string]*dossier.Entry // by file
	items   []*dossier.Item           // of all pages, by file
	titles  map[string]bool           // folded titles and aliases of all pages, made when first needed
	seeds   []*dossier.Source         // sources that have a text, each text once, by its file

	check    string
	findings []Finding
	notes    []Note
	err      error
}

func (s *search) listItems() {
	for _, i := range s.d.Items() {
		if s.entries[i.File] != nil {
			s.items = append(s.items, i)
		}
	}
	known := map[*dossier.Seed]bool{}
	for _, source := range s.d.Sources {
		if source.Seed != nil && !known[source.Seed] {
			known[source.Seed] = true
			s.seeds = append(s.seeds, source)
		}
	}
	slices.SortFunc(s.items, func(a, b *dossier.Item) int { return strings.Compare(a.File, b.File) })
	slices.SortFunc(s.seeds, func(a, b *dossier.Source) int { return strings.Compare(a.Seed.File, b.Seed.File) })
}

func (s *search) found(f Finding) {
	f.Check = s.check
	s.findings = append(s.findings, f)
}

func (s *search) note(message string) { s.notes = append(s.notes, Note{s.check, message}) }

// title gives the place of an item's title, or its file where it has none.
func (s *search) title(i *dossier.Item) diag.Pos {
	if e := s.entries[i.File]; e != nil && e.Title.Set() {
		return e.Title.Pos
	}
	return diag.Pos{File: i.File}
}

// parallel calls f for every index below n, on all processors, and tells whether
// it came to the end.
func (s *search) parallel(n int, f func(worker, i int)) bool {
	g, ctx := errgroup.WithContext(s.ctx)
	workers := s.workers(n)
	for w := range workers {
		g.Go(func() error {
			for i := w; i < n; i += workers {
				if err := ctx.Err(); err != nil {
					return err
				}
				f(w, i)
			}
			return nil
		})
	}
	s.err = g.Wait()
	return s.err == nil
}

func (s *search) workers(n int) int { return min(runtime.GOMAXPROCS(0), n) }
