"""Pin the versions: requirements.lock (what the site needs) and requirements-test.lock (with what the tests need).

The locks name no index and no folder of the machine that wrote them, so they install from any mirror.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEADER = "# Закреплённые версии, записаны командой `make lock`. Границы версий: pyproject.toml.\n"
COMMON = (
    "--quiet --strip-extras --no-header --no-emit-index-url --no-emit-trusted-host --no-emit-find-links "
    "--no-emit-options --resolver=backtracking"
).split()


def compile_lock(name: str, *options: str) -> None:
    command = [sys.executable, "-m", "piptools", "compile", *COMMON, *options, "--output-file", name, "pyproject.toml"]
    subprocess.run(command, cwd=ROOT, check=True, env={**os.environ, "CUSTOM_COMPILE_COMMAND": "make lock"})
    path = ROOT / name
    body = path.read_text("utf-8")
    if stray := re.search(r"^-.*|^.*(?:://| @ |file:/|\s/\w+/).*", body, re.MULTILINE):
        sys.exit(f"{name}: в файл попал адрес или путь этого компьютера: {stray[0]}")
    path.write_text(HEADER + body, "utf-8")


# The build back end too: `make site` installs the project with it, without fetching another one.
compile_lock("requirements.lock", "--build-deps-for", "editable")
compile_lock("requirements-test.lock", "--extra", "test", "--constraint", "requirements.lock")
