package markup

import (
	"bytes"
	"cmp"
	"slices"
	"sort"
	"unicode/utf8"

	"dossier/internal/diag"
)

// manuscript is a file's text on its way to the Markdown parser: some parts of
// it were cut out or put in, and every byte still knows its place in the file.
type manuscript struct {
	file string
	orig []byte // of the file, without byte order mark and with \n line ends
	rows []int  // offsets in orig at which lines begin
	data []byte // what is left to be parsed
	runs []run  // by at; the first one has at 0

	// Places are asked for mostly in ascending order within long lines.
	seenRow, seenOff, seenCol int
}

// run says that data[at] was orig[from], and so on up to the next run.
type run struct{ at, from int }

func newManuscript(file string, src []byte) *manuscript {
	m := &manuscript{file: file, orig: src, data: src, runs: []run{{}}, seenRow: -1}
	m.rows = make([]int, 1, bytes.Count(src, []byte("\n"))+1)
	for at := line(src); len(m.rows) < cap(m.rows); at += line(src[at:]) {
		m.rows = append(m.rows, at)
	}
	return m
}

// edit replaces data[from:to] by with.
type edit struct {
	from, to int
	with     string
}

// apply makes all edits at once; they are in order and do not overlap.
func (m *manuscript) apply(edits []edit) {
	if len(edits) == 0 {
		return
	}
	if e := edits[0]; len(edits) == 1 && e.from == 0 && e.with == "" && len(m.runs) == 1 {
		m.runs = []run{{0, m.offset(e.to)}}
		m.data = m.data[e.to:]
		return
	}
	length := len(m.data)
	for _, e := range edits {
		length += len(e.with) - (e.to - e.from)
	}
	data := make([]byte, 0, length)
	runs := make([]run, 0, len(m.runs)+2*len(edits)+1)
	keep := func(from, to int) {
		if from == to {
			return
		}
		runs = append(runs, run{len(data), m.offset(from)})
		i, _ := slices.BinarySearchFunc(m.runs, from+1, func(r run, at int) int { return cmp.Compare(r.at, at) })
		for ; i < len(m.runs) && m.runs[i].at < to; i++ {
			runs = append(runs, run{len(data) + m.runs[i].at - from, m.runs[i].from})
		}
		data = append(data, m.data[from:to]...)
	}
	last := 0
	for _, e := range edits {
		keep(last, e.from)
		if e.with != "" {
			runs = append(runs, run{len(data), m.offset(e.from)})
			data = append(data, e.with...)
		}
		last = e.to
	}
	keep(last, len(m.data))
	if len(runs) == 0 {
		runs = []run{{0, len(m.orig)}}
	}
	m.data, m.runs = data, runs
}

// offset gives the place in the file of a byte of data.
func (m *manuscript) offset(at int) int {
	i := sort.Search(len(m.runs), func(i int) bool { return m.runs[i].at > at }) - 1
	if i < 0 {
		return 0
	}
	return min(m.runs[i].from+at-m.runs[i].at, len(m.orig))
}

// pos gives the line and column of a byte of data.
func (m *manuscript) pos(at int) diag.Pos { return m.place(m.offset(at)) }

// line gives the line of a byte of data, which is much cheaper than its column
// where a line is long.
func (m *manuscript) line(at int) int { return m.row(m.offset(at)) + 1 }

func (m *manuscript) row(off int) int {
	return sort.Search(len(m.rows), func(i int) bool { return m.rows[i] > off }) - 1
}

// place gives the line and column of a byte of the file.
func (m *manuscript) place(off int) diag.Pos {
	row := m.row(off)
	from, col := m.rows[row], 1
	if row == m.seenRow && off >= m.seenOff {
		from, col = m.seenOff, m.seenCol
	}
	col += utf8.RuneCount(m.orig[from:off])
	m.seenRow, m.seenOff, m.seenCol = row, off, col
	return diag.Pos{File: m.file, Line: row + 1, Col: col}
}

// Clean gives the text of a file as it is read: without a byte order mark,
// with \n line ends, and with a space for every NUL. Lines and columns of
// diagnostics refer to this text. Bytes that are no UTF-8 and NULs are reported,
// the first of each; with the former the result is nil.
func Clean(file string, src []byte) ([]byte, diag.List) {
	var diags diag.List
	src = bytes.TrimPrefix(src, []byte("\ufeff"))
	if bytes.IndexByte(src, '\r') >= 0 {
		src = bytes.ReplaceAll(src, []byte("\r\n"), []byte("\n"))
		src = bytes.ReplaceAll(src, []byte("\r"), []byte("\n"))
	}
	if !utf8.Valid(src) {
		at := 0
		for at < len(src) {
			r, n := utf8.DecodeRune(src[at:])
			if r == utf8.RuneError && n == 1 {
				break
			}
			at += n
		}
		pos := newManuscript(file, src[:at]).place(at)
		diags.Errorf(pos, "not-utf8", "the file is not UTF-8: byte 0x%02X is the first that is wrong", src[at]).
			Hintf("save the file with the encoding UTF-8")
		return nil, diags
	}
	if at := bytes.IndexByte(src, 0); at >= 0 {
		diags.Errorf(newManuscript(file, src[:at]).place(at), "not-text", "the file holds a NUL byte, so it is no text").
			Hintf("delete the character, or check that this is the right file")
		src = bytes.ReplaceAll(src, []byte{0}, []byte{' '})
	}
	return src, diags
}

// line gives the length of the line at the start of s, its \n included.
func line(s []byte) int {
	if i := bytes.IndexByte(s, '\n'); i >= 0 {
		return i + 1
	}
	return len(s)
}

func blank(s []byte) bool { return len(bytes.TrimLeft(s, " \t\n")) == 0 }
