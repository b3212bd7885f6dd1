package render

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"dossier/internal/changes"
	"dossier/internal/dossier"
)

// The page of changes and its feed.
const (
	changesPage = "changes.html"
	changesFeed = "changes.xml"
)

// Since has the site tell what changed, on a page and in a feed of its own. name is
// what readers are told that the changes are since; it may be empty. It is to be
// called before any page is made.
func (p *Planner) Since(r changes.Report, name string) {
	p.since = &since{r, name}
}

// since is what changed, and since when.
type since struct {
	changes.Report
	name string
}

// ChangesView is the page that tells what changed. No words of a source are on it.
type ChangesView struct {
	Frame       *Frame
	Since       string // since when, in the editor's words; may be empty
	Corrections []CorrectedView
	Statuses    []RestatedView // claims that have another status
	Groups      []ChangeGroup  // what was added, changed and so on
	None        bool           // nothing changed
}

// CorrectedView is a correction together with what was corrected.
type CorrectedView struct {
	Date *Date
	Link *Link
	Note string
}

// RestatedView is a claim whose evidence comes to something else than before.
type RestatedView struct {
	Link     *Link
	Old, New *Standing
}

// ChangeGroup is the entries that the same became of.
type ChangeGroup struct {
	What  string // one of changes.Names: its words are "change-…"
	N     int
	Kinds []ChangedKind
}

// ChangedKind is those of one kind.
type ChangedKind struct {
	Kind    string // "People"; empty for the front page
	Entries []ChangedEntry
}

// ChangedEntry is an entry that something became of.
type ChangedEntry struct {
	Link     *Link  // nil where it was withdrawn
	Title    string // where it was
	Standing *RestatedView
	Details  []ChangeDetail
}

// ChangeDetail is an aspect of an entry that is not the same. Without values and
// lists it tells no more than that.
type ChangeDetail struct {
	Key     string // of the interface words for the aspect
	Old     *ChangeTerm
	New     *ChangeTerm
	Lists   []ChangeList
	Counts  []Count // of paragraphs that came and went
	Ordered bool    // the same paragraphs stand in another order
}

// ChangeList is the members of a list that the same became of.
type ChangeList struct {
	Key   string // of the interface words
	Terms []ChangeTerm
}

// ChangeTerm is a value, or what stands for members of a list. The first that is
// set of Key, Date, Link and Words tells it, and Words stand beside a Link too;
// without any, it is told how many members there are.
type ChangeTerm struct {
	Key    string // of the interface words
	Kind   bool   // Words are the name of a kind
	Date   *Date
	Link   *Link
	Words  string
	N      int            // how many members it stands for; 0 for a value
	Within []ChangeDetail // of one that is there before and after; without lists
}

// aspectKeys are the interface words for aspects; all others have those of their
// own name.
var aspectKeys = map[changes.Aspect]string{
	changes.Kind: "filter-kind", changes.Title: "change-title", changes.TitleSupplied: "supplied-short", changes.Summary: "change-summary",
	changes.Aliases: "change-aliases", changes.Image: "change-image", changes.Text: "change-text", changes.Seed: "seed",
	changes.Address: "change-url", changes.Publish: "shown", changes.Notes: "endnotes", changes.Participants: "participants-label",
	changes.About: "about-label", changes.Evidence: "evidence-label", changes.Passage: "change-passage", changes.Stance: "change-stance",
	changes.Speaker: "said-by", changes.Said: "change-said", changes.Credibility: "change-credibility", changes.Values: "value",
	changes.Renderings: "change-renderings", changes.Role: "change-role", changes.From: "since",
}

// told are the aspects whose values fit a line; of all others it is told only that
// they are not the same, or how many members of a list.
var told = map[changes.Aspect]bool{
	changes.Kind: true, changes.Title: true, changes.Date: true, changes.Aliases: true, changes.Tags: true,
	changes.Publisher: true, changes.Authors: true, changes.Published: true, changes.Accessed: true, changes.Language: true,
	changes.Origin: true, changes.Reliability: true, changes.Publish: true, changes.Roles: true, changes.Relations: true,
	changes.PartOf: true, changes.Born: true, changes.Died: true, changes.Founded: true, changes.Dissolved: true, changes.Coordinates: true,
	changes.Place: true, changes.Participants: true, changes.About: true, changes.Evidence: true, changes.Stance: true,
	changes.Speaker: true, changes.Said: true, changes.Credibility: true, changes.Role: true, changes.From: true, changes.Until: true,
}

// codes are the aspects whose values are codes, which have interface words.
var codes = map[changes.Aspect]func(string) string{
	changes.Publish:     func(s string) string { return "publish-" + s + "-short" },
	changes.Stance:      func(s string) string { return "stance-" + s },
	changes.Reliability: func(s string) string { return "reliability-" + s },
	changes.Credibility: func(s string) string { return "credibility-" + s },
}

