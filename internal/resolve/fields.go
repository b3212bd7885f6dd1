package resolve

import (
	"errors"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"dossier/internal/dossier"
	"dossier/internal/edtf"
	"dossier/internal/quantity"
)

// fields resolves the front matter.
func (a *asker) fields() {
	n, e := a.n, a.n.entry
	for _, c := range e.Corrections {
		if d := a.date(c.Date); !d.IsZero() {
			n.item.Corrections = append(n.item.Corrections, dossier.Correction{Date: d, Note: c.Note.Value})
		}
	}
	slices.SortStableFunc(n.item.Corrections, func(a, b dossier.Correction) int { return edtf.Compare(b.Date, a.Date) })
	switch e.Class {
	case dossier.ClassSource:
		a.sourceFields()
	case dossier.ClassEntity:
		a.entityFields()
	case dossier.ClassEvent:
		n.event.Date = a.date(e.Event.Date)
		if e.Event.Place.Set() {
			if p := a.find(e.Event.Place, aPlace); p != nil {
				n.event.Place = p.entity
			}
		}
		for _, p := range e.Event.Participants {
			if found := a.find(p.ID, anEntity); found != nil {
				if slices.ContainsFunc(n.event.Participants, func(q dossier.EventParticipant) bool { return q.Entity == found.entity }) {
					a.diags.Warnf(p.ID.Pos, "participant-twice", "%q is listed twice", p.ID.Value).
						Hintf("give both roles in one: {id: %s, role: one; another}", p.ID.Value)
					continue
				}
				n.event.Participants = append(n.event.Participants, dossier.EventParticipant{Entity: found.entity, Role: p.Role.Value})
			}
		}
		n.event.Evidence = a.evidence(e.Event.Evidence)
	case dossier.ClassClaim:
		n.claim.Date = a.date(e.Claim.Date)
		for _, t := range e.Claim.About {
			if found := a.find(t, aSubject); found != nil && !slices.Contains(n.claim.About, found.item) {
				n.claim.About = append(n.claim.About, found.item)
			}
		}
		n.claim.Evidence = a.evidence(e.Claim.Evidence)
	}
}

func (a *asker) sourceFields() {
	n, f, s := a.n, a.n.entry.Source, a.n.source
	s.Seed = a.project.Seeds[seedFile(n.entry)]
	s.Publisher = f.Publisher.Value
	s.Authors = values(f.Authors)
	s.Published = a.date(f.Published)
	s.Accessed = a.date(f.Accessed)
	s.Address = f.URL.Value
	s.Archived = f.Archived.Value
	s.Language = f.Language.Value
	if s.Language == "" {
		s.Language = a.d.Language
	}
	s.Direction = a.memo.direction(s.Language)
	s.Origins, a.originAt = a.origins(f.Origin)
	if f.Publisher.Set() && !a.once {
		a.words = append(a.words, f.Publisher.Value) // weigh compares it with the names of origins
	}
	s.Reliability = f.Reliability.Value
	s.Rights = f.Rights.Value
	s.Publish = a.project.Config.Publish
	if f.Publish.Set() {
		s.Publish = dossier.Publish(slices.Index(dossier.PublishNames, f.Publish.Value))
	}
	s.TitleSupplied = f.TitleSupplied
	if s.Seed == nil {
		return
	}
	for _, rule := range f.Names {
		var target ruleTarget
		if rule.Target.Value != "none" {
			if named := a.find(rule.Target, aSubject); named != nil {
				target.entity, target.event = named.entity, named.event
			} else {
				target.unknown = true
			}
		}
		a.rules = append(a.rules, target)
	}
}

func (a *asker) entityFields() {
	n, f, x := a.n, a.n.entry.Entity, a.n.entity
	x.Born, x.Died = a.interval(f.Born, f.Died)
	x.Founded, x.Dissolved = a.interval(f.Founded, f.Dissolved)
	x.Coordinates = f.Coordinates
	if f.PartOf.Set() {
		if whole := a.find(f.PartOf, anEntity); whole != nil {
			x.PartOf = whole.entity
		}
	}
	for _, role := range f.Roles {
		from, until := a.interval(role.From, role.Until)
		held := dossier.EntityRole{Title: role.Title.Value, From: from, Until: until, Evidence: a.evidence(role.Evidence)}
		if role.Organization.Set() {
			if o := a.find(role.Organization, aGroup); o != nil {
				held.Organization = o.entity
			}
		}
		x.Roles = append(x.Roles, held)
	}
	for _, relation := range f.Relations {
		from, until := a.interval(relation.From, relation.Until)
		tie := dossier.EntityRelation{Type: relation.Type.Value, From: from, Until: until, Evidence: a.evidence(relation.Evidence)}
		to := a.find(relation.To, anEntity)
		if to == nil {
			continue
		}
		if to == n {
			a.diags.Errorf(relation.To.Pos, "relation-to-itself", "%q cannot have a relation to itself", n.item.ID)
			continue
		}
		tie.Other = to.entity
		a.relations = append(a.relations, tie)
	}
}

