package weigh

import (
	"cmp"
	"slices"

	"dossier/internal/dossier"
	"dossier/internal/edtf"
	"dossier/internal/match"
	"dossier/internal/quantity"
)

// Measure is one thing that pieces of evidence give values for: of the same name
// (case and accents aside), type and unit.
type Measure struct {
	Of   string // empty for that of the item itself
	Type dossier.ValueType
	Unit string
	// Given are the different values; dates and numbers in their order, numbers
	// that hold for another time by that first, words as the evidence has them.
	Given []Given
	// Differs tells that two of the values cannot both be right.
	Differs bool
}

// Given is a value with all the evidence that gives it.
type Given struct {
	Value    *dossier.Value
	Evidence []*dossier.EvidenceItem
	// Against tells that it and another value of the measure cannot both be right.
	Against bool
}

// Measures gathers the values that evidence gives, in the order in which it first
// gives one for each.
func Measures(evidence []*dossier.EvidenceItem) []Measure {
	var list []Measure
	for _, e := range evidence {
		for i := range e.Values {
			v := &e.Values[i]
			if v.Type == dossier.DateValue && v.Date.IsZero() {
				continue // it was reported
			}
			at := slices.IndexFunc(list, func(m Measure) bool {
				return m.Type == v.Type && alike(m.Of, v.Of) && alike(m.Unit, v.Unit)
			})
			if at < 0 {
				at = len(list)
				list = append(list, Measure{Of: v.Of, Type: v.Type, Unit: v.Unit})
			}
			m := &list[at]
			same := slices.IndexFunc(m.Given, func(g Given) bool { return equal(g.Value, v) })
			if same < 0 {
				same = len(m.Given)
				m.Given = append(m.Given, Given{Value: v})
			}
			if g := &m.Given[same]; !slices.Contains(g.Evidence, e) {
				g.Evidence = append(g.Evidence, e)
			}
		}
	}
	for i := range list {
		list[i].compare()
	}
	return list
}

func (m *Measure) compare() {
	slices.SortStableFunc(m.Given, func(a, b Given) int {
		return cmp.Or(byDate(a.Value.At, b.Value.At), order(a.Value, b.Value))
	})
	for i := range m.Given {
		for j := range m.Given[:i] {
			if Contradict(m.Given[i].Value, m.Given[j].Value) {
				m.Given[i].Against, m.Given[j].Against, m.Differs = true, true, true
			}
		}
	}
}

// Contradict tells whether two values of the same type and unit cannot both be
// right. Dates cannot where their bounds have no day in common: 2024-04 and
// 2024-04-17 can, and a set counts from its earliest to its latest member. Numbers
// cannot where no number fits both; words where they differ in more than case,
// accents and white space. Values that hold for times without a day in common
// never contradict; one that names no time is held against those of all times.
//
// It compares what was written and nothing else. That two values agree does not
// say that they are right, nor that one source knew of the other. Doubt about a
// date (?, ~, %) gives it no wider bounds, for EDTF says nothing of how wide they
// would be. Units are words: 3 km and 3000 m are never compared. An exact number is
// exact: who reports round figures is to be entered with ~.
func Contradict(a, b *dossier.Value) bool {
	if !a.At.IsZero() && !b.At.IsZero() && !edtf.Overlaps(a.At, b.At) {
		return false
	}
	switch a.Type {
	case dossier.DateValue:
		return !edtf.Overlaps(a.Date, b.Date)
	case dossier.NumberValue:
		return !a.Number.Agrees(b.Number)
	}
	return !alike(a.Words, b.Words)
}

// DateDisputed tells whether the dates that evidence gives for an event cannot all
// be right; where it does, one of the Measures of the evidence differs. The date
// that the event's own page gives is the annotator's and is not asked.
func DateDisputed(evidence []*dossier.EvidenceItem) bool {
	var dates []*dossier.Value
	for _, e := range evidence {
		for i := range e.Values {
			v := &e.Values[i]
			if v.Type != dossier.DateValue || v.Of != "" || v.Date.IsZero() {
				continue
			}
			if slices.ContainsFunc(dates, func(w *dossier.Value) bool { return Contradict(v, w) }) {
				return true
			}
			dates = append(dates, v)
		}
	}
	return false
}

func alike(a, b string) bool { return a == b || match.Fold(a) == match.Fold(b) }

func equal(a, b *dossier.Value) bool {
	if !sameDate(a.At, b.At) {
		return false
	}
	switch a.Type {
	case dossier.DateValue:
		return sameDate(a.Date, b.Date)
	case dossier.NumberValue:
		return a.Number.Same(b.Number)
	}
	return alike(a.Words, b.Words)
}

func sameDate(a, b edtf.Date) bool {
	return a.IsZero() == b.IsZero() && (a.IsZero() || a.Equal(b))
}

func byDate(a, b edtf.Date) int {
	switch {
	case a.IsZero() || b.IsZero():
		return btoi(a.IsZero()) - btoi(b.IsZero())
	}
	return edtf.Compare(a, b)
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func order(a, b *dossier.Value) int {
	switch a.Type {
	case dossier.DateValue:
		return edtf.Compare(a.Date, b.Date)
	case dossier.NumberValue:
		return quantity.Compare(a.Number, b.Number)
	}
	return 0
}
