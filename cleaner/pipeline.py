"""The way of one document, in order: segment, vote, featurize, predict, decode, render.

`clean_block` is the whole pipeline. It works on a block of texts at once for the sake of speed; what comes out for a text
does not depend on the others.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cleaner import ngrams
from cleaner.config import Config
from cleaner.decode import backed, carried, marginals
from cleaner.evidence import Survey, survey
from cleaner.features import Evidence, describe
from cleaner.model import Model
from cleaner.phrases import COMMON
from cleaner.render import Piece, cut_out, removals, restored
from cleaner.types import LABELS, Floats, Reason, Removed

PASSES = 8
"""A text is cleaned until nothing more goes, so that cleaning a clean text changes nothing. Two passes are the rule; a text that is
not settled after this many is left as it is, since no end of it could be called clean."""


def clean_block(texts: Sequence[str], config: Config, model: Model) -> list[tuple[list[Removed], str]]:
    """For each text, the spans to take out and the language that was told."""
    spans: list[list[Removed]] = [[] for _ in texts]
    languages = [config.language or COMMON] * len(texts)
    left, active = list(texts), list(range(len(texts)))
    for _ in range(PASSES):
        found = _one_pass([left[index] for index in active], config, model)
        for index, (taken, language) in zip(active, found, strict=True):
            left[index] = cut_out(left[index], taken)
            spans[index] = restored(spans[index], taken)
            languages[index] = language if language != COMMON else languages[index]
        active = [index for index, (taken, _) in zip(active, found, strict=True) if taken]
        if not active:
            break
    for index in active:
        spans[index] = []
    return list(zip(spans, languages, strict=True))


def _one_pass(texts: Sequence[str], config: Config, model: Model) -> list[tuple[list[Removed], str]]:
    """One judgement of each text."""
    looked = survey(texts, [config.language] * len(texts))
    evidence = gather(looked, model)
    _, features = describe(looked.block, looked.segments, evidence)
    alone = model.network(features)
    together = marginals(model.chain, alone, looked.segments.doc)
    verdicts = _decide(looked, evidence, alone, together, config, model)
    return _render(looked, verdicts)


def gather(looked: Survey, model: Model) -> Evidence:
    """What rules and words say of each segment."""
    votes, covered = looked.votes()
    scores = model.gram_scores(ngrams.grams(looked.tokens), len(looked.segments))
    return Evidence(votes, covered, scores, **looked.speech(), twin=looked.twins())


def _decide(
    looked: Survey, evidence: Evidence, alone: Floats, together: Floats, config: Config, model: Model
) -> list[Removed | None]:
    """The verdict on each segment; its offsets are filled in when it is rendered."""
    columns = [index for index, label in enumerate(LABELS) if label in config.removable]
    verdicts: list[Removed | None] = [None] * len(looked.segments)
    if not columns:
        return verdicts
    confidence = model.confidence(alone[:, columns].sum(axis=1), together[:, columns].sum(axis=1))
    confidence = backed(confidence, evidence.surely(columns))
    best = np.array(columns)[together[:, columns].argmax(axis=1)]
    confidence = carried(confidence, together.argmax(axis=1) == LABELS.index("appeal"), looked.segments.doc)
    rules = _rule_reasons(looked)
    for row in np.flatnonzero(confidence >= config.threshold).tolist():
        label = LABELS[best[row]]
        judged = [
            Reason("classifier", label, probability=float(alone[row, best[row]].round(4))),
            Reason("sequence", label, probability=float(together[row, best[row]].round(4))),
        ]
        verdicts[row] = Removed(0, 0, label, float(confidence[row]), (*rules.get(row, ()), *judged))
    return verdicts


def _rule_reasons(looked: Survey) -> dict[int, list[Reason]]:
    """The rules that matched on each segment, each once."""
    reasons: dict[int, dict[str, Reason]] = {}
    for hit, row in zip(looked.hits, looked.owners().tolist(), strict=True):
        rule = hit.rule
        reasons.setdefault(row, {})[rule.name] = Reason("rule", rule.label, rule.name, rule.trust)
    return {row: list(named.values()) for row, named in reasons.items()}


def _render(looked: Survey, verdicts: list[Removed | None]) -> list[tuple[list[Removed], str]]:
    """The spans to take out of each text, in offsets of that text."""
    segments, base = looked.segments, looked.block.starts[looked.segments.doc]
    table = zip(
        (segments.start - base).tolist(), (segments.end - base).tolist(), (segments.next - base).tolist(),
        segments.first.tolist(), segments.last.tolist(), segments.gap.tolist(), verdicts, strict=True,
    )  # fmt: skip
    pieces = [Piece(*row) for row in table]
    edges = np.searchsorted(segments.doc, np.arange(len(looked.languages) + 1))
    return [
        (removals(text, pieces[edges[index] : edges[index + 1]]), looked.languages[index])
        for index, text in enumerate(looked.block.texts)
    ]
