package hugosite

import (
	"fmt"
	"iter"
	"path"
	"strings"

	"dossier/internal/dossier"
	"dossier/internal/edtf"
	"dossier/internal/render"
)

// writer makes the files of a Hugo site of a dossier. What stands in the front
// matter is what dossier's own templates are given, as far as Hugo's cannot find
// it in the page that a link leads to.
type writer struct {
	d        *dossier.Dossier
	jobs     []render.Job
	sources  map[string]*dossier.Source // by the path of the page, as all that follows
	entities map[string]*dossier.Entity
	events   map[string]*dossier.Event
	headings map[string]string // above it in its index
	concerns map[string]string // numbers of the entities that the timeline filters it by
	known    map[string]string // the day from which on the timeline has it
	steps    map[string]string // what its status was from which day on, in the index of claims
	menu     []map[string]any
}

func newWriter(d *dossier.Dossier) writer {
	w := writer{
		d: d, jobs: render.NewPlanner(d).Jobs(),
		sources: map[string]*dossier.Source{}, entities: map[string]*dossier.Entity{}, events: map[string]*dossier.Event{},
		headings: map[string]string{}, concerns: map[string]string{}, known: map[string]string{}, steps: map[string]string{},
	}
	for _, s := range d.Sources {
		w.sources[s.URL] = s
	}
	for _, e := range d.Entities {
		w.entities[e.URL] = e
	}
	for _, e := range d.Events {
		w.events[e.URL] = e
	}
	for _, j := range w.jobs {
		switch j.Template {
		case "home.html":
			for _, item := range j.Page().View.(*render.HomeView).Frame.Menu.Items {
				title := item.Title
				if title == "" {
					title = strings.ToUpper(item.Key[:1]) + item.Key[1:]
				}
				w.menu = append(w.menu, object("title", title, "url", item.URL))
			}
		case "index.html":
			for _, g := range j.Page().View.(*render.IndexView).Groups {
				for _, c := range g.Cards {
					w.headings[target(c.Link.URL)], w.steps[target(c.Link.URL)] = g.Heading, c.Steps
				}
			}
		case "timeline.html":
			v := j.Page().View.(*render.TimelineView)
			for _, year := range v.Years {
				for _, month := range year.Months {
					for _, o := range month.Occurrences {
						if o.Disputed {
							panic("hugosite: a generated dossier has events with several dates, which the templates do not mark")
						}
						w.concerns[target(o.Link.URL)], w.known[target(o.Link.URL)] = o.Of, o.Known
					}
				}
			}
		}
	}
	return w
}

// target gives the path of the page that a relative address leads to.
func target(url string) string {
	url, _, _ = strings.Cut(url, "#")
	return strings.TrimPrefix(url, "../")
}

// pages yields every page that has a file of its own under content/. Hugo adds
// the one that stands for missing pages.
func (w writer) pages() iter.Seq[page] {
	return func(yield func(page) bool) {
		for _, j := range w.jobs {
			if j.Template == "" || j.Template == "404.html" {
				continue
			}
			p := w.page(j.Page())
			if p.path == "" {
				p.path = strings.TrimSuffix(j.Path, ".html") + ".md"
			}
			if !yield(p) {
				return
			}
		}
	}
}

