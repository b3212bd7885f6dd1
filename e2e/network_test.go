package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// drawn are questions to a page with a drawing of a network.
const drawn = `
const nodes = all(".graph .node"), edges = all(".graph [data-e]");
const label = (node) => node.querySelector("text").textContent.trim().replace(/\s+/g, " ");
const ends = (edge) => edge.dataset.e.split(" ").map((i) => nodes[i]);
const called = (words) => nodes.find((node) => label(node) === words);
const faint = (e) => +getComputedStyle(e).opacity < 1;
// The middle of a node's sign.
const sign = (node) => {
  node.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
  const r = node.querySelector("use").getBoundingClientRect();
  return { X: r.x, Y: r.y, Width: r.width, Height: r.height };
};
// A place where an edge lies uppermost.
const spot = (edge) => {
  const line = edge.querySelector("path");
  edge.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
  for (let part = 0.2; part < 0.85; part += 0.02) {
    const at = line.getPointAtLength(part * line.getTotalLength()).matrixTransform(line.getScreenCTM());
    if (document.elementFromPoint(at.x, at.y)?.closest("[data-e]") === edge) return { X: at.x, Y: at.y, Width: 1, Height: 1 };
  }
  return { X: 0, Y: 0, Width: 0, Height: 0 };
};
const meant = () => edges.find((edge) => edge.href && edge.querySelector("title").textContent.includes(": 2 "));
`

// about asks a question to a page with a drawing.
func about[T any](t *testing.T, b *tab, question string) T {
	t.Helper()
	return ask[T](t, b, "(() => {"+drawn+"\nreturn "+question+"})()")
}

func (b *tab) mouseTo(t *testing.T, at place) {
	t.Helper()
	if at.Width == 0 {
		t.Fatal("there is nothing to point at")
	}
	if err := chromedp.Do(b.ctx, chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, at.X+at.Width/2, at.Y+at.Height/2)); err != nil {
		t.Fatal(err)
	}
}

// lights compares what is lit with a node and its neighbours, or with nothing.
func (b *tab) lights(t *testing.T, when, node string) {
	t.Helper()
	type state struct{ Lit, Want string }
	s := about[state](t, b, fmt.Sprintf(`(() => {
const node = called(%q);
const near = new Set(node ? [node, ...edges.filter((e) => ends(e).includes(node)).flatMap(ends)] : nodes);
return { Lit: nodes.filter((n) => !faint(n)).map(label).join(", "), Want: nodes.filter((n) => near.has(n)).map(label).join(", ") };
})()`, node))
	if s.Lit != s.Want || s.Lit == "" {
		t.Errorf("%s: lit are %s; want %s", when, s.Lit, s.Want)
	}
}

type pickedTie struct{ Title, Text, Row, Hash string }

func (b *tab) pickedTie(t *testing.T) pickedTie {
	t.Helper()
	return about[pickedTie](t, b, `({
  Title: document.querySelector(".picked .pair")?.textContent ?? "",
  Text: document.querySelector(".picked").textContent,
  Row: meant() ? document.querySelector(meant().getAttribute("href")).textContent : "",
  Hash: location.hash,
})`)
}

