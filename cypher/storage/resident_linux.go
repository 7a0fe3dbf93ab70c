package storage

import (
	"syscall"

	"go.etcd.io/bbolt"
)

// releasePages takes the pages of the record file out of the process's memory, to be mapped again when they are needed.
// bbolt walks over all of them when it opens the file, to find those that are free, and seldom looks at them again.
func releasePages(db *bbolt.DB) {
	size := int64(0)
	if err := db.View(func(tx *bbolt.Tx) error { size = tx.Size(); return nil }); err != nil {
		return
	}
	// It is advice: if it is not taken, nothing but memory is lost.
	_, _, _ = syscall.Syscall(syscall.SYS_MADVISE, db.Info().Data, uintptr(size), syscall.MADV_DONTNEED)
}
