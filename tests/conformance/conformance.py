#!/usr/bin/env python3
"""Which requirement is proven by which test: joins rows.txt with the paths of the tests.

conformance.py check ROWS README PROGRAM...   holds, as TAP, that each row has a test or a reason, that no path names an
                                              unknown row, and that README has the summary of today. With
                                              HANDSHAKE_UPDATE_README=1 it rewrites that summary first.
conformance.py table ROWS LOG [--markdown]    prints the rows with the results of a test run (meson's JSON log); fails
                                              on a row that fails, was not run or is unexplained.

A test belongs to a row when a component of its path is the row's id. Nothing else says that a row is met.
"""

import json
import os
import re
import signal
import subprocess
import sys

RESULT = re.compile(r"^\s*(ok|not ok)\b\s*\d*\s*-?\s*(/\S+)(.*)$", re.MULTILINE)
# Components that can only be meant as ids, whether there is such a row or not.
NUMBERED = re.compile(r"^[A-Z]+-\d+[a-z]?$")
REASONS = {"n/a": "n/a", "left out": "left out", "not met": "not met"}
LEVELS = ["MUST", "MUST NOT", "SHOULD", "SHOULD NOT", "MAY", "text", "policy", "lesson"]
BEGIN = "<!-- conformance: what make conformance counts -->"
END = "<!-- conformance: end -->"


class Row:
    def __init__(self, fields):
        self.id, self.level, self.where, self.text = fields[:4]
        kind, _, self.why = (fields[4] if len(fields) > 4 else "").partition(":")
        self.reason = kind.strip()
        self.why = self.why.strip()
        self.heading = ""  # what rows.txt says above the first row of a group
        self.results = {}

    def is_consistent(self):
        """A test or a reason, never both."""
        return bool(self.results) != bool(self.reason) and (not self.reason or self.why != "")

    def status(self):
        if self.reason:
            return REASONS[self.reason]
        if not self.results:
            return "UNEXPLAINED"
        if "not ok" in self.results.values():
            return "FAIL"
        return "pass" if "ok" in self.results.values() else "NOT RUN"


def read_rows(path):
    rows = {}
    comment = []
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if line.startswith("#"):
                comment.append(line[1:].strip())
            if not line.strip():
                comment = []
            if line.startswith("#") or not line.strip():
                continue
            fields = [field.strip() for field in line.split("|")]
            row = Row(fields) if len(fields) in (4, 5) and all(fields) else None
            if row is None or row.level not in LEVELS or row.id in rows or row.reason not in ["", *REASONS]:
                sys.exit(f"{path}:{number}: id | level | section | requirement [| n/a, left out or not met: why]")
            row.heading = " ".join(comment)
            comment = []
            rows[row.id] = row
    return rows


def assign(rows, results):
    """Gives the rows the results of the paths that name them; returns what names no row."""
    prefixes = {row.split("-")[0] for row in rows}
    unknown = []
    for path, verdict in results.items():
        for part in path.split("/"):
            if part in rows:
                rows[part].results[path] = verdict
            elif NUMBERED.match(part) or part.split("-")[0] in prefixes:
                unknown.append(f"{path}: {part}")
    return unknown


def list_paths(programs):
    """The tests of GLib programs; none has run."""
    results = {}
    for program in programs:
        listed = subprocess.run([program, "-l"], capture_output=True, text=True, check=True).stdout
        results.update((line.strip(), "ok") for line in listed.splitlines() if line.startswith("/"))
    return results


def read_log(path):
    """The results of a run; a test that runs twice counts with the worse one."""
    results = {}
    with open(path, encoding="utf-8") as log:
        for line in log:
            for verdict, name, rest in RESULT.findall(json.loads(line).get("stdout") or ""):
                if re.search(r"#\s*skip", rest, re.IGNORECASE):
                    verdict = "skipped"
                if results.get(name) != "not ok":
                    results[name] = verdict
    return results


