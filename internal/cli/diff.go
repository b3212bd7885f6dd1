package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path"
	"strings"

	"github.com/spf13/cobra"

	"dossier/internal/build"
	"dossier/internal/changes"
	"dossier/internal/diag"
	"dossier/internal/dossier"
	"dossier/internal/revision"
)

func (a *app) diffCommand() *cobra.Command {
	var f struct {
		format string
		drafts bool
	}
	c := &cobra.Command{
		Use:   "diff REVISION",
		Short: "Tell what changed since a revision in Git, by meaning",
		Long: `Diff compares the dossier, as it is on the disk, with what it was at a revision of
its Git repository: a tag, a branch, a commit. It tells which sources, people,
events, claims and other entries were added, changed, withdrawn or renamed, what
of them is not the same, and which claims have another status. How the files are
written counts for nothing. The repository is only read, and no other host asked.

The formats are text, for people and for a commit's message or a pull request, and
json: an object with "since" (the commit), "changes", "skipped" (entries whose
earlier state had errors) and "errors" (how many these were).`,
		Example: "  dossier diff HEAD\n  dossier diff v1.0 --format json",
		Args:    wanting(1, "one revision", "name a tag, a branch or a commit: dossier diff HEAD"),
		RunE: func(_ *cobra.Command, args []string) error {
			return a.diff(args[0], f.format, f.drafts)
		},
	}
	c.Flags().StringVar(&f.format, "format", "text", "text or json")
	c.Flags().BoolVar(&f.drafts, "drafts", false, "compare entries marked as drafts too")
	return c
}

func (a *app) diff(rev, format string, drafts bool) error {
	if format != "text" && format != "json" {
		return &failure{code: exitUsage, err: fmt.Errorf("there is no format %q", format), hint: "the formats are text and json"}
	}
	options, root, err := a.open(build.Options{Drafts: drafts, Progress: a.err.progress()})
	if err != nil {
		return err
	}
	defer root.Close()
	then, err := a.revision(rev)
	if err != nil {
		return err
	}
	_, now, diags, err := build.Resolve(a.ctx, options)
	if err != nil {
		return failed(err)
	}
	if a.flawed(diags, false) {
		a.err.diagnostics(diags)
		fmt.Fprintf(a.err, "%s; nothing was compared\n", tally(diags))
		return nil
	}
	was, err := a.stateAt(then, options)
	if err != nil {
		return err
	}
	report := changes.Between(was.Dossier, now, was.Unsure)
	if format == "json" {
		err = printDiffJSON(a.out, then, was, &report)
	} else {
		err = a.out.diff(rev, then, &report)
	}
	if err != nil {
		return failed(fmt.Errorf("printing the changes: %w", err))
	}
	return nil
}

// revision reads the project as it was at a revision.
func (a *app) revision(rev string) (*revision.Tree, error) {
	program, err := exec.LookPath("git")
	if err != nil {
		return nil, &failure{code: exitFailed, err: fmt.Errorf("looking for git: %w", err), hint: "install Git: it is needed to read a revision"}
	}
	project, err := a.project()
	if err != nil {
		return nil, failed(err)
	}
	then, err := revision.Git{Program: program, Env: a.env}.Open(a.ctx, project, rev)
	var wrong *revision.Error
	switch {
	case errors.As(err, &wrong):
		return nil, &failure{code: exitUsage, err: wrong, hint: strings.ReplaceAll(wrong.Hint, "\n", "\n  → ")}
	case err != nil:
		return nil, failed(fmt.Errorf("reading the revision %q: %w", rev, err))
	}
	return then, nil
}

// earlier is what a project was at a revision.
type earlier struct {
	*build.Since
	errors int
}

// stateAt resolves a project as it was at a revision, and tells of what is not
// known of it.
func (a *app) stateAt(then *revision.Tree, o build.Options) (*earlier, error) {
	o.Project = then.Files
	_, was, diags, err := build.Resolve(a.ctx, o)
	if err != nil {
		return nil, failed(err)
	}
	for _, m := range then.Missing {
		fmt.Fprintf(a.err, "dossier: %s is not in the repository at that revision: it is %s\n", m.Path, m.Why)
	}
	flawed := map[string]bool{}
	count := 0
	for _, d := range diags {
		if d.Severity == diag.Error {
			flawed[d.Pos.File] = true
			count++
		}
	}
	if was == nil {
		return nil, &failure{code: exitUsage, err: errors.New("the dossier cannot be read at that revision"), hint: firstError(diags)}
	}
	if count > 0 {
		fmt.Fprintf(a.err, "dossier: at that revision the dossier had %s; entries whose files had some are not compared\n", plural(count, "error"))
	}
	unsure := func(file string) bool {
		for ; file != "."; file = path.Dir(file) {
			if flawed[file] { // a folder may be that of no kind
				return true
			}
		}
		return false
	}
	return &earlier{&build.Since{Dossier: was, Unsure: unsure}, count}, nil
}

