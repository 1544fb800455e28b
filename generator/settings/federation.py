"""The bases that this one is joined with: ``plugins: metodoteka: federation:`` of ``mkdocs.yml``."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from generator.records.federation_package import KEY_SIGN, LONGEST_BASE_NAME, is_base_name, key_bytes
from generator.settings import configuration

_OPTIONS = ("name", "from", "key", "demo", "handed_on")
EXAMPLE_LINE = (
    "- {name: kamskii, from: https://kamskii.example.org/dannye/v1/federation.json, "
    f"key: '{KEY_SIGN}…'}}; строку с ключом даёт хозяин той базы"
)


@dataclass(frozen=True)
class ListedBase:
    """A base to join with: what it is called here, the address or the path of its manifest, the key its packages are
    signed by; whether its demonstration records come too, and the packages that it hands on for others."""

    name: str
    address: str
    key: str
    demo: bool = False
    handed_on: bool = False


def federation_of(written: Any) -> tuple[ListedBase, ...]:
    """What ``federation:`` says; nothing where it is empty. Raises ValueError with everything that is wrong, a line
    each."""
    if written in (None, [], {}):
        return ()
    if not isinstance(written, list) or not all(isinstance(one, dict) for one in written):
        raise ValueError(f"здесь нужен список баз, строка на базу: {EXAMPLE_LINE}")
    wrong = [f"база {number}: {fault}" for number, one in enumerate(written, 1) for fault in _faults(one)]
    for name, what in (("name", "имя"), ("key", "ключ"), ("from", "адрес")):
        values = [str(one.get(name)) for one in written]
        wrong += [f"{what} {value} назван дважды" for value in dict.fromkeys(values) if values.count(value) > 1]
    if wrong:
        raise ValueError("\n".join(wrong))
    return tuple(
        ListedBase(one["name"], one["from"].strip(), one["key"], bool(one.get("demo")), bool(one.get("handed_on")))
        for one in written
    )


def listed_bases(root: Path) -> tuple[ListedBase, ...]:
    """The bases that the settings in ``root`` list; none where the settings are wrong: that is told elsewhere."""
    try:
        return federation_of(configuration.plugin_options(configuration.read_settings(root) or {}).get("federation"))
    except ValueError:
        return ()


def is_on_net(address: str) -> bool:
    """Return True for an address that the net is asked for, False for a path."""
    return "://" in address


def is_loopback(host: str) -> bool:
    """Return True for this computer itself."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def wrong_address(address: str) -> str:
    """What is wrong with the address of a manifest, in Russian; empty for a good one. Without TLS only this computer is
    asked, for trials."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "это не адрес"
    if parts.scheme == "https" and host and port != 0 and not parts.username:
        return ""
    if parts.scheme == "http" and is_loopback(host):
        return ""
    return "нужен адрес, который начинается с https://, или путь к файлу"


def _faults(one: Mapping[str, Any]) -> Iterator[str]:
    for given in one:
        if given not in _OPTIONS:
            yield f"настройки «{str(given)[:40]}» нет; есть {', '.join(_OPTIONS)}"
    name, address, key = one.get("name"), one.get("from"), one.get("key")
    if not is_base_name(name):
        lead = "нет имени" if name is None else f"имя «{str(name)[:60]}» не годится"
        yield f"{lead}: нужны строчные латинские буквы, цифры и дефисы, до {LONGEST_BASE_NAME} знаков, например kamskii"
    if not isinstance(address, str) or not address.strip():
        yield "не сказано, откуда брать: from: https://…/dannye/v1/federation.json"
    elif is_on_net(address.strip()) and (wrong := wrong_address(address.strip())):
        yield f"from: «{address[:80]}»: {wrong}"
    if not isinstance(key, str) or key_bytes(key) is None:
        lead = "нет ключа" if key is None else f"key: «{str(key)[:60]}» — не ключ"
        yield f"{lead}: строку вида {KEY_SIGN}… даёт хозяин той базы (у него её печатает metodoteka sign)"
    for option in ("demo", "handed_on"):
        if not isinstance(one.get(option, False), bool):
            yield f"{option}: напишите true или false"


__all__ = ["EXAMPLE_LINE", "ListedBase", "federation_of", "is_loopback", "is_on_net", "listed_bases", "wrong_address"]
