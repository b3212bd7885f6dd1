package edtf

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// texts gives the texts of a lexicon's field.
func texts(field reflect.Value) []string {
	if field.Kind() != reflect.Array {
		return []string{field.String()}
	}
	var all []string
	for i := range field.Len() {
		all = append(all, field.Index(i).String())
	}
	return all
}

var places = regexp.MustCompile(`\{[a-z]*\}`)

// Every language has all texts of English, with the same places to be filled.
func TestLexiconsAreComplete(t *testing.T) {
	english := reflect.ValueOf(*English)
	for lang, lex := range lexicons {
		v := reflect.ValueOf(*lex)
		for i := range v.NumField() {
			name := v.Type().Field(i).Name
			for j, text := range texts(v.Field(i)) {
				if text == "" {
					t.Errorf("%s: %s has an empty text", lang, name)
				}
				if strings.Count(text, "{") != strings.Count(text, "}") {
					t.Errorf("%s: %s: unbalanced braces in %q", lang, name, text)
				}
				got, want := places.FindAllString(text, -1), places.FindAllString(texts(english.Field(i))[j], -1)
				slices.Sort(got)
				slices.Sort(want)
				if !slices.Equal(got, want) {
					t.Errorf("%s: %s has the places %q, in English %q", lang, name, got, want)
				}
			}
		}
	}
}

func TestLexiconFor(t *testing.T) {
	for _, row := range []struct {
		lang, reason string
		want         *Lexicon
	}{
		{"de", "a language", German},
		{"de-AT", "a variety of it", German},
		{"AR-eg", "whatever the case", Arabic},
		{"tr", "another language", Turkish},
		{"den", "a language of which the tag begins alike", English},
		{"fr", "a language without a lexicon", English},
		{"", "no language", English},
	} {
		if LexiconFor(row.lang) != row.want {
			t.Errorf("%q (%s) has another lexicon", row.lang, row.reason)
		}
	}
}

func TestWordsInOtherLanguages(t *testing.T) {
	for _, row := range []struct{ edtf, de, ar, tr string }{
		{"2024-04-20", "20. April 2024", "20 أبريل 2024", "20 Nisan 2024"},
		{"2024-03", "März 2024", "مارس 2024", "Mart 2024"},
		{"2024-04-20/2024-04-22", "20. bis 22. April 2024", "من 20 إلى 22 أبريل 2024", "20 – 22 Nisan 2024"},
		{"2024-04-20/2024-05-02", "20. April bis 2. Mai 2024", "من 20 أبريل إلى 2 مايو 2024", "20 Nisan – 2 Mayıs 2024"},
		{"2011/..", "ab 2011", "ابتداءً من 2011", "2011 tarihinden itibaren"},
		{"../2011", "bis 2011", "حتى 2011", "2011 tarihine kadar"},
		{"2011/", "ab 2011, Ende unbekannt", "من 2011، والنهاية مجهولة", "2011 tarihinden itibaren, sonu bilinmiyor"},
		{"2024-04-20?", "20. April 2024 (unsicher)", "20 أبريل 2024 (غير مؤكد)", "20 Nisan 2024 (kesin değil)"},
		{"2024~", "etwa 2024", "نحو 2024", "yaklaşık 2024"},
		{"2024-04%", "etwa April 2024 (unsicher)", "نحو أبريل 2024 (غير مؤكد)", "yaklaşık Nisan 2024 (kesin değil)"},
		{"2004-06-?11", "11. (unsicher) Juni 2004", "11 (غير مؤكد) يونيو 2004", "11 (kesin değil) Haziran 2004"},
		{"2001-21", "Frühjahr 2001", "ربيع 2001", "ilkbahar 2001"},
		{"2001-34", "2. Quartal 2001", "الربع الثاني من 2001", "2001, 2. çeyrek"},
		{"156X", "1560er-Jahre", "العقد البادئ عام 1560", "1560 yılında başlayan on yıl"},
		{"1560-XX-25", "25. Tag eines unbekannten Monats, 1560", "اليوم 25 من شهر مجهول، 1560", "bilinmeyen bir ayın 25. günü, 1560"},
		{"[1667,1668,1670]", "entweder 1667, 1668 oder 1670", "أحد التواريخ: 1667، 1668 أو 1670", "şunlardan biri: 1667, 1668 veya 1670"},
		{"{1667,1670}", "1667 und 1670 (alle)", "جميع التواريخ: 1667 و1670", "hepsi: 1667 ve 1670"},
		{"[2023..2024]", "zwischen 2023 und 2024", "بين 2023 و2024", "2023 ile 2024 arasında"},
		{"2024-04-20T15:00Z", "20. April 2024, 15:00 UTC", "20 أبريل 2024، الساعة 15:00 بالتوقيت العالمي", "20 Nisan 2024, 15:00 UTC"},
		{"-0043", "44 v. Chr.", "44 ق.م", "MÖ 44"},
		{"0476", "476 n. Chr.", "476 م", "MS 476"},
		{"Y-20000", "20.001 v. Chr.", "20,001 ق.م", "MÖ 20.001"},
	} {
		d := mustParse(t, row.edtf)
		for _, in := range []struct {
			lex  *Lexicon
			want string
		}{{German, row.de}, {Arabic, row.ar}, {Turkish, row.tr}} {
			if got := d.WordsIn(in.lex); got != in.want {
				t.Errorf("%s: %q, want %q", row.edtf, got, in.want)
			}
		}
	}
}

