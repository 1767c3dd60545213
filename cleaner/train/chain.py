"""Fitting the chain: a linear-chain conditional random field over the network's probabilities.

The likelihood of the labels of whole texts is maximised by L-BFGS (Sutton and McCallum, An Introduction to Conditional
Random Fields, 2012). Segments without a label take part as unknowns: the likelihood sums over what they may be.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize

from cleaner.decode import FLOOR
from cleaner.model import Chain
from cleaner.train.data import UNKNOWN
from cleaner.types import LABELS, Floats, Ints

COUNT = len(LABELS)
BATCH = 128
"""Texts worked on at once; they are sorted by length, so that little is padded."""
LONGEST = 250
"""Segments of a text that are looked at in fitting."""


def fit_chain(probabilities: Floats, labels: Ints, doc: Ints, weights: Floats, penalty: float = 2.0, rounds: int = 60) -> Chain:
    """The chain that makes the labels likeliest.

    probabilities: one row a segment, out-of-fold; labels: numbers, UNKNOWN where none is known; doc: the text of each
    segment, ascending; weights: one a segment, of which that of a text's first counts.
    """
    observed = np.log(probabilities + FLOOR)
    batches = list(_batches(doc))
    start = _pack(Chain(np.eye(COUNT), np.zeros(COUNT), np.zeros((COUNT, COUNT)), np.zeros(COUNT), np.zeros(COUNT)))

    def loss(point: Floats) -> tuple[float, Floats]:
        chain, total, slope = _unpack(point), 0.0, np.zeros_like(point)
        for rows, length in batches:
            value, gradient = _batch_loss(chain, observed[rows], labels[rows], length, weights[rows[:, 0]])
            total, slope = total + value, slope + gradient
        away = point - start
        return total + penalty * float(away @ away) / 2, slope + penalty * away

    best = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": rounds})
    return _unpack(best.x)


def _batches(doc: Ints) -> list[tuple[Ints, Ints]]:
    """Texts of like length together: the rows of their segments (padded with the last) and their lengths."""
    first = np.flatnonzero(np.append(True, doc[1:] != doc[:-1]))
    length = np.minimum(np.diff(np.append(first, len(doc))), LONGEST)
    order = np.argsort(length, kind="stable")
    result = []
    for at in range(0, len(order), BATCH):
        chosen = order[at : at + BATCH]
        steps = np.minimum(np.arange(length[chosen].max()), length[chosen][:, None] - 1)
        result.append((first[chosen][:, None] + steps, length[chosen]))
    return result


def _batch_loss(chain: Chain, observed: Floats, labels: Ints, length: Ints, weights: Floats) -> tuple[float, Floats]:
    """The weighted negative log-likelihood of a batch and its gradient."""
    scores = observed @ chain.scores + chain.bias
    ends = (np.arange(len(length)), length - 1)
    scores[:, 0] += chain.opens
    scores[ends] += chain.closes
    emission = np.exp(scores - scores.max(axis=2, keepdims=True))
    allowed = ((labels[:, :, None] == UNKNOWN) | (labels[:, :, None] == np.arange(COUNT))) * 1.0
    free, told = (_expected(part, chain.transitions, length, weights) for part in (emission, emission * allowed + 1e-300))
    nodes = free[1] - told[1]
    gradient = Chain(
        np.einsum("dsk,dsj->kj", observed, nodes), nodes.sum(axis=(0, 1)), free[2] - told[2], nodes[:, 0].sum(axis=0),
        nodes[ends].sum(axis=0),
    )  # fmt: skip
    return float(((free[0] - told[0]) * weights).sum()), _pack(gradient)


def _expected(emission: Floats, transitions: Floats, length: Ints, weights: Floats) -> tuple[Floats, Floats, Floats]:
    """The log-normaliser of each text, and the weighted expected counts of labels and of label pairs."""
    moves, steps = np.exp(transitions), emission.shape[1]
    live = np.arange(steps) < length[:, None]
    alpha, scale = emission.copy(), np.ones(live.shape)
    for step in range(steps):
        value = alpha[:, step] * (alpha[:, step - 1] @ moves) if step else alpha[:, step]
        scale[:, step] = np.where(live[:, step], value.sum(axis=1), 1)
        alpha[:, step] = np.where(live[:, step, None], value / scale[:, step, None], alpha[:, step - 1])
    beta, pairs = np.ones(emission.shape), np.zeros(transitions.shape)
    for step in range(steps - 2, -1, -1):
        ahead = emission[:, step + 1] * beta[:, step + 1] / scale[:, step + 1, None]
        on = live[:, step + 1]
        beta[:, step] = np.where(on[:, None], ahead @ moves.T, beta[:, step + 1])
        pairs += (alpha[:, step] * weights[:, None])[on].T @ ahead[on]
    nodes = alpha * beta
    nodes *= (live * weights[:, None] / nodes.sum(axis=2))[:, :, None]
    return np.log(scale).sum(axis=1), nodes, pairs * moves


def _pack(chain: Chain) -> Floats:
    return np.concatenate([chain.scores.ravel(), chain.bias, chain.transitions.ravel(), chain.opens, chain.closes])


def _unpack(point: Floats) -> Chain:
    square = COUNT * COUNT
    parts = np.split(point, np.cumsum([square, COUNT, square, COUNT]))
    return Chain(parts[0].reshape(COUNT, COUNT), parts[1], parts[2].reshape(COUNT, COUNT), parts[3], parts[4])
