# Two commands for learners: make lab, make test. `make` alone lists the rest.

PYTHON ?= python3
# PyTorch for CPU on Linux, without gigabytes of CUDA libraries. Other systems don't need it.
TORCH_INDEX ?= https://download.pytorch.org/whl/cpu
EXTRAS ?= test

# Compiled once, and not in each of the many programs that the tests start.
export PYTHONDONTWRITEBYTECODE :=

RUN := .venv/bin/python
SETUP := $(PYTHON) tools/setup_env.py --torch-index "$(TORCH_INDEX)" --extras
PYTEST := $(RUN) -m pytest -rs
NBVAL := --nbval --nbval-current-env --nbval-sanitize-with tests/sanitize.cfg --nbval-cell-timeout 120
PARALLEL := -n 2 --dist loadfile
# What `make test` runs; `make test-matrix` runs the same under each configuration.
SUITE := tests tools course_utils notebooks --ignore=tests/browser --ignore=tests/faults

# CHAPTER=perceptron, CHAPTER=02 and CHAPTER=02_perceptron name the same chapter.
CHAPTERS := $(sort $(basename $(notdir $(wildcard chapters/*.md))))
number = $(firstword $(subst _, ,$(1)))
topic = $(patsubst $(call number,$(1))_%,%,$(1))
NAME = $(firstword $(foreach one,$(CHAPTERS),\
	$(if $(filter $(CHAPTER),$(one) $(call number,$(one)) $(call topic,$(one))),$(one))))
ROOM = $(call topic,$(NAME))
# The tests of the other chapters, which `make check` need not read.
OTHERS = $(foreach one,$(filter-out $(NAME),$(CHAPTERS)),--ignore-glob='*/test_$(call topic,$(one))_*.py')
need_chapter = $(if $(CHAPTER),$(if $(NAME),,$(error There is no chapter "$(CHAPTER)". \
	There are: $(CHAPTERS))),$(error Say which chapter: make $@ CHAPTER=$(lastword $(CHAPTERS))))

.DEFAULT_GOAL := help
.PHONY: help setup lab lab-dev test test-browser test-faults test-matrix check notebooks slides present mutants solutions grade guide bench bench-binder bench-class audit runs lint format lock clean

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed 's/:.*## /\t/' | \
	  awk -F '\t' '{ printf "  make %-14s %s\n", $$1, $$2 }'
	@echo; echo '  Chapters: $(CHAPTERS)'

setup:  ## make or mend the environment, .venv [EXTRAS=test|browser|instructor|dev]
	@$(SETUP) "$(EXTRAS)"

lab:  ## open the course in JupyterLab; your copies live in my_work/
	@$(SETUP) test
	@$(RUN) -m course_utils lab

lab-dev:  ## for authors: open notebooks/ with their text twins in chapters/
	@$(SETUP) dev
	@$(RUN) -m course_utils lab --dev

test:  ## prove that all of it works, in minutes: unit tests, then every notebook, strictly compared
	@$(SETUP) test
	$(PYTEST) $(SUITE) $(NBVAL) $(PARALLEL)

test-browser:  ## do in a real Chromium what a student does [SCREENSHOTS=1, into build/screenshots]
	@$(SETUP) dev
	$(PYTEST) tests/browser -n 2 --dist loadgroup

test-faults:  ## what can go wrong outside: no network, full disks, interrupts, bad input by the thousand
	@$(SETUP) dev
	$(PYTEST) tests/faults -n 2 --dist loadfile

check:  ## all that concerns one chapter, its notebook included: make check CHAPTER=perceptron
	$(need_chapter)
	@$(SETUP) test
	$(PYTEST) tests course_utils/$(ROOM) notebooks/$(NAME).ipynb --ignore=tests/browser --ignore=tests/faults $(OTHERS) -k $(ROOM) $(NBVAL) $(PARALLEL)

notebooks:  ## for authors: text to notebook, executed and cleaned [CHAPTER=perceptron]
	$(if $(CHAPTER),$(need_chapter))
	@$(SETUP) dev
	$(RUN) tools/build_notebooks.py $(NAME)

slides:  ## offline decks with handouts, one or all: make slides [CHAPTER=perceptron PDF=1]
	$(if $(CHAPTER),$(need_chapter))
	@$(SETUP) test,instructor
	$(RUN) -m course_utils slides $(NAME) $(if $(PDF),--pdf)

mutants:  ## change the model in small ways, its tests must notice: make mutants CHAPTER=perceptron [N=120|all SEED=1]
	$(need_chapter)
	@$(SETUP) dev
	$(RUN) tools/mutants.py $(NAME) $(if $(N),--sample "$(N)") $(if $(SEED),--seed "$(SEED)")

present:  ## a chapter as a live slide show in JupyterLab: make present CHAPTER=perceptron
	$(need_chapter)
	@$(SETUP) test,instructor
	$(RUN) -m course_utils present $(NAME)

solutions:  ## notebooks with every exercise filled in, one or all: make solutions [CHAPTER=perceptron]
	$(if $(CHAPTER),$(need_chapter))
	@$(SETUP) test,instructor
	$(RUN) -m course_utils solutions $(NAME)

grade:  ## grade what was handed in: make grade FOLDER=handed_in [OUT=grades.csv CHAPTER=perceptron SEED=7]
	$(if $(FOLDER),,$(error Say which folder: make grade FOLDER=handed_in))
	@$(SETUP) test,instructor
	$(RUN) -m course_utils grade "$(FOLDER)" $(if $(OUT),-o "$(OUT)") $(if $(CHAPTER),--chapter "$(CHAPTER)") $(if $(SEED),--seed "$(SEED)")

guide:  ## for authors: the generated parts of the instructor's guide [CHAPTER=perceptron]
	$(if $(CHAPTER),$(need_chapter))
	@$(SETUP) test
	$(RUN) tools/guide.py $(NAME)

bench:  ## measure side by side with peers, into benchmarks/RESULTS.md [CHAPTER=perceptron]
	$(if $(CHAPTER),$(need_chapter))
	@$(SETUP) test
	COURSE_PROGRESS=0 $(RUN) -m benchmarks $(NAME)

bench-binder:  ## each notebook, kernel and server, under Binder's memory: into benchmarks/BINDER.md
	@$(SETUP) test
	$(RUN) -m benchmarks.binder

bench-class:  ## twenty students on one JupyterHub, on this machine: into benchmarks/CLASS.md (needs npm)
	@$(SETUP) test,hub
	$(RUN) -m benchmarks.classroom_load

audit:  ## ask PyPI about known vulnerabilities of the locked versions (needs a network)
	@$(SETUP) dev
	$(RUN) -m pip_audit -r requirements.lock --no-deps --disable-pip --strict

runs:  ## train anew what the chapters show but do not train: takes minutes [CHAPTER=autoencoder]
	$(if $(CHAPTER),$(need_chapter))
	@$(SETUP) test
	COURSE_PROGRESS=0 $(RUN) data/runs/train.py $(ROOM)

test-matrix:  ## before a release: make test as on six machines; red ones don't stop it [ONLY="old laptop"]
	@$(SETUP) test
	$(RUN) tools/matrix.py --only "$(ONLY)" -- $(SUITE) $(NBVAL) $(PARALLEL)

lint:  ## ruff: rules and format, code and notebooks
	@$(SETUP) dev
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .

format:  ## ruff: mend what it can
	@$(SETUP) dev
	$(RUN) -m ruff check --fix .
	$(RUN) -m ruff format .

lock:  ## rebuild requirements.lock in a throw-away environment [TORCH=2.13.0]
	$(PYTHON) tools/lock.py $(if $(TORCH),--torch $(TORCH))

clean:  ## remove caches and build products; .venv and my_work/ stay
	rm -rf build .pytest_cache .ruff_cache
	find . -path ./.venv -prune -o -path ./my_work -prune -o \
	  -type d \( -name __pycache__ -o -name .ipynb_checkpoints \) -prune -exec rm -rf {} +
