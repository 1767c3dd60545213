"""Training: from labelled texts to a model, in the order in which the pipeline uses its parts.

Every part is trained on what the one before it says of texts it was not trained on (stacking, Wolpert 1992), with folds
by site; so the network sees n-gram scores as they are on unseen sites, and the calibration table is one of unseen sites.
"""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, diags
from sklearn.exceptions import ConvergenceWarning
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier

from cleaner import ngrams
from cleaner.decode import marginals
from cleaner.evidence import Survey, survey
from cleaner.features import COVERING, SURE, Evidence, describe
from cleaner.model import CLIP, INPUT_GRAIN, ODDS_FLOOR, WEIGHT_GRAIN, Chain, Layer, Model, mixed
from cleaner.train.chain import fit_chain
from cleaner.train.data import UNKNOWN, Labelled, labels_of
from cleaner.types import KEPT, LABELS, Floats, Ints

FOLDS = 5
ALL = -1
"""Stands for the fold that leaves nothing out."""
SURVEYED = 64
"""Texts surveyed at once."""
GRAM_COST, GRAM_ROUNDS = 5.0, 50
"""Inverse regularisation of the n-gram model and rounds of its solver."""
HIDDEN, SEEDS, EPOCHS, DECAY = 32, 3, 12, 1e-3
"""Units of one network, how many are averaged, passes over the data, weight decay."""
RANGES = (0.0, 0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.01)
"""Edges of the ranges of confidence in the reliability table."""
KNOTS = 41
"""Points of the calibration table."""

REMOVABLE = [index for index, label in enumerate(LABELS) if label not in KEPT]
"""The numbers of the labels that are removed by default."""


@dataclass(frozen=True, slots=True)
class Examples:
    """Labelled texts, surveyed: one row a segment in all arrays; `doc` numbers the texts."""

    texts: Sequence[Labelled]
    surveys: list[Survey]
    labels: Ints
    doc: Ints
    fold: Ints
    weight: Floats
    grams: Any

    def known(self) -> Any:
        """The rows that have a label."""
        return self.labels != UNKNOWN


@dataclass(frozen=True, slots=True)
class Fitted:
    """The model trained on everything, for each fold the one that has not seen its sites, and what the parts said out of fold."""

    model: Model
    unseen: dict[int, Model]
    words: Floats
    alone: Floats
    together: Floats


def prepare(texts: Sequence[Labelled]) -> Examples:
    """Survey labelled texts and lay out what training needs of them."""
    surveys, labels, docs, grams, rows = [], [], [], [], 0
    for at in range(0, len(texts), SURVEYED):
        part = texts[at : at + SURVEYED]
        seen = survey([text.text for text in part], [None] * len(part))
        surveys.append(seen)
        labels.append(_believed(seen, part))
        docs.append(seen.segments.doc + at)
        found = ngrams.grams(seen.tokens)
        grams.append((found.row + rows, found.bucket))
        rows += len(seen.segments)
    doc = np.concatenate(docs)
    fold = np.array([text.fold(FOLDS) for text in texts])[doc]
    weight = np.array([text.weight for text in texts])[doc]
    return Examples(texts, surveys, np.concatenate(labels), doc, fold, weight, _matrix(grams, rows))


def _believed(seen: Survey, part: Sequence[Labelled]) -> Ints:
    """The labels to learn from.

    Reference bodies of real pages hold boilerplate; where a sure rule covers a line, they are not believed that it is body.
    """
    labels = labels_of(seen, part)
    votes, covered = seen.votes()
    said = (votes[:, REMOVABLE].max(axis=1, initial=0) >= SURE) & (covered >= COVERING)
    real = np.array([text.source != "fixtures" for text in part])[seen.segments.doc]
    return np.where(said & real & (labels == LABELS.index("body")), UNKNOWN, labels)


def fit(
    examples: Examples, card: dict[str, Any], say: Callable[[str], None] = lambda line: print(line, file=sys.stderr)
) -> Fitted:
    """Train all parts of a model on all examples, and on all but each fold."""
    warnings.simplefilter("ignore", ConvergenceWarning)  # both solvers are stopped early on purpose
    say(f"{len(examples.texts)} texts, {len(examples.labels)} segments; n-grams ...")
    words = _staged(examples, lambda rows: _fit_words(examples, rows))
    names, features = featurize(examples, words.held_out)
    say(f"network over {len(names)} features ...")
    alone = _staged(examples, lambda rows: _fit_network(features, examples, rows))
    say("chain ...")
    together = _staged(examples, lambda rows: _fit_chain(alone.held_out, examples, rows))
    card = card | {"features": names, "reliability": reliability(alone.held_out, together.held_out, examples)}

    def assembled(fold: int) -> Model:
        seen = examples.fold != fold
        parts = (words.parts[fold], alone.parts[fold], together.parts[fold].chain)
        return _model(*parts, calibrate(alone.held_out, together.held_out, examples, seen), card)

    unseen = {fold: assembled(fold) for fold in words.parts if fold != ALL}
    return Fitted(assembled(ALL), unseen, words.held_out, alone.held_out, together.held_out)


