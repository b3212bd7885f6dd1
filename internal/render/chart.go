package render

import (
	"html/template"
	"slices"
	"strconv"
	"strings"

	"dossier/internal/chart"
	"dossier/internal/dossier"
	"dossier/internal/edtf"
	"dossier/internal/weigh"
)

// Chart is a drawing of time: events above an axis, publications of sources
// below it. Places along the axis are percentages.
type Chart struct {
	Wide         bool // it has the width of a page, and words beside its events
	Height       int  // this and all other lengths are in CSS pixels
	AxisTop      int
	AxisBottom   int
	Events       int
	Publications int
	Above, Below []ChartMark
	Ticks        []ChartTick
	Breaks       []template.HTML // shapes: the axis leaves out a stretch without dates

	// What the drawing has, and its legend explains.
	HasWithin, HasLasting, HasUncertain, HasApproximate, HasOpen, HasCount, HasDisputed bool
}

// ChartMark is a link that is drawn.
type ChartMark struct {
	URL   string
	Label string // empty where several are counted
	When  string
	Class string // words for the stylesheet, may be empty
	// Disputed tells that sources give dates that cannot all be right.
	Disputed bool
	N        int    // how many are counted, else 0
	Items    string // which, as ranges of places in the list of their lane, from 0: "0-4 7"
	Shape    template.HTML
}

// ChartTick is a label of the axis.
type ChartTick struct {
	X    string // "46.8%": of its middle
	Y    int    // of its base line
	Key  string // of the interface words, for a month; may be empty
	Text string // a year, or the day of a month; may be empty
	At   string // "45%": of the line that belongs to it
	Line int    // where that ends; 0 for none
	Grid bool   // the line crosses the drawing
}

// dated is a thing that a chart shows.
type dated struct {
	date edtf.Date
	link *Link
	list string // URL of the list that it is found in, for those that are counted

	disputed bool // sources give dates for it that cannot all be right
}

// The forms of charts. A small one is laid out for the narrowest telephone, so
// that it never has to be scrolled.
var (
	wideChart  = chart.Form{Width: 880, Row: 16, Rows: 7, Marks: 100, Cell: 28}
	smallChart = chart.Form{Width: 284, Row: 12, Rows: 3, Marks: 30, Cell: 20}
)

const (
	chartLabel = 34 // characters of the words beside an event
	chartLeast = 18 // of those where there is room for few
	chartTitle = 80 // characters of the name of a mark
	// fewestDated is from how many dated things on a page has a chart.
	fewestDated = 2
)

// chart draws events and publications. It is nil where there are too few.
func (sh *sheet) chart(f chart.Form, events, publications []dated) *Chart {
	if len(events)+len(publications) < fewestDated {
		return nil
	}
	wide := f.Width == wideChart.Width
	f.Mirrored = sh.p.d.Direction == "rtl" // time runs as the text around it does
	above, below := make([]chart.Item, len(events)), make([]chart.Item, len(publications))
	for i := range events {
		above[i].Date = events[i].date
		if wide {
			words := events[i].link.Label
			above[i].Label = labelWidth(sh.text.brief(words, chartLabel))
			above[i].Least = labelWidth(sh.text.brief(words, chartLeast))
			above[i].Whole = labelWidth(sh.text.brief(words, chartTitle))
		}
	}
	for i := range publications {
		below[i].Date = publications[i].date
	}
	t := chart.NewTimeline(f, above, below)
	if t == nil {
		return nil
	}
	c := &Chart{
		Wide: wide, Height: t.Height, AxisTop: t.AxisTop, AxisBottom: t.AxisBottom,
		Events: len(events), Publications: len(publications),
	}
	d := drawing{sheet: sh, chart: c, cell: f.Cell}
	c.Above = d.lane(t.Above, events, false)
	c.Below = d.lane(t.Below, publications, true)
	c.Ticks = d.ticks(t.Ticks)
	c.Breaks = sh.breaks(t.Breaks, t.AxisTop)
	return c
}

// breaks draws where the axis leaves out a stretch.
func (sh *sheet) breaks(places []int, axis int) []template.HTML {
	var list []template.HTML
	for _, x := range places {
		b := append(percent(append(sh.buf[:0], `<svg aria-hidden="true" x="`...), x), `" y="`...)
		b = append(strconv.AppendInt(b, int64(axis), 10), `"><path d="M-5 3l4-10M1 3l4-10"/></svg>`...)
		list = append(list, template.HTML(sh.text.keep(b)))
		sh.buf = b
	}
	return list
}

// A drawing makes the shapes of a chart.
type drawing struct {
	*sheet
	chart *Chart
	cell  int // pixels
}

