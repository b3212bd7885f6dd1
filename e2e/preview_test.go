package e2e

import (
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

const (
	fidan     = "content/people/hakan-fidan.md"
	fidanPage = "people/hakan-fidan.html"
	newcomer  = "content/people/new-person.md"
)

// Every kind of edit is seen in the tabs that it concerns without their being
// loaded anew, the reader keeps the place, and a tab whose page stays the same
// is not touched.
func TestPreviewShowsEdits(t *testing.T) {
	p := serving(t)
	for _, c := range []struct {
		name  string
		file  string
		edit  func(string) string
		page  string
		holds string // in the page, when the edit is seen
		same  string // a page that the edit does not concern
	}{
		{
			"note", "content/sources/turkey-dials-up-gaza-diplomacy.md",
			func(s string) string { return s + "\nThe speech was broadcast on a Zinnober wire.\n" },
			"sources/turkey-dials-up-gaza-diplomacy.html", has("on a Zinnober wire"), "places/kyiv.html",
		},
		{
			"entity", fidan,
			func(s string) string { return s + "\nHe collects Zinnober seals.\n" },
			fidanPage, has("collects Zinnober seals"), "places/kyiv.html",
		},
		{
			"alias", fidan,
			func(s string) string {
				return strings.Replace(s, "aliases:\n", "aliases:\n  - \"Erdogan sent Foreign Minister Hakan Fidan\"\n", 1)
			},
			"sources/erdogan-urges-palestinians-to-unite.html",
			`[...document.querySelectorAll("main a")].some((a) => a.textContent === "Erdogan sent Foreign Minister Hakan Fidan")`, "places/kyiv.html",
		},
		{
			"event", "content/events/erdogan-darwish-ankara-meeting.md",
			func(s string) string { return s + "\nIt ended with Zinnober tea.\n" },
			"events/erdogan-darwish-ankara-meeting.html", has("with Zinnober tea"), "places/kyiv.html",
		},
		{
			"stylesheet", "templates/assets/dossier.css",
			func(s string) string { return s + "\n:root { --zinnober: 7 }\n" },
			fidanPage, `getComputedStyle(document.documentElement).getPropertyValue("--zinnober").trim() === "7"`, "",
		},
		{
			"template", "templates/entity.html",
			func(s string) string {
				return strings.Replace(s, `<p class="kicker">`, `<p class="kicker">Zinnober `, 1)
			},
			fidanPage, has("Zinnober"), "events/erdogan-darwish-ankara-meeting.html",
		},
		{
			"partial", "templates/partials/foot.html",
			func(s string) string { return strings.Replace(s, "</body>", "<p>Zinnober foot</p>\n</body>", 1) },
			"events/erdogan-darwish-ankara-meeting.html", has("Zinnober foot"), "",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := p.in(t)
			if name, ok := strings.CutPrefix(c.file, "templates/"); ok {
				b, err := os.ReadFile(filepath.Join("../templates", name))
				must(t, err)
				p.write(c.file, string(b))
			}
			before := p.read(c.file)
			after := c.edit(before)
			if after == before {
				t.Fatal("the edit does nothing")
			}
			tabs := []*tab{p.open(c.page), p.open(c.page)}
			var other *tab
			var otherPage string
			if c.same != "" {
				other, otherPage = p.open(c.same), p.page(c.same)
				p.until(other, "preview.streams === 1", "the page has its stream")
				must(t, chromedp.Do(other.ctx, chromedp.Evaluate[chromedp.Void]("preview.mark()")))
			}
			for _, b := range tabs {
				p.mark(b)
				if ask[bool](t, b, c.holds) {
					t.Fatalf("%s holds before the edit", c.holds)
				}
			}
			p.replace(c.file, after)
			for _, b := range tabs {
				p.until(b, c.holds, "the edit is seen")
				p.kept(b, "the edit")
			}
			p.replace(c.file, before)
			for _, b := range tabs {
				p.until(b, "!("+c.holds+")", "the edit is taken back")
				p.kept(b, "the edit taken back")
			}
			if other == nil {
				return
			}
			if p.page(c.same) != otherPage {
				t.Fatalf("the edit concerns %s too", c.same)
			}
			if n := ask[int](t, other, "preview.changes"); n > 0 {
				t.Errorf("%s stayed the same, and its elements were changed %d times", c.same, n)
			}
		})
	}
}

