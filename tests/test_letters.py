"""Letters as programs for mail make them: the record in the words comes out as it was written, and nothing is lost
without a word."""

from __future__ import annotations

import base64
import textwrap
import zipfile
from email.message import EmailMessage
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from io import BytesIO
from pathlib import Path

import pytest

from generator.channels.sent_text import SentRecord, join_submission
from generator.upkeep.inbox import archives, letters

RECORD = """# yaml-language-server: $schema=../schemas/practices.json
title: Вопрос на выходе
summary: Ученики пишут на листке вопрос, с которым уходят с урока, а учитель начинает следующий урок с ответов на них.
owner: shkola-a
idea: |
  Спросить самих учеников, и сделать это каждый урок, а не один раз в четверть на контрольной работе.

  Второй абзац.
steps:
  - title: Раздать листки
    text: Раздайте листки за три минуты до звонка и попросите написать один вопрос, без фамилий и без отметок.
    minutes: 3
  - title: Ответить
    text: |
      - прочитать
      - выбрать три
results: Вопросы видны.
"""
OLDER = RECORD.replace("Вопрос", "Ответ")
HELLO, GOODBYE = "Здравствуйте!\nПосылаю практику.\n\n", "\n\n-- \nС уважением, учитель\n"
SEVERAL = join_submission(
    [SentRecord("terms", "list", RECORD.replace("practices", "terms")), SentRecord("practices", "vopros", RECORD)]
)


def broken(text: str, width: int = 76) -> str:
    """The text as programs for mail break it: no line is wider, and those that go on begin at the left."""
    rows = (textwrap.wrap(row, width, break_on_hyphens=False) or [""] for row in text.split("\n"))
    return "\n".join(row for parts in rows for row in parts)


def quoted(text: str) -> str:
    return "\n".join(f"> {row}".rstrip() for row in text.split("\n"))


def as_html(text: str) -> str:
    rows = (row.replace("  ", "&nbsp; ") or "<br>" for row in text.split("\n"))
    return f"<html><head><style>p {{}}</style></head><body>{''.join(f'<div>{row}</div>' for row in rows)}</body></html>"


def mail(words: str | None = None, charset: str = "utf-8", html: str = "", **files: bytes) -> bytes:
    one = EmailMessage()
    one["Subject"] = "Запись"
    if words is not None:
        one.set_content(words, charset=charset)
    if html:
        (one.add_alternative if words is not None else one.set_content)(html, subtype="html")
    for name, data in files.items():
        one.add_attachment(data, maintype="application", subtype="octet-stream", filename=name.replace("_", "."))
    return one.as_bytes()


def taken(data: bytes) -> dict[str, str]:
    return {name: content.decode() for name, content in letters.of_letter(data)}


@pytest.mark.parametrize(
    ("data", "name"),
    [
        pytest.param(mail(HELLO + RECORD + GOODBYE), "запись.yml", id="plain"),
        pytest.param(mail(HELLO + RECORD, "windows-1251"), "запись.yml", id="windows-1251"),
        pytest.param(mail(HELLO + RECORD, "koi8-r"), "запись.yml", id="koi8-r"),
        pytest.param(mail(HELLO + broken(RECORD) + GOODBYE), "запись.yml", id="broken"),
        pytest.param(mail(HELLO + broken(RECORD, 72)), "запись.yml", id="broken-72"),
        pytest.param(mail(f"Так?\n\n3 нояб. 2026 г. в 10:00, Редакция <r@example.org>:\n{quoted(RECORD)}"),
                     "запись из цитаты.yml", id="quoted"),
        pytest.param(mail(f"{quoted(quoted(broken(RECORD, 70)))}"), "запись из цитаты.yml", id="quoted-twice-broken"),
        pytest.param(mail(html=as_html(HELLO + RECORD + GOODBYE)), "запись.yml", id="html"),
        pytest.param(mail(html=f"<p>Здравствуйте!</p><pre>{RECORD}</pre>"), "запись.yml", id="html-pre"),
        pytest.param(mail("Письмо в формате HTML.", html=as_html(RECORD)), "запись.yml", id="html-beside-nothing"),
        pytest.param(mail(html=f"<p>Так?</p><blockquote>{as_html(RECORD)}</blockquote>"), "запись из цитаты.yml",
                     id="html-quoted"),
        pytest.param(mail(HELLO + RECORD.replace("  ", "\u00a0 ")), "запись.yml", id="no-break-spaces"),
        pytest.param(mail(RECORD + "Отправлено с iPhone\n"), "запись.yml", id="signature-right-below"),
        pytest.param(mail(f"{RECORD}\n3 нояб. 2026 г. в 10:00, Редакция:\n{quoted(OLDER)}"),
                     "запись.yml", id="the-newer-one"),
        pytest.param(mail(f"{RECORD}\n-----Исходное сообщение-----\nОт: Редакция\n\n{OLDER}"),
                     "запись.yml", id="the-newer-one-unquoted"),
        pytest.param(mail(f"---------- Пересылаемое сообщение ---------\nОт: Учитель <t@example.org>\n\n{RECORD}"),
                     "запись.yml", id="passed-on"),
        pytest.param(mail("См.", list_txt=(HELLO + RECORD).encode("cp1251")), "list.txt", id="attached-text"),
    ],
)  # fmt: skip
def test_the_record_comes_out_as_it_was_written(data: bytes, name: str, tmp_path: Path) -> None:
    (tmp_path / "письмо.eml").write_bytes(data)
    assert name in dict(letters.of_letter(data))
    (one,) = archives.unpacked(tmp_path, set())
    (record,) = one.members.values()
    assert record.decode() == RECORD
    assert one.left == ()


