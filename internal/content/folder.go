package content

import (
	"cmp"
	"io/fs"
	"path"
	"slices"
	"strings"

	"dossier/internal/diag"
	"dossier/internal/dossier"
	"golang.org/x/text/unicode/norm"
)

// page is a file of content/ that becomes an entry.
type page struct {
	file, folder, id string
	class            dossier.Class
}

// walker lists the files of a project and reports those that are in the wrong place.
type walker struct {
	fsys  fs.FS
	tree  *tree
	kinds map[string]*kindFolder // by folder, from one Load to the next
	areas map[string]*area       // likewise

	diags  diag.List
	flawed map[string]bool // files and folders that are there and cannot be used
	pages  *pageList       // at first of the last Load
	media  *area           // below content/media, as "media/a.png"
	seeds  *area           // below seeds, as "seeds/a.txt"
}

// pageList is all pages by file, and what it was made from. It is never changed
// once it was made.
type pageList struct {
	front   bool // whether there is content/index.md
	folders []*kindFolder
	pages   []page
	jobs    []job // to read the pages
}

func listPages(front bool, folders []*kindFolder) *pageList {
	l := &pageList{front: front, folders: folders}
	n := 1
	for _, k := range folders {
		n += len(k.pages)
	}
	l.pages = make([]page, 0, n)
	if front {
		l.pages = append(l.pages, page{file: "content/index.md", class: dossier.ClassPage, id: "index"})
	}
	for _, k := range folders {
		l.pages = append(l.pages, k.pages...)
	}
	slices.SortFunc(l.pages, func(a, b page) int { return cmp.Compare(a.file, b.file) })
	l.jobs = make([]job, len(l.pages))
	for i, p := range l.pages {
		l.jobs[i] = job{p.file, classNames[p.class]}
	}
	return l
}

// kindFolder is the pages in the folder of a kind, and what they were made from.
type kindFolder struct {
	kind    dossier.Kind
	version uint64
	pages   []page
	diags   diag.List
}

// area is the files below a folder. It is never changed once it was made.
type area struct {
	version uint64
	names   []string       // as the disk spells them, in order
	at      map[string]int // index into names, by the path in NFC
	diags   diag.List
}

// find gives the index of a file, whatever form its accents have: some disks
// and archives decompose them, editors compose them.
func (a *area) find(name string) (int, bool) {
	i, ok := a.at[norm.NFC.String(name)]
	return i, ok
}

// list gives the items of a folder that can be used, and reports the others.
func (w *walker) list(dir string) []item {
	l := w.tree.list(w.fsys, dir)
	w.report(l.flaw)
	items := l.items
	for i, it := range l.items {
		if it.flaw == nil {
			continue
		}
		items = slices.Clone(l.items[:i])
		for _, it := range l.items[i:] {
			if it.flaw == nil {
				items = append(items, it)
			} else {
				w.report(it.flaw)
			}
		}
		break
	}
	return items
}

func (w *walker) report(d *diag.Diagnostic) {
	if d != nil {
		w.diags = append(w.diags, *d)
		w.flawed[d.Pos.File] = true
	}
}

// isFlawed tells whether a file, or a folder that it would be in, is there but
// cannot be used, so that nothing can be said about the file.
func (w *walker) isFlawed(file string) bool {
	for ; file != "."; file = path.Dir(file) {
		if w.flawed[file] {
			return true
		}
	}
	return false
}

