"""Texts that mean something to some parser, and what a browser makes of what comes of them.

Data: corpus/hostile.jsonl (one JSON string a line), texts of people in the other files of corpus/.
"""

import json
import os
import re
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser, LexborNode

from generator.text import rich

CORPUS = Path(__file__).parent / "corpus"
HOSTILE = [json.loads(line) for line in (CORPUS / "hostile.jsonl").read_text("utf-8").split("\n") if line]

# Strings made of the signs that mean something to some parser, with words between them.
SIGNS = st.sampled_from(
    [
        *"<>[](){}*_`~^=+-#!|\\&;:$%@\"'/.,?0aЯя \n\t\u00a0\u202e",
        *("&#", "&lt;", "](", "![", "{:", "{{", "}}", "```", "--8<--", "\n\n", "    ", "1. ", "[^1]", "]: "),
        *("<b>", "</b>", "<div>", "<!--", "-->", "javascript:", "https://", "слово", "онн"),
    ]
)
TANGLES = st.lists(SIGNS, min_size=1, max_size=24).map("".join) | st.text(min_size=1, max_size=40)
# The same examples every time: a test that fails today must fail tomorrow.  METODOTEKA_EXAMPLES=5000 explores.
EXPLORE = int(os.environ.get("METODOTEKA_EXAMPLES", "0"))
quick = settings(
    max_examples=EXPLORE or 200,
    derandomize=not EXPLORE,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def dom(fragment: str) -> list:
    """The tree that a browser makes of the fragment, as nested lists [tag, attributes, text, child, text, …]; what
    stands in a template or a comment is left out, their own nodes are not.

    Lexbor follows the same standard as html5lib, in a tenth of the time.
    """

    def walk(node: LexborNode) -> list:
        children: list = [""]
        for child in node.iter(include_text=True):
            if child.is_text_node:
                children[-1] += child.text_content
            else:
                children += [walk(child), ""]
        return [node.tag, {name: value or "" for name, value in node.attributes.items()}, *children]

    body = LexborHTMLParser(f"<!doctype html><body>{fragment}").body
    assert body is not None
    return ["DOCUMENT_FRAGMENT", *walk(body)[1:]]


def elements(tree: list):
    yield tree[0], tree[1]
    for child in tree[2:]:
        if isinstance(child, list):
            yield from elements(child)


def words(tree: list) -> str:
    return "".join(words(child) if isinstance(child, list) else child for child in tree[2:])


def dangers(tree: list) -> set[str]:
    """Everything in the tree that could act: elements, handlers, styles, addresses."""
    found = set()
    for tag, attributes in elements(tree):
        if str(tag) not in {"DOCUMENT_FRAGMENT", "div", *rich._TAGS}:
            found.add(f"<{tag}>")
        for name, value in attributes.items():
            if str(name).startswith("on"):
                found.add("handler")
            elif name in ("style", "id", "srcdoc"):
                found.add(str(name))
            elif re.sub(r"[\x00-\x20]", "", value).lower().startswith(("javascript:", "vbscript:", "data:", "file:")):
                found.add("address")
    return found
