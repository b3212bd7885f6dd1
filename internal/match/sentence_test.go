package match

import (
	"slices"
	"strings"
	"testing"
)

func TestSentences(t *testing.T) {
	tests := []struct{ reason, text, want string }{ // want: the sentences joined by |
		{"two sentences", "He left. She stayed.", "He left.|She stayed."},
		{"question and exclamation", "Who? He! And so on", "Who?|He!|And so on"},
		{"several marks", "What?! No...  Yes", "What?!|No...|Yes"},
		{"ellipsis", "He waited… Then he left", "He waited…|Then he left"},
		{"ellipsis before lower case", "He waited… and left... at last", "He waited… and left... at last"},
		{"spaced ellipsis", "But parties [involved] are in the search for a new formula. . . . Particularly the US.", "But parties [involved] are in the search for a new formula. . . . Particularly the US."},
		{"spaced ellipsis of three", "a new formula . . . Particularly the US", "a new formula . . . Particularly the US"},
		{"closing quotation mark", "“He left.” She stayed.", "“He left.”|She stayed."},
		{"quotation within a sentence", "“Who left?” he asked. She", "“Who left?” he asked.|She"},
		{"quotation mark, then a bracket", "(He said: “No.”) She", "(He said: “No.”)|She"},
		{"next begins with a quotation mark", `He said. "We stay." He`, `He said.|"We stay."|He`},
		{"next begins with a bracket", "He said. [Parties] left", "He said.|[Parties] left"},
		{"next begins with a digit", "He said so. 46,707 were killed.", "He said so.|46,707 were killed."},
		{"next begins with inverted mark", "Se fue. ¿Cuándo? ¡Hoy!", "Se fue.|¿Cuándo?|¡Hoy!"},
		{"next begins lower-case", "approx. five. six", "approx. five. six"},
		{"within a number", "It rose 3.5 percent to 4.0 Monday.", "It rose 3.5 percent to 4.0 Monday."},
		{"within an address", "See example.Com for more.", "See example.Com for more."},
		{"month", "after an Oct. 7 attack by Hamas", "after an Oct. 7 attack by Hamas"},
		{"month at the end", "It was in Oct. The war went on.", "It was in Oct.|The war went on."},
		{"titles", "Mr. Fidan met Dr. Who and Prof. The.", "Mr. Fidan met Dr. Who and Prof. The."},
		{"country", "The U.S. State Department", "The U.S. State Department"},
		{"country at the end", "He left the U.S. The talks failed.", "He left the U.S.|The talks failed."},
		{"saint", "in St. Petersburg. He", "in St. Petersburg.|He"},
		{"number", "See No. 5 and p. 7 of vol. IV. Then", "See No. 5 and p. 7 of vol. IV.|Then"},
		{"the word no", "He said no. Fidan agreed. No. I will not.", "He said no.|Fidan agreed.|No.|I will not."},
		{"initials", "J. B. Fidan and A. Blinken met.", "J. B. Fidan and A. Blinken met."},
		{"the numeral I", "lost World War I. Domestic criticism", "lost World War I.|Domestic criticism"},
		{"e.g. and i.e.", "states, e.g. Qatar, i.e. Doha. He", "states, e.g. Qatar, i.e. Doha.|He"},
		{"time of day", "at 5 p.m. Monday. He left at 5 p.m. She", "at 5 p.m. Monday.|He left at 5 p.m.|She"},
		{"company", "Acme Inc. Chairman Roe left Acme Inc. He", "Acme Inc. Chairman Roe left Acme Inc.|He"},
		{"abbreviation at the end of a quotation", "“He left the U.S.” Blinken said.", "“He left the U.S.”|Blinken said."},
		{"numbered list", "1. Fidan left. 2. Kalin stayed.", "1. Fidan left.|2. Kalin stayed."},
		{"a year ends a sentence", "It began in 2024. Hamas", "It began in 2024.|Hamas"},
		{"paragraph break", "Close Ties with Haniyeh\n\nWith Qatar saying", "Close Ties with Haniyeh|With Qatar saying"},
		{"paragraph break with spaces and CR", "Close Ties\r\n \t\r\nwith", "Close Ties|with"},
		{"paragraph separator", "a\u2029b", "a|b"},
		{"one line break is no end", "The first\nline. The second\r\nline.", "The first\nline.|The second\r\nline."},
		{"no space after the full stop", "the end.The beginning", "the end.The beginning"},
		{"Chinese", "他离开了。她留下了！真的？是", "他离开了。|她留下了！|真的？|是"},
		{"Chinese in quotation marks", "他说：“走。”她留下。", "他说：“走。”|她留下。"},
		{"Arabic", "من هو؟ ذهب فيدان. ثم عاد", "من هو؟|ذهب فيدان.|ثم عاد"},
		{"Hindi", "वह गया। वह आया।", "वह गया।|वह आया।"},
		{"Turkish", "Erdoğan geldi. İbrahim gitti. Çok iyi.", "Erdoğan geldi.|İbrahim gitti.|Çok iyi."},
		{"French quotation marks", "« Il part. » Elle reste.", "« Il part. »|Elle reste."},
		{"German quotation marks", "»Er geht.« »Sie bleibt.«", "»Er geht.«|»Sie bleibt.«"},
		{"dash before the next", "He left. — Fidan stayed.", "He left.|— Fidan stayed."},
		{"white space at the ends", " \n He left. \n", "He left."},
		{"white space alone", " \n\n ", ""},
		{"nothing", "", ""},
	}
	for _, tt := range tests {
		var got []string
		for _, s := range Sentences(tt.text) {
			got = append(got, s.Of(tt.text))
		}
		if joined := strings.Join(got, "|"); joined != tt.want {
			t.Errorf("%s: %q is cut into\n%s, want\n%s", tt.reason, tt.text, joined, tt.want)
		}
	}
}