// root looks at the project's own folder, and tells of content/ and seeds/
// whether they can be listed.
func (w *walker) root(kinds []dossier.Kind) (content, seeds bool) {
	content, seeds = true, true
	for _, it := range w.tree.list(w.fsys, ".").items {
		switch {
		case it.flaw != nil && it.name == "content":
			w.report(it.flaw)
			content = false
		case it.flaw != nil && it.name == "seeds":
			w.report(it.flaw)
			seeds = false
		case it.dir && slices.ContainsFunc(kinds, func(k dossier.Kind) bool { return k.Folder == it.name }):
			inside := w.tree.list(w.fsys, it.name).items
			if slices.ContainsFunc(inside, func(f item) bool { return !f.dir && strings.HasSuffix(f.name, ".md") }) {
				w.diags.Warnf(diag.Pos{File: it.name}, "misplaced-folder", "the folder %q is not read: it belongs into content/", it.name).
					Hintf("move it to content/%s", it.name)
			}
		}
	}
	return content, seeds
}

// likelyKinds are the names that people give to the folders of the built-in kinds.
var likelyKinds = map[string]string{
	"person": "people", "persons": "people", "persona": "people", "personas": "people", "actors": "people", "individuals": "people",
	"org": "organizations", "orgs": "organizations", "organisation": "organizations", "organisations": "organizations",
	"organization": "organizations", "companies": "organizations", "groups": "organizations", "institutions": "organizations",
	"location": "places", "locations": "places", "place": "places", "cities": "places", "countries": "places",
	"source": "sources", "article": "sources", "articles": "sources", "documents": "sources", "texts": "sources",
	"event": "events", "incidents": "events", "timeline": "events", "claim": "claims", "statements": "claims",
	"page": "pages", "image": "media", "images": "media", "img": "media", "pictures": "media", "photos": "media",
}

// content lists content/.
func (w *walker) content(kinds []dossier.Kind) {
	files := w.list("content")
	if !w.tree.list(w.fsys, "content").there {
		w.pages = &pageList{}
		w.diags.Errorf(diag.Pos{File: "content"}, "no-content", "there is no folder content").
			Hintf("create content/ with content/index.md, the front page's text, in it")
		return
	}
	front := false
	var inside []*kindFolder
	byFolder := map[string]dossier.Kind{}
	var folders []string
	for _, k := range kinds {
		byFolder[k.Folder] = k
		folders = append(folders, k.Folder)
	}
	for _, f := range files {
		name := path.Join("content", f.name)
		kind, known := byFolder[f.name]
		switch {
		case !f.dir && f.name == "index.md":
			front = true
		case !f.dir && onDisk(f.name) == "index.md":
			w.diags.Errorf(diag.Pos{File: name}, "misplaced-file", "the front page's text is in %q", name).
				Hintf("rename it to content/index.md")
		case !f.dir && strings.HasSuffix(f.name, ".md"):
			w.diags.Errorf(diag.Pos{File: name}, "misplaced-file", "%q stands in no kind's folder", name).
				Hintf("move it into a folder of content/, as content/pages/%s", f.name)
		case !f.dir:
			w.notRead(name)
		case f.name == "media":
			w.media = w.area(name, "content/")
		case known:
			inside = append(inside, w.kind(kind))
		default:
			w.unknownKind(name, f.name, folders)
		}
	}
	if w.pages.front != front || !slices.Equal(w.pages.folders, inside) {
		w.pages = listPages(front, inside)
	}
}

func (w *walker) unknownKind(name, folder string, folders []string) {
	d := w.diags.Errorf(diag.Pos{File: name}, "unknown-kind", "%q is the folder of no kind", name)
	near, ok := likelyKinds[strings.ToLower(folder)]
	if !ok {
		near, ok = nearest(folder, append(folders, "media"))
	}
	id := folder
	if !isSlug(folder) {
		id = slug(folder)
	}
	declare := "declare it in dossier.yaml: kinds: {" + id + ": {one: …, many: …}}"
	if id != folder {
		declare = "rename it to content/" + id + " and " + declare
	}
	if ok {
		d.Hintf("did you mean %s? rename it to content/%s\nif it is a kind of its own, %s", near, near, declare)
	} else {
		d.Hintf("%s", declare)
	}
}

