package render

import (
	"html/template"
	"math"
	"slices"
	"strconv"
	"strings"

	"dossier/internal/dossier"
	"dossier/internal/edtf"
)

// EntityView is the page of a person, an organization, a place or of a kind of
// the dossier's own.
type EntityView struct {
	Frame   *Frame
	Facts   Facts
	Kind    string
	Sign    string
	Title   string
	Summary string

	Roles       []RoleView
	Dates       []DatedFact
	PartOf      *Link
	Parts       []*Link
	Coordinates *Coordinates
	Rows        int  // facts
	Beside      bool // the facts fill a column beside the text
	Body        *Prose
	Chart       *Chart // of its events and the sources that mention it; nil where there are too few
	Events      []*Occurrence
	Relations   []RelationView
	Network     *Neighbourhood // nil where nobody acts with it
	Paths       string         // address of the ways from it to others; empty where there are none
	Claims      []*Card
	Spoken      []*Spoken
	SaidOf      []SaidOf
	NamedAs     *Naming // nil where there is little to tell
	Concordance []*SourceLines
	Mentions    int
	Sources     int
	Backlinks   []*Backlink
	Citations   []*Citation
}

// Coordinates are a place on the globe, in degrees without a sign.
type Coordinates struct {
	Lat, NorthSouth string // the second is of the interface words
	Lon, EastWest   string
}

// RoleView is an office or function with what proves it.
type RoleView struct {
	Title        string
	Organization *Link
	From, Until  *Date
	Cites        *Cites
}

// DatedFact is a date with the key of its name: born, died, founded, dissolved.
type DatedFact struct {
	Key  string
	Date *Date
}

// RelationView is a tie to another entity.
type RelationView struct {
	Other       *Link
	Type        string
	Reverse     bool // it is Other that has the tie to this one
	From, Until *Date
	Cites       *Cites
}

// SourceLines is the concordance of one source.
type SourceLines struct {
	ID    string
	Ref   *Reference
	Names template.HTML // every spelling that may be shown with its number of times
	Lines template.HTML // a list item for each sentence; empty where none may be shown, and where there are Spellings
	// Spellings part the sentences of a source that has several, the most frequent
	// first; a sentence with two of them stands at both.
	Spellings []SpellingLines
	Withheld  int // mentions in sentences that may not be shown
	// NamesWithheld is how many of Withheld are not counted in Names either.
	NamesWithheld int
	Lang, Dir     string
}

// SpellingLines is the part of a source's concordance that has one spelling.
type SpellingLines struct {
	ID    string
	Words string
	Times int
	Lines template.HTML // a list item for each sentence
}

func (p *Planner) entity(sh *sheet, e *dossier.Entity) *EntityView {
	v := &EntityView{
		Facts: sh.facts(&e.Item), Kind: e.Kind.One, Sign: e.Kind.Sign, Title: e.Title, Summary: e.Summary, PartOf: sh.cardedEntity(e.PartOf), Coordinates: degrees(e.Coordinates), Sources: len(e.MentionedIn),
	}
	v.Body = sh.prose(e.Body)
	v.Roles = make([]RoleView, 0, len(e.Roles))
	for _, r := range e.Roles {
		v.Roles = append(v.Roles, RoleView{r.Title, sh.cardedEntity(r.Organization), p.date(r.From), p.date(r.Until), sh.citeEvidence(r.Evidence)})
	}
	for _, f := range [...]struct {
		key string
		d   edtf.Date
	}{{"born", e.Born}, {"died", e.Died}, {"founded", e.Founded}, {"dissolved", e.Dissolved}} {
		if !f.d.IsZero() {
			v.Dates = append(v.Dates, DatedFact{f.key, p.date(f.d)})
		}
	}
	v.Parts = sh.linkLists.take(len(e.Parts))
	for i, part := range e.Parts {
		v.Parts[i] = sh.carded(&part.Item)
	}
	v.Relations = make([]RelationView, 0, len(e.Relations))
	for _, r := range e.Relations {
		v.Relations = append(v.Relations, RelationView{sh.carded(&r.Other.Item), r.Type, r.Reverse, p.date(r.From), p.date(r.Until), sh.citeEvidence(r.Evidence)})
	}
	v.Network, v.Paths = sh.neighbourhood(e), sh.pathsFrom(e)
	v.Events = make([]*Occurrence, 0, len(e.Events))
	for _, ev := range e.Events {
		v.Events = append(v.Events, sh.occurrence(ev))
	}
	v.Chart = sh.entityChart(e)
	v.Claims = make([]*Card, 0, len(e.Claims))
	for _, c := range e.Claims {
		v.Claims = append(v.Claims, sh.claimCard(c))
	}
	v.Rows = v.Facts.rows() + len(v.Roles) + len(v.Dates) + len(v.Parts) + btoi(v.PartOf != nil) + btoi(v.Coordinates != nil)
	v.Beside = beside(v.Facts, v.Rows)
	v.Spoken = sh.spoken(e)
	v.SaidOf = sh.saidOf(e)
	v.NamedAs = sh.namedAs(&e.Item, e.MentionedIn)
	v.Concordance = make([]*SourceLines, 0, len(e.MentionedIn))
	for _, in := range e.MentionedIn {
		v.Mentions += len(in.Mentions)
		v.Concordance = append(v.Concordance, sh.concordance(in, in.Source.Mentions))
	}
	v.Backlinks = sh.backlinks(e.Backlinks)
	v.Citations = sh.cited()
	v.Frame = sh.frame(e.Title, e.Summary)
	v.Frame.Cards = sh.hovercards()
	return v
}

