package sample

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"strings"
	"time"
)

// plan knows how many of each thing there are, and works out every other fact
// from an index when it is asked for, so that it holds no text. Sources come in
// groups of five (the last group takes what is left over); each group has one
// entity, which all its sources name, and one event.
type plan struct {
	sources, groups, claims int
	weighed                 int // claims of four pieces of evidence, behind the others
}

func newPlan(n int) plan {
	n = max(n, 0)
	return plan{sources: n, groups: max(n/5, min(n, 1)), claims: n / 20}
}

// withClaims makes it so many claims in all: those beyond the first n/20 are weighed.
func (d plan) withClaims(claims int) plan {
	claims = max(claims, 0)
	if d.sources == 0 {
		return d // there is nothing to cite
	}
	plain := min(d.claims, claims)
	d.claims, d.weighed = plain, claims-plain
	return d
}

func (d plan) group(source int) int { return min(source/5, d.groups-1) }

// members gives the half-open range of the sources of a group.
func (d plan) members(group int) (from, to int) {
	if group == d.groups-1 {
		return group * 5, d.sources
	}
	return group * 5, group*5 + 5
}

// member gives the j-th source of a group, counted round.
func (d plan) member(group, j int) int {
	from, to := d.members(group)
	return from + j%(to-from)
}

// files yields every file of the project with its text.
func (d plan) files() iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		if !yield("dossier.yaml", d.config()) || !yield("content/index.md", d.home()) || !yield("content/pages/method.md", methodPage) {
			return
		}
		for i := range d.sources {
			text := d.source(i)
			if !yield("seeds/"+sourceID(i)+".txt", layOut(text.joined(), layout(i))) ||
				!yield("content/sources/"+sourceID(i)+".md", d.sourceFile(i, text)) {
				return
			}
		}
		for g := range d.groups {
			e := entityAt(g)
			if !yield("content/"+e.folder+"/"+e.id+".md", d.entityFile(g, e)) ||
				!yield("content/events/"+eventID(g)+".md", d.eventFile(g)) {
				return
			}
		}
		for c := range d.claims {
			if !yield("content/claims/"+claimID(c)+".md", d.claimFile(c)) {
				return
			}
		}
		for k := range d.weighed {
			if !yield("content/claims/"+claimID(d.claims+k)+".md", d.weighedFile(k)) {
				return
			}
		}
	}
}

func sourceID(i int) string { return fmt.Sprintf("report-%06d", i) }
func eventID(g int) string  { return fmt.Sprintf("session-%06d", g) }
func claimID(c int) string  { return fmt.Sprintf("claim-%06d", c) }

// layout lets five of eight texts part their paragraphs by blank lines.
func layout(source int) int {
	switch source % 8 {
	case 5, 6:
		return lineEach
	case 7:
		return hardWrapped
	}
	return blankLines
}

// published is the date of a source; those of a group follow one another.
func (d plan) published(source int) time.Time {
	g := d.group(source)
	return time.Date(2012, 1, 2+g*3%4000+source-g*5, 0, 0, 0, 0, time.UTC)
}

// entity is a person, an organization or a place.
type entity struct {
	folder, id string
	name       name
	aliases    []string // the first is what texts call it once it is known
}

// entityAt gives the entity of a group: of five groups two have a person, two
// an organization and one a place. The organizations bear that place's name.
func entityAt(group int) entity {
	block := group / 5
	here := town(block)
	switch group % 5 {
	case 0, 3:
		last := surname(block*2 + group%5/3)
		n := givenNames[group*7%len(givenNames)].and(name{" ", " ", " "}).and(last)
		e := entity{folder: "people", name: n, aliases: []string{last.full}}
		if n.respelt != n.plain {
			e.aliases = append(e.aliases, n.respelt)
		}
		e.id = slug(n.plain)
		return e
	case 1:
		e := entity{folder: "places", id: slug(here.plain), name: here, aliases: []string{"Greater " + here.full}}
		if here.respelt != here.plain {
			e.aliases = append(e.aliases, here.respelt)
		}
		return e
	}
	forms, form := firstBodies, block%len(firstBodies)
	if group%5 == 4 {
		forms = secondBodies
	}
	n := name{
		strings.Replace(forms[form], "%", here.full, 1),
		strings.Replace(forms[form], "%", here.plain, 1),
		strings.Replace(forms[form], "%", here.respelt, 1),
	}
	return entity{folder: "organizations", id: slug(n.plain), name: n, aliases: []string{acronym(group)}}
}

// text is a source's text and whom it names: paragraph by paragraph, the
// sentences, of which the first names the entity.
type text struct {
	paragraphs [][]string
	named      []int // groups of the entities
}

func (t text) joined() []string {
	all := make([]string, len(t.paragraphs))
	for i, p := range t.paragraphs {
		all[i] = strings.Join(p, " ")
	}
	return all
}

// quotable gives the sentence of a paragraph that names somebody. It occurs in
// its source once.
func (t text) quotable(paragraph int) string { return t.paragraphs[paragraph][0] }

// source writes the text of a source, the same each time. The paragraphs 0, 4
// and 8 name the entity of its group: first in full, then by a shorter name.
func (d plan) source(i int) text {
	r := rand.New(rand.NewPCG(0x5eed, uint64(i)))
	var t text
	seen := map[string]bool{}
	fresh := func(make func() string) string {
		for {
			if s := make(); !seen[s] {
				seen[s] = true
				return s
			}
		}
	}
	for p := range MentionsPerSource {
		group := d.group(i)
		if p%4 != 0 {
			group = r.IntN(d.groups)
		}
		e := entityAt(group)
		called := spelling(r, e)
		if group == d.group(i) && p%4 == 0 {
			called = e.aliases[0]
			if p == 0 {
				called = e.name.full
			}
		}
		t.named = append(t.named, group)
		sentences := []string{fresh(func() string { return namingSentence(r, called) })}
		for range 1 + r.IntN(12)/11 {
			sentences = append(sentences, fresh(func() string { return plainSentence(r) }))
		}
		t.paragraphs = append(t.paragraphs, sentences)
	}
	return t
}

// spelling is how a text writes a name: mostly in full, sometimes without
// accents, sometimes by an alias.
func spelling(r *rand.Rand, e entity) string {
	switch r.IntN(8) {
	case 0:
		return e.name.plain
	case 1, 2:
		return pick(r, e.aliases)
	}
	return e.name.full
}
