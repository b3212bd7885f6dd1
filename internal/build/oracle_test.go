package build_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"dossier/internal/build"
	"dossier/internal/sample"
	"dossier/templates"
)

// After any sequence of edits, additions, renames and deletions a used session
// that is told of each, and that is at times interrupted, gives what a fresh one
// gives, byte for byte, flaws included.
func TestUsedSessionEqualsFresh(t *testing.T) {
	const edits = 220
	for seed := range uint64(2) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			whole := sample.GenerateWithClaims(12, 5)
			files := maps.Clone(whole)
			r := rand.New(rand.NewPCG(seed, 2))
			used := build.NewSession(build.Options{Project: current{&files}, Defaults: templates.FS, Now: time.Now})
			var done []string
			var missed []string // what an interrupted build was told of
			partly, interrupted, broken := 0, 0, false
			for len(done) < edits {
				before := maps.Clone(files)
				if broken && r.IntN(2) == 0 { // else the errors, with which there is no site, would last
					files = maps.Clone(whole)
					done = append(done, "going back to the beginning")
				}
				for range 1 + r.IntN(4)/3 {
					if r.IntN(3) == 0 {
						done = append(done, sample.EditEvidence(r, files))
					} else {
						done = append(done, edit(r, files))
					}
				}
				ctx, interrupt := context.WithCancel(context.Background())
				told := append(changed(before, files), missed...)
				req := build.Request{Changed: told, First: []string{"timeline.html", "index.html", "people/index.html"}, Show: func(*build.Result) {}}
				if r.IntN(4) == 0 {
					req.Show = func(*build.Result) { interrupt() }
				}
				got, err := used.Build(ctx, req)
				interrupt()
				if errors.Is(err, context.Canceled) {
					missed = told
					interrupted++
					continue
				}
				missed = nil
				if err != nil {
					t.Fatal(err)
				}
				want := run(t, files)
				broken = want.Diags.HasErrors()
				if 0 < got.Stats.Pages && got.Stats.Pages < want.Stats.Pages {
					partly++
				}
				if diff := cmp.Diff(text(want.Diags), text(got.Diags)); diff != "" {
					t.Fatalf("after %s the flaws differ (-fresh +used)\n%s", strings.Join(done, "; "), diff)
				}
				same(t, "after "+strings.Join(done, "; "), want.Files, got.Files)
				if t.Failed() {
					return
				}
			}
			if partly < 15 || interrupted < 5 {
				t.Errorf("%d builds made some pages only, and %d were interrupted: too few to show anything", partly, interrupted)
			}
		})
	}
}

// current is the project as it is at the time of reading.
type current struct{ files *fstest.MapFS }

func (c current) Open(name string) (fs.File, error) { return c.files.Open(name) }

// changed gives the paths at which two projects differ; nil, which stands for
// everything, where they do not.
func changed(before, after fstest.MapFS) []string {
	var paths []string
	for name := range after {
		if before[name] != after[name] {
			paths = append(paths, name)
		}
	}
	for name := range before {
		if after[name] == nil {
			paths = append(paths, name)
		}
	}
	slices.Sort(paths)
	return paths
}

