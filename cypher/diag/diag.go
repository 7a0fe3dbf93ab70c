// Package diag holds the one error type of the Cypher engine: a Neo4j status code, the openCypher
// detail, the phase, and the position in the query that it is about.
//
// Source: the status codes are those of the Neo4j 5 documentation ("Neo4j status codes"); the
// classes and details are those of the openCypher Technology Compatibility Kit.
package diag

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Position is a place in a query text. Offset is 0-based in bytes; Line and Column are 1-based,
// Column in characters. The zero Position means that the error is about no particular place.
type Position struct{ Offset, Line, Column int }

// IsZero says whether p names no place.
func (p Position) IsZero() bool { return p == Position{} }

func (p Position) String() string {
	return fmt.Sprintf("line %d, column %d (offset: %d)", p.Line, p.Column, p.Offset)
}

// At gives the Position of a byte offset in text; an offset outside the text is moved to its edge.
func At(text string, offset int) Position {
	offset = max(0, min(offset, len(text)))
	before := text[:offset]
	line := strings.Count(before, "\n")
	column := utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:])
	return Position{Offset: offset, Line: line + 1, Column: column + 1}
}

// Error is what every pass of the engine reports. Code is the Neo4j status code that goes over
// Bolt; Detail is the detail of the openCypher kit (UndefinedVariable, …) or empty; Compile says
// that the error was found before the first row was asked for.
type Error struct {
	Code    string
	Detail  string
	Compile bool
	Pos     Position
	Message string
}

func (e *Error) Error() string {
	if e.Pos.IsZero() {
		return e.Message
	}
	return e.Message + " (" + e.Pos.String() + ")"
}

// Class is the openCypher class of the error: the last part of its code, but for the classes that
// Neo4j spells differently.
func (e *Error) Class() string {
	switch e.Code {
	case CodeConstraint:
		if e.Detail == "DeleteConnectedNode" {
			return "ConstraintVerificationFailed"
		}
		return "ConstraintValidationFailed"
	case CodeProcedureNotFound, CodeProcedureFailed:
		return "ProcedureError"
	case CodeSemantic:
		return "SemanticError"
	}
	return e.Code[strings.LastIndexByte(e.Code, '.')+1:]
}

// Retriable says whether running the same transaction again can succeed.
func (e *Error) Retriable() bool { return strings.HasPrefix(e.Code, "Neo.TransientError.") }

// With returns a copy of e that carries the openCypher detail.
func (e *Error) With(detail string) *Error {
	c := *e
	c.Detail = detail
	return &c
}

// In returns a copy of e that points at offset in text and counts as found while compiling.
func (e *Error) In(text string, offset int) *Error {
	c := *e
	c.Pos, c.Compile = At(text, offset), true
	return &c
}

// Near returns a copy of e that points at offset in text, unless it already has a position.
func (e *Error) Near(text string, offset int) *Error {
	if !e.Pos.IsZero() {
		return e
	}
	c := *e
	c.Pos = At(text, offset)
	return &c
}

// As finds the *Error in err's chain; what is no *Error becomes one with the code of an unknown
// failure, so that the wire always has a code to send.
func As(err error) *Error {
	var e *Error
	if err == nil {
		return nil
	}
	if errors.As(err, &e) {
		return e
	}
	return &Error{Code: CodeUnknown, Message: err.Error()}
}
