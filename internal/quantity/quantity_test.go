package quantity

import "testing"

func parse(t *testing.T, s string) Quantity {
	t.Helper()
	q, err := Parse(s)
	if err != nil {
		t.Fatalf("%q: %v", s, err)
	}
	return q
}

func TestParse(t *testing.T) {
	for _, row := range []struct {
		reason, src string
		form        Form
		first, last string
		point       float64
	}{
		{"digits", "1200", Exact, "1200", "", 1200},
		{"a decimal point", "12.50", Exact, "12.50", "", 12.5},
		{"a minus", "-3", Exact, "-3", "", -3},
		{"a minus as printed", "−3", Exact, "−3", "", -3},
		{"about", "~1200", About, "1200", "", 1200},
		{"more than", "> 14000", More, "14000", "", 14000},
		{"at least", ">=46707", AtLeast, "46707", "", 46707},
		{"at least, as printed", "≥46707", AtLeast, "46707", "", 46707},
		{"less than", "<5", Less, "5", "", 5},
		{"at most", "≤5", AtMost, "5", "", 5},
		{"space around what it is made of", " 1000 .. 1200 ", Between, "1000", "1200", 1100},
		{"between two", "1000..1200", Between, "1000", "1200", 1100},
		{"between two negative ones", "-4..-2", Between, "-4", "-2", -3},
		{"nothing", "0", Exact, "0", "", 0},
	} {
		q, err := Parse(row.src)
		if err != nil {
			t.Errorf("%s: %q: %v", row.reason, row.src, err)
			continue
		}
		first, last := q.Digits()
		if q.Form() != row.form || first != row.first || last != row.last || q.Point() != row.point || q.IsZero() {
			t.Errorf("%s: %q is %v %q %q at %v", row.reason, row.src, q.Form(), first, last, q.Point())
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, row := range []struct{ reason, src string }{
		{"nothing", ""},
		{"a sign alone", "~"},
		{"words", "many"},
		{"marks between thousands mean different things", "1,200"},
		{"a unit", "12km"},
		{"no digits before the point", ".5"},
		{"no digits after the point", "5."},
		{"two points", "1.2.3"},
		{"ends in the wrong order", "5..3"},
		{"one end", "5.."},
		{"a sign before two numbers", ">3..5"},
		{"a space between thousands", "14 000"},
		{"a narrow space that does not break", "14\u202f000"},
		{"a space after a point", "1. 5"},
		{"a space before a point", "1 .5"},
		{"two signs", "~~3"},
		{"an exponent", "1e3"},
		{"infinity", "Inf"},
		{"a fraction", "1/2"},
		{"digits of another script", "١٢"},
		{"more digits than anything has", "12345678901234567890123456789012345678901"},
	} {
		if q, err := Parse(row.src); err == nil {
			t.Errorf("%s: %q is read as %v", row.reason, row.src, q)
		}
	}
}

func TestAgrees(t *testing.T) {
	for _, row := range []struct {
		reason, a, b string
		want         bool
	}{
		{"the same", "1200", "1200", true},
		{"written differently", "1200", "1200.0", true},
		{"others", "1200", "1139", false},
		{"rounded to hundreds", "~1200", "1180", true},
		{"the edge of rounding", "~1200", "1150", true},
		{"not rounded to that", "~1200", "1139", false},
		{"rounded to tens", "~1250", "1200", false},
		{"rounded to tenths", "~0.3", "0.34", true},
		{"rounded, no zeros", "~15", "15.4", true},
		{"about nothing", "~0", "0.5", true},
		{"more than", ">14000", "14500", true},
		{"more than is not equal to", ">14000", "14000", false},
		{"at least is", ">=14000", "14000", true},
		{"less than", "<5", "5", false},
		{"at most", "<=5", "5", true},
		{"two lower bounds", ">14000", ">=46707", true},
		{"a lower and an upper bound", ">14000", "<=14000", false},
		{"bounds that touch", ">=5", "<=5", true},
		{"between", "1000..1200", "1200", true},
		{"beyond", "1000..1200", "1201", false},
		{"stretches that meet", "1..2", "2..3", true},
		{"stretches that do not", "1..2", "3..4", false},
	} {
		a, b := parse(t, row.a), parse(t, row.b)
		if a.Agrees(b) != row.want || b.Agrees(a) != row.want {
			t.Errorf("%s: %s and %s: %v and %v, want %v", row.reason, row.a, row.b, a.Agrees(b), b.Agrees(a), row.want)
		}
	}
}

func TestSame(t *testing.T) {
	for _, row := range []struct {
		reason, a, b string
		want         bool
	}{
		{"written differently", "1200", "1200.0", true},
		{"a sign of another shape", ">=5", "≥ 5", true},
		{"another form with the same bound", ">5", ">=5", false},
		{"another form with the same bounds", "5", "5..5", false},
		{"the same form with another bound", "5..6", "5..7", false},
	} {
		a, b := parse(t, row.a), parse(t, row.b)
		if a.Same(b) != row.want || b.Same(a) != row.want {
			t.Errorf("%s: %s and %s: %v and %v, want %v", row.reason, row.a, row.b, a.Same(b), b.Same(a), row.want)
		}
	}
}

func TestCompare(t *testing.T) {
	ordered := []string{"-3", "0", "~5", "5.5", "7", "<7", "7..8", "46707", ">=46707"}
	for i, a := range ordered {
		for j, b := range ordered {
			if got := Compare(parse(t, a), parse(t, b)); (got < 0) != (i < j) || (got > 0) != (i > j) {
				t.Errorf("%s and %s: %d", a, b, got)
			}
		}
	}
}

// What can be read agrees with itself, is the same as itself, and stays what it
// is when it is printed and read again.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"1200", "~12.5", ">=−3", "1..2", "> 5", "..", "1,2"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		q, err := Parse(s)
		if err != nil {
			return
		}
		again, err := Parse(q.String())
		if err != nil || !again.Same(q) || again.String() != q.String() {
			t.Errorf("%q is read as %v, and that as %v (%v)", s, q, again, err)
		}
		if !q.Agrees(q) || Compare(q, q) != 0 {
			t.Errorf("%q is not like itself", s)
		}
	})
}
