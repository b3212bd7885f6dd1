package render

import (
	"cmp"
	"encoding/binary"
	"html/template"
	"math/bits"
	"slices"
	"strconv"
	"strings"

	"dossier/internal/dossier"
)

// SourceView is the page of an article.
type SourceView struct {
	Frame     *Frame
	Facts     Facts
	Kind      string
	Sign      string
	Title     string
	Supplied  bool // the title is the annotator's
	Publisher string
	Authors   []string
	Published *Date
	Doubt     bool // the date of publication is not certain
	Summary   string
	Lang, Dir string // of the text; empty where the site's
	Publish   string // full, excerpts, reference

	Head       *Prose
	Text       []Block
	Coverage   *Coverage
	Loose      []*NoteView // on words that the reading view does not show
	Footnotes  *Prose
	Passages   []*PassageView
	Named      []Named
	Provenance Provenance
	Backlinks  []*Backlink
	Citations  []*Citation
}

// Block is a paragraph of the article with the notes beside it, or several
// paragraphs that have none, or a mark where paragraphs are not shown.
type Block struct {
	HTML     template.HTML // with the elements of the paragraphs
	Notes    []*NoteView
	Omission bool
}

// NoteView is an annotation beside the text.
type NoteView struct {
	Number int
	// Passage is the number that the elements of its words carry as data-p; 0
	// where the text has none of them.
	Passage int
	ID      string // "note-3"
	BackURL string // of the number in the text; of the passage where there is none
	Lead    string // the first words of the quotation; empty where they may not be shown
	Lang    string // of Lead; empty where the site's
	Dir     string
	// Paragraph is the one that the quotation begins in, from 1, where there is no Lead.
	Paragraph int
	Speaker   *Link
	Said      *Date
	SameAs    []Elsewhere
	Tags      []string
	Text      *Prose
	Long      bool // too long for a margin: it is shown folded
}

// PassageView is a cited or annotated passage in the list below the text.
type PassageView struct {
	ID string // "p-3", or its fragment where no mark of the text carries that
	// Here tells that the ID is the fragment: the passage itself stands here.
	Here    bool
	URL     string // "#char=120,188"
	Quote   string // empty where it may not be shown
	Own     bool   // Quote holds double quotation marks
	CitedBy []*Link
	Notes   []CiteMark // numbers of the notes on it
}

// Named is the entities of one kind that the text names.
type Named struct {
	Kind, Sign string
	Links      []*Link
}

// Provenance is where a source comes from and how it was read.
type Provenance struct {
	Publisher   string
	Authors     []string
	Published   *Date
	Accessed    *Date
	Address     Away
	Archived    Away
	Origins     []OriginView
	Reliability string // A to F
	Rights      string
	Language    string
	Seed        string
	SHA256      string
	Encoding    string
	Bytes       int
	Characters  int
	Words       int
	Paragraphs  int
	Passages    int
	Notes       int
	Mentions    int
	LeftOut     int // characters left out of the reading view
}

func (p *Planner) source(sh *sheet, s *dossier.Source) *SourceView {
	v := &SourceView{
		Facts: sh.facts(&s.Item), Kind: s.Kind.One, Sign: s.Kind.Sign, Title: s.Title, Supplied: s.TitleSupplied,
		Publisher: s.Publisher, Authors: s.Authors, Published: sh.reference(s).Published,
		Doubt:   s.Published.Uncertain() || s.Published.Approximate(),
		Summary: s.Summary, Publish: s.Publish.String(),
	}
	v.Lang, v.Dir = p.script(s)
	v.Head = sh.prose(s.Body)

	r := sh.reading
	r.begin(s)
	r.note()
	v.Text = r.blocks()
	if v.Text != nil {
		v.Coverage = r.coverage()
	}
	v.Loose = r.loose()
	v.Passages = r.passages()
	v.Footnotes = sh.prose(s.Footnotes)
	v.Named = sh.namedIn(s)
	v.Provenance = sh.provenance(s)
	v.Backlinks = sh.backlinks(s.Backlinks)
	v.Citations = sh.cited()

	description := s.Summary
	if description == "" {
		description = sh.describe(s)
	}
	v.Frame = sh.frame(s.Title, description)
	v.Frame.Style = r.style()
	v.Frame.Cards = sh.hovercards()
	return v
}

