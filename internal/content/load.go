// Package content reads the files of a project: dossier.yaml, content/ and the
// texts of seeds/ that sources name. It gives entries as they were written,
// with typed values and their places, and reads only again what changed. It
// does not resolve a link, a date or a quotation.
package content

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"io/fs"
	"maps"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"dossier/internal/diag"
	"dossier/internal/dossier"
	"dossier/internal/markup"
	"golang.org/x/sync/errgroup"
)

// Options say what is read.
type Options struct {
	Drafts bool // take entries marked `draft: true` too

	// Changed are the only paths at which files may differ from what the last
	// Load of the same project saw: slash-separated, relative to its folder. A
	// folder stands for all that is below it. Nothing else is looked at. With
	// none, everything is looked at, as it is where a path is the project's
	// folder itself or leads out of it.
	Changed []string
}

// Stats count the work of one Load.
type Stats struct {
	FilesRead int // files whose bytes were read
	Parsed    int // of those, how many were not known from an earlier Load
}

// Loader reads a project again and again. It keeps what it made of each file.
// Such a value depends on the file's path and bytes, on the class of its
// folder or, for a seed, on the encoding that its source names, and on the
// program's version; on nothing else. So it is right as long as these are
// equal, and a Load gives the same as one by a new Loader. With Options.Changed
// it also keeps what the folders hold; then this is so as long as each file or
// folder that changed since the last Load is named, or a folder above it. What
// a Load that was cancelled was told of is looked at by the next one.
//
// Symbolic links to files within the project are followed, and looked at by each
// Load, since they change with files of other names. Those to folders are reported
// and not followed: what changes behind them would not be noticed.
type Loader struct {
	mu      sync.Mutex   // held during Load, by whose goroutine alone the maps are written
	reading sync.RWMutex // held while they are written, and while others than Load read them
	entries shelf[parsed]
	seeds   shelf[decoded]
	config  *cached[configured]
	round   uint64 // counts the readings, to tell what is not used any more

	tree  tree
	kinds map[string]*kindFolder
	pages *pageList
	areas map[string]*area
	used  seedUse
	media *area // of the last Load

	images map[string]dossier.Size // of the media of the last Load, zero for what is no image; by path
}

// shelf holds what was made of files.
type shelf[T any] struct {
	kept map[string]*cached[T] // by file

	// What was asked for last, and what is kept of it; nil where nothing is.
	jobs []job
	last []*cached[T]
}

// cached is a value and what it was made from.
type cached[T any] struct {
	made  stamp
	value T
	text  []byte // that positions refer to; not of a seed, which holds it
	stale bool   // its file may have changed
	round uint64 // of the last reading that used it
}

// stamp tells whether a file must be read anew.
type stamp struct {
	sum [sha256.Size]byte
	as  string // class or encoding
}

type decoded struct {
	seed  *dossier.Seed
	diags diag.List
}

type configured struct {
	config dossier.Config
	diags  diag.List
}

// NewLoader gives a Loader that knows nothing yet.
func NewLoader() *Loader {
	return &Loader{
		entries: shelf[parsed]{kept: map[string]*cached[parsed]{}}, seeds: shelf[decoded]{kept: map[string]*cached[decoded]{}},
		config: &cached[configured]{}, tree: newTree(), kinds: map[string]*kindFolder{}, pages: &pageList{},
		areas: map[string]*area{},
	}
}

// Read gives a file's text as the last Load had it, with the line ends and,
// for a seed, the encoding it was read with; nil for a file it did not read.
// Positions of diagnostics refer to this text.
func (l *Loader) Read(file string) []byte {
	l.reading.RLock()
	defer l.reading.RUnlock()
	if c := l.entries.kept[file]; c != nil {
		return c.text
	}
	if c := l.seeds.kept[file]; c != nil {
		if c.value.seed != nil {
			return []byte(c.value.seed.Text)
		}
		return c.text
	}
	if file == configFile {
		return l.config.text
	}
	return nil
}

// MediaFile gives the path on disk of one of the Media of the last Load's
// project, which are in NFC: some disks decompose accents.
func (l *Loader) MediaFile(name string) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.media != nil {
		if i, ok := l.media.find(name); ok {
			return "content/" + l.media.names[i]
		}
	}
	return "content/" + name
}

