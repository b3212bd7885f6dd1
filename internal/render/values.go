package render

import (
	"dossier/internal/dossier"
	"dossier/internal/quantity"
	"dossier/internal/weigh"
)

// Measure is a table of the values that sources give for one thing.
type Measure struct {
	Of      string // what it is; empty for that of the page itself
	Date    bool   // the values are dates
	Unit    string
	Differs bool // two of them cannot both be right
	Several bool // there is more than one piece of evidence
	Times   bool // values hold for times that are said
	Given   []GivenValue
}

// GivenValue is a value with all that gives it.
type GivenValue struct {
	Date     *Date // one of the three is set
	Amount   *Amount
	Words    string
	At       *Date // the time that it holds for; nil where that is not said
	Against  bool  // it and another value cannot both be right
	Evidence []*Evidence
}

// Amount is a number as a report gives it.
type Amount struct {
	Key           string // of the interface words: "number-about"; empty for the number alone
	First, Second string // digits; Second of a number between two
}

// measures gives the tables of values: of numbers, and of all else that is given a
// value more than once.
func (sh *sheet) measures(evidence []*dossier.EvidenceItem) []Measure {
	var views []Measure
	for _, m := range weigh.Measures(evidence) {
		if m.Type != dossier.NumberValue && len(m.Given) == 1 && len(m.Given[0].Evidence) == 1 {
			continue
		}
		v := Measure{Of: m.Of, Date: m.Type == dossier.DateValue, Unit: m.Unit, Differs: m.Differs}
		for _, g := range m.Given {
			given := GivenValue{Words: g.Value.Words, At: sh.p.date(g.Value.At), Against: g.Against}
			switch m.Type {
			case dossier.DateValue:
				given.Date = sh.p.date(g.Value.Date)
			case dossier.NumberValue:
				given.Amount = amount(g.Value.Number)
			}
			v.Times, v.Several = v.Times || given.At != nil, v.Several || len(m.Given)+len(g.Evidence) > 2
			for _, e := range g.Evidence {
				given.Evidence = append(given.Evidence, sh.evidence(e))
			}
			v.Given = append(v.Given, given)
		}
		views = append(views, v)
	}
	return views
}

// amountKeys are the interface words for the ways in which a number is given.
var amountKeys = map[quantity.Form]string{
	quantity.About: "number-about", quantity.More: "number-more", quantity.AtLeast: "number-at-least",
	quantity.Less: "number-less", quantity.AtMost: "number-at-most", quantity.Between: "number-between",
}

func amount(q quantity.Quantity) *Amount {
	a := &Amount{Key: amountKeys[q.Form()]}
	a.First, a.Second = q.Digits()
	return a
}
