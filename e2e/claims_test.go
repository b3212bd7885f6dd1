package e2e

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// shownClaims is what a reader sees of the list of claims.
type shownClaims struct {
	Shown    int
	All      int
	Statuses map[string]int // of those shown, by the words of their signs
	Words    string
	Hash     string
}

const claimsShown = `(() => {
  const list = all(".cards > li"), shown = list.filter((li) => li.checkVisibility());
  const statuses = {};
  shown.forEach((li) => { const w = li.querySelector(".status").textContent; statuses[w] = (statuses[w] || 0) + 1; });
  return { Shown: shown.length, All: list.length, Statuses: statuses, Words: document.querySelector(".filters [role=status]").textContent, Hash: location.hash };
})()`

// pick chooses in a field of the filters by the keyboard alone: it types the
// beginning of an option.
func pick(t *testing.T, b *tab, field, option string) {
	t.Helper()
	ask[bool](t, b, fmt.Sprintf(`(document.querySelector(".filters [name=%s]").focus(), true)`, field))
	if err := chromedp.Do(b.ctx, chromedp.KeyEvent(option)); err != nil {
		t.Fatal(err)
	}
}

func TestClaims(t *testing.T) {
	for _, o := range origins {
		for _, width := range []int64{wide, narrow} {
			t.Run(fmt.Sprintf("%s/width=%d", o.name, width), func(t *testing.T) {
				b := open(t, o, look{width: width})
				b.visit(t, "claims/index.html")
				look := func() shownClaims { t.Helper(); return ask[shownClaims](t, b, claimsShown) }
				all := look()
				if all.Shown != all.All || all.All < 10 || all.Statuses["corroborated"] == 0 || all.Statuses["disputed"] == 0 || all.Hash != "" {
					t.Fatalf("at first: %+v", all)
				}
				if want := fmt.Sprintf("%d of %d ", all.All, all.All); !strings.HasPrefix(all.Words, want) {
					t.Errorf("the page says %q, want %q", all.Words, want+"…")
				}

				pick(t, b, "status", "disputed")
				disputed := look()
				if disputed.Shown != all.Statuses["disputed"] || len(disputed.Statuses) != 1 || disputed.Hash != "#status=disputed" {
					t.Errorf("the disputed ones: %+v, at first %+v", disputed, all)
				}

				// On the first day one source was there: nothing was corroborated.
				b.visit(t, "claims/index.html")
				pick(t, b, "asof", "17")
				first := look()
				if first.Shown == 0 || first.Shown >= all.Shown || first.Statuses["corroborated"] != 0 || first.Statuses["single origin"] == 0 {
					t.Errorf("as of the first day: %+v", first)
				}
				// Summaries and numbers were written with what came later.
				if n := ask[int](t, b, `all(".cards :is(.summary, .tally)").filter((e) => e.checkVisibility()).length`); n > 0 {
					t.Errorf("as of the first day %d summaries and numbers of today are told", n)
				}
				// What it was then can be asked for too, and sent to others.
				b.visit(t, "about.html")
				b.visit(t, "claims/index.html#status=single-origin&"+strings.TrimPrefix(first.Hash, "#"))
				sent := look()
				if sent.Shown != first.Statuses["single origin"] || len(sent.Statuses) != 1 {
					t.Errorf("from an address: %+v, want those with a single origin of %+v", sent, first)
				}
				if e := ask[excess](t, b, "overflow()"); e.Wider > 0 {
					t.Errorf("the page is %.0f pixels wider than its window: %q", e.Wider, e.Culprits)
				}
				// A link to a place of the page keeps the selection.
				_, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](`new Promise((done) => { addEventListener("hashchange", () => setTimeout(() => done(true))); location.hash = "main"; })`, chromedp.EvalAwaitPromise))
				must(t, err)
				if got := look(); got.Shown != sent.Shown || got.Hash != "#main" {
					t.Errorf("after a link to a place of the page: %+v, want %+v", got, sent)
				}
				ask[bool](t, b, `(document.querySelector(".filters [type=reset]").click(), true)`)
				if got := look(); got.Shown != all.All || got.Hash != "" || got.Statuses["corroborated"] != all.Statuses["corroborated"] {
					t.Errorf("after all filters were taken away: %+v, want %+v", got, all)
				}

				// What no claim has leaves none, and shows why.
				b.visit(t, "about.html")
				b.visit(t, "claims/index.html#status=settled")
				chosen := ask[string](t, b, `document.querySelector(".filters [name=status]").selectedOptions[0].text`)
				if got := look(); got.Shown != 0 || chosen != "settled" {
					t.Errorf("of a status that does not exist: %+v, chosen is %q", got, chosen)
				}
			})
		}
	}
}

// knownThen is what a timeline says with more than the sources of a day.
type knownThen struct {
	Summaries int
	Due       int // events whose dates differed by then
	List      int // those marked so in the list, and in the drawing
	Drawing   int
	Named     int // marks whose names say so
	Legend    bool
}

const askKnownThen = `(() => {
  const shown = (list) => list.filter((e) => e.checkVisibility());
  return {
    Summaries: shown(all(".line .summary")).length,
    Due: shown(all(".line > li")).filter((li) => +li.querySelector(".differs")?.dataset.known <= %s).length,
    List: shown(all(".line .differs")).length,
    Drawing: shown(all(".chart a.differs")).length,
    Named: shown(all(".chart g > a")).filter((a) => / differ/.test(a.querySelector("title").textContent)).length,
    Legend: shown(all("figcaption .differs")).length > 0,
  };
})()`

