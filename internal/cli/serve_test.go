package cli_test

import (
	"bytes"
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
	"strconv"
	"strings"
	"testing"
	"time"
)

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
		drafts bool
		told   string // the first line
	}{
		{"0.0.0.0:0", false, "dossier: other machines can reach this preview"},
		{"0.0.0.0:0", true, "dossier: other machines can reach this preview, drafts and all"},
		{"127.0.0.1:0", true, ""},
		{"localhost:0", false, ""},
	} {
		p := begin(t, "serve", "--addr", c.addr, "--drafts="+strconv.FormatBool(c.drafts))
		p.listens()
		text, _ := p.err.from(0)
		if first, _, _ := strings.Cut(text, "\n"); first != c.told {
			t.Errorf("on %s with --drafts=%t the terminal shows %q", c.addr, c.drafts, text)
		}
		if status, _ := p.get(""); status != http.StatusOK {
			t.Errorf("on %s the front page at %s is answered with %d", c.addr, p.url, status)
		}
	}
}

// An opener that fails is told of, with the address to open.
func TestServeTellsOfAnOpenerThatFails(t *testing.T) {
	bin := t.TempDir()
	for _, name := range []string{"xdg-open", "open"} {
		write(t, filepath.Join(bin, name), "#!/bin/sh\nexit 3\n")
		must(t, os.Chmod(filepath.Join(bin, name), 0o755))
	}
	t.Setenv("PATH", bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	p := serving(t, "--open")
	p.err.await(t, 0, `^dossier: opening the browser: (xdg-)?open: exit status 3\n  → open `+regexp.QuoteMeta(p.url)+` yourself\n$`, "the opener ends with 3")
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
		{"project vanishes", func(x project) { must(x, os.Rename(x.p.dir, filepath.Join(x.kept, "project"))) }, `^\.: error: opening the project: .*no such file`, func(x project) { must(x, os.Rename(filepath.Join(x.kept, "project"), x.p.dir)) }, true, "moved away and back"},
		{"project is a file", func(x project) {
			must(x, os.Rename(x.p.dir, filepath.Join(x.kept, "project")))
			write(x, x.p.dir, "x")
		}, `^\.: error: opening the project: `, func(x project) {
			must(x, os.Remove(x.p.dir))
			must(x, os.Rename(filepath.Join(x.kept, "project"), x.p.dir))
		}, true, "a file in place of the folder"},
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
