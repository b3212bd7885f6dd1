package resolve

import (
	"errors"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"dossier/internal/dossier"
	"dossier/internal/edtf"
)

// fields resolves the front matter of one entry.
func (r *resolver) fields(n *node) {
	e := n.entry
	switch e.Class {
	case dossier.ClassSource:
		r.sourceFields(n)
	case dossier.ClassEntity:
		r.entityFields(n)
	case dossier.ClassEvent:
		n.event.Date = r.date(e.Event.Date)
		if e.Event.Place.Set() {
			if p := r.find(e.Event.Place, aPlace); p != nil {
				n.event.Place = p.entity
			}
		}
		for _, p := range e.Event.Participants {
			if found := r.find(p.ID, anEntity); found != nil {
				if slices.ContainsFunc(n.event.Participants, func(q dossier.EventParticipant) bool { return q.Entity == found.entity }) {
					r.diags.Warnf(p.ID.Pos, "participant-twice", "%q is listed twice", p.ID.Value).
						Hintf("give both roles in one: {id: %s, role: one; another}", p.ID.Value)
					continue
				}
				n.event.Participants = append(n.event.Participants, dossier.EventParticipant{Entity: found.entity, Role: p.Role.Value})
			}
		}
		n.event.Evidence = r.evidence(n, e.Event.Evidence)
	case dossier.ClassClaim:
		n.claim.Date = r.date(e.Claim.Date)
		for _, t := range e.Claim.About {
			if found := r.find(t, aSubject); found != nil && !slices.Contains(n.claim.About, found.item) {
				n.claim.About = append(n.claim.About, found.item)
			}
		}
		n.claim.Evidence = r.evidence(n, e.Claim.Evidence)
	}
}

func (r *resolver) sourceFields(n *node) {
	f, s := n.entry.Source, n.source
	s.Seed = r.seed(n)
	s.Publisher = f.Publisher.Value
	s.Authors = values(f.Authors)
	s.Published = r.date(f.Published)
	s.Accessed = r.date(f.Accessed)
	s.Address = f.URL.Value
	s.Archived = f.Archived.Value
	s.Language = f.Language.Value
	if s.Language == "" {
		s.Language = r.d.Language
	}
	s.Direction = r.memo.direction(s.Language)
	s.Origin = f.Origin.Value
	if o := r.index.byPath["sources/"+f.Origin.Value]; o != nil {
		if o == n {
			r.diags.Errorf(f.Origin.Pos, "origin-is-itself", "a source cannot be its own origin").
				Hintf("name the agency, communiqué or person that its reporting comes from, or leave `origin` out")
		}
		s.OriginSource = o.source
	} else if f.Origin.Set() {
		r.originIsDraft(f.Origin)
	}
	s.Reliability = f.Reliability.Value
	s.Rights = f.Rights.Value
	s.Publish = r.project.Config.Publish
	if f.Publish.Set() {
		s.Publish = dossier.Publish(slices.Index(dossier.PublishNames, f.Publish.Value))
	}
	s.TitleSupplied = f.TitleSupplied
}

// seed gives the text of a source; nil where it has none, or none that can be
// read.
func (r *resolver) seed(n *node) *dossier.Seed {
	return r.project.Seeds["seeds/"+strings.TrimPrefix(n.entry.Source.Seed.Value, "seeds/")]
}

// originIsDraft reports an origin that is the id of a draft: unlike other words
// it would be published as they stand.
func (r *resolver) originIsDraft(t dossier.Text) {
	for _, draft := range r.project.Drafts {
		if draft.Source != nil && draft.ID == t.Value {
			r.isDraft(t)
			return
		}
	}
}

func (r *resolver) entityFields(n *node) {
	f, x := n.entry.Entity, n.entity
	x.Born, x.Died = r.interval(f.Born, f.Died)
	x.Founded, x.Dissolved = r.interval(f.Founded, f.Dissolved)
	x.Coordinates = f.Coordinates
	if f.PartOf.Set() {
		if whole := r.find(f.PartOf, anEntity); whole != nil {
			x.PartOf = whole.entity
			whole.entity.Parts = append(whole.entity.Parts, x)
		}
	}
	for _, role := range f.Roles {
		from, until := r.interval(role.From, role.Until)
		held := dossier.EntityRole{Title: role.Title.Value, From: from, Until: until, Evidence: r.evidence(n, role.Evidence)}
		if role.Organization.Set() {
			if o := r.find(role.Organization, aGroup); o != nil {
				held.Organization = o.entity
			}
		}
		x.Roles = append(x.Roles, held)
	}
	for _, relation := range f.Relations {
		from, until := r.interval(relation.From, relation.Until)
		tie := dossier.EntityRelation{Type: relation.Type.Value, From: from, Until: until, Evidence: r.evidence(n, relation.Evidence)}
		to := r.find(relation.To, anEntity)
		if to == nil {
			continue
		}
		if to == n {
			r.diags.Errorf(relation.To.Pos, "relation-to-itself", "%q cannot have a relation to itself", n.item.ID)
			continue
		}
		tie.Other = to.entity
		x.Relations = append(x.Relations, tie)
		tie.Other, tie.Reverse = x, true
		to.entity.Relations = append(to.entity.Relations, tie)
	}
}

// partOfCycles reports every entity that is, over some steps, a part of itself.
func (r *resolver) partOfCycles() {
	for _, n := range r.nodes {
		if n.entity == nil {
			continue
		}
		for x, steps := n.entity.PartOf, 0; x != nil && steps <= len(r.nodes); x, steps = x.PartOf, steps+1 {
			if x == n.entity {
				r.diags.Errorf(n.entry.Entity.PartOf.Pos, "part-of-itself", "%q is, step by step, a part of itself", n.item.ID)
				break
			}
		}
	}
}

func (r *resolver) evidence(n *node, list []dossier.Evidence) []*dossier.EvidenceItem {
	var items []*dossier.EvidenceItem
	for _, e := range list {
		item := &dossier.EvidenceItem{
			Stance:      dossier.Stance(max(0, slices.Index(dossier.StanceNames, e.Stance.Value))),
			Credibility: e.Credibility,
			Note:        e.Note.Value,
		}
		if e.Speaker.Set() {
			if s := r.find(e.Speaker, anEntity); s != nil {
				item.Speaker = s.entity
				s.entity.SpokeIn = append(s.entity.SpokeIn, dossier.SpokenEvidence{On: n.item, Evidence: item})
			}
		}
		if source := r.find(e.Cite, aSource); source != nil {
			item.Source = source.source
			item.Quotation = r.cite(n, source, e.Quote)
		}
		items = append(items, item)
	}
	return items
}

// date reads an EDTF date; the zero date where none is given or it is wrong.
func (r *resolver) date(t dossier.Text) edtf.Date {
	if !t.Set() {
		return edtf.Date{}
	}
	d, err := edtf.Parse(t.Value)
	if err != nil {
		message, hint := err.Error(), ""
		if syntax := (*edtf.SyntaxError)(nil); errors.As(err, &syntax) {
			message, hint = syntax.Message, syntax.Hint
		}
		report := r.diags.Errorf(t.Pos, "impossible-date", "%q is no date: %s", t.Value, message)
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
func (r *resolver) interval(from, until dossier.Text) (edtf.Date, edtf.Date) {
	a, b := r.date(from), r.date(until)
	if !a.IsZero() && !b.IsZero() && edtf.Compare(b, a) < 0 && !edtf.Overlaps(a, b) {
		r.diags.Errorf(until.Pos, "impossible-date", "%q ends before it begins, at %q", until.Value, from.Value)
	}
	return a, b
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
