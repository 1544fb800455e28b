"""The types of single values: each takes the text of the file and says in Russian what is wrong with it.

Errors are ``PydanticCustomError`` whose message is the finished Russian sentence and whose context may carry ``hint``;
``records.reading`` turns them into problems with a place, and says itself where a list or a group of fields stands
instead of a single value, so that only text comes here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache, partial
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, GetCoreSchemaHandler, WithJsonSchema
from pydantic_core import PydanticCustomError, core_schema

from generator import text
from generator.problems import to_write

# --- markers: what a field means beyond its type; the catalog and the checks walk them ------------------------------


class RefTo:
    """The value is the id of a record: ``Annotated[str, RefTo("documents")]``. With one kind the bare id, with several
    ``kind/id``."""

    def __init__(self, *kinds: str):
        self.kinds = kinds

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_after_validator_function(_reference(self.kinds), handler(source))

    def key(self, value: str) -> str:
        """The full address ``kind/id`` of what ``value`` names."""
        return f"{self.kinds[0]}/{value}" if len(self.kinds) == 1 else value


@dataclass(frozen=True)
class TermOf:
    """The value is the id of a term of this vocabulary (``data/vocabularies/<name>.yml``); ``checks.links.terms_exist``
    looks it up, and knows which one a Russian label means."""

    vocabulary: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_after_validator_function(_term, handler(source))


@dataclass(frozen=True)
class RichText:
    """The value is Markdown of the small dialect (``text.render``)."""


@dataclass(frozen=True)
class PlainText:
    """The value is free text without markup; it comes out exactly as written."""


def wrong(message: str, hint: str = "", *, write: str | None = None, sure: bool = True) -> PydanticCustomError:
    """The error every scalar type raises: a finished Russian sentence and what to write instead (``write``: the very
    text, ``sure`` when nothing else can have been meant)."""
    # Braces would be taken for placeholders of pydantic's own message formatting.
    fix = {"write": write, "sure": sure}
    return PydanticCustomError("wrong", "{message}", {"message": message, "hint": hint, "fix": fix})


# --- text ------------------------------------------------------------------------------------------------------------

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def own_file_name(of: str, suffixes: str, ends: str) -> AfterValidator:
    """The check of a name without a folder: an id, a dot and one of the ``suffixes`` (``jpg|png``). ``of`` says in
    Russian whose name it is, ``ends`` how such names end."""
    fitting = re.compile(rf"{_SLUG.pattern}\.(?:{suffixes})")

    def check(value: str) -> str:
        if not fitting.fullmatch(value):
            hint = f"имя без папки: строчные латинские буквы, цифры и дефисы, в конце {ends}"
            raise wrong(f"это не имя файла {of}", hint)
        return value

    return AfterValidator(check)


MAX_ID = 80


def check_id(value: str) -> str:
    """ASCII kebab case, at most 80 characters (law 6: an address is permanent and typed by people)."""
    if not is_id(value):
        raise wrong(
            f"«{short(value)}» не годится в идентификатор: нужны латинские строчные буквы, цифры и дефисы, "
            "до 80 знаков",
            f"например: {_as_id(value.replace('/', ' '))}",
        )
    return value


def is_id(value: str) -> bool:
    """Return True for what may be an id: ASCII kebab case, at most 80 characters."""
    return bool(_SLUG.fullmatch(value)) and len(value) <= MAX_ID


def _as_id(value: str) -> str:
    """An id that the text may have meant; of the name of a file or an address only what may be an id is left."""
    name = value
    if re.fullmatch(r"[\w.:/-]+", value, re.ASCII):
        name = value.rstrip("/").split("/")[-1].removesuffix(".yml").removesuffix(".md")
    return text.slug(name)[:80].strip("-") if any(c.isalnum() for c in name) else "parnoe-nastavnichestvo"


def short(value: str, limit: int = 60) -> str:
    """A value as a message may quote it: one line, not too long."""
    line = text.visible(" ".join(value.split()))
    return line if len(line) <= limit else line[: limit - 1] + "…"


def _one_line(value: str) -> str:
    value = value.strip()
    if "\n" in value:
        raise wrong(text.sentence("one_line"), text.sentence("join_lines"))
    return value


def _rich(value: str) -> str:
    if len(value) > text.MAX_RICH_CHARS:
        count, limit = text.number(len(value)), text.number(text.MAX_RICH_CHARS)
        raise wrong(text.sentence("text_too_long", count=count, limit=limit), text.sentence("move_out"))
    return value


def _url(value: str) -> str:
    try:
        parts = urlsplit(value)
        port_fits = parts.port is None or parts.port > 0
    except ValueError:
        parts, port_fits = urlsplit(""), False
    good = parts.scheme in ("http", "https") and parts.hostname and "." in parts.hostname and port_fits
    if not good or re.search(r"[\s<>\"'`{}|\\^]", value) or parts.username or len(value) > 500:
        whole = re.fullmatch(r"(?:[\w-]+\.)+(?!docx?$|xlsx?$|pptx?$|pdf$)[^\W\d_]{2,}(?:/[^\s<>\"'`{}|\\^]*)?", value)
        write = f"https://{value}" if whole and len(value) < 490 else _only_address(value)
        raise wrong(
            text.sentence("not_an_address", value=short(value, 80)),
            "" if write else text.sentence("address_like"),
            write=write,
            sure=False,  # the site may know http only
        )
    return value


_ADDRESS = re.compile(r"(https?):[\\/]{1,2}([^\s<>\"'`{}|^()«»\[\]]+\.[^\s<>\"'`{}|^()«»\[\]]+)")
_BARE_ADDRESS = re.compile(
    r"(?<![\w@.-])((?:[\w-]+\.)+(?:ru|su|рф|рус|org|com|net|info|edu)(?:/[^\s<>\"'()«»]*)?)(?![\w@.-])"
)


def _only_address(written: str) -> str | None:
    """The only address of a page among other words and signs: «<https://site.ru/kurs>», «site.ru/kurs (запись)»."""
    if len(written) >= 490 or "@" in written:
        return None
    found = [*_ADDRESS.finditer(written)] or ([*_BARE_ADDRESS.finditer(written)] if "://" not in written else [])
    # What goes on behind a space may be the rest of the address: «…/мой файл.pdf».
    if len(found) != 1 or re.match(r"\s+[^\s(\[—–,;-]", written[found[0].end() :]):
        return None
    address = f"{found[0][1]}://{found[0][2]}" if len(found[0].groups()) == 2 else f"https://{found[0][1]}"
    return address.replace("\\", "/").rstrip(".,;:")