// findCycles reports every entity that is, over some steps, a part of itself, and
// every source whose reporting comes, over some steps, from itself.
func (r *Resolver) findCycles() {
	r.cycles = nil
	for _, n := range r.nodes {
		switch {
		case n.entity != nil:
			for x, steps := n.entity.PartOf, 0; x != nil && steps <= len(r.nodes); x, steps = x.PartOf, steps+1 {
				if x == n.entity {
					r.cycles.Errorf(n.entry.Entity.PartOf.Pos, "part-of-itself", "%q is, step by step, a part of itself", n.item.ID)
					break
				}
			}
		case n.source != nil:
			for i, o := range n.source.Origins {
				if steps := backTo(o, n.source); steps != nil {
					r.cycles.Errorf(n.originAt[i], "origin-cycle", "the reporting of %q comes, step by step, from itself", n.item.ID).
						Hintf("the origins lead to %s; the first that reported is to name no other", sourceIDs(steps))
				}
			}
		}
	}
}

func (a *asker) evidence(list []dossier.Evidence) []*dossier.EvidenceItem {
	var items []*dossier.EvidenceItem
	for _, e := range list {
		origins, at := a.origins(e.Origin)
		item := &dossier.EvidenceItem{
			Stance:      dossier.Stance(max(0, slices.Index(dossier.StanceNames, e.Stance.Value))),
			Origins:     origins,
			Credibility: e.Credibility,
			Values:      a.values(e.Values),
			Note:        e.Note.Value,
		}
		if source := a.find(e.Cite, aSource); source != nil {
			item.Source = source.source
			item.Quotation = a.cite(source, e.Quote)
		}
		item.Utterance = a.utterance(e.Speaker, e.Said, item.Quotation, e.SameAs)
		if item.Speaker != nil {
			a.spoken = append(a.spoken, spoken{item.Speaker, dossier.SpokenEvidence{On: a.n.item, Evidence: item}})
		}
		for i, o := range origins {
			if o.Source != nil && item.Source != nil && o.Source != item.Source {
				a.borrowed = append(a.borrowed, borrowed{item.Source, o, at[i]})
			}
		}
		items = append(items, item)
	}
	for i, e := range list {
		if e.Credibility == 1 {
			a.confirmed = append(a.confirmed, confirmed{items, i, e.CredibilityPos})
		}
	}
	return items
}

// utterance resolves what is written of words that somebody is quoted with.
func (a *asker) utterance(speaker, said dossier.Text, own *dossier.Quotation, renderings []dossier.Rendering) dossier.Utterance {
	u := dossier.Utterance{Said: a.date(said)}
	if speaker.Set() {
		if s := a.find(speaker, anEntity); s != nil {
			u.Speaker = s.entity
		}
	}
	for _, other := range renderings {
		if source := a.find(other.Cite, aSource); source != nil {
			u.SameAs = append(u.SameAs, a.cite(source, other.Quote))
		}
	}
	if len(u.SameAs) > 0 {
		a.rendered = append(a.rendered, rendered{u.Speaker, own, u.SameAs})
	}
	return u
}

func (a *asker) values(written []dossier.WrittenValue) []dossier.Value {
	var list []dossier.Value
	for _, w := range written {
		v := dossier.Value{Of: w.Of.Value, At: a.date(w.At), Unit: w.Unit.Value}
		switch {
		case w.Date.Set():
			v.Type, v.Date = dossier.DateValue, a.date(w.Date)
		case w.Number.Set():
			v.Type = dossier.NumberValue
			v.Number, _ = quantity.Parse(w.Number.Value) // it was read before
		default:
			v.Type, v.Words = dossier.WordsValue, w.Words.Value
		}
		list = append(list, v)
	}
	return list
}

// date reads an EDTF date; the zero date where none is given or it is wrong.
func (a *asker) date(t dossier.Text) edtf.Date {
	if !t.Set() {
		return edtf.Date{}
	}
	d, err := edtf.Parse(t.Value)
	if err != nil {
		message, hint := err.Error(), ""
		if syntax := (*edtf.SyntaxError)(nil); errors.As(err, &syntax) {
			message, hint = syntax.Message, syntax.Hint
		}
		report := a.diags.Errorf(t.Pos, "impossible-date", "%q is no date: %s", t.Value, message)
		if hint != "" {
			report.Hintf("write %s", hint)
		} else {
			report.Hintf("dates are written in EDTF: 2024-04-20, 2024-04, 2024~ (about), 2024-04-20? (uncertain), 2011/.. (since)")
		}
	}
	return d
}

// interval reads the two ends of a stretch of time and reports one that ends
// before it begins.
func (a *asker) interval(from, until dossier.Text) (edtf.Date, edtf.Date) {
	start, end := a.date(from), a.date(until)
	if !start.IsZero() && !end.IsZero() && edtf.Compare(end, start) < 0 && !edtf.Overlaps(start, end) {
		a.diags.Errorf(until.Pos, "impossible-date", "%q ends before it begins, at %q", until.Value, from.Value)
	}
	return start, end
}

// sameAs writes wikidata:Q… out as the address of the item.
func sameAs(list []dossier.Text) []string {
	var urls []string
	for _, t := range list {
		if id, ok := strings.CutPrefix(t.Value, "wikidata:"); ok {
			urls = append(urls, "https://www.wikidata.org/wiki/"+id)
		} else {
			urls = append(urls, t.Value)
		}
	}
	return urls
}

// rightToLeft are the ISO 15924 codes of the scripts that run from right to left.
var rightToLeft = []string{"Adlm", "Arab", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa", "Yezi"}

// direction gives rtl or ltr for a BCP 47 language tag, by the script that the
// language is written in.
func direction(tag string) string {
	t, err := language.Parse(tag)
	if err != nil {
		return "ltr"
	}
	script, _ := t.Script()
	if slices.Contains(rightToLeft, script.String()) {
		return "rtl"
	}
	return "ltr"
}
