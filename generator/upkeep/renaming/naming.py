"""Give a record or a term another name, put another in its place, join several terms in one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

from generator import text
from generator.catalog import Catalog
from generator.documents import comments, sources
from generator.documents.sources import Source
from generator.records import formatter, taken_names
from generator.records.common import TERRITORY
from generator.records.pictures import FOLDER
from generator.records.reading import product_terms
from generator.records.scalars import MAX_ID, check_id
from generator.records.vocabularies import VocabularyTerm
from generator.upkeep.renaming.edits import Edit, Rewritten, changed_lines, rewrite
from generator.upkeep.renaming.fields import rewritten_record
from generator.upkeep.renaming.places import Owner, is_term, namings, pictures_of

_LISTS = "vocabularies"


class NotRenamed(ValueError):
    """What was asked for cannot be done; the text says why and what to do, in Russian."""


@dataclass(frozen=True)
class Renamed:
    """``texts`` are the new texts by path, ``moved`` the files and folders that get another name (from the root of the
    base, present path -> new path), ``edits`` the lines that changed, ``left`` what is to be changed by hand."""

    texts: dict[str, str]
    moved: Mapping[str, str] = field(default_factory=dict)
    edits: tuple[Edit, ...] = ()
    left: tuple[Edit, ...] = ()


def rename_all(catalog: Catalog, address: str, new_id: str) -> Renamed:
    """``kind/id`` or ``list/term`` gets another id: the former one becomes an alias, so that its addresses lead on, and
    everything that names it names it anew. Raises :class:`NotRenamed`."""
    _check_id(catalog, address, new_id)
    now = f"{address.split('/')[0]}/{new_id}"
    if is_term(address):
        return _rename_term(catalog, address, new_id, rewrite(namings(catalog, address), now))
    return _move(catalog, address, now, rewrite(chain(namings(catalog, address), pictures_of(catalog, address)), now))


def replace_name(catalog: Catalog, was: str, now: str, chosen: Callable[[Owner], bool]) -> Renamed:
    """Everything ``chosen`` that names ``was`` names ``now``; both stay. Raises :class:`NotRenamed`."""
    _check_alike(catalog, was, now)
    found = rewrite(namings(catalog, was, chosen), now)
    return Renamed(found.texts, {}, found.edits, found.left)


def join_terms(catalog: Catalog, joined: Sequence[str], into: str) -> Renamed:
    """Several terms of a list become one of them or another: their ids become its aliases. That one may be the
    product's: the base's file then says no more of it than these. Raises :class:`NotRenamed`."""
    joined = list(dict.fromkeys(joined))
    for address in joined:
        _check_alike(catalog, address, into)
    vocabulary, _, term = into.partition("/")
    own = _written_terms(catalog, vocabulary)
    ids = [address.partition("/")[2] for address in joined]
    for one in ids:
        _check_own(catalog, vocabulary, one, into)
    kept = own[term].aliases if term in own else ()
    former = [*kept, *(alias for one in ids for alias in (one, *own[one].aliases))]
    out = Renamed({})
    for address in joined:
        out = _with(out, rewrite(namings(_reread(catalog, out), address), into))
    change: dict[str, Any] = {"aliases": former}
    if term in own and own[term].broader in ids:  # it takes the place of the one above it
        change["broader"] = _above(own, own[term].broader, ids)
    text = _terms_written(catalog, vocabulary, out.texts, {term: change}, without=ids)
    source = catalog.sources[f"{_LISTS}/{vocabulary}"]
    edits = _edits_with(out.edits, source, text[source.path])
    return replace(out, texts=out.texts | text, edits=edits)


def _above(own: Mapping[str, VocabularyTerm], term: str | None, gone: Sequence[str]) -> str | None:
    """The term, or the first above it that is not ``gone``; of a circle there is none."""
    for _ in gone:
        if term is None or term not in gone:
            return term
        term = own[term].broader
    return None if term in gone else term


def _with(out: Renamed, found: Rewritten) -> Renamed:
    return Renamed(out.texts | found.texts, {}, out.edits + found.edits, out.left + found.left)


def _reread(catalog: Catalog, out: Renamed) -> Catalog:
    """The catalog with the places of texts that have changed already: of several terms in one list each is replaced."""
    again = {key: _parsed(out.texts[it.path], it) for key, it in catalog.sources.items() if it.path in out.texts}
    return replace(catalog, sources={**catalog.sources, **again}) if again else catalog


def _parsed(text: str, source: Source) -> Source:
    return sources.parse(text, source.path)[0] or source


# --- a record ---------------------------------------------------------------------------------------------------------


def _move(catalog: Catalog, address: str, now: str, found: Rewritten) -> Renamed:
    record = catalog.records[address]
    source = catalog.sources[address]
    changes = {"aliases": [one for one in (*record.aliases, record.id) if one != now.split("/")[1]]}
    text = rewritten_record(_parsed(found.texts.get(source.path, ""), source), record.kind, changes)
    path = f"data/{now}.{source.path.rpartition('.')[2]}"
    texts = {name: it for name, it in found.texts.items() if name != source.path}
    moved = {source.path: path}
    if any(name.startswith(f"{FOLDER}/{address}/") for name in catalog.assets):
        moved[f"content/{FOLDER}/{address}"] = f"content/{FOLDER}/{now}"
    return Renamed(texts | {path: text}, moved, _edits_with(found.edits, source, text, path), found.left)


def _edits_with(edits: Sequence[Edit], source: Source, text: str, path: str = "") -> tuple[Edit, ...]:
    """The edits with those that make the file of ``source`` this text, which may lie at another ``path`` then."""
    others = (one for one in edits if one.path != source.path)
    return (*others, *(replace(one, path=path or one.path) for one in changed_lines(source, text)))


# --- a term -----------------------------------------------------------------------------------------------------------


def _rename_term(catalog: Catalog, address: str, new_id: str, found: Rewritten) -> Renamed:
    vocabulary, _, term = address.partition("/")
    _check_own(catalog, vocabulary, term)
    change = {"id": new_id, "aliases": [*_written_terms(catalog, vocabulary)[term].aliases, term]}
    text = _terms_written(catalog, vocabulary, found.texts, {term: change})
    source = catalog.sources[f"{_LISTS}/{vocabulary}"]
    edits = _edits_with(found.edits, source, text[source.path])
    return Renamed(found.texts | text, {}, edits, found.left)


def _written_terms(catalog: Catalog, vocabulary: str) -> dict[str, VocabularyTerm]:
    return {term.id: term for _, term in catalog.vocabularies[vocabulary].written()}


def _check_own(catalog: Catalog, vocabulary: str, term: str, into: str = "") -> None:
    """A term of the product stays, also where the base's file says more of it: without it the product's shows again."""
    its_list = catalog.vocabularies[vocabulary]
    if term in _written_terms(catalog, vocabulary) and (its_list.whole or term not in product_terms(vocabulary)):
        return
    other = into or f"{vocabulary}/СВОЙ"
    begun = "" if into else f"заведите в файле data/{_LISTS}/{vocabulary}.yml свой термин и "
    raise NotRenamed(
        f"Термин «{term}» — из списка самой Методотеки: у него нет другого имени, и из списка он не уходит. Чтобы "
        f"записи называли вместо него другой, {begun}выполните: metodoteka replace {vocabulary}/{term} {other}"
    )


def _terms_written(
    catalog: Catalog,
    vocabulary: str,
    texts: Mapping[str, str],
    changes: Mapping[str, Mapping[str, Any]],
    without: Sequence[str] = (),
) -> dict[str, str]:
    """The file of the list with fields of some terms changed, those it does not have added, and others left out."""
    source = catalog.sources[f"{_LISTS}/{vocabulary}"]
    now = _parsed(texts.get(source.path, ""), source)
    now = _parsed("\n".join(_without_terms(now, without)), now)
    kept = now.data["terms"] or []  # it had none but those that are left out
    terms = [{**one, **changes.get(one["id"], {})} for one in kept]
    terms = [{name: it for name, it in one.items() if it is not None} for one in terms]
    terms += [{"id": one, **its} for one, its in changes.items() if one not in {term["id"] for term in kept}]
    data = formatter.unended({**now.data, "terms": terms})
    return {source.path: formatter.render(_LISTS, data, comments.read_comments(now))}


def _without_terms(source: Source, ids: Sequence[str]) -> list[str]:
    """The lines of a list without those of some terms and the comments above them."""
    starts = [source.place(("terms", n)).line for n in range(len(source.data["terms"]))]
    begins = [_with_comments(source, start) for start in starts] + [len(source.lines) + 1]
    gone = {
        line
        for n, one in enumerate(source.data["terms"])
        if one["id"] in ids
        for line in range(begins[n], begins[n + 1])
    }
    return [line for number, line in enumerate(source.lines, 1) if number not in gone]


def _with_comments(source: Source, start: int) -> int:
    """The first of the comment lines right above a line."""
    while re.fullmatch(r"\s*#.*", source.lines[start - 2]):
        start -= 1
    return start


# --- what may be asked for --------------------------------------------------------------------------------------------


def _check_known(catalog: Catalog, address: str) -> None:
    kind, _, its_id = address.partition("/")
    if is_term(address):
        vocabulary = catalog.vocabularies.get(kind)
        if vocabulary is None:
            raise NotRenamed(
                f"Ни вида записей, ни списка терминов «{kind}» нет. Пишите вид/имя, например practices/parnoe"
            )
        if not its_id:
            raise NotRenamed(f"{kind} — список целиком. Назовите термин: {kind}/ИМЯ (metodoteka vocabulary {kind})")
        if its_id not in {term.id for term in vocabulary.terms}:
            now = vocabulary.by_id.get(its_id)
            hint = f"Теперь он {kind}/{now.id}" if now else f"Посмотреть список: metodoteka vocabulary {kind}"
            raise NotRenamed(f"Термина «{its_id}» в списке {kind} нет. {hint}")
    elif address not in catalog.records:
        present = catalog.aliases.get(address)
        hint = f"теперь она {present}" if present else f"проверьте имена файлов в data/{kind}/"
        raise NotRenamed(f"Записи {address} нет: {hint}")
    elif origin := catalog.origins.get(address):
        raise NotRenamed(f"Запись {address} ведёт база «{origin.base.title}»: имя ей дают там.")


def _check_id(catalog: Catalog, address: str, new_id: str) -> None:
    _check_known(catalog, address)
    kind, _, was = address.partition("/")
    if new_id == was:
        raise NotRenamed(same_name_message(address))
    try:
        check_id(new_id)
    except ValueError:
        raise NotRenamed(
            f"Имя «{new_id}» не годится: нужны строчные латинские буквы, цифры и дефис, например "
            f"{text.slug(text.in_one_alphabet(new_id))[:MAX_ID].strip('-') or 'urok-dialog'}"
        ) from None
    if is_term(address):
        if new_id in catalog.vocabularies[kind].by_id:
            raise NotRenamed(
                f"Имя «{new_id}» в списке {kind} уже есть. Чтобы сделать из двух терминов один: "
                f"metodoteka merge {address} --into {kind}/{new_id}"
            )
        if new_id in taken_names.claimed_terms(kind):
            raise NotRenamed(f"Имя «{new_id}» занято: страницы с таким адресом у термина быть не может")
        return
    other = catalog.find(f"{kind}/{new_id}")
    if other is not None and other.key != address:
        raise NotRenamed(f"Имя «{new_id}» уже у записи {other.key}: возьмите другое")
    if why := taken_names.reason(kind, new_id):
        raise NotRenamed(f"{why[:1].upper()}{why[1:]}. Возьмите другое имя, например {was}-2")


def _check_alike(catalog: Catalog, was: str, now: str) -> None:
    for address in (was, now):
        _check_known(catalog, address)
    first, second = was.split("/")[0], now.split("/")[0]
    if first != second and not {first, second} <= set(TERRITORY):
        raise NotRenamed(f"Вместо {first} не поставить {second}: заменить можно только на то же самое по виду")
    if was == now:
        raise NotRenamed(same_name_message(was))


def same_name_message(address: str) -> str:
    """What is said where a name would take its own place."""
    return f"Это одно и то же: {address}"
