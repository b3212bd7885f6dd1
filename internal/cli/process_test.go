package cli_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"dossier/internal/cli"
)

// patience is how long a test waits for what has to come. Nothing is taken to
// have happened because time went by.
const patience = 20 * time.Second

// printed is what a running program has printed so far.
type printed struct {
	mu   sync.Mutex
	text bytes.Buffer
	more chan struct{} // closed when something is added
}

func newPrinted() *printed { return &printed{more: make(chan struct{})} }

func (p *printed) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	close(p.more)
	p.more = make(chan struct{})
	return p.text.Write(b)
}

// from gives what was printed after the first n bytes, and a channel that is
// closed when there is more.
func (p *printed) from(n int) (string, <-chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text.String()[n:], p.more
}

func (p *printed) len() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text.Len()
}

// forget drops what was printed so far.
func (p *printed) forget() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.text.Reset()
}

// await waits until what was printed after the first n bytes has a match of
// the expression, and gives all of it.
func (p *printed) await(t testing.TB, n int, expr, reason string) string {
	t.Helper()
	re := regexp.MustCompile(expr)
	late := time.NewTimer(patience)
	defer late.Stop()
	for {
		text, more := p.from(n)
		if re.MatchString(text) {
			return text
		}
		select {
		case <-more:
		case <-late.C:
			t.Fatalf("nothing printed matches %s: %s; printed was:\n%s", expr, reason, text)
		}
	}
}

// A process is the program as it runs on a project, in this test's own process.
type process struct {
	t        testing.TB
	dir      string // the project's folder
	out, err *printed
	url      string // of the front page, for serve
	marks    int    // made by alone
	cancel   func()
	ended    chan int
}

// begin lays out a sound project and runs the program on it.
func begin(t testing.TB, args ...string) *process {
	t.Helper()
	return beginIn(t, layOut(t), args...)
}

func beginIn(t testing.TB, dir string, args ...string) *process {
	t.Helper()
	env := []string{"HOME=" + t.TempDir()}
	return run(t, dir, func(ctx context.Context, p *process) int {
		return cli.Main(ctx, env, strings.NewReader(""), p.out, p.err, append([]string{"-C", dir}, args...))
	})
}

func run(t testing.TB, dir string, program func(context.Context, *process) int) *process {
	ctx, cancel := context.WithCancel(context.Background())
	p := &process{t: t, dir: dir, out: newPrinted(), err: newPrinted(), cancel: cancel, ended: make(chan int, 1)}
	go func() { p.ended <- program(ctx, p) }()
	t.Cleanup(func() { p.end() })
	return p
}

// serving is begin for `dossier serve`, and waits for the first build.
func serving(t testing.TB, args ...string) *process {
	t.Helper()
	p := begin(t, append([]string{"serve", "--addr", "127.0.0.1:0"}, args...)...)
	p.listens()
	return p
}

var atAddress = regexp.MustCompile(`(?m)^serving (http://\S+/) `)

func (p *process) listens() {
	p.t.Helper()
	p.url = atAddress.FindStringSubmatch(p.out.await(p.t, 0, atAddress.String(), "the address is told"))[1]
	p.out.await(p.t, 0, line(".*"), "the first build is told")
}

// end ends the program as Ctrl-C does, and gives its exit code.
func (p *process) end() int {
	p.cancel()
	select {
	case code := <-p.ended:
		p.ended <- code
		return code
	case <-time.After(patience):
		p.t.Error("the program does not end")
		return -1
	}
}

// line matches the line on a build of some files.
func line(files string) string {
	return `(?m)^` + files + `: parsed \d+, resolved \d+, rendered \d+(, removed \d+)?; \d+ ms; \d+ errors?, \d+ warnings?$`
}

func layOut(t testing.TB) string {
	t.Helper()
	a, err := txtar.ParseFile("testdata/sound.txtar")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, f := range a.Files {
		write(t, filepath.Join(dir, f.Name), string(f.Data))
	}
	return dir
}

func (p *process) at(file string) string { return filepath.Join(p.dir, filepath.FromSlash(file)) }

func (p *process) read(file string) string {
	p.t.Helper()
	b, err := os.ReadFile(p.at(file))
	if err != nil {
		p.t.Fatal(err)
	}
	return string(b)
}

