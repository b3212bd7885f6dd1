// Package sample makes dossiers of any size for tests and benchmarks: invented
// news texts, and annotations on them whose quotations are all exact and
// unique. The same size gives the same bytes on every machine. It knows the
// formats of the project folder and nothing of the program that reads them.
package sample

import (
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"testing/fstest"
)

// Figures of every generated source.
const (
	MentionsPerSource    = 12
	AnnotationsPerSource = 2
	EvidencePerEvent     = 2
	EvidencePerClaim     = 4 // of those that FilesWithClaims adds
)

// Files yields the paths, slash-separated and relative to the project's folder,
// and the bytes of a dossier of n sources, one file at a time, so that a large
// one never stands in memory whole. It has n/5 entities and n/5 events (at
// least one of each where there is a source), and n/20 claims.
func Files(n int) iter.Seq2[string, []byte] { return newPlan(n).yielded() }

// FilesWithClaims is Files with another number of claims. Those beyond n/20 have
// EvidencePerClaim pieces of evidence, each of another source where there are as
// many: with stances, a speaker, two renderings of one utterance, values that
// differ, and passages that were taken over from agencies. Where there is such a
// claim, a tenth of the sources names an agency of four as its origin beside those
// that do anyway, and a twentieth another source.
func FilesWithClaims(n, claims int) iter.Seq2[string, []byte] {
	return newPlan(n).withClaims(claims).yielded()
}

func (d plan) yielded() iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		for path, text := range d.files() {
			if !yield(path, []byte(text)) {
				return
			}
		}
	}
}

// Generate gives the files of Files as a file system.
func Generate(n int) fstest.MapFS { return inMemory(Files(n)) }

// GenerateWithClaims gives the files of FilesWithClaims as a file system.
func GenerateWithClaims(n, claims int) fstest.MapFS { return inMemory(FilesWithClaims(n, claims)) }

func inMemory(files iter.Seq2[string, []byte]) fstest.MapFS {
	fsys := fstest.MapFS{}
	for path, data := range files {
		fsys[path] = &fstest.MapFile{Data: data, Mode: 0o644}
	}
	return fsys
}

// Write puts files, as Files yields them, under a folder of the disk. Files
// that stand there already are written over.
func Write(dir string, files iter.Seq2[string, []byte]) error {
	made := map[string]bool{}
	for path, data := range files {
		to := filepath.Join(dir, filepath.FromSlash(path))
		if folder := filepath.Dir(to); !made[folder] {
			if err := os.MkdirAll(folder, 0o755); err != nil {
				return fmt.Errorf("making %s: %w", folder, err)
			}
			made[folder] = true
		}
		if err := os.WriteFile(to, data, 0o644); err != nil {
			return fmt.Errorf("writing %s: %w", to, err)
		}
	}
	return nil
}
