package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"dossier/templates"
)

// editResults are the times from the start of the write of a file to the event
// at the client whose page shows what was edited.
type editResults struct {
	kinds      []editKind
	writes     []time.Duration // what the writes alone took, of all edits
	opened     time.Duration   // from the start of the preview to the first page
	idle, peak int64           // memory of the preview in bytes; idle is 0 where it is not known
}

type editKind struct {
	name  string
	times []time.Duration
}

// content gives the times of all edits of content, of which the design sets a
// limit for the whole.
func (r editResults) content() []time.Duration {
	var all []time.Duration
	for _, k := range r.kinds {
		if !strings.HasPrefix(k.name, "template") && k.name != "stylesheet" {
			all = append(all, k.times...)
		}
	}
	return all
}

// An edit changes one file, and is seen in one page.
type edit struct {
	file   string // slash-separated, relative to the project
	page   string // path of the page; shows is what its new bytes hold
	shows  string
	change func(text string) (string, error)
}

// replaced puts something else in the place of the first of a mark, which must be there.
func replaced(mark, with string) func(string) (string, error) {
	return func(text string) (string, error) {
		if !strings.Contains(text, mark) {
			return "", fmt.Errorf("%q is not in it", mark)
		}
		return strings.Replace(text, mark, with, 1), nil
	}
}

func appended(line string) func(string) (string, error) {
	return func(text string) (string, error) { return text + "\n" + line + "\n", nil }
}

// The kinds of edits of content, made in turn. An alias that texts use is
// replaced, so that its mentions go from the pages of those texts too.
var contentEdits = []struct {
	name    string
	folders []string
	make    func(file string, n int) (edit, error)
}{
	{"a source's note", []string{"sources"}, func(_ string, n int) (edit, error) {
		words := fmt.Sprintf("Note edited as number %d:", n)
		return edit{shows: words, change: replaced("Note 1:", words)}, nil
	}},
	{"an entity's text", []string{"people", "organizations", "places"}, func(_ string, n int) (edit, error) {
		words := fmt.Sprintf("A sentence was added as number %d.", n)
		return edit{shows: words, change: appended(words)}, nil
	}},
	{"an entity's alias", []string{"people", "organizations"}, func(file string, n int) (edit, error) {
		text, err := os.ReadFile(file)
		if err != nil {
			return edit{}, err
		}
		_, after, _ := strings.Cut(string(text), "\naliases:\n")
		old, _, found := strings.Cut(after, "\n")
		if !found {
			return edit{}, fmt.Errorf("%s has no alias", file)
		}
		words := fmt.Sprintf("Alias of number %d", n)
		return edit{shows: words, change: replaced("\naliases:\n"+old+"\n", fmt.Sprintf("\naliases:\n  - %q\n", words))}, nil
	}},
	{"an event", []string{"events"}, func(_ string, n int) (edit, error) {
		words := fmt.Sprintf("Minutes were found, as number %d.", n)
		return edit{shows: words, change: appended(words)}, nil
	}},
}

// The template that every page shows, the stylesheet, and how often each is edited.
const (
	footFile    = "templates/partials/foot.html"
	styleFile   = "templates/assets/dossier.css"
	designEdits = 10
)

// betweenSaves is the least time between two saves of somebody who writes. A
// rebuild that still goes on when the next begins would be measured with it.
const betweenSaves = 2 * time.Second

// measureEdits serves a dossier and edits it: so many edits of content, and so
// many of a template and of the stylesheet. The files of the project are
// changed and stay so. Between two edits lies the pause at least.
func measureEdits(ctx context.Context, p programs, project string, edits, design int, pause time.Duration) (editResults, error) {
	var r editResults
	for _, file := range []string{footFile, styleFile} {
		data, err := fs.ReadFile(templates.FS, strings.TrimPrefix(file, "templates/"))
		if err != nil {
			return r, fmt.Errorf("reading a default template: %w", err)
		}
		to := filepath.Join(project, filepath.FromSlash(file))
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return r, fmt.Errorf("making a folder: %w", err)
		}
		if err := os.WriteFile(to, data, 0o644); err != nil {
			return r, fmt.Errorf("writing a template: %w", err)
		}
	}
	settle()
	s, err := startPreview(ctx, p, project)
	if err != nil {
		return r, err
	}
	r.opened = s.opened
	if r.kinds, err = s.editContent(ctx, edits, pause); err == nil {
		var more []editKind
		more, err = s.editDesign(ctx, design, pause)
		r.kinds = append(r.kinds, more...)
	}
	r.writes, r.idle = s.writes, residentNow(s.command.Process.Pid)
	if stopped := s.stop(); err == nil {
		err = stopped
	}
	if err != nil {
		return r, err
	}
	r.peak = peak(s.command.ProcessState)
	return r, nil
}

func (s *served) editContent(ctx context.Context, edits int, pause time.Duration) ([]editKind, error) {
	random := rand.New(rand.NewPCG(0xed17, uint64(edits)))
	var kinds []editKind
	var files [][]string
	for _, c := range contentEdits {
		var list []string
		for _, folder := range c.folders {
			found, err := filepath.Glob(filepath.Join(s.project, "content", folder, "*.md"))
			if err != nil {
				return nil, err
			}
			list = append(list, found...)
		}
		slices.Sort(list)
		random.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		kinds = append(kinds, editKind{name: c.name})
		files = append(files, list)
	}
	for n := range edits {
		k := n % len(contentEdits)
		file := files[k][n/len(contentEdits)%len(files[k])]
		e, err := contentEdits[k].make(file, n)
		if err != nil {
			return nil, err
		}
		inside, err := filepath.Rel(s.project, file)
		if err != nil {
			return nil, err
		}
		e.file = filepath.ToSlash(inside)
		e.page = strings.TrimSuffix(strings.TrimPrefix(e.file, "content/"), ".md") + ".html"
		// Edits in step with a timer of the program would all meet it at the
		// same moment.
		took, err := s.measure(ctx, e, "reload", pause+time.Duration(random.IntN(100))*time.Millisecond)
		if err != nil {
			return nil, fmt.Errorf("editing %s: %w", e.file, err)
		}
		kinds[k].times = append(kinds[k].times, took)
	}
	return kinds, nil
}

