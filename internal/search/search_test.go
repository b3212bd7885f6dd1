package search

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"
)

func TestFold(t *testing.T) {
	for _, tt := range []struct{ word, want, reason string }{
		{"Erdoğan", "erdogan", "a mark of Latin"},
		{"İSTANBUL", "istanbul", "a dotted capital"},
		{"ışık", "isik", "dotless letters"},
		{"Straße", "strasse", "a letter that is two"},
		{"ΥΠΟΥΡΓΌΣ", "υπουργοσ", "a final sigma is a sigma"},
		{"وزارةُ", "وزاره", "teh marbuta, and a vowel sign"},
		{"القـــاهرة", "القاهره", "tatweel"},
		{"أإآٱا", "ااااا", "forms of alef"},
		{"کتابی", "كتابي", "Persian letters"},
		{"٢٠۲۰", "2020", "digits of two kinds"},
		{"הַמֶּמְשָׁלָה", "הממשלה", "points"},
		{"कि", "कि", "vowel signs of India are letters"},
		{"co\u00adope\u200brate", "cooperate", "characters without width"},
	} {
		if got := Fold(tt.word); got != tt.want {
			t.Errorf("%s: Fold(%q) is %q, want %q", tt.reason, tt.word, got, tt.want)
		}
	}
}

func termsOf(text string) []string {
	t := newTable(0)
	var got []string
	t.seen = append(t.seen, stamped{})[:0]
	t.words(text, func(term uint32) { got = append(got, t.terms[term]) })
	return got
}

func TestTerms(t *testing.T) {
	long := strings.Repeat("x", longest+1)
	for _, tt := range []struct {
		text, want, reason string
	}{
		{"It said so, twice.", "it said so twice", "words"},
		{"U.S.-led 46,707", "u s led 46 707", "what stands between letters and digits parts them"},
		{"Kılıç'ın “sözü”", "kilic in sozu", "quotation marks part words"},
		{"北京会见", "北京 京会 会见 见", "two neighbours each, and the last one"},
		{"第3回 京", "第 3 回 京", "digits end a run"},
		{"ガザ", "カ\u3099サ\u3099 サ\u3099", "a mark belongs to its character"},
		{"xi北京 a", "xi 北京 京 a", "letters before a run"},
		{long + " a", "a", "what is too long is no word"},
		{" —…  \u200b\u200b ", "", "nothing"},
		{"a\xffb", "a b", "bytes that are no character"},
		{"\ufe0f☎\ufe0f", "", "marks alone"},
	} {
		if got := strings.Join(termsOf(tt.text), " "); got != tt.want {
			t.Errorf("%s: the terms of %q are %q, want %q", tt.reason, tt.text, got, tt.want)
		}
	}
}

// FuzzTerms: whatever the text, terms are folded already, hold no separator of
// the files, and are those of the words taken one by one.
func FuzzTerms(f *testing.F) {
	f.Add("It said so, twice. 北京会见 القـــاهرة रि \u00ad\u0301x")
	f.Fuzz(func(t *testing.T, text string) {
		all := termsOf(text)
		var each []string
		for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == utf8.RuneError || classify(r) == apart }) {
			each = append(each, termsOf(word)...)
		}
		if utf8.ValidString(text) && !slices.Equal(all, each) {
			t.Errorf("the terms of %q are %q, those of its words %q", text, all, each)
		}
		for _, term := range all {
			if strings.ContainsAny(term, " \"\\*\n") || term == "" || len(term) > longest {
				t.Errorf("%q has the term %q", text, term)
			}
		}
	})
}

func TestNumbers(t *testing.T) {
	var b bytes.Buffer
	var want []int
	for _, n := range []int{0, 1, 56, 57, 58, 57*34 - 1, 57 * 34, 57*34*34 + 7, 1<<26 - 1} {
		writer{&b}.number(n)
		want = append(want, n)
	}
	if got := numbers(b.String()); !slices.Equal(got, want) {
		t.Errorf("%q is read as %v, want %v", b.String(), got, want)
	}
	if strings.ContainsAny(b.String(), "\" \\\n") {
		t.Errorf("%q has to be escaped", b.String())
	}
}

