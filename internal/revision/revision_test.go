package revision

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"
)

// repo is a Git repository that a test makes, and the program.
type repo struct {
	*testing.T
	git Git
	dir string
}

func newRepo(t *testing.T) *repo {
	t.Helper()
	program, err := exec.LookPath("git")
	if err != nil {
		t.Fatalf("these tests need the program git: %v", err)
	}
	r := &repo{t, Git{Program: program, Env: append(os.Environ(),
		"GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL="+os.DevNull, "HOME="+t.TempDir(),
		"GIT_AUTHOR_NAME=A", "GIT_AUTHOR_EMAIL=a@example.org", "GIT_AUTHOR_DATE=2024-01-01T00:00:00Z",
		"GIT_COMMITTER_NAME=A", "GIT_COMMITTER_EMAIL=a@example.org", "GIT_COMMITTER_DATE=2024-01-01T00:00:00Z",
	)}, t.TempDir()}
	r.run("init", "-q", "-b", "main")
	return r
}

func (r *repo) run(args ...string) string {
	r.Helper()
	c := exec.Command(r.git.Program, args...)
	c.Dir, c.Env = r.dir, r.git.Env
	out, err := c.CombinedOutput()
	if err != nil {
		r.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}

func (r *repo) write(name, text string) {
	r.Helper()
	at := filepath.Join(r.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(at), 0o777); err != nil {
		r.Fatal(err)
	}
	if err := os.WriteFile(at, []byte(text), 0o666); err != nil {
		r.Fatal(err)
	}
}

func (r *repo) link(name, to string) {
	r.Helper()
	at := filepath.Join(r.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(at), 0o777); err != nil {
		r.Fatal(err)
	}
	if err := os.Symlink(to, at); err != nil {
		r.Fatal(err)
	}
}

// commit commits everything, with a tag.
func (r *repo) commit(tag string) {
	r.Helper()
	r.run("add", "-A")
	r.run("commit", "-q", "-m", tag)
	r.run("tag", tag)
}

func (r *repo) open(sub, rev string) (*Tree, error) {
	return r.git.Open(context.Background(), filepath.Join(r.dir, filepath.FromSlash(sub)), rev)
}

func (r *repo) must(sub, rev string) *Tree {
	r.Helper()
	tree, err := r.open(sub, rev)
	if err != nil {
		r.Fatal(err)
	}
	return tree
}

func (r *repo) content(files fs.FS, name, want string) {
	r.Helper()
	got, err := fs.ReadFile(files, name)
	if err != nil || string(got) != want {
		r.Errorf("%s holds %q, %v; want %q", name, got, err, want)
	}
}

func TestOpen(t *testing.T) {
	r := newRepo(t)
	r.write("dossier.yaml", "title: One\n")
	r.write("content/index.md", "first\r\n")
	r.write("content/people/ada krantz.md", "\xff\x00 bytes")
	r.write("content/media/a.png", "picture")
	r.write("seeds/é.txt", "")
	r.write("public/index.html", "<!-- not read -->")
	r.write("templates/page.html", "not read")
	r.commit("one")
	r.write("dossier.yaml", "title: Two\n")
	r.write("content/index.md", "second")
	r.run("rm", "-q", "-r", "seeds")
	r.commit("two")
	before := r.run("status", "--porcelain") + r.run("rev-parse", "HEAD")

	one := r.must("", "one")
	if err := fstest.TestFS(one.Files, "dossier.yaml", "content/index.md", "content/people/ada krantz.md", "content/media/a.png", "seeds/é.txt"); err != nil {
		t.Error(err)
	}
	r.content(one.Files, "dossier.yaml", "title: One\n")
	r.content(one.Files, "content/index.md", "first\r\n")
	r.content(one.Files, "content/people/ada krantz.md", "\xff\x00 bytes")
	r.content(one.Files, "seeds/é.txt", "")
	r.content(one.Files, "content/media/a.png", "") // by its name alone
	for _, name := range []string{"public/index.html", "templates/page.html"} {
		if _, err := fs.Stat(one.Files, name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if want := r.run("rev-parse", "one"); one.Commit != want {
		t.Errorf("commit %s, want %s", one.Commit, want)
	}
	r.content(r.must("", "HEAD").Files, "content/index.md", "second")
	r.content(r.must("", "HEAD~1").Files, "content/index.md", "first\r\n")
	r.content(r.must("", "main@{0}").Files, "content/index.md", "second")
	r.content(r.must("", ":/one").Files, "content/index.md", "first\r\n")
	r.content(r.must("", one.Commit[:8]).Files, "content/index.md", "first\r\n")
	if a, b := r.must("", "one").ID, r.must("", "two").ID; a != one.ID || a == b {
		t.Errorf("the ids are %s, %s and %s", one.ID, a, b)
	}
	if after := r.run("status", "--porcelain") + r.run("rev-parse", "HEAD"); after != before {
		t.Errorf("the repository was changed: %s, then %s", before, after)
	}
}

// The project need not be the whole repository, and Git's variables of another
// one, as a hook has them, do not count.
func TestFolderOfARepository(t *testing.T) {
	r := newRepo(t)
	r.write("dossier.yaml", "title: The wrong one\n")
	r.write("my dossier/dossier.yaml", "title: One\n")
	r.write("my dossier/content/index.md", "one")
	r.commit("one")
	other := newRepo(t)
	other.write("dossier.yaml", "title: Another\n")
	other.commit("one")
	r.git.Env = append(r.git.Env, "GIT_DIR="+filepath.Join(other.dir, ".git"), "GIT_INDEX_FILE=nowhere", "GIT_PREFIX=x/", "GIT_GLOB_PATHSPECS=1", "GIT_NOGLOB_PATHSPECS=1")
	tree := r.must("my dossier", "one")
	r.content(tree.Files, "dossier.yaml", "title: One\n")
	r.content(tree.Files, "content/index.md", "one")
}

func TestSymbolicLinks(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Log("links in a repository are followed in memory; to make them needs rights on Windows")
		return
	}
	r := newRepo(t)
	r.write("content/index.md", "one")
	r.write("texts/a.txt", "the text")
	r.write("texts/deep/b.txt", "deeper")
	r.link("seeds/a.txt", "../texts/a.txt")
	r.link("seeds/again.txt", "a.txt")
	r.link("seeds/through.txt", "../short/b.txt")
	r.link("short", "texts/deep")
	r.link("seeds/out.txt", "../../secret.txt")
	r.link("seeds/absolute.txt", "/etc/passwd")
	r.link("seeds/nowhere.txt", "none.txt")
	r.link("seeds/round.txt", "round.txt")
	r.link("seeds/folder", "../texts")
	r.commit("one")
	tree := r.must("", "one")
	r.content(tree.Files, "seeds/a.txt", "the text")
	r.content(tree.Files, "seeds/again.txt", "the text")
	r.content(tree.Files, "seeds/through.txt", "deeper")
	for _, tt := range []struct {
		name   string
		want   error
		reason string
	}{
		{"seeds/out.txt", errOut, "what is outside is no part of the project"},
		{"seeds/absolute.txt", errOut, "nor is what an absolute path names"},
		{"seeds/nowhere.txt", fs.ErrNotExist, "a link to nothing"},
		{"seeds/round.txt", errRound, "a link to itself has no end"},
	} {
		if _, err := fs.ReadFile(tree.Files, tt.name); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v: %s", tt.name, err, tt.want, tt.reason)
		}
		if info, err := fs.Lstat(tree.Files, tt.name); err != nil || info.Mode()&fs.ModeSymlink == 0 {
			t.Errorf("%s is no link: %v", tt.name, err)
		}
	}
	if to, err := fs.ReadLink(tree.Files, "seeds/a.txt"); err != nil || to != "../texts/a.txt" {
		t.Errorf("the link leads to %q, %v", to, err)
	}
	if info, err := fs.Stat(tree.Files, "seeds/folder"); err != nil || !info.IsDir() {
		t.Errorf("a link to a folder: %v", err)
	}
}

// What is not in the repository is told and not fetched.
func TestMissing(t *testing.T) {
	r := newRepo(t)
	inner := newRepo(t)
	inner.write("x.txt", "x")
	inner.commit("one")
	r.write("content/index.md", "one")
	r.write("seeds/big.txt", pointer+"oid sha256:00\nsize 5\n")
	r.write("content/media/big.png", pointer+"oid sha256:00\nsize 5\n")
	r.run("add", "-A")
	r.run("update-index", "--add", "--cacheinfo", "160000,"+inner.run("rev-parse", "HEAD")+",seeds/inner")
	r.run("commit", "-q", "-m", "one")
	tree := r.must("", "HEAD")
	want := []Missing{{"seeds/big.txt", "kept by Git LFS"}, {"seeds/inner", "a submodule"}}
	if len(tree.Missing) != 2 || tree.Missing[0] != want[0] || tree.Missing[1] != want[1] {
		t.Errorf("missing are %v, want %v", tree.Missing, want)
	}
	if list, err := fs.ReadDir(tree.Files, "seeds/inner"); err != nil || len(list) > 0 {
		t.Errorf("the submodule has %v, %v", list, err)
	}

	// A partial clone lacks what it has not needed yet, and is not to ask for it.
	r.write("content/index.md", "two")
	r.run("commit", "-qam", "two")
	r.run("config", "uploadpack.allowFilter", "true")
	clone := &repo{t, r.git, filepath.Join(t.TempDir(), "clone")}
	r.run("clone", "-q", "--no-local", "--filter=blob:none", "file://"+r.dir, clone.dir)
	clone.content(clone.must("", "HEAD").Files, "content/index.md", "two")
	if _, err := clone.open("", "HEAD~1"); err == nil || !strings.Contains(err.Error(), "partial clone") && !strings.Contains(err.Error(), "lacks the file content/index.md") {
		t.Errorf("a file that was not cloned: %v", err)
	}
}

func TestErrors(t *testing.T) {
	r := newRepo(t)
	r.write("README", "nothing yet")
	r.commit("empty")
	r.write("content/index.md", "one")
	r.commit("v1.0")
	r.write("content/index.md", "two")
	r.commit("v1.1")
	shallow := &repo{t, r.git, filepath.Join(t.TempDir(), "shallow")}
	r.run("clone", "-q", "--depth=1", "--no-tags", "file://"+r.dir, shallow.dir)
	fresh := newRepo(t)
	for _, tt := range []struct {
		reason    string
		in        *repo
		sub, rev  string
		want, add string // in the message, in the hint
	}{
		{"a tag that is nearly one", r, "", "v1.O", `there is no revision "v1.O"`, "did you mean v1.0?"},
		{"what is like nothing", r, "", "christmas", `there is no revision "christmas"`, "there are "},
		{"an option is no revision", r, "", "--output=x", `"--output=x" names no revision`, "a revision is a tag"},
		{"nor is nothing", r, "", "", `"" names no revision`, ""},
		{"nor are two", r, "", "v1.0..v1.1", "there is no revision", ""},
		{"nor is a file", r, "", "v1.1:content/index.md", "there is no revision", ""},
		{"the dossier was not there yet", r, "", "empty", `the dossier is not in the revision "empty"`, "git log -- dossier.yaml"},
		{"a folder that is not committed", r, "content/new", "v1.0", "the dossier is not in the revision", ""},
		{"a shallow clone", shallow, "", "v1.0", `there is no revision "v1.0"`, "fetch-depth: 0"},
		{"nothing was ever committed", fresh, "", "HEAD", `there is no revision "HEAD"`, "nothing has been committed yet"},
		{"the folder of Git itself", r, ".git", "HEAD", "no working folder", ""},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			if err := os.MkdirAll(filepath.Join(tt.in.dir, tt.sub), 0o777); err != nil {
				t.Fatal(err)
			}
			_, err := tt.in.open(tt.sub, tt.rev)
			var wrong *Error
			if !errors.As(err, &wrong) || !strings.Contains(wrong.Message, tt.want) || !strings.Contains(wrong.Hint, tt.add) {
				t.Errorf("%#v, want %q and %q", err, tt.want, tt.add)
			}
		})
	}
	outside := &repo{t, r.git, t.TempDir()}
	outside.git.Env = append(outside.git.Env, "GIT_CEILING_DIRECTORIES="+filepath.Dir(outside.dir))
	var wrong *Error
	if _, err := outside.open("", "HEAD"); !errors.As(err, &wrong) || !strings.Contains(wrong.Message, "lies in no Git repository") {
		t.Errorf("no repository: %v", err)
	}
	ended, end := context.WithCancel(context.Background())
	end()
	if _, err := r.git.Open(ended, r.dir, "HEAD"); !errors.Is(err, context.Canceled) {
		t.Errorf("a context that has ended: %v", err)
	}
	if _, err := (Git{Program: filepath.Join(r.dir, "nogit")}).Open(context.Background(), r.dir, "HEAD"); err == nil || !strings.Contains(err.Error(), "running git") {
		t.Errorf("no program: %v", err)
	}
}
