package graph

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
)

const width = 860

// boxes gives n nodes with labels of many lengths.
func boxes(r *rand.Rand, n int) []Node {
	nodes := make([]Node, n)
	for i := range nodes {
		nodes[i] = Node{Width: 30 + r.IntN(100), Above: 13, Below: 28 + 14*r.IntN(3)}
	}
	return nodes
}

// random gives a graph of n nodes in which each has so many ties on average.
func random(r *rand.Rand, n int, ties float64) ([]Node, []Edge) {
	var edges []Edge
	for i := range n {
		for j := range i {
			if r.Float64()*float64(n) < ties {
				edges = append(edges, Edge{A: i, B: j, Weight: r.IntN(7)})
			}
		}
	}
	return boxes(r, n), edges
}

func ring(n int) []Edge {
	var edges []Edge
	for i := range n {
		edges = append(edges, Edge{A: i, B: (i + 1) % n, Weight: 1})
	}
	return edges
}

func star(n int) []Edge {
	var edges []Edge
	for i := range n {
		edges = append(edges, Edge{A: 0, B: i + 1, Weight: 1})
	}
	return edges
}

func clique(n int) []Edge {
	var edges []Edge
	for i := range n {
		for j := range i {
			edges = append(edges, Edge{A: i, B: j, Weight: 1})
		}
	}
	return edges
}

func alike(n, w int) []Node { return slices.Repeat([]Node{{Width: w, Above: 12, Below: 28}}, n) }

// shapes are graphs that are drawn often, and those in which most can go wrong.
var shapes = []struct {
	reason string
	nodes  []Node
	edges  []Edge
}{
	{"nothing at all", nil, nil},
	{"a single node", alike(1, 80), nil},
	{"a node wider than the drawing", alike(1, 2*width), nil},
	{"two nodes without a tie", alike(2, 80), nil},
	{"a pair", alike(2, 80), []Edge{{A: 0, B: 1, Weight: 1}}},
	{"a pair, tied twice and to itself", alike(2, 80), []Edge{{A: 0, B: 1}, {A: 1, B: 0, Weight: 9}, {A: 0, B: 0, Weight: 1}}},
	{"wide labels in a row", alike(5, 400), ring(5)},
	{"a triangle", alike(3, 80), ring(3)},
	{"a ring", alike(12, 80), ring(12)},
	{"a star", alike(25, 90), star(24)},
	{"a clique", alike(12, 90), clique(12)},
	{"a large clique", alike(60, 110), clique(60)},
	{"a long chain", alike(60, 90), ring(60)[:59]},
	{"many pairs", alike(60, 90), func() (e []Edge) {
		for i := range 30 {
			e = append(e, Edge{A: 2 * i, B: 2*i + 1, Weight: i})
		}
		return e
	}()},
}

// sound tells what is wrong with a drawing, empty where nothing is.
func sound(nodes []Node, d Drawing) string {
	for i, a := range d.At {
		n := nodes[i]
		if 2*a.X < n.Width || a.Y < n.Above || 2*(d.Width-a.X) < n.Width || a.Y+n.Below > d.Height {
			return fmt.Sprintf("node %d at %v is not within %d × %d", i, a, d.Width, d.Height)
		}
		for j, b := range d.At[:i] {
			m := nodes[j]
			aside := 2*max(a.X-b.X, b.X-a.X) >= n.Width+m.Width+2*Gap
			above := a.Y+n.Below+Gap <= b.Y-m.Above || b.Y+m.Below+Gap <= a.Y-n.Above
			if !aside && !above {
				return fmt.Sprintf("the boxes of nodes %d at %v and %d at %v cover each other", j, b, i, a)
			}
		}
	}
	return ""
}