// Load reads the project in fsys, its root folder. The project is nil where
// there is nothing to go on with. Diagnostics are sorted; a file or folder that
// cannot be read is one, and a file that vanishes meanwhile is not there. The
// error is the context's.
func (l *Loader) Load(ctx context.Context, fsys fs.FS, o Options) (*dossier.Project, Stats, diag.List, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.forget(fsys, o.Changed)
	var stats Stats
	w := &walker{fsys: fsys, tree: &l.tree, kinds: l.kinds, areas: l.areas, pages: l.pages, flawed: map[string]bool{}, media: &area{}, seeds: &area{}}
	p := &dossier.Project{}
	l.readConfig(w, p, &stats)
	content, seeds := w.root(p.Config.Kinds)
	if content {
		w.content(p.Config.Kinds)
	} else {
		w.pages = &pageList{}
	}
	l.pages = w.pages
	if seeds {
		w.seeds = w.area("seeds", "")
	}
	l.media = w.media
	all, err := l.readEntries(ctx, w, &stats)
	if err != nil {
		return nil, stats, nil, err
	}
	p.Entries = make([]*dossier.Entry, 0, len(all))
	for _, f := range all {
		if f.draft && !o.Drafts {
			p.Drafts = append(p.Drafts, f.entry)
			continue
		}
		p.Entries = append(p.Entries, f.entry)
		w.diags = append(w.diags, f.diags...)
		p.Media = append(p.Media, w.checkMedia(f.media)...)
	}
	slices.Sort(p.Media)
	p.Media = slices.Compact(p.Media)
	p.ImageSizes = l.imageSizes(fsys, p.Media, func(name string) string {
		i, _ := w.media.find(name) // they were found before
		return "content/" + w.media.names[i]
	})
	if now := (seedUse{sources: withSeeds(all), drafts: o.Drafts, publish: p.Config.Publish, area: w.seeds}); l.used.same(&now) {
		now.seeds, now.diags = l.used.seeds, l.used.diags
		p.Seeds, l.used = now.seeds, now
		w.diags = append(w.diags, now.diags...)
	} else {
		before := len(w.diags)
		l.used = seedUse{}
		whole, err := l.readSeeds(ctx, w, p, &stats)
		if err != nil {
			return nil, stats, nil, err
		}
		if whole {
			now.seeds, now.diags = p.Seeds, slices.Clone(w.diags[before:])
			l.used = now
		}
	}
	if len(w.pages.pages) == 0 {
		if !slices.ContainsFunc(w.diags, func(d diag.Diagnostic) bool { return d.Code == "no-content" || d.Pos.File == "content" }) {
			w.diags.Errorf(diag.Pos{File: "content"}, "empty-project", "the dossier is empty").
				Hintf("write content/index.md, the front page's text, and one file in content/sources/ for each text in seeds/")
		}
		p = nil
	}
	w.diags.Sort()
	return p, stats, w.diags, nil
}

// forget marks what may have changed: all that is below the paths, or
// everything without any.
func (l *Loader) forget(fsys fs.FS, changed []string) {
	if len(changed) == 0 {
		changed = []string{"."}
	}
	for _, name := range slices.AppendSeq(slices.Clone(changed), maps.Keys(l.tree.links)) {
		name = path.Clean(name)
		if name == "." || !fs.ValidPath(name) {
			clear(l.tree.dirs)
			l.stale(".")
			l.images = nil
			return
		}
		if name == "content" || name == "content/media" || strings.HasPrefix(name, "content/media/") {
			l.images = nil
		}
		for _, dir := range l.tree.refresh(fsys, name) {
			l.stale(dir)
		}
		if c := l.entries.kept[name]; c != nil {
			c.stale = true
		}
		if c := l.seeds.kept[name]; c != nil {
			c.stale, l.used = true, seedUse{}
		}
		if name == configFile {
			l.config.stale = true
		}
	}
}

// stale marks all files below a folder.
func (l *Loader) stale(dir string) {
	below := func(file string) bool { return dir == "." || strings.HasPrefix(file, dir+"/") }
	for file, c := range l.entries.kept {
		c.stale = c.stale || below(file)
	}
	for file, c := range l.seeds.kept {
		if below(file) {
			c.stale, l.used = true, seedUse{}
		}
	}
	l.config.stale = l.config.stale || below(configFile)
}

const configFile = "dossier.yaml"

