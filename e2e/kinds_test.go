package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// shifting is said of a page that moves by itself.
const shifting = "shifts its layout"

// Every kind of page of both sites, from the disk and from a server, with and
// without scripts, at both widths, in light and dark. Each way opens one page of
// every kind, and the next way another one. What is watched in each is said at
// examine; that the console is silent and nobody else is asked for anything,
// every tab watches over by itself.
func TestEveryKindOfPage(t *testing.T) {
	way := 0
	for i, s := range sites {
		kinds, err := s.kinds()
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range s.origins {
			for _, l := range []look{{width: wide}, {width: narrow}, {width: wide, noScript: true}, {width: narrow, noScript: true}} {
				n := way
				way++
				t.Run(fmt.Sprintf("%s/%s/width=%d/script=%t", s.name(), o.name, l.width, !l.noScript), func(t *testing.T) {
					t.Parallel()
					b := open(t, o, l)
					for _, some := range kinds {
						// The bytes are the same from everywhere, so that axe-core looks
						// at them from one place; of the large site only without scripts
						// on a phone, and with them elsewhere.
						accessible := o.name == "server" && (i == 0 || l.noScript == (l.width == narrow))
						p := some[n%len(some)]
						for _, flaw := range examine(t, b, p, l, accessible) {
							t.Errorf("%s %s", p, flaw)
						}
					}
				})
			}
		}
	}
}

// examine opens a page and scrolls through it: nothing may move, and nothing may
// stick out at the side or be inaccessible, neither in light nor in dark.
func examine(t *testing.T, b *tab, p string, l look, accessible bool) (flaws []string) {
	t.Helper()
	b.visit(t, p)
	for _, y := range []string{"document.documentElement.scrollHeight", "0"} {
		b.paint(t)
		ask[any](t, b, "scrollTo({ top: "+y+", behavior: 'instant' })")
	}
	b.paint(t)
	for _, s := range ask[[]string](t, b, "shifts()") {
		flaws = append(flaws, shifting+": "+s)
	}
	for _, dark := range []bool{false, true} {
		l.dark = dark
		must(t, b.show(l))
		if e := ask[excess](t, b, "overflow()"); e.Wider > 0 {
			flaws = append(flaws, fmt.Sprintf("(dark: %t) is %.0f pixels wider than its window: %q", dark, e.Wider, e.Culprits))
		}
		if accessible && axe != "" {
			for _, v := range b.inaccessible(t, l) {
				flaws = append(flaws, fmt.Sprintf("(dark: %t) is not accessible: %s", dark, v))
			}
		}
	}
	l.dark = false
	must(t, b.show(l))
	return flaws
}

// paint makes the browser draw the page, as it does for whoever looks at it.
func (b *tab) paint(t *testing.T) {
	t.Helper()
	_, err := chromedp.Call(b.ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{
		Clip: &page.Viewport{Width: 1, Height: 1, Scale: 1},
	})
	if err != nil {
		t.Fatalf("painting: %v", err)
	}
}

// many is how many elements of a kind in one place axe-core looks at: for a list
// of thousands it takes minutes, and says of each what it says of the first.
const many = 12

// inaccessible lists what axe-core finds in the page; in the dark, what it finds
// in the colours.
func (b *tab) inaccessible(t *testing.T, l look) []string {
	t.Helper()
	script := func(off bool) {
		_, err := chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: off})
		must(t, err)
	}
	if l.noScript {
		// axe-core waits for timers. The scripts of the page do not run by this,
		// for they were passed over when it was read.
		script(false)
		defer script(true)
	}
	rules := ""
	if l.dark {
		rules = `"color-contrast", "link-in-text-block"`
	}
	list, err := chromedp.Run(b.ctx, chromedp.Evaluate[[]string](
		fmt.Sprintf("if (!window.axe) {%s}\n(() => {%s\nthin(%d); return violations(%s)})()", axe, probes, many, rules), chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("running axe-core: %v", err)
	}
	return list
}

// The tests above can fail: each flaw is seen, in the looks in which it is there.
func TestFlawsAreSeen(t *testing.T) {
	dir := t.TempDir()
	const frame = `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>A page</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"></head><body><main><h1>A page</h1>%s</main></body></html>`
	type flawed struct {
		file, body  string
		script, axe bool   // a script makes the flaw; axe-core sees it
		sees        string // part of what is said of it
		reason      string
	}
	var cases []flawed
	for _, c := range []flawed{
		{"sound.html", `<p>Text.</p>`, false, false, "", "nothing is found where nothing is wrong"},
		{"wide.html", `<p style="width: 2000px">Text.</p>`, false, false, "wider", "the page scrolls sideways"},
		{"moves.html", `<style>@keyframes grow { from { height: 0 } to { height: 300px } } div { animation: grow .2s forwards }</style><div></div><p>Text that is pushed down.</p>`, false, false, shifting, "the layout shifts"},
		{"pushed.html", `<p>Text.</p><script>onload = () => setTimeout(() => document.querySelector("p").style.marginTop = "300px", 50)</script>`, true, false, shifting, "a script shifts the layout"},
		{"image.html", `<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">`, false, true, "image-alt", "a rule of axe-core is broken"},
		{"faint.html", `<style>@media (prefers-color-scheme: dark) { p { color: #eee; background: #fff } }</style><p>Text.</p>`, false, true, "color-contrast", "a rule of axe-core is broken in the dark"},
		{"foreign.html", `<img alt="A picture" src="http://127.0.0.1:9/x.png">`, false, false, "asks for", "another host is asked"},
		{"missing.html", `<img alt="A picture" src="none.png">`, false, false, "none.png", "a file of the site is missing"},
		{"talks.html", `<script>console.warn("a warning")</script>`, true, false, "console", "a script warns"},
		{"throws.html", `<script>throw new Error("an error")</script>`, true, false, "throws", "a script fails"},
	} {
		must(t, os.WriteFile(filepath.Join(dir, c.file), fmt.Appendf(nil, frame, c.body), 0o644))
		cases = append(cases, c)
	}
	s, stop, err := openSite(dir)
	must(t, err)
	defer stop()
	for _, noScript := range []bool{false, true} {
		for _, c := range cases {
			want := c.sees != "" && (!c.script || !noScript) && (axe != "" || !c.axe)
			got := seen(t, s.origins[1], look{width: narrow, noScript: noScript}, c.file, want && c.sees == shifting)
			if strings.Contains(got, c.sees) != want && c.sees != "" || !want && got != "" {
				t.Errorf("%s (%s; scripts run: %t): seen is %q, want %q: %t", c.file, c.reason, !noScript, got, c.sees, want)
			}
		}
	}
}

// seen gives all that is said of a page. What moves later than at once is waited
// for, if it is expected.
func seen(t *testing.T, o origin, l look, p string, moves bool) string {
	t.Helper()
	b, done, err := newTab(o, l)
	must(t, err)
	defer done()
	flaws := examine(t, b, p, l, true)
	for end := time.Now().Add(patience); moves && time.Now().Before(end); b.paint(t) {
		if more := ask[[]string](t, b, "shifts()"); len(more) > 0 {
			flaws = append(flaws, shifting+": "+more[0])
			break
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	return strings.Join(append(flaws, b.flaws...), "\n")
}
