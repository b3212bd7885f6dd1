package render

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dossier/internal/dossier"
)

// NamesView is the page on how the sources name people, organizations, places
// and acts: of each kind those that go by the most names.
type NamesView struct {
	Frame  *Frame
	Groups []NamesGroup
	All    int  // entries that go by more than one name, and events that a source names
	Most   int  // entries of each kind that are listed at most
	Cut    bool // not all of them are
}

// NamesGroup is the entries of one kind, by title.
type NamesGroup struct {
	Heading string
	Sign    string
	ID      string
	Entries []NamesEntry
}

// NamesEntry is one entry with what it is called.
type NamesEntry struct {
	Link   *Link
	ID     string
	Naming *Naming
}

// Naming is what the sources call one thing, the most frequent words first.
type Naming struct {
	Title string
	Rows  []NameRow
	// Others is how many more words there are, and Withheld how many times it is
	// named in words that are not reproduced.
	Others   int
	Withheld int
	URL      string // of the page that has them all; empty on that page itself
}

// NameRow is one spelling or designation.
type NameRow struct {
	Words string
	Lang  string // of the words, where all sources that have them share one that is not the site's
	Times int
	In    []NamesIn
	More  int // sources that are not in In
}

// NamesIn is how often a source has the words.
type NamesIn struct {
	URL    string // of the passage, or of the lines of the source that have the words, where there are several
	Source string // its title, in brief
	Times  int
	Voices []NamesVoice // of those times
}

// NamesVoice is how often the words stand in passages that, as a note tells, are
// somebody's words.
type NamesVoice struct {
	Speaker *Link
	URL     string // of the first such passage
	Times   int    // 0 where it is all of them
}

// How much the tables of names show. The page on all names is bounded by them,
// however large the dossier; the page of an entry lists what it is called in
// full in its concordance.
const (
	namesMost     = 30 // entries of a kind on the page on all names
	namesRows     = 16 // names of an entry there,
	namesSources  = 5  // and sources of a name
	ownRows       = 40 // names on an entry's own page,
	ownSources    = 12 // and sources of a name
	sourceInBrief = 42 // characters of a source's title
)

func (p *Planner) names(sh *sheet) any {
	v := &NamesView{Most: namesMost}
	n := &sh.naming
	for i := range p.kinds {
		k := &p.kinds[i]
		var list []namedEntry
		add := func(it *dossier.Item, in []dossier.SourceMentions, fewest int) {
			if names := n.different(it, in); names >= fewest {
				list = append(list, namedEntry{it, in, names})
			}
		}
		switch k.Class {
		case dossier.ClassEntity:
			for _, e := range p.d.Entities {
				if e.Kind.Folder == k.Folder {
					add(&e.Item, e.MentionedIn, 2)
				}
			}
		case dossier.ClassEvent: // what the sources call it is never the title
			for _, e := range p.d.Events {
				add(&e.Item, e.NamedIn, 1)
			}
		}
		if len(list) == 0 {
			continue
		}
		v.All += len(list)
		if len(list) > namesMost {
			slices.SortStableFunc(list, func(a, b namedEntry) int { return cmp.Compare(b.names, a.names) })
			list, v.Cut = list[:namesMost], true
		}
		sortBy(p.collate(), list, func(e namedEntry) string { return e.item.Title })
		g := NamesGroup{Heading: k.Many, Sign: k.Sign, ID: "kind-" + k.Folder, Entries: make([]NamesEntry, 0, len(list))}
		for _, e := range list {
			link := sh.link(e.item)
			g.Entries = append(g.Entries, NamesEntry{link, sh.text.join(k.Folder, "-", e.item.ID), n.table(sh, e.item, e.in, link.URL, namesRows, namesSources)})
		}
		v.Groups = append(v.Groups, g)
	}
	v.Frame = sh.keyedFrame("names")
	return v
}

// namedEntry is an entity or an event that is named in the sources.
type namedEntry struct {
	item  *dossier.Item
	in    []dossier.SourceMentions
	names int
}

// naming counts names; it keeps its storage from page to page.
type naming struct {
	rows  []countedName
	cells []nameCell
	at    map[string]int // of words in rows, where there are many
	order []int
	used  []nameCell // those of one row
	in    []nameSource
	spelt map[*dossier.Source]int // how many words for it are in lines of the concordance
}

