//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package publish

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSyncTwiceAtOnce(t *testing.T) {
	dir := t.TempDir()
	var inner error
	asked := false
	_, err := syncOn(context.Background(), &faultyFiles{fault: func(s step) error {
		if !asked && s.op == "create" { // The outer run holds the lock: it is in the middle of its writing.
			asked = true
			_, inner = Sync(context.Background(), dir, tree{"b": "2"}.files())
		}
		return nil
	}}, dir, tree{"a": "1"}.files())
	if err != nil {
		t.Fatal(err)
	}
	if !errors.Is(inner, ErrBusy) {
		t.Errorf("second Sync gives %v, want ErrBusy", inner)
	}
	mustSync(t, dir, tree{"b": "2"}) // The lock has gone with the first run.
	if diff := cmp.Diff(tree{"b": "2"}, readTree(t, dir).without(manifestName)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// The folder is locked from Begin on.
func TestUpdateLocks(t *testing.T) {
	dir := t.TempDir()
	u, err := Begin(context.Background(), dir, []string{"a"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Begin(context.Background(), dir, []string{"a"}); !errors.Is(err, ErrBusy) {
		t.Errorf("a second Begin gives %v", err)
	}
	if err := u.Abort(); err != nil {
		t.Fatal(err)
	}
	mustSync(t, dir, tree{"a": "1"})
}
