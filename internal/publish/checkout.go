package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// OutError tells why a folder cannot be the output folder of a project, and what can be done.
type OutError struct {
	Out    string // as given
	Reason string // the predicate of a sentence whose subject is Out
}

func (e *OutError) Error() string {
	return fmt.Sprintf("%s cannot be the output folder: it %s; choose a folder of its own for the site, such as public", e.Out, e.Reason)
}

// guarded are the project's parts that nothing may be written into; the first two and dossier.yaml tell a project.
var guarded = []string{"content", "seeds", "templates", ".git"}

// CheckOut returns an *OutError if out must not be the output folder of the project in the folder project: if it is
// that folder, or one that it lies in; if it holds, or lies within, the project's content, seeds, templates or .git
// folder; if it holds a dossier of its own (content, seeds or dossier.yaml); if it is a root of the file system, the
// folder home or one that home lies in; or if it is a file. home may be empty. Paths are judged both as they are
// written and as they are after all symbolic links are followed. out need not exist; nothing is created.
func CheckOut(project, out, home string) error {
	refuse := func(format string, args ...any) error {
		return &OutError{Out: out, Reason: fmt.Sprintf(format, args...)}
	}
	if out == "" {
		return refuse("has no name")
	}
	here, err := bothWays(out)
	if errors.Is(err, errDangling) {
		return refuse("is, or lies behind, a symbolic link that leads nowhere")
	}
	if errors.Is(err, errNotFolder) {
		return refuse("is, or lies behind, a file")
	}
	if err != nil {
		return fmt.Errorf("reading %s: %w", out, cause(err))
	}
	if info, err := os.Stat(out); err == nil && !info.IsDir() {
		return refuse("is a file")
	}
	for _, p := range here {
		if p == filepath.Dir(p) {
			return refuse("is a root of the file system")
		}
	}
	root, err := bothWays(project)
	if err != nil {
		return fmt.Errorf("reading %s: %w", project, cause(err))
	}
	switch {
	case anyWithin(root, here) && anyWithin(here, root):
		return refuse("is the project's own folder")
	case anyWithin(root, here):
		return refuse("holds the whole project")
	}
	if home != "" {
		if homes, err := bothWays(home); err == nil && anyWithin(homes, here) {
			return refuse("is, or holds, your home folder")
		}
	}
	for _, part := range guarded {
		inner, err := bothWays(filepath.Join(project, part))
		if err != nil {
			continue // A dead link is no folder that could be written into.
		}
		if anyWithin(here, inner) {
			return refuse("lies within the project's %s folder", part)
		}
		if anyWithin(inner, here) {
			return refuse("holds the project's %s folder", part)
		}
	}
	for _, name := range []string{"content", "seeds", "dossier.yaml"} {
		_, err := os.Lstat(filepath.Join(out, name))
		if err == nil {
			return refuse("holds %s, as a dossier's folder does", name)
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("reading %s: %w", filepath.Join(out, name), cause(err))
		}
	}
	return nil
}

var (
	errDangling  = errors.New("a symbolic link leads nowhere")
	errNotFolder = errors.New("not a folder")
)

// bothWays gives p as an absolute path, as written and with its links followed as far as it exists.
func bothWays(p string) ([]string, error) {
	written, err := filepath.Abs(p)
	if err != nil {
		return nil, err
	}
	rest := ""
	for at := written; ; {
		real, err := filepath.EvalSymlinks(at)
		if err == nil {
			if info, err := os.Stat(real); err != nil {
				return nil, err
			} else if rest != "" && !info.IsDir() {
				return nil, errNotFolder
			}
			return []string{written, filepath.Join(real, rest)}, nil
		}
		if info, lerr := os.Lstat(at); lerr == nil && info.Mode()&fs.ModeSymlink != 0 {
			return nil, errDangling
		}
		above := filepath.Dir(at)
		if above == at {
			return nil, err
		}
		// Not there, or below a file: the nearest parent that can be read tells which.
		at, rest = above, filepath.Join(filepath.Base(at), rest)
	}
}

// anyWithin reports whether one of inner is one of outer or lies within it. Folders that exist are compared as the
// system compares them, so that neither case nor a second mount hides that two names mean one folder.
func anyWithin(inner, outer []string) bool {
	for _, o := range outer {
		oInfo, oErr := os.Stat(o)
		for _, i := range inner {
			for at := i; ; at = filepath.Dir(at) {
				if at == o {
					return true
				}
				if info, err := os.Stat(at); err == nil && oErr == nil && os.SameFile(info, oInfo) {
					return true
				}
				if at == filepath.Dir(at) {
					break
				}
			}
		}
	}
	return false
}
