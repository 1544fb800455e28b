"""Hop 6: the pages go through the site engine, the gate looks at the result, the finished site replaces the old one.

This room is the only one that knows MkDocs. The list of pages goes one of two ways: the plugin hands it to MkDocs from
memory (``building``, ``serving``, plain ``mkdocs build``), or ``folder`` lays it out as an ordinary folder for any
engine that reads ``mkdocs.yml``.
"""

import os

# Before the first import of MkDocs and Material: both print a banner about the end of the 1.x line otherwise.
os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
os.environ.setdefault("DISABLE_MKDOCS_2_WARNING", "true")


class NotPublished(Exception):
    """The site was not published and the old one is as it was; the text is Russian and meant for the terminal."""
