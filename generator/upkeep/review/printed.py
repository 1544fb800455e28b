"""A review for a terminal and for programs: text, JSON, annotations of GitHub, Code Quality of GitLab, SARIF."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any
from urllib.parse import quote

from generator import __version__, problems, text
from generator.catalog.differences.excerpts import MARKED
from generator.catalog.differences.invisible import spelled_out
from generator.problems import ERROR, NOTICE, WARNING, Problem
from generator.upkeep.review import ChangeReview

_COUNTED = {
    ERROR: ("ошибка", "ошибки", "ошибок"),
    WARNING: ("предупреждение", "предупреждения", "предупреждений"),
}
LOOK_FIRST = "Сначала посмотрите:"
_GITLAB = {ERROR: "major", WARNING: "minor", NOTICE: "info"}
_SARIF = {ERROR: "error", WARNING: "warning", NOTICE: "note"}


def summary_line(review: ChangeReview) -> str:
    """«Найдено: 1 ошибка, 2 предупреждения. Посмотреть: 3 места. Старых замечаний в других файлах: 4.»"""
    counts = Counter(problem.severity for problem in review.all_problems)
    found = [text.plural(counts[kind], *words) for kind, words in _COUNTED.items() if counts[kind]]
    message = f"Найдено: {', '.join(found)}." if found else "Замечаний нет."
    if counts[NOTICE]:
        message += f" Посмотреть: {text.plural(counts[NOTICE], 'место', 'места', 'мест')}."
    if review.left_out:
        message += f" Прежних замечаний в других файлах, здесь не показанных: {review.left_out}."
    return message


def review_as_text(review: ChangeReview) -> str:
    """For a terminal: what to look at first, what changes, what to fix, what to look at, the count."""
    rows = []
    if review.first:
        rows += [LOOK_FIRST, problems.as_text_in_order(problems.with_pages(review.first, review.site_url)), ""]
    rows.append("Что меняется:")
    for change in review.changes:
        rows.append(f"  {spelled_out(change.path)}: {change.what}")
        for raw in change.details:
            rows.append(f"    - {raw.text}")
            rows += [f"        {under}" for under in raw.under]
    if not review.changes:
        rows.append("  записи и страницы не меняются" if review.files else "  ничего")
    if any(MARKED.search(row) for row in rows):
        rows += ["", "Знаками [− −] отмечено убранное, [+ +] — добавленное."]
    to_fix = [problem for problem in review.rest if problem.severity != NOTICE]
    look = [problem for problem in review.rest if problem.severity == NOTICE]
    for heading, found in (("Исправить:", to_fix), ("Посмотреть проверяющему:", look)):
        if found:
            rows += ["", heading, problems.as_text(problems.with_pages(found, review.site_url))]
    return "\n".join([*rows, "", summary_line(review)])


def review_as_json(review: ChangeReview) -> str:
    """One object: base, changes, remarks and look (as ``metodoteka check --format json``), first (those of both that
    are looked at before everything else), left_out, failed."""
    return json.dumps(
        {
            "base": review.base,
            "files": review.files,
            "first": [asdict(problems.redact_problem(problem)) for problem in review.first],
            "changes": [asdict(change) for change in review.changes],
            "remarks": [asdict(problems.redact_problem(problem)) for problem in review.remarks],
            "look": [asdict(problems.redact_problem(problem)) for problem in review.look],
            "left_out": review.left_out,
            "failed": review.failed,
        },
        ensure_ascii=False,
        indent=2,
    )


def review_as_github(review: ChangeReview) -> str:
    """Annotations beside the lines of a pull request."""
    return "\n".join(
        problems.as_github(problems.with_pages(found, review.site_url))
        for found in (review.first, review.rest)  # a forge shows the first ten of a kind and hides the others
        if found
    )


def as_gitlab(review: ChangeReview) -> str:
    """A Code Quality report (https://docs.gitlab.com/ci/testing/code_quality/): GitLab compares fingerprints of two
    runs, so they do not depend on lines."""
    report = [
        {
            "description": problem_sentence(problem),
            "check_name": problem.code,
            "fingerprint": print_,
            "severity": _GITLAB[problem.severity],
            "location": {"path": problem.path, "lines": {"begin": max(problem.line, 1)}},
        }
        for problem, print_ in fingerprinted(problems.with_pages(review.all_problems, review.site_url))
    ]
    return json.dumps(report, ensure_ascii=False, indent=2)


def as_sarif(review: ChangeReview) -> str:
    """SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/): one run, a rule for each code that occurs."""
    found = list(fingerprinted(review.all_problems))
    codes = sorted({problem.code for problem, _ in found})
    run = {
        "tool": {
            "driver": {
                "name": "metodoteka",
                "version": __version__,
                "rules": [_rule(code, review.site_url) for code in codes],
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "Папка базы знаний"}}},
        "results": [
            {
                "ruleId": problem.code,
                "ruleIndex": codes.index(problem.code),
                "level": _SARIF[problem.severity],
                "message": {"text": problem_sentence(problem)},
                "locations": [{"physicalLocation": _location(problem)}],
                "partialFingerprints": {"metodoteka/v1": print_},
            }
            for problem, print_ in found
        ],
    }
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2)


def _rule(code: str, site_url: str) -> dict:
    rule = {"id": code, "name": "".join(map(str.capitalize, code.split("-")))}
    return rule | ({"helpUri": problems.page_of(code, site_url)} if site_url else {})


def _location(problem: Problem) -> dict[str, Any]:
    place: dict[str, Any] = {
        "artifactLocation": {"uri": quote(problem.path.encode("utf-8", "replace")), "uriBaseId": "%SRCROOT%"}
    }
    if problem.line:
        place["region"] = {"startLine": problem.line, "startColumn": max(problem.column, 1)}
    return place


def problem_sentence(problem: Problem) -> str:
    """Field, what is wrong, how to fix it; without what should not travel."""
    problem = problems.redact_problem(problem)
    message = ": ".join(filter(None, (problem.field, problem.message)))
    if not problem.hint:
        return message
    return f"{message}. {'Что сделать' if problem.severity == NOTICE else 'Как исправить'}: {problem.hint}"


def fingerprinted(found: Iterable[Problem]) -> Iterator[tuple[Problem, str]]:
    """Problems, each with an id that stays when lines above it come or go; equal ones are numbered."""
    seen: Counter[tuple[str, ...]] = Counter()
    for problem in found:
        what = (problem.path, problem.code, re.sub(r"\[\d+\]", "[]", problem.field), problem.message)
        seen[what] += 1
        raw = "\0".join((*what, str(seen[what])))
        yield problem, hashlib.sha256(raw.encode("utf-8", "surrogatepass")).hexdigest()
