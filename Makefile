# Two commands: make run, make test. Both install what is missing, build, and do their job.
# And for who works on it: make simulate SEEDS=20000 [FIRST=1],
# make fuzz [TARGET=stack] SECONDS=600, make interop [ROWS='kernel/link/*'], make bench, make conformance.

BUILD = build
TEST_BUILD = build-test
SIMULATE_BUILD = build-simulate
SEEDS = 20000
FIRST = 1
FUZZ_BUILD = build-fuzz
TARGET = all
SECONDS = 60
ROWS =
BENCH_BUILD = build-bench
UPDATE =

.PHONY: run test conformance simulate fuzz interop bench format clean

run:
	@.ci/install-dependencies run
	@.ci/run-program $(BUILD)

test:
	@.ci/install-dependencies test
	@.ci/run-tests $(TEST_BUILD)

# Every requirement, the test that proves it and its result, or why there is none. UPDATE=1 rewrites README's summary.
conformance:
	@.ci/install-dependencies test
	@.ci/conformance $(TEST_BUILD) $(UPDATE)

# Random worlds under the engine's invariants, seeds FIRST to FIRST + SEEDS - 1.
simulate:
	@.ci/install-dependencies test
	@.ci/simulate $(SIMULATE_BUILD) $(SEEDS) $(FIRST)

# libFuzzer on one target of tests/fuzz, or on all, each for so long.
fuzz:
	@.ci/fuzz $(FUZZ_BUILD) $(TARGET) $(SECONDS)

# Our TCP against Linux's and lwIP's over a TAP device: every row of the matrix, or those whose path matches ROWS.
interop:
	@.ci/install-dependencies test
	@.ci/interop $(TEST_BUILD) '$(ROWS)'

# How fast the parts are, as a table.
bench:
	@.ci/install-dependencies bench
	@.ci/bench $(BENCH_BUILD)

# Rewrites every source file as .clang-format says.
format:
	clang-format -i $$(git ls-files '*.c' '*.h')

clean:
	rm -rf $(BUILD) $(TEST_BUILD) $(SIMULATE_BUILD) $(FUZZ_BUILD) $(BENCH_BUILD)
