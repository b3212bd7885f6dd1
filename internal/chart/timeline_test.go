package chart

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"dossier/internal/edtf"
)

var (
	wide  = Form{Width: 1000, Row: 16, Rows: 6, Marks: 60, Cell: 25}
	small = Form{Width: 284, Row: 12, Rows: 3, Marks: 24, Cell: 20}
)

func date(tb testing.TB, s string) edtf.Date {
	tb.Helper()
	d, err := edtf.Parse(s)
	if err != nil {
		tb.Fatal(err)
	}
	return d
}

// items reads dates that are parted by blanks, in their order.
func items(tb testing.TB, dates string) []Item {
	tb.Helper()
	var list []Item
	for _, s := range strings.Fields(dates) {
		list = append(list, Item{Date: date(tb, s)})
	}
	return list
}

// describe tells of a mark what does not depend on its place.
func (m Mark) describe() string {
	s := [...]string{"point", "within", "lasting", "count"}[m.Shape]
	if m.Shape == Count {
		s += fmt.Sprint(len(m.Counted))
	}
	for _, flag := range []struct {
		set  bool
		name string
	}{{m.Uncertain, "?"}, {m.Approximate, "~"}, {m.Left, "<"}, {m.Right, ">"}} {
		if flag.set {
			s += flag.name
		}
	}
	return s
}

func TestShapes(t *testing.T) {
	for _, tt := range []struct{ date, want, reason string }{
		{"2024-04-20", "point", "a day is a point"},
		{"2024-04-20T15:00", "point", "the time of day is finer than the axis"},
		{"2024-04-20?", "point?", "a doubt is seen on a point"},
		{"2024-04-20~", "point~", "and so is an estimate"},
		{"2024-04-20%", "point?~", "both at once"},
		{"2024-04-?20", "point?", "a doubt of one component is a doubt"},
		{"2024-04", "within", "on some day of the month"},
		{"2024-21", "within", "on some day of the season"},
		{"2024~", "within~", "in some such year"},
		{"202X", "within", "in some year of the decade"},
		{"2024-04-XX", "within", "the day is not known"},
		{"2024-04-01/2024-04-30", "lasting", "an interval went on all the time"},
		{"2024-04-20/2024-04-20", "point", "an interval of a day is a day"},
		{"2024-04-01?/2024-04-30", "lasting?", "a doubt of one end is a doubt"},
		{"2011/..", "lasting>", "an open end runs out"},
		{"../2011", "lasting<", "an open beginning too"},
		{"2011/", "lasting?", "an unknown end is no open one, but it is a doubt"},
		{"/2011", "lasting?", "nor is an unknown beginning"},
		{"[2024-04-01,2024-04-20]", "within", "on one of the days"},
		{"[2024-04-01..]", "within>", "on that day or some later one"},
		{"[..2024-04-01]", "within<", "or some earlier one"},
		{"{2024-04-01,2024-04-20}", "within", "a set is the stretch from its earliest to its latest member"},
		{"-0043-03-15", "point", "a day before Christ"},
		{"-0099/-0043", "lasting", "years before Christ"},
		{"Y170000002", "within", "a year of more than four digits"},
		{"Y17E15", "within", "a year beyond the farthest that is drawn"},
	} {
		drawn := NewTimeline(wide, items(t, tt.date), nil)
		if drawn == nil || len(drawn.Above) != 1 {
			t.Errorf("%s: not drawn, want %s: %s", tt.date, tt.want, tt.reason)
			continue
		}
		if got := drawn.Above[0].describe(); got != tt.want {
			t.Errorf("%s: got %s, want %s: %s", tt.date, got, tt.want, tt.reason)
		}
		if flaw := flawOf(drawn, wide, items(t, tt.date), nil); flaw != "" {
			t.Errorf("%s: %s", tt.date, flaw)
		}
	}
}

func TestNothingToDraw(t *testing.T) {
	for _, tt := range []struct {
		above  []Item
		reason string
	}{
		{nil, "there is nothing"},
		{[]Item{{}, {}}, "nothing has a date"},
	} {
		if drawn := NewTimeline(wide, tt.above, nil); drawn != nil {
			t.Errorf("drawn: %s", tt.reason)
		}
	}
}

