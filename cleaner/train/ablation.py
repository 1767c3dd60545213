"""What each part of the model is worth: the same segments judged with parts left out.

Every variant gives a segment a score; its threshold is set where it loses the same share of the body lines, so that the shares
of boilerplate it removes and of texts it gets exactly right can be compared.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from cleaner.evidence import TRUST
from cleaner.model import mixed
from cleaner.train.fit import REMOVABLE, Examples, calibrate, removable
from cleaner.types import LABELS, Floats

LOST = 0.0015
"""Share of the body lines that each variant may lose."""
_FREE = [LABELS.index(label) for label in ("title", "notice")]


def ablate(examples: Examples, words: Floats, alone: Floats, together: Floats) -> dict[str, dict[str, dict[str, float]]]:
    """For real pages and for fixtures, the share removed and exact of each variant; all probabilities out of fold."""
    mix, _ = calibrate(alone, together, examples, np.ones(len(examples.labels), bool))
    variants = {
        "rules alone": _votes(examples),
        "words alone": removable(words),
        "network: words, rules, place, neighbours": removable(alone),
        "chain over the network": removable(together),
        "network and chain mixed": mixed(removable(alone), removable(together), mix),
    }
    source = np.array(
        ["#" if "#" in text.id else "fixtures" if text.source == "fixtures" else "pages" for text in examples.texts]
    )
    groups = {group: (source == group)[examples.doc] for group in ("pages", "fixtures") if (source == group).any()}
    return {group: {name: _row(examples, score, rows) for name, score in variants.items()} for group, rows in groups.items()}


def _votes(examples: Examples) -> Floats:
    """The strongest vote of a rule for what is removed, and how much of the segment it covers."""
    scores = []
    for seen in examples.surveys:
        votes, covered = seen.votes()
        scores.append(votes[:, REMOVABLE].max(axis=1, initial=0) / TRUST["sure"] * (0.5 + covered / 2))
    return np.concatenate(scores)


def _row(examples: Examples, score: Floats, rows: Any) -> dict[str, float]:
    known = rows & examples.known() & ~np.isin(examples.labels, _FREE)
    boiler = known & np.isin(examples.labels, REMOVABLE)
    body = known & ~boiler
    order = np.sort(score[body])[::-1]
    gone = score > order[int(LOST * len(order))]
    wrong = np.bincount(examples.doc[(boiler & ~gone) | (body & gone)], minlength=len(examples.texts))
    texts = np.unique(examples.doc[rows])
    return {
        "removed": round(float(gone[boiler].mean()), 4),
        "exact": round(float((wrong[texts] == 0).mean()), 4),
        "lost": round(float(gone[body].mean()), 5),
    }
