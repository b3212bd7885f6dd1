package hugosite

import (
	"bytes"
	"context"
	"io/fs"
	"iter"
	"net/url"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"dossier/internal/cli"
	"dossier/internal/dossier"
	"dossier/internal/render"
	"dossier/internal/sample"
)

func TestSameSizeSameBytes(t *testing.T) {
	var runs [2]map[string]string
	for i := range runs {
		files, err := Files(t.Context(), 40)
		if err != nil {
			t.Fatal(err)
		}
		runs[i] = map[string]string{}
		for name, data := range files {
			if _, twice := runs[i][name]; twice {
				t.Errorf("%s is yielded twice", name)
			}
			if !fs.ValidPath(name) {
				t.Errorf("%q is no path", name)
			}
			runs[i][name] = string(data)
		}
	}
	if len(runs[0]) != len(runs[1]) {
		t.Errorf("%d files, then %d", len(runs[0]), len(runs[1]))
	}
	for name, text := range runs[0] {
		if runs[1][name] != text {
			t.Errorf("%s differs between two runs", name)
		}
	}
}

// written is the HTML pages of a site, by path.
func written(t *testing.T, dir string) map[string]string {
	t.Helper()
	pages := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(name) != ".html" {
			return err
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		inside, err := filepath.Rel(dir, name)
		pages[filepath.ToSlash(inside)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return pages
}

// near tells whether two numbers differ by no more than a share of the first.
func near(a, b int, share float64) bool {
	return float64(max(a-b, b-a)) <= share*float64(a)
}

// A comparison is worth something only if both programs write the same.
func TestBothSitesAreAlike(t *testing.T) {
	hugo := filepath.Join(t.TempDir(), "hugo.exe")
	build := exec.CommandContext(t.Context(), "go", "build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w", "-o", hugo, "github.com/gohugoio/hugo")
	build.Dir = "../hugo"
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if text, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building Hugo: %v\n%s", err, text)
	}
	const sources = 100
	usual, err := Files(t.Context(), sources)
	if err != nil {
		t.Fatal(err)
	}
	weighed, err := FilesWithClaims(t.Context(), sources, 30)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name       string
		ours, hugo iter.Seq2[string, []byte]
	}{
		{"the usual claims", sample.Files(sources), usual},
		{"claims of four pieces of evidence", sample.FilesWithClaims(sources, 30), weighed},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			project, site := filepath.Join(dir, "project"), filepath.Join(dir, "site")
			if err := sample.Write(project, test.ours); err != nil {
				t.Fatal(err)
			}
			var said bytes.Buffer
			if code := cli.Main(t.Context(), nil, nil, &said, &said, []string{"build", "-C", project, "--base-url", BaseURL}); code != 0 {
				t.Fatalf("dossier ends with %d: %s", code, &said)
			}
			if err := sample.Write(site, test.hugo); err != nil {
				t.Fatal(err)
			}
			text, err := exec.CommandContext(t.Context(), hugo, "--source", site, "--noBuildLock", "--panicOnWarning").CombinedOutput()
			if err != nil {
				t.Fatalf("running Hugo: %v\n%s", err, text)
			}
			compare(t, written(t, filepath.Join(project, "public")), written(t, filepath.Join(site, "public")))
		})
	}
}