// describe is the description of a page whose source has no summary.
func (sh *sheet) describe(s *dossier.Source) string {
	sh.buf = sh.buf[:0]
	add := func(words string) {
		if words == "" {
			return
		}
		if len(sh.buf) > 0 {
			sh.buf = append(sh.buf, ". "...)
		}
		sh.buf = append(sh.buf, words...)
	}
	add(strings.Join(s.Authors, sh.p.lexicon.ListSeparator))
	add(s.Title)
	add(s.Publisher)
	if published := sh.reference(s).Published; published != nil {
		add(published.Words)
	}
	return sh.text.keep(sh.buf)
}

// A reading is the text of one source while it is made ready for its page. It
// goes from source to source.
type reading struct {
	sh        *sheet
	s         *dossier.Source
	stretch   []thread
	threads   []*thread // all of stretch
	anchor    []anchor
	anchors   map[string]*anchor // of passages, by fragment
	taken     map[string]bool    // fragments that a name has as its id
	inserts   []insert
	notes     []NoteView // of the annotations, in their order
	placed    []bool
	ending    []int // annotations by the end of their words
	listed    map[*dossier.Passage]*listed
	several   []anchor
	weaver    weaver
	blockList []Block // while it is made
}

func newReading(sh *sheet) *reading {
	return &reading{sh: sh, anchors: map[string]*anchor{}, taken: map[string]bool{}, listed: map[*dossier.Passage]*listed{}}
}

// done forgets the source.
func (r *reading) done() {
	r.s, r.notes = nil, nil
	r.anchor, r.threads, r.inserts = r.anchor[:0], r.threads[:0], r.inserts[:0]
	emptied(&r.anchors)
	emptied(&r.taken)
	emptied(&r.listed)
}

func (r *reading) begin(s *dossier.Source) {
	r.s = s
	if s.Seed == nil {
		return
	}
	pieces := len(s.Mentions) + len(s.Acts)
	for _, p := range s.Passages {
		pieces += len(p.Spans)
	}
	r.stretch = slices.Grow(r.stretch[:0], pieces)
	r.anchor = slices.Grow(r.anchor[:0], len(s.Passages)+len(s.Mentions)+len(s.Acts))
	for _, p := range s.Passages {
		a := r.anchors[p.Fragment]
		if a == nil {
			a = r.newAnchor(anchor{id: escape(p.Fragment), number: len(r.anchors) + 1, pages: p.CitedBy})
			r.anchors[p.Fragment] = a
		}
		class := "cited"
		switch {
		case p.Annotated && len(p.CitedBy) > 0:
			class = "cited noted"
		case p.Annotated:
			class = "noted"
		}
		for _, span := range p.Spans {
			r.stretch = append(r.stretch, thread{span: span, tag: "mark", class: class, anchor: a})
		}
	}
	r.count()
	end := 0
	for i := range s.Mentions {
		m := &s.Mentions[i]
		if m.Span.Start < end {
			continue // an a within an a is not HTML
		}
		end = m.Span.End
		t := thread{span: m.Span, tag: "a", solid: true, class: "name", href: r.sh.link(&m.Entity.Item).URL}
		if r.anchors[m.Fragment] == nil && !r.taken[m.Fragment] {
			t.anchor = r.newAnchor(anchor{id: escape(m.Fragment)})
			r.taken[m.Fragment] = true
		}
		r.stretch = append(r.stretch, t)
	}
	r.acts()
	for i := range r.stretch {
		r.threads = append(r.threads, &r.stretch[i])
	}
}

// count puts after each run of overlapping passages how many pages cite any of
// them. The number leads to the list below the text, to the first of the run.
func (r *reading) count() {
	list := r.s.Passages
	if r.s.Publish == dossier.PublishReference {
		return
	}
	for i := 0; i < len(list); {
		from, end := i, list[i].Extent().End
		for i++; i < len(list) && list[i].Extent().Start < end; i++ {
			end = max(end, list[i].Extent().End)
		}
		var pages set[*dossier.Item]
		for _, p := range list[from:i] {
			for _, it := range p.CitedBy {
				pages.add(it)
			}
		}
		for from < i && !r.stands(list[from]) {
			from++
		}
		if pages.n == 0 || from == i {
			continue
		}
		b := append(r.sh.buf[:0], `<sup class="call"><a class="pages" href="#`...)
		b = append(b, passageID(r.anchors[list[from].Fragment].number)...)
		if n := i - from; n > 1 {
			b = append(b, `" data-k="`...)
			b = strconv.AppendInt(b, int64(n), 10)
		}
		b = append(b, `" aria-describedby="pages">`...)
		b = strconv.AppendInt(b, int64(pages.n), 10)
		b = append(b, `</a></sup>`...)
		r.sh.buf = b
		r.inserts = append(r.inserts, insert{end, r.sh.text.keep(b)})
	}
}

