package hugosite

import (
	"bytes"
	"context"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"dossier/internal/cli"
	"dossier/internal/dossier"
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
	const sources = 100
	dir := t.TempDir()
	project, site := filepath.Join(dir, "project"), filepath.Join(dir, "site")
	if err := sample.Write(project, sample.Files(sources)); err != nil {
		t.Fatal(err)
	}
	var said bytes.Buffer
	if code := cli.Main(t.Context(), nil, nil, &said, &said, []string{"build", "-C", project, "--base-url", BaseURL}); code != 0 {
		t.Fatalf("dossier ends with %d: %s", code, &said)
	}
	files, err := Files(t.Context(), sources)
	if err != nil {
		t.Fatal(err)
	}
	if err := sample.Write(site, files); err != nil {
		t.Fatal(err)
	}
	hugo := filepath.Join(dir, "hugo.exe")
	build := exec.CommandContext(t.Context(), "go", "build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w", "-o", hugo, "github.com/gohugoio/hugo")
	build.Dir = "../hugo"
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if text, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building Hugo: %v\n%s", err, text)
	}
	text, err := exec.CommandContext(t.Context(), hugo, "--source", site, "--noBuildLock", "--panicOnWarning").CombinedOutput()
	if err != nil {
		t.Fatalf("running Hugo: %v\n%s", err, text)
	}

	ours, theirs := written(t, filepath.Join(project, "public")), written(t, filepath.Join(site, "public"))
	// Hugo is not asked for these, nor for the drawings and the cards of the others,
	// so its pages are shorter and lead to fewer places, but to no more.
	for _, name := range []string{"names.html", "network.html", "search.html"} {
		if ours[name] == "" {
			t.Errorf("dossier wrote no %s", name)
		}
		delete(ours, name)
	}
	if len(ours) == 0 || !near(len(ours), len(theirs), 0.02) {
		t.Errorf("dossier wrote %d pages, Hugo %d", len(ours), len(theirs))
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
		const fewer, shorter = 0.5, 0.4 // of dossier's
		if !near(us[0], them[folder][0], 0.02) || !within(them[folder][1], us[1], fewer) || !within(them[folder][2], us[2], shorter) {
			t.Errorf("%s: dossier wrote %d pages, %d links, %d bytes; Hugo %d, %d, %d", folder,
				us[0], us[1], us[2], them[folder][0], them[folder][1], them[folder][2])
		}
	}
	for name, text := range theirs {
		checkLinks(t, name, text, theirs)
		if strings.Contains(text, "ZgotmplZ") || strings.Contains(text, "map[") || strings.Contains(text, "==") {
			t.Errorf("%s shows what no page should", name)
		}
	}
}

// within tells whether n is most at the most, and not less than a part of it.
func within(n, most int, part float64) bool {
	return n <= most && float64(n) >= part*float64(most)
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

func TestAddressOfWords(t *testing.T) {
	got := away("https://news.example/a", "one two three, four five six")
	if want := "https://news.example/a#:~:text=one%20two%20three%2C%20four%20five,two%20three%2C%20four%20five%20six"; got != want {
		t.Errorf("got %s, want %s", got, want)
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
