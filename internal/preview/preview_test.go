package preview

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"

	"dossier/internal/diag"
)

// files makes a site from path, text, path, text, …
func files(pairs ...string) []File {
	var list []File
	for i := 0; i < len(pairs); i += 2 {
		list = append(list, File{pairs[i], []byte(pairs[i+1])})
	}
	return list
}

const (
	hakan = `<!DOCTYPE html><html><head><link rel="stylesheet" href="../assets/dossier.css"></head><body><p>Hakan</p></body></html>`
	ahmed = `<!DOCTYPE html><html><body><p>Ahmed</p><img src="../media/a.png" alt=""></body></html>`
)

func small() []File {
	return files(
		"404.html", "<!DOCTYPE html><html><body>Nothing here</body></html>",
		"assets/dossier.css", "p { color: green }",
		"feed.xml", "<feed/>",
		"index.html", "<!DOCTYPE html><html><body>Home</body></html>",
		"media/a.png", "\x89PNG",
		"people/ahmed.html", ahmed,
		"people/hakan.html", hakan,
		"people/index.html", "<!DOCTYPE html><html><body>People</body></html>",
	)
}

func serverOf(list []File) *Server {
	s := New(Options{})
	s.Update(Site{Files: list})
	return s
}

func ask(s http.Handler, method, target string, change ...func(*http.Request)) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, nil)
	r.Host = "localhost:1313"
	for _, f := range change {
		f(r)
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func TestServe(t *testing.T) {
	s := serverOf(append(small(), files("zoë/ş.html", "<body>Zoë</body>", "data/x.js", "load({})", "data/x.json", "{}",
		"media/plan.svg", "<svg/>", "media/noext", "?", "zz.xml", "<x/>", "media/B.JPG", "jpg")...))
	for _, test := range []struct {
		method, target string
		status         int
		mime, holds    string
		reason         string
	}{
		{"GET", "/", 200, "text/html; charset=utf-8", "Home", "the root is its index.html"},
		{"GET", "/index.html", 200, "text/html; charset=utf-8", "Home", "the file by its name"},
		{"GET", "/?q=1", 200, "text/html; charset=utf-8", "Home", "a query changes nothing"},
		{"GET", "/people/", 200, "text/html; charset=utf-8", "People", "a folder is its index.html"},
		{"GET", "/people/hakan.html", 200, "text/html; charset=utf-8", "Hakan", "a page"},
		{"GET", "/zo%C3%AB/%c5%9f.html", 200, "text/html; charset=utf-8", "Zoë", "letters beyond ASCII are escaped in URLs"},
		{"GET", "/people/hakan", 404, "text/html; charset=utf-8", "Nothing here", "no guessing of extensions"},
		{"GET", "/People/", 404, "text/html; charset=utf-8", "Nothing here", "case counts, as on the published site"},
		{"GET", "/media/a.png", 200, "image/png", "\x89PNG", "an image"},
		{"GET", "/media/B.JPG", 200, "image/jpeg", "jpg", "cameras shout"},
		{"GET", "/media/plan.svg", 200, "image/svg+xml", "<svg/>", "a drawing"},
		{"GET", "/media/noext", 200, "application/octet-stream", "?", "nothing is guessed from the bytes"},
		{"GET", "/assets/dossier.css", 200, "text/css; charset=utf-8", "green", "a stylesheet"},
		{"GET", "/data/x.js", 200, "text/javascript; charset=utf-8", "load", "a script"},
		{"GET", "/data/x.json", 200, "application/json", "{}", "data"},
		{"GET", "/feed.xml", 200, "application/atom+xml; charset=utf-8", "<feed/>", "the feed is Atom"},
		{"GET", "/zz.xml", 200, "application/xml; charset=utf-8", "<x/>", "other XML is not"},
		{"GET", "/.dossier/reload.js", 200, "text/javascript; charset=utf-8", "EventSource", "our script"},
		{"GET", "/.dossier/panel.js", 200, "text/javascript; charset=utf-8", "attachShadow", "our panel"},
		{"GET", "/.dossier/", 404, "text/plain; charset=utf-8", "no page", "nothing else stands there"},
		{"GET", "/.dossier/preview.go", 404, "text/plain; charset=utf-8", "no page", "nor a file of the program"},
		{"GET", "/.dossier", 404, "text/plain; charset=utf-8", "no page", "the folder itself"},
		{"POST", "/", 405, "text/plain; charset=utf-8", "only be read", "nothing can be sent"},
		{"PUT", "/index.html", 405, "text/plain; charset=utf-8", "only be read", "or written"},
		{"DELETE", "/index.html", 405, "text/plain; charset=utf-8", "only be read", "or deleted"},
		{"POST", "/.dossier/events", 405, "text/plain; charset=utf-8", "only be read", "the reserved folder is no exception"},
		{"OPTIONS", "/", 405, "text/plain; charset=utf-8", "only be read", "there are no options"},
	} {
		w := ask(s, test.method, test.target)
		if w.Code != test.status || w.Header().Get("Content-Type") != test.mime || !strings.Contains(w.Body.String(), test.holds) {
			t.Errorf("%s %s: status %d, type %q, body %q; want %d, %q, a body with %q: %s", test.method, test.target,
				w.Code, w.Header().Get("Content-Type"), w.Body, test.status, test.mime, test.holds, test.reason)
		}
		if got := w.Header().Get("Allow"); (got == "GET, HEAD") != (test.status == 405) {
			t.Errorf("%s %s: Allow is %q", test.method, test.target, got)
		}
		for key, want := range map[string]string{
			"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin", "Content-Security-Policy": policy,
		} {
			if got := w.Header().Get(key); got != want {
				t.Errorf("%s %s: %s is %q, want %q", test.method, test.target, key, got, want)
			}
		}
		if test.method != "GET" || test.status == 404 && !strings.Contains(test.mime, "html") {
			continue
		}
		head := ask(s, "HEAD", test.target)
		if head.Code != test.status || head.Body.Len() != 0 || head.Header().Get("Content-Length") != strconv.Itoa(w.Body.Len()) {
			t.Errorf("HEAD %s: status %d, length %q and %d bytes; GET gives %d and %d bytes", test.target,
				head.Code, head.Header().Get("Content-Length"), head.Body.Len(), w.Code, w.Body.Len())
		}
	}
}

func TestFolderWithoutSlash(t *testing.T) {
	w := ask(serverOf(small()), "GET", "/people?x=1")
	if w.Code != http.StatusTemporaryRedirect || w.Header().Get("Location") != "/people/?x=1" {
		t.Errorf("status %d to %q", w.Code, w.Header().Get("Location"))
	}
}

func TestRange(t *testing.T) {
	w := ask(serverOf(small()), "GET", "/media/a.png", func(r *http.Request) { r.Header.Set("Range", "bytes=1-2") })
	if w.Code != http.StatusPartialContent || w.Body.String() != "PN" {
		t.Errorf("status %d, body %q; players of sound and film ask for parts", w.Code, w.Body)
	}
}

func TestPageNotFoundWithoutOne(t *testing.T) {
	w := ask(serverOf(files("index.html", "Home")), "GET", "/x.html")
	if w.Code != 404 || !strings.Contains(w.Body.String(), "There is no page") || !strings.Contains(w.Body.String(), "reload.js") {
		t.Errorf("status %d, body %s", w.Code, w.Body)
	}
}

func TestInjection(t *testing.T) {
	const tags = `<script src="/.dossier/panel.js"></script>`
	for _, test := range []struct{ page, before, reason string }{
		{"<html><body>x</body></html>", "</body></html>", "before the end tag"},
		{"<html><BODY>x</BODY ></html>", "</BODY ></html>", "tags have no case"},
		{"<p>x", "", "end tags may be left out"},
		{"", "", "an empty page is a page"},
		{"</bod", "", "a page cut short"},
		{"<pre>&lt;/body></pre></body>", "</body>", "escaped, it is no tag"},
		{"<!-- </body> --><p>x</body>\n", "</body>\n", "the last one counts"},
		{"<p>x</body></html><!-- </body> -->", "</body></html><!-- </body> -->", "in a comment it is no tag"},
		{"<p>x<!-- </body> -->", "", "only in a comment, so there is none"},
	} {
		data := []byte(test.page)
		before := sha256.Sum256(data)
		w := ask(serverOf([]File{{"x.html", data}}), "GET", "/x.html")
		body := w.Body.String()
		at := strings.Index(body, tags)
		end := strings.LastIndex(body, "</script>") + len("</script>")
		if at < 0 || body[end:] != test.before || body[:at]+body[end:] != test.page {
			t.Errorf("%q became %q: %s", test.page, body, test.reason)
		}
		if sha256.Sum256(data) != before {
			t.Errorf("%q: the published bytes were changed", test.page)
		}
	}
}

func TestInjectionEscapesPath(t *testing.T) {
	w := ask(serverOf(small()), "GET", "/%22%3E%3Cscript%3Ealert(1)%3C/script%3E.html")
	if body := w.Body.String(); strings.Contains(body, "alert(1)<") || !strings.Contains(body, "&lt;script&gt;") {
		t.Errorf("the path stands in the page as %s", body)
	}
}

func TestHost(t *testing.T) {
	s := New(Options{Hosts: []string{"Desk.example", "192.0.2.7"}})
	s.Update(Site{Files: small()})
	for _, test := range []struct {
		host, reason string
		ok           bool
	}{
		{"localhost:1313", "the usual name", true},
		{"LOCALHOST:1313", "names have no case", true},
		{"localhost", "port 80 is left out", true},
		{"localhost.:1313", "a rooted name", true},
		{"127.0.0.1:1313", "loopback", true},
		{"127.0.0.2:80", "all of 127/8 is loopback", true},
		{"[::1]:1313", "loopback of IPv6", true},
		{"[::1]", "the same without port", true},
		{"desk.example:1313", "allowed by the caller", true},
		{"192.0.2.7:1313", "an address allowed by the caller", true},
		{"evil.example:1313", "a name pointed to this machine", false},
		{"localhost.evil.example", "a name that begins well", false},
		{"evil.example.localhost.attacker.test", "or holds it", false},
		{"127.0.0.1.evil.example", "or begins as an address", false},
		{"192.0.2.8:1313", "an address that the connection did not come in on", false},
		{"0.0.0.0:1313", "no address of a host", false},
		{"", "HTTP/1.0 without a host", false},
	} {
		w := ask(s, "GET", "/", func(r *http.Request) { r.Host = test.host })
		if got := w.Code == 200; got != test.ok {
			t.Errorf("host %q: status %d: %s", test.host, w.Code, test.reason)
		}
		if !test.ok && !strings.Contains(w.Body.String(), "does not answer to the host name") {
			t.Errorf("host %q: the refusal says %q", test.host, w.Body)
		}
	}
}

func TestEventsRefused(t *testing.T) {
	s := serverOf(small())
	for _, test := range []struct {
		target, key, value string
		status             int
		reason             string
	}{
		{"/.dossier/events?path=index.html", "Sec-Fetch-Site", "cross-site", 403, "another site asks"},
		{"/.dossier/events?path=index.html", "Sec-Fetch-Site", "same-site", 403, "another port of this machine asks"},
		{"/.dossier/events?path=index.html", "Sec-Fetch-Site", "same-origin", 200, "a page of the preview asks"},
		{"/.dossier/events?path=index.html", "Sec-Fetch-Site", "none", 200, "somebody typed the address"},
		{"/.dossier/events?path=index.html", "Origin", "http://evil.example", 403, "an old browser on another site asks"},
		{"/.dossier/events?path=index.html", "Origin", "null", 403, "a page in a sandbox asks"},
		{"/.dossier/events?path=index.html", "Origin", "http://localhost:1313", 200, "our own origin"},
		{"/.dossier/events", "Accept", "*/*", 400, "no path"},
		{"/.dossier/events?path=../etc/passwd", "Accept", "*/*", 400, "no path of a site"},
	} {
		w := ask(s, "HEAD", test.target, func(r *http.Request) { r.Header.Set(test.key, test.value) })
		if w.Code != test.status {
			t.Errorf("%s with %s %s: status %d, want %d: %s", test.target, test.key, test.value, w.Code, test.status, test.reason)
		}
	}
}

func TestNoSiteYet(t *testing.T) {
	s := New(Options{})
	w := ask(s, "GET", "/people/x.html")
	if w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), "being built") {
		t.Errorf("before the first build: status %d, body %s", w.Code, w.Body)
	}
	var l diag.List
	l.Errorf(diag.Pos{File: "content/people/<b>.md", Line: 4, Col: 1}, "dead-link", "no page %q", "</noscript><script>alert(1)</script>")
	s.Update(Site{Diags: l})
	w = ask(s, "GET", "/people/x.html")
	body := w.Body.String()
	if w.Code != http.StatusServiceUnavailable || !strings.Contains(body, "content/people/&lt;b&gt;.md:4:1: error: no page") {
		t.Errorf("after a failed build: status %d, body %s", w.Code, body)
	}
	if strings.Contains(body, "<script>alert") || !strings.Contains(body, `src="/.dossier/reload.js"`) {
		t.Errorf("the page is %s", body)
	}
	s.Update(Site{Files: small()})
	if w = ask(s, "GET", "/"); w.Code != 200 {
		t.Errorf("after a good build: status %d", w.Code)
	}
}

