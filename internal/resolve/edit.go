package resolve

import (
	"context"
	"maps"
	"reflect"
	"slices"

	"dossier/internal/diag"
	"dossier/internal/dossier"
	"dossier/internal/weigh"
)

// edits gives the nodes whose entry is another than before. It gives
// false where more changed than can be mended in place: which entries there are,
// in what order pages list them, what is said of all of them.
func (r *Resolver) edits(was, p *dossier.Project) ([]*node, bool) {
	const most = 8 // edited entries are worked on one after the other
	if len(p.Entries) != len(r.nodes) || !slices.Equal(was.Drafts, p.Drafts) || !reflect.DeepEqual(was.Config, p.Config) {
		return nil, false
	}
	sameSeeds := reflect.ValueOf(was.Seeds).Pointer() == reflect.ValueOf(p.Seeds).Pointer()
	var edited []*node
	for i, e := range p.Entries {
		n := r.nodes[i]
		if n.entry == e && (sameSeeds || n.source == nil) {
			continue
		}
		if !sameOrder(n.entry, e) {
			return nil, false
		}
		if n.source != nil && p.Seeds[seedFile(e)] != n.source.Seed {
			return nil, false // its paragraphs and sentences stand on many pages
		}
		if n.entry == e {
			continue
		}
		if len(edited) == most {
			return nil, false
		}
		edited = append(edited, n)
	}
	return edited, true
}

// sameOrder tells whether two entries stand in the same place of all lists, and
// count alike for all that rests on them.
func sameOrder(a, b *dossier.Entry) bool {
	return a.File == b.File && a.Folder == b.Folder && a.Class == b.Class && a.ID == b.ID && a.Title.Value == b.Title.Value &&
		(a.Source == nil || a.Source.Published.Value == b.Source.Published.Value) &&
		(a.Event == nil || a.Event.Date.Value == b.Event.Date.Value)
}

// sameWitness tells whether two sources count alike for claims.
func sameWitness(a, b *dossier.SourceFields) bool {
	return a.Publisher.Value == b.Publisher.Value && slices.Equal(values(a.Origin), values(b.Origin))
}

// edit is the work on a few nodes in the midst of all others.
type edit struct {
	*Resolver
	project *dossier.Project
	all     bool // what other pages than those of touched nodes show may have changed
	lists   bool // what pages about many items show may have changed
	touched map[*node]bool
	tallies map[*node][]int // of touched nodes, as they were
	gather  map[*node]bool
	mention map[*node]bool // sources of whose text the names are to be looked at again
}

// resolveEdited makes anew what depends on the edited nodes.
func (r *Resolver) resolveEdited(ctx context.Context, p *dossier.Project, edited []*node) (*Resolution, error) {
	e := &edit{Resolver: r, project: p, touched: map[*node]bool{}, tallies: map[*node][]int{}, gather: map[*node]bool{}, mention: map[*node]bool{}}
	renamed, relisted, cyclic, worded := false, false, false, false
	for _, n := range edited {
		now := p.Entries[n.pos]
		if n.source != nil && !sameWitness(n.entry.Source, now.Source) {
			cyclic = true
			e.gatherEvidence()
		}
		e.all = e.all || !sameFacts(n.entry, now)
		e.lists = e.lists || !sameEvidence(n.entry, now)
		if n.entity != nil {
			cyclic = true
			relisted = relisted || !slices.Equal(n.entry.Aliases, now.Aliases) || n.entry.Title != now.Title
			worded = worded || r.namedLike(n.entry) || r.namedLike(now)
		}
		if n.entry.Folder != "" && !slices.Equal(values(n.entry.Aliases), values(now.Aliases)) {
			if !r.rename(n, now) {
				return r.resolveAll(ctx, p)
			}
			renamed = renamed || n.entity != nil
		}
	}
	for _, n := range edited {
		was := n.origin
		e.renew(n)
		worded = worded || !slices.Equal(values(was), values(n.origin)) ||
			slices.ContainsFunc(r.alike, func(d diag.Diagnostic) bool { return d.Pos.File == n.entry.File }) // it may stand elsewhere now
	}
	if cyclic {
		r.findCycles()
	}
	if worded || cyclic && slices.ContainsFunc(edited, func(n *node) bool { return n.source != nil }) {
		r.findLikeOrigins()
	}
	e.quotations()
	if relisted {
		r.nameEntities()
	}
	if err := e.mentions(ctx, renamed); err != nil {
		return nil, err
	}
	for _, n := range slices.SortedFunc(maps.Keys(e.gather), byPos) {
		r.gather(n)
	}
	for n, was := range e.tallies {
		if n.item == r.d.Home {
			e.lists = true
		} else if !slices.Equal(was, n.tally(r.rank)) {
			e.lists = true
			e.touchShowing(n)
		}
	}
	counts := r.d.Counts
	res := r.finish(p)
	res.All, res.Lists, res.Entries = e.all, e.lists || counts != r.d.Counts, len(e.touched)
	if !res.All {
		for n := range e.touched {
			res.Changed = append(res.Changed, n.item.URL)
		}
		slices.Sort(res.Changed)
	}
	return res, nil
}

