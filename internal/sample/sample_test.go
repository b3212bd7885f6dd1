package sample

import (
	"bytes"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
)

func TestSameSizeSameBytes(t *testing.T) {
	again := map[string][]byte{}
	for name, data := range Files(40) {
		if again[name] != nil {
			t.Errorf("%s is yielded twice", name)
		}
		again[name] = data
	}
	fsys := Generate(40)
	if len(fsys) != len(again) {
		t.Fatalf("%d files, then %d", len(fsys), len(again))
	}
	for name, f := range fsys {
		if !bytes.Equal(f.Data, again[name]) {
			t.Errorf("%s differs between two runs", name)
		}
	}
}

func TestNumbers(t *testing.T) {
	tests := []struct {
		sources, entities, events, claims int
		reason                            string
	}{
		{0, 0, 0, 0, "an empty dossier has no sources to cite"},
		{1, 1, 1, 0, "one source is enough for one of each"},
		{4, 1, 1, 0, "less than a group"},
		{5, 1, 1, 0, "one group"},
		{9, 1, 1, 0, "the last group takes what is left over"},
		{100, 20, 20, 5, "a fifth, a fifth, a twentieth"},
	}
	for _, test := range tests {
		fsys := Generate(test.sources)
		count := func(folders ...string) (n int) {
			for _, folder := range folders {
				all, err := fs.Glob(fsys, folder+"/*")
				if err != nil {
					t.Fatal(err)
				}
				n += len(all)
			}
			return n
		}
		for _, got := range []struct {
			what      string
			got, want int
		}{
			{"seeds", count("seeds"), test.sources},
			{"sources", count("content/sources"), test.sources},
			{"entities", count("content/people", "content/organizations", "content/places"), test.entities},
			{"events", count("content/events"), test.events},
			{"claims", count("content/claims"), test.claims},
		} {
			if got.got != got.want {
				t.Errorf("%d sources: %d %s, want %d (%s)", test.sources, got.got, got.what, got.want, test.reason)
			}
		}
	}
}

var (
	quoted = regexp.MustCompile(`(?m)\[@([a-z0-9-]+) "([^"]+)"\]|- cite: (\S+)\s+quote: "([^"]+)"`)
	again  = regexp.MustCompile(`same_as: \{cite: (\S+), quote: "([^"]+)"\}`)
	noted  = regexp.MustCompile(`(?m)^> (.+)$`)
	linked = regexp.MustCompile(`\[\[([^\]|]+)`)
	named  = regexp.MustCompile(`(?m)(?:to|organization|place|id|speaker|origin): ([a-z0-9-]+)`)
)

func TestEveryReferenceHasItsTarget(t *testing.T) {
	for n, claims := range map[int]int{1: 0, 3: 0, 5: 0, 9: 0, 60: 3, 2: 4, 4: 3, 61: 40} {
		fsys := GenerateWithClaims(n, claims)
		ids := map[string]bool{}
		cited := map[string]bool{}
		for name := range fsys {
			if id, ok := strings.CutSuffix(path.Base(name), ".md"); ok {
				if ids[id] {
					t.Errorf("%d sources: the id %s is given twice", n, id)
				}
				ids[id] = true
			}
		}
		once := func(file, source, words string) {
			seed := fsys["seeds/"+source+".txt"]
			if seed == nil {
				t.Errorf("%s: no source %q", file, source)
				return
			}
			if got := strings.Count(strings.Join(strings.Fields(string(seed.Data)), " "), words); got != 1 {
				t.Errorf("%s: %q stands %d times in %s", file, words, got, source)
			}
		}
		for name, f := range fsys {
			if path.Ext(name) != ".md" {
				continue
			}
			for _, m := range quoted.FindAllStringSubmatch(string(f.Data), -1) {
				source, words := m[1]+m[3], m[2]+m[4]
				once(name, source, words)
				cited[source] = true
			}
			for _, m := range again.FindAllStringSubmatch(string(f.Data), -1) {
				once(name, m[1], m[2])
			}
			for _, m := range noted.FindAllStringSubmatch(string(f.Data), -1) {
				once(name, strings.TrimSuffix(path.Base(name), ".md"), m[1])
			}
			for _, m := range append(linked.FindAllStringSubmatch(string(f.Data), -1), named.FindAllStringSubmatch(string(f.Data), -1)...) {
				if !ids[m[1]] {
					t.Errorf("%s: no entry %q", name, m[1])
				}
			}
		}
		for i := range n {
			if !cited[sourceID(i)] {
				t.Errorf("%d sources: nobody cites %s", n, sourceID(i))
			}
		}
	}
}

