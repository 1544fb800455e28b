"""Values to accessible SVG text (filled in by the indicator pages)."""
