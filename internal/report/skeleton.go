package report

import "strings"

// skeleton is what transcriptions of a word have in common: its consonants, each
// sound one letter (kh k, sh s, ph f, q and c k, w v) and none doubled, and which
// vowels stand before each of them and at the end. Consonants alone would take
// Mahmoud for Muhammad and Hassan for Hussein.
type skeleton struct {
	consonants string
	vowels     []vowels // one more than consonants
	size       int      // letters of the word
}

// vowels is a set of the three vowels that most transcriptions tell apart. None means
// that there is no vowel.
type vowels uint8

const (
	vowelA vowels = 1 << iota
	vowelI
	vowelU
)

// skeletonOf reads a folded word. The e stands for a or i in the first vowel of a
// word, and later for all three, as unstressed vowels do; for i at the beginning, where
// it is always heard, and at the end, where a is another name (Linde, Linda). A y is a consonant only at the beginning; an h after
// a vowel at the end (Haniyeh, Haniya) is none.
func skeletonOf(letters []rune) skeleton {
	n := len(letters)
	s := skeleton{size: n}
	if n > 1 && letters[n-1] == 'h' && strings.ContainsRune("aeiou", letters[n-2]) {
		letters = letters[:n-1]
	}
	var consonants []rune
	var run vowels
	seen := false // a vowel that is over
	last := rune(0)
	for i, r := range letters {
		previous := rune(0)
		if i > 0 {
			previous = letters[i-1]
		}
		v := vowels(0)
		switch r {
		case 'a':
			v = vowelA
		case 'i':
			v = vowelI
		case 'y':
			if i > 0 {
				v = vowelI
			}
		case 'o', 'u':
			v = vowelU
		case 'e':
			switch {
			case i == 0 || i == n-1 || previous == 'e':
				v = vowelI
				if previous == 'e' {
					run = 0 // ee is a long i
				}
			case seen:
				v = vowelA | vowelI | vowelU
			default:
				v = vowelA | vowelI
			}
		}
		if v != 0 {
			run |= v
			last = 0
			continue
		}
		switch r {
		case 'h':
			if strings.ContainsRune("kstdgzc", previous) {
				last = 0
				continue
			}
			if previous == 'p' {
				consonants[len(consonants)-1], last = 'f', 'f'
				continue
			}
		case 'c':
			if i+1 < len(letters) && letters[i+1] == 'h' {
				if previous == 's' { // sch
					continue
				}
			} else {
				r = 'k'
			}
		case 'q':
			r = 'k'
		case 'w':
			r = 'v'
		}
		if r == last {
			continue
		}
		seen = seen || run != 0
		consonants = append(consonants, r)
		s.vowels = append(s.vowels, run)
		run, last = 0, r
	}
	s.consonants, s.vowels = string(consonants), append(s.vowels, run)
	return s
}

// How many consonants a skeleton has to have to say anything: John and Jane have two.
const (
	consonantsNeeded = 3
	fewConsonants    = 2 // where the word begins with a vowel, or has many
	fewMinLetters    = 4
	vowelledLetters  = 6
)

// fits tells whether two words may be transcriptions of one: whether they have the
// same consonants, at least three, and vowels at the same places, which have one in
// common. Two consonants are enough for a word of four letters that begins with a
// vowel (Omar, Umar), or of six letters (Haniyeh, Haniya).
func (s skeleton) fits(o skeleton) bool {
	if s.consonants != o.consonants {
		return false
	}
	if n := len(s.vowels) - 1; n < consonantsNeeded {
		size := min(s.size, o.size)
		if n < fewConsonants || size < fewMinLetters || s.vowels[0] == 0 && size < vowelledLetters {
			return false
		}
	}
	for i, v := range s.vowels {
		if v != o.vowels[i] && v&o.vowels[i] == 0 {
			return false
		}
	}
	return true
}
