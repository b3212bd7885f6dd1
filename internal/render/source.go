package render

import (
	"cmp"
	"html/template"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

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
	Number  int
	ID      string // "note-3"
	BackURL string // of the number in the text; of the passage where there is none
	Lead    string // the first words of the quotation; empty where they may not be shown
	Lang    string // of Lead; empty where the site's
	Dir     string
	// Paragraph is the one that the quotation begins in, from 1, where there is no Lead.
	Paragraph int
	Speaker   *Link
	Tags      []string
	Text      *Prose
}

// PassageView is a cited or annotated passage in the list below the text.
type PassageView struct {
	ID      string // set where no mark of the text carries it
	URL     string // "#char=120,188"
	Quote   string // in brief; empty where it may not be shown
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
	Origin      string
	OriginLink  *Link
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
		Publisher: s.Publisher, Authors: s.Authors, Published: p.date(s.Published),
		Doubt:   s.Published.Uncertain() || s.Published.Approximate(),
		Summary: s.Summary, Publish: s.Publish.String(),
	}
	v.Lang, v.Dir = p.script(s)
	v.Head = sh.prose(s.Body)

	r := newReading(sh, s)
	r.note()
	v.Text = r.blocks()
	v.Loose = r.loose()
	v.Passages = r.passages()
	v.Footnotes = sh.prose(s.Footnotes)
	v.Named = sh.named(s)
	v.Provenance = sh.provenance(s)
	v.Backlinks = sh.backlinks(s.Backlinks)
	v.Citations = sh.cites

	v.Frame = sh.frame(s.Title, cmp.Or(s.Summary, describeSource(s)))
	v.Frame.Style = r.style()
	return v
}

// describeSource is the description of a page whose source has no summary.
func describeSource(s *dossier.Source) string {
	parts := slices.DeleteFunc([]string{strings.Join(s.Authors, ", "), s.Title, s.Publisher, s.Published.Words()},
		func(s string) bool { return s == "" })
	return strings.Join(parts, ". ")
}

// A reading is the text of one source while it is made ready for its page.
type reading struct {
	sh      *sheet
	s       *dossier.Source
	threads []*thread
	anchors map[string]*anchor // by fragment
	inserts []insert
	notes   map[*dossier.Note]*NoteView
	placed  map[*dossier.Note]bool
}

func newReading(sh *sheet, s *dossier.Source) *reading {
	r := &reading{
		sh: sh, s: s, anchors: map[string]*anchor{},
		notes: map[*dossier.Note]*NoteView{}, placed: map[*dossier.Note]bool{},
	}
	if s.Seed == nil {
		return r
	}
	for _, p := range s.Passages {
		a := r.anchors[p.Fragment]
		if a == nil {
			a = &anchor{id: escaper.Replace(p.Fragment), number: len(r.anchors) + 1}
			r.anchors[p.Fragment] = a
		}
		class := ` class="cited"`
		switch {
		case p.Annotated && len(p.CitedBy) > 0:
			class = ` class="cited noted"`
		case p.Annotated:
			class = ` class="noted"`
		}
		for _, span := range p.Spans {
			r.threads = append(r.threads, &thread{span: span, tag: "mark", attrs: class, anchor: a})
		}
	}
	taken := map[string]bool{}
	end := 0
	for _, m := range s.Mentions {
		if m.Span.Start < end {
			continue // an a within an a is not HTML
		}
		end = m.Span.End
		a := &anchor{}
		if r.anchors[m.Fragment] == nil && !taken[m.Fragment] {
			a.id = escaper.Replace(m.Fragment)
			taken[m.Fragment] = true
		}
		r.threads = append(r.threads, &thread{
			span: m.Span, tag: "a", anchor: a, solid: true,
			attrs: ` class="name" href="` + escaper.Replace(sh.link(&m.Entity.Item).URL) + `"`,
		})
	}
	return r
}

