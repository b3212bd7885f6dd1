package cli

import (
	"runtime"
	"runtime/debug"
	"sync"
)

const (
	// heapFloor is the size in bytes below which the heap is not worth collecting
	// garbage in.
	heapFloor = 64 << 20

	// growing and steady are by how many percent of what is in use the heap may
	// grow before garbage is collected: while the dossier is read and resolved,
	// and nearly all that is made stays, and while its pages are made.
	growing = 50
	steady  = 100
)

// delayCollector keeps the garbage collector from running until the heap has
// heapFloor bytes. A program that builds once and ends would otherwise spend more
// time on its small beginnings than on all later collections.
var delayCollector = sync.OnceFunc(func() {
	debug.SetGCPercent(-1)
	limit := debug.SetMemoryLimit(heapFloor)
	// The first collection finds this value, and ends the delay.
	runtime.AddCleanup(new([64]byte), func(limit int64) {
		debug.SetGCPercent(growing)
		debug.SetMemoryLimit(limit)
	}, limit)
})

// steadyHeap takes away what was only needed to get the dossier, and lets the
// program grow no more beyond that, if it can: the pages, which come one after
// another, find room where that was.
func steadyHeap() {
	var m runtime.MemStats
	if runtime.ReadMemStats(&m); m.HeapAlloc < heapFloor {
		return
	}
	limit := debug.SetMemoryLimit(-1)
	runtime.GC()
	runtime.ReadMemStats(&m)
	debug.SetGCPercent(steady)
	debug.SetMemoryLimit(min(limit, int64(max(m.Sys-m.HeapReleased, 3*m.HeapAlloc))))
}
