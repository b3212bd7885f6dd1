package build

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"

	"dossier/internal/diag"
	"dossier/internal/render"
)

// cachedTemplates keeps a parsed set as long as the bytes of the user's
// templates stay the same.
type cachedTemplates struct {
	sum   [sha256.Size]byte
	set   *render.Templates
	diags diag.List
}

func (c *cachedTemplates) load(project, defaults fs.FS) (*render.Templates, diag.List, error) {
	user, err := fs.Sub(project, "templates")
	if err != nil {
		return nil, nil, fmt.Errorf("opening templates: %w", err)
	}
	sum, err := sumOf(user)
	if err != nil {
		return nil, nil, fmt.Errorf("reading templates: %w", err)
	}
	if c.set == nil || sum != c.sum {
		c.set, c.diags = render.Load(user, defaults)
		c.sum = sum
	}
	return c.set, c.diags, nil
}

// sumOf gives a check sum of the paths and bytes of all files. What cannot be
// read has none: render reports it, with its place.
func sumOf(files fs.FS) (sum [sha256.Size]byte, err error) {
	h := sha256.New()
	err = fs.WalkDir(files, ".", func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || d.IsDir() {
			fmt.Fprintf(h, "%q %v\n", path, err)
			return nil
		}
		b, err := fs.ReadFile(files, path)
		fmt.Fprintf(h, "%q %d %v\n", path, len(b), err)
		h.Write(b)
		return nil
	})
	h.Sum(sum[:0])
	return sum, err
}
