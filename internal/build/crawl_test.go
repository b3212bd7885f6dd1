package build_test

import (
	"bytes"
	"net/url"
	"path"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"dossier/internal/render"
	"dossier/internal/sample"
)

// Every link of the built site leads to a page and a place that are there, from
// wherever the site stands; ids are unique; a page has one main heading.
func TestCrawl(t *testing.T) {
	t.Run("own", func(t *testing.T) { crawl(t, site(t, project(t))) })
	t.Run("generated", func(t *testing.T) { crawl(t, site(t, sample.Generate(60))) })
}

type page struct {
	ids   map[string]bool
	links []string
}

func crawl(t *testing.T, files []render.File) {
	pages, all := map[string]page{}, map[string]bool{}
	for _, f := range files {
		if all[f.Path] {
			t.Errorf("%s is made twice", f.Path)
		}
		all[f.Path] = true
		if strings.HasSuffix(f.Path, ".html") {
			pages[f.Path] = read(t, f)
		}
	}
	linked := map[string]bool{"index.html": true, "404.html": true}
	for from, p := range pages {
		for _, link := range p.links {
			u, err := url.Parse(link)
			if err != nil {
				t.Errorf("%s: the link %q is none: %v", from, link, err)
				continue
			}
			if u.Scheme != "" || u.Host != "" {
				continue // leads out of the site; nothing is fetched from there
			}
			if strings.HasPrefix(u.Path, "/") {
				t.Errorf("%s: the link %q works at the root of a host only", from, link)
				continue
			}
			to := path.Join(path.Dir(from), u.Path)
			if u.Path == "" {
				to = from
			}
			if end, ok := strings.CutPrefix(u.Fragment, "from="); ok && to == "paths.html" {
				linked[to], to, u.Fragment = true, end+".html", "" // a script finds the ways from there
			}
			if !all[to] {
				t.Errorf("%s: the link %q leads nowhere", from, link)
				continue
			}
			linked[to] = linked[to] || to != from
			if u.Fragment != "" && !pages[to].ids[u.Fragment] {
				t.Errorf("%s: nothing in %s has the id of the link %q", from, to, link)
			}
		}
	}
	for at := range pages {
		if !linked[at] {
			t.Errorf("no page links to %s", at)
		}
	}
}

func read(t *testing.T, f render.File) page {
	p := page{ids: map[string]bool{}}
	doc, err := html.Parse(bytes.NewReader(f.Data))
	if err != nil {
		t.Fatalf("%s: %v", f.Path, err)
	}
	headings := 0
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if n.Data == "h1" {
			headings++
		}
		for _, a := range n.Attr {
			switch a.Key {
			case "id":
				if p.ids[a.Val] {
					t.Errorf("%s: the id %q stands twice", f.Path, a.Val)
				}
				p.ids[a.Val] = true
			case "href", "src":
				p.links = append(p.links, a.Val)
				external := strings.Contains(a.Val, "://") || strings.HasPrefix(a.Val, "//")
				if external && n.Data != "a" && !(n.Data == "link" && rel(n) == "canonical") {
					t.Errorf("%s: a <%s> asks %s for something", f.Path, n.Data, a.Val)
				}
			case "srcset", "style":
				t.Errorf("%s: a <%s> has the attribute %s", f.Path, n.Data, a.Key)
			}
		}
	}
	if headings != 1 {
		t.Errorf("%s has %d main headings", f.Path, headings)
	}
	return p
}

func rel(n *html.Node) string {
	for _, a := range n.Attr {
		if a.Key == "rel" {
			return a.Val
		}
	}
	return ""
}
