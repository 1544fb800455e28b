"""The room `text`: exact plain fields, safe rich fields, losses told to the author, typography, words, phones.

Data: corpus/hostile.jsonl (one JSON string a line), corpus/benign/*.md, corpus/phones.txt, corpus/phones-not.txt.
"""

import datetime
import html as html_module
import json
import os
import re
from decimal import Decimal
from pathlib import Path
from urllib.parse import unquote

import html5lib
import markdown
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from generator import text
from generator.text import exact, identifiers, rich
from generator.text import shown as reading

CORPUS = Path(__file__).parent / "corpus"
HOSTILE = [json.loads(line) for line in (CORPUS / "hostile.jsonl").read_text("utf-8").split("\n") if line]

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
    """The tree that a browser makes of the fragment, as nested lists [tag, attributes, child, …]."""

    def walk(node):
        children = [node.text or ""]
        for child in node:
            children += [walk(child), child.tail or ""]
        return [node.tag, dict(node.attrib), *children]

    return walk(html5lib.parseFragment(fragment, treebuilder="etree", namespaceHTMLElements=False))


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


# Losses

LOSSES = [
    # text, what is told at line:column
    ("<script>alert(1)</script>", ["1:1 тег <script> и текст рядом с ним не показываются"]),
    ("слово <b>важное</b> слово", ["1:7 тег <b> не показывается"]),
    ("раз\n\nдва <u>три</u> и <s>x</s>", ["3:5 тег <u> не показывается", "3:18 тег <s> не показывается"]),
    ("`<b>` и <b>x</b>", ["1:9 тег <b> не показывается"]),
    ("\\<b> и <i>x</i>", ["1:8 тег <i> не показывается"]),
    ("конец</b>", ["1:6 тег </b> не показывается"]),
    ("конец</script>", ["1:6 разметка HTML не показывается"]),
    ("строка<br>строка", ["1:7 тег <br> не показывается"]),
    ("строка<br/>строка", ["1:7 тег <br> не показывается"]),
    ("<div>\n*текст*\n</div>", ["1:1 тег <div> и текст рядом с ним не показываются"]),
    ("- пункт\n  <p>x</p>", ["2:3 тег <p> и текст рядом с ним не показываются"]),
    ("a <!-- заметка <b> --> b", ["1:3 комментарий <!-- … --> не показывается"]),
    ("a <?php x ?>", ["1:3 вставка <?… не показывается"]),
    ("<b\nclass='x'>слово</b>", ["1:1 тег <b> не показывается"]),
    ("[x](javascript:alert(1))", ["1:5 адрес javascript:… запрещён"]),
    ("[x](&#106;avascript:alert(1))", ["1:5 адрес javascript:… запрещён"]),
    ("два\n[x][y]\n\n[y]: data:text/html,x", ["4:6 адрес data:… запрещён"]),
    ("<ftp://site.ru/x>", ["1:2 адрес ftp:… запрещён"]),
    ("[x](//site.ru)", ["1:5 адрес //site.ru записан не полностью"]),
    ("[x](https:site.ru)", ["1:5 адрес https:site.ru записан не полностью"]),
    ("[x]()", ["1:5 у ссылки нет адреса"]),
    ("`[x](javascript:a)` и [x](vbscript:a)", ["1:27 адрес vbscript:… запрещён"]),
    ("вот ![схема](shema.png)", ["1:5 картинка не показывается"]),
    ("![схема][1]\n\n[1]: shema.png", ["1:1 картинка не показывается"]),
    ("\\![x](y) и `![x](y)` и ![x](y)", ["1:24 картинка не показывается"]),
    ("[![x](y)](practices/z)", ["1:2 картинка не показывается"]),
    ("# Заголовок", ["1:1 заголовок уровня 1 показывается как заголовок уровня 3"]),
    ("Строка\n---\nещё", ["1:1 заголовок уровня 2 показывается как заголовок уровня 3"]),
    ("- пункт\n\n  ###### Шесть", ["3:3 заголовок уровня 6 показывается как заголовок уровня 4"]),
    ("| а | б |\n|---|---|\n| 1 | 2 | три |", ["3:9 лишняя ячейка таблицы не показывается"]),
    ("> | а |\n> |---|\n> | `х` | лишнее", ["3:9 лишняя ячейка таблицы не показывается"]),
    ("текст\n\n[Заметка]: важно", ["3:1 строка «[Заметка]:…» не показывается: она принята за адрес ссылки, "
                                   "которой в тексте нет"]),
    ("<https://^> и [x](https://a%b)",
     ["1:2 адрес https://%5E записан с ошибкой", "1:19 адрес https://a%b записан с ошибкой"]),
    ("```Пример кода\nx\n```", ["1:1 «Пример кода» после ``` не показывается"]),
    ("скрытый \u202eзнак", ["1:9 невидимый знак U+202E не показывается"]),
    ("скрытый &#x202E;знак", ["1:9 невидимый знак U+202E не показывается"]),
    ("раз\r\nдва <s>x</s>", ["2:5 тег <s> не показывается"]),
]  # fmt: skip


