package content

import (
	"cmp"
	"errors"
	"io/fs"
	"maps"
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
	diags diag.List
	pages []page
	media folder // below content/media, as "media/a.png"
	seeds folder // below seeds, as "seeds/a.txt"
}

// folder is the files below a folder: their paths in NFC → as the disk spells
// them. Some disks and archives decompose accents, editors compose them.
type folder map[string]string

// find gives the path on disk of a file, whatever form its accents have.
func (f folder) find(name string) (string, bool) {
	onDisk, ok := f[norm.NFC.String(name)]
	return onDisk, ok
}

// names gives the paths as the disk spells them, in order.
func (f folder) names() []string { return slices.Sorted(maps.Values(f)) }

// ignored tells whether a file is an editor's or a system's own.
func ignored(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasSuffix(name, "~") || strings.HasPrefix(name, "~$") ||
		strings.HasPrefix(name, "#") && strings.HasSuffix(name, "#") ||
		slices.Contains([]string{".swp", ".swo", ".tmp", ".bak"}, strings.ToLower(path.Ext(name))) ||
		name == "Thumbs.db" || name == "desktop.ini"
}

// list gives the entries of a folder by name. A folder that is not there is
// told by ok; a symbolic link that cannot be followed is reported and left out.
func (w *walker) list(dir string) (files []fs.FileInfo, ok bool, err error) {
	entries, err := fs.ReadDir(w.fsys, dir)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, false, nil
		}
		if info, lerr := fs.Lstat(w.fsys, dir); lerr == nil && info.Mode()&fs.ModeSymlink != 0 {
			w.deadLink(dir, err)
			return nil, true, nil
		}
		if info, serr := fs.Stat(w.fsys, dir); serr == nil && !info.IsDir() {
			w.diags.Errorf(diag.Pos{File: dir}, "misplaced-file", "%q is a file, but a folder is wanted", dir).
				Hintf("give the file another name")
			return nil, true, nil
		}
		return nil, false, err
	}
	for _, e := range entries {
		if ignored(e.Name()) {
			continue
		}
		name := path.Join(dir, e.Name())
		info, err := fs.Stat(w.fsys, name)
		switch {
		case err == nil:
			if info.IsDir() && e.Type()&fs.ModeSymlink != 0 && dir != "content" {
				w.diags.Errorf(diag.Pos{File: name}, "symbolic-link", "%q is a symbolic link to a folder", name).
					Hintf("put the files themselves there")
				continue
			}
			if !info.IsDir() && !info.Mode().IsRegular() {
				w.diags.Errorf(diag.Pos{File: name}, "not-read", "%q is no regular file", name).
					Hintf("delete it, or put it elsewhere")
				continue
			}
			files = append(files, named{info, e.Name()})
		case e.Type()&fs.ModeSymlink != 0:
			w.deadLink(name, err)
		case errors.Is(err, fs.ErrNotExist): // deleted in between
		default:
			return nil, true, err
		}
	}
	return files, true, nil
}

// named is what a symbolic link points at, under the link's own name.
type named struct {
	fs.FileInfo
	name string
}

func (n named) Name() string { return n.name }

func (w *walker) deadLink(name string, err error) {
	if errors.Is(err, fs.ErrNotExist) {
		w.diags.Errorf(diag.Pos{File: name}, "symbolic-link", "the symbolic link %q leads nowhere", name).
			Hintf("delete it, or put the file itself there")
		return
	}
	w.diags.Errorf(diag.Pos{File: name}, "path-out", "the symbolic link %q leads out of the project", name).
		Hintf("put the file itself there")
}

