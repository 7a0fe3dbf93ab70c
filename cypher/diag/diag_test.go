package diag

import (
	"errors"
	"fmt"
	"testing"
)

func TestAt(t *testing.T) {
	text := "MATCH (ä)\nRETURN ä"
	for _, c := range []struct {
		offset int
		want   Position
	}{
		{0, Position{0, 1, 1}},
		{9, Position{9, 1, 9}},
		{11, Position{11, 2, 1}},
		{20, Position{20, 2, 9}},
		{99, Position{20, 2, 9}},
		{-1, Position{0, 1, 1}},
	} {
		if got := At(text, c.offset); got != c.want {
			t.Errorf("At(%d) = %+v, want %+v", c.offset, got, c.want)
		}
	}
}

func TestErrorText(t *testing.T) {
	e := Syntax("variable `%s` not defined", "x").With("UndefinedVariable").In("RETURN x", 7)
	want := "variable `x` not defined (line 1, column 8 (offset: 7))"
	if e.Error() != want || e.Class() != "SyntaxError" || e.Detail != "UndefinedVariable" || !e.Compile {
		t.Errorf("got %q %s %s %v", e.Error(), e.Class(), e.Detail, e.Compile)
	}
	if got := e.Near("abc", 1).Pos; got != e.Pos {
		t.Errorf("Near moved the position to %v", got)
	}
}

func TestAs(t *testing.T) {
	inner := Type("no")
	if got := As(fmt.Errorf("run query: %w", inner)); got != inner {
		t.Errorf("As lost the inner error: %v", got)
	}
	if got := As(errors.New("disk on fire")); got.Code != CodeUnknown || got.Message != "disk on fire" {
		t.Errorf("As(plain) = %+v", got)
	}
	if As(nil) != nil {
		t.Error("As(nil) is not nil")
	}
}
