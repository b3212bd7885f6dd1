package e2e

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// copies finds the passages that have not one button to copy them but none, or
// several.
const copies = `all(".citations li, .evidence, .passages li, .note[data-of], .cite-page p:not(.ready)")
  .filter((e) => all(".copy", e).length !== (e.matches(".cite-page p") ? 2 : 1)).map(name)`

// What scripts made of a page stays when it is exchanged, and what is new on it
// works as if it had been there before: notes have their place and their button,
// and links their cards.
func TestPreviewKeepsScriptsAtWork(t *testing.T) {
	const (
		file = "content/sources/turkey-dials-up-gaza-diplomacy.md"
		at   = "sources/turkey-dials-up-gaza-diplomacy.html"
		more = "\n> Ibrahim Kalin, the head of Turkey’s National Intelligence Organization\n" +
			"\nA note on a Zinnober wire to [[kyiv|Kyiv]], as long as it takes to need room in the margin beside the text.\n" +
			"\n> addressing his party members at the parliament\n" +
			"\nA note that stands close to the one before it, in the same paragraph, and is in its way.\n"
	)
	p := serving(t)
	b := p.open(at)
	p.until(b, "preview.streams === 1 && document.readyState === 'complete'", "the page has its stream")
	b.press1(t, ".theme")
	b.press1(t, ".theme")
	b.press1(t, ".cite-page summary")
	const look = `document.documentElement.dataset.theme + document.querySelector(".theme").title + document.querySelector(".cite-page").open`
	before, looks := p.read(file), say(t, b, look)
	if looks != "darkDark colourstrue" {
		t.Fatalf("before the edit the page is %s", looks)
	}
	must(t, chromedp.Do(b.ctx, chromedp.Evaluate[chromedp.Void]("preview.mark()")))
	notes := len(ask[column](t, b, "besides()").Notes)

	check := func(when string, wanted int) {
		t.Helper()
		if !ask[bool](t, b, "!!preview.marked") {
			t.Fatalf("%s: the tab was loaded anew", when)
		}
		if now := say(t, b, look); now != looks {
			t.Errorf("%s: the page is %s, and was %s", when, now, looks)
		}
		c := ask[column](t, b, "besides()")
		if len(c.Notes) != wanted {
			t.Errorf("%s: there are %d notes, want %d", when, len(c.Notes), wanted)
		}
		c.settled(t, when)
		for _, flaw := range ask[[]string](t, b, copies) {
			t.Errorf("%s: not one button to copy %s", when, flaw)
		}
	}
	check("before", notes)
	p.replace(file, before+more)
	p.until(b, has("on a Zinnober wire"), "the notes are there")
	check("with two notes more", notes+2)
	changes := ask[int](t, b, "preview.changes")
	if elements := ask[int](t, b, `all("*").length`); changes > elements/2 {
		t.Errorf("two notes are new, and %d changes were made to %d elements", changes, elements)
	}
	b.hover(t, `.note a[href="../places/kyiv.html"]`)
	if !b.until(t, "card().Open") {
		t.Error("a link of the new note opens no card")
	} else if c := ask[card](t, b, "card()"); !strings.HasPrefix(c.Words, "Place") {
		t.Errorf("the card of a place says %q", c.Words)
	}
	b.point(t, 5, 5)
	p.replace(file, strings.Replace(before+more, "a Zinnober wire", "two Zinnober wires", 1))
	p.until(b, has("on two Zinnober wires"), "the new note is edited")
	check("with a new note edited", notes+2)
	p.replace(file, before)
	p.until(b, "!("+has("Zinnober")+")", "the notes are gone")
	check("without the notes", notes)

	// The cards of a page stand in a template, of which an edit may be all.
	const place = "content/places/kyiv.md"
	people := p.open("events/blinken-in-kyiv.html")
	const kyiv = `.prose a.to[href="../places/kyiv.html"]`
	p.until(people, "preview.streams === 1 && document.readyState === 'complete'", "the page has its stream")
	people.hover(t, kyiv)
	if !people.until(t, "card().Open") {
		t.Fatal("no card opens before the edit")
	}
	text := p.read(place)
	_, rest, _ := strings.Cut(text, "\nsummary: \"")
	words, _, found := strings.Cut(rest, "\"\n")
	if !found {
		t.Fatalf("%s has no summary", place)
	}
	people.point(t, 5, 5)
	must(t, chromedp.Do(people.ctx, chromedp.Evaluate[chromedp.Void]("preview.mark()")))
	p.replace(place, strings.Replace(text, words, "Zinnober capital.", 1))
	p.until(people, `document.querySelector("#cards").content.textContent.includes("Zinnober capital.")`, "the card is edited")
	people.hover(t, kyiv)
	if !people.until(t, `card().Open && card().Words.includes("Zinnober capital.")`) {
		t.Errorf("the card says %q", ask[card](t, people, "card()").Words)
	}
	if !ask[bool](t, people, "!!preview.marked") {
		t.Error("the tab was loaded anew for a card")
	}
}

