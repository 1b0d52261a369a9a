# `make help` lists the targets.
SWIFT ?= swift
CONFIGURATION ?= release
PICTURE ?= cat-pig.png
PYTHON ?= python3
BENCHMARK ?= benchmark
DATA ?=
PREFIX ?= /usr/local
DIST ?= .build/dist

BUILD = .build/$(CONFIGURATION)
# Files that the program reads, by the target that contains them: models and the parts of pages.
RESOURCES = ModelFiles SheetFiles PageFiles
FORMATTED = Sources Tests Package.swift Benchmarks

# A path as one word of the shell, whatever characters it has: $(call quoted,PATH).
quoted = '$(subst ','\'',$(1))'

# Installed paths, always used with $(call quoted,...). A '~/' that the shell has left in PREFIX is expanded here; subst,
# unlike patsubst, keeps spaces. '|' marks the beginning.
ROOT = $(DESTDIR)$(subst |,,$(subst |~/,$(HOME)/,|$(PREFIX)))
SHARED = $(ROOT)/share/studio
MANUALS = $(ROOT)/share/man/man1
BASH_COMPLETION = $(ROOT)/share/bash-completion/completions
ZSH_COMPLETION = $(ROOT)/share/zsh/site-functions
FISH_COMPLETION = $(ROOT)/share/fish/vendor_completions.d

.DEFAULT_GOAL := help
.PHONY: help setup browser-setup build demo test python-test docs-test lint format gallery benchmark install uninstall dist deb clean

help:
	@echo 'make setup      install missing packages (Debian, Ubuntu)'
	@echo 'make browser-setup  install node, Chromium and Firefox, with which the tests use pages (Debian)'
	@echo 'make build      set up and build $(BUILD)/studio'
	@echo 'make demo       build and interpolate between two example drawings: $(PICTURE)'
	@echo 'make test       set up, lint, run all tests, compare the gallery, test the documents and the Python package'
	@echo 'make docs-test  run the commands of the documents with the program that make build built'
	@echo 'make python-test  test the Python package with it; needs Python 3.10 and pytest'
	@echo 'make lint       check the formatting, and the scripts of pages; make format applies the formatting'
	@echo 'make gallery    make every picture under gallery/ again'
	@echo 'make benchmark  measure speed against hardware limits and PyTorch, if installed; writes $(BENCHMARK)/'
	@echo 'make install    install the program, its models, manual pages and completions under PREFIX, $(subst ','\'',$(PREFIX))'
	@echo 'make uninstall  remove what make install installed'
	@echo 'make dist       write a tar archive of the program, its models and manual pages to $(DIST)'
	@echo 'make deb        write a Debian package to $(DIST)'
	@echo 'make clean      remove build products'

setup:
	@Scripts/setup

browser-setup:
	@Scripts/setup browsers

build: setup
	$(SWIFT) build -c $(CONFIGURATION) --product studio

demo: build
	@echo 'studio interpolate examples/cat.json examples/pig.json --steps 10 --output "$(PICTURE)"'
	@$(BUILD)/studio interpolate examples/cat.json examples/pig.json --steps 10 --output "$(PICTURE)" --quiet >/dev/null
	@printf 'Wrote %s\n' "$$(realpath "$(PICTURE)")"

test: setup lint
	$(SWIFT) test -c $(CONFIGURATION)
	$(BUILD)/studio gallery --check

docs-test:
	@if command -v "$(PYTHON)" >/dev/null 2>&1; then "$(PYTHON)" Scripts/docs-test --studio $(BUILD)/studio; \
	else echo 'docs-test: skipped: $(PYTHON) is not installed'; fi

# Tests that need the program are skipped if it is not built.
python-test:
	@if ! "$(PYTHON)" -c 'import pytest' 2>/dev/null; then echo 'python-test: skipped: $(PYTHON) with pytest is not installed'; else \
		STUDIO_BINARY="$${STUDIO_BINARY:-$$PWD/$(BUILD)/studio}" "$(PYTHON)" -m pytest -rs Python; fi

lint:
	$(SWIFT) format lint --strict --parallel --recursive $(FORMATTED)
	@if command -v node >/dev/null 2>&1; then node Scripts/lint-web.js; \
		else echo 'lint: the scripts of pages are not checked, because node is not installed (make browser-setup).'; fi

format:
	$(SWIFT) format --in-place --parallel --recursive $(FORMATTED)

gallery: build
	$(BUILD)/studio gallery

# DATA: files of drawings to encode instead of generated ones. PYTHON: a Python that has torch.
benchmark: build
	$(SWIFT) build -c $(CONFIGURATION) --package-path Benchmarks
	Benchmarks/.build/$(CONFIGURATION)/speed-benchmark --studio $(BUILD)/studio --output "$(BENCHMARK)" --python "$(PYTHON)" $(foreach file,$(DATA),--data "$(file)")

# The program finds its files under share/studio next to bin, also through a link.
install: build
	install -d $(call quoted,$(ROOT)/bin) $(call quoted,$(SHARED)) $(call quoted,$(BASH_COMPLETION)) \
		$(call quoted,$(ZSH_COMPLETION)) $(call quoted,$(FISH_COMPLETION))
	rm -rf $(foreach target,$(RESOURCES),$(call quoted,$(SHARED)/$(target))) $(call quoted,$(ROOT)/lib/studio)
	rm -f $(call quoted,$(ROOT)/bin/studio)
	install $(call quoted,$(BUILD)/studio) $(call quoted,$(ROOT)/bin/studio)
	$(foreach target,$(RESOURCES),cp -R $(call quoted,$(BUILD)/SketchStudio_$(target).resources) \
		$(call quoted,$(SHARED)/$(target)) &&) true
	$(call quoted,$(ROOT)/bin/studio) --generate-completion-script bash > $(call quoted,$(BASH_COMPLETION)/studio)
	$(call quoted,$(ROOT)/bin/studio) --generate-completion-script zsh > $(call quoted,$(ZSH_COMPLETION)/_studio)
	$(call quoted,$(ROOT)/bin/studio) --generate-completion-script fish > $(call quoted,$(FISH_COMPLETION)/studio.fish)
	@if command -v "$(PYTHON)" >/dev/null 2>&1; then \
		"$(PYTHON)" Scripts/manuals $(call quoted,$(ROOT)/bin/studio) $(call quoted,$(MANUALS)); \
	else echo 'install: no manual pages, because $(PYTHON) is not installed.'; fi

# Also removes what earlier versions installed: lib/studio.
uninstall:
	rm -rf $(call quoted,$(SHARED)) $(call quoted,$(ROOT)/lib/studio)
	rm -f $(call quoted,$(ROOT)/bin/studio) $(call quoted,$(BASH_COMPLETION)/studio) \
		$(call quoted,$(ZSH_COMPLETION)/_studio) $(call quoted,$(FISH_COMPLETION)/studio.fish) \
		$(call quoted,$(MANUALS))/studio.1 $(call quoted,$(MANUALS))/studio-*.1

# The archive and the package are for the release of Debian that they are built on.
dist: build
	Scripts/package dist $(call quoted,$(BUILD)) $(call quoted,$(DIST))

deb: build
	Scripts/package deb $(call quoted,$(BUILD)) $(call quoted,$(DIST))

clean:
	rm -rf .build "$(PICTURE)"
