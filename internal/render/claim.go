package render

import (
	"cmp"

	"dossier/internal/dossier"
)

// ClaimView is the page of a statement that sources support or dispute.
type ClaimView struct {
	Frame     *Frame
	Facts     Facts
	Kind      string
	Sign      string
	Title     string
	Summary   string
	Date      *Date
	About     []*Link
	Body      *Prose
	Standing  *Standing
	Columns   []Column // supports, disputes, mentions; those without evidence left out but the first two
	Measures  []Measure
	Reports   []Report
	History   []Step // how the standing came to be, where that took more than one step
	Backlinks []*Backlink
	Citations []*Citation
}

// Column is the evidence of one stance.
type Column struct {
	Stance   string
	Tally    *Tally        // nil where there is no evidence
	Groups   []OriginGroup // sources that count as one
	Evidence []*Evidence
}

// Tally is how much evidence of one stance is brought, and from how many sources.
type Tally struct {
	Stance  string
	Brought []Count // passages, and texts that are cited as a whole
	Sources int
	Origins int // independent ones; 0 where they are not counted
}

func (p *Planner) claim(sh *sheet, c *dossier.Claim) *ClaimView {
	v := &ClaimView{
		Facts: sh.facts(&c.Item), Kind: c.Kind.One, Sign: c.Kind.Sign, Title: c.Title, Summary: c.Summary,
		Date: p.date(c.Date), Standing: sh.standing(&c.Corroboration),
	}
	for _, it := range c.About {
		v.About = append(v.About, sh.carded(it))
	}
	v.Body = sh.prose(c.Body)
	for _, stance := range [...]dossier.Stance{dossier.Supports, dossier.Disputes, dossier.Mentions} {
		col := Column{Stance: stance.String(), Tally: sh.tally(c, stance)}
		switch {
		case stance == dossier.Supports && v.Standing.Supports != nil:
			col.Groups = v.Standing.Supports.Groups
		case stance == dossier.Disputes && v.Standing.Disputes != nil:
			col.Groups = v.Standing.Disputes.Groups
		}
		for _, e := range c.Evidence {
			if claimStance(e) == stance {
				col.Evidence = append(col.Evidence, sh.evidence(e))
			}
		}
		if len(col.Evidence) > 0 || stance != dossier.Mentions {
			v.Columns = append(v.Columns, col)
		}
	}
	v.Measures = sh.measures(c.Evidence)
	v.Reports = sh.claimReports(c)
	if v.History = sh.history(c); len(v.History) < 2 {
		v.History = nil
	}
	v.Backlinks = sh.backlinks(c.Backlinks)
	v.Citations = sh.cited()
	v.Frame = sh.frame(c.Title, c.Summary)
	v.Frame.Cards = sh.hovercards()
	return v
}

// claimStance is the column of a piece of evidence: without a stance of its own
// it stands with what merely mentions the claim.
func claimStance(e *dossier.EvidenceItem) dossier.Stance {
	return cmp.Or(e.Stance, dossier.Mentions)
}

// tally counts the evidence of one stance; it is nil where there is none. A
// passage or a text that is brought twice counts once.
func (sh *sheet) tally(c *dossier.Claim, stance dossier.Stance) *Tally {
	var sources, texts set[*dossier.Source]
	var passages set[*dossier.Passage]
	for _, e := range c.Evidence {
		if claimStance(e) != stance {
			continue
		}
		sources.add(e.Source)
		if e.Quotation != nil {
			passages.add(e.Quotation.Passage)
		} else {
			texts.add(e.Source)
		}
	}
	if sources.n == 0 {
		return nil
	}
	origins := map[dossier.Stance]int{dossier.Supports: len(c.Corroboration.Supporting.Groups), dossier.Disputes: len(c.Corroboration.Disputing.Groups)}
	return &Tally{
		Stance: stance.String(), Sources: sources.n, Origins: origins[stance],
		Brought: sh.nonZero(Count{passages.n, "passages-n"}, Count{texts.n, "whole-texts"}),
	}
}

// claimCard is a claim in a list.
func (sh *sheet) claimCard(c *dossier.Claim) *Card {
	card := sh.cards.one(Card{Link: sh.link(&c.Item), Summary: c.Summary, Date: sh.p.date(c.Date), Status: c.Corroboration.Status.String()})
	for _, stance := range [...]dossier.Stance{dossier.Supports, dossier.Disputes, dossier.Mentions} {
		if t := sh.tally(c, stance); t != nil {
			card.Stances = append(card.Stances, *t)
		}
	}
	return card
}