// What makes a tie is listed when it is selected: the row of the table, and the
// words of the sources to which the row leads.
func TestNetwork(t *testing.T) {
	for _, o := range origins {
		for _, width := range []int64{narrow, wide} {
			t.Run(fmt.Sprintf("%s/width=%d", o.name, width), func(t *testing.T) {
				b := open(t, o, look{width: width})
				b.visit(t, "network.html")
				b.lights(t, "at first", "")

				b.mouseTo(t, about[place](t, b, `sign(called("Hamas"))`))
				b.lights(t, "pointing at a node", "Hamas")
				b.mouseTo(t, ask[place](t, b, `bringIntoView("h1")`))
				b.lights(t, "pointing elsewhere", "")

				about[bool](t, b, `(called("Hakan Fidan").focus(), true)`)
				b.lights(t, "with the focus on a node", "Hakan Fidan")
				b.press(t, kb.ArrowRight)
				on := func() string {
					return about[string](t, b, `document.activeElement.querySelector("title")?.textContent ?? label(document.activeElement)`)
				}
				first := on()
				if !strings.Contains(first, "Hakan Fidan") || !strings.Contains(first, "–") {
					t.Fatalf("an arrow key leads from a node to %q, not to one of its edges", first)
				}
				for range 3 {
					b.press(t, kb.ArrowDown)
				}
				if third := on(); third == first || !strings.Contains(third, "Hakan Fidan") {
					t.Errorf("three keys later the focus is on %q", third)
				}
				// What the keyboard lists is where the keyboard is, and from there leads back.
				edge := on()
				at := func(selector string) bool {
					return ask[bool](t, b, fmt.Sprintf(`document.activeElement.matches(%q)`, selector))
				}
				for _, key := range []string{kb.Escape, kb.Enter} {
					b.press(t, kb.Enter)
					if p := b.pickedTie(t); p.Title != edge || p.Hash != "" || !at(".picked") {
						t.Errorf("Enter on %q lists %q at %q, and the focus is there: %t", edge, p.Title, p.Hash, at(".picked"))
					}
					if b.press(t, "\t"); !at(".picked > button") {
						t.Errorf("the first that the keyboard reaches there is no button to close it")
					}
					b.press(t, key)
					if p := b.pickedTie(t); p.Text != "" || on() != edge {
						t.Errorf("closed by %q: %q is listed, and the focus is on %q, want %q", key, p.Text, on(), edge)
					}
				}
				b.press(t, kb.Enter)
				about[bool](t, b, fmt.Sprintf(`(edges.find((e) => e.querySelector("title")?.textContent === %q).focus(), true)`, edge))
				b.press(t, kb.Escape)
				if p := b.pickedTie(t); p.Text != "" || on() != "Hakan Fidan" {
					t.Errorf("after Escape %q is listed, and the focus is on %q", p.Text, on())
				}

				where := about[place](t, b, "spot(meant())")
				b.mouseTo(t, where)
				if err := chromedp.Do(b.ctx, chromedp.MouseClickXY(where.X, where.Y)); err != nil {
					t.Fatal(err)
				}
				p := b.pickedTie(t)
				for _, name := range ask[[]string](t, b, `(() => { const pair = document.querySelector(".picked .pair").textContent;
				  return [pair.split(": ")[0], ...all(".ties tr").find((r) => pair.startsWith(r.querySelector("th").textContent.trim())).querySelectorAll('li:has([href^="#made"])')].map((e) => e.textContent ? e.querySelector("a").textContent : e); })()`) {
					if n := strings.Count(p.Text, name); n != 1 {
						t.Errorf("a click on an edge tells %d times of %q: %q", n, name, p.Text)
					}
				}
				if outline := about[string](t, b, `getComputedStyle(document.activeElement.matches(".edges a") ? document.activeElement : document.body).outlineStyle`); outline != "none" {
					t.Errorf("a click draws an outline round an edge: %s", outline)
				}
				if quotes := ask[int](t, b, `all(".picked blockquote, .picked q").length`); quotes < 2 {
					t.Errorf("%d quotations are listed for %s", quotes, p.Title)
				}
				if ids := ask[int](t, b, `all(".picked [id]").length`); ids > 0 {
					t.Errorf("%d ids stand twice in the page", ids)
				}
				if e := ask[excess](t, b, "overflow()"); e.Wider > 0 {
					t.Errorf("the page is %.0f pixels wider than its window: %q", e.Wider, e.Culprits)
				}
				// A button closes it, and so does a click on the drawing where nothing is drawn.
				for _, close := range []string{`bringIntoView(".picked > button")`, `(() => { const r = document.querySelector(".graph").getBoundingClientRect(); return { X: r.x + 4, Y: r.y + 4, Width: 1, Height: 1 }; })()`} {
					at := about[place](t, b, "spot(meant())")
					if err := chromedp.Do(b.ctx, chromedp.MouseClickXY(at.X, at.Y)); err != nil {
						t.Fatal(err)
					}
					if p := b.pickedTie(t); p.Title == "" {
						t.Errorf("a click on an edge lists nothing")
					}
					if strings.Contains(close, ".graph") {
						ask[bool](t, b, `(document.querySelector(".graph").scrollIntoView({ behavior: "instant" }), true)`)
					}
					at = ask[place](t, b, close)
					if err := chromedp.Do(b.ctx, chromedp.MouseClickXY(at.X+at.Width/2, at.Y+at.Height/2)); err != nil {
						t.Fatal(err)
					}
					if p := b.pickedTie(t); p.Text != "" {
						t.Errorf("after a click at %v %q is listed", at, p.Title)
					}
				}
			})
		}
	}
}

