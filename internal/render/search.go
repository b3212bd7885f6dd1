package render

import (
	"bytes"
	"cmp"
	"context"
	"html"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"dossier/internal/dossier"
	"dossier/internal/edtf"
	"dossier/internal/search"
)

// SearchView is the page that searches, and without scripts leads to the lists.
type SearchView struct {
	Frame *Frame
	Ways  []Way
	Kinds []SearchKind
}

// SearchKind is a kind of page that results may be limited to.
type SearchKind struct {
	Folder    string
	One, Many string
}

func (p *Planner) search(sh *sheet) any {
	v := &SearchView{}
	for _, k := range p.kinds {
		v.Ways = append(v.Ways, Way{URL: sh.root + url.PathEscape(k.Folder) + "/index.html", Title: k.Many, Sign: k.Sign, N: p.count[k.Folder]})
	}
	for _, k := range p.searched() {
		v.Kinds = append(v.Kinds, SearchKind{k.Folder, k.One, k.Many})
	}
	v.Frame = sh.keyedFrame("search")
	return v
}

// searched is the kinds of what can be found. The front page is a free page to
// those who search, where it has a text, even if there is no other one.
func (p *Planner) searched() []dossier.Kind {
	isPage := func(k dossier.Kind) bool { return k.Class == dossier.ClassPage }
	if p.d.Home == nil || slices.ContainsFunc(p.kinds, isPage) {
		return p.kinds
	}
	i := slices.IndexFunc(p.d.Kinds, isPage)
	if i < 0 {
		return p.kinds
	}
	return append(slices.Clip(p.kinds), p.d.Kinds[i])
}

// Search makes the files that the search page loads, from what the pages of a
// dossier show.
type Search struct {
	*search.Index
	p        *Planner
	subjects []any // *dossier.Source, *dossier.Entity, *dossier.Event, *dossier.Claim or *dossier.Item, by place
}

// Search plans the search files. With keep they can be the last ones of a later
// dossier's, which then does not do again what is the same; last may be nil.
func (p *Planner) Search(keep bool, last *Search) *Search {
	s := &Search{p: p}
	searched := p.searched()
	kinds := make([]string, len(searched))
	number := make(map[string]int, len(searched))
	front := -1 // the kind of the front page
	for i, k := range searched {
		kinds[i], number[k.Folder] = k.Folder, i
		if k.Class == dossier.ClassPage {
			front = i
		}
	}
	d := p.d
	n := len(d.Sources) + len(d.Entities) + len(d.Events) + len(d.Claims) + len(d.Pages) + 1
	entries := make([]search.Entry, 0, n)
	s.subjects = make([]any, 0, n)
	add := func(it *dossier.Item, subject any, date edtf.Date, size int) {
		kind := front
		if it != d.Home {
			kind = number[it.Kind.Folder]
		}
		entries = append(entries, search.Entry{Path: it.URL, Kind: kind, Year: year(date), Size: size + proseSize(it.Body) + len(it.Summary) + 200})
		s.subjects = append(s.subjects, subject)
	}
	for _, x := range d.Sources {
		size := 0
		for _, shown := range x.Shown {
			size += shown.End - shown.Start
		}
		for _, note := range x.Annotations {
			size += proseSize(note.Text) + 20
		}
		add(&x.Item, x, x.Published, size)
	}
	for _, x := range d.Entities {
		add(&x.Item, x, edtf.Date{}, 0)
	}
	for _, x := range d.Events {
		add(&x.Item, x, x.Date, 0)
	}
	for _, x := range d.Claims {
		add(&x.Item, x, x.Date, 0)
	}
	for _, x := range d.Pages {
		add(x, x, edtf.Date{}, 0)
	}
	if d.Home != nil && front >= 0 {
		add(d.Home, d.Home, edtf.Date{}, 0)
	}
	var index *search.Index
	if last != nil {
		index = last.Index
	}
	s.Index = search.New(kinds, entries, keep, index)
	return s
}

// proseSize is about how long a text is, in bytes.
func proseSize(p dossier.Prose) (n int) {
	for i := range p.HTML {
		n += len(p.HTML[i].Text)
	}
	return n
}

// year is the year that a search for what is of a year goes by: the one that a
// stretch of time begins in. It is 0 where it is not known, and before year 1.
func year(d edtf.Date) int {
	if d.IsZero() {
		return 0
	}
	y, ok := d.Year()
	if start, isInterval := d.Start(); !ok && isInterval {
		y, ok = start.Year()
	}
	if !ok || y < 1 || y > 9999 {
		return 0
	}
	return int(y)
}

