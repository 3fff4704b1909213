# One door to everything: `make run` on a fresh machine, `make test` before every commit. PYTHON=python3.12 picks another one.
.PHONY: run setup test faults bench lint pictures clean

run: setup
	@sh scripts/run.sh

setup:
	@sh scripts/setup.sh

test:
	@sh scripts/setup.sh --with-test-tools
	@sh scripts/check.sh lint test

lint: setup
	@sh scripts/check.sh lint

faults: setup
	@sh scripts/check.sh faults

bench: setup
	@sh scripts/bench.sh

pictures: setup
	@sh scripts/pictures.sh

clean:
	rm -rf demo-output dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find auditdesk tests benchmarks scripts -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
