package render

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"dossier/internal/dossier"
)

func span(start, end int) dossier.Span { return dossier.Span{Start: start, End: end} }

func marked(id string, s dossier.Span) *thread {
	return &thread{span: s, tag: "mark", anchor: &anchor{id: id}}
}

func named(id string, s dossier.Span) *thread {
	return &thread{span: s, tag: "a", anchor: &anchor{id: id}, solid: true}
}

func TestWeave(t *testing.T) {
	const words = "ab & cd"
	tests := []struct {
		reason  string
		threads []*thread
		inserts []insert
		want    string
	}{
		{"nothing to mark", nil, nil, "ab &amp; cd"},
		{"nested stays whole", []*thread{marked("x", span(0, 7)), marked("y", span(3, 4))}, nil, `<mark id="x">ab <mark id="y">&amp;</mark> cd</mark>`},
		{"crossing splits the later one", []*thread{marked("x", span(0, 4)), marked("y", span(3, 7))}, nil, `<mark id="x">ab <mark id="y">&amp;</mark></mark><mark> cd</mark>`},
		{"a mark that ends in a link is split, not the link", []*thread{marked("x", span(0, 4)), named("n", span(3, 7))}, nil, `<mark id="x">ab </mark><a id="n"><mark>&amp;</mark> cd</a>`},
		{"a mark that begins in a link is split, not the link", []*thread{named("n", span(0, 4)), marked("x", span(3, 7))}, nil, `<a id="n">ab <mark id="x">&amp;</mark></a><mark> cd</mark>`},
		{"a mark of the same extent stands outside", []*thread{named("n", span(0, 2)), marked("x", span(0, 2))}, nil, `<mark id="x"><a id="n">ab</a></mark> &amp; cd`},
		{"an insert follows what ends there", []*thread{marked("x", span(0, 2))}, []insert{{2, "<sup>1</sup>"}}, `<mark id="x">ab</mark><sup>1</sup> &amp; cd`},
		{"an insert waits for a link to end", []*thread{named("n", span(0, 4)), marked("x", span(0, 2))}, []insert{{2, "<sup>1</sup>"}}, `<a id="n"><mark id="x">ab</mark> &amp;</a><sup>1</sup> cd`},
		{"an insert parts a mark that goes on", []*thread{marked("x", span(0, 7))}, []insert{{2, "<sup>1</sup>"}}, `<mark id="x">ab<sup>1</sup> &amp; cd</mark>`},
		{"beyond the window", []*thread{marked("x", span(-5, 2)), marked("y", span(5, 90))}, nil, `<mark id="x">ab</mark> &amp; <mark id="y">cd</mark>`},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			var w weaver
			w.begin(words, tt.threads, tt.inserts)
			if got := string(w.window(nil, span(0, len(words)))); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// escaper is what appendText must agree with.
var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;", "'", "&#39;")

func FuzzAppendTextIsEscaper(f *testing.F) {
	for _, s := range []string{
		"", "plain", "<", "a<b>c&d\"e'f", "é&é", "&&", "x'", "eight###'nine", "abcdefg>", "abcdefgh<abcdefgh",
		"\x01\x3d\x3c\x25\x23\x22\x21\x00", "no mark of any kind in a text of some length",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got, want := string(appendText([]byte("…"), s)), "…"+escaper.Replace(s); got != want {
			t.Errorf("%q is written as %q, want %q", s, got, want)
		}
	})
}

// FuzzWeave holds the laws of the marks for any passages over two paragraphs:
// well-formed, the text is the text, every id once, links whole, and each
// passage's elements hold its words and no others.
func FuzzWeave(f *testing.F) {
	f.Add([]byte{0, 10, 5, 20, 3, 4})
	f.Add([]byte{0, 40, 0, 40, 12, 17, 12, 30})
	f.Add([]byte{7, 33, 14, 16, 15, 34, 0, 12, 1, 1})
	f.Fuzz(func(t *testing.T, data []byte) {
		const words = "The <first> part & its end.\n\nAnother one, “quoted” here."
		breakAt := strings.Index(words, "\n\n")
		windows := []dossier.Span{span(0, breakAt), span(breakAt+2, len(words))}
		at := func(b byte) int { // a place between characters
			i := int(b) % (len(words) + 1)
			for i > 0 && i < len(words) && words[i]&0xc0 == 0x80 {
				i--
			}
			return i
		}
		var threads []*thread
		var inserts []insert
		end := 0
		for i := 0; i+1 < len(data) && i < 24; i += 2 {
			from, to := at(data[i]), at(data[i+1])
			if from > to {
				from, to = to, from
			}
			if from == to {
				continue
			}
			id := fmt.Sprintf("t%d", i)
			if i%3 == 0 && from >= end && (to <= breakAt || from >= breakAt+2) {
				threads = append(threads, named(id, span(from, to)))
				end = to
				continue
			}
			m := marked(id, span(from, to))
			m.anchor.number = i + 1
			threads = append(threads, m)
			inserts = append(inserts, insert{to, `<sup class="call"><a href="#n">` + id + `</a></sup>`})
		}
		var b []byte
		var weaver weaver
		weaver.begin(words, threads, inserts)
		for _, w := range windows {
			b = append(b, "<p>"...)
			b = weaver.window(b, w)
			b = append(b, "</p>"...)
		}
		if err := balanced(b); err != nil {
			t.Fatalf("%v in %s", err, b)
		}
		p := parsed(t, "", b)
		if got := text(p.root, "call"); got != words[:breakAt]+words[breakAt+2:] {
			t.Fatalf("text is %q", got)
		}
		for _, th := range threads {
			visible := ""
			pieces := 0
			for _, w := range windows {
				if th.span.Overlaps(w) {
					visible += words[max(w.Start, th.span.Start):min(w.End, th.span.End)]
					pieces++
				}
			}
			if visible == "" {
				continue
			}
			if n := p.ids[th.anchor.id]; n != 1 {
				t.Fatalf("id %s %d times in %s", th.anchor.id, n, b)
			}
			if th.solid {
				if th.anchor.pieces != 1 {
					t.Fatalf("a link in %d pieces: %s", th.anchor.pieces, b)
				}
				if got := text(p.byID(th.anchor.id), "call"); got != visible {
					t.Fatalf("link %q, want %q", got, visible)
				}
				continue
			}
			got := ""
			for n := range p.root.Descendants() {
				if n.Type == html.ElementNode && attr(n, "data-p") == fmt.Sprint(th.anchor.number) {
					got += text(n, "call")
				}
			}
			if got != visible {
				t.Fatalf("mark %q, want %q in %s", got, visible, b)
			}
		}
		calls := 0
		for _, in := range inserts {
			if slices.ContainsFunc(windows, func(w dossier.Span) bool { return w.Start < in.at && in.at <= w.End }) {
				calls++
			}
		}
		if n := strings.Count(string(b), "<sup"); n != calls {
			t.Fatalf("%d inserts, want %d", n, calls)
		}
	})
}
