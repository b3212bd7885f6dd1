package match

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Similarity is the passage of a text that is most like a quotation.
type Similarity struct {
	// Span is the passage in the raw text, in whole words.
	Span Span
	// Distance is how many characters have to be inserted, deleted or replaced
	// to make the quotation a part of the text, case and accents aside. It is 0
	// where they differ in case and accents alone.
	Distance int
	// Diff leads from the normalised quotation to the normalised passage.
	Diff []Edit
	// QuoteOffset and TextOffset are the byte offsets, in the quotation as given
	// and in the raw text, where the two first differ.
	QuoteOffset, TextOffset int
}

// Similar returns the passage of t that is most like quote, the first of equals,
// if it is at most maxDistance edits away (see Similarity.Distance). A negative
// maxDistance is two fifths of the quotation's length, and no greater one counts:
// beyond that likeness is chance. Searching many texts for the most similar
// passage of all goes faster with each smaller maxDistance: pass the least
// distance found so far, less one.
//
// The quotation is taken as it stands, omission marks too; see Pieces.
func (t *Text) Similar(quote string, maxDistance int) (Similarity, bool) {
	q := NewText(strings.TrimSpace(quote))
	lead := len(quote) - len(strings.TrimLeftFunc(quote, unicode.IsSpace))
	p := newPattern(q.norm)
	limit := p.length * 2 / 5
	if maxDistance >= 0 {
		limit = min(limit, maxDistance)
	}
	if p.length == 0 {
		return Similarity{}, false
	}
	end, distance := p.bestEnd(t.norm, limit)
	if end < 0 {
		return Similarity{}, false
	}
	start := p.bestStart(t.norm[:end], distance)
	start, end, diff := t.fitWords(q.norm, start, end)
	same := commonPrefix(q.norm, t.norm[start:end])
	return Similarity{
		Span:        t.span(start, end),
		Distance:    distance,
		Diff:        diff,
		QuoteOffset: lead + q.rawOffset(same),
		TextOffset:  t.rawOffset(start + same),
	}, true
}

// symbolOf returns the letter by which r is compared for likeness, 0 for marks.
func symbolOf(r rune) rune {
	f := lookUp(r)
	switch f.class {
	case mark:
		return 0
	case letter, solo:
		s, _ := utf8.DecodeRune(f.bytes[:f.n])
		return s
	}
	return r
}

// pattern is a quotation prepared for Myers' bit-parallel approximate matching
// ("A fast bit-vector algorithm for approximate string matching based on dynamic
// programming", 1999) in Hyyrö's block form: one bit for each character, one
// vertical difference of the dynamic programming matrix.
type pattern struct {
	length  int // in characters
	blocks  int
	ascii   [utf8.RuneSelf]uint16
	other   map[rune]uint16
	symbols []uint16
	equal   []uint64 // blocks words for each symbol; symbol 0 is in no pattern
}

// ignored is the symbol of a character that takes no part.
const ignored = ^uint16(0)

func newPattern(s string) *pattern {
	p := &pattern{symbols: make([]uint16, 0, len(s))}
	count := 0
	for _, r := range s {
		c := symbolOf(r)
		if c == 0 {
			continue
		}
		id := p.symbol(c)
		if id == 0 && count < int(ignored)-1 {
			count++
			id = uint16(count)
			if c < utf8.RuneSelf {
				p.ascii[c] = id
			} else {
				if p.other == nil {
					p.other = map[rune]uint16{}
				}
				p.other[c] = id
			}
		}
		p.symbols = append(p.symbols, id)
	}
	for c := rune('A'); c <= 'Z'; c++ {
		p.ascii[c] = p.ascii[c+'a'-'A']
	}
	p.length = len(p.symbols)
	p.blocks = (p.length + 63) / 64
	p.equal = p.matches(count, func(i int) uint16 { return p.symbols[i] })
	return p
}

func (p *pattern) matches(count int, at func(int) uint16) []uint64 {
	equal := make([]uint64, (count+1)*p.blocks)
	for i := range p.length {
		if id := int(at(i)); id > 0 {
			equal[id*p.blocks+i/64] |= 1 << (i % 64)
		}
	}
	return equal
}

func (p *pattern) symbol(c rune) uint16 {
	if c < utf8.RuneSelf {
		return p.ascii[c]
	}
	return p.other[c]
}

