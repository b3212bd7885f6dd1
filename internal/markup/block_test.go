package markup

import (
	"fmt"
	"strings"
	"testing"

	"dossier/internal/dossier"
)

func TestBlocksSayWhatTheyArePartOf(t *testing.T) {
	names := map[dossier.BlockKind]string{
		dossier.Paragraph: "paragraph", dossier.Heading: "heading", dossier.ListItem: "item",
		dossier.TableHead: "head", dossier.TableCell: "cell",
	}
	tests := []struct{ src, want, reason string }{
		{"one\n\ntwo\n", "paragraph; paragraph", "paragraphs"},
		{"## one\n\ntwo\n", "heading; paragraph", "a heading is none"},
		{"- one\n- two\n", "item; item", "the items of a tight list have no paragraphs"},
		{"1. one\n\n   more\n", "item; item", "a paragraph of an item belongs to the item"},
		{"> one\n", "paragraph", "a block quotation of a page is its own text"},
		{"| a | b |\n| - | - |\n| 1 | 2 |\n", "head; head; cell; cell", "the first row names the columns"},
		{"one[^b] two[^a]\n\n[^a]: first\n[^b]: - second\n", "paragraph calls [1 2]; item of 1; paragraph of 2", "footnotes are numbered as they are called"},
	}
	for _, test := range tests {
		doc, diags := Parse("content/pages/a.md", []byte("---\ntitle: A\n---\n\n"+test.src), Page)
		if diags.HasErrors() {
			t.Fatalf("%q: %v", test.src, diags)
		}
		var got []string
		for _, b := range doc.Body.Blocks {
			s := names[b.Kind]
			if b.Note > 0 {
				s += fmt.Sprintf(" of %d", b.Note)
			}
			if b.Notes != nil {
				s += fmt.Sprintf(" calls %v", b.Notes)
			}
			got = append(got, s)
		}
		if s := strings.Join(got, "; "); s != test.want {
			t.Errorf("%q has the blocks %s, want %s: %s", test.src, s, test.want, test.reason)
		}
	}
}