@pytest.mark.parametrize(("value", "told"), LOSSES, ids=[value[:30] for value, _ in LOSSES])
def test_losses_name_what_is_lost_and_where(value, told):
    found = text.losses(value)
    assert [f"{loss.line}:{loss.column} {loss.what}" for loss in found] == told
    assert all(re.search(r"[а-яё].*[.:]$|[а-яё].*[).»]", loss.hint) for loss in found)


BENIGN = sorted((CORPUS / "benign").glob("*.md"))


@pytest.mark.parametrize("path", BENIGN, ids=lambda path: path.stem)
def test_a_sound_text_loses_nothing(path):
    value = path.read_text("utf-8")
    assert text.losses(value) == []
    check_rendered(value)


@pytest.mark.parametrize(
    "value",
    [
        "5 < 7",
        "a<b",
        "если a<b и b>c, то a<c",
        "x <= y, y >= z, -> и <-",
        "<3 и <5 человек",
        "учитель <-> ученик",
        "`<div>` в апострофах и \\<b> с чертой",
        "    <div>в коде</div>",
        "```html\n<div>в коде</div>\n```",
        "почта metod@school.example, приказ № 47/1",
        "<https://site.ru> и <metod@school.example>",
        "[x](practices/para), [y](#mesto), [z](https://site.ru/a_b?c=d&e=f), [п](mailto:a@school.example)",
        "[слово][1] и ещё раз [слово][1]\n\n[1]: https://site.ru 'Сайт'",
        "список литературы [1], сноска [^1], дело [ ] и [x]",
        "### Шаг\n\n#### Подшаг",
        "| а | б |\n|---|---|\n| 1 |\n| `x\\|y` | 2 |",
        "{{ скобки }} и {% проценты %}, $5, 2*3, a_b_c, ~~так~~, :-)",
        "&lt;b&gt; и &amp; и AT&T",
        "Вопрос?! — «Ответ…»",
        "---",
        "мяг\u00adкий перенос и\u00a0неразрывный пробел, 👩\u200d🏫",
    ],
)
def test_these_are_text(value):
    assert text.losses(value) == []


@given(value=TANGLES)
@quick
def test_every_omission_is_reported(value):
    """Whenever the parser drops HTML, an address or a picture, there is a loss; positions lie inside the text."""
    found = text.losses(value)
    source = rich.clean_markdown(value)
    html = rich.cmark.markdown_to_html(source)
    if "raw HTML omitted" in html or "<img " in html or 'href=""' in html:
        assert found
    rows = value.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for loss in found:
        assert 1 <= loss.line <= len(rows)
        assert 1 <= loss.column <= len(rows[loss.line - 1]) + 1


LINES = st.sampled_from(
    [
        *("слово", "[слово]: слово", "[слово]", "[слово][слово]", "[слово](слово 'слово')", "![слово](слово)"),
        *("| слово | слово |", "| слово |", "|-|", "|-|-|", "```слово", "```", "    слово", "`слово`", "# слово"),
        *("<b>слово</b>", "<слово>", "<!-- слово -->", "слово <div>", "<div>", "</div>", "слово\\"),
        *("- слово", "1. слово", "> слово", "---", "===", ""),
    ]
)


