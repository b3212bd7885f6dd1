// Package hugosite turns a generated dossier into a site for Hugo that has the
// same pages and links and, nearly, the same HTML, but for the index of the search
// and the data of the ways between two entries. What Hugo cannot find by itself
// (mentions, quotations, backlinks, the places of drawings, the counts of tables,
// the status of claims) is worked out beforehand and stands in the front matter as
// data, so Hugo is spared that work; its templates write the HTML. The same number
// of sources gives the same bytes.
package hugosite

import (
	"bytes"
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"iter"
	"strconv"
	"strings"

	"dossier/internal/content"
	"dossier/internal/dossier"
	"dossier/internal/resolve"
	"dossier/internal/sample"
	"dossier/templates"
)

// BaseURL is the address that the site is to have. A dossier must be built with
// the same one, or its pages lack the canonical address and it has no sitemap.
const BaseURL = "https://dossier.example/"

//go:embed all:site
var site embed.FS

// Files gives the paths, slash-separated and relative to the site's folder, and
// the bytes of a Hugo site of n sources, like sample.Files. The whole dossier
// is held in memory while they are made. An error is a flaw of this package or
// of the sample: the dossier has no errors, and no quotation overlaps another.
func Files(ctx context.Context, n int) (iter.Seq2[string, []byte], error) {
	return filesOf(ctx, sample.Generate(n))
}

// FilesWithClaims is Files with another number of claims, as those of
// sample.FilesWithClaims.
func FilesWithClaims(ctx context.Context, n, claims int) (iter.Seq2[string, []byte], error) {
	return filesOf(ctx, sample.GenerateWithClaims(n, claims))
}

func filesOf(ctx context.Context, generated fs.FS) (iter.Seq2[string, []byte], error) {
	d, err := resolved(ctx, generated)
	if err != nil {
		return nil, err
	}
	// Texts that cannot be put as Markdown must be found before any is yielded.
	for _, s := range d.Sources {
		for _, span := range s.Seed.Paragraphs {
			if _, err := paragraph(s, span); err != nil {
				return nil, err
			}
		}
	}
	w := newWriter(d)
	return func(yield func(string, []byte) bool) {
		for name, data := range w.fixed() {
			if !yield(name, data) {
				return
			}
		}
		for p := range w.pages() {
			if !yield("content/"+p.path, p.bytes()) {
				return
			}
		}
	}, nil
}

func resolved(ctx context.Context, generated fs.FS) (*dossier.Dossier, error) {
	project, _, diags, err := content.NewLoader().Load(ctx, generated, content.Options{})
	if err != nil {
		return nil, fmt.Errorf("reading the generated dossier: %w", err)
	}
	if errors, _ := diags.Count(); errors > 0 {
		return nil, fmt.Errorf("reading the generated dossier: %v", diags[0])
	}
	resolved, err := resolve.NewResolver().Resolve(ctx, project)
	if err != nil {
		return nil, fmt.Errorf("resolving the generated dossier: %w", err)
	}
	if errors, _ := resolved.Diags.Count(); errors > 0 {
		return nil, fmt.Errorf("resolving the generated dossier: %v", resolved.Diags[0])
	}
	return resolved.Dossier, nil
}

// page is a file of content/: front matter as JSON, which Hugo reads faster
// than YAML, and Markdown.
type page struct {
	path  string
	front map[string]any // encoding/json sorts the keys
	body  string
}

func (p page) bytes() []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(p.front); err != nil {
		panic("hugosite: encoding front matter: " + err.Error()) // maps of strings, numbers and lists always encode
	}
	b.WriteString("\n" + p.body)
	return b.Bytes()
}

