package preview

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dossier/internal/diag"
)

// start serves s on this machine and gives the URL of its root.
func start(t testing.TB, s *Server) string {
	t.Helper()
	l, at, err := Listen(context.Background(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- s.Serve(ctx, l) }()
	t.Cleanup(func() {
		cancel()
		if err := <-served; err != nil {
			t.Error(err)
		}
	})
	return at.URL
}

// A stream is an open event stream as a browser has it.
type stream struct {
	t      testing.TB
	lines  *bufio.Scanner
	closed func()
}

// open opens the stream of a page that shows version v and the diagnostics d.
func open(t testing.TB, root, path, v, d string) *stream {
	t.Helper()
	return openAll(t, root, url.Values{"path": {path}, "v": {v}, "d": {d}})
}

// openAll opens a stream for several pages.
func openAll(t testing.TB, root string, q url.Values) *stream {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	r, err := http.NewRequestWithContext(ctx, "GET", root+".dossier/events?"+q.Encode(), nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := (&http.Client{Transport: &http.Transport{}}).Do(r)
	if err != nil {
		t.Fatal(err)
	}
	if answer.StatusCode != 200 || !strings.HasPrefix(answer.Header.Get("Content-Type"), "text/event-stream") {
		t.Fatalf("the stream of %v: status %s, type %q", q["path"], answer.Status, answer.Header.Get("Content-Type"))
	}
	s := &stream{t: t, lines: bufio.NewScanner(answer.Body), closed: func() { cancel(); answer.Body.Close() }}
	s.lines.Buffer(nil, 1<<20)
	t.Cleanup(s.closed)
	if !s.lines.Scan() || s.lines.Text() != "retry: 500" {
		t.Fatalf("the stream begins with %q", s.lines.Text())
	}
	return s
}

// next gives the next event, and "" at the end of the stream.
func (s *stream) next() (name, data string) {
	for s.lines.Scan() {
		line := s.lines.Text()
		switch {
		case strings.HasPrefix(line, "event: "):
			name = line[len("event: "):]
		case strings.HasPrefix(line, "data: "):
			data = line[len("data: "):]
		case line == "" && name != "":
			return name, data
		}
	}
	return "", ""
}

// want reads the next events; each is a name, or a name and a part of the data
// with a space between.
func (s *stream) want(reason string, events ...string) {
	s.t.Helper()
	for _, e := range events {
		wantName, wantData, _ := strings.Cut(e, " ")
		name, data := s.next()
		if name != wantName || !strings.Contains(data, wantData) {
			s.t.Fatalf("got the event %q with %s, want %q: %s", name, data, e, reason)
		}
	}
}

var versionTag = regexp.MustCompile(`data-path="([^"]*)" data-version="([^"]*)"`)

// visit loads a page and gives what its script tag says.
func visit(t testing.TB, root, at string) (path, version string) {
	t.Helper()
	answer, err := http.Get(root + at)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var body strings.Builder
	if _, err := bufio.NewReader(answer.Body).WriteTo(&body); err != nil {
		t.Fatal(err)
	}
	m := versionTag.FindStringSubmatch(body.String())
	if m == nil {
		t.Fatalf("%s has no script tag: %s", at, body.String())
	}
	return m[1], m[2]
}

// with gives a site in which some files are changed, added, or, where the text
// is "-", left out.
func with(list []File, pairs ...string) []File {
	var out []File
	change := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		change[pairs[i]] = pairs[i+1]
	}
	for _, f := range list {
		if text, ok := change[f.Path]; ok {
			delete(change, f.Path)
			if text == "-" {
				continue
			}
			f.Data = []byte(text)
		}
		out = append(out, f)
	}
	for p, text := range change {
		out = append(out, File{p, []byte(text)})
	}
	return out
}

// Each update changes something, and then the mark, a change of the
// diagnostics, so that a missing or a needless event is seen.
func TestFollow(t *testing.T) {
	var marks diag.List
	marks.Warnf(diag.Pos{File: "mark"}, "mark", "mark")
	mark := func(s *Server, list []File, renamed map[string]string) {
		s.Update(Site{Files: list, Renamed: renamed, Diags: marks})
	}
	icon := func(list []File) []File { return with(list, "people/ahmed.html", ahmed) }
	for _, test := range []struct {
		path   string
		change []string
		rename map[string]string
		events []string
		reason string
	}{
		{"people/hakan.html", []string{"people/hakan.html", "<p>New"}, nil, []string{"style", "reload"}, "its own bytes, and it links no sheet any more"},
		{"people/hakan.html", []string{"people/hakan.html", hakan + "\n"}, nil, []string{`reload {"version"`}, "its own bytes"},
		{"people/hakan.html", []string{"people/hakan.html", hakan}, nil, nil, "the same bytes in another slice"},
		{"people/hakan.html", []string{"people/ahmed.html", "New"}, nil, nil, "the bytes of another page"},
		{"people/hakan.html", []string{"404.html", "New"}, nil, nil, "a page that it does not show"},
		{"people/hakan.html", []string{"media/a.png", "New"}, nil, nil, "an image that it does not use"},
		{"people/hakan.html", []string{"assets/dossier.css", "p { color: red }"}, nil, []string{"style"}, "its stylesheet"},
		{"people/hakan.html", []string{"assets/dossier.css", "-"}, nil, []string{"style"}, "its stylesheet is gone"},
		{"people/hakan.html", []string{"assets/dossier.css", "p { color: red }", "people/hakan.html", hakan + "\n"}, nil, []string{"style", "reload"}, "both at once"},
		{"people/ahmed.html", []string{"assets/dossier.css", "p { color: red }"}, nil, nil, "a stylesheet that it does not use"},
		{"people/ahmed.html", []string{"media/a.png", "New"}, nil, []string{`reload {"version"`}, "its image"},
		{"people/ahmed.html", []string{"media/a.png", "-"}, nil, []string{`reload {"version"`}, "its image is gone"},
		{"people/hakan.html", []string{"people/hakan.html", "-"}, nil, []string{"deleted"}, "it is gone"},
		{
			"people/hakan.html",
			[]string{"people/hakan.html", "-", "people/fidan.html", hakan},
			map[string]string{"people/hakan.html": "people/fidan.html"},
			[]string{`moved {"to":"/people/fidan.html"`},
			"it was renamed",
		},
		{
			"people/hakan.html",
			[]string{"people/hakan.html", "-", "people/h ş.html", hakan},
			map[string]string{"people/hakan.html": "people/h ş.html"},
			[]string{`moved {"to":"/people/h%20%C5%9F.html"`},
			"to a name that a URL escapes",
		},
		{
			"people/index.html",
			[]string{"people/index.html", "-", "persons/index.html", "x"},
			map[string]string{"people/index.html": "persons/index.html"},
			[]string{`moved {"to":"/persons/"`},
			"a folder was renamed",
		},
		{"people/hakan.html", []string{"people/hakan.html", "-"}, map[string]string{"people/hakan.html": "people/fidan.html"}, []string{"deleted"}, "it was renamed to a page that is not there"},
		{"people/hakan.html", []string{"people/hakan.html", hakan + "\n"}, map[string]string{"people/hakan.html": "people/ahmed.html"}, []string{"reload"}, "another page has taken its place"},
		{"people/nobody.html", []string{"people/nobody.html", "Somebody"}, nil, []string{`reload {"version"`}, "a missing page appears"},
		{"people/nobody.html", []string{"404.html", "New"}, nil, []string{`reload {"version"`}, "the page shown in place of a missing one"},
		{"people/nobody.html", []string{"people/hakan.html", "New"}, nil, nil, "a missing page stays missing"},
		{"people/nobody.html", nil, map[string]string{"people/nobody.html": "people/hakan.html"}, nil, "a page that never was is not renamed"},
	} {
		s := serverOf(small())
		root := start(t, s)
		path, v := visit(t, root, test.path)
		stream := open(t, root, path, v, "")
		mark(s, with(icon(small()), test.change...), test.rename)
		stream.want(test.path+" "+test.reason, append(test.events, "diagnostics")...)
		stream.closed()

		// The same, missed while no stream was open.
		stream = open(t, root, path, v, "")
		stream.want(test.path+" missed: "+test.reason, append(test.events, "diagnostics")...)
		stream.closed()
		if t.Failed() {
			return
		}
	}
}

func TestWholeReload(t *testing.T) {
	s := serverOf(small())
	root := start(t, s)
	path, v := visit(t, root, "people/ahmed.html")
	stream := open(t, root, path, v, "")
	s.Update(Site{Files: with(small(), "people/ahmed.html", strings.Replace(ahmed, "Ahmed", "A.", 1))})
	_, data := stream.next()
	if strings.Contains(data, "whole") {
		t.Errorf("a change of the page's words is %s", data)
	}
	s.Update(Site{Files: with(small(), "media/a.png", "New")})
	if _, data = stream.next(); !strings.Contains(data, `"whole":true`) {
		t.Errorf("a change of an image is %s", data)
	}
}

// A page whose script loads files of a folder later on hears of changes there.
func TestFilesThatAreLoadedLater(t *testing.T) {
	site := func(change ...string) []File {
		return with(with(small(),
			"search.html", `<!DOCTYPE html><html><body><script src="s.js" data-loads="search"></script></body></html>`,
			"search-other.js", "a", "search/a.js", "a", "search/sub/b.js", "b", "search0.js", "a"), change...)
	}
	s := serverOf(site())
	root := start(t, s)
	path, v := visit(t, root, "search.html")
	stream := open(t, root, path, v, "")
	for _, test := range []struct{ change, reason string }{
		{"search/a.js", "other bytes"},
		{"search/c.js", "another file"},
		{"search/sub/b.js", "within a folder of the folder"},
	} {
		s.Update(Site{Files: site(test.change, "New")})
		stream.want(test.reason, `reload {"version"`)
		s.Update(Site{Files: site()})
		stream.want(test.reason+", taken back", `reload {"version"`)
	}
	s.Update(Site{Files: site("search-other.js", "b", "search0.js", "b", "people/hakan.html", "b")})
	s.Update(Site{Files: site("s.js", "b")})
	if _, data := stream.next(); !strings.Contains(data, `"whole":true`) {
		t.Errorf("after a change beside the folder, and one of the script, the page is told %s", data)
	}
}

func TestDeletedAndBack(t *testing.T) {
	s := serverOf(small())
	root := start(t, s)
	path, v := visit(t, root, "people/hakan.html")
	stream := open(t, root, path, v, "")
	without := with(small(), "people/hakan.html", "-")
	s.Update(Site{Files: without})
	stream.want("it is gone", "deleted")
	s.Update(Site{Files: with(without, "404.html", "New")})
	s.Update(Site{Files: small()})
	stream.want("it is back; a change of 404.html in between is no matter of a page that was kept", `reload {"version"`)
	s.Update(Site{Files: without})
	stream.want("it is gone again", "deleted")
	s.Update(Site{Files: with(without, "people/fidan.html", hakan), Renamed: map[string]string{path: "people/fidan.html"}})
	stream.want("a rename noticed late", "moved")
	s.Update(Site{Files: small()})
	stream = open(t, root, path, v, "")
	s.Update(Site{Files: with(without, "people/fidan.html", hakan)})
	stream.want("it came back after it was renamed, and is deleted by itself", "deleted")
}

// A page is told of each change once, and which version it shows after each event.
func TestToldOnce(t *testing.T) {
	s := serverOf(small())
	c := &client{path: "people/hakan.html", shown: s.latest.Load().look("people/hakan.html").version}
	for _, test := range []struct {
		site   []File
		want   []string // events, with the version where it is not that of the build
		reason string
	}{
		{small(), nil, "nothing changed"},
		{with(small(), "assets/dossier.css", "p {}", "people/hakan.html", strings.Replace(hakan, "Hakan", "H", 1)), []string{"style, page as before", "reload"}, "in between it has the new style and the old words"},
		{with(small(), "people/hakan.html", "-"), []string{"deleted, gone"}, "it went"},
		{with(small(), "people/hakan.html", "-", "404.html", "New"), nil, "it has been told"},
		{nil, nil, "no site at all is no news"},
		{with(small(), "people/hakan.html", "-"), nil, "nor is that there is one again"},
		{small(), []string{"reload"}, "it is back"},
	} {
		before := c.shown
		s.Update(Site{Files: test.site})
		b := s.latest.Load()
		now := b.look(c.path).version
		var got []string
		for _, e := range c.follow(b) {
			var told struct{ Version string }
			if err := json.Unmarshal(e.data, &told); err != nil {
				t.Fatal(err)
			}
			between := now
			between.page = before.page
			switch told.Version {
			case now.String():
				got = append(got, e.name)
			case between.String():
				got = append(got, e.name+", page as before")
			case version{kind: gone}.String():
				got = append(got, e.name+", gone")
			default:
				got = append(got, e.name+" "+told.Version)
			}
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("the page is told %q, want %q: %s", got, test.want, test.reason)
		}
	}
}

func TestRenamedTwice(t *testing.T) {
	s := serverOf(small())
	root := start(t, s)
	path, v := visit(t, root, "people/hakan.html")
	without := with(small(), "people/hakan.html", "-")
	s.Update(Site{Files: with(without, "people/b.html", hakan), Renamed: map[string]string{"people/hakan.html": "people/b.html"}})
	s.Update(Site{Files: with(without, "people/c.html", hakan), Renamed: map[string]string{"people/b.html": "people/c.html"}})
	open(t, root, path, v, "").want("two renames while hidden", `moved {"to":"/people/c.html"`)
	s.Update(Site{Files: small(), Renamed: map[string]string{"people/c.html": "people/hakan.html"}})
	open(t, root, "people/b.html", v, "").want("and back again", `moved {"to":"/people/hakan.html"`)
	stream := open(t, root, path, v, "")
	s.Update(Site{Files: with(small(), "people/hakan.html", hakan+"\n")})
	stream.want("the old name is a page again", "reload")
}

func TestDiagnosticsComeAndGo(t *testing.T) {
	s := serverOf(small())
	root := start(t, s)
	path, v := visit(t, root, "index.html")
	stream := open(t, root, path, v, "")
	var l diag.List
	l.Errorf(diag.Pos{File: "content/people/x.md", Line: 4, Col: 3}, "dead-link", "no page %q", "y").Hintf("did you mean %q?", "x")
	l[0].Source = "[[y]]"
	s.Update(Site{Files: small(), Diags: l})
	name, data := stream.next()
	var got struct {
		ID       string
		Errors   int
		Warnings int
		Items    []panelItem
	}
	if err := json.Unmarshal([]byte(data), &got); err != nil || name != "diagnostics" {
		t.Fatalf("%s: %v", name, err)
	}
	want := panelItem{"error", "dead-link", "content/people/x.md:4:3", `no page "y"`, "[[y]]\n  ^", `did you mean "x"?`}
	if got.Errors != 1 || got.Warnings != 0 || len(got.Items) != 1 || got.Items[0] != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	s.Update(Site{Files: small(), Diags: append(diag.List{}, l...)})
	s.Update(Site{Files: small()})
	stream.want("mended; the same list in between is no news", `diagnostics {"id":""`)
	s.Update(Site{Files: small(), Diags: l})
	stream.want("broken again", "diagnostics")
	open(t, root, path, v, "").want("a new page", "diagnostics")
	again := open(t, root, path, v, got.ID)
	s.Update(Site{Files: small()})
	again.want("a page that has the list already", `diagnostics {"id":""`)
	open(t, root, path, v, got.ID).want("mended while hidden", `diagnostics {"id":""`)
}

func TestRestart(t *testing.T) {
	_, old := visit(t, start(t, serverOf(small())), "people/hakan.html")

	same := start(t, serverOf(with(small(), "people/hakan.html", hakan)))
	if _, v := visit(t, same, "people/hakan.html"); v != old {
		t.Errorf("the same site has the version %s in another server, not %s", v, old)
	}
	s := serverOf(with(small(), "people/hakan.html", hakan+"\n"))
	root := start(t, s)
	open(t, root, "people/hakan.html", old, "").want("another server has other bytes", "reload")
	open(t, root, "people/hakan.html", "nonsense", "").want("an unknown version", `reload {"version"`)

	// A server that cannot build at first leaves the page as it is.
	var l diag.List
	l.Errorf(diag.Pos{File: "dossier.yaml"}, "x", "broken")
	s = New(Options{})
	root = start(t, s)
	stream := open(t, root, "people/hakan.html", old, "")
	s.Update(Site{Diags: l})
	stream.want("the last good page stays", "diagnostics")
	s.Update(Site{Files: with(small(), "people/hakan.html", hakan+"\n")})
	stream.want("and is compared when it is mended", "reload", "diagnostics")
}

func TestFirstBuildMended(t *testing.T) {
	s := New(Options{})
	root := start(t, s)
	path, v := visit(t, root, "people/")
	if path != "people/index.html" {
		t.Errorf("the page calls itself %q", path)
	}
	stream := open(t, root, path, v, "")
	var l diag.List
	l.Errorf(diag.Pos{File: "dossier.yaml"}, "x", "broken")
	s.Update(Site{Diags: l})
	stream.want("the page no longer says that the site is being built", `reload {"version"`, "diagnostics")
	_, v = visit(t, root, path)
	l.Errorf(diag.Pos{File: "dossier.yaml"}, "x", "broken twice")
	s.Update(Site{Diags: l})
	stream.want("more of the same changes the panel alone", "diagnostics")
	s.Update(Site{Files: small()})
	stream.want("the page becomes the site", `reload {"version"`, "diagnostics")
	open(t, root, path, v, "").want("also if that was missed", `reload {"version"`)
	path, v = visit(t, root, "people/")
	stream = open(t, root, path, v, "")
	s.Update(Site{Files: with(small(), "people/index.html", "New")})
	stream.want("and goes on from there", "reload")
}

func TestHeartbeat(t *testing.T) {
	s := New(Options{Heartbeat: time.Millisecond})
	s.Update(Site{Files: small()})
	stream := open(t, start(t, s), "index.html", "", "")
	for beats := 0; beats < 3; {
		if !stream.lines.Scan() {
			t.Fatal("the stream ended")
		}
		if line := stream.lines.Text(); line == ":" {
			beats++
		} else if line != "" {
			t.Fatalf("the stream says %q", line)
		}
	}
}

// A client that does not read holds nobody up, and is let go after a while.
func TestDeafClient(t *testing.T) {
	s := New(Options{})
	s.patience = 200 * time.Millisecond
	s.Update(Site{Files: small()})
	ended := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.ServeHTTP(w, r)
		if r.URL.Query().Get("d") == "deaf" {
			close(ended)
		}
	}))
	defer server.Close()
	c, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	fmt.Fprintf(c, "GET /.dossier/events?path=index.html&d=deaf HTTP/1.1\r\nHost: localhost\r\n\r\n")

	// Enough to fill the buffers of both ends.
	long := strings.Repeat("word ", 1<<14)
	for i := 0; ; i++ {
		var l diag.List
		for j := range 10 {
			l.Errorf(diag.Pos{File: "x.md", Line: j + 1}, "x", "%d %s", i, long)
		}
		s.Update(Site{Files: small(), Diags: l})
		listener := open(t, server.URL+"/", "index.html", "", "")
		listener.want("another client hears of it", fmt.Sprintf(`diagnostics {"id":%q`, s.latest.Load().panelID))
		listener.closed()
		select {
		case <-ended:
			return
		default:
		}
	}
}