@given(value=TANGLES | st.lists(LINES, min_size=1, max_size=8).map("\n".join))
@quick
def test_what_is_not_reported_is_shown(value):
    """Without losses every word of the text is on the page: in its text, in an address or in a hint of a link."""
    if not text.losses(value):
        rendered = unquote(html_module.unescape(text.render(value)))
        names = re.compile(r"\[слово\]:|\]\[слово\]")  # the names of addresses that links use
        assert rendered.count("слово") >= names.sub("", rich.clean_markdown(value)).count("слово")


def test_hostile_text_is_shown_or_reported():
    for value in HOSTILE:
        if "<script" in value.lower() and not text.losses(value):
            assert "script" in text.strip(value).lower() or "[" in value, value


def test_links_and_images_have_places():
    value = (
        "[пара](practices/para) и `[не](ссылка)`\n\n- см. https://site.ru/a-b (там)\n- <metod@school.example>\n"
        "- [один][о] и [два][о], [плохая](javascript:x)\n\n[о]: documents/x 'т'\n\n![схема](img/a.png)"
    )
    assert text.links(value) == [
        ("practices/para", 1, 8),
        ("https://site.ru/a-b", 3, 7),
        ("mailto:metod@school.example", 4, 4),
        ("documents/x", 7, 6),
        ("documents/x", 7, 6),
    ]
    assert text.images(value) == [("img/a.png", 9, 1)]


@given(value=TANGLES)
@quick
def test_links_are_those_that_render_shows(value):
    seen = []
    text.render(value, lambda href: seen.append(href) or href)
    assert [href for href, _, _ in text.links(value)] == seen


# Pages of content/


def test_sections_cut_a_page_at_its_headings():
    page = "Вступление *раз*.\n\n## Первый «раздел» {#x}\n\nТекст\n\n### Внутри `кода`\n\n> ## в цитате\n\n## Второй"
    assert [(s.level, s.title, s.html) for s in text.sections(page)] == [
        (0, "", "<p>Вступление <em>раз</em>.</p>"),
        (2, "Первый «раздел» {#x}", "<p>Текст</p>"),
        (3, "Внутри кода", "<blockquote>\n<h2>в\u00a0цитате</h2>\n</blockquote>"),
        (2, "Второй", ""),
    ]
    assert text.sections("## Сразу") == [text.Section(2, "Сразу", "")]
    assert text.sections("") == []
    assert text.losses("## Раздел\n\n#### Подраздел", page=True) == []
    assert [loss.line for loss in text.losses("# Название\n\n## [x](y)\n\n##### Пять", page=True)] == [1, 3, 5]


def test_pictures_of_a_page():
    page = "![Схема <пары>](img/a.png) ![x](https://site.ru/a.png) ![y](/a.png) ![z](data:image/png;base64,x)"
    (section,) = text.sections(page, lambda href: "../" + href, images=True)
    assert section.html == '<p><img src="../img/a.png" alt="Схема &lt;пары&gt;" loading="lazy">   </p>'
    assert [loss.column for loss in text.losses(page, page=True)] == [28, 56, 69]
    assert "<img" not in text.sections(page)[0].html
    assert dangers(dom(text.sections("\n\n".join(HOSTILE)[:200_000], images=True)[0].html)) <= {"<img>"}


def test_sections_are_safe():
    for value in HOSTILE:
        for section in text.sections(value, images=True):
            assert dangers(dom(section.html)) <= {"<img>"}
            assert not re.search(r"\n\s*\n|[{}]", section.html)


def test_strip_gives_plain_text_in_one_line():
    value = '### Цель\n\nПоддержать "молодых" учителей.\n\n- раз\n- `два  x`\n\n| а | б |\n|---|---|\n| 1 | <b>2</b> |'
    assert text.strip(value) == "Цель Поддержать «молодых» учителей. раз два x а б 1 2"
    assert text.strip("a &lt;b&gt; [ссылка](x) https://site.ru") == "a <b> ссылка https://site.ru"  # noqa: B005
    assert text.strip("") == ""


# Typography