// stands tells whether the reading view has any words of a passage.
func (r *reading) stands(p *dossier.Passage) bool {
	for _, span := range p.Spans {
		r.sh.windows = inReadingView(r.sh.windows[:0], r.s, span)
		if len(r.sh.windows) > 0 {
			return true
		}
	}
	return false
}

// passageID is the id of a passage in the list below the text, counted from 1.
func passageID(n int) string { return "p-" + strconv.Itoa(n) }

// newAnchor keeps an anchor; begin made room for all of them.
func (r *reading) newAnchor(a anchor) *anchor {
	r.anchor = append(r.anchor, a)
	return &r.anchor[len(r.anchor)-1]
}

// note makes the notes and the numbers that call them, each at the end of its passage.
func (r *reading) note() {
	sh := r.sh
	r.notes = make([]NoteView, len(r.s.Annotations))
	r.placed = append(r.placed[:0], make([]bool, len(r.s.Annotations))...)
	for i, n := range r.s.Annotations {
		number := strconv.Itoa(n.Number)
		v := &r.notes[i]
		*v = NoteView{Number: n.Number, ID: sh.text.join("note-", number), Speaker: sh.cardedEntity(n.Speaker), Said: sh.p.date(n.Said), SameAs: sh.elsewhere(n.SameAs), Tags: n.Tags}
		if p := n.Quotation.Passage; p != nil {
			v.BackURL = sh.text.join("#", p.Fragment)
			on := r.list(p)
			on.notes = append(on.notes, CiteMark{Number: n.Number, URL: sh.text.join("#note-", number)})
			if on.shown {
				v.Lead = sh.text.brief(on.text, 60)
				v.Lang, v.Dir = sh.p.script(r.s)
			} else {
				v.Paragraph = p.Paragraph + 1
			}
			if a := r.anchors[p.Fragment]; a != nil {
				v.Passage = a.number
			}
			if r.s.Seed != nil {
				r.inserts = append(r.inserts, insert{p.Extent().End, sh.text.join(`<sup class="call"><a id="call-`, number, `" href="#note-`, number, `">`, number, `</a></sup>`)})
			}
		}
		v.Text = sh.prose(n.Text)
		v.Long = v.Text.length() > longNote
	}
}

// longNote is how many characters of a note a margin has room for.
const longNote = 330

// blocks gives the paragraphs of the text as far as they may be shown.
func (r *reading) blocks() []Block {
	s := r.s
	if s.Seed == nil || s.Publish == dossier.PublishReference {
		return nil
	}
	out := r.blockList[:0]
	b := r.sh.buf[:0] // paragraphs without notes are gathered in it
	gathered := func() {
		if len(b) > 0 {
			out = append(out, Block{HTML: template.HTML(r.sh.text.keep(b))})
			b = b[:0]
		}
	}
	open := `"`
	lang, dir := r.sh.p.script(s)
	if lang != "" {
		open += ` lang="` + escape(lang) + `"`
	}
	if dir != "" {
		open += ` dir="` + escape(dir) + `"`
	}
	open += ">"
	text := &r.weaver
	text.begin(s.Seed.Text, r.threads, r.inserts)
	ending := r.ending[:0]
	for i := range s.Annotations {
		ending = append(ending, i)
	}
	slices.SortStableFunc(ending, func(i, j int) int { return cmp.Compare(noteEnd(s.Annotations[i]), noteEnd(s.Annotations[j])) })
	r.ending = ending
	last := 0 // the end of what was shown or passed over
	for i, par := range s.Seed.Paragraphs {
		windows := inReadingView(r.sh.windows[:0], s, par)
		r.sh.windows = windows
		var notes []*NoteView
		if len(windows) > 0 {
			if withheld(s, last, windows[0].Start) {
				gathered()
				out = append(out, Block{Omission: true})
			}
			last = windows[0].Start
			if text.calls(par) {
				gathered()
			}
			b = append(b, `<p id="para-`...)
			b = strconv.AppendInt(b, int64(i+1), 10)
			b = append(b, open...)
		}
		for _, w := range windows {
			switch {
			case withheld(s, last, w.Start):
				b = append(b, ` <span class="omission">`+omission+`</span> `...)
			case last < w.Start:
				b = append(b, ' ') // two sentences that are shown, the space between them is not
			}
			last = w.End
			b = text.window(b, w)
			for len(ending) > 0 && noteEnd(s.Annotations[ending[0]]) <= w.End {
				if i := ending[0]; w.Start < noteEnd(s.Annotations[i]) {
					note := &r.notes[i]
					notes = append(notes, note)
					note.BackURL = r.sh.text.join("#call-", strconv.Itoa(note.Number))
					r.placed[i] = true
				}
				ending = ending[1:]
			}
		}
		if len(windows) > 0 {
			b = append(b, "</p>\n"...)
		}
		if len(notes) > 0 {
			slices.SortFunc(notes, func(a, b *NoteView) int { return cmp.Compare(a.Number, b.Number) })
			out = append(out, Block{HTML: template.HTML(r.sh.text.keep(b)), Notes: notes})
			b = b[:0]
		}
	}
	gathered()
	r.sh.buf = b
	if withheld(s, last, len(s.Seed.Text)) {
		out = append(out, Block{Omission: true})
	}
	r.blockList = out
	return slices.Clone(out)
}

