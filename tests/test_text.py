"""The room `text`: exact plain fields, safe rich fields, whatever an engine does with them afterwards."""

import html as html_module
import re

import markdown
import pytest
from hypothesis import example, given
from text_cases import CORPUS, HOSTILE, TANGLES, dangers, dom, elements, quick

from generator import text
from generator.text import exact, rich

# What a site with MkDocs and Material switches on, and more than this one does.
USUAL = {
    "toc": {"slugify": text.heading_slug, "permalink": "#"},
    "tables": {},
    "attr_list": {},
    "md_in_html": {},
    "def_list": {},
    "admonition": {},
    "footnotes": {},
    "abbr": {},
    "pymdownx.superfences": {},
    "pymdownx.details": {},
}
# Everything that acts on signs in running text.
HARSH = USUAL | {
    "smarty": {},
    "sane_lists": {},
    "nl2br": {},
    "wikilinks": {},
    "pymdownx.arithmatex": {},
    "pymdownx.betterem": {},
    "pymdownx.caret": {},
    "pymdownx.critic": {},
    "pymdownx.emoji": {},
    "pymdownx.inlinehilite": {},
    "pymdownx.keys": {},
    "pymdownx.magiclink": {"repo_url_shortener": True, "social_url_shorthand": True, "user": "u", "repo": "r"},
    "pymdownx.mark": {},
    "pymdownx.smartsymbols": {},
    "pymdownx.snippets": {"base_path": [str(CORPUS.parent.parent)]},
    "pymdownx.tabbed": {},
    "pymdownx.tasklist": {},
    "pymdownx.tilde": {},
}
ENGINES = {
    name: markdown.Markdown(extensions=list(extensions), extension_configs=extensions)
    for name, extensions in {"usual": USUAL, "harsh": HARSH}.items()
}

# Plain fields

PAGE = """\
# @@

@@

- @@
- пункт

1. @@

> @@

## @@

@@
{: .a-class }

| а | б |
|---|---|
| @@ | x |

[@@](https://example.org/)

**@@** и *@@*, середина @@ строки (см. @@)[^1].

<div class="field" title="##">##</div>

<p title="##"><span title='##'>##</span></p>

Строка с <span title="##">@@</span>.

Термин
:   @@

!!! note
    @@

[^1]: @@
"""


def plain_page(engine: markdown.Markdown, markdown_text: str, html_text: str) -> list:
    tree = dom(engine.reset().convert(PAGE.replace("@@", markdown_text).replace("##", html_text)))
    for tag, attributes in elements(tree):
        if tag in ("h1", "h2"):
            attributes.pop("id")  # made of the text
        elif attributes.get("class") == "headerlink":
            attributes.pop("href")
    return tree


def expected(tree: list, shown_text: str, shown_html: str) -> list:
    """The tree of the page with the letters M and H put in, with the texts in their place."""

    def swap(value: str) -> str:
        return value.replace("ЗДЕСЬМ", shown_text).replace("ЗДЕСЬН", shown_html)

    return [
        tree[0],
        {name: swap(value) for name, value in tree[1].items()},
        *(expected(child, shown_text, shown_html) if isinstance(child, list) else swap(child) for child in tree[2:]),
    ]


SPECIMENS = {name: plain_page(engine, "ЗДЕСЬМ", "ЗДЕСЬН") for name, engine in ENGINES.items()}


def shown(value: str, *, breaks: bool) -> str:
    """What a reader must see: the text itself; what HTML cannot carry is U+FFFD."""
    if not breaks:
        value = exact._BREAK.sub(" ", value)
    return exact._IMPOSSIBLE.sub("\ufffd", value)


def comes_out_exactly(name: str, value: str) -> bool:
    page = plain_page(ENGINES[name], text.plain(value), text.escape_html(value))
    return page == expected(SPECIMENS[name], shown(value, breaks=False), shown(value, breaks=True))


