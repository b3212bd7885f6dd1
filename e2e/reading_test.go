package e2e

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	permission "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// until waits for what a condition of the page says, for three seconds at most.
func (b *tab) until(t *testing.T, condition string) bool {
	t.Helper()
	ok, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool]("(() => {"+probes+`
const end = performance.now() + 3000;
return new Promise((ok) => (function look() {
  if (`+condition+`) ok(true);
  else if (performance.now() > end) ok(false);
  else setTimeout(look, 10);
})())})()`, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("waiting for %s: %v", condition, err)
	}
	return ok
}

func (b *tab) point(t *testing.T, x, y float64) {
	t.Helper()
	if err := chromedp.Do(b.ctx, chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, x, y)); err != nil {
		t.Fatal(err)
	}
}

// hover moves the mouse to the middle of the first line of an element.
func (b *tab) hover(t *testing.T, selector string) place {
	t.Helper()
	at := ask[place](t, b, fmt.Sprintf("bringIntoView(%q)", selector))
	if at.Width == 0 {
		t.Fatalf("there is no %s to point at", selector)
	}
	b.point(t, at.X+at.Width/2, at.Y+at.Height/2)
	return at
}

// tapThrough taps a link, and waits for the page to which it leads.
func (b *tab) tapThrough(t *testing.T, selector string) {
	t.Helper()
	at := ask[place](t, b, fmt.Sprintf("bringIntoView(%q)", selector))
	if _, err := chromedp.RunResponse(b.ctx, chromedp.TapXY(at.X+at.Width/2, at.Y+at.Height/2)); err != nil {
		t.Fatalf("tapping %s: %v", selector, err)
	}
}

func (b *tab) tap(t *testing.T, selector string) {
	t.Helper()
	at := ask[place](t, b, fmt.Sprintf("bringIntoView(%q)", selector))
	if at.Width == 0 {
		t.Fatalf("there is no %s to tap", selector)
	}
	if err := chromedp.Do(b.ctx, chromedp.TapXY(at.X+at.Width/2, at.Y+at.Height/2)); err != nil {
		t.Fatal(err)
	}
}

// focus gives an element the focus as the keyboard does: from the one before it.
func (b *tab) focus(t *testing.T, selector string) {
	t.Helper()
	ask[bool](t, b, fmt.Sprintf("focusBefore(%q)", selector))
	b.press(t, kb.Tab)
	if !ask[bool](t, b, fmt.Sprintf("document.activeElement === document.querySelector(%q)", selector)) {
		t.Fatalf("Tab does not come to %s but to %s", selector, ask[string](t, b, "name(document.activeElement)"))
	}
}

type card struct {
	Open               bool
	Words, Lit, Beside string
	Inside             bool // the window
	Links              []string
	Place              place
}

// citing is a page whose first citation quotes words from the middle of a sentence.
const citing = "people/hakan-fidan.html"

// lead is a citation in the text of citing.
const lead = ".prose .cites a"

