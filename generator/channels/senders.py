"""What somebody who sends a record does not decide: its state, its former addresses, who has confirmed its pictures,
whether an organisation is there already, and in the end its name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from generator import text
from generator.catalog import Catalog
from generator.channels.office.names import normalize_title
from generator.records import KINDS
from generator.records.complete import FIRST_STATUS
from generator.records.fields import fields
from generator.records.organizations import Organization

#: what the keepers of the base decide
_OF_KEEPERS = ("aliases",)
_CONFIRMED = ("confirmed", "confirmed_by")

#: what a hint tells the keeper to do by a command, as it is said to somebody who has no program
_WORDS_FOR_SENDERS = (
    (re.compile(r"заполните форму: metodoteka template \w+ --format \w+"), "заполните форму или бланк на сайте базы"),
    (re.compile(r"заготовку с подсказками даёт команда: metodoteka new .*"), "заполните форму на сайте базы"),
    (re.compile(r"заведите (?:её|запись): metodoteka new .*"), "попросите того, кто ведёт базу, завести её"),
    (
        re.compile(r"внесите его; или положите картинку рядом с этим файлом"),
        "пришлите его или приложите к письму и картинку",
    ),
    (re.compile(r"распакуйте его и укажите файлы по одному"), "пришлите файлы по одному или архивом .zip"),
    (re.compile(r"перенесите текст в бланк: metodoteka .*"), "перенесите текст в форму или бланк на сайте базы"),
    (re.compile(r"; весь список: metodoteka vocabulary \S+"), ""),
)
_COMMAND = re.compile(r"\bmetodoteka \w|(?<!\S)--\w")


def hint_for_sender(hint: str) -> str:
    """A hint for somebody who has the file and no program; "" where only a command would help."""
    for pattern, instead in _WORDS_FOR_SENDERS:
        hint = pattern.sub(instead, hint)
    return "" if _COMMAND.search(hint) else hint


def of_sender(kind: str, sent: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The data of a new record as it may come from a sender, in the state in which records arrive; and in words what
    was not taken."""
    data = {name: value for name, value in sent.items() if name not in _OF_KEEPERS}
    changed = []
    if len(data) < len(sent):
        changed.append("прежние адреса записи (aliases) не взяты: их ведёт тот, кто ведёт базу")
    if "status" in KINDS[kind].model_fields:
        if data.get("status") not in (None, FIRST_STATUS):
            changed.append("состояние записи стало «на проверке»: публикует тот, кто ведёт базу")
        data["status"] = FIRST_STATUS
    pictures = data.get("pictures")
    if isinstance(pictures, list) and any(isinstance(one, Mapping) and set(one) & set(_CONFIRMED) for one in pictures):
        data["pictures"] = [_unconfirmed(one) for one in pictures]
        changed.append("подтверждение картинки не взято: картинку подтверждает рецензент")
    return data, changed


def _unconfirmed(picture: Any) -> Any:
    if not isinstance(picture, Mapping):
        return picture
    return {name: value for name, value in picture.items() if name not in _CONFIRMED}


def organization_there(data: Mapping[str, Any], base: Catalog) -> str:
    """The id of the organisation of the base that the data of a new one mean: of the same title or short title, and not
    said to be somewhere else; empty for none, and where several may be meant."""
    title, place = normalize_title(str(data.get("title") or "")), data.get("territory")
    found = [
        one.id
        for one in base.all_of(Organization)
        if title in (normalize_title(one.title), normalize_title(one.short_title or ""))
        and (not place or not one.territory or place == one.territory)
    ]
    return found[0] if title and len(found) == 1 else ""


def alike_there(kind: str, data: Mapping[str, Any], base: Catalog) -> tuple[str, str] | None:
    """What is wrong and what to do about a new record that readers would mix up with one of the base: of the same
    title, or an organisation that may be the same one; None for none."""
    raw = data.get("title")
    title = text.clean(raw).casefold().strip() if isinstance(raw, str) else ""
    same = next((record.key for record in base.records.values()
                 if title and record.kind == kind and base.title_of(record).casefold() == title), "")  # fmt: skip
    if same:
        hint = "если это она же, предложите правку на её странице; если другая, дайте другое название"
        return f"в базе уже есть запись с таким названием: {same}", hint
    if KINDS[kind] is not Organization:
        return None
    if near := [there.key for there in base.all_of(Organization) if text.alike_organizations(title, there.title)]:
        hint = "если это она, назовите её в записи так же; если другая, ничего менять не нужно"
        return f"в базе есть похожая организация: {', '.join(near[:3])}", hint
    return None


def with_keepers_words(data: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """``data`` of a sender for a record that the base has as ``before``, with what the keepers have decided of it."""
    kept = {name: before[name] for name in ("status", *_OF_KEEPERS) if name in before}
    confirmed = {
        one.get("file"): {name: one[name] for name in _CONFIRMED if name in one}
        for one in before.get("pictures") or ()
        if isinstance(one, Mapping)
    }
    made = {**data, **kept}
    if isinstance(made.get("pictures"), list):
        made["pictures"] = [
            {**one, **confirmed.get(one.get("file"), {})} if isinstance(one, Mapping) else one
            for one in made["pictures"]
        ]
    return made


def readdressed(value: Any, kind: str, moved: Mapping[str, str]) -> Any:
    """The data of a record of ``kind`` in which references to records that came with it (``kind/id``) name them as the
    program does (``moved``: the new ids)."""
    return _renamed(value, KINDS[kind], moved)


def _renamed(value: Any, model: type[BaseModel] | None, moved: Mapping[str, str]) -> Any:
    if not isinstance(value, Mapping) or model is None:
        return value
    out = dict(value)
    for name, its in fields(model).items():
        inner = out.get(name)
        if inner is None:
            continue
        one = (lambda part, its=its: _renamed(part, its.group, moved)) if its.group else (
            lambda part, its=its: _referring(part, its.references, moved)
        )  # fmt: skip
        out[name] = [one(part) for part in inner] if isinstance(inner, list) else one(inner)
    return out


def _referring(value: Any, kinds: Sequence[str], moved: Mapping[str, str]) -> Any:
    if not isinstance(value, str) or not kinds:
        return value
    if len(kinds) == 1:
        return moved.get(f"{kinds[0]}/{value}", value)
    return f"{value.partition('/')[0]}/{moved[value]}" if value in moved else value
