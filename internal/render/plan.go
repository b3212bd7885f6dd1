package render

import (
	"runtime"
	"slices"
	"strings"
	"sync"

	"dossier/internal/dossier"
	"dossier/internal/edtf"
	"dossier/internal/paths"
	"golang.org/x/sync/errgroup"
)

// Page is a file of the site before it is written: a template with the view
// that it shows, or, where Template is empty, bytes or a feed.
type Page struct {
	Path     string // slash-separated, relative to the site's root
	Template string
	View     any
	Bytes    []byte
}

// Plan gives all files of a dossier's site but the media and what the templates
// bring along. They come in a fixed order; views of one plan share their links,
// dates and references and are not changed afterwards.
func Plan(d *dossier.Dossier) []Page {
	p := NewPlanner(d)
	return append(pages(p.Jobs()), p.Search(false, nil).files()...)
}

func pages(jobs []Job) []Page {
	all := make([]Page, len(jobs))
	_ = inParallel(len(jobs), func(i int) error {
		all[i] = jobs[i].Page()
		return nil
	})
	return all
}

// Job is a page that a Planner can make. It holds nothing of the page itself, so
// that all jobs of a large dossier take little memory.
type Job struct {
	Path     string // slash-separated, relative to the site's root
	Template string // empty for a file that no template makes
	planner  *Planner
	// subject is what the page is about: a *dossier.Source, *dossier.Entity,
	// *dossier.Event, *dossier.Claim, *dossier.Item, or *dossier.Kind for its
	// index; or how the file is made: func(*sheet) any, func() []byte,
	// func() *feedView.
	subject any
}

// Page makes the page. It may be called at any time until the dossier is
// changed, by several goroutines at once; called again it makes an equal page.
func (j Job) Page() Page {
	p, page := j.planner, Page{Path: j.Path, Template: j.Template}
	switch file := j.subject.(type) {
	case func() []byte:
		page.Bytes = file()
		return page
	case func() *feedView:
		page.View = file()
		return page
	}
	sh := p.sheet(j.Path)
	switch x := j.subject.(type) {
	case *dossier.Source:
		page.View = p.source(sh, x)
	case *dossier.Entity:
		page.View = p.entity(sh, x)
	case *dossier.Event:
		page.View = p.event(sh, x)
	case *dossier.Claim:
		page.View = p.claim(sh, x)
	case *dossier.Item:
		page.View = p.page(sh, x)
	case *dossier.Kind:
		page.View = p.index(sh, *x)
	case func(*sheet) any:
		page.View = x(sh)
	}
	p.done(sh)
	return page
}

// Jobs lists what Plan makes, in its order: the pages of the whole dossier, by
// far the longest ones, come last.
func (p *Planner) Jobs() []Job {
	return append(p.jobs(func(string) bool { return true }, true), p.pathsIndexJob())
}

// JobsAbout lists those of Jobs that are about one item and have one of the
// paths given, and, where lists are wanted, those about many items.
func (p *Planner) JobsAbout(paths map[string]bool, lists bool) []Job {
	return p.jobs(func(path string) bool { return paths[path] }, lists)
}

// JobsFirst lists those that pages of some paths are, in the order of these: of
// the pages about one item those that are wanted, and, where lists are wanted,
// those about many; any edit may be among what changed. With a page comes what it
// loads. No list of all is made.
func (p *Planner) JobsFirst(first []string, want func(path string) bool, lists bool) []Job {
	var jobs []Job
	for i, path := range first {
		if slices.Contains(first[:i], path) {
			continue
		}
		if j, many := p.job(path); j.Path != "" && (want(path) || many && lists || path == changesPage) {
			jobs = append(jobs, j)
		}
		if path == pathsPage {
			jobs = append(jobs, p.pathsJobs(want)...)
			if index := p.pathsIndexJob(); want(index.Path) {
				jobs = append(jobs, index)
			}
		}
	}
	return jobs
}

// jobs lists the pages of single items that are wanted, and those of many.
func (p *Planner) jobs(want func(path string) bool, lists bool) []Job {
	d := p.d
	var jobs []Job
	add := func(path, template string, subject any) {
		jobs = append(jobs, Job{path, template, p, subject})
	}
	about := func(path, template string, subject any) {
		if want(path) {
			add(path, template, subject)
		}
	}
	whole := p.whole()
	if lists {
		jobs = append(jobs, whole[0])
	}
	for _, s := range d.Sources {
		about(s.URL, "source.html", s)
	}
	for _, e := range d.Entities {
		about(e.URL, "entity.html", e)
	}
	for _, e := range d.Events {
		about(e.URL, "event.html", e)
	}
	for _, c := range d.Claims {
		about(c.URL, "claim.html", c)
	}
	for _, it := range d.Pages {
		about(it.URL, "page.html", it)
	}
	jobs = append(jobs, p.pathsJobs(want)...)
	if p.since != nil { // any edit may be among what changed
		add(changesPage, "changes.html", p.changed)
		add(changesFeed, "", p.changesAtom)
	}
	if !lists {
		return jobs
	}
	for i := range p.kinds {
		add(indexOf(p.kinds[i]), "index.html", &p.kinds[i])
	}
	jobs = append(jobs, whole[1:]...)

	add("feed.xml", "", p.feed)
	if p.base != "" {
		add("sitemap.xml", "", p.sitemap)
	}
	add("robots.txt", "", p.robots)
	add(".nojekyll", "", func() []byte { return []byte{} }) // GitHub Pages would leave out names that begin with _
	return jobs
}

