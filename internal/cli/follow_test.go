package cli

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"dossier/internal/build"
	"dossier/internal/watch"
)

// followOnce follows a small project of which nothing changes, and gives what is
// printed. show is handed the function that ends the program.
func followOnce(t *testing.T, now func() time.Time, show func(end func()) error) string {
	t.Helper()
	dir := t.TempDir()
	for file, text := range map[string]string{
		"dossier.yaml":            "title: The pier\n",
		"content/places/pier.md":  "---\ntitle: The pier\n---\n\nIt stands.\n",
		"content/people/a.md":     "---\ntitle: Ada\n---\n\nShe is here.\n",
		"content/sources/note.md": "---\ntitle: A note\nseed: note.txt\n---\n",
		"seeds/note.txt":          "Ada is at the pier.\n",
	} {
		path := filepath.Join(dir, filepath.FromSlash(file))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	ctx, end := context.WithCancel(t.Context())
	defer end()
	batches := make(chan watch.Batch)
	var out bytes.Buffer
	a := &app{ctx: ctx, dir: dir, out: newScreen(&out, nil), err: newScreen(&out, nil), now: now}
	a.watch = func(context.Context, string, watch.Options) (<-chan watch.Batch, error) { return batches, nil }
	options, root, err := a.open(build.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	err = a.follow(build.NewSession(options), 0, viewer{show: func(*build.Result) error {
		defer close(batches)
		return show(end)
	}})
	if err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// Ctrl-C while the site is written: what was given up is not told as done.
func TestFollowEndedWhileItShows(t *testing.T) {
	told := followOnce(t, time.Now, func(end func()) error {
		end()
		return fmt.Errorf("writing: %w", context.Canceled)
	})
	if told != "" {
		t.Errorf("after the end there is printed\n%s", told)
	}
}

// The time told is that until the site is where it belongs.
func TestFollowTimesTheShowing(t *testing.T) {
	var late time.Duration
	began := time.Unix(0, 0)
	told := followOnce(t, func() time.Time { return began.Add(late) }, func(func()) error {
		late = 1900 * time.Millisecond
		return nil
	})
	if !regexp.MustCompile(`(?m)^everything: .*; 1900 ms; 0 errors`).MatchString(told) {
		t.Errorf("showing takes 1900 ms, and there is printed\n%s", strings.TrimSpace(told))
	}
}
