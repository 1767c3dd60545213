"""The chain's marginals against every labelling counted out, and the fitting against numbers."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest

from cleaner.decode import CARRIED_TO, FLOOR, carried, marginals
from cleaner.model import Chain
from cleaner.train import chain as fitting
from cleaner.types import LABELS

COUNT = len(LABELS)


def random_chain(rng: np.random.Generator) -> Chain:
    return Chain(
        np.eye(COUNT), rng.normal(size=COUNT), rng.normal(size=(COUNT, COUNT)), rng.normal(size=COUNT), rng.normal(size=COUNT)
    )


def test_marginals_equal_enumeration() -> None:
    rng = np.random.default_rng(1)
    chain = random_chain(rng)
    probabilities = rng.dirichlet(np.ones(COUNT), size=6)
    doc = np.array([0, 0, 0, 1, 2, 2])
    got = marginals(chain, probabilities, doc)
    for text in range(3):
        rows = np.flatnonzero(doc == text)
        scores = np.log(probabilities[rows] + FLOOR) @ chain.scores + chain.bias
        expected = np.zeros((len(rows), COUNT))
        for path in product(range(COUNT), repeat=len(rows)):
            score = chain.opens[path[0]] + chain.closes[path[-1]] + sum(scores[at, label] for at, label in enumerate(path))
            score += sum(chain.transitions[a, b] for a, b in pairwise(path))
            for at, label in enumerate(path):
                expected[at, label] += np.exp(score)
        assert np.allclose(got[rows], expected / expected.sum(axis=1, keepdims=True), atol=2e-6)


def test_no_segments() -> None:
    assert marginals(random_chain(np.random.default_rng(0)), np.zeros((0, COUNT)), np.zeros(0, np.int64)).shape == (0, COUNT)


def test_gradient_of_the_fit() -> None:
    rng = np.random.default_rng(2)
    chain = random_chain(rng)
    point = fitting._pack(chain)
    rows, length = np.array([[0, 1, 2], [3, 4, 4]]), np.array([3, 2])
    observed = np.log(rng.dirichlet(np.ones(COUNT), size=5))[rows]
    labels, weights = np.array([0, 7, -1, 3, 3])[rows], np.array([1.0, 0.5])
    value, slope = fitting._batch_loss(chain, observed, labels, length, weights)
    for at in rng.choice(len(point), 25, replace=False):
        moved = point.copy()
        moved[at] += 1e-6
        ahead, _ = fitting._batch_loss(fitting._unpack(moved), observed, labels, length, weights)
        assert (ahead - value) / 1e-6 == pytest.approx(slope[at], abs=1e-4)


def test_an_appeal_carries_its_doubtful_lines() -> None:
    confidence = np.array([0.7, 0.99, 0.65, 0.2, 0.7, 0.7])
    appeal = np.array([True, True, True, True, True, False])
    doc = np.array([0, 0, 0, 0, 1, 1])
    assert carried(confidence, appeal, doc).tolist() == [CARRIED_TO, 0.99, CARRIED_TO, 0.2, 0.7, 0.7]
