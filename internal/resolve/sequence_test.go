package resolve_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"dossier/internal/build"
	"dossier/templates"
)

// Edits after which a page that nobody touched would show what is no longer so,
// were it not made again. A step is what becomes of files, by path; one without
// text is gone. After each the site of a used session is that of a fresh one.
func TestSequences(t *testing.T) {
	type step map[string]string
	const (
		letter = "content/sources/letter.md"
		report = "content/sources/report.md"
		anna   = "content/people/anna.md"
		bert   = "content/people/bert.md"
		meet   = "content/events/meeting.md"
		deal   = "content/claims/deal.md"
		method = "content/pages/method.md"
	)
	whole := step{
		"dossier.yaml":               "title: Test\n",
		"seeds/letter.txt":           "The market of Porto opened early. Anna Krantz went there alone, and the council did not. Nobody paid the toll.\n\nThe bridge was closed by night. Share this letter.\n",
		"seeds/report.txt":           "Bert spoke of the toll. Krantz stayed silent. The council met on Friday in Porto.\n",
		"content/index.md":           "---\n---\nIt opened [@letter \"opened early\"], as [[anna]] says.\n",
		letter:                       "---\ntitle: Letter\nseed: letter.txt\npublished: 2020\n---\n\n> Nobody paid the toll\n{speaker: anna}\n\nA note on [[bert]].\n",
		report:                       "---\ntitle: Report\nseed: report.txt\npublished: 2021\norigin: letter\n---\n",
		anna:                         "---\ntitle: Anna Krantz\naliases: [Krantz]\n---\nShe went there [@letter \"went there alone\"].\n",
		bert:                         "---\ntitle: Bert\nrelations:\n  - {to: anna, type: cousin}\n---\n",
		"content/places/porto.md":    "---\ntitle: Porto\n---\n",
		meet:                         "---\ntitle: Meeting\ndate: 2020-03\nplace: porto\nparticipants: [anna, bert]\nevidence:\n  - {cite: report, quote: The council met on Friday, speaker: bert}\n---\n",
		"content/events/strike.md":   "---\ntitle: Strike\ndate: 2021\n---\n",
		deal:                         "---\ntitle: Deal\nabout: [anna, meeting]\nevidence:\n  - {cite: letter, quote: Nobody paid the toll, stance: supports, speaker: bert}\n---\n",
		method:                       "---\ntitle: Method\n---\nWords.\n",
		"content/organizations/c.md": "---\ntitle: Council\n---\n",
	}
	with := func(file string, oldNew ...string) step {
		return step{file: strings.NewReplacer(oldNew...).Replace(whole[file])}
	}
	tests := []struct {
		reason string
		steps  []step
	}{
		{"a source becomes a place, so that entries of other classes change places", []step{
			{letter: "", "content/places/z.md": "---\ntitle: Z\n---\n"},
			whole,
		}},
		{"the list of sources counts the pages that cite a source, also as a whole", []step{
			with(method, "Words.", "Words [@report]."), whole,
		}},
		{"a claim that brought a source as a whole now cites it in its text, which is counted", []step{
			with(deal, "cite: letter, quote: Nobody paid the toll", "cite: report"),
			{deal: strings.Replace(whole[deal], "cite: letter, quote: Nobody paid the toll", "cite: report", 1) + "So it is [@report].\n"},
			whole,
		}},
		{"a passage gets another address where one of its length stands before it, on the front page too", []step{
			{"content/index.md": "---\n---\nOf it [@letter \"The market of Porto … alone\"].\n"},
			with(method, "Words.", "Words [@letter \"The market … alone\"]."),
			with(method),
			whole,
		}},
		{"the same, where a claim quotes, and the page of its speaker shows that", []step{
			with(deal, "quote: Nobody paid the toll", "quote: \"The market of Porto … alone\""),
			with(method, "Words.", "Words [@letter \"The market … alone\"]."),
			with(method),
			whole,
		}},
		{"an alias that two have, taken and given back", []step{
			with(bert, "title: Bert", "title: Bert\naliases: [Krantz]"),
			with(anna, "aliases: [Krantz]", "aliases: []"),
			with(bert, "title: Bert", "title: Bert\naliases: [Toll]"),
			whole,
		}},
		{"an alias that differs from another's in case, of which the earlier entry's comes later", []step{
			{anna: strings.Replace(whole[anna], "[Krantz]", "[]", 1), bert: strings.Replace(whole[bert], "title: Bert", "title: Bert\naliases: [krantz]", 1)},
			with(anna),
			with(method, "Words.", "See [[KRANTZ]]."),
			whole,
		}},
		{"an alias goes from one to another at once", []step{
			{anna: strings.Replace(whole[anna], "aliases: [Krantz]", "aliases: []", 1), bert: strings.Replace(whole[bert], "title: Bert", "title: Bert\naliases: [Krantz]", 1)},
			whole,
		}},
		{"a link by an alias that comes later", []step{
			with(method, "Words.", "See [[the Baker]]."),
			with(bert, "title: Bert", "title: Bert\naliases: [the baker]"),
			whole,
		}},
		{"a link and its alias that come at once", []step{
			{method: strings.Replace(whole[method], "Words.", "See [[the Baker]].", 1), bert: strings.Replace(whole[bert], "title: Bert", "title: Bert\naliases: [the baker]", 1)},
			with(bert), whole,
		}},
		{"an entry renamed onto the id of another", []step{
			{bert: "", anna: whole[bert]},
			whole,
		}},
		{"an entry renamed onto another kind's id of the same name", []step{
			{bert: "", "content/organizations/anna.md": whole[bert]},
			whole,
		}},
		{"words for an origin are nearly a name, which comes and goes elsewhere", []step{
			with(report, "origin: letter", "origin: Councils"),
			with(report, "origin: letter", "tags: [x]\norigin: Councils"),
			with(report, "origin: letter", "tags: [x]\norigin: Market watch"),
			with(letter, "published: 2020", "published: 2020\npublisher: Market watsh"),
			with(deal, "speaker: bert", "origin: Markets watsh"),
			with(letter),
			with(anna, "aliases: [Krantz]", "aliases: [Krantz, Markets watsch]"),
			with(deal),
			with(anna, "aliases: [Krantz]", "aliases: [Krantz, Market-Watch]"),
			whole,
		}},
		{"a claim gives words to another speaker than a note of their source, which changes, comes and goes", []step{
			with(deal, "Nobody paid the toll, stance: supports, speaker: bert", "\"Nobody paid the toll\", stance: supports, speaker: anna"),
			with(deal),
			with(letter, "{speaker: anna}", "{speaker: bert}"),
			with(letter, "{speaker: anna}", "{tags: [x]}"),
			whole,
		}},
		{"words are set beside another speaker's", []step{
			with(meet, "speaker: bert}", "speaker: bert, same_as: {cite: letter, quote: Nobody paid the toll}}"),
			{letter: strings.Replace(whole[letter], "{speaker: anna}", "{speaker: bert}", 1)},
			{deal: strings.Replace(whole[deal], "speaker: bert", "speaker: anna", 1)},
			with(letter),
			with(meet),
			whole,
		}},
		{"two sources swap their texts", []step{
			{letter: strings.Replace(whole[letter], "letter.txt", "report.txt", 1), report: strings.Replace(whole[report], "report.txt", "letter.txt", 1)},
			whole,
		}},
		{"a source takes the text of another", []step{with(report, "report.txt", "letter.txt"), whole}},
		{"drafts, one made and one published at once", []step{
			with(deal, "title: Deal", "title: Deal\ndraft: true"),
			{deal: whole[deal], bert: strings.Replace(whole[bert], "title: Bert", "title: Bert\ndraft: true", 1)},
			whole,
		}},
		{"a draft that something leads to gets another title", []step{
			{deal: strings.Replace(whole[deal], "title: Deal", "title: Deal\ndraft: true", 1), method: strings.Replace(whole[method], "Words.", "See [[Deal]].", 1)},
			with(deal, "title: Deal", "title: Bargain\ndraft: true"),
			with(deal, "title: Deal", "title: Deal\ndraft: true\nsummary: One"),
			whole,
		}},
		{"titles and dates that change the order, and what leads to a title", []step{
			with(bert, "title: Bert", "title: Aaron"),
			with(letter, "published: 2020", "published: 2022"),
			with(meet, "date: 2020-03", "date: 2023"),
			with(method, "Words.", "See [[Bert]]."),
			with(bert), whole,
		}},
		{"dossier.yaml says something else of all", []step{
			{"dossier.yaml": "title: Other\nlanguage: de\n"},
			{"dossier.yaml": "title: Other\npublish: reference\n"},
			{"dossier.yaml": "title: Other\nkinds: {ships: {one: Ship, many: Ships}}\n", "content/ships/s.md": "---\ntitle: Letter\n---\n"},
			{"dossier.yaml": "title: Other\nkinds: {ships: {one: Boat, many: Boats}}\n"},
			whole,
		}},
		{"dossier.yaml broken while an entry changes", []step{
			{"dossier.yaml": "title: [\n", anna: strings.Replace(whole[anna], "alone\"]", "alone\"] [@report \"The council met\"]", 1)},
			with("dossier.yaml"),
			whole,
		}},
		{"dossier.yaml gone while an entry changes", []step{
			{"dossier.yaml": ""}, with(anna, "She", "Anna"), with("dossier.yaml"), whole,
		}},
		{"a quotation moves, vanishes and doubles in its text", []step{
			with("seeds/letter.txt", "The market", "Early: the market"),
			with("seeds/letter.txt", "opened early", "opened late"),
			with("seeds/letter.txt", "Share this", "It opened early. Share this"),
			whole,
		}},
		{"what hides a quotation comes and goes", []step{
			with(letter, "published: 2020", "published: 2020\nleave_out: [Share this letter]"),
			with(letter, "published: 2020", "published: 2020\nleave_out: [opened early]"),
			with(letter),
			with(letter, "published: 2020", "published: 2020\npublish: excerpts"),
			with(method, "Words.", "Words [@letter \"by night\"]."),
			whole,
		}},
		{"a note before another gives that another number", []step{
			with(letter, "> Nobody", "> The market of Porto\n\nFirst.\n\n> Nobody"),
			with(letter, "> Nobody", "> The market of Porto\n{speaker: bert}\n\nFirst.\n\n> Nobody", "speaker: anna", "speaker: bert"),
			with(letter, "> Nobody paid the toll", "> paid the toll"),
			whole,
		}},
		{"the words of a source for an event", []step{
			with(report, "origin: letter", "origin: letter\nnames: {on Friday: meeting}"),
			with(report, "origin: letter", "origin: letter\nnames: {on Friday: anna}"),
			with(report, "origin: letter", "origin: letter\nnames: {Krantz: none}"),
			with(report, "origin: letter", "origin: letter\nnames: {Krantz: nobody}"),
			whole,
		}},
		{"evidence says whose words a source names somebody in", []step{
			with(meet, "The council met on Friday", "Krantz stayed silent"),
			with(meet, "The council met on Friday, speaker: bert", "Krantz stayed silent, speaker: c"),
			with(meet, "The council met on Friday, speaker: bert", "Krantz stayed silent"),
			with(meet, "The council met on Friday", "Krantz stayed silent"),
			{meet: ""},
			whole,
		}},
		{"evidence of other words, another stance, another speaker, another source", []step{
			with(deal, "supports", "disputes"),
			with(deal, "speaker: bert", "speaker: anna"),
			with(deal, "cite: letter, quote: Nobody paid the toll", "cite: report, quote: spoke of the toll"),
			with(deal, "quote: Nobody paid the toll, ", ""),
			with(deal, "stance: supports", "stance: supports, credibility: 2"),
			with(meet, "The council met", "council met"),
			with(meet, "quote: The council met on Friday, ", ""),
			whole,
		}},
		{"whom a claim is about, who took part, and where", []step{
			with(deal, "[anna, meeting]", "[bert]"),
			with(meet, "[anna, bert]", "[bert]"),
			with(meet, "place: porto\n", ""),
			with(meet, "date: 2020-03", "date: 2022"),
			whole,
		}},
		{"relations, and parts of a whole", []step{
			with(bert, "{to: anna, type: cousin}", "{to: anna, type: uncle}"),
			with(bert, "relations:\n  - {to: anna, type: cousin}\n", ""),
			with(anna, "aliases:", "part_of: c\naliases:"),
			{anna: strings.Replace(whole[anna], "aliases:", "part_of: c\naliases:", 1), "content/organizations/c.md": "---\ntitle: Council\npart_of: anna\n---\n"},
			with(anna),
			whole,
		}},
		{"titles, summaries, and words before them", []step{
			with(anna, "title: Anna Krantz", "# x\ntitle: Anna Krantz"),
			with(bert, "title: Bert", "# x\n\ntitle: Bert\nsummary: A man"),
			with(letter, "title: Letter", "title: A letter"),
			with(method, "title: Method", "title: Method\nsummary: How"),
			whole,
		}},
		{"a line before a title that is a name of two", []step{
			with(anna, "[Krantz]", "[Krantz, Bert]"),
			{bert: strings.Replace(whole[bert], "title: Bert", "# x\ntitle: Bert", 1)},
			whole,
		}},
		{"the front page quotes and links otherwise", []step{
			{"content/index.md": "---\n---\nNothing.\n"},
			{"content/index.md": "---\n---\nNothing at all.\n"},
			{"content/index.md": "---\n---\nSee [[bert]] and [@report].\n"},
			whole,
		}},
		{"dead links come and go, one in the place of another", []step{
			with(method, "Words.", "See [[nobody]]."),
			with(method, "Words.", "See [[somebody]]."),
			with(anna, "She", "[[nobody]]"),
			whole,
		}},
		{"an alias of an event, a source and a page", []step{
			with(meet, "title: Meeting", "title: Meeting\naliases: [the talks]"),
			with(method, "Words.", "See [[the talks]] and [[the Letter]]."),
			{letter: strings.Replace(whole[letter], "title: Letter", "title: Letter\naliases: [the letter]", 1), meet: strings.Replace(whole[meet], "title: Meeting", "title: Meeting\naliases: [the talks]", 1)},
			whole,
		}},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			t.Parallel()
			files := fstest.MapFS{}
			used := build.NewSession(build.Options{Project: files, Defaults: templates.FS, Now: time.Now})
			for i, s := range append([]step{whole}, test.steps...) {
				gone := step{}
				if i == len(test.steps) {
					for name := range files {
						gone[name] = ""
					}
				}
				maps.Copy(gone, s)
				var changed []string
				for _, name := range slices.Sorted(maps.Keys(gone)) {
					switch text, was := gone[name], files[name]; {
					case text == "" && was != nil:
						delete(files, name)
					case text != "" && (was == nil || string(was.Data) != text):
						files[name] = &fstest.MapFile{Data: []byte(text)}
					default:
						continue
					}
					changed = append(changed, name)
				}
				got, err := used.Build(context.Background(), build.Request{Changed: changed})
				if err != nil {
					t.Fatal(err)
				}
				want, err := build.NewSession(build.Options{Project: files, Defaults: templates.FS, Now: time.Now}).Build(context.Background(), build.Request{})
				if err != nil {
					t.Fatal(err)
				}
				if (i == 0 || i == len(test.steps)) && want.Diags.HasErrors() {
					t.Fatalf("the dossier is meant to be sound:\n%s", text(want.Diags))
				}
				step := fmt.Sprintf("step %d, of %s", i, strings.Join(changed, ", "))
				if text(got.Diags) != text(want.Diags) {
					t.Errorf("%s: the flaws are\n%s, not\n%s", step, text(got.Diags), text(want.Diags))
				}
				if len(got.Files) != len(want.Files) {
					t.Fatalf("%s: there are %d files, not %d", step, len(got.Files), len(want.Files))
				}
				for k, f := range want.Files {
					if g := got.Files[k]; g.Path != f.Path || string(g.Data) != string(f.Data) {
						t.Errorf("%s: %s is not what a fresh build makes", step, f.Path)
					}
				}
			}
		})
	}
}
