# Everything that a newcomer, a contributor and CI run. `make` alone lists the targets.

SWIFT ?= swift
SECONDS ?= 60
TRAITS := --traits Tools
WEFT = $(shell $(SWIFT) build $(TRAITS) --show-bin-path)/weft
FORMATTED := Sources Tests Plugins protocol docs/examples Package.swift

.PHONY: libraries planted-bugs hostile-captures fuzz coverage canary simulation help toolchain packages build demo test unit agreement evolution optimised plugin example wasm oracles bytes budgets bench lint format clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-18s%s\n", $$1, $$2 }' Makefile

toolchain:
	@command -v $(SWIFT) >/dev/null || { \
	  echo "Weft needs Swift 6.3 or newer, and no 'swift' was found."; \
	  echo "Install it with swiftly (https://www.swift.org/install), or on macOS with Xcode 26, and run make again."; \
	  exit 1; }
	@$(SWIFT) --version 2>/dev/null | awk '/Swift version/ { \
	  match($$0, /[0-9]+\.[0-9]+/); split(substr($$0, RSTART, RLENGTH), v, "."); \
	  if (v[1] * 100 + v[2] < 603) { print "Weft needs Swift 6.3 or newer, this is: " $$0; exit 1 } }'

packages: ## Install what the tests call besides Swift (apt-get, or brew)
	@Tests/packages

libraries: toolchain ## Install what the build stands on (apt-get, or brew)
	@Tests/packages libraries

build: libraries ## Build the library and the weft command
	$(SWIFT) build $(TRAITS)

demo: libraries ## Read a capture, take a message apart, show the Swift that was generated
	@echo "Building; the first time takes some minutes."
	@$(SWIFT) build $(TRAITS) --product weft --quiet
	@printf '\n$$ weft inspect -r Tests/Captures/demo.pcapng -c 8\n'
	@$(WEFT) inspect -r Tests/Captures/demo.pcapng -c 8
	@printf '\n$$ weft inspect -r Tests/Captures/demo.pcapng -c 1 -V\n'
	@$(WEFT) inspect -r Tests/Captures/demo.pcapng -c 1 -V
	@printf '\n$$ echo 07000000ff0301 | weft annotate Pong\n'
	@echo 07000000ff0301 | $(WEFT) annotate Pong
	@printf '\n$$ weft emit swift OverlayMessages    # Pong of it\n'
	@$(WEFT) emit swift OverlayMessages | sed -n '/^public struct Pong/,/^}/p'

test: packages unit canary optimised plugin example wasm budgets oracles ## Run everything that CI runs

unit: libraries ## Run the test targets
	@echo "== the test targets"
	$(SWIFT) build $(TRAITS) --build-tests
	$(SWIFT) test $(TRAITS) --skip-build

fuzz: libraries ## Run our own fuzzers (SECONDS=60 each, HARNESS=messages)
	Tests/Fuzz/run --seconds $(SECONDS) $(if $(HARNESS),--harness $(HARNESS))

coverage: libraries ## Say which regions of the runtime and of generated code the fuzzers' inputs reach
	Tests/Fuzz/coverage

canary: libraries ## Prove that the fuzzers' machinery finds a planted bug
	@echo "== a planted bug"
	Tests/Fuzz/run --canary

optimised: libraries ## Hold the codecs to each other as users ship them: in a release build
	@echo "== an optimised build"
	WEFT_AGREEMENT_VALUES=50 $(SWIFT) test -c release $(TRAITS) -Xswiftc -enable-testing \
	  --filter 'NativeAgreementTests|CaptureFormatsTests|WeftTests'

simulation: libraries ## Try links on 100 bad networks for 10,000 ticks each
	WEFT_LINK_SEEDS=100 WEFT_LINK_TICKS=10000 $(SWIFT) test -c release $(TRAITS) -Xswiftc -enable-testing --filter SimulationTests

agreement: libraries ## Compare both codecs of every definition of the project on 10,000 random values
	Tests/Agreement/run

evolution: libraries ## Hold the rules of `weft breaking` to 10,000 random edits of random schemas
	Tests/Evolution/run

planted-bugs: libraries ## Plant 30 bugs, one at a time, and see which of them the tests find (an hour)
	Tests/PlantedBugs/run --bugs Tests/PlantedBugs/seed-20261122.json

hostile-captures: libraries ## Run a release build of inspect over captures of others (FOLDERS="…")
	$(SWIFT) build -c release $(TRAITS) --product weft
	Tests/HostileCaptures/run --weft .build/release/weft $(FOLDERS)

plugin: libraries ## Build a stranger's packages with the plugin, and edit their definitions
	@echo "== a stranger's packages"
	Tests/Plugin/run

example: libraries ## Build and test the packages of docs/examples
	@echo "== the tutorial's package"
	docs/examples/position-share/test
	@echo "== a package that fuzzes"
	docs/examples/lobby/test
	@echo "== the package with links"
	docs/examples/link/test

wasm: build ## Run the overlay's vectors inside a wasm module
	@echo "== wasm"
	Tests/Wasm/run

oracles: build packages ## Hold encodings to other people's encoders
	@echo "== other people's encoders"
	Tests/Oracles/run $(WEFT)

bytes: toolchain packages ## Compare bytes a message on four traces with other encoders (FORMAT=json)
	@Tests/Benchmarks/bytes

budgets: toolchain packages ## Hold generated code to its instructions, allocations and bytes
	@echo "== budgets"
	Tests/Benchmarks/check-budgets
	Tests/Benchmarks/check-bytes

bench: toolchain packages ## Measure against C and swift-protobuf (some minutes)
	Tests/Benchmarks/measure
	Tests/Benchmarks/build-cost

lint: toolchain ## Check the style of Swift
	$(SWIFT) format lint --strict --recursive --parallel $(FORMATTED)

format: toolchain ## Rewrite Swift and definitions in the house style
	$(SWIFT) format --in-place --recursive --parallel $(FORMATTED)
	$(SWIFT) run $(TRAITS) weft format -w protocol

clean: toolchain ## Remove what was built
	$(SWIFT) package clean