// What is exchanged is what differs: the bytes before and after an edit differ
// in one sentence, so few elements are touched, and the reader's own doing
// (focus, what is selected) is left alone.
func TestPreviewTouchesOnlyWhatDiffers(t *testing.T) {
	p := serving(t)
	p.write(fidan, p.read(fidan)+"\nHe collects red seals.\n")
	b := p.open(fidanPage)
	p.until(b, has("He collects red seals."), "the last sentence is there")
	p.mark(b)
	const choose = `(() => {
		const p = [...document.querySelectorAll('main .prose p')].at(0);
		getSelection().selectAllChildren(p);
		document.querySelector('nav a, header a, a').focus({ preventScroll: true });
		return document.querySelectorAll('*').length;
	})()`
	elements := ask[int](t, b, choose)
	selected, focused := say(t, b, "getSelection()"), say(t, b, "document.activeElement.href")
	p.edit(fidan, "He collects red seals.", "He collects green seals.")
	p.until(b, has("He collects green seals."), "the edit is seen")
	if n := ask[int](t, b, "preview.changes"); n == 0 || n > 20 {
		t.Errorf("one sentence of a page of %d elements was edited, and %d changes were made", elements, n)
	}
	if now := say(t, b, "getSelection()"); now != selected || selected == "" {
		t.Errorf("selected was %q, and is %q", selected, now)
	}
	if now := say(t, b, "document.activeElement.href"); now != focused {
		t.Errorf("the focus was on %s, and is on %s", focused, now)
	}
	p.kept(b, "the edit")
	if page := p.page(fidanPage); !strings.Contains(page, "green") {
		t.Error("the tab shows what the server does not have")
	}
}

func TestPreviewFollowsARename(t *testing.T) {
	p := serving(t)
	p.write(newcomer, "---\ntitle: A newcomer\n---\n\nNobody names this person.\n")
	p.eventually("an entry was added", func() error {
		if status, _ := p.get("people/new-person.html"); status != 200 {
			return fmt.Errorf("its page is answered with %d", status)
		}
		return nil
	})
	b := p.open("people/new-person.html#main")
	p.until(b, "preview.streams === 1", "the page has its stream")
	must(t, os.Rename(p.at(newcomer), p.at("content/people/renamed-person.md")))
	p.until(b, `location.pathname === "/people/renamed-person.html" && location.hash === "#main"`, "the browser follows")
	p.until(b, has("Nobody names this person."), "the page is there")

	// An entry that others link to leaves dead links behind; until they are
	// mended the last good page stays.
	const old, renamed = "erdogan-darwish-ankara-meeting", "darwish-in-ankara"
	b = p.open("events/" + old + ".html")
	p.until(b, "preview.streams === 1", "the page has its stream")
	must(t, os.Rename(p.at("content/events/"+old+".md"), p.at("content/events/"+renamed+".md")))
	p.until(b, `preview.panel().includes("errors") && preview.panel().includes("`+old+`")`, "the dead links are told of")
	if at := say(t, b, "location.pathname"); at != "/events/"+old+".html" {
		t.Errorf("with errors the tab is at %s", at)
	}
	link := regexp.MustCompile(`\b` + old + `\b`)
	must(t, filepath.WalkDir(p.at("content"), func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(file)
		if err != nil || !link.Match(text) {
			return err
		}
		return os.WriteFile(file, link.ReplaceAll(text, []byte(renamed)), 0o666)
	}))
	p.until(b, `location.pathname === "/events/`+renamed+`.html"`, "the browser follows when the links are mended")
	p.until(b, `preview.streams === 1 && !preview.panel().includes("errors")`, "the errors are gone")
}

