package match

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func namesOf(texts ...string) []Name {
	names := make([]Name, len(texts))
	for i, s := range texts {
		names[i] = Name{s, i}
	}
	return names
}

func found(text string, hits []Hit) (out []string) {
	for _, h := range hits {
		out = append(out, h.Span.Of(text))
	}
	return out
}

func TestNamesFind(t *testing.T) {
	tests := []struct {
		reason, text string
		names        []string
		want         []string
	}{
		{"plain", "Hakan Fidan held talks", []string{"Hakan Fidan"}, []string{"Hakan Fidan"}},
		{"at both ends", "Fidan met Fidan", []string{"Fidan"}, []string{"Fidan", "Fidan"}},
		{"whole words only", "Fidanlik, UnFidan", []string{"Fidan"}, nil},
		{"digits are letters of a word", "G20s, G20", []string{"G20"}, []string{"G20"}},

		{"names side by side", "Foundation for Defense of Democracies in Washington", []string{"Foundation for Defense of Democracies", "Washington"}, []string{"Foundation for Defense of Democracies", "Washington"}},
		{"the longest name wins", "Foundation for Defense of Democracies in Washington", []string{"Foundation for Defense of Democracies", "Washington", "Foundation for Defense of Democracies in Washington"}, []string{"Foundation for Defense of Democracies in Washington"}},
		{"the leftmost wins", "New York Times Square", []string{"York Times Square", "New York"}, []string{"New York"}},
		{"back to the last complete name", "Foundation for Defense of Nothing", []string{"Foundation", "Foundation for Defense of Democracies", "Defense"}, []string{"Foundation", "Defense"}},
		{"a beginning without an end", "Hakan Sükür and Hakan Fidan", []string{"Hakan Fidan"}, []string{"Hakan Fidan"}},

		{"straight possessive", "Erdogan's talks", []string{"Erdogan"}, []string{"Erdogan"}},
		{"curly possessive", "Erdoğan’s talks", []string{"Erdogan"}, []string{"Erdoğan"}},
		{"possessive of a plural", "Hamas’ head", []string{"Hamas"}, []string{"Hamas"}},
		{"Turkish case ending", "Erdoğan'ın sözleri, Türkiye’nin", []string{"Erdoğan", "Türkiye"}, []string{"Erdoğan", "Türkiye"}},
		{"possessive within a longer name", "Israel’s war", []string{"Israel's war"}, []string{"Israel’s war"}},
		{"French elision", "l’Iran", []string{"Iran"}, []string{"Iran"}},
		{"apostrophe in a name", "Mr. O’Brien's", []string{"O'Brien"}, []string{"O’Brien"}},

		{"hyphen between two names", "The Haniyeh-Fidan meeting", []string{"Haniyeh", "Fidan"}, []string{"Haniyeh", "Fidan"}},
		{"hyphen after a name", "the Hamas-run territory, state-run TRT", []string{"Hamas", "TRT"}, []string{"Hamas", "TRT"}},
		{"a hyphen is a space", "Halil al Hayya, al-Hayya, al‑Hayya, Al–Hayya", []string{"Al-Hayya"}, []string{"al Hayya", "al-Hayya", "al‑Hayya", "Al–Hayya"}},
		{"a space is a hyphen", "COVID-19", []string{"COVID 19"}, []string{"COVID-19"}},
		{"hyphen at the end of a line", "al-\nHayya", []string{"al-Hayya"}, []string{"al-\nHayya"}},
		{"an em dash parts", "with Hakan—Fidan", []string{"Hakan Fidan"}, nil},
		{"a dash between spaces parts", "with Hakan – Fidan", []string{"Hakan Fidan"}, nil},
		{"a comma parts", "Hakan, Fidan", []string{"Hakan Fidan"}, nil},

		{"over a line break", "Hakan\nFidan, Hakan\r\n  Fidan", []string{"Hakan Fidan"}, []string{"Hakan\nFidan", "Hakan\r\n  Fidan"}},
		{"several spaces and no-break spaces", "Hakan   Fidan, Hakan\u00a0Fidan, Hakan\u202fFidan", []string{"Hakan Fidan"}, []string{"Hakan   Fidan", "Hakan\u00a0Fidan", "Hakan\u202fFidan"}},
		{"not over a paragraph break", "Hakan\n\nFidan Hakan\r\n \r\nFidan Hakan\u2029Fidan", []string{"Hakan Fidan"}, nil},
		{"soft hyphen and zero-width space within", "Er\u00addo\u200bgan\u00ad spoke", []string{"Erdogan"}, []string{"Er\u00addo\u200bgan"}},
		{"soft hyphen does not begin a word", "Un\u00adFidan", []string{"Fidan"}, nil},

		{"full stops within", "the U.S. and U.S.", []string{"U.S."}, []string{"U.S.", "U.S."}},
		{"full stop at the end has to stand", "the U.S and", []string{"U.S."}, nil},
		{"date", "an Oct. 7 attack, the Oct.\n7 attack", []string{"Oct. 7"}, []string{"Oct. 7", "Oct.\n7"}},
		{"punctuation at the beginning", "uses .NET, not a net", []string{".NET"}, []string{".NET"}},
		{"punctuation at the beginning has to stand", "uses NET", []string{".NET"}, nil},
		{"the longer of two with punctuation", "the U.S. Army", []string{"U.S.", "U.S. Army"}, []string{"U.S. Army"}},
		{"ampersand", "AT&T and A T", []string{"AT&T"}, []string{"AT&T"}},
		{"mark of exclamation", "Yahoo! and Yahoo", []string{"Yahoo!"}, []string{"Yahoo!"}},
		{"with and without punctuation", "Yahoo! and Yahoo", []string{"Yahoo!", "Yahoo"}, []string{"Yahoo!", "Yahoo"}},
		{"white space around the name", "Fidan", []string{" Fidan\n"}, []string{"Fidan"}},
		{"a name of punctuation alone", "— !!!", []string{"!!!", "", " "}, nil},

		{"accents folded", "Erdoğan and Erdogan", []string{"Erdogan"}, []string{"Erdoğan", "Erdogan"}},
		{"accents folded the other way", "Erdoğan and Erdogan", []string{"Erdoğan"}, []string{"Erdoğan", "Erdogan"}},
		{"Türkiye", "Türkiye, Turkiye, Tu\u0308rkiye", []string{"Turkiye"}, []string{"Türkiye", "Turkiye", "Tu\u0308rkiye"}},
		{"the span holds the last accent", "Pele\u0301's", []string{"Pelé"}, []string{"Pele\u0301"}},
		{"dotted and dotless i", "İbrahim Kalın, Ibrahim Kalin, IBRAHİM KALIN", []string{"Ibrahim Kalin"}, []string{"İbrahim Kalın", "Ibrahim Kalin", "IBRAHİM KALIN"}},
		{"and the other way", "Ibrahim Kalin, IBRAHIM KALIN", []string{"İbrahim Kalın"}, []string{"Ibrahim Kalin", "IBRAHIM KALIN"}},
		{"Turkish letters", "Akif Cagatay Kilic, Özgür Özel, Sükrü", []string{"Akif Çağatay Kılıç", "Ozgur Ozel", "Şükrü"}, []string{"Akif Cagatay Kilic", "Özgür Özel", "Sükrü"}},
		{"sharp s", "Strasse, STRASSE", []string{"Straße"}, []string{"Strasse", "STRASSE"}},
		{"final sigma", "ΣΊΣΥΦΟΣ", []string{"Σίσυφος"}, []string{"ΣΊΣΥΦΟΣ"}},
		{"vowel marks stay", "كَتب", []string{"كتب"}, nil},

		{"an acronym is not a word", "he told us about a mit and an UN", []string{"US", "MIT", "UN"}, []string{"UN"}},
		{"an acronym in capitals", "the US, NATO's, MİT", []string{"US", "NATO", "MIT"}, []string{"US", "NATO", "MİT"}},
		{"an acronym with its full stops", "u.s. U.S.", []string{"U.S."}, []string{"U.S."}},
		{"seven capitals are no acronym", "Hamasuk", []string{"HAMASUK"}, []string{"Hamasuk"}},
		{"a capital has to stand", "hope for Hope", []string{"Hope"}, []string{"Hope"}},
		{"Turkey is no bird", "a turkey in Turkey, TURKEY", []string{"Turkey"}, []string{"Turkey", "TURKEY"}},
		{"a capital with an accent", "élan Élan", []string{"Elan"}, []string{"Élan"}},
		{"several words", "a white house, the White house", []string{"White House"}, []string{"White house"}},
		{"article", "in the Hague, The Hague, the hague", []string{"The Hague"}, []string{"the Hague", "The Hague"}},
		{"lower case at the beginning", "Von der Leyen, von der leyen", []string{"von der Leyen"}, []string{"Von der Leyen"}},
		{"no long capitalised word", "al Gor, Al Gor", []string{"Al Gor"}, []string{"Al Gor"}},
		{"lower case beyond ASCII", "çarşı, Çarşı", []string{"çarşı"}, []string{"çarşı", "Çarşı"}},
		{"lower case without an ASCII form", "ƨ and мир, Мир", []string{"ƨ", "мир"}, []string{"ƨ", "мир", "Мир"}},
		{"lower case matches either", "the minister. The Minister", []string{"the minister"}, []string{"the minister", "The Minister"}},

		{"Chinese", "土耳其总统埃尔多安表示", []string{"埃尔多安", "土耳其"}, []string{"土耳其", "埃尔多安"}},
		{"Latin letters among Chinese ones", "在NATO总部", []string{"NATO"}, []string{"NATO"}},
		{"kana", "トルコのエルドアン大統領", []string{"エルドアン"}, []string{"エルドアン"}},
		{"Thai", "ประธานาธิบดีแอร์โดอันกล่าว", []string{"แอร์โดอัน"}, []string{"แอร์โดอัน"}},
		{"the last letter of a Hangul syllable counts", "뢸", []string{"뢰"}, nil},
		{"Hangul has words", "에르도안 대통령", []string{"에르도안"}, []string{"에르도안"}},
		{"Arabic", "الرئيس رجب طيب أردوغان،", []string{"رجب طيب أردوغان"}, []string{"رجب طيب أردوغان"}},
		{"a script without case begins like a capital", "السيد Hope", []string{"السيد"}, []string{"السيد"}},
		{"beside bytes that are no UTF-8", "\x80Fidan\xff", []string{"Fidan"}, []string{"Fidan"}},
		{"no names", "Fidan", nil, nil},
		{"no text", "", []string{"Fidan"}, nil},
	}
	for _, tt := range tests {
		if got := found(tt.text, NewNames(namesOf(tt.names...)).Find(tt.text)); !slices.Equal(got, tt.want) {
			t.Errorf("%s: names %q in %q are %q, want %q", tt.reason, tt.names, tt.text, got, tt.want)
		}
	}
}

