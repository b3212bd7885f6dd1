package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"dossier/internal/build"
	"dossier/internal/diag"
)

func (a *app) checkCommand() *cobra.Command {
	var f struct {
		format string
		drafts bool
		strict bool
	}
	c := &cobra.Command{
		Use:   "check",
		Short: "Check the dossier and write nothing",
		Long: `Check reports every flaw of the dossier with its place: what is wrong, the line,
and what to do. The formats are text, for people; json, a list of objects; and
github, the workflow commands that mark the lines of a pull request.`,
		Example: "  dossier check\n  dossier check --format json",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return a.check(f.format, f.drafts, f.strict)
		},
	}
	c.Flags().StringVar(&f.format, "format", "text", "text, json or github")
	c.Flags().BoolVar(&f.drafts, "drafts", false, "check entries marked as drafts too")
	c.Flags().BoolVar(&f.strict, "strict", false, "treat warnings as errors")
	return c
}

func (a *app) check(format string, drafts, strict bool) error {
	printers := map[string]func(io.Writer, diag.List) error{
		"text":   func(_ io.Writer, l diag.List) error { a.out.diagnostics(l); return nil },
		"json":   printJSON,
		"github": printGitHub,
	}
	printed := printers[format]
	if printed == nil {
		return &failure{code: exitUsage, err: fmt.Errorf("there is no format %q", format), hint: "the formats are text, json and github"}
	}
	options, root, err := a.open(build.Options{Drafts: drafts})
	if err != nil {
		return err
	}
	defer root.Close()
	res, err := build.Once(a.ctx, options, func(*build.Result, []string) (build.Sink, error) { return nil, nil })
	if err != nil {
		return failed(err)
	}
	note := ""
	if a.flawed(res.Diags, strict) {
		note = strictly(res.Diags)
	}
	if err := printed(a.out, res.Diags); err != nil {
		return failed(fmt.Errorf("printing the diagnostics: %w", err))
	}
	if format == "text" {
		fmt.Fprintf(a.out, "%s%s; %s verified\n", tally(res.Diags), note, plural(res.Stats.Quotations, "quotation"))
	}
	return nil
}

// flawed tells whether the diagnostics keep the site from being written, and
// sets the exit code by it.
func (a *app) flawed(l diag.List, strict bool) bool {
	if !flawed(l, strict) {
		return false
	}
	a.code = exitFlaws
	return true
}

func flawed(l diag.List, strict bool) bool { return l.HasErrors() || strict && len(l) > 0 }

func printJSON(w io.Writer, l diag.List) error {
	type flaw struct {
		Severity string `json:"severity"`
		Code     string `json:"code"`
		File     string `json:"file"`
		Line     int    `json:"line,omitempty"`
		Column   int    `json:"column,omitempty"`
		Message  string `json:"message"`
		Hint     string `json:"hint,omitempty"`
		Source   string `json:"source,omitempty"`
	}
	flaws := []flaw{}
	for _, d := range l {
		flaws = append(flaws, flaw{d.Severity.String(), d.Code, d.Pos.File, d.Pos.Line, d.Pos.Col, d.Message, d.Hint, d.Source})
	}
	return encode(w, flaws)
}

// printGitHub writes workflow commands of GitHub Actions: percent signs and
// line ends are escaped in the message, and colons and commas in properties too.
func printGitHub(w io.Writer, l diag.List) error {
	message := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	property := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
	for _, d := range l {
		place := "file=" + property.Replace(d.Pos.File)
		if d.Pos.Line > 0 {
			place += fmt.Sprintf(",line=%d", d.Pos.Line)
		}
		if d.Pos.Col > 0 {
			place += fmt.Sprintf(",col=%d", d.Pos.Col)
		}
		text := d.Message
		if d.Hint != "" {
			text += "\n" + d.Hint
		}
		if _, err := fmt.Fprintf(w, "::%s %s,title=%s::%s\n", d.Severity, place, property.Replace(d.Code), message.Replace(text)); err != nil {
			return err
		}
	}
	return nil
}

// tally counts errors and warnings in words.
func tally(l diag.List) string {
	errors, warnings := l.Count()
	return plural(errors, "error") + ", " + plural(warnings, "warning")
}

// strictly says why a dossier without an error has failed.
func strictly(l diag.List) string {
	if l.HasErrors() {
		return ""
	}
	return ", which --strict treats as errors"
}

// warned is the end of a sentence that counts the warnings, where there are any.
func warned(l diag.List) string {
	if _, n := l.Count(); n > 0 {
		return "; " + plural(n, "warning")
	}
	return ""
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
