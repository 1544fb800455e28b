"""The site's own scripts for pages that are opened from a folder: browsers run only classic scripts there.

A module becomes a call that hands its code to ``theme/mkdocs/assets/offline/classic.js``; what it imports comes as
arguments, what it exports is returned. ``import(…)`` and ``fetch(…)`` ask the same script. Nothing else of the code
changes, so the site and the чемоданчик have one search, one catalogue and one lesson.
"""

from __future__ import annotations

import json
import posixpath
import re

LOADER = "assets/offline/classic.js"
_NAME = "metodotekaCarried"
_MODULE = re.compile(r"^(?:import|export)\b|\bimport\.meta\b", re.MULTILINE)
_IMPORT = re.compile(r'^import\s+(?:(\*\s+as\s+\w+|\{[^}]*\}|\w+)\s+from\s+)?"([^"]+)";', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?function\*? |const |let |class )(\w+)", re.MULTILINE)
_EXPORTS = re.compile(r"^export \{([^}]*)\};", re.MULTILINE)
_AS = re.compile(r"\s+as\s+")
_LOADS = re.compile(r"(?<![\w.$])import\(")
_FETCHES = re.compile(r"(?<![\w.$])fetch\(")
_LEFT = re.compile(r"^(?:import|export)\b.*|\bimport\.meta\b.*|^.*\bawait using\b.*", re.MULTILINE)


def is_module(code: str) -> bool:
    """Whether a script imports or exports."""
    return bool(_MODULE.search(code))


def imported(path: str, code: str) -> list[str]:
    """The paths of the modules that the one at ``path`` imports, in order; those that it loads later are not among
    them."""
    return [posixpath.normpath(posixpath.join(posixpath.dirname(path), its[2])) for its in _IMPORT.finditer(code)]


def classic(path: str, code: str) -> str:
    """The script at ``path`` as a classic one that asks ``classic.js`` for the rest. Raises ValueError for a module
    with a form of import or export that is not known here."""
    if not is_module(code):
        return _asking(path, code)
    arguments: list[str] = []
    exported: list[str] = []

    def bind(its: re.Match[str]) -> str:
        name = f"module{len(arguments)}"
        arguments.append(name)
        what = its[1] or ""
        if what.startswith("*"):
            return f"const {what.split()[-1]} = {name};"
        if what.startswith("{"):
            return f"const {_AS.sub(': ', what)} = {name};"
        return f"const {{ default: {what} }} = {name};" if what else ""

    def declare(its: re.Match[str]) -> str:
        exported.append(its[2])
        return f"{its[1]}{its[2]}"

    def gather(its: re.Match[str]) -> str:
        for one in filter(None, map(str.strip, its[1].split(","))):
            own, _, other = _AS.sub(" ", one).partition(" ")
            exported.append(f"{other}: {own}" if other else own)
        return ""

    body = _EXPORTS.sub(gather, _EXPORT.sub(declare, _IMPORT.sub(bind, code))).replace("import.meta.url", "here")
    if left := _LEFT.search(body):
        raise ValueError(f"{path}: {left[0]}")
    needs = json.dumps(imported(path, code))
    return (
        f'{_NAME}.define({json.dumps(path)}, {needs}, ({", ".join(["here", *arguments])}) => {{\n"use strict";\n'
        f"{_asking(path, body)}\nreturn {{ {', '.join(exported)} }};\n}});\n"
    )


def data_script(path: str, text: str) -> str:
    """The script that brings the file of data at ``path``; it lies at the same path with ``.js`` behind it."""
    return f"{_NAME}.put({json.dumps(path)}, {json.dumps(text, ensure_ascii=False)});\n"


def _asking(path: str, code: str) -> str:
    code = _LOADS.sub(lambda _: f"{_NAME}.from({json.dumps(path)})(", code)
    return _FETCHES.sub(f"{_NAME}.fetch(", code)
