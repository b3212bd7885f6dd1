package edtf

// mask4 is a year and mask2 a month or day, as ASCII digits in which 'X' is an
// unspecified digit. A zero mask, as in long years, has no unspecified digits.
type (
	mask4 [4]byte
	mask2 [2]byte
)

func digitsOf(year int64) mask4 {
	return mask4{
		byte('0' + year/1000%10), byte('0' + year/100%10), byte('0' + year/10%10), byte('0' + year%10),
	}
}

func (m mask4) unspecified() bool { return m[0] == 'X' || m[1] == 'X' || m[2] == 'X' || m[3] == 'X' }

// unspecifiedFrom reports whether exactly the digits from index i on are
// unspecified.
func (m mask4) unspecifiedFrom(i int) bool {
	for j, c := range m {
		if (c == 'X') != (j >= i) {
			return false
		}
	}
	return true
}

// fill returns the number with every X replaced by the digit x.
func (m mask4) fill(x byte) int64 {
	var v int64
	for _, c := range m {
		if c == 'X' {
			c = x
		}
		v = v*10 + int64(c-'0')
	}
	return v
}

func (m mask4) fits(v int64) bool {
	for i := 3; i >= 0; i-- {
		if m[i] != 'X' && int64(m[i]-'0') != v%10 {
			return false
		}
		v /= 10
	}
	return true
}

func (m mask2) unspecified() bool { return m[0] == 'X' || m[1] == 'X' }

// blank reports whether no digit at all is specified.
func (m mask2) blank() bool { return m[0] == 'X' && m[1] == 'X' }

func (m mask2) value() (int, bool) {
	if m.unspecified() {
		return 0, false
	}
	return int(m[0]-'0')*10 + int(m[1]-'0'), true
}

func (m mask2) fits(v int) bool {
	return (m[0] == 'X' || int(m[0]-'0') == v/10) && (m[1] == 'X' || int(m[1]-'0') == v%10)
}

// first returns the least number from 1 to most that fits, or 0.
func (m mask2) first(most int) int {
	for v := 1; v <= most; v++ {
		if m.fits(v) {
			return v
		}
	}
	return 0
}

// last returns the greatest number from 1 to most that fits, or 0.
func (m mask2) last(most int) int {
	for v := most; v >= 1; v-- {
		if m.fits(v) {
			return v
		}
	}
	return 0
}