func TestCardsByMouse(t *testing.T) {
	for _, o := range origins {
		t.Run(o.name, func(t *testing.T) {
			b := open(t, o, look{width: wide})
			b.visit(t, citing)
			b.hover(t, lead)
			if !b.until(t, "card().Open") {
				t.Fatal("no card opens at a citation")
			}
			c := ask[card](t, b, "card()")
			quotation := ask[string](t, b, `document.querySelector(document.querySelector("`+lead+`").getAttribute("href") + " q").textContent`)
			if c.Lit != quotation || len(c.Words) <= len(quotation) || !strings.Contains(c.Words, quotation) {
				t.Errorf("the card says %q and lights %q, want %q in its sentence", c.Words, c.Lit, quotation)
			}
			if !c.Inside {
				t.Errorf("the card stands at %+v, out of the window", c.Place)
			}
			if len(c.Links) < 2 || !strings.Contains(strings.Join(c.Links, " "), "#char=") {
				t.Errorf("the card leads to %q", c.Links)
			}
			// It stays while the pointer is on it, and can be left.
			b.point(t, c.Place.X+20, c.Place.Y+c.Place.Height/2)
			if b.until(t, "!card().Open") {
				t.Error("the card closes under the pointer")
			}
			b.press(t, kb.Escape)
			if ask[card](t, b, "card()").Open {
				t.Error("Escape does not close the card")
			}
			b.point(t, 5, 5)
			b.hover(t, lead)
			if !b.until(t, "card().Open") {
				t.Fatal("the card does not open a second time")
			}
			b.point(t, 5, 5)
			if !b.until(t, "!card().Open") {
				t.Error("the card stays where the pointer is gone")
			}
			b.hover(t, ".prose a.to.is-place")
			if !b.until(t, "card().Open") {
				t.Fatal("no card opens at a link to a place")
			}
			if c := ask[card](t, b, "card()"); !strings.HasPrefix(c.Words, "Place") || len(c.Words) < 60 {
				t.Errorf("the card of a place says %q", c.Words)
			}
		})
	}
}

// Every link of a text to an entry has its card, and so has every mention.
func TestEveryLinkHasACard(t *testing.T) {
	b := open(t, origins[0], look{width: wide})
	seen := 0
	for _, p := range pagesOf(6, "sources", "people", "events", "claims", "pages") {
		b.visit(t, p)
		lacking := ask[[]string](t, b, "cardless()")
		seen += ask[int](t, b, `all("template#cards").length`)
		if len(lacking) > 0 {
			t.Errorf("%s: there is no card for %q", p, lacking[:min(len(lacking), 5)])
		}
	}
	if seen < 10 {
		t.Errorf("only %d pages have cards", seen)
	}
}

func TestCardsByKeyboard(t *testing.T) {
	b := open(t, origins[0], look{width: wide})
	b.visit(t, citing)
	b.focus(t, lead)
	if !ask[card](t, b, "card()").Open {
		t.Fatal("no card opens where the focus is")
	}
	b.press(t, kb.Tab)
	if !ask[bool](t, b, `!!document.activeElement.closest(".card")`) {
		t.Fatalf("Tab leads from the citation to %s, not into its card", ask[string](t, b, "name(document.activeElement)"))
	}
	b.press(t, kb.Escape)
	if ask[card](t, b, "card()").Open || !ask[bool](t, b, `document.activeElement.matches(".cites a")`) {
		t.Errorf("after Escape the card is open, or the focus is on %s", ask[string](t, b, "name(document.activeElement)"))
	}
	b.press(t, kb.Tab)
	b.visit(t, citing)
	b.focus(t, lead)
	b.press(t, kb.Tab) // the reference
	b.press(t, kb.Tab) // the passage
	b.enter(t)
	if at := ask[string](t, b, "location.href"); !strings.Contains(at, "sources/") || !strings.Contains(at, "#char=") {
		t.Errorf("by keyboard the card leads to %s", at)
	}
}

// enter presses Enter on a link, and waits for the page to which it leads.
func (b *tab) enter(t *testing.T) {
	t.Helper()
	if _, err := chromedp.RunResponse(b.ctx, chromedp.KeyEvent(kb.Enter)); err != nil {
		t.Fatal(err)
	}
}