func TestPlaces(t *testing.T) {
	at := func(drawn *Timeline) string {
		s := ""
		for _, m := range slices.Concat(drawn.Above, drawn.Below) {
			if s += fmt.Sprintf(" %d", m.X); m.Width > 0 {
				s += fmt.Sprintf("+%d", m.Width)
			}
		}
		return strings.TrimSpace(s)
	}
	for _, tt := range []struct{ above, below, want, reason string }{
		{"2024-04-20", "", "5000", "a single day stands in the middle"},
		{"2024", "", "100+9800", "a single year takes all"},
		{"2024-01-01 2024-01-10", "", "590 9410", "a point stands in the middle of its day, the axis takes the days to their ends"},
		{"2024-01-01/2024-01-05 2024-01-10", "", "100+4900 9410", "a bar takes its days to their ends"},
		{"2024-01-01", "2024-01-10", "590 9410", "the second lane stands on the same axis"},
		{"2024-01-01 2024-01-10/..", "", "634 9720+280", "what is open runs to the edge, which has room for it"},
		{"../2024-01-01 2024-01-10", "", "0+280 9365", "on the left too"},
		{"-0001-12-31 0000-01-10", "", "545 9454", "there is no leap from before Christ to after"},
	} {
		drawn := NewTimeline(wide, items(t, tt.above), items(t, tt.below))
		if got := at(drawn); got != tt.want {
			t.Errorf("%s | %s: got %s, want %s: %s", tt.above, tt.below, got, tt.want, tt.reason)
		}
	}
}

func labels(ticks []Tick) string {
	var rows [4][]string
	for _, t := range ticks {
		s := ""
		switch t.Unit {
		case Day:
			s = fmt.Sprint(t.Day)
		case Month:
			s = time.Month(t.Month).String()[:3]
		case MonthOfYear:
			s = fmt.Sprint(time.Month(t.Month).String()[:3], t.Year)
		case Year:
			s = fmt.Sprint(t.Year)
		}
		if !t.Line {
			s = "(" + s + ")"
		}
		rows[t.Row] = append(rows[t.Row], s)
	}
	text := strings.Join(rows[0], " ") + " | " + strings.Join(rows[1], " ")
	for _, row := range rows[2:] {
		if len(row) > 0 {
			text += " | " + strings.Join(row, " ")
		}
	}
	return text
}

func TestTicks(t *testing.T) {
	for _, tt := range []struct {
		form   Form
		dates  string
		want   string
		reason string
	}{
		{wide, "2024-04-27 2024-05-04", "27 28 29 30 1 2 3 4 | (Apr2024) (Apr2024) May2024 (May2024)", "days below the month that they are of"},
		{wide, "2024-01-10 2024-04-20", "15 22 1 8 15 22 1 8 15 22 1 8 15 | (Jan2024) Feb2024 Mar2024 (Mar2024) Apr2024", "not every day has room"},
		{wide, "2023-07-05 2024-04-20", "15 1 15 1 15 1 15 1 15 1 15 1 15 1 15 1 15 1 15 | Aug2023 Sep2023 Oct2023 Nov2023 Dec2023 Jan2024 Feb2024 Mar2024 Apr2024", "half months"},
		{wide, "2023-02-05 2024-04-20", "Mar Apr May Jun Jul Aug Sep Oct Nov Dec Jan Feb Mar Apr | (2023) (2023) (2023) 2024 (2024)", "months below the year, which a view of a part has too"},
		{wide, "2019-02-05 2024-04-20", "Apr Jul Oct Jan Apr Jul Oct Jan Apr Jul Oct Jan Apr Jul Oct Jan Apr Jul Oct Jan Apr | (2019) 2020 2021 2022 2023 2024", "quarters"},
		{small, "2021-11-05 2024-04-20", "Jan Jul Jan Jul Jan | 2022 2023 2024", "half years on a narrow drawing"},
		{wide, "1995-02-05 2024-04-20", "1996 1998 2000 2002 2004 2006 2008 2010 2012 2014 2016 2018 2020 2022 2024 | ", "years alone, of which not every one has room, nor has the first, of which there are eleven months"},
		{wide, "1850 2024", "1850 1860 1870 1880 1890 1900 1910 1920 1930 1940 1950 1960 1970 1980 1990 2000 2010 2020 | ", "decades"},
		{wide, "-0430 0310", "-399 -349 -299 -249 -199 -149 -99 -49 50 100 150 200 250 300 | ", "400 BC is the year −399, and there is no year 0 to name"},
		{wide, "2024", "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec | 2024 (2024) (2024) (2024)", "one year alone, and not the one that begins with its end"},
		{wide, "2011-01-01 2024-04-20 2024-04-22 2024-04-23 2024-04-24", "1 20 21 22 23 24 | Jan2011 (Apr2024) (Apr2024) (Apr2024)", "each side of a cut is named"},
		{wide, "2011 2023-10-07 2023-12-20 2024-03-20 2024-05-22 2024-07-23 2024-09-24", "Jan Nov Dec Jan Feb Mar Apr May Jun Jul Aug Sep | 2011 (2023) 2024 (2024) (2024)", "and so is a year that is cut itself"},
		{small, "2024-04-04 2024-04-17? 2024-04-20 2024-05? 2025-01-22?/..", "22 1 22 | (Apr2024) Jun2024 | (Jan2025)", "the 22 after the second break is not one of June"},
		{small, "2021-05-03 2021-05-04 2021-05-05 2022?", "3 4 5 1 1 | (May2021) Jan2022 | Jan2023", "nor is a first the same one on both sides of a break"},
	} {
		drawn := NewTimeline(tt.form, items(t, tt.dates), nil)
		if got := labels(drawn.Ticks); got != tt.want {
			t.Errorf("%s:\n got %s\nwant %s\n%s", tt.dates, got, tt.want, tt.reason)
		}
	}
}

