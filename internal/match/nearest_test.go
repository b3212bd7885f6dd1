package match

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// EditDistance is held against its definition.
func TestEditDistance(t *testing.T) {
	var slow func(a, b string) int
	slow = func(a, b string) int {
		if a == "" || b == "" {
			return len(a) + len(b)
		}
		replace := slow(a[1:], b[1:])
		if a[0] != b[0] {
			replace++
		}
		d := min(replace, slow(a[1:], b)+1, slow(a, b[1:])+1)
		if len(a) > 1 && len(b) > 1 && a[0] == b[1] && a[1] == b[0] {
			d = min(d, slow(a[2:], b[2:])+1)
		}
		return d
	}
	r := rand.New(rand.NewPCG(3, 4))
	random := func() string {
		s := make([]byte, r.IntN(7))
		for i := range s {
			s[i] = byte('a' + r.IntN(3))
		}
		return string(s)
	}
	for range 2000 {
		a, b := random(), random()
		if got, want := EditDistance([]rune(a), []rune(b)), slow(a, b); got != want {
			t.Fatalf("%q and %q are %d apart, want %d", a, b, got, want)
		}
	}
	if got := EditDistance([]rune(strings.Repeat("ab", 40)), []rune(strings.Repeat("ba", 40))); got != 2 {
		t.Errorf("long words are %d apart, want 2", got)
	}
}
