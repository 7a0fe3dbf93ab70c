package storage

import (
	"bufio"
	"fmt"
	"os"
	"syscall"
	"unsafe"
)

// largePage is what a page that spans a whole page table has on the processors with base pages of 4 KiB. On others the
// kernel refuses the advice.
const largePage = 2 << 20

const madvCollapse = 25 // MADV_COLLAPSE, of Linux 6.1

// useLargePages has the kernel put the memory around a place of the heap together to large pages, until done says that
// it is not needed any more. A graph is read all over, and the processor knows too few small pages at once to find each
// place without reading the page tables first.
func useLargePages(at unsafe.Pointer, done func() bool) {
	from, to := mapping(uintptr(at))
	for page := (from + largePage - 1) &^ (largePage - 1); page+largePage <= to && !done(); page += largePage {
		// It is advice: where it is not taken, nothing but time is lost. Memory that nothing was put into yet stays so.
		_, _, _ = syscall.Syscall(syscall.SYS_MADVISE, page, largePage, madvCollapse)
	}
}

// mapping is the range of addresses around one that was mapped together; 0 and 0 if it is not known.
func mapping(at uintptr) (from, to uintptr) {
	f, err := os.Open("/proc/self/maps")
	if err != nil {
		return 0, 0
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if _, err := fmt.Sscanf(lines.Text(), "%x-%x ", &from, &to); err == nil && from <= at && at < to {
			return from, to
		}
	}
	return 0, 0
}
