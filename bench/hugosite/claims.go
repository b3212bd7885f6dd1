package hugosite

import (
	"strings"

	"dossier/internal/render"
)

func (w writer) claim(at string, v *render.ClaimView) page {
	front := w.item(at, v.Kind, v.Sign, v.Title, v.Summary, v.Facts, v.Frame, v.Backlinks, v.Citations)
	front["about"] = each(v.About, linkTo)
	front["when"] = date(v.Date)
	front["steps"] = w.steps[at]
	front["standing"] = standing(v.Standing)
	front["columns"] = each(v.Columns, func(c render.Column) any {
		o := object("stance", c.Stance, "evidence", each(c.Evidence, w.evidence), "groups", each(c.Groups, func(g render.OriginGroup) any {
			return object("sources", each(g.Sources, linkTo), "shared", each(g.Shared, origin))
		}))
		if c.Tally != nil {
			o["passages"], o["sources"], o["origins"] = c.Tally.Brought[0].N, c.Tally.Sources, c.Tally.Origins
		}
		return o
	})
	front["measures"] = each(v.Measures, w.measure)
	front["reports"] = each(v.Reports, report)
	front["history"] = each(v.History, func(s render.Step) any { return object("from", date(s.From), "standing", standing(s.Standing)) })
	return page{"", front, markdown(v.Body)}
}

func standing(s *render.Standing) any {
	return object("status", s.Status, "supports", backing(s.Supports), "disputes", backing(s.Disputes), "circular", s.Circular)
}

func backing(b *render.Backing) any {
	if b == nil {
		return nil
	}
	return object("sources", b.Sources, "origins", b.Origins)
}

func origin(o render.OriginView) any {
	if o.Link != nil {
		return object("url", o.Link.URL)
	}
	return object("words", o.Words)
}

// report gives the days of the lag even where they are 0.
func report(r render.Report) any {
	words := map[string]string{"supports": "Supports", "disputes": "Disputes", "mentions": "Mentions without a stance"}
	o := object("ref", r.Ref.Link.URL, "stances", each(r.Stances, func(stance string) any { return words[stance] }))
	if r.Lag != nil {
		o["lag"] = map[string]any{"least": r.Lag.Least, "most": r.Lag.Most}
	}
	return o
}

func (w writer) measure(m render.Measure) any {
	if m.Series != nil {
		panic("hugosite: a generated dossier has numbers over time, which the templates do not draw")
	}
	given := each(m.Given, func(g render.GivenValue) any {
		o := object("when", date(g.Date), "words", g.Words, "at", date(g.At), "against", g.Against, "evidence", each(g.Evidence, w.evidence))
		if a := g.Amount; a != nil {
			o["amount"] = object("key", a.Key, "first", a.First, "second", a.Second)
		}
		return o
	})
	return object("of", m.Of, "date", m.Date, "unit", m.Unit, "differs", m.Differs, "several", m.Several, "times", m.Times, "given", given)
}

func (w writer) spoken(s *render.Spoken) any {
	return object("said", date(s.Said), "several", s.Several, "renderings", each(s.Renderings, func(r *render.Rendering) any {
		parts := each(r.Parts, func(q render.QuotedWords) any { return object("text", q.Text, "same", q.Same) })
		on := each(r.On, func(l *render.Link) any {
			if l.Sign == "note" {
				return object("note", l.Label, "url", l.URL)
			}
			return object("url", l.URL)
		})
		return object("parts", parts, "url", w.anchored(nil, r.URL), "ref", r.Ref.Link.URL, "on", on)
	}))
}

// filter gives the choices of the index of claims.
func filter(v *render.IndexView) []any {
	return each(v.Statuses, func(c render.Count) any { return object("key", c.Key, "n", c.N) })
}

func asOf(list []render.AsOf) []any {
	return each(list, func(a render.AsOf) any { return object("day", a.Day, "words", a.Date.Words) })
}

// elsewhere gives the other renderings of quoted words by their places.
func (w writer) elsewhere(list []render.Elsewhere) []any {
	return each(list, func(e render.Elsewhere) any {
		to, _, _ := strings.Cut(e.URL, "#")
		return object("url", w.anchored(nil, e.URL), "ref", to)
	})
}
