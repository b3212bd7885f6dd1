package markup

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"dossier/internal/diag"
	"dossier/internal/dossier"
	"golang.org/x/net/html"
)

// seedCorpus gives the inputs of all fixtures.
func seedCorpus(f *testing.F) []string {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		f.Fatal("no fixtures", err)
	}
	var all []string
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		_, in, _ := strings.Cut(string(b), ".md --\n")
		in, _, _ = strings.Cut(in, "\n-- ")
		all = append(all, in+"\n")
	}
	return all
}

// inFile tells whether a place is one of a text, its end included.
func inFile(t *testing.T, src []byte, pos diag.Pos) {
	t.Helper()
	if pos.Line == 0 {
		return
	}
	text := bytes.TrimPrefix(src, []byte("\ufeff"))
	text = bytes.ReplaceAll(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")), []byte("\r"), []byte("\n"))
	rows := bytes.Split(text, []byte("\n"))
	if pos.Line > len(rows) || pos.Col > utf8.RuneCount(rows[pos.Line-1])+1 || pos.Col < 1 {
		t.Errorf("%s lies outside of the file", pos)
	}
}

// FuzzFrontMatter: no input makes the reading of front matter fail otherwise
// than by diagnostics, all places lie in the file, and a mapping that was read
// is read alike when it is written as double-quoted YAML.
func FuzzFrontMatter(f *testing.F) {
	for _, in := range seedCorpus(f) {
		f.Add([]byte(in))
	}
	f.Add([]byte("---\na: &b [*b]\n---\n"))
	f.Add([]byte("---\n\"\\u00e9\": 'x''y'\n---"))
	f.Fuzz(func(t *testing.T, src []byte) {
		doc, diags := Parse("f.md", src, Page)
		for _, d := range diags {
			inFile(t, src, d.Pos)
		}
		if doc.Front == nil || diags.HasErrors() {
			return
		}
		var check func(v *Value)
		check = func(v *Value) {
			inFile(t, src, v.Pos)
			for _, c := range v.Items {
				check(c)
			}
			for _, p := range v.Pairs {
				inFile(t, src, p.KeyPos)
				check(p.Value)
			}
		}
		check(doc.Front)
		again, diags := ParseYAML("f.yaml", []byte(printYAML(doc.Front)))
		if len(diags) > 0 || again == nil && len(doc.Front.Pairs) > 0 {
			t.Fatalf("%q is not read again: %v", printYAML(doc.Front), diags)
		}
		if again != nil && printYAML(again) != printYAML(doc.Front) {
			t.Errorf("%q became %q", printYAML(doc.Front), printYAML(again))
		}
	})
}

func printYAML(v *Value) string {
	var b strings.Builder
	switch v.Shape {
	case Sequence:
		b.WriteByte('[')
		for _, c := range v.Items {
			b.WriteString(printYAML(c) + ", ")
		}
		b.WriteByte(']')
	case Mapping:
		b.WriteByte('{')
		for _, p := range v.Pairs {
			b.WriteString("? " + quoteYAML(p.Key) + " : " + printYAML(p.Value) + ", ")
		}
		b.WriteByte('}')
	default:
		if v.Null {
			return "~"
		}
		return quoteYAML(v.Text)
	}
	return b.String()
}

func quoteYAML(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteString(`\` + string(r))
		case r < ' ' || r >= 0x7f && r < 0xa0 || r == 0x2028 || r == 0x2029 || r == 0xfeff:
			const hex = "0123456789abcdef"
			b.WriteString(`\u` + string(hex[r>>12&15]) + string(hex[r>>8&15]) + string(hex[r>>4&15]) + string(hex[r&15]))
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// FuzzParse: no input makes Parse panic; all places lie in the file; the HTML's
// tags nest and hold nothing that runs or loads; a source's file without errors
// shows no blockquote and no citation quoted words that were not handed on to be
// looked up; and a private comment put anywhere between two lines never shows
// outside of code.
func FuzzParse(f *testing.F) {
	for i, in := range seedCorpus(f) {
		f.Add([]byte(in), uint(i), i%2 == 0)
	}
	f.Fuzz(func(t *testing.T, src []byte, where uint, annotated bool) {
		form := Page
		if annotated {
			form = Annotated
		}
		doc, diags := Parse("f.md", src, form)
		for _, d := range diags {
			inFile(t, src, d.Pos)
		}
		bodies := []dossier.Body{doc.Body, doc.Footnotes}
		for _, a := range doc.Annotations {
			inFile(t, src, a.Quote.Pos)
			bodies = append(bodies, a.Note)
		}
		for _, b := range bodies {
			places(t, src, b)
			balanced(t, b)
			if !diags.HasErrors() {
				unverified(t, b, annotated)
			}
		}

		rows := bytes.SplitAfter(src, []byte("\n"))
		at := int(where % uint(len(rows)))
		if bytes.Contains(bytes.Join(rows[:at], nil), []byte("%%")) {
			return // it would close a comment rather than open one
		}
		const private = "%%zqsecretqz%%"
		var planted []byte
		for i, r := range rows {
			if i == at {
				planted = append(planted, private+"\n"...)
			}
			planted = append(planted, r...)
		}
		doc, _ = Parse("f.md", planted, form)
		bodies = []dossier.Body{doc.Body, doc.Footnotes}
		for _, a := range doc.Annotations {
			if strings.Contains(a.Quote.Value, "zqsecretqz") {
				t.Errorf("a quotation holds the comment: %q", a.Quote.Value)
			}
			bodies = append(bodies, a.Note)
		}
		for _, b := range bodies {
			secret(t, b)
		}
	})
}

func places(t *testing.T, src []byte, b dossier.Body) {
	for _, r := range b.Refs {
		if r.Link != nil {
			inFile(t, src, r.Link.Target.Pos)
			continue
		}
		inFile(t, src, r.Cite.Pos)
		for _, c := range r.Cite.Items {
			inFile(t, src, c.Source.Pos)
			inFile(t, src, c.Quote.Pos)
		}
	}
	for _, k := range b.Blocks {
		inFile(t, src, k.Pos)
		for _, p := range k.Pieces {
			if p.Ref >= len(b.Refs) || p.Ref < dossier.NoRef {
				t.Errorf("a block's piece has the reference %d of %d", p.Ref, len(b.Refs))
			}
		}
	}
}

// unverified fails where words are shown as a source's that are no Quote.
func unverified(t *testing.T, b dossier.Body, annotated bool) {
	if annotated && strings.Contains(showHTML(b), "<blockquote") {
		t.Errorf("a quotation that nobody looks up got through: %q", showHTML(b))
	}
	for _, r := range b.Refs {
		if r.Cite == nil {
			continue
		}
		for _, c := range r.Cite.Items {
			if strings.ContainsAny(c.Locator, `"“”„«»`) {
				t.Errorf("a place in a source holds a quotation: %q", c.Locator)
			}
		}
	}
}

