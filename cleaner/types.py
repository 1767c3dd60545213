"""The taxonomy and the plain values that travel through the pipeline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
"""Offsets, rows, counts, label numbers."""
Floats = NDArray[np.floating[Any]]
"""Shares, probabilities, weights; one row a segment where they are of segments."""

LABELS = (
    "body", "notice", "title", "byline", "credit", "caption", "bio", "appeal", "newsletter", "paywall", "social",
    "related", "comments", "ui", "legal",
)  # fmt: skip
"""What a span of an article text can be."""

KEPT = frozenset({"body", "notice"})
"""Labels that stay in the text by default; all others go to the record."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a span was taken out.

    by: `rule` (a phrase rule matched; `rule` and `trust` say which and how far it is believed), `classifier` (its probability
    that the span is of this label), or `sequence` (the same once the whole document is weighed together).
    """

    by: str
    label: str
    rule: str | None = None
    trust: str | None = None
    probability: float | None = None

    def to_dict(self) -> dict[str, Any]:
        """The reason as plain data, without what it does not have."""
        entries = {"by": self.by, "label": self.label, "rule": self.rule, "trust": self.trust, "probability": self.probability}
        return {key: value for key, value in entries.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Removed:
    """A span taken out of the text: `[start, end)` in code points of the source."""

    start: int
    end: int
    label: str
    confidence: float
    reasons: tuple[Reason, ...]