func compare(t *testing.T, ours, theirs map[string]string) {
	t.Helper()
	if len(ours) == 0 {
		t.Error("dossier wrote no pages")
	}
	for _, difference := range []struct {
		has, lacks map[string]string
		who        string
	}{{ours, theirs, "dossier"}, {theirs, ours, "Hugo"}} {
		for name := range difference.has {
			if difference.lacks[name] == "" {
				t.Errorf("%s alone wrote %s", difference.who, name)
			}
		}
	}
	// What readers see must be there too, not just links and as many bytes.
	for _, tag := range []string{
		"a", "b", "bdi", "button", "h1", "h2", "h3", "svg", "circle", "rect", "line", "path", "text", "tspan", "use", "g", "table", "tr", "td", "form", "option",
		"time", "cite", "q", "mark", "sup", "dt", "template", "details", "script",
		"label", "select", "input", "output", "datalist", "noscript", "caption", "th", "ol", "figure", "i",
	} {
		if us, them := elements(ours, tag), elements(theirs, tag); us != them || us == 0 {
			t.Errorf("dossier wrote %d elements %s, Hugo %d", us, tag, them)
		}
	}
	folders := func(pages map[string]string) map[string][3]int {
		sums := map[string][3]int{}
		for name, text := range pages {
			sum := sums[path.Dir(name)]
			sums[path.Dir(name)] = [3]int{sum[0] + 1, sum[1] + strings.Count(text, "<a "), sum[2] + len(text)}
		}
		return sums
	}
	them := folders(theirs)
	for folder, us := range folders(ours) {
		if !near(us[1], them[folder][1], 0.03) || !near(us[2], them[folder][2], 0.15) {
			t.Errorf("%s: dossier wrote %d pages, %d links, %d bytes; Hugo %d, %d, %d", folder,
				us[0], us[1], us[2], them[folder][0], them[folder][1], them[folder][2])
		}
	}
	for name, text := range theirs {
		if us, them := strings.Count(ours[name], "<a "), strings.Count(text, "<a "); us != them {
			t.Errorf("%s: dossier wrote %d links, Hugo %d", name, us, them)
		}
		checkLinks(t, name, text, theirs)
		if strings.Contains(text, "ZgotmplZ") || strings.Contains(text, "map[") || strings.Contains(text, "==") {
			t.Errorf("%s shows what no page should", name)
		}
	}
}

// elements counts the elements of a name in all pages.
func elements(pages map[string]string, name string) int {
	n := 0
	for _, text := range pages {
		for _, after := range []string{" ", ">", "/"} {
			n += strings.Count(text, "<"+name+after)
		}
	}
	return n
}

var address = regexp.MustCompile(`<a [^>]*href="([^"]*)"`)

func checkLinks(t *testing.T, name, text string, pages map[string]string) {
	base := &url.URL{Path: "/" + name}
	for _, m := range address.FindAllStringSubmatch(text, -1) {
		to, err := base.Parse(m[1])
		if err != nil {
			t.Errorf("%s: the link %q is none: %v", name, m[1], err)
			continue
		}
		if to.Host != "" {
			continue
		}
		there, ok := pages[strings.TrimPrefix(to.Path, "/")]
		if !ok {
			t.Errorf("%s: the link %q leads nowhere", name, m[1])
		} else if from, ok := strings.CutPrefix(to.Fragment, "from="); ok {
			if pages[from+".html"] == "" || to.Path != "/paths.html" {
				t.Errorf("%s: the link %q leads to the ways from nobody", name, m[1])
			}
		} else if to.Fragment != "" && !strings.Contains(there, ` id="`+to.Fragment+`"`) {
			t.Errorf("%s: the link %q leads to no place of its page", name, m[1])
		}
	}
}

func TestParagraph(t *testing.T) {
	person := &dossier.Entity{Item: dossier.Item{URL: "people/x.html"}}
	mention := func(start, end int) []dossier.Mention {
		return []dossier.Mention{{Span: dossier.Span{Start: start, End: end}, Entity: person}}
	}
	passage := func(start, end int) []*dossier.Passage {
		return []*dossier.Passage{{Spans: []dossier.Span{{Start: start, End: end}}}}
	}
	tests := []struct {
		text     string
		passages []*dossier.Passage
		mentions []dossier.Mention
		want     string
		reason   string
	}{
		{"Ann *saw*\n  it. ", nil, nil, `Ann \*saw\* it.`, "white space is folded, marks lose their meaning"},
		{"Ann saw it.", nil, mention(0, 3), "[Ann](../people/x.html) saw it.", "a mention is linked"},
		{"Ann saw it. So", passage(0, 11), mention(0, 3), "==[Ann](../people/x.html) saw it.== So", "a mention at the start of a passage is in it"},
		{"It saw Ann", passage(0, 10), mention(7, 10), "==It saw [Ann](../people/x.html)==", "so is one at its end"},
		{"It saw Ann", passage(0, 6), mention(7, 10), "==It saw== [Ann](../people/x.html)", "one behind it is not"},
		{"It saw Ann", passage(0, 8), mention(7, 10), "", "one across its end cannot be put as Markdown"},
	}
	for _, test := range tests {
		s := &dossier.Source{Seed: &dossier.Seed{Text: test.text}, Passages: test.passages, Mentions: test.mentions}
		got, err := paragraph(s, dossier.Span{Start: 0, End: len(test.text)})
		if got != test.want || (err != nil) != (test.want == "") {
			t.Errorf("%q: got %q, %v; want %q (%s)", test.text, got, err, test.want, test.reason)
		}
	}
}