def featurize(examples: Examples, words: Floats) -> tuple[list[str], Floats]:
    """The features of all examples, given the n-gram scores."""
    tables: list[Floats] = []
    names: list[str] = []
    at = 0
    for seen in examples.surveys:
        votes, covered = seen.votes()
        scores = words[at : at + len(seen.segments)]
        names, table = describe(seen.block, seen.segments, Evidence(votes, covered, scores, **seen.speech(), twin=seen.twins()))
        tables.append(table)
        at += len(seen.segments)
    return names, np.concatenate(tables)


def calibrate(alone: Floats, together: Floats, examples: Examples, chosen: Any) -> tuple[Floats, Floats]:
    """The mix of the two probabilities, and the table from the mix to the share right, over segments of unseen sites.

    Logistic regression, then isotonic regression (Zadrozny and Elkan, 2002).
    """
    rows = examples.known() & chosen
    right, weight = np.isin(examples.labels[rows], REMOVABLE), examples.weight[rows]
    first, second = removable(alone[rows]), removable(together[rows])
    odds = np.column_stack([np.log((value + ODDS_FLOOR) / (1 - value + ODDS_FLOOR)) for value in (first, second)])
    line = LogisticRegression(C=100.0).fit(odds, right, sample_weight=weight)
    mix = np.append(line.coef_[0], line.intercept_)
    curve = IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip").fit(mixed(first, second, mix), right, weight)
    knots = 1 / (1 + np.exp(-np.linspace(-8, 8, KNOTS)))
    knots[0], knots[-1] = 0, 1
    return mix, np.vstack([knots, np.maximum.accumulate(np.minimum(curve.predict(knots), 0.9999))])


def removable(probabilities: Floats) -> Floats:
    """The probability that a segment is of a label that is removed."""
    return probabilities[:, REMOVABLE].sum(axis=1)


def reliability(alone: Floats, together: Floats, examples: Examples) -> list[dict[str, float]]:
    """For each range of confidence, how many segments of unseen sites fall in it and what share of them is boilerplate.

    Each fold is judged with the calibration table of the others.
    """
    confidence = np.zeros(len(examples.labels))
    for fold in np.unique(examples.fold).tolist():
        held = examples.fold == fold
        mix, table = calibrate(alone, together, examples, ~held)
        confidence[held] = np.interp(mixed(removable(alone[held]), removable(together[held]), mix), *table)
    plain = np.array(["#" not in text.id for text in examples.texts])[examples.doc] & examples.known()
    rows = []
    for low, high in pairwise(RANGES):
        inside = plain & (confidence >= low) & (confidence < high)
        right = np.isin(examples.labels[inside], REMOVABLE).mean() if inside.any() else 0.0
        rows.append({"from": low, "to": min(high, 1.0), "segments": int(inside.sum()), "boilerplate": round(float(right), 4)})
    return rows


@dataclass(frozen=True, slots=True)
class _Words:
    """The n-gram model: integer weights, their scale, the bias."""

    weights: Any
    scale: Floats
    bias: Floats
    grams: Any

    def predict(self, rows: Any) -> Floats:
        """Probabilities of the given rows."""
        return _softmax(self.grams[rows] @ self.weights.astype(np.float64) * self.scale + self.bias)


@dataclass(frozen=True, slots=True)
class _Network:
    mean: Floats
    deviation: Floats
    layers: tuple[Layer, Layer]
    model: Model
    features: Floats

    def predict(self, rows: Any) -> Floats:
        """Probabilities of the given rows."""
        return self.model.network(self.features[rows])


@dataclass(frozen=True, slots=True)
class _FittedChain:
    chain: Chain
    alone: Floats
    doc: Ints

    def predict(self, rows: Any) -> Floats:
        """Marginals of the given rows, which are whole texts."""
        return marginals(self.chain, self.alone[rows], self.doc[rows])


