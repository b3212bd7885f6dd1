package report

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"dossier/internal/match"
)

// alikeTests have two names of entities of one kind, and why they may be the same;
// an empty reason says that they are not taken for the same.
var alikeTests = []struct {
	sign, a, b string
	want       string // what is said after the names
	reason     string
}{
	// Transcriptions.
	{"person", "Muhammad al-Thani", "Mohammed Al Thani", `are alike: "Muhammad" and "Mohammed" have the same consonants and like vowels`, "the auditor's example: vowels of one class, an article, a hyphen"},
	{"person", "Muhammad al-Thani", "Mohamed al Thani", `are alike: "Muhammad" and "Mohamed" have the same consonants and like vowels`, "a doubled consonant is one"},
	{"person", "Mohamed al Thani", "Mohammed Al Thani", `are alike: "Mohamed" and "Mohammed" differ in one letter`, "the third pair of the three"},
	{"person", "Khaled Meshaal", "Khalid Mishal", `are alike: "Khaled" and "Khalid" differ in one letter, "Meshaal" and "Mishal" have the same consonants and like vowels`, "both words at once, sh one sound"},
	{"person", "Hussein Amir", "Husain Amir", `are alike: "Hussein" and "Husain" have the same consonants and like vowels`, "ei and ai"},
	{"person", "Omar Khan", "Umar Khan", `are alike: "Omar" and "Umar" differ in one letter`, "two consonants are enough after a vowel"},
	{"person", "Ismail Haniyeh", "Ismail Haniya", `are alike: "Haniyeh" and "Haniya" have the same consonants and like vowels`, "the ending that is written a or eh"},
	{"person", "Yusuf Lind", "Yousef Lind", `are alike: "Yusuf" and "Yousef" have the same consonants and like vowels`, "an unstressed e stands for any vowel"},
	{"person", "Sameh Shoukry", "Sameh Shukri", `are alike: "Shoukry" and "Shukri" have the same consonants and like vowels`, "ou is u, a final y is i"},
	{"person", "Halil al-Hayya", "Khalil al-Hayya", `are alike: "Halil" and "Khalil" differ in one letter`, "a Turkish h for an Arabic kh"},
	{"person", "Mohammed bin Abdulrahman Al Thani", "Muhammad bin Abd al-Rahman al-Thani", `are alike: "Mohammed" and "Muhammad" have the same consonants and like vowels`, "names with Abd are written in one word or in several"},
	{"person", "Abdallah Gül", "Abdullah Gul", `have the same words`, "and its article has several forms"},
	{"person", "Abdel Fattah el-Sisi", "Abdul Fattah al-Sisi", `have the same words, "el", "al" aside`, "el and al are one article"},
	{"person", "Philip Marc", "Filip Mark", `are alike: "Philip" and "Filip" have the same consonants and like vowels, "Marc" and "Mark" differ in one letter`, "letters of one sound"},
	{"person", "Jürgen Müller", "Juergen Müller", `are alike: "Jürgen" and "Juergen" differ in one letter`, "an umlaut written out"},
	{"organization", "Hezbollah", "Hizbullah", `are alike: "Hezbollah" and "Hizbullah" have the same consonants and like vowels`, "a name of one word, long enough"},
	{"person", "Mahmoud Abbas", "Mohammed Abbas", "", "the same consonants, but the vowels stand elsewhere"},
	{"person", "Hassan Nasser", "Hussein Nasser", "", "the same consonants, another first vowel"},
	{"person", "Clara Lind", "Claire Lind", "", "a and e at the end make two names"},
	{"person", "Jamal Haddad", "Jamil Haddad", "", "a and i make two names"},
	{"person", "Hamid Karim", "Hamad Karim", "", "here too"},
	{"person", "Alan Smith", "Ellen Smith", "", "the vowel at the beginning is always heard"},
	{"person", "Abdullah Gul", "Abdullah Gol", "", "one vowel in a word of three letters is mostly another name, as in Jan and Jon; that it is not here takes knowledge of both languages"},

	// Slips.
	{"person", "Jon Smith", "John Smith", `are alike: "Jon" and "John" differ in one letter`, "a silent h"},
	{"person", "Bo Lind", "Bo Lindh", `are alike: "Lind" and "Lindh" differ in one letter`, "names of eight letters and fewer are compared too"},
	{"person", "Mat Lind", "Matt Lind", `are alike: "Mat" and "Matt" differ in one letter`, "a doubled letter"},
	{"person", "Ada Krantz", "Ada Crantz", `are alike: "Krantz" and "Crantz" differ in one letter`, "a slip, and k and c are one sound"},
	{"person", "Ada Krantz", "Ada Kranzt", `are alike: "Krantz" and "Kranzt" differ in the order of two letters`, "swapped letters"},
	{"person", "Ada Krantz", "Ada Grantz", `are alike: "Krantz" and "Grantz" differ in one letter`, "another letter in a word of six"},
	{"person", "Bo Lind", "Bo Lund", "", "another letter in a word of four makes another name"},
	{"person", "Eva Linde", "Eva Linda", "", "in one of five too"},
	{"person", "John Smith", "Jane Smith", "", "two people"},
	{"person", "John Smith", "June Smith", "", "two consonants say nothing"},
	{"person", "Jon Smith", "Joan Smith", "", "no silent letter"},
	{"person", "Ian Smith", "Ina Smith", "", "no swaps in a word of three"},
	{"person", "Simon Veil", "Simone Veil", "", "a woman's name"},
	{"person", "Mario Rossi", "Maria Rossi", "", "a man's name"},
	{"person", "Daniel Lindqvist", "Daniela Lindqvist", "", "a letter that is no slip"},
	{"person", "Andrei Popov", "Andrea Popov", "", "the vowels are alike, the endings are not"},
	{"person", "Alex Ivanov", "Alex Ivanova", "", "a woman's surname"},
	{"person", "Peter Brown", "Peter Browne", `are alike: "Brown" and "Browne" differ in one letter`, "a surname with e is nobody's gender"},
	{"person", "Jon Lindqvist", "John Lindqvast", "", "two words that are no more than near"},
	{"person", "Nikos Papadimitriou", "Nikos Papadomitriu", `are alike: "Papadimitriou" and "Papadomitriu" differ in two letters`, "in a word of twelve letters and more"},
	{"person", "Ayşe Radadamoghlu", "Ayşe Radidomoghlu", "", "two letters that are replaced are another name"},
	{"place", "Niger", "Nigeria", "", "two places"},
	{"place", "Gambia", "Zambia", "", "one word of six letters has nothing else to tell by"},
	{"place", "Beradahisar", "Beradahissar", `are alike: "Beradahisar" and "Beradahissar" differ in one letter`, "a long one"},
	{"place", "Samarkand", "Samerkant", "", "two letters"},
	{"place", "Samarkand", "Samarkant", `are alike: "Samarkand" and "Samarkant" differ in one letter`, "a word of nine letters"},
	{"organization", "Ministry of Defence", "Ministry of Defense", `are alike: "Defence" and "Defense" differ in one letter`, "two ways of spelling"},

	// Initials, middle names, order.
	{"person", "J. Smith", "John Smith", `are alike: "J" may stand for "John"`, "an initial"},
	{"person", "Smith, J.", "John Smith", `are alike: "J" may stand for "John"`, "as catalogues write it"},
	{"person", "R. T. Erdogan", "Recep Tayyip Erdoğan", `are alike: "R" may stand for "Recep", "T" may stand for "Tayyip"`, "two initials"},
	{"person", "R.T. Erdogan", "Recep Tayyip Erdoğan", `are alike: "R" may stand for "Recep", "T" may stand for "Tayyip"`, "without a space"},
	{"person", "R. Erdogan", "Recep Tayyip Erdoğan", `are alike: "R" may stand for "Recep", "Tayyip" may have been left out`, "an initial, and a name left out"},
	{"person", "Recep Erdoğan", "Recep Tayyip Erdogan", `are alike: "Tayyip" may have been left out`, "a middle name"},
	{"person", "Antony J. Blinken", "Antony Blinken", `are alike: "J" may have been left out`, "a middle initial"},
	{"person", "John A. Smith", "John Adam Smith", `are alike: "A" may stand for "Adam"`, "an initial in the middle"},
	{"person", "Dr. Ada Krantz", "Ada Krantz", `have the same words, "Dr" aside`, "an honorific"},
	{"person", "Orbán Viktor", "Viktor Orban", `have the same words in another order`, "the family name first"},
	{"person", "John A. Smith", "John B. Smith", "", "two initials that differ"},
	{"person", "J. Smith", "Peter Smith", "", "the initial of another name"},
	{"person", "J. Martin", "John Marvin", "", "an initial and a slip are too little"},
	{"person", "Maria S.", "Maria Smith", "", "a surname that is withheld may be anyone's"},
	{"person", "J. S.", "John Smith", "", "initials alone"},
	{"person", "Mohammed bin Jassim Al Thani", "Mohammed bin Abdulrahman Al Thani", "", "two cousins"},
	{"person", "Tayyip Erdogan", "Recep Tayyip Erdogan", "", "a first name is rarely left out; that one title is part of the other is told elsewhere"},
	{"person", "John Smith", "John Smith Jr.", "", "father and son"},
	{"person", "Hakan Fidan", "Fidan Hokan", "", "another order and another letter"},
	{"person", "Al Gore", "Tipper Gore", "", "a particle that is a name"},
	{"person", "Al Gore", "Ben Gore", "", "two of them"},
	{"organization", "J. Smith", "John Smith", "", "only persons have initials"},
	{"organization", "Recep Foundation", "Recep Tayyip Foundation", "", "and names that may be left out"},

	// Organizations, places, and what has numbers.
	{"organization", "Ministry of Health", "Health Ministry", `have the same words in another order, "of" aside`, "words in any order"},
	{"organization", "Deutsche Bank", "Deutsche Bank (AG)", `have the same words, "AG" aside`, "a legal form"},
	{"organization", "The Fishers’ Union", "Fishers' Union", `have the same words, "The" aside`, "an article, and two apostrophes"},
	{"organization", "Al Jazeera", "Aljazeera", "differ in spaces alone", "one word or two"},
	{"organization", "U.S. State Department", "US State Department", "have the same words", "full stops"},
	{"organization", "Ünal", "Unal", "have the same words", "accents, which names of equal folded form differ in"},
	{"place", "Gaza Strip", "Gaza", `have the same words, "Strip" aside`, "the form of a territory"},
	{"place", "Republic of Turkey", "Turkey", `have the same words, "Republic", "of" aside`, "of a state"},
	{"organization", "Ministry of Health", "Ministry of Defence", "", "two ministries"},
	{"organization", "International Court of Justice", "International Criminal Court", "", "two courts"},
	{"organization", "Gaza Health Ministry", "Health Ministry", "", "of two states, as far as one can know"},
	{"place", "Gaza City", "Gaza", "", "a city and its region"},
	{"place", "North Gaza", "South Gaza", "", "two parts"},
	{"place", "West Bank", "East Bank", "", "two sides"},
	{"place", "North Gaza", "North Giza", "", "one letter of a word of four"},
	{"person", "Person 12", "Person 13", "", "different numbers"},
	{"person", "Person 12", "Person 1", "", "a digit less is no slip"},
	{"organization", "Resolution 242", "Resolution 2421", "", "nor is one more"},
	{"organization", "Unit 8200", "Unit 8200 AG", `have the same words, "AG" aside`, "equal numbers tell nothing apart"},
	{"place", "Flight 1 23", "Flight 12 3", "", "numbers are not joined"},
	{"organization", "Camp A", "Camp B", "", "letters that count are different"},

	// Other scripts, and odd names.
	{"person", "خالد مشعل", "مشعل خالد", "have the same words in another order", "words of any script"},
	{"person", "خالد مشعل", "خالد شعل", "", "without small letters nothing is known of vowels"},
	{"person", "王小明", "王小朋", "", "each sign is a syllable"},
	{"person", "The", "Of", "", "particles alone"},
	{"organization", "!!!", "???", "", "no letters at all"},
}