func TestCardsByTouch(t *testing.T) {
	b := open(t, origins[0], look{width: narrow})
	touch := func() {
		if err := chromedp.Do(b.ctx, chromedp.EmulateViewport(narrow, 844, chromedp.EmulateTouch, chromedp.EmulateMobile)); err != nil {
			t.Fatal(err)
		}
	}
	touch()
	b.visit(t, citing)
	const first = ".prose a.to"
	to := ask[string](t, b, `document.querySelector("`+first+`").href`)
	b.tap(t, first)
	if !b.until(t, "card().Open") {
		t.Fatal("the first tap opens no card")
	}
	if at := ask[string](t, b, "location.href"); at != b.base+citing {
		t.Fatalf("the first tap leads to %s", at)
	}
	if c := ask[card](t, b, "card()"); !c.Inside {
		t.Errorf("the card stands at %+v, out of the window", c.Place)
	}
	b.tap(t, "h1")
	if !b.until(t, "!card().Open") {
		t.Error("a tap elsewhere does not close the card")
	}
	b.tap(t, first)
	b.until(t, "card().Open")
	b.tapThrough(t, ".card a")
	if at := ask[string](t, b, "location.href"); at != to {
		t.Errorf("the link in the card leads to %s, want %s", at, to)
	}
	b.visit(t, citing)
	b.tap(t, first)
	b.until(t, "card().Open")
	b.tapThrough(t, first)
	if at := ask[string](t, b, "location.href"); at != to {
		t.Errorf("the second tap leads to %s, want %s", at, to)
	}
}

func TestLinksWithoutScripts(t *testing.T) {
	b := open(t, origins[0], look{width: wide, noScript: true})
	b.visit(t, citing)
	to := ask[string](t, b, `document.querySelector(".prose a.to").href`)
	b.hover(t, ".prose a.to")
	if ask[card](t, b, "card()").Open || ask[int](t, b, `all(".copy, .theme, .keys").filter(shown).length`) > 0 {
		t.Error("a page without scripts shows what needs them")
	}
	b.click(t, ".prose a.to")
	if at := ask[string](t, b, "location.href"); at != to {
		t.Errorf("the link leads to %s, want %s", at, to)
	}
}

const source = "sources/fidan-holds-talks-with-haniyeh.html"

type beside struct {
	Note                string
	Top, Bottom, Height float64
	Line                float64 // where the passage's first line begins
	Cut, Open, Whole    bool    // Whole: all of the note can be seen
}

type column struct {
	Notes       []beside
	Top, Bottom float64 // of the article
	Text        []place // of its paragraphs
}

// How far notes stand from the line of their passage, in CSS pixels.
const (
	usuallyOff = 30 // in the median of a page
	atMostOff  = 90
)

// settled complains of notes that are not beside the article, far from their
// line, in each other's way, or cut without a control to unfold them.
func (c column) settled(t *testing.T, where string) {
	t.Helper()
	var off []float64
	for i, n := range c.Notes {
		off = append(off, math.Abs(n.Top-n.Line))
		if !n.Whole && !n.Cut {
			t.Errorf("%s: a part of %s cannot be seen, and nothing unfolds it", where, n.Note)
		}
		if n.Open {
			continue // it covers those below it
		}
		if n.Top < c.Top-1 || n.Bottom > c.Bottom+1 {
			t.Errorf("%s: %s goes from %.0f to %.0f, the article from %.0f to %.0f", where, n.Note, n.Top, n.Bottom, c.Top, c.Bottom)
		}
		if i+1 < len(c.Notes) && c.Notes[i+1].Top < n.Bottom {
			t.Errorf("%s: %s ends at %.0f, below where the next begins at %.0f", where, n.Note, n.Bottom, c.Notes[i+1].Top)
		}
	}
	if len(off) == 0 {
		return
	}
	slices.Sort(off)
	t.Logf("%s: %d notes are %.0f pixels off their line in the median, %.0f at most", where, len(off), off[len(off)/2], off[len(off)-1])
	if off[len(off)/2] > usuallyOff || off[len(off)-1] > atMostOff {
		t.Errorf("%s: notes stand %.0f pixels off their line", where, off)
	}
}