func TestPreviewTellsOfADeletedPage(t *testing.T) {
	p := serving(t)
	text := "---\ntitle: A newcomer\n---\n\nNobody names this person.\n"
	p.write(newcomer, text)
	p.eventually("an entry was added", func() error {
		if status, _ := p.get("people/new-person.html"); status != 200 {
			return fmt.Errorf("its page is answered with %d", status)
		}
		return nil
	})
	b := p.open("people/new-person.html")
	p.until(b, "preview.streams === 1", "the page has its stream")
	must(t, os.Remove(p.at(newcomer)))
	p.until(b, `preview.banner().includes("no longer part of the site")`, "the page says that it was deleted")
	if !ask[bool](t, b, has("Nobody names this person.")) {
		t.Error("the deleted page does not stay as it was")
	}
	p.write(newcomer, strings.Replace(text, "Nobody names", "Now somebody names", 1))
	p.until(b, has("Now somebody names this person.")+` && !preview.banner()`, "the page is back")
	p.write(newcomer, text)
	p.until(b, has("Nobody names this person."), "the page that is back is followed")
}

func TestPreviewShowsDiagnostics(t *testing.T) {
	p := serving(t)
	b, elsewhere := p.open(fidanPage), p.open("timeline.html")
	p.mark(b)
	p.mark(elsewhere)
	good, shown := p.page(fidanPage), say(t, b, "document.querySelector('main').outerHTML")

	before := p.edit(fidan, "## Other contacts\n", "## Other contacts\n\nHe met [[nobody-at-all]].\n")
	line := 1 + strings.Count(before[:strings.Index(before, "## Other contacts\n")], "\n") + 2
	place := fmt.Sprintf("%s:%d:", fidan, line)
	for _, tab := range []*tab{b, elsewhere} {
		p.until(tab, fmt.Sprintf("preview.panel().includes(%q)", place), "the panel names the place")
		panel := say(t, tab, "preview.panel()")
		if !regexp.MustCompile(regexp.QuoteMeta(place) + `\d+\n`).MatchString(panel) {
			t.Errorf("the panel names no column: %s", panel)
		}
		for _, words := range []string{"1 error", "error: ", `"nobody-at-all"`, "He met [[nobody-at-all]]."} {
			if !strings.Contains(panel, words) {
				t.Errorf("the panel does not say %q: %s", words, panel)
			}
		}
		p.kept(tab, "the panel")
	}
	if now := say(t, b, "document.querySelector('main').outerHTML"); now != shown || p.page(fidanPage) != good {
		t.Error("with an error the last good page did not stay")
	}
	late := p.open("places/kyiv.html")
	p.until(late, fmt.Sprintf("preview.panel().includes(%q)", place), "a page that is opened later has the panel too")

	// Another error takes the place of the first, and a template adds one.
	p.replace(fidan, strings.Replace(before, "quote: \"Turkish Minister", "quote: \"Finnish Minister", 1))
	p.until(b, `preview.panel().includes("Finnish Minister") && !preview.panel().includes("nobody-at-all")`, "the panel is the latest")
	p.write("templates/event.html", "<p>{{.Nonsense}}</p>\n")
	p.until(b, `preview.panel().includes("templates/event.html:1:") && preview.panel().includes("2 errors")`, "the template's error joins it")
	must(t, os.RemoveAll(p.at("templates")))
	p.until(b, `preview.panel().includes("1 error")`, "the template is mended")

	p.replace(fidan, before)
	for _, tab := range []*tab{b, elsewhere, late} {
		p.until(tab, "!preview.panel()", "all is mended")
	}
	p.kept(b, "the panel's end")
	p.kept(elsewhere, "the panel's end")
	p.edit(fidan, "## Other contacts\n", "## Other meetings\n")
	p.until(b, has("Other meetings"), "the next edit is seen")
	p.kept(b, "the next edit")
}

