"""Variants of labelled texts: the same article as other programs would have written it out.

Extractors, mail programs and spreadsheets put line breaks where they like. A label is a matter of what is said, so each
variant keeps its spans; and a text whose boilerplate is already gone must come out untouched.
"""

from __future__ import annotations

import itertools
from dataclasses import replace

from cleaner.train.data import Labelled
from cleaner.types import KEPT, LABELS

WIDTH = 72
"""Columns of the hard-wrapped variant."""


def cleaned(text: Labelled) -> Labelled | None:
    """The text without its boilerplate lines, None where it has none or nothing else."""
    gone = {index for index, label in enumerate(LABELS) if label not in KEPT}
    spans = [span for span in text.spans if span[2] not in gone]
    if len(spans) == len(text.spans) or not any(text.text[start:end].strip() for start, end, _ in spans):
        return None
    return _rebuilt(text, spans, ["\n"] * len(spans), "cleaned")


def one_line(text: Labelled) -> Labelled:
    """The whole article on one line."""
    spans = [span for span in text.spans if text.text[span[0] : span[1]].strip()]
    return _rebuilt(text, spans, [" "] * len(spans), "one-line")


def spaced(text: Labelled) -> Labelled:
    """Blank lines between the lines where there were none, and none where there were."""
    blank = any(not text.text[start:end].strip() for start, end, _ in text.spans)
    spans = [span for span in text.spans if text.text[span[0] : span[1]].strip()]
    gaps = [text.text[left[1] : right[0]] for left, right in itertools.pairwise(spans)] + [""]
    return _rebuilt(text, spans, [("\n" if blank else "\n\n") if "\n" in gap else gap for gap in gaps], "spaced")


def wrapped(text: Labelled) -> Labelled:
    """Hard-wrapped as mail is, with a blank line between paragraphs; spans keep their words."""
    pieces, spans, column, at = [], [], 0, 0
    for start, end, label in text.spans:
        gap = text.text[at:start]
        if "\n" in gap:
            pieces.append("\n\n")
            column = 0
        begin = sum(map(len, pieces))
        for number, word in enumerate(text.text[start:end].split()):
            space = "" if not column and not number else ("\n" if column + len(word) + 1 > WIDTH else " ")
            column = len(word) if space != " " else column + len(word) + 1
            pieces.append((space if column or number else "") + word)
        spans.append((begin, sum(map(len, pieces)), label))
        at = end
    return replace(text, id=f"{text.id}#wrapped", text="".join(pieces), spans=tuple(spans))


def _rebuilt(text: Labelled, spans: list[tuple[int, int, int]], gaps: list[str], name: str) -> Labelled:
    out, moved = "", []
    for (start, end, label), gap in zip(spans, gaps, strict=True):
        moved.append((len(out), len(out) + end - start, label))
        out += text.text[start:end] + gap
    return replace(text, id=f"{text.id}#{name}", text=out.rstrip(" "), spans=tuple(moved))


def variants(text: Labelled) -> list[Labelled]:
    """Every variant of a text."""
    made = (cleaned(text), one_line(text), spaced(text), wrapped(text))
    return [variant for variant in made if variant is not None]
