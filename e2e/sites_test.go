package e2e

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

// A site is what the program wrote, and the places from which it is read.
type site struct {
	dir     string
	pages   []string // "people/x.html", sorted
	origins []origin // the disk, and a server

	once   sync.Once
	all    []kind
	failed error
}

// An origin is a place that a site is read from.
type origin struct {
	name string
	base string // URL of the site's root; ends in a slash
}

func openSite(dir string) (s *site, stop func(), err error) {
	list, err := listPages(dir)
	if err != nil {
		return nil, nil, err
	}
	server := serve(dir)
	return &site{dir: dir, pages: list, origins: []origin{
		{"disk", (&url.URL{Scheme: "file", Path: filepath.ToSlash(dir) + "/"}).String()},
		{"server", server.URL + subPath},
	}}, server.Close, nil
}

func listPages(dir string) ([]string, error) {
	var list []string
	err := fs.WalkDir(os.DirFS(dir), ".", func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && path.Ext(p) == ".html" {
			list = append(list, p)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("listing the pages of %s: %w", dir, err)
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("%s has no pages", dir)
	}
	slices.Sort(list)
	return list, nil
}

func serve(dir string) *httptest.Server {
	mux := http.NewServeMux()
	mux.Handle(subPath, http.StripPrefix(subPath, http.FileServer(http.Dir(dir))))
	server := httptest.NewUnstartedServer(mux)
	if server.Listener.Addr().(*net.TCPAddr).IP.IsLoopback() {
		server.Start()
		return server
	}
	panic("httptest listens beyond this machine")
}

// read gives the bytes of a file of the site.
func (s *site) read(p string) ([]byte, error) {
	return os.ReadFile(filepath.Join(s.dir, filepath.FromSlash(p)))
}

// name is how the tests call the site.
func (s *site) name() string { return path.Base(filepath.ToSlash(s.dir)) }

// folder is where a page stands: "people" of "people/x.html", and the page's own
// name where it stands at the root or is a list.
func folder(page string) string {
	dir, file := path.Split(page)
	if dir == "" || file == "index.html" {
		return strings.TrimSuffix(page, ".html")
	}
	return strings.TrimSuffix(dir, "/")
}

// parts are what only some pages of a kind have, by the HTML that begins them.
// Pages with one are a kind of their own.
var parts = []struct{ name, html string }{
	{"values", `class="values"`},
	{"series", `class="chart series"`},
	{"history", `class="history"`},
	{"renderings", `class="renderings"`},
}

// A kind is pages that are made alike: first the longest, where most can go wrong,
// then the others in their order.
type kind struct {
	name  string // "claims", "claims-values"
	pages []string
}

// byKind gives all kinds of pages of the site, sorted by name. A page may be of several.
func (s *site) byKind() ([]kind, error) {
	s.once.Do(func() { s.all, s.failed = s.classify() })
	return s.all, s.failed
}

func (s *site) classify() ([]kind, error) {
	of := map[string][]string{}
	longest := map[string]int{}
	for _, p := range s.pages {
		html, err := s.read(p)
		if err != nil {
			return nil, err
		}
		names := []string{folder(p)}
		for _, part := range parts {
			if bytes.Contains(html, []byte(part.html)) {
				names = append(names, folder(p)+"-"+part.name)
			}
		}
		for _, k := range names {
			if len(of[k]) == 0 || len(html) > longest[k] {
				of[k], longest[k] = slices.Insert(of[k], 0, p), len(html)
			} else {
				of[k] = append(of[k], p)
			}
		}
	}
	var list []kind
	for _, k := range slices.Sorted(maps.Keys(of)) {
		slices.Sort(of[k][1:])
		list = append(list, kind{k, of[k]})
	}
	return list, nil
}

// kinds gives up to three pages of each kind, sorted by kind: the longest, the
// first of the others, and one from the middle.
func (s *site) kinds() ([]kind, error) {
	all, err := s.byKind()
	var list []kind
	for _, k := range all {
		some := slices.Clone(k.pages[:min(len(k.pages), 2)])
		if len(k.pages) > 2 {
			some = append(some, k.pages[max(len(k.pages)/2, 2)])
		}
		list = append(list, kind{k.name, some})
	}
	return list, err
}

// some gives up to n pages of each kind, each once, sorted.
func (s *site) some(n int) ([]string, error) {
	kinds, err := s.kinds()
	if err != nil {
		return nil, err
	}
	var list []string
	for _, k := range kinds {
		list = append(list, k.pages[:min(n, len(k.pages))]...)
	}
	slices.Sort(list)
	return slices.Compact(list), nil
}

// onePerKind gives the longest page of each kind of the first site.
func onePerKind() ([]string, error) { return sites[0].some(1) }

// pagesOf gives up to n pages of each of some kinds of the first site.
func pagesOf(n int, folders ...string) []string {
	count := map[string]int{}
	var list []string
	for _, p := range pages {
		if k := folder(p); slices.Contains(folders, k) && count[k] < n {
			count[k]++
			list = append(list, p)
		}
	}
	return list
}
