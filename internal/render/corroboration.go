package render

import (
	"slices"
	"strconv"

	"dossier/internal/dossier"
	"dossier/internal/weigh"
)

// Standing is what the evidence for and against a claim comes to.
type Standing struct {
	Status   string // one of dossier.StatusNames: its words are "status-…", its rule's "rule-…"
	Supports *Backing
	Disputes *Backing
	Circular bool // several sources support it, and all go back to one origin
}

// Backing is how many sources are on one side of a claim.
type Backing struct {
	Sources int
	Origins int // independent ones
	Groups  []OriginGroup
}

// OriginGroup is several sources that count as one.
type OriginGroup struct {
	Sources []*Link
	Shared  []OriginView
}

func (sh *sheet) standing(c *dossier.Corroboration) *Standing {
	return &Standing{
		Status: c.Status.String(), Circular: c.Circular,
		Supports: sh.backing(&c.Supporting), Disputes: sh.backing(&c.Disputing),
	}
}

// backing is nil where no source is on that side.
func (sh *sheet) backing(b *dossier.Backing) *Backing {
	if b.Sources == 0 {
		return nil
	}
	v := &Backing{Sources: b.Sources, Origins: len(b.Groups)}
	for _, g := range b.Groups {
		if len(g.Sources) < 2 {
			continue
		}
		group := OriginGroup{Shared: sh.origins(g.Shared)}
		for _, s := range g.Sources {
			group.Sources = append(group.Sources, sh.carded(&s.Item))
		}
		v.Groups = append(v.Groups, group)
	}
	return v
}

// OriginView is where reporting comes from.
type OriginView struct {
	Words string
	Link  *Link // nil where the words name nothing that has a page
}

func (sh *sheet) origins(list []dossier.Origin) []OriginView {
	views := make([]OriginView, 0, len(list))
	for _, o := range list {
		v := OriginView{Words: o.Words}
		switch {
		case o.Source != nil:
			v.Link = sh.carded(&o.Source.Item)
		case o.Entity != nil:
			v.Link = sh.carded(&o.Entity.Item)
		}
		views = append(views, v)
	}
	return views
}

// Report is a source that tells of something, in the order of publication.
type Report struct {
	Ref     *Reference
	Stances []string   // of its evidence, on the page of a claim
	Lag     *weigh.Lag // nil where it is not known
}

func (sh *sheet) reports(list []weigh.Report) []Report {
	views := make([]Report, 0, len(list))
	for i := range list {
		r := &list[i]
		v := Report{Ref: sh.reference(r.Source)}
		if r.Known {
			v.Lag = &r.Lag
		}
		views = append(views, v)
	}
	return views
}

// claimReports tells of each source also what its evidence is for a claim: who
// disputes it, or only mentions it, does not report it.
func (sh *sheet) claimReports(c *dossier.Claim) []Report {
	list := weigh.Reports(c.Date, evidenceSources(c.Evidence))
	views := sh.reports(list)
	for i, r := range list {
		for _, stance := range [...]dossier.Stance{dossier.Supports, dossier.Disputes, dossier.Mentions} {
			if slices.ContainsFunc(c.Evidence, func(e *dossier.EvidenceItem) bool { return e.Source == r.Source && claimStance(e) == stance }) {
				views[i].Stances = append(views[i].Stances, stance.String())
			}
		}
	}
	return views
}

// reporters gives the sources that tell of an event: those of its evidence and
// those that name it; where there are none, those that its text cites.
func reporters(e *dossier.Event) []*dossier.Source {
	list := evidenceSources(e.Evidence)
	for _, in := range e.NamedIn {
		list = append(list, in.Source)
	}
	if len(list) > 0 {
		return list
	}
	for _, ref := range e.Body.Refs {
		for _, c := range ref.Cites {
			list = append(list, c.Source)
		}
	}
	return list
}

func evidenceSources(evidence []*dossier.EvidenceItem) []*dossier.Source {
	var list []*dossier.Source
	for _, e := range evidence {
		list = append(list, e.Source)
	}
	return list
}

// knownFrom gives the first day on which one of some sources can have been
// published, as edtf.DayNumber counts; empty where none has a date.
func knownFrom(sources []*dossier.Source) string {
	first, known := 0, false
	for _, s := range sources {
		if day, ok := s.Published.FirstDay(); ok && (!known || day < first) {
			first, known = day, true
		}
	}
	if !known {
		return ""
	}
	return strconv.Itoa(first)
}

// AsOf is a day on which a source was published: a page can leave out what was
// published after it.
type AsOf struct {
	Day  string // as edtf.DayNumber counts
	Date *Date
}

// asOf lists the days on which the sources of the dossier were published, in order.
func (p *Planner) asOf() []AsOf {
	var list []AsOf
	dates := p.dated()
	for i := range dates {
		s := dates[len(dates)-1-i] // the newest come first
		day, ok := s.Published.FirstDay()
		if !ok {
			continue
		}
		if n := len(list); n == 0 || list[n-1].Day != strconv.Itoa(day) {
			list = append(list, AsOf{strconv.Itoa(day), p.date(s.Published)})
		}
	}
	return list
}

// Step is what a claim's evidence came to from a day on.
type Step struct {
	Day      string // as edtf.DayNumber counts
	From     *Date
	Standing *Standing
}

func (sh *sheet) history(c *dossier.Claim) []Step {
	steps := weigh.History(c.Evidence)
	views := make([]Step, 0, len(steps))
	for i := range steps {
		s := &steps[i]
		views = append(views, Step{strconv.Itoa(s.Day), sh.p.date(s.From), sh.standing(&s.Corroboration)})
	}
	return views
}

// CorrectionView tells what was put right, and when.
type CorrectionView struct {
	Date *Date
	Note string
}

func (sh *sheet) corrections(it *dossier.Item) []CorrectionView {
	views := make([]CorrectionView, 0, len(it.Corrections))
	for _, c := range it.Corrections {
		views = append(views, CorrectionView{sh.p.date(c.Date), c.Note})
	}
	return views
}

// steps writes the history of a claim's status for scripts.
func steps(c *dossier.Claim) string {
	var b []byte
	var last dossier.Status
	for i, s := range weigh.History(c.Evidence) {
		if i > 0 {
			if s.Corroboration.Status == last {
				continue
			}
			b = append(b, ' ')
		}
		last = s.Corroboration.Status
		b = strconv.AppendInt(b, int64(s.Day), 10)
		b = append(append(b, ':'), s.Corroboration.Status.String()...)
	}
	return string(b)
}
