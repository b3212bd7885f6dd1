package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"
)

type colours struct {
	Theme, Label string
	Shown        bool
	Luminance    float64
}

const askColours = `(() => {
	const button = document.querySelector(".theme");
	return {
		Theme: document.documentElement.dataset.theme ?? "",
		Label: button.getAttribute("aria-label"),
		Shown: shown(button),
		Luminance: pageLuminance(),
	};
})()`

// A reader goes through the switch by the keyboard: light, dark, as the system;
// other pages and later visits are as chosen, and nothing is shown in the other
// colours before.
func TestColoursFollowTheSwitch(t *testing.T) {
	for _, o := range origins {
		for _, systemDark := range []bool{false, true} {
			b := open(t, o, look{width: narrow, dark: systemDark})
			b.visit(t, "index.html")
			first := ask[colours](t, b, askColours)
			if first.Theme != "" || !first.Shown || first.Luminance > 0.5 == systemDark {
				t.Errorf("from the %s: without a choice the page has %+v", o.name, first)
			}
			b.focusSwitch(t)
			labels := map[string]bool{first.Label: true}
			for _, theme := range []string{"light", "dark"} {
				b.press(t, "\r")
				now := ask[colours](t, b, askColours)
				if now.Theme != theme || now.Luminance > 0.5 != (theme == "light") {
					t.Errorf("from the %s: %q was chosen, and the page has %+v", o.name, theme, now)
				}
				labels[now.Label] = true
				if kept := b.kept(t, theme); kept.Theme != theme || kept.Label != now.Label {
					t.Errorf("from the %s: %q was chosen, and the next page has %+v", o.name, theme, kept)
				}
				b.visit(t, "index.html")
				b.focusSwitch(t)
			}
			if len(labels) != 3 {
				t.Errorf("from the %s: the switch is called %v", o.name, labels)
			}
			b.press(t, "\r")
			if last := ask[colours](t, b, askColours); last.Theme != "" || last.Luminance > 0.5 == systemDark {
				t.Errorf("from the %s: the system was chosen, and the page has %+v", o.name, last)
			}
			if after := b.kept(t, ""); after.Theme != "" {
				t.Errorf("from the %s: the system was chosen, and the next page has %+v", o.name, after)
			}
		}
	}
}

// focusSwitch puts the focus on the switch, once the page is painted: the browser
// gives keys to no page before.
func (b *tab) focusSwitch(t *testing.T) {
	t.Helper()
	_, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](`new Promise((painted) => {
		document.querySelector(".theme").focus();
		requestAnimationFrame(() => requestAnimationFrame(() => painted(true)));
	})`, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal(err)
	}
}

// kept opens another page until it has the theme: a browser keeps a choice in its
// own time, and from the disk another process may read it.
func (b *tab) kept(t *testing.T, theme string) (c colours) {
	t.Helper()
	for range 20 {
		b.visit(t, "timeline.html")
		if c = ask[colours](t, b, askColours); c.Theme == theme {
			break
		}
	}
	return c
}

func TestNoSwitchWithoutScripts(t *testing.T) {
	b := open(t, origins[0], look{width: narrow, noScript: true})
	b.visit(t, "index.html")
	if c := ask[colours](t, b, askColours); c.Shown {
		t.Error("a switch is shown that does nothing")
	}
}
