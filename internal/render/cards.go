package render

import (
	"dossier/internal/dossier"
	"dossier/internal/edtf"
)

// A Hovercard says in short what a link leads to; it opens at the link.
type Hovercard struct {
	Link    *Link
	Role    string      // of an entity, the first one
	By      string      // the publisher of a source
	Dates   []DatedFact // those of events, claims and sources have no key
	Summary string

	made *made
}

// HovercardGroup is the hovercards of a page that are of one kind.
type HovercardGroup struct {
	Kind, Sign string
	Cards      []*Hovercard
}

// cardSummary is how many characters of a summary a hovercard has room for.
const cardSummary = 120

// carded is a link to an item of which the page has a hovercard.
func (sh *sheet) carded(it *dossier.Item) *Link {
	if it.URL != sh.path && sh.shownItems.add(it) {
		sh.carding = append(sh.carding, it)
	}
	return sh.link(it)
}

func (sh *sheet) cardedEntity(e *dossier.Entity) *Link {
	if e == nil {
		return nil
	}
	return sh.carded(&e.Item)
}

// hovercards gives the cards of all that the page leads to by carded, kind by
// kind, in the order of the page.
func (sh *sheet) hovercards() []HovercardGroup {
	if len(sh.carding) == 0 {
		return nil
	}
	cards := make([]*Hovercard, 0, len(sh.carding))
	out := make([]HovercardGroup, 0, 4)
	for i := range sh.p.kinds {
		k, from := &sh.p.kinds[i], len(cards)
		for _, it := range sh.carding {
			if it.Kind.Folder == k.Folder {
				cards = append(cards, sh.level.hovercard(it))
			}
		}
		if len(cards) > from {
			out = append(out, HovercardGroup{Kind: k.One, Sign: k.Sign, Cards: cards[from:len(cards):len(cards)]})
		}
	}
	return out
}

func (l *level) hovercard(it *dossier.Item) *Hovercard {
	if c := l.cards.get(it); c != nil {
		return c
	}
	var text arena
	c := Hovercard{Link: l.link(it), Summary: text.brief(it.Summary, cardSummary)}
	on := func(key string, d edtf.Date) {
		if !d.IsZero() {
			c.Dates = append(c.Dates, DatedFact{key, l.p.date(d)})
		}
	}
	switch x := l.p.subject(it).(type) {
	case *dossier.Entity:
		if len(x.Roles) > 0 {
			c.Role = x.Roles[0].Title
		}
		on("born", x.Born)
		on("died", x.Died)
		on("founded", x.Founded)
		on("dissolved", x.Dissolved)
	case *dossier.Event:
		on("", x.Date)
	case *dossier.Claim:
		on("", x.Date)
	case *dossier.Source:
		c.By = x.Publisher
		on("", x.Published)
	}
	return l.cards.add(it, c)
}

// subject gives the *dossier.Source, Entity, Event or Claim that an item is
// part of; nil for a page.
func (p *Planner) subject(it *dossier.Item) any {
	switch it.Kind.Class {
	case dossier.ClassSource:
		return owner(p.sources(), it)
	case dossier.ClassEntity:
		return owner(p.entities(), it)
	case dossier.ClassEvent:
		return owner(p.events(), it)
	case dossier.ClassClaim:
		return owner(p.claims(), it)
	}
	return nil
}

func owner[T any](of map[*dossier.Item]*T, it *dossier.Item) any {
	if x := of[it]; x != nil {
		return x
	}
	return nil
}

// byItem finds what items are part of.
func byItem[T any](list []*T, item func(*T) *dossier.Item) map[*dossier.Item]*T {
	m := make(map[*dossier.Item]*T, len(list))
	for _, x := range list {
		m[item(x)] = x
	}
	return m
}
