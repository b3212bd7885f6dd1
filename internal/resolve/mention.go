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
	n.source.Mentions, n.source.Acts, n.mentioned, n.mentioning = nil, nil, nil, nil
	if n.text == nil {
		return
	}
	m := &mentioning{Resolver: r, n: n, entities: byID}
	m.find()
	n.mentioning = m.diags
	n.text.forget()
	if r.once {
		n.text = nil
	}
	n.gatherMentions()
}

// gatherMentions gathers the mentions of each entity, in the order in which they
// are first named. The lists of all lie in one.
func (n *node) gatherMentions() {
	all := n.source.Mentions
	place, times := map[*dossier.Entity]int{}, []int(nil)
	for i := range all {
		k, known := place[all[i].Entity]
		if !known {
			k = len(times)
			place[all[i].Entity], times = k, append(times, 0)
		}
		times[k]++
	}
	n.mentioned = make([]mentioned, len(times))
	numbers, names := make([]int, len(all)), make([]dossier.NameCount, 0, len(all))
	for k, count := range times {
		n.mentioned[k].Source, n.mentioned[k].Mentions = n.source, numbers[:0:count]
		numbers = numbers[count:]
	}
	for i := range all {
		m := &n.mentioned[place[all[i].Entity]]
		m.entity, m.Mentions = all[i].Entity, append(m.Mentions, i)
	}
	for k := range n.mentioned {
		m := &n.mentioned[k]
		from := len(names)
		names = appendSpellings(names, all, m.Mentions)
		m.Names = names[from:len(names):len(names)]
	}
}

// mentioning is the work on one source.
type mentioning struct {
	*Resolver
	n        *node
	entities map[int]*node // by their number in the search
	spoken   []spokenWords
	diags    diag.List
}

// spokenWords are a passage of the source, and who speaks it.
type spokenWords struct {
	*dossier.Passage
	by *dossier.Entity
}

func (m *mentioning) find() {
	s := m.n.source
	for _, note := range s.Annotations {
		if note.Speaker != nil && note.Quotation.Passage != nil {
			m.spoken = append(m.spoken, spokenWords{note.Quotation.Passage, note.Speaker})
		}
	}
	for _, by := range m.n.askers {
		for _, e := range by.spoken {
			if q := e.Evidence.Quotation; e.Evidence.Source == s && q != nil && q.Passage != nil {
				m.spoken = append(m.spoken, spokenWords{q.Passage, e.by})
			}
		}
	}
	hits := m.n.text.find(m.memo.names)
	ruled, acts := m.rules()
	for _, act := range acts {
		if mention, ok := m.mention(act.named); ok {
			mention.Event = act.event
			s.Acts = append(s.Acts, mention)
		}
	}
	if len(ruled) > 0 {
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

// link adds a mention of an entity; a nil one is none.
func (m *mentioning) link(n named, entity *dossier.Entity) {
	if entity == nil {
		return
	}
	if mention, ok := m.mention(n); ok {
		mention.Entity = entity
		m.n.source.Mentions = append(m.n.source.Mentions, mention)
	}
}

// mention makes a mention of what was found, of nothing yet. It is false for
// what is left out of the reading view.
func (m *mentioning) mention(n named) (dossier.Mention, bool) {
	span := dossier.Span(n.Span)
	if slices.ContainsFunc(m.n.source.Hidden, span.Overlaps) {
		return dossier.Mention{}, false
	}
	return dossier.Mention{Span: span, Name: n.name, Speaker: m.speaker(span), Sentence: n.sentence, Fragment: n.fragment}, true
}

// speaker gives who, as notes and evidence say, speaks the words around a span: the
// speaker of the shortest passage that holds it; of several such the first, notes
// before evidence.
func (m *mentioning) speaker(span dossier.Span) *dossier.Entity {
	var who *dossier.Entity
	shortest := 0
	for _, words := range m.spoken {
		for _, part := range words.Spans {
			if length := part.End - part.Start; part.Contains(span) && (who == nil || length < shortest) {
				who, shortest = words.by, length
			}
		}
	}
	return who
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
	ruleTarget
}

// rules finds the words of the source's `names` in its text: those that decide
// about an entity, and those that mean an event. The latter may hold names of
// entities, and take nothing from them.
func (m *mentioning) rules() (ruled, acts []ruling) {
	rules := m.n.entry.Source.Names
	if len(rules) == 0 {
		return nil, nil
	}
	var entities, events []match.Name
	for i, rule := range rules {
		switch target := m.n.rules[i]; {
		case target.unknown:
		case target.event != nil:
			events = append(events, match.Name{Text: rule.Words.Value, ID: i})
		default:
			entities = append(entities, match.Name{Text: rule.Words.Value, ID: i})
		}
	}
	return m.ruled(entities), m.ruled(events)
}

// ruled finds words of the source's `names`, whose number each has as its ID.
func (m *mentioning) ruled(list []match.Name) []ruling {
	if len(list) == 0 {
		return nil
	}
	rules := m.n.entry.Source.Names
	used := make([]bool, len(rules))
	var out []ruling
	counter := counter{text: m.n.source.Seed.Text}
	for _, hit := range match.NewNames(list).Find(m.n.source.Seed.Text) {
		used[hit.IDs[0]] = true
		n, chars := m.n.text.describe(hit, &counter)
		n.fragment = fragment(chars)
		out = append(out, ruling{n, m.n.rules[hit.IDs[0]]})
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
