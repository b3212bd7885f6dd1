package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"dossier/internal/build"
	"dossier/internal/dossier"
	"dossier/internal/match"
	"dossier/internal/paths"
)

// pathTies is how many of the ties between two entities the text names; JSON has all.
const pathTies = 3

func (a *app) pathCommand() *cobra.Command {
	var f struct {
		format string
		most   int
		drafts bool
	}
	c := &cobra.Command{
		Use:   "path A B",
		Short: "Tell how two entities are connected",
		Long: `Path finds the shortest ways from one person, organization or place to another:
over relations, offices, wholes and their parts, events in which both took part,
and claims about both. Each step comes with the words that it rests on. Where an
event took place joins nobody, and that a place lies in another one neither.

A and B are ids, titles or aliases, or paths as people/hakan-fidan.`,
		Example: "  dossier path hakan-fidan \"Ismail Haniyeh\"\n  dossier path people/hakan-fidan hamas --format json --most 3",
		Args:    wanting(2, "the names of two entries", "a name of several words stands in quotes: dossier path hakan-fidan \"Ismail Haniyeh\""),
		RunE: func(_ *cobra.Command, args []string) error {
			return a.path(args[0], args[1], f.format, f.most, f.drafts)
		},
	}
	c.Flags().StringVar(&f.format, "format", "text", "text or json")
	c.Flags().IntVar(&f.most, "most", 10, "how many ways are listed, at most")
	c.Flags().BoolVar(&f.drafts, "drafts", false, "take entries marked as drafts into account")
	return c
}

func (a *app) path(from, to, format string, most int, drafts bool) error {
	printers := map[string]func(io.Writer, *dossier.Entity, *dossier.Entity, paths.Ways) error{"text": printWays, "json": printWaysJSON}
	printed := printers[format]
	switch {
	case printed == nil:
		return &failure{code: exitUsage, err: fmt.Errorf("there is no format %q", format), hint: "the formats are text and json"}
	case most < 1:
		return &failure{code: exitUsage, err: fmt.Errorf("--most is %d", most), hint: "list one way at least"}
	}
	options, root, err := a.open(build.Options{Drafts: drafts, Progress: a.err.progress()})
	if err != nil {
		return err
	}
	defer root.Close()
	project, d, diags, err := build.Resolve(a.ctx, options)
	if err != nil {
		return failed(err)
	}
	if a.flawed(diags, false) {
		a.err.diagnostics(diags)
		fmt.Fprintf(a.err, "%s; ways are found in a dossier without errors\n", tally(diags))
		return nil
	}
	x, err := entityCalled(project, d, from)
	if err != nil {
		return err
	}
	y, err := entityCalled(project, d, to)
	if err != nil {
		return err
	}
	if err := printed(a.out, x, y, paths.New(d).Between(x, y, most)); err != nil {
		return failed(fmt.Errorf("printing the ways: %w", err))
	}
	return nil
}

func entityPath(e *dossier.Entity) string { return e.Kind.Folder + "/" + e.ID }

