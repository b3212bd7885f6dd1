package main

import (
	"os"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// peak is the most memory that an ended process had at one time, in bytes. The
// kernel counts in what the process was before it became the program: a copy
// of this one. So this one is kept small, and other processes generate.
func peak(state *os.ProcessState) int64 {
	return state.SysUsage().(*syscall.Rusage).Maxrss * 1024
}

// residentNow is the memory that a running process has, in bytes.
func residentNow(pid int) int64 {
	kilobytes, _ := strconv.ParseInt(field("/proc/"+strconv.Itoa(pid)+"/status", "VmRSS"), 10, 64)
	return kilobytes * 1024
}

// settle waits until everything is on disk, so that no run pays for the one before.
func settle() { syscall.Sync() }

// busy gives the processor time that the whole machine has spent since its
// start, and that of this process and those it has waited for.
func busy() (all, own time.Duration) {
	const tick = 10 * time.Millisecond // USER_HZ is 100 everywhere
	for i, word := range strings.Fields(strings.TrimPrefix(firstLine("/proc/stat"), "cpu")) {
		const idle, ioWait, steal = 3, 4, 7
		if n, err := strconv.ParseInt(word, 10, 64); err == nil && i != idle && i != ioWait && i < steal {
			all += time.Duration(n) * tick
		}
	}
	for _, who := range []int{syscall.RUSAGE_SELF, syscall.RUSAGE_CHILDREN} {
		var u syscall.Rusage
		if syscall.Getrusage(who, &u) == nil {
			own += time.Duration(u.Utime.Nano() + u.Stime.Nano())
		}
	}
	return all, own
}

func firstLine(file string) string {
	data, _ := os.ReadFile(file)
	line, _, _ := strings.Cut(string(data), "\n")
	return line
}

// inMemory tells whether a folder is in a tmpfs.
func inMemory(dir string) bool {
	const tmpfs = 0x01021994
	var s syscall.Statfs_t
	return syscall.Statfs(dir, &s) == nil && s.Type == tmpfs
}

// describeMachine names what the figures depend on, and nothing that tells one
// machine from its like.
func describeMachine() machine {
	m := machine{cores: runtime.NumCPU(), system: runtime.GOOS + "/" + runtime.GOARCH, compiler: runtime.Version()}
	if kernel, err := os.ReadFile("/proc/sys/kernel/osrelease"); err == nil {
		m.system += ", Linux " + strings.TrimSpace(string(kernel))
	}
	if kilobytes, err := strconv.ParseInt(field("/proc/meminfo", "MemTotal"), 10, 64); err == nil {
		m.memory = kilobytes * 1024
	}
	m.processor = field("/proc/cpuinfo", "model name")
	return m
}

// field gives the value of the first line "key: value" of a file, without " kB".
func field(file, key string) string {
	data, err := os.ReadFile(file)
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(data)) {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == key {
			return strings.TrimSuffix(strings.TrimSpace(value), " kB")
		}
	}
	return ""
}
