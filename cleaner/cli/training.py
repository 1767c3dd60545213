"""`cleaner train` and `cleaner evaluate`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from cleaner.api import Cleaner
from cleaner.errors import CleanerError
from cleaner.train.data import Labelled, labelled
from cleaner.train.score import Score, score

_FIGURES = ("texts", "body_kept", "body_lines_lost", "harmed", "touched", "removed", "typed", "exact")


@click.command()
@click.option(
    "--fixtures", type=click.Path(exists=True, file_okay=False, path_type=Path), required=True, help="Folder of labelled texts."
)
@click.option(
    "--corpus",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder with lines*.jsonl.gz of typed lines.",
)
@click.option("--output", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder for the model.")
@click.option("--version", default="1", show_default=True, help="The version the model card gives.")
@click.option(
    "--report", type=click.Path(dir_okay=False, path_type=Path), help="Write the figures on unseen sites here (JSON)."
)
def train(fixtures: Path, corpus: Path | None, output: Path, version: str, report: Path | None) -> None:
    """Train a model on labelled texts, and say how it does on sites it has not seen.

    The folds are by site. Needs the extra `train` (pip install "cleaner[train]").
    """
    try:
        from cleaner.train.run import train_model
    except ImportError as error:
        raise CleanerError(f"{error}; training needs scikit-learn: pip install 'cleaner[train]'") from error
    figures = train_model(fixtures, corpus, output, version)
    if report:
        report.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    for name, row in figures.items():
        click.echo(_row(name, row))


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--threshold", type=click.FloatRange(0, 1), help="The confidence a removal needs.")
@click.option(
    "--model", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Another model than the shipped one."
)
@click.option("--by", type=click.Choice(["language", "source", "kind"]), help="A row for each of these as well.")
@click.option("--labels", is_flag=True, help="A row for each label as well.")
def evaluate(paths: tuple[Path, ...], threshold: float | None, model: Path | None, by: str | None, labels: bool) -> None:
    """Score the cleaner on labelled texts: folders of fixtures, or .jsonl.gz files of typed lines.

    body_kept: share of the body characters kept. body_lines_lost: share of the body lines lost. harmed: texts that lost one.
    touched: texts that lost a body character. removed: share of the boilerplate lines removed. typed: share of those
    under their own label. exact: texts that came out exactly clean; the row "nothing" is what doing nothing gives.
    """
    texts = [text for path in paths for text in labelled(path)]
    cleaned = list(Cleaner(threshold=threshold, model=model).clean_many(text.text for text in texts))
    removed = [result.record.removed for result in cleaned]
    click.echo(f"{'':24}" + "".join(f"{name:>16}" for name in _FIGURES))
    click.echo(_row("nothing", score(texts, [()] * len(texts)).summary()))
    total = score(texts, removed)
    click.echo(_row("all", total.summary()))
    for group in sorted({_group(text, by) for text in texts}) if by else ():
        rows = [index for index, text in enumerate(texts) if _group(text, by) == group]
        click.echo(_row(group, score(_pick(texts, rows), _pick(removed, rows)).summary()))
    if labels:
        _print_labels(total)


def _print_labels(total: Score) -> None:
    click.echo(f"\n{'label':24}{'lines':>8}{'removed':>9}{'typed':>7}")
    for label, row in total.by_label().items():
        click.echo(f"{label:24}{row['lines']:>8}{row['removed']:>9.3f}{row['typed']:>7.3f}")


def _group(text: Labelled, by: str | None) -> str:
    return str({"language": text.language, "source": text.source, "kind": text.kind}.get(by or "") or "?")


def _pick(items: Sequence[Any], rows: list[int]) -> list[Any]:
    return [items[row] for row in rows]


def _row(name: str, summary: dict[str, Any]) -> str:
    return f"{name:24}" + "".join(f"{summary[figure]:>16}" for figure in _FIGURES)