func firstError(l diag.List) string {
	for _, d := range l {
		if d.Severity == diag.Error {
			return d.Message
		}
	}
	return ""
}

// signs stand before what was added and so on.
var signs = [...]string{changes.Added: "+", changes.Withdrawn: "-", changes.Renamed: ">", changes.Changed: "~"}

// diff prints a list of changes.
func (s *screen) diff(rev string, then *revision.Tree, r *changes.Report) error {
	var b strings.Builder
	fmt.Fprintf(&b, "Since %s (%.10s): %s\n", oneLine(rev), then.Commit, summary(r))
	kind := ""
	for i := range r.Changes {
		c := &r.Changes[i]
		if of := cmp.Or(c.Item().Kind.Many, "Front page"); of != kind {
			kind = of
			b.WriteString("\n" + s.bold(oneLine(kind)) + "\n")
		}
		was := ""
		if c.Old != nil && c.New != nil && c.Old.URL != c.New.URL {
			was = ", was " + at(c.Old)
		}
		fmt.Fprintf(&b, "  %s %s (%s%s)\n", signs[c.What], oneLine(c.Item().Title), at(c.Item()), was)
		if s := c.Standing; s != nil {
			fmt.Fprintf(&b, "      status: %s → %s\n", standing(&s.Old), standing(&s.New))
		}
		for j := range c.Details {
			writeDetail(&b, "      ", &c.Details[j])
		}
	}
	if len(r.Skipped) > 0 {
		b.WriteString("\nNot compared, because of errors at that revision\n")
	}
	for _, it := range r.Skipped {
		fmt.Fprintf(&b, "  ? %s (%s)\n", oneLine(it.Title), at(it))
	}
	_, err := io.WriteString(s, b.String())
	return err
}

// summary counts the changes.
func summary(r *changes.Report) string {
	var counts [len(signs)]int
	moved := 0
	for i := range r.Changes {
		c := &r.Changes[i]
		counts[c.What]++
		if c.Standing != nil && c.Standing.Moved() {
			moved++
		}
	}
	var parts []string
	for _, what := range []changes.What{changes.Added, changes.Changed, changes.Renamed, changes.Withdrawn} {
		if counts[what] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", counts[what], what))
		}
	}
	switch {
	case len(parts) == 0 && len(r.Skipped) > 0:
		return "nothing changed in what could be compared"
	case len(parts) == 0:
		return "nothing changed"
	case moved > 0:
		return strings.Join(parts, ", ") + "; " + plural(moved, "claim") + " with another status"
	}
	return strings.Join(parts, ", ")
}

// at names an entry as links do.
func at(it *dossier.Item) string { return strings.TrimSuffix(it.URL, ".html") }

// standing writes out what the evidence of a claim comes to.
func standing(c *dossier.Corroboration) string {
	side := func(b *dossier.Backing, what string) string {
		if b.Sources == 0 {
			return ""
		}
		return fmt.Sprintf(", %s by %s of %s", what, plural(b.Sources, "source"), plural(len(b.Groups), "origin"))
	}
	text := c.Status.String() + side(&c.Supporting, "supported") + side(&c.Disputing, "disputed")
	if c.Circular {
		text += ", circular"
	}
	return text
}

func writeDetail(w *strings.Builder, indent string, d *changes.Detail) {
	line := func(format string, args ...any) {
		fmt.Fprintf(w, "%s%s: %s\n", indent, d.Aspect, fmt.Sprintf(format, args...))
	}
	switch {
	case d.Text && d.Come+d.Removed == 0:
		line("the same in another order")
	case d.Text:
		what := "paragraph"
		if d.Aspect == changes.LeftOut {
			what = "piece"
		}
		line("%s", counted(what, d.Come, d.Removed))
	case !d.Old.IsZero() || !d.New.IsZero():
		line("%s → %s", term(d.Old), term(d.New))
	}
	for _, t := range d.Added {
		line("+ %s", term(t))
	}
	for _, x := range d.Altered {
		line("~ %s", term(x.Term))
		for i := range x.Details {
			writeDetail(w, indent+"    ", &x.Details[i])
		}
	}
	for _, t := range d.Withdrawn {
		line("- %s", term(t))
	}
}

func counted(what string, come, gone int) string {
	switch {
	case gone == 0:
		return plural(come, what) + " added"
	case come == 0:
		return plural(gone, what) + " withdrawn"
	}
	return fmt.Sprintf("%s added, %d withdrawn", plural(come, what), gone)
}