// Notes stand on the line of their passage or close to it, beside the article
// and not above or below it; each is folded to the room there is, and unfolds.
func TestNotesStandOnTheirLine(t *testing.T) {
	for _, width := range []int64{wide, 1000} {
		b := open(t, origins[0], look{width: width})
		seen, folded := 0, 0
		look := func(p string) column {
			t.Helper()
			c := ask[column](t, b, "besides()")
			c.settled(t, fmt.Sprintf("%d pixels, %s", width, p))
			return c
		}
		for _, p := range pagesOf(100, "sources") {
			b.visit(t, p)
			before := look(p)
			seen += len(before.Notes)
			i := slices.IndexFunc(before.Notes, func(n beside) bool { return n.Cut })
			if i < 0 {
				continue
			}
			for _, n := range before.Notes {
				if n.Cut {
					folded++
				}
			}
			was := before.Notes[i]
			b.press1(t, "#"+was.Note+" .unfold summary")
			if !b.until(t, fmt.Sprintf(`besides().Notes[%d].Whole`, i)) {
				t.Errorf("%s: %s does not unfold", p, was.Note)
			}
			after := look(p)
			if !slices.Equal(after.Text, before.Text) {
				t.Errorf("%s: the text moves with its notes", p)
			}
			for j, n := range after.Notes {
				if j != i && n != before.Notes[j] {
					t.Errorf("%s: as %s unfolds, %+v becomes %+v", p, was.Note, before.Notes[j], n)
				}
			}
			b.press1(t, "#"+was.Note+" .unfold summary")
			if !b.until(t, fmt.Sprintf(`besides().Notes[%d].Height === %f`, i, was.Height)) {
				t.Errorf("%s: %s does not fold again", p, was.Note)
			}
		}
		if seen < 60 || folded < 20 {
			t.Errorf("%d pixels: of %d notes %d are folded", width, seen, folded)
		}
	}
}

// By keyboard one comes from note to note; each unfolds, and is in the window
// with its passage. So it is where the address leads to it.
func TestNotesUnfoldWhereOneComesToThem(t *testing.T) {
	b := open(t, origins[0], look{width: wide, height: 700})
	check := func(p, how string, n int) {
		t.Helper()
		s := ask[struct {
			Note, Line, End, Window float64
			Whole                   bool
			Open                    int
		}](t, b, fmt.Sprintf("noteInWindow(%d)", n))
		if s.Note < 0 || s.Line < 0 || s.End > s.Window+1 || s.Line > s.Window-30 {
			t.Errorf("%s: %s comes to note %d that goes from %.0f to %.0f, its passage at %.0f of %.0f", p, how, n, s.Note, s.End, s.Line, s.Window)
		}
		if !s.Whole || s.Open > 1 {
			t.Errorf("%s: %s comes to note %d; all of it is seen: %t, unfolded are %d", p, how, n, s.Whole, s.Open)
		}
	}
	for _, p := range pagesOf(100, "sources") {
		b.visit(t, p)
		notes := ask[int](t, b, `all(".text .note").length`)
		for n := range notes {
			b.press(t, "j")
			check(p, "j", n+1)
		}
		if notes < 10 {
			continue
		}
		b.press(t, "k")
		check(p, "k", notes-1)
		b.focus(t, "#note-5 .number")
		check(p, "Tab", 5)
		b.visit(t, citing)
		b.visit(t, p+"#note-10")
		b.until(t, "noteInWindow(10).Whole")
		check(p, "the address", 10)
		b.press1(t, "#call-3")
		b.until(t, "noteInWindow(3).Whole")
		check(p, "the number in the text", 3)
	}
}

// press1 clicks an element that leads to no other page.
func (b *tab) press1(t *testing.T, selector string) {
	t.Helper()
	at := b.hover(t, selector)
	if err := chromedp.Do(b.ctx, chromedp.MouseClickXY(at.X+at.Width/2, at.Y+at.Height/2)); err != nil {
		t.Fatal(err)
	}
}

