"""A picture of a record made ready once, on entry: turned upright, made small, encoded anew with nothing else in it.

Pillow does it, which the build does not need: it is asked for here alone, when somebody brings a picture.
"""

from __future__ import annotations

import io
from pathlib import Path

from generator.files.media import MAX_MEDIA_BYTES, RECORD_BYTES, RECORD_SIDE, pictures

_QUALITIES = (88, 80, 72, 64, 55)


class NotReady(Exception):
    """The picture cannot be made ready; the text is Russian and says why."""


def brought(path: Path) -> tuple[str, bytes]:
    """:func:`reencode_picture` of a file that somebody brings. Raises :class:`NotReady`, OSError."""
    if not path.is_file():
        raise NotReady(f"Файла {path} нет.")
    if path.stat().st_size > MAX_MEDIA_BYTES:
        raise NotReady(f"Файл больше {MAX_MEDIA_BYTES // 2**20} МБ. Сохраните картинку поменьше.")
    return reencode_picture(path.read_bytes())


def reencode_picture(data: bytes) -> tuple[str, bytes]:
    """The ending (``.png`` where it is small enough so, else ``.jpg``) and the bytes of the picture as a record carries
    it: at most RECORD_SIDE pixels a side, RECORD_BYTES. Raises :class:`NotReady`."""
    try:
        from PIL import Image, ImageOps
    except ImportError:
        raise NotReady(
            "Чтобы готовить картинки, нужна программа Pillow. Поставьте её: pip install pillow — и повторите."
        ) from None
    try:
        pictures.without_traces(data)  # refuses what is broken or would fill the memory, before it is unfolded
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "WEBP", "GIF")) as opened:
            upright = ImageOps.exif_transpose(opened)
            is_flat = upright.mode in ("1", "L", "P", "RGB") and "transparency" not in opened.info
            whole = upright.convert("RGBA")
    except pictures.Broken as broken:
        raise NotReady(str(broken).capitalize() + ".") from broken
    except (OSError, SyntaxError, ValueError) as fault:
        raise NotReady("Файл не читается как картинка PNG, JPEG, WebP или GIF.") from fault
    paper = Image.new("RGB", whole.size, "white")
    paper.paste(whole, mask=None if is_flat else whole.getchannel("A"))
    paper.thumbnail((RECORD_SIDE, RECORD_SIDE), Image.Resampling.LANCZOS)
    if data.startswith((b"\x89PNG", b"GIF8")) and len(drawn := _encoded(paper, "PNG", optimize=True)) <= RECORD_BYTES:
        return ".png", drawn
    while True:
        for quality in _QUALITIES:
            made = _encoded(paper, "JPEG", quality=quality, optimize=True)
            if len(made) <= RECORD_BYTES:
                return ".jpg", made
        paper.thumbnail((paper.width * 3 // 4, paper.height * 3 // 4), Image.Resampling.LANCZOS)


def _encoded(picture: object, format_: str, **how: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, format_, **how)  # type: ignore[attr-defined]
    return pictures.without_traces(out.getvalue())
