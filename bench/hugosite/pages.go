package hugosite

import (
	"fmt"
	"iter"
	"net/url"
	"path"
	"strings"
	"unicode/utf8"

	"dossier/internal/dossier"
	"dossier/internal/edtf"
)

// writer makes the files of a Hugo site of a dossier.
type writer struct{ d *dossier.Dossier }

// pages yields every page that has a file of its own under content/. Hugo adds
// the one that stands for missing pages.
func (w writer) pages() iter.Seq[page] {
	return func(yield func(page) bool) {
		home := page{"_index.md", map[string]any{"title": w.d.Title}, ""}
		if w.d.Home != nil {
			home.body = strings.ReplaceAll(markdown(w.d.Home.Body, nil), "](../", "](")
		}
		if !yield(home) {
			return
		}
		for _, k := range w.kinds() {
			front := map[string]any{"title": k.Many, "url": "/" + k.Folder + "/index.html", "sign": k.Sign, "dated": k.Class == dossier.ClassSource || k.Class == dossier.ClassEvent}
			if !yield(page{path.Join(k.Folder, "_index.md"), front, ""}) {
				return
			}
		}
		for _, name := range []string{"Timeline", "Bibliography", "About"} {
			if !yield(page{strings.ToLower(name) + ".md", map[string]any{"title": name, "layout": strings.ToLower(name)}, ""}) {
				return
			}
		}
		for _, s := range w.d.Sources {
			if !yield(w.source(s)) {
				return
			}
		}
		for _, e := range w.d.Entities {
			if !yield(w.entity(e)) {
				return
			}
		}
		for _, e := range w.d.Events {
			if !yield(w.event(e)) {
				return
			}
		}
		for _, c := range w.d.Claims {
			if !yield(w.claim(c)) {
				return
			}
		}
		for _, i := range w.d.Pages {
			if !yield(page{file(i), w.common(i), markdown(i.Body, nil)}) {
				return
			}
		}
	}
}

// common gives what every entry's front matter has.
func (w writer) common(i *dossier.Item) map[string]any {
	front := map[string]any{"title": i.Title, "kind": i.Kind.One, "sign": i.Kind.Sign}
	if i.Summary != "" {
		front["summary"] = i.Summary
	}
	if len(i.Aliases) > 0 {
		front["names"] = i.Aliases // Hugo's own aliases are addresses
	}
	if len(i.Tags) > 0 {
		front["marks"] = i.Tags
	}
	if i.Kind.Class == dossier.ClassEntity || i.Kind.Class == dossier.ClassClaim {
		_, size := utf8.DecodeRuneInString(i.Title)
		front["letter"] = i.Title[:size]
	}
	var back []map[string]any
	for _, b := range i.Backlinks {
		back = append(back, map[string]any{"from": link(b.From), "before": b.Sentence.Before, "hit": b.Sentence.Hit, "after": b.Sentence.After})
	}
	if len(back) > 0 {
		front["backlinks"] = back
	}
	return front
}

func (w writer) source(s *dossier.Source) page {
	front := w.common(&s.Item)
	setDate(front, s.Published)
	front["ref"] = reference(s)
	front["supplied"] = s.TitleSupplied
	front["notes"] = len(s.Annotations)
	cited := map[*dossier.Item]bool{}
	var passages []map[string]any
	for _, p := range s.Passages {
		x := map[string]any{"quote": quoted(p), "url": anchor(p)}
		var by []map[string]any
		for _, i := range p.CitedBy {
			cited[i] = true
			by = append(by, link(i))
		}
		if len(by) > 0 {
			x["citedby"] = by
		}
		var notes []int
		for _, n := range s.Annotations {
			if n.Quotation.Passage == p {
				notes = append(notes, n.Number)
			}
		}
		if len(notes) > 0 {
			x["notes"] = notes
		}
		passages = append(passages, x)
	}
	front["passages"] = passages
	front["cited"] = len(cited)
	byKind := map[string][]map[string]any{}
	seen := map[*dossier.Entity]bool{}
	for _, m := range s.Mentions {
		if !seen[m.Entity] {
			seen[m.Entity] = true
			byKind[m.Entity.Kind.Folder] = append(byKind[m.Entity.Kind.Folder], link(&m.Entity.Item))
		}
	}
	var named []map[string]any
	for _, k := range w.d.Kinds {
		if len(byKind[k.Folder]) > 0 {
			named = append(named, map[string]any{"kind": k.Many, "sign": k.Sign, "links": byKind[k.Folder]})
		}
	}
	front["named"] = named
	front["provenance"] = map[string]any{
		"origin": origins(s), "reliability": s.Reliability, "language": s.Language,
		"url": s.Address, "label": strings.TrimPrefix(s.Address, "https://"), "accessed": date(s.Accessed),
		"seed": s.Seed.File, "sha256": s.Seed.SHA256, "encoding": s.Seed.Encoding, "bytes": s.Seed.Bytes,
		"words": len(strings.Fields(s.Seed.Text)), "paragraphs": len(s.Seed.Paragraphs), "characters": utf8.RuneCountInString(s.Seed.Text),
		"mentions": len(s.Mentions),
	}
	body, err := w.article(s)
	if err != nil {
		panic("hugosite: " + err.Error()) // Files has tried all
	}
	return page{file(&s.Item), front, body}
}

