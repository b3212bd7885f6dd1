package render

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/text/feature/plural"

	"dossier/internal/diag"
	"dossier/templates"
)

// languageOf reads the interface words of one file alone.
func languageOf(t *testing.T, file string) *words {
	t.Helper()
	data, err := fs.ReadFile(templates.FS, file)
	if err != nil {
		t.Fatal(err)
	}
	w := newWords(strings.TrimSuffix(path.Base(file), ".yaml"))
	var list diag.List
	w.read(file, data, &list)
	for _, d := range list {
		t.Error(d.Text())
	}
	return w
}

var filled = regexp.MustCompile(`#|\{[a-z]+\}`)

// Each language has the words of English, with the same places to be filled, and
// a form for each category of numbers that it tells apart.
func TestLanguagesAreComplete(t *testing.T) {
	files, err := fs.Glob(templates.FS, wordsFolder+"/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []string{"ar", "de", "en", "tr"} {
		if !slices.Contains(files, wordsFolder+"/"+lang+".yaml") {
			t.Errorf("there are no words in the language %s", lang)
		}
	}
	english := languageOf(t, wordsFile)
	for _, file := range files {
		w := languageOf(t, file)
		for _, key := range slices.Sorted(maps.Keys(english.byKey)) {
			if _, ok := w.byKey[key]; !ok {
				t.Errorf("%s has no words for %q", file, key)
			}
		}
		categories := w.forms()
		for _, key := range slices.Sorted(maps.Keys(w.byKey)) {
			word, of := w.byKey[key], english.byKey[key]
			if of[plural.Other] == "" {
				t.Errorf("%s has words for %q, which English has not", file, key)
				continue
			}
			got, want := filled.FindAllString(word[plural.Other], -1), filled.FindAllString(of[plural.Other], -1)
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("%s: %q has the places %q, in English %q", file, key, got, want)
			}
			var has []plural.Form
			for f, text := range word {
				if text != "" {
					has = append(has, plural.Form(f))
				}
			}
			if len(has) > 1 && !slices.Equal(has, categories) {
				t.Errorf("%s: %q has forms for %v, and the language tells %v apart", file, key, has, categories)
			}
		}
	}
}

func TestNumbersInLanguages(t *testing.T) {
	for _, row := range []struct {
		lang   string
		n      int
		want   string
		reason string
	}{
		{"en", 0, "0 sources", "nothing is many in English"},
		{"en", 1, "1 source", "one"},
		{"en", 12345, "12,345 sources", "groups of three"},
		{"de", 1, "1 Quelle", "one"},
		{"de-AT", 2, "2 Quellen", "a variety has the words of its language"},
		{"de", 12345, "12.345 Quellen", "groups of three"},
		{"tr", 1, "1 kaynak", "a noun after a number has one form"},
		{"tr", 70000, "70.000 kaynak", "whatever the number"},
		{"ar", 0, "لا مصادر", "zero"},
		{"ar", 1, "مصدر واحد", "one"},
		{"ar", 2, "مصدران", "the dual"},
		{"ar", 3, "3 مصادر", "few"},
		{"ar", 10, "10 مصادر", "still few"},
		{"ar", 11, "11 مصدرًا", "many"},
		{"ar", 99, "99 مصدرًا", "still many"},
		{"ar", 100, "100 مصدر", "hundreds"},
		{"ar", 103, "103 مصادر", "the last two digits count"},
		{"ar", 111, "111 مصدرًا", "and again"},
		{"fr", 2, "2 sources", "a language without words"},
		{"no language", 1, "1 source", "what is no language"},
	} {
		set, list := Load(nil, templates.FS, row.lang)
		if len(list) > 0 {
			t.Fatal(list)
		}
		if got, err := set.words.number(row.n, "sources"); err != nil || got != row.want {
			t.Errorf("%s, %d (%s): %q, %v, want %q", row.lang, row.n, row.reason, got, err, row.want)
		}
	}
}

