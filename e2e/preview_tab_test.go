package e2e

import (
	"bufio"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// patience is how long a test waits for what has to come.
const patience = 20 * time.Second

// A preview is the program as it serves a copy of this repository's dossier.
type preview struct {
	t    *testing.T
	dir  string
	base string // URL of the front page

	change  func(*exec.Cmd)
	cmd     *exec.Cmd
	ended   chan struct{} // closed when all that the program printed was read
	printed *printed
}

// printed is what a program has printed so far, on both streams.
type printed struct {
	mu   sync.Mutex
	text strings.Builder
}

func (p *printed) add(line string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.text.WriteString(line + "\n")
}

func (p *printed) String() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text.String()
}

// in gives the same preview for a test within the test.
func (p *preview) in(t *testing.T) *preview {
	within := *p
	within.t = t
	return &within
}

// serving copies the dossier and serves the copy.
func serving(t *testing.T) *preview {
	t.Helper()
	return serveIn(t, copyDossier(t), nil)
}

// serveIn serves a dossier until the test ends; change, if it is not nil, may
// change how the program is started.
func serveIn(t *testing.T, dir string, change func(*exec.Cmd)) *preview {
	t.Helper()
	p := &preview{t: t, dir: dir, change: change, printed: &printed{}}
	p.begin("127.0.0.1:0")
	t.Cleanup(func() {
		if p.cmd != nil {
			p.end()
		}
		if t.Failed() {
			t.Logf("the program printed:\n%s", p.printed)
		}
	})
	return p
}

func copyDossier(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "a dossier")
	for _, part := range []string{"content", "seeds"} {
		must(t, os.CopyFS(filepath.Join(dir, part), os.DirFS(filepath.Join("..", part))))
	}
	b, err := os.ReadFile("../dossier.yaml")
	must(t, err)
	must(t, os.WriteFile(filepath.Join(dir, "dossier.yaml"), b, 0o666))
	return dir
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// begin starts the program, and waits until the site is there.
func (p *preview) begin(addr string) {
	p.t.Helper()
	p.cmd = exec.Command(program, "serve", "-C", p.dir, "--addr", addr)
	r, w, err := os.Pipe()
	must(p.t, err)
	p.cmd.Stdout, p.cmd.Stderr = w, w
	if p.change != nil {
		p.change(p.cmd)
	}
	must(p.t, p.cmd.Start())
	w.Close()
	p.ended = make(chan struct{})
	address := make(chan string, 1)
	go func() {
		defer close(p.ended)
		defer r.Close()
		for lines := bufio.NewScanner(r); lines.Scan(); {
			p.printed.add(lines.Text())
			if words := strings.Fields(lines.Text()); len(words) > 1 && words[0] == "serving" {
				address <- words[1]
			}
		}
	}()
	select {
	case p.base = <-address:
	case <-p.ended:
		p.t.Fatalf("the program ends and does not serve: %s", p.printed)
	case <-time.After(patience):
		p.t.Fatalf("the program does not tell its address: %s", p.printed)
	}
	p.eventually("the site is built", func() error {
		if status, _ := p.get(""); status != http.StatusOK {
			return fmt.Errorf("the front page is answered with %d", status)
		}
		return nil
	})
}

// end presses Ctrl-C.
func (p *preview) end() {
	p.t.Helper()
	began := time.Now()
	must(p.t, p.cmd.Process.Signal(os.Interrupt))
	err := p.wait()
	if took := time.Since(began); err != nil || took > time.Second {
		p.t.Errorf("after Ctrl-C the program ends with %v in %v", err, took)
	}
}

// kill ends the program as a crash would.
func (p *preview) kill() {
	p.t.Helper()
	must(p.t, p.cmd.Process.Signal(syscall.SIGKILL))
	if err := p.wait(); err == nil {
		p.t.Error("the program was killed and ends well")
	}
}

func (p *preview) wait() error {
	c := p.cmd
	p.cmd = nil
	late := time.AfterFunc(patience, func() { c.Process.Kill() })
	defer late.Stop()
	<-p.ended
	return c.Wait()
}

func (p *preview) get(at string) (int, string) {
	p.t.Helper()
	answer, err := (&http.Client{Timeout: patience, Transport: &http.Transport{DisableKeepAlives: true}}).Get(p.base + at)
	must(p.t, err)
	defer answer.Body.Close()
	b, err := io.ReadAll(answer.Body)
	must(p.t, err)
	return answer.StatusCode, string(b)
}

var injected = regexp.MustCompile(`<script src="/\.dossier/panel\.js"></script><script src="/\.dossier/reload\.js"[^>]*></script>`)

