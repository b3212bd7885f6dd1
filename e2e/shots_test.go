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

// takeScreenshots writes a picture of one page of each kind in every look.
func takeScreenshots(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("making %s: %w", dir, err)
	}
	list, err := onePerKind()
	if err != nil {
		return err
	}
	for _, width := range []int64{wide, narrow} {
		for _, dark := range []bool{false, true} {
			b, done, err := newTab(origins[0], look{width: width, dark: dark})
			if err != nil {
				return err
			}
			for _, p := range list {
				scheme := "light"
				if dark {
					scheme = "dark"
				}
				to := filepath.Join(dir, fmt.Sprintf("%s-%d-%s.png", strings.ReplaceAll(folder(p), "/", "-"), width, scheme))
				if err := b.shoot(p, to, look{width: width, dark: dark}); err != nil {
					done()
					return err
				}
			}
			done()
		}
	}
	return nil
}

func (b *tab) shoot(p, to string, l look) error {
	l.height = 0
	if err := b.show(l); err != nil {
		return err
	}
	if err := b.navigate(p); err != nil {
		return err
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
