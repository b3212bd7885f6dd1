// Package search makes the index of a site: documents in, static files out that
// a script in the reader's browser loads a few of for each query. It knows
// nothing of the dossier that the documents come from, nor where the files go.
//
// # Words
//
// A word is a run of letters, marks and digits (Unicode L, M, Nd and Nl). It is
// compared as [Fold] writes it. Scripts that are written without spaces are
// indexed by every two neighbouring characters, and by the last one of each run.
//
// # Rank
//
// With N documents, of which n have a word, and for one document the number tf
// of its places in the texts, the documents' length dl and the mean length A,
// both in words, A rounded to a power of two so that an edit seldom moves it:
//
//	idf    = ln(1 + (N − n + 0.5) / (n + 0.5))
//	body   = tf / (tf + 1.2 × (0.25 + 0.75 × dl / A))
//	name   = 1 / (1 + 1.2 × (0.25 + 0.75 × words of the name / 4))
//	impact = 1 + ⌊55 × (2 × name + body) / 3⌋
//
// This is BM25 (k₁ = 1.2, b = 0.75) with a second field of twice the weight for
// titles and aliases; of several names that have the word the one with fewest
// words counts. A document's score is the sum of idf × impact over the words of
// the query. The last word of a query also stands for all words that begin with
// it: they count as one word whose documents are all of theirs, whose impact is
// the largest of theirs, and which has half the weight. A document without all
// words of the query is a result only where none has them all. The whole part of
// impact is worked out here, in integers, so that every machine writes the same.
// Of words that more than half of many documents have, which weigh next to
// nothing, it is rounded to the midst of each eight, for their lists are long.
//
// # Files
//
// search/index.js has the kinds and years of the documents, which follow one
// another in that order, and the first key of each file of terms. The files of
// terms (search/terms-0.js …) have, in the order of keys, each word and its
// documents; where too many words begin alike for a browser to load them all, the
// key of their beginning with an asterisk has what they come to together. The
// files of texts (search/texts-0.js …) have what is shown of results. All of them
// call the function dossierSearch with a name and a value, so that they work as
// classic scripts from a disk.
package search

import (
	"bytes"
	"cmp"
	"math/bits"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Document is a page of the site that can be found.
type Document struct {
	URL   string   // relative to the site's root, escaped
	Lang  string   // BCP 47, of its texts; empty where the site's
	About string   // a line that tells it from others, in the site's language: a publisher, a date
	Names []string // the title first; then the aliases
	Units []Unit
}

// Unit is a paragraph, a note, or another part of a document.
type Unit struct {
	Anchor   string // id of its element on the page; may be empty
	Text     string
	Passages []Passage // ordered by Start
}

// Passage is a part of a unit that has an id of its own.
type Passage struct {
	Start, End int // half-open, in bytes of Text
	Anchor     string
}

func (d *Document) equal(o *Document) bool {
	return d.URL == o.URL && d.Lang == o.Lang && d.About == o.About && slices.Equal(d.Names, o.Names) &&
		slices.EqualFunc(d.Units, o.Units, func(a, b Unit) bool {
			return a.Anchor == b.Anchor && a.Text == b.Text && slices.Equal(a.Passages, b.Passages)
		})
}

// Entry is what decides where a document stands in the index.
type Entry struct {
	Path string // of its page; tells which documents of two indexes are the same
	Kind int    // index into the kinds
	Year int    // 0 where it has none
	Size int    // of its texts in bytes, roughly; decides how many files there are
}

// Index makes the search files of one build. The methods must be called in this
// order: AppendTexts for every file of texts, Invert, AppendTerms for every file
// of terms, AppendIndex and, where it is kept, Close. AppendTexts and AppendTerms may be called by several
// goroutines at once.
type Index struct {
	kinds   []string // folders
	entries []Entry
	order   []int // place in New's list, by number of the document
	texts   []int // first document of each file of texts, and the number of all
	files   int   // of terms
	keep    bool
	last    *Index
	byPath  map[string]int // number of a document, where the index is kept

	docs   []analysis
	tables *tables
	inverted
}

// Sizes of files in bytes, before compression. A result page needs six to
// eight files of texts, a query one file of terms for each word.
const (
	textsSize  = 12 << 10
	termsSize  = 12 << 10
	perText    = 0.3 // bytes of terms for a byte of text, in a large dossier
	prefixSize = 2 * termsSize
)

// fine is how many documents a word may have without its impacts being rounded.
const fine = 1 << 10

// New begins an index of some documents, each of a kind, which is called by its
// folder. With keep it holds what another New may
// use again: last is an index that was finished, of the same site before, or nil.
func New(kinds []string, entries []Entry, keep bool, last *Index) *Index {
	x := &Index{kinds: kinds, keep: keep, last: last, tables: &tables{}}
	if last != nil {
		x.tables = last.tables
	}
	x.order = make([]int, len(entries))
	for i := range x.order {
		x.order[i] = i
	}
	slices.SortFunc(x.order, func(i, j int) int {
		a, b := &entries[i], &entries[j]
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Year, b.Year), strings.Compare(a.Path, b.Path))
	})
	x.entries = make([]Entry, len(entries))
	total, size := 0, 0
	for n, i := range x.order {
		e := entries[i]
		x.entries[n] = e
		if n == 0 || size+e.Size > textsSize {
			x.texts = append(x.texts, n)
			size = 0
		}
		size += e.Size
		total += e.Size
	}
	x.texts = append(x.texts, len(entries))
	x.files = 1 + int(float32(total)*perText)/termsSize
	x.docs = make([]analysis, len(entries))
	if keep {
		x.byPath = make(map[string]int, len(entries))
		for n := range x.entries {
			x.byPath[x.entries[n].Path] = n
		}
	}
	return x
}

