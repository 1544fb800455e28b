"""Word forms made equal: «наставничества», «наставничеством» -> «наставничеств».

Enough to find a known term in a text, not to analyse Russian: only the endings of nouns and adjectives go, the same way
for both sides of a comparison.
"""

import re
from functools import lru_cache

# Longest first; the nominal and adjectival endings of M. Porter's Russian stemmer
# (https://snowballstem.org/algorithms/russian/stemmer.html), without verbs and derivation.
_ENDING = re.compile(
    "(?:иями|ями|ами|иях|ях|ах|ием|ией|иям|ям|ам|ией|ием|ого|его|ому|ему|ыми|ими|ый|ий|ой|ей|ые|ие|ое|ее|ых|их|ую|юю"
    "|ая|яя|ом|ем|ым|им|ов|ев|ью|ия|ья|ии|ьи|ью|ию|ею|ою|а|е|и|й|о|у|ы|ь|ю|я)$"
)
_SHORTEST = 3  # letters that stay


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The part of a word that its forms share, in small letters, ё as е; words of three letters or less as they are."""
    word = word.lower().replace("ё", "е")
    found = _ENDING.search(word, _SHORTEST)
    return word[: found.start()] if found else word
