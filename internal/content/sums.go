package content

import "crypto/sha256"

// Sums gives the SHA-256 of the bytes of each file that the last Load had, by its
// path relative to the project's folder. Media are not among them: Load only
// looks whether they are there.
func (l *Loader) Sums() map[string][sha256.Size]byte {
	l.mu.Lock()
	defer l.mu.Unlock()
	sums := make(map[string][sha256.Size]byte, len(l.entries.kept)+len(l.seeds.kept)+1)
	for file, c := range l.entries.kept {
		sums[file] = c.made.sum
	}
	for file, c := range l.seeds.kept {
		sums[file] = c.made.sum
	}
	if l.config.made != (stamp{}) {
		sums[configFile] = l.config.made.sum
	}
	return sums
}
