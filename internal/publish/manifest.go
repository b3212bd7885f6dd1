package publish

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
)

// The manifest tells which files and folders are ours. Constraints: it lies in a folder that may be published or
// committed, so it holds no time, host or name outside the folder, and the same files give the same bytes; and it
// decides what may be overwritten and removed, so a manifest that is not as we left it must be seen as such. A list of
// paths without sums was rejected, since a file that somebody edits after us would then be deleted with his work in it.
//
//	dossier-manifest 1
//	SHA-256  index.html            a file that we wrote, and the sum of its bytes
//	SHA-256 +about.html            bytes that an unfinished run was about to put there
//	-  people/                     a folder that we created
//	- +places/                     a folder that an unfinished run was about to create
//	end SHA-256                    the sum of all bytes above
//
// Lines are sorted by path, and "  " stands before "+" for the same path. A manifest with + lines is the journal of a
// run that has begun to change the folder.
const (
	manifestName   = ".dossier-manifest"
	manifestHeader = "dossier-manifest 1\n"
	manifestEnd    = "end "
)

type digest = [sha256.Size]byte

// ledger is what a manifest says.
type ledger struct {
	files   map[string]entry
	folders map[string]bool // true if only planned
	// damaged is set if the seal does not fit the bytes. The entries are then no more than hints: they count only
	// for a file that has the very bytes they name, and the folders not at all.
	damaged bool
}

// entry holds the sums of the bytes that we may have put in one file.
type entry struct {
	settled, planned *digest // at least one is set
}

func (e entry) names(sum digest) bool {
	return e.settled != nil && *e.settled == sum || e.planned != nil && *e.planned == sum
}

// encode gives the manifest's bytes, a function of the ledger's entries alone.
func (l ledger) encode() []byte {
	type line struct{ path, text string }
	lines := make([]line, 0, len(l.files)+len(l.folders))
	for _, p := range slices.Sorted(maps.Keys(l.files)) {
		e := l.files[p]
		if e.settled != nil {
			lines = append(lines, line{p, hex.EncodeToString(e.settled[:]) + "  " + p})
		}
		if e.planned != nil {
			lines = append(lines, line{p, hex.EncodeToString(e.planned[:]) + " +" + p})
		}
	}
	for p, planned := range l.folders {
		sign := "-  "
		if planned {
			sign = "- +"
		}
		lines = append(lines, line{p + "/", sign + p + "/"})
	}
	slices.SortStableFunc(lines, func(a, b line) int { return cmp.Compare(a.path, b.path) })

	var b bytes.Buffer
	b.WriteString(manifestHeader)
	for _, l := range lines {
		b.WriteString(l.text)
		b.WriteByte('\n')
	}
	sum := sha256.Sum256(b.Bytes())
	fmt.Fprintf(&b, "%s%x\n", manifestEnd, sum)
	return b.Bytes()
}

// parseManifest reads whatever data holds. Lines that cannot be ours are dropped, and make the ledger a damaged one.
func parseManifest(data []byte) ledger {
	l := ledger{files: map[string]entry{}, folders: map[string]bool{}}
	body, sealed := unseal(data)
	l.damaged = !sealed
	for line := range strings.Lines(string(bytes.TrimPrefix(body, []byte(manifestHeader)))) {
		if !l.add(strings.TrimSuffix(line, "\n")) {
			l.damaged = true
		}
	}
	return l
}

// unseal gives the lines between header and end, and whether header and seal fit them.
func unseal(data []byte) ([]byte, bool) {
	cut := bytes.LastIndex(data, []byte("\n"+manifestEnd)) + 1
	if cut == 0 || !bytes.HasPrefix(data, []byte(manifestHeader)) {
		return data, false
	}
	want := sha256.Sum256(data[:cut])
	return data[:cut], string(data[cut:]) == fmt.Sprintf("%s%x\n", manifestEnd, want)
}

// add takes one line, and reports whether it is one that encode could have written.
func (l ledger) add(line string) bool {
	sum, rest, ok := strings.Cut(line, " ")
	if !ok || rest == "" || rest[0] != ' ' && rest[0] != '+' {
		return false
	}
	planned, p := rest[0] == '+', rest[1:]
	if sum == "-" {
		p, ok = strings.CutSuffix(p, "/")
		if !ok || pathFlaw(p) != "" {
			return false
		}
		l.folders[p] = planned
		return true
	}
	var d digest
	if n, err := hex.Decode(d[:], []byte(sum[:min(len(sum), 2*len(d))])); err != nil || n != len(d) || len(sum) != 2*len(d) || pathFlaw(p) != "" {
		return false
	}
	e := l.files[p]
	if planned {
		e.planned = &d
	} else {
		e.settled = &d
	}
	l.files[p] = e
	return true
}

func (r *run) readManifest() error {
	name := r.at(manifestName)
	info, err := r.disk.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		r.had = ledger{}
		return nil
	}
	if err == nil && !info.Mode().IsRegular() {
		return &ConflictError{Dir: r.dir, Conflicts: []Conflict{{manifestName, "is not a regular file"}}}
	}
	if err == nil {
		r.manifest, err = r.disk.ReadFile(name)
	}
	if err != nil {
		return fmt.Errorf("reading %s: %w", name, cause(err))
	}
	r.had = parseManifest(r.manifest)
	return nil
}

// writeManifest puts data in the manifest's place, by way of the staging folder and down to the disk. Without data it removes the manifest.
func (r *run) writeManifest(data []byte) error {
	name, staged := r.at(manifestName), r.staged("manifest")
	var err error
	switch {
	case data == nil && r.manifest == nil:
		return nil
	case data == nil:
		err = r.disk.Remove(name)
	default:
		if err = r.disk.Create(staged, data, true); err == nil {
			err = r.disk.Rename(staged, name)
		}
	}
	if err != nil {
		return fmt.Errorf("writing %s: %w", name, cause(err))
	}
	r.manifest = data
	return nil
}
