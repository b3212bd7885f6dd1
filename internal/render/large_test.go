package render

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"dossier/internal/dossier"
)

// long is a dossier of one source with two names in each paragraph, a note on
// every twentieth, and a stretch that was left out of every tenth.
func long(paragraphs int, publish dossier.Publish) *dossier.Dossier {
	m := newMaker("A long text")
	s := m.source("s", "S", "")
	e := m.entity("people", "e", "E")
	var text strings.Builder
	for i := range paragraphs {
		start := text.Len()
		fmt.Fprintf(&text, "Alpha met Beta on day %d.", i)
		par := span(start, text.Len())
		s.Seed.Paragraphs = append(s.Seed.Paragraphs, par)
		for _, at := range []dossier.Span{span(start, start+5), span(start+10, start+14)} {
			s.Mentions = append(s.Mentions, dossier.Mention{Span: at, Entity: e, Sentence: par, Fragment: fmt.Sprintf("char=%d,%d", at.Start, at.End)})
		}
		shown := par
		if i%10 == 0 {
			s.Hidden = append(s.Hidden, span(par.End-4, par.End))
			shown.End -= 4
		}
		s.Shown = append(s.Shown, shown)
		if i%20 == 0 {
			p := &dossier.Passage{Source: s, Spans: []dossier.Span{span(start, start+9)}, Fragment: fmt.Sprintf("char=%d,%d", start, start+9), Paragraph: i, Annotated: true}
			s.Passages = append(s.Passages, p)
			s.Annotations = append(s.Annotations, &dossier.Note{Number: i/20 + 1, Quotation: &dossier.Quotation{Passage: p}, Text: prose("<p>Note.</p>")})
		}
		text.WriteString("\n\n")
	}
	s.Seed.Text, s.Publish = text.String(), publish
	in := dossier.SourceMentions{Source: s}
	for i := range s.Mentions {
		in.Mentions = append(in.Mentions, i)
	}
	in.Names = []dossier.NameCount{{Name: "Alpha", Count: paragraphs}, {Name: "Beta", Count: paragraphs}}
	e.MentionedIn = []dossier.SourceMentions{in}
	return m.d
}

// A text of 16 times the length takes about 16 times as long. Where every
// paragraph looked through all names it would be nearly 256 times. Other work on
// the machine only makes a run longer, so the best of some runs in turn counts.
func TestLongTextsTakeTimeByLength(t *testing.T) {
	for _, publish := range []dossier.Publish{dossier.PublishFull, dossier.PublishExcerpts} {
		took := func(d *dossier.Dossier) time.Duration {
			start := time.Now()
			Plan(d)
			return time.Since(start)
		}
		few, many := long(1000, publish), long(16000, publish)
		short, long := time.Hour, time.Hour
		for run := 0; run < 3 || run < 20 && long > 64*short; run++ {
			short, long = min(short, took(few), took(few)), min(long, took(many))
		}
		if long > 64*short {
			t.Errorf("%s: %v for 1,000 paragraphs, %v for 16,000", publish, short, long)
		}
	}
}

func BenchmarkLongText(b *testing.B) {
	d := long(20000, dossier.PublishFull)
	b.ReportAllocs()
	for b.Loop() {
		Plan(d)
	}
}
