//go:build unix

package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
)

// nobody is a user without rights, under whom the program runs where the tests
// run as root: for root no file is denied.
const nobody = 65534

// withoutRights makes a program one to which rights can be denied, and the
// folders that it needs open to it.
func withoutRights(t *testing.T, c *exec.Cmd, dir string) {
	t.Helper()
	if os.Geteuid() != 0 {
		return
	}
	c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	for _, way := range []string{dir, filepath.Dir(program)} {
		for ; len(way) > len(os.TempDir()); way = filepath.Dir(way) {
			must(t, os.Chmod(way, 0o755))
		}
	}
}

// What may not be read is told of, in the page too, and is there again with the
// right to read it.
func TestPreviewPermissionDenied(t *testing.T) {
	dir := copyDossier(t)
	p := serveIn(t, dir, func(c *exec.Cmd) { withoutRights(t, c, dir) })
	b := p.open(fidanPage)
	p.mark(b)
	good := p.page(fidanPage)
	for _, name := range []string{fidan, "content/people", "content", "seeds", "seeds/" + seedOf(t, p), "dossier.yaml"} {
		info, err := os.Stat(p.at(name))
		must(t, err)
		must(t, os.Chmod(p.at(name), 0))
		p.until(b, `preview.panel().includes("`+name+`") && preview.panel().includes("permission denied")`, name+" may not be read")
		if p.page(fidanPage) != good {
			t.Errorf("%s may not be read, and the last good page does not stay", name)
		}
		must(t, os.Chmod(p.at(name), info.Mode().Perm()))
		p.until(b, "!preview.panel()", name+" may be read again")
		if p.page(fidanPage) != good {
			t.Errorf("%s may be read again, and the page is not as it was", name)
		}
	}
	p.kept(b, "what was denied")
	p.edit(fidan, "## Other contacts\n", "## Other meetings\n")
	must(t, os.Chmod(p.at(fidan), 0o644))
	p.until(b, has("Other meetings"), "the next edit is seen")
}

// seedOf gives the name of a seed.
func seedOf(t *testing.T, p *preview) string {
	t.Helper()
	list, err := os.ReadDir(p.at("seeds"))
	must(t, err)
	if len(list) == 0 {
		t.Fatal("the dossier has no seed")
	}
	return list[0].Name()
}
