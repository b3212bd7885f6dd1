// Package weigh counts what evidence comes to, by published rules: how many
// independent origins support a claim, which of the values that sources give
// cannot all be right, in what order sources reported. It weighs nothing by
// itself: stances, origins and values are the annotator's.
package weigh

import (
	"cmp"
	"slices"

	"dossier/internal/dossier"
	"dossier/internal/match"
)

// Corroborate counts the evidence for and against a claim. The status follows by
// these rules, of which the first that fits counts:
//
//   - supported by at least one and disputed by at least one: disputed;
//   - disputed by at least one: refuted;
//   - supported by two sources that share no origin: corroborated;
//   - supported: single origin;
//   - else unsupported.
//
// What a source goes back to:
//
//   - the origins that its evidence for this side names; where a piece of it names
//     none, those that the source names; where that names none either, the source
//     itself, as does an origin that is the very source which is cited;
//   - a source that is named as an origin stands for all that it goes back to
//     itself, over any number of steps;
//   - a source that is its own origin also shares one with whoever names its
//     publisher: an article of an agency and a paper that reprints the agency.
//
// A source counts once, however many pieces of evidence and origins it has. More
// evidence for a side never makes two independent sources dependent.
//
// None of this is a judgement. Corroborated does not mean true, nor single origin
// doubtful: two origins can err or lie alike, or share a witness whom neither
// names. Refuted means that nothing is brought for the claim, not that it was
// shown to be false. Neither the number of sources on a side nor their reliability
// nor the credibility of evidence moves the status; one piece against a hundred
// makes a claim disputed. Sources are independent until an origin is entered: of
// what nobody entered the count knows nothing, so that two articles of one
// newsroom are two. Origins are told apart as entered; "a diplomat" in two sources
// is one origin, "a diplomat" and "an envoy" are two.
func Corroborate(evidence []*dossier.EvidenceItem) dossier.Corroboration {
	supporting, common := back(evidence, func(e *dossier.EvidenceItem) bool { return e.Stance == dossier.Supports })
	disputing, _ := back(evidence, func(e *dossier.EvidenceItem) bool { return e.Stance == dossier.Disputes })
	c := dossier.Corroboration{Supporting: supporting, Disputing: disputing}
	switch {
	case c.Supporting.Sources > 0 && c.Disputing.Sources > 0:
		c.Status = dossier.Disputed
	case c.Disputing.Sources > 0:
		c.Status = dossier.Refuted
	case len(c.Supporting.Groups) > 1:
		c.Status = dossier.Corroborated
	case c.Supporting.Sources > 0:
		c.Status = dossier.SingleOrigin
	}
	c.Circular = common
	return c
}

// Back counts the sources, and the independent origins, of the evidence that want
// accepts, by the rules of Corroborate. There are as many groups as sources were
// found no two of which share an origin, beginning with those that share one with
// the fewest others; each of the rest stands with the first of them that it shares
// an origin with. So there are two groups or more exactly where two sources share
// none; of more than two, the number may be too low, never too high.
func Back(evidence []*dossier.EvidenceItem, want func(*dossier.EvidenceItem) bool) dossier.Backing {
	b, _ := back(evidence, want)
	return b
}

// back also tells whether the sources are several and there is an origin that all
// of them go back to.
func back(evidence []*dossier.EvidenceItem, want func(*dossier.EvidenceItem) bool) (_ dossier.Backing, common bool) {
	s := side{at: map[*dossier.Source]int{}, ids: map[origin]int{}}
	for _, e := range evidence {
		if e.Source != nil && want(e) {
			s.hear(e)
		}
	}
	s.voices = len(s.stations)
	if s.voices == 0 {
		return dossier.Backing{}, false
	}
	s.lay()
	for i := range s.voices {
		s.trace(i)
	}
	s.attribute()
	b := dossier.Backing{Sources: s.voices}
	for _, members := range s.groups() {
		g := dossier.OriginGroup{}
		for _, i := range members {
			g.Sources = append(g.Sources, s.stations[i].source)
		}
		for _, o := range s.shared(members) {
			g.Shared = append(g.Shared, s.origins[o])
			common = common || len(members) == s.voices && len(s.named[o])+len(s.published[o]) == s.voices
		}
		b.Groups = append(b.Groups, g)
	}
	return b, common
}