// page gives a page as it will be published.
func (p *preview) page(at string) string {
	p.t.Helper()
	_, text := p.get(at)
	plain := injected.ReplaceAllString(text, "")
	if len(plain) == len(text) {
		p.t.Errorf("%s has no script of the preview", at)
	}
	return plain
}

func (p *preview) at(file string) string { return filepath.Join(p.dir, filepath.FromSlash(file)) }

func (p *preview) read(file string) string {
	p.t.Helper()
	b, err := os.ReadFile(p.at(file))
	must(p.t, err)
	return string(b)
}

func (p *preview) write(file, text string) {
	p.t.Helper()
	must(p.t, os.MkdirAll(filepath.Dir(p.at(file)), 0o777))
	must(p.t, os.WriteFile(p.at(file), []byte(text), 0o666))
}

// edit replaces words in a file, and gives what it was before. The file is
// replaced as most editors do it, so that it is never seen half written.
func (p *preview) edit(file, old, words string) (before string) {
	p.t.Helper()
	before = p.read(file)
	if !strings.Contains(before, old) {
		p.t.Fatalf("%s does not have the words %q", file, old)
	}
	p.replace(file, strings.Replace(before, old, words, 1))
	return before
}

func (p *preview) replace(file, text string) {
	p.t.Helper()
	temp := filepath.Join(p.t.TempDir(), "saved")
	must(p.t, os.WriteFile(temp, []byte(text), 0o666))
	must(p.t, os.Rename(temp, p.at(file)))
}

// eventually asks again and again until there is no error.
func (p *preview) eventually(reason string, ask func() error) {
	p.t.Helper()
	again := time.NewTicker(10 * time.Millisecond)
	defer again.Stop()
	for began := time.Now(); ; <-again.C {
		err := ask()
		if err == nil {
			return
		}
		if time.Since(began) > patience {
			p.t.Fatalf("%s: %v", reason, err)
		}
	}
}

//go:embed preview.js
var previewScript string

// open opens a tab on a page of the preview. It is visible even if others are
// opened after it, unless they share its window.
func (p *preview) open(at string, options ...chromedp.ContextOption) *tab {
	p.t.Helper()
	return p.openWith(at, "", options...)
}

// openWith is open for a browser that a script has made a lesser one.
func (p *preview) openWith(at, script string, options ...chromedp.ContextOption) *tab {
	p.t.Helper()
	b := open(p.t, origin{"preview", p.base}, look{width: wide}, options...)
	for _, source := range []string{script, previewScript} {
		_, err := chromedp.Call(b.ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: source})
		must(p.t, err)
	}
	timed, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if err := chromedp.Do(timed, chromedp.Navigate(p.base+at)); err != nil {
		p.t.Fatalf("opening %s: %v", at, err)
	}
	return b
}

// sharingWindow opens a tab in the window of the one before, which it hides.
func sharingWindow() chromedp.ContextOption { return chromedp.WithNewWindow(false) }

// toFront makes a tab the one that is seen in its window.
func (b *tab) toFront(t *testing.T) {
	t.Helper()
	_, err := chromedp.Call(b.ctx, page.BringToFront, cdp.Empty{})
	must(t, err)
}

// until waits until an expression holds in the page.
func (p *preview) until(b *tab, expr, reason string) {
	p.t.Helper()
	p.eventually(reason, func() error {
		ok, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool]("!!("+expr+")"))
		if err == nil && !ok {
			err = errors.New(expr + " does not hold")
		}
		return err // also while a page is loaded
	})
}

// say evaluates an expression that is a text.
func say(t *testing.T, b *tab, expr string) string {
	t.Helper()
	return ask[string](t, b, "String("+expr+")")
}

// has is an expression that holds where some words are on the page.
func has(words string) string { return fmt.Sprintf("document.body.textContent.includes(%q)", words) }

// mark scrolls a tab to its middle and remembers how it is.
func (p *preview) mark(b *tab) {
	p.t.Helper()
	p.until(b, "window.preview && document.readyState === 'complete' && preview.streams === 1", "the page has its stream")
	must(p.t, chromedp.Do(b.ctx, chromedp.Evaluate[chromedp.Void]("scrollTo(0, document.documentElement.scrollHeight / 2); preview.mark()")))
	if ask[float64](p.t, b, "scrollY") < 100 {
		p.t.Fatalf("the page %s is too short to be scrolled", say(p.t, b, "location.pathname"))
	}
}

// kept finds out whether a tab was loaded anew, or the reader lost the place.
func (p *preview) kept(b *tab, reason string) {
	p.t.Helper()
	if !ask[bool](p.t, b, "!!preview.marked") {
		p.t.Errorf("%s: the tab was loaded anew", reason)
	} else if moved := ask[float64](p.t, b, "preview.moved()"); moved > 2 {
		p.t.Errorf("%s: what the reader had before the eyes has moved by %.0f pixels", reason, moved)
	}
}