// gatherEvidence notes all nodes of which it depends on the origins of sources what
// their evidence comes to. What their pages show is all that may have changed: an
// origin is a fact.
func (e *edit) gatherEvidence() {
	for _, n := range e.nodes {
		if n.claim != nil || len(n.confirmed) > 0 || len(n.borrowed) > 0 {
			e.gather[n] = true
		}
	}
}

// rename gives a node the aliases of its new entry in the index. It gives false
// where other entries ask for something by one of the names that came or went.
func (r *Resolver) rename(n *node, now *dossier.Entry) bool {
	before, after := append([]string{n.item.Title}, n.item.Aliases...), append([]string{n.item.Title}, values(now.Aliases)...)
	for _, pair := range [][2][]string{{before, after}, {after, before}} {
		for _, name := range pair[0] {
			if !slices.Contains(pair[1], name) && r.isSought(name) {
				return false
			}
		}
	}
	for _, name := range before {
		drop(r.index.byName, name, n)
		drop(r.index.byFold, r.memo.fold(name), n)
	}
	for _, name := range after {
		fold := r.memo.fold(name)
		if slices.ContainsFunc(r.index.byFold[fold], func(o *node) bool { return o != n }) {
			return false // those of one name stand in the order of all nodes
		}
		add(r.index.byName, name, n)
		add(r.index.byFold, fold, n)
	}
	return true
}

func drop(m map[string][]*node, name string, n *node) {
	if list := slices.DeleteFunc(slices.Clone(m[name]), func(o *node) bool { return o == n }); len(list) > 0 {
		m[name] = list
	} else {
		delete(m, name)
	}
}

// isSought tells whether an entry may have asked for something by this name.
func (r *Resolver) isSought(name string) bool {
	if r.sought == nil {
		r.sought = map[string]bool{}
		for _, n := range r.nodes {
			r.seek(n)
		}
	}
	return r.sought[r.memo.fold(name)]
}

func (r *Resolver) seek(n *node) {
	for _, words := range n.words {
		r.sought[r.memo.fold(words)] = true
	}
}

// renew makes a node anew, and finds out whom it concerns that it did or does
// name.
func (e *edit) renew(n *node) {
	e.touch(n)
	for _, to := range n.targets {
		e.touch(to)
	}
	before := n.targets
	e.speakers(n)
	n.entry = e.project.Entries[n.pos]
	e.reset(n)
	e.memo.renew(e.project, n)
	e.ask(e.project, n)
	if e.sought != nil {
		e.seek(n)
	}
	for _, to := range before {
		if !slices.Contains(n.targets, to) {
			to.askers = slices.DeleteFunc(to.askers, func(by *node) bool { return by == n })
		}
	}
	for _, to := range n.targets {
		e.touch(to)
		if i, found := slices.BinarySearchFunc(to.askers, n, byPos); !found {
			to.askers = slices.Insert(to.askers, i, n)
		}
	}
	if n.source != nil {
		e.mention[n] = true
	}
	e.speakers(n)
}

// speakers notes the sources that a node's evidence quotes as somebody's words: who
// is named in them is named by a speaker.
func (e *edit) speakers(n *node) {
	for _, s := range n.spoken {
		if source := s.Evidence.Source; source != nil {
			e.mention[e.at(&source.Item)] = true
		}
	}
}

// at gives the node of an item of a kind.
func (e *edit) at(i *dossier.Item) *node { return e.index.byPath[i.Kind.Folder+"/"+i.ID] }

// touch notes a node whose page may show something else; it is called before
// anything but what the node asks is changed.
func (e *edit) touch(n *node) {
	e.touched[n], e.gather[n] = true, true
	if _, known := e.tallies[n]; !known {
		e.tallies[n] = n.tally(e.rank)
	}
}

