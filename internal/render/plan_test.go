package render

import (
	"strings"
	"testing"

	"golang.org/x/net/html/atom"
)

// A title is the editor's, whatever it begins with.
func TestTitlesAreNoKeys(t *testing.T) {
	m := newMaker("@about")
	for id, title := range map[string]string{"a": "@handle", "b": "@about"} {
		m.entity("people", id, title)
	}
	files := site(t, m.finish())
	for at, want := range map[string]string{
		"people/a.html": "@handle – @about", "people/b.html": "@about – @about",
		"index.html": "@about", "about.html": "About – @about", "timeline.html": "Timeline – @about",
		"bibliography.html": "Bibliography – @about", "404.html": "Page not found – @about",
	} {
		if got := text(parsed(t, at, files[at]).all(atom.Title, "")[0], ""); got != want {
			t.Errorf("%s: title %q, want %q", at, got, want)
		}
	}
}

// How a script runs is the resolution's to say: no page finds it out again.
func TestDirections(t *testing.T) {
	m := newMaker("Directions")
	m.d.Language, m.d.Direction = "ku-Yezi", "rtl"
	s := m.source("s", "S", "Some words.")
	same := m.source("same", "Same", "Other words.")
	same.Language, same.Direction = "ku-Yezi", "rtl"
	m.note(s, "words", nil, "<p>Note.</p>")
	e := m.entity("people", "e", "E")
	m.mention(e, "words")
	e.Body = prose("<p>E.", m.cite(s, "words", &e.Item), m.cite(same, "words", &e.Item), "</p>")
	files := site(t, m.finish())
	for at, want := range map[string][]string{
		e.URL: {
			`<html lang="ku-Yezi" dir="rtl">`, `<cite lang="en" dir="ltr">`, `<q class="quoted" lang="en" dir="ltr">words</q>`,
			`<q class="quoted">words</q>`, `<ul lang="en" dir="ltr">`, "<ul>\n<li>Other",
		},
		s.URL:    {`<h1 lang="en" dir="ltr">`, `<p id="para-1" lang="en" dir="ltr">Some`, `<span class="lead" lang="en" dir="ltr">`},
		same.URL: {`<h1>Same`, `<p id="para-1">Other`},
	} {
		for _, w := range want {
			if !strings.Contains(string(files[at]), w) {
				t.Errorf("%s has no %s", at, w)
			}
		}
	}
}
