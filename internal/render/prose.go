package render

import (
	"html"
	"html/template"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"dossier/internal/dossier"
)

// citeKey is what makes two citations of a page the same.
type citeKey struct {
	source  *dossier.Source
	passage *dossier.Passage
	locator string
}

// prose makes a text ready to be shown on the page; it is nil where there is none.
func (sh *sheet) prose(p dossier.Prose) *Prose {
	if p.Empty() {
		return nil
	}
	parts := sh.parts.take(len(p.HTML))[:0]
	for i := 0; i < len(p.HTML); i++ {
		piece := p.HTML[i]
		part := Part{HTML: template.HTML(lettered(piece.Text))}
		switch {
		case piece.Ref == dossier.RootRef:
			if before, ok := strings.CutSuffix(string(part.HTML), imageStart); ok && i+1 < len(p.HTML) {
				part.HTML = template.HTML(before + sh.imageStart(p.HTML[i+1].Text))
			}
			part.HTML = template.HTML(sh.text.join(string(part.HTML), escape(sh.root)))
		case piece.Ref >= 0 && p.Refs[piece.Ref].Link != nil:
			target := p.Refs[piece.Ref]
			part.Link = sh.labelled(target.Link, target.Label)
		case piece.Ref >= 0:
			// The number stands at the word that it proves.
			part.HTML = template.HTML(strings.TrimRight(string(part.HTML), " \n"))
			group := p.Refs[piece.Ref].Cites
			for i+1 < len(p.HTML) && onlyCites(p, p.HTML[i+1]) {
				i++
				group = append(slices.Clip(group), p.Refs[p.HTML[i].Ref].Cites...)
			}
			part.Cites = sh.cite(group)
		}
		parts = append(parts, part)
	}
	return sh.proses.one(Prose{Parts: parts})
}

// imageStart is how an image begins, whose address follows.
const imageStart = `<img src="`

// imageStart is the same with the size of one of the media, so that a browser
// keeps its place before it has it.
func (sh *sheet) imageStart(address string) string {
	path, _, _ := strings.Cut(address, `"`)
	path, err := url.PathUnescape(html.UnescapeString(path))
	size, known := sh.p.d.ImageSizes[path]
	if err != nil || !known {
		return imageStart
	}
	return `<img width="` + strconv.Itoa(size.Width) + `" height="` + strconv.Itoa(size.Height) + `" src="`
}

// length counts the characters of a text that a reader sees.
func (p *Prose) length() int {
	if p == nil {
		return 0
	}
	n := 0
	for i := range p.Parts {
		part := &p.Parts[i]
		html := string(part.HTML)
		for {
			words, rest, found := strings.Cut(html, "<")
			n += utf8.RuneCountInString(words)
			if !found {
				break
			}
			_, html, _ = strings.Cut(rest, ">")
		}
		if part.Link != nil {
			n += utf8.RuneCountInString(part.Link.Label)
		}
	}
	return n
}

// A footnote's number as it stands in a text, and the list that it leads to.
var (
	footnoteNumber = regexp.MustCompile(`(class="footnote-ref" role="doc-noteref">)(\d+)(</a>)`)
	footnoteList   = regexp.MustCompile(`(<div class="footnotes" role="doc-endnotes">\s*(?:<hr ?/?>\s*)?<ol)>`)
)

// lettered counts footnotes by letters, since numbers are those of the citations.
func lettered(html string) string {
	if !strings.Contains(html, `="footnote`) {
		return html
	}
	html = footnoteNumber.ReplaceAllStringFunc(html, func(call string) string {
		m := footnoteNumber.FindStringSubmatch(call)
		n, err := strconv.Atoi(m[2])
		if err != nil || n < 1 {
			return call
		}
		return m[1] + letters(n-1) + m[3]
	})
	return footnoteList.ReplaceAllString(html, `$1 type="a">`)
}

// onlyCites tells whether a piece is citations with no words before them. After
// other citations they belong to the same group.
func onlyCites(p dossier.Prose, piece dossier.Piece) bool {
	return piece.Ref >= 0 && p.Refs[piece.Ref].Link == nil && blank(piece.Text)
}

