package changes_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"dossier/internal/changes"
	"dossier/internal/content"
	"dossier/internal/diag"
	"dossier/internal/dossier"
	"dossier/internal/resolve"
	"dossier/internal/sample"
)

// load resolves a project, and tells which files have errors.
func load(tb testing.TB, files fstest.MapFS) (*dossier.Dossier, map[string]bool) {
	tb.Helper()
	p, _, diags, err := content.NewLoader().Load(context.Background(), files, content.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	r, err := resolve.Once(context.Background(), p)
	if err != nil {
		tb.Fatal(err)
	}
	flawed := map[string]bool{}
	for _, d := range append(diags, r.Diags...) {
		if d.Severity == diag.Error {
			flawed[d.Pos.File] = true
		}
	}
	return r.Dossier, flawed
}

func pier(tb testing.TB) fstest.MapFS {
	tb.Helper()
	a, err := txtar.ParseFile("testdata/pier.txtar")
	if err != nil {
		tb.Fatal(err)
	}
	files := fstest.MapFS{}
	for _, f := range a.Files {
		files[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	return files
}

// tell writes a report in short.
func tell(r changes.Report) string {
	var b strings.Builder
	for i := range r.Changes {
		c := &r.Changes[i]
		fmt.Fprintf(&b, "%s %s", c.What, strings.TrimSuffix(c.Item().URL, ".html"))
		if c.Old != nil && c.New != nil && c.Old.URL != c.New.URL {
			fmt.Fprintf(&b, " was %s", strings.TrimSuffix(c.Old.URL, ".html"))
		}
		if s := c.Standing; s != nil {
			fmt.Fprintf(&b, " [%s → %s]", standing(&s.Old), standing(&s.New))
		}
		b.WriteString(tellDetails(c.Details) + "\n")
	}
	for _, it := range r.Skipped {
		fmt.Fprintf(&b, "skipped %s\n", strings.TrimSuffix(it.URL, ".html"))
	}
	return b.String()
}

func standing(c *dossier.Corroboration) string {
	return fmt.Sprintf("%s %d/%d:%d/%d", c.Status, c.Supporting.Sources, len(c.Supporting.Groups), c.Disputing.Sources, len(c.Disputing.Groups))
}

func tellDetails(list []changes.Detail) string {
	text := ""
	for _, d := range list {
		text += " " + string(d.Aspect) + "("
		switch {
		case d.Text:
			text += fmt.Sprintf("+%d-%d", d.Come, d.Removed)
		case !d.Old.IsZero() || !d.New.IsZero():
			text += tellTerm(d.Old) + " → " + tellTerm(d.New)
		}
		for _, t := range d.Added {
			text += "+" + tellTerm(t)
		}
		for _, x := range d.Altered {
			text += "~" + tellTerm(x.Term) + tellDetails(x.Details)
		}
		for _, t := range d.Withdrawn {
			text += "-" + tellTerm(t)
		}
		text += ")"
	}
	return text
}

func tellTerm(t changes.Term) string {
	text := t.Words
	if t.Item != nil {
		text = "@" + t.Item.ID
		if t.Words != t.Item.Title {
			text = t.Words + text
		}
		if t.Gone {
			text += "†"
		}
	}
	if t.Quote != "" {
		text += "“" + t.Quote + "”"
	}
	return text
}

func TestBetween(t *testing.T) {
	const (
		krantz = "content/people/ada-krantz.md"
		board  = "content/organizations/harbour-board.md"
		closed = "content/events/pier-closed.md"
		rotten = "content/claims/pier-rotten.md"
		source = "content/sources/harbour.md"
		letter = "content/sources/letter.md"
		method = "content/pages/method.md"
		seed   = "seeds/harbour.txt"
	)
	tests := []struct {
		reason string
		edits  []string // file, before, after; an empty before appends, an empty file name in after deletes
		want   string
	}{
		{"nothing was touched", nil, ""},
		{
			"how YAML is written means nothing",
			[]string{krantz, "title: Ada Krantz\naliases: [Krantz, A. Krantz]\nborn: 1971", "born: '1971'\naliases:\n  - \"A. Krantz\"\n  - Krantz\ntitle: >-\n  Ada\n  Krantz"},
			"",
		},
		{"how lines break means nothing", []string{krantz, "She closed the pier and left", "She closed\nthe pier   and\nleft"}, ""},
		{"what markup stands for the same emphasis means nothing", []string{method, "*slowly*", "_slowly_"}, ""},
		{"a private comment is not published", []string{method, "", "\n%% call her again %%\n"}, ""},
		{"the order of evidence means nothing", []string{
			rotten,
			"  - {cite: harbour, quote: \"The planks are rotten\", stance: supports, speaker: ada-krantz}\n  - {cite: letter, quote: \"the pier is sound\", stance: disputes}",
			"  - {stance: disputes, cite: letter, quote: \"the pier is sound\"}\n  - {cite: harbour, speaker: ada-krantz, quote: \"The planks are rotten\", stance: supports}",
		}, ""},
		{"a quotation whose marks have another shape is of the same words", []string{source, "> “The planks", "> \"The planks", source, "rotten,”", "rotten,\""}, ""},
		{"an alias by which a link calls its target is no change of the text", []string{board, "[[ada-krantz]]", "[[Ada Krantz]]"}, ""},

		{"a title", []string{krantz, "title: Ada Krantz", "title: Ada M. Krantz"}, "changed people/ada-krantz title(Ada Krantz → Ada M. Krantz)\n"},
		{"a summary that was not there", []string{board, "title: Harbour Board", "title: Harbour Board\nsummary: It runs the port."}, "changed organizations/harbour-board summary( → It runs the port.)\n"},
		{"names and tags", []string{krantz, "[Krantz, A. Krantz]", "[Krantz, Ada K.]\ntags: [officials]"}, "changed people/ada-krantz aliases(+Ada K.-A. Krantz) tags(+officials)\n"},
		{"addresses elsewhere", []string{krantz, "born: 1971", "born: 1971\nsame_as: [\"wikidata:Q1\"]"}, "changed people/ada-krantz same-as(+https://www.wikidata.org/wiki/Q1)\n"},
		{"dates of a life", []string{krantz, "born: 1971", "born: 1972~\ndied: 2022"}, "changed people/ada-krantz born(1971 → 1972~) died( → 2022)\n"},
		{"a part of a whole", []string{board, "title: Harbour Board", "title: Harbour Board\npart_of: council"}, "changed organizations/harbour-board part-of( → @council)\n"},
		{
			"an office has begun later, another was added",
			[]string{krantz, "    from: 2019", "    from: 2020", krantz, "roles:\n", "roles:\n  - title: diver\n"},
			"changed people/ada-krantz roles(+diver~harbour master@harbour-board from(2019 → 2020))\n",
		},
		{
			"an office of the same title elsewhere is another one",
			[]string{krantz, "organization: harbour-board", "organization: council"},
			"changed people/ada-krantz roles(+harbour master@council-harbour master@harbour-board)\n",
		},
		{
			"a relation is told by who declares it",
			[]string{krantz, "born: 1971", "born: 1971\nrelations:\n  - {to: council, type: advises}"},
			"changed people/ada-krantz relations(+advises@council)\n",
		},
		{"coordinates", []string{"content/places/eastport.md", "title: Eastport", "title: Eastport\ncoordinates: [38.42, 27.14]"}, "changed places/eastport coordinates( → 38.42, 27.14)\n"},

		{"an event's date and place", []string{closed, "date: 2021-05-03\nplace: eastport", "date: 2021-05-04"}, "changed events/pier-closed date(2021-05-03 → 2021-05-04) place(@eastport → )\n"},
		{
			"who took part, and as what",
			[]string{closed, "[{id: ada-krantz, role: who ordered it}]", "[{id: ada-krantz, role: signatory}, harbour-board]"},
			"changed events/pier-closed participants(+@harbour-board~@ada-krantz role(who ordered it → signatory))\n",
		},
		{
			"an item of evidence for another one",
			[]string{closed, `quote: "closed the north pier on 3 May 2021"}`, `quote: "The Harbour Board met at noon"}`},
			"changed events/pier-closed evidence(+@harbour“The Harbour Board met at noon”-@harbour“closed the north pier on 3 May 2021”)\n",
		},
		{
			"the same item of evidence once more",
			[]string{closed, "evidence:\n", "evidence:\n  - {cite: harbour, quote: \"closed the north pier on 3 May 2021\"}\n"},
			"changed events/pier-closed evidence(+@harbour“closed the north pier on 3 May 2021”)\n",
		},
		{
			"what is said of an item of evidence",
			[]string{rotten, "stance: supports, speaker: ada-krantz}", "stance: supports, speaker: harbour-board, said: 2021-05, credibility: 3, note: By letter., value: {number: \">=3\", unit: planks, of: rot, at: 2021}}"},
			"changed claims/pier-rotten evidence(~@harbour“The planks are rotten” speaker(@ada-krantz → @harbour-board) said( → 2021-05) credibility( → 3) values(+rot: >=3 planks (2021)) note( → By letter.))\n",
		},
		{
			"a stance, and what follows from it",
			[]string{rotten, "stance: disputes", "stance: mentions"},
			"changed claims/pier-rotten [disputed 1/1:1/1 → single-origin 1/1:0/0] evidence(~@letter“the pier is sound” stance(disputes → mentions))\n",
		},
		{
			"a second origin corroborates",
			[]string{rotten, `quote: "the pier is sound", stance: disputes`, `quote: "two planks gave way", stance: supports`},
			"changed claims/pier-rotten [disputed 1/1:1/1 → corroborated 2/2:0/0] evidence(+@letter“two planks gave way”-@letter“the pier is sound”)\n",
		},
		{"the status of a claim changes with the origin of a source", []string{
			rotten, `quote: "the pier is sound", stance: disputes`, `quote: "two planks gave way", stance: supports`,
			letter, "published: 2021-05-05", "published: 2021-05-05\norigin: harbour",
		}, "changed sources/letter origin(+@harbour)\nchanged claims/pier-rotten [disputed 1/1:1/1 → single-origin 2/1:0/0] evidence(+@letter“two planks gave way”-@letter“the pier is sound”)\n"},
		{"what a claim is about", []string{rotten, "about: [pier-closed]", "about: [pier-closed, eastport]"}, "changed claims/pier-rotten about(+@eastport)\n"},
		{
			"words that are quoted as the same",
			[]string{rotten, "speaker: ada-krantz}", "speaker: ada-krantz, same_as: {cite: letter, quote: \"two planks gave way\"}}"},
			"changed claims/pier-rotten evidence(~@harbour“The planks are rotten” renderings(+@letter“two planks gave way”))\n",
		},

		{
			"facts of a source",
			[]string{letter, "published: 2021-05-05", "published: 2021-05-06\nurl: https://example.org/l\nreliability: C\nauthors: [B. Lind]\npublish: excerpts\nlanguage: de\nrights: none\ntitle_supplied: true"},
			"changed sources/letter title-supplied( → true) authors( → B. Lind) published(2021-05-05 → 2021-05-06) url( → https://example.org/l) language(en → de) reliability( → C) rights( → none) publish(full → excerpts)\n",
		},
		{"a note came", []string{source, "", "\n> The Harbour Board met at noon\n\nNo minutes.\n"}, "changed sources/harbour notes(+“The Harbour Board met at noon”)\n"},
		{
			"a note's text and tags",
			[]string{source, "{speaker: ada-krantz}\n\nKrantz gives no measurement.", "{speaker: ada-krantz, tags: [cause]}\n\nKrantz gives none."},
			"changed sources/harbour notes(~““The planks are rotten,”” text(+1-1) tags(+cause))\n",
		},
		{
			"a note came before another one",
			[]string{source, "> “The planks", "> noon.\n\nA later note.\n\n> “The planks"},
			"changed sources/harbour notes(+“noon.”)\n",
		},
		{"a held text", []string{seed, "The council disagreed.", "The council disagreed strongly."}, "changed sources/harbour held-text(+1-1)\n"},
		{"white space within a paragraph of a held text means nothing", []string{seed, "disagreed. The", "disagreed.  The"}, ""},
		{"what is left out of a text", []string{source, "published: 2021-05-04", "published: 2021-05-04\nleave_out: [\"The council disagreed.\"]"}, "changed sources/harbour left-out(+1-0)\n"},

		{"a paragraph more", []string{method, "", "\nA new paragraph.\n"}, "changed pages/method text(+1-0)\n"},
		{"a paragraph is a heading now", []string{method, "Second paragraph.", "## Second paragraph."}, "changed pages/method text(+1-1)\n"},
		{"the same paragraphs in another order", []string{method, "First, read *slowly*.\n\nSecond paragraph.", "Second paragraph.\n\nFirst, read *slowly*."}, "changed pages/method text(+0-0)\n"},
		{"a link with the same words leads elsewhere", []string{board, "[[ada-krantz]]", "[[eastport|Ada Krantz]]"}, "changed organizations/harbour-board text(+1-1)\n"},
		{"a link that calls its target otherwise", []string{board, "[[ada-krantz]]", "[[ada-krantz|the master]]"}, "changed organizations/harbour-board text(+1-1)\n"},
		{"a citation of another paragraph", []string{krantz, `2021"]`, `2021", para. 1]`}, "changed people/ada-krantz text(+1-1)\n"},
		{"a citation of other words", []string{krantz, `[@harbour "closed the north pier on 3 May 2021"]`, `[@harbour "closed the north pier"]`}, "changed people/ada-krantz text(+1-1)\n"},
		{"an address outside", []string{method, "https://example.org/a", "https://example.org/b"}, "changed pages/method text(+1-1)\n"},

		{
			"a correction",
			[]string{krantz, "born: 1971", "born: 1972\ncorrection:\n  - {date: 2024-05-01, note: The year of birth was wrong.}"},
			"changed people/ada-krantz corrections(+The year of birth was wrong.) born(1971 → 1972)\n",
		},
		{
			"a new entry",
			[]string{"content/people/b-lind.md", "", "---\ntitle: B. Lind\ncorrection: [{date: 2024, note: It was no Lund.}]\n---\n"},
			"added people/b-lind corrections(+It was no Lund.)\n",
		},
		{"an entry became a draft, and nothing names it", []string{method, "title: Method", "title: Method\ndraft: true"}, "withdrawn pages/method\n"},
		{"a draft was published", []string{"content/pages/later.md", "draft: true\n", ""}, "added pages/later\n"},
		{"an entry was deleted", []string{method, "delete", ""}, "withdrawn pages/method\n"},
		{"another id, and all that names it follows", []string{
			"content/places/eastport.md", "rename", "content/places/east-port.md", closed, "place: eastport", "place: east-port",
		}, "renamed places/east-port was places/eastport\n"},
		{"another id and another content are two entries", []string{
			"content/places/eastport.md", "rename", "content/places/east-port.md", closed, "place: eastport", "place: east-port", "content/places/east-port.md", "", "\nMore.\n",
		}, "added places/east-port\nwithdrawn places/eastport\nchanged events/pier-closed place(@eastport† → @east-port)\n"},
		{"another id, and what it names has another id and another content", []string{
			krantz, "harbour-board", "board", krantz, "rename", "content/people/krantz.md", board, "", "\nMore.\n", board, "ada-krantz", "krantz",
			board, "rename", "content/organizations/board.md", closed, "ada-krantz", "krantz", rotten, "ada-krantz", "krantz", source, "ada-krantz", "krantz",
		}, "changed sources/harbour notes(~““The planks are rotten,”” speaker(@ada-krantz† → @krantz))\nwithdrawn people/ada-krantz\nadded people/krantz\n" +
			"added organizations/board\nwithdrawn organizations/harbour-board\n" +
			"changed events/pier-closed participants(+@krantz-@ada-krantz†)\nchanged claims/pier-rotten evidence(~@harbour“The planks are rotten” speaker(@ada-krantz† → @krantz))\n"},
		{"another kind", []string{"content/organizations/council.md", "rename", "content/people/council.md"}, "changed people/council was organizations/council kind(Organization → Person)\n"},
		{"the front page", []string{"content/index.md", "", "\nMore.\n"}, "changed index text(+1-0)\n"},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			before := pier(t)
			after := maps.Clone(before)
			for i := 0; i < len(tt.edits); i += 3 {
				change(t, after, tt.edits[i], tt.edits[i+1], tt.edits[i+2])
			}
			was, flawed := load(t, before)
			is, now := load(t, after)
			if len(flawed)+len(now) > 0 {
				t.Fatalf("errors in %v, %v", slices.Sorted(maps.Keys(flawed)), slices.Sorted(maps.Keys(now)))
			}
			if diff := cmp.Diff(tt.want, tell(changes.Between(was, is, sound))); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

func sound(string) bool { return false }

// change edits a file: "rename" and "delete" do that, an empty text to replace
// appends, or begins a file.
func change(t *testing.T, files fstest.MapFS, name, before, after string) {
	t.Helper()
	f := files[name]
	switch {
	case before == "rename":
		files[after] = f
		delete(files, name)
	case before == "delete":
		delete(files, name)
	case f == nil:
		files[name] = &fstest.MapFile{Data: []byte(after)}
	case before == "":
		files[name] = &fstest.MapFile{Data: append(slices.Clone(f.Data), after...)}
	default:
		if !strings.Contains(string(f.Data), before) {
			t.Fatalf("%s has no %q", name, before)
		}
		files[name] = &fstest.MapFile{Data: []byte(strings.Replace(string(f.Data), before, after, 1))}
	}
}

// An earlier state with errors is compared as far as it is known.
func TestErrorsBefore(t *testing.T) {
	tests := []struct {
		reason       string
		before, edit []string // before the earlier state, and from it to the later one
		want         string
	}{
		{
			"a quotation was not found: nothing can be told of that event",
			[]string{"content/events/pier-closed.md", "closed the north pier on 3 May", "opened the north pier on 3 May"},
			[]string{"content/events/pier-closed.md", "opened the north pier on 3 May", "closed the north pier on 3 May"},
			"skipped events/pier-closed\n",
		},
		{
			"a file was no entry: it is not told to be new",
			[]string{"content/pages/method.md", "title: Method\n", ""},
			[]string{"content/pages/method.md", "---\n", "---\ntitle: Method\n"},
			"skipped pages/method\n",
		},
		{
			"what a source comes to is not known, nor is a claim's status; the rest of the claim is",
			[]string{"content/sources/letter.md", "published: 2021-05-05", "published: May"},
			[]string{"content/sources/letter.md", "published: May", "published: 2021-05-05", "content/claims/pier-rotten.md", "stance: disputes", "stance: mentions"},
			"changed claims/pier-rotten evidence(~@letter“the pier is sound” stance(disputes → mentions))\nskipped sources/letter\n",
		},
		{
			"nor is the status known where an origin of a source is not",
			[]string{
				"content/sources/letter.md", "published: 2021-05-05", "published: 2021-05-05\norigin: paper",
				"content/sources/paper.md", "", "---\ntitle: A paper\npublished: May\n---\n",
			},
			[]string{"content/sources/paper.md", "published: May", "published: 2021", "content/claims/pier-rotten.md", "stance: disputes", "stance: mentions"},
			"changed claims/pier-rotten evidence(~@letter“the pier is sound” stance(disputes → mentions))\nskipped sources/paper\n",
		},
		{
			"one with an error is withdrawn",
			[]string{"content/pages/method.md", "Second paragraph.", "Second paragraph. [@nobody]"},
			[]string{"content/pages/method.md", "delete", ""},
			"skipped pages/method\n",
		},
		{
			"one with an error has another id: whether it is the same is not known",
			[]string{"content/places/eastport.md", "title: Eastport", "title: Eastport\ncoordinates: [38.42, 999]"},
			[]string{
				"content/places/eastport.md", "coordinates: [38.42, 999]\n", "", "content/places/eastport.md", "rename", "content/places/east-port.md",
				"content/events/pier-closed.md", "place: eastport", "place: east-port",
			},
			"added places/east-port\nchanged events/pier-closed place(@eastport† → @east-port)\nskipped places/eastport\n",
		},
		{
			"nobody knows who took part",
			[]string{"content/events/pier-closed.md", "id: ada-krantz", "id: nobody", "content/events/pier-closed.md", "place: eastport", "place: nowhere"},
			nil,
			"skipped events/pier-closed\n",
		},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			files := pier(t)
			for i := 0; i < len(tt.before); i += 3 {
				change(t, files, tt.before[i], tt.before[i+1], tt.before[i+2])
			}
			was, flawed := load(t, files)
			if len(flawed) == 0 {
				t.Fatal("the earlier state has no error")
			}
			after := maps.Clone(files)
			for i := 0; i < len(tt.edit); i += 3 {
				change(t, after, tt.edit[i], tt.edit[i+1], tt.edit[i+2])
			}
			is, _ := load(t, after)
			if diff := cmp.Diff(tt.want, tell(changes.Between(was, is, func(file string) bool { return flawed[file] }))); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
			_ = tell(changes.Between(was, is, sound)) // with all its gaps it is compared without a crash
			_ = tell(changes.Between(is, was, sound))
		})
	}
}

// Whatever is edited: a dossier does not differ from itself, read anew; what is
// added one way is withdrawn the other way; both ways concern the same entries.
func TestLaws(t *testing.T) {
	files := fstest.MapFS(sample.GenerateWithClaims(12, 5))
	r := rand.New(rand.NewPCG(7, 7))
	was, _ := load(t, files)
	begun := maps.Clone(files)
	for range 60 {
		done := sample.EditEvidence(r, files)
		is, _ := load(t, files)
		again, _ := load(t, maps.Clone(files))
		if got := tell(changes.Between(is, again, sound)); got != "" {
			t.Fatalf("after %s a dossier differs from itself:\n%s", done, got)
		}
		there, back := changes.Between(was, is, sound), changes.Between(is, was, sound)
		if len(there.Changes) != len(back.Changes) {
			t.Fatalf("after %s:\n%s\nand back:\n%s", done, tell(there), tell(back))
		}
		mirror := map[changes.What]changes.What{changes.Added: changes.Withdrawn, changes.Withdrawn: changes.Added, changes.Changed: changes.Changed, changes.Renamed: changes.Renamed}
		for i := range there.Changes {
			a, b := &there.Changes[i], &back.Changes[i]
			if mirror[a.What] != b.What || len(a.Details) != len(b.Details) || (a.Standing == nil) != (b.Standing == nil) {
				t.Fatalf("after %s:\n%s\nand back:\n%s", done, tell(there), tell(back))
			}
		}
		if r.IntN(10) == 0 {
			files = maps.Clone(begun)
		}
	}
}

func BenchmarkBetween(b *testing.B) {
	files := fstest.MapFS(sample.GenerateWithClaims(300, 60))
	was, _ := load(b, files)
	is, _ := load(b, files)
	b.ReportAllocs()
	for b.Loop() {
		if r := changes.Between(was, is, sound); len(r.Changes) > 0 {
			b.Fatal(tell(r))
		}
	}
}
