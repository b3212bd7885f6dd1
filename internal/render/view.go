package render

import "html/template"

// The types of this file are the parts that views are made of. They hold plain
// data, already made for one depth of the site: every URL in them can be
// written as it stands. Link, Date, Reference, Menu and Cites are shared by all
// pages of one depth; their templates run once for each distinct value.

// Frame is what stands around the content of every page.
type Frame struct {
	Lang, Dir   string
	Site        string // title of the dossier
	Title       string // of the page; empty where TitleKey is set
	TitleKey    string // of the interface words, for pages whose title is not the editor's
	Kind        string // "People": of the page that lists all of a kind, whose title it is
	Description string
	Canonical   string // absolute; empty without a base URL
	Root        string // leads to the site's root: "", "../", or "/path/" on the page for missing addresses
	Home        bool   // the front page
	Changes     string // address of the page that tells what changed; empty where there is none
	ChangesFeed string // address of its feed
	Menu        *Menu
	Style       template.CSS // of this page alone; may be empty
	Authors     []string
	Cards       []HovercardGroup
}

// Menu is the site's navigation.
type Menu struct {
	Site    string
	HomeURL string
	Home    bool   // this is the front page
	Search  string // address of the search page; empty on that page
	Items   []MenuItem

	made *made
}

// MenuItem is one entry of the navigation.
type MenuItem struct {
	URL     string
	Title   string // empty where Key is set
	Key     string // of the interface words
	Sign    string
	Current string // value of aria-current: "page", "true" for a page within the section, or empty
}

// Link leads to a page of the site.
type Link struct {
	URL   string
	Label string
	Sign  string // of the kind: "person"
	Kind  string // "Person"

	made *made
}

// Date is a date with its doubts.
type Date struct {
	ISO   string // for the datetime attribute; empty where HTML has no form for it
	Words string
	EDTF  string

	made *made
}

// Reference describes a source as a bibliography does.
type Reference struct {
	Link      *Link
	Authors   []string
	Publisher string
	Published *Date
	Address   string // the publisher's URL
	Archived  string
	Accessed  *Date
	Supplied  bool // the title is the annotator's
	Lang, Dir string
	Stop      string // a full stop, or empty where the reference ends in a mark of its own

	made *made
}

// Quote is words of a source, letter by letter as they stand there.
type Quote struct {
	Text      string
	Lang, Dir string
	Own       bool   // they hold double quotation marks, so that a pair around them would mislead
	URL       string // of the passage on the source's page
	Away      string // the same passage at the publisher's; empty without an address
}

// Cites is a group of citations at one place of a text.
type Cites struct {
	Marks []CiteMark

	made *made
}

// CiteMark is the number that stands in the text.
type CiteMark struct {
	Number int
	ID     string // "cite-1-a"
	URL    string // "#cite-1"
}

// Citation is an entry of the list at a page's foot.
type Citation struct {
	ID    string // "cite-1"
	Ref   *Reference
	Quote *Quote // nil where the whole source is cited
	// Before and After are the rest of the sentence that the words of Quote stand in.
	Before, After string
	Locator       string
	Stop          string // after the locator, or the reference where there is none
	// Whole tells that the citation names neither words nor a place of its source.
	Whole     bool
	URL       string // of the source's page, or of the paragraph that the locator names
	Paragraph bool   // it is that of the paragraph
	Backs     []Back
}

// Back leads from the foot of the page to the place that cites.
type Back struct{ URL, Letter string }

// Prose is a text of the editor.
type Prose struct {
	Parts []Part
}

// Part is a stretch of HTML, followed by at most one of a link and citations.
type Part struct {
	HTML  template.HTML
	Link  *Link
	Cites *Cites
}

// Evidence is a quotation brought for something.
type Evidence struct {
	Ref         *Reference
	Quote       *Quote // nil where the whole source is cited, or its words may not be shown
	Withheld    bool   // there is a quotation, and it may not be shown
	Stance      string // mentions, supports, disputes; empty where none was given
	Speaker     *Link
	Said        *Date        // when the words were spoken; nil where that is not said
	SameAs      []Elsewhere  // other renderings of the words
	Origins     []OriginView // of the passage, where they are others than its source's
	Reliability string       // of the source: A to F, empty where not given
	Credibility int          // 1 to 6, 0 where not given
	Note        string
}

// Elsewhere is another rendering of quoted words.
type Elsewhere struct {
	URL string // of its passage
	Ref *Reference
}

// Backlink is a sentence elsewhere that links here. It is empty where it would
// tell no more than the title of the page that it stands on.
type Backlink struct {
	From               *Link
	Before, Hit, After string
}

// Facts are the keys of an item that every kind has.
type Facts struct {
	Aliases []string
	Tags    []string
	SameAs  []Away
	Image   string // relative to the page
	Draft   bool   // not to be published

	Corrections []CorrectionView // the latest first
}

// Away is an address outside of the site.
type Away struct {
	URL   string
	Label string
}

// Card is an item in a list.
type Card struct {
	Link    *Link
	Summary string
	Counts  []Count
	Status  string  // of a claim: one of dossier.StatusNames
	Stances []Tally // of a claim
	Steps   string  // of a claim: its status from a day on, as "738900:single-origin 738910:disputed"; on pages with a choice of days
	Date    *Date
	Place   *Link
	Ref     *Reference // of a source
}

// Count is a number with its noun: {3, "source"} is printed as "3 sources".
type Count struct {
	N   int
	Key string
}

// Group is a part of a list under a heading.
type Group struct {
	Heading string
	ID      string
	Cards   []*Card
}
