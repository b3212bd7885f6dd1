package render

import (
	"bytes"
	"fmt"
	"io"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A page is one HTML file of a site, read once for all checks.
type page struct {
	path string
	root *html.Node
	ids  map[string]int
}

func parsed(tb testing.TB, path string, data []byte) *page {
	tb.Helper()
	root, err := html.Parse(bytes.NewReader(data))
	if err != nil {
		tb.Fatal(err)
	}
	p := &page{path: path, root: root, ids: map[string]int{}}
	for n := range root.Descendants() {
		if id := attr(n, "id"); id != "" {
			p.ids[id]++
		}
	}
	return p
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// all gives the elements of the page that have a tag and, where named, a class.
func (p *page) all(tag atom.Atom, class string) []*html.Node {
	var out []*html.Node
	for n := range p.root.Descendants() {
		if n.Type == html.ElementNode && n.DataAtom == tag && (class == "" || slices.Contains(strings.Fields(attr(n, "class")), class)) {
			out = append(out, n)
		}
	}
	return out
}

func (p *page) byID(id string) *html.Node {
	for n := range p.root.Descendants() {
		if attr(n, "id") == id {
			return n
		}
	}
	return nil
}

// text is the text content, without elements of the given class.
func text(n *html.Node, without string) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	if without != "" && slices.Contains(strings.Fields(attr(n, "class")), without) {
		return ""
	}
	var b strings.Builder
	for c := range n.ChildNodes() {
		b.WriteString(text(c, without))
	}
	return b.String()
}

// void are the elements without an end tag.
var void = map[atom.Atom]bool{atom.Meta: true, atom.Link: true, atom.Img: true, atom.Br: true, atom.Hr: true, atom.Input: true, atom.Col: true}

// balanced reads tags one by one, as a parser that repairs does not: every end
// tag must close the element that was opened last.
func balanced(data []byte) error {
	z := html.NewTokenizer(bytes.NewReader(data))
	var open []string
	for {
		switch z.Next() {
		case html.ErrorToken:
			if z.Err() != io.EOF {
				return z.Err()
			}
			if len(open) > 0 {
				return fmt.Errorf("never closed: %v", open)
			}
			return nil
		case html.StartTagToken:
			t := z.Token()
			seen := map[string]bool{}
			for _, a := range t.Attr {
				if seen[a.Key] {
					return fmt.Errorf("<%s> has %s twice", t.Data, a.Key)
				}
				seen[a.Key] = true
			}
			if t.DataAtom == atom.A && slices.Contains(open, "a") {
				return fmt.Errorf("a within a")
			}
			if !void[t.DataAtom] {
				open = append(open, t.Data)
			}
		case html.EndTagToken:
			t := z.Token()
			if len(open) == 0 || open[len(open)-1] != t.Data {
				return fmt.Errorf("</%s> after %v", t.Data, open)
			}
			open = open[:len(open)-1]
		}
	}
}

// sameTree tells whether a parser that repairs HTML found nothing to repair:
// as many elements as there are start tags.
func sameTree(p *page, data []byte) error {
	tags, elements := map[string]int{}, map[string]int{}
	z := html.NewTokenizer(bytes.NewReader(data))
	for z.Next() != html.ErrorToken {
		if t := z.Token(); t.Type == html.StartTagToken || t.Type == html.SelfClosingTagToken {
			tags[t.Data]++
		}
	}
	for n := range p.root.Descendants() {
		if n.Type == html.ElementNode {
			elements[n.Data]++
		}
	}
	for tag, n := range elements {
		if tags[tag] != n {
			return fmt.Errorf("%d <%s> written, %d in the tree", tags[tag], tag, n)
		}
	}
	return nil
}

// crawl checks every page of a site by itself, and every link against the rest.
func crawl(t *testing.T, files map[string][]byte) {
	t.Helper()
	pages := map[string]*page{}
	for name, data := range files {
		if path.Ext(name) != ".html" {
			continue
		}
		p := parsed(t, name, data)
		pages[name] = p
		if err := balanced(data); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if err := sameTree(p, data); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for id, n := range p.ids {
			if n > 1 {
				t.Errorf("%s: id %q %d times", name, id, n)
			}
		}
		if n := len(p.all(atom.H1, "")); n != 1 {
			t.Errorf("%s: %d h1", name, n)
		}
		for _, want := range []atom.Atom{atom.Main, atom.Header, atom.Nav, atom.Footer, atom.Title} {
			if len(p.all(want, "")) == 0 {
				t.Errorf("%s: no <%s>", name, want)
			}
		}
		if bytes.Contains(data, []byte("ZgotmplZ")) || bytes.Contains(ownScripts.ReplaceAll(data, nil), []byte("<script")) {
			t.Errorf("%s: has a script that is not the site's, or a value that html/template refused", name)
		}
	}
	for name, p := range pages {
		for n := range p.root.Descendants() {
			for _, key := range []string{"href", "src"} {
				to := attr(n, key)
				if to == "" {
					continue
				}
				u, err := url.Parse(to)
				switch {
				case err != nil:
					t.Errorf("%s: %v", name, err)
					continue
				case u.IsAbs():
					continue
				case strings.HasPrefix(to, "/"):
					t.Errorf("%s: root-relative link %s", name, to)
					continue
				}
				at := name
				if u.Path != "" {
					at = path.Join(path.Dir(name), u.Path)
				}
				if end, ok := strings.CutPrefix(u.Fragment, "from="); ok && at == "paths.html" {
					at, u.Fragment = end+".html", "" // a script finds the ways from there
				}
				if _, ok := files[at]; !ok {
					t.Errorf("%s: %s leads nowhere", name, to)
				} else if u.Fragment != "" && pages[at].ids[u.Fragment] == 0 {
					t.Errorf("%s: %s has no such fragment", name, to)
				}
			}
		}
	}
}

// ownScripts are those of a page: files of the site, which run when the page is
// there, and the few statements that set the colours before it is painted.
var ownScripts = regexp.MustCompile(`<script src="[^":]*assets/[a-z]+\.js"( data-loads="[a-z./]*")? defer></script>|<script>\(function\(d\)\{d\.dataset[^<]*</script>`)