func TestPreviewOutlivesItsServer(t *testing.T) {
	p := serving(t)
	b, same := p.open(fidanPage), p.open("places/kyiv.html")
	p.mark(b)
	p.until(same, "preview.streams === 1", "the page has its stream")
	must(t, chromedp.Do(same.ctx, chromedp.Evaluate[chromedp.Void]("preview.mark()")))
	for _, tab := range []*tab{b, same} {
		tab.forgive(true)
	}
	address := strings.TrimSuffix(strings.TrimPrefix(p.base, "http://"), "/")
	for i, stop := range []func(){p.kill, p.end} {
		stop()
		// So that a page has tried, in vain, before there is a server again.
		knocked(t, address)
		words := fmt.Sprintf("He was seen in the %d. interval.", i+1)
		p.write(fidan, p.read(fidan)+"\n"+words+"\n")
		base := p.base
		p.begin(address)
		if p.base != base {
			t.Fatalf("the server was at %s and is at %s", base, p.base)
		}
		p.until(b, has(words), "the page catches up")
		p.kept(b, "another server")
		p.until(same, "preview.streams === 1", "the page has a stream again")
	}
	p.edit(fidan, "He was seen in the 2. interval.", "He was seen again.")
	p.until(b, has("He was seen again."), "the page is followed")
	if n := ask[int](t, same, "preview.changes"); n > 0 {
		t.Errorf("a page that is the same was changed %d times by another server", n)
	}
	for _, tab := range []*tab{b, same} {
		tab.forgive(false)
	}
}

// knocked waits until somebody asks for something at an address without a server.
func knocked(t *testing.T, address string) {
	t.Helper()
	var config net.ListenConfig
	l, err := config.Listen(t.Context(), "tcp", address)
	must(t, err)
	defer l.Close()
	must(t, l.(*net.TCPListener).SetDeadline(time.Now().Add(patience)))
	conn, err := l.Accept()
	if err != nil {
		t.Fatalf("no page looks for its server: %v", err)
	}
	conn.Close()
}

// A browser has six connections to one host. Windows that are all seen share
// one stream, so that there are connections left for their pages.
func TestPreviewManyWindows(t *testing.T) {
	p := serving(t)
	at := []string{fidanPage, "timeline.html", "places/kyiv.html"}
	var windows []*tab
	for i := range 8 {
		b := p.open(at[i%len(at)])
		p.until(b, "preview.streams === 1 && document.readyState === 'complete'", "the page is loaded and followed")
		windows = append(windows, b)
	}
	for i, b := range windows {
		p.until(b, "document.visibilityState === 'visible'", fmt.Sprintf("window %d is seen, though there are others", i+1))
		if at[i%len(at)] == fidanPage {
			p.mark(b)
		}
	}
	for round := range 3 {
		words := fmt.Sprintf("He collects Zinnober seals of the year %d.", 1900+round)
		p.write(fidan, p.read(fidan)+"\n"+words+"\n")
		for i, b := range windows {
			if at[i%len(at)] == fidanPage {
				p.until(b, has(words), fmt.Sprintf("window %d shows the edit", i+1))
				p.kept(b, "the edit")
			} else if ask[bool](t, b, has(words)) {
				t.Errorf("window %d shows what is on another page", i+1)
			}
		}
	}
	p.edit(fidan, "## Other contacts\n", "## Other contacts\n\nHe met [[nobody-at-all]].\n")
	for i, b := range windows {
		p.until(b, `preview.panel().includes("nobody-at-all")`, fmt.Sprintf("window %d has the panel", i+1))
		if ask[bool](t, b, "!!preview.own") {
			t.Errorf("window %d has a stream of its own", i+1)
		}
	}
}

// Where windows cannot share a stream each has its own, and all else is as it was.
func TestPreviewWithoutSharedWorkers(t *testing.T) {
	p := serving(t)
	for name, script := range map[string]string{
		"there are none":       "delete window.SharedWorker",
		"they are refused":     "window.SharedWorker = class { constructor() { throw new DOMException('no', 'SecurityError') } }",
		"they cannot be read":  "window.SharedWorker = class { constructor() { this.port = new MessageChannel().port1; setTimeout(() => this.onerror(new Event('error')), 50) } }",
		"they have no streams": "{ const S = window.SharedWorker; window.SharedWorker = class extends S { constructor() { super('data:text/javascript,onconnect = (e) => e.ports[0].postMessage({ name: \"unable\" })') } } }",
	} {
		t.Run(name, func(t *testing.T) {
			p := p.in(t)
			b := p.openWith(fidanPage, script)
			p.until(b, "preview.own && document.readyState === 'complete'", "the page has its own stream")
			must(t, chromedp.Do(b.ctx, chromedp.Evaluate[chromedp.Void]("preview.mark()")))
			words := "He was seen where " + name + "."
			p.write(fidan, p.read(fidan)+"\n"+words+"\n")
			p.until(b, has(words), "the edit is seen")
			p.kept(b, "the edit")
		})
	}
}

