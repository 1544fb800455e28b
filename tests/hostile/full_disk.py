"""Builds on disks of many sizes, too small ones among them: «Готово» only over a whole site, else the old one.

The disks are memory (tmpfs) in a mount namespace of their own: nothing of it is seen outside, and it goes with the
process. It needs Linux and the right to make such a namespace (root, or user namespaces).
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Iterator
from pathlib import Path

from tests.hostile.table import PROJECT, Row

SIZES = int(os.environ.get("METODOTEKA_DISKS", "200"))
"""Disks that run out of bytes; a fifth as many run out of names."""


def rows() -> Iterator[Row]:
    """One row for the builds, one for disks that run out of names (inodes) instead of bytes."""
    inside = ["unshare", "--mount", "--map-root-user", sys.executable, "-m", "tests.hostile.full_disk"]
    inside = [word for word in inside if word != "--map-root-user" or os.geteuid()]
    done = subprocess.run(inside, cwd=PROJECT, capture_output=True, text=True, check=False)
    if done.returncode:
        yield Row("full disk", f"not tried: {done.stderr.strip().splitlines()[-1:]}", False)
        return
    for row in json.loads(done.stdout.splitlines()[-1]):
        yield Row(**row)


def main() -> None:
    """Inside the namespace: try every size and print the rows as JSON."""
    import kill_points
    import small_site as sites

    from generator import files
    from generator.publish import building

    with tempfile.TemporaryDirectory(prefix="hostile-") as made:
        base, disk = Path(made) / "base", Path(made) / "disk"
        (base / "data").mkdir(parents=True)
        (base / "content" / "images").mkdir(parents=True)
        (base / "content" / "images" / "scheme.png").write_bytes(sites.PNG)
        (base / "mkdocs.yml").write_text(sites.MKDOCS_YML, "utf-8")
        disk.mkdir()
        whole, old = Path(made) / "whole", Path(made) / "old"
        new_site = sites.a_site(sites.Page("new.md", "# Новая\n\nТекст.\n"))
        kill_points.touches(lambda: building.build_site(base, old, sites.a_site(), lambda _: None))
        kill_points.touches(lambda: building.build_site(base, whole, new_site, lambda _: None))
        trees = files.tree(old), files.tree(whole)
        kilobytes = [sum(-(-len(data) // 4096) * 4 + 1 for data in tree.values()) for tree in trees]
        names = [len(tree) for tree in trees]
        least, most = kilobytes[0] + 64, sum(kilobytes) + 700
        step = (most - least) / (SIZES - 1)
        by_size = [_tried(base, disk, old, new_site, trees, f"size={int(least + step * n)}k") for n in range(SIZES)]
        few = max(2, SIZES // 5)
        least, most = names[0] + 40, sum(names) + 200
        by_name = [
            _tried(base, disk, old, new_site, trees, f"nr_inodes={least + (most - least) * n // few}")
            for n in range(few + 1)
        ]
    rows = [_row("bytes", by_size), _row("names", by_name)]
    print(json.dumps([vars(row) for row in rows], ensure_ascii=False))


def _row(of: str, found: list[str]) -> Row:
    faults = [one for one in found if one not in ("old", "new")]
    measured = f"{len(found)} disks: {found.count('old')} old site and a sentence, {found.count('new')} new site, "
    measured += f"{len(faults)} faults {'; '.join(faults[:3])}".strip()
    return Row(f"full disk, out of {of}: «Готово» only over a whole site", measured, not faults and "new" in found)


def _tried(base: Path, disk: Path, old: Path, new_site: object, trees: tuple, limit: str) -> str:
    """``old`` or ``new`` when all is as it must be, else what is wrong."""
    from generator import files

    subprocess.run(["mount", "-t", "tmpfs", "-o", limit, "tmpfs", str(disk)], check=True)
    try:
        shutil.copytree(old, disk / "site")
        status, text = _built(base, disk / "site", new_site)
        now = files.tree(disk / "site")
        left = [name for name in os.listdir(disk) if name != "site"]
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)
    if status == 0:
        return "new" if now == trees[1] and "Готово" in text else f"{limit}: said to be done, and is not"
    if now != trees[0]:
        return f"{limit}: the old site is not as it was"
    if "Traceback" in text or "не осталось места" not in text:
        return f"{limit}: told as {text[-200:]!r}"
    return f"{limit}: left {left}" if left else "old"


def _built(base: Path, out: Path, site: object) -> tuple[int, str]:
    """Build in a process of its own; its exit status and what it said."""
    from generator import files, publish
    from generator.publish import building

    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        text, status = io.StringIO(), 1
        with contextlib.redirect_stdout(text), contextlib.redirect_stderr(text):
            try:
                building.build_site(base, out, site, print)
                status = 0
            except (publish.NotPublished, files.FileFault) as fault:
                print(fault)
            except BaseException:
                traceback.print_exc(file=text)
        os.write(theirs, text.getvalue().encode()[-4000:])
        os._exit(status)
    os.close(theirs)
    with os.fdopen(ours, "rb") as stream:
        text = stream.read().decode("utf-8", "replace")
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), text


if __name__ == "__main__":
    sys.path.insert(0, str(PROJECT / "tests"))
    main()
