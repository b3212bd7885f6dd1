package render

import (
	"html/template"
	"strconv"

	"dossier/internal/chart"
	"dossier/internal/dossier"
	"dossier/internal/quantity"
	"dossier/internal/weigh"
)

// Measure is a table of the values that sources give for one thing.
type Measure struct {
	Of      string // what it is; empty for that of the page itself
	Date    bool   // the values are dates
	Unit    string
	Differs bool    // two of them cannot both be right
	Several bool    // there is more than one piece of evidence
	Times   bool    // values hold for times that are said
	Series  *Series // the values over time; nil where there are too few
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
		if v.Series = sh.series(v.Given, m.Given, m.Unit); v.Series != nil {
			v.Series.Of = m.Of
		}
		views = append(views, v)
	}
	return views
}

// Series is a drawing of numbers over time. Places along the axis are percentages,
// all other lengths CSS pixels.
type Series struct {
	Of      string // what they count; may be empty
	Height  int
	AxisTop int
	Dots    []SeriesDot
	Levels  []SeriesLevel
	Ticks   []ChartTick
	Breaks  []template.HTML
}

// SeriesDot is a number that is drawn, and leads to its quotation.
type SeriesDot struct {
	URL    string // of the passage, or of the source where the words may not be shown
	Amount *Amount
	At     *Date
	Source string // its title
	Shape  template.HTML
}

// SeriesLevel is a line across the drawing.
type SeriesLevel struct {
	X      string // where its number begins: empty for the left edge, which is 0
	Y      int
	Amount *Amount
	Unit   string // of all numbers, at the highest level; may be empty
}

// seriesHeight is how high the highest number of a drawing stands above the axis.
const seriesHeight = 120

// plain prints a number that was counted in steps without what they added up to beyond.
func plain(number float64) string {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(number, 'g', 12, 64), 64)
	if err != nil {
		rounded = number
	}
	return strconv.FormatFloat(rounded, 'f', -1, 64)
}

// series draws numbers that hold for times that are said. It is nil where there
// are no two such times.
func (sh *sheet) series(views []GivenValue, given []weigh.Given, unit string) *Series {
	var values []chart.Value
	var of []*Evidence
	var at []int // the places in views
	var times set[string]
	for i, g := range given {
		if g.Value.Type != dossier.NumberValue || g.Value.At.IsZero() {
			continue
		}
		times.add(g.Value.At.String())
		for _, e := range views[i].Evidence {
			values = append(values, chart.Value{Date: g.Value.At, Number: g.Value.Number.Point()})
			of, at = append(of, e), append(at, i)
		}
	}
	if times.n < fewestDated {
		return nil
	}
	form := smallChart
	form.Mirrored = sh.p.d.Direction == "rtl"
	drawn := chart.NewSeries(form, seriesHeight, values)
	if drawn == nil {
		return nil
	}
	v := &Series{Height: drawn.Height, AxisTop: drawn.AxisTop, Breaks: sh.breaks(drawn.Breaks, drawn.AxisTop)}
	d := drawing{sheet: sh, chart: &Chart{AxisTop: drawn.AxisTop, Height: drawn.Height}}
	v.Ticks = d.ticks(drawn.Ticks)
	edge := ""
	if form.Mirrored { // the texts of such a page run to the left
		edge = "100%"
	}
	for _, l := range drawn.Levels {
		v.Levels = append(v.Levels, SeriesLevel{X: edge, Y: l.Y, Amount: &Amount{First: plain(l.Number)}})
	}
	v.Levels[len(v.Levels)-1].Unit = unit
	for _, dot := range drawn.Dots {
		e, g := of[dot.Item], views[at[dot.Item]]
		shown := SeriesDot{URL: e.Ref.Link.URL, Amount: g.Amount, At: g.At, Source: e.Ref.Link.Label}
		if e.Quote != nil {
			shown.URL = e.Quote.URL
		}
		m := chart.Mark{Shape: chart.Point, X: dot.X, Y: dot.Y}
		if dot.Width > 0 {
			m.Shape, m.Width = chart.Within, dot.Width
		}
		d.buf = d.shape(d.buf[:0], &m, false)
		d.buf = d.bound(d.buf, &m, given[at[dot.Item]].Value.Number.Form())
		shown.Shape = template.HTML(sh.text.keep(d.buf))
		v.Dots = append(v.Dots, shown)
	}
	return v
}

// bound adds an arrow to the shape of a number that is known on one side alone: up
// where it may be more, down where it may be less.
func (d *drawing) bound(b []byte, m *chart.Mark, form quantity.Form) []byte {
	path := ""
	switch form {
	case quantity.More, quantity.AtLeast:
		path = "M0-5v-12M-4-12l4-5 4 5"
	case quantity.Less, quantity.AtMost:
		path = "M0 5v12M-4 12l4 5 4-5"
	default:
		return b
	}
	b = percent(append(b, `<svg aria-hidden="true" x="`...), m.X+m.Width/2)
	b = strconv.AppendInt(append(b, `" y="`...), int64(m.Y), 10)
	return append(append(append(b, `"><path d="`...), path...), `"/></svg>`...)
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
