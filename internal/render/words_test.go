package render

import (
	"fmt"
	"slices"
	"testing"

	"dossier/internal/dossier"
)

func TestLettersOfAnIndex(t *testing.T) {
	tests := []struct {
		reason string
		lang   string
		titles []string
		want   []string
	}{
		{"an accent makes no letter of its own in English", "en", []string{"Zoe", "Ismail", "İbrahim", "Émile", "Eve"}, []string{"E", "I", "Z"}},
		{"Ç comes after C in Turkish, and İ after I", "tr", []string{"İzmir", "Irak", "Çin", "Cenevre"}, []string{"C", "Ç", "I", "İ"}},
		{"Ö stands with O in German", "de", []string{"Österreich", "Oslo", "Paris"}, []string{"O", "P"}},
		{"numbers are one group, in order of their value", "en", []string{"Vessel", "12 Angry Men", "7 Days"}, []string{"0–9", "V"}},
		{"a quotation mark is passed over", "en", []string{"“Zenobia”", "Aurelia"}, []string{"Z", "A"}},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			c := newCollation(tt.lang)
			sortBy(c, tt.titles, func(s string) string { return s })
			var v IndexView
			for _, title := range tt.titles {
				v.addLettered(c, title, &Card{})
			}
			var got []string
			for _, g := range v.Groups {
				got = append(got, g.Heading)
			}
			slices.Sort(got)
			slices.Sort(tt.want)
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q (sorted: %q)", got, tt.want, tt.titles)
			}
		})
	}
}

func TestSmallWords(t *testing.T) {
	english := defaults(t).words
	for _, tt := range []struct{ reason, got, want string }{
		{"the first letter", letters(0), "a"},
		{"the last one", letters(25), "z"},
		{"then two", letters(26), "aa"},
		{"and on", letters(53), "bb"},
		{"a short number stays", english.grouped(9999), "9999"},
		{"a long one is grouped", english.grouped(1234567), "1,234,567"},
		{"a text that fits", new(arena).brief("short enough", 20), "short enough"},
		{"a cut at a word's end", new(arena).brief("one two, three four", 9), "one two …"},
		{"a cut within one long word", new(arena).brief("abcdefghijkl", 5), "abcde …"},
		{"north and west", fmt.Sprint(*degrees(&dossier.Coordinates{Lat: 52.25, Lon: -4.5})), "{52.2500 north 4.5000 west}"},
		{"a date of the year", rfc3339(date("2024")), "2024-01-01T00:00:00Z"},
		{"with doubt", rfc3339(date("2024-04?")), "2024-04-01T00:00:00Z"},
		{"with a time", rfc3339(date("2024-04-20T15:00")), "2024-04-20T15:00:00Z"},
		{"an interval begins", rfc3339(date("2024-04-20/2024-04-21")), "2024-04-20T00:00:00Z"},
		{"a set has no beginning that Atom knows", rfc3339(date("[2023,2024]")), ""},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.reason, tt.got, tt.want)
		}
	}
}
