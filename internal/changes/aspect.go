package changes

// Aspect is what of an entry, or of a part of one, may be another than before. Its
// value is its name in data.
type Aspect string

// The aspects of entries, in the order in which they are told.
const (
	Kind          Aspect = "kind"
	Title         Aspect = "title"
	TitleSupplied Aspect = "title-supplied"
	Date          Aspect = "date"
	Summary       Aspect = "summary"
	Aliases       Aspect = "aliases"
	Tags          Aspect = "tags"
	SameAs        Aspect = "same-as"
	Image         Aspect = "image"
	Text          Aspect = "text"
	Corrections   Aspect = "corrections"

	Seed        Aspect = "held-text"
	Publisher   Aspect = "publisher"
	Authors     Aspect = "authors"
	Published   Aspect = "published"
	Accessed    Aspect = "accessed"
	Address     Aspect = "url"
	Archived    Aspect = "archived"
	Language    Aspect = "language"
	Origin      Aspect = "origin"
	Reliability Aspect = "reliability"
	Rights      Aspect = "rights"
	Publish     Aspect = "publish"
	LeftOut     Aspect = "left-out"
	Notes       Aspect = "notes"
	Footnotes   Aspect = "footnotes"

	Roles       Aspect = "roles"
	Relations   Aspect = "relations"
	PartOf      Aspect = "part-of"
	Born        Aspect = "born"
	Died        Aspect = "died"
	Founded     Aspect = "founded"
	Dissolved   Aspect = "dissolved"
	Coordinates Aspect = "coordinates"

	Place        Aspect = "place"
	Participants Aspect = "participants"
	About        Aspect = "about"
	Evidence     Aspect = "evidence"
)

// The aspects of evidence, notes, roles, relations and participants.
const (
	Passage     Aspect = "passage" // other words of the same wording
	Stance      Aspect = "stance"
	Speaker     Aspect = "speaker"
	Said        Aspect = "said"
	Credibility Aspect = "credibility"
	Values      Aspect = "values"
	Renderings  Aspect = "renderings"
	Note        Aspect = "note"
	Role        Aspect = "role"
	From        Aspect = "from"
	Until       Aspect = "until"
)

// Aspects are all of them, in the order in which they are told.
var Aspects = []Aspect{
	Kind, Title, TitleSupplied, Date, Summary, Aliases, Tags, SameAs, Image, Text, Corrections,
	Seed, Publisher, Authors, Published, Accessed, Address, Archived, Language, Origin, Reliability, Rights, Publish, LeftOut, Notes, Footnotes,
	Roles, Relations, PartOf, Born, Died, Founded, Dissolved, Coordinates,
	Place, Participants, About, Evidence,
	Passage, Stance, Speaker, Said, Credibility, Values, Renderings, Note, Role, From, Until,
}