_LANG = re.compile("[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")


def _lang(value: str) -> str:
    if not (_LANG.fullmatch(value) and text.is_language(value)):
        written = text.language_code(value) or (value.lower() if text.is_language(value.lower()) else "")
        raise wrong(
            f"«{short(value, 40)}» — не код языка",
            "" if written else "напишите код из двух-трёх латинских букв: tt — татарский, kk — казахский",
            write=written or None,
        )
    return value


Id = Annotated[str, AfterValidator(check_id), Field(json_schema_extra={"pattern": f"^{_SLUG.pattern}$"})]
Plain = Annotated[str, Field(min_length=1, max_length=300), AfterValidator(_one_line), PlainText()]
Summary = Annotated[str, Field(min_length=1, max_length=300), AfterValidator(_one_line), PlainText()]
Rich = Annotated[str, Field(min_length=1), AfterValidator(_rich), RichText()]
Lang = Annotated[str, AfterValidator(_lang), Field(json_schema_extra={"pattern": f"^{_LANG.pattern}$"})]
Url = Annotated[str, AfterValidator(_url), Field(json_schema_extra={"format": "uri"})]


#: stands for the hint of a reference that is none: only who knows the records of the base can give it
NO_RECORD = "no record"


#: a school, a district, an indicator is named by many records
_OFTEN_NAMED = 4096


