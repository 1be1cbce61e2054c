"""Holds the translations complete: lists every file with strings, and every string in every language, and the lessons.

Usage: check-po.py SOURCE-DIRECTORY; prints TAP. Needs gettext's xgettext, msgfmt and msgattrib.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

KEYWORDS = ["_", "N_", "C_:1c,2", "NC_:1c,2", "g_dcgettext:2", "g_dngettext:2,3", "g_dpgettext2:2c,3"]
CALL = re.compile(r"\b(?:_|N_|C_|NC_|ngettext|g_dngettext|g_dpgettext2) ?\(\s*(?:\"|NULL)")
# A string that a macro cuts in two cannot be looked up: xgettext sees only its first half.
CUT = re.compile(r"%[-+0-9.]*$")
CONVERSION = re.compile(r"%[-+# 0-9.*]*(?:hh|h|ll|l|z|j|t)?[diouxXeEfgGcsp]")
HAN = r"[\u4e00-\u9fff]"


def strings_files(source):
    """Files below src, ui and data that have something to translate."""
    for path in sorted(source.glob("src/**/*")):
        if path.suffix in (".c", ".h", ".def") and CALL.search(path.read_text(encoding="utf-8")):
            yield path
    for path in sorted(source.glob("ui/**/*.ui")):
        if re.search(r'translatable="(yes|true|1)"', path.read_text(encoding="utf-8")):
            yield path
    for pattern in ("data/**/*.desktop.in*", "data/**/*.metainfo.xml.in*", "data/**/*.gschema.xml"):
        yield from sorted(source.glob(pattern))


def listed_files(source):
    lines = (source / "po/POTFILES.in").read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def languages(source):
    lines = (source / "po/LINGUAS").read_text(encoding="utf-8").splitlines()
    return [word for line in lines if not line.startswith("#") for word in line.split()]


def unquote(text):
    return re.sub(r"\\(.)", lambda m: {"n": "\n", "t": "\t"}.get(m.group(1), m.group(1)), text)


def read_po(path):
    """[(context, msgid, [translations], flags)], without the header."""
    entries = []
    entry = None
    field = None
    for line in path.read_text(encoding="utf-8").splitlines() + [""]:
        match = re.match(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?) "(.*)"$', line)
        if not line:
            if entry and entry.get("msgid"):
                entries.append(entry)
            entry = None
        elif line.startswith("#~"):
            entries.append({"obsolete": line})
        elif line.startswith("#,"):
            entry = entry or {}
            entry["flags"] = line
        elif match:
            entry = entry or {}
            field = match.group(1)
            entry[field] = unquote(match.group(2))
        elif line.startswith('"') and entry is not None:
            entry[field] += unquote(line[1:-1])
    return entries


def key(entry):
    return entry.get("msgctxt"), entry["msgid"]


def translations(entry):
    return [value for name, value in entry.items() if name.startswith("msgstr")]


def check_listed(source):
    listed = listed_files(source)
    found = [str(path.relative_to(source)) for path in strings_files(source)]
    problems = [f"{name} has strings but is not in po/POTFILES.in" for name in found if name not in listed]
    problems += [f"po/POTFILES.in lists {name}, which is not there" for name in listed if not (source / name).exists()]
    problems += [f"po/POTFILES.in lists {name} twice" for name in set(listed) if listed.count(name) > 1]
    return problems


def extract(source, template):
    names = [name for name in listed_files(source) if (source / name).exists()]
    command = ["xgettext", "--from-code=UTF-8", "--add-comments", "-o", str(template)]
    command += [f"--keyword={keyword}" for keyword in KEYWORDS] + names
    subprocess.run(command, cwd=source, check=True, stderr=subprocess.DEVNULL)
    return read_po(template)


def check_extraction(wanted):
    return [f"cut by a macro: {entry['msgid']!r}" for entry in wanted if CUT.search(entry["msgid"])]


def check_complete(wanted, entries):
    there = {key(entry): entry for entry in entries if "obsolete" not in entry}
    problems = [f"no longer used: {entry['obsolete']}" for entry in entries if "obsolete" in entry]
    for entry in wanted:
        found = there.get(key(entry))
        if found is None:
            problems.append(f"missing: {entry['msgid']!r}")
        elif not all(translations(found)):
            problems.append(f"not translated: {entry['msgid']!r}")
        elif "fuzzy" in found.get("flags", ""):
            problems.append(f"fuzzy: {entry['msgid']!r}")
    wanted_keys = {key(entry) for entry in wanted}
    problems += [f"no longer used: {msgid!r}" for context, msgid in there if (context, msgid) not in wanted_keys]
    return problems


def check_names(entries):
    """{name} places are the same on both sides."""
    problems = []
    for entry in entries:
        if "obsolete" in entry:
            continue
        for text in translations(entry):
            ours = set(re.findall(r"\{\w*\}", entry.get("msgid_plural", entry["msgid"])))
            if text and set(re.findall(r"\{\w*\}", text)) != ours:
                problems.append(f"other {{names}}: {entry['msgid']!r} and {text!r}")
    return problems


# What a native reader would mend, and how it is seen. A place that is filled in stands for itself: "◦".
TYPOGRAPHY = [
    ("half-width punctuation", HAN + r"[,.:;?!](?![\w.])|[,:;?!] ?" + HAN),
    ("half-width parentheses", HAN + r" ?\((?!_)|(?<!\()(?<!_\w)\) ?" + HAN + r"|\(" + HAN + r"|" + HAN + r"\)"),
    ("no space between Chinese and Latin", HAN + r"[A-Za-z0-9{]|[A-Za-z0-9}]" + HAN),
    ("a doubled space", r"\S  +\S"),
    ("a space beside full-width punctuation", r"(?<=[^◦…]) [，。；：？！、）》”]|[，。；：？！、（《“] "),
    ("a space within Chinese", HAN + r" +" + HAN),
    ("straight quotation marks", r'"' + HAN + r"|" + HAN + r'"'),
    ("doubled punctuation", r"[，。；：、][，。；：、]"),
]
# These are filled in with Chinese words: "300 字节".
CHINESE_PLACES = re.compile(r"\{(?:octets|packet)\}(?=" + HAN + r")")


def typography(text):
    """The names of what is wrong with a Chinese text."""
    plain = CHINESE_PLACES.sub("◦", CONVERSION.sub("◦", text))
    return [name for name, pattern in TYPOGRAPHY if re.search(pattern, plain)]


def check_chinese(entries):
    """The typography of what is Chinese, and one form of address."""
    problems = []
    for entry in entries:
        for text in [] if "obsolete" in entry else translations(entry):
            is_list = text.endswith(";")  # Keywords of a desktop entry
            found = [] if is_list else typography(text)
            if "你" in text:
                found.append("你 beside 您")
            problems += [f"{name}: {text!r}" for name in found]
    return problems


WORDS = re.compile(r"(Title|Summary|Question|Answer|Misconception|Correction|Reference|Say)(\[\w+\])?=(.*)")


def check_scenarios(source, language):
    """Every word of the lessons is there in the language, and well set."""
    problems = []
    for path in sorted(source.glob("data/scenarios/*.scenario")):
        keys = {}
        group = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            match = WORDS.match(line)
            if line.startswith("["):
                group = line
            elif match:
                keys[group, match.group(1), match.group(2)] = match.group(3)
        for group, key, suffix in keys:
            if suffix is None and (group, key, f"[{language}]") not in keys:
                problems.append(f"{path.name}: {group} {key} has no {language}")
            if suffix == f"[{language}]" and language.startswith("zh"):
                text = keys[group, key, suffix]
                problems += [f"{path.name}: {group} {key}: {name}: {text!r}" for name in typography(text)]
    return problems


def check_compiles(path):
    result = subprocess.run(["msgfmt", "--check", "-o", "/dev/null", str(path)], capture_output=True, text=True)
    return [] if result.returncode == 0 else result.stderr.strip().splitlines()


def report(number, name, problems):
    print(f"{'not ok' if problems else 'ok'} {number} - {name}")
    for problem in problems:
        print(f"# {problem}")
    return bool(problems)


def main():
    source = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as directory:
        wanted = extract(source, Path(directory) / "handshake.pot")
    results = [("every file with strings is listed", check_listed(source)),
               ("every string is found whole", check_extraction(wanted))]
    for language in languages(source):
        path = source / "po" / f"{language}.po"
        entries = read_po(path)
        results += [(f"{language}: compiles", check_compiles(path)),
                    (f"{language}: every string is translated", check_complete(wanted, entries)),
                    (f"{language}: the same names in braces", check_names(entries))]
        if language.startswith("zh"):
            results.append((f"{language}: typography", check_chinese(entries)))
        results.append((f"{language}: the lessons", check_scenarios(source, language)))
    print(f"1..{len(results)}")
    failed = [report(number, *result) for number, result in enumerate(results, start=1)]
    return 1 if any(failed) else 0


sys.exit(main())
