"""The trained weights at work: n-gram scores, the network over the features, calibration.

Training happens elsewhere, with scikit-learn (`cleaner.train`); here its weights are plain arrays of whole numbers, and
every product and sum over them is exact in floating point. So the result is the same on any machine and in any batch,
and no more than NumPy is needed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.errors import CleanerError
from cleaner.ngrams import Grams
from cleaner.types import Floats

FORMAT = 1
"""The version of the file layout; a model of another one is refused."""
INPUT_GRAIN, WEIGHT_GRAIN = 256, 4096
"""Features and network weights are whole multiples of one over this."""
ODDS_FLOOR = 1e-5
"""Keeps log-odds finite."""
CLIP = 6.0
"""Standard deviations at which a feature is cut off."""


class ModelError(CleanerError):
    """A model that cannot be used: another format, other labels, damaged files."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer of the network: `values @ weights + bias`, all whole numbers."""

    weights: Floats
    bias: Floats


@dataclass(frozen=True, slots=True)
class Chain:
    """A linear-chain conditional random field over labels (Lafferty et al., 2001).

    `scores` maps the log-probabilities of the network to the score of each label, `bias` adds to it, `transitions[a, b]`
    scores label b behind label a, `opens` and `closes` the first and last label of a text.
    """

    scores: Floats
    bias: Floats
    transitions: Floats
    opens: Floats
    closes: Floats


@dataclass(frozen=True, slots=True)
class Model:
    """Trained weights: `grams` (buckets by labels, int8), the network, the chain, and the calibration table."""

    grams: NDArray[np.int8]
    gram_scale: Floats
    gram_bias: Floats
    mean: Floats
    deviation: Floats
    layers: tuple[Layer, ...]
    chain: Chain
    mix: Floats
    calibration: Floats
    card: dict[str, Any]
    fingerprint: str

    @property
    def version(self) -> str:
        """The version that the model card gives."""
        return str(self.card["version"])

    def gram_scores(self, grams: Grams, count: int) -> Floats:
        """The probability of each label by the words alone; `count` rows."""
        return _softmax(self.gram_sums(grams, count) * self.gram_scale + self.gram_bias)

    def gram_sums(self, grams: Grams, count: int) -> Floats:
        """The summed weights of each segment's n-grams over the root of their number."""
        sums = np.zeros((count, self.grams.shape[1]))
        numbers = np.bincount(grams.row, minlength=count)
        rows = np.flatnonzero(numbers)
        if len(rows):
            first = np.concatenate([[0], np.cumsum(numbers[rows])[:-1]])
            sums[rows] = np.add.reduceat(self.grams[grams.bucket], first, axis=0, dtype=np.int32)
        return sums / np.sqrt(np.maximum(1, numbers))[:, None]

    def network(self, features: Floats) -> Floats:
        """The probability of each label by all features of a segment."""
        scaled = np.clip((features - self.mean) / self.deviation, -CLIP, CLIP)
        values = np.rint(scaled * INPUT_GRAIN)
        *hidden, last = self.layers
        for layer in hidden:
            values = np.rint(np.maximum(values @ layer.weights + layer.bias, 0) / WEIGHT_GRAIN)
        return _softmax((values @ last.weights + last.bias) / (INPUT_GRAIN * WEIGHT_GRAIN))

    def confidence(self, alone: Floats, together: Floats) -> Floats:
        """The share of segments that were boilerplate, on held-out sites, among those with such probabilities of being it.

        alone: by the network; together: by the chain over the whole text.
        """
        known, right = self.calibration
        return np.round(np.interp(mixed(alone, together, self.mix), known, right), 4)


def mixed(alone: Floats, together: Floats, mix: Floats) -> Floats:
    """Two probabilities made one by a logistic regression over their log-odds: `mix` is its weights and its bias."""
    alone, together = (np.log((value + ODDS_FLOOR) / (1 - value + ODDS_FLOOR)) for value in (alone, together))
    return 1 / (1 + np.exp(-(mix[0] * alone + mix[1] * together + mix[2])))


def _softmax(values: Floats) -> Floats:
    powers = np.exp(values - values.max(axis=1, keepdims=True, initial=-np.inf)) if len(values) else values
    return np.round(powers / np.maximum(powers.sum(axis=1, keepdims=True), 1e-300), 6)


ARRAYS = ("gram_scale", "gram_bias", "mean", "deviation", "mix", "calibration")


def save(model: Model, folder: Path) -> None:
    """Write a model to a folder: `grams.npy`, `weights.npz`, `card.json` with the hash of both."""
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / "grams.npy", model.grams)
    arrays = {name: getattr(model, name) for name in ARRAYS}
    for number, layer in enumerate(model.layers):
        arrays |= {f"weights{number}": layer.weights, f"bias{number}": layer.bias}
    arrays |= {f"chain_{name}": getattr(model.chain, name) for name in Chain.__slots__}
    with (folder / "weights.npz").open("wb") as file:
        np.savez(file, **arrays)
    card = model.card | {"format": FORMAT, "sha256": {name: _digest(folder / name) for name in ("grams.npy", "weights.npz")}}
    (folder / "card.json").write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


@cache
def load(folder: Path | None = None) -> Model:
    """The model in a folder, by default the one shipped with the package; ModelError when it cannot be used."""
    place: Path | Traversable = folder or files("cleaner").joinpath("data/model")
    try:
        card = json.loads(place.joinpath("card.json").read_bytes())
        grams, weights = place.joinpath("grams.npy").read_bytes(), place.joinpath("weights.npz").read_bytes()
    except (OSError, ValueError) as error:
        raise ModelError(f"no usable model in {place}: {error}; train one with `cleaner train --output {place}`") from error
    if card.get("format") != FORMAT:
        raise ModelError(f"the model in {place} has format {card.get('format')}, this version reads {FORMAT}; train it anew")
    return _assemble(card, grams, weights)


def _assemble(card: dict[str, Any], grams: bytes, weights: bytes) -> Model:
    with np.load(BytesIO(weights)) as data:
        arrays = {name: data[name] for name in data.files}
    count = sum(name.startswith("weights") for name in arrays)
    layers = tuple(Layer(arrays[f"weights{number}"], arrays[f"bias{number}"]) for number in range(count))
    chain = Chain(**{name: arrays[f"chain_{name}"] for name in Chain.__slots__})
    fingerprint = sha256(grams + weights).hexdigest()[:16]
    shared = {name: arrays[name] for name in ARRAYS}
    return Model(np.load(BytesIO(grams)), **shared, layers=layers, chain=chain, card=card, fingerprint=fingerprint)


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()
