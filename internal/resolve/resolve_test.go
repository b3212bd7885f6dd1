package resolve_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"dossier/internal/content"
	"dossier/internal/diag"
	"dossier/internal/dossier"
	"dossier/internal/resolve"
	"dossier/internal/sample"
)

var update = flag.Bool("update", false, "write the wanted sections of the fixtures anew")

func TestFixtures(t *testing.T) {
	entries, err := os.ReadDir("testdata")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		name := entry.Name()
		if name == "README.md" || entry.IsDir() { // fuzz corpora are folders
			continue
		}
		if filepath.Ext(name) != ".txtar" {
			t.Errorf("testdata/%s is no fixture", name)
			continue
		}
		t.Run(strings.TrimSuffix(name, ".txtar"), func(t *testing.T) {
			path := filepath.Join("testdata", name)
			a, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			files, want := fstest.MapFS{}, -1
			for i, f := range a.Files {
				if f.Name == "want" {
					want = i
				} else {
					files[f.Name] = &fstest.MapFile{Data: f.Data}
				}
			}
			if want < 0 {
				a.Files = append(a.Files, txtar.File{Name: "want"})
				want = len(a.Files) - 1
			}
			d, diags := load(t, files)
			got := dump(d, diags)
			if *update {
				a.Files[want].Data = []byte(got)
				if err := os.WriteFile(path, txtar.Format(a), 0o666); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(a.Files[want].Data), got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func load(t testing.TB, files fstest.MapFS) (*dossier.Dossier, diag.List) {
	t.Helper()
	p, _, diags, err := content.NewLoader().Load(context.Background(), files, content.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if p == nil {
		t.Fatalf("the project cannot be read:\n%s", text(diags))
	}
	res, err := resolve.Once(context.Background(), p)
	if err != nil {
		t.Fatal(err)
	}
	return res.Dossier, append(diags, res.Diags...)
}

func text(l diag.List) string {
	var b strings.Builder
	for _, d := range l {
		fmt.Fprintf(&b, "%s: %s: %s [%s]\n", d.Pos, d.Severity, d.Message, d.Code)
		for line := range strings.Lines(d.Hint) {
			fmt.Fprintf(&b, "    %s\n", strings.TrimSuffix(line, "\n"))
		}
	}
	return b.String()
}

// dump prints what the resolver decided, in a form made for reading.
func dump(d *dossier.Dossier, diags diag.List) string {
	p := &dumper{}
	for _, s := range d.Sources {
		p.source(s)
	}
	for _, x := range d.Entities {
		p.entity(x)
	}
	for _, e := range d.Events {
		p.line(0, "%s %s", e.URL, e.Date)
		p.item(&e.Item)
		if e.Place != nil {
			p.line(1, "at %s", e.Place.ID)
		}
		for _, who := range e.Participants {
			p.line(1, "with %s %s", who.Entity.ID, who.Role)
		}
		p.evidence(e.Evidence)
		p.names(e.NamedIn)
		if e.Previous != nil {
			p.line(1, "after %s", e.Previous.ID)
		}
		if e.Next != nil {
			p.line(1, "before %s", e.Next.ID)
		}
	}
	for _, c := range d.Claims {
		p.line(0, "%s", c.URL)
		p.item(&c.Item)
		for _, about := range c.About {
			p.line(1, "about %s", about.ID)
		}
		p.evidence(c.Evidence)
		p.corroboration(c.Corroboration)
	}
	for _, page := range d.Pages {
		p.line(0, "%s", page.URL)
		p.item(page)
	}
	p.line(0, "%d quotations, %d mentions, %d links", d.Counts.Quotations, d.Counts.Mentions, d.Counts.Links)
	p.b.WriteString(text(diags))
	return p.b.String()
}

type dumper struct{ b strings.Builder }

func (p *dumper) line(depth int, format string, args ...any) {
	line := strings.Repeat("  ", depth) + fmt.Sprintf(format, args...)
	p.b.WriteString(strings.TrimRight(line, " ") + "\n")
}

func (p *dumper) source(s *dossier.Source) {
	p.line(0, "%s %s %s", s.URL, s.Published, s.Publish)
	p.item(&s.Item)
	p.origins(1, s.Origins)
	if s.Seed == nil {
		return
	}
	cut := func(x dossier.Span) string { return fmt.Sprintf("%q", s.Seed.Text[x.Start:x.End]) }
	for _, h := range s.Hidden {
		p.line(1, "hidden %s", cut(h))
	}
	if s.Publish != dossier.PublishFull {
		for _, shown := range s.Shown {
			p.line(1, "shown %s", cut(shown))
		}
	}
	for _, passage := range s.Passages {
		var parts, by []string
		for _, span := range passage.Spans {
			parts = append(parts, cut(span))
		}
		for _, item := range passage.CitedBy {
			by = append(by, item.ID)
		}
		p.line(1, "#%s para. %d %s", passage.Fragment, passage.Paragraph+1, strings.Join(parts, " … "))
		p.line(2, "in %q [%s] %q", passage.Sentence.Before, passage.Sentence.Hit, passage.Sentence.After)
		if len(by) > 0 {
			p.line(2, "cited by %s", strings.Join(by, ", "))
		}
	}
	for _, note := range s.Annotations {
		p.line(1, "note %d on %q", note.Number, note.Quotation.Words)
		if note.Speaker != nil {
			p.line(2, "spoken by %s", note.Speaker.ID)
		}
		p.utterance(note.Utterance)
		p.prose(note.Text)
	}
	for _, m := range s.Mentions {
		p.line(1, "#%s %s is %s, in %s%s", m.Fragment, cut(m.Span), m.Entity.ID, cut(m.Sentence), by(m.Speaker))
	}
	for _, m := range s.Acts {
		p.line(1, "#%s %s means %s, in %s%s", m.Fragment, cut(m.Span), m.Event.ID, cut(m.Sentence), by(m.Speaker))
	}
}

func by(speaker *dossier.Entity) string {
	if speaker == nil {
		return ""
	}
	return ", said by " + speaker.ID
}

func (p *dumper) entity(x *dossier.Entity) {
	p.line(0, "%s", x.URL)
	p.item(&x.Item)
	for _, role := range x.Roles {
		of := ""
		if role.Organization != nil {
			of = "of " + role.Organization.ID
		}
		p.line(1, "%s %s", role.Title, of)
		p.evidence(role.Evidence)
	}
	for _, r := range x.Relations {
		arrow := "→"
		if r.Reverse {
			arrow = "←"
		}
		p.line(1, "%s %s %s", r.Type, arrow, r.Other.ID)
	}
	if x.PartOf != nil {
		p.line(1, "part of %s", x.PartOf.ID)
	}
	for _, part := range x.Parts {
		p.line(1, "has part %s", part.ID)
	}
	p.names(x.MentionedIn)
	for _, e := range x.Events {
		p.line(1, "event %s", e.ID)
	}
	for _, c := range x.Claims {
		p.line(1, "claim %s", c.ID)
	}
	for _, note := range x.Spoke {
		p.line(1, "said %q", note.Quotation.Words)
	}
	for _, said := range x.SpokeIn {
		p.line(1, "said on %s: %q", said.On.ID, said.Evidence.Quotation.Words)
	}
}

func (p *dumper) names(list []dossier.SourceMentions) {
	for _, in := range list {
		var names []string
		for _, n := range in.Names {
			names = append(names, fmt.Sprintf("%s ×%d", n.Name, n.Count))
		}
		p.line(1, "in %s: %s", in.Source.ID, strings.Join(names, ", "))
	}
}

func (p *dumper) item(i *dossier.Item) {
	for _, c := range i.Corrections {
		p.line(1, "corrected %s: %s", c.Date, c.Note)
	}
	p.prose(i.Body)
	for _, b := range i.Backlinks {
		p.line(1, "linked from %s: %s[%s]%s", b.From.ID, b.Sentence.Before, b.Sentence.Hit, b.Sentence.After)
	}
}

func (p *dumper) prose(text dossier.Prose) {
	for _, ref := range text.Refs {
		if ref.Link != nil {
			p.line(2, "links to %s as %q", ref.Link.URL, ref.Label)
		}
		for _, c := range ref.Cites {
			if c.Source == nil {
				continue
			}
			if c.Quotation != nil && c.Quotation.Passage != nil {
				p.line(2, "cites %s", c.Quotation.Passage.URL())
			} else {
				p.line(2, "cites %s %s", c.Source.URL, c.Locator)
			}
		}
	}
}

func (p *dumper) evidence(list []*dossier.EvidenceItem) {
	for _, e := range list {
		where := "nowhere"
		if e.Quotation != nil && e.Quotation.Passage != nil {
			where = e.Quotation.Passage.URL()
		} else if e.Source != nil {
			where = e.Source.URL
		}
		by := ""
		if e.Speaker != nil {
			by = "spoken by " + e.Speaker.ID
		}
		p.line(2, "%s %s %s", e.Stance, where, by)
		if e.Credibility > 0 {
			p.line(3, "credibility %d", e.Credibility)
		}
		p.utterance(e.Utterance)
		p.origins(3, e.Origins)
		for _, v := range e.Values {
			p.line(3, "%s", strings.Join(strings.Fields(fmt.Sprintf("value %s %s%s%s %s %s", v.Of, v.Date, v.Number, v.Words, v.Unit, v.At)), " "))
		}
	}
}

func (p *dumper) utterance(u dossier.Utterance) {
	if !u.Said.IsZero() {
		p.line(3, "said %s", u.Said)
	}
	for _, q := range u.SameAs {
		if q.Passage == nil {
			p.line(3, "same as nothing")
			continue
		}
		p.line(3, "same as %s %q", q.Passage.URL(), q.Words)
	}
}

func (p *dumper) origins(depth int, list []dossier.Origin) {
	for _, o := range list {
		switch {
		case o.Source != nil:
			p.line(depth, "from %s", o.Source.URL)
		case o.Entity != nil:
			p.line(depth, "from %s, written %q", o.Entity.URL, o.Words)
		default:
			p.line(depth, "from %q", o.Words)
		}
	}
}

func (p *dumper) corroboration(c dossier.Corroboration) {
	circular := ""
	if c.Circular {
		circular = ", circular"
	}
	p.line(1, "%s%s", c.Status, circular)
	for _, side := range []struct {
		name string
		dossier.Backing
	}{{"for it", c.Supporting}, {"against it", c.Disputing}} {
		for _, g := range side.Groups {
			var ids []string
			for _, s := range g.Sources {
				ids = append(ids, s.ID)
			}
			p.line(2, "%s: %s", side.name, strings.Join(ids, ", "))
			p.origins(3, g.Shared)
		}
	}
}

func BenchmarkResolve(b *testing.B) {
	p, _, _, err := content.NewLoader().Load(context.Background(), sample.Generate(1000), content.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Run("once", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := resolve.Once(context.Background(), p); err != nil {
				b.Fatal(err)
			}
		}
	})
}
