package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// remaining is what a reader sees of a filtered timeline.
type remaining struct {
	Entries int // shown in the list
	Events  int // of them
	All     int
	Marks   int // of the drawing that stand for one entry, shown
	Counted int // entries that the other marks count
	Years   int // headings
	Jumps   int // links to years
	Empty   int // headings and lists shown with nothing in them
	Words   string
	Hash    string
	Chosen  []string
}

const remains = `(() => {
  const seen = (e) => e.checkVisibility();
  const entries = all(".line > li");
  return {
    Entries: entries.filter(seen).length,
    Events: entries.filter(seen).filter((e) => e.matches(".occurrence")).length,
    All: entries.length,
    Marks: all(".chart g > a:not(.many)").filter(seen).length,
    Counted: all(".chart g > a.many").filter(seen).reduce((n, a) => n + +a.querySelector("text").textContent, 0),
    Years: all(".year > h2").filter(seen).length,
    Jumps: all(".letters a").filter(seen).length,
    Empty: all(".year, .year h3, .year ol").filter(seen).filter((e) => !(e.tagName === "H3" ? e.nextElementSibling : e).querySelector("li:not([hidden])")).length,
    Words: document.querySelector(".filters [role=status]").textContent,
    Hash: decodeURIComponent(location.hash),
    Chosen: all(".filters select").map((s) => s.value).filter(Boolean),
  };
})()`

// wanted counts the entries of an address by the links of the list itself.
func wanted(t *testing.T, b *tab, person, place string) int {
	t.Helper()
	return ask[int](t, b, fmt.Sprintf(`all(".line > li.occurrence").filter((li) =>
	  (!%[1]q || li.querySelector('.who a[href="people/%[1]s.html"]')) && (!%[2]q || li.querySelector('.who a[href="places/%[2]s.html"]'))).length`, person, place))
}

func (r remaining) check(t *testing.T, when string, entries int) {
	t.Helper()
	if r.Entries != entries || r.Marks+r.Counted != entries {
		t.Errorf("%s: %d entries in the list, %d+%d in the drawing, want %d", when, r.Entries, r.Marks, r.Counted, entries)
	}
	if want := fmt.Sprintf("%d of %d ", entries, r.All); !strings.HasPrefix(r.Words, want) {
		t.Errorf("%s: the page says %q, want %q", when, r.Words, want+"…")
	}
	if r.Empty > 0 || r.Years != r.Jumps {
		t.Errorf("%s: %d headings or lists without an entry, %d years and links to %d", when, r.Empty, r.Years, r.Jumps)
	}
}

const (
	filterPerson = "hakan-fidan"
	filterPlace  = "doha"
)