def test_what_is_no_record_any_more_is_left_for_the_checks() -> None:
    """A program that takes the indents away: the fields stay, so that somebody is told."""
    flat = "\n".join(row.strip() for row in RECORD.split("\n"))
    assert taken(mail(HELLO + flat + GOODBYE))["запись.yml"] == flat


def test_a_narrow_record_is_not_glued_to_a_signature() -> None:
    """Red twin of joining: the line above has room for the next word, so nobody has broken it."""
    short = "# yaml-language-server: $schema=../schemas/terms.json\ntitle: Лист\ndefinition: Листок.\n"
    assert taken(mail(f"{short}Мария Ивановна, школа\n"))["запись.yml"] == short


@pytest.mark.parametrize("made", [SEVERAL, broken(SEVERAL), quoted(SEVERAL)], ids=["plain", "broken", "quoted"])
def test_several_records_stay_together(made: str) -> None:
    assert SEVERAL in taken(mail(HELLO + made + GOODBYE)).values()


def test_two_records_of_one_letter_are_two() -> None:
    other = RECORD.replace("Вопрос на выходе", "Второй")
    assert taken(mail(HELLO + RECORD + "\n" + other)) == {"запись.yml": RECORD, "запись 2.yml": other}


def test_attachments_stand_in_a_letter_in_many_ways() -> None:
    both = MIMEMultipart("alternative")  # Apple Mail
    both.attach(MIMEText("см.", "plain", "utf-8"))
    inner = MIMEMultipart("mixed")
    inner.attach(MIMEText("<b>см.</b>", "html", "utf-8"))
    part = MIMEApplication(RECORD.encode())
    part.add_header("Content-Disposition", "inline", filename="practice.yml")
    inner.attach(part)
    both.attach(inner)
    assert taken(both.as_bytes()) == {"practice.yml": RECORD}
    assert taken(part.as_bytes()) == {"practice.yml": RECORD}, "the letter is nothing but a file"
    name = f"=?windows-1251?B?{base64.b64encode('моя.yml'.encode('cp1251')).decode()}?="
    head = (
        f'Content-Type: application/octet-stream; name="{name}"\r\nContent-Disposition: attachment; filename="{name}"'
    )
    assert list(taken(f"{head}\r\n\r\nx".encode())) == ["моя.yml"]


def test_a_letter_that_names_another_encoding_than_its_own() -> None:
    raw = b"Content-Type: text/plain; charset=us-ascii\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    assert taken(raw + RECORD.encode("cp1251"))["запись.yml"] == RECORD
    assert taken(raw.replace(b"us-ascii", b"x-unheard-of") + RECORD.encode("cp1251"))["запись.yml"] == RECORD


def packed(**members: bytes) -> bytes:
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def test_files_of_one_name_are_told_apart_and_what_is_left_is_named(tmp_path: Path) -> None:
    """Letters of many people bring blanks of one name, in folders of an archive and in letters that are passed on."""
    files = {"Иванова/practice.yml": b"a", "Петрова/PRACTICE.yml": b"b", "Петрова/доска.jpg": b"x", "~$x.docx": b"x"}
    (tmp_path / "все.zip").write_bytes(packed(**files, **{"одно.eml": mail("см.", practice_yml=b"c")}))
    (tmp_path / "Fwd.msg").write_bytes(b"\xd0\xcf\x11\xe0")
    outlook, one = archives.unpacked(tmp_path, set())
    assert outlook.is_closed and not outlook.members
    assert dict(one.members) == {
        "practice — из файла все.yml": b"a",
        "PRACTICE (2) — из файла все.yml": b"b",
        "practice (3) — из файла все.yml": b"c",
    }
    assert one.left == ("доска.jpg",)


def test_more_than_is_taken_is_named(tmp_path: Path) -> None:
    (tmp_path / "все.zip").write_bytes(packed(**{f"{number}.docx": b"x" for number in range(52)}))
    (one,) = archives.unpacked(tmp_path, set())
    assert (len(one.members), one.left) == (50, ("50.docx", "51.docx"))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1251", "utf-16"])
def test_a_letter_that_was_saved_as_text(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "письмо.txt").write_bytes((HELLO + RECORD + GOODBYE).replace("\n", "\r\n").encode(encoding))
    (one,) = archives.unpacked(tmp_path, set())
    assert [data.decode() for data in one.members.values()] == [RECORD]


def test_the_name_by_which_a_sender_knows_a_file() -> None:
    assert archives.sent_name("карта (2) — из файла письмо.xlsx") == "карта (2).xlsx"
    assert archives.sent_name("карта.xlsx") == "карта.xlsx"
