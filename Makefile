.PHONY: build course test commands manual check format lessons bench wasm browser lint rules strict coverage fuzz sanitize clean

# A course from nothing: what is missing, the tool, the pages.
course:
	@scripts/install course
	@swift build -c release --product coursegen
	@.build/release/coursegen build

build:
	@swift build -c release --product coursegen

# All tests: units, the command line, the core tier as WebAssembly, the pages in a browser.
test:
	@scripts/install course
	@scripts/install test
	@swift build -c release --product coursegen
	@swift build -c release --build-tests
	@swift test -c release --skip-build
	@$(MAKE) --no-print-directory commands wasm browser

# What authors see: sessions, the cache's truth, the preview server, reports.
commands:
	@python3 -m unittest discover -s Tests/CommandLine -p '*_test.py'
	@Tests/Fuzz/fuzz.py --inputs 60
	@Tests/Fuzz/verdicts.py 500

# The manual's pages, from the program's tables.
manual: build
	@.build/release/coursegen manual manual

wasm:
	@scripts/check-wasm

browser:
	@.build/release/coursegen build
	@.venv/bin/python -m unittest discover -s Tests/Browser -p '*_test.py'

check: test lint rules strict

lint:
	@swift format lint --strict --recursive Package.swift Sources Tests

rules:
	@scripts/source-rules

strict:
	@swift build --build-tests --scratch-path .build-strict -Xswiftc -warnings-as-errors

format:
	@swift format -i --recursive Package.swift Sources Tests

lessons: build
	@.build/release/coursegen check

bench:
	@scripts/install course
	@scripts/install bench
	@scripts/bench
	@swift build -c release --product coursegen
	@scripts/bench-course

# Ten minutes a target: each reader by itself, guided by coverage; mutated lessons through the whole
# program; random identities and slips.
fuzz: build
	@scripts/fuzz $(or $(SECONDS),600)
	@HOSTILE_SIZE=20000 python3 -m unittest discover -s Tests/CommandLine -p 'hostile_test.py'
	@Tests/Fuzz/fuzz.py --seconds $(or $(SECONDS),600) --seed $(or $(SEED),1)
	@Tests/Fuzz/verdicts.py 50000 --seed $(or $(SEED),1)

# The lines of the engine that its tests run.
coverage:
	@scripts/coverage

# Errors of memory. Leaks are not looked for here: a long fuzzing run shows them by its memory.
sanitize:
	@ASAN_OPTIONS=detect_leaks=0 swift test -c release --sanitize=address --scratch-path .build-sanitize

clean:
	@rm -rf .build .build-*
