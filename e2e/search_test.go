package e2e

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// found is what a reader sees of a search.
type found struct {
	Words  string // what the page says
	First  string // path of the first result
	Paths  []string
	Marks  []string // of the first result, in its title and sentence
	Hits   []string // of its sentence
	Listed bool     // the lists of all pages are shown
	Hash   string
	Kinds  []string // choices, with the number of results that each leaves
	Years  []string
}

const finds = `(() => {
  const links = all(".results:not([hidden]) a");
  const path = (a) => a.getAttribute("href").split("#")[0];
  const first = document.querySelector(".results:not([hidden]) li");
  const marks = (selector) => first ? all(selector, first).map((m) => m.textContent) : [];
  return {
    Words: document.querySelector("form.search [role=status]").textContent,
    First: links[0] ? path(links[0]) : "",
    Paths: links.map(path),
    Marks: marks("mark"),
    Hits: marks(".summary mark"),
    Listed: document.querySelector(".indexes").checkVisibility(),
    Hash: location.hash,
    Kinds: all("[name=kind] option").slice(1).map((o) => o.text),
    Years: all("[name=year] option").slice(1).map((o) => o.text),
  };
})()`

// search asks for something by the address of the search page that is open.
func (b *tab) search(t *testing.T, query, filters string) found {
	t.Helper()
	ask[bool](t, b, fmt.Sprintf(`(document.querySelector("form.search [role=status]").textContent = "", location.hash = "#" + new URLSearchParams({q: %q}) + %q, true)`, query, filters))
	return b.answer(t, query)
}

// answer waits for what a search gives.
func (b *tab) answer(t *testing.T, query string) found {
	t.Helper()
	if !b.until(t, `document.querySelector("form.search [role=status]").textContent`) {
		t.Fatalf("the search for %q gives no answer", query)
	}
	return ask[found](t, b, finds)
}

// slash presses the key as a keyboard does, so that no character comes of it where
// the page takes it for its own.
func (b *tab) slash(t *testing.T) {
	t.Helper()
	for _, kind := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeKeyDown, input.DispatchKeyEventTypeKeyUp} {
		if _, err := chromedp.Call(b.ctx, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: kind, Key: "/", Code: "Slash", Text: "/", WindowsVirtualKeyCode: 191}); err != nil {
			t.Fatal(err)
		}
	}
}