func TestWordsOfTheUser(t *testing.T) {
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	english := languageOf(t, wordsFile)
	for _, row := range []struct {
		reason, lang string
		user         fstest.MapFS
		key, want    string
		diags        string // place, code, message; empty for none
	}{
		{"a word of the language", "de", fstest.MapFS{"i18n/de.yaml": file("timeline: Chronik")}, "timeline", "Chronik", ""},
		{"what it leaves out is the default's", "de", fstest.MapFS{"i18n/de.yaml": file("timeline: Chronik")}, "names", "Namen", ""},
		{"a variety comes after its language", "de-AT", fstest.MapFS{"i18n/de-AT.yaml": file("month-1: Jänner"), "i18n/de.yaml": file("month-1: Hartung")}, "month-1", "Jänner", ""},
		{"another language is not looked at", "de", fstest.MapFS{"i18n/tr.yaml": file("timeline: [")}, "timeline", "Zeitleiste", ""},
		{
			"a language of the user's own, half done", "fr",
			fstest.MapFS{"i18n/fr.yaml": file("timeline: Chronologie")},
			"timeline", "Chronologie",
			"templates/i18n/fr.yaml words-missing the words \"about\", \"about-label\"",
		},
		{
			"and what it has not is English", "fr",
			fstest.MapFS{"i18n/fr.yaml": file("timeline: Chronologie")},
			"names", "Names",
			fmt.Sprintf("templates/i18n/fr.yaml words-missing the words \"about\", \"about-label\", \"about-seeds\", \"about-seeds-caption\", \"about-title\" and %d more of the interface are in English", len(english.byKey)-6),
		},
		{
			"a form that is none", "de",
			fstest.MapFS{"i18n/de.yaml": file("sources: {one: '# Text', other: '# Texte', several: x}")},
			"names", "Namen",
			`templates/i18n/de.yaml:1:10 words "sources" has a form "several", which is no category of numbers`,
		},
		{
			"no form for other numbers", "de",
			fstest.MapFS{"i18n/de.yaml": file("sources: {one: '# Text'}")},
			"names", "Namen",
			`templates/i18n/de.yaml:1:10 words "sources" is neither a text nor a text for each category of numbers, one of them called other`,
		},
	} {
		set, list := Load(row.user, templates.FS, row.lang)
		if got, err := set.words.text(row.key); err != nil || got != row.want {
			t.Errorf("%s: %q is %q, %v, want %q", row.reason, row.key, got, err, row.want)
		}
		switch {
		case row.diags == "" && len(list) > 0:
			t.Errorf("%s: %v", row.reason, list)
		case row.diags != "" && len(list) == 0:
			t.Errorf("%s: no diagnostic", row.reason)
		case row.diags != "":
			if got := list[0].Pos.String() + " " + list[0].Code + " " + list[0].Message; !strings.HasPrefix(got, row.diags) {
				t.Errorf("%s: got  %s\nwant %s", row.reason, got, row.diags)
			}
		}
	}
}

// No word of the interface stays English on the pages of another language.
func TestPagesInOtherLanguages(t *testing.T) {
	for _, row := range []struct {
		lang, dir string
		want      map[string][]string
	}{
		{"de", "ltr", map[string][]string{
			"index.html":        {`<html lang="de" dir="ltr">`, ">Personen</span>", "5 Quellen", ">Zeitleiste</a>"},
			"people/index.html": {"<title>Personen – ", "<h1>Personen</h1>"},
			"timeline.html":     {"März", "Veröffentlicht"},
		}},
		{"ar", "rtl", map[string][]string{
			"index.html":        {`<html lang="ar" dir="rtl">`, ">الأشخاص</span>", "5 مصادر"},
			"people/index.html": {"<title>الأشخاص – ", "<h1>الأشخاص</h1>"},
			"timeline.html":     {"مارس"},
		}},
		{"tr", "ltr", map[string][]string{
			"index.html":    {`<html lang="tr" dir="ltr">`, ">Kişiler</span>", "5 kaynak"},
			"timeline.html": {"Mart"},
		}},
	} {
		d := rich()
		d.Language, d.Direction = row.lang, row.dir
		set, list := Load(nil, templates.FS, row.lang)
		if len(list) > 0 {
			t.Fatal(list)
		}
		files, list, err := set.Render(t.Context(), Plan(d))
		if err != nil || len(list) > 0 {
			t.Fatal(list, err)
		}
		english := languageOf(t, wordsFile)
		for _, f := range files {
			for _, want := range row.want[f.Path] {
				if !strings.Contains(string(f.Data), want) {
					t.Errorf("%s: %s has no %s", row.lang, f.Path, want)
				}
			}
			for _, key := range []string{"foot-promise", "skip", "menu", "theme", "undated", "mentions-withheld", "date-doubt", "said-by", "in-source"} {
				if text := english.byKey[key][plural.Other]; strings.Contains(string(f.Data), ">"+text) || strings.Contains(string(f.Data), `"`+text) {
					t.Errorf("%s: %s has the English words %q", row.lang, f.Path, text)
				}
			}
			for _, month := range []string{" January ", " March ", " October "} {
				if strings.HasSuffix(f.Path, ".html") && strings.Contains(string(f.Data), `">12`+month) {
					t.Errorf("%s: %s has an English date", row.lang, f.Path)
				}
			}
		}
	}
}
