//go:build !unix

package storage

import "os"

// lockFile leaves the lock to bbolt.
func lockFile(*os.File) (taken bool, err error) { return true, nil }
