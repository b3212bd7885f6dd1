package resolve_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"dossier/internal/content"
	"dossier/internal/resolve"
	"dossier/internal/sample"
)

// Edits of single entries, one after the other, also such as break and mend
// them, come to what a new Resolver makes of the same files, and the resolution
// names all whose pages may show something else.
func TestEditedEqualsFresh(t *testing.T) {
	inPlace := 0
	for seed := range uint64(4) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			files := sample.GenerateWithClaims(25, 6)
			loader, used := content.NewLoader(), resolve.NewResolver()
			r := rand.New(rand.NewPCG(seed, 7))
			var done []string
			var before, beforeListed map[string]string
			for range 60 {
				if r.IntN(2) == 0 {
					done = append(done, edit(r, files))
				} else {
					done = append(done, sample.EditEvidence(r, files))
				}
				p, _, diags, err := loader.Load(context.Background(), files, content.Options{})
				if err != nil {
					t.Fatal(err)
				}
				res, err := used.Resolve(context.Background(), p)
				if err != nil {
					t.Fatal(err)
				}
				if !res.All {
					inPlace++
				}
				want, wantDiags := load(t, files)
				if fresh, used := text(wantDiags), text(append(diags, res.Diags...)); fresh != used {
					t.Fatalf("after %s (-fresh +used)\n%s", strings.Join(done, "; "), cmp.Diff(fresh, used))
				}
				fresh, now := deep(want)
				if all, _ := deep(res.Dossier); !maps.Equal(fresh, all) || want.Counts != res.Dossier.Counts {
					t.Fatalf("after %s (-fresh +used)\n%s", strings.Join(done, "; "), cmp.Diff(fresh, all))
				}
				nowListed := listed(want)
				for url := range now {
					if !res.All && now[url] != before[url] && !slices.Contains(res.Changed, url) {
						t.Fatalf("after %s, %s is not among what changed (-before +now)\n%s", strings.Join(done, "; "), url, cmp.Diff(before[url], now[url]))
					}
					if !res.All && !res.Lists && nowListed[url] != beforeListed[url] {
						t.Fatalf("after %s, lists are as they were, but not %s (-before +now)\n%s", strings.Join(done, "; "), url, cmp.Diff(beforeListed[url], nowListed[url]))
					}
				}
				before, beforeListed = now, nowListed
			}
		})
	}
	if inPlace < 80 {
		t.Errorf("only %d of 240 edits were made in place: the test shows little", inPlace)
	}
}