func TestUnsortedFiles(t *testing.T) {
	list := small()
	slices.Reverse(list)
	first := list[0].Path
	if w := ask(serverOf(list), "GET", "/people/hakan.html"); w.Code != 200 {
		t.Errorf("status %d", w.Code)
	}
	if list[0].Path != first {
		t.Error("the caller's list was sorted in place")
	}
}

func TestUses(t *testing.T) {
	const doc = `<!DOCTYPE html><head>
<link rel="stylesheet" href="../assets/a.css"><link rel="Stylesheet print" href="/assets/b.css?v=1#x">
<link rel="icon" href="../sign.svg"><link rel="alternate" href="../feed.xml"><link rel="next" href="y.html">
<script src="../data/x.js" data-loads="../data/more"></script></head><body>
<!-- <img src="comment.png"> --><a href="other.html">x</a>
<img src="a.png" srcset="a-2.png 2x, a%203.png 3x"><img src="https://example.org/far.png"><img src="//example.org/far.png">
<img src="data:image/png;base64,AA"><video src="v.mp4" poster="p.jpg"></video><img src="a.png">
<svg><use href="#here"/><image href="i.svg"/></svg><iframe src="/maps/"></iframe>`
	styles, others, folders := usedByHTML("people/x.html", []byte(doc))
	if want := []string{"data/more"}; !slices.Equal(folders, want) {
		t.Errorf("folders %q, want %q", folders, want)
	}
	if want := []string{"assets/a.css", "assets/b.css"}; !slices.Equal(styles, want) {
		t.Errorf("stylesheets %q, want %q", styles, want)
	}
	want := []string{"sign.svg", "data/x.js", "people/a.png", "people/a-2.png", "people/a 3.png", "people/v.mp4", "people/p.jpg", "maps/index.html"}
	for _, w := range want {
		if !slices.Contains(others, w) {
			t.Errorf("%s is not among the files used, %q", w, others)
		}
	}
	for _, p := range others {
		if strings.Contains(p, "far") || strings.Contains(p, "comment") || strings.Contains(p, "feed") || strings.HasSuffix(p, "y.html") {
			t.Errorf("%s is among the files used", p)
		}
	}
	styles, others, _ = usedByHTML("people/x.html", []byte(`<base href="/deep/er/"><img src="a.png"><link rel=stylesheet href=s.css>`))
	if !slices.Equal(styles, []string{"deep/er/s.css"}) || !slices.Equal(others, []string{"deep/er/a.png"}) {
		t.Errorf("with a base: %q, %q", styles, others)
	}
	got := usedByCSS("assets/a.css", []byte(`@import "b.css"; @import url(c.css); a { background: URL( "../i.png" ) } b { src: url('f.woff2'), url(data:x) }`))
	if want := []string{"assets/b.css", "assets/c.css", "i.png", "assets/f.woff2"}; !slices.Equal(got, want) {
		t.Errorf("a stylesheet uses %q, want %q", got, want)
	}
}

