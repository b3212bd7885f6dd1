package hugosite

import (
	"reflect"
	"strconv"
	"strings"

	"dossier/internal/dossier"
	"dossier/internal/render"
)

// The functions of this file put parts of dossier's views as front matter. A
// link is its address alone: the title and the kind stand in the page that it
// leads to, where the templates look them up once for all places that lead there.

// object makes a map of keys and values in turn. It leaves out values that a
// template takes for false anyway, so that Hugo need not read them.
func object(pairs ...any) map[string]any {
	m := make(map[string]any, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		v := reflect.ValueOf(pairs[i+1])
		if !v.IsValid() || v.IsZero() || (v.Kind() == reflect.Slice || v.Kind() == reflect.Map) && v.Len() == 0 {
			continue
		}
		m[pairs[i].(string)] = pairs[i+1]
	}
	return m
}

func each[T any](list []T, put func(T) any) []any {
	if len(list) == 0 {
		return nil
	}
	all := make([]any, len(list))
	for i, x := range list {
		all[i] = put(x)
	}
	return all
}

// linkTo gives nil for no link.
func linkTo(l *render.Link) any {
	if l == nil {
		return nil
	}
	return l.URL
}

// date gives nil for a date that is not known.
func date(d *render.Date) any {
	if d == nil {
		return nil
	}
	return map[string]any{"iso": d.ISO, "words": d.Words}
}

func cites(c *render.Cites) []any {
	if c == nil {
		return nil
	}
	return each(c.Marks, func(m render.CiteMark) any { return m.Number })
}

func cards(f *render.Frame) []any {
	return each(f.Cards, func(g render.HovercardGroup) any {
		return object("kind", g.Kind, "sign", g.Sign, "links", each(g.Cards, func(c *render.Hovercard) any { return c.Link.URL }))
	})
}

func (w writer) evidence(e *render.Evidence) any {
	o := object("stance", e.Stance, "ref", e.Ref.Link.URL, "reliability", e.Reliability, "credibility", e.Credibility, "speaker", linkTo(e.Speaker), "note", e.Note,
		"said", date(e.Said), "elsewhere", w.elsewhere(e.SameAs), "origins", each(e.Origins, origin))
	w.quote(o, e.Quote)
	return o
}

func (w writer) citation(c *render.Citation) any {
	o := object("ref", c.Ref.Link.URL, "before", c.Before, "after", c.After, "backs", each(c.Backs, func(b render.Back) any { return b.Letter }))
	w.quote(o, c.Quote)
	return o
}

func (w writer) quote(o map[string]any, q *render.Quote) {
	o["quote"], o["url"], o["away"] = q.Text, w.anchored(nil, q.URL), q.Away
}

// anchored makes an address that leads to characters of a source lead to their
// paragraph; s is that source where the address names none. Other addresses
// stay as they are.
func (w writer) anchored(s *dossier.Source, url string) string {
	to, fragment, _ := strings.Cut(url, "#")
	if !strings.HasPrefix(fragment, "char=") {
		return url
	}
	if to != "" {
		s = w.sources[target(to)]
	}
	return to + "#" + paragraphID(s, fragment)
}

// paragraphID gives the id of the paragraph that a passage or a mention of a source begins in.
func paragraphID(s *dossier.Source, fragment string) string {
	for _, p := range s.Passages {
		if p.Fragment == fragment {
			return paragraphAt(s, p.Extent())
		}
	}
	for _, list := range [][]dossier.Mention{s.Mentions, s.Acts} {
		for i := range list {
			if list[i].Fragment == fragment {
				return paragraphAt(s, list[i].Span)
			}
		}
	}
	panic("hugosite: " + s.ID + " has nothing at " + fragment) // every address in a view leads to something
}

func paragraphAt(s *dossier.Source, span dossier.Span) string {
	for i, p := range s.Seed.Paragraphs {
		if p.Start <= span.Start && span.Start < p.End {
			return "para-" + strconv.Itoa(i+1)
		}
	}
	panic("hugosite: no paragraph of " + s.ID + " has what is cited of it")
}

func concordances(list []dossier.SourceMentions, views []*render.SourceLines, mentions func(*dossier.Source) []dossier.Mention) []any {
	var all []any
	for i, in := range list {
		all = append(all, concordance(in, mentions(in.Source), views[i]))
	}
	return all
}

// concordance gives the sentences of a source that have any of the mentions, by
// spelling where there are several; the indexes of in are those of all.
func concordance(in dossier.SourceMentions, all []dossier.Mention, v *render.SourceLines) any {
	s := in.Source
	var lines []any
	have := map[string][]any{} // by spelling, its capitals aside
	for i := 0; i < len(in.Mentions); {
		sentence := all[in.Mentions[i]].Sentence
		at := sentence.Start
		var hits []any
		names := map[string]bool{}
		for ; i < len(in.Mentions) && all[in.Mentions[i]].Sentence == sentence; i++ {
			m := &all[in.Mentions[i]]
			hits = append(hits, object("before", folded(s.Seed.Text[at:m.Span.Start]), "hit", folded(s.Seed.Text[m.Span.Start:m.Span.End]),
				"url", "../"+s.URL+"#"+paragraphAt(s, m.Span)))
			at = m.Span.End
			names[strings.ToLower(m.Name)] = true
		}
		line := object("hits", hits, "after", folded(s.Seed.Text[at:sentence.End]))
		lines = append(lines, line)
		for name := range names {
			have[name] = append(have[name], line)
		}
	}
	spellings := each(v.Spellings, func(l render.SpellingLines) any {
		return object("id", l.ID, "words", l.Words, "times", l.Times, "lines", have[strings.ToLower(l.Words)])
	})
	if len(spellings) > 0 {
		lines = nil
	}
	names := each(in.Names, func(n dossier.NameCount) any { return object("name", n.Name, "count", n.Count) })
	return object("id", "from-"+s.ID, "ref", "../"+s.URL, "names", names, "spellings", spellings, "lines", lines)
}

func (w writer) naming(n *render.Naming) map[string]any {
	if n == nil {
		return nil
	}
	rows := each(n.Rows, func(r render.NameRow) any {
		in := each(r.In, func(in render.NamesIn) any {
			voices := each(in.Voices, func(v render.NamesVoice) any {
				return object("speaker", v.Speaker.URL, "url", w.anchored(nil, v.URL), "times", v.Times)
			})
			return object("url", w.anchored(nil, in.URL), "source", in.Source, "times", in.Times, "voices", voices)
		})
		return object("words", r.Words, "times", r.Times, "in", in, "more", r.More)
	})
	return object("title", n.Title, "rows", rows, "others", n.Others, "url", n.URL)
}
