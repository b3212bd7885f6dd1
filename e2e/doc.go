// Package e2e holds no code: its tests build the site with the real program and
// read it in a real browser, as a reader would, from the disk and from a server.
package e2e
