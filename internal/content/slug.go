package content

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// isSlug tells whether a name can stand in a URL and on any disk as it is:
// letters, marks and digits of any script, and between them - _ or a dot.
func isSlug(s string) bool {
	for _, r := range s {
		if !unicode.In(r, unicode.L, unicode.M, unicode.N) && !strings.ContainsRune("-_.", r) {
			return false
		}
	}
	return s != "" && !strings.HasPrefix(s, ".") && !strings.HasSuffix(s, ".") && !strings.HasPrefix(s, "-")
}

// plainLetters are those that lose nothing but have no mark to take off.
var plainLetters = strings.NewReplacer("ı", "i", "ß", "ss", "ø", "o", "Ø", "o", "ł", "l", "Ł", "l", "đ", "d", "Đ", "d",
	"æ", "ae", "Æ", "ae", "œ", "oe", "Œ", "oe", "þ", "th", "Þ", "th", "ð", "d", "Ð", "d")

// slug makes a name that isSlug takes: lower case, Latin letters without
// their marks, hyphens for all else. It is "entry" where nothing is left.
func slug(s string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(plainLetters.Replace(s)) {
		switch {
		case r >= 0x300 && r <= 0x36f:
		case unicode.In(r, unicode.L, unicode.M, unicode.N):
			b.WriteRune(unicode.ToLower(r))
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	if out := norm.NFC.String(strings.Trim(b.String(), "-")); isSlug(out) {
		return out
	}
	return "entry"
}

// onDisk is a name as disks see it that do not tell upper from lower case, nor
// one spelling of an accent from another.
func onDisk(name string) string {
	for i := range len(name) {
		if name[i] >= utf8.RuneSelf {
			return cases.Fold().String(norm.NFC.String(name))
		}
	}
	return strings.ToLower(name)
}
