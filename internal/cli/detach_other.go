//go:build !unix

package cli

import "os/exec"

// detach does nothing where Ctrl-C reaches the program in the console alone.
func detach(*exec.Cmd) {}
