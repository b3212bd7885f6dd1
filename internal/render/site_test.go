package render

import (
	"bytes"
	"encoding/xml"
	"flag"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"dossier/internal/dossier"
	"dossier/templates"
)

var writeTo = flag.String("write", "", "write the site of the rich dossier to this folder, to look at it")

func defaults(tb testing.TB) *Templates {
	tb.Helper()
	t, list := Load(nil, templates.FS, "en")
	for _, d := range list {
		tb.Error(d.Text())
	}
	if list.HasErrors() {
		tb.FailNow()
	}
	return t
}

// site renders a dossier with the default templates.
func site(tb testing.TB, d *dossier.Dossier) map[string][]byte {
	tb.Helper()
	t := defaults(tb)
	files, list, err := t.Render(tb.Context(), Plan(d))
	if err != nil {
		tb.Fatal(err)
	}
	for _, d := range list {
		tb.Error(d.Text())
	}
	out := map[string][]byte{}
	for _, f := range append(files, t.Assets()...) {
		if _, twice := out[f.Path]; twice {
			tb.Errorf("%s is written twice", f.Path)
		}
		out[f.Path] = f.Data
	}
	return out
}

func TestWrite(t *testing.T) {
	files := site(t, rich())
	if *writeTo == "" {
		*writeTo = t.TempDir()
	}
	for name, data := range files {
		to := filepath.Join(*writeTo, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(to), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(to, data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

func TestSameBytesTwice(t *testing.T) {
	first, second := site(t, rich()), site(t, rich())
	if len(first) != len(second) {
		t.Fatalf("%d files, then %d", len(first), len(second))
	}
	for name := range first {
		if !bytes.Equal(first[name], second[name]) {
			t.Errorf("%s differs", name)
		}
	}
}

func TestCrawl(t *testing.T) {
	files := site(t, rich())
	crawl(t, files)
	if _, ok := files["sitemap.xml"]; ok {
		t.Error("a sitemap without a base URL")
	}
	if len(files["assets/dossier.css"]) > 20<<10 {
		t.Errorf("the stylesheet has %d bytes", len(files["assets/dossier.css"]))
	}
}

// Every passage and every mention that the reading view shows can be opened.
func TestEveryPassageIsReachable(t *testing.T) {
	d := rich()
	files := site(t, d)
	for _, s := range d.Sources {
		p := parsed(t, s.URL, files[s.URL])
		for _, passage := range s.Passages {
			if p.ids[passage.Fragment] != 1 {
				t.Errorf("%s: %s %d times", s.URL, passage.Fragment, p.ids[passage.Fragment])
			}
		}
		for _, n := range s.Annotations {
			if id := "note-" + strconv.Itoa(n.Number); p.ids[id] != 1 {
				t.Errorf("%s: no %s", s.URL, id)
			}
		}
	}
}

func TestNothingOutsideShownIsWritten(t *testing.T) {
	for name, data := range site(t, rich()) {
		folded := bytes.Join(bytes.Fields([]byte(html.UnescapeString(string(data)))), []byte(" "))
		for _, secret := range []string{secretOfExcerpts, secretOfReference, "Varga was not available", "It rained", "edited abroad", "Varga signed for the ministry", "left on 6 March"} {
			if bytes.Contains(folded, []byte(secret)) {
				t.Errorf("%s has %q", name, secret)
			}
		}
	}
}

// The text of a source that is shown in full is on its page, word for word, but
// for what the editor left out.
func TestArticleIsTheText(t *testing.T) {
	d := rich()
	files := site(t, d)
	for _, s := range d.Sources {
		if s.Seed == nil || s.Publish != dossier.PublishFull {
			continue
		}
		want := s.Seed.Text
		for _, h := range s.Hidden {
			want = want[:h.Start] + want[h.End:]
		}
		p := parsed(t, s.URL, files[s.URL])
		if len(p.all(atom.P, "gap")) > 0 {
			t.Errorf("%s: an omission mark in a text that is shown in full", s.URL)
		}
		got := ""
		for _, art := range p.all(atom.Article, "text") {
			for n := range art.Descendants() {
				if n.Type == xhtml.ElementNode && n.DataAtom == atom.P && attr(n.Parent, "class") != "note" && attr(n.Parent, "class") != "note-text" {
					got += text(n, "call") + " "
				}
			}
		}
		if got, want := new(sheet).oneLine(got), new(sheet).oneLine(want); got != want {
			t.Errorf("%s:\n got %s\nwant %s", s.URL, got, want)
		}
	}
}

func TestBaseURL(t *testing.T) {
	d := rich()
	d.BaseURL = "https://example.org/papers/"
	files := site(t, d)
	missing := string(files["404.html"])
	for _, want := range []string{`href="/papers/assets/dossier.css"`, `href="/papers/index.html"`, `href="/papers/people/index.html"`} {
		if !strings.Contains(missing, want) {
			t.Errorf("404.html has no %s", want)
		}
	}
	if strings.Contains(missing, `rel="canonical"`) {
		t.Error("404.html has an address of its own")
	}
	for name, want := range map[string]string{
		"people/ileana-varga.html": `<link rel="canonical" href="https://example.org/papers/people/ileana-varga.html">`,
		"people/index.html":        `<link rel="canonical" href="https://example.org/papers/people/">`,
		"index.html":               `<link rel="canonical" href="https://example.org/papers/">`,
		"sitemap.xml":              `<loc>https://example.org/papers/sources/gazette.html</loc>`,
		"robots.txt":               `Sitemap: https://example.org/papers/sitemap.xml`,
		"feed.xml":                 `<id>https://example.org/papers/sources/gazette.html</id>`,
	} {
		if !strings.Contains(string(files[name]), want) {
			t.Errorf("%s has no %s", name, want)
		}
	}
	delete(files, "404.html")
	crawl(t, files)
}

func TestFeed(t *testing.T) {
	var feed struct {
		ID      string `xml:"id"`
		Updated string `xml:"updated"`
		Author  string `xml:"author>name"`
		Entries []struct {
			ID      string `xml:"id"`
			Title   string `xml:"title"`
			Updated string `xml:"updated"`
			Link    []struct {
				Href string `xml:"href,attr"`
				Rel  string `xml:"rel,attr"`
			} `xml:"link"`
		} `xml:"entry"`
	}
	if err := xml.Unmarshal(site(t, rich())["feed.xml"], &feed); err != nil {
		t.Fatal(err)
	}
	if !regexp.MustCompile(`^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`).MatchString(feed.ID) || feed.Author == "" {
		t.Errorf("id %q, author %q", feed.ID, feed.Author)
	}
	ids := map[string]bool{}
	for _, e := range feed.Entries {
		ids[e.ID] = true
		if _, err := time.Parse(time.RFC3339, e.Updated); err != nil || e.Updated > feed.Updated {
			t.Errorf("%s: updated %q (%v), the feed %q", e.Title, e.Updated, err, feed.Updated)
		}
	}
	if len(ids) != 5 { // a correction; and of the sources the manifest has no date
		t.Errorf("%d entries with ids of their own", len(ids))
	}
}

func TestFragments(t *testing.T) {
	tests := []struct {
		reason  string
		address string
		blocks  []string
		want    string
	}{
		{"short: whole", "https://a.example/x", []string{"no second ship"}, "https://a.example/x#:~:text=no%20second%20ship"},
		{"the marks of a directive are encoded", "https://a.example/x", []string{"a-b, c & d"}, "https://a.example/x#:~:text=a%2Db%2C%20c%20%26%20d"},
		{"other scripts by their bytes", "https://a.example/x", []string{"é"}, "https://a.example/x#:~:text=%C3%A9"},
		{"long: both ends", "https://a.example/x", []string{"one two three four five six seven eight nine ten eleven twelve thirteen"}, "https://a.example/x#:~:text=one%20two%20three%20four%20five,nine%20ten%20eleven%20twelve%20thirteen"},
		{"over a break: both ends", "https://a.example/x", []string{"end of one", "start\n of two"}, "https://a.example/x#:~:text=end%20of%20one,start%20of%20two"},
		{"a fragment is kept", "https://a.example/x#top", []string{"word"}, "https://a.example/x#top:~:text=word"},
		{"no address", "", []string{"word"}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			if got := textFragment(tt.address, tt.blocks); got != tt.want {
				t.Errorf("got %s\nwant %s", got, tt.want)
			}
		})
	}
}