// compared gives the forms of names of one kind, and the pairs that share a key.
func compared(sign string, names ...string) ([]*form, [][2]int) {
	var forms []*form
	var entries []blockEntry
	for i, text := range names {
		f := newForm(name{i, text, match.Fold(text), true}, sign)
		entries = f.appendKeys(entries, 7, i)
		forms = append(forms, f)
	}
	return forms, sharedKeys(entries)
}

func TestAlikeNames(t *testing.T) {
	for _, test := range alikeTests {
		for _, pair := range [][2]string{{test.a, test.b}, {test.b, test.a}} {
			forms, pairs := compared(test.sign, pair[0], pair[1])
			got := ""
			if len(pairs) > 0 {
				got, _ = compareForms(forms[0], forms[1])
			}
			want := test.want
			if want != "" {
				want = fmt.Sprintf("%q and %q %s", pair[0], pair[1], test.want)
			}
			if pair[0] == test.a && got != want || (got == "") != (want == "") {
				t.Errorf("%q and %q (%s): %s, want %s: %s", pair[0], pair[1], test.sign, got, want, test.reason)
			}
		}
	}
}

// What a comparison would find, the blocking keys must let it see.
func TestKeysLoseNoPair(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, sign := range []string{"person", "organization", "place"} {
		var names []string
		for _, test := range alikeTests {
			names = append(names, test.a, test.b)
		}
		for _, name := range slices.Clone(names) { // slips of all sorts
			letters := []rune(name)
			for range 3 {
				i := r.IntN(len(letters))
				switch r.IntN(4) {
				case 0:
					names = append(names, string(slices.Delete(slices.Clone(letters), i, i+1)))
				case 1:
					names = append(names, string(slices.Insert(slices.Clone(letters), i, rune('a'+r.IntN(26)))))
				case 2:
					changed := slices.Clone(letters)
					changed[i] = rune('a' + r.IntN(26))
					names = append(names, string(changed))
				default:
					words := strings.Fields(name)
					r.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
					names = append(names, strings.Join(words, " "))
				}
			}
		}
		forms, pairs := compared(sign, names...)
		seen := map[[2]int]bool{}
		for _, pair := range pairs {
			seen[pair] = true
		}
		found, lost := 0, 0
		for i, a := range forms {
			for j, b := range forms[:i] {
				reason, ok := compareForms(b, a)
				if !ok {
					continue
				}
				found++
				if !seen[[2]int{j, i}] {
					if lost++; lost <= 5 {
						t.Errorf("%s: no key leads to this: %s", sign, reason)
					}
				}
			}
		}
		if found < 200 {
			t.Errorf("%s: only %d pairs are alike", sign, found)
		}
		if all := len(forms) * (len(forms) - 1) / 2; len(pairs) > all/20 {
			t.Errorf("%s: the keys give %d of %d pairs", sign, len(pairs), all)
		}
	}
}

