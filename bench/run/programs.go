package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"time"
)

// programs are the paths of what is measured and of what makes its input.
type programs struct {
	dossier, hugo, gen string
	hugoVersion        string
	home               string // an empty folder
}

// buildPrograms builds all into dir, as the Makefile builds dossier: without C,
// without symbols. The folder bench is that of this command's module.
func buildPrograms(ctx context.Context, bench, dir string) (programs, error) {
	p := programs{home: filepath.Join(dir, "home")}
	if err := os.Mkdir(p.home, 0o755); err != nil {
		return p, fmt.Errorf("making a folder: %w", err)
	}
	suffix := ""
	if runtime.GOOS == "windows" {
		suffix = ".exe"
	}
	for _, b := range []struct {
		to           *string
		module, main string
	}{
		{&p.dossier, "..", "./cmd/dossier"},
		{&p.hugo, "hugo", "github.com/gohugoio/hugo"},
		{&p.gen, ".", "./gen"},
	} {
		*b.to = filepath.Join(dir, filepath.Base(b.main)+suffix)
		c := exec.CommandContext(ctx, "go", "build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w", "-o", *b.to, b.main)
		c.Dir = filepath.Join(bench, b.module)
		c.Env = append(os.Environ(), "CGO_ENABLED=0")
		if said, err := c.CombinedOutput(); err != nil {
			return p, fmt.Errorf("building %s: %w\n%s", b.main, err, said)
		}
	}
	said, err := p.run(ctx, p.hugo, "version")
	if err != nil {
		return p, err
	}
	p.hugoVersion = regexp.MustCompile(`v[0-9.]+`).FindString(said.stdout)
	return p, nil
}

// cost is what one run of a program took.
type cost struct {
	wall, cpu time.Duration // cpu is of all cores, in user and system mode
	peak      int64         // of memory, in bytes
	stdout    string
}

// run runs a program to its end and measures it. Every program has the same
// environment, and none of this one's settings.
func (p programs) run(ctx context.Context, name string, args ...string) (cost, error) {
	c := p.command(ctx, name, args...)
	var stdout, stderr bytes.Buffer
	c.Stdout, c.Stderr = &stdout, &stderr
	began := time.Now()
	err := c.Run()
	wall := time.Since(began)
	if err != nil {
		return cost{}, fmt.Errorf("running %s %s: %w\n%s%s", filepath.Base(name), strings.Join(args, " "), err, stdout.Bytes(), stderr.Bytes())
	}
	return cost{wall, c.ProcessState.UserTime() + c.ProcessState.SystemTime(), peak(c.ProcessState), stdout.String()}, nil
}

func (p programs) command(ctx context.Context, name string, args ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, name, args...)
	c.Env = []string{"HOME=" + p.home, "TMPDIR=" + p.home, "PATH=" + os.Getenv("PATH"), "SYSTEMROOT=" + os.Getenv("SYSTEMROOT")}
	return c
}

// startup measures how long `dossier version` takes.
func startup(ctx context.Context, p programs) ([]cost, error) {
	var all []cost
	for range 50 {
		s, err := p.run(ctx, p.dossier, "version")
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, nil
}

func sizeOf(file string) (int64, error) {
	info, err := os.Stat(file)
	if err != nil {
		return 0, fmt.Errorf("measuring a program: %w", err)
	}
	return info.Size(), nil
}

// inputs are the folders of one dossier, for each of the programs.
type inputs struct{ dossier, hugo string }

func (p programs) generate(ctx context.Context, dir string, n int) (inputs, error) {
	in := inputs{filepath.Join(dir, fmt.Sprint("dossier-", n)), filepath.Join(dir, fmt.Sprint("hugo-", n))}
	for program, out := range map[string]string{"dossier": in.dossier, "hugo": in.hugo} {
		if _, err := p.run(ctx, p.gen, "-sources", fmt.Sprint(n), "-for", program, "-out", out); err != nil {
			return in, err
		}
	}
	return in, nil
}

func (in inputs) remove() error { return errors.Join(os.RemoveAll(in.dossier), os.RemoveAll(in.hugo)) }