// side is the evidence on one side of a claim, by source.
type side struct {
	stations []station // the first are those of the sources whose evidence it is
	voices   int       // how many these are
	at       map[*dossier.Source]int
	origins  []dossier.Origin
	ids      map[origin]int // in origins
	// For each origin the voices that go back to it, and those that go back to a
	// source which it has published; ascending.
	named, published [][]int
	way              []int // room for the stations of one
	seen             []int // of each voice, the number of the last question that met it
	asked            int
}

// station is a source that reporting passes on its way.
type station struct {
	source *dossier.Source
	said   []dossier.Origin // what its evidence names, where it is a voice
	next   []int            // stations that it goes back to
	roots  []int            // origins that it goes back to and that lead no further
	passed int              // the number, from 1, of the last voice whose way led here
	back   []int            // of a voice, the origins at the end of all its ways
}

// origin is what makes an origin the same as another.
type origin struct {
	source *dossier.Source
	entity *dossier.Entity
	words  string // folded
}

// SameOrigin tells whether two origins are one: the same source, the same entity,
// or words that differ in case, accents and white space alone.
func SameOrigin(a, b dossier.Origin) bool { return identity(a) == identity(b) }

func identity(o dossier.Origin) origin {
	if o.Source != nil || o.Entity != nil {
		return origin{source: o.Source, entity: o.Entity}
	}
	return origin{words: match.Fold(o.Words)}
}

// hear adds a piece of evidence to its source's voice.
func (s *side) hear(e *dossier.EvidenceItem) {
	i := s.station(e.Source)
	said := e.Origins
	if len(said) == 0 {
		said = e.Source.Origins
	}
	if len(said) == 0 {
		said = []dossier.Origin{{Source: e.Source}}
	}
	s.stations[i].said = append(s.stations[i].said, said...)
}

// station gives the number of a source's station.
func (s *side) station(source *dossier.Source) int {
	i, ok := s.at[source]
	if !ok {
		i = len(s.stations)
		s.at[source] = i
		s.stations = append(s.stations, station{source: source})
	}
	return i
}

// lay finds out where the ways lead from all stations that they pass.
func (s *side) lay() {
	for i := 0; i < len(s.stations); i++ {
		source, names := s.stations[i].source, s.stations[i].said
		if i >= s.voices {
			names = source.Origins
		}
		if len(names) == 0 {
			names = []dossier.Origin{{Source: source}}
		}
		for _, o := range names {
			if o.Source == nil || o.Source == source {
				s.stations[i].roots = append(s.stations[i].roots, s.id(o))
				continue
			}
			next := s.station(o.Source) // may move the stations
			s.stations[i].next = append(s.stations[i].next, next)
		}
	}
	s.named, s.published = make([][]int, len(s.origins)), make([][]int, len(s.origins))
}

// id gives the number of an origin.
func (s *side) id(o dossier.Origin) int {
	key := identity(o)
	id, ok := s.ids[key]
	if !ok {
		id = len(s.origins)
		s.ids[key] = id
		s.origins = append(s.origins, o)
	}
	return id
}

// trace goes all ways of a voice to their ends. Where they only go round, which is
// a flaw of the dossier that is reported elsewhere, all who are on them share them.
func (s *side) trace(voice int) {
	var list []int
	passed := append(s.way[:0], voice)
	s.stations[voice].passed = voice + 1
	for n := 0; n < len(passed); n++ {
		at := &s.stations[passed[n]]
		for _, root := range at.roots {
			if !s.goesBack(root, voice) {
				s.named[root] = append(s.named[root], voice)
				list = append(list, root)
			}
		}
		for _, next := range at.next {
			if s.stations[next].passed != voice+1 {
				s.stations[next].passed = voice + 1
				passed = append(passed, next)
			}
		}
	}
	if len(list) == 0 {
		for _, i := range passed {
			root := s.id(dossier.Origin{Source: s.stations[i].source})
			for len(s.named) <= root {
				s.named, s.published = append(s.named, nil), append(s.published, nil)
			}
			s.named[root] = append(s.named[root], voice)
			list = append(list, root)
		}
	}
	s.stations[voice].back, s.way = list, passed
}

