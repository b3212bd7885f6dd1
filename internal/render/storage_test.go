package render

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"
)

// Values that were taken stay what they are, whatever is taken afterwards.
func TestStorageIsNotShared(t *testing.T) {
	var s slab[int]
	var a arena
	var lists [][]int
	var texts, want []string
	for i := range 500 {
		n := i % 23
		list := s.take(n)
		for k := range list {
			if list[k] != 0 {
				t.Fatalf("list %d begins as %v", i, list)
			}
			list[k] = i
		}
		lists = append(lists, list, append(list[:n:n], -1)[:n])
		word := fmt.Sprintf("<%d%s>", i, strings.Repeat("x", i%40*i%1500))
		want = append(want, word, word+"+"+word)
		texts = append(texts, a.keep([]byte(word)), a.join(word, "+", word))
	}
	for i, list := range lists {
		if slices.ContainsFunc(list, func(v int) bool { return v != i/2 }) {
			t.Fatalf("list %d is %v", i/2, list)
		}
	}
	if !slices.Equal(texts, want) {
		t.Fatal("a string is another one")
	}
}

func TestSet(t *testing.T) {
	var s set[int]
	for i := range 100 {
		if s.has(i) || !s.add(i) || s.add(i) || !s.has(i) || s.n != i+1 {
			t.Fatalf("%d is taken for %d others", i, s.n)
		}
	}
	for i := range 100 {
		if s.add(i) || !s.has(i) {
			t.Fatalf("%d is forgotten", i)
		}
	}
}

// One value is kept for a key, whoever adds it, and it stays where it is.
func TestTableKeepsOneValue(t *testing.T) {
	var tab table[int, string]
	tab.init()
	const keys = 3000
	got := make([][keys]*string, 4)
	var all sync.WaitGroup
	for i := range got {
		all.Go(func() {
			for k := range keys {
				if v := tab.get(k); v != nil {
					got[i][k] = v
					continue
				}
				got[i][k] = tab.add(k, fmt.Sprint(k))
			}
		})
	}
	all.Wait()
	for k := range keys {
		for i := range got {
			if v := got[i][k]; v != got[0][k] || v != tab.get(k) || *v != fmt.Sprint(k) {
				t.Fatalf("%d has the value %q at %p and at %p", k, *v, v, got[0][k])
			}
		}
	}
}

func FuzzMeasure(f *testing.F) {
	for _, s := range []string{"", " ", "word", " two\twords ", "eight chars and\n\nmore", "é è ü 中文 字", "        ", "a b c d e f g h i", "\u00a0\v"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			return // texts are decoded before
		}
		characters, words := measure(s)
		wantWords := len(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '\n' || r == '\t' }))
		if want := utf8.RuneCountInString(s); characters != want || words != wantWords {
			t.Errorf("%q has %d characters and %d words, want %d and %d", s, characters, words, want, wantWords)
		}
	})
}
