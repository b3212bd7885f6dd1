package render_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"dossier/internal/render"
)

// A page is the same whenever it is made: with all others, after any others,
// by itself.
func TestJobsMakeThePagesOfThePlan(t *testing.T) {
	d := generated(t, 60)
	d.BaseURL = "https://dossier.example/a/"
	all := render.Plan(d)
	p := render.NewPlanner(d)
	jobs := p.Jobs()
	for _, page := range all[min(len(jobs), len(all)):] {
		if !strings.HasPrefix(page.Path, "search/") {
			t.Errorf("%s has no job", page.Path)
		}
	}
	for i, j := range slices.Backward(jobs) {
		for range 2 {
			if page := j.Page(); j.Path != all[i].Path || j.Template != all[i].Template || !reflect.DeepEqual(page, all[i]) {
				t.Fatalf("%s is another page when it is made after others", all[i].Path)
			}
		}
		only := render.NewPlanner(d).JobsFirst([]string{j.Path}, func(string) bool { return true }, true)
		if j.Template == "" && len(only) > 0 || j.Template != "" && (len(only) == 0 || !reflect.DeepEqual(only[0].Page(), all[i])) {
			t.Fatalf("%s is another page when it is made by itself, one of %d", all[i].Path, len(only))
		}
	}
}
