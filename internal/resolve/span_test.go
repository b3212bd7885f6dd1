package resolve

import (
	"strings"
	"testing"

	"dossier/internal/dossier"
)

func TestSentenceKeepsSpacesAtTheBounds(t *testing.T) {
	const before, hit, after = "likened Hamas,", "which is considered", "to early Turkish cadres"
	for _, c := range []struct{ space, reason string }{
		{" ", "a plain space"},
		{"\u00a0", "a no-break space"},
		{"\u202f", "a narrow no-break space"},
		{"\u2009", "a thin space"},
		{"\u3000", "an ideographic space"},
		{"\r\n", "a line break of two bytes"},
		{"\u00a0 \n", "a run of several"},
	} {
		text := before + c.space + hit + c.space + after
		start := len(before + c.space)
		s := &dossier.Source{
			Seed:    &dossier.Seed{Text: text},
			Publish: dossier.PublishFull,
			Shown:   []dossier.Span{{Start: 0, End: len(text)}},
		}
		p := &dossier.Passage{Source: s, Spans: []dossier.Span{{Start: start, End: start + len(hit)}}}
		got := sentence(s, p, dossier.Span{Start: 0, End: len(text)})
		if want := (dossier.Snippet{Before: before + " ", Hit: hit, After: " " + after}); got != want {
			t.Errorf("with %s (%+q) the sentence is %+q, want %+q", c.reason, c.space, got, want)
		}
	}
	if got := folded("the" + strings.Repeat("\u00a0", 2) + "Miller"); got != "the Miller" {
		t.Errorf("two no-break spaces within words are folded to %q", got)
	}
}
