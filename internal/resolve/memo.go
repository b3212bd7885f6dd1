package resolve

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"dossier/internal/dossier"
	"dossier/internal/match"
)

// Memo keeps from one resolution to the next what was found in texts, so that
// an edit costs the search for what it changed. What it keeps of a source
// depends on the bytes of its text and on the words that were looked for there,
// never on an earlier result, so a resolution with a used Memo equals one with
// a fresh one. Resolutions that share a Memo must follow one another.
type Memo struct {
	sources map[string]*sourceMemo // by the entry's file
	ids     map[string]int         // entities' numbers in searches for names, by the entry's file
	linking map[string]*linkMemo   // by the entry's file
	names   *nameSearch
	keys    map[string]string // collation keys of titles
	keysFor string            // the language of keys
	folds   map[string]string
	runs    map[string]string // directions of languages
}

// NewMemo gives a Memo that holds nothing.
func NewMemo() *Memo {
	return &Memo{
		sources: map[string]*sourceMemo{}, linking: map[string]*linkMemo{}, ids: map[string]int{}, names: newNameSearch(nil, nil),
		keys: map[string]string{}, folds: map[string]string{}, runs: map[string]string{},
	}
}

// source gives what is kept of a source's text; nothing, where the text is
// another than before.
func (m *Memo) source(n *node) *sourceMemo {
	s := m.sources[n.entry.File]
	if s == nil || s.seed != n.source.Seed {
		s = &sourceMemo{seed: n.source.Seed, sentences: sentences{seed: n.source.Seed}}
		m.sources[n.entry.File] = s
	}
	return s
}

// forget drops what is kept of entries that are gone.
func (m *Memo) forget(nodes []*node) {
	if len(m.linking) <= len(nodes) {
		return
	}
	live := make(map[string]bool, len(nodes))
	for _, n := range nodes {
		live[n.entry.File] = true
	}
	maps.DeleteFunc(m.sources, func(file string, _ *sourceMemo) bool { return !live[file] })
	maps.DeleteFunc(m.linking, func(file string, _ *linkMemo) bool { return !live[file] })
}

// linkMemo is what is kept of the texts of an entry: the sentences that link.
type linkMemo struct {
	entry *dossier.Entry
	texts []linkedText
}

// linkedText depends on a text and on the words that its links show.
type linkedText struct {
	done   bool
	labels string
	out    []linking
}

// links gives what is kept of an entry's texts; nothing, where the entry is
// another than before.
func (m *Memo) links(e *dossier.Entry) *linkMemo {
	l := m.linking[e.File]
	if l == nil || l.entry != e {
		l = &linkMemo{entry: e, texts: make([]linkedText, 2+len(e.Annotations))}
		m.linking[e.File] = l
	}
	return l
}

func (l *linkMemo) sentences(text int, b dossier.Body, p dossier.Prose) []linking {
	if len(p.Refs) == 0 {
		return nil
	}
	var labels strings.Builder
	for _, t := range p.Refs {
		labels.WriteString(t.Label)
		labels.WriteByte(0)
	}
	t := &l.texts[text]
	if !t.done || t.labels != labels.String() {
		*t = linkedText{true, labels.String(), linkings(b, p)}
	}
	return t.out
}

// id gives the number of an entity, the same in every resolution.
func (m *Memo) id(file string) int {
	id, ok := m.ids[file]
	if !ok {
		id = len(m.ids)
		m.ids[file] = id
	}
	return id
}

// fold is match.Fold.
func (m *Memo) fold(s string) string {
	f, ok := m.folds[s]
	if !ok {
		f = match.Fold(s)
		m.folds[s] = f
	}
	return f
}

// direction is the function of that name.
func (m *Memo) direction(tag string) string {
	d, ok := m.runs[tag]
	if !ok {
		d = direction(tag)
		m.runs[tag] = d
	}
	return d
}

