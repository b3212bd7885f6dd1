// Package revision reads a project as it was at a revision of its Git
// repository. It asks the git program and gives a file system in memory. It writes
// nothing, asks no other host for what the repository lacks, and does not know
// what the files mean.
package revision

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os/exec"
	"path"
	"slices"
	"strconv"
	"strings"

	"dossier/internal/match"
)

// Git is the git program.
type Git struct {
	Program string   // its path
	Env     []string // as of os.Environ; what in it names another repository counts for nothing
}

// Tree is a project at a revision: dossier.yaml, content/ and seeds/, and what
// symbolic links in these lead to. Of content/media the names are there, and the
// files read as empty. Bytes are those of the repository, before any filter of
// Git's that would change them on checkout.
type Tree struct {
	Files  fs.FS
	Commit string // its object id, in hexadecimal digits
	ID     string // that of the project's folder: the same for the same files
	// Missing are files that the repository has not got: those of submodules, and
	// those that Git LFS keeps elsewhere, of which there is a pointer only.
	Missing []Missing
}

// Missing is a file or folder that is not in the repository.
type Missing struct {
	Path string // relative to the project's folder
	Why  string // "a submodule"
}

// Error says why there is no such revision to be read; all else that Open returns
// is a failure of the git program, or the context's.
type Error struct {
	Message string
	Hint    string
}

func (e *Error) Error() string { return e.Message }

// parts are what of a project is read.
var parts = []string{"content", "dossier.yaml", "seeds"}

// Open reads the project in a folder, given by its absolute path, as it was at a
// revision, given in any form that names one commit (gitrevisions). The repository
// is the one that the folder lies in.
func (g Git) Open(ctx context.Context, project, rev string) (*Tree, error) {
	r := &repository{Git: g, dir: project}
	if err := r.find(ctx); err != nil {
		return nil, err
	}
	t := &Tree{}
	var err error
	if t.Commit, err = r.commit(ctx, rev); err != nil {
		return nil, err
	}
	if t.ID, err = r.folder(ctx, t.Commit, rev); err != nil {
		return nil, err
	}
	files, err := r.list(ctx, t.ID, parts)
	if err != nil {
		return nil, err
	}
	if slices.ContainsFunc(files, func(f file) bool { return f.mode&fs.ModeSymlink != 0 }) {
		if files, err = r.list(ctx, t.ID, nil); err != nil { // they may lead anywhere
			return nil, err
		}
	}
	if !slices.ContainsFunc(files, func(f file) bool { top, _, _ := strings.Cut(f.path, "/"); return slices.Contains(parts, top) }) {
		return nil, r.notThere(rev)
	}
	if t.Files, t.Missing, err = r.read(ctx, files); err != nil {
		return nil, err
	}
	return t, nil
}

// repository is the one that a project lies in.
type repository struct {
	Git
	dir     string
	prefix  string // of the project's folder within it; empty, or ends in a slash
	shallow bool
}

// find looks for the repository.
func (r *repository) find(ctx context.Context) error {
	out, err := r.git(ctx, nil, "rev-parse", "--is-inside-work-tree", "--is-shallow-repository", "--show-prefix")
	if err != nil {
		var failed *commandError
		if !errors.As(err, &failed) {
			return err
		}
		e := &Error{Message: fmt.Sprintf("%s lies in no Git repository", r.dir), Hint: "git init begins one; a revision is what git commit makes"}
		if !strings.Contains(failed.said, "not a git repository") {
			e = &Error{Message: fmt.Sprintf("git does not read the repository of %s: %s", r.dir, failed.said), Hint: "git status in that folder tells more"}
		}
		return e
	}
	lines := strings.SplitN(string(out), "\n", 3)
	if len(lines) < 3 {
		return fmt.Errorf("asking git for the repository: it answered %q", out)
	}
	if lines[0] != "true" {
		return &Error{Message: fmt.Sprintf("%s is no working folder of a Git repository", r.dir), Hint: "name the project's folder with -C"}
	}
	r.shallow, r.prefix = lines[1] == "true", strings.TrimSuffix(lines[2], "\n")
	return nil
}