func TestSkeleton(t *testing.T) {
	tests := []struct {
		word, consonants string
		reason           string
	}{
		{"mohammed", "mhmd", "doubled consonants are one"},
		{"khaled", "kld", "kh is k"},
		{"qaddafi", "kdf", "so are q and hard c"},
		{"churchill", "crcl", "ch stays apart from c"},
		{"schroeder", "srdr", "sch and sh are s"},
		{"philip", "flp", "ph is f"},
		{"haniyeh", "hn", "y is a vowel within a word, h none at the end after a vowel"},
		{"yusuf", "ysf", "y at the beginning is a consonant"},
		{"", "", "no letters"},
		{"h", "h", "one letter"},
		{"aeiou", "", "vowels alone"},
		{"mahmoud", "mhmd", "which is why vowels are looked at"},
	}
	for _, test := range tests {
		s := skeletonOf([]rune(test.word))
		if s.consonants != test.consonants || len(s.vowels) != len(s.consonants)+1 {
			t.Errorf("%q has %q with %d runs of vowels, want %q: %s", test.word, s.consonants, len(s.vowels), test.consonants, test.reason)
		}
	}
}

// The time of a comparison must not grow with the square of the number of names, of
// which many have a word in common.
func BenchmarkAlike(b *testing.B) {
	r := rand.New(rand.NewPCG(5, 6))
	first := strings.Fields("Pavel Marta José Clara Deniz Björn Anaïs Gürkan Nadia Ayşe Wanda Çiğdem")
	parts := strings.Fields("vo ra li da be ne mi tor zo gül er in kan dol fa ris lund mag os tep")
	var names []string
	for range 5000 {
		var surname strings.Builder
		for range 3 + r.IntN(3) {
			surname.WriteString(parts[r.IntN(len(parts))])
		}
		names = append(names, first[r.IntN(len(first))]+" "+surname.String())
	}
	b.ReportAllocs()
	for b.Loop() {
		forms, pairs := compared("person", names...)
		for _, pair := range pairs {
			compareForms(forms[pair[0]], forms[pair[1]])
		}
	}
}
