# The commands that people type. Go is all that `make` needs; `make test` also
# needs a Chromium, npm and Java, and installs Debian's where it can.

# make                         builds ./dossier and, with it, the site in public/
# make BASE_URL=https://…/     the same for a site whose address is known
# make test                    everything that must hold before a commit
# make bench                   the speed of each stage, and of the program beside Hugo
# make fuzz FUZZTIME=30s       every fuzz target for so long
# make fmt                     formats the code
# make shots OUT=folder        pictures of every kind of page
# make clean                   removes what make built, and nothing else

BASE_URL    ?=
FUZZTIME    ?= 10s
OUT         ?= shots
# Packages whose benchmarks `make bench` runs, and how often each; the sizes, in
# sources, of the dossiers that the whole program is measured on ("1000 10000"), and further
# flags for that, such as -large.
BENCH       ?= ./...
BENCHCOUNT  ?= 1
SIZES       ?= 1000
RUNFLAGS    ?=

GO          ?= go
# The same commit gives the same bytes: no paths of this machine, no state of
# the repository, no C library. The version stands in the code.
GOBUILD     := CGO_ENABLED=0 $(GO) build -trimpath -buildvcs=false -ldflags '-s -w'
# Linters come from a module of their own, so that the program's stays small.
TOOL         = $(GO) tool -modfile=$(CURDIR)/tools/go.mod
# Modules beside the program's, each with its own go.mod.
NESTED      := bench e2e

.NOTPARALLEL:
.PHONY: all binary site test lint unit browser bench fuzz fmt shots clean

all: site

binary:
	$(GOBUILD) -o dossier ./cmd/dossier

site: binary
	./dossier build $(if $(BASE_URL),--base-url '$(BASE_URL)')

# -count=1, because a cached result proves nothing about the browser or the disk.
test: lint unit browser

lint:
	$(GO) vet ./...
	@for module in $(NESTED); do echo "$(GO) vet ./... in $$module"; (cd $$module && $(GO) vet ./...) || exit 1; done
	@files=$$($(TOOL) gofumpt -l .) || exit 1; \
	  if [ -n "$$files" ]; then echo "not formatted; run make fmt:"; echo "$$files"; exit 1; fi
	$(TOOL) staticcheck ./...
	@for module in $(NESTED); do echo "staticcheck ./... in $$module"; (cd $$module && $(TOOL) staticcheck ./...) || exit 1; done

unit:
	$(GO) test -count=1 ./...
	cd bench && $(GO) test -count=1 ./gen

# Without a package argument go test shows what the tests print while they run,
# such as why the browser is missing.
browser:
	@sh e2e/setup.sh chromium checks
	cd e2e && $(GO) test -count=1 -timeout 18m

# What measures is tested here and not by `make test`: it compiles Hugo, which
# takes longer than all of dossier's tests.
bench:
	cd bench && $(GO) test -count=1 ./...
	$(GO) test -run '^$$' -bench . -benchmem -count=$(BENCHCOUNT) $(BENCH)
	cd bench && $(GO) run ./run -sizes '$(SIZES)' $(RUNFLAGS)

fuzz:
	@for dir in $$(grep -rl --include='*_test.go' '^func Fuzz' . | xargs -n1 dirname | sort -u); do \
	  for target in $$(cat $$dir/*_test.go | sed -n 's/^func \(Fuzz[A-Za-z0-9_]*\)(.*/\1/p'); do \
	    $(GO) test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) $$dir || exit 1; \
	  done; \
	done

fmt:
	$(TOOL) gofumpt -w .

shots:
	@sh e2e/setup.sh chromium
	@mkdir -p '$(OUT)'
	cd e2e && $(GO) test -count=1 -args -shots '$(abspath $(OUT))'

# The site stays: what is in public/ may be somebody's only copy, and the next
# build removes by itself what it no longer needs.
clean:
	rm -f dossier
