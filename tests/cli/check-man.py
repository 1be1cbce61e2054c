"""Holds the manual pages to the program, in every language: its commands, options, keys, variables and exit statuses.

Usage: check-man.py PROGRAM SOURCE-DIRECTORY; prints TAP. Formatting is tried with man or groff, where there is one.
"""

import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

# The sections whose contents are compared, by their place in the page: names are translated, their order is not.
SECTIONS = ["NAME", "SYNOPSIS", "DESCRIPTION", "COMMANDS", "OPTIONS", "KEYS", "EXIT STATUS", "ENVIRONMENT", "FILES",
            "EXAMPLES", "SEE ALSO"]
OPTION = re.compile(r"(?<![\w-])--?[a-z][a-z-]*")
KEY_NAMES = {"空格": "Space", "→": "Right", "←": "Left", "↑": "Up", "↓": "Down", "Esc": "Escape"}
GTK_NAMES = {"<Control>": "Ctrl+", "<Shift>": "Shift+", "<Alt>": "Alt+", "space": "Space", "Page_Down": "Page Down",
             "Page_Up": "Page Up", "plus": "+", "minus": "-", "question": "?"}


def run(program, *words):
    return subprocess.run([program, *words, "--language", "en"], capture_output=True, text=True, check=True).stdout


# --- the program ---


def known_options(program, command):
    """{option} of `handshake COMMAND --help`."""
    lines = [line.split("  ")[0] for line in map(str.strip, run(program, command, "--help").splitlines())
             if line.startswith("-")]
    return set(OPTION.findall(" ".join(lines)))


def known_commands(program):
    """{command: {option}} without those of every command, and those."""
    names = re.findall(r"^  handshake ([a-z]+) …", run(program, "--help"), re.M)
    options = {name: known_options(program, name) for name in names}
    common = set.intersection(*options.values())
    return {name: words - common for name, words in options.items()}, common


def known_keys(source):
    """{key} of the window that lists the keyboard shortcuts, as the page writes them."""
    keys = set()
    for item in ElementTree.parse(source / "ui/shortcuts.ui").iter("property"):
        for accelerator in (item.text or "").split() if item.get("name") == "accelerator" else []:
            for gtk, ours in GTK_NAMES.items():
                accelerator = accelerator.replace(gtk, ours)
            head, plus, last = accelerator.rpartition("+") if not accelerator.endswith("+") else ("", "", accelerator)
            keys.add(head + plus + (last.upper() if len(last) == 1 else last))
    return keys


def known_variables(source):
    """{name} of every variable of the environment that the program asks for."""
    text = "".join(path.read_text(encoding="utf-8") for path in source.glob("src/**/*.c"))
    return set(re.findall(r'\bg?_?getenv \("(\w+)"\)', text))


def known_statuses(source):
    text = (source / "src/cli/cli.h").read_text(encoding="utf-8")
    return set(re.findall(r"CLI_\w+ = (\d+)", text))


# --- a page ---


def plain(line):
    """A line of the source without its macros, fonts and escapes."""
    text = re.sub(r"^\.(BR|RB|IR|RI|BI|IB|B|I|SS) ", "", line)
    text = re.sub(r"\\f[BIRP]", "", text)
    return text.replace("\\-", "-").replace('"', "")


def sections(page):
    """[[line]] in the order of the page, the heading first."""
    parts = []
    for line in page.splitlines():
        if line.startswith(".SH "):
            parts.append([])
        if parts and not line.startswith('.\\"'):
            parts[-1].append(line)
    return parts


def tags(lines):
    """What stands beside its description: the line behind each .TP."""
    return [line for before, line in zip(lines, lines[1:]) if before == ".TP"]


def tagged_words(line):
    """The bold words of a tag, as the page writes them: alternating macros put separators between."""
    macro, _, rest = line.partition(" ")
    words = [quoted or word for quoted, word in re.findall(r'"([^"]*)"|(\S+)', rest)]
    return [word.replace("\\-", "-") for word in (words[::2] if macro in (".BR", ".BI") else [rest])]


def told_commands(lines):
    """{command: {option}} of the section of commands."""
    told = {}
    for line in lines:
        if line.startswith(".SS "):
            name = line.split()[1]
            told[name] = set()
    name = None
    for before, line in zip(lines, lines[1:]):
        if before.startswith(".SS "):
            name = before.split()[1]
        if before == ".TP":
            told[name] |= set(OPTION.findall(plain(line)))
    return told


def told_keys(lines):
    words = [word for line in tags(lines) for word in tagged_words(line)]
    keys = set()
    for word in words:
        for ours, english in KEY_NAMES.items():
            word = re.sub(rf"(^|\+){re.escape(ours)}$", rf"\1{english}", word)
        keys.add(word)
    return keys


