"""The list of addresses that have been published and must stay: made anew from the base, and kept by the job that
publishes."""

from __future__ import annotations

from pathlib import Path

from generator.catalog import Catalog
from generator.channels import proposals
from generator.channels.proposals import Destination, NotProposed, ProposedBranch
from generator.records import PAGED

LIST = "data/addresses.txt"
BRANCH = "predlozhenie/opublikovannye-adresa"
_HEAD = (
    "# Опубликованные адреса: они не исчезают. Список пополняет команда metodoteka addresses;\n"
    "# переименованная запись держит прежний адрес в поле aliases.\n"
)
_TITLE = "data: запомнены опубликованные адреса"


def published(catalog: Catalog) -> set[str]:
    """The addresses of everything that the site shows for good."""
    return {key for key, one in catalog.records.items() if one.is_public and not one.demo and one.kind in PAGED}


def address_list(addresses: set[str]) -> str:
    """The text of the list."""
    return _HEAD + "\n".join(sorted(addresses)) + "\n"


def push_addresses(root: Path, target: Destination, addresses: set[str]) -> ProposedBranch | None:
    """Add the addresses to the list on the main branch of the server; where that is protected, in a branch of their own
    for a request, which is given back. Addresses that the list there has already stay. Nothing is sent where nothing is
    new. Raises :class:`NotProposed`."""
    if not target.remote:
        raise NotProposed(
            "Отправлять некуда: git не знает репозитория на сервере. Добавьте: git remote add origin АДРЕС"
        )
    known = _known(proposals.content_on(root, target, target.into, LIST))
    if addresses <= known:
        return None
    changed = {LIST: address_list(addresses | known).encode()}
    try:
        # Forges start nothing for such a commit: there is nothing new to publish.
        proposals.accept(root, changed, title=f"{_TITLE} [skip ci]", target=target)
        return None
    except NotProposed:
        return proposals.propose(root, changed, title=_TITLE, branch=BRANCH, target=target, replace=True)


def _known(data: bytes | None) -> set[str]:
    rows = (data or b"").decode("utf-8", "replace").splitlines()
    return {row.strip() for row in rows if row.strip() and not row.startswith("#")}
