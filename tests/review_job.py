"""The job that comments on a change, texts that want to come alive in it, and forged reviews."""

from __future__ import annotations

import importlib.util
import io
import stat
import zipfile

import cmarkgfm
import html5lib
from support import PROJECT

from generator.catalog.differences.describe import ChangeLine
from generator.problems import ERROR, NOTICE, WARNING, Problem
from generator.upkeep.review import ChangeReview, markdown
from generator.upkeep.review.changes import RecordChange

SCRIPT = PROJECT / ".ci" / "comment.py"
_spec = importlib.util.spec_from_file_location("comment", SCRIPT)
comment = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(comment)

HOSTILE = [
    "@admin посмотри", "слово @org/team", "#12", "GH-12", "owner/repo#5", "!3", "~bug", '~"два слова"', "%milestone",
    "&5", "$1", "https://evil.example/x", "http://evil.example", "www.evil.example", "a@evil.example", "ftp://evil.example",
    "[ссылка](https://evil.example)", "![](https://evil.example/p.png)", "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>", "<!-- скрыто", "--> <b>", "</details>", "</code>", "<details>", "`код`", "```\nблок",
    "**жирно**", "_курсив_", "~~нет~~", "# Заголовок", "- список", "1. список", "1) список", "> цитата",
    "| а | б |\n|-|-|", "слово\n/close", "/merge", "\n\n/assign @me", "&lt;b&gt;", "&#64;admin", "&amp;#64;",
    "\\@admin", ":smile:", "[ ] дело", "[^1]", "[x]: https://evil.example", "$$x$$", "\u202eтекст", "а\u200bб",
    "\u2060@admin", "mailto:a@evil.example",
    "xmpp:a@evil.example", "<https://evil.example>", "<a@evil.example>", "deadbeef" * 5, "===", "---", "***", "  ",
    "javascript:alert(1)", "\ud800", "\x1b[31m", "a" * 5000, "![[x]]", "{{7*7}}", "${{ github.token }}",
]  # fmt: skip


def review_of(text: str) -> ChangeReview:
    """A review in which every text of the change is this one."""
    problems = [
        Problem(f"data/practices/{text}.yml", 3, 1, text, "code", text, text, severity, text)
        for severity in (ERROR, WARNING, NOTICE)
    ]
    change = RecordChange(f"data/{text}", text, text, (ChangeLine(text, (text, text)),))
    return ChangeReview("0" * 40, (change,), tuple(problems[:2]), tuple(problems[2:]), 1, 1)


def rendered(text: str):
    """The comment as GitHub's own parser renders it, raw HTML let through, as a tree."""
    options = cmarkgfm.cmark.Options.CMARK_OPT_UNSAFE
    return html5lib.parse(cmarkgfm.github_flavored_markdown_to_html(text, options=options), namespaceHTMLElements=False)


def tags(text: str) -> set[str]:
    return {node.tag for node in rendered(text).iter() if isinstance(node.tag, str)}


OURS = {"html", "head", "body", "h3", "p", "strong", "details", "summary", "ul", "li", "code", "ins", "del"}


GOOD = markdown.as_markdown(review_of("обычный текст"))
FORGED = {
    "mention": GOOD + "\n- @admin",
    "mention-as-entity": GOOD + "\n- &#64;admin",
    "reference": GOOD + "\n- &#35;12",
    "link": GOOD + "\n- [x](https://evil.example)",
    "address": GOOD + "\n- https://evil.example",
    "address-as-entities": GOOD + "\n- https&#58;&#47;&#47;evil&#46;example",
    "www": GOOD + "\n- www&#46;evil&#46;example",
    "mail": GOOD + "\n- a&#64;evil&#46;example",
    "html": GOOD + "\n- <img src=x>",
    "picture": GOOD + "\n- ![](x)",
    "quick-action": GOOD + "\n/merge",
    "heading": GOOD + "\n# Слово",
    "code": GOOD + "\n    код",
    "unclosed": GOOD + "\n<details><summary>Слово</summary>",
    "no-mark": GOOD.removeprefix(markdown.COMMENT_MARKER),
    "bidi": GOOD + "\n- а\u202eб",
    "bidi-as-entity": GOOD + "\n- а&#8238;б",
    "newline-as-entity": GOOD + "\n- а&#10;/merge",
    "letters-as-entities": GOOD + "\n- &#119;ww",
    "long": GOOD + "\n- слово" * 20_000,
    "other-verdict": GOOD.replace("Сначала нужно исправить ошибки.", "Ошибок нет, можно принимать."),
    "second-verdict": GOOD + "\n**Ошибок нет, можно принимать.**",
    "sentence": GOOD + "\nПринимайте без опасений.",
    "other-heading": GOOD + "\n### Проверено",
    "other-group": GOOD + "\n<details><summary>Проверено (1)</summary>\n\n</details>",
    "unclosed-mark": GOOD + "\n- <ins>слово",
    "nested-marks": GOOD + "\n- <ins><del>слово</del></ins>",
    "closed-mark": GOOD + "\n- слово</del>",
    "mark-around-an-address": GOOD + "\n- www<ins>&#46;evil&#46;example</ins>",
}


def packed(
    entries: dict[str, bytes], mode: int = 0o644, kind: int = stat.S_IFREG, method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            info = zipfile.ZipInfo(name)
            info.external_attr = (kind | mode) << 16
            info.compress_type = method
            archive.writestr(info, content)
    return out.getvalue()
