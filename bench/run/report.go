package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// machine is what the figures depend on.
type machine struct {
	processor, system, compiler string
	cores                       int
	memory                      int64 // bytes; 0 where not known
}

// results is everything measured.
type results struct {
	machine machine
	hugo    string // version
	runs    int
	startup []cost
	binary  int64 // bytes
	sizes   []sizeResults
	others  float64 // share of all processors that other processes took meanwhile
}

// calm is the share of the processors up to which times can be believed.
const calm = 0.05

// rank gives the value that a share of a sorted copy does not exceed, by the
// nearest-rank method: 0.5 is the median, the lower of the two middle ones.
func rank[T cmp.Ordered](list []T, share float64) T {
	sorted := slices.Sorted(slices.Values(list))
	at := int(share * float64(len(sorted)))
	if float64(at) == share*float64(len(sorted)) && at > 0 {
		at--
	}
	return sorted[at]
}

func median[T cmp.Ordered](list []T) T { return rank(list, 0.5) }

// of gives one figure of every run.
func of[T any](list []cost, figure func(cost) T) []T {
	all := make([]T, len(list))
	for i, s := range list {
		all[i] = figure(s)
	}
	return all
}

func wall(s cost) time.Duration { return s.wall }
func cpu(s cost) time.Duration  { return s.cpu }
func memory(s cost) int64       { return s.peak }

// seconds shows the median of some times, and their range in brackets.
func seconds(list []time.Duration) string {
	return fmt.Sprintf("%.2f s (%.2f–%.2f)", median(list).Seconds(), slices.Min(list).Seconds(), slices.Max(list).Seconds())
}

func mebibytes(n int64) string { return fmt.Sprintf("%.0f MiB", float64(n)/(1<<20)) }

func milliseconds(d time.Duration) string {
	return fmt.Sprintf("%.1f ms", float64(d)/float64(time.Millisecond))
}

func ratio[T int64 | time.Duration](a, b T) string {
	if b == 0 {
		return "–"
	}
	return fmt.Sprintf("%.2f", float64(a)/float64(b))
}

// grouped shows a number with spaces between thousands.
func grouped(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "\u202f" + s[i:]
	}
	return s
}

func (r results) markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, `# Results

Written by `+"`make bench`"+`. All figures come from one run on one machine, so the ratios say more than the seconds.

| | |
| --- | --- |
| machine | %d cores%s, %s of memory |
| system | %s |
| compiler | %s, for both programs: no C, no symbols |
| rival | Hugo %s, standard edition |
| other processes | took %.0f %% of the processors meanwhile%s |

`, r.machine.cores, prefixed(" of ", r.machine.processor), mebibytes(r.machine.memory), r.machine.system, r.machine.compiler, r.hugo, 100*r.others, map[bool]string{true: ": the times are too long, and spread; CPU and memory are sounder"}[r.others > calm])
	b.WriteString(method)
	for _, s := range r.sizes {
		s.build(&b, r.runs)
	}
	r.growth(&b)
	r.editing(&b)
	started := of(r.startup, wall)
	fmt.Fprintf(&b, `## The program itself

| | median | 95th percentile | aim |
| --- | ---: | ---: | ---: |
| `+"`dossier version`"+`, from start to end, %d times | %s | %s | under 20 ms |
| its peak of memory | %s | %s | |
| size of the program | %.1f MB | | under 20 MB |
`, len(started), milliseconds(median(started)), milliseconds(rank(started, 0.95)),
		mebibytes(median(of(r.startup, memory))), mebibytes(rank(of(r.startup, memory), 0.95)), float64(r.binary)/1e6)
	return b.String()
}

func prefixed(prefix, s string) string {
	if s == "" {
		return ""
	}
	return prefix + s
}

