"""How long a form is, in words, before anybody begins: counted from its questions, so that it is true of every form."""

from __future__ import annotations

from collections.abc import Sequence

from generator import text
from generator.catalog.forms.questions import Form, Widget

#: minutes that an answer takes somebody who knows what to say, at least and at most: an estimate, by which all of the
#: form of a practice takes 35 to 50
_MINUTES: dict[Widget, tuple[float, float]] = {
    "line": (0.5, 1), "text": (3, 4), "number": (0.5, 0.5), "date": (0.5, 0.5), "flag": (0.5, 0.5),
    "choice": (0.5, 0.5), "choices": (0.5, 1), "lines": (1, 2), "group": (2, 3), "groups": (2.5, 3.5),
}  # fmt: skip
#: minutes for a question of the quick way, which is answered in a sentence or two
_QUICK = 5 / 6


def whole_size(form: Form) -> str:
    """«23 вопроса, 35–50 минут»: all questions that are asked of everybody."""
    its = [question for question in form.questions if question.when is None]
    least, most = (_rounded(sum(_MINUTES[question.widget][side] for question in its)) for side in (0, 1))
    return f"{_questions(its)}, {_minutes(least, most)}"


def quick_size(form: Form) -> str:
    """«6 вопросов, около 5 минут»; empty for a form that has no quick way."""
    asked = form.offer.quick if form.offer else ()
    minutes = round(len(asked) * _QUICK)
    return f"{_questions(asked)}, {_minutes(minutes, minutes)}" if asked else ""


def _questions(its: Sequence[object]) -> str:
    return text.plural(len(its), "вопрос", "вопроса", "вопросов")


def _rounded(minutes: float) -> int:
    return max(5, round(minutes / 5) * 5)


def _minutes(least: int, most: int) -> str:
    if least == most:
        return f"около {text.plural(most, 'минуты', 'минут', 'минут')}"
    return f"{least}–{text.plural(most, 'минута', 'минуты', 'минут')}"
