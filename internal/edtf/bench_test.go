package edtf

import "testing"

func BenchmarkParse(b *testing.B) {
	for _, s := range []string{"2024-04-20", "2024-04-20T15:00Z", "?2004-06-~11", "156X-12-25", "2011/..", "[1667,1668,1670..1672]"} {
		b.Run(s, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Parse(s); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkParseError(b *testing.B) {
	for _, s := range []string{"20 April 2024", "2024-02-30", "no date whatever, but a sentence of some length to look at"} {
		b.Run(s, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Parse(s); err == nil {
					b.Fatal("parsed")
				}
			}
		})
	}
}

func BenchmarkCompare(b *testing.B) {
	x, y := mustParse(b, "2024-04-20"), mustParse(b, "2024-04")
	b.ReportAllocs()
	for b.Loop() {
		if Compare(x, y) <= 0 {
			b.Fatal("a day before its month")
		}
	}
}

func BenchmarkWords(b *testing.B) {
	d := mustParse(b, "2024-04-20?")
	b.ReportAllocs()
	for b.Loop() {
		if d.Words() == "" {
			b.Fatal("no words")
		}
	}
}
