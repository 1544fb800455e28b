"""What a reviewer should look at about people: consents, and names in free text. No name is repeated here."""

from __future__ import annotations

from collections.abc import Iterator

from generator import text
from generator.catalog.differences.shown import quoted
from generator.checks.people import cited_works, may_name
from generator.problems import Problem
from generator.records import Record
from generator.records.common import Person
from generator.records.content import ContentPage
from generator.records.materials import is_offered, materials_of
from generator.records.scalars import PlainText, RichText
from generator.records.walking import of_type, walk
from generator.upkeep.review.case import Case


def consents(case: Case) -> Iterator[Problem]:
    """A person who is named for the first time, or whose consent changes, needs a look into the journal of consents:
    is it there, for this site, for the name, for how long (152-ФЗ, article 10.1)."""
    for old, new in case.records():
        before = [found.value for found in of_type(old, Person)] if old else []
        for found in of_type(new, Person):
            person = found.value
            if not person.name or person.consent is None or person in before:
                continue  # a name without a consent is an error of the check
            former = next((one for one in before if one.name == person.name), None)
            if former and former.consent == person.consent:
                continue
            consent = person.consent
            what = "изменено согласие человека" if former else "впервые названо имя человека"
            until = f"до {text.date(consent.until)}" if consent.until else "до отзыва"
            if consent.withdrawn:
                until = f"отозвано {text.date(consent.withdrawn)}"
            yield case.notice(
                new,
                (*found.loc, "consent"),
                "review-consent",
                f"{what} (роль {quoted(person.role)}): согласие от {text.date(consent.given)}, "
                f"{quoted(consent.document)}, для ресурса {quoted(consent.resource)}, {until}",
                "сверьте с журналом согласий; без согласия имя из истории уже не убрать",
            )


def pictures(case: Case) -> Iterator[Problem]:
    """A picture that this change confirms will be published, and who sends it does not confirm it: the reviewer opens
    the file and looks for people. A confirmed picture whose file, statement or consents change is looked at again."""
    for old, new in case.records():
        before = set(getattr(old, "pictures", ()))
        for at, picture in enumerate(getattr(new, "pictures", ())):
            if picture.confirmed and picture not in before:
                yield case.notice(
                    new,
                    ("pictures", at, "confirmed"),
                    "review-picture",
                    "картинка будет опубликована: в этом запросе стоит её подтверждение",
                    "откройте файл сами: узнаваемых детей на картинках не бывает, взрослые — с согласием на снимок",
                )


def new_materials(case: Case) -> Iterator[Problem]:
    """A document that the record carries goes out with it, nobody confirms it apart: the reviewer opens the file."""
    for old, new in case.records():
        before = {material for _, material in materials_of(old)} if old else set()
        for loc, material in materials_of(new):
            if is_offered(material) and material not in before:
                yield case.notice(
                    new,
                    (*loc, "file"),
                    "review-material",
                    "файл будет опубликован вместе с записью",
                    "откройте его сами: в нём не бывает имён учеников, чужих листов и страниц учебников",
                )


def new_names_in_texts(case: Case) -> Iterator[Problem]:
    """Text that this change brings and that looks like a person's name is read by a person: names belong into the
    fields of people, with consent. Authors of cited works are exempt."""
    for one in case.touched:
        if not isinstance(one.after, Record | ContentPage):
            continue
        old = {found.value for found in walk(one.before)} if one.before is not None else set()
        authors = list(cited_works(case.source(one.after)))
        known = [name for was in old if isinstance(was, str) for _, name in text.find_names(was)]
        for found in walk(one.after):
            if not isinstance(found.marker, RichText | PlainText) or found.value in old or may_name(found.loc):
                continue
            if found.loc[-1] == "role":
                continue  # an error of the check
            for start, name in text.find_names(found.value, authors):
                if name in known:
                    continue
                yield case.notice(
                    one.after,
                    found.loc,
                    "review-name",
                    f"похоже, в тексте назван человек: «{text.covered_name(name)}»",
                    "если это не автор книги и не историческое лицо, попросите написать роль",
                    line=found.value.count("\n", 0, start) + 1,
                    column=start - found.value.rfind("\n", 0, start),
                )