func (w writer) entity(e *dossier.Entity) page {
	front := w.common(&e.Item)
	front["type"] = "entity"
	var cites citations
	body := markdown(e.Body, cites.number)
	var roles, relations, events, claims, spoken, concordance []map[string]any
	for _, r := range e.Roles {
		x := map[string]any{"title": r.Title, "from": date(r.From), "until": date(r.Until)}
		if r.Organization != nil {
			x["organization"] = link(&r.Organization.Item)
		}
		var numbers []int
		for _, ev := range r.Evidence {
			numbers = append(numbers, cites.number(dossier.Citation{Source: ev.Source, Quotation: ev.Quotation}))
		}
		x["cites"] = numbers
		roles = append(roles, x)
	}
	for _, r := range e.Relations {
		relations = append(relations, map[string]any{"other": link(&r.Other.Item), "type": r.Type, "reverse": r.Reverse})
	}
	for _, ev := range e.Events {
		events = append(events, occurrence(ev))
	}
	for _, c := range e.Claims {
		claims = append(claims, map[string]any{"link": link(&c.Item), "counts": len(c.Evidence)})
	}
	for _, n := range e.Spoke {
		s := n.Quotation.Passage.Source
		spoken = append(spoken, map[string]any{"quote": quoted(n.Quotation.Passage), "url": "../" + s.URL + anchor(n.Quotation.Passage), "ref": reference(s), "note": n.Number})
	}
	mentions := 0
	for _, in := range e.MentionedIn {
		mentions += len(in.Mentions)
		var names []string
		for _, n := range in.Names {
			names = append(names, fmt.Sprintf("%s %d×", n.Name, n.Count))
		}
		var lines []map[string]any
		for _, i := range in.Mentions {
			m := in.Source.Mentions[i]
			text := in.Source.Seed.Text
			lines = append(lines, map[string]any{
				"before": folded(text[m.Sentence.Start:m.Span.Start]), "hit": m.Name, "after": folded(text[m.Span.End:m.Sentence.End]),
				"url": fmt.Sprintf("../%s#p%d", in.Source.URL, paragraphOf(in.Source, m.Span)),
			})
		}
		concordance = append(concordance, map[string]any{"ref": reference(in.Source), "names": strings.Join(names, ", "), "lines": lines})
	}
	front["roles"], front["relations"], front["events"], front["claims"] = roles, relations, events, claims
	front["born"], front["founded"] = date(e.Born), date(e.Founded)
	if e.Coordinates != nil {
		front["coordinates"] = fmt.Sprintf("%.4f°, %.4f°", e.Coordinates.Lat, e.Coordinates.Lon)
	}
	front["spoken"], front["concordance"], front["mentions"] = spoken, concordance, mentions
	front["citations"] = cites.list
	return page{file(&e.Item), front, body}
}

func (w writer) event(e *dossier.Event) page {
	front := w.common(&e.Item)
	setDate(front, e.Date)
	var cites citations
	body := markdown(e.Body, cites.number)
	o := occurrence(e)
	front["place"], front["participants"] = o["place"], o["participants"]
	front["evidence"] = evidence(e.Evidence)
	for key, other := range map[string]*dossier.Event{"previous": e.Previous, "next": e.Next} {
		if other != nil {
			front[key] = map[string]any{"link": link(&other.Item), "when": date(other.Date)}
		}
	}
	front["citations"] = cites.list
	return page{file(&e.Item), front, body}
}

