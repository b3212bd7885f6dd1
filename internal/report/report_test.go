package report_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"dossier/internal/build"
	"dossier/internal/dossier"
	"dossier/internal/report"
	"dossier/internal/sample"
)

// ground is what each test adds its own files to: two sources, a person and a place.
const ground = `
-- dossier.yaml --
title: The pier
-- seeds/a.txt --
The harbour master, Ada Krantz, closed the north pier on 3 May 2021.

The council disagreed. The pier is sound, it said; the pier is open.
-- seeds/b.txt --
Krantz said that the planks are rotten.
-- content/sources/a.md --
---
title: Text A
seed: a.txt
---
-- content/sources/b.md --
---
title: Text B
seed: b.txt
---
-- content/people/ada-krantz.md --
---
title: Ada Krantz
aliases: [Krantz]
---

She closed it. [@a "closed the north pier"]
-- content/places/north-pier.md --
---
title: North pier
---

It is rotten, as one text says. [@b "the planks are rotten"]
`

func resolved(t testing.TB, files fstest.MapFS) (*dossier.Project, *dossier.Dossier) {
	t.Helper()
	p, d, diags, err := build.Resolve(context.Background(), build.Options{Project: files, Now: func() time.Time { return time.Time{} }})
	if err != nil {
		t.Fatal(err)
	}
	if p == nil {
		t.Fatal(diags)
	}
	return p, d
}

