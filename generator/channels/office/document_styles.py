"""What the styles of a Word document say of the look of its text: struck, hidden, raised, in capitals, in which font.

The rules are those of ISO/IEC 29500-1, 17.7.2 and 17.7.3: a style takes from the one it is based on what it does not
say itself; a toggle that both the paragraph's and the character's style switch on is off; what stands at the run itself
counts alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from docx.oxml import ns

#: the full name of ``w:p`` and the like: asked hundreds of thousands of times in a large document
qn = cache(ns.qn)

_TOGGLES = ("strike", "vanish", "caps")
_MOST_BASED = 20  # styles one upon the other
_RAISED = 5  # half-points by which a run is raised by hand to look like a power


@dataclass(frozen=True)
class TextLook:
    """How a run looks, as far as it means something. ``align`` is ``superscript``, ``subscript`` or empty;
    ``moved`` the same for a run that was only raised or lowered by hand."""

    struck: bool = False
    hidden: bool = False
    capitals: bool = False
    align: str = ""
    font: str = ""
    moved: str = ""


@dataclass(frozen=True)
class Styles:
    """The styles by id: what they say themselves (a property by its name), on which they are based, their names."""

    own: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    based: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    def look(self, run: Any, paragraph_style: str) -> TextLook:
        """The look of a run with these ``w:rPr`` (or None) in a paragraph of that style."""
        direct = _look_properties(run)
        character = self._whole(_value(run, "w:rStyle")) if run is not None else {}
        paragraph = self._whole(paragraph_style)
        if not (direct or character or paragraph):
            return TextLook()

        def toggle(name: str) -> bool:
            return direct[name] if name in direct else bool(character.get(name)) != bool(paragraph.get(name))

        def nearest(name: str) -> Any:
            return next((one[name] for one in (direct, character, paragraph) if name in one), "")

        struck, hidden, capitals = map(toggle, _TOGGLES)
        return TextLook(struck or bool(nearest("dstrike")), hidden, capitals, nearest("align"), nearest("font"),
                    direct.get("moved", ""))  # fmt: skip

    def _whole(self, style: str) -> Mapping[str, Any]:
        out: dict[str, Any] = {}
        for _ in range(_MOST_BASED):
            if not style:
                break
            out = {**self.own.get(style, {}), **out}
            style = self.based.get(style, "")
        return out


def read(root: Any) -> Styles:
    """The styles of a document, from the root element of its part ``styles.xml``."""
    own, based, names = {}, {}, {}
    for style in root.iterfind(qn("w:style")):
        key = style.get(qn("w:styleId")) or ""
        names[key] = _value(style, "w:name")
        based[key] = _value(style, "w:basedOn")
        if text := _look_properties(style.find(qn("w:rPr"))):
            own[key] = text
    return Styles(own, based, names)


def _look_properties(properties: Any) -> dict[str, Any]:
    """What ``w:rPr`` says itself, by the names above."""
    if properties is None:
        return {}
    out: dict[str, Any] = {}
    for child in properties:
        name = str(child.tag).rpartition("}")[2]
        value = child.get(qn("w:val"))
        if name in (*_TOGGLES, "dstrike"):
            out[name] = is_on(child)
        elif name == "vertAlign":
            out["align"] = value if value in ("superscript", "subscript") else ""
        elif name == "position" and abs(_half_points(value)) >= _RAISED:
            out["moved"] = "superscript" if _half_points(value) > 0 else "subscript"
        elif name == "rFonts":
            font = next((f for key in ("ascii", "hAnsi", "cs") if (f := child.get(qn(f"w:{key}")))), "")
            if font:
                out["font"] = font
    return out


def is_on(element: Any) -> bool:
    """Return True for a property that is switched on: without a value, or with any but those that switch it off."""
    return element is not None and element.get(qn("w:val")) not in ("0", "false", "off", "none")


def _half_points(value: str | None) -> int:
    return int(value) if value and len(value) < 5 and value.lstrip("-").isdigit() else 0


def _value(parent: Any, tag: str) -> str:
    found = parent.find(qn(tag)) if parent is not None else None
    return (found.get(qn("w:val")) or "") if found is not None else ""
