package match

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestParseSelector(t *testing.T) {
	tests := []struct {
		reason, in string
		want       Selector
		fails      string
	}{
		{"no marks: all is exact", "exact words", Selector{Exact: "exact words"}, ""},
		{"all three", "over-|14,000|-innocent", Selector{"over", "14,000", "innocent"}, ""},
		{"only a prefix", "the -|war", Selector{Prefix: "the ", Exact: "war"}, ""},
		{"only a suffix", "war|- in Gaza", Selector{Exact: "war", Suffix: " in Gaza"}, ""},
		{"a bar alone is text", "a|b - c", Selector{Exact: "a|b - c"}, ""},
		{"no prefix before its mark", "-|war", Selector{}, `no words before "-|"`},
		{"no suffix after its mark", "war|- ", Selector{}, `no words after "|-"`},
		{"nothing exact", "the-||-war", Selector{}, `no words between`},
		{"two prefixes", "a-|b-|c", Selector{}, `"-|" is out of place`},
		{"two suffixes", "a|-b|-c", Selector{}, `"|-" is out of place`},
		{"suffix before prefix", "a|-b-|c", Selector{}, `"|-" is out of place`},
	}
	for _, tt := range tests {
		got, err := ParseSelector(tt.in)
		if tt.fails != "" {
			if err == nil || !strings.Contains(err.Error(), tt.fails) {
				t.Errorf("%s: ParseSelector(%q) fails with %v, want %q", tt.reason, tt.in, err, tt.fails)
			}
			continue
		}
		if err != nil || got != tt.want {
			t.Errorf("%s: ParseSelector(%q) is %+v, %v, want %+v", tt.reason, tt.in, got, err, tt.want)
		}
		if got.String() != tt.in {
			t.Errorf("%s: %q comes back as %q", tt.reason, tt.in, got.String())
		}
	}
}