// cite numbers a group of citations and puts what is new at the page's foot.
func (sh *sheet) cite(group []dossier.Citation) *Cites {
	switch len(group) {
	case 0:
		return nil
	case 1:
		return &sh.citeOne(group[0]).alone
	}
	marks := make([]CiteMark, 0, len(group))
	for _, c := range group {
		marks = append(marks, sh.citeOne(c).cite)
	}
	return sh.p.cites(marks)
}

func (sh *sheet) citeOne(c dossier.Citation) *mark {
	key := citeKey{source: c.Source, locator: c.Locator}
	if c.Quotation != nil {
		key.passage = c.Quotation.Passage
	}
	n, ok := sh.index[key]
	if !ok {
		n = len(sh.cites) + 1
		sh.index[key] = n
		sh.cites = append(sh.cites, sh.citation(n, key, c))
	}
	entry := sh.cites[n-1]
	m := sh.p.mark(n, len(entry.Backs))
	if entry.Backs == nil {
		entry.Backs = sh.backs.take(1)[:0]
	}
	entry.Backs = append(entry.Backs, m.back)
	return m
}

// citation is a new entry at the page's foot.
func (sh *sheet) citation(n int, key citeKey, c dossier.Citation) *Citation {
	entry := sh.citations.one(Citation{
		ID: sh.p.mark(n, 0).cite.URL[1:], Ref: sh.reference(c.Source), Locator: c.Locator,
		Whole: c.Quotation == nil && c.Locator == "", Paragraph: paragraphShown(c.Source, c.Paragraph),
	})
	if entry.Stop = entry.Ref.Stop; c.Locator != "" {
		entry.Stop = fullStop(c.Locator)
	}
	entry.URL = entry.Ref.Link.URL
	if entry.Paragraph {
		entry.URL = sh.text.join(entry.URL, "#", paragraphID(c.Paragraph))
	}
	if key.passage != nil {
		if entry.Quote = sh.quote(key.passage, entry.Ref); entry.Quote != nil {
			entry.Before, entry.After = key.passage.Sentence.Before, key.passage.Sentence.After
		}
	}
	return entry
}

// letters counts a, b, … z, aa, ab, … from 0.
func letters(n int) string {
	s := ""
	for n++; n > 0; n = (n - 1) / 26 {
		s = string(rune('a'+(n-1)%26)) + s
	}
	return s
}

// cited gives the list of the page's foot.
func (sh *sheet) cited() []*Citation {
	if len(sh.cites) == 0 {
		return nil
	}
	return slices.Clone(sh.cites)
}

// citeEvidence numbers the evidence of a fact as citations.
func (sh *sheet) citeEvidence(list []*dossier.EvidenceItem) *Cites {
	if len(list) == 1 {
		return sh.cite([]dossier.Citation{{Source: list[0].Source, Quotation: list[0].Quotation}})
	}
	group := make([]dossier.Citation, 0, len(list))
	for _, e := range list {
		group = append(group, dossier.Citation{Source: e.Source, Quotation: e.Quotation})
	}
	return sh.cite(group)
}

// quote gives the words of a passage of the source that ref describes; nil where they may not be published.
func (sh *sheet) quote(passage *dossier.Passage, ref *Reference) *Quote {
	text, ok := sh.passageText(passage)
	if !ok {
		return nil
	}
	s := passage.Source
	q := sh.quotes.one(Quote{
		Text: text, Own: ownMarks(text), URL: sh.text.join(ref.Link.URL, "#", passage.Fragment),
		Lang: ref.Lang, Dir: ref.Dir,
	})
	if s.Address != "" {
		q.Away = textFragment(s.Address, passageBlocks(passage))
	}
	return q
}

// passageBlocks cuts the words of a passage at omissions and paragraph breaks.
// It must be called only for passages that may be published.
func passageBlocks(passage *dossier.Passage) []string {
	seed := passage.Source.Seed
	blocks := make([]string, 0, len(passage.Spans))
	for _, span := range passage.Spans {
		from := len(blocks)
		for _, par := range seed.Paragraphs[min(passage.Paragraph, len(seed.Paragraphs)):] {
			if par.Start >= span.End {
				break
			}
			if par.Overlaps(span) {
				blocks = append(blocks, seed.Text[max(par.Start, span.Start):min(par.End, span.End)])
			}
		}
		if len(blocks) == from {
			blocks = append(blocks, seed.Text[span.Start:span.End])
		}
	}
	return blocks
}