func TestVersionReadsItself(t *testing.T) {
	v := serverOf(small()).latest.Load().look("people/hakan.html").version
	if got := parseVersion(v.String()); got != v {
		t.Errorf("%q reads as %+v", v, got)
	}
	if got := parseVersion("x"); got == v || got.kind != page {
		t.Errorf("nonsense reads as %+v", got)
	}
}

func TestPanelListsErrorsFirst(t *testing.T) {
	var l diag.List
	for i := range maxShown + 50 {
		l.Warnf(diag.Pos{File: "a.md", Line: i + 1}, "w", "warning %d", i)
	}
	l.Errorf(diag.Pos{File: "x.md", Line: 1}, "e", "the error")
	l.Errorf(diag.Pos{File: "z"}, "e", "the folder")
	given := slices.Clone(l)
	data, id := encode(l)
	if i, j := bytes.Index(data, []byte("the error")), bytes.Index(data, []byte("warning 0")); i < 0 || j < i {
		t.Error("the error does not come first")
	}
	if i, j := bytes.Index(data, []byte("the folder")), bytes.Index(data, []byte("the error")); i < 0 || j < i {
		t.Error("what concerns a whole folder does not come before a place in a file")
	}
	if n := bytes.Count(data, []byte(`"place"`)); n != maxShown {
		t.Errorf("%d diagnostics are listed, want %d", n, maxShown)
	}
	if !bytes.Contains(data, []byte(fmt.Sprintf(`"errors":2,"warnings":%d`, maxShown+50))) {
		t.Errorf("the counts are missing: %.100s", data)
	}
	if id == "" || bytes.ContainsAny(data, "\n") {
		t.Errorf("id %q; the data must be one line", id)
	}
	if !slices.Equal(l, given) {
		t.Error("the caller's list was changed")
	}
	if data, id := encode(nil); id != "" || string(data) != `{"id":"","errors":0,"warnings":0,"items":[]}` {
		t.Errorf("an empty list is %q %s", id, data)
	}
}