// numbers reads what the script reads.
func numbers(s string) (list []int) {
	n := 0
	for _, c := range []byte(s) {
		if c > '\\' {
			n = n*34 + int(c-']')
		} else {
			list = append(list, n*57+int(c-'#'))
			n = 0
		}
	}
	return list
}

// What is written of a unit reads as its text, and its passages are where they
// were, counted in UTF-16.
func TestUnit(t *testing.T) {
	for _, tt := range []struct {
		text, passage, want, reason string
	}{
		{"One two three.", "two", "One two three.", "plain words"},
		{"One\n two\tthree. ", "two\tthree", "One two three.", "white space is one space"},
		{"  One\u00a0two three", "two", "One two three", "a space that does not break"},
		{"He said “no” and \"yes\" \\ so", "\"yes\"", "He said “no” and \"yes\" \\ so", "what is escaped in a string"},
		{"co\u00adope\u200brate now", "ope\u200brate", "cooperate now", "characters without width"},
		{"𝒜 𝒜 b", "b", "𝒜 𝒜 b", "characters of two units"},
		{"a — \u2028 b", "b", "a — b", "a line separator"},
		{"北京。会见", "会见", "北京。会见", "three bytes each"},
		{"  One two", "One", "One two", "white space before the first word is none"},
	} {
		var b bytes.Buffer
		at := strings.Index(tt.text, tt.passage)
		writer{&b}.unit(&Unit{Anchor: "para-1", Text: tt.text, Passages: []Passage{
			{0, at, "before"}, {at, at + len(tt.passage), "char=1,2"}, {at, len(tt.text), "rest"},
		}})
		var line string
		if err := json.Unmarshal([]byte(`"`+b.String()+`"`), &line); err != nil {
			t.Fatalf("%s: %q: %v", tt.reason, b.String(), err)
		}
		fields := strings.Split(line, "\t")
		if len(fields) != 3 || fields[0] != "\npara-1" || fields[1] != tt.want {
			t.Errorf("%s: %q is written as %q", tt.reason, tt.text, fields)
			continue
		}
		var from, to int
		if _, err := fmt.Sscanf(strings.Split(fields[2], ";")[1], "%d:%d:char=1,2", &from, &to); err != nil {
			t.Fatalf("%s: %q: %v", tt.reason, fields[2], err)
		}
		var clean bytes.Buffer
		writer{&clean}.line(tt.passage)
		want := strings.NewReplacer(`\"`, `"`, `\\`, `\`).Replace(clean.String())
		if got := string(utf16.Decode(utf16.Encode([]rune(fields[1]))[from:to])); got != want {
			t.Errorf("%s: the passage %q is %q", tt.reason, tt.passage, got)
		}
	}
}

// FuzzLine: what is written is a string that has no two spaces and none at the
// ends, and the same letters.
func FuzzLine(f *testing.F) {
	f.Add(" One\n\n“two”  \u00a0 \"three\" \\ \u200b x\x00\x7f")
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			return
		}
		var b bytes.Buffer
		writer{&b}.line(text)
		var got string
		if err := json.Unmarshal([]byte(`"`+b.String()+`"`), &got); err != nil {
			t.Fatalf("%q is written as %q: %v", text, b.String(), err)
		}
		if got != strings.Join(strings.Fields(got), " ") {
			t.Errorf("%q is written as %q", text, got)
		}
		bare := func(s string) string {
			return strings.Map(func(r rune) rune {
				if hasNoWidth(r) || r < ' ' || r == 0x7f {
					return -1
				}
				return r
			}, strings.Join(strings.Fields(s), ""))
		}
		if bare(got) != bare(text) {
			t.Errorf("%q is written as %q", text, got)
		}
	})
}

// invented gives documents of words that follow Zipf's law.
func invented(r *rand.Rand, n int) (entries []Entry, docs []*Document) {
	zipf := rand.NewZipf(r, 1.1, 2, 20000)
	word := func() string {
		k := zipf.Uint64()
		s := ""
		for k++; k > 0; k /= 7 {
			s += []string{"ba", "ço", "di", "Fu", "gé", "ha", "北"}[k%7]
		}
		return s
	}
	for i := range n {
		d := &Document{URL: fmt.Sprintf("sources/%d.html", i), Names: []string{word() + " " + word()}}
		for range 1 + r.IntN(4) {
			var text []string
			for range 1 + r.IntN(80) {
				text = append(text, word())
			}
			d.Units = append(d.Units, Unit{Anchor: "para-1", Text: strings.Join(text, " ")})
		}
		size := 0
		for _, u := range d.Units {
			size += len(u.Text)
		}
		docs = append(docs, d)
		entries = append(entries, Entry{Path: d.URL, Kind: r.IntN(2), Year: []int{0, 2023, 2024}[r.IntN(3)], Size: size})
	}
	return entries, docs
}

func write(x *Index, docs []*Document, before map[string]string) (files map[string]string, same int) {
	files = map[string]string{}
	put := func(path string, write func(b *bytes.Buffer)) {
		var b bytes.Buffer
		write(&b)
		files[path] = b.String()
	}
	for i := range x.Texts() {
		put(TextsPath(i), func(b *bytes.Buffer) {
			if x.AppendTexts(b, i, func(i int) *Document { return docs[i] }) {
				b.WriteString(before[TextsPath(i)])
				same++
			}
		})
	}
	if err := x.Invert(context.Background()); err != nil {
		panic(err)
	}
	for i := range x.Terms() {
		put(TermsPath(i), func(b *bytes.Buffer) { x.AppendTerms(b, i) })
	}
	put(IndexPath, x.AppendIndex)
	if x.keep {
		x.Close()
	}
	return files, same
}

// A word, and the beginning of a word, leads to the documents that have it, by
// the file that a script would look in.
func TestIndexFindsAllDocuments(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	entries, docs := invented(r, 1500)
	x := New([]string{"a", "b"}, entries, false, nil)
	files, _ := write(x, docs, nil)
	if x.Terms() < 5 || x.Texts() < 20 {
		t.Fatalf("%d files of terms and %d of texts: too few to show anything", x.Terms(), x.Texts())
	}
	var index struct {
		N     int
		Terms string
		Texts string
		Kinds [][]any
	}
	if err := json.Unmarshal([]byte(argument(t, files[IndexPath])), &index); err != nil {
		t.Fatal(err)
	}
	for _, kind := range index.Kinds {
		if got := fmt.Sprint(kind[1]); !regexp.MustCompile(`^\[\[0 \d+\] \[2023 \d+\] \[2024 \d+\]\]$`).MatchString(got) {
			t.Errorf("the documents of a kind are of the years %s", got)
		}
	}
	starts := strings.Split(index.Terms, " ")
	keys := make([]map[string]string, x.Terms())
	beginnings, sizes := 0, []int{}
	for i := range keys {
		var data string
		if err := json.Unmarshal([]byte(argument(t, files[TermsPath(i)])), &data); err != nil {
			t.Fatal(err)
		}
		sizes = append(sizes, len(data))
		keys[i] = map[string]string{}
		for part := strings.Split(data, " "); len(part) > 1; part = part[2:] {
			keys[i][part[0]] = part[1]
			if strings.HasSuffix(part[0], "*") {
				beginnings++
			}
		}
	}
	if largest := slices.Max(sizes); largest > 3*termsSize {
		t.Errorf("a file of terms has %d bytes", largest)
	}
	in := func(key string) int {
		n := 0
		for i, s := range starts {
			if compareUTF16(s, key) <= 0 {
				n = i
			}
		}
		return n
	}
	read := func(text string) (found []int) {
		list, next := numbers(text), 0
		for i := 0; i < len(list); i += 2 {
			next += list[i]
			found = append(found, next)
			next++
		}
		return found
	}
	lookup := func(key string, beginning bool) []int {
		if !beginning {
			return read(keys[in(key)][key])
		}
		if text, ok := keys[in(key+"*")][key+"*"]; ok {
			return read(text)
		}
		all := map[int]bool{}
		loaded := 0
		for i := in(key); i < len(keys) && (i == in(key) || strings.HasPrefix(starts[i], key)); i++ {
			for k, text := range keys[i] {
				if strings.HasPrefix(k, key) && !strings.HasSuffix(k, "*") {
					for _, n := range read(text) {
						all[n] = true
					}
				}
			}
			loaded++
		}
		if loaded > 5 {
			t.Errorf("the words that begin with %q are in %d files", key, loaded)
		}
		return slices.Sorted(maps.Keys(all))
	}

	has := make([][]string, len(docs)) // terms, by number of the document
	every := map[string]bool{}
	for n, i := range x.order {
		for _, text := range append([]string{docs[i].Names[0]}, texts(docs[i])...) {
			has[n] = append(has[n], termsOf(text)...)
		}
		for _, term := range has[n] {
			every[term] = true
		}
	}
	words := slices.Sorted(maps.Keys(every))
	check := func(key string, beginning bool) {
		var want []int
		for n, terms := range has {
			if slices.ContainsFunc(terms, func(s string) bool { return s == key || beginning && strings.HasPrefix(s, key) }) {
				want = append(want, n)
			}
		}
		if got := lookup(key, beginning); !slices.Equal(got, want) {
			t.Errorf("%q (as a beginning: %t) leads to %d documents, want %d", key, beginning, len(got), len(want))
		}
	}
	for range 150 {
		word := words[r.IntN(len(words))]
		check(word, false)
		end := 1
		for ; end < len(word) && (!utf8.RuneStart(word[end]) || r.IntN(3) > 0); end++ {
		}
		for end < len(word) && !utf8.RuneStart(word[end]) {
			end++
		}
		check(word[:end], true)
	}
	check("zz", false)
	check("zz", true)
	check("b", true)
	if beginnings < 5 {
		t.Errorf("%d beginnings are listed: too few to show anything", beginnings)
	}
}

func texts(d *Document) (list []string) {
	for _, u := range d.Units {
		list = append(list, u.Text)
	}
	return list
}

// argument gives what a file calls its function with.
func argument(t *testing.T, file string) string {
	t.Helper()
	_, rest, ok := strings.Cut(file, `",`)
	if !ok || !strings.HasPrefix(file, `dossierSearch("`) || !strings.HasSuffix(rest, ")\n") {
		t.Fatalf("%.60q is no call", file)
	}
	return strings.TrimSuffix(rest, ")\n")
}

// What an index that knows the last one writes is what a new one writes, whatever
// changed, and the files of texts that did not change are not made again.
func TestNextEqualsFresh(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	entries, docs := invented(r, 200)
	last := New([]string{"a", "b"}, entries, true, nil)
	files, _ := write(last, docs, nil)
	for step := range 48 {
		docs, entries = slices.Clone(docs), slices.Clone(entries)
		i := r.IntN(len(docs))
		switch step % 6 {
		case 4:
			d := *docs[i]
			d.About += fmt.Sprintf(" line %d", step)
			docs[i] = &d
		case 5:
			d := *docs[i]
			d.Units = slices.Clone(d.Units)
			u := &d.Units[0]
			u.Passages = append(slices.Clone(u.Passages), Passage{0, len(u.Text), fmt.Sprintf("char=0,%d", step)})
			docs[i] = &d
		case 0:
			d := *docs[i]
			d.Units = append(slices.Clone(d.Units), Unit{Text: fmt.Sprintf("new words %d", step)})
			docs[i] = &d
		case 1:
			entries[i].Year = 2022
		case 2:
			docs, entries = slices.Delete(docs, i, i+1), slices.Delete(entries, i, i+1)
		default:
			d := &Document{URL: fmt.Sprintf("added/%d.html", step), Names: []string{"An addition"}}
			docs, entries = append(docs, d), append(entries, Entry{Path: d.URL, Kind: 1, Size: 300})
		}
		next := New([]string{"a", "b"}, entries, true, last)
		got, same := write(next, docs, files)
		want, _ := write(New([]string{"a", "b"}, entries, false, nil), docs, nil)
		if !maps.Equal(got, want) {
			t.Fatalf("after step %d the files differ", step)
		}
		if step%6 == 0 && same != next.Texts()-1 {
			t.Errorf("after a change of one document %d of %d files of texts are the same", same, next.Texts())
		}
		last, files = next, got
	}
}

// The impact that is written is the one of the formula.
func TestImpact(t *testing.T) {
	entries := []Entry{{Path: "a.html"}, {Path: "b.html"}, {Path: "c.html"}}
	docs := []*Document{
		{Names: []string{"Harbour"}, Units: []Unit{{Text: strings.Repeat("word ", 64)}}},
		{Names: []string{"A title of five words"}, Units: []Unit{{Text: "harbour " + strings.Repeat("word ", 63)}}},
		{Names: []string{"The harbour of the town"}, Units: []Unit{{Text: strings.Repeat("harbour ", 3) + strings.Repeat("word ", 61)}}},
	}
	x := New([]string{"a"}, entries, false, nil)
	write(x, docs, nil)
	i, ok := slices.BinarySearch(x.terms, "harbour")
	if !ok {
		t.Fatal("the word has no documents")
	}
	name := func(words float64) float64 { return 1 / (1 + 1.2*(0.25+0.75*words/4)) }
	body := func(tf float64) float64 { return tf / (tf + 1.2) } // all are as long as the mean
	for n, want := range []float64{2 * name(1), body(1), 2*name(5) + body(3)} {
		p := x.postings[int(x.first[i])+n]
		if want = 1 + 55*want/3; int(p>>6) != n || math.Abs(float64(p&63)-want) > 1 {
			t.Errorf("document %d has the impact %d, want %.1f", p>>6, p&63, want)
		}
	}
}

// Over many documents impacts are those of the formula, but for the fraction
// that is cut off, half of one in the mean.
func TestImpactInTheMean(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	var entries []Entry
	var docs []*Document
	type fact struct{ tf, length, name, other int }
	var facts []fact
	total := 0
	for i := range 400 {
		f := fact{tf: 1 + r.IntN(9), name: r.IntN(8)}
		f.length = f.tf + r.IntN(300)
		if i%40 == 0 {
			f.tf = 100
			f.length = 100
		}
		total += f.length
		d := &Document{Names: []string{"Title"}, Units: []Unit{{Text: strings.Repeat("harbour ", f.tf) + strings.Repeat("x ", f.length-f.tf)}}}
		if f.name > 0 {
			f.other = f.name + r.IntN(4) // a longer alias counts for nothing, wherever it stands
			d.Names = append(d.Names, "harbour "+strings.Repeat("y ", f.name-1), "harbour "+strings.Repeat("y ", f.other-1))
		}
		facts, docs = append(facts, f), append(docs, d)
		entries = append(entries, Entry{Path: fmt.Sprintf("%03d.html", i)})
	}
	x := New([]string{"a"}, entries, false, nil)
	write(x, docs, nil)
	mean := float64(x.meanLength())
	if m := float64(total) / float64(len(docs)); mean < m/1.5 || mean > 1.5*m {
		t.Fatalf("the mean length is taken to be %v, and is %v", mean, m)
	}
	at, _ := slices.BinarySearch(x.terms, "harbour")
	sums, ns := map[string]float64{}, map[string]float64{}
	for n, f := range facts {
		want := float64(f.tf) / (float64(f.tf) + 1.2*(0.25+0.75*float64(f.length)/mean))
		group := "text"
		if f.name > 0 {
			want += 2 / (1 + 1.2*(0.25+0.75*float64(f.name)/4))
			group = "name"
		}
		if f.tf == 100 {
			group = "often"
		}
		p := x.postings[int(x.first[at])+n]
		if int(p>>6) != n {
			t.Fatalf("document %d is not the next one", n)
		}
		sums[group] += 1 + 55*want/3 - float64(p&63)
		ns[group]++
	}
	for group, sum := range sums {
		if d := sum / ns[group]; d < 0.3 || d > 0.85 {
			t.Errorf("%s: impacts are too small by %.2f in the mean", group, d)
		}
	}
}

// Words are ordered as scripts order them.
func TestCompareUTF16(t *testing.T) {
	words := []string{"", "a", "az", "z", "é", "\ud7ff", "\ue000", "\uff5e", "\uffff", "\U00010000", "\U0001d400", "\U0010ffff", "a\uff5e", "a\U0001d400"}
	for _, a := range words {
		for _, b := range words {
			want := slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b)))
			if got := compareUTF16(a, b); got != want {
				t.Errorf("%q and %q compare as %d, want %d", a, b, got, want)
			}
			if byHead := cmp.Compare(headOf(a), headOf(b)); byHead != 0 && byHead != want {
				t.Errorf("the first bytes of %q and %q compare as %d, want %d", a, b, byHead, want)
			}
		}
	}
}