@pytest.mark.parametrize("engine", ENGINES)
def test_plain_text_comes_out_exactly_in_every_position(engine):
    assert [value for value in HOSTILE if not comes_out_exactly(engine, value)] == []


@given(value=TANGLES)
@quick
@example("a.\n\nb: (c) — д; е? ж-з 1/2 а/б")
def test_any_plain_text_comes_out_exactly(value):
    assert comes_out_exactly("usual", value)
    assert comes_out_exactly("harsh", value)


def test_the_position_check_goes_red():
    """The same corpus, only HTML-escaped or with backslashes, must fail the check above many times."""

    def backslashed(value: str) -> str:
        return re.sub(r"([\\`*_{}\[\]()#+.!|<>&~:-])", r"\\\1", value)

    for protect in (html_module.escape, backslashed):
        red = 0
        for value in HOSTILE[::3]:
            page = plain_page(ENGINES["usual"], protect(value.replace("\n", " ")), html_module.escape(value))
            red += page != expected(SPECIMENS["usual"], shown(value, breaks=False), shown(value, breaks=True))
        assert red > 40, protect


def test_a_generated_page_stays_readable():
    title = "Парное наставничество: 5 практик для сельской школы (2–4 класс), №\u00a047 «Вместе» — итоги; зачем?"
    assert text.plain(title) == title
    assert text.plain("Учитель/ученик, 273-ФЗ. Итог") == "Учитель/ученик, 273-ФЗ. Итог"
    assert text.plain("строка\r\nстрока\nстрока") == "строка строка строка"


# Rich fields


def second_pass(fragment: str, engine: str = "usual") -> list:
    return dom(ENGINES[engine].reset().convert(page_with(fragment)))


def page_with(fragment: str) -> str:
    return f'# Страница\n\nДо поля[^1].\n\n<div class="field">\n{fragment}\n</div>\n\nПосле *поля*.\n\n[^1]: Сноска.\n'


def field(tree: list) -> list:
    if tree[1].get("class") == "field":
        return tree
    return next(filter(None, (field(child) for child in tree[2:] if isinstance(child, list))), None)


def around(tree: list) -> list:
    """The page without the field: it must not depend on the field."""
    if tree[1].get("class") == "field":
        return ["field"]
    return [tree[0], tree[1], *(around(child) if isinstance(child, list) else child for child in tree[2:])]


PAGES_AROUND = {name: around(second_pass("<p>x</p>", name)) for name in ENGINES}


def check_rendered(value: str) -> None:
    once = text.render(value)
    assert dangers(dom(once)) == set()
    assert not re.search(r"\n\s*\n", once)
    assert not re.search(r"\{|\}|```|~~~|\[\^|\*\[", once)
    by_itself = field(dom(f'<div class="field">\n{once}\n</div>'))
    for engine in ENGINES:
        page = second_pass(once, engine)
        assert field(page) == by_itself
        assert around(page) == PAGES_AROUND[engine]


@pytest.mark.parametrize("start", range(0, len(HOSTILE), 100))
def test_rendered_text_is_safe_and_the_same_after_the_second_pass(start):
    for value in HOSTILE[start : start + 100]:
        check_rendered(value)


@given(value=TANGLES)
@quick
def test_any_rendered_text_is_safe_and_the_same_after_the_second_pass(value):
    check_rendered(value)


def test_the_safety_check_goes_red():
    """The same corpus through Python-Markdown without a sanitiser must show every kind of danger."""
    fired = {}
    for value in HOSTILE:
        try:
            unprotected = ENGINES["usual"].reset().convert(value)
        except Exception:  # some of these crash an extension, which is a failure too
            fired["crash"] = fired.get("crash", 0) + 1
            continue
        for danger in dangers(dom(unprotected)):
            fired[danger] = fired.get(danger, 0) + 1
    assert fired["<script>"] > 20
    assert fired["handler"] > 20
    assert fired["address"] > 10
    assert fired["style"] > 2
    assert fired["<iframe>"] > 2
    assert fired["id"] > 10


