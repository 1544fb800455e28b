"""Pictures without what is not the picture: places, dates, cameras, comments, thumbnails, what hangs on behind.

Nothing is drawn anew: the segments of the format that make the picture are kept as they are, the others left out, so
every pixel stays and the same file gives the same bytes everywhere.  How the picture is to be turned stays, too (EXIF
orientation).  Formats: ISO/IEC 10918-1 and Exif 2.32 (JPEG), PNG 3rd edition, the WebP container specification, GIF89a.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

PICTURE_SUFFIXES = (".png", ".jpg", ".jpeg", ".gif", ".webp")
MAX_PIXELS = 50_000_000
_LONGEST_SIDE = 20_000


class Broken(Exception):
    """The picture cannot be published; the text is Russian and says why."""


def without_traces(data: bytes) -> bytes:
    """The picture and nothing else. Raises :class:`Broken` for one that cannot be read or is too large."""
    try:
        if data.startswith(b"\x89PNG"):
            return _png(data)
        if data.startswith(b"\xff\xd8"):
            return _jpeg(data)
        if data.startswith(b"GIF8"):
            return _gif(data)
        return _webp(data)
    except (IndexError, struct.error) as fault:
        raise Broken("картинка повреждена: файл обрывается") from fault


def _bounded(width: int, height: int) -> None:
    if not width or not height:
        raise Broken("картинка повреждена: у неё нет размера")
    if width > _LONGEST_SIDE or height > _LONGEST_SIDE or width * height > MAX_PIXELS:
        raise Broken(f"картинка слишком велика: {width} × {height} точек, читатель её не откроет")


# JPEG

_FRAMES = {0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}
_ALONE = {0x01, *range(0xD0, 0xD8)}


def _jpeg(data: bytes) -> bytes:
    out = [b"\xff\xd8"]
    at, turned, framed = 2, 1, False
    while True:
        if data[at] != 0xFF:
            raise Broken("картинка повреждена: файл не читается как JPEG")
        marker = data[at + 1]
        if marker == 0xFF:  # a filling byte
            at += 1
            continue
        if marker == 0xD9:
            break
        if marker in _ALONE:
            out.append(data[at : at + 2])
            at += 2
            continue
        length = struct.unpack_from(">H", data, at + 2)[0]
        segment = data[at : at + 2 + length]
        if length < 2 or len(segment) < 2 + length:
            raise Broken("картинка повреждена: файл обрывается")
        at += 2 + length
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", segment, 5)
            _bounded(width, height)
            framed = True
        if marker == 0xE1 and segment[4:10] == b"Exif\0\0":
            turned = _orientation(segment[10:])
        if kept := _jpeg_segment(marker, segment):
            out.append(kept)
        if marker == 0xDA:
            end = _scan_end(data, at)
            out.append(data[at:end])
            at = end
    if not framed:
        raise Broken("картинка повреждена: в файле нет самой картинки")
    if turned != 1:
        exif = b"Exif\0\0" + _exif(turned)
        place = 2 if len(out) > 1 and out[1][1] == 0xE0 else 1  # the JFIF header comes first
        out.insert(place, b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif)
    return b"".join(out) + b"\xff\xd9"


def _jpeg_segment(marker: int, segment: bytes) -> bytes:
    """A segment as it stays; empty for one that is no picture. A thumbnail may show what was cut away."""
    if marker == 0xE0 and segment[4:9] == b"JFIF\0":
        return b"\xff\xe0\0\x10" + segment[4:16] + b"\0\0"
    if marker == 0xE2:
        return segment if segment[4:16] == b"ICC_PROFILE\0" else b""
    if marker == 0xEE:
        return segment if segment[4:9] == b"Adobe" else b""
    return b"" if 0xE0 <= marker <= 0xEF or marker == 0xFE else segment


def _scan_end(data: bytes, at: int) -> int:
    """Where the compressed data of a scan ends: at the first marker that is no restart."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            raise Broken("картинка повреждена: файл обрывается")
        if data[at + 1] != 0 and not 0xD0 <= data[at + 1] <= 0xD7:
            return at
        at += 2


# EXIF: the one field that changes how the picture is seen