func TestManyClients(t *testing.T) {
	s := serverOf(small())
	root := start(t, s)
	done := make(chan struct{})
	var updates, clients sync.WaitGroup
	updates.Go(func() {
		for i := 0; ; i++ {
			var l diag.List
			if i%3 == 0 {
				l.Warnf(diag.Pos{File: "x.md"}, "x", "number %d", i)
			}
			s.Update(Site{Files: with(small(), "people/hakan.html", fmt.Sprint(hakan, i)), Diags: l})
			select {
			case <-done:
				s.Update(Site{Files: with(small(), "people/hakan.html", "the last")})
				return
			default:
			}
		}
	})
	for i := range 100 {
		clients.Go(func() {
			random := rand.New(rand.NewPCG(1, uint64(i)))
			for range 5 {
				path := []string{"people/hakan.html", "people/ahmed.html", "people/nobody.html"}[random.IntN(3)]
				stream := open(t, root, path, "", "x")
				for range random.IntN(4) {
					if name, _ := stream.next(); name == "" {
						t.Error("a stream ended by itself")
					}
				}
				stream.closed()
			}
		})
	}
	clients.Wait()
	stream := open(t, root, "people/hakan.html", "", "")
	close(done)
	updates.Wait()
	last := s.latest.Load().look("people/hakan.html").version.String()
	for {
		name, data := stream.next()
		if name == "" {
			t.Fatal("the stream ended before the last version came")
		}
		if strings.Contains(data, last) {
			return
		}
	}
}