func (l *Loader) readConfig(w *walker, p *dossier.Project, stats *Stats) {
	l.useConfig(w, stats)
	p.Config = l.config.value.config
	p.Config.Kinds = slices.Clone(p.Config.Kinds)
	w.diags = append(w.diags, l.config.value.diags...)
}

// useConfig brings the configuration up to date. One that is not there or
// cannot be read is looked at again by each Load.
func (l *Loader) useConfig(w *walker, stats *Stats) {
	if l.config.made != (stamp{}) && !l.config.stale {
		return
	}
	src, err := fs.ReadFile(w.fsys, configFile)
	if err != nil {
		var found diag.List
		if info, lerr := fs.Lstat(w.fsys, configFile); lerr == nil && info.Mode()&fs.ModeSymlink != 0 {
			found = append(found, *linkFlaw(configFile, err))
		} else if errors.Is(err, fs.ErrNotExist) {
			found.Errorf(diag.Pos{File: configFile}, "no-config", "there is no file %s", configFile).
				Hintf("write one with the line title: …, or start the program in the dossier's folder")
		} else {
			found = append(found, *unreadableFlaw(configFile, err))
		}
		config, _ := parseConfig(configFile, nil)
		l.keepConfig(&cached[configured]{value: configured{config, found}})
		return
	}
	stats.FilesRead++
	if made := (stamp{sum: sha256.Sum256(src), as: "config"}); l.config.made != made {
		stats.Parsed++
		config, found := parseConfig(configFile, src)
		l.keepConfig(&cached[configured]{made: made, value: configured{config, found}, text: cleaned(configFile, src)})
	}
	l.config.stale = false
}

func (l *Loader) keepConfig(c *cached[configured]) {
	l.reading.Lock()
	defer l.reading.Unlock()
	l.config = c
}

// cleaned gives the text that positions refer to; a file that is no text is
// not shown at all.
func cleaned(file string, src []byte) []byte {
	clean, _ := markup.Clean(file, src)
	if clean == nil {
		return src
	}
	return clean
}

// job is a file to be read, and what besides its bytes the reading depends on.
type job struct{ file, as string }

// batch is how many files a goroutine takes on at once.
const batch = 16

