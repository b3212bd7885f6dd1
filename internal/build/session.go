// Package build owns a session: the stages from the project's files to the
// bytes of its site, what they keep from one run to the next, and how much work
// they did. It does not print, and it does not write the site.
package build

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"dossier/internal/content"
	"dossier/internal/diag"
	"dossier/internal/dossier"
	"dossier/internal/render"
	"dossier/internal/resolve"
)

// Options say what is built, and how.
type Options struct {
	Project  fs.FS  // the project's folder; must not lead out of it by symbolic links
	Defaults fs.FS  // the default templates and assets
	Drafts   bool   // build entries marked `draft: true` too
	BaseURL  string // goes before base_url of dossier.yaml; empty for that one
	Now      func() time.Time
	Since    *Since // nil where the site tells of no changes
	// Progress, where it is not nil, is told what is done next: how many of the
	// steps of a build are behind it, of how many. At the end all are.
	Progress func(done, of int, what string)
}

// Session builds one project, again and again. What it keeps between builds
// depends on the bytes of single files only, so that every build equals a
// fresh one.
type Session struct {
	options   Options
	loader    *content.Loader
	resolver  *resolve.Resolver // nil for a single build
	templates cachedTemplates
	files     []render.File                  // of the last good build, sorted by path
	due       due                            // what of them is to be made again
	search    *render.Search                 // of the last good build
	entries   map[string]entryAtPath         // of the last build that could be resolved, by path of their page
	saw       func(file string, data []byte) // is told, where it is not nil, of the media that are read
}

// entryAtPath is what tells that a page which has gone and one which has come
// are the same, renamed.
type entryAtPath struct{ folder, title string }

// NewSession begins a session; nothing is read yet.
func NewSession(o Options) *Session {
	return &Session{options: o, loader: content.NewLoader(), resolver: resolve.NewResolver()}
}

// Result is what one build gave.
type Result struct {
	Files []render.File // the site; nil where the diagnostics hold errors
	// Renamed leads from the path of a page of the build before to that of the
	// page that took its place.
	Renamed map[string]string
	Dossier *dossier.Dossier // nil where the project could not be read; good until the next build begins
	Diags   diag.List        // sorted, with source lines
	// Read has, after Once, the SHA-256 of the bytes of each file of the project
	// that the site was made from, by its path.
	Read  map[string][sha256.Size]byte
	Stats Stats
	// More tells, of a Result that is shown early, that other pages are still
	// to be made.
	More bool
}

// Request says what is to be looked at, and what is wanted first. The zero value
// looks at everything.
type Request struct {
	// Changed are the files and folders, relative to the project's folder, at
	// which something may have changed since the session's last build; all others
	// are taken as they were. Nil is for everything.
	Changed []string
	// First are the paths of pages that are wanted before all others.
	First []string
	// Show gets a Result as soon as the pages of First are made: the files of the
	// last good build with these in their places. It is not called where there
	// is no good build before this one, nor where there are errors.
	Show func(*Result)
}

// Build runs all stages. A Result with errors among its diagnostics has no
// files. The error is a failure of the program, or the context's.
func (s *Session) Build(ctx context.Context, req Request) (*Result, error) {
	res := &Result{}
	clock := stopwatch{now: s.options.Now, steps: steps, progress: s.options.Progress}
	defer clock.finish()
	err := s.stages(ctx, res, &clock, req)
	if err != nil {
		return nil, err
	}
	res.Diags.Sort()
	res.Diags.Locate(s.read)
	res.Stats.Stages = clock.stages
	return res, nil
}

func (s *Session) stages(ctx context.Context, res *Result, clock *stopwatch, req Request) error {
	project, templates, err := s.prepare(ctx, res, clock, req.Changed)
	if err != nil || templates == nil || res.Diags.HasErrors() {
		return err
	}
	s.due.all = s.due.all || s.files == nil || templates != s.due.templates || s.due.concernsMedia(req.Changed, res.Dossier.Media)
	planner := s.planner(res.Dossier)
	var shown []render.File
	if s.files != nil && req.Show != nil && len(req.First) > 0 {
		clock.start("first")
		if shown, err = s.make(ctx, res, s.first(res, req.First, templates, planner)); err != nil || res.Diags.HasErrors() {
			return err
		}
		s.files, res.Stats.Changed = s.with(shown)
		early := *res
		early.Files, early.More = s.files, s.due.all || s.due.search
		early.Diags = slices.Clone(res.Diags)
		early.Diags.Sort()
		early.Diags.Locate(s.read)
		req.Show(&early)
	}
	clock.start("render")
	made := map[string]bool{}
	for _, f := range shown {
		made[f.Path] = true
	}
	rest := slices.DeleteFunc(s.makers(res, templates, planner), func(m maker) bool { return made[m.path] })
	files, err := s.make(ctx, res, rest)
	if err != nil || res.Diags.HasErrors() {
		return err
	}
	changed := 0
	if s.due.all {
		files = append(files, shown...)
		s.files, changed, res.Stats.Removed = s.instead(append(files, s.searchFiles()...))
		s.due = due{templates: templates, media: res.Dossier.Media, search: true, renamed: true}
	} else {
		s.files, changed = s.with(files)
		s.due.paths, s.due.lists = nil, false
	}
	res.Stats.Changed += changed
	clock.start("search")
	if err := s.makeSearch(ctx, res.Dossier); err != nil {
		return err
	}
	if s.due.renamed {
		res.Renamed, s.due.renamed = s.renamed(project), false
	}
	res.Files = s.files
	clock.stop()
	return nil
}

