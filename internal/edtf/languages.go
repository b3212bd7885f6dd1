package edtf

import "strings"

// lexicons are the languages that dates can be worded in, by their tags.
var lexicons = map[string]*Lexicon{"ar": Arabic, "de": German, "en": English, "tr": Turkish}

// LexiconFor returns the lexicon of a language (a BCP 47 tag), that of the
// language itself for a variety of it, and English for a language that has none.
func LexiconFor(lang string) *Lexicon {
	base, _, _ := strings.Cut(strings.ToLower(lang), "-")
	if lex := lexicons[base]; lex != nil {
		return lex
	}
	return English
}

// Arabic is Modern Standard Arabic with the month names that Egypt, the Gulf and
// international media use, and European digits. Whatever follows a preposition
// here is written alike in all cases.
var Arabic = &Lexicon{
	Months: [12]string{
		"يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو",
		"يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر",
	},
	Seasons:  [4]string{"ربيع", "صيف", "خريف", "شتاء"},
	Ordinals: [4]string{"الأول", "الثاني", "الثالث", "الرابع"},

	AD:           "{year} م",
	BC:           "{year} ق.م",
	Thousands:    ",",
	Decade:       "العقد البادئ عام {year}",
	FirstDecade:  "العقد من {from} إلى {to}",
	Century:      "القرن البادئ عام {year}",
	Years:        "الأعوام من {from} إلى {to}",
	YearPattern:  "عام على النمط {year}",
	UnknownYear:  "عام مجهول",
	Significant:  "{year} (الأرقام ذات الدلالة: {digits}، من {from} إلى {to})",
	Significant1: "{year} (الأرقام ذات الدلالة: {digits}، من {from} إلى {to})",
	Exact:        "{year} (الأرقام ذات الدلالة: {digits})",
	Exact1:       "{year} (الأرقام ذات الدلالة: {digits})",

	MonthYear:         "{month} {year}",
	MonthInYears:      "{month} في {years}",
	DayNumber:         "{day}",
	DayMonthYear:      "{day} {month} {year}",
	DayMonthInYears:   "{day} {month} في {years}",
	DayMonth:          "{day} {month}",
	DayAlone:          "{day}",
	DayOfUnknownMonth: "اليوم {day} من شهر مجهول، {year}",
	SeasonYear:        "{season} {year}",
	SeasonInYears:     "{season} في {years}",
	Northern:          "{date} (نصف الكرة الشمالي)",
	Southern:          "{date} (نصف الكرة الجنوبي)",
	Quarter:           "الربع {ordinal} من {year}",
	Quadrimester:      "الثلث {ordinal} من {year}",
	Semester:          "النصف {ordinal} من {year}",
	MonthUnknown:      "{date} (الشهر مجهول)",
	DayUnknown:        "{date} (اليوم مجهول)",
	MonthDayUnknown:   "{date} (الشهر واليوم مجهولان)",
	MonthWithin:       "{date} (شهر من {from} إلى {to})",
	DayWithin:         "{date} (يوم من {from} إلى {to})",

	DateTime: "{date}، الساعة {time}",
	UTC:      "{time} بالتوقيت العالمي",
	Offset:   "{time} (UTC{offset})",

	Uncertain:                "{date} (غير مؤكد)",
	Approximate:              "نحو {date}",
	UncertainApproximate:     "نحو {date} (غير مؤكد)",
	PartUncertain:            "{part} (غير مؤكد)",
	PartApproximate:          "{part} (تقريبًا)",
	PartUncertainApproximate: "{part} (تقريبًا وغير مؤكد)",
	YearUncertain:            "{year} (العام غير مؤكد)",
	YearApproximate:          "{year} (العام تقريبي)",
	YearUncertainApproximate: "{year} (العام تقريبي وغير مؤكد)",

	FromTo:        "من {from} إلى {to}",
	BothUncertain: "{date} (كلاهما غير مؤكد)",
	FromOn:        "ابتداءً من {from}",
	Until:         "حتى {to}",
	EndUnknown:    "من {from}، والنهاية مجهولة",
	StartUnknown:  "حتى {to}، والبداية مجهولة",

	Between:       "بين {from} و{to}",
	OneOf:         "أحد التواريخ: {list}",
	AllOf:         "جميع التواريخ: {list}",
	ListSeparator: "، ",
	OrPair:        "{a} أو {b}",
	OrLast:        "{a} أو {b}",
	AndPair:       "{a} و{b}",
	AndLast:       "{a} و{b}",
	OrEarlier:     "{date} أو قبله",
	OrLater:       "{date} أو بعده",
	AndEarlier:    "{date} وما قبله",
	AndLater:      "{date} وما بعده",

	Undated: "بلا تاريخ",
}

