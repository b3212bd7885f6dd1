// Package paths finds the shortest ways by which two entities of a dossier are
// connected. It takes the resolved dossier and gives, for each step of a way,
// all that joins the two. It knows no page, and weighs nothing: a relation
// counts as much as an event.
package paths

import (
	"slices"

	"dossier/internal/dossier"
	"dossier/internal/edtf"
)

// Kind says what a tie is.
type Kind uint8

const (
	// Relation is one that an entity declares to another.
	Relation Kind = iota
	// Role is an office that somebody holds in an organization.
	Role
	// Part is an entity that is part of another one.
	Part
	// Event joins all who take part in it.
	Event
	// Claim joins all that it is about.
	Claim
)

// kindNames are the words for a Kind in data, by value.
var kindNames = []string{"relation", "role", "part_of", "event", "claim"}

func (k Kind) String() string { return kindNames[k] }

// Tie is what joins two entities or more. Where an event took place joins nobody,
// and that a place lies in another one is geography: neither tells who acts with
// whom.
type Tie struct {
	Kind  Kind
	Of    *dossier.Entity // whose relation or role it is, or which is the part; nil for an event and a claim
	Event *dossier.Event
	Claim *dossier.Claim
	at    int // index into Of.Relations or Of.Roles
}

// Ties lists all ties of a dossier: for each entity in turn its relations, roles
// and that it is a part, then the events and the claims that join any.
func Ties(d *dossier.Dossier) []Tie {
	list := make([]Tie, 0, len(d.Entities)+len(d.Events)+len(d.Claims))
	for _, e := range d.Entities {
		for i := range e.Relations {
			if r := &e.Relations[i]; !r.Reverse && r.Other != nil && r.Other != e {
				list = append(list, Tie{Kind: Relation, Of: e, at: i})
			}
		}
		for i := range e.Roles {
			if to := e.Roles[i].Organization; to != nil && to != e {
				list = append(list, Tie{Kind: Role, Of: e, at: i})
			}
		}
		if Whole(e) != nil {
			list = append(list, Tie{Kind: Part, Of: e})
		}
	}
	for _, e := range d.Events {
		if t := (Tie{Kind: Event, Event: e}); t.Joins() {
			list = append(list, t)
		}
	}
	for _, c := range d.Claims {
		if t := (Tie{Kind: Claim, Claim: c}); t.Joins() {
			list = append(list, t)
		}
	}
	return list
}

// Whole gives the entity of which one is a part that acts; nil for a place in
// another place, and where there is none.
func Whole(e *dossier.Entity) *dossier.Entity {
	if e.PartOf == nil || e.PartOf == e || e.Kind.Sign == "place" && e.PartOf.Kind.Sign == "place" {
		return nil
	}
	return e.PartOf
}

// Joins tells whether an event or a claim has two entities that differ.
func (t *Tie) Joins() bool {
	first, differ := (*dossier.Item)(nil), false
	t.members(func(it *dossier.Item) {
		if first == nil {
			first = it
		}
		differ = differ || it != first
	})
	return differ
}

// members calls f for each entity that the tie joins; it may do so twice for one.
func (t *Tie) members(f func(*dossier.Item)) {
	switch t.Kind {
	case Event:
		for _, p := range t.Event.Participants {
			if p.Entity != nil {
				f(&p.Entity.Item)
			}
		}
	case Claim:
		for _, it := range t.Claim.About {
			if it != nil && it.Kind.Class == dossier.ClassEntity {
				f(it)
			}
		}
	default:
		f(&t.Of.Item)
		f(&t.to().Item)
	}
}

// to is the other end of a relation, a role or a part.
func (t *Tie) to() *dossier.Entity {
	switch t.Kind {
	case Relation:
		return t.Of.Relations[t.at].Other
	case Role:
		return t.Of.Roles[t.at].Organization
	default:
		return t.Of.PartOf
	}
}

// Item is the one on whose page the tie stands.
func (t *Tie) Item() *dossier.Item {
	switch t.Kind {
	case Event:
		return &t.Event.Item
	case Claim:
		return &t.Claim.Item
	default:
		return &t.Of.Item
	}
}

// Words are the type of a relation, the title of a role, event or claim; empty
// for a part.
func (t *Tie) Words() string {
	switch t.Kind {
	case Relation:
		return t.Of.Relations[t.at].Type
	case Role:
		return t.Of.Roles[t.at].Title
	case Part:
		return ""
	default:
		return t.Item().Title
	}
}

// Dates give when it was: from, and until. The second is zero for an event and a
// claim; each may be where it is not known.
func (t *Tie) Dates() (from, until edtf.Date) {
	switch t.Kind {
	case Relation:
		r := &t.Of.Relations[t.at]
		return r.From, r.Until
	case Role:
		r := &t.Of.Roles[t.at]
		return r.From, r.Until
	case Event:
		return t.Event.Date, edtf.Date{}
	case Claim:
		return t.Claim.Date, edtf.Date{}
	default:
		return edtf.Date{}, edtf.Date{}
	}
}

// Evidence is what the tie rests on.
func (t *Tie) Evidence() []*dossier.EvidenceItem {
	switch t.Kind {
	case Relation:
		return t.Of.Relations[t.at].Evidence
	case Role:
		return t.Of.Roles[t.at].Evidence
	case Event:
		return t.Event.Evidence
	case Claim:
		return t.Claim.Evidence
	default:
		return nil
	}
}

// RoleOf is as what an entity takes part in an event; empty where that is not said.
func (t *Tie) RoleOf(e *dossier.Entity) string {
	if t.Kind != Event {
		return ""
	}
	i := slices.IndexFunc(t.Event.Participants, func(p dossier.EventParticipant) bool { return p.Entity == e })
	if i < 0 {
		return ""
	}
	return t.Event.Participants[i].Role
}