func TestPreviewHiddenTab(t *testing.T) {
	p := serving(t)
	hidden := p.open(fidanPage)
	p.mark(hidden)
	front := p.open("places/kyiv.html", sharingWindow())
	p.until(hidden, `document.visibilityState === "hidden"`, "another tab covers it")
	p.until(hidden, "preview.streams === 0", "a hidden tab has no stream")
	p.until(front, "preview.streams === 1", "the tab that is seen has one")

	p.write(fidan, p.read(fidan)+"\nHe collects Zinnober seals.\n")
	p.write("content/places/kyiv.md", p.read("content/places/kyiv.md")+"\nIt has Zinnober roofs.\n")
	p.until(front, has("It has Zinnober roofs."), "the tab that is seen shows its edit")
	if ask[bool](t, hidden, has("Zinnober seals")) || ask[int](t, hidden, "preview.changes") > 0 {
		t.Error("the hidden tab was changed")
	}
	hidden.toFront(t)
	p.until(hidden, has("He collects Zinnober seals."), "the tab catches up when it is seen")
	p.kept(hidden, "being hidden")
	p.until(front, "preview.streams === 0", "the other tab is hidden now")
	if n := ask[int](t, hidden, "preview.opened"); n != 2 {
		t.Errorf("the tab opened %d streams", n)
	}
}

// A browser has six connections to one host; were streams open in hidden tabs,
// the seventh tab would not load.
func TestPreviewManyTabs(t *testing.T) {
	p := serving(t)
	tabs := []*tab{p.open(fidanPage)}
	for range 8 {
		began := time.Now()
		b := p.open(fidanPage, sharingWindow())
		p.until(b, "preview.streams === 1 && document.readyState === 'complete'", "the tab is loaded")
		if took := time.Since(began); took > 10*time.Second {
			t.Errorf("tab %d took %v", len(tabs)+1, took)
		}
		tabs = append(tabs, b)
	}
	p.write(fidan, p.read(fidan)+"\nHe collects Zinnober seals.\n")
	p.until(tabs[8], has("He collects Zinnober seals."), "the tab that is seen shows the edit")
	for i, b := range tabs {
		b.toFront(t)
		p.until(b, has("He collects Zinnober seals."), fmt.Sprintf("tab %d catches up", i+1))
	}
	open := 0
	for _, b := range tabs {
		open += ask[int](t, b, "preview.streams")
	}
	if open != 1 {
		t.Errorf("%d streams are open for one tab that is seen", open)
	}
}

// What is published is what the preview shows, without its scripts.
func TestPreviewIsNotPublished(t *testing.T) {
	p := serving(t)
	out := filepath.Join(t.TempDir(), "out")
	must(t, runIn(p.dir, program, "build", "--out", out))
	seen := 0
	must(t, filepath.WalkDir(out, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(file)
		must(t, err)
		for _, words := range []string{"/.dossier/", "reload.js", "panel.js", "EventSource", "dossier-preview"} {
			if strings.Contains(string(b), words) {
				t.Errorf("%s has %q", file, words)
			}
		}
		name, err := filepath.Rel(out, file)
		must(t, err)
		if name = filepath.ToSlash(name); strings.HasPrefix(name, ".") {
			return nil
		}
		seen++
		_, text := p.get(name)
		if strings.HasSuffix(name, ".html") {
			text = p.page(name)
		}
		if text != string(b) {
			t.Errorf("%s is published otherwise than it is shown", name)
		}
		return nil
	}))
	if seen < 100 {
		t.Errorf("only %d files were published", seen)
	}
	if _, err := os.Lstat(p.at("public")); !os.IsNotExist(err) {
		t.Errorf("the preview wrote to public/ (%v)", err)
	}
}
