package content

import (
	"crypto/sha256"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"

	"dossier/internal/dossier"
	"github.com/google/go-cmp/cmp"
)

// wrapped fills text word by word to a width, as an editor does.
func wrapped(text string, width int, first, rest string) string {
	var b strings.Builder
	line := first
	empty := true
	for _, w := range strings.Fields(text) {
		if !empty && len([]rune(line))+1+len([]rune(w)) > width {
			b.WriteString(line + "\n")
			line, empty = rest, true
		}
		if !empty {
			line += " "
		}
		line += w
		empty = false
	}
	return b.String() + line + "\n"
}

const (
	longA = "The head of the harbour board said on Monday that the north pier would remain closed until the planks had been examined by somebody from outside of the town. He named no date. The council had asked for one twice, and it had not been given an answer that its members could have repeated to anybody who asked them about it."
	longB = "Krantz, who has been the harbour master since the spring, closed the pier on the third of May. Boats were sent to the south side, where there is room for eleven of them. Two had to lie outside, and their owners complained about it to the paper, which printed what they wrote."
	longC = "It was not the first time. In the year before, the same planks had been looked at, and nothing had been found to be wrong with them at that time, although the report has never been published."
)

func TestParagraphs(t *testing.T) {
	one := func(s string) string { return strings.TrimSuffix(s, "\n") }
	for _, tt := range []struct {
		reason, in string
		want       []string
	}{
		{"blank lines", longA + "\n\n" + longB + "\n", []string{longA, longB}},
		{"one paragraph a line", longA + "\n" + longB + "\n" + longC, []string{longA, longB, longC}},
		{"a short paragraph among lines", longA + "\nShort.\n" + longB + "\n", []string{longA, "Short.", longB}},
		{"a caption below a line within one block", "A heading\n\n" + longA + "\n" + longB + "\n\n" + longC, []string{"A heading", longA, longB, longC}},
		{"a single line that is not long", "Hello there.", []string{"Hello there."}},
		{"nothing", " \n\t\n", nil},
		{"wrapped at 72 with blank lines", wrapped(longA, 72, "", "") + "\n" + wrapped(longB, 72, "", ""), []string{one(wrapped(longA, 72, "", "")), one(wrapped(longB, 72, "", ""))}},
		{"wrapped at 60 with blank lines", wrapped(longA, 60, "", "") + "\n" + wrapped(longC, 60, "", ""), []string{one(wrapped(longA, 60, "", "")), one(wrapped(longC, 60, "", ""))}},
		{"wrapped at 100 with a heading", "THE PIER\n\n" + wrapped(longA, 100, "", ""), []string{"THE PIER", one(wrapped(longA, 100, "", ""))}},
		{
			"wrapped, paragraphs indented", wrapped(longA, 70, "    ", "") + wrapped(longB, 70, "    ", "") + wrapped(longC, 70, "    ", ""),
			[]string{strings.TrimSpace(wrapped(longA, 70, "    ", "")), strings.TrimSpace(wrapped(longB, 70, "    ", "")), strings.TrimSpace(wrapped(longC, 70, "    ", ""))},
		},
		{
			"wrapped, one line of speech a paragraph, indented by a tab", wrapped(longA, 70, "\t", "") + "\t“No,” he said.\n\t“Yes,” she said.\n" + wrapped(longB, 70, "\t", ""),
			[]string{strings.TrimSpace(wrapped(longA, 70, "\t", "")), "“No,” he said.", "“Yes,” she said.", strings.TrimSpace(wrapped(longB, 70, "\t", ""))},
		},
		{
			"wrapped, neither blank lines nor indents: a last line that ends early ends its paragraph",
			wrapped(longA+" So.", 66, "", "") + wrapped(longB, 66, "", ""),
			[]string{one(wrapped(longA+" So.", 66, "", "")), one(wrapped(longB, 66, "", ""))},
		},
		{
			"wrapped, with a line above it that ends early", "By Ada Krantz\n" + wrapped(longA, 72, "", ""),
			[]string{"By Ada Krantz", one(wrapped(longA, 72, "", ""))},
		},
		{
			"wrapped, one address longer than the width", wrapped(longA, 66, "", "") + "\nSee https://example.org/a/very/long/address/that/cannot/be/broken/anywhere/at/all.html\nfor it, and for more that was said about it on that day and later.\n\n" + wrapped(longB, 66, "", ""),
			[]string{one(wrapped(longA, 66, "", "")), "See https://example.org/a/very/long/address/that/cannot/be/broken/anywhere/at/all.html\nfor it, and for more that was said about it on that day and later.", one(wrapped(longB, 66, "", ""))},
		},
		{"a wrapped block within an indented text", "  " + strings.ReplaceAll(one(wrapped(longA, 70, "", "")), "\n", "\n  "), []string{strings.ReplaceAll(one(wrapped(longA, 70, "", "")), "\n", "\n  ")}},
		{
			"a poem keeps its verses", "The pier is closed, the planks are old,\nThe gulls sit there and shout,\nThe master does as he is told\nAnd will not let us out.\n\nThe sea is grey,\nThe day is long.\n",
			[]string{"The pier is closed, the planks are old,", "The gulls sit there and shout,", "The master does as he is told", "And will not let us out.", "The sea is grey,", "The day is long."},
		},
		{
			"a poem of longer verses", "I have walked upon the pier when the evening had begun to fall,\nAnd the lamps upon the water were as yellow as the hall\nWhere the council sits on Mondays with its papers and its tea,\nAnd I asked them for a reason, and they gave no word to me,\nFor the planks, they said, are rotten, and the master has the key.\n",
			[]string{
				"I have walked upon the pier when the evening had begun to fall,", "And the lamps upon the water were as yellow as the hall",
				"Where the council sits on Mondays with its papers and its tea,", "And I asked them for a reason, and they gave no word to me,", "For the planks, they said, are rotten, and the master has the key.",
			},
		},
		{"a list", "- planks\n- nails\n- a new lamp\n", []string{"- planks", "- nails", "- a new lamp"}},
		{
			"a list with wrapped items", wrapped(longA, 60, "- ", "  ") + wrapped(longC, 60, "- ", "  "),
			[]string{one(wrapped(longA, 60, "- ", "  ")), one(wrapped(longC, 60, "- ", "  "))},
		},
		{"a numbered list", "1. planks\n2. nails\n10) a lamp\n", []string{"1. planks", "2. nails", "10) a lamp"}},
		{
			"hanging indents", wrapped(longA, 60, "", "    ") + wrapped(longC, 60, "", "    "),
			[]string{one(wrapped(longA, 60, "", "    ")), one(wrapped(longC, 60, "", "    "))},
		},
		{"an address", "Harbour Board\n3 Pier Road\nEastport\n", []string{"Harbour Board", "3 Pier Road", "Eastport"}},
		{"no-break spaces, form feeds and invisible marks alone make a line blank", "A.\n\u00a0\nB.\n\f\nC.\n \u200b\ufeff\nD.", []string{"A.", "B.", "C.", "D."}},
		{"U+2029 parts paragraphs, of wrapped lines too", one(wrapped(longA, 70, "", "")) + "\u2029" + wrapped(longB, 70, "", ""), []string{one(wrapped(longA, 70, "", "")), one(wrapped(longB, 70, "", ""))}},
		{"U+2028 ends a line: here each is a paragraph", longA + "\u2028" + longB, []string{longA, longB}},
		{"U+2028 ends a line: here the lines are wrapped", strings.ReplaceAll(one(wrapped(longA, 70, "", "")), "\n", "\u2028"), []string{strings.ReplaceAll(one(wrapped(longA, 70, "", "")), "\n", "\u2028")}},
		{"two of them are a blank line", "A b\u2028\u2028c d\u2028 \ne f\u2029\u2029g", []string{"A b", "c d", "e f", "g"}},
		{"no-break spaces around a line are not part of it", "\u00a0 A b.\u00a0\n\n\u2003C.", []string{"A b.", "C."}},
	} {
		var got []string
		for _, s := range Paragraphs(tt.in) {
			got = append(got, tt.in[s.Start:s.End])
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.reason, diff)
		}
	}
}