func TestNeighbourhood(t *testing.T) {
	b := open(t, origins[0], look{width: narrow})
	b.visit(t, "people/hakan-fidan.html")
	b.mouseTo(t, about[place](t, b, `sign(called("Ismail Haniyeh"))`))
	b.lights(t, "pointing at a neighbour", "Ismail Haniyeh")
	at := about[place](t, b, "spot(meant())")
	if at.Width == 0 {
		t.Fatal("no edge can be pointed at")
	}
	if err := chromedp.Do(b.ctx, chromedp.MouseClickXY(at.X, at.Y)); err != nil {
		t.Fatal(err)
	}
	if p := b.pickedTie(t); p.Title == "" || !strings.Contains(p.Text, strings.TrimSpace(p.Row)) {
		t.Errorf("a click on an edge lists %q under %q", p.Text, p.Title)
	}
}

// Without scripts an edge leads to its row, and a node to its page.
func TestNetworkWithoutScripts(t *testing.T) {
	b := open(t, origins[1], look{width: wide, noScript: true})
	b.visit(t, "network.html")
	if ask[bool](t, b, `shown(document.querySelector(".hint"))`) {
		t.Error("the page tells of keys that do nothing")
	}
	want := about[string](t, b, `meant().getAttribute("href")`)
	at := about[place](t, b, "spot(meant())")
	if at.Width == 0 {
		t.Fatal("no edge can be pointed at")
	}
	if err := chromedp.Do(b.ctx, chromedp.MouseClickXY(at.X, at.Y)); err != nil {
		t.Fatal(err)
	}
	type row struct {
		Hash string
		Seen bool
	}
	r := ask[row](t, b, fmt.Sprintf(`(() => {
const r = document.querySelector(%q).getBoundingClientRect();
return { Hash: location.hash, Seen: r.top >= 0 && r.top < innerHeight };
})()`, want))
	if r.Hash != want || !r.Seen {
		t.Errorf("a click on an edge leads to %q, in view: %t; want %q", r.Hash, r.Seen, want)
	}
	b.visit(t, "network.html")
	b.click(t, ".graph a.node use")
	if at := ask[string](t, b, "location.href"); strings.HasSuffix(at, "network.html") {
		t.Errorf("a click on a node stays at %s", at)
	}
}

// No two names of a drawing touch, whatever fonts there are.
func TestNamesOfNodesStandApart(t *testing.T) {
	b := open(t, origins[0], look{width: wide, noScript: true})
	seen := 0
	for _, p := range append(pagesOf(4, "people", "organizations", "places"), "network.html") {
		b.visit(t, p)
		boxes := ask[[]place](t, b, `all(".graph .node").flatMap((n) => [...n.querySelectorAll("use, tspan")].map((e) => {
const r = (e.firstChild ? (() => { const range = document.createRange(); range.selectNodeContents(e); return range; })() : e).getBoundingClientRect();
return { X: r.x + 1, Y: r.y + 1, Width: r.width - 2, Height: r.height - 3 };
}))`)
		seen += len(boxes)
		apart(t, p, boxes)
	}
	if seen < 100 {
		t.Errorf("only %d names and signs were seen", seen)
	}
}
