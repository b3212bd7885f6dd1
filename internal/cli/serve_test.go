package cli_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
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
	ctx, cancel := context.WithCancel(context.Background())
	p := &process{t: t, dir: dir, out: newPrinted(), err: newPrinted(), cancel: cancel, ended: make(chan int, 1)}
	env := []string{"HOME=" + t.TempDir()}
	go func() {
		p.ended <- cli.Main(ctx, env, strings.NewReader(""), p.out, p.err, append([]string{"-C", dir}, args...))
	}()
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
	return `(?m)^` + files + `: parsed \d+, resolved \d+, rendered \d+; \d+ ms; \d+ errors?, \d+ warnings?$`
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
	p.t.Cleanup(func() { cancel(); answer.Body.Close() })
	return events
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

func TestServeShowsEachSave(t *testing.T) {
	for _, args := range [][]string{nil, {"--poll", "20ms"}} {
		t.Run(strings.Join(args, " "), func(t *testing.T) {
			p := serving(t, args...)
			events := p.stream(adaPage)
			before := p.out.len()
			write(t, p.at(adaFile), adaWith("She walks the pier at dawn."))
			awaitEvent(t, events, "reload", func(string) bool { return true }, "the page changed")
			if _, text := p.get(adaPage); !strings.Contains(text, "walks the pier at dawn") {
				t.Error("the event came before the page was there")
			}
			p.out.await(t, before, line(regexp.QuoteMeta(adaFile)), "the line names the file")
			if _, err := os.Lstat(p.at("public")); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("the preview wrote to public/: %v", err)
			}
			if code := p.end(); code != 0 {
				t.Errorf("the exit code is %d", code)
			}
		})
	}
}

func TestServeShowsDraftsOnlyWhenAsked(t *testing.T) {
	for _, drafts := range []bool{false, true} {
		dir := layOut(t)
		write(t, filepath.Join(dir, "content/people/bo-lind.md"), "---\ntitle: Bo Lind\ndraft: true\n---\n\nHe is new.\n")
		p := beginIn(t, dir, "serve", "--addr", "127.0.0.1:0", "--drafts="+strconv.FormatBool(drafts))
		p.listens()
		if status, _ := p.get("people/bo-lind.html"); status == http.StatusOK != drafts {
			t.Errorf("with --drafts=%t the draft is answered with %d", drafts, status)
		}
	}
}

func TestServeIsForThisMachine(t *testing.T) {
	p := serving(t)
	own := strings.TrimSuffix(strings.TrimPrefix(p.url, "http://"), "/")
	_, port, err := net.SplitHostPort(own)
	must(t, err)
	for _, c := range []struct {
		method, path, host string
		status             int
		reason             string
	}{
		{"GET", "", own, 200, "the address that was printed"},
		{"GET", "", "localhost:" + port, 200, "the usual name of this machine"},
		{"GET", "", "[::1]:" + port, 200, "the same in IPv6"},
		{"HEAD", adaPage, own, 200, "a look at the header alone"},
		{"GET", "", "evil.example:" + port, 403, "another site's name that leads here: DNS rebinding"},
		{"GET", ".dossier/events?path=index.html", "evil.example", 403, "the same for the events"},
		{"GET", ".dossier/reload.js", "evil.example", 403, "the same for the script"},
		{"GET", "", "127.0.0.1.evil.example:" + port, 403, "a name that begins like the address"},
		{"GET", "", "localhost.evil.example:" + port, 403, "a name that begins like this machine's"},
		{"GET", "", "192.168.1.7:" + port, 403, "an address that the connection did not come in on"},
		{"POST", "", own, 405, "nothing can be sent"},
		{"PUT", "people/new.html", own, 405, "nothing can be written"},
		{"DELETE", adaPage, own, 405, "nothing can be deleted"},
		{"OPTIONS", "", own, 405, "no other site is told what it may do"},
		{"PATCH", ".dossier/events?path=index.html", own, 405, "events can only be read"},
		{"GET", "people/nobody.html", own, 404, "a page that is not there"},
	} {
		r, err := http.NewRequest(c.method, p.url+c.path, nil)
		must(t, err)
		r.Host = c.host
		answer, err := client.Do(r)
		if err != nil {
			t.Errorf("%s /%s to %s: %v", c.method, c.path, c.host, err)
			continue
		}
		body, _ := io.ReadAll(io.LimitReader(answer.Body, 1<<20))
		answer.Body.Close()
		if answer.StatusCode != c.status {
			t.Errorf("%s /%s to %s is answered with %d, want %d: %s", c.method, c.path, c.host, answer.StatusCode, c.status, c.reason)
		}
		if c.status == 403 && (strings.Contains(string(body), "pier") || answer.Header.Get("Access-Control-Allow-Origin") != "") {
			t.Errorf("%s /%s to %s is refused and tells of the site all the same", c.method, c.path, c.host)
		}
	}
}

