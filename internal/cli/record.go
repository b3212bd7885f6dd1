package cli

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"dossier/internal/build"
	"dossier/internal/publish"
)

// A record is what is kept of a build without a single diagnostic, so that the
// next one can tell that it would make the same site again. It lies in the user's
// cache folder, never beside the site, which is published as a whole. It holds
// check sums of all that the build depended on, of the program itself too, and of
// all that it left. What it says is taken for true only where both are found
// again, byte by byte; times and sizes of files count for nothing.
type record struct {
	file    string // where it is kept
	project string // absolute
	out     string // absolute
	how     string // the options, and the sum of the program
	before  []string
}

// outcome is what a record says of a build.
type outcome struct {
	inputs     [sha256.Size]byte
	seal       [sha256.Size]byte // of the folder
	quotations int
}

// newRecord gives the record of the builds of a project into a folder; nil where
// none can be kept.
func (a *app) newRecord(project, out string, o build.Options, strict bool) *record {
	if a.cache == "" {
		return nil
	}
	name, err := os.Executable()
	if err != nil {
		return nil
	}
	program, err := sumOfFile(name, make([]byte, 1<<16))
	if err != nil {
		return nil
	}
	key := sha256.Sum256([]byte(project + "\x00" + out))
	return &record{
		file: filepath.Join(a.cache, "dossier", fmt.Sprintf("%x", key)), project: project, out: out,
		how: fmt.Sprintf("%x drafts=%t strict=%t base=%q", program, o.Drafts, strict, o.BaseURL),
	}
}

// depends adds to what the recorded builds depend on.
func (r *record) depends(on string) { r.how += fmt.Sprintf(" since=%q", on) }

// unchanged reports whether a build would find and leave everything as the
// recorded one left it, and gives the numbers of files read and of the site.
func (r *record) unchanged(ctx context.Context) (was outcome, read, files int, ok bool) {
	data, err := os.ReadFile(r.file)
	if err != nil {
		return was, 0, 0, false
	}
	if was, ok = parseOutcome(data); !ok {
		return was, 0, 0, false
	}
	if !publish.Sealed(r.out, was.seal) { // no need to read all that goes into the site
		return was, 0, 0, false
	}
	inputs, err := r.list()
	if err != nil {
		return was, 0, 0, false
	}
	sum, err := r.sum(ctx, inputs, nil)
	if err != nil || sum != was.inputs {
		return was, 0, 0, false
	}
	read = len(slices.DeleteFunc(inputs, isFolder))
	files, ok = publish.Intact(ctx, r.out, was.seal)
	return was, read, files, ok
}

// begin notes which files there are before a build reads them.
func (r *record) begin() {
	var err error
	if r.before, err = r.list(); err != nil {
		r.before = nil
	}
}

// keep records a build that had no diagnostics. Nothing is recorded where the
// project may have changed while it was built, and where something hinders it
// nothing is lost but time.
func (r *record) keep(ctx context.Context, res *build.Result, seal [sha256.Size]byte) {
	inputs, err := r.list()
	if err != nil || r.before == nil || !slices.Equal(inputs, r.before) || !r.allRead(inputs, res.Read) {
		return
	}
	sum, err := r.sum(ctx, inputs, res.Read)
	if err != nil {
		return
	}
	if err := os.MkdirAll(filepath.Dir(r.file), 0o700); err != nil {
		return
	}
	f, err := os.CreateTemp(filepath.Dir(r.file), "new-")
	if err != nil {
		return
	}
	_, err = f.Write(outcome{sum, seal, res.Stats.Quotations}.encode())
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), r.file)
	}
	if err != nil {
		_ = os.Remove(f.Name()) // all that can still be done about it
	}
}

// allRead tells whether the files that were read are among the inputs, and
// whether among these none is that a build reads and this one did not: such a file
// was not there for a moment.
func (r *record) allRead(inputs []string, read map[string][sha256.Size]byte) bool {
	found := 0
	for _, name := range inputs {
		if _, ok := read[name]; ok {
			found++
		} else if name == "dossier.yaml" || strings.HasPrefix(name, "content/") && strings.HasSuffix(name, ".md") ||
			strings.HasPrefix(name, "templates/") && !isFolder(name) {
			return false
		}
	}
	return found == len(read)
}

