package match

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
)

// syllables make words of the lengths that English has, so that words share
// beginnings and letters are spread as in prose.
var syllables = strings.Fields("the of and to in is on that by this with are be as it was for an or at from not have has had a re con de pro ex com " +
	"tion ment ing er est al ic ous ive ble ty ly ness ship ance ence sta pre ter mis sub ver tra min lar gen ral por tic ban ran")

func randomWord(r *rand.Rand) string {
	var b strings.Builder
	for range 1 + r.IntN(3) {
		b.WriteString(syllables[r.IntN(len(syllables))])
	}
	return b.String()
}

func capitalised(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// newsText is about size bytes of sentences in paragraphs, with curly quotation
// marks, and one of names in place of every fortieth word or so.
func newsText(r *rand.Rand, size int, names []Name) string {
	var b strings.Builder
	for b.Len() < size {
		for s := range 2 + r.IntN(4) {
			if s > 0 {
				b.WriteByte(' ')
			}
			quoted := r.IntN(5) == 0
			if quoted {
				b.WriteString("“")
			}
			for w := range 8 + r.IntN(20) {
				word := randomWord(r)
				switch {
				case w == 0:
					word = capitalised(word)
				case len(names) > 0 && r.IntN(40) == 0:
					word = " " + names[r.IntN(len(names))].Text
				case r.IntN(20) == 0:
					word = " " + capitalised(word)
				case r.IntN(15) == 0:
					word = ", " + word
				case r.IntN(40) == 0:
					word = " " + word + "’s"
				default:
					word = " " + word
				}
				b.WriteString(word)
			}
			b.WriteByte('.')
			if quoted {
				b.WriteString("”")
			}
		}
		b.WriteString("\n\n")
	}
	return b.String()
}

// someNames are persons, organizations and acronyms, some with accents, each
// with a surname or a short form beside its long one.
func someNames(r *rand.Rand, n int) []Name {
	var names []Name
	for id := 0; len(names) < n; id++ {
		first, last := capitalised(randomWord(r)), capitalised(randomWord(r)+randomWord(r))
		switch r.IntN(10) {
		case 0:
			last = strings.ReplaceAll(last, "o", "ö")
		case 1:
			names = append(names, Name{strings.ToUpper((randomWord(r) + "i")[:2] + last[:1]), id})
			last = "for " + last + " of " + capitalised(randomWord(r))
		case 2:
			names = append(names, Name{"the " + first, id})
		default:
			names = append(names, Name{last, id})
		}
		names = append(names, Name{first + " " + last, id})
	}
	return names[:n]
}

func BenchmarkNewText(b *testing.B) {
	r := rand.New(rand.NewPCG(11, 12))
	for _, bb := range []struct {
		name string
		text string
	}{
		{"english", newsText(r, 1<<20, nil)},
		{"ascii", strings.Repeat("Nothing in this sentence has to be changed at all. ", 20000)},
		{"wrapped", strings.Repeat("Each line of this text is\nbroken where it is too long.\n", 20000)},
		{"turkish", strings.Repeat("Cumhurbaşkanı Erdoğan’ın Ankara’da yaptığı görüşme, ", 20000)},
		{"russian", strings.Repeat("Президент Турции Эрдоган встретился в Стамбуле. ", 20000)},
	} {
		b.Run(bb.name, func(b *testing.B) {
			b.SetBytes(int64(len(bb.text)))
			b.ReportAllocs()
			for b.Loop() {
				NewText(bb.text)
			}
		})
	}
}

func BenchmarkFind(b *testing.B) {
	r := rand.New(rand.NewPCG(13, 14))
	raw := newsText(r, 4<<20, nil)
	text := NewText(raw)
	for _, bb := range []struct{ name, quote string }{
		{"absent", "discussed ongoing efforts to secure a durable and lasting peace in the region"},
		{"common letters", "the nation is at rest in an ocean of sanitation and to tense sessions"},
		{"at the end", strings.TrimSpace(raw[strings.LastIndex(raw[:len(raw)-300], ". ")+2:])},
		{"omission", "discussed ongoing efforts […] lasting peace in the region"},
		{"short", "xylo"},
	} {
		b.Run(bb.name, func(b *testing.B) {
			sel := Selector{Exact: bb.quote}
			b.SetBytes(int64(len(text.Normalised())))
			b.ReportAllocs()
			for b.Loop() {
				text.Find(sel)
			}
		})
	}
}

// One quotation in each of many articles, as a dossier has them.
func BenchmarkFindInArticles(b *testing.B) {
	r := rand.New(rand.NewPCG(15, 16))
	var texts []*Text
	var sels []Selector
	size := 0
	for range 200 {
		raw := newsText(r, 4000, nil)
		from := strings.LastIndex(raw[:len(raw)-500], ". ") + 2
		texts = append(texts, NewText(raw))
		sels = append(sels, Selector{Exact: raw[from : from+strings.LastIndex(raw[from:from+200], " ")]})
		size += len(raw)
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		for i, t := range texts {
			if len(t.Find(sels[i])) != 1 {
				b.Fatalf("%q is not found once", sels[i].Exact)
			}
		}
	}
}

func BenchmarkSimilar(b *testing.B) {
	r := rand.New(rand.NewPCG(17, 18))
	raw := newsText(r, 4096, nil)
	text := NewText(raw)
	near := mutated(r, raw[1001:1201], "abc", 8)
	for _, bb := range []struct {
		name, quote string
		max         int
	}{
		{"near", near, -1},
		{"nothing near", strings.Repeat("Zwölf Boxkämpfer jagen Viktor quer über den Sylter Deich. ", 4)[:200], -1},
		{"nothing within 10", strings.Repeat("Zwölf Boxkämpfer jagen Viktor quer über den Sylter Deich. ", 4)[:200], 10},
	} {
		b.Run(bb.name, func(b *testing.B) {
			b.SetBytes(int64(len(raw)))
			b.ReportAllocs()
			for b.Loop() {
				text.Similar(bb.quote, bb.max)
			}
		})
	}
}

func BenchmarkNames(b *testing.B) {
	for _, n := range []int{3, 100, 10000, 50000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			r := rand.New(rand.NewPCG(19, 20))
			names := someNames(r, n)
			text := newsText(r, 4<<20, names)
			prepared := NewNames(names)
			var hits []Hit
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				hits = prepared.Append(hits[:0], text)
			}
			b.ReportMetric(float64(len(hits)), "hits")
		})
	}
}

func BenchmarkNewNames(b *testing.B) {
	names := someNames(rand.New(rand.NewPCG(21, 22)), 10000)
	b.ReportAllocs()
	for b.Loop() {
		NewNames(names)
	}
}

func BenchmarkSentences(b *testing.B) {
	text := newsText(rand.New(rand.NewPCG(23, 24)), 1<<20, nil)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		Sentences(text)
	}
}

func TestNamesMemory(t *testing.T) {
	names := someNames(rand.New(rand.NewPCG(25, 26)), 50000)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	prepared := NewNames(names)
	runtime.GC()
	runtime.ReadMemStats(&after)
	if used := int64(after.HeapAlloc) - int64(before.HeapAlloc); used > 64<<20 {
		t.Errorf("50,000 names take %d MB, want at most 64", used>>20)
	} else {
		t.Logf("50,000 names take %.1f MB", float64(used)/(1<<20))
	}
	runtime.KeepAlive(prepared)
}
