package preview

import (
	"bytes"
	"encoding/json"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// client is an open page, as far as its event stream knows it.
type client struct {
	path  string
	shown version // what the page shows, or will show once it has dealt with the events sent
	view  *view   // of the build last looked at
	panel string  // panelID of the diagnostics that the page shows
}

// An event as server-sent events have it; data is one line of JSON.
type event struct {
	name string
	data []byte // an object with at least one key
}

// maxFollowed is how many pages one stream may serve. It bounds what a request
// can ask for, and is more than a desktop has windows.
const maxFollowed = 200

// serveEvents keeps open pages equal to the latest build. Each page says which
// path it has and, by v and d, the versions of the page and of the diagnostics
// that it shows; so nothing is missed between two streams or two servers. For
// several pages of one browser the three parameters come several times. The
// data of each event has the number of its page among them, as in {"page": 0}.
//
//	style        stylesheets changed: load them again
//	reload       the page changed; {"whole": true} if exchanging its elements is not enough
//	moved        the page was renamed: {"to": URL path}
//	deleted      the page is no longer part of the site
//	diagnostics  the list changed; it may be empty
//
// All but diagnostics carry the version that the page shows afterwards. Without
// v the page is taken to be the latest.
func (s *Server) serveEvents(w http.ResponseWriter, r *http.Request) {
	if !ownPage(r) {
		refuse(w, http.StatusForbidden, "Events are for pages of the preview itself.")
		return
	}
	q := r.URL.Query()
	paths, versions, panels := q["path"], q["v"], q["d"]
	if n := len(paths); n == 0 || n > maxFollowed || len(versions) > n || len(panels) > n {
		refuse(w, http.StatusBadRequest, "There must be as many of the parameters path, v and d as there are pages.")
		return
	}
	for _, p := range paths {
		if !fs.ValidPath(p) || p == "." {
			refuse(w, http.StatusBadRequest, "The parameter path must be the path of a page.")
			return
		}
	}
	h := w.Header()
	h.Set("Content-Type", "text/event-stream; charset=utf-8")
	h.Set("X-Accel-Buffering", "no")
	if r.Method == http.MethodHead {
		w.WriteHeader(http.StatusOK)
		return
	}
	latest := s.latest.Load()
	clients := make([]*client, len(paths))
	for i, p := range paths {
		defer s.opened(p)()
		c := &client{path: p}
		if i < len(panels) {
			c.panel = panels[i]
		}
		if i < len(versions) && versions[i] != "" {
			c.shown = parseVersion(versions[i])
		} else {
			c.view = latest.look(p)
			c.shown = c.view.version
		}
		clients[i] = c
	}

	out := http.NewResponseController(w)
	_ = out.SetWriteDeadline(time.Time{}) // lifts the server's; each write has its own
	if !s.write(w, out, "retry: 500\n\n") {
		return
	}
	beat := time.NewTicker(s.heartbeat)
	defer beat.Stop()
	for {
		var text strings.Builder
		for i, c := range clients {
			for _, e := range c.follow(latest) {
				text.WriteString("event: " + e.name + "\ndata: ")
				text.Write(bytes.TrimSuffix(e.data, []byte("}")))
				text.WriteString(`,"page":` + strconv.Itoa(i) + "}\n\n")
			}
		}
		if text.Len() > 0 && !s.write(w, out, text.String()) {
			return
		}
		select {
		case <-latest.superseded:
			latest = s.latest.Load()
		case <-beat.C:
			if !s.write(w, out, ":\n\n") {
				return
			}
		case <-r.Context().Done():
			return
		}
	}
}

// ownPage tells whether a page of the preview asks, or no page at all.
func ownPage(r *http.Request) bool {
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" && site != "none" {
		return false
	}
	if origin := r.Header.Get("Origin"); origin != "" {
		u, err := url.Parse(origin)
		return err == nil && strings.EqualFold(u.Host, r.Host)
	}
	return true
}

// write sends text at once, and tells whether the client took it in time. The
// deadline is set by a timer, since what time it is is no matter of this package.
func (s *Server) write(w io.Writer, out *http.ResponseController, text string) bool {
	late := time.AfterFunc(s.patience, func() { _ = out.SetWriteDeadline(time.Unix(1, 0)) })
	defer late.Stop()
	_, err := io.WriteString(w, text)
	return err == nil && out.Flush() == nil
}

// follow gives the events that make a page show the given build. A page whose
// stream was slow gets what takes it to the latest build, not what lay between.
func (c *client) follow(b *build) []event {
	events := c.followPage(b)
	if b.panel != nil && c.panel != b.panelID {
		c.panel = b.panelID
		events = append(events, event{"diagnostics", b.panel})
	}
	return events
}

func (c *client) followPage(b *build) []event {
	if c.view != nil && c.view.holds(b) {
		return nil
	}
	c.view = b.look(c.path)
	old, now := c.shown, c.view.version
	if old == now {
		return nil
	}
	c.shown = now
	switch {
	case now.kind == waiting && old.kind != waiting:
		c.shown = old // the last good page stays
		return nil
	case now.kind == missing && (old.kind == page || old.kind == gone):
		if to, ok := b.movedTo(c.path); ok {
			return []event{told("moved", map[string]any{"to": address(to), "version": now.String()})}
		}
		c.shown = version{kind: gone}
		if old.kind == gone {
			return nil
		}
		return []event{told("deleted", map[string]any{"version": c.shown.String()})}
	case now.kind != page || old.kind != page || old.others != now.others:
		return []event{told("reload", map[string]any{"whole": true, "version": now.String()})}
	}
	var events []event
	if old.style != now.style {
		old.style = now.style
		events = append(events, told("style", map[string]any{"version": old.String()}))
	}
	if old.page != now.page {
		events = append(events, told("reload", map[string]any{"version": now.String()}))
	}
	return events
}

// address gives the path of a page's URL.
func address(name string) string {
	if name == "index.html" || strings.HasSuffix(name, "/index.html") {
		name = strings.TrimSuffix(name, "index.html")
	}
	u := url.URL{Path: "/" + name}
	return u.EscapedPath()
}

func told(name string, content map[string]any) event {
	data, err := json.Marshal(content)
	if err != nil {
		panic("preview: encoding an event: " + err.Error()) // strings and truth values always encode
	}
	return event{name, data}
}
