package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Every kind of page is HTML as the standard has it; of this repository's
// dossier, every page. A warning counts as an error.
func TestHTMLIsValid(t *testing.T) {
	if checker == nil {
		return // TestMain has said so, and loudly
	}
	for i, s := range sites {
		list, err := s.some(3)
		must(t, err)
		if i == 0 {
			list = s.pages
		}
		for _, m := range invalid(t, s.dir, list...) {
			t.Errorf("%s: %s", s.name(), m)
		}
	}
}

// The test above can fail.
func TestInvalidHTMLIsSeen(t *testing.T) {
	if checker == nil {
		return
	}
	dir := t.TempDir()
	const head = `<!DOCTYPE html><html lang="en"><head><title>A page</title></head><body>`
	cases := []struct{ file, body, sees, reason string }{
		{"sound.html", "<h1>A page</h1><p>Text.</p>", "", "nothing is found where nothing is wrong"},
		{"ends.html", "<h1>A page</h1><p><div>Text.</div></p>", "No “p” element in scope", "an end tag ends nothing"},
		{"twice.html", `<h1 id="a">A page</h1><p id="a">Text.</p>`, "Duplicate ID", "an id is given twice"},
		{"warns.html", "<h1>A page</h1><section><p>Text.</p></section>", "lacks heading", "a warning"},
	}
	var files []string
	for _, c := range cases {
		files = append(files, c.file)
		must(t, os.WriteFile(filepath.Join(dir, c.file), []byte(head+c.body+"</body></html>"), 0o644))
	}
	list := invalid(t, dir, files...)
	for _, c := range cases {
		var got string
		for _, m := range list {
			if strings.HasPrefix(m, c.file) {
				got += m + "\n"
			}
		}
		if !strings.Contains(got, c.sees) || c.sees == "" && got != "" {
			t.Errorf("%s: seen is %q, want %q", c.reason, got, c.sees)
		}
	}
}

// invalid lists what the Nu HTML checker says of some pages.
func invalid(t *testing.T, dir string, pages ...string) []string {
	t.Helper()
	c := exec.Command(checker[0], slices.Concat(checker[1:],
		// That the invented texts are in no language is no flaw of the pages.
		[]string{"--format", "json", "--stdout", "--exit-zero-always", "--no-langdetect"}, pages)...)
	c.Dir = dir
	out, err := c.Output()
	if err != nil {
		t.Fatalf("running the HTML checker: %v\n%s", err, out)
	}
	var said struct {
		Messages []struct {
			URL, Message, Extract string
			LastLine, LastColumn  int
		}
	}
	if err := json.Unmarshal(out, &said); err != nil {
		t.Fatalf("reading what the HTML checker says: %v\n%s", err, out)
	}
	var list []string
	for _, m := range said.Messages {
		_, file, _ := strings.Cut(m.URL, filepath.ToSlash(filepath.Base(dir))+"/")
		list = append(list, fmt.Sprintf("%s:%d:%d: %s: %q", file, m.LastLine, m.LastColumn, m.Message, m.Extract))
	}
	return list
}

// Weights, in bytes before compression.
const (
	markupBudget = 40 << 10 // of the median page beyond its own text
	styleBudget  = 20 << 10 // of all style sheets
	scriptBudget = 25 << 10 // of all scripts
)

// What a reader on a bad line has to load.
func TestWeight(t *testing.T) {
	for _, s := range sites {
		var all []int
		kinds := map[string][]int{}
		for _, p := range s.pages {
			page, err := s.read(p)
			must(t, err)
			n := len(page) - textIn(page)
			all, kinds[folder(p)] = append(all, n), append(kinds[folder(p)], n)
		}
		for _, k := range slices.Sorted(maps.Keys(kinds)) {
			t.Logf("%s: %6d bytes of markup in the median page of %d of %s", s.name(), median(kinds[k]), len(kinds[k]), k)
		}
		if m := median(all); m > markupBudget {
			t.Errorf("%s: the median page has %d bytes of markup, want at most %d", s.name(), m, markupBudget)
		}
		for _, c := range []struct {
			pattern string
			most    int
		}{{"*.css", styleBudget}, {"*.js", scriptBudget}} {
			files, err := filepath.Glob(filepath.Join(s.dir, "assets", c.pattern))
			must(t, err)
			sum := 0
			for _, f := range files {
				data, err := s.read("assets/" + filepath.Base(f))
				must(t, err)
				sum += len(data)
			}
			if sum == 0 || sum > c.most {
				t.Errorf("%s: assets/%s has %d bytes in %d files, want at most %d", s.name(), c.pattern, sum, len(files), c.most)
			}
		}
	}
}

// textIn counts the bytes of a page that a reader reads: what stands in the body
// outside tags, styles, scripts and templates, a run of white space as one. The
// program writes > in attributes as a reference, so that each > ends a tag.
func textIn(page []byte) (n int) {
	_, page, _ = bytes.Cut(page, []byte("<body"))
	for len(page) > 0 {
		tag, rest, _ := bytes.Cut(page, []byte(">"))
		for _, name := range []string{"style", "script", "template"} {
			if bytes.HasPrefix(tag, []byte("<"+name)) {
				_, rest, _ = bytes.Cut(rest, []byte("</"+name+">"))
			}
		}
		text := rest
		if i := bytes.IndexByte(rest, '<'); i >= 0 {
			text = rest[:i]
		}
		page = rest[len(text):]
		space := false
		for _, b := range text {
			was := space
			space = b == ' ' || b == '\n' || b == '\t'
			if !space || !was {
				n++
			}
		}
	}
	return n
}

func TestTextIn(t *testing.T) {
	for _, c := range []struct {
		page, reason string
		want         int
	}{
		{"<title>Title</title><body><p>Four</p></body>", "a head is not read", 4},
		{"<body class=x><p>A\n  b</p>", "white space counts once", 3},
		{"<body><style>p{}</style><p>A</p><script>f()</script><template><p>B</p></template>c", "what is not shown is not read", 2},
	} {
		if got := textIn([]byte(c.page)); got != c.want {
			t.Errorf("%s: %d bytes, want %d", c.reason, got, c.want)
		}
	}
}

func median(list []int) int {
	slices.Sort(list)
	return list[len(list)/2]
}
