package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"os"
	"os/exec"
	"slices"

	"github.com/rogpeppe/go-internal/testscript"
)

var processes = flag.Bool("processes", false, "scripts run each command as a process of its own, which takes longer")

// Hundreds of commands would load the same content hundreds of times. A worker is
// one process for one script: it stands in the script's folder, does its commands
// one after another as the program does them, each opening and closing the data,
// and shares nothing between them but our own content.
//
// With -processes, in the scripts in once/ and where a script says exec, each
// command is a process.
type worker struct {
	to   *json.Encoder
	from *json.Decoder
	err  bytes.Buffer // what breaks it
}

type workerKey struct{} // of a script's values

type call struct {
	Args                    []string
	Data, Database, Content string
}

type answer struct {
	Status   int
	Out, Err string
}

// work is the worker's own side, until its standard input ends.
func work() error {
	cat, err := ours()
	if err != nil {
		return err
	}
	calls, answers := json.NewDecoder(os.Stdin), json.NewEncoder(os.Stdout)
	for {
		var c call
		if err := calls.Decode(&c); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		var out, errw bytes.Buffer
		a := newApp(context.Background(), bytes.NewReader(nil), &out, &errw, testClock)
		a.data, a.database, a.overlay = c.Data, c.Database, c.Content
		if !overlaid(c) {
			a.cat = cat
		}
		status := a.do(c.Args)
		if err := answers.Encode(answer{status, out.String(), errw.String()}); err != nil {
			return err
		}
	}
}

// overlaid tells whether the command asks for other content than ours.
func overlaid(c call) bool {
	return c.Content != "" || slices.Contains(c.Args, "--content")
}

// startWorker starts the worker of a script.
func startWorker(env *testscript.Env) error {
	w := &worker{}
	cmd := exec.Command("binhdang-worker")
	cmd.Dir, cmd.Stderr = env.WorkDir, &w.err
	in, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	w.to, w.from = json.NewEncoder(in), json.NewDecoder(out)
	if err := cmd.Start(); err != nil {
		return err
	}
	env.Defer(func() {
		in.Close()
		cmd.Wait()
	})
	env.Values[workerKey{}] = w
	return nil
}

// do has the worker do a command.
func (w *worker) do(ts *testscript.TestScript, args []string) int {
	c := call{Args: args, Data: ts.Getenv("BINHDANG_DATA"), Database: ts.Getenv("BINHDANG_DATABASE"), Content: ts.Getenv("BINHDANG_CONTENT")}
	var a answer
	if err := errors.Join(w.to.Encode(c), w.from.Decode(&a)); err != nil {
		ts.Fatalf("the worker broke: %v\n%s", err, w.err.String())
	}
	io.WriteString(ts.Stdout(), a.Out)
	io.WriteString(ts.Stderr(), a.Err)
	return a.Status
}
