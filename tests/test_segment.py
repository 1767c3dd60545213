"""Lines, wraps, sentences, cuts."""

from __future__ import annotations

import textwrap

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cleaner.segment import cut, lay
from cleaner.text import to_str

PARAGRAPH = (
    "The council voted on Monday to close the old bridge for a year, and the mayor said that nobody would be hurt by it. "
)


def pieces(text: str) -> list[str]:
    block, segments = lay([text])
    return [to_str(block.codes[start:end]) for start, end in zip(segments.start, segments.end, strict=True)]


@given(st.lists(st.text("ab. \n\r\x0b\x0c\x1c\x85\u2028", max_size=15), min_size=1, max_size=4))
def test_lines_are_those_of_splitlines(texts: list[str]) -> None:
    block, segments = lay(texts)
    base = block.starts[segments.doc]
    found = [
        (int(doc), texts[doc][start:end])
        for doc, start, end in zip(segments.doc, segments.start - base, segments.next - base, strict=True)
    ]
    assert found == [(doc, line) for doc, text in enumerate(texts) for line in text.splitlines(True) if line.strip()]


def test_blank_lines_are_counted() -> None:
    _, segments = lay(["\n\nfirst\nsecond\n\n \n\nthird", "\nother"])
    assert segments.gap.tolist() == [2, 0, 3, 1]


def test_hard_wrapped_lines_are_one_segment() -> None:
    text = "\n\n".join(textwrap.fill(PARAGRAPH * 2, 70) for _ in range(3))
    assert len(pieces(text)) == 3
    assert len(pieces("\n".join([PARAGRAPH * 2] * 3))) == 3


def test_short_lines_are_not_taken_for_wrapped() -> None:
    poem = "\n".join(
        [
            "The tide comes in, the tide goes out,",
            "and no one asks it why,",
            "a gull sits on the harbour wall",
            "and looks me in the eye.",
        ]
        * 3
    )
    assert len(pieces(poem)) == 12


def test_sentences_begin_behind_stops() -> None:
    block, _ = lay(['He left. "Why?" she asked. (It rained.) 3 came. no. 他说。我们走了。'])
    starts = [to_str(block.codes[at : at + 3]) for at in np.flatnonzero(block.sentences)]
    assert starts == ['"Wh', "(It", "3 c", "他说。", "我们走"]


def test_cut_keeps_every_character() -> None:
    block, segments = lay(["One. Two. Three.\nFour."])
    parts = cut(segments, np.array([5, 10]))
    assert [to_str(block.codes[a:b]) for a, b in zip(parts.start, parts.end, strict=True)] == [
        "One. ",
        "Two. ",
        "Three.",
        "Four.",
    ]
    assert parts.first.tolist() == [True, False, False, True]
    assert parts.last.tolist() == [False, False, True, True]