// page gives the file of a page, without a path where that is the page's own.
func (w writer) page(p render.Page) page {
	switch v := p.View.(type) {
	case *render.HomeView:
		return page{"_index.md", object("title", v.Title, "cards", cards(v.Frame)), markdown(v.Body)}
	case *render.IndexView:
		return page{path.Join(v.Folder, "_index.md"), object("title", v.Title, "url", "/"+p.Path, "sign", v.Sign,
			"order", map[bool]string{true: "desc", false: "asc"}[v.Folder == "sources"],
			"dated", v.ByDate, "lettered", !v.ByDate && len(v.Groups) > 0 && v.Groups[0].Heading != "",
			"statuses", filter(v), "asof", asOf(v.AsOf)), ""}
	case *render.TimelineView:
		filters := each(v.Filters, func(f render.Filter) any {
			return object("name", f.Name, "label", f.Label, "options", each(f.Options, func(o render.FilterOption) any {
				return object("id", o.ID, "number", o.Number, "label", o.Label, "n", o.N)
			}))
		})
		return page{"", object("title", "Timeline", "layout", "timeline", "filters", filters, "asof", asOf(v.AsOf), "chart", chart(v.Chart)), ""}
	case *render.NetworkView:
		return page{"", object("title", "Network", "layout", "network", "entities", v.Entities, "joined", v.Joined,
			"graph", graph(v.Graph), "ties", each(v.Ties, networkTie), "shared", each(v.Events, w.sharedEvent),
			"citations", each(v.Citations, w.citation)), ""}
	case *render.NamesView:
		groups := each(v.Groups, func(g render.NamesGroup) any {
			return object("heading", g.Heading, "id", g.ID, "entries", each(g.Entries, func(e render.NamesEntry) any {
				return object("id", e.ID, "link", e.Link.URL, "naming", w.naming(e.Naming))
			}))
		})
		return page{"", object("title", "Names", "layout", "names", "all", v.All, "most", v.Most, "cut", v.Cut, "groups", groups), ""}
	case *render.SourceView:
		return w.source(w.sources[p.Path], v)
	case *render.EntityView:
		return w.entity(w.entities[p.Path], v)
	case *render.EventView:
		return w.event(w.events[p.Path], v)
	case *render.ClaimView:
		return w.claim(p.Path, v)
	case *render.PathsView:
		return page{"", object("title", "Connections", "layout", "paths", "within", "network.html", "entities", v.Entities, "ties", v.Ties), ""}
	case *render.PageView:
		return page{"", w.item(p.Path, v.Kind, v.Sign, v.Title, v.Summary, v.Facts, v.Frame, v.Backlinks, v.Citations), markdown(v.Body)}
	case *render.BibliographyView, *render.SearchView, *render.AboutView:
		name := strings.TrimSuffix(p.Path, ".html")
		return page{"", object("title", strings.ToUpper(name[:1])+name[1:], "layout", name), ""}
	}
	panic(fmt.Sprintf("hugosite: %s has a view that is not known: %T", p.Path, p.View))
}

// item gives what every entry's front matter has.
func (w writer) item(at, kind, sign, title, summary string, f render.Facts, frame *render.Frame, back []*render.Backlink, cited []*render.Citation) map[string]any {
	if len(f.Corrections) > 0 {
		panic("hugosite: a generated dossier has corrections, which the templates do not list")
	}
	return object("title", title, "kind", kind, "sign", sign, "summary", summary,
		"names", f.Aliases, // Hugo's own aliases are addresses
		"marks", f.Tags, "letter", w.headings[at], "of", w.concerns[at], "known", w.known[at], "cards", cards(frame),
		"backlinks", each(back, func(b *render.Backlink) any {
			return object("from", b.From.URL, "before", b.Before, "hit", b.Hit, "after", b.After)
		}),
		"citations", each(cited, w.citation))
}

func (w writer) source(s *dossier.Source, v *render.SourceView) page {
	front := w.item(s.URL, v.Kind, v.Sign, v.Title, v.Summary, v.Facts, v.Frame, v.Backlinks, v.Citations)
	setDate(front, s.Published, v.Published)
	front["authors"], front["publisher"] = strings.Join(v.Authors, ", "), v.Publisher
	front["supplied"], front["doubt"] = v.Supplied, v.Doubt
	front["passages"] = each(v.Passages, func(p *render.PassageView) any {
		return object("quote", p.Quote, "url", w.anchored(s, p.URL), "by", each(p.CitedBy, linkTo),
			"notes", each(p.Notes, func(n render.CiteMark) any { return n.Number }))
	})
	front["named"] = each(v.Named, func(n render.Named) any {
		return object("kind", n.Kind, "sign", n.Sign, "links", each(n.Links, linkTo))
	})
	if v.Coverage != nil {
		front["coverage"] = each(v.Coverage.Levels, func(l render.CoverLevel) any {
			return object("level", l.Level, "path", l.Path, "share", l.Share, "some", l.Some, "passages", l.Passages)
		})
	}
	front["notes"], front["cited"] = len(s.Annotations), citing(s)
	p := v.Provenance
	front["provenance"] = object(
		"origin", each(p.Origins, origin), "reliability", p.Reliability, "language", p.Language,
		"url", p.Address.URL, "label", p.Address.Label, "accessed", date(p.Accessed),
		"seed", p.Seed, "sha256", p.SHA256, "encoding", p.Encoding, "bytes", p.Bytes,
		"words", p.Words, "paragraphs", p.Paragraphs, "characters", p.Characters, "mentions", p.Mentions)
	body, err := article(s, v)
	if err != nil {
		panic("hugosite: " + err.Error()) // Files has tried all
	}
	return page{"", front, body}
}

