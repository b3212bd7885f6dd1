package match

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"
)

const seed = `The Haniyeh-Fidan meeting came hours after President Recep Tayyip Erdoğan vowed to defend the Palestinian cause "even if I am left alone." "By killing over 14,000 innocent children in Gaza, Israel has already outdone Nazi leader Adolf Hitler," Erdoğan told his ruling Justice and Development Party’s (AK Party) parliamentary meeting in Ankara on Wednesday.`

// bracketed shows a diff: [added in the passage], {gone from it}.
func bracketed(edits []Edit) string {
	var b strings.Builder
	for _, e := range edits {
		switch e.Op {
		case Equal:
			b.WriteString(e.Text)
		case Insert:
			b.WriteString("[" + e.Text + "]")
		case Delete:
			b.WriteString("{" + e.Text + "}")
		}
	}
	return b.String()
}

func TestSimilar(t *testing.T) {
	tests := []struct {
		reason, text, quote string
		passage             string
		distance            int
		diff                string
	}{
		{"a word more in the text", seed, "killing over 14,000 children in Gaza", "killing over 14,000 innocent children in Gaza", 9, "killing over 14,000 [innocent ]children in Gaza"},
		{"a word more, near the end", seed, "By killing over 14,000 children", "By killing over 14,000 innocent children", 6, "By killing over 14,000 [innocent ]children"},
		{"a word more in the quotation", seed, "has now already outdone Nazi leader", "has already outdone Nazi leader", 4, "has {now }already outdone Nazi leader"},
		{"another word", seed, "vowed to protect the Palestinian cause", "vowed to defend the Palestinian cause", 6, "vowed to {protect}[defend] the Palestinian cause"},
		{"another number", seed, "over 15,000 innocent children", "over 14,000 innocent children", 1, "over {15,000}[14,000] innocent children"},
		{"case alone", seed, "over 14,000 Innocent children", "over 14,000 innocent children", 0, "over 14,000 {Innocent}[innocent] children"},
		{"an accent alone", seed, "President Recep Tayyip Erdogan vowed", "President Recep Tayyip Erdoğan vowed", 0, "President Recep Tayyip {Erdogan}[Erdoğan] vowed"},
		{"a misprint", seed, "parlamentary meeting in Ankara", "parliamentary meeting in Ankara", 1, "{parlamentary}[parliamentary] meeting in Ankara"},
		{"two words side by side", seed, "vowed to protect a Palestinian cause", "vowed to defend the Palestinian cause", 9, "vowed to {protect a}[defend the] Palestinian cause"},
		{"punctuation", seed, "in Gaza Israel has already", "in Gaza, Israel has already", 1, "in Gaza[,] Israel has already"},
		{"exactly", seed, "left alone", "left alone", 0, "left alone"},
		{"the first of equals", "one cat, two cats", "catt", "cat", 1, "{catt}[cat]"},
		{"Chinese", "土耳其总统埃尔多安周三表示", "总统埃尔多安周二表示", "总统埃尔多安周三表示", 1, "总统埃尔多安周{二}[三]表示"},
		{"raw text with other punctuation", "He said: “It  is\nvital\u00ad that”", `said: "It was vital`, "said: “It  is\nvital", 2, `said: "It {was}[is] vital`},
	}
	for _, tt := range tests {
		got, ok := NewText(tt.text).Similar(tt.quote, -1)
		if !ok || got.Span.Of(tt.text) != tt.passage || bracketed(got.Diff) != tt.diff {
			t.Errorf("%s: %q is like %q, %s (%v), want %q, %s", tt.reason, tt.quote, got.Span.Of(tt.text), bracketed(got.Diff), ok, tt.passage, tt.diff)
		}
		if got.Distance != tt.distance {
			t.Errorf("%s: %q is at distance %d, want %d", tt.reason, tt.quote, got.Distance, tt.distance)
		}
	}
}

func TestSimilarFindsNothing(t *testing.T) {
	tests := []struct {
		reason, quote string
		maxDistance   int
	}{
		{"nothing like it", "unemployment figures rose sharply in March", -1},
		{"over the distance allowed", "over 15,001 innocent children", 1},
		{"exactly or not at all", "over 15,000 innocent children", 0},
		{"empty", "", -1},
		{"white space", " \n", -1},
		{"a letter that is not there", "☃", -1},
	}
	for _, tt := range tests {
		if got, ok := NewText(seed).Similar(tt.quote, tt.maxDistance); ok {
			t.Errorf("%s: %q is like %+v", tt.reason, tt.quote, got)
		}
	}
}

func TestSimilarFirstDifference(t *testing.T) {
	text, quote := "He said: “the old\n\nwar”.", "  “the  old man"
	got, ok := NewText(text).Similar(quote, -1)
	if !ok || quote[got.QuoteOffset:] != "man" || !strings.HasPrefix(text[got.TextOffset:], "war") {
		t.Errorf("first difference at %q and %q (%v), want man and war", quote[got.QuoteOffset:], text[got.TextOffset:], ok)
	}
}

// slowDistance is the least distance of the pattern from any part of s, by the
// whole dynamic programming matrix, and the end of the first such part.
func slowDistance(pattern, s []rune) (distance, end int) {
	column := make([]int, len(pattern)+1)
	for i := range column {
		column[i] = i
	}
	distance = len(pattern)
	for j, c := range s {
		diagonal := 0
		for i, p := range pattern {
			replaced := diagonal
			if p != c {
				replaced++
			}
			diagonal = column[i+1]
			column[i+1] = min(replaced, column[i+1]+1, column[i]+1)
		}
		if column[len(pattern)] < distance {
			distance, end = column[len(pattern)], j+1
		}
	}
	return distance, end
}

