package weigh

import (
	"cmp"
	"slices"

	"dossier/internal/dossier"
	"dossier/internal/edtf"
)

// Report is a source that tells of a claim or an event.
type Report struct {
	Source *dossier.Source
	Lag
}

// Lag is how many days after an event a source was published, at least and at most;
// below 0 before it. The numbers hold where Known.
type Lag struct {
	Least, Most int
	Known       bool
	Open        bool // there is no most, and Most is Least
	Begun       bool // it is counted from the beginning of what took its time
}

// Reports puts sources in the order in which they were published, each once; those
// without a date come last. The lag is counted in calendar days from a date, which
// may be zero, of an interval from its start; sources and dates of a month or a year
// give a least and a most.
//
// Published first is not known first: of sources of one day the order is that of
// the list, and what a source was told, or an editor held back, has no date here.
func Reports(date edtf.Date, sources []*dossier.Source) []Report {
	var list []Report
	for _, s := range sources {
		if s == nil || slices.ContainsFunc(list, func(r Report) bool { return r.Source == s }) {
			continue
		}
		list = append(list, Report{s, lag(date, s.Published)})
	}
	slices.SortStableFunc(list, func(a, b Report) int { return byDate(a.Source.Published, b.Source.Published) })
	return list
}

func lag(date, published edtf.Date) (l Lag) {
	if date.Precision() == edtf.Interval {
		start, ok := date.Start()
		if !ok {
			return l
		}
		date, l.Begun = start, true
	}
	if l.Least, l.Most, l.Known = edtf.Days(date, published); !l.Known {
		l.Least, l.Known = edtf.DaysAtLeast(date, published)
		l.Most, l.Open = l.Least, l.Known
	}
	return l
}

// Step is what evidence comes to from a day on.
type Step struct {
	From          edtf.Date // when the source was published that changed it; of several of one day the most precise date
	Day           int       // its first day, as edtf.DayNumber counts
	Corroboration dossier.Corroboration
}

// History tells how the status of a claim, and the number of sources and of
// independent origins on its sides, changed with what was published. A source
// counts from the first day on which it can have been published; one whose date has
// no known beginning, or that has none, is in none of the steps, so that the last of
// them may be less than Corroborate tells of all. Where sources do take sides, the
// first step is when one did: what is only mentioned before is not yet claimed.
//
// It is a reading of the evidence that is there today: what was in nobody's dossier
// on that day counts as known, and articles that were changed since then count with
// the words that were collected.
func History(evidence []*dossier.EvidenceItem) []Step {
	type dated struct {
		day int
		e   *dossier.EvidenceItem
	}
	var list []dated
	for _, e := range evidence {
		if e.Source != nil {
			if day, ok := e.Source.Published.FirstDay(); ok {
				list = append(list, dated{day, e})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b dated) int {
		return cmp.Or(cmp.Compare(a.day, b.day), edtf.Compare(a.e.Source.Published, b.e.Source.Published))
	})
	var steps []Step
	var known []*dossier.EvidenceItem
	for i, d := range list {
		known = append(known, d.e)
		if i+1 < len(list) && list[i+1].day == d.day {
			continue
		}
		c := Corroborate(known)
		if n := len(steps); n > 0 && same(steps[n-1].Corroboration, c) {
			continue
		}
		steps = append(steps, Step{d.e.Source.Published, d.day, c})
	}
	if len(steps) > 1 && steps[0].Corroboration.Status == dossier.Unsupported {
		steps = steps[1:]
	}
	return steps
}

// DateDisputedFrom gives the first day, as edtf.DayNumber counts, on which what was
// published until then gave dates for an event that cannot all be right: the day
// from which DateDisputed holds of it. It is false where that never holds, or only
// with a source whose day of publication is not known.
func DateDisputedFrom(evidence []*dossier.EvidenceItem) (day int, ok bool) {
	published := func(until int) []*dossier.EvidenceItem {
		var list []*dossier.EvidenceItem
		for _, e := range evidence {
			if e.Source != nil {
				if first, known := e.Source.Published.FirstDay(); known && first <= until {
					list = append(list, e)
				}
			}
		}
		return list
	}
	for _, e := range evidence {
		if e.Source == nil {
			continue
		}
		if first, known := e.Source.Published.FirstDay(); known && (!ok || first < day) && DateDisputed(published(first)) {
			day, ok = first, true
		}
	}
	return day, ok
}

// same tells whether two states of the evidence come to the same. A source brings
// all its evidence on one day, so that with the number of sources on a side all
// else stays as it is.
func same(a, b dossier.Corroboration) bool {
	return a.Supporting.Sources == b.Supporting.Sources && a.Disputing.Sources == b.Disputing.Sources
}