// The server has the site and nothing else: it does not look at the disk, so no
// spelling of a path leads there, and no symbolic link does.
func TestServeGivesNothingButTheSite(t *testing.T) {
	const secret = "the vault code is 0451"
	p := serving(t)
	outside := filepath.Join(t.TempDir(), "secret.txt")
	for _, file := range []string{
		outside, filepath.Join(filepath.Dir(p.dir), "secret.txt"),
		p.at("secret.txt"), p.at("public/secret.txt"), p.at("content/media/kept.txt"),
	} {
		write(t, file, secret)
	}
	link := func(to, name string) {
		must(t, os.MkdirAll(filepath.Dir(p.at(name)), 0o777))
		must(t, os.Symlink(to, p.at(name)))
	}
	link(outside, "public/link.txt")
	nothingElse(t, p, outside)
	link(outside, "templates/assets/link.css")
	p.err.await(t, 0, `error: .*assets/link\.css`, "a template outside of the project")
	nothingElse(t, p, outside)
	must(t, os.Remove(p.at("templates/assets/link.css")))
	link(filepath.Dir(outside), "templates/assets/folder")
	p.err.await(t, 0, `error: .*assets/folder`, "a folder of templates outside of the project")
	nothingElse(t, p, outside)
	link(outside, "content/media/link.png")
	p.err.await(t, 0, `content/media/link\.png`, "a picture outside of the project")
	nothingElse(t, p, outside)
}

func nothingElse(t *testing.T, p *process, outside string) {
	t.Helper()
	address := strings.TrimSuffix(strings.TrimPrefix(p.url, "http://"), "/")
	up := strings.Repeat("../", 12)
	for _, path := range []string{
		"/secret.txt", "/public/secret.txt", "/link.txt", "/content/media/kept.txt", "/media/kept.txt",
		"/link.css", "/assets/link.css", "/media/link.png", "/content/media/link.png", "/assets/folder/secret.txt", "/folder/secret.txt",
		"/../secret.txt", "/people/../../secret.txt", "/%2e%2e/secret.txt", "/%2E%2E%2Fsecret.txt", "/..%2fsecret.txt", "/..%5csecret.txt",
		"/people/%2e%2e/%2e%2e/secret.txt", "/%252e%252e/secret.txt", "/..;/secret.txt", "/./../secret.txt", "//secret.txt",
		"/" + up + outside[1:], "/" + strings.ReplaceAll(up, ".", "%2e") + outside[1:], "/%2f" + outside[1:], "/" + outside,
		"/file:" + outside, "/" + outside[1:] + "%00.html", `/..\secret.txt`,
		"/.dossier/../secret.txt", "/.dossier/%2e%2e/secret.txt", "/content/people/ada-krantz.md", "/seeds/harbour.txt", "/dossier.yaml",
		"/.dossier/events?path=../secret.txt",
	} {
		// By hand, since a client would tidy the path up.
		conn, err := net.DialTimeout("tcp", address, patience)
		must(t, err)
		must(t, conn.SetDeadline(time.Now().Add(patience)))
		fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n", path, address)
		got, err := io.ReadAll(conn)
		conn.Close()
		if err != nil {
			t.Errorf("GET %s: %v", path, err)
		}
		if !regexp.MustCompile(`^HTTP/1.1 40[04] `).Match(got) {
			t.Errorf("GET %s is answered with %.60q", path, got)
		}
		if bytes.Contains(got, []byte("vault")) || bytes.Contains(got, []byte("closed the north pier")) {
			t.Errorf("GET %s gives a file that is not of the site", path)
		}
	}
}

