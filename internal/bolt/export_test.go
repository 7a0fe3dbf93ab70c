package bolt

import "bufio"

// What the tests of the served protocol need to speak it byte by byte.
var (
	AppendMessage = appendMessage
	NewReader     = newReader
	Magic         = magic
)

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
