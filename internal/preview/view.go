package preview

import (
	"bytes"
	"io"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// What a browser shows at a path.
const (
	page    = "page"
	missing = "missing" // the site's 404.html
	waiting = "waiting" // there is no site
	gone    = "gone"    // a page that has since been deleted, left as it was
)

// view is what a path shows in one build: a page, with the files it uses.
type view struct {
	path   string // of the file shown; 404.html if the path has no file
	data   []byte
	styles []asset // stylesheets, also those that stylesheets import
	others []asset // images, fonts, scripts, …
	later  []later
	version
}

// asset is a file that a page names, whether the site has it or not.
type asset struct {
	path  string
	data  []byte
	there bool
}

// later is a folder of whose files a script of the page loads some later on, as
// the attribute data-loads of the script says.
type later struct {
	folder string
	files  []File
}

// version names a view by its content, so that it can be compared with what a
// page shows that was served before, by another process too.
type version struct {
	kind                string
	page, style, others string // sums of the bytes; page is of later files too
}

func (v version) String() string {
	return strings.Join([]string{v.kind, v.page, v.style, v.others}, ".")
}

// parseVersion reads what String gives. Of anything else it makes a version
// that no view has.
func parseVersion(s string) version {
	part := strings.Split(s, ".")
	if len(part) != 4 {
		return version{kind: page}
	}
	return version{part[0], part[1], part[2], part[3]}
}

// look gives the view of a path.
func (b *build) look(name string) *view {
	if v, ok := b.views.Load(name); ok {
		return v.(*view)
	}
	v := &view{path: name, version: version{kind: page}}
	var ok bool
	if v.data, ok = b.find(name); !ok {
		if len(b.files) == 0 {
			v.version = version{kind: waiting}
			if len(b.diags) > 0 {
				v.page = "failed" // the page says something else then
			}
			return v
		}
		v.kind, v.path = missing, "404.html"
		v.data, _ = b.find(v.path)
	}
	v.use(b)
	// Names of missing pages are anybody's words; keeping them would let a
	// client fill the memory.
	if v.kind == page {
		b.views.Store(name, v)
	}
	return v
}

// use finds the files that the view's page uses, and names the view.
func (v *view) use(b *build) {
	styles, others, folders := usedByHTML(v.path, v.data)
	for i := 0; i < len(styles); i++ {
		data, ok := b.find(styles[i])
		v.styles = append(v.styles, asset{styles[i], data, ok})
		for _, p := range usedByCSS(styles[i], data) {
			switch {
			case path.Ext(p) != ".css":
				others = append(others, p)
			case !slices.Contains(styles, p):
				styles = append(styles, p)
			}
		}
	}
	slices.Sort(others)
	for _, p := range slices.Compact(others) {
		data, ok := b.find(p)
		v.others = append(v.others, asset{p, data, ok})
	}
	v.version = version{v.kind, sum(v.data), sumOf(v.styles), sumOf(v.others)}
	for _, folder := range folders {
		l := later{folder, b.under(folder)}
		v.later = append(v.later, l)
		v.page = sum([]byte(v.page + sumOf(l.assets())))
	}
}

func (l later) assets() []asset {
	list := make([]asset, len(l.files))
	for i, f := range l.files {
		list[i] = asset{f.Path, f.Data, true}
	}
	return list
}

func sumOf(assets []asset) string {
	var all strings.Builder
	for _, a := range assets {
		if a.there {
			all.WriteString(a.path + "\x00" + sum(a.data) + "\n")
		}
	}
	return sum([]byte(all.String()))
}

// holds tells whether the view is the same in another build. It is a few
// look-ups where unchanged files have kept their slices of bytes.
func (v *view) holds(b *build) bool {
	if v.kind != page {
		return false
	}
	if data, ok := b.find(v.path); !ok || !same(data, v.data) {
		return false
	}
	for _, list := range [][]asset{v.styles, v.others} {
		for _, a := range list {
			if data, ok := b.find(a.path); ok != a.there || !same(data, a.data) {
				return false
			}
		}
	}
	for _, l := range v.later {
		if !slices.EqualFunc(l.files, b.under(l.folder), func(x, y File) bool { return x.Path == y.Path && same(x.Data, y.Data) }) {
			return false
		}
	}
	return true
}

func same(a, b []byte) bool {
	if len(a) != len(b) {
		return false
	}
	return len(a) == 0 || &a[0] == &b[0] || bytes.Equal(a, b)
}

// Attributes that make a browser load a file together with the page.
var loading = map[atom.Atom][]string{
	atom.Link:   {"href"},
	atom.Script: {"src"},
	atom.Img:    {"src", "srcset"},
	atom.Source: {"src", "srcset"},
	atom.Video:  {"src", "poster"},
	atom.Audio:  {"src"},
	atom.Track:  {"src"},
	atom.Embed:  {"src"},
	atom.Iframe: {"src"},
	atom.Input:  {"src"},
	atom.Object: {"data"},
	atom.Image:  {"href", "xlink:href"},
}

// Relations of a link that do not make a browser load its target with the page.
var elsewhere = []string{"alternate", "canonical", "next", "prev", "author", "license", "help", "search", "me"}

// usedByHTML gives the paths of the files that a page loads from its own site,
// stylesheets apart from the others, each once, and the folders that scripts say
// they load files of later on. It looks at elements, not at what scripts or style
// attributes load otherwise. Of the words inside a script it may
// take some for an element; a file too many costs a reload, if it is there at all.
func usedByHTML(name string, data []byte) (styles, others, folders []string) {
	base := &url.URL{Path: "/" + name}
	for {
		var tag atom.Atom
		if tag, data = nextLoading(data); tag == 0 {
			return styles, others, folders
		}
		// Only few of a page's tags are of interest, so only those are read by the rules.
		attr := attributes(data)
		if tag == atom.Base {
			if u, err := base.Parse(attr["href"]); err == nil {
				base = u
			}
			continue
		}
		list := &others
		if tag == atom.Link {
			rel := strings.Fields(strings.ToLower(attr["rel"]))
			if slices.Contains(rel, "stylesheet") {
				list = &styles
			} else if slices.ContainsFunc(rel, func(r string) bool { return slices.Contains(elsewhere, r) }) {
				continue
			}
		}
		if folder := inSite(base, attr["data-loads"]); tag == atom.Script && folder != "" {
			folders = append(folders, folder)
		}
		for _, key := range loading[tag] {
			refs := []string{attr[key]}
			if key == "srcset" {
				refs = candidates(attr[key])
			}
			for _, ref := range refs {
				if p := inSite(base, ref); p != "" && !slices.Contains(*list, p) {
					*list = append(*list, p)
				}
			}
		}
	}
}

// nextLoading gives the next element that may load a file, and the page from
// behind its "<" on. Comments are passed over. The atom is 0 at the end of the page.
func nextLoading(data []byte) (atom.Atom, []byte) {
	for {
		at := bytes.IndexByte(data, '<')
		if at < 0 {
			return 0, nil
		}
		data = data[at:]
		if bytes.HasPrefix(data, []byte("<!--")) {
			end := bytes.Index(data, []byte("-->"))
			if end < 0 {
				return 0, nil
			}
			data = data[end:]
			continue
		}
		data = data[1:]
		var lower [len("source") + 1]byte // the longest name of interest, and one letter that makes it another
		n := 0
		for n < min(len(data), len(lower)) && 'a' <= data[n]|0x20 && data[n]|0x20 <= 'z' {
			lower[n] = data[n] | 0x20
			n++
		}
		if tag := atom.Lookup(lower[:n]); tag == atom.Base || loading[tag] != nil {
			return tag, data
		}
	}
}

// attributes gives the attributes of the start tag whose name begins data; of
// two with one name, the first.
func attributes(data []byte) map[string]string {
	attr := map[string]string{}
	z := html.NewTokenizer(io.MultiReader(strings.NewReader("<"), bytes.NewReader(data)))
	if kind := z.Next(); kind != html.StartTagToken && kind != html.SelfClosingTagToken {
		return attr
	}
	_, more := z.TagName()
	for more {
		var key, value []byte
		key, value, more = z.TagAttr()
		if _, twice := attr[string(key)]; !twice {
			attr[string(key)] = string(value)
		}
	}
	return attr
}

// candidates gives the addresses of a srcset attribute.
func candidates(srcset string) []string {
	var list []string
	for _, c := range strings.Split(srcset, ",") {
		if f := strings.Fields(c); len(f) > 0 {
			list = append(list, f[0])
		}
	}
	return list
}

var cssRef = regexp.MustCompile(`^(?i:url\(\s*(?:"([^"]*)"|'([^']*)'|([^'"()\s]+))\s*\)|@import\s+(?:"([^"]*)"|'([^']*)'))`)

// usedByCSS gives the paths of the files that a stylesheet loads. It does not
// know comments: a file named in one counts as used.
func usedByCSS(sheet string, data []byte) []string {
	base := &url.URL{Path: "/" + sheet}
	var list []string
	for i, c := range data {
		// The expression is slow, and few places are worth trying.
		at := i
		if c == '(' {
			at = i - len("url")
		} else if c != '@' {
			continue
		}
		if at < 0 {
			continue
		}
		m := cssRef.FindSubmatch(data[at:])
		if m == nil {
			continue
		}
		if p := inSite(base, string(slices.Concat(m[1:]...))); p != "" && !slices.Contains(list, p) {
			list = append(list, p)
		}
	}
	return list
}

// inSite gives the path of the file that a reference leads to, or nothing if
// it leads out of the site or to a part of the page itself.
func inSite(base *url.URL, ref string) string {
	ref = strings.TrimSpace(ref)
	if ref == "" || ref[0] == '#' {
		return ""
	}
	u, err := base.Parse(ref)
	if err != nil || u.Scheme != "" || u.Host != "" || u.Opaque != "" {
		return ""
	}
	p := strings.TrimPrefix(u.Path, "/")
	if p == "" || strings.HasSuffix(p, "/") {
		p += "index.html"
	}
	return p
}
