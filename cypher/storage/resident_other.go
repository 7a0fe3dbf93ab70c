//go:build !linux

package storage

import "go.etcd.io/bbolt"

func releasePages(*bbolt.DB) {}
