"""The weights at work equal scikit-learn's own output; saving and loading changes nothing."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from conftest import FIXTURES

from cleaner import model as models
from cleaner import ngrams
from cleaner.model import Chain, ModelError
from cleaner.train import data, fit

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")


@pytest.fixture(scope="module")
def examples() -> fit.Examples:
    return fit.prepare(data.fixtures(FIXTURES / "train" / "fr") + data.fixtures(FIXTURES / "train" / "en")[:40])


def test_network_equals_scikit_learn(examples: fit.Examples) -> None:
    words = np.full((len(examples.labels), 15), 1 / 15)
    _, features = fit.featurize(examples, words)
    every = np.ones(len(examples.labels), bool)
    ours = fit._fit_network(features, examples, every)
    inputs = np.clip((features - ours.mean) / ours.deviation, -models.CLIP, models.CLIP).astype(np.float32)
    known = examples.known()
    logits = []
    for seed in range(fit.SEEDS):
        net = fit._perceptron(seed).fit(inputs[known], examples.labels[known], sample_weight=examples.weight[known])
        hidden = np.maximum(inputs @ net.coefs_[0] + net.intercepts_[0], 0)
        logits.append(hidden @ net.coefs_[1] + net.intercepts_[1])
        alone = np.exp(logits[-1] - logits[-1].max(axis=1, keepdims=True))
        assert np.allclose(alone / alone.sum(axis=1, keepdims=True), net.predict_proba(inputs), atol=1e-5)
    mean = np.mean(logits, axis=0)
    theirs = np.exp(mean - mean.max(axis=1, keepdims=True))
    theirs /= theirs.sum(axis=1, keepdims=True)
    assert np.abs(ours.predict(every)[:, net.classes_] - theirs).max() < 0.02
    assert np.abs(ours.predict(every)[:, net.classes_] - theirs).mean() < 0.0005


def test_gram_scores_equal_scikit_learn(examples: fit.Examples) -> None:
    from sklearn.linear_model import LogisticRegression

    known = examples.known()
    theirs = LogisticRegression(C=fit.GRAM_COST, max_iter=fit.GRAM_ROUNDS)
    theirs.fit(examples.grams[known], examples.labels[known], sample_weight=examples.weight[known])
    ours = fit._fit_words(examples, np.ones(len(known), bool))
    survey = examples.surveys[0]
    none = np.zeros(0)
    made = models.Model(ours.weights, ours.scale, ours.bias, none, none, (), Chain(*[none] * 5), none, none, {}, "")
    scores = made.gram_scores(ngrams.grams(survey.tokens), len(survey.segments))
    expected = theirs.predict_proba(examples.grams[: len(survey.segments)])
    assert np.abs(scores[:, theirs.classes_] - expected).max() < 0.03


def test_network_is_exact_in_any_batch() -> None:
    model = models.load()
    rows = np.random.default_rng(0).normal(size=(500, len(model.mean))) * model.deviation + model.mean
    together = model.network(rows)
    assert all(np.array_equal(model.network(rows[at : at + 1])[0], together[at]) for at in range(0, 500, 37))


def test_saved_and_loaded_is_the_same(tmp_path: Path) -> None:
    model = models.load()
    models.save(model, tmp_path)
    again = models.load(tmp_path)
    assert again.fingerprint == model.fingerprint
    assert np.array_equal(again.grams, model.grams)
    assert json.loads((tmp_path / "card.json").read_text())["format"] == models.FORMAT


def test_a_model_that_cannot_be_used_says_why(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no usable model"):
        models.load(tmp_path / "none")
    (tmp_path / "card.json").write_text('{"format": 99}')
    for name in ("grams.npy", "weights.npz"):
        (tmp_path / name).write_bytes(b"")
    with pytest.raises(ModelError, match="format 99"):
        models.load(tmp_path)


def test_calibration_rises() -> None:
    known, right = models.load().calibration
    assert (np.diff(known) > 0).all()
    assert (np.diff(right) >= 0).all()


def test_confidence_rises_with_both_probabilities() -> None:
    model = models.load()
    steps = np.linspace(0.001, 0.999, 50)
    for alone, together in ((steps, np.full(50, 0.5)), (np.full(50, 0.5), steps)):
        assert (np.diff(model.confidence(alone, together)) >= 0).all()


def test_model_card_shows_the_figures_of_the_model() -> None:
    from cleaner.train.card import filled

    page = (Path(__file__).parent.parent / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert filled(page, models.load().card) == page, "run `python -m cleaner.train.card`"