// The five articles of this repository, counted by reading them.
func TestParagraphsOfTheArticles(t *testing.T) {
	for _, tt := range []struct {
		reason, file string
		count        int
		first, last  string // beginnings
		within       string // a whole paragraph
	}{
		{"blank lines, two sub-headings and a byline", "000_bef96de51b46dc62.txt", 22, "Turkish President Recep", "Anne Chaon, with AFP", "Close Ties with Haniyeh"},
		{"blank lines", "001_8c6cbf24b2c1ee34.txt", 10, "Turkish President Recep Tayyip Erdogan (R) meets", "Analysts say", ""},
		{"blank lines, but a caption directly below the first sentence", "002_226591e5bd4c9bd0.txt", 16, "Skip to main content", "“Do not think", "Ankara dials up Gaza diplomacy with Washington, Doha and Hamas, with the top Turkish diplomat describing the prospects of a cease-fire as dimming."},
		{"blank lines, long paragraphs", "003_5c3666a02aaa6232.txt", 6, "Foreign Minister Hakan", "Ankara has been in touch", ""},
		{"one paragraph a line", "004_ed66f7278437555c.txt", 9, "Turkish President Recep", "Israel must also answer", "A report released by Amnesty International on December 5 concludes that Israel’s actions in Gaza qualify as genocide."},
	} {
		b, err := os.ReadFile(filepath.Join("..", "..", "seeds", tt.file))
		if err != nil {
			t.Fatal(err)
		}
		seed, diags := decodeSeed("seeds/"+tt.file, b, sha256.Sum256(b), "")
		if seed == nil || len(diags) > 0 {
			t.Fatalf("%s: %v", tt.file, diags)
		}
		var all []string
		for _, s := range seed.Paragraphs {
			all = append(all, seed.Text[s.Start:s.End])
		}
		if len(all) != tt.count {
			t.Fatalf("%s: %s has %d paragraphs, want %d", tt.reason, tt.file, len(all), tt.count)
		}
		if !strings.HasPrefix(all[0], tt.first) || !strings.HasPrefix(all[len(all)-1], tt.last) {
			t.Errorf("%s: %s begins with %.40q and ends with %.40q", tt.reason, tt.file, all[0], all[len(all)-1])
		}
		if tt.within != "" && !slices.Contains(all, tt.within) {
			t.Errorf("%s: %q is no paragraph of %s", tt.reason, tt.within, tt.file)
		}
	}
}

