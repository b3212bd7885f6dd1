package chart

import "slices"

// A lane is one list of items in rows, the first of which is next to the axis.
type lane struct {
	*scale
	items  []Item
	placed []placed
	height int // pixels
	rows   []row
	// counting tells that items are counted by cells.
	counting bool
}

// placed is a stretch with its place.
type placed struct {
	*stretch
	from, to int // pixels: what it covers
	row      int
	label    Side
	room     int   // pixels for the words
	counted  []int // items
	share    int   // of the height of a count: that of the highest is Full
}

// row tells which of its pixels are taken.
type row []uint64

// Room between marks of one row, in pixels.
const gap = 2

// lane finds a place for each item: with words, else without them, else by
// counting those together that stand closest.
func (s *scale) lane(list []stretch, items []Item) *lane {
	l := &lane{scale: s, items: items}
	l.placed = make([]placed, len(list))
	for i := range list {
		p := &l.placed[i]
		p.stretch = &list[i]
		p.from, p.to = l.edges(p.stretch)
	}
	labelled := slices.ContainsFunc(items, func(it Item) bool { return it.Label > 0 })
	switch {
	case len(list) == 0:
	case len(list) <= s.Marks && labelled && l.each(3*s.Rows, true):
	case len(list) <= s.Marks && l.each(s.Rows, false):
		for i := range l.placed {
			l.beside(&l.placed[i]) // a word here and there is better than none
		}
	default:
		l.count()
	}
	for i := range l.placed {
		l.widen(&l.placed[i])
	}
	used := 0
	for i, r := range l.rows {
		if !r.free(0, l.Width) {
			used = i + 1
		}
	}
	if used > 0 {
		l.height = used*s.Row + laneMargin
	}
	return l
}

// edges gives what a mark covers, in pixels.
func (l *lane) edges(s *stretch) (from, to int) {
	if s.shape == Point {
		at := l.tenths(s.from+1) / 10
		return at - pointRadius, at + pointRadius
	}
	from, to = 0, l.Width
	if !s.open {
		from = l.tenths(s.from) / 10
	}
	if !s.ends {
		to = (l.tenths(s.to) + 9) / 10
	}
	return from, max(to, from+2)
}

// each gives every item a mark of its own; it is false where the rows do not
// suffice.
func (l *lane) each(rows int, labelled bool) bool {
	l.rows = nil
	for i := range l.placed {
		if p := &l.placed[i]; !(labelled && l.labelled(p, rows)) && !l.put(p, 0, rows) {
			for i := range l.placed {
				l.placed[i].label, l.placed[i].room = Unlabelled, 0
			}
			return false
		}
	}
	return true
}

// widths gives the widths that the words of a mark may have, the best first.
func (l *lane) widths(p *placed) []int {
	it := &l.items[p.item]
	switch {
	case it.Label == 0:
		return nil
	case 0 < it.Least && it.Least < it.Label:
		return []int{it.Label, it.Least}
	}
	return []int{it.Label}
}

// widen gives the words of a mark what is free beside it, on the side that has more.
func (l *lane) widen(p *placed) {
	whole := l.items[p.item].Whole
	if p.label == Unlabelled || whole <= p.room {
		return
	}
	if p.label == Over {
		row := l.rows[p.row+1]
		for at := p.from + p.room; p.room < whole && at < l.Width && row.take(at, at+1); at++ {
			p.room++
		}
		return
	}
	row := l.rows[p.row]
	words := func(fill func(from, to int)) {
		if p.label == RightOf {
			fill(p.to+gap/2, p.to+labelGap+p.room+gap/2)
		} else {
			fill(p.from-labelGap-p.room-gap/2, p.from-gap/2)
		}
	}
	words(row.clear)
	right, left := 0, 0
	for at := p.to + gap/2; right < whole+labelGap && at < l.Width && row.free(at, at+1+gap/2); at++ {
		right++
	}
	for at := p.from - gap/2 - 1; left < whole+labelGap && at >= 0 && row.free(at-gap/2, at+1); at-- {
		left++
	}
	if right -= labelGap; right < p.room && p.label == RightOf {
		right = p.room // at the edge of the drawing
	}
	if left -= labelGap; left < p.room && p.label == LeftOf {
		left = p.room
	}
	if p.label == RightOf && left > right {
		p.label = LeftOf
	} else if p.label == LeftOf && right > left {
		p.label = RightOf
	}
	p.room = max(left, right)
	words(row.fill)
}

