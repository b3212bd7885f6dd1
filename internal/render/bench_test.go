package render_test

import (
	"context"
	"strconv"
	"testing"

	"dossier/internal/content"
	"dossier/internal/dossier"
	"dossier/internal/render"
	"dossier/internal/resolve"
	"dossier/internal/sample"
)

// generated is the resolved dossier of a number of generated sources.
func generated(b testing.TB, sources int) *dossier.Dossier {
	b.Helper()
	project, _, diags, err := content.NewLoader().Load(context.Background(), sample.Generate(sources), content.Options{})
	if err != nil || diags.HasErrors() {
		b.Fatal(err, diags)
	}
	resolved, err := resolve.NewResolver().Resolve(context.Background(), project)
	if err != nil || resolved.Diags.HasErrors() {
		b.Fatal(err, resolved)
	}
	return resolved.Dossier
}

func BenchmarkPlan(b *testing.B) {
	d := generated(b, 1000)
	b.ReportAllocs()
	for b.Loop() {
		render.Plan(d)
	}
}

// A page that is looked at is planned by itself: what it costs besides itself
// must not grow with the dossier.
func BenchmarkJobsFirst(b *testing.B) {
	for _, sources := range []int{100, 10000} {
		d := generated(b, sources)
		for _, page := range []struct{ kind, path string }{
			{"source", d.Sources[len(d.Sources)/2].URL},
			{"entity", d.Entities[len(d.Entities)/2].URL},
			{"event", d.Events[len(d.Events)/2].URL},
			{"claim", d.Claims[len(d.Claims)/2].URL},
		} {
			b.Run(page.kind+"/"+strconv.Itoa(sources), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					jobs := render.NewPlanner(d).JobsFirst([]string{page.path}, func(string) bool { return true }, false)
					if len(jobs) != 1 {
						b.Fatalf("%s: %d pages", page.path, len(jobs))
					}
					jobs[0].Page()
				}
			})
		}
	}
}
