package render

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dossier/internal/dossier"
)

// FuzzShown holds the rule of publish for any passages, names and notes: of a
// text of which every word is another one, no word outside of Shown is in any
// file, and every word of a shown quotation is on its page.
func FuzzShown(f *testing.F) {
	f.Add([]byte{1, 3, 9, 8, 4, 30, 41, 42, 5}, uint8(1))
	f.Add([]byte{0, 59, 2, 12, 13, 14, 13, 30, 7}, uint8(2))
	f.Add([]byte{10, 12, 0, 11, 14, 1, 12, 13, 2}, uint8(0))
	set := defaults(f)
	word := regexp.MustCompile(`w\d\d`)
	f.Fuzz(func(t *testing.T, data []byte, mode uint8) {
		m := newMaker("Words")
		var text strings.Builder
		for i := range 60 {
			switch {
			case i > 0 && i%12 == 0:
				text.WriteString(".\n\n")
			case i > 0 && i%4 == 0:
				text.WriteString(". ")
			case i > 0:
				text.WriteByte(' ')
			}
			fmt.Fprintf(&text, "w%02d", i)
		}
		s := m.source("s", "A source", text.String())
		s.Publish = dossier.Publish(mode % 3)
		s.Address = "https://a.example/s"
		at := func(i byte) dossier.Span {
			start := strings.Index(s.Seed.Text, fmt.Sprintf("w%02d", int(i)%60))
			return span(start, start+3)
		}
		e := m.entity("people", "e", "An entity")
		for i := 0; i+2 < len(data) && i < 18; i += 3 {
			a, b := at(data[i]), at(data[i+1])
			if a.Start > b.Start {
				a, b = b, a
			}
			switch data[i+2] % 4 {
			case 0: // a citation, with an omission where there is room
				spans := []dossier.Span{a, b}
				if a == b || data[i+2]%8 == 0 {
					spans = []dossier.Span{span(a.Start, b.End)}
				}
				p := m.passage(s, spans)
				p.CitedBy = []*dossier.Item{&e.Item}
				e.Roles = append(e.Roles, dossier.EntityRole{Title: "role", Evidence: []*dossier.EvidenceItem{{Source: s, Quotation: &dossier.Quotation{Passage: p}}}})
			case 1: // a note
				p := m.passage(s, []dossier.Span{span(a.Start, b.End)})
				p.Annotated = true
				n := &dossier.Note{Number: len(s.Annotations) + 1, Quotation: &dossier.Quotation{Passage: p}, Text: prose("<p>note</p>")}
				s.Annotations = append(s.Annotations, n)
				e.Spoke = append(e.Spoke, n)
			case 2:
				m.mention(e, s.Seed.Text[a.Start:a.End])
			default:
				s.Hidden = append(s.Hidden, b)
			}
		}
		slices.SortFunc(s.Hidden, func(a, b dossier.Span) int { return a.Start - b.Start })
		d := m.finish()
		files, list, err := set.Render(t.Context(), Plan(d))
		if err != nil || len(list) > 0 {
			t.Fatal(err, list)
		}
		shown := map[string]bool{}
		for _, sp := range s.Shown {
			for _, w := range word.FindAllString(s.Seed.Text[sp.Start:sp.End], -1) {
				shown[w] = true
			}
		}
		var page string
		for _, file := range files {
			if file.Path == s.URL {
				page = string(file.Data)
			}
			for _, w := range word.FindAllString(string(file.Data), -1) {
				if !shown[w] {
					t.Fatalf("%s has %s, which %s does not show", file.Path, w, s.Publish)
				}
			}
		}
		if err := balanced([]byte(page)); err != nil {
			t.Fatal(err)
		}
		ids := parsed(t, s.URL, []byte(page)).ids
		for id, n := range ids {
			if n > 1 {
				t.Fatalf("id %s %d times", id, n)
			}
		}
		for _, p := range s.Passages {
			if ids[p.Fragment] == 0 {
				t.Fatalf("%s cannot be opened", p.Fragment)
			}
			if s.Publish == dossier.PublishExcerpts || len(s.Hidden) > 0 {
				continue
			}
			if words, ok := new(sheet).passageText(p); ok && s.Publish == dossier.PublishFull {
				for _, w := range word.FindAllString(words, -1) {
					if !strings.Contains(page, w) {
						t.Fatalf("the page lacks %s", w)
					}
				}
			}
		}
	})
}