type countedName struct {
	words string
	times int
	last  int // of its cells; none where negative
	small int // the row of the same words with a small first letter; none where negative
}

// nameCell is how often a source has some words in one voice.
type nameCell struct {
	source  *dossier.Source
	speaker *dossier.Entity // nil for the source's own voice, and where no note tells
	first   *dossier.Mention
	times   int
	lined   bool // one of those times is in a line of the concordance
	before  int  // the cell of the same words before this one; none where negative
}

// nameSource is how often a source has some words; its cells follow one another.
type nameSource struct {
	from, to int // in naming.used
	times    int
}

// fewNames is up to how many names are looked for one after the other.
const fewNames = 16

// mentionsOf gives the mentions that an item's SourceMentions have indexes of.
func mentionsOf(it *dossier.Item, s *dossier.Source) []dossier.Mention {
	if it.Kind.Class == dossier.ClassEvent {
		return s.Acts
	}
	return s.Mentions
}

// nameShown tells whether the words of a mention may be published. Those of a
// source that is shown in full may: what is left out of it is no mention.
func nameShown(s *dossier.Source, m *dossier.Mention) bool {
	return s.Publish == dossier.PublishFull || readable(s, m.Span)
}

func (n *naming) begin() {
	n.rows, n.cells = n.rows[:0], n.cells[:0]
	if n.at != nil {
		emptied(&n.at)
	}
}

// find gives the place of words in n.rows, a negative number where they are not
// there.
func (n *naming) find(words string) int {
	if len(n.rows) <= fewNames {
		return slices.IndexFunc(n.rows, func(r countedName) bool { return r.words == words })
	}
	if i, ok := n.at[words]; ok {
		return i
	}
	return -1
}

// row gives the place of words in n.rows, to which it adds them if need be.
func (n *naming) row(words string) int {
	if i := n.find(words); i >= 0 {
		return i
	}
	n.rows = append(n.rows, countedName{words: words, last: -1, small: -1})
	if len(n.rows) > fewNames {
		if n.at == nil {
			n.at = map[string]int{}
		}
		if len(n.at) == 0 {
			for i := range n.rows {
				n.at[n.rows[i].words] = i
			}
		}
		n.at[words] = len(n.rows) - 1
	}
	return len(n.rows) - 1
}

// collect makes rows of all words for an item that may be shown, and tells
// whether some differ in nothing but the case of the first letter.
func (n *naming) collect(it *dossier.Item, list []dossier.SourceMentions) (cased bool) {
	n.begin()
	for _, in := range list {
		if in.Source.Publish == dossier.PublishFull {
			for i := range in.Names {
				n.row(in.Names[i].Name)
			}
			continue
		}
		all := mentionsOf(it, in.Source)
		for _, i := range in.Mentions {
			if nameShown(in.Source, &all[i]) {
				n.row(all[i].Name)
			}
		}
	}
	for i := range n.rows {
		first, size := utf8.DecodeRuneInString(n.rows[i].words)
		if !unicode.IsLower(first) {
			continue
		}
		for _, capital := range [2]rune{unicode.ToTitle(first), unicode.TurkishCase.ToTitle(first)} {
			if at := n.find(string(capital) + n.rows[i].words[size:]); at >= 0 && at != i {
				n.rows[at].small, cased = i, true
			}
		}
	}
	return cased
}

// of gives the row that a mention counts in. A capital that is there since a
// sentence begins makes no other name of words that stand elsewhere without it.
func (n *naming) of(s *dossier.Source, m *dossier.Mention) *countedName {
	row := &n.rows[n.row(m.Name)]
	if row.small >= 0 && begins(s, m) {
		return &n.rows[row.small]
	}
	return row
}