func TestServeTakesTheNextPort(t *testing.T) {
	other, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer other.Close()
	wanted := other.Addr().(*net.TCPAddr).Port
	p := begin(t, "serve", "--addr", other.Addr().String())
	p.listens()
	u, err := url.Parse(p.url)
	must(t, err)
	if got, _ := strconv.Atoi(u.Port()); got <= wanted || got > wanted+20 {
		t.Errorf("the port %d is taken, and the preview is at %s", wanted, p.url)
	}
	p.err.await(t, 0, regexp.QuoteMeta(other.Addr().String()), "the taken port is named")
	if status, _ := p.get(""); status != http.StatusOK {
		t.Errorf("the front page is answered with %d", status)
	}
}

func TestServeWarnsOfOtherMachines(t *testing.T) {
	for _, c := range []struct {
		addr   string
		warned bool
	}{{"0.0.0.0:0", true}, {"127.0.0.1:0", false}, {"localhost:0", false}} {
		p := begin(t, "serve", "--addr", c.addr)
		p.listens()
		if text, _ := p.err.from(0); strings.Contains(text, "other machines") != c.warned {
			t.Errorf("on %s the terminal shows %q", c.addr, text)
		}
		if status, _ := p.get(""); status != http.StatusOK {
			t.Errorf("on %s the front page at %s is answered with %d", c.addr, p.url, status)
		}
	}
}

func TestServeEndsAtOnce(t *testing.T) {
	p := serving(t)
	events := p.stream(adaPage)
	idle, err := net.Dial("tcp", strings.TrimSuffix(strings.TrimPrefix(p.url, "http://"), "/"))
	must(t, err)
	defer idle.Close()
	fmt.Fprint(idle, "GET / HTTP/1.1\r\nHost: local") // half a request
	began := time.Now()
	if code := p.end(); code != 0 {
		t.Errorf("the exit code is %d", code)
	}
	if took := time.Since(began); took > time.Second {
		t.Errorf("it took %v", took)
	}
	for range events { // it has to be closed
	}
	if text, _ := p.err.from(0); text != "" {
		t.Errorf("at the end there is printed %q", text)
	}
	l, err := net.Listen("tcp", idle.RemoteAddr().String())
	if err != nil {
		t.Fatalf("the port is not free again: %v", err)
	}
	l.Close()
}