// distanceBetween is the edit distance without swaps.
func distanceBetween(a, b []rune) int {
	column := make([]int, len(a)+1)
	for i := range column {
		column[i] = i
	}
	for j, c := range b {
		diagonal := j
		column[0] = j + 1
		for i, p := range a {
			replaced := diagonal
			if p != c {
				replaced++
			}
			diagonal = column[i+1]
			column[i+1] = min(replaced, column[i+1]+1, column[i]+1)
		}
	}
	return column[len(a)]
}

func TestApproximateMatchingAgainstMatrix(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	foundAny := 0
	for range 4000 {
		alphabet := []string{"ab", "abcd", "abcdefghij klmnop", "abğ土ш"}[r.IntN(4)]
		text := randomString(r, alphabet, r.IntN(400))
		quote := randomString(r, alphabet, 1+r.IntN(200))
		if runes := []rune(text); r.IntN(2) == 0 && len(runes) > 10 {
			from := r.IntN(len(runes) / 2)
			quote = mutated(r, string(runes[from:from+5+r.IntN(len(runes)/2-4)]), alphabet, r.IntN(30))
		}
		p := newPattern(quote)
		if p.length == 0 {
			continue
		}
		limit := r.IntN(p.length)
		folded := []rune(foldedSymbols(text))
		want, wantEnd := slowDistance([]rune(foldedSymbols(quote)), folded)
		end, distance := p.bestEnd(text, limit)
		if want > limit {
			if end >= 0 {
				t.Fatalf("%q in %q at distance %d over %d", quote, text, distance, limit)
			}
			continue
		}
		foundAny++
		if distance != want || utf8.RuneCountInString(text[:max(end, 0)]) != wantEnd {
			t.Fatalf("%q in %q (limit %d) ends at %d, distance %d, want %d, %d", quote, text, limit, end, distance, wantEnd, want)
		}
		start := p.bestStart(text[:end], distance)
		part := []rune(foldedSymbols(text[start:end]))
		if got := distanceBetween([]rune(foldedSymbols(quote)), part); got != distance {
			t.Fatalf("%q and %q are at distance %d, want %d", quote, text[start:end], got, distance)
		}
	}
	if foundAny < 500 {
		t.Errorf("only %d patterns were near anything", foundAny)
	}
}

func foldedSymbols(s string) string {
	return strings.Map(func(r rune) rune {
		if c := symbolOf(r); c != 0 {
			return c
		}
		return -1
	}, s)
}

// mutated makes n random edits.
func mutated(r *rand.Rand, s, alphabet string, n int) string {
	runes := []rune(s)
	for range n {
		if len(runes) == 0 {
			break
		}
		i := r.IntN(len(runes))
		letter := []rune(randomString(r, alphabet, 1))
		switch r.IntN(3) {
		case 0:
			runes = append(runes[:i], runes[i+1:]...)
		case 1:
			runes[i] = letter[0]
		default:
			runes = append(runes[:i], append(letter, runes[i:]...)...)
		}
	}
	return string(runes)
}

func TestSimilarFindsPlantedMutations(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	text := NewText(newsText(r, 6000, nil)).Normalised()
	prepared := NewText(text)
	for range 300 {
		from := r.IntN(len(text) - 400)
		passage := text[from : from+60+r.IntN(250)]
		if !utf8.ValidString(passage) {
			continue
		}
		edits := 1 + r.IntN(len(passage)/12)
		quote := mutated(r, passage, "abcde xyz", edits)
		got, ok := prepared.Similar(quote, -1)
		if !ok || got.Distance > edits {
			t.Fatalf("%q with %d edits is found at distance %d (%v)", passage, edits, got.Distance, ok)
		}
		if got.Span.Start > from+30 || got.Span.End < from+len(passage)-30 {
			t.Errorf("%q is found at %v, was planted at %d", quote, got.Span, from)
		}
	}
}

func FuzzSimilar(f *testing.F) {
	f.Add(seed, "killing over 14,000 children in Gaza")
	f.Add("e\u0301 a\u00adb “x”", " e\u0301 a b \"y\"")
	f.Add("土耳其总统", "土耳总统")
	f.Add("ab \x80 cd…", "ab cd.")
	f.Fuzz(func(t *testing.T, s, quote string) {
		if len(s) > 2000 || len(quote) > 500 {
			return
		}
		text := NewText(s)
		got, ok := text.Similar(quote, -1)
		if !ok {
			return
		}
		if got.Span.Start < 0 || got.Span.Start > got.Span.End || got.Span.End > len(s) || !isRuneBoundary(s, got.Span.Start) || !isRuneBoundary(s, got.Span.End) {
			t.Fatalf("span %v of %q is none", got.Span, s)
		}
		if got.QuoteOffset < 0 || got.QuoteOffset > len(quote) || got.TextOffset < 0 || got.TextOffset > len(s) {
			t.Errorf("first difference at %d of %q and %d of %q", got.QuoteOffset, quote, got.TextOffset, s)
		}
		var a, b string
		for i, e := range got.Diff {
			if e.Text == "" || i > 0 && got.Diff[i-1].Op == e.Op {
				t.Errorf("diff %+v is not joined", got.Diff)
			}
			if e.Op != Insert {
				a += e.Text
			}
			if e.Op != Delete {
				b += e.Text
			}
		}
		if want := NewText(strings.TrimSpace(quote)).norm; a != want {
			t.Errorf("the diff leads from %q, want %q", a, want)
		}
		if want := strings.Trim(NewText(got.Span.Of(s)).norm, " "); strings.Trim(b, " ") != want {
			t.Errorf("the diff leads to %q, want %q", b, want)
		}
	})
}
