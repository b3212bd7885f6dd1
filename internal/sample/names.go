package sample

import "strings"

// A name as it is written, without its accents, and as a foreign newspaper
// would spell it. Folding accents leads from the first to the second, and from
// neither to the third.
type name struct{ full, plain, respelt string }

func (n name) and(m name) name {
	return name{n.full + m.full, n.plain + m.plain, n.respelt + m.respelt}
}

// parse reads "Şim|Sim|Shim"; a part that is not given equals the one before.
func parse(s string) name {
	parts := strings.SplitN(s, "|", 3)
	for len(parts) < 3 {
		parts = append(parts, parts[len(parts)-1])
	}
	return name{parts[0], parts[1], parts[2]}
}

func parseAll(s string) []name {
	var all []name
	for word := range strings.FieldsSeq(s) {
		all = append(all, parse(word))
	}
	return all
}

// Surnames and names of towns are put together from three syllables each. All
// first ones end in a consonant, all middle ones begin and end with a vowel,
// and no last one ends in another, so that different indexes give different
// names, with accents and without.
var (
	givenNames = parseAll(`Ayşe|Ayse|Ayshe Deniz Zoé|Zoe Omar Łucja|Lucja|Lutsya Björn|Bjorn|Bjoern Nadia
		Tomáš|Tomas|Tomash Irene Yusuf Çiğdem|Cigdem|Chigdem Marta Søren|Soren|Soeren Leila Ömer|Omer|Oemer Clara
		Gürkan|Gurkan|Guerkan Petra Said Ingrid José|Jose Wanda Emre Judit Kofi Anaïs|Anais Pavel Samira Ulrik Noor`)

	surnameHeads = parseAll(`Kar Tem Öz|Oz|Oez Bel Vor Sel Dar Hal Nem Tor Gül|Gul|Guel Bur Rad Lev
		Çel|Cel|Chel Şim|Sim|Shim Pav Zor Wen Jal Fer Kov Mir Hus`)
	middles      = parseAll(`a e i o u ada eri ilo ova umi ara eni ido ola uta ane esi iga oru ubi`)
	surnameTails = parseAll(`man dağ|dag|dagh ner lić|lic|litch ský|sky|skiy ren tan vas zade kin bor lund
		gård|gard|gaard nov rez dín|din|deen ster leş|les|lesh wick moğlu|moglu|moghlu pour zar ben tić|tic|titch`)

	townHeads = parseAll(`Vel Qas Mont Tir Lan Sar Ist Drav Kol Sum Ber Éss|Ess Nor Gav Ül|Ul|Uel Tam Pet Ruz Cal Fos`)
	townTails = parseAll(`mora dell haven grad polis burgh mare ska vík|vik|veek nões|noes|noens ton minster
		kale pur varos ría|ria|reea field hisar|hisar|hissar leben quay`)

	firstBodies = strings.Split("Harbour Authority of %|Chamber of Commerce of %|Court of Audit of %|University of %|"+
		"Federation of Dockworkers of %|Water Board of %|Museum of the City of %|Press Club of %", "|")
	secondBodies = strings.Split("% Grain Cooperative|% Shipping Company|% Relief Committee|% Savings Bank|"+
		"% Daily Courier|% Railway Works|% Fishers' Union|% Housing Office", "|")
)

// surname gives a different name for every index.
func surname(i int) name { return compound(i, 4793, surnameHeads, surnameTails) }

// town gives a different name for every index, none of them a surname.
func town(i int) name { return compound(i, 2917, townHeads, townTails) }

// compound scatters the index by a factor that has no divisor in common with
// the number of names, so that neighbours do not look alike. Past that number,
// names become double-barrelled.
func compound(i, factor int, heads, tails []name) name {
	size := len(heads) * len(middles) * len(tails)
	at := i % size * factor % size
	n := heads[at%len(heads)].and(middles[at/len(heads)%len(middles)]).and(tails[at/len(heads)/len(middles)])
	if i >= size {
		return n.and(name{"-", "-", "-"}).and(compound(i/size-1, factor, heads, tails))
	}
	return n
}

// acronymLetters has no vowels, so that no acronym is a word.
const acronymLetters = "BCDFGKLMNPRSTVZ"

// acronym gives four letters, or more for indexes over 50,624, a different
// string for every index.
func acronym(i int) string {
	const size = 15 * 15 * 15 * 15
	at, more := i%size*7919%size, i/size
	var b []byte
	for range 4 {
		b = append(b, acronymLetters[at%15])
		at /= 15
	}
	for ; more > 0; more /= 15 {
		b = append(b, acronymLetters[more%15])
	}
	return string(b)
}

// slug makes an id of a name without accents.
func slug(plain string) string {
	return strings.ReplaceAll(strings.ReplaceAll(strings.ToLower(plain), "'", ""), " ", "-")
}
