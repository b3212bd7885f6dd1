package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os/exec"
	"runtime"
	"time"

	"github.com/spf13/cobra"

	"dossier/internal/build"
	"dossier/internal/preview"
)

type serveFlags struct {
	addr   string
	open   bool
	drafts bool
	since  sinceFlags
	poll   time.Duration
}

func (a *app) serveCommand() *cobra.Command {
	var f serveFlags
	c := &cobra.Command{
		Use:   "serve",
		Short: "Show the site in a browser, and every save as it is made",
		Long: `Serve builds the site in memory and shows it on this machine; public/ is not
touched. Open pages are exchanged when their own bytes change. With errors in
the dossier the last good pages stay, and a panel on them lists what is wrong.

--poll looks at the files at intervals, for network disks that do not tell of
changes. An address other than 127.0.0.1 shows the site to other machines.`,
		Example: "  dossier serve --open\n  dossier serve --addr 127.0.0.1:8080 --drafts",
		Args:    cobra.NoArgs,
		RunE:    func(*cobra.Command, []string) error { return a.serve(f) },
	}
	c.Flags().StringVar(&f.addr, "addr", preview.DefaultAddr, "the `address` to listen on, host:port")
	c.Flags().BoolVar(&f.open, "open", false, "open the site in the browser")
	c.Flags().BoolVar(&f.drafts, "drafts", false, "show entries marked as drafts too")
	f.since.add(c)
	c.Flags().DurationVar(&f.poll, "poll", 0, "look at the files at this `interval`, such as 1s, in place of waiting for events")
	return c
}

func (a *app) serve(f serveFlags) error {
	if err := checkPoll(f.poll); err != nil {
		return err
	}
	options, root, err := a.open(build.Options{Drafts: f.drafts, Progress: a.err.progress()})
	if err != nil {
		return err
	}
	defer root.Close()
	then, err := a.revisionOf(f.since)
	if err != nil {
		return err
	}
	if err := a.since(f.since, then, &options); err != nil {
		return err
	}
	session := build.NewSession(options)
	l, at, err := preview.Listen(a.ctx, f.addr)
	if err != nil {
		return &failure{code: exitUsage, err: err}
	}
	if at.Taken != "" {
		fmt.Fprintf(a.err, "dossier: another program listens on %s\n", at.Taken)
	}
	if at.Exposed {
		drafts := ""
		if f.drafts {
			drafts = ", drafts and all"
		}
		fmt.Fprintf(a.err, "dossier: other machines can reach this preview%s\n  → leave --addr out to serve this machine only\n", drafts)
	}
	fmt.Fprintf(a.out, "serving %s (Ctrl-C ends)\n", at.URL)

	host, _, _ := net.SplitHostPort(f.addr) // Listen has read it
	server := preview.New(preview.Options{Hosts: []string{host}})
	ctx, stop := context.WithCancelCause(a.ctx)
	defer stop(nil)
	a.ctx = ctx
	ended := make(chan error, 1)
	go func() {
		err := server.Serve(ctx, l)
		stop(err)
		ended <- err
	}()
	if f.open {
		openBrowser(at.URL, func(err error) {
			fmt.Fprintf(a.err, "dossier: opening the browser: %v\n  → open %s yourself\n", err, at.URL)
		})
	}
	var good []preview.File
	err = a.follow(session, f.poll, viewer{open: server.Open, show: func(res *build.Result) error {
		if res.Files != nil {
			good = previewFiles(res)
		}
		server.Update(preview.Site{Files: good, Diags: res.Diags, Renamed: res.Renamed})
		return nil
	}})
	stop(nil)
	if served := <-ended; served != nil {
		err = errors.Join(err, failed(served))
	}
	return err
}

func previewFiles(res *build.Result) []preview.File {
	files := make([]preview.File, len(res.Files))
	for i, f := range res.Files {
		files[i] = preview.File(f)
	}
	return files
}

// openBrowser asks the desktop to open an address, and does not wait for it: a
// failure is told when it is known. What it starts may be the browser itself, so
// the end of this program, by Ctrl-C too, is not to be its end.
func openBrowser(url string, failed func(error)) {
	name, args := "xdg-open", []string{url}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", url}
	}
	c := exec.Command(name, args...)
	detach(c)
	if err := c.Start(); err != nil {
		failed(err)
		return
	}
	go func() {
		if err := c.Wait(); err != nil {
			failed(fmt.Errorf("%s: %w", name, err))
		}
	}()
}