def _orientation(tiff: bytes) -> int:
    """1 to 8; 1 where nothing, or nothing that can be read, is said."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 10:
        return 1
    start = struct.unpack_from(order + "I", tiff, 4)[0]
    if start + 2 > len(tiff):
        return 1
    for n in range(struct.unpack_from(order + "H", tiff, start)[0]):
        entry = start + 2 + 12 * n
        if entry + 12 > len(tiff):
            return 1
        if struct.unpack_from(order + "HHI", tiff, entry) == (0x0112, 3, 1):
            turned = struct.unpack_from(order + "H", tiff, entry + 8)[0]
            return turned if 1 <= turned <= 8 else 1
    return 1


def _exif(turned: int) -> bytes:
    return b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, turned, 0, 0)


# PNG

_PNG_KEPT = {
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT", b"bKGD", b"pHYs",
    b"acTL", b"fcTL", b"fdAT",
}  # fmt: skip


def _png(data: bytes) -> bytes:
    out = [data[:8]]
    at, drawn = 8, False
    while True:
        length = struct.unpack_from(">I", data, at)[0]
        kind = data[at + 4 : at + 8]
        chunk = data[at : at + 12 + length]
        if len(chunk) < 12 + length:
            raise Broken("картинка повреждена: файл обрывается")
        if zlib.crc32(chunk[4:-4]) != struct.unpack_from(">I", chunk, 8 + length)[0]:
            raise Broken("картинка повреждена: контрольная сумма не сходится")
        if at == 8:
            if kind != b"IHDR" or length != 13:
                raise Broken("картинка повреждена: файл не читается как PNG")
            _bounded(*struct.unpack_from(">II", chunk, 8))
        at += 12 + length
        drawn = drawn or kind == b"IDAT"
        if kind == b"eXIf" and (turned := _orientation(chunk[8:-4])) != 1:
            body = b"eXIf" + _exif(turned)
            out.append(struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body)))
        elif kind in _PNG_KEPT:
            out.append(chunk)
        elif not kind[0] & 0x20:
            raise Broken("картинка повреждена: в файле неизвестная обязательная часть")
        if kind == b"IEND":
            break
    if not drawn:
        raise Broken("картинка повреждена: в файле нет самой картинки")
    return b"".join(out)


# WebP

_WEBP_KEPT = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}


def _webp(data: bytes) -> bytes:
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        raise Broken("картинка повреждена: файл не читается как WebP")
    end = 8 + struct.unpack_from("<I", data, 4)[0]
    if end > len(data) + 1:
        raise Broken("картинка повреждена: файл обрывается")
    kept: list[tuple[bytes, bytes]] = []
    turned = 1
    for kind, body in _riff(data[12:end]):
        if kind == b"EXIF":
            turned = _orientation(body.removeprefix(b"Exif\0\0"))
        elif kind in _WEBP_KEPT:
            kept.append((kind, body))
            if kind == b"VP8X":
                _bounded(1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little"))
    if not any(kind in (b"VP8 ", b"VP8L", b"ANMF") for kind, _ in kept):
        raise Broken("картинка повреждена: в файле нет самой картинки")
    has_header = kept[0][0] == b"VP8X"
    if has_header:  # the flags say what follows: no XMP, EXIF only for a turned picture
        flags = kept[0][1][0] & ~0b1100 | (0b1000 if turned != 1 else 0)
        kept[0] = (b"VP8X", bytes([flags]) + kept[0][1][1:])
        if turned != 1:
            kept.append((b"EXIF", _exif(turned)))
    body = b"WEBP" + b"".join(k + struct.pack("<I", len(b)) + b + b"\0" * (len(b) % 2) for k, b in kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _riff(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at + 8 <= len(data):
        length = struct.unpack_from("<I", data, at + 4)[0]
        body = data[at + 8 : at + 8 + length]
        if len(body) < length:
            raise Broken("картинка повреждена: файл обрывается")
        yield data[at : at + 4], body
        at += 8 + length + length % 2


# GIF


def _gif(data: bytes) -> bytes:
    width, height, packed = struct.unpack_from("<HHB", data, 6)
    _bounded(width, height)
    at = 13 + _palette(packed)
    out = [data[:at]]
    drawn = False
    while True:
        kind = data[at]
        if kind == 0x3B:
            break
        if kind == 0x21:
            label = data[at + 1]
            end = _blocks_end(data, at + 2)
            loops = label == 0xFF and data[at + 3 : at + 14] in (b"NETSCAPE2.0", b"ANIMEXTS1.0")
            if label == 0xF9 or loops:
                out.append(data[at:end])
        elif kind == 0x2C:
            end = _blocks_end(data, at + 10 + _palette(data[at + 9]) + 1)
            out.append(data[at:end])
            drawn = True
        else:
            raise Broken("картинка повреждена: файл не читается как GIF")
        at = end
    if not drawn:
        raise Broken("картинка повреждена: в файле нет самой картинки")
    return b"".join(out) + b";"


def _palette(packed: int) -> int:
    return 3 << ((packed & 7) + 1) if packed & 0x80 else 0


def _blocks_end(data: bytes, at: int) -> int:
    while data[at]:
        at += data[at] + 1
    return at + 1
