package cli

import "testing"

func TestTheHeapGrowsLessTheMoreIsInUse(t *testing.T) {
	for _, c := range []struct {
		live, size uint64 // MiB in use, and at the next collection
		reason     string
	}{
		{0, 0, "nothing in use"},
		{20, 100, "a small dossier needs no more room than a few times its own"},
		{roomy >> 20 / 2, roomy >> 20, "up to some size memory is cheaper than time"},
		{400, 800, "beyond it the heap grows with what is in use"},
		{1000, 1600, "but not so much that a large dossier needs twice its own"},
		{4000, 5000, "and yet enough to get on with"},
	} {
		if got := c.live + c.live*uint64(growth(c.live<<20))/100; got > c.size || got+c.size/50 < c.size {
			t.Errorf("%d MiB are collected at %d MiB, want %d: %s", c.live, got, c.size, c.reason)
		}
	}
	last := growth(1)
	for live := uint64(1); live < 1<<34; live += live/7 + 1 {
		now := growth(live)
		if now > last || now < closest || now > widest {
			t.Fatalf("at %d bytes the heap grows by %d %%, after %d %%", live, now, last)
		}
		last = now
	}
}

func TestTheProgramStaysBelowWhatIsEnough(t *testing.T) {
	for _, c := range []struct {
		live, total int64 // MiB
		reason      string
	}{
		{0, enough >> 20, "nothing in use"},
		{2000, enough >> 20, "as long as there is room"},
		{4000, 5000, "and where there is none, with room to get on"},
	} {
		if got := total(uint64(c.live)<<20) >> 20; got != c.total {
			t.Errorf("with %d MiB in use the program may take %d MiB, want %d: %s", c.live, got, c.total, c.reason)
		}
	}
}
