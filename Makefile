# Set-up and daily commands. Every target works on a fresh clone and is quick the second time.
SHELL := bash
.DEFAULT_GOAL := help

CORRIDA ?= mre/2024-T2
VENV := .venv
READY := $(VENV)/.ready
# One process runs all tests of a file, which may share a finished report. Files run in the order of their names: the
# longest are not the last, so that none is left running alone at the end.
PARALLEL := -n auto --dist loadfile --no-loadscope-reorder
# Names the project's own Python, because make before 4.4 exports no variables to $(shell).
SYSTEM = PYTHON=$(VENV)/bin/python bash tools/system_packages.sh

# The first Python that runs and is new enough. A pyenv shim can be on the PATH and still fail to run.
ifndef PYTHON
PYTHON := $(shell for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$python -S -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && \
	{ command -v $$python; break; }; done)
endif
export PYTHON
# Containers often forbid Python to keep compiled modules: then each of the tests' many processes compiles them anew.
unexport PYTHONDONTWRITEBYTECODE

# The stamp counts only if it was made in this folder and the Python of .venv still runs.
ifneq ($(shell cat $(READY) 2>/dev/null && $(VENV)/bin/python -S -c '' 2>/dev/null && echo runs),$(CURDIR) runs)
.PHONY: $(READY)
endif

# With `make -j`, .venv must not be made while the system packages that it needs are still being installed.
.NOTPARALLEL:
.PHONY: help report test test-fast lab lock bench clean needs-report needs-test

help: ## esta ayuda
	@echo "Órdenes (make ORDEN):"
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14 | sed 's/^/  /'
	@echo "La primera vez, cada una prepara lo que necesita."

report: needs-report $(READY) ## el informe de CORRIDA=mre/2024-T2, en output/
	$(VENV)/bin/poa informe $(CORRIDA)

test: needs-test $(READY) ## todas las pruebas
	$(VENV)/bin/python -m pytest $(PARALLEL) -m "$(shell $(SYSTEM) deselect)" $(ARGS)

test-fast: needs-test $(READY) ## las pruebas rápidas
	$(VENV)/bin/python -m pytest $(PARALLEL) -m "$(shell $(SYSTEM) deselect slow)" $(ARGS)

lab: needs-report $(READY) ## los cuadernos, en JupyterLab
	$(VENV)/bin/poa cuadernos

# Keeps the pins that still fit; LOCK_FLAGS=--upgrade renews them all.
lock: needs-report $(READY) ## rehace requirements.lock desde pyproject.toml
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check uv
	@$(VENV)/bin/python -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header --extra test --group build $(LOCK_FLAGS) pyproject.toml -o requirements.lock

bench: needs-report $(READY) ## las mediciones de docs/performance.md (una hora larga); ANTES=carpeta de otra versión, ya preparada
	$(VENV)/bin/python benchmarks/reports.py $(if $(ANTES),--antes $(ANTES))
	$(VENV)/bin/python benchmarks/steps.py
	$(VENV)/bin/python benchmarks/growth.py
	$(VENV)/bin/python benchmarks/batch.py --entidades 6 --veces 2
	$(VENV)/bin/python benchmarks/book_building.py

clean: ## borra .venv y lo que dejan las herramientas; output/ se queda
	@rm -rf $(VENV) build dist src/*.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
	@find . -path ./output -prune -o -type d \( -name __pycache__ -o -name .ipynb_checkpoints \) -prune -exec rm -rf {} +

needs-report needs-test: needs-%:
	@[ -n "$$PYTHON" ] || { echo "Hace falta Python 3.11 o posterior (o indíquelo: make PYTHON=/ruta/a/python)." >&2; exit 1; }
	@bash tools/system_packages.sh $*

$(READY): requirements.lock pyproject.toml tools/make_venv.sh tools/system_packages.sh
	@bash tools/make_venv.sh
	@echo "$(CURDIR)" > $@
