"""Rules about what an author says of himself: awards of his own organisation, levels and titles that he gives himself,
sources that are the base itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.catalog import Catalog
from generator.catalog.computed import awards, evidence
from generator.checks.place import warning
from generator.problems import Problem
from generator.records.common import Record
from generator.records.learning import Course
from generator.records.organizations import Association, Center, Organization
from generator.records.practices import Practice

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
            for name in ("title", "summary"):
                if found := _PRAISE.search(getattr(record, name) or ""):
                    message = f"запись сама себя хвалит: «{found[0].strip()}»"
                    hint = (
                        "уберите: уровень сайт вычисляет по записям, награду пишут в awards, экспертизу — отдельной "
                        "записью"
                    )
                    yield warning(catalog, record, (name,), "self-praise", message, hint)


def awards_are_of_strangers(catalog: Catalog) -> Iterator[Problem]:
    """An award that the author's own organisation gave is told as such (warning); the page says it too."""
    for record in catalog.own_of(Practice):
        for n, award in enumerate(record.awards):
            if why := awards.objection(catalog, record, award):
                field = "organization" if award.organization else "event"
                hint = "независимую награду присуждает другая организация; эту страница покажет с оговоркой"
                yield warning(catalog, record, ("awards", n, field), "award-not-independent", str(why), hint)


def sources_lie_elsewhere(catalog: Catalog) -> Iterator[Problem]:
    """A source is not the site of the base itself (warning): it would prove what it says by what it says."""
    for record in catalog.own_records:
        for n, source in enumerate(record.sources):
            if not evidence.stands_alone(source, catalog.site):
                message = "источник ведёт на сайт этой же базы: он ничего не подтверждает"
                hint = "назовите саму работу и ссылку на неё; документ базы называют в document"
                yield warning(catalog, record, ("sources", n, "link"), "own-source", message, hint)
