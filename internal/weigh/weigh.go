// Package weigh counts what evidence comes to, by published rules: how many
// independent origins support a claim, which of the values that sources give
// cannot all be right, in what order sources reported. It weighs nothing by
// itself: stances, origins and values are the annotator's.
package weigh

import (
	"slices"

	"dossier/internal/dossier"
	"dossier/internal/match"
)

// Corroborate counts the evidence for and against a claim. Two pieces of evidence
// are independent unless they come from one source or share an origin, themselves
// or over others that do. A piece's origins are its own where it names any, else
// those of its source; a source that names none is its own origin, and one that
// names another source has the origins of that. The status follows by these rules,
// of which the first that fits counts:
//
//   - supported by at least one and disputed by at least one: disputed;
//   - disputed by at least one: refuted;
//   - supported from at least two independent origins: corroborated;
//   - supported: single origin;
//   - else unsupported.
func Corroborate(evidence []*dossier.EvidenceItem) dossier.Corroboration {
	c := dossier.Corroboration{
		Supporting: Back(evidence, func(e *dossier.EvidenceItem) bool { return e.Stance == dossier.Supports }),
		Disputing:  Back(evidence, func(e *dossier.EvidenceItem) bool { return e.Stance == dossier.Disputes }),
	}
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
	c.Circular = c.Supporting.Sources > 1 && len(c.Supporting.Groups) == 1
	return c
}

// Back counts the sources, and the independent origins, of the evidence that want
// accepts.
func Back(evidence []*dossier.EvidenceItem, want func(*dossier.EvidenceItem) bool) dossier.Backing {
	var list []*voice
	for _, e := range evidence {
		if e.Source == nil || !want(e) {
			continue
		}
		i := slices.IndexFunc(list, func(v *voice) bool { return v.source == e.Source })
		if i < 0 {
			i = len(list)
			list = append(list, &voice{source: e.Source})
		}
		v := list[i]
		origins := e.Origins
		if len(origins) == 0 {
			origins = e.Source.Origins
		}
		if len(origins) == 0 {
			v.add(dossier.Origin{Source: e.Source})
		}
		for _, o := range origins {
			v.follow(o, nil)
		}
	}
	b := dossier.Backing{Sources: len(list)}
	for _, group := range connected(list) {
		g := dossier.OriginGroup{}
		for _, v := range group {
			g.Sources = append(g.Sources, v.source)
		}
		for i, v := range group {
			for _, o := range v.origins {
				again := func(w *voice) bool { return w.has(o) }
				if !slices.ContainsFunc(group[:i], again) && slices.ContainsFunc(group[i+1:], again) {
					g.Shared = append(g.Shared, o)
				}
			}
		}
		b.Groups = append(b.Groups, g)
	}
	return b
}

// voice is a source with the origins that its evidence goes back to.
type voice struct {
	source  *dossier.Source
	origins []dossier.Origin
}

// follow adds what an origin goes back to: a source that names origins of its own
// stands for these. Sources on the way are passed once.
func (v *voice) follow(o dossier.Origin, way []*dossier.Source) {
	if o.Source == nil || len(o.Source.Origins) == 0 || slices.Contains(way, o.Source) {
		v.add(o)
		return
	}
	for _, next := range o.Source.Origins {
		v.follow(next, append(way, o.Source))
	}
}

func (v *voice) add(o dossier.Origin) {
	if !v.has(o) {
		v.origins = append(v.origins, o)
	}
}

func (v *voice) has(o dossier.Origin) bool {
	return slices.ContainsFunc(v.origins, func(p dossier.Origin) bool { return SameOrigin(o, p) })
}

// SameOrigin tells whether two origins are one: the same source, the same entity,
// or words that differ in case, accents and white space alone.
func SameOrigin(a, b dossier.Origin) bool {
	if a.Source != nil || b.Source != nil || a.Entity != nil || b.Entity != nil {
		return a.Source == b.Source && a.Entity == b.Entity
	}
	return a.Words == b.Words || match.Fold(a.Words) == match.Fold(b.Words)
}

// connected parts a list into groups whose members share origins, over any number
// of steps. Groups and members stand in the order of the list.
func connected(list []*voice) [][]*voice {
	var groups [][]*voice
	taken := make([]bool, len(list))
	for i := range list {
		if taken[i] {
			continue
		}
		taken[i] = true
		members := []int{i}
		for n := 0; n < len(members); n++ {
			for j, other := range list {
				if !taken[j] && slices.ContainsFunc(list[members[n]].origins, other.has) {
					taken[j] = true
					members = append(members, j)
				}
			}
		}
		slices.Sort(members)
		group := make([]*voice, len(members))
		for n, m := range members {
			group[n] = list[m]
		}
		groups = append(groups, group)
	}
	return groups
}
