package render

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"dossier/internal/dossier"
	"dossier/internal/edtf"
)

// HomeView is the front page.
type HomeView struct {
	Frame       *Frame
	Title       string
	Description string
	Authors     []string
	Corrections []CorrectionView
	Body        *Prose
	Figures     []Count
	Ways        []Way
	Newest      []*Card
	Events      []*Occurrence // the latest
	AllEvents   int
	SourcesURL  string
	Citations   []*Citation
}

// Way is a way into the dossier: one kind of page.
type Way struct {
	URL   string
	Title string
	Sign  string
	N     int
	Names []string // the first titles
}

// How much of a list the front page shows.
const (
	homeSources = 6
	homeEvents  = 6
	wayNames    = 3
)

func (p *Planner) home(sh *sheet) any {
	d := p.d
	v := &HomeView{Title: d.Title, Description: d.Description, Authors: d.Authors, AllEvents: len(d.Events)}
	if d.Home != nil {
		v.Body, v.Corrections = sh.prose(d.Home.Body), sh.corrections(d.Home)
	}
	v.Figures = []Count{
		{len(d.Sources), "sources"},
		{d.Counts.Quotations, "quotations-verified"},
		{d.Counts.Mentions, "mentions"},
		{len(d.Entities), "entities"},
		{len(d.Events), "events"},
		{len(d.Claims), "claims"},
	}
	for _, k := range p.kinds {
		w := Way{URL: sh.root + url.PathEscape(k.Folder) + "/index.html", Title: k.Many, Sign: k.Sign, N: p.count[k.Folder]}
		for _, it := range p.of(k) {
			if len(w.Names) < wayNames {
				w.Names = append(w.Names, it.Title)
			}
		}
		v.Ways = append(v.Ways, w)
		if k.Class == dossier.ClassSource {
			v.SourcesURL = w.URL
		}
	}
	for _, s := range p.dated() {
		if len(v.Newest) < homeSources {
			v.Newest = append(v.Newest, p.sourceCard(sh, s))
		}
	}
	for _, e := range slices.Backward(d.Events) {
		if len(v.Events) < homeEvents && !e.Date.IsZero() {
			v.Events = append(v.Events, sh.occurrence(e))
		}
	}
	slices.Reverse(v.Events)
	v.Citations = sh.cited()
	v.Frame = sh.frame(d.Title, d.Description)
	v.Frame.Cards = sh.hovercards()
	return v
}

// of lists the items of a kind in the order of its index.
func (p *Planner) of(k dossier.Kind) []*dossier.Item {
	var out []*dossier.Item
	switch k.Class {
	case dossier.ClassSource:
		for _, s := range p.dated() {
			out = append(out, &s.Item)
		}
		return out
	case dossier.ClassEvent:
		for _, e := range p.d.Events {
			out = append(out, &e.Item)
		}
		return out
	case dossier.ClassEntity:
		// The most mentioned come first on the front page alone.
		entities := slices.DeleteFunc(slices.Clone(p.d.Entities), func(e *dossier.Entity) bool { return e.Kind.Folder != k.Folder })
		slices.SortStableFunc(entities, func(a, b *dossier.Entity) int { return cmp.Compare(mentions(b), mentions(a)) })
		for _, e := range entities {
			out = append(out, &e.Item)
		}
		return out
	case dossier.ClassClaim:
		for _, c := range p.d.Claims {
			out = append(out, &c.Item)
		}
	case dossier.ClassPage:
		out = append(out, p.d.Pages...)
	}
	sortBy(p.collate(), out, func(it *dossier.Item) string { return it.Title })
	return out
}

func mentions(e *dossier.Entity) int {
	n := 0
	for _, in := range e.MentionedIn {
		n += len(in.Mentions)
	}
	return n
}

// byDate lists the newest first, those without a date last.
func byDate(sources []*dossier.Source) []*dossier.Source {
	list := slices.Clone(sources)
	slices.SortStableFunc(list, func(a, b *dossier.Source) int {
		if za, zb := a.Published.IsZero(), b.Published.IsZero(); za || zb {
			return cmp.Compare(btoi(za), btoi(zb))
		}
		return edtf.Compare(b.Published, a.Published)
	})
	return list
}

