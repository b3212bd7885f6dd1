package report

import (
	"fmt"

	"dossier/internal/dossier"
)

// findClaims gives the check that finds the claims of a status.
func findClaims(status dossier.Status) func(*search) {
	return func(s *search) {
		for _, c := range s.d.Claims {
			if c.Corroboration.Status == status {
				s.claim(c, standing(c))
			}
		}
	}
}

// findCircular finds claims whose several sources all go back to one origin.
func findCircular(s *search) {
	for _, c := range s.d.Claims {
		if c.Corroboration.Circular {
			b := c.Corroboration.Supporting
			s.claim(c, fmt.Sprintf("circular reporting: %s support it and all of them go back to %s", count(b.Sources, "source"), common(b)))
		}
	}
}

// standing says in a sentence what the evidence of a claim comes to.
func standing(c *dossier.Claim) string {
	support, dispute := c.Corroboration.Supporting, c.Corroboration.Disputing
	switch c.Corroboration.Status {
	case dossier.SingleOrigin:
		if support.Sources == 1 {
			return "1 source supports it"
		}
		if c.Corroboration.Circular {
			return fmt.Sprintf("%d sources support it, of one origin: %s", support.Sources, common(support))
		}
		return fmt.Sprintf("%d sources support it, and no two of them are independent: they share %s", support.Sources, listed(shared(support), 3))
	case dossier.Disputed:
		return fmt.Sprintf("%s, %s", backed(support, "support"), backed(dispute, "dispute"))
	case dossier.Refuted:
		return backed(dispute, "dispute") + ", and none supports it"
	case dossier.Unsupported:
		if n := len(c.Evidence); n > 0 {
			return fmt.Sprintf("%s of it, and none for or against it", count(n, "mention"))
		}
		return "it has no evidence"
	}
	return ""
}

// backed says how many sources and origins are on one side of a claim.
func backed(b dossier.Backing, verb string) string {
	if b.Sources == 1 {
		return "1 source " + verb + "s it"
	}
	return fmt.Sprintf("%d sources of %s %s it", b.Sources, count(len(b.Groups), "independent origin"), verb)
}

// common names the origin that all sources of one side go back to. Where some of
// them share others too, it is not said which it is.
func common(b dossier.Backing) string {
	names := shared(b)
	if len(names) == 1 {
		return names[0]
	}
	return "one origin, among " + listed(names, 3)
}

// shared names the origins that two or more sources of one side have in common.
func shared(b dossier.Backing) []string {
	var names []string
	for _, g := range b.Groups {
		for _, o := range g.Shared {
			switch {
			case o.Source != nil:
				names = append(names, quoted(o.Source.Title))
			case o.Entity != nil:
				names = append(names, quoted(o.Entity.Title))
			default:
				names = append(names, quoted(o.Words))
			}
		}
	}
	return names
}

// claim adds a finding on a claim, with its evidence for and against it; where
// there is none, with that which mentions it.
func (s *search) claim(c *dossier.Claim, message string) {
	f := Finding{Pos: s.title(&c.Item), Subject: c.Title, Message: quoted(c.Title) + ": " + message, Numbers: map[string]int{
		"supporting_sources": c.Corroboration.Supporting.Sources, "supporting_origins": len(c.Corroboration.Supporting.Groups),
		"disputing_sources": c.Corroboration.Disputing.Sources, "disputing_origins": len(c.Corroboration.Disputing.Groups),
		"evidence": len(c.Evidence),
	}}
	written := s.entries[c.File]
	for i, e := range c.Evidence {
		if c.Corroboration.Status != dossier.Unsupported && e.Stance != dossier.Supports && e.Stance != dossier.Disputes ||
			e.Source == nil || written == nil || written.Claim == nil || i >= len(written.Claim.Evidence) {
			continue
		}
		stance := e.Stance.String()
		if e.Stance == dossier.NoStance {
			stance = dossier.Mentions.String()
		}
		f.Places = append(f.Places, Place{written.Claim.Evidence[i].Pos, stance + ": " + e.Source.Title})
	}
	s.found(f)
}

// findEvents finds events that have no evidence.
func findEvents(s *search) {
	for _, e := range s.d.Events {
		if len(e.Evidence) > 0 {
			continue
		}
		cites := 0
		for _, ref := range e.Body.Refs {
			cites += len(ref.Cites)
		}
		message := "the event has no evidence, and its text cites nothing"
		if cites > 0 {
			message = fmt.Sprintf("the event has no evidence of its own; its text has %s", count(cites, "citation"))
		}
		s.found(Finding{Pos: s.title(&e.Item), Subject: e.Title, Message: quoted(e.Title) + ": " + message, Numbers: map[string]int{"citations": cites}})
	}
}