// commit gives the object id of a revision.
func (r *repository) commit(ctx context.Context, rev string) (string, error) {
	if rev == "" || strings.HasPrefix(rev, "-") || strings.ContainsRune(rev, 0) {
		return "", &Error{Message: fmt.Sprintf("%q names no revision", rev), Hint: "a revision is a tag, a branch or a commit, such as v1.0, main or HEAD~3"}
	}
	id, err := r.object(ctx, rev)
	if err == nil && id != "" {
		id, err = r.object(ctx, id+"^{commit}")
	}
	if err != nil || id != "" {
		return id, err
	}
	e := &Error{Message: fmt.Sprintf("there is no revision %q in the repository", rev)}
	names, err := r.git(ctx, nil, "for-each-ref", "--format=%(refname:short)", "--sort=-creatordate", "refs/tags", "refs/heads", "refs/remotes")
	if err != nil {
		return "", err
	}
	list := strings.Fields(string(names))
	const most = 5
	if near, ok := match.Nearest(rev, list); ok {
		e.Hint = fmt.Sprintf("did you mean %s?", near)
	} else if len(list) > most {
		e.Hint = fmt.Sprintf("there are %s and %d more; git log lists the commits", strings.Join(list[:most], ", "), len(list)-most)
	} else if len(list) > 0 {
		e.Hint = fmt.Sprintf("there are %s; git log lists the commits", strings.Join(list, ", "))
	} else {
		e.Hint = "nothing has been committed yet"
	}
	if r.shallow {
		e.Hint += "\nthe repository is a shallow clone, which lacks earlier commits: git fetch --unshallow --tags gets them (actions/checkout: fetch-depth: 0)"
	}
	return "", e
}

// object gives the id of what a revision names; empty where it names nothing.
func (r *repository) object(ctx context.Context, rev string) (string, error) {
	out, err := r.git(ctx, nil, "rev-parse", "--verify", "--quiet", "--end-of-options", rev)
	if failed := (*commandError)(nil); errors.As(err, &failed) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	// Before version 2.43 git repeats the option that ends the options.
	return strings.TrimPrefix(strings.TrimSpace(string(out)), "--end-of-options\n"), nil
}

// folder gives the id of the project's folder in a commit.
func (r *repository) folder(ctx context.Context, commit, rev string) (string, error) {
	id, err := r.object(ctx, commit+":"+strings.TrimSuffix(r.prefix, "/"))
	if err == nil && id == "" {
		err = r.notThere(rev)
	}
	return id, err
}

func (r *repository) notThere(rev string) error {
	return &Error{
		Message: fmt.Sprintf("the dossier is not in the revision %q: there is no %scontent", rev, r.prefix),
		Hint:    "git log -- " + r.prefix + "dossier.yaml lists the commits that have it; in one before its folder was moved it is not found",
	}
}

// file is an entry of a listing.
type file struct {
	path string
	id   string
	mode fs.FileMode // of a submodule that of a folder
}

// list lists what is below some paths of a tree; all of it without any.
func (r *repository) list(ctx context.Context, tree string, paths []string) ([]file, error) {
	out, err := r.git(ctx, nil, append([]string{"ls-tree", "-r", "-z", "--full-tree", tree, "--"}, paths...)...)
	if err != nil {
		return nil, err
	}
	var files []file
	for line := range strings.SplitSeq(strings.TrimSuffix(string(out), "\x00"), "\x00") {
		if line == "" {
			continue
		}
		about, name, _ := strings.Cut(line, "\t")
		fields := strings.Fields(about)
		if len(fields) != 3 || !fs.ValidPath(name) {
			return nil, fmt.Errorf("asking git for the files of %s: it answered %q", tree, line)
		}
		f := file{path: name, id: fields[2], mode: 0o444}
		switch fields[0] {
		case "120000":
			f.mode |= fs.ModeSymlink
		case "160000":
			f.mode |= fs.ModeDir
		}
		files = append(files, f)
	}
	return files, nil
}

// pointer is how a file begins that stands for one that Git LFS keeps.
const pointer = "version https://git-lfs.github.com/spec/v1\n"

// read makes a file system of files, with the bytes of those that are wanted.
func (r *repository) read(ctx context.Context, files []file) (fs.FS, []Missing, error) {
	all, missing := newMemory(), []Missing(nil)
	var links []file
	for _, f := range files {
		if f.mode&fs.ModeSymlink != 0 {
			links = append(links, f)
		}
	}
	targets, err := r.blobs(ctx, links)
	if err != nil {
		return nil, nil, err
	}
	for _, f := range files {
		n := &node{name: path.Base(f.path), mode: f.mode}
		if f.mode&fs.ModeSymlink != 0 {
			n.link = string(targets[f.id])
		}
		all.add(f.path, n)
	}
	wanted := map[string]bool{}
	for _, f := range files {
		if top, _, _ := strings.Cut(f.path, "/"); !slices.Contains(parts, top) || strings.HasPrefix(f.path, "content/media/") {
			continue
		}
		if f.mode.IsDir() {
			missing = append(missing, Missing{f.path, "a submodule"})
		} else if at, err := all.follow(f.path); err == nil {
			wanted[at] = true
		}
	}
	ask := slices.DeleteFunc(slices.Clone(files), func(f file) bool { return !wanted[f.path] || !f.mode.IsRegular() })
	texts, err := r.blobs(ctx, ask)
	if err != nil {
		return nil, nil, err
	}
	for _, f := range ask {
		n := all.nodes[f.path]
		n.data = texts[f.id]
		if bytes.HasPrefix(n.data, []byte(pointer)) {
			missing = append(missing, Missing{f.path, "kept by Git LFS"})
		}
	}
	all.done()
	slices.SortFunc(missing, func(a, b Missing) int { return cmp.Compare(a.Path, b.Path) })
	return all, missing, nil
}

