package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// ways is what a reader sees of an answer.
type ways struct {
	Ends   []string // what stands in the fields
	Said   string
	Ways   []string // "A › B › C"
	Steps  []int    // of each way
	Joined [][]string
	Quotes []string // addresses of the words that steps rest on
	Signs  bool     // each entity has its sign
	Hash   string
	Focus  string // name of the field that has it
}

const shown = `({
  Ends: all("form.paths input").map((i) => i.value),
  Said: document.querySelector("form.paths output").value,
  Ways: all(".cards > li > .inline").map((p) => all("a", p).map((a) => a.textContent.trim()).join(" › ")),
  Steps: all(".cards > li").map((li) => all(".quotes > li", li).length),
  Joined: all(".cards > li").map((li) => all(".quotes > li > p:first-child a", li).map((a) => a.getAttribute("href"))),
  Quotes: all(".quotes blockquote a").map((a) => a.getAttribute("href")),
  Signs: all(".cards .chip").every((a) => a.querySelector("svg.sign")),
  Hash: location.hash,
  Focus: document.activeElement.name || "",
})`

// answers waits for what the page says of the ends in its address.
func (b *tab) answers(t *testing.T, said string) ways {
	t.Helper()
	if !b.until(t, fmt.Sprintf(`document.querySelector("form.paths output")?.value.startsWith(%q)`, said)) {
		t.Fatalf("the page says %q, want %q", ask[ways](t, b, shown).Said, said)
	}
	return ask[ways](t, b, shown)
}

func (b *tab) write(t *testing.T, words string) {
	t.Helper()
	must(t, chromedp.Do(b.ctx, chromedp.KeyEvent(words)))
}

// asked is what the program says of the same question.
func asked(t *testing.T, from, to string) (all int, list []string) {
	t.Helper()
	c := exec.Command(program, "path", "--format", "json", from, to)
	c.Dir = ".."
	out, err := c.Output()
	must(t, err)
	var got struct {
		All  int
		Ways [][]struct{ From, To struct{ Title string } }
	}
	must(t, json.Unmarshal(out, &got))
	for _, way := range got.Ways {
		text := ""
		for i, step := range way {
			if i == 0 {
				text = step.From.Title
			}
			text += " › " + step.To.Title
		}
		list = append(list, text)
	}
	return got.All, list
}

// From the page of an entity one picks the other end by the keyboard; the answer
// is the program's, its words can be opened, and Back takes it back.
func TestPaths(t *testing.T) {
	const from, to = "people/hakan-fidan", "organizations/hamas"
	n, want := asked(t, from, to)
	for _, o := range origins {
		t.Run(o.name, func(t *testing.T) {
			b := open(t, o, look{width: wide})
			b.visit(t, from+".html")
			b.click(t, `a[href*="paths.html#from="]`)
			if !b.until(t, `document.activeElement.name === "to"`) {
				t.Fatalf("the other end has not the focus: %+v", ask[ways](t, b, shown))
			}
			before := ask[ways](t, b, shown)
			if before.Ends[0] != "Hakan Fidan" || before.Ends[1] != "" || before.Hash != "#from="+from || len(before.Ways) > 0 {
				t.Errorf("at first: %+v", before)
			}
			b.write(t, "hamas")
			b.press(t, kb.Enter)
			got := b.answers(t, fmt.Sprintf("Shortest ways: %d. Steps in each: 2.", n))
			if !slices.Equal(got.Ways, want) {
				t.Errorf("the ways are\n%s\nthe program's are\n%s", strings.Join(got.Ways, "\n"), strings.Join(want, "\n"))
			}
			if got.Hash != "#from="+from+"&to="+to || got.Ends[1] != "Hamas" || got.Focus != "to" || !got.Signs {
				t.Errorf("the answer is %+v", got)
			}
			for i, steps := range got.Steps {
				if steps != 2 || len(got.Joined[i]) < 2 {
					t.Errorf("way %d has %d steps and the ties %q", i, steps, got.Joined[i])
				}
			}
			if e := ask[excess](t, b, "overflow()"); e.Wider > 0 {
				t.Errorf("the answer is wider than the window by %.0f pixels: %q", e.Wider, e.Culprits)
			}
			if axe != "" {
				for _, v := range b.inaccessible(t) {
					t.Errorf("the answer is not accessible: %s", v)
				}
			}

			if len(got.Quotes) < len(got.Ways) {
				t.Errorf("only %d quotations for %d ways", len(got.Quotes), len(got.Ways))
			}
			ask[bool](t, b, "(history.back(), true)")
			if !b.until(t, `location.hash === "#from=`+from+`" && !document.querySelector(".cards > li")`) {
				t.Errorf("after going back: %+v", ask[ways](t, b, shown))
			}
			ask[bool](t, b, "(history.forward(), true)")
			b.answers(t, "Shortest ways")
			b.click(t, ".quotes blockquote a")
			if !b.until(t, `document.querySelector(":target")`) {
				t.Errorf("%s opens no passage", got.Quotes[0])
			}
		})
	}
}

