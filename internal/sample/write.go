package sample

import (
	"fmt"
	"strings"
)

const methodPage = `---
title: Method
summary: How this invented dossier was made.
---

Every text in this dossier is invented. Each quotation stands in its source exactly once.
`

func (d plan) config() string {
	return fmt.Sprintf("title: %q\ndescription: %q\nlanguage: en\nauthors: [%q]\npublish: full\n",
		fmt.Sprintf("An invented dossier of %d sources", d.sources),
		"Texts and annotations that a program made up, to test and to measure.", "Nobody")
}

func (d plan) home() string {
	var b strings.Builder
	b.WriteString("---\ntitle: An invented dossier\n---\n\nNothing in these pages happened; see the [[method]].\n")
	for g := range min(d.groups, 5) {
		fmt.Fprintf(&b, "\n- [[%s]], first named in [[%s]]", entityAt(g).id, sourceID(d.member(g, 0)))
	}
	b.WriteByte('\n')
	return b.String()
}

func (d plan) sourceTitle(i int) string {
	return topics[(i+i/5*3)%len(topics)] + ": what is known of " + entityAt(d.group(i)).name.full
}

// sourceFile is the metadata of a source, and two annotations on it.
func (d plan) sourceFile(i int, t text) string {
	var b strings.Builder
	date := d.published(i)
	fmt.Fprintf(&b, "---\ntitle: %q\ntitle_supplied: true\nseed: %s.txt\n", d.sourceTitle(i), sourceID(i))
	fmt.Fprintf(&b, "publisher: %q\nauthors: [%q]\n", agencies[i%len(agencies)], givenNames[i%len(givenNames)].full+" Writer")
	fmt.Fprintf(&b, "published: \"%s\"\n", date.Format("2006-01-02"))
	fmt.Fprintf(&b, "url: https://news.example/%d/%s\naccessed: \"%s\"\nlanguage: en\n", date.Year(), sourceID(i), date.AddDate(0, 0, 9).Format("2006-01-02"))
	switch {
	case i%4 == 1:
		fmt.Fprintf(&b, "origin: %q\n", agencies[(i+1)%len(agencies)])
	case d.weighed > 0 && i%10 == 8:
		fmt.Fprintf(&b, "origin: %q\n", agencies[i/10%len(agencies)])
	case d.weighed > 0 && i%20 == 2:
		fmt.Fprintf(&b, "origin: %s\n", sourceID(i-1))
	}
	fmt.Fprintf(&b, "reliability: %c\ntags: [invented]\n---\n\n", 'A'+i%6)
	fmt.Fprintf(&b, "A text of %s, whose main subject is [[%s]].\n", date.Format("January 2006"), entityAt(d.group(i)).id)
	for k, p := range []int{2, 6} {
		who := entityAt(t.named[p])
		fmt.Fprintf(&b, "\n> %s\n", t.quotable(p))
		if who.folder == "people" {
			fmt.Fprintf(&b, "{speaker: %s, tags: [attribution]}\n", who.id)
		} else {
			b.WriteString("{tags: [wording]}\n")
		}
		fmt.Fprintf(&b, "\nNote %d: the text names [[%s]] here and gives no other witness.\n", k+1, who.id)
	}
	return b.String()
}

// cite is a citation with the sentence of a paragraph quoted.
func (d plan) cite(source, paragraph int) string {
	return fmt.Sprintf("[@%s \"%s\"]", sourceID(source), d.source(source).quotable(paragraph))
}

func (d plan) evidence(b *strings.Builder, indent string, source, paragraph int) {
	fmt.Fprintf(b, "%s- cite: %s\n%s  quote: \"%s\"\n", indent, sourceID(source), indent, d.source(source).quotable(paragraph))
}

// entityFile cites the first two sources of the entity's group, and the first
// of them once more for a role or the like.
func (d plan) entityFile(g int, e entity) string {
	var b strings.Builder
	fmt.Fprintf(&b, "---\ntitle: %q\naliases:\n", e.name.full)
	for _, a := range e.aliases {
		fmt.Fprintf(&b, "  - %q\n", a)
	}
	fmt.Fprintf(&b, "summary: \"Invented, and named in %s and other texts.\"\n", sourceID(d.member(g, 0)))
	other := entityAt((g + 1) % d.groups)
	switch e.folder {
	case "people":
		fmt.Fprintf(&b, "born: \"%d~\"\nroles:\n  - title: %q\n", 1940+g%50, occupations[g%len(occupations)])
		if body := g + 2 - g%5; g%5 == 3 {
			fmt.Fprintf(&b, "    organization: %s\n", entityAt(body).id)
		}
		fmt.Fprintf(&b, "    from: \"%d\"\n    evidence:\n", 1990+g%20)
		d.evidence(&b, "      ", d.member(g, 0), 0)
	case "organizations":
		fmt.Fprintf(&b, "founded: \"%d\"\nrelations:\n  - to: %s\n    type: \"works with\"\n", 1880+g%120, other.id)
	case "places":
		fmt.Fprintf(&b, "coordinates: [%d.25, %d.5]\n", g%160-80, g%340-170)
	}
	fmt.Fprintf(&b, "---\n\n%s is named at the head of a report %s. A second text says this %s.\n",
		e.name.full, d.cite(d.member(g, 0), 0), d.cite(d.member(g, 1), 8))
	fmt.Fprintf(&b, "\nThe papers also mention [[%s|somebody else]] and the event [[%s]].\n", other.id, eventID(g))
	return b.String()
}

