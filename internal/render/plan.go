package render

import (
	"cmp"
	"net/url"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"
	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"dossier/internal/dossier"
	"dossier/internal/edtf"
)

// Page is a file of the site before it is written: a template with the view
// that it shows, or, where Template is empty, bytes.
type Page struct {
	Path     string // slash-separated, relative to the site's root
	Template string
	View     any
	Bytes    []byte
}

// Plan gives all files of a dossier's site but the media and what the templates
// bring along. They come in a fixed order; views of one plan share their links,
// dates and references and are not changed afterwards.
func Plan(d *dossier.Dossier) []Page { return pages(NewPlanner(d).Jobs()) }

// PlanOnly is Plan for some pages, in its order. What has no template is not
// among them.
func PlanOnly(d *dossier.Dossier, paths []string) []Page {
	return pages(slices.DeleteFunc(NewPlanner(d).Jobs(), func(j Job) bool {
		return j.Template == "" || !slices.Contains(paths, j.Path)
	}))
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
	// index; or how the file is made: func(*sheet) any, func() []byte.
	subject any
}

// Page makes the page. It may be called at any time until the dossier is
// changed, by several goroutines at once; called again it makes an equal page.
func (j Job) Page() Page {
	p, page := j.planner, Page{Path: j.Path, Template: j.Template}
	switch x := j.subject.(type) {
	case *dossier.Source:
		page.View = p.source(p.sheet(j.Path), x)
	case *dossier.Entity:
		page.View = p.entity(p.sheet(j.Path), x)
	case *dossier.Event:
		page.View = p.event(p.sheet(j.Path), x)
	case *dossier.Claim:
		page.View = p.claim(p.sheet(j.Path), x)
	case *dossier.Item:
		page.View = p.page(p.sheet(j.Path), x)
	case *dossier.Kind:
		page.View = p.index(p.sheet(j.Path), *x)
	case func(*sheet) any:
		page.View = x(p.sheet(j.Path))
	case func() []byte:
		page.Bytes = x()
	}
	return page
}

// Jobs lists what Plan makes, in its order: the pages of the whole dossier, by
// far the longest ones, come last.
func (p *Planner) Jobs() []Job {
	d := p.d
	jobs := make([]Job, 0, len(d.Sources)+len(d.Entities)+len(d.Events)+len(d.Claims)+len(d.Pages)+len(p.kinds)+9)
	add := func(path, template string, subject any) {
		jobs = append(jobs, Job{path, template, p, subject})
	}
	add("index.html", "home.html", p.home)
	for _, s := range d.Sources {
		add(s.URL, "source.html", s)
	}
	for _, e := range d.Entities {
		add(e.URL, "entity.html", e)
	}
	for _, e := range d.Events {
		add(e.URL, "event.html", e)
	}
	for _, c := range d.Claims {
		add(c.URL, "claim.html", c)
	}
	for _, it := range d.Pages {
		add(it.URL, "page.html", it)
	}
	for i := range p.kinds {
		add(p.kinds[i].Folder+"/index.html", "index.html", &p.kinds[i])
	}
	add("timeline.html", "timeline.html", p.timeline)
	add("bibliography.html", "bibliography.html", p.bibliography)
	add("about.html", "about.html", p.about)
	add("404.html", "404.html", p.notFound)

	add("feed.xml", "", p.feed)
	if p.base != "" {
		add("sitemap.xml", "", p.sitemap)
	}
	add("robots.txt", "", p.robots)
	add(".nojekyll", "", func() []byte { return []byte{} }) // GitHub Pages would leave out names that begin with _
	return jobs
}

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
	d       *dossier.Dossier
	kinds   []dossier.Kind // that have at least one item
	count   map[string]int // items by folder
	base    string         // base URL, ending in a slash; empty without one
	collate *collation
	dated   func() []*dossier.Source // sourcesByDate, sorted once

	links      sync.Map // linkKey → *Link
	references sync.Map // referenceKey → *Reference
	menus      sync.Map // menuKey → *Menu
	dates      sync.Map // EDTF → *Date
	groups     sync.Map // numbers and letters of a group of citations → *Cites
}

type linkKey struct {
	item *dossier.Item
	root string
}

type referenceKey struct {
	source *dossier.Source
	root   string
}