func TestShapes(t *testing.T) {
	tests := []struct {
		markup string
		want   []any
		reason string
	}{
		{"", nil, "nothing is drawn"},
		{
			`<circle cx="4.5%" cy="6" r="5"/><text x="4.5%" dx="9" y="10">A &amp; B</text>`,
			[]any{
				map[string]any{"is": "circle", "cx": "4.5%", "cy": "6", "r": "5"},
				map[string]any{"is": "text", "x": "4.5%", "dx": "9", "y": "10", "text": "A & B"},
			},
			"elements stand side by side, words are data",
		},
		{
			`<svg aria-hidden="true" x="100%" y="6"><path d="M-8-6l7 6-7 6"/></svg>`,
			[]any{map[string]any{"is": "svg", "x": "100%", "y": "6", "d": "M-8-6l7 6-7 6"}},
			"an arrow is one thing, and what all of them have stands in the template",
		},
	}
	for _, test := range tests {
		if got := shapes(test.markup); !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s: got %v, want %v (%s)", test.markup, got, test.want, test.reason)
		}
	}
}

func TestObject(t *testing.T) {
	var none *render.Naming
	got := object("a", 1, "b", 0, "c", "", "d", []any{}, "e", map[string]any(nil), "f", none, "g", nil, "h", false, "i", []int{0})
	if want := map[string]any{"a": 1, "i": []int{0}}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestAnchored(t *testing.T) {
	s := &dossier.Source{
		Item: dossier.Item{ID: "x", URL: "sources/x.html"},
		Seed: &dossier.Seed{Text: "Ann saw.\n\nBo saw.", Paragraphs: []dossier.Span{{Start: 0, End: 8}, {Start: 10, End: 17}}},
		Mentions: []dossier.Mention{
			{Span: dossier.Span{Start: 0, End: 3}, Fragment: "char=0,3"},
			{Span: dossier.Span{Start: 10, End: 12}, Fragment: "char=10,12"},
		},
		Passages: []*dossier.Passage{{Spans: []dossier.Span{{Start: 10, End: 17}}, Fragment: "char=10,17"}},
	}
	w := writer{sources: map[string]*dossier.Source{s.URL: s}}
	tests := []struct{ url, want, reason string }{
		{"../sources/x.html#char=0,3", "../sources/x.html#para-1", "a mention"},
		{"sources/x.html#char=10,12", "sources/x.html#para-2", "the same from a page of the whole dossier"},
		{"#char=10,17", "#para-2", "a passage of the page itself"},
		{"#from-x", "#from-x", "a heading of the page"},
		{"../people/ann.html#from-x", "../people/ann.html#from-x", "a heading of another page"},
		{"../people/ann.html", "../people/ann.html", "a page"},
	}
	for _, test := range tests {
		if got := w.anchored(s, test.url); got != test.want {
			t.Errorf("%s: got %s, want %s (%s)", test.url, got, test.want, test.reason)
		}
	}
}

func BenchmarkFiles(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		files, err := Files(context.Background(), 100)
		if err != nil {
			b.Fatal(err)
		}
		for range files {
		}
	}
}
