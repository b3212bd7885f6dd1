// Package content reads the files of a project: dossier.yaml, content/ and the
// texts of seeds/ that sources name. It gives entries as they were written,
// with typed values and their places, and reads only again what changed. It
// does not resolve a link, a date or a quotation.
package content

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
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
// equal, and a Load gives the same as one by a new Loader.
type Loader struct {
	mu      sync.Mutex // held during Load; the maps are written by one goroutine only
	entries map[string]cached[parsed]
	seeds   map[string]cached[decoded]
	config  cached[configured]

	texts sync.Map // file → []byte, as it was read by the last Load
	media folder   // of the last Load
}

// cached is a value and what it was made from.
type cached[T any] struct {
	made  stamp
	value T
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
	return &Loader{entries: map[string]cached[parsed]{}, seeds: map[string]cached[decoded]{}}
}

// Read gives a file's text as the last Load had it, with the line ends and,
// for a seed, the encoding it was read with; nil for a file it did not read.
// Positions of diagnostics refer to this text.
func (l *Loader) Read(file string) []byte {
	if b, ok := l.texts.Load(file); ok {
		return b.([]byte)
	}
	return nil
}

// MediaFile gives the path on disk of one of the Media of the last Load's
// project, which are in NFC: some disks decompose accents.
func (l *Loader) MediaFile(name string) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	if file, ok := l.media.find(name); ok {
		return "content/" + file
	}
	return "content/" + name
}

// Load reads the project in fsys, its root folder. The project is nil where
// there is nothing to go on with. Diagnostics are sorted; the error is a
// failure of the program: a file that cannot be read, or the context's.
func (l *Loader) Load(ctx context.Context, fsys fs.FS, o Options) (*dossier.Project, Stats, diag.List, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.texts.Clear()
	l.media = folder{}
	var stats Stats
	w := &walker{fsys: fsys, media: l.media, seeds: folder{}}
	p := &dossier.Project{Seeds: map[string]*dossier.Seed{}}

	if err := l.readConfig(fsys, p, &stats, &w.diags); err != nil {
		return nil, stats, nil, err
	}
	if err := w.content(p.Config.Kinds); err != nil {
		return nil, stats, nil, fmt.Errorf("listing content: %w", err)
	}
	if err := w.tree("seeds", w.seeds, ""); err != nil {
		return nil, stats, nil, fmt.Errorf("listing seeds: %w", err)
	}
	all, err := l.readEntries(ctx, fsys, w.pages, &stats)
	if err != nil {
		return nil, stats, nil, err
	}
	for _, f := range all {
		if f.entry.Draft && !o.Drafts {
			p.Drafts = append(p.Drafts, f.entry)
			continue
		}
		p.Entries = append(p.Entries, f.entry)
		w.diags = append(w.diags, f.diags...)
		p.Media = append(p.Media, w.checkMedia(f.media)...)
	}
	slices.Sort(p.Media)
	p.Media = slices.Compact(p.Media)
	if err := l.readSeeds(ctx, w, p, &stats); err != nil {
		return nil, stats, nil, err
	}
	if len(w.pages) == 0 {
		if !slices.ContainsFunc(w.diags, func(d diag.Diagnostic) bool { return d.Code == "no-content" || d.Pos.File == "content" }) {
			w.diags.Errorf(diag.Pos{File: "content"}, "empty-project", "the dossier is empty").
				Hintf("write content/index.md, the front page's text, and one file in content/sources/ for each text in seeds/")
		}
		p = nil
	}
	w.diags.Sort()
	return p, stats, w.diags, nil
}

// readFile reads a file; a link out of the project and a vanished file are
// told apart from a failure by ok.
func (l *Loader) readFile(fsys fs.FS, file string) (b []byte, ok bool, err error) {
	b, err = fs.ReadFile(fsys, file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, fmt.Errorf("reading %s: %w", file, err)
	}
	return b, true, nil
}

