package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"newsgraph/cypher"
	"newsgraph/cypher/storage"
	"newsgraph/internal/embedded"
)

// serve opens the graph in dir, prints how long that took and its address, and serves it until standard input ends.
func serve(dir string) error {
	begun := time.Now()
	g, err := embedded.Open(context.Background(), dir, embedded.Options{})
	if err != nil {
		return err
	}
	fmt.Println(time.Since(begun).Seconds(), g.URI())
	if _, err := io.Copy(io.Discard, os.Stdin); err != nil {
		return err
	}
	return g.Close()
}

// server is a process that serves a graph.
type server struct {
	cmd   *exec.Cmd
	input io.Closer
	uri   string
	took  float64 // seconds that opening took
}

func start(dir string) (*server, error) {
	cmd, input, said, err := startSelf("-serve", dir)
	if err != nil {
		return nil, err
	}
	s := &server{cmd: cmd, input: input}
	if _, err := fmt.Sscan(said, &s.took, &s.uri); err != nil {
		s.stop()
		return nil, fmt.Errorf("start server of %s: %w", dir, err)
	}
	return s, nil
}

// startLoader starts a process that loads at an address until stop.
func startLoader(address string) (stop func() error, err error) {
	cmd, input, _, err := startSelf("-load", address)
	if err != nil {
		return nil, err
	}
	return func() error { return errors.Join(input.Close(), cmd.Wait()) }, nil
}

// startSelf starts this program again and waits for the line that it prints first. It ends with its input.
func startSelf(args ...string) (cmd *exec.Cmd, input io.Closer, said string, err error) {
	self, err := os.Executable()
	if err != nil {
		return nil, nil, "", err
	}
	cmd = exec.Command(self, args...)
	cmd.Stderr = os.Stderr
	if input, err = cmd.StdinPipe(); err != nil {
		return nil, nil, "", err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, nil, "", err
	}
	if err := cmd.Start(); err != nil {
		return nil, nil, "", err
	}
	if said, err = bufio.NewReader(out).ReadString('\n'); err != nil {
		input.Close()
		return nil, nil, "", fmt.Errorf("start enginebench %s: %w", strings.Join(args, " "), errors.Join(err, cmd.Wait()))
	}
	return cmd, input, said, nil
}

func (s *server) stop() error {
	s.input.Close()
	return s.cmd.Wait()
}

// memory is the process's resident set in MiB.
func (s *server) memory() (int, error) {
	out, err := exec.Command("ps", "-o", "rss=", "-p", strconv.Itoa(s.cmd.Process.Pid)).Output()
	if err != nil {
		return 0, fmt.Errorf("ask ps for memory: %w", err)
	}
	kib, err := strconv.Atoi(strings.TrimSpace(string(out)))
	return kib / 1024, err
}

// inProcess runs work while this process serves the graph itself, over the same socket: as a program does that opens a
// directory.
func (b *bench) inProcess(ctx context.Context, work func() error) error {
	b.embedded.Close(ctx)
	if err := b.server.stop(); err != nil {
		return err
	}
	g, err := embedded.Open(ctx, b.dir, embedded.Options{})
	if err != nil {
		return err
	}
	if b.embedded, err = cypher.Open(ctx, cypher.Config{URI: g.URI()}); err == nil {
		err = work()
		b.embedded.Close(ctx)
	}
	if err = errors.Join(err, g.Close()); err != nil {
		return err
	}
	return b.restart(ctx)
}

// restart has a process of its own serve the graph again.
func (b *bench) restart(ctx context.Context) (err error) {
	if b.server, err = start(b.dir); err == nil {
		b.embedded, err = cypher.Open(ctx, cypher.Config{URI: b.server.uri})
	}
	return err
}

// reopens is how often opening is measured.
const reopens = 5

// reopen measures how long opening takes, with and without the snapshot.
func (b *bench) reopen(ctx context.Context) error {
	progress("opening it again")
	for _, c := range []struct {
		what, target string
		snapshot     bool
	}{{"open, without snapshot", "2.5 s", false}, {"open, with snapshot", "0.7 s", true}} {
		var took []float64
		for range reopens {
			b.embedded.Close(ctx)
			if err := b.server.stop(); err != nil {
				return err
			}
			if !c.snapshot {
				if err := os.Remove(filepath.Join(b.dir, storage.ColumnsFile)); err != nil {
					return err
				}
			}
			var err error
			if b.server, err = start(b.dir); err != nil {
				return err
			}
			took = append(took, b.server.took)
		}
		slices.Sort(took)
		b.add(c.what, seconds(took[len(took)/2]), "", "", c.target)
	}
	mib, err := b.server.memory()
	if err != nil {
		return err
	}
	b.add("memory, just opened", fmt.Sprintf("%d MiB", mib), "", "", "500 MiB")
	b.embedded, err = cypher.Open(ctx, cypher.Config{URI: b.server.uri})
	return err
}
