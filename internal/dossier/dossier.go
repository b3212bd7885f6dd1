package dossier

import (
	"cmp"
	"slices"

	"dossier/internal/diag"
	"dossier/internal/edtf"
	"dossier/internal/quantity"
)

// Dossier is the whole, resolved: every reference points at what it means.
// It is made by one resolution and never changed afterwards.
type Dossier struct {
	Title       string
	Description string
	Language    string // BCP 47
	Direction   string // ltr or rtl
	BaseURL     string // absolute, ends in a slash; may be empty
	Authors     []string
	Kinds       []Kind

	Home     *Item // content/index.md; nil where there is none
	Sources  []*Source
	Entities []*Entity
	Events   []*Event // in order of time; those without a date last
	Claims   []*Claim
	Pages    []*Item
	Media    []string

	ImageSizes map[string]Size // of Media, by path

	Counts Counts
}

// Items lists all pages: the home page where there is one, then sources, entities,
// events, claims and pages, each as their list has them.
func (d *Dossier) Items() []*Item {
	var list []*Item
	if d.Home != nil {
		list = append(list, d.Home)
	}
	for _, s := range d.Sources {
		list = append(list, &s.Item)
	}
	for _, x := range d.Entities {
		list = append(list, &x.Item)
	}
	for _, e := range d.Events {
		list = append(list, &e.Item)
	}
	for _, c := range d.Claims {
		list = append(list, &c.Item)
	}
	return append(list, d.Pages...)
}

// Counts are the figures of the about page and of --stats.
type Counts struct {
	Quotations int // in citations, evidence and annotations; every one was found in its source
	Mentions   int
	Links      int
}

// Item is what every page has: an id, a title, a text, and what links to it.
// Source, Entity, Event and Claim hold one and add what is their own.
type Item struct {
	Kind    Kind
	ID      string
	URL     string // relative to the site's root: "people/hakan-fidan.html"
	File    string // "content/people/hakan-fidan.md"
	Title   string
	Aliases []string
	Summary string
	Tags    []string
	SameAs  []string // absolute URLs
	Image   string   // "media/x.jpg"
	Draft   bool     // not to be published: only a build with drafts has it
	Body    Prose
	// Corrections are by date, the latest first.
	Corrections []Correction
	// Backlinks are the places in other texts that link here, in the order of
	// the linking items' kinds and titles.
	Backlinks []Backlink
}

// Correction tells readers what was put right in an item, and when.
type Correction struct {
	Date edtf.Date
	Note string
}

// Backlink is a sentence of another page that links to this one.
type Backlink struct {
	From     *Item
	Sentence Snippet
}

// Snippet is a stretch of text with one part of it lit.
type Snippet struct{ Before, Hit, After string }

// Prose is a body whose references are resolved.
type Prose struct {
	HTML []Piece // as Body.HTML; Ref indexes Refs
	Refs []Target
}

// Empty tells whether there is no text at all.
func (p Prose) Empty() bool { return len(p.HTML) == 0 }

// Target is a resolved reference: a link or a group of citations.
type Target struct {
	Link  *Item
	Label string // of a link
	Cites []Citation
}

// Citation is a source cited at one place, with or without a quotation.
type Citation struct {
	Source    *Source
	Quotation *Quotation // nil where the whole source is cited
	Locator   string     // "para. 4"
	Paragraph int        // that the locator names, from 1; 0 where it names none
}

// Source is an article that was collected.
type Source struct {
	Item
	Seed          *Seed // nil where the source has no text
	Publisher     string
	Authors       []string
	Published     edtf.Date // zero where not known
	Accessed      edtf.Date
	Address       string // the publisher's URL
	Archived      string
	Language      string   // BCP 47
	Direction     string   // ltr or rtl
	Origins       []Origin // where its reporting comes from
	Reliability   string   // A to F, or empty
	Rights        string
	Publish       Publish
	TitleSupplied bool

	Hidden      []Span // of Seed.Text: left out of the reading view
	Shown       []Span // of Seed.Text: what may be published; ordered, disjoint
	Passages    []*Passage
	Annotations []*Note
	Mentions    []Mention // of entities; ordered, disjoint
	Acts        []Mention // words that mean events, as the source's names say; ordered, disjoint
	Footnotes   Prose
}