// Prepare does what makes later builds faster, as far as it gets until the
// context ends.
func (s *Session) Prepare(ctx context.Context) {
	_ = s.resolver.Prepare(ctx) // it goes on next time
}

// make makes files, which keep the bytes of the last good build where those are
// the same. Flaws of templates are added to the diagnostics.
func (s *Session) make(ctx context.Context, res *Result, list []maker) ([]render.File, error) {
	kept := keeping{last: s.files, files: make([]render.File, len(list))}
	for i, m := range list {
		kept.files[i].Path = m.path
	}
	flaws, err := makeAll(ctx, list, kept)
	if err != nil {
		return nil, err
	}
	res.Diags = append(res.Diags, flaws...)
	return kept.files, nil
}

// keeping is a Sink that keeps the files.
type keeping struct{ last, files []render.File }

func (k keeping) Put(i int, data []byte) error {
	f := &k.files[i]
	if at, ok := slices.BinarySearchFunc(k.last, f.Path, comparePath); ok && bytes.Equal(k.last[at].Data, data) {
		f.Data = k.last[at].Data
	} else {
		f.Data = append([]byte{}, data...)
	}
	return nil
}

// prepare reads and resolves the project and loads its templates. Without
// templates, or with errors among the diagnostics, there is nothing to go on with.
func (s *Session) prepare(ctx context.Context, res *Result, clock *stopwatch, changed []string) (*dossier.Project, *render.Templates, error) {
	clock.start("read")
	project, read, diags, err := s.loader.Load(ctx, s.options.Project, content.Options{Drafts: s.options.Drafts, Changed: changed})
	if err != nil {
		return nil, nil, err
	}
	res.Diags = diags
	res.Stats.FilesRead, res.Stats.Parsed = read.FilesRead, read.Parsed
	if project == nil {
		return nil, nil, nil
	}
	if s.options.BaseURL != "" {
		moved := *project
		moved.Config.BaseURL.Value = s.options.BaseURL
		project = &moved
	}

	clock.start("resolve")
	resolver := resolve.Once
	if s.resolver != nil {
		resolver = s.resolver.Resolve
	}
	resolved, err := resolver(ctx, project)
	if err != nil {
		return nil, nil, err
	}
	s.due.add(resolved)
	res.Dossier = resolved.Dossier
	res.Diags = append(res.Diags, resolved.Diags...)
	res.Stats.Resolved = resolved.Entries
	res.Stats.Quotations, res.Stats.Mentions = res.Dossier.Counts.Quotations, res.Dossier.Counts.Mentions

	clock.start("templates")
	templates, diags, err := s.templates.load(s.options.Project, s.options.Defaults, res.Dossier.Language)
	if err != nil {
		return nil, nil, err
	}
	res.Diags = append(res.Diags, diags...)
	return project, templates, nil
}

// medium reads one of the media; file is its path on disk.
func (s *Session) medium(path, file string) ([]byte, error) {
	data, err := fs.ReadFile(s.options.Project, file)
	if err != nil {
		return nil, fmt.Errorf("reading content/%s: %w", path, err)
	}
	return data, nil
}

// with gives the files of the last good build with others in their places, and
// how many of those have other bytes. Files that it did not have are left out.
func (s *Session) with(files []render.File) (now []render.File, changed int) {
	now = s.files
	for _, f := range files {
		i, ok := slices.BinarySearchFunc(now, f.Path, comparePath)
		if !ok || sameSlice(now[i].Data, f.Data) {
			continue
		}
		if changed == 0 {
			now = slices.Clone(now)
		}
		now[i].Data = f.Data
		changed++
	}
	return now, changed
}

// instead sorts the files that take the place of those of the last good build,
// and counts the ones that are new or have other bytes, and those of the last
// good build that are gone.
func (s *Session) instead(files []render.File) (now []render.File, changed, removed int) {
	slices.SortFunc(files, func(a, b render.File) int { return strings.Compare(a.Path, b.Path) })
	removed = len(s.files)
	for _, f := range files {
		i, ok := slices.BinarySearchFunc(s.files, f.Path, comparePath)
		if ok {
			removed--
		}
		if !ok || !sameSlice(s.files[i].Data, f.Data) {
			changed++
		}
	}
	return files, changed, removed
}

// sameSlice tells whether a file kept its bytes, as keeping gives them back.
func sameSlice(a, b []byte) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

func comparePath(f render.File, path string) int { return strings.Compare(f.Path, path) }

// renamed finds the pages that changed their path and kept folder and title.
func (s *Session) renamed(project *dossier.Project) map[string]string {
	entries := make(map[string]entryAtPath, len(project.Entries))
	come := map[entryAtPath]string{}
	for _, e := range project.Entries {
		path := e.Folder + "/" + e.ID + ".html"
		at := entryAtPath{e.Folder, e.Title.Value}
		entries[path] = at
		if _, known := s.entries[path]; !known {
			come[at] = path
		}
	}
	var renamed map[string]string
	for path, at := range s.entries {
		if _, stays := entries[path]; stays {
			continue
		}
		if to, ok := come[at]; ok {
			if renamed == nil {
				renamed = map[string]string{}
			}
			renamed[path] = to
		}
	}
	s.entries = entries
	return renamed
}

// read gives a file's bytes for the source line of a diagnostic.
func (s *Session) read(file string) []byte {
	if b := s.loader.Read(file); b != nil {
		return b
	}
	return s.readTemplate(file)
}

// readTemplate gives the bytes of a file that the loader does not read.
func (s *Session) readTemplate(file string) []byte {
	b, err := fs.ReadFile(s.options.Project, file)
	if err != nil {
		b, _ = fs.ReadFile(s.options.Defaults, file)
	}
	return b
}
