"""Which files decide what runs, on whose machine and with which rights: a change of them is looked at first.

The trusted job that posts a review knows nothing of this program, so ``.ci/comment.py`` holds the same rule;
``tests/test_comment_forges.py`` compares the two word by word.
"""

from __future__ import annotations

import re

# --- the same lines stand in .ci/comment.py ---
_FOLDERS = re.compile(
    r"(?:.*/)?(?:\.github|\.gitlab|\.forgejo|\.gitea|\.ci|\.circleci|\.devcontainer|\.vscode|\.idea|\.metodoteka|generator"
    r"|theme|tests|scripts|bin|hooks)/.*",
    re.DOTALL,
)
_BASE = re.compile(r"(?:.*/)?(?:data|content)/.*", re.DOTALL)
_CODE = re.compile(
    r".*\.(?:py[cdiwx]?|so|dll|exe|jar|wasm|[cm]?js|jsx|tsx?|vue|x?html?|xht|css|s[ac]ss|j2|jinja2?|toml|cfg|ini|lock"
    r"|sh|bash|zsh|fish|ps1|bat|cmd|php|pl|rb|lua|go|rs|java|mk|pth)",
    re.DOTALL,
)
_HARMLESS = re.compile(
    r"(?:.*/)?(?:[^/]*\.(?:md|txt|rst|png|jpe?g|gif|webp|svg|pdf|docx?|xlsx?|pptx?|odt|ods|csv)|[^/.]+"
    r"|\.editorconfig|\.gitignore|\.mailmap)",
    re.DOTALL,
)
_NAMES = re.compile(
    r"(?:.*/)?(?:(?:requirements|constraints|cmakelists|sitecustomize|usercustomize)[^/]*|(?:gnu)?makefile|procfile"
    r"|justfile|[^/.]+file|build|generator|theme|tests|data|content|scripts|bin|hooks)",
    re.DOTALL,
)


def decides_what_runs(path: str) -> bool:
    """Return True for programs, their settings, the theme and every other kind of file that nobody knows; records,
    texts, pictures and documents run nothing."""
    path = path.casefold().replace("\\", "/")
    if path.startswith(("data/", "content/")):
        return bool(_CODE.fullmatch(path))
    if _FOLDERS.fullmatch(path) or _NAMES.fullmatch(path):
        return True
    return bool(_CODE.fullmatch(path)) if _BASE.fullmatch(path) else not _HARMLESS.fullmatch(path)


# --- until here ---
