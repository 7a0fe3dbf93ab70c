//go:build !unix

package embedded

import (
	"errors"
	"io/fs"
	"os"
)

// tryLock refuses: the embedded graph needs the file locks and sockets of unix.
func tryLock(*os.File) (bool, error) {
	return false, errors.New("the embedded graph is not supported on this system; use a Neo4j server")
}

func ownedByUs(fs.FileInfo) bool { return false }