// A telephone shows a part of a wide drawing, and in every part a year is to be read.
func TestEveryViewNamesItsYear(t *testing.T) {
	const view = 350 // pixels
	for _, dates := range []string{
		"2011 2023-10-07/2025-01-20 2024-04-04 2024-04-17? 2024-05? 2024-10 2024-11 2024-12-05 2025-01-22/..",
		"2024-03-05 2024-04-20", "2024-04-10 2024-04-20", "2023-02-05 2024-04-20", "2019-02-05 2024-04-20", "1850 2024",
	} {
		for _, mirrored := range []bool{false, true} {
			f := Form{Width: 880, Row: 16, Rows: 7, Marks: 100, Cell: 28, Mirrored: mirrored}
			drawn := NewTimeline(f, items(t, dates), nil)
			for left := 0; left+view <= f.Width; left += 10 {
				if !slices.ContainsFunc(drawn.Ticks, func(k Tick) bool {
					x, half := k.X*f.Width/Full, k.room()/2
					return k.Unit >= MonthOfYear && left <= x-half && x+half <= left+view
				}) {
					t.Errorf("%s: no year stands between the pixels %d and %d of %s", dates, left, left+view, labels(drawn.Ticks))
				}
			}
		}
	}
}

func TestCuts(t *testing.T) {
	for _, tt := range []struct {
		dates  string
		want   int
		reason string
	}{
		{"2024-04-20 2024-04-21 2024-04-22 2024-04-23 2024-04-24", 0, "dates that stand close need none"},
		{"2011-01-01 2024-04-20", 0, "of two dates the way between them is all there is"},
		{"2011-01-01 2024-04-20 2024-04-22 2024-04-23 2024-04-24", 1, "one old date must not press the others together"},
		{"1911-01-01 2011-01-01 2024-04-20 2024-04-22 2024-04-23 2024-04-24", 2, "nor may two"},
		{"2011 2024-04-20 2024-04-22 2024-04-23 2024-04-24", 2, "neither the year nor the time after it has another date"},
		{"1011-01-01 1811-01-01 1911-01-01 2011-01-01 2024-04-20 2024-04-22 2024-04-23", mostCuts, "an axis of cuts would be none"},
		{"2011-01-01 2013-01-01 2015-01-01 2017-01-01 2019-01-01", 0, "what is even needs none"},
	} {
		drawn := NewTimeline(wide, items(t, tt.dates), nil)
		if len(drawn.Breaks) != tt.want {
			t.Errorf("%s: %d cuts, want %d: %s", tt.dates, len(drawn.Breaks), tt.want, tt.reason)
		}
		for i := 1; i < len(drawn.Above); i++ {
			if drawn.Above[i-1].X > drawn.Above[i].X {
				t.Errorf("%s: the places are not in order: %+v", tt.dates, drawn.Above)
			}
		}
	}
}