// The golden set: what a reader of this repository's dossier wants first.
var golden = []struct {
	query, first string // path without .html
	reason       string
}{
	{"erdogan", "people/recep-tayyip-erdogan", "a name without its accent"},
	{"Erdoğan", "people/recep-tayyip-erdogan", "a name as it is written"},
	{"ERDOĞAN", "people/recep-tayyip-erdogan", "capitals"},
	{"erdog", "people/recep-tayyip-erdogan", "the beginning of a name"},
	{"tayyip", "people/recep-tayyip-erdogan", "a middle name"},
	{"Recep Tayyip Erdogan", "people/recep-tayyip-erdogan", "an alias, whole"},
	{"turkiye", "places/turkey", "an alias without its accents"},
	{"Türkiye", "places/turkey", "an alias as it is written"},
	{"Turkey", "places/turkey", "a title that nearly every page names"},
	{"fidan", "people/hakan-fidan", "a surname that other titles have too"},
	{"hakan", "people/hakan-fidan", "a first name"},
	{"Haniyeh", "people/ismail-haniyeh", "a surname that other titles have too"},
	{"hani", "people/ismail-haniyeh", "the beginning of a surname"},
	{"mit", "organizations/national-intelligence-organization", "an abbreviation among the aliases"},
	{"kalin", "people/ibrahim-kalin", "a dotless i"},
	{"IBRAHIM KALIN", "people/ibrahim-kalin", "capitals of i and ı"},
	{"İbrahim Kalın", "people/ibrahim-kalin", "a dotted capital"},
	{"kilic", "people/akif-cagatay-kilic", "two letters with marks"},
	{"çağatay", "people/akif-cagatay-kilic", "one word of three, with marks"},
	{"shoukry", "people/sameh-shoukry", "a name that few pages have"},
	{"jabarin", "people/zaher-jabarin", "a name in a list of names"},
	{"darwish", "people/muhammad-ismail-darwish", "an alias and part of a title"},
	{"al-hayya", "people/halil-al-hayya", "a hyphen"},
	{"al thani", "people/mohammed-bin-abdulrahman-al-thani", "the end of a long title"},
	{"yahya sin", "people/yahya-sinwar", "a word and a beginning"},
	{"west ban", "places/west-bank", "a word and a beginning that is common"},
	{"chaon", "people/anne-chaon", "who is named in a credit line alone"},
	{"dolmabahce", "places/dolmabahce-palace", "a place in another spelling"},
	{"isfahan", "places/isfahan", "a place that an event's title has too"},
	{"gaza strip", "places/gaza", "an alias of two common words"},
	{"nato", "organizations/nato", "an organization that an event's title has too"},
	{"amnesty", "organizations/amnesty-international", "a title of two words before one of ten"},
	{"anadolu", "organizations/anadolu", "an alias"},
	{"state department", "organizations/us-state-department", "two common words of a title"},
	{"genocide", "claims/israeli-actions-are-genocide", "a claim by its last word"},
	{"passports", "claims/turkey-gave-hamas-officials-passports", "a claim by a word"},
	{"trade with israel", "claims/turkey-has-failed-to-reduce-trade-with-israel", "a claim by three words"},
	{"46,707", "claims/gaza-death-toll", "a number with its comma"},
	{"14,000 children", "claims/israel-surpassed-hitler", "a number and a word"},
	{`"mediating role"`, "claims/turkey-can-mediate-in-gaza", "a phrase of a title"},
	{"arrest warrants", "events/icc-arrest-warrants", "an event by two words"},
	{"haniyeh sons killed", "events/haniyeh-sons-killed", "an event by three words, not in their order"},
	{`"first line of defense"`, "events/erdogan-first-line-of-defense-speech", "a phrase"},
	{`“first line of defense”`, "events/erdogan-first-line-of-defense-speech", "a phrase in curly marks"},
	{`"left alone"`, "events/erdogan-speech-even-if-alone", "a phrase of two common words"},
	{`"state of impasse"`, "events/fidan-impasse-interview", "a phrase with a word that all pages have"},
	{"7 October 2023", "events/october-7-attack", "a date"},
	{"hamas office in turkey", "events/hamas-office-in-turkey", "a title that is made of common words"},
	{"reassess", "events/qatar-reassesses-mediation", "a verb that the title has in another form"},
	{"minister of foreign affairs", "sources/turkey-dials-up-gaza-diplomacy", "words that one source alone has"},
	{"press secretary", "sources/turkey-dials-up-gaza-diplomacy", "words of a source, and a beginning"},
	{"unite", "sources/erdogan-urges-palestinians-to-unite", "the last word of a long title"},
	{"designate", "pages/designations", "a free page"},
	{"method", "pages/method", "a free page by its title"},
	{`"sets five articles about these contacts side by side"`, "index", "a phrase of the front page"},
	{"five reports", "index", "the title of the dossier"},
	{"foreign minister erdoğan zzyzx", "", "what no page has is told"},
	{"zzyzx", "", "nothing at all"},
}

func TestSearchGoldenSet(t *testing.T) {
	for _, o := range origins {
		t.Run(o.name, func(t *testing.T) {
			b := open(t, o, look{width: wide})
			b.visit(t, "search.html")
			for _, g := range golden {
				got := b.search(t, g.query, "")
				if g.first == "" {
					if all := strings.Contains(g.query, " "); strings.HasPrefix(got.Words, "No page") == false || all == (got.First == "") {
						t.Errorf("%s: the search for %q says %q and has %q first", g.reason, g.query, got.Words, got.First)
					}
					continue
				}
				if got.First != g.first+".html" {
					t.Errorf("%s: the search for %q has %q first, want %q", g.reason, g.query, got.Paths[:min(3, len(got.Paths))], g.first)
				}
				if len(got.Marks) == 0 {
					t.Errorf("%s: no word of the first result for %q is lit", g.reason, g.query)
				}
				if strings.HasPrefix(g.query, `"`) {
					for _, hit := range got.Hits {
						if !strings.EqualFold(hit, strings.Trim(g.query, `"`)) {
							t.Errorf("%s: the search for %q lights %q", g.reason, g.query, hit)
						}
					}
				}
			}
		})
	}
}