func TestDecodeSeed(t *testing.T) {
	utf16 := func(s string, big bool) string {
		var b strings.Builder
		for _, r := range "\ufeff" + s {
			if big {
				b.WriteString(string([]byte{byte(r >> 8), byte(r)}))
			} else {
				b.WriteString(string([]byte{byte(r), byte(r >> 8)}))
			}
		}
		return b.String()
	}
	for _, tt := range []struct{ reason, in, label, text, encoding, code, pos string }{
		{"UTF-8", "Erdoğan\n", "", "Erdoğan\n", "utf-8", "", ""},
		{"a byte order mark is no text", "\ufeffErdoğan", "", "Erdoğan", "utf-8", "", ""},
		{"CRLF and CR are one character", "a\r\nb\rc\n\r\nd", "", "a\nb\nc\n\nd", "utf-8", "", ""},
		{"no-break spaces stay", "a\u00a0b", "", "a\u00a0b", "utf-8", "", ""},
		{"decomposed letters stay", "Erdog\u0306an", "", "Erdog\u0306an", "utf-8", "", ""},
		{"UTF-16 LE", utf16("Erdoğan\r\n", false), "", "Erdoğan\n", "utf-16le", "", ""},
		{"UTF-16 BE", utf16("Erdoğan", true), "", "Erdoğan", "utf-16be", "", ""},
		{"Windows-1252 by name", "\x93T\xfcrkiye\x94", "windows-1252", "“Türkiye”", "windows-1252", "", ""},
		{"Latin-1 is Windows-1252 on the web", "T\xfcrkiye", "iso-8859-1", "Türkiye", "windows-1252", "", ""},
		{"Turkish", "Erdo\xf0an \xdd", "windows-1254", "Erdoğan İ", "windows-1254", "", ""},
		{"Turkish by its ISO name", "Erdo\xf0an", "iso-8859-9", "Erdoğan", "windows-1254", "", ""},
		{"Arabic", "\xcd\xe3\xc7\xd3", "windows-1256", "حماس", "windows-1256", "", ""},
		{"a guess is told", "a\r\nbc\xfcd", "", "a\nbcüd", "windows-1252", "seed-encoding", "f:2:3"},
		{"valid UTF-8 with another name is told", "ab\nErdoğan", "windows-1254", "ab\nErdoÄŸan", "windows-1254", "seed-encoding", "f:2:5"},
		{"ASCII with any name is fine", "abc", "windows-1254", "abc", "windows-1254", "", ""},
		{"UTF-8 that is none", "ab\xffc", "utf-8", "", "", "seed-encoding", "f:1:3"},
		{"a byte that Windows-1252 does not have", "ab\n\xfc\x81", "windows-1252", "", "", "seed-encoding", "f:2:2"},
		{"nor the guess", "ab\x81\xfc", "", "", "", "seed-encoding", "f:1:3"},
		{"one byte in a text that is UTF-8 otherwise", "x\ngood é bad \xe9", "", "", "", "seed-encoding", "f:2:12"},
		{"a byte before what is UTF-8", "bad \xe9, good “é”", "", "", "", "seed-encoding", "f:1:5"},
		{"unless the source says so", "good é bad \xe9", "windows-1252", "good Ã© bad é", "windows-1252", "", ""},
		{"Unicode's line and paragraph ends stay, each one character", "a\u2028b\u2029c", "", "a\u2028b\u2029c", "utf-8", "", ""},
		{"nothing", "", "", "", "", "seed-empty", "f"},
		{"white space alone", " \r\n\u00a0\ufeff\t", "", "", "", "seed-empty", "f"},
		{"a PDF file", "%PDF-1.7\nabc", "", "", "", "seed-not-text", "f"},
		{"an image", "\x89PNG\r\n\x1a\n\x00", "", "", "", "seed-not-text", "f"},
		{"a DOCX document", "PK\x03\x04abc", "", "", "", "seed-not-text", "f"},
		{"NULs", "abc\x00def", "", "", "", "seed-not-text", "f"},
		{"control characters", strings.Repeat("abc\x01", 20), "", "", "", "seed-not-text", "f"},
		{"a single one in a long text is let through", strings.Repeat("abc ", 100) + "\x0b", "", strings.Repeat("abc ", 100) + "\x0b", "utf-8", "", ""},
		{"the code of a page", "<!DOCTYPE html>\n<p>x", "", "<!DOCTYPE html>\n<p>x", "utf-8", "seed-html", "f"},
	} {
		seed, diags := decodeSeed("f", []byte(tt.in), sha256.Sum256([]byte(tt.in)), tt.label)
		if (seed == nil) != (tt.encoding == "") {
			t.Errorf("%s: got %+v, %v", tt.reason, seed, diags)
			continue
		}
		if seed != nil && (seed.Text != tt.text || seed.Encoding != tt.encoding || seed.Bytes != len(tt.in)) {
			t.Errorf("%s: got %q, %s, %d bytes; want %q, %s, %d", tt.reason, seed.Text, seed.Encoding, seed.Bytes, tt.text, tt.encoding, len(tt.in))
		}
		code, pos := "", ""
		for _, d := range diags {
			code, pos = d.Code, d.Pos.String()
			if d.Hint == "" {
				t.Errorf("%s: %q has no hint", tt.reason, d.Message)
			}
		}
		if code != tt.code || pos != tt.pos || len(diags) > 1 {
			t.Errorf("%s: got %v, want %q at %q", tt.reason, diags, tt.code, tt.pos)
		}
		if seed != nil && diags.HasErrors() || seed == nil && !diags.HasErrors() {
			t.Errorf("%s: a seed and an error, or neither", tt.reason)
		}
	}
}