// Each row breaks the project and mends it. What is broken is told in the open
// page and on the terminal, the last good pages stay, and all is as before when
// it is mended.
func TestServeSurvives(t *testing.T) {
	type project struct {
		*testing.T
		p    *process
		kept string // a folder beside the project
	}
	move := func(from, to string) func(project) {
		return func(x project) { must(x, os.Rename(x.p.at(from), filepath.Join(x.kept, to))) }
	}
	back := func(from, to string) func(project) {
		return func(x project) { must(x, os.Rename(filepath.Join(x.kept, from), x.p.at(to))) }
	}
	put := func(file, text string) func(project) {
		return func(x project) { write(x, x.p.at(file), text) }
	}
	remove := func(file string) func(project) {
		return func(x project) { must(x, os.RemoveAll(x.p.at(file))) }
	}
	do := func(steps ...func(project)) func(project) {
		return func(x project) {
			for _, step := range steps {
				step(x)
			}
		}
	}
	link := func(to, file string) func(project) {
		return func(x project) { must(x, os.Symlink(to, x.p.at(file))) }
	}
	config := "title: The pier\n"
	for _, c := range []struct {
		name        string
		breaks      func(project)
		told        string // an expression for one line of the panel
		mends       func(project)
		lastGood    bool // a page stays as it was; else there is no error, only a warning
		reasonToTry string
	}{
		{"template that does not parse", put("templates/event.html", "{{if}}"), `^templates/event\.html:1:\d*:? ?error: `, remove("templates/event.html"), true, "a bracket too few is the commonest slip"},
		{"template that fails", put("templates/event.html", "{{index .Evidence 99}}"), `^templates/event\.html:1:\d+: error: `, remove("templates/event.html"), true, "it is well formed and fails on a page"},
		{"template of an unknown field", put("templates/event.html", "{{.Nonsense}}"), `^templates/event\.html:1:\d+: error: `, remove("templates/event.html"), true, "the view has no such field"},
		{"entry vanishes", move("content/people/ada-krantz.md", "ada"), `error: .*ada-krantz`, back("ada", "content/people/ada-krantz.md"), true, "others link to it"},
		{"seed vanishes", move("seeds/harbour.txt", "seed"), `^content/sources/harbour\.md:3:\d+: error: .*harbour\.txt`, back("seed", "seeds/harbour.txt"), true, "a source without its text"},
		{"seeds vanish", move("seeds", "seeds"), `^content/sources/harbour\.md:3:\d+: error: .*harbour\.txt`, back("seeds", "seeds"), true, "the folder is watched again when it is back"},
		{"folder renamed", func(x project) { must(x, os.Rename(x.p.at("content/people"), x.p.at("content/persons"))) }, `^content/persons: error: `, func(x project) { must(x, os.Rename(x.p.at("content/persons"), x.p.at("content/people"))) }, true, "no kind has that name"},
		{"content vanishes", move("content", "content"), `^content: error: `, back("content", "content"), true, "as when another branch is checked out"},
		{"content is a file", do(move("content", "content"), put("content", "x")), `^content: error: `, do(remove("content"), back("content", "content")), true, "a file in place of a folder"},
		{"content is empty", do(move("content", "content"), func(x project) { must(x, os.Mkdir(x.p.at("content"), 0o777)) }), `^content: error: `, do(remove("content"), back("content", "content")), true, "nothing to build"},
		{"binary file in a folder of entries", put("content/people/photo.md", "\x7fELF\x02\x00\xff\xfe\x00"), `^content/people/photo\.md.* error: `, remove("content/people/photo.md"), true, "dropped in by mistake"},
		{"picture in a folder of entries", put("content/people/photo.png", "\x89PNG\r\n\x1a\n\x00"), `^content/people/photo\.png: warning: `, remove("content/people/photo.png"), false, "not read, which is no error"},
		{"binary seed", do(move("seeds/harbour.txt", "seed"), put("seeds/harbour.txt", "\x00\x01\x02\xff")), `^seeds/harbour\.txt.* error: `, do(remove("seeds/harbour.txt"), back("seed", "seeds/harbour.txt")), true, "no text"},
		{"dossier.yaml broken", put("dossier.yaml", "title: [The pier\n"), `^dossier\.yaml:\d+:\d+: error: `, put("dossier.yaml", config), true, "no YAML"},
		{"dossier.yaml vanishes", remove("dossier.yaml"), `^dossier\.yaml: error: `, put("dossier.yaml", config), true, "there is no project without it"},
		{"dossier.yaml is a folder", do(remove("dossier.yaml"), put("dossier.yaml/x", "y")), `^dossier\.yaml: error: .*cannot be read`, do(remove("dossier.yaml"), put("dossier.yaml", config)), true, "it cannot be read, whatever the rights"},
		{"entry is a folder", do(move(adaFile, "ada"), put(adaFile+"/x", "y")), `^content/people/ada-krantz\.md: error: `, do(remove(adaFile), back("ada", adaFile)), true, "it cannot be read, whatever the rights"},
		{"seed is a folder", do(move("seeds/harbour.txt", "seed"), put("seeds/harbour.txt/x", "y")), `error: .*harbour\.txt`, do(remove("seeds/harbour.txt"), back("seed", "seeds/harbour.txt")), true, "it cannot be read, whatever the rights"},
		{"dead link", link("nowhere.md", "content/people/bo.md"), `^content/people/bo\.md: error: .*leads nowhere`, remove("content/people/bo.md"), true, "a symbolic link to nothing"},
		{"link out of the project", link("/etc/hostname", "content/people/bo.md"), `^content/people/bo\.md: error: .*out of the project`, remove("content/people/bo.md"), true, "what it leads to may not be published"},
		{"link to itself", link("bo.md", "content/people/bo.md"), `^content/people/bo\.md: error: `, remove("content/people/bo.md"), true, "the system refuses to follow it"},
		{"quotation no longer there", func(x project) {
			write(x, x.p.at("seeds/harbour.txt"), strings.Replace(x.p.read("seeds/harbour.txt"), "rotten", "ripe", 1))
		}, `error: .*The planks are rotten`, func(x project) {
			write(x, x.p.at("seeds/harbour.txt"), strings.Replace(x.p.read("seeds/harbour.txt"), "ripe", "rotten", 1))
		}, true, "the promise of the program"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := serving(t)
			x := project{t, p, t.TempDir()}
			events := p.stream("events/pier-closed.html")
			_, good := p.get("events/pier-closed.html")
			told := regexp.MustCompile(`(?m)` + c.told)
			printed := p.err.len()
			c.breaks(x)
			awaitEvent(t, events, "diagnostics", func(data string) bool { return told.MatchString(listed(data)) },
				fmt.Sprintf("want %s in the panel: %s", c.told, c.reasonToTry))
			p.err.await(t, printed, `(?m)`+strings.TrimPrefix(c.told, "^"), "the terminal shows it too")
			if _, text := p.get("events/pier-closed.html"); c.lastGood && text != good {
				t.Error("the last good page did not stay")
			}
			mended := p.out.len()
			c.mends(x)
			awaitEvent(t, events, "diagnostics", func(data string) bool { return listed(data) == "" }, "it was mended")
			p.out.await(t, mended, `(?m); 0 errors, 0 warnings$`, "the terminal says so")
			if _, text := p.get("events/pier-closed.html"); text != good {
				t.Error("mended, the page is not as it was")
			}
			write(t, p.at(adaFile), adaWith("She goes on."))
			p.shows(adaPage, "She goes on.", "what comes after it is still followed")
		})
	}
}