// content lists content/.
func (w *walker) content(kinds []dossier.Kind) error {
	files, ok, err := w.list("content")
	if err != nil {
		return err
	}
	if !ok {
		w.diags.Errorf(diag.Pos{File: "content"}, "no-content", "there is no folder content").
			Hintf("create content/ with content/index.md, the front page's text, in it")
		return nil
	}
	byFolder := map[string]dossier.Kind{}
	var folders []string
	for _, k := range kinds {
		byFolder[k.Folder] = k
		folders = append(folders, k.Folder)
	}
	for _, f := range files {
		name := path.Join("content", f.Name())
		kind, known := byFolder[f.Name()]
		switch {
		case !f.IsDir() && f.Name() == "index.md":
			w.pages = append(w.pages, page{file: name, class: dossier.ClassPage, id: "index"})
		case !f.IsDir() && onDisk(f.Name()) == "index.md":
			w.diags.Errorf(diag.Pos{File: name}, "misplaced-file", "the front page's text is in %q", name).
				Hintf("rename it to content/index.md")
		case !f.IsDir() && strings.HasSuffix(f.Name(), ".md"):
			w.diags.Errorf(diag.Pos{File: name}, "misplaced-file", "%q stands in no kind's folder", name).
				Hintf("move it into a folder of content/, as content/pages/%s", f.Name())
		case !f.IsDir():
			w.notRead(name)
		case f.Name() == "media":
			if err := w.tree(name, w.media, "content/"); err != nil {
				return err
			}
		case known:
			if err := w.kind(kind); err != nil {
				return err
			}
		default:
			d := w.diags.Errorf(diag.Pos{File: name}, "unknown-kind", "%q is the folder of no kind", name)
			if near, ok := nearest(f.Name(), append(folders, "media")); ok {
				d.Hintf("rename it to content/%s, or declare the kind in dossier.yaml", near)
			} else if isSlug(f.Name()) {
				d.Hintf("declare it in dossier.yaml: kinds: {%s: {one: …, many: …}}", f.Name())
			} else {
				d.Hintf("rename it to content/%s and declare that in dossier.yaml under kinds", slug(f.Name()))
			}
		}
	}
	slices.SortFunc(w.pages, func(a, b page) int { return cmp.Compare(a.file, b.file) })
	return nil
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
func (w *walker) kind(k dossier.Kind) error {
	dir := path.Join("content", k.Folder)
	files, _, err := w.list(dir)
	if err != nil {
		return err
	}
	first := map[string]string{}
	for _, f := range files {
		name := path.Join(dir, f.Name())
		pos := diag.Pos{File: name}
		if f.IsDir() {
			w.diags.Errorf(pos, "misplaced-file", "%q is a folder within the folder of a kind", name).
				Hintf("move its files to %s/", dir)
			continue
		}
		stem, ok := strings.CutSuffix(f.Name(), ".md")
		if !ok {
			w.notRead(name)
			continue
		}
		id := norm.NFC.String(stem)
		switch other, taken := first[onDisk(stem)]; {
		case onDisk(id) == "index":
			w.diags.Errorf(pos, "reserved-id", "the id %q is taken by the list of all %s", id, strings.ToLower(k.Many)).
				Hintf("rename the file; the front page's text is content/index.md")
			continue
		case !isSlug(id):
			w.diags.Errorf(pos, "bad-id", "the file's name %q cannot stand in an address", f.Name()).
				Hintf("rename it to %s.md", slug(stem))
			continue
		case taken:
			w.diags.Errorf(pos, "duplicate-id", "the id %q differs from that of %s in case or in the spelling of accents only", id, other).
				Hintf("rename one of the two files")
			continue
		}
		first[onDisk(stem)] = name
		w.pages = append(w.pages, page{file: name, folder: k.Folder, id: id, class: k.Class})
	}
	return nil
}

// tree lists all files below a folder; their paths are cut at the start.
func (w *walker) tree(dir string, into folder, cut string) error {
	files, _, err := w.list(dir)
	if err != nil {
		return err
	}
	for _, f := range files {
		name := path.Join(dir, f.Name())
		if f.IsDir() {
			if err := w.tree(name, into, cut); err != nil {
				return err
			}
			continue
		}
		at := strings.TrimPrefix(name, cut)
		if other, ok := into[norm.NFC.String(at)]; ok {
			w.diags.Errorf(diag.Pos{File: name}, "duplicate-file", "the name %+q differs from %+q in the spelling of accents only", at, other).
				Hintf("delete or rename one of the two files")
			continue
		}
		into[norm.NFC.String(at)] = at
	}
	return nil
}
