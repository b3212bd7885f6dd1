package e2e

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

var (
	screenshots = flag.String("screenshots", "", "write pictures of the pages to this `folder`, and run no test")
	siteFlag    = flag.String("site", "", "look at the site in this `folder` instead of building one")
)

// subPath is where the server has the site, as GitHub Pages has that of a repository.
const subPath = "/repository-name/"

// What the tests share; set by TestMain.
var (
	browser context.Context // of chromedp
	program string          // path of dossier itself
	siteDir string
	pages   []string // of the site: "people/x.html", sorted
	origins []origin
)

// An origin is a place that the site is read from.
type origin struct {
	name string
	base string // URL of the site's root; ends in a slash
}

func TestMain(m *testing.M) {
	flag.Parse()
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, "e2e:", err)
		code = 1
	}
	os.Exit(code)
}

func run(m *testing.M) (int, error) {
	chromium := findChromium()
	if chromium == "" {
		const missing = "no Chromium was found, by CHROME or on PATH; on Debian: apt-get install chromium"
		if os.Getenv("CI") == "true" || *screenshots != "" {
			return 1, errors.New(missing)
		}
		fmt.Fprintf(os.Stderr, "\n*** The browser tests did NOT run: %s ***\n\n", missing)
		return 0, nil
	}
	tmp, err := os.MkdirTemp("", "dossier-e2e-")
	if err != nil {
		return 1, fmt.Errorf("making a folder: %w", err)
	}
	defer os.RemoveAll(tmp)

	program = filepath.Join(tmp, "dossier")
	if err := runIn("..", "go", "build", "-o", program, "./cmd/dossier"); err != nil {
		return 1, err
	}
	siteDir = *siteFlag
	if siteDir == "" {
		siteDir = filepath.Join(tmp, "a site") // with a space, as on many disks
		if err := runIn("..", program, "build", "--out", siteDir); err != nil {
			return 1, err
		}
	}
	if siteDir, err = filepath.Abs(siteDir); err != nil {
		return 1, err
	}
	if pages, err = listPages(siteDir); err != nil {
		return 1, err
	}
	server := serve(siteDir)
	defer server.Close()
	origins = []origin{
		{"disk", (&url.URL{Scheme: "file", Path: filepath.ToSlash(siteDir) + "/"}).String()},
		{"server", server.URL + subPath},
	}

	stop, err := startBrowser(chromium, filepath.Join(tmp, "profile"))
	if err != nil {
		return 1, err
	}
	defer stop()
	if *screenshots != "" {
		return 0, takeScreenshots(*screenshots)
	}
	return m.Run(), nil
}

// findChromium gives the path of the browser, or nothing. The names are those
// of Debian, Ubuntu and Google's own packages.
func findChromium() string {
	for _, name := range []string{os.Getenv("CHROME"), "chromium", "google-chrome", "google-chrome-stable", "chromium-browser"} {
		if name == "" {
			continue
		}
		if found, err := exec.LookPath(name); err == nil {
			return found
		}
	}
	return ""
}

// runIn runs a program in a folder, to its end.
func runIn(dir, name string, args ...string) error {
	c := exec.Command(name, args...)
	c.Dir = dir
	if out, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("running %s: %w\n%s", strings.Join(c.Args, " "), err, out)
	}
	return nil
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

func startBrowser(program, profile string) (stop func(), err error) {
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]),
		chromedp.ExecPath(program),
		chromedp.UserDataDir(profile),
		chromedp.NoSandbox,
		chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("hide-scrollbars", true),
	)
	allocator, stopAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancel := chromedp.NewContext(allocator)
	if err := chromedp.Do(ctx); err != nil {
		stopAllocator()
		return nil, fmt.Errorf("starting %s: %w", program, err)
	}
	browser = ctx
	return func() { cancel(); stopAllocator() }, nil
}

// folder is the kind of a page: "people" of "people/x.html", and the page's own
// name where it stands at the root or is a list.
func folder(page string) string {
	dir, file := path.Split(page)
	if dir == "" || file == "index.html" {
		return strings.TrimSuffix(page, ".html")
	}
	return strings.TrimSuffix(dir, "/")
}

// onePerKind gives the longest page of each kind, where most can go wrong.
func onePerKind() ([]string, error) {
	longest := map[string]string{}
	size := map[string]int64{}
	for _, p := range pages {
		info, err := os.Stat(filepath.Join(siteDir, filepath.FromSlash(p)))
		if err != nil {
			return nil, err
		}
		if k := folder(p); info.Size() > size[k] {
			longest[k], size[k] = p, info.Size()
		}
	}
	var list []string
	for _, p := range longest {
		list = append(list, p)
	}
	slices.Sort(list)
	return list, nil
}

// pagesOf gives up to n pages of each of some kinds.
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
