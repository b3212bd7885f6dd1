package render

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"dossier/internal/changes"
	"dossier/internal/content"
	"dossier/internal/dossier"
	"dossier/internal/edtf"
	"dossier/internal/resolve"
	"dossier/templates"
)

// twoStates resolves the two dossiers of testdata/changes.txtar: the earlier one is
// in before/, and the later one the same with what is in after/; a file of one line
// "delete" is not in it.
func twoStates(t *testing.T, a *txtar.Archive) (was, is *dossier.Dossier) {
	t.Helper()
	before, after := fstest.MapFS{}, fstest.MapFS{}
	for _, f := range a.Files {
		if name, ok := strings.CutPrefix(f.Name, "before/"); ok {
			before[name] = &fstest.MapFile{Data: f.Data}
			after[name] = before[name]
		}
	}
	for _, f := range a.Files {
		if name, ok := strings.CutPrefix(f.Name, "after/"); ok {
			after[name] = &fstest.MapFile{Data: f.Data}
			if string(f.Data) == "delete\n" {
				delete(after, name)
			}
		}
	}
	load := func(files fstest.MapFS) *dossier.Dossier {
		p, _, diags, err := content.NewLoader().Load(t.Context(), files, content.Options{})
		if err != nil {
			t.Fatal(err)
		}
		r, err := resolve.Once(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		if diags = append(diags, r.Diags...); diags.HasErrors() {
			t.Fatalf("the dossier has errors: %v", diags)
		}
		return r.Dossier
	}
	return load(before), load(after)
}

func changedSite(t *testing.T, was, is *dossier.Dossier, lang, name string) map[string][]byte {
	t.Helper()
	p := NewPlanner(is)
	p.Since(changes.Between(was, is, func(string) bool { return false }), name)
	set, list := Load(nil, templates.FS, lang)
	if len(list) > 0 {
		t.Fatal(list)
	}
	files, list, err := set.Render(t.Context(), append(pages(p.Jobs()), p.Search(false, nil).files()...))
	if err != nil || len(list) > 0 {
		t.Fatal(err, list)
	}
	out := map[string][]byte{}
	for _, f := range append(files, set.Assets()...) {
		out[f.Path] = f.Data
	}
	return out
}

func TestChangesPage(t *testing.T) {
	const golden = "testdata/changes.txtar"
	a, err := txtar.ParseFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	was, is := twoStates(t, a)
	files := changedSite(t, was, is, "en", "the first edition")
	crawl(t, files)
	for i := range a.Files {
		f := &a.Files[i]
		got := files[f.Name]
		switch f.Name {
		case "changes.html":
			got = append(bytes.Clone(got[bytes.Index(got, []byte("<main")):bytes.Index(got, []byte("</main>"))]), "</main>\n"...)
		case "changes.xml", "feed.xml":
		default:
			continue
		}
		if *update {
			f.Data = got
		} else if diff := cmp.Diff(string(f.Data), string(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", f.Name, diff)
		}
	}
	if *update {
		if err := os.WriteFile(golden, txtar.Format(a), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"changes.html", "changes.xml"} {
		for words, reason := range map[string]string{
			"planks are rotten":  "they are words of a source that is withdrawn",
			"two planks":         "they are words of a source that may not be reprinted any more",
			"A quiet draft":      "a draft was never published",
			"what only I know":   "a comment is private",
			"was told in secret": "they are the text of a page that is withdrawn",
		} {
			if bytes.Contains(files[name], []byte(words)) {
				t.Errorf("%s has %q: %s", name, words, reason)
			}
		}
	}
	again := changedSite(t, was, is, "en", "the first edition")
	for name := range files {
		if !bytes.Equal(files[name], again[name]) {
			t.Errorf("%s is another file when it is made again", name)
		}
	}
	for _, lang := range []string{"ar", "de", "tr"} {
		if page := changedSite(t, was, is, lang, "")["changes.html"]; bytes.Contains(page, []byte("Withdrawn")) || !bytes.Contains(page, []byte("<h2")) {
			t.Errorf("the page in the language %s has English words", lang)
		}
	}
	if page := changedSite(t, is, is, "en", "")["changes.html"]; !bytes.Contains(page, []byte("Nothing has changed.")) || bytes.Contains(page, []byte("<h2")) {
		t.Errorf("nothing changed:\n%s", page)
	}
	for name, data := range site(t, is) {
		if strings.HasPrefix(name, "changes.") || bytes.Contains(data, []byte("changes.html")) {
			t.Errorf("%s tells of changes, and there is nothing that they are since", name)
		}
	}
}

// The feeds are what RFC 4287 asks for: ids of their own, times, and nothing later
// than the feed itself.
func TestFeedsOfChanges(t *testing.T) {
	a, err := txtar.ParseFile("testdata/changes.txtar")
	if err != nil {
		t.Fatal(err)
	}
	was, is := twoStates(t, a)
	ids := map[string]string{}
	for _, base := range []string{"", "https://example.org/pier/"} {
		is.BaseURL = base
		files := changedSite(t, was, is, "en", "")
		for _, name := range []string{"feed.xml", "changes.xml"} {
			var feed struct {
				ID      string `xml:"id"`
				Title   string `xml:"title"`
				Updated string `xml:"updated"`
				Author  string `xml:"author>name"`
				Entry   []struct {
					ID      string `xml:"id"`
					Title   string `xml:"title"`
					Updated string `xml:"updated"`
					Link    []struct {
						Href string `xml:"href,attr"`
					} `xml:"link"`
				} `xml:"entry"`
			}
			if err := xml.Unmarshal(files[name], &feed); err != nil {
				t.Fatal(err)
			}
			at := base + name
			if other, taken := ids[feed.ID]; taken || feed.ID == "" || feed.Title == "" || feed.Author == "" {
				t.Errorf("%s: the feed has the id %q, as has %q; title %q, author %q", at, feed.ID, other, feed.Title, feed.Author)
			}
			ids[feed.ID] = at
			seen := map[string]bool{}
			for _, e := range feed.Entry {
				if _, err := time.Parse(time.RFC3339, e.Updated); err != nil || e.Updated > feed.Updated {
					t.Errorf("%s, %s: updated %q, the feed %q: %v", at, e.Title, e.Updated, feed.Updated, err)
				}
				if seen[e.ID] || e.ID == "" || len(e.Link) == 0 || !strings.HasPrefix(e.Link[0].Href, base) {
					t.Errorf("%s, %s: the id %q, links %v", at, e.Title, e.ID, e.Link)
				}
				seen[e.ID] = true
			}
			if len(seen) == 0 {
				t.Errorf("%s has no entries", at)
			}
		}
	}
}

// Every aspect, and every code that a value may be, has interface words.
func TestAspectsHaveWords(t *testing.T) {
	w := defaults(t).words
	has := func(key string) {
		if _, err := w.text(key); err != nil {
			t.Error(err)
		}
	}
	for _, of := range changes.Aspects {
		has(aspectKey(of))
	}
	for _, name := range changes.Names {
		has("change-" + name)
	}
	for of, values := range map[changes.Aspect][]string{
		changes.Publish: dossier.PublishNames, changes.Stance: dossier.StanceNames[1:],
		changes.Reliability: {"A", "B", "C", "D", "E", "F"}, changes.Credibility: {"1", "2", "3", "4", "5", "6"},
	} {
		for _, v := range values {
			has(codes[of](v))
		}
	}
}

// A feed has the latest corrections, however many there are.
func TestFeedOfManyCorrections(t *testing.T) {
	d := rich()
	for i := range 3 * feedEntries {
		day, err := edtf.Parse(fmt.Sprintf("2024-05-%02dT%02d:00:00Z", 1+i/24, i%24))
		if err != nil {
			t.Fatal(err)
		}
		d.Events[0].Corrections = append(d.Events[0].Corrections, dossier.Correction{Date: day, Note: fmt.Sprintf("Correction %d.", i)})
	}
	feed := string(site(t, d)["feed.xml"])
	if n := strings.Count(feed, "<title>Correction: "); n != feedEntries {
		t.Errorf("%d corrections, want %d", n, feedEntries)
	}
	for note, want := range map[string]bool{"Correction 149.": true, "Correction 100.": true, "Correction 99.": false, "Correction 0.": false} {
		if strings.Contains(feed, note) != want {
			t.Errorf("the feed has %q: %t", note, !want)
		}
	}
}
