// Package quantity reads numbers as reports give them: exact, about, at least,
// between. It tells whether two of them can be the same number.
package quantity

import (
	"errors"
	"math/big"
	"strings"
)

// Quantity is what is known of a number. The zero Quantity is no number.
type Quantity struct {
	form Form
	// low and high are the bounds; nil where there is none. They belong to the
	// number but in the forms More and Less.
	low, high *big.Rat
	words     string // as written, without white space
	first     string // digits of the number itself, or of the lower of two
	second    string // of the higher of two
}

// Form is how a number is given.
type Form uint8

const (
	Exact   Form = iota // 1200
	About               // ~1200
	More                // >1200
	AtLeast             // >=1200
	Less                // <1200
	AtMost              // <=1200
	Between             // 1000..1200, both included
)

var signs = [...]struct {
	sign string
	form Form
}{{">=", AtLeast}, {"≥", AtLeast}, {"<=", AtMost}, {"≤", AtMost}, {">", More}, {"<", Less}, {"~", About}}

// maxDigits bounds the length of a number.
const maxDigits = 40

// Parse reads digits with an optional minus and an optional decimal point, and
// before them ~ (about), > (more than), >= or ≥ (at least), < (less than) or <= or
// ≤ (at most); or two such numbers and .. between them. White space may stand
// before and after a number. Marks between thousands are none of it: 1,200 and 1.200
// mean different numbers in different places.
func Parse(s string) (Quantity, error) {
	fields := strings.Fields(s)
	for i, f := range fields[:max(0, len(fields)-1)] {
		before, after := strings.TrimSuffix(f, ".."), strings.TrimPrefix(fields[i+1], "..")
		if before != "" && after != "" && len(before)+len(after) == len(f)+len(fields[i+1]) &&
			strings.ContainsAny(before[len(before)-1:], "0123456789.") && strings.ContainsAny(after[:1], "0123456789.") {
			return Quantity{}, errors.New("white space stands within it")
		}
	}
	q := Quantity{words: strings.Join(fields, "")}
	rest := q.words
	for _, sign := range signs {
		if after, ok := strings.CutPrefix(rest, sign.sign); ok {
			q.form, rest = sign.form, after
			break
		}
	}
	low, high, two := strings.Cut(rest, "..")
	if two && q.form != Exact {
		return Quantity{}, errors.New("a sign stands before one number, not before two")
	}
	n, err := number(low)
	if err != nil {
		return Quantity{}, err
	}
	q.first = low
	switch q.form {
	case Exact:
		q.low, q.high = n, n
	case More, AtLeast:
		q.low = n
	case Less, AtMost:
		q.high = n
	case About:
		half := rounding(low)
		q.low, q.high = new(big.Rat).Sub(n, half), new(big.Rat).Add(n, half)
	}
	if two {
		q.form, q.second = Between, high
		if q.high, err = number(high); err != nil {
			return Quantity{}, err
		}
		if q.low.Cmp(q.high) > 0 {
			return Quantity{}, errors.New("the second number is smaller than the first")
		}
	}
	return q, nil
}

func number(s string) (*big.Rat, error) {
	digits := strings.TrimPrefix(strings.TrimPrefix(s, "-"), "−")
	whole, fraction, point := strings.Cut(digits, ".")
	switch {
	case digits == "":
		return nil, errors.New("there are no digits")
	case len(digits) > maxDigits:
		return nil, errors.New("it has too many digits")
	case strings.Trim(whole+fraction, "0123456789") != "":
		return nil, errors.New("it has other signs than digits and a point")
	case whole == "", point && fraction == "":
		return nil, errors.New("digits stand before and after a point")
	}
	n, ok := new(big.Rat).SetString(digits)
	if !ok {
		return nil, errors.New("it cannot be read")
	}
	if digits != s {
		n.Neg(n)
	}
	return n, nil
}

// rounding is half of the last digit that tells something: of 1200, 50; of 1250, 5;
// of 0.3, 0.05. Zeros at the end of a whole number are taken as rounded.
func rounding(s string) *big.Rat {
	digits := strings.TrimLeft(s, "-−")
	if _, fraction, ok := strings.Cut(digits, "."); ok {
		return new(big.Rat).Quo(big.NewRat(1, 2), power(len(fraction)))
	}
	zeros := len(digits) - len(strings.TrimRight(digits, "0"))
	if zeros == len(digits) {
		zeros-- // zero itself
	}
	return new(big.Rat).Mul(big.NewRat(1, 2), power(zeros))
}

func power(n int) *big.Rat {
	return new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil))
}

// Form tells how the number is given.
func (q Quantity) Form() Form { return q.form }

// IsZero tells whether there is no number; the number 0 is one.
func (q Quantity) IsZero() bool { return q.first == "" }

// Digits gives the number, or the two of Between, as written: "-1200.5".
func (q Quantity) Digits() (first, second string) { return q.first, q.second }

// String gives the number as written, without white space.
func (q Quantity) String() string { return q.words }

// Point is where a drawing shows the number: itself, or the middle of two.
func (q Quantity) Point() float64 {
	low, high := q.ends()
	f, _ := new(big.Rat).Quo(new(big.Rat).Add(low, high), big.NewRat(2, 1)).Float64()
	return f
}

// ends gives the bounds; where there is one it is both.
func (q Quantity) ends() (low, high *big.Rat) {
	switch {
	case q.low == nil && q.high == nil:
		return new(big.Rat), new(big.Rat)
	case q.low == nil:
		return q.high, q.high
	case q.high == nil:
		return q.low, q.low
	}
	return q.low, q.high
}

// Same tells whether two quantities are given in the same form with the same
// numbers: 1200 and 1200.0 are, 1200 and ~1200 are not.
func (q Quantity) Same(r Quantity) bool {
	return q.form == r.form && same(q.low, r.low) && same(q.high, r.high)
}

func same(a, b *big.Rat) bool { return a == nil && b == nil || a != nil && b != nil && a.Cmp(b) == 0 }

// Agrees tells whether some number fits both: 1180 fits ~1200, which stands for
// all that is rounded to it, from 1150 to 1250, and 46707 fits >46000.
func (q Quantity) Agrees(r Quantity) bool { return q.below(r) && r.below(q) }

// below tells whether q has a number that is not above all of r.
func (q Quantity) below(r Quantity) bool {
	if q.low == nil || r.high == nil {
		return true
	}
	c := q.low.Cmp(r.high)
	return c < 0 || c == 0 && q.form != More && r.form != Less
}

// Compare orders by where a drawing shows the numbers, then by form.
func Compare(a, b Quantity) int {
	al, ah := a.ends()
	bl, bh := b.ends()
	if c := new(big.Rat).Add(al, ah).Cmp(new(big.Rat).Add(bl, bh)); c != 0 {
		return c
	}
	return int(a.form) - int(b.form)
}