// goesBack tells whether the voice that is traced was found to go back to an origin.
func (s *side) goesBack(root, voice int) bool {
	list := s.named[root]
	return len(list) > 0 && list[len(list)-1] == voice
}

// attribute adds to the origins that are publishers' names the voices that go back
// to a source of theirs which names no other origin.
func (s *side) attribute() {
	var names map[string]int // made where there is a source with a publisher
	for root, o := range s.origins {
		if o.Source == nil || o.Source.Publisher == "" {
			continue
		}
		if names == nil {
			names = s.names()
		}
		by, ok := names[match.Fold(o.Source.Publisher)]
		if !ok {
			continue
		}
		for _, voice := range s.named[root] {
			if !slices.Contains(s.stations[voice].back, by) {
				s.published[by] = append(s.published[by], voice)
				s.stations[voice].back = append(s.stations[voice].back, by)
			}
		}
	}
	for _, list := range s.published {
		slices.Sort(list)
	}
}

// names gives the origins that are no sources by what they are called, folded.
func (s *side) names() map[string]int {
	names := map[string]int{}
	for key, id := range s.ids {
		if key.words != "" {
			names[key.words] = id
		}
	}
	for id, o := range s.origins { // an entity's names go before words, the first entity's before others'
		if o.Entity == nil {
			continue
		}
		for _, name := range append([]string{o.Entity.Title}, o.Entity.Aliases...) {
			fold := match.Fold(name)
			if was, ok := names[fold]; !ok || s.origins[was].Entity == nil {
				names[fold] = id
			}
		}
	}
	return names
}

// tied calls yield with every other voice that shares an origin with one, each once.
func (s *side) tied(voice int, yield func(other int)) {
	s.asked++
	s.seen[voice] = s.asked
	meet := func(list []int) {
		for _, other := range list {
			if s.seen[other] != s.asked {
				s.seen[other] = s.asked
				yield(other)
			}
		}
	}
	for _, root := range s.stations[voice].back {
		meet(s.named[root])
		if _, only := slices.BinarySearch(s.published[root], voice); !only { // sources of one publisher share nothing by that
			meet(s.published[root])
		}
	}
}

// groups parts the voices as Back tells, each group and their list ascending.
func (s *side) groups() [][]int {
	s.seen = make([]int, s.voices)
	ties, order := make([]int, s.voices), make([]int, s.voices)
	for i := range s.voices {
		order[i] = i
		if back := s.stations[i].back; len(back) == 1 { // the many sources of one agency are not asked one by one
			ties[i] = len(s.named[back[0]]) + len(s.published[back[0]]) - 1
		} else {
			s.tied(i, func(int) { ties[i]++ })
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(ties[a], ties[b]) })
	const none = -1
	chosen := slices.Repeat([]int{none}, s.voices) // for each voice the one that it stands with
	for _, i := range order {
		if chosen[i] != none {
			continue
		}
		chosen[i] = i
		s.tied(i, func(other int) {
			if chosen[other] == none || i < chosen[other] {
				chosen[other] = i
			}
		})
	}
	var groups [][]int
	of := make(map[int]int, s.voices)
	for i, with := range chosen {
		g, ok := of[with]
		if !ok {
			g = len(groups)
			of[with] = g
			groups = append(groups, nil)
		}
		groups[g] = append(groups[g], i)
	}
	return groups
}

// shared gives the origins that two or more of a group go back to, in the order in
// which its members name them.
func (s *side) shared(members []int) []int {
	if len(members) < 2 {
		return nil
	}
	type count struct{ named, published int }
	counts := map[int]*count{}
	var order []int
	for _, i := range members {
		for _, root := range s.stations[i].back {
			c := counts[root]
			if c == nil {
				c = &count{}
				counts[root], order = c, append(order, root)
			}
			if _, only := slices.BinarySearch(s.published[root], i); only {
				c.published++
			} else {
				c.named++
			}
		}
	}
	return slices.DeleteFunc(order, func(root int) bool {
		c := counts[root]
		return c.named == 0 || c.named+c.published < 2
	})
}
