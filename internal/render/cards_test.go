package render

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"dossier/internal/dossier"
	"dossier/internal/edtf"
)

func day(t *testing.T, s string) edtf.Date {
	t.Helper()
	d, err := edtf.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// A page has one card for each entry that it leads to, none of itself, and says
// in it what the entry is.
func TestHovercards(t *testing.T) {
	m := newMaker("Cards")
	e := m.entity("people", "e", "Edith <E>")
	e.Summary = strings.Repeat("She did this and that. ", 20)
	e.Roles = []dossier.EntityRole{{Title: "Mate"}, {Title: "Captain"}}
	e.Born, e.Died = day(t, "1920"), day(t, "1999-05")
	s := m.source("s", "S", "Edith met Edith.")
	s.Publisher, s.Published = "The Press", day(t, "2024-04-20")
	v := m.event("ev", "Event", "2024")
	v.Participants = []dossier.EventParticipant{{Entity: e}, {Entity: e, Role: "again"}}
	page := m.item("pages", "p", "P")
	page.Body = prose("<p>See ", &e.Item, " and ", &e.Item, " in ", &s.Item, " at ", &v.Item, " on ", &page, ".</p>")
	m.d.Pages = append(m.d.Pages, &page)
	var groups []HovercardGroup
	for _, p := range Plan(m.finish()) {
		if x, ok := p.View.(*PageView); ok {
			groups = x.Frame.Cards
		}
	}
	var got []string
	for _, g := range groups {
		for _, c := range g.Cards {
			line := g.Sign + ": " + c.Link.Label + "|" + c.Role + c.By
			for _, d := range c.Dates {
				line += "|" + d.Key + " " + d.Date.Words
			}
			got = append(got, line)
			if n := len([]rune(c.Summary)); n > cardSummary+2 {
				t.Errorf("%s: a summary of %d characters", c.Link.Label, n)
			}
		}
	}
	want := []string{"source: S|The Press| 20 April 2024", "person: Edith <E>|Mate|born 1920|died May 1999", "event: Event|| 2024"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// Lists show what cards would say again.
func TestListsHaveNoCards(t *testing.T) {
	for name, data := range site(t, rich()) {
		list := !strings.Contains(name, "/") && name != "index.html" || strings.HasSuffix(name, "/index.html")
		if strings.HasSuffix(name, ".html") && list && strings.Contains(string(data), `<template id="cards">`) {
			t.Errorf("%s has cards", name)
		}
	}
}

// An entity that stands in withheld words alone has no card: it would tell of whom they speak.
func TestCardsTellNothingOfWithheldWords(t *testing.T) {
	for _, publish := range []dossier.Publish{dossier.PublishReference, dossier.PublishExcerpts} {
		m := newMaker("Cards")
		s := m.source("s", "S", "Alpha beta gamma delta. Zoltan was there.")
		s.Publish = publish
		e := m.entity("people", "zoltan", "Zoltan")
		at := strings.Index(s.Seed.Text, "Zoltan")
		s.Mentions = []dossier.Mention{{Span: span(at, at+6), Name: "Zoltan", Entity: e, Sentence: span(at, len(s.Seed.Text)), Fragment: "char=24,30"}}
		c, _ := m.claim("c", "C"), m.event("ev", "Ev", "2024")
		q := m.quotation(s, "beta gamma", &c.Item)
		c.Evidence = []*dossier.EvidenceItem{{Source: s, Quotation: q}}
		s.Body = prose("<p>See", dossier.Citation{Source: s, Quotation: q}, "</p>")
		files := site(t, m.finish())
		page := string(files[s.URL])
		if strings.Contains(page, "oltan") {
			t.Errorf("%s: the page of the source tells of Zoltan", publish)
		}
		if alpha := strings.Contains(page, "Alpha"); alpha != (publish == dossier.PublishExcerpts) {
			t.Errorf("%s: the sentence around the quotation is there: %t", publish, alpha)
		}
	}
}

// The foot of a page has the sentence of each quotation, for the card alone.
func TestCitationsKeepTheirSentence(t *testing.T) {
	m := newMaker("Sentences")
	s := m.source("s", "S", "Then the ship left, he said.")
	e := m.entity("people", "e", "E")
	q := m.quotation(s, "the ship left", &e.Item)
	e.Body = prose("<p>So", dossier.Citation{Source: s, Quotation: q}, "</p>")
	foot := parsed(t, e.URL, site(t, m.finish())[e.URL]).byID("cite-1")
	if got := text(foot, "actions"); !strings.HasPrefix(got, "Then the ship left, he said. ") {
		t.Errorf("the citation says %q", got)
	}
	hidden := 0
	for n := range foot.Descendants() {
		if n.DataAtom == atom.Span && slices.ContainsFunc(n.Attr, isHidden) {
			hidden++
		}
	}
	if hidden != 2 {
		t.Errorf("%d parts of the sentence are hidden in the list, want both", hidden)
	}
}

func isHidden(a html.Attribute) bool { return a.Key == "hidden" }