// A project without one good build shows what is wrong, and becomes a site.
func TestServeBeginsWithErrors(t *testing.T) {
	dir := layOut(t)
	must(t, os.Rename(filepath.Join(dir, "content"), filepath.Join(dir, "later")))
	p := beginIn(t, dir, "serve", "--addr", "127.0.0.1:0")
	p.listens()
	status, text := p.get("events/pier-closed.html")
	if status != http.StatusServiceUnavailable || !strings.Contains(text, "there is no folder content") {
		t.Errorf("without a site, a page is answered with %d and %s", status, text)
	}
	events := p.stream("events/pier-closed.html")
	must(t, os.Rename(filepath.Join(dir, "later"), filepath.Join(dir, "content")))
	awaitEvent(t, events, "reload", func(data string) bool { return strings.Contains(data, `"whole":true`) }, "the site is there")
	p.shows("events/pier-closed.html", "The pier was closed.", "the site is there")
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

func TestServeDoesNotTellOfTheSameBytes(t *testing.T) {
	p := serving(t)
	mtime := time.Unix(1e9, 0)
	for _, c := range []struct {
		name   string
		change func(int)
	}{
		{"written again", func(int) { write(t, p.at(adaFile), p.read(adaFile)) }},
		{"put in its place", func(int) {
			temp := filepath.Join(t.TempDir(), "x")
			write(t, temp, p.read(adaFile))
			must(t, os.Rename(temp, p.at(adaFile)))
		}},
		{"touched", func(attempt int) {
			mtime = mtime.Add(time.Hour)
			must(t, os.Chtimes(p.at("seeds/harbour.txt"), mtime, mtime))
		}},
	} {
		events := p.stream(adaPage)
		if told := p.alone(c.change, pause); len(told) > 0 {
			t.Errorf("%s: the terminal shows %q", c.name, told)
		}
		for len(events) > 0 {
			t.Errorf("%s: the page is sent %v", c.name, <-events)
		}
	}
}

func TestServeDoesNotTellTwiceOfTheSameError(t *testing.T) {
	p := serving(t)
	before := p.out.len()
	write(t, p.at(adaFile), adaWith("[[nobody]]"))
	p.out.await(t, before, `; 1 error, 0 warnings`, "there is no such page")
	events := p.stream(adaPage)
	awaitEvent(t, events, "diagnostics", func(data string) bool { return strings.Contains(listed(data), "nobody") }, "the panel is filled")
	printed := p.err.len()
	if told := p.alone(func(int) { write(t, p.at(adaFile), p.read(adaFile)) }, pause); len(told) > 0 {
		t.Errorf("the same bytes with the same error are told of: %q", told)
	}
	if text, _ := p.err.from(printed); text != "" {
		t.Errorf("the diagnostics are printed once more:\n%s", text)
	}
	for len(events) > 0 {
		t.Errorf("the page is sent %v", <-events)
	}
}

func TestServeBuildsOnceForSeveralSaves(t *testing.T) {
	p := serving(t)
	// A busy machine may stop the test between two saves, so more than one
	// attempt is allowed; every attempt has to end with the last words.
	var counts []int
	for attempt := range 5 {
		words := ""
		told := p.alone(func(int) {
			for i := range 5 {
				words = fmt.Sprintf("Attempt %d, save %d.", attempt, i)
				write(t, p.at(adaFile), adaWith(words))
			}
		}, func(int) { p.shows(adaPage, words, "the last save counts") })
		counts = append(counts, len(told))
		if len(told) == 1 {
			return
		}
	}
	t.Errorf("five saves at once never led to one build, but to %v", counts)
}

// What editors do when they save; each leads to one build that has the text.
func TestServeFollowsEditors(t *testing.T) {
	p := serving(t)
	for _, editor := range []struct {
		name string
		save func(file, text string)
	}{
		{"nano", func(file, text string) { write(t, file, text) }},
		{"vim", func(file, text string) {
			probe := filepath.Join(filepath.Dir(file), "4913")
			write(t, probe, "")
			must(t, os.Remove(probe))
			must(t, os.Rename(file, file+"~"))
			write(t, file, text)
			must(t, os.Chmod(file, 0o644))
			must(t, os.Remove(file+"~"))
		}},
		{"VS Code", func(file, text string) {
			f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE, 0o644)
			must(t, err)
			must(t, f.Truncate(0))
			_, err = f.WriteString(text)
			must(t, errors.Join(err, f.Sync(), f.Close()))
		}},
		{"JetBrains", func(file, text string) {
			write(t, file+"___jb_tmp___", text)
			must(t, os.Rename(file, file+"___jb_old___"))
			must(t, os.Rename(file+"___jb_tmp___", file))
			must(t, os.Remove(file+"___jb_old___"))
		}},
		{"Emacs", func(file, text string) {
			lock := filepath.Join(filepath.Dir(file), ".#"+filepath.Base(file))
			must(t, os.Symlink("ada@host.1:2", lock))
			must(t, os.Rename(file, file+"~"))
			write(t, file, text)
			must(t, os.Remove(lock))
		}},
		{"sed -i", func(file, text string) {
			temp := filepath.Join(filepath.Dir(file), "sedQx81Ab")
			write(t, temp, text)
			must(t, os.Chmod(temp, 0o644))
			must(t, os.Rename(temp, file))
		}},
		{"GNOME", func(file, text string) {
			temp := filepath.Join(filepath.Dir(file), ".goutputstream-X2Y3Z4")
			write(t, temp, text)
			must(t, os.Rename(temp, file))
		}},
	} {
		t.Run(editor.name, func(t *testing.T) {
			var told []string
			for attempt := range 5 {
				words := fmt.Sprintf("Saved by %s, attempt %d.", editor.name, attempt)
				told = p.alone(func(int) { editor.save(p.at(adaFile), adaWith(words)) },
					func(int) { p.shows(adaPage, words, "it was saved") })
				if len(told) == 1 {
					break
				}
			}
			if len(told) != 1 || !strings.HasPrefix(told[0], adaFile+": ") && editor.name != "sed -i" {
				t.Errorf("one save leads to %q", told)
			}
			if text, _ := p.err.from(0); text != "" {
				t.Errorf("the terminal shows\n%s", text)
			}
		})
	}
}

