"""Pictures of the real screens for README, CONTRIBUTING and the guides: ``make pictures`` makes all of them anew.

A copy of the shipped base under git is built as a site, and Chromium, the server of the editor's desk, LibreOffice and
the commands do what the texts tell people to do. ``python tests/pictures.py [GROUP…]`` limits the run to some groups;
``tests/test_pictures.py`` holds the list to the texts. Nobody real is shown: every record here is a demonstration.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import cmarkgfm
import docx
import openpyxl
import own_look
from look import launched, served
from office_files import keys
from PIL import Image, ImageChops
from playwright.sync_api import Browser, Locator, Page
from support import PROJECT
from word_files import answer_cell, type_in

from generator import cli
from generator.records import formatter

TARGET = PROJECT / "content" / "guides" / "kartinki"
DESK_SERVER = PROJECT / "tests" / "npm" / "node_modules" / "decap-server" / "dist" / "index.js"
#: bytes of one picture and of all of them: a guide is read on a phone
LARGEST, TOGETHER = 60_000, 600_000
#: group -> the pictures it makes
PICTURES = {
    "form": ("vybor-formy", "forma-telefon", "forma-kompiuter", "zamechanie", "kak-budet", "otpravka"),
    "desk": ("stol-spisok", "stol-forma"),
    "excel": ("excel-blank", "excel-zamechaniia"),
    "word": ("word-blank",),
    "review": ("obzor-pravki",),
    "keepers": ("redaktsiia", "spravka"),
    "home": ("glavnaia",),
    "look": ("oblik-glavnaia", "oblik-podval", "oblik-spisok"),
}
DAY = "2026-11-29T09:00:00+00:00"
TABLE = "Показатели"  # the sheet of a workbook for figures
TITLE = "Один вопрос на выходе"
SUMMARY = "Перед звонком каждый письменно отвечает на один вопрос: видно, кто что понял."
STEPS = [
    ("Придумать вопрос", "Один вопрос, на который не ответить, не поняв главного.", "5"),
    ("Задать и собрать", "За две минуты до звонка. Листки можно не подписывать.", "3"),
    ("Разобрать", "В начале следующего урока: что поняли все, что почти никто.", "7"),
]


# --- the stage --------------------------------------------------------------------------------------------------------


def git(root: Path, *arguments: str, day: str = DAY) -> None:
    dates = {"GIT_AUTHOR_DATE": day, "GIT_COMMITTER_DATE": day}
    subprocess.run(["git", "-C", str(root), *arguments], check=True, env=os.environ | dates, stdout=subprocess.DEVNULL)


def base(root: Path, desk_port: int) -> Path:
    """A copy of the shipped base under git, with a desk on this computer and forms that go to a forge."""
    for name in ("data", "content"):
        shutil.copytree(PROJECT / name, root / name)
    options = (
        "  - metodoteka:\n"
        f"      desk: {{backend: local, server: 'http://127.0.0.1:{desk_port}/api/v1'}}\n"
        "      submit: {way: github, repo: 'https://github.com/organizatsiia/baza', mail: metodist@example.org}\n"
        "      contact: {mail: metodist@example.org}\n"
    )
    settings = (PROJECT / "mkdocs.yml").read_text("utf-8").replace("  - metodoteka:\n", options)
    settings = re.sub(r"^site_url:.*$", "site_url: https://baza.example.org/", settings, flags=re.MULTILINE)
    (root / "mkdocs.yml").write_text(settings, "utf-8")
    git(root.parent, "init", "-q", "-b", "main", str(root))
    for name, value in (("user.name", "Редактор"), ("user.email", "editor@example.org"), ("core.quotepath", "off")):
        git(root, "config", name, value)
    # The certificate shows the commit: neither a port that is another one every time nor the pictures may change it.
    (root / ".git" / "info" / "exclude").write_text("mkdocs.yml\nkartinki/\n", "utf-8")
    # Something is new and something waits on the editors' page: what is shown there did happen in this copy.
    newest = "data/practices/demo-bilet-na-vykhod.yml"
    git(root, "add", "-A", f":!{newest}")
    git(root, "commit", "-q", "-m", "data: начало", day="2026-09-01T09:00:00+00:00")
    steps = [{"title": title, "text": text, "minutes": minutes} for title, text, minutes in STEPS]
    sent = formatter.render("practices", {"title": TITLE, "summary": SUMMARY, "status": "review", "steps": steps})
    (root / "data/practices/odin-vopros-na-vykhode.yml").write_text(sent, "utf-8")
    old = root / "data/practices/karty-poniatii.yml"
    stale = re.sub(
        r"^(updated|review_by): \d{4}",
        lambda it: f"{it[1]}: {2025 if it[1] == 'updated' else 2026}",
        old.read_text("utf-8"),
        flags=re.M,
    )
    old.write_text(stale, "utf-8")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "data: новая практика")
    return root


def run(root: Path, *arguments: str, fails: bool = False) -> str:
    """What the command prints; an exit status that was not expected ends everything."""
    text = io.StringIO()
    with contextlib.redirect_stdout(text), contextlib.redirect_stderr(text):
        status = cli.main(["--root", str(root), *arguments])
    if (status != 0) != fails:
        raise SystemExit(f"{' '.join(arguments)}: {text.getvalue()}")
    return text.getvalue()


@contextlib.contextmanager
def desk_server(root: Path, port: int) -> Iterator[None]:
    environment = {**os.environ, "MODE": "git", "GIT_REPO_DIRECTORY": str(root), "BIND_HOST": "127.0.0.1",
                   "PORT": str(port), "LOG_LEVEL": "warn"}  # fmt: skip
    process = subprocess.Popen(["node", str(DESK_SERVER)], env=environment, cwd=root)
    try:
        for _ in range(400):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.05)
        yield
    finally:
        process.kill()
        process.wait()


def opened(browser: Browser, address: str, width: int = 360, height: int = 740) -> Page:
    page = browser.new_page(viewport={"width": width, "height": height}, reduced_motion="reduce", locale="ru-RU")
    page.set_default_timeout(30_000)
    page.goto(address, wait_until="networkidle")
    return page


# --- from a screen to a file ------------------------------------------------------------------------------------------


def keep(target: Path, name: str, shot: bytes | Image.Image, widest: int = 1000) -> None:
    """Write the picture as a PNG of few colours: screens have few, and text stays sharp."""
    picture = (Image.open(io.BytesIO(shot)) if isinstance(shot, bytes) else shot).convert("RGB")
    if picture.width > widest:
        picture = picture.resize((widest, round(picture.height * widest / picture.width)), Image.Resampling.LANCZOS)
    for colours in (64, 32, 16):
        out = io.BytesIO()
        few = picture.quantize(colours, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        few.save(out, "PNG", optimize=True)
        if out.tell() <= LARGEST:
            break
    else:
        raise SystemExit(f"{name}: {out.tell()} байт при пределе {LARGEST}. Покажите меньшую часть экрана.")
    target.mkdir(parents=True, exist_ok=True)
    (target / f"{name}.png").write_bytes(out.getvalue())


def around(page: Page, first: Locator, last: Locator, margin: int = 14) -> bytes:
    """The part of the page from one element to another, over the whole width of the window at most."""
    page.evaluate("scrollTo(0, 0)")
    boxes = [one.bounding_box() for one in (first, last)]
    left = max(min(box["x"] for box in boxes) - margin, 0)
    right = min(max(box["x"] + box["width"] for box in boxes) + margin, page.viewport_size["width"])
    top, bottom = boxes[0]["y"] - margin, boxes[1]["y"] + boxes[1]["height"] + margin
    return page.screenshot(
        full_page=True, clip={"x": left, "y": max(top, 0), "width": right - left, "height": bottom - max(top, 0)}
    )


def trimmed(picture: Image.Image, margin: int = 12) -> Image.Image:
    """Without the empty paper around."""
    picture = picture.convert("RGB")
    box = ImageChops.difference(picture, Image.new("RGB", picture.size, "white")).getbbox()
    left, top, right, bottom = box or (0, 0, *picture.size)
    return picture.crop((max(left - margin, 0), max(top - margin, 0), right + margin, bottom + margin))


def printed(file: Path, page: int = 1, dots: int = 96) -> Image.Image:
    """One page of an Office file as LibreOffice prints it."""
    if not shutil.which("pdftoppm"):
        raise SystemExit("Нужна программа pdftoppm. Debian и Ubuntu: sudo apt-get install poppler-utils")
    with tempfile.TemporaryDirectory() as folder:
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", folder, str(file)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        drawn = ["pdftoppm", "-r", str(dots), "-f", str(page), "-l", str(page), "-png", "-singlefile"]
        subprocess.run([*drawn, f"{folder}/{file.stem}.pdf", f"{folder}/page"], check=True)
        return trimmed(Image.open(f"{folder}/page.png"))


# --- the forms --------------------------------------------------------------------------------------------------------


def labelled(page: Page, label: str, n: int = 0) -> Locator:
    return page.locator(".m-form").get_by_label(re.compile(f"^{label}( обязательно| нужно для публикации)?$")).nth(n)


def fill_form(page: Page) -> None:
    """A practice with three steps, as a person types it."""
    page.locator("form.m-form").wait_for()
    labelled(page, "Название").fill(TITLE)
    labelled(page, "Коротко").fill(SUMMARY)
    for n, (title, text, minutes) in enumerate(STEPS):
        if n:
            page.get_by_role("button", name="Добавить: шаг").click()
        labelled(page, "Название шага", n).fill(title)
        labelled(page, "Что делать", n).fill(text)
        labelled(page, "Минут", n).fill(minutes)


def step(page: Page, number: int) -> Locator:
    return page.locator("fieldset", has=page.locator("legend", has_text=re.compile(f"^Шаг {number}$"))).last


def heading(page: Page) -> Locator:
    return page.locator(".m-form h2", has_text="Как пров")


def form(browser: Browser, site: str, target: Path) -> None:
    page = opened(browser, f"{site}predlozhit/", 760)
    keep(target, "vybor-formy", around(page, page.locator("h1"), page.locator(".m-cards")))
    page.close()

    page = opened(browser, f"{site}predlozhit/praktika/#vse")
    fill_form(page)
    keep(target, "forma-telefon", around(page, heading(page), labelled(page, "Минут")))
    labelled(page, "Минут", 1).fill("пять")
    page.keyboard.press("Tab")
    wrong = page.locator(".m-form__error:visible").first
    wrong.wait_for()
    label = step(page, 2).locator("label", has_text="Минут")
    keep(target, "zamechanie", around(page, label, wrong))
    page.close()

    page = opened(browser, f"{site}predlozhit/praktika/#vse", 760, 760)
    fill_form(page)
    buttons = page.get_by_role("button", name="Убрать: шаг 1")
    keep(target, "forma-kompiuter", around(page, heading(page), buttons))
    page.get_by_role("button", name="Показать, как будет выглядеть").click()
    keep(target, "kak-budet", page.locator(".m-preview").screenshot())
    page.get_by_role("button", name="Проверить и отправить").click()
    page.locator(".m-form__send").wait_for()
    keep(target, "otpravka", page.locator(".m-form__send").screenshot())
    page.close()


# --- the desk ---------------------------------------------------------------------------------------------------------


def desk(browser: Browser, site: str, target: Path) -> None:
    page = opened(browser, f"{site}admin/", 1000, 700)
    page.get_by_role("button", name="Начать работу").click()
    page.get_by_role("heading", name="Виды записей").wait_for()
    page.wait_for_timeout(1500)
    keep(target, "stol-spisok", page.screenshot())
    page.goto(f"{site}admin/#/collections/practices/entries/demo-bilet-na-vykhod")
    page.locator('[id^="title-field-"]').first.wait_for()
    page.wait_for_timeout(1500)
    keep(target, "stol-forma", page.screenshot(clip={"x": 0, "y": 0, "width": 1000, "height": 535}))
    page.close()


# --- Word and Excel ---------------------------------------------------------------------------------------------------


def excel(root: Path, target: Path) -> None:
    """The table of a district's figures: filled in, and as it comes back with remarks."""
    with tempfile.TemporaryDirectory() as folder:
        blank, filled = Path(folder) / "pokazateli.xlsx", Path(folder) / "zapolnennye.xlsx"
        whose = ("--territory", "districts/demo-ozernyi", "--period", "2027")
        run(root, "template", "values", *whose, "--out", str(blank))
        book = openpyxl.load_workbook(blank)
        page = book[TABLE]
        columns = keys(page)
        for row, (numerator, denominator) in enumerate((("1", "9"), ("81", "92"), ("сорок", "81")), start=3):
            page.cell(row, columns["values.numerator"]).value = numerator
            page.cell(row, columns["values.denominator"]).value = denominator
        book.save(filled)
        narrow = {"B": 34, "C": 0, "D": 0, "E": 0, "F": 18, "G": 11, "H": 13, "J": 0, "K": 0}
        keep(target, "excel-blank", printed(only(filled, TABLE, narrow)))
        run(root, "import", str(filled), "--dry-run", "--out-remarks", folder, fails=True)
        (marked,) = Path(folder).glob("zapolnennye*замечани*.xlsx")
        widths = {"B": 28, "C": 36, "D": 36, "E": 0}
        keep(target, "excel-zamechaniia", printed(only(marked, "Замечания", widths)))


