package render

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"dossier/internal/dossier"
	"dossier/internal/edtf"
	"dossier/internal/quantity"
	"dossier/internal/weigh"
)

// A maker builds dossiers for tests as a resolution would: it finds the words
// of passages and names in texts that are given in full.
type maker struct {
	d     *dossier.Dossier
	kinds map[string]dossier.Kind
}

func newMaker(title string) *maker {
	m := &maker{d: &dossier.Dossier{Title: title, Language: "en", Direction: "ltr", Kinds: slices.Clone(dossier.BuiltIn)}, kinds: map[string]dossier.Kind{}}
	m.d.Kinds = append(m.d.Kinds, dossier.Kind{Folder: "vessels", Class: dossier.ClassEntity, One: "Vessel", Many: "Vessels", Sign: "entity"})
	for _, k := range m.d.Kinds {
		m.kinds[k.Folder] = k
	}
	return m
}

func date(s string) edtf.Date {
	d, err := edtf.Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

func (m *maker) item(folder, id, title string) dossier.Item {
	return dossier.Item{Kind: m.kinds[folder], ID: id, URL: folder + "/" + id + ".html", File: "content/" + folder + "/" + id + ".md", Title: title}
}

// source takes paragraphs parted by blank lines.
func (m *maker) source(id, title, text string) *dossier.Source {
	s := &dossier.Source{Item: m.item("sources", id, title), Direction: "ltr", Language: "en"}
	s.Seed = &dossier.Seed{
		File: "seeds/" + id + ".txt", Text: text, Bytes: len(text), Encoding: "utf-8",
		SHA256: fmt.Sprintf("%x", sha256.Sum256([]byte(text))),
	}
	at := 0
	for part := range strings.SplitSeq(text, "\n\n") {
		if start, body := at+strings.Index(part, strings.TrimSpace(part)), strings.TrimSpace(part); body != "" {
			s.Seed.Paragraphs = append(s.Seed.Paragraphs, dossier.Span{Start: start, End: start + len(body)})
		}
		at += len(part) + 2
	}
	s.Shown = []dossier.Span{{Start: 0, End: len(text)}}
	m.d.Sources = append(m.d.Sources, s)
	return s
}

func (m *maker) entity(folder, id, title string) *dossier.Entity {
	e := &dossier.Entity{Item: m.item(folder, id, title)}
	m.d.Entities = append(m.d.Entities, e)
	return e
}

func (m *maker) event(id, title, when string) *dossier.Event {
	e := &dossier.Event{Item: m.item("events", id, title)}
	if when != "" {
		e.Date = date(when)
	}
	if n := len(m.d.Events); n > 0 {
		e.Previous = m.d.Events[n-1]
		e.Previous.Next = e
	}
	m.d.Events = append(m.d.Events, e)
	return e
}

func (m *maker) claim(id, title string) *dossier.Claim {
	c := &dossier.Claim{Item: m.item("claims", id, title)}
	m.d.Claims = append(m.d.Claims, c)
	return c
}

// quotation finds words in a source; " … " parts the spans of an omission. The
// item that quotes is nil for an annotation of the source's own.
func (m *maker) quotation(s *dossier.Source, words string, by *dossier.Item) *dossier.Quotation {
	var spans []dossier.Span
	at := 0
	for part := range strings.SplitSeq(words, " … ") {
		i := strings.Index(s.Seed.Text[at:], part)
		if i < 0 {
			panic(fmt.Sprintf("%s: no %q", s.ID, part))
		}
		spans = append(spans, dossier.Span{Start: at + i, End: at + i + len(part)})
		at += i + len(part)
	}
	p := m.passage(s, spans)
	if by == nil {
		p.Annotated = true
	} else if !slices.Contains(p.CitedBy, by) {
		p.CitedBy = append(p.CitedBy, by)
	}
	m.d.Counts.Quotations++
	return &dossier.Quotation{Words: words, Passage: p, By: by}
}

func (m *maker) passage(s *dossier.Source, spans []dossier.Span) *dossier.Passage {
	for _, p := range s.Passages {
		if slices.Equal(p.Spans, spans) {
			return p
		}
	}
	p := &dossier.Passage{Source: s, Spans: spans}
	p.Chars = chars(s, p.Extent())
	p.Fragment = fmt.Sprintf("char=%d,%d", p.Chars.Start, p.Chars.End)
	for i, par := range s.Seed.Paragraphs {
		if par.Start <= spans[0].Start {
			p.Paragraph = i
		}
	}
	s.Passages = append(s.Passages, p)
	slices.SortStableFunc(s.Passages, func(a, b *dossier.Passage) int { return a.Extent().Start - b.Extent().Start })
	return p
}

func chars(s *dossier.Source, b dossier.Span) dossier.Span {
	start := utf8.RuneCountInString(s.Seed.Text[:b.Start])
	return dossier.Span{Start: start, End: start + utf8.RuneCountInString(s.Seed.Text[b.Start:b.End])}
}

func (m *maker) cite(s *dossier.Source, words string, by *dossier.Item) dossier.Citation {
	if words == "" {
		return dossier.Citation{Source: s}
	}
	return dossier.Citation{Source: s, Quotation: m.quotation(s, words, by)}
}

func (m *maker) evidence(s *dossier.Source, words string, by *dossier.Item) *dossier.EvidenceItem {
	return &dossier.EvidenceItem{Source: s, Quotation: m.quotation(s, words, by)}
}

// note puts an annotation on words of a source.
func (m *maker) note(s *dossier.Source, words string, speaker *dossier.Entity, html ...any) *dossier.Note {
	n := &dossier.Note{Quotation: m.quotation(s, words, nil), Utterance: dossier.Utterance{Speaker: speaker}, Text: prose(html...)}
	s.Annotations = append(s.Annotations, n)
	slices.SortStableFunc(s.Annotations, func(a, b *dossier.Note) int {
		return a.Quotation.Passage.Extent().Start - b.Quotation.Passage.Extent().Start
	})
	for i, n := range s.Annotations {
		n.Number = i + 1
	}
	if speaker != nil {
		speaker.Spoke = append(speaker.Spoke, n)
	}
	return n
}

// prose takes HTML, items to link to, and citations.
func prose(parts ...any) dossier.Prose {
	var p dossier.Prose
	text := ""
	ref := func(t dossier.Target) {
		p.HTML = append(p.HTML, dossier.Piece{Text: text, Ref: len(p.Refs)})
		p.Refs = append(p.Refs, t)
		text = ""
	}
	for _, part := range parts {
		switch part := part.(type) {
		case string:
			text += part
		case *dossier.Item:
			ref(dossier.Target{Link: part})
		case dossier.Citation:
			ref(dossier.Target{Cites: []dossier.Citation{part}})
		case []dossier.Citation:
			ref(dossier.Target{Cites: part})
		}
	}
	if text != "" {
		p.HTML = append(p.HTML, dossier.Piece{Text: text, Ref: -1})
	}
	return p
}

// mention finds every occurrence of names in all sources.
func (m *maker) mention(e *dossier.Entity, names ...string) {
	for _, s := range m.d.Sources {
		for _, name := range names {
			for at := 0; ; {
				i := strings.Index(s.Seed.Text[at:], name)
				if i < 0 {
					break
				}
				span := dossier.Span{Start: at + i, End: at + i + len(name)}
				at = span.End
				if slices.ContainsFunc(s.Mentions, func(o dossier.Mention) bool { return o.Span.Overlaps(span) }) {
					continue
				}
				c := chars(s, span)
				s.Mentions = append(s.Mentions, dossier.Mention{
					Span: span, Name: strings.Join(strings.Fields(name), " "), Entity: e, Sentence: sentence(s, span), Fragment: fmt.Sprintf("char=%d,%d", c.Start, c.End),
				})
				m.d.Counts.Mentions++
			}
		}
		slices.SortFunc(s.Mentions, func(a, b dossier.Mention) int { return a.Span.Start - b.Span.Start })
	}
}

func sentence(s *dossier.Source, span dossier.Span) dossier.Span {
	for _, par := range s.Seed.Paragraphs {
		if !par.Contains(span) {
			continue
		}
		start := par.Start
		if i := strings.LastIndex(s.Seed.Text[par.Start:span.Start], ". "); i >= 0 {
			start = par.Start + i + 2
		}
		end := par.End
		if i := strings.Index(s.Seed.Text[span.End:par.End], ". "); i >= 0 {
			end = span.End + i + 1
		}
		return dossier.Span{Start: start, End: end}
	}
	return span
}

// finish fills in what follows from the rest.
func (m *maker) finish() *dossier.Dossier {
	for _, s := range m.d.Sources {
		switch s.Publish {
		case dossier.PublishExcerpts:
			s.Shown = m.shown(s, func(p *dossier.Passage) bool { return true }, true)
		case dossier.PublishReference:
			s.Shown = m.shown(s, func(p *dossier.Passage) bool { return len(p.CitedBy) > 0 }, false)
		}
		for _, p := range s.Passages {
			sen, words := sentence(s, p.Spans[0]), p.Extent()
			if !s.Visible(span(sen.Start, words.Start)) {
				sen.Start = words.Start
			}
			if sen.End = max(sen.End, words.End); !s.Visible(span(words.End, sen.End)) {
				sen.End = words.End
			}
			p.Sentence = dossier.Snippet{Before: s.Seed.Text[sen.Start:words.Start], Hit: s.Seed.Text[words.Start:words.End], After: s.Seed.Text[words.End:sen.End]}
		}
		by := map[*dossier.Entity][]int{}
		var order []*dossier.Entity
		for i, mention := range s.Mentions {
			if by[mention.Entity] == nil {
				order = append(order, mention.Entity)
			}
			by[mention.Entity] = append(by[mention.Entity], i)
		}
		for _, e := range order {
			in := dossier.SourceMentions{Source: s, Mentions: by[e]}
			for _, i := range by[e] {
				name := s.Seed.Text[s.Mentions[i].Span.Start:s.Mentions[i].Span.End]
				j := slices.IndexFunc(in.Names, func(n dossier.NameCount) bool { return n.Name == name })
				if j < 0 {
					in.Names = append(in.Names, dossier.NameCount{Name: name})
					j = len(in.Names) - 1
				}
				in.Names[j].Count++
			}
			e.MentionedIn = append(e.MentionedIn, in)
		}
	}
	return m.d
}

func (m *maker) shown(s *dossier.Source, want func(*dossier.Passage) bool, whole bool) []dossier.Span {
	var out []dossier.Span
	for _, p := range s.Passages {
		if !want(p) {
			continue
		}
		for _, span := range p.Spans {
			if whole {
				span = sentence(s, span)
			}
			if n := len(out); n > 0 && span.Start <= out[n-1].End {
				out[n-1].End = max(out[n-1].End, span.End)
				continue
			}
			out = append(out, span)
		}
	}
	return out
}

// Sentences that the output must not have.
const (
	secretOfExcerpts  = "The harbour master's private telephone rang eleven times that night"
	secretOfReference = "Nobody aboard was asked to sign the second manifest"
)

// rich is a dossier with all that is hard to show.
func rich() *dossier.Dossier {
	m := newMaker("The Harbour Papers")
	m.d.Description = "Five texts on a night at the port of Lisse, read against each other."
	m.d.Authors = []string{"A. Reader", "B. Writer"}

	long := m.source("gazette", "Minister denies that a second ship was turned back at the port of Lisse", `Skip to main content

Transport Minister Ileana Varga said on Tuesday that "no second ship was turned back" at the port of Lisse, contradicting a report by the Coast Guard & Customs Board <CGCB> that was seen by the Gazette.

Varga, who took office in 2019, told reporters in the capital that the Meridian had been the only vessel to reach the outer harbour on 4 March. "We were told of one ship, we saw one ship, and we admitted one ship," she said.

According to two officials who spoke on condition of anonymity, however, the Aurelia waited at anchor for six hours.

The Coast Guard & Customs Board did not answer written questions. Its report, dated 9 March, gives the time of the first radio call as 22:40 and says that the harbour office in Lisse "was informed at once".

Opposition leader Tomasz Krawczyk-Lindqvist von Hohenfels und zu Altenburg called the minister's statement an insult to the families, who have waited for an answer since the spring.`)
	long.Publisher, long.Authors, long.Published = "The Lisse Gazette", []string{"Maria Oduya"}, date("2024-03-12")
	long.Address, long.Archived, long.Accessed = "https://www.gazette.example/2024/03/12/minister-denies", "https://archive.example/abc", date("2024-04-01")
	long.Reliability, long.Rights, long.Origins = "B", "© The Lisse Gazette", []dossier.Origin{{Words: "Own reporting"}}
	long.Summary = "The minister's denial, and what the Board's report says otherwise."
	long.Hidden = []dossier.Span{{Start: 0, End: len("Skip to main content")}}
	long.Shown = []dossier.Span{{Start: len("Skip to main content"), End: len(long.Seed.Text)}}

	arabic := m.source("sahifa", "الوزيرة تنفي إعادة سفينة ثانية", "قالت وزيرة النقل إيليانا فارغا إن سفينة واحدة فقط وصلت إلى ميناء ليس.\n\nوأضافت أن التقرير \"غير دقيق\"، ولم تذكر السفينة أوريليا.")
	arabic.Language, arabic.Direction, arabic.Publisher, arabic.Published = "ar", "rtl", "الصحيفة", date("2024-03-13?")
	arabic.TitleSupplied = true

	excerpts := m.source("wire", "Two ships at Lisse, officials say", "Officials at Lisse said two ships had called that night. "+secretOfExcerpts+".\n\nThe Aurelia lay at anchor until dawn. The Meridian was unloaded. Varga was not available. It rained.\n\nThis report was edited abroad.")
	excerpts.Publisher, excerpts.Published, excerpts.Publish = "Wire Service", date("2024-03-05"), dossier.PublishExcerpts
	excerpts.Address = "https://wire.example/item?id=7&lang=en"

	ref := m.source("manifest", "Manifest of the Aurelia", "The Aurelia carried 214 passengers. "+secretOfReference+". The Aurelia left on 6 March.\n\nVarga signed for the ministry.")
	ref.Publish, ref.Rights = dossier.PublishReference, "Not to be reproduced"

	empty := &dossier.Source{Item: m.item("sources", "interview", "Interview, no text held"), Language: "en", Direction: "ltr", Published: date("2024-04~")}
	defer func() { m.d.Sources = append(m.d.Sources, empty) }()

	varga := m.entity("people", "ileana-varga", "Ileana Varga")
	varga.Aliases = []string{"Varga", "إيليانا فارغا"}
	varga.Summary = "Minister of Transport since 2019."
	varga.Born, varga.SameAs, varga.Tags = date("1968~"), []string{"https://www.wikidata.org/wiki/Q1"}, []string{"government", "transport"}
	krawczyk := m.entity("people", "krawczyk #1? 100%", "Tomasz Krawczyk-Lindqvist von Hohenfels und zu Altenburg")
	board := m.entity("organizations", "cgcb", "Coast Guard & Customs Board <CGCB>")
	ministry := m.entity("organizations", "ministry", "Ministry of Transport")
	lisse := m.entity("places", "lisse", "Lisse")
	lisse.Coordinates = &dossier.Coordinates{Lat: 52.2578, Lon: -4.5547}
	harbour := m.entity("places", "outer-harbour", "Outer harbour")
	harbour.PartOf = lisse
	lisse.Parts = []*dossier.Entity{harbour}
	aurelia := m.entity("vessels", "aurelia", "Aurelia")
	meridian := m.entity("vessels", "meridian", "Meridian")
	board.Founded = date("1951")
	m.mention(varga, "Ileana Varga", "Varga", "إيليانا فارغا", "فارغا")
	m.mention(krawczyk, "Tomasz Krawczyk-Lindqvist von Hohenfels und zu Altenburg")
	m.mention(board, "Coast Guard & Customs Board")
	m.mention(lisse, "port of Lisse", "Lisse")
	m.mention(harbour, "outer harbour")
	m.mention(aurelia, "Aurelia", "أوريليا")
	m.mention(meridian, "Meridian")

	varga.Roles = []dossier.EntityRole{{Title: "Minister of Transport", Organization: ministry, From: date("2019"), Evidence: []*dossier.EvidenceItem{m.evidence(long, "Varga, who took office in 2019", &varga.Item)}}}
	varga.Relations = []dossier.EntityRelation{{Other: board, Type: "oversees", From: date("2019")}}
	board.Relations = []dossier.EntityRelation{{Other: varga, Type: "oversees", Reverse: true, Until: date("2024")}}
	varga.Body = prose("<p>", &varga.Item, " has spoken of one ship only.", m.cite(long, "no second ship was turned back", &varga.Item),
		" Officials speak of two.", []dossier.Citation{m.cite(excerpts, "two ships had called that night", &varga.Item), m.cite(long, "the Aurelia waited at anchor for six hours", &varga.Item), m.cite(ref, "", &varga.Item)},
		"</p><p>She repeated it to reporters.", m.cite(long, "no second ship was turned back", &varga.Item), "</p>")

	// Passages that nest, overlap, run over paragraphs, and leave words out.
	m.note(long, "\"no second ship was turned back\" at the port of Lisse, contradicting a report", varga, "<p>The minister denies what nobody has yet said in public: the report was not out. Compare ", &excerpts.Item, ".", m.cite(excerpts, "The Aurelia lay at anchor until dawn", &long.Item), "</p><p>A second paragraph, so that the note is longer than the text that it stands beside, and pushes the next note down.</p>")
	m.note(long, "she said", varga, "<p>A neutral verb.</p>")
	m.note(long, "a report by the Coast Guard & Customs", nil, "<p>It crosses the name it ends in.</p>")
	m.note(long, "we admitted one ship,\" she said.\n\nAccording to two officials who spoke on condition of anonymity, however", nil, "<p>Over the paragraph.</p>")
	m.note(long, "the time of the first radio call … the harbour office in Lisse", board, "<p>An omission.</p>").Tags = []string{"radio", "time"}
	m.note(long, "Lisse \"was informed at once\"", nil, "<p>Begins with a name.</p>")
	m.note(excerpts, "The Meridian was unloaded", nil, "<p>The other ship.</p>")
	m.note(ref, "The Aurelia left on 6 March", nil, "<p>Two days later.</p>")
	m.note(arabic, "غير دقيق", varga, "<p>“Inaccurate”.</p>")
	// A passage of which begin and end are those of another one, and a mention that is a passage.
	m.quotation(long, "the time of the first radio call as 22:40 and says that the harbour office in Lisse", &board.Item)
	m.quotation(long, "Tomasz Krawczyk-Lindqvist von Hohenfels und zu Altenburg", &krawczyk.Item)
	m.quotation(long, "Skip to main content", &board.Item)

	call := m.event("first-call", "First radio call", "2024-03-04T22:40")
	call.Place, call.Summary = lisse, "The Board's report gives the time as 22:40."
	call.Participants = []dossier.EventParticipant{{Entity: board, Role: "received the call"}, {Entity: aurelia}}
	call.Evidence = []*dossier.EvidenceItem{m.evidence(long, "gives the time of the first radio call as 22:40", &call.Item), {Source: empty, Utterance: dossier.Utterance{Speaker: krawczyk}, Note: "By telephone."}}
	call.Body = prose("<p>The call.", m.cite(long, "", &call.Item), "</p>")
	anchor := m.event("anchor", "The Aurelia waits at anchor", "2024-03?")
	anchor.Place = harbour
	departure := m.event("departure", "The Aurelia leaves", "2024-03-06/2024-03-07")
	departure.Evidence = []*dossier.EvidenceItem{m.evidence(ref, "The Aurelia carried 214 passengers", &departure.Item)}
	m.event("undated", "The families are told", "")
	varga.Events = []*dossier.Event{call, anchor}
	lisse.Events = []*dossier.Event{call}

	c := m.claim("two-ships", "Two ships reached the port of Lisse on 4 March")
	c.Summary, c.About = "The minister speaks of one ship; officials speak of two.", []*dossier.Item{&varga.Item, &lisse.Item, &aurelia.Item}
	dispute := m.evidence(long, "We were told of one ship, we saw one ship, and we admitted one ship", &c.Item)
	dispute.Stance, dispute.Speaker, dispute.Credibility = dossier.Disputes, varga, 4
	support := m.evidence(excerpts, "two ships had called that night", &c.Item)
	support.Stance, support.Credibility, support.Note = dossier.Supports, 2, "Officials, not named."
	support2 := m.evidence(arabic, "سفينة واحدة فقط وصلت إلى ميناء ليس", &c.Item)
	ships := func(n string) dossier.Value {
		return dossier.Value{Of: "ships in port", Type: dossier.NumberValue, Number: number(n)}
	}
	passengers := func(n, at string) dossier.Value {
		return dossier.Value{Of: "passengers", Type: dossier.NumberValue, Number: number(n), Unit: "people", At: date(at)}
	}
	dispute.Values = []dossier.Value{ships("1"), passengers(">=214", "2024-03-12")}
	support.Values = []dossier.Value{ships("2"), passengers("~12500.5", "2024-04")}
	dispute.Said, dispute.SameAs = date("2024-03-11"), []*dossier.Quotation{m.quotation(arabic, "سفينة واحدة فقط وصلت إلى ميناء ليس", &c.Item)}
	c.Corrections = []dossier.Correction{{Date: date("2024-05-02"), Note: "The officials were first named as the port's."}}
	c.Evidence = []*dossier.EvidenceItem{dispute, support, support2}
	c.Corroboration = weigh.Corroborate(c.Evidence)
	varga.Claims = []*dossier.Claim{c}
	varga.SpokeIn = []dossier.SpokenEvidence{{On: &c.Item, Evidence: dispute}}

	method := m.item("pages", "method", "How this was done")
	var sixty []any
	for i := range 60 {
		words := strings.Fields(long.Seed.Text)[10+i]
		sixty = append(sixty, fmt.Sprintf("<p>Sentence %d.", i+1), dossier.Citation{Source: long, Quotation: m.quotation(long, words, &method), Locator: fmt.Sprintf("word %d", i)}, "</p>")
	}
	method.Body = prose(append([]any{"<h2 id=\"aim\">Aim</h2>"}, sixty...)...)
	m.d.Pages = []*dossier.Item{&method}
	home := &dossier.Item{Title: "The Harbour Papers", URL: "index.html", File: "content/index.md"}
	home.Body = prose("<p>On the night of 4 March 2024 one ship, or two, came to ", &lisse.Item, ". This dossier holds what was written about it.", m.cite(long, "no second ship was turned back", home), "</p>")
	m.d.Home = home
	for _, it := range []*dossier.Item{&lisse.Item, &varga.Item, &long.Item} {
		it.Backlinks = []dossier.Backlink{{From: &method, Sentence: dossier.Snippet{Before: "We began with ", Hit: it.Title, After: " & went on."}}, {From: &c.Item, Sentence: dossier.Snippet{Hit: it.Title, After: " is named."}}}
	}
	return m.finish()
}

// large is a generated dossier: sources of 12 paragraphs, each naming entities.
func large(sources, entities, events int) *dossier.Dossier {
	m := newMaker("A large dossier")
	var all []*dossier.Entity
	for i := range entities {
		all = append(all, m.entity([]string{"people", "organizations", "places"}[i%3], fmt.Sprintf("entity-%d", i), fmt.Sprintf("Entity Number %d", i)))
	}
	for i := range sources {
		var text strings.Builder
		var spans []dossier.Span
		var named []*dossier.Entity
		for par := range 12 {
			if par > 0 {
				text.WriteString("\n\n")
			}
			for sen := range 4 {
				if sen > 0 {
					text.WriteByte(' ')
				}
				if sen%2 == 0 {
					e := all[(i*7+par*3+sen)%len(all)]
					at := text.Len()
					text.WriteString(e.Title)
					spans, named = append(spans, dossier.Span{Start: at, End: text.Len()}), append(named, e)
				} else {
					text.WriteString("The committee")
				}
				fmt.Fprintf(&text, " met on the morning of day %d and said in paragraph %d of record %d that nothing had been agreed.", sen, par, i)
			}
		}
		s := m.source(fmt.Sprintf("source-%d", i), fmt.Sprintf("Record %d of the committee", i), text.String())
		s.Publisher, s.Published = "The Record", date(fmt.Sprintf("20%02d-%02d-%02d", i%24, i%12+1, i%28+1))
		s.Address = fmt.Sprintf("https://record.example/%d", i)
		for j, span := range spans {
			c := chars(s, span)
			s.Mentions = append(s.Mentions, dossier.Mention{Span: span, Entity: named[j], Sentence: sentence(s, span), Fragment: fmt.Sprintf("char=%d,%d", c.Start, c.End)})
		}
		for par := range 4 {
			m.note(s, fmt.Sprintf("said in paragraph %d of record %d", par, i), all[i%len(all)], "<p>A note of some length on ", &all[(i+par)%len(all)].Item, ", who was there.</p>")
		}
	}
	for i, e := range all {
		s := m.d.Sources[i%len(m.d.Sources)]
		e.Body = prose("<p>Met on the day.", m.cite(s, fmt.Sprintf("paragraph 5 of record %d", i%len(m.d.Sources)), &e.Item), " And again.", m.cite(s, "", &e.Item), "</p>")
	}
	for i := range events {
		e := m.event(fmt.Sprintf("event-%d", i), fmt.Sprintf("Meeting %d", i), fmt.Sprintf("%d-%02d", 1900+i/12, i%12+1))
		s := m.d.Sources[i%len(m.d.Sources)]
		e.Place, e.Summary = all[i%len(all)], "A meeting of which little is known."
		e.Participants = []dossier.EventParticipant{{Entity: all[(i+1)%len(all)]}, {Entity: all[(i+2)%len(all)], Role: "chair"}}
		e.Evidence = []*dossier.EvidenceItem{m.evidence(s, fmt.Sprintf("paragraph 6 of record %d", i%len(m.d.Sources)), &e.Item)}
		for k := range 3 {
			all[(i+k)%len(all)].Events = append(all[(i+k)%len(all)].Events, e)
		}
	}
	return m.finish()
}

func BenchmarkSite(b *testing.B) {
	d := large(1000, 200, 200)
	t := defaults(b)
	b.Run("plan", func(b *testing.B) {
		b.ReportAllocs()
		pages := 0
		for b.Loop() {
			pages = len(Plan(d))
		}
		b.ReportMetric(float64(pages*b.N)/b.Elapsed().Seconds(), "pages/s")
	})
	pages := Plan(d)
	b.Run("render", func(b *testing.B) {
		b.ReportAllocs()
		bytes := 0
		for b.Loop() {
			files, _, err := t.Render(b.Context(), pages)
			if err != nil {
				b.Fatal(err)
			}
			bytes = 0
			for _, f := range files {
				bytes += len(f.Data)
			}
		}
		b.ReportMetric(float64(len(pages)*b.N)/b.Elapsed().Seconds(), "pages/s")
		b.SetBytes(int64(bytes))
	})
}

func number(s string) quantity.Quantity {
	q, err := quantity.Parse(s)
	if err != nil {
		panic(err)
	}
	return q
}
