package preview

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestListen(t *testing.T) {
	ctx := context.Background()
	first, at, err := Listen(ctx, "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	port := first.Addr().(*net.TCPAddr).Port
	if at.URL != fmt.Sprintf("http://127.0.0.1:%d/", port) || at.Taken != "" || at.Exposed {
		t.Errorf("a free port gives %+v", at)
	}
	taken := fmt.Sprintf("127.0.0.1:%d", port)
	second, at, err := Listen(ctx, taken)
	if err != nil {
		t.Fatal(err)
	}
	defer second.Close()
	if got := second.Addr().(*net.TCPAddr).Port; got <= port || got > port+morePorts || at.Taken != taken || at.URL != fmt.Sprintf("http://127.0.0.1:%d/", got) {
		t.Errorf("port %d taken gives port %d and %+v", port, got, at)
	}
	open, at, err := Listen(ctx, "0.0.0.0:0")
	if err != nil {
		t.Fatal(err)
	}
	defer open.Close()
	if !at.Exposed || !strings.HasPrefix(at.URL, "http://127.0.0.1:") {
		t.Errorf("all addresses of the machine give %+v", at)
	}
	alone, at, err := Listen(ctx, ":0")
	if err != nil {
		t.Fatal(err)
	}
	defer alone.Close()
	if at.Exposed {
		t.Errorf("a port alone gives %+v; it must stay on this machine", at)
	}
	named, at, err := Listen(ctx, "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	defer named.Close()
	if at.Exposed || !strings.HasPrefix(at.URL, "http://localhost:") {
		t.Errorf("a name gives %+v", at)
	}
	const form = ": want host:port, such as 127.0.0.1:1313 or [::1]:1313"
	for _, test := range []struct{ addr, told, reason string }{
		{"1313", `reading the address "1313"` + form, "no host"},
		{"127.0.0.1", `reading the address "127.0.0.1"` + form, "no port"},
		{"::1:1313", `reading the address "::1:1313"` + form, "IPv6 without brackets"},
		{"127.0.0.1:http", `reading the address "127.0.0.1:http": want a port from 0 to 65535, not "http"`, "ports have numbers"},
		{"127.0.0.1:65536", `reading the address "127.0.0.1:65536": want a port from 0 to 65535, not "65536"`, "a port too high"},
		{"127.0.0.1:-1", `reading the address "127.0.0.1:-1": want a port from 0 to 65535, not "-1"`, "a port too low"},
		{"192.0.2.1:1313", "listening on 192.0.2.1:1313: this machine does not have that address; want one of its own, such as 127.0.0.1", "an address of another machine"},
	} {
		l, _, err := Listen(ctx, test.addr)
		switch {
		case err == nil:
			l.Close()
			t.Errorf("%q is accepted: %s", test.addr, test.reason)
		case err.Error() != test.told:
			t.Errorf("%q gives\n%v, want\n%s: %s", test.addr, err, test.told, test.reason)
		}
	}
}

// What the system says is told in the words of this program.
func TestInWords(t *testing.T) {
	of := func(err error) error {
		return &net.OpError{Op: "listen", Net: "tcp", Err: os.NewSyscallError("bind", err)}
	}
	for _, test := range []struct {
		err          error
		told, reason string
	}{
		{&net.OpError{Op: "listen", Net: "tcp", Err: &net.DNSError{Err: "no such host", Name: "pier"}}, `no machine is found by the name "pier"; want one of this machine's own addresses`, "a name that nobody has"},
		{of(syscall.EADDRNOTAVAIL), "this machine does not have that address; want one of its own", "another machine's address"},
		{of(syscall.EACCES), "the system does not let you have that port; want one from 1024 on", "a port for administrators"},
		{of(syscall.EADDRINUSE), "other programs have that port and up to 20 after it; want a free one", "all are taken"},
		{of(syscall.EMFILE), of(syscall.EMFILE).Error(), "what is not foreseen is not hidden"},
	} {
		if got := inWords(test.err).Error(); !strings.HasPrefix(got, test.told) {
			t.Errorf("%v is told as %q: %s", test.err, got, test.reason)
		}
	}
}

// Raw requests, as a browser does not send them.
func TestNothingOutsideTheSite(t *testing.T) {
	s := serverOf(append(small(), File{"a/../../etc/passwd", []byte("root:x")}, File{"\\x.html", []byte("root:x")}))
	at := strings.Trim(strings.TrimPrefix(start(t, s), "http:"), "/")
	for _, test := range []struct {
		target, host string
		status       int
		reason       string
	}{
		{"/", "localhost", 200, "the raw request itself is right"},
		{"/../serve.go", "localhost", 404, "dots"},
		{"/people/../index.html", "localhost", 404, "dots within the site: a browser has resolved them"},
		{"/./index.html", "localhost", 404, "one dot"},
		{"/.", "localhost", 404, "one dot alone"},
		{"/%2e%2e/serve.go", "localhost", 404, "encoded dots"},
		{"/people/%2e%2e/index.html", "localhost", 404, "encoded dots within the site"},
		{"/..%2fserve.go", "localhost", 404, "an encoded slash"},
		{"/people%2Findex.html", "localhost", 404, "an encoded slash in a path that exists"},
		{"/..%5cserve.go", "localhost", 404, "an encoded backslash"},
		{`/..\serve.go`, "localhost", 404, "a backslash"},
		{`/\x.html`, "localhost", 404, "even of a file that has one"},
		{"/a/../../etc/passwd", "localhost", 404, "even of a file with such a path"},
		{"/index.html%00.png", "localhost", 404, "a NUL"},
		{"//index.html", "localhost", 404, "two slashes"},
		{"/people//index.html", "localhost", 404, "two slashes within"},
		{"//evil.example/%2e%2e", "localhost", 404, "no redirect to another host"},
		{"//people", "localhost", 404, "nor for a folder"},
		{"/%ff.html", "localhost", 404, "no UTF-8"},
		{"/%zz", "localhost", 400, "no escape"},
		{"index.html", "localhost", 400, "no slash"},
		{"/etc/passwd", "localhost", 404, "a file of the machine"},
		{"http://localhost/index.html", "localhost", 200, "the absolute form, as proxies send it"},
		{"http://evil.example/index.html", "localhost", 403, "the absolute form decides on the host"},
		{"http://localhost/../serve.go", "localhost", 404, "dots in it"},
		{"/", "evil.example", 403, "another name for this machine"},
		{"/.dossier/events?path=index.html", "evil.example", 403, "events too"},
	} {
		status, body := raw(t, at, "GET "+test.target+" HTTP/1.1\r\nHost: "+test.host+"\r\nConnection: close\r\n\r\n")
		if status != test.status || strings.Contains(body, "root:") || strings.Contains(body, "package preview") {
			t.Errorf("GET %s of %s: status %d, want %d: %s\n%s", test.target, test.host, status, test.status, test.reason, body)
		}
	}
	for request, want := range map[string]int{
		"OPTIONS * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n":                    405,
		"CONNECT localhost:443 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n":        405,
		"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nthe rest never comes": 405,
		"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + strings.Repeat("x", 1<<17) + "\r\n\r\n":    431,
		"GET / HTTP/1.1\r\nHost: " + at + "\r\nConnection: close\r\n\r\n":                       200,
		"GET / HTTP/1.0\r\n\r\n":                               403,
		"GET / HTTP/1.1\r\nConnection: close\r\n\r\n":          400,
		"GET / HTTP/1.1\r\nHost: a\r\nHost: localhost\r\n\r\n": 400,
	} {
		if status, _ := raw(t, at, request); status != want {
			t.Errorf("%.60q: status %d, want %d", request, status, want)
		}
	}
}

// raw sends bytes and reads the answer to its end.
func raw(t *testing.T, addr, request string) (int, string) {
	t.Helper()
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	c.SetDeadline(time.Now().Add(10 * time.Second))
	go io.WriteString(c, request)
	answer, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Fatalf("%.60q: %v", request, err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatalf("%.60q: %v", request, err)
	}
	return answer.StatusCode, string(body)
}

func TestServeEndsAtOnce(t *testing.T) {
	s := serverOf(small())
	l, at, err := Listen(context.Background(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- s.Serve(ctx, l) }()
	var streams []*stream
	for range 20 {
		streams = append(streams, open(t, at.URL, "index.html", "", ""))
	}
	// Browsers open connections that they do not use yet.
	idle, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer idle.Close()
	from := time.Now()
	cancel()
	if err := <-served; err != nil {
		t.Errorf("Serve gives %v", err)
	}
	took := time.Since(from)
	for _, s := range streams {
		if name, data := s.next(); name != "" {
			t.Errorf("got the event %q with %s, want the end of the stream", name, data)
		}
	}
	t.Logf("ended after %v", took)
	if took > time.Second {
		t.Errorf("it took %v to end", took)
	}
	if c, err := net.Dial("tcp", l.Addr().String()); err == nil {
		c.Close()
		t.Error("the port is still open")
	}
}

func TestServeFails(t *testing.T) {
	l, _, err := Listen(context.Background(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	if err := New(Options{}).Serve(context.Background(), l); err == nil || !strings.HasPrefix(err.Error(), "serving on 127.0.0.1:") {
		t.Errorf("a closed listener gives %v", err)
	}
}

// Whoever announces a body and does not send it does not keep the connection.
func TestABodyThatDoesNotCome(t *testing.T) {
	s := serverOf(small())
	s.arrival = 100 * time.Millisecond
	at := strings.Trim(strings.TrimPrefix(start(t, s), "http:"), "/")
	for _, test := range []struct{ request, status, reason string }{
		{"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n", "405", "none of it comes"},
		{"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nhalf", "405", "a part of it comes"},
		{"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n", "200", "a page that could be had without"},
		{"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n", "405", "of a length that is not told"},
	} {
		c, err := net.Dial("tcp", at)
		if err != nil {
			t.Fatal(err)
		}
		c.SetDeadline(time.Now().Add(10 * time.Second))
		io.WriteString(c, test.request)
		answer, err := io.ReadAll(c) // to the end of the connection
		c.Close()
		if err != nil || !strings.HasPrefix(string(answer), "HTTP/1.1 "+test.status+" ") {
			t.Errorf("%q gets %.40q (%v): %s", test.request, answer, err, test.reason)
		}
	}
}

// The deadline for a request is none for the events that answer it.
func TestEventsOutliveTheRequest(t *testing.T) {
	s := serverOf(small())
	s.arrival, s.heartbeat = 50*time.Millisecond, 10*time.Millisecond
	root := start(t, s)
	answer, err := http.Get(root + ".dossier/events?path=index.html")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	beats := bufio.NewScanner(answer.Body)
	for n := 0; n < 20; { // of 10 ms each
		if !beats.Scan() {
			t.Fatalf("the stream ends after %d heartbeats: %v", n, beats.Err())
		}
		if beats.Text() == ":" {
			n++
		}
	}
}
