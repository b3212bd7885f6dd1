package watch

import (
	"context"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"testing/synctest"
	"time"
)

// Each look is at a moment of synctest's clock, and each change between two.
func TestPollingTellsExactlyWhatChanged(t *testing.T) {
	when := time.Date(2024, 4, 20, 15, 0, 0, 1, time.UTC)
	stampAs := func(t *testing.T, name string, at time.Time) {
		t.Helper()
		if err := os.Chtimes(name, at, at); err != nil {
			t.Fatal(err)
		}
	}
	tests := []struct {
		change func(t *testing.T, root string)
		want   []string
		reason string
	}{
		{func(t *testing.T, root string) {
			write(t, filepath.Join(root, "content/people/ada.md"), "other\n")
		}, []string{"content/people/ada.md"}, "equal size, other time"},
		{func(t *testing.T, root string) {
			name := filepath.Join(root, "content/people/ada.md")
			write(t, name, "third\n")
			stampAs(t, name, when.Add(1))
		}, []string{"content/people/ada.md"}, "equal size and second, other nanosecond"},
		{func(t *testing.T, root string) {
			name := filepath.Join(root, "content/people/ada.md")
			write(t, name+".new", "fourth")
			stampAs(t, name+".new", when.Add(1))
			rename(t, name+".new", name)
		}, []string{"content/people/ada.md"}, "equal size and time, but another file"},
		{func(t *testing.T, root string) {
			if err := os.Chmod(filepath.Join(root, "content/people/ada.md"), 0o600); err != nil {
				t.Fatal(err)
			}
		}, []string{"content/people/ada.md"}, "another permission alone"},
		{func(t *testing.T, root string) {
			write(t, filepath.Join(root, "content/people/4913"), "")
			write(t, filepath.Join(root, "public/index.html"), "")
		}, nil, "nothing of interest"},
		{func(t *testing.T, root string) {
			write(t, filepath.Join(root, "content/people/a.md"), "")
			write(t, filepath.Join(root, "content/people/z.md"), "")
			remove(t, filepath.Join(root, "content/index.md"))
			write(t, filepath.Join(root, "dossier.yaml"), "title: x\n")
		}, []string{"content/index.md", "content/people/a.md", "content/people/z.md", "dossier.yaml"}, "first and last of a folder, one less, and a single file"},
		{func(t *testing.T, root string) {
			rename(t, filepath.Join(root, "content"), filepath.Join(root, "away"))
		}, []string{"content", "content/people", "content/people/a.md", "content/people/ada.md", "content/people/z.md", "content/sources", "content/sources/one.md"}, "a folder with all that was in it"},
		{func(t *testing.T, root string) {
			rename(t, filepath.Join(root, "away"), filepath.Join(root, "content"))
		}, []string{"content", "content/people", "content/people/a.md", "content/people/ada.md", "content/people/z.md", "content/sources", "content/sources/one.md"}, "and back"},
		{func(t *testing.T, root string) {
			remove(t, filepath.Join(root, "seeds"))
			write(t, filepath.Join(root, "seeds"), "a file now\n")
		}, []string{"seeds", "seeds/one.txt"}, "a file in place of a folder"},
	}
	root := newProject(t)
	stampAs(t, filepath.Join(root, "content/people/ada.md"), when)
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		batches, err := Start(ctx, root, Options{Paths: append([]string{"content/people"}, project...), Poll: time.Second, Settle: 10 * ms})
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(500 * ms)
		for _, test := range tests {
			test.change(t, root)
			if test.want == nil {
				quietFor(t, batches, 10*time.Second)
				continue
			}
			began := time.Now()
			if got, want := next(t, batches), (Batch{Paths: test.want}); !reflect.DeepEqual(got, want) {
				t.Errorf("got %+v, want %+v: %s", got, want, test.reason)
			}
			if took := time.Since(began); took > 1100*ms {
				t.Errorf("it took %v: %s", took, test.reason)
			}
			quietFor(t, batches, 10*time.Second)
			time.Sleep(490 * ms) // to between two looks
		}
		cancel()
		for range batches {
		}
	})
}

// A disk with a coarse clock gives two saves of equal size in a row the same time.
func TestPollingOfADiskWithACoarseClock(t *testing.T) {
	root := newProject(t)
	name := filepath.Join(root, "content/index.md")
	at := time.Date(2024, 4, 20, 15, 0, 0, 0, time.UTC)
	save := func(t *testing.T, text string) {
		f, err := os.OpenFile(name, os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.WriteString(text); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(name, at, at); err != nil {
			t.Fatal(err)
		}
	}
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		batches, err := Start(ctx, root, Options{Paths: project, Poll: 300 * ms})
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(100 * ms)
		save(t, "one\n")
		want := Batch{Paths: []string{"content/index.md"}}
		if got := next(t, batches); !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v, want %+v", got, want)
		}
		save(t, "two\n")
		began := time.Now()
		if got := next(t, batches); !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v, want %+v", got, want)
		}
		if took := time.Since(began); took < coarse || took > coarse+time.Second {
			t.Errorf("the file was told again after %v, want once the clock must have moved on", took)
		}
		quietFor(t, batches, time.Minute)
		cancel()
		for range batches {
		}
	})
}

func TestPauseAfterALook(t *testing.T) {
	for _, test := range []struct {
		files        int
		wanted, want time.Duration
		reason       string
	}{
		{100, 500 * ms, 500 * ms, "few files leave the pause as it is wanted"},
		{12_500, 500 * ms, 500 * ms, "as long as they take no more than a tenth of it"},
		{25_000, 500 * ms, 1000 * ms, "many files take longer, and then the pause does too"},
		{25_000, 20 * ms, 1000 * ms, "also if a short one is asked for"},
	} {
		s := snapshot{"content": make([]named, test.files/2), "seeds": make([]named, test.files-test.files/2)}
		if got := s.pause(test.wanted); got != test.want {
			t.Errorf("after a look at %d files the pause is %v, want %v: %s", test.files, got, test.want, test.reason)
		}
	}
}