// noteEnd is where the words that a note is on end.
func noteEnd(n *dossier.Note) int { return n.Quotation.Passage.Extent().End }

func (r *reading) loose() []*NoteView {
	var out []*NoteView
	for i := range r.notes {
		if !r.placed[i] {
			out = append(out, &r.notes[i])
		}
	}
	return out
}

// listed is a passage with the notes on it.
type listed struct {
	text  string
	shown bool
	notes []CiteMark
}

func (r *reading) list(p *dossier.Passage) *listed {
	l := r.listed[p]
	if l == nil {
		l = r.sh.listed.one(listed{notes: r.sh.calls.take(1)[:0]})
		l.text, l.shown = r.sh.passageText(p)
		r.listed[p] = l
	}
	return l
}

// passages lists what is cited or annotated; it comes after blocks, so that an
// id that no mark carries is set here.
func (r *reading) passages() []*PassageView {
	sh, s := r.sh, r.s
	if len(s.Passages) == 0 {
		return nil
	}
	views := make([]PassageView, len(s.Passages))
	out := make([]*PassageView, len(s.Passages))
	for i, p := range s.Passages {
		v := &views[i]
		out[i] = v
		on := r.list(p)
		*v = PassageView{URL: sh.text.join("#", p.Fragment), Notes: on.notes}
		if on.shown {
			v.Quote = on.text
			v.Own = ownMarks(v.Quote)
		}
		a := r.anchors[p.Fragment]
		switch {
		case a == nil:
		case !a.given:
			v.ID, v.Here, a.given, a.listed = p.Fragment, true, true, true
		case !a.listed:
			v.ID, a.listed = passageID(a.number), true
		}
		v.CitedBy = sh.linkLists.take(len(p.CitedBy))
		for i, it := range p.CitedBy {
			v.CitedBy[i] = sh.carded(it)
		}
	}
	return out
}

// style lights all pieces of a passage that is in several, when it is the
// target of the address; a single piece needs no help. And it lights a note
// together with its passage, whichever of the two is pointed at.
func (r *reading) style() template.CSS {
	several := r.several[:0]
	for _, a := range r.anchor {
		if a.number > 0 && a.pieces > 1 && a.given {
			several = append(several, a)
		}
	}
	r.several = several
	b := r.sh.buf[:0]
	for i, a := range several {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, ":root:has(#"...)
		for _, c := range []byte(a.id) {
			if c == '=' || c == ',' || c == ';' {
				b = append(b, '\\')
			}
			b = append(b, c)
		}
		b = append(b, `:target) [data-p="`...)
		b = strconv.AppendInt(b, int64(a.number), 10)
		b = append(b, `"]`...)
	}
	if len(b) > 0 {
		b = append(b, "{--on:var(--lit)}"...)
	}
	lit := len(b)
	for i := range r.notes {
		n := &r.notes[i]
		if n.Passage == 0 || !r.placed[i] {
			continue
		}
		if len(b) > lit {
			b = append(b, ',')
		}
		number, passage := strconv.Itoa(n.Number), strconv.Itoa(n.Passage)
		for _, s := range [...]string{
			".text:has(#note-", number, ":is(:hover,:focus-within,:target),#call-", number, `:is(:hover,:focus)) mark[data-p="`, passage,
			`"],.text:has(mark[data-p="`, passage, `"]:is(:hover,:focus-within,:target),#call-`, number, ":is(:hover,:focus)) #note-", number,
		} {
			b = append(b, s...)
		}
	}
	if len(b) > lit {
		b = append(b, "{--on:var(--lit)}"...)
	}
	r.sh.buf = b
	return template.CSS(r.sh.text.keep(b))
}

