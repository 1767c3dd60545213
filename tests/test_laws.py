"""The six laws, over arbitrary text and over articles put together from fixtures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import FIXTURES, text_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import cleaner as package
from cleaner import Cleaned, Cleaner
from cleaner.config import THRESHOLD
from cleaner.types import KEPT, LABELS

CLEANER = Cleaner()
EAGER = Cleaner(threshold=0.3)
"""Takes out much more than it should: laws must hold for bad judgement too."""
BREAKS = ("\n", "\r\n", "\r", "\u2028", "\u2029", "\f", "\v", "\x85", "\n\n", "\r\n\r\n", "\n \n", "")
LINES = sorted(
    {
        "".join(part["text"] for part in line.get("parts") or [line])
        for path in sorted((FIXTURES / "train").rglob("*.json"))[::7]
        for line in json.loads(Path(path).read_text(encoding="utf-8"))["lines"]
    }
)
ODD = [
    "",
    " ",
    "\t",
    "\u200b",
    "\ufeff",
    "\u00ad",
    "\ud800",
    "😀",
    "(AFP)",
    "Remind me later.",
    "AFP contributed reporting.",
    "\x00",
    "\x1e",
]

arbitrary = st.text(st.characters(exclude_categories=()), max_size=200)
article = st.lists(st.tuples(st.sampled_from(LINES + ODD), st.sampled_from(BREAKS)), max_size=14).map(
    lambda rows: "".join(line + end for line, end in rows)
)
texts = st.one_of(arbitrary, article)
relaxed = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@relaxed
@given(texts)
def test_lossless_and_exact_offsets(text: str) -> None:
    for tool in (CLEANER, EAGER):
        cleaned = tool.clean(text)
        record = cleaned.record.to_dict()
        at, kept = 0, []
        for span in record["removed"]:
            assert at <= span["start"] < span["end"] <= len(text)
            assert span["text"] == text[span["start"] : span["end"]]
            kept.append(text[at : span["start"]])
            at = span["end"]
        assert "".join([*kept, text[at:]]) == cleaned.text
        assert package.rebuild(cleaned.text, record) == text


@relaxed
@given(texts)
def test_idempotent(text: str) -> None:
    for tool in (CLEANER, EAGER):
        once = tool.clean(text).text
        again = tool.clean(once)
        assert again.text == once
        assert again.record.removed == ()


@relaxed
@given(st.lists(texts, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_deterministic_in_any_batch(batch: list[str], shuffler) -> None:  # type: ignore[no-untyped-def]
    alone = [_form(EAGER.clean(text)) for text in batch]
    assert [_form(cleaned) for cleaned in EAGER.clean_many(batch)] == alone
    order = list(range(len(batch)))
    shuffler.shuffle(order)
    shuffled = [_form(cleaned) for cleaned in EAGER.clean_many(batch[index] for index in order)]
    assert shuffled == [alone[index] for index in order]


@relaxed
@given(article)
def test_explained(text: str) -> None:
    for span in EAGER.clean(text).record.removed:
        assert span.label in LABELS
        assert span.label not in KEPT
        assert span.confidence >= 0.3
        assert {"classifier", "sequence"} <= {reason.by for reason in span.reasons}


def test_when_in_doubt_keep(articles: list[dict]) -> None:  # type: ignore[type-arg]
    """What goes at a higher threshold goes at a lower one, and nothing goes below the threshold."""
    sizes = []
    for threshold in (0.99, THRESHOLD, 0.6):
        results = list(Cleaner(threshold=threshold).clean_many(text_of(document) for document in articles[::5]))
        assert all(span.confidence >= threshold for cleaned in results for span in cleaned.record.removed)
        sizes.append(sum(len(cleaned.text) for cleaned in results))
    assert sizes[0] > sizes[1] > sizes[2]


@pytest.mark.parametrize("text", ["", " ", "\n", "\r\n\r\n", "\u2028", "\t \f", "\u200b", "\ufeff"])
def test_nothing_to_clean(text: str, cleaner: Cleaner) -> None:
    cleaned = cleaner.clean(text)
    assert cleaned.text == text
    assert cleaned.record.removed == ()
    assert "nothing_removed" in cleaned.record.flags


def test_replay(cleaner: Cleaner, articles: list[dict]) -> None:  # type: ignore[type-arg]
    """A record read back from JSON rebuilds the source, and its reasons are what a second run gives."""
    for document in articles[::9]:
        text = text_of(document)
        cleaned = cleaner.clean(text)
        record = json.loads(cleaned.record.to_json())
        assert package.rebuild(cleaned.text, record) == text
        assert record == cleaner.clean(text).record.to_dict()


def _form(cleaned: Cleaned) -> tuple[str, str]:
    return cleaned.text, cleaned.record.to_json()
