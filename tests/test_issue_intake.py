"""A record through an issue: taken as data, answered without a word about anybody, nothing made of one that has it."""

from __future__ import annotations

import html
import json
import re
import shutil
from functools import cache
from pathlib import Path

import cmarkgfm
import html5lib
import pytest
from support import copy_of_mini

from generator import cli, files, site
from generator.channels import intake, intake_answer, intake_remarks
from generator.channels.intake import take_issue
from generator.channels.intake_answer import as_answer
from generator.channels.intake_text import MAX_ISSUE, RECORD_HEADING, take_apart
from generator.channels.submissions import SentRecord, join_submission
from generator.records import reading
from generator.settings import Settings

SETTINGS = Settings()


#: what is read of a base, which no test changes between its issues
READ = cache(reading.load)


@pytest.fixture(autouse=True)
def loaded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every issue comes with a memory of its own, and would have the base read anew."""
    monkeypatch.setattr(reading, "load", lambda root, memory=None: READ(root))


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The mini base, which nothing in this file writes into."""
    return copy_of_mini(tmp_path_factory.mktemp("intake") / "base")


RECORD = """\
# yaml-language-server: $schema=../schemas/practices.json
title: Лист вопросов
summary: Ученики пишут вопрос до объяснения и отвечают на него после.
status: review
steps:
  - title: Раздать листы
    text: По одному на ученика.
    minutes: 5
"""


def issue(record: str = RECORD, *, before: str = "", after: str = "") -> str:
    """The text that the form of a forge makes of the answers."""
    return f"{before}{RECORD_HEADING}\n\n```yaml\n{record}```\n\n### Что проверено\n\n- [X] Имён нет\n{after}"


def shown(answer: str) -> str:
    return html.unescape(answer).replace("\u2060", "")


WAYS = {
    "the form": issue(),
    "with a greeting and Windows lines": f"Здравствуйте!\n\n{issue()}".replace("\n", "\r\n"),
    "without the marks of code": f"{RECORD_HEADING}\n\n{RECORD}\n\n### Что проверено\n\nда",
    "nothing but the record": RECORD,
    "in other marks": f"Вот запись:\n\n~~~~\n{RECORD}~~~~\n",
}


@pytest.mark.parametrize("way", WAYS)
def test_a_record_is_found_however_it_is_pasted(way: str, base: Path) -> None:
    taken = take_issue(base, SETTINGS, WAYS[way], "[Запись] Лист вопросов")
    assert taken.all_remarks == [] and taken.is_right
    assert list(taken.texts) == ["data/practices/list-voprosov.yml"]
    assert "Запись можно принять" in as_answer(taken) and "«Лист вопросов»" in as_answer(taken)


