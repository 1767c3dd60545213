"""What the shipped model is trained on, with the weight of each source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from cleaner.train.augment import variants
from cleaner.train.data import Labelled, fixtures, typed_lines
from cleaner.types import LABELS

WEIGHTS = {"wcxb": 0.5, "fixtures": 2.0}
"""Weights of sources other than 1: company blogs are unlike news; fixtures are few, and right."""
VARIANT_WEIGHT = 0.5
"""The weight of a variant of a fixture."""
SPOILT = frozenset({"fundus:no/Dagbladet_2026_01_06"})
"""Pages left out: this one holds a second article behind the first."""


def gather(fixture_folder: Path, corpus: Path | None = None) -> list[Labelled]:
    """The texts to train on: fixtures with their variants, and the typed lines of a corpus folder where one is given."""
    real = [text for path in sorted(corpus.glob("lines*.jsonl.gz")) for text in typed_lines(path)] if corpus else []
    real = [_weighted(text) for text in real if text.id not in SPOILT and _usable(text)]
    written = [_weighted(text) for text in fixtures(fixture_folder)]
    varied = [replace(variant, weight=VARIANT_WEIGHT) for text in written for variant in variants(text)]
    return real + written + varied


def real_sources(texts: Iterable[Labelled]) -> dict[str, int]:
    """The number of texts of each source."""
    counts: dict[str, int] = {}
    for text in texts:
        counts[text.source] = counts.get(text.source, 0) + 1
    return dict(sorted(counts.items()))


def _weighted(text: Labelled) -> Labelled:
    return replace(text, weight=WEIGHTS.get(text.source, 1.0))


def _usable(text: Labelled) -> bool:
    return any(0 <= label < len(LABELS) for _, _, label in text.spans)