// FuzzSeed: whatever the bytes, the text is UTF-8 without CR, and the
// paragraphs are ordered, disjoint, within the text, begin and end with what is
// not blank, and leave out nothing but what is.
func FuzzSeed(f *testing.F) {
	f.Add([]byte(longA+"\n\n"+longB), "")
	f.Add([]byte(wrapped(longA, 70, "    ", "")+wrapped(longB, 70, "    ", "")), "utf-8")
	f.Add([]byte("a\r\n\u00a0\r\n\tb\n c\n- d\n  e\n"), "windows-1252")
	f.Add([]byte("a b\u2028\u2028c\u2029 d\u2028e"), "")
	f.Add([]byte("\xff\xfea\x00\n\x00"), "")
	f.Add([]byte("Erdo\xf0an\n"), "iso-8859-9")
	f.Fuzz(func(t *testing.T, raw []byte, label string) {
		seed, diags := decodeSeed("f", raw, sha256.Sum256(raw), label)
		for _, d := range diags {
			if d.Pos.Line < 0 || d.Pos.Line > len(raw)+1 || d.Pos.Col > len(raw)+1 {
				t.Errorf("%s lies outside of the file", d.Pos)
			}
		}
		if seed == nil {
			if !diags.HasErrors() {
				t.Error("no seed and no error")
			}
			return
		}
		if strings.ContainsRune(seed.Text, '\r') {
			t.Error("a CR is left")
		}
		law(t, seed.Text, seed.Paragraphs)
	})
}

