"""Letters and archives in the folder: what is inside is laid beside them, to be taken as if it had been sent alone.

Mailboxes give all attachments of a letter as one .zip, or the whole letter as .eml; the form of the site writes the
record itself into a letter.
"""

from __future__ import annotations

import email
import email.policy
import hashlib
import re
import zipfile
import zlib
from collections.abc import Collection, Iterator
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path, PurePosixPath

from generator import files
from generator.channels import sent_parcels
from generator.channels.office.safety import MAX_OFFICE_BYTES, OTHER_FORMATS
from generator.documents import folders

FROM_FILE = " — из файла "
"""Stands in the name of a file that was taken out of another."""
ANSWER = "Ответ — "
"""How the names of our answers begin."""
HELD = "Посмотреть — "
"""How the names of folders begin in which pictures and documents wait for somebody to look at them."""
_MOST = 50
_DEPTH = 5
"""So many letters one in another are opened: people pass a letter on as an attachment."""
#: what is taken; the other formats are for an answer that says how to save them
_KEPT = frozenset({".docx", ".xlsx", ".yml", ".yaml", ".zip", *OTHER_FORMATS})
#: before each of several records (``sent_text``)
_SEVERAL = re.compile(r"--- # data/")
_FIRST = "# yaml-language-server: $schema="
#: a line of a record that does not belong to a text or a group
_OWN_LINE = re.compile(r"[a-z_]+:|#|- |\s|$")


def packed(folder: Path, known: Collection[str]) -> list[tuple[Path, bytes, str]]:
    """Archives and letters that nobody has taken apart yet (``known`` are hashes), with content and hash."""
    found = []
    for path in folders.ordinary_files(folder):
        if path.suffix.lower() not in (".zip", ".eml", ".txt") or path.name.startswith(ANSWER):
            continue
        if path.stat().st_size > MAX_OFFICE_BYTES:
            continue
        data = folders.read_whole(path)
        its_hash = hashlib.sha256(data).hexdigest()
        if its_hash not in known and _holds_others(path.suffix.lower(), data):
            found.append((path, data, its_hash))
    return found


def _holds_others(suffix: str, data: bytes) -> bool:
    """Return whether a file is to be taken apart: an archive that the form has made is one record with its pictures."""
    return _FIRST.encode() in data if suffix == ".txt" else not sent_parcels.is_parcel(data)


def unpacked(folder: Path, known: Collection[str]) -> Iterator[tuple[str, str, dict[str, bytes]]]:
    """Name, hash and files (name -> content) of everything new that holds others. What cannot be read yet (it is still
    being copied) is left for the next run; other types and archives in archives are left out."""
    for path, data, its_hash in packed(folder, known):
        try:
            inside = list({".zip": _of_archive, ".eml": _of_letter, ".txt": _of_text}[path.suffix.lower()](data))
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
            continue
        except (ValueError, LookupError, TypeError, AttributeError):  # what the library for letters stumbles over
            inside = []
        members: dict[str, bytes] = {}
        # A scan that accompanies a blank is no blank.
        blanks = [one for one in inside if not one[0].lower().endswith(".pdf")]
        for name, content in (blanks or inside)[:_MOST]:
            suffix = PurePosixPath(name).suffix.lower()
            made = f"{name[: -len(suffix)][:60].strip()}{FROM_FILE}{path.stem[:60].strip()}{suffix}"
            if len(content) <= MAX_OFFICE_BYTES and not files.unsafe(made) and _is_kept(made, content):
                members[made] = content
        yield path.name, its_hash, members


def _wanted(name: str) -> str:
    """The bare name of a file that is taken out, "" for one that is not."""
    bare = PurePosixPath(name.replace("\\", "/")).name
    is_kept = PurePosixPath(bare).suffix.lower() in _KEPT and not bare.startswith((".", "~$"))
    return bare if is_kept else ""


def _is_kept(name: str, data: bytes) -> bool:
    return not name.lower().endswith(".zip") or sent_parcels.is_parcel(data)


def _of_archive(data: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for member in [one for one in archive.infolist() if _wanted(one.filename)][:_MOST]:
            with archive.open(member) as stream:
                yield _wanted(member.filename), stream.read(MAX_OFFICE_BYTES + 1)


def _of_letter(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The attachments of a letter, and the record that the form of the site wrote into its text."""
    letter = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(letter, EmailMessage)
    yield from _of_message(letter, 1)


def _of_message(letter: EmailMessage, depth: int) -> Iterator[tuple[str, bytes]]:
    for part in letter.iter_attachments():
        if part.get_content_type() == "message/rfc822":
            passed_on = part.get_payload(0)
            if depth < _DEPTH and isinstance(passed_on, EmailMessage):
                yield from _of_message(passed_on, depth + 1)
            continue
        content = part.get_payload(decode=True)
        if (name := _wanted(part.get_filename() or "")) and isinstance(content, bytes):
            yield name, content
    text = letter.get_body(("plain",))
    if text is not None:
        words = str(text.get_content()).replace("\r\n", "\n")
        if text.get_param("format") == "flowed":  # RFC 3676: a line that ends with a space goes on
            words = re.sub(r"(?<=\S) \n(?=\S)", " ", words)
        yield from _of_text(words.encode())


def _of_text(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The record in a text: from its first line to the last that can belong to it (below stands a signature); of
    several records all, which end with a line of three dots."""
    rows = data.decode("utf-8-sig", "replace").splitlines()
    begun = next((at for at, row in enumerate(rows) if _SEVERAL.match(row)), None)
    if begun is not None:
        end = next((at + 1 for at in range(begun, len(rows)) if rows[at].rstrip() == "..."), len(rows))
        yield "записи.yml", ("\n".join(rows[begun:end]).rstrip() + "\n").encode()
        return
    first = next((at for at, row in enumerate(rows) if row.startswith(_FIRST)), None)
    if first is not None:
        end = next((at for at in range(first, len(rows)) if not _OWN_LINE.match(rows[at])), len(rows))
        yield "запись.yml", ("\n".join(rows[first:end]).rstrip() + "\n").encode()
