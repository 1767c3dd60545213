"""Scores of a cleaner on labelled texts.

Counted by line: what share of the body characters is kept, how many body lines are lost (half of their characters or
more), how much of the boilerplate goes and with what label, how many texts lose a body line (harmed) or come out exactly clean.
Lines labelled title or notice count neither way: whether a headline belongs to the text is a matter of taste.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from cleaner.train.data import UNKNOWN, Labelled
from cleaner.types import LABELS, Removed

FREE = frozenset({"title", "notice"})
BODY = LABELS.index("body")


@dataclass
class Score:
    """Counts over texts; see `summary`."""

    texts: int = 0
    exact: int = 0
    harmed: int = 0
    touched: int = 0
    body: Counter[str] = field(default_factory=Counter)
    lines: Counter[str] = field(default_factory=Counter)
    removed: Counter[str] = field(default_factory=Counter)
    confused: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, text: Labelled, spans: Sequence[Removed]) -> bool:
        """Count one text; whether it came out exactly clean."""
        exact, harmed, touched = True, False, False
        marks = _marks(text, spans)
        for start, end, number in text.spans:
            solid = [mark for mark, char in zip(marks[start:end], text.text[start:end], strict=True) if not char.isspace()]
            if number == UNKNOWN or LABELS[number] in FREE or not solid:
                continue
            gone = [mark for mark in solid if mark is not None]
            lost = len(gone) * 2 >= len(solid)
            if number == BODY:
                self.body.update(characters=len(solid), kept=len(solid) - len(gone), lines=1, lost=int(lost))
                harmed, touched = harmed or lost, touched or bool(gone)
            else:
                self._boilerplate(LABELS[number], Counter(gone).most_common(1)[0][0] if lost else None)
                exact = exact and lost
        exact = exact and not touched
        self.texts, self.exact = self.texts + 1, self.exact + exact
        self.harmed, self.touched = self.harmed + harmed, self.touched + touched
        return exact

    def _boilerplate(self, label: str, got: str | None) -> None:
        self.lines[label] += 1
        self.removed[label] += got is not None
        self.confused[label, got or "body"] += 1

    def summary(self) -> dict[str, Any]:
        """The figures, shares rounded to four places."""
        lines, removed = sum(self.lines.values()), sum(self.removed.values())
        typed = sum(self.confused[label, label] for label in LABELS)
        return {
            "texts": self.texts,
            "body_kept": _share(self.body["kept"], self.body["characters"], 5),
            "body_lines_lost": _share(self.body["lost"], self.body["lines"], 5),
            "harmed": _share(self.harmed, self.texts),
            "touched": _share(self.touched, self.texts),
            "removed": _share(removed, lines),
            "typed": _share(typed, removed),
            "exact": _share(self.exact, self.texts),
        }

    def by_label(self) -> dict[str, dict[str, float]]:
        """For each label, its lines, the share removed, and the share of those under their own label."""
        return {
            label: {
                "lines": self.lines[label],
                "removed": _share(self.removed[label], self.lines[label]),
                "typed": _share(self.confused[label, label], self.removed[label]),
            }
            for label in LABELS
            if self.lines[label]
        }


def score(texts: Iterable[Labelled], removed: Iterable[Sequence[Removed]]) -> Score:
    """The score of what was removed from labelled texts."""
    total = Score()
    for text, spans in zip(texts, removed, strict=True):
        total.add(text, spans)
    return total


def _marks(text: Labelled, spans: Sequence[Removed]) -> list[str | None]:
    marks: list[str | None] = [None] * len(text.text)
    for span in spans:
        marks[span.start : span.end] = [span.label] * (span.end - span.start)
    return marks


def _share(part: int, whole: int, places: int = 4) -> float:
    return round(part / max(1, whole), places)
