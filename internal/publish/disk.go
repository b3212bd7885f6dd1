package publish

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"os"
	"sync"
	"sync/atomic"
)

// fileSystem is every way in which this package touches files, so that tests can make each single step fail.
type fileSystem interface {
	Lstat(name string) (fs.FileInfo, error)
	ReadFile(name string) ([]byte, error)
	ReadDir(name string) ([]fs.DirEntry, error)
	// Equal tells whether a file of len(want) bytes holds the bytes of want.
	Equal(name string, want []byte) (bool, error)
	// Sum gives the SHA-256 of the file, and whether it holds nothing but zero bytes, or none at all.
	Sum(name string) (sum digest, blank bool, err error)
	Mkdir(name string) error
	// Create writes a file that must not exist; with sync, down to the disk.
	Create(name string, data []byte, sync bool) error
	Rename(from, to string) error
	// Remove removes a file, a link, or an empty folder.
	Remove(name string) error
}

type osFiles struct{}

func (osFiles) Lstat(name string) (fs.FileInfo, error)     { return os.Lstat(name) }
func (osFiles) ReadFile(name string) ([]byte, error)       { return os.ReadFile(name) }
func (osFiles) ReadDir(name string) ([]fs.DirEntry, error) { return os.ReadDir(name) }
func (osFiles) Mkdir(name string) error                    { return os.Mkdir(name, 0o755) }
func (osFiles) Rename(from, to string) error               { return os.Rename(from, to) }
func (osFiles) Remove(name string) error                   { return os.Remove(name) }

// scratch holds buffers to read files through.
var scratch = sync.Pool{New: func() any { return new([64 << 10]byte) }}

func (osFiles) Equal(name string, want []byte) (bool, error) {
	f, err := openFile(name, os.O_RDONLY, 0)
	if err != nil {
		return false, err
	}
	defer f.Close()
	block := scratch.Get().(*[64 << 10]byte)
	defer scratch.Put(block)
	buf := block[:]
	for len(want) > 0 {
		n, err := f.Read(buf[:min(len(buf), len(want))])
		if !bytes.Equal(buf[:n], want[:n]) || errors.Is(err, io.EOF) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		want = want[n:]
	}
	return true, nil
}

func (osFiles) Sum(name string) (sum digest, blank bool, err error) {
	f, err := openFile(name, os.O_RDONLY, 0)
	if err != nil {
		return sum, false, err
	}
	defer f.Close()
	block := scratch.Get().(*[64 << 10]byte)
	defer scratch.Put(block)
	h, buf, blank := sha256.New(), block[:], true
	for {
		n, err := f.Read(buf)
		h.Write(buf[:n])
		blank = blank && len(bytes.TrimLeft(buf[:n], "\x00")) == 0
		if errors.Is(err, io.EOF) {
			return digest(h.Sum(nil)), blank, nil
		}
		if err != nil {
			return sum, false, err
		}
	}
}

func (osFiles) Create(name string, data []byte, sync bool) error {
	const flags = os.O_WRONLY | os.O_CREATE | os.O_EXCL
	if !sync {
		f, err := openFile(name, flags, 0o644)
		if err != nil {
			return err
		}
		_, err = f.Write(data)
		return errors.Join(err, f.Close())
	}
	f, err := os.OpenFile(name, flags, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// workers is how many files are read or written at once. The work is system calls: two keep a small machine busy,
// and beyond four a single disk gives no more.
const workers = 4

// parallel calls f for 0 ≤ i < n from a few goroutines, until an error or the end of ctx. Of several errors it returns the one with the least i.
func parallel(ctx context.Context, n int, f func(i int) error) error {
	const batch = 16
	var (
		next   atomic.Int64
		failed atomic.Bool
		mu     sync.Mutex
		first  = n
		err    error
		wg     sync.WaitGroup
	)
	for range min(workers, (n+batch-1)/batch) {
		wg.Go(func() {
			for !failed.Load() {
				from := int(next.Add(batch)) - batch
				if from >= n {
					return
				}
				for i := from; i < min(from+batch, n); i++ {
					e := ctx.Err()
					if e == nil {
						e = f(i)
					}
					if e != nil {
						failed.Store(true)
						mu.Lock()
						if i < first {
							first, err = i, e
						}
						mu.Unlock()
						return
					}
				}
			}
		})
	}
	wg.Wait()
	return err
}