// fixed yields the layouts, the settings and the assets.
func (w writer) fixed() iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		for _, from := range []struct {
			fsys      fs.FS
			root, cut string
			to        string
		}{
			{site, "site", "site/", ""},
			// The same stylesheet and sign, so that both write them.
			{templates.FS, "assets", "", "static/"},
		} {
			err := fs.WalkDir(from.fsys, from.root, func(name string, e fs.DirEntry, err error) error {
				if err != nil || e.IsDir() {
					return err
				}
				data, err := fs.ReadFile(from.fsys, name)
				if err != nil {
					return err
				}
				if !yield(from.to+strings.TrimPrefix(name, from.cut), data) {
					return fs.SkipAll
				}
				return nil
			})
			if err != nil {
				panic("hugosite: reading embedded files: " + err.Error()) // they cannot be missing
			}
		}
		yield("hugo.json", w.settings())
	}
}

func (w writer) settings() []byte {
	kinds := []map[string]any{}
	for _, k := range w.kinds() {
		kinds = append(kinds, map[string]any{"folder": k.Folder, "one": k.One, "many": k.Many, "sign": k.Sign})
	}
	data, err := json.MarshalIndent(map[string]any{
		"baseURL":         BaseURL,
		"locale":          w.d.Language,
		"title":           w.d.Title,
		"uglyURLs":        true,
		"enableRobotsTXT": true,
		"disableKinds":    []string{"taxonomy", "term"},
		"outputs":         map[string]any{"home": []string{"html", "rss"}, "section": []string{"html"}},
		"outputFormats":   map[string]any{"rss": map[string]any{"baseName": "feed"}},
		"params": map[string]any{
			"description": w.d.Description, "authors": w.d.Authors, "kinds": kinds, "menu": w.menu,
			"coverage": []string{"cited on no page", "cited on one page", "cited on two or three pages", "cited on four pages or more"},
			"amounts": map[string]string{
				"number": "#", "number-about": "about #", "number-more": "more than #", "number-at-least": "at least #",
				"number-less": "less than #", "number-at-most": "at most #", "number-between": "# to #",
			},
			"rules": map[string]string{
				"unsupported":   "No source supports or disputes it; at most, sources mention what it is about.",
				"single-origin": "All the evidence that supports it has one origin, and none disputes it.",
				"corroborated":  "Evidence of at least two independent origins supports it, and none disputes it.",
				"disputed":      "At least one piece of evidence supports it, and at least one disputes it.",
				"refuted":       "Evidence disputes it, and none supports it.",
			},
			"credibility": []string{"confirmed", "probably true", "possibly true", "doubtful", "improbable", "cannot be judged"},
			"reliability": map[string]string{
				"a": "completely reliable", "b": "usually reliable", "c": "fairly reliable",
				"d": "not usually reliable", "e": "unreliable", "f": "reliability cannot be judged",
			},
			// As words: Hugo has numbers of JSON as ones with a point, and shows a million as 1e+06.
			"quotations": strconv.Itoa(w.d.Counts.Quotations), "mentions": strconv.Itoa(w.d.Counts.Mentions), "links": strconv.Itoa(w.d.Counts.Links),
		},
		"markup": map[string]any{"goldmark": map[string]any{
			"parser": map[string]any{"attribute": map[string]any{"block": true}},
			"extensions": map[string]any{
				"typographer": map[string]any{"disable": true},
				"linkify":     false,
				"extras":      map[string]any{"mark": map[string]any{"enable": true}, "superscript": map[string]any{"enable": true}},
			},
		}},
	}, "", "  ")
	if err != nil {
		panic("hugosite: encoding settings: " + err.Error()) // strings, numbers and truth values always encode
	}
	return append(data, '\n')
}

// kinds gives the kinds that have entries, in the order of the menu.
func (w writer) kinds() []dossier.Kind {
	has := map[string]bool{"sources": len(w.d.Sources) > 0, "events": len(w.d.Events) > 0, "claims": len(w.d.Claims) > 0, "pages": len(w.d.Pages) > 0}
	for _, e := range w.d.Entities {
		has[e.Kind.Folder] = true
	}
	var list []dossier.Kind
	for _, k := range w.d.Kinds {
		if has[k.Folder] {
			list = append(list, k)
		}
	}
	return list
}
