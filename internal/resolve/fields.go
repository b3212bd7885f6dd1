package resolve

import (
	"errors"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"dossier/internal/dossier"
	"dossier/internal/edtf"
)

// fields resolves the front matter.
func (a *asker) fields() {
	n, e := a.n, a.n.entry
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
	s.Origin = f.Origin.Value
	if o := a.index.byPath["sources/"+f.Origin.Value]; o != nil {
		if o == n {
			a.diags.Errorf(f.Origin.Pos, "origin-is-itself", "a source cannot be its own origin").
				Hintf("name the agency, communiqué or person that its reporting comes from, or leave `origin` out")
		}
		s.OriginSource = o.source
		a.targets = append(a.targets, o)
	} else if f.Origin.Set() {
		a.originIsDraft(f.Origin)
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

// originIsDraft reports an origin that is the id of a draft: unlike other words
// it would be published as they stand.
func (a *asker) originIsDraft(t dossier.Text) {
	for _, draft := range a.project.Drafts {
		if draft.Source != nil && draft.ID == t.Value {
			a.isDraft(t)
			return
		}
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

// partOfCycles reports every entity that is, over some steps, a part of itself.
func (r *Resolver) partOfCycles() {
	r.cycles = nil
	for _, n := range r.nodes {
		if n.entity == nil {
			continue
		}
		for x, steps := n.entity.PartOf, 0; x != nil && steps <= len(r.nodes); x, steps = x.PartOf, steps+1 {
			if x == n.entity {
				r.cycles.Errorf(n.entry.Entity.PartOf.Pos, "part-of-itself", "%q is, step by step, a part of itself", n.item.ID)
				break
			}
		}
	}
}

func (a *asker) evidence(list []dossier.Evidence) []*dossier.EvidenceItem {
	var items []*dossier.EvidenceItem
	for _, e := range list {
		item := &dossier.EvidenceItem{
			Stance:      dossier.Stance(max(0, slices.Index(dossier.StanceNames, e.Stance.Value))),
			Credibility: e.Credibility,
			Note:        e.Note.Value,
		}
		if e.Speaker.Set() {
			if s := a.find(e.Speaker, anEntity); s != nil {
				item.Speaker = s.entity
				a.spoken = append(a.spoken, spoken{s.entity, dossier.SpokenEvidence{On: a.n.item, Evidence: item}})
			}
		}
		if source := a.find(e.Cite, aSource); source != nil {
			item.Source = source.source
			item.Quotation = a.cite(source, e.Quote)
		}
		items = append(items, item)
	}
	return items
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
