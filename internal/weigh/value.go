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
// right. Dates cannot where their bounds have no day in common; numbers where none
// fits both; words where they differ in more than case, accents and white space.
// Values that hold for times without a day in common never contradict.
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

// DateDisputed tells whether the evidence for an event gives dates for it that
// cannot all be right.
func DateDisputed(evidence []*dossier.EvidenceItem) bool {
	for i, e := range evidence {
		for v := range ownDates(e) {
			for _, other := range evidence[:i] {
				for w := range ownDates(other) {
					if Contradict(v, w) {
						return true
					}
				}
			}
		}
	}
	return false
}

// ownDates gives the dates that evidence gives for the item itself.
func ownDates(e *dossier.EvidenceItem) func(func(*dossier.Value) bool) {
	return func(yield func(*dossier.Value) bool) {
		for i := range e.Values {
			if v := &e.Values[i]; v.Type == dossier.DateValue && v.Of == "" && !v.Date.IsZero() && !yield(v) {
				return
			}
		}
	}
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
