# Everything that a newcomer, a contributor and CI run. `make` alone lists the targets.

SWIFT ?= swift
TRAITS := --traits Tools
FORMATTED := Sources Tests Plugins protocol Package.swift

.PHONY: help toolchain build test unit plugin wasm lint format clean

help: ## List the targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 10

toolchain:
	@command -v $(SWIFT) >/dev/null || { \
	  echo "Weft needs Swift 6.3 or newer, and no 'swift' was found."; \
	  echo "Install it with swiftly (https://www.swift.org/install), or on macOS with Xcode 26, and run make again."; \
	  exit 1; }
	@$(SWIFT) --version 2>/dev/null | awk '/Swift version/ { \
	  match($$0, /[0-9]+\.[0-9]+/); split(substr($$0, RSTART, RLENGTH), v, "."); \
	  if (v[1] * 100 + v[2] < 603) { print "Weft needs Swift 6.3 or newer, this is: " $$0; exit 1 } }'

build: toolchain ## Build the library and the weft command
	$(SWIFT) build $(TRAITS)

test: unit plugin wasm ## Run every test

unit: toolchain ## Run the test targets
	$(SWIFT) test $(TRAITS)

plugin: toolchain ## Build a stranger's packages with the plugin, and edit their definitions
	Tests/Plugin/run

wasm: build ## Compile the runtime and the overlay messages to wasm, and run their vectors there
	Tests/Wasm/run

lint: toolchain ## Check the style of Swift
	$(SWIFT) format lint --strict --recursive --parallel $(FORMATTED)

format: toolchain ## Rewrite the Swift in the house style
	$(SWIFT) format --in-place --recursive --parallel $(FORMATTED)

clean: ## Remove what was built
	$(SWIFT) package clean
