"""git, asked through its command: nothing that a repository names is started, nobody is asked for a password unseen.

Everything is switched off by which a repository could make git run another program (hooks, filters of differences, file
system monitors). Only ``remote`` speaks with another computer.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from generator.files.disk import FileFault
from generator.files.paths import shell_word

_SAFE = (
    "--no-pager", "--literal-pathspecs", "--no-optional-locks",
    "-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}",
)  # fmt: skip
_ALONE = ("-c", "protocol.allow=never")
_DROPPED = ("GIT_EXTERNAL_DIFF", "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PAGER", "GIT_PREFIX")
_QUIET = {"GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}


class GitFault(FileFault):
    """git cannot do it; the text is Russian, says why and what to do."""


class GitCommand:
    """The repository that the folder ``root`` lies in. Raises :class:`GitFault` where there is none, or no git."""

    def __init__(self, root: Path):
        self._root = root
        program = shutil.which("git")
        if program is None:
            raise GitFault(
                "Не найдена программа git: без неё не узнать, что изменилось. Установите её "
                "(Debian и Ubuntu: sudo apt-get install git; остальные: git-scm.com) и повторите."
            )
        self._program = program
        inside = self.attempt("rev-parse", "--is-inside-work-tree")
        if inside.returncode:
            stderr = inside.stderr.decode("utf-8", "replace")
            if "safe.directory" in stderr or "dubious" in stderr:
                raise GitFault(
                    f"git не доверяет папке {root}: она принадлежит другому пользователю. Если папка ваша, разрешите: "
                    f"git config --global --add safe.directory {shell_word(root)}"
                )
            raise GitFault(
                f"Папка {root} не под управлением git: сравнивать не с чем. Перейдите в копию репозитория базы "
                "или скачайте её: git clone АДРЕС. Если база новая и репозитория у неё ещё нет, выполните в её папке "
                'git init -b main, git add -A, git commit -m "Начало базы"; '
                "что дальше — metodoteka guide opublikovat-bazu"
            )

    def ask(self, *words: str, given: bytes = b"", env: Mapping[str, str] | None = None) -> bytes:
        """What git prints; raises :class:`GitFault` where it cannot."""
        done = self.attempt(*words, given=given, env=env)
        if done.returncode:
            stderr = done.stderr.decode("utf-8", "replace").strip()
            raise GitFault(f"git не смог выполнить «{words[0]}»: {stderr or 'причину не назвал'}")
        return done.stdout

    def line(self, *words: str, given: bytes = b"", env: Mapping[str, str] | None = None) -> str:
        """:meth:`ask` as one text without its last line break."""
        return os.fsdecode(self.ask(*words, given=given, env=env)).strip()

    def attempt(
        self, *words: str, given: bytes = b"", env: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        """Run git on this computer only; whether it could is in the answer."""
        return self._run((*_ALONE, *words), given, {"GIT_TERMINAL_PROMPT": "0", **(env or {})})

    def remote(self, *words: str, prompt: bool = False) -> subprocess.CompletedProcess[bytes]:
        """Run git with another computer; with ``prompt`` it may ask the person at the terminal for a password."""
        return self._run(("-c", "protocol.ext.allow=never", *words), b"", {"GIT_TERMINAL_PROMPT": str(int(prompt))})

    def _run(self, words: tuple[str, ...], given: bytes, env: Mapping[str, str]) -> subprocess.CompletedProcess[bytes]:
        kept = {name: value for name, value in os.environ.items() if name not in _DROPPED}
        return subprocess.run(
            [self._program, *_SAFE, *words],
            cwd=self._root, env={**kept, **_QUIET, **env}, input=given, capture_output=True, check=False,
        )  # fmt: skip
