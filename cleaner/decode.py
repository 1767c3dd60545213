"""Decoding: one labelling of the whole document instead of many of lone lines.

An appeal whose first line is unmistakable carries its prose lines with it, and body may resume after it: a chain over
the labels, with transitions learned from whole documents, weighs every labelling of a text, and the marginal
probability of each label at each segment is read off it (forward-backward, Rabiner, 1989).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cleaner.model import Chain
from cleaner.types import Floats, Ints

CARRIED_FROM, CARRIED_TO = 0.6, 0.9
"""Confidence from which a line of an appeal is carried, and up to which."""
BACKED_FROM, BACKED_TO = 0.8, 0.91
"""Confidence from which a segment that a sure rule covers is backed, and up to which."""
FLOOR = 1e-5
"""Least probability of a label that the network is believed."""


def marginals(chain: Chain, probabilities: Floats, doc: Ints) -> Floats:
    """The probability of each label at each segment given its whole text.

    probabilities: one row a segment, one column a label; doc: the text each segment is of, ascending.
    """
    if not len(doc):
        return probabilities
    emission, first, length = _emission(chain, probabilities, doc)
    transitions = np.exp(chain.transitions)
    forward, scale = _forward(emission, transitions, first, length)
    backward = _backward(emission, transitions, first, length, scale)
    joint = forward * backward
    return np.round(joint / joint.sum(axis=1, keepdims=True), 6)


def backed(confidence: Floats, sure: NDArray[np.bool_]) -> Floats:
    """Confidence with that of segments a sure rule covers raised to `BACKED_TO`, where it is `BACKED_FROM` already.

    That is the share of such segments that were boilerplate on held-out sites, whose reference bodies hold some themselves; on
    held-out fixtures it was all of them.
    """
    return np.where(sure & (confidence >= BACKED_FROM), np.maximum(confidence, BACKED_TO), confidence)


def carried(confidence: Floats, appeal: NDArray[np.bool_], doc: Ints) -> Floats:
    """Confidence with the lines of an appeal carried by its surest one.

    confidence: one a segment; appeal: whether it is likeliest part of an appeal; doc: the text of each, ascending. A prose line
    inside an appeal often reads like journalism, and half an appeal is worse than a whole one: a line that is more likely
    boilerplate than not (`CARRIED_FROM`) has the confidence of the surest line of its run, up to `CARRIED_TO`, the share of such
    lines that were boilerplate on held-out fixtures.
    """
    if not len(doc):
        return confidence
    opens = np.append(True, (doc[1:] != doc[:-1]) | (appeal[1:] != appeal[:-1]))
    surest = np.maximum.reduceat(confidence, np.flatnonzero(opens))[np.cumsum(opens) - 1]
    lifted = np.maximum(confidence, np.minimum(surest, CARRIED_TO))
    return np.where(appeal & (confidence >= CARRIED_FROM), lifted, confidence)


def _emission(chain: Chain, probabilities: Floats, doc: Ints) -> tuple[Floats, Ints, Ints]:
    """The weight of each label at each segment, and the first segment and length of each text, longest first."""
    scores = _product(np.log(probabilities + FLOOR), chain.scores) + chain.bias
    opens = np.flatnonzero(np.append(True, doc[1:] != doc[:-1]))
    lengths = np.diff(np.append(opens, len(doc)))
    scores[opens] += chain.opens
    scores[opens + lengths - 1] += chain.closes
    order = np.argsort(-lengths, kind="stable")
    return np.exp(scores - scores.max(axis=1, keepdims=True)), opens[order], lengths[order]


def _forward(emission: Floats, transitions: Floats, first: Ints, length: Ints) -> tuple[Floats, Floats]:
    """Forward probabilities, scaled to one at every step, and the scales; all texts step by step together."""
    alpha, scale = emission.copy(), np.ones(len(emission))
    for step in range(int(length[0])):
        rows = first[length > step] + step
        if step:
            alpha[rows] *= _product(alpha[rows - 1], transitions)
        scale[rows] = alpha[rows].sum(axis=1)
        alpha[rows] /= scale[rows, None]
    return alpha, scale


def _backward(emission: Floats, transitions: Floats, first: Ints, length: Ints, scale: Floats) -> Floats:
    beta = np.ones(emission.shape)
    for step in range(int(length[0]) - 2, -1, -1):
        rows = first[length > step + 1] + step
        beta[rows] = _product(emission[rows + 1] * beta[rows + 1] / scale[rows + 1, None], transitions.T)
    return beta


def _product(rows: Floats, matrix: Floats) -> Floats:
    """A matrix product whose sums run in the same order however many rows there are."""
    return (rows[:, :, None] * matrix).sum(axis=1)
