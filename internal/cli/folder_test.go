package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The project's folder is replaced by another one of the same name, as a move
// or another work tree does it; the one that is there is shown and followed.
func TestProjectReplaced(t *testing.T) {
	for _, c := range []struct {
		args   []string
		shows  func(p *process, words, reason string)
		reason string
	}{
		{[]string{"serve", "--addr", "127.0.0.1:0"}, func(p *process, words, reason string) { p.shows(adaPage, words, reason) }, "told by the system"},
		{[]string{"serve", "--addr", "127.0.0.1:0", "--poll", "20ms"}, func(p *process, words, reason string) { p.shows(adaPage, words, reason) }, "found by looking"},
		{[]string{"build", "--watch"}, func(p *process, words, reason string) { p.published(adaPage, words, reason) }, "public/ of the new folder is written"},
	} {
		t.Run(strings.Join(c.args, " "), func(t *testing.T) {
			p := begin(t, c.args...)
			if c.args[0] == "serve" {
				p.listens()
			} else {
				p.out.await(t, 0, line(".*"), "the first build is told")
			}
			beside := t.TempDir()
			another := filepath.Join(beside, "another")
			must(t, os.CopyFS(another, os.DirFS(p.dir)))
			write(t, filepath.Join(another, adaFile), adaWith("She is in another folder."))

			must(t, os.Rename(p.dir, filepath.Join(beside, "first")))
			must(t, os.Rename(another, p.dir))
			c.shows(p, "She is in another folder.", c.reason)
			write(t, p.at(adaFile), adaWith("She was edited there."))
			c.shows(p, "She was edited there.", "the other folder is followed")
			write(t, filepath.Join(beside, "first", adaFile), adaWith("Nobody looks here."))
			c.shows(p, "She was edited there.", "the first folder is no longer followed")

			// The same once more, with a moment without any folder.
			must(t, os.Rename(p.dir, another))
			p.err.await(t, 0, `(?m)^\.: error: opening the project: `, "there is no folder")
			must(t, os.Rename(filepath.Join(beside, "first"), p.dir))
			c.shows(p, "Nobody looks here.", "the first folder is back, and was edited meanwhile")
			write(t, p.at(adaFile), adaWith("She goes on."))
			c.shows(p, "She goes on.", "it is followed again")
			if code := p.end(); code != 0 {
				t.Errorf("the exit code is %d", code)
			}
		})
	}
}

// A project that is removed and made anew, file by file, is shown when it is whole.
func TestProjectMadeAnew(t *testing.T) {
	p := serving(t)
	must(t, os.RemoveAll(p.dir))
	p.err.await(t, 0, `(?m)^\.: error: opening the project: `, "there is no folder")
	must(t, os.CopyFS(p.dir, os.DirFS(layOut(t))))
	write(t, p.at(adaFile), adaWith("She was made anew."))
	p.shows(adaPage, "She was made anew.", "the new folder is followed")
	if err := os.Remove(p.at(adaFile)); err != nil {
		t.Fatal(err)
	}
	p.out.await(t, 0, `; [1-9]\d* errors?, 0 warnings`, "others link to the entry that went")
}
