package resolve

import (
	"slices"
	"strings"
	"unicode/utf8"

	"dossier/internal/diag"
	"dossier/internal/dossier"
	"dossier/internal/match"
)

// nameEntities makes the search for the titles and aliases of all entities, and
// warns of those that two entities claim.
func (r *Resolver) nameEntities() {
	r.shared = nil
	var list []match.Name
	claimed := map[string]*node{}
	for _, n := range r.nodes {
		if n.entity == nil {
			continue
		}
		own := map[string]bool{}
		for _, name := range append([]dossier.Text{n.entry.Title}, n.entry.Aliases...) {
			if own[name.Value] {
				continue
			}
			own[name.Value] = true
			list = append(list, match.Name{Text: name.Value, ID: n.id})
			fold := r.memo.fold(name.Value)
			if other := claimed[fold]; other == nil {
				claimed[fold] = n
			} else if other != n {
				r.shared.Warnf(name.Pos, "shared-name", "%q is also a name of %q (%s)", name.Value, other.item.Title, other.item.File).
					Hintf("a text that has only this name links to the one whose longer name stands earlier in it;\n`names:` in a source's front matter overrules")
			}
		}
	}
	r.memo.names = r.memo.names.next(list)
}

func (r *Resolver) entitiesByID() map[int]*node {
	byID := make(map[int]*node, len(r.d.Entities))
	for _, n := range r.nodes {
		if n.entity != nil {
			byID[n.id] = n
		}
	}
	return byID
}

// mention finds the names of all entities in the text of a source.
func (r *Resolver) mention(n *node, byID map[int]*node) {
	n.source.Mentions, n.mentioned, n.mentioning = nil, nil, nil
	if n.text == nil {
		return
	}
	m := &mentioning{Resolver: r, n: n, entities: byID}
	m.find()
	n.mentioning = m.diags
	n.text.forget()
	place := map[*dossier.Entity]int{}
	for i, found := range n.source.Mentions {
		k, known := place[found.Entity]
		if !known {
			k = len(n.mentioned)
			place[found.Entity] = k
			n.mentioned = append(n.mentioned, mentioned{found.Entity, dossier.SourceMentions{Source: n.source}})
		}
		n.mentioned[k].Mentions = append(n.mentioned[k].Mentions, i)
	}
	for i := range n.mentioned {
		n.mentioned[i].Names = spellings(n.source, n.mentioned[i].Mentions)
	}
}

// mentioning is the work on one source.
type mentioning struct {
	*Resolver
	n        *node
	entities map[int]*node // by their number in the search
	diags    diag.List
}

func (m *mentioning) find() {
	s := m.n.source
	hits := m.n.text.find(m.memo.names)
	if ruled := m.rules(); len(ruled) > 0 {
		// The annotator's word goes before what was found, but for words within
		// a longer name.
		ruled = slices.DeleteFunc(ruled, func(rule ruling) bool {
			return slices.ContainsFunc(hits, func(h named) bool {
				return h.Span != rule.Span && dossier.Span(h.Span).Contains(dossier.Span(rule.Span))
			})
		})
		hits = slices.DeleteFunc(slices.Clone(hits), func(h named) bool {
			return slices.ContainsFunc(ruled, func(rule ruling) bool { return dossier.Span(rule.Span).Overlaps(dossier.Span(h.Span)) })
		})
		for _, rule := range ruled {
			m.link(rule.named, rule.entity)
		}
	}
	for i, entity := range m.whoIsMeant(hits) {
		m.link(hits[i], entity)
	}
	slices.SortFunc(s.Mentions, func(a, b dossier.Mention) int { return compareSpans(a.Span, b.Span) })
}

// link adds a mention; a nil entity is none, and what is left out of the
// reading view has none.
func (m *mentioning) link(n named, entity *dossier.Entity) {
	s, span := m.n.source, dossier.Span(n.Span)
	if entity != nil && !slices.ContainsFunc(s.Hidden, span.Overlaps) {
		s.Mentions = append(s.Mentions, dossier.Mention{Span: span, Name: n.name, Entity: entity, Sentence: n.sentence, Fragment: n.fragment})
	}
}

// whoIsMeant gives the entity of every hit. A name that several share is given
// to the only one of them whose longer name stands earlier in the text; else it
// is nobody's, which is reported once for each name.
func (m *mentioning) whoIsMeant(hits []named) []*dossier.Entity {
	who := make([]*dossier.Entity, len(hits))
	if !slices.ContainsFunc(hits, func(h named) bool { return len(h.IDs) > 1 }) {
		for i, hit := range hits {
			who[i] = m.entities[hit.IDs[0]].entity
		}
		return who
	}
	longest := map[int]int{} // characters of the longest name that was an entity's own so far
	reported := map[string]bool{}
	for i, hit := range hits {
		fold := match.Fold(hit.name)
		length := utf8.RuneCountInString(fold)
		fit := hit.IDs
		if len(fit) > 1 {
			fit = slices.DeleteFunc(slices.Clone(fit), func(id int) bool { return longest[id] <= length })
		} else {
			longest[fit[0]] = max(longest[fit[0]], length)
		}
		if len(fit) == 1 {
			who[i] = m.entities[fit[0]].entity
		} else if !reported[fold] {
			reported[fold] = true
			m.shared(hit)
		}
	}
	return who
}

func (m *mentioning) shared(hit named) {
	var who []string
	for _, id := range hit.IDs {
		who = append(who, m.entities[id].item.ID)
	}
	slices.Sort(who)
	m.diags.Warnf(at(m.n.source.Seed, hit.Span.Start), "shared-name-unlinked", "%q may be %s and is left without a link", hit.name, strings.Join(who, " or ")).
		Hintf("say who is meant in %s:\nnames:\n  %s: %s", m.n.item.File, hit.name, who[0])
}

// ruling is a place in a text where the source's own `names` decide.
type ruling struct {
	named
	entity *dossier.Entity // nil where the words are to have no link
}

// rules finds the words of the source's `names` in its text.
func (m *mentioning) rules() []ruling {
	rules := m.n.entry.Source.Names
	if len(rules) == 0 {
		return nil
	}
	var list []match.Name
	for i, rule := range rules {
		if !m.n.rules[i].unknown {
			list = append(list, match.Name{Text: rule.Words.Value, ID: i})
		}
	}
	used := make([]bool, len(rules))
	var out []ruling
	counter := counter{text: m.n.source.Seed.Text}
	for _, hit := range match.NewNames(list).Find(m.n.source.Seed.Text) {
		used[hit.IDs[0]] = true
		out = append(out, ruling{m.n.text.describe(hit, &counter), m.n.rules[hit.IDs[0]].entity})
	}
	for _, name := range list {
		if !used[name.ID] {
			m.diags.Warnf(rules[name.ID].Words.Pos, "name-not-found", "%q is not in %s", name.Text, m.n.source.Seed.File)
		}
	}
	return out
}

// counter turns byte offsets into counts of Unicode characters. Offsets must
// not go down.
type counter struct {
	text         string
	bytes, chars int
}

func (c *counter) at(offset int) int {
	c.chars += utf8.RuneCountInString(c.text[c.bytes:offset])
	c.bytes = offset
	return c.chars
}
