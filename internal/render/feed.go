package render

import (
	"bytes"
	"cmp"
	"crypto/sha1"
	"encoding/xml"
	"fmt"
	"slices"
	"strings"

	"dossier/internal/changes"
	"dossier/internal/dossier"
	"dossier/internal/edtf"
)

func (p *Planner) robots() []byte {
	robots := "User-agent: *\nAllow: /\n"
	if p.base != "" {
		robots += "\nSitemap: " + p.base + "sitemap.xml\n"
	}
	return []byte(robots)
}

// The elements of an Atom feed (RFC 4287).
type atomFeed struct {
	XMLName  xml.Name     `xml:"http://www.w3.org/2005/Atom feed"`
	Lang     string       `xml:"xml:lang,attr,omitempty"`
	ID       string       `xml:"id"`
	Title    string       `xml:"title"`
	Subtitle string       `xml:"subtitle,omitempty"`
	Updated  string       `xml:"updated"`
	Links    []atomLink   `xml:"link"`
	Authors  []atomPerson `xml:"author"`
	Entries  []atomEntry  `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr,omitempty"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomPerson struct {
	Name string `xml:"name"`
}

type atomEntry struct {
	ID        string       `xml:"id"`
	Title     string       `xml:"title"`
	Updated   string       `xml:"updated"`
	Published string       `xml:"published,omitempty"`
	Links     []atomLink   `xml:"link"`
	Authors   []atomPerson `xml:"author"`
	Summary   string       `xml:"summary,omitempty"`

	key  string   // of the interface words that stand before the title; may be empty
	told []clause // that the summary is made of; none where it is the editor's
}

// clause is interface words, by their key, and those for what was before; the
// latter may be empty.
type clause struct{ key, before string }

// feedView is a feed before its interface words are known.
type feedView struct {
	atomFeed
	key string // of the interface words that stand behind the title; may be empty
}

// appendTo writes a feed.
func (v *feedView) appendTo(buf *bytes.Buffer, w *words) error {
	f := v.atomFeed
	var failed error
	text := func(key string) string {
		words, err := w.text(key)
		failed = cmp.Or(failed, err)
		return words
	}
	if v.key != "" {
		f.Title += " – " + text(v.key)
	}
	f.Entries = slices.Clone(f.Entries)
	for i := range f.Entries {
		e := &f.Entries[i]
		if e.key != "" {
			e.Title = text(e.key) + ": " + e.Title
		}
		var parts []string
		for _, c := range e.told {
			part := text(c.key)
			if c.before != "" {
				part += " (" + text("change-before") + " " + text(c.before) + ")"
			}
			parts = append(parts, part)
		}
		e.Summary = cmp.Or(w.join(parts), e.Summary)
	}
	if failed == nil {
		buf.Write(marshal(f))
	}
	return failed
}

// feedEntries is how many of the newest sources the feed has, and how many of the
// latest corrections.
const feedEntries = 50

// feed lists the latest corrections and the newest dated sources. There is no
// clock: what the feed calls updated is the day of the correction, and that on
// which a source was published, or was collected where that is not known; a dossier
// without any such day has that of the epoch.
func (p *Planner) feed() *feedView {
	f := &feedView{atomFeed: p.atom("feed.xml", "index.html")}
	corrections := p.correctionEntries(allCorrections(p.d))
	sources := p.sourceEntries()
	f.Entries = append(corrections[:min(len(corrections), feedEntries)], sources[:min(len(sources), feedEntries)]...)
	f.Updated = latest(f.Entries)
	return f
}

// latest is when the last of some entries was updated.
func latest(entries []atomEntry) string {
	last := ""
	for _, e := range entries {
		last = max(last, e.Updated)
	}
	return cmp.Or(last, epoch)
}

// epoch is the day of what has none.
const epoch = "1970-01-01T00:00:00Z"

// atom is a feed without entries; page is what it tells of.
func (p *Planner) atom(at, page string) atomFeed {
	d := p.d
	f := atomFeed{
		Lang: d.Language, ID: p.atomID(""), Title: d.Title, Subtitle: d.Description,
		Links: []atomLink{{Rel: "self", Type: "application/atom+xml", Href: p.base + at}, {Rel: "alternate", Type: "text/html", Href: p.feedHref(page)}},
	}
	for _, a := range d.Authors {
		f.Authors = append(f.Authors, atomPerson{a})
	}
	if len(f.Authors) == 0 {
		f.Authors = []atomPerson{{d.Title}}
	}
	return f
}

// sourceEntries are the dated sources, the newest first.
func (p *Planner) sourceEntries() []atomEntry {
	var list []atomEntry
	for _, s := range p.dated() {
		published := rfc3339(s.Published)
		updated := published
		if updated == "" {
			updated = rfc3339(s.Accessed)
		}
		if updated == "" {
			continue
		}
		e := atomEntry{
			ID: p.atomID(s.URL), Title: s.Title, Updated: updated, Published: published, Summary: s.Summary,
			Links: []atomLink{{Rel: "alternate", Type: "text/html", Href: p.feedHref(s.URL)}},
		}
		if s.Address != "" {
			e.Links = append(e.Links, atomLink{Rel: "via", Href: s.Address})
		}
		names := s.Authors
		if len(names) == 0 && s.Publisher != "" {
			names = []string{s.Publisher}
		}
		for _, name := range names {
			e.Authors = append(e.Authors, atomPerson{name})
		}
		list = append(list, e)
	}
	return list
}

// allCorrections are those of all entries, the latest first.
func allCorrections(d *dossier.Dossier) []changes.Correction {
	var list []changes.Correction
	for _, it := range d.Items() {
		for _, c := range it.Corrections {
			list = append(list, changes.Correction{Item: it, Correction: c})
		}
	}
	slices.SortStableFunc(list, func(a, b changes.Correction) int { return edtf.Compare(b.Date, a.Date) })
	return list
}

// correctionEntries are corrections, in their order. Their ids come of what they
// say, so that one is new to a reader where another is added.
func (p *Planner) correctionEntries(corrections []changes.Correction) []atomEntry {
	var list []atomEntry
	known := map[string]int{}
	for _, c := range corrections {
		name := c.Item.URL + "\n" + c.Date.String() + "\n" + c.Note
		if known[name]++; known[name] > 1 {
			continue // it says the same twice
		}
		list = append(list, atomEntry{
			ID: p.nameID(name), key: "change-correction", Title: c.Item.Title, Updated: cmp.Or(rfc3339(c.Date), epoch), Summary: c.Note,
			Links: []atomLink{{Rel: "alternate", Type: "text/html", Href: p.feedHref(c.Item.URL)}},
		})
	}
	return list
}

func (p *Planner) feedHref(at string) string {
	if p.base == "" {
		return at
	}
	return p.address(at)
}

// atomID is the permanent id of a page: its address, else a name-based UUID
// (RFC 9562, version 5) of the dossier's title and the page's path.
func (p *Planner) atomID(at string) string {
	if p.base != "" {
		return p.address(at)
	}
	return p.nameID(at)
}

// nameID is a name-based UUID of what has no address of its own.
func (p *Planner) nameID(name string) string {
	namespace := [16]byte{0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8}
	sum := sha1.Sum(append(namespace[:], p.d.Title+"\n"+name...))
	u := sum[:16]
	u[6] = u[6]&0x0f | 0x50
	u[8] = u[8]&0x3f | 0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", u[:4], u[4:6], u[6:8], u[8:10], u[10:])
}

// rfc3339 is the beginning of a date as Atom wants it; empty where it has none.
func rfc3339(d edtf.Date) string {
	iso := d.ISO()
	if iso == "" {
		if start, ok := d.Start(); ok {
			iso = start.ISO()
		}
	}
	switch day, clock, _ := strings.Cut(iso, "T"); {
	case iso == "":
		return ""
	case clock != "":
		zone := "Z"
		if i := strings.IndexAny(clock, "Z+-"); i >= 0 {
			clock, zone = clock[:i], clock[i:]
		}
		if len(clock) == len("15:04") {
			clock += ":00"
		}
		return day + "T" + clock + zone
	case len(day) == len("2006"):
		return day + "-01-01T00:00:00Z"
	case len(day) == len("2006-01"):
		return day + "-01T00:00:00Z"
	default:
		return day + "T00:00:00Z"
	}
}

type sitemapSet struct {
	XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	URLs    []sitemapURL `xml:"url"`
}

type sitemapURL struct {
	Loc string `xml:"loc"`
}

// sitemap lists all pages (sitemaps.org, protocol 0.9). It has no dates of
// change: nothing but a clock would know them.
func (p *Planner) sitemap() []byte {
	var set sitemapSet
	for _, j := range p.Jobs() {
		if j.Template != "" && j.Path != "404.html" {
			set.URLs = append(set.URLs, sitemapURL{p.address(j.Path)})
		}
	}
	return marshal(set)
}

func marshal(v any) []byte {
	var b bytes.Buffer
	b.WriteString(xml.Header)
	enc := xml.NewEncoder(&b)
	enc.Indent("", "  ")
	if err := enc.Encode(v); err != nil {
		panic(err) // the types of this file hold strings alone
	}
	b.WriteByte('\n')
	return b.Bytes()
}
