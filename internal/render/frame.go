package render

import (
	"cmp"
	"path"
	"strings"

	"dossier/internal/dossier"
)

type menuKey struct {
	section string
	here    bool
}

// menu marks the section that the page stands in. The page of the ways has no
// entry of its own, for the network leads to it.
func (sh *sheet) menu() *Menu {
	section := sh.path
	here := true
	if dir := path.Dir(sh.path); dir != "." {
		section, here = dir+"/index.html", sh.path == dir+"/index.html"
	} else if section == "paths.html" {
		section, here = "network.html", false
	}
	key := menuKey{section, here}
	if m := sh.level.menus.get(key); m != nil {
		return m
	}
	m := Menu{Site: sh.p.d.Title, HomeURL: sh.root + "index.html", Home: sh.path == "index.html"}
	if section != "search.html" {
		m.Search = sh.root + "search.html"
	}
	add := func(to string, it MenuItem) {
		it.URL = sh.root + escapedPath(to)
		if to == section {
			it.Current = "true"
			if here {
				it.Current = "page"
			}
		}
		m.Items = append(m.Items, it)
	}
	for _, k := range sh.p.kinds {
		if k.Class == dossier.ClassPage {
			continue
		}
		add(k.Folder+"/index.html", MenuItem{Title: k.Many, Sign: k.Sign})
		if k.Class == dossier.ClassEvent {
			add("timeline.html", MenuItem{Key: "timeline", Sign: "timeline"})
			add("network.html", MenuItem{Key: "network", Sign: "network"})
		}
	}
	if sh.p.count["events"] == 0 {
		add("timeline.html", MenuItem{Key: "timeline", Sign: "timeline"})
		add("network.html", MenuItem{Key: "network", Sign: "network"})
	}
	add("names.html", MenuItem{Key: "names", Sign: "names"})
	add("bibliography.html", MenuItem{Key: "bibliography", Sign: "bibliography"})
	for _, k := range sh.p.kinds {
		if k.Class == dossier.ClassPage {
			add(k.Folder+"/index.html", MenuItem{Title: k.Many, Sign: k.Sign})
		}
	}
	add("about.html", MenuItem{Key: "about", Sign: "about"})
	return sh.level.menus.add(key, m)
}

// frame surrounds a page with a title of the editor's.
func (sh *sheet) frame(title, description string) *Frame {
	d := sh.p.d
	f := &Frame{
		Lang: d.Language, Dir: d.Direction, Site: d.Title, Title: title,
		Description: cmp.Or(description, d.Description), Root: sh.root, Home: sh.path == "index.html",
		Menu: sh.menu(), Authors: d.Authors,
	}
	if sh.p.base != "" {
		f.Canonical = sh.p.address(sh.path)
	}
	if sh.p.since != nil {
		f.Changes, f.ChangesFeed = sh.root+changesPage, sh.root+changesFeed
	}
	return f
}

// keyedFrame surrounds a page whose title is one of the interface words.
func (sh *sheet) keyedFrame(key string) *Frame {
	f := sh.frame("", "")
	f.TitleKey = key
	return f
}

// address is the absolute URL of a page; the index of a folder is the folder.
func (p *Planner) address(at string) string {
	if path.Base(at) == "index.html" {
		at = strings.TrimSuffix(at, "index.html")
	}
	return p.base + escapedPath(at)
}
