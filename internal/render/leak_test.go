package render

import (
	"bytes"
	"html"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"dossier/internal/dossier"
)

// Words of a source that are not to be published are in no byte of the site,
// and in no address that is spelled with percent signs either: neither those of
// a quotation that only the source's own page brings, nor those of a note with
// a speaker, nor those of evidence over words that were left out, nor those that
// name somebody or an event.
func TestWithheldWordsStandInNoAddress(t *testing.T) {
	for _, publish := range []dossier.Publish{dossier.PublishReference, dossier.PublishExcerpts} {
		t.Run(publish.String(), func(t *testing.T) {
			m := newMaker("Leaks")
			s := m.source("s", "S", "Alpha beta gamma delta. Epsilon zeta eta theta. Iota kappa lambda my. Ny xi omikron pi. Rho sigma tau ypsilon.")
			s.Publish, s.Address = publish, "https://press.example/s?id=1"
			e := m.entity("people", "e", "E")
			c, ev := m.claim("c", "C"), m.event("ev", "Ev", "2024")
			m.note(s, "zeta eta", e, "<p>Said so.</p>")
			own := m.quotation(s, "kappa lambda", nil)
			s.Body = prose("<p>Head note.", dossier.Citation{Source: s, Quotation: own}, "</p>")
			crossing := m.quotation(s, "Ny xi omikron pi. Rho", nil)
			for _, it := range []*dossier.EvidenceItem{{Source: s, Quotation: crossing, Utterance: dossier.Utterance{Speaker: e, SameAs: []*dossier.Quotation{own}}}, {Source: s, Quotation: own, Utterance: dossier.Utterance{Speaker: e, SameAs: []*dossier.Quotation{crossing}}}} {
				for i, at := range []string{"2024-01", "2024-02"} { // values, and a drawing of them
					it.Values = append(it.Values, dossier.Value{Type: dossier.NumberValue, Number: number(strconv.Itoa(i + 1)), At: date(at)})
				}
				c.Evidence, ev.Evidence = append(c.Evidence, it), append(ev.Evidence, it)
				e.Roles = append(e.Roles, dossier.EntityRole{Title: "Role", Evidence: []*dossier.EvidenceItem{it}})
				e.SpokeIn = append(e.SpokeIn, dossier.SpokenEvidence{On: &c.Item, Evidence: it})
			}
			f := m.entity("people", "f", "F") // who acts with e, as these words are to prove
			ev.Participants = []dossier.EventParticipant{{Entity: e}, {Entity: f}}
			e.Events, f.Events = []*dossier.Event{ev}, []*dossier.Event{ev}
			e.Relations = []dossier.EntityRelation{{Other: f, Type: "knows", Evidence: ev.Evidence}}
			shown := m.quotation(s, "Alpha beta", &e.Item)
			e.Body = prose("<p>E.", dossier.Citation{Source: s, Quotation: shown}, "</p>")
			m.mention(e, "Alpha", "Epsilon", "kappa lambda")
			m.mention(f, "zeta", "Rho") // in words of others
			for i := range s.Mentions {
				if s.Mentions[i].Entity == f {
					s.Mentions[i].Speaker = e
				}
			}
			m.act(ev, "theta", "gamma")
			if publish == dossier.PublishReference { // in what is left out of the other nothing is a mention
				m.mention(e, "ypsilon")
				m.act(ev, "omikron")
			}
			d := m.finish()
			secret := []string{"epsilon", "zeta eta", "theta", "iota", "kappa lambda", "omikron", "ypsilon"}
			if publish == dossier.PublishExcerpts {
				secret = []string{"omikron", "ypsilon"}
				xi := strings.Index(s.Seed.Text, "xi ")
				s.Hidden = []dossier.Span{span(xi, len(s.Seed.Text))}
				s.Shown = []dossier.Span{span(0, xi)}
			}
			open := false
			for name, data := range site(t, d) {
				text := html.UnescapeString(string(data))
				if plain, err := url.PathUnescape(strings.NewReplacer("%)", "", `%"`, "", "%;", "", "% ", "", "%,", "").Replace(text)); err == nil {
					text += plain
				} else if strings.HasSuffix(name, ".html") {
					t.Fatalf("%s: %v", name, err)
				}
				open = open || strings.Contains(text, "#:~:text=Alpha beta")
				for _, words := range secret {
					if strings.Contains(strings.ToLower(text), words) {
						t.Errorf("%s has %q", name, words)
					}
				}
			}
			if !open {
				t.Error("the words that may be shown have no address at the publisher")
			}
		})
	}
}

func TestLeadIsShort(t *testing.T) {
	m := newMaker("Leads")
	words := strings.Repeat("many words ", 20)
	s := m.source("s", "S", "It said so in "+words+"indeed.")
	m.note(s, strings.TrimSpace(words), nil, "<p>Long.</p>")
	m.note(s, "It said so", nil, "<p>Short.</p>")
	v := Plan(m.finish())[1].View.(*SourceView)
	var leads []string
	for _, b := range v.Text {
		for _, n := range b.Notes {
			leads = append(leads, n.Lead)
		}
	}
	if want := []string{"It said so", strings.Repeat("many words ", 5) + "many …"}; !slices.Equal(leads, want) {
		t.Errorf("got %q, want %q", leads, want)
	}
}

func TestSitemapListsWhatCanBeFound(t *testing.T) {
	d := rich()
	d.BaseURL = "https://example.org/papers/"
	files := site(t, d)
	sitemap := files["sitemap.xml"]
	for name := range files {
		want := 0
		if strings.HasSuffix(name, ".html") && name != "404.html" {
			want = 1
		}
		at := strings.TrimSuffix(name, "index.html")
		if got := bytes.Count(sitemap, []byte("<loc>https://example.org/papers/"+(&url.URL{Path: at}).EscapedPath()+"</loc>")); got != want {
			t.Errorf("%s stands %d times in the sitemap", name, got)
		}
	}
}