func TestSentenceAround(t *testing.T) {
	text := "A headline\n\nHe left Doha. She met Mr. Fidan in Doha on Oct. 7. They spoke.\r\n\r\n“No.” The end."
	tests := []struct{ reason, words, want string }{
		{"the first of a paragraph", "left", "He left Doha."},
		{"with abbreviations", "Fidan", "She met Mr. Fidan in Doha on Oct. 7."},
		{"the last of a paragraph", "spoke", "They spoke."},
		{"at the beginning of the text", "headline", "A headline"},
		{"at the end of the text", "end", "The end."},
		{"over two sentences", "Doha. She", "He left Doha. She met Mr. Fidan in Doha on Oct. 7."},
		{"over a paragraph break", "headline\n\nHe", "A headline\n\nHe left Doha."},
		{"the whole sentence", "They spoke.", "They spoke."},
		{"right after a paragraph break", "“No.”", "“No.”"},
	}
	for _, tt := range tests {
		at := strings.Index(text, tt.words)
		if got := SentenceAround(text, Span{at, at + len(tt.words)}).Of(text); got != tt.want {
			t.Errorf("%s: around %q is %q, want %q", tt.reason, tt.words, got, tt.want)
		}
	}
}

func FuzzSentences(f *testing.F) {
	f.Add("He left. She\n\nstayed. . . “No.” 3.5", 3, 9)
	f.Add("他离开了。她", 0, 4)
	f.Add("a\u2029\u00ad\n.\x80 A. b", 2, 5)
	f.Add(" \n\n ", 1, 1)
	f.Fuzz(func(t *testing.T, text string, a, b int) {
		if len(text) > 1000 {
			return
		}
		sentences := Sentences(text)
		last := 0
		for _, s := range sentences {
			if s.Start < last || s.Start >= s.End || s.End > len(text) || !isRuneBoundary(text, s.Start) || !isRuneBoundary(text, s.End) {
				t.Fatalf("sentence %v of %q after %d", s, text, last)
			}
			if left := text[last:s.Start]; !blankOnly(left) {
				t.Errorf("%q is in no sentence", left)
			}
			if strings.TrimSpace(s.Of(text)) != s.Of(text) {
				t.Errorf("sentence %q has white space around it", s.Of(text))
			}
			last = s.End
		}
		if !blankOnly(text[last:]) {
			t.Errorf("%q is in no sentence", text[last:])
		}
		if a < 0 || b < a || b > len(text) || !isRuneBoundary(text, a) || !isRuneBoundary(text, b) {
			return
		}
		around := SentenceAround(text, Span{a, b})
		if around.Start > a || around.End < b {
			t.Errorf("around [%d, %d) of %q is %v", a, b, text, around)
		}
		i := slices.IndexFunc(sentences, func(s Span) bool { return s.End > a })
		k := len(sentences) - 1
		for k >= 0 && sentences[k].Start >= b {
			k--
		}
		if a < b && i >= 0 && i <= k {
			if want := (Span{min(a, sentences[i].Start), max(b, sentences[k].End)}); around != want {
				t.Errorf("around [%d, %d) of %q is %v, want %v", a, b, text, around, want)
			}
		}
	})
}

func blankOnly(s string) bool {
	end, _ := skipSpace(s, 0)
	return end == len(s)
}