// Texts is the number of files of texts.
func (x *Index) Texts() int { return len(x.texts) - 1 }

// Terms is the number of files of terms.
func (x *Index) Terms() int { return x.files }

// TextsPath, TermsPath and IndexPath are the paths of the files, relative to the
// site's root.
func TextsPath(file int) string { return "search/texts-" + strconv.Itoa(file) + ".js" }

// TermsPath is the path of a file of terms.
func TermsPath(file int) string { return "search/terms-" + strconv.Itoa(file) + ".js" }

// IndexPath is the path of the file that a search begins with.
const IndexPath = "search/index.js"

// AppendTexts writes a file of texts and learns the words of its documents, which
// document gives by their place in New's list. It tells whether all of them, and
// so the bytes, are those of the last index; then it writes nothing.
func (x *Index) AppendTexts(b *bytes.Buffer, file int, document func(i int) *Document) (same bool) {
	from, to := x.texts[file], x.texts[file+1]
	docs := make([]*Document, to-from)
	same = x.last != nil && file < x.last.Texts() && x.last.texts[file] == from && x.last.texts[file+1] == to
	for n := from; n < to; n++ {
		d := document(x.order[n])
		docs[n-from] = d
		if x.last != nil {
			if m, ok := x.last.byPath[x.entries[n].Path]; ok && x.last.docs[m].document.equal(d) {
				x.docs[n] = x.last.docs[m]
				same = same && m == n
				continue
			}
		}
		same = false
		t := x.tables.take()
		x.docs[n] = t.analyse(d)
		x.tables.put(t)
		if x.keep {
			x.docs[n].document = d
		}
	}
	if same {
		return true
	}
	w := writer{Buffer: b}
	w.begin("texts-" + strconv.Itoa(file))
	w.WriteByte('[')
	for i, d := range docs {
		if i > 0 {
			w.WriteByte(',')
		}
		w.WriteByte('"')
		w.document(d)
		w.WriteByte('"')
	}
	w.WriteString("])\n")
	return false
}

// AppendIndex writes the file that a search begins with.
func (x *Index) AppendIndex(b *bytes.Buffer) {
	w := writer{Buffer: b}
	w.begin("index")
	w.WriteString(`{"n":` + strconv.Itoa(len(x.entries)) + `,"kinds":[`)
	n := 0
	for k, folder := range x.kinds {
		if k > 0 {
			w.WriteByte(',')
		}
		w.WriteString(`["`)
		w.line(folder)
		w.WriteString(`",[`)
		for first := n; n < len(x.entries) && x.entries[n].Kind == k; {
			from := n
			for n < len(x.entries) && x.entries[n].Kind == k && x.entries[n].Year == x.entries[from].Year {
				n++
			}
			if from > first {
				w.WriteByte(',')
			}
			w.WriteString("[" + strconv.Itoa(x.entries[from].Year) + "," + strconv.Itoa(n-from) + "]")
		}
		w.WriteString("]]")
	}
	w.WriteString(`],"texts":"`)
	for i := range x.Texts() {
		w.number(x.texts[i+1] - x.texts[i])
	}
	w.WriteString(`","terms":"`)
	for i := range x.files {
		if i > 0 {
			w.WriteByte(' ')
		}
		w.WriteString(x.start(i))
	}
	w.WriteString("\"})\n")
}

// analysis is the words of one document.
type analysis struct {
	table    *table
	length   int      // places in the texts
	terms    []uint32 // of table
	weights  []uint16 // of each: how often it stands in the texts, at most 255, times 256, and its name level
	document *Document
}

// tables are the words that were met so far. Each is used by one goroutine at a
// time, so that no word needs a lock.
type tables struct {
	mu   sync.Mutex
	all  []*table
	free []*table
}

func (t *tables) take() *table {
	t.mu.Lock()
	defer t.mu.Unlock()
	if n := len(t.free); n > 0 {
		free := t.free[n-1]
		t.free = t.free[:n-1]
		return free
	}
	made := newTable(len(t.all))
	t.all = append(t.all, made)
	return made
}

func (t *tables) put(free *table) {
	t.mu.Lock()
	t.free = append(t.free, free)
	t.mu.Unlock()
}

// meanLength is the mean length of the documents, rounded to a power of two.
func (x *Index) meanLength() int {
	total := 0
	for i := range x.docs {
		total += x.docs[i].length
	}
	mean := total / max(len(x.docs), 1)
	power := 1 << bits.Len(uint(mean)) // 2ⁿ⁻¹ ≤ mean < 2ⁿ
	if mean*mean*2 < power*power {
		power /= 2
	}
	return max(power, 1)
}
