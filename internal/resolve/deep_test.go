package resolve_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"dossier/internal/diag"
	"dossier/internal/dossier"
	"dossier/internal/edtf"
	"dossier/internal/quantity"
	"dossier/internal/weigh"
)

// deep writes all that a dossier holds, by the URL of each item. Another item is
// written as what pages say of it where they name it. What is shown leaves out
// places in files: it is what the item's own page may show.
func deep(d *dossier.Dossier) (all, shown map[string]string) {
	all, shown = map[string]string{}, map[string]string{}
	write := func(i *dossier.Item, v any) {
		w := &deepWriter{}
		w.value(reflect.ValueOf(v).Elem())
		shown[i.URL], all[i.URL] = w.b.String(), w.b.String()+w.places.String()
	}
	for _, s := range d.Sources {
		write(&s.Item, s)
	}
	for _, x := range d.Entities {
		write(&x.Item, x)
	}
	for _, e := range d.Events {
		write(&e.Item, e)
	}
	for _, c := range d.Claims {
		write(&c.Item, c)
	}
	for _, p := range append(slices.Clone(d.Pages), d.Home) {
		if p != nil {
			write(p, p)
		}
	}
	return all, shown
}

// listed writes, for each item, what pages about many items may say of it.
func listed(d *dossier.Dossier) map[string]string {
	out := map[string]string{}
	for _, s := range d.Sources {
		out[s.URL] = fmt.Sprint(s.Title, s.Published, len(s.Annotations), len(s.Passages))
	}
	for _, x := range d.Entities {
		out[x.URL] = fmt.Sprint(x.Title, len(x.Events), len(x.Claims), len(x.MentionedIn))
	}
	for _, e := range d.Events {
		out[e.URL] = fmt.Sprint(e.Title, e.Date, len(e.Evidence), len(e.Claims), weigh.DateDisputed(e.Evidence))
	}
	for _, c := range d.Claims {
		list := fmt.Sprint(c.Title, c.Date, corroborated(&c.Corroboration))
		for _, e := range c.Evidence {
			list += fmt.Sprint(" ", e.Stance, e.Credibility)
		}
		for _, s := range weigh.History(c.Evidence) {
			list += fmt.Sprint(" ", s.Day, corroborated(&s.Corroboration))
		}
		for _, m := range weigh.Measures(c.Evidence) {
			list += fmt.Sprint(" ", m.Differs)
		}
		out[c.URL] = list
	}
	return out
}

func corroborated(c *dossier.Corroboration) string {
	return fmt.Sprint(c.Status, c.Circular, c.Supporting.Sources, len(c.Supporting.Groups), c.Disputing.Sources, len(c.Disputing.Groups))
}

type deepWriter struct {
	b      strings.Builder
	depth  int
	places strings.Builder
}

func (w *deepWriter) line(format string, args ...any) {
	for range w.depth {
		w.b.WriteByte(' ')
	}
	fmt.Fprintf(&w.b, format, args...)
	w.b.WriteByte('\n')
}

// named writes what is said of another item, and tells whether the value is one.
func (w *deepWriter) named(v any) bool {
	switch x := v.(type) {
	case *dossier.Item:
		w.line("→ %s %q", x.URL, x.Title)
	case *dossier.Source:
		w.line("→ %s %q %s", x.URL, x.Title, x.Published)
	case *dossier.Entity:
		w.line("→ %s %q", x.URL, x.Title)
	case *dossier.Event:
		w.line("→ %s %q %s %v", x.URL, x.Title, x.Date, weigh.DateDisputed(x.Evidence))
	case *dossier.Claim:
		w.line("→ %s %q %s", x.URL, x.Title, corroborated(&x.Corroboration))
	case *dossier.Seed:
		w.line("text %s", x.File)
	case edtf.Date:
		w.line("date %s", x)
	case quantity.Quantity:
		w.line("number %s", x)
	case diag.Pos:
		fmt.Fprintln(&w.places, x)
	default:
		return false
	}
	return true
}

func (w *deepWriter) value(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			w.line("none")
			return
		}
		if w.named(v.Interface()) {
			return
		}
		if p, ok := v.Interface().(*dossier.Passage); ok { // by whom else it is cited, its own source's page tells
			cut := *p
			if w.depth > 4 {
				cut.CitedBy, cut.Annotated = nil, false
			}
			v = reflect.ValueOf(&cut)
		}
		w.value(v.Elem())
	case reflect.Struct:
		if w.named(v.Interface()) {
			return
		}
		for i := range v.NumField() {
			if f := v.Field(i); !f.IsZero() && (f.Kind() != reflect.Slice || f.Len() > 0) {
				w.line("%s", v.Type().Field(i).Name)
				w.depth += 2
				w.value(f)
				w.depth -= 2
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			w.line("- %d", i)
			w.depth += 2
			w.value(v.Index(i))
			w.depth -= 2
		}
	default:
		w.line("%v", v.Interface())
	}
}
