package match_test

import (
	"testing"

	"dossier/internal/match"
)

func TestWordSet(t *testing.T) {
	text := "Hakan Fidan met İsmail Haniyeh's aides in al-\nDoha; 東京 said nothing, nor did the E.U. and the naïve."
	set := match.NewWordSet(text)
	for _, test := range []struct {
		name   string
		want   bool
		reason string
	}{
		{"Hakan Fidan", true, "both words are there"},
		{"Fidan Hakan", true, "the order of words is not looked at"},
		{"Hakan Calhanoglu", false, "one word of two is missing"},
		{"ISMAIL", true, "case and accents are folded"},
		{"naive", true, "accents of the text are folded too"},
		{"al Doha", true, "a hyphen parts words"},
		{"京", true, "letters of scripts without spaces are words by themselves"},
		{"Haniyeh", true, "an apostrophe ends a word"},
		{"Haniy", false, "a part of a word is none"},
		{"E.U.", true, "punctuation is not looked at"},
		{"", true, "no word is missing"},
	} {
		if got := set.MayHold(test.name); got != test.want {
			t.Errorf("MayHold(%q) = %v; %s", test.name, got, test.reason)
		}
	}
}

// A name that is found in a text is never said not to be there.
func FuzzWordSet(f *testing.F) {
	f.Add("Hakan Fidan in al-\nDoha", "al Doha")
	f.Add("the U.S. and İstanbul", "U.S.")
	f.Add("a\u00adb c", "ab")
	f.Fuzz(func(t *testing.T, text, name string) {
		found := len(match.NewNames([]match.Name{{Text: name}}).Find(text)) > 0
		if found && !match.NewWordSet(text).MayHold(name) {
			t.Errorf("%q is found in %q and said not to be there", name, text)
		}
	})
}