// BenchmarkUpdate measures the time from the call of Update to the event at
// the last of 20 clients, of a site of 14,000 pages of which one changes.
func BenchmarkUpdate(b *testing.B) {
	const pages, clients = 14000, 20
	body := strings.Repeat("<p>Some words and <a href=\"x.html\">a link</a>, as pages have them.</p>\n", 100)
	var list []File
	for i := range pages {
		list = append(list, File{fmt.Sprintf("sources/%05d.html", i), fmt.Appendf(nil, "<html><body>%d%s</body></html>", i, body)})
	}
	s := serverOf(list)
	root := start(b, s)
	const at = "sources/07000.html"
	heard := make(chan string, clients)
	for range clients {
		stream := open(b, root, at, "", "")
		go func() {
			for {
				name, _ := stream.next()
				if name == "" {
					return
				}
				heard <- name
			}
		}()
	}
	var called time.Duration
	n := 0
	b.ReportAllocs()
	for b.Loop() {
		n++
		next := append([]File(nil), list...)
		next[7000].Data = fmt.Appendf(nil, "<html><body>%d%s</body></html>", n, body)
		from := time.Now()
		s.Update(Site{Files: next})
		called += time.Since(from)
		for range clients {
			if name := <-heard; name != "reload" {
				b.Fatalf("got the event %q", name)
			}
		}
	}
	b.ReportMetric(float64(called.Microseconds())/float64(n), "µs/call")
}

