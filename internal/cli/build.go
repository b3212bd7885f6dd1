package cli

import (
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"dossier/internal/build"
	"dossier/internal/publish"
)

type buildFlags struct {
	out     string
	baseURL string
	drafts  bool
	strict  bool
	stats   bool
	watch   bool
	poll    time.Duration
}

func (a *app) buildCommand() *cobra.Command {
	var f buildFlags
	c := &cobra.Command{
		Use:   "build",
		Short: "Check the dossier and write its site",
		Long: `Build checks the whole dossier and writes its site to public/. Only files whose
bytes differ are written, and only files that dossier wrote are removed. With an
error in the dossier nothing is written.`,
		Example: "  dossier build\n  dossier build --base-url https://example.org/dossier/ --out /srv/www",
		Args:    cobra.NoArgs,
		RunE:    func(*cobra.Command, []string) error { return a.build(f) },
	}
	c.Flags().StringVar(&f.out, "out", "public", "the `folder` to write to; relative to the project's folder")
	c.Flags().StringVar(&f.baseURL, "base-url", "", "the `address` that the site will have; goes before base_url of dossier.yaml")
	c.Flags().BoolVar(&f.drafts, "drafts", false, "build entries marked as drafts too")
	c.Flags().BoolVar(&f.strict, "strict", false, "treat warnings as errors")
	c.Flags().BoolVar(&f.stats, "stats", false, "print the work done and the time of each stage")
	c.Flags().BoolVar(&f.watch, "watch", false, "go on, and write again after every change")
	c.Flags().DurationVar(&f.poll, "poll", 0, "with --watch: look at the files at this `interval` in place of waiting for events")
	return c
}

func (a *app) build(f buildFlags) error {
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
	session, root, err := a.session(build.Options{BaseURL: base, Drafts: f.drafts, Progress: a.err.progress()})
	if err != nil {
		return err
	}
	defer root.Close()
	if err := publish.CheckOut(project, out, a.home); err != nil {
		return &failure{code: exitUsage, err: err}
	}
	if f.watch {
		return a.follow(session, f.poll, viewer{show: func(res *build.Result) error {
			if res.Files == nil || f.strict && len(res.Diags) > 0 {
				return nil
			}
			_, err := a.publish(res, out, f.out)
			return err
		}})
	}
	res, err := session.Build(a.ctx, build.Request{})
	if err != nil {
		return failed(err)
	}
	a.err.diagnostics(res.Diags)
	if a.flawed(res.Diags, f.strict) {
		fmt.Fprintf(a.err, "%s%s; nothing was written\n", tally(res.Diags), strictly(res.Diags))
		return nil
	}
	began := a.now()
	report, err := a.publish(res, out, f.out)
	if err != nil {
		return failed(err)
	}
	writing := a.now().Sub(began)
	fmt.Fprintf(a.out, "%d of %s verified; %s in %s: %d written, %d unchanged, %d removed%s\n",
		res.Stats.Quotations, plural(res.Stats.Quotations, "quotation"), plural(len(res.Files), "file"), f.out, report.Written, report.Unchanged, report.Removed, warned(res.Diags))
	if f.stats {
		a.printStats(res.Stats, report.Written, writing)
	}
	return nil
}

// publish writes a site, and tells of files that somebody else has changed.
func (a *app) publish(res *build.Result, out, shownOut string) (publish.Report, error) {
	report, err := publish.Sync(a.ctx, out, files(res))
	for _, file := range report.Foreign {
		fmt.Fprintf(a.err, "%s: warning: no page of the dossier any more, and kept: its bytes are not those that dossier wrote\n", filepath.Join(shownOut, file))
	}
	for _, file := range report.Edited {
		fmt.Fprintf(a.err, "%s: warning: it was changed by hand and has been written anew\n", filepath.Join(shownOut, file))
	}
	return report, err
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

func (a *app) printStats(s build.Stats, written int, writing time.Duration) {
	w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', tabwriter.AlignRight)
	count := func(name string, n int) { fmt.Fprintf(w, "%s\t%d\t\n", name, n) }
	count("files read", s.FilesRead)
	count("parsed", s.Parsed)
	count("quotations matched", s.Quotations)
	count("mentions found", s.Mentions)
	count("pages rendered", s.Pages)
	count("files written", written)
	for _, stage := range append(s.Stages, build.Stage{Name: "write", Took: writing}) {
		fmt.Fprintf(w, "%s\t%.1f ms\t\n", stage.Name, float64(stage.Took.Microseconds())/1000)
	}
	w.Flush()
}