// lastWords is what a reference ends in.
func (r *Reference) lastWords() string {
	switch {
	case r.Published != nil:
		return r.Published.Words
	case r.Publisher != "":
		return r.Publisher
	case r.Supplied:
		return r.Link.Label + "]"
	}
	return r.Link.Label
}

// fullStop is what comes after words to end them: nothing where they end in a
// mark that does so already, inside of quotation marks too.
func fullStop(words string) string {
	words = strings.TrimRight(words, " \u00a0\"'”’»")
	for _, mark := range [...]string{".", "!", "?", "…", "。", "؟", "।"} {
		if strings.HasSuffix(words, mark) {
			return ""
		}
	}
	return "."
}

func (sh *sheet) evidence(e *dossier.EvidenceItem) *Evidence {
	ev := sh.evidences.one(Evidence{
		Ref: sh.reference(e.Source), Stance: e.Stance.String(), Speaker: sh.cardedEntity(e.Speaker),
		Said: sh.p.date(e.Said), SameAs: sh.elsewhere(e.SameAs), Origins: sh.origins(e.Origins),
		Reliability: e.Source.Reliability, Credibility: e.Credibility, Note: e.Note,
	})
	if e.Quotation != nil {
		ev.Quote = sh.quote(e.Quotation.Passage, ev.Ref)
		ev.Withheld = ev.Quote == nil
	}
	return ev
}

func (sh *sheet) elsewhere(renderings []*dossier.Quotation) []Elsewhere {
	var list []Elsewhere
	for _, q := range renderings {
		ref := sh.reference(q.Passage.Source)
		list = append(list, Elsewhere{sh.text.join(ref.Link.URL, "#", q.Passage.Fragment), ref})
	}
	return list
}

func (sh *sheet) backlinks(list []dossier.Backlink) []*Backlink {
	var told, bare set[*dossier.Item] // by a sentence; by nothing but the title
	telling := sh.telling[:0]
	for i := range list {
		b := &list[i]
		telling = append(telling, tells(&b.Sentence))
		if telling[i] {
			told.add(b.From)
		}
	}
	sh.telling = telling
	out := make([]*Backlink, 0, len(list))
	for i := range list {
		switch b := &list[i]; {
		case telling[i]:
			out = append(out, sh.backlinkStore.one(Backlink{sh.link(b.From), b.Sentence.Before, b.Sentence.Hit, b.Sentence.After}))
		case !told.has(b.From) && bare.add(b.From):
			out = append(out, sh.backlinkStore.one(Backlink{From: sh.link(b.From)}))
		}
	}
	return out
}

// tells parts a sentence from what stands in a table's cell or a list, a number
// or a name, which tells a reader nothing where it stands alone.
func tells(s *dossier.Snippet) bool {
	words, in := 0, false
	for _, part := range [...]string{s.Before, s.Hit, s.After} {
		for _, r := range part {
			if space := unicode.IsSpace(r); space || !in {
				if in = !space; in {
					if words++; words == 3 {
						return true
					}
				}
			}
		}
	}
	return false
}

func (sh *sheet) facts(it *dossier.Item) Facts {
	f := Facts{Aliases: it.Aliases, Tags: it.Tags, Draft: it.Draft, Corrections: sh.corrections(it)}
	for _, u := range it.SameAs {
		f.SameAs = append(f.SameAs, Away{URL: u, Label: shortAddress(u)})
	}
	if it.Image != "" {
		f.Image = sh.root + it.Image
	}
	return f
}

// rows is how many facts there are.
func (f Facts) rows() int {
	return btoi(len(f.Aliases) > 0) + btoi(len(f.Tags) > 0) + btoi(len(f.SameAs) > 0)
}

// besideFrom is from how many facts on they stand beside the text; fewer stand
// above it, as a column of its own would be nearly empty.
const besideFrom = 3

func beside(f Facts, rows int) bool { return f.Image != "" || rows >= besideFrom }

// shortAddress is how an address is shown: without its scheme.
func shortAddress(u string) string {
	_, rest, ok := strings.Cut(u, "://")
	if !ok {
		return u
	}
	return strings.TrimSuffix(strings.TrimPrefix(rest, "www."), "/")
}
