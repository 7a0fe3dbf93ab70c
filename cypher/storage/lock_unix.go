//go:build unix

package storage

import (
	"errors"
	"os"
	"syscall"
)

// lockFile takes the exclusive lock that bbolt takes too, so that nobody writes while the file is checked.
func lockFile(f *os.File) (taken bool, err error) {
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return false, nil
	}
	return err == nil, err
}