// The whole search, by keyboard alone, from any page to the passage.
func TestSearchByKeyboard(t *testing.T) {
	for _, o := range origins {
		for _, width := range []int64{wide, narrow} {
			t.Run(fmt.Sprintf("%s/width=%d", o.name, width), func(t *testing.T) {
				b := open(t, o, look{width: width})
				b.visit(t, "people/hakan-fidan.html")
				b.slash(t)
				if at := ask[string](t, b, `document.activeElement.name`); at != "q" {
					t.Fatalf("the key / leads to %q", at)
				}
				b.press(t, "asked that the US")
				if _, err := chromedp.RunResponse(b.ctx, chromedp.KeyEvent(kb.Enter)); err != nil {
					t.Fatal(err)
				}
				got := b.answer(t, "asked that the US")
				if value := ask[string](t, b, `document.querySelector("form.search [name=q]").value`); value != "asked that the US" || len(got.Paths) == 0 || got.Listed {
					t.Fatalf("the field of another page leads to %q: %+v", value, got)
				}

				b.press(t, kb.Escape)
				if !b.until(t, `document.querySelector(".indexes").checkVisibility()`) {
					t.Fatal("Escape does not empty the field")
				}
				b.press(t, "impasse")
				got = b.answer(t, "impasse")
				if len(got.Paths) < 3 || got.Hash != "#q=impasse" || got.Listed {
					t.Fatalf("typing gives %+v", got)
				}
				source := -1
				for i, p := range got.Paths {
					if strings.HasPrefix(p, "sources/") {
						source = i
					}
				}
				if source < 1 {
					t.Fatalf("no source after the first of %q", got.Paths)
				}
				at := func(want int, key string) {
					t.Helper()
					b.press(t, key)
					if got := ask[int](t, b, `all(".results a").indexOf(document.activeElement)`); got != want {
						t.Errorf("after that key the focus is on result %d, want %d", got, want)
					}
				}
				at(0, kb.Enter)
				at(1, kb.ArrowDown)
				at(0, kb.ArrowUp)
				at(-1, kb.ArrowUp)
				at(0, kb.ArrowDown)
				at(-1, kb.Escape)
				for i := range source + 1 {
					at(i, kb.ArrowDown)
				}
				if _, err := chromedp.RunResponse(b.ctx, chromedp.KeyEvent(kb.Enter)); err != nil {
					t.Fatal(err)
				}
				if !b.until(t, `location.pathname.endsWith("`+got.Paths[source]+`")`) {
					t.Errorf("Enter leads to %s", ask[string](t, b, "location.href"))
				}
			})
		}
	}
}

// A result opens at its passage, which is lit, or at its paragraph.
func TestSearchOpensThePassage(t *testing.T) {
	for _, o := range origins {
		t.Run(o.name, func(t *testing.T) {
			b := open(t, o, look{width: narrow})
			for _, test := range []struct{ query, words, reason string }{
				{`"state of impasse" kind:sources`, "state of impasse", "a cited passage"},
				{`"minister of foreign affairs" kind:sources`, "Minister of Foreign Affairs", "a caption that is cited"},
			} {
				query, kind, _ := strings.Cut(test.query, " kind:")
				b.visit(t, "search.html")
				got := b.search(t, query, "&kind="+kind)
				if !strings.HasPrefix(got.First, "sources/") {
					t.Errorf("%s: the search gives %q", test.reason, got.Paths)
					continue
				}
				b.click(t, ".results a")
				lit := ask[passage](t, b, `lit(document.querySelector(":target")?.id)`)
				if !lit.Target || !strings.Contains(fold(lit.Words), test.words) || lit.Bottom <= 0 || lit.Top >= lit.Window {
					t.Errorf("%s: %s opens at %+v", test.reason, got.First, lit)
				}
			}

			// Words that no page cites: the paragraph is in view.
			b.visit(t, "search.html")
			got := b.search(t, `"report on the same Istanbul meeting"`, "")
			if got.First != "sources/haniyeh-meets-erdogan-in-istanbul.html" {
				t.Errorf("the words of a head note lead to %q", got.Paths)
			}
		})
	}
}

