"""Pin the versions: requirements.lock (what the site needs) and requirements-test.lock (with what the tests need).

One lock serves every interpreter from the promised floor up and every system: where a package has dropped the floor,
the lock holds two versions behind markers. Hashes make pip refuse a file that is not the one that was locked. The locks
name no index and no folder of the machine that wrote them, so they install from any mirror.

With ``--upgrade`` everything moves to its newest version, otherwise what still fits stays.
"""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: The oldest interpreter that has to work: Debian 12's own python3. ``requires-python`` says 3.11.
FLOOR = "3.11.2"
HEADER = "# Закреплённые версии, записаны командой `make lock`. Границы версий: pyproject.toml.\n"
COMMON = (
    "--quiet --universal --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --no-annotate "
    f"--python-version {FLOOR}"
).split()


def compile_lock(name: str, *options: str, extra: tuple[str, ...] = ()) -> None:
    """Write one lock from pyproject.toml and the ``extra`` requirements; exit when it would name this machine."""
    command = ["uv", "pip", "compile", "pyproject.toml", "-", *COMMON, *options, "--output-file", name]
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    subprocess.run(command, cwd=ROOT, check=True, input="\n".join(extra), text=True, env=environment)
    path = ROOT / name
    body = path.read_text("utf-8")
    if stray := re.search(r"^-.*|^.*(?:://| @ |file:/|\s/\w+/).*", body, re.MULTILINE):
        sys.exit(f"{name}: в файл попал адрес или путь этого компьютера: {stray[0]}")
    path.write_text(HEADER + body, "utf-8")


build_needs = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["build-system"]["requires"]
upgrade = [word for word in sys.argv[1:] if word == "--upgrade"]
# The build back end too: `make site` installs the project with it, without fetching another one.
compile_lock("requirements.lock", *upgrade, extra=(*build_needs, "editables>=0.5"))
compile_lock("requirements-test.lock", *upgrade, "--extra", "test", "--constraint", "requirements.lock")
