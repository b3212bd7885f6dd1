package edtf

import (
	"reflect"
	"strings"
	"testing"
)

func TestEnglishIsComplete(t *testing.T) {
	v := reflect.ValueOf(*English)
	for i := range v.NumField() {
		name := v.Type().Field(i).Name
		texts := []string{}
		if f := v.Field(i); f.Kind() == reflect.Array {
			for j := range f.Len() {
				texts = append(texts, f.Index(j).String())
			}
		} else {
			texts = append(texts, f.String())
		}
		for _, text := range texts {
			if text == "" {
				t.Errorf("%s has an empty text", name)
			}
			if strings.Count(text, "{") != strings.Count(text, "}") {
				t.Errorf("%s: unbalanced braces in %q", name, text)
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
