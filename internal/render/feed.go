package render

import (
	"bytes"
	"crypto/sha1"
	"encoding/xml"
	"fmt"
	"slices"
	"strings"

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
}

// feedEntries is how many of the newest sources the feed has.
const feedEntries = 50

// feed lists the newest dated sources. There is no clock: what the feed calls
// updated is the day a source was published, or was collected where that is not
// known; a dossier without any such day has that of the epoch.
func (p *Planner) feed() []byte {
	d := p.d
	f := atomFeed{
		Lang: d.Language, ID: p.atomID(""), Title: d.Title, Subtitle: d.Description, Updated: "1970-01-01T00:00:00Z",
		Links: []atomLink{{Rel: "self", Type: "application/atom+xml", Href: p.base + "feed.xml"}, {Rel: "alternate", Type: "text/html", Href: p.feedHref("index.html")}},
	}
	for _, a := range d.Authors {
		f.Authors = append(f.Authors, atomPerson{a})
	}
	if len(f.Authors) == 0 {
		f.Authors = []atomPerson{{d.Title}}
	}
	for _, s := range p.dated() {
		published := rfc3339(s.Published)
		updated := published
		if updated == "" {
			updated = rfc3339(s.Accessed)
		}
		if updated == "" || len(f.Entries) == feedEntries {
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
		f.Entries = append(f.Entries, e)
	}
	if len(f.Entries) > 0 {
		f.Updated = slices.MaxFunc(f.Entries, func(a, b atomEntry) int { return strings.Compare(a.Updated, b.Updated) }).Updated
	}
	return marshal(f)
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
	namespace := [16]byte{0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8}
	sum := sha1.Sum(append(namespace[:], p.d.Title+"\n"+at...))
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
