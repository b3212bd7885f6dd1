package report

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"dossier/internal/content"
	"dossier/internal/dossier"
	"dossier/internal/match"
)

func TestCountWords(t *testing.T) {
	tests := []struct {
		text   string
		want   int
		reason string
	}{
		{"", 0, "nothing"},
		{" — … ", 0, "punctuation is no word"},
		{"one two\nthree", 3, "white space of any kind parts words"},
		{"don’t can't", 2, "an apostrophe between letters parts nothing"},
		{"the ‘end’ of", 3, "nor does one at the edge of a word count"},
		{"1,200 and 46.707", 3, "commas and points between digits"},
		{"1,b", 2, "but not before a letter"},
		{"two-and-a-half", 4, "hyphens part words"},
		{"U.S. and e.g. this", 4, "full stops within an abbreviation"},
		{"G20 a1", 2, "letters and digits make one word"},
		{"snake_case", 1, "a low line joins"},
		{"Erdog\u0306an", 1, "a combining mark belongs to its letter"},
		{"soft\u00adhyphen", 1, "a soft hyphen is nothing"},
		{"多哈会谈", 4, "each ideograph"},
		{"カタカナ です", 3, "a run of katakana is one word, each hiragana one"},
		{"قال الوزير", 2, "Arabic is written with spaces"},
	}
	for _, test := range tests {
		if got := countWords(test.text); got != test.want {
			t.Errorf("%q has %d words, want %d: %s", test.text, got, test.want, test.reason)
		}
	}
}

// runTests have texts in which [words] are mentions.
var runTests = []struct {
	lang, text string
	want       string // the runs, parted by |; ? before one whose first word is unsure, ! before one that is wholly
	reason     string
}{
	{"en", "it met the Harbour Board at noon.", "Harbour Board", "a run of capitalised words"},
	{"en", "Planks are rotten. She left.", "?Planks|?She", "the beginning of a sentence says nothing"},
	{"en", "he said: “We stay”, and left", "?We", "nor does that of a quotation"},
	{"en", "ANKARA — The pier is shut.", "ANKARA|?The", "nor what comes after a dateline"},
	{"en", "with the Ministry of the Interior and the Bank of Norland", "Ministry of the Interior|Bank of Norland", "particles within a name"},
	{"en", "he wrote of Paris", "Paris", "a particle before a name is none of it"},
	{"en", "with Ludwig van der Berg, Omar bin Said and Khalil al-Hayya", "Ludwig van der Berg|Omar bin Said|Khalil al-Hayya", "particles of several languages"},
	{"en", "he saw al-Hayya and non-Muslims", "al-Hayya|Muslims", "an article may begin a name, another prefix not"},
	{"en", "of Norland’s Harbour Board’s rooms", "Norland|Harbour Board", "a possessive ends a name and is none of it"},
	{"en", "met Sean O’Brien and Giscard d’Estaing", "Sean O’Brien|Giscard d’Estaing", "an apostrophe before a capital does not"},
	{"en", "met Anne J. Lind, a. b. and I think", "Anne J. Lind", "initials, but no single letter"},
	{"en", "of Aix-en-Provence, the Norland-based Anne Lind", "Aix-en-Provence|Norland|Anne Lind", "a short word between hyphens joins"},
	{"en", "the U.S. State Department, the COVID-19 rules and F-16s", "U.S. State Department|COVID-19|F-16s", "full stops of an abbreviation, numbers after a hyphen"},
	{"en", "in the U.S. it rained", "U.S.", "the last full stop too"},
	{"en", "said Sen. Anne Lind of Amartya Sen and Sen too", "Anne Lind of Amartya Sen|Sen", "a title that may be a name"},
	{"fr", "avec M. Le Drian", "Le Drian", "a title of one letter"},
	{"en", "met Dr. Anne Lind", "Anne Lind", "a title of address is no part of a name"},
	{"en", "on Monday and in May by Oct. 3 with Friday Harbour", "Harbour", "days and months are no names"},
	{"en", "the EU and NATO, XIV", "EU|NATO", "acronyms, but no numerals"},
	{"en", "met Foreign Minister [Hakan Fidan] there", "", "words before a mention are a title"},
	{"en", "in the [Gaza] Strip, at the University of [Ankara]", "Gaza Strip|University of Ankara", "a longer name that holds a mention is another one"},
	{"en", "the [Haniyeh]-[Fidan] meeting, [Iran]-Norland talks", "Norland", "a hyphen parts two who meet"},
	{"en", "of Jean-Pierre Lind", "Jean-Pierre Lind", "and joins the parts of a name"},
	{"en", "of Smith & Sons, and", "Smith & Sons", "an ampersand joins"},
	{"en", "the Harbour\nBoard, the North\n\nPier", "Harbour Board|North|?Pier", "a line may end within a name, a paragraph not"},
	{"en", "Board Slams the North Pier", "!Board Slams|!North Pier", "a headline says nothing at all"},
	{"en", "THE PIER IS ROTTEN", "!THE PIER IS ROTTEN", "nor do capitals throughout"},
	{"de", "der Hafen von Norland und Anna von Berg in Bad Ems", "Hafen von Norland|Anna von Berg|Bad Ems", "in German only runs of two words"},
	{"de", "die Frau des Ministers; die EU", "EU", "an article is no particle there, and acronyms count"},
	{"tr", "orada İbrahim Çınar'ın ve Şule da Kars'ta, Pazartesi", "İbrahim Çınar|Şule|Kars", "Turkish letters, endings, clitics and days"},
	{"fr", "avec le ministre de l’Intérieur et la Cour de l’Union", "Intérieur|Cour de l’Union", "an article with an apostrophe"},
	{"ar", "قال الوزير في الدوحة", "", "no capitals, no runs"},
	{"en", "", "", "no text"},
}

