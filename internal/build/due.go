package build

import (
	"slices"
	"strings"

	"dossier/internal/render"
	"dossier/internal/resolve"
)

// due is what of a site has to be made again: what a change concerned, and was
// not made since because of errors or of a newer change.
type due struct {
	all       bool
	paths     map[string]bool   // of items' own pages
	lists     bool              // the pages of many items
	search    bool              // the search files
	renamed   bool              // it is to be told which pages have other paths
	templates *render.Templates // that all pages were made with
	media     []string          // that were read
}

// add adds what a resolution changed.
func (d *due) add(r *resolve.Resolution) {
	d.all = d.all || r.All
	d.search = d.search || d.all || r.Lists || len(r.Changed) > 0
	if d.all {
		d.paths = nil
		return
	}
	if d.paths == nil {
		d.paths = make(map[string]bool, len(r.Changed))
	}
	d.lists = d.lists || r.Lists
	for _, path := range r.Changed {
		d.paths[path] = true
	}
}

// concernsMedia tells whether media are others than those that were read. Without
// changed paths anything may have changed.
func (d *due) concernsMedia(changed, media []string) bool {
	const folder = "content/media"
	if !slices.Equal(d.media, media) {
		return true
	}
	if len(media) == 0 {
		return false
	}
	return len(changed) == 0 || slices.ContainsFunc(changed, func(path string) bool {
		return path == "." || path == folder || strings.HasPrefix(path, folder+"/") || strings.HasPrefix(folder, path+"/")
	})
}
