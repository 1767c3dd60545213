"""Telling the language of a text, cheaply: its script first, then its function words.

A heavier identifier would cost more to start than the whole filter; the languages that have a phrase book differ in
script or in their commonest words, and a text too short to tell gets no language, so that only the rules of English
and of every language are tried on it.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from cleaner.phrases import COMMON, catalogue

SAMPLE = 4000
"""Folded characters looked at."""
ENOUGH = 3
"""Function words that must be seen before a language is believed."""

_WORDS = re.compile(
    r"(?:[^\W\d_]|[\u0900-\u0903\u093a-\u094f])+"
)  # letters, and the vowel signs of Devanagari, which are none to `re`
_SCRIPTS = {  # the languages a script leaves open, by a range of characters
    "hangul": (re.compile("[\uac00-\ud7a3]"), "ko"),
    "kana": (re.compile("[\u3041-\u30fa]"), "ja"),
    "han": (re.compile("[\u4e00-\u9fff]"), "zh"),
}


def detect(folded: str) -> str:
    """The code of the language of a folded text, or "und".

    >>> detect("der hund ist nicht in dem haus und die katze auch nicht")
    'de'
    >>> detect("12:30")
    'und'
    """
    sample = folded[:SAMPLE]
    if not sample.isascii():
        counts = {name: len(pattern.findall(sample)) for name, (pattern, _) in _SCRIPTS.items()}
        if counts["hangul"] + counts["kana"] + counts["han"] > len(sample) / 8:
            counts["kana"] *= 5  # a Japanese text is mostly kanji and kana mixed, a Chinese one has next to none
            return _SCRIPTS[max(counts, key=counts.__getitem__)][1]
    votes: Counter[str] = Counter()
    known = _function_words()
    for word, times in Counter(_WORDS.findall(sample)).items():
        for code in known.get(word, ()):
            votes[code] += times
    code, count = max(votes.items(), key=lambda item: (item[1], item[0]), default=(COMMON, 0))
    return code if count >= ENOUGH else COMMON


@cache
def _function_words() -> dict[str, tuple[str, ...]]:
    owners: dict[str, tuple[str, ...]] = {}
    for code, language in sorted(catalogue().items()):
        for word in language.words:
            owners[word] = (*owners.get(word, ()), code)
    return owners
