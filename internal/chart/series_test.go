package chart

import (
	"testing"

	"dossier/internal/edtf"
)

func values(t *testing.T, list ...any) []Value {
	t.Helper()
	var out []Value
	for i := 0; i < len(list); i += 2 {
		v := Value{Number: list[i+1].(float64)}
		if s := list[i].(string); s != "" {
			d, err := edtf.Parse(s)
			if err != nil {
				t.Fatal(err)
			}
			v.Date = d
		}
		out = append(out, v)
	}
	return out
}

var seriesForm = Form{Width: 284}

func TestNewSeries(t *testing.T) {
	const height = 100
	for _, row := range []struct {
		reason     string
		values     []Value
		items      []int // of the dots
		levels     []float64
		y          []int // of the dots, from the axis up
		wide, left bool  // the last dot is a bar; stands left of the first
	}{
		{"numbers that grow", values(t, "2024-01-10", 10_000.0, "2024-04-17", 20_000.0, "2024-09", 40_000.0), []int{0, 1, 2}, []float64{0, 10_000, 20_000, 30_000, 40_000}, []int{25, 50, 100}, true, false},
		{"a number without a date", values(t, "2024-01-10", 5.0, "", 50.0, "2024-04-17", 10.0), []int{0, 2}, []float64{0, 20, 40, 60}, []int{8, 17}, false, false},
		{"below zero", values(t, "2024-01-10", -3.0, "2024-04-17", 1.0), []int{0, 1}, []float64{-3, -2, -1, 0, 1}, []int{0, 100}, false, false},
		{"nothing but zero", values(t, "2024-01-10", 0.0, "2024-04-17", 0.0), []int{0, 1}, []float64{0, 0.5, 1}, []int{0, 0}, false, false},
		{"in the order in which they come", values(t, "2024-04-17", 1.0, "2024-01-10", 1.0), []int{0, 1}, []float64{0, 0.5, 1}, []int{100, 100}, false, true},
		{"fractions", values(t, "2024-01-10", 0.3, "2024-04-17", 0.1), []int{0, 1}, []float64{0, 0.1, 0.2, 0.30000000000000004}, []int{100, 33}, false, false},
	} {
		s := NewSeries(seriesForm, height, row.values)
		if s == nil || len(s.Dots) != len(row.items) {
			t.Errorf("%s: %+v", row.reason, s)
			continue
		}
		for i, d := range s.Dots {
			if d.Item != row.items[i] || s.AxisTop-d.Y != row.y[i] || d.X < 0 || d.X+d.Width > Full {
				t.Errorf("%s: dot %d is %+v above an axis at %d, want item %d, %d pixels high", row.reason, i, d, s.AxisTop, row.items[i], row.y[i])
			}
		}
		last := s.Dots[len(s.Dots)-1]
		if (last.Width > 0) != row.wide || (last.X < s.Dots[0].X) != row.left {
			t.Errorf("%s: %+v", row.reason, s.Dots)
		}
		if len(s.Levels) != len(row.levels) {
			t.Errorf("%s: levels %+v, want %v", row.reason, s.Levels, row.levels)
			continue
		}
		for i, l := range s.Levels {
			if l.Number != row.levels[i] {
				t.Errorf("%s: levels %+v, want %v", row.reason, s.Levels, row.levels)
			}
		}
	}
	if s := NewSeries(seriesForm, height, values(t, "", 1.0)); s != nil {
		t.Errorf("no date: %+v", s)
	}
}

// What has no beginning begins before all else, and what has no end ends after it.
func TestSeriesWithOpenEnds(t *testing.T) {
	dots := NewSeries(seriesForm, 100, values(t, "../2024-02", 1.0, "2024-01-10", 2.0, "2024-04-17", 2.0, "2024-03/..", 3.0)).Dots
	if first, last := dots[0], dots[3]; first.X >= dots[1].X || first.X+first.Width <= dots[1].X || last.X >= dots[2].X || last.X+last.Width <= dots[2].X {
		t.Errorf("%+v", dots)
	}
}

func TestSeriesFromTheRight(t *testing.T) {
	list := values(t, "2024-01-10", 1.0, "2024-02", 2.0, "2025", 3.0)
	plain := NewSeries(seriesForm, 100, list)
	form := seriesForm
	form.Mirrored = true
	mirrored := NewSeries(form, 100, list)
	for i, tick := range mirrored.Ticks {
		if p := plain.Ticks[i]; tick.X != Full-p.X {
			t.Errorf("the tick %+v is drawn as %+v", p, tick)
		}
	}
	for i, d := range mirrored.Dots {
		if p := plain.Dots[i]; d.X != Full-p.X-p.Width || d.Y != p.Y {
			t.Errorf("%+v is drawn as %+v", p, d)
		}
	}
}