func TestClaims(t *testing.T) {
	usual := GenerateWithClaims(100, 5)
	for name, data := range Files(100) {
		if !bytes.Equal(data, usual[name].Data) {
			t.Errorf("%s is another one although the number of claims is as usual", name)
		}
	}
	for _, row := range []struct {
		sources, claims int
		files           int
		reason          string
	}{
		{100, 0, 0, "none at all"},
		{100, 3, 3, "fewer than usual"},
		{100, 60, 60, "more than usual"},
		{1, 2, 2, "one source bears them all"},
		{0, 9, 0, "there is nothing to cite"},
		{20, -1, 0, "no dossier has fewer than none"},
	} {
		fsys := GenerateWithClaims(row.sources, row.claims)
		files, err := fs.Glob(fsys, "content/claims/*.md")
		if err != nil || len(files) != row.files {
			t.Errorf("%s: %d sources have %d claims, want %d (%v)", row.reason, row.sources, len(files), row.files, err)
		}
	}
	fsys := GenerateWithClaims(200, 110)
	count := map[string]int{}
	for i := range 100 {
		name := "content/claims/" + claimID(10+i) + ".md"
		sources := map[string]bool{}
		for _, m := range quoted.FindAllStringSubmatch(string(fsys[name].Data), -1) {
			sources[m[3]] = true
		}
		if len(sources) != EvidencePerClaim {
			t.Errorf("%s has evidence of %d sources, want %d", name, len(sources), EvidencePerClaim)
		}
		for _, key := range []string{"stance: supports", "stance: disputes", "stance: mentions", "speaker: ", "said: ", "same_as: ", "number: ", "date: ", "text: ", "origin: ", "credibility: "} {
			count[key] += strings.Count(string(fsys[name].Data), "    "+key) + strings.Count(string(fsys[name].Data), "{"+key)
		}
	}
	for key, n := range count {
		if n < 10 {
			t.Errorf("%q stands in a hundred claims %d times only", key, n)
		}
	}
	agencies, sources := 0, 0
	for i := range 200 {
		for line := range strings.Lines(string(fsys["content/sources/"+sourceID(i)+".md"].Data)) {
			switch {
			case strings.HasPrefix(line, "origin: report-"):
				sources++
			case strings.HasPrefix(line, "origin: "):
				agencies++
			}
		}
	}
	if agencies != 70 || sources != 10 {
		t.Errorf("of 200 sources %d name an agency and %d another source, want a quarter and a tenth, and a twentieth", agencies, sources)
	}
}

func TestTextsAreArticles(t *testing.T) {
	total := 0
	for i := range 200 {
		d := newPlan(200)
		text := d.source(i)
		words := len(strings.Fields(layOut(text.joined(), layout(i))))
		if words < 480 || words > 720 {
			t.Errorf("%s has %d words", sourceID(i), words)
		}
		total += words
		if len(text.named) != MentionsPerSource {
			t.Errorf("%s names %d entities", sourceID(i), len(text.named))
		}
		for line := range strings.Lines(layOut(text.joined(), hardWrapped)) {
			if len(strings.TrimSuffix(line, "\n")) > 72 {
				t.Errorf("%s: the line %q is too long", sourceID(i), line)
			}
		}
	}
	if mean := total / 200; mean < 570 || mean > 630 {
		t.Errorf("a source has %d words on average, want about 600", mean)
	}
}

// Twenty thousand entities are what a hundred thousand sources need.
func TestNamesAreDistinct(t *testing.T) {
	seen := map[string]int{}
	claim := func(g int, names ...string) {
		for _, n := range names {
			n = strings.ToLower(n)
			if before, ok := seen[n]; ok && before != g {
				t.Errorf("the entities %d and %d share the name %q", before, g, n)
			}
			seen[n] = g
		}
	}
	ids := map[string]bool{}
	for g := range 20_000 {
		e := entityAt(g)
		claim(g, e.name.full, e.name.plain, e.name.respelt)
		claim(g, e.aliases...)
		if ids[e.id] {
			t.Errorf("the id %s is given twice", e.id)
		}
		ids[e.id] = true
		if regexp.MustCompile(`[^a-z0-9-]`).MatchString(e.id) {
			t.Errorf("the id %q is none", e.id)
		}
	}
}

func TestWrite(t *testing.T) {
	dir := t.TempDir()
	if err := Write(dir, Files(6)); err != nil {
		t.Fatal(err)
	}
	fsys := Generate(6)
	for name, f := range fsys {
		data, err := fs.ReadFile(os.DirFS(dir), name)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(data, f.Data) {
			t.Errorf("%s was not written as generated", name)
		}
	}
}

func BenchmarkFiles(b *testing.B) {
	b.ReportAllocs()
	var bytes int64
	for b.Loop() {
		bytes = 0
		for _, data := range Files(100) {
			bytes += int64(len(data))
		}
	}
	b.SetBytes(bytes)
}

// The edits change something, and not the same again and again.
func TestEditEvidence(t *testing.T) {
	files := GenerateWithClaims(25, 6)
	r := rand.New(rand.NewPCG(1, 1))
	done := map[string]bool{}
	for range 200 {
		before := maps.Clone(files)
		what := EditEvidence(r, files)
		changed := 0
		for name, f := range files {
			if before[name] != f {
				changed++
			}
		}
		if nothing := what == "nothing"; changed > 1 || nothing != (changed == 0) {
			t.Errorf("%s: %d files are others", what, changed)
		}
		done[what] = true
	}
	if len(done) < 60 {
		t.Errorf("200 edits were %d different ones only", len(done))
	}
}
