package search

import (
	"bytes"
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// inverted is the documents of all terms.
type inverted struct {
	terms    []string // in the order of UTF-16, as scripts compare
	first    []uint32 // index into postings, by term, and the number of all
	postings []uint32 // number of the document × 64 + impact
	keys     []key
	cuts     []int // first key of each file of terms, and the number of all
}

// key is what a file of terms has documents of: a term, or the beginning of the
// terms from, up to and without to.
type key struct {
	text     string // ends in * for a beginning
	from, to int
}

// Invert finds the documents of each word. The error is the context's; then the
// index is of no use any more.
func (x *Index) Invert(ctx context.Context) error {
	type used struct {
		head uint64 // the first eight bytes, in an order as UTF-16 has
		term string
		rank *uint32
	}
	counts := make([][]uint32, len(x.tables.all)) // documents, then the rank, by term of each table
	for i, t := range x.tables.all {
		counts[i] = make([]uint32, len(t.terms))
	}
	total := 0
	for i := range x.docs {
		d := &x.docs[i]
		if d.table == nil {
			continue
		}
		of := counts[d.table.id]
		for _, term := range d.terms {
			of[term]++
		}
		total += len(d.terms)
	}
	n := 0
	for _, of := range counts {
		for _, count := range of {
			if count > 0 {
				n++
			}
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	all := make([]used, 0, n)
	for i, t := range x.tables.all {
		for term := range t.terms {
			if counts[i][term] > 0 {
				all = append(all, used{headOf(t.terms[term]), t.terms[term], &counts[i][term]})
			}
		}
	}
	slices.SortFunc(all, func(a, b used) int { return cmp.Or(cmp.Compare(a.head, b.head), compareUTF16(a.term, b.term)) })
	x.terms, x.first = make([]string, 0, n), make([]uint32, 0, n+1)
	at := uint32(0)
	for i := range all {
		if i == 0 || all[i].term != all[i-1].term {
			x.terms = append(x.terms, all[i].term)
			x.first = append(x.first, at)
		}
		at += *all[i].rank
		*all[i].rank = uint32(len(x.terms) - 1)
	}
	x.first = append(x.first, at)

	next := slices.Clone(x.first)
	x.postings = make([]uint32, total)
	mean := int64(x.meanLength())
	for n := range x.docs {
		d := &x.docs[n]
		if d.table == nil {
			continue
		}
		if n%1024 == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		rank := counts[d.table.id]
		norm := 3*mean + 9*int64(d.length)
		for i, term := range d.terms {
			w := int64(d.weights[i])
			tf := 10 * mean * (w >> 8)
			impact := 1 + (2*(w&0xFF)+255*tf/(tf+norm))*55/765
			to := &next[rank[term]]
			x.postings[*to] = uint32(n)<<6 | uint32(impact)
			*to++
		}
		if !x.keep {
			d.terms, d.weights = nil, nil
		}
	}
	x.list()
	x.cut()
	x.last = nil
	return nil
}

// Close drops what is needed for nothing but writing the files. The index can
// still be the last one of another.
func (x *Index) Close() { x.inverted = inverted{} }

// size is about how long the documents of a term are when they are written.
func (x *Index) size(from, to uint32) int {
	n := int(to - from)
	if n*57 > len(x.docs) {
		return 2 * n
	}
	return 3 * n
}

func (x *Index) termSize(i int) int { return len(x.terms[i]) + 2 + x.size(x.first[i], x.first[i+1]) }

// list puts the terms, and the beginnings that too many of them have, in order.
func (x *Index) list() {
	x.keys = make([]key, 0, len(x.terms)+len(x.terms)/64)
	sums := make([]int, len(x.terms)+1)
	for i := range x.terms {
		sums[i+1] = sums[i] + x.termSize(i)
	}
	var within func(from, to, length int)
	// within lists terms whose first length bytes are the same.
	within = func(from, to, length int) {
		first := from
		if from < to && len(x.terms[from]) == length {
			x.keys = append(x.keys, key{x.terms[from], from, from + 1})
			from++
		}
		if length > 0 && from < to && sums[to]-sums[first] > prefixSize {
			x.keys = append(x.keys, key{x.terms[first][:length] + "*", first, to})
		}
		for from < to {
			_, size := utf8.DecodeRuneInString(x.terms[from][length:])
			beginning := x.terms[from][:length+size]
			end := from + 1
			for end < to && strings.HasPrefix(x.terms[end], beginning) {
				end++
			}
			if end-from == 1 {
				x.keys = append(x.keys, key{x.terms[from], from, end})
			} else {
				within(from, end, length+size)
			}
			from = end
		}
	}
	within(0, len(x.terms), 0)
}

func (k key) beginning() bool { return strings.HasSuffix(k.text, "*") }

func (x *Index) keySize(k key) int {
	if !k.beginning() {
		return x.termSize(k.from)
	}
	return 2 * min(len(x.docs), int(x.first[k.to]-x.first[k.from]))
}

// cut parts the keys into files of about the same size.
func (x *Index) cut() {
	total, done := 0, 0
	for _, k := range x.keys {
		total += x.keySize(k)
	}
	x.cuts = append(x.cuts[:0], 0)
	for i, k := range x.keys {
		for len(x.cuts) < x.files && done >= total*len(x.cuts)/x.files && done > 0 {
			x.cuts = append(x.cuts, i)
		}
		done += x.keySize(k)
	}
	for len(x.cuts) <= x.files {
		x.cuts = append(x.cuts, len(x.keys))
	}
}

// start gives the least key that is looked for in a file of terms and in no one
// before: as short as it may be.
func (x *Index) start(file int) string {
	i := x.cuts[file]
	switch i {
	case 0:
		return ""
	case len(x.keys):
		return "\uffff"
	}
	before, first := x.keys[i-1].text, x.keys[i].text
	for n := 0; n < len(first); {
		_, size := utf8.DecodeRuneInString(first[n:])
		n += size
		if !strings.HasPrefix(before, first[:n]) {
			return first[:n]
		}
	}
	return first
}

// AppendTerms writes a file of terms.
func (x *Index) AppendTerms(b *bytes.Buffer, file int) {
	w := writer{Buffer: b}
	w.begin("terms-" + strconv.Itoa(file))
	w.WriteByte('"')
	var all []byte // impacts by document, for beginnings
	for i, k := range x.keys[x.cuts[file]:x.cuts[file+1]] {
		if i > 0 {
			w.WriteByte(' ')
		}
		w.WriteString(k.text)
		w.WriteByte(' ')
		next := 0
		if !k.beginning() {
			list := x.postings[x.first[k.from]:x.first[k.to]]
			coarse := x.coarse(len(list))
			for _, p := range list {
				w.number(int(p>>6) - next)
				w.impact(byte(p&63), coarse)
				next = int(p>>6) + 1
			}
			continue
		}
		if all == nil {
			all = make([]byte, len(x.docs))
		}
		n := 0
		for _, p := range x.postings[x.first[k.from]:x.first[k.to]] {
			if all[p>>6] == 0 {
				n++
			}
			all[p>>6] = max(all[p>>6], byte(p&63))
		}
		coarse := x.coarse(n)
		for n, impact := range all {
			if impact > 0 {
				w.number(n - next)
				w.impact(impact, coarse)
				next = n + 1
				all[n] = 0
			}
		}
	}
	w.WriteString("\")\n")
}

// coarse tells whether the impacts of a word that n documents have are rounded.
func (x *Index) coarse(n int) bool { return n > fine && 2*n > len(x.docs) }

func (w writer) impact(impact byte, coarse bool) {
	if coarse {
		impact = impact&^7 | 4
	}
	w.number(int(impact))
}

// inUTF16 gives the first bytes of characters beyond U+FFFF the place that their
// surrogates have.
func inUTF16(c byte) byte {
	switch {
	case c >= 0xF0:
		return c - 2
	case c >= 0xEE:
		return c + 5
	}
	return c
}

func headOf(s string) (head uint64) {
	for i := range 8 {
		head <<= 8
		if i < len(s) {
			head |= uint64(inUTF16(s[i]))
		}
	}
	return head
}

// compareUTF16 orders strings as scripts do, by UTF-16 code units.
func compareUTF16(a, b string) int {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return cmp.Compare(inUTF16(a[i]), inUTF16(b[i]))
		}
	}
	return cmp.Compare(len(a), len(b))
}