// editDesign leaves the preview time between two edits to render all pages, not
// only the one that is open: twice as long as it took at the start.
func (s *served) editDesign(ctx context.Context, edits int, pause time.Duration) ([]editKind, error) {
	sources, err := filepath.Glob(filepath.Join(s.project, "content", "sources", "*.md"))
	if err != nil {
		return nil, err
	}
	style, template := editKind{name: "stylesheet"}, editKind{name: "template of every page"}
	for n := range 2 * edits {
		page := "sources/" + strings.TrimSuffix(filepath.Base(sources[n%len(sources)]), ".md") + ".html"
		words := fmt.Sprintf("<p>Edited as number %d.</p>", n)
		kind, event := &template, "reload"
		e := edit{footFile, page, words, replaced("</footer>", words+"\n</footer>")}
		if n < edits {
			kind, event = &style, "style"
			e = edit{styleFile, page, "", appended(fmt.Sprintf(".edited-as-number-%d { color: red }", n))}
		}
		took, err := s.measure(ctx, e, event, pause+s.opened/2)
		if err != nil {
			return nil, fmt.Errorf("editing %s: %w", e.file, err)
		}
		kind.times = append(kind.times, took)
	}
	return []editKind{style, template}, nil
}

// measure opens a page as a browser does, makes an edit as a plain editor does,
// by writing the file in place, and waits for the event. Before the edit the preview is left alone for a while.
func (s *served) measure(ctx context.Context, e edit, event string, pause time.Duration) (time.Duration, error) {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second+pause)
	defer cancel()
	version, err := s.version(ctx, e.page)
	if err != nil {
		return 0, err
	}
	stream, err := s.listen(ctx, e.page, version)
	if err != nil {
		return 0, err
	}
	defer stream.Close()
	file := filepath.Join(s.project, filepath.FromSlash(e.file))
	old, err := os.ReadFile(file)
	if err != nil {
		return 0, err
	}
	text, err := e.change(string(old))
	if err != nil {
		return 0, err
	}
	select {
	case <-time.After(pause):
	case <-ctx.Done():
		return 0, ctx.Err()
	}
	began := time.Now()
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		return 0, err
	}
	s.writes = append(s.writes, time.Since(began))
	// A rebuild that began before may change the page too, so an event counts
	// only if the page that it tells of shows the edit.
	for {
		told, err := stream.next()
		if err != nil {
			return 0, fmt.Errorf("waiting for the event %q: %w", event, err)
		}
		if told.name != event {
			continue
		}
		page, err := s.get(ctx, e.page)
		if err != nil {
			return 0, err
		}
		if bytes.Contains(page, []byte(e.shows)) && bytes.Contains(page, []byte(`data-version="`+told.version+`"`)) {
			return told.at.Sub(began), nil
		}
	}
}

// served is a running preview.
type served struct {
	command *exec.Cmd
	project string
	root    string // URL, ends in a slash
	opened  time.Duration
	writes  []time.Duration // what the writes of edits took
	said    *bytes.Buffer   // to be read when the command has ended
	drained chan struct{}   // closed when its output has ended
}

func startPreview(ctx context.Context, p programs, project string) (*served, error) {
	s := &served{project: project, said: &bytes.Buffer{}, drained: make(chan struct{})}
	s.command = p.command(ctx, p.dossier, "serve", "-C", project, "--addr", "127.0.0.1:0")
	s.command.Stderr = s.said
	s.command.WaitDelay = time.Second
	out, err := s.command.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("starting the preview: %w", err)
	}
	began := time.Now()
	if err := s.command.Start(); err != nil {
		return nil, fmt.Errorf("starting the preview: %w", err)
	}
	lines := bufio.NewReader(out)
	line, err := lines.ReadString('\n')
	s.root, _, _ = strings.Cut(strings.TrimPrefix(line, "serving "), " ")
	go func() {
		_, _ = io.Copy(io.Discard, lines)
		close(s.drained)
	}()
	if err != nil || !strings.HasPrefix(s.root, "http://127.0.0.1:") {
		return nil, errors.Join(fmt.Errorf("starting the preview: it says %q", line), err, s.stop())
	}
	limit, cancel := context.WithTimeout(ctx, 10*time.Minute)
	defer cancel()
	for {
		version, err := s.version(limit, "index.html")
		if err == nil && strings.HasPrefix(version, "page.") {
			s.opened = time.Since(began)
			return s, nil
		}
		if strings.HasPrefix(version, "waiting.failed") {
			return nil, errors.Join(errors.New("starting the preview: the dossier has errors"), s.stop())
		}
		select {
		case <-time.After(5 * time.Millisecond):
		case <-limit.Done():
			return nil, errors.Join(errors.New("starting the preview: it never shows a page"), err, s.stop())
		}
	}
}

// stop ends the preview as Ctrl-C does, and by force if that does not help.
func (s *served) stop() error {
	force := time.AfterFunc(10*time.Second, func() { _ = s.command.Process.Kill() })
	defer force.Stop()
	_ = s.command.Process.Signal(os.Interrupt)
	<-s.drained
	if err := s.command.Wait(); err != nil {
		return fmt.Errorf("ending the preview: %w\n%s", err, s.said)
	}
	return nil
}