func aspectKey(of changes.Aspect) string { return cmp.Or(aspectKeys[of], string(of)) }

// changed is the page that tells what changed.
func (p *Planner) changed(sh *sheet) any {
	v := &ChangesView{Frame: sh.keyedFrame("changes"), Since: p.since.name, None: len(p.since.Changes) == 0}
	for _, c := range p.since.Corrections() {
		v.Corrections = append(v.Corrections, CorrectedView{p.date(c.Date), sh.link(c.Item), c.Note})
	}
	for i := range p.since.Changes {
		c := &p.since.Changes[i]
		if c.Standing != nil && c.Standing.Moved() {
			v.Statuses = append(v.Statuses, restated(sh, c))
		}
	}
	for _, what := range []changes.What{changes.Added, changes.Changed, changes.Renamed, changes.Withdrawn} {
		g := ChangeGroup{What: what.String()}
		for i := range p.since.Changes {
			if c := &p.since.Changes[i]; c.What == what {
				sh.listChange(&g, c)
			}
		}
		if g.N > 0 {
			v.Groups = append(v.Groups, g)
		}
	}
	return v
}

// listChange adds a change to its group, unless all of it is told elsewhere on the page.
func (sh *sheet) listChange(g *ChangeGroup, c *changes.Change) {
	it := c.Item()
	e := ChangedEntry{}
	if c.New != nil {
		e.Link = sh.link(it)
	} else {
		e.Title = it.Title
	}
	if c.What == changes.Changed {
		if c.Standing != nil && !c.Standing.Moved() {
			r := restated(sh, c)
			e.Standing = &r
		}
		for i := range c.Details {
			if d := &c.Details[i]; d.Aspect != changes.Corrections || len(d.Withdrawn) > 0 {
				e.Details = append(e.Details, sh.changeDetail(d, false))
			}
		}
		if e.Standing == nil && len(e.Details) == 0 {
			return
		}
	}
	kind := it.Kind.Many
	if it.URL == "index.html" {
		kind = ""
	}
	if n := len(g.Kinds); n == 0 || g.Kinds[n-1].Kind != kind {
		g.Kinds = append(g.Kinds, ChangedKind{Kind: kind})
	}
	k := &g.Kinds[len(g.Kinds)-1]
	k.Entries = append(k.Entries, e)
	g.N++
}

func restated(sh *sheet, c *changes.Change) RestatedView {
	return RestatedView{sh.link(c.New), counted(&c.Standing.Old), counted(&c.Standing.New)}
}

// counted is a standing without its sources: some may be withdrawn.
func counted(c *dossier.Corroboration) *Standing {
	side := func(b *dossier.Backing) *Backing {
		if b.Sources == 0 {
			return nil
		}
		return &Backing{Sources: b.Sources, Origins: len(b.Groups)}
	}
	return &Standing{Status: c.Status.String(), Circular: c.Circular, Supports: side(&c.Supporting), Disputes: side(&c.Disputing)}
}

// changeDetail tells of an aspect of an entry, or of a member of one of its lists.
func (sh *sheet) changeDetail(d *changes.Detail, within bool) ChangeDetail {
	v := ChangeDetail{Key: aspectKey(d.Aspect)}
	switch {
	case d.Text && within:
	case d.Text:
		v.Counts = sh.nonZero(Count{d.Come, "change-paragraphs-added"}, Count{d.Removed, "change-paragraphs-withdrawn"})
		v.Ordered = len(v.Counts) == 0
		if d.Aspect == changes.LeftOut { // these are no paragraphs
			v.Counts, v.Ordered = nil, false
		}
	case d.Aspect == changes.TitleSupplied:
	case !d.Old.IsZero() || !d.New.IsZero():
		if told[d.Aspect] {
			v.Old, v.New = sh.changeValue(d.Aspect, d.Old), sh.changeValue(d.Aspect, d.New)
		}
	case !within:
		v.Lists = sh.changeLists(d)
	}
	return v
}

func (sh *sheet) changeLists(d *changes.Detail) []ChangeList {
	var lists []ChangeList
	add := func(what changes.What, terms []changes.Term, within func(i int) []ChangeDetail) {
		l := ChangeList{Key: "change-" + what.String()}
		if len(terms) > 0 && !told[d.Aspect] {
			lists = append(lists, ChangeList{l.Key, []ChangeTerm{{N: len(terms)}}})
			return
		}
		for i, t := range terms {
			v := sh.changeTerm(d.Aspect, t)
			if within != nil {
				v.Within = within(i)
			}
			same := slices.IndexFunc(l.Terms, func(o ChangeTerm) bool {
				return within == nil && o.Date == v.Date && o.Link == v.Link && o.Words == v.Words
			})
			if same >= 0 {
				l.Terms[same].N++
				continue
			}
			v.N = 1
			l.Terms = append(l.Terms, v)
		}
		if len(terms) > 0 {
			lists = append(lists, l)
		}
	}
	add(changes.Added, d.Added, nil)
	altered := make([]changes.Term, len(d.Altered))
	for i, a := range d.Altered {
		altered[i] = a.Term
	}
	add(changes.Changed, altered, func(i int) (list []ChangeDetail) {
		for j := range d.Altered[i].Details {
			list = append(list, sh.changeDetail(&d.Altered[i].Details[j], true))
		}
		return list
	})
	add(changes.Withdrawn, d.Withdrawn, nil)
	return lists
}