func TestNamesIDs(t *testing.T) {
	tests := []struct {
		reason string
		names  []Name
		text   string
		want   []int
	}{
		{"all that share a name, ascending", []Name{{"Kalin", 7}, {"Kalin", 3}, {"Other", 5}}, "Kalin", []int{3, 7}},
		{"each once", []Name{{"Kalin", 3}, {"Kalin", 3}}, "Kalin", []int{3}},
		{"names that differ in accents", []Name{{"Kalin", 4}, {"Kalın", 2}}, "Kalin", []int{2, 4}},
		{"acronym and word", []Name{{"MIT", 1}, {"Mit", 2}}, "Mit", []int{2}},
		{"acronym and word in capitals", []Name{{"Mit", 2}, {"MIT", 1}}, "MIT", []int{1, 2}},
		{"hyphen and space", []Name{{"Al-Hayya", 1}, {"al Hayya", 2}}, "al-Hayya", []int{1, 2}},
		{"only of the longest", []Name{{"Kalin", 1}, {"Kalin Bey", 2}}, "Kalin Bey", []int{2}},
	}
	for _, tt := range tests {
		hits := NewNames(tt.names).Find(tt.text)
		if len(hits) != 1 || !slices.Equal(hits[0].IDs, tt.want) {
			t.Errorf("%s: %v in %q is %v, want ids %v", tt.reason, tt.names, tt.text, hits, tt.want)
		}
	}
}

