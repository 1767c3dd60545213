"""What was taken out and why, for a person at a terminal."""

from __future__ import annotations

import click

from cleaner.api import Cleaned
from cleaner.types import Reason, Removed

COLOURS = {
    "title": "white", "byline": "cyan", "credit": "green", "caption": "cyan", "bio": "green", "appeal": "red", "newsletter": "magenta",
    "paywall": "red", "social": "blue", "related": "yellow", "comments": "blue", "ui": "magenta", "legal": "yellow", "notice": "white",
}  # fmt: skip


def explanation(cleaned: Cleaned, name: str) -> str:
    """A text of one paragraph a removed span: place, label, confidence, its words, its reasons."""
    record = cleaned.record
    stats = record.stats()
    head = f"{name}: {stats['removed']:,} of {stats['characters']:,} characters taken out, language {record.language}"
    flags = f" [{', '.join(record.flags)}]" if record.flags else ""
    return "\n".join([head + flags, *(_span(record.source, span) for span in record.removed)])


def _span(source: str, span: Removed) -> str:
    label = click.style(f"{span.label:<10}", fg=COLOURS.get(span.label), bold=True)
    lines = [line for line in source[span.start : span.end].splitlines() if line.strip()]
    first = f"{span.start:>7}-{span.end:<7} {label} {span.confidence:.2f}  {lines[0].strip() if lines else ''}"
    more = [f"{'':32}{line.strip()}" for line in lines[1:]]
    because = click.style(f"{'':18}because: " + "; ".join(_reason(reason) for reason in span.reasons), dim=True)
    return "\n".join([first, *more, because])


def _reason(reason: Reason) -> str:
    if reason.by == "rule":
        return f"rule {reason.rule} ({reason.label}, {reason.trust})"
    where = "on its own" if reason.by == "classifier" else "in its place"
    return f"{reason.label} {where} {reason.probability:.2f}"