// eventFile quotes the third and fourth source of the group as evidence and
// cites the rest, so that no source stays uncited.
func (d plan) eventFile(g int) string {
	var b strings.Builder
	first := d.member(g, 2)
	happened := d.published(first).AddDate(0, 0, -1)
	date := happened.Format("2006-01-02")
	switch g % 6 {
	case 1:
		date += "?"
	case 4:
		date = happened.Format("2006-01")
	}
	fmt.Fprintf(&b, "---\ntitle: \"Session %d on the affairs of %s\"\ndate: \"%s\"\n", g+1, entityAt(g).name.full, date)
	if place := g - g%5 + 1; place < d.groups {
		fmt.Fprintf(&b, "place: %s\n", entityAt(place).id)
	}
	fmt.Fprintf(&b, "participants:\n  - %s\n", entityAt(g).id)
	if with := d.source(first).named[5]; with != g {
		fmt.Fprintf(&b, "  - {id: %s, role: witness}\n", entityAt(with).id)
	}
	b.WriteString("evidence:\n")
	d.evidence(&b, "  ", first, 5)
	d.evidence(&b, "  ", d.member(g, 3), 9)
	b.WriteString("---\n\nTwo texts report the session.")
	from, to := d.members(g)
	for i := from + 4; i < to; i++ {
		fmt.Fprintf(&b, " Another looks back on it %s.", d.cite(i, 3))
	}
	b.WriteByte('\n')
	return b.String()
}

func (d plan) claimFile(c int) string {
	var b strings.Builder
	g := c * 4 % d.groups
	fmt.Fprintf(&b, "---\ntitle: \"Claim %d: %s knew of the affair\"\nabout: [%s, %s]\nevidence:\n", c+1, entityAt(g).name.full, entityAt(g).id, eventID(g))
	d.evidence(&b, "  ", c*20, 1)
	b.WriteString("    stance: supports\n    credibility: 3\n")
	d.evidence(&b, "  ", c*20+7, 10)
	b.WriteString("    stance: disputes\n---\n\nThe two texts do not agree.\n")
	return b.String()
}

// weighedFile is a claim on how many were there and when: the first two pieces of
// evidence render one utterance, the others support or dispute it.
func (d plan) weighedFile(k int) string {
	var b strings.Builder
	g := k * 3 % d.groups
	speaker := entityAt(g - g%5).id // a person
	first := d.weighedSource(k, 0)
	said := d.published(first).AddDate(0, 0, -1)
	count := 100 + k*37%900
	fmt.Fprintf(&b, "---\ntitle: \"Claim %d: so many were there with %s\"\nabout: [%s, %s]\ndate: \"%s\"\nevidence:\n",
		d.claims+k+1, entityAt(g).name.full, entityAt(g).id, eventID(g), said.Format("2006-01"))
	for j := range min(EvidencePerClaim, d.sources) {
		source := d.weighedSource(k, j)
		d.evidence(&b, "  ", source, (k+3*j)%MentionsPerSource)
		stance, value := "supports", ""
		switch j {
		case 0:
			value = fmt.Sprintf("[{number: \"%d\", unit: people, of: present, at: \"%s\"}, {date: \"%s\"}]", count, said.Format("2006-01"), said.Format("2006-01-02"))
		case 1:
			value = fmt.Sprintf("{number: \"~%d\", unit: people, of: present}", count/10*10)
		case 2:
			stance = []string{"disputes", "supports", "mentions"}[k%3]
			value = fmt.Sprintf("{date: \"%s\"}", said.AddDate(0, 0, k%2).Format("2006-01-02"))
		case 3:
			if k%5 == 0 {
				stance = "disputes"
			}
			value = fmt.Sprintf("{text: %q}", entityAt(min(g-g%5+1, d.groups-1)).name.full)
		}
		fmt.Fprintf(&b, "    stance: %s\n    credibility: %d\n    value: %s\n", stance, 2+(k+j)%4, value)
		if j < 2 {
			fmt.Fprintf(&b, "    speaker: %s\n    said: \"%s\"\n", speaker, said.Format("2006-01-02"))
		}
		if j == 1 {
			fmt.Fprintf(&b, "    same_as: {cite: %s, quote: \"%s\"}\n", sourceID(first), d.source(first).quotable(k%MentionsPerSource))
		}
		if j == 3 && k%4 == 0 {
			fmt.Fprintf(&b, "    origin: [%q, %q]\n", agencies[k/4%len(agencies)], agencies[(k/4+1)%len(agencies)])
		}
	}
	b.WriteString("---\n\nThe texts give different figures.\n")
	return b.String()
}

// weighedSource gives the source of the j-th piece of evidence of such a claim.
func (d plan) weighedSource(k, j int) int {
	return (k*7 + j*max(1, d.sources/EvidencePerClaim)) % d.sources
}