// One stream serves several pages, each by its own number and version.
func TestFollowSeveralPages(t *testing.T) {
	s := serverOf(small())
	root := start(t, s)
	_, hakanShown := visit(t, root, "people/hakan.html")
	_, ahmedShown := visit(t, root, "people/ahmed.html")
	stream := openAll(t, root, url.Values{
		"path": {"people/hakan.html", "people/ahmed.html", "people/hakan.html"},
		"v":    {hakanShown, ahmedShown, "page.of.another.server"},
		"d":    {"", "", ""},
	})
	stream.want("the third page shows something else", `reload "page":2}`)
	if got := s.Open(); !slices.Equal(got, []string{"people/ahmed.html", "people/hakan.html"}) {
		t.Errorf("open are %q", got)
	}
	s.Update(Site{Files: with(small(), "people/ahmed.html", ahmed+"\n")})
	stream.want("the bytes of the second page", `reload "page":1}`)
	s.Update(Site{Files: with(small(), "people/hakan.html", hakan+"\n", "people/ahmed.html", ahmed+"\n")})
	stream.want("two windows show one page", `reload "page":0}`, `reload "page":2}`)
	var flaws diag.List
	flaws.Warnf(diag.Pos{File: "x"}, "x", "x")
	s.Update(Site{Files: with(small(), "people/hakan.html", "-", "people/ahmed.html", ahmed+"\n"), Diags: flaws})
	stream.want("a page went, and the panel is on each", `deleted "page":0}`, `diagnostics "page":0}`, `diagnostics "page":1}`, `deleted "page":2}`, `diagnostics "page":2}`)
	stream.closed()
	for len(s.Open()) > 0 {
		runtime.Gosched()
	}
}

