package cli_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"

	"dossier/internal/cli"
)

// Where the system tells of no changes, they are found by looking, and the
// terminal says why and what to do about it.
func TestServeWithoutEvents(t *testing.T) {
	for _, c := range []struct {
		err    error
		told   string
		reason string
	}{
		{os.NewSyscallError("inotify_init1", syscall.EMFILE), `max_user_instances\).* instead\n  → .*sudo sysctl fs\.inotify\.max_user_instances=`, "too many programs watch"},
		{os.NewSyscallError("inotify_add_watch", syscall.ENOSPC), `max_user_watches\).* instead\n  → .*sudo sysctl fs\.inotify\.max_user_watches=`, "too many folders are watched"},
		{errors.New("not on this system"), `\(not on this system\); files are looked through every`, "no limit, and so no sysctl"},
	} {
		dir := layOut(t)
		p := run(t, dir, func(ctx context.Context, p *process) int {
			open := func() (*fsnotify.Watcher, error) { return nil, c.err }
			return cli.MainWith(ctx, open, p.out, p.err, []string{"-C", dir, "serve", "--addr", "127.0.0.1:0"})
		})
		p.listens()
		p.err.await(t, 0, c.told, c.reason)
		write(t, p.at(adaFile), adaWith("She was found by looking."))
		p.shows(adaPage, "She was found by looking.", "edits are followed all the same")
		if code := p.end(); code != 0 {
			t.Errorf("the exit code is %d: %s", code, c.reason)
		}
	}
}

// Thousands of files that come and go at once, as when another branch is
// checked out, are few builds.
func TestServeFollowsACheckout(t *testing.T) {
	const files = 5000
	p := serving(t)
	_, front := p.get("people/index.html")
	name := func(i int) string { return fmt.Sprintf("content/people/person-%d.md", i) }

	before, began := p.out.len(), time.Now()
	for i := range files {
		write(t, p.at(name(i)), fmt.Sprintf("---\ntitle: Person Number %d\n---\n\nNumber %d.\n", i, i))
	}
	eventually(t, "all files that came are pages", func() error {
		_, list := p.get("people/index.html")
		if n := strings.Count(list, "Person Number "); n < files {
			return fmt.Errorf("%d of %d are listed", n, files)
		}
		return nil
	})
	for _, i := range []int{0, files / 2, files - 1} {
		p.shows(fmt.Sprintf("people/person-%d.html", i), fmt.Sprintf("Number %d.", i), "each has its page")
	}
	text, _ := p.out.from(before)
	most := 4 + int(time.Since(began)/(250*time.Millisecond)) // as long as a burst may hold a build up
	if told := lines(text); len(told) > most {
		t.Errorf("%d builds in %v, want at most %d:\n%s", len(told), time.Since(began), most, strings.Join(told, "\n"))
	}

	t.Logf("%d files came in %v:\n%s", files, time.Since(began), strings.Join(lines(text), "\n"))
	for i := range files {
		must(t, os.Remove(p.at(name(i))))
	}
	eventually(t, "all is as before", func() error {
		if _, list := p.get("people/index.html"); list != front {
			return errors.New("the list of people is not yet as it was")
		}
		return nil
	})
	if status, _ := p.get("people/person-7.html"); status != http.StatusNotFound {
		t.Errorf("a page that went is answered with %d", status)
	}
	// A build may begin when a file is there and its words are not; the next one
	// mends that.
	p.out.await(t, before, `(?s).*; 0 errors, [^\n]*\n$`, "no error stays")
	write(t, p.at(adaFile), adaWith("She goes on."))
	p.shows(adaPage, "She goes on.", "what comes after it is followed")
}

// Without a program that opens pages the preview goes on, and says so.
func TestServeOpenWithoutADesktop(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	p := serving(t, "--open")
	p.err.await(t, 0, `^dossier: opening the browser: .*\n  → open `+regexp.QuoteMeta(p.url)+` yourself\n$`, "there is no such program")
	if status, _ := p.get(""); status != http.StatusOK {
		t.Errorf("the front page is answered with %d", status)
	}
}
