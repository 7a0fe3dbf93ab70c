package embedded

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"path/filepath"
	"time"

	"newsgraph/cypher/storage"
)

// A process that is attached asks the serving one over the control socket for what Bolt has no words for: one JSON
// request, one JSON answer, each a line.
type request struct {
	Backup string // absolute path of the file to write, or
	Verify bool   // check the files
}

type answer struct {
	Error string // "" for success
}

const (
	maxRequest  = 64 << 10 // bytes
	controlTime = 10 * time.Minute
)

// serveControl answers until the listener is closed.
func serveControl(l net.Listener, store *storage.Store) {
	for {
		c, err := l.Accept()
		if err != nil {
			return
		}
		go func() {
			defer c.Close()
			var a answer
			ctx, cancel := context.WithTimeout(context.Background(), controlTime)
			defer cancel()
			if err := control(ctx, c, store); err != nil {
				a.Error = err.Error()
			}
			_ = json.NewEncoder(c).Encode(a) // a client that is gone has no use for it
		}()
	}
}

func control(ctx context.Context, c net.Conn, store *storage.Store) error {
	lines := bufio.NewScanner(c)
	lines.Buffer(nil, maxRequest)
	if !lines.Scan() {
		return fmt.Errorf("read request: %w", errors.Join(lines.Err(), errors.New("no line")))
	}
	var r request
	if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
		return fmt.Errorf("read request: %w", err)
	}
	if r.Verify {
		return store.Verify(ctx)
	}
	if !filepath.IsAbs(r.Backup) {
		return fmt.Errorf("write backup: %q is no absolute path", r.Backup)
	}
	return store.Backup(r.Backup)
}

// ask sends a request to the serving process and waits for its answer.
func ask(ctx context.Context, dir string, r request) error {
	sockets, err := currentSocketDir(dir)
	if err != nil {
		return err
	}
	c, err := (&net.Dialer{}).DialContext(ctx, "unix", filepath.Join(sockets, controlName))
	if err != nil {
		return err
	}
	defer c.Close()
	defer context.AfterFunc(ctx, func() { c.Close() })()
	var a answer
	if err := json.NewEncoder(c).Encode(r); err != nil {
		return err
	}
	if err := json.NewDecoder(c).Decode(&a); err != nil {
		return errors.Join(ctx.Err(), err)
	}
	if a.Error != "" {
		return errors.New(a.Error)
	}
	return nil
}
