"""Which names are taken before anybody writes a record: by the site's own pages and files, and by Windows.

A record's id becomes a file and an address for ever, so a taken one is refused where records are checked and never
proposed where records are made. ``tests/test_addresses.py`` holds the lists to what the site really publishes.
"""

from __future__ import annotations

from generator import files
from generator.records import KINDS, PAGED
from generator.records.fields import fields

#: of the names that Windows keeps for devices, those that an id could have
SYSTEM = frozenset(name for name in files.RESERVED if name.isascii())
_SHEETS = {"practices": frozenset(("buklet",))}
#: below every kind with pages: further pages of its listing, its lists by a term. They lie two folders deeper, so a
#: record may have the name, but nothing of ``content/`` may lie among them.
_FOLDERS = frozenset(("po", "stranitsa"))
#: folders of the site that are its own whole
OWN_FOLDERS = frozenset(("admin", "assets", "dannye", "kabinet", "marshrut", "predlozhit", "soglasie", "zamechaniia"))
#: what lies beside a page for programs and for whoever subscribes
_BESIDE = frozenset(("kalendar.ics", "novosti.atom", "novosti.json", "spisok.csv", "zapis.json"))
_OWN_PAGES = frozenset(
    (
        *("", "bazy", "belye-piatna", "belye-piatna/belye-piatna.csv", "bez-interneta", "dostupnost", "guides"),
        *("personalnye-dannye", "poisk", "redaktsiia"),
        *("chemodanchik.zip", "manifest.webmanifest", "robots.txt", "sw.js"),
        *_BESIDE,
        *PAGED,
    )
)


def claimed(kind: str) -> frozenset[str]:
    """The ids that no record of ``kind`` may have, as an id or as a former one."""
    return SYSTEM | ({"index"} | _SHEETS.get(kind, frozenset()) if kind in PAGED else frozenset())


def claimed_terms(vocabulary: str) -> frozenset[str]:
    """The ids that no term of a vocabulary may have: lists by a term lie at ``kind/po/vocabulary/term/``, the booklet
    of an area at ``practices/buklet/area/``, where ``otbor`` is the booklet of a selection."""
    return SYSTEM | {"index"} | ({"otbor"} if vocabulary == "areas" else set())


def is_own(address: str) -> bool:
    """Return whether the site has a page of its own at ``address`` (without slashes at its ends, case folded)."""
    return address in _OWN_PAGES or address.split("/")[0] in OWN_FOLDERS or is_below_listing(address)


def is_below_listing(address: str) -> bool:
    """Return True for an address among the files of a listing, the lists by term and the booklets of a kind."""
    kind, _, rest = address.partition("/")
    name = rest.split("/")[0]
    return kind in PAGED and (name in claimed(kind) | _FOLDERS | _BESIDE or name.startswith("katalog"))


def reason(kind: str, its_id: str) -> str:
    """Why no record of ``kind`` may be called ``its_id``, in Russian; empty when it may."""
    if its_id not in claimed(kind):
        return ""
    if its_id in SYSTEM:
        return f"имя «{its_id}» занято в Windows: файла с таким именем там не создать"
    return f"адрес {kind}/{its_id}/ занят: там страница самого сайта"


def naming(kind: str) -> list[str]:
    """What a new record of the kind is named by: a prefix, then fields; behind the name of one that holds an address
    (``kind/id``) stands a slash: of an address the id counts. Raises KeyError for an unknown kind."""
    model = KINDS[kind]
    several = [name for name in model.named_by if len(fields(model)[name].references) > 1]
    return [model.name_prefix, *(f"{name}/" if name in several else name for name in model.named_by)]
