package render

import (
	"bytes"
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"dossier/internal/dossier"
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
	return sh.text.join(sh.root, pathsPage+"#from=", pathsEnd(e))
}

// The files that the page of the ways loads call dossierPaths with their names
// and a value, so that they work as classic scripts from a disk.
//
// paths/index.js has who is joined with whom: of each entity its kind, as a place
// among the kinds of the page, its name, which no other one has, and its address
// without .html, parted by tabs; and of each tie the places of its entities among
// these. What a tie is, and what it rests on, stands in the files paths/ties-0.js
// and so on, of tiesPerFile each, so that an answer loads a few of them, and that
// what is edited at one tie changes one file alone. There a tie
// is what it is and, where it has evidence, words of a source with their reference:
// each a list of texts and elements. An element is a list of its name, its
// attributes and what stands in it; a list of one is a key of the interface words
// that the page brings along.
const (
	pathsPage   = "paths.html"
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

func (p *Planner) pathsIndexJob() Job {
	return Job{pathsFile(pathsIndex), "", p, p.pathsIndexData}
}

// pathsIndexData changes with what an entry says of others, which concerns all
// pages: so it is made with them, and at no other time.
func (p *Planner) pathsIndexData() []byte {
	var index struct {
		Names []string  `json:"names"`
		Ties  [][]int32 `json:"ties"`
	}
	index.Names, index.Ties = make([]string, 0, len(p.d.Entities)), [][]int32{}
	taken := make(map[string]bool, len(p.d.Entities))
	for _, e := range p.d.Entities {
		k := slices.IndexFunc(p.kinds, func(k dossier.Kind) bool { return k.Folder == e.Kind.Folder })
		name := strings.Join(strings.Fields(e.Title), " ")
		if taken[strings.ToLower(name)] {
			name += " (" + e.Kind.Folder + "/" + e.ID + ")"
		}
		taken[strings.ToLower(name)] = true
		index.Names = append(index.Names, strconv.Itoa(k)+"\t"+name+"\t"+pathsEnd(e))
	}
	g := paths.New(p.d)
	for t := range g.Ties() {
		index.Ties = append(index.Ties, g.Members(t))
	}
	return pathsData(pathsIndex, index)
}

// pathsEnd is the address of an entity's page without .html, and how an address
// of the ways names an end: what differs between the two is escaped.
func pathsEnd(e *dossier.Entity) string {
	escaped := func(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }
	return escaped(e.Kind.Folder) + "/" + escaped(e.ID)
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
	sh := p.sheet(pathsPage)
	defer p.done(sh)
	list := make([][][]any, len(ties))
	for i := range ties {
		list[i] = append(list[i], sh.tieParts(&ties[i]))
		if evidence := sh.tieEvidence(ties[i].Evidence()); evidence != nil {
			list[i] = append(list[i], evidence)
		}
	}
	return pathsData(name, list)
}

// element is one as the files of ties have it.
func element(name string, attributes map[string]string, content ...any) []any {
	return append([]any{name, attributes}, content...)
}

func linked(address, words string) []any {
	return element("a", map[string]string{"href": address}, words)
}

// tieParts tell what a tie is: a link to the event or the claim, or to whose
// relation, office or part it is, and when that was.
func (sh *sheet) tieParts(t *paths.Tie) []any {
	it := t.Item()
	parts := []any{linked(escapedPath(it.URL), it.Title)}
	switch {
	case t.Kind == paths.Part:
		parts = append(parts, ": ", []any{"part"})
	case t.Of != nil:
		parts = append(parts, ": "+t.Words())
	}
	from, until := t.Dates()
	first, last := sh.dateWords(from), sh.dateWords(until)
	if last != "" {
		last = "– " + last
	}
	if when := strings.TrimSpace(first + " " + last); when != "" {
		parts = append(parts, " ("+when+")")
	}
	return parts
}

// tieEvidence is one piece of evidence: the first whose words may be shown, rather
// one that does not dispute what it is brought for; else the first of all.
func (sh *sheet) tieEvidence(list []*dossier.EvidenceItem) []any {
	best, words, most := (*dossier.EvidenceItem)(nil), "", -1
	for _, e := range list {
		worth, text := 0, ""
		if e.Quotation != nil {
			if shown, ok := sh.passageText(e.Quotation.Passage); ok {
				worth, text = 1+btoi(e.Stance != dossier.Disputes), shown
			}
		}
		if worth > most {
			best, words, most = e, text, worth
		}
	}
	if best == nil {
		return nil
	}
	ref := sh.reference(best.Source)
	script := map[string]string{}
	for key, value := range map[string]string{"lang": ref.Lang, "dir": ref.Dir} {
		if value != "" {
			script[key] = value
		}
	}
	var parts []any
	switch {
	case most > 0:
		at := ref.Link.URL + "#" + best.Quotation.Passage.Fragment
		parts = append(parts, element("blockquote", script, element("p", map[string]string{}, linked(at, words))))
	case best.Quotation != nil:
		parts = append(parts, element("p", map[string]string{"class": "withheld"}, []any{"withheld"}))
	}
	from := element("p", map[string]string{"class": "from"}, element("cite", script, linked(ref.Link.URL, ref.Link.Label)))
	if ref.Publisher != "" {
		from = append(from, " · ", element("bdi", map[string]string{}, ref.Publisher))
	}
	if when := sh.dateWords(best.Source.Published); when != "" {
		from = append(from, " · "+when)
	}
	return append(parts, from)
}
