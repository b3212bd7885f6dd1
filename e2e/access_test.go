package e2e

import (
	"testing"

	"github.com/chromedp/chromedp/kb"
)

type focus struct {
	Name                           string
	Skip, Visible, Marked, Follows bool
}

func TestKeyboard(t *testing.T) {
	list, err := onePerKind()
	if err != nil {
		t.Fatal(err)
	}
	b := open(t, origins[0], look{width: wide})
	for _, p := range list {
		b.visit(t, p)
		ready := ask[bool](t, b, `document.activeElement.matches("input")`) // to be typed in: the page is for that
		for i := range 14 {
			b.press(t, kb.Tab)
			f := ask[focus](t, b, "focused()")
			if f.Name == "" {
				break // the page has no more to focus
			}
			if i == 0 && !f.Skip && !ready {
				t.Errorf("%s: the first Tab goes to %s, not to the skip link", p, f.Name)
			}
			if !f.Visible {
				t.Errorf("%s: %s has the focus and is not in view", p, f.Name)
			}
			if !f.Marked {
				t.Errorf("%s: one cannot see that %s has the focus", p, f.Name)
			}
			if !f.Follows {
				t.Errorf("%s: the focus jumps back to %s", p, f.Name)
			}
		}
	}
}

// The skip link takes the keyboard along: the next Tab is past the menu.
func TestSkipLink(t *testing.T) {
	b := open(t, origins[0], look{width: wide, noScript: true})
	for _, p := range []string{"index.html", "timeline.html"} {
		b.visit(t, p)
		b.press(t, kb.Tab)
		b.press(t, kb.Enter)
		b.press(t, kb.Tab)
		if !ask[bool](t, b, `!!document.activeElement.closest("main")`) {
			t.Errorf("%s: after the skip link, Tab goes to %s", p, ask[string](t, b, "name(document.activeElement)"))
		}
	}
}
