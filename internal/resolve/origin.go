package resolve

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dossier/internal/diag"
	"dossier/internal/dossier"
	"dossier/internal/match"
	"dossier/internal/weigh"
)

// origins finds what is meant by the words that say where reporting comes from: a
// source by its id, somebody with a page by id, title or alias; all else stands
// for itself. It also gives the place of each.
func (a *asker) origins(list []dossier.Text) (origins []dossier.Origin, at []diag.Pos) {
	for _, t := range list {
		o := dossier.Origin{Words: t.Value}
		said := len(a.diags)
		if found := a.originOf(t); found != nil {
			if found == a.n {
				a.diags.Errorf(t.Pos, "origin-is-itself", "a source cannot be its own origin").
					Hintf("name the agency, communiqué or person that its reporting comes from, or leave `origin` out")
				continue
			}
			o.Source, o.Entity = found.source, found.entity
			a.targets = append(a.targets, found)
		}
		if slices.ContainsFunc(origins, func(p dossier.Origin) bool { return weigh.SameOrigin(p, o) }) {
			a.diags.Warnf(t.Pos, "origin-twice", "the origin %q is given twice", t.Value).Hintf("delete one of the two")
			continue
		}
		if o.Source == nil && o.Entity == nil && len(a.diags) == said {
			a.origin = append(a.origin, t)
		}
		origins, at = append(origins, o), append(at, t.Pos)
	}
	return origins, at
}

// originOf gives the entry that words for an origin name; nil where they name none.
func (a *asker) originOf(t dossier.Text) *node {
	if n := a.index.byPath["sources/"+strings.TrimPrefix(t.Value, "sources/")]; n != nil {
		return n
	}
	if !a.once {
		a.words = append(a.words, t.Value)
	}
	switch found := a.candidates(t.Value, anEntity); {
	case len(found) == 1:
		return found[0]
	case len(found) > 1:
		a.find(t, anEntity) // says that they fit several
	case slices.ContainsFunc(a.project.Drafts, func(draft *dossier.Entry) bool {
		return draft.ID == t.Value || draft.Folder+"/"+draft.ID == t.Value
	}):
		a.isDraft(t) // else its id would be published as it stands
	case a.isReported(t):
	case idLike.MatchString(t.Value):
		var ids []string
		for _, n := range a.nodes {
			if n.source != nil {
				ids = append(ids, n.entry.ID)
			}
		}
		if near, ok := match.Nearest(t.Value, ids); ok {
			a.diags.Warnf(t.Pos, "origin-not-a-source", "no source is called %q, so that these words are an origin of their own", t.Value).
				Hintf("the nearest is %q (content/sources/%s.md)", near, near)
		}
	}
	return nil
}

// idLike are words that are more likely the id of a source than somebody's name.
var idLike = regexp.MustCompile(`^[\pL\pN]+([-_][\pL\pN]+)+$|^\p{Ll}+\pN+$`)

// isReported tells whether the words name an event or a claim, which reporting is
// about and does not come from, and warns of it.
func (a *asker) isReported(t dossier.Text) bool {
	found := a.candidates(t.Value, want{ok: func(n *node) bool { return n.event != nil || n.claim != nil }})
	if len(found) == 0 {
		return false
	}
	a.diags.Warnf(t.Pos, "origin-not-a-source", "%q is %s, and no source, person or organization, so that these words are an origin of their own",
		t.Value, found[0].entry.File).
		Hintf("name the agency, communiqué or person that the reporting comes from")
	return true
}

// findLikeOrigins warns of words for an origin that are nearly those for another,
// or nearly the name of a publisher or of somebody with a page: if both are meant
// to be one, a slip makes two origins of it, and a claim corroborated that is not.
func (r *Resolver) findLikeOrigins() {
	r.alike, r.like = nil, likeness{}
	uses := map[string]int{} // by folded words
	var words []likeName     // the first of each
	for _, n := range r.nodes {
		for _, t := range n.origin {
			name := likeName{t, r.memo.fold(t.Value), len(words)}
			if uses[name.fold]++; uses[name.fold] == 1 && name.fold != "" {
				words = append(words, name)
			}
		}
	}
	if len(words) == 0 {
		return
	}
	like := &r.like
	*like = likeness{names: map[string][]likeName{}, first: map[string]bool{}, last: map[string]bool{}}
	for _, w := range words {
		like.add(w)
	}
	for _, n := range r.nodes {
		var names []dossier.Text
		switch {
		case n.source != nil:
			names = []dossier.Text{n.entry.Source.Publisher}
		case n.entity != nil:
			names = append([]dossier.Text{n.entry.Title}, n.entry.Aliases...)
		}
		for _, t := range names {
			fold := r.memo.fold(t.Value)
			if uses[fold] != 0 || !like.may(fold) {
				continue
			}
			uses[fold] = -1 // what many share is looked at once
			like.add(likeName{t, fold, -1})
		}
	}
	for _, w := range words {
		other, ok := like.to(w)
		if !ok || other.at >= 0 && (uses[w.fold] > uses[other.fold] || uses[w.fold] == uses[other.fold] && w.at < other.at) {
			continue // none, or it is said of the other one
		}
		r.alike.Warnf(w.Pos, "origin-nearly-another", "the origin %q is not %q (%s), so that the two count as independent",
			w.Value, other.Value, other.Pos.File).
			Hintf("write both alike if they are one; else tell them apart by more than a letter or an article")
	}
}

