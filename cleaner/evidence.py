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
from cleaner.phrases import TRUSTS, load
from cleaner.rules import Hit
from cleaner.segment import Block, Ints, Segments, cut, lay
from cleaner.text import to_str
from cleaner.types import LABELS

Floats = NDArray[np.float64]

ONE_LINE = 600
"""Characters from which a line that is the whole text, or nearly, is judged sentence by sentence."""

_TRUST = {trust: len(TRUSTS) - rank for rank, trust in enumerate(TRUSTS)}
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
            votes[row, column] = max(votes[row, column], _TRUST[hit.rule.trust])
            covered[row] += hit.end - hit.start
        return votes, np.minimum(1.0, covered / np.maximum(1, self.segments.end - self.segments.start))

    def owners(self) -> Ints:
        """The segment each hit lies in, told by its last character: a match may begin with the space before its sentence."""
        ends = np.array([hit.end - 1 for hit in self.hits], np.int64)
        return np.searchsorted(self.segments.start, ends, side="right") - 1

    def speech(self) -> dict[str, Floats]:
        """The share of the words read that are first person plural, second person, verbs of saying."""
        texts = np.array([_codes().get(code, 0) for code in self.languages], np.uint64)
        keys = self.tokens.word ^ (texts[self.segments.doc[self.tokens.row]] * np.uint64(_SPREAD))
        words = np.maximum(1, np.bincount(self.tokens.row, minlength=len(self.segments)))
        return {
            kind: np.bincount(self.tokens.row, np.isin(keys, known), minlength=len(self.segments)) / words
            for kind, known in _speakers().items()
        }

    def twins(self) -> Floats:
        """Whether the same words stand in another segment of the text."""
        sums = np.zeros(len(self.segments), np.uint64)
        np.add.at(sums, self.tokens.row, self.tokens.word * (self.tokens.word >> np.uint64(7)))
        keys = sums * np.uint64(_SPREAD) + self.segments.doc.astype(np.uint64)
        _, index, counts = np.unique(keys, return_inverse=True, return_counts=True)
        return (counts[index] > 1) * 1.0


def survey(texts: Sequence[str], languages: Sequence[str | None], extra: tuple[rules.Rule, ...] = ()) -> Survey:
    """Look at texts without judging them; a language given as None is detected."""
    block, segments = lay(texts)
    seen = rules.visible(block)
    told, hits, points = [], [], []
    for index, given in enumerate(languages):
        start, end = int(block.starts[index]), int(block.starts[index + 1])
        own = seen[start:end]
        told.append(given or language.detect(to_str(own[own != 0])))
        found = rules.scan(own, rules.rule_set(told[-1], extra))
        hits += [Hit(hit.rule, hit.start + start, hit.end + start) for hit in found]
        points.append(start + rules.cuts(found, block.sentences[start:end], own))
        points.append(_one_line(block, segments, index))
    cuts = np.unique(np.concatenate(points)) if points else np.zeros(0, np.int64)
    segments = cut(segments, cuts)
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
def _codes() -> dict[str, int]:
    return {code: index + 1 for index, code in enumerate(sorted(load()))}


@cache
def _speakers() -> dict[str, NDArray[np.uint64]]:
    """For each kind of speech, the hashes of its words, each mixed with its language."""
    tables: dict[str, list[NDArray[np.uint64]]] = {"we": [], "you": [], "says": []}
    for code, book in load().items():
        for kind, words in book.speakers.items():
            hashes = ngrams.word_hashes(sorted(words))
            tables[kind].append(hashes ^ np.uint64(_codes()[code] * _SPREAD & 0xFFFFFFFFFFFFFFFF))
    return {kind: np.sort(np.concatenate(hashes)) for kind, hashes in tables.items()}