func (d *drawing) lane(marks []chart.Mark, of []dated, below bool) []ChartMark {
	list := make([]ChartMark, len(marks))
	for i := range marks {
		m := &marks[i]
		it := &of[m.Item]
		v := &list[i]
		if m.Shape == chart.Count && len(m.Counted) > 1 {
			*v = ChartMark{URL: it.list, Class: "many", N: len(m.Counted), When: d.p.date(it.date).Words}
			if last := d.p.date(of[m.Counted[len(m.Counted)-1]].date).Words; last != v.When {
				v.When = d.text.join(v.When, " – ", last)
			}
			if d.chart.Wide {
				v.Items = ranges(m.Counted)
			}
		} else {
			*v = ChartMark{URL: it.link.URL, Label: d.text.brief(it.link.Label, chartTitle), When: d.p.date(it.date).Words}
			switch {
			case m.Shape == chart.Count:
				v.Class = "many"
			case m.Uncertain && m.Approximate:
				v.Class = "doubt about"
			case m.Uncertain:
				v.Class = "doubt"
			case m.Approximate:
				v.Class = "about"
			}
			if it.disputed {
				v.Class, v.Disputed, d.chart.HasDisputed = strings.TrimSpace("differs "+v.Class), true, true
			}
		}
		d.explain(m)
		b := d.buf[:0]
		b = d.shape(b, m, below)
		if m.Label != chart.Unlabelled {
			b = d.words(b, m, d.text.fitting(it.link.Label, m.Room))
		}
		v.Shape = template.HTML(d.text.keep(b))
		d.buf = b
	}
	return list
}

// explain notes what the legend has to tell.
func (d *drawing) explain(m *chart.Mark) {
	c := d.chart
	c.HasWithin = c.HasWithin || m.Shape == chart.Within
	c.HasLasting = c.HasLasting || m.Shape == chart.Lasting
	c.HasCount = c.HasCount || m.Shape == chart.Count
	c.HasUncertain = c.HasUncertain || m.Uncertain
	c.HasApproximate = c.HasApproximate || m.Approximate
	c.HasOpen = c.HasOpen || m.Left || m.Right
}

// shape draws a mark: a day is round for an event, square for a publication.
func (d *drawing) shape(b []byte, m *chart.Mark, below bool) []byte {
	num := func(before string, n int) { b = strconv.AppendInt(append(b, before...), int64(n), 10) }
	per := func(before string, x int) { b = percent(append(b, before...), x) }
	switch {
	case m.Shape == chart.Count:
		per(`<rect x="`, m.X)
		per(`" width="`, m.Width)
		num(`" y="`, m.Y)
		num(`" height="`, m.Height)
		b = append(b, `"/>`...)
		if n := strconv.Itoa(len(m.Counted)); 6*len(n)+2 <= d.cell {
			per(`<text x="`, m.X+m.Width/2)
			if below {
				num(`" y="`, m.Y+11)
			} else {
				num(`" y="`, m.Y+m.Height-4)
			}
			b = append(append(append(b, `">`...), n...), "</text>"...)
		}
		return b
	case m.Shape == chart.Point && below:
		per(`<rect class="day" x="`, m.X)
		num(`" y="`, m.Y-4)
		return append(b, `" width="8" height="8"/>`...)
	case m.Shape == chart.Point:
		per(`<circle cx="`, m.X)
		num(`" cy="`, m.Y)
		return append(b, `" r="5"/>`...)
	}
	half := 3
	if m.Shape == chart.Within {
		half = 4
		b = append(b, `<rect class="in" x="`...)
	} else {
		b = append(b, `<rect x="`...)
	}
	per(``, m.X)
	per(`" width="`, m.Width)
	num(`" y="`, m.Y-half)
	num(`" height="`, 2*half)
	b = append(b, `" rx="3"/>`...)
	if m.Left {
		num(`<svg aria-hidden="true" x="0" y="`, m.Y)
		b = append(b, `"><path d="M8-6 1 0l7 6"/></svg>`...)
	}
	if m.Right {
		num(`<svg aria-hidden="true" x="100%" y="`, m.Y)
		b = append(b, `"><path d="M-8-6l7 6-7 6"/></svg>`...)
	}
	return b
}

// words writes beside a mark. Which edge of a text its anchor is depends on the
// direction of the page.
func (d *drawing) words(b []byte, m *chart.Mark, words string) []byte {
	x, y, away, rtl := m.X, m.Y+4, 5, d.p.d.Direction == "rtl"
	if m.Shape == chart.Point {
		away = 9
	}
	switch m.Label {
	case chart.RightOf:
		x += m.Width
	case chart.LeftOf:
		away = -away
	case chart.Over:
		away, y = 0, y-wideChart.Row+2
		if rtl {
			x += m.Width
		}
	}
	b = append(b, `<text`...)
	if m.Label != chart.Over && (m.Label == chart.RightOf) == rtl {
		b = append(b, ` class="far"`...)
	}
	b = percent(append(b, ` x="`...), x)
	if away != 0 {
		b = strconv.AppendInt(append(b, `" dx="`...), int64(away), 10)
	}
	b = strconv.AppendInt(append(b, `" y="`...), int64(y), 10)
	b = appendText(append(b, `">`...), words)
	return append(b, `</text>`...)
}

