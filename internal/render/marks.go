package render

import (
	"cmp"
	"encoding/binary"
	"math/bits"
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
	class  string
	href   string // address that the element leads to; empty where it has none
	anchor *anchor
	solid  bool
}

// An anchor is the id that the first element of a passage carries, or of a
// mention. Passages of which several begin and end alike share one.
type anchor struct {
	id     string // escaped; empty where another element has it
	number int    // value of data-p
	given  bool   // an element carries the id
	listed bool   // the passage stands in the list below the text
	pieces int    // elements written so far
	// pages are those that cite the passage; nil for a mention.
	pages []*dossier.Item
}

// An insert is HTML that stands after the character before at. It never comes
// to stand within a solid thread, but after it.
type insert struct {
	at   int
	html string
}

// appendText writes what escaper would. It looks at eight bytes at a time.
func appendText(b []byte, s string) []byte {
	const quote, angle = 0x27 * ones, 0x3e * ones
	from, text := 0, []byte(s)
	for i := 0; i < len(text); i++ {
		if i+8 <= len(text) {
			w := binary.LittleEndian.Uint64(text[i:])
			x := (w | 5*ones) ^ quote                    // a byte of 0 for " & ' and #
			y := (w | 2*ones) ^ angle                    // a byte of 0 for < and >
			found := ((x-ones)&^x | (y-ones)&^y) & highs // its lowest bit is at the first of them
			if found == 0 {
				i += 7
				continue
			}
			i += bits.TrailingZeros64(found) / 8
		}
		var with string
		switch text[i] {
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
		b = append(b, text[from:i]...)
		b = append(b, with...)
		from = i + 1
	}
	return append(b, text[from:]...)
}

// Every byte of a word: 1, and its highest bit.
const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// escape is what appendText writes of a text alone.
func escape(s string) string {
	if !strings.ContainsAny(s, "&<>\"'") {
		return s
	}
	return string(appendText(nil, s))
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
	levels      []int // of open
	cover       cover
}

// begin takes threads and inserts in any order. Solid threads must be disjoint.
func (w *weaver) begin(text string, threads []*thread, inserts []insert) {
	slices.SortStableFunc(threads, func(s, t *thread) int { return cmp.Compare(s.span.Start, t.span.Start) })
	slices.SortStableFunc(inserts, func(x, y insert) int { return cmp.Compare(x.at, y.at) })
	w.text, w.threads, w.inserts, w.live = text, threads, inserts, w.live[:0]
	w.cover.begin()
}

// calls tells whether an insert of a window, or of a stretch of windows, is
// still to come. No window before the stretch may be written afterwards.
func (w *weaver) calls(stretch dossier.Span) bool {
	for len(w.inserts) > 0 && w.inserts[0].at <= stretch.Start {
		w.inserts = w.inserts[1:]
	}
	return len(w.inserts) > 0 && w.inserts[0].at <= stretch.End
}

// window adds a window to what is written, which must begin where the last one ended or later.
func (w *weaver) window(b []byte, window dossier.Span) []byte {
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
		w.cover.add(0, text[window.Start:window.End])
		return appendText(b, text[window.Start:window.End])
	}
	slices.Sort(cuts)

	end := func(t *thread) int { return min(t.span.End, window.End) }
	open, again := w.open[:0], w.again[:0] // open from the outermost to the innermost
	levels := w.levels[:0]
	level := func() int {
		if len(levels) == 0 {
			return 0
		}
		return levels[len(levels)-1]
	}
	at, next := window.Start, 0
	for _, cut := range slices.Compact(cuts) {
		w.cover.add(level(), text[at:cut])
		b = appendText(b, text[at:cut])
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
			open, levels = open[:len(open)-1], levels[:len(open)-1]
			b = append(b, "</"...)
			b = append(b, t.tag...)
			b = append(b, '>')
			if end(t) > cut {
				again = append(again, t)
			}
		}
		if !slices.ContainsFunc(open, func(t *thread) bool { return t.solid }) {
			for len(waiting) > 0 && waiting[0].at <= cut {
				b = append(b, waiting[0].html...)
				waiting = waiting[1:]
			}
		}
		slices.SortStableFunc(again, func(s, t *thread) int {
			return cmp.Or(cmp.Compare(end(t), end(s)), solidLast(s, t), cmp.Compare(s.span.Start, t.span.Start))
		})
		for _, t := range again {
			open, levels = append(open, t), append(levels, level())
			if t.anchor != nil && len(t.anchor.pages) > 0 && level() < coverLevels {
				levels[len(levels)-1] = coverLevel(open)
			}
			b = t.start(b, level())
		}
	}
	w.open, w.again, w.levels = open, again, levels
	w.cover.add(level(), text[at:window.End])
	return appendText(b, text[at:window.End])
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

// start begins an element. Words that pages cite have their level in its class.
func (t *thread) start(b []byte, level int) []byte {
	b = append(b, '<')
	b = append(b, t.tag...)
	if a := t.anchor; a != nil {
		if !a.given && a.id != "" {
			b = append(b, ` id="`...)
			b = append(b, a.id...)
			b = append(b, '"')
			a.given = true
		}
		if a.number > 0 {
			b = append(b, ` data-p="`...)
			b = strconv.AppendInt(b, int64(a.number), 10)
			b = append(b, '"')
		}
		a.pieces++
	}
	if t.class != "" {
		b = append(b, ` class="`...)
		b = append(b, t.class...)
		if level > 0 && !t.solid {
			b = append(b, " c"...)
			b = strconv.AppendInt(b, int64(level), 10)
		}
		b = append(b, '"')
	}
	if t.href != "" {
		b = append(b, ` href="`...)
		b = appendText(b, t.href)
		b = append(b, '"')
	}
	return append(b, '>')
}