// begins tells whether nothing but signs stands before a mention in its sentence.
func begins(s *dossier.Source, m *dossier.Mention) bool {
	if m.Sentence.Start > m.Span.Start {
		return false
	}
	before := s.Seed.Text[m.Sentence.Start:m.Span.Start]
	return !strings.ContainsFunc(before, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// different counts the different words for an item that may be shown.
func (n *naming) different(it *dossier.Item, list []dossier.SourceMentions) int {
	if !n.collect(it, list) {
		return len(n.rows)
	}
	for _, in := range list {
		all := mentionsOf(it, in.Source)
		for _, i := range in.Mentions {
			if nameShown(in.Source, &all[i]) {
				n.of(in.Source, &all[i]).times++
			}
		}
	}
	names := 0
	for i := range n.rows {
		if n.rows[i].times > 0 {
			names++
		}
	}
	return names
}

// table makes the table of what an item is called. The page that lists all of
// it has the address given, which is empty on that page itself.
func (n *naming) table(sh *sheet, it *dossier.Item, list []dossier.SourceMentions, url string, rows, sources int) *Naming {
	n.collect(it, list)
	v := &Naming{Title: it.Title, URL: url}
	for _, in := range list {
		all := mentionsOf(it, in.Source)
		for _, i := range in.Mentions {
			m := &all[i]
			if !nameShown(in.Source, m) {
				v.Withheld++
				continue
			}
			speaker := m.Speaker
			if m.Entity == speaker { // so a text brings in its speaker
				speaker = nil
			}
			row := n.of(in.Source, m)
			row.times++
			c := row.last
			for c >= 0 && n.cells[c].source == in.Source && n.cells[c].speaker != speaker {
				c = n.cells[c].before
			}
			lined := lineShown(in.Source, m)
			if c >= 0 && n.cells[c].source == in.Source {
				n.cells[c].times++
				n.cells[c].lined = n.cells[c].lined || lined
				continue
			}
			n.cells = append(n.cells, nameCell{source: in.Source, speaker: speaker, first: m, times: 1, lined: lined, before: row.last})
			row.last = len(n.cells) - 1
		}
	}
	if n.spelt == nil {
		n.spelt = map[*dossier.Source]int{}
	}
	emptied(&n.spelt)
	for i := range n.rows {
		var last *dossier.Source
		for c := n.rows[i].last; c >= 0; c = n.cells[c].before {
			if s := n.cells[c].source; n.cells[c].lined && s != last {
				n.spelt[s]++
				last = s
			}
		}
	}
	n.order = n.order[:0]
	for i := range n.rows {
		if n.rows[i].times > 0 {
			n.order = append(n.order, i)
		}
	}
	slices.SortFunc(n.order, func(a, b int) int {
		return cmp.Or(cmp.Compare(n.rows[b].times, n.rows[a].times), cmp.Compare(n.rows[a].words, n.rows[b].words))
	})
	if v.Others = max(len(n.order)-rows, 0); v.Others > 0 {
		n.order = n.order[:rows]
	}
	v.Rows = make([]NameRow, 0, len(n.order))
	for _, i := range n.order {
		v.Rows = append(v.Rows, n.view(sh, &n.rows[i], url, sources))
	}
	return v
}

// view makes the row of some words: the sources that have them most often come
// first, else those that come first in the concordance.
func (n *naming) view(sh *sheet, row *countedName, url string, sources int) NameRow {
	v := NameRow{Words: row.words, Times: row.times}
	n.used, n.in = n.used[:0], n.in[:0]
	for c := row.last; c >= 0; c = n.cells[c].before {
		n.used = append(n.used, n.cells[c])
	}
	slices.Reverse(n.used)
	for i, c := range n.used {
		lang, _ := sh.p.script(c.source)
		switch {
		case i == 0:
			v.Lang = lang
		case v.Lang != lang:
			v.Lang = ""
		}
		if i == 0 || n.used[i-1].source != c.source {
			n.in = append(n.in, nameSource{from: i})
		}
		in := &n.in[len(n.in)-1]
		in.to, in.times = i+1, in.times+c.times
	}
	slices.SortStableFunc(n.in, func(a, b nameSource) int { return cmp.Compare(b.times, a.times) })
	shown := n.in[:min(len(n.in), sources)]
	v.More = len(n.in) - len(shown)
	v.In = make([]NamesIn, 0, len(shown))
	for _, in := range shown {
		cells, id := n.used[in.from:in.to], concordanceID(n.used[in.from].source)
		if s := cells[0].source; n.spelt[s] > 1 && slices.ContainsFunc(cells, func(c nameCell) bool { return c.lined }) {
			id = spellingID(s, row.words)
		}
		v.In = append(v.In, sh.namesIn(cells, in.times, sh.text.join(url, "#", escapedPath(id))))
	}
	return v
}

// namesIn makes the entry of one source; cells are all of its, at least one, and
// all is the address of their lines in the concordance.
func (sh *sheet) namesIn(cells []nameCell, times int, all string) NamesIn {
	s := cells[0].source
	passage := func(c nameCell) string {
		if s.Publish == dossier.PublishReference {
			return all // its page has no text to be opened
		}
		return sh.text.join(sh.reference(s).Link.URL, "#", c.first.Fragment)
	}
	v := NamesIn{URL: all, Source: sh.text.brief(s.Title, sourceInBrief), Times: times}
	if times == 1 {
		v.URL = passage(cells[0])
	}
	for _, c := range cells {
		if c.speaker == nil {
			continue
		}
		voice := NamesVoice{Speaker: sh.entityLink(c.speaker), URL: passage(c), Times: c.times}
		if c.times == times {
			voice.Times = 0
		}
		v.Voices = append(v.Voices, voice)
	}
	return v
}

// concordanceID is the id of a source's lines in a concordance.
func concordanceID(s *dossier.Source) string { return "from-" + s.ID }

// inID makes an id of words: there is no space in one, and no two are the same.
var inID = strings.NewReplacer("%", "%25", "_", "%5F", " ", "_")

// spellingID is the id of those of the lines that have a spelling. It begins like
// that of no other source: there is no / in the name of a file.
func spellingID(s *dossier.Source, words string) string {
	return concordanceID(s) + "/" + inID.Replace(words)
}

// spellings counts the different words for an item in those sentences of a source
// that are lines of the concordance, the most frequent first. The names of the item
// must have been collected.
func (n *naming) spellings(in dossier.SourceMentions, all []dossier.Mention) []dossier.NameCount {
	var list []dossier.NameCount
	for _, i := range in.Mentions {
		m := &all[i]
		if !nameShown(in.Source, m) || !lineShown(in.Source, m) {
			continue
		}
		words := n.of(in.Source, m).words
		list = once(list, words)
	}
	slices.SortFunc(list, mostFirst)
	return list
}

// once counts a name once more.
func once(list []dossier.NameCount, name string) []dossier.NameCount {
	k := slices.IndexFunc(list, func(c dossier.NameCount) bool { return c.Name == name })
	if k < 0 {
		return append(list, dossier.NameCount{Name: name, Count: 1})
	}
	list[k].Count++
	return list
}

func mostFirst(a, b dossier.NameCount) int {
	return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Name, b.Name))
}

