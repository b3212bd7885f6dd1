package resolve

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"dossier/internal/dossier"
	"dossier/internal/edtf"
	"dossier/internal/match"
)

// prose resolves the references of an entry's body and, of a source, of the
// notes on its quotations.
func (r *resolver) prose(n *node) {
	n.item.Body = r.body(n, n.entry.Body)
	if n.source == nil {
		return
	}
	n.source.Footnotes = r.body(n, n.entry.Footnotes)
	for _, a := range n.entry.Annotations {
		note := &dossier.Note{
			Quotation: r.want(&wanted{in: n, words: a.Quote, by: n, note: true}),
			Tags:      values(a.Tags),
			Text:      r.body(n, a.Note),
		}
		if a.Speaker.Set() {
			if s := r.find(a.Speaker, anEntity); s != nil {
				note.Speaker = s.entity
			}
		}
		n.source.Annotations = append(n.source.Annotations, note)
	}
}

func (r *resolver) body(n *node, b dossier.Body) dossier.Prose {
	p := dossier.Prose{HTML: b.HTML, Refs: make([]dossier.Target, len(b.Refs))}
	for i, ref := range b.Refs {
		switch {
		case ref.Link != nil:
			r.d.Counts.Links++
			if to := r.find(ref.Link.Target, anything); to != nil {
				p.Refs[i] = dossier.Target{Link: to.item, Label: cmp.Or(ref.Link.Label, r.label(to, ref.Link.Target.Value))}
			}
		case ref.Cite != nil:
			for _, item := range ref.Cite.Items {
				if source := r.find(item.Source, aSource); source != nil {
					p.Refs[i].Cites = append(p.Refs[i].Cites, dossier.Citation{
						Source: source.source, Quotation: r.cite(n, source, item.Quote),
						Locator: item.Locator, Paragraph: r.paragraph(source, item),
					})
				}
			}
		}
	}
	return p
}

var paragraphLocator = regexp.MustCompile(`^paras?\.? *(\d{1,6})(?: *[-–] *(\d{1,6}))?$`)

// paragraph gives the paragraph that a locator names, and reports one that the
// source does not have.
func (r *resolver) paragraph(source *node, item dossier.CiteItem) int {
	m := paragraphLocator.FindStringSubmatch(item.Locator)
	seed := r.seed(source)
	if m == nil || seed == nil {
		return 0
	}
	first, _ := strconv.Atoi(m[1]) // at most six digits
	last, _ := strconv.Atoi(cmp.Or(m[2], m[1]))
	if n := len(seed.Paragraphs); first < 1 || last > n || last < first {
		r.diags.Errorf(item.Source.Pos, "no-such-paragraph", "%q is not in %q, which has %d paragraphs", item.Locator, source.item.ID, n).
			Hintf("paragraphs are counted as the source's page shows them, from 1")
		return 0
	}
	return first
}

// label is what a link without words of its own shows: the title where the
// writer gave an id, else the name as the writer spelled it.
func (r *resolver) label(to *node, target string) string {
	if target == to.entry.ID || r.index.byPath[target] == to {
		return to.item.Title
	}
	return target
}

// order sorts everything as pages list it, and ties events to their neighbours.
func (r *resolver) order() {
	byTitle := r.collation()
	dated := func(a, b edtf.Date) int {
		switch {
		case a.IsZero() && b.IsZero():
			return 0
		case a.IsZero():
			return 1
		case b.IsZero():
			return -1
		}
		return edtf.Compare(a, b)
	}
	slices.SortStableFunc(r.d.Sources, func(a, b *dossier.Source) int {
		return cmp.Or(dated(a.Published, b.Published), cmp.Compare(a.ID, b.ID))
	})
	slices.SortStableFunc(r.d.Events, func(a, b *dossier.Event) int {
		return cmp.Or(dated(a.Date, b.Date), cmp.Compare(a.ID, b.ID))
	})
	slices.SortStableFunc(r.d.Entities, func(a, b *dossier.Entity) int { return byTitle(&a.Item, &b.Item) })
	slices.SortStableFunc(r.d.Claims, func(a, b *dossier.Claim) int { return byTitle(&a.Item, &b.Item) })
	slices.SortStableFunc(r.d.Pages, byTitle)
	for i, e := range r.d.Events {
		if e.Date.IsZero() {
			break
		}
		if i > 0 {
			e.Previous, r.d.Events[i-1].Next = r.d.Events[i-1], e
		}
	}
	r.rankItems()
}