// degrees gives coordinates to four decimals, which is about ten metres.
func degrees(c *dossier.Coordinates) *Coordinates {
	if c == nil {
		return nil
	}
	v := &Coordinates{NorthSouth: "north", EastWest: "east"}
	if c.Lat < 0 {
		v.NorthSouth = "south"
	}
	if c.Lon < 0 {
		v.EastWest = "west"
	}
	v.Lat, v.Lon = strconv.FormatFloat(math.Abs(c.Lat), 'f', 4, 64), strconv.FormatFloat(math.Abs(c.Lon), 'f', 4, 64)
	return v
}

// concordance gives every sentence of a source that has one of the mentions, as
// far as it may be shown; the names in it lead to the text. The indexes of in are
// those of all, and sh.naming has counted the names of what is meant.
func (sh *sheet) concordance(in dossier.SourceMentions, all []dossier.Mention) *SourceLines {
	s := in.Source
	v := sh.lines.one(SourceLines{ID: concordanceID(s), Ref: sh.reference(s)})
	v.Lang, v.Dir = v.Ref.Lang, v.Ref.Dir
	for _, m := range in.Mentions {
		v.Withheld += btoi(!lineShown(s, &all[m]))
	}
	if spellings := sh.naming.spellings(in, all); len(spellings) > 1 {
		v.Spellings = make([]SpellingLines, 0, len(spellings))
		for _, n := range spellings {
			v.Spellings = append(v.Spellings, SpellingLines{spellingID(s, n.Name), n.Name, n.Count, sh.sentences(in, all, n.Name)})
		}
	} else {
		v.Lines = sh.sentences(in, all, "")
	}
	b := sh.buf[:0]
	names := in.Names
	if v.Withheld > 0 {
		names, v.NamesWithheld = shownNames(in, all)
	}
	for i, n := range names {
		if i > 0 {
			b = append(b, sh.p.lexicon.ListSeparator...)
		}
		b = append(b, "<i><bdi>"...)
		b = appendText(b, n.Name)
		b = append(b, "</bdi></i>\u00a0"...)
		b = strconv.AppendInt(b, int64(n.Count), 10)
		b = append(b, "×"...)
	}
	v.Names = template.HTML(sh.text.keep(b))
	sh.buf = b
	return v
}

// lineShown tells whether the sentence of a mention is a line of the concordance.
func lineShown(s *dossier.Source, m *dossier.Mention) bool {
	switch s.Publish {
	case dossier.PublishFull:
		return true
	case dossier.PublishReference:
		return false
	}
	return !withheld(s, m.Sentence.Start, m.Sentence.End)
}

// sentences gives the lines of those mentions that are spelt so, or of all where
// words is empty.
func (sh *sheet) sentences(in dossier.SourceMentions, all []dossier.Mention, words string) template.HTML {
	s := in.Source
	url := sh.reference(s).Link.URL
	is := func(m *dossier.Mention) bool {
		return words == "" || nameShown(s, m) && sh.naming.of(s, m).words == words
	}
	b := sh.buf[:0]
	for i := 0; i < len(in.Mentions); {
		sentence := all[in.Mentions[i]].Sentence
		j := i + 1
		for j < len(in.Mentions) && all[in.Mentions[j]].Sentence == sentence {
			j++
		}
		names := in.Mentions[i:j]
		i = j
		if !lineShown(s, &all[names[0]]) || !slices.ContainsFunc(names, func(m int) bool { return is(&all[m]) }) {
			continue
		}
		windows := inReadingView(sh.windows[:0], s, sentence)
		sh.windows = windows
		b = append(b, "<li>"...)
		for k, w := range windows {
			if k > 0 && blank(s.Seed.Text[windows[k-1].End:w.Start]) {
				b = append(b, ' ')
			} else if k > 0 {
				b = append(b, ` <span class="omission">`+omission+`</span> `...)
			}
			at := w.Start
			for _, m := range names {
				m := &all[m]
				if m.Span.Start < at || m.Span.End > w.End || !is(m) {
					continue
				}
				b = appendText(b, s.Seed.Text[at:m.Span.Start])
				b = append(b, `<a class="hit" href="`...)
				b = appendText(b, url)
				b = append(b, '#')
				b = appendText(b, m.Fragment)
				b = append(b, `">`...)
				b = appendText(b, s.Seed.Text[m.Span.Start:m.Span.End])
				b = append(b, "</a>"...)
				at = m.Span.End
			}
			b = appendText(b, s.Seed.Text[at:w.End])
		}
		b = append(b, "</li>\n"...)
	}
	sh.buf = b
	return template.HTML(sh.text.keep(b))
}

// shownNames counts the spellings of those mentions whose own words may be
// shown, the most frequent first, and how many mentions are left.
func shownNames(in dossier.SourceMentions, all []dossier.Mention) (names []dossier.NameCount, rest int) {
	s := in.Source
	for _, i := range in.Mentions {
		span := all[i].Span
		if !readable(s, span) {
			rest++
			continue
		}
		name := strings.Join(strings.Fields(s.Seed.Text[span.Start:span.End]), " ")
		names = once(names, name)
	}
	slices.SortFunc(names, mostFirst)
	return names, rest
}