var void = map[string]bool{"img": true, "br": true, "hr": true, "col": true}

var allowed = map[string]bool{
	"p": true, "a": true, "img": true, "br": true, "hr": true, "em": true, "strong": true, "code": true, "pre": true, "ul": true,
	"ol": true, "li": true, "blockquote": true, "h2": true, "h3": true, "h4": true, "h5": true, "h6": true, "table": true,
	"thead": true, "tbody": true, "tr": true, "th": true, "td": true, "sup": true, "div": true, "colgroup": true, "col": true,
}

func balanced(t *testing.T, b dossier.Body) {
	var text strings.Builder
	for _, p := range b.HTML {
		text.WriteString(p.Text)
		if p.Ref == dossier.RootRef {
			text.WriteString("../")
		}
	}
	z := html.NewTokenizer(strings.NewReader(text.String()))
	var open []string
	for {
		switch z.Next() {
		case html.ErrorToken:
			if len(open) > 0 {
				t.Errorf("%q is never closed in %q", open, text.String())
			}
			return
		case html.StartTagToken, html.SelfClosingTagToken:
			tok := z.Token()
			if !allowed[tok.Data] {
				t.Errorf("the element %q got through: %q", tok.Data, text.String())
			}
			for _, a := range tok.Attr {
				scheme := schemeOf(a.Val)
				switch {
				case strings.HasPrefix(a.Key, "on"):
					t.Errorf("the attribute %q got through", a.Key)
				case a.Key == "href" && scheme != "" && !schemes[scheme]:
					t.Errorf("the address %q got through", a.Val)
				case a.Key == "src" && !strings.HasPrefix(a.Val, "../media/"):
					t.Errorf("the image %q got through", a.Val)
				}
			}
			if !void[tok.Data] {
				open = append(open, tok.Data)
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			if n := len(open); n == 0 || open[n-1] != string(name) {
				t.Fatalf("</%s> closes nothing: %q", name, text.String())
			}
			open = open[:len(open)-1]
		case html.CommentToken, html.DoctypeToken:
			t.Errorf("a comment got through: %q", text.String())
		}
	}
}

// secret fails where the planted words stand outside of code.
func secret(t *testing.T, b dossier.Body) {
	var text strings.Builder
	for _, p := range b.HTML {
		text.WriteString(p.Text)
	}
	code := 0
	z := html.NewTokenizer(strings.NewReader(text.String()))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		tok := z.Token()
		switch {
		case kind == html.StartTagToken && tok.Data == "code":
			code++
		case kind == html.EndTagToken && tok.Data == "code":
			code--
		case code == 0 && strings.Contains(tok.String(), "zqsecretqz"):
			t.Errorf("the comment shows: %q", text.String())
		}
	}
	for _, r := range b.Refs {
		if r.Link != nil && strings.Contains(r.Link.Label+r.Link.Target.Value, "zqsecretqz") {
			t.Errorf("a link holds the comment: %+v", r.Link)
		}
		if r.Cite != nil {
			for _, c := range r.Cite.Items {
				if strings.Contains(c.Source.Value+c.Quote.Value+c.Locator, "zqsecretqz") {
					t.Errorf("a citation holds the comment: %+v", c)
				}
			}
		}
	}
}
