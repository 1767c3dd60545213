"""From texts to segments and what is known of each: rules vote, lines are cut, tokens are read.

This is the part of the pipeline that needs no trained model; training and cleaning share it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from cleaner import language, ngrams, rules
from cleaner.phrases import COMMON, TRUSTS, catalogue
from cleaner.rules import Hit
from cleaner.segment import Block, Segments, cut, lay
from cleaner.text import to_str
from cleaner.types import LABELS, Floats, Ints

ONE_LINE = 600
"""Characters from which a line that is the whole text, or nearly, is judged sentence by sentence."""

TRUST = {trust: len(TRUSTS) - rank for rank, trust in enumerate(TRUSTS)}
"""Trust as a number: sure 3, likely 2, hint 1."""
_LABEL = {label: index for index, label in enumerate(LABELS)}


@dataclass(frozen=True, slots=True)
class Survey:
    """Texts cut into segments, with the hits on them, the language of each text, and the tokens of each segment."""

    block: Block
    segments: Segments
    languages: list[str]
    hits: list[Hit]
    tokens: ngrams.Tokens

    def votes(self) -> tuple[Floats, Floats]:
        """The strongest trust of a rule for each label, one row a segment, and the share of each segment that hits cover."""
        votes, covered = np.zeros((len(self.segments), len(LABELS))), np.zeros(len(self.segments))
        for hit, row in zip(self.hits, self.owners(), strict=True):
            column = _LABEL[hit.rule.label]
            votes[row, column] = max(votes[row, column], TRUST[hit.rule.trust])
            covered[row] += hit.end - hit.start
        return votes, np.minimum(1.0, covered / np.maximum(1, self.segments.end - self.segments.start))

    def owners(self) -> Ints:
        """The segment each hit lies in: that of its first character, or of its last for what closes a line."""
        places = [hit.end - 1 if hit.rule.place in ("end", "close") else self._first(hit) for hit in self.hits]
        return np.searchsorted(self.segments.start, np.array(places, np.int64), side="right") - 1

    def _first(self, hit: Hit) -> int:
        """A match may begin with the space, or the stop, before its sentence."""
        return hit.start + bool(self.block.sentences[hit.start + 1]) if hit.end > hit.start + 1 else hit.start

    def speech(self) -> dict[str, Floats]:
        """The share of the words read that are first person plural, second person, verbs of saying."""
        words = np.maximum(1, np.bincount(self.tokens.row, minlength=len(self.segments)))
        shares: dict[str, Floats] = {kind: np.zeros(len(self.segments)) for kind in ("we", "you", "says")}
        text = self.segments.doc[self.tokens.row]
        for code in set(self.languages):
            spoken = np.isin(text, np.flatnonzero(np.array(self.languages) == code))
            for kind, known in _speakers(code).items():
                found = np.isin(self.tokens.word, known) & spoken
                shares[kind] += np.bincount(self.tokens.row, found, minlength=len(self.segments)) / words
        return shares

    def twins(self) -> Floats:
        """Whether the same words stand in another segment of the text."""
        sums = np.zeros(len(self.segments), np.uint64)
        np.add.at(sums, self.tokens.row, self.tokens.word * (self.tokens.word >> np.uint64(7)))
        keys = sums * np.uint64(_SPREAD) + self.segments.doc.astype(np.uint64)
        order = np.argsort(keys, kind="stable")
        same = keys[order][1:] == keys[order][:-1]
        twin = np.zeros(len(keys))
        twin[order[1:][same]] = twin[order[:-1][same]] = 1
        return twin


def survey(texts: Sequence[str], languages: Sequence[str | None]) -> Survey:
    """Look at texts without judging them; a language given as None is detected."""
    block, segments = lay(texts)
    seen = rules.visible(block)
    told, hits, points = [], [], []
    for index, given in enumerate(languages):
        start, end = int(block.starts[index]), int(block.starts[index + 1])
        own = seen[start:end]
        told.append(given or language.detect(to_str(own[own != 0])))
        found = rules.scan(own, rules.rule_set(told[-1]))
        hits += [Hit(hit.rule, hit.start + start, hit.end + start) for hit in found]
        points.append(start + rules.cuts(found, block.sentences[start:end], own))
        points.append(_one_line(block, segments, index))
    segments = cut(segments, np.array(sorted({int(point) for found in points for point in found}), np.int64))
    return Survey(block, segments, told, hits, ngrams.tokenize(block, segments))


def _one_line(block: Block, segments: Segments, index: int) -> Ints:
    """The sentences of a text that is one long line, with at most one more."""
    low, high = np.searchsorted(segments.doc, (index, index + 1))
    if not 1 <= high - low <= 2 or int((segments.end[low:high] - segments.start[low:high]).max()) < ONE_LINE:
        return np.zeros(0, np.int64)
    start, end = segments.start[low], segments.end[high - 1]
    return start + np.flatnonzero(block.sentences[start:end])


_SPREAD = 0x9E3779B97F4A7C55


@cache
def _speakers(code: str) -> dict[str, NDArray[np.uint64]]:
    """For each kind of speech, the hashes of its words in a language; none where it has no book."""
    told = catalogue().get(code) or catalogue()[COMMON]
    return {kind: np.sort(ngrams.word_hashes(sorted(words))) for kind, words in told.speakers.items()}