// edit changes one entry, and says how.
func edit(r *rand.Rand, files fstest.MapFS) string {
	pick := func(folders ...string) string {
		var names []string
		for name := range maps.Keys(files) {
			if part := strings.Split(name, "/"); len(part) == 3 && slices.Contains(folders, part[1]) {
				names = append(names, name)
			}
		}
		slices.Sort(names)
		return names[r.IntN(len(names))]
	}
	id := func(name string) string {
		return strings.TrimSuffix(name[strings.LastIndexByte(name, '/')+1:], ".md")
	}
	anyPage := []string{"people", "organizations", "places", "events", "claims", "sources"}
	change := func(name string, f func(string) string) {
		files[name] = &fstest.MapFile{Data: []byte(f(string(files[name].Data)))}
	}
	after := func(name, text string) {
		change(name, func(s string) string { return strings.TrimRight(s, "\n") + "\n\n" + text + "\n" })
	}
	front := func(name, line string) {
		change(name, func(s string) string { return strings.Replace(s, "\n---\n", "\n"+line+"\n---\n", 1) })
	}
	entity := func() string { return pick("people", "organizations", "places") }
	words := func(source string) string {
		text := string(files["seeds/"+id(source)+".txt"].Data)
		from := r.IntN(len(text) - 60)
		from += strings.IndexByte(text[from:], ' ') + 1
		return strings.Join(strings.Fields(text[from:])[:3+r.IntN(4)], " ")
	}
	switch r.IntN(14) {
	case 0:
		name, to := pick(anyPage...), entity()
		after(name, fmt.Sprintf("A sentence on [[%s]] here.", id(to)))
		return "link in " + name
	case 1:
		name, source := pick("people", "events", "claims", "sources"), pick("sources")
		after(name, fmt.Sprintf("It is said there [@%s %q].", id(source), words(source)))
		return "quotation in " + name
	case 2:
		source := pick("sources")
		after(source, fmt.Sprintf("> %s\n\nA note that names [[%s]].", words(source), id(entity())))
		return "note on " + source
	case 3:
		name := entity()
		front(name, fmt.Sprintf("summary: Words %d", r.IntN(100)))
		return "summary of " + name
	case 4:
		name := entity()
		change(name, func(s string) string { return strings.Replace(s, "aliases:", "# new\naliases:", 1) })
		return "line before the aliases of " + name
	case 5:
		name, of := entity(), entity()
		source := pick("sources")
		alias := strings.Fields(words(source))[0]
		if r.IntN(2) == 0 {
			alias = id(of)
		}
		change(name, func(s string) string {
			if strings.Contains(s, "aliases:\n") {
				return strings.Replace(s, "aliases:\n", fmt.Sprintf("aliases:\n  - %q\n", alias), 1)
			}
			return strings.Replace(s, "---\n", fmt.Sprintf("---\naliases:\n  - %q\n", alias), 1)
		})
		return fmt.Sprintf("alias %q of %s", alias, name)
	case 6:
		name := pick("events", "claims")
		source := pick("sources")
		change(name, func(s string) string {
			return strings.Replace(s, "evidence:\n", fmt.Sprintf("evidence:\n  - {cite: %s, quote: %q, speaker: %s}\n", id(source), words(source), id(entity())), 1)
		})
		return "evidence of " + name
	case 7:
		name := entity()
		after(name, fmt.Sprintf("See [[nobody %d]].", r.IntN(3)))
		return "dead link in " + name
	case 8:
		name := pick("people", "organizations", "places", "events", "claims")
		change(name, func(s string) string {
			end := strings.Index(s, "\n---\n") + len("\n---\n")
			return s[:end] + "Nothing but this.\n"
		})
		return "all text of " + name
	case 9:
		source := pick("sources")
		change(source, func(s string) string {
			end := strings.Index(s, "\n---\n") + len("\n---\n")
			return s[:end]
		})
		return "all notes on " + source
	case 10:
		name := pick("people", "organizations", "places")
		front(name, fmt.Sprintf("relations:\n  - {to: %s, type: knows}", id(entity())))
		return "relation of " + name
	case 11:
		source := pick("sources")
		front(source, fmt.Sprintf("names: {%q: %s}", words(source), id(pick("events"))))
		return "names of events in " + source
	case 12:
		source := pick("sources")
		line, _, _ := strings.Cut(string(files["seeds/"+id(source)+".txt"].Data), "\n")
		after(source, fmt.Sprintf("> %s\n{speaker: %s}\n\nWho says so.", line, id(entity())))
		return "speaker in " + source
	default:
		source := pick("sources")
		front(source, fmt.Sprintf("names: {%q: %s}", strings.Fields(words(source))[0], id(entity())))
		return "names of " + source
	}
}

// BenchmarkEdit is the cost of one edit of one entry among those of n sources.
func BenchmarkEdit(b *testing.B) {
	for _, n := range []int{1000, 10_000} {
		files := sample.Generate(n)
		for _, kind := range []string{"text", "alias"} {
			b.Run(fmt.Sprintf("%s/%d", kind, n), func(b *testing.B) {
				loader, r := content.NewLoader(), resolve.NewResolver()
				var name string
				for _, file := range slices.Sorted(maps.Keys(files)) {
					if strings.HasPrefix(file, "content/people/") {
						name = file
						break
					}
				}
				before := files[name].Data
				defer func() { files[name] = &fstest.MapFile{Data: before} }()
				step := func(i int) {
					b.StopTimer()
					defer b.StartTimer()
					text := string(before) + fmt.Sprintf("\nEdit %d.\n", i)
					if kind == "alias" {
						text = strings.Replace(string(before), "aliases:\n", fmt.Sprintf("aliases:\n  - Xaviera Q%d\n", i), 1)
					}
					files[name] = &fstest.MapFile{Data: []byte(text)}
					p, _, _, err := loader.Load(context.Background(), files, content.Options{Changed: []string{name}})
					if err != nil {
						b.Fatal(err)
					}
					b.StartTimer()
					res, err := r.Resolve(context.Background(), p)
					b.StopTimer()
					if err != nil || i > 0 && res.All {
						b.Fatal("not in place", err)
					}
				}
				step(0)
				if err := r.Prepare(context.Background()); err != nil {
					b.Fatal(err)
				}
				i := 1
				for b.Loop() {
					step(i)
					i++
				}
			})
		}
	}
}