// Impacts of words that most of many documents have are rounded, by 4 at most,
// those of beginnings too; all others are written as they are.
func TestCommonWordsAreWrittenCoarsely(t *testing.T) {
	var entries []Entry
	var docs []*Document
	for i := range 3 * fine {
		d := &Document{Names: []string{"Title"}}
		text := strings.Repeat("filler ", i%50) + strings.Repeat("most ", 1+i%7)
		if i%2 == 0 {
			text += strings.Repeat(" half", 1+i%5)
		}
		if i%3 == 0 {
			text += fmt.Sprintf(" long%d long%s", i, strings.Repeat("x", 40))
		} else {
			text += fmt.Sprintf(" long%d", i)
		}
		d.Units = []Unit{{Text: text}}
		docs, entries = append(docs, d), append(entries, Entry{Path: fmt.Sprintf("%05d.html", i), Size: len(text)})
	}
	x := New([]string{"a"}, entries, true, nil)
	files := map[string]string{}
	for i := range x.Texts() {
		x.AppendTexts(&bytes.Buffer{}, i, func(i int) *Document { return docs[i] })
	}
	if err := x.Invert(t.Context()); err != nil {
		t.Fatal(err)
	}
	for i := range x.Terms() {
		var b bytes.Buffer
		x.AppendTerms(&b, i)
		var data string
		if err := json.Unmarshal([]byte(argument(t, b.String())), &data); err != nil {
			t.Fatal(err)
		}
		for part := strings.Split(data, " "); len(part) > 1; part = part[2:] {
			files[part[0]] = part[1]
		}
	}
	impacts := func(key string) (list []int) {
		text, ok := files[key]
		if !ok {
			t.Fatalf("no file has %q", key)
		}
		for i, n := range numbers(text) {
			if i%2 == 1 {
				list = append(list, n)
			}
		}
		return list
	}
	exact := func(word string) (list []int) {
		i, _ := slices.BinarySearch(x.terms, word)
		for _, p := range x.postings[x.first[i]:x.first[i+1]] {
			list = append(list, int(p&63))
		}
		return list
	}
	if got, want := impacts("half"), exact("half"); !slices.Equal(got, want) {
		t.Errorf("half of the documents have impacts that are rounded")
	}
	got, want := impacts("most"), exact("most")
	if len(got) != len(docs) {
		t.Fatalf("%d documents have the word, want %d", len(got), len(docs))
	}
	for i := range got {
		if d := got[i] - want[i]; d < -4 || d > 4 || got[i]%8 != 4 {
			t.Fatalf("the impact %d is written as %d", want[i], got[i])
		}
	}
	for _, n := range impacts("long*") {
		if n%8 != 4 {
			t.Fatalf("a beginning of most documents has the impact %d", n)
		}
	}
}

func BenchmarkIndex(b *testing.B) {
	entries, docs := invented(rand.New(rand.NewPCG(5, 6)), 1000)
	b.ReportAllocs()
	for b.Loop() {
		write(New([]string{"a", "b"}, entries, false, nil), docs, nil)
	}
}
