"""Words typed into a blank at places that chance chooses: which of them an import neither takes nor tells of."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

from generator.channels.office import importing, names
from generator.channels.office.filled import Filled
from generator.channels.office.interpret import interpret_entry
from generator.channels.office.parties import Parties

FORMS = ("practice", "event", "replication", "values", "review", "roadmap")


def lost_words(
    form: str,
    base: importing.Base,
    write: Callable[[random.Random, list[str]], tuple[bytes, Mapping[str, str]]],
    read: Callable[[bytes], Filled],
    files: int = 4,
) -> dict[tuple[int, str], str]:
    """(seed, word) -> how it was typed, of every word that is lost. ``write`` types words into a blank of the form and
    says how each was typed, ``read`` reads the file. `make hostile` asks for many more ``files``."""
    known, parties = names.index_names(base.catalog), Parties(base.catalog, False)
    lost = {}
    for seed in range(files):
        dice = random.Random(f"{form} {seed}")
        words = [f"ъслово{chr(1072 + at)}" for at in range(dice.choice([1, 1, 3, 6]))]
        data, how = write(dice, words)
        found = read(data)
        entries = [interpret_entry(base.questions(one.kind), one, known, parties) for one in found.entries]
        told = [one.message for one in (*found.remarks, *(one for _, more in entries for one in more))]
        everything = str([entry.data for entry, _ in entries]) + " ".join(told)
        lost |= {(seed, word): how[word] for word in words if word not in everything}
    return lost