// sides gives the two stretches beside a mark that words of a width may take.
func (p *placed) sides(width int) (list [2]struct {
	Side
	from, to int
},
) {
	width += labelGap
	list[0].Side, list[0].from, list[0].to = RightOf, p.to, p.to+width
	list[1].Side, list[1].from, list[1].to = LeftOf, p.from-width, p.from
	return list
}

// labelled finds a place for a mark together with its words: beside it, or, if
// it is long, over it.
func (l *lane) labelled(p *placed, rows int) bool {
	for _, width := range l.widths(p) {
		if l.worded(p, width, rows) {
			p.room = width
			return true
		}
	}
	return false
}

func (l *lane) worded(p *placed, width, rows int) bool {
	for _, side := range p.sides(width) {
		whole := *p
		whole.from, whole.to = min(p.from, side.from), max(p.to, side.to)
		if side.from >= 0 && side.to <= l.Width && l.put(&whole, 0, rows) {
			p.row, p.label = whole.row, side.Side
			return true
		}
	}
	from, to := p.from, p.from+width
	for i := 0; i+1 < rows && to <= min(p.to, l.Width); i++ {
		l.grow(i + 2)
		if l.rows[i].free(p.from-gap/2, p.to+gap/2) && l.rows[i+1].take(from, to) {
			l.rows[i].take(p.from-gap/2, p.to+gap/2)
			p.row, p.label = i, Over
			return true
		}
	}
	return false
}

// beside gives a mark that has its place words where there is room for them.
func (l *lane) beside(p *placed) {
	for _, width := range l.widths(p) {
		for _, side := range p.sides(width) {
			if side.from >= 0 && side.to <= l.Width && l.rows[p.row].take(side.from+gap/2, side.to+gap/2) {
				p.label, p.room = side.Side, width
				return
			}
		}
	}
}

// put finds the first of some rows with room for a mark.
func (l *lane) put(p *placed, first, end int) bool {
	for i := first; i < end; i++ {
		l.grow(i + 1)
		if l.rows[i].take(p.from-gap/2, p.to+gap/2) {
			p.row = i
			return true
		}
	}
	return false
}

// grow makes sure that there are so many rows.
func (l *lane) grow(n int) {
	for len(l.rows) < n {
		l.rows = append(l.rows, make(row, l.Width/64+1))
	}
}

// take marks pixels as taken unless one of them is.
func (r row) take(from, to int) bool {
	if !r.free(from, to) {
		return false
	}
	r.fill(from, to)
	return true
}

func (r row) free(from, to int) bool {
	from, to = max(from, 0), min(to, 64*len(r))
	for at := from; at < to; at = (at/64 + 1) * 64 {
		if r[at/64]&mask(at, to) != 0 {
			return false
		}
	}
	return true
}

func (r row) fill(from, to int) {
	from, to = max(from, 0), min(to, 64*len(r))
	for at := from; at < to; at = (at/64 + 1) * 64 {
		r[at/64] |= mask(at, to)
	}
}

func (r row) clear(from, to int) {
	from, to = max(from, 0), min(to, 64*len(r))
	for at := from; at < to; at = (at/64 + 1) * 64 {
		r[at/64] &^= mask(at, to)
	}
}

// mask has the bits of the word of a pixel from that one on, up to another.
func mask(from, to int) uint64 {
	m := ^uint64(0) << (from % 64)
	if end := to - from/64*64; end < 64 {
		m &^= ^uint64(0) << end
	}
	return m
}

