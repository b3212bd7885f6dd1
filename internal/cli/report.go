package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"github.com/spf13/cobra"

	"dossier/internal/build"
	"dossier/internal/diag"
	"dossier/internal/report"
)

func (a *app) reportCommand() *cobra.Command {
	var f reportFlags
	c := &cobra.Command{
		Use:   "report",
		Short: "List what an editor may want to see to",
		Long: `Report lists what is no flaw and may want an editor's eye: claims that rest on
one origin, statements that cite nothing, passages that nobody cites, names
without a page, pages that may be the same. Each line has its place. Nothing is
written, and findings do not change the exit code.

The formats are text, for people, and json: an object with "findings" (check,
file, line, column, subject, message, places, numbers), "counts" by check, and
"notes" (check, message) on what a check left out or could not look at.`,
		Example: "  dossier report\n  dossier report --only single-origin,duplicates\n  dossier report --list",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return a.findings(f)
		},
	}
	c.Flags().StringVar(&f.format, "format", "text", "text or json")
	c.Flags().StringSliceVar(&f.only, "only", nil, "only these `checks`, parted by commas")
	c.Flags().BoolVar(&f.list, "list", false, "list the checks and what they find")
	c.Flags().IntVar(&f.min, "min", report.DefaultMin, "how often a name without a page is to be named at least")
	c.Flags().BoolVar(&f.drafts, "drafts", false, "look at entries marked as drafts too")
	return c
}

type reportFlags struct {
	format string
	only   []string
	list   bool
	min    int
	drafts bool
}

func (a *app) findings(f reportFlags) error {
	checks := report.Checks()
	if f.format != "text" && f.format != "json" {
		return &failure{code: exitUsage, err: fmt.Errorf("there is no format %q", f.format), hint: "the formats are text and json"}
	}
	if f.min < 1 {
		return &failure{code: exitUsage, err: fmt.Errorf("a name cannot be named %d times", f.min), hint: "give --min a number from 1"}
	}
	for _, name := range f.only {
		if !slices.ContainsFunc(checks, func(c report.Check) bool { return c.Name == name }) {
			return &failure{code: exitUsage, err: fmt.Errorf("there is no check %q", name), hint: "see: dossier report --list"}
		}
	}
	if f.list {
		return a.listChecks(checks, f.format)
	}
	options, root, err := a.open(build.Options{Drafts: f.drafts, Progress: a.err.progress()})
	if err != nil {
		return err
	}
	defer root.Close()
	project, resolved, diags, err := build.Resolve(a.ctx, options)
	if err != nil {
		return failed(err)
	}
	if a.flawed(diags, false) {
		a.err.diagnostics(slices.DeleteFunc(diags, func(d diag.Diagnostic) bool { return d.Severity != diag.Error }))
	}
	if resolved == nil {
		return nil
	}
	found, err := report.Make(a.ctx, project, resolved, report.Options{Only: f.only, Min: f.min})
	if err != nil {
		return failed(err)
	}
	if len(f.only) > 0 {
		checks = slices.DeleteFunc(checks, func(c report.Check) bool { return !slices.Contains(f.only, c.Name) })
	}
	if f.format == "json" {
		err = printReportJSON(a.out, checks, found)
	} else {
		err = a.out.report(checks, found)
	}
	if err != nil {
		return failed(fmt.Errorf("printing the report: %w", err))
	}
	return nil
}

func (a *app) listChecks(checks []report.Check, format string) error {
	if format == "json" {
		type check struct {
			Name  string `json:"name"`
			About string `json:"about"`
		}
		var list []check
		for _, c := range checks {
			list = append(list, check{c.Name, c.About})
		}
		return encode(a.out, list)
	}
	for _, c := range checks {
		fmt.Fprintf(a.out, "%-20s %s\n", c.Name, c.About)
	}
	return nil
}

// report prints what was found, one section a check, and what was not in the last line.
func (s *screen) report(checks []report.Check, r report.Report) error {
	var b strings.Builder
	var counts, clean []string
	for _, c := range checks {
		notes := slices.DeleteFunc(slices.Clone(r.Notes), func(n report.Note) bool { return n.Check != c.Name })
		n := 0
		for _, f := range r.Findings {
			if f.Check == c.Name {
				n++
			}
		}
		if n == 0 {
			clean = append(clean, c.Name)
		} else {
			counts = append(counts, fmt.Sprintf("%s %d", c.Name, n))
		}
		if n == 0 && len(notes) == 0 {
			continue
		}
		b.WriteString(s.bold(c.Name) + ": " + c.About + "\n\n")
		for _, f := range r.Findings {
			if f.Check != c.Name {
				continue
			}
			fmt.Fprintf(&b, "%s: %s\n", f.Pos, oneLine(f.Message))
			for _, p := range f.Places {
				fmt.Fprintf(&b, "    %s: %s\n", p.Pos, oneLine(p.Text))
			}
		}
		for _, note := range notes {
			b.WriteString("  note: " + oneLine(note.Message) + "\n")
		}
		fmt.Fprintf(&b, "\n%s: %s\n\n", c.Name, plural(n, "finding"))
	}
	b.WriteString(plural(len(r.Findings), "finding"))
	if len(counts) > 0 {
		b.WriteString(": " + strings.Join(counts, ", "))
	}
	if len(clean) > 0 {
		b.WriteString("; none: " + strings.Join(clean, ", "))
	}
	b.WriteString("\n")
	_, err := io.WriteString(s, b.String())
	return err
}

func (s *screen) bold(text string) string {
	if !s.colour {
		return text
	}
	return "\x1b[1m" + text + "\x1b[0m"
}

// oneLine keeps control characters of the dossier's texts from the terminal.
func oneLine(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return '\uFFFD'
		}
		return r
	}, text)
}

// printReportJSON writes the shape that the README documents.
func printReportJSON(w io.Writer, checks []report.Check, r report.Report) error {
	type place struct {
		File   string `json:"file"`
		Line   int    `json:"line,omitempty"`
		Column int    `json:"column,omitempty"`
		Text   string `json:"text,omitempty"`
	}
	type finding struct {
		Check   string         `json:"check"`
		File    string         `json:"file"`
		Line    int            `json:"line,omitempty"`
		Column  int            `json:"column,omitempty"`
		Subject string         `json:"subject"`
		Message string         `json:"message"`
		Places  []place        `json:"places"`
		Numbers map[string]int `json:"numbers,omitempty"`
	}
	type note struct {
		Check   string `json:"check"`
		Message string `json:"message"`
	}
	out := struct {
		Findings []finding      `json:"findings"`
		Counts   map[string]int `json:"counts"`
		Notes    []note         `json:"notes"`
	}{Findings: []finding{}, Counts: map[string]int{}, Notes: []note{}}
	for _, c := range checks {
		out.Counts[c.Name] = 0
	}
	for _, f := range r.Findings {
		out.Counts[f.Check]++
		places := []place{}
		for _, p := range f.Places {
			places = append(places, place{p.Pos.File, p.Pos.Line, p.Pos.Col, p.Text})
		}
		out.Findings = append(out.Findings, finding{f.Check, f.Pos.File, f.Pos.Line, f.Pos.Col, f.Subject, f.Message, places, f.Numbers})
	}
	for _, n := range r.Notes {
		out.Notes = append(out.Notes, note(n))
	}
	return encode(w, out)
}

func encode(w io.Writer, value any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(value)
}
