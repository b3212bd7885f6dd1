package preview

import (
	"bytes"
	_ "embed"
	"html"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
)

// reserved is the folder of URLs that belong to this package.
const reserved = ".dossier/"

var (
	//go:embed reload.js
	reloadScript []byte
	//go:embed panel.js
	panelScript []byte
	//go:embed stream.js
	streamScript []byte
)

// streamID is part of the address of stream.js: a browser runs a shared worker
// as long as one of its pages is open, and that may be longer than this program.
var streamID = sum(streamScript)

// policy lets pages do what they do when published, but for asking other hosts
// for anything: what a collected article still names on its publisher's
// servers must not be fetched each time an editor saves.
const policy = "default-src 'self' 'unsafe-inline' data: blob:; frame-ancestors 'self'; base-uri 'self'; form-action 'self'"

// ServeHTTP serves the latest build at the root, 404.html for what it does not
// have, and under /.dossier/ the scripts and the events that pages need.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Content-Security-Policy", policy)
	if r.ContentLength != 0 {
		h.Set("Connection", "close") // nobody waits for a body that nobody reads
	}
	if name, ok := s.allowed(r); !ok {
		refuse(w, http.StatusForbidden, "The preview does not answer to the host name "+strconv.Quote(name)+
			". Open it by the address that dossier printed.")
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		h.Set("Allow", "GET, HEAD")
		refuse(w, http.StatusMethodNotAllowed, "The preview can only be read.")
		return
	}
	name, ok := fileName(r.URL)
	if !ok {
		refuse(w, http.StatusNotFound, "There is no page at this address.")
		return
	}
	if name+"/" == reserved || strings.HasPrefix(name, reserved) {
		s.serveReserved(w, r, name)
		return
	}

	b := s.latest.Load()
	if _, there := b.find(name); !there {
		if _, folder := b.find(path.Join(name, "index.html")); folder {
			// The links of a page are relative to its folder.
			to := url.URL{Path: "/" + name + "/", RawQuery: r.URL.RawQuery}
			h.Set("Location", to.String())
			w.WriteHeader(http.StatusTemporaryRedirect)
			return
		}
	} else if path.Ext(name) != ".html" {
		data, _ := b.find(name)
		h.Set("Content-Type", contentType(name))
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
		return
	}
	v := b.look(name)
	switch {
	case v.kind == waiting:
		send(w, r, http.StatusServiceUnavailable, name, v.version, b.waitingPage())
	case v.kind == missing && v.data == nil:
		send(w, r, http.StatusNotFound, name, v.version, plainPage("Page not found", "There is no page at this address."))
	case v.kind == missing:
		send(w, r, http.StatusNotFound, name, v.version, v.data)
	default:
		send(w, r, http.StatusOK, name, v.version, v.data)
	}
}

func (s *Server) serveReserved(w http.ResponseWriter, r *http.Request, name string) {
	switch strings.TrimPrefix(name, reserved) {
	case "reload.js":
		w.Header().Set("Content-Type", contentType(name))
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(reloadScript))
	case "stream.js":
		w.Header().Set("Content-Type", contentType(name))
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(streamScript))
	case "panel.js":
		w.Header().Set("Content-Type", contentType(name))
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(panelScript))
	case "events":
		s.serveEvents(w, r)
	default:
		refuse(w, http.StatusNotFound, "There is no page at this address.")
	}
}

// allowed tells whether the request names this server as its host. A page of
// another site that has its own name point to this machine is kept out by
// that. It also gives the name, without port.
func (s *Server) allowed(r *http.Request) (string, bool) {
	name := r.Host
	if host, _, err := net.SplitHostPort(name); err == nil {
		name = host
	}
	name = strings.ToLower(strings.TrimSuffix(name, "."))
	if name == "localhost" || name != "" && slices.Contains(s.hosts, name) {
		return name, true
	}
	ip, err := netip.ParseAddr(strings.TrimSuffix(strings.TrimPrefix(name, "["), "]"))
	if err != nil {
		return name, false
	}
	if ip.IsLoopback() || slices.Contains(s.hosts, ip.String()) {
		return name, true
	}
	local, ok := r.Context().Value(http.LocalAddrContextKey).(*net.TCPAddr)
	return name, ok && local.AddrPort().Addr().Unmap() == ip.Unmap()
}

// fileName gives the path of the file that a URL asks for, and false if no
// file can have it. Folders are asked for by their index.html.
func fileName(u *url.URL) (string, bool) {
	escaped := strings.ToLower(u.EscapedPath())
	if strings.Contains(escaped, "%2f") || strings.Contains(escaped, "%5c") || strings.ContainsAny(u.Path, "\\\x00") {
		return "", false
	}
	name, ok := strings.CutPrefix(u.Path, "/")
	if !ok {
		return "", false
	}
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	return name, name != "." && fs.ValidPath(name)
}