func TestNoBoxCoversAnother(t *testing.T) {
	for _, s := range shapes {
		d := Layout(s.nodes, s.edges, width)
		if flaw := sound(s.nodes, d); flaw != "" {
			t.Errorf("%s: %s", s.reason, flaw)
		}
		if len(d.At) != len(s.nodes) {
			t.Errorf("%s: %d places for %d nodes", s.reason, len(d.At), len(s.nodes))
		}
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 400 {
		n := 1 + r.IntN(60)
		nodes, edges := random(r, n, 0.5+6*r.Float64())
		w := 300 + r.IntN(700)
		d := Layout(nodes, edges, w)
		if flaw := sound(nodes, d); flaw != "" || d.Width > w {
			t.Fatalf("%d nodes, %d edges, %d of %d pixels wide: %s", n, len(edges), d.Width, w, flaw)
		}
	}
}

// over counts the lines that pass over nodes at which they do not end, nearer to
// their middles than the signs are wide.
func over(d Drawing, edges []Edge) (n int) {
	for _, e := range edges {
		a, b := d.At[e.A], d.At[e.B]
		alongX, alongY := float64(b.X-a.X), float64(b.Y-a.Y)
		for i, at := range d.At {
			dx, dy := float64(at.X-a.X), float64(at.Y-a.Y)
			part := (dx*alongX + dy*alongY) / (alongX*alongX + alongY*alongY)
			if i != e.A && i != e.B && 0 < part && part < 1 && math.Hypot(dx-part*alongX, dy-part*alongY) < 14 {
				n++
			}
		}
	}
	return n
}

// Without what keeps nodes off lines it were 2, 58 and 477 times.
func TestLinesKeepOffOthersNodes(t *testing.T) {
	for _, tt := range []struct {
		reason string
		n      int
		ties   float64
		most   int
	}{
		{"few ties", 25, 1.5, 0},
		{"as many as in most neighbourhoods", 25, 3, 15},
		{"more than there is room for", 60, 3, 350},
	} {
		r := rand.New(rand.NewPCG(1, 2))
		all := 0
		for range 30 {
			nodes, edges := random(r, tt.n, tt.ties)
			all += over(Layout(nodes, edges, width), edges)
		}
		if all > tt.most {
			t.Errorf("%s: %d times a line passes over a node that it does not end at, at most %d are wanted", tt.reason, all, tt.most)
		}
	}
}

func TestSameGraphSamePlaces(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 20 {
		nodes, edges := random(r, 30, 3)
		first := Layout(nodes, edges, width)
		turned := slices.Clone(edges)
		r.Shuffle(len(turned), func(i, j int) { turned[i], turned[j] = turned[j], turned[i] })
		for i := range turned {
			turned[i].A, turned[i].B = turned[i].B, turned[i].A
		}
		if again := Layout(nodes, turned, width); !slices.Equal(first.At, again.At) {
			t.Fatalf("the order of the edges moves nodes:\n%v\n%v", first.At, again.At)
		}
	}
}

// These places were computed once; another processor has to come to the same.
func TestPlacesAreThoseOfEveryMachine(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	nodes, edges := random(r, 12, 3)
	const want = "[{318 158} {539 61} {164 52} {229 141} {175 221} {404 129} {402 221} {56 118} {352 13} {545 171} {314 269} {288 60}]"
	if got := fmt.Sprint(Layout(nodes, edges, width).At); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// What mul is there for must not be forgotten in a single place.
func TestNoProductCanBeFused(t *testing.T) {
	fset := token.NewFileSet()
	var files []*ast.File
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".go") && !strings.HasSuffix(e.Name(), "_test.go") {
			f, err := parser.ParseFile(fset, e.Name(), nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, f)
		}
	}
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}}
	config := types.Config{Importer: importer.ForCompiler(fset, "source", nil)}
	if _, err := config.Check("graph", fset, files, info); err != nil {
		t.Fatal(err)
	}
	float := func(e ast.Expr) bool {
		b, ok := info.TypeOf(e).Underlying().(*types.Basic)
		return ok && b.Info()&types.IsFloat != 0 && info.Types[e].Value == nil
	}
	products := 0
	for _, f := range files {
		for n := range ast.Preorder(f) {
			switch n := n.(type) {
			case *ast.BinaryExpr:
				if n.Op == token.MUL && float(n) {
					products++
				}
			case *ast.AssignStmt:
				if n.Tok == token.MUL_ASSIGN && float(n.Lhs[0]) {
					t.Errorf("%s: a product that is not made by mul", fset.Position(n.Pos()))
				}
			}
		}
	}
	if products != 1 {
		t.Errorf("%d products of floating-point numbers, want that of mul alone", products)
	}
}