// A note lights its passage and a passage its note, with and without scripts.
func TestNotesAndPassagesLightEachOther(t *testing.T) {
	for _, noScript := range []bool{false, true} {
		t.Run(fmt.Sprintf("script=%t", !noScript), func(t *testing.T) {
			b := open(t, origins[0], look{width: wide, noScript: noScript})
			b.visit(t, source)
			const look = `[litBy("#note-1").Note, litBy("#note-1").Mark].join()`
			b.point(t, 5, 5)
			dark := ask[string](t, b, look)
			lights := func(how string, note, passage bool) {
				t.Helper()
				now := ask[string](t, b, look)
				was, is := strings.SplitN(dark, "),", 2), strings.SplitN(now, "),", 2)
				if note && was[0] == is[0] || passage && was[1] == is[1] {
					t.Errorf("%s lights too little: %s was %s", how, now, dark)
				}
			}
			b.hover(t, "#note-1 .lead")
			lights("the pointer on the note", false, true)
			b.point(t, 5, 5)
			if now := ask[string](t, b, look); now != dark {
				t.Errorf("without a pointer the note and its passage stay lit: %s was %s", now, dark)
			}
			b.hover(t, `mark[data-p="`+ask[string](t, b, `document.querySelector("#note-1").dataset.of`)+`"]`)
			lights("the pointer on the passage", true, false)
			b.point(t, 5, 5)
			b.focus(t, "#note-1 .number")
			lights("the focus on the note", false, true)
			b.focus(t, "#call-1")
			lights("the focus on the number in the text", true, true)
		})
	}
}

func TestReadingModes(t *testing.T) {
	for _, noScript := range []bool{false, true} {
		t.Run(fmt.Sprintf("script=%t", !noScript), func(t *testing.T) {
			b := open(t, origins[1], look{width: wide, noScript: noScript})
			b.visit(t, source)
			const marks = `[...new Set(all(".text mark").map((m) => getComputedStyle(m).backgroundColor))].filter((c) => rgba(c)[3] > 0).length`
			if ask[int](t, b, marks) == 0 || ask[bool](t, b, `shown(document.querySelector(".coverage"))`) {
				t.Fatal("at first a source has no marks, or shows its coverage")
			}
			b.press1(t, `.reading [value="coverage"]`)
			if n := ask[int](t, b, marks); n < 3 || !ask[bool](t, b, `shown(document.querySelector(".coverage .strip"))`) {
				t.Errorf("coverage has %d tints, or no strip", n)
			}
			if words := ask[string](t, b, `document.querySelector(".legend").textContent`); !strings.Contains(words, "cited on one page") || !strings.Contains(words, "% of the text") {
				t.Errorf("the legend says %q", words)
			}
			b.press(t, kb.ArrowRight)
			if n := ask[int](t, b, marks); n != 0 || ask[int](t, b, `all(".text :is(.note, .call)").filter(shown).length`) > 0 {
				t.Errorf("the plain text has %d colours of marks, or notes", n)
			}
			if !noScript {
				b.visit(t, source)
				if !ask[bool](t, b, `document.querySelector("[value=plain]").checked`) || ask[int](t, b, marks) != 0 {
					t.Error("the plain text is not remembered")
				}
				b.press1(t, `.reading [value="marks"]`)
			}
		})
	}
}

func TestKeysGoThroughNotes(t *testing.T) {
	b := open(t, origins[0], look{width: wide})
	b.visit(t, source)
	at := func() string { return ask[string](t, b, `document.activeElement.closest(".note")?.id ?? ""`) }
	for _, step := range []struct{ key, want string }{{"j", "note-1"}, {"j", "note-2"}, {"j", "note-3"}, {"k", "note-2"}} {
		b.press(t, step.key)
		if got := at(); got != step.want {
			t.Errorf("%s goes to %q, want %q", step.key, got, step.want)
		}
		if f := ask[focus](t, b, "focused()"); !f.Visible || !f.Marked {
			t.Errorf("%s: one cannot see where the focus is: %+v", step.key, f)
		}
	}
	b.press(t, "?")
	if !ask[bool](t, b, `shown(document.querySelector("#keys p"))`) {
		t.Error("? does not show the keys")
	}
	b.press(t, kb.Escape)
	if ask[bool](t, b, `document.querySelector("#keys").open`) || at() != "note-2" {
		t.Errorf("Escape does not put the keys away, or leaves the focus at %q", at())
	}
	b.press(t, "?")
	b.press1(t, "#keys input")
	b.press(t, "j")
	if at() == "note-3" {
		t.Error("j goes on although single letters are no shortcuts")
	}
	b.press1(t, "#keys input")
}