def test_the_second_pass_check_goes_red():
    """The parser's HTML without our entities must come out of the second pass changed or break the page."""
    red = 0
    for value in HOSTILE:
        unguarded = html_module.unescape(text.render(value)) if len(value) < 60 else ""
        red += around(second_pass(unguarded, "harsh")) != PAGES_AROUND["harsh"]
    assert red > 10


def test_render_dialect():
    assert text.render("Абзац *курсив* **жирный** `код {x}`\nдальше") == (
        "<p>Абзац <em>курсив</em> <strong>жирный</strong> <code>код &#123;x&#125;</code> дальше</p>"
    )
    assert text.render("- раз\n- два\n\n3. три") == (
        '<ul>\n<li>раз</li>\n<li>два</li>\n</ul>\n<ol start="3">\n<li>три</li>\n</ol>'
    )
    assert text.render("| класс | часы |\n|---|--:|\n| 5 | 10 |") == (
        '<table>\n<thead>\n<tr>\n<th>класс</th>\n<th class="text-right">часы</th>\n</tr>\n</thead>\n'
        '<tbody>\n<tr>\n<td>5</td>\n<td class="text-right">10</td>\n</tr>\n</tbody>\n</table>'
    )
    assert text.render("### Три\n\n#### Четыре") == "<h3>Три</h3>\n<h4>Четыре</h4>"
    assert text.render("> цитата") == "<blockquote>\n<p>цитата</p>\n</blockquote>"
    assert text.render("```\nа\n\nб\n```") == "<pre><code>а&#10;&#10;б&#10;</code></pre>"
    assert text.render("<script>alert(1)</script>после") == ""  # a whole HTML block; `losses` reports it
    assert text.render("до <b>слово</b>") == "<p>до\u00a0слово</p>"
    assert text.render("") == ""


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Имя ___–___ и ___", "Имя ___–___ и ___"),
        ("Дата: __.__.2026, «__» ______ 20__ г.", "Дата: __.__.2026, «__» ______ 20__ г."),
        ("| а | б |\n|---|---|\n| ___ | _____ |", "а б ___ _____"),
        ("`a___b` и __важно__, __«так»__", "a___b и важно, «так»"),
        ("до\n\n___\n\nпосле", "до после"),  # a line of nothing else is a rule
        ("Ответ:\n\n\\______\n\n- а\n\n  \\___", "Ответ: ______ а ___"),  # unless its first sign is escaped
    ],
)
def test_blanks_to_fill_in_stay_as_they_are(written: str, shown: str) -> None:
    html = rich.render(written)
    assert rich.strip(written).replace("\xa0", " ") == shown
    assert "<em>" not in html
    assert html.count("<strong>") == 2 * ("важно" in written)


def test_render_links():
    def link(href: str) -> str:
        return {"practices/para": "../../practices/para/"}.get(href, href)

    assert text.render("[пара](practices/para)", link) == '<p><a href="../../practices/para/">пара</a></p>'
    assert text.render("[сайт](https://edu.ru)", link) == '<p><a href="https://edu.ru" rel="noopener">сайт</a></p>'
    assert text.render("см. https://edu.ru/a.", link) == (
        '<p>см. <a href="https://edu.ru/a" rel="noopener">https://edu.ru/a</a>.</p>'
    )
    assert text.render("«https://edu.ru»") == '<p>«<a href="https://edu.ru" rel="noopener">https://edu.ru</a>»</p>'
    assert text.render("[x](javascript:alert(1))") == "<p>x</p>"
    assert text.render("[x](a 'подсказка \"1\"')") == '<p><a href="a" title="подсказка &#34;1&#34;">x</a></p>'
    assert text.render("[x](https://школа.рф/а)") == ('<p><a href="https://школа.рф/%D0%B0" rel="noopener">x</a></p>')
    # What `link` gives back is a value too.
    assert text.render("[x](a)", lambda href: '"><script>') == '<p><a href="&#34;&gt;&lt;script&gt;">x</a></p>'
    assert text.render("[x](a)", lambda href: "https://site.ru/a") == (
        '<p><a href="https://site.ru/a" rel="noopener">x</a></p>'
    )


