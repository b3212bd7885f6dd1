package render

import (
	"strings"
	"testing"
)

// What is written from right to left tears nothing apart that stands beside it in
// a line that is written the other way.
func TestForeignNamesAreIsolated(t *testing.T) {
	m := newMaker("الرصيف · Pier")
	m.d.Authors = []string{"سامي خوري", "B. Lind"}
	s := m.source("ar", "إغلاق الرصيف", "أعلنت هيئة الميناء. لم يعد آمنا.")
	s.Language, s.Direction = "ar", "rtl"
	s.Publisher, s.Authors, s.Published = "صحيفة الميناء", []string{"سامي خوري", "آدا كرانتس"}, date("2021-05-04")
	e := m.entity("people", "e", "Ada Krantz")
	e.Aliases = []string{"آدا كرانتس", "עדה קרנץ", "Krantz"}
	e.Body = prose("<p>", &s.Item, m.cite(s, "لم يعد آمنا", &e.Item), "</p>")
	files := site(t, m.finish())
	for at, want := range map[string][]string{
		e.URL: {
			"<dd><bdi>آدا كرانتس</bdi>, <bdi>עדה קרנץ</bdi>, <bdi>Krantz</bdi></dd>",
			// a card
			`<p><bdi>صحيفة الميناء</bdi> · <time`,
		},
		s.URL: {
			`<span class="authors"><bdi>سامي خوري</bdi>, <bdi>آدا كرانتس</bdi></span> <bdi class="publisher">صحيفة الميناء</bdi> <time`,
			"<dd><bdi>سامي خوري</bdi>, <bdi>آدا كرانتس</bdi></dd>",
			"<p><bdi>الرصيف · Pier</bdi> · <bdi>سامي خوري</bdi>, <bdi>B. Lind</bdi></p>",
		},
		"timeline.html": {`</a> <bdi class="by">صحيفة الميناء</bdi></p>`},
	} {
		for _, w := range want {
			if !strings.Contains(string(files[at]), w) {
				t.Errorf("%s has no %s", at, w)
			}
		}
	}
}

// A browser takes the marks of a quotation from the language around it. So there
// is an element around words of another language that has it, and the sentence
// that they stand in runs as they do.
func TestForeignQuotationsHaveTheirOwnMarks(t *testing.T) {
	m := newMaker("Marks")
	m.d.Language, m.d.Direction = "ar", "rtl"
	s := m.source("s", "S", "They closed the north pier today.")
	own := m.source("own", "Own", "أعلنت هيئة الميناء.")
	own.Language, own.Direction = "ar", "rtl"
	e := m.entity("people", "e", "E")
	e.Body = prose("<p>E", m.cite(s, "closed the north pier", &e.Item), m.cite(own, "هيئة الميناء", &e.Item), "</p>")
	files := site(t, m.finish())
	for at, want := range map[string][]string{
		e.URL: {
			`<span lang="en" dir="ltr"><span hidden>They </span><q class="quoted" lang="en" dir="ltr">closed the north pier</q><span hidden> today.</span></span> <span class="reference">`,
			`<li id="cite-2"><span hidden>أعلنت </span><q class="quoted">هيئة الميناء</q><span hidden>.</span> <span class="reference">`,
		},
		s.URL:   {`<li id="p-1"><span lang="en"><a class="quoted" href="#char=5,26"><q lang="en" dir="ltr">closed the north pier</q></a></span>`},
		own.URL: {`<li id="p-1"><a class="quoted" href="#char=6,18"><q>هيئة الميناء</q></a>`},
	} {
		for _, w := range want {
			if !strings.Contains(string(files[at]), w) {
				t.Errorf("%s has no %s", at, w)
			}
		}
	}
}
