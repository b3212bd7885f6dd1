package graph

import (
	"cmp"
	"math"
	"slices"
)

// Lengths in pixels: of an edge, at least and at most, and how much of the
// drawing the boxes may cover before edges become longer.
const (
	shortest = 84
	longest  = 150
	tightest = 60 // up and down, where the width does not let edges be longer across
	covered  = 0.26
)

// spread makes a part a drawing of pixels: the longer side lies across, edges
// are as long as the labels need, and no box covers another.
func (p *part) spread(width int) {
	p.turn()
	p.scale(width)
	p.force(width)
	p.settle(width)
}

// turn lays the direction in which the nodes spread most along x.
func (p *part) turn() {
	centre(p.x)
	centre(p.y)
	xx, xy, yy := 0.0, 0.0, 0.0
	for i := range p.n {
		xx += mul(p.x[i], p.x[i])
		xy += mul(p.x[i], p.y[i])
		yy += mul(p.y[i], p.y[i])
	}
	// The axis is the eigenvector of the larger eigenvalue of the moments.
	half := (xx - yy) / 2
	root := math.Sqrt(mul(half, half) + mul(xy, xy))
	c, s := root+half, xy
	if half < 0 {
		c, s = xy, root-half
	}
	size := math.Sqrt(mul(c, c) + mul(s, s))
	if size < 1e-6 || root < mul(1e-3, xx+yy) { // as wide as high: no direction is better
		return
	}
	c, s = c/size, s/size
	for i := range p.n {
		p.x[i], p.y[i] = mul(c, p.x[i])+mul(s, p.y[i]), mul(c, p.y[i])-mul(s, p.x[i])
	}
}

// scale turns lengths of edges into pixels. Boxes are wider than high, and so
// is the drawing, as far as its width allows.
func (p *part) scale(width int) {
	area, wide, high, widest := 0.0, 0.0, 0.0, 0
	for _, n := range p.nodes {
		w, h := float64(n.Width+Gap), float64(n.Above+n.Below+Gap)
		area += mul(w, h)
		wide += w
		high += h
		widest = max(widest, n.Width)
	}
	ratio := min(max(wide/high, 1), 1.6)
	across, down := extent(p.x), extent(p.y)
	unit := math.Sqrt(area / mul(covered, mul(mul(across+1, down+1), ratio)))
	unit = max(min(unit, longest), shortest)
	x, y := mul(unit, ratio), unit
	if room := float64(max(width-widest, 0)); mul(x, across) > room {
		x = room / across
		y = max(min(y, x), tightest)
	}
	for i := range p.n {
		p.x[i], p.y[i] = mul(p.x[i], x), mul(p.y[i], y)
	}
}

func extent(v []float64) float64 { return slices.Max(v) - slices.Min(v) }

// passes is how often force goes over all pairs at most, and clearings how often
// of these also over all lines; clearance is how many pixels it keeps between a line
// and the middle of a node that it does not end at.
const (
	passes    = 80
	clearings = 40
	clearance = 22
)

// force moves boxes that cover each other apart, each by half, in the direction
// in which they cover less of each other: names are wide, and all would end up in
// one column if they moved up and down as soon as that is shorter. It also moves
// nodes off the lines between others, which would seem to end there, as far as
// there is room. Nobody moves out of the width.
func (p *part) force(width int) {
	for pass := range passes {
		cleared := pass < clearings && p.clear()
		if !p.push() && !cleared {
			break
		}
		centre(p.x)
		for i, n := range p.nodes {
			reach := max(float64(width-n.Width)/2-1, 0)
			p.x[i] = min(max(p.x[i], -reach), reach)
		}
	}
}

