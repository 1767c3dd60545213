"""Token n-grams of every segment of a block, hashed to buckets (Weinberger et al., Feature Hashing, 2009).

A token is a word, an ideograph or a punctuation mark of the folded text with every digit made 0. Of a long segment only
its head and tail are read: what a line is shows there, and body text is mostly middle. Hashes of words are differences of
one running polynomial hash over the block (Karp and Rabin, 1987), so the cost is a few passes of NumPy whatever the
number of n-grams, and no word is ever made into a Python object.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.segment import Block, Segments
from cleaner.text import IDEOGRAPH, LETTER, PUNCTUATION, Codes, code_points, flags, fold_codes
from cleaner.types import Ints

BITS = 17
"""The number of buckets is two to this power."""
HEAD, TAIL = 110, 50
"""Characters read from either end of a segment."""
STEM = 5
"""Longer words count by their first letters as well, which is what inflected languages share."""

_BASE = 0x9E3779B97F4A7C15
_STEP = np.uint64(0x100000001B3)
_MIX = np.uint64(0xD6E8FEB86659FD93)
_OPEN, _CLOSE, _BREAK = 2, 3, 4
_Hashes = NDArray[np.uint64]


class Tokens(NamedTuple):
    """The tokens of a block: the segment each is of, its hash, the hash of its stem, and whether it is longer than that."""

    row: Ints
    word: _Hashes
    stem: _Hashes
    long: NDArray[np.bool_]


class Grams(NamedTuple):
    """Hashed n-grams: the segment each stands in, ascending, and its bucket."""

    row: Ints
    bucket: Ints


def tokenize(block: Block, segments: Segments) -> Tokens:
    """The tokens of the head and tail of each segment, with marks for where a segment opens, closes and was shortened."""
    codes, row = _excerpts(block, segments)
    kinds = flags(codes)
    word = (kinds & LETTER) > 0
    single = ((kinds & (IDEOGRAPH | PUNCTUATION)) > 0) | (codes <= _BREAK)
    before, after = np.append(False, word[:-1]), np.append(word[1:], False)
    start = np.flatnonzero(single | (word & ~before))
    end = np.flatnonzero(single | (word & ~after)) + 1
    digest = _Digest(codes)
    return Tokens(row[start], digest(start, end), digest(start, np.minimum(end, start + STEM)), end - start > STEM)


def grams(tokens: Tokens) -> Grams:
    """Runs of one, two and three tokens, and stems alone and in pairs."""
    row, word, stem, long = tokens
    pair, triple = row[:-1] == row[1:], row[:-2] == row[2:]
    either = pair & (long[:-1] | long[1:])
    families = [
        (row, word),
        (row[1:][pair], _joined(word[:-1], word[1:])[pair]),
        (row[2:][triple], _joined(_joined(word[:-2], word[1:-1]), word[2:])[triple]),
        (row[long], stem[long]),
        (row[1:][either], _joined(stem[:-1], stem[1:])[either]),
    ]
    rows = np.concatenate([rows for rows, _ in families])
    buckets = np.concatenate([_bucket(hashes, salt) for salt, (_, hashes) in enumerate(families)])
    order = np.argsort(rows, kind="stable")
    return Grams(rows[order], buckets[order])


def word_hashes(words: list[str]) -> _Hashes:
    """The hashes that `tokenize` gives single words."""
    return np.array([_word_hash(word) for word in words], np.uint64)


def _word_hash(word: str) -> np.uint64:
    codes = _no_digits(fold_codes(code_points(word)))
    return np.uint64(_Digest(codes)(np.array([0]), np.array([len(codes)]))[0])


def _excerpts(block: Block, segments: Segments) -> tuple[Codes, Ints]:
    """The characters to read, each piece between two marks, and the segment of each character."""
    kept = block.folded != 0
    place = np.concatenate([[0], np.cumsum(kept)])
    source = _no_digits(block.folded[kept])
    start, end = place[segments.start], place[segments.end]
    length = end - start
    long = np.flatnonzero(length > HEAD + TAIL)
    row = np.arange(len(segments))
    order = np.argsort(np.concatenate([row, long]), kind="stable")  # the tail of a segment behind its head
    pieces = np.concatenate([row, long])[order]
    begin = np.concatenate([start, end[long] - TAIL])[order]
    size = np.concatenate([np.where(length > HEAD + TAIL, HEAD, length), np.full(len(long), TAIL)])[order]
    lead = np.concatenate([np.full(len(row), _OPEN), np.full(len(long), _BREAK)])[order]
    trail = np.concatenate([np.where(length > HEAD + TAIL, _BREAK, _CLOSE), np.full(len(long), _CLOSE)])[order]
    at = np.concatenate([[0], np.cumsum(size + 2)])
    codes = np.empty(at[-1], np.uint32)
    inner = np.ones(at[-1], bool)
    inner[at[:-1]] = inner[at[1:] - 1] = False
    codes[at[:-1]], codes[at[1:] - 1] = lead, trail
    owner = np.repeat(np.arange(len(pieces)), size)
    codes[inner] = source[np.arange(size.sum()) + (begin - np.concatenate([[0], np.cumsum(size)])[:-1])[owner]]
    return codes, np.repeat(pieces, size + 2)


def _no_digits(codes: Codes) -> Codes:
    return np.where((codes >= ord("0")) & (codes <= ord("9")), np.uint32(ord("0")), codes)


class _Digest:
    """The hash of any stretch of an array of codes in constant time: sums of code times base to the place."""

    def __init__(self, codes: Codes) -> None:
        powers, self._inverse = _powers(1 << max(16, len(codes).bit_length()))
        terms = (codes.astype(np.uint64) + np.uint64(7)) * powers[: len(codes)]
        self._sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(terms, dtype=np.uint64)])

    def __call__(self, start: Ints, end: Ints) -> _Hashes:
        return np.asarray((self._sums[end] - self._sums[start]) * self._inverse[start], np.uint64)


@lru_cache(maxsize=2)
def _powers(count: int) -> tuple[_Hashes, _Hashes]:
    """The powers of the base and of its inverse modulo two to the 64th."""
    inverse = pow(_BASE, -1, 1 << 64)
    return tuple(np.cumprod(np.full(count, base, np.uint64), dtype=np.uint64) for base in (_BASE, inverse))  # type: ignore[return-value]


def _joined(left: _Hashes, right: _Hashes) -> _Hashes:
    return left * _STEP + right


def _bucket(hashes: _Hashes, salt: int) -> Ints:
    mixed = (hashes ^ np.uint64((salt + 1) * 0x51ED2701)) * _MIX
    mixed ^= mixed >> np.uint64(32)
    return ((mixed * _MIX) >> np.uint64(64 - BITS)).astype(np.int64)
