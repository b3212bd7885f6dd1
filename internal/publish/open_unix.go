//go:build unix

package publish

import (
	"errors"
	"io"
	"io/fs"
	"syscall"
)

// descriptor is an open file that is read or written with nothing but the system
// calls for that. An os.File takes five more for each, to learn that no poller can
// wait for a file on disk.
type descriptor int

// openFile is os.OpenFile for a regular file.
func openFile(name string, flag int, perm fs.FileMode) (io.ReadWriteCloser, error) {
	fd, err := again(func() (int, error) { return syscall.Open(name, flag|syscall.O_CLOEXEC, uint32(perm)) })
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return descriptor(fd), nil
}

func (d descriptor) Read(p []byte) (int, error) {
	n, err := again(func() (int, error) { return syscall.Read(int(d), p) })
	switch {
	case err != nil:
		return 0, err
	case n == 0 && len(p) > 0:
		return 0, io.EOF
	}
	return n, nil
}

func (d descriptor) Write(p []byte) (int, error) {
	const most = 1 << 30 // of one call, on every system
	written := 0
	for written < len(p) {
		n, err := again(func() (int, error) { return syscall.Write(int(d), p[written:min(len(p), written+most)]) })
		if err == nil && n == 0 {
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			return written, err
		}
		written += n
	}
	return written, nil
}

func (d descriptor) Close() error {
	// After a signal the descriptor is closed all the same, and may be another's.
	if err := syscall.Close(int(d)); err != nil && !errors.Is(err, syscall.EINTR) {
		return err
	}
	return nil
}

// again repeats a system call that a signal has interrupted.
func again(call func() (int, error)) (int, error) {
	for {
		n, err := call()
		if !errors.Is(err, syscall.EINTR) {
			return n, err
		}
	}
}
