package render

import (
	"bytes"
	"flag"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "write testdata/*.txtar anew from what the templates make")

// The pages of testdata/frame.txtar are compared whole, from the doctype to the
// end, those of testdata/main.txtar from <main> to </main>. All other tests look
// at what they are about.
func TestFrame(t *testing.T) {
	files := site(t, rich())
	for _, golden := range []struct {
		file string
		cut  func([]byte) []byte
	}{
		{"testdata/frame.txtar", func(b []byte) []byte { return b }},
		{"testdata/main.txtar", func(b []byte) []byte {
			from, to := bytes.Index(b, []byte("<main")), bytes.Index(b, []byte("</main>"))
			return append(bytes.Clone(b[from:to]), "</main>\n"...)
		}},
	} {
		archive, err := txtar.ParseFile(golden.file)
		if err != nil {
			t.Fatal(err)
		}
		for i := range archive.Files {
			f := &archive.Files[i]
			got := golden.cut(files[f.Name])
			if *update {
				f.Data = got
				continue
			}
			if diff := cmp.Diff(string(f.Data), string(got)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", f.Name, diff)
			}
		}
		if *update {
			if err := os.WriteFile(golden.file, txtar.Format(archive), 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}
}
