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
// templates, and the language of the site, stay the same.
type cachedTemplates struct {
	sum   [sha256.Size]byte
	lang  string
	files map[string][sha256.Size]byte // of the user's files, by their path in the project
	set   *render.Templates
	diags diag.List
}

func (c *cachedTemplates) load(project, defaults fs.FS, lang string) (*render.Templates, diag.List, error) {
	user, err := fs.Sub(project, "templates")
	if err != nil {
		return nil, nil, fmt.Errorf("opening templates: %w", err)
	}
	sum, files, err := sumOf(user)
	if err != nil {
		return nil, nil, fmt.Errorf("reading templates: %w", err)
	}
	if c.set == nil || sum != c.sum || lang != c.lang {
		c.set, c.diags = render.Load(user, defaults, lang)
		c.sum, c.files, c.lang = sum, files, lang
	}
	return c.set, c.diags, nil
}

// sumOf gives a check sum of the paths and bytes of all files, and one of the
// bytes of each. What cannot be read has none: render reports it, with its place.
func sumOf(files fs.FS) (sum [sha256.Size]byte, each map[string][sha256.Size]byte, err error) {
	h := sha256.New()
	each = map[string][sha256.Size]byte{}
	err = fs.WalkDir(files, ".", func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || d.IsDir() {
			fmt.Fprintf(h, "%q %v\n", path, err)
			return nil
		}
		b, err := fs.ReadFile(files, path)
		one := sha256.Sum256(b)
		fmt.Fprintf(h, "%q %x %v\n", path, one, err)
		if err == nil {
			each["templates/"+path] = one
		}
		return nil
	})
	h.Sum(sum[:0])
	return sum, each, err
}
