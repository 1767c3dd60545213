"""Segmenting: a block of texts to the table of their segments, the units of judgement.

A segment is a line, or several where a text is hard-wrapped, or a part of a line where the line is cut (see
`cleaner.rules`). Many texts are laid end to end and worked on at once, since NumPy earns its keep on long arrays only;
nothing that is found in one text depends on another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaner.text import BREAK, CLOSER, IDEOGRAPH, LOWER, SPACE, STOP, Codes, Flags, code_points, flags, fold_codes
from cleaner.types import Ints

WRAP_WIDTHS = range(40, 121)
"""Columns at which mail programs and plain-text dumps wrap."""
WRAP_JOINTS = 4
"""Fewest wrapped line ends that make a text count as hard-wrapped."""
WRAP_SHARE = 0.5
"""Share of the neighbouring line pairs that must be wrapped for that."""


@dataclass(frozen=True, slots=True)
class Block:
    """Texts laid end to end, each followed by one line feed of ours.

    `codes`, `flags` and `folded` (0: dropped) hold each character; text number i is `codes[starts[i] : starts[i + 1] - 1]`. `sentences` marks the
    characters at which a sentence begins inside a paragraph; `wraps` the line breaks that only wrap.
    """

    texts: Sequence[str]
    starts: Ints
    codes: Codes
    flags: Flags
    folded: Codes
    sentences: NDArray[np.bool_]
    wraps: Ints


@dataclass(frozen=True, slots=True)
class Segments:
    """A table of segments in order: `[start, end)` without the line break, which ends at `next`; the text each is of.

    Offsets count from the start of the block. `first` and `last` tell whether a segment begins and ends a line; `gap`
    counts the blank lines before it.
    """

    doc: Ints
    start: Ints
    end: Ints
    next: Ints
    first: NDArray[np.bool_]
    last: NDArray[np.bool_]
    gap: Ints

    def __len__(self) -> int:
        return len(self.doc)


def lay(texts: Sequence[str]) -> tuple[Block, Segments]:
    """Lay texts end to end and find their paragraphs."""
    pieces = [code_points(text + "\n") for text in texts]
    codes = np.concatenate(pieces) if pieces else np.zeros(0, np.uint32)
    starts = np.cumsum([0] + [len(piece) for piece in pieces])
    kinds = flags(codes)
    lines = _lines(codes, kinds, starts)
    wraps = _wraps(lines, codes, kinds, len(texts))
    block = Block(texts, starts, codes, kinds, fold_codes(codes), _sentence_starts(kinds), lines.end[wraps])
    return block, _paragraphs(lines, wraps)


def _lines(codes: Codes, kinds: Flags, starts: Ints) -> Segments:
    """The lines that hold more than white space."""
    ends = (kinds & BREAK) > 0
    ends[:-1] &= (codes[:-1] != 13) | (codes[1:] != 10)  # the \r of \r\n ends no line by itself
    ours = starts[1:] - 1
    ends[ours - 1] |= (codes[ours - 1] == 13) & (ours > starts[:-1])  # ... unless the \n is the one we added
    breaks = np.flatnonzero(ends)
    following = breaks + 1
    first = np.concatenate([[0], following[:-1]])[: len(breaks)]
    crlf = (codes[breaks] == 10) & (breaks > first) & (codes[breaks - 1] == 13)
    doc = np.searchsorted(starts, breaks, side="right") - 1
    solid = np.concatenate([[0], np.cumsum((kinds & SPACE) == 0)])
    full = np.flatnonzero(solid[breaks] > solid[first])
    gap = np.diff(full, prepend=-1) - 1
    opening = np.diff(doc[full], prepend=-1) > 0
    first_line = np.searchsorted(doc, np.arange(len(starts) - 1))  # each text's first line, to count the blanks before its text
    gap[opening] = full[opening] - first_line[doc[full][opening]]
    yes = np.ones(len(full), bool)
    limit = starts[doc + 1] - 1
    return Segments(doc[full], first[full], (breaks - crlf)[full], np.minimum(following, limit)[full], yes, yes.copy(), gap)


def _sentence_starts(kinds: Flags) -> NDArray[np.bool_]:
    """Characters that begin a sentence behind another: after a stop, closing marks and space, and not in lower case.

    Behind an ideographic stop no space is needed.
    """
    stop, closer, space = (kinds & STOP) > 0, (kinds & CLOSER) > 0, (kinds & SPACE) > 0
    for _ in range(2):  # at most two closing marks belong to the stop: ." and .")
        stop[1:] |= stop[:-1] & closer[1:]
    ended = np.zeros(len(kinds), bool)
    ended[1:] = stop[:-1] & space[1:]
    for _ in range(2):  # at most three spaces
        ended[1:] |= ended[:-1] & space[1:]
    begins = np.zeros(len(kinds), bool)
    begins[1:] = ended[:-1] & ~space[1:]
    begins[1:] |= stop[:-1] & ((kinds[1:] & IDEOGRAPH) > 0)
    return begins & ((kinds & (LOWER | BREAK)) == 0)


def _wraps(lines: Segments, codes: Codes, kinds: Flags, count: int) -> Ints:
    """Indices of the lines that run on into the next, in hard-wrapped texts.

    A greedy wrapper breaks a line only where the next word would not have fitted: that is the test.
    """
    length = lines.end - lines.start
    width = np.zeros(count, np.int64)
    np.maximum.at(width, lines.doc, length)
    candidate = np.flatnonzero(np.isin(width, WRAP_WIDTHS))
    if not len(candidate):
        return np.zeros(0, np.int64)
    pair = np.flatnonzero(np.isin(lines.doc[:-1], candidate) & (lines.doc[:-1] == lines.doc[1:]) & (lines.gap[1:] == 0))
    spaces = np.flatnonzero((kinds & (SPACE | BREAK)) > 0)
    begin = lines.start[pair + 1]
    word = spaces[np.searchsorted(spaces, begin)] - begin
    wrapped = pair[length[pair] + 1 + word > width[lines.doc[pair]]]
    pairs, hits = np.bincount(lines.doc[pair], minlength=count), np.bincount(lines.doc[wrapped], minlength=count)
    good = (hits >= WRAP_JOINTS) & (hits >= WRAP_SHARE * pairs)
    return wrapped[good[lines.doc[wrapped]]]


def _paragraphs(lines: Segments, wraps: Ints) -> Segments:
    """Lines with those that only wrap joined to the line they run on into."""
    if not len(wraps):
        return lines
    opens = np.ones(len(lines), bool)
    opens[wraps + 1] = False
    closes = np.ones(len(lines), bool)
    closes[wraps] = False
    yes = np.ones(int(opens.sum()), bool)
    return Segments(
        lines.doc[opens], lines.start[opens], lines.end[closes], lines.next[closes], yes, yes.copy(), lines.gap[opens]
    )


def cut(segments: Segments, points: Ints) -> Segments:
    """Segments cut in two at each of the given offsets, sorted; what begins at a cut is no line start any more."""
    if not len(points):
        return segments
    owner = np.searchsorted(segments.start, points, side="right") - 1
    inside = (points > segments.start[owner]) & (points < segments.end[owner])
    points, owner = points[inside], owner[inside]
    order = np.argsort(np.concatenate([segments.start, points]), kind="stable")
    source = np.concatenate([np.arange(len(segments)), owner])[order]
    start = np.concatenate([segments.start, points])[order]
    last = np.append(source[1:] != source[:-1], True)
    end = np.where(last, segments.end[source], np.append(start[1:], 0))
    head = start == segments.start[source]
    return Segments(
        segments.doc[source], start, end, np.where(last, segments.next[source], end), head & segments.first[source],
        last & segments.last[source], np.where(head, segments.gap[source], 0),
    )  # fmt: skip