// whole lists the pages that there is one of, the front page first.
func (p *Planner) whole() [9]Job {
	return [...]Job{
		{"index.html", "home.html", p, p.home},
		{"timeline.html", "timeline.html", p, p.timeline},
		{"network.html", "network.html", p, p.network},
		{pathsPage, "paths.html", p, p.paths},
		{"names.html", "names.html", p, p.names},
		{"bibliography.html", "bibliography.html", p, p.bibliography},
		{"search.html", "search.html", p, p.search},
		{"about.html", "about.html", p, p.about},
		{"404.html", "404.html", p, p.notFound},
	}
}

// job finds the page of a path, and tells whether it is about many items; where
// there is none the Job has no path.
func (p *Planner) job(at string) (j Job, many bool) {
	for _, j := range p.whole() {
		if j.Path == at {
			return j, true
		}
	}
	if at == changesPage && p.since != nil {
		return Job{at, "changes.html", p, p.changed}, true
	}
	folder, _, _ := strings.Cut(at, "/")
	i := slices.IndexFunc(p.kinds, func(k dossier.Kind) bool { return k.Folder == folder })
	if i < 0 {
		return Job{}, false
	}
	k := &p.kinds[i]
	if at == indexOf(*k) {
		return Job{at, "index.html", p, k}, true
	}
	switch k.Class {
	case dossier.ClassSource:
		j = find(p.d.Sources, Job{at, "source.html", p, nil}, func(s *dossier.Source) string { return s.URL })
	case dossier.ClassEntity:
		j = find(p.d.Entities, Job{at, "entity.html", p, nil}, func(e *dossier.Entity) string { return e.URL })
	case dossier.ClassEvent:
		j = find(p.d.Events, Job{at, "event.html", p, nil}, func(e *dossier.Event) string { return e.URL })
	case dossier.ClassClaim:
		j = find(p.d.Claims, Job{at, "claim.html", p, nil}, func(c *dossier.Claim) string { return c.URL })
	default:
		j = find(p.d.Pages, Job{at, "page.html", p, nil}, func(it *dossier.Item) string { return it.URL })
	}
	return j, false
}

// find gives a job the subject that has its path; without one there is no Job.
func find[T any](list []T, j Job, path func(T) string) Job {
	i := slices.IndexFunc(list, func(x T) bool { return path(x) == j.Path })
	if i < 0 {
		return Job{}
	}
	j.subject = list[i]
	return j
}

func indexOf(k dossier.Kind) string { return k.Folder + "/index.html" }

