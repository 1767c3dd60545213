"""Rendering: from what was decided of each segment to the spans that are cut out of the source.

A removed line takes its own line break with it, and the blank lines between removed lines go with them; so do those
before a removed end of the text, and those behind a removed block that stood between blank lines. A removed part of a line
takes the space that set it off.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from typing import NamedTuple

from cleaner.types import Reason, Removed


class Piece(NamedTuple):
    """A segment as it is rendered: its place in its text, and the verdict on it where it is to go.

    `[start, end)` without the line break, which ends at `next`; `first` and `last`: whether it begins and ends a line.
    """

    start: int
    end: int
    next: int
    first: bool
    last: bool
    gap: int
    verdict: Removed | None


def removals(text: str, pieces: Sequence[Piece]) -> list[Removed]:
    """The spans to cut out of a text, in order; neighbours of one label are one span."""
    lines = list(_lines(pieces))
    spans: list[Removed] = []
    for gone, group in groupby(range(len(lines)), key=lambda index: all(piece.verdict for piece in lines[index])):
        run = list(group)
        if gone:
            spans += _run(lines, run[0], run[-1], len(text))
        else:
            spans += [span for index in run for span in _parts(text, lines[index])]
    return merged(spans)


def cut_out(text: str, spans: Sequence[Removed]) -> str:
    """The text without the spans."""
    edges = [0, *(edge for span in spans for edge in (span.start, span.end)), len(text)]
    return "".join(text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True))


def restored(spans: Sequence[Removed], later: Sequence[Removed]) -> list[Removed]:
    """Spans cut out of a text and spans cut out of what was left of it, all as spans of that text."""
    result = list(spans)
    for span in later:
        result += [replace(span, start=start, end=end) for start, end in _at_source(spans, span.start, span.end)]
    return merged(sorted(result, key=lambda span: span.start))


def merged(spans: Sequence[Removed]) -> list[Removed]:
    """Spans with those that touch and bear one label made one: the least confidence, all the reasons."""
    result: list[Removed] = []
    for span in spans:
        if result and result[-1].end == span.start and result[-1].label == span.label:
            result[-1] = _joined(result[-1], span)
        else:
            result.append(span)
    return result


def _lines(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    line: list[Piece] = []
    for piece in pieces:
        line.append(piece)
        if piece.last:
            yield line
            line = []


def _run(lines: Sequence[list[Piece]], first: int, last: int, length: int) -> list[Removed]:
    """The spans of neighbouring lines that go whole, with their line breaks and the blank lines that go with them."""
    pieces = [piece for line in lines[first : last + 1] for piece in line]
    opens, closes = first == 0, last + 1 == len(lines)
    start, end = pieces[0].start, pieces[-1].next
    if opens:
        start = 0
    elif closes:
        start = lines[first - 1][-1].next
    if closes:
        end = length
    elif opens or pieces[0].gap:
        end = lines[last + 1][0].start
    return _stretched(pieces, start, end)


def _parts(text: str, line: list[Piece]) -> Iterator[Removed]:
    """The spans of the parts of a line that go where others stay; the last takes the space before it."""
    for gone, group in groupby(line, key=lambda piece: piece.verdict is not None):
        pieces = list(group)
        if not gone:
            continue
        start, end = pieces[0].start, pieces[-1].end
        if pieces[-1].last:
            while start and text[start - 1].isspace() and not pieces[0].first:
                start -= 1
        yield from _stretched(pieces, start, end)


def _stretched(pieces: list[Piece], start: int, end: int) -> list[Removed]:
    """The verdicts on neighbouring pieces, stretched so that they cover `[start, end)` without a gap."""
    edges = [start, *(piece.start for piece in pieces[1:]), end]
    verdicts = [piece.verdict for piece in pieces if piece.verdict]
    return [replace(verdict, start=low, end=high) for verdict, (low, high) in zip(verdicts, pairwise(edges), strict=True)]


def _at_source(spans: Sequence[Removed], start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches of the source that `[start, end)` of the text without the spans is made of."""
    taken = 0
    for span in spans:
        low, high = max(start + taken, 0), min(end + taken, span.start)
        if low < high:
            yield low, high
            start = high - taken
        taken += span.end - span.start
    if start < end:
        yield start + taken, end + taken


def _joined(left: Removed, right: Removed) -> Removed:
    reasons: dict[tuple[str, str, str | None], Reason] = {}
    for reason in (*left.reasons, *right.reasons):
        known = reasons.setdefault((reason.by, reason.label, reason.rule), reason)
        if reason.probability is not None and known.probability is not None and reason.probability < known.probability:
            reasons[reason.by, reason.label, reason.rule] = reason
    return Removed(left.start, right.end, left.label, min(left.confidence, right.confidence), tuple(reasons.values()))
