package main

import (
	"bufio"
	"context"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"dossier/internal/sample"
)

func TestParse(t *testing.T) {
	tests := []struct {
		args   []string
		sizes  int
		flaw   string
		reason string
	}{
		{nil, 1, "", "a thousand sources is what is meant without a word"},
		{[]string{"-sizes", " 1000  10000 "}, 2, "", "as make hands it on"},
		{[]string{"-sizes", ""}, 0, "must be a size", "nothing would be measured"},
		{[]string{"-sizes", "many"}, 0, `"many" is no number`, "a word"},
		{[]string{"-sizes", "19"}, 0, `"19" is no number`, "too few for a claim"},
		{[]string{"-runs", "0"}, 1, "a run", "nothing would be measured"},
		{[]string{"-edits", "3"}, 1, "four edits", "one of each kind"},
		{[]string{"1000"}, 1, "no other argument", "a size without its flag would be passed over"},
		{[]string{"-size", "1"}, 0, "not defined", "an unknown flag"},
	}
	for _, test := range tests {
		o, err := parse(test.args, io.Discard)
		switch {
		case test.flaw == "" && err != nil:
			t.Errorf("%q: %v (%s)", test.args, err, test.reason)
		case test.flaw != "" && (err == nil || !strings.Contains(err.Error(), test.flaw)):
			t.Errorf("%q: the error is %v, want %q (%s)", test.args, err, test.flaw, test.reason)
		}
		if len(o.sizes) != test.sizes {
			t.Errorf("%q: sizes %v, want %d (%s)", test.args, o.sizes, test.sizes, test.reason)
		}
	}
	var said strings.Builder
	if code := run(context.Background(), []string{"-sizes", "0"}, &said, &said); code != 2 || !strings.Contains(said.String(), "of 20 at least") {
		t.Errorf("wrong usage: code %d, %q", code, &said)
	}
	if _, err := parse([]string{"-h"}, io.Discard); err != flag.ErrHelp {
		t.Errorf("asking for help: %v", err)
	}
}

func TestRank(t *testing.T) {
	tests := []struct {
		list   []int
		share  float64
		want   int
		reason string
	}{
		{[]int{7}, 0.5, 7, "one value is every rank"},
		{[]int{7}, 0.95, 7, "one value is every rank"},
		{[]int{3, 1, 2}, 0.5, 2, "the middle one"},
		{[]int{4, 3, 1, 2}, 0.5, 2, "the lower of the two in the middle"},
		{[]int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20}, 0.95, 19, "one of twenty lies above"},
		{[]int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 0.95, 10, "none of ten lies above"},
	}
	for _, test := range tests {
		before := append([]int(nil), test.list...)
		if got := rank(test.list, test.share); got != test.want {
			t.Errorf("rank %v of %v is %d, want %d (%s)", test.share, test.list, got, test.want, test.reason)
		}
		if test.list[0] != before[0] {
			t.Errorf("%v became %v", before, test.list)
		}
	}
}

func TestCount(t *testing.T) {
	text := strings.Repeat("x", 1<<16-2) + `<a href="y">z</a><a>` + strings.Repeat("<a ", 1<<15)
	for name, r := range map[string]io.Reader{
		"whole":        strings.NewReader(text),
		"byte by byte": iotest.OneByteReader(strings.NewReader(text)),
		"halves":       iotest.HalfReader(strings.NewReader(text)),
	} {
		if n, err := count(r, "<a "); n != 1+1<<15 || err != nil {
			t.Errorf("%s: counted %d links, %v; want %d", name, n, err, 1+1<<15)
		}
	}
	if _, err := count(iotest.ErrReader(os.ErrClosed), "<a "); err != os.ErrClosed {
		t.Errorf("a file that cannot be read gives %v", err)
	}
}

func TestWritten(t *testing.T) {
	if n, err := written("9 of 9 quotations verified; 30 files in public: 12 written, 18 unchanged, 0 removed\n"); n != 12 || err != nil {
		t.Errorf("got %d, %v", n, err)
	}
	if _, err := written("done"); err == nil {
		t.Error("no number was found where there is none")
	}
}

