package render

import (
	"io/fs"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"dossier/templates"
)

// The colours that stand on each other have the contrast that WCAG 2.2 asks for
// at level AA: 4.5 for text, 3 for what is drawn.
func TestContrast(t *testing.T) {
	css, err := fs.ReadFile(templates.FS, "assets/dossier.css")
	if err != nil {
		t.Fatal(err)
	}
	property := regexp.MustCompile(`--([a-z-]+): (#[0-9a-f]{6});`)
	light, rest, ok := strings.Cut(string(css), "@media (prefers-color-scheme: dark)")
	if !ok {
		t.Fatal("no dark scheme")
	}
	dark, _, _ := strings.Cut(rest, "\n}\n")
	for scheme, block := range map[string]string{"light": light, "dark": dark} {
		colour := map[string]string{}
		for _, m := range property.FindAllStringSubmatch(block, -1) {
			colour[m[1]] = m[2]
		}
		for _, pair := range []struct {
			on, what string
			least    float64
		}{
			{"paper", "ink", 7},
			{"panel", "ink", 7},
			{"mark", "ink", 7},
			{"lit", "ink", 4.5},
			{"paper", "soft", 4.5},
			{"panel", "soft", 4.5},
			{"paper", "accent", 4.5},
			{"panel", "accent", 4.5},
			{"mark", "accent", 4.5},
			{"mark", "soft", 4.5},
			{"mark-cited", "ink", 7},
			{"mark-cited", "accent", 4.5},
			{"mark-cited", "soft", 4.5},
			{"lit", "accent", 3},
			{"mark", "lit-edge", 3},
			{"paper", "supports", 4.5},
			{"paper", "disputes", 4.5},
			{"paper", "mentions", 4.5},
			{"paper", "lit-edge", 3},
			{"paper", "mark-edge", 3},
		} {
			if got := contrast(t, colour[pair.on], colour[pair.what]); got < pair.least {
				t.Errorf("%s: %s on %s has %.2f, wants %.1f", scheme, pair.what, pair.on, got, pair.least)
			}
		}
	}
}

func contrast(t *testing.T, a, b string) float64 {
	x, y := luminance(t, a), luminance(t, b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// luminance is the relative luminance of WCAG 2.2.
func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	if len(colour) != len("#rrggbb") {
		t.Fatalf("no colour: %q", colour)
	}
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, err := strconv.ParseUint(colour[1+2*i:3+2*i], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		c := float64(n) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}

// Nothing of the look comes from elsewhere.
func TestStylesheetStandsAlone(t *testing.T) {
	css, err := fs.ReadFile(templates.FS, "assets/dossier.css")
	if err != nil {
		t.Fatal(err)
	}
	if len(css) > 20<<10 {
		t.Errorf("the stylesheet has %d bytes, at most %d are to be sent with the first page", len(css), 20<<10)
	}
	for _, foreign := range []string{"@import", "url(", "http:", "https:"} {
		if strings.Contains(strings.ReplaceAll(string(css), `[href^="http"]`, ""), foreign) {
			t.Errorf("the stylesheet has %q", foreign)
		}
	}
}
