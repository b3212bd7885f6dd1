package resolve

import (
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"dossier/internal/dossier"
	"dossier/internal/match"
)

// memo keeps what was found out about words and texts. What it keeps depends on
// those words and texts, never on an earlier result.
type memo struct {
	ids     int // entities that have a number
	names   *nameSearch
	keys    map[string]string // collation keys of titles
	keysFor string            // the language of keys
	folds   map[string]string
	runs    sync.Map // directions of languages
}

func newMemo() memo {
	return memo{names: newNameSearch(nil, nil), keys: map[string]string{}, folds: map[string]string{}}
}

// renew drops what is kept of a node's texts where they are others than before.
func (m *memo) renew(p *dossier.Project, n *node) {
	if n.entity != nil && n.id == 0 {
		m.ids++
		n.id = m.ids
	}
	if n.linkings == nil || n.linkings.entry != n.entry {
		n.linkings = nil
	}
	if n.source == nil {
		return
	}
	switch seed := p.Seeds[seedFile(n.entry)]; {
	case seed == nil:
		n.text = nil
	case n.text == nil || n.text.seed != seed:
		n.text = &sourceMemo{seed: seed, sentences: sentences{seed: seed}}
	}
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

// sentences gives the sentences of one of the entry's texts that link.
func (a *asker) sentences(text int, b dossier.Body, p dossier.Prose) []linking {
	if len(p.Refs) == 0 {
		return nil
	}
	n := a.n
	if a.once {
		return linkings(b, p)
	}
	if n.linkings == nil {
		n.linkings = &linkMemo{entry: n.entry, texts: make([]linkedText, 2+len(n.entry.Annotations))}
	}
	var labels strings.Builder
	for _, t := range p.Refs {
		labels.WriteString(t.Label)
		labels.WriteByte(0)
	}
	t := &n.linkings.texts[text]
	if !t.done || t.labels != labels.String() {
		*t = linkedText{true, labels.String(), linkings(b, p)}
	}
	return t.out
}

// fold is match.Fold.
func (m *memo) fold(s string) string {
	f, ok := m.folds[s]
	if !ok {
		f = match.Fold(s)
		m.folds[s] = f
	}
	return f
}

// direction is the function of that name.
func (m *memo) direction(tag string) string {
	if d, ok := m.runs.Load(tag); ok {
		return d.(string)
	}
	d := direction(tag)
	m.runs.Store(tag, d)
	return d
}

// collationKeys gives a function from titles to keys that sort as the language
// does.
func (m *memo) collationKeys(tag string) func(title string) string {
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
	words     *match.WordSet
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

// forget drops what is larger than the text and as fast to make again.
func (s *sourceMemo) forget() { s.text, s.sentences.cut = nil, nil }

func (s *sourceMemo) wordSet() *match.WordSet {
	if s.words == nil {
		words := match.NewWordSet(s.seed.Text)
		s.words = &words
	}
	return s.words
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
		hits := search.all().Find(s.seed.Text)
		s.named = make([]named, len(hits))
		counter := counter{text: s.seed.Text}
		var fragments []byte
		ends := make([]int, len(hits))
		for i, hit := range hits {
			n, chars := s.describe(hit, &counter)
			s.named[i], fragments = n, appendFragment(fragments, chars)
			ends[i] = len(fragments)
		}
		all, from := string(fragments), 0 // one string for all
		for i, end := range ends {
			s.named[i].fragment, from = all[from:end], end
		}
	}
	s.namedBy = search
	return s.named
}

// describe gives what is to be known of a hit but its fragment, for which it gives
// the characters.
func (s *sourceMemo) describe(hit match.Hit, counter *counter) (n named, chars dossier.Span) {
	n = named{Hit: hit, name: folded(hit.Span.Of(s.seed.Text)), sentence: s.sentences.around(dossier.Span(hit.Span))}
	return n, dossier.Span{Start: counter.at(hit.Span.Start), End: counter.at(hit.Span.End)}
}

// nameSearch is a search for names, and how it differs from the one before.
type nameSearch struct {
	list   []match.Name
	all    func() *match.Names // made when first needed
	before *nameSearch
	added  []match.Name
	gone   map[int]bool // entities that have lost a name
}

func newNameSearch(before *nameSearch, list []match.Name) *nameSearch {
	s := &nameSearch{list: list, all: sync.OnceValue(func() *match.Names { return match.NewNames(list) }), before: before, gone: map[int]bool{}}
	if before == nil {
		return s
	}
	before.before = nil // so that old searches are not kept alive
	old := map[match.Name]bool{}
	for _, n := range before.list {
		old[n] = true
	}
	for _, n := range list {
		if !old[n] {
			s.added = append(s.added, n)
		}
		delete(old, n)
	}
	for n := range old {
		s.gone[n.ID] = true
	}
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
	const few = 100 // more are found faster than each is looked for among the words
	switch {
	case len(s.gone) > 0 && slices.ContainsFunc(in.named, s.lost):
		return true
	case len(s.added) > few:
		return true
	}
	return slices.ContainsFunc(s.added, func(n match.Name) bool { return in.wordSet().MayHold(n.Text) })
}

func (s *nameSearch) lost(n named) bool {
	return slices.ContainsFunc(n.IDs, func(id int) bool { return s.gone[id] })
}