func TestFind(t *testing.T) {
	tests := []struct {
		reason, text, quote string
		want                []string // the pieces of each match in raw text, joined by |
	}{
		{"as it stands", "the war in Gaza", "war in", []string{"war in"}},
		{"case has to agree", "the War", "war", nil},
		{"accents have to agree", "Türkiye", "Turkiye", nil},
		{"digits have to agree", "14,000 children", "15,000 children", nil},
		{"straight quotation for curly text", "he said: “We are ‘free’.”", `said: "We are 'free'."`, []string{"said: “We are ‘free’.”"}},
		{"curly quotation for straight text", `the "state"`, "“state”", []string{`"state"`}},
		{"a dash is a hyphen", "Haniyeh–Fidan — now", "Haniyeh-Fidan - now", []string{"Haniyeh–Fidan — now"}},
		{"over a line break", "first\r\nline", "first line", []string{"first\r\nline"}},
		{"over a paragraph break", "first.\n\n  Second", "first. Second", []string{"first.\n\n  Second"}},
		{"no-break space", "14\u00a0000 children", "14 000", []string{"14\u00a0000"}},
		{"soft hyphen within", "Pales\u00adtinian people", "Palestinian people", []string{"Pales\u00adtinian people"}},
		{"no soft hyphen at the edges", "a\u00ad war\u00ad \u200bin", "war", []string{"war"}},
		{"decomposed text, composed quotation", "Erdog\u0306an said", "Erdoğan", []string{"Erdog\u0306an"}},
		{"composed text, decomposed quotation", "Erdoğan said", "Erdog\u0306an", []string{"Erdoğan"}},
		{"not within a combining sequence", "re\u0301sume\u0301", "e", nil},
		{"not the base alone, even where nothing composes", "x\u0301", "x", nil},
		{"not half an ellipsis", "wait… so", "wait.", nil},
		{"within a word", "tomorrow", "morrow", []string{"morrow"}},
		{"Chinese", "土耳其总统埃尔多安表示", "总统埃尔多安", []string{"总统埃尔多安"}},
		{"white space at the ends does not count", "the war", " war\n", []string{"war"}},
		{"several", "war and war", "war", []string{"war", "war"}},
		{"overlapping ones are several", "aaa", "aa", []string{"aa", "aa"}},
		{"ellipsis taken as it stands", "so… and", "so... and", []string{"so… and"}},
		{"ellipsis as it stands wins", "a x b, a … b", "a … b", []string{"a … b"}},
		{"spaced ellipsis is text", "new formula. . . . Particularly the US", "formula. . . . Particularly", []string{"formula. . . . Particularly"}},
		{"omission", "the war of 2024 in Gaza", "the war … in Gaza", []string{"the war|in Gaza"}},
		{"omission in brackets", "the war of 2024 in Gaza", "the war [...] in Gaza", []string{"the war|in Gaza"}},
		{"omission in brackets, one character", "the war of 2024 in Gaza", "the war […] in Gaza", []string{"the war|in Gaza"}},
		{"two omissions", "one two three four five", "one ... three ... five", []string{"one|three|five"}},
		{"full stop, then omission", "It ended. Then he went. He left.", "It ended.... He left.", []string{"It ended.|He left."}},
		{"the shortest span: the last beginning", "a man, a man and a dog", "a man … dog", []string{"a man|dog"}},
		{"the shortest span: the first end", "the man, a dog, another dog", "the … dog", []string{"the|dog"}},
		{"two shortest spans", "the old dog and the young dog", "the … dog", []string{"the|dog", "the|dog"}},
		{"pieces in order", "in Gaza the war", "the war … in Gaza", nil},
		{"pieces do not overlap", "the war in", "the war … war in", nil},
		{"omission marks at the ends are ignored", "the war in Gaza", "… war in …", []string{"war in"}},
		{"whole words around an omission", "he has warned of the war", "he … war", []string{"he|war"}},
		{"nothing left out", "he said", "he … said", []string{"he|said"}},
		{"prefix", "the old war, the new war", "new-|war", []string{"war"}},
		{"suffix", "a war of nerves, a war on want", "war|-on", []string{"war"}},
		{"prefix at the beginning of an omission", "the big old dog. the small old dog", "the small-|old … dog", []string{"old|dog"}},
		{"prefix and suffix around an omission", "In one man saw two dogs; in one man saw big dogs.", "in -|one … saw|- big", []string{"one|saw"}},
		{"prefix not found", "the war", "a-|war", nil},
		{"empty", "the war", "", nil},
		{"white space alone", "the war", " \n", nil},
		{"omission alone", "the war", "…", nil},
		{"beside bytes that are no UTF-8", "abc\x80def", "def", []string{"def"}},
		{"longer than the text", "war", "the war", nil},
	}
	for _, tt := range tests {
		sel, err := ParseSelector(tt.quote)
		if err != nil {
			t.Fatal(err)
		}
		got := pieces(tt.text, NewText(tt.text).Find(sel))
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q in %q is %q, want %q", tt.reason, tt.quote, tt.text, got, tt.want)
		}
	}
}

func pieces(text string, matches []Match) (out []string) {
	for _, m := range matches {
		var parts []string
		for _, s := range m.Spans {
			parts = append(parts, s.Of(text))
		}
		out = append(out, strings.Join(parts, "|"))
	}
	return out
}

func TestFindOffsets(t *testing.T) {
	text := NewText("“A”\n\n“B” — A")
	got := text.Find(Selector{Exact: "A"})
	if len(got) != 2 || got[0].Spans[0] != (Span{3, 4}) || got[1].Spans[0] != (Span{21, 22}) {
		t.Errorf("A stands at %v, want 3 and 21", got)
	}
}

func TestPieces(t *testing.T) {
	got := Pieces(" … the war […] in ... Gaza.... Then")
	if want := []string{"the war", "in", "Gaza.", "Then"}; !slices.Equal(got, want) {
		t.Errorf("pieces are %q, want %q", got, want)
	}
}

