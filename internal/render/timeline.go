package render

import (
	"cmp"
	"slices"
	"strconv"

	"dossier/internal/dossier"
	"dossier/internal/edtf"
	"dossier/internal/weigh"
)

// TimelineView is everything that has a date, in order.
type TimelineView struct {
	Frame   *Frame
	Events  int
	Sources int
	Chart   *Chart // nil where there is too little to draw
	Filters []Filter
	AsOf    []AsOf // the days on which sources were published
	Years   []TimelineYear
	Undated []*Occurrence
}

// Filter leaves of a timeline what has to do with one entity.
type Filter struct {
	Name    string // in the page's address: "who"
	Label   string
	Options []FilterOption
}

// FilterOption is an entity to filter by.
type FilterOption struct {
	ID     string
	Number string // by which the entries of this page name it; see Occurrence.Of
	Label  string
	N      int // entries
}

// TimelineYear is a year, or a stretch of time that is known no better.
type TimelineYear struct {
	Heading string
	ID      string
	Months  []TimelineMonth
}

// TimelineMonth is a month of a year; Key is empty for what is not known to the month.
type TimelineMonth struct {
	Key         string // of the interface words: "month-4"
	Occurrences []*Occurrence
}

func (p *Planner) timeline(sh *sheet) any {
	v := &TimelineView{Events: len(p.d.Events)}
	concerned := p.concerned(v)
	type entry struct {
		date edtf.Date
		o    *Occurrence
	}
	all := make([]entry, 0, len(p.d.Events)+len(p.d.Sources))
	for i, e := range p.d.Events {
		o := sh.occurrence(e)
		o.Of, o.Known = concerned.events[i].String(), knownFrom(reporters(e))
		if day, ok := weigh.DateDisputedFrom(e.Evidence); ok {
			o.DisputedFrom = strconv.Itoa(day)
		}
		if e.Date.IsZero() {
			v.Undated = append(v.Undated, o)
			continue
		}
		all = append(all, entry{e.Date, o})
	}
	for i, s := range p.d.Sources {
		if !s.Published.IsZero() {
			v.Sources++
			o := sh.publication(s)
			o.Of, o.Known = concerned.sources[i].String(), knownFrom([]*dossier.Source{s})
			all = append(all, entry{s.Published, o})
		}
	}
	slices.SortStableFunc(all, func(a, b entry) int {
		return cmp.Or(edtf.Compare(a.date, b.date), cmp.Compare(btoi(a.o.Publication), btoi(b.o.Publication)))
	})
	ids := map[string]bool{}
	events, publications := make([]dated, 0, len(p.d.Events)), make([]dated, 0, v.Sources)
	for _, e := range all {
		heading, id := p.heading(e.date)
		if n := len(v.Years); n == 0 || v.Years[n-1].Heading != heading {
			if id == "" || ids[id] { // what is known no better may stand within a year
				id = "time-" + strconv.Itoa(n+1)
			}
			ids[id] = true
			v.Years = append(v.Years, TimelineYear{Heading: heading, ID: id})
		}
		year := &v.Years[len(v.Years)-1]
		key := ""
		if m, ok := e.date.Month(); ok {
			key = "month-" + strconv.Itoa(m)
		}
		if n := len(year.Months); n == 0 || year.Months[n-1].Key != key {
			year.Months = append(year.Months, TimelineMonth{Key: key})
		}
		month := &year.Months[len(year.Months)-1]
		month.Occurrences = append(month.Occurrences, e.o)
		lane := &events
		if e.o.Publication {
			lane = &publications
		}
		*lane = append(*lane, dated{e.date, e.o.Link, "#" + year.ID, e.o.Disputed})
	}
	v.AsOf = p.asOf()
	v.Chart = sh.chart(wideChart, events, publications)
	v.Frame = sh.keyedFrame("timeline")
	return v
}

// heading is the year of a date, or what is known of it where that is no year,
// and the id of that year.
func (p *Planner) heading(d edtf.Date) (words, id string) {
	y, ok := d.Year()
	switch {
	case !ok:
		return d.WordsIn(p.lexicon), ""
	case y < 1:
		return p.lexicon.Year(y), "year-bc-" + strconv.FormatInt(1-y, 10)
	}
	return p.lexicon.Year(y), "year-" + strconv.FormatInt(y, 10)
}

// numbers name entities on one page, in base 36, each with a space before it
// but the first.
type numbers []byte

func (n *numbers) add(number string) {
	if len(*n) > 0 {
		*n = append(*n, ' ')
	}
	*n = append(*n, number...)
}

func (n numbers) String() string { return string(n) }

// concerned are the entities that each event and source of the dossier, by its
// place in the list of them, has to do with.
type concerned struct{ events, sources []numbers }