// likeName is a name with its folded form.
type likeName struct {
	dossier.Text
	fold string
	at   int // among the words for origins; -1 of another name
}

// likeness has names by what those that are nearly alike have in common.
type likeness struct {
	names       map[string][]likeName
	first, last map[string]bool // their first and last words, and of single words the first and last letters
}

func (l *likeness) add(n likeName) {
	for _, key := range likeKeys(n) {
		l.names[key] = append(l.names[key], n)
	}
	if n.at < 0 {
		return
	}
	words := strings.Fields(n.fold)
	l.first[words[0]], l.last[words[len(words)-1]] = true, true
	if letters := []rune(n.fold); len(words) == 1 && len(letters) > 3 {
		l.first[string(letters[:3])], l.last[string(letters[len(letters)-3:])] = true, true
	}
}

// may is a quick test, by which a name is left out that has neither the first nor the
// last word in common with any of the words for origins: hardly any that is alike is.
func (l *likeness) may(fold string) bool {
	first, last := strings.IndexByte(fold, ' '), strings.LastIndexByte(fold, ' ')
	if first >= 0 {
		return l.first[fold[:first]] || l.last[fold[last+1:]]
	}
	letters := []rune(fold)
	return l.last[fold] || len(letters) > 3 && (l.first[string(letters[:3])] || l.last[string(letters[len(letters)-3:])])
}

// namedLike tells whether an entity may have a name that is nearly words for an origin.
func (r *Resolver) namedLike(e *dossier.Entry) bool {
	return slices.ContainsFunc(append(values(e.Aliases), e.Title.Value), func(name string) bool { return r.like.may(match.Fold(name)) })
}

// likeKeys gives, for each word of a name that is long enough for a slip, all the
// others with its first and with its last letters; and the name without short words
// in small letters, such as articles.
func likeKeys(n likeName) []string {
	words := strings.Fields(n.fold)
	var keys []string
	for i, w := range words {
		if letters := []rune(w); slips(letters) > 0 {
			rest := strings.Join(words[:i], " ") + "\x00" + strings.Join(words[i+1:], " ") + "\x00"
			keys = append(keys, rest+"^"+string(letters[:3]), rest+string(letters[len(letters)-3:])+"$")
		}
	}
	long := slices.DeleteFunc(strings.Fields(n.Value), func(w string) bool {
		return utf8.RuneCountInString(w) <= 3 && strings.IndexFunc(w, func(c rune) bool { return !unicode.IsLower(c) }) < 0
	})
	if len(long) > 0 {
		keys = append(keys, match.Fold(strings.Join(long, " ")))
	}
	return keys
}

// slips is how many slips of the pen two words of so many letters may differ by and
// still be meant for one. Numbers are told apart by a single digit.
func slips(letters []rune) int {
	switch {
	case len(letters) < 5 || slices.ContainsFunc(letters, unicode.IsDigit):
		return 0
	case len(letters) < 9:
		return 1
	}
	return 2
}

// to gives the first name that is nearly another one.
func (l *likeness) to(n likeName) (likeName, bool) {
	words := strings.Fields(n.fold)
	for _, key := range likeKeys(n) {
		for _, other := range l.names[key] {
			if other.fold == n.fold {
				continue
			}
			if !strings.Contains(key, "\x00") {
				return other, true
			}
			theirs := strings.Fields(other.fold)
			i := 0
			for words[i] == theirs[i] {
				i++
			}
			a, b := []rune(words[i]), []rune(theirs[i])
			if match.EditDistance(a, b) <= min(slips(a), slips(b)) {
				return other, true
			}
		}
	}
	return likeName{}, false
}

// backTo gives the sources by which an origin leads to a source, from the origin to
// that one; nil where it does not.
func backTo(o dossier.Origin, to *dossier.Source) []*dossier.Source {
	if o.Source == nil {
		return nil
	}
	if o.Source == to {
		return []*dossier.Source{to}
	}
	seen := map[*dossier.Source]bool{}
	var from func(s *dossier.Source) []*dossier.Source
	from = func(s *dossier.Source) []*dossier.Source {
		seen[s] = true
		for _, o := range s.Origins {
			switch {
			case o.Source == to:
				return []*dossier.Source{s, to}
			case o.Source == nil || seen[o.Source]:
			default:
				if rest := from(o.Source); rest != nil {
					return append([]*dossier.Source{s}, rest...)
				}
			}
		}
		return nil
	}
	return from(o.Source)
}

func sourceIDs(list []*dossier.Source) string {
	ids := make([]string, len(list))
	for i, s := range list {
		ids[i] = s.ID
	}
	return strings.Join(ids, ", then to ")
}