func TestDisambiguate(t *testing.T) {
	tests := []struct {
		reason, text, quote string
		want                []string
	}{
		{"the shorter side", "an extraordinary war in Gaza; a war elsewhere", "war", []string{"war|-in", "a-|war"}},
		{"as many words as it takes", "on the old war he spoke; in the old war he spoke", "war", []string{"war|-he spoke;", "in the old-|war"}},
		{"at the beginning there is no word before", "war and war", "war", []string{"war|-and", "and-|war"}},
		{"both sides where one is not enough", "b a b a b a b", "a", []string{"b-|a|-b a b a b", "b a-|b"}},
		{"white space is folded", "the\n\nold war, the new war", "war", []string{"the old-|war|-,", "new-|war"}},
		{"letters of a script without spaces are words", "甲乙丙和甲乙丁", "甲乙", []string{"甲乙|-丙", "和-|甲乙"}},
	}
	for _, tt := range tests {
		text := NewText(tt.text)
		sel := Selector{Exact: tt.quote}
		matches := text.Find(sel)
		for i, s := range text.Disambiguate(sel) {
			checkSelectsOnly(t, text, s, matches[i])
			if tt.reason == "both sides where one is not enough" || tt.reason == "white space is folded" {
				continue // any selector that does is right
			}
			if s.String() != tt.want[i] {
				t.Errorf("%s: match %d of %q in %q is %q, want %q", tt.reason, i, tt.quote, tt.text, s, tt.want[i])
			}
		}
	}
}

func checkSelectsOnly(t *testing.T, text *Text, s Selector, want Match) {
	t.Helper()
	found := text.Find(s)
	if len(found) != 1 || !slices.Equal(found[0].Spans, want.Spans) {
		t.Errorf("%q finds %v in %q, want only %v", s, found, text.raw, want)
	}
}

// naiveFind finds overlapping occurrences by comparing at every place.
func naiveFind(t *Text, quote string) (out []Span) {
	q := strings.Trim(NewText(quote).norm, " ")
	for i := 0; q != "" && i+len(q) <= len(t.norm); i++ {
		if t.norm[i:i+len(q)] == q && t.isBoundary(i) && t.isBoundary(i+len(q)) {
			out = append(out, t.span(i, i+len(q)))
		}
	}
	return out
}

// pieceOf returns a random part of text that begins and ends between characters.
func pieceOf(r *rand.Rand, text *Text) (start, end int) {
	var bounds []int
	for n := range len(text.norm) + 1 {
		if text.isBoundary(n) {
			bounds = append(bounds, n)
		}
	}
	a, b := bounds[r.IntN(len(bounds))], bounds[r.IntN(len(bounds))]
	return text.rawOffset(min(a, b)), text.rawOffset(max(a, b))
}

var markOnSpace = regexp.MustCompile(`(^| )\pM`)

