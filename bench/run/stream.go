package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"
)

// client keeps no connection for a later request: the streams are closed early.
var client = &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}

func (s *served) get(ctx context.Context, page string) ([]byte, error) {
	answer, err := s.ask(ctx, page)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	return io.ReadAll(answer.Body)
}

func (s *served) ask(ctx context.Context, path string) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.root+path, nil)
	if err != nil {
		return nil, fmt.Errorf("asking for %s: %w", path, err)
	}
	answer, err := client.Do(r)
	if err != nil {
		return nil, fmt.Errorf("asking for %s: %w", path, err)
	}
	return answer, nil
}

var versionAttribute = regexp.MustCompile(`data-version="([^"]*)"`)

// version gives what the preview says to be the version of a page.
func (s *served) version(ctx context.Context, page string) (string, error) {
	text, err := s.get(ctx, page)
	if err != nil {
		return "", err
	}
	m := versionAttribute.FindSubmatch(text)
	if m == nil {
		return "", fmt.Errorf("%s has no version", page)
	}
	return string(m[1]), nil
}

// event is a server-sent event that tells of a version of a page.
type event struct {
	name, version string
	at            time.Time // when it had come in
}

// stream is an open stream of server-sent events. It is read all the time, so
// that the time of an event is not that of when it is asked for.
type stream struct {
	events <-chan event
	body   io.Closer
	ended  error // set when events is closed
}

// Close ends the stream.
func (s *stream) Close() error {
	err := s.body.Close()
	for range s.events { // so that the reader ends
	}
	return err
}

// listen opens the events of a page, and returns when the preview has begun to
// send, so that no event is missed.
func (s *served) listen(ctx context.Context, page, version string) (*stream, error) {
	answer, err := s.ask(ctx, ".dossier/events?"+url.Values{"path": {page}, "v": {version}, "d": {""}}.Encode())
	if err != nil {
		return nil, err
	}
	if answer.StatusCode != http.StatusOK {
		answer.Body.Close()
		return nil, fmt.Errorf("opening the events of %s: %s", page, answer.Status)
	}
	lines := bufio.NewReader(answer.Body)
	if line, err := lines.ReadString('\n'); err != nil || !strings.HasPrefix(line, "retry:") {
		answer.Body.Close()
		return nil, errors.Join(fmt.Errorf("opening the events of %s: they begin with %q", page, line), err)
	}
	return read(lines, answer.Body), nil
}

func read(lines *bufio.Reader, body io.Closer) *stream {
	events := make(chan event)
	s := &stream{events: events, body: body}
	go func() {
		defer close(events)
		var e event
		for {
			line, err := lines.ReadString('\n')
			if err != nil {
				s.ended = err
				return
			}
			line = strings.TrimRight(line, "\r\n")
			if name, ok := strings.CutPrefix(line, "event:"); ok {
				e.name = strings.TrimPrefix(name, " ")
			}
			if data, ok := strings.CutPrefix(line, "data:"); ok {
				var told struct{ Version string }
				if err := json.Unmarshal([]byte(data), &told); err == nil {
					e.version = told.Version
				}
			}
			if line != "" {
				continue
			}
			if e.name != "" {
				e.at = time.Now()
				events <- e
			}
			e = event{}
		}
	}()
	return s
}

// next waits for an event.
func (s *stream) next() (event, error) {
	if e, ok := <-s.events; ok {
		return e, nil
	}
	return event{}, s.ended
}
