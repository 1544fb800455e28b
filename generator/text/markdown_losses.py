"""What of a rich text will not be shown as it is written, and where.

Of raw HTML the parser does not tell where it stood: as with links and pictures (``markdown_places``) it is asked once
more about the text with numbered marks, each as one more attribute of a tag. A mark that comes out raw tells its place.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape

from generator.text import cmark
from generator.text.markdown_places import (
    DEFINITION,
    OMITTED,
    Rows,
    inserted,
    is_too_complex,
    marked_images,
    marked_links,
    numbered_marks,
    with_marked_addresses,
)
from generator.text.patterns import compiled
from generator.text.rich import (
    FIELD_LEVELS,
    INVISIBLE,
    MAX_MARKDOWN_DEPTH,
    MAX_PAGE_CHARS,
    MAX_RICH_CHARS,
    PAGE_LEVELS,
    address_error,
    clean_markdown,
    image_error,
)
from generator.text.sentences import sentence


@dataclass(frozen=True)
class Loss:
    """Something `render` or `sections` will drop or change."""

    line: int  # within the field's text, from 1
    column: int  # from 1, in characters
    what: str  # Russian: what is lost
    hint: str  # Russian: what to write instead


_Found = tuple[int, str, str]  # position in the text, what, hint

_HINTS = {
    **dict.fromkeys(("b", "strong"), "Для важных слов пишите **слово**."),
    **dict.fromkeys(("i", "em"), "Для выделения пишите *слово*."),
    "a": "Ссылку пишите так: [текст](адрес).",
    "img": "Приложите картинку к записи как файл.",
    "br": "Новый абзац начинается после пустой строки; перенос внутри абзаца — обратная косая черта в конце строки.",
    "p": "Новый абзац начинается после пустой строки.",
    "hr": "Разделительная черта — строка из трёх дефисов между пустыми строками.",
    **dict.fromkeys(("code", "pre", "tt"), "Код и имена файлов пишите в обратных апострофах: `имя`."),
    **dict.fromkeys(("ul", "ol", "li"), "Пункт списка — строка, которая начинается с «- » или «1. »."),
    **dict.fromkeys(("table", "tr", "td", "th", "thead", "tbody"), "Таблицу пишите чертами: | класс | часы |."),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "Подзаголовок — строка, которая начинается с «### »."),
    **dict.fromkeys(("sub", "sup"), "Индексы и степени пишите готовыми знаками: H₂O, м²."),
    "blockquote": "Цитата — строка, которая начинается с «> ».",
}
_OTHER_HINT = "Уберите тег. Если его нужно показать читателю, возьмите его в обратные апострофы: `<тег>`."
_BLOCKS = set(
    "address article aside blockquote body center details dialog dd div dl dt fieldset figcaption figure footer form "
    "frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li link main menu nav ol optgroup option p "
    "param script section source style pre textarea summary table tbody td tfoot th thead title tr ul".split()
)
_LINK_HINT = "Пишите адрес полностью: https://сайт/страница, mailto:адрес или имя записи: practices/имя-записи."
_IMAGE_HINT = "Приложите картинку к записи как файл или опишите словами, что на ней."
_PAGE_IMAGE_HINT = "Положите файл рядом со страницей и пишите адрес от неё: ![что на картинке](img/shema.png)."


def losses(markdown: str, page: bool = False) -> list[Loss]:
    """Everything that would not be shown as written, in order of appearance; empty for a sound text.

    In: a rich field, or with `page` a page of content/ (headings from level 2, pictures with relative addresses).
    Found: raw HTML and comments, refused addresses, pictures, headings of other levels, table cells beyond the
    header, lines taken for definitions of links that nobody uses, signs of multiplication, invisible
    control characters, text beyond the limits of length and nesting.
    """
    limit = MAX_PAGE_CHARS if page else MAX_RICH_CHARS
    if len(markdown) > limit:
        return [Loss(1, 1, f"текст длиннее {limit} знаков не показывается", "Сократите текст или разделите его.")]
    if _is_plain(markdown):
        return []
    text = clean_markdown(markdown)
    html = cmark.markdown_to_html(text, cmark.SOURCEPOS)
    if is_too_complex(text):
        what = f"текст со вложенностью больше {MAX_MARKDOWN_DEPTH} или с непомерной таблицей показывается без разметки"
        return [Loss(1, 1, what, "Упростите списки, цитаты и таблицы.")]
    rows = Rows(text)
    found = [*_headings(rows, html, page), *_cells(rows, html), *_raw_html(rows, html), *_code_labels(rows, html)]
    found += [(at, error, _LINK_HINT) for href, at in marked_links(text) if (error := address_error(href))]
    found += _images_lost(text, html, page)
    found += _unused_definitions(text)
    found += _multiplied(text, html)
    lost = [Loss(*rows.position(at), what, hint) for at, what, hint in found]
    return sorted({*lost, *_invisible(markdown, html)}, key=lambda loss: (loss.line, loss.column, loss.what))


# Paragraphs and simple lists: lines that begin, perhaps behind one mark of a list, with a letter or a number, and in
# which nothing stands that HTML, links, pictures, tables, definitions or invisible characters are made of.
_MADE_OF = compiled("[^ -%'-;=?-Z^`a-z{}~\n\u00a0\u0400-\u04ff«»—–„“”…№]|://")
_PLAIN_LINES = compiled(
    r"(?:(?:[ ]*(?:(?:[-+*]|\d{1,9}[.)])[ ]+)?(?!\d{1,9}[.)](?:[ \n]|\Z))[A-Za-z0-9А-Яа-яЁё«№][^\n]*)?(?:\n|\Z))*"
)
_INNER_ITEM = compiled(r"^ +(?:[-+*]|\d{1,9}[.)]) ", re.MULTILINE)


def _is_plain(markdown: str) -> bool:
    """Whether nothing of a text can be lost, told without the parser: most texts of a base are such."""
    if _MADE_OF.search(markdown) or _TIMES.search(markdown) or not _PLAIN_LINES.fullmatch(markdown):
        return False
    return markdown.count("*") + len(_INNER_ITEM.findall(markdown)) < MAX_MARKDOWN_DEPTH


# Signs

#: an asterisk beside a digit, with no space around
_TIMES = compiled(r"(?<=\d)\*{1,2}(?=[\w(])|(?<=[\w)])\*{1,2}(?=\d)")
_CODE = compiled("`[^`]*`")
_EATEN = compiled(r"\d<(em|strong)>[^<]*</\1>[\w(]|[\w)]<(em|strong)>[^<]*</\2>\d")


def _multiplied(text: str, html: str) -> list[_Found]:
    """«5*3*2» in the middle of which emphasis has eaten both signs; a part of a word may be emphasised so."""
    outside = _CODE.sub(lambda code: " " * len(code[0]), text)
    if not _EATEN.search(html) or not (sign := _TIMES.search(outside)):
        return []
    hint = "Знак умножения пишите так: 5×3×2. Звёздочку, которую надо показать, пишите с обратной косой чертой: \\*."
    return [(sign.start(), "звёздочки между числами не показываются: они приняты за выделение", hint)]


# Links and pictures


def _unused_definitions(text: str) -> list[_Found]:
    if "]:" not in text:
        return []
    html, places, mark_pattern = with_marked_addresses(text)
    shown = {places[int(n)] for n in mark_pattern.findall(html)}
    return [
        (
            match.start(1),
            f"строка «{match[1][:40]}:…» не показывается: она принята за адрес ссылки, которой в тексте нет",
            "Если это обычный текст, поставьте перед скобкой обратную косую черту: \\[…]:",
        )
        for match in DEFINITION.finditer(text)
        if match.end() not in shown and text[match.end() : match.end() + 1].strip()
    ]


def _images_lost(text: str, html: str, page: bool) -> list[_Found]:
    if "<img " not in html:
        return []
    if page:
        return [(at, error, _PAGE_IMAGE_HINT) for src, at in marked_images(text) if (error := image_error(src))]
    return [(at, sentence("not_shown", what="картинка"), _IMAGE_HINT) for _, at in marked_images(text)]


# Raw HTML

_RAW = compiled(
    r"<(?:(?P<open>[A-Za-z][A-Za-z0-9-]*)(?=[\s/>]|$)|/(?P<close>[A-Za-z][A-Za-z0-9-]*)(?=[ \t]*>)"
    r"|!--(?!-?>)|\?|!\[CDATA\[|![A-Z]+(?=\s))"
)
_COMMENT_END, _INSTRUCTION_END = compiled("-->"), compiled(r"\?>")
_DATA_END, _DECLARATION_END = compiled("]]>"), compiled(">")
# The end of these ends an HTML block, but not with a space inside: it must not be marked.
_VERBATIM = {"script", "style", "pre", "textarea"}
_LINE_START = compiled(r"[\s>*+\-\d.)]*")


def _raw_html(rows: Rows, html: str) -> list[_Found]:
    if OMITTED not in html:
        return []
    text = rows.text
    mark = numbered_marks(text)
    suspects = list(_RAW.finditer(text))
    places = []
    for n, match in enumerate(suspects):
        if match["open"]:
            places.append((match.end(), f" {mark(n)}"))
        elif not match["close"]:
            places.append((match.end(), f" {mark(n)} "))
        elif match["close"].lower() not in _VERBATIM:
            places.append((match.end(), _as_spaces(n)))
    raw = cmark.markdown_to_html(inserted(text, places), cmark.UNSAFE)
    opened = re.compile(rf"<(?:[A-Za-z][A-Za-z0-9-]*|!--|\?|!\[CDATA\[|![A-Z]+) {mark(0)[:4]}(\d{{6}})")
    confirmed = {int(n) for n in opened.findall(raw)}
    confirmed |= {_from_spaces(spaces) for spaces in re.findall(r"</[A-Za-z][A-Za-z0-9-]*([ \t]{20})", raw)}
    found: list[_Found] = []
    names: set[str] = set()
    characters: dict[int, int] = {}  # where a row begins -> where its characters of lists and quotes end
    comment_end = 0
    for n in sorted(confirmed):
        if n >= len(suspects) or suspects[n].start() < comment_end:
            continue
        match = suspects[n]
        at, name = match.start(), (match["open"] or match["close"] or "").lower()
        if name and match["close"] and name in names:
            continue  # told at the opening tag
        names.add(name)
        if not name:
            end = {"<!--": _COMMENT_END, "<?": _INSTRUCTION_END, "<![CDATA[": _DATA_END}.get(match[0], _DECLARATION_END)
            comment_end = found_end.start() if (found_end := end.search(text, at)) else len(text)
            kind = "комментарий <!-- … -->" if match[0] == "<!--" else f"вставка {match[0]}…"
            found.append((at, f"{kind} не показывается", "Уберите: заметки для себя не пишут в запись."))
            continue
        if (start := rows.start(at)) not in characters:
            first = _LINE_START.match(text, start)
            characters[start] = first.end() if first else start
        with_text = name in _BLOCKS and characters[start] >= at
        tag = f"тег <{'/' if match['close'] else ''}{name}>"
        what = f"{tag} и текст рядом с ним не показываются" if with_text else sentence("not_shown", what=tag)
        found.append((at, what, _HINTS.get(name, _OTHER_HINT)))
    if not found:  # something rare, such as a lone </script>: it must not go unreported
        suspect = re.search(r"<[/!?A-Za-z]", text)
        found.append((suspect.start() if suspect else 0, "разметка HTML не показывается", _OTHER_HINT))
    return found


def _as_spaces(n: int) -> str:
    """The number as twenty spaces and tabs: all that may stand between the name and the end of a closing tag."""
    return f"{n:020b}".replace("0", " ").replace("1", "\t")


def _from_spaces(spaces: str) -> int:
    return int(spaces.replace(" ", "0").replace("\t", "1"), 2)


# Blocks

_BLOCK_HEADING = compiled(r'<h([1-6]) data-sourcepos="(\d+):(\d+)-[^"]*">(.*?)</h\1>', re.DOTALL)
_ROW = compiled(r'<tr data-sourcepos="(\d+):\d+-\d+:(\d+)">\n(.*?)</tr>', re.DOTALL)
_CELL_END = compiled(r'<t[dh][^>]* data-sourcepos="\d+:\d+-\d+:(\d+)"|<t[dh] data-sourcepos="\d+:\d+-\d+:(\d+)"')
_LABELLED = compiled(r'<pre data-sourcepos="(\d+):(\d+)-[^"]*"><code class="language-')
_LANGUAGE = compiled(r"[A-Za-z0-9_+#.-]{1,20}")


def _headings(rows: Rows, html: str, page: bool) -> Iterable[_Found]:
    levels = PAGE_LEVELS if page else FIELD_LEVELS
    for level, line, column, inner in _BLOCK_HEADING.findall(html):
        shown = levels[int(level)]
        at = rows.at(int(line), int(column))
        if shown != int(level):
            yield (
                at,
                f"заголовок уровня {level} показывается как заголовок уровня {shown}",
                "Пишите «## », «### » или «#### » в начале строки."
                if page
                else "Пишите «### » или «#### » в начале "
                "строки. Если заголовка не было в замысле, отделите строку из дефисов пустой строкой.",
            )
        if page and ("<a " in inner or "<img " in inner):
            yield at, "ссылка в заголовке показывается как простой текст", "Перенесите ссылку в текст под заголовком."


def _cells(rows: Rows, html: str) -> Iterable[_Found]:
    if "<tr" not in html:
        return
    for line, end, cells in _ROW.findall(html):
        ends = [int(a or b) for a, b in _CELL_END.findall(cells)]
        if 0 in ends:  # the parser added a missing cell
            continue
        row = rows.row(int(line)).encode()
        rest = row[ends[-1] : int(end)].decode(errors="ignore") if ends else ""
        if rest.lstrip().startswith("|") and rest.strip().strip("|").strip():
            before = len(row[: ends[-1]].decode(errors="ignore"))
            at = rows.at(int(line), 1) + before + rest.index("|")
            yield at, "лишняя ячейка таблицы не показывается", "Ячеек в строке должно быть столько же, сколько в шапке."


def _code_labels(rows: Rows, html: str) -> Iterable[_Found]:
    if 'class="language-' not in html:
        return
    for line, column in _LABELLED.findall(html):
        at = rows.at(int(line), int(column))
        label = rows.row(int(line))[rows.position(at)[1] - 1 :].strip(" \t`~")
        if not _LANGUAGE.fullmatch(label):
            yield at, f"«{label[:40]}» после ``` не показывается", "Пишите текст со следующей строки."


_ENTITY = compiled(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,31});")


def _invisible(markdown: str, html: str) -> Iterable[Loss]:
    text = markdown.replace("\r\n", "\n").replace("\r", "\n")
    places = [(match.start(), match[0]) for match in INVISIBLE.finditer(text)]
    if INVISIBLE.search(html):
        places += [
            (match.start(), character)
            for match in _ENTITY.finditer(text)
            if len(character := unescape(match[0])) == 1 and INVISIBLE.match(character)
        ]
    rows = Rows(text)
    for at, character in places:
        line, column = rows.position(at)
        what = f"невидимый знак U+{ord(character):04X} не показывается"
        yield Loss(line, column, what, "Удалите его или наберите слово заново.")
