package watch

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"
)

// state reads what is followed of a project: each path with its kind,
// permission and text.
func state(t testing.TB, root string) map[string]string {
	all := map[string]string{}
	for _, p := range project {
		top := filepath.Join(root, p)
		err := filepath.WalkDir(top, func(name string, d fs.DirEntry, err error) error {
			if err != nil {
				if name == top {
					return nil
				}
				return err
			}
			info, err := d.Info()
			if err != nil {
				return err
			}
			rel, err := filepath.Rel(root, name)
			if err != nil {
				return err
			}
			text := ""
			if info.Mode().IsRegular() {
				data, err := os.ReadFile(name)
				if err != nil {
					return err
				}
				text = string(data)
			}
			all[filepath.ToSlash(rel)] = fmt.Sprint(info.Mode(), " ", text)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// A vandal changes a project at random.
type vandal struct {
	*rand.Rand
	testing.TB
	root  string
	steps int
	log   []string
}

// somewhere gives a random path: of a folder or file that is there or not,
// followed or beside.
func (v *vandal) somewhere() string {
	rel := []string{"content", "content", "content", "seeds", "templates", "outside"}[v.IntN(6)]
	for range v.IntN(4) {
		rel = path.Join(rel, string(rune('a'+v.IntN(4))))
	}
	return rel
}

// step makes one change. What cannot be done, as to move a folder into itself,
// changes nothing, and that is no fault.
func (v *vandal) step() {
	v.steps++
	rel := v.somewhere()
	name := filepath.Join(v.root, rel)
	what := ""
	switch n := v.IntN(20); {
	case n < 5:
		what = "write"
		_ = os.WriteFile(name, fmt.Appendf(nil, "%d\n", v.steps), 0o644)
	case n < 8:
		what = "mkdir"
		_ = os.MkdirAll(name, 0o755)
		_ = os.WriteFile(filepath.Join(name, "in.md"), fmt.Appendf(nil, "%d\n", v.steps), 0o644)
	case n < 10:
		what = "remove"
		_ = os.RemoveAll(name)
	case n < 15:
		to := v.somewhere()
		what = "to " + to + " rename"
		if v.IntN(2) == 0 {
			_ = os.RemoveAll(filepath.Join(v.root, to))
		}
		_ = os.Rename(name, filepath.Join(v.root, to))
	case n < 16:
		what = "swap with a new one"
		_ = os.Rename(name, name+"-old")
		_ = os.MkdirAll(filepath.Join(name, "a"), 0o755)
		_ = os.WriteFile(filepath.Join(name, "a", "b"), fmt.Appendf(nil, "%d\n", v.steps), 0o644)
	case n < 17:
		what = "chmod"
		_ = os.Chmod(name, []fs.FileMode{0o755, 0o700}[v.IntN(2)])
	case n < 18:
		what = "link"
		_ = os.Symlink([]string{"..", "a", "nowhere"}[v.IntN(3)], name)
	case n < 19:
		what = "save by rename"
		_ = os.WriteFile(name+".new", fmt.Appendf(nil, "%d\n", v.steps), 0o644)
		_ = os.Rename(name+".new", name)
	default:
		what = "away and back"
		_ = os.Rename(name, filepath.Join(v.root, "outside", "kept"))
		_ = os.Rename(filepath.Join(v.root, "outside", "kept"), name)
	}
	v.log = append(v.log, what+" "+rel)
}

// flaky makes a notifier that now and then says that it lost count, and then
// has lost some events.
func flaky(rng *rand.Rand) func() (*notifier, error) {
	return func() (*notifier, error) {
		n, err := openNotifier()
		if err != nil {
			return nil, err
		}
		in, out, errs := n.events, make(chan fsnotify.Event), make(chan error)
		done := make(chan struct{})
		n.events, n.errors = out, errs
		lossy := func() bool { return rng.IntN(40) == 0 }
		go func() {
			for ev := range in {
				if lossy() && !strings.HasSuffix(ev.Name, "dossier.yaml") {
					for range rng.IntN(8) {
						select {
						case <-in:
						case <-time.After(time.Millisecond):
						}
					}
					select {
					case errs <- fsnotify.ErrEventOverflow:
					case <-done:
					}
					continue
				}
				select {
				case out <- ev:
				case <-done:
				}
			}
		}()
		closeReal := n.close
		n.close = func() error { close(done); return closeReal() }
		return n, nil
	}
}

// The first law of the package, after random changes: whatever differs was told.
func TestWhateverDiffersWasTold(t *testing.T) {
	rounds, steps := 12, 60
	if testing.Short() {
		rounds = 3
	}
	for _, mode := range []struct {
		name  string
		poll  time.Duration
		flaky bool
	}{{"events", 0, false}, {"polling", 2 * time.Millisecond, false}, {"events with overflows", 0, true}} {
		for seed := range uint64(4) {
			t.Run(fmt.Sprint(mode.name, " ", seed), func(t *testing.T) {
				root := newProject(t)
				mkdir(t, filepath.Join(root, "outside"))
				rng := rand.New(rand.NewPCG(seed, 1))
				v := &vandal{Rand: rng, TB: t, root: root}
				open := openNotifier
				if mode.flaky {
					open = flaky(rand.New(rand.NewPCG(seed, 2)))
				}
				w := watchTree(t, root, Options{Poll: mode.poll, Settle: 2 * time.Millisecond}, open)
				for range rounds {
					v.log = nil
					w.forget()
					before := state(t, root)
					for range 1 + rng.IntN(steps) {
						v.step()
						if rng.IntN(10) == 0 { // at times the watcher keeps up, at times not
							w.settle()
						}
					}
					w.settle()
					after := state(t, root)
					delete(before, "dossier.yaml")
					delete(after, "dossier.yaml")
					for _, p := range differing(before, after) {
						if !w.covers(p) {
							t.Fatalf("%s differs, but only %v was told, after:\n%s", p, w.told, strings.Join(v.log, "\n"))
						}
					}
					if w.all && !mode.flaky {
						t.Fatalf("told to look at everything without need, after:\n%s", strings.Join(v.log, "\n"))
					}
					v.probe(w, after)
				}
			})
		}
	}
}

func differing(a, b map[string]string) []string {
	var all []string
	for p, x := range a {
		if y, ok := b[p]; !ok || x != y {
			all = append(all, p)
		}
	}
	for p := range b {
		if _, ok := a[p]; !ok {
			all = append(all, p)
		}
	}
	slices.Sort(all)
	return all
}

// probe makes a file in each folder and looks whether it is told by its own
// name: so each folder is watched, by the path that it has now.
func (v *vandal) probe(w *tree, now map[string]string) {
	v.Helper()
	w.forget()
	var files []string
	for p, s := range now {
		if strings.HasPrefix(s, "d") {
			file := path.Join(p, fmt.Sprint("probe-", v.steps))
			write(v, filepath.Join(v.root, file), "x")
			files = append(files, file)
		}
	}
	w.settle()
	for _, file := range files {
		if !w.told[file] && !w.all {
			v.Fatalf("%s was not told, but %v, after:\n%s", file, w.told, strings.Join(v.log, "\n"))
		}
	}
	for file := range w.told {
		if !slices.Contains(files, file) {
			v.Fatalf("%s was told, and nothing was done to it, after:\n%s", file, strings.Join(v.log, "\n"))
		}
	}
	for _, file := range files {
		remove(v, filepath.Join(v.root, file))
	}
	w.settle()
	w.forget()
}