// Filters combine, tell how many results each choice leaves, and stand in the address.
func TestSearchFilters(t *testing.T) {
	for _, o := range origins {
		t.Run(o.name, func(t *testing.T) {
			b := open(t, o, look{width: wide})
			b.visit(t, "search.html")
			all := b.search(t, "haniyeh", "")
			events := b.search(t, "haniyeh", "&kind=events")
			both := b.search(t, "haniyeh", "&kind=events&year=2024")
			count := func(f found) (n int) {
				t.Helper()
				if _, err := fmt.Sscanf(f.Words, "Pages found: %d", &n); err != nil {
					t.Errorf("the page says %q", f.Words)
				}
				return n
			}
			if a, e, y := count(all), count(events), count(both); y == 0 || y >= e || e >= a {
				t.Errorf("%d results, %d with one filter, %d with two", a, e, y)
			}
			for _, p := range both.Paths {
				if !strings.HasPrefix(p, "events/") {
					t.Errorf("%s is among the events", p)
				}
			}
			if want := fmt.Sprintf("Events (%d)", count(events)); !strings.Contains(strings.Join(all.Kinds, " "), want) {
				t.Errorf("the kinds are %q, want %q among them", all.Kinds, want)
			}
			if want := fmt.Sprintf("2024 (%d)", count(both)); !strings.Contains(strings.Join(events.Years, " "), want) {
				t.Errorf("the years are %q, want %q among them", events.Years, want)
			}
			ask[bool](t, b, `(() => { const s = document.querySelector("[name=kind]"); s.value = "claims";
			  document.querySelector("form.search [role=status]").textContent = "";
			  s.dispatchEvent(new Event("input", {bubbles: true})); return true; })()`)
			if got := b.answer(t, "another kind"); got.Hash != "#q=haniyeh&kind=claims&year=2024" || !strings.HasPrefix(got.First+"claims/", "claims/") {
				t.Errorf("another choice gives %+v", got)
			}
		})
	}
}

// More results are added below, and the first of them gets the focus.
func TestSearchShowsMore(t *testing.T) {
	b := open(t, origins[0], look{width: narrow})
	b.visit(t, "search.html#q=gaza")
	got := b.answer(t, "gaza")
	n := len(got.Paths)
	ask[bool](t, b, `(document.querySelector(".more button").click(), true)`)
	if !b.until(t, fmt.Sprintf(`all(".results a").length > %d`, n)) {
		t.Fatalf("no more than %d results", n)
	}
	more := ask[found](t, b, finds)
	if strings.Join(more.Paths[:n], " ") != strings.Join(got.Paths, " ") {
		t.Error("the first results are others")
	}
	if !b.until(t, fmt.Sprintf(`all(".results a")[%d] === document.activeElement`, n)) {
		t.Error("the first of the new results has not the focus")
	}
}

// Without scripts the page leads to the lists of all pages, and so does the
// field of other pages.
func TestSearchWithoutScripts(t *testing.T) {
	for _, o := range origins {
		b := open(t, o, look{width: wide, noScript: true})
		b.visit(t, "search.html?q=gaza")
		if !ask[bool](t, b, `!document.querySelector("form.search").checkVisibility() && document.querySelector("noscript").checkVisibility() && all(".indexes a").length >= 6`) {
			t.Errorf("from the %s: the page does not lead to the lists", o.name)
		}
	}
}

// What is written is found in the preview as soon as it is saved, on a page that
// was open before too, and what is taken away is not.
func TestSearchInPreview(t *testing.T) {
	p := serving(t)
	b := p.open("search.html#q=zinnoberwort")
	const none = `document.querySelector("form.search [role=status]").textContent.startsWith("No page")`
	first := fmt.Sprintf(`document.querySelector(".results:not([hidden]) a")?.getAttribute("href").startsWith(%q)`, fidanPage)
	p.until(b, none, "a word that is nowhere is not found")
	p.until(b, "window.preview && preview.streams === 1", "the page has its stream")
	ask[bool](t, b, `(document.querySelector("form.search [name=q]").focus(), window.stays = true)`)
	const stays = `!!window.stays && document.activeElement.name === "q"`
	before := p.read(fidan)
	p.edit(fidan, "\n---\n", "\n---\nA Zinnoberwort stands here.\n\n")
	p.until(b, first, "the new word is found")
	p.replace(fidan, before)
	p.until(b, none, "the word is not found when it is gone")
	if !ask[bool](t, b, stays) {
		t.Error("the page was loaded anew, or the field has lost the focus")
	}
	p.edit(fidan, "\n---\n", "\n---\nA Zinnoberwort stands here.\n\n")
	b.visit(t, "about.html")
	p.eventually("the new word is not found on a page that is opened", func() error {
		b.visit(t, "search.html#q=zinnoberwort")
		if got := b.answer(t, "zinnoberwort"); got.First != fidanPage {
			return fmt.Errorf("the page says %q", got.Words)
		}
		return nil
	})
}

