"""Small commands: explain, schema."""

from __future__ import annotations

import sys
from importlib.resources import files

import click

from cleaner.api import Cleaner
from cleaner.cli.console import UNREADABLE, complain, opened
from cleaner.cli.explain import explanation
from cleaner.read import ReadError, decode


@click.command()
@click.argument("names", metavar="[FILE]...", nargs=-1, type=click.Path())
@click.option("--threshold", type=click.FloatRange(0, 1), help="The confidence a removal needs.")
@click.option("--json", "as_json", is_flag=True, help="Print the records, one JSON object a line.")
def explain(names: tuple[str, ...], threshold: float | None, as_json: bool) -> None:
    """Print what would be taken out of each FILE (or stdin), where it stands, what it is and why."""
    cleaner, unread = Cleaner(threshold=threshold), 0
    for name in names or ("-",):
        try:
            with opened(name) as file:
                cleaned = cleaner.clean(decode(file.read()).text)
        except (OSError, ReadError) as error:
            complain(f"cannot read {name}: {error}")
            unread = UNREADABLE
            continue
        click.echo(cleaned.record.to_json() if as_json else explanation(cleaned, name))
    sys.exit(unread)


@click.command()
def schema() -> None:
    """Print the JSON Schema of the record."""
    click.echo(files("cleaner").joinpath("data/record.schema.json").read_text(encoding="utf-8"), nl=False)