func TestCounts(t *testing.T) {
	var years []Item
	for y := 1995; y < 2025; y++ {
		for i := range 66 {
			years = append(years, Item{Date: date(t, fmt.Sprintf("%d-%02d-%02d", y, 1+i%12, 1+i%28))})
		}
	}
	slices.SortStableFunc(years, func(a, b Item) int { return edtf.Compare(a.Date, b.Date) })
	week := "2024-04-01 2024-04-02 2024-04-03 2024-04-04 2024-04-04"
	for _, tt := range []struct {
		form   Form
		items  []Item
		count  bool
		rows   int
		reason string
	}{
		{wide, items(t, week), false, 2, "five in a week stand side by side, two of one day one over the other"},
		{wide, items(t, "1994 "+week+" 2024-05-01 2024-06-01"), false, 5, "five in a week of a longer time are stacked"},
		{wide, years, true, 6, "2,000 in thirty years are counted"},
		{small, years, true, 3, "on a narrow drawing too"},
	} {
		drawn := NewTimeline(tt.form, tt.items, nil)
		count := slices.ContainsFunc(drawn.Above, func(m Mark) bool { return m.Shape == Count })
		if rows := (drawn.AxisTop - laneMargin) / tt.form.Row; count != tt.count || rows > tt.rows {
			t.Errorf("%d items: counted %t in %d rows, want %t in at most %d: %s", len(tt.items), count, rows, tt.count, tt.rows, tt.reason)
		}
		if flaw := flawOf(drawn, tt.form, tt.items, nil); flaw != "" {
			t.Errorf("%s: %s", tt.reason, flaw)
		}
	}
}

// What was said of a mark that is not counted: a month among many days keeps a
// mark of its own.
func TestLongMarksAreNotCounted(t *testing.T) {
	list := items(t, "1990/2020")
	for i := range 300 {
		list = append(list, Item{Date: date(t, fmt.Sprintf("%d-%02d-11", 1990+i/12, 1+i%12))})
	}
	drawn := NewTimeline(wide, list, nil)
	if m := drawn.Above[0]; m.Shape != Lasting || m.Item != 0 {
		t.Errorf("the first mark is %+v, want the interval of thirty years", m)
	}
	if !slices.ContainsFunc(drawn.Above, func(m Mark) bool { return m.Shape == Count }) {
		t.Error("the days are not counted")
	}
}

// A column tells of several: what has no room beside its like has a row of its own.
func TestNothingIsCountedAlone(t *testing.T) {
	for _, dates := range []string{
		"2024-04-04 2024-04-17 2024-04-20 2024-04-29/2024-05-31 2024-04-30/2024-05-31 2024-05 2024-05 2025-01-22/..",
		"2024-04/2024-08 2024-04/2024-08 2024-04/2024-08 2024-06/2024-08 2024-07/2024-08 2024-08",
	} {
		list := items(t, dates)
		drawn := NewTimeline(small, list, nil)
		for _, m := range drawn.Above {
			if m.Shape == Count && len(m.Counted) < 2 {
				t.Errorf("%s: a column counts item %d alone", dates, m.Item)
			}
		}
		if flaw := flawOf(drawn, small, list, nil); flaw != "" {
			t.Errorf("%s: %s", dates, flaw)
		}
	}
}

func TestLabels(t *testing.T) {
	list := items(t, "2024-01-01 2024-01-20/2024-06-25 2024-03-01 2024-04-20 2024-05-10 2024-06-30")
	for i := range list {
		list[i].Label = 120
	}
	drawn := NewTimeline(wide, list, nil)
	var got []Side
	for _, m := range drawn.Above {
		got = append(got, m.Label)
	}
	if want := []Side{RightOf, Over, RightOf, RightOf, RightOf, LeftOf}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v: words stand to the right, at the end of the axis to the left, and over what takes all of a row", got, want)
	}
}

// Words take what is free beside them, and shorter ones stand where long ones cannot.
func TestLabelsTakeWhatIsFree(t *testing.T) {
	list := items(t, "2024-01-01 2024-06-30 2024-11-30")
	for i := range list {
		list[i].Label, list[i].Least, list[i].Whole = 120, 80, 300
		if m := NewTimeline(wide, list, nil).Above[i]; m.Room != 300 {
			t.Errorf("item %d has %d pixels for its words, want all that are free: %+v", i, m.Room, m)
		}
		list[i].Label = 0
	}
	// All rows are taken up to near the end of the axis.
	f := wide
	f.Rows = 1
	list = items(t, "2024-01-01/2024-05-20 2024-01-01/2024-05-20 2024-01-01/2024-05-20 2024-06-10")
	list[3].Label, list[3].Least, list[3].Whole = 200, 80, 300
	m := NewTimeline(f, list, nil).Above[3]
	if m.Label != LeftOf || m.Room < 80 || m.Room >= 200 {
		t.Errorf("between two bars stands %+v, want words of fewer pixels", m)
	}
}