func refuse(w http.ResponseWriter, status int, sentence string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	io.WriteString(w, sentence+"\n") // the client may be gone; there is nobody to tell
}

// send sends a page with the scripts of the preview put in.
func send(w http.ResponseWriter, r *http.Request, status int, name string, v version, data []byte) {
	tags := `<script src="/.dossier/panel.js"></script><script src="/.dossier/reload.js" data-path="` +
		html.EscapeString(name) + `" data-version="` + html.EscapeString(v.String()) + `" data-stream="` + streamID + `"></script>`
	at := bodyEnd(data)
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(len(data)+len(tags)))
	w.WriteHeader(status)
	if r.Method == http.MethodHead {
		return
	}
	for _, part := range [][]byte{data[:at], []byte(tags), data[at:]} {
		if _, err := w.Write(part); err != nil {
			return // the client is gone
		}
	}
}

// bodyEnd gives where the end tag of a page's body begins, or the page's
// length if it is left out. An end tag inside a comment is none.
func bodyEnd(data []byte) int {
	const tag = "</body"
	for to := len(data); ; {
		at := bytes.LastIndex(data[:to], []byte("</"))
		if at < 0 {
			return len(data)
		}
		to = at
		if len(data)-at < len(tag) || !strings.EqualFold(string(data[at:at+len(tag)]), tag) {
			continue
		}
		comment := bytes.LastIndex(data[:at], []byte("<!--"))
		if comment < 0 || comment <= bytes.LastIndex(data[:at], []byte("-->")) {
			return at
		}
		to = comment
	}
}

// waitingPage stands in for every page until there is a site. Its panel shows
// the diagnostics; a client without scripts finds them as text.
func (b *build) waitingPage() []byte {
	if len(b.diags) == 0 {
		return plainPage("Building the site", "The site is being built. This page becomes the site as soon as it is there.")
	}
	var list strings.Builder
	for _, d := range b.diags {
		list.WriteString(d.Text())
	}
	return plainPage("No site yet", "The dossier cannot be built yet. This page becomes the site when the errors are mended.",
		"<noscript><pre>"+html.EscapeString(list.String())+"</pre></noscript>\n")
}

func plainPage(title, sentence string, more ...string) []byte {
	return []byte(`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>` + title + `</title>
<style>body { max-width: 36em; margin: 4em auto; padding: 0 1em; font: 1.1em/1.5 sans-serif } pre { overflow: auto }</style>
</head>
<body>
<main>
<h1>` + title + `</h1>
<p>` + sentence + `</p>
` + strings.Join(more, "") + `</main>
</body>
</html>
`)
}

// types are the media types of what a site can hold. The operating system's
// table is not asked: it differs between machines.
var types = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".txt": "text/plain; charset=utf-8",
	".js": "text/javascript; charset=utf-8", ".mjs": "text/javascript; charset=utf-8",
	".md": "text/markdown; charset=utf-8", ".csv": "text/csv; charset=utf-8", ".tsv": "text/tab-separated-values; charset=utf-8",
	".vtt": "text/vtt; charset=utf-8", ".ttl": "text/turtle; charset=utf-8", ".ics": "text/calendar; charset=utf-8",
	".json": "application/json", ".geojson": "application/geo+json", ".jsonld": "application/ld+json",
	".ndjson": "application/x-ndjson", ".webmanifest": "application/manifest+json", ".xml": "application/xml; charset=utf-8",
	".bib": "application/x-bibtex; charset=utf-8", ".ris": "application/x-research-info-systems; charset=utf-8",
	".graphml": "application/graphml+xml", ".gexf": "application/gexf+xml", ".atom": "application/atom+xml; charset=utf-8",
	".pdf": "application/pdf", ".zip": "application/zip", ".gz": "application/gzip", ".epub": "application/epub+zip",
	".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif",
	".webp": "image/webp", ".avif": "image/avif", ".ico": "image/vnd.microsoft.icon", ".bmp": "image/bmp", ".tiff": "image/tiff", ".tif": "image/tiff",
	".woff": "font/woff", ".woff2": "font/woff2", ".ttf": "font/ttf", ".otf": "font/otf",
	".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".ogg": "audio/ogg", ".wav": "audio/wav", ".flac": "audio/flac",
	".mp4": "video/mp4", ".webm": "video/webm", ".ogv": "video/ogg", ".mov": "video/quicktime",
}

func contentType(name string) string {
	if base := path.Base(name); base == "feed.xml" || base == "changes.xml" {
		return types[".atom"]
	}
	if t, ok := types[strings.ToLower(path.Ext(name))]; ok {
		return t
	}
	return "application/octet-stream"
}