PATHOLOGICAL = {
    "brackets": "[" * 20_000,
    "pictures": "![" * 10_000,
    "links": "[a](" * 5_000,
    "stars": "*" * 20_000,
    "nested emphasis": "*a **a " * 2_800,
    "unmatched emphasis": "a**b" * 5_000,
    "underscores": "_a " * 6_600,
    "backticks": "".join("`" * n + " " for n in range(1, 199)),
    "quotes": ">" * 20_000,
    "quotes with text": "> " * 9_000 + "x",
    "lists": "- " * 9_900 + "x",
    "indented lists": "\n".join("  " * n + "- x" for n in range(130)),
    "tags": "<b>" * 6_600,
    "open tags": "<a " * 6_600,
    "angles": "<" * 20_000,
    "comments": "<!--" * 5_000,
    "table": "|" + "a|" * 9_000 + "\n|" + "-|" * 900,
    "wide table": "|" + "a|" * 2_000 + "\n|" + "-|" * 2_000 + "\n" + "|\n" * 5_000,
    "entities": "&" * 20_000,
    "definitions": "[a]: b\n" * 2_800,
    "references": "[a]: https://site.ru/" + "x" * 900 + "\n\n" + "[a] " * 4_500,
    "straight quotes": '"' * 20_000,
    "quoted words": '"а ' * 6_600,
    "hyphens": "- " * 10_000,
    "numbers": "1-" * 10_000,
    "short words": "в " * 10_000,
    "addresses": "https://" * 2_500,
    "brackets in an address": "https://a.ru/" + "(" * 19_000,
    "names": "Анна Примерова " * 1_300,
    "initials": "А. Б. " * 3_300,
    "capitals": "А" * 20_000,
    "found phones": "8 912 000-12-34 " * 1_250,
    "handles": "телеграм @abcd" * 1_400,
    "unfinished links": "](a " * 5_000,
    "digits": "8" * 20_000,
    "phones": "8 " * 10_000,
    "mail": "a@" * 10_000,
    "mail name": "a" * 20_000,
    "mail domain": "a@" + "a." * 9_990,
    "one word": "я" * 20_000,
    "spaces": " " * 19_999 + "x",
    "tabs": "\t" * 20_000,
    "line ends": "\n" * 20_000,
    "zero": "\x00" * 20_000,
}


@pytest.mark.parametrize("name", PATHOLOGICAL)
def test_pathological_text_is_bounded(name):
    """Every public function ends on the worst 20,000 characters, and the output stays in proportion."""
    value = PATHOLOGICAL[name][: text.MAX_RICH_CHARS]
    rendered = text.render(value)
    assert len(rendered) < 60 * len(value) + 1_000
    assert text.typograph(rendered) is not None
    text.losses(value), text.links(value), text.strip(value), text.sections(value), text.personal_data(value)
    text.find_names(value)
    text.plain(value), text.slug(value), text.collate(value)


def test_text_too_long_is_refused_and_too_deep_is_shown_literally():
    with pytest.raises(ValueError, match="20000"):
        text.render("я" * 20_001)
    assert "длиннее" in text.losses("я" * 20_001)[0].what
    assert text.render("> " * 30 + "x") == f"<p>{'&gt; ' * 30}x</p>"
    assert "вложенностью" in text.losses("> " * 30 + "x")[0].what
    assert text.losses("> " * 10 + "x") == []


BENIGN = sorted((CORPUS / "benign").glob("*.md"))


@pytest.mark.parametrize("path", BENIGN, ids=lambda path: path.stem)
def test_a_sound_text_loses_nothing(path):
    value = path.read_text("utf-8")
    assert text.losses(value) == []
    check_rendered(value)
