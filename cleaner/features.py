"""What the classifier is told about every segment: one readable list.

Every feature is worked out within one text and says nothing of its language: what was said is in the votes of the phrase
rules and in the scores of the n-gram model, which come in as columns; the list adds what the segment looks like, where it
stands, who speaks, and what its neighbours are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaner.segment import Block, Segments
from cleaner.text import DIGIT, IDEOGRAPH, LETTER, LOWER, MARK, PUNCTUATION, QUOTE, SPACE, STOP, UPPER
from cleaner.types import KEPT, LABELS, Floats, Ints

SOLID = 120
"""Characters from which a segment that ends a sentence is taken for a body paragraph, if no rule objects; half as many
ideographs."""
SURE, COVERING = 3, 0.6
"""The trust of a sure rule, and the share of a segment it must match to speak for all of it."""
WINDOW = 3
"""Neighbours on either side that count as near."""

GRAIN = 1 << 20
"""Sums run over whole blocks; values are rounded to this fraction so that no other text changes a digit of them."""

_BODY = [index for index, label in enumerate(LABELS) if label in KEPT]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of the segments of a block before they are seen together, one row a segment.

    `votes` holds the strongest trust (0 to 3) of the rules for each label, `covered` the share of the characters that
    those matches cover, `scores` the n-gram model's probability of each label, `we` and `you` the share of the words read
    that are first person plural or second person, `says` that of attribution verbs, `twin` whether the text holds the
    same segment twice.
    """

    votes: Floats
    covered: Floats
    scores: Floats
    we: Floats
    you: Floats
    says: Floats
    twin: Floats

    def surely(self, labels: list[int]) -> NDArray[np.bool_]:
        """Whether a sure rule for one of some labels covers a segment."""
        return (self.votes[:, labels].max(axis=1, initial=0) >= SURE) & (self.covered >= COVERING)


def describe(block: Block, segments: Segments, evidence: Evidence) -> tuple[list[str], Floats]:
    """The names of the features and their values, one row a segment."""
    near = _Neighbours(segments)
    groups = _looks(block, segments) | _speech(evidence)
    groups |= _place(segments, near, _solid(groups, evidence)) | _surroundings(groups, evidence, near)
    groups |= _said(evidence, near)
    return list(groups), np.column_stack(list(groups.values())) if len(segments) else np.zeros((0, len(groups)))


def _looks(block: Block, segments: Segments) -> dict[str, Floats]:
    """Size, letters, case, punctuation, first and last character."""
    start, end = segments.start, segments.end
    count = {
        name: _within((block.flags & flag) > 0, start, end)
        for name, flag in {
            "letter": LETTER | IDEOGRAPH, "upper": UPPER, "lower": LOWER, "digit": DIGIT, "ideograph": IDEOGRAPH,
            "punctuation": PUNCTUATION, "space": SPACE, "quote": QUOTE, "mark": MARK, "stop": STOP,
        }.items()
    }  # fmt: skip
    length = (end - start).astype(float)
    words = count["space"] + 1 + count["ideograph"] / 2
    opens = np.append(True, (block.flags[:-1] & LETTER) == 0) & ((block.flags & LETTER) > 0)
    capital = _within(opens & ((block.flags & UPPER) > 0), start, end)
    first, last, before = block.flags[start], _last(block, segments), _last(block, segments, 1)
    return {
        "log_length": np.log1p(length), "log_words": np.log1p(words), "short": (words <= 3) * 1.0, "long_word": length / words > 15,
        "letters": count["letter"] / length, "digits": count["digit"] / length, "marks": np.log1p(count["mark"]),
        "punctuation": count["punctuation"] / length, "quotes": np.minimum(count["quote"], 6) / 6,
        "stops": np.log1p(count["stop"]), "capitals": capital / words, "has_case": (count["upper"] + count["lower"] > 0) * 1.0,
        "all_caps": (count["upper"] > 2) & (count["lower"] == 0), "ideographs": count["ideograph"] / length,
        "opens_upper": _is(first, UPPER), "opens_lower": _is(first, LOWER), "opens_digit": _is(first, DIGIT),
        "opens_quote": _is(first, QUOTE), "opens_mark": _is(first, MARK | PUNCTUATION) * (1 - _is(first, QUOTE)),
        "ends_stop": _is(last, STOP) + _is(last, QUOTE) * _is(before, STOP), "ends_quote": _is(last, QUOTE),
        "ends_mark": _is(last, PUNCTUATION | MARK) * (1 - _is(last, STOP | QUOTE)), "ends_digit": _is(last, DIGIT),
        "whole_line": segments.first & segments.last, "opens_line": segments.first * 1.0, "closes_line": segments.last * 1.0,
    }  # fmt: skip


