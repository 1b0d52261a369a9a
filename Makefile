# `make help` lists the targets.
SWIFT ?= swift
CONFIGURATION ?= release
PICTURE ?= cat-pig.png
PYTHON ?= python3
BENCHMARK ?= benchmark
DATA ?=
PREFIX ?= /usr/local

BUILD = .build/$(CONFIGURATION)
MODELS = SketchStudio_SketchModels.resources
FORMATTED = Sources Tests Package.swift Benchmarks

# Installed paths, always used in double quotes: they may contain spaces. Quotes keep the shell from expanding '~'.
ROOT = $(DESTDIR)$(patsubst ~/%,$(HOME)/%,$(PREFIX))
PROGRAM = $(ROOT)/lib/studio
BASH_COMPLETION = $(ROOT)/share/bash-completion/completions
ZSH_COMPLETION = $(ROOT)/share/zsh/site-functions
FISH_COMPLETION = $(ROOT)/share/fish/vendor_completions.d

.DEFAULT_GOAL := help
.PHONY: help setup build demo test lint format gallery benchmark install uninstall clean

help:
	@echo 'make setup      install missing packages (Debian, Ubuntu)'
	@echo 'make build      set up and build $(BUILD)/studio'
	@echo 'make demo       build and interpolate between two example drawings: $(PICTURE)'
	@echo 'make test       set up, lint, run all tests and compare the gallery'
	@echo 'make lint       check the formatting; make format applies it'
	@echo 'make gallery    make every picture under gallery/ again'
	@echo 'make benchmark  measure speed against hardware limits and PyTorch, if installed; writes $(BENCHMARK)/'
	@echo 'make install    install the program, its models and shell completions under $(PREFIX)'
	@echo 'make uninstall  remove what make install installed'
	@echo 'make clean      remove build products'

setup:
	@Scripts/setup

build: setup
	$(SWIFT) build -c $(CONFIGURATION) --product studio

demo: build
	@echo 'studio interpolate examples/cat.json examples/pig.json --steps 10 --output "$(PICTURE)"'
	@$(BUILD)/studio interpolate examples/cat.json examples/pig.json --steps 10 --output "$(PICTURE)" --quiet >/dev/null
	@printf 'Wrote %s\n' "$$(realpath "$(PICTURE)")"

test: setup lint
	$(SWIFT) test -c $(CONFIGURATION)
	$(BUILD)/studio gallery --check

lint:
	$(SWIFT) format lint --strict --parallel --recursive $(FORMATTED)

format:
	$(SWIFT) format --in-place --parallel --recursive $(FORMATTED)

gallery: build
	$(BUILD)/studio gallery

# DATA: files of drawings to encode instead of generated ones. PYTHON: a Python that has torch.
benchmark: build
	$(SWIFT) build -c $(CONFIGURATION) --package-path Benchmarks
	Benchmarks/.build/$(CONFIGURATION)/speed-benchmark --studio $(BUILD)/studio --output "$(BENCHMARK)" --python "$(PYTHON)" $(foreach file,$(DATA),--data "$(file)")

# The models are next to the program, which finds them through the link in bin.
install: build
	install -d "$(PROGRAM)" "$(ROOT)/bin" "$(BASH_COMPLETION)" "$(ZSH_COMPLETION)" "$(FISH_COMPLETION)"
	install $(BUILD)/studio "$(PROGRAM)/studio"
	rm -rf "$(PROGRAM)/$(MODELS)"
	cp -R "$(BUILD)/$(MODELS)" "$(PROGRAM)/$(MODELS)"
	ln -sf ../lib/studio/studio "$(ROOT)/bin/studio"
	"$(PROGRAM)/studio" --generate-completion-script bash > "$(BASH_COMPLETION)/studio"
	"$(PROGRAM)/studio" --generate-completion-script zsh > "$(ZSH_COMPLETION)/_studio"
	"$(PROGRAM)/studio" --generate-completion-script fish > "$(FISH_COMPLETION)/studio.fish"

uninstall:
	rm -rf "$(PROGRAM)"
	rm -f "$(ROOT)/bin/studio" "$(BASH_COMPLETION)/studio" "$(ZSH_COMPLETION)/_studio" "$(FISH_COMPLETION)/studio.fish"

clean:
	rm -rf .build "$(PICTURE)"
