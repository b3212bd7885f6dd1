package cli_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestServeDoesNotTellOfTheSameBytes(t *testing.T) {
	p := serving(t)
	mtime := time.Unix(1e9, 0)
	for _, c := range []struct {
		name   string
		change func(int)
	}{
		{"written again", func(int) { write(t, p.at(adaFile), p.read(adaFile)) }},
		{"put in its place", func(int) {
			temp := filepath.Join(t.TempDir(), "x")
			write(t, temp, p.read(adaFile))
			must(t, os.Rename(temp, p.at(adaFile)))
		}},
		{"touched", func(attempt int) {
			mtime = mtime.Add(time.Hour)
			must(t, os.Chtimes(p.at("seeds/harbour.txt"), mtime, mtime))
		}},
	} {
		events := p.stream(adaPage)
		if told := p.alone(c.change, pause); len(told) > 0 {
			t.Errorf("%s: the terminal shows %q", c.name, told)
		}
		for len(events) > 0 {
			t.Errorf("%s: the page is sent %v", c.name, <-events)
		}
	}
}

func TestServeDoesNotTellTwiceOfTheSameError(t *testing.T) {
	p := serving(t)
	before := p.out.len()
	write(t, p.at(adaFile), adaWith("[[nobody]]"))
	p.out.await(t, before, `; 1 error, 0 warnings`, "there is no such page")
	events := p.stream(adaPage)
	awaitEvent(t, events, "diagnostics", func(data string) bool { return strings.Contains(listed(data), "nobody") }, "the panel is filled")
	printed := p.err.len()
	if told := p.alone(func(int) { write(t, p.at(adaFile), p.read(adaFile)) }, pause); len(told) > 0 {
		t.Errorf("the same bytes with the same error are told of: %q", told)
	}
	if text, _ := p.err.from(printed); text != "" {
		t.Errorf("the diagnostics are printed once more:\n%s", text)
	}
	for len(events) > 0 {
		t.Errorf("the page is sent %v", <-events)
	}
}

// A warning is told once, however often others come and go; an error as long
// as the list changes.
func TestServeTellsOfNewWarnings(t *testing.T) {
	p := serving(t)
	made := 0
	make := func(name, text, tally string) string {
		t.Helper()
		before, printed := p.out.len(), p.err.len()
		made++
		write(t, p.at("content/people/"+name+".md"), fmt.Sprintf("---\ntitle: Person %d\n---\n\n%s\n", made, text))
		p.out.await(t, before, `(?m); `+tally+`$`, "the tally counts all")
		told, _ := p.err.from(printed)
		return told
	}
	for i, test := range []struct {
		name, text, tally string
		told, untold      string
	}{
		{"first", "x", "0 errors, 1 warning", "first.md:", "second.md:"},
		{"second", "x", "0 errors, 2 warnings", "second.md:", "first.md:"},
		{"third", "[[nobody]]", "1 error, 3 warnings", "third.md:", "first.md:"},
		{"fourth", "x", "1 error, 4 warnings", "nobody", "second.md:"},
	} {
		told := make(test.name, test.text, test.tally)
		if !strings.Contains(told, test.told) || strings.Contains(told, test.untold) {
			t.Errorf("with change %d the terminal shows, instead of %s and not %s:\n%s", i+1, test.told, test.untold, told)
		}
	}
}

func TestServeBuildsOnceForSeveralSaves(t *testing.T) {
	p := serving(t)
	// A busy machine may stop the test between two saves, so more than one
	// attempt is allowed; every attempt has to end with the last words.
	var counts []int
	for attempt := range 5 {
		words := ""
		told := p.alone(func(again int) {
			for i := range 5 {
				words = fmt.Sprintf("Attempt %d.%d, save %d.", attempt, again, i)
				write(t, p.at(adaFile), adaWith(words))
			}
		}, func(again int) {
			p.shows(adaPage, words, "the last save counts")
			pause(again)
		})
		counts = append(counts, len(told))
		if len(told) == 1 {
			return
		}
	}
	t.Errorf("five saves at once never led to one build, but to %v", counts)
}

