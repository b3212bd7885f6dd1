package render

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"dossier/internal/dossier"
)

// The levels of a text follow the pages that cite its words, each page once,
// however the passages overlap.
func TestCoverage(t *testing.T) {
	m := newMaker("Coverage")
	s := m.source("s", "S", "aaaaaaaaaabbbbbbbbbbccccccccccdddddddddd")
	var pages []*dossier.Item
	for i := range 4 {
		pages = append(pages, &m.entity("people", fmt.Sprint("p", i), fmt.Sprint("P", i)).Item)
	}
	cite := func(from, to int, by ...*dossier.Item) {
		p := m.passage(s, []dossier.Span{span(from, to)})
		p.CitedBy = append(p.CitedBy, by...)
	}
	cite(0, 20, pages[0])
	cite(5, 15, pages[0], pages[1])
	cite(10, 20, pages[2], pages[3])
	m.passage(s, []dossier.Span{span(30, 40)}).Annotated = true
	var v *SourceView
	for _, p := range Plan(m.finish()) {
		if x, ok := p.View.(*SourceView); ok {
			v = x
		}
	}
	if v.Coverage == nil {
		t.Fatal("no coverage")
	}
	var got []string
	for _, l := range v.Coverage.Levels {
		got = append(got, fmt.Sprintf("%d: %d%% %d %s", l.Level, l.Share, l.Passages, l.Path))
	}
	want := []string{
		"0: 50% 1 ",
		"1: 13% 1 M0 0h125v1H0z",
		"2: 25% 2 M125 0h125v1H125zM375 0h125v1H375z",
		"3: 13% 0 M250 0h125v1H250z",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	html := string(v.Text[0].HTML)
	if got := strings.Count(html, ` class="pages"`); got != 1 || !strings.Contains(html, `data-k="3" aria-describedby="pages">4</a>`) {
		t.Errorf("the run of passages is not counted once, by 4 pages: %s", html)
	}
}

func TestCoverLevels(t *testing.T) {
	for _, tt := range []struct{ pages, level int }{{0, 0}, {1, 1}, {2, 2}, {3, 2}, {4, 3}, {90, 3}} {
		list := make([]*dossier.Item, tt.pages)
		for i := range list {
			list[i] = new(dossier.Item)
		}
		within := []*thread{{anchor: &anchor{pages: list}}, {anchor: &anchor{pages: list}}, {solid: true}}
		if got := coverLevel(within); got != tt.level || levelOf(tt.pages) != tt.level {
			t.Errorf("%d pages: level %d, and %d by number, want %d", tt.pages, got, levelOf(tt.pages), tt.level)
		}
	}
}

// What the script folds and the margin has room for.
func TestLongNotesAreFolded(t *testing.T) {
	tests := []struct {
		reason string
		text   dossier.Prose
		long   bool
	}{
		{"few words", prose("<p>Few words.</p>"), false},
		{"much markup, few words", prose("<p>" + strings.Repeat("<b></b>", 200) + "</p>"), false},
		{"many words", prose("<p>" + strings.Repeat("many words ", 40) + "</p>"), true},
	}
	for _, tt := range tests {
		m := newMaker("Long")
		s := m.source("s", "S", "Some words.")
		m.note(s, "Some", nil, "")
		s.Annotations[0].Text = tt.text
		page := string(site(t, m.finish())[s.URL])
		if got := strings.Contains(page, `class="note long"`) && strings.Contains(page, `<details class="unfold">`); got != tt.long {
			t.Errorf("%s: folded is %t", tt.reason, got)
		}
		if got := strings.Contains(page, `<details class="unfold" hidden>`); got == tt.long {
			t.Errorf("%s: the control for a script that finds less room is there: %t", tt.reason, got)
		}
	}
}
