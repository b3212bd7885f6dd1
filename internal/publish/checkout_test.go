package publish

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCheckOut(t *testing.T) {
	tests := []struct {
		reason string
		out    string // relative to the base folder; the project is home/ann/project
		refuse string // a part of the message; empty if out is right
	}{
		{"the default, not there yet", "home/ann/project/public", ""},
		{"a folder that is there, with files of others", "home/ann/project/filled", ""},
		{"a folder outside the project", "elsewhere/site", ""},
		{"a deep folder that is not there", "home/ann/project/a/b/c", ""},
		{"a link to a good folder", "home/ann/project/goodlink", ""},
		{"a name that begins like a guarded one", "home/ann/project/content-site", ""},
		{"the project", "home/ann/project", "project's own folder"},
		{"the project by a link", "linkproject", "project's own folder"},
		{"a roundabout name of the project", "home/ann/project/content/..", "project's own folder"},
		{"a parent of the project", "home/ann", "holds the whole project"},
		{"a parent's parent", "home", "holds the whole project"},
		{"content itself", "home/ann/project/content", "within the project's content"},
		{"within content, not there yet", "home/ann/project/content/x/y", "within the project's content"},
		{"within seeds", "home/ann/project/seeds/site", "within the project's seeds"},
		{"within templates, which do not exist", "home/ann/project/templates/x", "within the project's templates"},
		{"within .git", "home/ann/project/.git/x", "within the project's .git"},
		{"within content by a link", "linkcontent/x", "within the project's content"},
		{"within where content is a link to", "seedstore/x", "within the project's seeds"},
		{"that which holds where seeds is a link to", "seedstore/..", ""}, // Replaced below: it is the base folder.
		{"a link that stands in content and leads out of it", "home/ann/project/content/exit", "within the project's content"},
		{"another dossier by its content", "other1", "holds content"},
		{"another dossier by its seeds", "other2", "holds seeds"},
		{"another dossier by its settings", "other3", "holds dossier.yaml"},
		{"another dossier by a link", "linkother", "holds content"},
		{"a file", "afile", "is a file"},
		{"below a file", "afile/x", "a file"},
		{"a dead link", "dead", "leads nowhere"},
		{"below a dead link", "dead/x", "leads nowhere"},
		{"a home folder beside the project", "otherhome", "home folder"},
		{"what holds a home folder", "homes", "home folder"},
		{"within a home folder", "otherhome/site", ""},
	}
	base := t.TempDir()
	writeTree(t, base, tree{
		"home/ann/project/dossier.yaml": "", "home/ann/project/content/index.md": "", "home/ann/project/filled/mine": "m",
		"seedstore/a.txt": "", "home/ann/project/seeds": "-> ../../../seedstore",
		"elsewhere/x": "", "home/ann/project/goodlink": "-> ../../../elsewhere",
		"linkproject": "-> home/ann/project", "linkcontent": "-> home/ann/project/content",
		"home/ann/project/content/exit": "-> ../../../../elsewhere",
		"other1/content/":               "", "other2/seeds/x": "", "other3/dossier.yaml": "", "linkother": "-> other1",
		"afile": "", "dead": "-> nowhere", "otherhome": "-> homes/me", "homes/me/": "",
	})
	before := readTree(t, base)
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			if tt.out == "seedstore/.." {
				tt.refuse = "holds the whole project"
			}
			for _, project := range []string{"home/ann/project", "linkproject"} {
				err := CheckOut(filepath.Join(base, project), base+"/"+tt.out, filepath.Join(base, "otherhome"))
				_, refused := errors.AsType[*OutError](err)
				if refused != (tt.refuse != "") || err != nil && !strings.Contains(err.Error(), tt.refuse) {
					t.Errorf("project %s: error %v, want %q", project, err, tt.refuse)
				}
				if refused && !strings.Contains(err.Error(), "choose a folder of its own") {
					t.Errorf("message does not tell what to do: %v", err)
				}
			}
		})
	}
	t.Run("a root of the file system", func(t *testing.T) {
		root := filepath.VolumeName(base) + string(filepath.Separator)
		if err := CheckOut(base, root, ""); err == nil || !strings.Contains(err.Error(), "a root of the file system") {
			t.Errorf("error %v", err)
		}
	})
	t.Run("relative names, and no name", func(t *testing.T) {
		t.Chdir(filepath.Join(base, "home", "ann", "project"))
		for out, ok := range map[string]bool{"public": true, "./public": true, ".": false, "..": false, "content": false, "": false, "../site": true} {
			if err := CheckOut(".", out, ""); (err == nil) != ok {
				t.Errorf("%q: error %v", out, err)
			}
		}
	})
	if diff := cmp.Diff(before, readTree(t, base)); diff != "" {
		t.Errorf("CheckOut changed something:\n%s", diff)
	}
	if _, err := os.Lstat(filepath.Join(base, "home/ann/project/public")); err == nil {
		t.Error("CheckOut made the folder")
	}
}
