package resolve_test

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"dossier/internal/content"
	"dossier/internal/diag"
	"dossier/internal/resolve"
)

// What an edit reaches beyond the page that was edited and those that it names.
func TestEditReaches(t *testing.T) {
	const base = `
-- dossier.yaml --
title: Test
-- seeds/a.txt --
One two three four five six seven. Eight.
-- seeds/b.txt --
Eins zwei drei vier.
-- seeds/c.txt --
Bir iki üç.
-- content/people/speaker.md --
---
title: Speaker
---
-- content/people/reader.md --
---
title: Reader
---
It rests on [[claim]] and [[happened]].
-- content/events/before.md --
---
title: Before
date: 2020
---
-- content/events/happened.md --
---
title: Happened
date: 2021
evidence:
  - {cite: a, credibility: 1, value: {date: 2021-01-01}}
  - {cite: b, value: {date: 2021-01}}
---
-- content/events/later.md --
---
title: Later
date: 2022
---
-- content/events/much-later.md --
---
title: Much later
date: 2023
---
-- content/sources/a.md --
---
title: A
seed: a.txt
published: 2021-01-01
---
-- content/sources/b.md --
---
title: B
seed: b.txt
published: 2021-01-02
---
> zwei drei
{speaker: speaker, same_as: {cite: a, quote: two … five}}
-- content/sources/c.md --
---
title: C
seed: c.txt
published: 2021-01-03
---
-- content/claims/claim.md --
---
title: Claim
evidence:
  - {cite: a, stance: supports, origin: X}
  - {cite: b, stance: supports, origin: X}
  - {cite: c, stance: supports, origin: Y}
---
-- content/claims/pair.md --
---
title: Pair
evidence:
  - {cite: a, stance: supports}
  - {cite: b, stance: supports, origin: X}
---
-- content/claims/other.md --
---
title: Other
evidence:
  - {cite: a, stance: supports}
---
`
	for _, row := range []struct {
		reason        string
		file, old, to string
		reaches       []string // besides the edited item's own page
		leaves        []string // is not touched by it
		lists         bool
	}{
		{
			"a status stands where the claim is named", "claims/claim", "{cite: c, stance: supports", "{cite: c, stance: disputes",
			[]string{"people/reader.html", "sources/a.html"},
			[]string{"claims/other.html"},
			true,
		},
		{
			"the same in the end, and not from day to day", "claims/claim",
			"b, stance: supports, origin: X}\n  - {cite: c, stance: supports, origin: Y", "b, stance: supports, origin: Y}\n  - {cite: c, stance: supports, origin: X",
			[]string{"people/reader.html"},
			nil, true,
		},
		{"values that come to differ", "claims/other", "stance: supports}", "stance: supports, value: {date: 2024}}", nil, []string{"people/reader.html"}, true},
		{"a note on evidence is the page's own", "claims/claim", "origin: Y}", "origin: Y, note: Said so.}", []string{"sources/c.html"}, []string{"people/reader.html"}, false},
		{
			"a date is disputed now", "events/happened", "{date: 2021-01}", "{date: 2021-02}",
			[]string{"people/reader.html", "events/before.html", "events/later.html"},
			[]string{"events/much-later.html"},
			true,
		},
		{
			"a fragment changes, which many pages may show", "claims/other", "{cite: a, stance: supports}", "{cite: a, stance: supports}\n  - {cite: a, quote: two … four five}\n  - {cite: a, quote: two three … five}",
			[]string{"*"},
			nil, true,
		},
		{"a correction is shown everywhere, to be safe", "claims/other", "title: Other\n", "title: Other\ncorrection: {date: 2024, note: x}\n", []string{"*"}, nil, false},
		{"an origin concerns all claims", "sources/b", "title: B\n", "title: B\norigin: a\n", []string{"*"}, nil, true},
		{"so does a publisher, which is an origin by name", "sources/a", "title: A\n", "title: A\npublisher: X\n", []string{"*"}, nil, true},
	} {
		files := fstest.MapFS{}
		for _, f := range txtar.Parse([]byte(base)).Files {
			files[f.Name] = &fstest.MapFile{Data: f.Data}
		}
		loader, r := content.NewLoader(), resolve.NewResolver()
		run := func() (*resolve.Resolution, diag.List) {
			p, _, diags, err := loader.Load(context.Background(), files, content.Options{})
			if err != nil || diags.HasErrors() {
				t.Fatalf("%s: %v\n%s", row.reason, err, text(diags))
			}
			res, err := r.Resolve(context.Background(), p)
			if err != nil || res.Diags.HasErrors() {
				t.Fatalf("%s: %v\n%s", row.reason, err, text(res.Diags))
			}
			return res, append(diags, res.Diags...)
		}
		run()
		name := "content/" + row.file + ".md"
		now := strings.Replace(string(files[name].Data), row.old, row.to, 1)
		if now == string(files[name].Data) {
			t.Fatalf("%s: nothing was edited", row.reason)
		}
		files[name] = &fstest.MapFile{Data: []byte(now)}
		res, diags := run()
		want, wantDiags := load(t, files)
		if fresh, used := text(wantDiags), text(diags); fresh != used {
			t.Errorf("%s: the flaws (-fresh +used)\n%s", row.reason, cmp.Diff(fresh, used))
		}
		fresh, _ := deep(want)
		if used, _ := deep(res.Dossier); !maps.Equal(fresh, used) {
			t.Errorf("%s (-fresh +used)\n%s", row.reason, cmp.Diff(fresh, used))
		}
		if all := slices.Contains(row.reaches, "*"); res.All != all {
			t.Errorf("%s: all pages: %v, want %v", row.reason, res.All, all)
		}
		if res.All {
			continue
		}
		for _, url := range append(row.reaches, row.file+".html") {
			if !slices.Contains(res.Changed, url) {
				t.Errorf("%s: %s is not reached, only %v", row.reason, url, res.Changed)
			}
		}
		for _, url := range row.leaves {
			if slices.Contains(res.Changed, url) {
				t.Errorf("%s: %s is reached: %v", row.reason, url, res.Changed)
			}
		}
		if res.Lists != row.lists {
			t.Errorf("%s: lists: %v, want %v", row.reason, res.Lists, row.lists)
		}
	}
}
