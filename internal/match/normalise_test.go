package match

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestNewText(t *testing.T) {
	tests := []struct{ reason, in, want string }{
		{"plain ASCII stands for itself", "Hamas has had an office.", "Hamas has had an office."},
		{"white space of every kind is one space", "a \t\n\r\n b\u00a0c\u2028d\u2029e\u3000f\u0085g\u202fh", "a b c d e f g h"},
		{"a soft hyphen between spaces does not part them", "a \u00ad b", "a b"},
		{"white space at the ends is one space too", "\r\n a\n", " a "},
		{"double quotes", "“a” „b‟ \"c\"", `"a" "b" "c"`},
		{"single quotes and apostrophes", "‘a’ ‚b‛ 'c'", "'a' 'b' 'c'"},
		{"guillemets stay", "«a» ‹b›", "«a» ‹b›"},
		{"hyphens and dashes", "a-b‐c‑d‒e–f—g―h−i", "a-b-c-d-e-f-g-h-i"},
		{"soft hyphens and zero-width characters", "Pal\u00ades\u200bti\u200cni\u200da\u2060n\ufeffs\u200e", "Palestinians"},
		{"ellipsis", "a… b", "a... b"},
		{"NFC composes", "Erdog\u0306an Tu\u0308rkiye", "Erdoğan Türkiye"},
		{"a zero-width character does not hinder composition", "g\u200b\u0306", "ğ"},
		{"marks are put in canonical order", "e\u0323\u0302", "\u1ec7"},
		{"singletons", "\u212b \u2126 \u037e", "Å Ω ;"},
		{"composition exclusions", "\u0958", "\u0915\u093c"},
		{"Hangul", "\u1112\u1161\u11ab", "한"},
		{"a mark joins a replaced quotation mark", "”\u0301a", "\"\u0301a"},
		{"case and accents stay", "Türkiye ÇAĞ", "Türkiye ÇAĞ"},
		{"what is no UTF-8", "a\x80b", "a\ufffdb"},
		{"nothing", "", ""},
	}
	for _, tt := range tests {
		text := NewText(tt.in)
		if text.Normalised() != tt.want {
			t.Errorf("%s: NewText(%q) is %q, want %q", tt.reason, tt.in, text.Normalised(), tt.want)
		}
		if again := NewText(text.Normalised()).Normalised(); again != tt.want {
			t.Errorf("%s: normalised twice %q is %q", tt.reason, tt.in, again)
		}
	}
}

func TestNewTextSharesUnchangedText(t *testing.T) {
	in := strings.Repeat("Nothing in here has to change, not even Türkiye. ", 100)
	if n := testing.AllocsPerRun(10, func() { NewText(in) }); n > 1 {
		t.Errorf("NewText of a normalised text allocates %v times, want at most 1", n)
	}
}

func TestNewTextMapHasOneRunForEachChangeOfLength(t *testing.T) {
	in := strings.Repeat("“It is vital that Palestinians act with unity in this process,”\nhe said in Turkey’s capital.\n\n", 100)
	if got, most := len(NewText(in).runs), 4*100; got > most {
		t.Errorf("the map of a text with %d changes of length has %d runs", most, got)
	}
}

func FuzzNewText(f *testing.F) {
	for _, s := range []string{"", "a \u00ad\n b", "“a”…b", "e\u0301\u200b\u0323x", "\u1112\u1161\u11ab", "”\u0301", "\u0958\u0301—", "a\x80\xe2\x80", " \u0301 ", "…."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 1000 {
			return
		}
		text := NewText(s)
		if again := NewText(text.norm).norm; again != text.norm {
			t.Errorf("normalising twice: %q, then %q", text.norm, again)
		}
		if !utf8.ValidString(text.norm) {
			t.Errorf("%q is not UTF-8", text.norm)
		}
		last := 0
		for n := 0; n <= len(text.norm); n++ {
			if !text.isBoundary(n) {
				continue
			}
			i := text.rawOffset(n)
			if i < last || i > len(s) {
				t.Fatalf("raw offset of %d is %d after %d in a text of %d", n, i, last, len(s))
			}
			if !isRuneBoundary(s, i) {
				t.Errorf("raw offset %d of %q lies within a character", i, s)
			}
			// Between two boundaries the raw text is what was normalised.
			if got, want := strings.Trim(NewText(s[last:i]).norm, " "), strings.Trim(text.norm[boundaryBefore(text, n):n], " "); got != want {
				t.Errorf("raw %q normalises to %q, mapped from %q", s[last:i], got, want)
			}
			last = i
		}
	})
}

func boundaryBefore(t *Text, n int) int {
	for n--; n > 0 && !t.isBoundary(n); n-- {
	}
	return max(n, 0)
}
