package resolve

import (
	"fmt"
	"slices"
	"strings"

	"dossier/internal/dossier"
	"dossier/internal/match"
)

// index finds what a link means: by folder and id, by id, by title or alias.
type index struct {
	byPath map[string]*node
	byID   map[string][]*node
	byName map[string][]*node // titles and aliases, letter by letter
	byFold map[string][]*node // the same, case and accents folded
}

func newIndex(nodes []*node, fold func(string) string) *index {
	x := &index{
		byPath: map[string]*node{}, byID: map[string][]*node{},
		byName: map[string][]*node{}, byFold: map[string][]*node{},
	}
	for _, n := range nodes {
		if n.entry.Folder == "" {
			continue
		}
		x.byPath[n.entry.Folder+"/"+n.entry.ID] = n
		x.byID[n.entry.ID] = append(x.byID[n.entry.ID], n)
		for _, name := range append([]string{n.item.Title}, n.item.Aliases...) {
			add(x.byName, name, n)
			add(x.byFold, fold(name), n)
		}
	}
	return x
}

func add(m map[string][]*node, name string, n *node) {
	if name != "" && !slices.Contains(m[name], n) {
		m[name] = append(m[name], n)
	}
}

// A want says which entries a key or a link may name, and what they are called.
type want struct {
	what string // "a source"
	ok   func(*node) bool
}

var (
	anything = want{"an entry", func(*node) bool { return true }}
	anEntity = want{"a person, an organization or a place", func(n *node) bool { return n.entity != nil }}
	aSource  = want{"a source", func(n *node) bool { return n.source != nil }}
	aPlace   = want{"a place", func(n *node) bool {
		return n.entity != nil && !slices.Contains([]string{"people", "organizations"}, n.entry.Folder)
	}}
	aGroup = want{"an organization", func(n *node) bool {
		return n.entity != nil && !slices.Contains([]string{"people", "places"}, n.entry.Folder)
	}}
	aSubject = want{"an entity or an event", func(n *node) bool { return n.entity != nil || n.event != nil }}
)

// find gives the entry that the words mean, or reports that there is none, or
// that there are several. Only the entries that w accepts are looked at.
func (a *asker) find(t dossier.Text, w want) *node {
	if !a.once {
		a.words = append(a.words, t.Value)
	}
	candidates := a.candidates(t.Value, w)
	switch len(candidates) {
	case 1:
		a.targets = append(a.targets, candidates[0])
		return candidates[0]
	case 0:
		a.notFound(t, w)
		return nil
	}
	var ways []string
	for _, n := range candidates {
		ways = append(ways, fmt.Sprintf("%s/%s (%s)", n.entry.Folder, n.entry.ID, n.item.Title))
	}
	a.diags.Errorf(t.Pos, "ambiguous-target", "%q fits %d entries", t.Value, len(candidates)).
		Hintf("write which one is meant: %s", strings.Join(ways, " or "))
	return nil
}

// candidates gives the entries that the words may mean, of those that w
// accepts: by path, else by id, title or alias letter by letter, else by title
// or alias with case and accents folded.
func (a *asker) candidates(words string, w want) []*node {
	if n := a.index.byPath[words]; n != nil && w.ok(n) {
		return []*node{n}
	}
	var found []*node
	for _, n := range slices.Concat(a.index.byID[words], a.index.byName[words]) {
		if w.ok(n) && !slices.Contains(found, n) {
			found = append(found, n)
		}
	}
	if len(found) > 0 {
		return found
	}
	return slices.DeleteFunc(slices.Clone(a.index.byFold[match.Fold(words)]), func(n *node) bool { return !w.ok(n) })
}

func (a *asker) notFound(t dossier.Text, w want) {
	if other := a.candidates(t.Value, anything); len(other) > 0 {
		n := other[0]
		a.diags.Errorf(t.Pos, "wrong-target", "%q is no fit: %s is wanted here, and %s is of the kind %q",
			t.Value, w.what, n.entry.File, n.entry.Folder)
		return
	}
	if a.isDraft(t) {
		return
	}
	d := a.diags.Errorf(t.Pos, "unknown-target", "%s is wanted here, and there is none called %q", w.what, t.Value)
	var known []string
	for _, n := range a.nodes {
		if n.entry.Folder != "" && w.ok(n) {
			known = append(known, n.entry.ID, n.item.Title)
		}
	}
	if near, ok := match.Nearest(t.Value, known); ok {
		for _, n := range a.nodes {
			if w.ok(n) && n.entry.Folder != "" && (n.entry.ID == near || n.item.Title == near) {
				d.Hintf("the nearest is %q (%s)", n.entry.ID, n.entry.File)
				return
			}
		}
	}
	switch w.what {
	case aSource.what:
		d.Hintf("a source is named by its file in content/sources, without .md")
	case anEntity.what:
		d.Hintf("it is named by the id, the title or an alias of its page, a file as content/people/surname.md")
	}
}

// isDraft tells whether the words name an entry that this build leaves out, and
// reports it.
func (a *asker) isDraft(t dossier.Text) bool {
	for _, draft := range a.project.Drafts {
		if draft.ID == t.Value || draft.Folder+"/"+draft.ID == t.Value || draft.Title.Value == t.Value {
			a.diags.Errorf(t.Pos, "target-is-draft", "%q is a draft and not part of this build", t.Value).
				Hintf("take `draft: true` out of %s, or build with --drafts", draft.File)
			return true
		}
	}
	return false
}
