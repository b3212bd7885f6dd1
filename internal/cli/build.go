package cli

import (
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"dossier/internal/build"
	"dossier/internal/diag"
	"dossier/internal/publish"
)

type buildFlags struct {
	out     string
	baseURL string
	drafts  bool
	strict  bool
	stats   bool
	watch   bool
	force   bool
	since   sinceFlags
	poll    time.Duration
}

func (a *app) buildCommand() *cobra.Command {
	var f buildFlags
	c := &cobra.Command{
		Use:   "build",
		Short: "Check the dossier and write its site",
		Long: `Build checks the whole dossier and writes its site to public/. Only files whose
bytes differ are written, and only files that dossier wrote are removed. With an
error in the dossier nothing is written.

Where neither the dossier, nor the options, the program or the folder written to
have changed by a single byte since a build without errors and warnings, that is
found out and nothing is built; --force builds all the same.

With --since the site gets a page and a feed that tell readers what changed since
a revision of the project's Git repository. Neither the revision's name nor who
made it is published.`,
		Example: "  dossier build\n  dossier build --base-url https://example.org/dossier/ --out /srv/www\n" +
			"  dossier build --since v1.0 --since-name \"the first edition\"",
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			err := a.build(f)
			if a.interrupted(err) {
				// An update that the end of the context reaches leaves the folder as it was.
				return failed(errors.New("stopped; nothing was written"))
			}
			return err
		},
	}
	c.Flags().StringVar(&f.out, "out", "public", "the `folder` to write to; relative to the project's folder")
	c.Flags().StringVar(&f.baseURL, "base-url", "", "the `address` that the site will have; goes before base_url of dossier.yaml")
	c.Flags().BoolVar(&f.drafts, "drafts", false, "build entries marked as drafts too")
	c.Flags().BoolVar(&f.strict, "strict", false, "treat warnings as errors")
	c.Flags().BoolVar(&f.stats, "stats", false, "print the work done and the time of each stage")
	c.Flags().BoolVar(&f.force, "force", false, "build even where nothing has changed since the last build")
	f.since.add(c)
	c.Flags().BoolVar(&f.watch, "watch", false, "go on, and write again after every change")
	c.Flags().DurationVar(&f.poll, "poll", 0, "with --watch: look at the files at this `interval` in place of waiting for events")
	return c
}

func (a *app) build(f buildFlags) error {
	if f.poll != 0 && !f.watch {
		return &failure{code: exitUsage, err: errors.New("--poll without --watch"), hint: "without --watch the files are looked at once; add it, or leave --poll out"}
	}
	base, err := absoluteURL(f.baseURL)
	if err != nil {
		return &failure{code: exitUsage, err: err, hint: "give the whole address: --base-url https://example.org/dossier/"}
	}
	project, err := a.project()
	if err != nil {
		return failed(err)
	}
	out, err := a.absolute(f.out)
	if err != nil {
		return failed(err)
	}
	options, root, err := a.open(build.Options{BaseURL: base, Drafts: f.drafts, Progress: a.err.progress()})
	if err != nil {
		return err
	}
	defer root.Close()
	if err := publish.CheckOut(project, out, a.home); err != nil {
		return &failure{code: exitUsage, err: err}
	}
	then, err := a.revisionOf(f.since)
	if err != nil {
		return err
	}
	if f.watch {
		if err := a.since(f.since, then, &options); err != nil {
			return err
		}
		return a.follow(build.NewSession(options), f.poll, viewer{show: func(res *build.Result) error {
			if res.Files == nil || flawed(res.Diags, f.strict) {
				return nil
			}
			report, err := publish.Sync(a.ctx, out, files(res))
			a.tellOf(report, f.out)
			return err
		}, ending: func(l diag.List) string {
			if !flawed(l, f.strict) {
				return ""
			}
			return strictly(l) + unwritten
		}})
	}
	if !a.collectorSet {
		paceCollector()
	}
	r := a.newRecord(project, out, options, f.strict)
	if r != nil && then != nil {
		r.depends(then.ID + "\x00" + f.since.name)
	}
	if r != nil && !f.force && a.unchanged(r, f) {
		return nil
	}
	if err := a.since(f.since, then, &options); err != nil {
		return err
	}
	return a.buildOnce(f, options, out, r)
}