// found gives what a check finds in the ground with files added, a line each: the
// place and the message of findings, the place and text of their places, notes.
func found(t *testing.T, check, added string) []string {
	t.Helper()
	files := fstest.MapFS{}
	for _, f := range slices.Concat(txtar.Parse([]byte(ground)).Files, txtar.Parse([]byte(added)).Files) {
		files[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	p, d := resolved(t, files)
	r, err := report.Make(context.Background(), p, d, report.Options{Only: []string{check}})
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, f := range r.Findings {
		if f.Check != check {
			t.Errorf("%s was asked for, and %s answers", check, f.Check)
		}
		lines = append(lines, fmt.Sprintf("%s: %s", f.Pos, f.Message))
		for _, p := range f.Places {
			lines = append(lines, fmt.Sprintf("  %s: %s", p.Pos, p.Text))
		}
	}
	for _, n := range r.Notes {
		lines = append(lines, "note: "+n.Message)
	}
	return lines
}

// page is the txtar section of a file of content/.
func page(path, front, body string) string {
	return "-- content/" + path + ".md --\n---\n" + front + "\n---\n\n" + body + "\n"
}

const (
	forA     = `{cite: a, quote: "The pier is sound", stance: supports}`
	forB     = `{cite: b, quote: "the planks are rotten", stance: supports}`
	againstB = `{cite: b, quote: "the planks are rotten", stance: disputes}`
	wireA    = `{cite: a, quote: "The pier is sound", stance: supports, origin: The Wire}`
	wireB    = `{cite: b, quote: "the planks are rotten", stance: supports, origin: the wire}`
	mention  = `{cite: b, quote: "the planks are rotten"}`
)

func claim(evidence ...string) string {
	front := "title: It is sound"
	if len(evidence) > 0 {
		front += "\nevidence:"
	}
	for _, e := range evidence {
		front += "\n  - " + e
	}
	return page("claims/sound", front, "")
}

func TestChecks(t *testing.T) {
	tests := []struct {
		check, added string
		want         []string
		reason       string
	}{
		{"single-origin", claim(forA), []string{
			`content/claims/sound.md:2:8: "It is sound": 1 source supports it`, `  content/claims/sound.md:4:5: supports: Text A`,
		}, "one source is one origin"},
		{"single-origin", claim(wireA, wireB, mention), []string{
			`content/claims/sound.md:2:8: "It is sound": 2 sources support it, of one origin: "The Wire"`,
			`  content/claims/sound.md:4:5: supports: Text A`, `  content/claims/sound.md:5:5: supports: Text B`,
		}, "two sources of one agency; what mentions it is no support"},
		{"single-origin", page("sources/c", "title: Text C", "") + claim(
			`{cite: a, quote: "The pier is sound", stance: supports, origin: [The Wire, A diplomat]}`,
			`{cite: b, quote: "the planks are rotten", stance: supports, origin: [A diplomat, The navy]}`,
			`{cite: c, stance: supports, origin: [The navy, The Wire]}`), []string{
			`content/claims/sound.md:2:8: "It is sound": 3 sources support it, and no two of them are independent: they share "The Wire", "A diplomat", "The navy"`,
			`  content/claims/sound.md:4:5: supports: Text A`, `  content/claims/sound.md:5:5: supports: Text B`, `  content/claims/sound.md:6:5: supports: Text C`,
		}, "any two share an origin, and none is that of all"},
		{"circular", page("sources/c", "title: Text C", "") + claim(
			`{cite: a, quote: "The pier is sound", stance: supports, origin: [The Wire, A diplomat]}`,
			`{cite: b, quote: "the planks are rotten", stance: supports, origin: [A diplomat, The Wire]}`,
			`{cite: c, stance: supports, origin: The Wire}`), []string{
			`content/claims/sound.md:2:8: "It is sound": circular reporting: 3 sources support it and all of them go back to one origin, among "The Wire", "A diplomat"`,
			`  content/claims/sound.md:4:5: supports: Text A`, `  content/claims/sound.md:5:5: supports: Text B`, `  content/claims/sound.md:6:5: supports: Text C`,
		}, "one of the two that they share is that of all"},
		{"single-origin", claim(forA, forB), nil, "two origins"},
		{"single-origin", claim(forA, againstB), nil, "a disputed claim is another matter"},

		{"circular", claim(wireA, wireB), []string{
			`content/claims/sound.md:2:8: "It is sound": circular reporting: 2 sources support it and all of them go back to "The Wire"`,
			`  content/claims/sound.md:4:5: supports: Text A`, `  content/claims/sound.md:5:5: supports: Text B`,
		}, "several sources, one origin"},
		{"circular", claim(forA), nil, "a source alone goes round in no circle"},
		{"circular", claim(forA, forB), nil, "independent sources"},

		{"disputed", claim(forA, againstB), []string{
			`content/claims/sound.md:2:8: "It is sound": 1 source supports it, 1 source disputes it`,
			`  content/claims/sound.md:4:5: supports: Text A`, `  content/claims/sound.md:5:5: disputes: Text B`,
		}, "both sides"},
		{"disputed", claim(againstB), nil, "one side"},
		{"refuted", claim(againstB), []string{
			`content/claims/sound.md:2:8: "It is sound": 1 source disputes it, and none supports it`, `  content/claims/sound.md:4:5: disputes: Text B`,
		}, "only against it"},
		{"refuted", claim(forA, againstB), nil, "somebody is for it"},
		{"unsupported", claim(mention), []string{
			`content/claims/sound.md:2:8: "It is sound": 1 mention of it, and none for or against it`, `  content/claims/sound.md:4:5: mentions: Text B`,
		}, "evidence without a stance mentions"},
		{"unsupported", claim(), []string{`content/claims/sound.md:2:8: "It is sound": it has no evidence`}, "nothing at all"},
		{"unsupported", claim(forA), nil, "it is supported"},

		{"no-evidence", page("events/x", "title: Closing", ""), []string{
			`content/events/x.md:2:8: "Closing": the event has no evidence, and its text cites nothing`,
		}, "neither evidence nor a citation"},
		{"no-evidence", page("events/x", "title: Closing", `Closed. [@a "closed the north pier"; @b]`), []string{
			`content/events/x.md:2:8: "Closing": the event has no evidence of its own; its text has 2 citations`,
		}, "a citation of its text is not its evidence"},
		{"no-evidence", page("events/x", "title: Closing\nevidence:\n  - "+mention, ""), nil, "evidence without a stance is evidence"},

		{"uncited-statements", page("events/x", "title: X", "Somebody closed it.\n\n## What is said about it all\n\nIt was closed. [@a]\n\nTwo words"), []string{
			`content/events/x.md:5:1: a paragraph that cites nothing: "Somebody closed it."`,
		}, "a paragraph; not a heading, what cites a whole source, nor a label"},
		{"uncited-statements", page("events/x", "title: X", "See [[ada-krantz]] and [[north-pier]].\n\n- [[ada-krantz|The one who closed it all]]"), nil, "pointers state nothing"},
		{"uncited-statements", page("events/x", "title: X", "It was [[ada-krantz|she]] who closed it."), []string{
			`content/events/x.md:5:1: a paragraph that cites nothing: "It was she who closed it."`,
		}, "a sentence with a link does; links are shown as their labels"},
		{"uncited-statements", page("events/x", "title: X", "Two things happened:\n\n- It was closed. [@a]\n- It was opened."), []string{
			`content/events/x.md:8:3: a list item that cites nothing: "It was opened."`,
		}, "what leads to items that cite need not"},
		{"uncited-statements", page("events/x", "title: X", "Two things happened [@a]:\n\n- It was closed.\n- It was opened.\n\nIt fell down."), []string{
			`content/events/x.md:10:1: a paragraph that cites nothing: "It fell down."`,
		}, "what leads to items cites for them, and for nothing else"},
		{"uncited-statements", page("events/x", "title: X", "| who says all of this here | what |\n| - | - |\n| Text A | it is sound, it is open [@a] |\n| Text B | it is rotten and closed |"), []string{
			`content/events/x.md:8:3: a table row that cites nothing: "Text B it is rotten and closed"`,
		}, "the cells of a row cite for each other; the first row is no statement"},
		{"uncited-statements", page("events/x", "title: X", "It was closed.[^1] It was opened.[^2]\n\nIt fell.[^2]\n\n[^1]: See [@a].\n[^2]: Nobody says so."), []string{
			`content/events/x.md:7:1: a paragraph that cites nothing: "It fell."`,
		}, "a footnote that cites does so for what calls it"},
		{"uncited-statements", page("pages/x", "title: X", "Nobody said this.") + page("sources/c", "title: C", "Nobody said this."), nil, "free pages and notes on sources are the editor's own"},

		{"long-quotations", "-- seeds/l.txt --\n" + strings.Repeat("word ", 60) + "end\n" + page("sources/l", "title: L\nseed: l.txt", "") +
			page("pages/x", "title: X", `[@l "`+strings.Repeat("word ", 60)+`end"]`), []string{
			`content/pages/x.md:5:5: a quotation of 61 words: "word word word word word word word word word word word word word word …"`,
		}, "a word too many, on any page"},
		{"long-quotations", "-- seeds/l.txt --\n" + strings.Repeat("word ", 59) + "end\n" + page("sources/l", "title: L\nseed: l.txt", "> "+strings.Repeat("word ", 59)+"end"), nil, "sixty words in an annotation"},
		{"long-quotations", "-- seeds/l.txt --\n" + strings.Repeat("word ", 60) + "end\n" + page("sources/l", "title: L\nseed: l.txt", "> "+strings.Repeat("word ", 60)+"end\n\nLong."), []string{
			`content/sources/l.md:6:3: a quotation of 61 words: "word word word word word word word word word word word word word word …"`,
		}, "an annotation's quotation is one"},

		{"long-quotations", "-- seeds/l.txt --\n" + strings.Repeat("word ", 60) + "end\n" + page("sources/l", "title: L\nseed: l.txt", "") +
			page("people/x", "title: X\nrelations:\n  - {to: ada-krantz, type: knows, evidence: [{cite: l, quote: \""+strings.Repeat("word ", 60)+"end\"}]}", ""), []string{
			`content/people/x.md:4:63: a quotation of 61 words: "word word word word word word word word word word word word word word …"`,
		}, "of a relation once, though both pages show it"},

		{"uncited-sources", page("sources/c", "title: Text C", "It is [@c]. See [@a]."), []string{
			`content/sources/c.md:2:8: "Text C": no page cites the source`,
		}, "what a source's own page says of it does not count"},
		{"uncited-sources", "", nil, "both are cited"},

		{"uncited-passages", "", []string{
			`content/sources/b.md:2:8: "Text B": 55 % of the text is cited, of every paragraph a part`,
			`seeds/a.txt:3:1: "Text A": 16 % of the text is cited; no page cites 1 of its 2 paragraphs`,
			`  seeds/a.txt:3:1: "The council disagreed. The pier is sound, it said; the pier is open."`,
		}, "18 of 112 characters that are no white space; of the only paragraph of the other text a sentence is cited"},
		{"uncited-passages", page("pages/x", "title: X", "It is [@a, para. 2]."), []string{
			`content/sources/a.md:2:8: "Text A": 66 % of the text is cited, of every paragraph a part`,
			`content/sources/b.md:2:8: "Text B": 55 % of the text is cited, of every paragraph a part`,
		}, "a citation of a paragraph cites it"},
		{"uncited-passages", page("sources/a", "title: Text A\nseed: a.txt", "It is [@a, para. 2]."), []string{
			`content/sources/b.md:2:8: "Text B": 55 % of the text is cited, of every paragraph a part`,
			`seeds/a.txt:3:1: "Text A": 16 % of the text is cited; no page cites 1 of its 2 paragraphs`,
			`  seeds/a.txt:3:1: "The council disagreed. The pier is sound, it said; the pier is open."`,
		}, "unless it stands on the source's own page"},
		{"uncited-passages", "-- seeds/c.txt --\n" + strings.Repeat("word ", 60) + "\n\nx\n" + page("sources/c", "title: C\nseed: c.txt", "") + page("pages/x", "title: X", "[@a, para. 2] [@c, para. 1]"), []string{
			`content/sources/a.md:2:8: "Text A": 66 % of the text is cited, of every paragraph a part`,
			`content/sources/b.md:2:8: "Text B": 55 % of the text is cited, of every paragraph a part`,
			`seeds/c.txt:3:1: "C": 99 % of the text is cited; no page cites 1 of its 2 paragraphs`, `  seeds/c.txt:3:1: "x"`,
		}, "240 of 241 characters are not all"},
		{"uncited-passages", "-- seeds/c.txt --\n" + strings.Repeat("word ", 60) + "\n\nx\n" + page("sources/c", "title: C\nseed: c.txt", "") + page("pages/x", "title: X", "[@a, para. 2] [@c, para. 2]"), []string{
			`content/sources/a.md:2:8: "Text A": 66 % of the text is cited, of every paragraph a part`,
			`content/sources/b.md:2:8: "Text B": 55 % of the text is cited, of every paragraph a part`,
			`seeds/c.txt:1:1: "C": less than 1 % of the text is cited; no page cites 1 of its 2 paragraphs`,
			`  seeds/c.txt:1:1: "word word word word word word word word word word word word word word …"`,
		}, "one of 241 characters is not none"},
		{"uncited-passages", page("sources/a", "title: Text A\nseed: a.txt", "> The council disagreed.\n\nA note."), []string{
			`content/sources/b.md:2:8: "Text B": 55 % of the text is cited, of every paragraph a part`,
			`seeds/a.txt:3:1: "Text A": 16 % of the text is cited; no page cites 1 of its 2 paragraphs`,
			`  seeds/a.txt:3:1: "The council disagreed. The pier is sound, it said; the pier is open." (annotated)`,
		}, "a note on a passage is no citation of it"},
		{"uncited-passages", page("sources/a", "title: Text A\nseed: a.txt\nleave_out: [\"The council disagreed. The pier is sound, it said; the pier is open.\"]", ""), []string{
			`content/sources/a.md:2:8: "Text A": 32 % of the text is cited, of every paragraph a part`,
			`content/sources/b.md:2:8: "Text B": 55 % of the text is cited, of every paragraph a part`,
		}, "what is left out need not be cited"},
		{"uncited-passages", "-- seeds/c.txt --\nOne. \n\nTwo.\n" + page("sources/c", "title: C\nseed: c.txt", "") + page("pages/x", "title: X", "[@a, para. 2]"), []string{
			`content/sources/a.md:2:8: "Text A": 66 % of the text is cited, of every paragraph a part`,
			`content/sources/b.md:2:8: "Text B": 55 % of the text is cited, of every paragraph a part`,
			`seeds/c.txt:1:1: "C": no page cites any of its 2 paragraphs`,
		}, "of a text that nobody cites the paragraphs are not listed"},

		{"unmatched-aliases", page("people/ada-krantz", "title: Ada Krantz\naliases: [Krantz, Harbour Master, A. Krantz]", ""), []string{
			`content/people/ada-krantz.md:3:19: the alias "Harbour Master" of "Ada Krantz" stands in no source`,
			`content/people/ada-krantz.md:3:35: the alias "A. Krantz" of "Ada Krantz" stands in no source`,
		}, "in no text, with the capitals that the search for names asks for"},
		{"unmatched-aliases", page("people/ada-krantz", "title: Ada Krantz\naliases: [Ada]", ""), nil, "it stands within a longer name"},
		{
			"unmatched-aliases", "-- seeds/c.txt --\nThe Old North Gate stood.\n" + page("sources/c", "title: C\nseed: c.txt", "") +
				page("people/x", "title: X\naliases: [Old North Gate, North Gate]", "") + page("people/y", "title: Y\naliases: [Old North Gate]", ""),
			nil, "within a name that is left without a link, too",
		},
		{"unmatched-aliases", page("people/bo-krantz", "title: Bo Krantz\naliases: [Krantz]", ""), nil, "left without a link, since two have it, it still stands there"},
	}
	for _, test := range tests {
		t.Run(test.check, func(t *testing.T) {
			if diff := cmp.Diff(test.want, found(t, test.check, test.added)); diff != "" {
				t.Errorf("%s\n%s\n(-want +got)\n%s", test.reason, test.added, diff)
			}
		})
	}
}

func TestDuplicates(t *testing.T) {
	tests := []struct {
		added  string
		want   string // the reasons
		reason string
	}{
		{page("people/x", "title: Áda  KRANTZ", ""), "the titles are equal, case and accents aside", "titles are compared as names are searched"},
		{page("places/x", "title: Ada Krantz", ""), "the titles are equal, case and accents aside", "of another kind too"},
		{page("people/x", "title: The Master\naliases: [Ada Krantz]", ""), `the title of one, "Ada Krantz", is an alias of the other`, "a title and an alias"},
		{page("people/x", "title: Krantz", ""), `the title of one, "Krantz", is an alias of the other; "Krantz" is part of "Ada Krantz"`, "whole words of a title"},
		{page("people/x", "title: Ada Krantzler", ""), "", "part of a word is not"},
		{page("people/x", "title: Bo Krantz\naliases: [Krantz]", ""), "", "two of one family share a surname"},
		{page("places/x", "title: Ada", ""), "", "part of the title of another kind"},
		{page("people/x", "title: Ada Crantz", ""), `"Ada Crantz" and "Ada Krantz" are alike: "Crantz" and "Krantz" differ in one letter`, "a slip"},
		{page("people/x", "title: Ada Crantz", "See [[ada-krantz]]."), "", "the editor has told them apart"},
		{page("people/x", "title: Ada Krantz", "See [[ada-krantz]]."), "the titles are equal, case and accents aside", "but not where the titles are equal"},
		{page("people/x", "title: The Master\naliases: [Ada Krantz]", "See [[ada-krantz]]."), "", "a title and an alias, told apart"},
		{page("people/x", "title: Someone\naliases: [Kranz]", ""), "", "surnames are often alike"},
		{page("people/x", "title: Eva Linde", "") + page("people/y", "title: Eva Linda", ""), "", "short words that differ in a letter are two names"},
		{page("people/x", "title: X\naliases: [Krantzinger]", "") + page("people/y", "title: Y\naliases: [Crantzinger]", ""), "", "so are the surnames of two families, however long"},
		{
			page("people/x", "title: Someone\nsame_as: [\"wikidata:Q1\"]", "") + page("organizations/y", "title: Other\nsame_as: [\"wikidata:Q1\"]", ""),
			"both are the same as https://www.wikidata.org/wiki/Q1", "one item of Wikidata",
		},
		{page("people/x", "title: Someone\nsame_as: [\"wikidata:Q1\"]", "") + page("organizations/y", "title: Other\nsame_as: [\"wikidata:Q2\"]", ""), "", "two items"},
		{page("people/x", "title: The Master\naliases: [A. Krantz]", ""), `"Ada Krantz" and "A. Krantz" are alike: "A" may stand for "Ada"`, "an alias of several words"},
		{page("organizations/x", "title: A. Krantz", ""), "", "names of two kinds are not compared by their words"},
		{page("people/x", "title: A. Krantz\naliases: [Ada Krantz]", ""), `the title of one, "Ada Krantz", is an alias of the other`, "what is alike is not told where more is"},
		{page("people/x", "title: Someone\naliases: [A. Krantz, Ada Crantz]", ""), `"Ada Krantz" and "A. Krantz" are alike: "A" may stand for "Ada"`, "one reason is enough"},
		{page("places/x", "title: North", ""), "", "names of places nest"},
		{page("organizations/x", "title: Board", "") + page("organizations/y", "title: Board of Trade", ""), `"Board" is part of "Board of Trade"`, "names of organizations rarely do"},
		{page("organizations/x", "title: Board", "") + page("organizations/y", "title: Board of Trade\npart_of: x", ""), "", "a part of the whole is told apart"},
	}
	for _, test := range tests {
		got := ""
		for _, line := range found(t, "duplicates", test.added) {
			if _, reasons, ok := strings.Cut(line, "may be the same: "); ok {
				if got != "" {
					got += " | "
				}
				got += reasons
			}
		}
		if got != test.want {
			t.Errorf("%s\nthe reasons are %q, want %q: %s", test.added, got, test.want, test.reason)
		}
	}
}

func TestCandidates(t *testing.T) {
	text := func(lang, words string) string {
		return "-- seeds/c.txt --\n" + words + "\n" + page("sources/c", "title: C\nseed: c.txt\nlanguage: "+lang, "")
	}
	tests := []struct {
		added  string
		want   []string
		reason string
	}{
		{text("en", "They met Bo Lind. With Lind came others, and Lind went."), []string{`"Bo Lind" is named 3 times in 1 source and has no page (also as "Lind")`}, "a surname counts with the only name that ends in it"},
		{text("en", "They met Bo Lind and saw Eva Lind. Then Lind left Lind."), []string{`"Lind" is named twice in 1 source and has no page`}, "and with none where there are two; at the beginning of a sentence it counts where it stands elsewhere"},
		{text("en", "They met Minister Bo Lind; then Bo Lind left."), []string{`"Bo Lind" is named twice in 1 source and has no page`}, "a title before a name"},
		{text("en", "Planks rot. Planks fall. Planks burn."), nil, "only at the beginning of sentences"},
		{text("en", "a Board met and the Board left; no board, no board."), nil, "as often without a capital"},
		{text("en", "we saw Ada Krantz and ada krantz, Ada KRANTZ, the North Pier."), nil, "what has a page"},
		{text("en", "near Eastport, the Eastporters; Eastporters met.") + page("places/eastport", "title: Eastport", ""), []string{"note: not counted, being forms of the names of places: Eastporters (Eastport)"}, "forms of a place's name are told in a note"},
		{text("en", "near Eastport, the Eastporterlings; Eastporterlings met.") + page("places/eastport", "title: Eastport", ""), []string{`"Eastporterlings" is named twice in 1 source and has no page`}, "what goes on for longer is no form of it"},
		{text("en", "they met Bo Lind.") + page("sources/d", "title: D\nseed: c.txt", ""), nil, "a text that two sources have is read once"},
		{text("en", "The wire (AFP) and AFP alone, IV and IV."), []string{`"AFP" is named twice in 1 source and has no page`}, "acronyms, but no numerals"},
		{text("de", "das Haus am Hafen und das Haus in Bad Ems, ja Bad Ems."), []string{
			`"Bad Ems" is named twice in 1 source and has no page`,
			"note: 1 source in a language that writes all nouns with a capital: single words were not counted there: seeds/c.txt",
		}, "German nouns"},
		{text("tr", "orada Işıl'ın evi ve Işıl'a dair; ISPARTA."), []string{`"Işıl" is named twice in 1 source and has no page`}, "Turkish letters and endings"},
		{text("ar", "قال الوزير في الدوحة إن الوزير سافر"), []string{"note: 1 source in Arabic script: it has no capitals, so that no candidates can be found there: seeds/c.txt"}, "a script without capitals"},
		{"-- seeds/c.txt --\nthey met Bo Lind and Bo Lind.\n" + page("sources/c", "title: C\nseed: c.txt\nnames: {Bo Lind: none}", ""), nil, "the source says that it is nobody"},
		{"-- seeds/c.txt --\nthey met Bo Lind and Bo Lind.\n" + page("sources/c", "title: C\nseed: c.txt\nleave_out: [they met Bo Lind and Bo Lind.]", ""), nil, "it is left out of the text"},
	}
	for _, test := range tests {
		var got []string
		for _, line := range found(t, "candidates", test.added) {
			if _, message, ok := strings.Cut(line, ": \""); ok && !strings.HasPrefix(line, "  ") && !strings.HasPrefix(line, "note: ") {
				line = `"` + message
			}
			if !strings.HasPrefix(line, "  ") {
				got = append(got, line)
			}
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s\n%s\n(-want +got)\n%s", test.reason, test.added, diff)
		}
	}
}

func TestCandidatePlaces(t *testing.T) {
	got := found(t, "candidates", "-- seeds/c.txt --\nOne.\n\nİşte o, Bo\u00a0Lind,\nmet us.\n\nand Bo Lind; Bo Lind; Bo Lind.\n"+page("sources/c", "title: C\nseed: c.txt", ""))
	want := []string{
		`seeds/c.txt:3:9: "Bo Lind" is named 4 times in 1 source and has no page`,
		`  seeds/c.txt:3:9: "İşte o, Bo Lind, met us."`,
		`  seeds/c.txt:6:5: "and Bo Lind; Bo Lind; Bo Lind."`,
		`  seeds/c.txt:6:14: "and Bo Lind; Bo Lind; Bo Lind."`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the first three places, in characters (-want +got)\n%s", diff)
	}
}

// A dossier with errors has gaps; what is there is reported on all the same.
func TestGaps(t *testing.T) {
	added := claim(`{cite: nobody, quote: "x", stance: supports}`, `{cite: a, quote: "not there", stance: disputes}`) +
		page("events/x", "title: X\nevidence:\n  - {cite: nobody, quote: x}\nplace: nowhere\nparticipants: [nobody]", "See [[nobody]] [@nobody; @a \"not there\"]. It was [[nobody]] who closed it.") +
		page("sources/a", "title: A\nseed: a.txt", "> not there\n\nA note.") + page("sources/c", "title: C\nseed: none.txt", "")
	for _, c := range report.Checks() {
		found(t, c.Name, added)
	}
}

func TestMakeIsTheSameAgain(t *testing.T) {
	var first report.Report
	for n := range 2 {
		p, d := resolved(t, sample.GenerateWithClaims(40, 10))
		r, err := report.Make(context.Background(), p, d, report.Options{Min: 1})
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			first = r
			if len(r.Findings) == 0 {
				t.Fatal("nothing is found")
			}
		} else if diff := cmp.Diff(first, r); diff != "" {
			t.Errorf("another report (-first +second)\n%s", diff)
		}
	}
	if !slices.IsSortedFunc(first.Findings, func(a, b report.Finding) int {
		if a.Check != b.Check {
			return 0
		}
		return a.Pos.Compare(b.Pos)
	}) {
		t.Error("the findings of a check are not in the order of their places")
	}
}

func TestMakeEndsWithItsContext(t *testing.T) {
	p, d := resolved(t, sample.Generate(2))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := report.Make(ctx, p, d, report.Options{}); err == nil {
		t.Error("no error")
	}
}

func BenchmarkMake(b *testing.B) {
	p, d := resolved(b, sample.GenerateWithClaims(1000, 200))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := report.Make(context.Background(), p, d, report.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