// namedAs is the table of an item's own page; nil where the sources have one
// name for an entity, in no voice but their own.
func (sh *sheet) namedAs(it *dossier.Item, list []dossier.SourceMentions) *Naming {
	v := sh.naming.table(sh, it, list, "", ownRows, ownSources)
	switch {
	case len(v.Rows) == 0:
		return nil
	case len(v.Rows) == 1 && it.Kind.Class != dossier.ClassEvent &&
		!slices.ContainsFunc(v.Rows[0].In, func(in NamesIn) bool { return len(in.Voices) > 0 }):
		return nil
	}
	return v
}

// acts makes threads of the words that mean events: links, but where they hold
// a name of an entity, which is a link itself.
func (r *reading) acts() {
	for i := range r.s.Acts {
		m := &r.s.Acts[i]
		t := thread{span: m.Span, tag: "a", class: "name", solid: true, href: r.sh.link(&m.Event.Item).URL}
		if slices.ContainsFunc(r.s.Mentions, func(name dossier.Mention) bool { return name.Span.Overlaps(m.Span) }) {
			t.tag, t.solid, t.href = "span", false, ""
		}
		if r.anchors[m.Fragment] == nil && !r.taken[m.Fragment] {
			t.anchor = r.newAnchor(anchor{id: escape(m.Fragment)})
			r.taken[m.Fragment] = true
		}
		r.stretch = append(r.stretch, t)
	}
}