func (p *pattern) read(r rune) uint16 {
	c := symbolOf(r)
	if c == 0 {
		return ignored
	}
	return p.symbol(c)
}

// block is 64 rows of one column: where going down a row adds one (plus) or
// takes one away (minus), and the value at its last row.
type block struct {
	plus, minus uint64
	score       int
}

// advance goes to the next column. in is the horizontal difference above the
// block's first row, the result is that of the row whose bit is top.
func (b *block) advance(equal uint64, in int, top uint) int {
	var negative, positive uint64
	if in < 0 {
		negative = 1
	} else if in > 0 {
		positive = 1
	}
	vertical := equal | b.minus
	equal |= negative
	horizontal := (((equal & b.plus) + b.plus) ^ b.plus) | equal
	plus := b.minus | ^(horizontal | b.plus)
	minus := b.plus & horizontal
	out := int(plus>>top&1) - int(minus>>top&1)
	plus = plus<<1 | positive
	minus = minus<<1 | negative
	b.plus = minus | ^(vertical | plus)
	b.minus = plus & vertical
	return out
}

// height returns the rows of block k.
func (p *pattern) height(k int) int {
	if k < p.blocks-1 {
		return 64
	}
	return p.length - 64*k
}

// bestEnd returns the offset in s where the part that is nearest to the pattern
// ends (the first of equals) and its distance; -1 if none is within limit.
// Blocks whose every row is over the limit are left out (Ukkonen's cut-off).
func (p *pattern) bestEnd(s string, limit int) (end, distance int) {
	end, distance = -1, limit+1
	blocks := make([]block, p.blocks)
	last := p.blocks - 1
	reach := func(k, above int) {
		blocks[k] = block{plus: ^uint64(0), score: above + p.height(k)}
	}
	y := 0
	reach(0, 0)
	for y < last && blocks[y].score <= limit {
		y++
		reach(y, blocks[y-1].score)
	}
	for i := 0; i < len(s); {
		var id uint16
		if c := s[i]; c < utf8.RuneSelf {
			id = p.ascii[c]
			i++
		} else {
			r, size := utf8.DecodeRuneInString(s[i:])
			i += size
			if id = p.read(r); id == ignored {
				continue
			}
		}
		equal := p.equal[int(id)*p.blocks:][:p.blocks]
		carry := 0
		for k := 0; k <= y; k++ {
			b := &blocks[k]
			carry = b.advance(equal[k], carry, uint(p.height(k)-1))
			b.score += carry
		}
		if above := blocks[y].score - carry; y < last && above < distance && (carry < 0 || equal[y+1]&1 != 0) {
			y++
			reach(y, above)
			blocks[y].score += blocks[y].advance(equal[y], carry, uint(p.height(y)-1))
		} else {
			for y > 0 && blocks[y].score >= distance-1+p.height(y) {
				y--
			}
		}
		if y == last && blocks[y].score < distance {
			end, distance = i, blocks[y].score
			for end < len(s) { // marks belong to the letter before them
				r, size := utf8.DecodeRuneInString(s[end:])
				if r < utf8.RuneSelf || p.read(r) != ignored {
					break
				}
				end += size
			}
			if distance == 0 {
				break
			}
		}
	}
	return end, distance
}

// bestStart returns the offset in s from which the rest of s is at the given
// distance from the pattern; of several the one that gives the likeliest length.
func (p *pattern) bestStart(s string, distance int) int {
	count := len(p.equal)/p.blocks - 1
	equal := p.matches(count, func(i int) uint16 { return p.symbols[p.length-1-i] })
	blocks := make([]block, p.blocks)
	score := 0
	for k := range blocks {
		score += p.height(k)
		blocks[k] = block{plus: ^uint64(0), score: score}
	}
	best, bestOff := len(s), p.length+1
	read := 0
	for i := len(s); i > 0 && read < p.length+distance; {
		r, size := utf8.DecodeLastRuneInString(s[:i])
		i -= size
		id := p.read(r)
		if id == ignored {
			continue
		}
		read++
		carry := 1
		for k := range blocks {
			carry = blocks[k].advance(equal[int(id)*p.blocks+k], carry, uint(p.height(k)-1))
			blocks[k].score += carry
		}
		off := read - p.length
		if blocks[p.blocks-1].score == distance && max(off, -off) < bestOff {
			best, bestOff = i, max(off, -off)
		}
	}
	return best
}
