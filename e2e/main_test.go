package e2e

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

var (
	shots    = flag.String("shots", "", "write pictures of the pages to this `folder`, and run no test")
	siteFlag = flag.String("site", "", "look at the site in this `folder` instead of building any")
)

// subPath is where the server has the site, as GitHub Pages has that of a repository.
const subPath = "/repository-name/"

// manySources is the size of the generated dossier.
const manySources = 2000

// What the tests share; set by TestMain.
var (
	browser context.Context // of chromedp
	program string          // path of dossier itself
	sites   []*site         // this repository's dossier, and a generated one
	axe     string          // the script of axe-core, or nothing
	checker []string        // the command of the Nu HTML checker, or nothing

	// Of the first site.
	siteDir string
	pages   []string
	origins []origin
)

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
	ci := os.Getenv("CI") == "true"
	chromium := findChromium()
	if chromium == "" {
		const missing = "no Chromium was found, by CHROME or on PATH; on Debian: apt-get install chromium"
		if ci || *shots != "" {
			return 1, errors.New(missing)
		}
		fmt.Fprintf(os.Stderr, "\n*** The browser tests did NOT run: %s ***\n\n", missing)
		return 0, nil
	}
	if *shots == "" {
		var missing []string
		axe, checker, missing = findCheckers()
		for _, what := range missing {
			if ci {
				return 1, errors.New(what)
			}
			fmt.Fprintf(os.Stderr, "\n*** NOT tested: %s ***\n\n", what)
		}
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
	dirs, err := buildSites(tmp)
	if err != nil {
		return 1, err
	}
	for _, dir := range dirs {
		s, stop, err := openSite(dir)
		if err != nil {
			return 1, err
		}
		defer stop()
		sites = append(sites, s)
	}
	siteDir, pages, origins = sites[0].dir, sites[0].pages, sites[0].origins

	stop, err := startBrowser(chromium, filepath.Join(tmp, "profile"))
	if err != nil {
		return 1, err
	}
	defer stop()
	if *shots != "" {
		return 0, takeScreenshots(*shots, tmp)
	}
	return m.Run(), nil
}

// buildSites builds what the tests look at, and gives the folders.
func buildSites(tmp string) ([]string, error) {
	if *siteFlag != "" {
		dir, err := filepath.Abs(*siteFlag)
		return []string{dir}, err
	}
	shipped := filepath.Join(tmp, "a site") // with a space, as on many disks
	if err := runIn("..", program, "build", "--out", shipped); err != nil {
		return nil, err
	}
	if *shots != "" {
		return []string{shipped}, nil
	}
	generated, large := filepath.Join(tmp, "generated"), filepath.Join(tmp, "large")
	if err := runIn("../bench", "go", "run", "./gen", "-sources", strconv.Itoa(manySources), "-out", generated); err != nil {
		return nil, err
	}
	if err := runIn("..", program, "build", "-C", generated, "--out", large); err != nil {
		return nil, err
	}
	return []string{shipped, large}, nil
}

// findCheckers finds what setup.sh fetches, and says what cannot be tested
// without what is missing.
func findCheckers() (axe string, checker, missing []string) {
	const how = "; run sh e2e/setup.sh chromium checks"
	script, err := os.ReadFile(filepath.FromSlash("node_modules/axe-core/axe.min.js"))
	if err != nil {
		missing = append(missing, "what axe-core knows of accessibility, for it is not in e2e/node_modules (it needs npm)"+how)
	}
	jar, err := filepath.Abs(filepath.FromSlash("node_modules/vnu-jar/build/dist/vnu.jar"))
	if err == nil {
		_, err = os.Stat(jar)
	}
	java, noJava := exec.LookPath("java")
	switch {
	case err != nil:
		missing = append(missing, "whether the HTML is valid, for vnu-jar is not in e2e/node_modules (it needs npm)"+how)
	case noJava != nil:
		missing = append(missing, "whether the HTML is valid, for there is no Java on PATH"+how)
	default:
		checker = []string{java, "-jar", jar}
	}
	return string(script), checker, missing
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