// changeTerm is a member of a list, without words of sources.
func (sh *sheet) changeTerm(of changes.Aspect, t changes.Term) ChangeTerm {
	v := ChangeTerm{}
	if of == changes.Roles || of == changes.Relations || t.Item == nil || t.Gone {
		v.Words = t.Words
	}
	if t.Item != nil && !t.Gone {
		v.Link = sh.link(t.Item)
	} else if t.Item != nil && t.Words != t.Item.Title {
		v.Words = strings.TrimSpace(v.Words + " " + t.Item.Title)
	}
	return v
}

// changeValue is the value of an aspect; nil for none.
func (sh *sheet) changeValue(of changes.Aspect, t changes.Term) *ChangeTerm {
	if t.IsZero() {
		return nil
	}
	v := sh.changeTerm(of, t)
	if code := codes[of]; code != nil {
		v.Key = code(t.Words)
	}
	v.Kind = of == changes.Kind
	if !t.Date.IsZero() {
		v.Date = sh.p.date(t.Date)
	}
	return &v
}

// changesAtom is the feed of what changed: corrections, claims that have another
// status, and all else. Corrections have a day of their own; there is no clock that
// would know when the rest was changed, which is given the last day that the dossier
// knows of. Ids come of what changed, so that another change is new to a reader.
func (p *Planner) changesAtom() *feedView {
	f := &feedView{atomFeed: p.atom(changesFeed, changesPage), key: "changes"}
	f.ID = p.atomID(changesFeed)
	f.Updated = latest(append(p.correctionEntries(allCorrections(p.d)), p.sourceEntries()...))
	f.Entries = p.correctionEntries(p.since.Corrections())
	for i := range p.since.Changes {
		c := &p.since.Changes[i]
		it := c.Item()
		e := atomEntry{
			ID: p.nameID(it.URL + "\n" + c.What.String() + "\n" + fingerprint(c)), key: "change-" + c.What.String(), Title: it.Title,
			Updated: f.Updated, Links: []atomLink{{Rel: "alternate", Type: "text/html", Href: p.feedHref(changesPage)}},
		}
		if c.New != nil {
			e.Links[0].Href = p.feedHref(it.URL)
		}
		switch {
		case c.What == changes.Changed:
			if s := c.Standing; s != nil && s.Moved() {
				e.key = "change-status"
				e.told = append(e.told, clause{"status-" + s.New.Status.String(), "status-" + s.Old.Status.String()})
			} else if s != nil {
				e.told = append(e.told, clause{key: "status"})
			}
			for j := range c.Details {
				if d := &c.Details[j]; d.Aspect != changes.Corrections || len(d.Withdrawn) > 0 {
					e.told = append(e.told, clause{key: aspectKey(d.Aspect)})
				}
			}
			if len(e.told) == 0 {
				continue // its corrections have entries of their own
			}
		case c.New != nil:
			e.Summary = it.Summary
		}
		f.Entries = append(f.Entries, e)
	}
	return f
}

// fingerprint tells a change from others of the same entry.
func fingerprint(c *changes.Change) string {
	var b strings.Builder
	if s := c.Standing; s != nil {
		for _, x := range []*dossier.Corroboration{&s.Old, &s.New} {
			b.WriteString(x.Status.String() + " " + strconv.Itoa(x.Supporting.Sources) + " " + strconv.Itoa(len(x.Supporting.Groups)) + " " +
				strconv.Itoa(x.Disputing.Sources) + " " + strconv.Itoa(len(x.Disputing.Groups)) + "\n")
		}
	}
	var write func(list []changes.Detail)
	write = func(list []changes.Detail) {
		for i := range list {
			d := &list[i]
			b.WriteString(string(d.Aspect) + "\n" + d.Old.Words + "\n" + d.New.Words + "\n" + strconv.Itoa(d.Come) + " " + strconv.Itoa(d.Removed) + "\n")
			for _, t := range slices.Concat(d.Added, []changes.Term{{}}, d.Withdrawn) {
				b.WriteString(t.Words + "\t" + t.Quote + "\n")
			}
			for _, a := range d.Altered {
				b.WriteString(a.Term.Words + "\t" + a.Term.Quote + "\n")
				write(a.Details)
			}
		}
	}
	write(c.Details)
	return b.String()
}
