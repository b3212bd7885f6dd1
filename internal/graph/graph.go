// Package graph draws graphs: nodes with labels and weighted edges in, a place
// for every node out. It lays each connected part out by stress majorisation
// from a fixed start, moves labels apart until none covers another, and nodes off
// lines that do not end at them, and packs the parts side by side. The same graph
// gets the same places on every machine; the package knows neither what the nodes
// are nor how they will look.
package graph

import (
	"cmp"
	"slices"
)

// Node is the room that a node and its label take up around the node's own
// place, in pixels: half of Width to each side, Above and Below it.
type Node struct{ Width, Above, Below int }

// Edge joins two nodes, given by their places in the list. The order of the two
// means nothing; an edge from a node to itself is passed over, and of several
// edges between two nodes the weights are added.
type Edge struct {
	A, B   int
	Weight int // of a tie's strength; the ends of a stronger one stand nearer
}

// Point is a place in pixels, from the upper left corner.
type Point struct{ X, Y int }

// Drawing is where nodes stand. All their boxes lie within its width and height,
// and none is nearer to another than Gap.
type Drawing struct {
	Width, Height int
	At            []Point // of each node, in the order of the nodes
}

// Gap is how many pixels stay free between two boxes, one above the other or
// side by side.
const Gap = 6

// partGap is how many pixels stay free between two connected parts.
const partGap = 28

// Layout gives the nodes of a graph their places, in a drawing at most width
// pixels wide where no single node is wider. It takes time that grows with the
// square of the number of nodes, and is meant for up to a hundred.
func Layout(nodes []Node, edges []Edge, width int) Drawing {
	d := Drawing{At: make([]Point, len(nodes))}
	var parts []*part
	for _, members := range components(len(nodes), edges) {
		p := newPart(members, nodes, edges)
		p.majorise()
		p.spread(width)
		parts = append(parts, p)
	}
	// The largest part comes first, and parts of one height stand in a row.
	slices.SortStableFunc(parts, func(a, b *part) int {
		return cmp.Or(cmp.Compare(len(b.members), len(a.members)), cmp.Compare(b.height, a.height))
	})
	left, top, row := 0, 0, 0
	for _, p := range parts {
		if left > 0 && left+partGap+p.width > width {
			left, top, row = 0, top+row+partGap, 0
		}
		if left > 0 {
			left += partGap
		}
		for i, m := range p.members {
			d.At[m] = Point{left + p.at[i].X, top + p.at[i].Y}
		}
		left, row = left+p.width, max(row, p.height)
		d.Width, d.Height = max(d.Width, left), max(d.Height, top+row)
	}
	return d
}

// components lists the nodes of each connected part in ascending order, the
// part of the first node first.
func components(n int, edges []Edge) [][]int {
	of := make([]int, n) // a node that comes no later, of the same part
	for i := range of {
		of[i] = i
	}
	root := func(i int) int {
		for of[i] != i {
			of[i] = of[of[i]]
			i = of[i]
		}
		return i
	}
	for _, e := range edges {
		a, b := root(e.A), root(e.B)
		of[max(a, b)] = min(a, b)
	}
	var parts [][]int
	at := make([]int, n)
	for i := range n {
		r := root(i)
		if r == i {
			at[i] = len(parts)
			parts = append(parts, nil)
		}
		parts[at[r]] = append(parts[at[r]], i)
	}
	return parts
}
