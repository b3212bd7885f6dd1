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

// writeText writes what escaper would, without a look at a table for each byte.
func writeText(b *strings.Builder, s string) {
	from := 0
	for i := range len(s) {
		var with string
		switch s[i] {
		case '&':
			with = "&amp;"
		case '<':
			with = "&lt;"
		case '>':
			with = "&gt;"
		case '"':
			with = "&#34;"
		case '\'':
			with = "&#39;"
		default:
			continue
		}
		b.WriteString(s[from:i])
		b.WriteString(with)
		from = i + 1
	}
	b.WriteString(s[from:])
}

// A weaver writes one window of a text after the other as well-formed HTML,
// whose text content is the window's text and that of the inserts. It goes
// through threads and inserts once, however many windows there are.
type weaver struct {
	text    string
	threads []*thread // by start
	inserts []insert  // by place
	live    []*thread // those begun that reach beyond the last window, and of the next one

	cuts        []int
	open, again []*thread
}

// newWeaver takes threads and inserts in any order. Solid threads must be disjoint.
func newWeaver(text string, threads []*thread, inserts []insert) *weaver {
	slices.SortStableFunc(threads, func(s, t *thread) int { return cmp.Compare(s.span.Start, t.span.Start) })
	slices.SortStableFunc(inserts, func(x, y insert) int { return cmp.Compare(x.at, y.at) })
	return &weaver{text: text, threads: threads, inserts: inserts}
}

// calls tells whether an insert of a window, or of a stretch of windows, is
// still to come. No window before the stretch may be written afterwards.
func (w *weaver) calls(stretch dossier.Span) bool {
	for len(w.inserts) > 0 && w.inserts[0].at <= stretch.Start {
		w.inserts = w.inserts[1:]
	}
	return len(w.inserts) > 0 && w.inserts[0].at <= stretch.End
}

// window writes a window, which must begin where the last one ended or later.
func (w *weaver) window(b *strings.Builder, window dossier.Span) {
	text, cuts := w.text, w.cuts[:0]
	w.live = slices.DeleteFunc(w.live, func(t *thread) bool { return t.span.End <= window.Start })
	for len(w.threads) > 0 && w.threads[0].span.Start < window.End {
		if w.threads[0].span.Overlaps(window) {
			w.live = append(w.live, w.threads[0])
		}
		w.threads = w.threads[1:]
	}
	live := w.live
	for _, t := range live {
		cuts = append(cuts, max(t.span.Start, window.Start), min(t.span.End, window.End))
	}
	var waiting []insert
	if w.calls(window) {
		n := 0
		for n < len(w.inserts) && w.inserts[n].at <= window.End {
			cuts = append(cuts, w.inserts[n].at)
			n++
		}
		waiting, w.inserts = w.inserts[:n], w.inserts[n:]
	}
	w.cuts = cuts
	if len(cuts) == 0 {
		writeText(b, text[window.Start:window.End])
		return
	}
	slices.Sort(cuts)

	end := func(t *thread) int { return min(t.span.End, window.End) }
	open, again := w.open[:0], w.again[:0] // open from the outermost to the innermost
	at, next := window.Start, 0
	for _, cut := range slices.Compact(cuts) {
		writeText(b, text[at:cut])
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
	writeText(b, text[at:window.End])
	w.open, w.again = open, again
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
