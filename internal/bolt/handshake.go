package bolt

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// minMinor and maxMinor bound the minor versions of Bolt 5 that the server speaks.
const minMinor, maxMinor = 0, 8

var magic = []byte{0x60, 0x60, 0xb0, 0x17}

// errNoVersion says that client and server share no protocol version.
var errNoVersion = errors.New("negotiate version: the client offers none of Bolt 5.0 to 5.8")

// negotiate reads the client's handshake and answers it: with the manifest where the client offers that, else with
// the highest minor version of Bolt 5 in the first offer that holds one. It returns the agreed minor version.
//
// Source: Bolt protocol handshake specification, versions 1 (four offers) and 2 (manifest, Bolt 5.7).
func negotiate(r *bufio.Reader, w io.Writer) (minor int, err error) {
	var hello [20]byte
	if _, err := io.ReadFull(r, hello[:]); err != nil {
		return 0, fmt.Errorf("read handshake: %w", err)
	}
	if !bytes.Equal(hello[:4], magic) {
		return 0, fmt.Errorf("read handshake: %x is not the Bolt magic", hello[:4])
	}
	for i := 4; i < 20; i += 4 {
		offer := hello[i : i+4]
		if binary.BigEndian.Uint32(offer) == 0x000001ff {
			return manifest(r, w)
		}
		high, low := int(offer[2]), int(offer[2])-int(offer[1])
		if offer[3] == 5 && low <= maxMinor && high >= minMinor {
			minor = min(high, maxMinor)
			_, err := w.Write([]byte{0, 0, byte(minor), 5})
			return minor, err
		}
	}
	if _, err := w.Write(make([]byte, 4)); err != nil {
		return 0, err
	}
	return 0, errNoVersion
}

func manifest(r *bufio.Reader, w io.Writer) (minor int, err error) {
	if _, err := w.Write([]byte{
		0, 0, 1, 0xff,
		1, // one range of versions follows
		0, maxMinor - minMinor, maxMinor, 5,
		0, // no capabilities
	}); err != nil {
		return 0, err
	}
	var choice [4]byte
	if _, err := io.ReadFull(r, choice[:]); err != nil {
		return 0, fmt.Errorf("read manifest choice: %w", err)
	}
	if _, err := binary.ReadUvarint(r); err != nil {
		return 0, fmt.Errorf("read manifest capabilities: %w", err)
	}
	if choice[3] != 5 || int(choice[2]) > maxMinor || choice[1] != 0 {
		return 0, errNoVersion
	}
	return int(choice[2]), nil
}