// count gives marks of their own to what stands alone and to what lasts long,
// and counts the others by cells, stretches of equal width.
func (l *lane) count() {
	l.counting = true
	cells := (l.Width + l.Cell - 1) / l.Cell
	cellOf := func(p *placed) int {
		at := p.from
		if p.shape == Point {
			at += pointRadius
		}
		return min(max(at, 0)/l.Cell, cells-1)
	}
	// What is wider than a cell has rows of its own, beyond the columns.
	l.rows = nil
	single, singles := make([]bool, len(l.placed)), 0
	in := make([]int, cells) // how many short ones
	for i := range l.placed {
		if p := &l.placed[i]; p.to-p.from > l.Cell && singles < l.Marks/2 && l.put(p, 0, l.Rows) {
			single[i] = true
			singles++
		} else {
			in[cellOf(p)]++
		}
	}
	long := l.rows

	// A point beside a column is moved until it stands free, at most by half its width.
	for i := range l.placed {
		if p := &l.placed[i]; p.shape == Point {
			c := cellOf(p)
			p.from = min(max(p.from, c*l.Cell+gap/2), (c+1)*l.Cell-gap/2-2*pointRadius)
			p.to = p.from + 2*pointRadius
		}
	}

	// A cell is dense if its items do not fit in, or if there are too many of all.
	dense := make([]bool, cells)
	few := l.Marks / (2 * cells)
	for i, n := range in {
		dense[i] = len(l.placed) > l.Marks && n > max(few, 1)
	}
	for again := true; again; {
		again, l.rows = false, nil
		for c := range cells {
			for i := 0; dense[c] && i < l.Rows; i++ {
				l.grow(i + 1)
				l.rows[i].fill(c*l.Cell, min((c+1)*l.Cell, l.Width))
			}
		}
		for i := range l.placed {
			if p := &l.placed[i]; !single[i] {
				c := cellOf(p)
				switch {
				case dense[c] || p.to-p.from <= l.Cell && l.put(p, 0, l.Rows):
				case in[c] == 1: // one alone is not several
					single[i], in[c], again = true, 0, true
					l.rows = long
					l.put(p, 0, len(long)+1)
					long = l.rows
				default:
					dense[c], again = true, true
				}
				if again {
					break
				}
			}
		}
	}
	l.rows = append(l.rows, long...)

	columns := make([]*placed, cells)
	kept := make([]placed, 0, len(l.placed))
	most := 0
	for i := range l.placed {
		p := l.placed[i]
		c := cellOf(&p)
		switch {
		case single[i]:
			p.row += len(l.rows) - len(long)
			kept = append(kept, p)
		case !dense[c]:
			kept = append(kept, p)
		case columns[c] == nil:
			p.from, p.to = c*l.Cell, min((c+1)*l.Cell, l.Width)
			p.counted = append(make([]int, 0, in[c]), p.item)
			kept = append(kept, p)
			columns[c] = &kept[len(kept)-1]
		default:
			columns[c].counted = append(columns[c].counted, p.item)
		}
		if columns[c] != nil {
			most = max(most, len(columns[c].counted))
		}
	}
	for _, p := range columns {
		if p != nil {
			p.share = len(p.counted) * Full / most
		}
	}
	l.placed = kept
}

// leastColumn is the height, in pixels, of a column of few: its number stands in it.
const leastColumn = 14

// marks gives the shapes of a lane; y leads from pixels away from the axis to
// pixels from the top of the drawing.
func (l *lane) marks(y func(int) int) []Mark {
	list := make([]Mark, len(l.placed))
	for i := range l.placed {
		p := &l.placed[i]
		m := &list[i]
		if p.counted != nil {
			high := leastColumn + (l.Rows*l.Row-leastColumn)*p.share/Full
			*m = Mark{
				Shape: Count, Item: p.item, Counted: p.counted, Height: high,
				X: l.units(10*p.from + 5*gap), Width: l.units(10 * (p.to - p.from - gap)),
				Y: min(y(laneMargin), y(laneMargin+high)),
			}
			continue
		}
		*m = Mark{
			Shape: p.shape, Item: p.item, Y: y(laneMargin + p.row*l.Row + l.Row/2),
			Uncertain: p.uncertain, Approximate: p.about, Left: p.open, Right: p.ends, Label: p.label, Room: p.room,
		}
		if p.shape == Point {
			if m.X = l.x(p.stretch.from + 1); l.counting {
				m.X = l.units(5 * (p.from + p.to))
			}
			continue
		}
		end := Full
		if !p.ends {
			end = l.x(p.stretch.to)
		}
		if !p.open {
			m.X = l.x(p.stretch.from)
		}
		m.Width = max(end-m.X, l.units(20))
	}
	return list
}
