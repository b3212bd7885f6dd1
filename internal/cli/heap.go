package cli

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// A program that builds once and ends pays for each collection of garbage by
// marking all that is in use, and so does best with few of them. While little is
// in use the heap may grow to several times of that; the more it is, the less
// beyond it.
const (
	// heapFloor is the size in bytes below which the heap is not worth collecting
	// garbage in.
	heapFloor = 64 << 20

	// roomy is the size in bytes to which the heap may grow whatever is in use.
	roomy = 600 << 20

	// spare is how many bytes it may grow beyond what is in use, where that is
	// so much that twice of it would be more.
	spare = 600 << 20

	// enough is how many bytes the program may take in all, with what it has not
	// given back to the system, as long as what is in use leaves it room.
	enough = 3040 << 20

	// closest and widest are how many percent of what is in use it may at least
	// and at most grow beyond that.
	closest, widest = 25, 400
)

// growth gives by how many percent the heap may grow beyond the bytes in use
// before garbage is collected.
func growth(live uint64) int {
	live = max(live, 1)
	size := max(roomy, live+min(live, spare))
	return int(min(max(size*100/live, 100+closest), 100+widest) - 100)
}

// total gives how many bytes the program may take in all, of which so many are in use.
func total(live uint64) int64 { return int64(max(enough, live+live*closest/100)) }

// paceCollector keeps the garbage collector from running until the heap has
// heapFloor bytes, and sets by each collection when the next is due.
func paceCollector() {
	debug.SetGCPercent(-1)
	limit := debug.SetMemoryLimit(heapFloor)
	var pace func(int)
	pace = func(int) {
		live := inUse()
		debug.SetGCPercent(growth(live))
		debug.SetMemoryLimit(min(limit, total(live)))
		// The next collection finds this value.
		runtime.AddCleanup(new([64]byte), pace, 0)
	}
	runtime.AddCleanup(new([64]byte), pace, 0)
}

// startOver takes away what was only needed to get the dossier, where that is so
// much that the pages would find less room beside it than in its place.
func startOver() {
	if inUse() > roomy/2 {
		runtime.GC()
	}
}

// inUse gives the bytes that the last collection found in use.
func inUse() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
