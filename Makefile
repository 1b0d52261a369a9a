# `make help` lists the targets.
SWIFT ?= swift
CONFIGURATION ?= release
PICTURE ?= cat-pig.png
PYTHON ?= python3
BENCHMARK ?= benchmark
DATA ?=
PREFIX ?= /usr/local
MODELS = SketchStudio_SketchModels.resources
COMPLETIONS = $(addprefix $(DESTDIR)$(PREFIX)/share/,bash-completion/completions/studio zsh/site-functions/_studio \
	fish/vendor_completions.d/studio.fish)
HOME_OF_PROGRAM = $(DESTDIR)$(PREFIX)/lib/studio

.DEFAULT_GOAL := help
.PHONY: help setup build demo test gallery benchmark install uninstall clean

help:
	@echo 'make demo    installs what is missing, builds, draws a cat turning into a pig: $(PICTURE)'
	@echo 'make test    installs what is missing, runs every test, compares the gallery'
	@echo 'make gallery makes every picture under gallery/ again'
	@echo 'make benchmark  measures speed beside its ceilings and PyTorch, if installed; writes $(BENCHMARK)/'
	@echo 'make build   installs what is missing, builds .build/$(CONFIGURATION)/studio'
	@echo 'make install    puts the program, its models and completions for shells under $(PREFIX); make uninstall removes them'
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

# The models lie beside the program, which is found through the link.
install: build
	install -d $(HOME_OF_PROGRAM) $(DESTDIR)$(PREFIX)/bin
	install .build/$(CONFIGURATION)/studio $(HOME_OF_PROGRAM)/studio
	rm -rf $(HOME_OF_PROGRAM)/$(MODELS)
	cp -R .build/$(CONFIGURATION)/$(MODELS) $(HOME_OF_PROGRAM)/$(MODELS)
	ln -sf ../lib/studio/studio $(DESTDIR)$(PREFIX)/bin/studio
	install -d $(dir $(COMPLETIONS))
	for file in $(COMPLETIONS); do \
		case $$file in *bash*) shell=bash ;; *zsh*) shell=zsh ;; *) shell=fish ;; esac; \
		$(HOME_OF_PROGRAM)/studio --generate-completion-script $$shell > $$file || exit 1; \
	done

uninstall:
	rm -rf $(HOME_OF_PROGRAM)
	rm -f $(DESTDIR)$(PREFIX)/bin/studio $(COMPLETIONS)

clean:
	rm -rf .build $(PICTURE)
