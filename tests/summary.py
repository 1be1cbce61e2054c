#!/usr/bin/env python3
"""Counts the single tests of a meson test run from its testlog.json, and prints one plain closing line.

A program that speaks TAP counts as many tests as it has result lines, any other counts as one. A program that ended
badly without a failing line of its own (a crash, a sanitizer, a timeout) counts as one failure more.
"""

import json
import re
import sys

RESULT = re.compile(r"^(ok|not ok)\b(.*)$", re.MULTILINE)


def count(run):
    """Returns (passed, failed, skipped) of one test program."""
    lines = RESULT.findall(run.get("stdout") or "")
    passed = failed = skipped = 0
    for verdict, rest in lines:
        if re.search(r"#\s*skip", rest, re.IGNORECASE):
            skipped += 1
        elif verdict == "ok":
            passed += 1
        else:
            failed += 1
    if run["result"] in ("OK", "EXPECTEDFAIL"):
        passed += not lines
    elif run["result"] == "SKIP":
        skipped += not lines
    else:
        failed += failed == 0
    return passed, failed, skipped


def main():
    totals = [0, 0, 0]
    with open(sys.argv[1], encoding="utf-8") as log:
        for line in log:
            run = json.loads(line)
            one = count(run)
            totals = [a + b for a, b in zip(totals, one)]
            if one[1]:
                print(f"failed: {run['name']} ({run['result']})")
            for verdict, rest in RESULT.findall(run.get("stdout") or ""):
                if re.search(r"#\s*skip", rest, re.IGNORECASE):
                    print(f"skipped: {run['name']}:{rest}")
                elif verdict == "not ok":
                    print(f"failed: {run['name']}:{rest}")
    passed, failed, skipped = totals
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