// readAll reads files in parallel, but those whose value on the shelf is not stale,
// and makes a value of each whose bytes are not those that its value was made
// from; parse is given the bytes, which are overwritten later, and gives the text
// for Read, too. The result is in the order of jobs and has nil for files that
// are gone or cannot be read, of which w reports the latter. The shelf holds these
// values alone afterwards. The jobs are not changed any more.
func readAll[T any](ctx context.Context, l *Loader, w *walker, jobs []job, on *shelf[T], stats *Stats,
	parse func(i int, src []byte, sum [sha256.Size]byte) (value T, text []byte),
) ([]*T, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	l.round++
	values := make([]*T, len(jobs))
	var todo []int
	there := 0
	last := on.last
	if len(jobs) == 0 || len(on.jobs) != len(jobs) || &on.jobs[0] != &jobs[0] {
		last = make([]*cached[T], len(jobs))
		for i, j := range jobs {
			last[i] = on.kept[j.file]
		}
	}
	for i, j := range jobs {
		if c := last[i]; c != nil && !c.stale && c.made.as == j.as {
			c.round, values[i] = l.round, &c.value
			there++
		} else {
			todo = append(todo, i)
		}
	}
	type outcome struct {
		value *cached[T] // nil where there is none
		err   error
		same  bool
	}
	outcomes := make([]outcome, len(todo))
	var taken atomic.Int64
	g, ctx := errgroup.WithContext(ctx)
	for range min(runtime.GOMAXPROCS(0), (len(todo)+batch-1)/batch) {
		g.Go(func() error {
			d := disk{fsys: w.fsys, many: len(todo) > batch}
			defer d.close()
			for {
				to := int(taken.Add(batch))
				if to-batch >= len(todo) {
					return nil
				}
				if err := ctx.Err(); err != nil {
					return err
				}
				for k := to - batch; k < min(to, len(todo)); k++ {
					o, j := &outcomes[k], jobs[todo[k]]
					src, err := d.read(j.file)
					if err != nil {
						o.err = err
						continue
					}
					made := stamp{sum: sha256.Sum256(src), as: j.as}
					if o.value = last[todo[k]]; o.value != nil && o.value.made == made {
						o.same = true
						continue
					}
					o.value = &cached[T]{made: made}
					o.value.value, o.value.text = parse(todo[k], src, made.sum)
				}
			}
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	l.reading.Lock()
	defer l.reading.Unlock()
	on.jobs, on.last = jobs, last
	for k, i := range todo {
		o, file := outcomes[k], jobs[i].file
		last[i] = o.value
		if o.err != nil {
			if !errors.Is(o.err, fs.ErrNotExist) {
				w.report(unreadableFlaw(file, o.err))
			}
			continue // what is kept of it has an earlier round
		}
		stats.FilesRead++
		if !o.same {
			stats.Parsed++
		}
		o.value.stale, o.value.round = false, l.round
		on.kept[file], values[i] = o.value, &o.value.value
		there++
	}
	if len(on.kept) > there {
		for file, c := range on.kept {
			if c.round != l.round {
				delete(on.kept, file)
			}
		}
	}
	return values, nil
}

// classNames tell the classes apart in a stamp.
var classNames = [...]string{
	dossier.ClassPage: "page", dossier.ClassSource: "source", dossier.ClassEntity: "entity", dossier.ClassEvent: "event", dossier.ClassClaim: "claim",
}

// readEntries reads and parses the pages; the result is in their order.
func (l *Loader) readEntries(ctx context.Context, w *walker, stats *Stats) ([]*parsed, error) {
	pages := w.pages.pages
	all, err := readAll(ctx, l, w, w.pages.jobs, &l.entries, stats, func(i int, src []byte, _ [sha256.Size]byte) (parsed, []byte) {
		return parseEntry(pages[i].file, pages[i].folder, pages[i].id, pages[i].class, src), bytes.Clone(cleaned(pages[i].file, src))
	})
	return slices.DeleteFunc(all, func(p *parsed) bool { return p == nil }), err
}

// checkMedia gives the files that are there, and reports the others.
func (w *walker) checkMedia(refs []dossier.Text) (files []string) {
	for _, t := range refs {
		if _, found := w.media.find(t.Value); found {
			files = append(files, t.Value)
			continue
		}
		if w.isFlawed("content/" + t.Value) {
			continue
		}
		d := w.diags.Errorf(t.Pos, "media-missing", "there is no file %q in content/", t.Value)
		if near, ok := nearestPath("media/", t.Value, w.media.names); ok {
			d.Hintf("write %q", near)
		} else {
			d.Hintf("put the file into content/media/")
		}
	}
	return files
}

// seedUse is which sources name which texts, and what came of it. It is zero
// where a text may have changed or could not be read.
type seedUse struct {
	sources []*parsed
	drafts  bool
	publish dossier.Publish
	area    *area

	seeds map[string]*dossier.Seed
	diags diag.List
}

// same tells whether the same comes of both.
func (u *seedUse) same(now *seedUse) bool {
	return u.seeds != nil && u.drafts == now.drafts && u.publish == now.publish && u.area == now.area &&
		slices.EqualFunc(u.sources, now.sources, func(a, b *parsed) bool {
			return a == b || a.entry.File == b.entry.File && a.draft == b.draft && sameText(a.entry.Source, b.entry.Source)
		})
}

// withSeeds gives the sources that name a text.
func withSeeds(all []*parsed) []*parsed {
	sources := make([]*parsed, 0, len(all))
	for _, f := range all {
		if f.entry.Source != nil && f.entry.Source.Seed.Set() {
			sources = append(sources, f)
		}
	}
	return sources
}

func sameText(a, b *dossier.SourceFields) bool {
	return a.Seed == b.Seed && a.Encoding.Value == b.Encoding.Value && a.Publish.Value == b.Publish.Value
}

// readSeeds reads the texts that sources name, and tells whether all of them
// could be read. A text that only a draft names is neither read nor reported as unused.
func (l *Loader) readSeeds(ctx context.Context, w *walker, p *dossier.Project, stats *Stats) (whole bool, err error) {
	named := make([]bool, len(w.seeds.names))
	for _, e := range p.Drafts {
		if e.Source != nil && e.Source.Seed.Set() {
			if i, ok := w.seeds.find(seedFile(e)); ok {
				named[i] = true
			}
		}
	}
	type use struct {
		of   *dossier.Entry
		name string // as the source spells it
		file int    // index into w.seeds.names
	}
	var uses []use
	first := make([]*dossier.Entry, len(named)) // that names the file
	for _, e := range p.Entries {
		if e.Source == nil || !e.Source.Seed.Set() {
			continue
		}
		name := seedFile(e)
		i, found := w.seeds.find(name)
		if !found {
			w.noSeed(e, name)
			continue
		}
		uses = append(uses, use{e, name, i})
		named[i] = true
		if first[i] != nil {
			w.sharedSeed(first[i], e, p.Config.Publish)
		} else {
			first[i] = e
		}
	}
	jobs := make([]job, 0, len(uses))
	jobOf := make([]int, len(named))
	for i, e := range first {
		if e != nil {
			jobOf[i] = len(jobs)
			jobs = append(jobs, job{w.seeds.names[i], e.Source.Encoding.Value})
		}
	}
	seeds, err := readAll(ctx, l, w, jobs, &l.seeds, stats, func(i int, raw []byte, sum [sha256.Size]byte) (d decoded, text []byte) {
		if d.seed, d.diags = decodeSeed(jobs[i].file, raw, sum, jobs[i].as); d.seed == nil {
			text = bytes.Clone(raw)
		}
		return d, text
	})
	if err != nil {
		return false, err
	}
	for _, d := range seeds {
		if d != nil {
			w.diags = append(w.diags, d.diags...)
		}
	}
	p.Seeds = make(map[string]*dossier.Seed, len(uses))
	for _, u := range uses {
		switch d := seeds[jobOf[u.file]]; {
		case d == nil:
			if !w.isFlawed(w.seeds.names[u.file]) {
				w.noSeed(u.of, u.name) // it vanished
			}
		case d.seed != nil:
			p.Seeds[u.name] = d.seed
		}
	}
	for i, file := range w.seeds.names {
		if !named[i] {
			name := strings.TrimPrefix(file, "seeds/")
			w.diags.Warnf(diag.Pos{File: file}, "unused-seed", "no source names the text %q", file).
				Hintf("write content/sources/%s.md:\n---\ntitle: …\nseed: %s\n---", slug(strings.TrimSuffix(name, path.Ext(name))), name)
		}
	}
	return !slices.Contains(seeds, nil), nil
}

// sharedSeed reports a text that two sources have. They must agree on how it is
// read and on what of it may be published.
func (w *walker) sharedSeed(first, e *dossier.Entry, standard dossier.Publish) {
	seed := e.Source.Seed
	w.diags.Warnf(seed.Pos, "shared-seed", "%q is the text of %q already", seed.Value, first.ID).
		Hintf("keep one source for each text, and put all annotations there")
	if here, there := e.Source.Encoding.Value, first.Source.Encoding.Value; here != there {
		w.diags.Errorf(seed.Pos, "shared-seed", "%q is read as %q there and as %q here", seed.Value, there, here).
			Hintf("write the same encoding in both")
	}
	publish := func(e *dossier.Entry) string { return cmp.Or(e.Source.Publish.Value, standard.String()) }
	if here, there := publish(e), publish(first); here != there {
		w.diags.Errorf(seed.Pos, "shared-seed", "%q is published as %q in %s and as %q here: the one would show what the other must not", seed.Value, there, first.File, here).
			Hintf("write the same value of publish in both")
	}
}

func seedFile(e *dossier.Entry) string {
	if strings.HasPrefix(e.Source.Seed.Value, "seeds/") {
		return e.Source.Seed.Value
	}
	return "seeds/" + e.Source.Seed.Value
}

// noSeed reports that there is no such text, unless it was told already why it
// cannot be used.
func (w *walker) noSeed(e *dossier.Entry, file string) {
	if w.isFlawed(file) {
		return
	}
	name := strings.TrimPrefix(file, "seeds/")
	d := w.diags.Errorf(e.Source.Seed.Pos, "seed-missing", "there is no file %q in seeds/", name)
	if _, vanished := w.seeds.find(file); vanished {
		d.Hintf("copy the text into seeds/")
		return
	}
	for _, there := range w.seeds.names {
		if stem := strings.TrimSuffix(there, path.Ext(there)); path.Ext(name) == "" && onDisk(stem) == onDisk(file) {
			d.Hintf("write %q", strings.TrimPrefix(there, "seeds/"))
			return
		}
	}
	if near, ok := nearestPath("seeds/", file, w.seeds.names); ok {
		d.Hintf("write %q", strings.TrimPrefix(near, "seeds/"))
	} else {
		d.Hintf("copy the text into seeds/")
	}
}