// Words are found in every script, however they are written: the script of the
// page folds and parts them as the index does.
func TestSearchAnyScript(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		at := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	texts := map[string]string{
		"ar": "أعلنت وزارةُ الخارجيّة في القـــاهرة يوم ٢٠ أبريل عن الاتفاق.",
		"fa": "کتابخانهٔ ملی ایران در تهران است.",
		"he": "הַמֶּמְשָׁלָה התכנסה בירושלים.",
		"zh": "外交部长在北京会见了记者。协议于第3天生效。",
		"ja": "外務大臣は東京でガザについて話した。",
		"th": "รัฐมนตรีต่างประเทศแถลงข่าวที่กรุงเทพ",
		"ko": "외교부는 서울에서 발표했다.",
		"el": "Ο ΥΠΟΥΡΓΌΣ μίλησε στους δημοσιογράφους.",
		"ru": "Министр сказал: её отчёт готов.",
		"de": "Die Straßenbahn in Łódź fuhr über den Großglockner, sagte Frau Đorđević in Århus.",
		"tr": "Kılıçdaroğlu'nun İstanbul ziyareti ve ışık.",
		"vi": "Thủ tướng Nguyễn Văn Đức nói ở Hà Nội.",
		"hi": "विदेश मंत्री ने दिल्ली में कहा।",
	}
	write("dossier.yaml", "title: Scripts\nlanguage: en\n")
	for lang, text := range texts {
		write("seeds/"+lang+".txt", text+"\n")
		published := "published: \"2024\"\n"
		if lang == "ar" {
			published = "published: 2021-05-04\npublisher: صحيفة الميناء\n"
		}
		write("content/sources/"+lang+".md", fmt.Sprintf("---\nseed: %[1]s.txt\ntitle: Text in %[1]s\nlanguage: %[1]s\n%[2]s---\n", lang, published))
	}
	out := filepath.Join(dir, "public")
	if err := runIn("..", program, "build", "-C", dir, "--out", out); err != nil {
		t.Fatal(err)
	}
	s, stop, err := openSite(out)
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	for _, o := range s.origins {
		b := open(t, o, look{width: wide})
		b.visit(t, "search.html")
		for _, test := range []struct{ query, lang, lit, reason string }{
			{"وزارة", "ar", "وزارةُ", "a vowel sign is nothing"},
			{"الخارجية", "ar", "الخارجيّة", "nor is a sign of doubling"},
			{"القاهرة", "ar", "القـــاهرة", "nor a stretched line"},
			{"القاهره", "ar", "القـــاهرة", "teh marbuta is heh"},
			{"اعلنت", "ar", "أعلنت", "alef has one form"},
			{"ابريل", "ar", "أبريل", "alef has one form"},
			{"20", "ar", "٢٠", "digits are digits"},
			{"كتابخانه", "fa", "کتابخانهٔ", "kaf has one form"},
			{"ملي", "fa", "ملی", "and yeh"},
			{"הממשלה", "he", "הַמֶּמְשָׁלָה", "points are nothing"},
			{"北京", "zh", "北京", "two characters in the midst of a run"},
			{"外交部长", "zh", "外交部长", "four of them"},
			{"部", "zh", "部", "a single one"},
			{"者", "zh", "者", "the last one of a run"},
			{"3天", "zh", "3", "a digit among them"},
			{"東京", "ja", "東京", "two characters of another language"},
			{"ガザ", "ja", "ガザ", "voiced syllables"},
			{"กรุงเทพ", "th", "กรุงเทพ", "vowels above and below"},
			{"서울", "ko", "서울에서", "the beginning of a word"},
			{"서우", "ko", "서울에서", "which may end within a syllable"},
			{"υπουργος", "el", "ΥΠΟΥΡΓΌΣ", "a final sigma, an accent, capitals"},
			{"ее", "ru", "её", "two dots"},
			{"strassenbahn", "de", "Straßenbahn", "ß is ss"},
			{"lodz", "de", "Łódź", "a stroke and accents"},
			{"dordevic", "de", "Đorđević", "strokes within"},
			{"arhus", "de", "Århus", "a ring"},
			{"kilicdaroglu", "tr", "Kılıçdaroğlu", "an apostrophe ends a word"},
			{"ISTANBUL", "tr", "İstanbul", "a dotted capital"},
			{"ışık", "tr", "ışık", "dotless letters"},
			{"isik", "tr", "ışık", "and those with a dot"},
			{"nguyen van duc", "vi", "Nguyễn", "two marks on a letter"},
			{"दिल्ली", "hi", "दिल्ली", "vowel signs that are letters"},
			{"\"thủ tướng nguyễn\"", "vi", "Thủ tướng Nguyễn", "a phrase"},
			{"\"北京会见\"", "zh", "北京会见", "a phrase without spaces"},
			{"北见", "", "", "characters that do not follow one another"},
		} {
			got := b.search(t, test.query, "")
			want := "sources/" + test.lang + ".html"
			if test.lang == "" {
				if !strings.HasPrefix(got.Words, "No page") {
					t.Errorf("%s: the search for %q gives %q", test.reason, test.query, got.Paths)
				}
				continue
			}
			if got.First != want || !slices.Contains(got.Hits, test.lit) {
				t.Errorf("%s: the search for %q gives %q and lights %q, want %q and %q", test.reason, test.query, got.Paths, got.Hits, want, test.lit)
			}
		}
		b.search(t, "القاهرة", "")
		// The boxes of a text beside others of the other direction: one, if it is whole.
		const boxes = `(() => {
  const of = (node) => [...node.childNodes].flatMap((n) => (n.nodeType === 3 ? [n] : of(n)));
  return of(document.querySelector(".results .who")).map((text) => {
    const range = document.createRange();
    range.selectNodeContents(text);
    return range.getClientRects().length + " " + text.data;
  }).filter((text) => /\p{L}/u.test(text));
})()`
		if got, want := ask[[]string](t, b, boxes), []string{"1 Source", "1 صحيفة الميناء", "1 4 May 2021"}; !slices.Equal(got, want) {
			t.Errorf("what tells a result from others is %q, want %q", got, want)
		}
		b.visit(t, "sources/ar.html")
		if off := ask[float64](t, b, `document.querySelector("h1").getBoundingClientRect().right - document.querySelector(".text p").getBoundingClientRect().right`); off != 0 {
			t.Errorf("a title from right to left begins %.0f pixels beside its text", off)
		}
	}
}

