"""A page in the frame of its kind is the page that the templates make, and the look at its part sees as much."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import small_site
from small_site import HOSTILE, a_site, built
from test_gate import PASSES, REFUSED
from unprotected import RUNS, page, read, unprotected

from generator import files, text
from generator.pages import Page
from generator.publish import frames, gate, markup, shares

root = small_site.root

POLICY = "default-src 'self'"
FRAME = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'


def alike(count: int, *more: str) -> list[Page]:
    """Pages of one kind: with contents or without, with headings that carry entities, and texts of strangers."""
    bodies = [
        f"# Практика &#171;{number}&#187; & <em>ещё</em>\n\n## Шаги {{#shagi}}\n\n### Первый {{#p{number}}}\n\nТекст.\n"
        for number in range(count)
    ]
    bodies += ["# Без оглавления\n\nТекст.\n", "Текст без заголовка.\n", "# Два\n\n# Заголовка\n"]
    bodies += [f"# {text.plain(words)}\n\n## {text.plain(words)} {{#slova}}\n\nТекст.\n" for words in [*HOSTILE, *more]]
    return [
        Page(f"practices/p{number}.md", f"---\ndescription: О {number}\nsection: Практики\n---\n\n{body}")
        for number, body in enumerate(bodies)
    ]


def by_templates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames.Frames, "_kind", lambda *_: None)


@pytest.mark.parametrize("address", ["site_url: https://example.org/baza/\n", ""])
def test_every_page_is_as_the_templates_make_it(
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    address: str,
) -> None:
    written = (root / "mkdocs.yml").read_text("utf-8")
    (root / "mkdocs.yml").write_text(written.replace("site_url: https://example.org/baza/\n", address), "utf-8")
    filled: list[Any] = []
    fill = frames.Frames._filled
    monkeypatch.setattr(frames.Frames, "_filled", lambda *it: (filled.append(fill(*it)), filled[-1])[1])
    ours = files.tree(built(root, a_site(*alike(6, "//evil.example", "a  b", 'c"d', "e&amp;f"))))
    assert sum(made is not None for made in filled) > 10
    by_templates(monkeypatch)
    theirs = files.tree(built(root, a_site(*alike(6, "//evil.example", "a  b", 'c"d', "e&amp;f"))))
    assert [name for name in theirs if ours.get(name) != theirs[name]] == []


def test_a_theme_that_the_marks_do_not_fit_is_asked_for_every_page(
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The red twin: a frame is compared before it is used, and this one would lose what a filter makes of a title."""
    (root / "theme" / "partials").mkdir(parents=True)
    (root / "theme" / "partials" / "footer.html").write_text("<footer>{{ page.title | length }}</footer>")
    written = (root / "mkdocs.yml").read_text("utf-8")
    with_own = written.replace("font: false", "font: false\n  custom_dir: theme")
    (root / "mkdocs.yml").write_text(with_own, "utf-8")
    monkeypatch.setattr(shares, "can_be_shared", lambda _: True)
    ours = files.tree(built(root, a_site(*alike(6))))
    by_templates(monkeypatch)
    assert files.tree(built(root, a_site(*alike(6)))) == ours


# --- the look at a part of a page ------------------------------------------------------------------------------------


def faults(part: str) -> list[str] | None:
    return gate.part_faults(gate.allowed_scripts(POLICY), "", part)


@pytest.mark.parametrize("part", REFUSED, ids=range(len(REFUSED)))
def test_what_the_gate_refuses_it_refuses_in_a_part(part: str) -> None:
    """Or leaves it to a look at the whole page."""
    found = faults(part)
    assert found is None or any(REFUSED[part] in fault for fault in found)


@pytest.mark.parametrize("part", PASSES, ids=range(len(PASSES)))
def test_what_is_right_passes_in_a_part(part: str) -> None:
    assert not faults(part)


def test_every_part_that_runs_is_refused_or_left_to_a_look_at_the_whole_page() -> None:
    running = [unprotected(value) for value in read(RUNS)]
    assert [part for part in running if faults(part) == []] == []


OPEN = [
    "<p>", "<b>x", "<a href='#'>x", '<img alt="x', "<!-- x", "<textarea>", "<script>", "<title>", "<svg><desc>",
    "<xmp>", "<table><tr><td>", "<select><option>x", "<plaintext>", "<m-end></m-end>", "<x y='", "<style>", "<?x",
]  # fmt: skip


@pytest.mark.parametrize("part", OPEN)
def test_a_part_that_takes_in_what_follows_is_left_to_a_look_at_the_whole_page(part: str) -> None:
    assert faults(f"<p>текст</p>{part}") is None
    assert markup.dangers_and_scripts(page(f"<article>{part}</article>", FRAME)) is not None


def test_start_tags_elsewhere_are_looked_at_with_the_part() -> None:
    allowed = gate.allowed_scripts(POLICY)
    assert gate.part_faults(allowed, '<link rel="icon" href="//evil.example">', "<p>а</p>") != []
    assert gate.part_faults(allowed, '<a href="javascript:alert(1)"></a>', "<p>а</p>") != []
    assert gate.part_faults(allowed, "", "<script>alert(1)</script>") != []
    assert gate.part_faults(allowed, "", '<script type="application/ld+json">{}</script><p>{{ x }}</p>') == [
        "в тексте остался знак шаблона «{{»"
    ]


def test_a_page_in_a_frame_that_fails_at_the_gate_is_not_published(root: Path) -> None:
    wrong = Page("practices/q.md", '---\nsection: Практики\n---\n\n# x\n\n<p><img src="https://pixel.example/"></p>\n')
    with pytest.raises(Exception, match=r"practices/q/index\.html: обращение к чужому сайту pixel\.example"):
        built(root, a_site(*alike(6), wrong))
    assert not (root / "site").exists()
