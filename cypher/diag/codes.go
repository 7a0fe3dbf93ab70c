package diag

import "fmt"

// The Neo4j status codes that the engine uses.
const (
	CodeSyntax              = "Neo.ClientError.Statement.SyntaxError"
	CodeSemantic            = "Neo.ClientError.Statement.SemanticError"
	CodeType                = "Neo.ClientError.Statement.TypeError"
	CodeArgument            = "Neo.ClientError.Statement.ArgumentError"
	CodeArithmetic          = "Neo.ClientError.Statement.ArithmeticError"
	CodeEntityNotFound      = "Neo.ClientError.Statement.EntityNotFound"
	CodePropertyNotFound    = "Neo.ClientError.Statement.PropertyNotFound"
	CodeParameterMissing    = "Neo.ClientError.Statement.ParameterMissing"
	CodeNotSupported        = "Neo.ClientError.Statement.UnsupportedOperationError"
	CodeAdministration      = "Neo.ClientError.Statement.UnsupportedAdministrationCommand"
	CodeAccessMode          = "Neo.ClientError.Statement.AccessMode"
	CodeConstraint          = "Neo.ClientError.Schema.ConstraintValidationFailed"
	CodeConstraintExists    = "Neo.ClientError.Schema.ConstraintAlreadyExists"
	CodeConstraintNotFound  = "Neo.ClientError.Schema.ConstraintNotFound"
	CodeConstraintCreation  = "Neo.DatabaseError.Schema.ConstraintCreationFailed"
	CodeEquivalentRule      = "Neo.ClientError.Schema.EquivalentSchemaRuleAlreadyExists"
	CodeIndexExists         = "Neo.ClientError.Schema.IndexAlreadyExists"
	CodeIndexNotFound       = "Neo.ClientError.Schema.IndexNotFound"
	CodeIndexInUse          = "Neo.ClientError.Schema.ForbiddenOnConstraintIndex"
	CodeProcedureNotFound   = "Neo.ClientError.Procedure.ProcedureNotFound"
	CodeProcedureFailed     = "Neo.ClientError.Procedure.ProcedureCallFailed"
	CodeDatabaseNotFound    = "Neo.ClientError.Database.DatabaseNotFound"
	CodeTransactionNotFound = "Neo.ClientError.Transaction.TransactionNotFound"
	CodeTransactionFailed   = "Neo.ClientError.Transaction.TransactionMarkedAsFailed"
	CodeTransactionTimedOut = "Neo.ClientError.Transaction.TransactionTimedOut"
	CodeTransactionStart    = "Neo.ClientError.Transaction.TransactionStartFailed"
	CodeTerminated          = "Neo.ClientError.Transaction.Terminated"
	CodeMemory              = "Neo.ClientError.General.TransactionOutOfMemoryError"
	CodeMemoryPool          = "Neo.TransientError.General.MemoryPoolOutOfMemoryError"
	CodeForbiddenReadOnly   = "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase"
	CodeStoreFailed         = "Neo.DatabaseError.Transaction.TransactionCommitFailed"
	CodeUnknown             = "Neo.DatabaseError.General.UnknownError"
)

func newf(code, format string, args []any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// Syntax reports a text that is no query, or a query whose parts do not fit together.
func Syntax(format string, args ...any) *Error { return newf(CodeSyntax, format, args) }

// Semantic reports a query that is well formed and cannot mean anything.
func Semantic(format string, args ...any) *Error { return newf(CodeSemantic, format, args) }

// Type reports a value of a type that the operation does not take.
func Type(format string, args ...any) *Error { return newf(CodeType, format, args) }

// Argument reports a value of the right type that the operation does not take.
func Argument(format string, args ...any) *Error { return newf(CodeArgument, format, args) }

// Arithmetic reports a calculation without a result: overflow, division by zero.
func Arithmetic(format string, args ...any) *Error { return newf(CodeArithmetic, format, args) }

// EntityNotFound reports access to a node or relationship that was deleted.
func EntityNotFound(format string, args ...any) *Error { return newf(CodeEntityNotFound, format, args) }

// ParameterMissing reports a parameter that the query uses and the caller did not give.
func ParameterMissing(format string, args ...any) *Error {
	return newf(CodeParameterMissing, format, args)
}

// NotSupported reports, by name, a part of the language that the engine does not have.
func NotSupported(format string, args ...any) *Error { return newf(CodeNotSupported, format, args) }

// AccessMode reports a write in a transaction that was opened for reading.
func AccessMode(format string, args ...any) *Error { return newf(CodeAccessMode, format, args) }

// Constraint reports a change that a constraint, or a connected relationship, forbids.
func Constraint(format string, args ...any) *Error { return newf(CodeConstraint, format, args) }

// ProcedureNotFound reports the call of an unknown procedure.
func ProcedureNotFound(format string, args ...any) *Error {
	return newf(CodeProcedureNotFound, format, args)
}

// ProcedureFailed reports a procedure that could not do its work.
func ProcedureFailed(format string, args ...any) *Error {
	return newf(CodeProcedureFailed, format, args)
}

// Memory reports a query that went beyond its byte budget.
func Memory(format string, args ...any) *Error { return newf(CodeMemory, format, args) }

// Terminated reports a query that was interrupted from outside.
func Terminated(format string, args ...any) *Error { return newf(CodeTerminated, format, args) }

// New makes an Error of any code above.
func New(code, format string, args ...any) *Error { return newf(code, format, args) }
