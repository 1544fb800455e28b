"""What looks like the name of a person in free text. A guess for a reviewer's eye, never a reason to refuse."""

import re

_WORD = r"[А-ЯЁ][а-яё]{1,30}(?:-[А-ЯЁ][а-яё]{1,30})?"
_INITIALS = r"[А-ЯЁ]\.[ \u00a0]?[А-ЯЁ]\."
_GAP = r"[ \u00a0]{1,2}"
# A patronymic in any case: «Петровна», «Петровны», «Ильичом».
_PATRONYMIC = (
    r"[А-ЯЁ][а-яё]{1,20}(?:(?:ович|евич|ьич)(?:а|у|ем|ом|е)?|(?:овн|евн|ичн)(?:а|ы|е|у|ой)|(?:кызы|оглы))(?![а-яё])"
)
_NAME = re.compile(
    rf"(?<![\w-])(?:{_WORD}{_GAP}{_INITIALS}|{_INITIALS}[ \u00a0]?{_WORD}|(?:{_WORD}{_GAP})?{_WORD}{_GAP}{_PATRONYMIC})"
)
# A school, a street or a prize that bears a name names nobody who works there.
_BEARS = re.compile(r"(?:имени|им\.|ул\.|улиц\w{1,3}|площад\w{1,3}|преми\w{1,3}|медал\w{1,4})[ \u00a0]*$", re.I)


def names(text: str) -> list[tuple[int, str]]:
    """Where something like a person's name begins and what stands there, in order: «Иванова М. П.», «М. П. Иванова»,
    «Иванова Мария Петровна», «Мария Петровна». A name after «имени», «улица» and the like is left out."""
    return [
        (found.start(), found[0])
        for found in _NAME.finditer(text)
        if not _BEARS.search(text, max(0, found.start() - 20), found.start())
    ]
