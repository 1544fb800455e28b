"""What a browser would run or fetch in a finished page, seen in the tree that it would make of it.

Lexbor (https://lexbor.com, through ``selectolax``) builds the tree by the HTML standard, as browsers do, and is another
program than the sanitiser's parser: a string on which one of them errs is caught by the other. A whole page takes it
less time than expressions over its tags took.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

#: what the markup standard gives no fetching or running to; everything else is held to be an address
_TEXTS = frozenset(
    "alt abbr about accept charset class cite content coords datatype for headers id itemid itemprop itemtype label"
    " lang longdesc media name pattern placeholder prefix profile property resource scope slot summary title type"
    " typeof value vocab".split()
)
_FOREIGN = frozenset("applet base embed fencedframe frame frameset object portal template".split())
"""Elements that change where addresses lead, run what they load, or hide what they hold (``template`` can become a part
of the page without any script); no page of ours has them."""
_LINKS = frozenset({("a", "href"), ("area", "href"), ("a", "xlink:href")})
_QUIET_RELATIONS = frozenset("alternate author canonical help license next prev".split())
_LISTS = {"srcset": "srcset", "imagesrcset": "srcset", "ping": "spaces", "archive": "spaces", "values": "semicolons"}

# https://url.spec.whatwg.org/#url-parsing: characters below U+0021 at both ends and line ends inside do not count, a
# backslash is a slash, and after «https:» the slashes may be missing.
_EDGES = "".join(map(chr, range(33)))
_OUTSIDE = re.compile(r"(?:(?:https?|wss?|ftp):[/\\]*|[/\\]{2,})([^/\\?#\s]+)", re.IGNORECASE)
_RUNS = re.compile(r"(?:javascript|vbscript|livescript):", re.IGNORECASE)
_MEDIA = re.compile(r"data:(?:image|audio|video|font)/", re.IGNORECASE)
_PICTURES = frozenset("audio image img input link source track video".split())
_REFRESH = re.compile(r"\s*[\d.]*\s*[;,]?\s*(?:url\s*=)?\s*[\"']?\s*", re.IGNORECASE)

_CSS_ESCAPE = re.compile(r"\\(?:([0-9a-f]{1,6})\s?|(.))", re.IGNORECASE | re.DOTALL)
# A comment, or what no comment begins in: a string, an address without quotes.
_CSS_COMMENT = re.compile(
    r"/\*.*?(?:\*/|\Z)|(\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|\burl\(\s*[^\"'\s][^)]*\))",
    re.IGNORECASE | re.DOTALL,
)
_CSS_ADDRESS = re.compile(r"(?:\b(?:url|src)\(|@import\b(?:\s*url\()?)\s*[\"']?\s*([^\"')\s;]{1,2000})", re.IGNORECASE)
_CSS_SET = re.compile(r"image-set\(([^;{}]*)", re.IGNORECASE)
_CSS_STRING = re.compile(r"\"([^\"]*)\"|'([^']*)'")

_NOSCRIPT = re.compile(r"<(/?)noscript(?=[\s/>])", re.IGNORECASE)
_NOEMBED = re.compile(r"</?noembed", re.IGNORECASE)
_SELECT = re.compile(r"<(/?)(select|option|optgroup|selectedcontent)(?=[\s/>])", re.IGNORECASE)


class Script:
    """A script of the page: its ``code`` and whether it is data, loads a file, or comes before the ``policy``."""

    def __init__(self, node: LexborNode, before_policy: bool) -> None:
        kind = (node.attributes.get("type") or "").strip().lower()
        self.is_data = kind in ("application/json", "application/ld+json")
        self.is_file = "src" in node.attributes
        self.code = node.text(deep=True)
        self.before_policy = before_policy


def dangers(source: str) -> Iterator[str]:
    """What a page would run or fetch, in Russian; the same thing may come twice."""
    yield from dangers_and_scripts(source)[0]


def scripts(source: str) -> list[Script]:
    """The scripts of a page in order."""
    return dangers_and_scripts(source)[1]


def dangers_and_scripts(source: str) -> tuple[list[str], list[Script]]:
    """:func:`dangers` and :func:`scripts` of a page at one look."""
    found = ["элемента <noembed> на страницах не бывает"] if _NOEMBED.search(source) else []
    there: list[Script] = []
    policed = False
    for number, reading in enumerate(_readings(source)):
        for tag, node in _nodes(reading):
            found += _in_node(tag, node)
            if number:
                continue
            if tag == "meta" and _is(node, "http-equiv", "content-security-policy"):
                policed = policed or (node.parent is not None and node.parent.tag == "head")
            elif tag == "script":
                there.append(Script(node, not policed))
    return found, there


_PART = "<!doctype html><html><head><title></title></head><body>{0}<article>{1}<{2}></{2}></article></body></html>"
_END = "m-end"


def inspect_part(heads: str, part: str) -> tuple[list[str], list[Script]] | None:
    """:func:`dangers_and_scripts` for what stands inside an ``article`` of a page, and for start tags that stand
    elsewhere in it.

    None when the part does not end where it seems to: with an element, a quotation mark or a comment left open it would
    take what follows into itself, and only a look at the whole page tells what comes of it. A mark behind the part says
    so: in the tree of every reading it has to be an element of that ``article`` itself.
    """
    if f"<{_END}" in part.lower():
        return None
    source = _PART.format(heads, part, _END)
    found = ["элемента <noembed> на страницах не бывает"] if _NOEMBED.search(source) else []
    there: list[Script] = []
    for number, reading in enumerate(_readings(source)):
        ended = False
        for tag, node in _nodes(reading):
            found += _in_node(tag, node)
            if tag == "script" and not number:
                there.append(Script(node, False))
            elif tag == _END:
                above = node.parent
                ended = above is not None and above.tag == "article" and above.parent.tag == "body"
        if not ended:
            return None
    return found, there


def in_style(source: str) -> Iterator[str]:
    """What a style sheet or an attribute ``style`` would fetch from elsewhere."""
    if "//" not in source and "\\" not in source and "http" not in source.lower():
        return
    plain = _CSS_COMMENT.sub(lambda found: found[1] or " ", source)
    plain = _CSS_ESCAPE.sub(_unescaped, plain) if "\\" in plain else plain
    addresses = _CSS_ADDRESS.findall(plain)
    for within in _CSS_SET.findall(plain):
        addresses += [a or b for a, b in _CSS_STRING.findall(within)]
    for address in addresses:
        if outside := _OUTSIDE.match(_bare(address)):
            yield f"обращение к чужому сайту {outside[1]}"


# --- the tree --------------------------------------------------------------------------------------------------------


def _readings(source: str) -> Iterator[str]:
    """The page as each browser may read it.

    With scripts the inside of ``noscript`` is one text, without them it is markup; the tree here is the one without.
    Inside ``select`` the standard used to drop all other elements and now keeps them (customizable select, 2025).
    """
    yield source
    with_scripts = _NOSCRIPT.sub(r"<\1noembed", source)
    if with_scripts != source:
        yield with_scripts
    for reading in dict.fromkeys((source, with_scripts)):
        if (kept := _SELECT.sub(r"<\1x-\2", reading)) != reading:
            yield kept


def _nodes(source: str) -> Iterator[tuple[str, LexborNode]]:
    root = LexborHTMLParser(source).root
    for node in root.traverse(include_text=False) if root else ():
        if tag := node.tag:  # not a comment
            yield tag, node


def _is(node: LexborNode, name: str, value: str) -> bool:
    return (node.attributes.get(name) or "").strip().lower() == value


_QUIET: set[tuple[Any, ...]] = set()
"""Tags with attributes in which nothing was found: most of a page are the same few."""
_MOST_QUIET = 1 << 14


def _in_node(tag: str, node: LexborNode) -> list[str]:
    attributes = node.attributes
    key = (tag, *attributes.items())
    if key in _QUIET:
        return []
    found = list(_in_element(tag.lower(), attributes))
    if tag.lower() == "style":
        return [*found, *in_style(node.text(deep=True))]
    if not found and len(_QUIET) < _MOST_QUIET and sum(len(value or "") for value in attributes.values()) < 200:
        _QUIET.add(key)
    return found


def _in_element(tag: str, attributes: Mapping[str, str | None]) -> Iterator[str]:
    if tag in _FOREIGN:
        yield f"элемента <{tag}> на страницах не бывает"
    if not attributes:
        return
    if tag == "meta" and (attributes.get("http-equiv") or "").strip().lower() == "refresh":
        yield from _in_address("meta", "content", _REFRESH.sub("", attributes.get("content") or "", count=1))
    if "attributename" in {name.lower() for name in attributes}:
        yield from _animated(attributes)
    quiet = tag == "link" and _QUIET_RELATIONS.issuperset((attributes.get("rel") or "none").lower().split())
    for name, value in attributes.items():
        name = name.lower()
        if name.startswith("on"):
            yield f"обработчик событий {name} в разметке: политика безопасности не даст ему работать"
        elif name == "srcdoc":
            yield "страница внутри страницы (srcdoc)"
        elif value and not (name in _TEXTS or name.startswith(("data-", "aria-", "xmlns"))):
            if name == "style" or "url(" in value.lower() or "\\" in value:
                yield from in_style(value)
            if name != "style" and not (quiet and name == "href"):
                for address in _addresses(name, value):
                    yield from _in_address(tag, name, address)


def _animated(attributes: Mapping[str, str | None]) -> Iterator[str]:
    target = next((value or "" for name, value in attributes.items() if name.lower() == "attributename"), "")
    target = target.strip().lower()
    if target.rpartition(":")[2] in ("href", "src", "style") or target.startswith("on"):
        yield f"анимация меняет {target}"


def _addresses(name: str, value: str) -> list[str]:
    kind = _LISTS.get(name)
    if kind == "spaces":
        return value.split()
    if kind == "semicolons":
        return value.split(";")
    if kind == "srcset":  # https://html.spec.whatwg.org/#parsing-a-srcset-attribute
        return [found[1].rstrip(",") for found in re.finditer(r"[\s,]*([^\s,]\S*)(?:(?<!,)\s+[^,]*)?", value)]
    return [value]


def _bare(address: str) -> str:
    return re.sub(r"[\t\r\n]", "", address).strip(_EDGES)


def _in_address(tag: str, name: str, address: str) -> Iterator[str]:
    address = _bare(address)
    if _RUNS.match(address):
        yield f"адрес {address.partition(':')[0].lower()}: запускает программу"
    elif address[:5].lower() == "data:" and not (tag in _PICTURES and _MEDIA.match(address)):
        yield "адрес data: вместо файла сайта"
    elif (tag, name) not in _LINKS and (outside := _OUTSIDE.match(address)):
        yield f"обращение к чужому сайту {outside[1]}"


def _unescaped(found: re.Match[str]) -> str:
    if not found[1]:
        return "" if found[2] == "\n" else found[2]
    code = int(found[1], 16)
    return chr(code) if 0 < code < 0x110000 else "\ufffd"