// citing counts the pages that cite each source, in part or as a whole.
func citing(sources []*dossier.Source) map[*dossier.Source]int {
	counts := make(map[*dossier.Source]int, len(sources))
	for _, s := range sources {
		var pages set[*dossier.Item]
		pages.add(&s.Item)
		for _, passage := range s.Passages {
			for _, it := range passage.CitedBy {
				pages.add(it)
			}
		}
		for i := range s.Backlinks {
			pages.add(s.Backlinks[i].From)
		}
		counts[s] = pages.n - 1 // itself
	}
	return counts
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (p *Planner) sourceCard(sh *sheet, s *dossier.Source) *Card {
	ref := sh.reference(s)
	return sh.cards.one(Card{
		Link: ref.Link, Summary: s.Summary, Date: ref.Published, Ref: ref,
		Counts: sh.nonZero(Count{len(s.Annotations), "notes"}, Count{p.citing()[s], "citing-pages"}),
	})
}

// IndexView is the list of all items of a kind.
type IndexView struct {
	Frame   *Frame
	Title   string
	Sign    string
	Folder  string
	ByDate  bool // groups are years, else letters
	Count   Count
	Groups  []Group
	Letters bool // there are enough groups for a row of links to them
	// Of claims: all statuses, and the days to look back to.
	Statuses []Count
	AsOf     []AsOf
	letter   string // firstLetter of the title that was added last
}

// lettersFrom is from how many items on an index has headings by letter.
const lettersFrom = 12

func (p *Planner) index(sh *sheet, k dossier.Kind) *IndexView {
	v := &IndexView{Title: k.Many, Sign: k.Sign, Folder: k.Folder, Count: Count{p.count[k.Folder], "items"}}
	switch k.Class {
	case dossier.ClassSource:
		v.ByDate = true
		for _, s := range p.dated() {
			v.addDated(p.lexicon, s.Published, p.sourceCard(sh, s))
		}
	case dossier.ClassEvent:
		v.ByDate = true
		for _, e := range p.d.Events {
			v.addDated(p.lexicon, e.Date, sh.cards.one(Card{
				Link: sh.link(&e.Item), Summary: e.Summary, Date: p.date(e.Date), Place: sh.entityLink(e.Place),
				Counts: sh.nonZero(Count{len(e.Participants), "participants"}, Count{len(e.Evidence), "evidence"}),
			}))
		}
	case dossier.ClassEntity:
		var list []*dossier.Entity
		for _, e := range p.d.Entities {
			if e.Kind.Folder == k.Folder {
				list = append(list, e)
			}
		}
		sortBy(p.collate(), list, func(e *dossier.Entity) string { return e.Title })
		for _, e := range list {
			v.addLettered(p.collate(), e.Title, sh.cards.one(Card{
				Link: sh.link(&e.Item), Summary: cmp.Or(e.Summary, firstRole(e)),
				Counts: sh.nonZero(Count{mentions(e), "mentions"}, Count{len(e.MentionedIn), "sources"}),
			}))
		}
	case dossier.ClassClaim:
		list := slices.Clone(p.d.Claims)
		sortBy(p.collate(), list, func(c *dossier.Claim) string { return c.Title })
		byStatus := make([]int, len(dossier.StatusNames))
		for _, c := range list {
			card := sh.claimCard(c)
			card.Steps = steps(c)
			v.add("", card)
			byStatus[c.Corroboration.Status]++
		}
		for status, n := range byStatus {
			v.Statuses = append(v.Statuses, Count{n, dossier.StatusNames[status]})
		}
		v.AsOf = p.asOf()
	case dossier.ClassPage:
		for _, it := range p.of(k) {
			v.add("", &Card{Link: sh.link(it), Summary: it.Summary})
		}
	}
	if !v.ByDate && p.count[k.Folder] < lettersFrom {
		var all []*Card
		for _, g := range v.Groups {
			all = append(all, g.Cards...)
		}
		v.Groups = []Group{{Cards: all}}
	}
	v.Letters = !v.ByDate && len(v.Groups) > 1
	v.Frame = sh.frame(k.Many, "")
	v.Frame.Kind = k.Many
	return v
}

func firstRole(e *dossier.Entity) string {
	if len(e.Roles) == 0 {
		return ""
	}
	return e.Roles[0].Title
}

// nonZero leaves out what there is none of.
func (sh *sheet) nonZero(counts ...Count) []Count {
	return append(sh.counts.take(len(counts))[:0], slices.DeleteFunc(counts, func(c Count) bool { return c.N == 0 })...)
}

func (v *IndexView) add(heading string, c *Card) {
	if n := len(v.Groups); n > 0 && v.Groups[n-1].Heading == heading {
		v.Groups[n-1].Cards = append(v.Groups[n-1].Cards, c)
		return
	}
	v.Groups = append(v.Groups, Group{Heading: heading, ID: "group-" + strconv.Itoa(len(v.Groups)+1), Cards: []*Card{c}})
}

func (v *IndexView) addDated(lex *edtf.Lexicon, d edtf.Date, c *Card) {
	heading := ""
	if y, ok := d.Year(); ok {
		heading = lex.Year(y)
	} else if !d.IsZero() {
		heading = d.WordsIn(lex)
	}
	v.add(heading, c)
}

// addLettered opens a new group when the first letter is another one in the
// dossier's language: Ö stands with O in German, and after it in Turkish.
func (v *IndexView) addLettered(c *collation, title string, card *Card) {
	letter := firstLetter(title)
	if letter == v.letter { // that of the title before
		v.add(v.Groups[len(v.Groups)-1].Heading, card)
		return
	}
	v.letter = letter
	c.mu.Lock()
	defer c.mu.Unlock()
	if plain := norm.NFD.String(letter); c.letter.CompareString(letter, plain[:1]) == 0 {
		letter = plain[:1]
	}
	if n := len(v.Groups); n > 0 && c.letter.CompareString(v.Groups[n-1].Heading, letter) == 0 {
		letter = v.Groups[n-1].Heading
	}
	v.add(letter, card)
}

// firstLetter gives the first letter or digit of a title, large; digits are one group.
func firstLetter(title string) string {
	if len(title) == 1 || len(title) > 1 && title[1] < utf8.RuneSelf { // nothing is composed with the first character
		switch c := title[0]; {
		case '0' <= c && c <= '9':
			return "0–9"
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z':
			return strings.ToUpper(title[:1])
		}
	}
	var it norm.Iter
	it.InitString(norm.NFC, title)
	for !it.Done() {
		r := []rune(string(it.Next()))
		switch {
		case unicode.IsDigit(r[0]):
			return "0–9"
		case unicode.IsLetter(r[0]):
			return strings.ToUpper(string(r))
		}
	}
	return "#"
}

// PageView is a free page.
type PageView struct {
	Frame     *Frame
	Facts     Facts
	Kind      string
	Sign      string
	Title     string
	Summary   string
	Body      *Prose
	Backlinks []*Backlink
	Citations []*Citation
}

func (p *Planner) page(sh *sheet, it *dossier.Item) *PageView {
	v := &PageView{
		Facts: sh.facts(it), Kind: it.Kind.One, Sign: it.Kind.Sign, Title: it.Title, Summary: it.Summary,
		Body: sh.prose(it.Body), Backlinks: sh.backlinks(it.Backlinks),
	}
	v.Citations = sh.cited()
	v.Frame = sh.frame(it.Title, it.Summary)
	v.Frame.Cards = sh.hovercards()
	return v
}

// NotFoundView is the page for addresses that do not exist.
type NotFoundView struct {
	Frame    *Frame
	Relative bool // its links hold for the site's root only
	Ways     []Way
}

// notFound is served for an address of any depth. With a base URL its links
// begin with that URL's path; without one they hold at the site's root, and the
// page says so.
func (p *Planner) notFound(sh *sheet) any {
	v := &NotFoundView{Relative: p.base == ""}
	if u, err := url.Parse(p.base); err == nil && p.base != "" {
		sh.stand(u.EscapedPath())
	}
	for _, k := range p.kinds {
		v.Ways = append(v.Ways, Way{URL: sh.root + url.PathEscape(k.Folder) + "/index.html", Title: k.Many, Sign: k.Sign, N: p.count[k.Folder]})
	}
	v.Frame = sh.keyedFrame("not-found")
	v.Frame.Canonical = ""
	return v
}
