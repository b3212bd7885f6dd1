package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// An edit makes other words of some in a file of this repository's dossier.
type edit struct{ file, words, other string }

const renamed = "---\ntitle: A claim under another address\n---\n"

// edits are of every sort that is told.
var edits = []edit{
	{"claims/october-7-death-toll.md", "title: About", "correction:\n  - {date: 2026-03-01, note: \"The hostages were counted among the dead.\"}\n  - {date: 2026-02, note: \"A name was spelt in another way.\"}\ntitle: Some"},
	{"claims/fidan-was-in-qatar-on-wednesday.md", "stance: mentions", "stance: disputes"},
	{"claims/gaza-death-toll.md", "46707\", unit", "46708\", unit"},
	{"claims/withdrawn.md", "---\ntitle: A claim that nothing supports\n---\n", ""},
	{"claims/before.md", renamed, ""},
	{"claims/after.md", "", renamed},
	{"people/hakan-fidan.md", "  - \"Fidan\"\n", "  - \"Fidan\"\n  - \"" + strings.Repeat("unbroken", 12) + "\"\n"},
	{"people/zinnober.md", "", "---\ntitle: Klein Zaches\nsummary: Came later.\n---\n"},
	{"events/blinken-in-kyiv.md", "date: \"[2024-04-30?..2024-05-28?]\"\nplace", "date: \"2024-05?\"\nplace"},
	{"pages/method.md", "summary: \"How", "summary: \"Tells how"},
}

// changed builds a site that tells what became of this repository's dossier by
// the edits, and gives its folder.
func changed(tmp string) (string, error) {
	project := filepath.Join(tmp, "project")
	content := filepath.Join(project, "content")
	for _, part := range []string{"content", "seeds"} {
		if err := os.CopyFS(filepath.Join(project, part), os.DirFS(filepath.Join("..", part))); err != nil {
			return "", err
		}
	}
	settings, err := os.ReadFile(filepath.FromSlash("../dossier.yaml"))
	if err != nil {
		return "", err
	}
	if err := os.WriteFile(filepath.Join(project, "dossier.yaml"), settings, 0o644); err != nil {
		return "", err
	}
	for _, e := range edits { // what is gone afterwards was there
		if e.other == "" {
			if err := os.WriteFile(filepath.Join(content, filepath.FromSlash(e.file)), []byte(e.words), 0o644); err != nil {
				return "", err
			}
		}
	}
	git := func(args ...string) error {
		c := exec.Command("git", append([]string{"-C", project, "-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false"}, args...)...)
		c.Env = append(slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "GIT_") }), "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL="+os.DevNull)
		if out, err := c.CombinedOutput(); err != nil {
			return fmt.Errorf("running git %s: %w\n%s", args[0], err, out)
		}
		return nil
	}
	for _, args := range [][]string{{"init", "-q"}, {"add", "."}, {"commit", "-q", "-m", "first edition"}} {
		if err := git(args...); err != nil {
			return "", err
		}
	}
	for _, e := range edits {
		file := filepath.Join(content, filepath.FromSlash(e.file))
		text, err := os.ReadFile(file)
		switch {
		case e.words == "":
			err = os.WriteFile(file, []byte(e.other), 0o644)
		case err != nil:
		case e.other == "":
			err = os.Remove(file)
		case !strings.Contains(string(text), e.words):
			err = fmt.Errorf("%s has not got %q", e.file, e.words)
		default:
			err = os.WriteFile(file, []byte(strings.Replace(string(text), e.words, e.other, 1)), 0o644)
		}
		if err != nil {
			return "", err
		}
	}
	dir := filepath.Join(tmp, "changes")
	return dir, runIn(project, program, "build", "--since", "HEAD", "--since-name", "the first edition", "--out", dir)
}

// What changed since a revision is a page like the others, which every page leads to.
func TestChanges(t *testing.T) {
	dir, err := changed(t.TempDir())
	must(t, err)
	s, stop, err := openSite(dir)
	must(t, err)
	defer stop()
	for n := range openings {
		o, l := s.origins[n&1], look{width: []int64{wide, narrow}[n>>1&1], noScript: n>>2&1 == 1}
		t.Run(fmt.Sprintf("%s/width=%d/script=%t", o.name, l.width, !l.noScript), func(t *testing.T) {
			b := open(t, o, l)
			for _, flaw := range examine(t, b, "changes.html", l, schemed{light: true, dark: true}) {
				t.Errorf("changes.html %s", flaw)
			}
			if n > 0 {
				return // the page is the same
			}
			text := ask[string](t, b, `document.querySelector("main").textContent`)
			for _, want := range []string{"the first edition", "The hostages were counted among the dead.", "A claim that nothing supports", "Klein Zaches", "A claim under another address"} {
				if !strings.Contains(text, want) {
					t.Errorf("changes.html does not tell of %q", want)
				}
			}
			if got, want := ask[[]string](t, b, `all("main h2").map((h) => h.id)`), []string{"corrections", "status", "added", "changed", "renamed", "withdrawn"}; !slices.Equal(got, want) {
				t.Errorf("changes.html has the parts %q, want %q", got, want)
			}
			b.visit(t, "people/zinnober.html")
			b.click(t, ".site-foot a[href$='changes.html']")
			b.click(t, "main a[href$='october-7-death-toll.html']")
			if text := ask[string](t, b, `document.querySelector("main").textContent`); !strings.Contains(text, "A name was spelt in another way.") {
				t.Error("the claim does not tell of its correction")
			}
			for _, flaw := range examine(t, b, "claims/october-7-death-toll.html", l, schemed{light: true, dark: true}) {
				t.Errorf("the corrected claim %s", flaw)
			}
		})
	}
	if checker == nil {
		return
	}
	for _, m := range invalid(t, dir, "changes.html", "claims/october-7-death-toll.html") {
		t.Error(m)
	}
}