def test_what_is_taken_is_the_file_that_every_other_way_makes(mini: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    taken = take_issue(mini, SETTINGS, issue())
    before = set(site.check(mini, SETTINGS)[1])
    for path, record in taken.texts.items():
        files.create_file(mini / path, record)
    assert set(site.check(mini, SETTINGS)[1]) == before


def test_all_remarks_come_at_once_with_their_places(base: Path) -> None:
    wrong = RECORD.replace("minutes: 5", "minutes: пять").replace("status:", "subjects: [fizra]\nowner: nikto\nstatus:")
    answer = shown(as_answer(take_issue(base, SETTINGS, issue(wrong))))
    assert "строка 10 записи, поле «Шаги» 1: «Минут»" in answer
    assert "строка 4 записи, поле «Предметы» 1" in answer and "строка 5 записи, поле «Кто отвечает за запись»" in answer
    assert "Сначала нужно исправить" in answer
    assert not {"fizra", "nikto", "пять"} & set(re.findall(r"\w+", answer)), "nothing of the record is repeated"


@pytest.mark.parametrize(
    "body", ["", "_No response_", "Здравствуйте, как прислать практику?", "```\n```", RECORD_HEADING]
)
def test_an_issue_without_a_record_is_told_so(body: str, base: Path) -> None:
    taken = take_issue(base, SETTINGS, body)
    assert not taken.is_right and taken.texts is None
    assert "нужно исправить" in as_answer(taken) or "не видно" in as_answer(taken)


def several(school: str, its_id: str) -> str:
    """An issue with an organisation and a practice of it."""
    practice = RECORD.replace("status:", f"owner: {its_id}\nstatus:")
    return issue(join_submission([SentRecord("organizations", its_id, school), SentRecord("practices", "x", practice)]))


SCHOOL = "title: {}\ntype: school\nlevel: municipal\nterritory: {}\nstatus: review\n"


def test_several_records_of_one_issue_refer_to_each_other_by_the_names_they_get(base: Path) -> None:
    """A school of the same name in another district is another one."""
    taken = take_issue(base, SETTINGS, several(SCHOOL.format("Школа А", "regions/oblast"), "shkola-a"))
    assert (base / "data/organizations/shkola-a.yml").exists(), "the name is taken"
    paths = {"data/organizations/shkola-a-2.yml", "data/practices/list-voprosov.yml"}
    assert {one.path for one in taken.records} == paths
    assert [one for one in taken.all_remarks if one.stops] == []
    assert "owner: shkola-a-2" in taken.texts["data/practices/list-voprosov.yml"]


@pytest.mark.parametrize("title", ["Школа А", "школа  «А»"])
def test_an_organization_that_is_there_gets_no_second_record(title: str, base: Path) -> None:
    taken = take_issue(base, SETTINGS, several(SCHOOL.format(title, "districts/severnyi"), "shkola-1"))
    assert taken.is_right and list(taken.texts) == ["data/practices/list-voprosov.yml"]
    assert "owner: shkola-a\n" in taken.texts["data/practices/list-voprosov.yml"]
    assert "organizations/shkola-a «Школа А»" in shown(as_answer(taken)) and "сослалась" in as_answer(taken)
    alone = take_issue(base, SETTINGS, issue(join_submission(
        [SentRecord("organizations", "shkola-1", SCHOOL.format(title, "districts/severnyi"))])))  # fmt: skip
    assert not alone.is_right and "уже есть" in as_answer(alone)


def test_a_sender_does_not_publish_confirm_or_take_over_an_address(base: Path) -> None:
    picture = "pictures:\n  - {file: a.jpg, alt: стол, rights: own, people: nobody, confirmed: 2026-01-01}\n"
    sent = RECORD.replace("status: review", "status: published\naliases: [parnoe]") + picture
    taken = take_issue(base, SETTINGS, issue(sent))
    messages = " ".join(one.message for one in taken.all_remarks)
    assert all(word in messages for word in ("aliases", "состояние", "подтверждение"))
    if taken.texts:
        (text,) = taken.texts.values()
        assert "status: review" in text and "aliases" not in text and "confirmed" not in text


@pytest.mark.parametrize(
    "its_id", ["../../x", "..", "/etc/passwd", "data/../generator/x", "con", "C:\\x", "a/b", "%2e%2e", "-rf", "буклет"]
)
def test_no_path_comes_from_the_text(its_id: str, base: Path) -> None:
    for body in (
        issue(f"--- # data/practices/{its_id}.yml\n{RECORD}...\n"),
        issue(RECORD.replace("practices.json", f"{its_id}.json")),
        issue(RECORD.replace("title: Лист вопросов", f"title: '{its_id}'\nid: '{its_id}'")),
    ):
        taken = take_issue(base, SETTINGS, body)
        for path in taken.texts or {}:
            assert re.fullmatch(r"data/practices/[a-z0-9]+(-[a-z0-9]+)*\.yml", path)


# --- people ----------------------------------------------------------------------------------------------------------

PLANTS = {
    "phone": "8 (912) 345-67-89",
    "phone in pieces": "8\u200b912\u200b345\u200b67\u200b89",
    "mail": "petrova.mv@mail.ru",
    "address": "прописан: ул. Садовая, д. 12, кв. 5",
    "passport": "паспорт 4509 123456",
    "name": "Петрова Мария Викторовна",
    "child": "Маша Кузнецова, 5Б",
    "child in short": "Саша П. из 4Б класса",
}
#: a place in the issue -> the issue with something planted there
PLACES = {
    "title of the issue": lambda it: (issue(), f"[Запись] {it}"),
    "before the record": lambda it: (issue(before=f"Здравствуйте! {it}\n\n"), ""),
    "after the record": lambda it: (issue(after=f"\n{it}\n"), ""),
    "HTML comment": lambda it: (issue(before=f"<!-- {it} -->\n"), ""),
    "title": lambda it: (issue(RECORD.replace("Лист вопросов", json.dumps(it, ensure_ascii=False))), ""),
    "body": lambda it: (issue(RECORD + f"idea: {json.dumps(it, ensure_ascii=False)}\n"), ""),
    "folded text": lambda it: (issue(RECORD + f"idea: |\n  Первая строка.\n  {it}\n"), ""),
    "YAML comment": lambda it: (issue(RECORD + f"# {it}\n"), ""),
    "comment beside": lambda it: (issue(RECORD.replace("status: review", f"status: review # {it}")), ""),
    "YAML key": lambda it: (issue(RECORD + f"{json.dumps(it, ensure_ascii=False)}: да\n"), ""),
    "unknown field": lambda it: (issue(RECORD + f"kontakt: {json.dumps(it, ensure_ascii=False)}\n"), ""),
    "closed list": lambda it: (issue(RECORD + f"subjects: [{json.dumps(it, ensure_ascii=False)}]\n"), ""),
    "number": lambda it: (issue(RECORD.replace("minutes: 5", f"minutes: {json.dumps(it, ensure_ascii=False)}")), ""),
    "reference": lambda it: (issue(RECORD + f"owner: {json.dumps(it, ensure_ascii=False)}\n"), ""),
    "broken YAML": lambda it: (issue(RECORD + f"idea: [{it}\n"), ""),
    "file name": lambda it: (issue(f"--- # data/practices/{it}.yml\n{RECORD}...\n"), ""),
    "kind": lambda it: (issue(f"--- # data/{it}/x.yml\n{RECORD}...\n"), ""),
    "name of an attachment": lambda it: (
        issue(after=f"\n[{it}.docx](https://forge.example/uploads/x/{it}.docx)\n"),
        "",
    ),
    "role": lambda it: (issue(RECORD + f"authors:\n  - role: {json.dumps(it, ensure_ascii=False)}\n"), ""),
}
#: what would show that the planted thing has come through: each piece of it alone
PIECES = re.compile(r"\d{2,}|[А-ЯЁ][а-яё]{3,}|[a-z.]{5,}@")


def said_of(body: str, title: str, root: Path, capsys: pytest.CaptureFixture) -> tuple[int, str, dict]:
    """The exit status, everything that leaves the command (screen, answer, title of the request, names and texts of
    files), and the result for the next job."""
    its = root.parent / "issue"
    shutil.rmtree(its, ignore_errors=True)
    its.mkdir()
    (its / "event.json").write_text(json.dumps({"issue": {"title": title, "body": body}}), encoding="utf-8")
    words = [f"--{name}={its / file}" for name, file in
             (("event", "event.json"), ("result", "r.json"), ("answer", "a.md"), ("out", "out"))]  # fmt: skip
    status = cli.main(["--root", str(root), "intake", *words])
    printed = capsys.readouterr()
    made = [f"{path.relative_to(its)}\n{path.read_text('utf-8')}" for path in (its / "out").rglob("*.yml")]
    result = json.loads((its / "r.json").read_text("utf-8"))
    assert (its / "a.md").read_text("utf-8") == result["answer"] and len(made) == len(result["files"])
    return status, "\n".join([printed.out, printed.err, shown(json.dumps(result, ensure_ascii=False)), *made]), result


def came_through(plant: str, everything: str) -> set[str]:
    return {piece for piece in PIECES.findall(plant.replace("\u200b", "")) if piece in everything}


@pytest.mark.parametrize("place", PLACES)
def test_nothing_planted_comes_out_anywhere_and_nothing_is_made(place: str, base: Path, capsys) -> None:
    for it in ("; ".join(PLANTS.values()), PLANTS["child"], PLANTS["phone in pieces"]):
        status, everything, result = said_of(*PLACES[place](it), base, capsys)
        assert status == 1 and result["files"] == {} and result["title"] == ""
        assert came_through(it, everything) == set()
        assert "личные данные" in everything or place in ("kind", "file name")


@pytest.mark.parametrize("place", ["title of the issue", "before the record", "body", "YAML comment", "YAML key"])
def test_each_of_them_alone_stops_the_record(place: str, base: Path) -> None:
    for plant, it in PLANTS.items():
        taken = take_issue(base, SETTINGS, *PLACES[place](it))
        assert taken.names_people and not taken.is_right, plant


def test_without_the_masking_what_was_planted_comes_out(base: Path, capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    """The red twin: the same words as the checks and printers of the house have them."""
    monkeypatch.setattr(intake_remarks, "_redacted", lambda words, value, one: words)
    monkeypatch.setattr(intake_remarks, "redact_problem", lambda problem: problem)
    came = set()
    for place in ("YAML key", "closed list", "number", "reference", "unknown field"):
        for plant, it in PLANTS.items():
            came |= {plant for _ in came_through(it, said_of(*PLACES[place](it), base, capsys)[1])}
    assert came >= {"phone", "mail", "passport", "name", "child"}


def test_without_the_search_for_people_a_file_would_be_made(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The red twin of «nothing is made»."""
    monkeypatch.setattr(intake, "people_around", lambda *_: ())
    monkeypatch.setattr(intake, "people_in", lambda *_: ())
    assert take_issue(base, SETTINGS, *PLACES["YAML comment"](PLANTS["name"])).is_right
    assert take_issue(base, SETTINGS, *PLACES["title of the issue"](PLANTS["phone"])).is_right


@pytest.mark.parametrize("around", ["Петрова\nМария\nВикторовна", "тел. 8 912\n345-67-89", "school5@edu.example"])
def test_what_goes_on_in_the_next_line_is_found_around_the_record(around: str, base: Path) -> None:
    taken = take_issue(base, SETTINGS, issue(before=f"{around}\n\n"))
    assert taken.names_people and taken.texts is None


@pytest.mark.parametrize(
    ("role", "author"), [("учитель математики", "учитель математики"), ("учитель Петрова", "автор обращения")]
)
def test_the_author_is_credited_by_role_and_never_by_a_surname(role: str, author: str, base: Path) -> None:
    taken = take_issue(base, SETTINGS, issue(RECORD + f"authors:\n  - role: {role}\n"))
    assert intake_answer.as_result(taken)["author"] == author


def test_a_fault_of_the_program_says_nothing_of_the_text(base: Path, tmp_path: Path, capsys, monkeypatch) -> None:
    def stumble(body: str) -> None:
        raise ValueError(body)

    monkeypatch.setattr(intake, "take_apart", stumble)
    (tmp_path / "issue.txt").write_text(PLANTS["phone"], encoding="utf-8")
    assert cli.main(["--root", str(base), "intake", "--from", str(tmp_path / "issue.txt")]) == 1
    said = "".join(capsys.readouterr())
    assert "ValueError" in said and "912" not in said


def test_a_name_in_its_field_goes_the_closed_way_even_with_consent(base: Path) -> None:
    consent = "{given: 2026-01-10, document: журнал 1, categories: [name], resource: сайт}"
    sent = RECORD + f"authors:\n  - {{role: учитель, name: Имярек Пробный, consent: {consent}}}\n"
    taken = take_issue(base, SETTINGS, issue(sent))
    assert taken.names_people and taken.texts is None
    assert "Имярек" not in as_answer(taken) and "закрытым путём" in as_answer(taken)


def test_words_about_learning_are_no_people(base: Path) -> None:
    """Look-alikes: classes, lessons, books, numbers of documents of the base."""
    sent = RECORD + (
        "idea: Урок в 5Б и 7А по Выготскому Л. С.; приказ № 47 от 12.03.2026, 30 минут, 5–7 классы.\n"
        "sources:\n  - {authors: Цукерман Г. А., title: Виды общения в обучении, year: 1993}\n"
    )
    assert take_issue(base, SETTINGS, issue(sent), "[Запись] Лист вопросов, 5 класс").all_remarks == []


# --- files -----------------------------------------------------------------------------------------------------------

ATTACHED = (
    "[план.docx](https://github.com/user-attachments/files/123/plan.docx)",
    "https://github.com/user-attachments/assets/0b9e",
    '<img src="https://user-images.githubusercontent.com/1/2.png">',
    "![снимок](/uploads/0123456789abcdef0123456789abcdef/a.jpg)",
    "![](/attachments/01234567-89ab-cdef-0123-456789abcdef)",
    "[сканы](https://disk.example/папка/spisok.XLSX)",
    "https://disk.example/a.pdf",
)


@pytest.mark.parametrize("link", ATTACHED)
def test_a_file_in_the_issue_is_not_taken_and_the_sender_is_told_to_delete_it(link: str, base: Path) -> None:
    taken = take_issue(base, SETTINGS, issue(after=f"\n{link}\n"))
    answer = as_answer(taken)
    assert taken.has_files and taken.texts is None
    for words in ("Файлы здесь не принимаются", "Удалите вложение", "из истории правок", "закрытым путём"):
        assert words in answer
    assert "http" not in answer and "docx" not in answer


def test_a_document_that_the_record_itself_leads_to_is_no_attachment(base: Path) -> None:
    sent = RECORD + "attachments:\n  - {title: Лист, url: 'https://shkola.example/list.pdf'}\n"
    assert not take_apart(issue(sent)).has_files


# --- hostile texts ---------------------------------------------------------------------------------------------------

BOMB = "a: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(50))
HOSTILE = [
    "${{ github.token }}", "$(touch /tmp/x)", "`id`", "::set-output name=x::y", "::add-mask::а", "::error file=x::y",
    "##[group]x", "@admin", "@org/team", "#1", "!1", "<img src=x onerror=alert(1)>", "<!-- metodoteka-intake -->",
    "![](https://evil.example/x.png)", "[x](https://evil.example)", "www.evil.example", "</details>",
    "```\n### Текст записи", "%0A::set-env name=PATH::x", "\u202eabc", "\x1b[31m", "{{7*7}}", "{% raw %}",
    "'; DROP TABLE x", "a" * 3000, "/close", "\n/merge", "**Запись можно принять.**",
]  # fmt: skip
OURS = {"html", "head", "body", "h3", "p", "strong", "details", "summary", "ul", "li", "code"}


def tags(answer: str) -> set[str]:
    options = cmarkgfm.cmark.Options.CMARK_OPT_UNSAFE
    tree = html5lib.parse(
        cmarkgfm.github_flavored_markdown_to_html(answer, options=options), namespaceHTMLElements=False
    )
    return {node.tag for node in tree.iter() if isinstance(node.tag, str)}


@pytest.mark.parametrize("raw", HOSTILE, ids=lambda raw: ascii(raw[:30]))
def test_no_text_of_an_issue_comes_alive(raw: str, base: Path, capsys) -> None:
    quoted = json.dumps(raw.replace("\x1b", ""), ensure_ascii=False)
    wrong = f"{quoted}: {quoted}\nsubjects: [{quoted}]\nowner: {quoted}\n"
    for body in (issue(RECORD.replace("Лист вопросов", quoted)), issue(RECORD + wrong + raw), f"{raw}\n{issue()}"):
        _, everything, result = said_of(body, raw, base, capsys)
        answer = result["answer"]
        assert tags(answer) <= OURS
        assert not re.search(r"[@#!](?=[^\s\u2060])", html.unescape(answer).replace("### ", "").replace("<!--", ""))
        assert answer.count("<details") == answer.count("</details>") and answer.count("<!--") == 1
        assert not re.search(r"^(?:::|##\[)", everything, re.MULTILINE), "no command to the runner in the log"
        assert not re.search(r"[@#!<>`$&*\[\]{}\n]", result["title"])


@pytest.mark.parametrize(
    "record", [RECORD + BOMB, RECORD + "a: " + "[" * 5000, RECORD + "!!python/object/apply:os.system ['id']: x\n",
               RECORD + "<<: *a\n", RECORD + "x: &a 1\ny: *a\n",
               "--- # data/practices/a.yml\ntitle: x\n" * 3000]
)  # fmt: skip
def test_bombs_and_tricks_of_yaml_are_remarks(record: str, base: Path) -> None:
    taken = take_issue(base, SETTINGS, issue(record[: MAX_ISSUE - 200]))
    assert not taken.is_right and len(as_answer(taken)) <= intake_answer.MOST_CHARACTERS


def test_a_huge_issue_is_not_read(base: Path, tmp_path: Path, capsys) -> None:
    taken = take_issue(base, SETTINGS, issue(RECORD + "#" * MAX_ISSUE))
    assert taken.records == () and "не прочитан" in as_answer(taken)
    huge = tmp_path / "huge.json"
    huge.write_text(json.dumps({"issue": {"title": "", "body": "а" * 5_000_000}}), encoding="utf-8")
    assert cli.main(["--root", str(base), "intake", "--event", str(huge)]) == 1
    assert "не прочитан" in capsys.readouterr().err


def test_what_is_no_event_is_told(base: Path, tmp_path: Path, capsys) -> None:
    for text in ("", "[]", "{", '{"issue": 1}', '{"issue": {"title": "x"}}', "[" * 100_000):
        (tmp_path / "event.json").write_text(text, encoding="utf-8")
        assert cli.main(["--root", str(base), "intake", "--event", str(tmp_path / "event.json")]) == 1
        assert "issue.body" in capsys.readouterr().err


def test_the_answer_is_kept_short_and_counts_the_rest(base: Path) -> None:
    wrong = RECORD + "outcomes:\n" + "".join(f"  - {{x{n}: 1}}\n" for n in range(300))
    answer = as_answer(take_issue(base, SETTINGS, issue(wrong)))
    assert len(answer) <= intake_answer.MOST_CHARACTERS and "- и ещё " in answer


def test_a_mend_can_be_read_and_names_no_command(base: Path) -> None:
    """Examples of ours are no numbers of the sender's, and nobody who writes an issue has the program."""
    event = RECORD.replace("practices.json", "events.json")
    event = "\n".join(
        [event.split("\n")[0], "title: Семинар", "start: вчера", "organizer: shkola-net", "type: seminar"]
    )
    answer = shown(intake_answer.as_answer(intake.take_issue(base, SETTINGS, issue(event + "\n"))))
    assert "день (2025-04-17)" in answer
    assert "попросите того, кто ведёт базу, завести её" in answer
    assert "metodoteka new" not in answer
