"""Hop 2. Plain data becomes typed records (pydantic, frozen, unknown fields refused) or problems in Russian.

The models are the documentation: labels, help and examples stand on the fields, and the JSON Schemas, the templates of
``metodoteka new`` and the field reference are made from them.
"""

from __future__ import annotations

from generator.records.choices import Offer
from generator.records.common import Record
from generator.records.events import Event, Series
from generator.records.learning import Course, Diagnostics, Document, Glossary, Track
from generator.records.organizations import Association, Center, Organization
from generator.records.practices import Practice, Replication, Review
from generator.records.programmes import Indicator, Programme, Values
from generator.records.territories import District, Region
from generator.records.vocabularies import VOCABULARIES, Vocabulary, VocabularyTerm

#: folder -> model, in the order in which people meet the kinds
KINDS: dict[str, type[Record]] = {
    model.kind: model
    for model in (
        Practice,
        Replication,
        Review,
        Region,
        District,
        Programme,
        Indicator,
        Values,
        Association,
        Center,
        Organization,
        Series,
        Event,
        Track,
        Course,
        Diagnostics,
        Document,
        Glossary,
    )
}

#: kinds whose records have pages of their own (``values`` are shown by indicators and territories)
PAGED = tuple(kind for kind, model in KINDS.items() if model.has_pages)
#: kinds of records that may come along with a record that names them
STUBS = tuple(kind for kind, model in KINDS.items() if model.stub)
#: name of a form -> the kind of record it makes and what the form is, in the order in which people are offered them
OFFERS: dict[str, tuple[str, Offer]] = {
    offer.name: (kind, offer)
    for offer, kind in sorted(
        ((model.offer, kind) for kind, model in KINDS.items() if model.offer), key=lambda pair: pair[0].place
    )
}

__all__ = ["KINDS", "OFFERS", "PAGED", "STUBS", "VOCABULARIES", "Record", "Vocabulary", "VocabularyTerm"]
