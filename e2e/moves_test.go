package e2e

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// A browser paints a long page before its scripts run. So they may not move what
// is there: each page of a kind is laid out the same with them as without.
func TestScriptsMoveNothing(t *testing.T) {
	for i, s := range sites {
		list, err := s.some(3)
		if i > 0 {
			list, err = s.some(1)
		}
		must(t, err)
		for _, width := range []int64{wide, narrow} {
			t.Run(fmt.Sprintf("%s/width=%d", s.name(), width), func(t *testing.T) {
				t.Parallel()
				with, without := open(t, s.origins[0], look{width: width}), open(t, s.origins[0], look{width: width, noScript: true})
				for _, p := range list {
					with.visit(t, p)
					without.visit(t, p)
					// The script in the head of each page says this before anything is
					// painted, and what those without scripts are told is not there.
					ask[any](t, without, `(document.documentElement.dataset.js = "", all("noscript").forEach((e) => e.remove()))`)
					before, after := ask[[]spot](t, without, "spots()"), ask[[]spot](t, with, "spots()")
					if len(before) != len(after) || len(after) < 10 {
						t.Errorf("%s has %d parts without scripts, %d with them", p, len(before), len(after))
						continue
					}
					for i, was := range before {
						// A note goes to its line and is folded, which only a script can tell: until
						// then it is not shown. It stays in its column.
						if is := after[i]; was.Name != is.Name || was.X != is.X || was.Y != is.Y && !is.Set {
							t.Errorf("%s: scripts move %+v to %+v", p, was, is)
							break
						}
					}
				}
			})
		}
	}
}

// A page that is opened with a question keeps the room for what it will say.
func TestAnswersMoveNothing(t *testing.T) {
	const ways = "paths.html#from=people/hakan-fidan&to=people/ismail-haniyeh"
	for _, o := range origins {
		for _, width := range []int64{wide, narrow} {
			t.Run(fmt.Sprintf("%s/width=%d", o.name, width), func(t *testing.T) {
				b := open(t, o, look{width: width})
				for _, p := range []struct{ address, answered string }{
					{"search.html?q=gaza", `document.querySelector(".results:not([hidden]) li")`},
					{"search.html#q=gaza&kind=sources", `document.querySelector(".results:not([hidden]) li")`},
					{"search.html?q=zzzz", `document.querySelector("form.search [role=status]").textContent`},
					{ways, `document.querySelector(".cards li .quotes li")`},
				} {
					b.visit(t, "about.html")
					b.visit(t, p.address)
					if !b.until(t, p.answered) {
						t.Fatalf("%s gives no answer", p.address)
					}
					b.paint(t)
					b.paint(t)
					for _, moved := range ask[[]string](t, b, "shifts()") {
						t.Errorf("%s moves when it is answered: %s", p.address, moved)
					}
				}
			})
		}
	}
}

// A spot is where an element of a page begins, in CSS pixels from the page's corner.
type spot struct {
	Name string
	X, Y int
	Set  bool // in a note that a script has set beside the text
}

// pieces is how many times the browser has to wait for more of a page of so many
// bytes. A piece is below what it reads at once: else it would part it anywhere.
func pieces(size int) int { return max(17, size>>14+2) }

// A page comes little by little, and its scripts come last. What is there does
// not move for what is still to come. The pieces end with lines, so that none
// ends within a word: that would go to the next line when its second half comes.
// The first ends amid what stands above each page.
// The window is as high as it may be, because what is out of sight moves unseen.
func TestPagesComeInPieces(t *testing.T) {
	for _, s := range sites {
		list, err := s.some(1)
		must(t, err)
		for _, width := range []int64{wide, narrow} {
			t.Run(fmt.Sprintf("%s/width=%d", s.name(), width), func(t *testing.T) {
				t.Parallel()
				more := make(chan bool)
				server := httptest.NewServer(http.StripPrefix(subPath, inPieces(s, more)))
				defer server.Close()
				b := open(t, origin{"slow server", server.URL + subPath}, look{width: width, height: 7000})
				for _, p := range list {
					_, err := chromedp.Call(b.ctx, page.Navigate, page.NavigateParams{URL: b.base + p})
					must(t, err)
					data, err := s.read(p)
					must(t, err)
					for range pieces(len(data)) {
						_, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](`new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(() => painted(true))))`, chromedp.EvalAwaitPromise))
						must(t, err)
						more <- true
					}
					if !b.until(t, `document.readyState === "complete"`) {
						t.Fatalf("%s does not come to its end", p)
					}
					b.paint(t)
					b.paint(t)
					for _, moved := range ask[[]string](t, b, "shifts()") {
						t.Errorf("%s moves while it comes: %s", p, moved)
					}
				}
			})
		}
	}
}

// inPieces serves a site, and of each page the next piece for each value of more.
func inPieces(s *site, more <-chan bool) http.Handler {
	files := http.FileServer(http.Dir(s.dir))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if path.Ext(r.URL.Path) != ".html" {
			files.ServeHTTP(w, r)
			return
		}
		data, err := s.read(strings.TrimPrefix(r.URL.Path, "/"))
		if err != nil {
			http.Error(w, err.Error(), http.StatusNotFound)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Length", strconv.Itoa(len(data))) // in chunks, a piece would be parted anywhere
		first := bytes.Index(data, []byte("<main"))
		at := 0
		n := pieces(len(data))
		for i := range n {
			end := bytes.Index(data, []byte("<form class=\"find\""))
			if i > 0 || end < 0 {
				end = first + (len(data)-first)*max(i-1, 0)/(n-1)
				end += max(bytes.Index(data[end:], []byte("\n<")), 0)
			}
			_, _ = w.Write(data[at:max(at, end)])
			at = max(at, end)
			w.(http.Flusher).Flush()
			select {
			case <-more:
			case <-r.Context().Done():
				return
			}
		}
		_, _ = w.Write(data[at:])
	})
}