// inParallel calls f for n−1 to 0, a stretch of numbers at a time on each
// processor. The pages of a whole dossier are the last ones and by far the
// longest, so they come first, each by itself: a processor that had them all at
// the end would keep the others waiting. It gives the first error.
func inParallel(n int, f func(int) error) error {
	const single, stretch = 16, 16
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for rest := n; rest > 0; {
		from, to := rest-1, rest
		if n-to >= single {
			from = max(to-stretch, 0)
		}
		rest = from
		g.Go(func() error {
			for i := to - 1; i >= from; i-- {
				if err := f(i); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return g.Wait()
}

// Planner knows which pages a dossier has, and keeps what their views share:
// views of one Planner have the same Link for the same item, and so with dates,
// references, menus and citations. It must not be used after the dossier is changed.
type Planner struct {
	d     *dossier.Dossier
	kinds []dossier.Kind // that have at least one item
	count map[string]int // items by folder
	base  string         // base URL, ending in a slash; empty without one
	since *since         // nil where the site does not tell what changed

	lexicon *edtf.Lexicon // of the dossier's language

	collate func() *collation
	dated   func() []*dossier.Source       // the newest first, those without a date last
	citing  func() map[*dossier.Source]int // pages that cite a source

	sources  func() map[*dossier.Item]*dossier.Source
	entities func() map[*dossier.Item]*dossier.Entity
	events   func() map[*dossier.Item]*dossier.Event
	claims   func() map[*dossier.Item]*dossier.Claim

	bonds       func() *bonds
	ties        table[*dossier.Entity, []tie]
	connections func() []paths.Tie

	levels sync.Map            // root → *level
	dates  table[string, Date] // by EDTF
	marks  table[markKey, mark]
	groups table[string, Cites]
	sheets sync.Pool
}

// NewPlanner plans the pages of a dossier and makes none of them.
func NewPlanner(d *dossier.Dossier) *Planner {
	p := &Planner{
		d:       d,
		count:   map[string]int{},
		base:    d.BaseURL,
		lexicon: edtf.LexiconFor(d.Language),
		collate: sync.OnceValue(func() *collation { return newCollation(d.Language) }),
		dated:   sync.OnceValue(func() []*dossier.Source { return byDate(d.Sources) }),
		citing:  sync.OnceValue(func() map[*dossier.Source]int { return citing(d.Sources) }),
		sources: sync.OnceValue(func() map[*dossier.Item]*dossier.Source {
			return byItem(d.Sources, func(s *dossier.Source) *dossier.Item { return &s.Item })
		}),
		entities: sync.OnceValue(func() map[*dossier.Item]*dossier.Entity {
			return byItem(d.Entities, func(e *dossier.Entity) *dossier.Item { return &e.Item })
		}),
		events: sync.OnceValue(func() map[*dossier.Item]*dossier.Event {
			return byItem(d.Events, func(e *dossier.Event) *dossier.Item { return &e.Item })
		}),
		claims: sync.OnceValue(func() map[*dossier.Item]*dossier.Claim {
			return byItem(d.Claims, func(c *dossier.Claim) *dossier.Item { return &c.Item })
		}),
	}
	p.bonds = sync.OnceValue(func() *bonds { return newBonds(d.Entities) })
	p.connections = sync.OnceValue(func() []paths.Tie { return paths.Ties(d) })
	p.ties.init()
	p.dates.init()
	p.marks.init()
	p.groups.init()
	if p.base != "" && !strings.HasSuffix(p.base, "/") {
		p.base += "/"
	}
	for _, e := range d.Entities {
		p.count[e.Kind.Folder]++
	}
	for _, k := range d.Kinds {
		switch k.Class { // of all classes but entities there is one kind
		case dossier.ClassSource:
			p.count[k.Folder] = len(d.Sources)
		case dossier.ClassEvent:
			p.count[k.Folder] = len(d.Events)
		case dossier.ClassClaim:
			p.count[k.Folder] = len(d.Claims)
		case dossier.ClassPage:
			p.count[k.Folder] = len(d.Pages)
		}
		if p.count[k.Folder] > 0 {
			p.kinds = append(p.kinds, k)
		}
	}
	return p
}

// A sheet is one page while its view is made: where it stands, and what it
// cites. It has the storage that views are made in, and goes from page to page.
type sheet struct {
	p     *Planner
	path  string
	root  string
	level *level
	cites []*Citation     // in order
	index map[citeKey]int // their numbers

	carding    []*dossier.Item // of which the page has a hovercard, in order
	shownItems set[*dossier.Item]

	text          arena
	links         slab[Link]
	linkLists     slab[*Link]
	backlinkStore slab[Backlink]
	citations     slab[Citation]
	backs         slab[Back]
	quotes        slab[Quote]
	parts         slab[Part]
	proses        slab[Prose]
	evidences     slab[Evidence]
	occurrences   slab[Occurrence]
	cards         slab[Card]
	counts        slab[Count]
	lines         slab[SourceLines]
	calls         slab[CiteMark]
	nameds        slab[Named]
	listed        slab[listed]
	spokens       slab[Spoken]

	// What is needed while a part of the view is made.
	telling []bool
	line    []byte
	buf     []byte
	windows []dossier.Span
	named   []*dossier.Entity
	naming  naming
	reading *reading
}

func (p *Planner) sheet(at string) *sheet {
	sh, ok := p.sheets.Get().(*sheet)
	if !ok {
		sh = &sheet{p: p, index: map[citeKey]int{}}
		sh.reading = newReading(sh)
	}
	sh.path, sh.cites = at, sh.cites[:0]
	sh.stand(strings.Repeat("../", strings.Count(at, "/")))
	return sh
}

// stand puts the page where a root leads to the site's root.
func (sh *sheet) stand(root string) {
	sh.root, sh.level = root, sh.p.level(root)
}

// done takes back a sheet whose view is made.
func (p *Planner) done(sh *sheet) {
	emptied(&sh.index)
	sh.carding, sh.shownItems = sh.carding[:0], set[*dossier.Item]{}
	sh.reading.done()
	p.sheets.Put(sh)
}

// emptied makes a map ready for the next page. One that has grown large is
// given up, as emptying it would take as long for each small page to come.
func emptied[K comparable, V any](m *map[K]V) {
	if len(*m) > 256 {
		*m = map[K]V{}
		return
	}
	clear(*m)
}

// link leads from the page to an item.
func (sh *sheet) link(it *dossier.Item) *Link { return sh.level.link(it) }

func (sh *sheet) reference(s *dossier.Source) *Reference { return sh.level.reference(s) }

func (sh *sheet) entityLink(e *dossier.Entity) *Link {
	if e == nil {
		return nil
	}
	return sh.link(&e.Item)
}

// labelled is a link with words of the editor's own, and a hovercard.
func (sh *sheet) labelled(it *dossier.Item, label string) *Link {
	if label == "" || label == it.Title {
		return sh.carded(it)
	}
	l := *sh.carded(it)
	l.Label, l.made = label, nil
	return sh.links.one(l)
}
