"""Holds the text of the style sheets readable: apart from what it lies on, by the contrast of WCAG 2, in each style; and
in points, which grow with the text scale of the desktop.

Usage: check-contrast.py SOURCE-DIRECTORY; prints TAP.
"""

import re
import sys
from pathlib import Path

# Style sheets in the order in which libadwaita loads them, and the least contrast of text.
STYLES = {
    "light": (["style.css"], 4.5),
    "dark": (["style.css", "style-dark.css"], 4.5),
    "high contrast": (["style.css", "style-hc.css"], 7),
    "high contrast, dark": (["style.css", "style-dark.css", "style-hc.css", "style-hc-dark.css"], 7),
}
# Named colours: text and what it is written on.
PAIRS = [("hs_second", "hs_canvas"), ("hs_second", "hs_panel"), ("hs_second", "hs_plate")]


def luminance(colour):
    channels = [int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def read_styles(source, names):
    """({name: colour}, {selector: (text, background)}), the last of each."""
    colours, rules = {}, {}
    for name in names:
        text = (source / "ui" / name).read_text(encoding="utf-8")
        colours.update(re.findall(r"@define-color (\w+) (#[0-9a-f]{6});", text))
        for selector, body in re.findall(r"^([^@{}]+?) \{([^}]*)\}", text, re.M):
            background = re.search(r"\bbackground(?:-color)?: (#[0-9a-f]{6});", body)
            ink = re.search(r"(?<![-\w])color: (#[0-9a-f]{6});", body)
            if background and ink:
                rules[selector.strip()] = ink.group(1), background.group(1)
    return colours, rules


def check(source, names, least):
    colours, rules = read_styles(source, names)
    pairs = [(f"@{text} on @{paper}", colours[text], colours[paper]) for text, paper in PAIRS]
    pairs += [(selector, *pair) for selector, pair in rules.items()]
    # White on the accent is libadwaita's: the accent is ours.
    low = [(name, contrast(one, other)) for name, one, other in pairs if contrast(one, other) < least]
    if contrast("#ffffff", colours["accent_bg_color"]) < 4.5:
        low.append(("white on @accent_bg_color", contrast("#ffffff", colours["accent_bg_color"])))
    if len(rules) < 2:
        low.append(("rules with text and background found", len(rules)))
    return [f"{name}: {value:.2f}" for name, value in low]


def fixed_sizes(source):
    return [f"{path.name}: {line.strip()}" for path in sorted((source / "ui").glob("*.css"))
            for line in path.read_text(encoding="utf-8").splitlines() if re.search(r"font-size: [\d.]+(?!pt\b)[a-z%]", line)]


def main():
    source = Path(sys.argv[1])
    fixed = fixed_sizes(source)
    failed = bool(fixed)
    print(f"1..{len(STYLES) + 1}")
    for number, (style, (names, least)) in enumerate(STYLES.items(), start=1):
        problems = check(source, names, least)
        failed = failed or bool(problems)
        print(f"{'not ok' if problems else 'ok'} {number} - {style}: text at {least}:1")
        for problem in problems:
            print(f"# {problem}")
    print(f"{'not ok' if fixed else 'ok'} {len(STYLES) + 1} - sizes of text are in points")
    for line in fixed:
        print(f"# {line}")
    return 1 if failed else 0


sys.exit(main())
