"""The QR code of a sheet as a telephone reads it."""

from __future__ import annotations

import base64

import zxingcpp
from playwright.sync_api import Page


def read_qr(page: Page) -> list[str]:
    """What the QR codes on the sheet say."""
    png = base64.b64encode(page.locator(".s-qr").screenshot()).decode()
    width, height, grey = page.evaluate(
        """async (png) => {
          const picture = new Image();
          picture.src = "data:image/png;base64," + png;
          await picture.decode();
          const canvas = new OffscreenCanvas(picture.width, picture.height);
          const context = canvas.getContext("2d");
          context.drawImage(picture, 0, 0);
          const data = context.getImageData(0, 0, picture.width, picture.height).data;
          return [picture.width, picture.height, Array.from(data.filter((_, at) => at % 4 === 1))];
        }""",
        png,
    )
    seen = zxingcpp.read_barcodes(memoryview(bytes(grey)).cast("B", (height, width)))
    return [code.text for code in seen]
