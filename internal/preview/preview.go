// Package preview shows the latest build in browsers: pages from memory over
// HTTP, events to the open ones when their own bytes change, and the
// diagnostics in a panel on every page. It is handed files and diagnostics; it
// does not know how they come about, reads no file, and prints nothing. What it
// adds to a page is added while the page is sent, so the bytes it was handed
// stay those that are published.
package preview

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"dossier/internal/diag"
)

// File is one file of a site.
type File struct {
	Path string // slash-separated, relative to the site's root, without "." or ".."
	Data []byte // never changed after it was handed over
}

// Site is what a build gave.
type Site struct {
	// Files is the site, at best sorted by path in byte order; otherwise a
	// sorted copy is made. Where a file did not change, handing over the same
	// slice of bytes as before saves comparing them. A build that failed keeps
	// the files of the last good one; no files at all mean that there has been
	// no good build yet. Paths under ".dossier/" are not served.
	Files []File
	// Diags is every diagnostic of the build, in the order to be shown; errors
	// are put first.
	Diags diag.List
	// Renamed maps old to new paths of pages that were renamed since the
	// Update before. Open pages follow.
	Renamed map[string]string
}

// Options are what may differ between servers. The zero value is complete.
type Options struct {
	// Hosts are names, without port, that requests may name as their host
	// beside localhost, addresses of this machine's loopback, and the address
	// that the connection came in on.
	Hosts []string
	// Heartbeat is how often an event stream without events gets a line, so
	// that a dead connection is noticed; 0 is for 20 seconds.
	Heartbeat time.Duration
}

// Server serves the latest build. It is safe for concurrent use.
type Server struct {
	hosts     []string
	heartbeat time.Duration
	patience  time.Duration // how long one write to an event stream may take
	arrival   time.Duration // how long a request may take to come, its body with it

	update sync.Mutex // held by Update
	latest atomic.Pointer[build]

	watching sync.Mutex
	open     map[string]int // event streams by the path of their page
}

// Open gives the paths of the pages that are open in a browser, sorted.
func (s *Server) Open() []string {
	s.watching.Lock()
	defer s.watching.Unlock()
	return slices.Sorted(maps.Keys(s.open))
}

// opened notes that a page is open until the function it gives is called.
func (s *Server) opened(path string) (closed func()) {
	s.watching.Lock()
	defer s.watching.Unlock()
	s.open[path]++
	return func() {
		s.watching.Lock()
		defer s.watching.Unlock()
		if s.open[path]--; s.open[path] == 0 {
			delete(s.open, path)
		}
	}
}

// New gives a server without a site: until the first Update every page says
// that the site is being built.
func New(o Options) *Server {
	s := &Server{heartbeat: o.Heartbeat, patience: 5 * time.Second, arrival: 10 * time.Second, open: map[string]int{}}
	if s.heartbeat <= 0 {
		s.heartbeat = 20 * time.Second
	}
	for _, h := range o.Hosts {
		s.hosts = append(s.hosts, strings.ToLower(h))
	}
	s.latest.Store(&build{superseded: make(chan struct{})})
	return s
}

// build is one Site, ready to be served. It is never changed, but for the
// memory of views, which depends on the files alone.
type build struct {
	files      []File // sorted by path
	diags      diag.List
	panel      []byte            // diags as the page's script gets them; nil before the first Update
	panelID    string            // of panel; empty if there are no diagnostics
	moved      map[string]string // old path → new path, over all updates
	views      sync.Map          // path → *view
	superseded chan struct{}     // closed when another build takes this one's place
}

// maxMoved bounds the memory of renames in a session that never ends; those of
// the last update are kept in any case.
const maxMoved = 1000

