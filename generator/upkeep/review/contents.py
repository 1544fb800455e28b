"""What a reviewer should look at in the records themselves: sources, links, addresses, marks, texts, owners, files.

A rule is a generator function whose docstring is the rule. Nothing here is wrong by itself, so nothing is an error, but
for an address that vanishes (law 6) and a link in the tree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from generator import text
from generator.catalog.computed import readings
from generator.catalog.differences.describe import MOSTLY_NEW
from generator.catalog.differences.shown import alike, bag, quoted, strings
from generator.documents.sources import Loc
from generator.problems import ERROR, NOTICE, WARNING, Problem
from generator.records import PAGED, Record
from generator.records.closed_periods import CLOSED_FILE
from generator.records.common import Citation
from generator.records.content import ContentPage
from generator.records.fields import label_of
from generator.records.joined import LOCK_FILE
from generator.records.reading import FIRST_PUBLISHED
from generator.records.scalars import RichText
from generator.records.walking import walk
from generator.upkeep.review.case import Case, of_file
from generator.upkeep.review.changes import Touched, headline
from generator.upkeep.review.git import methodical
from generator.upkeep.review.programs import decides_what_runs

_LARGE_TEXT = 400  # characters
#: an address that people type without https://: no link on the page, but a way out all the same
_BARE = re.compile(
    r"(?<![\w@./:-])(?:[a-zа-яё0-9](?:[a-zа-яё0-9-]{0,60}[a-zа-яё0-9])?\.){1,4}"
    r"(?:ru|su|рф|рус|com|org|net|info|biz|me|io|edu|online|site|shop|store|pro|xyz|top|club|app|ly|cc|by|kz|example)"
    r"(?![\w-])(?:/[\w./?=&%+-]*[\w/])?",
    re.IGNORECASE,
)


def sources_are_good(case: Case) -> Iterator[Problem]:
    """A new record says where its contents come from; a new source names a work, and its link is secure."""
    for old, new in case.records():
        if old is None and not new.sources and new.needs_sources:
            yield case.notice(
                new,
                (),
                "review-no-sources",
                "у новой записи нет ни одного источника",
                "спросите автора, откуда это известно",
            )
        for loc, citation in _citations(new):
            if old is not None and any(citation == other for _, other in _citations(old)):
                continue
            if not (citation.title or citation.document or citation.link):
                yield case.notice(
                    new,
                    loc,
                    "review-source-unnamed",
                    "источник не назван: есть только пояснение",
                    "попросите название работы, документ базы или ссылку",
                )
            elif not (citation.link or citation.document or citation.publisher):
                yield case.notice(
                    new,
                    loc,
                    "review-source-loose",
                    "источник не найти: нет ни ссылки, ни издания",
                    "попросите издание с годом или ссылку",
                )


def _citations(record: Record) -> Iterator[tuple[Loc, Citation]]:
    for position, citation in enumerate(record.sources):
        yield ("sources", position), citation
    if isinstance(source := getattr(record, "source", None), Citation):
        yield ("source",), source


def new_outside_sites(case: Case) -> Iterator[Problem]:
    """A link to a site that the base has not linked to before is opened and read by a person first."""
    before = (*case.before.records.values(), *case.before.content.values())
    known = {site for one in before for site, _ in _links(one)}

    def is_known(site: str, address: str) -> bool:
        # An address without https:// is looked for in all texts, but only when one has come.
        typed = "://" not in address and any(site in raw.casefold() for one in before for raw in strings(one))
        return site in known or typed

    for one in case.touched:
        reported: set[str] = set()
        old = {address for _, address in _links(one.before, typed=True)} if one.before is not None else set()
        for site, address in _links(one.after, typed=True) if one.after is not None else ():
            if address in old:
                continue
            at = _place(case, one.after, address)
            if site not in reported and not is_known(site, address):
                reported.add(site)
                yield case.notice(
                    one.after,
                    at[0],
                    "review-new-site",
                    f"ссылка на новый для базы сайт {site}: {quoted(address, 200)}",
                    "откройте её и посмотрите, куда она ведёт",
                    **at[1],
                )
            if address.startswith("http://"):
                yield case.notice(
                    one.after,
                    at[0],
                    "review-insecure-link",
                    f"ссылка на {site} без шифрования (http)",
                    "проверьте, открывается ли тот же адрес с https://",
                    **at[1],
                )


def _links(one: Any, *, typed: bool = False) -> Iterator[tuple[str, str]]:
    """(site, address) of every link of a record or a page, in fields and in texts; ``typed``: those without https://
    too."""
    if not isinstance(one, Record | ContentPage):
        return
    for raw in strings(one):
        if raw.startswith(("http://", "https://")) and " " not in raw:
            found = [raw]
        else:
            found = [href for href, _, _ in text.links(raw)] if "](" in raw or "://" in raw else []
        found += [match[0] for match in _BARE.finditer(raw)] if typed and "." in raw else []
        for address in found:
            try:
                site = urlsplit(address if "://" in address else f"//{address}").hostname
            except ValueError:
                continue
            if site and (address.startswith(("http://", "https://")) or _BARE.fullmatch(address)):
                yield site.removeprefix("www."), address


def _place(case: Case, one: Any, address: str) -> tuple[Loc, dict[str, int]]:
    """Where an address stands in the file of a record: the loc to name, and the line."""
    for found in walk(one):
        if isinstance(found.marker, RichText) and address in found.value:
            return found.loc, {"line": found.value[: found.value.index(address)].count("\n") + 1}
    source = case.source(one)
    there = (loc for loc, span in source.values.items() if address in source.lines[span.line - 1])
    return max(there, key=len, default=()), {}


def changed_addresses(case: Case) -> Iterator[Problem]:
    """The page of a published record keeps its address (law 6): a record that vanishes or loses its page, and a former
    address that is no longer listed, are errors; a line taken out of the register of addresses is a warning."""
    for one in case.touched:
        if isinstance(one.before, ContentPage) and one.after is None and one.readable:
            message = f"исчезает страница {one.before.address}"
            yield of_file(one.path, "review-page-gone", message, "проверьте, не ведут ли на неё ссылки извне")
    registered = {address for _, address in case.after.addresses}
    for one in case.touched:
        if not isinstance(one.before, Record) or one.before.kind not in PAGED or not one.readable:
            continue  # what a file says that cannot be read, nobody knows: its mistake is told
        before = [one.old_key] if one.before.is_public else []
        before += [f"{one.before.kind}/{alias}" for alias in one.before.aliases] if one.before.is_public else []
        for address in before:
            now = case.after.find(address)
            if address in registered:
                continue  # the check says so itself
            if address in case.after.broken or (now is not None and now.is_public):
                continue
            hint = "верните файл и пометьте status: archived или впишите идентификатор в aliases преемника"
            if now is not None:
                hint = f"сейчас запись — {label_of(now, 'status')}; устаревшую пометьте status: archived"
            severity = NOTICE if one.before.demo else ERROR
            yield of_file(
                one.path, "review-address-vanished", f"исчезает опубликованный адрес {address}", hint, severity
            )
        if one.renamed and one.kept and one.before.is_public:
            yield case.notice(
                one.after,
                ("aliases",),
                "review-address-moved",
                f"страница меняет адрес: {one.old_key} → {one.key}, со старого будет переадресация",
                "проверьте, нужно ли это: адрес печатают и рассылают",
            )
    for _, address in case.before.addresses:
        if address not in registered:
            yield of_file(
                "data/addresses.txt",
                "review-register",
                f"из списка постоянных адресов убран {address}",
                "список только пополняют: metodoteka addresses",
                WARNING,
            )


def changed_memory(case: Case) -> Iterator[Problem]:
    """A day that the base remembers is never changed: figures of past years hang on it. The same holds for what was
    written of closed periods (warning)."""
    before, after = case.before.first_published, case.after.first_published
    for address in sorted(before):
        if after.get(address) != before[address] and (case.after.find(address) or address in after):
            what = f"стал {text.date(after[address])}" if address in after else "убран"
            yield of_file(
                FIRST_PUBLISHED,
                "review-memory",
                f"день первой публикации {address} был {text.date(before[address])}, {what}",
                "от него зависят показатели за прошлые годы; список только пополняют: metodoteka addresses",
                WARNING,
            )
    now = {one.key: one for one in case.after.closed_rows}
    for old in case.before.closed_rows:
        new = now.get(old.key)
        if new != old:
            what = f"{readings.in_words(old)} → {readings.in_words(new)}" if new else "убрано"
            yield of_file(
                CLOSED_FILE,
                "review-memory",
                f"значение закрытого периода {old.scope}, {old.period}, {old.indicator}: {what}",
                "записанное правят, только если оно было неверным: спросите почему",
                WARNING,
            )


def marks_that_matter(case: Case) -> Iterator[Problem]:
    """The mark of a demonstration, the licence and the owner of a record change rarely and with reason."""
    for old, new in case.records():
        if old is not None and old.demo != new.demo:
            message = "запись стала демонстрационной" if new.demo else "запись больше не демонстрационная"
            yield case.notice(
                new, ("demo",), "review-demo", message, "настоящими бывают только записи с настоящим источником"
            )
        if new.license != (old.license if old else "CC BY 4.0"):
            was = f" (была {quoted(old.license)})" if old else ""
            yield case.notice(
                new,
                ("license",),
                "review-license",
                f"лицензия {quoted(new.license)}{was}",
                "менять лицензию может только автор",
            )
        if old is not None and old.owner and old.owner != new.owner:
            title = quoted(case.names.record(f"organizations/{old.owner}"))
            yield case.notice(
                new, ("owner",), "review-owner", f"запись уходит от владельца {title}", "нужно его согласие"
            )


def published_at_once(case: Case) -> Iterator[Problem]:
    """A record is published after it was on review; one that jumps over is read all the more carefully."""
    for old, new in case.records():
        if new.status == "published" and (old is None or old.status == "draft"):
            was = "новая запись" if old is None else "черновик"
            yield case.notice(
                new,
                ("status",),
                "review-published-at-once",
                f"{was} публикуется сразу, без проверки",
                "прочитайте её целиком или попросите status: review",
            )


def large_texts_rewritten(case: Case) -> Iterator[Problem]:
    """A long text that keeps less than half of its words is another text and is read anew."""
    for one in case.touched:
        if one.before is None or one.after is None:
            continue
        old = {found.loc: found.value for found in walk(one.before) if isinstance(found.marker, RichText)}
        for found in walk(one.after):
            was = old.get(found.loc, "")
            if (
                isinstance(found.marker, RichText)
                and len(was) >= _LARGE_TEXT
                and alike(bag(was), bag(found.value)) < MOSTLY_NEW
            ):
                yield case.notice(
                    one.after,
                    found.loc,
                    "review-rewritten",
                    "большой текст переписан больше чем наполовину",
                    "прочитайте его целиком, а не разницу строк",
                )


def whose_records(case: Case) -> Iterator[Problem]:
    """Who answers for the records that existed before is asked: a change of somebody else's record needs their word."""
    owners: dict[str, list[Touched]] = {}
    for one in case.touched:
        if isinstance(one.before, Record) and one.before.owner:
            owners.setdefault(one.before.owner, []).append(one)
    for owner, records in sorted(owners.items()):
        titles = text.join([headline(one.before, case.before) for one in records[:3]])
        rest = f" и ещё {len(records) - 3}" if len(records) > 3 else ""
        yield of_file(
            records[0].path,
            "review-owners",
            f"за эти записи отвечает {quoted(case.names.record(f'organizations/{owner}'))}: {titles}{rest}",
            "если запрос не от этой организации, позовите её посмотреть",
        )