// AppendTexts writes a file of texts. It tells whether the file is as it was in
// the last index; then it writes nothing.
func (s *Search) AppendTexts(b *bytes.Buffer, file int) (same bool) {
	sh := s.p.sheet("search.html")
	defer s.p.done(sh)
	return s.Index.AppendTexts(b, file, func(i int) *search.Document { return sh.document(s.subjects[i]) })
}

// files gives all search files as pages without a template.
func (s *Search) files() []Page {
	var list []Page
	add := func(path string, write func(*bytes.Buffer)) {
		var b bytes.Buffer
		write(&b)
		list = append(list, Page{Path: path, Bytes: b.Bytes()})
	}
	for i := range s.Texts() {
		add(search.TextsPath(i), func(b *bytes.Buffer) { s.AppendTexts(b, i) })
	}
	_ = s.Invert(context.Background()) // which does not end
	for i := range s.Terms() {
		add(search.TermsPath(i), func(b *bytes.Buffer) { s.AppendTerms(b, i) })
	}
	add(search.IndexPath, s.AppendIndex)
	return list
}

// document gives what can be found of an item. Of a source it is what its page
// shows of the text.
func (sh *sheet) document(subject any) *search.Document {
	d := &search.Document{}
	w := writing{sh: sh, d: d}
	switch x := subject.(type) {
	case *dossier.Source:
		d.Lang, _ = sh.p.script(x)
		w.item(&x.Item, x.Publisher, sh.dateWords(x.Published))
		w.line("", strings.Join(append(slices.Clone(x.Authors), x.Publisher), ", "))
		w.reading(x)
		for _, n := range x.Annotations {
			w.anchor = "note-" + strconv.Itoa(n.Number)
			w.prose(n.Text)
		}
		w.anchor = ""
		w.prose(x.Footnotes)
	case *dossier.Entity:
		w.item(&x.Item, firstRole(x))
		for _, r := range x.Roles {
			w.line("", r.Title)
		}
	case *dossier.Event:
		w.item(&x.Item, sh.dateWords(x.Date), placeTitle(x))
		w.line("", sh.dateWords(x.Date))
		for _, e := range x.Evidence {
			w.line("", e.Note)
		}
	case *dossier.Claim:
		w.item(&x.Item, sh.dateWords(x.Date))
		w.line("", sh.dateWords(x.Date))
		for _, e := range x.Evidence {
			w.line("", e.Note)
		}
	case *dossier.Item:
		if x == sh.p.d.Home {
			w.front(x)
		} else {
			w.item(x)
		}
	}
	return d
}

func placeTitle(e *dossier.Event) string {
	if e.Place == nil {
		return ""
	}
	return e.Place.Title
}

func (sh *sheet) dateWords(d edtf.Date) string {
	if date := sh.p.date(d); date != nil {
		return date.Words
	}
	return ""
}

// writing is a document while it is made.
type writing struct {
	sh     *sheet
	d      *search.Document
	anchor string // of the units to come
	buf    []byte // of the paragraph at hand
}

func (w *writing) item(it *dossier.Item, about ...string) {
	w.d.URL = escapedPath(it.URL)
	w.d.About = strings.Join(slices.DeleteFunc(about, func(s string) bool { return s == "" }), " · ")
	w.d.Names = append([]string{it.Title}, it.Aliases...)
	w.line("", it.Summary)
	w.prose(it.Body)
	w.anchor = ""
	w.line("", strings.Join(it.Tags, ", "))
}

// front adds what the front page shows: the title and the description of the
// dossier, and the text, whose own title and summary it does not show.
func (w *writing) front(it *dossier.Item) {
	d := w.sh.p.d
	w.d.URL = escapedPath(it.URL)
	w.d.Names = []string{d.Title}
	w.line("", d.Description)
	w.line("", strings.Join(d.Authors, ", "))
	w.prose(it.Body)
}

func (w *writing) line(anchor, text string) {
	if text != "" {
		w.d.Units = append(w.d.Units, search.Unit{Anchor: anchor, Text: text})
	}
}

