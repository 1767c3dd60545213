"""One training run: gather, fit, judge on unseen sites, save with a card."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from cleaner import phrases
from cleaner.api import BLOCK_TEXTS
from cleaner.config import Config
from cleaner.model import Model, save
from cleaner.pipeline import clean_block
from cleaner.train.ablation import ablate
from cleaner.train.corpus import gather, real_sources
from cleaner.train.data import Labelled
from cleaner.train.fit import FOLDS, fit, prepare
from cleaner.train.score import Score
from cleaner.types import LABELS, Removed

THRESHOLDS = (0.7, 0.8, 0.9, 0.95, 0.98)
"""Thresholds whose figures go into the model card."""
MAIN = ("fixtures", "fixtures en", "fixtures negative", "pages", "pages news", "pages readability", "pages trafilatura")
"""Groups of texts whose figures at each threshold go into the card."""


def train_model(fixtures: Path, corpus: Path | None, output: Path, version: str) -> dict[str, dict[str, Any]]:
    """Train and save a model; its figures on unseen sites, one row a group of texts."""
    texts = gather(fixtures, corpus)
    card = {"version": version, "labels": list(LABELS), "rules": phrases.fingerprint(), "texts": real_sources(texts)}
    examples = prepare(texts)
    fitted = fit(examples, card)
    plain = [text for text in texts if "#" not in text.id]
    figures = judge(plain, unseen(plain, fitted.unseen, Config.of()))
    fitted.model.card["unseen_sites"] = figures
    fitted.model.card["ablation"] = ablate(examples, fitted.words, fitted.alone, fitted.together)
    fitted.model.card["thresholds"] = {str(at): _at(plain, fitted.unseen, at) for at in THRESHOLDS}
    save(fitted.model, output)
    return figures


def _at(texts: list[Labelled], models: dict[int, Model], threshold: float) -> dict[str, dict[str, Any]]:
    """The figures of the main groups at a threshold."""
    figures = judge(texts, unseen(texts, models, Config.of(threshold=threshold)))
    return {group: row for group, row in figures.items() if group in MAIN}


def unseen(texts: list[Labelled], models: dict[int, Model], config: Config) -> list[list[Removed]]:
    """What is removed from each text by the model that has not seen its site."""
    removed: list[list[Removed]] = [[] for _ in texts]
    for fold, model in models.items():
        rows = [index for index, text in enumerate(texts) if text.fold(FOLDS) == fold]
        for at in range(0, len(rows), BLOCK_TEXTS):
            part = rows[at : at + BLOCK_TEXTS]
            for index, (spans, _) in zip(part, clean_block([texts[row].text for row in part], config, model), strict=True):
                removed[index] = spans
    return removed


def judge(texts: list[Labelled], removed: list[list[Removed]]) -> dict[str, dict[str, Any]]:
    """Scores of all texts and of each group: fixtures by language, real pages by extractor, news and company blogs apart."""
    scores: dict[str, Score] = {}
    nothing: dict[str, Score] = {}
    for text, spans in zip(texts, removed, strict=True):
        for group in _groups(text):
            scores.setdefault(group, Score()).add(text, spans)
            nothing.setdefault(group, Score()).add(text, ())
    return {
        group: scores[group].summary() | {"exact_doing_nothing": nothing[group].summary()["exact"]} for group in sorted(scores)
    }


def _groups(text: Labelled) -> Iterable[str]:
    if text.source == "fixtures":
        return ("fixtures", f"fixtures {text.language}", f"fixtures {text.kind}")
    kind = "blogs" if text.source == "wcxb" else "news"
    return ("pages", f"pages {text.kind}", f"pages {kind}", f"pages {'en' if text.language == 'en' else 'not en'}")
