package hugosite

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"dossier/internal/render"
)

// chart gives the places and the words of a drawing of time; its elements are
// the templates' work.
func chart(c *render.Chart) map[string]any {
	if c == nil {
		return nil
	}
	ticks := each(c.Ticks, func(t render.ChartTick) any {
		words := t.Text
		if t.Key != "" {
			words = strings.TrimSpace(months[t.Key] + " " + t.Text)
		}
		return object("x", t.X, "y", t.Y, "text", words, "at", t.At, "line", t.Line, "grid", t.Grid)
	})
	breaks := []any{}
	for _, b := range c.Breaks {
		breaks = append(breaks, shapes(string(b))...)
	}
	return object("wide", c.Wide, "height", c.Height, "top", c.AxisTop, "bottom", c.AxisBottom,
		"events", c.Events, "publications", c.Publications, "ticks", ticks, "breaks", breaks,
		"above", each(c.Above, chartMark), "below", each(c.Below, chartMark),
		"within", c.HasWithin, "lasting", c.HasLasting, "uncertain", c.HasUncertain, "approximate", c.HasApproximate, "open", c.HasOpen, "count", c.HasCount)
}

// months are the short names by the keys that a chart has for them.
var months = map[string]string{
	"month-short-1": "Jan", "month-short-2": "Feb", "month-short-3": "Mar", "month-short-4": "Apr",
	"month-short-5": "May", "month-short-6": "Jun", "month-short-7": "Jul", "month-short-8": "Aug",
	"month-short-9": "Sep", "month-short-10": "Oct", "month-short-11": "Nov", "month-short-12": "Dec",
}

func chartMark(m render.ChartMark) any {
	return object("url", m.URL, "label", m.Label, "when", m.When, "class", m.Class, "n", m.N, "items", m.Items, "shapes", shapes(string(m.Shape)))
}

// shapes takes the shape of a mark apart: of each element it gives the name, the
// attributes that differ from mark to mark, and the words.
func shapes(markup string) []any {
	var all []any
	var open []map[string]any
	for d := xml.NewDecoder(strings.NewReader(markup)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			panic("hugosite: taking a drawing apart: " + err.Error()) // dossier's elements are well-formed
		}
		switch t := token.(type) {
		case xml.StartElement:
			o := map[string]any{"is": t.Name.Local}
			for _, a := range t.Attr {
				if a.Name.Local != "aria-hidden" {
					o[a.Name.Local] = a.Value
				}
			}
			if len(open) == 0 {
				all = append(all, o)
			} else {
				open[len(open)-1]["d"] = o["d"] // the path of an arrow or of a break
			}
			open = append(open, o)
		case xml.CharData:
			if len(open) > 0 {
				open[len(open)-1]["text"] = string(t)
			}
		case xml.EndElement:
			open = open[:len(open)-1]
		}
	}
}

// graph gives the places and the words of a drawing of a network.
func graph(g *render.Graph) map[string]any {
	if g == nil {
		return nil
	}
	nodes := each(g.Nodes, func(n render.GraphNode) any {
		return object("url", n.URL, "title", n.Title, "sign", n.Sign, "x", n.X, "y", n.Y, "lines", each(n.Lines, func(l render.GraphLine) any {
			return object("y", l.Y, "text", l.Text)
		}))
	})
	edges := each(g.Edges, func(e render.GraphEdge) any {
		o := object("row", e.Row, "path", e.Path, "stroke", e.Stroke, "dashed", e.Dashed, "events", e.Events)
		o["a"], o["b"] = e.A, e.B
		if e.Row != "" {
			o["name"] = e.BName
			if e.AName != "" {
				o["name"] = e.AName + " – " + e.BName
			}
		}
		return o
	})
	kinds := each(g.Kinds, func(k *render.GraphKind) any { return object("sign", k.Sign, "title", k.Title) })
	return object("title", g.Title, "width", g.Width, "height", g.Height, "signs", g.Signs, "kinds", kinds, "nodes", nodes, "edges", edges, "dashed", g.Dashed, "left", g.Left)
}

func neighbourhood(n *render.Neighbourhood) map[string]any {
	if n == nil {
		return nil
	}
	ties := each(n.Ties, func(t render.Neighbour) any {
		types := each(t.Types, func(t render.NeighbourType) any { return object("own", t.Own, "text", t.Text) })
		return object("id", t.ID, "links", each(t.Links, linkTo), "types", types, "part", t.Part, "events", each(t.Events, linkTo), "more", t.More)
	})
	return object("graph", graph(n.Graph), "all", n.All, "few", n.Few, "ties", ties)
}

func networkTie(t *render.NetworkTie) any {
	stated := each(t.Stated, func(s render.StatedTie) any {
		return object("of", s.Of.URL, "type", s.Type, "from", date(s.From), "until", date(s.Until), "cites", cites(s.Cites))
	})
	events := each(t.Events, func(e *render.SharedEvent) any {
		return object("id", e.ID, "link", e.Link.URL, "when", date(e.Date), "quotations", len(e.Evidence))
	})
	return object("id", t.ID, "a", t.A.URL, "b", t.B.URL, "stated", stated, "events", events, "more", t.More)
}

func (w writer) sharedEvent(e *render.SharedEvent) any {
	return object("id", e.ID, "link", e.Link.URL, "when", date(e.Date), "evidence", each(e.Evidence, w.evidence))
}