// TestEveryTextIsUsed marks each text of a lexicon and looks for the marks in
// the wording of all forms: a field that nothing reads is a promise not kept.
func TestEveryTextIsUsed(t *testing.T) {
	marked := *English
	v := reflect.ValueOf(&marked).Elem()
	for i := range v.NumField() {
		name := "<" + v.Type().Field(i).Name + ">"
		if f := v.Field(i); f.Kind() == reflect.Array {
			for j := range f.Len() {
				f.Index(j).SetString(name)
			}
		} else {
			f.SetString(name + f.String())
		}
	}
	var all strings.Builder
	all.WriteString(Date{}.WordsIn(&marked))
	for _, d := range corpus(t) {
		all.WriteString(d.WordsIn(&marked))
	}
	for _, more := range []string{"2001-%21", "%2001-21", "2004-?06"} {
		all.WriteString(mustParse(t, more).WordsIn(&marked))
	}
	for i := range v.NumField() {
		if name := "<" + v.Type().Field(i).Name + ">"; !strings.Contains(all.String(), name) {
			t.Errorf("no form is worded with %s", name)
		}
	}
}

// TestOtherLanguage words dates with another order, other separators and a
// mark after the day.
func TestOtherLanguage(t *testing.T) {
	german := *English
	german.Months[3] = "April"
	german.Months[4] = "Mai"
	german.DayMonthYear = "{day}. {month} {year}"
	german.DayMonth = "{day}. {month}"
	german.DayAlone = "{day}."
	german.FromTo = "{from} bis {to}"
	german.Approximate = "um {date}"
	german.BC = "{year} v. Chr."
	german.Thousands = "."
	german.OrLast = "{a} oder {b}"
	german.OneOf = "{list}"
	german.Decade = "{year}er"
	for _, row := range []struct{ edtf, want, reason string }{
		{"2024-04-20", "20. April 2024", "mark after the day"},
		{"2024-04-20/2024-04-22", "20. bis 22. April 2024", "mark after the day alone"},
		{"2024-04-20/2024-05-02", "20. April bis 2. Mai 2024", "shared year"},
		{"2011~", "um 2011", "qualifier"},
		{"Y-20000", "20.001 v. Chr.", "thousands"},
		{"[1667,1668,1670]", "1667, 1668 oder 1670", "no comma before the last"},
		{"156X", "1560er", "decade"},
	} {
		if got := mustParse(t, row.edtf).WordsIn(&german); got != row.want {
			t.Errorf("%s (%s): %q, want %q", row.edtf, row.reason, got, row.want)
		}
	}
}
