package watch

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// BenchmarkLatency measures from before a file is written until the batch is there.
func BenchmarkLatency(b *testing.B) {
	for _, settle := range []time.Duration{5 * time.Millisecond, 10 * time.Millisecond} {
		b.Run(fmt.Sprint("settle=", settle), func(b *testing.B) {
			w := watchTree(b, newProject(b), Options{Settle: settle}, openNotifier)
			name := w.at("content/people/ada.md")
			var took []time.Duration
			b.ReportAllocs()
			for b.Loop() {
				began := time.Now()
				write(b, name, "x")
				<-w.batches
				took = append(took, time.Since(began))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "ms-median")
			b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "ms-p95")
		})
	}
}

// many makes a project of 24,000 files: as many as 10,000 sources have with
// their seeds and entities.
func many(b *testing.B) string {
	root := newProject(b)
	for i := range 24_000 {
		dir := fmt.Sprintf("content/kind-%d", i%6)
		if i%12 < 5 {
			dir = "seeds"
		}
		if i < 12 {
			mkdir(b, filepath.Join(root, dir))
		}
		write(b, filepath.Join(root, dir, fmt.Sprintf("file-number-%d.md", i)), "x")
	}
	return root
}

func BenchmarkPollOf24000Files(b *testing.B) {
	p := &poller{root: many(b), scope: scope{paths: project, ignore: Ignored}, pause: time.Second, again: map[string]int{}}
	p.last, _ = p.look(b.Context())
	b.ReportAllocs()
	for b.Loop() {
		now, _ := p.look(b.Context())
		if changed := p.changes(now); len(changed) > 0 {
			b.Fatalf("changed: %v", changed)
		}
		p.last = now
	}
}

func BenchmarkStartOn24000Files(b *testing.B) {
	root := many(b)
	b.ReportAllocs()
	for b.Loop() {
		ctx, cancel := context.WithCancel(b.Context())
		batches, err := Start(ctx, root, Options{Paths: project})
		if err != nil {
			b.Fatal(err)
		}
		cancel()
		for range batches {
		}
	}
}
