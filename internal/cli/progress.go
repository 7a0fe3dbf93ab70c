package cli

import (
	"fmt"
	"io"
	"os"
	"time"
)

// progress is a counter on a terminal, and nothing elsewhere.
type progress struct {
	to    io.Writer // nil where there is no terminal, or quiet is set
	what  string
	start time.Time
	last  time.Time
	shown bool
}

func (a *app) progress(what string) *progress {
	p := &progress{what: what, start: time.Now()}
	if isTerminal(a.err) && !a.set.Quiet && os.Getenv("TERM") != "dumb" {
		p.to = a.err
	}
	return p
}

// step shows the counts, at most ten times a second.
func (p *progress) step(done, failed int) {
	now := time.Now()
	if p.to == nil || now.Sub(p.last) < 100*time.Millisecond {
		return
	}
	p.last, p.shown = now, true
	fmt.Fprintf(p.to, "\r\x1b[K%d %s, %d failed, %.0f/s", done, p.what, failed, float64(done)/now.Sub(p.start).Seconds())
}

// clear makes room for a line.
func (p *progress) clear() {
	if p.shown {
		fmt.Fprint(p.to, "\r\x1b[K")
		p.shown = false
	}
}

func (p *progress) end() { p.clear() }
