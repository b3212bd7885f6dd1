package publish

import (
	"fmt"
	"strings"
)

// Conflict is a place in the folder where somebody else's file, folder or link stands in the way.
type Conflict struct {
	Path   string // slash-separated, relative to the folder
	Reason string // the predicate of a sentence whose subject is Path
}

// ConflictError lists everything that keeps the folder from being made equal to the wanted files without touching
// what others put there. Nothing was changed.
type ConflictError struct {
	Dir             string
	Conflicts       []Conflict // at least one, sorted by path
	DamagedManifest bool
}

func (e *ConflictError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s was left as it is, because what dossier did not put there stands in the way:", e.Dir)
	for _, c := range e.Conflicts {
		fmt.Fprintf(&b, "\n  %s %s", c.Path, c.Reason)
	}
	if e.DamagedManifest {
		fmt.Fprintf(&b, "\n%s is damaged, so that dossier cannot tell its own files; if the folder holds nothing of yours, delete it whole and build again", manifestName)
	}
	b.WriteString("\nmove these away, or choose another output folder")
	return b.String()
}

// PlanError lists the wanted files that cannot stand in one folder.
type PlanError struct {
	Conflicts []Conflict // at least one, sorted by path; Path is quoted as given
}

func (e *PlanError) Error() string {
	var b strings.Builder
	b.WriteString("the site cannot be written, because some of its paths are unusable:")
	for _, c := range e.Conflicts {
		fmt.Fprintf(&b, "\n  %q %s", c.Path, c.Reason)
	}
	b.WriteString("\nrename the files that these pages come from")
	return b.String()
}