// An entry that comes to a filtered timeline is filtered too, and a node and an
// edge that come to a drawing can be pointed at.
func TestPreviewFiltersWhatIsNew(t *testing.T) {
	const file = "content/events/zinnober-call.md"
	const event = `---
title: A Zinnober call
date: "2024-05-02"
participants:
  - id: %s
  - id: matthew-miller
  - id: yahya-sinwar
evidence:
  - cite: turkey-dials-up-gaza-diplomacy
    quote: "the Turkish and US readouts of the calls"
---

They spoke of Zinnober [@turkey-dials-up-gaza-diplomacy].
`
	p := serving(t)
	b, drawing := p.open("timeline.html#who="+filterPerson+"&kind=event"), p.open("network.html")
	for _, tab := range []*tab{b, drawing} {
		p.until(tab, "preview.streams === 1 && document.readyState === 'complete'", "the page has its stream")
		must(t, chromedp.Do(tab.ctx, chromedp.Evaluate[chromedp.Void]("preview.mark()")))
	}
	n := wanted(t, b, filterPerson, "")
	first := ask[remaining](t, b, remains)
	first.check(t, "before", n)
	if n == 0 || n >= first.All {
		t.Fatalf("the filter leaves %d of %d", n, first.All)
	}
	edges := about[int](t, drawing, "edges.length")
	check := func(when string, entries, all int) {
		t.Helper()
		now := ask[remaining](t, b, remains)
		now.check(t, when, entries)
		if now.All != all || now.Hash != first.Hash || strings.Join(now.Chosen, " ") != filterPerson+" event" {
			t.Errorf("%s: %d entries, chosen %q at %s; want %d and what was chosen before", when, now.All, now.Chosen, now.Hash, all)
		}
		for _, tab := range []*tab{b, drawing} {
			if !ask[bool](t, tab, "!!preview.marked") {
				t.Fatalf("%s: %s was loaded anew", when, say(t, tab, "location.pathname"))
			}
		}
	}
	p.write(file, fmt.Sprintf(event, filterPerson))
	p.until(b, has("A Zinnober call"), "the entry is on the timeline")
	check("with an entry that fits", n+1, first.All+1)
	p.replace(file, fmt.Sprintf(event, "antony-blinken"))
	p.until(b, `!document.querySelector('.line li [href$="zinnober-call.html"]').closest("li").querySelector('.who [href="people/`+filterPerson+`.html"]')`, "the entry is of others")
	check("with an entry that does not fit", n, first.All+1)

	p.until(drawing, fmt.Sprintf(`document.querySelectorAll(".graph [data-e]").length > %d`, edges), "the drawing has more edges")
	if flaw := about[string](t, drawing, `edges.filter((e) => e.href).length === all(".graph .hit").length
	  && all(".graph .hit").every((h) => edges.some((e) => e.querySelector("path").getAttribute("d") === h.getAttribute("d"))) ? "" : all(".graph .hit").length + " of " + edges.length`); flaw != "" {
		t.Errorf("edges that can be met: %s", flaw)
	}
	must(t, os.Remove(p.at(file)))
	p.until(b, "!("+has("A Zinnober call")+")", "the entry is gone")
	check("without the entry", n, first.All)
	p.until(drawing, fmt.Sprintf(`document.querySelectorAll(".graph [data-e]").length === %d`, edges), "its edges are gone")
	must(t, chromedp.Do(b.ctx, chromedp.Evaluate[chromedp.Void](`document.querySelector(".filters [type=reset]").click()`)))
	ask[remaining](t, b, remains).check(t, "without a filter", first.All)
}