N = "\u00a0"
TYPOGRAPHY = [
    ('"слово"', "«слово»"),
    ('Он сказал: "да".', "Он сказал: «да»."),
    ('"книга "Мир" и война"', f"«книга „Мир“ и{N}война»"),
    ('«школа "Успех"»', "«школа „Успех“»"),
    ('"а" и "б"', f"«а» и{N}«б»"),
    ('("в скобках")', f"(«в{N}скобках»)"),
    ('<em>"слово"</em> и <b>"</b>два"', f"<em>«слово»</em> и{N}<b>«</b>два»"),
    ('без пары " знак', f'без{N}пары " знак'),
    ('"открыта и не закрыта', f'"открыта и{N}не{N}закрыта'),
    ('<p>"раз</p><p>два"</p>', '<p>"раз</p><p>два"</p>'),
    ("Урок - это работа", f"Урок{N}— это работа"),
    ("Урок — это", f"Урок{N}— это"),
    ("учебно-методический", "учебно-методический"),
    ("10 - 3 = 7", "10 - 3 = 7"),
    ("5 - хорошо", f"5{N}— хорошо"),
    ("- начало", "- начало"),
    ("в школе и на уроке не был", f"в{N}школе и{N}на{N}уроке не{N}был"),
    ("В школе", f"В{N}школе"),
    ("и в <em>школе</em>", f"и{N}в{N}<em>школе</em>"),
    ("в\nшколе", f"в{N}школе"),
    ("слов в", "слов в"),
    ("ив наклонилась", "ив наклонилась"),
    ("5 классов, 70 %, 3 000 руб.", f"5{N}классов, 70{N}%, 3 000{N}руб."),
    ("№ 5, § 12", f"№{N}5, §{N}12"),
    ("1 сентября 2026 г.", f"1{N}сентября 2026{N}г."),
    ("в 2026 г. Урок в г. Москве", f"в{N}2026{N}г. Урок в{N}г.{N}Москве"),
    ("с. 5, рис. 2", f"с.{N}5, рис.{N}2"),
    ("и т. д., т. е. так", f"и{N}т.{N}д., т.{N}е. так"),
    ("А. С. Пушкин, Ушинский К. Д.", f"А.{N}С.{N}Пушкин, Ушинский{N}К.{N}Д."),
    ("5-7 классы, 2019-2021", f"5–7{N}классы, 2019–2021"),
    ("1,5-2 часа", f"1,5–2{N}часа"),
    ("7-5", "7-5"),
    ("№ 5-7 и ГОСТ 7-2018", f"№{N}5-7 и{N}ГОСТ 7-2018"),
    ("ГОСТ Р 52872-2019, 273-ФЗ", "ГОСТ Р 52872-2019, 273-ФЗ"),
    ("2026-09-01, 8-800-555-35-35", "2026-09-01, 8-800-555-35-35"),
    ("978-5-89415-123-4, 1994-5639-2018", "978-5-89415-123-4, 1994-5639-2018"),
    ("https://site.ru/5-7?a=1-2", "https://site.ru/5-7?a=1-2"),
    ('<code>"x" - 5-7 в y</code>', '<code>"x" - 5-7 в y</code>'),
    ('<pre><code>в "x"</code></pre>', '<pre><code>в "x"</code></pre>'),
    ('<a href="a - b" title=\'"в x"\'>"x"</a>', '<a href="a - b" title=\'"в x"\'>«x»</a>'),
    ("a &lt; b &amp;amp; &quot;c&quot;", "a &lt; b &amp;amp; «c»"),
    ("<!-- в \"x\" - y -->", "<!-- в \"x\" - y -->"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after"), TYPOGRAPHY)
def test_typography(before, after):
    assert text.typograph(before) == after
    assert text.typograph(after) == after


TYPED = st.lists(
    st.sampled_from(['"', "«", "»", "„", "“", " ", "-", "—", "–", "5", "12", "в", "не", "слово", "А.", "т.", "д.", "№"])
    | st.sampled_from(["<em>", "</em>", "<p>", "</p>", "<code>", "</code>", "<br>", "%", ",", ".", "(", ")", N, "\n"]),
    max_size=30,
).map("".join)


@given(value=TYPED | TANGLES)
@quick
def test_typography_is_idempotent_and_changes_only_signs(value):
    is_html = "<" in value and "&" not in value and "<!--" not in value
    html = value if is_html else html_module.escape(value, quote=False)
    once = text.typograph(html)
    assert text.typograph(once) == once
    assert re.findall(r"<[^>]*>", once) == re.findall(r"<[^>]*>", text.typograph(once))

    def letters(fragment: str) -> str:
        return re.sub(r'[\s"«»„“–—-]', "", html_module.unescape(fragment))

    assert letters(once) == letters(html.replace("\ufdd0", "").replace("\ufdd1", "").replace("\ufdd2", ""))


# Words, numbers, dates


@pytest.mark.parametrize(
    ("value", "slug"),
    [
        ("Парное наставничество", "parnoe-nastavnichestvo"),
        ("Съезд юных хранителей: щука, цапля и ёж!", "sieezd-iunykh-khranitelei-shchuka-tsaplia-i-ezh"),
        ("Мой район — Краснодарский край", "moi-raion-krasnodarskii-krai"),
        ("5–7 классы, 2025/26", "5-7-klassy-2025-26"),
        ("STEM и AT&T", "stem-i-at-t"),
        ("Объявление №1", "obieiavlenie-no1"),
        ("й и и\u0306", "i-i-i"),
        ("&quot;", "quot"),
        ("ЦНППМ", "tsnppm"),
    ],
)
def test_slug(value, slug):
    assert text.slug(value) == slug
    assert text.heading_slug(value, "_") == slug.replace("-", "_")


def test_slug_is_never_empty_and_fits_a_file_name():
    assert text.slug("«—»") == text.slug("«—»")
    assert re.fullmatch(r"razdel-[0-9a-f]{8}", text.slug("«—»"))
    assert text.slug("«—»") != text.slug("…")
    assert text.slug("") == "razdel-e3b0c442"
    long = text.slug("Методическое сопровождение " * 20)
    assert len(long) <= 100
    assert long.endswith(("soprovozhdenie", "metodicheskoe"))


@given(st.text(max_size=60))
@quick
def test_any_slug_is_ascii_kebab_case(value):
    assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", text.slug(value))


@pytest.mark.parametrize(
    ("n", "result"),
    [
        *((0, "0 практик"), (1, "1 практика"), (2, "2 практики"), (4, "4 практики"), (5, "5 практик")),
        *((11, "11 практик"), (12, "12 практик"), (21, "21 практика"), (22, "22 практики"), (111, "111 практик")),
        *((1001, f"1{N}001 практика"), (12345, f"12{N}345 практик"), (Decimal("1.5"), "1,5 практики")),
    ],
)
def test_plural(n, result):
    head, _, word = result.rpartition(" ")
    assert text.plural(n, "практика", "практики", "практик") == f"{head}{N}{word}"


@pytest.mark.parametrize(
    ("value", "digits", "result"),
    [
        (0, None, "0"),
        (7, None, "7"),
        (1234, None, f"1{N}234"),
        (1234567, None, f"1{N}234{N}567"),
        (-5, None, "−5"),
        (0.1 + 0.2, None, "0,3"),
        (12.50, None, "12,5"),
        (Decimal("12.50"), None, "12,5"),
        (Decimal("100"), None, "100"),
        (Decimal("1E+3"), None, f"1{N}000"),
        (1234.5, 2, f"1{N}234,50"),
        (2.675, 2, "2,68"),
        (0.5, 0, "1"),
        (2.5, 0, "3"),
        (-0.4, 0, "0"),
        (1e6, None, f"1{N}000{N}000"),
    ],
)
def test_number(value, digits, result):
    assert text.number(value, digits) == result


def test_not_a_number_is_refused():
    for value in (float("nan"), float("inf"), Decimal("NaN")):
        with pytest.raises(ValueError, match="не число"):
            text.number(value)


def test_percent():
    assert text.percent(0.7) == f"70{N}%"
    assert text.percent(Decimal("0.125"), 1) == f"12,5{N}%"
    assert text.percent(0.285) == f"29{N}%"
    assert text.percent(1) == f"100{N}%"


def test_dates():
    def day(*value: int) -> datetime.date:
        return datetime.date(*value)

    def spaced(value: str) -> str:
        return value.replace(N, " ")

    assert text.date(day(2026, 9, 1)) == f"1{N}сентября 2026{N}г."
    assert spaced(text.date_range(day(2026, 9, 1), day(2026, 9, 3))) == "1–3 сентября 2026 г."
    assert spaced(text.date_range(day(2026, 9, 28), day(2026, 10, 3))) == "28 сентября – 3 октября 2026 г."
    assert spaced(text.date_range(day(2025, 12, 28), day(2026, 1, 3))) == "28 декабря 2025 г. – 3 января 2026 г."
    assert spaced(text.date_range(day(2026, 9, 1), day(2026, 9, 1))) == "1 сентября 2026 г."
    assert spaced(text.month(2019, 3)) == "март 2019 г."
    assert spaced(text.months(2019, 5, 2019, 6)) == "май – июнь 2019 г."
    assert spaced(text.months(2019, 12, 2020, 1)) == "декабрь 2019 г. – январь 2020 г."
    assert spaced(text.months(2019, 5, 2019, 5)) == "май 2019 г."
    assert [text.month_name(month) for month in (1, 5, 8)] == ["январь", "май", "август"]


@pytest.mark.parametrize(
    "ordered",
    [
        ["ёж", "ежевика", "ель", "жук"],
        ["2 класс", "10 класс", "Абакан", "Ялта", "Excel"],
        ["все", "всё", "всегда"],
        ["Армавир", "«Бук»", "в школе", "Вагон"],
        ["школа", "Школа 2", "школа № 10", "школьник"],
        ["ива", "йод", "кот"],
        ["", "1", "а", "z"],
    ],
)
def test_collate(ordered):
    backwards = ordered[::-1]
    assert sorted(backwards, key=text.collate) == ordered


def test_join():
    assert text.join([]) == ""
    assert text.join(["а"]) == "а"
    assert text.join(["а", "б"]) == "а и б"
    assert text.join(("а", "б", "в")) == "а, б и в"


# Personal data


def cases(name: str) -> list[str]:
    lines = (CORPUS / name).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize("line", cases("phones.txt"))
def test_phones_and_private_addresses_are_found(line):
    """The part between ⟦ and ⟧ is what must be found, and nothing else."""
    marked = re.findall("⟦(.*?)⟧", line)
    value = re.sub("[⟦⟧]", "", line)
    found = text.personal_data(value)
    assert [f.text for f in found] == marked
    assert all(value[f.start : f.end] == f.text for f in found)
    assert all(f.kind == ("email" if "@" in f.text else "phone") for f in found)


@pytest.mark.parametrize("line", cases("phones-not.txt"))
def test_look_alikes_are_not_phones(line):
    assert text.personal_data(line) == []


@pytest.mark.parametrize("line", cases("private.txt"))
def test_what_is_of_a_person_is_found_as_it_shows(line):
    """`kind | text`: the part between ⟦ and ⟧ is found, and nothing else; `?` after the kind when it is not sure."""
    kind, _, raw = line.partition(" | ")
    raw = raw.replace("⏎", "\n")
    value = re.sub("[⟦⟧]", "", raw)
    found = text.personal_data(value)
    assert [f.text for f in found] == re.findall("⟦(.*?)⟧", raw, re.DOTALL)
    assert all(value[f.start : f.end] == f.text for f in found)
    assert {(f.kind, f.sure) for f in found} == {(kind.rstrip("?"), not kind.endswith("?"))}


@pytest.mark.parametrize("line", cases("private-not.txt"))
def test_look_alikes_of_private_data_are_left_alone(line):
    assert text.personal_data(line.replace("⏎", "\n")) == []


@pytest.mark.parametrize(("digits", "good"), [("11223344595", True), ("11223344596", False), ("00100199800", False)])
def test_control_number_of_snils(digits, good):
    assert identifiers.is_snils(digits) is good


@pytest.mark.parametrize(("digits", "good"), [("500100732259", True), ("500100732258", False), ("500100732249", False)])
def test_control_digits_of_a_personal_inn(digits, good):
    assert identifiers.is_personal_inn(digits) is good


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=80))
def test_the_reading_of_a_text_keeps_its_places(value):
    words, *links = reading.visible_texts(value)
    for part in (words, *links):
        spans = [part.span(at, at + 1) for at in range(len(part.text))]
        assert all(0 <= start < end <= len(value) for start, end in spans)
        assert spans == sorted(spans)
    assert len(text.masked(value)) == len(value)
