package render

import (
	"bytes"
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"dossier/internal/dossier"
	"dossier/internal/edtf"
	"dossier/internal/paths"
)

// PathsView is the page that finds the shortest ways between two entities, and
// without scripts leads to the network.
type PathsView struct {
	Frame    *Frame
	Entities int
	Ties     int
	Kinds    []PathsKind
}

// PathsKind is a kind of page that ways lead over, or that joins: in the order
// of the kinds in the index of the ways.
type PathsKind struct{ One, Sign string }

func (p *Planner) paths(sh *sheet) any {
	v := &PathsView{Entities: len(p.d.Entities), Ties: len(p.connections())}
	for _, k := range p.kinds {
		v.Kinds = append(v.Kinds, PathsKind{k.One, k.Sign})
	}
	v.Frame = sh.keyedFrame("paths")
	return v
}

// pathsFrom is the address of the ways from an entity; empty where nothing joins
// it with another one.
func (sh *sheet) pathsFrom(e *dossier.Entity) string {
	joins := func(c *dossier.Claim) bool { return (&paths.Tie{Kind: paths.Claim, Claim: c}).Joins() }
	if len(sh.p.tiesOf(e)) == 0 && !slices.ContainsFunc(e.Claims, joins) {
		return ""
	}
	return sh.text.join(sh.root, "paths.html#from=", e.Kind.Folder, "/", url.QueryEscape(e.ID))
}

// The files that the page of the ways loads call dossierPaths with their names
// and a value, so that they work as classic scripts from a disk.
//
// paths/index.js has who is joined with whom: the folders of the kinds; how many
// entities of which kind follow one another; the title of each and, behind a tab,
// its id where that is not made of the title; and of each tie the places of its
// entities among these. What a tie is, and what it rests on, stands in the files
// paths/ties-0.js and so on, of tiesPerFile each, so that an answer loads a few of
// them, and that what is edited at one tie changes one file alone. A tie is
// written there as a list, whose end is left out where it is empty:
//
//	0  the kind of the event or claim, as a place among the kinds; -1 for other ties
//	1  its title; or the type of a relation, the title of an office, nothing for a part
//	2  its id; or the place of the entity whose relation or office it is, or which is the part
//	3  when that was, in words
//	4  words of a source; nothing where it cites a whole source, null where the words may not be shown
//	5  the address of these words, or of the source
//	6  their language, where it is not that of the site
//	7  their direction, likewise
//	8  the title of the source
//	9  who published it, and when
const (
	pathsIndex  = "index"
	tiesPerFile = 32
)

func pathsFile(name string) string { return "paths/" + name + ".js" }

// tiesFile names the file that has a tie.
func tiesFile(tie int) string { return "ties-" + strconv.Itoa(tie/tiesPerFile) }

// pathsJobs lists the files of ties: those that have a tie of a page that is
// wanted.
func (p *Planner) pathsJobs(want func(path string) bool) []Job {
	var jobs []Job
	ties := p.connections()
	for from := 0; from < len(ties); from += tiesPerFile {
		some := ties[from:min(from+tiesPerFile, len(ties))]
		if slices.ContainsFunc(some, func(t paths.Tie) bool { return want(t.Item().URL) }) {
			name := tiesFile(from)
			jobs = append(jobs, Job{pathsFile(name), "", p, func() []byte { return p.tiesData(name, some) }})
		}
	}
	return jobs
}

