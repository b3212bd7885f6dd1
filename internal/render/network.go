package render

import (
	"cmp"
	"slices"
	"strconv"
	"unicode"

	"dossier/internal/dossier"
	"dossier/internal/graph"
	"dossier/internal/paths"
)

// Two entities are joined by a relation, by an office that the one holds in the
// other, as a part of a whole, or by taking part in the same event. Where an
// event took place joins nobody, and that a place lies in another one is
// geography: neither tells who acts with whom. Package paths has the same ties,
// and those through claims.

// How much of a network is drawn at once.
const (
	neighbourhoodNodes = 21
	neighbourhoodEdges = 50
	neighbourhoodWidth = 720 // pixels
	rowEvents          = 2   // that an entity's page, which lists all its events, names of a tie

	networkNodes  = 60
	networkEdges  = 240
	networkWidth  = 880
	networkEvents = 24
)

// NetworkView is who acts with whom.
type NetworkView struct {
	Frame     *Frame
	Entities  int // that are joined with any other
	Joined    int // pairs
	Graph     *Graph
	Ties      []*NetworkTie // that are drawn, the strongest first
	Events    []*SharedEvent
	Citations []*Citation
}

// NetworkTie is all that joins two entities.
type NetworkTie struct {
	ID     string
	A, B   *Link
	Stated []StatedTie
	Shared int // events
	Events []*SharedEvent
	More   int // shared events that are not among Events
}

// StatedTie is a relation, an office, or that the one is a part of the other.
type StatedTie struct {
	Of          *Link  // whose relation or office it is, of whom it is a part
	Type        string // empty for a part
	From, Until *Date
	Cites       *Cites
}

// SharedEvent is an event in which several took part.
type SharedEvent struct {
	ID       string
	Link     *Link
	Date     *Date
	Evidence []*Evidence
}

// Neighbourhood is those with whom an entity acts.
type Neighbourhood struct {
	Graph *Graph
	All   int  // neighbours
	Few   bool // not all of them are drawn
	Ties  []Neighbour
}

// Neighbour is a row of a neighbourhood: those who are joined by the same.
type Neighbour struct {
	ID     string
	Links  []*Link
	Types  []NeighbourType
	Part   bool // the one is a part of the other
	Events []*Link
	More   int // shared events that are not among Events
}

// NeighbourType is the type of a relation, or an office.
type NeighbourType struct {
	Own  bool // it is that of the entity of the page
	Text string
}

// Graph is a drawing of entities and what joins them, in pixels.
type Graph struct {
	Root          string // leads to the site's root
	Title         string // of the entity around which it is; may be empty
	Width, Height int
	Signs         []string // that nodes have
	Kinds         []*GraphKind
	Nodes         []GraphNode
	Edges         []GraphEdge
	Dashed        bool // there are edges without events
	Left          int  // edges between these nodes that are not drawn, the weakest ones
}

// GraphKind is a kind of entity that a drawing has.
type GraphKind struct{ Sign, Title string }

// GraphNode is an entity; its sign stands at X, Y and its name below.
type GraphNode struct {
	URL   string // empty for the entity of the page itself
	Title string // where the lines do not have all of it
	Sign  string
	X, Y  int
	Lines []GraphLine
}

// GraphLine is a line of a name, Y pixels below the node.
type GraphLine struct {
	Text string
	Y    int
}

// GraphEdge joins the nodes of two indexes, as SVG's path data and the width of
// a stroke.
type GraphEdge struct {
	A, B   int
	Path   string
	Stroke string
	Dashed bool
	Row    string // the id of what tells of it; may be empty
	AName  string // empty for the entity of the page itself
	BName  string
	Events int
}

// A tie is what joins an entity with another one.
type tie struct {
	other  *dossier.Entity
	rank   int32 // of other
	events int32 // shared
	stated bool
}

// weight orders ties: a relation counts as much as an event.
func (t *tie) weight() int { return int(t.events) + btoi(t.stated) }

// bonds is what has to be known of all entities to find the ties of one.
type bonds struct {
	rank    map[*dossier.Entity]int32 // the place in the dossier's list
	holders map[*dossier.Entity][]*dossier.Entity
}

func newBonds(entities []*dossier.Entity) *bonds {
	b := &bonds{make(map[*dossier.Entity]int32, len(entities)), map[*dossier.Entity][]*dossier.Entity{}}
	for i, e := range entities {
		b.rank[e] = int32(i)
		for _, r := range e.Roles {
			if r.Organization != nil && r.Organization != e {
				b.holders[r.Organization] = append(b.holders[r.Organization], e)
			}
		}
	}
	return b
}

