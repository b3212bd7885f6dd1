package render

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"dossier/internal/dossier"
)

// A thread is a stretch of a text that is to stand within an element: the words
// of a passage within mark, a name within a. Threads may overlap in any way;
// elements may not, so weave splits threads where they cross. A solid thread is
// never split by another one that is not solid: it is the others that give way.
type thread struct {
	span   dossier.Span
	tag    string
	attrs  string // escaped, beginning with a space
	anchor *anchor
	solid  bool
}

// An anchor is the id that the first element of a passage carries, or of a
// mention. Passages of which several begin and end alike share one.
type anchor struct {
	id     string // escaped; empty where another element has it
	number int    // value of data-p
	given  bool   // an element carries the id
	pieces int    // elements written so far
}

// An insert is HTML that stands after the character before at. It never comes
// to stand within a solid thread, but after it.
type insert struct {
	at   int
	html string
}

// escaper writes text that stands between tags or within a quoted attribute.
var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;", "'", "&#39;")

// weave writes the window of a text with its threads as well-formed HTML, whose
// text content is the window's text and that of the inserts. Solid threads must
// be disjoint.
func weave(b *strings.Builder, text string, window dossier.Span, threads []*thread, inserts []insert) {
	var live []*thread
	var cuts []int
	for _, t := range threads {
		if t.span.Overlaps(window) {
			live = append(live, t)
			cuts = append(cuts, max(t.span.Start, window.Start), min(t.span.End, window.End))
		}
	}
	var waiting []insert
	for _, in := range inserts {
		if window.Start < in.at && in.at <= window.End {
			waiting = append(waiting, in)
			cuts = append(cuts, in.at)
		}
	}
	if len(cuts) == 0 {
		escaper.WriteString(b, text[window.Start:window.End])
		return
	}
	slices.Sort(cuts)
	slices.SortStableFunc(live, func(s, t *thread) int {
		return cmp.Compare(max(s.span.Start, window.Start), max(t.span.Start, window.Start))
	})
	slices.SortStableFunc(waiting, func(x, y insert) int { return cmp.Compare(x.at, y.at) })

	end := func(t *thread) int { return min(t.span.End, window.End) }
	var open, again []*thread // open from the outermost to the innermost
	at, next := window.Start, 0
	for _, cut := range slices.Compact(cuts) {
		escaper.WriteString(b, text[at:cut])
		at = cut

		keep := slices.IndexFunc(open, func(t *thread) bool { return end(t) == cut })
		if keep < 0 {
			keep = len(open)
		}
		again = again[:0]
		for ; next < len(live) && max(live[next].span.Start, window.Start) == cut; next++ {
			again = append(again, live[next])
			if live[next].solid {
				// What ends within a solid thread must begin again within it.
				for i, t := range open[:keep] {
					if end(t) < end(live[next]) {
						keep = i
						break
					}
				}
			}
		}
		for len(open) > keep {
			t := open[len(open)-1]
			open = open[:len(open)-1]
			b.WriteString("</" + t.tag + ">")
			if end(t) > cut {
				again = append(again, t)
			}
		}
		if !slices.ContainsFunc(open, func(t *thread) bool { return t.solid }) {
			for len(waiting) > 0 && waiting[0].at <= cut {
				b.WriteString(waiting[0].html)
				waiting = waiting[1:]
			}
		}
		slices.SortStableFunc(again, func(s, t *thread) int {
			return cmp.Or(cmp.Compare(end(t), end(s)), solidLast(s, t), cmp.Compare(s.span.Start, t.span.Start))
		})
		for _, t := range again {
			t.start(b)
			open = append(open, t)
		}
	}
	escaper.WriteString(b, text[at:window.End])
}

func solidLast(s, t *thread) int {
	switch {
	case s.solid == t.solid:
		return 0
	case s.solid:
		return 1
	}
	return -1
}

func (t *thread) start(b *strings.Builder) {
	b.WriteString("<" + t.tag)
	if a := t.anchor; a != nil {
		if !a.given && a.id != "" {
			b.WriteString(` id="` + a.id + `"`)
			a.given = true
		}
		if a.number > 0 {
			b.WriteString(` data-p="` + strconv.Itoa(a.number) + `"`)
		}
		a.pieces++
	}
	b.WriteString(t.attrs)
	b.WriteByte('>')
}
