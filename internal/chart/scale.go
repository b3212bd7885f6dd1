package chart

import "slices"

// A scale leads from time to places. It is even, but for cuts: long stretches
// in which no date begins or ends, that would leave no room for the others.
type scale struct {
	Form
	from, to int64 // half days
	kept     int64 // to − from less the cuts
	cuts     []cut
	inset    int // pixels left free at the beginning, for the halves of points
	inner    int // pixels for what is kept
}

// cut is a stretch that the axis leaves out, in half days; before is what is
// kept before it.
type cut struct{ from, to, before int64 }

const (
	mostCuts = 3
	// A stretch is cut if it takes more than one part in cutShare of the axis.
	cutShare   = 3
	cutWidth   = 28 // pixels
	runOut     = 28 // pixels beyond the first or last date, for what has no end
	leastScale = 14 // half days: the axis covers so much at least
	leastKept  = 6  // half days that cuts leave
	// fewDates is how many different bounds there must be for a cut: two dates
	// far apart need nothing but the way between them.
	fewDates = 5
)

// newScale is nil where no item has a bound.
func newScale(f Form, lanes ...[]stretch) *scale {
	n := 0
	for _, lane := range lanes {
		n += len(lane)
	}
	bounds := make([]int64, 0, 2*n)
	for _, lane := range lanes {
		for i := range lane {
			if s := &lane[i]; !s.open {
				bounds = append(bounds, s.from)
			}
			if s := &lane[i]; !s.ends {
				bounds = append(bounds, s.to)
			}
		}
	}
	if len(bounds) == 0 {
		return nil
	}
	slices.Sort(bounds)
	bounds = slices.Compact(bounds)
	s := &scale{Form: f, from: bounds[0], to: bounds[len(bounds)-1], inset: 2 * pointRadius}
	end := 2 * pointRadius
	for _, lane := range lanes {
		for i := range lane {
			if lane[i].open {
				s.inset = runOut
			}
			if lane[i].ends {
				end = runOut
			}
		}
	}
	if short := leastScale - (s.to - s.from); short > 0 {
		s.from -= (short + 2) / 4 * 2
		s.to = s.from + leastScale
	}
	s.kept = s.to - s.from
	s.cut(bounds)
	s.inner = f.Width - s.inset - end - len(s.cuts)*cutWidth
	return s
}

// cut leaves out the longest stretches, as long as they are long beside the rest.
func (s *scale) cut(bounds []int64) {
	if len(bounds) < fewDates {
		return
	}
	for range mostCuts {
		longest := cut{}
		for i := 1; i < len(bounds); i++ {
			c := cut{from: bounds[i-1], to: bounds[i]}
			if c.to-c.from > longest.to-longest.from && !slices.Contains(s.cuts, c) {
				longest = c
			}
		}
		length := longest.to - longest.from
		if length*cutShare <= s.kept || s.kept-length < leastKept {
			break
		}
		s.cuts = append(s.cuts, longest)
		s.kept -= length
	}
	slices.SortFunc(s.cuts, func(a, b cut) int { return int(min(max(a.from-b.from, -1), 1)) })
	left := int64(0)
	for i := range s.cuts {
		s.cuts[i].before = s.cuts[i].from - s.from - left
		left += s.cuts[i].to - s.cuts[i].from
	}
}

// tenths gives the place of a time in tenths of a pixel of the least width.
func (s *scale) tenths(t int64) int {
	past, width := t-s.from, 0
	for _, c := range s.cuts {
		if t >= c.to {
			past -= c.to - c.from
			width += 10 * cutWidth
			continue
		}
		if t > c.from {
			past -= t - c.from
			width += int((t - c.from) * (10 * cutWidth) / (c.to - c.from))
		}
		break
	}
	return 10*s.inset + width + int(past*int64(10*s.inner)/s.kept)
}

// units makes tenths of a pixel the unit of a drawing.
func (s *scale) units(tenths int) int { return tenths * (Full / 10) / s.Width }

func (s *scale) x(t int64) int { return s.units(s.tenths(t)) }

// breaks gives the middles of the cuts.
func (s *scale) breaks() []int {
	var list []int
	for _, c := range s.cuts {
		list = append(list, s.units(s.tenths(c.from)+5*cutWidth))
	}
	return list
}

// A part of the axis between two cuts. Between cuts that touch there is a moment.
type part struct{ from, to int64 }

func (s *scale) parts() []part {
	list := make([]part, 0, len(s.cuts)+1)
	at := s.from
	for _, c := range s.cuts {
		list = append(list, part{at, max(c.from, at+1)})
		at = c.to
	}
	return append(list, part{at, max(s.to, at+1)})
}