// German leaves out articles and puts spans of years after a comma, so that no
// word has to be declined.
var German = &Lexicon{
	Months: [12]string{
		"Januar", "Februar", "März", "April", "Mai", "Juni",
		"Juli", "August", "September", "Oktober", "November", "Dezember",
	},
	Seasons:  [4]string{"Frühjahr", "Sommer", "Herbst", "Winter"},
	Ordinals: [4]string{"1.", "2.", "3.", "4."},

	AD:           "{year} n. Chr.",
	BC:           "{year} v. Chr.",
	Thousands:    ".",
	Decade:       "{year}er-Jahre",
	FirstDecade:  "Jahrzehnt von {from} bis {to}",
	Century:      "Jahrhundert ab {year}",
	Years:        "Jahre {from} bis {to}",
	YearPattern:  "ein Jahr der Form {year}",
	UnknownYear:  "unbekanntes Jahr",
	Significant:  "{year}, auf {digits} Stellen genau ({from} bis {to})",
	Significant1: "{year}, auf {digits} Stelle genau ({from} bis {to})",
	Exact:        "{year}, auf {digits} Stellen genau",
	Exact1:       "{year}, auf {digits} Stelle genau",

	MonthYear:         "{month} {year}",
	MonthInYears:      "{month}, {years}",
	DayNumber:         "{day}.",
	DayMonthYear:      "{day} {month} {year}",
	DayMonthInYears:   "{day} {month}, {years}",
	DayMonth:          "{day} {month}",
	DayAlone:          "{day}",
	DayOfUnknownMonth: "{day} Tag eines unbekannten Monats, {year}",
	SeasonYear:        "{season} {year}",
	SeasonInYears:     "{season}, {years}",
	Northern:          "{date} (Nordhalbkugel)",
	Southern:          "{date} (Südhalbkugel)",
	Quarter:           "{ordinal} Quartal {year}",
	Quadrimester:      "{ordinal} Jahresdrittel {year}",
	Semester:          "{ordinal} Halbjahr {year}",
	MonthUnknown:      "{date} (Monat unbekannt)",
	DayUnknown:        "{date} (Tag unbekannt)",
	MonthDayUnknown:   "{date} (Monat und Tag unbekannt)",
	MonthWithin:       "{date} (ein Monat von {from} bis {to})",
	DayWithin:         "{date} (ein Tag vom {from}. bis zum {to}.)",

	DateTime: "{date}, {time}",
	UTC:      "{time} UTC",
	Offset:   "{time} (UTC{offset})",

	Uncertain:                "{date} (unsicher)",
	Approximate:              "etwa {date}",
	UncertainApproximate:     "etwa {date} (unsicher)",
	PartUncertain:            "{part} (unsicher)",
	PartApproximate:          "{part} (ungefähr)",
	PartUncertainApproximate: "{part} (ungefähr und unsicher)",
	YearUncertain:            "{year} (Jahr unsicher)",
	YearApproximate:          "{year} (Jahr ungefähr)",
	YearUncertainApproximate: "{year} (Jahr ungefähr und unsicher)",

	FromTo:        "{from} bis {to}",
	BothUncertain: "{date} (beides unsicher)",
	FromOn:        "ab {from}",
	Until:         "bis {to}",
	EndUnknown:    "ab {from}, Ende unbekannt",
	StartUnknown:  "bis {to}, Beginn unbekannt",

	Between:       "zwischen {from} und {to}",
	OneOf:         "entweder {list}",
	AllOf:         "{list} (alle)",
	ListSeparator: ", ",
	OrPair:        "{a} oder {b}",
	OrLast:        "{a} oder {b}",
	AndPair:       "{a} und {b}",
	AndLast:       "{a} und {b}",
	OrEarlier:     "{date} oder früher",
	OrLater:       "{date} oder später",
	AndEarlier:    "{date} und früher",
	AndLater:      "{date} und später",

	Undated: "undatiert",
}

