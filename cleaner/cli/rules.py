"""`cleaner rules`: the phrase rules, and how they fare on labelled texts."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import click
import numpy as np

from cleaner import phrases
from cleaner.evidence import Survey, survey
from cleaner.train.data import UNKNOWN, Labelled, labelled, labels_of
from cleaner.types import LABELS, Ints


@dataclass
class Record:
    """How one rule fared: segments it matched, by their true label; those others matched too, agreeing or not."""

    truth: Counter[str] = field(default_factory=Counter)
    overlaps: int = 0
    conflicts: int = 0


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--language", metavar="CODE", help="Only the rules of this language.")
@click.option("--label", type=click.Choice(LABELS), help="Only the rules for this label.")
def rules(paths: tuple[Path, ...], language: str | None, label: str | None) -> None:
    """List the phrase rules; with labelled texts (a folder of fixtures, a .jsonl.gz of typed lines), how they fare on them.

    Printed are the segments a rule matches (coverage), the share of them that have its label (precision), how many of them
    other rules match as well (overlap) and how many of those rules say another label (conflict).
    """
    chosen = [
        rule
        for code in sorted(phrases.catalogue())
        for rule in phrases.book(code).rules
        if rule.name.startswith(f"{code}.") and language in (None, code)
    ]
    chosen = [rule for rule in chosen if label in (None, rule.label)]
    fared = _tally([text for path in paths for text in labelled(path)]) if paths else {}
    width = max((len(rule.name) for rule in chosen), default=4)
    head = f"{'matches':>8} {'precision':>9} {'overlap':>8} {'conflict':>8}" if paths else "place"
    click.echo(f"{'rule':{width}} {'label':10} {'trust':6} {head}")
    for rule in chosen:
        end = _figures(rule.label, fared.get(rule.name, Record())) if paths else rule.place
        click.echo(f"{rule.name:{width}} {rule.label:10} {rule.trust:6} {end}")


def _figures(label: str, record: Record) -> str:
    known = sum(record.truth.values())
    precision = f"{record.truth[label] / known:9.2f}" if known else f"{'-':>9}"
    return f"{known:8} {precision} {record.overlaps:8} {record.conflicts:8}"


def _tally(texts: list[Labelled]) -> dict[str, Record]:
    fared: dict[str, Record] = defaultdict(Record)
    for at in range(0, len(texts), 64):
        part = texts[at : at + 64]
        seen = survey([text.text for text in part], [None] * len(part))
        _count(seen, labels_of(seen, part), fared)
    return fared


def _count(seen: Survey, truth: Ints, fared: dict[str, Record]) -> None:
    matched: dict[int, dict[str, str]] = defaultdict(dict)
    for hit, row in zip(seen.hits, seen.owners().tolist(), strict=True):
        matched[row][hit.rule.name] = hit.rule.label
    for row in np.flatnonzero(truth != UNKNOWN).tolist():
        for name, label in matched.get(row, {}).items():
            fared[name].truth[LABELS[truth[row]]] += 1
            fared[name].overlaps += len(matched[row]) > 1
            fared[name].conflicts += any(other != label for other in matched[row].values())