func law(t *testing.T, text string, spans []dossier.Span) {
	end := 0
	for _, s := range spans {
		if s.Start < end || s.End <= s.Start || s.End > len(text) {
			t.Fatalf("the span %v after %d in %d bytes", s, end, len(text))
		}
		if strings.TrimFunc(text[end:s.Start], blank) != "" {
			t.Errorf("%q is in no paragraph", text[end:s.Start])
		}
		if p := text[s.Start:s.End]; strings.TrimFunc(p, blank) != p {
			t.Errorf("%q begins or ends blank", p)
		}
		end = s.End
	}
	if rest := strings.TrimFunc(text[end:], blank); rest != "" {
		t.Errorf("%q is in no paragraph", rest)
	}
	for _, s := range spans {
		if strings.Contains(text[s.Start:s.End], "\u2029") {
			t.Errorf("the end of a paragraph within %q", text[s.Start:s.End])
		}
		for _, line := range strings.Split(strings.ReplaceAll(text[s.Start:s.End], "\u2028", "\n"), "\n") {
			if strings.TrimFunc(line, unicode.IsSpace) == "" {
				t.Errorf("a blank line within %q", text[s.Start:s.End])
			}
		}
	}
}

func FuzzDossierYAML(f *testing.F) {
	f.Add("title: x\nkinds: {a: {one: b}}\n", "---\ntitle: a\nroles: [{title: x}]\ncoordinates: 1, 2\n---\n")
	f.Add("title: [x]\n", "---\ncoordinates: {lat: x, lon: .inf}\nnames: {a: b}\nevidence: {}\n---\n> q\n{tags: x}\n")
	f.Fuzz(func(t *testing.T, config, entry string) {
		fsys := fstest.MapFS{"dossier.yaml": &fstest.MapFile{Data: []byte(config)}}
		for _, k := range dossier.BuiltIn {
			fsys["content/"+k.Folder+"/x.md"] = &fstest.MapFile{Data: []byte(entry)}
		}
		p, _, diags, err := NewLoader().Load(t.Context(), fsys, Options{Drafts: true})
		if err != nil {
			t.Fatal(err)
		}
		if len(p.Entries) != len(dossier.BuiltIn) {
			t.Errorf("%d entries of %d files", len(p.Entries), len(dossier.BuiltIn))
		}
		for _, d := range diags {
			if d.Code == "" || d.Message == "" || d.Pos.File == "" {
				t.Errorf("an unfinished diagnostic: %+v", d)
			}
		}
	})
}