func TestNextEvent(t *testing.T) {
	text := ":\n\nevent: diagnostics\ndata: {}\n\ndata: nameless\n\n:\n\nevent:style\r\ndata: {\"version\":\"page.1\"}\r\n\r\nevent: diagnostics\ndata: [\n\nevent: reload\n"
	s := read(bufio.NewReader(strings.NewReader(text)), io.NopCloser(nil))
	for _, want := range []event{{name: "diagnostics"}, {name: "style", version: "page.1"}, {name: "diagnostics"}} {
		got, err := s.next()
		if got.at.IsZero() || err != nil {
			t.Fatalf("got the event %+v, %v", got, err)
		}
		if got.at = (time.Time{}); got != want {
			t.Fatalf("got the event %+v, want %+v", got, want)
		}
	}
	if e, err := s.next(); err != io.EOF {
		t.Errorf("an event that is cut off is given as %+v, %v", e, err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

func TestMarkdown(t *testing.T) {
	build := func(seconds float64, mebibytes int64) cost {
		return cost{wall: time.Duration(seconds * float64(time.Second)), cpu: time.Second, peak: mebibytes << 20}
	}
	size := func(n int, seconds float64) sizeResults {
		return sizeResults{
			sources: n, warmed: true, verification: "9 of 9 quotations verified",
			dossier: output{files: 5, pages: 4, links: 3, bytes: 2e6}, hugo: output{files: 4, pages: 4, links: 3, bytes: 1e6},
			places: []placeResults{{
				name:    "tmpfs",
				dossier: []cost{build(seconds, 100), build(3*seconds, 300), build(2*seconds, 200)},
				again:   []cost{build(seconds, 1)},
				hugo:    []cost{build(10*seconds, 800)},
			}},
		}
	}
	r := results{
		machine: machine{cores: 2, memory: 1 << 30, system: "a system", compiler: "a compiler"},
		hugo:    "v1", runs: 3, startup: []cost{build(0.004, 9)}, binary: 15e6, others: 0.3,
		sizes: []sizeResults{size(1000, 1), size(10_000, 11)},
	}
	r.sizes[0].edits = editResults{opened: time.Second, writes: []time.Duration{time.Millisecond, 3 * time.Millisecond}, kinds: []editKind{
		{"a source's note", []time.Duration{2 * time.Millisecond}},
		{"an entity's text", []time.Duration{4 * time.Millisecond}},
		{"an entity's alias", []time.Duration{6 * time.Millisecond}},
		{"an event", []time.Duration{8 * time.Millisecond}},
		{"stylesheet", []time.Duration{50 * time.Millisecond}},
		{"template of every page", []time.Duration{90 * time.Millisecond}},
	}}
	alone := size(100_000, 120)
	alone.hugo, alone.places[0].hugo = output{}, nil
	r.sizes = append(r.sizes, alone)
	text := r.markdown()
	for _, want := range []struct{ line, reason string }{
		{"| machine | 2 cores, 1024 MiB of memory |", "a processor that is not known is left out"},
		{"| other processes | took 30 % of the processors meanwhile: the times are too long, and spread; CPU and memory are sounder |", "whoever reads them must know"},
		{"| HTML pages | 4 | 4 | 1.00 |", "what was written"},
		{"| size | 2.0 MB | 1.0 MB | 2.00 |", "what was written"},
		{"| time to tmpfs | 2.00 s (1.00–3.00) | 10.00 s (10.00–10.00) | 0.20 |  |", "median and range; no aim at this size"},
		{"| time to tmpfs | 22.00 s (11.00–33.00) | 110.00 s (110.00–110.00) | 0.20 | ≤ 0.20 |", "the aim is for this size"},
		{"| memory, to tmpfs | 200 MiB (100 MiB–300 MiB) | 800 MiB (800 MiB–800 MiB) | 0.25 | ≤ 0.33 |", "memory has its own aim"},
		{"| tmpfs | 1.00 s (1.00–1.00) | 0.50 | ≤ 0.50 | 0 |", "the second build against the first"},
		{"| 1\u202f000 | 2.000 ms | 1.00 | 205 KiB | 1.00 | 10.000 ms | 819 KiB |", "the smallest size is the measure of growth"},
		{"| 10\u202f000 | 2.200 ms | 1.10 | 20 KiB | 0.10 | 11.000 ms | 82 KiB |", "a tenth more for each source"},
		{"| time to tmpfs | 240.00 s (120.00–360.00) | – | – | ≤ 0.20 |", "Hugo was not run"},
		{"| memory, to tmpfs | 200 MiB (100 MiB–300 MiB) | – | – | ≤ 0.33 |", "Hugo was not run"},
		{"Hugo was not run: it needs more memory for so many than this machine has.", "and why"},
		{"| 100\u202f000 | 2.400 ms | 1.20 | 2 KiB | 0.01 | – | – |", "Hugo was not run"},
		{"| all of these | 4 | 4.0 ms | 8.0 ms | 8.0 ms | 95th ≤ 35 ms |", "design edits are no edits of content"},
		{"The writes of the files alone, which are part of these times, took 1.0 ms in the median, 3.0 ms at the 95th percentile and 3.0 ms at most.", "a disk may keep a write waiting"},
		{"| the stylesheet | 1 | 50.0 ms | 50.0 ms | 50.0 ms | ≤ 150 ms |", "they have a limit of their own"},
		{"| size of the program | 15.0 MB | | under 20 MB |", "the program itself"},
	} {
		if !strings.Contains(text, want.line+"\n") {
			t.Errorf("the results lack %q (%s):\n%s", want.line, want.reason, text)
		}
	}
	if again := r.markdown(); again != text {
		t.Error("the same results are written in two ways")
	}
}

// The client must find in the preview what it waits for, so it is tried on the
// program itself.
func TestMeasureEdits(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	dir := t.TempDir()
	p, err := buildPrograms(ctx, "..", dir)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(p.hugoVersion, "v0.") {
		t.Errorf("the version of Hugo is %q", p.hugoVersion)
	}
	project := filepath.Join(dir, "project")
	if err := sample.Write(project, sample.Files(20)); err != nil {
		t.Fatal(err)
	}
	r, err := measureEdits(ctx, p, project, 8, 1, 100*time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.kinds) != 6 || len(r.content()) != 8 || len(r.writes) != 10 || r.opened <= 0 {
		t.Errorf("got %+v", r)
	}
	for _, k := range r.kinds {
		for _, took := range k.times {
			if took <= 0 {
				t.Errorf("%s took %v", k.name, took)
			}
		}
	}
	if _, err := measureEdits(ctx, p, filepath.Join(dir, "home"), 4, 1, 0); err == nil {
		t.Error("a folder without a dossier was edited")
	}
}

func TestMeasureSize(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	p, err := buildPrograms(ctx, "..", t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	places := []place{{"disk", t.TempDir()}, {inTmpfs, t.TempDir()}} // it is the name that counts
	s, err := measureSize(ctx, p, places, 20, 2, true, true, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if len(s.places) != len(places) {
		t.Fatalf("%d places were measured, want %d", len(s.places), len(places))
	}
	for _, r := range s.places {
		if len(r.dossier) != 2 || len(r.again) != 2 || len(r.hugo) != 2 {
			t.Errorf("%s: %d, %d and %d runs were measured, want 2 of each", r.name, len(r.dossier), len(r.again), len(r.hugo))
		}
		if r.rewrote != 0 {
			t.Errorf("%s: builds with nothing changed wrote %d files", r.name, r.rewrote)
		}
	}
	if s.dossier.pages == 0 || s.dossier.pages != s.hugo.pages || s.dossier.links == 0 || s.dossier.links != s.hugo.links || s.dossier.bytes == 0 {
		t.Errorf("dossier wrote %+v, Hugo %+v", s.dossier, s.hugo)
	}
	if err := s.inputs.remove(); err != nil {
		t.Error(err)
	}
	for i, want := range []int{6, 0} { // on disk the sites of three rounds stay until all is measured
		if left, err := os.ReadDir(places[i].dir); err != nil || len(left) != want {
			t.Errorf("%s: %v is left behind, want %d sites (%v)", places[i].name, left, want, err)
		}
	}
}
