"""Folding and the character tables."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from cleaner import text
from cleaner.text import folded_str


@pytest.mark.parametrize(
    ("source", "folded"),
    [
        ("“Für”\u00a0den Überblick…", '"fur" den uberblick.'),
        ("İSTANBUL ısı", "istanbul isi"),
        ("ΣΟΦΟΣ σοφός", "σοφοσ σοφοσ"),
        ("Ёлка", "елка"),
        ("أخبار كتابة", "اخبار کتابه"),
        ("ＡＢＣ　１２", "abc 12"),
        ("१२ ٣٤", "12 34"),
        ("sub\u200bscribe\u00ad", "subscribe"),
        ("can’t", "can't"),
        ("が한국", "が한국"),
    ],
)
def test_folding(source: str, folded: str) -> None:
    assert folded_str(source) == folded
    assert folded_str(folded) == folded


def test_codes_keep_lone_surrogates_and_astral_characters() -> None:
    source = "a\ud800😀b"
    assert text.to_str(text.code_points(source)) == source
    assert len(text.fold_codes(text.code_points(source))) == len(source)


@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="the tables were built by Python 3.11 and its Unicode data")
def test_shipped_tables_are_those_that_are_built() -> None:
    fold, flags = text.build_tables()
    shipped = text._tables()
    assert np.array_equal(shipped[0], fold)
    assert np.array_equal(shipped[1], flags)
