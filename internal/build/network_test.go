package build_test

import (
	"bytes"
	"context"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"dossier/internal/build"
	"dossier/internal/render"
	"dossier/templates"
)

// The page of the network quotes the evidence of events: it is made anew when
// other words are quoted, be they as many as before.
func TestNetworkFollowsEvidence(t *testing.T) {
	event := func(evidence string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("---\ntitle: Meeting\ndate: \"2024\"\nparticipants: [ada, ben]\nevidence:\n  - " + evidence + "\n---\n")}
	}
	files := fstest.MapFS{
		"dossier.yaml":           {Data: []byte("title: T\n")},
		"seeds/a.txt":            {Data: []byte("They met twice. They spoke once.\n")},
		"content/sources/a.md":   {Data: []byte("---\ntitle: A\nseed: a.txt\n---\n")},
		"content/people/ada.md":  {Data: []byte("---\ntitle: Ada\n---\n")},
		"content/people/ben.md":  {Data: []byte("---\ntitle: Ben\n---\n")},
		"content/events/meet.md": event(`{cite: a, quote: "They met twice."}`),
	}
	session := func() *build.Session {
		return build.NewSession(build.Options{Project: files, Defaults: templates.FS, Now: time.Now})
	}
	network := func(s *build.Session) []byte {
		t.Helper()
		res, err := s.Build(context.Background(), build.Request{Changed: []string{"content/events/meet.md"}})
		if err != nil || res.Diags.HasErrors() {
			t.Fatal(err, text(res.Diags))
		}
		i := slices.IndexFunc(res.Files, func(f render.File) bool { return f.Path == "network.html" })
		return res.Files[i].Data
	}
	used := session()
	network(used)
	for _, test := range []struct{ reason, evidence, shown string }{
		{"other words", `{cite: a, quote: "They spoke once."}`, "They spoke once."},
		{"a note on them", `{cite: a, quote: "They spoke once.", note: "By telephone."}`, "By telephone."},
		{"a speaker", `{cite: a, quote: "They spoke once.", note: "By telephone.", speaker: ben}`, "Said by"},
	} {
		files["content/events/meet.md"] = event(test.evidence)
		got := network(used)
		if !bytes.Contains(got, []byte(test.shown)) || !bytes.Equal(got, network(session())) {
			t.Errorf("%s: the page of the network is not that of a fresh build", test.reason)
		}
	}
}