// Stylesheets that import one another have an end, and what is asked for that
// is not there takes no memory.
func TestLookEnds(t *testing.T) {
	b := serverOf(files("404.html", "No", "a.css", `@import "b.css"`, "b.css", `@import "a.css"; @import "b.css"`,
		"x.html", `<link rel="stylesheet" href="a.css" href="c.css">`)).latest.Load()
	v := b.look("x.html")
	if got := len(v.styles); got != 2 || v.styles[0].path != "a.css" || v.styles[1].path != "b.css" {
		t.Errorf("the page uses %d stylesheets", got)
	}
	for i := range 10 {
		b.look(fmt.Sprintf("missing/%d.html", i))
	}
	kept := 0
	b.views.Range(func(any, any) bool { kept++; return true })
	if kept != 1 {
		t.Errorf("%d views are kept, want that of the only page", kept)
	}
}

func TestRenamesAreForgotten(t *testing.T) {
	s := serverOf(small())
	for i := range 3 * maxMoved {
		from, to := fmt.Sprintf("people/%d.html", i), fmt.Sprintf("people/%d.html", i+1)
		s.Update(Site{Files: files(to, "x"), Renamed: map[string]string{from: to}})
		if n := len(s.latest.Load().moved); n > maxMoved {
			t.Fatalf("%d renames are known", n)
		}
	}
	b := s.latest.Load()
	if to, ok := b.movedTo(fmt.Sprintf("people/%d.html", 3*maxMoved-3)); !ok || to != fmt.Sprintf("people/%d.html", 3*maxMoved) {
		t.Errorf("the last renames lead to %q", to)
	}
	s.Update(Site{Files: small(), Renamed: map[string]string{"a": "b", "b": "a"}})
	if to, ok := s.latest.Load().movedTo("a"); ok {
		t.Errorf("a circle of renames leads to %q", to)
	}
}

func TestScriptsAreSmall(t *testing.T) {
	for name, script := range map[string][]byte{"reload.js": reloadScript, "panel.js": panelScript, "stream.js": streamScript} {
		if n := len(script); n > 9<<10 {
			t.Errorf("%s has %d bytes", name, n)
		}
	}
}

// BenchmarkServe measures a page of 100 kB, sent for the first time after a
// build and again.
func BenchmarkServe(b *testing.B) {
	body := strings.Repeat("<p>Some words and <a href=\"x.html\">a link</a>, as pages have them.</p>\n", 1400)
	list := files("assets/dossier.css", strings.Repeat("p { color: green }\n", 1500),
		"x.html", `<!DOCTYPE html><html><head><link rel="stylesheet" href="assets/dossier.css"></head><body>`+body+"</body></html>")
	s := New(Options{})
	for _, first := range []bool{true, false} {
		b.Run(fmt.Sprintf("first=%t", first), func(b *testing.B) {
			s.Update(Site{Files: list})
			b.ReportAllocs()
			for b.Loop() {
				if first {
					s.Update(Site{Files: list})
				}
				if w := ask(s, "GET", "/x.html"); w.Code != 200 {
					b.Fatal(w.Code)
				}
			}
		})
	}
}
