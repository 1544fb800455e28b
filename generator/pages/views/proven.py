"""How a practice is proven, as a page shows it: reasons with the records they rest on, what was measured, and what
speaks against it wherever the practice is offered."""

from __future__ import annotations

from typing import Any

from generator import text
from generator.catalog import Catalog
from generator.catalog.computed import evidence, outcomes
from generator.pages.views import references
from generator.records import Record
from generator.records.practices import Outcome, Practice, Replication, Synthesis

#: what is against a practice: key -> what a card says, the style of the badge
CAUTIONS = {
    "not-recommended": ("эксперты не рекомендуют", "not-recommended"),
    "no-gain": ("исследование прибавки не нашло", "partly"),
    "no-better": ("измерили, лучше не стало", "partly"),
    "failed": ("никому из тех, кто рассказал, не удалось", "partly"),
}


def caution(key: str) -> tuple[str, str]:
    """What a card says, and the style of the badge."""
    words, style = CAUTIONS[key]
    return text.tr(words), style


def cautions(catalog: Catalog, practice: Practice) -> list[str]:
    """The keys of :data:`CAUTIONS` that hold, in their order."""
    applied = catalog.referring(Replication, practice, "practice")
    outcomes_of_all = [*practice.outcomes, *(outcome for replication in applied for outcome in replication.outcomes)]
    measured = [o for o in outcomes_of_all if None not in (o.before, o.after)]
    holds = {
        "not-recommended": catalog.maturity[practice.id] == "not-recommended",
        "no-gain": found_no_gain(practice),
        "no-better": bool(measured) and all(outcomes.gain(outcome) <= 0 for outcome in measured),
        "failed": bool(applied) and all(replication.result == "did-not-work" for replication in applied),
    }
    return [key for key, it_does in holds.items() if it_does]


def found_no_gain(practice: Practice) -> bool:
    """Return whether published reviews measured a gain and none of them found any."""
    gains = [gain for one in practice.synthesis if (gain := gain_of(one)) is not None]
    return bool(gains) and max(gains) <= 0


def gain_of(synthesis: Synthesis) -> float | None:
    """What a review found: months of progress, else the size of the effect; None when it gives neither."""
    found = synthesis.months if synthesis.months is not None else synthesis.effect_size
    return None if found is None else float(found)


def linked_reason(catalog: Catalog, reason: evidence.Reason) -> dict[str, Any]:
    """A reason with the records it rests on: its text, those it names and those for whom it did not work, as many as a
    sentence holds, and how many are left."""
    most = evidence.MAX_NAMED
    given = {name: one.translated() if isinstance(one, text.Phrase) else one for name, one in reason.given}
    return {
        "text": text.tr(reason.text, **given),
        "who": [(catalog.find(one.record), one.title, _asides(one)) for one in reason.who[:most]],
        "more": max(0, len(reason.who) - most),
        "failed": [(catalog.find(one.record), one.title, _asides(one)) for one in reason.failed[:most]],
        "more_failed": max(0, len(reason.failed) - most),
    }


def _asides(named: evidence.Named) -> str:
    return "; ".join(map(text.tr, named.asides))


def measured_rows(catalog: Catalog, record: Practice | Replication) -> list[tuple[Any, Record | None, str]]:
    """The outcomes of a practice or of a replication, each with the organisation that measured it and, where it did not
    become better, a word for that."""
    return [(item, by, _change(item)) for item, by in references.with_organization(catalog, record.outcomes)]


def _change(outcome: Outcome) -> str:
    if None in (outcome.before, outcome.after) or outcomes.gain(outcome) > 0:
        return ""
    return text.tr("стало хуже" if outcomes.gain(outcome) < 0 else "не изменилось")


def denied(replication: Replication) -> bool:
    """Return whether a replication says that it worked and its own numbers say that it did not."""
    return replication.result == "worked" and not evidence.succeeded(replication)
