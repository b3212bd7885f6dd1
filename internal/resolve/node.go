package resolve

import (
	"slices"
	"strings"

	"dossier/internal/diag"
	"dossier/internal/dossier"
)

// node ties an entry to what it becomes. Of the four pointers to what it
// becomes beside an item at most one is set.
type node struct {
	entry *dossier.Entry
	pos   int // in Resolver.nodes
	item  *dossier.Item

	source *dossier.Source
	entity *dossier.Entity
	event  *dossier.Event
	claim  *dossier.Claim

	asking           // what the entry says of others
	askers   []*node // those that have this one among their targets, by pos
	id       int     // of an entity: its number in searches for names
	linkings *linkMemo

	// Of a source: its text, and what stands there.
	text       *sourceMemo // nil where it has none
	quoting    diag.List
	found      int // quotations
	mentioning diag.List
	mentioned  []mentioned

	neglected diag.List
}

// asking is what an entry says of others. It is made anew when the entry
// changes.
type asking struct {
	diags     diag.List
	targets   []*node  // whom it names, itself too where it quotes its own text; by pos, each once
	words     []string // the words by which it names them
	wanted    []*wanted
	cited     []*node // sources that it cites, with or without words; not each once
	relations []dossier.EntityRelation
	spoken    []spoken
	confirmed []confirmed
	borrowed  []borrowed
	rendered  []rendered
	originAt  []diag.Pos      // of a source, the places of its origins
	origin    []dossier.Text  // words for origins, of its evidence too, that name no page
	notes     []*dossier.Note // of a source, in the order of its entry
	rules     []ruleTarget    // of a source, for each of its `names`
	refs      []reference     // in its texts, with the sentences they stand in
	links     int
}

// spoken is evidence that names a speaker.
type spoken struct {
	by *dossier.Entity
	dossier.SpokenEvidence
}

// confirmed is a piece of evidence with credibility 1 in its list.
type confirmed struct {
	list []*dossier.EvidenceItem
	at   int
	pos  diag.Pos // of the grade
}

// borrowed is an origin that evidence from a source names, which is another source.
type borrowed struct {
	by     *dossier.Source
	origin dossier.Origin
	pos    diag.Pos
}

// rendered is a quotation with those that are to render the same words.
type rendered struct {
	by     *dossier.Entity    // who spoke the words; nil where that is not said
	own    *dossier.Quotation // nil where the evidence quotes nothing, which has been reported
	others []*dossier.Quotation
}

// reference is what a text links to, and where.
type reference struct {
	to      *dossier.Item
	snippet dossier.Snippet
}

// ruleTarget is what a rule of a source's `names` leads to.
type ruleTarget struct {
	unknown bool
	entity  *dossier.Entity // nil where the words are to have no link
	event   *dossier.Event
}

// mentioned is where a source names an entity.
type mentioned struct {
	entity *dossier.Entity
	dossier.SourceMentions
}

// makeNodes makes a node of every entry, and keeps of the nodes there were what
// depends on texts.
func (r *Resolver) makeNodes(p *dossier.Project) {
	old := make(map[string]*node, len(r.nodes))
	for _, n := range r.nodes {
		old[n.entry.File] = n
	}
	r.nodes = make([]*node, 0, len(p.Entries))
	for i, e := range p.Entries {
		n := &node{entry: e, pos: i}
		switch e.Class {
		case dossier.ClassSource:
			n.source = &dossier.Source{}
			n.item = &n.source.Item
			r.d.Sources = append(r.d.Sources, n.source)
		case dossier.ClassEntity:
			n.entity = &dossier.Entity{}
			n.item = &n.entity.Item
			r.d.Entities = append(r.d.Entities, n.entity)
		case dossier.ClassEvent:
			n.event = &dossier.Event{}
			n.item = &n.event.Item
			r.d.Events = append(r.d.Events, n.event)
		case dossier.ClassClaim:
			n.claim = &dossier.Claim{}
			n.item = &n.claim.Item
			r.d.Claims = append(r.d.Claims, n.claim)
		case dossier.ClassPage:
			n.item = &dossier.Item{}
			if e.Folder == "" {
				r.d.Home = n.item
			} else {
				r.d.Pages = append(r.d.Pages, n.item)
			}
		}
		if was := old[e.File]; was != nil {
			n.id, n.linkings, n.text = was.id, was.linkings, was.text
		}
		r.item(n)
		r.memo.renew(p, n)
		r.nodes = append(r.nodes, n)
	}
}

// item gives a node's item what its entry says of it, and nothing else.
func (r *Resolver) item(n *node) {
	e := n.entry
	kind := slices.IndexFunc(r.d.Kinds, func(k dossier.Kind) bool { return k.Folder == e.Folder })
	*n.item = dossier.Item{
		ID:      e.ID,
		URL:     e.Folder + "/" + e.ID + ".html",
		File:    e.File,
		Title:   e.Title.Value,
		Aliases: values(e.Aliases),
		Summary: e.Summary.Value,
		Tags:    values(e.Tags),
		SameAs:  sameAs(e.SameAs),
		Image:   e.Image.Value,
		Draft:   e.Draft,
	}
	if kind >= 0 {
		n.item.Kind = r.d.Kinds[kind]
	}
	if e.Folder == "" {
		n.item.URL = "index.html"
		if n.item.Title == "" {
			n.item.Title = r.d.Title
		}
	}
}

// ask resolves all that an entry says of others. It changes nothing but the
// node's own, so that nodes may be worked on at the same time.
func (r *Resolver) ask(p *dossier.Project, n *node) {
	n.asking = asking{}
	a := &asker{Resolver: r, project: p, n: n, asking: &n.asking}
	a.fields()
	a.prose()
	slices.SortFunc(a.targets, byPos)
	a.targets = slices.Compact(a.targets)
	a.backlinks()
}

// asker is the work on what one entry says of others.
type asker struct {
	*Resolver
	*asking
	project *dossier.Project
	n       *node
}

func byPos(a, b *node) int { return a.pos - b.pos }

func (r *Resolver) byRank(a, b *node) int { return r.rank[a.item] - r.rank[b.item] }

// seedFile is the file in seeds/ that a source names.
func seedFile(e *dossier.Entry) string {
	return "seeds/" + strings.TrimPrefix(e.Source.Seed.Value, "seeds/")
}