// What editors do when they save; each leads to one build that has the text.
func TestServeFollowsEditors(t *testing.T) {
	p := serving(t)
	for _, editor := range []struct {
		name string
		save func(file, text string)
	}{
		{"nano", func(file, text string) { write(t, file, text) }},
		{"vim", func(file, text string) {
			probe := filepath.Join(filepath.Dir(file), "4913")
			write(t, probe, "")
			must(t, os.Remove(probe))
			must(t, os.Rename(file, file+"~"))
			write(t, file, text)
			must(t, os.Chmod(file, 0o644))
			must(t, os.Remove(file+"~"))
		}},
		{"VS Code", func(file, text string) {
			f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE, 0o644)
			must(t, err)
			must(t, f.Truncate(0))
			_, err = f.WriteString(text)
			must(t, errors.Join(err, f.Sync(), f.Close()))
		}},
		{"JetBrains", func(file, text string) {
			write(t, file+"___jb_tmp___", text)
			must(t, os.Rename(file, file+"___jb_old___"))
			must(t, os.Rename(file+"___jb_tmp___", file))
			must(t, os.Remove(file+"___jb_old___"))
		}},
		{"Emacs", func(file, text string) {
			lock := filepath.Join(filepath.Dir(file), ".#"+filepath.Base(file))
			must(t, os.Symlink("ada@host.1:2", lock))
			must(t, os.Rename(file, file+"~"))
			write(t, file, text)
			must(t, os.Remove(lock))
		}},
		{"sed -i", func(file, text string) {
			temp := filepath.Join(filepath.Dir(file), "sedQx81Ab")
			write(t, temp, text)
			must(t, os.Chmod(temp, 0o644))
			must(t, os.Rename(temp, file))
		}},
		{"GNOME", func(file, text string) {
			temp := filepath.Join(filepath.Dir(file), ".goutputstream-X2Y3Z4")
			write(t, temp, text)
			must(t, os.Rename(temp, file))
		}},
	} {
		t.Run(editor.name, func(t *testing.T) {
			// A busy machine may stop an editor in the middle of a save, for
			// longer than serve waits.
			var told []string
			var complaints string
			for attempt := range 5 {
				words, printed := "", p.err.len()
				told = p.alone(func(again int) {
					words = fmt.Sprintf("Saved by %s, attempt %d.%d.", editor.name, attempt, again)
					editor.save(p.at(adaFile), adaWith(words))
				}, func(again int) {
					p.shows(adaPage, words, "it was saved")
					pause(again)
				})
				complaints, _ = p.err.from(printed)
				if len(told) == 1 && complaints == "" {
					break
				}
			}
			if len(told) != 1 || !strings.HasPrefix(told[0], adaFile+": ") && editor.name != "sed -i" {
				t.Errorf("one save leads to %q", told)
			}
			if complaints != "" {
				t.Errorf("the terminal shows\n%s", complaints)
			}
		})
	}
}

// A folder that comes along with files in it, and one that goes, are each
// followed, and so are the files in the folder that came.
func TestServeFollowsFolders(t *testing.T) {
	p := serving(t)
	staged := filepath.Join(t.TempDir(), "places")
	must(t, os.Rename(p.at("content/places"), staged))
	p.err.await(t, 0, `eastport`, "an event is at a place that has gone")
	before := p.out.len()
	write(t, filepath.Join(staged, "lock.md"), "---\ntitle: The lock\n---\n\nA lock.\n")
	must(t, os.Rename(staged, p.at("content/places")))
	p.out.await(t, before, `; 0 errors, `, "the folder is back")
	p.shows("places/lock.html", "A lock.", "it came with the folder")
	write(t, p.at("content/places/lock.md"), "---\ntitle: The lock\n---\n\nIt was opened.\n")
	p.shows("places/lock.html", "It was opened.", "the folder that came is watched")
}

func TestServeTellsPagesOfRenames(t *testing.T) {
	p := serving(t)
	write(t, p.at("content/people/bo-lind.md"), "---\ntitle: Bo Lind\n---\n\nHe is new.\n")
	p.shows("people/bo-lind.html", "He is new.", "an entry was added")
	events := p.stream("people/bo-lind.html")
	must(t, os.Rename(p.at("content/people/bo-lind.md"), p.at("content/people/bo.md")))
	awaitEvent(t, events, "moved", func(data string) bool { return strings.Contains(data, `"/people/bo.html"`) }, "the file was renamed")
	events = p.stream("people/bo.html")
	must(t, os.Remove(p.at("content/people/bo.md")))
	awaitEvent(t, events, "deleted", func(string) bool { return true }, "the file was deleted")
	write(t, p.at("content/people/bo.md"), "---\ntitle: Bo Lind\n---\n\nHe is back.\n")
	awaitEvent(t, events, "reload", func(string) bool { return true }, "the file was restored")
	p.shows("people/bo.html", "He is back.", "the file was restored")
}

// A page whose bytes did not change is sent nothing.
func TestServeWakesOnlyPagesThatChanged(t *testing.T) {
	p := serving(t)
	harbour, event := p.stream("places/eastport.html"), p.stream("events/pier-closed.html")
	write(t, p.at("content/events/pier-closed.md"), strings.Replace(p.read("content/events/pier-closed.md"), "The pier was closed.", "It was closed at noon.", 1))
	awaitEvent(t, event, "reload", func(string) bool { return true }, "its text changed")
	write(t, p.at("content/places/eastport.md"), strings.Replace(p.read("content/places/eastport.md"), "spoke here", "spoke there", 1))
	awaitEvent(t, harbour, "reload", func(string) bool { return true }, "its text changed")
	if len(harbour)+len(event) > 0 {
		t.Error("a page is told of what does not concern it")
	}
}