// word is a word of a text as the slow reference sees it.
type slowWord struct {
	start, end int
	folded     string
	capital    bool
}

func slowWords(s string) (words []slowWord) {
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			i += size
			continue
		}
		start, end := i, i
		for i < len(s) {
			r, size := utf8.DecodeRuneInString(s[i:])
			visible := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r)
			if !visible && r != '\u00ad' || unicode.Is(unicode.Han, r) && end > start {
				break
			}
			i += size
			if visible {
				end = i
			}
			if unicode.Is(unicode.Han, r) {
				break
			}
			if next, _ := utf8.DecodeRuneInString(s[i:]); unicode.Is(unicode.Han, next) {
				break
			}
		}
		words = append(words, slowWord{start, end, Fold(s[start:end]), !unicode.IsLower(r)})
	}
	return words
}

var (
	slowSeparators = strings.NewReplacer("\u00ad", "", "’", "'")
	slowSpace      = regexp.MustCompile(`\s+`)
)

func slowSeparator(s string) string {
	if s = slowSeparators.Replace(s); s == "-" || s == "-\n" {
		return " "
	}
	return slowSpace.ReplaceAllString(s, " ")
}

// slowFind compares every name at every word.
func slowFind(names []Name, text string) (hits []Hit) {
	words := slowWords(text)
	for at := 0; at < len(words); {
		best, bestWords := Hit{}, 0
		for _, name := range names {
			parts := slowWords(name.Text)
			if len(parts) == 0 || at+len(parts) > len(words) {
				continue
			}
			var shape nameShape
			ok := true
			for k, p := range parts {
				shape.read(k, name.Text[p.start:p.end])
				ok = ok && words[at+k].folded == p.folded
				if k > 0 && ok {
					between := text[words[at+k-1].end:words[at+k].start]
					ok = strings.Count(between, "\n") < 2 && slowSeparator(between) == slowSeparator(name.Text[parts[k-1].end:p.start])
				}
			}
			if !ok {
				continue
			}
			span := Span{words[at].start, words[at+len(parts)-1].end}
			acronym, capital := shape.caseRule()
			if acronym && strings.ContainsFunc(span.Of(text), unicode.IsLower) || capital >= 0 && !words[at+capital].capital {
				continue
			}
			switch {
			case len(parts) > bestWords:
				best, bestWords = Hit{span, []int{name.ID}}, len(parts)
			case len(parts) == bestWords:
				best.IDs = append(best.IDs, name.ID)
			}
		}
		if bestWords == 0 {
			at++
			continue
		}
		slices.Sort(best.IDs)
		best.IDs = slices.Compact(best.IDs)
		hits = append(hits, best)
		at += bestWords
	}
	return hits
}