// A folder that comes along with files in it, and one that goes, are each
// followed, and so are the files in the folder that came.
func TestServeFollowsFolders(t *testing.T) {
	p := serving(t)
	staged := filepath.Join(t.TempDir(), "places")
	must(t, os.Rename(p.at("content/places"), staged))
	p.err.await(t, 0, `eastport`, "an event is at a place that has gone")
	before := p.out.len()
	write(t, filepath.Join(staged, "lock.md"), "---\ntitle: The lock\n---\n\nA lock.\n")
	must(t, os.Rename(staged, p.at("content/places")))
	p.out.await(t, before, `; 0 errors, `, "the folder is back")
	p.shows("places/lock.html", "A lock.", "it came with the folder")
	write(t, p.at("content/places/lock.md"), "---\ntitle: The lock\n---\n\nIt was opened.\n")
	p.shows("places/lock.html", "It was opened.", "the folder that came is watched")
}

func TestServeTellsPagesOfRenames(t *testing.T) {
	p := serving(t)
	write(t, p.at("content/people/bo-lind.md"), "---\ntitle: Bo Lind\n---\n\nHe is new.\n")
	p.shows("people/bo-lind.html", "He is new.", "an entry was added")
	events := p.stream("people/bo-lind.html")
	must(t, os.Rename(p.at("content/people/bo-lind.md"), p.at("content/people/bo.md")))
	awaitEvent(t, events, "moved", func(data string) bool { return strings.Contains(data, `"/people/bo.html"`) }, "the file was renamed")
	events = p.stream("people/bo.html")
	must(t, os.Remove(p.at("content/people/bo.md")))
	awaitEvent(t, events, "deleted", func(string) bool { return true }, "the file was deleted")
	write(t, p.at("content/people/bo.md"), "---\ntitle: Bo Lind\n---\n\nHe is back.\n")
	awaitEvent(t, events, "reload", func(string) bool { return true }, "the file was restored")
	p.shows("people/bo.html", "He is back.", "the file was restored")
}