def difference(what, told, known):
    return [f"{what} {name} is not in the page" for name in sorted(known - told)] + \
           [f"{what} {name} is in the page only" for name in sorted(told - known)]


def check_contents(page, program, source):
    parts = sections(page)
    if len(parts) != len(SECTIONS):
        return [f"{len(parts)} sections instead of {len(SECTIONS)}"]
    part = dict(zip(SECTIONS, parts))
    commands, common = known_commands(program)
    told = told_commands(part["COMMANDS"])
    problems = difference("command", set(told), set(commands))
    for name in set(told) & set(commands):
        problems += difference(f"{name}:", told[name], commands[name])
    general = {option for line in tags(part["OPTIONS"]) for option in OPTION.findall(plain(line))}
    problems += difference("option", general, common | {"--version"})
    # Enter is not in the list of shortcuts, as it presses what has the focus; digits are a range there.
    problems += difference("key", told_keys(part["KEYS"]) - {"Enter", "1", "9"}, known_keys(source) - {"1...9"})
    problems += difference("variable", {plain(line) for line in tags(part["ENVIRONMENT"])}, known_variables(source))
    problems += difference("exit status", {plain(line) for line in tags(part["EXIT STATUS"])}, known_statuses(source))
    return problems


def check_same(page, english):
    """The same skeleton: as many headings, tags and paragraphs in the same order."""
    def skeleton(text):
        return [line.split()[0] for line in text.splitlines() if re.match(r"\.(SH|SS|TP|PP)", line)]
    return [] if skeleton(page) == skeleton(english) else ["its headings, tags and paragraphs differ from the English page"]


def check_typography(page):
    """Full-width punctuation behind Chinese, a space between it and Latin letters or digits, none doubled."""
    problems = []
    han = r"[\u4e00-\u9fff]"
    for line in page.splitlines():
        text = plain(line) if not line.startswith(".\\") else ""
        if re.search(han + r"[,.:;?!](?!\.)|[,:;(]" + han, text) or re.search(han + r"[A-Za-z0-9]|[A-Za-z0-9]" + han, text):
            problems.append(line)
    return problems


def format_page(path):
    """(what complained, output), or None when there is no tool."""
    environment = dict(os.environ, LC_ALL="C.UTF-8", MANWIDTH="80", GROFF_NO_SGR="1")
    if shutil.which("groff"):
        command = ["groff", "-k", "-Kutf8", "-man", "-Tutf8", "-ww", "-P-cbou", str(path)]
    elif shutil.which("mandoc"):
        command = ["mandoc", "-W", "warning", "-Tutf8", str(path)]
    elif shutil.which("man"):
        command = ["man", "--warnings", "-l", str(path)]
    else:
        return None
    return subprocess.run(command, capture_output=True, text=True, env=environment)


def check_formats(path):
    result = format_page(path)
    if result is None:
        return None
    problems = result.stderr.strip().splitlines()
    if result.returncode != 0:
        problems.append(f"exit status {result.returncode}")
    if "--write-pcap" not in result.stdout:
        problems.append("the formatted page lacks its options")
    return problems


def report(number, name, problems):
    print(f"{'not ok' if problems else 'ok'} {number} - {name}" + (" # SKIP no man, groff or mandoc" if problems is None else ""))
    for problem in problems or []:
        print(f"# {problem}")
    return bool(problems)


def main():
    program, source = sys.argv[1], Path(sys.argv[2])
    english = (source / "data/man/handshake.1").read_text(encoding="utf-8")
    results = []
    for path in [source / "data/man/handshake.1", *sorted(source.glob("data/man/*/handshake.1"))]:
        page = path.read_text(encoding="utf-8")
        name = path.relative_to(source / "data/man")
        results += [(f"{name}: tells what the program knows", check_contents(page, program, source)),
                    (f"{name}: has the parts of the English page", check_same(page, english)),
                    (f"{name}: formats without a warning", check_formats(path))]
        if str(name).startswith("zh"):
            results.append((f"{name}: typography", check_typography(page)))
    linguas = (source / "po/LINGUAS").read_text(encoding="utf-8")
    for language in re.findall(r"^\w+$", linguas, re.M):
        results.append((f"there is a page for {language}",
                        [] if (source / "data/man" / language / "handshake.1").exists() else ["there is none"]))
    print(f"1..{len(results)}")
    failed = [report(number, *result) for number, result in enumerate(results, start=1)]
    return 1 if any(failed) else 0


sys.exit(main())
