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

	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/css"
	"github.com/tdewolff/minify/v2/js"

	"dossier/internal/diag"
)

// assetFolder is the folder of templates whose files are copied to the site,
// stylesheets and scripts without what is of no use to a browser.
const assetFolder = "assets"

// Load reads a template set for a site in a language (BCP 47): the defaults, of
// which each file is replaced by the user's file of the same path. Either may be
// nil. Interface words are taken from the files of the language, the user's own
// after the default one, and where these have none from the English ones. Files that end in .go,
// and what editors and systems leave behind, are passed over. Every template is
// checked against the view that it will be given, its unlikely branches too. Where the list has errors the set must not be used.
func Load(user, defaults fs.FS, lang string) (*Templates, diag.List) {
	t, list := load(user, defaults, lang)
	if !list.HasErrors() {
		t.compile()
	}
	return t, list
}

// load gives the set as html/template escapes it.
func load(user, defaults fs.FS, lang string) (*Templates, diag.List) {
	var list diag.List
	texts, assets := map[string]string{}, map[string][]byte{}
	t := &Templates{words: newWords(lang), texts: texts}
	english, files := newWords("en"), wordsFiles(lang)
	read := map[string][][]byte{} // of the files with words: the default, the user's own
	for _, from := range []fs.FS{defaults, user} {
		if from == nil {
			continue
		}
		err := fs.WalkDir(from, ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if name != "." && leftBehind(path.Base(name)) {
				if d.IsDir() {
					return fs.SkipDir
				}
				return nil
			}
			ext := path.Ext(name)
			asset := strings.HasPrefix(name, assetFolder+"/")
			if d.IsDir() {
				if ext == ".html" && !asset {
					list.Errorf(diag.Pos{File: templateFile(name)}, "template-folder", "a folder stands where a template is wanted")
				}
				return nil
			}
			if name == "." {
				list.Errorf(diag.Pos{File: "templates"}, "template-folder", "templates is a file, and a folder of templates is wanted").
					Hintf("take the file away, or put it into a folder of that name")
				return nil
			}
			if !asset && ext != ".html" && !isWordsFile(name) || ext == ".go" {
				return nil
			}
			data, err := fs.ReadFile(from, name)
			if err != nil {
				list.Errorf(diag.Pos{File: templateFile(name)}, "template-unreadable", "the file cannot be read: %v", err)
				return nil
			}
			switch {
			case asset:
				assets[name] = data
			case isWordsFile(name):
				read[name] = append(read[name], data)
			default:
				texts[name] = string(bytes.TrimPrefix(data, []byte("\ufeff")))
			}
			return nil
		})
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			list.Errorf(diag.Pos{File: "templates"}, "template-unreadable", "cannot read the templates: %v", err)
		}
	}
	var own []string
	for i, name := range files {
		w := t.words
		if i == 0 {
			w = english
		}
		for _, data := range read[name] {
			w.read(templateFile(name), data, &list)
			if i > 0 {
				own = append(own, templateFile(name))
			}
		}
	}
	t.words.complete(english, own, &list)
	restyled(assets)
	for _, name := range slices.Sorted(maps.Keys(assets)) {
		t.assets = append(t.assets, File{name, slim(name, assets[name])})
	}

	t.set = template.New("").Funcs(t.functions())
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		if _, err := t.set.New(name).Parse(texts[name]); err != nil {
			d := t.diagnose(name, err)
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
		t.fold(tmpl, &list)
	}
	t.check(&list)
	if !list.HasErrors() {
		t.escape(&list)
	}
	list.Sort()
	return t, list
}

// slim takes out of a stylesheet or a script what a browser has no use for:
// comments, but for those that begin with /*!, the place of licences, white space,
// the long names of what is local to a function. What the minifier cannot read is
// given back whole.
func slim(name string, data []byte) []byte {
	var small bytes.Buffer
	var err error
	switch path.Ext(name) {
	case ".css":
		err = css.Minify(minify.New(), &small, bytes.NewReader(data), nil)
	case ".js":
		err = js.Minify(minify.New(), &small, bytes.NewReader(data), nil)
	default:
		return data
	}
	if err != nil {
		return data
	}
	return small.Bytes()
}

// restyle is the asset that changes the look: a few rules of the user's, which
// come after those of the stylesheet.
const restyle = assetFolder + "/site.css"

// restyled gives the assets with the user's rules in the stylesheet, so that no
// page has to be changed to have them.
func restyled(assets map[string][]byte) {
	const stylesheet = assetFolder + "/dossier.css"
	if own, ok := assets[restyle]; ok && assets[stylesheet] != nil {
		assets[stylesheet] = slices.Concat(slim(stylesheet, assets[stylesheet]), []byte("\n"), own)
		delete(assets, restyle)
	}
}

// leftBehind tells whether a file or folder is none of the editor's making:
// hidden, a backup (x~), an autosave (#x#) or a swap file.
func leftBehind(base string) bool {
	if strings.HasPrefix(base, ".") || strings.HasSuffix(base, "~") || len(base) > 1 && strings.HasPrefix(base, "#") && strings.HasSuffix(base, "#") {
		return true
	}
	switch strings.ToLower(path.Ext(base)) {
	case ".swp", ".swo", ".swx", ".bak", ".orig", ".tmp":
		return true
	}
	return base == "Thumbs.db" || base == "desktop.ini"
}

// escape makes html/template find the context of every action, which it does
// when a template first runs; what the run itself says about a view that is
// missing means nothing.
func (t *Templates) escape(list *diag.List) {
	for _, name := range slices.Sorted(maps.Keys(views)) {
		var flaw *template.Error
		if tmpl := t.set.Lookup(name); tmpl != nil && errors.As(tmpl.Execute(io.Discard, nil), &flaw) {
			// All pages tell of what is not closed in a partial of theirs.
			if d := t.diagnose(name, flaw); !slices.Contains(*list, d) {
				*list = append(*list, d)
			}
		}
	}
}