// What a search loads, compressed: at most 100 KB for the first query, 50 KB for
// those that follow.
func TestSearchLoadsLittle(t *testing.T) {
	for _, s := range sites {
		o := s.origins[len(s.origins)-1]
		b := open(t, o, look{width: wide})
		b.visit(t, "search.html")
		known := 0
		loaded := func() (sum int) {
			t.Helper()
			all := ask[[]string](t, b, `performance.getEntriesByType("resource").map((e) => e.name).filter((n) => n.includes("/search/"))`)
			for _, address := range all[known:] {
				data, err := s.read(strings.TrimPrefix(address, o.base))
				if err != nil {
					t.Fatal(err)
				}
				var zipped bytes.Buffer
				w, err := gzip.NewWriterLevel(&zipped, gzip.BestCompression)
				if err != nil {
					t.Fatal(err)
				}
				if _, err := w.Write(data); err != nil {
					t.Fatal(err)
				}
				if err := w.Close(); err != nil {
					t.Fatal(err)
				}
				sum += zipped.Len()
			}
			known = len(all)
			return sum
		}
		most := 100 << 10
		for _, query := range []string{"the minister", "harbour", "a", "ministers of the", "customs ser", "n", "report turkey"} {
			b.search(t, query, "")
			n := loaded()
			if n > most {
				t.Errorf("%s: the search for %q loads %d bytes, at most %d are wanted", s.dir, query, n, most)
			}
			t.Logf("%s: %q loads %d bytes", filepath.Base(s.dir), query, n)
			most = 50 << 10
		}
	}
}