// pathsIndexData changes with what an entry says of others, which concerns all
// pages: so it is made with them, and at no other time.
func (p *Planner) pathsIndexData() []byte {
	var index struct {
		Kinds []string  `json:"kinds"`
		Runs  [][2]int  `json:"runs"` // kind, number
		Names []string  `json:"names"`
		Ties  [][]int32 `json:"ties"`
	}
	places := map[string]int{}
	index.Kinds = []string{}
	for i, k := range p.kinds {
		places[k.Folder] = i
		index.Kinds = append(index.Kinds, k.Folder)
	}
	index.Runs, index.Names, index.Ties = [][2]int{}, make([]string, 0, len(p.d.Entities)), [][]int32{}
	for _, e := range p.d.Entities {
		k := places[e.Kind.Folder]
		if n := len(index.Runs); n > 0 && index.Runs[n-1][0] == k {
			index.Runs[n-1][1]++
		} else {
			index.Runs = append(index.Runs, [2]int{k, 1})
		}
		name := strings.Join(strings.Fields(e.Title), " ")
		if made, ok := plainID(name); !ok || made != e.ID {
			name += "\t" + e.ID
		}
		index.Names = append(index.Names, name)
	}
	g := paths.New(p.d)
	for t := range g.Ties() {
		index.Ties = append(index.Ties, g.Members(t))
	}
	return pathsData(pathsIndex, index)
}

// plainID is the id that is made of a title by small letters and hyphens; it is
// false for titles with letters of which it is a question what the small one is.
func plainID(title string) (string, bool) {
	for i := range len(title) {
		if title[i] >= 0x80 {
			return "", false
		}
	}
	return strings.ReplaceAll(strings.ToLower(title), " ", "-"), true
}

func pathsData(name string, value any) []byte {
	var b bytes.Buffer
	b.WriteString(`dossierPaths("` + name + `",`)
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(value); err != nil {
		panic(err) // it holds strings and numbers alone
	}
	b.Truncate(b.Len() - 1) // the end of the line
	b.WriteString(")\n")
	return b.Bytes()
}

func (p *Planner) tiesData(name string, ties []paths.Tie) []byte {
	sh := p.sheet("paths.html")
	defer p.done(sh)
	rank := p.bonds().rank
	list := make([][]any, len(ties))
	for i := range ties {
		t := &ties[i]
		record := make([]any, 0, 10)
		if it := t.Item(); t.Of == nil {
			record = append(record, slices.IndexFunc(p.kinds, func(k dossier.Kind) bool { return k.Folder == it.Kind.Folder }), it.Title, it.ID)
		} else {
			record = append(record, -1, t.Words(), rank[t.Of])
		}
		record = append(record, p.stretch(t.Dates()))
		record = append(record, sh.tieEvidence(t.Evidence())...)
		for record[len(record)-1] == "" {
			record = record[:len(record)-1]
		}
		list[i] = record
	}
	return pathsData(name, list)
}

// stretch is a time in words: a date, or from when until when.
func (p *Planner) stretch(from, until edtf.Date) string {
	var words [2]string
	for i, d := range [...]edtf.Date{from, until} {
		if date := p.date(d); date != nil {
			words[i] = date.Words
		}
	}
	if words[1] == "" {
		return words[0]
	}
	return strings.TrimSpace(words[0] + " – " + words[1])
}

// tieEvidence is what a file of ties has of evidence: the first that supports what
// it is brought for and whose words may be shown, else the first of these, else
// the first of all.
func (sh *sheet) tieEvidence(list []*dossier.EvidenceItem) []any {
	best, most := (*dossier.EvidenceItem)(nil), -1
	var words any
	for _, e := range list {
		worth, text := 0, any("")
		if e.Quotation != nil {
			text = nil
			if shown, ok := sh.passageText(e.Quotation.Passage); ok {
				worth, text = 1, shown
				if e.Stance != dossier.Disputes {
					worth = 2
				}
			}
		}
		if worth > most {
			best, most, words = e, worth, text
		}
	}
	if best == nil {
		return nil
	}
	ref := sh.reference(best.Source)
	at := ref.Link.URL
	if most > 0 {
		at += "#" + best.Quotation.Passage.Fragment
	}
	rest := slices.DeleteFunc([]string{ref.Publisher, sh.dateWords(best.Source.Published)}, func(s string) bool { return s == "" })
	return []any{words, at, ref.Lang, ref.Dir, ref.Link.Label, strings.Join(rest, " · ")}
}
