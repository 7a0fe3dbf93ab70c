package bolt

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"slices"
)

// maxChunk is the largest payload of one chunk: its header is 16 bits.
const maxChunk = 0xffff

const mostExpected = 4 << 20

// readMessage reads one message: chunks of a 2-byte big-endian length and as many bytes, ended by an empty chunk.
// Empty chunks before a message are keep-alives. A message of more than limit bytes, which is asked with
// every chunk, is an error; memory grows with what has arrived, never with what a header claims. A message of several
// chunks gets room for as many bytes as are expected, up to mostExpected.
func readMessage(r *bufio.Reader, limit func() int, expected int) ([]byte, error) {
	var msg []byte
	for {
		head, err := r.Peek(2)
		if err != nil {
			if len(msg)+len(head) > 0 && err == io.EOF {
				err = io.ErrUnexpectedEOF
			}
			return nil, err
		}
		n := int(binary.BigEndian.Uint16(head))
		r.Discard(2)
		if n == 0 {
			if len(msg) > 0 {
				return msg, nil
			}
			continue
		}
		if most := limit(); len(msg)+n > most {
			return nil, fmt.Errorf("read message: more than %d bytes", most)
		}
		at := len(msg)
		if cap(msg)-at < n {
			more := max(n, at)
			if at > 0 {
				more = max(more, min(expected, mostExpected)-at)
			}
			msg = slices.Grow(msg, more)
		}
		msg = msg[:at+n]
		if _, err := io.ReadFull(r, msg[at:]); err != nil {
			if err == io.EOF {
				err = io.ErrUnexpectedEOF
			}
			return nil, err
		}
	}
}

// hasMessage reports whether r has a whole message already, so that reading it does not wait. False may be wrong for a
// long one.
func hasMessage(r *bufio.Reader) bool {
	b, err := r.Peek(r.Buffered())
	for some := false; err == nil && len(b) >= 2; {
		n := int(binary.BigEndian.Uint16(b))
		if n == 0 && some {
			return true
		}
		some = some || n > 0
		b = b[min(len(b), 2+n):]
	}
	return false
}

// appendMessage appends msg in chunks, with its end.
func appendMessage(dst, msg []byte) []byte {
	for len(msg) > 0 {
		n := min(len(msg), maxChunk)
		dst = binary.BigEndian.AppendUint16(dst, uint16(n))
		dst = append(dst, msg[:n]...)
		msg = msg[n:]
	}
	return append(dst, 0, 0)
}
