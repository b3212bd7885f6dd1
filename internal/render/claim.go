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
	Columns   []Column // supports, disputes, mentions; those without evidence left out but the first two
	Sources   int      // that bring evidence, each once
	Backlinks []*Backlink
	Citations []*Citation
}

// Column is the evidence of one stance.
type Column struct {
	Stance   string
	Evidence []*Evidence
}

func (p *planner) claim(sh *sheet, c *dossier.Claim) *ClaimView {
	v := &ClaimView{
		Facts: sh.facts(&c.Item), Kind: c.Kind.One, Sign: c.Kind.Sign, Title: c.Title, Summary: c.Summary,
		Date: p.date(c.Date), Sources: claimSources(c),
	}
	for _, it := range c.About {
		v.About = append(v.About, sh.link(it))
	}
	v.Body = sh.prose(c.Body)
	for _, stance := range [...]dossier.Stance{dossier.Supports, dossier.Disputes, dossier.Mentions} {
		col := Column{Stance: stance.String()}
		for _, e := range c.Evidence {
			if claimStance(e) == stance {
				col.Evidence = append(col.Evidence, sh.evidence(e))
			}
		}
		if len(col.Evidence) > 0 || stance != dossier.Mentions {
			v.Columns = append(v.Columns, col)
		}
	}
	v.Backlinks = sh.backlinks(c.Backlinks)
	v.Citations = sh.cites
	v.Frame = sh.frame(c.Title, c.Summary)
	return v
}

// claimStance is the column of a piece of evidence: without a stance of its own
// it stands with what merely mentions the claim.
func claimStance(e *dossier.EvidenceItem) dossier.Stance {
	return cmp.Or(e.Stance, dossier.Mentions)
}

func claimSources(c *dossier.Claim) int {
	seen := map[*dossier.Source]bool{}
	for _, e := range c.Evidence {
		seen[e.Source] = true
	}
	return len(seen)
}

// stanceCounts tells how much evidence is for, against, and neither.
func stanceCounts(c *dossier.Claim) []Count {
	n := map[dossier.Stance]int{}
	for _, e := range c.Evidence {
		n[claimStance(e)]++
	}
	var out []Count
	for _, stance := range [...]dossier.Stance{dossier.Supports, dossier.Disputes, dossier.Mentions} {
		if n[stance] > 0 {
			out = append(out, Count{n[stance], stance.String()})
		}
	}
	return out
}
