package e2e

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
)

type excess struct {
	Wider    float64
	Culprits []string
}

func TestNoPageScrollsSideways(t *testing.T) {
	list, err := onePerKind()
	if err != nil {
		t.Fatal(err)
	}
	// Windows of other widths than those that everything is looked at in; 320
	// pixels are those of WCAG 1.4.10.
	for _, l := range []look{{width: 320}, {width: 800}} {
		t.Run(fmt.Sprintf("width=%d", l.width), func(t *testing.T) {
			b := open(t, origins[0], l)
			for _, p := range list {
				b.visit(t, p)
				if e := ask[excess](t, b, "overflow()"); e.Wider > 0 {
					t.Errorf("%s is %.0f pixels wider than its window: %q", p, e.Wider, e.Culprits)
				}
			}
		})
	}
}

type noted struct {
	Text  place
	Notes []place
}

func TestNotesStandBesideTheirParagraph(t *testing.T) {
	for _, noScript := range []bool{false, true} {
		b := open(t, origins[0], look{width: wide, noScript: noScript})
		seen, above := 0, 24.0
		if !noScript {
			above = atMostOff
		}
		for _, p := range pagesOf(100, "sources") {
			b.visit(t, p)
			for _, n := range ask[[]noted](t, b, "margins()") {
				for _, note := range n.Notes {
					seen++
					if note.X < n.Text.X+n.Text.Width && n.Text.X < note.X+note.Width {
						t.Errorf("%s: a note at %+v does not stand beside its paragraph at %+v", p, note, n.Text)
					}
					if note.Y < n.Text.Y-above {
						t.Errorf("%s: a note at %+v begins above its paragraph at %+v", p, note, n.Text)
					}
				}
			}
			apart(t, p, ask[[]place](t, b, "notes()"))
		}
		if seen < 20 {
			t.Errorf("only %d notes were seen", seen)
		}
	}
}

func TestNotesStandBelowTheirParagraphOnPhones(t *testing.T) {
	for _, noScript := range []bool{false, true} {
		b := open(t, origins[0], look{width: narrow, noScript: noScript})
		seen := 0
		for _, p := range pagesOf(100, "sources") {
			b.visit(t, p)
			for _, n := range ask[[]noted](t, b, "margins()") {
				for _, note := range n.Notes {
					seen++
					if note.Y < n.Text.Y+n.Text.Height-1 {
						t.Errorf("%s: a note at %+v does not stand below its paragraph at %+v", p, note, n.Text)
					}
					if note.Width < n.Text.Width/2 {
						t.Errorf("%s: a note is %.0f pixels wide below a paragraph of %.0f", p, note.Width, n.Text.Width)
					}
				}
			}
			apart(t, p, ask[[]place](t, b, "notes()"))
		}
		if seen < 20 {
			t.Errorf("only %d notes were seen", seen)
		}
	}
}

// apart finds boxes that lie over one another; half a pixel is rounding.
func apart(t *testing.T, page string, boxes []place) {
	t.Helper()
	for i, a := range boxes {
		for _, b := range boxes[i+1:] {
			if a.X+a.Width > b.X+0.5 && b.X+b.Width > a.X+0.5 && a.Y+a.Height > b.Y+0.5 && b.Y+b.Height > a.Y+0.5 {
				t.Errorf("%s: two notes lie over one another: %+v and %+v", page, a, b)
			}
		}
	}
}

type contrast struct {
	Texts int
	Faint []string
}

func TestColoursFollowTheReader(t *testing.T) {
	list, err := onePerKind()
	if err != nil {
		t.Fatal(err)
	}
	for _, dark := range []bool{false, true} {
		t.Run(fmt.Sprintf("dark=%t", dark), func(t *testing.T) {
			b := open(t, origins[0], look{width: wide, dark: dark})
			for _, p := range list {
				b.visit(t, p)
				l := ask[float64](t, b, "pageLuminance()")
				if dark && l > 0.1 || !dark && l < 0.7 {
					t.Errorf("%s has a background of luminance %.2f", p, l)
				}
				c := ask[contrast](t, b, "faint()")
				if c.Texts < 10 {
					t.Errorf("%s: only %d texts were measured", p, c.Texts)
				}
				for _, f := range c.Faint {
					t.Errorf("%s is hard to read: %s", p, f)
				}
			}
			// A passage that a citation has led to is lit, and has to be read then.
			lit := 0
			for _, p := range pagesOf(2, "sources") {
				b.visit(t, p)
				for _, id := range ask[[]string](t, b, `all("mark[id]").slice(0, 3).map((m) => m.id)`) {
					b.visit(t, p+"#"+id)
					lit++
					for _, f := range ask[contrast](t, b, "faint()").Faint {
						t.Errorf("%s#%s is hard to read: %s", p, id, f)
					}
				}
			}
			if lit == 0 {
				t.Error("no source has a passage to light")
			}
		})
	}
}

type sheet struct {
	Navigation []string
	Text       int
	Shown      bool
}

func TestPrint(t *testing.T) {
	list, err := onePerKind()
	if err != nil {
		t.Fatal(err)
	}
	// A reader in dark mode does not want to print black paper.
	b := open(t, origins[0], look{width: wide, print: true, dark: true})
	for _, p := range list {
		b.visit(t, p)
		s := ask[sheet](t, b, "printed()")
		if len(s.Navigation) > 0 {
			t.Errorf("%s prints its navigation: %q", p, s.Navigation)
		}
		if !s.Shown || s.Text == 0 {
			t.Errorf("%s prints no text", p)
		}
		if l := ask[float64](t, b, "pageLuminance()"); l < 0.9 {
			t.Errorf("%s prints on a background of luminance %.2f", p, l)
		}
		pdf, err := chromedp.Run(b.ctx, chromedp.PrintToPDF())
		if err != nil {
			t.Errorf("%s cannot be printed: %v", p, err)
		} else if !bytes.HasPrefix(pdf, []byte("%PDF-")) {
			t.Errorf("%s prints as something else than PDF: %q", p, pdf[:min(len(pdf), 16)])
		}
	}
}