const method = `The dossiers are invented: texts of about 600 words with 12 mentions each, a fifth as many entities and
events, two annotations a text, quoted evidence. The programs run in turn, each into an empty folder; everything is on disk
before the clock starts, and the inputs have been read before. Times are from start to end of the process, CPU is user and
system time of all cores, memory is the largest resident set. Shown is the median, in brackets the smallest and the
largest. Aims are those of the project.

Both sites have the same pages, and each page the same links, tables, drawings and cards; the elements are counted by a
test. Hugo's templates write them, from front matter.

What Hugo did less of: it was handed, in the form that it reads fastest (JSON), all that it cannot find by itself: where
names stand in the texts, which words are quoted from where, who links to whom, the numbers of citations, the figures of
every text, the places of all that is drawn, the counts in the tables of names, who acts with whom, the status of every
claim on every day, who reported something how many days later. It verified nothing,
searched no text, resolved no link, weighed no evidence and laid out no drawing. It makes no index for the search: a template can list texts, but
not invert them, and sites of Hugo have another program do that after the build. Nor does it make the files from which
the page of the ways between two entries finds them: their text is a script's data, and no page. Dossier's times include
both, hence the difference in files and most of that in size. Hugo does not look whether a file has changed before writing it,
and does not remove what is no longer part of the site. Its links lead to paragraphs, not to characters. Links within texts
have no kind, and notes stand below their paragraphs, without the style that lights up their words. It copies the
stylesheet and the scripts as they are.

What Hugo did more of: its input is larger by those lists; its indexes, timeline and bibliography are
sorted and grouped by templates at the time of the build; it parses whole
articles as Markdown, which dossier shows as plain text with marks. It is a general tool with templates that can reach the whole site. Parts
that repeat (links, references, events, cards, signs, the menu) are cached in its templates, as in dossier's; in the
front matter they are an address each, which keeps it small. Links are written relative, so it need not rewrite them.

`

func (s sizeResults) build(b *strings.Builder, runs int) {
	if !s.warmed {
		runs = 1
	}
	fmt.Fprintf(b, "## %s sources\n\n", grouped(s.sources))
	fmt.Fprintf(b, "Runs: %d%s. Dossier: %s.\n\n", runs, map[bool]string{true: " after one that does not count", false: ", without one before"}[s.warmed], s.verification)
	b.WriteString("| what was written | dossier | Hugo | dossier / Hugo |\n| --- | ---: | ---: | ---: |\n")
	for _, row := range []struct {
		name string
		a, h int64
	}{
		{"HTML pages", int64(s.dossier.pages), int64(s.hugo.pages)},
		{"links in them", int64(s.dossier.links), int64(s.hugo.links)},
		{"files", int64(s.dossier.files), int64(s.hugo.files)},
	} {
		h := "– | –"
		if s.hugo.files > 0 {
			h = grouped(int(row.h)) + " | " + ratio(row.a, row.h)
		}
		fmt.Fprintf(b, "| %s | %s | %s |\n", row.name, grouped(int(row.a)), h)
	}
	size := "– | –"
	if s.hugo.files > 0 {
		size = fmt.Sprintf("%.1f MB | %s", float64(s.hugo.bytes)/1e6, ratio(s.dossier.bytes, s.hugo.bytes))
	}
	fmt.Fprintf(b, "| size | %.1f MB | %s |\n\n", float64(s.dossier.bytes)/1e6, size)
	if s.hugo.files == 0 {
		b.WriteString("Hugo was not run: it needs more memory for so many than this machine has.\n\n")
	}
	b.WriteString("| full build | dossier | Hugo | dossier / Hugo | aim |\n| --- | ---: | ---: | ---: | ---: |\n")
	for _, p := range s.places {
		aim, most := "", ""
		if s.sources >= 10_000 {
			aim, most = map[string]string{"disk": "≤ 0.33", "tmpfs": "≤ 0.20"}[p.name], "≤ 0.33"
		}
		times := func(figure func(cost) time.Duration) string {
			a, h := of(p.dossier, figure), of(p.hugo, figure)
			if len(h) == 0 {
				return seconds(a) + " | – | –"
			}
			return fmt.Sprintf("%s | %s | %s", seconds(a), seconds(h), ratio(median(a), median(h)))
		}
		a, h := of(p.dossier, memory), of(p.hugo, memory)
		fmt.Fprintf(b, "| time to %s | %s | %s |\n", p.name, times(wall), aim)
		fmt.Fprintf(b, "| CPU, to %s | %s | |\n", p.name, times(cpu))
		span := func(list []int64) string {
			return fmt.Sprintf("%s (%s–%s)", mebibytes(median(list)), mebibytes(slices.Min(list)), mebibytes(slices.Max(list)))
		}
		rival := "– | –"
		if len(h) > 0 {
			rival = span(h) + " | " + ratio(median(a), median(h))
		}
		fmt.Fprintf(b, "| memory, to %s | %s | %s | %s |\n", p.name, span(a), rival, most)
	}
	b.WriteString("\n| dossier again, nothing changed | time | of the first | aim | files written |\n| --- | ---: | ---: | ---: | ---: |\n")
	for _, p := range s.places {
		again, first := of(p.again, wall), of(p.dossier, wall)
		fmt.Fprintf(b, "| %s | %s | %s | ≤ 0.50 | %d |\n", p.name, seconds(again), ratio(median(again), median(first)), p.rewrote)
	}
	b.WriteByte('\n')
}

