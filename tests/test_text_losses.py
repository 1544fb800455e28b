"""What is not shown of a text is told to its author with its place; a page of content/ in its sections."""

import html as html_module
import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from text_cases import HOSTILE, TANGLES, dangers, dom, quick

from generator import text
from generator.text import rich

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
    ("5*3*2 = 30", ["1:2 звёздочки между числами не показываются: они приняты за выделение"]),
    ("`5*3*2` и 2*3=6, 4*5=20", ["1:12 звёздочки между числами не показываются: они приняты за выделение"]),
    ("раз\n- 2**a**b", ["2:4 звёздочки между числами не показываются: они приняты за выделение"]),
    ("раз\r\nдва <s>x</s>", ["2:5 тег <s> не показывается"]),
]  # fmt: skip


@pytest.mark.parametrize(("value", "told"), LOSSES, ids=[value[:30] for value, _ in LOSSES])
def test_losses_name_what_is_lost_and_where(value, told):
    found = text.losses(value)
    assert [f"{loss.line}:{loss.column} {loss.what}" for loss in found] == told
    assert all(re.search(r"[а-яё].*[.:]$|[а-яё].*[).»]", loss.hint) for loss in found)


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
        "`5*3*2`, 5\\*3\\*2\n\n2*2 = 4, 5 * 3 * 2\n\nв*о*да, **5** минут, *3*-й класс",
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