// NewPlanner plans the pages of a dossier and makes none of them.
func NewPlanner(d *dossier.Dossier) *Planner {
	p := &Planner{
		d:       d,
		count:   map[string]int{},
		base:    d.BaseURL,
		collate: newCollation(d.Language),
		dated:   sync.OnceValue(func() []*dossier.Source { return byDate(d.Sources) }),
	}
	if p.base != "" && !strings.HasSuffix(p.base, "/") {
		p.base += "/"
	}
	for _, it := range p.items() {
		p.count[it.Kind.Folder]++
	}
	for _, k := range d.Kinds {
		if p.count[k.Folder] > 0 {
			p.kinds = append(p.kinds, k)
		}
	}
	return p
}

// items lists all items of the dossier but the front page.
func (p *Planner) items() []*dossier.Item {
	var all []*dossier.Item
	for _, s := range p.d.Sources {
		all = append(all, &s.Item)
	}
	for _, e := range p.d.Entities {
		all = append(all, &e.Item)
	}
	for _, e := range p.d.Events {
		all = append(all, &e.Item)
	}
	for _, c := range p.d.Claims {
		all = append(all, &c.Item)
	}
	return append(all, p.d.Pages...)
}

// A sheet is one page while its view is made: where it stands, and what it cites.
type sheet struct {
	p     *Planner
	path  string
	root  string
	cites []*Citation
	index map[citeKey]int
}

func (p *Planner) sheet(at string) *sheet {
	return &sheet{p: p, path: at, root: strings.Repeat("../", strings.Count(at, "/"))}
}

func newLink(it *dossier.Item, root, label string) *Link {
	path := (&url.URL{Path: it.URL}).EscapedPath() // an id may have any character that a file's name may have
	return &Link{URL: root + path, Label: cmp.Or(label, it.Title), Sign: it.Kind.Sign, Kind: it.Kind.One}
}

// link leads from the page to an item.
func (sh *sheet) link(it *dossier.Item) *Link {
	return sh.p.link(it, sh.root)
}

func (p *Planner) link(it *dossier.Item, root string) *Link {
	key := linkKey{it, root}
	if v, ok := p.links.Load(key); ok {
		return v.(*Link)
	}
	v, _ := p.links.LoadOrStore(key, newLink(it, root, ""))
	return v.(*Link)
}

func (sh *sheet) entityLink(e *dossier.Entity) *Link {
	if e == nil {
		return nil
	}
	return sh.link(&e.Item)
}

// labelled is a link with words of the editor's own.
func (sh *sheet) labelled(it *dossier.Item, label string) *Link {
	if label == "" || label == it.Title {
		return sh.link(it)
	}
	return newLink(it, sh.root, label)
}

func (p *Planner) date(d edtf.Date) *Date {
	if d.IsZero() {
		return nil
	}
	key := d.String()
	if v, ok := p.dates.Load(key); ok {
		return v.(*Date)
	}
	v, _ := p.dates.LoadOrStore(key, &Date{ISO: d.ISO(), Words: d.Words(), EDTF: key})
	return v.(*Date)
}

func (p *Planner) newReference(s *dossier.Source, root string) *Reference {
	r := &Reference{
		Link: p.link(&s.Item, root), Authors: s.Authors, Publisher: s.Publisher, Published: p.date(s.Published),
		Address: s.Address, Archived: s.Archived, Accessed: p.date(s.Accessed), Supplied: s.TitleSupplied,
	}
	r.Lang, r.Dir = p.script(s)
	r.Stop = fullStop(r.lastWords())
	return r
}

func (sh *sheet) reference(s *dossier.Source) *Reference {
	key := referenceKey{s, sh.root}
	if v, ok := sh.p.references.Load(key); ok {
		return v.(*Reference)
	}
	v, _ := sh.p.references.LoadOrStore(key, sh.p.newReference(s, sh.root))
	return v.(*Reference)
}

// citing counts the pages that cite a source, in part or as a whole.
func citing(s *dossier.Source) int {
	pages := map[*dossier.Item]bool{}
	for _, passage := range s.Passages {
		for _, it := range passage.CitedBy {
			pages[it] = true
		}
	}
	for _, back := range s.Backlinks {
		pages[back.From] = true
	}
	delete(pages, &s.Item)
	return len(pages)
}