// Origin is where reporting comes from: a source of the dossier, somebody who
// has a page in it, or whatever the words name.
type Origin struct {
	Words  string
	Source *Source // at most one of the two is set
	Entity *Entity
}

// Passage is a stretch of a source's text that is cited or annotated.
// Quotations of the same words share one.
type Passage struct {
	Source    *Source
	Spans     []Span  // one; several where the quotation leaves words out
	Chars     Span    // from the first span's start to the last one's end, in Unicode characters (RFC 5147)
	Fragment  string  // "char=120,188"
	Sentence  Snippet // the passage in its sentence, cut to what may be published
	Paragraph int     // index into Seed.Paragraphs of the one it begins in
	CitedBy   []*Item // pages that cite it, each once; its own source's annotations do not count
	Annotated bool
}

// Visible tells whether all of a stretch of the source's text may be published.
func (s *Source) Visible(span Span) bool {
	i, _ := slices.BinarySearchFunc(s.Shown, span.End, func(shown Span, end int) int { return cmp.Compare(shown.End, end) })
	return i < len(s.Shown) && s.Shown[i].Contains(span)
}

// Extent is the passage from its first to its last byte.
func (p *Passage) Extent() Span { return Span{p.Spans[0].Start, p.Spans[len(p.Spans)-1].End} }

// Within tells whether all of a passage is a part of another of the same source.
func (p *Passage) Within(whole *Passage) bool {
	return p.Source == whole.Source && !slices.ContainsFunc(p.Spans, func(s Span) bool {
		return !slices.ContainsFunc(whole.Spans, func(w Span) bool { return w.Contains(s) })
	})
}

// URL is the passage's permanent link relative to the site's root.
func (p *Passage) URL() string { return p.Source.URL + "#" + p.Fragment }

// Quotation is words that a text of the dossier quotes, found in their source.
type Quotation struct {
	Words   string // as the text of the dossier has them, without prefix and suffix
	Passage *Passage
	By      *Item
	Pos     diag.Pos
}

// Note is an annotation on a passage of a source.
type Note struct {
	Number    int // from 1, in the order of the passages
	Quotation *Quotation
	Utterance
	Tags []string
	Text Prose
}

// Utterance is what is known of words that somebody is quoted with.
type Utterance struct {
	Speaker *Entity
	Said    edtf.Date    // when; zero where that is not given
	SameAs  []*Quotation // other renderings of the same words
}

// Mention is a name of an entity, or words for an event, in the text of a source.
type Mention struct {
	Span     Span
	Name     string  // as the text has it, white space folded
	Entity   *Entity // nil in Source.Acts
	Event    *Event  // nil in Source.Mentions
	Speaker  *Entity // of the shortest passage around it for which an annotation or evidence names one; nil where none does
	Sentence Span    // of Seed.Text; the sentence it stands in
	Fragment string  // "char=120,188"
}

// Entity is a person, an organization, a place, or of a kind of the dossier's own.
type Entity struct {
	Item
	Roles       []EntityRole
	Relations   []EntityRelation // its own and, reversed, those that others declare
	PartOf      *Entity
	Parts       []*Entity
	Born        edtf.Date
	Died        edtf.Date
	Founded     edtf.Date
	Dissolved   edtf.Date
	Coordinates *Coordinates

	MentionedIn []SourceMentions // by date of the source
	Events      []*Event         // that it takes part in, or that took place there; in order of time
	Claims      []*Claim         // about it
	Spoke       []*Note          // annotations that name it as speaker
	SpokeIn     []SpokenEvidence // evidence that names it as speaker
}