// growth compares the sizes by the last place, which is in memory where there
// is one: a disk has its own growth.
func (r results) growth(b *strings.Builder) {
	if len(r.sizes) < 2 {
		return
	}
	last := func(s sizeResults) placeResults { return s.places[len(s.places)-1] }
	fmt.Fprintf(b, "## Growth\n\nFull builds to %s. The aim is that the time per source grows by no more than 15 %%, and memory per source not at all.\n\n", last(r.sizes[0]).name)
	b.WriteString("| sources | dossier, per source | against the smallest | memory, per source | against the smallest | Hugo, per source | memory, per source |\n")
	b.WriteString("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n")
	per := func(list []cost, n int) (ms, kib float64) {
		return float64(median(of(list, wall))) / float64(time.Millisecond) / float64(n), float64(median(of(list, memory))) / 1024 / float64(n)
	}
	ms0, kib0 := per(last(r.sizes[0]).dossier, r.sizes[0].sources)
	for _, s := range r.sizes {
		ms, kib := per(last(s).dossier, s.sources)
		hugo := "– | –"
		if list := last(s).hugo; len(list) > 0 {
			hms, hkib := per(list, s.sources)
			hugo = fmt.Sprintf("%.3f ms | %.0f KiB", hms, hkib)
		}
		memory := "–"
		if kib0 > 0 {
			memory = fmt.Sprintf("%.2f", kib/kib0)
		}
		fmt.Fprintf(b, "| %s | %.3f ms | %.2f | %.0f KiB | %s | %s |\n", grouped(s.sources), ms, ms/ms0, kib, memory, hugo)
	}
	b.WriteByte('\n')
}

func (r results) editing(b *strings.Builder) {
	b.WriteString(`## Editing

` + "`dossier serve`" + ` on the same dossiers. A client opens a page as the browser does, and with it the stream of events;
then a file is written in place. Measured is from the start of the write to the event in the stream of the page that
shows what was edited; the page is fetched then, and an event counts only if it does show that. An edited alias is
one that texts use, so its mentions go from several pages. Two seconds lie between two edits of content, more between two of the design. Hugo is not in this table: its server speaks another protocol to the browser, and a client
written for it would measure that client too.

`)
	for _, s := range r.sizes {
		if len(s.edits.kinds) == 0 {
			continue
		}
		aim := ""
		switch s.sources {
		case 1000:
			aim = "≤ 35 ms"
		case 10_000:
			aim = "≤ 80 ms"
		}
		fmt.Fprintf(b, "| %s sources, an edit of | edits | median | 95th percentile | longest | aim |\n| --- | ---: | ---: | ---: | ---: | ---: |\n", grouped(s.sources))
		row := func(name string, times []time.Duration, aim string) {
			fmt.Fprintf(b, "| %s | %d | %s | %s | %s | %s |\n", name, len(times), milliseconds(median(times)), milliseconds(rank(times, 0.95)), milliseconds(slices.Max(times)), aim)
		}
		var design []editKind
		for i, k := range s.edits.kinds {
			if i >= len(contentEdits) {
				design = append(design, k)
				continue
			}
			row(k.name, k.times, "")
		}
		row("all of these", s.edits.content(), prefixed("95th ", aim))
		for _, k := range design {
			row("the "+k.name, k.times, map[bool]string{true: "≤ 150 ms"}[s.sources <= 10_000])
		}
		if w := s.edits.writes; len(w) > 0 {
			fmt.Fprintf(b, "\nThe writes of the files alone, which are part of these times, took %s in the median, %s at the 95th percentile and %s at most.\n",
				milliseconds(median(w)), milliseconds(rank(w, 0.95)), milliseconds(slices.Max(w)))
		}
		fmt.Fprintf(b, "\nThe first page was there %.2f s after the start of the preview. Its memory was %s after the edits, %s at most.\n\n",
			s.edits.opened.Seconds(), mebibytes(s.edits.idle), mebibytes(s.edits.peak))
	}
}
