"""A picture of a record made ready once, on entry: turned upright, made small, encoded anew with nothing else in it.

Pillow does it, which the build does not need: it is asked for here alone, when somebody brings a picture.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from generator.files.media import MAX_MEDIA_BYTES, RECORD_BYTES, RECORD_SIDE, pictures

_ORIENTATION = 0x0112  # of EXIF
#: in this order until the picture is small enough; where none does it gets smaller by a quarter
QUALITIES = (88, 80, 72, 64, 55)
_WHOLE = (0.0, 0.0, 0.0, 0.0)
#: what else people send as pictures, by its first bytes
_BEGINS = (b"\x89PNG", b"\xff\xd8", b"GIF8", b"RIFF")
_NO_PICTURE = "Файл не читается как картинка PNG, JPEG, WebP или GIF."
_OTHERS = (
    (re.compile(rb"\x01\0\0\0.{36} EMF", re.DOTALL), "EMF (рисунок, вставленный из другой программы)"),
    (re.compile(rb"\xd7\xcd\xc6\x9a|\x01\0\x09\0\0\x03"), "WMF (рисунок старой программы)"),
    (re.compile(rb"II\*\0|MM\0\*"), "TIFF (скан)"),
    (re.compile(rb"BM"), "BMP"),
    (re.compile(rb".{4}ftyp(?:hei[cx]|mif1|msf1|hevc)", re.DOTALL), "HEIC (снимок айфона)"),
    (re.compile(rb".{4}ftypavi[fs]", re.DOTALL), "AVIF"),
    (re.compile(rb"%PDF"), "PDF"),
    (re.compile(rb"\s*(?:<\?xml|<!--|<!DOCTYPE|<svg)", re.IGNORECASE), "SVG (чертёж)"),
)


class NotReady(Exception):
    """The picture cannot be made ready; the text is Russian and says why."""


def brought(path: Path) -> tuple[str, bytes]:
    """:func:`reencode_picture` of a file that somebody brings. Raises :class:`NotReady`, OSError."""
    if not path.is_file():
        raise NotReady(f"Файла {path} нет.")
    if path.stat().st_size > MAX_MEDIA_BYTES:
        raise NotReady(f"Файл больше {MAX_MEDIA_BYTES // 2**20} МБ. Сохраните картинку поменьше.")
    return reencode_picture(path.read_bytes())


def reencode_picture(
    data: bytes, *, cut: tuple[float, float, float, float] = _WHOLE, turns: int = 0
) -> tuple[str, bytes]:
    """The ending (``.png`` where it is small enough so, else ``.jpg``) and the bytes of the picture as a record carries
    it: at most RECORD_SIDE pixels a side, RECORD_BYTES. ``cut`` are the shares that a document cuts off (left, top,
    right, below) of the picture as its file has it, ``turns`` the quarters to the right by which it then shows it.
    Raises :class:`NotReady`."""
    if len(data) > MAX_MEDIA_BYTES:
        raise NotReady(f"Файл больше {MAX_MEDIA_BYTES // 2**20} МБ. Сохраните картинку поменьше.")
    if other := next((what for begins, what in _OTHERS if begins.match(data)), ""):
        raise NotReady(f"Это {other}, а нужна картинка PNG, JPEG, WebP или GIF.")
    if not data.startswith(_BEGINS):
        raise NotReady(_NO_PICTURE)
    try:
        from PIL import Image, ImageOps
    except ImportError:
        raise NotReady(
            "Чтобы готовить картинки, нужна программа Pillow. Поставьте её: pip install pillow — и повторите."
        ) from None
    try:
        pictures.without_traces(data)  # refuses what is broken or would fill the memory, before it is unfolded
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "WEBP", "GIF")) as opened:
            upright = _as_shown(opened, cut, turns, ImageOps.exif_transpose)
            is_flat = upright.mode in ("1", "L", "P", "RGB") and "transparency" not in opened.info
            whole = upright.convert("RGBA")
    except pictures.Broken as broken:
        raise NotReady(str(broken).capitalize() + ".") from broken
    except (OSError, SyntaxError, ValueError) as fault:
        raise NotReady(_NO_PICTURE) from fault
    paper = Image.new("RGB", whole.size, "white")
    paper.paste(whole, mask=None if is_flat else whole.getchannel("A"))
    paper.thumbnail((RECORD_SIDE, RECORD_SIDE), Image.Resampling.LANCZOS)
    if data.startswith((b"\x89PNG", b"GIF8")) and len(drawn := _encoded(paper, "PNG", optimize=True)) <= RECORD_BYTES:
        return ".png", drawn
    while True:
        for quality in QUALITIES:
            made = _encoded(paper, "JPEG", quality=quality, optimize=True)
            if len(made) <= RECORD_BYTES:
                return ".jpg", made
        paper.thumbnail((paper.width * 3 // 4, paper.height * 3 // 4), Image.Resampling.LANCZOS)


def _as_shown(opened: Any, cut: tuple[float, float, float, float], turns: int, upright: Callable[[Any], Any]) -> Any:
    """The picture as a document shows it. Where the document turns it, it has seen to the mark of the camera."""
    if any(cut) and not turns and opened.getexif().get(_ORIENTATION, 1) != 1:
        # Which edge was cut off cannot be told, and what was cut off may be somebody's face.
        raise NotReady("Картинка обрезана в документе и повёрнута камерой. Сохраните её обрезанной и вставьте заново.")
    if not turns and not any(cut):
        return upright(opened)
    left, top, right, below = cut
    width, height = opened.size
    box = (round(left * width), round(top * height), round((1 - right) * width), round((1 - below) * height))
    if box[2] <= box[0] or box[3] <= box[1]:
        raise NotReady("Картинка обрезана в документе целиком.")
    made = opened.crop(box)
    return made.rotate(-90 * turns, expand=True) if turns else made


def _encoded(picture: object, format_: str, **how: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, format_, **how)  # type: ignore[attr-defined]
    return pictures.without_traces(out.getvalue())
