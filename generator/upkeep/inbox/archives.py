"""Letters and archives in the folder: what is inside is laid beside them, to be taken as if it had been sent alone.

Mailboxes give all attachments of a letter as one .zip, or the whole letter as .eml (several of them as a .zip, too);
the form of the site writes the record itself into a letter (``letters``).
"""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path, PurePosixPath

from generator import files
from generator.channels import sent_parcels
from generator.channels.fixes.characters import decoded
from generator.channels.office.file_formats import MAX_OFFICE_BYTES, OTHER_FORMATS
from generator.channels.sent_text import SentRecord, parse_submission
from generator.channels.submissions import as_proposals
from generator.documents import folders
from generator.upkeep.inbox import letters

FROM_FILE = " — из файла "
"""Stands in the name of a file that was taken out of another."""
ANSWER = "Ответ — "
"""How the names of our answers begin."""
HELD = "Посмотреть — "
"""How the names of folders begin in which pictures and documents wait for somebody to look at them."""
_MOST = 50
TAKEN_APART = frozenset({".zip", ".eml", ".msg"})
"""Ends of names of what is taken apart; a text is where it holds a record."""
#: what is taken; the other formats are for an answer that says how to save them
_KEPT = frozenset({".docx", ".xlsx", ".yml", ".yaml", ".zip", *OTHER_FORMATS})
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)


@dataclass(frozen=True)
class Unpacked:
    """What a file of the folder held: its hash, the files to lay beside it, the names of those that are left in it, and
    whether it is a letter of a program that writes them its own way."""

    name: str
    hash: str
    members: Mapping[str, bytes] = field(default_factory=dict)
    left: tuple[str, ...] = ()
    is_closed: bool = False


def packed(folder: Path, known: Collection[str]) -> list[tuple[Path, bytes, str]]:
    """Archives and letters that nobody has taken apart yet (``known`` are hashes), with content and hash."""
    found = []
    for path in folders.ordinary_files(folder):
        if path.suffix.lower() not in {".txt", *TAKEN_APART} or path.name.startswith(ANSWER):
            continue
        if path.stat().st_size > MAX_OFFICE_BYTES:
            continue
        data = folders.read_whole(path)
        its_hash = hashlib.sha256(data).hexdigest()
        if its_hash not in known and _holds_others(path.suffix.lower(), data):
            found.append((path, data, its_hash))
    return found


def holds_record(data: bytes) -> bool:
    """Return whether a text has the record of a form in it."""
    return letters.has_record(_words(data))


def _holds_others(suffix: str, data: bytes) -> bool:
    """Return whether a file is to be taken apart: an archive that the form has made is one record with its pictures."""
    return holds_record(data) if suffix == ".txt" else not sent_parcels.is_parcel(data)


def unpacked(folder: Path, known: Collection[str]) -> Iterator[Unpacked]:
    """Everything new that holds others, with what is in it. What cannot be read yet (it is still being copied) is left
    for the next run."""
    for path, data, its_hash in packed(folder, known):
        suffix = path.suffix.lower()
        if suffix == ".msg":
            yield Unpacked(path.name, its_hash, is_closed=True)
            continue
        try:
            inside = list(letters.records_in_words(_words(data)) if suffix == ".txt" else _OPENED[suffix](data))
        except _UNREADABLE:
            continue
        except (ValueError, LookupError, TypeError, AttributeError):  # what the library for letters stumbles over
            inside = []
        yield _laid(path, its_hash, inside)


def _laid(path: Path, its_hash: str, inside: Iterable[letters.LetterFile]) -> Unpacked:
    members: dict[str, bytes] = {}
    left: list[str] = []
    # A scan that accompanies a blank is no blank.
    everything = _together([one for name, data in inside for one in _opened(name, data)])
    has_blanks = any(_is_taken(name, data) and not name.lower().endswith(".pdf") for name, data in everything)
    for name, data in everything:
        is_wanted = _is_taken(name, data) and not (has_blanks and name.lower().endswith(".pdf"))
        made = _beside(name, path.stem, members) if is_wanted and len(members) < _MOST else ""
        if made:
            members[made] = data
        elif name:
            left.append(name)
    return Unpacked(path.name, its_hash, members, tuple(left))


def _together(inside: list[letters.LetterFile]) -> list[letters.LetterFile]:
    """The files, a record with the pictures and documents that it names as one parcel: a telephone hands them over
    apart."""
    pictures = {name: data for name, data in inside if sent_parcels.may_be_named(name)}
    joined: set[str] = set()
    out: list[letters.LetterFile] = []
    for name, data in inside:
        sent = parse_submission(_words(data))[0] if pictures and name.lower().endswith((".yml", ".yaml")) else []
        proposals, problems = as_proposals(sent)
        wanted = {one.key: sent_parcels.named_files(one.data) & pictures.keys() for one in proposals}
        if any(wanted.values()) and not problems:
            records = [SentRecord(one.kind, one.id, its.text) for one, its in zip(proposals, sent, strict=True)]
            beside = {key: {file: pictures[file] for file in sorted(names)} for key, names in wanted.items()}
            joined.update(*wanted.values())
            out.append((f"{PurePosixPath(name).stem}.zip", sent_parcels.join_parcel(records, beside)))
        else:
            out.append((name, data))
    return [one for one in out if one[0] not in joined]


def _opened(name: str, data: bytes) -> Iterator[letters.LetterFile]:
    """A file of a letter or an archive, by its bare name; of a text with records the records."""
    bare = PurePosixPath(name.replace("\\", "/")).name
    if bare.startswith((".", "~$")) or not bare:
        return
    if bare.lower().endswith(".txt") and letters.has_record(words := _words(data)):
        stem = bare[: -len(".txt")]
        for made, record in letters.records_in_words(words):
            yield f"{stem}{made.removeprefix(letters.IN_WORDS).removesuffix('.yml')}.yml", record
        return
    yield bare, data


def _is_taken(name: str, data: bytes) -> bool:
    suffix = PurePosixPath(name).suffix.lower()
    return suffix in _KEPT and len(data) <= MAX_OFFICE_BYTES and (suffix != ".zip" or sent_parcels.is_parcel(data))


def _beside(name: str, source: str, members: Collection[str]) -> str:
    """The name under which a file is laid beside the one that held it; files of one name are told apart: letters of
    many people bring blanks of one name. Empty for a name that no disk takes."""
    suffix = PurePosixPath(name).suffix
    taken = {one.casefold() for one in members}
    for number in range(1, _MOST + 1):
        stem = name[: -len(suffix)][:60].strip() + (f" ({number})" if number > 1 else "")
        made = f"{stem}{FROM_FILE}{source[:60].strip()}{suffix.lower()}"
        if made.casefold() not in taken:
            return "" if files.unsafe(made) else made
    return ""


def sent_name(name: str) -> str:
    """The name by which a sender knows the file ``name``: «карта — из файла письмо.xlsx» came as «карта.xlsx»."""
    stem, found, _ = name.rpartition(FROM_FILE)
    return f"{stem}{PurePosixPath(name).suffix}" if found else name


def _words(data: bytes) -> str:
    return decoded(data)[0] or data.decode("utf-8", "replace")


def _of_archive(data: bytes) -> Iterator[letters.LetterFile]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for member in [one for one in archive.infolist() if not one.is_dir()][: 2 * _MOST]:
            with archive.open(member) as stream:
                content = stream.read(MAX_OFFICE_BYTES + 1)
            if member.filename.lower().endswith(".eml"):
                yield from letters.of_letter(content)
            else:
                yield member.filename, content


_OPENED = {".zip": _of_archive, ".eml": letters.of_letter}
