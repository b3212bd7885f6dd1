package watch

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// Each way to save is the sequence of system calls that the program makes.
var editors = []struct {
	name   string
	save   func(t testing.TB, file, text string)
	reason string
}{
	{"truncate and write", func(t testing.TB, file, text string) {
		write(t, file, text)
	}, "nano, and most small editors"},
	{"write in pieces", func(t testing.TB, file, text string) {
		f, err := os.OpenFile(file, os.O_WRONLY|os.O_TRUNC, 0)
		if err != nil {
			t.Fatal(err)
		}
		for i := range text {
			if _, err := f.WriteString(text[i : i+1]); err != nil {
				t.Fatal(err)
			}
		}
		if err := f.Sync(); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}, "a buffer that is written as it fills"},
	{"overwrite and cut", func(t testing.TB, file, text string) {
		f, err := os.OpenFile(file, os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.WriteAt([]byte(text), 0); err != nil {
			t.Fatal(err)
		}
		if err := f.Truncate(int64(len(text))); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}, "no moment without text"},
	{"append", func(t testing.TB, file, text string) {
		f, err := os.OpenFile(file, os.O_WRONLY|os.O_APPEND, 0)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Truncate(0); err != nil {
			t.Fatal(err)
		}
		if _, err := f.WriteString(text); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}, "echo x >> file"},
	{"vim", func(t testing.TB, file, text string) {
		probe := filepath.Join(filepath.Dir(file), "4913")
		write(t, probe, "")
		if err := os.Chmod(probe, 0o600); err != nil {
			t.Fatal(err)
		}
		remove(t, probe)
		rename(t, file, file+"~")
		write(t, file, text)
		if err := os.Chmod(file, 0o644); err != nil {
			t.Fatal(err)
		}
		remove(t, file+"~")
	}, "backupcopy=no: the old file is renamed, a new one written"},
	{"vim with backupcopy", func(t testing.TB, file, text string) {
		old, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		write(t, file+"~", string(old))
		write(t, file, text)
		remove(t, file+"~")
	}, "backupcopy=yes: a copy is made, the file itself written"},
	{"Emacs", func(t testing.TB, file, text string) {
		dir, name := filepath.Split(file)
		if err := os.Symlink("ada@host.1:2", filepath.Join(dir, ".#"+name)); err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(dir, "#"+name+"#"), text)
		rename(t, file, file+"~")
		write(t, file, text)
		remove(t, filepath.Join(dir, ".#"+name))
		remove(t, filepath.Join(dir, "#"+name+"#"))
	}, "a lock that is a dead link, a copy in between, a backup that stays"},
	{"JetBrains", func(t testing.TB, file, text string) {
		write(t, file+"___jb_tmp___", text)
		rename(t, file, file+"___jb_old___")
		rename(t, file+"___jb_tmp___", file)
		remove(t, file+"___jb_old___")
	}, "safe write"},
	{"VS Code", func(t testing.TB, file, text string) {
		f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE, 0o644)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Truncate(0); err != nil {
			t.Fatal(err)
		}
		if _, err := f.WriteString(text); err != nil {
			t.Fatal(err)
		}
		if err := f.Sync(); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}, "truncates, writes, and waits for the disk"},
	{"GNOME", func(t testing.TB, file, text string) {
		temp := filepath.Join(filepath.Dir(file), ".goutputstream-X2Y3Z4")
		write(t, temp, text)
		rename(t, temp, file)
	}, "a hidden temporary file is renamed onto the old one"},
	{"sed -i", func(t testing.TB, file, text string) {
		temp := filepath.Join(filepath.Dir(file), "sedQx81Ab")
		write(t, temp, text)
		if err := os.Chmod(temp, 0o644); err != nil {
			t.Fatal(err)
		}
		rename(t, temp, file)
	}, "a temporary file that no name gives away"},
	{"link and unlink", func(t testing.TB, file, text string) {
		temp := file + ".new"
		write(t, temp, text)
		remove(t, file)
		if err := os.Link(temp, file); err != nil {
			t.Fatal(err)
		}
		remove(t, temp)
	}, "no rename at all"},
	{"moved in from elsewhere", func(t testing.TB, file, text string) {
		temp := filepath.Join(t.TempDir(), "x")
		write(t, temp, text)
		rename(t, temp, file)
	}, "a temporary file on the same disk, but in a folder that is not watched"},
}

func TestSaves(t *testing.T) {
	for _, mode := range modes {
		for _, editor := range editors {
			t.Run(mode.name+"/"+editor.name, func(t *testing.T) {
				w := watchTree(t, newProject(t), Options{Poll: mode.poll}, openNotifier)
				for _, name := range []string{"content/people/ada.md", "dossier.yaml"} {
					for round := range 2 {
						if round > 0 {
							w.settle()
						}
						w.forget()
						text := fmt.Sprintf("%s %d\n", editor.name, round)
						editor.save(t, w.at(name), text)
						w.await(name)
						if w.all {
							t.Errorf("told to look at everything: %s", editor.reason)
						}
					}
					w.settle()
					w.forget()
				}
			})
		}
	}
}

// A save in two steps is told once, when both are made.
func TestASaveInStepsIsOneBatch(t *testing.T) {
	for _, editor := range editors {
		t.Run(editor.name, func(t *testing.T) {
			// Far more than the steps take, so that a busy machine changes nothing.
			w := watchTree(t, newProject(t), Options{Settle: 80 * time.Millisecond, MaxDelay: 5 * time.Second}, openNotifier)
			editor.save(t, w.at("content/people/ada.md"), "second\n")
			if b := w.take(); !w.told["content/people/ada.md"] {
				t.Fatalf("the first batch is %+v", b)
			}
			got, err := os.ReadFile(w.at("content/people/ada.md"))
			if err != nil || string(got) != "second\n" {
				t.Errorf("when told, the file had %q (%v)", got, err)
			}
			w.forget()
			w.settle()
			if len(w.told) > 0 {
				t.Errorf("told once more of %v: %s", w.told, editor.reason)
			}
		})
	}
}
