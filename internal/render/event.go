package render

import (
	"dossier/internal/dossier"
	"dossier/internal/weigh"
)

// EventView is the page of something that happened.
type EventView struct {
	Frame        *Frame
	Facts        Facts
	Kind         string
	Sign         string
	Title        string
	Summary      string
	Date         *Date
	Disputed     bool // sources give dates that cannot all be right
	Place        *Link
	Participants []ParticipantView
	Beside       bool // the facts fill a column beside the text
	Body         *Prose
	Evidence     []*Evidence
	Measures     []Measure
	Reports      []Report
	Claims       []*Card // about it
	NamedAs      *Naming // nil where no source names it
	Concordance  []*SourceLines
	Previous     *Occurrence
	Next         *Occurrence
	Backlinks    []*Backlink
	Citations    []*Citation
}

// ParticipantView is one who took part.
type ParticipantView struct {
	Link *Link
	Role string
}

// Occurrence is an event, or the publication of a source, on a line of time.
type Occurrence struct {
	Link         *Link
	Date         *Date
	Disputed     bool   // sources give dates for it that cannot all be right
	DisputedFrom string // the day from which that is known, as Known
	Place        *Link
	Participants []*Link
	Summary      string
	Publication  bool   // of a source
	Publisher    string // of that source
	Of           string // numbers of the entities that it has to do with, on pages that filter by them
	Known        string // first day on which a source told of it, as edtf.DayNumber counts, on pages that filter by that; empty where none has a date
}

func (p *Planner) event(sh *sheet, e *dossier.Event) *EventView {
	v := &EventView{
		Facts: sh.facts(&e.Item), Kind: e.Kind.One, Sign: e.Kind.Sign, Title: e.Title, Summary: e.Summary,
		Date: p.date(e.Date), Disputed: weigh.DateDisputed(e.Evidence), Place: sh.cardedEntity(e.Place),
	}
	v.Participants = make([]ParticipantView, 0, len(e.Participants))
	for _, part := range e.Participants {
		v.Participants = append(v.Participants, ParticipantView{sh.carded(&part.Entity.Item), part.Role})
	}
	v.Beside = beside(v.Facts, v.Facts.rows()+1+btoi(v.Place != nil)+len(v.Participants))
	v.Body = sh.prose(e.Body)
	v.Evidence = make([]*Evidence, 0, len(e.Evidence))
	for _, ev := range e.Evidence {
		v.Evidence = append(v.Evidence, sh.evidence(ev))
	}
	v.Measures = sh.measures(e.Evidence)
	v.Reports = sh.reports(weigh.Reports(e.Date, reporters(e)))
	v.Claims = make([]*Card, 0, len(e.Claims))
	for _, c := range e.Claims {
		v.Claims = append(v.Claims, sh.claimCard(c))
	}
	v.NamedAs = sh.namedAs(&e.Item, e.NamedIn)
	v.Concordance = make([]*SourceLines, 0, len(e.NamedIn))
	for _, in := range e.NamedIn {
		v.Concordance = append(v.Concordance, sh.concordance(in, in.Source.Acts))
	}
	if e.Previous != nil {
		v.Previous = sh.occurrence(e.Previous)
	}
	if e.Next != nil {
		v.Next = sh.occurrence(e.Next)
	}
	v.Backlinks = sh.backlinks(e.Backlinks)
	v.Citations = sh.cited()
	v.Frame = sh.frame(e.Title, e.Summary)
	v.Frame.Cards = sh.hovercards()
	return v
}

func (sh *sheet) occurrence(e *dossier.Event) *Occurrence {
	o := sh.occurrences.one(Occurrence{
		Link: sh.link(&e.Item), Date: sh.p.date(e.Date), Disputed: weigh.DateDisputed(e.Evidence),
		Place: sh.cardedEntity(e.Place), Summary: e.Summary,
		Participants: sh.linkLists.take(len(e.Participants)),
	})
	for i, part := range e.Participants {
		o.Participants[i] = sh.carded(&part.Entity.Item)
	}
	return o
}
