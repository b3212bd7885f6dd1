package content

import (
	"context"
	"crypto/sha256"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// The sums are those of the bytes as they were read: of every page, draft or not,
// of every text that a source names, and of the configuration; of nothing that
// has gone.
func TestSums(t *testing.T) {
	files := fstest.MapFS{
		"dossier.yaml":           {Data: []byte("title: Test\n")},
		"content/people/a.md":    {Data: []byte("\ufeff---\r\ntitle: A\r\n---\r\n")},
		"content/people/b.md":    {Data: []byte("---\ntitle: B\ndraft: true\n---\n")},
		"content/sources/s.md":   {Data: []byte("---\ntitle: S\nseed: s.txt\n---\n")},
		"content/media/m.png":    {Data: []byte("m")},
		"content/people/.b.swp":  {Data: []byte("b")},
		"seeds/s.txt":            {Data: []byte("A text.\r\n")},
		"seeds/nobodys.txt":      {Data: []byte("Another.\n")},
		"templates/partials/x.y": {Data: []byte("x")},
	}
	l := NewLoader()
	for _, read := range [][]string{
		{"dossier.yaml", "content/people/a.md", "content/people/b.md", "content/sources/s.md", "seeds/s.txt"},
		{"dossier.yaml", "content/people/b.md"},
	} {
		if _, _, _, err := l.Load(context.Background(), files, Options{}); err != nil {
			t.Fatal(err)
		}
		want := map[string][sha256.Size]byte{}
		for _, file := range read {
			want[file] = sha256.Sum256(files[file].Data)
		}
		if diff := cmp.Diff(want, l.Sums()); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		delete(files, "content/people/a.md")
		delete(files, "content/sources/s.md")
		files["content/people/b.md"] = &fstest.MapFile{Data: []byte("---\ntitle: New B\n---\n")}
	}
}