def only(file: Path, sheet: str, widths: dict[str, int]) -> Path:
    """The same workbook with one sheet to print, its columns as wide as a screen shows them (0: out of the window)."""
    book = openpyxl.load_workbook(file)
    for page in book.worksheets:
        page.sheet_state = "visible" if page.title == sheet else "hidden"
    page = book[sheet]
    book.active = book.index(page)
    page.oddFooter.left.text = page.oddFooter.right.text = page.oddFooter.center.text = None
    page.print_options.headings = True
    for column, width in widths.items():
        page.column_dimensions[column].hidden = not width
        page.column_dimensions[column].width = width or 1
    made = file.with_name("list.xlsx")
    book.save(made)
    return made


def word(root: Path, target: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "praktika.docx"
        run(root, "template", "practice", "--format", "docx", "--out", str(path))
        document = docx.Document(str(path))
        type_in(answer_cell(document, "Название"), TITLE)
        type_in(answer_cell(document, "Коротко"), SUMMARY)
        type_in(answer_cell(document, "На какое затруднение отвечает"), "Что класс не понял, видно слишком поздно.")
        document.save(str(path))
        picture = printed(path)
        keep(target, "word-blank", picture.crop((0, 0, picture.width, round(picture.width * 0.85))))


# --- a change under review --------------------------------------------------------------------------------------------


def review(root: Path, browser: Browser, site: str, target: Path) -> None:
    """The comment under a change, in the page's own look: a forge shows the same Markdown."""
    git(root, "checkout", "-q", "-b", "predlozhenie")
    path = root / "data/practices/demo-bilet-na-vykhod.yml"
    text = path.read_text("utf-8")
    text = text.replace("minutes: 10", "minutes: 5", 1).replace("cost: free", "cost: fre")
    path.write_text(text.replace("  - title: Собрать билеты", "  - title: Собрать билеты без подписи"), "utf-8")
    git(root, "commit", "-q", "-a", "-m", "data: правка")
    raw = run(root, "review", "--base", "main", "--format", "markdown", fails=True)
    git(root, "checkout", "-q", "main")
    page = opened(browser, f"{site}about/", 760)
    html = cmarkgfm.github_flavored_markdown_to_html(raw, options=cmarkgfm.Options.CMARK_OPT_UNSAFE)
    page.locator("article").evaluate("(it, html) => { it.innerHTML = `<div class='m-rich'>${html}</div>`; }", html)
    page.locator("article details").evaluate_all("all => all.forEach((it) => { it.open = true; })")
    shown = page.locator("article .m-rich")
    keep(target, "obzor-pravki", around(page, shown, shown))
    page.close()


# --- for those who keep the base --------------------------------------------------------------------------------------


def keepers(browser: Browser, site: str, target: Path) -> None:
    page = opened(browser, f"{site}redaktsiia/", 760)
    keep(target, "redaktsiia", around(page, page.locator("h1"), page.locator("h2", has_text="Экспертизы")))
    page.close()
    page = opened(browser, f"{site}practices/demo-bilet-na-vykhod/spravka/", 820, 900)
    keep(target, "spravka", around(page, page.locator("h1"), page.get_by_text("CC BY 4.0").first, 30))
    page.close()


# --- for whoever sees the project for the first time ------------------------------------------------------------------


def home(browser: Browser, site: str, target: Path) -> None:
    """The first screen of the site on a computer, in the light look."""
    page = opened(browser, site, 1200, 800)
    keep(target, "glavnaia", page.screenshot(), widest=1200)
    page.close()


# --- a base of one's own look -----------------------------------------------------------------------------------------


def look(browser: Browser, folder: Path, target: Path) -> None:
    """A new base with what the guide shows: its settings and its list of terms, word for word."""
    root = own_look.begun(folder / "oblik")
    run(root, "build")
    with served(root / "site") as site:
        page = opened(browser, site, 1240, 800)
        keep(target, "oblik-glavnaia", page.screenshot())
        foot = page.locator("footer.m-footer")
        keep(target, "oblik-podval", around(page, foot, foot, 0))
        page.goto(f"{site}practices/primer-praktiki/")
        keep(target, "oblik-spisok", around(page, page.locator("h1"), page.locator("dl.m-facts").first))
        page.close()


def main(groups: list[str], target: Path = TARGET) -> None:
    """Make the pictures of these groups, or of all."""
    os.environ["SOURCE_DATE_EPOCH"] = "1795338000"  # 2026-11-22
    wanted = groups or list(PICTURES)
    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        root = base(Path(folder) / "base", port)
        if "excel" in wanted:
            excel(root, target)
        if "word" in wanted:
            word(root, target)
        if "look" in wanted:
            with launched() as browser:
                look(browser, Path(folder), target)
        if not {"form", "desk", "review", "keepers", "home"}.intersection(wanted):
            return
        run(root, "build", "--out", f"{folder}/site")
        with served(Path(folder) / "site") as site, launched() as browser:
            if "form" in wanted:
                form(browser, site, target)
            if "home" in wanted:
                home(browser, site, target)
            if "keepers" in wanted:
                keepers(browser, site, target)
            if "review" in wanted:
                review(root, browser, site, target)
            if "desk" in wanted:
                with desk_server(root, port):
                    desk(browser, site, target)


if __name__ == "__main__":
    main(sys.argv[1:])
