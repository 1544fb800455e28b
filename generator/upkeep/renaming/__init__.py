"""A record or a term gets another name, or another takes its place: everything that names it follows.

``places`` finds where a name stands, ``edits`` writes another in its place, ``fields`` writes other values of fields;
both keep the rest of the file as it is. ``naming`` renames, replaces and joins, ``territories`` ends a territory in
favour of its successors. Pure: the caller writes what comes out.
"""

from __future__ import annotations