def summarise(rows):
    """By level: how many there are, have a test, and have none for each kind of reason."""
    lines = ["| level | rows | with a test | not met | left out | n/a |", "|---|--:|--:|--:|--:|--:|"]
    for level in [*LEVELS, None]:
        some = [row for row in rows.values() if level in (None, row.level)]
        kinds = [row.reason or ("with a test" if row.results else "") for row in some]
        counts = [kinds.count(kind) for kind in ("with a test", "not met", "left out", "n/a")]
        cells = [level or "all", len(some), *counts]
        lines.append("| " + " | ".join(str(cell) for cell in cells) + " |")
    return "\n".join(["", *lines, "", ""])


def find_summary(text):
    match = re.search(re.escape(BEGIN) + r"\n(.*?)" + re.escape(END), text, re.DOTALL)
    return match.span(1) if match else None


def hold_summary(readme, summary):
    """Whether README has this summary; writes it there when it is asked to."""
    with open(readme, encoding="utf-8") as file:
        text = file.read()
    span = find_summary(text)
    if span is None:
        return False
    if os.environ.get("HANDSHAKE_UPDATE_README"):
        text = text[: span[0]] + summary + text[span[1] :]
        with open(readme, "w", encoding="utf-8") as file:
            file.write(text)
        return True
    return text[span[0] : span[1]] == summary


def check(rows_path, readme, programs):
    rows = read_rows(rows_path)
    unknown = assign(rows, list_paths(programs))
    bare = [row.id for row in rows.values() if not row.results and not row.reason]
    doubtful = [row.id for row in rows.values() if not row.is_consistent() and row.id not in bare]
    current = hold_summary(readme, summarise(rows))
    cases = [
        ("every row has a test or a reason", bare),
        ("no reason for a row that a test proves", doubtful),
        ("no path names an unknown row", unknown),
        ("the summary in README.md is of today (make conformance UPDATE=1)", [] if current else [readme]),
    ]
    print(f"1..{len(cases)}")
    for number, (name, wrong) in enumerate(cases, 1):
        print(f"{'not ok' if wrong else 'ok'} {number} {name}")
        for item in wrong:
            print(f"# {item}")
    return 1 if any(wrong for _, wrong in cases) else 0


def print_line(cells, markdown):
    if markdown:
        print("| " + " | ".join(cells) + " |")
    else:
        print("{:<15} {:<10} {:<16} {:<11} {}\n{:<56}{}".format(*cells[:5], "", cells[5]))


def print_table(rows, markdown):
    print_line(["id", "level", "section", "result", "requirement", "the tests that prove it, or why none does"], markdown)
    if markdown:
        print("|---|---|---|---|---|---|")
    for row in rows.values():
        if row.heading and not markdown:
            print("\n" + row.heading + "\n")
        proof = row.why if row.reason else ", ".join(sorted(row.results))
        print_line([row.id, row.level, row.where, row.status(), row.text, proof], markdown)


def table(rows_path, log, markdown):
    rows = read_rows(rows_path)
    unknown = assign(rows, read_log(log))
    print_table(rows, markdown)
    print(summarise(rows))
    wrong = [f"{row.id}: {row.status()}" for row in rows.values() if row.status().isupper()]
    wrong += [f"{row.id}: a reason, but a test proves it" for row in rows.values() if row.reason and row.results]
    for item in wrong + unknown:
        print(item)
    counts = [row.status() for row in rows.values()]
    print(f"{len(rows)} rows, {counts.count('pass')} proven, {len(wrong) + len(unknown)} unexplained or failed")
    return 1 if wrong or unknown else 0


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != "--markdown"]
    if len(arguments) >= 4 and arguments[0] == "check":
        return check(arguments[1], arguments[2], arguments[3:])
    if len(arguments) == 3 and arguments[0] == "table":
        return table(arguments[1], arguments[2], "--markdown" in sys.argv)
    sys.exit(__doc__)


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # make conformance | head
    sys.exit(main())
