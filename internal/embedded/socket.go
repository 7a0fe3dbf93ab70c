package embedded

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
)

// maxSocketPath is the longest path of a unix socket that works everywhere: 103 bytes on macOS, 107 on Linux.
const maxSocketPath = 103

// socketDir is the directory for the sockets: the graph's own, or, where its path is too long, one of this user
// alone under the run-time or temporary directory. Which one it is is written down in the graph's directory, since
// other processes may have another environment.
func socketDir(dir string) (string, error) {
	record := filepath.Join(dir, socketFile)
	if fits(dir) {
		if err := os.Remove(record); err != nil && !errors.Is(err, os.ErrNotExist) {
			return "", err
		}
		return dir, nil
	}
	if known, err := recordedSocketDir(dir); err == nil && private(known) == nil {
		return known, nil
	}
	sum := sha256.Sum256([]byte(dir))
	name := filepath.Join(fmt.Sprintf("newsgraph-%d", os.Getuid()), hex.EncodeToString(sum[:8]))
	var errs []error
	for _, base := range []string{os.Getenv("XDG_RUNTIME_DIR"), os.TempDir(), "/tmp"} {
		short := filepath.Join(base, name)
		if base == "" || !fits(short) {
			continue
		}
		err := errors.Join(makePrivate(filepath.Dir(short)), makePrivate(short))
		if err == nil {
			return short, os.WriteFile(record, []byte(short+"\n"), 0o600)
		}
		errs = append(errs, err)
	}
	return "", fmt.Errorf("find a directory for the socket, whose path has to be shorter than %d bytes: %w", maxSocketPath, errors.Join(errs...))
}

func fits(dir string) bool { return len(filepath.Join(dir, controlName)) <= maxSocketPath }

func makePrivate(dir string) error {
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	return private(dir)
}

// private reports why a directory is not one that only this user can use.
func private(dir string) error {
	info, err := os.Lstat(dir)
	switch {
	case err != nil:
		return err
	case !info.IsDir():
		return fmt.Errorf("%s is no directory", dir)
	case info.Mode().Perm()&0o077 != 0:
		return fmt.Errorf("%s is open to other users", dir)
	case !ownedByUs(info):
		return fmt.Errorf("%s belongs to another user", dir)
	}
	return nil
}

func recordedSocketDir(dir string) (string, error) {
	text, err := os.ReadFile(filepath.Join(dir, socketFile))
	return strings.TrimSpace(string(text)), err
}

// currentSocketDir is where the process that serves a directory has its sockets.
func currentSocketDir(dir string) (string, error) {
	if fits(dir) {
		return dir, nil
	}
	return recordedSocketDir(dir)
}

// attachPath is where the socket of the serving process is.
func attachPath(dir string, readOnly bool) (string, error) {
	sockets, err := currentSocketDir(dir)
	if err != nil {
		return "", err
	}
	if readOnly {
		return filepath.Join(sockets, readName), nil
	}
	return filepath.Join(sockets, socketName), nil
}

// attach finds the socket of the serving process, and checks that it answers.
func attach(ctx context.Context, dir string, readOnly bool) (string, error) {
	path, err := attachPath(dir, readOnly)
	if err != nil {
		return "", err
	}
	c, err := (&net.Dialer{}).DialContext(ctx, "unix", path)
	if err != nil {
		return "", err
	}
	return path, c.Close()
}
