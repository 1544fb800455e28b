"""Rules about names that become files and addresses: what they promise to hold, the site can publish on every disk."""

from __future__ import annotations

from collections.abc import Iterator

from generator import files
from generator.catalog import Catalog
from generator.checks.place import error
from generator.documents.sources import Loc
from generator.problems import ERROR, Problem
from generator.records import PAGED, taken_names


def former_names_are_free(catalog: Catalog) -> Iterator[Problem]:
    """No record had, and no term has or had, a name that Windows keeps for itself or that is an address of the site's
    own (the present names of records are looked at when they are read)."""
    for record in catalog.own_records:
        for position, alias in enumerate(record.aliases):
            if why := taken_names.reason(record.kind, alias):
                yield error(catalog, record, ("aliases", position), "claimed-name", why, "уберите имя из aliases")
    for name, vocabulary in catalog.vocabularies.items():
        claimed = taken_names.claimed_terms(name)
        source = catalog.sources.get(f"vocabularies/{name}")
        if source is None:
            continue  # a list of the product alone
        for position, term in vocabulary.written():
            ids: list[tuple[Loc, str]] = [(("id",), term.id)]
            ids += [(("aliases", n), alias) for n, alias in enumerate(term.aliases)]
            for loc, its_id in ids:
                if its_id in claimed:
                    message = f"имя «{its_id}» занято: страницы с таким адресом у термина быть не может"
                    hint = f"назовите иначе, например {its_id}-2"
                    yield source.problem(("terms", position, *loc), "claimed-name", message, hint)


def content_has_addresses_of_its_own(catalog: Catalog) -> Iterator[Problem]:
    """Every page and file of ``content/`` has an address that nothing else has: no other page or file, also where a
    disk ignores case, no record, no page or folder of the site itself."""
    pages = {f"content/{address}.md": _place(address) for address in catalog.content}
    loose = {f"content/{name}": name for name in catalog.assets}
    owners: dict[str, str] = {}
    for path, address in sorted({**pages, **loose}.items()):
        folded = files.normalize_path(address)
        first = owners.setdefault(folded, path)
        if first != path:
            yield _problem(path, f"на сайте этот адрес уже у файла {first}", "переименуйте один из двух файлов")
        elif claim := _claim(catalog, folded, is_page=path in pages):
            yield _problem(path, claim, "переименуйте файл или перенесите его в другую папку внутри content/")
    for path, name in sorted(loose.items()):
        beneath = f"{files.normalize_path(name)}/"
        inside = next((owner for address, owner in owners.items() if address.startswith(beneath)), None)
        if inside:
            message = f"на сайте по этому адресу лежит папка файла {inside}"
            yield _problem(path, message, "переименуйте один из двух файлов")


def _place(address: str) -> str:
    """The folder of a page on the site: ``guides/iom`` for guides/iom.md and for guides/iom/index.md."""
    return "" if address == "index" else address.removesuffix("/index")


def _claim(catalog: Catalog, address: str, *, is_page: bool) -> str:
    """Why nothing of ``content/`` may have an address, in Russian; empty when it may."""
    kind, _, rest = address.partition("/")
    name = rest.split("/")[0]
    own = (
        taken_names.is_own(address)
        if is_page
        else kind in taken_names.OWN_FOLDERS or taken_names.is_below_listing(address)
    )
    if own:
        return f"адрес /{address} занят: там страницы самого сайта"
    if kind in PAGED and catalog.find(f"{kind}/{name}"):
        return f"адрес /{address} занят записью {kind}/{name}"
    return ""


def _problem(path: str, message: str, hint: str) -> Problem:
    return Problem(path, 0, 0, "", "address-taken", message, hint, ERROR)
