package cli

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"github.com/rogpeppe/go-internal/testscript"
)

// served is the program that a script started to serve; nil where there is none.
type served struct {
	cmd    *exec.Cmd
	stderr *bytes.Buffer
}

// servedKey is where a script's values hold its *served.
type servedKey struct{}

// passedOn are the variables of a script that the program which serves gets.
var passedOn = []string{"HOME", "PATH", "TMPDIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "NEWSGRAPH_STORE", "NEWSGRAPH_TOKEN", "NEWSGRAPH_QUIET"}

func startServe(ts *testscript.TestScript, neg bool, args []string) {
	s := ts.Value(servedKey{}).(*served)
	if neg || len(args) < 1 || s.cmd != nil {
		ts.Fatalf("use: serve NAME ARG…, once until its end")
	}
	self, err := exec.LookPath("newsgraph")
	ts.Check(err)
	cmd, stderr := exec.Command(self, append([]string{"serve"}, args[1:]...)...), new(bytes.Buffer)
	cmd.Dir, cmd.Stderr = ts.Getenv("WORK"), stderr
	for _, name := range passedOn {
		cmd.Env = append(cmd.Env, name+"="+ts.Getenv(name))
	}
	out, err := cmd.StdoutPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		cmd.Wait()
		ts.Fatalf("serve printed %q: %v\n%s", line, err, stderr)
	}
	ts.Defer(func() { // it may have ended long ago
		cmd.Process.Kill()
		cmd.Wait()
	})
	ts.Setenv(args[0], strings.TrimSpace(line))
	*s = served{cmd, stderr}
}

var signals = map[string]os.Signal{"INT": syscall.SIGINT, "TERM": syscall.SIGTERM}

func endServe(ts *testscript.TestScript, neg bool, args []string) {
	s := ts.Value(servedKey{}).(*served)
	if neg || len(args) != 2 || signals[args[0]] == nil || s.cmd == nil {
		ts.Fatalf("use: end INT|TERM CODE, after serve")
	}
	ts.Check(s.cmd.Process.Signal(signals[args[0]]))
	s.cmd.Wait() // its error is what the exit code says
	if got := strconv.Itoa(s.cmd.ProcessState.ExitCode()); got != args[1] {
		ts.Fatalf("serve ended with %s\n%s", s.cmd.ProcessState, s.stderr)
	}
	ts.Check(os.WriteFile(filepath.Join(ts.Getenv("WORK"), "stderr.log"), s.stderr.Bytes(), 0o600))
	*s = served{}
}
