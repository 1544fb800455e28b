"""An address as a QR code (ISO/IEC 18004), always black on white: cameras do not read it in a dark scheme."""

from __future__ import annotations

from functools import cache

import segno

from generator import text

QUIET = 4  # modules of white around the code, the standard's minimum


def qr_svg(chart_id: str, address: str, title: str) -> str:
    """The address as SVG text. Correction level M: a sheet on a wall gets creased; the smallest version that holds it.

    Raises segno.DataOverflowError for more than 2,331 bytes, which no address of ours has.
    """
    side, path = _strokes(address)
    chart_id = text.slug(chart_id)
    return (
        f'<svg viewBox="0 0 {side} {side}" role="img" aria-labelledby="{chart_id}-t" shape-rendering="crispEdges">\n'
        f'<title id="{chart_id}-t">{text.plain(title)}</title>\n'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/>\n'
        f'<path stroke="#000" d="{path}"/>\n'
        "</svg>"
    )


@cache
def _strokes(address: str) -> tuple[int, str]:
    """The side of the code in modules, its dark ones as a path. Kept: to find the best mask takes 4 ms, and an address
    stands on several sheets, which a live preview makes again and again."""
    rows = list(segno.make(address, error="m", micro=False, boost_error=False).matrix)
    return len(rows) + 2 * QUIET, "".join(_runs(row, QUIET + y) for y, row in enumerate(rows))


def _runs(row: bytearray, y: int) -> str:
    """The dark modules of a row as strokes one module high."""
    out, start = "", None
    for x, dark in enumerate((*row, 0)):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            out += f"M{QUIET + start} {y}.5h{x - start}"
            start = None
    return out
