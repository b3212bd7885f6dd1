package match

import (
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

func TestFold(t *testing.T) {
	tests := []struct{ reason, in, want string }{
		{"accents", "Erdoğan Çağatay Kılıç", "erdogan cagatay kilic"},
		{"four Turkish i are one", "İIıi", "iiii"},
		{"dotted capital I leaves no dot behind", "İbrahim Kalın", "ibrahim kalin"},
		{"decomposed", "Tu\u0308rkiye", "turkiye"},
		{"final sigma", "ΣΊΣΥΦΟΣ Σίσυφος", "σισυφοσ σισυφοσ"},
		{"sharp s", "Straße STRASSE ẞ", "strasse strasse ss"},
		{"letters with strokes", "Łódź Øystein Đinđić Ħal", "lodz oystein dindic hal"},
		{"ligatures", "Æthel Œuvre", "aethel oeuvre"},
		{"thorn and eth", "Þór Guðni", "thor gudni"},
		{"Vietnamese", "Nguyễn Văn Đức", "nguyen van duc"},
		{"Cyrillic accents", "Ёлкин Йод", "елкин иод"},
		{"Hebrew points stay", "שָׁלוֹם", norm.NFD.String("שָׁלוֹם")},
		{"Arabic vowels stay, in canonical order", "م\u0651\u064e", "م\u064e\u0651"},
		{"Devanagari vowels stay", "हिन्दी", "हिन्दी"},
		{"white space", " \n Hakan\u00a0 \tFidan ", "hakan fidan"},
		{"a hyphen is a space between words", "Haniyeh-Fidan al‑Hayya", "haniyeh fidan al hayya"},
		{"an id", "hakan-fidan", "hakan fidan"},
		{"a hyphen at the end of a line", "al-\nHayya", "al hayya"},
		{"a dash between spaces is punctuation", "Fidan - Doha", "fidan - doha"},
		{"an em dash is punctuation", "Fidan—Doha", "fidan—doha"},
		{"quotation marks are straight", "“O’Brien”", "\"o'brien\""},
		{"punctuation stays", "U.S.", "u.s."},
		{"nothings", "Ha\u00admas\u200b \ufeffX", "hamas x"},
		{"Chinese", "土耳其", "土耳其"},
		{"voiced kana", "が", "か\u3099"},
		{"empty", " ", ""},
	}
	for _, tt := range tests {
		if got := Fold(tt.in); got != tt.want {
			t.Errorf("%s: Fold(%q) is %q, want %q", tt.reason, tt.in, got, tt.want)
		}
	}
}

func TestFoldingHoldsEveryCharacter(t *testing.T) {
	for r := range unicode.MaxRune + 1 {
		if c := classOf(r); c != letter && c != solo && c != mark {
			continue
		}
		f := lookUp(r)
		if want := appendFoldedRune(nil, r); string(f.bytes[:f.n]) != string(want) {
			t.Errorf("%U is folded %q, want %q", r, f.bytes[:f.n], want)
		}
	}
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"", "İI", " a - b", "a-\n-b", "e\u0323\u0301", "م\u0651\u064e", "\u1112\u1161\u11ab", "a\u00ad\u0301b", "\x80a"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 200 { // U+034F is put into very long runs of marks
			return
		}
		folded := Fold(s)
		if again := Fold(folded); again != folded {
			t.Errorf("Fold(%q) is %q, folded again %q", s, folded, again)
		}
		if nfd := norm.NFD.String(s); utf8.ValidString(s) && Fold(nfd) != folded {
			t.Errorf("Fold(%q) is %q, decomposed first %q", s, folded, Fold(nfd))
		}
	})
}

// The hash that scanWord makes on the way is that of the folded word.
func FuzzScanWord(f *testing.F) {
	for _, s := range []string{"Erdoğan's", "a\u00ad\u0301b", "م\u0651\u064e", "土耳", "ก็x", "aが"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !wordAt(s, 0) {
			return
		}
		end, hash := scanWord(s, 0, hashSeed)
		if end <= 0 || end > len(s) {
			t.Fatalf("the word at the start of %q ends at %d", s, end)
		}
		if want := hashBytes(hashSeed, appendFolded(nil, s[:end])); hash != want {
			t.Errorf("the hash of %q is %x, of its folded form %x", s[:end], hash, want)
		}
	})
}

func TestNearest(t *testing.T) {
	people := []string{"hakan-fidan", "ismail-haniyeh", "ibrahim-kalin", "antony-blinken", "akif-cagatay-kilic"}
	tests := []struct {
		reason, word string
		candidates   []string
		want         string
	}{
		{"a letter missing", "hakan-fdan", people, "hakan-fidan"},
		{"two letters swapped", "ismail-hanieyh", people, "ismail-haniyeh"},
		{"swapped letters are one edit", "ba", []string{"ab"}, "ab"},
		{"accents and spaces do not count", "İbrahim Kalın", people, "ibrahim-kalin"},
		{"too far from all", "xyz", people, ""},
		{"a third of the letters", "abcdef", []string{"abcdxy"}, "abcdxy"},
		{"over a third of the letters", "abcdef", []string{"abcxyz"}, ""},
		{"of equals the first in byte order", "bat", []string{"rat", "cat", "hat"}, "cat"},
		{"of equals the one that begins alike", "dat", []string{"at", "data-set", "date", "cat"}, "date"},
		{"whatever the order", "dat", []string{"date", "at"}, "date"},
		{"of those that begin alike the first in byte order", "hat", []string{"ham", "had"}, "had"},
		{"the distance goes before", "dat", []string{"dates", "at"}, "at"},
		{"by one of its words", "fidan", people, "hakan-fidan"},
		{"by one of its words, the shortest", "kilic", []string{"akif-cagatay-kilic", "a-kilic"}, "a-kilic"},
		{"by two of its words in another order", "Kılıç Akif", people, "akif-cagatay-kilic"},
		{"nothing sought", " ", people, ""},
		{"no candidates", "fidan", nil, ""},
	}
	for _, tt := range tests {
		got, ok := Nearest(tt.word, tt.candidates)
		if got != tt.want || ok != (tt.want != "") {
			t.Errorf("%s: nearest to %q is %q, want %q", tt.reason, tt.word, got, tt.want)
		}
	}
}
