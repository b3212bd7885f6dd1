package render

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dossier/internal/dossier"
)

// viewOf makes the view of the page at a path.
func viewOf[V any](t *testing.T, d *dossier.Dossier, path string) V {
	t.Helper()
	var none V
	for _, p := range Plan(d) {
		if p.Path == path {
			v, ok := p.View.(V)
			if !ok {
				t.Fatalf("%s has a view of type %T", path, p.View)
			}
			return v
		}
	}
	t.Fatalf("there is no %s", path)
	return none
}

// uttered writes utterances in lines: the day, and each rendering with what is not the
// same in brackets, behind its source and before the pages that bring it.
func uttered(list []*Spoken) string {
	var b strings.Builder
	for _, u := range list {
		if u.Said != nil {
			b.WriteString(u.Said.Words + ": ")
		}
		if u.Several != (len(u.Renderings) > 1) {
			b.WriteString("(several?) ")
		}
		for i, r := range u.Renderings {
			if i > 0 {
				b.WriteString(" = ")
			}
			source, fragment, _ := strings.Cut(strings.TrimPrefix(r.URL, "../sources/"), ".html#char=")
			b.WriteString(source + "@" + fragment + " ")
			for _, p := range r.Parts {
				if p.Same {
					b.WriteString(p.Text)
				} else {
					b.WriteString("[" + p.Text + "]")
				}
			}
			for _, on := range r.On {
				b.WriteString(" <" + on.Label)
			}
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestSpoken(t *testing.T) {
	m := newMaker("Speech")
	source := func(id, published, text string) *dossier.Source {
		s := m.source(id, strings.ToUpper(id), text)
		if published != "" {
			s.Published = date(published)
		}
		return s
	}
	a := source("a", "2024-04-20", "I will fight for the cause. He nodded. Aye to that.")
	b := source("b", "2024-04-17", "I will stand for the cause. Nay to that.")
	c := source("c", "2024-05-01", "I shall fight for a cause.")
	ar := source("ar", "2024-04-18", "سأقاتل من أجل القضية.")
	ar.Language, ar.Direction = "ar", "rtl"
	undated := source("u", "", "Perhaps so.")
	secret := source("x", "2024-04-16", "I will die for the cause.")
	secret.Publish = dossier.PublishReference
	e, f := m.entity("people", "e", "E"), m.entity("people", "f", "F")
	cl, ev := m.claim("cl", "Claim"), m.event("ev", "Event", "2024")

	bring := func(on *dossier.Item, who *dossier.Entity, s *dossier.Source, words, said string, same ...*dossier.Quotation) {
		by := on
		if s == secret { // what a page cites may be shown
			by = nil
		}
		it := &dossier.EvidenceItem{Source: s, Utterance: dossier.Utterance{Speaker: who, SameAs: same}}
		if words != "" {
			it.Quotation = m.quotation(s, words, by)
		}
		if said != "" {
			it.Said = date(said)
		}
		who.SpokeIn = append(who.SpokeIn, dossier.SpokenEvidence{On: on, Evidence: it})
	}
	// One utterance in five renderings: a names b, b names c, x and the Arabic one;
	// what is said of its day with one of them is said of all.
	m.note(a, "I will fight for the cause", e)
	bring(&cl.Item, e, a, "I will fight for the cause", "", m.quotation(b, "I will stand for the cause", nil))
	bring(&cl.Item, e, b, "I will stand for the cause", "2024-04-16", m.quotation(c, "I shall fight for a cause", nil),
		m.quotation(secret, "I will die for the cause", nil), m.quotation(ar, "سأقاتل من أجل القضية", nil), &dossier.Quotation{Words: "was not found"})
	bring(&cl.Item, e, c, "I shall fight for a cause", "") // again, on the same page
	bring(&ev.Item, e, c, "I shall fight for a cause", "")
	// Others by their day, or else that of the source; what has neither last.
	bring(&cl.Item, e, undated, "Perhaps so", "")
	bring(&cl.Item, e, b, "Nay to that", "")
	bring(&cl.Item, e, a, "Aye to that", "2024-04-01")
	bring(&cl.Item, e, a, "", "2024-03-01") // a text as a whole has no words
	bring(&cl.Item, f, a, "He nodded", "")
	d := m.finish()

	want := `1 April 2024: a@39,50 Aye to that <Claim
16 April 2024: x@0,24  = b@0,26 I will [stand] for the cause <Claim = ar@0,20 سأقاتل من أجل القضية = a@0,26 I will [fight] for the cause <1 <Claim = c@0,25 I [shall fight] for [a] cause <Claim <Event
b@28,39 Nay to that <Claim
u@0,10 Perhaps so <Claim
`
	if diff := cmp.Diff(want, uttered(viewOf[*EntityView](t, d, "people/e.html").Spoken)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if diff := cmp.Diff("a@28,37 He nodded <Claim\n", uttered(viewOf[*EntityView](t, d, "people/f.html").Spoken)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if list := viewOf[*EntityView](t, newOf(t, "people/g.html"), "people/g.html").Spoken; list != nil {
		t.Errorf("who said nothing has %q", uttered(list))
	}
	page := string(site(t, d)["people/e.html"])
	if !strings.Contains(page, `<mark class="noted">stand</mark>`) || !strings.Contains(page, `<blockquote lang="ar" dir="rtl"><p><a href="../sources/ar.html#char=0,20">`) {
		t.Error("the page marks no words, or has no language")
	}
}

// The day that is said with one rendering is that of the utterance, whichever is
// joined with whichever; of two days it is that of the one which names the other.
func TestDayOfAnUtterance(t *testing.T) {
	for _, tt := range []struct{ reason, a, b, want string }{
		{"neither", "", "", ""},
		{"the one that names the other", "", "2024-04-02", "2 April 2024"},
		{"the one that is named", "2024-04-01", "", "1 April 2024"},
		{"both", "2024-04-01", "2024-04-02", "2 April 2024"},
	} {
		m := newMaker("Days")
		a, b, e := m.source("a", "A", "Aye."), m.source("b", "B", "Nay."), m.entity("people", "e", "E")
		first, second := m.note(a, "Aye", e), m.note(b, "Nay", e)
		second.SameAs = []*dossier.Quotation{first.Quotation}
		for n, said := range map[*dossier.Note]string{first: tt.a, second: tt.b} {
			if said != "" {
				n.Said = date(said)
			}
		}
		list := viewOf[*EntityView](t, m.finish(), "people/e.html").Spoken
		if len(list) != 1 || len(list[0].Renderings) != 2 {
			t.Fatalf("%s: %s", tt.reason, uttered(list))
		}
		got := ""
		if list[0].Said != nil {
			got = list[0].Said.Words
		}
		if got != tt.want {
			t.Errorf("%s: on %q, want %q", tt.reason, got, tt.want)
		}
	}
}

// A part of a longer quotation is told with that one.
func TestPartsOfAnUtterance(t *testing.T) {
	const text = "I will go, and I will stay there. Yes."
	for _, tt := range []struct {
		reason, whole, wholeSaid, part, partSaid string
		withheld                                 bool
		want                                     int
	}{
		{"a part", "I will go, and I will stay there.", "", "I will stay", "", false, 1},
		{"words that only overlap", "I will go, and I will", "", "I will stay there", "", false, 2},
		{"parts of a quotation with words left out", "I will go … stay there", "", "stay", "", false, 1},
		{"what it leaves out is none", "I will go … there", "", "I will stay", "", false, 2},
		{"one of them with a day", "I will go, and I will stay there.", "", "I will stay", "2024-04-01", false, 1},
		{"of one day", "I will go, and I will stay there.", "2024-04-01", "I will stay", "2024-04-01", false, 1},
		{"of two days", "I will go, and I will stay there.", "2024-04-01", "I will stay", "2024-04-02", false, 2},
		{"a part of what may not be shown", "I will go, and I will stay there.", "", "I will stay", "", true, 2},
	} {
		for _, partFirst := range []bool{false, true} {
			m := newMaker("Parts")
			s, e := m.source("s", "S", text), m.entity("people", "e", "E")
			cl, ev := m.claim("cl", "Claim"), m.event("ev", "Event", "2024")
			by := &cl.Item
			if tt.withheld {
				s.Publish, by = dossier.PublishReference, nil
			}
			spoke := func(on, by *dossier.Item, words, said string) {
				it := &dossier.EvidenceItem{Source: s, Utterance: dossier.Utterance{Speaker: e}, Quotation: m.quotation(s, words, by)}
				if said != "" {
					it.Said = date(said)
				}
				e.SpokeIn = append(e.SpokeIn, dossier.SpokenEvidence{On: on, Evidence: it})
			}
			if partFirst {
				spoke(&ev.Item, &ev.Item, tt.part, tt.partSaid)
			}
			spoke(&cl.Item, by, tt.whole, tt.wholeSaid)
			if !partFirst {
				spoke(&ev.Item, &ev.Item, tt.part, tt.partSaid)
			}
			list := viewOf[*EntityView](t, m.finish(), "people/e.html").Spoken
			if len(list) != tt.want {
				t.Fatalf("%s (part first: %v): %s", tt.reason, partFirst, uttered(list))
			}
			if tt.want > 1 {
				continue
			}
			if r := list[0].Renderings; len(r) != 1 || len(r[0].On) != 2 {
				t.Errorf("%s (part first: %v): not both pages bring it: %s", tt.reason, partFirst, uttered(list))
			}
			if has := list[0].Said != nil; has != (tt.wholeSaid+tt.partSaid != "") {
				t.Errorf("%s (part first: %v): a day is told: %v", tt.reason, partFirst, has)
			}
		}
	}
}

// newOf is a dossier of one entity.
func newOf(t *testing.T, path string) *dossier.Dossier {
	t.Helper()
	folder, file, _ := strings.Cut(path, "/")
	m := newMaker("One")
	m.entity(folder, strings.TrimSuffix(file, ".html"), "One")
	return m.finish()
}

func TestSaidOf(t *testing.T) {
	m := newMaker("Speech")
	s := m.source("s", "S", "Ann met Ben, said Cy. Ben saw Ben, said Ben. Ben left.\n\nAnn saw Ben, he said.")
	x := m.source("x", "X", "Ben lied, said Ann.")
	x.Publish = dossier.PublishReference
	ann, ben, cy := m.entity("people", "ann", "Ann"), m.entity("people", "ben", "Ben"), m.entity("people", "cy", "Cy")
	m.mention(ben, "Ben")
	m.mention(ann, "Ann")
	speakers := map[int]*dossier.Entity{0: cy, 1: cy, 2: ben, 3: ben, 4: ben, 6: ann, 7: ann}
	for i := range s.Mentions {
		s.Mentions[i].Speaker = speakers[i]
	}
	for i := range x.Mentions {
		x.Mentions[i].Speaker = ann
	}
	d := m.finish()
	for _, tt := range []struct {
		reason string
		e      *dossier.Entity
		want   []string
	}{
		{"others' words that name them; not their own, nor those of nobody, nor withheld ones", ben, []string{"Cy: Ann met Ben, said Cy. @../sources/s.html#char=8,11", "Ann: Ann saw Ben, he said. @../sources/s.html#char=64,67"}},
		{"a sentence of one's own is none", ann, []string{"Cy: Ann met Ben, said Cy. @../sources/s.html#char=0,3"}},
		{"who is named by nobody", cy, nil},
	} {
		var got []string
		for _, q := range viewOf[*EntityView](t, d, tt.e.URL).SaidOf {
			got = append(got, q.Speaker.Label+": "+q.Text+" @"+q.URL)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.reason, got, tt.want)
		}
	}
}

// A sentence that names somebody twice is brought once.
func TestSaidOfTwice(t *testing.T) {
	m := newMaker("Speech")
	s := m.source("s", "S", "Ben saw Ben, said Cy.")
	ben, cy := m.entity("people", "ben", "Ben"), m.entity("people", "cy", "Cy")
	m.mention(ben, "Ben")
	for i := range s.Mentions {
		s.Mentions[i].Speaker = cy
	}
	if got := viewOf[*EntityView](t, m.finish(), "people/ben.html").SaidOf; len(got) != 1 || !strings.HasSuffix(got[0].URL, "#char=0,3") {
		t.Errorf("got %+v", got)
	}
}