def _term(value: str) -> str:
    if not value:
        raise wrong(text.sentence("empty"))
    return value


def _reference(kinds: tuple[str, ...]) -> Callable[[str], str]:
    @lru_cache(_OFTEN_NAMED)
    def check(value: str) -> str:
        kind, slash, its_id = value.partition("/")
        if len(kinds) == 1:
            if slash and kind == kinds[0] and its_id:
                raise wrong(
                    f"здесь нужен только идентификатор, без «{kind}/»", write=_as_id(its_id), sure=is_id(its_id)
                )
            if is_id(kind) and is_id(its_id):
                raise wrong(
                    f"«{short(value)}» — запись другого вида",
                    f"напишите имя файла из data/{kinds[0]}/ без расширения",
                )
            if not is_id(value):
                raise wrong(f"«{short(value)}» — не идентификатор записи", NO_RECORD)
            return value
        if not slash or kind not in kinds:
            raise wrong(f"«{short(value)}» — не ссылка вида «вид/идентификатор»", NO_RECORD)
        if not is_id(its_id):
            raise wrong(f"«{short(its_id)}» — не идентификатор записи", NO_RECORD)
        return value

    return check


# --- numbers and truth -----------------------------------------------------------------------------------------------


#: the words into which the field puts its own example
ONLY_DIGITS = text.sentence("only_digits")


_WHOLE_NUMBER = re.compile(r"-?\d{1,15}")
_PLAIN_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,10})?")


def _integer(value: Any) -> int:
    if isinstance(value, str) and _WHOLE_NUMBER.fullmatch(value.strip()):
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    joined = re.sub(r"(?<=\d)[ \u00a0](?=\d{3}(?!\d))", "", str(value).strip())
    digits = re.fullmatch(r"[^\d-]*(-?\d{1,15})(?![.,]?\d)\D*", re.sub(r"(?<=\d)[ \u00a0](?=\d)", "", str(value)))
    digits = None if "%" in str(value) else digits  # nobody knows of how many
    raise wrong(
        text.sentence("not_whole", value=short(str(value))),
        "" if digits else ONLY_DIGITS,
        write=digits[1] if digits else None,
        sure=digits is not None and joined == digits[1],  # «45 минут», «около 45»: a person has to look
    )


PERCENT_OF_UNIT = "число пишут без знака «%», а «%» — в поле unit («Единица»)"
#: what «45 %» is in a field: the number of a unit that says so, a share of one, or a mistake
_PERCENT = {
    "unit": PERCENT_OF_UNIT,
    "share": text.sentence("share_as_number"),
    "": text.sentence("no_percent"),
}


def _decimal(value: Any, percent: str = "") -> Decimal:
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return Decimal(value)
    raw = str(value).strip()
    try:
        if _PLAIN_NUMBER.fullmatch(raw):
            return Decimal(raw)
    except InvalidOperation:  # pragma: no cover - the pattern admits only numbers
        pass
    dotted = re.sub(r"[ \u00a0]", "", raw.rstrip("% \u00a0")).replace(",", ".").replace("−", "-")
    with_unit = re.fullmatch(r"(-?\d{1,15}(?:[.,]\d{1,10})?)\s*[^\W\d]+\.?", raw)
    # «не менее 30 %», «72 ак. ч.»: the only number among words, and a person looks where the words go.
    among = re.findall(r"-?\d[\d.,]*(?: ?%)?", raw)
    if not with_unit and len(among) == 1 and re.search(r"[^\W\d]{2}", raw) and not _PLAIN_NUMBER.fullmatch(dotted):
        raw, its_number = among[0], among[0].rstrip(" %.,")
        dotted = its_number.replace(",", ".")
    hint, write, sure = "", with_unit[1].replace(",", ".") if with_unit else None, False
    if _PLAIN_NUMBER.fullmatch(dotted):
        write, sure = dotted, bool(re.fullmatch(r"[-−]?\d{1,3}(?:[ \u00a0]\d{3})+(?:,\d+)?|[-−]?\d+(?:,\d+)?", raw))
        if raw.endswith("%"):
            number = Decimal(dotted) / (100 if percent == "share" else 1)
            write, sure = f"{number.normalize():f}" if percent else None, False
            hint = f"{_PERCENT[percent]}; {to_write(write)}" if write else _PERCENT[percent]
    hint = hint or ("" if write else text.sentence("number_like"))
    raise wrong(
        text.sentence("not_a_number", value=short(str(value).strip())),
        hint,
        write=write,
        sure=sure and raw == str(value).strip(),
    )


