package resolve

import (
	"cmp"
	"slices"

	"dossier/internal/diag"
	"dossier/internal/dossier"
	"dossier/internal/weigh"
)

// gather gives a node what others say of it, in the order in which pages show
// it: the sentences that link to it, what it took part in, what was said of it.
// It reads what they ask for and changes nothing but the node's own, so that
// nodes may be worked on at the same time. Where an entity is mentioned is none
// of this: that depends on the texts.
func (r *Resolver) gather(n *node) {
	n.item.Backlinks = nil
	for _, by := range n.askers {
		for _, ref := range by.refs {
			if ref.to == n.item && by != n {
				backlink(n.item, by.item, ref.snippet)
			}
		}
	}
	slices.SortStableFunc(n.item.Backlinks, func(a, b dossier.Backlink) int { return cmp.Compare(r.rank[a.From], r.rank[b.From]) })
	switch {
	case n.entity != nil:
		r.gatherEntity(n)
	case n.event != nil:
		n.event.Claims = r.claimsAbout(n)
		n.event.NamedIn = r.namedIn(n)
	case n.claim != nil:
		n.claim.Corroboration = weigh.Corroborate(n.claim.Evidence)
	}
	n.neglect()
}

func (r *Resolver) gatherEntity(n *node) {
	x := n.entity
	x.Relations, x.Parts, x.Events, x.Spoke, x.SpokeIn = nil, nil, nil, nil, nil
	x.Claims = r.claimsAbout(n)
	own := func() { x.Relations = append(x.Relations, n.relations...) }
	before := true // those of others stand where their entries do
	for _, by := range n.askers {
		if before && by.pos > n.pos {
			own()
			before = false
		}
		for _, tie := range by.relations {
			if tie.Other == x {
				tie.Other, tie.Reverse = by.entity, true
				x.Relations = append(x.Relations, tie)
			}
		}
		if by.entity != nil && by.entity.PartOf == x {
			x.Parts = append(x.Parts, by.entity)
		}
		for _, s := range by.spoken {
			if s.by == x {
				x.SpokeIn = append(x.SpokeIn, s.SpokenEvidence)
			}
		}
	}
	if before {
		own()
	}
	slices.SortStableFunc(x.Parts, func(a, b *dossier.Entity) int { return cmp.Compare(r.rank[&a.Item], r.rank[&b.Item]) })
	for _, by := range r.ranked(n.askers, func(by *node) bool { return by.event != nil && takesPart(by.event, x) }) {
		x.Events = append(x.Events, by.event)
	}
	for _, by := range r.ranked(n.askers, func(by *node) bool { return by.source != nil }) {
		for _, note := range by.source.Annotations {
			if note.Speaker == x {
				x.Spoke = append(x.Spoke, note)
			}
		}
	}
}

// takesPart tells whether an entity takes part in an event or is its place.
func takesPart(e *dossier.Event, x *dossier.Entity) bool {
	return e.Place == x || slices.ContainsFunc(e.Participants, func(p dossier.EventParticipant) bool { return p.Entity == x })
}

func (r *Resolver) claimsAbout(n *node) []*dossier.Claim {
	var list []*dossier.Claim
	for _, by := range r.ranked(n.askers, func(by *node) bool { return by.claim != nil && slices.Contains(by.claim.About, n.item) }) {
		list = append(list, by.claim)
	}
	return list
}

// namedIn gives what the sources call an event.
func (r *Resolver) namedIn(n *node) []dossier.SourceMentions {
	var list []dossier.SourceMentions
	for _, by := range r.ranked(n.askers, func(by *node) bool { return by.source != nil && len(by.source.Acts) > 0 }) {
		in := dossier.SourceMentions{Source: by.source}
		for i := range by.source.Acts {
			if by.source.Acts[i].Event == n.event {
				in.Mentions = append(in.Mentions, i)
			}
		}
		if len(in.Mentions) > 0 {
			in.Names = appendSpellings(nil, by.source.Acts, in.Mentions)
			list = append(list, in)
		}
	}
	return list
}

// ranked gives the nodes that are wanted, as pages list them.
func (r *Resolver) ranked(nodes []*node, want func(*node) bool) []*node {
	var list []*node
	for _, n := range nodes {
		if want(n) {
			list = append(list, n)
		}
	}
	slices.SortFunc(list, r.byRank)
	return list
}

// backlink adds a sentence to an item, once: it may link there twice.
func backlink(to, from *dossier.Item, snippet dossier.Snippet) {
	for i := len(to.Backlinks) - 1; i >= 0 && to.Backlinks[i].From == from; i-- {
		s := to.Backlinks[i].Sentence
		if s.Before+s.Hit+s.After == snippet.Before+snippet.Hit+snippet.After {
			return
		}
	}
	to.Backlinks = append(to.Backlinks, dossier.Backlink{From: from, Sentence: snippet})
}