// list gives the paths of all files and folders, these with a slash, that a build
// may look at; of the project's folder itself it gives the names alone, but those
// that are hidden, since a misspelt one is a flaw of the dossier. Where
// there is anything but files and folders it fails: what is behind a link might
// change unseen.
func (r *record) list() ([]string, error) {
	entries, err := os.ReadDir(r.project)
	if err != nil {
		return nil, err
	}
	own, _, _ := strings.Cut(filepath.ToSlash(relative(r.project, r.out)), "/")
	var all []string
	for _, e := range entries {
		if e.Name() != own && !strings.HasPrefix(e.Name(), ".") {
			all = append(all, "./"+e.Name())
		}
	}
	for _, part := range followed {
		err := filepath.WalkDir(filepath.Join(r.project, part), func(name string, d fs.DirEntry, err error) error {
			if err != nil {
				if d == nil && errors.Is(err, fs.ErrNotExist) {
					return nil // a project need not have all parts
				}
				return err
			}
			rel := filepath.ToSlash(relative(r.project, name))
			switch {
			case d.IsDir():
				all = append(all, rel+"/")
			case d.Type().IsRegular():
				all = append(all, rel)
			default:
				return fmt.Errorf("%s is no regular file", name)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

func isFolder(input string) bool {
	return strings.HasSuffix(input, "/") || strings.HasPrefix(input, "./")
}

// relative gives a path within a folder; it is empty for one that is not there.
func relative(folder, path string) string {
	rel, err := filepath.Rel(folder, path)
	if err != nil || !filepath.IsLocal(rel) {
		return ""
	}
	return rel
}

// sum gives the SHA-256 of all that a build depends on: the inputs' paths and
// bytes, and how it is done. Files whose own sums are known are not read.
func (r *record) sum(ctx context.Context, inputs []string, known map[string][sha256.Size]byte) (sum [sha256.Size]byte, err error) {
	sums := make([][sha256.Size]byte, len(inputs))
	var g errgroup.Group
	workers := runtime.GOMAXPROCS(0) + 1 // one more, for what the disk takes
	for w := range workers {
		g.Go(func() error {
			buf := make([]byte, 1<<16)
			for i := w; i < len(inputs); i += workers {
				if isFolder(inputs[i]) {
					continue
				}
				var ok bool
				if sums[i], ok = known[inputs[i]]; ok {
					continue
				}
				if err := ctx.Err(); err != nil {
					return err
				}
				var err error
				if sums[i], err = sumOfFile(filepath.Join(r.project, filepath.FromSlash(inputs[i])), buf); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return sum, err
	}
	h := sha256.New()
	fmt.Fprintf(h, "%s\n", r.how)
	for i, name := range inputs {
		h.Write(sums[i][:])
		io.WriteString(h, name)
		h.Write([]byte{0})
	}
	h.Sum(sum[:0])
	return sum, nil
}

// sumOfFile gives the SHA-256 of a file's bytes, which it reads through buf.
func sumOfFile(name string, buf []byte) (sum [sha256.Size]byte, err error) {
	f, err := os.Open(name)
	if err != nil {
		return sum, err
	}
	defer f.Close()
	h := sha256.New()
	for {
		n, err := f.Read(buf)
		h.Write(buf[:n])
		if errors.Is(err, io.EOF) {
			h.Sum(sum[:0])
			return sum, nil
		}
		if err != nil {
			return sum, err
		}
	}
}

const outcomeFormat = "dossier-record 1\ninputs %x\nmanifest %x\nquotations %d\n"

func (o outcome) encode() []byte {
	text := fmt.Sprintf(outcomeFormat, o.inputs, o.seal, o.quotations)
	return fmt.Appendf(nil, "%send %x\n", text, sha256.Sum256([]byte(text)))
}

// parseOutcome reads what encode wrote, and nothing else.
func parseOutcome(data []byte) (o outcome, ok bool) {
	var inputs, seal []byte
	if _, err := fmt.Sscanf(string(data), outcomeFormat, &inputs, &seal, &o.quotations); err != nil {
		return outcome{}, false
	}
	copy(o.inputs[:], inputs)
	copy(o.seal[:], seal)
	return o, bytes.Equal(o.encode(), data)
}

// cacheFolder gives the folder in which a user's programs keep what they can make
// again; empty where there is none. It is that of os.UserCacheDir.
func cacheFolder(env []string) string {
	var dir string
	switch runtime.GOOS {
	case "windows":
		dir = lookUp(env, "LocalAppData")
	case "darwin":
		if home := lookUp(env, "HOME"); home != "" {
			dir = filepath.Join(home, "Library", "Caches")
		}
	default:
		if dir = lookUp(env, "XDG_CACHE_HOME"); dir == "" {
			if home := lookUp(env, "HOME"); home != "" {
				dir = filepath.Join(home, ".cache")
			}
		}
	}
	if !filepath.IsAbs(dir) {
		return ""
	}
	return dir
}