func (d *drawing) ticks(ticks []chart.Tick) []ChartTick {
	list := make([]ChartTick, len(ticks))
	for i, t := range ticks {
		v := ChartTick{X: d.percent(t.X), Y: d.chart.AxisTop + 12 + 15*t.Row}
		switch t.Unit {
		case chart.Day:
			v.Text = strconv.Itoa(t.Day)
		case chart.Month:
			v.Key = monthKeys[t.Month-1]
		case chart.MonthOfYear:
			v.Key, v.Text = monthKeys[t.Month-1], d.p.lexicon.Year(t.Year)
		default:
			v.Text = d.p.lexicon.Year(t.Year)
		}
		if t.Line {
			v.At = d.percent(t.At)
			if v.Line, v.Grid = d.chart.AxisTop+3, t.Unit == chart.Year || t.Unit == chart.MonthOfYear; v.Grid {
				v.Line = d.chart.Height
			}
		}
		list[i] = v
	}
	return list
}

// monthKeys are the keys of the short names of the months.
var monthKeys = func() (keys [12]string) {
	for i := range keys {
		keys[i] = "month-short-" + strconv.Itoa(i+1)
	}
	return keys
}()

func (d *drawing) percent(x int) string {
	d.buf = percent(d.buf[:0], x)
	return d.text.keep(d.buf)
}

// percent prints ten-thousandths: 4680 is 46.8%.
func percent(b []byte, x int) []byte {
	b = strconv.AppendInt(b, int64(x/100), 10)
	if rest := x % 100; rest > 0 {
		b = append(b, '.', byte('0'+rest/10))
		if rest%10 > 0 {
			b = append(b, byte('0'+rest%10))
		}
	}
	return append(b, '%')
}

// ranges prints ascending numbers: 0, 1, 2, 5 as "0-2 5".
func ranges(list []int) string {
	var b []byte
	for i := 0; i < len(list); {
		j := i
		for j+1 < len(list) && list[j+1] == list[j]+1 {
			j++
		}
		if i > 0 {
			b = append(b, ' ')
		}
		b = strconv.AppendInt(b, int64(list[i]), 10)
		if j > i {
			b = strconv.AppendInt(append(b, '-'), int64(list[j]), 10)
		}
		i = j + 1
	}
	return string(b)
}

// labelWidth tells how many pixels words take at most in the small type of a
// chart. No font is known here: these are the widths of a wide one, rounded up.
func labelWidth(s string) int {
	tenths := 0
	for _, r := range s {
		switch {
		case r == ' ' || r == '.' || r == ',' || r == ':' || r == '\'' || r == '’' || r == 'i' || r == 'l' || r == 'j' || r == 'I':
			tenths += 38
		case r == 'm' || r == 'w' || r == 'M' || r == 'W' || r == '—' || r == '…':
			tenths += 112
		case 'A' <= r && r <= 'Z':
			tenths += 84
		case r < 0x1100:
			tenths += 72
		default: // scripts whose characters may be as wide as high
			tenths += 118
		}
	}
	return (tenths + 9) / 10
}

// fitting cuts a text to the words for which there are so many pixels in a chart.
func (a *arena) fitting(s string, room int) string {
	if s = a.brief(s, chartTitle); labelWidth(s) <= room {
		return s
	}
	for cut := len(s); ; {
		if cut = strings.LastIndexByte(s[:cut], ' '); cut <= 0 {
			break // a script without spaces
		}
		if words := strings.TrimRight(s[:cut], " ,;:–—-…"); labelWidth(words)+labelWidth(" …") <= room {
			return a.join(words, " …")
		}
	}
	if words := a.brief(s, chartLabel); labelWidth(words) <= room {
		return words
	}
	return a.brief(s, chartLeast)
}

// entityChart draws the events of an entity and the sources that mention it.
func (sh *sheet) entityChart(e *dossier.Entity) *Chart {
	if len(e.Events)+len(e.MentionedIn) < fewestDated {
		return nil
	}
	events := make([]dated, 0, len(e.Events))
	for _, ev := range e.Events {
		if !ev.Date.IsZero() {
			events = append(events, dated{ev.Date, sh.link(&ev.Item), "#events", weigh.DateDisputed(ev.Evidence)})
		}
	}
	publications := make([]dated, 0, len(e.MentionedIn))
	for _, in := range e.MentionedIn {
		if !in.Source.Published.IsZero() {
			publications = append(publications, dated{in.Source.Published, sh.link(&in.Source.Item), "#in-sources", false})
		}
	}
	if !slices.IsSortedFunc(publications, byBeginning) {
		slices.SortStableFunc(publications, byBeginning)
	}
	return sh.chart(smallChart, events, publications)
}

func byBeginning(a, b dated) int { return edtf.Compare(a.date, b.date) }