// appendSpellings counts the words of some of a source's mentions, the most frequent
// first.
func appendSpellings(to []dossier.NameCount, all []dossier.Mention, mentions []int) []dossier.NameCount {
	from := len(to)
	for _, i := range mentions {
		name := all[i].Name
		if k := slices.IndexFunc(to[from:], func(c dossier.NameCount) bool { return c.Name == name }); k >= 0 {
			to[from+k].Count++
		} else {
			to = append(to, dossier.NameCount{Name: name, Count: 1})
		}
	}
	slices.SortFunc(to[from:], func(a, b dossier.NameCount) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Name, b.Name))
	})
	return to
}

// neglect warns of what was collected or written and is used nowhere.
func (n *node) neglect() {
	n.neglected = nil
	n.confirmedAlone()
	n.goInCircles()
	n.renderThemselves()
	n.spokenByTwo()
	switch {
	case !n.entry.Title.Set(): // which has been reported
	case n.source != nil:
		if !slices.ContainsFunc(n.askers, func(by *node) bool { return by != n && slices.Contains(by.cited, n) }) {
			n.neglected.Warnf(n.entry.Title.Pos, "source-not-cited", "no page cites the source %q", n.item.ID).
				Hintf("cite it where it matters: [@%s \"its words\"]", n.item.ID)
		}
	case n.entity != nil:
		if len(n.entity.MentionedIn) == 0 {
			n.neglected.Warnf(n.entry.Title.Pos, "entity-not-mentioned", "no source mentions %q", n.item.Title).
				Hintf("add the spellings of the sources as aliases")
		}
	}
}

// confirmedAlone reports evidence that is graded as confirmed by other sources
// although there are no two independent origins for it.
func (n *node) confirmedAlone() {
	for _, c := range n.confirmed {
		side := c.list[c.at].Stance
		b := weigh.Back(c.list, func(e *dossier.EvidenceItem) bool { return e.Stance == side })
		if len(b.Groups) > 1 {
			continue
		}
		n.neglected.Warnf(c.pos, "confirmed-alone", "credibility 1 means confirmed by other sources, but this evidence has one origin").
			Hintf("bring evidence of another origin with the same stance, or grade it 2 (probably true)")
	}
}

// goInCircles reports evidence whose source is said to have it from a source that
// itself has its reporting from the first.
func (n *node) goInCircles() {
	for _, b := range n.borrowed {
		if steps := backTo(b.origin, b.by); steps != nil {
			n.neglected.Errorf(b.pos, "origin-cycle", "the reporting of %q comes, step by step, from itself", b.by.ID).
				Hintf("the origins lead to %s; the first that reported is to name no other", sourceIDs(steps))
		}
	}
}

// renderThemselves reports quotations that are to render the same words as
// another, and are that passage.
func (n *node) renderThemselves() {
	for _, r := range n.rendered {
		for i, q := range r.others {
			switch {
			case q.Passage == nil: // which has been reported
			case r.own != nil && q.Passage == r.own.Passage:
				n.neglected.Warnf(q.Pos, "same-as-itself", "this is the very passage that it is to be set beside").
					Hintf("quote the other rendering, or delete it from `same_as`")
			case slices.ContainsFunc(r.others[:i], func(p *dossier.Quotation) bool { return p.Passage == q.Passage }):
				n.neglected.Warnf(q.Pos, "same-as-twice", "this passage is given as a rendering twice").Hintf("delete one of the two")
			}
		}
	}
}

// spokenByTwo reports words of a source that are given to one speaker here and to
// another one there, also as a rendering of what the other said.
func (n *node) spokenByTwo() {
	if n.source == nil {
		return
	}
	type saying struct {
		by  *dossier.Entity
		pos diag.Pos
	}
	first := map[*dossier.Passage]saying{}
	say := func(q *dossier.Quotation, by *dossier.Entity) {
		if by == nil || q == nil || q.Passage == nil || q.Passage.Source != n.source {
			return
		}
		was, known := first[q.Passage]
		switch {
		case !known:
			first[q.Passage] = saying{by, q.Pos}
		case was.by != by:
			n.neglected.Warnf(q.Pos, "two-speakers", "these words are given to %q here, and to %q at %s", by.Title, was.by.Title, was.pos).
				Hintf("if one quotes the other, quote only the words of each; else correct one of the two")
		}
	}
	for _, note := range n.source.Annotations {
		say(note.Quotation, note.Speaker)
	}
	for _, by := range n.askers {
		for _, s := range by.spoken {
			say(s.Evidence.Quotation, s.by)
		}
	}
	for _, by := range n.askers {
		for _, r := range by.rendered {
			for _, q := range r.others {
				say(q, r.by)
			}
		}
	}
}
