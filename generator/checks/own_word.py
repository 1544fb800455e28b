"""Rules about what an author says of himself: awards of his own organisation, levels and titles that he gives himself,
sources that are the base itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from generator.catalog import Catalog
from generator.catalog.computed import awards, evidence, independence
from generator.checks.cached_answers import kept
from generator.checks.place import warning
from generator.documents.sources import Loc
from generator.problems import Problem
from generator.records.common import Record
from generator.records.learning import Course, Document
from generator.records.organizations import Association, Center, Organization
from generator.records.practices import Practice, Review
from generator.records.site_addresses import is_page_of

_WHERE = (
    r"(?:в )?(?:Росси\w+|РФ|стран\w+|мир\w*|кра\w|област\w+|республик\w+|регион\w*|округ\w*|район\w*|город\w*"
    r"|год\w+|\d{4})"
)
_WHAT = r"(?:практик|методик|технологи|программ|школ|гимнази|лице|команд|опыт|курс|проект)\w*"
#: what a title may not say of itself: a level of evidence, stars, «the best … of the country», «proved»
_PRAISE = re.compile(
    rf"(?<!витамин )(?<!\w)[ДD][ -]?[0-5](?![\w-])|[★⭐☆✩✪✭🌟](?:[ \uFE0F]*[★⭐☆✩✪✭🌟])+"
    rf"|(?<!\w)(?:сам\w+ )?лучш(?:ая|ий|ее|ей|его|ую) (?:[а-яё]+(?:ая|ий|ый|ое|ую) )?{_WHAT}(?: [а-яё]+)? {_WHERE}"
    r"|(?:№ ?1|номер один|перв\w+ место) в (?:Росси\w+|РФ|стран\w+|мир\w*)"
    rf"|(?:научно|полностью|строго) доказан\w*|доказанн\w+ эффективност\w*|эффективност\w+ (?:научно )?доказан\w*"
    rf"|гарантир\w+ (?:результат|рост|успех)\w*|(?:одобрен|рекомендован|признан)\w* (?:Мин|РАО|ФИПИ|Рособр)\w*",
    re.IGNORECASE,
)


def levels_are_computed(catalog: Catalog) -> Iterator[Problem]:
    """A title and a summary do not award themselves a level, stars or a place in the country (warning): the level is
    computed, an award stands in its own field."""
    for model in (Practice, Course, Organization, Association, Center):
        records: tuple[Record, ...] = catalog.own_of(model)
        for record in records:
            for name, words in _praise(record):
                message = f"запись сама себя хвалит: «{words}»"
                hint = (
                    "уберите: уровень сайт вычисляет по записям, награду пишут в awards, экспертизу — отдельной записью"
                )
                yield warning(catalog, record, (name,), "self-praise", message, hint)


@kept
def _praise(record: Record) -> Iterator[tuple[str, str]]:
    """The fields in which a record praises itself, and with what words."""
    for name in ("title", "summary"):
        if found := _PRAISE.search(getattr(record, name) or ""):
            yield name, found[0].strip()


def awards_are_of_strangers(catalog: Catalog) -> Iterator[Problem]:
    """An award that the author's own organisation gave is told as such (warning); the page says it too."""
    for record in catalog.own_of(Practice):
        for n, award in enumerate(record.awards):
            if why := awards.objection(catalog, record, award):
                field = "organization" if award.organization else "event"
                hint = "независимую награду присуждает другая организация; эту страница покажет с оговоркой"
                yield warning(catalog, record, ("awards", n, field), "award-not-independent", str(why), hint)


def reviews_are_not_exchanged(catalog: Catalog) -> Iterator[Problem]:
    """Two organisations that praise each other's practices are told (warning): neither word is a stranger's, and none
    counts. Of drafts it is told before they are published."""
    good_words = list(independence.good_words(catalog.own_of(Practice), catalog.own_of(Review)))
    ties = replace(catalog.ties, praised=independence.praised(good_words, catalog.ties.aliases))
    for word in good_words:
        found = ties.praises(word.authors, word.who, demo=word.practice.demo)
        if found is None or any(ties.one_body(word.who, author) for author in word.authors):
            continue
        loc: Loc = ("organization",) if word.place is None else ("outcomes", word.place, "organization")
        what = "взаимная экспертиза" if word.place is None else "взаимное измерение"
        message = f"{what}: «{ties.title(found[0])}» хвалит практику этой организации ({found[1]}); не засчитано"
        hint = "пусть одну из двух практик оценит третья организация"
        yield warning(catalog, word.record, loc, "review-exchanged", message, hint)


def sources_lie_elsewhere(catalog: Catalog) -> Iterator[Problem]:
    """A source, and the text of a document, is not a page of the base itself (warning): it would prove what it says by
    what it says."""
    own = evidence.OwnPages(catalog.site)
    for one in catalog.own_of(Document):
        if one.link and is_page_of(one.link, catalog.site):
            message = "текст документа — страница этой же базы: источником он не считается"
            hint = "дайте ссылку на сам документ; файл, который лежит на этом сайте, годится"
            yield warning(catalog, one, ("link",), "own-source", message, hint)
    for record in catalog.own_records:
        for n, source in enumerate(record.sources):
            if source.document is None and source.link and not evidence.stands_alone(source, own):
                message = "источник ведёт на сайт этой же базы: он ничего не подтверждает"
                hint = "назовите саму работу и ссылку на неё; документ базы называют в document"
                yield warning(catalog, record, ("sources", n, "link"), "own-source", message, hint)