// No step makes the stress larger, and none is left undone that helps much.
func TestStressFalls(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	lower := 0
	for range 100 {
		nodes, edges := random(r, 2+r.IntN(40), 4)
		for _, members := range components(len(nodes), edges) {
			p := newPart(members, nodes, edges)
			p.start()
			before := p.stress()
			p.majorise()
			after := p.stress()
			if after > before+1e-9 {
				t.Fatalf("stress rises from %g to %g", before, after)
			}
			if after < before/2 {
				lower++
			}
			if math.IsNaN(after) {
				t.Fatal("stress is no number")
			}
		}
	}
	if lower < 50 {
		t.Errorf("only %d of 100 graphs have less than half of the stress that they had", lower)
	}
}

func TestTiedNodesStandNearer(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	for range 60 {
		nodes, edges := random(r, 12+r.IntN(48), 3)
		d := Layout(nodes, edges, width)
		part := map[int]int{}
		for k, members := range components(len(nodes), edges) {
			for _, m := range members {
				part[m] = k
			}
		}
		tied := map[[2]int]bool{}
		for _, e := range edges {
			tied[[2]int{max(e.A, e.B), min(e.A, e.B)}] = true
		}
		var near, far, n, m float64
		for i, a := range d.At {
			for j, b := range d.At[:i] {
				apart := math.Hypot(float64(a.X-b.X), float64(a.Y-b.Y))
				switch {
				case tied[[2]int{i, j}]:
					near, n = near+apart, n+1
				case part[i] == part[j]:
					far, m = far+apart, m+1
				}
			}
		}
		if n > 0 && m > 0 && near/n > 0.75*far/m {
			t.Errorf("%d nodes, %d edges: tied nodes are %.0f pixels apart, others %.0f", len(nodes), len(edges), near/n, far/m)
		}
	}
}

// The ends of a stronger tie stand nearer than those of a weaker one.
func TestStrongTiesAreShort(t *testing.T) {
	p := newPart([]int{0, 1, 2}, alike(3, 10), []Edge{{A: 0, B: 1, Weight: 9}, {A: 1, B: 2, Weight: 1}})
	p.majorise()
	strong, weak := math.Hypot(p.x[0]-p.x[1], p.y[0]-p.y[1]), math.Hypot(p.x[2]-p.x[1], p.y[2]-p.y[1])
	if strong > 0.9*weak {
		t.Errorf("the strong tie is %.2f long, the weak one %.2f", strong, weak)
	}
}

// A ring, a star and a clique look the same from each of their nodes, as far as
// stress majorisation goes: labels, which are no circles, come after it.
func TestSymmetricGraphsAreDrawnSo(t *testing.T) {
	for _, s := range []struct {
		reason string
		n      int
		edges  []Edge
		from   int // the first node of the circle
	}{
		{"ring", 8, ring(8), 0},
		{"star", 9, star(8), 1},
		{"triangle", 3, ring(3), 0},
	} {
		p := newPart(components(s.n, s.edges)[0], alike(s.n, 20), s.edges)
		p.majorise()
		centre(p.x)
		centre(p.y)
		least, most := math.Inf(1), 0.0
		for i := s.from; i < s.n; i++ {
			r := math.Hypot(p.x[i], p.y[i])
			least, most = min(least, r), max(most, r)
		}
		if most > 1.15*least {
			t.Errorf("%s: nodes are from %.2f to %.2f away from the middle", s.reason, least, most)
		}
	}
}