func (w writer) claim(c *dossier.Claim) page {
	front := w.common(&c.Item)
	var cites citations
	body := markdown(c.Body, cites.number)
	var about []map[string]any
	for _, i := range c.About {
		about = append(about, link(i))
	}
	front["about"] = about
	front["evidence"] = evidence(c.Evidence)
	front["citations"] = cites.list
	return page{file(&c.Item), front, body}
}

func evidence(list []*dossier.EvidenceItem) []map[string]any {
	var all []map[string]any
	for _, e := range list {
		x := cited(dossier.Citation{Source: e.Source, Quotation: e.Quotation})
		x["stance"], x["credibility"] = e.Stance.String(), e.Credibility
		all = append(all, x)
	}
	return all
}

func occurrence(e *dossier.Event) map[string]any {
	x := map[string]any{"link": link(&e.Item), "when": date(e.Date)}
	if e.Place != nil {
		x["place"] = link(&e.Place.Item)
	}
	var who []map[string]any
	for _, p := range e.Participants {
		l := link(&p.Entity.Item)
		if p.Role != "" {
			l["role"] = p.Role
		}
		who = append(who, l)
	}
	x["participants"] = who
	return x
}

// citations numbers the citations of a page, equal ones alike, from 1.
type citations struct {
	known map[*dossier.Passage]int // every citation of a generated dossier quotes
	list  []map[string]any
}

func (c *citations) number(x dossier.Citation) int {
	key := x.Quotation.Passage
	if n, ok := c.known[key]; ok {
		return n
	}
	if c.known == nil {
		c.known = map[*dossier.Passage]int{}
	}
	c.list = append(c.list, cited(x))
	c.known[key] = len(c.list)
	return len(c.list)
}

func cited(c dossier.Citation) map[string]any {
	return map[string]any{
		"quote": quoted(c.Quotation.Passage), "ref": reference(c.Source),
		"url": "../" + c.Source.URL + anchor(c.Quotation.Passage), "away": away(c.Source.Address, c.Quotation.Words),
	}
}

func link(i *dossier.Item) map[string]any {
	return map[string]any{"url": "../" + i.URL, "label": i.Title, "sign": i.Kind.Sign}
}

func reference(s *dossier.Source) map[string]any {
	return map[string]any{"authors": strings.Join(s.Authors, ", "), "url": "../" + s.URL, "title": s.Title, "publisher": s.Publisher, "when": date(s.Published)}
}

// date gives nil for a date that is not known.
func date(d edtf.Date) any {
	if d.IsZero() {
		return nil
	}
	return map[string]any{"iso": d.ISO(), "words": d.Words()}
}

// origins is in one text where the reporting of a source comes from.
func origins(s *dossier.Source) string {
	words := make([]string, len(s.Origins))
	for i, o := range s.Origins {
		words[i] = o.Words
	}
	return strings.Join(words, ", ")
}

// setDate gives a page the day that Hugo is to sort it by.
func setDate(front map[string]any, d edtf.Date) {
	if d.IsZero() {
		return
	}
	front["date"] = (d.ISO() + "-01-01")[:len("2006-01-02")]
	front["when"] = date(d)
}

// quoted gives the words of a passage as its source has them.
func quoted(p *dossier.Passage) string {
	e := p.Extent()
	return folded(p.Source.Seed.Text[e.Start:e.End])
}

func anchor(p *dossier.Passage) string { return fmt.Sprintf("#p%d", p.Paragraph+1) }

// paragraphOf gives the number, from 1, of the paragraph that a span lies in.
func paragraphOf(s *dossier.Source, span dossier.Span) int {
	for i, p := range s.Seed.Paragraphs {
		if p.Contains(span) {
			return i + 1
		}
	}
	return 0
}

// away gives the address of a quotation on the publisher's page, by its first
// and last words.
func away(address, words string) string {
	all := strings.Fields(words)
	const end = 5
	head, tail := all[:min(end, len(all))], all[max(0, len(all)-end):]
	return address + "#:~:text=" + url.PathEscape(strings.Join(head, " ")) + "," + url.PathEscape(strings.Join(tail, " "))
}
