package render

import (
	"cmp"
	"slices"
	"strconv"

	"dossier/internal/dossier"
	"dossier/internal/edtf"
)

// TimelineView is everything that has a date, in order.
type TimelineView struct {
	Frame   *Frame
	Events  int
	Sources int
	Years   []TimelineYear
	Undated []*Occurrence
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
	type dated struct {
		date edtf.Date
		o    *Occurrence
	}
	all := make([]dated, 0, len(p.d.Events)+len(p.d.Sources))
	for _, e := range p.d.Events {
		if e.Date.IsZero() {
			v.Undated = append(v.Undated, sh.occurrence(e))
			continue
		}
		all = append(all, dated{e.Date, sh.occurrence(e)})
	}
	for _, s := range p.d.Sources {
		if !s.Published.IsZero() {
			v.Sources++
			all = append(all, dated{s.Published, sh.publication(s)})
		}
	}
	slices.SortStableFunc(all, func(a, b dated) int {
		return cmp.Or(edtf.Compare(a.date, b.date), cmp.Compare(btoi(a.o.Publication), btoi(b.o.Publication)))
	})
	for _, d := range all {
		heading := heading(d.date)
		if n := len(v.Years); n == 0 || v.Years[n-1].Heading != heading {
			v.Years = append(v.Years, TimelineYear{Heading: heading, ID: "time-" + strconv.Itoa(len(v.Years)+1)})
		}
		year := &v.Years[len(v.Years)-1]
		key := ""
		if m, ok := d.date.Month(); ok {
			key = "month-" + strconv.Itoa(m)
		}
		if n := len(year.Months); n == 0 || year.Months[n-1].Key != key {
			year.Months = append(year.Months, TimelineMonth{Key: key})
		}
		month := &year.Months[len(year.Months)-1]
		month.Occurrences = append(month.Occurrences, d.o)
	}
	v.Frame = sh.keyedFrame("timeline")
	return v
}

// heading is the year of a date, or what is known of it where that is no year.
func heading(d edtf.Date) string {
	if y, ok := d.Year(); ok {
		return yearWords(y)
	}
	return d.Words()
}

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