// entityCalled finds the entity that words mean, as a link would: by path, else by
// id, title or alias letter by letter, else by title or alias with case and accents
// folded.
func entityCalled(p *dossier.Project, d *dossier.Dossier, words string) (*dossier.Entity, error) {
	var found []*dossier.Entity
	fold := match.Fold(words)
	for _, fits := range []func(*dossier.Entity) bool{
		func(e *dossier.Entity) bool { return entityPath(e) == words },
		func(e *dossier.Entity) bool {
			return e.ID == words || e.Title == words || slices.Contains(e.Aliases, words)
		},
		func(e *dossier.Entity) bool {
			return fold != "" && (match.Fold(e.Title) == fold || slices.ContainsFunc(e.Aliases, func(s string) bool { return match.Fold(s) == fold }))
		},
	} {
		for _, e := range d.Entities {
			if fits(e) {
				found = append(found, e)
			}
		}
		if len(found) > 0 {
			break
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return nil, unknownEntity(p, d, words)
	}
	ways := make([]string, len(found))
	for i, e := range found {
		ways[i] = entityPath(e) + " (" + oneLine(e.Title) + ")"
	}
	return nil, &failure{
		code: exitUsage, err: fmt.Errorf("%q fits %d entries", words, len(found)),
		hint: "write which one is meant: " + strings.Join(ways, " or "),
	}
}

func unknownEntity(p *dossier.Project, d *dossier.Dossier, words string) error {
	f := &failure{code: exitUsage, err: fmt.Errorf("no person, organization or place is called %q", words)}
	called := func(e *dossier.Entry) bool {
		return e.ID == words || e.Folder+"/"+e.ID == words || e.Title.Value == words
	}
	if i := slices.IndexFunc(p.Drafts, called); i >= 0 {
		f.hint = fmt.Sprintf("%s is a draft: --drafts takes it into account", p.Drafts[i].File)
		return f
	}
	if i := slices.IndexFunc(p.Entries, called); i >= 0 {
		f.hint = fmt.Sprintf("%s is another kind of page: name one that it is about, or that takes part in it", p.Entries[i].File)
		return f
	}
	var known []string
	for _, e := range d.Entities {
		known = append(append(known, e.ID, e.Title), e.Aliases...)
	}
	near, ok := match.Nearest(words, known)
	if !ok {
		f.hint = "name it by its id, the stem of its file in content/, by its title or by an alias"
		return f
	}
	i := slices.IndexFunc(d.Entities, func(e *dossier.Entity) bool {
		return e.ID == near || e.Title == near || slices.Contains(e.Aliases, near)
	})
	f.hint = fmt.Sprintf("did you mean %q (%s)?", d.Entities[i].ID, d.Entities[i].File)
	return f
}

// printWays prints for people, in lines of at most 80 characters.
func printWays(out io.Writer, from, to *dossier.Entity, w paths.Ways) error {
	var b strings.Builder
	switch {
	case w.Steps < 0:
		fmt.Fprintf(&b, "%s and %s are not connected.\n", oneLine(from.Title), oneLine(to.Title))
	case w.Steps == 0:
		fmt.Fprintf(&b, "%s is the same entry at both ends.\n", oneLine(from.Title))
	default:
		number := plural(w.All, "shortest way")
		if w.All == paths.Many {
			number = "at least " + number
		}
		fmt.Fprintf(&b, "%s and %s are connected by %s of %s.\n", oneLine(from.Title), oneLine(to.Title), number, plural(w.Steps, "step"))
		for i, way := range w.List {
			fmt.Fprintf(&b, "\n%d. %s", i+1, oneLine(from.Title))
			for _, s := range way {
				fmt.Fprintf(&b, " → %s", oneLine(s.To.Title))
			}
			b.WriteString("\n")
			for _, s := range way {
				printStep(&b, &s)
			}
		}
		if n := w.All - len(w.List); n > 0 {
			fmt.Fprintf(&b, "\nNot listed: %s (see --most).\n", plural(n, "more way"))
		}
	}
	_, err := io.WriteString(out, b.String())
	return err
}

func printStep(b *strings.Builder, s *paths.Step) {
	fmt.Fprintf(b, "\n   %s – %s\n", oneLine(s.From.Title), oneLine(s.To.Title))
	for i, t := range s.Ties {
		if i == pathTies {
			fmt.Fprintf(b, "   and %s\n", plural(len(s.Ties)-i, "more tie"))
			break
		}
		wrapped(b, "   ", tieInWords(t, s))
		for _, e := range t.Evidence() {
			if e.Quotation == nil {
				continue
			}
			wrapped(b, "     ", "“"+strings.Join(strings.Fields(e.Quotation.Words), " ")+"”")
			wrapped(b, "     ", "— "+e.Source.Title+" ["+e.Source.ID+"]")
			fmt.Fprintf(b, "     %s\n", e.Quotation.Pos)
			break
		}
	}
}

// tieInWords tells what a tie is: "event: Meeting in Doha (2024-04-17), as host and guest".
func tieInWords(t *paths.Tie, s *paths.Step) string {
	text := ""
	switch {
	case t.Kind == paths.Part:
		text = fmt.Sprintf("%s is a part of %s", t.Of.Title, paths.Whole(t.Of).Title)
	case t.Of != nil:
		text = fmt.Sprintf("%s of %s: %s", t.Kind, t.Of.Title, t.Words())
	default:
		text = fmt.Sprintf("%s: %s", t.Kind, t.Words())
	}
	switch from, until := t.Dates(); {
	case !from.IsZero() && !until.IsZero():
		text += fmt.Sprintf(" (%s – %s)", from, until)
	case !from.IsZero() && t.Of != nil:
		text += fmt.Sprintf(" (since %s)", from)
	case !from.IsZero():
		text += fmt.Sprintf(" (%s)", from)
	case !until.IsZero():
		text += fmt.Sprintf(" (until %s)", until)
	}
	for _, e := range []*dossier.Entity{s.From, s.To} {
		if role := t.RoleOf(e); role != "" {
			text += fmt.Sprintf("; %s: %s", e.Title, role)
		}
	}
	return text
}

// wrapped prints words in lines of at most 80 characters, if no word is longer.
func wrapped(b *strings.Builder, indent, text string) {
	const width = 80
	at := 0
	for word := range strings.FieldsSeq(text) {
		n := utf8.RuneCountInString(word)
		switch {
		case at == 0:
			b.WriteString(indent)
			at = len(indent)
		case at+1+n > width:
			b.WriteString("\n" + indent)
			at = len(indent)
		default:
			b.WriteByte(' ')
			at++
		}
		b.WriteString(oneLine(word))
		at += n
	}
	b.WriteByte('\n')
}

type jsonWays struct {
	From  jsonEnd     `json:"from"`
	To    jsonEnd     `json:"to"`
	Steps *int        `json:"steps"` // null where they are not connected
	All   int         `json:"all"`
	Ways  []jsonSteps `json:"ways"`
}

type jsonEnd struct {
	Path  string `json:"path"`
	Title string `json:"title"`
}

type jsonSteps []jsonStep

type jsonStep struct {
	From jsonEnd   `json:"from"`
	To   jsonEnd   `json:"to"`
	Ties []jsonTie `json:"ties"`
}

type jsonTie struct {
	Kind     string         `json:"kind"`
	On       string         `json:"on"` // the path of the entry that says so
	Words    string         `json:"words,omitempty"`
	When     string         `json:"when,omitempty"`
	Until    string         `json:"until,omitempty"`
	FromRole string         `json:"from_role,omitempty"`
	ToRole   string         `json:"to_role,omitempty"`
	Evidence []jsonEvidence `json:"evidence"`
}

type jsonEvidence struct {
	Source string `json:"source"`
	Title  string `json:"title"`
	Stance string `json:"stance,omitempty"`
	Quote  string `json:"quote,omitempty"`
	File   string `json:"file,omitempty"`
	Line   int    `json:"line,omitempty"`
	Column int    `json:"column,omitempty"`
}

func printWaysJSON(out io.Writer, from, to *dossier.Entity, w paths.Ways) error {
	end := func(e *dossier.Entity) jsonEnd { return jsonEnd{entityPath(e), e.Title} }
	v := jsonWays{From: end(from), To: end(to), All: w.All, Ways: []jsonSteps{}}
	if w.Steps >= 0 {
		v.Steps = &w.Steps
	}
	for _, way := range w.List {
		steps := make(jsonSteps, 0, len(way))
		for _, s := range way {
			step := jsonStep{From: end(s.From), To: end(s.To)}
			for _, t := range s.Ties {
				it := t.Item()
				when, until := t.Dates()
				tie := jsonTie{
					Kind: t.Kind.String(), On: it.Kind.Folder + "/" + it.ID, Words: t.Words(),
					FromRole: t.RoleOf(s.From), ToRole: t.RoleOf(s.To), Evidence: []jsonEvidence{},
				}
				if !when.IsZero() {
					tie.When = when.String()
				}
				if !until.IsZero() {
					tie.Until = until.String()
				}
				for _, e := range t.Evidence() {
					j := jsonEvidence{Source: e.Source.ID, Title: e.Source.Title, Stance: e.Stance.String()}
					if q := e.Quotation; q != nil {
						j.Quote, j.File, j.Line, j.Column = q.Words, q.Pos.File, q.Pos.Line, q.Pos.Col
					}
					tie.Evidence = append(tie.Evidence, j)
				}
				step.Ties = append(step.Ties, tie)
			}
			steps = append(steps, step)
		}
		v.Ways = append(v.Ways, steps)
	}
	return encode(out, v)
}
