package render

import (
	"strings"
	"testing"

	"golang.org/x/net/html/atom"

	"dossier/internal/dossier"
)

func TestConcordance(t *testing.T) {
	tests := []struct {
		reason  string
		text    string
		publish dossier.Publish
		hide    string
		cited   string // by another page
		names   []string
		lines   []string
		counted string // the list of spellings
		rest    string // the line on what is withheld
	}{
		{
			reason: "a remnant within a sentence is an omission",
			text:   "Aurelia sailed [advertisement] at dawn. Aurelia came back.", hide: "[advertisement]", names: []string{"Aurelia"},
			lines:   []string{"Aurelia sailed […] at dawn.", "Aurelia came back."},
			counted: "Names used: Aurelia\u00a02×",
		},
		{
			reason: "a remnant at a sentence's beginning leaves no mark",
			text:   "Skip to content Aurelia sailed at dawn.", hide: "Skip to content", names: []string{"Aurelia"},
			lines:   []string{"Aurelia sailed at dawn."},
			counted: "Names used: Aurelia\u00a01×",
		},
		{
			reason: "what is shown is counted, the rest apart, by number",
			text:   "Aurelia and Meridian and Meridian sailed at dawn. Aurelia came back. Aurelia sank.", publish: dossier.PublishExcerpts,
			cited: "sailed at dawn", names: []string{"Aurelia", "Meridian"},
			lines:   []string{"Meridian 2×:", "Aurelia and Meridian and Meridian sailed at dawn.", "Aurelia 1×:", "Aurelia and Meridian and Meridian sailed at dawn."},
			counted: "Names used: Meridian\u00a02×, Aurelia\u00a01× and 2 more times in words that are not reproduced",
			rest:    "2 mentions in sentences that are not reproduced.",
		},
		{
			reason: "a name in quoted words, its sentence withheld",
			text:   "The Aurelia sailed at dawn. Aurelia came back.", publish: dossier.PublishReference,
			cited: "The Aurelia sailed", names: []string{"Aurelia"},
			counted: "Names used: Aurelia\u00a01× and 1 more time in words that are not reproduced",
			rest:    "2 mentions in sentences that are not reproduced.",
		},
		{
			reason: "a no-break space is a space like any other",
			text:   "Ship\u00a0One and Ship One sailed. Ship One came back.", publish: dossier.PublishExcerpts,
			cited: "sailed", names: []string{"Ship\u00a0One", "Ship One"},
			lines:   []string{"Ship\u00a0One and Ship One sailed."},
			counted: "Names used: Ship One\u00a02× and 1 more time in words that are not reproduced",
			rest:    "1 mention in a sentence that is not reproduced.",
		},
		{
			reason: "nothing shown",
			text:   "Aurelia sailed at dawn.", publish: dossier.PublishReference, names: []string{"Aurelia"},
			rest: "1 mention in a sentence that is not reproduced.",
		},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			m := newMaker("Ships")
			s := m.source("s", "S", tt.text)
			s.Publish = tt.publish
			e, other := m.entity("vessels", "e", "E"), m.entity("vessels", "other", "Other")
			m.mention(e, tt.names...)
			if tt.cited != "" {
				other.Body = prose("<p>Words", m.cite(s, tt.cited, &other.Item), "</p>")
			}
			if tt.hide != "" {
				at := strings.Index(tt.text, tt.hide)
				s.Hidden = []dossier.Span{span(at, at+len(tt.hide))}
				s.Shown = gaps(span(0, len(tt.text)), s.Hidden)
			}
			d := m.finish()
			e.MentionedIn[0].Names, _ = shownNames(e.MentionedIn[0], s.Mentions) // as a resolution spells and orders them
			p := parsed(t, e.URL, site(t, d)[e.URL])
			var lines []string
			for n := range p.all(atom.Section, "source-lines")[0].Descendants() {
				switch n.DataAtom {
				case atom.Li:
					lines = append(lines, new(sheet).oneLine(text(n, "")))
				case atom.H4:
					lines = append(lines, text(n, "")+":")
				}
			}
			if got, want := strings.Join(lines, "\n"), strings.Join(tt.lines, "\n"); got != want {
				t.Errorf("lines\n%s\nwant\n%s", got, want)
			}
			for class, want := range map[string]string{"names": tt.counted, "withheld": tt.rest} {
				got := ""
				for _, n := range p.all(atom.P, class) {
					got += text(n, "")
				}
				if got != want {
					t.Errorf("%s: %q, want %q", class, got, want)
				}
			}
		})
	}
}
