package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRun(t *testing.T) {
	dir := t.TempDir()
	full := filepath.Join(dir, "full")
	if err := os.MkdirAll(filepath.Join(full, "content"), 0o755); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		args           []string
		code           int
		stdout, stderr string
		reason         string
	}{
		{[]string{"-sources", "7", "-out", filepath.Join(dir, "new")}, 0, "7 sources, ", "", "a new folder is made"},
		{[]string{"-sources", "7", "-for", "hugo", "-out", filepath.Join(dir, "hugo")}, 0, "7 sources, ", "", "the same for Hugo"},
		{[]string{"-sources", "7", "-claims", "3", "-out", filepath.Join(dir, "claims")}, 0, "7 sources, ", "", "with more claims"},
		{[]string{"-sources", "7", "-claims", "3", "-for", "hugo", "-out", filepath.Join(dir, "other")}, 0, "7 sources, ", "", "the same for Hugo"},
		{[]string{"-for", "jekyll", "-out", filepath.Join(dir, "jekyll")}, 2, "", "-for", "a program that it does not know"},
		{[]string{"-out", full}, 1, "", "is not empty", "files of another dossier would be measured too"},
		{[]string{"-out", file}, 1, "", "looking into", "a file is no folder"},
		{nil, 2, "", "-out", "there is no folder to guess"},
		{[]string{"-sources", "-1", "-out", dir}, 2, "", "-sources", "no dossier has fewer than no sources"},
		{[]string{"-size", "3"}, 2, "", "-size", "an unknown flag"},
	}
	for _, test := range tests {
		var stdout, stderr strings.Builder
		code := run(test.args, &stdout, &stderr)
		if code != test.code || !strings.Contains(stdout.String(), test.stdout) || !strings.Contains(stderr.String(), test.stderr) {
			t.Errorf("gen %q: code %d, %q, %q; want %d, %q, %q (%s)", test.args, code, &stdout, &stderr, test.code, test.stdout, test.stderr, test.reason)
		}
	}
	seeds, err := filepath.Glob(filepath.Join(dir, "new", "seeds", "*.txt"))
	if err != nil || len(seeds) != 7 {
		t.Errorf("%d seeds were written, want 7 (%v)", len(seeds), err)
	}
	for name, want := range map[string]int{"claims": 3, "other": 4} { // Hugo's index of them is a file too
		claims, err := filepath.Glob(filepath.Join(dir, name, "content", "claims", "*.md"))
		if err != nil || len(claims) != want {
			t.Errorf("%s: %d files of claims were written, want %d (%v)", name, len(claims), want, err)
		}
	}
	articles, err := filepath.Glob(filepath.Join(dir, "hugo", "content", "sources", "report-*.md"))
	if err != nil || len(articles) != 7 {
		t.Errorf("%d articles were written for Hugo, want 7 (%v)", len(articles), err)
	}
}
