package render

import (
	"cmp"
	"hash/maphash"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"dossier/internal/dossier"
	"dossier/internal/edtf"
)

// A table keeps one value for each key, for all pages of a plan. A value never
// moves. Finding one takes no lock.
type table[K comparable, V any] struct {
	seed  maphash.Seed
	slots atomic.Pointer[[]atomic.Pointer[entry[K, V]]] // a power of two of them, at least half of them nil

	adding  sync.Mutex
	entries slab[entry[K, V]]
	n       int
}

type entry[K comparable, V any] struct {
	key   K
	value V
	made  made // of the value
}

// init makes the table ready; it must be called once, before anything else.
func (t *table[K, V]) init() {
	t.seed = maphash.MakeSeed()
	slots := make([]atomic.Pointer[entry[K, V]], 32)
	t.slots.Store(&slots)
}

// find gives the entry of a key, or else nil and the place where it belongs. The
// place may be taken by another key at any time, unless adding is locked.
func (t *table[K, V]) find(slots []atomic.Pointer[entry[K, V]], key K) (*entry[K, V], *atomic.Pointer[entry[K, V]]) {
	last := uint64(len(slots) - 1)
	for i := maphash.Comparable(t.seed, key) & last; ; i = (i + 1) & last {
		switch e := slots[i].Load(); {
		case e == nil:
			return nil, &slots[i]
		case e.key == key:
			return e, nil
		}
	}
}

// get gives the value of a key, nil where there is none yet.
func (t *table[K, V]) get(key K) *V {
	if e, _ := t.find(*t.slots.Load(), key); e != nil {
		return &e.value
	}
	return nil
}

// add keeps a value, unless another one came first, and gives the one that is kept.
func (t *table[K, V]) add(key K, value V) *V {
	t.adding.Lock()
	defer t.adding.Unlock()
	slots := *t.slots.Load()
	known, at := t.find(slots, key)
	if known != nil {
		return &known.value
	}
	e := &t.entries.take(1)[0]
	e.key, e.value = key, value
	if v, ok := any(&e.value).(shareable); ok {
		v.share(&e.made)
	}
	at.Store(e)
	if t.n++; 2*t.n > len(slots) {
		more := make([]atomic.Pointer[entry[K, V]], 4*len(slots))
		for i := range slots {
			if e := slots[i].Load(); e != nil {
				_, at := t.find(more, e.key)
				at.Store(e)
			}
		}
		t.slots.Store(&more)
	}
	return &e.value
}

// A level is what the pages of one depth share: the same way leads from all of
// them to the site's root.
type level struct {
	p          *Planner
	root       string
	links      table[*dossier.Item, Link]
	references table[*dossier.Source, Reference]
	menus      table[menuKey, Menu]
	cards      table[*dossier.Item, Hovercard]
}

func (p *Planner) level(root string) *level {
	if l, ok := p.levels.Load(root); ok {
		return l.(*level)
	}
	l := &level{p: p, root: root}
	l.links.init()
	l.references.init()
	l.menus.init()
	l.cards.init()
	made, _ := p.levels.LoadOrStore(root, l)
	return made.(*level)
}

// escapedPath makes a path of the site the path of a URL (RFC 3986, section
// 3.3): an id may have any character that a file's name may have.
func escapedPath(path string) string {
	for i := range len(path) {
		switch c := path[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '-', c == '.', c == '/', c == '_':
		default:
			return (&url.URL{Path: path}).EscapedPath()
		}
	}
	return path
}

func newLink(it *dossier.Item, root, label string) Link {
	return Link{URL: root + escapedPath(it.URL), Label: cmp.Or(label, it.Title), Sign: it.Kind.Sign, Kind: it.Kind.One}
}

// link leads from a page to an item.
func (l *level) link(it *dossier.Item) *Link {
	if link := l.links.get(it); link != nil {
		return link
	}
	return l.links.add(it, newLink(it, l.root, ""))
}

func (l *level) reference(s *dossier.Source) *Reference {
	if r := l.references.get(s); r != nil {
		return r
	}
	r := Reference{
		Link: l.link(&s.Item), Authors: s.Authors, Publisher: s.Publisher, Published: l.p.date(s.Published),
		Address: s.Address, Archived: s.Archived, Accessed: l.p.date(s.Accessed), Supplied: s.TitleSupplied,
	}
	r.Lang, r.Dir = l.p.script(s)
	r.Stop = fullStop(r.lastWords())
	return l.references.add(s, r)
}

func (p *Planner) date(d edtf.Date) *Date {
	if d.IsZero() {
		return nil
	}
	key := d.String()
	if date := p.dates.get(key); date != nil {
		return date
	}
	return p.dates.add(key, Date{ISO: d.ISO(), Words: d.WordsIn(p.lexicon), EDTF: key})
}

// A mark is the way to the citation of a number, and back to one of the places
// that cite it.
type mark struct {
	cite  CiteMark
	back  Back
	alone Cites // cite and no other
}

func (m *mark) share(with *made) { m.alone.share(with) }

func (m *mark) shared() *made { return m.alone.made }

type markKey struct{ number, place int } // from 1, from 0

func (p *Planner) mark(number, place int) *mark {
	key := markKey{number, place}
	if m := p.marks.get(key); m != nil {
		return m
	}
	letter, citation := letters(place), "#cite-"+strconv.Itoa(number)
	there := citation + "-" + letter
	m := mark{cite: CiteMark{Number: number, ID: there[1:], URL: citation}, back: Back{URL: there, Letter: letter}}
	m.alone.Marks = []CiteMark{m.cite}
	return p.marks.add(key, m)
}

// cites gives several citations that stand together.
func (p *Planner) cites(marks []CiteMark) *Cites {
	var key strings.Builder
	for _, m := range marks {
		key.WriteString(m.ID)
		key.WriteByte(' ')
	}
	if group := p.groups.get(key.String()); group != nil {
		return group
	}
	return p.groups.add(key.String(), Cites{Marks: marks})
}

// otherThan gives a value where it differs from what holds around it anyway.
func otherThan(value, around string) string {
	if value == around {
		return ""
	}
	return value
}

// script gives the language and the direction of a source's words, each empty
// where it is that of the site.
func (p *Planner) script(s *dossier.Source) (lang, dir string) {
	return otherThan(s.Language, p.d.Language), otherThan(s.Direction, p.d.Direction)
}
