"""Values to accessible SVG text, made once at build time: no script, no style, no colour of its own.

A chart is an image (WAI-ARIA ``img`` role) whose SVG ``<title>`` and ``<desc>`` carry every figure, so nothing is told
by the drawing alone. Colours are the CSS variables ``--m-chart-*`` of the theme: one SVG serves light and dark. What
differs in colour differs in shape or pattern too. The text never has a blank line: that would end the raw HTML block
in which it stands.

lines     values over time, parts of a whole: over_time, spark, states
ranking   territories side by side on one indicator: side_by_side
timeline  a roadmap on the axis of months: timeline
qr        an address for the camera of a phone: qr
frame     what they share
"""

from generator.pages.charts.frame import no_data
from generator.pages.charts.lines import Point, over_time, spark, states
from generator.pages.charts.qr import qr_svg
from generator.pages.charts.ranking import Bar, side_by_side
from generator.pages.charts.timeline import ABOVE, BESIDE, RowLayout, TimelineRow, timeline

__all__ = [
    "ABOVE", "BESIDE", "Bar", "Point", "RowLayout", "TimelineRow", "no_data", "over_time", "qr_svg", "side_by_side",
    "spark", "states", "timeline",
]  # fmt: skip
