// Package chart lays out drawings of time: things with dates go in, shapes come
// out. Places along the axis are given in ten-thousandths of the drawing's
// width, so that it may be shown wider than it was laid out for, heights in CSS
// pixels. The package honours the precision and the doubts of a date, and knows
// neither words nor colours nor markup.
package chart

import "dossier/internal/edtf"

// Full is the width of a drawing in the unit of X and Width.
const Full = 10_000

// Item is something with a date.
type Item struct {
	Date edtf.Date // an item without a date is not drawn
	// Label is the width, in pixels, of the words that shall stand beside the
	// item where there is room; 0 for none. Where there is less, Least will do, and
	// where more is free Whole is of use; both are 0 where nothing else than Label is.
	Label, Least, Whole int
}

// Form says how a timeline shall be drawn.
type Form struct {
	Width int // pixels: the least width at which the drawing will be shown
	Row   int // pixels: the height of a row of marks
	// Rows is how many rows of marks a lane has at most. Items with labels may take
	// three times as many, and beside items that are counted such as last long and
	// have none to be counted with take more.
	Rows  int
	Marks int // most marks of a lane that stand for one item each; see Count
	Cell  int // pixels: the width of the stretch whose items are counted together
	// Mirrored lets time run from the right to the left, as the text of the
	// page around it does.
	Mirrored bool
}

// Timeline is a drawing: two lanes with an axis between them.
type Timeline struct {
	Height int
	// Above holds the marks of the first items, Below those of the second. Each
	// lane is in the order of its items.
	Above, Below []Mark
	AxisTop      int // pixels from the top to the axis
	AxisBottom   int // and to the end of its labels
	Ticks        []Tick
	Breaks       []int // places where the axis leaves out a stretch without any date
}

// Shape is the form of a mark.
type Shape uint8

const (
	// Point is a day. X is its middle, Width 0.
	Point Shape = iota
	// Within is a stretch somewhere in which something happened: a month, a
	// season, a year, one of a set of days.
	Within
	// Lasting is an interval: what it stands for went on all the time.
	Lasting
	// Count stands for several items that are too close together to be told
	// apart. It is a column on the axis; its height grows with their number.
	Count
)

// Mark is a shape for an item, or for several that are counted.
type Mark struct {
	Shape    Shape
	Item     int   // index of the item, of a Count the first
	Counted  []int // indexes of the items of a Count, ascending; else nil
	X, Width int   // of the left edge, and the width, in the unit of Full
	Y        int   // pixels: the middle of a row; of a Count the top
	Height   int   // pixels, of a Count
	// Uncertain and Approximate are the qualifiers ? and ~. An interval of which
	// one end is unknown is uncertain.
	Uncertain, Approximate bool
	// Left and Right tell that the mark has no end there, and runs out.
	Left, Right bool
	Label       Side
	Room        int // pixels that the words may take, where there is a Label
}

// Side tells where the words of a mark stand.
type Side uint8

const (
	// Unlabelled marks have no room for words.
	Unlabelled Side = iota
	// RightOf has the words begin at the right end of the mark.
	RightOf
	// LeftOf has them end at its left end.
	LeftOf
	// Over has them begin where the mark begins, a row further from the axis.
	Over
)

// Unit is what the label of a tick names.
type Unit uint8

// The units; MonthOfYear names both.
const (
	Day Unit = iota
	Month
	MonthOfYear
	Year
)

// Tick is a label of the axis, and the line at the beginning of what it names.
type Tick struct {
	Unit  Unit
	Year  int64 // astronomical: 0 is 1 BC
	Month int   // 1–12
	Day   int   // 1–31
	X     int   // of the label's middle
	Row   int   // of the labels: 0 is next to the axis
	// At is where what is named begins. Line is false where it begins before the
	// axis does, or a part of the axis; At is without meaning then.
	At   int
	Line bool
}

// Heights of a drawing, in pixels.
const (
	pointRadius = 5
	axisRow     = 15 // of labels
	laneMargin  = 4  // between the axis and the marks
	labelGap    = 5  // between a mark and its words
)

// NewTimeline lays out two lists of items on one axis. It is nil where there is
// no date with a bound. Equal arguments give equal drawings.
func NewTimeline(f Form, above, below []Item) *Timeline {
	a, b := stretches(above), stretches(below)
	s := newScale(f, a, b)
	if s == nil {
		return nil
	}
	up, down := s.lane(a, above), s.lane(b, below)
	t := &Timeline{Ticks: s.ticks(), Breaks: s.breaks()}
	rows := 1
	for _, tick := range t.Ticks {
		rows = max(rows, tick.Row+1)
	}
	t.AxisTop = up.height
	t.AxisBottom = t.AxisTop + rows*axisRow + laneMargin
	t.Height = t.AxisBottom + down.height
	t.Above = up.marks(func(row int) int { return t.AxisTop - row })
	t.Below = down.marks(func(row int) int { return t.AxisBottom + row })
	if f.Mirrored {
		t.mirror()
	}
	return t
}

// mirror lets time run to the left.
func (t *Timeline) mirror() {
	for _, lane := range [][]Mark{t.Above, t.Below} {
		for i := range lane {
			m := &lane[i]
			m.X = Full - m.X - m.Width
			m.Left, m.Right = m.Right, m.Left
			switch m.Label {
			case RightOf:
				m.Label = LeftOf
			case LeftOf:
				m.Label = RightOf
			}
		}
	}
	mirror(t.Ticks, t.Breaks)
}

// mirror lets the time of an axis run to the left.
func mirror(ticks []Tick, breaks []int) {
	for i := range ticks {
		tick := &ticks[i]
		tick.X, tick.At = Full-tick.X, Full-tick.At
	}
	for i := range breaks {
		breaks[i] = Full - breaks[i]
	}
}
