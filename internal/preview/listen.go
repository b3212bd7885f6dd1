package preview

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"syscall"
	"time"
)

// DefaultAddr is where the preview listens unless told otherwise.
const DefaultAddr = "127.0.0.1:1313"

// morePorts is how many ports after the wanted one are tried.
const morePorts = 20

// Address tells where a listener is.
type Address struct {
	URL     string // of the front page, for a browser on this machine
	Taken   string // the address asked for, if another program has it and a later port was taken; else empty
	Exposed bool   // other machines may reach it
}

// Listen listens for TCP connections on addr, "host:port"; an empty addr is for
// DefaultAddr, an empty host for 127.0.0.1, and port 0 for any free one. If the
// port is taken, up to 20 ports after it are tried.
func Listen(ctx context.Context, addr string) (net.Listener, Address, error) {
	var at Address
	if addr == "" {
		addr = DefaultAddr
	}
	host, service, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, at, fmt.Errorf("reading the address %q: want host:port, such as %s or [::1]:1313", addr, DefaultAddr)
	}
	if host == "" {
		host = "127.0.0.1"
	}
	port, err := strconv.ParseUint(service, 10, 16)
	if err != nil {
		return nil, at, fmt.Errorf("reading the address %q: want a port from 0 to 65535, not %q", addr, service)
	}

	var config net.ListenConfig
	first := net.JoinHostPort(host, service)
	l, err := config.Listen(ctx, "tcp", first)
	for next := port + 1; taken(err) && next <= min(port+morePorts, 65535); next++ {
		at.Taken = first
		l, err = config.Listen(ctx, "tcp", net.JoinHostPort(host, strconv.FormatUint(next, 10)))
	}
	if err != nil {
		if ctx.Err() != nil {
			err = ctx.Err()
		}
		return nil, at, fmt.Errorf("listening on %s: %w", first, inWords(err))
	}
	got := l.Addr().(*net.TCPAddr)
	at.Exposed = !got.IP.IsLoopback()
	if got.IP.IsUnspecified() {
		host = "127.0.0.1"
	}
	at.URL = "http://" + net.JoinHostPort(host, strconv.Itoa(got.Port)) + "/"
	return l, at, nil
}

// Windows' own numbers; those of package syscall are not what its network calls
// give.
const (
	wsaAccess       = syscall.Errno(10013)
	wsaAddrInUse    = syscall.Errno(10048)
	wsaAddrNotAvail = syscall.Errno(10049)
)

func taken(err error) bool {
	return errors.Is(err, syscall.EADDRINUSE) || errors.Is(err, wsaAddrInUse)
}

// inWords says for people why an address cannot be listened on, and what is
// wanted. An error of another kind is given back as it is.
func inWords(err error) error {
	var name *net.DNSError
	switch {
	case errors.As(err, &name):
		return fmt.Errorf("no machine is found by the name %q; want one of this machine's own addresses, such as 127.0.0.1", name.Name)
	case errors.Is(err, syscall.EADDRNOTAVAIL) || errors.Is(err, wsaAddrNotAvail):
		return errors.New("this machine does not have that address; want one of its own, such as 127.0.0.1")
	case errors.Is(err, syscall.EACCES) || errors.Is(err, wsaAccess):
		return errors.New("the system does not let you have that port; want one from 1024 on")
	case taken(err):
		return fmt.Errorf("other programs have that port and up to %d after it; want a free one, or 0 for any", morePorts)
	}
	return err
}

// lastWord is how long a page that is being sent has when the server ends.
const lastWord = 50 * time.Millisecond

// Serve serves on l until the context ends, and then closes l, every event
// stream at once and every other connection within 50 ms. It gives nil if it
// ended because of the context.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	h := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       s.arrival,   // net/http lifts it once the request is there whole
		WriteTimeout:      time.Minute, // event streams lift it for themselves
		IdleTimeout:       time.Minute,
		MaxHeaderBytes:    64 << 10,
		// "OPTIONS *" is refused like every other method.
		DisableGeneralOptionsHandler: true,
		BaseContext:                  func(net.Listener) context.Context { return ctx },
	}
	served := make(chan error, 1)
	go func() { served <- h.Serve(l) }()
	select {
	case err := <-served:
		h.Close()
		return fmt.Errorf("serving on %s: %w", l.Addr(), err)
	case <-ctx.Done():
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastWord)
	defer cancel()
	if h.Shutdown(last) != nil {
		h.Close() // cuts what is left; there is nothing in it to lose
	}
	<-served
	return nil
}