func write(t testing.TB, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		t.Fatal(err)
	}
	must(t, os.WriteFile(file, []byte(text), 0o666))
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Without Keep-Alive, so that no connection of a test waits at the server's end.
var client = &http.Client{
	Transport:     &http.Transport{DisableKeepAlives: true},
	Timeout:       patience,
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// get asks for a page and gives the status and what came.
func (p *process) get(page string) (int, string) {
	p.t.Helper()
	answer, err := client.Get(p.url + page)
	if err != nil {
		p.t.Fatal(err)
	}
	defer answer.Body.Close()
	b, err := io.ReadAll(answer.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return answer.StatusCode, string(b)
}

// shows waits until a page has some words.
func (p *process) shows(page, words, reason string) {
	p.t.Helper()
	eventually(p.t, reason, func() error {
		if status, text := p.get(page); status != http.StatusOK || !strings.Contains(text, words) {
			return fmt.Errorf("%s is answered with %d and does not show %q", page, status, words)
		}
		return nil
	})
}

// published waits until a page of public/ has some words.
func (p *process) published(page, words, reason string) {
	p.t.Helper()
	eventually(p.t, reason, func() error {
		b, err := os.ReadFile(p.at("public/" + page))
		if err == nil && !strings.Contains(string(b), words) {
			err = fmt.Errorf("public/%s does not show %q", page, words)
		}
		return err
	})
}

// eventually asks again and again until there is no error.
func eventually(t testing.TB, reason string, ask func() error) {
	t.Helper()
	again := time.NewTicker(5 * time.Millisecond)
	defer again.Stop()
	for began := time.Now(); ; <-again.C {
		err := ask()
		if err == nil {
			return
		}
		if time.Since(began) > patience {
			t.Fatalf("%v: %s", err, reason)
		}
	}
}

// An event of the stream that an open page has.
type event struct{ name, data string }

// stream opens the event stream of a page as it is at this moment.
func (p *process) stream(page string) <-chan event {
	p.t.Helper()
	events, closeStream := p.streamUntil(page)
	p.t.Cleanup(closeStream)
	return events
}

// streamUntil is stream with a function that closes it.
func (p *process) streamUntil(page string) (<-chan event, func()) {
	p.t.Helper()
	_, text := p.get(page)
	m := regexp.MustCompile(`data-path="([^"]*)" data-version="([^"]*)"`).FindStringSubmatch(text)
	if m == nil {
		p.t.Fatalf("%s has no script of the preview: %s", page, text)
	}
	ctx, cancel := context.WithCancel(context.Background())
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, p.url+".dossier/events?"+url.Values{"path": {m[1]}, "v": {m[2]}}.Encode(), nil)
	must(p.t, err)
	answer, err := (&http.Client{Transport: &http.Transport{}}).Do(r)
	if err != nil {
		cancel()
		p.t.Fatal(err)
	}
	events := make(chan event, 1000)
	go func() {
		defer close(events)
		var e event
		lines := bufio.NewScanner(answer.Body)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			key, value, _ := strings.Cut(lines.Text(), ": ")
			switch {
			case key == "event":
				e.name = value
			case key == "data":
				e.data = value
			case lines.Text() == "" && e.name != "":
				events <- e
				e = event{}
			}
		}
	}()
	return events, func() { cancel(); answer.Body.Close() }
}

// awaitEvent reads events until one has the name and, decoded, is wanted.
func awaitEvent(t testing.TB, events <-chan event, name string, want func(data string) bool, reason string) {
	t.Helper()
	late := time.After(patience)
	var seen []event
	for {
		select {
		case e, ok := <-events:
			if !ok {
				t.Fatalf("the stream ended before the event %q: %s", name, reason)
			}
			seen = append(seen, e)
			if e.name == name && want(e.data) {
				return
			}
		case <-late:
			t.Fatalf("no event %q: %s; there came %q", name, reason, seen)
		}
	}
}

// listed gives the diagnostics of an event, one line each.
func listed(data string) string {
	var panel struct {
		Items []struct{ Severity, Place, Message, Hint string }
	}
	if err := json.Unmarshal([]byte(data), &panel); err != nil {
		return err.Error()
	}
	var all strings.Builder
	for _, d := range panel.Items {
		fmt.Fprintf(&all, "%s: %s: %s (%s)\n", d.Place, d.Severity, d.Message, d.Hint)
	}
	return all.String()
}

const (
	adaFile = "content/people/ada-krantz.md"
	adaPage = "people/ada-krantz.html"
)

// adaWith gives the text of a person who has these words on her page.
func adaWith(words string) string {
	return "---\ntitle: Ada Krantz\naliases: [Krantz]\n---\n\n" + words + "\n"
}

// lines gives the lines on builds among what was printed, without the times.
func lines(text string) []string {
	return regexp.MustCompile(line(".*")).FindAllString(text, -1)
}

// alone makes a change and then another one, the mark, until the two are told
// apart, and gives the lines on builds that the first change led to. Changes
// are put together when they come close to each other, so on the first attempt
// the mark may have come too soon.
func (p *process) alone(change func(attempt int), settled func(attempt int)) []string {
	p.t.Helper()
	const mark = "content/index.md"
	for attempt := range 8 {
		before := p.out.len()
		change(attempt)
		settled(attempt)
		p.marks++
		write(p.t, p.at(mark), fmt.Sprintf("---\ntitle: The pier\n---\n\nMark %d.\n", p.marks))
		text := p.out.await(p.t, before, line(`.*`+regexp.QuoteMeta(mark)+`.*`), "the mark is seen")
		if regexp.MustCompile(line(regexp.QuoteMeta(mark))).MatchString(text) {
			told := lines(text)
			return told[:len(told)-1]
		}
	}
	p.t.Fatal("the mark never came apart from the change")
	return nil
}

// pause lets the settle time go by. If it is too short, alone tries once more
// with a longer one.
func pause(attempt int) { <-time.After(time.Duration(30<<attempt) * time.Millisecond) }

// Ctrl-C ends a command that is not done, and it says what came of it.
func TestInterrupted(t *testing.T) {
	for _, test := range []struct {
		args   []string
		told   string
		reason string
	}{
		{[]string{"build"}, "dossier: stopped; nothing was written\n", "an update that is not complete leaves the folder as it was"},
		{[]string{"check"}, "dossier: stopped\n", "it never writes"},
		{[]string{"report"}, "dossier: stopped\n", "it never writes"},
	} {
		dir := layOut(t)
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		var out, told bytes.Buffer
		code := cli.Main(ctx, []string{"HOME=" + t.TempDir()}, strings.NewReader(""), &out, &told, append([]string{"-C", dir}, test.args...))
		if code != 3 || told.String() != test.told || out.Len() > 0 {
			t.Errorf("%v ends with %d and prints %q and %q, want 3 and %q: %s", test.args, code, out.String(), told.String(), test.told, test.reason)
		}
		if _, err := os.Stat(filepath.Join(dir, "public")); err == nil {
			t.Errorf("%v: there is public/: %s", test.args, test.reason)
		}
	}
}