func TestTimelineAsOf(t *testing.T) {
	b := open(t, origins[0], look{width: wide})
	b.visit(t, "timeline.html")
	all := ask[remaining](t, b, remains)
	before := all.All + 1
	var disputed []int
	// From the last day back to the first there is less and less.
	days := ask[[]string](t, b, `all(".filters [name=asof] option").map((o) => o.value).filter(Boolean).reverse()`)
	if len(days) < 3 {
		t.Fatalf("there are %q to look back to", days)
	}
	for _, day := range days {
		b.visit(t, "about.html")
		b.visit(t, "timeline.html#asof="+day)
		got := ask[remaining](t, b, remains)
		got.check(t, "as of "+day, got.Entries)
		if got.Entries == 0 || got.Entries > before || len(got.Chosen) != 1 {
			t.Errorf("as of %s: %+v, after %d", day, got, before)
		}
		late := ask[int](t, b, fmt.Sprintf(`all(".line > li.publication").filter((li) => li.checkVisibility() && +li.dataset.known > %s).length`, day))
		if late > 0 {
			t.Errorf("as of %s %d sources are shown that were published later", day, late)
		}
		before = got.Entries
		told := ask[knownThen](t, b, fmt.Sprintf(askKnownThen, day))
		if told.Summaries > 0 {
			t.Errorf("as of %s %d summaries are shown that were written with all sources", day, told.Summaries)
		}
		if told.List != told.Due || told.Drawing != told.Due || told.Named != told.Due || told.Legend != (told.Due > 0) {
			t.Errorf("as of %s sources differ on the date of %d: %+v", day, told.Due, told)
		}
		disputed = append(disputed, told.Due)
	}
	if slices.Max(disputed) == 0 || slices.Min(disputed) > 0 {
		t.Errorf("from the last day to the first %d dates were disputed, want one that was so only later", disputed)
	}
	ask[bool](t, b, `(document.querySelector(".filters [type=reset]").click(), true)`)
	told := ask[knownThen](t, b, fmt.Sprintf(askKnownThen, "1e9"))
	if told.Summaries == 0 || told.Drawing != told.Due || told.Named != told.Due || told.List != told.Due || !told.Legend {
		t.Errorf("as of today: %+v", told)
	}
	if before >= all.All {
		t.Errorf("as of the first day %d of %d entries are there", before, all.All)
	}
}

// A claim's page tells without any script what it rests on.
func TestClaimTells(t *testing.T) {
	b := open(t, origins[0], look{width: narrow, noScript: true})
	b.visit(t, "claims/fidan-met-haniyeh-day-before-istanbul.html")
	got := ask[struct {
		Status  string
		Rule    string
		Reports int
		History []string
		Differs int
		Quoted  int
	}](t, b, `({
	  Status: document.querySelector("main .status").textContent,
	  Rule: document.querySelector("main .standing + .tally").textContent,
	  Reports: all(".reports li").length,
	  History: all(".history .status").map((e) => e.textContent),
	  Differs: all(".values .against").length,
	  Quoted: all(".values q a").filter((a) => /#char=/.test(a.href)).length,
	})`)
	if got.Status != "disputed" || !strings.Contains(got.Rule, "at least one disputes it") || got.Reports < 2 {
		t.Errorf("%+v", got)
	}
	if n := len(got.History); n < 2 || got.History[n-1] != "disputed" {
		t.Errorf("the status was %q", got.History)
	}
	if got.Differs < 2 || got.Quoted < 2 {
		t.Errorf("%d values are told to differ, %d lead to their passage", got.Differs, got.Quoted)
	}
	b.visit(t, "events/fidan-haniyeh-doha-meeting.html")
	if href := ask[string](t, b, `document.querySelector(".byline .differs").getAttribute("href")`); href != "#values" {
		t.Errorf("the date leads to %q", href)
	}
	b.visit(t, "people/recep-tayyip-erdogan.html")
	if n := ask[int](t, b, `Math.max(...all(".renderings").map((r) => r.querySelectorAll("blockquote mark").length))`); n < 4 {
		t.Errorf("in the renderings of one utterance %d stretches are marked", n)
	}
}

// The numbers of a list stand in the column of its section, not beside the page.
func TestListNumbersStandInTheColumn(t *testing.T) {
	for _, width := range []int64{wide, narrow} {
		b := open(t, origins[0], look{width: width})
		seen := 0
		for _, p := range append(pagesOf(3, "claims"), pagesOf(3, "events")...) {
			b.visit(t, p)
			// A number of two digits is about 1.5em wide, with the space behind it.
			for _, l := range ask[[]struct {
				Name       string
				Room, Size float64
			}](t, b, `all("main section > ol").filter((ol) => getComputedStyle(ol).listStyleType !== "none").map((ol) => ({
				Name: ol.parentNode.className,
				Room: ol.firstElementChild.getBoundingClientRect().left - ol.parentNode.getBoundingClientRect().left,
				Size: parseFloat(getComputedStyle(ol.firstElementChild).fontSize),
			}))`) {
				if l.Name == "reports" {
					seen++
				}
				if l.Room < 1.5*l.Size {
					t.Errorf("%s at %d: the numbers of %s have %.0f pixels", p, width, l.Name, l.Room)
				}
			}
		}
		if seen == 0 {
			t.Error("no list of reports was seen")
		}
	}
}
