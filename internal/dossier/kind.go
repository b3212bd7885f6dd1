// Package dossier holds the nouns of the program: the entries as they were
// written, and the resolved Dossier with its sources, passages, quotations,
// mentions, entities, events, claims and citations. It does no input or output
// and decides nothing; stages fill these values in and hand them on.
package dossier

// Class is the shape of a kind: which keys and which page it has.
type Class uint8

const (
	ClassPage Class = iota
	ClassSource
	ClassEntity
	ClassEvent
	ClassClaim
)

// Kind is a folder of content/ and the pages that come from it.
type Kind struct {
	Folder string // "people": the folder, and the first part of the URL
	Class  Class
	One    string // "Person"
	Many   string // "People"
	Sign   string // "person": which sign and which wording a template shows; "entity" for declared kinds
}

// BuiltIn lists the kinds that every dossier has, in the order of the site's menu.
var BuiltIn = []Kind{
	{Folder: "sources", Class: ClassSource, One: "Source", Many: "Sources", Sign: "source"},
	{Folder: "people", Class: ClassEntity, One: "Person", Many: "People", Sign: "person"},
	{Folder: "organizations", Class: ClassEntity, One: "Organization", Many: "Organizations", Sign: "organization"},
	{Folder: "places", Class: ClassEntity, One: "Place", Many: "Places", Sign: "place"},
	{Folder: "events", Class: ClassEvent, One: "Event", Many: "Events", Sign: "event"},
	{Folder: "claims", Class: ClassClaim, One: "Claim", Many: "Claims", Sign: "claim"},
	{Folder: "pages", Class: ClassPage, One: "Page", Many: "Pages", Sign: "page"},
}

// Publish says how much of a source's text the site may show.
type Publish uint8

const (
	// PublishFull shows the whole text.
	PublishFull Publish = iota
	// PublishExcerpts shows the cited and annotated passages, each in its sentence.
	PublishExcerpts
	// PublishReference shows no text but the quotations that other pages cite.
	PublishReference
)

// PublishNames are the words of the front matter, by value.
var PublishNames = []string{"full", "excerpts", "reference"}

func (p Publish) String() string { return PublishNames[p] }

// Stance is what a piece of evidence does to a claim.
type Stance uint8

const (
	NoStance Stance = iota
	Mentions
	Supports
	Disputes
)

// StanceNames are the words of the front matter, by value; NoStance has none.
var StanceNames = []string{"", "mentions", "supports", "disputes"}

func (s Stance) String() string { return StanceNames[s] }

// Span is a half-open range of bytes of a text.
type Span struct{ Start, End int }

// Contains tells whether t lies in s.
func (s Span) Contains(t Span) bool { return s.Start <= t.Start && t.End <= s.End }

// Overlaps tells whether the two have a byte in common.
func (s Span) Overlaps(t Span) bool { return s.Start < t.End && t.Start < s.End }