// edit changes one file of the project, and says how.
func edit(r *rand.Rand, files fstest.MapFS) string {
	pick := func(prefix string) string {
		var names []string
		for _, name := range slices.Sorted(maps.Keys(files)) {
			if strings.HasPrefix(name, prefix) && strings.Contains(name, ".") {
				names = append(names, name)
			}
		}
		if len(names) == 0 {
			return ""
		}
		return names[r.IntN(len(names))]
	}
	replace := func(name, old, new string) {
		if files[name] == nil {
			return
		}
		files[name] = &fstest.MapFile{Data: []byte(strings.Replace(string(files[name].Data), old, new, 1))}
	}
	entity := func() string {
		return pick([]string{"content/people/", "content/organizations/", "content/places/"}[r.IntN(3)])
	}
	other := func(name string) string {
		return strings.TrimSuffix(name[strings.LastIndexByte(name, '/')+1:], ".md")
	}
	kind := r.IntN(20)
	if r.IntN(2) == 0 { // of those that concern a few pages
		kind = []int{1, 7, 12, 13, 15, 16, 18}[r.IntN(7)]
	}
	switch kind {
	case 0:
		name := entity()
		replace(name, "title: ", "title: New ")
		return "title of " + name
	case 1:
		name, with := entity(), entity()
		replace(name, "\n---\n", fmt.Sprintf("\n---\nSee [[%s]].\n", other(with)))
		return "link in " + name
	case 2:
		name := entity()
		words := []string{"market", "The", "port", "council"}
		replace(name, "\n---\n", fmt.Sprintf("\ntags: [x%d]\n---\n", r.IntN(9)))
		replace(name, "aliases:", "aliases: # "+words[r.IntN(4)])
		return "front matter of " + name
	case 3:
		name := pick("content/events/")
		replace(name, "date: ", []string{"date: 2019 # ", "date: 2020-02~ # ", "date: nonsense # "}[r.IntN(3)])
		return "date of " + name
	case 4:
		name := pick("content/sources/")
		replace(name, "\n---\n", "\npublish: "+[]string{"excerpts", "reference", "full"}[r.IntN(3)]+"\n---\n")
		return "publish of " + name
	case 5:
		name := pick("seeds/")
		replace(name, " the ", " the other ")
		return "text of " + name
	case 6:
		name := pick("seeds/")
		replace(name, "\n", " A new name stands here: Quirin Abalone.\n")
		return "names in " + name
	case 7:
		name := entity()
		replace(name, "---\ntitle: ", "---\naliases: [Quirin Abalone]\ntitle: ")
		return "alias of " + name
	case 8:
		name := entity()
		if name == "" {
			return "nothing"
		}
		to := strings.TrimSuffix(name, ".md") + "-renamed.md"
		files[to] = files[name]
		delete(files, name)
		return "rename of " + name
	case 9:
		if len(files) < 40 {
			return "nothing"
		}
		name := pick("content/")
		delete(files, name)
		return "removal of " + name
	case 10:
		name := fmt.Sprintf("content/people/added-%d.md", r.IntN(5))
		files[name] = &fstest.MapFile{Data: fmt.Appendf(nil, "---\ntitle: Added %d\naliases: [Quirin Abalone]\n---\n[[%s]]\n", r.IntN(3), other(entity()))}
		return "addition of " + name
	case 11:
		if _, ok := files["templates/event.html"]; ok {
			delete(files, "templates/event.html")
			return "removal of a template"
		}
		b, err := templates.FS.ReadFile("event.html")
		if err != nil {
			panic(err)
		}
		files["templates/event.html"] = &fstest.MapFile{Data: []byte(strings.Replace(string(b), "<h1>", "<h1>Event: ", 1))}
		return "a template of the project's own"
	case 12:
		name := pick("content/")
		replace(name, "\n---\n", "\n---\nSee [[nobody]].\n")
		return "dead link in " + name
	case 13, 14:
		name := pick("content/")
		replace(name, "See [[nobody]].\n", "")
		for name := range files {
			replace(name, "date: nonsense # ", "date: ")
			replace(name, "See [[nobody]].\n", "")
		}
		return "mending of dead links and dates"
	case 15:
		name, source := pick("content/"), pick("content/sources/")
		if source == "" {
			return "nothing"
		}
		files[name] = &fstest.MapFile{Data: fmt.Appendf(bytes.Clone(files[name].Data), "\nSo it is said [@%s %q].\n", other(source), words(files, source, r))}
		return "quotation in " + name
	case 16:
		name := pick("content/sources/")
		if name == "" {
			return "nothing"
		}
		files[name] = &fstest.MapFile{Data: fmt.Appendf(bytes.Clone(files[name].Data), "\n> %s\n\nA note on [[%s]].\n", words(files, name, r), other(entity()))}
		return "note on " + name
	case 17:
		name, event := pick("content/sources/"), pick("content/events/")
		if name == "" || event == "" || strings.Contains(string(files[name].Data), "\nnames: ") {
			return "nothing"
		}
		replace(name, "\n---\n", fmt.Sprintf("\nnames: {%q: %s}\n---\n", words(files, name, r), other(event)))
		return "words for an event in " + name
	case 18:
		name, speaker := pick("content/sources/"), entity()
		if name == "" || speaker == "" {
			return "nothing"
		}
		line, _, _ := strings.Cut(string(files["seeds/"+other(name)+".txt"].Data), "\n")
		files[name] = &fstest.MapFile{Data: fmt.Appendf(bytes.Clone(files[name].Data), "\n> %s\n{speaker: %s}\n\nSaid so.\n", line, other(speaker))}
		return "speaker in " + name
	default:
		name := pick("content/sources/")
		replace(name, "\n---\n", "\ndraft: true\n---\n")
		return "draft of " + name
	}
}

// words takes a few words from the text of a source.
func words(files fstest.MapFS, source string, r *rand.Rand) string {
	name := "seeds/" + strings.TrimSuffix(strings.TrimPrefix(source, "content/sources/"), ".md") + ".txt"
	if files[name] == nil {
		return "nothing"
	}
	list := strings.Fields(string(files[name].Data))
	from := r.IntN(len(list) - 8)
	return strings.Join(list[from:from+8], " ")
}
