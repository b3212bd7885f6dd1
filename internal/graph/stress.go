package graph

import "math"

// Every product of this package goes through mul. A compiler may fuse a product
// with the sum that takes it, which rounds once instead of twice; it does so on
// some processors alone, and places would differ by a digit between machines. An
// explicit conversion forbids that (The Go Programming Language Specification,
// "Floating-point operators"). Halves need no such care: a compiler may fuse them
// too, but half of a number is exact. Of the functions of math only the square root,
// which IEEE 754 defines to the last digit, and Floor are used.
func mul(a, b float64) float64 { return float64(a * b) }

// A part is a connected graph under way.
type part struct {
	members []int // of the nodes of the whole graph
	nodes   []Node
	n       int
	dist    []float64 // n×n: how far apart two nodes ought to stand
	inverse []float64 // n×n: one over the square of dist; 0 on the diagonal
	x, y    []float64
	ties    [][2]int // the pairs that are joined, the lower first, in order

	at            []Point
	width, height int
}

func newPart(members []int, nodes []Node, edges []Edge) *part {
	n := len(members)
	store := make([]float64, 2*n*n+2*n)
	p := &part{members: members, n: n, nodes: make([]Node, n), at: make([]Point, n)}
	p.dist, p.inverse = store[:n*n:n*n], store[n*n:2*n*n:2*n*n]
	p.x, p.y = store[2*n*n:2*n*n+n:2*n*n+n], store[2*n*n+n:]
	place := make([]int, len(nodes))
	for i, m := range members {
		p.nodes[i] = nodes[m]
		place[m] = i + 1
	}
	weight := make([]int, n*n)
	for _, e := range edges {
		if a, b := place[e.A]-1, place[e.B]-1; a >= 0 && a != b {
			weight[a*n+b] += max(e.Weight, 1)
			weight[b*n+a] = weight[a*n+b]
		}
	}
	for a := range n {
		for b := a + 1; b < n; b++ {
			if weight[a*n+b] > 0 {
				p.ties = append(p.ties, [2]int{a, b})
			}
		}
	}
	p.distances(weight)
	return p
}

// length is how long an edge ought to be.
func length(weight int) float64 {
	switch {
	case weight >= 5:
		return 0.8
	case weight >= 2:
		return 0.9
	}
	return 1
}

// distances fills in how far apart nodes ought to stand: those that are joined,
// as long as their edge; others, as many edges as the shortest way has.
func (p *part) distances(weight []int) {
	n := p.n
	next := make([][]int, n)
	for a := range n {
		for b := range n {
			if weight[a*n+b] > 0 {
				next[a] = append(next[a], b)
			}
		}
	}
	queue := make([]int, 0, n)
	for a := range n {
		row := p.dist[a*n : a*n+n]
		queue = append(queue[:0], a)
		for i := 0; i < len(queue); i++ {
			for _, b := range next[queue[i]] {
				if b != a && row[b] == 0 {
					row[b] = row[queue[i]] + 1
					queue = append(queue, b)
				}
			}
		}
	}
	for i, w := range weight {
		if w > 0 {
			p.dist[i] = length(w)
		}
		if d := p.dist[i]; d > 0 {
			p.inverse[i] = 1 / mul(d, d)
		}
	}
}

// start spreads the nodes like the seeds of a sunflower, each a golden angle
// further than the one before, then turns the spread towards the two directions
// in which their distances differ most: classical multidimensional scaling
// (Torgerson) by a few steps of the power method.
func (p *part) start() {
	const cos, sin = -0.7373688780783197, 0.6754902942615238 // of the golden angle
	c, s := 1.0, 0.0
	for i := range p.n {
		r := math.Sqrt(float64(i) + 0.5)
		p.x[i], p.y[i] = mul(r, c), mul(r, s)
		c, s = mul(c, cos)-mul(s, sin), mul(c, sin)+mul(s, cos)
	}
	if p.n < 3 {
		return
	}
	const steps = 6
	x, y := make([]float64, p.n), make([]float64, p.n)
	for range steps {
		centre(p.x)
		centre(p.y)
		for i := range p.n {
			row := p.dist[i*p.n : i*p.n+p.n]
			sx, sy := 0.0, 0.0
			for j, d := range row {
				dd := mul(d, d)
				sx -= mul(dd, p.x[j])
				sy -= mul(dd, p.y[j])
			}
			x[i], y[i] = sx, sy
		}
		centre(x)
		centre(y)
		nx, ny := norm(x), norm(y)
		if nx == 0 || ny == 0 {
			return
		}
		along := 0.0
		for i := range x {
			x[i] /= nx
			y[i] /= ny
			along += mul(x[i], y[i])
		}
		for i := range y {
			y[i] -= mul(along, x[i])
		}
		if ny = norm(y); ny < 1e-6 {
			return
		}
		size := math.Sqrt(float64(p.n))
		for i := range x {
			p.x[i], p.y[i] = mul(x[i], size), mul(y[i]/ny, size)
		}
	}
}

func centre(v []float64) {
	sum := 0.0
	for _, x := range v {
		sum += x
	}
	sum /= float64(len(v))
	for i := range v {
		v[i] -= sum
	}
}

func norm(v []float64) float64 {
	sum := 0.0
	for _, x := range v {
		sum += mul(x, x)
	}
	return math.Sqrt(sum)
}

// stress is how far the places are from what the distances ask for: the sum,
// over all pairs, of the square of the difference in parts of the distance.
func (p *part) stress() float64 {
	sum := 0.0
	for i := range p.n {
		for j := range i {
			dx, dy := p.x[i]-p.x[j], p.y[i]-p.y[j]
			off := math.Sqrt(mul(dx, dx)+mul(dy, dy)) - p.dist[i*p.n+j]
			sum += mul(p.inverse[i*p.n+j], mul(off, off))
		}
	}
	return sum
}

// How often majorise goes over the nodes at most, and when it has settled: at a
// movement of so many parts of an edge's length.
const (
	sweeps  = 40
	settled = 0.01
)

// majorise lessens the stress (SMACOF: Scaling by MAjorizing a COmplicated
// Function, de Leeuw; for drawing graphs Gansner, Koren and North). Each node in
// turn goes to where the function that bounds the stress from above, all other
// nodes being held, is least; so no step makes the stress larger.
func (p *part) majorise() {
	p.start()
	n := p.n
	total := make([]float64, n)
	for i := range n {
		for _, w := range p.inverse[i*n : i*n+n] {
			total[i] += w
		}
	}
	if n < 2 {
		return
	}
	for range sweeps {
		moved := 0.0
		for i := range n {
			dist, inverse := p.dist[i*n:i*n+n], p.inverse[i*n:i*n+n]
			x, y := p.x[i], p.y[i]
			sx, sy := 0.0, 0.0
			for j, w := range inverse {
				if j == i {
					continue
				}
				xj, yj := p.x[j], p.y[j]
				dx, dy := x-xj, y-yj
				apart := math.Sqrt(mul(dx, dx) + mul(dy, dy))
				if apart < 1e-9 { // any direction lessens the stress as well as another
					dx, dy, apart = float64(i-j), 1, math.Sqrt(float64((i-j)*(i-j))+1)
				}
				f := dist[j] / apart
				sx += mul(w, xj+mul(dx, f))
				sy += mul(w, yj+mul(dy, f))
			}
			sx /= total[i]
			sy /= total[i]
			moved = max(moved, math.Abs(sx-x), math.Abs(sy-y))
			p.x[i], p.y[i] = sx, sy
		}
		if moved < settled {
			break
		}
	}
}
