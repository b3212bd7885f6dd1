package e2e

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"unicode"
)

// Every page is opened from the disk and from the server. That it asks nobody
// else for anything, and that the console has nothing to say, every tab watches
// over by itself; a page that is open anyway is also examined.
func TestEveryPage(t *testing.T) {
	for _, o := range origins {
		t.Run(o.name, func(t *testing.T) {
			t.Parallel()
			b := open(t, o, look{width: narrow})
			for _, p := range pages {
				b.visit(t, p)
				if o.name == "server" {
					continue
				}
				if e := ask[excess](t, b, "overflow()"); e.Wider > 0 {
					t.Errorf("%s is %.0f pixels wider than its window: %q", p, e.Wider, e.Culprits)
				}
				for _, flaw := range ask[[]string](t, b, "accessibility()") {
					t.Errorf("%s: %s", p, flaw)
				}
			}
			b.mu.Lock()
			defer b.mu.Unlock()
			if b.served < 2*len(pages) {
				t.Errorf("%d requests for %d pages and their style; the test does not see them all", b.served, len(pages))
			}
		})
	}
}

type citation struct{ ID, Words, Link string }

type passage struct {
	Found, Target    bool
	Tag, Words, Look string
	Top, Bottom      float64
	Window           float64
}

func TestCitationOpensItsPassage(t *testing.T) {
	for _, o := range origins {
		for _, noScript := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s/script=%t", o.name, !noScript), func(t *testing.T) {
				t.Parallel()
				b := open(t, o, look{width: wide, noScript: noScript})
				clicked := 0
				each := 1
				if o.name == "disk" && !noScript {
					each = 3
				}
				for _, p := range pagesOf(each, "people", "organizations", "places", "events", "claims") {
					b.visit(t, p)
					list := ask[[]citation](t, b, "citations()")
					for i := range min(len(list), 3) {
						follow(t, b, p, list[i*(len(list)-1)/max(min(len(list), 3)-1, 1)])
						clicked++
					}
				}
				if clicked < 8 {
					t.Errorf("only %d citations were found to click", clicked)
				}
			})
		}
	}
}

// follow clicks a citation in the text, and in the list at the foot of the page
// the link to the source.
func follow(t *testing.T, b *tab, p string, c citation) {
	t.Helper()
	link, err := url.Parse(c.Link)
	if err != nil || link.Fragment == "" {
		t.Errorf("%s: the citation of %q leads to %q", p, c.Words, c.Link)
		return
	}
	source := (&url.URL{Path: "/" + p}).ResolveReference(link)
	file, address := strings.TrimPrefix(source.Path, "/"), strings.TrimPrefix(source.String(), "/")
	b.visit(t, file)
	before := ask[passage](t, b, fmt.Sprintf("lit(%q)", link.Fragment))
	b.visit(t, p)
	b.click(t, fmt.Sprintf("#%s .actions a[href=%q]", c.ID, c.Link))
	if at := ask[string](t, b, "location.href"); at != b.base+address {
		t.Errorf("%s: a click on the citation of %q leads to %s, want %s", p, c.Words, at, address)
		return
	}
	after := ask[passage](t, b, fmt.Sprintf("lit(%q)", link.Fragment))
	switch {
	case !after.Found:
		t.Errorf("%s: %s has no element for the passage %q", p, file, c.Words)
	case !after.Target:
		t.Errorf("%s: the passage %q is not the target of %s", p, c.Words, address)
	case after.Look == before.Look:
		t.Errorf("%s: the passage %q is not lit: %s", p, c.Words, after.Look)
	case after.Bottom <= 0 || after.Top >= after.Window:
		t.Errorf("%s: the passage %q is out of view: from %.0f to %.0f in a window of %.0f", p, c.Words, after.Top, after.Bottom, after.Window)
	case fold(after.Words) != fold(c.Words):
		t.Errorf("%s: the citation quotes %q, but %s marks %q", p, c.Words, file, after.Words)
	}
}

// fold makes texts comparable that differ in white space, in the form of quotes
// and dashes, or in a mark for what is left out.
func fold(s string) string {
	s = strings.NewReplacer("[…]", " ", "…", " ", "“", `"`, "”", `"`, "„", `"`, "‘", "'", "’", "'", "–", "-", "—", "-").Replace(s)
	s = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// The number in the text leads to the list, and the list back to the number.
func TestCitationNumbers(t *testing.T) {
	b := open(t, origins[0], look{width: wide, noScript: true})
	for _, p := range pagesOf(1, "people", "organizations", "places", "events", "claims") {
		b.visit(t, p)
		type mark struct{ ID, To string }
		marks := ask[[]mark](t, b, `all("sup.cites a").map((a) => ({ID: a.id, To: a.getAttribute("href")}))`)
		if len(marks) == 0 {
			t.Errorf("%s cites nothing", p)
		}
		for _, m := range marks {
			there := ask[bool](t, b, fmt.Sprintf(`!!document.querySelector(".citations " + %q)`, m.To))
			back := ask[bool](t, b, fmt.Sprintf(`!!document.querySelector(%q + " a.back[href='#" + %q + "']")`, m.To, m.ID))
			if !there || !back {
				t.Errorf("%s: the number %s leads to the list: %t, and back: %t", p, m.ID, there, back)
			}
		}
	}
}
