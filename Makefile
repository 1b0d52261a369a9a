# `make help` lists the targets.
SWIFT ?= swift
CONFIGURATION ?= release
PICTURE ?= cat-pig.png
PYTHON ?= python3
BENCHMARK ?= benchmark
DATA ?=

.DEFAULT_GOAL := help
.PHONY: help setup build demo test gallery benchmark clean

help:
	@echo 'make demo    installs what is missing, builds, draws a cat turning into a pig: $(PICTURE)'
	@echo 'make test    installs what is missing, runs every test, compares the gallery'
	@echo 'make gallery makes every picture under gallery/ again'
	@echo 'make benchmark  measures speed beside its ceilings and PyTorch, if installed; writes $(BENCHMARK)/'
	@echo 'make build   installs what is missing, builds .build/$(CONFIGURATION)/studio'
	@echo 'make setup   installs what is missing (Debian and Ubuntu packages)'
	@echo 'make clean   removes what was built'

setup:
	@Scripts/setup

build: setup
	$(SWIFT) build -c $(CONFIGURATION) --product studio

demo: build
	@echo 'studio interpolate examples/cat.json examples/pig.json --steps 10 --output $(PICTURE)'
	@.build/$(CONFIGURATION)/studio interpolate examples/cat.json examples/pig.json \
		--steps 10 --output $(PICTURE) --quiet >/dev/null
	@echo 'The picture: $(abspath $(PICTURE))'

test: setup
	$(SWIFT) test -c $(CONFIGURATION)
	.build/$(CONFIGURATION)/studio gallery --check

gallery: build
	.build/$(CONFIGURATION)/studio gallery

# DATA: files of drawings to encode, in place of made ones. PYTHON: one that has torch.
benchmark: setup
	$(SWIFT) build -c $(CONFIGURATION)
	.build/$(CONFIGURATION)/speed-benchmark --output $(BENCHMARK) --python $(PYTHON) $(foreach file,$(DATA),--data $(file))

clean:
	rm -rf .build $(PICTURE)
