package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/chromedp/chromedp"
)

// tallest is how many CSS pixels of a page a picture shows.
const tallest = 2400

// A sitter is a page to take pictures of, and what the files are called.
type sitter struct{ name, page string }

// takeScreenshots writes pictures in every look: of one page of each kind, of an
// answer of the page that finds ways, and of what changed since a revision.
func takeScreenshots(dir, tmp string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("making %s: %w", dir, err)
	}
	kinds, err := sites[0].byKind()
	if err != nil {
		return err
	}
	list := []sitter{{"paths-answer", "paths.html#from=people/hakan-fidan&to=organizations/hamas"}}
	for _, k := range kinds {
		list = append(list, sitter{k.name, k.pages[0]})
	}
	if err := shootAll(origins[0], dir, list); err != nil || *siteFlag != "" {
		return err
	}
	since, err := changed(tmp)
	if err != nil {
		return fmt.Errorf("building a site that tells what changed: %w", err)
	}
	s, stop, err := openSite(since)
	if err != nil {
		return err
	}
	defer stop()
	return shootAll(s.origins[0], dir, []sitter{{"changes", "changes.html"}, {"claims-corrected", "claims/october-7-death-toll.html"}})
}

func shootAll(o origin, dir string, list []sitter) error {
	for _, width := range []int64{wide, narrow} {
		for _, dark := range []bool{false, true} {
			b, done, err := newTab(o, look{width: width, dark: dark})
			if err != nil {
				return err
			}
			for _, s := range list {
				scheme := "light"
				if dark {
					scheme = "dark"
				}
				to := filepath.Join(dir, fmt.Sprintf("%s-%d-%s.png", strings.ReplaceAll(s.name, "/", "-"), width, scheme))
				if err := b.shoot(s.page, to, look{width: width, dark: dark}); err != nil {
					done()
					return err
				}
			}
			done()
		}
	}
	return nil
}

// answered is when the page is there, and the answer of one that was asked.
const answered = `new Promise((there) => {
  const form = document.querySelector("form.paths");
  (function look() { !form || !location.hash || form.said.value ? there(true) : requestAnimationFrame(look) })();
})`

func (b *tab) shoot(p, to string, l look) error {
	l.height = 0
	if err := b.show(l); err != nil {
		return err
	}
	if err := b.navigate(p); err != nil {
		return err
	}
	if _, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](answered, chromedp.EvalAwaitPromise)); err != nil {
		return fmt.Errorf("waiting for %s: %w", p, err)
	}
	height, err := chromedp.Run(b.ctx, chromedp.Evaluate[float64]("document.documentElement.scrollHeight"))
	if err != nil {
		return fmt.Errorf("measuring %s: %w", p, err)
	}
	l.height = min(int64(height), tallest)
	if err := b.show(l); err != nil {
		return err
	}
	png, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		return fmt.Errorf("taking a picture of %s: %w", p, err)
	}
	if err := os.WriteFile(to, png, 0o644); err != nil {
		return fmt.Errorf("writing %s: %w", to, err)
	}
	return nil
}