// otherThan gives a value where it differs from what holds around it anyway.
func otherThan(value, around string) string {
	if value == around {
		return ""
	}
	return value
}

// script gives the language and the direction of a source's words, each empty
// where it is that of the site.
func (p *Planner) script(s *dossier.Source) (lang, dir string) {
	return otherThan(s.Language, p.d.Language), otherThan(s.Direction, p.d.Direction)
}

type menuKey struct {
	root, section string
	here          bool
}

// menu marks the section that the page stands in.
func (sh *sheet) menu() *Menu {
	section := sh.path
	here := true
	if dir := path.Dir(sh.path); dir != "." {
		section, here = dir+"/index.html", sh.path == dir+"/index.html"
	}
	key := menuKey{sh.root, section, here}
	if v, ok := sh.p.menus.Load(key); ok {
		return v.(*Menu)
	}
	m := &Menu{Site: sh.p.d.Title, HomeURL: sh.root + "index.html", Home: sh.path == "index.html"}
	add := func(to string, it MenuItem) {
		it.URL = sh.root + (&url.URL{Path: to}).EscapedPath()
		if to == section {
			it.Current = "true"
			if here {
				it.Current = "page"
			}
		}
		m.Items = append(m.Items, it)
	}
	for _, k := range sh.p.kinds {
		if k.Class == dossier.ClassPage {
			continue
		}
		add(k.Folder+"/index.html", MenuItem{Title: k.Many, Sign: k.Sign})
		if k.Class == dossier.ClassEvent {
			add("timeline.html", MenuItem{Key: "timeline", Sign: "timeline"})
		}
	}
	if sh.p.count["events"] == 0 {
		add("timeline.html", MenuItem{Key: "timeline", Sign: "timeline"})
	}
	add("bibliography.html", MenuItem{Key: "bibliography", Sign: "bibliography"})
	for _, k := range sh.p.kinds {
		if k.Class == dossier.ClassPage {
			add(k.Folder+"/index.html", MenuItem{Title: k.Many, Sign: k.Sign})
		}
	}
	add("about.html", MenuItem{Key: "about", Sign: "about"})
	v, _ := sh.p.menus.LoadOrStore(key, m)
	return v.(*Menu)
}

// frame surrounds a page with a title of the editor's.
func (sh *sheet) frame(title, description string) *Frame {
	d := sh.p.d
	f := &Frame{
		Lang: d.Language, Dir: d.Direction, Site: d.Title, Title: title,
		Description: cmp.Or(description, d.Description), Root: sh.root, Home: sh.path == "index.html",
		Menu: sh.menu(), Authors: d.Authors,
	}
	if sh.p.base != "" {
		f.Canonical = sh.p.address(sh.path)
	}
	return f
}

// keyedFrame surrounds a page whose title is one of the interface words.
func (sh *sheet) keyedFrame(key string) *Frame {
	f := sh.frame("", "")
	f.TitleKey = key
	return f
}

// address is the absolute URL of a page; the index of a folder is the folder.
func (p *Planner) address(at string) string {
	if path.Base(at) == "index.html" {
		at = strings.TrimSuffix(at, "index.html")
	}
	return p.base + (&url.URL{Path: at}).EscapedPath()
}

// collation orders titles as the dossier's language does.
type collation struct {
	mu     sync.Mutex
	order  *collate.Collator
	letter *collate.Collator
}

func newCollation(lang string) *collation {
	tag, err := language.Parse(lang)
	if err != nil {
		tag = language.English
	}
	return &collation{order: collate.New(tag, collate.Numeric), letter: collate.New(tag, collate.Loose)}
}

// sortBy orders values by a title of each; equal titles keep their order.
func sortBy[T any](c *collation, list []T, title func(T) string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	type keyed struct {
		key   []byte
		value T
	}
	var buf collate.Buffer
	keys := make([]keyed, len(list))
	for i, v := range list {
		keys[i] = keyed{c.order.KeyFromString(&buf, title(v)), v}
	}
	slices.SortStableFunc(keys, func(a, b keyed) int { return slices.Compare(a.key, b.key) })
	for i, k := range keys {
		list[i] = k.value
	}
}
