package e2e

import (
	"fmt"
	"net/url"
	"path"
	"strings"
	"testing"
)

// nameCount is a count of the page on names: where its link leads, and what it
// counts.
type nameCount struct{ Of, Words, Href, Times string }

const nameCounts = `(() => [...document.querySelectorAll("table.naming tbody tr")].flatMap(tr =>
	[...tr.querySelectorAll("td li > a:has(.count)")].map(a => ({
		Of: tr.closest("table").getAttribute("aria-label"), Words: tr.querySelector("th").textContent,
		Href: a.getAttribute("href"), Times: a.querySelector(".count").textContent}))))()`

// A reader who asks what the sources call somebody follows the counts: one
// opens the passage itself, several the lines of the concordance that have them.
func TestCountOfNamesOpensThePassages(t *testing.T) {
	for _, o := range origins {
		for _, width := range []int64{wide, narrow} {
			for _, noScript := range []bool{false, true} {
				t.Run(fmt.Sprintf("%s/%d/script=%t", o.name, width, !noScript), func(t *testing.T) {
					b := open(t, o, look{width: width, noScript: noScript})
					b.visit(t, "names.html")
					single, several := 0, 0
					for _, c := range ask[[]nameCount](t, b, nameCounts) {
						if c.Of != "Hamas" && c.Of != "Israeli military campaign in Gaza" {
							continue
						}
						if once := c.Times == "1×"; once && single < 3 {
							single++
						} else if !once && several < 2 {
							several++
						} else {
							continue
						}
						b.visit(t, "names.html")
						openCount(t, b, c)
					}
					if single < 3 || several < 2 {
						t.Errorf("%d counts of one and %d of several were found to follow", single, several)
					}
				})
			}
		}
	}
}

// openCount clicks a count and looks at what it opens.
func openCount(t *testing.T, b *tab, c nameCount) {
	t.Helper()
	b.click(t, fmt.Sprintf("table.naming td a[href=%q]", c.Href))
	if at := ask[string](t, b, "location.href"); at != b.base+c.Href {
		t.Errorf("the count of %q leads to %s, want %s", c.Words, at, c.Href)
		return
	}
	link, err := url.Parse(c.Href)
	if err != nil {
		t.Fatal(err)
	}
	if path.Dir(link.Path) == "sources" {
		at := ask[passage](t, b, fmt.Sprintf("lit(%q)", link.Fragment))
		if !at.Found || !at.Target || at.Bottom <= 0 || at.Top >= at.Window || !strings.Contains(fold(at.Words), fold(c.Words)) {
			t.Errorf("%s opens %+v, want %q in view", c.Href, at, c.Words)
		}
		return
	}
	lit := ask[[]string](t, b, `[...document.querySelectorAll(":target .hit")].map(a => a.textContent)`)
	n := 0
	for _, words := range lit {
		if fold(words) == fold(c.Words) {
			n++
		}
	}
	if got := fmt.Sprintf("%d×", n); got != c.Times || n != len(lit) {
		t.Errorf("%s: %q stands %s in the lines that the count opens, want %s; they light %q", c.Href, c.Words, got, c.Times, lit)
	}
}

// What the sources call an entity or an event stands on its own page too.
func TestNamesOnTheirOwnPages(t *testing.T) {
	b := open(t, origins[0], look{width: narrow})
	for p, want := range map[string]string{"organizations/hamas.html": "resistance movement", "events/gaza-offensive.html": "war in Gaza"} {
		b.visit(t, p)
		words := ask[[]string](t, b, `[...document.querySelectorAll("#named-as th[scope=row]")].map(th => th.textContent)`)
		if !strings.Contains(strings.Join(words, "\n"), want) {
			t.Errorf("%s names %q, and not %q", p, words, want)
		}
	}
}