func TestRuns(t *testing.T) {
	for _, test := range runTests {
		text, mentions := marked(test.text)
		var got []string
		var paragraphs []dossier.Span
		for from := 0; from < len(text); {
			part, _, _ := strings.Cut(text[from:], "\n\n")
			paragraphs = append(paragraphs, dossier.Span{Start: from, End: from + len(part)})
			from += len(part) + 2
		}
		for _, r := range runsOf(text, paragraphs, mentions, languageOf(test.lang), map[string]int{}) {
			sign := ""
			switch {
			case r.allUnsure:
				sign = "!"
			case r.firstUnsure:
				sign = "?"
			}
			got = append(got, sign+folded(text[r.start:r.end]))
		}
		if s := strings.Join(got, "|"); s != test.want {
			t.Errorf("%s: %q has the runs %q, want %q: %s", test.lang, test.text, s, test.want, test.reason)
		}
	}
}

// marked takes the brackets out of a text, and gives what stands in them as mentions.
func marked(s string) (string, []dossier.Mention) {
	var text strings.Builder
	var mentions []dossier.Mention
	for _, r := range s {
		switch r {
		case '[':
			mentions = append(mentions, dossier.Mention{Span: dossier.Span{Start: text.Len()}})
		case ']':
			mentions[len(mentions)-1].Span.End = text.Len()
		default:
			text.WriteRune(r)
		}
	}
	return text.String(), mentions
}

// FuzzRuns holds the runs of any text to these laws: they are ordered and disjoint,
// lie on characters and within one paragraph, hold a capital, begin with a letter, end
// in a letter or a digit, and are the same when asked for again.
func FuzzRuns(f *testing.F) {
	for _, test := range runTests {
		text, _ := marked(test.text)
		f.Add(test.lang, text, "Gaza\nFidan\nAnkara\nIran\nal-Hayya")
	}
	f.Add("en", "A’B’c-D.E & F of the ", "B\nof")
	f.Add("tr", "İ̇’İ Ⅷ \u00adA", "İ")
	f.Fuzz(func(t *testing.T, lang, text, names string) {
		text, names = strings.ToValidUTF8(text, "�"), strings.ToValidUTF8(names, "�")
		var list []match.Name
		for i, name := range strings.Split(names, "\n") {
			list = append(list, match.Name{Text: name, ID: i})
		}
		var mentions []dossier.Mention
		for _, hit := range match.NewNames(list).Find(text) {
			mentions = append(mentions, dossier.Mention{Span: dossier.Span(hit.Span)})
		}
		paragraphs := content.Paragraphs(text)
		l := languageOf(lang)
		runs := runsOf(text, paragraphs, mentions, l, map[string]int{})
		end := 0
		for _, r := range runs {
			if r.start < end || r.end <= r.start || r.end > len(text) || r.rest <= r.start || r.rest > r.end || r.words < 1 {
				t.Fatalf("%+v after %d", r, end)
			}
			end = r.end
			words := text[r.start:r.end]
			if !utf8.ValidString(words) || !utf8.ValidString(text[r.rest:r.end]) {
				t.Fatalf("%q is cut within a character", words)
			}
			if !slices.ContainsFunc(paragraphs, func(p dossier.Span) bool { return p.Contains(dossier.Span{Start: r.start, End: r.end}) }) {
				t.Fatalf("%q is in no paragraph", words)
			}
			inMention := func(at int) bool {
				return slices.ContainsFunc(mentions, func(m dossier.Mention) bool { return m.Span.Start <= at && at < m.Span.End })
			}
			if first, _ := utf8.DecodeRuneInString(words); !unicode.IsLetter(first) && !inMention(r.start) {
				t.Fatalf("%q does not begin with a letter", words)
			}
			if !strings.ContainsFunc(words, func(r rune) bool { return unicode.IsUpper(r) || unicode.IsTitle(r) }) {
				t.Fatalf("%q has no capital", words)
			}
		}
		if again := runsOf(text, paragraphs, mentions, l, map[string]int{}); !slices.Equal(runs, again) {
			t.Fatalf("%v, then %v", runs, again)
		}
		if n := countWords(text); n > utf8.RuneCountInString(text) {
			t.Fatalf("%d words in %d characters", n, utf8.RuneCountInString(text))
		}
		caselessScript(text)
	})
}