// term writes a value on one line; – stands for none.
func term(t changes.Term) string {
	var parts []string
	if !t.Date.IsZero() && t.Words != t.Date.String() {
		parts = append(parts, t.Date.String())
	}
	if t.Words != "" && t.Quote == "" {
		parts = append(parts, strings.Join(strings.Fields(t.Words), " "))
	}
	switch {
	case t.Item != nil && t.Quote != "":
		parts = append(parts, at(t.Item))
	case t.Item != nil:
		parts = append(parts, "("+at(t.Item)+")")
	}
	switch {
	case strings.ContainsAny(t.Quote, "\"“”„«»"):
		parts = append(parts, t.Quote)
	case t.Quote != "":
		parts = append(parts, "“"+t.Quote+"”")
	}
	if len(parts) == 0 {
		return "–"
	}
	return oneLine(strings.Join(parts, " "))
}

// The forms of --format json.
type (
	changeJSON struct {
		Change  string        `json:"change"`
		Kind    string        `json:"kind,omitempty"` // the folder
		ID      string        `json:"id"`
		URL     string        `json:"url"`
		Was     string        `json:"was,omitempty"` // the address before
		Title   string        `json:"title"`
		Status  *statusJSON   `json:"status,omitempty"`
		Details []*detailJSON `json:"details,omitempty"`
	}
	statusJSON struct {
		Old standingJSON `json:"old"`
		New standingJSON `json:"new"`
	}
	standingJSON struct {
		Status    string   `json:"status"`
		Supported sideJSON `json:"supported"`
		Disputed  sideJSON `json:"disputed"`
		Circular  bool     `json:"circular,omitempty"`
	}
	sideJSON struct {
		Sources int `json:"sources"`
		Origins int `json:"origins"`
	}
	detailJSON struct {
		Aspect              changes.Aspect `json:"aspect"`
		Old                 *termJSON      `json:"old,omitempty"`
		New                 *termJSON      `json:"new,omitempty"`
		Added               []*termJSON    `json:"added,omitempty"`
		Changed             []*termJSON    `json:"changed,omitempty"`
		Withdrawn           []*termJSON    `json:"withdrawn,omitempty"`
		ParagraphsAdded     int            `json:"paragraphs_added,omitempty"`
		ParagraphsWithdrawn int            `json:"paragraphs_withdrawn,omitempty"`
	}
	termJSON struct {
		Words   string        `json:"words,omitempty"`
		Date    string        `json:"date,omitempty"`
		URL     string        `json:"url,omitempty"`
		Quote   string        `json:"quote,omitempty"`
		Details []*detailJSON `json:"details,omitempty"`
	}
)

func printDiffJSON(w io.Writer, then *revision.Tree, was *earlier, r *changes.Report) error {
	out := struct {
		Since   string       `json:"since"`
		Errors  int          `json:"errors"`
		Changes []changeJSON `json:"changes"`
		Skipped []string     `json:"skipped"`
	}{then.Commit, was.errors, []changeJSON{}, []string{}}
	for i := range r.Changes {
		c := &r.Changes[i]
		it := c.Item()
		j := changeJSON{Change: c.What.String(), Kind: it.Kind.Folder, ID: it.ID, URL: it.URL, Title: it.Title, Details: detailsJSON(c.Details)}
		if c.Old != nil && c.Old.URL != it.URL {
			j.Was = c.Old.URL
		}
		if s := c.Standing; s != nil {
			j.Status = &statusJSON{asJSON(&s.Old), asJSON(&s.New)}
		}
		out.Changes = append(out.Changes, j)
	}
	for _, it := range r.Skipped {
		out.Skipped = append(out.Skipped, it.URL)
	}
	return encode(w, out)
}

func asJSON(c *dossier.Corroboration) standingJSON {
	side := func(b *dossier.Backing) sideJSON { return sideJSON{b.Sources, len(b.Groups)} }
	return standingJSON{c.Status.String(), side(&c.Supporting), side(&c.Disputing), c.Circular}
}

func detailsJSON(list []changes.Detail) []*detailJSON {
	var all []*detailJSON
	for i := range list {
		d := &list[i]
		j := &detailJSON{Aspect: d.Aspect, ParagraphsAdded: d.Come, ParagraphsWithdrawn: d.Removed}
		j.Old, j.New = termOf(d.Old), termOf(d.New)
		for _, t := range d.Added {
			j.Added = append(j.Added, termOf(t))
		}
		for _, x := range d.Altered {
			t := cmp.Or(termOf(x.Term), &termJSON{})
			t.Details = detailsJSON(x.Details)
			j.Changed = append(j.Changed, t)
		}
		for _, t := range d.Withdrawn {
			j.Withdrawn = append(j.Withdrawn, termOf(t))
		}
		all = append(all, j)
	}
	return all
}

func termOf(t changes.Term) *termJSON {
	if t.IsZero() {
		return nil
	}
	j := &termJSON{Words: t.Words, Date: t.Date.String(), Quote: t.Quote}
	if t.Item != nil {
		j.URL = t.Item.URL
	}
	return j
}
