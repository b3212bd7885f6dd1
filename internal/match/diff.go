package match

import (
	"strings"
	"unicode/utf8"
)

// Op says what an Edit does.
type Op uint8

// An Edit keeps, adds or removes its text.
const (
	Equal  Op = iota // both have it
	Insert           // only the passage has it
	Delete           // only the quotation has it
)

// Edit is one step from a quotation to a passage. The texts of all Equal and
// Delete edits make the normalised quotation, those of all Equal and Insert
// edits the normalised passage.
type Edit struct {
	Op   Op
	Text string
}

// maxDiffTokens bounds the work of a diff, which grows with the product of the
// two sides; a quotation with more words that differ is one deletion and one
// insertion.
const maxDiffTokens = 3000

// diffTokens compares two normalised texts, cut into words and what is between
// them, and keeps the words that together are longest. It returns the edits and
// the weight of what they insert and delete.
func diffTokens(a, b []string) (edits []Edit, cost int) {
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	var d diff
	for _, s := range a[:head] {
		d.add(Equal, s)
	}
	d.middle(a[head:len(a)-tail], b[head:len(b)-tail])
	for _, s := range a[len(a)-tail:] {
		d.add(Equal, s)
	}
	return d.joined(), d.cost
}

// Part is a stretch of a text.
type Part struct {
	Text string
	Same bool // the other text has it too
}

// Compare cuts two texts into what both have, in the same order, and what only one
// has, word by word and letter by letter. The parts of each make up its text.
func Compare(a, b string) (inA, inB []Part) {
	edits, _ := diffTokens(tokens(a), tokens(b))
	for _, e := range edits {
		if e.Op != Insert {
			inA = append(inA, Part{e.Text, e.Op == Equal})
		}
		if e.Op != Delete {
			inB = append(inB, Part{e.Text, e.Op == Equal})
		}
	}
	return inA, inB
}

// tokens cuts s into words, single spaces and single marks of punctuation.
// A number with its commas and points is one word.
func tokens(s string) []string {
	var out []string
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		end := i + size
		if c := classOf(r); c == letter || c == solo {
			end, _ = scanWord(s, i, 0)
			for end+1 < len(s) && (s[end] == ',' || s[end] == '.') && isDigit(s[end-1]) && isDigit(s[end+1]) {
				end, _ = scanWord(s, end+1, 0)
			}
		}
		for end < len(s) && s[end] >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[end:])
			if classOf(r) != mark {
				break
			}
			end += size
		}
		out = append(out, s[i:end])
		i = end
	}
	return out
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

type diff struct {
	edits []Edit
	cost  int
}

func weight(token string) int {
	r, _ := utf8.DecodeRuneInString(token)
	if c := classOf(r); c == letter || c == solo {
		return 2 * len(token)
	}
	return 1
}

func (d *diff) add(op Op, text string) {
	if op != Equal {
		d.cost += weight(text)
	}
	d.edits = append(d.edits, Edit{op, text})
}

// middle adds the edits from a to b by the common subsequence of greatest weight.
func (d *diff) middle(a, b []string) {
	if len(a) > maxDiffTokens || len(b) > maxDiffTokens {
		for _, s := range a {
			d.add(Delete, s)
		}
		for _, s := range b {
			d.add(Insert, s)
		}
		return
	}
	width := len(b) + 1
	best := make([]int32, (len(a)+1)*width) // for the rest of a and of b
	for i := len(a) - 1; i >= 0; i-- {
		w := int32(weight(a[i]))
		row, below := best[i*width:(i+1)*width], best[(i+1)*width:]
		for j := len(b) - 1; j >= 0; j-- {
			row[j] = max(below[j], row[j+1])
			if a[i] == b[j] {
				row[j] = max(row[j], below[j+1]+w)
			}
		}
	}
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		here := best[i*width+j]
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j] && here == best[(i+1)*width+j+1]+int32(weight(a[i])):
			d.add(Equal, a[i])
			i++
			j++
		case i < len(a) && here == best[(i+1)*width+j]:
			d.add(Delete, a[i])
			i++
		default:
			d.add(Insert, b[j])
			j++
		}
	}
}

