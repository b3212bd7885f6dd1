//go:build !linux

package main

import (
	"os"
	"runtime"
	"time"
)

// Outside Linux neither peaks of memory nor tmpfs are known; what the results
// then lack is shown as 0.

func peak(*os.ProcessState) int64 { return 0 }

func residentNow(int) int64 { return 0 }

func busy() (all, own time.Duration) { return 0, 0 }

func settle() {}

func inMemory(string) bool { return false }

func describeMachine() machine {
	return machine{cores: runtime.NumCPU(), system: runtime.GOOS + "/" + runtime.GOARCH, compiler: runtime.Version()}
}