// note makes the notes and the numbers that call them, each at the end of its passage.
func (r *reading) note() {
	for _, n := range r.s.Annotations {
		number := strconv.Itoa(n.Number)
		v := &NoteView{Number: n.Number, ID: "note-" + number, Speaker: r.sh.entityLink(n.Speaker), Tags: n.Tags}
		if p := n.Quotation.Passage; p != nil {
			v.BackURL = "#" + p.Fragment
			if text, ok := passageText(p); ok {
				v.Lead = brief(text, 60)
				v.Lang, v.Dir = r.sh.p.script(r.s)
			} else {
				v.Paragraph = p.Paragraph + 1
			}
			if r.s.Seed != nil {
				r.inserts = append(r.inserts, insert{p.Extent().End, `<sup class="call"><a id="call-` + number + `" href="#note-` + number + `">` + number + `</a></sup>`})
			}
		}
		v.Text = r.sh.prose(n.Text)
		r.notes[n] = v
	}
}

// blocks gives the paragraphs of the text as far as they may be shown.
func (r *reading) blocks() []Block {
	s := r.s
	if s.Seed == nil || s.Publish == dossier.PublishReference {
		return nil
	}
	var out []Block
	var b strings.Builder // paragraphs without notes are gathered in it
	gathered := func() {
		if b.Len() > 0 {
			out = append(out, Block{HTML: template.HTML(b.String())})
			b.Reset()
		}
	}
	open := `"`
	lang, dir := r.sh.p.script(s)
	if lang != "" {
		open += ` lang="` + escaper.Replace(lang) + `"`
	}
	if dir != "" {
		open += ` dir="` + escaper.Replace(dir) + `"`
	}
	open += ">"
	text := newWeaver(s.Seed.Text, r.threads, r.inserts)
	ending := slices.Clone(s.Annotations) // by the end of their words, those to come
	slices.SortStableFunc(ending, func(a, b *dossier.Note) int { return cmp.Compare(noteEnd(a), noteEnd(b)) })
	last := 0 // the end of what was shown or passed over
	for i, par := range s.Seed.Paragraphs {
		windows := inReadingView(s, par)
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
			b.WriteString(`<p id="`)
			b.WriteString(paragraphID(i + 1))
			b.WriteString(open)
		}
		for _, w := range windows {
			switch {
			case withheld(s, last, w.Start):
				b.WriteString(` <span class="omission">` + omission + `</span> `)
			case last < w.Start:
				b.WriteByte(' ') // two sentences that are shown, the space between them is not
			}
			last = w.End
			text.window(&b, w)
			for len(ending) > 0 && noteEnd(ending[0]) <= w.End {
				if n := ending[0]; w.Start < noteEnd(n) {
					notes = append(notes, r.notes[n])
					r.notes[n].BackURL = "#call-" + strconv.Itoa(n.Number)
					r.placed[n] = true
				}
				ending = ending[1:]
			}
		}
		if len(windows) > 0 {
			b.WriteString("</p>\n")
		}
		if len(notes) > 0 {
			slices.SortFunc(notes, func(a, b *NoteView) int { return cmp.Compare(a.Number, b.Number) })
			out = append(out, Block{HTML: template.HTML(b.String()), Notes: notes})
			b.Reset()
		}
	}
	gathered()
	if withheld(s, last, len(s.Seed.Text)) {
		out = append(out, Block{Omission: true})
	}
	return out
}

// noteEnd is where the words that a note is on end.
func noteEnd(n *dossier.Note) int { return n.Quotation.Passage.Extent().End }

func (r *reading) loose() []*NoteView {
	var out []*NoteView
	for _, n := range r.s.Annotations {
		if !r.placed[n] {
			out = append(out, r.notes[n])
		}
	}
	return out
}

