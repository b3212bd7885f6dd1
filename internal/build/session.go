// Package build owns a session: the stages from the project's files to the
// bytes of its site, what they keep from one run to the next, and how much work
// they did. It does not print, and it does not write the site.
package build

import (
	"bytes"
	"context"
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
	resolver  *resolve.Resolver
	templates cachedTemplates
	files     []render.File          // of the last good build, sorted by path
	due       due                    // what of them is to be made again
	entries   map[string]entryAtPath // of the last build that could be resolved, by path of their page
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
	Stats   Stats
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
	s.due.all = s.due.all || templates != s.due.templates || s.due.concernsMedia(req.Changed, res.Dossier.Media)
	if s.files != nil && !s.due.all {
		return s.makeDue(ctx, res, templates, clock, req)
	}
	d := res.Dossier
	if req.Show != nil && len(req.First) > 0 && s.files != nil {
		clock.start("first")
		if err := s.showFirst(ctx, d, templates, res.Diags, req); err != nil {
			return err
		}
	}
	clock.start("plan")
	pages := render.Plan(d)
	clock.start("render")
	files, diags, err := templates.Render(ctx, pages)
	if err != nil {
		return err
	}
	res.Diags = append(res.Diags, diags...)
	if res.Diags.HasErrors() {
		return nil
	}
	res.Stats.Pages = len(files)
	res.Renamed = s.renamed(project)
	files = append(files, templates.Assets()...)
	for _, path := range d.Media {
		data, err := s.medium(path, s.loader.MediaFile(path))
		if err != nil {
			return err
		}
		files = append(files, render.File{Path: path, Data: data})
	}
	res.Stats.Changed = s.keep(files)
	res.Files = files
	s.due = due{templates: templates, media: d.Media}
	clock.stop()
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
	resolved, err := s.resolver.Resolve(ctx, project)
	if err != nil {
		return nil, nil, err
	}
	s.due.add(resolved)
	res.Dossier = resolved.Dossier
	res.Diags = append(res.Diags, resolved.Diags...)
	res.Stats.Resolved = resolved.Entries
	res.Stats.Quotations, res.Stats.Mentions = res.Dossier.Counts.Quotations, res.Dossier.Counts.Mentions

	clock.start("templates")
	templates, diags, err := s.templates.load(s.options.Project, s.options.Defaults)
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

func (s *Session) showFirst(ctx context.Context, d *dossier.Dossier, templates *render.Templates, diags diag.List, req Request) error {
	files, flaws, err := templates.Render(ctx, render.PlanOnly(d, req.First))
	if err != nil || flaws.HasErrors() {
		return err // the flaws are found again when all pages are made
	}
	res := &Result{Files: slices.Clone(s.files), Dossier: d, Diags: slices.Clone(diags)}
	for _, f := range append(files, templates.Assets()...) { // an open page has its stylesheet
		if i, ok := slices.BinarySearchFunc(s.files, f.Path, comparePath); ok && !bytes.Equal(s.files[i].Data, f.Data) {
			res.Files[i].Data = f.Data
			res.Stats.Changed++
		}
	}
	res.Diags.Sort()
	res.Diags.Locate(s.read)
	req.Show(res)
	return nil
}

// makeDue makes the pages that are due and puts them in their places, first those
// that are looked at.
func (s *Session) makeDue(ctx context.Context, res *Result, templates *render.Templates, clock *stopwatch, req Request) error {
	clock.start("render")
	var first, rest []render.Page
	for _, j := range render.NewPlanner(res.Dossier).JobsAbout(s.due.paths) {
		if slices.Contains(req.First, j.Path) {
			first = append(first, j.Page())
		} else {
			rest = append(rest, j.Page())
		}
	}
	for _, pages := range [][]render.Page{first, rest} {
		files, flaws, err := templates.Render(ctx, pages)
		if err != nil {
			return err
		}
		if res.Diags = append(res.Diags, flaws...); flaws.HasErrors() {
			return nil
		}
		res.Stats.Pages += len(files)
		res.Stats.Changed += s.put(files)
		if req.Show != nil && len(req.First) > 0 && len(res.Files) == 0 {
			res.Files = s.files
			shown := *res
			shown.Diags = slices.Clone(res.Diags)
			shown.Diags.Sort()
			shown.Diags.Locate(s.read)
			req.Show(&shown)
		}
	}
	res.Files = s.files
	s.due.paths = nil
	clock.stop()
	if req.Show != nil {
		_ = s.resolver.Prepare(ctx) // it goes on where the context ends it
	}
	return nil
}

// put gives files of the last good build their new bytes, in a copy of their
// list, and counts those that have others than before.
func (s *Session) put(files []render.File) (changed int) {
	now := s.files
	for _, f := range files {
		i, ok := slices.BinarySearchFunc(now, f.Path, comparePath)
		if !ok || bytes.Equal(now[i].Data, f.Data) {
			continue // the same entries have the same files
		}
		if changed == 0 {
			now = slices.Clone(now)
		}
		now[i].Data = f.Data
		changed++
	}
	s.files = now
	return changed
}

func comparePath(f render.File, path string) int { return strings.Compare(f.Path, path) }

// keep sorts the files, gives back the bytes of the build before where they are
// the same, so that who compares two builds need not read them, and counts the
// files that are new or have other bytes.
func (s *Session) keep(files []render.File) (changed int) {
	slices.SortFunc(files, func(a, b render.File) int { return strings.Compare(a.Path, b.Path) })
	last := s.files
	for i := range files {
		f := &files[i]
		for len(last) > 0 && last[0].Path < f.Path {
			last = last[1:]
		}
		if len(last) > 0 && last[0].Path == f.Path && bytes.Equal(last[0].Data, f.Data) {
			f.Data = last[0].Data
		} else {
			changed++
		}
	}
	s.files = files
	return changed
}

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
