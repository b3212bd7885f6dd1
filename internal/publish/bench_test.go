package publish

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// site gives 14,000 files of 7 KB in 12 folders, all different.
func site() []File {
	files := make([]File, 14_000)
	for i := range files {
		line := fmt.Sprintf("page %d\n", i)
		files[i] = File{
			Path: fmt.Sprintf("kind-%d/page-%d.html", i%12, i),
			Data: bytes.Repeat([]byte(line), 7<<10/len(line)),
		}
	}
	return files
}

func BenchmarkSync(b *testing.B) {
	files := site()
	check := func(b *testing.B, dir string, written int) {
		b.Helper()
		rep, err := Sync(context.Background(), dir, files)
		if err != nil {
			b.Fatal(err)
		}
		if rep.Written != written {
			b.Fatalf("%d written, want %d", rep.Written, written)
		}
	}
	b.Run("first", func(b *testing.B) {
		b.ReportAllocs()
		base, n := b.TempDir(), 0
		for b.Loop() {
			dir := filepath.Join(base, fmt.Sprint(n))
			n++
			check(b, dir, len(files))
			b.StopTimer()
			if err := os.RemoveAll(dir); err != nil {
				b.Fatal(err)
			}
			b.StartTimer()
		}
	})
	b.Run("unchanged", func(b *testing.B) {
		b.ReportAllocs()
		dir := b.TempDir()
		check(b, dir, len(files))
		for b.Loop() {
			check(b, dir, 0)
		}
	})
	b.Run("one-percent", func(b *testing.B) {
		b.ReportAllocs()
		dir := b.TempDir()
		check(b, dir, len(files))
		for b.Loop() {
			for i := 0; i < len(files); i += 100 {
				files[i].Data[0] ^= 1
			}
			check(b, dir, len(files)/100)
		}
	})
	b.Run("all", func(b *testing.B) {
		b.ReportAllocs()
		dir := b.TempDir()
		check(b, dir, len(files))
		for b.Loop() {
			for i := range files {
				files[i].Data[0] ^= 1
			}
			check(b, dir, len(files))
		}
	})
}