// joined returns the edits with neighbours of one kind made one, deletions
// before insertions, and no lone space kept between two changes.
func (d *diff) joined() []Edit {
	var out []Edit
	var deleted, inserted strings.Builder
	flush := func() {
		if deleted.Len() > 0 {
			out = append(out, Edit{Delete, deleted.String()})
		}
		if inserted.Len() > 0 {
			out = append(out, Edit{Insert, inserted.String()})
		}
		deleted.Reset()
		inserted.Reset()
	}
	for i := 0; i < len(d.edits); {
		switch e := d.edits[i]; e.Op {
		case Delete:
			deleted.WriteString(e.Text)
			i++
		case Insert:
			inserted.WriteString(e.Text)
			i++
		default:
			end := i
			for end < len(d.edits) && d.edits[end].Op == Equal {
				end++
			}
			changed := deleted.Len() > 0 && inserted.Len() > 0
			if changed && end == i+1 && e.Text == " " && replacesAt(d.edits[end:]) {
				deleted.WriteString(" ")
				inserted.WriteString(" ")
				i = end
				continue
			}
			flush()
			var kept strings.Builder
			for ; i < end; i++ {
				kept.WriteString(d.edits[i].Text)
			}
			out = append(out, Edit{Equal, kept.String()})
		}
	}
	flush()
	return out
}

// replacesAt reports whether edits begin with both deletions and insertions.
func replacesAt(edits []Edit) bool {
	var seen [3]bool
	for _, e := range edits {
		if e.Op == Equal {
			break
		}
		seen[e.Op] = true
	}
	return seen[Insert] && seen[Delete]
}

// How far fitWords moves the ends of a passage, in words, and the longest
// quotation, in tokens, for which it tries.
const (
	fitOutward = 8
	fitTokens  = 400
)

// fitWords widens the normalised passage [start, end) to whole words, and farther
// by a few words where that makes the difference in words less: letter by letter,
// a word that was added can be dearer than to take it for the next one.
func (t *Text) fitWords(quote string, start, end int) (int, int, []Edit) {
	text := t.norm
	start, end = trimSpaces(text, t.widen(start, -1), t.widen(end, 1))
	a := tokens(quote)
	edits, cost := diffTokens(a, tokens(text[start:end]))
	if len(a) > fitTokens {
		return start, end, edits
	}
	try := func(s, e int) {
		if moved, less := diffTokens(a, tokens(text[s:e])); less < cost {
			start, end, edits, cost = s, e, moved, less
		}
	}
	for e, k := end, 0; k < fitOutward && e < len(text) && cost > 0; k++ {
		if e = t.widen(len(text)-len(strings.TrimLeft(text[e:], " "))+1, 1); e <= len(text) {
			try(start, e)
		}
	}
	for s, k := start, 0; k < fitOutward && s > 0 && cost > 0; k++ {
		if s = t.widen(len(strings.TrimRight(text[:s], " "))-1, -1); s >= 0 {
			try(s, end)
		}
	}
	return start, end, edits
}

// widen moves the normalised offset n by steps of 1 or -1 to the next place that
// parts neither a word nor a character.
func (t *Text) widen(n, step int) int {
	for n > 0 && n < len(t.norm) && (!t.isBoundary(n) || splitsWord(t.norm, n)) {
		n += step
	}
	return n
}

func trimSpaces(s string, start, end int) (int, int) {
	for start < end && s[start] == ' ' {
		start++
	}
	for end > start && s[end-1] == ' ' {
		end--
	}
	return start, end
}

// commonPrefix returns the bytes that a and b begin with alike, in whole
// characters with their marks.
func commonPrefix(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	for n > 0 && (startsInside(a, n) || startsInside(b, n)) {
		n--
	}
	return n
}

func startsInside(s string, i int) bool {
	if i >= len(s) {
		return false
	}
	if !utf8.RuneStart(s[i]) {
		return true
	}
	r, _ := utf8.DecodeRuneInString(s[i:])
	return classOf(r) == mark
}