// passages lists what is cited or annotated; it comes after blocks, so that an
// id that no mark carries is set here.
func (r *reading) passages() []*PassageView {
	notes := map[*dossier.Passage][]CiteMark{}
	for _, n := range r.s.Annotations {
		p := n.Quotation.Passage
		notes[p] = append(notes[p], CiteMark{Number: n.Number, URL: "#note-" + strconv.Itoa(n.Number)})
	}
	out := make([]*PassageView, 0, len(r.s.Passages))
	for _, p := range r.s.Passages {
		v := &PassageView{URL: "#" + p.Fragment, Notes: notes[p]}
		if text, ok := passageText(p); ok {
			v.Quote = text
			if r.s.Publish != dossier.PublishReference {
				v.Quote = brief(text, 140)
			}
			v.Own = ownMarks(v.Quote)
		}
		if a := r.anchors[p.Fragment]; a != nil && !a.given {
			v.ID, a.given = p.Fragment, true
		}
		for _, it := range p.CitedBy {
			v.CitedBy = append(v.CitedBy, r.sh.link(it))
		}
		out = append(out, v)
	}
	return out
}

// style lights all pieces of a passage that is in several, when it is the
// target of the address; a single piece needs no help.
func (r *reading) style() template.CSS {
	var several []*anchor
	for _, a := range r.anchors {
		if a.pieces > 1 && a.given {
			several = append(several, a)
		}
	}
	if len(several) == 0 {
		return ""
	}
	slices.SortFunc(several, func(a, b *anchor) int { return cmp.Compare(a.number, b.number) })
	pieces, within := make([]string, len(several)), make([]string, len(several))
	for i, a := range several {
		id := strings.NewReplacer("=", `\=`, ",", `\,`).Replace(a.id)
		pieces[i] = `:root:has(#` + id + `:target) [data-p="` + strconv.Itoa(a.number) + `"]`
		within[i] = pieces[i] + " mark"
	}
	return template.CSS(strings.Join(pieces, ",") + "{background:var(--lit);outline:2px solid var(--lit-edge)}" +
		strings.Join(within, ",") + "{background:none;outline:0}")
}

// named lists the entities that the shown text names, kind by kind.
func (sh *sheet) named(s *dossier.Source) []Named {
	byKind := map[string][]*dossier.Entity{}
	seen := map[*dossier.Entity]bool{}
	for _, m := range s.Mentions {
		if !seen[m.Entity] && readable(s, m.Span) {
			seen[m.Entity] = true
			byKind[m.Entity.Kind.Folder] = append(byKind[m.Entity.Kind.Folder], m.Entity)
		}
	}
	if s.Publish == dossier.PublishReference {
		return nil
	}
	var out []Named
	for _, k := range sh.p.kinds {
		list := byKind[k.Folder]
		if len(list) == 0 {
			continue
		}
		n := Named{Kind: k.Many, Sign: k.Sign}
		for _, e := range list {
			n.Links = append(n.Links, sh.link(&e.Item))
		}
		out = append(out, n)
	}
	return out
}

func (sh *sheet) provenance(s *dossier.Source) Provenance {
	v := Provenance{
		Publisher: s.Publisher, Authors: s.Authors, Published: sh.p.date(s.Published), Accessed: sh.p.date(s.Accessed),
		Address: away(s.Address), Archived: away(s.Archived), Origin: s.Origin, Reliability: s.Reliability,
		Rights: s.Rights, Language: s.Language, Passages: len(s.Passages), Notes: len(s.Annotations),
	}
	if s.OriginSource != nil {
		v.OriginLink = sh.link(&s.OriginSource.Item)
	}
	if seed := s.Seed; seed != nil {
		v.Seed, v.SHA256, v.Encoding, v.Bytes = seed.File, seed.SHA256, seed.Encoding, seed.Bytes
		v.Characters = utf8.RuneCountInString(seed.Text)
		v.Words = countWords(seed.Text)
		v.Paragraphs = len(seed.Paragraphs)
		v.Mentions = len(s.Mentions)
		for _, h := range s.Hidden {
			v.LeftOut += utf8.RuneCountInString(seed.Text[h.Start:h.End])
		}
	}
	return v
}

// countWords counts runs of characters that are no ASCII white space.
func countWords(s string) int {
	n, in := 0, false
	for i := range len(s) {
		space := s[i] == ' ' || s[i] == '\n' || s[i] == '\t'
		if in == space {
			in = !space
			if in {
				n++
			}
		}
	}
	return n
}

func away(u string) Away {
	if u == "" {
		return Away{}
	}
	return Away{URL: u, Label: shortAddress(u)}
}
