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

// readMessage reads one message: chunks of a 2-byte big-endian length and as many bytes, ended by an empty chunk.
// Empty chunks before a message are keep-alives. A message of more than limit bytes, which is asked with
// every chunk, is an error; memory grows with what has arrived, never with what a header claims.
func readMessage(r *bufio.Reader, limit func() int) ([]byte, error) {
	var msg []byte
	for {
		var head [2]byte
		if _, err := io.ReadFull(r, head[:]); err != nil {
			if len(msg) > 0 && err == io.EOF {
				err = io.ErrUnexpectedEOF
			}
			return nil, err
		}
		n := int(binary.BigEndian.Uint16(head[:]))
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
			msg = slices.Grow(msg, max(n, at))
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