// random makes items as dossiers have them: most of them days, close together.
func random(tb testing.TB, r *rand.Rand, n int) []Item {
	list := make([]Item, 0, n)
	first := 1 + r.IntN(2020)
	span := 1 + r.IntN(40)
	for range n {
		y, m, d := first+r.IntN(span), 1+r.IntN(12), 1+r.IntN(28)
		s := fmt.Sprintf("%04d-%02d-%02d", y, m, d)
		switch r.IntN(12) {
		case 0:
			s = s[:4]
		case 1, 2:
			s = s[:7]
		case 3:
			s += "?"
		case 4:
			s += "/.."
		case 5:
			s = "../" + s
		case 6:
			s = fmt.Sprintf("%s/%04d~", s, y+r.IntN(5))
		}
		label := r.IntN(2) * r.IntN(220)
		list = append(list, Item{Date: date(tb, s), Label: label, Least: label * r.IntN(2) / 2, Whole: label * r.IntN(4)})
	}
	slices.SortStableFunc(list, func(a, b Item) int { return edtf.Compare(a.Date, b.Date) })
	return list
}

// flawOf looks for a break of the laws of drawings: everything lies within,
// each item is in exactly one mark, marks and words do not touch.
func flawOf(t *Timeline, f Form, above, below []Item) string {
	for i, lane := range [][]Mark{t.Above, t.Below} {
		list := [][]Item{above, below}[i]
		seen := make([]int, len(list))
		type box struct{ left, top, right, bottom int } // tenths of pixels across
		var boxes []box
		add := func(b box, what string) string {
			if b.left < 0 || b.right > 10*f.Width || b.top < 0 || b.bottom > t.Height {
				return fmt.Sprintf("%s %v lies outside of %d by %d", what, b, 10*f.Width, t.Height)
			}
			for _, o := range boxes {
				if b.left < o.right && o.left < b.right && b.top < o.bottom && o.top < b.bottom {
					return fmt.Sprintf("%s %v lies over %v", what, b, o)
				}
			}
			boxes = append(boxes, b)
			return ""
		}
		last := -1
		for _, m := range lane {
			if m.Item <= last && !f.Mirrored {
				return fmt.Sprintf("mark %+v comes after that of item %d", m, last)
			}
			last = m.Item
			b := box{m.X * f.Width / 1000, m.Y - 5, (m.X + m.Width) * f.Width / 1000, m.Y + 5}
			switch {
			case m.Shape == Count:
				if len(m.Counted) < 2 {
					return fmt.Sprintf("item %d is counted alone", m.Item)
				}
				b.top, b.bottom = m.Y, m.Y+m.Height
				for _, it := range m.Counted {
					seen[it]++
				}
			case m.Shape == Point:
				b.left, b.right = b.left-10*pointRadius, b.right+10*pointRadius
				fallthrough
			default:
				seen[m.Item]++
			}
			words := b
			width := 10 * m.Room
			if it := list[m.Item]; m.Room > max(it.Label, it.Whole) || m.Label != Unlabelled && m.Room < it.Label && m.Room < it.Least {
				return fmt.Sprintf("the words of %+v have the wrong room: %+v", m, it)
			}
			switch m.Label {
			case RightOf:
				words.left, words.right = b.right+10, b.right+10*labelGap+width-20
			case LeftOf:
				words.left, words.right = b.left-10*labelGap-width+20, b.left-10
			case Over:
				words.right = b.left + width - 20
				if f.Mirrored {
					words.left, words.right = b.right-width+20, b.right
				}
				away := f.Row * (2*i - 1)
				words.top, words.bottom = b.top+away, b.bottom+away
			}
			if flaw := add(b, "mark"); flaw != "" {
				return flaw
			}
			if m.Label != Unlabelled {
				if flaw := add(words, "label"); flaw != "" {
					return flaw
				}
			}
		}
		for it, n := range seen {
			if want := 1; n != want && !list[it].Date.IsZero() {
				return fmt.Sprintf("item %d stands in %d marks", it, n)
			}
		}
	}
	for i, a := range t.Ticks {
		if len(t.Breaks) > 0 && a.Row == 0 && a.Unit != Year && !slices.ContainsFunc(t.Ticks, func(b Tick) bool {
			return b.Row > 0 && b.Year == a.Year && (b.Unit == Year || b.Month == a.Month)
		}) {
			return fmt.Sprintf("nothing tells of what %+v is", a)
		}
		from, to := a.X*f.Width/1000-5*a.room(), a.X*f.Width/1000+5*a.room()
		if from < -10 || to > 10*f.Width+10 {
			return fmt.Sprintf("the label of %+v is cut off", a)
		}
		for _, b := range t.Ticks[i+1:] {
			if a.Row == b.Row && from+10 < b.X*f.Width/1000+5*b.room() && b.X*f.Width/1000-5*b.room()+10 < to {
				return fmt.Sprintf("the labels of %+v and %+v touch", a, b)
			}
		}
	}
	return ""
}