func takesPart(ev *dossier.Event, e *dossier.Entity) bool {
	return slices.ContainsFunc(ev.Participants, func(p dossier.EventParticipant) bool { return p.Entity == e })
}

// tiesOf gives the ties of an entity by the rank of the others. It finds them
// once in a plan.
func (p *Planner) tiesOf(e *dossier.Entity) []tie {
	if ties := p.ties.get(e); ties != nil {
		return *ties
	}
	b := p.bonds()
	var ties []tie
	add := func(other *dossier.Entity, events int32) {
		if other != nil && other != e {
			ties = append(ties, tie{other, b.rank[other], events, events == 0})
		}
	}
	for _, ev := range e.Events {
		if takesPart(ev, e) {
			for i, part := range ev.Participants {
				if !slices.ContainsFunc(ev.Participants[:i], func(p dossier.EventParticipant) bool { return p.Entity == part.Entity }) {
					add(part.Entity, 1)
				}
			}
		}
	}
	for _, r := range e.Relations {
		add(r.Other, 0)
	}
	for _, r := range e.Roles {
		add(r.Organization, 0)
	}
	for _, holder := range b.holders[e] {
		add(holder, 0)
	}
	add(paths.Whole(e), 0)
	for _, part := range e.Parts {
		if paths.Whole(part) == e {
			add(part, 0)
		}
	}
	slices.SortFunc(ties, func(a, b tie) int { return cmp.Compare(a.rank, b.rank) })
	out := ties[:0]
	for _, t := range ties {
		if n := len(out); n > 0 && out[n-1].rank == t.rank {
			out[n-1].events += t.events
			out[n-1].stated = out[n-1].stated || t.stated
			continue
		}
		out = append(out, t)
	}
	return *p.ties.add(e, slices.Clip(out))
}

// tieTo finds the tie with the entity of a rank.
func tieTo(ties []tie, rank int32) *tie {
	i, found := slices.BinarySearchFunc(ties, rank, func(t tie, rank int32) int { return cmp.Compare(t.rank, rank) })
	if !found {
		return nil
	}
	return &ties[i]
}

// strongest orders ties for a choice among them.
func strongest(a, b tie) int {
	return cmp.Or(cmp.Compare(b.weight(), a.weight()), cmp.Compare(a.rank, b.rank))
}

// neighbourhood draws those with whom an entity acts; nil where there is nobody.
func (sh *sheet) neighbourhood(e *dossier.Entity) *Neighbourhood {
	all := sh.p.tiesOf(e)
	if len(all) == 0 {
		return nil
	}
	ties := all
	if len(ties) >= neighbourhoodNodes {
		ties = slices.Clone(ties)
		slices.SortFunc(ties, strongest)
		ties = ties[:neighbourhoodNodes-1]
		slices.SortFunc(ties, func(a, b tie) int { return cmp.Compare(a.rank, b.rank) })
	}
	nodes := make([]*dossier.Entity, 1, len(ties)+1)
	nodes[0] = e
	for _, t := range ties {
		nodes = append(nodes, t.other)
	}
	edges, left := sh.p.edgesAmong(nodes, neighbourhoodEdges, true)
	v := &Neighbourhood{All: len(all), Few: len(all) > len(ties)}
	rows := slices.Clone(ties)
	slices.SortFunc(rows, strongest)
	v.Ties = make([]Neighbour, 0, len(rows))
	ids := make([]string, len(rows))
	for i := range rows {
		row := sh.neighbour(e, &rows[i])
		at := slices.IndexFunc(v.Ties, func(n Neighbour) bool { return n.same(&row) })
		if at < 0 {
			at = len(v.Ties)
			row.ID = "tie-" + strconv.Itoa(at+1)
			v.Ties = append(v.Ties, row)
		} else {
			v.Ties[at].Links = append(v.Ties[at].Links, row.Links...)
		}
		ids[i] = v.Ties[at].ID
	}
	v.Graph = sh.graph(nodes, edges, neighbourhoodWidth, func(b *joined) string {
		if b.a > 0 {
			return ""
		}
		i, _ := slices.BinarySearchFunc(rows, *b.tie, strongest)
		return ids[i]
	})
	v.Graph.Nodes[0].URL, v.Graph.Title, v.Graph.Left = "", e.Title, left
	for i := range v.Graph.Edges {
		if v.Graph.Edges[i].A == 0 {
			v.Graph.Edges[i].AName = ""
		}
	}
	return v
}

