"""Make a release: ``release.py 1.2.0`` closes it in the files, commits and tags; ``release.py --notes v1.2.0`` prints
what its section of CHANGELOG.md says. Nothing is pushed: whoever releases looks first.

The version stands in ``generator/__init__.py`` and nowhere else; the day is ``SOURCE_DATE_EPOCH``, else today.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_VERSION = Path("generator/__init__.py")
_CHANGES = Path("CHANGELOG.md")
_OPEN = "## [Не выпущено]"
_SEMVER = re.compile(r"(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)")
_STANDS = re.compile(r'^__version__ = "(.*)"$', re.MULTILINE)


def git(*words: str) -> str:
    """What git answers; it ends the program where git refuses."""
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"git {words[0]}: {done.stderr.strip()}")
    return done.stdout.strip()


def section(changes: str, heading: str) -> str:
    """What stands below a heading of the second level, up to the next one; empty without it."""
    found = re.search(rf"^{re.escape(heading)}.*\n((?:(?!## ).*\n?)*)", changes, re.MULTILINE)
    return found[1].strip() if found else ""


def faults(version: str, changes: str, stands: str) -> list[str]:
    """All that keeps a release from being made, each with what to do instead."""
    if not _SEMVER.fullmatch(version):
        return [f"Версия «{version}» не вида 1.2.0: make release VERSION=1.2.0"]
    told = re.findall(rf"^## \[({_SEMVER.pattern})\]", changes, re.MULTILINE)
    newest = max(told, key=_order, default="")
    found = []
    if newest and _order(version) <= _order(newest):
        found.append(f"Версия {newest} уже выпущена: нужна больше неё.")
    elif _order(version) < _order(stands):
        found.append(f"В {_VERSION} стоит {stands}: нужна она или больше.")
    if not section(changes, _OPEN):
        found.append(f"В {_CHANGES} под «{_OPEN[3:]}» пусто: напишите, что изменилось для тех, кто ведёт базу.")
    if git("status", "--porcelain", "--untracked-files=no"):
        found.append("Есть несохранённые правки: закончите их (git commit) или отложите (git stash).")
    if git("tag", "--list", f"v{version}"):
        found.append(f"Метка v{version} уже есть: git tag --list")
    return found


def _order(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def release(version: str) -> None:
    """Both files, a commit and a tag that carries the notes."""
    changes, code = ((ROOT / path).read_text("utf-8") for path in (_CHANGES, _VERSION))
    stands = _STANDS.search(code)
    if stands is None:
        sys.exit(f"В {_VERSION} нет строки __version__.")
    if found := faults(version, changes, stands[1]):
        sys.exit("\n".join(["Выпуск не сделан.", *found]))
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    day = dt.datetime.fromtimestamp(int(epoch), dt.UTC).date() if epoch else dt.date.today()
    closed = changes.replace(_OPEN, f"{_OPEN}\n\n## [{version}] — {day.isoformat()}", 1)
    (ROOT / _CHANGES).write_text(closed, "utf-8")
    (ROOT / _VERSION).write_text(_STANDS.sub(f'__version__ = "{version}"', code, count=1), "utf-8")
    git("add", str(_CHANGES), str(_VERSION))
    git("commit", "--quiet", "--message", f"docs: release {version}")
    git("tag", "--annotate", "--cleanup=verbatim", "--message", f"{version}\n\n{section(closed, _heading(version))}\n",
        f"v{version}")  # fmt: skip
    print(f"Версия {version} отмечена меткой v{version}. Посмотрите: git show v{version}")
    print(f"Отправить: git push origin HEAD v{version}")


def _heading(version: str) -> str:
    return f"## [{version}]"


def print_notes(tag: str) -> None:
    """The notes of a release, only of the version that this folder is."""
    version = tag.removeprefix("v")
    stands = _STANDS.search((ROOT / _VERSION).read_text("utf-8"))
    if stands is None or stands[1] != version:
        sys.exit(f"Метка {tag}, а в {_VERSION} версия {stands[1] if stands else 'не названа'}.")
    notes = section((ROOT / _CHANGES).read_text("utf-8"), _heading(version))
    if not notes:
        sys.exit(f"В {_CHANGES} нет раздела {_heading(version)[3:]}.")
    print(notes)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--notes", tag]:
            print_notes(tag)
        case [version]:
            release(version)
        case _:
            sys.exit("Назовите версию: make release VERSION=1.2.0")
