package render

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"dossier/internal/diag"
)

// assetFolder is the folder of templates whose files are copied to the site.
const assetFolder = "assets"

// Load reads a template set: the defaults, of which each file is replaced by
// the user's file of the same path. Either may be nil. Files that end in .go are
// passed over. Every template is checked against the view that it will be given,
// its unlikely branches too. Where the list has errors the set must not be used.
func Load(user, defaults fs.FS) (*Templates, diag.List) {
	var list diag.List
	t := &Templates{words: words{}}
	texts, assets := map[string]string{}, map[string][]byte{}
	for _, from := range []fs.FS{defaults, user} {
		if from == nil {
			continue
		}
		err := fs.WalkDir(from, ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			ext := path.Ext(name)
			asset := strings.HasPrefix(name, assetFolder+"/")
			if !asset && ext != ".html" && name != wordsFile || ext == ".go" || strings.HasPrefix(path.Base(name), ".") {
				return nil
			}
			data, err := fs.ReadFile(from, name)
			if err != nil {
				return err
			}
			switch {
			case asset:
				assets[name] = data
			case name == wordsFile:
				t.words.read(templateFile(name), data, &list)
			default:
				texts[name] = string(bytes.TrimPrefix(data, []byte("\ufeff")))
			}
			return nil
		})
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			list.Errorf(diag.Pos{File: "templates"}, "template-unreadable", "cannot read the templates: %v", err)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(assets)) {
		t.assets = append(t.assets, File{name, assets[name]})
	}

	t.set = template.New("").Funcs(t.functions())
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		if _, err := t.set.New(name).Parse(texts[name]); err != nil {
			d := diagnose(name, err)
			if _, unknown, ok := strings.Cut(d.Message, `function "`); ok {
				unknown, _, _ = strings.Cut(unknown, `"`)
				if near := nearest(unknown, slices.Sorted(maps.Keys(t.functions()))); near != "" {
					d.Hint = fmt.Sprintf("did you mean %q?", near)
				}
			}
			list = append(list, d)
		}
	}
	if list.HasErrors() {
		list.Sort()
		return t, list
	}
	for _, tmpl := range t.set.Templates() {
		t.words.fold(tmpl, &list)
	}
	t.check(&list)
	if !list.HasErrors() {
		t.escape(&list)
	}
	list.Sort()
	return t, list
}

// escape makes html/template find the context of every action, which it does
// when a template first runs; what the run itself says about a view that is
// missing means nothing.
func (t *Templates) escape(list *diag.List) {
	for _, name := range slices.Sorted(maps.Keys(views)) {
		var flaw *template.Error
		if tmpl := t.set.Lookup(name); tmpl != nil && errors.As(tmpl.Execute(io.Discard, nil), &flaw) {
			*list = append(*list, diagnose(name, flaw))
		}
	}
}
