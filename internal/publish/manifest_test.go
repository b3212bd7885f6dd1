package publish

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestManifestRoundTrip(t *testing.T) {
	one, two := sha256.Sum256([]byte("1")), sha256.Sum256([]byte("2"))
	want := ledger{
		files: map[string]entry{
			"a": {settled: &one}, "a b/+c": {planned: &two}, "+d": {settled: &one, planned: &two}, "é": {settled: &two},
		},
		folders: map[string]bool{"a b": false, "+x": true},
	}
	data := want.encode()
	got := parseManifest(data)
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(ledger{}, entry{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	// Every single changed, lost or added byte is seen.
	for i := range data {
		for name, bad := range map[string]string{
			"changed": string(data[:i]) + string(data[i]^1) + string(data[i+1:]),
			"lost":    string(data[:i]) + string(data[i+1:]),
			"added":   string(data[:i]) + "x" + string(data[i:]),
			"cut":     string(data[:i]),
		} {
			if bad != string(data) && !parseManifest([]byte(bad)).damaged {
				t.Errorf("byte %d %s is not seen:\n%s", i, name, bad)
			}
		}
	}
}

// sealed gives a manifest of the lines as Sync would have sealed it.
func sealed(lines ...string) string {
	body := manifestHeader + strings.Join(lines, "")
	return fmt.Sprintf("%s%s%x\n", body, manifestEnd, sha256.Sum256([]byte(body)))
}

func TestSyncDamagedManifest(t *testing.T) {
	sum := func(s string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(s))) }
	tests := []struct {
		reason   string
		manifest string
		want     tree
		conflict bool
		after    tree
		damaged  bool
	}{
		{
			reason:   "paths out of the folder are dropped, sealed or not",
			manifest: sealed(sum("outside")+"  ../outside\n", sum("outside")+"  /etc/passwd\n", sum("outside")+"  x/../../outside\n", "-  ../\n"),
			want:     tree{"a": "1"}, after: tree{"a": "1", "mine": "m", "d/mine": "m"}, damaged: true,
		},
		{
			reason:   "a forged line for another's file with sums that do not fit removes nothing",
			manifest: sealed(sum("x")+"  mine\n", sum("x")+"  d/mine\n", "-  d/\n"),
			want:     tree{"a": "1"}, after: tree{"a": "1", "mine": "m", "d/mine": "m"},
		},
		{
			reason:   "a line added by hand overwrites nothing",
			manifest: manifestHeader + sum("x") + "  mine\n" + manifestEnd + sum("") + "\n",
			want:     tree{"mine": "1"}, conflict: true, damaged: true,
		},
		{
			reason:   "without a manifest, equal files become ours and the others stay",
			manifest: "", want: tree{"mine": "m", "a": "1"}, after: tree{"a": "1", "mine": "m", "d/mine": "m"}, damaged: true,
		},
		{
			reason:   "a manifest of another version is not believed",
			manifest: strings.Replace(sealed(sum("x")+"  mine\n"), "manifest 1", "manifest 2", 1),
			want:     tree{"mine": "1"}, conflict: true, damaged: true,
		},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			base := t.TempDir()
			dir := filepath.Join(base, "public")
			writeTree(t, base, tree{"outside": "outside", "public/mine": "m", "public/d/mine": "m", "public/" + manifestName: tt.manifest})
			before := readTree(t, base)
			rep, err := Sync(context.Background(), dir, tt.want.files())
			if _, conflict := errors.AsType[*ConflictError](err); conflict != tt.conflict || err != nil && !conflict {
				t.Fatalf("error %v, want a conflict: %t", err, tt.conflict)
			}
			if rep.DamagedManifest != tt.damaged {
				t.Errorf("DamagedManifest is %t", rep.DamagedManifest)
			}
			if err != nil {
				if diff := cmp.Diff(before, readTree(t, base)); diff != "" {
					t.Errorf("the conflict changed something:\n%s", diff)
				}
				if !strings.Contains(err.Error(), manifestName+" is damaged") {
					t.Errorf("message does not tell of the manifest:\n%v", err)
				}
				return
			}
			if diff := cmp.Diff(tt.after, readTree(t, dir).without(manifestName)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if got := readTree(t, base)["outside"]; got != "outside" {
				t.Errorf("the file outside holds %q", got)
			}
		})
	}
}

// A manifest cut off by a power failure still tells ours by their sums: what it names is replaced and removed as usual.
func TestSyncCutManifest(t *testing.T) {
	dir := t.TempDir()
	mustSync(t, dir, tree{"a": "1", "b": "1", "c/d": "1"})
	whole := readTree(t, dir)[manifestName]
	writeTree(t, dir, tree{manifestName: whole[:strings.Index(whole, manifestEnd)]})
	rep := mustSync(t, dir, tree{"a": "2", "b": "1"})
	if want := (Report{Written: 1, Unchanged: 1, Removed: 1, Bytes: 1, DamagedManifest: true}); !cmp.Equal(want, rep) {
		t.Errorf("report %+v, want %+v", rep, want)
	}
	if got := readTree(t, dir); got["a"] != "2" || got["c/d"] != "" {
		t.Errorf("folder holds %v", got)
	}
}

// FuzzSyncManifest: whatever the manifest says, Sync neither removes nor changes what somebody else put in the folder
// or beside it, and after a run without an error the wanted files are there. Lines without a seal get one too, so that
// the fuzzer reaches what a seal would hide; a sealed line may give a *wanted* path to Sync (that is what a manifest is
// for), so that others' files stand at wanted paths in the unsealed case only.
func FuzzSyncManifest(f *testing.F) {
	sum := fmt.Sprintf("%x", sha256.Sum256([]byte("x")))
	f.Add([]byte(""))
	f.Add([]byte(sealed(sum + "  mine\n")))
	f.Add([]byte(sum + "  mine\n" + sum + " +people/mine\n-  people/\n-  empty/\n"))
	f.Add([]byte(sum + "  ../outside\n" + sum + "  people/../../outside\n-  ../\n- +/\n"))
	f.Add([]byte(sum + "  link/outside\n" + sum + "  link\n-  link/\n"))
	f.Add([]byte(sum + "  a\n" + sum + "  .dossier-manifest\n" + sum + "  .dossier-tmp/x\n"))
	f.Fuzz(func(t *testing.T, manifest []byte) {
		for _, seal := range []bool{false, true} {
			base := t.TempDir()
			dir := filepath.Join(base, "public")
			others := tree{
				"outside": "outside", "public/mine": "mine", "public/people/mine": "mine", "public/link": "-> ..",
				"public/people/l": "-> mine", "public/.dossier-tmp/mine": "mine",
			}
			want := tree{"a": "1", "people/b": "2", "new/c": "3"}
			text := string(manifest)
			if seal {
				text = sealed(text)
			} else {
				others["public/taken"] = "taken by somebody"
				want["taken"] = "wanted by us"
			}
			writeTree(t, base, others)
			writeTree(t, base, tree{"public/" + manifestName: text})
			_, err := Sync(context.Background(), dir, want.files())
			if _, conflict := errors.AsType[*ConflictError](err); conflict == seal || err != nil && !conflict {
				t.Fatalf("sealed %t: error %v", seal, err)
			}
			got := readTree(t, base)
			for p, data := range others {
				if got[p] != data {
					t.Errorf("sealed %t: %s of somebody else's holds %q", seal, p, got[p])
				}
			}
			if err != nil {
				continue
			}
			all := maps.Clone(others)
			for p, data := range want {
				all["public/"+p] = data
			}
			if diff := cmp.Diff(all, got.without("public/"+manifestName)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		}
	})
}
