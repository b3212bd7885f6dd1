package chart

import (
	"math"

	"dossier/internal/edtf"
)

// Value is a number that holds for a time.
type Value struct {
	Date   edtf.Date // a value without a date is not drawn
	Number float64
}

// Series is a drawing of numbers over time.
type Series struct {
	Height  int // pixels
	AxisTop int // pixels from the top to the axis of time
	Dots    []Dot
	Levels  []Level
	Ticks   []Tick
	Breaks  []int // places where the axis leaves out a stretch without any date
}

// Dot stands for a value: a point for a day, a bar for a longer time.
type Dot struct {
	Item     int // index of the value
	X, Width int // of the left edge, and the width, in the unit of Full; of a day the middle, and 0
	Y        int // pixels
}

// Level is a line across the drawing at a round number.
type Level struct {
	Number float64
	Y      int // pixels
}

// mostLevels is how many levels a drawing has above or below zero at most.
const mostLevels = 4

// NewSeries lays out numbers above an axis of time, height pixels high, on a scale
// that begins at zero: what is twice as much is twice as high. It is nil where no
// value has a date with a bound. Equal arguments give equal drawings.
func NewSeries(f Form, height int, values []Value) *Series {
	items := make([]Item, len(values))
	low, high := 0.0, 0.0
	for i, v := range values {
		items[i].Date = v.Date
		low, high = min(low, v.Number), max(high, v.Number)
	}
	list := stretches(items)
	sc := newScale(f, list)
	if sc == nil {
		return nil
	}
	if low == high {
		high = 1
	}
	step := levelStep(max(high, -low))
	low, high = math.Floor(low/step)*step, math.Ceil(high/step)*step
	const top = axisRow // room for the number of the highest level
	y := func(n float64) int {
		share := (high - n) / (high - low)
		return top + int(math.Round(float64(share*float64(height))))
	}
	s := &Series{AxisTop: top + height, Ticks: sc.ticks(), Breaks: sc.breaks()}
	rows := 1
	for _, tick := range s.Ticks {
		rows = max(rows, tick.Row+1)
	}
	s.Height = s.AxisTop + rows*axisRow + laneMargin
	for n := range int(math.Round((high-low)/step)) + 1 {
		number := low + float64(float64(n)*step)
		s.Levels = append(s.Levels, Level{number, y(number)})
	}
	for i := range list {
		st := &list[i]
		dot := Dot{Item: st.item, Y: y(values[st.item].Number)}
		from, to := st.from, st.to
		if st.open {
			from = sc.from
		}
		if st.ends {
			to = sc.to
		}
		if st.shape == Point {
			dot.X = sc.x((from + to) / 2)
		} else {
			dot.X = sc.x(from)
			dot.Width = sc.x(to) - dot.X
		}
		s.Dots = append(s.Dots, dot)
	}
	if f.Mirrored {
		for i := range s.Dots {
			s.Dots[i].X = Full - s.Dots[i].X - s.Dots[i].Width
		}
		mirror(s.Ticks, s.Breaks)
	}
	return s
}

// levelStep is the least of 1, 2 or 5 times a power of ten by which most is
// reached in few steps.
func levelStep(most float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(most))-1)
	for k := 0; ; k++ {
		step := float64(power * [...]float64{1, 2, 5}[k%3])
		if most <= float64(step*mostLevels) {
			return step
		}
		if k%3 == 2 {
			power *= 10
		}
	}
}
