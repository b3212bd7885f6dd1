package dossier

import "dossier/internal/diag"

// An Entry is one file of content/ as it was written, every value with its
// place, nothing resolved: links, quotations, dates and ids are still words.
// An Entry depends on the bytes of its own file alone and is never changed.
type Entry struct {
	File    string // "content/people/hakan-fidan.md"
	Folder  string // "people"; empty for content/index.md
	Class   Class
	ID      string // the file's stem
	Title   Text
	Aliases []Text
	Summary Text
	Tags    []Text
	SameAs  []Text
	Image   Text
	Draft   bool

	Corrections []WrittenCorrection

	Source *SourceFields // for ClassSource
	Entity *EntityFields // for ClassEntity
	Event  *EventFields  // for ClassEvent
	Claim  *ClaimFields  // for ClassClaim

	Body        Body         // of a source: the head note, and all else that is no note on a quotation
	Annotations []Annotation // of a source
	Footnotes   Body         // the list that the notes of a source call; part of Body elsewhere
}

// Text is a value of the front matter with its place.
type Text struct {
	Value string
	Pos   diag.Pos
}

// Set tells whether the key was given.
func (t Text) Set() bool { return t.Pos.File != "" }

// SourceFields are the keys of a source's front matter.
type SourceFields struct {
	Seed          Text
	Publisher     Text
	Authors       []Text
	Published     Text // EDTF
	URL           Text
	Archived      Text
	Accessed      Text // EDTF
	Language      Text // BCP 47
	Origin        []Text
	Reliability   Text // Admiralty code, A to F
	Rights        Text
	Publish       Text // full, excerpts, reference
	TitleSupplied bool
	Encoding      Text // WHATWG label
	LeaveOut      []Text
	Names         []NameRule
}

// NameRule overrules what the program would make of some words of one source.
type NameRule struct {
	Words  Text
	Target Text // an id, or "none"
}

// EntityFields are the keys of a person, an organization, a place and the
// kinds that dossier.yaml declares.
type EntityFields struct {
	Roles       []Role
	Relations   []Relation
	PartOf      Text
	Born        Text // EDTF
	Died        Text
	Founded     Text
	Dissolved   Text
	Coordinates *Coordinates
}

// Role is an office or function as written.
type Role struct {
	Title        Text
	Organization Text
	From, Until  Text // EDTF
	Evidence     []Evidence
}

// Relation is a tie to another entity as written.
type Relation struct {
	To          Text
	Type        Text
	From, Until Text // EDTF
	Evidence    []Evidence
}

// Coordinates are WGS 84 degrees: latitude −90 to 90, longitude −180 to 180.
type Coordinates struct {
	Lat, Lon float64
	Pos      diag.Pos
}

// EventFields are the keys of an event.
type EventFields struct {
	Date         Text // EDTF
	Place        Text
	Participants []Participant
	Evidence     []Evidence
}

// Participant is one who took part, as written.
type Participant struct {
	ID   Text
	Role Text
}

// ClaimFields are the keys of a claim.
type ClaimFields struct {
	About    []Text
	Date     Text // EDTF
	Evidence []Evidence
}

// WrittenCorrection tells readers, as written, what was put right in an entry.
type WrittenCorrection struct {
	Date Text // EDTF
	Note Text
}

// Evidence is one item of an evidence list as written.
type Evidence struct {
	Pos            diag.Pos
	Cite           Text
	Quote          Text
	Stance         Text // supports, disputes, mentions
	Speaker        Text
	Said           Text // EDTF: when the words were spoken
	Origin         []Text
	Credibility    int // Admiralty code, 1 to 6; 0 where not given
	CredibilityPos diag.Pos
	Values         []WrittenValue
	SameAs         []Rendering
	Note           Text
}

// WrittenValue is what a piece of evidence says something amounts to, as written.
// Exactly one of Date, Number and Words is set.
type WrittenValue struct {
	Of     Text // what it is a value of; empty for that of the entry itself
	Date   Text // EDTF
	Number Text // as quantity.Parse reads it
	Unit   Text // of Number
	Words  Text
	At     Text // EDTF: the time that the value holds for
}

// Rendering names a quotation that renders the same utterance, as written.
type Rendering struct {
	Cite  Text
	Quote Text
}

// Annotation is one quotation of a source's text with the note on it.
type Annotation struct {
	Quote   Text
	Speaker Text
	Said    Text // EDTF
	SameAs  []Rendering
	Tags    []Text
	Note    Body
}

// Body is Markdown already turned into HTML, with a hole wherever a reference
// stands, and the plain text of each block for the sentences of backlinks.
type Body struct {
	HTML   []Piece
	Blocks []Block
	Refs   []Ref
}

// Piece is text followed by a reference.
type Piece struct {
	Text string
	Ref  int // index into Body.Refs, NoRef or RootRef
}

const (
	// NoRef stands in the last piece of a text, which no reference follows.
	NoRef = -1
	// RootRef stands in HTML before the address of a file of the site. A page
	// puts the relative path to the site's root there, as "../".
	RootRef = -2
)

// Block is the plain text of one paragraph, heading, list item or table cell.
type Block struct {
	Pos    diag.Pos
	Pieces []Piece
	Kind   BlockKind
	Notes  []int // the numbers of the footnotes that it calls
	Note   int   // the number of the footnote that it is part of; 0 for none
}

// BlockKind is what a block is part of.
type BlockKind uint8

const (
	Paragraph BlockKind = iota
	Heading
	ListItem
	TableHead // a cell of a table's first row
	TableCell
)

// Ref is a link or a group of citations: exactly one of the two is set.
type Ref struct {
	Link *Link
	Cite *Cite
}

// Link is [[target|label]] as written.
type Link struct {
	Target Text
	Label  string // empty where the target's own title is to be shown
}

// Cite is [@a "words"; @b, para. 4] as written.
type Cite struct {
	Pos   diag.Pos
	Items []CiteItem
}

// CiteItem is one of the sources that a citation names.
type CiteItem struct {
	Source  Text
	Quote   Text   // empty where the whole source is cited
	Locator string // "para. 4"
}

// Config is dossier.yaml.
type Config struct {
	Title       Text
	Description Text
	Language    Text // BCP 47; "en" where not given
	BaseURL     Text // ends in a slash where given
	Authors     []Text
	Publish     Publish
	Kinds       []Kind // all kinds, the built-in ones first
}

// Seed is a file of seeds/, decoded.
type Seed struct {
	File   string // "seeds/a.txt"
	SHA256 string // of the file's bytes, in lower-case hexadecimal digits
	Bytes  int    // length of the file
	// Text is the decoded text: UTF-8, without a byte order mark, each line
	// ending one \n. Its Unicode characters are counted as RFC 5147 counts.
	Text       string
	Encoding   string // WHATWG name of the encoding it was read with
	Paragraphs []Span // byte offsets into Text, ordered, disjoint, never empty
}

// Size is that of an image in pixels.
type Size struct{ Width, Height int }

// Project is what the files of a project say, before anything is resolved.
type Project struct {
	Config  Config
	Entries []*Entry         // by File; without drafts, unless those are to be built too
	Drafts  []*Entry         // what was left out of Entries
	Seeds   map[string]*Seed // by file: "seeds/a.txt"
	Media   []string         // files of content/media that entries show or link to: "media/map.png", sorted
	// ImageSizes are those of Media that are images of a known format, by path.
	ImageSizes map[string]Size
}