func FuzzFind(f *testing.F) {
	for _, s := range []string{"a b a b", "“a”\n\n— b…c", "e\u0301e\u0301 e", "aaaa", "war\u00ad \u200b and war", "\u1112\u1161\u11ab 한", "a [...] b ... a b", "a\x80b"} {
		f.Add(s, uint64(1))
	}
	f.Fuzz(func(t *testing.T, s string, seed uint64) {
		if len(s) > 300 {
			return
		}
		text := NewText(s)
		r := rand.New(rand.NewPCG(seed, 0))
		start, end := pieceOf(r, text)
		quote := s[start:end]
		sel := Selector{Exact: quote}
		matches := text.Find(sel)
		want := strings.Trim(NewText(quote).norm, " ")
		first, _ := utf8.DecodeRuneInString(want)
		covered := want == "" || continues(first, want) // a mark on white space that is trimmed
		for i, m := range matches {
			span := m.Span()
			if span.Start < 0 || span.Start >= span.End || span.End > len(s) || !isRuneBoundary(s, span.Start) || !isRuneBoundary(s, span.End) {
				t.Fatalf("span %v of %q is none", span, s)
			}
			if i > 0 && span.Start <= matches[i-1].Span().Start {
				t.Errorf("match %d of %q in %q is not after the one before", i, quote, s)
			}
			if got := NewText(span.Of(s)).norm; got != want {
				t.Errorf("match %q normalises to %q, want %q", span.Of(s), got, want)
			}
			covered = covered || span.Start <= end && span.End >= start
		}
		if !covered {
			t.Errorf("%q is not found in %q, where it was taken from", quote, s)
		}
		if naive := naiveFind(text, quote); len(naive) != len(matches) {
			t.Errorf("%q stands %d times in %q, want %d", quote, len(matches), s, len(naive))
		}
		if len(matches) > 1 && len(matches) < 20 {
			for i, found := range text.Disambiguate(sel) {
				if found == (Selector{}) && markOnSpace.MatchString(text.norm) {
					continue // to trim the space would leave half a character
				}
				checkSelectsOnly(t, text, found, matches[i])
			}
		}
	})
}

// Omissions against all ways to place the pieces, on a small alphabet.
func TestOmissionsAgainstAllPlacements(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	words := []string{"a", "b", "c", "ab"}
	pick := func(n int) []string {
		out := make([]string, n)
		for i := range out {
			out[i] = words[r.IntN(len(words))]
		}
		return out
	}
	for range 5000 {
		text := strings.Join(pick(3+r.IntN(10)), " ")
		quoted := pick(2 + r.IntN(2))
		var want []Span
		for s := range len(text) {
			for e := s + 1; e <= len(text); e++ {
				if !placeable(text[s:e], quoted, text, s, e) {
					continue
				}
				want = slices.DeleteFunc(want, func(w Span) bool { return w.Start <= s && e <= w.End })
				if !slices.ContainsFunc(want, func(w Span) bool { return s <= w.Start && w.End <= e }) {
					want = append(want, Span{s, e})
				}
			}
		}
		var got []Span
		for _, m := range NewText(text).Find(Selector{Exact: strings.Join(quoted, " … ")}) {
			got = append(got, m.Span())
		}
		slices.SortFunc(want, func(a, b Span) int { return a.Start - b.Start })
		if !slices.Equal(got, want) {
			t.Fatalf("%q in %q is %v, want %v", quoted, text, got, want)
		}
	}
}

// placeable reports whether pieces stand in order in text[s:e], from its
// beginning to its end, as whole words.
func placeable(part string, pieces []string, text string, s, e int) bool {
	if !strings.HasPrefix(part, pieces[0]) || splitsWord(text, s) || splitsWord(text, s+len(pieces[0])) || splitsWord(text, e) {
		return false
	}
	if len(pieces) == 1 {
		return part == pieces[0]
	}
	rest, at := part[len(pieces[0]):], s+len(pieces[0])
	for i := range len(rest) {
		if splitsWord(text, at+i) {
			continue
		}
		if len(pieces) == 2 {
			if rest[i:] == pieces[1] {
				return true
			}
			continue
		}
		if placeable(rest[i:], pieces[1:], text, at+i, e) {
			return true
		}
	}
	return false
}

func TestIndexBy(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 20000 {
		text := randomString(r, "ab", r.IntN(200))
		s := randomString(r, "ab", 1+r.IntN(12))
		if got, want := indexBy(text, s, rarest(s)), strings.Index(text, s); got != want {
			t.Fatalf("%q in %q at %d, want %d", s, text, got, want)
		}
	}
}

func randomString(r *rand.Rand, alphabet string, n int) string {
	letters := []rune(alphabet)
	var b strings.Builder
	for range n {
		b.WriteRune(letters[r.IntN(len(letters))])
	}
	if !utf8.ValidString(b.String()) {
		panic("alphabet is not UTF-8")
	}
	return b.String()
}
