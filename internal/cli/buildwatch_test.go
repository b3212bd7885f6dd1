package cli_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestBuildWatchWritesAfterEdits(t *testing.T) {
	dir := layOut(t)
	write(t, filepath.Join(dir, "public", "mine.txt"), "mine")
	p := beginIn(t, dir, "build", "--watch")
	p.out.await(t, 0, line(".*"), "the first build")
	if !strings.Contains(p.read("public/"+adaPage), "She closed the pier.") {
		t.Fatal("the first build did not write the page")
	}

	write(t, p.at(adaFile), adaWith("She walks the pier at dawn."))
	shows := func(words, reason string) {
		t.Helper()
		eventually(t, reason, func() error {
			b, err := os.ReadFile(p.at("public/" + adaPage))
			if err != nil || !bytes.Contains(b, []byte(words)) {
				return fmt.Errorf("public/%s does not show %q (%v)", adaPage, words, err)
			}
			return nil
		})
	}
	shows("walks the pier at dawn", "an edit")
	p.out.await(t, 0, line(regexp.QuoteMeta(adaFile)), "all of it is written")

	// With an error nothing is written, not even what has no part in it.
	before := p.out.len()
	all := snapshot(t, p.at("public"))
	write(t, p.at(adaFile), adaWith("[[nobody]]"))
	write(t, p.at("content/places/eastport.md"), "---\ntitle: Eastport\n---\n\nA port.\n")
	p.out.await(t, before, `(?m)eastport\.md.*; 1 error, \d+ warnings?; nothing was written$`, "there is no such page")
	p.err.await(t, 0, `content/people/ada-krantz\.md:6:3: error: .*nobody`, "the terminal says where")
	if now := snapshot(t, p.at("public")); !slices.Equal(now, all) {
		t.Errorf("with errors public/ changes from\n%v\nto\n%v", all, now)
	}

	write(t, p.at(adaFile), adaWith("She is mended."))
	shows("She is mended.", "the error was mended")
	must(t, os.Remove(p.at("content/claims/pier-rotten.md")))
	eventually(t, "the entry was deleted", func() error {
		if _, err := os.Stat(p.at("public/claims")); !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("public/claims is still there (%v)", err)
		}
		return nil
	})
	if p.read("public/mine.txt") != "mine" {
		t.Error("a file that dossier did not write has changed")
	}
	if strings.Contains(p.read("public/"+adaPage), ".dossier/") {
		t.Error("the published page has the script of the preview")
	}
	if code := p.end(); code != 0 {
		t.Errorf("the exit code is %d", code)
	}
}

// snapshot gives path, size and time of change of every file below a folder.
func snapshot(t testing.TB, dir string) []string {
	t.Helper()
	var all []string
	must(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			all = append(all, fmt.Sprintf("%s %d %v", path, info.Size(), info.ModTime()))
		}
		return err
	}))
	return all
}

// The errors of the first build are told, and the program goes on; it ends
// with 0 because it did what it was asked to.
func TestBuildWatchBeginsWithErrors(t *testing.T) {
	dir := layOut(t)
	write(t, filepath.Join(dir, filepath.FromSlash(adaFile)), adaWith("[[nobody]]"))
	p := beginIn(t, dir, "build", "--watch")
	p.out.await(t, 0, `; 1 error, `, "there is no such page")
	if _, err := os.Stat(p.at("public/" + adaPage)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("with errors there is a page (%v)", err)
	}
	write(t, p.at(adaFile), adaWith("She is mended."))
	eventually(t, "the error was mended", func() error {
		_, err := os.Stat(p.at("public/" + adaPage))
		return err
	})
	if code := p.end(); code != 0 {
		t.Errorf("the exit code is %d", code)
	}
}

// With --strict a warning keeps the site from being written, and the line says so.
func TestBuildWatchStrictSaysWhy(t *testing.T) {
	dir := layOut(t)
	spare := filepath.Join(dir, "seeds", "spare.txt")
	write(t, spare, "Nobody names this text.\n")
	p := beginIn(t, dir, "build", "--watch", "--strict")
	p.out.await(t, 0, `(?m); \d+ ms; 0 errors, 1 warning, which --strict treats as errors; nothing was written$`, "the warning counts as an error")
	if _, err := os.Stat(p.at("public")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("with a warning there is public/ (%v)", err)
	}
	before := p.out.len()
	must(t, os.Remove(spare))
	p.out.await(t, before, line(`seeds/spare\.txt`), "without the warning it is written")
	p.published(adaPage, "She closed the pier.", "without the warning it is written")
}

// A file of the site that comes and one that goes are told alike.
func TestBuildWatchTellsWhatIsRemoved(t *testing.T) {
	dir := layOut(t)
	p := beginIn(t, dir, "build", "--watch")
	p.out.await(t, 0, line(".*"), "the first build")
	asset := "templates/assets/x.bin"
	before := p.out.len()
	write(t, p.at(asset), "x")
	p.out.await(t, before, `(?m)^templates.*: parsed 0, resolved 0, rendered 1; \d+ ms; 0 errors`, "an asset comes")
	before = p.out.len()
	must(t, os.Remove(p.at(asset)))
	p.out.await(t, before, `(?m)^templates.*: parsed 0, resolved 0, rendered 0, removed 1; \d+ ms; 0 errors`, "an asset goes")
}
