// Package llm asks a language model behind an OpenAI-compatible endpoint for relations, and believes only what the
// article shows.
//
// # Input and output
//
// An Asker sends the document's text with the definitions of the relations and a JSON schema for the answer.
// What comes back is checked against the document: the quote must stand in it, in a part that states facts; both
// ends must be mentions in it, or for an announced or signed target a phrase of it; a date must be one that the
// quote gives. The rest is dropped and counted by reason.
//
// # Invariants
//
// Nothing that the model returns reaches the graph unchecked, and no answer of any size or shape is more than an
// error or a dropped statement. The key is in no error.
//
// Why not the official client: it is one request, and the client alone adds 13 MB to the binary.
package llm

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"newsgraph/internal/extract"
)

// Config says which model to ask and how. BaseURL and Model are required.
type Config struct {
	BaseURL string        // up to and without "/chat/completions": "http://127.0.0.1:8080/v1"
	Model   string        // the endpoint's name for the model
	Key     string        // bearer token; "" sends none
	Timeout time.Duration // of one request; 0 is 2 minutes
	Retries int           // further tries after a failure that may pass; 0 is 3, negative is none
	Wait    time.Duration // before the first retry, doubled each time; 0 is 1 second
	Tokens  int           // bound of an answer in tokens; 0 is 4096

	Types []extract.Type // to ask for beside those that are built in
}

// Validate says what is missing.
func (c Config) Validate() error {
	switch {
	case c.BaseURL == "":
		return errors.New("configure model: no base URL")
	case !strings.HasPrefix(c.BaseURL, "http://") && !strings.HasPrefix(c.BaseURL, "https://"):
		return fmt.Errorf("configure model: base URL %q is not http:// or https://", c.BaseURL)
	case c.Model == "":
		return errors.New("configure model: no model name")
	}
	return nil
}

func (c Config) withDefaults() Config {
	if c.Timeout == 0 {
		c.Timeout = 2 * time.Minute
	}
	if c.Retries == 0 {
		c.Retries = 3
	}
	if c.Wait == 0 {
		c.Wait = time.Second
	}
	if c.Tokens == 0 {
		c.Tokens = 4096
	}
	return c
}

// Usage counts what an endpoint was asked.
type Usage struct {
	Requests int // tries included
	Prompt   int // tokens, as the endpoint counts them
	Answer   int
}

// maxAnswer bounds a response body in bytes.
const maxAnswer = 4 << 20

// StatusError is an HTTP answer that is no success.
type StatusError struct {
	Status int
	Text   string // the beginning of the body
}

func (e *StatusError) Error() string {
	return fmt.Sprintf("status %d %s: %s", e.Status, http.StatusText(e.Status), e.Text)
}

type message struct {
	Role    string `json:"role"`
	Content string `json:"content"`
}

// complete sends the messages and returns the answer's text, trying again after failures that may pass.
func (a *Asker) complete(ctx context.Context, messages []message, usage *Usage) (string, error) {
	body, err := json.Marshal(map[string]any{
		"model": a.config.Model, "messages": messages, "temperature": 0, "seed": 1, "max_tokens": a.config.Tokens,
		"response_format": map[string]any{"type": "json_schema",
			"json_schema": map[string]any{"name": "statements", "strict": true, "schema": a.schema}},
	})
	if err != nil {
		return "", err
	}
	wait := a.config.Wait
	for try := 0; ; try++ {
		usage.Requests++
		text, after, err := a.post(ctx, body, usage)
		if err == nil {
			return text, nil
		}
		if !mayPass(err) || try >= a.config.Retries || ctx.Err() != nil {
			return "", fmt.Errorf("ask model: %w", err)
		}
		select {
		case <-time.After(max(wait, after)):
		case <-ctx.Done():
			return "", fmt.Errorf("ask model: %w", context.Cause(ctx))
		}
		wait *= 2
	}
}

// errAnswer marks an answer that is no answer: another try would give the same.
var errAnswer = errors.New("the answer is not as asked")

// mayPass reports whether a failure is one that another try may not have: the network's, a server's, too many
// requests.
func mayPass(err error) bool {
	var s *StatusError
	if errors.As(err, &s) {
		return s.Status == http.StatusTooManyRequests || s.Status == http.StatusRequestTimeout || s.Status >= 500
	}
	return !errors.Is(err, errAnswer)
}

// maxWait bounds what a server may ask to wait.
const maxWait = time.Minute

// post sends one request; after is how long the server wants to be left alone.
func (a *Asker) post(ctx context.Context, body []byte, usage *Usage) (text string, after time.Duration, err error) {
	ctx, cancel := context.WithTimeout(ctx, a.config.Timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, strings.TrimSuffix(a.config.BaseURL, "/")+"/chat/completions", bytes.NewReader(body))
	if err != nil {
		return "", 0, err
	}
	req.Header.Set("Content-Type", "application/json")
	if a.config.Key != "" {
		req.Header.Set("Authorization", "Bearer "+a.config.Key)
	}
	res, err := a.http.Do(req)
	if err != nil {
		return "", 0, err
	}
	defer res.Body.Close()
	data, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer+1))
	if err != nil {
		return "", 0, err
	}
	if res.StatusCode != http.StatusOK {
		if s, err := strconv.Atoi(res.Header.Get("Retry-After")); err == nil && s > 0 {
			after = min(time.Duration(s)*time.Second, maxWait)
		}
		return "", after, &StatusError{res.StatusCode, strings.ToValidUTF8(string(data[:min(len(data), 200)]), "?")}
	}
	text, err = a.read(data, usage)
	return text, 0, err
}

func (a *Asker) read(data []byte, usage *Usage) (string, error) {
	if len(data) > maxAnswer {
		return "", fmt.Errorf("%w: more than %d bytes", errAnswer, maxAnswer)
	}
	var answer struct {
		Choices []struct {
			Message      message `json:"message"`
			FinishReason string  `json:"finish_reason"`
		} `json:"choices"`
		Usage struct {
			Prompt int `json:"prompt_tokens"`
			Answer int `json:"completion_tokens"`
		} `json:"usage"`
	}
	if err := json.Unmarshal(data, &answer); err != nil {
		return "", fmt.Errorf("%w: %v", errAnswer, err)
	}
	usage.Prompt += max(answer.Usage.Prompt, 0)
	usage.Answer += max(answer.Usage.Answer, 0)
	if len(answer.Choices) == 0 {
		return "", fmt.Errorf("%w: no choice in it", errAnswer)
	}
	if answer.Choices[0].FinishReason == "length" {
		return "", fmt.Errorf("%w: it was cut at %d tokens", errAnswer, a.config.Tokens)
	}
	return answer.Choices[0].Message.Content, nil
}