@dataclass(frozen=True, slots=True)
class _Stage:
    """One part of the model, trained on all but each fold and on all; what the former say of the fold they have not seen."""

    parts: dict[int, Any]
    held_out: Floats


def _staged(examples: Examples, train: Callable[[Any], Any]) -> _Stage:
    folds = [ALL, *np.unique(examples.fold).tolist()]
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # the solvers spend their time outside the interpreter lock
        parts = dict(zip(folds, pool.map(lambda fold: train(examples.fold != fold), folds), strict=True))
    held_out = np.zeros((len(examples.labels), len(LABELS)))
    for fold in folds[1:]:
        held = examples.fold == fold
        held_out[held] = parts[fold].predict(held)
    return _Stage(parts, held_out)


def _matrix(parts: list[tuple[Ints, Ints]], rows: int) -> Any:
    """The n-grams of all segments as a sparse matrix, each row over the root of its number."""
    row, bucket = np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts])
    counts = csr_matrix((np.ones(len(row), np.float32), (row, bucket)), shape=(rows, 1 << ngrams.BITS))
    counts.sum_duplicates()
    return (diags(1 / np.sqrt(np.maximum(1, np.bincount(row, minlength=rows)))) @ counts).tocsr()


def _fit_words(examples: Examples, rows: Any) -> _Words:
    rows = rows & examples.known()
    made = LogisticRegression(C=GRAM_COST, max_iter=GRAM_ROUNDS)
    made.fit(examples.grams[rows], examples.labels[rows], sample_weight=examples.weight[rows])
    weights, bias = np.zeros((made.coef_.shape[1], len(LABELS))), np.full(len(LABELS), -20.0)
    weights[:, made.classes_], bias[made.classes_] = made.coef_.T, made.intercept_
    scale = np.maximum(np.abs(weights).max(axis=0), 1e-9) / 127
    return _Words(np.rint(weights / scale).astype(np.int8), scale, bias, examples.grams)


def _fit_network(features: Floats, examples: Examples, rows: Any) -> _Network:
    """Networks of one hidden layer from several seeds, laid side by side as one; weights rounded to whole grains."""
    rows = rows & examples.known()
    mean, deviation = features[rows].mean(axis=0), np.maximum(features[rows].std(axis=0), 1e-6)
    inputs = np.clip((features[rows] - mean) / deviation, -CLIP, CLIP).astype(np.float32)
    labels, weight = examples.labels[rows], examples.weight[rows]
    nets = [_perceptron(seed).fit(inputs, labels, sample_weight=weight) for seed in range(SEEDS)]
    out, bias = np.zeros((HIDDEN * SEEDS, len(LABELS))), np.full(len(LABELS), -20.0)
    classes = nets[0].classes_
    out[:, classes] = np.vstack([net.coefs_[1] for net in nets]) / SEEDS
    bias[classes] = np.mean([net.intercepts_[1] for net in nets], axis=0)
    hidden = np.hstack([net.coefs_[0] for net in nets]), np.hstack([net.intercepts_[0] for net in nets])
    layers = (_whole(*hidden), _whole(out, bias))
    return _Network(mean, deviation, layers, _bare(mean, deviation, layers), features)


def _perceptron(seed: int) -> MLPClassifier:
    return MLPClassifier((HIDDEN,), alpha=DECAY, batch_size=512, learning_rate_init=2e-3, max_iter=EPOCHS, random_state=seed)


def _whole(weights: Floats, bias: Floats) -> Layer:
    return Layer(np.rint(weights * WEIGHT_GRAIN), np.rint(bias * WEIGHT_GRAIN * INPUT_GRAIN))


def _fit_chain(alone: Floats, examples: Examples, rows: Any) -> _FittedChain:
    chain = fit_chain(alone[rows], examples.labels[rows], examples.doc[rows], examples.weight[rows])
    return _FittedChain(chain, alone, examples.doc)


def _bare(mean: Floats, deviation: Floats, layers: tuple[Layer, ...]) -> Model:
    """A model of which only the network works."""
    none = np.zeros(0)
    chain = Chain(none, none, none, none, none)
    return Model(np.zeros((0, 0), np.int8), none, none, mean, deviation, layers, chain, none, none, {}, "")


def _model(words: _Words, network: _Network, chain: Chain, calibration: tuple[Floats, Floats], card: dict[str, Any]) -> Model:
    scaled = (network.mean, network.deviation, network.layers)
    return Model(words.weights, words.scale, words.bias, *scaled, chain, *calibration, card, "")


def _softmax(values: Floats) -> Floats:
    powers = np.exp(values - values.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))