def _speech(evidence: Evidence) -> dict[str, Floats]:
    """Who speaks to whom, and whether the text says it twice."""
    return {
        "we": evidence.we,
        "you": evidence.you,
        "says": evidence.says,
        "we_and_you": np.minimum(evidence.we, evidence.you),
        "twin": evidence.twin,
    }


def _solid(looks: dict[str, Floats], evidence: Evidence) -> Floats:
    """Whether a segment looks like a body paragraph on its own: long, a sentence, and no rule sure that it is not."""
    size = np.expm1(looks["log_length"]) * (1 + looks["ideographs"])
    removable = np.delete(evidence.votes, _BODY, axis=1).max(axis=1, initial=0)
    return ((size >= SOLID) & (looks["ends_stop"] > 0) & (removable < 2)) * 1.0


def _place(segments: Segments, near: _Neighbours, solid: Floats) -> dict[str, Floats]:
    """Where in the text, counted in segments and characters, and against the certain body paragraphs."""
    size = (segments.end - segments.start).astype(float)
    lines, before = near.total(np.ones(len(size))), near.before(np.ones(len(size)))
    chars, chars_before = near.total(size), near.before(size)
    solids, solids_before = near.total(solid), near.before(solid)
    after = solids - solids_before - solid
    return {
        "solid": solid, "from_start": np.log1p(before), "from_end": np.log1p(lines - 1 - before), "where": (before + 0.5) / lines,
        "chars_before": chars_before / chars, "chars_after": (chars - chars_before - size) / chars,
        "first_three": (before < 3) * 1.0, "last_three": (lines - before <= 3) * 1.0,
        "lines": np.log1p(lines), "solids": np.log1p(solids), "solid_share": solids / lines,
        "solids_before": np.log1p(solids_before), "solids_after": np.log1p(after), "head": (solids_before == 0) * 1.0, "tail": (after == 0) * 1.0,
        "since_solid": np.log1p(near.since(solid)), "until_solid": np.log1p(near.until(solid)),
        "blank_before": np.minimum(segments.gap, 3) / 3, "blank_share": near.total((segments.gap > 0) * 1.0) / lines,
        "blank_after": near.shift(np.minimum(segments.gap, 3) / 3, 1),
    }  # fmt: skip


def _surroundings(looks: dict[str, Floats], evidence: Evidence, near: _Neighbours) -> dict[str, Floats]:
    """How the segments before and after look."""
    seen = ("log_length", "ends_stop", "capitals", "we", "you", "opens_quote")
    return {f"{name}{step:+d}": near.shift(looks[name] * 1.0, step) for name in seen for step in (-1, 1)}


def _said(evidence: Evidence, near: _Neighbours) -> dict[str, Floats]:
    """What rules and n-grams say of the segment, of its neighbours, and of all that stands before and after it."""
    groups: dict[str, Floats] = {"covered": evidence.covered}
    odds = np.log((evidence.scores + 1e-4) / (1 - evidence.scores + 1e-4)) / 4
    boiler = 1 - evidence.scores[:, _BODY].sum(axis=1)
    voted = np.delete(evidence.votes, _BODY, axis=1).max(axis=1, initial=0) / 3
    for index, label in enumerate(LABELS):
        groups[f"vote_{label}"] = evidence.votes[:, index] / 3
        groups[f"score_{label}"] = odds[:, index]
        if label not in KEPT:
            for name, column in (("vote", evidence.votes[:, index] / 3), ("score", evidence.scores[:, index])):
                groups[f"{name}_{label}_before"] = near.window(column, -WINDOW, -1)
                groups[f"{name}_{label}_after"] = near.window(column, 1, WINDOW)
    for name, column in (("boiler", boiler), ("voted", voted)):
        groups |= {f"{name}{step:+d}": near.shift(column, step) for step in (-2, -1, 1, 2)}
        groups |= {
            f"{name}_head": near.mean_before(column),
            f"{name}_tail": near.mean_after(column),
            f"{name}_all": near.mean(column),
        }
    groups["boiler"] = boiler
    groups["voted"] = voted
    return groups