func compareWithSlow(t *testing.T, names []Name, text string) {
	t.Helper()
	got, want := NewNames(names).Find(text), slowFind(names, text)
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Fatalf("names %+v in %q are %v, want %v", names, text, got, want)
	}
}

func TestNamesAgainstSlowSearch(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	word := func() string {
		return randomString(r, "aAğGıİ", 1+r.IntN(2)) + []string{"", "", "bcde", "土"}[r.IntN(4)]
	}
	for range 20000 {
		separators := []string{" ", " ", " ", "-", "'", ". ", "\n", " - ", "\n\n", "", "\u00ad", "’", ", "}
		text := word()
		for range r.IntN(12) {
			text += separators[r.IntN(len(separators))] + word()
		}
		var names []Name
		for i := range 1 + r.IntN(8) {
			name := word()
			for range r.IntN(3) {
				name += separators[r.IntN(6)] + word()
			}
			names = append(names, Name{name, i % 5})
		}
		compareWithSlow(t, names, text)
	}
}

func FuzzNames(f *testing.F) {
	f.Add("Hakan Fidan", "U.S.", "the Hague", "Hakan\nFidan in the U.S. Hague")
	f.Add("İ", ".a", "a-b", "I's \u00adi.a—a-\nb")
	f.Add("が", "ก็", "x\u0301", "か\u3099ก็x\u0301")
	f.Fuzz(func(t *testing.T, a, b, c, text string) {
		names := NewNames([]Name{{a, 1}, {b, 2}, {c, 3}})
		last := 0
		for _, h := range names.Find(text) {
			s := h.Span
			if s.Start < last || s.Start >= s.End || s.End > len(text) || !isRuneBoundary(text, s.Start) || !isRuneBoundary(text, s.End) {
				t.Fatalf("span %v of %q after %d", s, text, last)
			}
			last = s.End
			if len(h.IDs) == 0 || !slices.IsSorted(h.IDs) {
				t.Errorf("ids %v", h.IDs)
			}
			for _, id := range h.IDs {
				name := []string{a, b, c}[id-1]
				if got, want := Fold(s.Of(text)), Fold(name); utf8.ValidString(text) && utf8.ValidString(name) && got != want && len(name) < 100 {
					t.Errorf("name %q is found in %q, which is folded %q, not %q", name, s.Of(text), got, want)
				}
			}
		}
		for _, name := range []string{a, b, c} {
			if hits := names.Find(name); strings.TrimSpace(name) == name && len(hits) == 0 && wordAt(name, 0) && !strings.ContainsAny(name, "\n\r\v\f\u0085\u2028\u2029") {
				t.Errorf("name %q does not find itself", name)
			}
		}
	})
}