func (w *walker) notRead(name string) {
	d := w.diags.Warnf(diag.Pos{File: name}, "not-read", "%q is not read", name)
	switch ext := strings.ToLower(path.Ext(name)); ext {
	case ".md", ".markdown", ".mdown", ".mkd":
		d.Hintf("rename it to %s.md", strings.TrimSuffix(name, path.Ext(name)))
	case ".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif":
		d.Hintf("move images to content/media/")
	default:
		d.Hintf("content/ holds files ending in .md, and content/media/ images")
	}
}

// kind lists the folder of a kind.
func (w *walker) kind(k dossier.Kind) *kindFolder {
	dir := path.Join("content", k.Folder)
	files, version := w.list(dir), w.tree.list(w.fsys, dir).version
	kept := w.kinds[k.Folder]
	if kept == nil || kept.version != version || kept.kind != k {
		kept = &kindFolder{kind: k, version: version}
		kept.judge(files)
		w.kinds[k.Folder] = kept
	}
	w.diags = append(w.diags, kept.diags...)
	return kept
}

// judge makes pages of files, and reports those that can be none.
func (k *kindFolder) judge(files []item) {
	dir := path.Join("content", k.kind.Folder)
	first := make(map[string]string, len(files))
	k.pages = make([]page, 0, len(files))
	for _, f := range files {
		name := dir + "/" + f.name
		pos := diag.Pos{File: name}
		if f.dir {
			k.diags.Errorf(pos, "misplaced-file", "%q is a folder within the folder of a kind", name).
				Hintf("move its files to %s/", dir)
			continue
		}
		stem, ok := strings.CutSuffix(f.name, ".md")
		if !ok {
			var w walker
			w.notRead(name)
			k.diags = append(k.diags, w.diags...)
			continue
		}
		id, folded := norm.NFC.String(stem), onDisk(stem)
		switch other, taken := first[folded]; {
		case folded == "index":
			k.diags.Errorf(pos, "reserved-id", "the id %q is taken by the list of all %s", id, strings.ToLower(k.kind.Many)).
				Hintf("rename the file; the front page's text is content/index.md")
			continue
		case !isSlug(id):
			k.diags.Errorf(pos, "bad-id", "the file's name %q cannot stand in an address", f.name).
				Hintf("rename it to %s.md", slug(stem))
			continue
		case taken:
			k.diags.Errorf(pos, "duplicate-id", "the id %q differs from that of %s in case or in the spelling of accents only", id, other).
				Hintf("rename one of the two files")
			continue
		}
		first[folded] = name
		k.pages = append(k.pages, page{file: name, folder: k.kind.Folder, id: id, class: k.kind.Class})
	}
}

// area lists all files below a folder; their paths are cut at the start.
func (w *walker) area(dir, cut string) *area {
	version := w.tree.newest(w.fsys, dir)
	a := w.areas[dir]
	if a == nil || a.version != version {
		a = &area{version: version, at: map[string]int{}}
		inside := walker{fsys: w.fsys, tree: w.tree, flawed: map[string]bool{}}
		inside.below(dir, cut, a)
		a.diags = inside.diags
		slices.Sort(a.names)
		for i, name := range a.names {
			a.at[norm.NFC.String(name)] = i
		}
		w.areas[dir] = a
	}
	for i := range a.diags {
		w.report(&a.diags[i])
	}
	return a
}

func (w *walker) below(dir, cut string, a *area) {
	for _, f := range w.list(dir) {
		name := dir + "/" + f.name
		if f.dir {
			w.below(name, cut, a)
			continue
		}
		at := strings.TrimPrefix(name, cut)
		nfc := norm.NFC.String(at)
		if other, ok := a.at[nfc]; ok {
			w.diags.Errorf(diag.Pos{File: name}, "duplicate-file", "the name %+q differs from %+q in the spelling of accents only", at, a.names[other]).
				Hintf("delete or rename one of the two files")
			continue
		}
		a.at[nfc] = len(a.names)
		a.names = append(a.names, at)
	}
}