// unchanged reports whether the last build left all that one would make now, and
// then says so.
func (a *app) unchanged(r *record, f buildFlags) bool {
	began := a.now()
	was, read, files, ok := r.unchanged(a.ctx)
	if !ok {
		return false
	}
	res := &build.Result{Stats: build.Stats{Quotations: was.quotations}}
	a.built(res, files, publish.Report{Unchanged: files}, f)
	if f.stats {
		took := build.Stage{Name: "compare", Took: a.now().Sub(began)}
		a.printStats(build.Stats{FilesRead: read, Stages: []build.Stage{took}}, 0, 0)
	}
	return true
}

// buildOnce writes the site while it is made. What there is to record of it goes
// to r, where that is not nil.
func (a *app) buildOnce(f buildFlags, options build.Options, out string, r *record) error {
	if r != nil {
		r.begin()
	}
	var (
		known  *build.Result // once the dossier is
		count  int
		update *publish.Update
	)
	res, err := build.Once(a.ctx, options, func(res *build.Result, paths []string) (build.Sink, error) {
		known, count = res, len(paths)
		if !a.collectorSet {
			startOver()
		}
		if f.strict && len(res.Diags) > 0 {
			return nil, nil
		}
		var err error
		if update, err = publish.Begin(a.ctx, out, paths); err != nil {
			return nil, err
		}
		return update, nil
	})
	if err != nil {
		if known != nil {
			a.err.diagnostics(known.Diags)
		}
		if update != nil {
			abort := update.Abort()
			if abort != nil && a.interrupted(err) {
				return failed(fmt.Errorf("stopping: %w", abort))
			}
			err = errors.Join(err, abort)
		}
		return failed(err)
	}
	a.err.diagnostics(res.Diags)
	if a.flawed(res.Diags, f.strict) {
		if update != nil {
			if err := update.Abort(); err != nil {
				return failed(err)
			}
		}
		fmt.Fprintf(a.err, "%s%s%s\n", tally(res.Diags), strictly(res.Diags), unwritten)
		return nil
	}
	began := a.now()
	report, err := update.Commit(a.ctx)
	a.tellOf(report, f.out)
	if err != nil {
		return failed(err)
	}
	placing := a.now().Sub(began)
	if r != nil && len(res.Diags) == 0 && len(report.Foreign)+len(report.Edited) == 0 {
		r.keep(a.ctx, res, update.Seal())
	}
	a.built(res, count, report, f)
	if f.stats {
		a.printStats(res.Stats, report.Written, placing)
	}
	return nil
}

// unwritten ends the sentence on a dossier whose flaws keep the site as it was.
const unwritten = "; nothing was written"

// built prints the line that a build ends with.
func (a *app) built(res *build.Result, files int, report publish.Report, f buildFlags) {
	fmt.Fprintf(a.out, "%d of %s verified; %s in %s: %d written, %d unchanged, %d removed%s\n",
		res.Stats.Quotations, plural(res.Stats.Quotations, "quotation"), plural(files, "file"), f.out, report.Written, report.Unchanged, report.Removed, warned(res.Diags))
}

// tellOf tells of files that somebody else has changed.
func (a *app) tellOf(report publish.Report, out string) {
	for _, file := range report.Foreign {
		fmt.Fprintf(a.err, "%s: warning: no page of the dossier any more, and kept: its bytes are not those that dossier wrote\n", filepath.Join(out, file))
	}
	for _, file := range report.Edited {
		fmt.Fprintf(a.err, "%s: warning: it was changed by hand and has been written anew\n", filepath.Join(out, file))
	}
}

func files(res *build.Result) []publish.File {
	list := make([]publish.File, len(res.Files))
	for i, f := range res.Files {
		list[i] = publish.File(f)
	}
	return list
}

// absoluteURL checks an address given on the command line, and closes it with
// a slash.
func absoluteURL(address string) (string, error) {
	if address == "" {
		return "", nil
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.RawQuery != "" || u.Fragment != "" {
		return "", fmt.Errorf("%q is no address of a site", address)
	}
	return strings.TrimSuffix(u.String(), "/") + "/", nil
}

func (a *app) printStats(s build.Stats, written int, placing time.Duration) {
	w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', tabwriter.AlignRight)
	count := func(name string, n int) { fmt.Fprintf(w, "%s\t%d\t\n", name, n) }
	count("files read", s.FilesRead)
	count("parsed", s.Parsed)
	count("quotations matched", s.Quotations)
	count("mentions found", s.Mentions)
	count("pages rendered", s.Pages)
	count("files written", written)
	for _, stage := range append(s.Stages, build.Stage{Name: "put in place", Took: placing}) {
		fmt.Fprintf(w, "%s\t%.1f ms\t\n", stage.Name, float64(stage.Took.Microseconds())/1000)
	}
	w.Flush()
}