// collation orders items by kind, then by title as the site's language sorts,
// then by id.
func (r *resolver) collation() func(a, b *dossier.Item) int {
	kind := map[string]int{}
	for i, k := range r.d.Kinds {
		kind[k.Folder] = i
	}
	key := r.memo.collationKeys(r.d.Language)
	keys := make(map[*dossier.Item]string, len(r.nodes))
	for _, n := range r.nodes {
		keys[n.item] = key(n.item.Title)
	}
	return func(a, b *dossier.Item) int {
		return cmp.Or(cmp.Compare(kind[a.Kind.Folder], kind[b.Kind.Folder]), strings.Compare(keys[a], keys[b]), cmp.Compare(a.ID, b.ID))
	}
}

// rankItems remembers the order of all items, for the lists of items of
// several kinds.
func (r *resolver) rankItems() {
	r.rank = map[*dossier.Item]int{}
	rank := func(i *dossier.Item) { r.rank[i] = len(r.rank) }
	if r.d.Home != nil {
		rank(r.d.Home)
	}
	for _, s := range r.d.Sources {
		rank(&s.Item)
	}
	for _, x := range r.d.Entities {
		rank(&x.Item)
	}
	for _, e := range r.d.Events {
		rank(&e.Item)
	}
	for _, c := range r.d.Claims {
		rank(&c.Item)
	}
	for _, p := range r.d.Pages {
		rank(p)
	}
}

// backlinks gives every item that a text links to the sentence that links.
func (r *resolver) backlinks(n *node) {
	kept := r.memo.links(n.entry)
	r.link(n, 0, kept, n.entry.Body, n.item.Body)
	if n.source == nil {
		return
	}
	r.link(n, 1, kept, n.entry.Footnotes, n.source.Footnotes)
	for i, a := range n.entry.Annotations {
		r.link(n, 2+i, kept, a.Note, n.source.Annotations[i].Text)
	}
}

// link gives what one text of an entry links to its sentences.
func (r *resolver) link(n *node, text int, kept *linkMemo, b dossier.Body, p dossier.Prose) {
	for _, s := range kept.sentences(text, b, p) {
		t := p.Refs[s.ref]
		if t.Link != nil {
			backlink(t.Link, n, s.snippet)
		}
		for _, c := range t.Cites {
			if c.Quotation == nil && c.Source != nil {
				backlink(&c.Source.Item, n, s.snippet)
			}
		}
	}
}

// backlink adds a sentence to an item, once: it may link there twice.
func backlink(to *dossier.Item, from *node, snippet dossier.Snippet) {
	if to == from.item {
		return
	}
	for i := len(to.Backlinks) - 1; i >= 0 && to.Backlinks[i].From == from.item; i-- {
		s := to.Backlinks[i].Sentence
		if s.Before+s.Hit+s.After == snippet.Before+snippet.Hit+snippet.After {
			return
		}
	}
	to.Backlinks = append(to.Backlinks, dossier.Backlink{From: from.item, Sentence: snippet})
}

// linking is the sentence around a reference of a text.
type linking struct {
	ref     int
	snippet dossier.Snippet
}

// linkings cuts the sentences around the references of a text; a group of
// citations that all quote has none.
func linkings(b dossier.Body, p dossier.Prose) []linking {
	var out []linking
	for _, block := range b.Blocks {
		text := ""
		first := len(out)
		var at []match.Span
		for _, piece := range block.Pieces {
			text += piece.Text
			if piece.Ref < 0 {
				continue
			}
			t := p.Refs[piece.Ref]
			if t.Link == nil {
				text = strings.TrimRight(text, " ") // "words [@a]." is read as "words."
			}
			start := len(text)
			text += t.Label
			if t.Link != nil || slices.ContainsFunc(t.Cites, func(c dossier.Citation) bool { return c.Quotation == nil }) {
				out, at = append(out, linking{ref: piece.Ref}), append(at, match.Span{Start: start, End: len(text)})
			}
		}
		for i := range at {
			out[first+i].snippet = snippet(text, at[i])
		}
	}
	return out
}

// snippet gives the sentence around a reference of a text.
func snippet(text string, at match.Span) dossier.Snippet {
	if at.Start < at.End {
		around := match.SentenceAround(text, at)
		return dossier.Snippet{
			Before: strings.TrimLeft(folded(text[around.Start:at.Start]), " "),
			Hit:    text[at.Start:at.End],
			After:  strings.TrimRight(folded(text[at.End:around.End]), " "),
		}
	}
	// A citation has no words of its own and may stand after the full stop: it
	// belongs to the sentence that ends before it.
	before := strings.TrimRight(text[:at.Start], " \n")
	if before == "" {
		return dossier.Snippet{}
	}
	_, size := utf8.DecodeLastRuneInString(before)
	around := match.SentenceAround(text, match.Span{Start: len(before) - size, End: len(before)})
	return dossier.Snippet{Before: strings.TrimSpace(folded(text[around.Start:around.End]))}
}