// touchShowing notes the pages that may say of a claim what its evidence comes to,
// or of an event that its date is disputed: those that name it and its neighbours.
func (e *edit) touchShowing(n *node) {
	if n.claim == nil && n.event == nil {
		return
	}
	for _, by := range n.askers {
		e.touched[by] = true
	}
	if n.event != nil {
		for _, x := range []*dossier.Event{n.event.Previous, n.event.Next} {
			if x != nil {
				e.touched[e.at(&x.Item)] = true
			}
		}
	}
}

// tally counts what pages that list a node show of others: how many they are, and
// what they come to.
func (n *node) tally(rank map[*dossier.Item]int) []int {
	evidence := func(list []*dossier.EvidenceItem) []int {
		counts := []int{len(list)}
		for _, e := range list {
			counts = append(counts, int(e.Stance), e.Credibility)
			if e.Source != nil {
				counts = append(counts, rank[&e.Source.Item])
			}
		}
		return counts
	}
	switch {
	case n.source != nil:
		counts := []int{len(n.source.Annotations), len(n.source.Passages)}
		for _, p := range n.source.Passages {
			for _, by := range p.CitedBy {
				counts = append(counts, rank[by])
			}
		}
		for i := range n.source.Backlinks {
			counts = append(counts, rank[n.source.Backlinks[i].From])
		}
		return counts
	case n.entity != nil:
		counts := []int{len(n.entity.Events), len(n.entity.Claims), len(n.entity.MentionedIn)}
		for _, in := range n.entity.MentionedIn {
			counts = append(counts, len(in.Mentions))
		}
		return counts
	case n.event != nil:
		return append(evidence(n.event.Evidence), len(n.event.Claims), btoi(weigh.DateDisputed(n.event.Evidence)))
	case n.claim != nil:
		counts := append(evidence(n.claim.Evidence), corroboration(&n.claim.Corroboration)...)
		for _, step := range weigh.History(n.claim.Evidence) {
			counts = append(append(counts, step.Day), corroboration(&step.Corroboration)...)
		}
		for _, m := range weigh.Measures(n.claim.Evidence) {
			counts = append(counts, len(m.Given), btoi(m.Differs))
		}
		return counts
	}
	return nil
}

