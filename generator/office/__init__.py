"""Word and Excel: files to fill in, filled files read back, remarks put where they were made.

``filled`` is what any filled file gives, whatever its format: entries with the place of every value.
"""
