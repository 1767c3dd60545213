"""Labelled texts: fixtures written for the project, and folders of typed lines of real pages."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from cleaner.evidence import Survey
from cleaner.text import SPACE
from cleaner.types import LABELS, Ints

UNKNOWN = -1
"""The label number of a segment that takes part as context only."""

_INDEX = {label: index for index, label in enumerate(LABELS)}


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text with the labels of its spans, `[start, end)` and a label number; `site` is what folds are made by."""

    id: str
    site: str
    source: str
    language: str | None
    text: str
    spans: tuple[tuple[int, int, int], ...]
    kind: str = ""
    weight: float = field(default=1.0)

    def fold(self, folds: int) -> int:
        """The fold a text belongs to: all texts of one site fall in one."""
        return int(sha256(self.site.encode()).hexdigest(), 16) % folds


def from_lines(row: dict[str, Any], **more: Any) -> Labelled:
    """A text from the form `{id, lang, lines: [{text, label} | {parts: [{text, label}...]}]}`."""
    text, spans, newline = "", [], row.get("newline", "\n")
    for number, line in enumerate(row["lines"]):
        text += newline if number else ""
        for part in line.get("parts") or [line]:
            label = UNKNOWN if line.get("debatable") or part.get("debatable") else _INDEX.get(part["label"], UNKNOWN)
            spans.append((len(text), len(text) + len(part["text"]), label))
            text += part["text"]
    source = more.pop("source", row["id"].split(":")[0])
    site = row.get("domain") or row["id"]
    return Labelled(
        row["id"], site, source, row.get("lang"), text, tuple(spans), row.get("kind") or row.get("extractor", ""), **more
    )


def fixtures(folder: Path) -> list[Labelled]:
    """The documents of a folder of fixtures, in the order of their names."""
    rows = (json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.json")))
    return [from_lines(row, source="fixtures") for row in rows]


def typed_lines(path: Path) -> Iterator[Labelled]:
    """The texts of a `.jsonl.gz` file of typed lines."""
    with gzip.open(path, "rt", encoding="utf-8") as rows:
        for row in rows:
            yield from_lines(json.loads(row))


def labelled(path: Path) -> list[Labelled]:
    """The labelled texts at a path: a folder of fixtures, or a file of typed lines."""
    return fixtures(path) if path.is_dir() else list(typed_lines(path))


def labels_of(survey: Survey, texts: Iterable[Labelled]) -> Ints:
    """The label number of each segment: that of the span it shares most characters with, white space not counted."""
    base, spans = survey.block.starts, []
    for index, text in enumerate(texts):
        spans += [(int(base[index]) + start, int(base[index]) + end, label) for start, end, label in text.spans]
    paint = np.full(len(survey.block.codes), len(LABELS), np.int64)
    for start, end, label in spans:
        paint[start:end] = label if label != UNKNOWN else len(LABELS)
    solid = np.flatnonzero((survey.block.flags & SPACE) == 0)
    owner = np.searchsorted(survey.segments.start, solid, side="right") - 1
    owner = np.maximum(owner, 0)
    counts = np.zeros((len(survey.segments), len(LABELS) + 1), np.int64)
    np.add.at(counts, (owner, paint[solid]), 1)
    best = counts.argmax(axis=1)
    return np.where(best == len(LABELS), UNKNOWN, best)
