# Two commands: make run, make test. Both install what is missing, build, and do their job.

BUILD = build
TEST_BUILD = build-test

.PHONY: run test format clean

run:
	@.ci/install-dependencies run
	@.ci/run-program $(BUILD)

test:
	@.ci/install-dependencies test
	@.ci/run-tests $(TEST_BUILD)

# Rewrites every source file as .clang-format says.
format:
	clang-format -i $$(git ls-files '*.c' '*.h')

clean:
	rm -rf $(BUILD) $(TEST_BUILD)