func TestTimelineFilters(t *testing.T) {
	for _, o := range origins {
		for _, width := range []int64{wide, narrow} {
			t.Run(fmt.Sprintf("%s/width=%d", o.name, width), func(t *testing.T) {
				b := open(t, o, look{width: width})
				b.visit(t, "timeline.html")
				look := func() remaining { t.Helper(); return ask[remaining](t, b, remains) }
				choose := func(name, value string) {
					t.Helper()
					ask[bool](t, b, fmt.Sprintf(`(() => { const s = document.querySelector(".filters [name=%s]"); s.value = %q;
					  s.dispatchEvent(new Event("change", {bubbles: true})); return true; })()`, name, value))
				}
				all := look()
				all.check(t, "at first", all.All)
				if all.All < 20 || all.Hash != "" {
					t.Fatalf("at first: %+v", all)
				}

				choose("kind", "event")
				choose("who", filterPerson)
				person := look()
				person.check(t, "of one person", wanted(t, b, filterPerson, ""))
				if person.Entries == 0 || person.Entries == all.Entries || person.Hash != "#who="+filterPerson+"&kind=event" {
					t.Errorf("of one person: %+v", person)
				}
				choose("where", filterPlace)
				both := look()
				both.check(t, "of a person and a place", wanted(t, b, filterPerson, filterPlace))
				if both.Entries == 0 || both.Entries >= person.Entries {
					t.Errorf("the second filter leaves %d of %d entries", both.Entries, person.Entries)
				}

				// Back undoes one choice after the other.
				back := func() {
					t.Helper()
					ask[bool](t, b, `(history.back(), true)`)
					if _, err := chromedp.Run(b.ctx, chromedp.Poll[bool](`decodeURIComponent(location.hash) !== `+fmt.Sprintf("%q", both.Hash))); err != nil {
						t.Fatal(err)
					}
				}
				back()
				if got := look(); got.Entries != person.Entries || got.Hash != person.Hash || len(got.Chosen) != 2 {
					t.Errorf("after a step back: %+v, want %+v", got, person)
				}

				// A selection can be sent to others.
				b.visit(t, "about.html")
				b.visit(t, "timeline.html#who="+filterPerson+"&where="+filterPlace+"&kind=event")
				sent := look()
				sent.check(t, "from an address", both.Entries)
				if len(sent.Chosen) != 3 {
					t.Errorf("the fields show %q", sent.Chosen)
				}
				if err := chromedp.Do(b.ctx, chromedp.Reload()); err != nil {
					t.Fatal(err)
				}
				if got := look(); got.Entries != both.Entries {
					t.Errorf("after a reload %d entries, want %d", got.Entries, both.Entries)
				}
				if e := ask[excess](t, b, "overflow()"); e.Wider > 0 {
					t.Errorf("the page is %.0f pixels wider than its window: %q", e.Wider, e.Culprits)
				}

				// A link to a year keeps the selection.
				at := ask[place](t, b, `bringIntoView(".letters li:not([hidden]) a")`)
				if err := chromedp.Do(b.ctx, chromedp.MouseClickXY(at.X+at.Width/2, at.Y+at.Height/2)); err != nil {
					t.Fatal(err)
				}
				if got := look(); got.Entries != both.Entries || !strings.HasPrefix(got.Hash, "#year-") {
					t.Errorf("after a click on a year: %+v", got)
				}

				at = ask[place](t, b, `bringIntoView(".filters button")`)
				if err := chromedp.Do(b.ctx, chromedp.MouseClickXY(at.X+at.Width/2, at.Y+at.Height/2)); err != nil {
					t.Fatal(err)
				}
				cleared := look()
				cleared.check(t, "cleared", all.All)
				if len(cleared.Chosen) > 0 || cleared.Hash != "" {
					t.Errorf("cleared: %+v", cleared)
				}

				// What nothing has to do with leaves nothing, and shows why.
				b.visit(t, "about.html")
				b.visit(t, "timeline.html#who=nobody")
				none := look()
				none.check(t, "of nobody", 0)
				if len(none.Chosen) != 1 || none.Chosen[0] != "nobody" {
					t.Errorf("of nobody: %+v", none)
				}
			})
		}
	}
}

// Sources are filtered by whom they mention.
func TestTimelineFiltersSources(t *testing.T) {
	b := open(t, origins[1], look{width: wide})
	b.visit(t, "people/"+filterPerson+".html")
	mentioned := ask[int](t, b, `new Set(all(".concordance h3 a").map((a) => a.href)).size`)
	b.visit(t, "timeline.html#who="+filterPerson+"&kind=source")
	ask[remaining](t, b, remains).check(t, "sources", mentioned)
	if mentioned == 0 {
		t.Error("no source mentions him")
	}
}

// The fields are reached and used with the keyboard alone, and so are the marks.
func TestTimelineByKeyboard(t *testing.T) {
	b := open(t, origins[1], look{width: wide})
	b.visit(t, "timeline.html")
	reach := func(selector string) {
		t.Helper()
		for range 60 {
			b.press(t, "\t")
			if ask[bool](t, b, fmt.Sprintf("!!document.activeElement.matches(%q)", selector)) {
				return
			}
		}
		t.Fatalf("the keyboard does not reach %s", selector)
	}
	reach(".filters [name=who]")
	b.press(t, "h") // the first name that begins so
	some := ask[remaining](t, b, remains)
	if len(some.Chosen) != 1 || some.Entries == 0 || some.Entries == some.All {
		t.Errorf("after a letter: %+v", some)
	}
	reach(".filters button")
	b.press(t, "\r")
	if got := ask[remaining](t, b, remains); got.Entries != got.All {
		t.Errorf("cleared by keyboard: %+v", got)
	}
	reach(".chart g > a")
	name := ask[string](t, b, `document.activeElement.querySelector("title").textContent`)
	to := ask[string](t, b, `document.activeElement.href.baseVal`)
	if _, err := chromedp.RunResponse(b.ctx, chromedp.KeyEvent("\r")); err != nil {
		t.Fatal(err)
	}
	if at := ask[string](t, b, "location.href"); at != b.base+to {
		t.Errorf("the mark %q leads to %s, want %s", name, at, to)
	}
	if title := ask[string](t, b, `document.querySelector("h1").textContent`); !strings.HasPrefix(name, strings.TrimSuffix(title[:min(len(title), 20)], " ")) {
		t.Errorf("the mark %q leads to %q", name, title)
	}
}