func TestNothingTouches(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for i := range 600 {
		above, below := random(t, r, r.IntN(80)), random(t, r, r.IntN(80))
		if i%20 == 0 {
			above = random(t, r, 2000)
		}
		for _, f := range []Form{wide, small} {
			drawn := NewTimeline(f, above, below)
			if drawn == nil {
				continue
			}
			if flaw := flawOf(drawn, f, above, below); flaw != "" {
				t.Fatalf("drawing %d of width %d, %d and %d items: %s", i, f.Width, len(above), len(below), flaw)
			}
			if !reflect.DeepEqual(drawn, NewTimeline(f, above, below)) {
				t.Fatalf("drawing %d is another one when it is made again", i)
			}
			f.Mirrored = true
			mirrored := NewTimeline(f, above, below)
			if flaw := flawOf(mirrored, f, above, below); flaw != "" {
				t.Fatalf("mirrored drawing %d: %s", i, flaw)
			}
			if mirrored.mirror(); !reflect.DeepEqual(drawn, mirrored) {
				t.Fatalf("drawing %d differs from the mirror image of its mirror image", i)
			}
		}
	}
}

// The bytes of a page are bounded, whatever a dossier has.
func TestMarksAreFew(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 20 {
		list := random(t, r, 3000)
		for _, tt := range []struct {
			form Form
			most int
		}{{wide, 60 + 40}, {small, 24 + 15}} {
			if n := len(NewTimeline(tt.form, list, nil).Above); n > tt.most {
				t.Errorf("%d marks for %d items at width %d, want at most %d", n, len(list), tt.form.Width, tt.most)
			}
		}
	}
}

func TestCalendar(t *testing.T) {
	first := edtf.DayNumber(-5000, 1, 1)
	day := time.Date(-5000, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := int64(0); i < 3_000_000; i += 13 {
		want := day.AddDate(0, 0, int(i))
		if y, m, d := civil(first + i); y != int64(want.Year()) || m != int(want.Month()) || d != want.Day() {
			t.Fatalf("day %d after the first of −5000 is %d-%d-%d, want %s", i, y, m, d, want.Format(time.DateOnly))
		}
		if n := edtf.DayNumber(int64(want.Year()), int(want.Month()), want.Day()); n != first+i {
			t.Fatalf("%s has the number %d, want %d", want.Format(time.DateOnly), n, first+i)
		}
	}
}

func FuzzTimeline(f *testing.F) {
	for _, s := range []string{"2024 2024-04?", "../2011 2011/.. 1985/", "Y17E15 -Y17E15 2024", "-0043-03-15 {1960,1961-12} [..1983-12]", "2024-21 156X 1950S2"} {
		f.Add(s, true)
	}
	f.Fuzz(func(t *testing.T, dates string, mirrored bool) {
		var list []Item
		for i, s := range strings.Fields(dates) {
			if d, err := edtf.Parse(s); err == nil {
				list = append(list, Item{Date: d, Label: i % 3 * 50, Least: i % 2 * 30, Whole: i % 5 * 70})
			}
		}
		slices.SortStableFunc(list, func(a, b Item) int { return edtf.Compare(a.Date, b.Date) })
		for _, form := range []Form{wide, small} {
			form.Mirrored = mirrored
			if drawn := NewTimeline(form, list, list); drawn != nil {
				if flaw := flawOf(drawn, form, list, list); flaw != "" {
					t.Fatal(flaw)
				}
			}
		}
	})
}

func BenchmarkTimeline(b *testing.B) {
	r := rand.New(rand.NewPCG(5, 6))
	events, sources := random(b, r, 2000), random(b, r, 10_000)
	few, some := random(b, r, 5), random(b, r, 40)
	b.Run("dossier", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			NewTimeline(wide, events, sources)
		}
	})
	b.Run("entity", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			NewTimeline(small, few, some)
		}
	})
}
