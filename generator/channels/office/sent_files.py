"""Files that come with a filled form: pictures put into it or lying beside it, made ready as records carry them.

A file gets a name by what is in it: the same picture is stored once, and one that is changed never takes the place of
one that a reviewer has confirmed. Where nobody has said whose it is and who can be seen, the check says that it waits.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from generator import text
from generator.channels.office.document_pictures import DrawnPicture
from generator.channels.office.filled import FilePlace, FilledEntry, Remark
from generator.documents.sources import Loc
from generator.files.media import handouts, reencode
from generator.problems import ERROR, WARNING
from generator.records.scalars import short

#: the field that carries pictures, the list in whose members a picture may stand, the field of documents
PICTURES, STEPS, MATERIALS = "pictures", "steps", "attachments"
#: the name of a file, which is no address
_FILE = re.compile(r"[^/\\:]+\.[A-Za-z]{3,4}")
MOST = 20  # pictures of one form
_NAMED = "kartinka"
_LONGEST = 40  # letters of a name


@dataclass(frozen=True)
class Found:
    """A picture of a document: where in the record and in the file it stands, the words under it."""

    loc: Loc
    place: FilePlace
    picture: DrawnPicture
    caption: str = ""


def take_pictures(
    found: Sequence[Found], part: Callable[[str], bytes], data: dict[str, Any], places: dict[Loc, FilePlace]
) -> tuple[dict[str, bytes], list[Remark]]:
    """Put the pictures of a document into the record ``data``; ``part`` gives the bytes of a relation. The files by
    their names, and what is told.

    One that stands in the table of pictures belongs to its column, one in a step to the column that names this step;
    any other is a member of its own.
    """
    files: dict[str, bytes] = {}
    remarks: list[Remark] = []
    taken: set[int] = set()  # members of the table that have got their picture
    for at, one in enumerate(found):
        if at == MOST:
            message = f"картинок больше {MOST}: остальные ({len(found) - MOST}) не взяты"
            remarks.append(Remark(one.place, message, "оставьте те, без которых не понять", "picture-many"))
            break
        try:
            name, ready = prepared(part(one.picture.relation), cut=one.picture.cut, turns=one.picture.turns)
        except reencode.NotReady as fault:
            severity = ERROR if one.loc[:1] == (PICTURES,) else WARNING  # answers about a picture that is not there
            remarks.append(_refused(one.place, fault, severity))
            continue
        if name in files:
            hint = "если она нужна и здесь, скажите об этом словами"
            remarks.append(Remark(one.place, "эта картинка уже взята в другом месте", hint, "picture-twice", WARNING))
            continue
        files[name] = ready
        remarks += _put(one, name, data, places, taken)
    return files, remarks


def _put(
    one: Found, name: str, data: dict[str, Any], places: dict[Loc, FilePlace], taken: set[int]
) -> Iterator[Remark]:
    members = data.setdefault(PICTURES, [])
    captions = {"alt": one.picture.alt or one.caption, "title": one.caption if one.picture.alt else ""}
    captions = {its: words for its, words in captions.items() if words}
    step = _member(one.loc, STEPS)
    at = _answered(members, step) if step is not None else _member(one.loc, PICTURES)
    if at is not None and at not in taken:
        member = members[at]
        taken.add(at)
        if written := member.get("file"):
            message = f"рядом с картинкой написано «{short(str(written))}»: эти слова не взяты"
            yield Remark(one.place, message, "впишите их в «Подпись» или «Картинка словами»", "picture-words", WARNING)
        member |= {"file": name} | {its: words for its, words in captions.items() if its not in member}
        places[PICTURES, at, "file"] = one.place
        return
    places[PICTURES, len(members)] = one.place
    members.append({"file": name, **captions, **({} if step is None else {"step": str(step + 1)})})


def _answered(members: Sequence[Mapping[str, Any]], step: int) -> int | None:
    """The column of the table that answers about a picture put into this step: it names the step, and no file."""
    return next(
        (
            at
            for at, one in enumerate(members)
            if str(one.get("step", "")).strip() == str(step + 1) and "file" not in one
        ),
        None,
    )


def _member(loc: Loc, name: str) -> int | None:
    """Which member of the list ``name`` a place is in."""
    at = loc[1] if loc[:1] == (name,) and len(loc) > 1 else None
    return at if isinstance(at, int) else None


def beside(
    entry: FilledEntry, look: Callable[[str], tuple[str, bytes] | None], known: Iterable[str]
) -> tuple[FilledEntry, list[Remark]]:
    """The entry with the pictures and documents that it names and that lie beside its file; ``look`` gives the right
    name and the bytes of such a file, ``known`` are files that records carry already."""
    there, made, remarks = {*known, *entry.files}, dict(entry.files), []
    data = dict(entry.data)
    for kind, field, ready in (
        (PICTURES, "file", prepared), (MATERIALS, "url", prepared_document), (MATERIALS, "file", prepared_document),
    ):  # fmt: skip
        members = data.get(kind)
        out: list[Any] = []
        for at, member in enumerate(members if isinstance(members, list) else ()):
            file_name = str(member.get(field) or "") if isinstance(member, Mapping) else ""
            place = entry.nearest((kind, at, field))
            if file_name and file_name not in {*there, *made} and (kind == PICTURES or _FILE.fullmatch(file_name)):
                try:
                    if named := look(file_name):
                        name, content = ready(named[1], named[0])
                        made[name] = content
                        member = {its: one for its, one in member.items() if its != field} | {"file": name}
                    else:
                        remarks.append(_missing(place, file_name))
                except (reencode.NotReady, handouts.NotFreed) as fault:
                    remarks.append(_refused(place, fault) if kind == PICTURES else _not_freed(place, fault))
            out.append(member)
        if out:
            data[kind] = out
    return replace(entry, data=data, files=made, held=entry.held or bool(remarks)), remarks


def without_files(entry: FilledEntry) -> FilledEntry:
    """The entry without the files that came with it, and without what it says of them."""
    data = dict(entry.data)
    for kind in (PICTURES, MATERIALS):
        members = data.get(kind)
        if isinstance(members, list):
            kept = [one for one in members if not (isinstance(one, Mapping) and one.get("file") in entry.files)]
            data = {name: value for name, value in data.items() if name != kind} | ({kind: kept} if kept else {})
    return replace(entry, data=data, files={})


def prepared(
    data: bytes, name: str = "", *, cut: tuple[float, float, float, float] = (0, 0, 0, 0), turns: int = 0
) -> tuple[str, bytes]:
    """The name and the bytes of a picture as a record carries it; ``name`` is what it was called. Raises
    ``reencode.NotReady``."""
    suffix, made = reencode.reencode_picture(data, cut=cut, turns=turns)
    own = hashlib.sha256(data + repr((cut, turns)).encode() if any(cut) or turns else data).hexdigest()
    return f"{_stem(name) or _NAMED}-{own[:8]}{suffix}", made


def _stem(name: str) -> str:
    stem = PurePosixPath(name).stem
    return text.slug(stem)[:_LONGEST].strip("-") if any(character.isalnum() for character in stem) else ""


def prepared_document(data: bytes, name: str) -> tuple[str, bytes]:
    """The name and the bytes of a document as a record carries it. Raises ``handouts.NotFreed``."""
    suffix = PurePosixPath(name).suffix.lower()
    made = handouts.freed(suffix, data)
    return f"{_stem(name) or 'material'}-{hashlib.sha256(data).hexdigest()[:8]}{suffix}", made


def _not_freed(place: FilePlace, fault: Exception) -> Remark:
    first, _, rest = str(fault).partition(". Что сделать: ")
    return Remark(place, f"файл не взят: {_begun(first)}", " ".join(rest.split()), "document-refused")


def _refused(place: FilePlace, fault: Exception, severity: str = ERROR) -> Remark:
    message = f"картинка не взята: {_begun(str(fault))}"
    hint = "откройте её в программе для картинок, сохраните как PNG или JPEG и вставьте заново"
    return Remark(place, message, hint, "picture-refused", severity)


def _begun(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:].rstrip(".")


def _missing(place: FilePlace, name: str) -> Remark:
    message = f"файла «{short(name)}» рядом с бланком нет"
    hint = "положите его в одну папку с бланком и внесите бланк ещё раз или вставьте картинку прямо в бланк Word"
    return Remark(place, message, hint, "picture-not-there")