// Without scripts there is the list, the drawing, and nothing that does not work.
func TestTimelineWithoutScripts(t *testing.T) {
	b := open(t, origins[0], look{width: narrow, noScript: true})
	b.visit(t, "timeline.html")
	type plain struct {
		Fields, Entries int
		Drawn           bool
	}
	got := ask[plain](t, b, `({ Fields: all("select, button").filter((e) => e.checkVisibility()).length, Entries: all(".line > li").filter((e) => e.checkVisibility()).length,
	  Drawn: document.querySelector(".chart svg").checkVisibility() })`)
	if got.Fields > 0 || got.Entries < 20 || !got.Drawn {
		t.Errorf("%+v", got)
	}
}

// The words of a drawing, as the browser sets them, neither touch nor are cut off.
func TestTimelineLabelsStandApart(t *testing.T) {
	for _, p := range append([]string{"timeline.html"}, pagesOf(3, "people", "organizations", "places")...) {
		for _, width := range []int64{wide, narrow} {
			b := open(t, origins[0], look{width: width})
			b.visit(t, p)
			type word struct {
				place
				Words string
				Out   bool
			}
			words := ask[[]word](t, b, `all(".chart .drawing text").map((e) => {
			  const r = e.getBoundingClientRect(), d = e.ownerSVGElement.getBoundingClientRect();
			  return { X: r.x, Y: r.y, Width: r.width, Height: r.height, Words: e.textContent, Out: r.left < d.left - 1 || r.right > d.right + 1 };
			})`)
			if p == "timeline.html" && len(words) < 20 {
				t.Errorf("%s has only %d words in its drawing", p, len(words))
			}
			for i, a := range words {
				if a.Out {
					t.Errorf("%s at %d: %q is cut off", p, width, a.Words)
				}
				for _, b := range words[i+1:] {
					// The box of a text is higher than its letters.
					if a.X+a.Width > b.X+0.5 && b.X+b.Width > a.X+0.5 && a.Y+a.Height > b.Y+4 && b.Y+b.Height > a.Y+4 {
						t.Errorf("%s at %d: %q stands over %q", p, width, a.Words, b.Words)
					}
				}
			}
		}
	}
}

// A telephone shows a part of the drawing: one with marks and a year, and shaded where
// it goes on.
func TestTimelineOnATelephone(t *testing.T) {
	b := open(t, origins[0], look{width: narrow})
	b.visit(t, "timeline.html")
	type part struct {
		Marks  int
		Years  []string
		Shaded bool
		Hidden float64 // pixels
	}
	got := ask[part](t, b, `(() => {
	  const drawing = document.querySelector(".drawing"), box = drawing.getBoundingClientRect();
	  const within = (e) => { const r = e.getBoundingClientRect(); return r.left >= box.left && r.right <= box.right; };
	  return {
	    Marks: all(".chart g > a > :is(circle, rect)").filter(within).length,
	    Years: all(".axis text").filter(within).map((e) => e.textContent.trim()).filter((w) => /\d{4}$/.test(w)),
	    Shaded: getComputedStyle(drawing).backgroundImage.includes("gradient"),
	    Hidden: drawing.scrollWidth - drawing.clientWidth,
	  };
	})()`)
	if got.Hidden < 100 || got.Marks < 10 || len(got.Years) == 0 || !got.Shaded {
		t.Errorf("%+v", got)
	}
}

// On paper the timeline is a table, without what only a screen can do.
func TestTimelinePrintsAsTable(t *testing.T) {
	b := open(t, origins[0], look{width: wide, print: true})
	b.visit(t, "timeline.html")
	for selector, want := range map[string]string{".line": "table", ".line > li": "table-row", ".line .when": "table-cell", ".chart": "none", ".filters": "none"} {
		if got := ask[string](t, b, fmt.Sprintf("getComputedStyle(document.querySelector(%q)).display", selector)); got != want {
			t.Errorf("%s is printed as %s, want %s", selector, got, want)
		}
	}
}