// Ends may be given in the address by their ids, which stand in it with their folder.
func TestPathsByIDs(t *testing.T) {
	for _, o := range origins {
		t.Run(o.name, func(t *testing.T) {
			b := open(t, o, look{width: narrow})
			b.visit(t, "paths.html")
			for _, hash := range []string{"#from=hakan-fidan&to=ismail-haniyeh", "#from=people/hakan-fidan&to=ismail-haniyeh", "#from=Hakan%20Fidan&to=Ismail-haniyeh"} {
				ask[bool](t, b, fmt.Sprintf("(document.querySelector('form.paths output').value = '', location.hash = %q, true)", hash))
				if got := b.answers(t, "Shortest ways"); !slices.Equal(got.Ends, []string{"Hakan Fidan", "Ismail Haniyeh"}) {
					t.Errorf("%s: %+v", hash, got)
				}
			}
			ask[bool](t, b, `(location.hash = "#from=hakan-fidan&to=constructor", true)`)
			b.answers(t, "There is no entry called “constructor”")
		})
	}
}

// What has no way is told, as is an end that there is not; ends may be given in
// the address by their names.
func TestPathsWithoutAWay(t *testing.T) {
	for _, o := range origins {
		t.Run(o.name, func(t *testing.T) {
			b := open(t, o, look{width: narrow})
			b.visit(t, "paths.html")
			for _, tt := range []struct{ hash, said, reason string }{
				{"#from=people/hakan-fidan&to=people/anne-chaon", "Nothing in this dossier connects", "nothing joins the one with anybody"},
				{"#from=people/hakan-fidan&to=hakan%20fidan", "Both ends are the same", "one entry at both ends"},
				{"#from=people/hakan-fidan&to=people/n.%20n.", "There is no entry called “people/n. n.”", "an address that nobody has"},
			} {
				ask[bool](t, b, fmt.Sprintf("(location.hash = %q, true)", tt.hash))
				if got := b.answers(t, tt.said); strings.HasPrefix(tt.said, "Both") != (len(got.Ways) == 1) {
					t.Errorf("%s: %+v", tt.reason, got)
				}
			}
		})
	}
}

// In Arabic the way runs from the right.
func TestPathsFromTheRight(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"dossier.yaml":          "title: ملف\nlanguage: ar\n",
		"content/people/ada.md": "---\ntitle: Ada {part}\nrelations:\n  - {to: ben, type: <b>knows</b>}\n---\n",
		"content/people/ben.md": "---\ntitle: Ben & <Co>\n---\n",
		"content/people/eve.md": "---\ntitle: Eve\npart_of: ben\n---\n",
	} {
		at := filepath.Join(dir, filepath.FromSlash(name))
		must(t, os.MkdirAll(filepath.Dir(at), 0o777))
		must(t, os.WriteFile(at, []byte(text), 0o666))
	}
	must(t, runIn(dir, program, "build"))
	s, stop, err := openSite(filepath.Join(dir, "public"))
	must(t, err)
	defer stop()
	for _, o := range s.origins {
		b := open(t, o, look{width: narrow})
		b.visit(t, "people/ben.html")
		b.click(t, `a[href*="paths.html#from="]`)
		if !b.until(t, `document.activeElement.name === "to"`) {
			t.Fatalf("the other end has not the focus: %+v", ask[ways](t, b, shown))
		}
		b.visit(t, "paths.html#from=people/ada&to=people/eve")
		got := b.answers(t, "أقصر الطرق: 1")
		if !slices.Equal(got.Ways, []string{"Ada {part} › Ben & <Co> › Eve"}) {
			t.Errorf("the way is %q", got.Ways)
		}
		if at := ask[[]float64](t, b, `all(".cards > li > .inline a").map((a) => a.getBoundingClientRect().right)`); at[0] <= at[1] {
			t.Errorf("the entities stand at %v", at)
		}
		if text := ask[string](t, b, `document.querySelector(".quotes").textContent`); !strings.Contains(text, ": <b>knows</b>") || !strings.Contains(text, "Eve: جزء") {
			t.Errorf("the steps are %q", text)
		}
		if e := ask[excess](t, b, "overflow()"); e.Wider > 0 {
			t.Errorf("the page is wider than the window by %.0f pixels: %q", e.Wider, e.Culprits)
		}
		b.click(t, `.cards .chip[href*="ben"]`)
		if at := say(t, b, "location.pathname"); !strings.HasSuffix(at, "/people/ben.html") {
			t.Errorf("the entity in between leads to %s", at)
		}
	}
}

// An answer that is open follows the edits of who writes.
func TestPreviewFindsNewWays(t *testing.T) {
	p := serving(t)
	b := p.open("paths.html#from=people/anne-chaon&to=organizations/hamas")
	p.until(b, "preview.streams === 1 && document.readyState === 'complete'", "the page has its stream")
	must(t, chromedp.Do(b.ctx, chromedp.Evaluate[chromedp.Void]("preview.mark()")))
	b.answers(t, "Nothing in this dossier")
	p.write("content/claims/zinnober.md", "---\ntitle: A Zinnober claim\nabout: [anne-chaon, hamas]\n---\n")
	got := func() ways {
		p.until(b, `document.querySelector("form.paths output").value.startsWith("Shortest")`, "there is a way")
		return ask[ways](t, b, shown)
	}()
	if len(got.Ways) != 1 || len(got.Joined) != 1 || !slices.Equal(got.Joined[0], []string{"claims/zinnober.html"}) {
		t.Errorf("the answer is %+v", got)
	}
	if !ask[bool](t, b, "!!preview.marked") {
		t.Error("the tab was loaded anew")
	}
	must(t, os.Remove(p.at("content/claims/zinnober.md")))
	p.until(b, `document.querySelector("form.paths output").value.startsWith("Nothing")`, "the way is gone")
}