// push moves every two boxes that cover each other apart, and tells whether
// there were any.
func (p *part) push() bool {
	found := false
	for i := range p.n {
		a := &p.nodes[i]
		for j := range i {
			b := &p.nodes[j]
			dx := p.x[i] - p.x[j]
			over := float64(a.Width+b.Width)/2 + Gap - math.Abs(dx)
			if over <= 0 {
				continue
			}
			dy := p.y[i] - p.y[j] + float64(a.Below-a.Above-b.Below+b.Above)/2 // of the middles of the boxes
			under := float64(a.Above+a.Below+b.Above+b.Below)/2 + Gap - math.Abs(dy)
			if under <= 0 {
				continue
			}
			found = true
			if mul(under, float64(a.Width+b.Width)) < mul(over, float64(a.Above+a.Below+b.Above+b.Below)) {
				shift := under/2 + 0.25
				if dy < 0 {
					shift = -shift
				}
				p.y[i] += shift
				p.y[j] -= shift
				continue
			}
			shift := over/2 + 0.25
			if dx < 0 {
				shift = -shift
			}
			p.x[i] += shift
			p.x[j] -= shift
		}
	}
	return found
}

// clear moves each node off the lines that pass over it and join others, and tells
// whether there were any. Where lines are dense it may not come to an end.
func (p *part) clear() bool {
	found := false
	for _, tie := range p.ties {
		a, b := tie[0], tie[1]
		alongX, alongY := p.x[b]-p.x[a], p.y[b]-p.y[a]
		size := mul(alongX, alongX) + mul(alongY, alongY)
		if size < 1 {
			continue
		}
		left, right := min(p.x[a], p.x[b])-clearance, max(p.x[a], p.x[b])+clearance
		top, bottom := min(p.y[a], p.y[b])-clearance, max(p.y[a], p.y[b])+clearance
		length := 0.0
		for i := range p.n {
			x, y := p.x[i], p.y[i]
			if x <= left || x >= right || y <= top || y >= bottom || i == a || i == b {
				continue
			}
			dx, dy := x-p.x[a], y-p.y[a]
			if part := mul(dx, alongX) + mul(dy, alongY); part <= 0 || part >= size {
				continue // it stands before or behind the line
			}
			if length == 0 {
				length = math.Sqrt(size)
			}
			beside := (mul(dy, alongX) - mul(dx, alongY)) / length // to the left of the line below 0
			if beside <= -clearance || beside >= clearance {
				continue
			}
			found = true
			shift := (clearance - beside) / 2
			if beside < 0 {
				shift = (-clearance - beside) / 2
			}
			p.x[i] -= mul(shift, alongY/length)
			p.y[i] += mul(shift, alongX/length)
		}
	}
	return found
}

// settle rounds places to whole pixels from the upper left corner of the part.
// From top to bottom it lowers each box that still covers one above it, which
// always comes to an end without any that do.
func (p *part) settle(width int) {
	left := math.Inf(1)
	top := math.Inf(1)
	for i, n := range p.nodes {
		left = min(left, p.x[i]-float64(n.Width)/2)
		top = min(top, p.y[i]-float64(n.Above))
	}
	order := make([]int, p.n)
	for i, n := range p.nodes {
		order[i] = i
		x := int(math.Floor(p.x[i] - left + 0.5))
		p.at[i] = Point{max(min(x, width-(n.Width+1)/2), (n.Width+1)/2), int(math.Floor(p.y[i] - top + 0.5))}
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(p.at[a].Y-p.nodes[a].Above, p.at[b].Y-p.nodes[b].Above), cmp.Compare(p.at[a].X, p.at[b].X), cmp.Compare(a, b))
	})
	for k, i := range order {
		for again := true; again; {
			again = false
			for _, j := range order[:k] {
				if y := p.at[j].Y + p.nodes[j].Below + Gap + p.nodes[i].Above; p.covers(i, j) && y > p.at[i].Y {
					p.at[i].Y, again = y, true
				}
			}
		}
		n := p.nodes[i]
		p.width = max(p.width, p.at[i].X+(n.Width+1)/2)
		p.height = max(p.height, p.at[i].Y+n.Below)
	}
}

// covers tells whether the boxes of two nodes are nearer to each other than Gap.
func (p *part) covers(i, j int) bool {
	a, b := p.nodes[i], p.nodes[j]
	dx, dy := p.at[i].X-p.at[j].X, p.at[i].Y-p.at[j].Y
	if dx < 0 {
		dx = -dx
	}
	return 2*dx < a.Width+b.Width+2*Gap && dy-a.Above < b.Below+Gap && -dy-b.Above < a.Below+Gap
}