// neighbour is what an entity's page tells of a tie.
func (sh *sheet) neighbour(e *dossier.Entity, t *tie) Neighbour {
	n := Neighbour{Links: []*Link{sh.link(&t.other.Item)}}
	stated(e, t.other, func(of *dossier.Entity, r *dossier.EntityRelation) {
		if r == nil {
			n.Part = true
		} else if st := (NeighbourType{of == e, r.Type}); !slices.Contains(n.Types, st) {
			n.Types = append(n.Types, st)
		}
	})
	for _, ev := range e.Events {
		if t.events == 0 {
			break
		}
		if takesPart(ev, e) && takesPart(ev, t.other) {
			if len(n.Events) == rowEvents {
				n.More = int(t.events) - rowEvents
				break
			}
			n.Events = append(n.Events, sh.link(&ev.Item))
		}
	}
	return n
}

// same tells whether two neighbours are joined by the same.
func (n *Neighbour) same(o *Neighbour) bool {
	return n.Part == o.Part && n.More == o.More && slices.Equal(n.Events, o.Events) && slices.Equal(n.Types, o.Types)
}

// stated calls f for each relation, office and part that joins two entities: of
// is whose it is. An office is given as a relation with its title as the type; a
// part as nil.
func stated(a, b *dossier.Entity, f func(of *dossier.Entity, r *dossier.EntityRelation)) {
	for i := range a.Relations {
		if r := &a.Relations[i]; r.Other == b && r.Reverse {
			f(b, r)
		} else if r.Other == b {
			f(a, r)
		}
	}
	for _, pair := range [...][2]*dossier.Entity{{a, b}, {b, a}} {
		of, to := pair[0], pair[1]
		for _, r := range of.Roles {
			if r.Organization == to {
				f(of, &dossier.EntityRelation{Other: to, Type: r.Title, From: r.From, Until: r.Until, Evidence: r.Evidence})
			}
		}
		if paths.Whole(of) == to {
			f(of, nil)
		}
	}
}

// joined is a tie between two of the nodes of a drawing.
type joined struct {
	a, b int // a < b
	tie  *tie
}

// edgesAmong gives the ties among entities, at most so many of them, and how
// many are left out: the weakest. Those of the first entity come first and are
// never left out where star is set.
func (p *Planner) edgesAmong(nodes []*dossier.Entity, most int, star bool) (edges []joined, left int) {
	rank := p.bonds().rank
	for i, e := range nodes {
		ties := p.tiesOf(e)
		for j := i + 1; j < len(nodes); j++ {
			if t := tieTo(ties, rank[nodes[j]]); t != nil {
				edges = append(edges, joined{i, j, t})
			}
		}
	}
	if len(edges) <= most {
		return edges, 0
	}
	kept := func(b joined) int { return btoi(!star || b.a > 0) }
	slices.SortStableFunc(edges, func(a, b joined) int {
		return cmp.Or(cmp.Compare(kept(a), kept(b)), cmp.Compare(b.tie.weight(), a.tie.weight()))
	})
	return edges[:most], len(edges) - most
}

// network draws the whole of it where that is small, else the best-connected
// entities that hang together.
func (p *Planner) network(sh *sheet) any {
	v := &NetworkView{}
	var tied []*dossier.Entity
	for _, e := range p.d.Entities {
		if n := len(p.tiesOf(e)); n > 0 {
			tied = append(tied, e)
			v.Joined += n
		}
	}
	v.Joined /= 2
	v.Entities = len(tied)
	if len(tied) > networkNodes {
		tied = p.core(tied)
	}
	if len(tied) > 0 {
		edges, left := p.edgesAmong(tied, networkEdges, false)
		slices.SortStableFunc(edges, func(a, b joined) int { return cmp.Compare(b.tie.weight(), a.tie.weight()) })
		events := map[*dossier.Event]*SharedEvent{}
		v.Ties = make([]*NetworkTie, 0, len(edges))
		for i, b := range edges {
			v.Ties = append(v.Ties, sh.networkTie("tie-"+strconv.Itoa(i+1), tied[b.a], tied[b.b], b.tie, func(ev *dossier.Event) *SharedEvent {
				if events[ev] == nil {
					events[ev] = &SharedEvent{Link: sh.link(&ev.Item), Date: p.date(ev.Date)}
				}
				return events[ev]
			}))
		}
		for _, ev := range p.d.Events { // in order of time
			if shared := events[ev]; shared != nil {
				shared.ID = "made-" + strconv.Itoa(len(v.Events)+1)
				for _, evidence := range ev.Evidence {
					shared.Evidence = append(shared.Evidence, sh.evidence(evidence))
				}
				v.Events = append(v.Events, shared)
			}
		}
		row := 0
		v.Graph = sh.graph(tied, edges, networkWidth, func(*joined) string {
			row++
			return v.Ties[row-1].ID
		})
		v.Graph.Left = left
	}
	v.Citations = sh.cited()
	v.Frame = sh.keyedFrame("network")
	return v
}