def changed_packages(case: Case) -> Iterator[Problem]:
    """Which records of other bases are shown hangs on one file: only `metodoteka pull` writes it."""
    if any(entry.path == LOCK_FILE for entry in case.files):
        message = "меняется, какие записи других баз показаны"
        hint = "выполните на этой ветке metodoteka pull: если файл после него другой, его правили руками"
        yield of_file(LOCK_FILE, "review-packages", message, hint)


def files_beside_texts(case: Case) -> Iterator[Problem]:
    """A picture or another file beside a text is opened: it may show people, and it may be somebody's work."""
    for entry in case.files:
        if entry.path.startswith("content/") and not entry.path.endswith(".md") and not entry.link:
            if entry.status == "D":
                continue
            what = "новый файл" if entry.status == "A" else "другое содержание файла"
            hint = "откройте его: видны ли люди (нужно согласие) и можно ли его публиковать"
            yield of_file(entry.path, "review-file", f"{what} рядом с текстом", hint)


def files_for_an_engineer(case: Case) -> Iterator[Problem]:
    """Files outside of the records and texts are not for a methodist to judge; a link in a tree is for nobody."""
    mine = set(methodical([entry.path for entry in case.files]))
    for entry in case.files:
        if entry.link and entry.status != "D":
            yield of_file(
                entry.path, "symlink", "файл оказался ссылкой на другое место", "положите на её место сам файл", ERROR
            )
        elif decides_what_runs(entry.path):
            yield of_file(
                entry.path,
                "review-runs",
                "не методический файл: решает, что и с какими правами запускается",
                "смотрит инженер, до слияния и построчно",
            )
    others = [entry.path for entry in case.files if entry.path not in mine and not decides_what_runs(entry.path)]
    if others:
        rest = f" и ещё {len(others) - 10}" if len(others) > 10 else ""
        yield of_file(
            others[0],
            "review-not-methodical",
            f"не методические файлы: {', '.join(others[:10])}{rest}",
            "смотрит инженер: их содержание этот обзор не разбирает",
        )
