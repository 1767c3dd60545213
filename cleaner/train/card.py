"""The tables of MODEL_CARD.md, written from the figures in `card.json`.

`python -m cleaner.train.card` rewrites what stands between `<!-- NAME -->` and `<!-- end -->` in MODEL_CARD.md of the current
folder; a test compares.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from cleaner.model import load

COLUMNS = ("texts", "body_kept", "body_lines_lost", "harmed", "removed", "typed", "exact", "exact_doing_nothing")
_SECTION = re.compile(r"(<!-- (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def filled(page: str, card: dict[str, Any]) -> str:
    """The page with its tables written anew."""
    tables = {
        "data": _table(("source", "texts"), card["texts"].items()),
        "unseen": _groups(card["unseen_sites"]),
        "thresholds": _thresholds(card["thresholds"]),
        "reliability": _reliability(card["reliability"]),
        "ablation": _ablation(card["ablation"]),
    }
    return _SECTION.sub(lambda found: found[1] + tables[found[2]] + found[3], page)


def _groups(groups: dict[str, dict[str, Any]]) -> str:
    return _table(("texts of", *COLUMNS), ((group, *(row[column] for column in COLUMNS)) for group, row in groups.items()))


def _thresholds(thresholds: dict[str, dict[str, dict[str, Any]]]) -> str:
    rows = (
        (at, group, *(row[column] for column in COLUMNS[1:-1]))
        for at, groups in thresholds.items()
        for group, row in groups.items()
    )
    return _table(("threshold", "texts of", *COLUMNS[1:-1]), rows)


def _reliability(ranges: list[dict[str, float]]) -> str:
    rows = ((f"{row['from']:.2f} to {row['to']:.2f}", row["segments"], row["boilerplate"]) for row in ranges)
    return _table(("confidence", "segments", "boilerplate"), rows)


def _ablation(groups: dict[str, dict[str, dict[str, float]]]) -> str:
    rows = ((group, name, row["removed"], row["exact"]) for group, variants in groups.items() for name, row in variants.items())
    return _table(("texts of", "judged by", "removed", "exact"), rows)


def _table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(str(cell) for cell in line) + " |\n" for line in lines)


if __name__ == "__main__":
    path = Path("MODEL_CARD.md")
    path.write_text(filled(path.read_text(encoding="utf-8"), load().card), encoding="utf-8")
