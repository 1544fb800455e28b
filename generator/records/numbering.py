"""The numbers that approved documents give to what they list: 27, 1.1, 5а."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import total_ordering
from typing import Any, ClassVar

from generator import text
from generator.records.scalars import short, wrong
from generator.records.times import TextType

_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


@total_ordering
@dataclass(frozen=True)
class MeasureNumber(TextType):
    """The number of a measure as its document has it: ``27``, ``1.1``, ``5а``. Numbers are ordered as a document orders
    them: 2 before 10, 1.2 before 1.10, 5 before 5а."""

    parts: tuple[tuple[int, str], ...]
    pattern: ClassVar[str] = r"[1-9]\d{0,3}[а-я]?(?:\.[1-9]\d{0,3}[а-я]?){0,3}"
    example: ClassVar[str] = "27"

    @classmethod
    def parse(cls, value: str) -> MeasureNumber:
        if not re.fullmatch(cls.pattern, value):
            meant = read_number(value)
            message, hint = (
                text.sentence("not_measure_number", value=short(value)),
                text.sentence("measure_number_like"),
            )
            raise wrong(message, "" if meant else hint, write=meant or None)
        return cls(tuple((int(one[1]), one[2]) for one in re.finditer(r"(\d+)([а-я]?)", value)))

    @classmethod
    def _take(cls, value: Any) -> Any:
        return super()._take(str(value) if type(value) is int else value)

    @property
    def whole(self) -> int:
        """The number where it is a whole one; 0 for 1.1 and 5а."""
        return self.parts[0][0] if len(self.parts) == 1 and not self.parts[0][1] else 0

    def __lt__(self, other: MeasureNumber) -> bool:
        return self.parts < other.parts

    def __str__(self) -> str:
        return ".".join(f"{number}{letter}" for number, letter in self.parts)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: Any) -> dict[str, Any]:
        # Editors read 1.1 as a number, our reader takes it as text; the first type says how it is written.
        made = super().__get_pydantic_json_schema__(schema, handler)
        return {**made, "type": ["integer", "string", "number"]}


def read_number(written: str) -> str:
    """The number that a document writes as «1.1.», «№ 5», «п. 3», «1)», «5 а», «II.3»; empty where it is none."""
    raw = re.sub(r"[\s\u00a0]+", "", written).lower().translate(str.maketrans("іхvabcdehkmopt", "iхvавсденкморт"))
    raw = (
        re.sub(r"^(?:№|n|п(?:п|ункт|\.)?\.?|раздел|мероприятие)+", "", raw)
        .strip(".)(,;:/ ")
        .rstrip("-–—")
        .replace(",", ".")
    )
    parts = [_arabic(part) for part in re.split(r"[.]+", raw)]
    number = ".".join(parts)
    return number if re.fullmatch(MeasureNumber.pattern, number) else ""


def _arabic(part: str) -> str:
    """«4» for «iv»; anything else as it is, without zeros before it."""
    roman = part.translate(str.maketrans("хсв", "xcb"))
    if not re.fullmatch("(?:x{0,3})(?:ix|iv|v?i{0,3})", roman) or not roman:
        return part.lstrip("0")
    values = [_ROMAN[letter] for letter in roman]
    return str(sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True)))