// Parts stand side by side, the largest first.
func TestPartsArePacked(t *testing.T) {
	nodes := alike(7, 80)
	d := Layout(nodes, []Edge{{A: 0, B: 1}, {A: 2, B: 3}, {A: 3, B: 4}, {A: 4, B: 2}}, width)
	right := func(of ...int) (left, right int) {
		left = math.MaxInt
		for _, i := range of {
			left, right = min(left, d.At[i].X-40), max(right, d.At[i].X+40)
		}
		return left, right
	}
	triangle0, triangle1 := right(2, 3, 4)
	pair0, _ := right(0, 1)
	if triangle0 != 0 || pair0 < triangle1+partGap {
		t.Errorf("the triangle stands from %d to %d, the pair from %d", triangle0, triangle1, pair0)
	}
	if narrow := Layout(nodes, nil, 100); narrow.Width > 100 || narrow.Height < 7*40 {
		t.Errorf("seven nodes without ties in 100 pixels: %d × %d", narrow.Width, narrow.Height)
	}
}

// Of several edges between two nodes the weights are added, in either direction.
func TestWeightsAreAdded(t *testing.T) {
	nodes := alike(3, 10)
	whole := newPart([]int{0, 1, 2}, nodes, []Edge{{A: 0, B: 1, Weight: 5}, {A: 1, B: 2, Weight: 1}})
	parts := newPart([]int{0, 1, 2}, nodes, []Edge{{A: 0, B: 1, Weight: 2}, {A: 1, B: 2, Weight: 1}, {A: 1, B: 0, Weight: 3}})
	if !slices.Equal(whole.dist, parts.dist) {
		t.Errorf("an edge of weight 5 asks for the distances %.2f, two of 2 and 3 for %.2f", whole.dist, parts.dist)
	}
}

// Of parts with as many nodes the higher one comes first, so that rows waste less.
func TestHigherPartsComeFirst(t *testing.T) {
	nodes := []Node{{Width: 40, Above: 10, Below: 10}, {Width: 40, Above: 10, Below: 60}, {Width: 40, Above: 10, Below: 30}}
	if d := Layout(nodes, nil, 400); !(d.At[1].X < d.At[2].X && d.At[2].X < d.At[0].X) {
		t.Errorf("the parts stand at %v", d.At)
	}
}

func FuzzLayout(f *testing.F) {
	f.Add([]byte{1, 2, 3, 1}, uint8(5), uint16(400))
	f.Add([]byte{0, 1, 0, 2, 0, 3}, uint8(60), uint16(90))
	f.Fuzz(func(t *testing.T, ties []byte, n uint8, width uint16) {
		count := int(n%60) + 1
		nodes := make([]Node, count)
		for i := range nodes {
			nodes[i] = Node{Width: int(n) + i*7%90, Above: 12, Below: 20 + i%3*14}
		}
		var edges []Edge
		for i := 1; i < len(ties); i += 2 {
			edges = append(edges, Edge{A: int(ties[i-1]) % count, B: int(ties[i]) % count, Weight: int(ties[i]) / 60})
		}
		if flaw := sound(nodes, Layout(nodes, edges, int(width))); flaw != "" {
			t.Fatal(flaw)
		}
	})
}

func BenchmarkLayout(b *testing.B) {
	for _, n := range []int{10, 25, 60} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			r := rand.New(rand.NewPCG(11, uint64(n)))
			nodes, edges := random(r, n, 3)
			for i := range n - 1 { // a neighbourhood: all are tied to one
				edges = append(edges, Edge{A: 0, B: i + 1, Weight: 1})
			}
			b.ReportAllocs()
			for b.Loop() {
				Layout(nodes, edges, width)
			}
		})
	}
}