def _flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    known = {"true": True, "false": False, "yes": True, "no": False, "да": True, "нет": False}
    if isinstance(value, str) and value.strip().lower() in known:
        return known[value.strip().lower()]
    raise wrong(f"«{short(str(value))}» — не «да» и не «нет»", "напишите true (да) или false (нет)")


Integer = Annotated[int, BeforeValidator(_integer)]
Count = Annotated[Integer, Field(ge=0)]
Number = Annotated[Decimal, BeforeValidator(_decimal), WithJsonSchema({"type": "number"})]
#: a number of a group that has a unit, and one that is a share of one wherever it is in per cent
Measured = Annotated[Decimal, BeforeValidator(partial(_decimal, percent="unit")), WithJsonSchema({"type": "number"})]
Share = Annotated[Decimal, BeforeValidator(partial(_decimal, percent="share")), WithJsonSchema({"type": "number"})]
Hours = Annotated[Number, Field(ge=0, le=2000)]
Flag = Annotated[bool, BeforeValidator(_flag)]


# --- codes of Russian registers --------------------------------------------------------------------------------------


def check_oktmo(value: str) -> str:
    """The code itself when it is one of ОКТМО, of a municipality or a settlement; otherwise raises
    ``PydanticCustomError``."""
    if not re.fullmatch(r"\d{8}|\d{11}", value):
        raise wrong(
            f"«{short(value, 20)}» — не код ОКТМО", "код ОКТМО — 8 или 11 цифр в кавычках, например: '60627000'"
        )
    return value


def _inn(value: str) -> str:
    """Control digits of ИНН: order of the Federal Tax Service, weights 2,4,10,3,5,9,4,6,8 (10 digits) and 12-digit
    pair."""
    digits = [int(c) for c in value] if value.isascii() and value.isdigit() else []
    weights = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]

    def control(count: int) -> int:
        return sum(w * d for w, d in zip(weights[-count:], digits, strict=False)) % 11 % 10

    good = (len(digits) == 10 and control(9) == digits[9]) or (
        len(digits) == 12 and control(10) == digits[10] and control(11) == digits[11]
    )
    if not good:
        raise wrong(
            f"«{short(value, 20)}» — не ИНН: число цифр или контрольная цифра не сходятся",
            "перепишите ИНН с документа: 10 цифр у организации",
        )
    return value


def _ogrn(value: str) -> str:
    """The last digit of ОГРН is the rest of the first twelve by 11 (ОГРНИП: fourteen by 13), modulo 10."""
    good = value.isascii() and value.isdigit() and len(value) in (13, 15)
    if not good or int(value[:-1]) % (len(value) - 2) % 10 != int(value[-1]):
        raise wrong(
            f"«{short(value, 20)}» — не ОГРН: число цифр или контрольная цифра не сходятся",
            "перепишите ОГРН с документа: 13 цифр у организации",
        )
    return value


Oktmo = Annotated[str, AfterValidator(check_oktmo), WithJsonSchema({"type": "string", "pattern": r"^(\d{8}|\d{11})$"})]
Inn = Annotated[str, AfterValidator(_inn), WithJsonSchema({"type": "string", "pattern": r"^(\d{10}|\d{12})$"})]
Ogrn = Annotated[str, AfterValidator(_ogrn), WithJsonSchema({"type": "string", "pattern": r"^(\d{13}|\d{15})$"})]
