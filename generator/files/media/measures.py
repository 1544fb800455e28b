"""How large a picture is, read from its first bytes (PNG 3rd edition, 11.2.1; ISO/IEC 10918-1, B.2.2)."""

from __future__ import annotations

import struct

SUFFIXES = (".jpg", ".jpeg", ".png")
_PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
_FRAMES = {0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}


def size(data: bytes) -> tuple[int, int] | None:
    """Width and height in pixels as a browser shows them. None for another format, and for a JPEG that carries EXIF: a
    note in it may turn the picture."""
    if data.startswith(_PNG) and len(data) >= 24:
        return int.from_bytes(data[16:20]), int.from_bytes(data[20:24])
    if not data.startswith(b"\xff\xd8"):
        return None
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", data, at + 5)
            return width, height
        if marker == 0xE1 and data[at + 4 : at + 10] == b"Exif\0\0":
            return None
        at += 2 if marker == 0xFF or 0xD0 <= marker <= 0xD8 else 2 + struct.unpack_from(">H", data, at + 2)[0]
    return None
