package bolt

// What the tests of the served protocol need to speak it byte by byte.
var (
	AppendMessage = appendMessage
	ReadMessage   = readMessage
	NewReader     = newReader
	Magic         = magic
)

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