// corroboration gives the figures of one.
func corroboration(c *dossier.Corroboration) []int {
	return []int{
		int(c.Status), btoi(c.Circular),
		c.Supporting.Sources, len(c.Supporting.Groups), c.Disputing.Sources, len(c.Disputing.Groups),
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// reset gives a node what its entry alone says, and keeps what is no part of it.
func (e *edit) reset(n *node) {
	switch {
	case n.source != nil:
		s := n.source
		*s = dossier.Source{Passages: s.Passages, Hidden: s.Hidden, Shown: s.Shown, Mentions: s.Mentions, Acts: s.Acts, Seed: s.Seed}
	case n.entity != nil:
		*n.entity = dossier.Entity{MentionedIn: n.entity.MentionedIn}
	case n.event != nil:
		*n.event = dossier.Event{Previous: n.event.Previous, Next: n.event.Next}
	case n.claim != nil:
		*n.claim = dossier.Claim{}
	}
	e.item(n)
}

// quotations finds anew what is quoted from the sources that are touched.
func (e *edit) quotations() {
	for _, n := range slices.SortedFunc(maps.Keys(e.touched), byPos) {
		if n.source == nil {
			continue
		}
		s := n.source
		before, hidden, shown := s.Passages, s.Hidden, s.Shown
		e.quote(e.project, n)
		if !slices.Equal(hidden, s.Hidden) || !slices.Equal(shown, s.Shown) {
			e.all, e.mention[n] = true, true
		}
		e.all = e.all || !sameForOthers(before, s.Passages) // a page may show what another one quotes
		for _, note := range s.Annotations {                // the numbers of notes
			if note.Speaker != nil {
				e.touchEntity(note.Speaker)
			}
		}
	}
}

// touchEntity is touch for an entity that the dossier knows.
func (e *edit) touchEntity(x *dossier.Entity) {
	if n := e.at(&x.Item); n != nil {
		e.touch(n)
	}
}

// sameForOthers tells whether passages that stay are shown as before where they
// are cited.
func sameForOthers(before, after []*dossier.Passage) bool {
	for _, b := range before {
		i := slices.IndexFunc(after, func(a *dossier.Passage) bool { return slices.Equal(a.Spans, b.Spans) })
		if i >= 0 && (after[i].Fragment != b.Fragment || after[i].Sentence != b.Sentence || after[i].Paragraph != b.Paragraph) {
			return false
		}
	}
	return true
}

// mentions looks again at the names in the texts that the edit concerns.
func (e *edit) mentions(ctx context.Context, renamed bool) error {
	if renamed {
		var sources []*node
		for _, n := range e.nodes {
			if n.text != nil {
				sources = append(sources, n)
			}
		}
		concerned := make([]bool, len(sources))
		err := parallel(ctx, len(sources), func(i int) {
			text := sources[i].text
			before := text.named
			concerned[i] = !slices.EqualFunc(before, text.find(e.memo.names), named.same)
		})
		if err != nil {
			return err
		}
		for i, n := range sources {
			if concerned[i] || len(n.mentioning) > 0 { // its diagnostics tell of names
				e.mention[n] = true
			}
		}
	}
	if len(e.mention) == 0 {
		return nil
	}
	byID := e.entitiesByID()
	for _, n := range slices.SortedFunc(maps.Keys(e.mention), byPos) {
		mentions, acts, before := n.source.Mentions, n.source.Acts, n.mentioned
		e.Resolver.mention(n, byID)
		e.lists = e.lists || !slices.Equal(acts, n.source.Acts) // of events that the source names: touched with it
		if slices.Equal(mentions, n.source.Mentions) {
			continue
		}
		e.touched[n], e.lists = true, true
		for _, m := range before {
			x := m.entity
			x.MentionedIn = slices.DeleteFunc(slices.Clone(x.MentionedIn), func(in dossier.SourceMentions) bool { return in.Source == n.source })
			e.touchEntity(x)
		}
		for _, m := range n.mentioned {
			x := m.entity
			rank := func(s *dossier.Source) int { return e.rank[&s.Item] }
			i, _ := slices.BinarySearchFunc(x.MentionedIn, n.source, func(in dossier.SourceMentions, s *dossier.Source) int { return rank(in.Source) - rank(s) })
			x.MentionedIn = slices.Insert(slices.Clone(x.MentionedIn), i, m.SourceMentions)
			e.touchEntity(x)
		}
	}
	return nil
}

// same tells whether two finds of a name come to the same.
func (n named) same(o named) bool { return n.Span == o.Span && slices.Equal(n.IDs, o.IDs) }

// sameEvidence tells whether two entries of an event bring the same for it: the
// page about who acts with whom quotes that.
func sameEvidence(a, b *dossier.Entry) bool {
	return a.Event == nil || b.Event == nil || sameWords(reflect.ValueOf(a.Event.Evidence), reflect.ValueOf(b.Event.Evidence))
}

// sameFacts tells whether two entries say the same of what other pages than
// their own, and those of the items that they name, may show: all but texts,
// evidence, aliases and places in the file.
func sameFacts(a, b *dossier.Entry) bool {
	return sameWords(reflect.ValueOf(facts(a)), reflect.ValueOf(facts(b)))
}

func facts(e *dossier.Entry) dossier.Entry {
	f := *e
	f.Aliases, f.Body, f.Annotations, f.Footnotes = nil, dossier.Body{}, nil, dossier.Body{}
	if e.Event != nil {
		event := *e.Event
		event.Evidence = nil
		f.Event = &event
	}
	if e.Claim != nil {
		claim := *e.Claim
		claim.Evidence = nil
		f.Claim = &claim
	}
	return f
}

var position = reflect.TypeFor[diag.Pos]()

// sameWords is reflect.DeepEqual but for places in files.
func sameWords(a, b reflect.Value) bool {
	switch a.Kind() {
	case reflect.Pointer:
		if a.IsNil() || b.IsNil() {
			return a.IsNil() == b.IsNil()
		}
		return sameWords(a.Elem(), b.Elem())
	case reflect.Slice:
		if a.Len() != b.Len() {
			return false
		}
		for i := range a.Len() {
			if !sameWords(a.Index(i), b.Index(i)) {
				return false
			}
		}
		return true
	case reflect.Struct:
		if a.Type() == position {
			return true
		}
		for i := range a.NumField() {
			if !sameWords(a.Field(i), b.Field(i)) {
				return false
			}
		}
		return true
	}
	return a.Equal(b)
}