func TestStreamsThatAreRefused(t *testing.T) {
	many := make([]string, maxFollowed+1)
	for i := range many {
		many[i] = "index.html"
	}
	for _, test := range []struct {
		query  url.Values
		want   int
		reason string
	}{
		{url.Values{}, 400, "no page"},
		{url.Values{"path": {"index.html", "../x"}}, 400, "one of the pages is outside of the site"},
		{url.Values{"path": {"index.html", "."}}, 400, "one is a folder"},
		{url.Values{"path": {"index.html"}, "v": {"a", "b"}}, 400, "more versions than pages"},
		{url.Values{"path": {"index.html"}, "d": {"a", "b"}}, 400, "more lists of diagnostics than pages"},
		{url.Values{"path": many}, 400, "more pages than anybody has windows"},
		{url.Values{"path": many[1:]}, 200, "as many as are allowed"},
	} {
		if w := ask(serverOf(small()), "HEAD", "/.dossier/events?"+test.query.Encode()); w.Code != test.want {
			t.Errorf("answered with %d, want %d: %s", w.Code, test.want, test.reason)
		}
	}
}

// A page that was open while the program was started again asks before there is
// a build, and says which diagnostics it shows.
func TestThePanelOfTheServerBefore(t *testing.T) {
	before := New(Options{})
	before.Update(Site{Files: small(), Diags: diag.List{{Message: "a quotation is not in its source", Pos: diag.Pos{File: "content/a.md", Line: 3}}}})
	shown := before.latest.Load().panelID
	for _, test := range []struct {
		diags  diag.List
		told   bool
		reason string
	}{
		{nil, true, "the errors were mended: the panel is to go"},
		{before.latest.Load().diags, false, "they are the ones shown"},
	} {
		s := New(Options{})
		c := &client{path: "index.html", shown: parseVersion("page.a.b.c"), panel: shown}
		if events := c.follow(s.latest.Load()); len(events) > 0 {
			t.Errorf("before the first build there comes %q with %s", events[0].name, events[0].data)
		}
		s.Update(Site{Files: small(), Diags: test.diags})
		var told []string
		for _, e := range c.follow(s.latest.Load()) {
			if e.name == "diagnostics" {
				told = append(told, string(e.data))
			}
		}
		if len(told) > 0 != test.told {
			t.Errorf("the first build tells of its diagnostics %q: %s", told, test.reason)
		}
		if len(told) > 0 && told[0] != `{"id":"","errors":0,"warnings":0,"items":[]}` {
			t.Errorf("the first build tells %s: %s", told[0], test.reason)
		}
	}
}
