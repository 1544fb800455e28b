"""What changed, in words: two states of a record become sentences that a methodist would say.

One room for every way in that tells of a change: ``review`` before a change is accepted, ``import`` before a record is
replaced. ``describe`` goes through the fields, ``matching`` finds which member of a list is which, ``excerpts`` shows
the changed places of a text with the words around them, ``invisible`` names the differences that nobody sees, ``shown``
says how a single value is written.
"""

from generator.catalog.differences.describe import ChangeLine, describe_changes, describe_new
from generator.catalog.differences.shown import TitleLookup

__all__ = ["ChangeLine", "TitleLookup", "describe_changes", "describe_new"]