func (l *Loader) readConfig(fsys fs.FS, p *dossier.Project, stats *Stats, diags *diag.List) error {
	const file = "dossier.yaml"
	if info, err := fs.Lstat(fsys, file); err == nil && info.Mode()&fs.ModeSymlink != 0 {
		if _, err := fs.Stat(fsys, file); err != nil {
			w := walker{}
			w.deadLink(file, err)
			*diags = append(*diags, w.diags...)
			p.Config, _ = parseConfig(file, nil)
			return nil
		}
	}
	src, ok, err := l.readFile(fsys, file)
	if err != nil {
		return err
	}
	if !ok {
		diags.Errorf(diag.Pos{File: file}, "no-config", "there is no file %s", file).
			Hintf("write one with the line title: …, or start the program in the dossier's folder")
		p.Config, _ = parseConfig(file, nil)
		return nil
	}
	stats.FilesRead++
	if made := (stamp{sum: sha256.Sum256(src), as: "config"}); l.config.made != made {
		stats.Parsed++
		config, found := parseConfig(file, src)
		l.config = cached[configured]{made, configured{config, found}}
	}
	l.texts.Store(file, cleaned(file, src))
	p.Config = l.config.value.config
	p.Config.Kinds = slices.Clone(p.Config.Kinds)
	*diags = append(*diags, l.config.value.diags...)
	return nil
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

// readAll reads files in parallel and makes a value of each whose bytes are not
// those that its value in kept was made from; shown gives the text for Read.
// The result is in the order of jobs and has nil for files that are gone. Kept
// holds these values alone afterwards.
func readAll[T any](ctx context.Context, l *Loader, fsys fs.FS, jobs []job, kept map[string]cached[T], stats *Stats,
	parse func(i int, src []byte) T, shown func(value T, file string, src []byte) []byte,
) ([]*T, error) {
	results := make([]*cached[T], len(jobs))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	var parsed atomic.Int64
	for i, j := range jobs {
		g.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			src, ok, err := l.readFile(fsys, j.file)
			if err != nil || !ok {
				return err
			}
			made := stamp{sum: sha256.Sum256(src), as: j.as}
			r, ok := kept[j.file]
			if !ok || r.made != made {
				r = cached[T]{made, parse(i, src)}
				parsed.Add(1)
			}
			l.texts.Store(j.file, shown(r.value, j.file, src))
			results[i] = &r
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	clear(kept)
	values := make([]*T, len(jobs))
	for i, r := range results {
		if r != nil {
			stats.FilesRead++
			kept[jobs[i].file] = *r
			values[i] = &r.value
		}
	}
	stats.Parsed += int(parsed.Load())
	return values, nil
}

// readEntries reads and parses files; the result is in their order.
func (l *Loader) readEntries(ctx context.Context, fsys fs.FS, pages []page, stats *Stats) ([]*parsed, error) {
	jobs := make([]job, len(pages))
	for i, p := range pages {
		jobs[i] = job{p.file, fmt.Sprint(p.class)}
	}
	all, err := readAll(ctx, l, fsys, jobs, l.entries, stats, func(i int, src []byte) parsed {
		return parseEntry(pages[i].file, pages[i].folder, pages[i].id, pages[i].class, src)
	}, func(_ parsed, file string, src []byte) []byte { return cleaned(file, src) })
	return slices.DeleteFunc(all, func(p *parsed) bool { return p == nil }), err
}

// checkMedia gives the files that are there, and reports the others.
func (w *walker) checkMedia(refs []dossier.Text) (files []string) {
	for _, t := range refs {
		if _, found := w.media.find(t.Value); found {
			files = append(files, t.Value)
			continue
		}
		d := w.diags.Errorf(t.Pos, "media-missing", "there is no file %q in content/", t.Value)
		if near, ok := nearestPath("media/", t.Value, w.media.names()); ok {
			d.Hintf("write %q", near)
		} else {
			d.Hintf("put the file into content/media/")
		}
	}
	return files
}

// readSeeds reads the texts that sources name. A text that only a draft names
// is neither read nor reported as unused.
func (l *Loader) readSeeds(ctx context.Context, w *walker, p *dossier.Project, stats *Stats) error {
	type use struct {
		file  string   // on disk: "seeds/a.txt"
		names []string // as sources spell it
		first *dossier.Entry
	}
	uses := map[string]*use{}
	named := map[string]bool{}
	for _, e := range p.Drafts {
		if e.Source != nil && e.Source.Seed.Set() {
			file, _ := w.seeds.find(seedFile(e))
			named[file] = true
		}
	}
	for _, e := range p.Entries {
		if e.Source == nil || !e.Source.Seed.Set() {
			continue
		}
		name := seedFile(e)
		file, found := w.seeds.find(name)
		if !found {
			w.noSeed(e, name)
			continue
		}
		named[file] = true
		if other, ok := uses[file]; ok {
			w.sharedSeed(other.first, e, p.Config.Publish)
			other.names = append(other.names, name)
			continue
		}
		uses[file] = &use{file, []string{name}, e}
	}
	list := slices.SortedFunc(maps.Values(uses), func(a, b *use) int { return cmp.Compare(a.file, b.file) })
	jobs := make([]job, len(list))
	for i, u := range list {
		jobs[i] = job{u.file, u.first.Source.Encoding.Value}
	}
	seeds, err := readAll(ctx, l, w.fsys, jobs, l.seeds, stats, func(i int, raw []byte) decoded {
		seed, diags := decodeSeed(jobs[i].file, raw, jobs[i].as)
		return decoded{seed, diags}
	}, func(d decoded, _ string, raw []byte) []byte {
		if d.seed == nil {
			return raw
		}
		return []byte(d.seed.Text)
	})
	if err != nil {
		return err
	}
	for i, d := range seeds {
		if d == nil {
			continue
		}
		w.diags = append(w.diags, d.diags...)
		if d.seed != nil {
			for _, name := range list[i].names {
				p.Seeds[name] = d.seed
			}
		}
	}
	for _, file := range w.seeds.names() {
		if !named[file] {
			name := strings.TrimPrefix(file, "seeds/")
			w.diags.Warnf(diag.Pos{File: file}, "unused-seed", "no source names the text %q", file).
				Hintf("write content/sources/%s.md:\n---\ntitle: …\nseed: %s\n---", slug(strings.TrimSuffix(name, path.Ext(name))), name)
		}
	}
	return nil
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
	return "seeds/" + strings.TrimPrefix(e.Source.Seed.Value, "seeds/")
}

func (w *walker) noSeed(e *dossier.Entry, file string) {
	if slices.ContainsFunc(w.diags, func(d diag.Diagnostic) bool { return d.Pos.File == file }) {
		return // a symbolic link that was reported
	}
	d := w.diags.Errorf(e.Source.Seed.Pos, "seed-missing", "there is no file %q in seeds/", strings.TrimPrefix(file, "seeds/"))
	if near, ok := nearestPath("seeds/", file, w.seeds.names()); ok {
		d.Hintf("write %q", strings.TrimPrefix(near, "seeds/"))
	} else {
		d.Hintf("copy the text into seeds/")
	}
}