// core grows a set from the entity with the most ties: each time by the one
// with the most ties that is tied to any of the set.
func (p *Planner) core(tied []*dossier.Entity) []*dossier.Entity {
	rank := p.bonds().rank
	better := func(a, b *dossier.Entity) int {
		return cmp.Or(cmp.Compare(len(p.tiesOf(b)), len(p.tiesOf(a))), cmp.Compare(rank[a], rank[b]))
	}
	within := make(map[*dossier.Entity]bool, networkNodes)
	seen := map[*dossier.Entity]bool{}
	var core, near []*dossier.Entity
	for len(core) < networkNodes {
		if len(near) == 0 { // those that are left hang together among themselves
			rest := slices.DeleteFunc(slices.Clone(tied), func(e *dossier.Entity) bool { return within[e] })
			if len(rest) == 0 || len(core) == networkNodes-1 { // nobody stands alone
				break
			}
			near = append(near, slices.MinFunc(rest, better))
		}
		best := slices.MinFunc(near, better)
		near = slices.DeleteFunc(near, func(e *dossier.Entity) bool { return e == best })
		within[best], seen[best] = true, true
		core = append(core, best)
		for _, t := range p.tiesOf(best) {
			if !seen[t.other] {
				seen[t.other] = true
				near = append(near, t.other)
			}
		}
	}
	slices.SortFunc(core, func(a, b *dossier.Entity) int { return cmp.Compare(rank[a], rank[b]) })
	return core
}

func (sh *sheet) networkTie(id string, a, b *dossier.Entity, t *tie, share func(*dossier.Event) *SharedEvent) *NetworkTie {
	v := &NetworkTie{ID: id, A: sh.link(&a.Item), B: sh.link(&b.Item), Shared: int(t.events)}
	stated(a, b, func(of *dossier.Entity, r *dossier.EntityRelation) {
		st := StatedTie{Of: sh.link(&of.Item)}
		if r != nil {
			st.Type, st.From, st.Until, st.Cites = r.Type, sh.p.date(r.From), sh.p.date(r.Until), sh.citeEvidence(r.Evidence)
		}
		v.Stated = append(v.Stated, st)
	})
	for _, ev := range a.Events {
		if takesPart(ev, a) && takesPart(ev, b) {
			if len(v.Events) == networkEvents {
				v.More = v.Shared - networkEvents
				break
			}
			v.Events = append(v.Events, share(ev))
		}
	}
	return v
}

// strokes are the widths of lines by the number of shared events, in pixels.
var strokes = [...]string{"1.5", "1.5", "2.5", "3.5", "4.5", "5.5", "6.5", "8"}

// Sizes of a node in pixels: half a sign, from its middle to the first line of
// the name, from line to line.
const (
	signHalf  = 12
	firstLine = 27
	lineStep  = 14
)