// citing counts the pages that cite a source.
func citing(s *dossier.Source) int {
	pages := map[*dossier.Item]bool{}
	for _, p := range s.Passages {
		for _, i := range p.CitedBy {
			pages[i] = true
		}
	}
	for _, b := range s.Backlinks {
		pages[b.From] = true
	}
	delete(pages, &s.Item)
	return len(pages)
}

func (w writer) entity(e *dossier.Entity, v *render.EntityView) page {
	front := w.item(e.URL, v.Kind, v.Sign, v.Title, v.Summary, v.Facts, v.Frame, v.Backlinks, v.Citations)
	front["type"] = "entity"
	front["mentions"], front["sources"] = v.Mentions, v.Sources
	front["roles"] = each(v.Roles, func(r render.RoleView) any {
		return object("title", r.Title, "organization", linkTo(r.Organization), "from", date(r.From), "until", date(r.Until), "cites", cites(r.Cites))
	})
	front["dates"] = each(v.Dates, func(f render.DatedFact) any {
		return object("label", strings.ToUpper(f.Key[:1])+f.Key[1:], "when", date(f.Date))
	})
	if c := v.Coordinates; c != nil {
		front["coordinates"] = fmt.Sprintf("%s° %s, %s° %s", c.Lat, strings.ToUpper(c.NorthSouth[:1]), c.Lon, strings.ToUpper(c.EastWest[:1]))
	}
	front["beside"] = v.Beside
	front["chart"] = chart(v.Chart)
	front["relations"] = each(v.Relations, func(r render.RelationView) any {
		return object("other", r.Other.URL, "type", r.Type, "reverse", r.Reverse, "from", date(r.From), "until", date(r.Until), "cites", cites(r.Cites))
	})
	front["events"] = each(v.Events, func(o *render.Occurrence) any { return o.Link.URL })
	front["claims"] = each(v.Claims, func(c *render.Card) any { return c.Link.URL })
	front["network"] = neighbourhood(v.Network)
	front["paths"] = v.Paths
	front["spoken"] = each(v.Spoken, w.spoken)
	front["told"] = each(v.SaidOf, func(s render.SaidOf) any {
		return object("speaker", s.Speaker.URL, "text", s.Text, "url", w.anchored(nil, s.URL), "ref", s.Ref.Link.URL)
	})
	front["named"] = w.naming(v.NamedAs)
	front["concordance"] = concordances(e.MentionedIn, v.Concordance, func(s *dossier.Source) []dossier.Mention { return s.Mentions })
	return page{"", front, markdown(v.Body)}
}

func (w writer) event(e *dossier.Event, v *render.EventView) page {
	front := w.item(e.URL, v.Kind, v.Sign, v.Title, v.Summary, v.Facts, v.Frame, v.Backlinks, v.Citations)
	setDate(front, e.Date, v.Date)
	front["beside"] = v.Beside
	front["place"] = linkTo(v.Place)
	front["participants"] = each(v.Participants, func(p render.ParticipantView) any { return object("link", p.Link.URL, "role", p.Role) })
	front["evidence"] = each(v.Evidence, w.evidence)
	front["measures"] = each(v.Measures, w.measure)
	front["reports"] = each(v.Reports, report)
	front["claims"] = each(v.Claims, func(c *render.Card) any { return c.Link.URL })
	for key, o := range map[string]*render.Occurrence{"previous": v.Previous, "next": v.Next} {
		if o != nil {
			front[key] = object("link", o.Link.URL, "when", date(o.Date))
		}
	}
	front["named"] = w.naming(v.NamedAs)
	front["concordance"] = concordances(e.NamedIn, v.Concordance, func(s *dossier.Source) []dossier.Mention { return s.Acts })
	return page{"", front, markdown(v.Body)}
}

// setDate gives a page the day that Hugo is to sort it by.
func setDate(front map[string]any, d edtf.Date, shown *render.Date) {
	if shown == nil {
		return
	}
	front["date"] = (d.ISO() + "-01-01")[:len("2006-01-02")]
	front["when"] = date(shown)
}
