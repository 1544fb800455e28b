"""Formulas of Word (Office MathML) in one line: fractions with «/», powers as small figures, roots as «√(…)»."""

from __future__ import annotations

from typing import Any

from generator.channels.office import formatting

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_SIMPLE = {_M + name for name in "oMath oMathPara e num den sup sub deg r fName box func".split()}


def linear_formula(element: Any) -> str | None:
    """The formula as people type it, or None where one line cannot say it (matrices, sums with limits)."""
    try:
        return _line(element).strip()
    except ValueError:
        return None


def formula_characters(element: Any) -> str:
    """Its characters one after the other, to tell a person which formula is meant."""
    return "".join(one.text or "" for one in element.iter(f"{_M}t"))


def _line(element: Any) -> str:
    def part(name: str) -> str:
        found = element.find(_M + name)
        return _line(found) if found is not None else ""

    match str(element.tag).removeprefix(_M):
        case "t":
            return element.text or ""
        case "f":
            return f"{_in_brackets(part('num'))}/{_in_brackets(part('den'))}"
        case "sSup":
            return _in_brackets(part("e")) + formatting.raised(part("sup"))
        case "sSub":
            return part("e") + formatting.lowered(part("sub"))
        case "rad":
            return f"√({part('e')})" if not part("deg") else f"{formatting.raised(part('deg'))}√({part('e')})"
        case "d":
            return f"({'; '.join(_line(one) for one in element.iterfind(_M + 'e'))})"
    if str(element.tag).endswith("Pr"):  # how it looks
        return ""
    if str(element.tag).startswith(_M) and element.tag not in _SIMPLE:
        raise ValueError(element.tag)
    return "".join(map(_line, element))


def _in_brackets(text: str) -> str:
    return text if text.replace(",", "").replace(".", "").isalnum() else f"({text})"
