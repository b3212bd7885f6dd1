package e2e

import (
	"cmp"
	"fmt"
	"math/bits"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// shifting is said of a page that moves by itself.
const shifting = "shifts its layout"

// openings is in how many ways a site is opened: from the disk and from a server,
// at both widths, with and without scripts. Each way is looked at in light and dark.
const openings = 8

// Every kind of page of both sites in every way. What is watched in each is said
// at examine; that the console is silent and nobody else is asked for anything,
// every tab watches over by itself.
//
// Each way has a page of every kind, and of kinds with many pages another one than
// the other ways. Of this repository's dossier no page is left out.
func TestEveryKindOfPage(t *testing.T) {
	for i, s := range sites {
		kinds, err := s.byKind()
		if i > 0 {
			kinds, err = s.kinds()
		}
		must(t, err)
		for n, share := range deal(kinds) {
			o, l := s.origins[n&1], look{width: []int64{wide, narrow}[n>>1&1], noScript: n>>2&1 == 1}
			t.Run(fmt.Sprintf("%s/%s/width=%d/script=%t", s.name(), o.name, l.width, !l.noScript), func(t *testing.T) {
				t.Parallel()
				b := open(t, o, l)
				for k, p := range slices.Concat(share.kinds, share.others) {
					accessible := schemed{light: true, dark: true}
					if i > 0 {
						accessible = schemes(t, s, n, p)
					} else if k >= len(share.kinds) {
						accessible = schemed{light: k%2 == 0, dark: k%2 == 1}
					}
					for _, flaw := range examine(t, b, p, l, accessible) {
						t.Errorf("%s %s", p, flaw)
					}
				}
			})
		}
	}
}

// A share is the pages that are opened in one way: together of all kinds, and others.
type share struct{ kinds, others []string }

// deal gives each way a page of every kind, one that the fewest ways have had so
// far, and deals out what is left then.
func deal(kinds []kind) (shares [openings]share) {
	rare := slices.Clone(kinds) // first: a page with all parts is of several kinds
	slices.SortStableFunc(rare, func(a, b kind) int { return cmp.Compare(len(a.pages), len(b.pages)) })
	had := map[string]int{}
	for n := range shares {
		s := &shares[n]
		for _, k := range rare {
			if !slices.ContainsFunc(k.pages, func(p string) bool { return slices.Contains(s.kinds, p) }) {
				p := slices.MinFunc(k.pages, func(a, b string) int { return cmp.Compare(had[a], had[b]) })
				s.kinds = append(s.kinds, p)
				had[p]++
			}
		}
	}
	left := 0
	for _, k := range kinds {
		for _, p := range k.pages {
			if had[p] == 0 {
				had[p]++
				s := &shares[left%openings]
				s.others = append(s.others, p)
				left++
			}
		}
	}
	return shares
}

// Every way has every kind, and no page is left out.
func TestDeal(t *testing.T) {
	some := func(folder string, n int) (list []string) {
		for i := range n {
			list = append(list, fmt.Sprintf("%s/%d.html", folder, i))
		}
		return list
	}
	claims := some("claims", 40)
	kinds := []kind{{"claims", claims}, {"claims-series", claims[30:31]}, {"claims-values", claims[20:33]}, {"index", some("index", 1)}, {"people", some("people", 9)}}
	times := map[string]int{}
	for n, s := range deal(kinds) {
		for _, k := range kinds {
			if !slices.ContainsFunc(k.pages, func(p string) bool { return slices.Contains(s.kinds, p) }) {
				t.Errorf("way %d has no page of the kind %s: %q", n, k.name, s.kinds)
			}
		}
		for _, p := range slices.Concat(s.kinds, s.others) {
			times[p]++
		}
	}
	for _, k := range kinds {
		for _, p := range k.pages {
			want := 1
			if k.name == "index" || p == claims[30] {
				want = openings // the only page of its kind; that is of its other kinds too
			}
			if times[p] != want {
				t.Errorf("%s is opened in %d ways, want %d", p, times[p], want)
			}
		}
	}
}

// long is from what size on axe-core looks at a page of the large site in few ways.
const long = 256 << 10 // bytes

// schemes tells in what schemes axe-core looks at a page of the large site in the
// n-th way. It takes up to 3 seconds for a page of this repository's dossier, but
// 10 to 20 for a list of 2,000 sources. It therefore looks at each page in the
// scheme that goes with the way, so that any three of place, width, scripts and
// scheme meet in all their combinations; and at a long page only from the disk,
// for its bytes are the same from a server, and so that any one of width, scripts
// and scheme meets each of the others.
func schemes(t *testing.T, s *site, n int, p string) schemed {
	t.Helper()
	info, err := os.Stat(filepath.Join(s.dir, filepath.FromSlash(p)))
	must(t, err)
	dark := bits.OnesCount(uint(n))%2 == 1
	if info.Size() >= long && n&1 == 1 {
		return schemed{}
	}
	return schemed{light: !dark, dark: dark}
}

// schemed says something of each scheme of colours.
type schemed struct{ light, dark bool }

// examine opens a page and scrolls through it: nothing may move, and nothing may
// stick out at the side, neither in light nor in dark; nor be inaccessible, in the
// schemes that are given.
func examine(t *testing.T, b *tab, p string, l look, accessible schemed) (flaws []string) {
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
		if axe != "" && (dark && accessible.dark || !dark && accessible.light) {
			for _, v := range b.inaccessible(t) {
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
		{"pushed.html", `<p>Text.</p><script>let down = 0; onload = () => setInterval(() => document.querySelector("p").style.marginTop = (down = 300 - down) + "px", 50)</script>`, true, false, shifting, "a script shifts the layout"},
		{"image.html", `<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">`, false, true, "image-alt", "a rule of axe-core is broken"},
		{"pale.html", `<p style="color: #999">Text.</p>`, false, true, "(dark: false) is not accessible: color-contrast", "colours are too near in the light"},
		{"small.html", `<style>button { width: 12px; height: 12px; padding: 0; border: 0 }</style><button aria-label="One"></button><button aria-label="Two"></button>`, false, true, "target-size", "what is pressed is small, and near to the next"},
		{"twice.html", `<p id="a">One</p><p id="a">Two</p><input type="text" aria-labelledby="a">`, false, true, "duplicate-id-aria", "an id is given twice to what names a field"},
		{"landmark.html", `</main><p>Text beside all landmarks.</p><main hidden>`, false, true, "region", "a rule of good practice is broken"},
		{"faint.html", `<style>@media (prefers-color-scheme: dark) { p { color: #eee; background: #fff } }</style><p>Text.</p>`, false, true, "(dark: true) is not accessible: color-contrast", "a rule of axe-core is broken in the dark"},
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

// The flaws that a template could get are seen in the pages as they are.
func TestPlantedFlawsAreSeen(t *testing.T) {
	dir := t.TempDir()
	must(t, os.CopyFS(dir, os.DirFS(siteDir)))
	cases := []struct {
		page, flaw, sees string
		axe              bool
	}{
		{"index.html", `<img src="assets/sign.svg">`, "image-alt", true},
		{"names.html", `<p style="color: #888; background: #999">Faint words.</p>`, "color-contrast", true},
		{"timeline.html", `<p id="planted">A name</p><p id="planted">Another</p><input type="text" aria-labelledby="planted">`, "duplicate-id-aria", true},
		{"about.html", `<pre style="overflow: visible; white-space: pre">` + strings.Repeat("wide ", 500) + `</pre>`, "wider", false},
		{"network.html", `<h6>Too deep</h6>`, "heading-order", true},
		{"search.html", `<button></button>`, "button-name", true},
	}
	for _, c := range cases {
		file := filepath.Join(dir, c.page)
		page, err := os.ReadFile(file)
		must(t, err)
		flawed := strings.Replace(string(page), "</main>", c.flaw+"</main>", 1)
		if flawed == string(page) {
			t.Fatalf("%s has no </main>", c.page)
		}
		must(t, os.WriteFile(file, []byte(flawed), 0o644))
	}
	s, stop, err := openSite(dir)
	must(t, err)
	defer stop()
	for n, l := range []look{{width: wide}, {width: narrow, noScript: true}} {
		for _, c := range cases {
			if c.axe && axe == "" {
				continue // TestMain has said so
			}
			got := seen(t, s.origins[n], l, c.page, false)
			for _, dark := range []bool{false, true} {
				if !slices.ContainsFunc(strings.Split(got, "\n"), func(line string) bool {
					return strings.HasPrefix(line, fmt.Sprintf("(dark: %t)", dark)) && strings.Contains(line, c.sees)
				}) {
					t.Errorf("%s with %s from the %s (width %d, scripts run: %t): seen is %q, want %s (dark: %t)", c.page, c.flaw, s.origins[n].name, l.width, !l.noScript, got, c.sees, dark)
				}
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
	flaws := examine(t, b, p, l, schemed{light: true, dark: true})
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
