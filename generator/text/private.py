"""Phones and private e-mail addresses in free text (152-FZ: no visitor or person data without consent)."""

import re
from dataclasses import dataclass

PUBLIC_MAIL = frozenset(
    {"mail.ru", "bk.ru", "list.ru", "inbox.ru", "internet.ru", "xmail.ru", "mail.com", "mail.ua", "vk.com"}
    | {"yandex.ru", "yandex.com", "yandex.by", "yandex.kz", "ya.ru", "narod.ru", "яндекс.рф"}
    | {"gmail.com", "googlemail.com", "icloud.com", "me.com", "mac.com", "yahoo.com", "aol.com"}
    | {"outlook.com", "outlook.ru", "hotmail.com", "hotmail.ru", "live.com", "live.ru", "msn.com"}
    | {"rambler.ru", "lenta.ru", "autorambler.ru", "myrambler.ru", "ro.ru", "pochta.ru", "qip.ru", "nm.ru", "km.ru"}
    | {"proton.me", "protonmail.com", "tutanota.com", "duck.com", "fastmail.com", "gmx.com", "gmx.de", "zoho.com"}
    | {"e1.ru", "hotbox.ru", "fromru.com", "tut.by", "ukr.net", "i.ua", "почта.рф"}
)


@dataclass(frozen=True)
class Found:
    """A phone or a private e-mail address: `text` is what stands at [start:end]."""

    kind: str  # "phone" or "email"
    start: int
    end: int
    text: str


_EMAIL = re.compile(r"(?<![\w.%+-])[\w.%+-]{1,64}@((?:[\w-]{1,63}\.){1,6}[A-Za-zрф]{2,12})(?![\w-])")

_GAP = r"[ \t\u00a0\u2009\u202f().‐‑–—-]{0,3}"
_ALONE = r"(?<![\w+].)(?<!\d[-.,/–].)"  # the first sign is not the tail of another number
# A country prefix and ten digits, however they are grouped; the shape is judged in `_is_phone`.
_LONG = re.compile(rf"(?:\+[ \u00a0]?7|[78]{_ALONE})(?:{_GAP}\d){{10}}(?!\d|[-–.,]\d)", re.DOTALL)
_FOREIGN = re.compile(rf"\+(?!7){_ALONE}[1-9](?:[ \u00a0()-]{{0,2}}\d){{9,13}}(?!\d)", re.DOTALL)
_NO_PREFIX = re.compile(
    rf"[(9]{_ALONE}"
    r"(?:(?<=\()(?:\d{3}\)[ \u00a0]?\d{3}|\d{4}\)[ \u00a0]?\d\d|\d{5}\)[ \u00a0]?\d)[- ]\d\d[- ]\d\d"
    r"|(?<=9)\d\d[ \u00a0-]\d{3}[ \u00a0-]\d\d[ \u00a0-]\d\d)(?!\d|[-–.]\d)",
    re.DOTALL,
)
# A city number says little by itself: it is a phone after a word such as «тел.».
_LOCAL = re.compile(
    rf"\d{_ALONE}(?:\d{{0,2}}[- ]\d\d[- ]\d\d|\d\d[- ]\d{{3,4}}|\d{{4,6}}|\d{{9}})"
    r"(?!\d|[-–.,/]\d|\s*(?:руб|чел|шт|год|г\.|%))",
    re.DOTALL,
)
_PHONE_WORD = re.compile(
    r"(?:\bтел(?:ефон\w{0,4})?\b|\bфакс\w{0,2}\b|\bмоб(?:ильн\w{1,3})?\b|\bсот(?:ов\w{1,3})?\b|\b(?:по)?звон\w{1,5}|"
    r"whats ?app|ватс?апп?|вотс?апп?|viber|вайбер\w?|телеграм\w{0,2}|telegram)[^\d\n№]{0,25}№?[ \u00a0]?$",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?<!\S)\S*(?:://|\b10\.\d{4,9}/)\S*")
_MESSENGER = re.compile(r"//(?:wa\.me|api\.whatsapp\.com|viber\.click|t\.me/\+)", re.IGNORECASE)
# The number after one of these, with nothing but signs and digits between, is not a phone.
_REGISTER = re.compile(
    r"(?:ОКТМО|ОКАТО|ОКПО|ОКВЭД|ИНН|КПП|ОГРН(?:ИП)?|СНИЛС|БИК|КБК|УИН|ISBN|ISSN|DOI|УДК|ББК|ГРН|\bID|oktmo|\binn\b|ogrn|\bкод\w{0,2}|"
    r"\bарт(?:икул\w{0,2})?|сч[её]т\w{0,2}|р/с|к/с|лицензи\w{1,3}|регистрационн\w{2,3}|свидетельств\w{1,2}|№|\bN)"
    r"[^A-Za-zА-Яа-яЁё]{0,40}$",
    re.IGNORECASE,
)


def personal_data(text: str) -> list[Found]:
    """Phones and e-mail addresses on public mail services, in order of appearance.

    In: any text of a record.  Out: Russian phones in the usual spellings (hotlines too), local numbers after
    «тел.» and the like, international ones with «+», and addresses whose domain is in PUBLIC_MAIL.
    Codes, dates, ISBN, DOI and the like are not phones (tests/corpus/phones-not.txt).
    """
    found = []
    if "@" in text:
        found = [
            Found("email", match.start(), match.end(), match[0])
            for match in _EMAIL.finditer(text)
            if match[1].lower() in PUBLIC_MAIL
        ]
    # Digits inside the address of a page or a DOI are not a phone, unless it is the address of a messenger.
    taken = [(f.start, f.end) for f in found]
    if "/" in text:
        taken += [m.span() for m in _ADDRESS.finditer(text) if not _MESSENGER.search(m[0])]
    for pattern, is_phone in ((_LONG, _is_long), (_FOREIGN, None), (_NO_PREFIX, _unregistered), (_LOCAL, _is_local)):
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(a < end and start < b for a, b in taken) or (is_phone and not is_phone(match)):
                continue
            taken.append((start, end))
            found.append(Found("phone", start, end, match[0]))
    return sorted(found, key=lambda f: f.start)


def _is_long(match: re.Match[str]) -> bool:
    """Codes of the Russian numbering plan begin with 3, 4, 8 or 9, and people group digits by two at least."""
    if match[0].startswith("+"):
        return True
    groups = re.findall(r"\d+", match[0][1:])
    if groups[0][0] not in "3489" or not (len(groups) == 1 or 3 <= len(groups[0]) <= 10):
        return False
    if any(len(group) < 2 for group in groups[1:]) and len(groups[0]) < 5:
        return False
    return _unregistered(match)


def _is_local(match: re.Match[str]) -> bool:
    return bool(_PHONE_WORD.search(match.string, max(0, match.start() - 45), match.start()))


def _unregistered(match: re.Match[str]) -> bool:
    return _is_local(match) or not _REGISTER.search(match.string, max(0, match.start() - 60), match.start())
