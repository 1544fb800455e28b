"""What looks like the name of a person in free text. A guess for somebody's eye: persons of history, of books and the
authors whom a text cites have names like everybody's. The form of the site looks with
``theme/mkdocs/assets/form/person-names.js``, held to the same cases (tests/cases/person-names.yml)."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from generator.text.known_people import CHARACTERS, FIRST_NAMES, PERSONS
from generator.text.patterns import compiled
from generator.text.schoolbook_authors import METHODS, TEXTBOOKS
from generator.text.shown import has_marks, visible_texts
from generator.text.works import ABOUT_WORK, ABOUT_WORK_PATTERN, OF_PERSON, OF_PERSON_PATTERN, OF_WORK, OF_WORK_PATTERN
from generator.text.works import REACH as BEFORE_A_NAME

_WORD = r"[А-ЯЁ][а-яё]{2,30}(?:-[А-ЯЁ][а-яё]{1,30})?"
_UPPER = r"[А-ЯЁ]{3,30}(?:-[А-ЯЁ]{2,30})?"
# Two initials; the last dot may be gone, as at the end of a cell.
_INITIALS = r"[А-ЯЁ]\.[ ]?[А-ЯЁ](?:\.|(?![\w]))"
_GAP = r"[ ]{1,2}"
# A patronymic in any case: «Петровна», «Петровны», «Ильичом».
_PATRONYMIC = (
    r"[А-ЯЁ][а-яё]{1,20}(?:(?:ович|евич|ьич)(?:а|у|ем|ом|е)?|(?:овн|евн|ичн)(?:а|ы|е|у|ой|ою)"
    r"|(?:[ -]?(?:кызы|оглы)))(?![а-яё])"
)
_UPPER_PATRONYMIC = r"[А-ЯЁ]{2,20}(?:(?:ОВИЧ|ЕВИЧ|ЬИЧ)(?:А|У|ЕМ|ОМ|Е)?|(?:ОВН|ЕВН|ИЧН)(?:А|Ы|Е|У|ОЙ))(?![А-ЯЁ])"
_MAY_BE = compiled(r"[А-ЯЁ][^А-ЯЁ]{0,80}[А-ЯЁ]|&#")  # no name has fewer than two capitals
_NAME = compiled(
    rf"(?:(?:{_WORD}|{_UPPER}),?(?:{_GAP})?{_INITIALS}|{_INITIALS}[ ]?(?:{_WORD}|{_UPPER}(?![\w]))"
    rf"|(?:{_WORD}{_GAP})?{_WORD}{_GAP}{_PATRONYMIC}(?:{_GAP}{_WORD})?"
    rf"|(?:{_UPPER}{_GAP})?{_UPPER}{_GAP}{_UPPER_PATRONYMIC}"
    rf"|{_WORD}{_GAP}{_WORD})"
)
# Words that begin a sentence and not a name.
_NO_NAME = frozenset(
    "для при как над под это все всё так или что где чей она они оно нас вас наш ваш ещё мне нам вам мой твой сам свой "
    "после перед около между через среди кроме вместо согласно автор авторы учитель педагог методист директор ректор "
    "заместитель руководитель уважаемая уважаемый спасибо ведёт отвечает ответственный именно также когда если "
    "чтобы".split()
)
# What follows a patronymic with a capital is the surname, whatever its ending, but for a new sentence without a dot.
_BEGINS = frozenset(
    "вчера сегодня завтра потом затем теперь тогда сейчас здесь там тут урок уроки дети ученики школа мероприятие "
    "семинар практика работа итог результат она они оно".split()
)
_SURNAME = compiled(
    r"(?:(?:ов|ев|ёв|ин|ын)(?:а|у|ым|е|ой|ы|ых|ыми)?|(?:ск|цк)(?:ий|ого|ому|им|ом|ая|ой|ую)|енко|(?:чу|щу"
    r"|[^аеиоу]ю)к(?:а|у|ом|е)?"
    r"|(?:дзе|швили)|[ая]н(?:а|у|ом|е)?)$"
)
# A school, a street or a prize that bears a name names nobody who works there.
_BEARS = compiled(
    r"(?:(?<!от )(?:\bимени|\bим\.)[^.;\n]{0,60}|\bим|ул\.|улиц\w{1,3}|площад\w{1,3}|пер\.|переул\w{2,3}"
    r"|просп\.|проспект\w{0,2}|бульвар\w{0,2}"
    r"|преми\w{1,3}|медал\w{1,4}|орден\w{0,2}|фонд\w{0,2}|стипенди\w{1,3}|памятник\w{0,2}|сквер\w{0,2}"
    r"|парк\w{0,2})[ ]*$",
    re.IGNORECASE,
)
# A work described in the text itself: «Иванов И. П. Название // Журнал», «— М.: Просвещение, 1989».
#: a name shows two initials, or two words with capitals beside each other: asked before the longer question
_MAY_SHOW = compiled(r"[А-ЯЁ](?:\.|[А-ЯЁа-яё-]{0,64}[ ]{1,2}[А-ЯЁ])")
#: the same of a text as it is written, where nothing but the ends of lines shows otherwise than it is written
_MAY_SHOW_UNREAD = compiled(r"[А-ЯЁ](?:\.|[А-ЯЁа-яё-]{0,64}(?:[ \u00a0]{1,2}|[ \u00a0]?\n[ \n\t>]*)[А-ЯЁ])")
_CAPITAL = compiled(r"[А-ЯЁ]")
_WORK = compiled(r"[^\n]{0,200}?(?://|[—–-] ?(?:М|СПб|Л|Ростов\S{0,8}|Краснодар)\.?,? ?[:;]|\bdoi\b)")
_SURNAMED = r"([А-ЯЁ][А-ЯЁа-яё]+(?:-[А-ЯЁ][А-ЯЁа-яё]+)?)?"
_WITH_INITIALS = compiled(rf"{_SURNAMED},?[ ]*([А-ЯЁ])\.[ ]?(?:([А-ЯЁ])\.?)?[ ]?{_SURNAMED}")
_INITIALS_FIRST = compiled(_INITIALS)
_WORD_AND_INITIALS = compiled(rf"([А-ЯЁ][А-ЯЁа-яё]+),?[ ]{{1,2}}({_INITIALS})")
_SURNAME_BEHIND = compiled(rf"[ ]?{_WORD}(?![ ]?[А-ЯЁ]\.)")
#: letters of «РКМЧП», by which a method or a set of books is called
_LONGEST_SHORT = 5
#: first names that are words as well: «Роман Тургенева», «Вера Павловой»
_ALSO_WORDS = ("роман", "вер", "надежд", "любов", "лев", "мар")


def find_names(raw: str, cited: Iterable[str] = ()) -> list[tuple[int, str]]:
    """Where something like a person's name begins and what stands there, in order: «Иванова М. П.», «М. П. Иванова»,
    «Иванова Мария Петровна», «Мария Петровна», «Мария Иванова», in any case form and in capital letters.

    A name after «имени», «улица» and the like is left out, so are persons of history and of books, the authors in
    ``cited`` (texts such as «Цукерман Г. А., Давыдов В. В.»), who stands in a work that the text describes, and the
    author of a work, a theorem or a method that is called by him («учебник Л. Г. Петерсон»).
    """
    if raw.islower() or not (_MAY_BE if has_marks(raw) else _MAY_SHOW_UNREAD).search(raw):
        return []
    part = visible_texts(raw)[0]
    text = part.text.replace("\u00a0", " ")
    if not _MAY_SHOW.search(text):
        return []
    found = []
    at = 0
    exempt: set[tuple[str, str]] | None = None
    while match := _next_name(text, at):
        start, end = _within(match)
        if start < end and (begins := _begins_later(text, start, end)):
            start, end = begins
        if start == end:
            at = match.start() + 1
            continue
        at = end
        if _BEARS.search(text, max(0, start - 80), start) or _WORK.match(text, end):
            continue
        if exempt is None:
            exempt = _known() | {key for authors in cited for key in _keys(authors)}
        if not _is_exempt(text[start:end], text, exempt) and not _is_of_work(text, start, end):
            first, last = part.span(start, end)
            found.append((first, raw[first:last]))
    return found


def _next_name(text: str, at: int) -> re.Match[str] | None:
    """What ``_NAME.search`` finds from ``at`` on: a name begins with a capital, and few letters are any."""
    return next(filter(None, (_NAME.match(text, first.start()) for first in _CAPITAL.finditer(text, at))), None)


def name_lists() -> dict[str, Any]:
    """The words and persons by which ``find_names`` judges, for the script that looks in the form: ``first`` stems of
    first names, ``known`` (stem of a surname, initials) of persons of history and of books, ``whose`` «initial, stem of
    the patronymic» -> stems of their surnames, ``no_name`` and ``begins`` words that are no part of a name,
    ``also_words`` stems of first names that are words as well, ``authors`` as ``known``, of works and methods, and
    ``works`` the patterns by which they are known for authors."""
    return {
        "first": sorted(_first_names()),
        "known": sorted(_known()),
        "whose": {" ".join(key): sorted({_stem(one) for one in whose}) for key, whose in _by_patronymic().items()},
        "no_name": sorted(_NO_NAME),
        "begins": sorted(_BEGINS),
        "also_words": _ALSO_WORDS,
        "authors": sorted(_authors()),
        "works": {"of": OF_WORK, "about": ABOUT_WORK, "person": OF_PERSON, "reach": BEFORE_A_NAME},
    }


def _within(match: re.Match[str]) -> tuple[int, int]:
    """The name in what looks alike: without a first word that cannot be one; an empty span when nothing is left."""
    text, start, end = match.string, match.start(), match.end()
    before = text[start - 1 : start] if start else ""
    if before in ("-", "_") or before.isalnum():
        return start, start
    words = match[0].split()
    if words[0].lower().strip(",") in _NO_NAME and len(words) > 1:
        return start, start  # «По П. Я. Гальперину»: the search goes on behind the first letter
    if len(words) > 2 and _is_patronymic(words[-2]) and words[-1].lower() in _NO_NAME | _BEGINS:
        return start, start + len(match[0][: match[0].rindex(words[-1])].rstrip())
    has_initials = "." in match[0]
    if has_initials or len(words) != 2 or _is_patronymic(words[-1]):
        return start, end
    one, other = words
    pair = (_is_first(one) and _SURNAME.search(other.lower())) or (_is_first(other) and _SURNAME.search(one.lower()))
    return (start, end) if pair else (start, start)


def _begins_later(text: str, start: int, end: int) -> tuple[int, int] | None:
    """«УМК Ю. Н. Макарычева», «Читаем Н. В. Гоголя»: the word before the initials is none of the name."""
    match = _WORD_AND_INITIALS.fullmatch(text, start, end)
    surname = _SURNAME_BEHIND.match(text, end) if match else None
    if match is None or surname is None:
        return None
    word = match[1]
    is_short = word.isupper() and len(word) <= _LONGEST_SHORT
    whole = match.start(2), surname.end()
    if is_short or (not _SURNAME.search(word.lower()) and _keys(text[slice(*whole)]) & _known()):
        return whole
    return None


def _is_exempt(name: str, text: str, exempt: set[tuple[str, str]]) -> bool:
    keys = _keys(name)
    if not keys:  # a first name and a patronymic: known when the text says whose
        words = name.split()
        whose = _by_patronymic().get((words[0][0].lower(), _stem(words[1])), ()) if len(words) == 2 else ()
        return any(_stem(surname) in text.lower().replace("ё", "е") for surname in whose)
    for surname, initials in keys:
        fits = any(known == surname and _agree(initials, others) for known, others in exempt)
        also_word = any(_stem(word) in _ALSO_WORDS for word in name.split())
        if fits or (also_word and any(known == surname for known, _ in exempt)):
            return True
    return False


def _is_of_work(text: str, start: int, end: int) -> bool:
    """The author of what stands before the name: of a printed work or of a theorem, in the form «И. О. Фамилия»; one of
    the lists wherever a work or a method is spoken of. Who is called a teacher or a pupil is none."""
    before, name = text[max(0, start - BEFORE_A_NAME) : start], text[start:end]
    if "." not in name or OF_PERSON_PATTERN.search(before):
        return False
    if _INITIALS_FIRST.match(name) and OF_WORK_PATTERN.search(before):
        return True
    return bool(_keys(name) & _authors()) and bool(ABOUT_WORK_PATTERN.search(before))


def alike_people(one: str, other: str) -> bool:
    """Return True where both may name one person: the same surname, and no initial that speaks against it."""
    return any(
        surname == known and _agree(initials, others)
        for surname, initials in _keys(one)
        for known, others in _keys(other)
    )


def _agree(one: str, other: str) -> bool:
    return bool(one) and bool(other) and (one.startswith(other) or other.startswith(one))


def _keys(text: str) -> set[tuple[str, str]]:
    """(stem of the surname, initials) of every name in a text: «Выготский Л. С.» -> («выготск», «лс»)."""
    found = set()
    for match in _WITH_INITIALS.finditer(text):
        before, first, second, after = match.groups()
        for surname in filter(None, (before, after)):
            found.add((_stem(surname), (first + (second or "")).lower()))
    if not found:
        words = re.findall(r"[А-ЯЁ][А-ЯЁа-яё-]+", text)
        if len(words) == 3 and _is_patronymic(words[2]):
            found.add((_stem(words[0]), (words[1][0] + words[2][0]).lower()))
        elif len(words) == 3 and _is_patronymic(words[1]):
            found.add((_stem(words[2]), (words[0][0] + words[1][0]).lower()))
        elif len(words) == 2 and not _is_patronymic(words[1]):
            for surname, first in (words, words[::-1]):
                found.add((_stem(surname), first[0].lower()))
    return found


def _is_patronymic(word: str) -> bool:
    return bool(re.fullmatch(rf"{_PATRONYMIC}|{_UPPER_PATRONYMIC}", word))


def _is_first(word: str) -> bool:
    return _stem(word) in _first_names()


@cache
def _first_names() -> frozenset[str]:
    found = set()
    for name in FIRST_NAMES.lower().replace("ё", "е").split():
        found |= {_stem(name), name[:-1] if name[-1] in "йья" else name}
    return frozenset(found | {"павл", "льв", "никол"})


@cache
def _persons() -> list[tuple[str, list[str]]]:
    """(surname, first names) of the persons of history and of books."""
    found = []
    for line in filter(None, f"{PERSONS}\n{CHARACTERS}".split("\n")):
        surname, *others = [word for word in line.split() if not word[0].isdigit()]
        found.append((surname, others))
    return found


@cache
def _known() -> set[tuple[str, str]]:
    """Their surnames and initials."""
    return {(_stem(surname), "".join(word[0] for word in others).lower()) for surname, others in _persons()}


@cache
def _authors() -> frozenset[tuple[str, str]]:
    """Surnames and initials of the authors of textbooks and methods."""
    return frozenset(_keys(f"{TEXTBOOKS} {METHODS}"))


@cache
def _by_patronymic() -> dict[tuple[str, str], list[str]]:
    """Initial of the first name and stem of the patronymic -> surnames."""
    found: dict[tuple[str, str], list[str]] = {}
    for surname, others in _persons():
        if len(others) == 2:
            found.setdefault((others[0][0].lower(), _stem(others[1])), []).append(surname)
    return found


def _stem(word: str) -> str:
    """A name without the ending of its case; «ё» is «е»."""
    word = word.lower().replace("ё", "е").strip(".,")
    return (
        re.sub(r"(?:ией|ием|ия|ию|ии|ие|ий|ого|ому|ой|ою|ей|ом|ем|ым|им|ых|их|ая|ую|а|я|ы|и|у|ю|е|й|ь)$", "", word)
        or word
    )
