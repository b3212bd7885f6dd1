package cli_test

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/rogpeppe/go-internal/txtar"

	"dossier/internal/cli"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"dossier": func() {
			ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
			code := cli.Main(ctx, os.Environ(), os.Stdin, os.Stdout, os.Stderr, os.Args[1:])
			stop()
			os.Exit(code)
		},
	})
}

// TestScript runs the real program on small projects, one file a behaviour.
// The command `sound` lays out testdata/sound.txtar, a dossier without a flaw,
// leaving alone the files that the script brings along; `exits N program …`
// runs a program that has to end with the exit code N; `awaits FILE REGEXP`
// waits until a file has a match; `shows PAGE REGEXP` waits until the site at the
// address that the file opened holds shows one; $PROGRAM is a file that is no text.
func TestScript(t *testing.T) {
	sound, err := filepath.Abs("testdata/sound.txtar")
	if err != nil {
		t.Fatal(err)
	}
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Setup: func(e *testscript.Env) error {
			e.Setenv("SOUND", sound)
			e.Setenv("PROGRAM", program)
			e.Setenv("XDG_CACHE_HOME", filepath.Join(e.WorkDir, ".cache"))
			return nil
		},
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"sound":  laySound,
			"exits":  exits,
			"awaits": awaits,
			"shows":  shows,
		},
	})
}

func laySound(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 0 {
		ts.Fatalf("usage: sound")
	}
	a, err := txtar.ParseFile(ts.Getenv("SOUND"))
	ts.Check(err)
	for _, f := range a.Files {
		path := ts.MkAbs(f.Name)
		if _, err := os.Stat(path); err == nil {
			continue
		}
		ts.Check(os.MkdirAll(filepath.Dir(path), 0o777))
		ts.Check(os.WriteFile(path, f.Data, 0o666))
	}
}

func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits code program [arg ...]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("running %s: %v", args[1], err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("%s ended with the exit code %d, not %d", args[1], got, want)
	}
}

func awaits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: awaits file regexp")
	}
	until(ts, args[0], args[1], func() ([]byte, error) { return os.ReadFile(ts.MkAbs(args[0])) })
}

func shows(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: shows page regexp")
	}
	until(ts, args[0], args[1], func() ([]byte, error) {
		answer, err := client.Get(ts.ReadFile("opened") + args[0])
		if err != nil {
			return nil, err
		}
		defer answer.Body.Close()
		return io.ReadAll(answer.Body)
	})
}

func until(ts *testscript.TestScript, name, expr string, read func() ([]byte, error)) {
	re, err := regexp.Compile(expr)
	ts.Check(err)
	again := time.NewTicker(5 * time.Millisecond)
	defer again.Stop()
	for began := time.Now(); ; <-again.C {
		text, err := read()
		if err == nil && re.Match(text) {
			return
		}
		if time.Since(began) > patience {
			ts.Fatalf("%s has no match of %s: %v\n%s", name, expr, err, text)
		}
	}
}
