"""What a reader of feeds may count on: Atom (RFC 4287) and JSON Feed 1.1, one rule after another.

The rules of Atom bear the names by which the feed validator of the W3C tells them, so that its public test cases can be
looked up by them (https://github.com/w3c/feedvalidator, ``testcases/atom``); those that speak of what our feeds never
hold (categories without a term, XHTML, RSS) are not here. ``tests/cases/feeds.yml`` breaks each.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
_PERSON = {"name", "uri", "email"}
_COMMON = {"author", "category", "contributor", "id", "link", "rights", "title", "updated"}
#: what may stand in what, and what at most once (RFC 4287, 4.1 and 3.2)
_CHILDREN = {
    "feed": _COMMON | {"entry", "generator", "icon", "logo", "subtitle"},
    "entry": _COMMON | {"content", "published", "source", "summary"},
    "author": _PERSON,
    "contributor": _PERSON,
}
_MANY = {"author", "category", "contributor", "entry", "link"}
_NEEDED = {
    "feed": ("id", "title", "updated"),
    "entry": ("id", "title", "updated"),
    "author": ("name",),
    "contributor": ("name",),
}
_SAID = ("title", "summary", "content", "subtitle", "rights")
_DATES = ("updated", "published")
_ZONED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_UUID = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.I)
_MIME = re.compile(r"[\w.+-]+/[\w.+-]+(; *[\w-]+=\S+)?")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_ESCAPED_TAG = re.compile(r"</?[a-z][^>]*>|&(amp|lt|gt|quot|#\d+);", re.I)


def atom_faults(data: bytes, address: str) -> list[str]:
    """The names of the rules that a feed at this address breaks, in order, each as often as it is broken."""
    try:
        root = etree.fromstring(data)
    except etree.XMLSyntaxError:
        return ["SAXError"]
    if root.tag == "feed":
        return ["MissingNamespace"]
    if root.tag != f"{ATOM}feed":
        return ["UndefinedElement"]
    return sorted([*_of_feed(root, address), *(rule for one in root.iter(etree.Element) for rule in _of_element(one))])


def _of_feed(feed: Any, address: str) -> Iterator[str]:
    selves = [link.get("href") for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]
    if not selves:
        yield "MissingSelf"
    elif address not in selves:
        yield "SelfDoesntMatchLocation"
    entries = feed.findall(f"{ATOM}entry")
    told = Counter((one.findtext(f"{ATOM}id"), one.findtext(f"{ATOM}updated")) for one in entries)
    yield from ("DuplicateEntries" for times in told.values() if times > 1)
    nobody = [one for one in entries if one.find(f"{ATOM}author") is None]
    if feed.find(f"{ATOM}author") is None and nobody:
        yield "MissingElement"  # an author of the feed, or one of every entry (4.1.1)
    names = [etree.QName(one).localname for one in feed]
    if "entry" in names and any(name != "entry" for name in names[names.index("entry") :]):
        yield "MisplacedMetadata"
    if not _LANGUAGE.fullmatch(feed.get("{http://www.w3.org/XML/1998/namespace}lang", "")):
        yield "InvalidLanguage"


def _of_element(element: Any) -> Iterator[str]:
    if etree.QName(element).namespace != ATOM[1:-1]:
        return  # what others add is their own business (6.2)
    name = etree.QName(element).localname
    inside = [etree.QName(one).localname for one in element.iterchildren(f"{ATOM}*")]
    allowed = _CHILDREN.get(name, set())
    yield from ("UndefinedElement" for one in inside if one not in allowed)
    yield from ("DuplicateElement" for one, times in Counter(inside).items() if times > 1 and one not in _MANY)
    yield from ("MissingElement" for one in _NEEDED.get(name, ()) if one not in inside)
    if allowed and any(words and words.strip() for words in (element.text, *(one.tail for one in element))):
        yield "UnexpectedText"
    if name in ("feed", "entry"):
        yield from _of_links(element, needs_one=name == "entry")
    yield from _of_words(element, name)


def _of_links(element: Any, *, needs_one: bool) -> Iterator[str]:
    links = element.findall(f"{ATOM}link")
    pages = [link for link in links if link.get("rel", "alternate") == "alternate"]
    if len({(link.get("type"), link.get("hreflang")) for link in pages}) < len(pages):
        yield "DuplicateAtomLink"
    has_content = element.find(f"{ATOM}content") is not None
    if needs_one and not pages and not has_content:
        yield "MissingContentOrAlternate"
    if needs_one and not has_content and element.find(f"{ATOM}summary") is None:
        yield "MissingTextualContent"
    for link in links:
        if link.get("href") is None:
            yield "MissingAttribute"
        elif not _is_whole(link.get("href")):
            yield "InvalidFullLink"
        if link.get("type") is not None and not _MIME.fullmatch(link.get("type")):
            yield "InvalidMIMEType"
        if len(link) or (link.text or "").strip():
            yield "AtomLinkNotEmpty"


def _of_words(element: Any, name: str) -> Iterator[str]:
    words = element.text or ""
    if name in ("id", "name", *_SAID, *_DATES) and not words.strip() and not element.get("src"):
        yield "NotBlank"
        return
    if name == "id" and not (_UUID.fullmatch(words) if words.startswith("urn:uuid:") else _is_whole(words)):
        yield "InvalidUUID" if words.startswith("urn:") else "InvalidFullLink"
    if name in (*_DATES, "id") and words != words.strip():
        yield "UnexpectedWhitespace"
    if name in _DATES:
        yield from _of_date(words.strip())
    if name in _SAID and element.get("type", "text") not in ("text", "html", "xhtml"):
        yield "InvalidTextType"
    if name in (*_SAID, "name") and element.get("type", "text") == "text" and _ESCAPED_TAG.search(words):
        yield "ContainsHTML"
    if name == "category" and not element.get("term"):
        yield "MissingAttribute"
    if name == "email" and not re.fullmatch(r"[^@\s]+@[^@\s]+", words):
        yield "InvalidContact"


def _of_date(words: str) -> Iterator[str]:
    try:
        day = dt.datetime.fromisoformat(words) if _ZONED.fullmatch(words) else None
    except ValueError:
        day = None
    if day is None:
        yield "InvalidRFC3339Date"
    elif not 2000 <= day.year <= 2100:
        yield "ImplausibleDate"


def _is_whole(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme in ("http", "https") and bool(parts.netloc) and not re.search(r"[\s<>\"{}|\\^`]", address)


def json_faults(data: bytes, address: str) -> list[str]:
    """What of JSON Feed 1.1 is not held: the names of the members that are missing or not what the standard asks."""
    feed = json.loads(data)
    wanted = {"version": "https://jsonfeed.org/version/1.1", "feed_url": address}
    faults = [name for name, value in wanted.items() if feed.get(name) != value]
    faults += [name for name in ("title", "items") if not isinstance(feed.get(name), str | list)]
    faults += [name for name in ("home_page_url",) if not _is_whole(feed.get(name, ""))]
    if not all(isinstance(one.get("name"), str) for one in feed.get("authors", [{}])):
        faults.append("authors")
    items = feed.get("items") or []
    if len({item.get("id") for item in items}) < len(items):
        faults.append("items.id")
    return sorted([*faults, *(fault for item in items for fault in _of_item(item))])


def _of_item(item: dict[str, Any]) -> Iterator[str]:
    if not isinstance(item.get("id"), str) or not item["id"]:
        yield "items.id"
    if not isinstance(item.get("content_text"), str) and not isinstance(item.get("content_html"), str):
        yield "items.content_text"
    if not _is_whole(item.get("url", "")):
        yield "items.url"
    for name in ("date_published", "date_modified"):
        if name in item and list(_of_date(item[name])):
            yield f"items.{name}"
    if not all(isinstance(tag, str) for tag in item.get("tags", [])):
        yield "items.tags"
