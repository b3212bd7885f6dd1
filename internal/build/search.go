package build

import (
	"bytes"
	"context"
	"slices"
	"strings"

	"dossier/internal/diag"
	"dossier/internal/dossier"
	"dossier/internal/render"
	"dossier/internal/search"
)

// searchMakers lists the search files: those of texts, which learn the words of
// all pages while they are made, and those that can be made only then, after
// Invert. last gives the bytes of a file of texts that is as it was before.
func searchMakers(s *render.Search, last func(path string) []byte) (texts, terms []maker) {
	for i := range s.Texts() {
		path := search.TextsPath(i)
		texts = append(texts, maker{path, func(b *bytes.Buffer) ([]byte, diag.List, error) {
			if s.AppendTexts(b, i) {
				return last(path), nil, nil
			}
			return b.Bytes(), nil, nil
		}})
	}
	add := func(path string, write func(*bytes.Buffer)) {
		terms = append(terms, maker{path, func(b *bytes.Buffer) ([]byte, diag.List, error) {
			write(b)
			return b.Bytes(), nil, nil
		}})
	}
	for i := range s.Terms() {
		add(search.TermsPath(i), func(b *bytes.Buffer) { s.AppendTerms(b, i) })
	}
	add(search.IndexPath, s.AppendIndex)
	return texts, terms
}

// searchOnce makes the search files after all others of makers, which are n.
func searchOnce(ctx context.Context, s *render.Search, terms []maker, sink Sink, n int) error {
	if err := s.Invert(ctx); err != nil {
		return err
	}
	if sink != nil {
		sink = after{sink, n}
	}
	_, err := makeAll(ctx, terms, sink)
	return err
}

// after is a Sink for the files that follow others.
type after struct {
	Sink
	n int
}

func (a after) Put(i int, data []byte) error { return a.Sink.Put(a.n+i, data) }

// makeSearch makes the search files of a session that are due, after all others.
// Where the context ends it, they stay due.
func (s *Session) makeSearch(ctx context.Context, d *dossier.Dossier) error {
	if !s.due.search {
		return nil
	}
	made := render.NewPlanner(d).Search(true, s.search)
	texts, terms := searchMakers(made, func(path string) []byte {
		i, _ := slices.BinarySearchFunc(s.files, path, comparePath)
		return s.files[i].Data
	})
	res := &Result{}
	files, err := s.make(ctx, res, texts)
	if err != nil {
		return err
	}
	if err := made.Invert(ctx); err != nil {
		return err
	}
	more, err := s.make(ctx, res, terms)
	if err != nil {
		return err
	}
	pages := slices.DeleteFunc(slices.Clone(s.files), isSearchFile)
	s.files = append(append(pages, files...), more...)
	slices.SortFunc(s.files, func(a, b render.File) int { return strings.Compare(a.Path, b.Path) })
	made.Close()
	s.search, s.due.search = made, false
	return nil
}

// searchFiles gives those of the last good build.
func (s *Session) searchFiles() []render.File {
	return slices.DeleteFunc(slices.Clone(s.files), func(f render.File) bool { return !isSearchFile(f) })
}

func isSearchFile(f render.File) bool {
	return strings.HasPrefix(f.Path, "search/") && strings.HasSuffix(f.Path, ".js")
}