// Turkish puts no suffix on a number, as its vowels would depend on how the
// number is read: 1960'lar, but 1970'ler.
var Turkish = &Lexicon{
	Months: [12]string{
		"Ocak", "Şubat", "Mart", "Nisan", "Mayıs", "Haziran",
		"Temmuz", "Ağustos", "Eylül", "Ekim", "Kasım", "Aralık",
	},
	Seasons:  [4]string{"ilkbahar", "yaz", "sonbahar", "kış"},
	Ordinals: [4]string{"1.", "2.", "3.", "4."},

	AD:           "MS {year}",
	BC:           "MÖ {year}",
	Thousands:    ".",
	Decade:       "{year} yılında başlayan on yıl",
	FirstDecade:  "{from}–{to} arasındaki on yıl",
	Century:      "{year} yılında başlayan yüzyıl",
	Years:        "{from}–{to} yılları",
	YearPattern:  "{year} biçiminde bir yıl",
	UnknownYear:  "bilinmeyen bir yıl",
	Significant:  "{year} ({digits} anlamlı basamak, {from}–{to})",
	Significant1: "{year} ({digits} anlamlı basamak, {from}–{to})",
	Exact:        "{year} ({digits} anlamlı basamak)",
	Exact1:       "{year} ({digits} anlamlı basamak)",

	MonthYear:         "{month} {year}",
	MonthInYears:      "{month} ({years})",
	DayNumber:         "{day}",
	DayMonthYear:      "{day} {month} {year}",
	DayMonthInYears:   "{day} {month} ({years})",
	DayMonth:          "{day} {month}",
	DayAlone:          "{day}",
	DayOfUnknownMonth: "bilinmeyen bir ayın {day}. günü, {year}",
	SeasonYear:        "{season} {year}",
	SeasonInYears:     "{season} ({years})",
	Northern:          "{date} (Kuzey Yarımküre)",
	Southern:          "{date} (Güney Yarımküre)",
	Quarter:           "{year}, {ordinal} çeyrek",
	Quadrimester:      "{year}, {ordinal} dört aylık dönem",
	Semester:          "{year}, {ordinal} yarıyıl",
	MonthUnknown:      "{date} (ayı bilinmiyor)",
	DayUnknown:        "{date} (günü bilinmiyor)",
	MonthDayUnknown:   "{date} (ayı ve günü bilinmiyor)",
	MonthWithin:       "{date} ({from}–{to} arasında bir ay)",
	DayWithin:         "{date} ({from}–{to} arasında bir gün)",

	DateTime: "{date}, {time}",
	UTC:      "{time} UTC",
	Offset:   "{time} (UTC{offset})",

	Uncertain:                "{date} (kesin değil)",
	Approximate:              "yaklaşık {date}",
	UncertainApproximate:     "yaklaşık {date} (kesin değil)",
	PartUncertain:            "{part} (kesin değil)",
	PartApproximate:          "{part} (yaklaşık)",
	PartUncertainApproximate: "{part} (yaklaşık, kesin değil)",
	YearUncertain:            "{year} (yıl kesin değil)",
	YearApproximate:          "{year} (yıl yaklaşık)",
	YearUncertainApproximate: "{year} (yıl yaklaşık, kesin değil)",

	FromTo:        "{from} – {to}",
	BothUncertain: "{date} (ikisi de kesin değil)",
	FromOn:        "{from} tarihinden itibaren",
	Until:         "{to} tarihine kadar",
	EndUnknown:    "{from} tarihinden itibaren, sonu bilinmiyor",
	StartUnknown:  "{to} tarihine kadar, başlangıcı bilinmiyor",

	Between:       "{from} ile {to} arasında",
	OneOf:         "şunlardan biri: {list}",
	AllOf:         "hepsi: {list}",
	ListSeparator: ", ",
	OrPair:        "{a} veya {b}",
	OrLast:        "{a} veya {b}",
	AndPair:       "{a} ve {b}",
	AndLast:       "{a} ve {b}",
	OrEarlier:     "{date} veya öncesi",
	OrLater:       "{date} veya sonrası",
	AndEarlier:    "{date} ve öncesi",
	AndLater:      "{date} ve sonrası",

	Undated: "tarihsiz",
}
