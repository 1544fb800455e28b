"""Whether words in a colour can be read on the papers of the site: contrast as WCAG 2.2 counts it (1.4.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

Rgb = tuple[int, ...]

PAPER: Rgb = (255, 255, 255)
DARK_PAPER: Rgb = (0x12, 0x19, 0x1B)
READABLE = 4.5
#: the names by which a style sheet of a base gives words another colour
_OF_WORDS = ("brand", "link", "link-hover", "accent", "ink", "muted")
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_SET = re.compile(r"--m-([a-z-]+)\s*:\s*(#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?)\s*(?=[;}]|$)", re.MULTILINE)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


class UnreadableColour(NamedTuple):
    """A colour of words that cannot be read on its paper: where it is set, and the nearest one that can."""

    line: int
    name: str
    colour: str
    contrast: float
    dark: bool
    better: str


def unreadable(css: str) -> Iterator[UnreadableColour]:
    """The colours of a style sheet that are too near to the paper that they stand on."""
    plain = _COMMENT.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), css)
    for rule in _RULE.finditer(plain):
        dark = "slate" in rule[1]
        found = {one[1]: one for one in _SET.finditer(plain, rule.start(2), rule.end(2))}
        paper = rgb(found["paper"][2]) if "paper" in found else DARK_PAPER if dark else PAPER
        for name in (name for name in _OF_WORDS if name in found):
            colour = found[name][2]
            if (its := contrast(rgb(colour), paper)) < READABLE:
                line = plain.count("\n", 0, found[name].start()) + 1
                yield UnreadableColour(line, f"--m-{name}", colour, its, dark, darkened(colour, paper))


def rgb(colour: str) -> Rgb:
    """``#1a5f7a`` or ``#fff`` as three numbers."""
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    return tuple(int(digits[at : at + 2], 16) for at in (0, 2, 4))


def darkened(colour: str, paper: Rgb) -> str:
    """``colour``, moved away from ``paper`` until words in it can be read there (contrast of 4.5 to 1)."""
    now = rgb(colour)
    to = 0 if _luminance(paper) > 0.5 else 255
    while contrast(now, paper) < READABLE:
        now = tuple(round(part + (to - part) * 0.1) if abs(to - part) > 5 else to for part in now)
    return "#" + "".join(f"{part:02x}" for part in now)


def contrast(one: Rgb, other: Rgb) -> float:
    """The contrast of two colours as WCAG counts it, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Rgb) -> float:
    parts = [part / 255 for part in colour]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