// SpokenEvidence is a piece of evidence together with the page that it stands on.
type SpokenEvidence struct {
	On       *Item
	Evidence *EvidenceItem
}

// SourceMentions are all mentions of one entity in one source, or of one event.
type SourceMentions struct {
	Source   *Source
	Mentions []int // indexes into Source.Mentions; of an event, into Source.Acts
	Names    []NameCount
}

// NameCount is a spelling and how often it occurs.
type NameCount struct {
	Name  string
	Count int
}

// EntityRole is an office or function.
type EntityRole struct {
	Title        string
	Organization *Entity
	From, Until  edtf.Date
	Evidence     []*EvidenceItem
}

// EntityRelation is a tie to another entity.
type EntityRelation struct {
	Other       *Entity
	Type        string
	Reverse     bool // declared by Other
	From, Until edtf.Date
	Evidence    []*EvidenceItem
}

// EvidenceItem is a quotation brought for an event, a claim, a role or a relation.
type EvidenceItem struct {
	Source    *Source
	Quotation *Quotation // nil where the whole source is cited
	Stance    Stance
	Utterance
	Origins     []Origin // of this passage, where they are others than its source's
	Credibility int      // Admiralty code, 1 to 6; 0 where not given
	Values      []Value
	Note        string
}

// Value is what a piece of evidence says something amounts to.
type Value struct {
	Of     string // what it is a value of; empty for that of the item itself
	Type   ValueType
	Date   edtf.Date
	Number quantity.Quantity
	Unit   string // of Number
	Words  string
	At     edtf.Date // the time that it holds for; zero where not given
}

// ValueType says which of the fields of a Value holds it.
type ValueType uint8

const (
	DateValue ValueType = iota
	NumberValue
	WordsValue
)

// Event is something that happened.
type Event struct {
	Item
	Date         edtf.Date // zero where not known
	Place        *Entity
	Participants []EventParticipant
	Evidence     []*EvidenceItem
	Claims       []*Claim         // about it
	NamedIn      []SourceMentions // by date of the source
	Previous     *Event
	Next         *Event
}

// EventParticipant is one who took part, and as what.
type EventParticipant struct {
	Entity *Entity
	Role   string
}

// Claim is a statement that sources support or dispute.
type Claim struct {
	Item
	About         []*Item
	Date          edtf.Date
	Evidence      []*EvidenceItem
	Corroboration Corroboration
}

// Corroboration is what the evidence for and against a claim comes to, counted by
// where it comes from. Evidence that shares an origin, over any number of steps,
// counts as one.
type Corroboration struct {
	Status     Status
	Supporting Backing
	Disputing  Backing
	// Circular tells that several sources support the claim and all of them go back
	// to one origin.
	Circular bool
}

// Backing counts the sources on one side of a claim.
type Backing struct {
	Sources int
	Groups  []OriginGroup // in the order of the evidence; their number is that of independent origins
}

// OriginGroup is sources that share an origin.
type OriginGroup struct {
	Sources []*Source
	// Shared are the origins that two or more of the sources go back to; it is empty
	// where there is one source.
	Shared []Origin
}

// Status is what a claim's evidence makes of it.
type Status uint8

const (
	// Unsupported claims have no evidence that supports or disputes them.
	Unsupported Status = iota
	// SingleOrigin claims are supported by evidence of one origin, and not disputed.
	SingleOrigin
	// Corroborated claims are supported by two or more independent origins, and not disputed.
	Corroborated
	// Disputed claims are supported by at least one piece of evidence and disputed by at least one.
	Disputed
	// Refuted claims are disputed by evidence and supported by none.
	Refuted
)

// StatusNames are the words for a Status in addresses, in data and among the
// interface words, by value.
var StatusNames = []string{"unsupported", "single-origin", "corroborated", "disputed", "refuted"}

func (s Status) String() string { return StatusNames[s] }