// namedIn lists the entities that the shown text names, kind by kind.
func (sh *sheet) namedIn(s *dossier.Source) []Named {
	if s.Publish == dossier.PublishReference {
		return nil
	}
	var seen set[*dossier.Entity]
	named := sh.named[:0]
	for i := range s.Mentions {
		if m := &s.Mentions[i]; !seen.has(m.Entity) && readable(s, m.Span) {
			seen.add(m.Entity)
			named = append(named, m.Entity)
		}
	}
	sh.named = named
	if len(named) == 0 {
		return nil
	}
	links := sh.linkLists.take(len(named))
	kinds := 0
	for i, e := range named {
		if !slices.ContainsFunc(named[:i], func(o *dossier.Entity) bool { return o.Kind.Folder == e.Kind.Folder }) {
			kinds++
		}
	}
	out := sh.nameds.take(kinds)[:0]
	for i := range sh.p.kinds {
		k := &sh.p.kinds[i]
		n := 0
		for _, e := range named {
			if e.Kind.Folder == k.Folder {
				links[n] = sh.carded(&e.Item)
				n++
			}
		}
		if n > 0 {
			out = append(out, Named{Kind: k.Many, Sign: k.Sign, Links: links[:n:n]})
			links = links[n:]
		}
	}
	return out
}

func (sh *sheet) provenance(s *dossier.Source) Provenance {
	ref := sh.reference(s)
	v := Provenance{
		Publisher: s.Publisher, Authors: s.Authors, Published: ref.Published, Accessed: ref.Accessed,
		Address: away(s.Address), Archived: away(s.Archived), Origins: sh.origins(s.Origins), Reliability: s.Reliability,
		Rights: s.Rights, Language: s.Language, Passages: len(s.Passages), Notes: len(s.Annotations),
	}
	if seed := s.Seed; seed != nil {
		v.Seed, v.SHA256, v.Encoding, v.Bytes = seed.File, seed.SHA256, seed.Encoding, seed.Bytes
		v.Characters, v.Words = measure(seed.Text)
		v.Paragraphs = len(seed.Paragraphs)
		v.Mentions = len(s.Mentions)
		for _, h := range s.Hidden {
			left, _ := measure(seed.Text[h.Start:h.End])
			v.LeftOut += left
		}
	}
	return v
}

// measure counts the characters of a text, and its words: runs of characters
// that are no spaces, tabs or line ends. It looks at eight bytes at a time.
func measure(s string) (characters, words int) {
	text := []byte(s)
	continuing := 0        // bytes that begin no character
	before := uint64(0x80) // the highest bit of a byte: the one before is a space
	for ; len(text) >= 8; text = text[8:] {
		w := binary.LittleEndian.Uint64(text)
		continuing += bits.OnesCount64(w >> 7 & (^w >> 6) & ones)
		spaces := zeros(w^' '*ones) | zeros(w^'\n'*ones) | zeros(w^'\t'*ones)
		words += bits.OnesCount64((spaces<<8 | before) &^ spaces)
		before = spaces >> 56
	}
	for _, c := range text {
		space := c == ' ' || c == '\n' || c == '\t'
		if !space && before != 0 {
			words++
		}
		before = 0
		if space {
			before = 0x80
		}
		if c&0xc0 == 0x80 {
			continuing++
		}
	}
	return len(s) - continuing, words
}

// zeros sets the highest bit of each byte that is 0, and no other.
func zeros(w uint64) uint64 { return ^((w&^highs + ^uint64(highs)) | w) & highs }

func away(u string) Away {
	if u == "" {
		return Away{}
	}
	return Away{URL: u, Label: shortAddress(u)}
}
