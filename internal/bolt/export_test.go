package bolt

import (
	"bufio"
	"net"
)

// What the tests of the served protocol need to speak it byte by byte.
var (
	AppendMessage = appendMessage
	NewReader     = newReader
	Magic         = magic
	WrongPause    = wrongPause
)

// NewWebConn is a connection whose client may speak WebSocket.
func NewWebConn(nc net.Conn) net.Conn { return newWebConn(nc) }

// ReadMessage reads a message of at most limit bytes.
func ReadMessage(r *bufio.Reader, limit int) ([]byte, error) {
	return readMessage(r, func() int { return limit }, 3*maxChunk)
}

const (
	MsgHello    = msgHello
	MsgReset    = msgReset
	MsgRun      = msgRun
	MsgBegin    = msgBegin
	MsgCommit   = msgCommit
	MsgPull     = msgPull
	MsgRoute    = msgRoute
	MsgLogon    = msgLogon
	MsgLogoff   = msgLogoff
	MsgSuccess  = msgSuccess
	MsgRecord   = msgRecord
	MsgIgnored  = msgIgnored
	MsgFailure  = msgFailure
	CodeRequest = codeRequest
)
