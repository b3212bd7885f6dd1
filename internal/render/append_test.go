package render

import (
	"bytes"
	"testing"
	"testing/fstest"

	"golang.org/x/sync/errgroup"

	"dossier/templates"
)

// Pages that are appended one by one have the bytes that Render gives them, at
// several places of one buffer and at the same time.
func TestAppendPageWritesWhatRenderDoes(t *testing.T) {
	set, list := Load(nil, templates.FS, "en")
	if len(list) > 0 {
		t.Fatal(list)
	}
	for range 2 { // the second plan has the addresses of other values
		pages := Plan(rich())
		files, list, err := set.Render(t.Context(), pages)
		if err != nil || len(list) > 0 {
			t.Fatal(list, err)
		}
		var g errgroup.Group
		for i, page := range pages {
			g.Go(func() error {
				buf := bytes.NewBufferString("before ")
				if list := set.AppendPage(buf, page); list != nil {
					t.Error(list)
				}
				if want := "before " + string(files[i].Data); buf.String() != want {
					t.Errorf("%s differs", page.Path)
				}
				return nil
			})
		}
		if err := g.Wait(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAppendPageLeavesNothingOfAFlawedPage(t *testing.T) {
	set, list := Load(fstest.MapFS{"404.html": {Data: []byte(`<p>{{slice .Frame.Title 0 900}}`)}}, templates.FS, "en")
	if len(list) > 0 {
		t.Fatal(list)
	}
	buf := bytes.NewBufferString("before")
	list = set.AppendPage(buf, Page{Path: "404.html", Template: "404.html", View: &NotFoundView{Frame: &Frame{Title: "T"}}})
	if len(list) != 1 || list[0].Code != "template" || list[0].Pos.Line != 1 {
		t.Errorf("got %v", list)
	}
	if buf.String() != "before" {
		t.Errorf("the buffer holds %q", buf)
	}
}