// collationKeys gives a function from titles to keys that sort as the language
// does.
func (m *Memo) collationKeys(tag string) func(title string) string {
	if m.keysFor != tag {
		m.keys, m.keysFor = map[string]string{}, tag
	}
	parsed, _ := language.Parse(tag) // content has reported a tag that is none
	c, buffer := collate.New(parsed), &collate.Buffer{}
	return func(title string) string {
		key, ok := m.keys[title]
		if !ok {
			key = string(c.KeyFromString(buffer, title))
			buffer.Reset()
			m.keys[title] = key
		}
		return key
	}
}

// sourceMemo is what is kept of one source's text.
type sourceMemo struct {
	seed      *dossier.Seed
	text      *match.Text // made when first needed
	sentences sentences
	quoted    quoted
	named     []named
	namedBy   *nameSearch // the search that found them
}

func (s *sourceMemo) normalised() *match.Text {
	if s.text == nil {
		s.text = match.NewText(s.seed.Text)
	}
	return s.text
}

// quoted is the outcome of looking for a set of quotations, all of which were
// found.
type quoted struct {
	key      string   // what was looked for, and under which rule of publishing
	words    []string // of each quotation, without prefix and suffix
	passage  []int    // of each quotation
	hidden   []dossier.Span
	shown    []dossier.Span
	passages []dossier.Passage // without Source, CitedBy and Annotated
}

// named is a name that stands in a text.
type named struct {
	match.Hit
	name     string // as the text has it, white space folded
	fold     string
	length   int // of the folded name, in characters
	sentence dossier.Span
	fragment string
}

// find gives the names that stand in the text. The text is read again only if
// one of those new to the search stands there, or one that is gone did.
func (s *sourceMemo) find(search *nameSearch) []named {
	switch {
	case s.namedBy == search:
		return s.named
	case s.namedBy != nil && s.namedBy == search.before && !search.concerns(s):
	default:
		s.named = nil
		counter := counter{text: s.seed.Text}
		for _, hit := range search.all.Find(s.seed.Text) {
			s.named = append(s.named, s.describe(hit, &counter))
		}
	}
	s.namedBy = search
	return s.named
}

func (s *sourceMemo) describe(hit match.Hit, counter *counter) named {
	words := hit.Span.Of(s.seed.Text)
	chars := dossier.Span{Start: counter.at(hit.Span.Start), End: counter.at(hit.Span.End)}
	n := named{Hit: hit, name: folded(words), fold: match.Fold(words), sentence: s.sentences.around(dossier.Span(hit.Span)), fragment: fragment(chars)}
	n.length = utf8.RuneCountInString(n.fold)
	return n
}

// nameSearch is a search for names, and how it differs from the one before.
type nameSearch struct {
	list   []match.Name
	all    *match.Names
	before *nameSearch
	added  *match.Names
	gone   map[int]bool // entities that have lost a name
}

func newNameSearch(before *nameSearch, list []match.Name) *nameSearch {
	s := &nameSearch{list: list, all: match.NewNames(list), before: before, gone: map[int]bool{}}
	if before == nil {
		return s
	}
	before.before = nil // so that old searches are not kept alive
	old := map[match.Name]bool{}
	for _, n := range before.list {
		old[n] = true
	}
	var added []match.Name
	for _, n := range list {
		if !old[n] {
			added = append(added, n)
		}
		delete(old, n)
	}
	for n := range old {
		s.gone[n.ID] = true
	}
	s.added = match.NewNames(added)
	return s
}

// next gives the search for a list of names; the same one where the list is.
func (s *nameSearch) next(list []match.Name) *nameSearch {
	if slices.Equal(s.list, list) {
		return s
	}
	return newNameSearch(s, list)
}

// concerns tells whether what the search before found in a text may have
// changed. A name that is nowhere in the text by itself cannot take the place
// of another there, nor can one give way that did not stand there.
func (s *nameSearch) concerns(in *sourceMemo) bool {
	lost := func(n named) bool { return slices.ContainsFunc(n.IDs, func(id int) bool { return s.gone[id] }) }
	return slices.ContainsFunc(in.named, lost) || len(s.added.Find(in.seed.Text)) > 0
}