// concerned gives the view its filters. An event has to do with its
// participants, its place and whatever that is a part of, a source with whom it
// mentions.
func (p *Planner) concerned(v *TimelineView) concerned {
	c := concerned{make([]numbers, len(p.d.Events)), make([]numbers, len(p.d.Sources))}
	at := make(map[*dossier.Source]int, len(p.d.Sources))
	for i, s := range p.d.Sources {
		if !s.Published.IsZero() {
			at[s] = i
		}
	}
	events := map[*dossier.Entity][]int{}
	for i, e := range p.d.Events {
		add := func(who *dossier.Entity) {
			if list := events[who]; len(list) == 0 || list[len(list)-1] != i {
				events[who] = append(list, i)
			}
		}
		for _, part := range e.Participants {
			add(part.Entity)
		}
		place := e.Place
		for range mostNested { // a circle is reported by the resolution, and must not hang this
			if place == nil {
				break
			}
			add(place)
			place = place.PartOf
		}
	}
	next := int64(0)
	for _, k := range p.kinds {
		if k.Class != dossier.ClassEntity {
			continue
		}
		var list []*dossier.Entity
		for _, e := range p.d.Entities {
			if e.Kind.Folder == k.Folder {
				list = append(list, e)
			}
		}
		sortBy(p.collate(), list, func(e *dossier.Entity) string { return e.Title })
		f := Filter{Name: k.Folder, Label: k.One}
		if name := filterNames[k.Folder]; name != "" {
			f.Name = name
		}
		for _, e := range list {
			o := FilterOption{ID: e.ID, Label: e.Title, Number: strconv.FormatInt(next, 36), N: len(events[e])}
			for _, i := range events[e] {
				c.events[i].add(o.Number)
			}
			for _, in := range e.MentionedIn {
				if i, ok := at[in.Source]; ok {
					c.sources[i].add(o.Number)
					o.N++
				}
			}
			if o.N > 0 {
				f.Options = append(f.Options, o)
				next++
			}
		}
		if len(f.Options) > 0 {
			v.Filters = append(v.Filters, f)
		}
	}
	return c
}

// filterNames are what addresses call the filters by kind; those of kinds that
// the dossier declares have the name of their folder.
var filterNames = map[string]string{"people": "who", "organizations": "org", "places": "where"}

// mostNested is how many places within one another are looked at.
const mostNested = 16

func (sh *sheet) publication(s *dossier.Source) *Occurrence {
	ref := sh.reference(s)
	return sh.occurrences.one(Occurrence{
		Link: ref.Link, Date: ref.Published, Summary: s.Summary,
		Publication: true, Publisher: s.Publisher,
	})
}

// BibliographyView is every source as a full reference.
type BibliographyView struct {
	Frame   *Frame
	Entries []BibliographyEntry
}

// BibliographyEntry is a source and how many pages cite it.
type BibliographyEntry struct {
	ID   string
	Ref  *Reference
	Cite Count
}

func (p *Planner) bibliography(sh *sheet) any {
	v := &BibliographyView{}
	list := slices.Clone(p.d.Sources)
	sortBy(p.collate(), list, func(s *dossier.Source) string {
		author := s.Publisher
		if len(s.Authors) > 0 {
			author = s.Authors[0]
		}
		return author + "\x00" + s.Title
	})
	v.Entries = make([]BibliographyEntry, 0, len(list))
	for _, s := range list {
		v.Entries = append(v.Entries, BibliographyEntry{"ref-" + s.ID, sh.reference(s), Count{p.citing()[s], "citing-pages"}})
	}
	v.Frame = sh.keyedFrame("bibliography")
	return v
}

// AboutView tells what the dossier holds and how it was verified.
type AboutView struct {
	Frame      *Frame
	Title      string
	Authors    []string
	Figures    []Count
	Quotations int
	Seeds      []SeedRow
}

// SeedRow is a held text with what identifies it.
type SeedRow struct {
	Link     *Link
	File     string
	SHA256   string
	Encoding string
	Bytes    int
	Publish  string
}

func (p *Planner) about(sh *sheet) any {
	d := p.d
	v := &AboutView{Title: d.Title, Authors: d.Authors, Quotations: d.Counts.Quotations}
	v.Figures = []Count{
		{len(d.Sources), "sources"},
		{d.Counts.Quotations, "quotations-verified"},
		{d.Counts.Mentions, "mentions"},
		{d.Counts.Links, "links"},
		{len(d.Events), "events"},
		{len(d.Claims), "claims"},
	}
	v.Seeds = make([]SeedRow, 0, len(d.Sources))
	for _, s := range d.Sources {
		row := SeedRow{Link: sh.link(&s.Item), Publish: s.Publish.String()}
		if s.Seed != nil {
			row.File, row.SHA256, row.Encoding, row.Bytes = s.Seed.File, s.Seed.SHA256, s.Seed.Encoding, s.Seed.Bytes
		}
		v.Seeds = append(v.Seeds, row)
	}
	v.Frame = sh.keyedFrame("about")
	return v
}
