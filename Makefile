# Python >= 3.11 and make are all that is needed; everything is installed into .venv.
PYTHON ?= python3
BIN := .venv/bin
SOURCES := pipeline tests scripts

.PHONY: demo test check golden bench-quality clean

demo: .venv/.package
	$(BIN)/degarble repair seeds --out out
	@echo
	@echo "Open out/review.html in a browser: originals and repairs side by side, each change explained."
	@echo "The repaired files lie in out/repaired, the changes as a patch in out/changes.diff."

test: .venv/.test
	$(BIN)/python -m pytest

check: .venv/.dev
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/mypy
	$(BIN)/python -m pytest
	$(BIN)/degarble data check --clean tests/clean

# Rewrites the snapshots of what is found in seeds/; read the difference before committing it.
golden: .venv/.test
	DEGARBLE_GOLDEN=write $(BIN)/python -m pytest tests/golden tests/review/test_terminal.py

# Prints the tables of models.md: the specimens of seeds/, and the development sets where ../shared lies.
bench-quality: .venv/.package
	$(BIN)/python scripts/bench_quality.py

clean:
	rm -rf .venv out dist

.venv/.python:
	$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed: make PYTHON=python3.11")'
	$(PYTHON) -m venv .venv
	touch $@

.venv/.package: .venv/.python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

.venv/.test: .venv/.python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --only-binary :all: --editable '.[languagetool-test]' \
		|| echo "No LanguageTool rules for this platform: its tests are skipped."
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --only-binary :all: --editable '.[names-test]' \
		|| echo "No spaCy or Parquet for this platform: their tests are skipped."
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --only-binary :all: --editable '.[review-test]' \
		|| echo "No Playwright or Textual for this platform: the review is not tried in a browser and on a terminal."
	touch $@

.venv/.dev: .venv/.python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@
