package edtf

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzParse: parsing never panics; what parses prints a canonical form that
// parses to an equal date and is its own canonical form; its bounds are in
// order; its words are there, valid and filled in; an error points into the
// input, says something, and hints at something that parses.
func FuzzParse(f *testing.F) {
	for _, row := range forms() {
		f.Add(row.edtf)
	}
	for _, row := range malformed {
		f.Add(row.edtf)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := Parse(s)
		if err != nil {
			checkError(t, s, err)
			return
		}
		text := d.String()
		again, err := Parse(text)
		if err != nil {
			t.Fatalf("%q prints as %q: %v", s, text, err)
		}
		if again.String() != text || Compare(d, again) != 0 || !d.Equal(again) {
			t.Fatalf("%q prints as %q, which prints as %q", s, text, again)
		}
		if again.Words() != d.Words() || again.Lower() != d.Lower() || again.Upper() != d.Upper() {
			t.Fatalf("%q differs in words or bounds from its canonical form %q", s, text)
		}
		if compareStamps(d.d.lower, d.d.upper) > 0 {
			t.Fatalf("%q: bounds %s to %s", s, d.Lower(), d.Upper())
		}
		if !Overlaps(d, d) {
			t.Fatalf("%q does not overlap itself", s)
		}
		checkWords(t, s, d)
		checkISO(t, s, d)
	})
}

func checkError(t *testing.T, s string, err error) {
	t.Helper()
	var syntax *SyntaxError
	if !errors.As(err, &syntax) {
		t.Fatalf("%q: %T", s, err)
	}
	if syntax.Input != s || syntax.Offset < 0 || syntax.Offset > len(s) || syntax.Message == "" || !utf8.ValidString(syntax.Message) && utf8.ValidString(s) {
		t.Fatalf("%q: %+v", s, syntax)
	}
	if syntax.Hint != "" {
		if h, err := Parse(syntax.Hint); err != nil || h.String() != syntax.Hint {
			t.Fatalf("%q: hint %q, canonical %q, error %v", s, syntax.Hint, h, err)
		}
	}
}

func checkWords(t *testing.T, s string, d Date) {
	t.Helper()
	words := d.Words()
	if words == "" || !utf8.ValidString(words) || strings.ContainsAny(words, "{}") || strings.Contains(words, "  ") ||
		strings.TrimSpace(words) != words {
		t.Fatalf("%q: words %q", s, words)
	}
}

// checkISO: the HTML form parses, and its bounds are those of d.
func checkISO(t *testing.T, s string, d Date) {
	t.Helper()
	if d.ISO() == "" {
		return
	}
	iso, err := Parse(d.ISO())
	if err != nil || iso.Lower() != d.Lower() || iso.Upper() != d.Upper() {
		t.Fatalf("%q: ISO form %q, %v", s, d.ISO(), err)
	}
}

// FuzzCompare: any three dates are ordered antisymmetrically and transitively,
// equal only if their canonical forms are, and overlap symmetrically; of dates
// that do not overlap the earlier one comes first.
func FuzzCompare(f *testing.F) {
	rows := forms()
	for i := range rows {
		f.Add(rows[i].edtf, rows[(i*7+3)%len(rows)].edtf, rows[(i*11+5)%len(rows)].edtf)
	}
	f.Fuzz(func(t *testing.T, x, y, z string) {
		var dates [3]Date
		for i, s := range []string{x, y, z} {
			d, err := Parse(s)
			if err != nil {
				return
			}
			dates[i] = d
		}
		for _, a := range dates {
			for _, b := range dates {
				order := Compare(a, b)
				if order != -Compare(b, a) || (order == 0) != (a.String() == b.String()) {
					t.Fatalf("Compare(%s, %s) = %d, Compare(%s, %s) = %d", a, b, order, b, a, Compare(b, a))
				}
				if Overlaps(a, b) != Overlaps(b, a) {
					t.Fatalf("Overlaps of %s and %s is not symmetric", a, b)
				}
				if !Overlaps(a, b) && (order < 0) != (compareStamps(a.d.upper, b.d.lower) < 0) {
					t.Fatalf("%s and %s are apart, but in wrong order", a, b)
				}
				for _, c := range dates {
					if order <= 0 && Compare(b, c) <= 0 && Compare(a, c) > 0 {
						t.Fatalf("%s ≤ %s ≤ %s, but not transitively", a, b, c)
					}
				}
			}
		}
	})
}