// graph lays entities out and draws what joins them; row gives the id of what
// tells of an edge and is called for each in turn.
func (sh *sheet) graph(entities []*dossier.Entity, edges []joined, width int, row func(*joined) string) *Graph {
	g := &Graph{Root: sh.root, Nodes: make([]GraphNode, len(entities)), Edges: make([]GraphEdge, len(edges))}
	boxes := make([]graph.Node, len(entities))
	for i, e := range entities {
		link := sh.link(&e.Item)
		n := &g.Nodes[i]
		n.URL, n.Sign = link.URL, link.Sign
		var wide int
		var whole bool
		n.Lines, wide, whole = nameLines(link.Label)
		if !whole {
			n.Title = link.Label
		}
		boxes[i] = graph.Node{Width: max(wide, 2*signHalf), Above: signHalf, Below: firstLine + 4 + lineStep*(len(n.Lines)-1)}
		if !slices.ContainsFunc(g.Kinds, func(k *GraphKind) bool { return k.Sign == link.Sign && k.Title == link.Kind }) {
			g.Kinds = append(g.Kinds, &GraphKind{link.Sign, link.Kind})
			if !slices.Contains(g.Signs, link.Sign) {
				g.Signs = append(g.Signs, link.Sign)
			}
		}
	}
	slices.Sort(g.Signs)
	slices.SortFunc(g.Kinds, func(a, b *GraphKind) int { return cmp.Or(cmp.Compare(a.Sign, b.Sign), cmp.Compare(a.Title, b.Title)) })
	lines := make([]graph.Edge, len(edges))
	for i, b := range edges {
		lines[i] = graph.Edge{A: b.a, B: b.b, Weight: b.tie.weight()}
	}
	d := graph.Layout(boxes, lines, width)
	g.Width, g.Height = d.Width, d.Height
	for i, at := range d.At {
		g.Nodes[i].X, g.Nodes[i].Y = at.X, at.Y
	}
	for i := range edges {
		b := &edges[i]
		e := &g.Edges[i]
		e.A, e.B, e.Events, e.Row = b.a, b.b, int(b.tie.events), row(b)
		e.Stroke, e.Dashed = strokes[min(e.Events, len(strokes)-1)], e.Events == 0
		e.AName, e.BName = entities[b.a].Title, entities[b.b].Title
		from, to := d.At[b.a], d.At[b.b]
		e.Path = sh.straight(from, to)
		g.Dashed = g.Dashed || e.Dashed
	}
	return g
}

// straight is a straight line as path data (SVG 2, section 9.3).
func (sh *sheet) straight(from, to graph.Point) string {
	b := append(sh.buf[:0], 'M')
	for i, n := range [...]int{from.X, from.Y, to.X, to.Y} {
		if i > 0 {
			b = append(b, ' ')
		}
		b = strconv.AppendInt(b, int64(n), 10)
	}
	sh.buf = b
	return sh.text.keep(b)
}

// How a name is broken: into lines of so many pixels where it can be, and into
// at most so many lines.
const (
	lineWidth = 108
	mostLines = 3
)

// nameLines breaks a name at its spaces into lines. It gives the width of the
// widest in pixels, and whether they have the whole name.
func nameLines(name string) (lines []GraphLine, wide int, whole bool) {
	var text string
	for rest, more := name, true; more; {
		text, rest, more = breakLine(rest)
		if more && len(lines) == mostLines-1 {
			text += "…"
			lines, wide = append(lines, GraphLine{text, firstLine + lineStep*len(lines)}), max(wide, textWidth(text))
			return lines, wide, false
		}
		lines, wide = append(lines, GraphLine{text, firstLine + lineStep*len(lines)}), max(wide, textWidth(text))
	}
	return lines, wide, true
}

// breakLine cuts a line off a text: at the last space that is not too far, else
// within a word.
func breakLine(text string) (line, rest string, more bool) {
	width, space := 0, -1
	for i, r := range text {
		if r == ' ' && i > 0 {
			space = i
		}
		if width += runeWidth(r); width > 10*lineWidth {
			if space > 0 {
				return text[:space], text[space+1:], true
			}
			if i > 0 && (wideRune(r) || width > 20*lineWidth) {
				return text[:i], text[i:], true
			}
		}
	}
	return text, "", false
}

// textWidth estimates how many pixels a text takes up in a sans-serif of 12
// pixels: fonts differ, and this is nearer to the wider ones.
func textWidth(text string) int {
	width := 0
	for _, r := range text {
		width += runeWidth(r)
	}
	return (width + 9) / 10
}

// runeWidth is the width of a character in tenths of a pixel.
func runeWidth(r rune) int {
	switch {
	case unicode.In(r, unicode.Mn, unicode.Cf):
		return 0
	case wideRune(r):
		return 122
	}
	switch r {
	case 'i', 'j', 'l', 'I', 'ı', 'í', '.', ',', ':', ';', '\'', '’', '!', '|', ' ':
		return 38
	case 'f', 'r', 't', '(', ')', '-', '/', '"', 'J':
		return 50
	case 'm', 'w', 'M', 'W', '@', '%', '&', '—':
		return 112
	}
	if unicode.IsUpper(r) {
		return 88
	}
	return 74
}

// wideRune tells whether a character is as wide as high, and a line may break before it.
func wideRune(r rune) bool {
	return r >= 0x1100 && unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana)
}