class _Neighbours:
    """Looks from each segment to the others of its own text."""

    def __init__(self, segments: Segments) -> None:
        self.doc = segments.doc
        count = len(segments)
        opens = np.append(True, self.doc[1:] != self.doc[:-1])[:count]
        self._first = np.flatnonzero(opens)
        self._text = np.cumsum(opens) - 1
        self._end = np.append(self._first[1:], count)

    def shift(self, values: Floats, step: int) -> Floats:
        """The value of the segment `step` places on; 0 outside the text."""
        out = np.zeros(len(values))
        if abs(step) >= len(values):
            return out
        if step > 0:
            out[:-step] = np.where(self.doc[:-step] == self.doc[step:], values[step:], 0)
        else:
            out[-step:] = np.where(self.doc[-step:] == self.doc[:step], values[:step], 0)
        return out

    def window(self, values: Floats, low: int, high: int) -> Floats:
        """The largest value among the segments from `low` to `high` places on."""
        return np.max([self.shift(values, step) for step in range(low, high + 1)], axis=0)

    def before(self, values: Floats) -> Floats:
        """The sum over the segments before."""
        values = _exact(values)
        sums = np.cumsum(values) - values
        return sums - sums[self._first][self._text] if len(values) else sums

    def total(self, values: Floats) -> Floats:
        """The sum over the text."""
        return np.bincount(self._text, _exact(values))[self._text] if len(values) else values

    def mean(self, values: Floats) -> Floats:
        """The mean over the text."""
        return self.total(values) / self.total(np.ones(len(values)))

    def mean_before(self, values: Floats) -> Floats:
        """The mean over the segments before, 0 for the first."""
        return self.before(values) / np.maximum(1, self.before(np.ones(len(values))))

    def mean_after(self, values: Floats) -> Floats:
        """The mean over the segments after, 0 for the last."""
        ones = np.ones(len(values))
        rest = self.total(ones) - self.before(ones) - 1
        return (self.total(values) - self.before(values) - _exact(values)) / np.maximum(1, rest)

    def since(self, values: Floats) -> Floats:
        """Segments since the last one with a value, itself counted as 0; the place in the text where there was none."""
        index = np.arange(len(values))
        last = np.maximum.accumulate(np.where(values > 0, index, -1))
        return (index - np.maximum(last, self._first[self._text])).astype(float) if len(values) else values

    def until(self, values: Floats) -> Floats:
        """Segments until the next one with a value; the distance to the end where there is none."""
        index = np.arange(len(values))
        following = np.minimum.accumulate(np.where(values > 0, index, len(values))[::-1])[::-1]
        return (np.minimum(following, self._end[self._text] - 1) - index).astype(float) if len(values) else values


def _exact(values: Floats) -> Floats:
    """Values rounded so that their sums are exact, whatever stands before them in the block."""
    return np.rint(values * GRAIN) / GRAIN


def _within(marked: NDArray[np.bool_], start: Ints, end: Ints) -> Floats:
    """How many of the marked characters lie in each segment."""
    sums = np.concatenate([[0], np.cumsum(marked)])
    return (sums[end] - sums[start]).astype(float)


def _last(block: Block, segments: Segments, back: int = 0) -> NDArray[np.uint16]:
    """The flags of the last character that is no white space, or of the one `back` places before it."""
    solid = np.flatnonzero((block.flags & SPACE) == 0)
    at = solid[np.searchsorted(solid, segments.end) - 1] if len(solid) else segments.start
    return block.flags[np.maximum(at - back, segments.start)]


def _is(kinds: NDArray[np.uint16], flag: int) -> Floats:
    return ((kinds & flag) > 0) * 1.0