// reading adds the text of a source as its page shows it, and where that shows
// none the words that it lists.
func (w *writing) reading(s *dossier.Source) {
	if s.Seed == nil {
		return
	}
	if s.Publish == dossier.PublishReference {
		for _, p := range s.Passages {
			if text, ok := w.sh.passageText(p); ok {
				w.line(p.Fragment, text)
			}
		}
		return
	}
	w.d.Units = slices.Grow(w.d.Units, len(s.Seed.Paragraphs)+len(s.Annotations))
	next := 0 // the first passage that may reach into the paragraph
	for i, par := range s.Seed.Paragraphs {
		windows := inReadingView(w.sh.windows[:0], s, par)
		w.sh.windows = windows
		if len(windows) == 0 {
			continue
		}
		u := search.Unit{Anchor: paragraphID(i + 1), Text: s.Seed.Text[windows[0].Start:windows[0].End]}
		places := []int{0} // where each window begins in the text
		for j, window := range windows[1:] {
			gap := " "
			if withheld(s, windows[j].End, window.Start) {
				gap = " " + omission + " "
			}
			places = append(places, len(u.Text)+len(gap))
			u.Text += gap + s.Seed.Text[window.Start:window.End]
		}
		for next < len(s.Passages) && s.Passages[next].Extent().End <= par.Start && next+1 < len(s.Passages) {
			next++
		}
		for _, p := range s.Passages[next:] {
			if p.Spans[0].Start >= par.End {
				break
			}
			for _, span := range p.Spans {
				for j, window := range windows {
					if from, to := max(span.Start, window.Start), min(span.End, window.End); from < to {
						u.Passages = append(u.Passages, search.Passage{Start: places[j] + from - window.Start, End: places[j] + to - window.Start, Anchor: p.Fragment})
					}
				}
			}
		}
		slices.SortStableFunc(u.Passages, func(a, b search.Passage) int { return cmp.Compare(a.Start, b.Start) })
		w.d.Units = append(w.d.Units, u)
	}
}

// prose adds the paragraphs of a text of the editor. Those under a heading stand
// at that heading, if they have no anchor already.
func (w *writing) prose(p dossier.Prose) {
	given := w.anchor != ""
	flush := func() {
		if text := strings.TrimSpace(string(w.buf)); text != "" {
			w.line(w.anchor, html.UnescapeString(text))
		}
		w.buf = w.buf[:0]
	}
	until := "" // the end tag of an element that is passed over
	for i := range p.HTML {
		for rest := p.HTML[i].Text; rest != ""; {
			open := strings.IndexByte(rest, '<')
			if open < 0 {
				open = len(rest)
			}
			if until == "" {
				w.buf = append(w.buf, rest[:open]...)
			}
			if open == len(rest) {
				break
			}
			rest = rest[open:]
			end := strings.IndexByte(rest, '>') // goldmark writes none in attributes
			if end < 0 {
				end = len(rest) - 1
			}
			tag := rest[:end+1]
			rest = rest[end+1:]
			switch name := tagName(tag); {
			case until != "":
				if tag == until {
					until = ""
				}
			case name == "sup":
				until = "</sup>" // the number of a footnote
			case strings.Contains(tag, `class="footnote-backref"`):
				until = "</a>"
			case blockTags[name]:
				flush()
				if id := attribute(tag, "id"); id != "" && len(name) == 2 && name[0] == 'h' && !given {
					w.anchor = id
				}
			}
		}
		if ref := p.HTML[i].Ref; ref >= 0 && until == "" {
			if link := p.Refs[ref].Link; link != nil {
				w.buf = append(w.buf, html.EscapeString(cmp.Or(p.Refs[ref].Label, link.Title))...)
			} else {
				w.buf = bytes.TrimRight(w.buf, " \n") // the number stands at the word that it proves
			}
		}
	}
	flush()
}

// blockTags are the elements that part paragraphs.
var blockTags = map[string]bool{
	"p": true, "li": true, "ul": true, "ol": true, "blockquote": true, "pre": true, "div": true, "section": true,
	"h1": true, "h2": true, "h3": true, "h4": true, "h5": true, "h6": true, "hr": true, "br": true,
	"table": true, "thead": true, "tbody": true, "tr": true, "td": true, "th": true, "dl": true, "dt": true, "dd": true,
}

// tagName gives the name in a tag, of its element's beginning or end.
func tagName(tag string) string {
	name := strings.TrimLeft(tag, "</")
	if end := strings.IndexAny(name, " \t\n/>"); end >= 0 {
		name = name[:end]
	}
	return name
}

func attribute(tag, name string) string {
	_, value, ok := strings.Cut(tag, " "+name+`="`)
	if !ok {
		return ""
	}
	value, _, _ = strings.Cut(value, `"`)
	return html.UnescapeString(value)
}
