package cli

import (
	"errors"

	"github.com/spf13/cobra"

	"dossier/internal/build"
	"dossier/internal/revision"
)

// sinceFlags say since when a site tells the changes.
type sinceFlags struct{ revision, name string }

func (f *sinceFlags) add(c *cobra.Command) {
	c.Flags().StringVar(&f.revision, "since", "", "tell readers what changed since this `revision` in Git, on a page and in a feed")
	c.Flags().StringVar(&f.name, "since-name", "", "with --since: the `words` that tell readers since when, such as \"the first edition\"")
}

// revisionOf reads the project at the revision that is given; nil where none is.
func (a *app) revisionOf(f sinceFlags) (*revision.Tree, error) {
	switch {
	case f.revision != "":
		return a.revision(f.revision)
	case f.name != "":
		return nil, &failure{code: exitUsage, err: errors.New("--since-name without --since"), hint: "name the revision too: --since v1.0"}
	}
	return nil, nil
}

// since has a build tell the changes since a revision; none where that is nil.
func (a *app) since(f sinceFlags, then *revision.Tree, o *build.Options) error {
	if then == nil {
		return nil
	}
	// Readers saw no drafts.
	was, err := a.stateAt(then, build.Options{Now: o.Now})
	if err != nil {
		return err
	}
	o.Since, was.Name = was.Since, f.name
	return nil
}