// blobs gives the bytes of files by their ids.
func (r *repository) blobs(ctx context.Context, files []file) (map[string][]byte, error) {
	data := make(map[string][]byte, len(files))
	if len(files) == 0 {
		return data, nil
	}
	var ask bytes.Buffer
	for _, f := range files {
		if _, asked := data[f.id]; !asked {
			data[f.id] = nil
			ask.WriteString(f.id + "\n")
		}
	}
	out, err := r.git(ctx, &ask, "cat-file", "--batch", "--buffer")
	if err != nil {
		return nil, fmt.Errorf("%w (a partial clone lacks files of earlier commits)", err)
	}
	for len(out) > 0 {
		head, rest, _ := bytes.Cut(out, []byte{'\n'})
		fields := strings.Fields(string(head))
		size := -1
		if len(fields) == 3 {
			if size, err = strconv.Atoi(fields[2]); err != nil {
				size = -1
			}
		}
		switch {
		case len(fields) == 2 && fields[1] == "missing":
			return nil, &Error{
				Message: fmt.Sprintf("the repository lacks the file %s of that revision", pathOf(files, fields[0])),
				Hint:    "it is a partial clone, or damaged: git fetch --refetch gets all files, git fsck tells what is wrong",
			}
		case size < 0 || len(rest) <= size:
			return nil, fmt.Errorf("asking git for files: it answered %q", head)
		}
		data[fields[0]], out = rest[:size:size], rest[size+1:]
	}
	return data, nil
}

func pathOf(files []file, id string) string {
	if i := slices.IndexFunc(files, func(f file) bool { return f.id == id }); i >= 0 {
		return files[i].path
	}
	return id
}

// git runs the program in the project's folder and gives its output.
func (r *repository) git(ctx context.Context, stdin *bytes.Buffer, args ...string) ([]byte, error) {
	c := exec.CommandContext(ctx, r.Program, append([]string{"-C", r.dir, "--no-pager", "--no-optional-locks"}, args...)...)
	var out, said bytes.Buffer
	c.Env, c.Stdout, c.Stderr = environment(r.Env), &out, &said
	if stdin != nil {
		c.Stdin = stdin
	}
	err := c.Run()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return out.Bytes(), nil
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.As(err, &exit):
		text := strings.TrimPrefix(strings.TrimSpace(said.String()), "fatal: ")
		text, _, _ = strings.Cut(text, "\n")
		return nil, &commandError{args[0], text, err}
	}
	return nil, fmt.Errorf("running git: %w", err)
}

// commandError is that a command of git's did not succeed.
type commandError struct {
	command string
	said    string // the first line
	err     error
}

func (e *commandError) Error() string {
	return fmt.Sprintf("running git %s: %s", e.command, cmp.Or(e.said, e.err.Error()))
}
func (e *commandError) Unwrap() error { return e.err }

// foreign are the variables that a hook of another repository leaves behind.
var foreign = []string{
	"GIT_DIR", "GIT_WORK_TREE", "GIT_IMPLICIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_NAMESPACE",
	"GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_SHALLOW_FILE", "GIT_GRAFT_FILE", "GIT_INTERNAL_SUPER_PREFIX",
	"GIT_LITERAL_PATHSPECS", "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS",
}

// environment is what git runs with: the repository is that of the folder, its
// messages are English, and no transport may be used.
func environment(env []string) []string {
	own := []string{"LC_ALL=C", "GIT_NO_LAZY_FETCH=1", "GIT_ALLOW_PROTOCOL=none", "GIT_TERMINAL_PROMPT=0", "GIT_OPTIONAL_LOCKS=0"}
	env = slices.DeleteFunc(slices.Clone(env), func(entry string) bool {
		name, _, _ := strings.Cut(entry, "=")
		return slices.Contains(foreign, name)
	})
	return append(env, own...)
}