// Update puts a site in the place of the one before and wakes the open pages.
// It waits for no client. Each open page compares for itself what it shows.
func (s *Server) Update(site Site) {
	b := &build{files: site.Files, diags: site.Diags, superseded: make(chan struct{})}
	byPath := func(x, y File) int { return strings.Compare(x.Path, y.Path) }
	if !slices.IsSortedFunc(b.files, byPath) {
		b.files = slices.SortedStableFunc(slices.Values(b.files), byPath)
	}
	b.panel, b.panelID = encode(site.Diags)

	s.update.Lock()
	defer s.update.Unlock()
	before := s.latest.Load()
	b.moved = b.afterRenames(before.moved, site.Renamed)
	s.latest.Store(b)
	close(before.superseded)
}

// afterRenames adds renames to those known, and forgets those of pages that are there again.
func (b *build) afterRenames(known, renamed map[string]string) map[string]string {
	moved := map[string]string{}
	if len(known)+len(renamed) <= maxMoved {
		maps.Copy(moved, known)
	}
	maps.Copy(moved, renamed)
	for from := range moved {
		if _, there := b.find(from); there {
			delete(moved, from)
		}
	}
	return moved
}

// find gives the bytes of a file.
func (b *build) find(path string) ([]byte, bool) {
	i, ok := slices.BinarySearchFunc(b.files, path, func(f File, p string) int { return strings.Compare(f.Path, p) })
	if !ok {
		return nil, false
	}
	return b.files[i].Data, true
}

// under gives the files of a folder and of those in it.
func (b *build) under(folder string) []File {
	find := func(path string) int {
		i, _ := slices.BinarySearchFunc(b.files, path, func(f File, p string) int { return strings.Compare(f.Path, p) })
		return i
	}
	return b.files[find(folder+"/"):find(folder+"0")] // 0 comes after /
}

// movedTo gives the page that a path was renamed to, in one step or several.
func (b *build) movedTo(path string) (string, bool) {
	for range len(b.moved) {
		to, ok := b.moved[path]
		if !ok {
			return "", false
		}
		if _, there := b.find(to); there {
			return to, true
		}
		path = to
	}
	return "", false
}

// maxShown is how many diagnostics the panel lists; it gives the number of the others.
const maxShown = 200

// panelItem is a diagnostic as panel.js reads it.
type panelItem struct {
	Severity string `json:"severity"`
	Code     string `json:"code"`
	Place    string `json:"place"`
	Message  string `json:"message"`
	Excerpt  string `json:"excerpt,omitempty"`
	Hint     string `json:"hint,omitempty"`
}

// encode gives the data of the event that fills the panel, and a name for it
// that is empty if there is nothing to show.
func encode(l diag.List) (data []byte, id string) {
	errors, warnings := l.Count()
	shown := slices.Clone(l)
	// Whole files and folders come before places in files: what cannot be read is
	// the cause of much else, of which not all is shown.
	whole := func(d diag.Diagnostic) int {
		if d.Pos.Line == 0 {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(shown, func(a, b diag.Diagnostic) int {
		return cmp.Or(int(a.Severity)-int(b.Severity), whole(a)-whole(b))
	})
	items := []panelItem{}
	for _, d := range shown[:min(len(shown), maxShown)] {
		items = append(items, panelItem{
			Severity: d.Severity.String(),
			Code:     d.Code,
			Place:    d.Pos.String(),
			Message:  d.Message,
			Excerpt:  d.Excerpt(),
			Hint:     d.Hint,
		})
	}
	of := func(list any) []byte {
		text, err := json.Marshal(list)
		if err != nil {
			panic("preview: encoding diagnostics: " + err.Error()) // strings and numbers always encode
		}
		return text
	}
	content := of(struct {
		Errors   int         `json:"errors"`
		Warnings int         `json:"warnings"`
		Items    []panelItem `json:"items"`
	}{errors, warnings, items})
	if len(l) > 0 {
		id = sum(content)
	}
	return slices.Concat([]byte(`{"id":`), of(id), []byte(","), content[1:]), id
}

// sum names bytes by their content; 64 bits are enough to tell two states of one page apart.
func sum(data []byte) string {
	h := sha256.Sum256(data)
	return hex.EncodeToString(h[:8])
}
