"""What is drawn in a Word document: pictures as people see them, cut and turned as Word shows them; and what else a
drawing may be, by the names of ``document_warnings``.

What somebody cut off in Word is still in the file: a picture is taken only as it is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from generator.channels.office.document_styles import qn

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_WORD = "{http://schemas.microsoft.com/office/word/2010/wordprocessing"
_VML = "{urn:schemas-microsoft-com:vml}"
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice"
_CHARTS = ("/chart", "/chartex", "/diagram")
_WHOLE_TURN = 21_600_000  # DrawingML counts sixty thousandths of a degree
_HUNDRED = 100_000  # and thousandths of a per cent
#: what programs write where words for those who cannot see should stand: the name or the address of a file, a guess
_NO_WORDS = re.compile(
    r"[\w .()%+-]*\.(?:jpe?g|png|gif|webp|bmp|tiff?|emf|wmf|heic)|(?:[a-z]:\\|\\\\|file:|https?://|/).*"
    r"|.*(?:Автоматически созданное описание|Description automatically generated|созданный с помощью ИИ"
    r"|Контент, сгенерированный ИИ|Созданное ИИ|AI-generated content).*"
    r"|(?:Рисунок|Изображение|Picture|Image|Картинка|Рисунок\d+)\s*\d*",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True)
class DrawnPicture:
    """A picture in the text: ``relation`` leads to its bytes; ``alt`` are its words, empty where nobody wrote any;
    ``cut`` are the shares cut off on the left, at the top, on the right and below; ``turns`` quarters of a turn to the
    right."""

    relation: str
    alt: str = ""
    cut: tuple[float, float, float, float] = (0, 0, 0, 0)
    turns: int = 0


def drawn_pictures(element: Any) -> tuple[str, tuple[DrawnPicture, ...]]:
    """What a drawing is (``picture``, ``chart``, ``grouped``, ``linked``), and its pictures where they may be taken."""
    chosen = next(element.iter(_CHOICE), element)  # the same drawing stands there once more for an older Word
    if any((one.get("uri") or "").endswith(_CHARTS) for one in chosen.iter(f"{_A}graphicData")):
        return "chart", ()
    if (
        any(str(one.tag).startswith(_WORD) for one in chosen.iter())
        or next(element.iter(f"{_VML}group"), None) is not None
    ):
        return "grouped", ()  # what lies over a picture may be there to hide somebody
    found = (*_drawing(chosen), *_old(chosen))
    linked = any(not one.relation for one in found)
    return ("linked" if linked else "picture"), tuple(one for one in found if one.relation)


def _drawing(element: Any) -> Iterator[DrawnPicture]:
    words = next((one.get("descr") or "" for one in element.iter(f"{_WP}docPr")), "")
    for picture in element.iter(f"{_PIC}pic"):
        if found := picture_in(picture, words):
            yield found


def picture_in(picture: Any, words: str = "") -> DrawnPicture | None:
    """The picture that an element of DrawingML shows, of Word or of Excel, None where it shows none; ``words`` go
    before its own."""
    blip = next(picture.iter(f"{_A}blip"), None)
    if blip is None:
        return None
    own = next((one.get("descr") or "" for one in picture.iter() if str(one.tag).endswith("}cNvPr")), "")
    cut = next(picture.iter(f"{_A}srcRect"), None)
    left, top, right, bottom = (_share(cut, side) for side in "ltrb")
    place = next(picture.iter(f"{_A}xfrm"), None)
    turn = _number(place.get("rot") if place is not None else None) % _WHOLE_TURN
    return DrawnPicture(
        blip.get(qn("r:embed")) or "",
        _description(words) or _description(own),
        (left, top, right, bottom),
        round(turn * 4 / _WHOLE_TURN) % 4,
    )


def _old(element: Any) -> Iterator[DrawnPicture]:
    """Pictures as Word 2003 and LibreOffice in its old way write them."""
    for shape in element.iter(f"{_VML}shape", f"{_VML}rect"):
        for data in shape.iter(f"{_VML}imagedata"):
            cut = [_fraction(data.get(f"crop{side}")) for side in ("left", "top", "right", "bottom")]
            yield DrawnPicture(
                data.get(qn("r:id")) or "", _description(shape.get("alt") or ""), (cut[0], cut[1], cut[2], cut[3])
            )


def _description(words: str) -> str:
    words = " ".join(words.split())
    return "" if _NO_WORDS.fullmatch(words) else words


def _share(cut: Any, side: str) -> float:
    return min(max(_number(cut.get(side) if cut is not None else None) / _HUNDRED, 0), 1)


def _fraction(raw: str | None) -> float:
    """A share in VML: ``6554f`` are 65536ths, else a plain number."""
    found = re.fullmatch(r"(\d{1,6})f|(0?\.\d{1,6})", raw or "")
    return min((int(found[1]) / 65_536 if found[1] else float(found[2])) if found else 0, 1)


def _number(raw: str | None) -> int:
    return int(raw) if raw and re.fullmatch(r"-?\d{1,9}", raw) else 0