func TestCopying(t *testing.T) {
	for _, o := range origins {
		t.Run(o.name, func(t *testing.T) {
			b := open(t, o, look{width: wide})
			for _, name := range []string{"clipboard-read", "clipboard-write"} {
				if _, err := chromedp.Call(b.ctx, permission.SetPermission, permission.SetPermissionParams{
					Permission: &permission.PermissionDescriptor{Name: name}, Setting: permission.PermissionSettingGranted,
				}); err != nil {
					t.Fatal(err)
				}
			}
			copied := func(p, selector string) string {
				t.Helper()
				b.visit(t, p)
				if strings.HasPrefix(selector, "#note-1 ") {
					b.press1(t, "#note-1 .unfold summary")
					b.until(t, "noteInWindow(1).Whole")
				}
				b.press1(t, selector)
				if !b.until(t, `document.getElementById("said").textContent !== ""`) {
					t.Errorf("%s: nobody says that %s was copied", p, selector)
				}
				text, err := chromedp.Run(b.ctx, chromedp.Evaluate[string]("navigator.clipboard.readText()", chromedp.EvalAwaitPromise))
				if err != nil {
					t.Fatal(err)
				}
				return text
			}
			for _, tt := range []struct {
				page, button string
				want         []string
			}{
				{citing, ".citations li .copy", []string{"“", "”\n", "#char="}},
				{source, "#note-1 .copy", []string{"“held talks with", "”\n[Fidan holds talks with Haniyeh in Qatar]. 17 April 2024", "#char="}},
				{source, ".passages li .copy", []string{"”\n[Fidan holds talks with Haniyeh in Qatar]", "#char="}},
				{citing, ".cite-page[open] [data-copy=page], .cite-page .copy", []string{"Hakan Fidan. ", ". " + b.base + citing}},
				{citing, ".cite-page [data-copy=bibtex]", []string{"@misc{hakan-fidan,", "title = {Hakan Fidan}", "urldate = {20"}},
			} {
				if strings.Contains(tt.button, "cite-page") {
					b.visit(t, tt.page)
					b.press1(t, ".cite-page summary")
					b.press1(t, tt.button)
					b.until(t, `document.getElementById("said").textContent !== ""`)
				}
				var got string
				if strings.Contains(tt.button, "cite-page") {
					var err error
					if got, err = chromedp.Run(b.ctx, chromedp.Evaluate[string]("navigator.clipboard.readText()", chromedp.EvalAwaitPromise)); err != nil {
						t.Fatal(err)
					}
				} else {
					got = copied(tt.page, tt.button)
				}
				for _, w := range tt.want {
					if (w == "#char=" || strings.HasSuffix(w, b.base+citing)) && o.name == "disk" {
						w = "" // an address on a disk is no permanent one
						if strings.Contains(got, "file:") {
							t.Errorf("%s %s copies %q, which has a place on this disk", tt.page, tt.button, got)
						}
					}
					if !strings.Contains(got, w) {
						t.Errorf("%s %s copies %q, want %q in it", tt.page, tt.button, got, w)
					}
				}
			}
		})
	}
}

func TestSourcePrintsItsNotesAtTheEnd(t *testing.T) {
	b := open(t, origins[0], look{width: wide, print: true})
	b.visit(t, source)
	if flaws := ask[[]string](t, b, "endnotes()"); len(flaws) > 0 {
		t.Errorf("%s: %q", source, flaws)
	}
}