// A page whose bytes did not change is sent nothing.
func TestServeWakesOnlyPagesThatChanged(t *testing.T) {
	p := serving(t)
	harbour, event := p.stream("places/eastport.html"), p.stream("events/pier-closed.html")
	write(t, p.at("content/events/pier-closed.md"), strings.Replace(p.read("content/events/pier-closed.md"), "The pier was closed.", "It was closed at noon.", 1))
	awaitEvent(t, event, "reload", func(string) bool { return true }, "its text changed")
	write(t, p.at("content/places/eastport.md"), strings.Replace(p.read("content/places/eastport.md"), "spoke here", "spoke there", 1))
	awaitEvent(t, harbour, "reload", func(string) bool { return true }, "its text changed")
	if len(harbour)+len(event) > 0 {
		t.Error("a page is told of what does not concern it")
	}
}

func TestBuildWatchWritesAfterEdits(t *testing.T) {
	dir := layOut(t)
	write(t, filepath.Join(dir, "public", "mine.txt"), "mine")
	p := beginIn(t, dir, "build", "--watch")
	p.out.await(t, 0, line(".*"), "the first build")
	if !strings.Contains(p.read("public/"+adaPage), "She closed the pier.") {
		t.Fatal("the first build did not write the page")
	}

	write(t, p.at(adaFile), adaWith("She walks the pier at dawn."))
	shows := func(words, reason string) {
		t.Helper()
		eventually(t, reason, func() error {
			b, err := os.ReadFile(p.at("public/" + adaPage))
			if err != nil || !bytes.Contains(b, []byte(words)) {
				return fmt.Errorf("public/%s does not show %q (%v)", adaPage, words, err)
			}
			return nil
		})
	}
	shows("walks the pier at dawn", "an edit")
	p.out.await(t, 0, line(regexp.QuoteMeta(adaFile)), "all of it is written")

	// With an error nothing is written, not even what has no part in it.
	before := p.out.len()
	all := snapshot(t, p.at("public"))
	write(t, p.at(adaFile), adaWith("[[nobody]]"))
	write(t, p.at("content/places/eastport.md"), "---\ntitle: Eastport\n---\n\nA port.\n")
	p.out.await(t, before, `(?m)eastport\.md.*; 1 error, \d+ warnings?$`, "there is no such page")
	p.err.await(t, 0, `content/people/ada-krantz\.md:6:3: error: .*nobody`, "the terminal says where")
	if now := snapshot(t, p.at("public")); !slices.Equal(now, all) {
		t.Errorf("with errors public/ changes from\n%v\nto\n%v", all, now)
	}

	write(t, p.at(adaFile), adaWith("She is mended."))
	shows("She is mended.", "the error was mended")
	must(t, os.Remove(p.at("content/claims/pier-rotten.md")))
	eventually(t, "the entry was deleted", func() error {
		if _, err := os.Stat(p.at("public/claims")); !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("public/claims is still there (%v)", err)
		}
		return nil
	})
	if p.read("public/mine.txt") != "mine" {
		t.Error("a file that dossier did not write has changed")
	}
	if strings.Contains(p.read("public/"+adaPage), ".dossier/") {
		t.Error("the published page has the script of the preview")
	}
	if code := p.end(); code != 0 {
		t.Errorf("the exit code is %d", code)
	}
}

// snapshot gives path, size and time of change of every file below a folder.
func snapshot(t testing.TB, dir string) []string {
	t.Helper()
	var all []string
	must(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			all = append(all, fmt.Sprintf("%s %d %v", path, info.Size(), info.ModTime()))
		}
		return err
	}))
	return all
}

// The errors of the first build are told, and the program goes on; it ends
// with 0 because it did what it was asked to.
func TestBuildWatchBeginsWithErrors(t *testing.T) {
	dir := layOut(t)
	write(t, filepath.Join(dir, filepath.FromSlash(adaFile)), adaWith("[[nobody]]"))
	p := beginIn(t, dir, "build", "--watch")
	p.out.await(t, 0, `; 1 error, `, "there is no such page")
	if _, err := os.Stat(p.at("public/" + adaPage)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("with errors there is a page (%v)", err)
	}
	write(t, p.at(adaFile), adaWith("She is mended."))
	eventually(t, "the error was mended", func() error {
		_, err := os.Stat(p.at("public/" + adaPage))
		return err
	})
	if code := p.end(); code != 0 {
		t.Errorf("the exit code is %d", code)
	}
}
