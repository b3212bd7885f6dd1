//go:build unix

package cli

import (
	"os/exec"
	"syscall"
)

// detach gives a program a session of its own: the terminal's signals go to
// all programs of one session.
func detach(c *exec.Cmd) { c.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }
