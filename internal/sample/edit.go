package sample

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing/fstest"
)

// EditEvidence changes one thing that claims rest on in the files of a generated
// dossier, which may have been changed before, and says what. Most of the edits
// leave a dossier without errors; quotations are taken from the texts as they are.
func EditEvidence(r *rand.Rand, files fstest.MapFS) string {
	e := editor{r, files}
	switch r.IntN(10) {
	case 0:
		return e.origin()
	case 1, 2, 3:
		return e.evidence()
	case 4:
		return e.turn("stance", "stance: supports", "stance: disputes", "stance: mentions")
	case 5:
		return e.turn("credibility", "credibility: 1", "credibility: 2", "credibility: 3", "credibility: 4", "credibility: 5", "credibility: 6")
	case 6:
		return e.drop("    value: ", "    origin: ", "    same_as: ", "    said: ", "    speaker: ")
	case 7, 8:
		return e.annotation()
	}
	return e.correction()
}

type editor struct {
	r     *rand.Rand
	files fstest.MapFS
}

// pick gives a file of one of the folders of content/, or nothing.
func (e editor) pick(folders ...string) string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(e.files)) {
		if part := strings.Split(name, "/"); len(part) == 3 && part[0] == "content" && slices.Contains(folders, part[1]) {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return pick(e.r, names)
}

func (e editor) text(name string) string {
	if f := e.files[name]; f != nil {
		return string(f.Data)
	}
	return ""
}

func (e editor) put(name, text string) {
	e.files[name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
}

func idOf(name string) string {
	return strings.TrimSuffix(name[strings.LastIndexByte(name, '/')+1:], ".md")
}

func (e editor) entity() string { return idOf(e.pick("people", "organizations", "places")) }

// quotation gives a source and words of its text; the words may stand there twice.
func (e editor) quotation() (source, words string) {
	source = idOf(e.pick("sources"))
	list := strings.Fields(e.text("seeds/" + source + ".txt"))
	if len(list) < 20 {
		return source, "words that nobody wrote"
	}
	from := e.r.IntN(len(list) - 10)
	return source, strings.Join(list[from:from+10], " ")
}

var (
	originLine    = regexp.MustCompile(`(?m)^origin: .*\n`)
	publisherLine = regexp.MustCompile(`(?m)^publisher: .*\n`)
)

// origin gives a source another origin: an agency, an entity, a source, two of them,
// or none; or another publisher.
func (e editor) origin() string {
	name := e.pick("sources")
	if name == "" {
		return "nothing"
	}
	line := ""
	switch e.r.IntN(6) {
	case 0:
		line = fmt.Sprintf("origin: %q\n", pick(e.r, agencies))
	case 1:
		line = fmt.Sprintf("origin: %s\n", e.entity())
	case 2:
		line = fmt.Sprintf("origin: %s\n", idOf(e.pick("sources"))) // itself at times, or round in a circle
	case 3:
		line = fmt.Sprintf("origin: [%q, %s]\n", pick(e.r, agencies), e.entity())
	case 4:
		publisher := fmt.Sprintf("publisher: %q\n", pick(e.r, agencies))
		e.put(name, publisherLine.ReplaceAllString(e.text(name), publisher))
		return fmt.Sprintf("%q in %s", strings.TrimSpace(publisher), name)
	}
	e.put(name, strings.Replace(originLine.ReplaceAllString(e.text(name), ""), "---\ntitle: ", "---\n"+line+"title: ", 1))
	return fmt.Sprintf("%q in %s", strings.TrimSpace(line), name)
}

// evidence brings a piece of evidence for an event or a claim.
func (e editor) evidence() string {
	name := e.pick("events", "claims", "claims")
	if name == "" {
		return "nothing"
	}
	source, words := e.quotation()
	item := fmt.Sprintf("evidence:\n  - cite: %s\n    quote: %q\n", source, words)
	add := func(format string, args ...any) { item += "    " + fmt.Sprintf(format, args...) + "\n" }
	if e.r.IntN(4) > 0 {
		add("stance: %s", pick(e.r, []string{"supports", "disputes", "mentions"}))
	}
	if e.r.IntN(2) == 0 {
		add("credibility: %d", 1+e.r.IntN(6))
	}
	if e.r.IntN(2) == 0 {
		add("speaker: %s", e.entity())
		add("said: %q", fmt.Sprintf("2012-%02d", 1+e.r.IntN(12)))
	}
	switch e.r.IntN(4) {
	case 0:
		add("origin: %q", pick(e.r, agencies))
	case 1:
		add("origin: [%s, %s]", e.entity(), idOf(e.pick("sources")))
	}
	switch e.r.IntN(4) {
	case 0:
		add("value: {date: %q}", fmt.Sprintf("2012-01-%02d", 1+e.r.IntN(28)))
	case 1:
		add("value: [{number: %q, unit: people}, {text: %q, of: place}]", fmt.Sprintf(">=%d", e.r.IntN(500)), pick(e.r, topics))
	case 2:
		add("value: {number: \"%d\", unit: people, of: present, at: \"2012\"}", e.r.IntN(500))
	}
	if e.r.IntN(3) == 0 {
		other, same := e.quotation()
		add("same_as: {cite: %s, quote: %q}", other, same)
	}
	e.put(name, strings.Replace(e.text(name), "evidence:\n", item, 1))
	return "evidence of " + name
}

// turn writes one of some words over another, at one of the places of a file.
func (e editor) turn(what string, words ...string) string {
	name := e.pick("events", "claims", "claims")
	list := strings.SplitAfter(e.text(name), "\n")
	var at []int
	for i, line := range list {
		if strings.Contains(line, what+": ") {
			at = append(at, i)
		}
	}
	if len(at) == 0 {
		return "nothing"
	}
	list[pick(e.r, at)] = "    " + pick(e.r, words) + "\n"
	e.put(name, strings.Join(list, ""))
	return what + " in " + name
}

// drop takes out a line that begins with one of some words.
func (e editor) drop(begins ...string) string {
	name := e.pick("events", "claims", "claims")
	list := strings.SplitAfter(e.text(name), "\n")
	begin := pick(e.r, begins)
	i := slices.IndexFunc(list, func(line string) bool { return strings.HasPrefix(line, begin) })
	if i < 0 {
		return "nothing"
	}
	e.put(name, strings.Join(slices.Delete(list, i, i+1), ""))
	return fmt.Sprintf("no more %q in %s", strings.TrimSpace(begin), name)
}

// annotation puts a note on words of a source that somebody spoke, beside others.
func (e editor) annotation() string {
	source, words := e.quotation()
	other, same := e.quotation()
	name := "content/sources/" + source + ".md"
	if e.files[name] == nil {
		return "nothing"
	}
	data := fmt.Sprintf("speaker: %s, said: \"2012-%02d\"", e.entity(), 1+e.r.IntN(12))
	if e.r.IntN(2) == 0 {
		data += fmt.Sprintf(", same_as: [{cite: %s, quote: %q}]", other, same)
	}
	e.put(name, strings.TrimRight(e.text(name), "\n")+fmt.Sprintf("\n\n> %s\n{%s}\n\nSpoken words.\n", words, data))
	return "utterance in " + name
}

var correctionLine = regexp.MustCompile(`(?m)^correction: .*\n`)

// correction tells readers of a page that something was put right.
func (e editor) correction() string {
	name := e.pick("people", "organizations", "places", "events", "claims", "sources")
	if name == "" {
		return "nothing"
	}
	line := fmt.Sprintf("correction: [{date: \"2013-%02d\", note: Figure %d was wrong.}]\n", 1+e.r.IntN(12), e.r.IntN(9))
	e.put(name, strings.Replace(correctionLine.ReplaceAllString(e.text(name), ""), "---\ntitle: ", "---\n"+line+"title: ", 1))
	return "correction of " + name
}
