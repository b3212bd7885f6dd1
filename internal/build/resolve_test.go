package build

import (
	"context"
	"testing"
	"testing/fstest"
	"time"

	"dossier/internal/sample"
)

func TestResolve(t *testing.T) {
	broken := sample.Generate(2)
	broken["content/pages/x.md"] = &fstest.MapFile{Data: []byte("---\ntitle: X\n---\n\n[[nobody]]\n")}
	draft := sample.Generate(2)
	draft["content/pages/x.md"] = &fstest.MapFile{Data: []byte("---\ntitle: X\ndraft: true\n---\n\n[[nobody]]\n")}
	tests := []struct {
		files        fstest.MapFS
		drafts       bool
		read, flawed bool
		source       string
		reason       string
	}{
		{sample.Generate(2), false, true, false, "", "a sound project"},
		{broken, false, true, true, "[[nobody]]", "with errors there is a dossier with gaps, and the line of the error"},
		{draft, false, true, false, "", "a draft is not read"},
		{draft, true, true, true, "[[nobody]]", "unless that is asked for"},
		{fstest.MapFS{}, false, false, true, "", "no project at all"},
	}
	for _, test := range tests {
		p, d, diags, err := Resolve(context.Background(), Options{Project: test.files, Drafts: test.drafts, Now: func() time.Time { return time.Time{} }})
		if err != nil {
			t.Fatal(err)
		}
		if (p != nil) != test.read || (d != nil) != test.read || diags.HasErrors() != test.flawed {
			t.Errorf("project %v, dossier %v, diagnostics %v: %s", p != nil, d != nil, diags, test.reason)
		}
		if test.source != "" && (len(diags) == 0 || diags[0].Source != test.source) {
			t.Errorf("%v has not the line %q: %s", diags, test.source, test.reason)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, _, _, err := Resolve(ctx, Options{Project: sample.Generate(2), Now: func() time.Time { return time.Time{} }}); err == nil {
		t.Error("a context that has ended ends nothing")
	}
}
